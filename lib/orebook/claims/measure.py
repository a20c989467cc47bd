"""What a quantity measures, and what a share or rank is of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from orebook.claims.sentence import ONLY_JOINT, Sentence, pattern, words
from orebook.text.vocabulary import vocabulary

_OF_THE = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|its\s+|these\s+|all\s+)?")  # "14 of the 17 materials"
_STAKE = re.compile(r"\b(?:stakes?|shareholding|ownership|owns?|owned|interest|equity|shares? in)\b")
_PER_WEIGHT = re.compile(r"/(?:t|kg|g|lb|oz|bbl|MWh|kWh|MMBtu|m3|dmtu|mtu)\b")
_AWAY = re.compile(r"\s(?:of|from|away|outside|(?:north|south|east|west)\w*)\b")
_BY = re.compile(r"\bby $")

# Units that tell the measure by themselves; others need a word beside them.
_BY_UNIT = {"ha": "area", "km2": "area", "m2": "area", "g/t": "grade", "ppm": "grade"}
_TIME = {"year", "month", "week", "day", "h", "min", "s", "decade"}
_RATES = (
    "grade",
    "recovery",
    "utilisation",
    "interest",
    "inflation",
    "tax",
    "tariff",
    "growth",
    "discount",
    "survey",
)
_STAFF = {"workers", "employees", "jobs", "staff"}
_MONEY_ONLY = {"revenue", "profit", "cost", "tax", "tariff", "funding", "value", "price"}
_NO_MASS = _MONEY_ONLY | {
    "area", "length", "distance", "depth", "survey", "population", "interest", "inflation", "growth",
    "employment", "mine life", "stake", "trade",
}  # fmt: skip


def is_money(unit: str) -> bool:
    """Whether a unit is a currency, or an amount of one for something."""
    return len(unit.split("/")[0]) == 3 and unit[:3].isupper()


@cache
def _turn_after() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:\w+[\s-]){{0,2}}?(?:{words('rise').pattern}|{words('fall').pattern})")


@cache
def _funded() -> re.Pattern[str]:
    return re.compile(rf"[\s-]+(?:[\w-]+\s){{0,2}}{words('funded', 'noun').pattern}")


def _nearest(
    sentence: Sentence, within: tuple[int, int], at: tuple[int, int], wanted: Iterable[str] = ()
) -> str | None:
    """The measure word nearest to a quantity within a stretch; a word before it counts as nearer."""
    (start, end), (a, b) = within, at
    names, best = set(wanted), (10_000, "")
    for entity in sentence.entities:
        if entity.kind == "measure" and start <= entity.start < end and (not names or entity.name in names):
            gap = entity.start - b + 10 if entity.start >= b else a - entity.end
            if gap >= 0:
                best = min(best, (gap, entity.name))
    return best[1] or None


def _shared(sentence: Sentence, i: int, wanted: Iterable[str] = ()) -> str | None:
    """The measure of a quantity's clause, else of the clauses before it, else of those after it."""
    at = sentence.clause_at(sentence.spans[i][0])
    for k in (at, *range(at - 1, -1, -1), *range(at + 1, len(sentence.clauses))):
        found = _nearest(sentence, sentence.clauses[k][:2], sentence.spans[i], wanted)
        if found:
            return found
    return None


def _told_before(sentence: Sentence) -> str | None:
    """The measure of the sentence before, where this one only says "the volume" or "it"."""
    previous = sentence.previous
    if previous is None or previous.paragraph is not sentence.paragraph or not sentence.has("volume", "noun"):
        return None
    measures = [e for e in previous.entities if e.kind == "measure"]
    beside = [
        e
        for e in measures
        if any(0 <= e.start - g.end <= 3 or 0 <= g.start - e.end <= 4 for g in previous.groups)
    ]
    return next((e.name for e in (*beside, *measures)), None)


def _changed(sentence: Sentence, i: int, turn: str) -> str:
    base = _shared(sentence, i) or _told_before(sentence) or "value"
    return f"{base} (fall)" if words("fall").search(turn) else f"{base} (increase)"


def find_measure(sentence: Sentence, i: int) -> tuple[str | None, tuple[int, int] | None]:
    """What a quantity measures, and for shares and ranks the span of what it is a share of."""
    if i not in sentence.measures:
        sentence.measures[i] = _measure(sentence, i)
    return sentence.measures[i]


