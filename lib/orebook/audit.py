"""Hold every claim against the official figures: a verdict, and the arithmetic in one line.

The rules in short. A claim is compared with every reading of the tables that means the same: same
commodity, country, measure and year, in each stage, source and edition. A point figure names its
stage by matching one; a bound such as "top 10" has to hold in all of them. A figure that only an older
edition or an earlier year bears out is *outdated*; one that is right for something else (its share of
production given as one of exports) is *imprecise*; plans are held against announcements, never against
output. *Contradicted* is said only where nothing about the question is in doubt and every reading is
beyond the tolerance by a tenth of the claim or more; else the verdict is *not checked*, with what it
would take.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import pandas as pd

from orebook.reference import Reference

VERDICTS = ("supported", "supported with rounding", "imprecise", "outdated", "contradicted", "not verifiable",
    "not checked")
# Tolerances, as parts of the claimed value.
ROUNDED = 0.05  # at most, for half a unit of the last digit that is not a nought
IN_WORDS = 0.10  # "half", "doubled"
HEDGED = 0.10  # about, around, nearly, roughly, some
BEYOND = 0.10  # past the tolerance by this much is a contradiction, less is imprecise

TONNES = {"t": 1.0, "kg": 1e-3, "g": 1e-6, "lb": 0.00045359237, "ozt": 3.11034768e-5, "m3": 1.0}
# Names of everything on a list at once, not of one material.
GENERIC = re.compile(r"critical|strategic|raw materials|minerals|rare (?:and|metals)|^metals$|mined output",
    re.I)
LISTED = r"(?:[\w’'-]+ ){0,3}?(?:minerals?|materials?|elements|metals|commodities|substances|entries|crms?)\b"
OWNERS = (("EU", r"\bE\.?U\b|europe|brussels"),
    ("USA", r"\bU\.?S\b|\bUSGS\b|united states|americ|washington"))
# Words that make a figure that of a works, a company, a deposit or a part of the country.
PART = re.compile(
    r"\b(?:plants?|smelters?|refiner(?:y|ies)|compan(?:y|ies)|corporation|corp|inc|plc|ltd|jsc|llp|group|holding|"
    r"deposits?|mines?|fields?|projects?|facilit(?:y|ies)|complex|combine|region|province|oblast|joint venture|"
    r"subsidiary|firms?|concern|producer’s|monthly|quarter|half|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|per (?:day|month)|daily|cumulative|since)\b",
    re.I,
)
STEPS = (("refinery", r"refin|process|separat|cathode"), ("smelter", r"smelt|primary alumin|electroly"),
    ("mine", r"\bmined\b|\bmine (?:production|output|supply)|\bmining\b|\bores?\b|extract"))
VAGUE = re.compile(r"dozens|scores|hundreds|thousands|several|many", re.I)
# Benchmarks in law: what a percentage is about, by the words beside it.
CUES = {"extraction": r"extract|mine|mining", "processing": r"process|refin", "recycling": r"recycl",
    "dependence": r"single|one (?:third )?country|third country|any (?:one )?country|depend"}
ALIKE = {"plants": "facilities", "factories": "facilities", "enterprises": "facilities",
    "areas": "priority areas", "directions": "priority areas", "mines": "deposits", "blocks": "deposits",
    "sites": "deposits", "output": "production", "extraction": "production"}
NATIONAL = ("usgs-", "bgs-", "wna-")
# Rules of a period that only say the claim is made in the present tense.
PRESENT = re.compile(r"the article’s year|the article's year|(?:now|at present|today|currently|already)\b",
    re.I)
MEASURES = ("production", "output", "supply", "exports", "imports", "reserves", "consumption", "demand",
    "market")
CENTRAL_ASIA = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
DAY = re.compile(r"\d{4}(?:-\d\d)?(?:-\d\d)?")


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
        What else may tell readings apart; a newer edition replaces an older one of the same stage.
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
    """What the audit finds about one claim; see the data dictionary of the ledger."""

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
    review_verdict: str | None = None
    review_reason: str | None = None
    review_sources: str | None = None
    disagreement: str | None = None


@dataclass(frozen=True, slots=True)
class _Finding:
    verdict: str
    reading: Reading | None
    reason: str
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    """A claim of the ledger, taken apart."""

    claim: str
    quote: str
    before: str  # the quote up to the quantity, and from it
    after: str
    said: str  # the quantity's words
    value: float
    high: float
    unit: str
    comparator: str
    names: tuple[str, ...]
    measure: str
    change: str
    market: str
    of: str
    places: tuple[str, ...]
    first: int | None
    year: int | None
    period: str
    whole: bool  # the period is whole years
    stated: bool  # the period stands in the text
    horizon: str
    modality: str
    published: str
    alone: bool  # no other figure of the same unit in the sentence
    strict: float
    loose: float
    rule: str

    @property
    def generic(self) -> bool:
        return not self.names or any(GENERIC.search(name) for name in self.names)

    @property
    def exact(self) -> bool:
        return self.comparator in ("=", "~")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def _words(value: Any) -> str:
    return "" if value is None or value != value else str(value)


def _parts(value: Any) -> tuple[str, ...]:
    return tuple(part.strip() for part in _words(value).split(";") if part.strip())


def tolerance(value: float, words: str, hedged: bool = False) -> tuple[float, float, str]:
    """Return how far a figure may be off.

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
        Half a unit of the last digit written, within which a claim is right as it stands; and the
        wider margin of a rounded figure: half a unit of its last digit that is not a nought, at most 5 %
        of the value; 10 % for figures in words and for hedged ones.
    rule : str
        The wider margin in words.
    """
    size = abs(value)
    found = re.search(r"\d[\d,  ]*(?:\.\d+)?", words)
    number = float(re.sub(r"[,  ]", "", found.group())) if found else 0.0
    if not found or not number:
        strict, loose, rule = 0.0, IN_WORDS * size, "10 % for a figure in words"
    else:
        digits = found.group().rstrip(", ").replace(",", "").replace(" ", "").replace(" ", "")
        scale = size / number
        places = len(digits.partition(".")[2])
        strict = 0.5 * 10.0**-places * scale
        noughts = 0 if places else len(digits) - len(digits.rstrip("0"))
        loose = min(strict * 10.0**noughts, ROUNDED * size)
        loose, rule = (max(loose, strict if places or not noughts else 0.0),
            "rounding of its last digit, at most 5 %")
    if hedged and loose < HEDGED * size:
        loose, rule = HEDGED * size, "10 % for a hedged figure"
    return strict, loose, rule


def _margin(printed: float, value: float) -> float:
    """Return half a unit of the last digit a source prints that is not a nought, at most 5 %."""
    return tolerance(value, f"{printed:.10g}")[1] if value else 0.0


def _fit(q: _Question, r: Reading) -> int:
    """Return 2 where the reading bears the claim out, 1 within rounding, 0 where it does not."""
    loose = q.loose + r.margin
    if q.comparator in (">", ">="):
        return 2 if r.low > q.value or (r.low == q.value and q.comparator
            == ">=") else int(r.high >= q.value - loose)
    if q.comparator in ("<", "<="):
        return 2 if r.high < q.high or (r.high == q.high and q.comparator == "<=") else int(r.low <= q.high
            + loose)
    off = _off(q, r)
    return 2 if off <= q.strict and r.low == r.high else int(off <= loose)


def _grade(q: _Question, r: Reading) -> str:
    """Return which kind of *supported* it is; a word such as "dozens" is a rounding whatever it rounds."""
    return "supported" if _fit(q, r) == 2 and not VAGUE.search(q.said) else "supported with rounding"


def _off(q: _Question, r: Reading) -> float:
    """Return how far the reading is from the claim, 0 where the two meet."""
    return max(q.value - r.high, r.low - q.high, 0.0)


def _family(r: Reading) -> tuple[str, str, int | None]:
    return r.stage, re.sub(r"-\d{4}$", "", r.source), r.year


def _best(q: _Question, readings: Iterable[Reading]) -> Reading:
    return max(readings, key=lambda r: (_fit(q, r), -_off(q, r) if not _fit(q, r) else 0, r.year or 0,
        r.edition))


def _judge(q: _Question, readings: list[Reading], doubt: str | None) -> _Finding | None:
    """Return the verdict on a claim from the readings of all years, or None where there are none.

    `doubt` says why no reading can contradict the claim; None where one can.
    """
    if not readings:
        return None
    years = sorted({r.year for r in readings if r.year is not None})
    now = q.year if q.year in years or not years else max((y for y in years if q.year and y <= q.year),
        default=None)
    if q.year is None and years:
        now = years[-1]
    if now is None or (q.year and now and q.year - now > 2):
        return None
    own = [r for r in readings if r.year in (now, None)]
    newest = {}
    for r in sorted(own, key=lambda r: r.edition):
        newest[_family(r)] = r
    fits = [r for r in own if _fit(q, r)]
    if fits and q.unit == "rank" and not q.exact:
        if any(not _fit(q, r) for r in newest.values()):
            other = next(r for r in newest.values() if not _fit(q, r))
            return _Finding("imprecise", _best(q, fits), f"depends on stage and source: {other.text}")
    if fits:
        best = _best(q, fits)
        last = newest[_family(best)]
        if not _fit(q, last):
            return _Finding("outdated", best, f"right by that edition, revised since: {last.text}")
        return _Finding(_grade(q, best), best, "")
    nearest = _best(q, own)
    past = [r for r in readings if r.year and r.year < now and _fit(q, r)]
    if past and not (q.stated and q.whole and q.year == now):
        best = max(past, key=lambda r: (r.year or 0, _fit(q, r), r.edition))
        return _Finding("outdated", best, f"right for {best.year}; since then: {nearest.text}")
    wrong_year = [r for r in readings if _fit(q, r) == 2]
    if wrong_year and q.exact:
        return _Finding("imprecise", wrong_year[0],
            f"that is the figure of {wrong_year[0].year}; for {now}: {nearest.text}")
    near = min(readings if not q.stated else own, key=lambda r: (_off(q, r), -(r.year or 0),
        -int(r.edition or 0)))
    if q.unit == "rank":
        if not q.stated and _off(q, near) <= 1:
            return _Finding("imprecise", near, "one place out in every edition held; older ones are not held")
    elif _off(q, near) <= q.loose + near.margin + BEYOND * abs(q.value):
        return _Finding("imprecise", near, "near, but beyond rounding in every reading")
    if q.year != now and q.stated:
        doubt = f"no figure for {q.year}"
    if doubt is None and not nearest.source.startswith(NATIONAL):
        doubt = "the source is not the producer of the statistic"
    if doubt is not None:
        return _Finding("not checked", nearest, f"the tables differ, but {doubt}",
            f"a figure for exactly this: {doubt}")
    return _Finding("contradicted", nearest, "beyond the tolerance in every edition, source and stage")


class _Auditor:
    """The reference tables, laid out for looking up, and the rules that use them."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.standings: dict[tuple[str, str], list[Any]] = {}
        for row in reference.standings.itertuples(index=False):
            self.standings.setdefault((row.commodity, row.country), []).append(row)
        step = reference.stages.set_index("stage")["step"]
        self.step = {str(stage): str(name) for stage, name in step.items()}
        self.titles = dict(zip(reference.sources["source"], reference.sources["title"], strict=True))
        self.plans = list(reference.plans.itertuples(index=False))
        self.offers = [row for row in reference.offers.itertuples(index=False) if row.value == row.value]
        self.lists = {row.list: row for row in reference.list_sources.itertuples(index=False)}
        self.timeline = list(reference.timeline.itertuples(index=False))
        self.rules: tuple[Callable[[_Question], _Finding | None], ...] = (self.law, self.coverage,
            self.list_size, self.plan, self.funding, self.count, self.ownership, self.rank, self.share,
            self.growth, self.level, self.reserves)

    # -- what the tables say ---------------------------------------------------------------------

    def rows(self, q: _Question, country: str) -> list[Any]:
        """Return the standings of a country for what the claim is about, in the stages it may mean."""
        found = []
        for name in q.names:
            called = self.reference.called(name)
            if called is None:
                continue
            rows = self.standings.get((called[0], country), [])
            steps = [step for step, sign in STEPS
                if re.search(sign, f"{q.measure} {q.of} {self._beside(q, name)}", re.I)]
            if called[1]:
                rows = [row for row in rows if row.stage == called[1]]
            elif steps and {self.step[row.stage] for row in rows} & set(steps):
                rows = [row for row in rows if self.step[row.stage] in steps]
            elif steps == ["refinery"] and self.standings.get((called[0], "WORLD")):
                rows = [row for row in rows if self.step[row.stage] != "mine"]  # processing is not mining
            found += rows
        return found

    @staticmethod
    def _beside(q: _Question, name: str) -> str:
        """Return the words right beside a commodity's name: "refined copper", "tungsten mining"."""
        found = re.search(rf"(\w+[ -])?{re.escape(name)}( [\w-]+)?( [\w-]+)?", q.quote, re.I)
        return found.group() if found else ""

    def label(self, source: str, year: Any = "") -> str:
        short = {"usgs": "USGS", "bgs": "BGS",
            "wna": "WNA"}.get(source.split("-")[0]) if source.startswith(NATIONAL) else None
        return f"{short} {source[-4:]}" if short else self.titles.get(source, source)

    def reading(self, row: Any, low: float, high: float, text: str, margin: float = 0.0) -> Reading:
        where = f"{self.label(row.source)}, {row.year}{' (estimate)' if row.estimate else ''}, {row.stage}: {text}"
        return Reading(low, high, where, int(row.year), row.stage, margin, row.source, row.edition,
            row.locator)

    # -- the rules -------------------------------------------------------------------------------

    def level(self, q: _Question) -> _Finding | None:
        """Tonnes produced by a country or the world in a year."""
        size = TONNES.get(q.unit.removesuffix("/yr"))
        if size is None or q.measure not in ("production", "extraction", "processing", "supply") or q.change:
            return None
        if len(q.places) != 1 or q.modality not in ("reported", "opinion", ""):
            return None
        q = replace(q, value=q.value * size, high=q.high * size, strict=q.strict * size, loose=q.loose * size)
        readings = [self.reading(row, row.value, row.value, f"{_number(row.value)} {row.unit}",
            _margin(row.value_printed, row.value)) for row in self.rows(q, q.places[0])]
        if q.year and not q.whole:
            return _Finding("not checked", None, "the tables have whole years only", f"the figure for {q.period}")
        doubt = None if q.measure != "supply" else "supply is not production"
        if PART.search(q.quote):
            doubt = "the figure may be that of a works, a company or a part of the country"
        return _judge(q, readings, doubt or self.doubt(q))

    def rank(self, q: _Question) -> _Finding | None:
        """Place of a country among the producers."""
        if q.unit != "rank" or not q.places or q.market not in ("WORLD", ""):
            return None
        readings = [self.reading(row, row.rank_low, row.rank_high, self._place(row)) for row in self.rows(q,
            q.places[0]) if row.rank_low == row.rank_low]
        q = replace(q, strict=0.0, loose=0.0, rule="none for a rank; a shared place counts")
        if q.of in ("exports", "reserves", "resources", "consumption", "demand"):
            found = _judge(q, readings, "") if q.of == "exports" else None
            return self._instead(found, "production", q.of)
        return _judge(q, readings, self.doubt(q))

    @staticmethod
    def _place(row: Any) -> str:
        shared = "" if row.rank_low == row.rank_high else f" to {row.rank_high:.0f}, shared"
        return f"place {row.rank_low:.0f}{shared} of {row.of:.0f} named countries ({_number(row.value)} {row.unit})"

    @staticmethod
    def _instead(found: _Finding | None, right: str, claimed: str) -> _Finding | None:
        """Turn a match with another denominator into *imprecise*; anything else is not checked."""
        if found is None or not found.verdict.startswith(("supported", "outdated")):
            return None
        reason = f"that is a figure of {right}, not of {claimed}, for which the tables have none"
        return replace(found, verdict="imprecise", reason=reason)

    def share(self, q: _Question) -> _Finding | None:
        """Share of a country in production, supply, imports or exports."""
        if q.unit != "percent" or not q.places or q.change or q.modality in ("planned", "forecast"):
            return None
        if q.measure not in ("share", "supply", "imports", "exports", "production", "dependence", "reserves",
                "processing"):
            return None
        who, of = q.places[0], ALIKE.get(q.of or q.measure, q.of or q.measure)
        market = q.market or (q.places[1] if len(q.places) > 1 else "WORLD")
        if market != "WORLD":
            return self._traded(q, who, market, of)
        if of == "reserves":
            return _judge(q, [r for r, _ in self._reserves(q, who, True)],
                "counts of reserves follow several definitions")
        readings = [
            self.reading(row, row.share, row.share,
                f"{_number(row.value)} of {_number(row.world)} {row.unit} = {row.share:.1f} %"
                + ("" if row.world_basis.startswith("world") else f" ({row.world_basis})"),
                min(ROUNDED * row.share, row.share / row.value * _margin(row.value_printed, row.value) * 2))
            for row in self.rows(q, who)
            if row.share == row.share
        ]
        if who == "CHN":
            readings += self._china(q, "WORLD")
        if of in ("production", "share", "processing", "supply", "refining", "separation", "market"):
            return _judge(q, readings, self.doubt(q))
        traded = [
            Reading(row.share, row.share,
                f"{self.label(row.source)}, {row.year_printed}: {row.share} % of {row.metric}", None,
                source=row.source, locator=row.locator)
            for row in self.reference.eu_sourcing.itertuples(index=False)
            if who == "KAZ" and row.scope == "WORLD" and row.measure == of and row.commodity in q.names
                    and row.share == row.share
        ]
        found = _judge(q, traded, "the trade figure is old")
        if found is None or not found.verdict.startswith("supported"):
            found = self._instead(_judge(q, readings, ""), "production", of) or found
        return found

    def _china(self, q: _Question, scope: str) -> list[Reading]:
        steps = [step for step, sign in STEPS if re.search(sign, f"{q.measure} {q.of} {q.quote}", re.I)]
        found = []
        for row in self.reference.china_share.itertuples(index=False):
            # figures computed from production are there already, with their arithmetic
            if row.scope != scope or row.share != row.share or row.source.startswith(
                    NATIONAL) or row.projection:
                continue
            if row.step in ("refinery",
                    "magnets") and scope == "WORLD" and row.step != "magnets" and "refinery" not in steps:
                continue
            if row.step == "mine" or row.commodity not in q.names:
                continue
            year = None if row.year != row.year or scope != "WORLD" else int(row.year)
            text = f"{self.label(row.source)}, {row.year_printed}: {row.share} % of {row.metric}"
            found.append(Reading(row.share, row.share, text, year, row.metric, 0.5, row.source, "",
                row.locator))
        return found

    def _traded(self, q: _Question, who: str, market: str, of: str) -> _Finding | None:
        """Share of a country in what the EU, the United States or a region buys or sells."""
        readings, spread = [], []
        if market == "EU" and who == "CHN":
            readings = self._china(q, "EU")
            if not readings and q.generic:
                rows = self.reference.china_share.query("scope == 'EU' and share == share")
                spread = [Reading(r.share, r.share, f"{r.share:g} % of {r.metric}", None, source=r.source,
                    locator=r.locator) for r in rows.sort_values("share").itertuples(index=False)]
        elif market == "EU" and who == "KAZ":
            readings = [Reading(r.share, r.share,
                f"{self.label(r.source)}, {r.year_printed}: {r.share} %, {r.metric}", None, r.product, 0.5,
                r.source, "", r.locator) for r
                in self.reference.eu_sourcing.query("scope == 'EU' and share == share").itertuples(
                index=False) if r.commodity in q.names]
        elif market == "USA":
            readings = [
                Reading(r.share, r.share,
                    f"{self.label(r.source)}, {r.period}: {r.share:g} % of US imports of {r.product}", None,
                    r.product, 0.5, r.source, "", r.locator)
                for r in self.reference.us_imports.itertuples(index=False)
                if r.country == who and (r.commodity in q.names or any(n in r.product.lower()
                        for n in q.names))
            ]
        for row in self.offers:
            if row.unit == "percent" and row.denominator and {row.actor_place, row.place} == {who, market}:
                text = f"{self.label(row.source)}, {row.year}: {row.value:g} % of {row.denominator}"
                reading = Reading(row.value, row.value, text, None, row.denominator, 0.5, row.source)
                if row.commodity in q.names:
                    readings.append(reading)
                elif q.generic and GENERIC.search(row.commodity) and _fit(q, reading):
                    return _Finding("imprecise", reading,
                        "the base is too wide: the source has a narrower one")
        if spread:
            low, high = spread[0], spread[-1]
            if low.low < q.value < high.high and not (low.low + q.loose > high.high):
                near = min(spread, key=lambda r: _off(q, r))
                return _Finding("imprecise", replace(near, text=f"from {low.text} to {high.text}"),
                    "true of some materials only; no figure for all together")
            return None
        found = _judge(q, readings, "shares by other products, years or measures may differ")
        return found if found and found.verdict != "not checked" else None

    def growth(self, q: _Question) -> _Finding | None:
        """Production doubled, rose or fell: the ratio of two years in one table."""
        if q.unit not in ("percent", "multiple") or q.measure not in ("production", "extraction", "supply"):
            return None
        if not (q.change or q.unit == "multiple") or len(q.places) != 1 or q.modality not in ("reported",
                "opinion", ""):
            return None
        if q.year is None or not q.whole:
            return None
        start = q.first if q.first and q.first < q.year else q.year - 1
        tables: dict[tuple[str, str], dict[int, Any]] = {}
        for row in self.rows(q, q.places[0]):
            tables.setdefault((row.stage, row.source), {})[int(row.year)] = row
        readings = []
        for table in tables.values():
            old, new = table.get(start), table.get(q.year)
            if old is not None and new is not None and old.value:
                ratio = new.value / old.value
                value = ratio if q.unit == "multiple" else 100 * (ratio - 1) * (-1 if q.change == "fall"
                    else 1)
                shown = f"{ratio:.2f} times" if q.unit == "multiple" else f"{100 * (ratio - 1):+.1f} %"
                text = f"{_number(old.value)} to {_number(new.value)} {new.unit}, {start} to {q.year} = {shown}"
                margin = ratio * (_margin(old.value_printed, 1) + _margin(new.value_printed, 1))
                margin = min(margin, ROUNDED) * (1 if q.unit == "multiple" else 100)
                readings.append(self.reading(new, value, value, text, margin))
        doubt = "the figure may be that of a works, a company or a part of the country" if PART.search(
            q.quote) else None
        return _judge(q, readings, doubt or self.doubt(q))

    def _reserves(self, q: _Question, who: str, share: bool) -> list[tuple[Reading, Any]]:
        table = self.reference.reserves.dropna(subset="value")
        found = []
        for name in q.names:
            commodity = self.reference.commodity(name)
            rows = table[table["commodity"] == commodity]
            for row in rows[rows["country"] == who].itertuples(index=False):
                value, text = row.value, f"{_number(row.value)} {row.unit}, {row.basis}"
                if share:
                    world = rows[(rows["country"] == "WORLD") & (rows["source"] == row.source)
                        & (rows["basis"] == row.basis)]
                    if world.empty:
                        continue
                    total = float(world["value"].iloc[0])
                    most = "at most " if world["bound"].iloc[0] else ""
                    value = 100 * row.value / total
                    text = f"{_number(row.value)} of {_number(total)} {row.unit} = {most}{value:.1f} %, {row.basis}"
                label = f"{self.label(row.source)}, reserves: {text}"
                found.append((Reading(value, value, label, None, row.basis, 0.0, row.source, row.edition,
                    row.locator), row))
        return found

    def reserves(self, q: _Question) -> _Finding | None:
        """Reserves of a country or the world."""
        size = TONNES.get(q.unit)
        if size is None or q.measure != "reserves" or len(q.places) != 1 or PART.search(q.quote):
            return None
        q = replace(q, value=q.value * size, high=q.high * size, strict=q.strict * size, loose=q.loose * size)
        readings = [reading for reading, _ in self._reserves(q, q.places[0], False)]
        return _judge(q, readings, "counts of reserves follow several definitions")

    def owner(self, q: _Question) -> str | None:
        """Return whose list of minerals a claim speaks of."""
        named = [place for place, sign in OWNERS if place in q.places or re.search(sign, q.quote)]
        near = [place for place, sign in OWNERS if re.search(rf"(?:{sign})\W+(?:[\w’'-]+\W+){{0,6}}$",
            q.before, re.I)]
        return named[0] if len(named) == 1 else near[0] if len(near) == 1 else None

    def list_size(self, q: _Question) -> _Finding | None:
        """Number of entries of an official list."""
        if q.unit != "count" or not re.search(r"\blist|\bcritical|strategic", q.quote, re.I):
            return None
        direct = re.match(LISTED, q.after.removeprefix(q.said).lstrip(" -"), re.I)
        if not direct or re.search(
                r"\b(?:new|more|additional|added|adds?|remov\w+|dropp\w+|produc\w+|suppl\w+)\b",
                q.before[-60:] + direct.group(), re.I):
            return None
        if not re.search(r"\blist", q.quote, re.I) and not re.search(r"\bof (?:the )?(?:EU’s |bloc’s )?$",
                q.before):
            return None
        place = self.owner(q)
        kind = "strategic" if "strategic" in q.quote.lower() and "critical" not in direct.group().lower(
            ) else "critical"
        lists = [row for row in self.lists.values() if row.place == place and row.kind == kind]
        readings = {row.list: Reading(row.entries, row.entries, f"{row.title}: {row.entries} entries", None,
            row.list, 0.0, row.source, row.available[:4]) for row in lists}
        hits = [row for row in lists if _fit(q, readings[row.list]) and q.exact]
        if hits:
            row = hits[-1]
            heir = self.lists.get(row.superseded_by)
            dated = q.stated and q.year is not None and heir is not None and q.year < int(heir.available[:4])
            if heir is not None and not dated and "draft" not in q.quote.lower():
                return _Finding("outdated", readings[row.list],
                    f"public since {row.available}; superseded on {heir.available} by a list of {heir.entries}")
            return _Finding("supported", readings[row.list], "")
        if not lists or not q.exact or q.stated:
            return None
        sure = re.search(r"\blist(?:s|ed|ing)?(?: (?!produc|suppl)[\w’'-]+){0,6} $", q.before, re.I)
        if not sure:
            return None
        sizes = ", ".join(f"{row.entries} ({row.available[:4]})" for row in lists)
        return _Finding("contradicted", readings[lists[-1].list], f"no list of theirs has that many: {sizes}")

    def coverage(self, q: _Question) -> _Finding | None:
        """How many entries of a list, or what share of it, Kazakhstan produces."""
        if "KAZ" not in q.places or not q.generic or q.unit not in ("percent", "count"):
            return None
        of = re.match(r"\s*(?:out )?of (?:the )?(?:[\w’']+ ){0,2}?(\d+)\b", q.after.removeprefix(q.said))
        whole = re.search(r"\braw materials|\bminerals|\bmaterials|\blist", q.quote, re.I)
        if q.measure in ("demand", "exports", "imports", "funding", "trade") or not whole or (q.unit
                == "count" and not of):
            return None
        sized = [row.list for row in self.lists.values() if of and row.entries == int(of.group(1))]
        place = self.owner(q) or next((p for p in q.places if p in ("EU", "USA")), None)
        name = sized[0] if sized else self.reference.list_at(place, q.published
            or str(q.year or "9999")) if place else None
        if name is None:
            return None
        levels = {word: self.reference.list_coverage(name, word) for word in ("statistics", "any", "planned")}
        number = {w: c.produced if q.unit == "count" else c.share for w, c in levels.items()}
        words = {"statistics": "by statistics", "any": "on any evidence", "planned": "with what is planned"}
        text = "; ".join(f"{c.produced} of {c.entries} = {c.share:.1f} % {words[w]}" for w,
            c in levels.items())
        reading = Reading(number["any"], number["any"], f"{self.lists[name].title}: {text}", None, name, 0.0,
            self.lists[name].source, self.lists[name].available[:4])
        fits = {word: _fit(q, replace(reading, low=value, high=value)) for word, value in number.items()}
        if q.unit == "count" and q.exact and fits["any"] == 2:
            return _Finding("supported", reading,
                "on any evidence of production now; the claim has no itemised list")
        if all(fits.values()):
            return _Finding("supported" if fits["any"] == 2 else "supported with rounding", reading, "")
        if number["statistics"] <= q.value <= number["planned"] or any(fits.values()):
            return _Finding("imprecise", reading,
                "depends on what counts as evidence, and production is not supply")
        return None

    def law(self, q: _Question) -> _Finding | None:
        """Benchmarks of the Critical Raw Materials Act."""
        act = re.search(r"CRMA|Raw Materials Act", q.quote, re.I)
        if q.unit != "percent" or not (act or "EU" in q.places or re.search(OWNERS[0][1], q.quote)):
            return None
        if not act and not (q.generic and q.horizon
                and re.search(r"\b(?:decision|decided|target|goal|aims?|plans?|must|should|required?)\b",
                q.quote, re.I)):
            return None
        cue = next((name for side in (re.split(r"\d", q.after.removeprefix(q.said))[0],
            re.split(r"\d", q.before)[-1]) for name, sign in CUES.items() if re.search(sign, side, re.I)),
            None)
        plans = [p for p in self.plans if p.kind == "law" and p.measure == cue]
        hit = next((p for p in plans if _fit(replace(q, comparator="="), self._planned(p))), None)
        if not plans or (hit is None and not act):
            return None
        current = next(p for p in plans if not p.superseded_by)
        if hit is None:
            return _Finding("contradicted", self._planned(current),
                "the benchmark of the Act is another") if q.alone else None
        if hit.superseded_by:
            return _Finding("outdated", self._planned(hit),
                f"the proposal's figure; as adopted: {current.value:g} %")
        slips = []
        if q.change or re.search(r"\b(?:increase|raise|boost|grow|expand)\w*\b.*\bby $", q.before, re.I):
            slips.append("a level, not an increase")
        if q.horizon and q.horizon[:4] != hit.horizon:
            slips.append(f"for {hit.horizon}, not {q.horizon[:4]}")
        verdict = ("supported", "imprecise", "contradicted")[len(slips)]
        return _Finding(verdict, self._planned(hit), f"the benchmark is {' and '.join(slips)}" if slips
            else "")

    def _planned(self, p: Any) -> Reading:
        unit = {"percent": " %", "multiple": " times", "count": ""}.get(p.unit, f" {p.unit}")
        by = f" by {p.horizon}" if p.horizon else ""
        on = f", {p.announced}" if p.announced else ""
        text = f"{self.label(p.source)}{on}: {_number(p.value)}{unit}{' of ' + p.denominator if p.denominator else ''}{by}"
        return Reading(p.value, p.value, text, None, p.plan, 0.0, p.source)

    def plan(self, q: _Question) -> _Finding | None:
        """Plans, targets and forecasts, judged by what was announced and whether it still stands."""
        unit, measure = q.unit.removesuffix("/yr"), ALIKE.get(q.measure, q.measure)
        ahead = q.modality in ("planned", "forecast") or (q.horizon and q.published
            and q.horizon[:4] > q.published[:4])
        if not ahead and unit != "count":
            return None
        said, hits = f"{measure} {q.quote}".lower(), []
        for p in self.plans:
            if p.kind == "law" or p.unit.removesuffix("/yr") != unit or p.place not in q.places:
                continue
            named = set(p.commodity.split(";"))
            if unit != "count" and not named & set(q.names):
                continue
            if unit == "count" and not any(word in said for word in (p.measure, *(k for k, v in ALIKE.items()
                    if v == p.measure))):
                continue
            if unit != "count" and measure not in (p.measure, "production", "capacity", "demand") or (measure
                    == "demand") != (p.measure == "demand"):
                continue
            if _fit(replace(q, comparator="="), self._planned(p)):
                hits.append(p)
        if not hits:
            if not ahead or unit == "count" or q.unit in ("percent", "rank"):
                return None
            return _Finding("not checked", None,
                "a plan or forecast: judged by announcements, never by output",
                "the announcement, with its date and who made it")
        p = max(hits, key=lambda p: (not p.superseded_by, p.horizon[:4] == q.horizon[:4], p.announced))
        reading, since = self._planned(p), next((o for o in self.plans if o.plan == p.superseded_by), None)
        if since is not None:
            return _Finding("outdated", reading, f"announced so by {p.actor}; replaced by: {since.statement}")
        kind = "forecast" if p.kind == "forecast" else f"{p.kind} announced by {p.actor}"
        if p.horizon and q.horizon[:4].isdigit() and p.horizon != q.horizon[:4] and abs(int(p.horizon) - int(
                q.horizon[:4])) > 1:
            return _Finding("imprecise", reading, f"the {kind} is for {p.horizon}")
        return _Finding(_grade(q, reading), reading,
            f"as a {kind}, not as a result: {p.statement}")

    def funding(self, q: _Question) -> _Finding | None:
        """Money announced or committed: same currency, sum, year and one of the parties."""
        hits = []
        for row in self.offers:
            parties = {*_parts(row.actor_place), row.place} | (CENTRAL_ASIA if row.place == "Central Asia" else set())
            known = len(parties & set(q.places))
            text = f"{self.label(row.source)}, {row.year}: {row.value_printed} {row.unit_printed}. {row.statement}"
            reading = Reading(row.value, row.value, text, source=row.source)
            other_year = q.stated and q.year and row.year[:4].isdigit() and int(row.year[:4]) != q.year
            if row.unit == q.unit and row.measure == "funding" and known and not other_year and _fit(q, reading):
                hits.append((known, row, reading))
        if not hits or q.measure in ("production", "trade", "exports", "imports", "revenue", "price", "profit"):
            return None
        _, row, reading = max(hits, key=lambda hit: (hit[0], _fit(q, hit[2])))
        return _Finding(_grade(q, reading), reading, f"as {row.topic}: {row.statement}")

    def count(self, q: _Question) -> _Finding | None:
        """Projects and partnerships counted by somebody."""
        if q.unit != "count":
            return None
        for row in self.offers:
            if row.unit != "count" or row.measure not in ("projects", "partnerships"):
                continue
            if row.actor_place not in q.places or row.measure[:-1] not in q.quote.lower():
                continue
            if row.place and row.place not in q.places:
                continue
            reading = Reading(row.value, row.value,
                f"{self.label(row.source)}, {row.year}: {row.value:g} {row.measure}", None, "", 0.0,
                row.source)
            if _fit(q, reading):
                sure = _fit(q, reading) == 2 and not VAGUE.search(q.said)
                return _Finding("supported" if sure else "supported with rounding", reading, row.statement)
        return None

    def ownership(self, q: _Question) -> _Finding | None:
        """Stakes in the companies of the tables, told by both names."""
        if q.unit != "percent" or not re.search(r"\bstakes?\b|\bown(?:s|ed|ership)\b|sharehold", q.quote, re.I):
            return None
        for row in self.offers:
            names = (row.actor.split()[0], re.split(r"[ ;,(’]", row.statement)[0])
            if row.topic != "ownership" or row.unit != "percent":
                continue
            if all(re.search(rf"\b{re.escape(name)}\b", q.quote, re.I) for name in names):
                text = f"{self.label(row.source)}, {row.year}: {row.value:g} % of {row.actor}. {row.statement}"
                reading = Reading(row.value, row.value, text, source=row.source)
                if _fit(q, reading):
                    return _Finding(_grade(q, reading), reading, "")
        return None

    def doubt(self, q: _Question) -> str | None:
        """Return what is unsure about the question, or None: only then can a figure be contradicted."""
        from orebook.gazetteer import find_entities

        entities = find_entities(q.quote)
        places = {e.name for e in entities if e.kind in ("place", "city")} - {"WORLD"}
        commodities = {self.reference.commodity(e.name) or e.name for e in entities if e.kind == "commodity"}
        if q.year is None:
            return "the year is not known"
        if q.modality not in ("reported", ""):
            return "it is not said as a fact"
        if q.places[0] not in places | {"WORLD"} or len(places) > 1:
            return "the sentence does not name the country alone"
        if not {self.reference.commodity(name) for name in q.names} & commodities or len(commodities) > 1:
            return "the sentence does not name the commodity alone"
        if not q.alone:
            return "the sentence has several figures of this kind"
        return None

    # -- one claim -------------------------------------------------------------------------------

    def audit(self, row: Mapping[str, Any], alone: bool) -> Verdict:
        """Return the verdict on one claim of the ledger."""
        claim = Verdict(claim=str(row["claim"]))
        q = _question(row, alone)
        if q is None:
            return self._event(claim, row)
        found = next((finding for rule in self.rules if (finding := rule(q)) is not None), None)
        if found is None and q.modality == "opinion":
            return replace(claim, verdict="not verifiable", reason=OPINION)
        if found is None:
            return replace(claim, reason="no table has this figure", needs=_needs(q))
        r = found.reading
        if found.verdict == "not checked" or r is None:
            return replace(claim, reason=found.reason, needs=found.needs or _needs(q), computation=None
                if r is None else f"claim {_shown(q)}; {r.text}")
        return replace(claim, verdict=found.verdict, figure=r.low, figure_unit=_table_unit(q.unit),
            source=r.source, edition=r.edition or None, locator=r.locator or None, tolerance=q.rule,
            basis="computed", computation=f"claim {_shown(q)}; {r.text}", reason=found.reason
            or _OUTCOME[found.verdict])

    def _event(self, claim: Verdict, row: Mapping[str, Any]) -> Verdict:
        """Judge a claim without a number by the policy timeline."""
        if row.get("kind") in ("opinion",) or row.get("modality") == "opinion":
            return replace(claim, verdict="not verifiable", reason=OPINION)
        needs = "a document or a second source that says so"
        period, words = _words(row.get("period")), _stems(_words(row.get("quote")))
        if row.get("kind") not in ("event", "policy") or not DAY.match(period):
            return replace(claim, reason="no table holds it", needs=needs)
        places = set(_parts(row.get("place")))
        best = None
        for event in self.timeline:
            same = words & _stems(event.event)
            dated = event.date[: len(period)] == period or period[: len(event.date)] == event.date
            if dated and len(same) >= 3 and {_ACTORS.get(a, a) for a in event.actor.split(";")} & places:
                best = max(best or (0, None), (len(same), event), key=lambda pair: pair[0])
        if best is None:
            return replace(claim, reason="the policy timeline has no such event", needs=needs)
        event = best[1]
        return replace(claim, verdict="supported", source=event.source, basis="computed",
            computation=f"policy timeline, {event.date}: {event.event}",
            reason="an event of that date and place")


