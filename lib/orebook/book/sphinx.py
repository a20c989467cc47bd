"""What the book needs of Sphinx beyond Jupyter Book: numbered charts, offline scripts, words for previews.

How a page looks is the business of the templates and the style sheet, not of this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup

from orebook.book.charts import theme
from orebook.book.export import write_whole
from orebook.book.figures import chart
from orebook.book.words import plain
from orebook.project import project_root

# All that the drawing script takes out of the bundle (its names for Vega itself are empty).
_BUNDLE = "window.oreVega = {embed: vegaEmbed};"
# In a function of its own: the bundle's names must not meet those of the theme's scripts. With a console
# of its own: Vega-Lite warns of every chart whose rows decide its height.
_HEAD = "(function (console) {\n"
_FOOT = "\n})({warn() {}, log() {}, info() {}, debug() {}, error: console.error.bind(console)});\n"
# Pages whose words the search page finds claim by claim.
_SEARCHED_AS_CLAIMS = ("book/ledger", "book/evidence/")
# Scripts that a page needs beyond those of every page and of charts.
_SCRIPTS = {"book/ledger": ["ledger.js"], "search": ["texts.js", "finds.js", "search.js"]}


def setup(app: Any) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_enumerable_node(chart, "figure", lambda node: node[0].astext(), html=(_begin_chart, _end_chart))
    app.connect("builder-inited", _add_assets)
    # After the themes have had their say (they use up to 501).
    app.connect("html-page-context", _finish_page, priority=900)
    app.connect("build-finished", _finish_book, priority=900)
    return {"version": version("orebook"), "parallel_read_safe": True, "parallel_write_safe": True}


def _begin_chart(self: Any, node: chart) -> None:
    self.body.append(self.starttag(node, "figure") + "<figcaption>")


def _end_chart(self: Any, node: chart) -> None:
    self.body.append("</figure>\n")


def _add_assets(app: Any) -> None:
    app.env.ore_texts = {}  # what the search page searches, by page: filled as the pages are written
    app.builder.search = False  # the book has a search page of its own
    # Not before: Jupyter Book puts every script and style it finds here onto every page.
    app.config.html_static_path.append("book/_static")
    app.add_css_file("orebook.css", priority=900)
    app.add_js_file("orebook.js", loading_method="defer")


def _finish_page(app: Any, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    charts = doctree is not None and next(doctree.findall(chart), None) is not None
    context["ore_scripts"] = ["vega.js", "charts.js"] if charts else _SCRIPTS.get(pagename, [])
    context["description"] = _first_words(doctree)
    base = app.config.html_baseurl  # previewers follow no relative address
    context["preview_image"] = f"{base.rstrip('/')}/_static/preview.png" if base else ""
    context["numbers"] = app.config.myst_substitutions
    if pagename == app.config.root_doc:
        app.env.ore_said = context["description"]
    if doctree is not None and not pagename.startswith(_SEARCHED_AS_CLAIMS):
        app.env.ore_texts[pagename] = [
            (f"{pagename}.html#{anchor}", *said) for anchor, *said in _sections(doctree)
        ]


def _sections(doctree: Any) -> Iterator[tuple[str, str, str]]:
    """Yield anchor, title and words of each section of a page, those of its subsections left to them."""
    page = ""
    for section in doctree.findall(nodes.section):
        own = [child for child in section if not isinstance(child, nodes.section)]
        head, words = own[0].astext(), " ".join(_words(child) for child in own[1:])
        page, title = page or head, head if not page else f"{page.partition(':')[0]} · {head}"
        yield section["ids"][0], title, " ".join(words.split())


def _words(node: Any) -> str:
    """Return the words that a reader sees of a node, of finished HTML too, but of neither code nor charts."""
    if isinstance(node, nodes.raw):
        apart = node.astext().replace("</t", " </t")  # cells are words apart
        return plain(Markup(apart))  # noqa: S704 - for its words only
    if isinstance(node, nodes.Text):
        return node.astext()
    if "cell_input" in node.get("classes", ()):
        return ""
    return " ".join(_words(child) for child in (node[:1] if isinstance(node, chart) else node))


def _first_words(doctree: Any) -> str:
    """Return the page's first paragraph, for previews and search engines."""
    for node in doctree.findall(nodes.Element) if doctree is not None else ():
        if isinstance(node, (nodes.paragraph, nodes.raw)):
            first = node.astext().partition("</p>")[0] if isinstance(node, nodes.raw) else ""
            words = plain(Markup(first)) if first else " ".join(node.astext().split())  # noqa: S704
            if len(words) > 40:  # not a label
                return words if len(words) <= 200 else words[:197].rsplit(" ", 1)[0] + " …"
    return ""


def _finish_book(app: Any, exception: Exception | None) -> None:
    """Write the scripts that are made of what all pages say, and the picture for a shared link."""
    if exception is not None:
        return
    import vl_convert

    static = Path(app.outdir) / "_static"
    entries = [entry for _, found in sorted(app.env.ore_texts.items()) for entry in found]
    texts = f"window.oreTexts = {json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n"
    (static / "texts.js").write_text(texts, encoding="utf-8")
    about = {"name": app.config.project, "said": getattr(app.env, "ore_said", "")}
    picture = app.builder.templates.render("preview.svg", about)
    (static / "preview.png").write_bytes(vl_convert.svg_to_png(picture))
    (static / "vega.js").write_text(drawing_script(project_root() / "_build" / "cache"), encoding="utf-8")


def drawing_script(cache: Path) -> str:
    """Return Vega, Vega-Lite and the book's theme as one script, made once per version."""
    import vl_convert

    stored = cache / f"drawing-{version('vl-convert-python')}.js"
    bundle = stored.read_text(encoding="utf-8", errors="replace") if stored.is_file() else ""
    if not (bundle.startswith(_HEAD) and bundle.endswith(_FOOT)):  # not there, or cut short
        bundle = _HEAD + vl_convert.javascript_bundle(_BUNDLE) + _FOOT
        write_whole(stored, bundle.encode())
    settings = json.dumps(theme()["config"], separators=(",", ":"))
    return f"{bundle}window.oreVega.config = {settings};\n"
