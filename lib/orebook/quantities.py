"""Numbers with their unit, comparator and range, wherever a text writes them.

One pattern finds the places where a quantity may stand: a digit, or one of some hundred words
(*twenty*, *half*, *doubled*, *dozens*, *largest*). Only there are the rules below tried, each a
short match at a known place, so the time grows with the text and never faster. Words and symbols
are data: ``vocabulary/units.toml``.

What is deliberately not a quantity: dates, years, clock times, names and labels (*Article 6*,
*COP27*, *Trump 2.0*), list markers, ordinals that rank nothing, periods and horizons (*two years
ago*, *the next three years*), *one* on its own, and small numbers that refer back (*the two giants*).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

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
    """A number on its way to becoming a quantity; spans are of the plain text."""

    start: int
    end: int
    value: float
    written: str  # the bare digits, or "" for number words
    scale: float | None = None
    unit: str | None = None
    prefix: bool = False  # the unit stands before the number
    high: float | None = None
    comparator: str | None = None


# -- vocabulary ---------------------------------------------------------------------------------

_DIGITS = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
           "nine": 9}  # fmt: skip
_TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
          "seventeen": 17, "eighteen": 18, "nineteen": 19}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
         "ninety": 90}  # fmt: skip
_SMALL = _DIGITS | _TEENS | _TENS
_BIG = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12}
# A plural without a number means two of them at least.
_VAGUE = {"dozens": 24, "scores": 40, "tens": 20, "hundreds": 200, "thousands": 2e3, "millions": 2e6,
          "billions": 2e9, "trillions": 2e12}  # fmt: skip
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
          "tenth": 10}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, **{w: n for w, n in _PARTS.items() if n > 2 and w != "quarter"}, "fourth": 4,
             "eleventh": 11, "twelfth": 12}  # fmt: skip
_FOLD = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4, "quintuple": 5}
_GLYPHS = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5,
           "⅘": 4 / 5, "⅙": 1 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8}  # fmt: skip
_TIME = {"year", "month", "week", "day", "h", "min", "s"}
_RATE_FROM_PREFIX = 70  # characters: "annual … capacity of up to" is said in the same clause


def _words(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(",")]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    units: dict[str, tuple[str, float]]  # names, lower case
    symbols: dict[str, tuple[str, float]]  # as written
    per: dict[str, str]
    before: dict[str, str]  # currency signs and codes before a number
    scales: dict[str, float]
    comparators: dict[str, str]
    names: frozenset[str]


@cache
def _vocabulary() -> _Vocabulary:
    path = resources.files("orebook").joinpath("vocabulary/units.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    units = {word: (unit, 1.0) for unit, cell in data["units"].items() for word in _words(cell)}
    symbols = {symbol: (unit, 1.0) for symbol, unit in data["symbols"].items()}
    multiplied = {symbol: (unit, float(factor)) for symbol, (unit, factor) in data["multiplied"].items()}
    symbols |= multiplied
    units |= {name: found for name, found in multiplied.items() if name.islower() and len(name) > 3}
    before = dict(data["currency_signs"])
    for code, cell in data["currencies"].items():
        before[code] = code
        units |= {word: (code, 1.0) for word in _words(cell)}
    symbols |= {sign: (code, 1.0) for sign, code in before.items()}
    return _Vocabulary(
        units=units,
        symbols=symbols,
        per={word: unit for unit, cell in data["per"].items() for word in _words(cell)},
        before=before,
        scales=data["scales"],
        comparators={word: sign for sign, cell in data["comparators"].items() for word in _words(cell)},
        names=frozenset(_words(data["names"]["before"])),
    )


# -- patterns -----------------------------------------------------------------------------------


def _any(words: object) -> str:
    return "|".join(sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_CANDIDATE = re.compile(
    rf"(?P<digits>[0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞])|\b(?i:(?P<number>{_any([*_SMALL, *_BIG])})|(?P<vague>{_any(_VAGUE)})"
    rf"|(?P<part>{_any(_PARTS)})|(?P<ordinal>{_any(_ORDINALS)})|(?P<times>twice|thrice)"
    rf"|(?P<fold>(?:{_any(_FOLD)})(?:s|d|ing)?|doubling|tripling|trebling|quadrupling|halv(?:ed|es?|ing))"
    rf"|(?P<many>(?:two|three|four|five|six|seven|eight|nine|ten|twenty)fold)"
    rf"|(?P<top>largest|biggest|top))\b"
)
# Bounded, so that a hostile run of digits and commas is given up after a few groups.
_NUMBER = re.compile(
    r"(?:(?P<comma>[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,9})?|[0-9]{1,2}(?:,[0-9]{2}){1,5},[0-9]{3})(?![0-9])"
    r"|(?P<point>[0-9]{1,3}(?:\.[0-9]{3}){1,6},[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3}){2,6}|[1-9][0-9]{0,2}\.000)(?![0-9])"
    r"|(?P<space>[0-9]{1,3}(?:['’ ][0-9]{3}){1,6}(?:[.,][0-9]{1,9})?)(?![0-9])"
    r"|(?P<decimal>[0-9]{1,15},(?:[0-9]{1,2}|(?<=^0,)[0-9]{3}))(?![0-9]|,[0-9])"
    r"|(?P<plain>[0-9]+(?:\.[0-9]+)?))"
    r"(?:[ -]?(?P<fraction>[1-9]/[2-9](?![0-9/]))| ?(?P<glyph>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]))?"
)
# Dates, times, year ranges, decades, registration numbers, versions, telephone numbers.
_NOT_NUMBERS = re.compile(
    r"[0-9]{1,4}(?P<s>[-/.])[0-9]{1,2}(?P=s)[0-9]{1,4}(?![0-9])|[0-9]{1,3}:[0-9]{1,2}(?::[0-9]{2})?"
    r"|[0-9]{1,2}(?:[.:][0-9]{2})? ?(?:[ap]\.m\.?|[ap]m\b|AM\b|PM\b|o['’]clock)|[0-9]{4} (?:GMT|UTC|hrs)\b"
    r"|(?:1[89]|20)[0-9]{2}(?:[-–/](?:(?:1[89]|20)?[0-9]{2})(?![0-9]|[.,][0-9])|['’]?s\b)|[0-9]{1,4}s\b"
    r"|[0-9]{3,4}/[0-9]{2,4}|24/7|[0-9]{1,4}(?:\.[0-9]{1,4}){2,9}(?![0-9,])|[0-9]{1,4}(?:-[0-9]{2,4}){2,6}(?![0-9])"
)
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
_DATE_AFTER = re.compile(
    rf"(?:st|nd|rd|th)?(?:(?:,| ?[-–]| and| to| or) ?[0-9]{{1,2}}(?:st|nd|rd|th)?){{0,4}} (?:of )?{_MONTH}(?![a-z])"
)
_DATE_BEFORE = re.compile(rf"\b{_MONTH} (?:[0-9]{{1,2}}(?:,| ?[-–]| and) ?)?$")
_TAIL = re.compile(
    r"[ -]?(%|‰|°[CF]|[º℃][C]?|[$€£¥₸₽₹₩₺₴¢]|[^\W\d_]+[%$23³²]*(?:\.[^\W\d_]\b\.?)*)"
    r"(?:[ -]([^\W\d_]+[23³²]?))?(?:[ -]([^\W\d_]+))?(?:[ -]([^\W\d_]+))?"
)
_SIGN_BEFORE = re.compile(r"(?:(?:\b[A-Z][A-Za-z]{0,2}|U\.S\.|US ?)?[$€£¥￥₸₽₹₩₺₴₼₾]|\b[A-Z]{3}|\bRs\.?|\bTk|\bFr|\bRMB\$?) ?$")
_SIGN_THEN = re.compile(r"(?:(?:[A-Z]{1,3}|U\.S\.)?[$€£¥₸₽₹]|[A-Z]{3}|Rs\.?) ?(?=[0-9])")
_SCALE = re.compile(r"[ -]?([A-Za-z]{1,9})(?![a-z])\.?")
_JOIN = re.compile(r" ?(?:([-–—])|(,)(?: (and|or))?|\b(to|and|or))(?:(?<=[-–—])| )(?:(?:about|around|nearly|some) )?")
_RATE = re.compile(
    r"(?: ?/ ?| per | an? | each | every |-per-|-a-|-an-)((?:metric |troy |cubic |square |megawatt )?[^\W\d_]+[23³²]?)"
    r"(?! (?:ago|earlier|later|before|after|on|old))\b|[ -](annually|yearly|a year|per annum|p\.a\.|annual|daily|monthly)"
)
_RATE_LATER = re.compile(
    r"(?: \([^()]{1,20}\))?(?: (?!(?:in|by|from|since|after|and|as|that|which|was|were|is|are|to)\b)[^\W\d_][\w()-]{0,25}){1,7}?"
    r" (?:(?:a|per|each|every) (year|annum|day|month)(?! (?:ago|earlier|later|before|after|on|old))\b|(annually|daily|monthly))"
)
_ANNUAL_BEFORE = re.compile(
    r"\b(?:annual|yearly)(?: [\w-]+){0,3}? (?:production|output|capacity|level|demand|consumption|suppl(?:y|ies)|exports?"
    r"|imports?|sales|revenues?|turnover|income|profits?|volumes?|throughput|needs?|requirements?|rate|generation"
    r"|growth|costs?|spending|budget|investments?|quota|limit|contribution|payments?|trade|shipments|deliveries"
    r"|extraction|emissions|savings?|deficit|target|rent|fee|benefits?)\b(?P<clause>[^.;:\n]*)$"
    r"|\b(?:annually|each year|every year|per year),? (?P<verb>[^.,;:\n0-9]*)$"
)
_PERCENT_RATE = re.compile(r"\bannual (?:[\w-]+ ){0,2}(?:growth|rate)\b|\bannually\b")
_MORE = re.compile(
    r"(?P<ge>\+|-plus\b| plus\b| or (?:more|above|higher|over|greater|longer|better)\b| and (?:above|more|over|up)\b)"
    r"|(?P<le> or (?:less|fewer|below|lower|under)\b)|(?P<about> or so\b|-odd\b| or thereabouts\b)"
)
_SYMBOLS_BEFORE = {"~": "~", "≈": "~", "∼": "~", ">": ">", "<": "<", "≥": ">=", "≤": "<=", "±": "~"}
_FRACTION_AFTER = re.compile(
    r"[ -](halves|half|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b"
)
_HALF_MORE = re.compile(r"[ -]and[ -](?:a|one)[ -](half|quarter|third)\b")
_OUT_OF = re.compile(r" (?:in|out of|of) (?:every |each )?([0-9]{1,3}|[a-z]+)\b(?! ?(?:%|,?[0-9]|years?|months?|days?|weeks?|percent|per cent))")
_RANKED = re.compile(
    r"[ -](?:\w+[ -]){0,1}?(?:largest|biggest|leading|highest|richest|smallest|lowest|most|place|position|spot|top|strongest|fastest|greatest|best|worst)\b"
)
_RANK_VERB = re.compile(r"\b(?:rank(?:s|ed|ing)?|plac(?:es?|ed|ing)|stands?|stood|came|comes|finish(?:es|ed)|sits?|sat|holds?|held|positioned)"
                        r"(?: (?:only|joint|in|at|the|its|as|globally|worldwide|now|still|just)){0,3} $", re.I)  # fmt: skip
_RANK_AFTER = re.compile(r" (?:in the world|globally|worldwide|internationally|in Europe|in Asia|out of [0-9]|only to)\b")
_LARGEST = re.compile(r"[ -](?:\w+[ -]){0,1}?(?:largest|biggest|leading|richest|greatest|top)\b")
_NUMBERED_RANK = re.compile(r"(?:\bNo\.? ?|\bnumber[ -]|#)$")
_RANK_NOUN = re.compile(r"[ -](?:\w+[ -]){0,2}?(?:\w+er|\w+or|spot|position|place|source|economy|market|destination|partner|country|nation|in|globally)\b")
_POSSESSIVE = re.compile(r"(?P<who>[\w.]+)['’]s? (?:(?:single|by far the|undisputed|very) )?$")
_IN_PLACE = re.compile(r"[^.;:\n]{0,60}? (?:in the (?:world|country|region|nation|EU)|globally|worldwide|on the planet|on earth|in (?:Europe|Asia|Central Asia|Africa|[A-Z]\w+))\b")
_SEVERAL = re.compile(r" ?[\w-]*(?<!\W)\b(?:\w+(?:ers|ors|ies|nations|states|firms|groups|players|names|markets|consumers|ones))\b")
_AMONG = re.compile(r"\b(?:one of|among|amongst|some of)\b[^.;,]{0,40}$", re.I)
_PERIOD_BEFORE = re.compile(
    r"\b(?:next|past|last|previous|coming|following|first|recent|preceding|final|early|these|those|the|every|each|in|within|during|after"
    r"|latest|over|across|throughout|another|this|of age|aged|only|just|some|about|nearly|almost|around|more than|at least|up to|less than) $",
    re.I,
)
_PERIOD_ONLY = re.compile(r"\b(?:next|past|last|previous|coming|following|first|recent|preceding|final|the|every|each|in|within|during|after"
                          r"|over|across|throughout|this|these|those|latest|early|subsequent)(?: (?:the|about|around|nearly|almost|some|just|only|or|more than|less than|at least|up to|next|last|past|first))* $", re.I)  # fmt: skip
_PERIOD_AFTER = re.compile(
    r"(?:['’]?s?)(?: (?:ago|later|earlier|before|after|from now|since|hence|on\b|prior|old|to come|running)\b|-old\b|[ -](?:high|low|peak|record|period)s?\b)"
)
_DEFINITE = {"the", "these", "those", "both", "our", "your", "my", "other", "first", "last", "latter", "former"}
_STOP_WORDS = {"of", "the", "in", "a", "and", "or", "to", "at", "by", "for", "from", "with", "than", "is", "are", "was", "about",
               "over", "some", "nearly", "almost", "around", "only", "just", "up", "under", "least", "most", "were", "has", "have",
               "had", "another", "all", "these", "those", "as", "on", "between", "its", "their", "that", "which", "its", "into",
               "against", "per", "total", "out", "among", "roughly", "below", "above", "during", "within", "across"}  # fmt: skip
_FOLD_VERB = re.compile(r"\b(?:to|will|would|could|may|might|can|must|should|shall|did|nearly|almost|about|roughly|over|more than|and|by|at least) $", re.I)
_FOLD_NOT = re.compile(r"[ -](?:down|digit|digits|standards?|check|tax|taxation|edged|sided|entry|bind|blow|up\b|role|meaning|track|bottom|jeopardy|agent|life|counting|click|materiality|whammy|dip)")
_TIMES = re.compile(r"[ -]times?\b")
_TIMES_AFTER = re.compile(
    r" (?:more|less|higher|larger|bigger|greater|faster|lower|smaller|cheaper|stronger|longer|fewer|as|the|that|its|their|what|over|"
    r"compared|current|those|his|her|today|than|increase|growth|rise|earnings|in volume|in size|richer|of)\b|(?=[ ]?[.,;:)\n]|$)| (?:by|in|since|between|from|during|over) "
)
_GREW = re.compile(r"\b(?:increas\w*|gr[eo]wn?|grow\w*|r[io]se\w*|rising|multipl\w*|expand\w*|jump\w*|up|surg\w*|soar\w*|higher|fell|fallen|drop\w*|declin\w*|by|rais\w*|boost\w*|scal\w*)\b[^.;]{0,40}$", re.I)
_TWICE_AFTER = re.compile(r" (?:as |the |that |its |their |what |more|larger|bigger|those )")
_PART_AFTER = re.compile(r" (?:of|less|more|lower|higher|smaller|larger|faster|cheaper|fewer|above|below|from|compared|in)\b|[.,;:)\n]|$| (?:its|their|the|all|that|as) ")
_HALF_NOT = re.compile(r"[ -](?:year|yearly|time|life|way|century|decade|hour|day|finished|hearted|truth|baked|mile|marathon|term|brother|sister|step|open|moon)")
_HALF_BEFORE = re.compile(r"\b(?:first|second|latter|other|better|last|final|next|early|late|previous|past|remaining|1st|2nd|opening|closing|this|northern|southern|eastern|western|and a) $|-$", re.I)
_PLURAL = re.compile(r" (?:[a-z][\w-]* ){0,2}[a-z][\w-]*(?<!s)s\b| (?:people|of|percent|men|women|per)\b")
_MEMBERS = re.compile(r"-(?:member|nation|country|state|strong|seat|storey|party|vessel|wagon|well|unit)\b")
_WORD_BEFORE = re.compile(r"([\w&.'’-]+) ?$")


# -- reading one number -------------------------------------------------------------------------


def _number(text: str, at: int) -> _Amount | None:
    """Read the number at `at`: digits with their separators and fraction, or number words."""
    match = _NUMBER.match(text, at)
    if match is None:
        if text[at : at + 1] in _GLYPHS:
            return _Amount(at, at + 1, _GLYPHS[text[at]], "")
        return _number_words(text, at)
    written = match["plain"]
    if written is None:
        written = match["comma"] or match["point"] or match["space"] or match["decimal"]
        if match["point"]:
            digits = written.replace(".", "").replace(",", ".")
        elif match["decimal"]:
            digits = written.replace(",", ".")
        else:
            digits = re.sub("['’ ]", "", written)
            digits = digits.replace(",", ".") if match["space"] else digits.replace(",", "")
        value = float(digits)
    elif len(written) > 300:
        return None  # beyond what a float holds
    else:
        value = float(written)
        written = written if written.isdigit() else ""
    if match["fraction"]:
        upper, lower = match["fraction"].split("/")
        value += int(upper) / int(lower)
        written = ""
    elif match["glyph"]:
        value += _GLYPHS[match["glyph"]]
        written = ""
    return _Amount(at, match.end(), value, written)


_LETTERS = re.compile(r"[A-Za-z]+")
_NEXT_WORD = re.compile(r"(?:( and |-and-)|[ -])([A-Za-z]+)\b")


def _number_words(text: str, at: int) -> _Amount | None:
    total, current, last = 0.0, None, ""
    end = at
    match = _LETTERS.match(text, at)
    word = match.group().lower() if match else ""
    while match:
        if (small := _SMALL.get(word)) is not None:
            if current is None and (not last or total):
                current = float(small)
            elif current and (current % 100 == 0 or (last in _TENS and 0 < small < 10)):
                current += small
            else:
                break
        elif (big := _BIG.get(word)) is not None and last:
            if big == 100:
                current = (current or 1) * 100
            else:
                total, current = (total + (current or 0)) * big if not total else total + (current or 1) * big, None
        else:
            break
        last, end = word, match.end()
        match = _NEXT_WORD.match(text, end)
        if match:
            word = match[2].lower()
            if match[1] and not (last in _BIG and word in _SMALL):
                break
    if end == at:
        return None
    return _Amount(at, end, total + (current or 0), "")


def _amount(text: str, at: int) -> _Amount | None:
    """Read number, scale and unit at `at`, with the currency sign before it."""
    amount = _number(text, at)
    if amount is None:
        return None
    words = _vocabulary()
    if at and text[at - 1] in " $€£¥￥₸₽₹₩₺₴₼₾.DRYZTBUKsGkFEHLP":
        sign = _SIGN_BEFORE.search(text, max(0, at - 6), at)
        if sign and (code := words.before.get(sign.group().strip())):
            amount.unit, amount.prefix, amount.start = code, True, sign.start()
    if more := _HALF_MORE.match(text, amount.end):
        amount.value += 1 / _PARTS[more[1]]
        amount.end = more.end()
    if text.startswith("+", amount.end) and not text[amount.end + 1 : amount.end + 2].isdigit():
        amount.comparator, amount.end = ">=", amount.end + 1
    _read_scale(text, amount, words)
    if not amount.prefix:
        _read_unit(text, amount, words)
    return amount if math.isfinite(amount.value) else None


_LETTER_SCALES = {"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "mm": 1e6, "MM": 1e6, "b": 1e9, "B": 1e9}


def _read_scale(text: str, amount: _Amount, words: _Vocabulary) -> None:
    for _ in range(2):
        match = _SCALE.match(text, amount.end)
        if match is None:
            return
        word = match[1]
        factor = words.scales.get(word.lower())
        if factor is None:
            factor = _LETTER_SCALES.get(word) or (1e12 if word in "tT" and amount.prefix else None)
            if factor is None or amount.scale or (not amount.prefix and match.start(1) > amount.end):
                return
            if not amount.prefix and factor > 1e3:  # 5m: metres, unless a unit follows
                ahead = replace(amount, end=match.end(1))
                _read_unit(text, ahead, words)
                if ahead.unit is None:
                    return
        amount.value *= factor
        amount.scale = (amount.scale or 1) * factor
        amount.end = match.end(1)
        if text.startswith(". ", amount.end) and len(word) < 4 and text[amount.end + 2 : amount.end + 3].islower():
            amount.end += 1


def _read_unit(text: str, amount: _Amount, words: _Vocabulary, at: int | None = None) -> None:
    match = _TAIL.match(text, amount.end if at is None else at)
    if match is None:
        if amount.scale and text.startswith(" of ", amount.end) and at is None:
            _read_unit(text, amount, words, amount.end + 3)
        return
    first = match[1]
    for last in range(match.lastindex or 1, 0, -1):
        key = text[match.start(1) : match.end(last)]
        found = words.symbols.get(key) if last == 1 else None
        if found is None:
            name = key.replace("-", " ").lower()
            found = words.units.get(name)
        if found is None or (first in "xXlLV" and match.start(1) > match.start()):
            continue
        unit, factor = found
        if first in ("MT", "mt"):  # metric tons when many, million tons when few
            factor = 1.0 if amount.value >= 1000 or (first == "MT" and not amount.scale) else factor
        amount.unit = unit
        amount.value *= factor
        if unit != "count":
            amount.end = match.end(last)
        return
    if first == "of" and amount.scale and at is None:
        _read_unit(text, amount, words, match.end(1))


# -- what a number is, from the words around it ---------------------------------------------------


def _before(text: str, at: int, width: int = 48) -> str:
    """Return what stands before on the same line."""
    line = text.rfind("\n", max(0, at - width), at)
    return text[max(0, at - width) if line < 0 else line + 1 : at]


_ARTICLES = {"a", "an", "the", "its", "another", "their", "his", "us", "additional"}


def _comparator(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the comparator said before or after a span, and the span's end with *or more*, *+*."""
    before = _before(text, start).rstrip("( ")
    sign = "="
    if before:
        if found := _SYMBOLS_BEFORE.get(before[-1]):
            sign = ">=" if found == ">" and before.endswith("=>") else found
        else:
            table = _vocabulary().comparators
            last = before.lower().split()[-6:]
            while last and last[-1] in _ARTICLES:
                last.pop()
            for n in range(min(5, len(last)), 0, -1):
                if found := table.get(" ".join(last[-n:])):
                    sign = found
                    break
    if more := _MORE.match(text, end):
        sign = {"ge": ">=", "le": "<=", "about": "~"}[more.lastgroup or "about"]
        end = more.end() if more.group() == "+" else end
    return sign, end


