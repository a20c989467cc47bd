"""What a quantity measures, and what a share or rank is of."""

import re
from collections.abc import Iterable

from orebook.claims.sentence import SHAPES, Figure
from orebook.text.vocabulary import vocabulary

_PER_WEIGHT = re.compile(r"/(?:t|kg|g|lb|oz|bbl|MWh|kWh|MMBtu|m3|dmtu|mtu)\b")
_DEAR = 100_000  # what a thing costs that is told without another word
_COUNTED = ("employment", "licences")  # measures that are counted by nouns of several names
POWER = ("kW", "MW", "GW")

Measured = tuple[str | None, tuple[int, int] | None]


def find_measure(figure: Figure) -> Measured:
    """What a quantity measures, and for shares and ranks the span of what it is a share of."""
    if figure.unit == "rank":
        return "rank", (figure.b, _phrase_end(figure, figure.b))
    if figure.unit in ("percent", "pp"):
        return _percentage(figure)
    if figure.unit == "multiple":
        return _changed(figure, "increase"), None
    if figure.unit == "count":
        return _counted(figure), None
    base = (_money if figure.money else _physical)(figure)
    start = figure.clause[0] if figure.before("by") else figure.b  # "rose by 5 t", "150 tonnes lower than in"
    turn = _turn(figure, start, figure.b + 2)
    return f"{base} ({turn})" if base and turn else base, None


def _nearest(figure: Figure, within: tuple[int, int], wanted: Iterable[str] = ()) -> str | None:
    """The measure word nearest to a quantity within a stretch; a word before it counts as nearer."""
    (start, end), names, best = within, set(wanted), (10_000, "")
    for e in figure.sentence.entities:
        if e.kind == "measure" and start <= e.start < end and (not names or e.name in names):
            gap = e.start - figure.b + 10 if e.start >= figure.b else figure.a - e.end
            best = min(best, (gap, e.name)) if gap >= 0 else best
    return best[1] or None


def _shared(figure: Figure, wanted: Iterable[str] = ()) -> str | None:
    """The measure of a quantity's clause, else of the clauses before it, else of those after it."""
    clauses, at = figure.sentence.clauses, figure.at
    order = (at, *range(at - 1, -1, -1), *range(at + 1, len(clauses)))
    return next((found for k in order if (found := _nearest(figure, clauses[k][:2], wanted))), None)


def _turn(figure: Figure, start: int, end: int) -> str | None:
    """The word of rise or fall nearest to the end of a stretch."""
    cues = figure.sentence.cues
    kinds = (("rise", "increase"), ("fall", "fall"))
    turns = [(a, turn) for kind, turn in kinds for a, _ in cues.get(kind, ()) if start <= a < end]
    return max(turns)[1] if turns else None


def _changed(figure: Figure, turn: str) -> str:
    """A change of what is told of, else of a price: "at $425 per mtu, 3% up"."""
    priced = any(f.money and _PER_WEIGHT.search(f.quantity.unit) for f in figure.sentence.figures)
    base = _shared(figure) or ("price" if priced else _carried(figure) or "value")
    return f"{base} ({turn})"


def _money(figure: Figure) -> str:
    if _PER_WEIGHT.search(figure.quantity.unit):
        return _nearest(figure, figure.clause, ("cost", "price")) or "price"
    dear = figure.quantity.value >= _DEAR
    if figure.before("at") and not dear:
        return "price"
    money = [name for name in vocabulary("claims")["measure"]["money"] if name != "price" or not dear]
    found = _shared(figure, money)
    if found is None and figure.sentence.cue("funded", *figure.clause):
        found = "investment"  # "the $300 million project"
    told = _carried(figure) if dear else "price"
    return found or (told if told and told in money else "value")


def _physical(figure: Figure) -> str | None:
    """What is weighed, and what a unit of another kind allows."""
    rules, unit = vocabulary("claims")["measure"], figure.unit
    if known := rules["by_unit"].get(figure.quantity.unit) or rules["by_unit"].get(unit):
        return str(known)
    if unit in ("km", "m"):
        return _nearest(figure, figure.clause, ("depth", "distance", "length", "drilling")) or "length"
    base = _shared(figure, vocabulary("measures").keys() - set(rules["never_weighed"]))
    return base or ("capacity" if unit in POWER else _carried(figure))


def _carried(figure: Figure) -> str | None:
    """What the figure of its unit before it measures: in its paragraph, or else in the sentence before."""
    sentence, any_unit = figure.sentence, figure.unit in ("percent", "multiple")  # a change is of any
    backs = enumerate(sentence.back(6))
    near = (back for i, back in backs if any_unit or not i or back.paragraph is sentence.paragraph)
    told = (f for back in near for f in reversed(back.figures) if f.base not in ("", "share", "value"))
    named = (e.name for lead in sentence.leads for e in reversed(lead.entities) if e.kind == "measure")
    return next((f.base for f in told if any_unit or f.unit == figure.unit), None) or next(named, None)


def _moved(figure: Figure) -> str | None:
    """Which way something moved by a percentage: its sign, a word close behind it, else one before."""
    sign = figure.sentence.low[max(0, figure.a - 1) : figure.a + 1].strip()[:1]
    if figure.quantity.value < 0 or sign in ("+", "−"):
        return "increase" if sign == "+" else "fall"
    than = figure.before("than")  # which turns nothing
    until = than.start() if than else figure.a
    # "grew, by 5% in the north, by 6% elsewhere"
    start = 0 if figure.before("by_alone") else figure.clause[0]
    return _turn(figure, figure.a, figure.b + 2) or _turn(figure, start, until)


