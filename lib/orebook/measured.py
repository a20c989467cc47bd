"""What a quantity measures, and what a share or rank is of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from orebook.clauses import ONLY_JOINT, Sentence, words
from orebook.gazetteer import vocabulary

_OF = re.compile(
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:share\s+|stake\s+)?of\s+(?=(?:all |both |the |its |their |our |this |"
    r"these |those |total |\w))|\s+(?=the\b)|\s+(?=all\b)|\s+(?=(?:\w+[ -])?(?:share|of)\b)"
)
_NP_END = re.compile(
    r"[,.;:!?”\"»]|\((?![\w .-]{1,10}\))|\s[–—-]\s|"
    r"(?<!essential)(?<!critical)(?<!vital)(?<!important)\sto\b|\s(?:by|from|with|which|that|since|"
    r"while|as|is|are|was|were|has|have|had|will|would|through|after|until|during|last|this year|"
    r"and (?=\w+s\b(?! of))|in (?=(?:19|20)\d\d|the (?:first|second|third|next|last|same)|recent|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)|over the)\b"
)
_OF_THE = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|its\s+|these\s+|all\s+)?")  # "14 of the 17 materials"
_YEAR_ON_YEAR = re.compile(
    r"\)?\s*(?:year|month|quarter|week)[ -](?:on|over)[ -](?:year|month|quarter|week)|\s*(?:y/y|yoy|"
    r"y-o-y|m/m|q/q)\b"
)
_STAKE = re.compile(r"\b(?:stakes?|shareholding|ownership|owns?|owned|interest|equity|shares? in)\b")
_NOUN = re.compile(
    r"(?:[\s-]+of\s+(?:the\s+|its\s+|these\s+)?|"
    r"[\s-]+)(?P<np>(?:[\w’'-]+\s+){0,5}?(?P<head>[a-z][\w-]*(?:s|people|staff|men|women|children))\b(?!’|'))"
)
_PER_WEIGHT = re.compile(r"/(?:t|kg|g|lb|oz|bbl|MWh|kWh|MMBtu|m3|dmtu|mtu)\b")


@cache
def _turn_after() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:\w+[\s-]){{0,2}}?(?:{words('rise').pattern}|{words('fall').pattern})")


@cache
def _funded() -> re.Pattern[str]:
    return re.compile(rf"[\s-]+(?:[\w-]+\s){{0,2}}{words('funded', 'noun').pattern}")


def _nearest_measure(
    sentence: Sentence, within: tuple[int, int], at: tuple[int, int], wanted: Iterable[str] = ()
) -> str | None:
    """The measure word nearest to a quantity within a stretch; a word before it counts as nearer."""
    (start, end), (a, b) = within, at
    best: tuple[int, str] | None = None
    names = set(wanted)
    for entity in sentence.entities:
        if entity.kind == "measure" and start <= entity.start < end and (not names or entity.name in names):
            gap = entity.start - b + 10 if entity.start >= b else a - entity.end
            if gap >= 0 and (best is None or gap < best[0]):
                best = (gap, entity.name)
    return best[1] if best else None


def _shared_measure(sentence: Sentence, i: int, wanted: Iterable[str] = ()) -> str | None:
    """The measure of a quantity's clause, else of the clauses before it, else of those after it."""
    a, b = sentence.spans[i]
    at = sentence.clause_at(a)
    order = [at, *range(at - 1, -1, -1), *range(at + 1, len(sentence.clauses))]
    for k in order:
        found = _nearest_measure(sentence, sentence.clauses[k][:2], (a, b), wanted)
        if found:
            return found
    return None


