"""The commodity and the places of a quantity: its own clause first, then what the text has made certain.

Each field asks an ordered table of readings. The first that knows decides: an empty answer means that there
is none, None that this reading does not tell.
"""

from __future__ import annotations

import re
from functools import lru_cache

from orebook.claims.sentence import FEED, RELATIVE, Figure, Group, Place, Sentence, sectors
from orebook.text.vocabulary import vocabulary

_OF_IT = re.compile(r"\s*of (?:it|them|this|that|these|those|the (?:\w+ )?market)\b")
_OF_PHRASE = re.compile(r"\s*(?:of|stake in)\b[^,;:]*")
_URANIUM = re.compile(r"\bm?t\s?u\b|\bu3o8\b|(?:tonnes|tons|pounds|kg) (?:of )?u\b")
_BRACKETED = re.compile(r"\s*\([^();]{0,30}")
_OF_WORD = re.compile(r" of (?!(?:the|its|this|these|it|them|all|about|around|some|over)\b)[a-z]+")
_BUT = re.compile(r"\W*(?:but|yet|while|although|though|(?:\w+ )?because)\b")
_MAKER = re.compile(r" (?:producer|miner|maker|giant|group|company|explorer|developer|trader)\b")
_ATTACHED = re.compile(
    r"\s*(?:\([^()]{0,40}\))?[\s-]*(?:(?:worth )?of|in|for|as)?(?:\s+[\w'.%/-]+){0,5}[\s-]*"
)
_LINK = re.compile(
    r"\b(?:as|by|to|while|and|when|after|than|is|are|was|were|from|with|that|has|have|had|would|will|at|on|into|"
    r"between|including|using|such)\b|\b(?!proposed|refined|recycled|combined|installed|mined|imported|so-called|\w+-)"
    r"[a-z]+[^e\W]ed\b"
)
_GOES_ON = re.compile(
    r"(?:,?\s*(?:and|or|to|-|–)?\s*(?:\w+\s)?|\s+(?:out\s+)?of\s+(?:the\s+|its\s+|your\s+|our\s+|these\s+|all\s+)?)"
)
_LABEL = re.compile(r" ?[-–:] ?")  # "copper - 7%"
_PARTNER = re.compile(r"\b(?:to|from|for|with|by) (?:the )?(?:\w+ )?$")
_POSSESSIVE = re.compile(r"(?:'s? |-| )")
_AT, _GRADES = (" at ", " grading ", " @ "), ("percent", "g/t", "ppm")
_PER_WEIGHT = ("/t", "/kg", "/lb", "/oz", "/mtu")
_TRADE = frozenset(("exports", "imports", "sales", "supply", "trade"))
_MASS = ("t", "kg", "g", "oz", "lb", "ct")

Names = tuple[str, ...]


def find_commodities(figure: Figure) -> Names:
    """The commodities of a quantity; empty where the text does not tell."""
    return next((found for step in _COMMODITY if (found := step(figure)) is not None), ())


def _by_unit(figure: Figure) -> Names | None:
    weighed = figure.unit in ("t", "kg", "lb")
    return ("uranium",) if weighed and _URANIUM.search(figure.sentence.low, figure.a, figure.b + 9) else None


def _respective(figure: Figure) -> Names | None:
    if figure.turn is None:
        return None
    k, n = figure.turn
    groups = figure.sentence.groups
    together = next((group.names for group in groups if len(group.names) == n), ())
    apart = [group.names for group in groups if len(group.names) == 1]
    return (together[k],) if together else apart[k] if len(apart) == n else None


def _as_beside(figure: Figure) -> Names | None:
    """As the grade in "2 m at 15% Sb"; as what it stands in brackets beside, "1.2 Mt (2023: 1.1 Mt)"."""
    after, last, text = figure.next, figure.last, figure.sentence.low
    if last and last.quantity.unit == figure.quantity.unit and _BRACKETED.fullmatch(text, last.b, figure.a):
        return find_commodities(last)
    graded = after and after.quantity.unit in _GRADES and text[figure.b : after.a] in _AT
    return find_commodities(after) if after and graded else None


