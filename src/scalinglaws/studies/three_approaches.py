"""The three approaches of Hoffmann et al. 2022 on the paper's own points, over 6ND."""

from __future__ import annotations

import numpy as np

from scalinglaws.fits.envelope.fit import Envelope
from scalinglaws.fits.envelope.published import PublishedEnvelope
from scalinglaws.fits.intervals.joint import Approach
from scalinglaws.fits.isoflop.fit import IsoflopProfiles
from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.fits.parametric.refit import ParametricRefit
from scalinglaws.published.hoffmann2022.runs import (
    figure_2_points,
    figure_3_runs,
    figure_4_runs,
    size_labels,
)


def figure_2_envelope() -> PublishedEnvelope:
    """Figure 2, center and right: the envelope at 1,510 budgets, over 6ND."""
    points = figure_2_points()
    columns = (points[name] for name in ("flops_C", "params_N", "tokens_D"))
    return PublishedEnvelope.from_points(*columns, convention="6ND")


def figure_3_profiles() -> IsoflopProfiles:
    """Figure 3, left: 128 runs at nine budgets, over 6ND."""
    return IsoflopProfiles.from_runs(figure_3_runs(), convention="6ND")


def entries(curves: Envelope | None = None) -> tuple[Approach, Approach, Approach]:
    """The paper's three approaches on its own points, for `compare`; groups are model sizes.

    Parameters
    ----------
    curves : Envelope, optional
        The training curves of Figure 2, left. What ships as "fig2-curves" is interpolated and
        cut at a loss of 6.5, so it is not the default. Without curves Approach 1 is resampled
        from its points, which is an approximation.
    """
    formula = figure_4_runs()
    profiles = figure_3_profiles()
    envelope = figure_2_envelope() if curves is None else curves
    return (
        Approach("1 envelope, Figure 2", envelope, size_labels(np.exp(envelope.log_N))),
        Approach("2 valleys, Figure 3", profiles, size_labels(profiles.table.N)),
        Approach(
            "3 formula, Figure 4",
            ParametricRefit(formula, fit_parametric(formula)),
            size_labels(formula.N),
        ),
    )
