"""What goes wrong, named. Every error a caller can cause is a ``ValueError``."""

from __future__ import annotations


class InputError(ValueError):
    """A value that cannot be what its name says: a negative loss, N below 1, NaN."""


class OutOfRangeError(InputError):
    """A question too far outside the runs that a published law was fitted on."""


class DamagedDataError(InputError):
    """A shipped table that is not, byte for byte, the one that was checked."""


class NoMinimumError(InputError):
    """IsoFLOP profiles without a minimum: they open downwards or fall to the edge of the sizes."""


class NotSmoothError(InputError):
    """A method asked of an estimator whose smoothness it needs and which has none."""
