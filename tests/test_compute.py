"""C = 6ND and its inverse, for numbers and for arrays."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scalinglaws import flops
from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN, six_nd, tokens_of
from scalinglaws.flops.conventions import TRAINING


@given(st.floats(1, 1e13), st.floats(1, 1e15))
def test_tokens_are_the_inverse(N: float, D: float) -> None:
    C = six_nd(N, D)
    assert math.isclose(C, 6 * N * D, rel_tol=1e-15)
    assert math.isclose(tokens_of(C, N), D, rel_tol=1e-15)
    assert math.isclose(flops.six_n(N) * D, C, rel_tol=1e-15)


def test_arrays_broadcast() -> None:
    sizes, budgets = np.geomspace(1e8, 1e10, 3), np.geomspace(1e19, 1e21, 2)[:, None]
    tokens = tokens_of(budgets, sizes)
    assert tokens.shape == (2, 3)
    np.testing.assert_allclose(six_nd(sizes, tokens), np.broadcast_to(budgets, (2, 3)))


def test_the_factor_is_that_of_the_finer_counts() -> None:
    assert 2 * TRAINING == FLOP_PER_PARAMETER_AND_TOKEN
