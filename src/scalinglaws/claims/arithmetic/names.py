"""The same task under two spellings: tables shorten names that figures and benchmarks spell out."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from scalinglaws.errors import InputError

LEAST_LIKENESS = 0.6


def partners(names: Sequence[str], others: Sequence[str]) -> list[int]:
    """For each of ``names``, the place of its partner among ``others``, from 0.

    A name that stands in both is its own partner; what is left goes to the most alike.

    Raises
    ------
    InputError
        If a name has no partner, or two share one.
    """
    left = [other for other in others if other not in names]
    found = [name if name in others else _most_alike(name, left) for name in names]
    if len(set(found)) < len(found):
        raise InputError(f"two of these names have the same partner: {', '.join(sorted(left))}")
    return [others.index(name) for name in found]


def _most_alike(name: str, others: Sequence[str]) -> str:
    alike = difflib.get_close_matches(name, others, 1, LEAST_LIKENESS)
    if not alike:
        raise InputError(f"no partner for {name!r} among {', '.join(others) or 'no names'}")
    return alike[0]
