"""The objective: its derivatives against finite differences."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.fits.parametric.coordinates import make_problem
from scalinglaws.fits.parametric.objective import evaluate
from scalinglaws.fits.parametric.starts import paper_starts
from tests.fits.parametric.simulated import synthetic


@pytest.mark.parametrize("delta", [0.03, np.inf])
@pytest.mark.parametrize("E", [None, 1.5])
def test_gradient_and_hessian_are_those_of_finite_differences(
    delta: float, E: float | None
) -> None:
    problem = make_problem(synthetic(1, n=30), E)
    rng = np.random.default_rng(2)
    truth = [np.log(1.7), np.log(400), np.log(1500), 0.34, 0.3]
    q = problem.centred(np.array(truth) * rng.uniform(0.97, 1.03, (3, 5)))
    weights = rng.integers(0, 4, (3, 30)).astype(np.float64)
    value, h = evaluate(problem, q, delta, weights), 1e-5
    for k in problem.free:
        step = np.zeros(5)
        step[k] = h
        up, down = (evaluate(problem, q + s, delta, weights) for s in (step, -step))
        np.testing.assert_allclose((up.f - down.f) / (2 * h), value.gradient[:, k], rtol=1e-6)
        by_gradient = (up.gradient - down.gradient) / (2 * h)
        scale = np.abs(value.hessian).max()
        np.testing.assert_allclose(by_gradient, value.hessian[:, :, k], atol=1e-4 * scale)


def test_the_gauss_hessian_is_positive_semidefinite_and_bounds_the_loss() -> None:
    problem = make_problem(synthetic(3, n=30))
    q = problem.centred(paper_starts()[::450])
    hessian = evaluate(problem, q, 1e-3, gauss=True).hessian
    eigenvalues = np.linalg.eigvalsh(hessian)
    assert (eigenvalues[:, 0] >= -1e-12 * eigenvalues[:, -1]).all()
