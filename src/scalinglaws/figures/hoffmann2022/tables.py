"""Tables of Hoffmann et al. 2022 as printed, with what can be computed from their cells beside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scalinglaws.claims.arithmetic.table_counts import fewest_trials
from scalinglaws.compute import six_nd
from scalinglaws.display.table import MarkdownTable
from scalinglaws.published import Table
from scalinglaws.units import format_count

MODELS = ("chinchilla", "gopher", "gpt3", "mt_nlg_530b", "supervised_sota", "sota_open_book")
HEADINGS = {
    "chinchilla": "Chinchilla",
    "gopher": "Gopher",
    "gpt3": "GPT-3",
    "mt_nlg_530b": "MT-NLG",
    "supervised_sota": "supervised best",
    "sota_open_book": "open-book best",
}
TRAINED_ON = 1.4e12  # tokens, as the heading of Table A1 prints them


def copies(table: Table) -> str:
    """Where the table was read and whether the copies agree: its provenance without the paper."""
    read = table.provenance.split("; ", 1)[1]
    return read[0].upper() + read[1:]


def table_1_recomputed(table: Table) -> MarkdownTable:
    """Models and their tokens, with 6ND and tokens for each parameter."""
    return MarkdownTable(
        ("Model", "parameters", "tokens", "6ND (FLOP)", "tokens per parameter"),
        [
            (name.split(" (")[0], size, read, f"{six_nd(N, D):.2e}", f"{D / N:.2g}")
            for name, size, read, N, D in zip(
                *(table.printed(key) for key in ("model", "params_N", "tokens_D")),
                *(table[key] for key in ("params_N", "tokens_D")),
                strict=True,
            )
        ],
        copies(table),
        "Table 1: budgets and tokens per parameter",
    )


def table_3_recomputed(table: Table, fold: str) -> MarkdownTable:
    """Each row's printed budget beside 6ND and the tokens per parameter that it implies.

    Parameters
    ----------
    table : Table
        Table 3: ``params_N``, ``tokens_D``, ``flops_C``.
    fold : str
        The title to open it by.
    """
    return MarkdownTable(
        (
            "Parameters",
            "tokens, printed",
            "FLOP, printed",
            "FLOP, recomputed as 6ND",
            "tokens per parameter",
        ),
        [
            (name, read, printed, f"{six_nd(N, D):.2e}", f"{D / N:.1f}")
            for name, read, printed, N, D in zip(
                *(table.printed(key) for key in ("params_N", "tokens_D", "flops_C")),
                *(table[key] for key in ("params_N", "tokens_D")),
                strict=True,
            )
        ],
        copies(table),
        fold,
    )


def exponent_sums(table: Table, key: str, fold: str) -> MarkdownTable:
    """The two exponents as printed, and their sum, which is 1 where compute is 6ND.

    Parameters
    ----------
    table : Table
        Table 2 or Table A2: ``a`` and ``b``, with or without percentiles.
    key : str
        Its column of names.
    fold : str
        The title to open it by.
    """
    return MarkdownTable(
        (key.capitalize(), "a", "b", "a + b"),
        [
            (name, _with_ends(table, "a", row), _with_ends(table, "b", row), f"{a + b:.2f}")
            for row, (name, a, b) in enumerate(zip(table[key], table["a"], table["b"], strict=True))
        ],
        copies(table),
        fold,
    )


def _with_ends(table: Table, name: str, row: int) -> str:
    printed = table.printed(name)[row]
    ends = [
        table.printed(f"{name}_{end}")[row]
        for end in ("p10", "p90")
        if f"{name}_{end}" in table.columns
    ]
    return f"{printed} ({', '.join(ends)})" if all(ends) and ends else printed


def table_a3_recomputed(table: Table) -> MarkdownTable:
    """Each projection's printed budget over 6ND of its own size and tokens."""
    columns = []
    for approach in (2, 3):
        C, D = (f"approach_{approach}_{key}" for key in ("flops_C", "tokens_D"))
        share = table[C] / six_nd(table["params_N"], table[D])
        columns += [table.printed(C), table.printed(D), [f"{value:.2f}" for value in share]]
    return MarkdownTable(
        (
            "Parameters",
            "FLOP (2)",
            "tokens (2)",
            "over 6ND (2)",
            "FLOP (3)",
            "tokens (3)",
            "over 6ND (3)",
        ),
        list(zip(table.printed("params_N"), *columns, strict=True)),
        copies(table),
        "Table A3: what Approaches 2 and 3 project, and 6ND",
    )


def scores(table: Table, fold: str) -> MarkdownTable:
    """Accuracies as printed, in per cent, and by how much Chinchilla's is above Gopher's.

    Parameters
    ----------
    table : Table
        A column a model, ``chinchilla`` and ``gopher`` among them, after columns of words.
    fold : str
        The title to open it by.
    """
    words = [name for name in table.columns if table.units[name] == ""]
    models = [name for name in MODELS if name in table.columns]
    above = [f"{value:+.1f}" for value in table["chinchilla"] - table["gopher"]]
    cells = [_or_dash(table.printed(name)) for name in (*words, *models)]
    return MarkdownTable(
        (*(name.capitalize() for name in words), *(HEADINGS[m] for m in models), "above Gopher"),
        list(zip(*cells, above, strict=True)),
        copies(table),
        fold,
    )


def _or_dash(cells: Sequence[str]) -> list[str]:
    return [cell.replace("_", " ") or "–" for cell in cells]


