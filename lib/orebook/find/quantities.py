"""Numbers with their unit, comparator and range, wherever a text writes them.

One pattern finds where a quantity may stand: a digit, or one of some hundred words (*twenty*, *half*,
*doubled*, *dozens*, *largest*). There a reader takes the number with its scale and unit, and those joined to
it; each is then settled by its neighbours: a few words on either side, and the figure before it. So the time
grows with the text and no faster. The words are data: ``vocabulary/units.toml``.

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

# -- vocabulary -----------------------------------------------------------------------------------

_DATA = vocabulary("units")


def _words(table: str) -> dict[str, str]:
    return {word: name for name, cell in _DATA[table].items() for word in cell.split(", ")}


_MULTIPLIED = {symbol: (unit, float(factor)) for symbol, (unit, factor) in _DATA["multiplied"].items()}
_SYMBOLS = {symbol: (unit, 1.0) for symbol, unit in (_DATA["symbols"] | SIGNS).items()} | _MULTIPLIED
_UNITS = {word: (unit, 1.0) for word, unit in (_words("units") | NAMES).items()}
_UNITS |= {name: (code, 0.01) for name, code in HUNDREDTHS.items()}
_UNITS |= {name: found for name, found in _MULTIPLIED.items() if name.islower() and len(name) > 3}
_PER = _words("per")
_COMPARATORS = _words("comparators")
_COMPARING = {name.split(" ")[-1] for name in _COMPARATORS}
_CONTEXT = {name: frozenset(cell.split(", ")) for name, cell in _DATA["context"].items()}
_TIME = {"year", "month", "week", "day", "h", "min", "s"}
_CALENDAR = {"year", "month", "week", "day"}
_RATELESS = {"multiple", "pp", "bps", "point", *_TIME}
_UNTOLD = {"", "count", "rank", "multiple"}
_DENIED = {">": "<=", "<": ">="}
_AFTER = {"more": ">=", "less": "<=", "so": "~"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MINUS = str.maketrans("−–⁻", "---")
_OPENING = "(\"“‘«„[,'$€£"

_FILLERS = {name.upper(): _DATA["patterns"][name] for name in ("month", "ago", "hedge")}
_FILLERS["ANNUAL"] = sorted(_CONTEXT["annual"])
_FILLERS["PER"] = [word for word in _PER if len(word) > 2]
_SHAPES = {  # each is tried at a known place
    name: re.compile(re.sub("<([A-Z]+)>", lambda name: "|".join(_FILLERS[name[1]]), "|".join(alternatives)))
    for name, alternatives in _DATA["patterns"].items()
}


def _is_year(one: _Amount) -> bool:
    return len(one.digits) == 4 and "1800" <= one.digits < "2100"


def _is(word: str, kind: str) -> bool:
    return word in _CONTEXT[kind]


def _any(words: list[str], kind: str) -> bool:
    return not _CONTEXT[kind].isdisjoint(words)


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


# -- one number with its scale and unit -----------------------------------------------------------


def _amount(text: str, at: int, below: float = math.inf) -> _Amount | None:
    """Read the number at `at` with the currency before it, its scale and unit, and a smaller one after it."""
    numeral = read_numeral(text, at)
    if numeral is None:
        return None
    end, value, digits, scale = numeral
    one = _Amount(at, end, value, digits=digits, scale=scale)
    if not scale:
        _take_sign(text, one)
    _take_power(text, one)
    if 0 < len(digits) < 4 and (broken := _SHAPES["broken_thousand"].match(text, end)):
        if not _SHAPES["month_then_day"].search(_line_before(text, at, 24)):  # 850, 000 tonnes
            one.value, one.end, one.digits = 1000 * value + int(broken[1]), broken.end(), ""
    if half := _SHAPES["and_a_half"].match(text, one.end):
        one.value += 1 / PARTS[half[1]]
        one.end = half.end()
    one = _measured(text, one)
    if not math.isfinite(one.value):
        return None  # a number and its scale can be more than a float holds
    if one.scale < below and (one.prefix or not one.unit) and text[one.end : one.end + 2].strip().isdigit():
        rest = _amount(text, one.end + 1, one.scale)  # 1 billion 200 million tenge
        if rest and not rest.prefix and 0 < rest.scale < one.scale and (rest.unit or one.unit):
            unit = rest.unit or one.unit
            return replace(one, end=rest.end, value=one.value + rest.value, unit=unit)
    return one


def _take_power(text: str, one: _Amount) -> None:
    """Take a power of ten for a scale: *3.5 × 10⁶ t*, *2 x 10^-3*."""
    if power := _SHAPES["power"].match(text, one.end):
        exponent = (power[1] or power[2].translate(_RAISED)).translate(_MINUS)
        one.scale, one.end, one.digits = 10.0 ** int(exponent), power.end(), ""
        one.value = float(f"{one.value * one.scale:.12g}")


def _take_sign(text: str, one: _Amount) -> None:
    """Take the currency before a number; letters that are none's are kept where they can be nothing else."""
    sign = _SHAPES["sign_before"].search(text, max(0, one.start - 9), one.start)
    if sign is None:
        return
    words = sign.group()
    found = read_sign(words)
    if not found and len(words) < 3 and words[-1] != " " and _SHAPES["sum"].match(text, one.start):
        found = words, 1.0
    if found:
        one.unit, factor = found
        one.prefix, one.start, one.value = True, sign.start(), one.value * factor


