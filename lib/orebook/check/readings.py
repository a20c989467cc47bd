"""What each rule finds in the tables: statistics, shares that a source states, what was announced.

A rule takes the tables and the question and returns a verdict, or None where it has nothing to say; it
raises `Stop` at the word that another question asks with.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

from orebook.check.laid_out import Tables, first, groups_in, is_generic, number, sides_of, signs, tonnes
from orebook.check.question import SAID, WORDS, Question, Stop, listed, parts
from orebook.check.verdict import BEYOND, RIGHT, ROUNDED, Reading, Verdict, fit, judge, margin, supported
from orebook.text.vocabulary import home, vocabulary

OUTPUT = tuple(WORDS["measures"]["output"])
_GRADES = {"statistics": "by statistics", "any": "on any evidence", "planned": "with what is planned"}


# ---------------------------------------------------------------- statistics: one country, one year


def _rows(tables: Tables, q: Question, several: bool = False) -> list[tuple[Any, bool]]:
    """Return the standings of the claim's country; stop at what says it is not of all of it or a year."""
    if len(q.places) != 1 or q.ahead:
        return []
    rows, place = tables.rows(q), q.places[0]
    within = {name.lower() for name in vocabulary("places").get(place, {}).get("within", ())}
    for token in q.near("place"):
        if token.name not in (place, "WORLD") or token.low in within:
            raise Stop(token.text, "part" if token.low in within else "with whom")
    for token in q.near("figure"):
        if re.search(r"(?i)\b(?:years?|months?|decades?|weeks?|days?|quarters?)$", token.text):
            raise Stop(token.text, "when")
    if several:
        return rows
    if q.period and not (q.period.whole_years and len(q.period.years) == 1):
        raise Stop(str(q.period), "when")
    for token in q.years():
        if token.text[:4] != str(q.year) or (q.before(token) in listed("up to") and not q.ahead):
            raise Stop(token.text, "when")
    return rows


def _series(tables: Tables, q: Question, readings: list[Reading], never: str = "") -> Verdict | None:
    """Judge a claim whose clause is spent by figures of all years; `never` says why none contradicts it."""
    if not readings:
        return None
    q.spend()
    return judge(q, readings, lambda: never or _doubt(tables, q))


def _doubt(tables: Tables, q: Question) -> str | None:
    """Return why no figure can contradict a claim: a word, or a second look that finds another question.

    Nothing of the first reading is used but the sentence: the only country and commodity named anywhere in
    it, its years as written, and no raw row near the figure.
    """
    if stop := q.plainly():
        return str(stop)
    named = {token.name for token in q.sentence if token.kind == "place"} - {"WORLD"} or {"WORLD"}
    metals = {tables.reference.commodity(t.text) for t in q.sentence if t.kind == "commodity"}
    years = {token.text[:4] for token in q.sentence if token.kind == "year"}
    steps = signs("steps", [token.low for token in q.sentence])
    raw = [
        row.value for row in tables.reference.rows("production")
        if row.commodity in metals and row.country in named and (not years or str(row.year) in years)
        and tables.may_be(row.stage, steps)
    ]  # fmt: skip
    least, most = q.value * (1 - BEYOND), q.high * (1 + BEYOND)
    near = q.unit[0] == "t" and any(least <= value <= most for value in raw)
    if raw and not near and len(named) == len(metals) == 1:
        return None
    return "a second look at the raw rows does not find the question"


def level(tables: Tables, q: Question) -> Verdict | None:
    """Tonnes produced by a country or the world in a year."""
    if q.change or not (q.measure in OUTPUT[:-1] or (not q.measure and listed("makers") & q.words())):
        return None
    more = [token.text for token in q.behind() if token.low in listed("than")]
    more += [q.before(q.own)] if q.before(q.own) in ("have", "has", "had") else []  # in the ground
    if more:
        raise Stop(more[0], "sense")
    return _series(tables, q, [
        tables.standing(row, aside, row.value, tonnes(row), margin=margin(row.value_printed, row.value))
        for row, aside in _rows(tables, q)
    ])  # fmt: skip


