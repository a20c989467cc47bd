"""What a quantity measures, and what a share or rank is of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from orebook.claims.sentence import ONLY_JOINT, Figure
from orebook.text.vocabulary import vocabulary

_OF_THE = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|its\s+|these\s+|all\s+)?")  # "14 of the 17 materials"
_PER_WEIGHT = re.compile(r"/(?:t|kg|g|lb|oz|bbl|MWh|kWh|MMBtu|m3|dmtu|mtu)\b")
_AWAY = re.compile(r"\s(?:of|from|away|outside|(?:north|south|east|west)\w*)\b")
_OF = re.compile(
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:share\s+|stake\s+)?of\s+(?=\w)"
    r"|\s+(?=(?:the|all)\b)|\s+(?=(?:\w+[ -])?(?:share|of)\b)"
)
# Where the noun phrase of "5% of the world's output, …" ends.
_PHRASE_END = re.compile(
    r"[,.;:!?\"”»]|\((?![\w .-]{1,10}\))|\s[–—-]\s|(?<!essential)(?<!critical)(?<!vital)(?<!important)\sto\b|"
    r"\s(?:by|from|with|which|that|should|must|can|could|may|might|since|while|as|is|are|was|were|has|have|had|will|"
    r"would|through|after|until|during|last|this year|and (?=\w+s\b(?! of))|over the|in (?=(?:19|20)\d\d|"
    r"the (?:first|second|third|next|last|same)|recent|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\b"
)
_NOUN = re.compile(
    r"(?:[\s-]+of\s+(?:the\s+|its\s+|these\s+)?|[\s-]+)(?P<np>(?:[\w'-]+\s+){0,5}?"
    r"(?P<head>[a-z][\w-]*s|[a-z-]*(?:people|staff|men|women|children))\b(?!'))"
)
_YEAR_ON_YEAR = re.compile(
    r"\)?\s*(?:(?:year|month|quarter|week)[ -](?:on|over)[ -]\w+|y/y|yoy|y-o-y|m/m|q/q)\b"
)
_IN_TERMS = re.compile(r" (?:in|by) (?:value|volume|weight|quantity|tonnage|(?:\w+ )?terms),? and (?:by )?")
# "its share of world output fell to", "the share fell from 45% to": a level, not a change.
_SHARE_TO = re.compile(r"\bshare\b[^,;]*\b(?:to|from|at) (?:[a-z]+ ){0,3}$")
_SHARE_OF = re.compile(r"\bshare (?:of|in) ([^,;]*?) (?:\w+ed|fell|rose|grew|was|is|stood|will|has|had)\b")
_COMPARATIVE = re.compile(r" (?:\w+ )?(lower|higher|more|less|fewer|up|down) (?:than|on|from)\b")
_ALONE = re.compile(r"\([^()\w]*$")  # the figure is all that a bracket holds
_STAFF = ("workers", "employees", "jobs", "staff")
_AREA = {"ha": "area", "km2": "area", "m2": "area", "g/t": "grade", "ppm": "grade"}
_TIME = ("year", "month", "week", "day", "h", "min", "s", "decade")

Measured = tuple[str | None, tuple[int, int] | None]


def find_measure(figure: Figure) -> Measured:
    """What a quantity measures, and for shares and ranks the span of what it is a share of."""
    return next(read(figure) for units, read in _READINGS if units is None or units(figure))


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


def _turns(figure: Figure, start: int, end: int) -> list[tuple[int, str]]:
    """Words of rise and fall within a stretch."""
    cues = figure.sentence.cues
    kinds = (("rise", "increase"), ("fall", "fall"))
    return sorted((a, turn) for kind, turn in kinds for a, _ in cues.get(kind, ()) if start <= a < end)


def _changed(figure: Figure, turn: str) -> Measured:
    return f"{_shared(figure) or 'value'} ({turn})", None


def _rank(figure: Figure) -> Measured:
    return "rank", (figure.b, _phrase_end(figure, figure.b))


def _multiple(figure: Figure) -> Measured:
    return _changed(figure, "fall" if figure.sentence.cue("fall", *figure.clause) else "increase")


def _money(figure: Figure) -> Measured:
    money = vocabulary("claims")["measure"]["money"]
    if _PER_WEIGHT.search(figure.quantity.unit):
        return _nearest(figure, figure.clause, ("cost", "price")) or "price", None
    if (funded := figure.sentence.cue("funded", figure.b, figure.b + 30)) is not None:
        if figure.sentence.low[figure.b : funded[0]].count(" ") < 4 and not figure.next:
            return "funding", None
    dealt = [name for name in money if name != "value"]  # "exported copper worth $3 billion"
    return _nearest(figure, figure.clause, dealt) or _shared(figure, money) or "value", None


def _duration(figure: Figure) -> Measured:
    return _nearest(figure, figure.clause, ("mine life",)) or "duration", None


def _length(figure: Figure) -> Measured:
    away = "distance" if figure.after(_AWAY) else "length"
    return _nearest(figure, figure.clause, ("depth", "distance", "length")) or away, None


def _weight(figure: Figure) -> Measured:
    if known := _AREA.get(figure.quantity.unit) or _AREA.get(figure.unit):
        return known, None
    sentence, start = figure.sentence, figure.clause[0]
    weighed = vocabulary("measures").keys() - set(vocabulary("claims")["measure"]["never_weighed"])
    base = _shared(figure, weighed)
    by = sentence.low.endswith("by ", 0, figure.a) and _turns(figure, start, figure.a)
    more = figure.after(_COMPARATIVE)
    if base and (by or more):  # "rose by 1.3 tons", "150 tonnes lower than"
        return _changed(figure, by[-1][1] if by else _turns(figure, figure.b, figure.b + 20)[0][1])
    return base or ("capacity" if figure.unit in ("kW", "MW", "GW") else None), None


def _percentage(figure: Figure) -> Measured:
    """The readings of a percentage, the first that fits."""
    return next(found for step in _PERCENT if (found := step(figure)) is not None)


def _goes_on(figure: Figure) -> Measured | None:
    """As its neighbour: "7% and 3%", "10%, 40% and 25% of demand", "7% in value and 12% in volume"."""
    text, last = figure.sentence.low, figure.last
    end = figure
    while end.next and end.next.unit == "percent" and ONLY_JOINT.fullmatch(text, end.b, end.next.a):
        end = end.next
    if end is not figure:
        return find_measure(end) if end.after(_OF) else None
    if last and last.unit == "percent":
        joint = ONLY_JOINT.fullmatch(text, last.b, figure.a) and not figure.after(_OF)
        if joint or _IN_TERMS.fullmatch(text, last.b, figure.a):
            return find_measure(last)
    return None


def _stake(figure: Figure) -> Measured | None:
    start, end = figure.clause
    near = figure.sentence.cue("stake", max(start, figure.a - 25), min(end, figure.b + 25))
    return ("stake", None) if near else None


def _signed(figure: Figure) -> Measured | None:
    """+3%, −3%, 3% year on year."""
    text = figure.sentence.low
    sign = text[max(0, figure.a - 1) : figure.a + 1].strip()
    signed = any(mark in sign for mark in "+-−") and not text[figure.a - 2 : figure.a - 1].isalnum()
    if not signed and not figure.after(_YEAR_ON_YEAR):
        return None
    turns = _turns(figure, figure.clause[0], figure.a)
    down = figure.quantity.value < 0 or "-" in sign or "−" in sign
    return _changed(figure, "fall" if down else turns[-1][1] if turns and not signed else "increase")


def _share_to(figure: Figure) -> Measured | None:
    """ "Its share of world output fell to 43%", "the share fell from 45%": a level, not a change."""
    said = _SHARE_TO.search(figure.sentence.low, figure.clause[0], figure.a)
    return ("share", _share_of(figure)) if said else None


def _share_of(figure: Figure) -> tuple[int, int] | None:
    said = _SHARE_OF.search(figure.sentence.low, figure.clause[0], figure.a)
    return said.span(1) if said else None


def _turned(figure: Figure) -> Measured | None:
    """Rose 3%, a 3% fall; but not what rises to 3% of something."""
    text, start = figure.sentence.low, figure.clause[0]
    if text.startswith("halv", figure.a):
        return _changed(figure, "fall")
    at_once = text.startswith(" of ", figure.b)
    if text[start : figure.a].strip() == "by":  # "fell, by 11.7%"
        start = max(0, figure.a - 24)
    after = _turns(figure, figure.b, figure.b + 30)
    close = after and text[figure.b : after[0][0]].count(" ") + text[figure.b : after[0][0]].count("-") < 4
    if close and not set(text[figure.b : after[0][0]]) & set(",;.()") and not at_once:
        return _changed(figure, after[0][1])
    before = _turns(figure, start, figure.a)
    return _changed(figure, before[-1][1]) if before and not at_once else None


def _rate(figure: Figure) -> Measured | None:
    rates = vocabulary("claims")["measure"]["rates"]
    listed = figure.sentence.low[: figure.a].endswith((" - ", " – ", ": "))  # "copper - 7%, zinc - 6%"
    rate = _shared(figure, rates) if listed else _nearest(figure, figure.clause, rates)
    return (rate, None) if rate and not figure.sentence.low.startswith(" of ", figure.b) else None


def _of_something(figure: Figure) -> Measured | None:
    of = figure.after(_OF)
    return ("share", (of.end(), _phrase_end(figure, of.end()))) if of else None


def _beside(figure: Figure) -> Measured | None:
    """65% tungsten concentrate; a bracket that holds nothing else is an index or a share, who knows."""
    if any(0 <= group.start - figure.b <= 2 for group in figure.sentence.groups):
        return "grade", None
    alone = figure.before(_ALONE) and figure.sentence.low.startswith(")", figure.b)
    return (None, None) if alone and figure.quantity.value > 60 else ("share", _share_of(figure))


_PERCENT = (
    _goes_on, _stake, _signed, _share_to, _turned, _rate, _of_something, _beside,
)  # fmt: skip


def _counted(figure: Figure) -> Measured:
    """The noun counted: its own, else that of the count it is a part of or goes on with."""
    sentence, after, last = figure.sentence, figure.next, figure.last
    if after and after.unit == "count" and _OF_THE.fullmatch(sentence.low, figure.b, after.a):
        return find_measure(after)[0], None
    noun = figure.after(_NOUN)
    if noun and not figure.others_between(noun.start(), noun.end("head")):
        head, (a, b) = noun["head"], noun.span("head")
        staff = head == "people" and _nearest(figure, (0, len(sentence.low)), ("employment",))
        if head in _STAFF or staff:
            return "employment", None
        of_metals = any(g.start < b and a < g.end and not g.generic for g in sentence.groups)
        if of_metals and not sentence.cue("sector", a, b):
            return "materials", None  # "the 17 rare earths"
        return (" ".join(noun["np"].split()[-2:]) if head == "areas" else head), None
    gap = sentence.low[last.b : figure.a] if last else ""
    if last and last.unit == "count" and not _OF_THE.fullmatch(gap):
        elided = re.match(r"\s(?:on|in|for|to|from|are|were|is)\b", sentence.low[figure.b : figure.b + 6])
        if elided or ONLY_JOINT.fullmatch(gap) or gap.strip().endswith(" to"):
            return find_measure(last)[0], None
    return _nearest(figure, figure.clause), None


# What a unit allows: the first row that holds reads the measure.
_READINGS = (
    (lambda f: f.unit == "rank", _rank),
    (lambda f: f.unit == "percent", _percentage),
    (lambda f: f.unit == "multiple", _multiple),
    (lambda f: f.unit == "count", _counted),
    (lambda f: f.money, _money),
    (lambda f: f.unit in _TIME, _duration),
    (lambda f: f.unit in ("km", "m"), _length),
    (None, _weight),
)


def _phrase_end(figure: Figure, start: int) -> int:
    """Where the noun phrase that begins at `start` ends."""
    text = figure.sentence.low
    stop = _PHRASE_END.search(text, start)
    limit = figure.next.a if figure.next else len(text)
    return min(stop.start() if stop else len(text), limit)


def find_denominator(figure: Figure, places: list[str], group: tuple[str, ...]) -> str | None:
    """What a share or rank is of: a place and a measure, else the article's own words."""
    measure, of = figure.measured
    if of is None or measure not in ("share", "rank"):
        return None
    inside = [place.name for place in figure.sentence.places if of[0] <= place.start < of[1]]
    read = _of_rank if measure == "rank" else _of_share
    return read(figure, of, inside, places, group)