def _in_clause(figure: Figure) -> Names | None:
    """What stands with it: around it, attached behind it, before it in its clause, behind it there."""
    (start, end), text = figure.clause, figure.sentence.low
    here = [g for g in figure.sentence.groups if start <= g.start < end]
    here = [g for g in here if not FEED.search(text, max(0, g.start - 12), g.start)] or here
    label = next((g for g in figure.sentence.groups if _LABEL.fullmatch(text, g.end, figure.a)), None)
    around = label or next((g for g in here if g.start < figure.b and figure.a < g.end), None)
    after = next((g for g in here if g.start >= figure.b), None)
    before = next((g for g in reversed(here) if g.end <= figure.a), None)
    # "industrial production rose 5% on the strength of copper"
    wider = figure.sentence.cue("wider", before.end if before else start, figure.a)
    before = None if wider else before
    if around or (after and _attached(figure, after, before, bool(wider))):
        return (around or after).names  # type: ignore[union-attr]
    return before.names if before else None


def _attached(figure: Figure, after: Group, before: Group | None, wider: bool) -> bool:
    gap = figure.sentence.low[figure.b : after.start]
    other = figure.others_between(figure.b, after.start)
    if figure.measure in ("share", "stake") and other and _OF_PHRASE.fullmatch(gap):
        return True  # "half of its consumption of 31 other minerals"
    attached = bool(_ATTACHED.fullmatch(gap)) and not _LINK.search(gap)
    attached = attached or (figure.unit == "rank" and gap == " by ")
    return not other and ((attached and not (before and after.generic)) or not (before or wider))


def _of_no_metal(figure: Figure) -> Names | None:
    """Figures that have none: of a business, of things that are no commodity, of a plant's power or a map."""
    base, sentence = figure.base, figure.sentence
    if base in vocabulary("claims")["measure"]["business"] or sentence.cue("wider", *figure.clause):
        return ()
    counted = figure.unit == "count" and base and base not in vocabulary("measures")
    return () if counted and not sentence.cue("sector", figure.b) else None


def _of_next(figure: Figure) -> Names | None:
    """As the next: "12 million and 4 million tonnes of copper", "from 82,000 to 64,000 tonnes"."""
    after, groups = figure.next, figure.sentence.groups
    if after is None or not _GOES_ON.fullmatch(figure.sentence.low, figure.b, after.a):
        return None
    following = [g for g in groups if after.b <= g.start]
    return following[0].names if following and not any(g.end <= figure.a for g in groups) else None


def _of_other(figure: Figure) -> Names | None:
    """Nothing, where what is measured is named and is no commodity: "exports of natural stone rose by 5%"."""
    entities, (start, _) = figure.sentence.entities, figure.clause
    for e in entities:
        if e.kind == "measure" and start <= e.start < figure.b + 25:
            of = _OF_WORD.match(figure.sentence.low, e.end)
            if of and not any(e.end <= other.start <= of.end() for other in entities):
                return ()
    return None


def _in_sentence(figure: Figure) -> Names | None:
    """The last named before it, else one behind it before a new statement."""
    sentence, text = figure.sentence, figure.sentence.low
    apart = (x for x, _, new in sentence.clauses if new or RELATIVE.match(text, x) or _BUT.match(text, x))
    until = next((x for x in apart if x > figure.a), len(text))
    earlier = [g for g in figure.sentence.groups if g.end <= figure.a]
    later = [g for g in figure.sentence.groups if figure.b <= g.start < until and figure.unit != "count"]
    later = [g for g in later if not _MAKER.match(text, g.end)]
    return next((g.names for g in (*reversed(earlier), *later)), None)


