"""Numbers with their unit, comparator and range, wherever a text writes them.

One pattern finds where a quantity may stand: a digit, or one of some hundred words (*twenty*, *half*). There
a reader takes the number with its scale and unit, and those joined to it; each is then settled by a few words
on either side and the figure before it, in time that grows with the text. The words are data:
``vocabulary/units.toml``.

Deliberately no quantities: dates, clock times, names and labels (*Article 6*, *COP27*), list markers,
ordinals that rank nothing, periods and horizons (*two years ago*), *one* alone, and what refers back.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from orebook.find.tables import Cell, cell_unit, find_tables
from orebook.text.money import CODES, NAMES, SHARED, SIGNS, in_text, is_code, read_name, read_sign
from orebook.text.numerals import BIG, FOLDS, GLYPHS, ORDINALS, PARTS, SMALL, VAGUE, read_numeral, trie
from orebook.text.view import view
from orebook.text.vocabulary import by_word, vocabulary


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text states it, at ``source[start:end]`` with its scale and unit, without its comparator.

    The value is scaled (``€12-billion`` is 12e9), ``value_high`` the upper end of a range. The unit is
    canonical: ``t``, ``percent``, ``multiple``, ``count``, ``rank``, ``EUR``, ``t/yr``, ``USD/lb``, …; the
    comparator one of ``= ~ > >= < <=``.
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
    digits: str = ""  # as written, if it is nothing but digits
    scale: float = 0.0  # of the words after it: million
    unit: str = ""  # "none": read only to be passed by
    comparator: str = ""
    factor: float = 1.0  # of its unit: kt
    prefix: bool = False  # its currency stands before it
    high: float | None = None
    join: str = ""  # what joins it to the number before: to, and, dash …

    @property
    def is_year(self) -> bool:
        return len(self.digits) == 4 and "1800" <= self.digits < "2100"


_DATA = vocabulary("units")
_MULTIPLIED = {symbol: (unit, float(factor)) for symbol, (unit, factor) in _DATA["multiplied"].items()}
_SYMBOLS = {symbol: (unit, 1.0) for symbol, unit in (_DATA["symbols"] | SIGNS).items()} | _MULTIPLIED
_UNITS = {word: (unit, 1.0) for word, unit in (by_word(_DATA["units"]) | NAMES).items()}
_UNITS |= {name: found for name, found in _MULTIPLIED.items() if name.islower() and len(name) > 3}
_PER = by_word(_DATA["per"])
_COMPARATORS = by_word(_DATA["comparators"])
_COMPARING = {name.split(" ")[-1] for name in _COMPARATORS}
_CONTEXT = {name: frozenset(cell.split(", ")) for name, cell in _DATA["context"].items()}
_DENIED = {">": "<=", "<": ">="}
_AFTER = {"more": ">=", "less": "<=", "so": "~"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−–", "0123456789---")
_OPENING = "(\"“‘«„[,'$€£"


def _compiled(shapes: dict[str, dict[str, list[str]]]) -> dict[str, re.Pattern[str]]:
    """Compile the patterns of the vocabulary; each is tried at a known place."""
    words = {name.upper(): "|".join(shapes[name]["pattern"]) for name in ("month", "ago", "hedge")}
    words["ANNUAL"], words["PART"] = "|".join(sorted(_CONTEXT["annual"])), "|".join(PARTS)
    words["PER"] = "|".join(word for word in _PER if len(word) > 2)
    whole = {name: "|".join(shape["pattern"]) for name, shape in shapes.items()}
    return {name: re.compile(re.sub("<([A-Z]+)>", lambda m: words[m[1]], one)) for name, one in whole.items()}


_SHAPES = _compiled(_DATA["shapes"])


def _line_before(text: str, at: int, width: int = 48) -> str:
    return text[max(0, at - width) : at].rpartition("\n")[2]


def _left(text: str, at: int, width: int = 48) -> list[str]:
    """Return the few words before, on the same line, in lower case; never empty."""
    return ["", *_line_before(text, at, width).lower().split()]


def _right(text: str, at: int) -> tuple[str, str]:
    """Return the two words after, in lower case, or empty strings."""
    match = _SHAPES["next_words"].match(text, at)
    return ((match[1] or "").lower(), (match[2] or "").lower()) if match else ("", "")


# -- one number with its scale and unit -----------------------------------------------------------


def _amount(text: str, at: int) -> _Amount | None:
    """Read the number at `at` with the currency before it, its scale and unit, and a smaller one after it."""
    numeral = read_numeral(text, at)
    if numeral is None:
        return None
    one = _Amount(at, *numeral)
    _take_sign(text, one)
    if power := _SHAPES["power"].match(text, one.end):  # 3.5 × 10⁶ t, 10^-3
        one.scale, one.end, one.digits = 10.0 ** int(power["n"].translate(_RAISED)), power.end(), ""
        one.value = one.value * one.scale if power["times"] else one.scale
    one = _measured(text, one)
    if one.scale and (numeral := read_numeral(text, one.end + 1)):
        rest = _measured(text, _Amount(one.end + 1, *numeral))  # 1 billion 200 million tenge
        if 0 < rest.scale < one.scale and (rest.unit or one.unit):
            one.value, one.end, one.unit = one.value + rest.value, rest.end, rest.unit or one.unit
    return one if math.isfinite(one.value) else None  # with its scale more than a float holds


def _take_sign(text: str, one: _Amount) -> None:
    """Take the currency before a number; letters that are none's are kept where they can be nothing else."""
    near = text[max(0, one.start - 9) : one.start]
    if near.islower() and near.rstrip()[-1].isalpha():
        return  # looked at first: nine numbers in ten stand after a plain word
    if sign := _SHAPES["sign_before"].search(text, max(0, one.start - 9), one.start):
        words = sign.group()
        glued = len(words) < 3 and words[-1] != " " and _SHAPES["sum"].match(text, one.start)
        if found := read_sign(words) or (glued and (words, 1.0)):
            one.unit, factor = found
            one.prefix, one.start, one.value = True, sign.start(), one.value * factor


