"""The runs of Hoffmann et al. 2022 as measured off Figures 2, 3 and 4, on one count of FLOP.

Figures 2 and 3 count compute in detail (the paper's Appendix F); Figure 4 is drawn at C = 6ND.
6ND over the detailed count depends on the model alone: 0.87 to 1.014, read off Figure 2. With it
the budgets of all three become 6ND, and the approaches can be compared.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats, Labels
from scalinglaws.compute import six_nd, tokens_of
from scalinglaws.published.loader import load
from scalinglaws.published.table import Table
from scalinglaws.runs import Runs

DROPPED = 5


def figure_2_points() -> Table:
    """Figure 2, center and right: size and tokens of the lowest curve at 1,510 budgets."""
    return load("hoffmann2022", "fig2").where(panel="center+right")


def figure_3_points() -> Table:
    """Figure 3, left: 128 runs at nine budgets."""
    return load("hoffmann2022", "fig3").where(panel="left")


def counted_share(N: ArrayLike) -> Floats:
    """6ND over the paper's detailed count of FLOP, for models of N parameters.

    Straight in log N between the sizes of Figure 2, center and right; constant beyond them.
    """
    points = figure_2_points()
    sizes, first = np.unique(points["params_N"], return_index=True)
    products = six_nd(points["params_N"], points["tokens_D"])
    share = (products / points["flops_C"])[first]
    return np.asarray(np.interp(np.log(np.asarray(N, dtype=np.float64)), np.log(sizes), share))


def figure_3_runs() -> Runs:
    """Figure 3, left: C as the figure counts it, which is the budget; D by `counted_share`."""
    points = figure_3_points()
    C, N = points["flops_C"], points["params_N"]
    tokens = tokens_of(counted_share(N) * C, N)
    return Runs.from_arrays(N, D=tokens, C=C, budget=C, loss=points["loss_nats"], name="Figure 3")


def figure_4_runs(dropped: int = DROPPED, *, by_height: bool = False) -> Runs:
    """Figure 4, left: the runs without those of highest loss, as Besiroglu et al. 2024 do.

    The loss is the middle of its colour; ``loss_low`` and ``loss_high`` are the colour's ends.

    Parameters
    ----------
    dropped : int
        How many of the highest losses to leave out; 0 keeps all 245 runs.
    by_height : bool
        Take the exact loss of the right panel where the figure draws it, for 114 runs.
    """
    points = load("hoffmann2022", "fig4")
    colour, height = points["loss_colour_nats"], points["loss_right_panel_nats"]
    runs = Runs.from_arrays(
        points["params_N"],
        D=points["tokens_D"],
        C=points["flops_C"],
        loss=np.where(np.isfinite(height), height, colour) if by_height else colour,
        loss_low=points["loss_colour_low_nats"],
        loss_high=points["loss_colour_high_nats"],
        name="Figure 4",
    )
    return runs.without_highest(dropped)


def loss_gaps() -> tuple[Floats, Floats]:
    """By how much Figure 4's losses exceed Figure 3's, at the same size and budget.

    Returns
    -------
    budgets, gaps : ndarray, shape (budgets,)
        FLOP, and the median difference of the losses in nats per token over the sizes that both
        figures draw; Figure 4's losses are those it draws by height, in its right panel.
    """
    profiles = figure_3_points()
    runs = load("hoffmann2022", "fig4")
    pairs = zip(profiles["flops_C"], size_labels(profiles["params_N"]), strict=True)
    of_figure_3 = dict(zip(pairs, profiles["loss_nats"], strict=True))
    gaps: dict[float, list[float]] = {}
    for C, N, loss in zip(
        runs["budget_C"], size_labels(runs["params_N"]), runs["loss_right_panel_nats"], strict=True
    ):
        if (C, N) in of_figure_3:
            gaps.setdefault(float(C), []).append(loss - of_figure_3[C, N])
    budgets = sorted(gaps)
    return np.array(budgets), np.array([np.median(gaps[C]) for C in budgets])


def size_labels(N: ArrayLike) -> Labels:
    """One label a model size: four digits, which the reading of the figures keeps in common."""
    return np.array([f"{size:.4g}" for size in np.asarray(N)])
