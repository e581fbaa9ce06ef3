"""Open every page in Chromium while no other host can be reached, and read what it asked for."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from bs4 import BeautifulSoup

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--virtual-time-budget=10000",
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("needs Chromium")


@pytest.fixture
def serve(site: Path, pages: dict[str, BeautifulSoup], tmp_path: Path) -> Iterator[str]:
    """The site, on a port of this machine, with a page of all its pages in frames.

    And a page that asks a third party, alone and beside a page in frames.
    """
    folder = tmp_path / "served"
    shutil.copytree(site, folder)
    (folder / "asks.html").write_text('<img src="https://other.example.org/pixel.png">')
    (folder / "all.html").write_text(frames(pages))
    (folder / "both.html").write_text(frames(["index.html", "asks.html"]))
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def frames(names: Iterable[str]) -> str:
    """A page that opens them all: a browser takes a second to start, a page far less to open."""
    return "".join(f'<iframe src="{name}" width="1000" height="800"></iframe>' for name in names)


def opened(chromium: str, address: str, folder: Path) -> tuple[set[str], BeautifulSoup]:
    """The hosts that a page asks, and the page as its scripts left it."""
    log = folder / "net.json"
    profile = folder / "profile"
    run = subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={profile}", f"--log-net-log={log}",
         "--dump-dom", address],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return set(hosts(log, address)), BeautifulSoup(run.stdout, "html.parser")


def hosts(log: Path, address: str) -> Iterator[str]:
    """Hosts of the requests that the page started; the browser's own calls are not the page's."""
    text = log.read_text(encoding="utf-8", errors="replace").strip().rstrip(",")
    events = json.loads(text if text.endswith("}") else text + "]}")["events"]
    origin = f"http://{urlparse(address).netloc}"
    for event in events:
        parameters = event.get("params", {})
        if str(parameters.get("initiator", "")).startswith(origin) and "url" in parameters:
            yield str(urlparse(parameters["url"]).hostname)


def test_pages_ask_nobody_else(
    chromium: str, serve: str, pages: dict[str, BeautifulSoup], tmp_path: Path
) -> None:
    asked, whole = opened(chromium, f"{serve}/all.html", tmp_path)
    assert len(whole.find_all("iframe")) == len(pages) > 5
    log = (tmp_path / "net.json").read_text(encoding="utf-8", errors="replace")
    assert [name for name in pages if f"{serve}/{name}" not in log] == []
    if asked != {"127.0.0.1"}:
        pytest.fail(f"{asked}: {', '.join(asking(chromium, serve, pages, tmp_path))}")


def asking(chromium: str, serve: str, names: Iterable[str], folder: Path) -> Iterator[str]:
    """The pages that ask another host: each opened alone."""
    for number, name in enumerate(names):
        own = folder / str(number)
        own.mkdir()
        asked, _ = opened(chromium, f"{serve}/{name}", own)
        if asked != {"127.0.0.1"}:
            yield name


def test_the_browser_test_notices_a_third_party_and_names_the_page(
    chromium: str, serve: str, tmp_path: Path
) -> None:
    asked, _ = opened(chromium, f"{serve}/both.html", tmp_path)
    assert "other.example.org" in asked
    assert list(asking(chromium, serve, ["index.html", "asks.html"], tmp_path)) == ["asks.html"]
