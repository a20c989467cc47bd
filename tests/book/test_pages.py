"""What the built pages hold, read as text: nothing from elsewhere, nothing unlabelled, few words of others."""

from __future__ import annotations

import html as entities
import itertools
import json
import re

import pandas as pd
import pytest

import orebook
from orebook import load_articles
from orebook.book.pages import EXCERPT_WORDS, SHARE

_WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def texts(html, pages):
    """Return each page's source."""
    return {name: (html / name).read_text(encoding="utf-8") for name in pages}


def _visible(page: str) -> str:
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return entities.unescape(re.sub(r"<[^>]*>", " ", page))


def _article(page: str) -> str:
    return page[page.find("<article") : page.rfind("</article>")]


def test_nothing_is_loaded_from_another_host(html, texts):
    loads = re.compile(
        r"<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|data)=[\"']?(?:https?:)?//[^>]*"
        r"|<link\b(?![^>]*rel=[\"']?(?:canonical|license))[^>]*href=[\"']?(?:https?:)?//[^>]*"
    )
    found = {name: loads.findall(text) for name, text in texts.items() if loads.search(text)}
    assert not found
    for style in html.rglob("*.css"):
        assert not re.search(
            r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", style.read_text(encoding="utf-8")
        ), style


def test_no_page_refers_to_a_host_that_serves_scripts(html, texts):
    for name, text in texts.items():
        assert not re.search(r"jsdelivr|unpkg|cdnjs|googleapis|binder\.org", text), name


def test_every_chart_has_number_finding_description_source_and_picture(texts):
    charts = 0
    for name, text in texts.items():
        for figure in re.findall(r'<figure class="ore-chart.*?</figure>', text, re.DOTALL):
            charts += 1
            assert re.search(r'caption-number">Figure \d+', figure), name
            assert re.search(r'caption-text">[^<]{10,}', figure), name
            assert re.search(r'role="img" aria-label="[^"]{20,}"', figure), name
            assert re.search(r"Source: [^<]{3,}", figure), name
            assert '<svg class="picture"' in figure, name
            assert "chart-data" in figure, name
            assert not re.search(r"<figcaption>(?:(?!</figcaption>).)*<svg", figure, re.DOTALL), name
    assert charts >= 12


def test_no_page_shows_an_error_or_an_unresolved_reference(texts):
    for name, text in texts.items():
        for fault in (
            "Traceback (most recent",
            'class="problematic"',
            "{glue",
            "{{",
            "<Figure size",
            "Markup(",
        ):
            assert fault not in re.sub(r"<pre.*?</pre>", "", _article(text), flags=re.DOTALL), (name, fault)


def test_headings_are_in_order(texts):
    for name, text in texts.items():
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", _article(text))]
        assert levels[:1] in ([1], []), name
        steps = [after - before for before, after in itertools.pairwise(levels)]
        assert all(step <= 1 for step in steps), (name, levels)


