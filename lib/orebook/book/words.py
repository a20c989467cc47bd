"""Sentences and tables with computed numbers: the same in JupyterLab, in the book and as plain text.

A number typed into prose goes stale when an article is added, so templates may not contain one:
numbers come in as values. Everything that is not :class:`markupsafe.Markup` already is escaped,
because article text is anybody's text.

Inline helpers (:func:`number`, :func:`press`, …) return ``Markup`` to be put into a template;
block helpers (:func:`say`, :func:`finding`, :func:`answer`, :func:`cards`, :func:`evidence_table`,
:func:`data_table`) display their block and return nothing.
"""

from __future__ import annotations

import hashlib
import html
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from string import Formatter
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from orebook.text.decode import slug as slug
from orebook.text.vocabulary import vocabulary

if TYPE_CHECKING:
    import pandas as pd

# Shape and words carry the verdict; colour (in the style sheet) only helps.
VERDICT_SHAPES = {
    "supported": "●",
    "supported with rounding": "◉",
    "imprecise": "◐",
    "outdated": "◷",
    "contradicted": "✕",
    "not verifiable": "○",
    "not checked": "·",
}

# What says what a reference table's row is of, part by part: the first column that holds something.
_ROW_NAMES = (
    ("material", "commodity"), ("product",), ("stage", "metric", "measure"), ("country", "place"),
    ("period", "year_printed", "year", "horizon", "date"),
)  # fmt: skip
# Scales above which a count is easier to read in words, largest first.
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_CURRENCIES = {"EUR": "€", "USD": "US$", "GBP": "£", "KZT": "₸", "CNY": "¥", "JPY": "JP¥"}
_TIMES = ("year", "month", "week", "day", "hour", "minute")
_COMPARATORS = {"~": "about ", ">": "over ", ">=": "at least ", "<": "under ", "<=": "at most "}
_WORDS = {"percent": "%", "multiple": "-fold", "count": "", "": ""}
# A digit that is not part of a name such as CO2, G7 or EU-27.
_TYPED_NUMBER = re.compile(r"(?<![A-Za-z0-9])(?<![A-Za-z]-)\d")
_TAG = re.compile(r"<[^<>]*>")


class _Fields(Formatter):
    """Formats a template: values are escaped, and marked as computed when they show a digit."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if hasattr(value, "__html__"):
            return str(value.__html__())
        if not format_spec and isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(number(value))
        text = format(value, format_spec)
        # Word by word, for a number must not break over a line and a text must.
        words = re.split(r"(\S*\d\S*)", text)
        words[1::2] = [Markup('<span class="n">{}</span>').format(word) for word in words[1::2]]
        return "".join(str(escape(word)) for word in words)

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion is not None:
            raise ValueError(
                f"!{conversion} would show a program's text to a reader: format the value instead"
            )
        return value


def sentence(template: str, **values: Any) -> Markup:
    """Return a sentence with its values filled in and escaped.

    Parameters
    ----------
    template : str
        The author's words with ``{name}`` fields, optionally with a format (``{share:.0f}``).
        ``**bold**`` and ``*italic*`` are understood, nothing else is markup.
    **values
        ``Markup`` goes in as it is, plain numbers through :func:`number`, all else escaped.

    Returns
    -------
    Markup

    Raises
    ------
    ValueError
        If the template has a typed number: pass it as a value.
    KeyError
        If a field has no value.
    """
    words = "".join(literal for literal, *_ in Formatter().parse(template))
    if _TYPED_NUMBER.search(words):
        raise ValueError(f"a number is typed into prose; compute it and pass it as a value: {words!r}")
    marked = str(escape(template))
    marked = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked)
    marked = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", marked)
    return Markup(_Fields().vformat(marked, (), values))  # noqa: S704 - template and values are escaped


def plain(markup: object) -> str:
    """Return markup as plain text: tags dropped, entities resolved, white space single."""
    text = str(markup.__html__()) if hasattr(markup, "__html__") else str(escape(markup))
    return re.sub(r"[ \t\r\n]+", " ", html.unescape(_TAG.sub("", text))).strip()


def say(template: str | Markup, **values: Any) -> None:
    """Display a paragraph: a finished sentence, or a template for :func:`sentence`."""
    words = template if isinstance(template, Markup) else sentence(template, **values)
    _display(Markup('<p class="say">{}</p>').format(words), plain(words))


def finding(template: str | Markup, **values: Any) -> None:
    """Display a page's finding, one sentence set large, given as for :func:`say`."""
    words = template if isinstance(template, Markup) else sentence(template, **values)
    _display(Markup('<p class="say finding">{}</p>').format(words), plain(words))


