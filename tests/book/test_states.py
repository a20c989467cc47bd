"""Every page in its states: nothing asked of others, nothing said, nothing sticking out, no barrier.

A page is opened once and then turned: light on a desktop, dark on a phone. The weekly run opens it once a colour
scheme, looks at both sizes in full and keeps a picture of each state in ``_build/screenshots``.
"""

from __future__ import annotations

import re
import time

import pytest

_SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
# Go to each chart that is not drawn; return those that ten seconds later are not, or are wider than their box.
_CHARTS = """async () => {
    let faults = [];
    for (let turn = 0; turn < 200; turn++) {
        faults = [...document.querySelectorAll('.chart')].map(box => {
            const name = box.closest('figure').id, svg = box.querySelector('.chart-live svg');
            if (!box.classList.contains('drawn')) return `${name} is not drawn`;
            const wide = box.matches('.fixed') ? 0 : svg.getBoundingClientRect().width - box.clientWidth;
            return wide > 1 ? `${name} leaves its box by ${wide} px` : '';
        }).filter(fault => fault);
        if (!faults.length) break;
        document.querySelector('.chart:not(.drawn)')?.scrollIntoView();
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    scrollTo(0, 0);
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
# Letters and ground are compared once for each part that stands in a part, whatever page shows it first.
_BUT_CONTRAST = {**_EVERY, "rules": {**_EVERY["rules"], "color-contrast": {"enabled": False}}}
_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# What a page that has no barrier may still break when it turns dark and narrow.
_TURNED = {
    "runOnly": {
        "type": "rule",
        "values": [
            "link-in-text-block", "target-size", "scrollable-region-focusable", "button-name", "link-name",
            "aria-hidden-focus", "landmark-unique",
        ],
    }
}  # fmt: skip
_MARK_NEW = """seen => {
    const known = new Set(seen), made = e => e.tagName + '.' + e.getAttribute('class');
    document.querySelectorAll('[data-new]').forEach(e => e.removeAttribute('data-new'));
    for (const e of document.body.querySelectorAll(':not(svg *)')) {
        const pair = made(e.parentElement) + ' ' + made(e);
        if (known.has(pair) || !e.checkVisibility()) continue;
        known.add(pair);
        e.setAttribute('data-new', '');
    }
    return [...known];
}"""
_AXE = """async ([where, options]) => {
    const some = document.querySelector(where);
    // axe would fetch the style sheets, which a page from a file may not
    const found = some ? await axe.run(where, {...options, preload: false, resultTypes: ['violations']}) : {violations: []};
    return found.violations.map(({id, nodes}) => `${id} (${nodes.length}): ${nodes.slice(0, 3).map(n => n.target[0])}`);
}"""
_FOCUSABLE = 400  # ms: the theme makes what scrolls focusable 0.3 s after a change of size
_TALLEST = 6_000  # pixels of a picture


@pytest.fixture(scope="module")
def axe() -> str:
    """Return the accessibility checker's script."""
    carrier = pytest.importorskip("axe_playwright_python.base", reason="axe is not installed")
    return carrier.AXE_FILE_PATH.read_text(encoding="utf-8")


def _new_contrast(page, seen) -> list[str]:
    """Return faults of contrast in the parts that no page has shown before; what is seen grows."""
    known = page.evaluate(_MARK_NEW, [*seen])
    seen.update(known)
    return page.evaluate(_AXE, ["[data-new]", _CONTRAST])


def _layout(page, size) -> list[str]:
    """Turn a page to a size and return what is not drawn, sticks out, or on a phone is too small to be hit."""
    page.set_viewport_size(_SIZES[size])
    found = page.evaluate(_CHARTS)
    if (wide := page.evaluate(_WIDER)) > 0:
        found.append(f"sticks out by {wide} px")
    return found + (page.evaluate(_SMALL) if size == "phone" else [])


def _settle(page, since):
    """Wait until what scrolls is focusable, of which a part is over."""
    page.wait_for_timeout(max(0, _FOCUSABLE - 1000 * (time.monotonic() - since)))


def _open(reader, html, name):
    return reader.open((html / name).as_uri() + ("?q=gallium" if name == "search.html" else ""))


def test_every_page_light_on_a_desktop_and_dark_on_a_phone(visit, html, pages, axe):
    reader = visit(reduced_motion="reduce")  # a colour is compared at rest, not half-way to another
    faults, light, dark = [], set(), set()
    for name in pages:
        reader.said.clear()
        reader.page.emulate_media(color_scheme="light")
        reader.page.set_viewport_size(_SIZES["desktop"])
        page, since = _open(reader, html, name), time.monotonic()
        found = _layout(page, "desktop")
        page.evaluate(axe)
        found += _new_contrast(page, light)
        page.evaluate(_SHORTEN)
        _settle(page, since)
        found += page.evaluate(_AXE, ["html", _BUT_CONTRAST])
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
        since = time.monotonic()
        found += _layout(page, "phone") + _new_contrast(page, dark)
        _settle(page, since)
        found += page.evaluate(_AXE, ["html", _TURNED])
        faults += [f"{name}: {fault}" for fault in found + reader.said]
    assert reader.strangers == []
    assert not faults, "\n".join(faults)


@pytest.mark.long
@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_in_full_and_its_picture(visit, html, root, pages, axe, scheme, size):
    reader = visit(color_scheme=scheme, reduced_motion="reduce")
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
        page.evaluate(axe)
        page.wait_for_timeout(_FOCUSABLE)
        faults += [f"{name}: {fault}" for fault in page.evaluate(_AXE, ["html", _EVERY])]
    assert not faults, "\n".join(faults)
