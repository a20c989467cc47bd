"""What each rule finds in the tables: statistics, shares that a source states, what was announced.

A rule returns a verdict, or None where it has nothing to say; it stops at a word that asks something else.
"""

import math
import re
from dataclasses import replace
from typing import Any

from orebook.check.figures import Reference
from orebook.check.question import SAID, Question, Stop, listed, parts, refuse, signs
from orebook.check.verdict import Reading, Verdict, first, fit, judge, margin, number, off, supported
from orebook.text.vocabulary import vocabulary

Found = Verdict | None  # what a rule says


def _rows(ref: Reference, q: Question) -> list[Any]:
    """Return the standings of the claim's country in the stages its words mean, all of it and of one year."""
    place = q.places[0] if q.places else ""
    within = {name.lower() for name in vocabulary("places").get(place, {}).get("within", ())}
    for token in q.near("place", "organisation") if place else ():
        if token.name not in (place, "WORLD") or token.low in within:
            raise Stop(token.text)
    if q.period and ("-" in str(q.period) if q.change else q.period.precision != "year"):
        raise Stop(str(q.period))  # a part of a year
    for token in () if q.change else q.years():
        if token.text[:4] != str(q.year) or q.before(token) in listed("up to"):
            raise Stop(token.text)
    commodity = q.names[0] if len(q.names) == 1 else ""
    named = next((token.text for token in q.near("commodity") if token.name == commodity), "")
    if named and not ref.called(named)[0]:  # a name that the tables do not know is another form
        raise Stop(named)
    commodity, stage = ref.called(named or commodity)
    steps = signs("steps", [t.low for t in q.target()]) or signs("steps", q.words)
    return [
        row for row in ref.by_country.get((commodity, place), []) if len(q.places) == 1 and not q.ahead
        and stage in ("", row.stage) and (not steps or ref.step.get(row.stage) in steps)
    ]  # fmt: skip


def _series(q: Question, own: list[Reading], never: str = "") -> Found:
    """Judge a claim whose clause is spent by figures of all years; `never` says why none contradicts it."""
    own = [r for r in own if r.low == r.low]  # some rows have no share, no rank
    if not own:
        return None
    exports = "exports" in signs("sides", [*q.words, q.denominator.lower()])
    q.spend("export exports exported exporter" * exports)
    found = judge(q, own, never or q.plainly())
    if not exports or not found:
        return found
    if not found.verdict.startswith(("supported", "outdated")):
        return None  # of exports production tells little
    reason = "that is a figure of production; we found none of exports"
    return replace(found, verdict="imprecise", reason=reason, sized=False)


def level(ref: Reference, q: Question) -> Found:
    """Tonnes produced by a country or the world in a year."""
    if q.change or (q.measure in ("", "supply") and not listed("makers") & q.words):
        return None
    held = {q.before(q.own)} & {"have", "has", "had"}  # in the ground
    refuse(held | {token.low for token in q.behind} & listed("than"))
    return _series(q, [
        ref.reading(row, row.value, number(row.value, row.unit), margin=margin(row.value_printed, row.value))
        for row in _rows(ref, q)
    ])  # fmt: skip


def rank(ref: Reference, q: Question) -> Found:
    """Place of a country among the producers."""
    readings = []
    for row in _rows(ref, q):
        shared = "" if row.rank_low == row.rank_high else f" to {row.rank_high:.0f}, shared,"
        text = f"place {row.rank_low:.0f}{shared} of {row.of:.0f} named countries"
        text += f" ({number(row.value, row.unit)})"
        readings.append(ref.reading(row, row.rank_low, text, high=row.rank_high))
    return _series(q, readings)


def share(ref: Reference, q: Question) -> Found:
    """Share of the world's production, or of its exports, of which production tells little."""
    if _frame(q)[1] != "WORLD":
        return None
    readings, steps = [], {*signs("steps", q.words)} - {"mine"}
    for row in _rows(ref, q):
        text = f"{number(row.value)} of {number(row.world)} {row.unit} = {row.share:.1f} %"
        text += "" if row.world_basis.startswith("world") else f" ({row.world_basis})"
        slack = 2 * margin(row.value_printed, 1) * row.share
        readings.append(ref.reading(row, row.share, text, margin=slack))
    told = [r for r in ref.stated[q.places[0], "WORLD"] if r.row.commodity in q.names]
    told = [r for r in told if first(r.row, "step") in steps]
    return _series(q, readings + told, "others than the maker of the statistic state it" if told else "")