def _measured(text: str, one: _Amount) -> _Amount:
    """Return the amount with the scale and the unit that follow it."""
    tail = _scaled(text, one)
    if tail is None:
        return one
    first, end = tail[1], tail.end(1)
    attached = tail.start(1) == one.end
    factor = _DATA["scale_letters"].get(first) if (attached or one.prefix) and not one.scale else None
    if factor:
        ahead = _measured(text, replace(one, end=end, value=one.value * factor, scale=factor))
        if one.prefix or ahead.unit or first in ("k", "K", "M"):  # 5m alone is metres
            return ahead
    if first == "c" and (one.prefix or _SHAPES["rate"].match(text, end)):
        return replace(one, end=end, value=one.value / 100, factor=0.01, unit=one.unit or "USD")
    if one.prefix:
        return replace(one, unit=first, end=end) if first in CODES else one  # $5 million AUD
    if first == "of" and one.scale:  # 25 thousand of tons
        tail = _SHAPES["tail"].match(text, end)
    return _in_unit(text, one, tail, attached) if tail else one


def _scaled(text: str, one: _Amount) -> re.Match[str] | None:
    """Take the scales after a number; return the words that follow."""
    while tail := _SHAPES["tail"].match(text, one.end):
        first, end = tail[1], tail.end(1)
        factor = _DATA["scales"].get(first.lower())
        if factor is None or one.scale >= 1e6 and factor >= 1e6 or one.scale * factor > 1e15:
            break
        one.value *= factor
        one.scale = (one.scale or 1) * factor
        abbreviated = len(first) < 4 and text.startswith(". ", end) and text[end + 2 : end + 3].islower()
        one.end = end + abbreviated  # 450 mln. roubles
    return tail


def _in_unit(text: str, one: _Amount, tail: re.Match[str], attached: bool) -> _Amount:
    """Take the longest unit that the words after a number name."""
    if tail[1] in SIGNS and not tail[1].isalpha() and text[tail.end(1) : tail.end(1) + 2].strip().isdigit():
        return one  # 3 €40,000 trucks
    for last in range(tail.lastindex or 1, 0, -1):
        key = text[tail.start(1) : tail.end(last)]
        many = one.scale >= 1e6 and (last == 1 or key[0].isupper()) or one.value >= 1e4 and key.isupper()
        found = _SYMBOLS.get(key) or _UNITS.get(key.replace("-", " ").lower())
        found = found or (read_name(key, many) if last < 3 else None)
        unclear = key in ("x", "X", "L", "l", "V") and not attached or key == "won" and not one.scale
        if not found or unclear:
            continue  # a team of five won
        one.unit, one.factor = found
        if key == "mt" and one.value >= 1000:
            one.factor = 1.0  # metric tons when many, million tons when few
        one.value *= one.factor
        one.end = tail.end(last) if one.unit != "count" else one.end
        return one
    if attached and _SHAPES["odd_unit"].fullmatch(tail[1]) and one.value >= 10:
        one.unit, one.end = tail[1], tail.end(1)  # kept as it is written
    return one


