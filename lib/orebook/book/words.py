"""Sentences with computed numbers, in notebooks, the book and plain text; what is no `Markup` is escaped."""

import html
import math
import re
from collections.abc import Iterable, Mapping
from functools import partial
from string import Formatter
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from orebook.page.publication import spell
from orebook.text.vocabulary import vocabulary

# The three outcomes of a sentence that data could overturn.
STANDS, FAILS, UNKNOWN = "holds", "does not hold here", "cannot be told here"
DASH = Markup('<span class="none">–</span>')  # where a figure or a claim is missing
_WRITING = vocabulary("writing")
# A digit that is not part of a name such as CO2, G7, EU-27 or C5+1.
_TYPED_NUMBER = re.compile(r"(?<![A-Za-z0-9])(?<![A-Za-z]-)(?<![A-Za-z]\d\+)\d")
_TURNED = re.compile(r'<span class="turned" data-outcome="([^"]*)">(.*?) <em class="outcome">', re.DOTALL)


class _Fields(Formatter):
    """Formats a template: values are escaped, and marked as computed when they show a digit."""

    gaps = False  # whether a value was not there

    def format_field(self, value: Any, format_spec: str = "") -> str:
        if missing(value):
            self.gaps = True
            return DASH
        if hasattr(value, "__html__"):
            return str(value.__html__())
        if format_spec or is_number(value):
            return number(value, format_spec)
        # Word by word, for a number must not break over a line and a text must.
        words = re.split(r"(\S*\d\S*)", str(value))
        words[1::2] = [Markup('<span class="n">{}</span>').format(word) for word in words[1::2]]
        return Markup("").join(words)

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        name, _, column = field_name.partition(".")
        return (kwargs[name][column] if column else kwargs[name]), name


class Holds:
    """A sentence, given as for :func:`sentence`, that knows whether it holds.

    The condition has to test every word of it. Of a column of truth values every one has to hold; what is
    missing, or a column without rows, gives *cannot be told here*.
    """

    def __init__(self, condition: Any, words: str, **values: Any) -> None:
        self.words, self.values, self.marked = words, values, _marked(words)
        rows = pd.Series(condition, dtype=object)
        known = rows.dropna()
        self.outcome = FAILS if not known.all() else STANDS if len(known) == len(rows) > 0 else UNKNOWN

    def filled(self, shared: Mapping[str, Any]) -> Markup:
        """Return the sentence; where it does not stand, the author's words without values and its outcome."""
        if self.outcome == STANDS:
            return sentence(self.words, **{**shared, **self.values})
        parts = Formatter().parse(self.marked)
        bare = "".join(text if name is None else f"{text}…" for text, name, *_ in parts)
        shown = Markup(f"<s>{bare}</s>" if self.outcome == FAILS else bare)  # noqa: S704 - escaped above
        told = Markup('<span class="turned" data-outcome="{0}">{1} <em class="outcome">({0})</em></span>')
        return told.format(self.outcome, shown)

    def __html__(self) -> Markup:
        return self.filled({})


holds = Holds


def turned(markup: object) -> list[tuple[str, str]]:
    """Return the sentences of a piece of markup that do not stand, each with its outcome."""
    found = _TURNED.findall(escape(markup))
    return [(plain(Markup(words)), outcome) for outcome, words in found]  # noqa: S704 - from Holds


def sentence(*sentences: str | Markup | Holds, **values: Any) -> Markup:
    """Return a paragraph of sentences with their values filled in and escaped.

    The author's words have fields, ``{name}`` or ``{row.column}``, optionally with a unit of :func:`written`:
    ``{x:percent}``, ``{x:date}``. ``*italic*`` is understood, nothing else is markup; a typed number is
    refused. What is missing is a dash, and the paragraph says what the dash means.
    """
    shared = {name: v.filled(values) if isinstance(v, Holds) else v for name, v in values.items()}
    fields, parts = _Fields(), []
    for part in sentences:
        if isinstance(part, Holds):
            part = part.filled(shared)
        elif not isinstance(part, Markup):
            part = Markup(fields.vformat(_marked(part), (), shared))  # noqa: S704 - all of it is escaped
        parts.append(part)
    if fields.gaps:
        parts.append(Markup('<span class="none">(–: not in the articles and figures used here)</span>'))
    return Markup(" ").join(filter(None, parts))