def rank(tables: Tables, q: Question) -> Verdict | None:
    """Place of a country among the producers."""
    sides = sides_of([*q.words(), *q.denominator.lower().split()]) - {"production", "supply"}
    if sides - {"exports"}:
        return None
    readings = []
    for row, aside in _rows(tables, q):
        if row.rank_low == row.rank_low:
            shared = "" if row.rank_low == row.rank_high else f" to {row.rank_high:.0f}, shared,"
            text = f"place {row.rank_low:.0f}{shared} of {row.of:.0f} named countries ({tonnes(row)})"
            readings.append(tables.standing(row, aside, row.rank_low, text, high=row.rank_high))
    return _of_production(q, readings) if sides else _series(tables, q, readings)


def share(tables: Tables, q: Question) -> Verdict | None:
    """Share of a country in the world's production, or in its exports where a table has it."""
    target = q.target()
    said = [token.low for token in target] or q.denominator.lower().split()
    world = bool({"world", "global"} & {*said}) or any(token.name == "WORLD" for token in target)
    bare = bool(target) and all(token.kind == "commodity" or sides_of([token.low]) for token in target)
    sides = sides_of(said)
    told = {"mines", "miners", "producers"} & {*said} or {"holds", "held", "hold"} & q.words()
    if told and not sides:  # of firms, or of what lies in the ground
        raise Stop(min(told), "sense")
    known = (world or bare) and sides <= {"production", "supply", "exports"}
    if q.change or q.ahead or not q.places or not known:
        return None
    rows = _rows(tables, q)
    steps = {*(signs("steps", said) or signs("steps", q.words()))} - {"mine"}
    stated = tables.stated(q, q.places[0], "WORLD", {"production", "exports"})
    readings = [
        *(_part(tables, row, aside) for row, aside in rows if row.share == row.share),
        *(replace(r, made=False) for r in stated if r.step in steps),  # never contradict
    ]
    if "exports" in sides:
        return _of_production(q, readings)
    return _series(tables, q, readings, "" if world else "it is not said of whose")


def _part(tables: Tables, row: Any, aside: bool) -> Reading:
    text = f"{number(row.value)} of {number(row.world)} {row.unit} = {row.share:.1f} %"
    text += "" if row.world_basis.startswith("world") else f" ({row.world_basis})"
    slack = min(ROUNDED, 2 * margin(row.value_printed, 1)) * row.share
    return tables.standing(row, aside, row.share, text, margin=slack)


def _of_production(q: Question, readings: list[Reading]) -> Verdict | None:
    """Turn a match with production into *imprecise* for a claim of exports."""
    found = judge(q, readings, lambda: "it is of exports")
    if found is None or found.verdict not in (*RIGHT, "outdated"):
        return None
    reason = (
        "that is a figure of production; of exports the tables have none, so nothing can be said of its size"
    )
    return replace(found, verdict="imprecise", reason=reason, sized=False)


def growth(tables: Tables, q: Question) -> Verdict | None:
    """Production doubled, rose or fell: the ratio of two years in one table."""
    many = q.unit == "multiple"
    if not (q.change or many) or q.year is None:
        return None
    rows = _rows(tables, q, several=True)
    start = min(*q.period.years, q.year - 1) if q.period else q.year - 1
    old = {(row.stage, row.source): row for row, _ in rows if row.year == start and row.value}
    readings = []
    for new, aside in rows:
        before = old.get((new.stage, new.source)) if new.year == q.year else None
        if before is None:
            continue
        ratio = new.value / before.value
        value = ratio if many else 100 * (ratio - 1) * (-1 if q.change == "fall" else 1)
        shown = f"{ratio:.2f} times" if many else f"{100 * (ratio - 1):+.1f} %"
        text = f"{number(before.value)} to {tonnes(new)}, {start} to {q.year} = {shown}"
        spread = ratio * min(margin(before.value_printed, 1) + margin(new.value_printed, 1), ROUNDED)
        readings.append(tables.standing(new, aside, value, text, margin=spread * (1 if many else 100)))
    return _series(tables, q, readings)