def _with_rate(text: str, amount: _Amount, previous: _Amount | None) -> None:
    """Add what the amount is per: said after it, or by *annual* before it."""
    unit = amount.unit or "count"
    if unit in ("rank", "multiple", "pp", "bps") or "/" in unit:
        return
    if match := _RATE.match(text, amount.end):
        if match[1]:
            per = _vocabulary().per.get(match[1].lower())
            if per and not (unit in _TIME or unit == "count" and per not in ("yr", "d", "month", "h", "week")):
                amount.unit, amount.end = f"{unit}/{per}", match.end(1)
                return
        else:
            word = match[2]
            amount.unit = unit + {"daily": "/d", "monthly": "/month"}.get(word, "/yr")
            if word not in ("annual", "daily", "monthly"):
                amount.end = match.end(2)
            return
    if unit in _TIME:
        return
    around = _before(text, amount.start, _RATE_FROM_PREFIX)
    if unit == "percent":
        if _PERCENT_RATE.search(around):
            amount.unit = "percent/yr"
        return
    if _YEARLY.search(text, amount.end, amount.end + 90) and (match := _RATE_LATER.match(text, amount.end)):
        per = match[1] or match[2]
        amount.unit = unit + {"day": "/d", "daily": "/d", "month": "/month", "monthly": "/month"}.get(per, "/yr")
    elif ("annual" in around or "year" in around) and _ANNUAL_BEFORE.search(around):
        amount.unit = unit + "/yr"
    elif previous and previous.unit == unit + "/yr" and amount.start - previous.end < 40:
        if re.search(r"\b(?:to|and|from)(?: \w+){0,2} $", around):
            amount.unit = unit + "/yr"