def trade(ref: Reference, q: Question) -> Found:
    """Share of what a market buys or a country sells, of the very years that the source has."""
    party, owner, sides = _frame(q)
    touched = {year for token in q.years() for year in re.findall(r"\d{4}", token.text)}
    touched |= {str(year) for year in (q.period.years if q.stated and q.period else ())}
    names = {*q.names, *(ref.called(name)[0] for name in q.names)}
    stated = [
        r for r in ref.stated[party, owner] if r.row.side in sides
        and names & {first(r.row, column).lower() for column in ("commodity", "product", "form")} - {""}
    ]  # fmt: skip
    stated = [r for r in stated if touched <= r.years] or [r for r in stated if not r.years]
    if not stated:
        return None
    editions = re.findall(r"\d{4}", " ".join(token.text for token in q.sentence if token.kind == "source"))
    stated = [r for r in stated if first(r.about, "edition") in editions] or stated
    q.spend(" ".join(str(cell) for r in stated if fit(q, r) for cell in r.row))
    return judge(q, stated, "who states a share may count otherwise")


def _frame(q: Question) -> tuple[str, str, set[str]]:
    """Return who has a share of whose trade: party, owner and the owner's side of it.

    The owner stands behind *of* ("of US imports") or is what *its* there points to.
    """
    target = q.target()
    of = [token.low for token in target]
    sides = {*signs("sides", of)}
    if q.change or q.ahead or not q.places:
        return "", "nobody", set()
    if any(token.name == "WORLD" for token in target):
        return "", "WORLD", sides
    owners, rest = ([t for t in q.near("place") if (t in target) == owns] for owns in (True, False))
    if {"its", "their", "whose"} & {*of} and len(rest) > 1:
        sides = sides or ({"exports"} if q.before(rest[1]) in ("to", "into") else {"supply"})
        owners, rest = rest[:1], rest[1:]
    if "supply" in sides:
        sides = {"supply", "imports", "deliveries", "consumption"}  # what comes in has many names
    party, owner = ("".join({token.name for token in some}) for some in (rest, owners))
    return party, owner or "nobody", sides


def growth(ref: Reference, q: Question) -> Found:
    """Production doubled, rose or fell: the ratio of two years in one table."""
    many = q.unit == "multiple"
    if not q.change or not q.period:
        return None
    rows, start = _rows(ref, q), min(*q.period.years, q.period.year - 1)
    old = {(row.stage, row.source): row.value for row in rows if row.year == start and row.value}
    readings = []
    for row in rows:
        if row.year == q.year and (before := old.get((row.stage, row.source))):
            change = row.value / before if many else 100 * (row.value / before - 1)
            shown = f"{change:.2f} times" if many else f"{change:+.1f} %"
            text = f"{number(before)} to {number(row.value, row.unit)}, {start} to {q.year} = {shown}"
            readings.append(ref.reading(row, -change if q.change == "fall" and not many else change, text))
    return _series(q, readings)


def reserves(ref: Reference, q: Question) -> Found:
    """Reserves of a country, or their share of the world's: never contradicts, for definitions differ."""
    shared = q.unit == "percent"
    if q.ahead or q.measure != ("share" if shared else "reserves") or (shared and _frame(q)[1] != "WORLD"):
        return None
    _rows(ref, q)  # stops at what is not of one country
    asked, readings = [ref.called(name)[0] for name in q.names], []
    rows = [row for row in ref.rows("reserves") if [row.commodity] == asked]
    totals = {(row.basis, row.source): row.value for row in rows if row.country == "WORLD"}
    for row in (row for row in rows if (row.country,) == q.places):
        world = totals.get((row.basis, row.source), math.nan)
        value = 100 * row.value / world if shared else row.value
        of = f" of {number(world)} = {value:.1f} %" if shared else ""
        text = f"{ref.label(row.source)}, reserves: {number(row.value, row.unit)}{of}, {row.basis}"
        readings.append(ref.reading(row, value, text, stage=row.basis))
    return _series(q, readings, "counts of reserves follow several definitions")


