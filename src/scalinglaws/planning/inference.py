"""What to train when the model will also be used: the demand for inference counts as compute."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN, six_nd
from scalinglaws.errors import InputError
from scalinglaws.laws import LossLaw

INFERENCE_FLOP = 2.0


@dataclass(frozen=True, kw_only=True)
class InferencePlan:
    """The run that reaches a loss for the least compute of training and inference together.

    Attributes
    ----------
    loss : float
        Nats per token.
    D_inference : float
        Tokens the model will read and write in its life.
    N, D : float
        Parameters, and training tokens.
    C : float
        Training compute in FLOP, 6ND.
    inference : float
        Inference compute in FLOP, 2 N D_inference.
    saved : float
        Share of the whole that the compute-optimal run of the same loss would cost more.
    """

    loss: float
    D_inference: float
    N: float
    D: float
    saved: float

    @property
    def C(self) -> float:
        """Training compute, 6ND."""
        return six_nd(self.N, self.D)

    @property
    def inference(self) -> float:
        """Inference compute, 2 N D_inference."""
        return INFERENCE_FLOP * self.N * self.D_inference

    @property
    def total(self) -> float:
        """Both, in FLOP."""
        return self.C + self.inference

    @property
    def tokens_per_parameter(self) -> float:
        """D/N."""
        return self.D / self.N


def plan_with_inference(
    law: LossLaw, loss: float, D_inference: float, *, extrapolate: bool = False
) -> InferencePlan:
    """The cheapest model of a given loss over its life.

    Minimises ``6 N D + 2 N D_inference`` over N and D with ``L(N, D) = loss`` (Sardana and
    Frankle 2023, arXiv:2401.00448: the sum of training and inference FLOP under a constraint
    on quality). Setting the derivative to zero with Hoffmann's law gives
    ``alpha A N^-alpha = beta B D^-beta (1 + D_inference / (3 D))``, solved here for the split
    of the reducible loss, of which there is one.

    Parameters
    ----------
    law : LossLaw
        A published law, or ``fit.law``.
    loss : float
        To be reached, in nats per token, above E. For the quality of a training budget C:
        ``law.compute_optimal(C).loss``.
    D_inference : float
        Tokens, zero or more.
    extrapolate : bool
        Answer even more than 100 times outside the fitted runs.

    Raises
    ------
    InputError
        If the loss is not above E, or D_inference is negative or not finite.
    OutOfRangeError
        If N or D lies more than 100 times outside the runs of a published law.
    """
    if not 0 <= D_inference < math.inf:
        raise InputError(f"D_inference = {D_inference!r}: expected a finite number of tokens")
    training_only = float(law.compute_for(loss))
    best = law.compute_optimal(training_only, extrapolate=True)
    N, D = _cheapest(law, loss - law.E, D_inference)
    law.loss(N, D, extrapolate=extrapolate)  # refuses what the runs cannot tell
    total = N * (FLOP_PER_PARAMETER_AND_TOKEN * D + INFERENCE_FLOP * D_inference)
    plain = training_only + INFERENCE_FLOP * float(best.N) * D_inference
    return InferencePlan(
        loss=float(loss), D_inference=float(D_inference), N=N, D=D, saved=1 - total / plain
    )


def _cheapest(law: LossLaw, reducible: float, D_inference: float) -> tuple[float, float]:
    """N and D by the odds t = log(size term / data term), where the condition has one root."""

    def tokens(t: float) -> float:
        return float((law.B * (1 + np.exp(t)) / reducible) ** (1 / law.beta))

    def extra(t: float) -> float:
        return math.log1p(D_inference / (3 * tokens(t)))

    without = math.log(law.beta / law.alpha)
    # The data term shrinks as t rises, so the weight of inference falls: this brackets the root.
    t = brentq(lambda t: t - without - extra(t), without, without + extra(without) + 1e-12)
    size_term = reducible / (1 + math.exp(-t))
    return float((law.A / size_term) ** (1 / law.alpha)), tokens(t)
