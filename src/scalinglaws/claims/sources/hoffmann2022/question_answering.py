"""Reading, common sense and closed-book questions in Hoffmann et al. 2022: Tables 7 to 9."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws import published
from scalinglaws.claims.arithmetic import formulas, table_counts
from scalinglaws.claims.claim import Claim, Second, claim, several, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import cell, columns, table
from scalinglaws.claims.printed import parse
from scalinglaws.claims.verdict import Verdict


def claims() -> tuple[Claim, ...]:
    """Claims R13 to R21, and Y07."""
    return (
        *_reading(),
        *_common_sense(),
        *_truthful_qa(),
        *_closed_book(),
    )


def _reading() -> Iterator[Claim]:
    names = ("RACE-h Few-Shot", "RACE-m Few-Shot")
    yield Claim(
        id="R13",
        computations=tuple(
            using(
                f"Chinchilla less Gopher in Table 7, {name}",
                table_counts.difference,
                a=cell("table7", "chinchilla", task=name),
                b=cell("table7", "gopher", task=name),
            )
            for name in names
        ),
        published=(parse("more than 10"),),
    )
    in_text = {"chinchilla": "77.4", "gopher": "74.5", "mt_nlg_530b": "76.6"}
    yield several("R14", *_cells_beside_text("R14", "table7", in_text, task="LAMBADA Zero-Shot"))


def _cells_beside_text(id: str, name: str, in_text: dict[str, str], **row: str) -> Iterator[Claim]:
    for column, text in in_text.items():
        yield claim(
            f"{id}, {column}",
            formulas.as_printed,
            words=f"the table's cell, {column}",
            published=parse(text),
            places=True,
            value=cell(name, column, **row),
        )


def _common_sense() -> Iterator[Claim]:
    yield Claim(
        id="R15",
        computations=(
            using(
                "tasks of Table 8 with Chinchilla above Gopher and, where it has a cell, GPT-3",
                table_counts.higher_than_both,
                **columns("table8", "chinchilla", "gopher", "gpt3", blanks=True),
            ),
        ),
        published=(parse("5", exact=True),),
        remark="PIQA prints 81.8 for Chinchilla and for Gopher; the table's caption says 'matches "
        "or outperforms'.",
    )
    yield Claim(
        id="R16",
        computations=(
            using(
                "tasks of Table 8 in which Chinchilla is below MT-NLG 530B",
                table_counts.lower,
                **columns("table8", "chinchilla", "mt_nlg_530b"),
            ),
        ),
        published=(parse("1", exact=True),),
        remark="For SIQA the table has no cell of MT-NLG.",
    )


def _truthful_qa() -> Iterator[Claim]:
    zero_shot = {"a": "43.6", "b": "29.5"}
    yield Claim(
        id="R17",
        computations=(
            using(
                "difference of the two accuracies in the same paragraph",
                table_counts.difference,
                **zero_shot,
            ),
        ),
    )
    yield unjudged(
        "Y07",
        Verdict.NEEDS_DATA,
        "Needs the answers: no table holds these five accuracies.",
        using("Gain with 0 shots", table_counts.difference, **zero_shot),
        using("Gain with 10 shots", table_counts.difference, a="66.7", b="43.7"),
    )


def _closed_book() -> Iterator[Claim]:
    yield _five_shot()
    yield claim(
        "R19",
        formulas.as_printed,
        words="Gopher's cell of Table 9",
        published=parse("28"),
        places=True,
        value=_natural_questions("64-shot"),
    )
    filtered = {"dataset": "TriviaQA (filtered, dev)"}
    best = max(table("table9", **filtered).printed("chinchilla"), key=float)
    yield claim(
        "R20",
        table_counts.difference,
        words="the open-book result of Table 9 less the best of Chinchilla's",
        a=cell("table9", "sota_open_book", **filtered),
        b=best,
    )
    yield Claim(
        id="R21",
        computations=(
            using(
                "the smallest lead over GPT-3 among the cells of Table 9 that have both",
                table_counts.smallest_lead,
                **columns("table9", "chinchilla", "gpt3"),
            ),
        ),
        published=(parse("over 0"),),
    )


def _natural_questions(method: str, source: str = "hoffmann2022") -> str:
    """Gopher's cell of Table 9, by the paper or by a copy of its table."""
    copy = published.load(source, "table9")
    return copy.where(dataset="Natural Questions (dev)", method=method).printed("gopher")[0]


def _five_shot() -> Claim:
    return claim(
        "R18",
        formulas.as_printed,
        words="Gopher's 5-shot cell of Table 9",
        published=parse("21"),
        places=True,
        second=Second(
            using(
                "the slides' copy of that cell, which checks our reading of it and no more",
                formulas.as_printed,
                value=_natural_questions("5-shot", source="lalwani_kalisipudi"),
            )
        ),
        charitable="a result of Gopher's own paper, where the table shows a later run.",
        value=_natural_questions("5-shot"),
    )
