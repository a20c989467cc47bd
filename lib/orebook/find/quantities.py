"""Numbers with their unit, comparator and range, wherever a text writes them.

One pattern finds where a quantity may stand: a digit, or one of some hundred words (*twenty*, *half*,
*doubled*, *dozens*, *largest*). Only there are the rules tried, each a short match at a known place or a look
at a few words on either side, so the time grows with the text and no faster. The words are data:
``vocabulary/units.toml``.

Deliberately no quantities: dates, years, clock times, names and labels (*Article 6*, *COP27*, *Trump 2.0*),
list markers, ordinals that rank nothing, periods and horizons (*two years ago*, *the next three years*),
*one* on its own, and small numbers that refer back (*the two giants*).

Conventions: *halved* is 50 percent; *several million* is two million at least, as *dozens* is two dozen; *one
in five* is 20 percent; cents are hundredths of a dollar; kt and Mt are tonnes, bcm cubic metres.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from orebook.find.tables import Cell, cell_unit, find_tables
from orebook.text.money import CODES, HUNDREDTHS, NAMES, SIGNS, is_code, read_name, read_sign
from orebook.text.numerals import BIG, FOLDS, ORDINALS, PARTS, SMALL, VAGUE, any_case, read_numeral
from orebook.text.view import view
from orebook.text.vocabulary import vocabulary


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
    unit: str = ""
    comparator: str = ""
    digits: str = ""  # as written, if it is nothing but digits
    scale: float = 0.0  # of the words after it: million
    factor: float = 1.0  # of its unit: kt
    prefix: bool = False  # its currency stands before it
    high: float | None = None


_Read = tuple[list[_Amount], int]  # what was read, and where to go on

# -- vocabulary and patterns: the data file -----------------------------------------------------------

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_HALVED = {"t", "kt", "kg", "g", "lb", "oz", "pp", "ha", "km", "mi"}
_TIME = {"year", "month", "week", "day", "h", "min", "s"}
_GRADES = {"g/t", "percent", "ppm"}
_CALENDAR = {"year", "month", "week", "day"}

_DATA = vocabulary("units")


def _words(table: str) -> dict[str, str]:
    return {word: name for name, cell in _DATA[table].items() for word in cell.split(", ")}


_MULTIPLIED = {symbol: (unit, float(factor)) for symbol, (unit, factor) in _DATA["multiplied"].items()}
_SYMBOLS = {symbol: (unit, 1.0) for symbol, unit in (_DATA["symbols"] | SIGNS).items()} | _MULTIPLIED
_UNITS = {word: (unit, 1.0) for word, unit in (_words("units") | NAMES).items()}
_UNITS |= {name: (code, 0.01) for name, code in HUNDREDTHS.items()}
_UNITS |= {name: found for name, found in _MULTIPLIED.items() if name.islower() and len(name) > 3}
_LONG_UNITS = {re.split("[ -]", name)[0] for name in _UNITS if " " in name}
_PER = _words("per")
_COMPARATORS = _words("comparators")
_COMPARING = {name.split(" ")[-1] for name in _COMPARATORS}
_CONTEXT = {name: frozenset(cell.split(", ")) for name, cell in _DATA["context"].items()}
_AGENTS = tuple(_CONTEXT["plural_agents"])


def _is(word: str, kind: str) -> bool:
    return word in _CONTEXT[kind]


def _any(words: list[str], kind: str) -> bool:
    return not _CONTEXT[kind].isdisjoint(words)


_FILLERS = {name.upper(): _DATA["patterns"][name] for name in ("month", "ago")}
_FILLERS |= {"ANNUAL": sorted(_CONTEXT["annual"]), "VAGUE": [*VAGUE]}
_FILLERS["PARTS"] = [word for word in PARTS if not word.startswith("hal")]
_SHAPES = {  # each is tried at a known place
    name: re.compile(re.sub("<([A-Z]+)>", lambda name: "|".join(_FILLERS[name[1]]), "|".join(alternatives)))
    for name, alternatives in _DATA["patterns"].items()
}
_NUMBERED = ("No. ", "no. ", "No ", "umber ", "umber-", "#", "# ", "No.", "UMBER ")
# All others are /yr.
_RATE_WORDS = {"day": "/d", "daily": "/d", "month": "/month", "monthly": "/month", "hour": "/h"}
_AFTER = {"more": ">=", "less": "<=", "so": "~"}
_OPENING = "(\"“‘«[„'$€£"


def _line_before(text: str, at: int, width: int = 48) -> str:
    start = max(0, at - width)
    return text[max(start, text.rfind("\n", start, at) + 1) : at]


def _left(text: str, at: int) -> list[str]:
    """Return the few words before, on the same line, in lower case; never empty."""
    return ["", *_line_before(text, at).lower().split()]


def _right(text: str, at: int) -> tuple[str, str]:
    """Return the two words after, in lower case, or empty strings."""
    match = _SHAPES["next_words"].match(text, at)
    return ((match[1] or "").lower(), (match[2] or "").lower()) if match else ("", "")


# -- one number with its scale and unit ---------------------------------------------------------


def _amount(text: str, at: int, below: float = math.inf) -> _Amount | None:
    """Read the number that starts at `at`, with the currency before it, its scale and its unit.

    One with a scale smaller than `below` may go on: *1 billion 200 million tenge*.
    """
    numeral = read_numeral(text, at)
    if numeral is None:
        return None
    end, value, digits, scale = numeral
    amount = _Amount(at, end, value, digits=digits, scale=scale)
    last = text[max(0, at - 2) : at].strip()[-1:]  # most numbers follow a word in lower case
    if last and not amount.scale and (not last.islower() or last in "bhkprst"):
        _take_sign(text, amount)
    if power := _SHAPES["power"].match(text, end):
        exponent = (power[1] or power[2].translate(_RAISED)).replace("−", "-").replace("–", "-")
        amount.scale = 10.0 ** int(exponent)
        amount.value, amount.end = _tidy(amount.value * amount.scale), power.end()
    elif 0 < len(digits) < 4 and (rest := _SHAPES["broken_thousand"].match(text, end)):
        if rest[1] == "000" or _is(_left(text, amount.start)[-1], "openers"):  # 850, 000 tonnes
            amount.value, amount.end, amount.digits = 1000 * value + int(rest[1]), rest.end(), ""
    if half := _SHAPES["and_a_half"].match(text, amount.end):
        amount.value += 1 / PARTS[half[1]]
        amount.end = half.end()
    if text.startswith("+", amount.end) and not text[amount.end + 1 : amount.end + 2].isdigit():
        amount.comparator, amount.end = ">=", amount.end + 1
    amount = _measured(text, amount)
    if not math.isfinite(amount.value):
        return None  # a number, its power and its scale can be more than a float holds
    return _go_on(text, amount, below)


def _take_sign(text: str, amount: _Amount) -> None:
    """Take the currency before a number; letters that are none's are kept where they can be nothing else."""
    at = amount.start
    sign = _SHAPES["sign_before"].search(text, max(0, at - 9), at)
    if sign is None:
        return
    words = sign.group()
    found = read_sign(words)
    if words.strip() == "US":  # US75.3c
        found = ("USD", 1.0) if _SHAPES["cents"].match(text, amount.end) else None
    elif found is None and len(words) < 3 and words[-1] != " " and _SHAPES["sum"].match(text, at):
        found = words, 1.0
    if found:
        amount.unit, factor = found
        amount.prefix, amount.start, amount.value = True, sign.start(), amount.value * factor
        if text[max(0, sign.start() - 2) : sign.start()] in (" -", " −", "-", "−"):
            amount.value, amount.start = -amount.value, amount.start - 1