def find_measure(sentence: Sentence, i: int) -> tuple[str | None, tuple[int, int] | None]:
    """What a quantity measures, and for shares and ranks the span of what it is a share of."""
    quantity = sentence.quantities[i]
    a, b = sentence.spans[i]
    text, unit = sentence.low, quantity.unit.split("/")[0]
    at = sentence.clause_at(a)
    start, end, _ = sentence.clauses[at]
    if quantity.unit == "rank":
        return "rank", (b, _phrase_end(sentence, i, b))
    listed = _listed_with(sentence, i)
    if listed is not None:
        return find_measure(sentence, listed)
    if unit == "percent":
        around = text[max(start, a - 25) : min(end, b + 25)]
        if _STAKE.search(around):
            return "stake", None
        of = _OF.match(text, b)
        before = (
            text[start:a] if text[start:a].strip() != "by" else text[max(0, a - 24) : a]
        )  # "fell, by 11.7%"
        rises, falls = words("rise"), words("fall")
        turns = [
            m
            for m in (*rises.finditer(before), *falls.finditer(before))
            if not re.search(r"\bof\b.*\bof\b", before[m.end() :])
        ]
        sign = text[a - 1 : a] if a else ""
        if sign in ("+", "-", "−") or text[a : a + 1] in ("+", "-", "−") or _YEAR_ON_YEAR.match(text, b):
            turned = turns[-1].group() if turns and sign != "+" else "increase"
            return _changed(
                sentence, i, "fall" if "-" in text[max(0, a - 1) : a + 1] or quantity.value < 0 else turned
            ), None
        changed = bool(turns) and not (of and text[b : b + 4].strip().startswith("of"))
        after = _turn_after().match(text, b, b + 40)
        if changed or after:
            return _changed(
                sentence, i, (after.group() if after else max(turns, key=lambda m: m.start()).group())
            ), None
        special = _nearest_measure(
            sentence,
            (start, end),
            (a, b),
            (
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
            ),
        )
        if special and not (of and text[b : b + 4].strip().startswith("of")):
            return special, None
        if of:
            return "share", (of.end(), _phrase_end(sentence, i, of.end()))
        if any(0 <= group.start - b <= 2 for group in sentence.groups):
            return "grade", None  # "65% tungsten concentrate"
        return "share", None
    if quantity.unit == "multiple":
        clause = text[start:end]
        turn = words("fall").search(clause)
        return _changed(sentence, i, turn.group() if turn else "increase"), None
    if len(unit) == 3 and unit.isupper():
        if _PER_WEIGHT.search(quantity.unit):
            return _nearest_measure(sentence, (start, end), (a, b), ("cost", "price")) or "price", None
        if _funded().match(text, b, b + 60):
            return "funding", None
        near = _nearest_measure(sentence, (start, end), (a, b), vocabulary("claims")["noun"]["money"])
        return near or _shared_measure(sentence, i, vocabulary("claims")["noun"]["money"]) or "value", None
    if unit in ("year", "month", "day", "week", "h", "min", "s", "decade"):
        return (
            "mine life" if _nearest_measure(sentence, (start, end), (a, b), ("mine life",)) else "duration"
        ), None
    if unit == "km" or unit == "m":
        return _nearest_measure(
            sentence, (start, end), (a, b), ("depth", "distance", "length")
        ) or "length", None
    if unit in ("ha", "km2", "m2"):
        return "area", None
    if quantity.unit == "count":
        if (
            i + 1 < len(sentence.spans)
            and sentence.quantities[i + 1].unit == "count"
            and _OF_THE.fullmatch(text, b, sentence.spans[i + 1][0])
        ):
            return find_measure(sentence, i + 1)
        noun = _NOUN.match(text, b)
        if noun and not any(
            x < noun.end("head") and noun.start("head") < y for x, y in sentence.spans[i + 1 :]
        ):
            head = noun["head"].lower()
            jobs = {"people", "workers", "employees", "jobs", "staff"}
            if head in jobs:
                return (
                    "employment"
                    if _nearest_measure(sentence, (0, len(text)), (a, b), ("employment",)) or head != "people"
                    else "people"
                ), None
            named = any(
                g.start < noun.end("head") and noun.start("head") < g.end and not g.generic
                for g in sentence.groups
            )
            return "materials" if named and not words("sector").fullmatch(head) else " ".join(
                noun["np"].lower().split()[-2:]
            ) if head == "areas" else head, None
        if (
            i
            and sentence.quantities[i - 1].unit == "count"
            and re.match(r"\s(?:on|in|for|to|from|are|were|is)\b", text[b : b + 6])
        ):
            return find_measure(sentence, i - 1)  # "25 projects are on extraction, 24 on processing"
        return _nearest_measure(sentence, (start, end), (a, b)), None
    if unit in ("MW", "GW", "kW") and not _nearest_measure(sentence, (start, end), (a, b)):
        return "capacity", None
    if unit in ("g", "ppm", "percent") and "/t" in quantity.unit:
        return "grade", None
    amounts = vocabulary("measures").keys() - {
        "revenue",
        "profit",
        "cost",
        "tax",
        "tariff",
        "funding",
        "value",
        "price",
    }
    base = _shared_measure(sentence, i, amounts) or _measure_before(sentence)
    if (
        base
        and re.search(r"\bby $", text[max(0, a - 4) : a])
        and (words("rise").search(text, start, a) or words("fall").search(text, start, a))
    ):
        return _changed(sentence, i, text[start:a]), None  # "rose by 1.3 tons"
    return base, None


