"""What each rule finds in the tables: statistics, shares that a source states, what was announced.

A rule returns a verdict, or None where it has nothing to say; it stops at a word that asks something else.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

from orebook.check.figures import EVIDENCE, Reference
from orebook.check.question import LOOSE, ROUNDED, SAID, WORDS, Question, Stop, listed, parts, refuse, signs
from orebook.check.verdict import Reading, Verdict, first, fit, judge, margin, number, off, supported
from orebook.text.vocabulary import home, name_of, vocabulary

OUTPUT = tuple(WORDS["measures"]["output"])
Found = Verdict | None  # what a rule says


# ---------------------------------------------------------------- statistics: one country, one year


def _rows(ref: Reference, q: Question, several: bool = False) -> list[Any]:
    """Return the standings of the claim's country in the stages its words mean, all of it and of one year."""
    place = q.places[0] if q.places else ""
    within = {name.lower() for name in vocabulary("places").get(place, {}).get("within", ())}
    for token in q.near("place", "organisation") if place else ():
        if token.name not in (place, "WORLD") or token.low in within:
            told = "who" if token.kind == "organisation" else "with whom"
            raise Stop(token.text, "part" if token.low in within else told)
    if len(q.places) != 1 or q.ahead:
        return []
    if not several and q.period and q.period.precision != "year":
        raise Stop(str(q.period), "when")
    for token in () if several else q.years():
        if token.text[:4] != str(q.year) or q.before(token) in listed("up to"):
            raise Stop(token.text, "when")
    commodity = q.names[0] if len(q.names) == 1 else ""
    named = next((token.text for token in q.near("commodity") if token.name == commodity), "")
    if named and not ref.called(named)[0]:  # a name that the tables do not know is another form
        raise Stop(named, "form")
    commodity, stage = ref.called(named or commodity)
    steps = signs("steps", [t.low for t in q.target()]) or signs("steps", q.words)
    return [
        row for row in ref.by_country.get((commodity, place), [])
        if stage in ("", row.stage) and (not steps or ref.step.get(row.stage) in steps)
    ]  # fmt: skip


def _series(ref: Reference, q: Question, own: list[Reading], never: str = "", exports: bool = False) -> Found:
    """Judge a claim whose clause is spent by figures of all years; `never` says why none contradicts it."""
    if not own:
        return None
    q.spend("export exports exported exporter" if exports else "")
    found = judge(q, own, lambda: "it is of exports" if exports else never or _doubt(ref, q))
    if not exports or found is None:
        return found  # of exports production tells little
    reason = "that is a figure of production; we found none of exports"
    right = found.verdict.startswith(("supported", "outdated"))
    return replace(found, verdict="imprecise", reason=reason, sized=False) if right else None


def _doubt(ref: Reference, q: Question) -> Stop | str | None:
    """Return why no figure can contradict a claim: a word, or a second look that finds another question.

    It uses nothing but the sentence: the only country and commodity in it, its years as written.
    """
    if stop := q.plainly():
        return stop
    named = {token.name for token in q.sentence if token.kind == "place"} - {"WORLD"} or {"WORLD"}
    metals = {ref.called(token.text)[0] for token in q.sentence if token.kind == "commodity"}
    years = {token.text[:4] for token in q.sentence if token.kind == "year"}
    steps = signs("steps", [token.low for token in q.sentence])
    rows = [
        row.value for row in ref.by_country.get((*metals, *named), ())  # of one metal and one country
        if (not years or str(row.year) in years) and (not steps or ref.step.get(row.stage) in steps)
    ]  # fmt: skip
    near = [value for value in rows if q.value * (1 - LOOSE) <= value <= q.high * (1 + LOOSE)]
    asked = rows and not (near and q.unit[0] == "t")
    return None if asked else "a second look at the raw rows does not find the question"


def level(ref: Reference, q: Question) -> Found:
    """Tonnes produced by a country or the world in a year."""
    made = q.measure in OUTPUT[:-1] or (q.measure in ("", "supply") and listed("makers") & q.words)
    if q.change or not made:
        return None
    held = {q.before(q.own)} & {"have", "has", "had"}  # in the ground
    refuse(held | {token.low for token in q.behind} & listed("than"))
    return _series(ref, q, [
        ref.reading(row, row.value, tonnes(row), margin=margin(row.value_printed, row.value))
        for row in _rows(ref, q)
    ])  # fmt: skip


def rank(ref: Reference, q: Question) -> Found:
    """Place of a country among the producers."""
    exports, readings = "exports" in signs("sides", [*q.words, q.denominator.lower()]), []
    for row in _rows(ref, q):
        if row.rank_low == row.rank_low:
            shared = "" if row.rank_low == row.rank_high else f" to {row.rank_high:.0f}, shared,"
            text = f"place {row.rank_low:.0f}{shared} of {row.of:.0f} named countries ({tonnes(row)})"
            readings.append(ref.reading(row, row.rank_low, text, high=row.rank_high))
    return _series(ref, q, readings, exports=exports)


