"""Numbers with their unit, comparator and range, wherever a text writes them.

One pattern finds where a quantity may stand: a digit, or one of some hundred words (*twenty*,
*half*, *doubled*, *dozens*, *largest*). Only there are the rules tried, each a short match at a
known place or a look at a few words on either side, so the time grows with the text and no faster.
The words are data: ``vocabulary/units.toml``.

Deliberately no quantities: dates, years, clock times, names and labels (*Article 6*, *COP27*,
*Trump 2.0*), list markers, ordinals that rank nothing, periods and horizons (*two years ago*, *the
next three years*), *one* on its own, and small numbers that refer back (*the two giants*).

Conventions: *halved* is 50 percent; *several million* is two million at least, as *dozens* is two
dozen; *one in five* is 20 percent; cents are hundredths of a dollar; kt and Mt are tonnes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from orebook.text import view


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text states it.

    Attributes
    ----------
    start, end : int
        Span in code points of the source: the number with its scale and unit, without comparator.
    text : str
        ``source[start:end]``.
    value : float
        Scaled: ``€12-billion`` is 12e9. The lower end of a range.
    value_high : float or None
        The upper end of a range.
    unit : str
        Canonical: ``t``, ``percent``, ``multiple``, ``count``, ``rank``, ``EUR``, ``t/yr``, ``USD/lb``, …
    comparator : str
        One of ``= ~ > >= < <=``.
    """

    start: int
    end: int
    text: str
    value: float
    value_high: float | None
    unit: str
    comparator: str


@dataclass(slots=True)
class _Amount:
    """A number on its way to becoming a quantity; its span is of the plain text."""

    start: int
    end: int
    value: float
    unit: str | None = None
    comparator: str | None = None
    digits: str = ""  # as written, if it is nothing but digits
    scale: float | None = None  # of the words after it: million
    factor: float = 1.0  # of its unit: kt
    prefix: bool = False  # its currency stands before it
    high: float | None = None


_Read = tuple[list[_Amount], int]  # what was read, and where to go on

# -- vocabulary: number words here, because the rules depend on them; all others in the data file ---

_UNITS = dict(zip("zero one two three four five six seven eight nine".split(), range(10), strict=True))
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SMALL = _UNITS | dict(zip(_TEENS, range(10, 20), strict=True)) | _TENS
_BIG = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_VAGUE = {word + "s": 2 * n for word, n in _BIG.items()} | {"tens": 20.0, "scores": 40.0}  # two of them at least
_ORDINALS = dict(zip("first second third fourth fifth sixth seventh eighth ninth tenth".split(), range(1, 11), strict=True))
_PARTS = {word: n for word, n in _ORDINALS.items() if n > 2} | {"half": 2, "quarter": 4, "halve": 2}
_FOLDS = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5}
_GLYPHS = dict(zip("½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞", (1 / 2, 1 / 3, 2 / 3, 1 / 4, 3 / 4, 0.2, 0.4, 0.6, 0.8, 1 / 6, 1 / 8, 3 / 8, 5 / 8, 7 / 8), strict=True))  # fmt: skip
_TIME = {"year", "month", "week", "day", "h", "min", "s"}


def _split(cell: str) -> list[str]:
    return cell.split(", ")


class _Vocabulary:
    """The data file, as look-up tables."""

    def __init__(self) -> None:
        path = Path(__file__).with_name("vocabulary") / "units.toml"
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        multiplied = {symbol: (unit, float(factor)) for symbol, (unit, factor) in data["multiplied"].items()}
        self.signs: dict[str, str] = data["currency_signs"] | {code: code for code in data["currencies"]}
        self.symbols = {symbol: (unit, 1.0) for symbol, unit in (data["symbols"] | self.signs).items()} | multiplied
        names = data["units"] | data["currencies"]
        self.units = {word: (unit, 1.0) for unit, cell in names.items() for word in _split(cell)}
        self.units |= {name: found for name, found in multiplied.items() if name.islower() and len(name) > 3}
        self.per = {word: unit for unit, cell in data["per"].items() for word in _split(cell)}
        self.scales: dict[str, float] = data["scales"]
        self.letters: dict[str, float] = data["scale_letters"]
        self.comparators = {word: sign for sign, cell in data["comparators"].items() for word in _split(cell)}
        self.context = {name: frozenset(_split(cell)) for name, cell in data["context"].items()}
        self.plural_agents = tuple(self.context["plural_agents"])


_words = cache(_Vocabulary)