def _go_on(text: str, amount: _Amount, below: float) -> _Amount:
    """Read on where a sum names its currency again, or goes on with a smaller scale."""
    if amount.prefix and (named := _SHAPES["code_after"].match(text, amount.end)):
        amount.unit, amount.end = named[1], named.end()  # $5 million AUD
    if amount.unit and not amount.prefix or not 0 < amount.scale < below:
        return amount
    following = text[amount.end : amount.end + 2].strip().isdigit()
    rest = _amount(text, amount.end + 1, amount.scale) if following else None
    if rest is None or rest.prefix or not 0 < rest.scale < amount.scale or amount.scale <= rest.value:
        return amount
    unit = rest.unit or amount.unit
    return replace(amount, end=rest.end, value=amount.value + rest.value, unit=unit) if unit else amount


def _measured(text: str, amount: _Amount) -> _Amount:
    """Return the amount with the scale and the unit that follow it."""
    tail = _scaled(text, amount)
    if tail is None:
        return amount
    first, end = tail[1], tail.end(1)
    attached = tail.start(1) == amount.end
    if _is(first.lower(), "unit_fillers"):  # 68 million indicated ounces
        ahead = _measured(text, replace(amount, end=end))
        return ahead if ahead.unit not in ("", "count") else amount
    factor = _DATA["scale_letters"].get(first) if (attached or amount.prefix) and not amount.scale else None
    if factor and (amount.prefix or factor < 1e12):
        end += amount.prefix and not attached and bool(re.match(r"\.[ ,]", text[end : end + 2]))  # SEK 3.4 b.
        ahead = _measured(text, replace(amount, end=end, value=amount.value * factor, scale=factor))
        if amount.prefix or ahead.unit or first in ("k", "K", "M"):  # 5m alone is metres
            return ahead
    if first in ("c", "¢") and attached and (amount.prefix or text[end : end + 1] == "/"):
        return replace(amount, end=end, value=amount.value / 100, unit=amount.unit or "USD")
    if first == "of" and amount.scale:  # 25 thousand of tons
        tail = _SHAPES["tail"].match(text, end)
    return amount if amount.prefix or tail is None else _in_unit(text, amount, tail, attached)


def _scaled(text: str, amount: _Amount) -> re.Match[str] | None:
    """Take the scales after a number; return the words that follow."""
    while tail := _SHAPES["tail"].match(text, amount.end):
        first, end = tail[1], tail.end(1)
        factor = _DATA["scales"].get(first.lower())
        if factor is None or amount.scale >= 1e6 and factor >= 1e6 or amount.scale * factor > 1e15:
            break
        if first == "tn" and not amount.prefix and (tail[2] or "").lower() not in NAMES:
            break  # tons
        amount.value *= factor
        amount.scale = (amount.scale or 1) * factor
        abbreviated = len(first) < 4 and text.startswith(". ", end) and text[end + 2 : end + 3].islower()
        amount.end = end + abbreviated  # 450 mln. roubles
    return tail