def _measured(text: str, one: _Amount) -> _Amount:
    """Return the amount with the scales and the unit that follow it."""
    while tail := _SHAPES["tail"].match(text, one.end):
        first, end = tail[1], tail.end(1)
        factor = _DATA["scales"].get(first.lower())
        if factor is None or one.scale >= 1e6 and factor >= 1e6 or one.scale * factor > 1e15:
            break
        one.value, one.scale, one.end = one.value * factor, (one.scale or 1) * factor, end
    if tail is None:
        return one
    attached = tail.start(1) == one.end
    letter = _DATA["scale_letters"].get(first) if (attached or one.prefix) and not one.scale else None
    if letter:
        ahead = _measured(text, replace(one, end=end, value=one.value * letter, scale=letter))
        if one.prefix or ahead.unit or first in ("k", "K", "M"):  # 5m alone is metres
            return ahead
    if first == "c" and (one.prefix or _SHAPES["rate"].match(text, end)):
        one.value, one.factor, one.unit, one.end = one.value / 100, 0.01, one.unit or "USD", end
    elif not one.prefix:
        _take_unit(text, one, tail, attached)
    elif first in CODES:  # $5 million AUD
        one.unit, one.end = first, end
    return one


def _take_unit(text: str, one: _Amount, tail: re.Match[str], attached: bool) -> None:
    """Take the longest unit that the words after a number name."""
    for last in range(tail.lastindex or 1, 0, -1):
        key = text[tail.start(1) : tail.end(last)]
        found = _SYMBOLS.get(key) or _UNITS.get(key.replace("-", " ").lower())
        if not found:
            many = one.scale >= 1e6 and (last == 1 or key[0].isupper()) or one.value >= 1e4 and key.isupper()
            found = read_name(key, many or last > 1 and key.split(" ")[-1].lower() in NAMES)
        unclear = key in ("x", "X", "L", "l", "V") and not attached or key == "won" and not one.scale
        if not found or unclear:
            continue  # a team of five won
        one.unit, one.factor = found
        if key == "mt" and one.value >= 1000:
            one.factor = 1.0  # metric tons when many, million tons when few
        one.value *= one.factor
        one.end = tail.end(last) if one.unit != "count" else one.end
        return
    if attached and one.value >= 10 and _SHAPES["odd_unit"].fullmatch(tail[1]):
        one.unit, one.end = tail[1], tail.end(1)  # kept as it is written


