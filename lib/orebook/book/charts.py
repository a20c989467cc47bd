"""The Altair theme and the one way a chart is shown: in JupyterLab, in the book, offline.

A chart leaves a notebook as a Vega-Lite specification (``application/vnd.vegalite.v5+json``, which
JupyterLab draws by itself) with its rows as CSV text, several times smaller than JSON objects, and
with its finding, description and source in ``usermeta``, from which :mod:`orebook.book.figures` makes
the book's figure. Lines and letters are drawn in ``currentColor``, so that the same picture serves
light, dark and print.
"""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import altair as alt

from orebook.book.export import rows_in
from orebook.book.words import display_data, missing, plain, turned
from orebook.text.vocabulary import vocabulary

if TYPE_CHECKING:
    import pandas as pd

MIME = "application/vnd.vegalite.v5+json"
# Where no page gives the width (JupyterLab, the picture without JavaScript), in pixels.
WIDTH = 640

_THEME = vocabulary("theme")
# What each colour means stands beside it in the theme.
PALETTE = tuple(_THEME["range"]["category"])
PRESS, OFFICIAL, OURS, SUBJECT, PLANNED, OTHERS, SLATE = PALETTE
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
VERDICT_COLOURS = {
    "supported": OFFICIAL,
    "supported with rounding": OURS,
    "imprecise": PLANNED,
    "outdated": SUBJECT,
    "contradicted": PRESS,
    "not verifiable": SLATE,
    "not checked": OTHERS,
}


