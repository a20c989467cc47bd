"""An article with markup and scripts in headline, quotation and speaker: text everywhere, in a book of its own."""

from __future__ import annotations

import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from orebook.book.export import LEFT_OVER

PAYLOAD = """\
<script>window.hurt=1</script><img src=x onerror="window.hurt=1"> {{ config }} doubles output

ASTANA, March 5, 2025 - Kazakhstan produced 7.3 million tonnes of <b onmouseover="window.hurt=1">chromite</b> in 2024, \
the ministry said.

"We will make 12% of the world's gallium by 2030 </script><script>window.hurt=1</script>," \
Minister Ann <svg/onload=window.hurt=1> Example said.

=HYPERLINK("http://example.com") was 25% of production in 2024 ``` ${window.hurt=1}.
"""

CHART = """

# %% tags=["hide-input"]
import altair as alt
import pandas as pd

import orebook
from orebook.book import charts

ledger = orebook.open_book().ledger
rows = pd.DataFrame({"claim": ["</script><script>window.hurt=1</script>", *ledger["quote"].str[:60]], "n": 1})
charts.show(
    alt.Chart(rows).mark_bar().encode(y="claim:N", x="n:Q", tooltip=["claim"]),
    name="payload", title="Claims </script><script>window.hurt=1</script>", about="One bar a claim.", source="Here",
)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory, orebook):
    """Return a project of one article that means harm and two files that are none, its book built."""
    from orebook.book.build import new_project

    folder = tmp_path_factory.mktemp("payload") / "small"
    new_project(folder)
    (folder / "seeds" / "congo-keeps-its-lead.txt").unlink()
    (folder / "seeds" / "harm.txt").write_text(PAYLOAD)
    (folder / "seeds" / "bytes.txt").write_bytes(b"\x1f\x8b\x08\x00" + bytes(range(256)))
    (folder / "seeds" / "empty.txt").write_bytes(b"")
    (folder / "seeds" / "catalogue.toml").unlink(missing_ok=True)
    config = (folder / "_config.yml").read_text()
    (folder / "_config.yml").write_text(config.replace('url: ""', "url: https://github.com/example/ores"))
    notebook = folder / "notebooks" / "overview.py"
    notebook.write_text(notebook.read_text() + CHART)
    done = orebook("book", cwd=folder)
    told = done.stdout.decode().splitlines()
    assert [line.split()[0] for line in told[:-1]] == ["execute", "stage", "render"], done.stderr.decode()
    assert told[-1] == str(folder / "_build" / "html" / "index.html")
    assert [line.split(":")[0] for line in done.stderr.decode().splitlines()] == ["bytes.txt", "empty.txt"]
    assert done.returncode == 1
    return folder


@pytest.fixture(scope="module")
def small(project):
    """Return the built book."""
    return project / "_build" / "html"


class _Harm(HTMLParser):
    """Collects what would run: scripts and handlers that hold the payload, and its broken image."""

    def __init__(self):
        super().__init__()
        self.found, self._script = [], False

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self._script = tag == "script" and "json" not in (named.get("type") or "")
        if tag == "img" and named.get("src") == "x":
            self.found.append("img")
        self.found += [name for name, value in attrs if name.startswith("on") and "hurt" in (value or "")]

    def handle_endtag(self, tag):
        self._script = False

    def handle_data(self, data):
        if self._script and "hurt" in data:
            self.found.append("script")


def test_files_that_could_not_be_read_are_listed_with_the_reason(small):
    page = (small / "book" / "unread.html").read_text()
    rows = re.findall(r"<tr><th[^>]*>(\w+\.txt)</th><td[^>]*>([^<]{5,})</td></tr>", page)
    assert [name for name, _ in rows] == ["bytes.txt", "empty.txt"]


def test_no_page_holds_the_article_as_markup(small):
    for page in small.rglob("*.html"):
        parser = _Harm()
        parser.feed(page.read_text(encoding="utf-8"))
        assert parser.found == [], page.name


def test_ledger_files_hold_it_as_text(small):
    folder = small / "_static" / "ledger"
    for line in (folder / "claims.csv").read_text(encoding="utf-8").splitlines():
        assert not re.search(r'(?:^|,)"?=', line)
    json.loads((folder / "claims.jsonld").read_text(encoding="utf-8"))


def test_nothing_of_it_runs_wherever_a_reader_looks(visit, small):
    reader = visit()
    evidence = next(small.glob("book/evidence/*.html"))
    for page in (small / "notebooks" / "overview.html", evidence, small / "book" / "ledger.html"):
        shown = reader.open(page.as_uri())
        for link in shown.locator("article a.claim").all()[:2]:
            link.focus()
            shown.get_by_role("tooltip").wait_for()
            shown.keyboard.press("Escape")
        for bar in shown.locator(".chart-live path[aria-roledescription=bar]").all()[:2]:
            bar.hover()
        shown.wait_for_timeout(150)
        assert shown.evaluate("window.hurt") is None, page.name
    found = reader.open((small / "search.html").as_uri() + "?q=chromite")
    found.locator("#search-results li, #ore-finds li").first.wait_for()
    assert found.evaluate("window.hurt") is None
    assert reader.strangers == []
    assert reader.said == []


def test_reader_sees_the_payload_as_words(visit, small):
    page = visit().open(next(small.glob("book/evidence/*.html")).as_uri())
    heading = page.locator("article h1").inner_text()
    assert "script>window.hurt=1</script><img src=x" in heading
    assert "{{ config }}" in heading


def test_each_claim_has_a_place_to_object_to_and_each_page_says_how_to_cite_it(small):
    page = (small / "book" / "evidence" / "harm.html").read_text()
    assert (
        page.count("https://github.com/example/ores/issues/new?title=Claim%20c")
        == page.count('class="ore-claim"')
        > 0
    )
    cited = re.sub(r"\s+", " ", (small / "book" / "ledger.html").read_text())
    assert "cite this page</summary> <p>small contributors (2026): “All claims”. small, version" in cited


def digest(folder):
    """Return one digest of all files of a folder, their names and contents."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(f"{path.relative_to(folder)}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def test_book_in_place_stays_whole_whatever_a_build_comes_to(project, small, orebook):
    """Build again, fail in a cell, be refused by the renderer: nothing of the book in place changes."""
    built = digest(small)
    assert b"nothing has changed" in orebook("book", cwd=project).stdout
    source = project / "notebooks" / "overview.py"
    good = source.read_text()
    for added, told in (
        ("raise ValueError('overturned')", "(raise ValueError('overturned')): ValueError: overturned"),
        ("[markdown]\n# [nowhere](missing.md)", "missing.md"),
    ):
        source.write_text(f"{good}\n# %% {added}\n".replace("%% raise", "%%\nraise"))
        done = orebook("book", cwd=project)
        assert done.returncode == 1, added
        assert told in done.stderr.decode()
        assert b"Traceback" not in done.stderr
        assert digest(small) == built, added
        assert not list((project / "_build").glob(f"{LEFT_OVER}*")), added
    source.write_text(good)
