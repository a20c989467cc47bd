"""What the book needs of Sphinx beyond Jupyter Book: light pages, offline charts, mended accessibility.

Nothing is loaded from elsewhere, pages load only what they use, and the theme's faults that hinder
a screen reader or a keyboard are mended as the pages are written.
"""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape, unescape
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docutils import nodes

from orebook.book.figures import END_OF_CHART, skip, unsearched, write_html
from orebook.book.rows import in_script

# Where the book keeps its own files, seen from its configuration.
_STATIC, _TEMPLATES = "book/_static", "book/_templates"
# Written by orebook.evidence; what the cards on a page show comes from here.
EVIDENCE_FILE = "book/_evidence.json"
# All that the drawing script takes out of the bundle (its names for Vega itself are empty).
_BUNDLE = "window.oreVega = {embed: vegaEmbed};"
# Jupyter Book's extras that no page of ours uses.
_UNUSED = re.compile(
    r"thebe|design-tabs|toggle(?:button|Hint|OpenOn)|copybutton|clipboard|mystnb", re.IGNORECASE
)
# Files that the theme ships and no page loads: icons as a script, three icon fonts, source maps.
_LEFT_OUT = (
    "scripts/fontawesome.js*", "vendor", "**/*.map", "**/*.LICENSE.txt", "*webpack-macros.html", "locales",
    "images", "sphinx-thebe.*", "design-tabs.js", "togglebutton.*", "clipboard.min.js", "copybutton*",
    "mystnb.*.css", "check-solid.svg", "copy-button.svg", "play-solid.svg",
    "plus.png", "minus.png", "file.png", "screenshot.png",
)  # fmt: skip
# The theme's left column, in which the book's name stands outside of every landmark.
_SIDEBAR = (
    'id="pst-primary-sidebar" class',
    'id="pst-primary-sidebar" role="complementary" aria-label="Book" class',
)
# A link to an official figure, as orebook.prose.official writes it: source, facts, anchor, words.
_FIGURE = re.compile(
    r'<a class="figure" data-source="([^"]*)"((?: data-[a-z]+="[^"]*")*) href="[^"#]*#([^"]*)">(.*?)</a>',
    re.DOTALL,
)
# Of pages that have no paragraph of their own.
_DESCRIPTIONS = {
    "search": "Search the pages of the book, the claims it reads and the people who make them.",
    "404": "This page is not in the book.",
}
_CHATTER = re.compile(r"console\.(?:log|debug|info)\(")


def setup(app: Any) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_node(unsearched, html=(write_html, None), latex=(skip, None), text=(skip, None))
    app.connect("config-inited", _add_templates)
    app.connect("builder-inited", _add_assets)
    app.connect("doctree-resolved", _hide_code_from_search)
    # After the themes have had their say (they use up to 501).
    app.connect("html-page-context", _finish_page, priority=900)
    app.connect("build-finished", _finish_book, priority=900)
    return {"version": version("orebook"), "parallel_read_safe": True, "parallel_write_safe": True}


def _add_templates(app: Any, config: Any) -> None:
    config.templates_path = [*config.templates_path, _TEMPLATES]
    # Numbers in the prose pages: {{ articles }}, {{ claims }} …
    numbers = _evidence(str(Path(app.confdir) / EVIDENCE_FILE)).get("numbers", {})
    config.myst_substitutions = {**config.myst_substitutions, **numbers}
    config.html_favicon = f"{_STATIC}/favicon.svg"
    if "404" not in config.html_additional_pages:
        config.html_additional_pages = {**config.html_additional_pages, "404": "404.html"}


def _add_assets(app: Any) -> None:
    if app.builder.format != "html":
        return
    # Not before: Jupyter Book puts every script and style it finds here onto every page.
    app.config.html_static_path.append(_STATIC)
    app.add_css_file("orebook.css", priority=900)
    app.add_js_file("orebook.js", loading_method="defer")


def _hide_code_from_search(app: Any, doctree: Any, docname: str) -> None:
    """Make cells' code plain HTML: whoever searches a book for a word does not mean its programs.

    It is coloured by words, strings and comments; plain names and signs need no element each.
    """
    if app.builder.format != "html":
        return
    for block in list(doctree.findall(nodes.literal_block)):
        if "cell_input" in block.parent.get("classes", ()):
            coloured = app.builder.highlighter.highlight_block(block.astext(), block.get("language", "none"))
            lean = re.sub(r'<span class="(?:n|p|o|w|nn|nb|mi)">([^<]*)</span>', r"\1", coloured)
            block.replace_self(unsearched(html=f'<div class="highlight-ipython3 notranslate">{lean}</div>'))