def answer(sentences: Iterable[Markup | str]) -> None:
    """Display the answer to a page's question as a short list of sentences."""
    lines = list(sentences)
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    _display(
        Markup('<ul class="say answer">{}</ul>').format(items), "\n".join("- " + plain(s) for s in lines)
    )


def cards(pages: Iterable[tuple[object, str, object, object]]) -> None:
    """Display pages as a list of cards.

    Parameters
    ----------
    pages : iterable of tuple
        Title, address, finding and a closing line (such as verdict counts) of each page.
    """
    items, lines = Markup(""), []
    card = Markup(
        '<li><p class="card-title"><a href="{}">{}</a></p><p class="say">{}</p>'
        '<p class="card-foot">{}</p></li>\n'
    )
    for title, href, said, closing in pages:
        items += card.format(href, title, said, closing)
        lines.append(f"- {plain(title)}: {plain(said)} {plain(closing)}".rstrip())
    _display(Markup('<ul class="ore-cards">\n{}</ul>').format(items), "\n".join(lines))


def number(value: float, unit: str | None = None, digits: int | None = None) -> Markup:
    """Return a number as a reader writes it: ``57,000 t``, ``1.2 million``, ``90%``, ``12-fold``.

    Parameters
    ----------
    value : float
    unit : str, optional
        A unit of :class:`~orebook.quantities.Quantity`: ``t``, ``percent``, ``EUR``, ``t/yr`` …
    digits : int, optional
        Decimal places; by default as many as the value needs: at most two, none above 100, and
        two significant ones below 0.1.
    """
    return Markup('<span class="n">{}</span>').format(_number(value, unit, digits))


def percent(value: float, digits: int | None = None) -> Markup:
    """Return a percentage given in percent (``90`` → ``90%``), one decimal below ten."""
    if digits is None:
        digits = 0 if abs(value) >= 10 or float(value).is_integer() else 1
    return number(value, "percent", digits)


def tonnes(value: float, digits: int | None = None) -> Markup:
    """Return a mass given in metric tons, in words: ``57,000 tonnes``, ``1.2 million tonnes``."""
    unit = "tonne" if value == 1 else "tonnes"
    return Markup('<span class="n">{}\u00a0{}</span>').format(_number(value, None, digits), unit)


def ordinal(value: int) -> Markup:
    """Return ``1st``, ``2nd``, ``11th`` …"""
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return Markup('<span class="n">{:,}{}</span>').format(value, ending)


def plural(count: int, noun: str, many: str | None = None) -> Markup:
    """Return a count with its noun: ``1 article``, ``5 articles``; ``many`` for irregular plurals."""
    if many is None:
        many = noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"
    return Markup('<span class="n">{:,}</span>\u00a0{}').format(count, noun if count == 1 else many)


def join(parts: Iterable[Markup | str], last: str = "and") -> Markup:
    """Return parts as a list in a sentence: ``a, b and c``."""
    fields = _Fields()
    escaped = [Markup(fields.format_field(part, "")) for part in parts]  # noqa: S704 - escaped there
    if len(escaped) < 2:
        return Markup("").join(escaped)
    return Markup("{} {} {}").format(Markup(", ").join(escaped[:-1]), last, escaped[-1])