_YEARLY = re.compile("year|annu|day|dail|month")


def _is_period(text: str, amount: _Amount) -> bool:
    """Tell a length of time from a time: *a 10-year contract*, not *two years ago*."""
    if _PERIOD_AFTER.match(text, amount.end):
        return True
    before = _before(text, amount.start)
    if text[amount.end - 1 : amount.end] and "-" in text[amount.start : amount.end]:
        return bool(re.search(r"\b(?:next|past|last|previous|coming|first) $", before, re.I))
    if before.endswith("over ") and (before.endswith("of over ") or text.startswith(" of", amount.end)):
        return False
    if amount.value == 1 and not amount.written and not re.search(r"\b(?:for|of|than|least|about) $", before, re.I):
        return True
    return bool(_PERIOD_ONLY.search(before))


def _is_label(text: str, amount: _Amount) -> bool:
    """Tell a bare number that names something (*Article 6*) or marks a list item from one that counts."""
    at, end = amount.start, amount.end
    before, after = _before(text, at), text[end : end + 2]
    stripped = before.rstrip(" (")
    if not stripped:
        if after[:1] in (".", ")") and (after[1:] in ("", " ", "\n", "\t")):
            return True
        if amount.written and len(amount.written) < 5 and after[:1] in ("", "\n"):
            return True
    if before[-1:] in "([" and before and after[:1] in (")", "]"):
        return True
    if after[:1] == ")" and "(" not in before:
        return True
    word = _WORD_BEFORE.search(before)
    if word is None or (before[-1:] != " " and before[-1:] != "."):
        return False
    last = word[1]
    names = _vocabulary().names
    if last.lower().rstrip(".") in names or before.lower().endswith("group of "):
        return True
    if last[0].isupper() and last.lower() not in _STOP_WORDS and amount.value < 1000 and word.start(1) > 0:
        return not _PLURAL.match(text, end) and amount.scale is None
    return False


