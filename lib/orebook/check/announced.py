"""The rules for what somebody has laid down or announced: laws, lists, plans, money, projects.

Each takes the tables, the words its clauses may use, and the question; it returns a verdict, None where it
has nothing to say, and raises `Stop` at the word that another question asks with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from orebook.check.laid_out import Tables, groups_in, is_generic, sides_of, signs, stems
from orebook.check.question import SAID, WORDS, Question, Stop, listed, parts
from orebook.check.verdict import Verdict, fit, supported
from orebook.text.vocabulary import home

Words = tuple[str, ...]
_THINGS = frozenset("minerals materials metals commodities entries elements substances".split())


def law(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """A percentage in an act: subject, what it is of, sign and year."""
    laws = [p for p in tables.plans.values() if p.kind == "law"]
    subjects = {getattr(p, "subject", "") or p.place for p in laws}
    aim = subjects & {*q.places} and is_generic(q) and q.horizon and SAID["aim"].search(q.quote)
    if not (aim or SAID["act"].search(q.quote)):
        return None
    q.only(subjects, "place", "organisation")
    q = _ceiling(q)
    cue = next(iter(signs("cues", [t.low for t in (*q.behind(), *reversed(q.clause))])), None)
    own = [p for p in laws if p.measure == cue]
    if not own:
        return None
    q.spend(*words, names=groups_in(q))
    q.refuse("reached")
    if not (aim or listed("binding") & q.words()):
        raise Stop(q.said, "sense")
    hit = next((p for p in own if tables.meets(q, p)), None)
    current = tables.planned(next(p for p in own if not p.superseded_by))
    if hit is None and len({*signs("cues", [token.low for token in q.clause])}) > 1:
        raise Stop(q.said, "sense")  # it speaks of two benchmarks
    if hit is None:
        return Verdict("contradicted", current, "the benchmark of the act is another", readings=len(own))
    reading, slips = tables.planned(hit), [*_slips(q, hit)]
    if hit.superseded_by:
        return Verdict("outdated", reading, f"the proposal's figure; as adopted: {current.low:g} %")
    if not slips:
        return supported(q, reading, "as the act has it")
    reason = f"the benchmark is {' and '.join(dict.fromkeys(slips))}"
    return Verdict("imprecise" if len(slips) == 1 else "contradicted", reading, reason)


def _ceiling(q: Question) -> Question:
    """Return "on no single country for more than" as what it binds to: at most."""
    for token, behind in pairwise(q.clause):
        denied = token.low == "no" and behind.low in ("single", "one", "third", "country")
        denied |= token.low == "not" and behind.low in ("depend", "rely")
        if denied and token.end <= q.own.start and q.comparator == ">":
            clause, sentence = (tuple(t for t in told if t != token) for told in (q.clause, q.sentence))
            return replace(q, comparator="<=", clause=clause, sentence=sentence)
    return q


def _slips(q: Question, hit: Any) -> Iterable[str]:
    """Yield what a claim gets wrong about a benchmark; a wrong sign counts twice."""
    if hit.comparator[0] in "<>" and q.comparator[0] in "<>" and hit.comparator[0] != q.comparator[0]:
        yield from 2 * ["a ceiling, not a floor" if hit.comparator[0] == "<" else "a floor, not a ceiling"]
    if q.change or "increase" in q.words():
        yield "a level, not an increase"
    if q.horizon and q.horizon[:4] != hit.horizon:
        yield f"for {hit.horizon}, not {q.horizon[:4]}"


def _owner(tables: Tables, q: Question) -> str | None:
    """Return whose list a claim speaks of: the only one named."""
    named = {home(token.name) or token.name for token in q.near("place", "organisation")}
    named = {row.place for row in tables.lists.values()} & (named or {*q.places})
    return named.pop() if len(named) == 1 else None


def list_size(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """Number of entries of an official list."""
    behind = q.behind()
    things = any(t.kind == "commodity" and t.name.endswith(("materials", "minerals")) for t in behind)
    things = things or bool(_THINGS & {token.low for token in behind[:4]})
    said = {token.low for token in q.sentence if token.kind == "word"}
    if q.comparator != "=" or not things or not said & listed("list verbs") or not is_generic(q):
        return None
    kind = "strategic" if any("strategic" in token.low for token in q.clause) else "critical"
    rows, place = [row for row in tables.lists.values() if row.kind == kind], _owner(tables, q)
    if place is None and len({row.place for row in rows}) == 1:
        place = rows[0].place  # only one has such a list
    rows = [row for row in rows if row.place == place]
    if not rows:
        return None
    q.only({place})
    for token in behind:
        if token.low in listed("changing"):
            raise Stop(token.text, "sense")
    speakers = " ".join(token.text for token in q.near("organisation") if home(token.name) == place)
    q.spend(*words, also=speakers, names=groups_in(q))
    row = next((row for row in rows if row.entries == q.value), None)
    if row is None:
        return _no_list(tables, words, q, rows)
    reading, heir = (
        tables.listed(row, row.entries, f"{row.entries} entries"),
        tables.lists.get(row.superseded_by),
    )
    dated = heir and q.stated and q.year is not None and q.year < int(heir.available[:4])
    if heir is None or dated or "draft" in said:
        return Verdict("supported", reading, "as the list has it", readings=len(rows))
    since = f"superseded on {heir.available} by a list of {heir.entries}"
    return Verdict("outdated", reading, f"public since {row.available}; {since}")


def _no_list(tables: Tables, words: Words, q: Question, rows: list[Any]) -> Verdict | None:
    if q.stated or (q.published or "9999") < min(row.available for row in rows):
        return None  # a list before those held
    q.refuse("partial")
    if stop := q.plainly(*words, places={row.place for row in tables.lists.values()}, names=groups_in(q)):
        raise stop
    sizes = ", ".join(f"{row.entries} ({row.available[:4]})" for row in rows)
    last = tables.listed(rows[-1], rows[-1].entries, f"{rows[-1].entries} entries")
    return Verdict("contradicted", last, f"no list of theirs has that many: {sizes}", readings=len(rows))


def coverage(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """How many entries of a list, or what share of it, the country of the project produces."""
    of = re.match(r"\s*(?:out )?of (?:the )?(?:[\w’']+ ){0,2}?(\d+)\b", q.quote[q.own.end :])
    makers = {getattr(row, "place", "") for row in tables.reference.evidence} & {*q.places}
    if not makers or not is_generic(q) or q.ahead or (q.unit == "count" and not of):
        return None
    traded = q.measure in ("demand", "exports", "imports", "trade")
    traded = traded or bool(sides_of(token.low for token in q.target()) - {"production", "supply"})
    if traded or not re.search(r"materials|minerals|\blist", q.quote, re.I):
        return None
    if of:
        name = {row.entries: row.list for row in tables.lists.values()}.get(int(of.group(1)))
    else:
        owners = {row.place for row in tables.lists.values()}
        place = _owner(tables, q) or next((place for place in q.places if place in owners), "")
        name = tables.reference.list_at(place, q.published or str(q.year or "9999"))
    if name is None:
        return None
    levels = {
        shown: tables.reference.list_coverage(name, word)
        for shown, word in (
            ("by statistics", "statistics"),
            ("on any evidence", "any"),
            ("with what is planned", "planned"),
        )
    }
    least, now, most = (c.produced if q.unit == "count" else c.share for c in levels.values())
    counts = [f"{c.produced} of {c.entries} = {c.share:.1f} % {shown}" for shown, c in levels.items()]
    reading = tables.listed(tables.lists[name], now, "; ".join(counts))
    fits = [fit(q, replace(reading, low=n, high=n)) for n in (least, now, most)]
    exact = of and q.comparator == "=" and fits[1] == 2
    if not q.words() & listed("bringing") and (all(fits) or exact):
        q.spend(*words, names=groups_in(q))
        reason = "on any evidence of production now; the claim has no itemised list"
        return supported(q, reading, reason, readings=3)
    if not (least <= q.value <= most or any(fits)):
        return None
    if stop := q.doubted():
        raise stop
    reason = "depends on what counts as evidence, and production is not supply"
    return Verdict("imprecise", reading, reason, readings=3)


def plan(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """Plans, targets and forecasts, judged by what was announced and whether it still stands."""
    if not (q.ahead or q.unit == "count"):
        return None
    like = [p for p in tables.plans.values() if p.kind != "law" and _like(q, p)]
    hits = [p for p in like if tables.meets(q, p)]
    if not hits:
        why = "a plan or forecast: judged by announcements, never by output"
        needs = "the announcement, with its date and who made it"
        return None if q.unit == "count" else Verdict("not checked", None, why, needs)
    p = max(hits, key=lambda p: (not p.superseded_by, p.horizon[:4] == q.horizon[:4], p.announced))
    q.spend(*words, also=f"{p.statement} {p.actor}", names=groups_in(q) | {*p.commodity.split(";")})
    q.only({p.place, "WORLD"})
    kind = "forecast" if p.kind == "forecast" else f"{p.kind} announced by {p.actor}"
    later = [
        other for other in like
        if (other.actor, other.horizon) == (p.actor, p.horizon) and other.announced > p.announced
        and not tables.meets(q, other)
    ]  # fmt: skip
    if p.superseded_by or later:
        since = tables.plans[p.superseded_by] if p.superseded_by else max(later, key=lambda o: o.announced)
        return Verdict("outdated", tables.planned(p), f"a {kind}; since then: {since.statement}")
    years = [year for year in (q.horizon[:4], *(t.text[:4] for t in q.years())) if year.isdigit()]
    if p.horizon and any(abs(int(p.horizon) - int(year)) > 1 for year in years):
        return Verdict("imprecise", tables.planned(p), f"the {kind} is for {p.horizon}")
    return supported(q, tables.planned(p), f"as a {kind}, not as a result: {p.statement}")


def _like(q: Question, p: Any) -> bool:
    """Tell whether a plan is of the claim's thing and place, and was known when the article appeared."""
    unit, measure = q.unit.removesuffix("/yr"), WORDS["alike"].get(q.measure, q.measure)
    early = q.published and p.announced and q.published < p.announced[: len(q.published)]
    if p.unit.removesuffix("/yr") != unit or p.place not in q.places or early:
        return False
    if unit == "count":
        return p.measure == measure and len(stems(q.quote) & stems(p.statement)) >= 2
    alike = p.measure == measure or {p.measure, measure} == {"production", "capacity"}
    ore = any(re.search(r"\bores?$", token.low) for token in q.clause)
    same = not {*p.commodity.split(";")}.isdisjoint(q.names)
    return alike and same and (getattr(p, "form", "") == "ore") == ore


