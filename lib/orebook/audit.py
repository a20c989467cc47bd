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
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

import pandas as pd

from orebook.gazetteer import find_entities
from orebook.reference import Reference

VERDICTS = ("supported", "supported with rounding", "imprecise", "outdated", "contradicted", "not verifiable",
    "not checked")
# Tolerances, as parts of the claimed value.
LEAST = 0.005  # statistics of one thing differ by that much among themselves
ROUNDED = 0.05  # at most, for half a unit of the last digit that is not a nought
LOOSE = 0.10  # figures in words ("half", "doubled") and hedged ones (about, nearly, roughly)
BEYOND = 0.10  # off by this much past the tolerance is a contradiction, by less imprecise
RECENT = 2  # years a statement in the present tense may be ahead of the tables

TONNES = {"t": 1.0, "kg": 1e-3}
OUTPUT = ("production", "extraction", "processing", "output", "mining", "refining", "separation", "supply",
    "share")
ALIKE = {"plants": "facilities", "factories": "facilities", "enterprises": "facilities",
    "areas": "priority areas", "directions": "priority areas", "output": "production",
    "extraction": "production"}
MONEY = ("funding", "value", "cost", "", "package", "investment", "trade")
OF = (*OUTPUT[:-1], "exports", "imports", "reserves", "resources", "deposits", "consumption", "demand",
    "market", "capacity")
CENTRAL_ASIA = {"KAZ", "KGZ", "TJK", "TKM", "UZB", "Central Asia"}
# Names of everything on a list at once, not of one material.
GENERIC = re.compile(r"critical|strategic|raw materials|minerals|rare (?:and|metals)|^metals$|mined output",
    re.I)
ENTRIES = re.compile(
    r"\W*(?:[\w’'-]+ ){0,3}?(?:minerals?|materials?|elements|metals|commodities|substances|entries|crms?)\b",
    re.I)
CHANGES = re.compile(r"\b(?:new|more|additional|add\w*|remov\w+|dropp\w+|produc\w+|suppl\w+)\b", re.I)
OWNERS = {"EU": r"\bE\.?U\b|(?i:\beurope|brussels)",
    "USA": r"\bU\.?S\b|\bUSGS\b|(?i:united states|\bamerica|washington)"}
# A works, a company, a deposit or a part of the country may own the figure, not the country.
PART = re.compile(
    r"(?:\b(?:the|a|an|its|their|whose|this|that|one|two|three|our)\s|[’']s?\s|\b[A-Z][\w-]+\s)(?:[\w-]+\s){0,2}?"
    r"(?:plants?|smelters?|refiner(?:y|ies)|compan(?:y|ies)|corporation|group|holding|deposits?|mines?|fields?|projects?|"
    r"facilit(?:y|ies)|complex|combine|region|province|joint venture|subsidiary|firms?|concern)\b|"
    r"\b(?:Corp|Inc|plc|Ltd|JSC|LLP|AG|Group)\b|\b(?i:per (?:day|month)|daily|monthly|cumulative(?:ly)?|altogether)\b"
)
STEPS = (("refinery", r"refin|process|separat|cathode"), ("smelter", r"smelt|primary alumin|electroly"),
    ("mine", r"\bmined?\b|\bmining\b|\bores?\b|extract"))
# Benchmarks in law: what a percentage is about, by the words beside it.
CUES = {"extraction": r"extract|\bmine[ds]?\b|mining", "processing": r"process|refin", "recycling": r"recycl",
    "dependence": r"single|one (?:third )?country|third country|any (?:one )?country|depend"}
VAGUE = re.compile(r"dozens|scores|hundreds|thousands|several|many", re.I)
WHOLE = re.compile(r"\d{4}(?:/\d{4})?")
PRESENT = re.compile(r"the article.s year|(?:now|at present|today|currently|already|carried)\b", re.I)
NATIONAL = {"usgs": "USGS", "bgs": "BGS", "wna": "WNA"}
OPINION = "an opinion: no figure could settle it"
ACTORS = {"Kazakhstan": "KAZ", "China": "CHN", "US": "USA", "Russia": "RUS", "UK": "GBR", "Germany": "DEU",
    "Uzbekistan": "UZB"}
COMMON = frozenset(["that", "this", "have", "been", "will", "their", "which", "into", "over", "more", "than",
    "with", "from", "kazakh", "europe", "union", "china", "chines", "centra", "asia", "year", "last",
    "first", "said"])