OPINION = "an opinion: no figure could settle it"
_OUTCOME = {"supported": "as the table has it", "supported with rounding": "within rounding"}
_ACTORS = {"Kazakhstan": "KAZ", "China": "CHN", "US": "USA", "Russia": "RUS", "UK": "GBR", "Germany": "DEU",
    "Uzbekistan": "UZB"}
_COMMON = frozenset(
    "and the for with from that this have been will their which into over more than kazakhstan european union china critical minerals materials metals raw rare year last first said new".split())


def _stems(text: str) -> set[str]:
    """Return the telling words of a sentence, cut to six letters so that forms of one word meet."""
    return {word[:6] for word in re.findall(r"[a-z]{4,}", text.lower()) if word not in _COMMON}


def _table_unit(unit: str) -> str:
    return "t" if unit.removesuffix("/yr") in TONNES and not unit.startswith("m3") else unit


def _shown(q: _Question) -> str:
    sign = {"=": "", "~": "about ", ">": "over ", ">=": "at least ", "<": "under ",
        "<=": "at most "}[q.comparator]
    unit = {"percent": " %", "multiple": " times", "rank": " in rank", "count": ""}.get(q.unit, f" {q.unit}")
    high = f" to {_number(q.high)}" if q.high != q.value else ""
    return f"{sign}{_number(q.value)}{high}{unit}"