def _carried(figure: Figure) -> Names | None:
    """What the paragraph was on, where this goes on with it."""
    sentence, of_it = figure.sentence, bool(figure.after(_OF_IT))
    if figure.unit == "count" and not figure.base and sentence.paragraph.kind != "table" and not of_it:
        return ()
    back = sentence.previous
    while back is not None and back.paragraph is sentence.paragraph and sentence.index - back.index < 5:
        told = [group.names for group in back.groups if not group.generic]
        if told and (of_it or back.about):
            return told[-1] if of_it else back.about
        back = back.previous
    return None


def _of_article(figure: Figure) -> Names | None:
    """What the heading or the article is on: of things weighed and priced, not of money, staff or ranks."""
    sentence, base = figure.sentence, figure.base
    at, topic = sentence.reader.topic
    topic = sentence.reader.sections[sentence.index] or topic
    if figure.unit == "count":
        one = len(topic) == 1 and topic[0] not in sectors() and at <= sentence.index
        return topic if one else ("minerals",) if base.endswith("deposits") else _sector_before(sentence)
    weighed = figure.unit in _MASS or figure.quantity.unit.endswith(_PER_WEIGHT)
    of_metal = base in vocabulary("claims")["measure"]["of_metals"] or (figure.change and base == "value")
    return topic if weighed or of_metal else ()


def _sector_before(sentence: Sentence) -> Names:
    """The group of commodities ("rare metals") that the article was last on."""
    for back in reversed(sentence.reader.sentences[max(0, sentence.index - 8) : sentence.index]):
        for group in reversed(back.groups):
            if len(group.names) == 1 and not group.generic and group.names[0] in sectors():
                return group.names
    return ()


_COMMODITY = (
    _by_unit, _respective, _as_beside, _in_clause, _of_no_metal, _of_next, _of_other,
    _in_sentence, _carried, _of_article,
)  # fmt: skip


def find_places(figure: Figure) -> list[str]:
    """The places a quantity holds for: who has it first, then the market it is a share of."""
    if figure.turn:
        each = [place.name for place in figure.sentence.places if place.name != "WORLD"]
        if len(each) == figure.turn[1]:
            return [each[figure.turn[0]]]
    measure, of = figure.measured
    relation = measure in ("share", "rank")
    first, last = of or (len(figure.sentence.low),) * 2
    places = figure.sentence.places
    scope = [p for p in places if measure == "rank" and 0 <= figure.a - p.end <= 5]  # "Germany's largest"
    market = [p.name for p in (*scope, *(p for p in places if first <= p.start < last))]
    market = [name for name in market if not (relation and name == "WORLD")]
    own = [p for p in holding(figure.sentence, figure) if p not in scope and not first <= p.start < last]
    holders = next((found for step in _PLACE if _known(found := step(figure, own), relation)), [])
    named = list(dict.fromkeys([*holders, *market]))
    if _known(holders, relation) or (not relation and "WORLD" in named):
        return named
    carried = _place_before(figure)
    return [carried, *named] if carried and carried not in named else named


def _known(names: list[str], relation: bool) -> bool:
    return any(name != "WORLD" or not relation for name in names)


def holding(sentence: Sentence, figure: Figure | None = None) -> list[Place]:
    """The places of a sentence that may have what it tells: no owner's, source's, buyer's or rival's."""
    return [p for p in sentence.places if not any(rule(sentence, p, figure) for rule in _RULED_OUT)]


def _is_owners(sentence: Sentence, place: Place, figure: Figure | None) -> bool:
    """ "China-owned", "South African miner", "the Chinese border", "China's Zijin"."""
    glue = _POSSESSIVE.match(sentence.low, place.end)
    if place.body or glue is None:
        return False
    owner = sentence.cue("owner", glue.end(), glue.end() + 12)
    between = sentence.low[glue.end() : owner[0]] if owner else "  "
    body = glue.group() == "'s " and any(
        e.kind == "organisation" and e.start == glue.end() for e in sentence.entities
    )
    return body or between.count(" ") < 2 and not set(between) & set(",.;")


