"""Charts in the book: a figure that is complete before any script runs.

myst-nb finds :class:`VegaLiteRenderer` by its entry point and asks it for the figure of each chart
that :func:`orebook.book.charts.show` left in a notebook: the numbered finding, a static picture of the
final height (so that nothing jumps when the script draws over it), the specification in a file for the
script, the source, and the rows as a table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from markupsafe import Markup

from orebook.book.charts import MIME, rows_of, theme
from orebook.book.export import write_whole
from orebook.book.pages import templates
from orebook.book.rows import table

# A longer table would double the page's weight: the script makes it of the rows it has anyway.
_ROWS_WRITTEN = 12
# Height of one slider or menu under a chart, kept free for it from the start, in pixels.
_CONTROL_HEIGHT = 44


class chart(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A figure with a number of its own: the caption, then the rest as finished HTML."""


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
        env = document.settings.env
        # The anchor is the page's own, the label for {numref} the whole book's: eu_strategy-fig-gap.
        anchor, page = f"fig-{about['name']}", env.docname.rsplit("/", 1)[-1]
        figure = chart(classes=["ore-chart"], ids=[anchor], names=[f"{page}-{anchor}"])
        document.note_explicit_target(figure, figure)
        figure += nodes.caption(about["title"], about["title"])
        # What the script draws when the reader comes near: a script too, since files may load nothing else.
        name = f"{page}-{about['name']}"
        script = f"oreCharts[{json.dumps(name)}] = {json.dumps(drawn(spec))};\n"
        write_whole(Path(env.app.outdir) / "_static" / "charts" / f"{name}.js", script.encode())
        address = f"{'../' * env.docname.count('/')}_static/charts/{name}.js"
        figure += nodes.raw(
            "", figure_body(spec, anchor, name, address, Path(env.app.confdir)), format="html"
        )
        return [figure]


def drawn(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the script draws: the specification without the page's words and what all charts share."""
    shown = _without_title(spec)
    if spec["usermeta"]["orebook"].get("fluid"):
        shown["width"] = "container"
    if shown.get("config") == theme()["config"]:
        del shown["config"]  # comes once, with the drawing script
    return shown


def figure_body(spec: Mapping[str, Any], anchor: str, name: str, script: str, root: Path) -> str:
    """Return what follows a chart's caption, the end of the caption included, by the template of the book."""
    about = spec["usermeta"]["orebook"]
    picture, height = static_picture(_without_title(spec), about["name"])
    controls = sum("bind" in parameter for parameter in spec.get("params", []))
    return templates(root).get_template("figure.html").render(
        about=about, anchor=anchor, name=name, script=script, picture=picture, height=height,
        room=height + controls * _CONTROL_HEIGHT, rows=_data_table(spec),
    )  # fmt: skip


def static_picture(spec: Mapping[str, Any], name: str) -> tuple[Markup, int]:
    """Return a chart as an SVG that takes the page's width and ink, and its height in pixels."""
    import vl_convert

    try:
        svg = vl_convert.vegalite_to_svg(dict(spec))
    except ValueError as error:
        raise ValueError(f"chart {name!r}: {error}") from None
    head, _, inner = svg.partition(">")
    width, height = (float(number) for number in re.findall(r'(?:width|height)="([\d.]+)"', head)[:2])
    inner = re.sub(r'(\bid="|url\(#|href="#)', rf"\1{name}-", inner)  # ids of two charts must not meet
    head = (
        f'<svg class="picture" viewBox="0 0 {width:g} {height:.0f}" height="{height:.0f}" aria-hidden="true">'
    )
    return Markup(head + inner), round(height)  # noqa: S704 - Vega has escaped the texts


def _data_table(spec: Mapping[str, Any]) -> Markup:
    """Return a chart's rows as a table; of a longer one only its place, which the script fills."""
    rows = rows_of(spec)
    if len(rows) > _ROWS_WRITTEN:
        return Markup('<div class="chart-table"><noscript>The rows need a script.</noscript></div>')
    cells = [list(row.values()) for row in rows]
    return table(list(rows[0]), cells, f"Rows of the chart: {len(rows)}") if rows else Markup("")


def _without_title(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a specification without what stands in the page."""
    about = {key: value for key, value in spec["usermeta"]["orebook"].items() if key != "description"}
    shown = {key: value for key, value in spec.items() if key not in ("title", "description")}
    return {**shown, "usermeta": {**spec["usermeta"], "orebook": about}}