def _finish_page(app: Any, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    body = context.get("body") or ""
    for kind in ("script_files", "css_files"):
        context[kind] = [asset for asset in context[kind] if not _is_unused(asset, body)]
    context["ore_scripts"] = _scripts(pagename, body)
    context["description"] = _DESCRIPTIONS.get(pagename) or _first_words(body)
    if pagename == "search":
        context["title"] = "Search"
    base = app.config.html_baseurl  # previewers follow no relative address
    context["preview_image"] = f"{base.rstrip('/')}/_static/preview.png" if base else ""
    # Sphinx has said it already.
    context["metatags"] = re.sub(r'<meta name="viewport"[^>]*>', "", context.get("metatags") or "")
    numbers = _evidence(str(Path(app.srcdir) / EVIDENCE_FILE)).get("numbers", {})
    if "version" in numbers and "book/colophon" in app.env.found_docs:
        where = context["pathto"]("book/colophon")
        context["theme_extra_footer"] = (
            f"<p>Version {numbers['version']} · figures as read in {numbers['read']} · "
            f'<a href="{where}">how to cite</a></p>'
        )
    if body and pagename in app.env.found_docs:
        _abstracts(app)[pagename] = context["description"]
        body = _put_charts_aside(app, pagename, mend(body))
        context["body"] = body + cards(body, _evidence(str(Path(app.srcdir) / EVIDENCE_FILE)))


def _put_charts_aside(app: Any, pagename: str, body: str) -> str:
    """Move each chart's specification into a file that is loaded when the reader comes near it.

    A script, since a page from a file may load nothing else.
    """
    folder = Path(app.outdir) / "_static" / "charts"
    root = "../" * pagename.count("/")

    def put(match: re.Match[str]) -> str:
        name = f"{pagename.replace('/', '-')}-{json.loads(match[1])['usermeta']['orebook']['name']}"
        folder.mkdir(parents=True, exist_ok=True)
        script = f"oreCharts[{json.dumps(name)}] = {match[1]};\n"
        (folder / f"{name}.js").write_text(script, encoding="utf-8")
        return (
            f'<span class="chart-spec" data-name="{name}" data-src="{root}_static/charts/{name}.js"></span>'
        )

    return re.sub(
        r'<script type="application/json" class="chart-spec">(.*?)</script>', put, body, flags=re.DOTALL
    )


def _abstracts(app: Any) -> dict[str, str]:
    """Return what the search page says of each page, filled as the pages are written."""
    if not hasattr(app.env, "ore_abstracts"):
        app.env.ore_abstracts = {}
    return app.env.ore_abstracts


def _is_unused(asset: Any, body: str) -> bool:
    """Whether a page does without a script or style; scripts may stand in the page itself."""
    text = f"{getattr(asset, 'filename', asset)} {getattr(asset, 'attributes', {}).get('body', '')}"
    if "sphinx-design" in text:
        return 'class="sd-' not in body
    return bool(_UNUSED.search(text))


def _scripts(pagename: str, body: str) -> list[str]:
    """Return the scripts a page needs beyond those of every page, in their order."""
    scripts = []
    if 'class="chart-spec"' in body:
        scripts += ["vega.js", "charts.js"]
    if 'id="ore-ledger"' in body:
        scripts.append("ledger.js")
    if pagename == "search":
        scripts += ["pages.js", "finds.js", "search.js"]
    return scripts


def _first_words(body: str) -> str:
    """Return the page's first paragraph, for previews and search engines."""
    for paragraph in re.findall(r"<p\b[^>]*>(.*?)</p>", body, re.DOTALL):
        words = " ".join(unescape(re.sub(r"<[^>]*>", "", paragraph)).split())
        if len(words) > 40:  # not a label
            return words if len(words) <= 200 else words[:197].rsplit(" ", 1)[0] + " …"
    return ""


def mend(body: str) -> str:
    """Return a page's body with what the tools leave inaccessible put right."""
    # Tables of the tools: a box that scrolls by itself, empty heads as cells, heads with a scope.
    body = re.sub(r"<th([^>]*)>(?:\s|<p>\s*</p>)*</th>", r"<td\1></td>", body)
    body = re.sub(r"<thead>(?:(?!scope=).)*?</thead>", _with_scope, body, flags=re.DOTALL)
    # A caption stays in sight when its table is wider than the screen.
    body = re.sub(r"<caption>(.*?)</caption>", r'<caption><span class="words">\1</span></caption>', body)
    # Roles that docutils gives a bibliography and that are no longer any.
    body = re.sub(r' role="(?:doc-biblioentry|list)"(?= class="citation|>)|(?<=<div) role="list"', "", body)
    # Code and outputs that scroll must be reachable by keyboard.
    body = body.replace("<pre>", '<pre tabindex="0">')
    body = re.sub(r'<details class="admonition hide[^"]*">\s*<summary.*?</summary>',
                  '<details class="code"><summary>Code</summary>', body, flags=re.DOTALL)  # fmt: skip
    body = body.replace(f"{END_OF_CHART}</figcaption>", "")
    # Headings of figures and links need words for the screen reader, not a pilcrow.
    return re.sub(
        r'(<a class="headerlink" href="[^"]*") title="([^"]*)">#</a>', r'\1 aria-label="\2">#</a>', body
    )


def _with_scope(head: re.Match[str]) -> str:
    return re.sub(r"<th(?=[ >])", '<th scope="col"', head[0])


@lru_cache(maxsize=1)
def _evidence(path: str) -> dict[str, dict[str, Any]]:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"claims": {}, "sources": {}}


