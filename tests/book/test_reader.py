"""What a reader does, in a browser without a network, over HTTP and from files."""

from __future__ import annotations

import csv
import io
import re

import pytest

THEME = "notebooks/kazakh_production.html"


@pytest.fixture
def quiet():
    """Return a check that a visit asked no other host for anything and left nothing in the console."""

    def check(visit):
        assert visit.strangers == []
        assert visit.said == []

    return check


def test_evidence_shows_on_hover_and_on_focus_and_leads_to_its_permalink(visit, address, quiet):
    reader = visit()
    page = reader.open(address(THEME))
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


def test_official_figure_shows_its_source_and_leads_to_it(visit, address, quiet):
    reader = visit()
    page = reader.open(address(THEME))
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


def test_slider_moves_the_chart_and_dark_leaves_it_as_it_is(visit, html, address, quiet):
    controlled = [path.stem for path in html.glob("_static/charts/*.js") if '"bind"' in path.read_text()]
    if not controlled:
        pytest.skip("no chart of the book has a control")
    theme, _, name = min(controlled).partition("-")
    reader = visit()
    page = reader.open(address(f"notebooks/{theme}.html"))
    figure = page.locator(f"#fig-{name}")
    figure.scroll_into_view_if_needed()
    figure.locator(".chart.drawn").wait_for()
    drawn = "([figure]) => figure.querySelector('.chart-live svg').innerHTML"
    before = page.evaluate(drawn, [figure.element_handle()])
    control = figure.locator(".vega-bind input, .vega-bind select").first
    if control.evaluate("e => e.tagName") == "SELECT":
        control.select_option(index=int(control.evaluate("e => e.selectedIndex === 0")))
    else:
        control.focus()
        page.keyboard.press("End" if control.evaluate("e => e.value === e.min") else "Home")
    page.wait_for_function(
        f"([figure, before]) => ({drawn})([figure]) !== before", arg=[figure.element_handle(), before]
    )
    # Dark follows by itself: nothing is drawn again, the control stays where it was.
    moved = page.evaluate(drawn, [figure.element_handle()])
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(drawn, [figure.element_handle()]) == moved
    quiet(reader)


def test_picture_is_replaced_without_a_jump(visit, site):
    reader = visit(size="phone")
    page = reader.page
    page.add_init_script(
        "window.jumps = 0; new PerformanceObserver(list => list.getEntries().forEach(e => "
        "{ if (!e.hadRecentInput) window.jumps += e.value; })).observe({type: 'layout-shift', buffered: true});"
    )
    reader.open(f"{site}/{THEME}")
    for _ in range(8):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(60)
    page.wait_for_timeout(300)
    assert page.evaluate("window.jumps") < 0.1  # what the web's own measure calls good


