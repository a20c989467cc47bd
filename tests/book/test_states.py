"""Every page in its states: nothing asked of others, nothing said, nothing sticking out, no barrier.

A page is opened once and then turned: light on a desktop, dark on a phone. The weekly run opens it once a colour
scheme, looks at both sizes in full and keeps a picture of each state in ``_build/screenshots``.
"""

from __future__ import annotations

import re

import pytest

_SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
# Charts that are not drawn, or stay wider than their box, ten seconds after the page or its size is new.
_CHARTS = """async () => {
    let faults = [];
    for (let turn = 0; turn < 100; turn++) {
        faults = [...document.querySelectorAll('.chart')].map(box => {
            const name = box.closest('figure').id, svg = box.querySelector('.chart-live svg');
            if (!box.classList.contains('drawn')) return `${name} is not drawn`;
            const wide = box.matches('.fixed') ? 0 : svg.getBoundingClientRect().width - box.clientWidth;
            return wide > 1 ? `${name} leaves its box by ${wide} px` : '';
        }).filter(fault => fault);
        if (!faults.length) break;
        await new Promise(resolve => setTimeout(resolve, 100));
    }
    return faults;
}"""
_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Controls that a thumb would miss: less than 24 px (WCAG 2.2), links in text aside.
_SMALL = """[...document.querySelectorAll('button, select, input, summary, nav a')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 0)
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([e, box]) => box.height < 24 || box.width < 24)
    .map(([e, box]) => `small target: ${e.tagName} ${e.textContent.trim().slice(0, 20)} ${box.width}x${box.height}`)"""
# Of rows, entries and claims of one parent that are made of the same parts the first stands for all.
_SHORTEN = """() => {
    const seen = new Map();
    for (const one of document.querySelectorAll('tbody tr, article li, article dl, .ore-claim, .ore-source, option')) {
        const parts = new Set([one, ...one.querySelectorAll('*')].map(e => e.tagName + e.getAttribute('class')));
        const made = [...parts].sort().join(), alike = seen.get(one.parentNode) || new Set();
        if (alike.has(made)) one.remove();
        seen.set(one.parentNode, alike.add(made));
    }
}"""
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_EVERY = {
    "runOnly": {"type": "tag", "values": _TAGS},
    "rules": {"label-content-name-mismatch": {"enabled": True}},
}
# What a page that has no barrier may still break when it turns dark and narrow.
_TURNED = {
    "runOnly": {
        "type": "rule",
        "values": [
            "color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable",
            "button-name", "link-name", "aria-hidden-focus", "landmark-unique",
        ],
    }
}  # fmt: skip
_TALLEST = 6_000  # pixels of a picture


@pytest.fixture(scope="module")
def axe():
    """Return the accessibility checker."""
    checker = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    return checker.Axe()


def _barriers(axe, page, rules) -> list[str]:
    page.wait_for_timeout(400)  # the theme makes what scrolls focusable 0.3 s after a change of size
    options = {
        **rules,
        "preload": False,
    }  # axe would fetch the style sheets, which a page from a file may not
    found = axe.run(page, options=options).response["violations"]
    return [
        f"{one['id']} ({len(one['nodes'])}): {[node['target'][0] for node in one['nodes'][:3]]}"
        for one in found
    ]


def _layout(page, size) -> list[str]:
    """Turn a page to a size and return what sticks out, and on a phone what is too small to be hit."""
    page.set_viewport_size(_SIZES[size])
    page.evaluate("scrollTo(0, 0)")
    wide = page.evaluate(_WIDER)
    found = [f"sticks out by {wide} px"] if wide > 0 else []
    return found + page.evaluate(_CHARTS) + (page.evaluate(_SMALL) if size == "phone" else [])


def _open(reader, html, name):
    page = reader.open((html / name).as_uri() + ("?q=gallium" if name == "search.html" else ""))
    for figure in page.locator("figure.ore-chart").all():
        figure.scroll_into_view_if_needed()
    return page


def test_every_page_light_on_a_desktop_and_dark_on_a_phone(visit, html, pages, axe):
    reader = visit()
    faults = []
    for name in pages:
        reader.said.clear()
        reader.page.emulate_media(color_scheme="light")
        reader.page.set_viewport_size(_SIZES["desktop"])
        page = _open(reader, html, name)
        found = _layout(page, "desktop")
        page.evaluate(_SHORTEN)
        found += _barriers(axe, page, _EVERY)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
        found += _layout(page, "phone") + _barriers(axe, page, _TURNED)
        faults += [f"{name}: {fault}" for fault in found + reader.said]
    assert reader.strangers == []
    assert not faults, "\n".join(faults)


@pytest.mark.long
@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_in_full_and_its_picture(visit, html, root, pages, axe, scheme, size):
    reader = visit(color_scheme=scheme)
    faults = []
    folder = root / "_build" / "screenshots" / f"{size}-{scheme}"
    folder.mkdir(parents=True, exist_ok=True)
    for name in pages:
        page = _open(reader, html, name)
        faults += [f"{name}: {fault}" for fault in _layout(page, size)]
        height = min(page.evaluate("document.documentElement.scrollHeight"), _TALLEST)
        path = folder / (re.sub(r"[^\w-]", "_", name.removesuffix(".html")) + ".png")
        clip = {"x": 0, "y": 0, "width": _SIZES[size]["width"], "height": height}
        page.screenshot(path=path, full_page=True, clip=clip)
        faults += [f"{name}: {fault}" for fault in _barriers(axe, page, _EVERY)]
    assert not faults, "\n".join(faults)