def _percentage(figure: Figure) -> Measured:
    """A level of a share, a change, a rate, or a share: the first that the words allow."""
    low, of = figure.sentence.low, figure.after("of")
    if level := SHAPES["share_to"].search(low, figure.clause[0], figure.a):
        return "share", level.span(1) if level[1] else None
    if _is_stake(figure, _phrase_end(figure, of.end()) if of else figure.b + 2):
        return "stake", None
    if _goes_on(figure):
        return figure.sentence.figures[figure.i - 1].measured
    rates = vocabulary("claims")["measure"]["rates"]
    if figure.before("level") and (rate := _nearest(figure, figure.clause, [*rates, "stake"])):
        return rate, None
    if not low.startswith(" of ", figure.b):
        if turn := _moved(figure):
            return _changed(figure, turn), None
        listed = low[: figure.a].endswith((" - ", " – ", ": "))  # "copper - 7%, zinc - 6%"
        if rate := (_shared(figure, rates) if listed else _nearest(figure, figure.clause, rates)):
            return rate, None
    if _is_grade(figure):
        return "grade", None
    if of:
        return "share", (of.end(), _phrase_end(figure, of.end()))
    alone = low[figure.a - 1 : figure.a] == "(" and low[figure.b : figure.b + 1] == ")"
    index = figure.quantity.value > (60 if alone else 100)  # "output was 102.3% of", "zinc 5 kt (97.5%)"
    return _shared(figure) if index else "share", None


def _is_stake(figure: Figure, end: int) -> bool:
    """Of a firm or a mine: "a 40% stake", "owns 40% of", "holds 40%", but not of ore or a market."""
    named = any(figure.b <= e.start <= end for e in figure.sentence.entities)
    return bool(figure.after("held") or figure.before("owns") or (figure.before("holds") and not named))


def _goes_on(figure: Figure) -> bool:
    """With the percentage before it: "70% of the ore, up from 65%", "fell 11% and 6.7%"."""
    told = figure.sentence.figures[figure.i - 1]
    joined = figure.sentence.low[told.b : figure.a] == " and " and told.change
    return bool(figure.i and told.unit == "percent" and (joined or figure.before("up_from")))


def _is_grade(figure: Figure) -> bool:
    """Of ore, or of a product: "2.9 million tonnes at 0.24%", "65% tungsten concentrate"."""
    sentence = figure.sentence
    whole = sentence.figures[figure.i - 1] if figure.i else None
    if whole and whole.unit in ("t", "m") and SHAPES["graded"].fullmatch(sentence.low, whole.b, figure.a):
        return True
    product = sentence.low.startswith(" concentrate", figure.b)
    return product or any(0 <= group.start - figure.b <= 2 for group in sentence.groups)


def _counted(figure: Figure) -> str | None:
    """The noun counted: its own, else that of the count it is a part of or goes on with."""
    sentence = figure.sentence
    whole = next((f for f in sentence.figures[: figure.i][::-1] if f.unit == "count"), None)
    noun = figure.after("noun")
    if noun and not figure.others_between(noun.start(), noun.end("head")):
        staff = noun["head"] == "people" and _nearest(figure, (0, len(sentence.low)), ("employment",))
        known = (e.name for e in sentence.entities if e.name in _COUNTED and e.end == noun.end("head"))
        return "employment" if staff else next(known, noun["head"])
    return whole.measured[0] if whole else _nearest(figure, figure.clause)


def _phrase_end(figure: Figure, start: int) -> int:
    """Where the noun phrase that begins at `start` ends; of "the 15 largest" the 15 is a part."""
    text = figure.sentence.low
    stop = SHAPES["phrase_end"].search(text, start)
    ends = [f.a for f in figure.sentence.figures[figure.i + 1 :] if f.a > start + len("these ")]
    return min([stop.start() if stop else len(text), *ends])


def find_denominator(figure: Figure, places: list[str], group: tuple[str, ...]) -> str | None:
    """What a share or rank is of: a place and a measure, else the article's own words."""
    measure, of = figure.measured
    if of is None:
        return None
    sentence, (first, last) = figure.sentence, of
    inside = [place.name for place in sentence.places if first <= place.start < last]
    if measure == "rank":
        near = [p.name for p in sentence.places if figure.clause[0] <= p.start and p.end <= figure.a]
        wide = [name for name in near if name == "WORLD" or len(name) > 3]
        found = _nearest(figure, of) or _nearest(figure, figure.clause) or ("production" if group else None)
        inside = [(inside or wide or ["WORLD"])[-1]]
    else:
        told = " ".join(sentence.text[first:last].strip(" ,.;").removesuffix(" and").split())
        found = "mined output" if "mined output" in group else _nearest(figure, of)
        if found and not inside and len(places) > 1 and told.lower().startswith(("its ", "their ")):
            inside = places[-1:]  # "import 70 per cent of its mined output"
        ends = any(first <= g.start and g.end >= last - 2 for g in sentence.groups)
        if not found and ends and " list" not in told.lower():
            found = _nearest(figure, (figure.clause[0], figure.a))  # "supplies 40% of the EU's copper"
            named = [place for place in places if place != "WORLD"]
            inside = inside or (named[1:2] if found == "supply" else named[:1])  # of another's market
    if found and inside:
        return f"{inside[0].replace('WORLD', 'world')} {found}"
    return None if measure == "rank" else told or None
