"""The commodity and the places of a quantity: its own clause first, then what the text has made certain."""

from __future__ import annotations

import re
from functools import cache

from orebook.clauses import FEED, Reader, Sentence, respective_turn, sectors, words
from orebook.gazetteer import vocabulary
from orebook.quantities import Quantity

_ATTACHED = re.compile(
    r"\s*(?:\([^()]{0,40}\))?[\s-]*(?:(?:worth )?of|in|for|as)?(?:\s+[\w’'.%/-]+){0,5}[\s-]*"
)
_VERBAL = re.compile(
    r"\b(?:as|by|to|while|and|when|after|than|is|are|was|were|from|with|that|has|have|had|would|will|at|"
    r"on|into|between|"
    r"including|using|such|ha)\b|\b(?!proposed|refined|combined|installed|mined|imported|so-called|"
    r"\w+-)[a-z]+[^e\W]ed\b",
)
_OF_IT = re.compile(r"\s*of (?:it|them|this|that)\b")
_URANIUM = re.compile(r"\bk?t ?u\b|\d ?k?tu\b|\bu3o8\b|\btonnes u\b")
_U3O8 = re.compile(r"\s*(?:of )?u3o8\b")
_MACHINE = re.compile(
    r"\s+(?:\w+\s)?(?:furnace|truck|train|wagon|crane|press|kiln|lorry|excavator|loader|container|"
    r"vessel|ship|car|crusher|ball mill)s?\b"
)
_NUMBER_OF = re.compile(r"\bnumber of\b")
_GOES_ON = re.compile(
    r"(?:,?\s*(?:and|or|to|-|–)?\s*(?:\w+\s)?|\s+(?:out\s+)?of\s+(?:the\s+|its\s+|these\s+|all\s+)?)"
)


def find_commodities(reader: Reader, sentence: Sentence, i: int, measure: str | None) -> tuple[str, ...]:
    quantity = sentence.quantities[i]
    a, b = sentence.spans[i]
    base = (measure or "").split(" (")[0]
    groups = sentence.groups
    if _URANIUM.search(sentence.low, a, b) or _U3O8.match(sentence.low, b):
        return ("uranium",)
    if "-" in quantity.text and _MACHINE.match(sentence.low, b):
        return ()  # "the 15-tonne furnace"
    if not groups and not _may_look_back(sentence, base, quantity):
        return ()
    respective = _respective_commodity(sentence, i)
    if respective:
        return respective
    at = sentence.clause_at(a)
    start, end, _ = sentence.clauses[at]
    here = [group for group in groups if start <= group.start < end]
    here = [
        group for group in here if not FEED.search(sentence.low, max(0, group.start - 12), group.start)
    ] or here
    inside = [group for group in here if group.start < b and a < group.end]
    if inside:
        return inside[0].names
    after = next((group for group in here if group.start >= b), None)
    before = next((group for group in reversed(here) if group.end <= a), None)
    if after and not any(b <= x < after.start for x, _ in sentence.spans):
        gap = sentence.low[b : after.start]
        attached = _ATTACHED.fullmatch(gap) and not _VERBAL.search(gap)
        if attached and (before is None or not after.generic):
            return after.names
        if before is None and (quantity.unit != "count" or _counts_in_sector(base)):
            return after.names
    if before and (quantity.unit != "count" or _counts_in_sector(base)):
        return before.names
    if base in _business():
        return ()
    # "12 million and 4 million tonnes of copper", "from 82,000 to 64,000 tonnes": the next one's words
    if i + 1 < len(sentence.spans) and _GOES_ON.fullmatch(sentence.low, b, sentence.spans[i + 1][0]):
        following = [g for g in groups if sentence.spans[i + 1][1] <= g.start]
        if following and not any(g.end <= a for g in groups):
            return following[0].names
    if quantity.unit == "count" and not _counts_in_sector(base):
        return ()
    for group in reversed([g for g in groups if g.end <= a]):
        return group.names
    if quantity.unit != "count":
        for group in (g for g in groups if g.start >= b):
            return group.names
    return _carried(reader, sentence, i, base)


@cache
def _business() -> frozenset[str]:
    return frozenset(vocabulary("claims")["words"]["business"])