_DECADE_WORDS = re.compile(r"-[^\W\d_]")


def _is_count(text: str, amount: _Amount) -> bool:
    """Tell whether a number without a unit counts something."""
    if _is_label(text, amount):
        return False
    before, after = _before(text, amount.start), text[amount.end : amount.end + 12]
    if len(amount.written) == 4 and _YEAR.match(amount.written):
        return amount.unit == "count" and not re.search(r"\b(?:in|by|since|of|until|from|for) $", before, re.I)
    if after[:1].isalpha() or after[:1] in "_/&@" and after[:1]:
        return False
    if _DECADE_WORDS.match(after) and amount.scale is None:
        return bool(_MEMBERS.match(text, amount.end))
    if amount.written or amount.scale or amount.value > 12 or amount.value != int(amount.value):
        return True
    if amount.value == 0:
        return False
    if amount.value == 1:
        return bool(re.search(r"\b(?:at least|at most|no more than|up to|fewer than) $", before, re.I))
    last = before.lower().split()[-1:]
    return not (last and last[0] in _DEFINITE) and after[:1] in (" ", "", ",", ".", ";", ")", ":", "\n")


# -- one reader for each kind of candidate: its quantities, and where to go on ------------------

_Read = tuple[list[_Amount], int]
_REST = re.compile(r"[\w./:@%&=?#+-]*")


