"""Read the built pages: charts described, numbers filled, links whole, nobody else asked."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

import pytest
from bs4 import BeautifulSoup, Tag

from coursebook.cells.chart import LONGEST_TABLE
from coursebook.execution.pages import executable_pages, executed
from coursebook.project import course

Pages = dict[str, BeautifulSoup]
PAGES = executable_pages(Path(__file__).parents[2])
CHART = "application/vnd.coursebook.chart+json"
LOADS = {"script": "src", "img": "src", "link": "href", "source": "src", "iframe": "src"}


def test_the_pages_are_there(pages: Pages) -> None:
    assert {
        "index.html",
        "weeks/compute-optimal.html",
        "readings/hoffmann2022.html",
        "reference/claims.html",
        "reference/notation.html",
        "reference/api.html",
    } <= set(pages)


def test_the_first_page_has_a_card_for_every_page_of_every_week(pages: Pages, root: Path) -> None:
    cards = {
        str(link["href"]): str(card.get_text())
        for card in pages["index.html"].select(".sd-card")
        for link in card.select("a[href]")
    }
    for week in course(root).weeks:
        for page, words in (week.pages | week.readings).items():
            assert words in cards[f"{page}.html"]
        assert f"Week {week.number}: {week.title}" in cards[f"weeks/{week.slug}.html"]


@pytest.mark.parametrize("page", PAGES)
def test_every_chart_that_a_page_draws_stands_on_it_in_order(
    pages: Pages, root: Path, page: Path
) -> None:
    drawn = [
        output.data[CHART]["name"]
        for cell in executed(root, page).cells
        for output in cell.get("outputs", [])
        if CHART in output.get("data", {})
    ]
    figures = pages[page.with_suffix(".html").as_posix()].select("figure.chart")
    assert [figure["id"] for figure in figures] == drawn


def test_there_are_charts(pages: Pages) -> None:
    assert {"nine-valleys", "envelope", "exponents"} <= {str(each["id"]) for each in charts(pages)}


def test_every_image_is_described(pages: Pages) -> None:
    for name, page in pages.items():
        for image in page.select("img"):
            alt = str(image.get("alt", ""))
            assert alt.strip(), f"{name}: {image}"
            assert not re.search(r"/|\.(svg|png|jpe?g|gif|pdf)\b", alt), f"{name}: {alt}"


def test_charts_are_described_by_their_numbers(pages: Pages) -> None:
    for figure in charts(pages):
        caption = figure.select_one(".caption-text")
        assert caption is not None
        for image in figure.select("img"):
            assert image["alt"] != caption.get_text()
            assert re.search(r"\d", str(image["alt"]))


def test_charts_are_vectors_for_light_and_dark(pages: Pages, site: Path) -> None:
    for figure in charts(pages):
        images = figure.select("img")
        assert [image["class"] for image in images] == [["only-light"], ["only-dark"]]
        for image in images:
            assert re.fullmatch(r"(\.\./)*_images/\w+\.svg", str(image["src"]))
            file = site / "_images" / str(image["src"]).rsplit("/", 1)[1]
            assert file.read_text(encoding="utf-8").lstrip().startswith("<?xml")
        assert images[0]["src"] != images[1]["src"]


def test_charts_are_numbered_and_bring_their_table(pages: Pages, site: Path) -> None:
    for name, page in pages.items():
        for figure in page.select("figure.chart"):
            number = figure.select_one(".caption-number")
            assert number is not None
            assert re.match(r"Figure \d", number.get_text())
            fold = figure.select_one("details")
            assert fold is not None
            link = fold.select_one("a.download")
            assert link is not None
            file = (site / name).parent / str(link["href"])
            rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
            assert f"All {len(rows):,} rows as CSV" in link.get_text()
            shortest = min(Counter(row["layer"] for row in rows).values())
            assert bool(fold.select("table")) == (shortest <= LONGEST_TABLE)
            assert {row["layer"] for row in rows} >= {
                strong.get_text() for strong in fold.select("strong")
            }


def test_only_the_reveal_stands_in_a_shut_fold(pages: Pages) -> None:
    page = pages["weeks/compute-optimal.html"]
    hidden = {
        str(figure["id"])
        for fold in page.select("details.sd-dropdown:not([open])")
        for figure in fold.select("figure.chart")
    }
    assert hidden == {"one-valley"}


def test_no_number_waits_to_be_filled(pages: Pages) -> None:
    for name, page in pages.items():
        assert not page.select(".problematic, .system-message"), name
        assert "{number}" not in page.get_text(), name


def test_numbers_in_prose_are_those_of_the_cells(pages: Pages) -> None:
    text = pages["weeks/compute-optimal.html"].get_text().replace("\xa0", " ")
    for phrase in ("5.0 × 1023", "4.7 times the best size", "128 runs", "60 billion parameters"):
        assert phrase in re.sub(r"\s+", " ", text)


def test_formulae_are_set_without_scripts(pages: Pages) -> None:
    assert len(pages["weeks/compute-optimal.html"].select("math")) > 20
    for name, page in pages.items():
        # A command that the converter does not know stays in the text with its backslash.
        assert not [m.get_text() for m in page.select("math") if "\\" in m.get_text()], name
        assert not page.select("script[src*=mathjax]"), name


def test_each_page_has_one_title_and_a_language(pages: Pages) -> None:
    for name, page in pages.items():
        assert len(page.select("h1")) == 1, name
        assert page.html is not None
        assert page.html["lang"] == "en", name


def test_ids_are_unique(pages: Pages) -> None:
    for name, page in pages.items():
        ids = [str(tag["id"]) for tag in page.select("article [id]")]
        assert len(ids) == len(set(ids)), f"{name}: {sorted(i for i in ids if ids.count(i) > 1)}"


def test_internal_links_lead_somewhere(pages: Pages, site: Path) -> None:
    anchors = {name: {str(t["id"]) for t in page.select("[id]")} for name, page in pages.items()}
    for name, page in pages.items():
        for link in page.select("a[href]"):
            address, anchor = urldefrag(unquote(str(link["href"])))
            if urlparse(address).scheme:
                continue
            target = ((site / name).parent / address).resolve() if address else site / name
            assert target.exists(), f"{name}: {link['href']}"
            key = target.relative_to(site.resolve() if address else site).as_posix()
            if anchor and key in anchors:
                assert anchor in anchors[key], f"{name}: {link['href']}"


def test_every_claim_can_be_linked_to(pages: Pages) -> None:
    from scalinglaws import claims

    page = pages["reference/claims.html"]
    ids = {str(tag["id"]) for tag in page.select("[id]")}
    assert {f"claim-{row.id.lower()}" for row in claims.ledger()} <= ids


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    assert not list(outside(site))


def test_the_scan_notices_a_third_party(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<script src="https://cdn.example.org/x.js"></script>')
    (tmp_path / "c.html").write_text('<link rel="canonical" href="https://book.example.org/">')
    (tmp_path / "b.css").write_text("body { background: url(//fonts.example.org/a.woff2) }")
    assert sorted(outside(tmp_path)) == [
        "a.html: https://cdn.example.org/x.js",
        "b.css: //fonts.example.org/a.woff2",
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_light(site: Path, page: Path) -> None:
    from tools.bench import weight

    _, gzipped, _ = weight(site / page.with_suffix(".html"))
    assert gzipped < 400 * 1024


def charts(pages: Pages) -> list[Tag]:
    return [figure for page in pages.values() for figure in page.select("figure.chart")]


def outside(site: Path) -> Iterator[str]:
    """Whatever a page or a style sheet would load from another host."""
    for path in sorted(site.rglob("*")):
        if path.suffix == ".html":
            addresses = loaded(BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser"))
        elif path.suffix == ".css":
            addresses = re.findall(r"url\(\s*['\"]?([^'\")]+)", path.read_text(encoding="utf-8"))
        else:
            continue
        for address in addresses:
            if address.startswith(("http:", "https:", "//")):
                yield f"{path.relative_to(site).as_posix()}: {address}"


def loaded(page: BeautifulSoup) -> list[str]:
    """Addresses of what a page loads; its own address on the web is no such thing."""
    return [str(tag[attr]) for tag_name, attr in LOADS.items() for tag in page.select(tag_name)
            if tag.has_attr(attr) and tag.get("rel") != ["canonical"]]  # fmt: skip