def _read_amounts(text: str, at: int, _: str = "") -> list[_Amount]:
    """Read a number, and those joined to it as a range or a list."""
    one = _amount(text, at)
    if one is None:
        return []
    if minus := _SHAPES["minus"].search(text, max(0, one.start - 7), one.start):
        one.value, one.start = -one.value, minus.start()
    bare = not one.unit and not one.scale
    if bare or one.value == 1 and not one.digits and not one.prefix:  # one tonne in ten
        if special := _special(text, one):
            return [special]
    chain = [one]
    while len(chain) < 16 and (join := _SHAPES["join"].match(text, chain[-1].end)):
        two = _amount(text, join.end())
        if two is None or not two.unit and two.value == 1 and not two.digits:
            break
        chain.append(not two.unit and _special(text, two) or two)  # three to seven times
        chain[-1].join = "over" if join["over"] else (join["word"] or "dash").strip(", ")
    if bare and one.is_year and (not chain[-1].unit or chain[-1].is_year):  # unlike 2000 to 2500 tonnes
        return [_Amount(at, one.end, 0, unit="none")]
    last, split = chain[-1], all(len(two.digits) == 3 and not two.join for two in chain[1:])
    if split and last.unit and not one.scale and 0 < len(one.digits) < 4 and len(chain) > 1:
        value = float("".join(two.digits for two in chain)) * last.factor  # 12, 400 tonnes: a stray space
        return [replace(last, start=one.start, value=value, digits="")]
    return _joined(chain, _left(text, one.start)[-4:])


def _joined(chain: list[_Amount], left: list[str]) -> list[_Amount]:
    """Give shared units and scales to the numbers of a list, and make ranges of pairs."""
    for one, two in pairwise(chain):
        if one.prefix and not two.unit and (two.scale or not one.scale):  # not: $500 million to 12 sites
            two.unit = one.unit
    for one, two in reversed([*pairwise(chain)]):
        if one.is_year and len(two.digits) < 4:
            continue
        if not one.unit and not two.prefix:
            one.unit, one.value = two.unit, one.value * two.factor
        # $89 to $93 billion, not $200 to $4 million; 275-295,000 tons
        cut = two.join == "dash" and max(1000 * one.value, 1e4) < two.value < 1e6 and not two.digits
        scale = two.scale or 1000.0 * cut
        near = scale and abs(one.value) < min(1000, abs(two.value) / scale + 100 * (not one.prefix))
        if near and not one.scale and one.unit == two.unit:
            one.value, one.scale = one.value * scale, scale
    joins = {"dash", "or"} | ({"and"} if "between" in left[-3:] else set())
    if "from" not in left[-3:] or any(word[:4] in ("rang", "vary") for word in left):  # no move from 5 to 7
        joins.add("to")
    most = 5.0 if _CONTEXT["growth"].intersection(left[-2:]) else math.inf  # cut by 200 yuan to 8,595 yuan
    out = chain[:1]
    for two in chain[1:]:
        one = out[-1]
        alike = one.high is None and one.unit == two.unit and one.value < two.value
        far = two.join == "to" and one.unit and two.value > most * one.value
        if two.join in joins and alike and not far:
            out[-1] = replace(two, start=one.start, value=one.value, high=two.value, digits="")
        else:
            out.append(two)
    return out


# -- what the words around a number make of it ----------------------------------------------------


def _settle(text: str, one: _Amount, before: _Amount | None) -> bool:
    """Give an amount its comparator, unit and rate; return whether it is a quantity."""
    left = _compare(text, one)
    if before and (one.unit or _SHAPES["ends"].match(text, one.end)):
        _equate(text, before, one)
    if one.unit in _CONTEXT["calendar"] and _is_period(text, one, left):
        return False
    if one.unit in ("", "count") and not _is_count(text, one):
        return False
    one.unit = one.unit or "count"
    if one.unit not in _CONTEXT["rateless"] and "/" not in one.unit:
        _add_rate(text, one)
    if before and one.unit.startswith(f"{before.unit}/"):
        join = _SHAPES["join"].match(text, before.end)
        before.unit = one.unit if join and join.end() >= one.start else before.unit  # from $20 to $30 a pound
    elif before and before.unit in ("g/t", "percent", "ppm") and one.unit in ("m", "ft"):
        one.comparator = "=" if one.comparator == ">" else one.comparator  # 1.2 g/t of gold over 15 m
    return True