# -- patterns: each is tried at a known place, and bounded --------------------------------------

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sep(?:tember|t?\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![a-z])"
)
_NUMBER = re.compile(
    r"(?:(?P<comma>[1-9][0-9]{0,2}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,9})?|[0-9]{1,2}(?:,[0-9]{2}){1,5},[0-9]{3})(?![0-9])"
    r"|(?P<point>[0-9]{1,3}(?:\.[0-9]{3}){1,6},[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3}){2,6}|[1-9][0-9]{0,2}\.000(?! ?%))(?![0-9])"
    r"|(?P<space>[0-9]{1,3}(?:['’ ][0-9]{3}){1,6}(?:[.,][0-9]{1,9})?)(?![0-9])"
    r"|(?P<decimal>[0-9]{1,15},[0-9]{1,2}|0,[0-9]{3})(?![0-9]|,[0-9])"
    r"|(?P<plain>[0-9]+(?:\.[0-9]+)?))"
    r"(?:[ -](?P<fraction>[1-9][/⁄][2-9](?![0-9/]))| ?(?P<glyph>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]))?"
)
# Dates, times, year ranges, decades, registration numbers, versions, telephone numbers.
_NO_NUMBER = re.compile(
    r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}(?![0-9])|[0-9]{1,3}:[0-9]{1,2}(?::[0-9]{2})?"
    r"|[0-9]{1,2}(?:[.:][0-9]{2})? ?(?:[ap]\.m\.?|[ap]m\b|AM\b|PM\b|o['’]clock)|[0-9]{4} (?:GMT|UTC|hrs)\b"
    r"|(?:1[89]|20)[0-9]{2}[-–/](?:(?:1[89]|20)?[0-9]{2})(?![0-9]|[.,][0-9])|[0-9]{1,4}['’]?s\b"
    r"|[0-9]{3,4}/[0-9]{2,4}|24/7|(?![0-9]{1,3}(?:\.[0-9]{3})+(?![0-9.]))[0-9]{1,4}(?:\.[0-9]{1,4}){2,9}(?![0-9,])|[0-9]{1,4}(?:-[0-9]{2,4}){2,6}(?![0-9])"
)
_MAYBE_NO_NUMBER = re.compile(r"[0-9]{1,4}(?:[-–/.:'’s]| ?[ap]\.?m|[AP]M| [GUhoAP])")
_PHONE = re.compile(r"\+?[0-9](?:[ ()-]{0,2}[0-9]){8,14}(?![0-9])")
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}$")
_DAY_THEN_MONTH = re.compile(
    rf"(?:st|nd|rd|th)?(?:(?:,| ?[-–]| and| to| or) ?[0-9]{{1,2}}(?:st|nd|rd|th)?){{0,4}} (?:of )?{_MONTH}"
)
_MONTH_THEN_DAY = re.compile(rf"\b{_MONTH} (?:[0-9]{{1,2}}(?:,| ?[-–]| and| to) ?)?$")
_TAIL = re.compile(
    r"[ -]?(%|‰|[°º][CF]|℃|¢|[$€£¥₸₽₹₩₺₴]|[^\W\d_]+(?:[%$]|[23³²]?(?:[A-Z][0-9]|(?<=[23])e)?)(?:\.[^\W\d_]\b)*)"
    r"(?:[ -]([^\W\d_]+[23³²]?))?(?:[ -]([^\W\d_]+))?(?:[ -]([^\W\d_]+))?"
)
_SIGN_BEFORE = re.compile(r"(?:\b(?:[A-Z][A-Za-z]{0,2}|U\.S\.|US ))?[$€£¥￥₸₽₹₩₺₴₼₾] ?$|\b(?:[A-Z]{3}\$?|Rs\.?|Tk|Fr) ?$")
_SIGN_THEN = re.compile(r"(?:(?:[A-Z]{1,3}|U\.S\.)?[$€£¥₸₽₹]|[A-Z]{3}|Rs\.?) ?(?=[0-9])")
_JOIN = re.compile(
    r"(?: ?[-–—] ?| ?(?P<word>,|,? (?:to|and|or)\b|-to-)(?: (?:(?:about|around|nearly|some|almost) )?|(?<=-)))(?=[^\W_]|[$€£¥₸₽₹])"
)
_FROM_TO = re.compile(r" in (?:[A-Z]?\w+ )?[12][0-9]{3} to (?:about |around |nearly |over |some )?(?=[0-9])")
_AND_A_HALF = re.compile(r"[ -]and[ -](?:a|one)[ -](half|quarter|third)\b")
_NOT_LONG_AGO = r"(?!(?:(?<=year|week)|(?<=month)|(?<=day)) (?:ago|earlier|later|before|after|on|old)\b)"
_RATE = re.compile(
    r"(?: ?/ ?| per | an? | each | every |-per-|-a-|-an-)(?:payable |contained )?((?:metric |troy |cubic |square |megawatt )?[^\W\d_]+[23³²]?)"
    rf"{_NOT_LONG_AGO}|[ -](annually|yearly|per annum|p\.a\.|annual|daily|monthly)\b"
)
_RATE_LATER = re.compile(
    r"(?: \([^()]{1,20}\))?"
    r"(?: (?!(?:in|by|from|since|after|and|as|that|which|was|were|is|are|to)\b)[^\W\d_][\w()-]{0,25}){1,7}?"
    rf" (?:(?:a|per|each|every) (year|annum|day|month){_NOT_LONG_AGO}|(annually|daily|monthly))\b"
)
_YEARLY_AHEAD = re.compile(r"year|ann|day|dail|month")
_ANNUAL_BEFORE = re.compile(
    r"\b(?:annual|yearly)(?: [\w-]+){0,3}? (?:production|output|capacity|level|demand|consumption|suppl(?:y|ies)|exports?"
    r"|imports?|sales|revenues?|turnover|income|profits?|volumes?|throughput|needs?|requirements?|rate|generation"
    r"|costs?|spending|budget|investments?|quota|limit|contribution|payments?|trade|shipments|deliveries"
    r"|extraction|emissions|savings?|deficit|target|rent|fee|benefits?)\b[^.;:\n0-9]*$"
    r"|\b(?:annually|[Ee](?:ach|very) year),?(?: [^.,;:\n0-9]*)?$"
)
_ANNUAL_GROWTH = re.compile(r"\bannual (?:[\w-]+ ){0,2}(?:growth|rate)\b[^.;\n0-9]*$")
_OR_MORE = re.compile(
    r"(?P<more>\+|-plus\b| plus\b(?! (?:one|an?|[0-9]))| or (?:more|above|higher|over|greater|longer|better)\b| and (?:above|more|over|up)\b)"
    r"|(?P<less> or (?:less|fewer|below|lower|under)\b)|(?P<so> or so\b|-odd\b| or thereabouts\b)"
)
_AFTER = {"more": ">=", "less": "<=", "so": "~"}
_SYMBOLS = {"~": "~", "≈": "~", "∼": "~", "±": "~", ">": ">", "<": "<", "≥": ">=", "≤": "<="}
_PART_NEXT = re.compile(r"[ -](halves|half|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b")
_OUT_OF = re.compile(
    r" (?:in|out of) (?:every |each )?([0-9]{1,3}|[a-z]+)\b(?! ?(?:%|[.,]?[0-9]|-|years?|months?|days?|weeks?|hours?|per))"
)
_TOP = re.compile(r"[ -]([0-9]{1,3}|[A-Za-z]+)\b(?! ?(?:%|percent|per|[0-9]|million|billion))")
_PLACE = re.compile(r"[^.;:\n]{0,60}? (?:in the (?:world|country|region|nation|EU)|globally|worldwide|in (?:Central )?[A-Z]\w+)\b")
_FEW_BEFORE = re.compile(r"\b(an?|several|an? few|an? couple of|few|many) $", re.IGNORECASE)
_PLURAL = re.compile(r" (?:[a-z][\w-]* ){0,2}[a-z][\w-]*(?<!s)s\b| (?:people|of|percent|men|women|per)\b")
_OPENING = '("“‘«[„\''
_NEXT = re.compile(r"[ -]([^\W_]+)(?:[ -]([^\W_]+))?")
_REST = re.compile(r"[\w./:@%&=?#+-]*")
_LETTERS = re.compile(r"[A-Za-z]+")
_NEXT_LETTERS = re.compile(r"(?:( and |-and-)|[ -])([A-Za-z]+)\b")


