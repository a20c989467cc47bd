"""Hold every claim against the official figures: a verdict, and the arithmetic in one line.

`RULES` says what each rule compares, how closely and when it stops; the code reads it, and the method page
prints it. A rule answers a question only where every word of the clause is spent (`orebook.check.question`);
the plain reading decides (`orebook.check.verdict`). *Contradicted* needs the whole sentence spent, every
reading off by a tenth beyond the tolerance, and a second look that finds the same from the raw rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from orebook.check.figures import Reference
from orebook.check.question import SAID, WORDS, Question, Stop, Token, ask, cell, is_quantity, listed, parts
from orebook.check.verdict import (
    BEYOND,
    LEAST,
    LOOSE,
    RIGHT,
    ROUNDED,
    VERDICTS,
    Reading,
    Verdict,
    error,
    fit,
    judge,
    margin,
    off,
    supported,
    tolerance,
)
from orebook.text.vocabulary import find_entities, home, vocabulary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RULES", "VERDICTS", "Rule", "audit", "audit_rows"]

# A verdict before anything is found; the keys are the columns of the result.
NOTHING: dict[str, Any] = {
    "claim": "", "verdict": "not checked", "said": "", "figure_text": "", "so": "", "figure": None,
    "figure_unit": None, "source": None, "edition": None, "locator": None, "tolerance": None, "readings": 0,
    "computation": None, "reason": "", "basis": "none", "needs": None, "inference": False,
    "review_verdict": "", "review_reason": "", "review_sources": "", "disagreement": "",
}  # fmt: skip
TONNES = {"t": 1.0, "kg": 1e-3}
OUTPUT = tuple(WORDS["measures"]["output"])
STATISTICS = WORDS["statistics"]
OPINION = "an opinion: no figure could settle it"
SEVERAL = "counts of reserves follow several definitions"
_OF_FIGURE = f"rounding of the figure as written, at most {ROUNDED:.0%}; {LOOSE:.0%} in words or hedged"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule compares, how closely, when it stops; `words` names the lists its clauses may use."""

    name: str
    compares: str
    tolerance: str
    stops: str
    words: tuple[str, ...]
    contradicts: bool = False