def _needs(q: _Question) -> str:
    what = " ".join(word for word in (q.measure or "the figure", "of", "; ".join(q.names))
        if word).removesuffix(" of")
    where = f" in {'; '.join(q.places)}" if q.places else ""
    return f"{what}{where}, {q.year or 'with its year'}, in {q.unit or 'a unit'}, from its statistical office or operator"


def _question(row: Mapping[str, Any], alone: bool) -> _Question | None:
    """Take a row of the ledger apart; None for a claim without a number."""
    value = row.get("value")
    if value is None or value != value or not _words(row.get("unit")):
        return None
    quote, said = _words(row.get("quote")), _words(row.get("q_text"))
    at = int(row["q_start"]) - int(row["start"]) if _words(row.get("q_start")) and _words(
        row.get("start")) else -1
    if said and quote[at : at + len(said)] != said:
        at = quote.find(said)
    at = max(at, 0)
    comparator = _words(row.get("comparator")) or "="
    high = row.get("value_high")
    measure, _, change = _words(row.get("measure")).lower().partition(" (")
    denominator = _words(row.get("denominator"))
    market, _, of = denominator.partition(" ")
    known = {"world": "WORLD", "eu": "EU", "us": "USA", "global": "WORLD"}
    if denominator.startswith("Central Asia"):
        market, of = "Central Asia", denominator.removeprefix("Central Asia").strip()
    elif market.lower() in known or re.fullmatch(r"[A-Z]{3}", market):
        market = known.get(market.lower(), market)
    else:  # the article's own words
        market = "WORLD" if re.search(r"\b(?:world|global)", denominator, re.I) else ""
        of = next((word for word in MEASURES if word in denominator), denominator if not market else "")
    period, rule = _words(row.get("period")), _words(row.get("period_rule"))
    years = [int(year) for year in re.findall(r"\d{4}", period)]
    strict, loose, tolerated = tolerance(float(value), said, comparator == "~")
    return _Question(
        claim=str(row["claim"]),
        quote=quote,
        before=quote[:at],
        after=quote[at:],
        said=said,
        value=float(value),
        high=float(value) if high is None or high != high else float(high),
        unit=_words(row.get("unit")),
        comparator=comparator,
        names=_parts(row.get("commodity")),
        measure=measure.strip(),
        change=change.rstrip(")"),
        market=market,
        of=of.strip().lower(),
        places=_parts(row.get("place")),
        first=years[0] if years else None,
        year=years[-1] if years else None,
        period=period, whole=bool(re.fullmatch(r"\d{4}(?:/\d{4})?", period)),
        stated=bool(years) and not PRESENT.match(rule),
        horizon=_words(row.get("horizon")),
        modality=_words(row.get("modality")),
        published=_words(row.get("published")),
        alone=alone,
        strict=strict,
        loose=loose,
        rule=tolerated,
    )


