"""Hold every claim against the official figures: a verdict, and the arithmetic in one line.

A claim is compared with every reading of the tables that means the same: same commodity, country,
measure and year, in each stage, source and edition. A point figure names its stage by matching one; a
bound such as "top 10" has to hold in all. What only an older edition or an earlier year bears out is
*outdated*; what is right for something else (a share of production given as one of exports) is
*imprecise*; plans are held against announcements, never against output. *Contradicted* is said only where
nothing about the question is in doubt and every reading is off by a tenth of the claim beyond the
tolerance; otherwise a claim is *not checked*, with what it would take.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from orebook.check.figures import Reference
from orebook.check.question import (
    OF,
    ROUNDED,
    SAID,
    WORDS,
    Question,
    Reading,
    Verdict,
    fit,
    judge,
    margin,
    off,
    parts,
    supported,
    take_apart,
    words,
)
from orebook.text.vocabulary import Entity, find_entities, home, vocabulary

RIGHT = ("supported", "supported with rounding")
VERDICTS = (*RIGHT, "imprecise", "outdated", "contradicted", "not verifiable", "not checked")
# A verdict before anything is found; the keys are the columns of the result.
NOTHING: dict[str, Any] = {
    "claim": "", "verdict": "not checked", "figure": None, "figure_unit": None, "source": None,
    "edition": None, "locator": None, "tolerance": None, "computation": None, "reason": "", "basis": "none",
    "needs": None, "inference": False, "review_verdict": "", "review_reason": "", "review_sources": "",
    "disagreement": "",
}  # fmt: skip
TONNES = {"t": 1.0, "kg": 1e-3}
OUTPUT = tuple(WORDS["output"])
STATISTICS = WORDS["statistics"]
WHOLE = re.compile(r"\d{4}(?:/\d{4})?")
OPINION = "an opinion: no figure could settle it"
SEVERAL = "counts of reserves follow several definitions"


class _Auditor:
    """The reference tables, laid out for looking up, and the rules that use them."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.standings: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for row in reference.standings.itertuples(index=False):
            self.standings[row.commodity, row.country].append(row)
        self.step = dict(zip(reference.stages["stage"], reference.stages["step"], strict=True))
        self.titles = dict(zip(reference.sources["source"], reference.sources["title"], strict=True))
        self.plans = {row.plan: row for row in reference.plans.itertuples(index=False)}
        self.offers = [row for row in reference.offers.itertuples(index=False) if row.value == row.value]
        self.lists = {row.list: row for row in reference.list_sources.itertuples(index=False)}
        self.timeline = [
            (row, _stems(row.event), {*parts(row.actor_place)})
            for row in reference.timeline.itertuples(index=False)
        ]
        self.shares = [entry for entry in self.told() if entry[-1].low == entry[-1].low]
        self.rules = (
            self.law, self.coverage, self.list_size, self.plan, self.statement,
            self.rank, self.share, self.growth, self.level, self.reserves,
        )  # fmt: skip

    # -- readings ----------------------------------------------------------------------------------

    def label(self, source: str) -> str:
        maker = STATISTICS.get(source.split("-")[0])
        return f"{maker} {source[-4:]}" if maker else self.titles.get(source, source)

    def told(self) -> Iterator[tuple[str, str, str, str, str, Reading]]:
        """Yield the shares that a source states: holder, market, measure, commodity, step, reading."""

        def reading(row: Any, share: float, of: str, when: str, year: int | None = None) -> Reading:
            text = f"{self.label(row.source)}, {when}: {share:g} % of {of}"
            origin = (row.source, "", getattr(row, "locator", ""))
            return Reading(share, share, text, year, f"{of} {when}", 0.5, *origin)

        for row in self.reference.china_share.itertuples(index=False):
            made = row.source.split("-")[0] in STATISTICS  # those stand in production
            if not (made or row.projection or row.flag):
                year = int(row.year) if row.owner == "WORLD" and row.year == row.year else None
                found = reading(row, row.share, row.metric, row.year_printed, year)
                yield row.party, row.owner, row.side, row.commodity, row.step, found
        for row in self.reference.eu_sourcing.itertuples(index=False):
            found = reading(row, row.share, row.metric, row.year_printed)
            yield row.party, row.owner, row.side, row.commodity, "", found
        for row in self.reference.us_imports.itertuples(index=False):
            found = reading(row, row.share, f"US imports of {row.product}", row.period)
            for name in sorted({row.commodity, row.product.lower()}):
                yield row.country, "USA", "imports", name, "", found
        for row in self.offers:
            if row.unit == "percent" and row.denominator:
                found = reading(row, row.value, row.denominator, row.year)
                yield row.actor_place, row.place, row.measure, row.commodity, "", found

    def standing(self, row: Any, low: float, high: float, text: str, spread: float = 0.0) -> Reading:
        sure = " (estimate)" if row.estimate else ""
        text = f"{self.label(row.source)}, {row.year}{sure}, {row.stage}: {text}"
        origin = (row.source, row.edition, row.locator)
        return Reading(low, high, text, int(row.year), row.stage, spread, *origin)

    def listed(self, row: Any, value: float, text: str) -> Reading:
        text = f"{row.title}: {text}"
        return Reading(value, value, text, None, row.list, 0.0, row.source, row.available[:4])

    def offered(self, row: Any) -> Reading:
        text = f"{row.year}: {row.value_printed} {row.unit_printed}. {row.statement}"
        return Reading(row.value, row.value, f"{self.label(row.source)}, {text}", source=row.source)

    def planned(self, p: Any) -> Reading:
        unit = {"percent": " %", "multiple": " times", "count": ""}.get(p.unit, f" {p.unit}")
        of, by = f" of {p.denominator}" if p.denominator else "", f" by {p.horizon}" if p.horizon else ""
        when = f", {p.announced}" if p.announced else ""
        text = f"{self.label(p.source)}{when}: {_number(p.value)}{unit}{of}{by}"
        return Reading(p.value, p.value, text, None, p.plan, 0.0, p.source)

    def meets(self, q: Question, p: Any) -> bool:
        return fit(replace(q, comparator="="), self.planned(p)) > 0

    def rows(self, q: Question) -> list[Any]:
        """Return the standings of the claim's country for its commodity, in the stages it may mean."""
        called = self.reference.called(q.names[0]) if len(q.names) == 1 else None
        if called is None:
            return []
        rows = self.standings.get((called[0], q.places[0]), [])
        beside = re.search(rf"(?:\w+[ -])?{re.escape(q.names[0])}(?: [\w-]+){{0,2}}", q.quote, re.I)
        steps = _steps(q.of) or _steps(f"{q.measure} {beside.group() if beside else ''}")
        if called[1]:
            return [row for row in rows if row.stage == called[1]]
        if steps & {self.step[row.stage] for row in rows}:
            return [row for row in rows if self.step[row.stage] in steps]
        return [row for row in rows if steps != {"refinery"} or self.step[row.stage] != "mine"]

    def other(self, q: Question, text: str) -> str | None:
        """Return what else than the country's year of the commodity the figure may be of, or None."""
        entities = find_entities(q.quote)
        places = [e for e in entities if e.kind in ("place", "city")]
        parted = bool(SAID["part"].search(text))
        for e in entities:
            if e.kind == "commodity" and e.name in q.names:
                parted |= _of_a_kind(q, e) or bool(SAID["kind_behind"].match(q.quote[e.end :]))
            elif e in places and e.name == q.places[0]:
                within = {name.lower() for name in vocabulary("places").get(e.name, {}).get("within", ())}
                parted |= e.text.lower() in within or _in_part(q, e)
        whose = [e for e in entities if e in places or e.kind == "commodity"]  # "Uranium production fell"
        parted |= _agent(q, whose) is not None
        if q.measure == "supply":
            return "supply is not production"
        what = "it may be of a works, a company, a product, a part of the country or of a time"
        return what if parted else None

    def unlike(self, q: Question) -> Verdict | None:
        """Return *not checked* for a part of a year, a country or a commodity, of which no table is."""
        if q.period and not WHOLE.fullmatch(q.period):
            reason = "the tables have whole years only"
            return Verdict("not checked", None, reason, f"the figure for {q.period}")
        part = self.part(q)
        return Verdict("not checked", None, part, "the figure for exactly this") if part else None

    def part(self, q: Question) -> str | None:
        """Return why a figure is not of the whole country and its commodity, even where one matches."""
        entities = find_entities(q.quote)
        places = [e for e in entities if e.kind in ("place", "city")]
        if any(_in_part(q, e) for e in places):
            return "it is of a part of the country"
        named = [e for e in entities if e.kind == "commodity" and e.name in q.names]
        ore = any(
            e.text.lower().endswith((" ore", " ores")) or SAID["ore"].match(q.quote[e.end :]) for e in named
        )
        content = not any(re.search("gross|ore", row.stage) for row in self.rows(q)) if ore else False
        if content or any(_of_a_kind(q, e) for e in named):
            return "it is of another product"
        firms = [e.text for e in entities if e.kind == "organisation"]
        agent = _agent(q, [e for e in entities if e.kind != "organisation"])
        firm = agent and (" " in agent[1] or agent.start() > 0 or agent[1] in firms)
        return "it is of a company" if firm and not places else None

    def doubt(self, q: Question) -> str | None:
        """Return what is unsure about the question, or None: only then can a figure contradict it."""
        entities = find_entities(q.quote)
        places = {e.name for e in entities if e.kind in ("place", "city")} - {"WORLD"}
        commodities = {self.reference.commodity(e.name) or e.name for e in entities if e.kind == "commodity"}
        if q.modality != "reported" or q.year is None or not q.alone:
            return "it is not the plain statement of one figure for one year"
        if len(places) > 1 or q.places[0] not in places | {"WORLD"}:
            return "the sentence does not name the country alone"
        if {self.reference.commodity(name) for name in q.names} != commodities:
            return "the sentence does not name the commodity alone"
        return "the sentence says more than that" if _more(q, "plain") else None

    # -- the rules: each returns a verdict, or None where it has nothing to say ---------------------

    def level(self, q: Question) -> Verdict | None:
        """Tonnes produced by a country or the world in a year."""
        size = TONNES.get(q.unit.removesuffix("/yr"))
        if size is None or q.measure not in OUTPUT or q.change or len(q.places) != 1 or q.ahead:
            return None
        if found := self.unlike(q):
            return found
        readings = [
            self.standing(row, row.value, row.value, _tonnes(row), margin(row.value_printed, row.value))
            for row in self.rows(q)
        ]
        return judge(q.scaled(size), readings, partial(self.other, q, q.quote), partial(self.doubt, q))

    def rank(self, q: Question) -> Verdict | None:
        """Place of a country among the producers."""
        asked = q.market in ("WORLD", "") and q.of in ("", "share", "exports", *OUTPUT)
        if q.unit != "rank" or not q.places or not asked:
            return None
        readings = []
        for row in self.rows(q):
            if row.rank_low == row.rank_low:
                shared = "" if row.rank_low == row.rank_high else f" to {row.rank_high:.0f}, shared,"
                text = f"place {row.rank_low:.0f}{shared} of {row.of:.0f} named countries ({_tonnes(row)})"
                readings.append(self.standing(row, row.rank_low, row.rank_high, text))
        if q.of == "exports":
            return _of_production(judge(q, readings, lambda: "it is of exports"))
        return judge(q, readings, partial(self.other, q, q.before), partial(self.doubt, q))

    def share(self, q: Question) -> Verdict | None:
        """Share of a country in production, supply, imports or exports."""
        if q.unit != "percent" or not q.places or q.change or q.ahead or q.measure not in ("share", *OF):
            return None
        who, market = q.places[0], q.market or (q.places[1] if len(q.places) > 1 else "WORLD")
        said = re.match(r"all\b" if market == "WORLD" else r"(?:its|their)\b", q.of) or q.of in OUTPUT
        if not q.market and q.of and not said:
            return None  # of something no table is about
        of = q.of if q.of in OF else q.measure if not q.of and q.measure in OF else "production"
        if not q.of and "reserves" in q.quote and not any(word[:6] in q.quote for word in OUTPUT):
            of = "reserves"
        if market == "WORLD" and (found := self.unlike(q)):
            return found
        own = [entry[2:] for entry in self.shares if {*entry[:2]} == {who, market}]
        names = {*q.names, *map(self.reference.commodity, q.names)}
        named = [entry for entry in own if entry[1] in names]
        if market != "WORLD":
            return self._traded(q, [r for *_, r in named], [r for *_, r in own] if _generic(q) else [])
        if of == "reserves":
            return judge(q, self._reserves(q, True), doubt=lambda: SEVERAL)
        readings = []
        for row in self.rows(q):
            if row.share == row.share:
                text = f"{_number(row.value)} of {_number(row.world)} {row.unit} = {row.share:.1f} %"
                text += "" if row.world_basis.startswith("world") else f" ({row.world_basis})"
                spread = min(ROUNDED, 2 * margin(row.value_printed, 1)) * row.share
                readings.append(self.standing(row, row.share, row.share, text, spread))
        refined = "refinery" in _steps(f"{q.measure} {q.of} {q.quote}")
        readings += [
            reading
            for measure, _, step, reading in named
            if measure == "production" and (step == "magnets" or (step == "refinery" and refined))
        ]
        if of in OUTPUT:
            doubt = partial(self.doubt, q) if q.market or not q.of else lambda: "it is not said of whose"
            return judge(q, readings, partial(self.other, q, q.before), doubt)
        traded = [reading for measure, *_, reading in named if measure == of]
        found = judge(q, traded, doubt=lambda: "the trade figure is old")
        if of == "exports" and not (found and found.verdict in RIGHT):
            return _of_production(judge(q, readings, lambda: "it is of exports")) or found
        return found

    @staticmethod
    def _traded(q: Question, named: list[Reading], wide: list[Reading]) -> Verdict | None:
        """Share in what a market buys: of this commodity, or of all together where only some are known."""
        if named:
            found = judge(replace(q, stated=False), named)
            return found if found and found.verdict in RIGHT else None
        wide = sorted(wide, key=lambda r: (r.low, r.text))
        if not wide or not wide[0].low - q.loose <= q.value <= wide[-1].high + q.loose:
            return None
        near = min(wide, key=lambda r: off(q, r))
        text = near.text if len(wide) == 1 else f"from {wide[0].text} to {wide[-1].text}"
        reason = "true of some materials or of a narrower base, not of all together"
        return Verdict("imprecise", replace(near, text=text), reason)

    def growth(self, q: Question) -> Verdict | None:
        """Production doubled, rose or fell: the ratio of two years in one table."""
        if q.unit not in ("percent", "multiple") or not (q.change or q.unit == "multiple") or q.ahead:
            return None
        if q.measure not in OUTPUT or len(q.places) != 1 or q.year is None or not WHOLE.fullmatch(q.period):
            return None
        named = sorted({int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", q.quote)} - {q.year})
        unsure = not named and SAID["since"].search(q.quote)
        if len(named) > 1 or unsure or self.other(q, q.quote) or self.doubt(q):
            return None  # a change of a few percent is met by chance too easily
        start = named[0] if named else q.first if q.first and q.first < q.year else q.year - 1
        tables: dict[tuple[str, str], dict[int, Any]] = defaultdict(dict)
        for row in self.rows(q):
            tables[row.stage, row.source][int(row.year)] = row
        readings, many = [], q.unit == "multiple"
        for table in tables.values():
            old, new = table.get(start), table.get(q.year)
            if old is not None and new is not None and old.value:
                ratio = new.value / old.value
                value = ratio if many else 100 * (ratio - 1) * (-1 if q.change == "fall" else 1)
                shown = f"{ratio:.2f} times" if many else f"{100 * (ratio - 1):+.1f} %"
                text = f"{_number(old.value)} to {_tonnes(new)}, {start} to {q.year} = {shown}"
                spread = ratio * min(margin(old.value_printed, 1) + margin(new.value_printed, 1), ROUNDED)
                readings.append(self.standing(new, value, value, text, spread * (1 if many else 100)))
        return judge(q, readings)

    def _reserves(self, q: Question, share: bool) -> list[Reading]:
        table = self.reference.reserves.dropna(subset="value")
        table = table[table["commodity"].isin([self.reference.commodity(name) for name in q.names])]
        world = table[table["country"] == "WORLD"]
        totals = {(row.basis, row.source): row for row in world.itertuples(index=False)}
        found = []
        for row in table[table["country"] == q.places[0]].itertuples(index=False):
            value, text, total = row.value, _tonnes(row), totals.get((row.basis, row.source))
            if share and total is not None:
                value = 100 * row.value / total.value
                most = "at most " if total.bound else ""
                text = f"{_number(row.value)} of {_tonnes(total)} = {most}{value:.1f} %"
            if total is not None or not share:
                text = f"{self.label(row.source)}, reserves: {text}, {row.basis}"
                about = (row.basis, 0.0, row.source, row.edition, row.locator)
                found.append(Reading(value, value, text, None, *about))
        return found

    def reserves(self, q: Question) -> Verdict | None:
        """Reserves of a country or the world, as USGS counts them."""
        size = TONNES.get(q.unit)
        if size is None or q.measure != "reserves" or len(q.places) != 1:
            return None
        other = partial(self.other, q, q.quote)
        return judge(q.scaled(size), self._reserves(q, False), other, lambda: SEVERAL)

    @staticmethod
    def owner(q: Question) -> str | None:
        """Return whose list a claim speaks of: the only one named, or the last before the figure."""
        sides = [[home(e.name) or e.name for e in find_entities(side)] for side in (q.before, q.after)]
        before, behind = ([name for name in side if name in ("EU", "USA")] for side in sides)
        named = {*before, *behind, *({"EU", "USA"} & {*q.places})}
        return named.pop() if len(named) == 1 else before[-1] if before else None

    def list_size(self, q: Question) -> Verdict | None:
        """Number of entries of an official list."""
        entries, quote = SAID["entries"].match(q.after), q.quote.lower()
        listed = "list" in quote or SAID["counted"].search(q.before)
        if q.unit != "count" or q.comparator != "=" or not entries or not listed:
            return None
        around = q.before[-60:] + entries.group()
        if SAID["changes"].search(around) or not re.search("list|critical|strategic", quote):
            return None
        strategic = "strategic" in quote and "critical" not in entries.group().lower()
        place = self.owner(q) or ("EU" if strategic else None)  # only the EU has such a list
        kind, readings = "strategic" if strategic else "critical", {}
        for row in self.lists.values():
            if (row.place, row.kind) == (place, kind):
                readings[row.list] = self.listed(row, row.entries, f"{row.entries} entries")
        for name, reading in readings.items():
            if reading.low == q.value:
                row, heir = self.lists[name], self.lists.get(self.lists[name].superseded_by)
                dated = heir and q.stated and q.year is not None and q.year < int(heir.available[:4])
                if heir is None or dated or "draft" in quote:
                    return Verdict("supported", reading)
                since = f"superseded on {heir.available} by a list of {heir.entries}"
                return Verdict("outdated", reading, f"public since {row.available}; {since}")
        first = min((self.lists[name].available for name in readings), default="9999")
        if not readings or q.stated or _more(q, "plain", "list") or (q.published or "9999") < first:
            return None  # a part of it, or a list before those held
        sizes = ", ".join(f"{reading.low:g} ({reading.edition})" for reading in readings.values())
        return Verdict("contradicted", [*readings.values()][-1], f"no list of theirs has that many: {sizes}")

    def coverage(self, q: Question) -> Verdict | None:
        """How many entries of a list, or what share of it, Kazakhstan produces."""
        of = re.match(r"\s*(?:out )?of (?:the )?(?:[\w’']+ ){0,2}?(\d+)\b", q.after)
        counted = q.unit == "count" and of
        if "KAZ" not in q.places or not _generic(q) or not (q.unit == "percent" or counted):
            return None
        traded = q.measure in ("demand", "exports", "imports", "trade")
        if traded or not re.search(r"materials|minerals|\blist", q.quote, re.I):
            return None
        if of:
            name = {row.entries: row.list for row in self.lists.values()}.get(int(of.group(1)))
        else:
            place = self.owner(q) or next((place for place in q.places if place in ("EU", "USA")), "")
            name = self.reference.list_at(place, q.published or str(q.year or "9999"))
        if name is None:
            return None
        shown = {"statistics": "by statistics", "any": "on any evidence", "planned": "with what is planned"}
        levels = {word: self.reference.list_coverage(name, word) for word in shown}
        number = {word: c.produced if q.unit == "count" else c.share for word, c in levels.items()}
        counts = [f"{c.produced} of {c.entries} = {c.share:.1f} % {shown[w]}" for w, c in levels.items()]
        reading = self.listed(self.lists[name], number["any"], "; ".join(counts))
        fits = {word: fit(q, replace(reading, low=n, high=n)) for word, n in number.items()}
        if all(fits.values()) or (counted and q.comparator == "=" and fits["any"] == 2):
            return supported(q, reading, "on any evidence of production now; the claim has no itemised list")
        between = number["statistics"] <= q.value <= number["planned"] or any(fits.values())
        reason = "depends on what counts as evidence, and production is not supply"
        return Verdict("imprecise", reading, reason) if between else None

    def law(self, q: Question) -> Verdict | None:
        """Benchmarks of the Critical Raw Materials Act."""
        act = SAID["act"].search(q.quote)
        aim = "EU" in q.places and _generic(q) and q.horizon and SAID["aim"].search(q.quote)
        if q.unit != "percent" or not (act or aim):
            return None
        sides = (re.split(r"\d", q.after)[0], re.split(r"\d", q.before)[-1])
        cues = (name for side in sides for name, sign in WORDS["cues"].items() if re.search(sign, side))
        cue = next(cues, None)
        plans = [p for p in self.plans.values() if p.kind == "law" and p.measure == cue]
        hit = next((p for p in plans if self.meets(q, p)), None)
        if not plans or (hit is None and (not act or _more(q, "plain", "law"))):
            return None
        current = next(p for p in plans if not p.superseded_by)
        if hit is None:
            return Verdict("contradicted", self.planned(current), "the benchmark of the Act is another")
        if hit.superseded_by:
            since = f"the proposal's figure; as adopted: {current.value:g} %"
            return Verdict("outdated", self.planned(hit), since)
        slips = []
        if q.change or SAID["increase"].search(q.before):
            slips.append("a level, not an increase")
        if q.horizon and q.horizon[:4] != hit.horizon:
            slips.append(f"for {hit.horizon}, not {q.horizon[:4]}")
        verdict = ("supported", "imprecise", "contradicted")[len(slips)]
        reason = f"the benchmark is {' and '.join(slips)}" if slips else "as the Act has it"
        return Verdict(verdict, self.planned(hit), reason)

    def plan(self, q: Question) -> Verdict | None:
        """Plans, targets and forecasts, judged by what was announced and whether it still stands."""
        unit, measure = q.unit.removesuffix("/yr"), WORDS["alike"].get(q.measure, q.measure)
        if not (q.ahead or unit == "count"):
            return None
        hits = []
        for p in self.plans.values():
            if p.kind == "law" or p.unit.removesuffix("/yr") != unit or p.place not in q.places:
                continue
            if unit == "count":
                same = p.measure == measure and len(_stems(q.quote) & _stems(p.statement)) >= 2
            else:
                pair = {p.measure, measure}
                alike = len(pair) == 1 or pair == {"production", "capacity"}
                same = alike and not {*p.commodity.split(";")}.isdisjoint(q.names)
            known = not q.published or not p.announced or q.published >= p.announced[: len(q.published)]
            if same and known and self.meets(q, p):
                hits.append(p)
        if not hits:
            why = "a plan or forecast: judged by announcements, never by output"
            needs = "the announcement, with its date and who made it"
            return None if unit == "count" else Verdict("not checked", None, why, needs)
        p = max(hits, key=lambda p: (not p.superseded_by, p.horizon[:4] == q.horizon[:4], p.announced))
        kind = "forecast" if p.kind == "forecast" else f"{p.kind} announced by {p.actor}"
        if p.superseded_by:
            since = self.plans[p.superseded_by].statement
            return Verdict("outdated", self.planned(p), f"a {kind}; replaced by: {since}")
        if p.horizon and q.horizon[:4].isdigit() and abs(int(p.horizon) - int(q.horizon[:4])) > 1:
            return Verdict("imprecise", self.planned(p), f"the {kind} is for {p.horizon}")
        return supported(q, self.planned(p), f"as a {kind}, not as a result: {p.statement}")

    def statement(self, q: Question) -> Verdict | None:
        """Money and projects: the same figure told of the same parties in the same year."""
        hits = []
        for row in self.offers:
            parties = {*parts(row.actor_place), row.place}
            parties |= {*WORDS["central_asia"]} if row.place == "Central Asia" else set()
            if row.unit != q.unit or not parties & {*q.places}:
                continue
            if row.measure == "funding":
                same = q.measure in WORDS["money"] and q.comparator in ("=", "~")
                same = same and abs(row.value - q.value) <= q.strict
                same = same and (q.year is None or row.year[:4] == str(q.year) or not row.year[:4].isdigit())
                same = same and bool(_stems(q.quote) & _stems(f"{row.statement} {row.topic}"))
            else:
                same = row.unit == "count" and row.measure == q.measure and row.value <= 2 * q.high
                same = same and row.actor_place in q.places and (not row.place or row.place in q.places)
            if same and fit(q, self.offered(row)):
                hits.append((len(parties & {*q.places}), -abs(row.value - q.value), row))
        if not hits:
            return None
        row = max(hits, key=lambda hit: hit[:2])[2]
        return supported(q, self.offered(row), f"{row.topic}: {row.statement}")

    # -- one claim ---------------------------------------------------------------------------------

    def audit(self, row: Mapping[str, Any], alone: bool) -> dict[str, Any]:
        """Return the verdict on one claim of the ledger, without its review."""
        claim, q = NOTHING | {"claim": str(row["claim"])}, take_apart(row, alone)
        if q is None:
            return claim | self.event(row)
        told = SAID["turn"].split(q.before)[-1]
        if SAID["denied"].search(told) or q.quote.rstrip("”\"'’» ").endswith("?"):
            return claim | {"reason": "the sentence denies, doubts or asks it", "needs": _needs(q)}
        found = next((finding for rule in self.rules if (finding := rule(q)) is not None), None)
        if found is None and q.modality == "opinion":
            return claim | {"verdict": "not verifiable", "reason": OPINION}
        found = found or Verdict("not checked", None, "no table has this figure")
        r = found.reading
        claim |= {"reason": found.reason, "computation": f"claim {_shown(q)}; {r.text}" if r else None}
        if found.verdict == "not checked" or r is None:
            return claim | {"needs": found.needs or _needs(q)}
        plain = "as the source has it" if found.verdict == "supported" else "within rounding"
        return claim | {
            "verdict": found.verdict, "basis": "computed", "reason": found.reason or plain,
            "tolerance": q.rule, "figure": r.low,
            "figure_unit": "t" if q.unit.removesuffix("/yr") in TONNES else q.unit,
            "source": r.source, "edition": r.edition or None, "locator": r.locator or None,
        }  # fmt: skip

    def event(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Judge a claim without a number by the policy timeline: same time, a party, three telling words."""
        if "opinion" in (row.get("kind"), row.get("modality")):
            return {"verdict": "not verifiable", "reason": OPINION}
        period, places = words(row.get("period")), {*parts(row.get("place"))}
        stems, most, event = _stems(words(row.get("quote"))), 2, None
        if row.get("kind") in ("event", "policy") and re.fullmatch(r"\d{4}(?:-\d\d){0,2}", period):
            for entry, telling, actors in self.timeline:
                dated = entry.date.startswith(period) or period.startswith(entry.date)
                if dated and actors & places and len(stems & telling) > most:
                    most, event = len(stems & telling), entry
        if event is None:
            return {"reason": "no table holds it", "needs": "a document or a second source that says so"}
        return {
            "verdict": "supported", "basis": "computed", "reason": "an event of that time and place",
            "source": event.source, "computation": f"policy timeline, {event.date}: {event.event}",
        }  # fmt: skip


def _in_part(q: Question, e: Entity) -> bool:
    """Return whether a place is the claim's, but for *the north of* it."""
    return e.name == q.places[0] and bool(SAID["compass"].search(q.quote[: e.start]))


def _of_a_kind(q: Question, e: Entity) -> bool:
    """Return whether a commodity is a kind of it only: *recycled*, *battery-grade*."""
    return bool(SAID["kind_before"].search(q.quote[: e.start]))


def _agent(q: Question, known: list[Entity]) -> re.Match[str] | None:
    """Return who made it, before the verb, unless that is one of the entities."""
    agent = SAID["agent"].search(q.before)
    return agent if agent and not any(e.start < agent.end(1) <= e.end + 2 for e in known) else None


def _stems(text: str) -> set[str]:  # the telling words, cut so that the forms of one word meet
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", text.lower())} - {*WORDS["common"]}


def _steps(text: str) -> set[str]:
    return {step for step, sign in WORDS["steps"].items() if re.search(sign, text)}


def _more(q: Question, *lists: str) -> bool:
    """Return whether a sentence says more than its figure, by any word that is not on the lists."""
    rest = f"{SAID['hedge'].sub('', q.before)} {q.after}"
    for entity in reversed(find_entities(rest)):
        if entity.kind not in ("measure", "organisation"):
            rest = f"{rest[: entity.start]} {rest[entity.end :]}"
    rest = SAID["source"].sub(" ", rest).lower()
    allowed = {word for name in lists for word in WORDS["beside"][name].split()}
    return not allowed.issuperset(re.findall(r"[^\W\d_]+", rest))


def _generic(q: Question) -> bool:
    return not q.names or any(SAID["generic"].search(name) for name in q.names)


def _of_production(found: Verdict | None) -> Verdict | None:
    """Turn a match with production into *imprecise* for a claim of exports."""
    if found is None or found.verdict not in (*RIGHT, "outdated"):
        return None
    reason = "that is a figure of production; the tables have none of exports"
    return replace(found, verdict="imprecise", reason=reason)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


def _tonnes(row: Any) -> str:
    return f"{_number(row.value)} {row.unit}"


def _shown(q: Question) -> str:
    signs = {"~": "about ", ">": "over ", ">=": "at least ", "<": "under ", "<=": "at most "}
    unit = {"percent": " %", "multiple": " times", "rank": " in rank", "count": ""}.get(q.unit, f" {q.unit}")
    high = f" to {_number(q.high)}" if q.high != q.value else ""
    return f"{signs.get(q.comparator, '')}{_number(q.value)}{high}{unit}"


def _needs(q: Question) -> str:
    what = f"{q.measure or 'the figure'}{' of ' if q.names else ''}{', '.join(q.names)}"
    where = f" in {', '.join(q.places)}" if q.places else ""
    return f"{what}{where}, {q.year or 'with its year'}, in {q.unit}, from the statistics or the operator"


def _review(row: Mapping[str, Any], reviews: list[Any]) -> Any:
    """Return the review whose words hold the claim: for a quantity the one that ends soonest after it."""
    quote, found = words(row.get("quote")), []
    for review in reviews:
        if review.quote not in quote and quote not in review.quote:
            continue
        at = quote.find(review.quote) if review.quote in quote else -review.quote.find(quote)
        begin, end = int(row["start"]) + at, int(row["start"]) + at + len(review.quote)
        if words(row.get("q_text")):
            if begin <= int(row["q_start"]) and int(row["q_end"]) <= end:
                found.append((end - int(row["q_end"]), review))
        elif 2 * min(len(review.quote), len(quote)) >= max(len(review.quote), len(quote)):
            found.append((abs(len(review.quote) - len(quote)), review))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def audit(ledger: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Return a verdict for every claim, computed from the tables where they can bear it.

    Parameters
    ----------
    ledger : pandas.DataFrame
        Claims, by `orebook.CLAIM_SCHEMA`.
    reference : Reference
        Official figures, lists, plans and reviews.

    Returns
    -------
    pandas.DataFrame
        A row a claim, in the ledger's order: ``claim``, ``verdict`` (one of `VERDICTS`), ``figure`` in
        ``figure_unit``, ``source``, ``edition``, ``locator``, ``tolerance`` (the rule), ``computation`` (the
        arithmetic in a line), ``reason``, ``basis`` (computed, reviewed, none), ``needs`` (what it would
        take), ``inference``, and beside it the hand-made review where there is one: ``review_verdict``,
        ``review_reason``, ``review_sources``, and the written reason of a ``disagreement`` between the two;
        "" where there is none.
    """
    auditor, reviews = _Auditor(reference), defaultdict(list)
    for review in reference.reviews.itertuples(index=False):
        reviews[review.seed].append(review)
    written = {(row.seed, row.quote): row.reason for row in reference.disagreements.itertuples(index=False)}
    records = ledger.to_dict("records")
    together = Counter((row["seed"], row["start"], row["unit"]) for row in records)
    verdicts = []
    for row in records:
        found = auditor.audit(row, together[row["seed"], row["start"], row["unit"]] == 1)
        review = _review(row, reviews.get(row["seed"], []))
        if review is not None:
            found |= {
                "review_verdict": review.verdict, "review_reason": review.reason,
                "review_sources": review.sources, "inference": review.inference,
                "disagreement": written.get((review.seed, review.quote), ""),
            }  # fmt: skip
        if review is not None and found["basis"] != "computed":
            found |= {
                "verdict": review.verdict, "reason": review.reason, "basis": "reviewed", "needs": None,
                "source": review.sources.split(";")[0],
            }  # fmt: skip
        verdicts.append(found)
    return pd.DataFrame(verdicts, columns=[*NOTHING])