def _in_unit(text: str, amount: _Amount, tail: re.Match[str], attached: bool) -> _Amount:
    """Take the longest unit that the words after a number name."""
    first = tail[1]
    goes_on = text[tail.end(1) : tail.end(1) + 2].strip()[:1].isdigit()
    if goes_on and not first[0].isalnum() and first in SIGNS:
        return amount  # 3 €40,000 trucks
    for last in range(tail.lastindex or 1, 0, -1):
        key = text[tail.start(1) : tail.end(last)]
        if found := _unit_named(key, last, amount):
            if key in ("x", "X", "L", "l", "V") and not attached or key == "won" and not amount.scale:
                continue  # a team of five won
            amount.unit, amount.factor = found
            if key == "mt" and amount.value >= 1000:
                amount.factor = 1.0  # metric tons when many, million tons when few
            amount.value *= amount.factor
            amount.end = tail.end(last) if amount.unit != "count" else amount.end
            return amount
    if attached and _SHAPES["odd_unit"].fullmatch(first) and amount.value >= 10:
        amount.unit, amount.end = first, tail.end(1)  # kept as it is written
    return amount


def _unit_named(key: str, words: int, amount: _Amount) -> tuple[str, float] | None:
    if words == 1:
        many = amount.scale >= 1e6 or amount.value >= 1e4 and key.isupper()
        return _SYMBOLS.get(key) or _UNITS.get(key.lower()) or read_name(key, many)
    if key.split(" ")[0].split("-")[0].lower() in _LONG_UNITS:
        if found := _UNITS.get(key.replace("-", " ").lower()):
            return found
    return read_name(key, amount.scale >= 1e6 and words == 2 and key[0].isupper()) if words == 2 else None


# -- what the words around a number make of it --------------------------------------------------


_DENIED = {">": "<=", "<": ">="}
_PAIRED = (["to"], ["and"], ["from"])


def _compare(text: str, amount: _Amount) -> list[str]:
    """Set the comparator said before or after; return the words before, without it."""
    left = _left(text, amount.start)
    sign = _COMPARATORS.get(left[-1][-1:], "=")
    definite = left[-1] == "the"
    while _is(left[-1], "articles"):
        left.pop()
    for n in range(min(4, len(left) - 1) if left[-1].lstrip(_OPENING) in _COMPARING else 0, 0, -1):
        if found := _COMPARATORS.get(" ".join(left[-n:]).lstrip(_OPENING)):
            del left[-n:]
            raised = found == "<=" and _any(left[-3:], "up_verbs")
            sign = "=" if raised or definite and found in _DENIED else found  # below the 900 m level
            if "only" not in left[-3:] and _any(left[-3:], "denials"):
                sign = _DENIED.get(found, sign)  # "will not exceed", "do not expect more than"
            break
    if after := _SHAPES["or_more"].match(text, amount.end):
        sign = _AFTER[after.lastgroup or "more"]
        amount.end += after.group() == "+"
    amount.comparator = amount.comparator or sign
    return left


def _add_rate(text: str, amount: _Amount, previous: _Amount | None) -> None:
    """Add what the amount is per: said after it, or by *annual* before it."""
    if amount.unit in ("multiple", "pp", "bps", "point") or "/" in amount.unit:
        return
    if _take_rate(text, amount) or amount.unit in _TIME:
        return
    unit, end = amount.unit, amount.end
    clause = _line_before(text, amount.start, 90).lower()
    annual = "annual" in clause or "year" in clause
    later = _SHAPES["rate_ahead"].search(text, end, end + 90) and _SHAPES["rate_later"].match(text, end)
    if unit == "percent":
        if annual and _SHAPES["annual_growth"].search(clause):
            amount.unit = "percent/yr"
    elif later:
        amount.unit += _RATE_WORDS.get(later[1] or later[2], "/yr")
    elif annual and _SHAPES["annual_before"].search(clause):
        amount.unit += "/yr"
    elif previous and previous.unit == unit + "/yr" and amount.start - previous.end < 40:
        amount.unit += "/yr" if text[previous.end : amount.start].split()[-1:] in _PAIRED else ""


def _take_rate(text: str, amount: _Amount) -> bool:
    """Take the rate right after an amount; return whether what it is per is settled."""
    unit = amount.unit
    if match := _SHAPES["rate"].match(text, amount.end):
        if word := match[2]:
            of_it = unit == "percent" and text.startswith(" of ", amount.end)  # of annual consumption
            if not of_it:
                amount.unit += _RATE_WORDS.get(word, "/yr")
                amount.end = amount.end if word in ("annual", "daily", "monthly") else match.end()
            return True
        per = _PER.get(match[1].lower())
        if per and unit not in _TIME and (unit != "count" or per in ("yr", "d", "month", "h", "week")):
            amount.unit, amount.end = f"{unit}/{per}", match.end(1)
            return True
    match = _SHAPES["rate_of"].match(text, amount.end) if unit in ("t", "kg", "g") else None
    per = _PER.get(match[1].lower()) if match else None
    if per in ("t", "kg", "g", "lb", "oz"):
        amount.unit = f"{unit}/{per}"  # 11 tonnes of CO2 per tonne
    return amount.unit != unit


