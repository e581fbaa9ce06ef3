"""The minimum of one budget by Akima interpolation: no parabola, so no assumption of symmetry.

Porian et al. 2024, arXiv:2406.19146, interpolate so. The curve passes through every loss, so
it follows noise as closely as it follows the profile.
"""

from __future__ import annotations

import numpy as np

from scalinglaws.arrays import Floats
from scalinglaws.fits.isoflop.parabola import AT_THE_EDGE, REFUSALS, TOO_FEW, Minima

FEWEST_SIZES = 4


def akima_minima(log_N: Floats, loss: Floats, weight: Floats) -> Minima:
    """The lowest point of an Akima curve through each size's mean loss, row by row.

    Parameters
    ----------
    log_N, loss, weight
        As for `parabola_minima`.

    Returns
    -------
    Minima
        Curvature, variance and squares are NaN.
    """
    sizes, size = np.unique(log_N, return_inverse=True)
    one_hot = np.eye(len(sizes))[size]
    count = weight @ one_hot
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (weight * loss) @ one_hot / count
    rows = [_lowest(sizes[n > 0], y[n > 0]) for n, y in zip(count, means, strict=True)]
    log_N_best, lowest, refused = (np.array(column) for column in zip(*rows, strict=True))
    return Minima.where(refused.astype(np.intp), log_N_best, lowest)


def _lowest(log_N: Floats, loss: Floats) -> tuple[float, float, int]:
    if len(log_N) < FEWEST_SIZES:
        return np.nan, np.nan, REFUSALS.index(TOO_FEW)
    # Imported here: it takes as long as the rest of the fits, which rarely need it.
    from scipy.interpolate import Akima1DInterpolator

    curve = Akima1DInterpolator(log_N, loss)
    level = curve.derivative().roots(extrapolate=False)
    places = np.concatenate([log_N, level[np.isfinite(level)]])
    heights = curve(places)
    lowest = int(np.argmin(heights))
    at_edge = places[lowest] in (log_N[0], log_N[-1])
    return float(places[lowest]), float(heights[lowest]), at_edge * REFUSALS.index(AT_THE_EDGE)
