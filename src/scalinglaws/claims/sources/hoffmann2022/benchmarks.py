"""Tables 5 and 7 to 10, A5 and A7 of Hoffmann et al. 2022: what the text says of their cells."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

from scalinglaws import published
from scalinglaws.claims.arithmetic import formulas, table_counts
from scalinglaws.claims.arithmetic.names import partners
from scalinglaws.claims.claim import Claim, Computation, Second, claim, several, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import table_1
from scalinglaws.claims.printed import Printed, measured, parse, readings
from scalinglaws.claims.verdict import Verdict

WITHOUT_A_TABLE = ("TruthfulQA",)  # question answering of Section 4.2.5, in the text alone
BAR_ERROR = 1e-5  # per cent; Figure 7's bars are read to six digits


def claims() -> tuple[Claim, ...]:
    """Gains, averages and counts of tasks, each from the cells of its table."""
    return (
        *_big_bench(),
        *_reading(),
        *_common_sense(),
        *_truthful_qa(),
        *_closed_book(),
        *_winogender(),
        *_sizes_of_others(),
        *_pile(),
        _toxicity(),
        _uniformly(),
        _tasks(),
    )


def _table(name: str, **wanted: str) -> published.Table:
    table = published.load("hoffmann2022", name)
    return table.where(**wanted) if wanted else table


def _cell(name: str, column: str, **wanted: str) -> str:
    return _table(name, **wanted).printed(column)[0]


def _columns(name: str, *columns: str, blanks: bool = False) -> dict[str, Printed]:
    """Columns of a table as inputs a1 ..., b1 ..., c1 ...; rows with a blank only if asked."""
    table = _table(name)
    texts = [table.printed(column) for column in columns]
    whole = [blanks or all(row) for row in zip(*texts, strict=True)]
    cells: dict[str, Printed] = {}
    for letter, column in zip("abc", texts, strict=False):
        kept = [text if keep else "" for text, keep in zip(column, whole, strict=True)]
        cells |= table_counts.column(letter, kept)
    return cells


def _gain(id: str, name: str, **row: str) -> Claim:
    ours, theirs = (_cell(name, model, **row) for model in ("chinchilla", "gopher"))
    return claim(
        id, table_counts.difference, words="Chinchilla's cell less Gopher's", a=ours, b=theirs
    )


def _big_bench() -> Iterator[Claim]:
    yield claim(
        "R09",
        table_counts.difference,
        words="difference of the averages that the text prints",
        a="65.1",
        b="54.4",
    )
    yield Claim(
        id="R10",
        computations=(_mean_of_table_a7("chinchilla"),),
        second=Second(
            using("from Gopher's cells and the bars of Figure 7", _mean_by_bars, **_bars())
        ),
        charitable="another set of runs: four bars of Figure 7 also differ from the table's "
        "cells, though their mean hardly moves.",
    )
    yield Claim(id="R11", computations=(_mean_of_table_a7("gopher"),))
    yield Claim(
        id="R12",
        computations=(
            using(
                "tasks of Table A7 in which Chinchilla is lower",
                table_counts.lower,
                **_columns("tableA7", "chinchilla", "gopher"),
            ),
        ),
        published=(parse("4", exact=True),),
    )


def _mean_of_table_a7(model: str) -> Computation:
    return using(
        f"the mean of the 62 tasks of Table A7, {model.capitalize()}",
        table_counts.mean,
        **table_counts.column("a", _table("tableA7").printed(model)),
    )


def _bars() -> dict[str, Printed]:
    """Gopher's cells of Table A7 as b1 ..., and the bars of Figure 7 in per cent as g1 ..."""
    table, figure = _table("tableA7"), _table("fig7")
    places = partners(table.printed("task"), figure.printed("task"))
    bars = figure["relative_improvement"][places]
    return table_counts.column("b", table.printed("gopher")) | {
        f"g{row}": measured(float(bar), error=BAR_ERROR) for row, bar in enumerate(bars, start=1)
    }


def _mean_by_bars(**cells: float) -> float:
    rows = [name[1:] for name in cells if name.startswith("b")]
    return sum(cells[f"b{row}"] * (1 + cells[f"g{row}"] / 100) for row in rows) / len(rows)


