"""What is no seed is refused."""

from __future__ import annotations

import pytest

from scalinglaws.errors import InputError
from scalinglaws.seeds import spawn_seed


@pytest.mark.parametrize("rng", [-1, 1.5, "7", None, True])
def test_what_is_no_seed_is_refused(rng: object) -> None:
    with pytest.raises(InputError):
        spawn_seed(rng)  # type: ignore[arg-type]
