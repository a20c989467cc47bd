"""Charts in the book: a figure that is complete before any script runs.

myst-nb finds :class:`VegaLiteRenderer` by its entry point and asks it for the figure of each chart
that :func:`orebook.book.charts.show` left in a notebook: the numbered finding, a static picture of the
final height (so that nothing jumps when the script draws over it), the specification for the
script, the source, and the rows as a table.
"""

from __future__ import annotations

import copy
import html
import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from docutils import nodes
from markupsafe import Markup

from orebook.book.charts import MIME, rows_of, theme
from orebook.book.rows import in_script, table

# A longer table would double the page's weight: the script makes it of the rows it has anyway.
_ROWS_WRITTEN = 12
# Height of one slider or menu under a chart, kept free for it from the start, in pixels.
_CONTROL_HEIGHT = 44
# Tells the extension which closing tag of a caption is one too many.
END_OF_CHART = "<!-- end of chart -->"
# What a static picture does without: the page gives letters and ink, one label names the whole, and
# what is neither filled nor stroked is not seen.
_SUPERFLUOUS = re.compile(
    r' (?:aria-[a-z]+|role|class|font-family|pointer-events)="[^"]*"| opacity="1"| stroke-width="1"'
    r'| font-weight="normal"| font-size="12px"| text-anchor="start"| transform="translate\(0,0\)"| [xy]2="0"'
)
_UNSEEN = re.compile(r'<(?:path|rect)(?:(?! fill=| stroke=)[^>])*/>|<path[^>]* d=""[^>]*/>')
_TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')
_LINE = r'<line transform="translate\([^)]*\)"(?: x2="[^"]*")?(?: y2="[^"]*")?'
_LINES = re.compile(rf"{_LINE}(?P<style>[^>]*)/>(?:{_LINE}(?P=style)/>)+")
_LONG_DECIMAL = re.compile(r"(?<=\d\.\d)\d+")