def money(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """Money: the same sum told of the same giver, taker and purpose in the same year."""
    if q.measure not in WORDS["measures"]["money"] or q.comparator not in ("=", "~"):
        return None
    rows = [row for row in tables.offers if (row.measure, row.unit) == ("funding", q.unit)]
    return _offer(tables, words, q, [row for row in rows if abs(row.value - q.value) <= q.strict])


def projects(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """Projects counted: the same number told of the same actor and place."""
    if q.measure != "projects":
        return None
    rows = [row for row in tables.offers if (row.measure, row.unit) == ("projects", "count")]
    near = [row for row in rows if row.value <= 2 * q.high and fit(q, tables.offered(row))]
    return _offer(tables, words, q, near)


def _offer(tables: Tables, words: Words, q: Question, rows: list[Any]) -> Verdict | None:
    """Judge by the first row of the same parties whose words the clause spends; else by what stopped."""
    stopped: Stop | None = None
    for row in sorted(rows, key=lambda row: (abs(row.value - q.value), row.statement)):
        said = (row.statement, row.topic, row.actor, row.commodity, getattr(row, "purpose", ""))
        names = groups_in(q) | {row.commodity} if row.commodity else set()
        try:
            _parties(q, row)
            q.spend(*words, also=" ".join(said), names=names)
            return supported(q, tables.offered(row), f"{row.topic}: {row.statement}")
        except Stop as stop:
            stopped = stopped or stop
    if stopped:
        raise stopped
    return None


def _parties(q: Question, row: Any) -> None:
    """Stop at who stands in the clause as giver or taker and is not the row's."""
    givers = {*parts(getattr(row, "giver", "") or row.actor_place), *parts(row.actor)}
    takers = {*parts(getattr(row, "taker", "") or row.place)}
    named = q.near("place", "organisation")
    for token in named:
        first = token is named[0] and token.end <= q.own.start and len(named) > 1
        giver = token.name in givers or token.low in f"{row.actor} {row.statement}".lower()
        taker = token.name in takers and not first
        led = q.before(token)
        if not (giver if led == "from" else taker if led in ("to", "for") else giver or taker):
            raise Stop(token.text, "who")
    if not named and not givers & {*q.places}:
        raise Stop(q.said, "who")
    if getattr(row, "act", row.topic).endswith("announced"):
        q.refuse("done")
    years = re.findall(r"\d{4}", row.year)
    if q.stated and q.year and years and not int(years[0]) <= q.year <= int(years[-1]):
        raise Stop(str(q.period), "when")