def _listed_with(sentence: Sentence, i: int) -> int | None:
    """The quantity that tells what a bare one of a list is: "7% and 3%", "10%, 40% and 25% of demand"."""
    spans, quantities, text = sentence.spans, sentence.quantities, sentence.low
    a, b = spans[i]
    if (
        i
        and quantities[i - 1].unit == quantities[i].unit == "percent"
        and ONLY_JOINT.fullmatch(text[spans[i - 1][1] : a])
        and not _OF.match(text, b)
    ):
        return i - 1 if not (i + 1 < len(spans) and ONLY_JOINT.fullmatch(text[b : spans[i + 1][0]])) else None
    if (
        i + 1 < len(spans)
        and quantities[i + 1].unit == quantities[i].unit == "percent"
        and ONLY_JOINT.fullmatch(text[b : spans[i + 1][0]])
        and (_OF.match(text, spans[i + 1][1]) or i + 2 < len(spans))
    ):
        return i + 1 if _last_of_list(sentence, i) else None
    return None


def _last_of_list(sentence: Sentence, i: int) -> bool:
    """Whether the list of bare percentages that begins here ends in "… of something"."""
    while i + 1 < len(sentence.spans) and ONLY_JOINT.fullmatch(
        sentence.low[sentence.spans[i][1] : sentence.spans[i + 1][0]]
    ):
        i += 1
    return bool(_OF.match(sentence.low, sentence.spans[i][1]))


def _measure_before(sentence: Sentence) -> str | None:
    """The measure of the sentence before, where this one only says "the volume" or "it"."""
    previous = sentence.previous
    if (
        previous is None
        or previous.paragraph is not sentence.paragraph
        or not words("volume", "noun").search(sentence.low)
    ):
        return None
    measures = [e for e in previous.entities if e.kind == "measure"]
    beside = [
        e
        for e in measures
        if any(0 <= e.start - g.end <= 3 or 0 <= g.start - e.end <= 4 for g in previous.groups)
    ]
    return next((e.name for e in (*beside, *measures)), None)


def _changed(sentence: Sentence, i: int, turn: str) -> str:
    base = _shared_measure(sentence, i) or _measure_before(sentence) or "value"
    return f"{base} (fall)" if words("fall").search(turn) else f"{base} (increase)"


def _phrase_end(sentence: Sentence, i: int, start: int) -> int:
    """Where the noun phrase that begins at `start` ends."""
    stop = _NP_END.search(sentence.low, start)
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
    at = sentence.clause_at(a)
    start, end, _ = sentence.clauses[at]
    if of is None and measure == "share":
        return None
    first, last = of or (b, end)
    phrase = sentence.low[first:last].strip(" ,.;")
    inside = [name for x, _, name in sentence.places if first <= x < last]
    if measure == "rank":
        inside = inside or [
            name
            for x, y, name in sentence.places
            if start <= x and y <= a and (name == "WORLD" or len(name) > 3)
        ]
        found = _nearest_measure(sentence, (first, last), (a, b)) or _nearest_measure(
            sentence, (start, end), (a, b)
        )
        if found is None and not group:
            return None
        return f"{_place_word(inside[-1]) if inside else 'world'} {found or 'production'}"
    found = (
        "mined output"
        if "mined output" in group
        else _nearest_measure(sentence, (first, last), (first, first))
    )
    if found and phrase.startswith(("its ", "their ")) and not inside and len(places) > 1:
        inside = places[-1:]  # "import 70 per cent of its mined output"
    named_first = inside and any(
        first <= g.start < last and x < g.start
        for g in sentence.groups
        for x, _, _ in sentence.places
        if first <= x
    )
    if found is None and (named_first or _only_commodity(sentence, first, last)):
        found = _nearest_measure(sentence, (start, a), (a, b))
        named = [place for place in places if place != "WORLD"]
        inside = inside or (named[1:2] if found == "supply" else named[:1])  # one supplies another's market
    if found and inside:
        return f"{_place_word(inside[0])} {found}"
    return " ".join(phrase.lower().split()) or None


def _only_commodity(sentence: Sentence, first: int, last: int) -> bool:
    return any(first <= group.start and group.end >= last - 2 for group in sentence.groups)


def _place_word(name: str) -> str:
    return "world" if name == "WORLD" else name