def _compare(text: str, one: _Amount) -> list[str]:
    """Set the comparator said before or after; return the words before, without it."""
    left = _left(text, one.start)
    sign, definite = _COMPARATORS.get(left[-1][-1:], "="), left[-1] == "the"
    while left[-1] in _CONTEXT["articles"]:
        left.pop()
    for n in range(min(4, len(left) - 1), 0, -1) if left[-1].lstrip(_OPENING) in _COMPARING else ():
        if found := _COMPARATORS.get(" ".join(left[-n:]).lstrip(_OPENING)):
            del left[-n:]
            denied = not _CONTEXT["denials"].isdisjoint(left[-3:]) and "only" not in left[-3:]
            sign = "=" if definite and found in _DENIED else found  # below the 900 m level
            sign = _DENIED.get(found, found) if denied else sign  # will not exceed
            break
    if after := _SHAPES["or_more"].match(text, one.end):
        sign = _AFTER[after.lastgroup or "more"]
    one.comparator = one.comparator or sign
    return left


def _equate(text: str, before: _Amount, one: _Amount) -> None:
    """Give a bare figure its neighbour's unit: *9,600 tonnes, and 11,000 this year*, *59 from 64 tonnes*."""
    bare, told = (before, one) if one.unit else (one, before)
    between = text[before.end : one.start]
    if told.unit in _CONTEXT["untold"] or bare.unit not in ("", "count") or bare.is_year or bare.value == 1:
        return
    if len(between) > 160 or "\n" in between or one.unit and not _SHAPES["against"].fullmatch(between):
        return
    value = bare.value * told.factor  # 13 cents against 15
    if 0.02 < abs(value) / (abs(told.value) or 1) < 50 and (told.unit != "percent" or value <= 100):
        bare.unit, bare.value = told.unit, value


def _add_rate(text: str, one: _Amount) -> None:
    """Add what an amount is per: said after it, or by *annual* before it."""
    match = _SHAPES["rate"].match(text, one.end)
    per = _PER.get(match[match.lastindex or 1].lower().replace("-", " ")) if match else None
    end = match.end(match.lastindex or 1) if match and per else one.end
    if not per and one.unit != "percent" and (match := _SHAPES["rate_later"].match(text, end)):
        per = _PER[match[match.lastindex or 1]]
    if per and (one.unit != "count" or per in ("yr", "d", "month", "h", "week")):
        one.unit, one.end = f"{one.unit}/{per}", end
    elif one.unit != "percent":
        clause = _line_before(text, one.start, 90).lower()
        if ("annual" in clause or "year" in clause) and _SHAPES["annual_before"].search(clause):
            one.unit += "/yr"


def _is_period(text: str, one: _Amount, left: list[str]) -> bool:
    """Tell a point or stretch of time (*two years ago*) from a duration (*a 10-year contract*)."""
    right, words = _right(text, one.end)[0], text[one.start : one.end]
    if one.value % 1 and right != "ago" or "ing day" in words:
        return False  # paid back in 2.7 years, issued in 10 working days
    if right in _CONTEXT["period_after"] or one.is_year:
        return True
    if "-" in words:
        return one.unit == "month"  # nine-month output
    if one.comparator == ">" and _left(text, one.start)[-1] == "over":  # mined over three years
        return left[-1] not in ("of", "for", "is", "was")  # a mine life of over 20 years
    return left[-1] in _CONTEXT["period_before"]


def _is_count(text: str, one: _Amount) -> bool:
    """Tell whether a number without a unit counts; else it names (*Article 6*), or refers back."""
    after, before = text[one.end : one.end + 1], _line_before(text, one.start)
    words = before.split()
    marker = _SHAPES["marker"].search(f"{before}#{text[one.end : one.end + 2]}")
    if marker or after.isalpha() or after and after in "_/&@(":
        return False
    if words and before[-1] == " ":
        last = words[-1].lstrip(_OPENING) or "-"
        if last.lower() in _CONTEXT["names"] or not _CONTEXT["streets"].isdisjoint(_right(text, one.end)):
            return False
        many = one.value >= 1000 or one.scale or _SHAPES["plural"].match(text, one.end)
        if len(words) > 1 and not many and last != last.lower() and last[-1] not in ",:;":
            return False
    if after == "-" and one.comparator == "=" and not one.scale:  # a 12-nation bloc
        return False
    if one.is_year:
        return one.unit == "count"
    large = one.digits or one.scale or one.value > 12 or one.value % 1
    return bool(large) or one.value > 1 and _left(text, one.start)[-1] not in _CONTEXT["definite"]


