"""Table A1 of Hoffmann et al. 2022: what the data mix implies, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws import published
from scalinglaws.claims.arithmetic import formulas, table_counts
from scalinglaws.claims.claim import Claim, Second, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import TERABYTE, TOKENS_READ
from scalinglaws.claims.printed import Printed, parse
from scalinglaws.claims.verdict import Verdict

MORE_THAN_ONE_EPOCH = ("MassiveWeb", "Wikipedia")
SMALL_ROW = "Wikipedia"


def claims() -> tuple[Claim, ...]:
    """Sums of the shares, bytes per token of each row, and epochs."""
    return (*_shares(), *_bytes_per_token(), _small_row(), _repeated(), _whole_corpus())


def bytes_per_token(disk: float, tokens: float, share: float, epochs: float) -> float:
    """Bytes per token of a subset: its tokens are its share of all read, over its epochs.

    Parameters
    ----------
    disk : float
        Its size in TB.
    tokens : float
        Tokens read of all subsets.
    share : float
        Its part of them, in per cent.
    epochs : float
        How often it is read.
    """
    return disk * TERABYTE / (tokens * share / 100 / epochs)


def terabytes_by_tokens(share: float, epochs: float, **others: float) -> float:
    """Disk size in TB of a subset at the fewest bytes per token of the other subsets.

    ``share`` is its part of the tokens read in per cent, ``epochs`` how often it is read; of the
    others these are s and e, and d the size in TB. The tokens read in all cancel out.
    """
    fewest = min(others[f"d{row}"] * others[f"e{row}"] / others[f"s{row}"] for row in _rows(others))
    return share / epochs * fewest


def terabytes_by_documents(documents: float, **others: float) -> float:
    """Disk size in TB of so many ``documents`` at the fewest bytes per document of the others.

    Of these, d is the size in TB and n the documents.
    """
    return documents * min(others[f"d{row}"] / others[f"n{row}"] for row in _rows(others))


def epochs_of_the_whole(**cells: float) -> float:
    """Tokens that are read over all the tokens that the subsets s, e hold."""
    rows = (name[1:] for name in cells if name.startswith("s"))
    return 100 / sum(cells[f"s{row}"] / cells[f"e{row}"] for row in rows)


def _rows(cells: dict[str, float]) -> list[str]:
    return [name[1:] for name in cells if name.startswith("d")]


def _column(letter: str, name: str, *, without: str = "") -> dict[str, Printed]:
    table = published.load("hoffmann2022", "tableA1")
    cells = table_counts.column(letter, table.printed(name))
    subsets = table.printed("subset")
    return {key: cell for key, cell in cells.items() if subsets[int(key[1:]) - 1] != without}


def _cell(letter: str, name: str, subset: str) -> Printed:
    row = published.load("hoffmann2022", "tableA1").printed("subset").index(subset) + 1
    return _column(letter, name)[f"{letter}{row}"]


def _subset(subset: str) -> dict[str, Printed]:
    return {
        "share": _cell("s", "share_chinchilla", subset),
        "epochs": _cell("e", "epochs", subset),
    }


def _shares() -> Iterator[Claim]:
    for id, column, whose in (
        ("D01", "share_chinchilla", "Chinchilla"),
        ("D02", "share_gopher", "Gopher"),
    ):
        yield Claim(
            id=id,
            computations=(
                using(
                    f"sum of the six shares of {whose}", table_counts.total, **_column("s", column)
                ),
            ),
            published=(parse("100", exact=True),),
        )


def _bytes_per_token() -> Iterator[Claim]:
    subsets = published.load("hoffmann2022", "tableA1").printed("subset")
    for number, subset in enumerate(subsets[:-1], start=3):
        yield unjudged(
            f"D{number:02}",
            Verdict.DERIVED,
            "The table prints no bytes per token; its other cells imply them.",
            using(
                f"Bytes per token of {subset}",
                bytes_per_token,
                disk=_cell("d", "disk_size_TB", subset),
                tokens=TOKENS_READ,
                **_subset(subset),
            ),
        )


def _small_row() -> Claim:
    disk = _column("d", "disk_size_TB", without=SMALL_ROW)
    by_documents = using(
        "the documents of this row, each with the fewest bytes per document of the other rows",
        terabytes_by_documents,
        documents=_cell("n", "documents", SMALL_ROW),
        **disk,
        **_column("n", "documents", without=SMALL_ROW),
    )
    return Claim(
        id="D08",
        computations=(
            using(
                "the tokens of this row, each with the fewest bytes per token of the other rows",
                terabytes_by_tokens,
                **_subset(SMALL_ROW),
                **disk,
                **_column("s", "share_chinchilla", without=SMALL_ROW),
                **_column("e", "epochs", without=SMALL_ROW),
            ),
        ),
        published=(parse(published.load("hoffmann2022", "tableA1").printed("disk_size_TB")[-1]),),
        second=Second(by_documents),
        charitable="a size taken over with the data set from Rae et al. 2021, of a part or of a "
        "compressed form of it.",
    )


def _repeated() -> Claim:
    return Claim(
        id="D09",
        computations=tuple(
            using(f"epochs of {subset}", formulas.as_printed, value=_cell("e", "epochs", subset))
            for subset in MORE_THAN_ONE_EPOCH
        ),
        published=(parse("over 1"),),
    )


def _whole_corpus() -> Claim:
    return Claim(
        id="D10",
        computations=(
            using(
                "what is read over all the tokens that Table A1 implies",
                epochs_of_the_whole,
                **_column("s", "share_chinchilla"),
                **_column("e", "epochs"),
            ),
        ),
        published=(parse("less than 1"),),
        remark="Two of the six subsets are read more than once; the whole is not.",
    )
