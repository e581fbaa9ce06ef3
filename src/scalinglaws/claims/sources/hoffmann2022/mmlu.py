"""MMLU in Hoffmann et al. 2022: two ways to average Table A6, and its single tasks.

The benchmark's own script (Hendrycks et al. 2020, evaluate.py) averages over all questions; a
mean over the 57 tasks counts small tests as much as large ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from scalinglaws import published
from scalinglaws.claims.arithmetic import formulas, table_counts
from scalinglaws.claims.arithmetic.names import partners
from scalinglaws.claims.claim import Claim, Computation, several, using
from scalinglaws.claims.inputs.hoffmann2022 import cell, table
from scalinglaws.claims.printed import Printed, parse

PLAIN = "mean of the 57 tasks of Table A6"
BY_QUESTION = (
    "mean of Table A6 weighted by the questions of each test, as the benchmark's script does"
)
FROM_OUTSIDE = (
    "How many questions each test has is not in the paper but in the benchmark (Hendrycks et al. "
    "2020); all 114 accuracies of Table A6 are whole numbers of right answers out of them."
)
PRINTED_COUNTS = {"higher": "51", "equal": "2", "lower": "4"}


def claims() -> tuple[Claim, ...]:
    """Averages and gains of Table 6, and the counts of Figure 6."""
    return (*_averages(), *_gains(), *_counts())


@cache
def averages(model: str) -> tuple[Computation, Computation]:
    """The mean of a model's accuracies over tasks, and over questions."""
    cells = _accuracies(model, "a")
    return (
        using(f"{model.capitalize()}, {PLAIN}", table_counts.mean, **cells),
        using(
            f"{model.capitalize()}, {BY_QUESTION}",
            table_counts.weighted_mean,
            **cells,
            **questions(),
        ),
    )


@cache
def gains() -> tuple[Computation, Computation]:
    """Chinchilla less Gopher, in the mean over tasks and over questions."""
    cells = _accuracies("chinchilla", "a") | _accuracies("gopher", "b")
    return (
        using(f"gain in the {PLAIN}", table_counts.mean_gain, **cells),
        using(f"gain in the {BY_QUESTION}", table_counts.weighted_gain, **cells, **questions()),
    )


def questions() -> dict[str, Printed]:
    """The number of test questions of each row of Table A6, as weights w1 ... w57."""
    sizes = published.load("hendrycks2020", "test-sizes")
    tasks = table("tableA6").printed("task")
    places = partners(tasks, sizes.printed("task"))
    counts = sizes.printed("questions")
    return {
        f"w{row}": parse(counts[place], exact=True) for row, place in enumerate(places, start=1)
    }


def table_6(entry: str) -> str:
    """One accuracy of Table 6 as printed."""
    return cell("table6", "accuracy", entry=entry)


def _accuracies(model: str, letter: str) -> dict[str, Printed]:
    return table_counts.column(letter, table("tableA6").printed(model))


def _averages() -> Iterator[Claim]:
    by_task, by_question = averages("chinchilla")
    in_table_6 = using(
        "Table 6 and Section 4.2.2", formulas.as_printed, value=table_6("Chinchilla 5-shot")
    )
    yield Claim(id="A01", computations=(in_table_6, by_question, by_task), remark=FROM_OUTSIDE)
    yield Claim(id="R03", computations=averages("chinchilla"))
    yield Claim(id="R04", computations=averages("gopher"), remark=FROM_OUTSIDE)
    yield Claim(
        id="R08",
        computations=(in_table_6, *averages("chinchilla")),
        published=(parse(f"over {table_6('June 2023 Forecast')}"),),
    )


def _gains() -> Iterator[Claim]:
    in_table_6 = using(
        "difference of the averages in Table 6",
        table_counts.difference,
        a=table_6("Chinchilla 5-shot"),
        b=table_6("Gopher 5-shot"),
    )
    yield Claim(id="A02", computations=(in_table_6, *gains()), published=(parse("more than 7"),))
    yield Claim(id="R01", computations=(in_table_6,))
    yield Claim(id="R02", computations=gains(), remark=FROM_OUTSIDE)


def _counts() -> Iterator[Claim]:
    printed = {name: parse(count, exact=True) for name, count in PRINTED_COUNTS.items()}
    yield Claim(
        id="R05",
        computations=(using("better, the same and worse added up", table_counts.total, **printed),),
        published=(parse(cell("table5", "tasks", group="MMLU"), exact=True),),
    )
    cells = _accuracies("chinchilla", "a") | _accuracies("gopher", "b")
    count = {
        "higher": table_counts.higher,
        "equal": table_counts.equal,
        "lower": table_counts.lower,
    }
    yield several(
        "R06",
        *(
            Claim(
                id=f"R06, {name}",
                computations=(
                    using(f"tasks of Table A6 in which Chinchilla is {name}", count[name], **cells),
                ),
                published=(number,),
            )
            for name, number in printed.items()
        ),
    )
    yield Claim(
        id="R07",
        computations=(
            using(
                "tasks of Table A6 with Chinchilla above 90 per cent",
                table_counts.above,
                bound=parse("90", exact=True),
                **_accuracies("chinchilla", "a"),
            ),
        ),
        published=(parse("4", exact=True),),
    )