def _rank(start: int, end: int, value: float, comparator: str = "=") -> _Amount:
    return _Amount(start, end, float(value), "", unit="rank", comparator=comparator)


def _share(text: str, start: int, end: int, value: float) -> _Amount:
    return _Amount(start, end, value, "", unit="percent")


def _read_digits(text: str, match: re.Match[str], previous: _Amount | None) -> _Read:
    at = match.start()
    sign = 1
    if at:
        last, earlier = text[at - 1], text[at - 2 : at - 1] if at > 1 else " "
        if last in "-–+−" and (earlier in " (\t\n|" or not earlier):
            sign = -1 if last in "-–" else 1
        elif last.isalpha() or last == "_":
            if not _SIGN_BEFORE.search(text, max(0, at - 6), at):
                return [], max(at + 1, _REST.match(text, at).end())  # type: ignore[union-attr]
        elif last in "-+./@=#&:" and (earlier.isalnum() or last in "/@=&"):
            return [], max(at + 1, _REST.match(text, at).end())  # type: ignore[union-attr]
    if skip := _NOT_NUMBERS.match(text, at):
        return [], skip.end()
    return _read_amounts(text, at, sign, previous)


def _read_number(text: str, match: re.Match[str], previous: _Amount | None) -> _Read:
    at = match.start()
    word = match.group().lower()
    if word in _BIG:
        return _read_big(text, at, word, previous)
    return _read_amounts(text, at, 1, previous)