def _is_period(text: str, amount: _Amount, left: list[str]) -> bool:
    """Tell a point or stretch of time (*two years ago*) from a duration (*a 10-year contract*)."""
    right, second = _right(text, amount.end)
    if " " in text[amount.start : amount.end] and text.endswith("ing days", 0, amount.end):
        return False  # 10 working days
    if amount.value % 1 and right != "ago" or (right, second) == ("on", "average"):
        return False  # paid back in 2.7 years
    after = _is(right, "period_after") and (right != "from" or second == "now")
    if after or _SHAPES["year"].match(amount.digits):
        return True
    if "-" in text[amount.start : amount.end]:
        return _is(left[-1], "period_adjectives") or (amount.unit == "month" and _is(right, "month_of"))
    if amount.value == 1 and not amount.digits and left[-1] not in ("for", "of", "least", "than"):
        return True
    if amount.comparator == ">" and (right == "of" or _is(left[-1], "lasting")):
        return False  # a mine life of over 20 years
    over = amount.comparator == ">" and _left(text, amount.start)[-1] == "over"
    return over or _is(left[-1], "period_before")


def _is_label(text: str, amount: _Amount) -> bool:
    """Tell a number that names something (*Article 6*) or marks a list item."""
    before, after = _line_before(text, amount.start), text[amount.end : amount.end + 6]
    if not before.strip(" ("):
        page_number = not after.partition("\n")[0].strip(" °CF") and amount.value < 1000  # or a thermometer
        if page_number or after[:1] in (".", ")") and not after[1:2].strip():
            return True
    if before.rstrip()[-1:] in (".", ":", ";") and after[:2] == ". " and after[2:3].isupper():
        return True  # 2. Keep value in the region.
    closing = before[-1:] == "(" or before.count("(") <= before.count(")")
    if after[:1] == "]" or after[:1] == ")" and closing:
        return True
    words = before.split()
    if not words or before[-1:] != " ":
        return False
    last = words[-1].lstrip(_OPENING) or "-"
    if _is(last.lower(), "names") or before.endswith("Group of "):
        return True
    if len(words) == 1 or amount.value >= 1000 or amount.scale or _SHAPES["plural"].match(text, amount.end):
        return False
    return last != last.lower() and last[-1] not in ",:;" and not _is(last.lower(), "openers")


def _is_age(text: str, amount: _Amount, left: list[str]) -> bool:
    """Tell how old somebody is: *Smith, who is 51,*, *Smith, now 51,*, *Smith, 51, said*."""
    if not text.startswith(",", amount.end) or not amount.digits or not 17 < amount.value < 100:
        return False
    if left[-2:] == ["who", "is"] or left[-1] == "now":
        return True
    named = _SHAPES["aged_name"].search(_line_before(text, amount.start, 40))
    return bool(named) and text[amount.end + 2 : amount.end + 3].islower()


def _is_count(text: str, amount: _Amount, left: list[str]) -> bool:
    """Tell whether a number without a unit counts something."""
    after = text[amount.end : amount.end + 1]
    bound = after.isalpha() or after in ("_", "/", "&", "@", "(")
    if bound or _is_age(text, amount, left) or _is_label(text, amount):
        return False
    if _SHAPES["year"].match(amount.digits):
        return amount.unit == "count" and left[-1] not in ("in", "by", "since", "of", "until", "from", "for")
    right = _right(text, amount.end)[0]
    if after == "-" and right and not amount.scale:
        return _is(right, "members")
    if amount.digits or amount.scale or amount.value > 12 or amount.value % 1:
        return True
    if amount.value <= 1:
        several = _SHAPES["or_more"].match(text, amount.end)  # one or more
        return amount.value == 1 and amount.comparator in (">=", "<=") and not several
    last = _left(text, amount.start)[-1]
    return not _is(last, "definite") and not (_is(right, "parties") and last in ("its", "of", "between"))


def _is_more_of(money: _Amount | None, text: str, amount: _Amount) -> bool:
    """Tell a sum whose currency was said before: *was fined $300 million and has paid 120 million so far*."""
    if money is None or amount.unit or amount.scale < 1e6 or amount.start - money.end > 160:
        return False
    return ". " not in text[money.end : amount.start] and bool(_SHAPES["bare_after"].match(text, amount.end))


def _is_compared(before: _Amount, text: str, amount: _Amount) -> bool:
    """Tell a figure set against the one before it, whose unit it shares: *64,000 tonnes, up from 58,000*."""
    bare = before.unit in ("", "count", "rank", "multiple")
    if amount.unit or bare or _SHAPES["year"].match(amount.digits):
        return False
    alike = 0.02 < abs(amount.value) / (abs(before.value) or 1) < 50
    said = alike and _SHAPES["compared"].fullmatch(text, before.end, amount.start)
    return bool(said and _SHAPES["compared_after"].match(text, amount.end))


def _is_elided(text: str, before: _Amount, amount: _Amount) -> bool:
    """Tell a figure whose unit stands with the one it is set against: *slid to 5,900 from 6,480 tonnes*."""
    if before.unit != "count" or amount.unit in ("", "count", "rank", "multiple", *_TIME):
        return False
    alike = 0.02 < abs(before.value * amount.factor) / (abs(amount.value) or 1) < 50
    return alike and bool(_SHAPES["elided"].fullmatch(text, before.end, amount.start))


