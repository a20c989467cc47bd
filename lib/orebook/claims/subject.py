"""The commodity and the places of a quantity: its own clause first, then what the text has made certain."""

from __future__ import annotations

import re

from orebook.claims.measure import is_money
from orebook.claims.sentence import FEED, RELATIVE, Reader, Sentence, pattern, respective_turn, sectors, words
from orebook.text.vocabulary import vocabulary

_OF_IT = re.compile(r"\s*of (?:it|them|this|that|these|those|the (?:\w+ )?market)\b")
_OF_PHRASE = re.compile(r"\s*(?:of|stake in)\b[^,;:]*")
_OF_THINGS = re.compile(r"\s*of (?:[\w’'-]+ ){0,3}?[a-z]{3,}")
_URANIUM = re.compile(r"\bk?t ?u\b|\d ?k?tu\b|\bu3o8\b|\btonnes u\b")
_U3O8 = re.compile(r"\s*(?:of )?u3o8\b")
_BEFORE_BRACKET = re.compile(r"\s*\([^();]{0,30}")
_BUT = re.compile(r"\W*(?:but|yet|while|although|though|(?:\w+ )?because)\b")
_MAKER = re.compile(r" (?:producer|miner|maker|giant|group|company|explorer|developer|trader)\b")
_PER_OTHER = ("/share", "/kWh", "/MWh")
_PER_WEIGHT = ("/t", "/kg", "/lb", "/oz", "/mtu")
_GRADES = ("percent", "g/t", "ppm")
_PLAIN = ("MW", "GW", "kW", "bps")  # of a plant or a loan, of no material


def find_commodities(reader: Reader, sentence: Sentence, i: int, measure: str | None) -> tuple[str, ...]:
    """The commodities of a quantity; empty where the text does not tell."""
    quantity, (a, b) = sentence.quantities[i], sentence.spans[i]
    text, groups = sentence.low, sentence.groups
    if "%" in text and quantity.unit != "percent":  # "ferrochrome, basis 65-70% Cr, at $1.42"
        groups = [
            g for g in groups if text[max(0, g.start - 2) : g.start].strip() != "%" or g.end - g.start > 2
        ]
    base = (measure or "").split(" (")[0]
    if i and sentence.quantities[i - 1].unit == quantity.unit:  # "1.2 Mt (2023: 1.1 Mt)"
        if _BEFORE_BRACKET.fullmatch(text, sentence.spans[i - 1][1], a):
            return find_commodities(reader, sentence, i - 1, measure)
    if i + 1 < len(sentence.spans) and sentence.quantities[i + 1].unit in _GRADES:  # "2.1 m at 15% Sb"
        if text[b : sentence.spans[i + 1][0]] in (" at ", " grading ", " @ "):
            return find_commodities(reader, sentence, i + 1, "grade")
    sectoral = quantity.unit not in _PLAIN and (quantity.unit != "count" or _counts_in_sector(base))
    if "u" in text[a : b + 9] and (_URANIUM.search(text, a, b) or _U3O8.match(text, b)):
        return ("uranium",)
    if ("-" in quantity.text and pattern("machine").match(text, b)) or quantity.unit.endswith(_PER_OTHER):
        return ()  # "the 15-tonne furnace"
    respective = _respective_commodity(sentence, i)
    if respective:
        return respective
    itemised = _itemised(sentence, a)
    if itemised is not None:
        return itemised
    start, end, _ = sentence.clauses[sentence.clause_at(a)]
    here = [group for group in groups if start <= group.start < end]
    here = [g for g in here if not FEED.search(text, max(0, g.start - 12), g.start)] or here
    for group in here:
        if group.start < b and a < group.end:
            return group.names
    after = next((group for group in here if group.start >= b), None)
    before = next((group for group in reversed(here) if group.end <= a), None)
    # "industrial production rose 5% on the strength of copper"
    has_wider, wider_than = sentence.has("wider", "noun"), words("wider", "noun")
    wider = has_wider and wider_than.search(text, before.end if before else start, a)
    before = None if wider else before
    if after:
        gap = text[b : after.start]
        other = any(b <= x < after.start for x, _ in sentence.spans)
        if measure in ("share", "stake") and other and _OF_PHRASE.fullmatch(gap):
            return after.names  # "half of its consumption of 31 other minerals"
        attached = pattern("attached").fullmatch(gap) and not pattern("verbal").search(gap)
        attached = attached or (quantity.unit == "rank" and gap == " by ")
        if not other and ((attached and not (before and after.generic)) or not (before or wider)):
            return after.names
    if before:
        return before.names
    wider = wider or (has_wider and wider_than.search(text, b, end))
    if base in vocabulary("claims")["words"]["business"] or not sectoral or wider:
        return ()
    # "12 million and 4 million tonnes of copper", "from 82,000 to 64,000 tonnes": the next one's words
    if i + 1 < len(sentence.spans) and pattern("goes_on").fullmatch(text, b, sentence.spans[i + 1][0]):
        following = [g for g in groups if sentence.spans[i + 1][1] <= g.start]
        if following and not any(g.end <= a for g in groups):
            return following[0].names
    if _speaks_of_things(sentence, i, measure):
        return ()
    apart = (x for x, _, new in sentence.clauses if new or RELATIVE.match(text, x) or _BUT.match(text, x))
    until = next((x for x in apart if x > a), len(text))
    earlier = [group for group in groups if group.end <= a]
    later = [group for group in groups if b <= group.start < until and quantity.unit != "count"]
    later = [group for group in later if not _MAKER.match(text, group.end)]
    for group in (*reversed(earlier), *later):
        return group.names
    return _carried(reader, sentence, i, base)