_BIG_BEFORE = re.compile(r"\b(an?|several|an? few|an? couple of|few|half an?|many) $", re.I)


def _read_big(text: str, at: int, word: str, previous: _Amount | None) -> _Read:
    """Read *a million*, *several hundred*."""
    before = _BIG_BEFORE.search(text, max(0, at - 14), at)
    end = at + len(word)
    if before is None:
        return [], end
    amount = _number_words(text, at) or _Amount(at, end, _BIG[word], "")
    said = before[1].lower()
    few = said not in ("a", "an")
    amount = _Amount(before.start(), max(amount.end, end), _BIG[word] * 2 if few else max(amount.value, _BIG[word]), "", scale=_BIG[word])
    _read_scale(text, amount, _vocabulary())
    _read_unit(text, amount, _vocabulary())
    if few:
        amount.comparator = ">="
    return _finish(text, [amount], previous), amount.end


def _read_amounts(text: str, at: int, sign: int, previous: _Amount | None) -> _Read:
    amount = _amount(text, at)
    if amount is None:
        return [], _REST.match(text, at).end() or at + 1  # type: ignore[union-attr]
    if sign < 0:
        amount.value, amount.start = -amount.value, amount.start - 1
    elif previous is None or True:
        if _before(text, amount.start, 7).endswith("minus "):
            amount.value, amount.start = -amount.value, amount.start - 6
    if amount.unit is None and amount.scale is None and (special := _special(text, amount)) is not None:
        return special
    chain, joins = [amount], []
    while len(chain) < 16 and (join := _JOIN.match(text, chain[-1].end)):
        start = join.end()
        if then := _SIGN_THEN.match(text, start):
            start = then.end()
        following = _amount(text, start)
        if following is None or (following.written == "" and following.value < 2 and following.unit is None):
            break
        if following.unit is None and _special(text, following) is not None:
            break
        joins.append(join[1] and "-" or join[2] or join[4] or "-")
        chain.append(following)
    return _finish(text, _resolve(text, chain, joins), previous), chain[-1].end