@alt.theme.register("orebook", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Return the theme: quiet axes, direct labels, the page's own letters and ink."""
    config: Any = {**_THEME, "view": {**_THEME["view"], "stroke": None}}  # TOML knows no null
    return {"config": config}


def show(
    chart: Any, name: str, title: Any, about: Any, source: Any, data: pd.DataFrame | None = None
) -> None:
    """Display a chart with its finding, its description in words and its source.

    Parameters
    ----------
    chart : altair.TopLevelMixin
        A single view or layers take the page's width; compound charts keep their own.
    name : str
        Stable name in ``[a-z0-9-]``: the figure's label ``fig-<name>`` and its files' name.
    title : str, Markup or Holds
        The finding: see :func:`orebook.book.words.sentence` and :func:`orebook.book.words.holds`.
    about : str or Markup
        What a reader who does not see the chart should know of it.
    source : str or Markup
        Where the figures come from, such as :meth:`orebook.book.opened.Figures.credit` of the rows.
    data : DataFrame, optional
        The data table and CSV file under the chart; by default the chart's own rows.

    Raises
    ------
    ValueError
        If the name is not a label, or title, description or source are empty.
    """
    spec = build(chart, name, title, about, source, data)
    said = spec["usermeta"]["orebook"]
    text = f"Figure: {said['title']}\n{said['description']}\nSource: {said['source']}"
    display_data({MIME: spec}, text, turned(title))


def build(
    chart: Any, name: str, title: Any, about: Any, source: Any, data: pd.DataFrame | None = None
) -> dict[str, Any]:
    """Return the specification :func:`show` displays."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError(f"a chart's name is a label of lower-case letters, digits and hyphens, not {name!r}")
    said: dict[str, Any] = {"name": name}
    for part, words in (("title", title), ("description", about), ("source", source)):
        said[part] = plain(words)
        if not said[part]:
            raise ValueError(f"chart {name!r} has no {part}")
    with alt.data_transformers.enable("default", max_rows=None):
        drawn = chart.to_dict()
    # Altair leaves NumPy scalars and time stamps in parameters.
    text = json.dumps(drawn, default=lambda value: value.item() if hasattr(value, "item") else str(value))
    spec: dict[str, Any] = json.loads(text)
    tables = spec.pop("datasets", {})
    _carry_as_csv(spec, tables)
    _write_in_ink(spec)
    if data is not None:
        said["table"] = _write_csv(data.to_dict("records"))
    compound = {"facet", "repeat", "spec", "hconcat", "vconcat", "concat"} & spec.keys()
    faceted = {"facet", "row", "column"} & spec.get("encoding", {}).keys()
    if not compound and not faceted and not isinstance(spec.get("width"), dict):
        spec["width"] = WIDTH  # the book puts "container" here; JupyterLab would draw that too narrow
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
        said["fluid"] = True
    # A longer line would take the plot's width; the picture to take away has its source below the title.
    lines = {"text": textwrap.wrap(said["title"], 72)}
    lines["subtitle"] = textwrap.wrap(f"Source: {said['source']}", 92)
    spec["title"] = said["picture"] = lines
    spec["description"] = f"{said['title']} {said['description']}"
    spec["usermeta"] = {"embedOptions": {"renderer": "svg"}, "orebook": said}
    return spec


def years(column: str, title: str | None = None) -> alt.X:
    """Return an axis of years: whole ones, without a thousands separator, from the first to the last."""
    axis = alt.Axis(format="d", tickMinStep=1, labelOverlap=True)
    return alt.X(f"{column}:Q", title=title, scale=alt.Scale(zero=False, nice=False, padding=12), axis=axis)


def shares(column: str, title: str) -> alt.X:
    """Return an axis of shares, from nothing to the whole."""
    return alt.X(f"{column}:Q", title=title, scale=alt.Scale(domain=[0, 100]))


def marks(by: str, colours: Mapping[str, str], title: str | None = None) -> dict[str, Any]:
    """Return encodings that tell the values of a column apart by colour and shape, with one legend.

    Parameters
    ----------
    by : str
        The column.
    colours : mapping
        From its values, in the legend's order, to their colours.
    title : str, optional
        Of the legend.
    """
    names = list(colours)
    longest = max(map(len, names), default=0)
    columns = max(1, min(len(names), 30 // (longest + 3)))  # as a phone has room for
    legend = alt.Legend(columns=columns, labelLimit=280, symbolOpacity=1)
    colour, shape = (alt.Scale(domain=names, range=kind) for kind in (list(colours.values()), list(SHAPES)))
    return {
        "color": alt.Color(f"{by}:N", title=title, scale=colour, legend=legend),
        "shape": alt.Shape(f"{by}:N", title=title, scale=shape, legend=legend),
    }


def bars(
    rows: pd.DataFrame, label: str, value: str, axis: str, shown: str | None = None,
    end: float | None = None, color: Any = None,
) -> Any:  # fmt: skip
    """Return a bar a row, in the rows' order, label and figure on the line above: readable on a phone.

    Parameters
    ----------
    rows : DataFrame
    label, value : str
        Columns of the labels, each there once, and of the values.
    axis : str
        Title of the value axis, with the unit.
    shown : str, optional
        Column of the figures in words; by default the values.
    end : float, optional
        Where the axis ends: 100 for shares.
    color : altair channel, optional
        By default that of official figures.
    """
    base = alt.Chart(rows).encode(
        y=alt.Y(f"{label}:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0))
    )
    scale = alt.Scale(domain=[0, end]) if end else alt.Scale(zero=True)
    color = alt.value(OFFICIAL) if color is None else color
    figure = alt.Text(f"{shown}:N") if shown else alt.Text(f"{value}:Q", format=".2~r" if end else ",.4~r")
    x = alt.X(f"{value}:Q", title=axis, scale=scale)
    return alt.layer(
        base.mark_bar(height=9, yOffset=9).encode(x=x, color=color),
        base.mark_text(align="left", dy=-7).encode(x=alt.value(0), text=f"{label}:N"),
        base.mark_text(align="right", dy=-7, fontWeight=600).encode(x=alt.value("width"), text=figure),
    ).properties(height=alt.Step(40))


def _parts(node: Any) -> Iterator[dict[str, Any]]:
    """Yield each object of a specification, those that hold others first."""
    if isinstance(node, dict):
        yield node
    if isinstance(node, (dict, list)):
        for part in list(node.values()) if isinstance(node, dict) else node:
            yield from _parts(part)


def _carry_as_csv(spec: dict[str, Any], tables: Mapping[str, list[dict[str, Any]]]) -> None:
    """Put each data set into the specification as CSV text, at each place that uses it."""
    for part in _parts(spec):
        data = part.get("data")
        if isinstance(data, dict):
            rows = tables.get(data.get("name", ""), data.get("values"))
            if isinstance(rows, list) and rows and isinstance(rows[0], dict):
                part["data"] = {"values": _write_csv(rows), "format": {"type": "csv", "parse": _types(rows)}}


def _write_in_ink(spec: dict[str, Any]) -> None:
    """Give letters with a colour of their own the page's ink: colours for areas are too pale for them."""
    for part in _parts(spec):
        mark = part.get("mark")
        if "text" in (mark, getattr(mark, "get", str)("type")) and "color" in part.get("encoding", {}):
            part["encoding"]["color"] = {"value": "currentColor"}


def _types(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return how to read back each column that is not text."""
    types: dict[str, str] = {}
    for column in _columns(rows):
        kinds = {type(row[column]) for row in rows if row.get(column) is not None}
        if kinds == {bool}:
            types[column] = "boolean"
        elif kinds and kinds <= {int, float}:
            types[column] = "number"
    return types


def _columns(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def _write_csv(rows: list[dict[str, Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, _columns(rows), lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({key: _csv_value(value) for key, value in row.items()} for row in rows)
    return buffer.getvalue()


def _csv_value(value: Any) -> Any:
    if hasattr(value, "__html__"):
        return plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if missing(value):
        return ""
    if isinstance(value, float):
        # Seven digits are more than any source gives, and half of what a computed share prints.
        return int(value) if value.is_integer() and abs(value) < 1e15 else float(f"{value:.7g}")
    return value


def rows_of(spec: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the rows of a figure's data table, as text: those given to :func:`show`, or the chart's own.

    Of several data sets the longest is taken, the one a reader wants as a table.
    """
    table = spec["usermeta"]["orebook"].get("table")
    texts = [table] if table else [part.get("values") for part in _parts(spec)]
    tables = [rows_in(text.encode()) for text in texts if isinstance(text, str)]
    return max(tables, key=len, default=[])
