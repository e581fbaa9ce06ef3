"""What Hoffmann et al. 2022 say across benchmarks, of the Pile, and of the sizes of others."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scalinglaws.claims.arithmetic import formulas, table_counts
from scalinglaws.claims.claim import Claim, Second, claim, several, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import cell, columns, count_of, table, table_1
from scalinglaws.claims.printed import parse, readings
from scalinglaws.claims.verdict import Verdict

WITHOUT_A_TABLE = ("TruthfulQA",)  # question answering of Section 4.2.5, in the text alone


def claims() -> tuple[Claim, ...]:
    """Claims R30 to R36."""
    return (
        *_sizes_of_others(),
        *_pile(),
        _uniformly(),
        _tasks(),
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
        ("above Gopher's", "0", columns("tableA5", bits[0], bits[1])),
        ("above Jurassic-1's", "2", columns("tableA5", bits[0], bits[2])),
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


def _uniformly() -> Claim:
    return unjudged(
        "R33",
        Verdict.NOT_A_NUMBER,
        "'Uniformly' is a word; Section 5 says 'nearly every measured evaluation task'.",
        *(
            using(
                f"Tasks of {name} in which Chinchilla is below Gopher",
                table_counts.lower,
                **columns(table, "chinchilla", "gopher"),
            )
            for name, table in (("Table A6", "tableA6"), ("Table A7", "tableA7"))
        ),
    )


def _tasks() -> Claim:
    """The tasks of three groups, counted where their results stand."""
    datasets = {name.split(" (")[0] for name in table("table9").printed("dataset")}
    counts = {
        "Reading Comprehension": using(
            "tasks with a row in Table 7",
            formulas.as_printed,
            value=count_of(table("table7").printed("task")),
        ),
        "Question Answering": using(
            f"data sets of Table 9, and {WITHOUT_A_TABLE[0]} of Section 4.2.5",
            table_counts.total,
            a1=count_of(datasets),
            a2=count_of(WITHOUT_A_TABLE),
        ),
        "Common Sense": using(
            "tasks with a row in Table 8",
            formulas.as_printed,
            value=count_of(table("table8").printed("task")),
        ),
    }
    return several(
        "R34",
        *(
            Claim(
                id=f"R34, {group}",
                computations=(counted,),
                published=(parse(cell("table5", "tasks", group=group), exact=True),),
            )
            for group, counted in counts.items()
        ),
    )