def press(claim: Any, text: object = None, base: str = "../") -> Markup:
    """Return a press figure as a link to its evidence, which also carries the card.

    Parameters
    ----------
    claim : mapping, pandas.Series or named tuple
        A row of the ledger.
    text : str or Markup, optional
        What to show; by default the number in the article's own words.
    base : str
        Path from the page to the book's root: ``../`` from a notebook.
    """
    claim_id, seed = _field(claim, "claim"), _field(claim, "seed")
    shown = text if text is not None else (_text(_field(claim, "q_text")) or reading(claim))
    href = f"{base}book/evidence/{slug(str(seed))}.html#{claim_id}"
    return Markup('<a class="claim" data-claim="{}" href="{}">{}</a>').format(claim_id, href, shown)


def evidence_page(article: Any, text: object = None, base: str = "../") -> Markup:
    """Return a link to an article's evidence page, by default under its headline."""
    shown = text if text is not None else article.headline.text if article.headline else article.seed
    return Markup('<a href="{}book/evidence/{}.html">{}</a>').format(base, slug(article.seed), shown)


def official(
    text: object,
    source: str,
    edition: object = None,
    locator: object = None,
    base: str = "../",
    what: str = "",
) -> Markup:
    """Return an official figure as a link to its entry among the figures of its source.

    The card shows what it is, edition and locator; the data page lists every figure that is linked so.

    Parameters
    ----------
    text : str or Markup
        The figure as shown.
    source : str
        Key of the reference table ``sources``, such as ``usgs-mcs-2026``.
    edition, locator : str, optional
        As the reference tables give them.
    what : str, optional
        What the figure is of, and how the source prints it.
    """
    about = {"edition": _text(edition), "locator": _text(locator), "what": what}
    extras = Markup("").join(
        Markup(' data-{}="{}"').format(name, value) for name, value in about.items() if value
    )
    entry = hashlib.sha256(repr((plain(text), about)).encode()).hexdigest()[:6]
    return Markup('<a class="figure" data-source="{}"{} href="{}book/data.html#{}-{}">{}</a>').format(
        source, extras, base, source_anchor(source), entry, text
    )


def figure(row: Mapping[str, Any], text: object) -> Markup:
    """Return a figure of a reference table's row linked to its source."""
    return official(text, row["source"], row.get("edition"), row.get("locator"), what=_what(row))


def _what(row: Mapping[str, Any]) -> str:
    """Return what a reference table's row is of, and its figure as the source prints it."""
    parts = []
    for names in _ROW_NAMES:
        value = next((row[name] for name in names if _text(row.get(name))), None)
        parts.append(place_name(_whole(value)))
    if _text(row.get("unit_printed")):
        parts.append(f"printed as {_whole(row.get('value_printed'))} {row['unit_printed']}")
    return " · ".join(part for part in parts if part)


def _whole(value: Any) -> str:
    """Return a table's cell as text: 2023, also where pandas has made it 2023.0."""
    return _text(int(value) if isinstance(value, float) and value.is_integer() else value)


def voice(claim: Mapping[str, Any]) -> str:
    """Return who makes a claim."""
    return claim["speaker"] or "an article in its own voice"


def source_anchor(source: str) -> str:
    """Return the anchor of a source on the data page."""
    return "source-" + re.sub(r"[^a-z0-9-]+", "-", source.lower()).strip("-")


def verdict_mark(verdict: str) -> Markup:
    """Return a verdict as a shape and its words."""
    shape = VERDICT_SHAPES.get(verdict, "·")
    kind = re.sub(r"[^a-z]+", "-", verdict.lower())
    return Markup(
        '<span class="verdict verdict-{}"><span aria-hidden="true">{}</span>\u00a0{}</span>'
    ).format(kind, shape, verdict)