# -- numbers joined to it -------------------------------------------------------------------------


def _read_amounts(text: str, at: int, _: str = "") -> _Read:
    """Read a number, and those joined to it as a range or a list."""
    one = _amount(text, at)
    if one is None:
        return [], at
    if minus := _SHAPES["minus"].search(text, max(0, one.start - 7), one.start):
        one.value, one.start = -one.value, minus.start()
    bare = not one.unit and not one.scale
    if (bare or one.value == 1 and not one.digits and not one.prefix) and (
        special := _read_special(text, one)
    ):
        return special
    chain, joins = [one], []
    while len(chain) < 16 and (join := _SHAPES["join"].match(text, chain[-1].end)):
        two = _amount(text, join.end())
        if two is None or not two.unit and two.value == 1 and not two.digits:
            break
        if not two.unit and (special := _read_special(text, two)):
            if not (special[0] and special[0][0].unit == "multiple"):
                break
            two = special[0][0]  # three to seven times
        joins.append("over" if join["over"] else (join["word"] or "dash").strip(", "))
        chain.append(two)
    if bare and _is_year(one) and (not chain[-1].unit or _is_year(chain[-1])):
        return [], one.end  # unlike 2000 to 2500 tonnes
    return _joined(text, chain, joins), chain[-1].end


def _joined(text: str, chain: list[_Amount], joins: list[str]) -> list[_Amount]:
    """Give shared units and scales to the numbers of a list, and make ranges of pairs."""
    pairs = list(zip(chain, chain[1:], joins, strict=False))
    for one, two, _ in pairs:
        if one.prefix and not two.unit and (two.scale or not one.scale):  # not: $500 million to 12 sites
            two.unit = one.unit
    for one, two, _ in reversed(pairs):
        if not (_is_year(one) and len(two.digits) < 4):
            _share(one, two)
    out = chain[:1]
    for two, join in zip(chain[1:], joins, strict=True):
        one = out[-1]
        alike = one.high is None and one.unit == two.unit and one.value < two.value
        if alike and _is_range(_left(text, chain[0].start)[-4:], join, chain):
            out[-1] = replace(two, start=one.start, value=one.value, high=two.value, digits="")
        else:
            out.append(two)
    return out


def _is_range(left: list[str], join: str, chain: list[_Amount]) -> bool:
    """Whether what stands before makes a range of two numbers: not of a move *from 5 to 7*."""
    if join != "to":
        return join in ("dash", "or") or join == "and" and "between" in left[-3:]
    by = left[-2] if left[-1] in ("another", "further") and len(left) > 1 else left[-1]
    if _is(by, "growth") and chain[0].unit and chain[1].value > 5 * chain[0].value:
        return False  # cut by 200 yuan to 8,595 yuan
    ranging = any(word[:4] in ("rang", "vary") for word in left)
    return ranging or "from" not in left[-3:] or left[-1] == "the"


def _share(one: _Amount, two: _Amount) -> None:
    """Give the first of two numbers the unit and scale that the second carries for both."""
    if not one.unit and not two.prefix:
        one.unit, one.value = two.unit, one.value * two.factor
    # $89 to $93 billion, not $200 to $4 million
    near = two.scale and abs(one.value) < min(1000, abs(two.value) / two.scale + 100 * (not one.prefix))
    if near and not one.scale and one.unit == two.unit:
        one.value, one.scale = one.value * two.scale, two.scale
    elif 1000 * one.value < two.value < 10_000 * one.value and not two.value % 1000 and two.digits == "":
        one.value *= 1000  # 275-295,000 tons


# -- what the words around a number make of it ----------------------------------------------------