def cards(body: str, evidence: dict[str, dict[str, Any]]) -> str:
    """Return what the cards of a page show, of the claims and sources it links to and no others."""
    claims = sorted(set(re.findall(r'data-claim="([^"]+)"', body)))
    sources = sorted(set(re.findall(r'data-source="([^"]+)"', body)))
    used = {
        "claims": {key: evidence["claims"][key] for key in claims if key in evidence["claims"]},
        "sources": {key: evidence["sources"][key] for key in sources if key in evidence["sources"]},
    }
    if not (used["claims"] or used["sources"]):
        return ""
    return str(in_script("application/json", used, id="ore-cards"))


def _finish_book(app: Any, exception: Exception | None) -> None:
    """Write the drawing script, drop what no page loads, and hush the theme."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for pattern in _LEFT_OUT:
        for path in list(static.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for script in [*(static / "scripts").glob("*.js"), static.parent / "search.html"]:
        text = re.sub(r"\n//# sourceMappingURL=.*", "", script.read_text(encoding="utf-8"))
        script.write_text(_CHATTER.sub("void(", text), encoding="utf-8")
    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        # Where no script says otherwise, a page is light.
        text = text.replace(*_SIDEBAR).replace('data-theme="auto">', 'data-theme="light">', 1)
        page.write_text(text, encoding="utf-8")
    _list_figures(Path(app.outdir), app.env.titles)
    used = _words_in_use(Path(app.outdir))
    for style in sorted((static / "styles").glob("*.css")):
        style.write_text(prune(style.read_text(encoding="utf-8"), used), encoding="utf-8")
    about = json.dumps(dict(sorted(_abstracts(app).items())), separators=(",", ":"))
    (static / "pages.js").write_text(f"window.orePages = {about};\n", encoding="utf-8")
    said = _abstracts(app).get(app.config.root_doc, "")
    (static / "preview.png").write_bytes(preview(str(app.config.project), said))
    (static / "vega.js").write_text(drawing_script(_cache_folder(app)), encoding="utf-8")


def _list_figures(html: Path, titles: Mapping[str, Any]) -> None:
    """Put under each source of the data page the figures that the book takes from it, with their pages."""
    found: dict[str, dict[str, tuple[str, dict[str, str]]]] = {}
    for path in sorted(html.rglob("*.html")):
        name = path.relative_to(html).with_suffix("").as_posix()
        for source, facts, anchor, shown in _FIGURE.findall(path.read_text(encoding="utf-8")):
            about = dict(re.findall(r' data-([a-z]+)="([^"]*)"', facts))
            edition = [f"edition {about['edition']}"] if "edition" in about else []
            line = " · ".join([*filter(None, (about.get("what"), *edition, about.get("locator")))])
            pages = found.setdefault(source, {}).setdefault(anchor, (f"<b>{shown}</b> {line}", {}))[1]
            title = (titles[name].astext() if name in titles else name).partition(":")[0]
            pages[name] = f'<a href="../{name}.html">{escape(title)}</a>'

    def add(match: re.Match[str]) -> str:
        lines = "\n".join(
            f'<li id="{anchor}">{line} <span>in {", ".join(pages.values())}</span></li>'
            for anchor, (line, pages) in found.get(match[1], {}).items()
        )
        count = len(found.get(match[1], {}))
        said = f"{count} figure{'' if count == 1 else 's'} in this book"
        details = f'<details class="ore-used"><summary>{said}</summary><ul>\n{lines}\n</ul></details>\n'
        return match[0] + (details if count else "")

    page = html / "book" / "data.html"
    if page.exists():
        text = page.read_text(encoding="utf-8")
        entry = r'<p class="ore-source" id="[^"]*">(?:(?!</p>).)*<code>([^<]*)</code></span></p>\n'
        page.write_text(re.sub(entry, add, text, flags=re.DOTALL), encoding="utf-8")


def preview(name: str, said: str) -> bytes:
    """Return the picture that stands for the book where a link to it is shared: its name and its finding."""
    import vl_convert

    lines = textwrap.wrap(said, 44)[:5]
    text = "".join(
        f'<text x="90" y="{300 + 62 * i}" font-size="46" fill="#23272c">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    return vl_convert.svg_to_png(
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" font-family="sans-serif">'
        '<rect width="1200" height="630" fill="#fbf8f4"/><rect width="1200" height="14" fill="#b0602c"/>'
        '<path transform="translate(84 86) scale(3)" d="M16 2 29 12 24 29H8L3 12Z" fill="#b0602c"/>'
        f'<text x="196" y="164" font-size="64" font-weight="700" fill="#23272c">{escape(name)}</text>'
        f"{text}</svg>"
    )


def _words_in_use(html: Path) -> set[str]:
    """Return every word that can be a class of an element: those of the pages, and all of the scripts'."""
    words: set[str] = set()
    for page in html.rglob("*.html"):
        for names in re.findall(r'class="([^"]*)"', page.read_text(encoding="utf-8")):
            words.update(names.split())
    for script in [*html.glob("_static/*.js"), *html.glob("_static/scripts/*.js")]:
        words.update(re.findall(r"[A-Za-z][\w-]*", script.read_text(encoding="utf-8")))
    return words


