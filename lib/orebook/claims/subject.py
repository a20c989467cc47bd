"""The commodity and the places of a quantity: its own clause first, then what the text has made certain.

A commodity asks an ordered table of readings. The first that knows decides: an empty answer means that there
is none, None that this reading does not tell.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from orebook.claims.measure import POWER
from orebook.claims.sentence import LISTED, RELATIVE, REST, SHAPES, WITH, Figure, Place, Reader, Sentence
from orebook.text.vocabulary import vocabulary

_URANIUM = re.compile(r"\bm?t\s?u\b|\bu3o8\b")
_PARTNER = re.compile(r"\b(to|into|cif|from|for|with|by) (?:the )?(?:\w+ )?(?:of )?$")
_FIRM = re.compile(
    r"(?:['’]s)?(?: [A-Z][\w-]+){0,3} (?:Resources|Mining|Minerals|Metals|Group|Holdings|Co|Corp|Ltd|Inc)\b"
)
_RANKED = re.compile(r"(?<=world)(?:'s)? (?:\w+est|most|top|number|leading)\b")  # of the richest mines
_PART = re.compile(r".*\bof (?:them|these|whom|which)\b.*|.*, or (?:\w+ ){0,2}")
_OF_IT = re.compile(r" of (?:it|them|that|these|those|which|whom)\b")
_POSSESSIVE = re.compile(r"(?:'s? |-| )")
_PER_WEIGHT = ("/t", "/kg", "/lb", "/oz", "mtu", "/bbl")
_NO_METAL = {*POWER, *"kWh MWh GWh TWh year month week day h min s decade".split()}  # units
_OWN_SIDE = {"imports": ("to", "into"), "exports": ("from",)}
_TRADE = frozenset(("exports", "imports", "sales", "supply", "trade"))
MASS = frozenset(("t", "kg", "g", "oz", "lb", "ct"))

Names = tuple[str, ...]


def find_commodities(figure: Figure) -> Names:
    """The commodities of a quantity; empty where the text does not tell."""
    return next((found for step in _COMMODITY if (found := step(figure)) is not None), ())


def _respective(figure: Figure) -> Names | None:
    """Which of how many it is in a list that ends in "respectively"."""
    if (end := figure.sentence.low.find("respectively")) < 0:
        return None
    names = [name for group in figure.sentence.groups for name in group.names]
    listed = [f for f in figure.sentence.figures if f.b < end][-len(names) :]
    return (names[listed.index(figure)],) if figure in listed and len(listed) == len(names) > 1 else None


def _part_of(figure: Figure) -> Names | None:
    """A part is of what its whole is: "39,800 persons, of whom 12% are women", "$5m, half of it for tin"."""
    sentence, low = figure.sentence, figure.sentence.low
    whole = sentence.figures[figure.i - 1] if figure.i else None
    if not whole or figure.change:
        return None
    part = _PART.fullmatch(low, whole.b, figure.a) or _OF_IT.match(low, figure.b)
    return find_commodities(whole) if part else None


def _in_clause(figure: Figure) -> Names | None:
    """What stands with it: in its unit, attached behind it, before it in its clause, behind it there."""
    (start, end), sentence = figure.clause, figure.sentence
    if figure.unit in ("t", "kg", "lb") and _URANIUM.search(sentence.low, figure.a, figure.b + 9):
        return ("uranium",)
    for grade in () if figure.money else sentence.figures[figure.i + 1 :][:1]:
        if sentence.low[figure.b : grade.a] == " at ":  # "2 m at 15% Sb"
            return _in_clause(grade)
    here = [g for g in sentence.groups if start <= g.start < end]
    after = next((g for g in here if g.start >= figure.a), None)
    before = next((g.names for g in reversed(here) if g.end <= figure.a), None)
    if after and not figure.others_between(figure.b, after.start):
        within = after.start < figure.b  # "151,000 gold ounces"
        attached = within or SHAPES["attached"].fullmatch(sentence.low, figure.b, after.start)
        return after.names if attached or not before else before
    return before


def _of_no_metal(figure: Figure) -> Names | None:
    """Figures that have none: of a business, of things that are no commodity."""
    base, sentence, unit = figure.base, figure.sentence, figure.quantity.unit
    if unit.endswith(_PER_WEIGHT):
        return None
    rate = figure.money and ("/" in unit or "= " in sentence.low[max(0, figure.a - 2) : figure.b + 3])
    counted = figure.unit == "count" and base and base not in vocabulary("measures")
    business = base in vocabulary("claims")["measure"]["business"] or figure.unit in _NO_METAL
    return () if rate or counted or business or sentence.cue("wider", *figure.clause) else None


def _in_sentence(figure: Figure) -> Names | None:
    """The last named before it."""
    return next((g.names for g in reversed(figure.sentence.groups) if g.end <= figure.a), None)


def _carried(figure: Figure) -> Names | None:
    """What the paragraph was on, where this goes on with it."""
    sentence = figure.sentence
    if figure.unit == "count":
        return ("minerals",) if figure.base.endswith("deposits") else ()
    near = (back for back in sentence.back(4) if back.paragraph is sentence.paragraph)
    told = next((back.about for back in near if len(back.about) == 1), None)
    heading = next((back for back in sentence.back(20) if back.paragraph.kind == "heading"), None)
    return told or (heading.about if heading and heading.groups and heading.groups[0].start == 0 else None)


def _of_article(figure: Figure) -> Names | None:
    """What the article is on: of things weighed and priced, not of money, staff or ranks."""
    sentence, base = figure.sentence, figure.base
    weighed = figure.unit in MASS or figure.quantity.unit.endswith(_PER_WEIGHT)
    of_metals, of = vocabulary("claims")["measure"]["of_metals"], figure.measured[1]
    of_metal = figure.unit != "count" and base in of_metals
    if of:  # "a third of national output"
        inside = (e.name for e in sentence.entities if e.kind == "measure" and of[0] <= e.start < of[1])
        of_metal = any(name in of_metals for name in inside)
    if weighed or of_metal:
        return sentence.reader.chief or sentence.reader.topic
    return sentence.reader.chief if base in ("share", "value") else ()


_COMMODITY = (_respective, _in_clause, _part_of, _of_no_metal, _in_sentence, _carried, _of_article)


def find_places(figure: Figure) -> list[str]:
    """The places a quantity holds for: who has it first, then the market it is a share of."""
    sentence, (measure, of) = figure.sentence, figure.measured
    relation = measure in ("share", "rank")
    first, last = of or (len(sentence.low),) * 2
    ranks = [f.a for f in sentence.figures if f.unit == "rank"]
    scope = [p for p in sentence.places if any(0 <= a - p.end <= 5 for a in ranks)]  # "Germany's largest"
    market = [p for p in sentence.places if first <= p.start < last and measure != "rank"]
    own = [p for p in holding(sentence, figure) if p not in market and p not in scope]
    holders = _nearest(figure, own)
    named = list(dict.fromkeys([*holders, *(p.name for p in market if not (relation and p.name == "WORLD"))]))
    if any(name != "WORLD" or not relation for name in holders) or (not relation and "WORLD" in named):
        return named
    carried = _carried_place(figure)
    return [carried, *named] if carried and carried not in named else named


def _nearest(figure: Figure, own: list[Place]) -> list[str]:
    """Those of its clause, else of the nearest clause before that has any."""
    (start, end), sentence = figure.clause, figure.sentence
    here = [p.name for p in own if start <= p.start < end]
    before = [p for p in own if p.end <= start]
    k = sentence.clause_at(before[-1].start) if before else 0
    near = [p.name for p in before if sentence.clause_at(p.start) == k]
    relative = k == figure.at - 1 and RELATIVE.match(sentence.low, start)  # of the one right before
    return here or (near[::-1] if relative else near)


def holding(sentence: Sentence, figure: Figure | None = None) -> list[Place]:
    """The places of a sentence that may have what it tells: no owner's, source's, buyer's or rival's."""
    shared = [f.measured[1] for f in sentence.figures if figure and f is not figure and f.measured[1]]
    own: list[Place] = []
    out: Place | None = None  # what is listed with one that is ruled out is too
    for place in sentence.places:
        listed = out and LISTED.fullmatch(sentence.low, out.end, place.start)
        owns = figure and figure.a - 4 < place.end <= figure.a  # "83% of the world's 81,000 tonnes"
        others = not owns and any(first <= place.start < last for first, last in shared)
        ruled_out = listed or others or _is_owners(sentence, place) or _is_partners(sentence, place, figure)
        out = place if ruled_out else None
        own += [] if ruled_out else [place]
    return own


def _is_owners(sentence: Sentence, place: Place) -> bool:
    """ "China-owned", "South African miner", "the Chinese border", "China's Zijin", "owned by Russians"."""
    glue = _POSSESSIVE.match(sentence.low, place.end)
    before = SHAPES["seat"].search(sentence.text, max(0, place.start - 40), place.start)
    if before or _FIRM.match(sentence.text, place.end) or _RANKED.match(sentence.low, place.end):
        return True
    owner = sentence.cue("owner", glue.end(), glue.end() + 12) if glue else None
    between = sentence.low[glue.end() : owner[0]] if glue and owner else "  "
    if owner and sentence.low[owner[0] : owner[1]].endswith("ed") and glue and glue[0] != "-":
        return False  # Russia controlled 43%
    return between.count(" ") < 2 and not set(between) & set(",.;")


def _is_partners(sentence: Sentence, place: Place, figure: Figure | None) -> bool:
    """The other side of a trade: sold to it, cif its port; of exports and imports also what comes from it."""
    found = _PARTNER.search(sentence.low, max(0, place.start - 20), place.start)
    own = _OWN_SIDE.get(figure.base, ()) if figure else ()
    if found and (found[1] in own or WITH.match(sentence.low, found.start())):
        return False
    if not found or found[1] in ("to", "into", "cif"):
        return bool(found) and not sentence.low.startswith("'s", place.end)
    return figure is not None and figure.base in _TRADE


def _carried_place(figure: Figure) -> str | None:
    """A sum is of its money's country, a price of a market, all else of the paragraph or the article."""
    sentence, paid_in = figure.sentence, vocabulary("claims")["paid_in"].get(figure.unit)
    market = figure.base in vocabulary("claims")["measure"]["market"]
    if paid_in or (market and figure.unit != "multiple"):  # "demand will grow fivefold"
        return paid_in
    own = country(sentence.reader)
    here = _latest(back for back in sentence.back(1 if own else 4) if back.paragraph is sentence.paragraph)
    if not (here or own or figure.money):
        here = _latest(sentence.back(2))
    return min(here) if len(here) == 1 and own not in here else own