def reading(claim: Any) -> str:
    """Return how a claim was read: ``over 2-fold · aluminium · production · Kazakhstan · 2023``.

    A plan or forecast says so, and for when; nobody should take it for what was.
    """
    parts = []
    value = _field(claim, "value")
    if not _missing(value):
        sign = _text(_field(claim, "comparator"))
        amount = _number(float(value), _text(_field(claim, "unit")), None)
        high = _field(claim, "value_high")
        if not _missing(high):
            low = _number(float(value), None, None)
            amount = f"{low}–{_number(float(high), _text(_field(claim, 'unit')), None)}"
        if _text(_field(claim, "unit")) == "rank" and sign == "<=":
            parts.append(f"{amount} or better")
        else:
            parts.append(f"{_COMPARATORS.get(sign, '')}{amount}")
    for name in ("commodity", "measure", "place"):
        words = [word for word in _text(_field(claim, name)).split(";") if word]
        parts.append(", ".join(place_name(word) if name == "place" else word for word in words))
    period, horizon = (_text(_field(claim, name)).replace("/", "–") for name in ("period", "horizon"))
    mode = _text(_field(claim, "modality"))
    if mode in ("planned", "forecast"):
        period = f"{mode} for {horizon}" if horizon else f"{mode} as of {period}" if period else mode
    parts.append(period)
    return " · ".join(part for part in parts if part)


def statement(claim: Any) -> str:
    """Return what a table calls a claim: its number as written; without one, its kind and what it is on."""
    if text := _text(_field(claim, "q_text")):
        return text
    kind, measure = _text(_field(claim, "kind")), _text(_field(claim, "measure"))
    words = [measure, *_text(_field(claim, "commodity")).split(";")]
    return f"{kind.capitalize()}: {', '.join(word for word in words if word)}" if measure else kind or "claim"


def rest(claim: Mapping[str, Any]) -> str:
    """Return of a claim's reading what `statement` has not said."""
    return reading(claim if _text(claim.get("q_text")) else {**claim, "measure": None, "commodity": None})


def place_name(code: str) -> str:
    """Return a place of the ledger in words: ``Kazakhstan`` for ``KAZ``, ``world`` for ``WORLD``."""
    if code == "WORLD":
        return "world"
    return next(iter(vocabulary("places").get(code, {}).get("names", ())), code) if len(code) == 3 else code


def evidence_table(
    ledger: pd.DataFrame, verdicts: pd.DataFrame | None = None, caption: str = "Evidence"
) -> None:
    """Display the claims a page rests on, each linked to its permalink.

    Excerpts stay on the evidence pages and cards, where the excerpt budget is kept.

    Parameters
    ----------
    ledger : DataFrame
        Rows of the ledger, in the order shown.
    verdicts : DataFrame, optional
        Result of :func:`orebook.check.rules`.
    """
    found = {} if verdicts is None else dict(zip(verdicts["claim"], verdicts["verdict"], strict=True))
    rows = []
    for claim in ledger.to_dict("records"):
        speaker = _text(claim.get("speaker")) or (
            "the article" if claim.get("attribution") == "author" else "unnamed"
        )
        hedge = _text(claim.get("hedge")) or _text(claim.get("modality"))
        verdict = verdict_mark(found.get(claim["claim"], "not checked"))
        rows.append([press(claim, statement(claim)), verdict, rest(claim), speaker, hedge])
    _table(
        ["In the article", "Verdict", "Read as", "Who says so", "Hedge or mode"], rows, caption, "evidence"
    )


def data_table(
    data: pd.DataFrame | Mapping[str, Sequence[Any]], caption: object, digits: int | None = None
) -> None:
    """Display a table that works on a phone and in a screen reader.

    Parameters
    ----------
    data : DataFrame or mapping
        Columns by their heads, the first one the row heads; a DataFrame's index is not shown.
        ``Markup`` cells go in as they are (in a mapping: pandas makes plain text of them), numbers
        are formatted, all else is escaped.
    caption : str or Markup
        What the table shows, in a sentence.
    digits : int, optional
        Decimal places of floats.
    """
    heads, columns = [str(name) for name in data], [list(data[name]) for name in data]
    numeric = [bool(c) and all(_missing(v) or isinstance(v, (int, float)) for v in c) for c in columns]
    for head, column in zip(heads, columns, strict=True):
        year = "year" in head.lower()  # 2023, not 2,023
        column[:] = [str(v) if year and isinstance(v, int) else _cell(v, digits) for v in column]
    _table(heads, [list(row) for row in zip(*columns, strict=True)], caption, "data", numeric)


