"""What goes wrong, named. Every error a caller can cause is a ``ValueError``."""

from __future__ import annotations


class InputError(ValueError):
    """A value that cannot be what its name says: a negative loss, N below 1, NaN."""


class OutOfRangeError(InputError):
    """A question too far outside the runs that a published law was fitted on."""


class DamagedDataError(InputError):
    """A shipped table that is not, byte for byte, the one that was checked."""