def _settle(text: str, one: _Amount, before: _Amount | None, money: _Amount | None) -> str:
    """Give an amount its comparator, unit and rate; return why it is no quantity, nothing where it is one."""
    left = _compare(text, one)
    if before:
        _set_against(text, one, before, money)
    if why := _no_quantity(text, one, left, before):
        return why
    one.unit = one.unit or "count"
    if one.unit not in _RATELESS and "/" not in one.unit:
        _add_rate(text, one)
    if before and one.unit.startswith(f"{before.unit}/"):
        join = _SHAPES["join"].match(text, before.end)
        before.unit = one.unit if join and join.end() >= one.start else before.unit  # from $20 to $30 a pound
    elif before and before.unit in ("g/t", "percent", "ppm") and one.unit in ("m", "ft"):
        one.comparator = "="  # 1.2 g/t of gold over 15 m
    return ""


def _compare(text: str, one: _Amount) -> list[str]:
    """Set the comparator said before or after; return the words before, without it."""
    left = _left(text, one.start)
    sign, definite = _COMPARATORS.get(left[-1][-1:], "="), left[-1] == "the"
    while _is(left[-1], "articles"):
        left.pop()
    if left[-1].lstrip(_OPENING) in _COMPARING:
        for n in range(min(4, len(left) - 1), 0, -1):
            if found := _COMPARATORS.get(" ".join(left[-n:]).lstrip(_OPENING)):
                del left[-n:]
                denied = "only" not in left[-3:] and _any(left[-3:], "denials")  # will not exceed
                sign = "=" if definite and found in _DENIED else found  # below the 900 m level
                sign = _DENIED.get(found, found) if denied else sign
                break
    if after := _SHAPES["or_more"].match(text, one.end):
        sign = _AFTER[after.lastgroup or "more"]
    one.comparator = one.comparator or sign
    return left


def _set_against(text: str, one: _Amount, before: _Amount, money: _Amount | None) -> None:
    """Share a unit with the figure before: *64,000 tonnes, up from 58,000*, *5,900 from 6,480 tonnes*."""
    ends = not one.unit and _SHAPES["ends"].match(text, one.end)
    if ends and money and one.scale >= 1e6 and one.start - money.end < 160 and money.unit in CODES:
        between = text[money.end : one.start]  # fined $300 million and has paid 120 million so far
        if ". " not in between and "\n" not in between:
            one.unit = money.unit
            return
    forward = ends and before.unit not in _UNTOLD and not _is_year(one)
    backward = before.unit == "count" and one.unit not in _UNTOLD and one.unit not in _TIME
    if not (forward or backward) or one.start - before.end > 90:
        return
    alike = 0.02 < abs(before.value * one.factor) / (abs(one.value) or 1) < 50
    if alike and _SHAPES["against"].fullmatch(text, before.end, one.start):
        if forward:
            one.unit = before.unit
        else:
            before.unit, before.value = one.unit, before.value * one.factor


def _add_rate(text: str, one: _Amount) -> None:
    """Add what an amount is per: said after it, or by *annual* before it."""
    per, end = "", one.end
    if match := _SHAPES["rate"].match(text, end):
        per, end = (
            _PER.get(match[match.lastindex or 1].lower().replace("-", " "), ""),
            match.end(match.lastindex or 1),
        )
    if not per and one.unit != "percent" and _SHAPES["rate_ahead"].search(text, end, end + 90):
        later = _SHAPES["rate_later"].match(text, end)
        per = _PER[later[later.lastindex or 1]] if later else ""
        end = one.end
    if per and (one.unit != "count" or per in ("yr", "d", "month", "h", "week")):
        one.unit, one.end = f"{one.unit}/{per}", end
    elif one.unit != "percent":
        clause = _line_before(text, one.start, 90).lower()
        if ("annual" in clause or "year" in clause) and _SHAPES["annual_before"].search(clause):
            one.unit += "/yr"


def _no_quantity(text: str, one: _Amount, left: list[str], before: _Amount | None) -> str:
    if one.digits == "000":
        return "label"  # (000 t), over a table
    if one.unit in _CALENDAR and not text.endswith("ing days", 0, one.end):  # 10 working days
        return "period" if _is_period(text, one, left) else ""
    return "" if one.unit not in ("", "count") or _is_count(text, one) else "label"


