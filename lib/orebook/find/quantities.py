"""Numbers with their unit, comparator and range, wherever a text writes them.

One pattern finds where a quantity may stand: a digit, or one of some hundred words (*twenty*, *half*). There
a reader takes the number with its scale and unit, and those joined to it; each is then settled by a few words
on either side and the figure before it, in time that grows with the text. The words are data:
``vocabulary/units.toml``.

Deliberately no quantities: dates, clock times, names and labels (*Article 6*, *COP27*), list markers,
ordinals that rank nothing, periods and horizons (*two years ago*), *one* alone, and what refers back.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from orebook.find.tables import Cell, find_tables, introducing
from orebook.text.money import CODES, NAMES, SHARED, SIGNS, in_text, read_name, read_sign
from orebook.text.numerals import BIG, GLYPHS, ORDINALS, PARTS, SMALL, VAGUE, WORDS, read_numeral, trie
from orebook.text.view import View, view
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
_MULTIPLIED |= {f"{m}{code}": (code, n) for m, n in _DATA["scale_letters"].items() for code in CODES}  # MUSD
_MULTIPLIED |= {f"{code.lower()} cents": (code, 0.01) for code in CODES}
_SYMBOLS = {symbol: (unit, 1.0) for symbol, unit in (_DATA["symbols"] | SIGNS).items()} | _MULTIPLIED
_UNITS = _MULTIPLIED | {word: (unit, 1.0) for word, unit in (by_word(_DATA["units"]) | NAMES).items()}
_NUMBERS = ORDINALS | WORDS | VAGUE | BIG
_PER = by_word(_DATA["per"])
_COMPARATORS = by_word(_DATA["comparators"])
_COMPARING = frozenset(words.split(" ")[-1] for words in _COMPARATORS)
_CONTEXT = {name: frozenset(cell.split(", ")) for name, cell in _DATA["context"].items()}
_DENIED = {">": "<=", "<": ">="}
_AFTER = {"more": ">=", "less": "<=", "so": "~"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−–", "0123456789---")
_OPENING = "(\"“‘«„[,'$€£"


def _compiled(shapes: dict[str, dict[str, list[str]]]) -> dict[str, re.Pattern[str]]:
    """Compile the patterns of the vocabulary; names in capitals are lists of words and other patterns."""
    words = {name.upper(): trie(cell) for name, cell in _CONTEXT.items()}
    words |= {name.upper(): "|".join(shapes[name]["pattern"]) for name in ("month", "ago", "hedge")}
    words |= {"PART": trie(PARTS), "PER": trie(_PER), "SMALL": trie(SMALL)}
    words["NOT_HALF"] = "".join(f"(?<!\\b{word} )" for word in _CONTEXT["half_before"])
    whole = {name: "|".join(shape["pattern"]) for name, shape in shapes.items()}
    return {name: re.compile(re.sub("<([A-Z_]+)>", lambda m: words[m[1]], it)) for name, it in whole.items()}


_SHAPES = _compiled(_DATA["shapes"])


def _line_before(text: str, at: int, width: int = 48) -> str:
    return text[max(0, at - width) : at].rpartition("\n")[2]


def _left(text: str, at: int) -> list[str]:
    """Return the few words before, on the same line, in lower case; never empty."""
    return ["", *_line_before(text, at).lower().split()]


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
    """Take the currency before a number; letters that no usual one has count only where a sum follows."""
    if sign := _SHAPES["sign_before"].search(text, max(0, one.start - 9), one.start):
        words = sign.group().strip()
        code, factor = _MULTIPLIED.get(words.lower(), ("", 1.0))  # ¢14
        code, factor = (code, factor) if code in CODES else (read_sign(words), 1.0)
        if not code and _SHAPES["sum"].match(text, one.start):
            short = len(words) < 3 and sign.end() - sign.start() < 3
            code = words if short or words.isupper() and read_name(words) else ""
        if code:
            one.unit, one.prefix, one.start, one.value = code, True, sign.start(), one.value * factor


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
    if (attached or one.prefix) and not one.scale and (letter := _DATA["scale_letters"].get(first)):
        ahead = _measured(text, replace(one, end=end, value=one.value * letter, scale=letter))
        if one.prefix or ahead.unit or first in ("k", "K", "M"):  # 5m alone is metres
            return ahead
    if not one.prefix:
        _take_unit(text, one, tail, attached)
    elif code := SIGNS.get(first) or first[1:] and SIGNS.get(f"{first}$"):  # $5 million AUD, $423 US
        one.unit, one.end = code, end
    return one


def _take_unit(text: str, one: _Amount, tail: re.Match[str], attached: bool) -> None:
    """Take the longest unit that the words after a number name."""
    for last in range(tail.lastindex or 1, 0, -1):
        key = text[tail.start(1) : tail.end(last)]
        found = _SYMBOLS.get(key) or _UNITS.get(key.replace("-", " ").lower())
        large = one.scale >= 1e6 or one.value >= 1e4 and key.isupper()
        if not found and (large or key.split(" ")[-1].lower() in NAMES) and (code := read_name(key)):
            found = code, 1.0
        unclear = key == "won" and not one.scale
        unclear = unclear or key.lower() == "c" and not _SHAPES["rate"].match(text, tail.end(1))
        if found and not unclear:  # a team of five won
            one.unit, one.factor = found
            one.value *= one.factor
            one.end = tail.end(last) if one.unit != "count" else one.end
            return
    if attached and one.value >= 10 and _SHAPES["odd_unit"].fullmatch(tail[1]):
        one.unit, one.end = tail[1], tail.end(1)  # kept as it is written


def _read_amounts(text: str, at: int) -> list[_Amount]:
    """Read a number, and those joined to it as a range or a list."""
    one = _amount(text, at)
    if one is None:
        return []
    if minus := _SHAPES["minus"].search(text, max(0, one.start - 7), one.start):
        one.value, one.start = -one.value, minus.start()
    if not one.prefix and (special := _special(text, one)):
        return [special]
    chain = [one]
    while len(chain) < 16 and (join := _SHAPES["join"].match(text, chain[-1].end)):
        two = _amount(text, join.end())
        if two is None or not two.unit and two.value == 1 and not two.digits:
            break
        chain.append(not two.unit and _special(text, two) or two)  # three to seven times
        chain[-1].join = (join["word"] or "dash").strip(", ")
    bare = not chain[-1].unit or any(two.is_year for two in chain[1:])  # unlike 2000 to 2500 t
    if one.is_year and not one.unit and bare:
        return [_Amount(at, one.end, 0, unit="none")]
    last = chain[-1]
    if len(chain) == 2 and not last.join and len(last.digits) == 3 and 0 < len(one.digits) < 4 and last.unit:
        one.value = 1000 * one.value * last.factor + last.value  # 12, 400 tonnes
        return [replace(last, start=one.start, value=one.value)]
    return _joined(chain, _left(text, one.start)[-4:]) if len(chain) > 1 else chain


def _joined(chain: list[_Amount], left: list[str]) -> list[_Amount]:
    """Give shared units and scales to the numbers of a list, and make ranges of pairs."""
    for one, two in pairwise(chain):
        if one.prefix and not two.unit and (two.scale or not one.scale):  # not: $500 million to 12 sites
            two.unit = one.unit
    for one, two in reversed([*pairwise(chain)]):
        dated = one.is_year and len(two.digits) < 4  # In 2022, 15 percent
        if not one.unit and not two.prefix and not dated:
            one.unit, one.value = two.unit, one.value * two.factor
        near = two.scale and abs(one.value) < min(1000, abs(two.value) / two.scale + 100)
        if near and not one.scale and one.unit == two.unit:  # $89 to $93 billion
            one.value, one.scale = one.value * two.scale, two.scale
        if two.join == "dash" and two.value / 2 < 1000 * one.value < two.value:  # 275-295,000 tons
            one.value *= 1000
    joins = {"dash", "or", "and" if "between" in left[-3:] else "dash"}
    if "from" not in left[-3:] or any(word[:4] in ("rang", "vary") for word in left):  # no move from 5 to 7
        joins.add("to")
    grown = _CONTEXT["growth"] & {*left}
    out = chain[:1]
    for two in chain[1:]:
        one = out[-1]
        alike = one.high is None and one.unit == two.unit and one.value < two.value
        moved = grown and one.unit and two.join == "to" and two.value > 5 * one.value
        if two.join in joins and alike and not moved:  # unlike: cut by 200 yuan to 8,595 yuan
            out[-1] = replace(two, start=one.start, value=one.value, high=two.value, digits="")
        else:
            out.append(two)
    return out


def _special(text: str, one: _Amount) -> _Amount | None:
    """Read what only looks like a plain number: *12 May*, *11th*, *four times*, *two-thirds*, *one in 5*."""
    match = _SHAPES["special"].match(text, one.end)
    if match is None:  # groups are named for the unit
        named = _SHAPES["named"].search(text, max(0, one.start - 24), one.end)
        return replace(one, unit=named.lastgroup or "") if named else None
    unit, end, value = match.lastgroup or "", match.end(), one.value
    if unit == "ordinal":
        return _ordinal(text, one, end)
    if unit == "times":  # a mere frequency is none
        grown = value > 1 and _CONTEXT["growth"] & {*_left(text, one.start)[-6:]}
        unit = "multiple" if value % 1 or grown else "none"
    elif unit == "percent":
        whole = (match["part"] or match["of"]).lower().removesuffix("s")
        value *= 100 / (PARTS.get(whole) or SMALL.get(whole) or float(whole))
        if value >= 100:
            return None
    return replace(one, end=end, value=value, unit=unit, comparator="<=" if match[0][-3:] == "est" else "")


def _ordinal(text: str, one: _Amount, end: int) -> _Amount:
    """Read *third-largest*, *ranks sixth in zinc and tenth in copper*; else nothing."""
    if ranked := _SHAPES["ranked"].match(text, end):
        return replace(one, end=ranked.end(), unit="rank")
    told = _SHAPES["ranking"].search(_line_before(text, one.start, 90))
    return replace(one, end=end, unit="rank" if told else "none")


def _read_word(text: str, at: int, word: str) -> list[_Amount]:
    """Read *a third*, *doubled*, *several hundred*, *half a million*; of *hundred* only *hundred dollars*."""
    end, value = at + len(word), _NUMBERS[word]
    if word in ORDINALS:
        return [_ordinal(text, _Amount(at, end, value), end)]
    scale, comparator = value * word.endswith((*BIG, *VAGUE)), ">=" if word in VAGUE else ""
    one = _measured(text, _Amount(at, end, value, scale=scale, comparator=comparator))
    if word in BIG and one.unit not in CODES:
        return []
    if one.scale or word[:4] == "half" and one.unit not in ("", "count", *CODES, *_CONTEXT["time"]):
        return [one]
    match = _SHAPES["word"].match(text, at)  # its group is the unit
    unit = match and match.lastgroup or "none"
    if match and unit == "top":
        number = match["number"].lower()
        value = SMALL.get(number) or float(number)
        return [replace(one, end=match.end(), value=value, unit="rank", comparator="<=")]
    return [replace(one, end=end, value=100 * value if unit == "percent" else value, unit=unit)]


# -- what the words around a number make of it ----------------------------------------------------


def _settle(text: str, one: _Amount, before: _Amount | None, level: _Amount | None) -> bool:
    """Give an amount its comparator, unit and rate; return whether it is a quantity.

    ``level`` is the last before it that is no percentage: "copper rose 5% to 900 t, zinc 3% to 700".
    """
    left = _compare(text, one)
    ends, moved = _SHAPES["ends"].match(text, one.end), left[-1] in ("to", "from")
    if before and (one.unit or (ends and (moved or not ends["on"]))):
        changed = moved and before.unit == "percent" and one.value > 100
        _equate(text, (changed and level) or before, one)
    if one.unit in _CONTEXT["calendar"] and _is_period(text, one, left):
        return False
    if one.unit in ("", "count") and not _is_count(text, one):
        return False
    one.unit = one.unit or "count"
    if one.unit not in _CONTEXT["rateless"]:
        _add_rate(text, one)
    alike = before and one.unit.startswith(f"{before.unit}/") and bool(before.scale) == bool(one.scale)
    if before and alike:  # unlike: $7 million or $0.04 per share
        join = _SHAPES["join"].match(text, before.end)
        before.unit = one.unit if join and join.end() >= one.start else before.unit  # from $20 to $30 a pound
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
            denied = _CONTEXT["denials"] & {*left[-3:]} and "only" not in left[-3:]
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
    if "\n" in between or one.unit and not _SHAPES["against"].fullmatch(between):
        return
    if bare.unit not in ("", "count") or bare.is_year or bare.value == 1 or told.unit in _CONTEXT["untold"]:
        return
    value = bare.value * told.factor  # 13 cents against 15
    alike = 0.02 < abs(value) / (abs(told.value) or 1) < 50
    if alike and (told.unit != "percent" or (value <= 100 and ". " not in between)):
        bare.unit, bare.value = told.unit, value  # unlike: 38% are women. The rate was 1.9.


def _add_rate(text: str, one: _Amount) -> None:
    """Add what an amount is per: said after it, or by *annual* before it."""
    for shape in ("rate", "rate_later") if one.unit != "percent" else ("rate",):
        match = _SHAPES[shape].match(text, one.end)
        per = _PER.get(match[match.lastindex or 1].lower().replace("-", " ")) if match else None
        if match and per and (one.unit != "count" or per in ("yr", "d", "month", "h", "week")):
            one.unit = f"{one.unit}/{per}"
            one.end = match.end(match.lastindex or 1) if shape == "rate" else one.end
            return
    if one.unit != "percent" and _SHAPES["annual_before"].search(_line_before(text, one.start, 90)):
        one.unit += "/yr"


def _is_period(text: str, one: _Amount, left: list[str]) -> bool:
    """Tell a point or stretch of time (*two years ago*) from a duration (*a 10-year contract*)."""
    words = text[one.start : one.end]
    if _SHAPES["period_after"].match(text, one.end) or _SHAPES["over"].search(_line_before(text, one.start)):
        return True
    if one.value % 1 or "ing day" in words:
        return False  # paid back in 2.7 years, issued in 10 working days
    return one.unit == "month" if "-" in words else left[-1] in _CONTEXT["period_before"]  # nine-month output


def _is_count(text: str, one: _Amount) -> bool:
    """Tell whether a number without a unit counts; else it names (*Article 6*), or refers back."""
    around = f"{_line_before(text, one.start)}#{text[one.end : one.end + 30]}"
    small = one.value < 1000 and not one.scale
    named = _SHAPES["label"].search(around) or small and _SHAPES["name"].search(around)
    if named or one.is_year and not one.unit:
        return False
    large = one.digits or one.scale or one.value > 12 or one.value % 1
    return bool(large) or one.value > 1 and _left(text, one.start)[-1] not in _CONTEXT["definite"]


def _read(text: str, at: int, word: str) -> list[_Amount]:
    """Read 500, USD500, Rs3, *twenty* and *dozens*; pass by dates, addresses, COP27 and FY2024."""
    if word in _NUMBERS:
        return _read_word(text, at, word)
    if word[0].isalpha() and word not in SMALL:
        found = _read_amounts(text, at + len(word))
        return found if found and (found[0].prefix or found[0].unit in CODES) else []
    skipped = _SHAPES["no_number"].match(text, at)
    return [_Amount(at, skipped.end(), 0, unit="none")] if skipped else _read_amounts(text, at)


_WORDS = {f(word) for word in (*SMALL, *_NUMBERS) for f in (str, str.title, str.upper, str.capitalize)}
_FIRST = "".join(sorted({word[0] for word in _WORDS}))
_CANDIDATE = re.compile(  # most words are told by their first letter to be none
    rf"\b(?=[0-9{GLYPHS}A-Z{_FIRST}])(?:"
    rf"[0-9{GLYPHS}](?:(?<![^\W_][-+./@=#&:_].)|(?<= Y=.| c\..)|(?<=sub-.)|(?<=minus-.))|"
    r"[A-Z][A-Zmnps][A-Zb]?(?=[0-9])|(?<=\$)[A-Z](?=[0-9])|"
    r"[A-Z](?=[0-9.,]{1,15} ?(?:k|m|bn|b|thousand|billion|million|trillion)\b|[0-9]+,[0-9]{2,3}\b)|"
    rf"(?<!\(in )(?!(?<=\()(?:thousand|million)s ){trie(_WORDS)}\b)|(?<![\w.,)])[.,](?=[0-9])"
)


def find_quantities(text: str) -> list[Quantity]:
    """Find the quantities a text states, sorted by position and never overlapping.

    Examples
    --------
    >>> [(q.text, q.value, q.unit, q.comparator) for q in find_quantities("over 12-million tons a year")]
    [('12-million tons a year', 12000000.0, 't/yr', '>')]
    """
    return read_quantities(view(text), text)


_NEAR = 200  # characters between two prices of one thing
_WEIGHTS = ("t", "kg", "lb", "oz", "mtu", "dmtu")


def read_quantities(seen: View, source: str) -> list[Quantity]:
    """Find the quantities of a view, with spans of its source."""
    plain = seen.text
    cells, prose = find_tables(plain)
    amounts = [*(one for cell in cells for one in _read_cell(cell)), *_amounts(prose)]
    amounts.sort(key=lambda one: one.start)
    shared = {one.unit.split("/")[0] for one in amounts} & SHARED
    meant = {name: in_text(name, plain) for name in shared}  # pesos in a text on Chile
    _share_rates(plain, amounts)
    _settle_tons(plain, amounts)
    found = []
    for one in amounts:  # without the noise of binary scaling: 4.35 hundred is 435, not 434.99999
        value, high = float(f"{one.value:.12g}"), float(f"{one.high:.12g}") if one.high else None
        name, mark, per = one.unit.partition("/")
        unit, (start, end) = f"{meant.get(name, name)}{mark}{per}", seen.span(one.start, one.end)
        found.append(Quantity(start, end, source[start:end], value, high, unit, one.comparator or "="))
    return found


def _settle_tons(plain: str, amounts: list[_Amount]) -> None:
    """Read *mt* as metric tons in a text whose millions of tons would be more than the world digs."""
    tons = [one for one in amounts if plain[one.start : one.end].endswith("mt")]
    if any(one.value > 1e10 for one in tons):
        for one in tons:
            one.value, one.high = one.value / 1e6, one.high and one.high / 1e6


def _share_rates(plain: str, amounts: list[_Amount]) -> None:
    """Give a price the rate of the one told before it in its paragraph: "$17.10 per lb, from $16.20"."""
    for before, one in pairwise(a for a in amounts if a.unit[:3] in CODES):
        code, _, per = before.unit.partition("/")
        alike = one.unit == code and not one.scale and before.value < 4 * one.value < 16 * before.value
        near = one.start - before.end < _NEAR and "\n" not in plain[before.end : one.start]
        if alike and near and per in _WEIGHTS:
            one.unit = before.unit


def _amounts(plain: str) -> Iterator[_Amount]:
    """Read the amounts one after another."""
    position = 0
    before: _Amount | None = None
    level: _Amount | None = None
    while match := _CANDIDATE.search(plain, position):
        at, position = match.span()
        word = match.group().lower()
        label = False
        for one in _read(plain, at, word):
            position = max(position, one.end)
            if one.unit == "none" or before and one.start < before.end:
                continue
            if one.unit != "rank" and not _settle(plain, one, before, level):
                label = label or one.unit in ("", "count")
            elif not (label and one.unit == "count"):  # Articles 6 and 7
                yield one
                before, level = one, level if one.unit == "percent" else one


# -- the cells of tables --------------------------------------------------------------------------


def _read_cell(cell: Cell) -> Iterator[_Amount]:
    """Read a cell: its own unit where it has one, else the unit, scale and sign that its table tells."""
    at = next(i for i, char in enumerate(cell.text) if char.isdigit())
    at -= cell.text[at - 1 : at] == "."
    read = [one for one in _read_amounts(cell.text, at) if one.unit not in ("none", "rank")]
    found = read or [one for one in [_amount(cell.text, at)] if one]  # what is none in prose: 2010
    for one in found:
        _settle(cell.text, one, None, None)
        one.start, one.end = one.start + cell.start, one.end + cell.start
        if len(found) == 1 and one.unit in ("", "count", *CODES):
            _take_cell_unit(cell, one)
        yield one


def _take_cell_unit(cell: Cell, one: _Amount) -> None:
    """Give a figure the unit, scale and sign that the words around its cell tell, the nearest first."""
    near = (cell.label, *cell.heads, cell.group, cell.corner)
    far = () if cell.change else (cell.caption, introducing(cell.above))  # changes need not be in its unit
    told = [("percent", 1.0)] if cell.percent else [_unit_in(words) for words in (*near, *far)]
    unit, factor = next(((unit, times) for unit, times in told if unit[:1] not in ("", "/")), ("", 1.0))
    scale = next((times for unit, times in told if not unit and times != 1), 1.0)
    rate = next((unit for unit, _ in told if unit.startswith("/")), "")
    if one.unit in CODES:
        unit, _, per = unit.partition("/")
        rate = f"/{per}" if per else rate
        factor, scale = (1.0, 1.0) if one.scale or rate or unit not in ("", one.unit) else (factor, scale)
        unit = one.unit
    one.unit = f"{unit or 'count'}{rate if unit in CODES else ''}"
    if factor == 1 and "/" not in one.unit and unit != "percent":
        factor = scale  # a scale alone, for units without
    negative = one.value < 0 if cell.change else cell.text[0] == "(" and one.unit in CODES
    one.value, one.high = one.value * (-factor if negative else factor), one.high and one.high * factor


_THOUSAND = re.compile(r"(?:'0{3}'?s?\b|\b(?:1,)?0{3}'?s\b|\b1,000\b|\b0{3}'(?=[a-z])|\b000(?= t)) ?")
# Where a unit begins: in brackets, in what a caption says of its figures, and in a label, a head, few words.
_UNIT_BEGINS = re.compile(
    r"[(\[](?:all )?(?:in )?|(?:\b(?:in|all|of)|[,:–-]) (?=\S)|(?= per |(?<= )(?:[A-Z]{1,3})?[$€£¥₸₽₹])|"
    r"^(?=.{0,30}$)|\s*[\t|]\s*| {2,}(?![ \d])",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def _unit_in(words: str) -> tuple[str, float]:
    """Return the first unit that words tell, and its scale: of *Output, kt* t and 1000, of *per lb* /lb."""
    words = f" {_THOUSAND.sub('thousand ', words)}"
    for match in _UNIT_BEGINS.finditer(words):
        one = _measured(words, _Amount(match.end(), match.end(), 1.0))
        if one.unit in CODES and not one.scale:  # $ million
            one = _measured(words, replace(one, prefix=True))
        one.unit = "" if one.unit in ("count", "rank", "min") else one.unit
        if one.unit or not one.scale:
            _add_rate(words, one)
        if one.unit or one.scale:
            return one.unit, one.value
    return "", 1.0
