"""What the book needs of Sphinx beyond Jupyter Book: words to search and for previews."""

import json
import textwrap
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lxml import html

_SEARCHED_AS_CLAIMS = ("book/ledger", "book/evidence/")  # whose words the search page has claim by claim
_HEADING = "self::h1 or self::h2 or self::h3 or self::h4"
# What is no words of a page's: code, what is drawn, and of a chart all but its finding.
_NO_WORDS = """
//script | //svg | //figure/*[not(self::figcaption)] | //details[contains(@class, "hide")]
| //*[contains(@class, "cell_input")] | //a[contains(@class, "headerlink")]
"""


def setup(app: Any) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", _add_assets)
    # After the themes have had their say (they use up to 501).
    app.connect("html-page-context", _finish_page, priority=900)
    app.connect("build-finished", _finish_book, priority=900)
    return {"version": version("orebook"), "parallel_read_safe": True, "parallel_write_safe": True}


def _add_assets(app: Any) -> None:
    app.env.ore_texts = []  # what the search page searches: filled as the pages are written
    app.builder.search = False  # the book has a search page of its own
    # Not before: Jupyter Book puts every script and style it finds here onto every page.
    app.config.html_static_path.append("book/_static")
    app.add_css_file("orebook.css", priority=900)
    app.add_js_file("orebook.js", loading_method="defer")


def _finish_page(app: Any, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Tell a page's template its first sentences, and the search what its sections say."""
    context["numbers"] = app.config.myst_substitutions
    body = context.get("body", "").replace("</t", " </t")  # cells are words apart
    page = html.fromstring(f"<div>{body}</div>")
    for part in page.xpath(_NO_WORDS):
        part.drop_tree()
    paragraphs = (" ".join(each.text_content().split()) for each in page.iter("p"))
    first = next((words for words in paragraphs if len(words) > 40), "")  # not a label
    context["description"] = textwrap.shorten(first, 200, placeholder=" …")
    sections = [] if pagename.startswith(_SEARCHED_AS_CLAIMS) else [*page.iter("section")]
    heads = [" ".join(section.xpath(f"string(*[{_HEADING}])").split()) for section in sections]
    for section, head in zip(sections, heads, strict=True):
        own = [part.text_content() for part in section.xpath(f"*[not(self::section or {_HEADING})]")]
        shown = head if section is sections[0] else f"{heads[0].partition(':')[0]} · {head}"
        address = f"{pagename}.html#{section.get('id')}"
        app.env.ore_texts.append((address, shown, " ".join(" ".join(own).split())))


def _finish_book(app: Any, exception: Exception | None) -> None:
    """Write what all pages say, for the search."""
    if exception is None:
        texts = json.dumps(app.env.ore_texts, ensure_ascii=False, separators=(",", ":"))
        Path(app.outdir, "_static", "texts.js").write_text(f"window.oreTexts = {texts};\n", encoding="utf-8")