# -- one reader for each kind of candidate: (text, where it starts, its word in lower case) --------


def _read_figure(text: str, at: int, word: str) -> list[_Amount]:
    """Read 500, USD500 and Rs3; pass by dates, addresses, COP27 and FY2024."""
    if word[0].isalpha():
        digits = at + len(word)
        sign = text[at:digits]
        known = sign in SIGNS or sign == "US" or text[at - 1 : at] == "$"
        known = known or (len(sign) < 3 or is_code(sign)) and bool(_SHAPES["sum"].match(text, digits))
        return _read_amounts(text, digits) if known else []
    if text[at - 1 : at] in {*"-+./@=#&:_"} and text[at - 2 : at - 1].isalnum():  # of an address, a name
        if not text.endswith((" Y=", " sub-", " minus-", " c."), 0, at):
            return []
    skipped = _SHAPES["no_number"].match(text, at)
    return [_Amount(at, skipped.end(), 0, unit="none")] if skipped else _read_amounts(text, at)


def _special(text: str, one: _Amount) -> _Amount | None:
    """Read what only looks like a plain number, by the words before it and those after it."""
    before = _line_before(text, one.start, 24)
    if one.digits and (one.value <= 31 or one.is_year) and _SHAPES["month_then_day"].search(before):
        return replace(one, unit="none")
    if before.endswith(" factor of "):
        return replace(one, unit="multiple")
    if _SHAPES["number"].search(before):  # No. 2 producer, number one in gallium; others are labels
        right = _right(text, one.end)
        ranked = one.value == 1 and right[0] == "in" or any(word.endswith(("er", "or")) for word in right)
        return replace(one, unit="rank" if ranked else "none")
    match = _SHAPES["special"].match(text, one.end)
    return _followed(text, one, match) if match else None


def _followed(text: str, one: _Amount, match: re.Match[str]) -> _Amount | None:
    """Read *12 May*, *11th*, *four times*, *five largest*, *two-thirds*, *one in five*."""
    kind, end, value, unit, told = match.lastgroup, match.end(), one.value, "percent", True
    if kind == "ordinal":
        return _ordinal(text, one, end)
    if kind == "date":
        told, unit = one.digits != "" and value <= 31, "none"
    elif kind == "times":  # a mere frequency is none
        grew = value % 1 or not _CONTEXT["growth"].isdisjoint(_left(text, one.start)[-6:])
        unit = "multiple" if grew or _right(text, end)[0] in _CONTEXT["times_after"] else "none"
    elif kind == "largest":
        told, unit = value > 1, "rank"
    elif kind == "part":
        part = match["part"].lower()
        told = not one.digits and (part[-1] == "s") == (value > 1)
        value *= 100 / PARTS[part.removesuffix("s")]
    else:
        numeral = read_numeral(match["of"], 0)
        of = numeral[1] if numeral else 0
        told = value < of and (of <= 10 or of in (20, 25, 50, 100)) and (value == 1 or not match["what"])
        value *= 100 / (of or 1)
    comparator = "<=" if unit == "rank" else ""
    return replace(one, end=end, value=value, unit=unit, comparator=comparator) if told else None


def _ordinal(text: str, one: _Amount, end: int) -> _Amount:
    """Read *third-largest*, *ranks sixth in zinc and tenth in copper*; else nothing."""
    right = _right(text, end)
    for n, word in enumerate(right):
        if word in _CONTEXT["rank_after"]:
            return replace(one, end=end + 1 + len(right[0]) + n * (1 + len(word)), unit="rank")
    left = _left(text, one.start, 90)
    if left[-1] != "and" and left[-1][-1:] != ",":
        left = left[-1:]
    return replace(one, end=end, unit="none" if _CONTEXT["rank_verbs"].isdisjoint(left) else "rank")


