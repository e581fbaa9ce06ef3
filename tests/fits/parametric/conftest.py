"""Runs of Figure 4 as others read them; a degenerate fit is an error unless expected."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from scalinglaws.fits.parts import DegenerateFitWarning
from scalinglaws.runs import Runs


@pytest.fixture(autouse=True)
def _degenerate_fits_are_errors() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", DegenerateFitWarning)
        yield


@pytest.fixture(scope="module")
def besiroglu(shared: Path) -> Runs:
    """All 245 runs as Besiroglu et al. 2024 read them off Figure 4."""
    return Runs.from_csv(shared / "data" / "epoch-analyzing-chinchilla" / "svg_extracted_data.csv")


@pytest.fixture(scope="module")
def kept(besiroglu: Runs) -> Runs:
    return besiroglu.without_highest(5)