def _line_before(text: str, at: int, width: int = 48) -> str:
    line = text.rfind("\n", max(0, at - width), at)
    return text[max(0, at - width) if line < 0 else line + 1 : at]


def _left(text: str, at: int) -> list[str]:
    """Return the few words before, on the same line, in lower case; never empty."""
    return ["", *_line_before(text, at).lower().split()]


def _right(text: str, at: int) -> tuple[str, str]:
    """Return the two words after, in lower case, or empty strings."""
    match = _NEXT.match(text, at)
    return ((match[1] or "").lower(), (match[2] or "").lower()) if match else ("", "")


# -- one number: its digits or words, scale and unit --------------------------------------------


def _number(text: str, at: int) -> _Amount | None:
    match = _NUMBER.match(text, at)
    if match is None:
        glyph = _GLYPHS.get(text[at : at + 1])
        return _Amount(at, at + 1, glyph) if glyph else _number_words(text, at)
    if (written := match["plain"]) is not None:
        if len(written) > 300:  # beyond what a float holds
            return None
    elif written := match["comma"]:
        written = written.replace(",", "")
    elif written := match["decimal"]:
        written = written.replace(",", ".")
    elif written := match["space"]:
        written = re.sub("['’ ]", "", written).replace(",", ".")
    else:
        written = match["point"].replace(".", "").replace(",", ".")
    amount = _Amount(at, match.end(), float(written))
    if fraction := match["fraction"]:
        amount.value += int(fraction[0]) / int(fraction[2])
    elif match["glyph"]:
        amount.value += _GLYPHS[match["glyph"]]
    elif match["plain"] and written.isdigit():
        amount.digits = written
    return amount


def _number_words(text: str, at: int) -> _Amount | None:
    total, current, last, end = 0.0, 0.0, "", at
    match = _LETTERS.match(text, at)
    while match:
        word = match[match.lastindex or 0].lower()
        if (small := _SMALL.get(word)) is not None:
            if last and not (last in _BIG or last in _TENS and 0 < small < 10):
                break
            current += small
        elif (big := _BIG.get(word)) and last:
            if big == 100:
                current *= big
            elif total and big > total:
                break
            else:
                total, current = total + (current or 1) * big, 0.0
        else:
            break
        last, end = word, match.end()
        match = _NEXT_LETTERS.match(text, end)
        if match and match[1] and not (last in _BIG and match[2].lower() in _SMALL):
            break
    return _Amount(at, end, total + current, scale=total or None) if last else None