def table_a5_recomputed(table: Table) -> MarkdownTable:
    """Bits per byte as printed, and by how much Chinchilla needs fewer than each other model."""
    names = [f"{model}_bits_per_byte" for model in ("chinchilla", "gopher", "jurassic1")]
    ours, *others = (table[name] for name in names)
    fewer = [["–" if np.isnan(x) else f"{x:+.3f}" for x in other - ours] for other in others]
    return MarkdownTable(
        ("Subset", "Chinchilla", "Gopher", "Jurassic-1", "fewer than Gopher", "than Jurassic-1"),
        list(
            zip(
                _or_dash(table.printed("subset")),
                *(_or_dash(table.printed(n)) for n in names),
                *fewer,
                strict=True,
            )
        ),
        copies(table),
        "Table A5: 19 parts of the Pile",
    )


def averages(printed: dict[str, tuple[float, float]], tables: dict[str, Table]) -> MarkdownTable:
    """The averages that the text prints beside the plain mean of the table's cells.

    Parameters
    ----------
    printed : dict of str to (float, float)
        Benchmark -> the averages of Chinchilla and Gopher as printed, in per cent.
    tables : dict of str to Table
        Benchmark -> the table of its tasks.
    """
    rows = []
    for name, table in tables.items():
        for model, value in zip(("chinchilla", "gopher"), printed[name], strict=True):
            mean = table[model].mean()
            rows.append(
                (f"{name}, {HEADINGS[model]}", str(len(table)), f"{value:.1f}", f"{mean:.2f}")
            )
    return MarkdownTable(("Average of", "tasks", "printed", "plain mean of the cells"), rows)


def table_a1_recomputed(table: Table) -> MarkdownTable:
    """Tokens seen and in stock by share and epochs, and the bytes of disk behind each token."""
    seen = table["share_chinchilla"] / 100 * TRAINED_ON
    stock = seen / table["epochs"]
    weight = table["disk_size_TB"] * 1e12 / stock
    return MarkdownTable(
        ("Subset", "disk (TB)", "documents", "share (%)", "Gopher's (%)", "epochs", "tokens in it",
         "bytes a token"),
        [
            (*cells, format_count(tokens), f"{size:.2g}")
            for *cells, tokens, size in zip(
                *(table.printed(name) for name in table.columns), stock, weight, strict=True
            )
        ],
        copies(table),
        "Table A1: tokens and bytes of each part",
    )  # fmt: skip


def winogender(table: Table) -> MarkdownTable:
    """Percentages as printed, and the right answers out of so many sentences that give them.

    Every percentage of the right half is a whole number of right answers in
    `sentences_a_cell`. The left half pools them: two such rows a pronoun, three pronouns in all.
    """
    right = {model: _right_answers(table, model) for model in ("chinchilla", "gopher")}
    rows = [
        (group, *(cell for model in right for cell in (
            table.printed(model)[row], _fraction(*right[model][group]))))
        for row, group in enumerate(map(str, table["group"]))
    ]  # fmt: skip
    return MarkdownTable(
        ("Group", "Chinchilla", "right answers", "Gopher", "right answers"),
        rows,
        copies(table),
        "Table 10: Winogender in right answers",
    )


def sentences_a_cell(table: Table) -> int:
    """The least number of sentences for one pronoun and one side that gives every percentage.

    Parameters
    ----------
    table : Table
        Table 10, its right half the rows whose group says gotcha.

    Raises
    ------
    InputError
        If no number of sentences up to 10,000 gives all of them.
    """
    return fewest_trials(
        [
            text
            for model in ("chinchilla", "gopher")
            for group, text in zip(map(str, table["group"]), table.printed(model), strict=True)
            if "gotcha" in group
        ]
    )


def _right_answers(table: Table, model: str) -> dict[str, tuple[int, int]]:
    """Group -> (right answers, sentences)."""
    shares = dict(zip(map(str, table["group"]), table[model] / 100, strict=True))
    sentences = sentences_a_cell(table)
    right = {
        group: (round(share * sentences), sentences)
        for group, share in shares.items()
        if "gotcha" in group
    }
    right["Neutral"] = (round(shares["Neutral"] * 2 * sentences), 2 * sentences)
    for pronoun in ("Male", "Female"):
        right[pronoun] = _pooled(right[f"{pronoun} gotcha"], right[f"{pronoun} not gotcha"])
    right["All"] = _pooled(*(right[pronoun] for pronoun in ("Male", "Female", "Neutral")))
    return right


def _pooled(*parts: tuple[int, int]) -> tuple[int, int]:
    right, sentences = zip(*parts, strict=True)
    return sum(right), sum(sentences)


def _fraction(right: int, sentences: int) -> str:
    return f"{right}/{sentences} = {100 * right / sentences:.2f}"


def table_as_printed(table: Table, fold: str, **beside: Sequence[str]) -> MarkdownTable:
    """The cells as printed and further columns, named by their headings.

    Parameters
    ----------
    table : Table
        The table to show.
    fold : str
        The title to open it by.
    **beside : sequence of str
        Heading -> the cells of a further column, one a row.
    """
    cells = [_or_dash(table.printed(name)) for name in table.columns]
    header = [name.replace("_", " ").capitalize() for name in (*table.columns, *beside)]
    return MarkdownTable(
        header, list(zip(*cells, *beside.values(), strict=True)), copies(table), fold
    )