def _is_sources(sentence: Sentence, place: Place, figure: Figure | None) -> bool:
    """ "according to the Geological Survey of Finland"."""
    told = [b for _, b in sentence.cues.get("source", ()) if b <= place.start]
    return bool(told) and not set(sentence.low[told[-1] : place.start]) & set(",;.")


def _is_partners(sentence: Sentence, place: Place, figure: Figure | None) -> bool:
    """Exports to it, imports from it: the other side of a trade, but for a share of one."""
    near = (e.name for e in sentence.entities if e.kind == "measure" and 0 < place.start - e.end < 20)
    traded = not _TRADE.isdisjoint(near) if figure is None else figure.base in _TRADE
    return traded and bool(_PARTNER.search(sentence.low, max(0, place.start - 14), place.start))


def _is_of_rank(sentence: Sentence, place: Place, figure: Figure | None) -> bool:
    """ "Africa's second-largest producer made 5 t": Africa is the rank's."""
    ranks = (f for f in sentence.figures if f.unit == "rank" and f is not figure)
    return (
        figure is not None and figure.unit != "rank" and any(0 <= rank.a - place.end <= 5 for rank in ranks)
    )


def _is_of_cause(sentence: Sentence, place: Place, figure: Figure | None) -> bool:
    """ "fell, as a shutdown in Laos offset gains"."""
    k = sentence.clause_at(place.start)
    start, end, _ = sentence.clauses[k]
    cause = sentence.cue("cause", start, min(end, start + 12))
    return cause is not None and (figure is None or not start <= figure.a < end)


_RULED_OUT = (_is_owners, _is_sources, _is_partners, _is_of_rank, _is_of_cause)


def _clause_places(figure: Figure, own: list[Place]) -> list[str]:
    """Those of its clause, as far as the next figure; "€10 billion in 324 projects in Peru" is one."""
    start, end = figure.clause
    figures = [f for f in figure.sentence.figures if f.unit != "count"]
    here = [p for p in own if start <= p.start < end]
    return [p.name for p in here if not any(figure.b <= f.a < p.start for f in figures)]


def _places_before(figure: Figure, own: list[Place]) -> list[str]:
    """Those of the nearest clause before; the last first, where a relative clause goes on with it."""
    sentence = figure.sentence
    for k in range(figure.at - 1, -1, -1):
        x, y, _ = sentence.clauses[k]
        near = [p.name for p in own if x <= p.start < y]
        if near:
            goes_on = k == figure.at - 1 and RELATIVE.match(sentence.low, *figure.clause)
            return near[::-1] if goes_on else near
    return []


@lru_cache(maxsize=16)  # the figures of a paragraph ask for the same sentences before them
def _acting(sentence: Sentence) -> list[str]:
    """The places of the first clause with a verb, which is the sentence's main one, else of all."""
    own = [p for p in holding(sentence) if p.name != "WORLD"]
    for k, (start, end, _) in enumerate(sentence.clauses):
        here = [p.name for p in own if start <= p.start < end]
        if here and any(sentence.says(kind, k) for kind in ("past", "present", "ahead")):
            return here
    return [p.name for p in own]


_PLACE = (_clause_places, _places_before)


def _place_before(figure: Figure) -> str | None:
    """Of a sentence without one: its money's, that of the sentences before, the headline's."""
    if paid_in := vocabulary("claims")["paid_in"].get(figure.unit):
        return str(paid_in)
    sentence = figure.sentence
    for back in reversed(sentence.reader.sentences[max(0, sentence.index - 4) : sentence.index]):
        if back.paragraph.kind == "headline":
            break
        here = _acting(back)
        if here and (back.paragraph is sentence.paragraph or len(set(here)) == 1):
            return next((name for name in here if len(name) <= 3), here[0])  # a country before its region
    return figure.sentence.reader.country