def _finish(
    text: str, amounts: list[_Amount], previous: _Amount | None, money: _Amount | None
) -> list[_Amount]:
    """Drop what is no quantity; add comparator and rate."""
    kept: list[_Amount] = []
    dropped = False
    for amount in amounts:
        before = kept[-1] if kept else previous
        if amount.unit != "rank":
            left = _compare(text, amount)
            money = next((one for one in reversed(kept) if one.unit in CODES), money)
            if _is_more_of(money, text, amount):
                amount.unit = money.unit if money else ""
            elif before and _is_compared(before, text, amount):
                amount.unit = before.unit
            if why := _dropped(text, amount, left, previous):
                dropped = dropped or why == "label"
                continue
            amount.unit = amount.unit or "count"
            if dropped and amount.unit == "count":
                continue  # Articles 6 and 7
            _add_rate(text, amount, before)
            if before and amount.unit in ("m", "ft") and before.unit in _GRADES:
                amount.comparator = "="  # 1.2 g/t of gold over 15 m
            if before and amount.unit.startswith(f"{before.unit}/"):
                if kept or _SHAPES["to_more"].fullmatch(text, before.end, amount.start):
                    before.unit = amount.unit  # from $20 to more than $30 a pound
        kept.append(amount)
    return kept


def _dropped(text: str, amount: _Amount, left: list[str], previous: _Amount | None) -> str:
    """Return why a number is no quantity; nothing where it is one."""
    if amount.digits == "000":
        return "label"  # (000 t), over a table
    if amount.unit in _CALENDAR and _is_period(text, amount, left):
        return "period"
    if amount.unit not in ("", "count"):
        return ""
    refers = previous and text[previous.end : amount.start] == " of the "  # four of the five
    return "" if refers or _is_count(text, amount, left) else "label"


# -- one reader for each kind of candidate: (text, where it starts, its word in lower case) ------


def _read_digits(text: str, at: int, _: str) -> _Read:
    last, earlier = text[at - 1 : at], text[at - 2 : at - 1] if at > 1 else ""
    negative = last in ("-", "–") and (not earlier or earlier in " (\t\n|")
    inside = earlier.isalnum() or last in "/@=&" and earlier != " "  # of an address, a range, a name
    inside = inside and not text.endswith((" Y=", " sub-", " minus-"), 0, at)
    if last and last in "-+./@=#&:_" and inside and not negative:
        return [], _skip(text, at)
    if _SHAPES["maybe_no_number"].match(text, at) and (skipped := _SHAPES["no_number"].match(text, at)):
        return [], skipped.end()
    return _read_amounts(text, at, "", negative)


def _skip(text: str, at: int) -> int:
    rest = _SHAPES["rest"].match(text, at)
    return rest.end() if rest else at


def _read_attached(text: str, at: int, word: str) -> _Read:
    """Read USD500 and Rs3, and pass by COP27 and FY2024."""
    digits = at + len(word)
    sign = text[at:digits]
    known = sign in SIGNS or text[at - 1 : at] == "$" or sign == "US"
    known = known or (len(sign) < 3 or is_code(sign)) and bool(_SHAPES["sum"].match(text, digits))
    return _read_amounts(text, digits, word) if known else ([], _skip(text, at))


def _read_amounts(text: str, at: int, _: str, negative: bool = False) -> _Read:
    """Read a number, and those joined to it as a range or a list."""
    amount = _amount(text, at)
    if amount is None:
        return [], _skip(text, at)
    before = text[max(0, amount.start - 9) : amount.start]
    if negative or before.endswith("inus ") and not before.endswith("or minus "):
        amount.value, amount.start = -amount.value, amount.start - (1 if negative else 6)
    bare = not amount.unit and not amount.scale
    if bare and (special := _read_special(text, amount)):
        return special
    chain, joins = _chained(text, amount)
    if bare and _SHAPES["year"].match(amount.digits) and not _goes_to_quantity(chain):
        return [], amount.end
    later = _SHAPES["from_to"].match(text, amount.end) if len(chain) == 1 else None
    if later and "from" in _left(text, amount.start)[-3:]:
        chain.append(_amount(text, later.end()) or amount)
        return _join(text, chain, ["to"])[:1], amount.end
    return _join(text, chain, joins), chain[-1].end


def _chained(text: str, amount: _Amount) -> tuple[list[_Amount], list[str]]:
    """Return a number and those that a dash, comma, *to*, *and* or *or* joins to it, and what joins each."""
    chain, joins = [amount], []
    while len(chain) < 16 and (join := _SHAPES["join"].match(text, chain[-1].end)):
        following = _amount(text, join.end())
        if following is None or not following.unit and following.value == 1 and not following.digits:
            break
        if not following.unit and (special := _read_special(text, following)):
            if not (special[0] and special[0][0].unit == "multiple"):
                break
            following = special[0][0]  # three to seven times
        joins.append((join["word"] or "dash").strip(", "))
        chain.append(following)
    return chain, joins


def _goes_to_quantity(chain: list[_Amount]) -> bool:
    """Tell *2000 to 2500 tonnes* from two years."""
    two = chain[1] if len(chain) > 1 else None
    return bool(two and two.unit and len(two.digits) > 3 and not _SHAPES["year"].match(two.digits))


def _join(text: str, chain: list[_Amount], joins: list[str]) -> list[_Amount]:
    """Give shared units and scales to the numbers of a list, and make ranges of pairs."""
    if not joins:
        return chain
    for one, two, join in reversed(list(zip(chain, chain[1:], joins, strict=False))):
        _share(one, two, join)
    left = _left(text, chain[0].start)[-4:]
    moved = "from" in left[-3:] and left[-1] != "the" and not _any(left, "ranging")
    by = left[-2] if left[-1] in ("another", "further") and len(left) > 1 else left[-1]
    if _is(by, "growth") and chain[0].unit:  # cut by 200 yuan to 8,595 yuan
        moved = moved or chain[1].value > 5 * chain[0].value
    pairing = {"dash": True, "or": True, "to": not moved, "and": "between" in left[-3:]}
    out = chain[:1]
    for two, join in zip(chain[1:], joins, strict=True):
        one = out[-1]
        if pairing.get(join) and one.high is None and one.unit == two.unit and one.value < two.value:
            out[-1] = replace(two, start=one.start, value=one.value, high=two.value, digits="")
        else:
            out.append(two)
    return out