def _review(row: Mapping[str, Any], reviews: list[Any]) -> Any:
    """Return the review whose words hold the claim: for a quantity the one that ends soonest after it."""
    quote, best = _words(row.get("quote")), None
    for review in reviews:
        at = quote.find(review.quote)
        if at < 0 and quote not in review.quote:
            continue
        if _words(row.get("q_text")):
            begin = int(row["start"]) + at if at >= 0 else int(row["start"]) - review.quote.find(quote)
            if not begin <= int(row["q_start"]) <= int(row["q_end"]) <= begin + len(review.quote):
                continue
            rest = begin + len(review.quote) - int(row["q_end"])
        else:
            rest = abs(len(review.quote) - len(quote))
            if 2 * min(len(review.quote), len(quote)) < max(len(review.quote), len(quote)):
                continue
        if best is None or rest < best[0]:
            best = (rest, review)
    return best[1] if best else None


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
        ``disagreement`` between the two.
    """
    auditor = _Auditor(reference)
    reviews: dict[str, list[Any]] = {}
    for review in reference.reviews.itertuples(index=False):
        reviews.setdefault(review.seed, []).append(review)
    written = {(row.seed, row.quote): row.reason for row in reference.disagreements.itertuples(index=False)}
    records = ledger.to_dict("records")
    together: dict[tuple[Any, ...], int] = {}
    for row in records:
        key = (row["seed"], row["start"], row["unit"])
        together[key] = together.get(key, 0) + 1
    verdicts = []
    for row in records:
        found = auditor.audit(row, together[row["seed"], row["start"], row["unit"]] == 1)
        review = _review(row, reviews.get(row["seed"], []))
        if review is not None:
            found = replace(found, review_verdict=review.verdict, review_reason=review.reason,
                review_sources=review.sources, inference=bool(review.inference),
                disagreement=written.get((review.seed, review.quote)))
            if found.basis != "computed":
                found = replace(found, verdict=review.verdict, reason=review.reason, basis="reviewed",
                    needs=None, source=review.sources.split(";")[0])
        verdicts.append(asdict(found))
    return pd.DataFrame(verdicts, columns=[field.name for field in fields(Verdict)])