def reserves(tables: Tables, q: Question) -> Verdict | None:
    """Reserves of a country or the world, or the country's share of them."""
    shared = q.unit == "percent"
    if q.measure != ("share" if shared else "reserves"):
        return None
    _rows(tables, q)  # stops at what is not of one country
    commodity, readings = (tables.product(q) or ("",))[0], []
    rows = [row for row in tables.reference.rows("reserves") if row.commodity == commodity]
    totals = {(row.basis, row.source): row for row in rows if row.country == "WORLD"}
    for row in rows:
        total = totals.get((row.basis, row.source))
        value = 100 * row.value / getattr(total, "value", math.nan) if shared else row.value
        if q.places != (row.country,) or q.ahead or math.isnan(value):
            continue
        text = tonnes(row)
        if shared and total is not None:
            most = "at most " if total.bound else ""
            text = f"{number(row.value)} of {tonnes(total)} = {most}{value:.1f} %"
        text = f"{tables.label(row.source)}, reserves: {text}, {row.basis}"
        readings.append(tables.reading(row, value, text, row.basis))
    return _series(tables, q, readings, "counts of reserves follow several definitions")


# ---------------------------------------------------------------- shares that a source states


def trade(tables: Tables, q: Question) -> Verdict | None:
    """Share in what a market buys or a country sells: in the claim's years where given, else the newest."""
    frame = frame_of(q) if q.places and not q.change and not q.ahead else None
    stated = tables.stated(q, *frame) if frame else []
    if q.stated and q.period:
        touched = {str(year) for year in q.period.years}
        stated = [r for r in stated if touched <= r.years] or [r for r in stated if not r.years]
    readings = sorted(stated, key=lambda r: (r.edition, fit(q, r), r.text))
    hits = [r for r in readings if fit(q, r)]
    if not hits:
        return None
    q.spend(also=" ".join(r.words for r in hits))
    if fit(q, readings[-1]):
        return supported(q, readings[-1], readings=len(readings))
    reason = f"a source has it, but the newest another: {readings[-1].text}"
    return Verdict("imprecise", hits[-1], reason, readings=len(readings))


def frame_of(q: Question) -> tuple[str, str, set[str]] | None:
    """Return who has a share of whose trade: party, owner and the owner's side of it.

    The owner stands in the phrase behind *of* ("of US imports", "of the uranium bought by the US"), or is
    the subject that *its* there points to. The other name is the party, and what is done between the two
    says whether the share is of what comes in or of what goes out.
    """
    target, words = q.target(), q.words()
    named = [token for token in q.near("place") if token.name != "WORLD"]
    owners = [token for token in named if token in target]
    rest = [token for token in named if token not in target]
    sides = sides_of(token.low for token in target)
    if {token.low for token in target} & {"its", "their", "whose"} and len(rest) > 1:
        sides = sides or ({"exports"} if q.before(rest[1]) in ("to", "into") else {"supply"})
        owners, rest = rest[:1], rest[1:]
    elif not sides:
        taken = words & {*WORDS["verbs"]["take"].split()} and not words & {"that", "by"}
        sides = {"exports", "production"} if taken else {"supply"}
    parties, markets = {token.name for token in rest}, {token.name for token in owners}
    if len(parties) > 1 or len(markets) > 1:
        raise Stop((rest or owners)[-1].text, "with whom")
    if "supply" in sides:
        sides = {"supply", "imports", "deliveries", "consumption"}  # what comes in has many names
    return (min(parties), min(markets), sides) if parties and markets else None


# ---------------------------------------------------------------- laws, lists, plans, money, projects


def law(tables: Tables, q: Question) -> Verdict | None:
    """A percentage in an act: subject, what it is of, sign and year."""
    laws = [p for p in tables.plans.values() if p.kind == "law"]
    if not SAID["act"].search(q.quote):
        return None
    q.only({first(p, "subject", "place") for p in laws}, "place", "organisation")
    if q.comparator == ">" and q.capped():
        q = replace(q, comparator="<=")
    cues = signs("cues", [t.low for t in (*q.behind(), *reversed(q.clause))])
    own = [p for p in laws if cues and p.measure == cues[0]]
    if not own:
        return None
    q.spend(names=groups_in(q))
    q.refuse("reached")
    hit = next((p for p in own if tables.meets(q, p)), None)
    current = next(tables.planned(p) for p in own if not p.superseded_by)
    if hit is None and len({*cues}) > 1:
        raise Stop(q.said, "sense")  # it speaks of two benchmarks
    if hit is None:
        return Verdict("contradicted", current, "the benchmark of the act is another", readings=len(own))
    if hit.superseded_by:
        reason = f"the proposal's figure; as adopted: {current.low:g} %"
        return Verdict("outdated", tables.planned(hit), reason)
    told = hit.comparator[0] + q.comparator[0]
    slips = (
        ("contradicted", told == "><", "a floor, not a ceiling"),
        ("contradicted", told == "<>", "a ceiling, not a floor"),
        ("imprecise", q.change, "a level, not an increase"),
        ("imprecise", q.horizon[:4] not in ("", hit.horizon), f"for {hit.horizon}, not {q.horizon[:4]}"),
    )
    for verdict, slipped, slip in slips:
        if slipped:
            return Verdict(verdict, tables.planned(hit), f"the benchmark is {slip}")
    return supported(q, tables.planned(hit), "as the act has it")


