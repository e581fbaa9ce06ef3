"""Every chart of the book, built once in a run of the tests: a chart keeps its drawing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from scalinglaws import fits, flops, laws, published
from scalinglaws.display.chart import Chart
from scalinglaws.figures.compute_optimal.formula_slices import formula_slices
from scalinglaws.figures.compute_optimal.frontier import line_of_floors
from scalinglaws.figures.compute_optimal.nine_valleys import nine_valleys
from scalinglaws.figures.compute_optimal.one_valley import one_valley
from scalinglaws.figures.counting_flop.ratios import flop_ratios
from scalinglaws.figures.facilitating.class_readings import class_readings
from scalinglaws.figures.fitting.exponents import exponents
from scalinglaws.figures.fitting.residuals import fit_residuals
from scalinglaws.figures.hoffmann2022.figure_1 import overlaid_predictions
from scalinglaws.figures.hoffmann2022.figure_2 import envelope
from scalinglaws.figures.hoffmann2022.figure_2_left import training_curves
from scalinglaws.figures.hoffmann2022.figure_3 import isoflop_panels
from scalinglaws.figures.hoffmann2022.figure_4 import parametric_panels
from scalinglaws.figures.hoffmann2022.figures_5_7 import big_bench_bars, mmlu_bars, pile_bars
from scalinglaws.fits.intervals.joint import ApproachSummary
from scalinglaws.runs import Runs
from scalinglaws.studies import classroom

MODELS = {"Gopher": (5.04e23, 2.8e11), "Chinchilla": (5.88e23, 7e10)}
LAWS = (laws.HOFFMANN_2022_UNROUNDED, laws.BESIROGLU_2024)
GOPHER_C = 5.76e23


def table(name: str) -> published.Table:
    return published.load("hoffmann2022", name)


def runs() -> published.Table:
    return table("fig3").where(panel="left")


def floors() -> tuple[fits.Parabola, ...]:
    return fits.fit_parabolas(runs()["flops_C"], runs()["params_N"], runs()["loss_nats"])


@cache
def classes(more: int = 0, count: int = 50) -> classroom.Classes:
    every = Runs.from_frame(runs())
    return classroom.simulate_classes(every, 5.04e23, more=more, classes=count, rng=0)


def shapes() -> list[flops.Shape]:
    return list(flops.load_shapes(table("tableA4"), vocab=32_000, seq_len=2048))


@cache
def simulated_fit() -> fits.Fit:
    """Forty runs of a law, with errors of half a per cent."""
    rng = np.random.default_rng(4)
    N, D = np.exp(rng.uniform(17, 23, 40)), np.exp(rng.uniform(20, 26, 40))
    losses = laws.BESIROGLU_2024.loss(N, D) * np.exp(rng.normal(0, 0.005, 40))
    return fits.fit_parametric(Runs.from_arrays(N, D=D, loss=losses))


def summaries() -> list[ApproachSummary]:
    interval = fits.Interval(0.47, 0.55, 0.8, "test")
    names = ("the envelope, stated C", "the valleys", "the formula")
    return [ApproachSummary(name, 0.51, interval, 0.49, interval, 7e10, interval) for name in names]


CHARTS: dict[str, Callable[[], Chart]] = {
    "nine-valleys": lambda: nine_valleys(runs()),
    "line-of-floors": lambda: line_of_floors(floors(), MODELS),
    "one-valley": lambda: one_valley(runs(), MODELS, LAWS),
    "formula-slices": lambda: formula_slices(table("fig4"), LAWS[0]),
    "envelope": lambda: envelope(table("fig2").where(panel="center+right")),
    "class-readings": lambda: class_readings(classes(), classes(2), {"all the runs": 6e10}),
    "overlaid-predictions": lambda: overlaid_predictions(table("fig1"), 1.3e22),
    "training-curves": lambda: training_curves(
        table("fig2-curves"), table("fig2").where(panel="left")
    ),
    "isoflop-panels": lambda: isoflop_panels(table("fig3"), GOPHER_C),
    "parametric-panels": lambda: parametric_panels(table("fig4"), LAWS[0], GOPHER_C),
    "pile-bars": lambda: pile_bars(table("fig5"), table("tableA5")),
    "mmlu-bars": lambda: mmlu_bars(table("fig6"), table("tableA6")),
    "big-bench-bars": lambda: big_bench_bars(table("fig7"), table("tableA7")),
    "flop-ratios": lambda: flop_ratios(table("tableA4"), shapes()),
    "exponents": lambda: exponents(summaries(), table("table2")),
    "fit-residuals": lambda: fit_residuals(simulated_fit()),
}


@cache
def built(name: str) -> Chart:
    return CHARTS[name]()