def table(
    heads: list[str],
    rows: list[list[Any]],
    caption: object,
    kind: str = "data",
    numeric: list[bool] | None = None,
) -> Markup:
    """Return an accessible table in a box that scrolls by itself when it is wider than the page."""
    right = numeric or [False] * len(heads)
    cls = [Markup(' class="num"') if flag else Markup("") for flag in right]
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(c, h) for c, h in zip(cls, heads, strict=True)
    )
    body = Markup("")
    for row in rows:
        cells = [Markup('<th scope="row">{}</th>').format(row[0])] + [
            Markup("<td{}>{}</td>").format(c, value) for c, value in zip(cls[1:], row[1:], strict=True)
        ]
        body += Markup("<tr>{}</tr>\n").format(Markup("").join(cells))
    # Focusable, so that a keyboard can scroll it; a region needs a name.
    return Markup(
        '<div class="ore-table" role="region" tabindex="0" aria-label="{}"><table class="ore {}">'
        "<caption>{}</caption>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody></table></div>"
    ).format(plain(caption), kind, caption, head, body)


def in_script(kind: str, data: Any, **attributes: str) -> Markup:
    """Return data as JSON in a script element that no text in it can break out of."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    named = Markup("").join(
        Markup(' {}="{}"').format(name.rstrip("_"), value) for name, value in attributes.items()
    )
    return Markup('<script type="{}"{}>{}</script>').format(kind, named, Markup(text))  # noqa: S704 - escaped above


def _table(
    heads: list[str], rows: list[list[Any]], caption: object, kind: str, numeric: list[bool] | None = None
) -> None:
    lines = [plain(caption), " | ".join(heads)] + [" | ".join(plain(value) for value in row) for row in rows]
    _display(table(heads, rows, caption, kind, numeric), "\n".join(lines))


def _display(markup: Markup, text: str) -> None:
    """Show a block in a notebook; print its text where there is none."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(text)
    else:
        display({"text/html": str(markup), "text/plain": text}, raw=True)


def _number(value: float, unit: str | None, digits: int | None) -> str:
    unit = unit or ""
    base, _, rate = unit.partition("/")
    words = ""
    if base != "percent" and digits is None:
        for scale, name in _SCALES:
            if abs(value) >= scale:
                value, words = value / scale, "\u00a0" + name
                break
    if digits is None:
        size = abs(value)
        digits = 0 if float(value).is_integer() or size >= 100 else 1 if size >= 10 else 2
        if 0 < size < 0.1:
            digits = 1 - math.floor(math.log10(size))  # two significant ones
        text = f"{value:,.{digits}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    text = text.replace("-", "\u2212") + words
    per = {"": "", "yr": " a year", "d": " a day", "t": " per tonne"}.get(rate, f"/{rate}").replace(
        " ", "\u00a0"
    )
    if base == "rank":
        return f"rank\u00a0{text}{per}"
    if base in _CURRENCIES:
        return f"{_CURRENCIES[base]}{text}{per}"
    suffix = _WORDS.get(base)
    if suffix is None:
        suffix = "\u00a0" + base + ("s" if base in _TIMES and text != "1" else "")
    return f"{text}{suffix}{per}"


def _field(claim: Any, name: str) -> Any:
    if isinstance(claim, Mapping) or hasattr(claim, "get"):
        return claim.get(name)
    return getattr(claim, name, None)


def _missing(value: Any) -> bool:
    """Whether a scalar is None, NaN or NA, without importing pandas."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("<NA>", "NaT")


def _text(value: Any) -> str:
    return "" if _missing(value) else str(value)


def _cell(value: Any, digits: int | None) -> Any:
    if hasattr(value, "__html__"):
        return value
    if _missing(value):
        return Markup('<span class="none">–</span>')
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return _number(value, None, digits)
    return str(value)