def _share(one: _Amount, two: _Amount, join: str) -> None:
    """Give the first of two numbers the unit and scale that the second carries for both."""
    if one.prefix and not two.unit and (two.scale or not one.scale):  # not: $500 million to 12 sites
        two.unit = one.unit
    if _SHAPES["year"].match(one.digits) and len(two.digits) < 4:
        return
    whole = one.unit and not one.prefix  # from 900 tons to 3 thousand tons
    if not one.unit and not two.prefix:
        one.unit, one.value = two.unit, one.value * two.factor
    if one.scale or one.unit != two.unit or whole:
        return
    # $89 to $93 billion, not $200 to $4 million
    if two.scale and abs(one.value) < min(1000, abs(two.value) / two.scale + 100 * (not one.prefix)):
        one.value, one.scale = one.value * two.scale, two.scale
    elif join in ("dash", "to") and 1000 * one.value < two.value < 10_000 * one.value:
        one.value *= 1 if two.value % 1000 else 1000  # 275-295,000 tons


def _rank(start: int, end: int, value: float, comparator: str = "=") -> _Read:
    return [_Amount(start, end, float(value), "rank", comparator)], end


def _is_agent(word: str) -> bool:
    return _is(word, "rank_nouns") or word.endswith(("er", "or"))  # producer, exporter


def _percent(start: int, end: int, value: float) -> _Read:
    return [_Amount(start, end, value, "percent")], end


def _read_special(text: str, amount: _Amount) -> _Read | None:
    """Read what only looks like a plain number: dates, ordinals, ranks, *one in five*, *four times*."""
    readers = _SPECIAL if not amount.value % 1 and 0 < amount.value <= 100 else _SPECIAL[:2]
    return next((read for reader in readers if (read := reader(text, amount)) is not None), None)


def _read_date(text: str, amount: _Amount) -> _Read | None:
    start, end, value = amount.start, amount.end, amount.value
    if not 0 < len(amount.digits) <= 4:
        return None
    if value <= 31 and (date := _SHAPES["day_then_month"].match(text, end)):
        return [], date.end()
    before = _line_before(text, start, 24)
    dated = (value <= 31 or len(amount.digits) == 4) and not before.islower()
    if dated and _SHAPES["month_then_day"].search(before):
        return [], end
    if text[end : end + 2] in ("st", "nd", "rd", "th") and not text[end + 2 : end + 3].isalpha():
        return _read_rank(text, start, end + 2, value)
    return None


def _read_times(text: str, amount: _Amount) -> _Read | None:
    """Read *four times* where something grew or is compared; a mere frequency is none, nor a house number."""
    end, right = amount.end, _right(text, amount.end)
    if _is(right[0], "streets") or _is(right[1], "streets"):
        return [], end
    if right[0] in ("times", "time"):
        end += 1 + len(right[0])
        grew = _any(_left(text, amount.start)[-6:], "growth") or _is(_right(text, end)[0], "times_after")
        return ([replace(amount, end=end, unit="multiple")] if grew or amount.value % 1 else []), end
    if text.endswith(" factor of ", 0, amount.start):
        return [replace(amount, unit="multiple")], end
    if not amount.digits and amount.value < 1 and text.startswith(" of ", end):
        return _percent(amount.start, end, 100 * amount.value)  # ¾ of output
    return None


def _read_numbered(text: str, amount: _Amount) -> _Read | None:
    """Read *number one in gallium*, *No. 2 producer*, *three largest*; other such numbers are labels."""
    start, end, value, right = amount.start, amount.end, amount.value, _right(text, amount.end)
    if text.endswith(_NUMBERED, 0, start):
        first = right[0] == "in" and (
            value == 1 and not amount.digits or text.startswith("the world", end + 4)
        )
        ranked = first or any(map(_is_agent, right))
        return _rank(start, end, value) if ranked and value <= 50 else ([], end)
    if value > 1 and right[0] in ("largest", "biggest"):
        return _rank(start, end + 1 + len(right[0]), value, "<=")
    return None


def _read_parts(text: str, amount: _Amount) -> _Read | None:
    """Read *two-thirds*, *one in five* and *nine out of ten*."""
    start, end, value = amount.start, amount.end, amount.value
    if value > 9:
        return None
    if not amount.digits and (part := _SHAPES["part_next"].match(text, end)):
        name = part[1].lower().removesuffix("s").replace("halve", "half").replace("fourth", "quarter")
        certain = name != "quarter" or text[end] == "-" or text.startswith(" of", part.end())
        if (part[1][-1] == "s") == (value > 1) and certain and not text.endswith("first ", 0, start):
            return _percent(start, part.end(), 100 * value / PARTS[name])
    if odds := _SHAPES["out_of"].match(text, end):
        of = SMALL.get(odds[1]) or (int(odds[1]) if odds[1].isdigit() else 0)
        if value < of and (of <= 10 or of in (20, 25, 50, 100)):
            return _percent(start, odds.end(), 100 * value / of)
    return None


# In this order; the last two are of small whole numbers.
_SPECIAL = (_read_date, _read_times, _read_numbered, _read_parts)