def _latest(sentences: Iterable[Sentence]) -> set[str]:
    """The places of the last sentence that has any, countries before their regions."""
    here: set[str] = next(filter(None, (_told(s.reader)[s.index] for s in sentences)), set())
    return {name for name in here if len(name) <= 3} or here


@lru_cache(maxsize=1)  # the figures of an article ask for it one after another
def _told(reader: Reader) -> list[set[str]]:
    """The places that each sentence may be of."""
    return [{p.name for p in holding(s) if not p.body} - {REST, "WORLD"} for s in reader.sentences]


@lru_cache(maxsize=1)
def country(reader: Reader) -> str | None:
    """The place the article is about: of the one site in its head, else told of far more often than any."""
    paid_in, told = vocabulary("claims")["paid_in"], Counter[str]()
    for i, names in enumerate(_told(reader)):
        few = 3 if len(names) < 3 else 1  # a list of places tells little
        told.update(dict.fromkeys(names, few * (3 if i < 3 else 1)))
    units = (quantity.unit.split("/")[0] for quantity in reader.quantities)
    told.update(3 * [paid_in[unit] for unit in units if unit in paid_in])
    head = [sentence.low for sentence in reader.sentences[:4]]
    here = {of for site, of in reader.sites.items() if any(site in low for low in head)}
    if len(here) == 1:
        return min(here)
    ranked = sorted(told, key=lambda name: (-told[name], name))  # sets come in any order
    first, second = [*ranked, "", ""][:2]
    titled = len(first) == 3 and _told(reader)[0] == {first}  # the headline names it alone
    return first or None if told[first] >= (1.25 if titled else 2.5) * told[second] else None