def _announced(ref: Reference, q: Question, own: list[Reading], slack: float, none: str = "") -> Found:
    """Judge by the statement with the claim's figure; where there is `none`, by the first there is (`own`).

    A word, party or year of the clause that is not the statement's stops it.
    """
    hits = [r for r in own if off(q, r) <= slack]
    if not hits and not (own and none):
        return None
    r = (hits or own)[0]
    row, named = r.row, q.near("place", "organisation")
    closed = first(row, "kind") in ("law", "critical", "strategic")
    who = {*parts(first(row, "giver", "subject", "actor_place")), *parts(first(row, "actor"))}
    who |= {*parts(first(row, "taker", "place"))}
    who |= {*vocabulary("organisations").get(row.place, ())} if closed else set()
    words = "" if closed else " ".join(map(str, row))
    refuse({token.text for token in named if token.name not in who and token.low not in words.lower()})
    q.spend(" ".join((words, *(token.text for token in named))), parts(first(row, "commodity", "title")))
    if first(row, "act", "topic").endswith("announced"):
        refuse(listed("done") & q.words)
    return _stands(ref, q, r) if hits else Verdict("contradicted", r, none, readings=len(own))


def _stands(ref: Reference, q: Question, r: Reading) -> Verdict:
    """Return the verdict on a claim with a statement's figure, by what else it says of it."""
    is_law, until = first(r.row, "kind") == "law", first(r.row, "horizon")
    for heir in (*ref.announced["plans"], *ref.announced["list_sources"]):
        if first(r.row, "superseded_by") == first(heir.row, "plan", "list"):
            like = first(heir.row, "unit") == first(r.row, "unit")
            why = "right when announced, a later one differs"
            return Verdict("outdated", r, why, sized=like, against=heir, by="the later one")
    for year in (q.horizon[:4], *(token.text[:4] for token in q.years())):
        if until and year.isdigit() and abs(int(until) - int(year)) > (not is_law):
            return Verdict("imprecise", r, f"it is for {until}")
    if is_law or not first(r.row, "announced"):
        lists = "it is on record so" if first(r.row, "giver") else "as the list has it"
        return supported(q, r, "as the act has it" if is_law else lists)
    return supported(q, r, f"as a {r.row.kind} announced by {r.row.actor}, not as a result")


def law(ref: Reference, q: Question) -> Found:
    """A percentage in an act: subject, what it is of, sign and year; a level, no increase."""
    if not SAID["act"].search(q.quote):
        return None
    refuse(listed("reached") & q.words)
    cues = signs("cues", [t.low for t in (*q.behind, *reversed(q.clause))])
    own = [r for r in ref.announced["plans"] if r.row.kind == "law" and [r.row.measure] == cues[:1]]
    own = [] if q.change else [r for r in own if {r.row.comparator[0], q.comparator[0]} != {"<", ">"}]
    if found := _announced(ref, q, own, q.loose):
        return found
    raise Stop(q.said)  # of nothing that the act speaks of


def entries(ref: Reference, q: Question) -> Found:
    """Number of entries of the official list of the only country that is named."""
    kind = "strategic" if any("strategic" in token.low for token in q.clause) else "critical"
    own = [r for r in ref.announced["list_sources"] if r.row.kind == kind and r.row.place in q.places]
    if len({r.row.place for r in own}) != 1 or not q.words & listed("list verbs"):
        return None
    refuse({token.low for token in q.behind} & listed("changing"))
    if all(r.low != q.value for r in own):
        early = (q.published or "9999") < min(r.row.available for r in own)
        if q.stated or early or q.plainly():
            return None  # may be of a list before those held
    sizes = ", ".join(f"{r.row.entries} ({r.row.available[:4]})" for r in own)
    return _announced(ref, q, own, 0.0, f"no list of theirs has that many: {sizes}")


def plan(ref: Reference, q: Question) -> Found:
    """Plans, targets and forecasts, judged by what was announced and whether it still stands."""
    counts, asked = q.unit == "count", (q.unit.removesuffix("/yr"), q.measure)
    own = [
        r for r in ref.announced["plans"] if (counts or (q.ahead and {*parts(r.row.commodity)} & {*q.names}))
        and (r.row.unit.removesuffix("/yr"), r.row.measure) == asked and r.row.place in q.places
        and r.row.kind != "law" and r.row.announced[: len(q.published)] <= q.published
    ]  # fmt: skip
    return _announced(ref, q, own, q.loose)


def offer(ref: Reference, q: Question) -> Found:
    """Money or projects: the same figure told of the same giver, taker and purpose in the same year."""
    asked = (q.measure if q.unit == "count" else "funding", q.unit)
    own = [r for r in ref.announced["offers"] if not q.stated or not r.years or str(q.year) in r.years]
    return _announced(ref, q, [r for r in own if (r.row.measure, r.row.unit) == asked], q.loose)