def _is_period(text: str, one: _Amount, left: list[str]) -> bool:
    """Tell a point or stretch of time (*two years ago*) from a duration (*a 10-year contract*)."""
    right = _right(text, one.end)[0]
    if one.value % 1 and right != "ago":
        return False  # paid back in 2.7 years
    if _is(right, "period_after") or _is_year(one):
        return True
    if "-" in text[one.start : one.end]:
        return one.unit == "month"  # nine-month output
    if one.comparator == ">":  # a mine life of over 20 years
        return left[-1] not in ("of", "for", "is", "was") and _left(text, one.start)[-1] == "over"
    return _is(left[-1], "period_before")


def _is_count(text: str, one: _Amount) -> bool:
    """Tell whether a number without a unit counts something."""
    after = text[one.end : one.end + 1]
    if after.isalpha() or after in ("_", "/", "&", "@", "(") or _is_label(text, one):
        return False
    if _is_year(one):
        return one.unit == "count"
    right = _right(text, one.end)[0]
    if after == "-" and right not in ("", "odd", "plus") and not one.scale:
        return False  # a 12-nation bloc
    if one.digits or one.scale or one.value > 12 or one.value % 1:
        return True
    if one.value <= 1:
        return one.comparator in (">=", "<=") and right != "or"  # at least one
    return not _is(_left(text, one.start)[-1], "definite")


def _is_label(text: str, one: _Amount) -> bool:
    """Tell a number that names something (*Article 6*), marks a list item, or is an age."""
    before, after = _line_before(text, one.start), text[one.end : one.end + 6]
    first = not before.strip(" (")
    listed = (
        (first or before.rstrip().endswith((".", ":", ";")))
        and after[:1] in (".", ")")
        and not after[1:2].strip()
    )
    alone = first and one.value < 1000 and not after.partition("\n")[0].strip()  # a page's number
    if listed or alone or before[-1:] + after[:1] in ("()", "[]"):
        return True
    words = before.split()
    if not words or before[-1] != " ":
        return False
    last = words[-1].lstrip(_OPENING) or "-"
    named = _is(last.lower(), "names") or before.endswith("Group of ")
    if named or _any([*_right(text, one.end)], "streets"):
        return True
    if last[-1] == ",":  # Smith, 51, said
        return last[0].isupper() and after[:2] == ", " and after[2:3].islower() and 17 < one.value < 100
    many = one.value >= 1000 or one.scale or _SHAPES["plural"].match(text, one.end)
    return len(words) > 1 and not many and last != last.lower() and last[-1] not in ":;"


# -- one reader for each kind of candidate: (text, where it starts, its word in lower case) --------


def _read_digits(text: str, at: int, _: str) -> _Read:
    last, earlier = text[at - 1 : at], text[at - 2 : at - 1] if at > 1 else ""
    inside = earlier.isalnum() or last in "/@=&" and earlier != " "  # of an address, a range, a name
    joined = not text.endswith((" Y=", " sub-", " minus-", " c."), 0, at)
    if inside and last and last in "-+./@=#&:_" and joined:
        return [], at
    skipped = _SHAPES["no_number"].match(text, at)
    return ([], skipped.end()) if skipped else _read_amounts(text, at)


def _read_attached(text: str, at: int, word: str) -> _Read:
    """Read USD500 and Rs3, and pass by COP27 and FY2024."""
    digits = at + len(word)
    sign = text[at:digits]
    known = sign in SIGNS or sign == "US" or text[at - 1 : at] == "$"
    known = known or (len(sign) < 3 or is_code(sign)) and bool(_SHAPES["sum"].match(text, digits))
    return _read_amounts(text, digits) if known else ([], digits)


def _rank(start: int, end: int, value: float, comparator: str = "=") -> _Read:
    return [_Amount(start, end, float(value), "rank", comparator)], end


def _percent(start: int, end: int, value: float) -> _Read:
    return [_Amount(start, end, value, "percent")], end


