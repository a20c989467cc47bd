"""The Altair theme and the one way a chart is shown: in JupyterLab, in the book, offline.

It leaves a notebook as a Vega-Lite specification, with its rows as CSV and in ``usermeta`` a figure's words.
"""

import re
import textwrap
import zlib
from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from orebook.book.words import display_block, missing, plain
from orebook.check.verdict import VERDICTS
from orebook.text.vocabulary import vocabulary

MIME = "application/vnd.vegalite.v5+json"
# How a script reads back a column that is not text.
_PARSED = {"boolean": "boolean"} | dict.fromkeys(("integer", "floating", "mixed-integer-float"), "number")
_THEME = vocabulary("theme")
PALETTE = tuple(_THEME["range"]["category"])  # what each means stands there beside it
PRESS, OFFICIAL, OURS, SUBJECT, PLANNED, OTHERS, SLATE = PALETTE
_SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
# From supported, by imprecise, outdated and contradicted, to not checked.
VERDICT_COLOURS = dict(zip(VERDICTS, (OFFICIAL, OURS, PLANNED, SUBJECT, PRESS, SLATE, OTHERS), strict=True))


@alt.theme.register("orebook", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Return the theme: quiet axes, direct labels, the page's own letters and ink."""
    config: Any = {**_THEME, "view": {**_THEME["view"], "stroke": None}}  # TOML knows no null
    return {"config": config}


def show(chart: Any, name: str, title: Any, about: Any, source: Any, data: Any = None) -> None:
    """Display a chart with its finding, its description and its source, as :func:`build` takes them."""
    text = f"Figure: {plain(title)}\n{plain(about)}\nSource: {plain(source)}"
    display_block(title, text, {MIME: build(chart, name, title, about, source, data)})


def build(chart: Any, name: str, title: Any, about: Any, source: Any, data: Any = None) -> dict[str, Any]:
    """Return an Altair chart's specification, complete with what the book shows around it.

    Title, about and source are the finding, what a reader who does not see it should know, and where the
    figures come from; data are the table under it, by default its rows.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError(f"a chart's name is a label of lower-case letters, digits and hyphens, not {name!r}")
    said: dict[str, Any] = {"title": plain(title), "description": plain(about), "source": plain(source)}
    if "" in said.values():
        raise ValueError(f"chart {name!r} has no title, description or source")
    said["name"] = name
    alt.data_transformers.consolidate_datasets = False  # each stays where it is used
    with alt.data_transformers.enable("orebook"):
        spec: dict[str, Any] = chart.to_dict()
    if data is not None:
        said["table"] = _carried(data)["values"]
    several = {"facet", "repeat", "spec", "hconcat", "vconcat", "concat"} & spec.keys()
    several |= {"facet", "row", "column"} & spec.get("encoding", {}).keys()
    if not several and not isinstance(spec.get("width"), dict):
        # On a page the script knows the width better; this is JupyterLab's and that of pictures.
        spec |= {"width": 640, "autosize": {"type": "fit-x", "contains": "padding"}}
        said["fluid"] = True
    # A longer line would take the plot's width; the picture to take away has its source below the title.
    subtitle = textwrap.wrap(f"Source: {said['source']}", 92)
    spec["title"] = {"text": textwrap.wrap(said["title"], 72), "subtitle": subtitle}
    spec["description"] = f"{said['title']} {said['description']}"
    spec["usermeta"] = {"embedOptions": {"renderer": "svg"}, "orebook": said}
    return spec


def picture(spec: Mapping[str, Any]) -> bytes:
    """Return a chart as a PNG with its title, the same on every machine: letters are the renderer's own."""
    import vl_convert

    config = {**spec["config"], "background": "white", "font": "Liberation Sans"}
    # The pixels are pressed anew: the renderer leaves three times as many bytes.
    head, _, rest = vl_convert.vegalite_to_png({**spec, "config": config}).partition(b"IDAT")
    size = int.from_bytes(head[-4:])
    chunk = b"IDAT" + zlib.compress(zlib.decompress(rest[:size]), 9)
    return head[:-4] + (len(chunk) - 4).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4) + rest[size + 4 :]


def marks(by: str, colours: Mapping[str, str]) -> dict[str, Any]:
    """Return encodings that tell a column's values, given with their colours, apart by colour and shape."""
    names = list(colours)
    columns = max(1, min(len(names), 30 // (max(map(len, names), default=0) + 3)))  # as a phone has room for
    legend = alt.Legend(columns=columns, labelLimit=280, symbolOpacity=1)
    colour, shape = (alt.Scale(domain=names, range=kind) for kind in (list(colours.values()), _SHAPES))
    return {
        "color": alt.Color(f"{by}:N", title=None, scale=colour, legend=legend),
        "shape": alt.Shape(f"{by}:N", title=None, scale=shape, legend=legend),
    }


def bars(
    rows: pd.DataFrame, label: str, value: str, axis: str, shown: str | None = None,
    end: float | None = None, color: Any = None,
) -> Any:  # fmt: skip
    """Return a bar a row, in the rows' order, label and figure on the line above: readable on a phone.

    Given are the columns of labels, values and figures as shown, the axis' title and end, and a colour.
    """
    y = alt.Y(f"{label}:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0))
    x = alt.X(f"{value}:Q", title=axis, scale=alt.Scale(domain=[0, end]) if end else alt.Scale(zero=True))
    figure = alt.Text(f"{shown}:N") if shown else alt.Text(f"{value}:Q", format=".2~r" if end else ",.4~r")
    base, color = alt.Chart(rows).encode(y=y), alt.value(OFFICIAL) if color is None else color
    text = base.mark_text(align="left", dy=-7).encode(x=alt.value(0), text=f"{label}:N")
    number = base.mark_text(align="right", dy=-7, fontWeight=600).encode(x=alt.value("width"), text=figure)
    bar = base.mark_bar(height=9, yOffset=9).encode(x=x, color=color)
    return alt.layer(bar, text, number).properties(height=alt.Step(40))


def _carried(data: pd.DataFrame) -> dict[str, Any]:
    """Return a table as CSV text, with how to read back each column that is not text."""

    def cell(value: Any) -> str:
        if isinstance(value, float) and not missing(value):
            # Seven digits are more than any source gives, and half of what a computed share prints.
            return str(int(value) if value.is_integer() else float(f"{value:.7g}"))
        text = plain(value) if hasattr(value, "__html__") else str(value)
        return "" if missing(value) else text.lower() if isinstance(value, bool) else text

    kinds = {name: pd.api.types.infer_dtype(data[name].dropna().to_list()) for name in data}
    parse = {name: _PARSED[kind] for name, kind in kinds.items() if kind in _PARSED}
    text = data.map(cell).to_csv(index=False, lineterminator="\n")
    return {"values": text, "format": {"type": "csv", "parse": parse}}


alt.data_transformers.register("orebook", _carried)