def _amount(text: str, at: int) -> _Amount | None:
    """Read the number that starts at `at`, with the currency before it, its scale and its unit."""
    amount = _number(text, at)
    if amount is None:
        return None
    if at and not amount.scale and (sign := _SIGN_BEFORE.search(text, max(0, at - 6), at)):
        if code := _words().signs.get(sign.group().strip()):
            amount.unit, amount.prefix, amount.start = code, True, sign.start()
    if half := _AND_A_HALF.match(text, amount.end):
        amount.value += 1 / _PARTS[half[1]]
        amount.end = half.end()
    if text.startswith("+", amount.end) and not text[amount.end + 1 : amount.end + 2].isdigit():
        amount.comparator, amount.end = ">=", amount.end + 1
    _add_scale_and_unit(text, amount)
    if amount.scale and amount.unit is None and text.startswith(" ", amount.end) and text[amount.end + 1 : amount.end + 2].isdigit():
        rest = _amount(text, amount.end + 1)  # 1 billion 200 million tenge
        if rest and rest.unit and not rest.prefix and (rest.scale or 1) < amount.scale and rest.value < amount.scale:
            amount = replace(amount, end=rest.end, value=amount.value + rest.value, unit=rest.unit)
    return amount


def _add_scale_and_unit(text: str, amount: _Amount) -> None:
    words = _words()
    end = amount.end
    while tail := _TAIL.match(text, end):
        first = tail[1]
        factor = words.scales.get(first.lower())
        if factor is None or (amount.scale or 0) >= 1e6 and factor >= 1e6:
            break
        amount.value *= factor
        amount.scale = (amount.scale or 1) * factor
        end = amount.end = tail.end(1)
        if text.startswith(". ", end) and len(first) < 4 and text[end + 2 : end + 3].islower():
            end = amount.end = end + 1  # 450 mln. roubles
    if tail is None:
        return
    first, attached = tail[1], tail.start(1) == end
    factor = words.letters.get(first) if attached and not amount.scale else None
    if factor and (amount.prefix or factor < 1e12):
        ahead = replace(amount, end=tail.end(1), value=amount.value * factor, scale=factor)
        _add_scale_and_unit(text, ahead)
        if amount.prefix or ahead.unit or factor == 1e3:  # 5m alone is metres
            amount.end, amount.value, amount.scale, amount.unit = ahead.end, ahead.value, ahead.scale, ahead.unit
            return
    if amount.prefix:
        return
    if first == "of" and amount.scale and (tail := _TAIL.match(text, tail.end(1))) is None:
        return  # 25 thousand of tons
    for last in range(tail.lastindex or 1, 0, -1):
        key = text[tail.start(1) : tail.end(last)]
        found = words.symbols.get(key) if last == 1 else None
        if found is None:
            found = words.units.get(key.replace("-", " ").lower())
        if found is None or (key in ("x", "X", "L", "l", "V", "A") and not attached):
            continue
        amount.unit, amount.factor = found
        if key == "mt" and amount.value >= 1000:
            amount.factor = 1.0  # metric tons when many, million tons when few
        amount.value *= amount.factor
        if amount.unit != "count":
            amount.end = tail.end(last)
        return


# -- what the words around a number make of it --------------------------------------------------


def _compare(text: str, amount: _Amount) -> list[str]:
    """Set the comparator said before or after; return the words before, without it."""
    words = _words()
    left = _left(text, amount.start)
    sign = _SYMBOLS.get(left[-1][-1:], "=")
    while left[-1] in words.context["articles"]:
        if left.pop() and left[-1] == "over" and amount.unit in _TIME:
            amount.comparator = "="  # over its 27-year history
    for n in range(min(4, len(left) - 1), 0, -1):
        if found := words.comparators.get(" ".join(left[-n:]).lstrip(_OPENING)):
            del left[-n:]
            sign = "=" if found == "<=" and left[-1] in words.context["up_verbs"] else found
            break
    if after := _OR_MORE.match(text, amount.end):
        sign = _AFTER[after.lastgroup or "more"]
        if after.group() == "+":
            amount.end += 1
    if amount.comparator is None:
        amount.comparator = sign
    return left


def _add_rate(text: str, amount: _Amount, previous: _Amount | None) -> None:
    """Add what the amount is per: said after it, or by *annual* before it."""
    unit = amount.unit or "count"
    if unit in ("rank", "multiple", "pp", "bps", "point") or "/" in unit:
        return
    if match := _RATE.match(text, amount.end):
        if word := match[2]:
            amount.unit = unit + {"daily": "/d", "monthly": "/month"}.get(word, "/yr")
            amount.end = match.end() if word not in ("annual", "daily", "monthly") else amount.end
            return
        per = _words().per.get(match[1].lower())
        if per and unit not in _TIME and (unit != "count" or per in ("yr", "d", "month", "h", "week")):
            amount.unit, amount.end = f"{unit}/{per}", match.end(1)
            return
    if unit in _TIME:
        return
    clause = _line_before(text, amount.start, 90)
    if unit == "percent":
        if "annual" in clause and _ANNUAL_GROWTH.search(clause):
            amount.unit = "percent/yr"
    elif _YEARLY_AHEAD.search(text, amount.end, amount.end + 90) and (later := _RATE_LATER.match(text, amount.end)):
        amount.unit = unit + {"day": "/d", "daily": "/d", "month": "/month", "monthly": "/month"}.get(later[1] or later[2], "/yr")
    elif ("annual" in clause or "year" in clause) and _ANNUAL_BEFORE.search(clause):
        amount.unit = unit + "/yr"
    elif previous and previous.unit == unit + "/yr" and amount.start - previous.end < 40:
        if text[previous.end : amount.start].split()[-1:] in (["to"], ["and"], ["from"]):
            amount.unit = unit + "/yr"


