"""What Hoffmann et al. 2022 says of its training runs, their fits and the optimiser."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scalinglaws import published
from scalinglaws.claims import wording
from scalinglaws.claims.arithmetic import formulas, table_counts
from scalinglaws.claims.claim import Claim, Computation, claim, several, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import off_drawing, table_1, table_2
from scalinglaws.claims.printed import Printed, measured, parse, readings
from scalinglaws.claims.verdict import Verdict
from scalinglaws.compute import six_nd, tokens_of


def claims() -> tuple[Claim, ...]:
    """Counts and shares of runs, budgets and models, and what only the training logs know."""
    return (
        _nine_budgets(),
        _approach_2(),
        _most_models(),
        _about_300_billion(),
        _over_400_runs(),
        *_fits(),
        *_training(),
    )


def _nine_budgets() -> Claim:
    runs = published.load("hoffmann2022", "fig3").where(panel="left")
    budgets = table_counts.column("C", runs.printed("flops_C"), exact=True)
    ends = [wording.number(end(runs["flops_C"])) for end in (np.min, np.max)]
    return Claim(
        id="B01",
        computations=(
            using(
                f"different budgets among the {len(runs)} runs that Figure 3, left, draws",
                table_counts.kinds,
                **budgets,
            ),
        ),
        published=(parse("9", exact=True),),
        remark=f"They run from {ends[0]} to {ends[1]} FLOP.",
    )


def _approach_2() -> Claim:
    row = table_2(2)
    size = using(
        "the slope of log N against log C through the nine floors of Figure 3, center",
        formulas.slope,
        **_floors("center", "params_N"),
    )
    tokens = using(
        "the slope of log D against log C through the same floors, with D = C/(6N)",
        _slope_of_tokens,
        **_floors("center", "params_N"),
    )
    drawn = using(
        "through the nine floors that Figure 3, right, draws",
        formulas.slope,
        **_floors("right", "tokens_D"),
    )
    return several(
        "B02",
        Claim(id="B02, a", computations=(size,), published=(parse(row["a"]),)),
        Claim(
            id="B02, b",
            computations=(tokens, drawn),
            published=(parse(row["b"]),),
            remark=_last_floor(),
        ),
    )


def _floors(panel: str, column: str) -> dict[str, Printed]:
    points = published.load("hoffmann2022", "fig3").where(panel=panel)
    cells: dict[str, Printed] = {}
    rows = zip(points.printed("flops_C"), points[column], strict=True)
    for number, (budget, value) in enumerate(rows, start=1):
        cells |= {f"x{number}": parse(budget, exact=True), f"y{number}": off_drawing(float(value))}
    return cells


def _slope_of_tokens(**cells: float) -> float:
    tokens = {
        name: tokens_of(cells[f"x{name[1:]}"], value) if name.startswith("y") else value
        for name, value in cells.items()
    }
    return formulas.slope(**tokens)


def _last_floor() -> str:
    sizes, tokens = (
        published.load("hoffmann2022", "fig3").where(panel=panel) for panel in ("center", "right")
    )
    shares = six_nd(1, 1) * sizes["params_N"] * tokens["tokens_D"] / sizes["flops_C"]
    odd = int(np.argmax(np.abs(shares - 1)))
    return (
        f"At {wording.number(sizes['flops_C'][odd])} FLOP the point drawn has 6ND = "
        f"{shares[odd]:.3f} C; at the eight other budgets 6ND = C."
    )


def _most_models() -> Claim:
    shapes = published.load("hoffmann2022", "tableA9").printed("params_million")
    runs = published.load("hoffmann2022", "fig4")["params_N"]
    return Claim(
        id="R40",
        computations=(
            using(
                f"share of the {len(shapes)} models of Table A9 above 500 million parameters",
                table_counts.share_above,
                bound=parse("500", exact=True),
                **table_counts.column("a", shapes),
            ),
            using(
                f"share of the {len(runs)} runs that Figure 4 draws",
                formulas.as_printed,
                value=off_drawing(float(np.mean(runs > 500e6))),
            ),
        ),
        published=(parse("over 50%"),),
    )


def _about_300_billion() -> Claim:
    table = published.load("hoffmann2022", "table1")
    others = table.printed("model")[:-1]
    star = published.load("hoffmann2022", "fig1").where(series="Megatron-Turing NLG")["flops_C"]
    size = table_1("MT-NLG")["N"]
    drawn = using("", tokens_of, C=off_drawing(float(star[0])), N=size)
    about = parse("~300 billion")
    return Claim(
        id="R41",
        computations=(
            using(
                f"share of the {len(others)} other models of Table 1 within a sixth of 300 billion",
                table_counts.share_within,
                low=_end(about.low),
                high=_end(about.high),
                **{f"a{row}": table_1(model)["D"] for row, model in enumerate(others, start=1)},
            ),
        ),
        published=(parse("over 50%"),),
        remark="Table 1 prints 270 Billion for MT-NLG; Figure 1 draws it where 6ND has "
        f"{drawn.nominal / 1e9:.0f} billion tokens.",
    )


def _over_400_runs() -> Claim:
    runs = published.load("hoffmann2022", "fig4")
    return unjudged(
        "R42",
        Verdict.NEEDS_DATA,
        "Needs the list of runs: the figures draw a part of them.",
        using("Runs that Figure 4 draws", formulas.as_printed, value=_count(len(runs))),
    )


def _fits() -> Iterator[Claim]:
    yield unjudged(
        "Y01",
        Verdict.NEEDS_DATA,
        "Needs the resampled fits: how often and how much was drawn leaves no trace in the "
        "printed percentiles.",
    )
    points = published.load("hoffmann2022", "fig2").where(panel="center+right")["flops_C"]
    step = float(np.median(np.diff(np.log10(np.sort(points)))))
    decades = float(np.log10(points.max() / points.min()))
    yield claim(
        "Y02",
        formulas.as_printed,
        words="points that Figure 2, center and right, draws",
        published=readings("1500"),
        remark=f"They lie on a grid of {decades / step + 1:.0f} budgets, even in log C, from "
        f"{wording.number(points.min())} to {wording.number(points.max())} FLOP.",
        value=_count(len(points)),
    )
    yield unjudged(
        "Y03",
        Verdict.NOT_A_NUMBER,
        "'Curvature' is a word. The paper fits thirds of its frontier; so do we with the points "
        "that Figure 2 draws.",
        *_thirds(),
    )


def _thirds() -> Iterator[Computation]:
    points = published.load("hoffmann2022", "fig2").where(panel="center+right")
    order = np.argsort(points["flops_C"])
    log_C, log_N = (np.log(points[name][order]) for name in ("flops_C", "params_N"))
    names = ("first", "middle", "last")
    thirds = zip(names, np.array_split(log_C, 3), np.array_split(log_N, 3), strict=True)
    for name, x, y in thirds:
        slope = off_drawing(float(np.polyfit(x, y, 1)[0]))
        yield using(f"Slope of log N against log C, {name} third", formulas.as_printed, value=slope)


def _training() -> Iterator[Claim]:
    needs = {
        "R38": "Needs the two loss curves of Figure A7.",
        "R39": "Needs the loss curves of Figure A1.",
    }
    for id, because in needs.items():
        yield unjudged(id, Verdict.NEEDS_DATA, because)
    yield unjudged(
        "R37",
        Verdict.NEEDS_DATA,
        "Needs the two vocabularies.",
        using(
            "94.15 % of 32,000 entries",
            lambda share, entries: share * entries,
            share="94.15%",
            entries=parse("32,000", exact=True),
        ),
    )
    yield unjudged(
        "Y06",
        Verdict.NEEDS_DATA,
        "A setting, which only the training logs could confirm.",
        using(
            "With it, steps of the 2.80 billion parameter model at 10^21 FLOP",
            lambda C, N, batch: tokens_of(C, N) / batch,
            C=parse("10^21", exact=True),
            N="2.80 billion",
            batch="0.5M",
        ),
    )


def _end(value: float) -> Printed:
    return measured(value, error=0.0)


def _count(number: int) -> Printed:
    return parse(str(number), exact=True)