def share(ref: Reference, q: Question) -> Found:
    """Share of the world's production, or of its exports, of which production tells little."""
    _, owner, sides = _frame(q)
    if owner not in ("", "WORLD") or not sides <= {"production", "supply", "exports"}:
        return None
    readings = []
    for row in _rows(ref, q):
        if row.share == row.share:
            text = f"{number(row.value)} of {number(row.world)} {row.unit} = {row.share:.1f} %"
            text += "" if row.world_basis.startswith("world") else f" ({row.world_basis})"
            slack = min(ROUNDED, 2 * margin(row.value_printed, 1)) * row.share
            readings.append(ref.reading(row, row.share, text, margin=slack))
    steps = {*(signs("steps", q.of) or signs("steps", q.words))} - {"mine"}
    told = [r for r in _stated(ref, q, q.places[0], "WORLD") if first(r.row, "step") in steps]
    readings += [replace(r, about=None, order=99) for r in told]  # never contradict
    return _series(ref, q, readings, "" if owner else "it is not said of whose", "exports" in sides)


def trade(ref: Reference, q: Question) -> Found:
    """Share of what a market buys or a country sells, of the very years that the source has."""
    party, owner, sides = _frame(q)
    touched = {str(year) for year in (q.period.years if q.stated and q.period else ())}
    touched |= {year for token in q.years() for year in re.findall(r"\d{4}", token.text)}
    editions = re.findall(r"\d{4}", " ".join(token.text for token in q.sentence if token.kind == "source"))
    stated = [r for r in _stated(ref, q, party, owner) if r.row.side in sides and owner != "WORLD"]
    stated = [r for r in stated if touched <= r.years] or [r for r in stated if not r.years]
    stated = [r for r in stated if first(r.about, "edition") in editions] or stated
    if not stated:
        return None
    q.spend(" ".join(r.words for r in stated if fit(q, r)))
    sure = touched and all(r.years == touched for r in stated)
    return judge(q, stated, lambda: q.plainly() if sure else "it is of other years")


def _stated(ref: Reference, q: Question, party: str, owner: str) -> list[Reading]:
    """Return the stated shares of a holder in a market, of the claim's commodity or form of it."""
    names = {*q.names, *(ref.called(name)[0] for name in q.names)}
    return [
        r for r in ref.stated.get((party, owner), ())
        if names & {first(r.row, column).lower() for column in ("commodity", "product", "form")} - {""}
    ]  # fmt: skip


def _frame(q: Question) -> tuple[str, str, set[str]]:
    """Return who has a share of whose trade: party, owner and the owner's side of it.

    The owner stands behind *of* ("of US imports") or is what *its* there points to; it is the world where
    that is named, "" where only a commodity is. What is done between owner and party tells the side.
    """
    if q.change or q.ahead or not q.places:
        return "", "nobody", set()
    target, said = q.target(), q.of
    sides = {*signs("sides", said)}
    if {"world", "global"} & {*said} or any(token.name == "WORLD" for token in target):
        return "", "WORLD", sides
    if target and all(token.kind == "commodity" or signs("sides", [token.low]) for token in target):
        return "", "", sides
    named = [token for token in q.near("place") if token.name != "WORLD"]
    owners = [token for token in named if token in target]
    rest = [token for token in named if token not in target]
    if {"its", "their", "whose"} & {*said} and len(rest) > 1:
        sides = sides or ({"exports"} if q.before(rest[1]) in ("to", "into") else {"supply"})
        owners, rest = rest[:1], rest[1:]
    elif not sides:
        sides = {"exports", "production"} if q.words & listed("take") else {"supply"}
    if "supply" in sides:
        sides = {"supply", "imports", "deliveries", "consumption"}  # what comes in has many names
    party, owner = ("".join({token.name for token in some}) for some in (rest, owners))
    return party, owner or "nobody", sides


def growth(ref: Reference, q: Question) -> Found:
    """Production doubled, rose or fell: the ratio of two years in one table."""
    many = q.unit == "multiple"
    if not (q.change or many) or q.year is None or q.period is None:
        return None
    rows, start = _rows(ref, q, several=True), min(*q.period.years, q.year - 1)
    old = {(row.stage, row.source): row.value for row in rows if row.year == start and row.value}
    readings = []
    for row in rows:
        if row.year == q.year and (before := old.get((row.stage, row.source))):
            change = row.value / before if many else 100 * (row.value / before - 1)
            shown = f"{change:.2f} times" if many else f"{change:+.1f} %"
            text = f"{number(before)} to {tonnes(row)}, {start} to {q.year} = {shown}"
            fell = q.change == "fall" and not many
            readings.append(ref.reading(row, -change if fell else change, text))
    return _series(ref, q, readings)