def _is_period(text: str, amount: _Amount, left: list[str]) -> bool:
    """Tell a point or stretch of time (*two years ago*) from a duration (*a 10-year contract*)."""
    context = _words().context
    right = _right(text, amount.end)[0]
    if _YEAR.match(amount.digits):
        return True
    hyphenated = "-" in text[amount.start : amount.end]
    if right in context["period_after"] and (right != "from" or _right(text, amount.end)[1] == "now"):
        return True
    if hyphenated:
        return left[-1] in context["period_adjectives"]
    if amount.value == 1 and not amount.digits and left[-1] not in ("for", "of", "least", "than"):
        return True
    if amount.comparator == ">" and (right == "of" or left[-1] in ("of", "for", "is", "was", "last", "lasts", "lasted", "takes", "took")):
        return False  # a mine life of over 20 years
    return left[-1] in context["period_before"] or amount.comparator == ">" and _left(text, amount.start)[-1] == "over"


def _is_label(text: str, amount: _Amount) -> bool:
    """Tell a number that names something (*Article 6*) or marks a list item."""
    before = _line_before(text, amount.start)
    after = text[amount.end : amount.end + 1]
    if not before.strip(" ("):
        end = text.find("\n", amount.end, amount.end + 6)
        rest = text[amount.end : end if end >= 0 else amount.end + 6]
        if after in (".", ")") and text[amount.end + 1 : amount.end + 2].strip() == "":
            return True
        if rest.strip(" °CF") == "" and len(amount.digits) < 5 and amount.value < 1000:
            return True  # a page number, a thermometer
    if after == "]" or after == ")" and (before.endswith("(") or before.count("(") <= before.count(")")):
        return True
    words = before.split()
    if not words or not before[-1:] == " ":
        return False
    last, context = words[-1].lstrip(_OPENING) or "-", _words().context
    if last.lower() in context["names"] or words[-2:] in (["Group", "of"], ["group", "of"]):
        return True
    return (
        last[0].isupper() and len(words) > 1 and amount.value < 1000 and amount.scale is None
        and last.lower() not in context["openers"] and not last.endswith((",", ":", ";")) and not _PLURAL.match(text, amount.end)
    )  # fmt: skip


def _is_count(text: str, amount: _Amount, left: list[str]) -> bool:
    """Tell whether a number without a unit counts something."""
    after = text[amount.end : amount.end + 1]
    if _is_label(text, amount) or after.isalpha() or after and after in "_/&@":
        return False
    if _YEAR.match(amount.digits):
        return amount.unit == "count" and left[-1] not in ("in", "by", "since", "of", "until", "from", "for")
    context = _words().context
    right = _right(text, amount.end)
    if after == "-" and right[0] and amount.scale is None:
        return right[0] in context["members"]
    if amount.digits or amount.scale or amount.value > 12 or amount.value % 1:
        return True
    if amount.value <= 1:
        return amount.value == 1 and amount.comparator in (">=", "<=")
    last = _left(text, amount.start)[-1]
    return last not in context["definite"] and not (right[0] in context["times_nouns"] and last in ("its", "of", "between"))


def _finish(text: str, amounts: list[_Amount], previous: _Amount | None) -> list[_Amount]:
    """Drop what is no quantity; add comparator and rate."""
    kept: list[_Amount] = []
    dropped = False
    for amount in amounts:
        if amount.unit != "rank":
            left = _compare(text, amount)
            if amount.unit is None or amount.unit == "count":
                refers = previous and text[previous.end : amount.start] == " of the "  # four of the five
                if dropped or not (refers or _is_count(text, amount, left)):
                    dropped = True  # Articles 6 and 7
                    continue
                amount.unit = "count"
            elif amount.unit in _TIME and _is_period(text, amount, left):
                continue
            _add_rate(text, amount, kept[-1] if kept else previous)
            if kept and amount.unit.startswith(f"{kept[-1].unit}/"):
                kept[-1].unit = amount.unit  # from $20 to $30 a pound
        kept.append(amount)
    return kept


# -- one reader for each kind of candidate ------------------------------------------------------


def _read_digits(text: str, at: int) -> _Read:
    last, earlier = text[at - 1 : at], text[at - 2 : at - 1] if at > 1 else ""
    negative = False
    if last in ("-", "–") and (not earlier or earlier in " (\t\n|"):
        negative = True
    elif last and last in "-+./@=#&:_" and (earlier.isalnum() or last in "/@=&" and earlier != " "):
        return [], max(at + 1, _skip(text, at))
    if _MAYBE_NO_NUMBER.match(text, at) and (skipped := _NO_NUMBER.match(text, at)):
        return [], skipped.end()
    if last == "+" and (phone := _PHONE.match(text, at)):
        return [], phone.end()
    return _read_amounts(text, at, negative)


def _skip(text: str, at: int) -> int:
    return _REST.match(text, at).end()  # type: ignore[union-attr]


def _read_attached(text: str, at: int) -> _Read:
    """Read USD500 and Rs3, and pass by COP27 and FY2024."""
    digits = at + len(_LETTERS.match(text, at).group())  # type: ignore[union-attr]
    return _read_amounts(text, digits) if text[at:digits] in _words().signs else ([], _skip(text, at))