def _itemised(sentence: Sentence, a: int) -> tuple[str, ...] | None:
    """The item before a bracket: "transport (€3bn), raw materials (€2.5bn)"; None in no such list."""
    if not sentence.brackets:
        return None
    starts = [x for x, _ in sentence.spans]
    brackets = [(m, n) for m, n in sentence.brackets if any(m <= x < n for x in starts)]
    items = {m: g.names for m, _ in brackets for g in sentence.groups if 0 <= m - g.end <= 2}
    mine = next(
        (m for m, n in brackets if m <= a < n and not any(m < g.start < n for g in sentence.groups)), None
    )
    if mine is None or len(brackets) < 2 or not items:
        return None
    return items.get(mine, ())


def _counts_in_sector(base: str) -> bool:
    """Whether what is counted belongs to a sector, or is not said."""
    return not base or bool(words("sector").search(base)) or base in vocabulary("measures")


def _speaks_of_things(sentence: Sentence, i: int, measure: str | None) -> bool:
    """Whether a share or sum is of things that are no commodity: "half of its wells", "€9bn of goods"."""
    quantity, (_, b) = sentence.quantities[i], sentence.spans[i]
    of = _OF_THINGS.match(sentence.low, b)
    if not of or (measure != "share" and not is_money(quantity.unit)) or _OF_IT.match(sentence.low, b):
        return False
    end = of.end() + 30
    told = any(
        b <= e.start < end and e.kind in ("measure", "commodity", "place") and e.name not in ("cost", "value")
        for e in sentence.entities
    )
    return (
        not told
        and not words("volume", "noun").search(sentence.low, b, end)
        and not words("sector").search(sentence.low, b, end)
        and not words("funded", "noun").search(sentence.low, b, end)
    )


def _respective_commodity(sentence: Sentence, i: int) -> tuple[str, ...] | None:
    turn = respective_turn(sentence, i)
    if turn is None:
        return None
    k, n = turn
    for group in sentence.groups:
        if len(group.names) == n:
            return (group.names[k],)
    apart = [group for group in sentence.groups if len(group.names) == 1]
    return apart[k].names if len(apart) == n else None