def reserves(ref: Reference, q: Question) -> Found:
    """Reserves of a country, or their share of the world's: never contradicts, for definitions differ."""
    shared = q.unit == "percent"
    if q.ahead or q.measure != ("share" if shared else "reserves"):
        return None
    _rows(ref, q)  # stops at what is not of one country
    rows = [
        row for row in ref.rows("reserves") if [row.commodity] == [ref.called(name)[0] for name in q.names]
    ]
    totals = {(row.basis, row.source): row.value for row in rows if row.country == "WORLD"}
    readings = []
    for row in rows:
        world = totals.get((row.basis, row.source), math.nan)
        value = 100 * row.value / world if shared else row.value
        if (row.country,) == q.places and value == value:
            of = f" of {number(world)} = {value:.1f} %" if shared else ""
            text = f"{ref.label(row.source)}, reserves: {tonnes(row)}{of}, {row.basis}"
            readings.append(ref.reading(row, value, text, stage=row.basis))
    return _series(ref, q, readings, "counts of reserves follow several definitions")


def tonnes(row: Any) -> str:
    """Return a row's figure with its unit."""
    return f"{number(row.value)} {row.unit}"


# ---------------------------------------------------------------- laws, lists, plans, money, projects


def _announced(ref: Reference, q: Question, own: list[Reading], slack: float, none: str = "") -> Found:
    """Judge by the statements with the claim's figure; where there is `none`, by all there are (`own`)."""
    hits, stops = [r for r in own if off(q, r) <= slack], []
    for r in hits or own[: bool(none)]:
        try:
            _spend(q, r)
            return _stands(ref, q, r) if hits else Verdict("contradicted", r, none, readings=len(own))
        except Stop as stop:
            stops.append(stop)
    if stops:
        raise stops[0]
    return None


def _spend(q: Question, r: Reading) -> None:
    """Stop at a word, party or year of the clause that is not the statement's."""
    row, named = r.row, q.near("place", "organisation")
    closed = first(row, "kind") in ("law", "critical", "strategic")
    givers = {*parts(first(row, "giver", "subject", "actor_place")), *parts(first(row, "actor"))}
    who = givers | {*parts(first(row, "taker", "place"))}
    who |= {*vocabulary("organisations").get(row.place, ())} if closed else set()
    words = "" if closed else r.words
    for token in named:
        gives = hasattr(row, "giver") and len(named) > 1 and token is named[0] and token.end <= q.own.start
        gives &= q.before(token) not in ("in", "at")  # "at the summit in Samarkand"
        known, said = (givers, row.actor) if gives else (who, words)
        if token.name not in known and not token.is_in(said):
            raise Stop(token.text, "who")
    names = parts(first(row, "commodity", "title"))
    q.spend(" ".join((words, *(token.text for token in named))), {*names, *q.groups} if names else ())
    if first(row, "act", "topic").endswith("announced"):
        refuse(listed("done") & q.words)


def _stands(ref: Reference, q: Question, r: Reading) -> Verdict:
    """Return the verdict on a claim with a statement's figure, by what else it says of it."""
    law, until = first(r.row, "kind") == "law", first(r.row, "horizon")
    sense = r.row.comparator[0] + q.comparator[0] if law else ""
    years = [year for year in (q.horizon[:4], *(t.text[:4] for t in q.years())) if until and year.isdigit()]
    why = "right when announced, a later one differs"
    for heir in (*ref.announced["plans"], *ref.announced["list_sources"]):
        if first(r.row, "superseded_by") == first(heir.row, "plan", "list"):
            like = first(heir.row, "unit") == first(r.row, "unit")
            return Verdict("outdated", r, why, sized=like, against=heir, by="the later one")
    for verdict, slipped, why in (
        ("contradicted", sense == "><", "the benchmark is a floor, not a ceiling"),
        ("contradicted", sense == "<>", "the benchmark is a ceiling, not a floor"),
        ("imprecise", law and q.change, "the benchmark is a level, not an increase"),
        ("imprecise", any(abs(int(until) - int(year)) > (not law) for year in years), f"it is for {until}"),
    ):
        if slipped:
            return Verdict(verdict, r, why)
    told = "it is on record so" if first(r.row, "giver") else "as the list has it"
    if first(r.row, "announced"):
        told = f"as a {r.row.kind} announced by {r.row.actor}, not as a result"
    return supported(q, r, "as the act has it" if law else told)


