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
import math
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import altair as alt

from orebook.book.words import plain

if TYPE_CHECKING:
    import pandas as pd

MIME = "application/vnd.vegalite.v5+json"
# Where no page gives the width (JupyterLab, the picture without JavaScript), in pixels.
WIDTH = 640
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

# Told apart by readers of every colour vision and on light and dark ground alike (contrast of at
# least 3 to both); a test measures it.
PALETTE = ("#b0602c", "#3a6a94", "#247455", "#d070c8", "#ac8e09", "#8d9199", "#5a6672")
# What the colours mean throughout the book: what the press says, what statistics say, the rest.
PRESS, OFFICIAL, ACCENT, FOURTH, FIFTH, MUTED, SLATE = PALETTE
VERDICT_COLOURS = {
    "supported": OFFICIAL,
    "supported with rounding": ACCENT,
    "imprecise": FIFTH,
    "outdated": FOURTH,
    "contradicted": PRESS,
    "not verifiable": SLATE,
    "not checked": MUTED,
}
# Light to dark of one hue, for ordered amounts.
RAMP = ("#e7d3c3", "#d9a982", "#c88250", "#a85a28", "#7a3f1b", "#522a12")


@alt.theme.register("orebook", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Return the theme: quiet axes, direct labels, the page's own letters and ink."""
    letters: Any = {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": 12,
        "titleFontSize": 12,
    }
    axis: Any = {
        **letters,
        "titleFontWeight": "normal",
        "domainColor": "currentColor",
        "domainOpacity": 0.45,
        "tickColor": "currentColor",
        "tickOpacity": 0.45,
        "gridColor": "currentColor",
        "gridOpacity": 0.12,
        "labelLimit": 150,
        "labelPadding": 6,
        "titlePadding": 10,
    }
    return {
        "config": {
            "background": "transparent",
            "font": FONT,
            "padding": 4,
            "axis": axis,
            "axisY": {"domain": False, "ticks": False},
            "axisX": {"labelFlush": False, "labelOverlap": True},
            "axisXQuantitative": {"tickCount": 5},
            "axisXTemporal": {"tickCount": 6},
            "axisBand": {"grid": False},
            "view": {"stroke": None, "continuousHeight": 280, "step": 26},
            "legend": {
                **letters,
                "titleFontWeight": "normal",
                "orient": "top",
                "symbolType": "circle",
                "labelLimit": 200,
                "columnPadding": 24,  # letters are wider on some machines
            },
            "header": {**letters, "titleFontWeight": "normal", "labelFontWeight": "bold"},
            "title": {
                "color": "currentColor",
                "subtitleColor": "currentColor",
                "anchor": "start",
                "fontSize": 15,
                "fontWeight": 600,
                "subtitleFontSize": 13,
                "offset": 14,
                "frame": "group",
            },
            "range": {
                "category": list(PALETTE),
                "ordinal": list(RAMP),
                "ramp": list(RAMP),
                "heatmap": list(RAMP),
            },
            "bar": {"color": PRESS},
            "line": {"color": OFFICIAL, "strokeWidth": 2.2},
            "point": {"color": OFFICIAL, "filled": True, "opacity": 1, "size": 70},
            "circle": {"color": OFFICIAL, "size": 70},
            "rule": {"color": "currentColor", "opacity": 0.6},
            "text": {"color": "currentColor", "fontSize": 12},
            "area": {"color": OFFICIAL, "opacity": 0.8},
        }
    }


def show(
    chart: Any,
    *,
    name: str,
    title: object,
    description: object,
    source: object,
    data: pd.DataFrame | None = None,
    sentence: str | None = None,
) -> None:
    """Display a chart with its finding, its description in words and its source.

    Parameters
    ----------
    chart : altair.TopLevelMixin
        A single view or layers take the page's width; compound charts keep their own.
        Parameters bound to a slider or menu work in the book without a kernel.
    name : str
        Stable name in ``[a-z0-9-]``: the figure's label ``fig-<name>`` and its files' name.
    title : str or Markup
        The finding, computed: see :func:`orebook.book.words.sentence`.
    description : str or Markup
        What a reader who does not see the chart should know of it.
    source : str or Markup
        Where the figures come from: producer, title, edition.
    data : DataFrame, optional
        The data table and CSV file under the chart; by default the chart's own rows.
    sentence : str, optional
        A Vega expression over the chart's parameters that gives a sentence in words; it follows the
        controls. See :func:`sentence_by`.

    Raises
    ------
    ValueError
        If the name is not a label, or title, description or source are empty.
    """
    spec = build(
        chart, name=name, title=title, description=description, source=source, data=data, sentence=sentence
    )
    about = spec["usermeta"]["orebook"]
    text = f"Figure: {about['title']}\n{about['description']}\nSource: {about['source']}"
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(text)
    else:
        display({MIME: spec, "text/plain": text}, raw=True)


def build(
    chart: Any,
    *,
    name: str,
    title: object,
    description: object,
    source: object,
    data: pd.DataFrame | None = None,
    sentence: str | None = None,
) -> dict[str, Any]:
    """Return the specification :func:`show` displays."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError(f"a chart's name is a label of lower-case letters, digits and hyphens, not {name!r}")
    about: dict[str, Any] = {
        "name": name,
        "title": plain(title),
        "description": plain(description),
        "source": plain(source),
    }
    for part, text in about.items():
        if not text:
            raise ValueError(f"chart {name!r} has no {part}")
    with alt.data_transformers.enable("default", max_rows=None):
        spec: dict[str, Any] = json.loads(json.dumps(chart.to_dict(), default=_plain_value))
    tables = spec.pop("datasets", {})
    _carry_as_csv(spec, tables)
    _write_in_ink(spec)
    if data is not None:
        about["table"] = _write_csv(data.to_dict("records"))
    if sentence:
        about["sentence"] = sentence
    single = "mark" in spec or (
        "layer" in spec and not any(key in spec for key in ("facet", "repeat", "spec"))
    )
    faceted = any(channel in spec.get("encoding", {}) for channel in ("facet", "row", "column"))
    if single and not faceted and not isinstance(spec.get("width"), dict):
        spec["width"] = WIDTH  # the book puts "container" here; JupyterLab would draw that too narrow
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
        about["fluid"] = True
    spec["title"] = {"text": textwrap.wrap(about["title"], 78)}
    if sentence:
        # Without a limit a long sentence takes the plot's width.
        spec["title"].update(subtitle={"expr": sentence}, limit=WIDTH)
    spec["description"] = f"{about['title']} {about['description']}"
    spec["usermeta"] = {"embedOptions": {"renderer": "svg"}, "orebook": about}
    return spec


def sentence_by(parameter: str, sentences: Mapping[Any, object]) -> str:
    """Return a Vega expression that gives the sentence belonging to a parameter's value.

    Parameters
    ----------
    parameter : str
        Name of a chart parameter, such as a slider's.
    sentences : mapping
        From each of its values to a sentence (``Markup`` is shown as plain text).
    """
    table = {_key(value): plain(sentence) for value, sentence in sentences.items()}
    # JSON is an object literal to Vega; only its two line separators would not be.
    literal = json.dumps(table, ensure_ascii=False).replace("\u2028", " ").replace("\u2029", " ")
    return f"({literal})[{parameter}]"


def slider(name: str, label: str, low: float, high: float, step: float, value: float) -> alt.Parameter:
    """Return a parameter bound to a slider with a label a reader understands."""
    return alt.param(
        name=name, value=value, bind=alt.binding_range(min=low, max=high, step=step, name=f"{label} ")
    )


def menu(
    name: str, label: str, options: list[Any], value: Any, labels: list[str] | None = None
) -> alt.Parameter:
    """Return a parameter bound to a menu."""
    shown = labels or [str(option) for option in options]
    bind = alt.binding_select(options=options, labels=shown, name=f"{label} ")
    return alt.param(name=name, value=value, bind=bind)


def ladder(
    data: pd.DataFrame,
    *,
    domain: tuple[float, float],
    axis: str | None = None,
    colour: Any = None,
    controls: tuple[alt.Parameter, ...] = (),
    computed: Mapping[str, str] | None = None,
    keep: str = "true",
    beside: bool = True,
) -> Any:
    """Return a chart with a bar a row, its label above and its figure beside it: readable on a phone.

    Parameters
    ----------
    data : DataFrame
        ``row`` (the label, each once), ``value`` and ``shown`` (the figure in words), drawn in this
        order. A row without a value is a heading.
    domain : tuple of float
        Of the values; leave room for the figures on the right.
    axis : str, optional
        Title of the value axis, with the unit.
    colour : altair channel, optional
    controls : tuple of Parameter
        Sliders and menus.
    computed : mapping, optional
        ``value``, ``shown`` … as Vega expressions over the rows and the controls.
    keep : str
        Which rows to show, as a Vega expression over the rows and the controls.
    beside : bool
        Whether the figure stands beside its bar, or at the right end of the line above.
    """
    chart = (
        alt.Chart(data).add_params(*controls).transform_filter(keep).transform_calculate(**(computed or {}))
    )
    # Rows that a control chooses keep the order they come in; else the order is that of the table.
    order = list(data["row"]) if keep == "true" else None
    chart = chart.encode(y=alt.Y("row:N", sort=order, axis=None, scale=alt.Scale(paddingInner=0)))
    x = alt.X("value:Q", scale=alt.Scale(domain=list(domain), clamp=True), title=axis)
    bars, heads = (
        chart.transform_filter("isValid(datum.value)"),
        chart.transform_filter("!isValid(datum.value)"),
    )
    return alt.layer(
        bars.mark_bar(height=9, yOffset=9).encode(
            x=x, color=alt.value(OFFICIAL) if colour is None else colour
        ),
        bars.mark_text(align="left", dy=-7).encode(x=alt.value(0), text="row:N"),
        (
            bars.mark_text(align="left", dx=6, dy=9, fontWeight=600).encode(x=x, text="shown:N")
            if beside
            else bars.mark_text(align="right", dy=-7, fontWeight=600).encode(
                x=alt.value("width"), text="shown:N"
            )
        ),
        heads.mark_text(align="left", dy=6, fontWeight=700).encode(x=alt.value(0), text="row:N"),
    ).properties(height=alt.Step(40))


def _key(value: Any) -> str:
    """Return a value as Vega writes it when it is a key: 5.0 is ``5``."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _plain_value(value: Any) -> Any:
    """Turn NumPy scalars and time stamps that Altair leaves in parameters into JSON."""
    return value.item() if hasattr(value, "item") else str(value)


def _carry_as_csv(node: Any, tables: Mapping[str, list[dict[str, Any]]]) -> None:
    """Put each data set into the specification as CSV text, at the first place that uses it."""
    if isinstance(node, list):
        for item in node:
            _carry_as_csv(item, tables)
    elif isinstance(node, dict):
        data = node.get("data")
        if isinstance(data, dict):
            rows = tables.get(data.get("name", ""), data.get("values"))
            if isinstance(rows, list) and rows and isinstance(rows[0], dict):
                node["data"] = {"values": _write_csv(rows), "format": {"type": "csv", "parse": _types(rows)}}
        for key, value in node.items():
            if key != "data":
                _carry_as_csv(value, tables)


def _write_in_ink(node: Any) -> None:
    """Give letters with a colour of their own the page's ink: colours for areas are too pale for them."""
    if isinstance(node, list):
        for item in node:
            _write_in_ink(item)
    elif isinstance(node, dict):
        mark = node.get("mark")
        if "color" in node.get("encoding", {}) and "text" in (mark, getattr(mark, "get", str)("type")):
            node["encoding"]["color"] = {"value": "currentColor"}
        for key, value in node.items():
            if key not in ("data", "encoding"):
                _write_in_ink(value)


def _types(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return how to read back each column that is not text."""
    types: dict[str, str] = {}
    for column in _columns(rows):
        values = [row[column] for row in rows if row.get(column) is not None]
        if values and all(isinstance(value, bool) for value in values):
            types[column] = "boolean"
        elif values and all(
            isinstance(value, (int, float)) and not isinstance(value, bool) for value in values
        ):
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
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("<NA>", "NaT"):
        return ""
    if isinstance(value, float):
        # Seven digits are more than any source gives, and half of what a computed share prints.
        return int(value) if value.is_integer() and abs(value) < 1e15 else float(f"{value:.7g}")
    return value


def rows_of(spec: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the rows of a figure's data table, as text: those given to :func:`show`, or the chart's own.

    Of several data sets the longest is taken, the one a reader wants as a table.
    """
    about = spec["usermeta"]["orebook"]
    texts = [about["table"]] if about.get("table") else list(_csv_texts(spec))
    tables = [list(csv.DictReader(io.StringIO(text))) for text in texts]
    return max(tables, key=len, default=[])


def _csv_texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _csv_texts(item)
    elif isinstance(node, dict):
        if isinstance(node.get("values"), str):
            yield node["values"]
        for value in node.values():
            yield from _csv_texts(value)