def _read_rank(text: str, start: int, end: int, value: float) -> _Read:
    right, left = _right(text, end), _left(text, start)
    for n, word in enumerate(right):
        if _is(word, "rank_after"):
            if value == 1 and left[-2:] == ["in", "the"]:
                return [], end
            return _rank(start, end + 1 + len(right[0]) + n * (1 + len(word)), value)
    while _is(left[-1], "rank_fillers"):
        left.pop()
    # ranks sixth in zinc and tenth in copper
    listed = right[0] in ("by", "in") or text.startswith(" (", end)
    if left[-1] == "and" or left[-1].endswith(",") and listed:
        left = [w for w in _line_before(text, start, 90).split() if _is(w, "rank_verbs")] or left
    after = text[end : end + 16].lower()
    scope = value > 1 and any(after.startswith(f" {words}") for words in _CONTEXT["rank_scope"])
    ranked = scope or _is(left[-1], "rank_verbs")
    return _rank(start, end, value) if ranked else ([], end)


def _read_big(text: str, at: int, word: str) -> _Read:
    """Read *a million*, *several hundred*."""
    few = _SHAPES["few_before"].search(text, max(0, at - 14), at)
    if few is None:
        bare = _measured(text, _Amount(at, at + len(word), BIG[word], scale=BIG[word]))
        return ([bare], bare.end) if bare.unit in CODES else ([], at)  # hundred dollars
    several = few[1].lower() not in ("a", "an")
    value, comparator = (2 * BIG[word], ">=") if several else (BIG[word], "")
    amount = _Amount(few.start(), at + len(word), value, "", comparator, scale=BIG[word])
    amount = _measured(text, amount)
    return [amount], amount.end


def _read_vague(text: str, at: int, word: str) -> _Read:
    """Read *dozens*, *tens of thousands*, *hundreds of millions of dollars*."""
    end, value = at + len(word), VAGUE[word]
    alone = word in ("tens", "scores") and not text.startswith(" of ", end)
    alone = alone or text.endswith((" in ", "(in "), 0, at)  # what a table's figures are in
    while more := _SHAPES["of_many"].match(text, end):
        value, end = value * VAGUE[more[1].lower()] / 2, more.end()
    amount = _measured(text, _Amount(at, end, value, scale=1.0, comparator=">="))
    return ([] if alone or amount.unit in _TIME else [amount]), amount.end


def _read_part(text: str, at: int, word: str) -> _Read:
    """Read *half*, *a third*, *half a million*; else an ordinal."""
    end, left = at + len(word), _left(text, at)
    right, second = _right(text, end)
    if word == "quarter" and right in BIG:
        amount = _measured(text, _Amount(at, end, 0.25))
        return [amount], amount.end
    if word == "half":
        if right in ("a", "an"):
            amount = _measured(text, _Amount(at, end + 1 + len(right), 0.5))
            kept = amount.scale or amount.unit and not _is(second, "half_after")
            return ([amount] if kept else []), amount.end
        amount = _measured(text, _Amount(at, end, 0.5))
        if amount.scale or amount.unit in _HALVED:
            return [amount], amount.end  # the half kilogram
        named = _is(right, "half_after") or _is(left[-1], "half_before") or left[-2:] == ["and", "a"]
        named = named or "-" in (text[at - 1 : at], text[end : end + 1])  # half-core samples
        return ([], end) if named else _percent(at, end, 50.0)
    if left[-1] == "a" and word in PARTS:
        follows = not right or _is(right, "part_next")
        by = left[-2] == "by" and _is(right, "by_after")
        if by or _is(right, "part_after") or _is(left[-2], "part_before") and follows:
            return _percent(at - 2, end, 100 / PARTS[word])
    return _read_rank(text, at, end, ORDINALS[word]) if word in ORDINALS else ([], end)


def _read_multiple(text: str, at: int, word: str) -> _Read:
    """Read *doubled*, *to triple*, *halved*, *twofold*, *twice as much*."""
    end = at + len(word)
    right = _right(text, end)[0]
    if _is(right, "fold_never") or text[at - 1 : at] == "-":
        return [], end
    if word.startswith("halv"):
        return _percent(at, end, 50.0)
    if word in ("twice", "thrice"):
        told = _is(right, "times_after")
    else:
        told = word[-1] != "e" or _is(right, "fold_after") or _is(_left(text, at)[-1], "fold_before")
    return ([_Amount(at, end, _FOLDS[word], "multiple")] if told else []), end


def _read_top(text: str, at: int, word: str) -> _Read:
    """Read *top 10*, *leads the world*, and *the world's largest* where one is meant."""
    end, left = at + len(word), _left(text, at)
    right = _right(text, end)
    if word == "leads":
        return _rank(at, end, 1) if right == ("the", "world") else ([], end)
    if word == "top" and (number := _SHAPES["top"].match(text, end)):
        if value := int(number[1]) if number[1].isdigit() else SMALL.get(number[1].lower()):
            return _rank(at, number.end(), value, "<=")
    if left[-1] in ("single", "undisputed"):
        left.pop()
    owned = left[-1].endswith(("’s", "'s"))
    placed = word not in ("top", "leading") and left[-1] == "the" and _SHAPES["place"].match(text, end)
    if placed and text.startswith("The ", at - 4):  # The largest deposits in the country lie in the east
        placed = _SHAPES["named_after"].match(text, end)
    if not owned and not placed:
        return [], end
    many = "among" in left[-5:] or "one of" in " ".join(left[-6:]) or any(w.endswith(_AGENTS) for w in right)
    return ([], end) if many or word == "leading" and not any(map(_is_agent, right)) else _rank(at, end, 1)