def _of_rank(
    figure: Figure, of: tuple[int, int], inside: list[str], places: list[str], group: tuple[str, ...]
) -> str | None:
    start, sentence = figure.clause[0], figure.sentence
    near = [p.name for p in sentence.places if start <= p.start and p.end <= figure.a]
    wide = [name for name in near if name == "WORLD" or len(name) > 3]
    found = _nearest(figure, of) or _nearest(figure, figure.clause)
    after = figure.next
    if found is None and after and after.unit == "rank":  # "the largest tin and second-largest zinc reserves"
        found = _nearest(after, (after.b, _phrase_end(after, after.b)))
    if found is None and not group:
        return None
    return f"{_place_word((inside or wide or ['WORLD'])[-1])} {found or 'production'}"


def _of_share(
    figure: Figure, of: tuple[int, int], inside: list[str], places: list[str], group: tuple[str, ...]
) -> str | None:
    sentence, (first, last) = figure.sentence, of
    told = sentence.text[first:last].strip(" ,.;")
    phrase = told.lower()
    after = (m.name for m in sentence.entities if m.kind == "measure" and first <= m.start < last)
    found = "mined output" if "mined output" in group else next(after, None)
    if found and phrase.startswith(("its ", "their ")) and not inside and len(places) > 1:
        inside = places[-1:]  # "import 70 per cent of its mined output"
    groups = [g for g in sentence.groups if first <= g.start]
    only = any(g.end >= last - 2 for g in groups)
    led = inside and any(
        g.start < last and p.start < g.start for g in groups for p in sentence.places if first <= p.start
    )
    if found is None and (led or only) and " list" not in phrase:
        found = _nearest(figure, (figure.clause[0], figure.a))
        named = [place for place in places if place != "WORLD"]
        inside = inside or (named[1:2] if found == "supply" else named[:1])  # one supplies another's market
    if found and inside:
        return f"{_place_word(inside[0])} {found}"
    return " ".join(told.removesuffix(" and").split()) or None


def _place_word(name: str) -> str:
    return "world" if name == "WORLD" else name