def _special(text: str, amount: _Amount) -> _Read | None:
    """Read what only looks like a plain number: dates, ordinals, ranks, *one in five*, *four times*."""
    start, end, value = amount.start, amount.end, amount.value
    if amount.written and len(amount.written) <= 4:
        before = _before(text, start, 24)
        if len(amount.written) <= 2 and (date := _DATE_AFTER.match(text, end)):
            return [], date.end()
        if (value <= 31 or len(amount.written) == 4) and _DATE_BEFORE.search(before):
            return [], end
        if text[end : end + 2] in ("st", "nd", "rd", "th") and not text[end + 2 : end + 3].isalpha():
            return _read_rank(text, start, end + 2, value)
        if value < 100 and _NUMBERED_RANK.search(before):
            if _RANK_NOUN.match(text, end) and not re.search(r"[.:]\s*$", before):
                return [_rank(start, end, value)], end
            return [], end
    elif not amount.written and value < 100 and (numbered := re.search(r"\bnumber[ -]$", _before(text, start), re.I)):
        if _RANK_NOUN.match(text, end):
            return [_rank(start - len(numbered.group()), end, value)], end
    if value != int(value) or value > 100:
        if times := _TIMES.match(text, end):
            return _read_times(text, amount, times.end())
        return None
    if value > 1 and (largest := re.compile(r"[ -](?:largest|biggest)\b").match(text, end)):
        return [_rank(start, largest.end(), value, "<=")], largest.end()
    if times := _TIMES.match(text, end):
        return _read_times(text, amount, times.end())
    if not amount.written and 1 <= value <= 9 and (part := _FRACTION_AFTER.match(text, end)):
        name = part[1].lower()
        plural = name.endswith("s") or name == "halves"
        base = {"halves": "half", "fourth": "quarter"}.get(name.rstrip("s") if name != "halves" else name, name.rstrip("s"))
        if plural == (value > 1) and ("quarter" not in name or text[end] == "-" or text.startswith(" of", part.end())):
            return _finish(text, [_share(text, start, part.end(), 100 * value / _PARTS[base])], None), part.end()
    if (odds := _OUT_OF.match(text, end)) and (whole := _SMALL.get(odds[1]) or (odds[1].isdigit() and int(odds[1]))):
        if value < whole <= 100 and 1 <= value <= 9 and whole in (2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 25, 50, 100):
            return _finish(text, [_share(text, start, odds.end(), 100 * value / whole)], None), odds.end()
    return None


def _read_times(text: str, amount: _Amount, end: int) -> _Read:
    if amount.value > 1 and (_GREW.search(_before(text, amount.start)) or re.match(
        r" (?:more|less|higher|larger|bigger|greater|faster|lower|smaller|cheaper|stronger|longer|as|the|that|its|their|what|over|current|those)\b", text[end : end + 12])):  # fmt: skip
        return _finish(text, [replace(amount, end=end, unit="multiple")], None), end
    return [], end


def _read_rank(text: str, start: int, end: int, value: float) -> _Read:
    before = _before(text, start)
    if ranked := _RANKED.match(text, end):
        if not (value == 1 and re.search(r"\bin the $", before)):
            return [_rank(start, ranked.end(), value)], ranked.end()
    elif _RANK_VERB.search(before) or (value > 1 and _RANK_AFTER.match(text, end)):
        return [_rank(start, end, value)], end
    return [], end


def _read_ordinal(text: str, match: re.Match[str], previous: _Amount | None) -> _Read:
    return _read_rank(text, match.start(), match.end(), _ORDINALS[match.group().lower()])


def _resolve(text: str, chain: list[_Amount], joins: list[str]) -> list[_Amount]:
    """Give shared units and scales to the numbers of a list, and make ranges of pairs."""
    for i in range(len(chain) - 2, -1, -1):
        one, two = chain[i], chain[i + 1]
        year = len(one.written) == 4 and _YEAR.match(one.written) and joins[i] != "-"
        if year or one.scale is not None and one.unit is not None:
            continue
        if one.unit is None and two.unit is not None and not two.prefix and two.unit not in ("multiple",):
            one.unit = two.unit
        if one.scale is None and two.scale is not None and abs(one.value) < 1000 and one.unit == two.unit:
            if joins[i] in ("-", "to", "or", "and", ",") and (one.unit is None or one.prefix or not two.prefix):
                one.value, one.scale = one.value * two.scale, two.scale
        if one.prefix and two.unit is None:
            two.unit = one.unit
    out: list[_Amount] = []
    i = 0
    before = _before(text, chain[0].start).lower()
    moved = re.search(r"\bfrom (?:\w+ ){0,3}$", before) and not re.search(r"\brang\w+ from|\bvar\w+ from", before)
    between = re.search(r"\bbetween (?:\w+ )?$", before)
    while i < len(chain):
        one = chain[i]
        if i + 1 < len(chain):
            two, join = chain[i + 1], joins[i]
            pair = join in ("-", "or") or (join == "to" and not moved) or (join == "and" and between)
            if pair and one.unit == two.unit and one.value < two.value:
                out.append(replace(two, start=one.start, value=one.value, high=two.value, written=""))
                i += 2
                continue
        out.append(one)
        i += 1
    return out


def _finish(text: str, amounts: list[_Amount], previous: _Amount | None) -> list[_Amount]:
    """Drop what is no quantity; add comparator and rate."""
    out = []
    for amount in amounts:
        sign, end = _comparator(text, amount.start, amount.end)
        if amount.comparator is None or sign != "=":
            amount.comparator, amount.end = sign, end
        if amount.unit is None or amount.unit == "count":
            if not _is_count(text, amount):
                continue
            amount.unit = "count"
        if amount.unit in _TIME and _is_period(text, amount):
            continue
        _with_rate(text, amount, out[-1] if out else previous)
        out.append(amount)
    return out


def _read_vague(text: str, match: re.Match[str], previous: _Amount | None) -> _Read:
    word = match.group().lower()
    scale = re.compile(r" of (thousands|hundreds|millions|billions|trillions)\b", re.I).match(text, match.end())
    if word in ("tens", "scores") and not text.startswith(" of ", match.end()):
        return [], match.end()
    amount = _Amount(match.start(), match.end(), float(_VAGUE[word]), "", scale=1.0, comparator=">=")
    while scale:
        amount.value *= _BIG[scale[1].lower().rstrip("s")]
        amount.end = scale.end()
        scale = re.compile(r" of (thousands|hundreds|millions|billions|trillions)\b", re.I).match(text, amount.end)
    _read_unit(text, amount, _vocabulary())
    amount.unit = amount.unit or "count"
    if amount.unit in _TIME:
        return [], amount.end
    _with_rate(text, amount, previous)
    return [amount], amount.end