def _read_amounts(text: str, at: int, negative: bool = False) -> _Read:
    """Read a number, and those joined to it as a range or a list."""
    amount = _amount(text, at)
    if amount is None:
        return [], max(at + 1, _skip(text, at))
    if not negative and text.endswith("inus ", 0, amount.start) and not text.endswith("or minus ", 0, amount.start):
        negative, amount.start = True, amount.start - 5
    if negative:
        amount.value, amount.start = -amount.value, amount.start - 1
    if amount.unit is None and amount.scale is None and (special := _read_special(text, amount)):
        return special
    chain, joins = [amount], []
    while len(chain) < 16 and (join := _JOIN.match(text, chain[-1].end)):
        sign = _SIGN_THEN.match(text, join.end())
        following = _amount(text, sign.end() if sign else join.end())
        if following is None or following.unit is None and following.value == 1 and not following.digits:
            break
        if following.unit is None and (special := _read_special(text, following)):
            if not (special[0] and special[0][0].unit == "multiple"):
                break
            following = special[0][0]  # three to seven times
        joins.append((join["word"] or "dash").strip(", -"))
        chain.append(following)
    if _YEAR.match(amount.digits) and amount.unit is None and amount.scale is None:
        if len(chain) == 1 or len(chain[1].digits) < 4 or chain[1].unit is None:
            return [], amount.end  # but: 2000 to 2500 tonnes
    if len(chain) == 1 and (later := _FROM_TO.match(text, amount.end)) and "from" in _left(text, amount.start)[-3:]:
        chain.append(_amount(text, later.end()) or amount)
        return _join(text, chain, ["to"])[:1], amount.end
    return _join(text, chain, joins), chain[-1].end


def _join(text: str, chain: list[_Amount], joins: list[str]) -> list[_Amount]:
    """Give shared units and scales to the numbers of a list, and make ranges of pairs."""
    for i in range(len(chain) - 2, -1, -1):
        one, two = chain[i], chain[i + 1]
        if one.prefix and two.unit is None:
            two.unit = one.unit
        if _YEAR.match(one.digits) and len(two.digits) < 4:
            continue
        if one.unit is None and not two.prefix:
            one.unit, one.value = two.unit, one.value * two.factor
        if one.scale is None and one.unit == two.unit:
            if two.scale and abs(one.value) < 1000:
                one.value, one.scale = one.value * two.scale, two.scale
            elif joins[i] in ("dash", "to") and two.value / 10_000 < one.value < two.value / 1000 and two.value % 1000 == 0:
                one.value *= 1000  # 275-295,000 tons
    if len(chain) == 1:
        return chain
    left = _left(text, chain[0].start)
    moved = "from" in left[-3:] and not {"ranging", "range", "ranges", "vary", "varying", "varies"} & set(left[-4:])
    out: list[_Amount] = []
    i = 0
    while i < len(chain):
        one = chain[i]
        if i + 1 < len(chain):
            two, join = chain[i + 1], joins[i]
            pair = join in ("dash", "or") or join == "to" and not moved or join == "and" and "between" in left[-3:]
            if pair and one.unit == two.unit and one.value < two.value:
                out.append(replace(two, start=one.start, value=one.value, high=two.value, digits=""))
                i += 2
                continue
        out.append(one)
        i += 1
    return out


def _rank(start: int, end: int, value: float, comparator: str = "=") -> _Read:
    return [_Amount(start, end, float(value), "rank", comparator)], end


def _read_special(text: str, amount: _Amount) -> _Read | None:
    """Read what only looks like a plain number: dates, ordinals, ranks, *one in five*, *four times*."""
    start, end, value = amount.start, amount.end, amount.value
    if 0 < len(amount.digits) <= 4:
        before = _line_before(text, start, 24)
        if value <= 31 and (date := _DAY_THEN_MONTH.match(text, end)):
            return [], date.end()
        if (value <= 31 or len(amount.digits) == 4) and _MONTH_THEN_DAY.search(before):
            return [], end
        if text[end : end + 2] in ("st", "nd", "rd", "th") and not text[end + 2 : end + 3].isalpha():
            return _read_rank(text, start, end + 2, value)
    if value % 1 or not 0 < value <= 100:
        return _read_times(text, amount)
    context = _words().context
    left, (right, second) = _left(text, start), _right(text, end)
    if left[-1] in ("no.", "no", "number", "#") or text.endswith(("umber-", "#", "No."), 0, start):
        noun = {right, second} & context["rank_nouns"] or right == "in" and second == "the" and text.startswith(" world", end + 7) or right.endswith(("er", "or")) or second.endswith(("er", "or"))
        return _rank(start, end, value) if noun and value <= 50 else ([], end)
    if value > 1 and right in ("largest", "biggest"):
        return _rank(start, end + 1 + len(right), value, "<=")
    if right in ("times", "time"):
        return _read_times(text, amount)
    if text.startswith("/", end) and text[end + 1 : end + 2].isdigit() and value < int(text[end + 1]) and text.startswith(" of", end + 2):
        return [_Amount(start, end + 2, 100 * value / int(text[end + 1]), "percent")], end + 2
    if value <= 9:
        if not amount.digits and (part := _PART_NEXT.match(text, end)):
            name = {"halves": "half", "fourth": "quarter", "fourths": "quarter"}.get(part[1], part[1].rstrip("s"))
            if (part[1][-1] == "s") == (value > 1) and (name != "quarter" or text[end] == "-" or text.startswith(" of", part.end()) and left[-1] != "first"):
                return [_Amount(start, part.end(), 100 * value / _PARTS[name], "percent")], part.end()
        if odds := _OUT_OF.match(text, end):
            whole = _SMALL.get(odds[1]) or int(odds[1]) if odds[1].isdigit() or odds[1] in _SMALL else 0
            if value < whole and (whole <= 10 or whole in (20, 25, 50, 100)):
                return [_Amount(start, odds.end(), 100 * value / whole, "percent")], odds.end()
    return None