def law(ref: Reference, q: Question) -> Found:
    """A percentage in an act: subject, what it is of, sign and year."""
    if not SAID["act"].search(q.quote):
        return None
    refuse(listed("reached") & q.words)
    cues = signs("cues", [t.low for t in (*q.behind, *reversed(q.clause))])
    own = [r for r in ref.announced["plans"] if r.row.kind == "law" and [r.row.measure] == cues[:1]]
    one = len({*cues}) == 1
    if found := _announced(ref, q, own, q.loose, "the benchmark of the act is another" * one):
        return found
    raise Stop(q.said, "sense")  # of nothing that the act speaks of, or of two things


def _owner(ref: Reference, q: Question) -> str:
    """Return whose list a claim speaks of: the only one named."""
    named = {home(token.name) or token.name for token in q.near("place", "organisation")}
    named = {row.place for row in ref.rows("list_sources")} & (named or {*q.places})
    return named.pop() if len(named) == 1 else ""


def entries(ref: Reference, q: Question) -> Found:
    """Number of entries of an official list."""
    kind = "strategic" if any("strategic" in token.low for token in q.clause) else "critical"
    asked = (kind, _owner(ref, q))
    own = [r for r in ref.announced["list_sources"] if (r.row.kind, r.row.place) == asked]
    if not own or not q.words & listed("list verbs") or not q.is_generic:
        return None
    refuse({token.low for token in q.behind} & listed("changing"))
    if all(r.low != q.value for r in own):
        if q.stated or (q.published or "9999") < min(r.row.available for r in own):
            return None  # may be of a list before those held
        if stop := q.plainly(q.groups):
            raise stop
    sizes = ", ".join(f"{r.row.entries} ({r.row.available[:4]})" for r in own)
    return _announced(ref, q, own, 0.0, f"no list of theirs has that many: {sizes}")


def coverage(ref: Reference, q: Question) -> Found:
    """How many entries of a list, or what share of it, the country of the project produces."""
    of = re.match(r"\s*(?:out )?of (?:the )?(?:[\w’']+ ){0,2}?(\d+)\b", q.quote[q.own.end :])
    makers = {first(row, "place") for row in ref.evidence} & {*q.places}
    if not makers or not q.is_generic:
        return None
    asked, day = (_owner(ref, q), "critical"), q.published or str(q.year or "9999")
    lists = [  # of as many entries, or public by then
        row for row in ref.rows("list_sources")
        if (row.entries == int(of[1]) if of else
            (row.place, row.kind) == asked and row.available[: len(day)] <= day)
    ]  # fmt: skip
    if not lists:
        return None
    row = max(lists, key=lambda row: row.available)
    counts = {shown: ref.list_coverage(row.list, grade) for grade, shown in EVIDENCE.items()}
    told = [f"{c.produced} ({c.share:.1f} %) {shown}" for shown, c in counts.items()]
    who = name_of(q.places[0])
    text = f"{row.title}: of its {row.entries} materials {who} makes, counted by this book, {'; '.join(told)}"
    ends = [c.produced if q.unit == "count" else c.share for c in counts.values()]
    least, now, most = (ref.reading(row, n, text, edition=row.available[:4]) for n in ends)
    fits = [fit(q, r) for r in (least, now, most)]
    if not (least.low <= q.value <= most.high or any(fits)):
        return None
    for token in q.near("place"):
        if token.name not in (*q.places, row.place):
            raise Stop(token.text, "with whom")
    q.spend(names=q.groups)
    if of and fits[1] == 2:
        return supported(q, now, "on any evidence of production now; the claim has no itemised list", 3)
    reason = "right on looser evidence only, and what is made need not be supplied"
    return Verdict("imprecise", now, reason, readings=3, against=least, by="statistics alone")


def plan(ref: Reference, q: Question) -> Found:
    """Plans, targets and forecasts, judged by what was announced and whether it still stands."""
    own, asked, counts = [], (q.unit.removesuffix("/yr"), q.measure), q.unit == "count"
    for r in ref.announced["plans"] if q.ahead or counts else ():
        p = r.row
        known = p.kind != "law" and p.announced[: len(q.published)] <= q.published
        if known and (p.unit.removesuffix("/yr"), p.measure) == asked and p.place in q.places:
            own += [r] if counts or {*parts(p.commodity)} & {*q.names} else []
    return _announced(ref, q, own, q.loose)


def offer(ref: Reference, q: Question) -> Found:
    """Money or projects: the same figure told of the same giver, taker and purpose in the same year."""
    asked = (q.measure if q.unit == "count" else "funding", q.unit)
    own = [r for r in ref.announced["offers"] if (r.row.measure, r.row.unit) == asked]
    own = [r for r in own if not q.stated or not r.years or str(q.year) in r.years]
    return _announced(ref, q, own, q.loose)
