"""Third-party sets: the registry against the files at hand, and downloads from a local server."""

from __future__ import annotations

import hashlib
import re
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scalinglaws import datasets
from scalinglaws.datasets import DATASETS, DatasetUnavailableError
from scalinglaws.errors import InputError

# Folder and file of each set among the third-party files, where a README states its origin.
AT_HAND = {
    "epoch-analyzing-chinchilla": "epoch-analyzing-chinchilla/svg_extracted_data.csv",
    "kyo-takano-chinchilla": "kyo-takano-chinchilla/df.csv",
    "open-athena-isoflops": "open-athena-isoflops/isoflops.csv",
    "cs336-isoflops": "cs336-isoflops/isoflops_curves.json",
    "misfitting-final": "misfitting/scaling_results_last_ckpt_only.csv",
    "misfitting-checkpoints": "misfitting/scaling_results.csv",
    "deepmind-routing": "deepmind-routing/curves.csv.gz",
}
ROWS = {"epoch-analyzing-chinchilla": 245, "kyo-takano-chinchilla": 234, "cs336-isoflops": 72,
        "misfitting-final": 261}  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder served on this machine in the place of GitHub."""
    folder = tmp_path / "served"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as web:
        serve_forever = partial(web.serve_forever, poll_interval=0.01)
        thread = threading.Thread(target=serve_forever, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{web.server_address[1]}/"
        monkeypatch.setattr(datasets, "RAW", address + "{repository}/{commit}/{path}")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield folder
        web.shutdown()


def serve(folder: Path, name: str, content: bytes) -> None:
    each = DATASETS[name]
    file = folder / each.repository / each.commit / each.path
    file.parent.mkdir(parents=True)
    file.write_bytes(content)


def test_every_set_is_at_hand_and_none_else() -> None:
    assert set(AT_HAND) == set(datasets.names())


@pytest.mark.parametrize("name", AT_HAND)
def test_the_registry_is_what_the_readme_states(name: str, shared: Path) -> None:
    file, each = shared / "data" / AT_HAND[name], datasets.describe(name)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == each.sha256
    readme = (file.parent / "README.md").read_text(encoding="utf-8")
    assert each.repository in readme
    assert each.commit in readme
    assert each.path in readme
    assert re.fullmatch("[0-9a-f]{40}", each.commit)
    assert each.url.startswith(f"https://raw.githubusercontent.com/{each.repository}/")


@pytest.mark.parametrize("name", ROWS)
def test_load_runs(name: str, shared: Path, server: Path, tmp_path: Path) -> None:
    pytest.importorskip("pooch")
    serve(server, name, (shared / "data" / AT_HAND[name]).read_bytes())
    runs = datasets.load_runs(name, folder=tmp_path / "kept")
    assert len(runs) == ROWS[name]
    assert 1.5 < runs.loss.min() < runs.loss.max() < 12


def test_one_experiment_of_several(shared: Path, server: Path, tmp_path: Path) -> None:
    pytest.importorskip("pooch")
    name = "open-athena-isoflops"
    serve(server, name, (shared / "data" / AT_HAND[name]).read_bytes())
    chosen = "marin_202603__comma__llama_2"
    runs = datasets.load_runs(name, experiment=chosen, folder=tmp_path)
    assert len(runs) == 85
    assert len(runs.budgets) == 7
    with pytest.raises(InputError, match=f"expected one of .*{chosen}"):
        datasets.load_runs(name, folder=tmp_path)


def test_kept_and_not_fetched_again(shared: Path, server: Path, tmp_path: Path) -> None:
    pytest.importorskip("pooch")
    name = "kyo-takano-chinchilla"
    content = (shared / "data" / AT_HAND[name]).read_bytes()
    serve(server, name, content)
    file = datasets.fetch(name, folder=tmp_path / "kept")
    assert file.read_bytes() == content
    for served in server.rglob("df.csv"):
        served.unlink()
    assert datasets.fetch(name, folder=tmp_path / "kept") == file


def test_another_file_is_refused_and_not_kept(server: Path, tmp_path: Path) -> None:
    pytest.importorskip("pooch")
    serve(server, "kyo-takano-chinchilla", b"C,N,D,loss\n1e18,1e8,1e9,3\n")
    with pytest.raises(DatasetUnavailableError, match="not the file that was checked") as raised:
        datasets.fetch("kyo-takano-chinchilla", folder=tmp_path / "kept")
    assert "\n" not in str(raised.value)
    assert not list((tmp_path / "kept").rglob("*"))


def test_offline(server: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pooch")
    with pytest.raises(DatasetUnavailableError, match="cannot download"):  # not there
        datasets.fetch("cs336-isoflops", folder=tmp_path)
    monkeypatch.setattr(datasets, "RAW", "http://127.0.0.1:9/{repository}{commit}{path}")
    with pytest.raises(DatasetUnavailableError, match="check the network") as raised:
        datasets.fetch("cs336-isoflops", folder=tmp_path)
    assert "\n" not in str(raised.value)
    assert isinstance(raised.value, OSError)


def test_without_pooch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(DatasetUnavailableError, match=r"pip install \"scalinglaws\[data\]\""):
        datasets.fetch("cs336-isoflops")


def test_unknown_sets_and_sets_that_are_no_runs() -> None:
    with pytest.raises(InputError, match="expected one of epoch"):
        datasets.fetch("nonsense")
    for name in ("misfitting-checkpoints", "deepmind-routing"):
        with pytest.raises(InputError, match="no table of runs"):
            datasets.load_runs(name)


def test_one_experiment_is_not_chosen(shared: Path, server: Path, tmp_path: Path) -> None:
    pytest.importorskip("pooch")
    serve(server, "cs336-isoflops", (shared / "data" / AT_HAND["cs336-isoflops"]).read_bytes())
    with pytest.raises(InputError, match="holds one experiment"):
        datasets.load_runs("cs336-isoflops", experiment="x", folder=tmp_path)