def _reading() -> Iterator[Claim]:
    names = ("RACE-h Few-Shot", "RACE-m Few-Shot")
    yield Claim(
        id="R13",
        computations=tuple(
            using(
                f"Chinchilla less Gopher in Table 7, {name}",
                table_counts.difference,
                a=_cell("table7", "chinchilla", task=name),
                b=_cell("table7", "gopher", task=name),
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
            value=_cell(name, column, **row),
        )


def _common_sense() -> Iterator[Claim]:
    yield Claim(
        id="R15",
        computations=(
            using(
                "tasks of Table 8 with Chinchilla above Gopher and, where it has a cell, GPT-3",
                table_counts.higher_than_both,
                **_columns("table8", "chinchilla", "gopher", "gpt3", blanks=True),
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
                **_columns("table8", "chinchilla", "mt_nlg_530b"),
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
    best = max(_table("table9", **filtered).printed("chinchilla"), key=float)
    yield claim(
        "R20",
        table_counts.difference,
        words="the open-book result of Table 9 less the best of Chinchilla's",
        a=_cell("table9", "sota_open_book", **filtered),
        b=best,
    )
    yield Claim(
        id="R21",
        computations=(
            using(
                "the smallest lead over GPT-3 among the cells of Table 9 that have both",
                table_counts.smallest_lead,
                **_columns("table9", "chinchilla", "gpt3"),
            ),
        ),
        published=(parse("over 0"),),
    )


def _natural_questions(method: str, source: str = "hoffmann2022") -> str:
    """Gopher's cell of Table 9, by the paper or by a copy of its table."""
    table = published.load(source, "table9")
    return table.where(dataset="Natural Questions (dev)", method=method).printed("gopher")[0]


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


def _winogender() -> Iterator[Claim]:
    for id, group in (("R22", "Male"), ("R23", "Female"), ("R24", "Neutral")):
        yield _gain(id, "table10", group=group)
    female = _gain("R25", "table10", group="Female gotcha")
    yield Claim(id="R25", computations=female.computations, published=readings("10"))
    for id, whole, parts in (
        ("R26", "All", ("Male", "Female", "Neutral")),
        ("R27", "Male", ("Male gotcha", "Male not gotcha")),
    ):
        yield Claim(
            id=id,
            computations=(
                using(
                    f"mean of {', '.join(parts)} in Table 10, Chinchilla",
                    table_counts.mean,
                    **{
                        f"a{n}": parse(_cell("table10", "chinchilla", group=g))
                        for n, g in enumerate(parts)
                    },
                ),
            ),
            published=(parse(_cell("table10", "chinchilla", group=whole)),),
        )
    yield _male_gain()


def _male_gain() -> Claim:
    gotcha = [g for g in _table("table10").printed("group") if "gotcha" in g]
    shares = [
        _cell("table10", model, group=g) for g in gotcha for model in ("chinchilla", "gopher")
    ]
    sentences = table_counts.fewest_trials(shares)
    male = [_cell("table10", "gopher", group=g) for g in gotcha if g.startswith("Male")]
    printed = _cell("table10", "gopher", group="Male")
    return unjudged(
        "R28",
        Verdict.NOT_A_NUMBER,
        f"'Considerably smaller' is a phrase. All {len(shares)} gotcha cells are whole numbers of "
        f"right answers out of {sentences}, and out of no fewer. One doubt: pooled, Gopher's male "
        f"pronouns give {table_counts.pooled(male, sentences):.4g} %, and {printed} is printed.",
        using(
            f"The male gain over its standard deviation, with twice {sentences} sentences for each "
            "model, as if the models erred independently",
            table_counts.in_standard_deviations,
            p=_cell("table10", "chinchilla", group="Male") + "%",
            q=_cell("table10", "gopher", group="Male") + "%",
            n=parse(str(2 * sentences), exact=True),
        ),
    )


def _sizes_of_others() -> Iterator[Claim]:
    MT_NLG, GPT_3 = table_1("MT-NLG")["N"], table_1("GPT-3")["N"]
    yield claim(
        "R30",
        formulas.ratio,
        words="530 over the 170 billion parameters of the same sentence",
        published=parse("over 3"),
        conventions=(
            using("over the 175 billion of Table 1", formulas.ratio, value=MT_NLG, unit=GPT_3),
        ),
        value=MT_NLG,
        unit="170 billion",
    )
    yield claim(
        "R31",
        formulas.as_printed,
        words="GPT-3's size in Table 1",
        published=readings("170 Billion"),
        places=True,
        value=GPT_3,
    )
    yield claim(
        "R32",
        formulas.as_printed,
        words="the size in Table 1",
        published=parse("170 Billion"),
        places=True,
        second=Second(
            using(
                "the size in the abstract and in Section 4.2.1",
                formulas.as_printed,
                value="178 Billion",
            )
        ),
        charitable="a size rounded down to the ten billion, as 170 for GPT-3 in Section 5.",
        value=table_1("Jurassic")["N"],
    )


def _pile() -> Iterator[Claim]:
    bits = [f"{name}_bits_per_byte" for name in ("chinchilla", "gopher", "jurassic1")]
    counts = (
        ("above Gopher's", "0", _columns("tableA5", bits[0], bits[1])),
        ("above Jurassic-1's", "2", _columns("tableA5", bits[0], bits[2])),
    )
    yield several(
        "R35",
        *(
            Claim(
                id=f"R35, {words}",
                computations=(
                    using(
                        f"subsets of Table A5 in which Chinchilla's bits per byte lie {words}",
                        table_counts.higher,
                        **cells,
                    ),
                ),
                published=(parse(count, exact=True),),
            )
            for words, count, cells in counts
        ),
    )
    yield unjudged(
        "R36",
        Verdict.NEEDS_DATA,
        "Needs the losses on WikiText-103; a perplexity is the exponential of the loss per token "
        "or word.",
        using("Its logarithm, Chinchilla", lambda p: math.log(p), p="7.16"),
        using("Its logarithm, Gopher", lambda p: math.log(p), p="7.75"),
    )


def _toxicity() -> Claim:
    pairs = {
        "Mean": ("0.087", "0.081"),
        "Median": ("0.066", "0.064"),
        "95th percentile": ("0.238", "0.230"),
    }
    return unjudged(
        "R29",
        Verdict.NOT_A_NUMBER,
        "'Negligible' is a word.",
        *(
            using(f"{name}, Chinchilla less Gopher", table_counts.difference, a=ours, b=theirs)
            for name, (ours, theirs) in pairs.items()
        ),
    )


def _uniformly() -> Claim:
    return unjudged(
        "R33",
        Verdict.NOT_A_NUMBER,
        "'Uniformly' is a word; Section 5 says 'nearly every measured evaluation task'.",
        *(
            using(
                f"Tasks of {name} in which Chinchilla is below Gopher",
                table_counts.lower,
                **_columns(table, "chinchilla", "gopher"),
            )
            for name, table in (("Table A6", "tableA6"), ("Table A7", "tableA7"))
        ),
    )


def _tasks() -> Claim:
    """The tasks of three groups, counted where their results stand."""
    datasets = {name.split(" (")[0] for name in _table("table9").printed("dataset")}
    counts = {
        "Reading Comprehension": using(
            "tasks with a row in Table 7",
            formulas.as_printed,
            value=_count(_table("table7").printed("task")),
        ),
        "Question Answering": using(
            f"data sets of Table 9, and {WITHOUT_A_TABLE[0]} of Section 4.2.5",
            table_counts.total,
            a1=_count(datasets),
            a2=_count(WITHOUT_A_TABLE),
        ),
        "Common Sense": using(
            "tasks with a row in Table 8",
            formulas.as_printed,
            value=_count(_table("table8").printed("task")),
        ),
    }
    return several(
        "R34",
        *(
            Claim(
                id=f"R34, {group}",
                computations=(counted,),
                published=(parse(_cell("table5", "tasks", group=group), exact=True),),
            )
            for group, counted in counts.items()
        ),
    )


def _count(things: Collection[str]) -> Printed:
    return parse(str(len(things)), exact=True)
