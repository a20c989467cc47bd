"""The commodity and the places of a quantity: its own clause first, then what the text has made certain.

Each field asks an ordered table of readings. The first that knows decides: an empty answer means that there
is none, None that this reading does not tell.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from orebook.claims.measure import TIME
from orebook.claims.sentence import RELATIVE, REST, Figure, Place, Reader, Sentence, sectors
from orebook.text.vocabulary import vocabulary

_URANIUM = re.compile(r"\bm?t\s?u\b|\bu3o8\b|(?:tonnes|tons|pounds|kg) (?:of )?u\b")
_BUT = re.compile(r"\W*(?:but|yet|while|although|though|which|whose|where|who|(?:\w+ )?because)\b")
_ATTACHED = re.compile(
    r"\s*(?:\([^()]{0,40}\))?[\s-]*(?:(?:worth )?of|in|for|as)?(?:\s+[\w'.%/-]+){0,5}[\s-]*"
)
_PARTNER = re.compile(r"\b(?:to|from|for|with|by) (?:the )?(?:\w+ )?$")
_POSSESSIVE = re.compile(r"(?:'s? |-| )")
_GRADES = ("percent", "g/t", "ppm")
_PER_WEIGHT = ("/t", "/kg", "/lb", "/oz", "/mtu")
_TRADE = frozenset(("exports", "imports", "sales", "supply", "trade"))
MASS = frozenset(("t", "kg", "g", "oz", "lb", "ct"))

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


def _in_clause(figure: Figure) -> Names | None:
    """What stands with it: around it, attached behind it, before it in its clause, behind it there."""
    (start, end), sentence, following = figure.clause, figure.sentence, figure.next
    if following and following.quantity.unit in _GRADES and sentence.low[figure.b : following.a] == " at ":
        return _in_clause(following)  # "2 m at 15% Sb"
    here = [g for g in sentence.groups if start <= g.start < end]
    around = next((g for g in here if g.start < figure.b and figure.a < g.end), None)
    after = next((g for g in here if g.start >= figure.b), None)
    before = next((g for g in reversed(here) if g.end <= figure.a), None)
    if after and not around and not figure.others_between(figure.b, after.start):
        gap = sentence.low[figure.b : after.start]
        close = _ATTACHED.fullmatch(gap) or (figure.unit == "rank" and gap == " by ")
        if (close and not after.generic) or not before:
            around = after
    found = around or before
    return found.names if found else None


def _of_no_metal(figure: Figure) -> Names | None:
    """Figures that have none: of a business, of things that are no commodity."""
    base, sentence = figure.base, figure.sentence
    business = base in vocabulary("claims")["measure"]["business"] or figure.unit in TIME
    if business or sentence.cue("wider", *figure.clause):
        return ()
    counted = figure.unit == "count" and base and base not in vocabulary("measures")
    return () if counted and not sentence.cue("sector", figure.b) else None


def _in_sentence(figure: Figure) -> Names | None:
    """The last named before it, else one behind it before a new statement."""
    sentence, text = figure.sentence, figure.sentence.low
    apart = (x for x, _, new in sentence.clauses if new or _BUT.match(text, x))
    until = next((x for x in apart if x > figure.a), len(text))
    earlier = [g for g in sentence.groups if g.end <= figure.a]
    later = [g for g in sentence.groups if figure.b <= g.start < until and figure.unit != "count"]
    return next((g.names for g in (*reversed(earlier), *later)), None)


def _carried(figure: Figure) -> Names | None:
    """What the paragraph was on, where this goes on with it."""
    sentence = figure.sentence
    if figure.unit == "count" and not figure.base:
        return ()
    near = (back for back in sentence.back(4) if back.paragraph is sentence.paragraph)
    return next((back.about for back in near if back.about), None)


def _of_article(figure: Figure) -> Names | None:
    """What the heading or the article is on: of things weighed and priced, not of money, staff or ranks."""
    sentence, base = figure.sentence, figure.base
    weighed = figure.unit in MASS or figure.quantity.unit.endswith(_PER_WEIGHT)
    of_metal = base in vocabulary("claims")["measure"]["of_metals"]
    if figure.unit != "count":
        return sentence.reader.topic if weighed or of_metal else ()
    if base.endswith("deposits") or not sentence.cue("sector", figure.b):
        return ("minerals",) if base.endswith("deposits") else ()
    told = (group.names for back in sentence.back(8) for group in reversed(back.groups))
    return next((names for names in told if len(names) == 1 and names[0] in sectors()), ())


_COMMODITY = (
    _by_unit, _respective, _in_clause, _of_no_metal, _in_sentence, _carried, _of_article,
)  # fmt: skip


def find_places(figure: Figure) -> list[str]:
    """The places a quantity holds for: who has it first, then the market it is a share of."""
    sentence, (measure, of) = figure.sentence, figure.measured
    relation = measure in ("share", "rank")
    first, last = of or (len(sentence.low),) * 2
    ranks = [f.a for f in sentence.figures if f.unit == "rank"]
    scope = [p for p in sentence.places if any(0 <= a - p.end <= 5 for a in ranks)]  # "Germany's largest"
    market = scope if measure == "rank" else []
    market = [*market, *(p for p in sentence.places if first <= p.start < last)]
    own = [p for p in holding(sentence, figure) if p not in market and p not in scope]
    places = [p.name for p in market if not (relation and p.name == "WORLD")]
    holders = _nearest(figure, own)
    named = list(dict.fromkeys([*holders, *places]))
    if _known(holders, relation) or (not relation and "WORLD" in named):
        return named
    carried = _place_before(figure)
    return [carried, *named] if carried and carried not in named else named


def _known(names: list[str], relation: bool) -> bool:
    return any(name != "WORLD" or not relation for name in names)


def _nearest(figure: Figure, own: list[Place]) -> list[str]:
    """Those of its clause, else of the nearest clause before that has any."""
    sentence, (start, end) = figure.sentence, figure.clause
    if here := [p.name for p in own if start <= p.start < end]:
        return here
    before = [p for p in own if p.end <= start]
    k = sentence.clause_at(before[-1].start) if before else 0
    near = [p.name for p in before if sentence.clause_at(p.start) == k]
    return near[::-1] if k == figure.at - 1 and RELATIVE.match(sentence.low, start) else near


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
    return between.count(" ") < 2 and not set(between) & set(",.;")


def _is_partners(sentence: Sentence, place: Place, figure: Figure | None) -> bool:
    """Exports to it, imports from it: the other side of a trade, but for a share of one."""
    near = (e.name for e in sentence.entities if e.kind == "measure" and 0 < place.start - e.end < 20)
    traded = not _TRADE.isdisjoint(near) if figure is None else figure.base in _TRADE
    return traded and bool(_PARTNER.search(sentence.low, max(0, place.start - 14), place.start))


def _is_of_cause(sentence: Sentence, place: Place, figure: Figure | None) -> bool:
    """ "fell, as a shutdown in Laos offset gains"."""
    start, end, _ = sentence.clauses[sentence.clause_at(place.start)]
    apart = figure is None or not start <= figure.a < end
    return apart and sentence.cue("cause", start, min(end, start + 12)) is not None


_RULED_OUT = (_is_owners, _is_partners, _is_of_cause)


def _place_before(figure: Figure) -> str | None:
    """Of a sentence without one: its money's, its paragraph's, the article's."""
    if paid_in := vocabulary("claims")["paid_in"].get(figure.unit):
        return str(paid_in)
    sentence = figure.sentence
    if figure.base == "price" and "/" in figure.quantity.unit:
        return None  # of a market
    near = (acting(back) for back in sentence.back(4) if back.paragraph is sentence.paragraph)
    if here := next(filter(None, near), None):
        return next((name for name in here if len(name) <= 3), here[0])  # a country before its region
    if (own := country(sentence.reader)) or figure.money or not sentence.reader.short:
        return own
    close = (acting(back) for back in sentence.back(2) if back.paragraph.kind != "headline")
    told = set(next(filter(None, close), ()))
    return told.pop() if len(told) == 1 else None


@lru_cache(maxsize=1)  # the figures of an article ask for it one after another
def country(reader: Reader) -> str | None:
    """The place the article is about: told of in three times as many sentences as any other."""
    told: Counter[str] = Counter()
    for sentence in reader.sentences:
        for name in {*acting(sentence)} - {REST}:
            told[name] += 3 if sentence.paragraph.kind == "headline" else 1
    (first, most), (_, second) = [*told.most_common(2), ("", 0), ("", 0)][:2]
    return first or None if most >= 3 * second else None


@lru_cache(maxsize=512)
def acting(sentence: Sentence) -> list[str]:
    """The places of the first clause with a verb, which is the sentence's main one, else of all."""
    own = [p for p in holding(sentence) if p.name != "WORLD" and not p.body]
    for k, (start, end, _) in enumerate(sentence.clauses if own else ()):
        here = [p.name for p in own if start <= p.start < end]
        if here and any(sentence.says(kind, k) for kind in ("past", "present", "ahead")):
            return here
    return [p.name for p in own]