def _measure(sentence: Sentence, i: int) -> tuple[str | None, tuple[int, int] | None]:
    quantity, (a, b) = sentence.quantities[i], sentence.spans[i]
    text, unit = sentence.low, quantity.unit.split("/")[0]
    clause = sentence.clauses[sentence.clause_at(a)][:2]
    if unit == "rank":
        return "rank", (b, _phrase_end(sentence, i, b))
    if unit == "percent":
        listed = _listed_with(sentence, i)
        return find_measure(sentence, listed) if listed is not None else _percentage(sentence, i, clause)
    if unit == "multiple":
        turn = words("fall").search(text, *clause)
        return _changed(sentence, i, turn.group() if turn else "increase"), None
    if unit == "count":
        return _counted(sentence, i, clause), None
    if is_money(unit):
        if _PER_WEIGHT.search(quantity.unit):
            return _nearest(sentence, clause, (a, b), ("cost", "price")) or "price", None
        money = vocabulary("claims")["noun"]["money"]
        if _funded().match(text, b, b + 60):
            return "funding", None
        dealt = [name for name in money if name != "value"]  # "exported copper worth $3 billion"
        return _nearest(sentence, clause, (a, b), dealt) or _shared(sentence, i, money) or "value", None
    if unit in _TIME:
        return _nearest(sentence, clause, (a, b), ("mine life",)) or "duration", None
    if unit in ("km", "m"):
        away = "distance" if _AWAY.match(text, b) else "length"
        return _nearest(sentence, clause, (a, b), ("depth", "distance", "length")) or away, None
    known = _BY_UNIT.get(quantity.unit) or _BY_UNIT.get(unit)
    if known:
        return known, None
    weighed = vocabulary("measures").keys() - _NO_MASS
    base = _shared(sentence, i, weighed) or _told_before(sentence)
    if not base and sentence.caption:
        told = (entity.name for entity in sentence.caption.entities if entity.kind == "measure")
        base = next((name for name in told if name in weighed), None)
    if (
        base
        and _BY.search(text, max(0, a - 4), a)
        and (words("rise").search(text, clause[0], a) or words("fall").search(text, clause[0], a))
    ):
        return _changed(sentence, i, text[clause[0] : a]), None  # "rose by 1.3 tons"
    return base or ("capacity" if unit in ("kW", "MW", "GW") else None), None


_IN_TERMS = re.compile(r" (?:in|by) (?:value|volume|weight|quantity|tonnage|(?:\w+ )?terms),? and (?:by )?")
# "its share of world output fell to", "the share fell from 45% to": a level, not a change.
_SHARE_TO = re.compile(r"\bshare\b[^,;]*\b(?:to|from|at) (?:[a-z]+ ){0,3}$")
_SHARE_OF = re.compile(
    r"\bshare (?:of|in) (?P<of>[^,;]*?) (?:\w+ed|fell|rose|grew|was|is|stood|will|has|had)\b"
)


def _share_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    said = _SHARE_OF.search(text, start, end)
    return said.span("of") if said else None


def _percentage(
    sentence: Sentence, i: int, clause: tuple[int, int]
) -> tuple[str | None, tuple[int, int] | None]:
    (a, b), (start, end) = sentence.spans[i], clause
    text = sentence.low
    if (
        i
        and sentence.quantities[i - 1].unit == "percent"
        and _IN_TERMS.fullmatch(text, sentence.spans[i - 1][1], a)
    ):
        return find_measure(sentence, i - 1)  # "rose 7% in value and 12% in volume"
    if text.startswith("halv", a):
        return _changed(sentence, i, "fall"), None
    if _STAKE.search(text, max(start, a - 25), min(end, b + 25)):
        return "stake", None
    of = pattern("of").match(text, b)
    at_once = of is not None and text[b : b + 4].strip().startswith("of")
    before = text[start:a] if text[start:a].strip() != "by" else text[max(0, a - 24) : a]  # "fell, by 11.7%"
    turns = sorted(
        (m.start(), m.group()) for m in (*words("rise").finditer(before), *words("fall").finditer(before))
    )
    sign = (text[a - 1 : a] + text[a : a + 1]).strip()
    if (
        sign[:1] in ("+", "-", "−")
        or text[a : a + 1] in ("+", "-", "−")
        or pattern("year_on_year").match(text, b)
    ):
        down = sentence.quantities[i].value < 0 or "-" in sign or "−" in sign
        return _changed(
            sentence, i, "fall" if down else turns[-1][1] if turns and "+" not in sign else "increase"
        ), None
    if _SHARE_TO.search(text, start, a):
        return "share", _share_of(text, start, a)
    after = _turn_after().match(text, b, b + 40)
    if after or (turns and not at_once):
        return _changed(sentence, i, after.group() if after else turns[-1][1]), None
    rate = _nearest(sentence, clause, (a, b), _RATES)
    if rate and not at_once:
        return rate, None
    if of:
        return "share", (of.end(), _phrase_end(sentence, i, of.end()))
    if any(0 <= group.start - b <= 2 for group in sentence.groups):
        return "grade", None  # "65% tungsten concentrate"
    return "share", _share_of(text, start, a)


