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


def draw_pairs(units: int, resamples: int, rng: Generator) -> Counts:
    """Counts of units drawn with replacement, as many as there are; shape (resamples, units)."""
    drawn = rng.integers(0, units, size=(resamples, units))
    flat = (drawn + units * np.arange(resamples)[:, None]).ravel()
    counts = np.bincount(flat, minlength=resamples * units).reshape(resamples, units)
    return counts.astype(np.uint16)


def draw_subsamples(units: int, resamples: int, rng: Generator, share: float = SHARE) -> Counts:
    """Zeros and ones: ``share`` of the units, each once; shape (resamples, units)."""
    order = np.argsort(rng.random((resamples, units)), axis=1)
    return (order < subsample_size(units, share)).astype(np.uint16)


def subsample_size(units: int, share: float = SHARE) -> int:
    """How many units a subsample has."""
    return round(share * units)


def group_codes(groups: ArrayLike, runs: int) -> tuple[NDArray[np.intp], int]:
    """Each run's group as a number from 0, and how many groups there are.

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