def _read_special(text: str, one: _Amount) -> _Read | None:
    """Read what only looks like a plain number: dates, ordinals, ranks, *one in five*, *four times*."""
    small = not one.value % 1 and 0 < one.value <= 100
    readers = (_read_date, _read_times, _read_numbered, _read_parts) if small else (_read_date, _read_times)
    return next((read for reader in readers if (read := reader(text, one)) is not None), None)


def _read_date(text: str, one: _Amount) -> _Read | None:
    if not 0 < len(one.digits) <= 4:
        return None
    if one.value <= 31 and (date := _SHAPES["day_then_month"].match(text, one.end)):
        return [], date.end()
    before = _line_before(text, one.start, 24)
    if not before.islower() and (one.value <= 31 or _is_year(one)):
        if _SHAPES["month_then_day"].search(before):
            return [], one.end
    if _right(f"-{text[one.end : one.end + 3]}", 0)[0] in ("st", "nd", "rd", "th"):
        return _read_rank(text, one.start, one.end + 2, one.value)
    return None


def _read_times(text: str, one: _Amount) -> _Read | None:
    """Read *four times* where something grew or is compared; a mere frequency is none."""
    right = _right(text, one.end)[0]
    if right in ("times", "time"):
        end = one.end + 1 + len(right)
        grew = _any(_left(text, one.start)[-6:], "growth") or _is(_right(text, end)[0], "times_after")
        return ([replace(one, end=end, unit="multiple")] if grew or one.value % 1 else []), end
    return ([replace(one, unit="multiple")], one.end) if text.endswith(" factor of ", 0, one.start) else None


def _read_numbered(text: str, one: _Amount) -> _Read | None:
    """Read *number one in gallium*, *No. 2 producer*, *three largest*; other such numbers are labels."""
    right = _right(text, one.end)
    if _left(text, one.start)[-1] in ("no.", "no", "number", "#"):
        ranked = right[0] == "in" and one.value == 1 and not one.digits
        ranked = ranked or any(word.endswith(("er", "or")) for word in right)  # producer, exporter
        return _rank(one.start, one.end, one.value) if ranked else ([], one.end)
    if one.value > 1 and right[0] in ("largest", "biggest"):
        return _rank(one.start, one.end + 1 + len(right[0]), one.value, "<=")
    return None


def _read_parts(text: str, one: _Amount) -> _Read | None:
    """Read *two-thirds*, *one in five* and *nine out of ten*."""
    start, end, value = one.start, one.end, one.value
    part = _right(text, end)[0]
    name, past = part.removesuffix("s").replace("fourth", "quarter"), end + 1 + len(part)
    if not one.digits and name in PARTS and (part[-1] == "s") == (value > 1):
        if name != "quarter" or text[end] == "-" or text.startswith(" of", past):
            return _percent(start, past, 100 * value / PARTS[name])
    if odds := _SHAPES["out_of"].match(text, end):
        of = SMALL.get(odds[2]) or (int(odds[2]) if odds[2].isdigit() else 0)
        if value < of and (of <= 10 or of in (20, 25, 50, 100)) and (value == 1 or not odds["of"]):
            return _percent(start, odds.end(), 100 * value / of)
    return None


def _read_rank(text: str, start: int, end: int, value: float) -> _Read:
    """Read *third-largest*, *ranks sixth in zinc and tenth in copper*; else nothing."""
    right, left = _right(text, end), _left(text, start)
    for n, word in enumerate(right):
        if _is(word, "rank_after"):
            return _rank(start, end + 1 + len(right[0]) + n * (1 + len(word)), value)
    if left[-1] == "and" or left[-1].endswith(","):
        left = _line_before(text, start, 90).split()
    else:
        left = left[-1:]
    ranked = _any(left, "rank_verbs") or text.startswith(" only to", end)
    return _rank(start, end, value) if ranked else ([], end)


def _read_big(text: str, at: int, word: str) -> _Read:
    """Read *a million*, *several hundred*; of those alone only *hundred dollars*."""
    few = _SHAPES["few_before"].search(text, max(0, at - 14), at)
    one = _Amount(few.start() if few else at, at + len(word), BIG[word], scale=BIG[word])
    if few and few[1].lower() not in ("a", "an"):
        one.value, one.comparator = 2 * one.value, ">="
    one = _measured(text, one)
    return ([one], one.end) if few or one.unit in CODES else ([], at)


