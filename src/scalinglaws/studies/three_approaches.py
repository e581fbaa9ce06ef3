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
from scalinglaws.fits.envelope.fit import Envelope
from scalinglaws.fits.envelope.published import PublishedEnvelope
from scalinglaws.fits.intervals.joint import Approach
from scalinglaws.fits.isoflop.fit import IsoflopProfiles
from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.fits.parametric.refit import ParametricRefit
from scalinglaws.published import load
from scalinglaws.runs import Runs

DROPPED = 5


def counted_share(N: ArrayLike) -> Floats:
    """6ND over the paper's detailed count of FLOP, for models of N parameters.

    Straight in log N between the sizes of Figure 2, center and right; constant beyond them.
    """
    points = load("hoffmann2022", "fig2").where(panel="center+right")
    sizes, first = np.unique(points["params_N"], return_index=True)
    products = six_nd(points["params_N"], points["tokens_D"])
    share = (products / points["flops_C"])[first]
    return np.asarray(np.interp(np.log(np.asarray(N, dtype=np.float64)), np.log(sizes), share))


def figure_2_envelope() -> PublishedEnvelope:
    """Figure 2, center and right: the winners at 1,510 budgets, over 6ND."""
    points = load("hoffmann2022", "fig2").where(panel="center+right")
    columns = (points[name] for name in ("flops_C", "params_N", "tokens_D"))
    return PublishedEnvelope.from_points(*columns, convention="6ND")


def figure_3_valleys() -> IsoflopProfiles:
    """Figure 3, left: 128 runs at nine budgets, their tokens by `counted_share`, over 6ND."""
    points = load("hoffmann2022", "fig3").where(panel="left")
    C, N = points["flops_C"], points["params_N"]
    tokens = tokens_of(counted_share(N) * C, N)
    runs = Runs.from_arrays(N, D=tokens, C=C, budget=C, loss=points["loss_nats"], name="Figure 3")
    return IsoflopProfiles.from_runs(runs, convention="6ND")


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


def entries(curves: Envelope | None = None) -> tuple[Approach, Approach, Approach]:
    """The paper's three approaches on its own points, for `compare`; groups are model sizes.

    Parameters
    ----------
    curves : Envelope, optional
        The training curves of Figure 2, left. What ships as "fig2-curves" is interpolated and
        cut at a loss of 6.5, so it is not the default. Without curves Approach 1 is resampled
        from its winners, which is an approximation.
    """
    formula = figure_4_runs()
    valleys = figure_3_valleys()
    winners = figure_2_envelope() if curves is None else curves
    return (
        Approach("1 envelope, Figure 2", winners, size_labels(np.exp(winners.log_N))),
        Approach("2 valleys, Figure 3", valleys, size_labels(valleys.table.N)),
        Approach(
            "3 formula, Figure 4",
            ParametricRefit(formula, fit_parametric(formula)),
            size_labels(formula.N),
        ),
    )


def loss_gaps() -> tuple[Floats, Floats]:
    """By how much Figure 4's losses exceed Figure 3's, at the same size and budget.

    Returns
    -------
    budgets, gaps : ndarray, shape (budgets,)
        FLOP, and the median difference of the losses in nats per token over the sizes that both
        figures draw; Figure 4's losses are those it draws by height, in its right panel.
    """
    valleys = load("hoffmann2022", "fig3").where(panel="left")
    runs = load("hoffmann2022", "fig4")
    pairs = zip(valleys["flops_C"], size_labels(valleys["params_N"]), strict=True)
    of_figure_3 = dict(zip(pairs, valleys["loss_nats"], strict=True))
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