_FOLDS = {stem + ending: float(n) for stem, n in FOLDS.items() for ending in ("e", "ed", "es", "ing")}
_TIMES = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty hundred"
_FOLDS |= {f"{word}fold": float((SMALL | BIG)[word]) for word in _TIMES.split()}
_FOLDS |= {"twice": 2.0, "thrice": 3.0}
_READERS: dict[str, Callable[[str, int, str], _Read]] = {
    **dict.fromkeys(SMALL, _read_amounts),
    **dict.fromkeys(BIG, _read_big),
    **dict.fromkeys(VAGUE, _read_vague),
    **dict.fromkeys([*ORDINALS, *(part for part in PARTS if part != "halve")], _read_part),
    **dict.fromkeys([*_FOLDS, "halve", "halved", "halving"], _read_multiple),
    **dict.fromkeys(["largest", "biggest", "top", "leading", "leads"], _read_top),
}


# All that a candidate may begin with, looked at first: the search takes a third less time.
_HEADS = "0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞A-Z" + "".join(sorted({word[0] for word in _READERS}))
_CANDIDATE = re.compile(
    rf"\b(?=[{_HEADS}])(?:[0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]|[A-Z][A-Zmps][A-Zb]?(?=[0-9])|(?<=\$)[A-Z](?=[0-9])|"
    rf"[A-Z](?=[0-9.,]{{1,15}} ?(?:k|m|bn|b|thousand|billion|million|trillion)\b)|"
    rf"(?:{any_case(set(_READERS))})\b)|"
    rf"(?<![\w.,)])[.,](?=[0-9])"
)


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
    for amount in _with_tables(seen.text):
        start, stop = seen.span(amount.start, amount.end)
        value, high = _tidy(amount.value), amount.high and _tidy(amount.high)
        out.append(Quantity(start, stop, text[start:stop], value, high, amount.unit, amount.comparator))
    return out


def _amounts(plain: str) -> Iterator[_Amount]:
    """Read the amounts one after another."""
    position = floor = 0
    previous: _Amount | None = None
    money: _Amount | None = None
    while match := _CANDIDATE.search(plain, position):
        at, end = match.span()
        word = match.group().lower()
        reader = _READERS.get(word, _read_attached) if word[0].isalpha() else _read_digits
        amounts, position = reader(plain, at, word)
        position = max(position, end)
        for amount in _finish(plain, amounts, previous, money):
            if amount.start < floor:
                continue
            if previous and _is_elided(plain, previous, amount):
                previous.unit, previous.value = amount.unit, previous.value * amount.factor
            yield amount
            previous, floor = amount, amount.end
            money = amount if amount.unit in CODES else money


# -- tables ---------------------------------------------------------------------------------------


def _with_tables(plain: str) -> list[_Amount]:
    """Read the amounts of prose, and those of tables cell by cell."""
    tables = find_tables(plain)
    amounts = list(_amounts(plain))
    if not tables:
        return amounts
    taken = sorted(span for table in tables for span in table.lines)
    starts = [start for start, _ in taken]
    out = [amount for table in tables for cell in table.cells for amount in _read_cell(cell)]
    for one in amounts:
        at = bisect_right(starts, one.start)
        if at == 0 or taken[at - 1][1] <= one.start:
            out.append(one)
    return sorted(out, key=lambda amount: amount.start)


def _read_cell(cell: Cell) -> Iterator[_Amount]:
    """Read a cell: its own unit where it has one, else what the words around it say."""
    found = [one for one in _amounts(cell.text) if one.unit != "rank"]
    if len(found) > 1 or found and found[0].unit not in ("", "count", *CODES):
        yield from (replace(one, start=one.start + cell.start, end=one.end + cell.start) for one in found)
        return
    number = None if found else _SHAPES["digit"].search(cell.text)
    if number:
        found = _read_amounts(cell.text, number.start(), "")[0]
    amount = found[0] if found else _amount(cell.text, number.start()) if number else None
    if amount is None:
        return
    own = amount.unit if amount.unit in CODES else ""
    unit, scale = cell_unit(cell, _read_unit, unscaled=bool(own)) or ("count", 1.0)
    scale = 1.0 if own and amount.scale else scale
    amount = replace(amount, start=cell.start + amount.start, end=cell.start + amount.end, unit=own or unit)
    amount.comparator = amount.comparator or "="
    amount.value *= scale
    amount.high = amount.high and amount.high * scale
    if cell.text[0] in "-–" and amount.value > 0:
        amount.value, amount.start = -amount.value, cell.start
    elif cell.negative and amount.unit in CODES:
        amount.value = -amount.value
    yield amount


@lru_cache(maxsize=4096)
def _read_unit(words: str) -> tuple[str, float] | None:
    """Read ``1 kt`` as ("t", 1000.0), ``1 thousand`` as ("", 1000.0)."""
    found = list(_amounts(words))
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(words)):
        return None
    one = found[0]
    unit = "" if one.unit == "count" and one.value > 1 else one.unit
    return (unit, one.value) if unit != "count" and one.unit != "rank" else None


def _tidy(value: float) -> float:
    """Drop the noise of binary scaling: 4.35 hundred is 435, not 434.99999."""
    return float(f"{value:.12g}")