def _read_times(text: str, amount: _Amount) -> _Read | None:
    """Read *four times*, a multiple where something grew or is compared, else a mere frequency."""
    word = _right(text, amount.end)[0]
    if word not in ("times", "time"):
        return None
    end = amount.end + 1 + len(word)
    context = _words().context
    if _right(text, end)[0] in context["times_after"] or set(_left(text, amount.start)[-6:]) & context["growth"]:
        return [replace(amount, end=end, unit="multiple")], end
    return [], end


def _read_rank(text: str, start: int, end: int, value: float) -> _Read:
    context = _words().context
    right, left = _right(text, end), _left(text, start)
    for n, word in enumerate(right):
        if word in context["rank_after"]:
            if value == 1 and left[-2:] == ["in", "the"]:
                return [], end
            return _rank(start, end + 1 + len(right[0]) + n * (1 + len(word)), value)
    while left[-1] in context["rank_fillers"]:
        left.pop()
    if left[-1] == "and":
        left = [word for word in _line_before(text, start, 90).split() if word in context["rank_verbs"]] or left
    if left[-1] in context["rank_verbs"]:
        return _rank(start, end, value)
    if value > 1 and left[-1] in ("is", "was", "come", "comes", "came") and right[0] in ("in", "behind", "after", "globally"):
        return _rank(start, end, value)
    after = text[end + 1 : end + 16].lower()
    if value > 1 and text.startswith(" ", end) and any(after.startswith(scope) for scope in context["rank_scope"]):
        return _rank(start, end, value)
    return [], end


def _read_number(text: str, at: int) -> _Read:
    return _read_amounts(text, at)


def _read_big(text: str, at: int) -> _Read:
    """Read *a million*, *several hundred*."""
    few = _FEW_BEFORE.search(text, max(0, at - 14), at)
    word = _LETTERS.match(text, at).group()  # type: ignore[union-attr]
    end = at + len(word)
    if few is None:
        return [], end
    big = _BIG[word.lower()]
    amount = _Amount(few.start(), end, big, scale=big)
    if few[1].lower() not in ("a", "an"):
        amount.value, amount.comparator = 2 * big, ">="
    _add_scale_and_unit(text, amount)
    return [amount], amount.end


def _read_vague(text: str, at: int) -> _Read:
    word = _LETTERS.match(text, at).group()  # type: ignore[union-attr]
    amount = _Amount(at, at + len(word), _VAGUE[word.lower()], scale=1.0, comparator=">=")
    if word.lower() in ("tens", "scores") and not text.startswith(" of ", amount.end):
        return [], amount.end
    while text.startswith(" of ", amount.end) and (more := _LETTERS.match(text, amount.end + 4)) and more.group().lower() in _VAGUE:
        amount.value *= _VAGUE[more.group().lower()] / 2
        amount.end = more.end()
    _add_scale_and_unit(text, amount)
    return ([amount] if amount.unit not in _TIME else []), amount.end


def _read_part(text: str, at: int) -> _Read:
    word = _LETTERS.match(text, at).group().lower()  # type: ignore[union-attr]
    end, context, left = at + len(word), _words().context, _left(text, at)
    right = _right(text, end)
    if word == "half":
        if right[0] in ("a", "an"):
            amount = _Amount(at, end + 1 + len(right[0]), 0.5)
            _add_scale_and_unit(text, amount)
            kept = amount.scale or amount.unit and right[1] not in context["half_after"]
            return ([amount] if kept else []), amount.end
        if right[0] in context["half_after"] or left[-1] in context["half_before"] or left[-2:] == ["and", "a"] or text[at - 1 : at] == "-":
            return [], end
        return [_Amount(at, end, 50.0, "percent")], end
    if left[-1] == "a" and (right[0] in context["part_after"] or left[-2] in context["part_before"] and right[0] not in context["half_after"]):
        return [_Amount(at - 2, end, 100 / _PARTS[word], "percent")], end
    return _read_rank(text, at, end, _ORDINALS[word]) if word in _ORDINALS else ([], end)


def _read_ordinal(text: str, at: int) -> _Read:
    word = _LETTERS.match(text, at).group()  # type: ignore[union-attr]
    return _read_rank(text, at, at + len(word), _ORDINALS[word.lower()])


