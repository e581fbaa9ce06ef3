"""Runs that others published, fetched from where they lie and checked to the byte.

Nothing here is shipped: several of these repositories state no licence. `fetch` downloads a file
once, at a fixed commit, and refuses one whose SHA-256 is another (needs the extra ``data``:
``pip install "scalinglaws[data]"``). `load_runs` gives it as `Runs`.

>>> from scalinglaws import datasets
>>> "epoch-analyzing-chinchilla" in datasets.names()
True
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scalinglaws.errors import InputError
from scalinglaws.runs import Runs

RAW = "https://raw.githubusercontent.com/{repository}/{commit}/{path}"


class DatasetUnavailableError(InputError, OSError):
    """A data set that cannot be had: no pooch, no network, or a file that is another one."""


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A file in a public repository, at one commit.

    Attributes
    ----------
    name, about : str
        What to call it, and what it holds.
    repository, commit, path : str
        Owner/name on GitHub, 40 hexadecimal digits, and the place in the repository.
    sha256 : str
        Of the file's bytes.
    licence : str
        What the repository states.
    columns : mapping of str to str, or None
        Which columns are N, D, C and so on where their names do not tell; None if the file is
        no table of runs.
    experiment : str
        The column that tells several experiments apart, which no one fit may mix; "" if none.
    """

    name: str
    about: str
    repository: str
    commit: str
    path: str
    sha256: str
    licence: str
    columns: Mapping[str, str] | None = None
    experiment: str = ""

    @property
    def url(self) -> str:
        """Where the file lies."""
        return RAW.format(repository=self.repository, commit=self.commit, path=self.path)


_MISFITTING, _MISFITTING_COMMIT = "hadasah/scaling_laws", "1f3708c0a12df0effb0ee906b1da5f9f0ff4f4f1"
DATASETS: Mapping[str, Dataset] = {
    each.name: each
    for each in (
        Dataset(
            name="epoch-analyzing-chinchilla",
            about="245 runs of Hoffmann et al. 2022, Figure 4, as Besiroglu et al. 2024 read them",
            repository="epoch-research/analyzing-chinchilla",
            commit="92258837425e1b5f2851d624287f0120583a3d0e",
            path="data/svg_extracted_data.csv",
            sha256="193478df4e90f040016431996c45682659306840ecdadf83cfb9cd5ca0aa1b30",
            licence="none stated",
            columns={},
        ),
        Dataset(
            name="kyo-takano-chinchilla",
            about="234 runs, the example data of the package chinchilla; derived from Epoch's",
            repository="kyo-takano/chinchilla",
            commit="75e5858f6e7c5b60d1fab69f66258132347b060c",
            path="examples/llm/df.csv",
            sha256="2ed2c412c6b408cb26896b92c0721fe9afa6515726b0db78c33db37cbf2816f9",
            licence="Apache-2.0",
            columns={},
        ),
        Dataset(
            name="open-athena-isoflops",
            about="947 points of IsoFLOP profiles from eight experiments: choose one",
            repository="Open-Athena/scaling-law-analysis",
            commit="3e0656ee3dce1a2c89aa67691920f5eb9d30f0fc",
            path="data/isoflops/transform/isoflops.csv",
            sha256="b04d611253611490c5cc339fb95cb28d4f38f279a97438cb804a80f03171caa0",
            licence="none stated",
            columns={},
            experiment="experiment",
        ),
        Dataset(
            name="cs336-isoflops",
            about="72 synthetic runs at nine budgets, from a course's assignment",
            repository="stanford-cs336/assignment3-scaling",
            commit="24a558ee8f1078d0d44e0e3b1e8c17697e72a153",
            path="data/isoflops_curves.json",
            sha256="da6a464c3f5e5039d3f20e137dfcab3031a3d8e7ef0ac2f376f96e295d4afd27",
            licence="MIT style, Stanford University",
            columns={},
        ),
        Dataset(
            name="misfitting-final",
            about="261 final losses of 11 sizes; Li, Kudugunta and Zettlemoyer 2025",
            repository=_MISFITTING,
            commit=_MISFITTING_COMMIT,
            path="data/scaling_results_last_ckpt_only.csv",
            sha256="cd96b9eb8e5b2adc80e6739a642dd8554590edc96234d36859ab6ed0f5c30562",
            licence="none stated",
            columns={"D": "D"},  # train_tokens is what its schedule was for
        ),
        Dataset(
            name="misfitting-checkpoints",
            about="4,852 checkpoints of the same; no column tells the runs apart",
            repository=_MISFITTING,
            commit=_MISFITTING_COMMIT,
            path="data/scaling_results.csv",
            sha256="193b4b7665365112605417e2ef06d55efe599cfa08412354e3ae42c3af7a9f58",
            licence="none stated",
        ),
        Dataset(
            name="deepmind-routing",
            about="training curves of routed language models; Clark et al. 2022",
            repository="google-deepmind/scaling_laws_for_routing",
            commit="42da0c392b127df2c01fa7b705f72396050d05e5",
            path="data/curves.csv.gz",
            sha256="c03e7531add85e594f368d33bac4a0220280be858a7ed12d147cf73af6a3819f",
            licence="Apache-2.0 (code), CC BY 4.0 (the rest)",
        ),
    )
}