def _counted(sentence: Sentence, i: int, clause: tuple[int, int]) -> str | None:
    """The noun counted: its own, else that of the count it is a part of or goes on with."""
    (a, b), text = sentence.spans[i], sentence.low
    if (
        i + 1 < len(sentence.spans)
        and sentence.quantities[i + 1].unit == "count"
        and _OF_THE.fullmatch(text, b, sentence.spans[i + 1][0])
    ):
        return find_measure(sentence, i + 1)[0]
    noun = pattern("noun").match(text, b)
    if noun and not any(x < noun.end("head") and noun.start("head") < y for x, y in sentence.spans[i + 1 :]):
        head = noun["head"]
        if head in _STAFF or (
            head == "people" and _nearest(sentence, (0, len(text)), (a, b), ("employment",))
        ):
            return "employment"
        named = any(
            g.start < noun.end("head") and noun.start("head") < g.end and not g.generic
            for g in sentence.groups
        )
        if named and not words("sector").fullmatch(head):
            return "materials"  # "the 17 rare earths"
        return " ".join(noun["np"].split()[-2:]) if head == "areas" else head
    gap = text[sentence.spans[i - 1][1] : a] if i else ""
    if i and sentence.quantities[i - 1].unit == "count" and not _OF_THE.fullmatch(gap):
        if pattern("ellipsis").match(text, b) or ONLY_JOINT.fullmatch(gap) or gap.strip().endswith(" to"):
            return find_measure(sentence, i - 1)[0]
    return _nearest(sentence, clause, (a, b))


def _listed_with(sentence: Sentence, i: int) -> int | None:
    """The quantity that tells what a bare one of a list is: "7% and 3%", "10%, 40% and 25% of demand"."""
    spans, text = sentence.spans, sentence.low

    def joined(k: int) -> bool:
        return (
            0 <= k < len(spans) - 1
            and sentence.quantities[k].unit == sentence.quantities[k + 1].unit == "percent"
            and bool(ONLY_JOINT.fullmatch(text, spans[k][1], spans[k + 1][0]))
        )

    last = i
    while joined(last):
        last += 1
    if last > i:
        return last if pattern("of").match(text, spans[last][1]) else None
    return i - 1 if joined(i - 1) and not pattern("of").match(text, spans[i][1]) else None


def _phrase_end(sentence: Sentence, i: int, start: int) -> int:
    """Where the noun phrase that begins at `start` ends."""
    stop = pattern("phrase_end").search(sentence.low, start)
    limit = sentence.spans[i + 1][0] if i + 1 < len(sentence.spans) else len(sentence.low)
    return min(stop.start() if stop else len(sentence.low), limit)


def find_denominator(
    sentence: Sentence,
    i: int,
    measure: str | None,
    of: tuple[int, int] | None,
    places: list[str],
    group: tuple[str, ...],
) -> str | None:
    """What a share or rank is of: a place and a measure, else the article's own words."""
    a, b = sentence.spans[i]
    start, end, _ = sentence.clauses[sentence.clause_at(a)]
    if of is None:
        return None
    first, last = of
    inside = [name for x, _, name in sentence.places if first <= x < last]
    if measure == "rank":
        near = [
            name
            for x, y, name in sentence.places
            if start <= x and y <= a and (name == "WORLD" or len(name) > 3)
        ]
        found = _nearest(sentence, of, (a, b)) or _nearest(sentence, (start, end), (a, b))
        if found is None and i + 1 < len(sentence.spans) and sentence.quantities[i + 1].unit == "rank":
            later = sentence.spans[i + 1]  # "the largest chromium and the second-largest uranium reserves"
            found = _nearest(sentence, (later[1], _phrase_end(sentence, i + 1, later[1])), later)
        if found is None and not group:
            return None
        return f"{_place_word((inside or near or ['WORLD'])[-1])} {found or 'production'}"
    told = sentence.text[first:last].strip(" ,.;")
    phrase = told.lower()
    found = "mined output" if "mined output" in group else _nearest(sentence, of, (first, first))
    if found and phrase.startswith(("its ", "their ")) and not inside and len(places) > 1:
        inside = places[-1:]  # "import 70 per cent of its mined output"
    only = any(first <= g.start and g.end >= last - 2 for g in sentence.groups)
    named_first = inside and any(
        first <= g.start < last and x < g.start
        for g in sentence.groups
        for x, _, _ in sentence.places
        if first <= x
    )
    if found is None and (named_first or only) and " list" not in phrase:
        found = _nearest(sentence, (start, a), (a, b))
        named = [place for place in places if place != "WORLD"]
        inside = inside or (named[1:2] if found == "supply" else named[:1])  # one supplies another's market
    return (
        f"{_place_word(inside[0])} {found}"
        if found and inside
        else " ".join(told.removesuffix(" and").split()) or None
    )


def _place_word(name: str) -> str:
    return "world" if name == "WORLD" else name