def prune(css: str, used: set[str]) -> str:
    """Return a style sheet without the rules for classes that nothing uses, and without fonts.

    Most of the theme's 400 kB is Bootstrap, of which a book uses little; a browser would have to
    read all of it before it shows a word.
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    kept = []
    for head, block in _rules(css):
        name = head.strip()
        if name.startswith(("@media", "@supports", "@layer", "@container")):
            inner = prune(block, used)
            if inner:
                kept.append(f"{name}{{{inner}}}")
        elif name.startswith("@"):
            if not name.startswith("@font-face"):
                kept.append(f"{name}{{{block}}}" if block else f"{name};")
        else:
            selectors = [s.strip() for s in _split_selectors(name) if _classes(s) <= used]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{block}}}")
    return "".join(kept)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield the head and the block of each rule at the top of a style sheet."""
    start = 0
    while match := re.compile(r"""(?:[^{};"']|"[^"]*"|'[^']*')*""").match(css, start):
        end = match.end()
        if end >= len(css):
            return
        if css[end] != "{":  # @import …; or a stray brace
            if css[end] == ";":
                yield match.group(), ""
            start = end + 1
            continue
        depth, at = 1, end + 1
        while depth and at < len(css):
            depth += {"{": 1, "}": -1}.get(css[at], 0)
            at += 1
        yield match.group(), css[end + 1 : at - 1]
        start = at


def _split_selectors(head: str) -> list[str]:
    return re.split(r",(?![^()\[\]]*[)\]])", head)


def _classes(selector: str) -> set[str]:
    """Return the classes a selector needs; those of which one or none is needed do not count."""
    selector = re.sub(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]", "", selector)
    return set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", selector))


def _cache_folder(app: Any) -> Path:
    """Return ``_build/cache`` of the project, which outlives the fresh folder a build writes into."""
    from orebook.project import project_root

    try:
        return project_root() / "_build" / "cache"
    except FileNotFoundError:
        return Path(app.doctreedir)


def drawing_script(cache: Path) -> str:
    """Return Vega, Vega-Lite and the book's theme as one script, made once per version."""
    import vl_convert

    from orebook.book.charts import theme

    stored = cache / f"drawing-{version('vl-convert-python')}.js"
    if not stored.exists():
        # In a function of its own: the bundle's names must not meet those of the theme's scripts. With
        # a console of its own: Vega-Lite warns of every chart whose rows decide its height.
        head = "(function (console) {\n"
        foot = "\n})({warn() {}, log() {}, info() {}, debug() {}, error: console.error.bind(console)});\n"
        bundle = head + vl_convert.javascript_bundle(_BUNDLE) + foot
        cache.mkdir(parents=True, exist_ok=True)
        part = stored.with_suffix(".part")
        part.write_text(bundle, encoding="utf-8")
        part.replace(stored)
    settings = json.dumps(theme()["config"], separators=(",", ":"))
    return stored.read_text(encoding="utf-8") + f"window.oreVega.config = {settings};\n"