def _carried(reader: Reader, sentence: Sentence, i: int, base: str) -> tuple[str, ...]:
    """The commodity of a sentence that names none: what its paragraph was on, else the article's topic."""
    quantity, (_, b) = sentence.quantities[i], sentence.spans[i]
    if sentence.has("wider", "noun"):
        return ()
    bare = quantity.unit == "count" and not base and sentence.paragraph.kind != "table"
    if bare and not _OF_IT.match(sentence.low, b):
        return ()
    previous = sentence.previous
    while (
        previous is not None
        and previous.paragraph is sentence.paragraph
        and sentence.index - previous.index < 5
    ):
        told = [group.names for group in previous.groups if not group.generic]
        if told and (_OF_IT.match(sentence.low, b) or previous.about):
            return told[-1] if _OF_IT.match(sentence.low, b) else previous.about
        previous = previous.previous
    named = any(entity.kind == "measure" for entity in sentence.entities)
    measured = named or base in vocabulary("measures")
    ahead = measured and not _OF_IT.match(sentence.low, b)  # what only a later sentence names
    topic = reader.topic if ahead or reader.topic_at <= sentence.index else ()
    topic = reader.sections[sentence.index] or topic
    one = len(topic) == 1 and topic[0] not in sectors()
    if quantity.unit == "count" and base.endswith("deposits"):
        return topic if one and reader.topic_at <= sentence.index else ("minerals",)
    if quantity.unit == "count":
        return (reader.topic_at <= sentence.index and reader.sector_before(sentence)) or ()
    if quantity.unit == "rank" and not measured:
        return ()  # "the fourth-largest trading partner"
    priced = quantity.unit.endswith(_PER_WEIGHT) or base in ("price", "exports", "imports", "sales")
    if (is_money(quantity.unit) or base == "funding") and not priced:
        # money is the topic's only where that is one thing and the sentence speaks of the venture
        venture = (named and sentence.paragraph.kind == "list") or sentence.has("venture", "noun")
        return topic if one and venture else ()
    return topic


def find_places(
    reader: Reader,
    sentence: Sentence,
    i: int,
    measure: str | None,
    of: tuple[int, int] | None,
    speaker: str | None,
) -> list[str]:
    """The places a quantity holds for: who has it first, then the market it is a share of."""
    a, b = sentence.spans[i]
    at = sentence.clause_at(a)
    start, end, _ = sentence.clauses[at]
    relation = measure in ("share", "rank")
    turn = respective_turn(sentence, i)
    if turn:
        each = [name for _, _, name in sentence.places if name != "WORLD"]
        if len(each) == turn[1]:
            return [each[turn[0]]]
    first, last = of or (end, end)
    # "Germany's largest"
    scope = [name for _, y, name in sentence.places if 0 <= a - y <= 5] if measure == "rank" else []
    others = [x for (x, _), q in zip(sentence.spans, sentence.quantities, strict=True) if q.unit != "count"]
    holders = [
        name
        for x, _, name in sentence.places
        if start <= x < end
        and not first <= x < last
        and name not in scope
        # beyond the next quantity, a place is that one's; "€10 billion in 324 projects in Kazakhstan" is one
        and not any(b <= other < x for other in others)
    ]
    market = scope + [
        n for x, _, n in sentence.places if first <= x < last and not (relation and n == "WORLD")
    ]

    def known(names: list[str]) -> bool:
        return any(name != "WORLD" for name in names)

    if not known(holders) and (relation or not holders):
        for k in (*range(at - 1, -1, -1), *range(at + 1, len(sentence.clauses))):
            x, y, _ = sentence.clauses[k]
            near = [name for p, _, name in sentence.places if x <= p < y and name not in market]
            backwards = k == at - 1 and RELATIVE.match(sentence.low, start, end)
            holders += reversed(near) if backwards and known(near) else near
            if known(near):
                break
    named = list(dict.fromkeys([*holders, *market]))
    if not known(holders) and (relation or "WORLD" not in named):
        paid_in = vocabulary("claims")["paid_in"].get(sentence.quantities[i].unit.split("/")[0])
        carried = paid_in or _place_before(reader, sentence, speaker)
        named = [carried, *named] if carried and carried not in named else named
    return named


def _place_before(reader: Reader, sentence: Sentence, speaker: str | None) -> str | None:
    """The place of a sentence without one: the speaker's, else the one before, else the headline's."""
    place = reader.home_of(speaker) if speaker else None
    back = sentence.previous
    for _ in range(4):
        if place or back is None or back.paragraph.kind == "headline":
            break
        place, back = back.subject, back.previous
    return place or reader.country