def _may_look_back(sentence: Sentence, base: str, quantity: Quantity) -> bool:
    if base in _business():
        return False
    return quantity.unit != "count" or _counts_in_sector(base)


def _counts_in_sector(base: str) -> bool:
    """Whether what is counted belongs to a sector, or is not said."""
    return not base or bool(words("sector").search(base)) or base in vocabulary("measures")


def _respective_commodity(sentence: Sentence, i: int) -> tuple[str, ...] | None:
    paired = respective_turn(sentence, i)
    if paired is None:
        return None
    k, n = paired
    for group in sentence.groups:
        if len(group.names) == n:
            return (group.names[k],)
    apart = [group for group in sentence.groups if len(group.names) == 1]
    return apart[k].names if len(apart) == n else None


def _carried(reader: Reader, sentence: Sentence, i: int, base: str) -> tuple[str, ...]:
    """The commodity of a sentence that names none: what its paragraph was on, else the article's topic."""
    quantity = sentence.quantities[i]
    if _NUMBER_OF.search(sentence.low) and quantity.unit in ("percent", "multiple"):
        return ()
    previous = sentence.previous
    while (
        previous is not None
        and previous.paragraph is sentence.paragraph
        and sentence.index - previous.index < 5
    ):
        named = [group.names for group in previous.groups if not group.generic]
        if named:
            return named[-1] if _OF_IT.match(sentence.low, sentence.spans[i][1]) else previous.about
        previous = previous.previous
    if quantity.unit == "count":
        return ("minerals",) if base.endswith("deposits") else reader.sector_before(sentence) or ()
    topic = reader.topic
    if quantity.unit == "rank" and not any(entity.kind == "measure" for entity in sentence.entities):
        return ()  # "the fourth-largest trading partner"
    if quantity.unit[:3].isupper() and base not in ("price", "exports", "imports", "sales"):
        # money is the topic's only where that is one thing and the sentence speaks of the venture
        one = len(topic) == 1 and topic[0] not in sectors() and words("venture", "noun").search(sentence.low)
        return topic if one else ()
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
    clauses = sentence.clauses
    start, end, _ = clauses[at]

    def within(x: int, y: int) -> list[str]:
        return [name for s, _, name in sentence.places if x <= s < y]

    paired = respective_turn(sentence, i)
    if paired:
        each = [name for _, _, name in sentence.places if name != "WORLD"]
        if len(each) == paired[1]:
            return [each[paired[0]]]
    first, last = of or (end, end)
    scope = [
        name for s, e, name in sentence.places if measure == "rank" and 0 <= a - e <= 5
    ]  # "Germany's fourth-largest"
    holders = [
        name
        for s, _, name in sentence.places
        if start <= s < end
        and not first <= s < last
        and name not in scope
        and not any(b <= x < s for x, _ in sentence.spans)  # that place is the next quantity's
    ]
    market = (
        scope + [name for name in within(first, last) if name != "WORLD"]
        if measure in ("share", "rank")
        else within(first, last)
    )
    if not [name for name in holders if name != "WORLD"] and (not holders or measure in ("share", "rank")):
        for k in (*range(at - 1, -1, -1), *range(at + 1, len(clauses))):
            near = [name for name in within(*clauses[k][:2]) if name not in market]
            if [name for name in near if name != "WORLD"]:
                relative = k == at - 1 and re.match(
                    r"\W*(?:which|that|whose|where|who)\b", sentence.low[start:end]
                )
                holders += reversed(near) if relative else near
                break
            holders += near
    named = list(dict.fromkeys([*holders, *market]))
    if [name for name in holders if name != "WORLD"] or (
        "WORLD" in named and measure not in ("share", "rank")
    ):
        return named
    carried = _place_before(reader, sentence, speaker)
    if carried and carried not in named:
        named.insert(0, carried)
    return named


def _place_before(reader: Reader, sentence: Sentence, speaker: str | None) -> str | None:
    """The place of a sentence without one: the speaker's, else the one before, else the headline's."""
    if speaker:
        place = reader.home_of(speaker)
        if place:
            return place
    back = sentence.previous
    for _ in range(4):
        if back is None or back.paragraph.kind == "headline":
            break
        if back.subject:
            return back.subject
        back = back.previous
    return reader.country