@dataclass(frozen=True)
class _Frame:
    """Named columns of text or numbers, as `Runs.from_frame` takes them."""

    columns: Sequence[str]
    cells: Mapping[str, list[Any]]

    def __getitem__(self, column: str, /) -> NDArray[Any]:
        return np.array(self.cells[column])


def names() -> tuple[str, ...]:
    """The names of the sets."""
    return tuple(DATASETS)


def describe(name: str) -> Dataset:
    """What a set is, where it lies and under what licence.

    Raises
    ------
    InputError
        If there is no set of this name.
    """
    if name not in DATASETS:
        raise InputError(f"no data set {name!r}: expected one of {', '.join(DATASETS)}")
    return DATASETS[name]


def fetch(name: str, *, folder: str | os.PathLike[str] | None = None) -> Path:
    """The file of a set, downloaded unless it is there already.

    Parameters
    ----------
    name : str
        One of `names`.
    folder : path, optional
        Where to keep it; by default the system's cache folder for ``scalinglaws``.

    Raises
    ------
    InputError
        If there is no set of this name.
    DatasetUnavailableError
        If pooch is not installed, the file cannot be downloaded, or its SHA-256 is another.
    """
    return _download(describe(name), folder)


def load_runs(
    name: str,
    *,
    experiment: str | None = None,
    folder: str | os.PathLike[str] | None = None,
) -> Runs:
    """A set as a table of runs.

    Parameters
    ----------
    name : str
        One of `names`.
    experiment : str, optional
        Which of a set's experiments, where it holds several.
    folder : path, optional
        As for `fetch`.

    Raises
    ------
    InputError
        If there is no such set or experiment, the set is no table of runs, or one of several
        experiments must be chosen.
    DatasetUnavailableError
        As `fetch`.
    """
    dataset = describe(name)
    if dataset.columns is None:
        raise InputError(f"{name} is no table of runs ({dataset.about}): fetch it and read it")
    rows = _chosen(dataset, _rows(_download(dataset, folder)), experiment)
    cells = {head: [row[head] for row in rows] for head in rows[0]}
    return Runs.from_frame(_Frame(tuple(cells), cells), columns=dataset.columns, name=name)


def _download(dataset: Dataset, folder: str | os.PathLike[str] | None) -> Path:
    try:
        import pooch
    except ImportError as problem:
        raise DatasetUnavailableError(
            f'{dataset.name}: needs pooch: pip install "scalinglaws[data]", or download '
            f"{dataset.url} yourself"
        ) from problem
    pooch.get_logger().setLevel("WARNING")
    kept = Path(folder) if folder is not None else Path(pooch.os_cache("scalinglaws"))
    known, file = f"sha256:{dataset.sha256}", dataset.name + "".join(Path(dataset.path).suffixes)
    try:
        return Path(pooch.retrieve(dataset.url, known_hash=known, fname=file, path=kept))
    except ValueError as problem:
        raise DatasetUnavailableError(
            f"{dataset.name}: {dataset.url} is not the file that was checked (its SHA-256 is not "
            f"{dataset.sha256}); nothing was kept. Try again, or report it"
        ) from problem
    except OSError as problem:  # what requests raises, and what a full or closed folder does
        raise DatasetUnavailableError(
            f"{dataset.name}: cannot download {dataset.url} to {kept} "
            f"({type(problem).__name__}): check the network, or put the file there as {file}"
        ) from problem


def _rows(file: Path) -> list[dict[str, Any]]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".json":
        rows: list[dict[str, Any]] = json.loads(text)
        return rows
    return list(csv.DictReader(io.StringIO(text)))


def _chosen(
    dataset: Dataset, rows: list[dict[str, Any]], experiment: str | None
) -> list[dict[str, Any]]:
    if not dataset.experiment:
        if experiment is not None:
            raise InputError(f"{dataset.name} holds one experiment: drop experiment=")
        return rows
    chosen = [row for row in rows if row[dataset.experiment] == experiment]
    if not chosen:
        there = ", ".join(dict.fromkeys(row[dataset.experiment] for row in rows))
        raise InputError(f"{dataset.name}: experiment = {experiment!r}: expected one of {there}")
    return chosen