def _read_part(text: str, match: re.Match[str], previous: _Amount | None) -> _Read:
    at, end, word = match.start(), match.end(), match.group().lower()
    before = _before(text, at)
    if word == "half":
        if _HALF_NOT.match(text, end) or _HALF_BEFORE.search(before):
            return [], end
        if more := re.compile(r"[ -]an?[ -](?=\w)").match(text, end):
            rest = _Amount(at, more.end(), 0.5, "")
            _read_scale(text, replace(rest, end=rest.end - 1), _vocabulary())
            rest.end -= 1
            _read_scale(text, rest, _vocabulary())
            _read_unit(text, rest, _vocabulary())
            if rest.scale or rest.unit:
                return _finish(text, [rest], previous), max(end, rest.end)
            return [], end
        return _finish(text, [_share(text, at, end, 50.0)], None), end
    article = re.search(r"\b(an?) $", before, re.I)
    if article and (re.match(r" (?:of|less|more|lower|higher|smaller|larger|faster|cheaper|fewer)\b", text[end : end + 9])
                    or re.search(r"\b(?:by|to|from|than|about|around|nearly|almost|over|under|roughly|least|for|up|down) an? $", before, re.I)):  # fmt: skip
        return _finish(text, [_share(text, at - 2 if article[1] in "aA" else at - 3, end, 100 / _PARTS[word])], None), end
    return _read_ordinal(text, match, previous) if word in _ORDINALS else ([], end)


def _read_times_word(text: str, match: re.Match[str], previous: _Amount | None) -> _Read:
    value = 2.0 if match.group().lower() == "twice" else 3.0
    if _TWICE_AFTER.match(text, match.end()):
        return _finish(text, [_Amount(match.start(), match.end(), value, "", unit="multiple")], None), match.end()
    return [], match.end()


def _read_fold(text: str, match: re.Match[str], previous: _Amount | None) -> _Read:
    word, at, end = match.group().lower(), match.start(), match.end()
    if _FOLD_NOT.match(text, end) or text[at - 1 : at] == "-":
        return [], end
    if word.startswith("hal"):
        return _finish(text, [_share(text, at, end, 50.0)], None), end
    if word in _FOLD and not (_FOLD_VERB.search(_before(text, at)) or re.match(
        r" (?:the|its|their|that|what|in|by|from|production|output|exports|capacity|this|last)\b", text[end : end + 12])):  # fmt: skip
        return [], end
    value = next(n for stem, n in _FOLD.items() if word[:4] == stem[:4])
    return _finish(text, [_Amount(at, end, float(value), "", unit="multiple")], None), end


def _read_many(text: str, match: re.Match[str], previous: _Amount | None) -> _Read:
    value = _SMALL[match.group().lower()[:-4]]
    return _finish(text, [_Amount(match.start(), match.end(), float(value), "", unit="multiple")], None), match.end()


_TOP = re.compile(r"[ -]([0-9]{1,3}|[A-Za-z]+)\b(?! ?(?:%|percent|per cent|[0-9]|million|billion|-?year))")


def _read_top(text: str, match: re.Match[str], previous: _Amount | None) -> _Read:
    at, end, word = match.start(), match.end(), match.group().lower()
    if word == "top" and (number := _TOP.match(text, end)):
        value = _SMALL.get(number[1].lower()) or (int(number[1]) if number[1].isdigit() else 0)
        if value:
            return [_rank(at, number.end(), value, "<=")], number.end()
    before = _before(text, at, 64)
    owner = _POSSESSIVE.search(before)
    if not owner and (word == "top" or not re.search(r"\bthe (?:single )?$", before) or not _IN_PLACE.match(text, end)):
        return [], end
    if _AMONG.search(before) or _SEVERAL_AFTER.match(text, end):
        return [], end
    return [_rank(at, end, 1)], end


_SEVERAL_AFTER = re.compile(r"(?:[ -][\w-]+){0,2}?[ -]\w*(?:ers|ors|ies|nations|states|firms|groups|players|names|markets|ones)\b")

_READERS = {
    "digits": _read_digits,
    "number": _read_number,
    "vague": _read_vague,
    "part": _read_part,
    "ordinal": _read_ordinal,
    "times": _read_times_word,
    "fold": _read_fold,
    "many": _read_many,
    "top": _read_top,
}


def _readings(text: str) -> Iterator[_Amount]:
    position, previous = 0, None
    while match := _CANDIDATE.search(text, position):
        found, after = _READERS[match.lastgroup or "digits"](text, match, previous)
        position = max(after, match.end())
        for amount in found:
            previous = amount
            yield amount


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
    out = []
    floor = 0
    for amount in _readings(seen.text):
        start, end = seen.span(amount.start, amount.end)
        if start < floor:
            continue
        floor = end
        high = None if amount.high is None else _tidy(amount.high)
        out.append(
            Quantity(start, end, text[start:end], _tidy(amount.value), high, amount.unit or "count", amount.comparator or "=")
        )
    return out


def _tidy(value: float) -> float:
    """Drop the noise of binary scaling: 4.35 hundred is 435, not 434.99999."""
    return float(f"{value:.12g}")