def _marked(template: str) -> str:
    """Return a template escaped and with its emphasis as tags; refuse a number typed into it."""
    words = "".join(literal for literal, *_ in Formatter().parse(template))
    if _TYPED_NUMBER.search(words):
        raise ValueError(f"a number is typed into prose; compute it and pass it as a value: {words!r}")
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", str(escape(template)))


def plain(markup: object) -> str:
    """Return markup as plain text: tags dropped, entities resolved, white space single."""
    text = html.unescape(re.sub(r"<[^<>]*>", "", str(escape(markup))))
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def say(*sentences: str | Markup | Holds, **values: Any) -> None:
    """Display a paragraph, given as for :func:`sentence`."""
    display_block(Markup('<p class="say">{}</p>').format(sentence(*sentences, **values)))


def answer(*sentences: str | Markup | Holds, **values: Any) -> None:
    """Display the answer to a page's question, set large, given as for :func:`sentence`."""
    display_block(Markup('<p class="say finding">{}</p>').format(sentence(*sentences, **values)))


def display_block(markup: Any, text: str = "", data: dict[str, Any] | None = None) -> None:
    """Show markup in a notebook, or data that it is the title of, and what turned; print it elsewhere."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    outcomes, text = [list(pair) for pair in turned(markup)], text or plain(markup)
    if get_ipython() is None:
        print(text)
        return
    shown = (data or {"text/html": str(markup)}) | {"text/plain": text}
    display(shown, raw=True, metadata={"orebook": {"turned": outcomes}} if outcomes else {})


def number(value: Any, unit: str = "") -> Markup:
    """Return a number as :func:`written` does, a percentage with one decimal at most, none from ten on."""
    if missing(value):
        return DASH
    value = round(float(value), 0 if abs(value) >= 10 else 1) if unit == "percent" else value
    return Markup('<span class="n">{}</span>').format(written(value, unit))


percent = partial(number, unit="percent")  # of what is given in percent: ``90`` → ``90%``


def plural(count: int, noun: str, many: str | None = None) -> Markup:
    """Return a count with its noun: ``1 article``, ``5 articles``; ``many`` for irregular plurals."""
    many = many or re.sub("(?<![aeiou])y$", "ie", noun) + "s"
    return Markup('<span class="n">{:,}</span>\u00a0{}').format(count, noun if count == 1 else many)


def join(parts: Iterable[object]) -> Markup:
    """Return parts as a list in a sentence: ``a, b and c``."""
    *first, last = [Markup(_Fields().format_field(part)) for part in parts] or [Markup("")]  # noqa: S704
    return Markup("{} and {}").format(Markup(", ").join(first), last) if first else last


def written(value: Any, unit: str = "") -> str:
    """Return a number as text with its unit, such as ``t/yr``, or as ``tonnes``, ``ordinal``, ``date``."""
    if unit == "date":
        return spell(str(value).removesuffix(".0"))  # as pandas writes a year beside a gap
    if unit == "ordinal":
        ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
        return f"{value:,.0f}{ending}"
    base, _, rate = unit.partition("/")
    if re.match(r"[+,]?\.\d|[+,]", unit):  # a format of Python would be printed as if it were one
        raise ValueError(f"{unit!r} is no unit")
    size, scales = abs(float(value)), _WRITING["scales"].items()
    words, scale = next(((w, s) for w, s in scales if base != "percent" and size >= s), ("", 1))
    size /= scale
    power = math.floor(math.log10(size)) if size else 0
    text = f"{size:,.{max(0, (2 if size >= 1 else 1) - power)}f}"
    text = (text.rstrip("0").rstrip(".") if "." in text else text) + words
    name = _WRITING["names"].get(base, (base, base))[text != "1"]
    before, after = _WRITING["around"].get(base, ("", f" {name}"))
    sign, per = "\u2212" if value < 0 else "", _WRITING["rates"].get(rate, f"/{rate}")
    return f"{before}{sign}{text}{after}{per}".replace(" ", "\u00a0")


def missing(value: Any) -> bool:
    """Whether a scalar is None, NaN or NA, or a row is of a claim that is not there."""
    return pd.isna(value["claim"] if isinstance(value, pd.Series) else value) is True


def is_number(value: Any) -> bool:
    """Whether a scalar is a number and no truth value."""
    return hasattr(value, "__float__") and not isinstance(value, (bool, str))
