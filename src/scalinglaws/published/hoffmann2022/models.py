"""The large models of Table 1 of Hoffmann et al. 2022, by the short names in common use."""

from __future__ import annotations

from scalinglaws.published.loader import load


def built_models() -> dict[str, tuple[float, float]]:
    """Name -> (parameters, training tokens), as Table 1 of Hoffmann et al. 2022 prints them.

    The names leave out what stands in brackets and the size that one of them ends in, so that
    "MT-NLG 530B" is "MT-NLG".

    >>> built_models()["Gopher"]
    (280000000000.0, 300000000000.0)
    """
    table = load("hoffmann2022", "table1")
    names = (str(name).split(" (")[0].removesuffix(" 530B") for name in table["model"])
    sizes = zip(table["params_N"].tolist(), table["tokens_D"].tolist(), strict=True)
    return dict(zip(names, sizes, strict=True))
