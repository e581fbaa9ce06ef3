"""Claims beside our numbers, as a week shows them."""

from __future__ import annotations

from scalinglaws.figures.claims.claims_beside_ours import claims_beside_ours


def test_a_week_sets_claims_beside_ours_as_the_scoreboard_does() -> None:
    table = claims_beside_ours(["A09", "C04", "C15"])
    assert [row[1:3] for row in table.rows] == [
        ("1", "1.0208"), ("40B parameters", "32.19 billion"),
        ("1.69; 406.4; 410.7", "1.6934; 406.4; 410.72"),
    ]  # fmt: skip
