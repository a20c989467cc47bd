"""Every page in four states: nothing asked of others, nothing said, nothing sticking out, no barrier.

Each page is opened once a state; its picture is kept in ``_build/screenshots``.
"""

from __future__ import annotations

import re

import pytest

STATES = [("desktop", "light"), ("desktop", "dark"), ("phone", "light"), ("phone", "dark")]
# Everything is checked once on each size; what only colours change is checked in the other states too.
_COLOUR_RULES = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "preload": False,
}
_ALL_RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "preload": False,  # axe would fetch the style sheets, which a page from a file may not
}
_TALLEST = 6_000  # pixels of a picture
# The fortieth row of a table is like the fourth, and axe takes a second for each hundred.
_SHORTEN = """() => {
    for (const body of document.querySelectorAll('tbody')) [...body.rows].slice(8).forEach(row => row.remove());
    [...document.querySelectorAll('.ore-claim, .ore-source')].slice(12).forEach(claim => claim.remove());
    document.querySelectorAll('select').forEach(select => [...select.options].slice(4).forEach(o => o.remove()));
}"""


@pytest.fixture(scope="module")
def axe():
    """Return the accessibility checker."""
    checker = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    return checker.Axe()


@pytest.mark.parametrize(("size", "scheme"), STATES, ids=["-".join(state) for state in STATES])
def test_every_page_in_every_state(visit, html, root, pages, axe, size, scheme):
    pictures = root / "_build" / "screenshots" / f"{size}-{scheme}"
    pictures.mkdir(parents=True, exist_ok=True)
    reader = visit(size=size, scheme=scheme)
    rules = _ALL_RULES if (size, scheme) in (("desktop", "light"), ("phone", "dark")) else _COLOUR_RULES
    faults = {}
    for name in pages:
        reader.said.clear()
        query = "?q=gallium" if name == "search.html" else ""
        page = reader.open((html / name).as_uri() + query)
        for figure in page.locator("figure.ore-chart").all():
            figure.scroll_into_view_if_needed()
        page.wait_for_function(
            "[...document.querySelectorAll('.chart')].every(c => c.classList.contains('drawn'))"
        )
        page.evaluate("scrollTo(0, 0)")
        found = list(reader.said)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"sticks out by {wide} px")
        if size == "phone" and scheme == "light":
            found += _small_targets(page)
        tall = min(page.evaluate("document.documentElement.scrollHeight"), _TALLEST)
        width = page.viewport_size["width"]
        picture = pictures / (re.sub(r"[^\w-]", "_", name.removesuffix(".html")) + ".png")
        page.screenshot(path=picture, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})
        page.evaluate(_SHORTEN)
        for violation in axe.run(page, options=rules).response["violations"]:
            where = [node["target"][0] for node in violation["nodes"][:3]]
            found.append(f"{violation['id']} ({len(violation['nodes'])}): {where}")
        if found:
            faults[name] = found
    assert reader.strangers == []
    assert not faults, "\n".join(f"{name}: {fault}" for name, found in faults.items() for fault in found)


def _small_targets(page) -> list[str]:
    """Return controls that a thumb would miss: less than 24 px (WCAG 2.2), links in text aside."""
    return page.evaluate(
        """() => [...document.querySelectorAll('button, select, input, summary, nav a')]
            .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 0)
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([e, box]) => box.height < 24 || box.width < 24)
            .map(([e, box]) => `small target: ${e.tagName} ${e.textContent.trim().slice(0, 20)} ${box.width}x${box.height}`)"""
    )