def test_charts_keep_within_their_boxes_when_the_page_changes_its_width(visit, site, html):
    reader = visit()
    wider = """() => [...document.querySelectorAll('.chart:not(.fixed)')]
        .map(box => [box.clientWidth, box.querySelector('.chart-live svg').getBoundingClientRect().width, box])
        .filter(([room, width]) => width > room + 1).map(([room, width]) => `${width} in ${room}`)"""
    for path in sorted((html / "notebooks").glob("*.html")):
        page = reader.open(f"{site}/notebooks/{path.name}")
        for width in (1280, 390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for figure in page.locator("figure.ore-chart").all():
                figure.scroll_into_view_if_needed()
            page.wait_for_function(
                "[...document.querySelectorAll('.chart')].every(c => c.classList.contains('drawn'))"
            )
            page.wait_for_function(f"({wider})().length === 0", timeout=5000)


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


def test_ledger_is_filtered_sorted_and_found_again_by_its_address(visit, address, quiet):
    reader = visit()
    page = reader.open(address("book/ledger.html"))
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


def test_dark_and_code_are_switched_and_remembered(visit, address, quiet):
    reader = visit()
    page = reader.open(address(THEME))
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
    page.goto(address("notebooks/eu_strategy.html"))
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert not page.locator("details.hide").first.is_visible()
    page.get_by_role("button", name="Code").click()
    assert page.locator("details.hide").first.is_visible()
    quiet(reader)


@pytest.mark.parametrize(
    ("query", "group", "found"),
    [
        ("gallium", "#ore-finds", "gallium"),
        ("Karabayev", "#ore-finds", "Marat Karabayev"),
        ("visa", "#ore-pages", ""),
        ("China share of EU supply", "#ore-pages", "EU strategy"),
        ("who owns", "#ore-pages", ""),
        ("constructor __proto__ production", "#ore-pages", ""),
    ],
)
def test_search_finds_pages_claims_and_people(visit, address, quiet, query, group, found):
    reader = visit()
    page = reader.open(address(THEME))
    page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog input")
    field.wait_for()
    field.fill(query)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    first = page.locator(f"{group} li a").first
    first.wait_for()
    assert found in first.inner_text() or found in page.locator(group).inner_text()
    order = page.locator("#search-results section").evaluate_all("found => found.map(each => each.id)")
    assert order == [name for name in ("ore-pages", "ore-finds", "ore-data") if name in order]
    first.click()
    page.wait_for_url("**/*.html#*")
    assert page.locator(f"[id='{page.url.partition('#')[2]}']").is_visible()
    assert page.locator(".highlighted").count() == 0  # no marks are left on the next page
    quiet(reader)


def test_ledger_turns_its_pages(visit, html, site):
    """A ledger of five hundred rows is shown two hundred at a time, and its address remembers the page."""
    source = (html / "book" / "ledger.html").read_text(encoding="utf-8")
    head, body, rest = re.split(r"(?<=<tbody>)|(?=</tbody>)", source, maxsplit=2)
    many = head + "".join((re.findall(r"<tr>.*?</tr>", body, re.DOTALL) * 500)[:500]) + rest
    reader = visit()
    reader.page.route(
        "**/book/ledger.html*", lambda route: route.fulfill(body=many, content_type="text/html")
    )
    page = reader.open(f"{site}/book/ledger.html")
    shown = page.locator("#ore-ledger tbody tr:visible")
    assert shown.count() == 200
    for _ in range(2):
        page.get_by_role("button", name="Next").click()
    assert shown.count() == 100
    assert page.url.endswith("#page=3")
    page.reload()
    assert shown.count() == 100


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


def test_downloaded_csv_says_what_the_table_says(visit, address, quiet):
    reader = visit()
    page = reader.open(address(THEME))
    figure = page.locator("figure.ore-chart").first
    with page.expect_download() as download:
        figure.get_by_role("button", name="Download CSV of this figure").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(io.StringIO(file.read())))
    figure.locator(".chart-data summary").click()
    table = figure.locator(".chart-data table")
    table.wait_for()
    shown = table.evaluate("t => [...t.rows].map(row => [...row.cells].map(cell => cell.textContent))")
    assert [[cell.lstrip("'") for cell in row] for row in rows] == shown
    assert len(rows) > 1
    quiet(reader)


@pytest.mark.parametrize("kind", ["SVG", "PNG"])
def test_downloaded_picture_has_the_finding(visit, site, quiet, kind):
    reader = visit()
    page = reader.open(f"{site}/{THEME}")
    figure = page.locator("figure.ore-chart").first
    with page.expect_download() as download:
        figure.get_by_role("button", name=f"Download {kind}").click()
    content = download.value.path().read_bytes()
    if kind == "PNG":
        assert content.startswith(b"\x89PNG")
    else:
        words = figure.locator(".caption-text").inner_text().split()
        assert all(f">{word}" in content.decode() or word in content.decode() for word in words[:3])
        assert b"currentColor" not in content
    assert len(content) > 4000
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