def _read_vague(text: str, at: int, word: str) -> _Read:
    """Read *dozens*, *tens of thousands*, *hundreds of millions of dollars*."""
    end, value = at + len(word), VAGUE[word]
    while (more := _right(text, end)) and more[0] == "of" and more[1] in VAGUE:
        value, end = value * VAGUE[more[1]] / 2, end + 4 + len(more[1])
    one = _measured(text, _Amount(at, end, value, scale=1.0, comparator=">="))
    heads = text.endswith((" in ", "(in "), 0, at)  # what a table's figures are in
    return ([] if heads or one.unit in _TIME else [one]), one.end


def _read_half(text: str, at: int, word: str) -> _Read:
    """Read *half*, *half a million*, *the half kilogram*."""
    end, left = at + len(word), _left(text, at)
    right = _right(text, end)[0]
    article = 1 + len(right) if right in ("a", "an") else 0
    one = _measured(text, _Amount(at, end + article, 0.5))
    if one.scale or one.unit not in ("", "count", *CODES, *_TIME):
        return [one], one.end
    named = article or one.unit in _TIME or _is(left[-1], "half_before") or left[-2:] == ["and", "a"]
    named = named or "-" in (text[at - 1 : at], text[end : end + 1])  # half-core samples
    return ([], one.end) if named else _percent(at, end, 50.0)


def _read_part(text: str, at: int, word: str) -> _Read:
    """Read *a third*; else an ordinal."""
    end, left, right = at + len(word), _left(text, at), _right(text, at + len(word))[0]
    if left[-1] == "a" and word in PARTS:
        scaled = _measured(text, _Amount(at - 2, end, 1 / PARTS[word]))
        if scaled.scale:  # a quarter million tonnes
            return [scaled], scaled.end
        follows = _is(left[-2], "part_before") and (not right or _is(right, "part_next"))
        if follows or _is(right, "part_after"):
            return _percent(at - 2, end, 100 / PARTS[word])
    return _read_rank(text, at, end, ORDINALS[word]) if word in ORDINALS else ([], end)


def _read_multiple(text: str, at: int, word: str) -> _Read:
    """Read *doubled*, *to triple*, *halved*, *twofold*, *twice as much*."""
    end = at + len(word)
    right = _right(text, end)[0]
    if word.startswith("halv"):
        return _percent(at, end, 50.0)
    if word in ("twice", "thrice"):
        told = _is(right, "times_after")
    else:
        told = not _is(right, "fold_never")
    return ([_Amount(at, end, _FOLDS[word], "multiple")] if told else []), end


def _read_top(text: str, at: int, word: str) -> _Read:
    """Read *top 10*, and *the world's largest* where one is meant."""
    end, left = at + len(word), _left(text, at)
    right = _right(text, end)
    if word == "top" and (number := _SHAPES["top"].match(text, end)):
        if value := int(number[1]) if number[1].isdigit() else SMALL.get(number[1].lower()):
            return _rank(at, number.end(), value, "<=")
    owned = left[-1].endswith(("’s", "'s"))
    many = "among" in left[-5:] or "one of" in " ".join(left[-6:])
    many = many or any(word.endswith(("ers", "ors", "ies")) for word in right)
    placed = text.endswith(" the ", 0, at) and word in ("largest", "biggest")
    placed = placed and _SHAPES["place"].match(text, end) is not None
    return _rank(at, end, 1) if (owned or placed) and not many else ([], end)


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
    **dict.fromkeys(["largest", "biggest", "top", "leading"], _read_top),
    "half": _read_half,
}


