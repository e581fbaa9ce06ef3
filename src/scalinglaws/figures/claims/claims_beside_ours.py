"""A few claims of the ledger on a week's page: printed beside recomputed."""

from __future__ import annotations

from collections.abc import Sequence

from scalinglaws import claims
from scalinglaws.claims.wording import print_and_unit, recomputed
from scalinglaws.display.table import MarkdownTable


def claims_beside_ours(ids: Sequence[str]) -> MarkdownTable:
    """The claims as a table: what is said and where, as printed, as we get it, and the verdict.

    Parameters
    ----------
    ids : sequence of str
        Ids of the ledger, in the order of the page.

    Raises
    ------
    InputError
        If the ledger has no such claim.
    """
    return MarkdownTable(
        ("Claim", "printed", "we get", "verdict"),
        [
            (
                f"{{ref}}`{row.id} <claim-{row.id.lower()}>` {row.claim} ({row.where})",
                " ".join(print_and_unit(row.published, row.unit)).strip(),
                "; ".join(recomputed(row)),
                row.verdict.value,
            )
            for row in map(claims.find, ids)
        ],
    )
