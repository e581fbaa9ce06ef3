"""One way to ask for randomness, and to say afterwards which was used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.random import Generator, SeedSequence

from scalinglaws.errors import InputError

Random: TypeAlias = int | SeedSequence | Generator


@dataclass(frozen=True)
class Seed:
    """What a result was drawn from: `generator` draws the same again.

    Attributes
    ----------
    entropy : int or sequence of int
        The caller's seed, or what the operating system gave.
    spawn_key : tuple of int
        Which child of it.
    """

    entropy: int | tuple[int, ...]
    spawn_key: tuple[int, ...]

    def generator(self) -> Generator:
        """A new generator at the first number."""
        return np.random.default_rng(SeedSequence(self.entropy, spawn_key=self.spawn_key))


def spawn_seed(rng: Random) -> Seed:
    """A child of the caller's randomness, so that two calls with one generator differ.

    Raises
    ------
    InputError
        If ``rng`` is none of int (zero or more), SeedSequence and Generator.
    """
    if isinstance(rng, bool) or not isinstance(rng, (int, np.integer, SeedSequence, Generator)):
        raise InputError(f"rng = {rng!r}: expected an int, a SeedSequence or a Generator")
    if isinstance(rng, (int, np.integer)) and rng < 0:
        raise InputError(f"rng = {rng!r}: expected a seed of zero or more")
    child = _sequence(rng).spawn(1)[0]
    entropy = child.entropy
    if entropy is None:
        raise InputError(f"rng = {rng!r}: its seed is not known, so no result could state it")
    plain = int(entropy) if isinstance(entropy, (int, np.integer)) else tuple(map(int, entropy))
    return Seed(plain, tuple(child.spawn_key))


def _sequence(rng: Random) -> SeedSequence:
    if isinstance(rng, Generator):
        sequence = rng.bit_generator.seed_seq
        if not isinstance(sequence, SeedSequence):
            raise InputError(f"rng = {rng!r}: its bit generator has no SeedSequence to spawn from")
        return sequence
    return rng if isinstance(rng, SeedSequence) else SeedSequence(int(rng))