# All that a candidate may begin with, looked at first: the search takes a third less time.
_HEADS = "0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞A-Z" + "".join(sorted({word[0] for word in _READERS}))
_CANDIDATE = re.compile(
    rf"\b(?=[{_HEADS}])(?:[0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]|[A-Z][A-Zmps][A-Zb]?(?=[0-9])|(?<=\$)[A-Z](?=[0-9])|"
    rf"[A-Z](?=[0-9.,]{{1,15}} ?(?:k|m|bn|b|thousand|billion|million|trillion)\b|[0-9]+,[0-9]{{2,3}}\b)|"
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
    found = read_quantities(seen.text)
    if seen.text == text:
        return found
    spans = [seen.span(one.start, one.end) for one in found]
    return [replace(q, start=a, end=b, text=text[a:b]) for q, (a, b) in zip(found, spans, strict=True)]


def read_quantities(plain: str) -> list[Quantity]:
    """Find the quantities of a text that is seen already, with spans of its own."""
    return [
        Quantity(
            one.start, one.end, plain[one.start : one.end],
            _tidy(one.value), one.high and _tidy(one.high), one.unit, one.comparator,
        )
        for one in _with_tables(plain)
    ]  # fmt: skip


def _tidy(value: float) -> float:
    """Drop the noise of binary scaling: 4.35 hundred is 435, not 434.99999."""
    return float(f"{value:.12g}")


def _amounts(plain: str) -> Iterator[_Amount]:
    """Read the amounts one after another."""
    position = 0
    before: _Amount | None = None
    money: _Amount | None = None
    while match := _CANDIDATE.search(plain, position):
        at, end = match.span()
        word = match.group().lower()
        reader = _READERS.get(word, _read_attached) if word[0].isalpha() else _read_digits
        chain, position = reader(plain, at, word)
        position = max(position, end)
        labels = False
        for one in chain:
            if before and one.start < before.end:
                continue
            if one.unit != "rank":
                why = _settle(plain, one, before, money)
                labels = labels or why == "label"
                if why or labels and one.unit == "count":
                    continue  # Articles 6 and 7
            yield one
            before, money = one, one if one.unit in CODES else money


# -- tables ---------------------------------------------------------------------------------------


def _with_tables(plain: str) -> list[_Amount]:
    """Read the amounts of prose, and those of tables cell by cell."""
    tables, amounts = find_tables(plain), list(_amounts(plain))
    if not tables:
        return amounts
    taken = sorted(span for table in tables for span in table.lines)
    out = [one for table in tables for cell in table.cells for one in _read_cell(cell)]
    for one in amounts:
        at = bisect_right(taken, (one.start, math.inf))
        if at == 0 or taken[at - 1][1] <= one.start:
            out.append(one)
    return sorted(out, key=lambda one: one.start)


def _read_cell(cell: Cell) -> Iterator[_Amount]:
    """Read a cell: its own unit where it has one, else what the words around it say."""
    found = [one for one in _amounts(cell.text) if one.unit != "rank"]
    if not found and (number := re.search(r"\.?[0-9]", cell.text)):
        found = _read_amounts(cell.text, number.start())[0] or [
            *filter(None, [_amount(cell.text, number.start())])
        ]
        found = found[:1]
    told = len(found) > 1 or found and found[0].unit not in ("", "count", *CODES)
    for one in found:
        one.start, one.end = one.start + cell.start, one.end + cell.start
        one.comparator = one.comparator or "="
        if not told:
            _fill(one, cell)
        yield one


def _fill(one: _Amount, cell: Cell) -> None:
    """Give a cell's figure the unit, scale and sign that its table tells."""
    own = one.unit if one.unit in CODES else ""
    unit, scale = cell_unit(cell, _read_unit, unscaled=bool(own)) or ("count", 1.0)
    one.unit, scale = own or unit, 1.0 if own and one.scale else scale
    one.value, one.high = one.value * scale, one.high and one.high * scale
    if cell.negative and one.unit in CODES:
        one.value = -one.value


@lru_cache(maxsize=4096)
def _read_unit(words: str) -> tuple[str, float] | None:
    """Read ``1 kt`` as ("t", 1000.0), ``1 thousand`` as ("", 1000.0)."""
    found = list(_amounts(words))
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(words)):
        return None
    one = found[0]
    unit = "" if one.unit == "count" and one.value > 1 else one.unit
    return (unit, one.value) if unit not in ("count", "rank") else None