class unsearched(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Finished HTML that, unlike a raw node, stays out of the search index."""


class VegaLiteRenderer:
    """Makes figures of Vega-Lite outputs (entry point ``myst_nb.mime_renderers``)."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the figure of one output; None leaves anything else to myst-nb."""
        if data.mime_type != MIME or inline:
            return None
        spec = data.content if isinstance(data.content, Mapping) else json.loads(data.content)
        about = spec.get("usermeta", {}).get("orebook")
        if about is None:
            return None
        document = renderer.renderer.document
        anchor = f"fig-{about['name']}"
        # The anchor is the page's own, the label for {numref} the whole book's: eu_strategy-fig-gap.
        page = document.settings.env.docname.rsplit("/", 1)[-1]
        figure = nodes.figure(classes=["ore-chart"], ids=[anchor], names=[f"{page}-{anchor}"])
        document.note_explicit_target(figure, figure)
        figure += nodes.caption(about["title"], about["title"])
        # Sphinx closes the caption only with the figure, in which the chart has no business.
        figure += unsearched(html=f"</figcaption>\n{figure_body(spec)}{END_OF_CHART}")
        return [figure]


def figure_body(spec: Mapping[str, Any]) -> Markup:
    """Return everything of a chart's figure but its caption."""
    about = spec["usermeta"]["orebook"]
    drawn = _without_title(spec)
    picture, height = static_picture(drawn, about["name"])
    controls = sum("bind" in parameter for parameter in spec.get("params", []))
    room = height + controls * _CONTROL_HEIGHT
    sentence = Markup("")
    if about.get("sentence"):
        first = _first_sentence(spec, about["sentence"])
        sentence = Markup('<p class="chart-sentence" aria-live="polite">{}</p>').format(first)
    if about.get("fluid"):
        drawn["width"] = "container"
    if drawn.get("config") == theme()["config"]:
        del drawn["config"]  # comes once, with the script
    return Markup(
        '{}<div class="chart{}" style="min-height:{}px">'
        '<div class="chart-view" role="img" aria-label="{}" style="height:{}px">{}</div></div>'
        "{}"
        '<p class="chart-foot"><span class="chart-source">Source: {}</span>'
        '<span class="chart-files"></span></p>'
        '<details class="chart-data"><summary>Description and data</summary><p>{}</p>{}</details>'
    ).format(
        sentence,
        "" if about.get("fluid") else " fixed",
        room,
        f"{about['title']} {about['description']}",
        height,
        picture,
        in_script("application/json", drawn, class_="chart-spec"),
        about["source"],
        about["description"],
        data_table(spec),
    )


def static_picture(spec: Mapping[str, Any], name: str) -> tuple[Markup, int]:
    """Return a chart as an SVG that takes the page's width and ink, and its height in pixels."""
    import vl_convert

    try:
        svg = vl_convert.vegalite_to_svg(dict(spec))
    except ValueError as error:
        raise ValueError(f"chart {name!r}: {error}") from None
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    if size is None:
        raise ValueError(f"chart {name!r}: the picture has no size")
    width, height = float(size[1]), round(float(size[2]))
    inner, _, defs = svg[svg.index(">") + 1 : svg.rindex("</svg>")].partition("<defs>")
    inner = re.sub(r'^<rect [^>]*fill="transparent"/>', "", inner)
    inner = _TAG.sub(lambda tag: _UNSEEN.sub("", _SUPERFLUOUS.sub("", tag.group())), inner)
    inner = _TAG.sub(lambda tag: _LONG_DECIMAL.sub("", tag.group()), _without_empty_groups(inner))
    inner = _LINES.sub(_one_path, inner).replace(' fill="currentColor">', ">")  # the style sheet's ink
    if defs:
        inner += "<defs>" + defs
    inner = re.sub(r'(\bid="|url\(#|href="#)', rf"\1{name}-", inner)  # ids of two charts must not meet
    head = f'<svg class="picture" viewBox="0 0 {width:g} {height}" height="{height}" aria-hidden="true">'
    return Markup(f"{head}{inner}</svg>"), height  # noqa: S704 - Vega has escaped the texts


def _one_path(lines: re.Match[str]) -> str:
    """Draw a run of lines of one kind, such as a grid, as one path."""
    steps = re.findall(r'translate\(([^,)]*),([^)]*)\)"(?: x2="([^"]*)")?(?: y2="([^"]*)")?', lines[0])
    path = "".join(f"M{x},{y}l{dx or 0},{dy or 0}" for x, y, dx, dy in steps)
    return f'<path d="{path}"{lines["style"]}/>'


def _without_empty_groups(svg: str) -> str:
    """Take out groups that only group: Vega nests many."""
    kept, open_groups = [], []
    for part in re.split(r"(<g\b[^>]*>|</g>)", svg):
        if part.startswith("<g"):
            open_groups.append(part != "<g>")
            part = part if open_groups[-1] else ""
        elif part == "</g>" and not open_groups.pop():
            part = ""
        kept.append(part)
    return "".join(kept)


def data_table(spec: Mapping[str, Any]) -> Markup:
    """Return a chart's rows as a table; of a longer one only its place, which the script fills."""
    rows = rows_of(spec)
    if not rows:
        return Markup("")
    if len(rows) > _ROWS_WRITTEN:
        return Markup('<div class="chart-table"><noscript>The rows need a script.</noscript></div>')
    heads = list(rows[0])
    return table(heads, [[row[head] for head in heads] for row in rows], f"Rows of the chart: {len(rows)}")


def _without_title(spec: Mapping[str, Any]) -> dict[str, Any]:
    drawn = copy.deepcopy(dict(spec))
    for part in ("title", "description"):
        drawn.pop(part, None)  # they stand in the page
    del drawn["usermeta"]["orebook"]["description"]
    return drawn


def _first_sentence(spec: Mapping[str, Any], expression: str) -> str:
    """Return what the sentence says before anybody has moved a control, as Vega computes it."""
    import vl_convert

    probe = {
        "$schema": spec["$schema"],
        "data": {"values": [{}]},
        "mark": "point",
        "params": [parameter for parameter in spec.get("params", []) if "value" in parameter],
        "title": {"text": {"expr": expression}},
    }
    svg = vl_convert.vegalite_to_svg(probe)
    found = re.search(r"role-title-text.*?<text[^>]*>(.*?)</text>", svg, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", found[1])) if found else ""


def write_html(self: Any, node: unsearched) -> None:
    """Write the node's HTML."""
    self.body.append(node["html"])
    raise nodes.SkipNode


def skip(self: Any, node: unsearched) -> None:
    """Leave the node out where there is no HTML."""
    raise nodes.SkipNode