def test_numbers_in_theme_prose_are_computed(texts):
    """A digit in a sentence is a value, a link to evidence or source, or part of a name."""
    typed = {}
    for name, text in texts.items():
        if not name.startswith("notebooks/"):
            continue
        prose = re.sub(
            r"<(figure|table|pre|details|script|h1)\b.*?</\1>", " ", _article(text), flags=re.DOTALL
        )
        for paragraph in re.findall(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", prose, re.DOTALL):
            rest = re.sub(
                r'<span class="n">[^<]*</span>|<a\b.*?</a>|<code\b.*?</code>', " ", paragraph, flags=re.DOTALL
            )
            rest = entities.unescape(re.sub(r"<[^>]*>", "", rest))
            if re.search(r"(?<![A-Za-z0-9])(?<![A-Za-z]-)\d", rest):
                typed.setdefault(name, []).append(" ".join(rest.split()))
    assert not typed


def test_permalinks_lead_to_claims(html, texts):
    anchors = {name: set(re.findall(r'id="([^"]+)"', text)) for name, text in texts.items()}
    links = 0
    for name, text in texts.items():
        for href in re.findall(r'<a class="(?:claim|figure)"[^>]*href="([^"]+)"', text):
            target, _, anchor = href.partition("#")
            page = str((html / name).parent.joinpath(target).resolve().relative_to(html))
            assert anchor in anchors[page], (name, href)
            links += 1
    assert links > 100


def test_official_figure_stands_under_its_source_with_the_page_that_shows_it(texts):
    data = texts["book/data.html"]
    listed = dict(re.findall(r'<li id="(source-[^"]+)">(.*?)</li>', data, re.DOTALL))
    rows = 0
    for name, text in texts.items():
        for link in re.findall(r'<a class="figure"[^>]*>', text):
            entry = listed[link.rpartition("#")[2].rstrip('">')]
            assert f'href="../{name}"' in entry, (name, link)
            if locator := re.search(r'data-locator="([^"]*)"', link):
                assert locator[1] in entry, (name, link)
                rows += 1
    assert rows > 10


def test_figure_that_a_report_tells_is_marked_and_one_read_at_its_origin_is_not(texts):
    links = re.findall(r'<a class="figure"[^>]*>', texts["notebooks/eu_strategy.html"])
    marked = {re.search(r'data-source="([^"]*)"', link)[1]: 'data-second="hand"' in link for link in links}
    assert (marked["nucnet-org"], marked["ec-study-2023"]) == (True, False)


def test_every_page_has_one_title_viewport_and_description(texts):
    for name, text in texts.items():
        title = re.findall(r"<title>(.*?)</title>", text, re.DOTALL)
        assert len(title) == 1, name
        assert title[0].count("Orebook") == 1, (name, title)
        assert text.count('name="viewport"') == 1, name
        assert text.count('name="description"') == 1, name


def test_citation_file_and_colophon_name_the_version(texts, root):
    release = re.search(r'^version = "([^"]+)"', (root / "pyproject.toml").read_text(), re.MULTILINE)[1]
    assert f"\nversion: {release}\n" in (root / "CITATION.cff").read_text()
    assert release == orebook.__version__
    assert f"Version {release}" in _visible(texts["book/colophon.html"])


def test_cards_hold_what_the_pages_link_to(html, texts):
    held = {}
    for script in html.glob("_static/cards/*.js"):
        held |= json.loads(
            re.fullmatch(r".*?\{\}, (.*)\);\n", script.read_text(encoding="utf-8"), re.DOTALL)[1]
        )
    for name, text in texts.items():
        linked = {*re.findall(r'data-claim="([^"]+)"', text), *re.findall(r'data-source="([^"]+)"', text)}
        assert linked <= held.keys(), name


def test_excerpts_are_short_and_leave_most_of_each_article_unshown(html, root):
    claims = pd.read_parquet(html / "_static" / "ledger" / "claims.parquet").fillna({"excerpt": ""})
    assert claims["excerpt"].map(lambda words: len(_WORD.findall(words))).max() <= EXCERPT_WORDS
    for article in load_articles(root / "seeds")[0]:
        words, shown = _WORD.findall(article.source), set()
        for excerpt in map(_WORD.findall, claims[claims["seed"] == article.seed]["excerpt"]):
            at = next(i for i in range(len(words)) if words[i : i + len(excerpt)] == excerpt)
            shown.update(range(at, at + len(excerpt)))
        whole = sum(len(_WORD.findall(paragraph.text)) for paragraph in article.paragraphs)
        assert 0 < len(shown) <= SHARE * whole, article.seed


def test_annotations_select_what_stands_there_and_give_away_no_more_than_excerpts(html, root):
    page = json.loads((html / "_static" / "ledger" / "annotations.jsonld").read_text(encoding="utf-8"))
    claims = pd.read_parquet(html / "_static" / "ledger" / "claims.parquet")
    assert [item["id"].partition("#")[2] for item in page["items"]] == list(claims["claim"])
    for article in load_articles(root / "seeds")[0]:
        words, shown = [match.span() for match in _WORD.finditer(article.source)], set()
        for item in page["items"]:
            *quoted, place = item["target"]["selector"]
            if item["target"]["source"] != f"seeds/{article.seed}" or not quoted:
                continue
            before, exact, after = (quoted[0][part] for part in ("prefix", "exact", "suffix"))
            begin, end = place["start"] - len(before), place["end"] + len(after)
            assert article.source[begin:end] == before + exact + after
            assert article.source[place["start"] : place["end"]] == exact
            taken = {i for i, (start, stop) in enumerate(words) if start < end and begin < stop}
            assert len(taken) <= EXCERPT_WORDS
            shown |= taken
        whole = sum(len(_WORD.findall(paragraph.text)) for paragraph in article.paragraphs)
        assert 0 < len(shown) <= SHARE * whole, article.seed


def test_every_claim_is_shown_and_none_says_that_it_is_not_quoted(html, texts):
    claims = pd.read_parquet(html / "_static" / "ledger" / "claims.parquet")
    evidence = {name: text for name, text in texts.items() if name.startswith("book/evidence/")}
    anchors = {anchor for text in evidence.values() for anchor in re.findall(r'id="(c[0-9a-f]{10})"', text)}
    assert anchors == set(claims["claim"])
    assert not [name for name, text in evidence.items() if "ot quoted" in _visible(text)]
    coded = claims["basis"].eq("coded").sum()
    assert sum(text.count('class="ore-claim"') for text in evidence.values()) == len(claims) - coded


def test_published_ledger_is_the_same_in_every_form(html):
    folder = html / "_static" / "ledger"
    csv = pd.read_csv(folder / "claims.csv", keep_default_na=False, dtype=str)
    parquet = pd.read_parquet(folder / "claims.parquet")
    lines = [json.loads(line) for line in (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert list(csv["claim"]) == list(parquet["claim"]) == [line["claim"] for line in lines]
    described = json.loads((folder / "datapackage.json").read_text())["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in described] == list(csv.columns)
    assert "quote" not in csv.columns
    assert not csv.eq("nan").any(axis=None)


def test_data_package_is_valid(html):
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(html / "_static" / "ledger" / "datapackage.json"))
    assert report.valid, report.to_summary()


def test_json_ld_parses_and_names_a_review_for_each_judged_claim(texts):
    reviews, kinds = 0, []
    for name, text in texts.items():
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            kinds.append((found := json.loads(block)).get("@type"))
            for item in found.get("@graph", ()):
                assert item["@type"] in ("Claim", "ClaimReview"), name
                reviews += item["@type"] == "ClaimReview"
    assert reviews > 0
    assert kinds.count("Dataset") == 1


def test_what_is_searched_is_words_without_code_and_chart_junk(html):
    texts = (html / "_static" / "texts.js").read_text(encoding="utf-8")
    for junk in ("strokeWidth", "usermeta", "import pandas", "<span", "currentColor"):
        assert junk not in texts, junk


def test_favicon_and_missing_page_are_there(html):
    for name in ("404.html", "_static/favicon.svg"):
        assert (html / name).is_file(), name
