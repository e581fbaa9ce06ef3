"""Approach 1 from the winners alone: the published points give the published exponents."""

from __future__ import annotations

import pytest

from scalinglaws.errors import InputError
from scalinglaws.fits.envelope.published import PublishedEnvelope
from scalinglaws.published import load


def test_the_published_winners_give_the_exponents_of_their_readme() -> None:
    points = load("hoffmann2022", "fig2").where(panel="center+right")
    columns = (points["flops_C"], points["params_N"], points["tokens_D"])
    stated = PublishedEnvelope.from_points(*columns).fit()
    assert (round(stated.a, 4), round(stated.b, 4)) == (0.4952, 0.5174)
    by_6nd = PublishedEnvelope.from_points(*columns, convention="6ND").fit()
    assert by_6nd.a + by_6nd.b == pytest.approx(1, abs=1e-12)
    assert stated.loss_frontier is None
    with pytest.raises(InputError):
        PublishedEnvelope.from_points([1e18], [1e8, 2e8], [1e9, 1e9])
    with pytest.raises(InputError):
        PublishedEnvelope.from_points([1e18, 1e19], [1e8, -2e8], [1e9, 1e9])
