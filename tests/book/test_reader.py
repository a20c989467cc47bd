"""What a reader does, in a browser without a network, over HTTP and from files."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import urlencode

import pytest

THEME = "notebooks/kazakh_production.html"


def test_evidence_shows_on_hover_and_on_focus_and_leads_to_its_permalink(visit, html, quiet):
    reader = visit()
    page = reader.open((html / THEME).as_uri())
    link = page.locator("article a.claim").first
    link.scroll_into_view_if_needed()
    link.hover()
    card = page.get_by_role("tooltip")
    card.wait_for()
    for part in ("Read as", "Source", "Date", "Verdict"):
        assert part in card.inner_text()
    page.keyboard.press("Escape")
    assert card.count() == 0
    page.mouse.move(0, 0)
    link.focus()
    card.wait_for()
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    claim = link.get_attribute("data-claim")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#{claim}")
    assert page.locator(f"#{claim}").is_visible()
    assert "Read as" in page.locator(f"#{claim}").inner_text()
    quiet(reader)


def test_official_figure_shows_its_source_and_leads_to_it(visit, html, quiet):
    reader = visit()
    page = reader.open((html / THEME).as_uri())
    link = page.locator("article a.figure").first
    link.scroll_into_view_if_needed()
    link.focus()
    card = page.get_by_role("tooltip")
    card.wait_for()
    assert "Source" in card.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/data.html#source-*")
    assert page.locator(f"#{page.url.partition('#')[2]}").is_visible()
    quiet(reader)


@pytest.mark.parametrize("line", ["", "?slow"])
def test_page_arrives_and_its_pictures_are_replaced_without_a_jump(line, visit, site):
    reader = visit(size="phone")
    page = reader.page
    page.add_init_script(
        "window.jumps = 0; new PerformanceObserver(list => list.getEntries().forEach(e => "
        "{ if (!e.hadRecentInput) window.jumps += e.value; })).observe({type: 'layout-shift', buffered: true});"
    )
    reader.open(f"{site}/{THEME}{line}")
    for _ in range(8):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(60)
    page.wait_for_timeout(300)
    assert page.evaluate("window.jumps") < 0.1  # what the web's own measure calls good


def test_page_does_not_stick_out_before_a_turned_screen_is_drawn_anew(visit, site):
    reader = visit()
    page = reader.page
    page.add_init_script(  # a machine so slow that the redrawing never comes
        "window.ResizeObserver = class extends ResizeObserver { constructor() { super(() => {}); } };"
    )
    reader.open(f"{site}/{THEME}")
    for figure in page.locator("figure.ore-chart").all():
        figure.scroll_into_view_if_needed()
    page.wait_for_function(
        "[...document.querySelectorAll('.chart')].every(c => c.classList.contains('drawn'))"
    )
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_ledger_is_filtered_sorted_and_found_again_by_its_address(visit, html, quiet):
    reader = visit()
    page = reader.open((html / "book/ledger.html").as_uri())
    rows = page.locator("#ore-ledger tbody tr:visible")
    everything = rows.count()
    filters = page.locator(".ore-filters")
    filters.get_by_label("Verdict").select_option("supported")
    some = rows.count()
    assert 0 < some < everything
    assert all("supported" in text for text in rows.locator("td:nth-child(2)").all_inner_texts())
    filters.get_by_label("Search").fill("KAZ")
    page.get_by_role("button", name="Year").click()
    found = rows.all_inner_texts()
    assert 0 < len(found) <= some
    shared = page.url
    assert "verdict=supported" in shared
    again = visit()
    other = again.open(shared)
    assert other.locator("#ore-ledger tbody tr:visible").all_inner_texts() == found
    assert f"{len(found)} of {everything} claims" in other.locator(".ore-count").inner_text()
    other.get_by_role("button", name="Clear").click()
    other.wait_for_function(
        f"document.querySelectorAll('#ore-ledger tbody tr:not([hidden])').length === {everything}"
    )
    quiet(reader)
    quiet(again)


def test_dark_and_code_are_switched_and_remembered(visit, html, quiet):
    reader = visit()
    page = reader.open((html / THEME).as_uri())
    code = page.locator("details.hide").first
    assert code.is_visible()
    assert not code.locator("pre").is_visible()  # folded, never removed
    code.locator("summary").click()
    assert code.locator("pre").is_visible()
    switch = page.get_by_role("button", name="Code")
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    assert not code.is_visible()
    theme = page.get_by_role("button", name="Color mode").first
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    for _ in range(3):
        if page.evaluate("document.documentElement.dataset.theme") != "dark":
            theme.click()
    assert page.evaluate(ground) != light
    page.goto((html / "notebooks/eu_strategy.html").as_uri())
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert not page.locator("details.hide").first.is_visible()
    page.get_by_role("button", name="Code").click()
    assert page.locator("details.hide").first.is_visible()
    quiet(reader)


# What is asked for, the group of results that comes first, and words of it.
QUERIES = (
    ("gallium", "ore-finds", "gallium"),
    ("Karabayev", "ore-finds", "Marat Karabayev"),
    ("visa", "ore-pages", ""),
    ("China share of EU supply", "ore-pages", "EU strategy"),
    ("who owns", "ore-pages", ""),
    ("constructor __proto__ production", "ore-pages", ""),
)


@pytest.mark.parametrize("where", ["http", "file"])
def test_search_finds_pages_claims_and_people(visit, html, site, quiet, where):
    base = site if where == "http" else html.as_uri()
    reader = visit()
    page = reader.open(f"{base}/book/quotation.html")
    page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog input")
    field.wait_for()
    field.fill(QUERIES[0][0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    for query, group, found in QUERIES:
        page.goto(f"{base}/search.html?{urlencode({'q': query})}")
        first = page.locator(f"#{group} li a").first
        first.wait_for()
        assert found in page.locator(f"#{group}").inner_text(), query
        order = page.locator("#search-results section").evaluate_all("found => found.map(each => each.id)")
        assert order == [name for name in ("ore-pages", "ore-finds", "ore-data") if name in order], query
        for link in page.locator("#search-results li a").evaluate_all("all => all.map(each => each.href)"):
            target, _, anchor = link.removeprefix(base).partition("#")
            assert f'id="{anchor}"' in (html / target[1:]).read_text(encoding="utf-8"), (query, link)
    first.click()
    page.wait_for_url("**/*.html#*")
    assert page.locator(f"[id='{page.url.partition('#')[2]}']").is_visible()
    assert page.locator(".highlighted").count() == 0  # no marks are left on the next page
    quiet(reader)


def test_ledger_turns_its_pages(visit, html, site):
    """A ledger of 250 rows is shown two hundred at a time, and its address remembers the page."""
    source = (html / "book" / "ledger.html").read_text(encoding="utf-8")
    head, body, rest = re.split(r"(?<=<tbody>)|(?=</tbody>)", source, maxsplit=2)
    many = head + "".join((re.findall(r"<tr>.*?</tr>", body, re.DOTALL) * 250)[:250]) + rest
    reader = visit()
    reader.page.route(
        "**/book/ledger.html*", lambda route: route.fulfill(body=many, content_type="text/html")
    )
    page = reader.open(f"{site}/book/ledger.html")
    shown = page.locator("#ore-ledger tbody tr:visible")
    assert shown.count() == 200
    page.get_by_role("button", name="Next").click()
    assert shown.count() == 50
    assert page.url.endswith("#page=2")
    page.reload()
    assert shown.count() == 50


def test_controls_of_the_ledger_fold_on_a_phone(visit, site):
    page = visit(size="phone").open(f"{site}/book/ledger.html")
    assert not page.get_by_label("Verdict").is_visible()
    page.get_by_text("Search, filter").click()
    assert page.get_by_label("Verdict").is_visible()


def test_each_label_of_the_sidebar_is_one_line(visit, site):
    page = visit().open(f"{site}/search.html")
    heights = page.locator(".bd-sidebar-primary .bd-links li > a").evaluate_all(
        "links => links.map(link => link.getBoundingClientRect().height)"
    )
    assert len(heights) > 15
    assert max(heights) < 1.5 * min(heights)


def test_downloads_say_what_figure_and_table_say(visit, html, quiet):
    reader = visit()
    page = reader.open((html / THEME).as_uri())
    figure = page.locator("figure.ore-chart").first

    def downloaded(name):
        with page.expect_download() as download:
            figure.get_by_role("button", name=name).click()
        return download.value.path().read_bytes()

    rows = list(csv.reader(io.StringIO(downloaded("Download CSV of this figure").decode("utf-8-sig"))))
    figure.locator(".chart-data summary").click()
    table = figure.locator(".chart-data table")
    table.wait_for()
    shown = table.evaluate("t => [...t.rows].map(row => [...row.cells].map(cell => cell.textContent))")
    assert [[cell.lstrip("'") for cell in row] for row in rows] == shown
    assert len(rows) > 1

    png, svg = downloaded("Download PNG"), downloaded("Download SVG")
    assert png.startswith(b"\x89PNG") and len(png) > 4000
    words = figure.locator(".caption-text").inner_text().split()
    assert all(word in svg.decode() for word in words[:3])
    assert b"currentColor" not in svg and len(svg) > 4000
    quiet(reader)


def test_without_scripts_the_page_is_complete(visit, site):
    reader = visit(java_script_enabled=False)
    page = reader.open(f"{site}/{THEME}")
    assert page.locator("article p.finding").is_visible()
    assert page.locator("figure.ore-chart svg.picture").first.is_visible()
    assert reader.open(f"{site}/book/ledger.html").locator("#ore-ledger tbody tr").count() > 20


def test_page_prints_without_its_controls(visit, site):
    reader = visit()
    page = reader.open(f"{site}/{THEME}")
    pdf = page.pdf()
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 20_000
    page.emulate_media(media="print")
    for control in (
        ".bd-header-article",
        ".bd-sidebar-primary",
        ".bd-sidebar-secondary",
        ".chart-files",
        ".prev-next-footer",
    ):
        assert not page.locator(control).first.is_visible(), control
    assert page.locator("article h1").is_visible()


def test_everything_is_reached_by_keyboard_with_visible_focus(visit, site):
    reader = visit()
    page = reader.open(f"{site}/{THEME}")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        kind, outline, width = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e); "
            "return [e.className || e.tagName, s.outlineStyle, s.outlineWidth]; })()"
        )
        assert outline != "none", kind
        assert float(width.removesuffix("px")) >= 1, kind
        seen.add(str(kind).split(" ")[0])
    assert {"claim", "figure"} & seen


def test_pages_are_below_the_limit_of_weight(html):
    heavy = {str(path.relative_to(html)): path.stat().st_size for path in html.rglob("*.html")}
    assert {name: size for name, size in heavy.items() if size > 400_000} == {}
