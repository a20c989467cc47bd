"""Every page in four states: nothing asked of others, nothing said, nothing sticking out, no barrier.

Each page is opened once a colour scheme; its picture in each state is kept in ``_build/screenshots``.
"""

from __future__ import annotations

import re

import pytest

# Where axe looks: each size and each scheme once, since colours do not depend on the size.
_CHECKED = {"light": "desktop", "dark": "phone"}
_RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"label-content-name-mismatch": {"enabled": True}},
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_on_desktop_and_phone(visit, html, root, pages, axe, scheme):
    reader = visit(scheme=scheme)
    sizes = {"desktop": reader.page.viewport_size, "phone": {"width": 390, "height": 844}}
    faults = []
    for name in pages:
        reader.said.clear()
        query = "?q=gallium" if name == "search.html" else ""
        reader.page.set_viewport_size(sizes["desktop"])
        page = reader.open((html / name).as_uri() + query)
        for figure in page.locator("figure.ore-chart").all():
            figure.scroll_into_view_if_needed()
        page.wait_for_function(
            "[...document.querySelectorAll('.chart')].every(c => c.classList.contains('drawn'))"
        )
        for size, room in sizes.items():
            page.set_viewport_size(room)
            page.evaluate("scrollTo(0, 0)")
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            found = [f"sticks out by {wide} px"] if wide > 0 else []
            if size == "phone":
                found += _small_targets(page)
            _keep_picture(page, root / "_build" / "screenshots" / f"{size}-{scheme}", name)
            faults += [f"{name} ({size}, {scheme}): {fault}" for fault in found]
        page.set_viewport_size(sizes[_CHECKED[scheme]])
        page.evaluate(_SHORTEN)
        page.wait_for_timeout(500)  # the theme makes what scrolls focusable 0.3 s after a change of size
        for violation in axe.run(page, options=_RULES).response["violations"]:
            where = [node["target"][0] for node in violation["nodes"][:3]]
            faults.append(f"{name} ({scheme}): {violation['id']} ({len(violation['nodes'])}): {where}")
        faults += [f"{name}: {line}" for line in reader.said]
    assert reader.strangers == []
    assert not faults, "\n".join(faults)


def _keep_picture(page, folder, name) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"]
    height = min(page.evaluate("document.documentElement.scrollHeight"), _TALLEST)
    path = folder / (re.sub(r"[^\w-]", "_", name.removesuffix(".html")) + ".png")
    page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})


def _small_targets(page) -> list[str]:
    """Return controls that a thumb would miss: less than 24 px (WCAG 2.2), links in text aside."""
    return page.evaluate(
        """() => [...document.querySelectorAll('button, select, input, summary, nav a')]
            .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 0)
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([e, box]) => box.height < 24 || box.width < 24)
            .map(([e, box]) => `small target: ${e.tagName} ${e.textContent.trim().slice(0, 20)} ${box.width}x${box.height}`)"""
    )