def _read_multiple(text: str, at: int) -> _Read:
    """Read *doubled*, *to triple*, *halved*, *twofold*, *twice as much*."""
    word = _LETTERS.match(text, at).group().lower()  # type: ignore[union-attr]
    end, context = at + len(word), _words().context
    right = _right(text, end)[0]
    if right in context["fold_never"] or text[at - 1 : at] == "-":
        return [], end
    if word.startswith("halv"):
        return ([_Amount(at, end, 50.0, "percent")] if word != "halves" or right else []), end
    if word in ("twice", "thrice"):
        return ([_Amount(at, end, 2.0 + (word == "thrice"), "multiple")] if right in context["times_after"] else []), end
    if word.endswith("fold"):
        return [_Amount(at, end, float(_SMALL.get(word[:-4]) or 100), "multiple")], end
    if word[-1] == "e" and not (right in context["fold_after"] or _left(text, at)[-1] in context["fold_before"]):
        return [], end
    return [_Amount(at, end, float(_FOLDS[re.sub("(?:e[sd]?|ing)$", "", word)]), "multiple")], end


def _read_top(text: str, at: int) -> _Read:
    """Read *top 10*, *leads the world*, and *the world's largest* where one is meant."""
    word = _LETTERS.match(text, at).group().lower()  # type: ignore[union-attr]
    end, left = at + len(word), _left(text, at)
    if word == "leads":
        return _rank(at, end, 1) if text.startswith(" the world", end) else ([], end)
    if word == "top" and (number := _TOP.match(text, end)):
        if value := int(number[1]) if number[1].isdigit() else _SMALL.get(number[1].lower()):
            return _rank(at, number.end(), value, "<=")
    if left[-1] in ("single", "undisputed"):
        left.pop()
    owned = left[-1].endswith(("’s", "'s"))
    if not owned and (word in ("top", "leading") or left[-1] != "the" or not _PLACE.match(text, end)):
        return [], end
    if word == "leading" and not any(w.endswith(("er", "or")) or w in _words().context["rank_nouns"] for w in _right(text, end)):
        return [], end
    if "among" in left[-5:] or "one of" in " ".join(left[-6:]) or any(w.endswith(_words().plural_agents) for w in _right(text, end)):
        return [], end
    return _rank(at, end, 1)


_READERS: dict[str, Callable[[str, int], _Read]] = {
    **dict.fromkeys(_SMALL, _read_number), **dict.fromkeys(_BIG, _read_big), **dict.fromkeys(_VAGUE, _read_vague),
    **dict.fromkeys(_ORDINALS, _read_ordinal), **dict.fromkeys((w for w in _PARTS if w != "halve"), _read_part),
    **{stem + ending: _read_multiple for stem in _FOLDS for ending in ("e", "ed", "es", "ing")},
    **dict.fromkeys(("twice", "thrice", "halve", "halved", "halves", "halving", "hundredfold"), _read_multiple),
    **{word + "fold": _read_multiple for word in (*list(_SMALL)[2:11], "twenty", "thirty", "fifty")},
    **dict.fromkeys(("largest", "biggest", "top", "leading", "leads"), _read_top),
}  # fmt: skip


def _trie(words: set[str]) -> str:
    """Return a pattern of all words that compares each letter once."""
    heads: dict[str, set[str]] = {}
    for word in words:
        heads.setdefault(word[:1], set()).add(word[1:])
    branches = [head and head + _trie(heads[head]) for head in sorted(heads, reverse=True)]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _any_case(words: set[str]) -> str:
    """Return a pattern of words in lower case, as names or in capitals, branching on the first letter."""
    tails = {head: {w[1:] for w in words if w[0] == head} for head in sorted({w[0] for w in words})}
    return "|".join(f"[{h.upper()}{h}]{_trie(t | {w.upper() for w in t})}" for h, t in tails.items())


_CANDIDATE = re.compile(rf"\b(?:[0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]|[A-Z][A-Zs][A-Z]?(?=[0-9])|(?:{_any_case(set(_READERS))})\b)")


def find_quantities(text: str) -> list[Quantity]:
    """Find the quantities a text states.

    Parameters
    ----------
    text : str
        Any text; it is not changed.

    Returns
    -------
    list of Quantity
        Sorted by position, never overlapping; every ``text`` equals ``source[start:end]``.

    Examples
    --------
    >>> [(q.text, q.value, q.unit, q.comparator) for q in find_quantities("over 12-million tons a year")]
    [('12-million tons a year', 12000000.0, 't/yr', '>')]
    """
    seen = view(text)
    plain, out, position = seen.text, [], 0
    previous: _Amount | None = None
    while match := _CANDIDATE.search(plain, position):
        at, end = match.span()
        first = plain[at]
        if first.isalpha():
            reader = _READERS.get(match.group().lower(), _read_attached)
        else:
            reader = _read_digits
        amounts, after = reader(plain, at)
        position = max(after, end)
        for amount in _finish(plain, amounts, previous):
            start, stop = seen.span(amount.start, amount.end)
            if out and start < out[-1].end:
                continue
            high = None if amount.high is None else _tidy(amount.high)
            out.append(Quantity(start, stop, text[start:stop], _tidy(amount.value), high, amount.unit or "", amount.comparator or ""))
            previous = amount
    return out


def _tidy(value: float) -> float:
    """Drop the noise of binary scaling: 4.35 hundred is 435, not 434.99999."""
    return float(f"{value:.12g}")
