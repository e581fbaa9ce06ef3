"""A fit as JSON, schema 1, and back."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.loss_frontier import LossFrontier
from scalinglaws.fits.parts import Evidence, FitData, Interval, Objective, Residuals
from scalinglaws.laws.log_law import CONSTANTS, LogLaw
from scalinglaws.laws.power_law import PowerLaw

SCHEMA = 1


def as_json(fit: FitData, *, residuals: bool) -> dict[str, Any]:
    """The fit as JSON values; NaN and infinity as None.

    Parameters
    ----------
    fit : FitData
        What to write.
    residuals : bool
        Whether to write the residual of each run too.
    """
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "approach": fit.approach,
        "estimator": fit.estimator,
        "delta": fit.delta,
        "loss_bounds": fit.loss_bounds,
        "n": fit.n,
        "law": _law_json(fit.constants),
        "a": fit.a,
        "b": fit.b,
        "objective": _fields(fit.objective),
        "evidence": {**asdict(fit.evidence), "flags": list(fit.evidence.flags)},
        "intervals": {name: asdict(interval) for name, interval in fit.intervals.items()},
        "frontier": {
            "N": _fields(fit.N_frontier),
            "D": _fields(fit.D_frontier),
            "loss": _fields(fit.loss_frontier),
        },
    }
    if residuals and fit.residuals is not None:
        content["residuals"] = {
            name: getattr(fit.residuals, name).tolist() for name in ("N", "D", "C", "value")
        }
    finite: dict[str, Any] = _finite(content)
    return finite


def from_json(text: str) -> dict[str, Any]:
    """The fields of a fit from its JSON.

    Raises
    ------
    InputError
        If the text is no JSON of a fit of schema 1.
    """
    try:
        content = json.loads(text)
        if content["schema"] != SCHEMA:
            raise InputError(f"schema = {content['schema']!r}: expected {SCHEMA}")
        return _fields_from(content)
    except (json.JSONDecodeError, KeyError, TypeError) as problem:
        raise InputError(f"this is not the JSON of a fit: {problem!r}") from problem


def _fields(value: Any) -> dict[str, Any] | None:
    return None if value is None else asdict(value)


def _law_json(constants: LogLaw[float] | None) -> dict[str, float] | None:
    """E, A, B, alpha, beta, and the logarithms that hold A and B where no float can."""
    if constants is None:
        return None
    return {key: getattr(constants, key) for key in ("E", "A", "B", *CONSTANTS)}


def _law_from(fields: Mapping[str, float | None] | None) -> LogLaw[float] | None:
    """The constants; a blank among them is the logarithm of an E of 0."""
    if fields is None:
        return None
    given = (fields[key] for key in CONSTANTS)
    return LogLaw(*(-math.inf if value is None else value for value in given))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _fields_from(content: Mapping[str, Any]) -> dict[str, Any]:
    frontier = content["frontier"]
    return {
        "approach": content["approach"],
        "estimator": content["estimator"],
        "delta": content["delta"],
        "loss_bounds": content["loss_bounds"],
        "n": content["n"],
        "N_frontier": _made(PowerLaw, frontier["N"]),
        "D_frontier": _made(PowerLaw, frontier["D"]),
        "loss_frontier": _made(LossFrontier, frontier["loss"]),
        "constants": _law_from(content["law"]),
        "objective": _made(Objective, content["objective"]),
        "evidence": Evidence(
            **{**content["evidence"], "flags": tuple(content["evidence"]["flags"])}
        ),
        "intervals": {name: Interval(**ends) for name, ends in content["intervals"].items()},
        "residuals": _residuals_from(content.get("residuals")),
    }


def _made(kind: Any, fields: Mapping[str, Any] | None) -> Any:
    return None if fields is None else kind(**fields)


def _residuals_from(columns: Mapping[str, Any] | None) -> Residuals | None:
    if columns is None:
        return None
    return Residuals(
        **{name: np.array(values, dtype=np.float64) for name, values in columns.items()}
    )