def _read_big(text: str, at: int, word: str) -> list[_Amount]:
    """Read *a million*, *several hundred*, *tens of thousands*; of *hundred* alone only *hundred dollars*."""
    few = _SHAPES["few_before"].search(text, max(0, at - 14), at)
    start, end, value = few.start() if few else at, at + len(word), BIG.get(word, 0.0)
    vague = word in VAGUE or few and few[1].lower() not in ("a", "an")
    if vague:
        value = VAGUE.get(word, 2 * value)
        while (more := _right(text, end)) and more[0] == "of" and more[1] in VAGUE:
            value, end = value * VAGUE[more[1]] / 2, end + 4 + len(more[1])
    one = _measured(text, _Amount(start, end, value, scale=value, comparator=">=" if vague else ""))
    if word in VAGUE and text.endswith("(in ", 0, at):  # what a table's figures are in
        one.unit = "none"
    return [one] if vague or few or one.unit in CODES else []


def _read_part(text: str, at: int, word: str) -> list[_Amount]:
    """Read *half*, *a third*; *half a million*, *a quarter million*; else an ordinal."""
    end, left = at + len(word), _left(text, at)
    right = _right(text, end)[0]
    half, article = word == "half", len(right) + 1 if right in ("a", "an") else 0
    start = at if half else at - 2
    if word in PARTS and (half or left[-1] in ("a", "an")):
        one = _measured(text, _Amount(start, end + article, 1 / PARTS[word]))
        if one.scale or half and one.unit not in ("", "count", *CODES, *_CONTEXT["time"]):
            return [one]
        if half and (
            article or one.unit in _CONTEXT["time"] or "-" in (text[at - 1 : at], text[end : end + 1])
        ):
            return [replace(one, unit="none")]
        told = not right or right in _CONTEXT["part_after"]
        if half:
            told = left[-1] not in _CONTEXT["half_before"] and left[-2:] != ["and", "a"]
        if told:
            return [_Amount(start, end, 100 / PARTS[word], unit="percent")]
    return [_ordinal(text, _Amount(at, end, ORDINALS[word]), end)] if word in ORDINALS else []


def _read_multiple(text: str, at: int, word: str) -> list[_Amount]:
    """Read *doubled*, *to triple*, *halved*, *twofold*, *twice as much*."""
    end, fold = at + len(word), FOLDS[word]
    kind, wanted = ("times_after", True) if word in ("twice", "thrice") else ("fold_never", False)
    told = _Amount(at, end, fold if fold > 1 else 100 * fold, unit="multiple" if fold > 1 else "percent")
    return [told] if (_right(text, end)[0] in _CONTEXT[kind]) == wanted else []


def _read_top(text: str, at: int, word: str) -> list[_Amount]:
    """Read *top 10*, and *the world's largest* where one is meant."""
    end, left = at + len(word), _left(text, at)
    if word == "top" and (number := _SHAPES["top"].match(text, end)):
        if value := int(number[1]) if number[1].isdigit() else SMALL.get(number[1].lower()):
            return [_Amount(at, number.end(), value, unit="rank", comparator="<=")]
    many = any(following.endswith(("ers", "ors", "ies")) for following in _right(text, end))
    many = many or any(few in " ".join(left[-6:]) for few in ("one of", "among"))
    the = word in ("largest", "biggest") and text.endswith(" the ", 0, at)
    told = left[-1].endswith(("’s", "'s")) or the and _SHAPES["place"].match(text, end)
    return [_Amount(at, end, 1.0, unit="rank")] if told and not many else []


_READERS: dict[str, Callable[[str, int, str], list[_Amount]]] = {
    **dict.fromkeys(SMALL, _read_amounts),
    **dict.fromkeys([*BIG, *VAGUE], _read_big),
    **dict.fromkeys([*ORDINALS, *PARTS], _read_part),
    **dict.fromkeys(FOLDS, _read_multiple),
    **dict.fromkeys(["largest", "biggest", "top", "leading"], _read_top),
}