def _owner(tables: Tables, q: Question) -> str:
    """Return whose list a claim speaks of: the only one named."""
    named = {home(token.name) or token.name for token in q.near("place", "organisation")}
    named = {row.place for row in tables.lists.values()} & (named or {*q.places})
    return named.pop() if len(named) == 1 else ""


def list_size(tables: Tables, q: Question) -> Verdict | None:
    """Number of entries of an official list."""
    if not q.words() & listed("list verbs") or not is_generic(q):
        return None
    kind = "strategic" if any("strategic" in token.low for token in q.clause) else "critical"
    place = _owner(tables, q)
    rows = [row for row in tables.lists.values() if (row.kind, row.place) == (kind, place)]
    if not rows:
        return None
    q.only({place})
    if new := next((token for token in q.behind() if token.low in listed("changing")), None):
        raise Stop(new.text, "sense")
    speakers = " ".join(token.text for token in q.near("organisation") if home(token.name) == place)
    q.spend(also=speakers, names=groups_in(q))
    row = next((row for row in rows if row.entries == q.value), None)
    if row is None and (q.stated or (q.published or "9999") < min(row.available for row in rows)):
        return None  # a list before those held
    if row is None:
        q.refuse("partial")
        if stop := q.plainly(groups_in(q)):
            raise stop
        sizes = ", ".join(f"{row.entries} ({row.available[:4]})" for row in rows)
        reason = f"no list of theirs has that many: {sizes}"
        newest = tables.listed(rows[-1], rows[-1].entries, f"{rows[-1].entries} entries")
        return Verdict("contradicted", newest, reason, readings=len(rows))
    reading = tables.listed(row, row.entries, f"{row.entries} entries")
    heir = tables.lists.get(row.superseded_by)
    if heir is None:
        return Verdict("supported", reading, "as the list has it", readings=len(rows))
    since = f"superseded on {heir.available} by a list of {heir.entries}"
    now = replace(reading, low=heir.entries, high=heir.entries)
    return Verdict("outdated", reading, f"right for the list of {row.available}; {since}", against=now)


def coverage(tables: Tables, q: Question) -> Verdict | None:
    """How many entries of a list, or what share of it, the country of the project produces."""
    of = re.match(r"\s*(?:out )?of (?:the )?(?:[\w’']+ ){0,2}?(\d+)\b", q.quote[q.own.end :])
    makers = {first(row, "place") for row in tables.reference.evidence} & {*q.places}
    if not makers or not is_generic(q) or (q.unit == "count" and not of):
        return None
    if of:
        name = {row.entries: row.list for row in tables.lists.values()}.get(int(of.group(1)))
    else:
        name = tables.reference.list_at(_owner(tables, q), q.published or str(q.year or "9999"))
    if name is None:
        return None
    levels = {shown: tables.reference.list_coverage(name, word) for word, shown in _GRADES.items()}
    least, now, most = (c.produced if q.unit == "count" else c.share for c in levels.values())
    counts = [f"{c.produced} of {c.entries} = {c.share:.1f} % {shown}" for shown, c in levels.items()]
    reading = tables.listed(tables.lists[name], now, "; ".join(counts))
    fits = [fit(q, replace(reading, low=n, high=n)) for n in (least, now, most)]
    exact = of and q.comparator == "=" and fits[1] == 2
    if all(fits) or exact:
        q.spend(names=groups_in(q))
        reason = "on any evidence of production now; the claim has no itemised list"
        return supported(q, reading, reason, readings=3)
    if not (least <= q.value <= most or any(fits)):
        return None
    strict = replace(reading, low=least, high=least)  # by statistics alone
    reason = (
        "by statistics alone; otherwise it depends on what counts as evidence, and to make is not to supply"
    )
    return Verdict("imprecise", reading, reason, readings=3, against=strict)


