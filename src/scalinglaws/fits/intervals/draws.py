"""Draws of runs: how often each run, or each group of runs, is in each resample."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from scalinglaws.errors import InputError

Counts: TypeAlias = NDArray[np.uint16]
Kind: TypeAlias = Literal["pairs", "clusters", "subsample"]

SHARE = 0.8
FEWEST_GROUPS = 3


def draw(kind: Kind, units: int, resamples: int, rng: Generator) -> Counts:
    """Draw runs or groups of runs, again and again.

    Parameters
    ----------
    kind : {"pairs", "clusters", "subsample"}
        As many runs as there are, with replacement; as many groups; or 80 percent of the runs
        (groups, if given) without replacement, as in Hoffmann et al. 2022, Table 2.
    units : int
        How many runs or groups there are to draw from.
    resamples : int
        How many draws.
    rng : Generator
        Where they come from.

    Returns
    -------
    ndarray of int, shape (resamples, units)
        How often each unit is in each resample.
    """
    draw = draw_subsamples if kind == "subsample" else draw_pairs
    return draw(units, resamples, rng)


def draw_pairs(units: int, resamples: int, rng: Generator) -> Counts:
    """Draw units with replacement, as many as there are.

    Parameters
    ----------
    units : int
        How many there are to draw from.
    resamples : int
        How many draws.
    rng : Generator
        Where they come from.

    Returns
    -------
    ndarray of int, shape (resamples, units)
        How often each unit is in each resample.
    """
    chosen = rng.integers(0, units, size=(resamples, units))
    flat = (chosen + units * np.arange(resamples)[:, None]).ravel()
    counts = np.bincount(flat, minlength=resamples * units).reshape(resamples, units)
    return counts.astype(np.uint16)


def draw_subsamples(units: int, resamples: int, rng: Generator, share: float = SHARE) -> Counts:
    """Draw a share of the units without replacement.

    Parameters
    ----------
    units : int
        How many there are to draw from.
    resamples : int
        How many draws.
    rng : Generator
        Where they come from.
    share : float
        What part of the units to draw; 0.8 in Hoffmann et al. 2022, Table 2.

    Returns
    -------
    ndarray of int, shape (resamples, units)
        1 where a unit was drawn, else 0.
    """
    order = np.argsort(rng.random((resamples, units)), axis=1)
    return (order < subsample_size(units, share)).astype(np.uint16)


def subsample_size(units: int, share: float = SHARE) -> int:
    """How many units a subsample has, to the nearest whole number.

    Parameters
    ----------
    units : int
        How many there are to draw from.
    share : float
        What part of them to draw.
    """
    return round(share * units)


def group_codes(groups: ArrayLike, runs: int) -> tuple[NDArray[np.intp], int]:
    """Each run's group as a number from 0, and how many groups there are.

    Parameters
    ----------
    groups : array_like, shape (runs,)
        A label a run.
    runs : int
        How many runs there are.

    Raises
    ------
    InputError
        If there is not one label a run, or there are fewer than three groups.
    """
    labels = np.asarray(groups)
    if labels.shape != (runs,):
        raise InputError(f"groups has shape {labels.shape}: expected one label a run, ({runs},)")
    names, codes = np.unique(labels, return_inverse=True)
    if len(names) < FEWEST_GROUPS:
        raise InputError(
            f"{len(names)} groups: expected {FEWEST_GROUPS} or more. A spread between fewer groups "
            "says nothing; resample the runs instead"
        )
    return codes, len(names)