# All that a candidate may begin with, looked at first: the search takes an eighth less time.
_HEADS = f"0-9{GLYPHS}A-Z" + "".join(sorted({word[0] for word in _READERS}))
_WORDS = {form for word in _READERS for form in (word, word.title(), word.upper())}
_CANDIDATE = re.compile(
    rf"\b(?=[{_HEADS}])(?:[0-9{GLYPHS}]|[A-Z][A-Zmps][A-Zb]?(?=[0-9])|(?<=\$)[A-Z](?=[0-9])|"
    rf"[A-Z](?=[0-9.,]{{1,15}} ?(?:k|m|bn|b|thousand|billion|million|trillion)\b|[0-9]+,[0-9]{{2,3}}\b)|"
    rf"{trie(_WORDS)}\b)|"
    rf"(?<![\w.,)])[.,](?=[0-9])"
)


def find_quantities(text: str) -> list[Quantity]:
    """Find the quantities a text states, sorted by position and never overlapping.

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
    tables = find_tables(plain)
    amounts = [one for table in tables for cell in table.cells for one in _read_cell(cell)]
    taken = sorted(span for table in tables for span in table.lines)
    for one in _amounts(plain):
        at = bisect_right(taken, (one.start, math.inf))
        if at == 0 or taken[at - 1][1] <= one.start:
            amounts.append(one)
    amounts.sort(key=lambda one: one.start)
    shared = {one.unit.split("/")[0] for one in amounts} & SHARED
    meant = {name: in_text(name, plain) for name in shared}  # pesos in a text on Chile
    found = []
    for one in amounts:  # without the noise of binary scaling: 4.35 hundred is 435, not 434.99999
        value, high = (float(f"{number:.12g}") for number in (one.value, one.high or 0.0))
        name, mark, per = one.unit.partition("/")
        unit, words = f"{meant.get(name, name)}{mark}{per}", plain[one.start : one.end]
        found.append(Quantity(one.start, one.end, words, value, high or None, unit, one.comparator))
    return found


def _amounts(plain: str) -> Iterator[_Amount]:
    """Read the amounts one after another."""
    position = 0
    before: _Amount | None = None
    while match := _CANDIDATE.search(plain, position):
        at, position = match.span()
        word = match.group().lower()
        label = False
        for one in _READERS.get(word, _read_figure)(plain, at, word):
            position = max(position, one.end)
            if one.unit == "none" or before and one.start < before.end:
                continue
            if one.unit != "rank" and not _settle(plain, one, before):
                label = label or one.unit in ("", "count")
            elif not (label and one.unit == "count"):  # Articles 6 and 7
                one.comparator = one.comparator or "="
                yield one
                before = one


def _read_cell(cell: Cell) -> Iterator[_Amount]:
    """Read a cell: its own unit where it has one, else the unit, scale and sign that its table tells."""
    found = [one for one in _amounts(cell.text) if one.unit != "rank"]
    if not found and (number := re.search(r"\.?[0-9]", cell.text)):  # what is none in prose: 2010
        read = [one for one in _read_amounts(cell.text, number.start()) if one.unit != "none"]
        found = [one for one in (*read, _amount(cell.text, number.start())) if one][:1]
    for one in found:
        one.start, one.end = one.start + cell.start, one.end + cell.start
        one.comparator = one.comparator or "="
        if len(found) == 1 and one.unit in ("", "count", *CODES):
            unit, scale = cell_unit(cell, _read_unit)
            money, _, per = unit.partition("/")
            if one.unit not in CODES:
                one.unit = unit if money else "count"
            elif one.scale or unit not in (one.unit, "count"):
                scale = 1.0
            if per and money in ("", *CODES) and one.unit in CODES:
                one.unit = f"{one.unit}/{per}"
            negative = one.value < 0 if cell.change else cell.text[0] == "(" and one.unit in CODES
            one.value, one.high = one.value * (-scale if negative else scale), one.high and one.high * scale
        yield one


@lru_cache(maxsize=4096)
def _read_unit(words: str) -> tuple[str, float] | None:
    """Read ``1 kt`` as ("t", 1000.0), ``1 thousand`` as ("", 1000.0), ``1 per lb`` as ("/lb", 1.0)."""
    per = _SHAPES["rate"].match(words.lower(), 1) if words.lower().startswith(("1 per ", "1 /")) else None
    if per and per.end() == len(words) and per[1] in _PER:
        return f"/{_PER[per[1]]}", 1.0
    found = list(_amounts(words))
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(words)):
        return None
    one = found[0]
    unit = "" if one.unit == "count" and one.value > 1 else one.unit
    return (unit, one.value) if unit not in ("count", "rank", "min") else None