def plan(tables: Tables, q: Question) -> Verdict | None:
    """Plans, targets and forecasts, judged by what was announced and whether it still stands."""
    hits = [
        p for p in tables.plans.values()
        if p.kind != "law" and (q.ahead or q.unit == "count") and _like(q, p) and tables.meets(q, p)
    ]  # fmt: skip
    if not hits:
        return None
    p = max(hits, key=lambda p: (not p.superseded_by, p.horizon[:4] == q.horizon[:4], p.announced))
    q.spend(also=f"{p.statement} {p.actor}", names=groups_in(q) | {*p.commodity.split(";")})
    kind = "forecast" if p.kind == "forecast" else f"{p.kind} announced by {p.actor}"
    if p.superseded_by:
        heir = tables.plans[p.superseded_by]
        reason = f"right as a {kind}; since then: {heir.statement}"
        like = (heir.unit, heir.measure) == (p.unit, p.measure)
        return Verdict("outdated", tables.planned(p), reason, sized=like, against=tables.planned(heir))
    years = [year for year in (q.horizon[:4], *(t.text[:4] for t in q.years())) if year.isdigit()]
    if p.horizon and any(abs(int(p.horizon) - int(year)) > 1 for year in years):
        return Verdict("imprecise", tables.planned(p), f"the {kind} is for {p.horizon}")
    return supported(q, tables.planned(p), f"as a {kind}, not as a result: {p.statement}")


def _like(q: Question, p: Any) -> bool:
    """Tell whether a plan is of the claim's thing and place, and was known when the article appeared."""
    unit, its = q.unit.removesuffix("/yr"), p.unit.removesuffix("/yr")
    early = q.published and p.announced and q.published < p.announced[: len(q.published)]
    same = unit == "count" or not {*p.commodity.split(";")}.isdisjoint(q.names)
    return its == unit and p.place in q.places and p.measure == q.measure and same and not early


def offer(tables: Tables, q: Question) -> Verdict | None:
    """Money or projects: the same figure told of the same giver, taker and purpose in the same year."""
    measure = "projects" if q.unit == "count" else "funding"
    rows = [row for row in tables.offers if (row.measure, row.unit) == (measure, q.unit)]
    stopped: Stop | None = None
    for row in sorted(rows, key=lambda row: (abs(row.value - q.value), row.statement)):
        text = f"{tables.label(row.source)}, {row.year}: {row.value_printed} {row.unit_printed}."
        reading = tables.reading(row, row.value, f"{text} {row.statement}")
        if not fit(q, reading):
            continue
        said = (row.statement, row.topic, row.actor, row.commodity, first(row, "purpose"))
        try:
            _parties(q, row)
            q.spend(also=" ".join(said), names=groups_in(q) | {row.commodity} if row.commodity else set())
            return supported(q, reading, f"{row.topic}: {row.statement}")
        except Stop as stop:
            stopped = stopped or stop
    if stopped:
        raise stopped
    return None


def _parties(q: Question, row: Any) -> None:
    """Stop at who stands in the clause as giver or taker and is not the row's."""
    givers = {*parts(first(row, "giver", "actor_place")), *parts(row.actor)}
    takers = {*parts(first(row, "taker", "place"))}
    named = q.near("place", "organisation")
    for token in named:
        gives = len(named) > 1 and token is named[0] and token.end <= q.own.start
        said = token.low in (row.actor if gives else f"{row.actor} {row.statement}").lower()
        if not (said or token.name in givers or (token.name in takers and not gives)):
            raise Stop(token.text, "who")
    if first(row, "act", "topic").endswith("announced"):
        q.refuse("done")
    years = re.findall(r"\d{4}", row.year)
    if q.stated and q.year and years and not int(years[0]) <= q.year <= int(years[-1]):
        raise Stop(str(q.period), "when")