@dataclass(frozen=True, slots=True)
class Reading:
    """One official figure a claim can be held against.

    Attributes
    ----------
    low, high : float
        The figure in the claim's unit; they differ for a shared rank.
    text : str
        How it was reached, for the reader.
    year : int or None
    stage : str
        What tells it from others of the year; a newer edition replaces an older one of the same stage.
    margin : float
        Half a unit of the last digit the source gives.
    source, edition, locator : str
    """

    low: float
    high: float
    text: str
    year: int | None = None
    stage: str = ""
    margin: float = 0.0
    source: str = ""
    edition: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the audit finds about one claim; `audit` describes the fields."""

    claim: str
    verdict: str = "not checked"
    figure: float | None = None
    figure_unit: str | None = None
    source: str | None = None
    edition: str | None = None
    locator: str | None = None
    tolerance: str | None = None
    computation: str | None = None
    reason: str = ""
    basis: str = "none"
    needs: str | None = None
    inference: bool = False
    review_verdict: str = ""
    review_reason: str = ""
    review_sources: str = ""
    disagreement: str = ""


@dataclass(frozen=True, slots=True)
class _Finding:
    verdict: str
    reading: Reading | None
    reason: str = ""
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    """A claim of the ledger, taken apart."""

    quote: str
    before: str  # the quote up to the quantity, and behind it
    after: str
    said: str
    value: float
    high: float
    unit: str
    comparator: str
    names: tuple[str, ...]
    measure: str
    change: str
    market: str  # whose and what a share or rank is of
    of: str
    places: tuple[str, ...]
    period: str
    first: int | None
    year: int | None
    stated: bool  # the period stands in the text
    horizon: str
    modality: str
    published: str
    alone: bool  # no other figure of the unit in the sentence
    strict: float
    loose: float
    rule: str

    @property
    def generic(self) -> bool:
        return not self.names or any(GENERIC.search(name) for name in self.names)

    def steps(self, words: str) -> list[str]:
        return [step for step, sign in STEPS if re.search(sign, f"{self.measure} {self.of} {words}", re.I)]


def tolerance(value: float, words: str, hedged: bool = False) -> tuple[float, float, str]:
    """Return how far a figure may be off the one claimed.

    Parameters
    ----------
    value : float
        The value claimed.
    words : str
        The words it was given in, such as ``"6.1 million tonnes"``.
    hedged : bool
        Whether the text says about, nearly, roughly.

    Returns
    -------
    strict, loose : float
        Within half a unit of the last digit written, at most 5 % of the value, a claim is right as it
        stands. As a rounded figure it may be off by half a unit of the last digit that is not a nought,
        at most 5 %; 10 % for figures in words and for hedged ones.
    rule : str
        The wider margin in words.
    """
    size = abs(value)
    found = re.search(r"\d[\d,\u00a0\u202f ]*(?:\.\d+)?", words)
    digits = re.sub(r"[^\d.]", "", found.group()) if found else ""
    if not digits or not float(digits):
        return 0.0, LOOSE * size, "10 %, a figure in words"
    written = 0.5 * 10.0 ** -len(digits.partition(".")[2]) * size / float(digits)
    noughts = 0 if "." in digits else len(digits) - len(digits.rstrip("0"))
    loose = max(min(written * 10.0**noughts, ROUNDED * size), LEAST * size)
    if re.search(r"%|per ?cent", words):  # 3 % is what 2.6 and 3.4 round to
        loose = max(loose, written)
    if hedged and loose < LOOSE * size:
        return min(written, ROUNDED * size), LOOSE * size, "10 %, a hedged figure"
    return min(written, ROUNDED * size), loose, "rounding of its last digit, at most 5 %"


def _margin(printed: float, value: float) -> float:
    return min(tolerance(value, f"{printed:.10g}")[1], ROUNDED * value) if value else 0.0


def _off(q: _Question, r: Reading) -> float:
    """Return how far the reading is from the claim, 0 where the two meet."""
    return max(q.value - r.high, r.low - q.high, 0.0)


def _fit(q: _Question, r: Reading) -> int:
    """Return 2 where the reading bears the claim out, 1 within rounding, 0 where it does not."""
    loose = q.loose + r.margin
    if q.comparator in (">", ">="):
        return 2 if r.low > q.value or (r.low == q.value and q.comparator
            == ">=") else int(r.high >= q.value - loose)
    if q.comparator in ("<", "<="):
        return 2 if r.high < q.high or (r.high == q.high and q.comparator == "<=") else int(r.low <= q.high
            + loose)
    return 2 if _off(q, r) <= q.strict and r.low == r.high else int(_off(q, r) <= loose)


def _grade(q: _Question, r: Reading) -> str:
    """Return which kind of *supported*; a word such as "dozens" is a rounding whatever it rounds."""
    return "supported" if _fit(q, r) == 2 and not VAGUE.search(q.said) else "supported with rounding"


def _series(r: Reading) -> tuple[str, str, int | None]:
    return r.stage, re.sub(r"-\d{4}$", "", r.source), r.year


def _judge(q: _Question, readings: list[Reading], other: str | None = None,
        doubt: Callable[[], str | None] = lambda: None) -> _Finding | None:
    """Return the verdict on a claim from readings of all years, or None where none is of its time.

    `other` says what else the figure may be of: then only a match counts. `doubt` says why no reading can
    contradict the claim.
    """
    years = sorted({r.year for r in readings if r.year is not None})
    now = q.year
    if years and q.year not in years:
        earlier = [year for year in years if q.year is None or q.year - RECENT <= year <= q.year]
        if q.stated or not earlier:
            return None
        now = earlier[-1]
    own = [r for r in readings if r.year in (now, None)]
    if not own:
        return None
    newest = {_series(r): r for r in sorted(own, key=lambda r: r.edition)}

    def best(rows: Iterable[Reading]) -> Reading:
        return max(rows, key=lambda r: (_fit(q, r), 0 if _fit(q, r) else -_off(q, r), r.year or 0, r.edition))

    fits = [r for r in own if _fit(q, r)]
    if fits:
        found = best(fits)
        against = [r for r in newest.values() if not _fit(q, r)]
        if q.unit == "rank" and q.comparator == "<=" and against:
            return _Finding("imprecise", found, f"depends on stage and source: {against[0].text}")
        if newest[_series(found)] in against:
            return _Finding("outdated", found,
                f"right by that edition, revised since: {newest[_series(found)].text}")
        return _Finding(_grade(q, found), found)
    nearest = best(own)
    unhedged = replace(q, loose=min(q.loose, max(ROUNDED * abs(q.value), q.strict)))
    past = [r for r in readings if r.year and r.year < (now or 0) and _fit(unhedged, r)]
    if past and q.year is None:
        other = f"it gives no year; right for {best(past).year}"
    if other is None and past and not q.stated:
        then = max(past, key=lambda r: (r.year or 0, _fit(q, r), r.edition))
        return _Finding("outdated", then, f"right for {then.year}; since then: {nearest.text}")
    amiss = [r for r in readings if _fit(q, r) == 2 and q.comparator in ("=", "~")]
    if other is None and amiss:
        return _Finding("imprecise", amiss[0],
            f"that is the figure of {amiss[0].year}; for {now}: {nearest.text}")
    close = min(own if q.stated else readings, key=lambda r: (_off(q, r), -(r.year or 0),
        -int(r.edition or 0)))
    if other is None and q.unit == "rank" and not q.stated and _off(q, close) <= 1:
        return _Finding("imprecise", close, "one place out in every edition held; older ones are not held")
    if other is None and q.unit != "rank" and _off(q,
            close) <= q.loose + close.margin + BEYOND * abs(q.value):
        return _Finding("imprecise", close, "near, but beyond rounding in every reading")
    why = other or doubt()
    if why:
        return _Finding("not checked", nearest, f"the tables differ, but {why}", "the figure for exactly this")
    return _Finding("contradicted", nearest, "beyond the tolerance in every edition, source and stage")


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
        self.timeline = [(row, _stems(row.event), {ACTORS.get(actor, actor)
            for actor in row.actor.split(";")}) for row in reference.timeline.itertuples(index=False)]
        self.rules = (self.law, self.coverage, self.list_size, self.plan, self.statement, self.ownership,
            self.rank, self.share, self.growth, self.level, self.reserves)
        # shares of markets: holder, market, measure, commodity, step, reading
        self.shares: list[tuple[str, str, str, str, str, Reading]] = []
        for row in reference.china_share.itertuples(index=False):
            if not row.source.startswith(tuple(NATIONAL)) and not row.projection:  # those stand in production
                year = None if row.year != row.year or row.scope != "WORLD" else int(row.year)
                self._share("CHN", row.scope, row.measure, row.commodity, row.step, row, row.metric,
                    row.year_printed, year)
        for row in reference.eu_sourcing.itertuples(index=False):
            self._share("KAZ", row.scope, row.measure, row.commodity, "", row, row.metric, row.year_printed)
        for row in reference.us_imports.itertuples(index=False):
            names = {row.commodity, row.product.lower()}
            for name in sorted(names):
                self._share(row.country, "USA", "imports", name, "", row, f"US imports of {row.product}",
                    row.period)
        for row in reference.offers.itertuples(index=False):
            if row.unit == "percent" and row.denominator:
                text = f"{self.label(row.source)}, {row.year}: {row.value:g} % of {row.denominator}"
                reading = Reading(row.value, row.value, text, None, row.denominator, 0.5, row.source)
                self.shares.append((row.actor_place, row.place, row.measure, row.commodity, "", reading))

    def _share(self, who: str, market: str, measure: str, commodity: str, step: str, row: Any, of: str,
            when: str, year: int | None = None) -> None:
        if row.share == row.share:
            text = f"{self.label(row.source)}, {when}: {row.share:g} % of {of}"
            reading = Reading(row.share, row.share, text, year, f"{of} {when}", 0.5, row.source, "",
                row.locator)
            self.shares.append((who, market, measure, commodity, step, reading))

    def label(self, source: str) -> str:
        family = source.split("-")[0]
        return f"{NATIONAL[family]} {source[-4:]}" if family in NATIONAL else self.titles.get(source, source)

    def reading(self, row: Any, low: float, high: float, text: str, margin: float = 0.0) -> Reading:
        sure = " (estimate)" if row.estimate else ""
        where = f"{self.label(row.source)}, {row.year}{sure}, {row.stage}: {text}"
        return Reading(low, high, where, int(row.year), row.stage, margin, row.source, row.edition,
            row.locator)

    def rows(self, q: _Question) -> list[Any]:
        """Return the standings of the claim's country for its commodity, in the stages it may mean."""
        called = self.reference.called(q.names[0]) if len(q.names) == 1 else None
        if called is None:
            return []
        rows = self.standings.get((called[0], q.places[0]), [])
        beside = re.search(rf"(?:\w+[ -])?{re.escape(q.names[0])}(?: [\w-]+){{0,2}}", q.quote, re.I)
        steps = q.steps(beside.group() if beside else "")
        if called[1]:
            return [row for row in rows if row.stage == called[1]]
        if {self.step[row.stage] for row in rows} & set(steps):
            return [row for row in rows if self.step[row.stage] in steps]
        return [row for row in rows if steps != ["refinery"]
            or self.step[row.stage] != "mine"]  # processing is not mining

    def doubt(self, q: _Question) -> str | None:
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
        return None

    # -- the rules: each returns a finding, or None where it has nothing to say ---------------------

    def level(self, q: _Question) -> _Finding | None:
        """Tonnes produced by a country or the world in a year."""
        size = TONNES.get(q.unit.removesuffix("/yr"))
        if size is None or q.measure not in OUTPUT[:-1] or q.change or len(q.places) != 1 or _ahead(q):
            return None
        rows = self.rows(q)
        if q.period and not WHOLE.fullmatch(q.period):
            return _Finding("not checked", None, "the tables have whole years only",
                f"the figure for {q.period}")
        q = _scaled(q, size)
        readings = [self.reading(row, row.value, row.value, f"{_number(row.value)} {row.unit}",
            _margin(row.value_printed, row.value)) for row in rows]
        return _judge(q, readings, _part(q, q.quote) or ("supply is not production" if q.measure == "supply"
            else None), partial(self.doubt, q))

    def rank(self, q: _Question) -> _Finding | None:
        """Place of a country among the producers."""
        if q.unit != "rank" or not q.places or q.market not in ("WORLD", "") or q.of not in ("", "exports",
                *OUTPUT):
            return None
        readings = []
        for row in self.rows(q):
            if row.rank_low == row.rank_low:
                shared = "" if row.rank_low == row.rank_high else f" to {row.rank_high:.0f}, shared,"
                text = f"place {row.rank_low:.0f}{shared} of {row.of:.0f} named countries ({_number(row.value)} {row.unit})"
                readings.append(self.reading(row, row.rank_low, row.rank_high, text))
        q = replace(q, strict=0.0, loose=0.0, rule="none for a rank; a shared place counts")
        if q.of == "exports":
            return _instead(_judge(q, readings, "it is of exports"), "production", q.of)
        return _judge(q, readings, _part(q, q.before), partial(self.doubt, q))

    def share(self, q: _Question) -> _Finding | None:
        """Share of a country in production, supply, imports or exports."""
        if q.unit != "percent" or not q.places or q.change or _ahead(q) or q.measure not in (*OUTPUT, *OF):
            return None
        who, market = q.places[0], q.market or (q.places[1] if len(q.places) > 1 else "WORLD")
        of = q.of if q.of in OF else q.measure if not q.of else ""
        if not q.market and q.of and not re.match(r"all\b", q.of):
            return None  # of something no table is about
        own = [(name, measure, step, reading) for holder, place, measure, name, step, reading in self.shares
            if {holder, place} == {who, market} or (holder, place) == (who, market)]
        mine = [reading for name, measure, step, reading in own if name in q.names and (market != "WORLD"
            or measure == of)]
        if market != "WORLD":
            found = _judge(replace(q, stated=False), mine, None,
                lambda: "shares by other products, years and measures differ")
            wide = [reading for name, _, _, reading in own if q.generic]
            if not mine and wide and min(r.low for r in wide) <= q.value + q.loose and max(r.high
                    for r in wide) >= q.value - q.loose:
                wide.sort(key=lambda r: (r.low, r.text))
                near = min(wide, key=lambda r: _off(q, r))
                text = near.text if len(wide) == 1 else f"from {wide[0].text} to {wide[-1].text}"
                return _Finding("imprecise", replace(near, text=text),
                    "true of some materials or bases only, not of all together")
            return found if found and found.verdict.startswith("supported") else None
        if of == "reserves":
            return _judge(q, self._reserves(q, True), None, lambda: "counts of reserves follow several definitions")
        readings = []
        for row in self.rows(q):
            if row.share == row.share:
                text = f"{_number(row.value)} of {_number(row.world)} {row.unit} = {row.share:.1f} %"
                text += "" if row.world_basis.startswith("world") else f" ({row.world_basis})"
                margin = min(ROUNDED, 2 * _margin(row.value_printed, 1)) * row.share
                readings.append(self.reading(row, row.share, row.share, text, margin))
        later = q.steps(q.quote if of in ("", "share", "processing", "supply") else "")
        readings += [reading for name, measure, step, reading in own if name in q.names
            and measure == "production" and (step == "magnets" or step == "refinery" and "refinery" in later)]
        if of in ("", *OUTPUT):
            return _judge(q, readings, _part(q, q.before), partial(self.doubt, q))
        found = _judge(q, mine, None, lambda: "the trade figure is old")
        if of == "exports" and not (found and found.verdict.startswith("supported")):
            return _instead(_judge(q, readings, "it is of exports"), "production", of) or found
        return found

    def growth(self, q: _Question) -> _Finding | None:
        """Production doubled, rose or fell: the ratio of two years in one table."""
        if q.unit not in ("percent", "multiple") or q.measure not in OUTPUT[:-1] or not (q.change
                or q.unit == "multiple"):
            return None
        named = sorted({int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", q.quote)} - {q.year})
        unsure = not named and re.search(r"\b(?:since|from|past|decade|years|over)\b", q.quote, re.I)
        if len(q.places) != 1 or _ahead(q) or q.year is None or len(named) > 1 or unsure:
            return None  # no two certain years
        if not WHOLE.fullmatch(q.period) or _part(q, q.quote) or self.doubt(q):
            return None  # a rise of a few percent is met by chance too easily
        start = named[0] if named else q.first if q.first and q.first < q.year else q.year - 1
        tables: dict[tuple[str, str], dict[int, Any]] = defaultdict(dict)
        for row in self.rows(q):
            tables[row.stage, row.source][int(row.year)] = row
        readings = []
        for table in tables.values():
            old, new = table.get(start), table.get(q.year)
            if old is not None and new is not None and old.value:
                ratio = new.value / old.value
                many = q.unit == "multiple"
                value = ratio if many else 100 * (ratio - 1) * (-1 if q.change == "fall" else 1)
                shown = f"{ratio:.2f} times" if many else f"{100 * (ratio - 1):+.1f} %"
                text = f"{_number(old.value)} to {_number(new.value)} {new.unit}, {start} to {q.year} = {shown}"
                spread = ratio * min(_margin(old.value_printed, 1) + _margin(new.value_printed, 1), ROUNDED)
                readings.append(self.reading(new, value, value, text, spread * (1 if many else 100)))
        return _judge(q, readings)

    def _reserves(self, q: _Question, share: bool) -> list[Reading]:
        table = self.reference.reserves.dropna(subset="value")
        table = table[table["commodity"].isin([self.reference.commodity(name) for name in q.names])]
        world = {(row.basis, row.source): row for row in table[table["country"]
            == "WORLD"].itertuples(index=False)}
        found = []
        for row in table[table["country"] == q.places[0]].itertuples(index=False):
            value, text, total = row.value, f"{_number(row.value)} {row.unit}", world.get((row.basis,
                row.source))
            if share and total is None:
                continue
            if share:
                value = 100 * row.value / total.value
                text += f" of {_number(total.value)} {row.unit} = {'at most ' if total.bound else ''}{value:.1f} %"
            text = f"{self.label(row.source)}, reserves: {text}, {row.basis}"
            found.append(Reading(value, value, text, None, row.basis, 0.0, row.source, row.edition,
                row.locator))
        return found

    def reserves(self, q: _Question) -> _Finding | None:
        """Reserves of a country or the world, as USGS counts them."""
        size = TONNES.get(q.unit)
        if size is None or q.measure != "reserves" or len(q.places) != 1:
            return None
        return _judge(_scaled(q, size), self._reserves(q, False), _part(q, q.quote),
            lambda: "counts of reserves follow several definitions")

    def owner(self, q: _Question) -> str | None:
        """Return whose list of minerals a claim speaks of."""
        named = [place for place, sign in OWNERS.items() if place in q.places or re.search(sign, q.quote)]
        near = [place for place, sign in OWNERS.items() if re.search(rf"(?:{sign})\W+(?:[\w’'-]+\W+){{0,6}}$",
            q.before)]
        return named[0] if len(named) == 1 else near[0] if len(near) == 1 else None

    def list_size(self, q: _Question) -> _Finding | None:
        """Number of entries of an official list."""
        entries = ENTRIES.match(q.after)
        listed = re.search(r"\blist", q.quote, re.I) or re.search(r"\bof (?:the )?(?:\w+[’']s )?$", q.before)
        if q.unit != "count" or q.comparator != "=" or not entries or not listed:
            return None
        if not re.search(r"\blist|critical|strategic", q.quote, re.I) or CHANGES.search(q.before[-60:]
                + entries.group()):
            return None
        kind = "strategic" if "strategic" in q.quote.lower() and "critical" not in entries.group().lower(
            ) else "critical"
        place = self.owner(q)
        lists = [row for row in self.lists.values() if row.place == place and row.kind == kind]
        readings = [Reading(row.entries, row.entries, f"{row.title}: {row.entries} entries", None, row.list,
            0.0, row.source, row.available[:4]) for row in lists]
        for row, reading in zip(lists, readings, strict=True):
            if row.entries == q.value:
                heir = self.lists.get(row.superseded_by)
                then = heir is None or (q.stated and q.year is not None and q.year < int(heir.available[:4]))
                if then or "draft" in q.quote.lower():
                    return _Finding("supported", reading)
                return _Finding("outdated", reading,
                    f"public since {row.available}; superseded on {heir.available} by a list of {heir.entries}")
        said = re.search(r"\blist(?:s|ed|ing)?(?: (?!produc|suppl)[\w’'-]+){0,6} $", q.before, re.I)
        if not lists or q.stated or not said:
            return None
        sizes = ", ".join(f"{row.entries} ({row.available[:4]})" for row in lists)
        return _Finding("contradicted", readings[-1], f"no list of theirs has that many: {sizes}")

    def coverage(self, q: _Question) -> _Finding | None:
        """How many entries of a list, or what share of it, Kazakhstan produces."""
        of = re.match(r"\s*(?:out )?of (?:the )?(?:[\w’']+ ){0,2}?(\d+)\b", q.after)
        if "KAZ" not in q.places or not q.generic or q.unit not in ("percent", "count") or (q.unit == "count"
                and not of):
            return None
        if q.measure in ("demand", "exports", "imports", "funding",
                "trade") or not re.search(r"materials|minerals|\blist", q.quote, re.I):
            return None
        place = self.owner(q) or next((place for place in q.places if place in OWNERS), None)
        sized = [row.list for row in self.lists.values() if of and row.entries == int(of.group(1))]
        name = sized[0] if sized else None
        if not of and place:
            name = self.reference.list_at(place, q.published or str(q.year or "9999"))
        if name is None:
            return None
        words = {"statistics": "by statistics", "any": "on any evidence", "planned": "with what is planned"}
        levels = {word: self.reference.list_coverage(name, word) for word in words}
        number = {word: level.produced if q.unit == "count" else level.share for word,
            level in levels.items()}
        text = "; ".join(f"{c.produced} of {c.entries} = {c.share:.1f} % {words[word]}" for word,
            c in levels.items())
        row = self.lists[name]
        reading = Reading(number["any"], number["any"], f"{row.title}: {text}", None, name, 0.0, row.source,
            row.available[:4])
        fits = {word: _fit(q, replace(reading, low=value, high=value)) for word, value in number.items()}
        if all(fits.values()) or (q.unit == "count" and q.comparator == "=" and fits["any"] == 2):
            return _Finding(_grade(q, reading), reading,
                "on any evidence of production now; the claim has no itemised list")
        if number["statistics"] <= q.value <= number["planned"] or any(fits.values()):
            return _Finding("imprecise", reading,
                "depends on what counts as evidence, and production is not supply")
        return None

    def law(self, q: _Question) -> _Finding | None:
        """Benchmarks of the Critical Raw Materials Act."""
        act = re.search(r"CRMA|Raw Materials Act", q.quote, re.I)
        if q.unit != "percent" or not (act or "EU" in q.places or re.search(OWNERS["EU"], q.quote)):
            return None
        aim = re.search(r"\b(?:decision|decided|target|goal|aims?|plans?|must|should|required?)\b", q.quote,
            re.I)
        if not act and not (q.generic and q.horizon and aim):
            return None
        sides = (re.split(r"\d", q.after)[0], re.split(r"\d", q.before)[-1])
        cue = next((name for side in sides for name, sign in CUES.items() if re.search(sign, side, re.I)),
            None)
        plans = [p for p in self.plans.values() if p.kind == "law" and p.measure == cue]
        hit = next((p for p in plans if _fit(replace(q, comparator="="), self._planned(p))), None)
        if not plans or (hit is None and not (act and q.alone)):
            return None
        current = next(p for p in plans if not p.superseded_by)
        if hit is None:
            return _Finding("contradicted", self._planned(current), "the benchmark of the Act is another")
        if hit.superseded_by:
            return _Finding("outdated", self._planned(hit),
                f"the proposal's figure; as adopted: {current.value:g} %")
        slips = []
        if q.change or re.search(r"\b(?:increase|raise|boost|grow|expand)\w*\b.*\bby $", q.before, re.I):
            slips.append("a level, not an increase")
        if q.horizon and q.horizon[:4] != hit.horizon:
            slips.append(f"for {hit.horizon}, not {q.horizon[:4]}")
        reason = f"the benchmark is {' and '.join(slips)}" if slips else "as the Act has it"
        return _Finding(("supported", "imprecise", "contradicted")[len(slips)], self._planned(hit), reason)

    def _planned(self, p: Any) -> Reading:
        unit = {"percent": " %", "multiple": " times", "count": ""}.get(p.unit, f" {p.unit}")
        parts = (f", {p.announced}" if p.announced else "", f" of {p.denominator}" if p.denominator else "",
            f" by {p.horizon}" if p.horizon else "")
        text = f"{self.label(p.source)}{parts[0]}: {_number(p.value)}{unit}{parts[1]}{parts[2]}"
        return Reading(p.value, p.value, text, None, p.plan, 0.0, p.source)

    def plan(self, q: _Question) -> _Finding | None:
        """Plans, targets and forecasts, judged by what was announced and whether it still stands."""
        unit, measure = q.unit.removesuffix("/yr"), ALIKE.get(q.measure, q.measure)
        if not (_ahead(q) or unit == "count"):
            return None
        hits = []
        for p in self.plans.values():
            if unit == "count":
                same = p.measure == measure and len(_stems(q.quote) & _stems(p.statement)) >= 2
            else:
                same = bool({*p.commodity.split(";")} & {*q.names}) and (p.measure == measure
                    or {p.measure, measure} <= {"production", "capacity"})
            known = not q.published or not p.announced or q.published >= p.announced[: len(q.published)]
            if p.kind != "law" and p.unit.removesuffix(
                    "/yr") == unit and p.place in q.places and same and known and _fit(replace(q,
                    comparator="="), self._planned(p)):
                hits.append(p)
        if not hits:
            if unit == "count":
                return None
            return _Finding("not checked", None,
                "a plan or forecast: judged by announcements, never by output",
                "the announcement, with its date and who made it")
        p = max(hits, key=lambda p: (not p.superseded_by, p.horizon[:4] == q.horizon[:4], p.announced))
        kind = "forecast" if p.kind == "forecast" else f"{p.kind} announced by {p.actor}"
        if p.superseded_by:
            return _Finding("outdated", self._planned(p),
                f"a {kind}; replaced by: {self.plans[p.superseded_by].statement}")
        if p.horizon and q.horizon[:4].isdigit() and abs(int(p.horizon) - int(q.horizon[:4])) > 1:
            return _Finding("imprecise", self._planned(p), f"the {kind} is for {p.horizon}")
        return _Finding(_grade(q, self._planned(p)), self._planned(p),
            f"as a {kind}, not as a result: {p.statement}")

    def statement(self, q: _Question) -> _Finding | None:
        """Money and projects: the same figure told of the same parties in the same year."""
        hits = []
        for row in self.offers:
            parties = {*_parts(row.actor_place), row.place} | (CENTRAL_ASIA if row.place == "Central Asia"
                else set())
            text = f"{self.label(row.source)}, {row.year}: {row.value_printed} {row.unit_printed}. {row.statement}"
            reading = Reading(row.value, row.value, text, source=row.source)
            if row.unit != q.unit or not parties & {*q.places}:
                continue
            if row.measure == "funding":
                same_year = q.year is None or not row.year[:4].isdigit() or abs(
                    int(row.year[:4]) - q.year) < 1
                same = q.measure in MONEY and q.comparator in ("=", "~") and _off(q,
                    reading) <= q.strict and same_year
                same = same and bool(_stems(q.quote) & _stems(f"{row.statement} {row.topic}"))
            else:
                same = row.unit == "count" and row.measure == q.measure and _fit(q,
                    reading) and row.value <= 2 * q.high
                same = same and row.actor_place in q.places and (not row.place or row.place in q.places)
            if same:
                hits.append((len(parties & {*q.places}), -abs(row.value - q.value), row, reading))
        if not hits:
            return None
        _, _, row, reading = max(hits, key=lambda hit: hit[:2])
        return _Finding(_grade(q, reading), reading, f"{row.topic}: {row.statement}")

    def ownership(self, q: _Question) -> _Finding | None:
        """Stakes in the companies of the tables, told by both names."""
        if q.unit != "percent" or not re.search(r"\bstakes?\b|\bown(?:s|ed|ership)\b|sharehold", q.quote,
                re.I):
            return None
        for row in self.offers:
            both = (row.actor.split()[0], re.split(r"[ ;,(’]", row.statement)[0])
            text = f"{self.label(row.source)}, {row.year}: {row.value:g} % of {row.actor}. {row.statement}"
            reading = Reading(row.value, row.value, text, source=row.source)
            if row.topic == "ownership" and row.unit == "percent" and _fit(q, reading):
                if all(re.search(rf"\b{re.escape(name)}\b", q.quote, re.I) for name in both):
                    return _Finding(_grade(q, reading), reading)
        return None

    # -- one claim -------------------------------------------------------------------------------

    def audit(self, row: Mapping[str, Any], alone: bool) -> Verdict:
        """Return the verdict on one claim of the ledger, without its review."""
        claim, q = Verdict(str(row["claim"])), _question(row, alone)
        if q is None:
            return self.event(claim, row)
        found = next((finding for rule in self.rules if (finding := rule(q)) is not None), None)
        if found is None and q.modality == "opinion":
            return replace(claim, verdict="not verifiable", reason=OPINION)
        found = found or _Finding("not checked", None, "no table has this figure")
        r = found.reading
        computation = f"claim {_shown(q)}; {r.text}" if r else None
        if found.verdict == "not checked" or r is None:
            return replace(claim, reason=found.reason, needs=found.needs or _needs(q),
                computation=computation)
        reason = found.reason or {"supported": "as the source has it"}.get(found.verdict, "within rounding")
        unit = "t" if q.unit.removesuffix("/yr") in TONNES else q.unit
        return replace(claim, verdict=found.verdict, figure=r.low, figure_unit=unit, source=r.source,
            edition=r.edition or None, locator=r.locator or None, tolerance=q.rule, computation=computation,
            reason=reason, basis="computed")

    def event(self, claim: Verdict, row: Mapping[str, Any]) -> Verdict:
        """Judge a claim without a number by the policy timeline: same time, a party, three telling words."""
        if row.get("kind") == "opinion" or row.get("modality") == "opinion":
            return replace(claim, verdict="not verifiable", reason=OPINION)
        period, stems, places = _words(row.get("period")), _stems(_words(row.get("quote"))), {
            *_parts(row.get("place"))}
        best: tuple[int, Any] = (2, None)
        if row.get("kind") in ("event", "policy") and re.fullmatch(r"\d{4}(?:-\d\d){0,2}", period):
            for entry, words, actors in self.timeline:
                dated = entry.date.startswith(period) or period.startswith(entry.date)
                if dated and actors & places and len(stems & words) > best[0]:
                    best = (len(stems & words), entry)
        if best[1] is None:
            return replace(claim, reason="no table holds it",
                needs="a document or a second source that says so")
        return replace(claim, verdict="supported", source=best[1].source, basis="computed",
            reason="an event of that time and place",
            computation=f"policy timeline, {best[1].date}: {best[1].event}")


def _words(value: Any) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)


def _parts(value: Any) -> tuple[str, ...]:
    return tuple(part.strip() for part in _words(value).split(";") if part.strip())


def _stems(text: str) -> set[str]:
    """Return the telling words, cut to six letters so that the forms of one word meet."""
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", text.lower())} - COMMON


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


def _shown(q: _Question) -> str:
    sign = {"~": "about ", ">": "over ", ">=": "at least ", "<": "under ", "<=": "at most "}.get(q.comparator,
        "")
    unit = {"percent": " %", "multiple": " times", "rank": " in rank", "count": ""}.get(q.unit, f" {q.unit}")
    return f"{sign}{_number(q.value)}{f' to {_number(q.high)}' if q.high != q.value else ''}{unit}"


def _needs(q: _Question) -> str:
    what = f"{q.measure or 'the figure'}{' of ' if q.names else ''}{', '.join(q.names)}"
    where = f" in {', '.join(q.places)}" if q.places else ""
    return f"{what}{where}, {q.year or 'with its year'}, in {q.unit}, from the statistical office or the operator"


def _ahead(q: _Question) -> bool:
    return q.modality in ("planned", "forecast") or bool(q.horizon and q.published
        and q.horizon[:4] > q.published[:4])


def _scaled(q: _Question, size: float) -> _Question:
    return replace(q, value=q.value * size, high=q.high * size, strict=q.strict * size, loose=q.loose * size)


def _part(q: _Question, text: str) -> str | None:
    return "the figure may be that of a works, a company or a part of the country" if PART.search(
        text) else None


def _instead(found: _Finding | None, right: str, claimed: str) -> _Finding | None:
    """Turn a match with another denominator into *imprecise*."""
    if found is None or not found.verdict.startswith(("supported", "outdated")):
        return None
    return replace(found, verdict="imprecise",
        reason=f"that is a figure of {right}; the tables have none of {claimed}")


def _question(row: Mapping[str, Any], alone: bool) -> _Question | None:
    """Take a row of the ledger apart; None for a claim without a number."""
    if not _words(row.get("value")) or not _words(row.get("unit")):
        return None
    value, quote, said = float(row["value"]), _words(row.get("quote")), _words(row.get("q_text"))
    at = int(row["q_start"]) - int(row["start"]) if _words(row.get("q_start")) and _words(
        row.get("start")) else -1
    if at < 0 or quote[at : at + len(said)] != said:
        at = max(quote.find(said), 0)
    measure, _, change = _words(row.get("measure")).lower().partition(" (")
    denominator = _words(row.get("denominator"))
    market, _, of = denominator.partition(" ")
    known = {"world": "WORLD", "global": "WORLD", "EU": "EU", "US": "USA"}
    if denominator.startswith("Central Asia"):
        market, of = "Central Asia", denominator.removeprefix("Central Asia").strip()
    elif market in known or re.fullmatch(r"[A-Z]{3}", market):
        market = known.get(market, market)
    else:  # the article's own words
        market = "WORLD" if re.search(r"\b(?:world|global)", denominator, re.I) else ""
        of = next((word for word in OF if word in denominator), "" if market else denominator)
    period, comparator = _words(row.get("period")), _words(row.get("comparator")) or "="
    years = [int(year) for year in re.findall(r"\d{4}", period)]
    strict, loose, rule = tolerance(value, said, comparator == "~")
    high = _words(row.get("value_high"))
    return _Question(
        quote, quote[:at], quote[at + len(said):], said, value, float(high) if high else value,
            _words(row.get("unit")),
        comparator, _parts(row.get("commodity")), measure.strip(), change.rstrip(")"), market,
            of.strip().lower(),
        _parts(row.get("place")), period, years[0] if years else None, years[-1] if years else None,
        bool(years) and not PRESENT.match(_words(row.get("period_rule"))), _words(row.get("horizon")),
        _words(row.get("modality")), _words(row.get("published")), alone, strict, loose, rule,
    )  # fmt: skip


def _review(row: Mapping[str, Any], reviews: list[Any]) -> Any:
    """Return the review whose words hold the claim: for a quantity the one that ends soonest after it."""
    quote, found = _words(row.get("quote")), []
    for review in reviews:
        at = quote.find(review.quote)
        if at < 0:
            at = -review.quote.find(quote) if quote in review.quote else len(quote) + 1
        if at > len(quote):
            continue
        short, long = sorted((len(review.quote), len(quote)))
        if not _words(row.get("q_text")):
            if 2 * short >= long:
                found.append((long - short, review))
        elif (end := int(row["start"]) + at
                + len(review.quote)) >= int(row["q_end"]) and int(row["start"]) + at <= int(row["q_start"]):
            found.append((end - int(row["q_end"]), review))
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
        ``figure_unit``, ``source``, ``edition``, ``locator``, ``tolerance`` (the rule), ``computation``
        (the arithmetic in a line), ``reason``, ``basis`` (computed, reviewed, none), ``needs`` (what it
        would take), ``inference``, and beside it the hand-made review where there is one:
        ``review_verdict``, ``review_reason``, ``review_sources``, and the written reason of a
        ``disagreement`` between the two; "" where there is none.
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
            found = replace(found, review_verdict=review.verdict, review_reason=review.reason,
                review_sources=review.sources, inference=bool(review.inference),
                disagreement=written.get((review.seed, review.quote), ""))
            if found.basis != "computed":
                found = replace(found, verdict=review.verdict, reason=review.reason, basis="reviewed",
                    needs=None, source=review.sources.split(";")[0])
        verdicts.append(found)
    return pd.DataFrame({field.name: [getattr(found, field.name) for found in verdicts] for field in fields(Verdict)})
