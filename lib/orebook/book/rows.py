"""Rows, mappings or Series, shown: claims (`press`) and official figures (`cite`) as links, and tables."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from orebook.book.words import DASH, display_block, is_number, missing, number, plain, written
from orebook.check.figures import load_reference
from orebook.check.rules import SIGNS
from orebook.check.verdict import VERDICTS, first
from orebook.text.decode import slug
from orebook.text.vocabulary import name_of, vocabulary

Row = Mapping[str, Any]
VERDICT_SHAPES = dict(zip(VERDICTS, "●◉◐◷✕○·", strict=True))  # colour, in the style sheet, only helps
# From a notebook to the built book: so links work in JupyterLab too. In the book itself there is less of it.
HOME = "../_build/html/"
_FRAGMENTS = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
_FRAGMENTS.filters["plain"] = plain


def press(claim: Row, text: object = None) -> Markup:
    """Return a claim as a link to its evidence, by default under its number as written."""
    link = Markup('<a class="claim" data-claim="{0}" href="{1}book/evidence/{2}.html#{0}">{3}</a>')
    return link.format(claim["claim"], HOME, slug(claim["seed"]), statement(claim) if text is None else text)


def evidence_page(article: Any, text: object = None, anchor: str = "") -> Markup:
    """Return a link to an article's evidence page, by default under its headline."""
    shown = text if text is not None else article.headline.text if article.headline else article.seed
    href = f"{HOME}book/evidence/{slug(article.seed)}.html{anchor}"
    return Markup('<a href="{}">{}</a>').format(href, shown)


def official(text: Any, source: str, edition: Any = None, locator: Any = None, what: str = "") -> Markup:
    """Return an official figure as a link to its entry on the data page; what is second-hand is marked so."""
    known = load_reference().about.get(source)  # with neither, it is no office or study but tells of one
    second = "hand" if known and not first(known, "maker", "licence") else ""
    about = {"edition": text_of(edition), "locator": text_of(locator), "what": what, "second": second}
    extras = Markup("").join(Markup(' data-{}="{}"').format(*pair) for pair in about.items() if pair[1])
    entry = hashlib.sha256(repr((plain(text), about)).encode()).hexdigest()[:6]
    link = Markup('<a class="figure" data-source="{}"{} href="{}book/data.html#{}-{}">{}</a>')
    return link.format(source, extras, HOME, source_anchor(source), entry, text)


def cite(row: Row, column: str = "value", unit: str | None = None, text: object = None) -> Markup:
    """Return a row's figure, in the unit or as the text, linked to its source; a dash where there is none."""
    value = row.get(column) if text is None else text
    if missing(value) or missing(row.get("source")):
        return DASH
    if text is None:
        value = number(value, unit or {"share": "percent", "value": text_of(row.get("unit"))}.get(column, ""))
    # What the row is of, and its figure as the source prints it.
    columns = vocabulary("writing")["row_names"]
    told = (next(filter(None, (text_of(row.get(name)) for name in names)), "") for names in columns)
    parts = [place_name(part) for part in told if part]
    if text_of(row.get("unit_printed")):
        parts.append(f"printed as {text_of(row.get('value_printed'))} {row['unit_printed']}")
    return official(value, row["source"], row.get("edition"), row.get("locator"), " · ".join(parts))


def source_anchor(source: str) -> str:
    """Return the anchor of a source on the data page."""
    return "source-" + re.sub(r"[^a-z0-9-]+", "-", source.lower()).strip("-")


def verdict_mark(verdict: str) -> Markup:
    """Return a verdict as a shape and its words."""
    mark = Markup('<span class="verdict verdict-{}"><span aria-hidden="true">{}</span>\u00a0{}</span>')
    return mark.format(verdict.replace(" ", "-"), VERDICT_SHAPES.get(verdict, "·"), verdict)


def reading(claim: Row) -> str:
    """Return how a claim was read, a plan as one: ``over 2-fold · copper · production · Chile · 2023``."""
    names = "unit comparator commodity measure place period horizon modality".split()
    unit, sign, commodity, measure, place, period, horizon, mode = (text_of(claim.get(n)) for n in names)
    value, high, amount = claim.get("value"), claim.get("value_high"), ""
    if not missing(value):
        amount = written(value, unit) if missing(high) else f"{written(value)}–{written(high, unit)}"
        better = unit == "rank" and sign == "<="
        amount = f"{amount} or better" if better else f"{SIGNS.get(sign, '')}{amount}"
    if mode in ("planned", "forecast"):
        period = f"{mode} for {horizon}" if horizon else f"{mode} as of {period}" if period else mode
    places = ", ".join(map(place_name, filter(None, place.split(";"))))
    commodity, measure = (text.replace(";", ", ") for text in (commodity, measure))
    return " · ".join(filter(None, (amount, commodity, measure, places, period.replace("/", "–"))))


def statement(claim: Row) -> str:
    """Return what a table calls a claim: its number as written; without one, its kind and what it is on."""
    number, kind, of, on = (text_of(claim.get(name)) for name in ("q_text", "kind", "measure", "commodity"))
    words = ", ".join(filter(None, [of, *on.split(";")]))
    return number or (f"{kind.capitalize()}: {words}" if of else kind or "claim")


def place_name(code: str) -> str:
    """Return a country or the world in words; a group such as ``EU`` by its short name."""
    return name_of(code) if len(code) == 3 or code == "WORLD" else code


def data_table(
    data: pd.DataFrame | Mapping[str, Sequence[Any]], caption: object, heads: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None, cited: Iterable[str] = (),
) -> None:  # fmt: skip
    """Display a table that works on a phone and in a screen reader, its first column the row heads.

    Heads and units are by column; figures of cited columns are linked to the source that their row names.
    """
    heads, units = heads or {str(name): str(name) for name in data}, units or {}
    rows = [dict(zip(data, line, strict=True)) for line in zip(*(data[name] for name in data), strict=True)]

    def cell(row: Row, name: str) -> Any:
        value, unit = row[name], units.get(name, "date" if "year" in name.lower() else "")
        if name in cited:
            return cite(row, name, unit)
        if missing(value):
            return DASH
        return plain(number(value, unit)) if is_number(value) else value

    body = [[cell(row, name) for name in heads] for row in rows]
    numeric = [bool(rows) and all(missing(r[name]) or is_number(r[name]) for r in rows) for name in heads]
    lines = [" | ".join(map(plain, line)) for line in ([caption], heads.values(), *body)]
    display_block(table([*heads.values()], body, caption, "data", numeric), "\n".join(lines))


def table(
    heads: Sequence[str], rows: Iterable[Sequence[Any]], caption: object, kind: str = "data",
    numeric: Sequence[bool] = (),
) -> Markup:  # fmt: skip
    """Return an accessible table in a box that scrolls by itself when it is wider than the page."""
    known = {"heads": heads, "rows": rows, "caption": caption, "kind": kind, "numeric": numeric}
    return Markup(_FRAGMENTS.get_template("table.html").render(known))  # noqa: S704 - the template escapes


def text_of(value: Any) -> str:
    """Return a cell as text, a missing one as none: 2023, also where pandas has made it 2023.0."""
    whole = isinstance(value, float) and value.is_integer()
    return "" if missing(value) else f"{value:.0f}" if whole else str(value)