_COMMON_STOPS = "any word, name, product or year of the clause that the question has no place for"
RULES = (
    Rule("law", "a percentage in an act with its benchmark: subject, sense, sign and year", "none",
         "another subject than the act's; a target told as reached", ("law",), True),
    Rule("coverage", "n of the m on a list with the materials evidence is held for", _OF_FIGURE,
         _COMMON_STOPS, ("coverage",)),
    Rule("list size", "the number of a list's entries with the lists held", "none",
         "a list of nobody named; a part of a list", ("list",), True),
    Rule("plan", "a plan, target or forecast with what was announced before the article", _OF_FIGURE,
         "another actor, commodity or place; never held against output", ("plan",)),
    Rule("money", "a sum with an offer of the same giver, taker, purpose and year",
         "the figure as written", "another giver, taker or purpose", ("money",)),
    Rule("projects", "a number of projects with that of the same actor and place", _OF_FIGURE,
         "another actor or place", ("projects",)),
    Rule("rank", "a place among the producers with that in the table", "none; a shared place counts",
         "a rank of mines or firms, within a region, or in anything but output", ("rank",), True),
    Rule("share", "a share of world output with output divided by the world total", _OF_FIGURE,
         _COMMON_STOPS, ("share", "level"), True),
    Rule("trade", "a share of what a market buys or a country sells: holder, market and side in order",
         _OF_FIGURE, "holder and market the other way round; several holders", ("share", "trade")),
    Rule("growth", "a change of output with the ratio of two years in one table", _OF_FIGURE,
         "the change of a share, a value, or from a year that is not given", ("growth", "level"), True),
    Rule("level", "tonnes of a year with the table's, in the stage that the words mean",
         f"{_OF_FIGURE}; at least {LEAST:.1%}", _COMMON_STOPS, ("level",), True),
    Rule("reserves", "reserves, or their share of the world, with those counted", _OF_FIGURE,
         f"never contradicts: {SEVERAL}", ("reserves", "level")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A share that a source states: `party` has it of `owner`'s `side`."""

    party: str
    owner: str
    side: str
    commodity: str
    step: str
    row: Any
    reading: Reading


class Auditor:
    """The reference tables, laid out for looking up, and the rules that use them; no pandas."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.standings: dict[tuple[str, str], list[Any]] = defaultdict(list)
        self.step = {row.stage: row.step for row in reference.rows("stages")}
        self.order = {stage: at for at, stage in enumerate(self.step)}
        self.sources = {row.source: row for row in reference.rows("sources")}
        order = {source: at for at, source in enumerate(self.sources)}  # of equal editions the first decides
        for row in sorted(reference.standing_rows, key=lambda row: order.get(row.source, len(order))):
            self.standings[row.commodity, row.country].append(row)
        self.plans = {row.plan: row for row in reference.rows("plans")}
        self.offers = [row for row in reference.rows("offers") if row.value == row.value]
        self.lists = {row.list: row for row in reference.rows("list_sources")}
        self.timeline = [
            (row, _stems(row.event, parts(row.actor_place)), {*parts(row.actor_place)})
            for row in reference.rows("timeline")
        ]
        self.shares = [told for told in self._told() if told.reading.low == told.reading.low]
        self.rules = [(rule, getattr(self, rule.name.replace(" ", "_"))) for rule in RULES]

    # -- readings ----------------------------------------------------------------------------------

    def label(self, source: str) -> str:
        maker = STATISTICS.get(source.split("-")[0])
        return f"{maker} {source[-4:]}" if maker else getattr(self.sources.get(source), "title", source)

    def origin(self, row: Any, q: Question | None = None) -> dict[str, Any]:
        """Return what every reading says of its source."""
        available = getattr(self.sources.get(row.source), "available", "")
        known = not q or not q.published or not available or available <= q.published[: len(available)]
        return {
            "source": row.source, "edition": str(getattr(row, "edition", "")), "known": known,
            "locator": getattr(row, "locator", ""), "made": row.source.split("-")[0] in STATISTICS,
        }  # fmt: skip

    def _told(self) -> Iterator[Told]:
        """Yield the shares that a source states, of every table with party, owner and side."""
        for name in ("china_share", "eu_sourcing", "us_imports", "offers"):
            for row in self.reference.rows(name):
                share = getattr(row, "share", getattr(row, "value", None))
                unit = getattr(row, "unit", "") if name == "offers" else "percent"
                usable = unit == "percent" and getattr(row, "party", "") and not getattr(row, "flag", "")
                if not usable or getattr(row, "projection", False):
                    continue
                when = getattr(row, "year_printed", getattr(row, "period", str(getattr(row, "year", ""))))
                of = (
                    getattr(row, "metric", getattr(row, "denominator", ""))
                    or f"{row.side} of {row.commodity}"
                )
                of += f" ({row.product})" if name == "us_imports" and row.product else ""
                text = f"{self.label(row.source)}, {when}: {share:g} % of {of}"
                newest = max(re.findall(r"\d{4}", when), default="")
                origin = self.origin(row) | {"edition": newest, "made": False}
                reading = Reading(share, share, text, None, of, 0.5, **origin)
                yield Told(
                    row.party, row.owner, row.side, row.commodity, getattr(row, "step", ""), row, reading
                )

    def standing(
        self, q: Question, row: Any, low: float, high: float, text: str, spread: float = 0.0
    ) -> Reading:
        sure = " (estimate)" if row.estimate else ""
        text = f"{self.label(row.source)}, {row.year}{sure}, {row.stage}: {text}"
        return Reading(low, high, text, int(row.year), row.stage, spread, **self.origin(row, q))

    def listed(self, row: Any, value: float, text: str) -> Reading:
        text = f"{row.title}: {text}"
        return Reading(value, value, text, None, row.list, source=row.source, edition=row.available[:4])

    def offered(self, row: Any) -> Reading:
        text = f"{row.year}: {row.value_printed} {row.unit_printed}. {row.statement}"
        return Reading(row.value, row.value, f"{self.label(row.source)}, {text}", source=row.source)

    def planned(self, p: Any) -> Reading:
        unit = {"percent": " %", "multiple": " times", "count": ""}.get(p.unit, f" {p.unit}")
        of, by = f" of {p.denominator}" if p.denominator else "", f" by {p.horizon}" if p.horizon else ""
        when = f", {p.announced}" if p.announced else ""
        text = f"{self.label(p.source)}{when}: {_number(p.value)}{unit}{of}{by}"
        return Reading(p.value, p.value, text, None, p.plan, source=p.source)

    def meets(self, q: Question, p: Any) -> bool:
        return fit(replace(q, comparator="="), self.planned(p)) > 0

    # -- slots -------------------------------------------------------------------------------------

    def product(self, q: Question) -> tuple[str, str] | Stop | None:
        """Return commodity and stage that a claim names; a name the tables do not know is another form."""
        if len(q.names) != 1 or (_group(q.names[0]) and not self.reference.called(q.names[0])):
            return None
        for token in q.near("commodity"):
            if token.name == q.names[0]:
                called = self.reference.called(token.text)
                return called or Stop(token.text, "form")
        return self.reference.called(q.names[0])

    def rows(self, q: Question) -> list[tuple[Any, bool]] | Stop:
        """Return the standings of the claim's country in the stages its words mean; whether not the plain."""
        called = self.product(q)
        if called is None or isinstance(called, Stop):
            return called or []
        rows = self.standings.get((called[0], q.places[0]), [])
        target = q.target()
        steps = _steps(token.low for token in target) or _steps(q.words()) or _steps([q.measure])
        if called[1]:
            rows = [row for row in rows if row.stage == called[1]]
        if steps:  # stages that are no step of the chain are of any
            rows = [
                row
                for row in rows
                if self.step.get(row.stage) in steps or self.step.get(row.stage) not in WORDS["steps"]
            ]
        plain = min((self.order.get(row.stage, 99) for row in rows), default=99)
        return [(row, self.order.get(row.stage, 99) != plain) for row in rows]

    def single(self, q: Question, several: bool = False) -> Stop | None:
        """Return what says that a figure is not of one whole country and one whole year."""
        place = q.places[0]
        within = {name.lower() for name in vocabulary("places").get(place, {}).get("within", ())}
        for token in q.near("place"):
            if token.name not in (place, "WORLD"):
                return Stop(token.text, "with whom")
            if token.low in within:
                return Stop(token.text, "part")
        for token in q.near("figure"):
            if re.search(r"(?i)\b(?:years?|months?|decades?|weeks?|days?|quarters?)$", token.text):
                return Stop(token.text, "when")
        if q.period and not q.period.whole_years:
            return Stop(str(q.period), "when")
        if q.period and len(q.period.years) > 1 and not several:
            return Stop(str(q.period), "one figure")
        return _other_year(q)

    def judged(self, rule: Rule, q: Question, readings: list[Reading], *also: str) -> Verdict | Stop | None:
        """Judge a claim by readings, where its clause is spent."""
        found = judge(q, readings, partial(self.doubt, rule, q))
        if found is None:
            return None
        return q.stop(*rule.words, also=" ".join(also)) or found

    def doubt(self, rule: Rule, q: Question) -> str | None:
        """Return why no figure can contradict a claim."""
        if not rule.contradicts:
            return rule.stops
        if stop := q.plainly(*rule.words):
            return str(stop)
        return (
            None if self.second_look(q) else "a second look at the raw rows does not find the same question"
        )

    def second_look(self, q: Question) -> bool:
        """Find the claim's country, year and commodity anew, and hold the raw rows of all stages against it.

        Nothing of the first reading is used but the sentence: names anywhere in it, years as written. A
        rank, share or growth needs its table; here its country must at least be the only one named.
        """
        named = {token.name for token in q.sentence if token.kind == "place"} - {"WORLD"}
        metals = {self.reference.commodity(t.text) for t in q.sentence if t.kind == "commodity"}
        years = {int(token.text[:4]) for token in q.sentence if token.kind == "year" and token.text.isdigit()}
        if len(named) > 1 or len(metals) != 1 or None in metals or (years and q.year not in years):
            return False
        places = named or {"WORLD"}
        steps = _steps(token.low for token in q.sentence)
        raw = [
            row.value for row in self.reference.rows("production")
            if row.commodity in metals and row.country in places and (not years or row.year in years)
            and (not steps or self.step.get(row.stage) in steps or self.step.get(row.stage) not in WORDS["steps"])
        ]  # fmt: skip
        size = TONNES.get(q.unit.removesuffix("/yr"))
        if size is None:
            return bool(raw) or q.unit != "rank"
        near = [value for value in raw if q.value * (1 - BEYOND) <= value <= q.high * (1 + BEYOND)]
        return bool(raw) and not near

    # -- the rules: each returns a verdict, what stopped it, or None where it has nothing to say ----

    def level(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """Tonnes produced by a country or the world in a year."""
        size = TONNES.get(q.unit.removesuffix("/yr"))
        made = q.measure in OUTPUT[:-1] or (not q.measure and listed("makers") & q.words())
        if size is None or not made or q.change or len(q.places) != 1 or q.ahead:
            return None
        rows = self.rows(q)
        if isinstance(rows, Stop) or (stop := self.single(q)):
            return rows if isinstance(rows, Stop) else stop
        more = next((token for token in q.clause if token.start >= q.own.end), None)
        if more is not None and more.low in ("more", "less", "fewer", "higher", "lower"):
            return Stop(more.text, "sense")  # than something else
        readings = [
            replace(
                self.standing(
                    q, row, row.value, row.value, _tonnes(row), margin(row.value_printed, row.value)
                ),
                aside=aside,
            )
            for row, aside in rows
        ]
        q = replace(q, **{name: size * getattr(q, name) for name in ("value", "high", "strict", "loose")})
        return self.judged(rule, q, readings)

    def rank(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """Place of a country among the producers."""
        if q.unit != "rank" or len(q.places) != 1 or q.ahead:
            return None
        sides = _sides([*q.words(), *q.denominator.lower().split()]) - {"production", "supply"}
        rows = self.rows(q)
        if isinstance(rows, Stop) or sides - {"exports"}:
            return rows if isinstance(rows, Stop) else None
        readings = []
        for row, aside in rows:
            if row.rank_low == row.rank_low:
                shared = "" if row.rank_low == row.rank_high else f" to {row.rank_high:.0f}, shared,"
                text = f"place {row.rank_low:.0f}{shared} of {row.of:.0f} named countries ({_tonnes(row)})"
                readings.append(
                    replace(self.standing(q, row, row.rank_low, row.rank_high, text), aside=aside)
                )
        if sides:
            return _of_production(judge(q, readings, lambda: "it is of exports"))
        return self.single(q) or self.judged(rule, q, readings)

    def share(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """Share of a country in the world's production, or in its exports where a table has it."""
        if q.unit != "percent" or not q.places or q.change or q.ahead or q.measure not in ("share", *OUTPUT):
            return None
        target = q.target()
        world = any(token.name == "WORLD" or token.low in ("world", "global") for token in target)
        total = not target and re.search(r"(?i)\b(?:world|global)", q.denominator)
        plain = target and all(t.kind == "commodity" or _sides([t.low]) for t in target)
        if not (world or total or plain):
            return None
        said = [token.low for token in target] or q.denominator.lower().split()
        sides = _sides(said) or {"production"}
        counted = sorted(listed("things") & {*said}) or sorted(
            {} if _sides(said) else listed("keeping") & q.words()
        )
        if counted and "reserves" not in q.words() and not _sides(said):
            return Stop(counted[0], "sense")
        if "reserves" in sides or ("reserves" in q.words() and not _sides(said) & {"production"}):
            return self.reserves(next(rule for rule in RULES if rule.name == "reserves"), q)
        rows = self.rows(q)
        if isinstance(rows, Stop) or (stop := self.single(q)):
            return rows if isinstance(rows, Stop) else stop
        readings = [*self._parts(q, rows, said)]
        if "exports" in sides:
            named = self._stated(q, q.places[0], "WORLD", {"exports"})
            found = self._matched(rule, q, named)
            return found or _of_production(judge(q, readings, lambda: "it is of exports"))
        if not sides <= {"production", "supply"} or (
            "supply" in sides
            and not listed("level") & {*said}
            and {*said} & {"demand", "imports", "consumption"}
        ):
            return None
        doubted = (
            rule if world or total else replace(rule, contradicts=False, stops="it is not said of whose")
        )
        return self.judged(doubted, q, readings)

    def _parts(self, q: Question, rows: list[tuple[Any, bool]], said: list[str]) -> Iterator[Reading]:
        for row, aside in rows:
            if row.share == row.share:
                text = f"{_number(row.value)} of {_number(row.world)} {row.unit} = {row.share:.1f} %"
                text += "" if row.world_basis.startswith("world") else f" ({row.world_basis})"
                spread = min(ROUNDED, 2 * margin(row.value_printed, 1)) * row.share
                yield replace(self.standing(q, row, row.share, row.share, text, spread), aside=aside)
        refined = "refinery" in (_steps(said) or _steps(q.words()))
        for told in self._stated(q, q.places[0], "WORLD", {"production"}):
            if told.step == "magnets" or (told.step == "refinery" and refined):
                yield told.reading

    def _stated(self, q: Question, party: str, owner: str, sides: set[str], wide: bool = False) -> list[Told]:
        """Return the stated shares of a holder in a market, of the claim's commodity or of any."""
        names = {*q.names, *map(self.reference.commodity, q.names)}
        own = [
            told for told in self.shares if (told.party, told.owner) == (party, owner) and told.side in sides
        ]
        named = [
            told for told in own
            if told.commodity in names or getattr(told.row, "form", "").lower() in names
            or getattr(told.row, "product", "").lower() in names
        ]  # fmt: skip
        return own if wide else named

    def _matched(self, rule: Rule, q: Question, named: list[Told]) -> Verdict | Stop | None:
        """Judge by stated shares: those of the claim's years where they are given, else the newest."""
        if not named:
            return None
        if q.stated and q.period:
            touched = {str(year) for year in q.period.years}
            own = [told for told in named if _years(told) & touched]
            named = own or [told for told in named if not _years(told)]
        else:
            whole = [told for told in named if re.match(r"(?i)all\b|total", getattr(told.row, "product", ""))]
            named = whole or named
        if not named:
            return None
        newest = max(named, key=lambda told: (told.reading.edition, fit(q, told.reading), told.reading.text))
        hits = [told for told in named if fit(q, told.reading)]
        if not hits:
            return None
        said = " ".join(
            str(getattr(told.row, name, ""))
            for told in hits
            for name in ("metric", "product", "material", "denominator", "form")
        )
        if stop := q.stop(*rule.words, also=said):
            return stop
        if fit(q, newest.reading):
            return supported(q, newest.reading, readings=len(named))
        hit = max(hits, key=lambda told: told.reading.edition)
        reason = f"a source has it, but the newest another: {newest.reading.text}"
        return Verdict("imprecise", hit.reading, reason, readings=len(named))

    def trade(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """Share in what a market buys or a country sells: of this commodity, or of all together."""
        if (
            q.unit != "percent"
            or not q.places
            or q.change
            or q.ahead
            or q.measure not in ("share", *OUTPUT, "imports", "exports")
        ):
            return None
        frame = frame_of(q)
        if frame is None or isinstance(frame, Stop):
            return frame
        party, owner, sides = frame
        if named := self._stated(q, party, owner, sides):
            return self._matched(rule, q, named)
        wide = self._stated(q, party, owner, sides, wide=True) if _generic(q) else []
        readings = sorted((told.reading for told in wide), key=lambda r: (r.low, r.text))
        if not readings or not readings[0].low - q.loose <= q.value <= readings[-1].high + q.loose:
            return None
        near = min(readings, key=lambda r: off(q, r))
        text = near.text if len(readings) == 1 else f"from {readings[0].text} to {readings[-1].text}"
        reason = "true of some materials or of a narrower base, not of all together"
        found = Verdict("imprecise", replace(near, text=text), reason, readings=len(readings))
        return q.doubted() or found

    def growth(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """Production doubled, rose or fell: the ratio of two years in one table."""
        if q.unit not in ("percent", "multiple") or not (q.change or q.unit == "multiple") or q.ahead:
            return None
        if q.measure not in OUTPUT or len(q.places) != 1 or q.year is None:
            return None
        rows, stop = self.rows(q), self.single(q, several=True)
        named = sorted({int(t.text[:4]) for t in q.near("year") if t.text[:4].isdigit()} - {q.year})
        stop = (
            None if stop and stop.slot == "when" and len(named) == 1 and stop.word == str(named[0]) else stop
        )
        if isinstance(rows, Stop) or stop or len(named) > 1:
            return rows if isinstance(rows, Stop) else stop
        first = min(q.period.years) if q.period else q.year
        start = named[0] if named else first if first < q.year else q.year - 1
        tables: dict[tuple[str, str], dict[int, Any]] = defaultdict(dict)
        for row, aside in rows:
            tables[row.stage, row.source][int(row.year)] = row, aside
        readings, many = [], q.unit == "multiple"
        for table in tables.values():
            (old, _), (new, aside) = table.get(start, (None, True)), table.get(q.year, (None, True))
            if old is not None and new is not None and old.value:
                ratio = new.value / old.value
                value = ratio if many else 100 * (ratio - 1) * (-1 if q.change == "fall" else 1)
                shown = f"{ratio:.2f} times" if many else f"{100 * (ratio - 1):+.1f} %"
                text = f"{_number(old.value)} to {_tonnes(new)}, {start} to {q.year} = {shown}"
                spread = ratio * min(margin(old.value_printed, 1) + margin(new.value_printed, 1), ROUNDED)
                reading = self.standing(q, new, value, value, text, spread * (1 if many else 100))
                readings.append(replace(reading, aside=aside))
        found = self.judged(rule, q, readings)
        # A change of a few percent is met by chance too easily for a sentence that says more.
        return q.plainly(*rule.words) or found if isinstance(found, Verdict) else found

    def reserves(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """Reserves of a country or the world, or the country's share of them."""
        size = TONNES.get(q.unit)
        if (size is None or q.measure != "reserves") and q.unit != "percent" or len(q.places) != 1:
            return None
        if q.unit == "percent" and q.measure != "share" or q.ahead:
            return None
        called = self.product(q)
        if called is None or isinstance(called, Stop):
            return called
        readings = [*self._counted(called[0], q, size is None)]
        q = replace(
            q, **{name: (size or 1) * getattr(q, name) for name in ("value", "high", "strict", "loose")}
        )
        return self.single(q) or self.judged(rule, q, readings)

    def _counted(self, commodity: str, q: Question, share: bool) -> Iterator[Reading]:
        rows = [
            row
            for row in self.reference.rows("reserves")
            if row.commodity == commodity and row.value == row.value
        ]
        totals = {(row.basis, row.source): row for row in rows if row.country == "WORLD"}
        for row in rows:
            total = totals.get((row.basis, row.source))
            if row.country != q.places[0] or (share and total is None):
                continue
            value, text = row.value, _tonnes(row)
            if share and total is not None:
                value = 100 * row.value / total.value
                most = "at most " if total.bound else ""
                text = f"{_number(row.value)} of {_tonnes(total)} = {most}{value:.1f} %"
            text = f"{self.label(row.source)}, reserves: {text}, {row.basis}"
            yield Reading(value, value, text, None, row.basis, **self.origin(row, q))

    def owner(self, q: Question) -> str | None:
        """Return whose list a claim speaks of: the only one named."""
        known = {row.place for row in self.lists.values()}
        named = {home(token.name) or token.name for token in q.near("place", "organisation")}
        named = known & (named or {*q.places})
        return named.pop() if len(named) == 1 else None

    def list_size(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """Number of entries of an official list."""
        words = {token.low for token in q.sentence if token.kind == "word"}
        things = {t.name for t in q.near("commodity") if t.start >= q.own.end and _all_sorts(t.name)}
        counts = [token.low for token in q.clause if token.start >= q.own.end][:4]
        listed_things = things or {
            "minerals",
            "materials",
            "metals",
            "commodities",
            "entries",
            "elements",
            "substances",
        } & {*counts}
        speaks = words & listed("list verbs")
        if q.unit != "count" or q.comparator != "=" or not listed_things or not speaks or not _generic(q):
            return None
        strategic = any("strategic" in token.low for token in q.clause)
        place = self.owner(q)
        kinds = {row.place for row in self.lists.values() if row.kind == "strategic"}
        if place is None and strategic and len(kinds) == 1:
            place = next(iter(kinds))  # only one has such a list
        kind = "strategic" if strategic else "critical"
        held = {row.list: self.listed(row, row.entries, f"{row.entries} entries")
                for row in self.lists.values() if (row.place, row.kind) == (place, kind)}  # fmt: skip
        groups = {token.name for token in q.near("commodity") if _group(token.name)}
        if not held or (stop := q.stop(*rule.words, also=self._at_home(q, place), names=things | groups)):
            return stop if held else None
        return self._list_held(q, held, "draft" in words) or self._list_unheld(rule, q, held)

    @staticmethod
    def _at_home(q: Question, place: str | None) -> str:
        """Return the organisations of the clause that speak for a place."""
        return " ".join(token.text for token in q.near("organisation") if home(token.name) == place)

    def _list_held(self, q: Question, held: dict[str, Reading], draft: bool) -> Verdict | None:
        for name, reading in held.items():
            if reading.low == q.value:
                row, heir = self.lists[name], self.lists.get(self.lists[name].superseded_by)
                dated = heir and q.stated and q.year is not None and q.year < int(heir.available[:4])
                if heir is None or dated or draft:
                    return Verdict("supported", reading, "as the list has it", readings=len(held))
                since = f"superseded on {heir.available} by a list of {heir.entries}"
                return Verdict("outdated", reading, f"public since {row.available}; {since}")
        return None

    def _list_unheld(self, rule: Rule, q: Question, held: dict[str, Reading]) -> Verdict | Stop | None:
        first = min(self.lists[name].available for name in held)
        if q.stated or (q.published or "9999") < first:
            return None  # a list before those held
        sizes = ", ".join(f"{reading.low:g} ({reading.edition})" for reading in held.values())
        if partial_words := listed("partial") & q.words():
            return Stop(min(partial_words), "sense")
        places, names = {row.place for row in self.lists.values()}, {t.name for t in q.near("commodity")}
        return q.plainly(*rule.words, places=places, names=names) or Verdict(
            "contradicted",
            [*held.values()][-1],
            f"no list of theirs has that many: {sizes}",
            readings=len(held),
        )

    def coverage(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """How many entries of a list, or what share of it, a country produces."""
        of = re.match(r"\s*(?:out )?of (?:the )?(?:[\w’']+ ){0,2}?(\d+)\b", q.quote[q.own.end :])
        counted = q.unit == "count" and of
        makers = {getattr(row, "place", "") for row in self.reference.evidence} & {*q.places}
        if not makers or not _generic(q) or not (q.unit == "percent" or counted):
            return None
        sides = _sides([token.low for token in q.target()]) - {"production", "supply"}
        thing = re.search(r"materials|minerals|\blist", q.quote, re.I)
        if sides or q.measure in ("demand", "exports", "imports", "trade") or not thing or q.ahead:
            return None
        if of:
            name = {row.entries: row.list for row in self.lists.values()}.get(int(of.group(1)))
        else:
            place = self.owner(q) or next(
                (p for p in q.places if p in {r.place for r in self.lists.values()}), ""
            )
            name = self.reference.list_at(place, q.published or str(q.year or "9999"))
        if name is None:
            return None
        shown = {"statistics": "by statistics", "any": "on any evidence", "planned": "with what is planned"}
        levels = {word: self.reference.list_coverage(name, word) for word in shown}
        number = {word: c.produced if q.unit == "count" else c.share for word, c in levels.items()}
        counts = [f"{c.produced} of {c.entries} = {c.share:.1f} % {shown[w]}" for w, c in levels.items()]
        reading = self.listed(self.lists[name], number["any"], "; ".join(counts))
        fits = {word: fit(q, replace(reading, low=n, high=n)) for word, n in number.items()}
        names = {token.name for token in q.near("commodity")}
        stop = q.stop(*rule.words, names={name for name in names if _group(name)})
        brings = q.words() & listed("bringing")
        if not brings and (all(fits.values()) or (counted and q.comparator == "=" and fits["any"] == 2)):
            return stop or supported(
                q, reading, "on any evidence of production now; the claim has no itemised list", readings=3
            )
        between = number["statistics"] <= q.value <= number["planned"] or any(fits.values())
        reason = "depends on what counts as evidence, and production is not supply"
        return q.doubted() or Verdict("imprecise", reading, reason, readings=3) if between else None

    def law(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """Benchmarks of an act."""
        act = SAID["act"].search(q.quote)
        laws = [p for p in self.plans.values() if p.kind == "law"]
        subjects = {getattr(p, "subject", "") or p.place for p in laws}
        aim = subjects & {*q.places} and _generic(q) and q.horizon and SAID["aim"].search(q.quote)
        if q.unit != "percent" or not laws or not (act or aim):
            return None
        behind = [t for t in q.clause if t.start >= q.own.end]
        before = [t for t in reversed(q.clause) if t.end <= q.own.start]
        cue = _cue(behind) or _cue(before)
        own = [p for p in laws if p.measure == cue]
        places = [t for t in q.near("place", "organisation") if t.name not in subjects]
        if places:
            return Stop(places[0].text, "who")
        if not own or (stop := q.doubted()):
            return stop if own else None
        current = next(p for p in own if not p.superseded_by)
        hit = next((p for p in own if self.meets(q, p)), None)
        stop = q.stop(*rule.words, names={t.name for t in q.near("commodity") if _group(t.name)})
        told = {t.low for t in q.clause}
        binds = bool(act and told & listed("binding")) or bool(aim)
        if not binds:
            return stop or Stop(
                next((t.text for t in q.clause if t.low in listed("reached")), q.said), "sense"
            )
        if hit is None:
            reason = "the benchmark of the act is another"
            return stop or Verdict("contradicted", self.planned(current), reason, readings=len(own))
        if hit.superseded_by:
            since = f"the proposal's figure; as adopted: {current.value:g} %"
            return stop or Verdict("outdated", self.planned(hit), since)
        return self._sense(q, hit, stop)

    def _sense(self, q: Question, hit: Any, stop: Stop | None) -> Verdict | Stop:
        """Judge sign, sense and year of a figure that is a benchmark's."""
        slips = []
        upper, lower = {"<", "<="}, {">", ">="}
        if (hit.comparator in upper and q.comparator in lower) or (
            hit.comparator in lower and q.comparator in upper
        ):
            slips += ["a ceiling, not a floor" if hit.comparator in upper else "a floor, not a ceiling"] * 2
        if q.change or "increase" in q.words():
            slips.append("a level, not an increase")
        if q.horizon and q.horizon[:4] != hit.horizon:
            slips.append(f"for {hit.horizon}, not {q.horizon[:4]}")
        if not slips:
            return stop or supported(q, self.planned(hit), "as the act has it")
        verdict = "imprecise" if len(slips) == 1 else "contradicted"
        return stop or Verdict(
            verdict, self.planned(hit), f"the benchmark is {' and '.join(dict.fromkeys(slips))}"
        )

    def plan(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """Plans, targets and forecasts, judged by what was announced and whether it still stands."""
        unit, measure = q.unit.removesuffix("/yr"), WORDS["alike"].get(q.measure, q.measure)
        if not (q.ahead or unit == "count"):
            return None
        like = [p for p in self.plans.values() if p.kind != "law" and self._same_plan(q, p, unit, measure)]
        hits = [p for p in like if self.meets(q, p)]
        if not hits:
            why = "a plan or forecast: judged by announcements, never by output"
            needs = "the announcement, with its date and who made it"
            return None if unit == "count" else Verdict("not checked", None, why, needs)
        p = max(hits, key=lambda p: (not p.superseded_by, p.horizon[:4] == q.horizon[:4], p.announced))
        names = {*p.commodity.split(";")} | {t.name for t in q.near("commodity") if _group(t.name)}
        other = next((t for t in q.near("place") if t.name not in (p.place, "WORLD")), None)
        if stop := q.stop(*rule.words, also=f"{p.statement} {p.actor}", names=names):
            return stop
        if other:
            return Stop(other.text, "who")
        kind = "forecast" if p.kind == "forecast" else f"{p.kind} announced by {p.actor}"
        later = [
            o
            for o in like
            if (o.actor, o.horizon) == (p.actor, p.horizon)
            and o.announced > p.announced
            and not self.meets(q, o)
        ]
        if p.superseded_by or later:
            since = self.plans[p.superseded_by] if p.superseded_by else max(later, key=lambda o: o.announced)
            return Verdict("outdated", self.planned(p), f"a {kind}; since then: {since.statement}")
        years = [
            int(year) for year in (q.horizon[:4], *(t.text[:4] for t in _years_of(q))) if year.isdigit()
        ]
        if p.horizon and any(abs(int(p.horizon) - year) > 1 for year in years):
            return Verdict("imprecise", self.planned(p), f"the {kind} is for {p.horizon}")
        return supported(q, self.planned(p), f"as a {kind}, not as a result: {p.statement}")

    def _same_plan(self, q: Question, p: Any, unit: str, measure: str) -> bool:
        if p.unit.removesuffix("/yr") != unit or p.place not in q.places:
            return False
        if q.published and p.announced and q.published < p.announced[: len(q.published)]:
            return False
        if unit == "count":
            return p.measure == measure and len(_stems(q.quote) & _stems(p.statement)) >= 2
        alike = p.measure == measure or {p.measure, measure} == {"production", "capacity"}
        alike &= (getattr(p, "form", "") == "ore") == any(
            re.search(r"\bores?$", token.low) for token in q.clause
        )
        return alike and not {*p.commodity.split(";")}.isdisjoint(q.names)

    def money(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """Money: the same sum told of the same giver, taker and purpose in the same year."""
        if q.measure not in WORDS["measures"]["money"] or q.comparator not in ("=", "~"):
            return None
        rows = [row for row in self.offers if row.measure == "funding" and row.unit == q.unit]
        return self._offer(rule, q, [row for row in rows if abs(row.value - q.value) <= q.strict])

    def projects(self, rule: Rule, q: Question) -> Verdict | Stop | None:
        """Projects counted: the same number told of the same actor and place."""
        if q.unit != "count" or q.measure != "projects":
            return None
        rows = [row for row in self.offers if row.unit == "count" and row.measure == q.measure]
        return self._offer(
            rule, q, [row for row in rows if row.value <= 2 * q.high and fit(q, self.offered(row))]
        )

    def _offer(self, rule: Rule, q: Question, rows: list[Any]) -> Verdict | Stop | None:
        """Judge by the first row of the same parties whose words the clause spends; else by what stopped."""
        stopped: Stop | None = None
        for row in sorted(rows, key=lambda row: (abs(row.value - q.value), row.statement)):
            stop = self._other_party(q, row) or q.stop(
                *rule.words, also=f"{row.statement} {row.topic} {row.actor} {row.commodity} {getattr(row, 'purpose', '')}",
                names={t.name for t in q.near("commodity") if t.name == row.commodity or _group(t.name) and row.commodity},
            )  # fmt: skip
            if stop is None:
                return supported(q, self.offered(row), f"{row.topic}: {row.statement}")
            stopped = stopped or stop
        return stopped

    def _other_party(self, q: Question, row: Any) -> Stop | None:
        """Return who stands in the clause as giver or taker and is neither in the row."""
        givers = {*parts(getattr(row, "giver", "") or row.actor_place), *parts(row.actor)}
        takers = {*parts(getattr(row, "taker", "") or row.place)}
        named = q.near("place", "organisation")
        before = [t for t in named if t.end <= q.own.start]
        for token in named:
            giver = token.name in givers or token.low in row.actor.lower()
            first = token is named[0] and token in before
            taker = token.name in takers and not (first and len(named) > 1)
            led = _before(q, token)
            if not (giver if led == "from" else taker if led in ("to", "for") else giver or taker):
                return Stop(token.text, "who")
        if (done := listed("done") & q.words()) and "announced" in row.topic:
            return Stop(min(done), "sense")
        if not named and not givers & {*q.places}:
            return Stop(q.said, "who")
        printed = re.findall(r"\d{4}", row.year)
        return Stop(str(q.period), "when") if q.stated and q.year and printed and not (
            int(printed[0]) <= q.year <= int(printed[-1])) else None  # fmt: skip

    # -- one claim ---------------------------------------------------------------------------------

    def audit(self, row: Mapping[str, Any], beside: list[Mapping[str, Any]]) -> dict[str, Any]:
        """Return the verdict on one claim of the ledger, without its review."""
        claim = NOTHING | {"claim": str(row["claim"])}
        if not is_quantity(row):
            return claim | self.event(row)
        said, value = cell(row.get("q_text")), float(row["value"])
        margins = tolerance(value, said, cell(row.get("comparator")) == "~")
        if row["unit"] == "rank":
            margins = 0.0, 0.0, "none for a place; a shared one counts"
        q = ask(row, beside, margins)
        found, stopped = None, None
        for rule, judge_by in self.rules:
            found = judge_by(rule, q)
            if isinstance(found, Stop):
                stopped, found = stopped or found, None
            if found is not None or q.modality == "opinion" and rule.name == "law":
                break
        if q.modality == "opinion" and found is None and not stopped:
            return claim | {"verdict": "not verifiable", "reason": OPINION, "so": OPINION}
        if found is None or (stopped and found.verdict == "not checked"):
            stopped = stopped or q.doubted() or _several(q)
            reason = str(stopped) if stopped else "no table has this figure"
            found = Verdict("not checked", None, reason, readings=0)
        return claim | _told_in_parts(q, found)

    def event(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Judge a claim without a number by the policy timeline: same time, a party, three telling words."""
        if "opinion" in (row.get("kind"), row.get("modality")):
            return {"verdict": "not verifiable", "reason": OPINION, "so": OPINION}
        period, places = cell(row.get("period")), {*parts(row.get("place"))}
        stems, most, event = _stems(cell(row.get("quote"))), 2, None
        if row.get("kind") in ("event", "policy") and re.fullmatch(r"\d{4}(?:-\d\d){0,2}", period):
            for entry, telling, actors in self.timeline:
                dated = entry.date.startswith(period) or period.startswith(entry.date)
                if dated and actors & places and len(stems & telling) > most:
                    most, event = len(stems & telling), entry
        if event is None:
            reason, needs = "no table holds it", "a document or a second source that says so"
            return {"reason": reason, "needs": needs, "said": cell(row.get("quote")), "so": reason}
        text = f"policy timeline, {event.date}: {event.event}"
        return {
            "verdict": "supported", "basis": "computed", "reason": "an event of that time and place",
            "source": event.source, "computation": text, "said": cell(row.get("quote")), "figure_text": text,
            "so": "supported: an event of that time and place", "readings": 1,
        }  # fmt: skip


def frame_of(q: Question) -> tuple[str, str, set[str]] | Stop | None:
    """Return who has a share of whose trade: party, owner and the owner's side of it.

    The owner stands in the phrase behind *of* ("of US imports", "of the uranium bought by the US"), or is
    the subject that *its* there points to. The other name is the party, and what is done between the two
    says whether the share is of what comes in or of what goes out.
    """
    target = q.target()
    named = [token for token in q.near("place") if token.name != "WORLD"]
    inside = [token for token in named if token in target]
    outside = [token for token in named if token not in target]
    own = {token.low for token in target} & {"its", "their", "whose"}
    sides = _sides(token.low for token in target)
    words = q.words()
    if own and len(outside) > 1:
        owner, *rest = outside
        into = _before(q, rest[0]) in ("to", "into")
        sides = sides or ({"exports"} if into else {"supply"})
        inside = [owner]
    elif inside:
        rest = outside
        taken = words & {*WORDS["verbs"]["take"].split()} and not sides and not words & {"that", "by"}
        sides = sides or ({"exports", "production"} if taken else {"supply"})
    elif own and len(outside) == 1 and len(q.places) == 1 and outside[0].name != q.places[0]:
        return outside[0].name, q.places[0], _family(sides or {"supply"})  # *its* is of the sentence before
    else:
        return _as_read(q, outside)
    if len(inside) == 2 and not rest and _before(q, inside[1]) in ("by", "from"):
        inside, rest = inside[:1], inside[1:]
    parties, owners = {t.name for t in rest}, {t.name for t in inside}
    if len(parties) != 1 or len(owners) != 1:
        extra = (rest or inside)[-1]
        return Stop(extra.text, "with whom") if len(parties) > 1 or len(owners) > 1 else None
    return parties.pop(), owners.pop(), _family(sides)


def _as_read(q: Question, named: list[Token]) -> tuple[str, str, set[str]] | None:
    """Return party, owner and side as the ledger has them, where the clause names the party alone."""
    rest = [place for place in q.places if place not in {token.name for token in named}]
    told = any(q.denominator.startswith(place) for place in q.places)
    if not told or len(rest) != 1 or len({token.name for token in named}) != 1:
        return None
    return named[0].name, rest[0], _family(_sides(q.denominator.lower().split()) or {"supply"})


def _family(sides: set[str]) -> set[str]:
    """Return the sides of the tables that a claim's may be: what comes in has many names."""
    return {"supply", "imports", "deliveries", "consumption"} if "supply" in sides else sides


def _before(q: Question, token: Token) -> str:
    words = [t.low for t in q.clause if t.end <= token.start and t.low not in listed("articles")]
    return words[-1] if words else ""


def _years_of(q: Question) -> Iterator[Token]:
    """Yield the years of the clause but for those that stand behind other figures."""
    figure = q.own
    for token, behind in zip_longest(q.clause, q.clause[1:]):
        figure = token if token.kind == "figure" or token is q.own else figure
        if token.kind == "year" and (figure is q.own or behind is q.own):
            yield token


def _other_year(q: Question) -> Stop | None:
    """Return a year of the clause that is not the claim's."""
    for token in _years_of(q):
        led = q.clause[q.clause.index(token) - 1].low
        if token.text[:4] != str(q.year) or (led == "by" and not q.ahead):
            return Stop(token.text, "when")
    return None


def _several(q: Question) -> Stop | None:
    """Return who stands in the clause beside one country: no rule has an answer for several."""
    named = [*q.near("place"), *q.near("organisation")]
    return Stop(named[-1].text, "with whom") if len({token.name for token in named}) > 1 else None


def _years(told: Told) -> set[str]:
    printed = getattr(
        told.row, "year_printed", getattr(told.row, "period", str(getattr(told.row, "year", "")))
    )
    if not re.fullmatch(r"(?:19|20)\d\d(?:-\d\d)?", printed):
        return set()
    first = int(printed[:4])
    last = int(printed[:2] + printed[5:]) if len(printed) == 7 else first
    return {str(year) for year in range(first, max(last, first) + 1)}


def _stems(text: str, but: Iterable[str] = ()) -> set[str]:
    """Return the telling words, cut so that the forms of one word meet; names of some places tell nothing."""
    names = [entity.text.lower() for entity in find_entities(text) if but and entity.name in but]
    plain = {name[:6] for words in names for name in re.findall(r"[^\W\d_]{4,}", words)}
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", text.lower())} - listed("common") - plain


def _steps(said: Iterable[str]) -> set[str]:
    said = [*said]
    return {
        step
        for step, stems in WORDS["steps"].items()
        if any(word.startswith(tuple(stems.split())) for word in said)
    }


def _sides(said: Iterable[str]) -> set[str]:
    said = {word for words in said for word in words.split()}
    return {side for side, known in WORDS["sides"].items() if said & {*known.split()}}


def _cue(tokens: Iterable[Token]) -> str | None:
    """Return what a benchmark is of, by the nearest word that tells it."""
    for token in tokens:
        for name, stems in WORDS["cues"].items():
            if token.low.startswith(tuple(stems.split())):
                return name
    return None


def _group(name: str) -> bool:
    return bool(vocabulary("commodities").get(name, {}).get("generic")) or name.endswith(
        ("materials", "minerals", "metals", "earths", "output")
    )


def _all_sorts(name: str) -> bool:
    return name.endswith(("materials", "minerals"))


def _generic(q: Question) -> bool:
    return not q.names or any(map(_group, q.names))


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


def _asked(q: Question) -> str:
    what = f"{q.measure or 'the figure'}{' of ' if q.names else ''}{', '.join(q.names)}"
    where = f", {', '.join(q.places)}" if q.places else ""
    return f"{what}{where}, {q.year or 'no year'}"


def _told_in_parts(q: Question, found: Verdict) -> dict[str, Any]:
    """Return a verdict as a row: what is said, the figure, and so."""
    r, size = found.reading, TONNES.get(q.unit.removesuffix("/yr"), 1.0)
    reason = found.reason or ("as the source has it" if found.verdict == "supported" else "within rounding")
    told = {"said": f"{_asked(q)}: {_shown(q)}", "reason": reason, "so": f"{found.verdict}: {reason}"}
    if r is not None:
        told |= {"figure_text": r.text, "computation": f"claim {_shown(q)}; {r.text}"}
    if found.verdict == "not checked" or r is None:
        needs = f"{_asked(q)}, in {q.unit}, from the statistics or the operator"
        return told | {"needs": found.needs or needs}
    scaled = replace(q, value=size * q.value, high=size * q.high)
    way = error(scaled, r) if found.verdict != "supported" else ""
    count = f"one of {found.readings} readings" if found.readings > 1 else "the only reading"
    weak = "" if r.made or r.source in ("",) else "; the source quotes the figure"
    return told | {
        "verdict": found.verdict, "basis": "computed", "tolerance": q.rule, "figure": r.low,
        "figure_unit": "t" if q.unit.removesuffix("/yr") in TONNES else q.unit, "readings": found.readings,
        "source": r.source, "edition": r.edition or None, "locator": r.locator or None,
        "so": f"{found.verdict}: {f'{way}; ' if way else ''}{reason}; {count}{weak}",
    }  # fmt: skip


def _review(row: Mapping[str, Any], reviews: list[Any]) -> Any:
    """Return the review whose words hold the claim: for a quantity the one that ends soonest after it."""
    quote, found = cell(row.get("quote")), []
    for review in reviews:
        if review.quote not in quote and quote not in review.quote:
            continue
        at = quote.find(review.quote) if review.quote in quote else -review.quote.find(quote)
        begin, end = int(row["start"]) + at, int(row["start"]) + at + len(review.quote)
        if cell(row.get("q_text")):
            if begin <= int(row["q_start"]) and int(row["q_end"]) <= end:
                found.append((end - int(row["q_end"]), review))
        elif 2 * min(len(review.quote), len(quote)) >= max(len(review.quote), len(quote)):
            found.append((abs(len(review.quote) - len(quote)), review))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def audit_rows(records: Iterable[Mapping[str, Any]], reference: Reference) -> list[dict[str, Any]]:
    """Return a verdict for every claim, as plain rows: see `audit`."""
    auditor, reviews, sentences = Auditor(reference), defaultdict(list), defaultdict(list)
    for review in reference.rows("reviews"):
        reviews[review.seed].append(review)
    written = {(row.seed, row.quote): row.reason for row in reference.rows("disagreements")}
    records = [*records]
    for row in records:
        if is_quantity(row):
            sentences[row["seed"], row["start"]].append(row)
    verdicts = []
    for row in records:
        beside = [other for other in sentences[row["seed"], row["start"]] if other is not row]
        found = auditor.audit(row, beside)
        review = _review(row, reviews.get(row["seed"], []))
        if review is not None:
            found |= {
                "review_verdict": review.verdict, "review_reason": review.reason,
                "review_sources": review.sources, "inference": review.inference,
                "disagreement": written.get((review.seed, review.quote), ""),
            }  # fmt: skip
        if review is not None and found["verdict"] == "not checked":
            found |= {
                "verdict": review.verdict, "reason": review.reason, "basis": "reviewed", "needs": None,
                "source": review.sources.split(";")[0], "said": review.claim, "readings": 1,
                "so": f"{review.verdict}: {review.reason}",
            }  # fmt: skip
        verdicts.append(found)
    return verdicts


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
        A row a claim, in the ledger's order: ``claim``, ``verdict`` (one of `VERDICTS`); in words ``said``
        (what is said), ``figure_text`` (the figure) and ``so`` (why the verdict follows, which way the claim
        errs and by how much); ``figure`` in ``figure_unit``, ``source``, ``edition``, ``locator``,
        ``tolerance`` (the rule), ``readings`` (how many figures could have answered), ``computation`` (the
        arithmetic in a line), ``reason``, ``basis`` (computed, reviewed, none), ``needs`` (what it would
        take), ``inference``, and beside it the hand-made review where there is one: ``review_verdict``,
        ``review_reason``, ``review_sources``, and the written reason of a ``disagreement`` between the two;
        "" where there is none.
    """
    import pandas as pd

    return pd.DataFrame(audit_rows(ledger.to_dict("records"), reference), columns=[*NOTHING])
