"""When a claim and an official figure agree: tolerances, readings, and the verdict they add up to."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from orebook.text.vocabulary import vocabulary

# Tolerances, as parts of the claimed value.
LEAST = 0.005  # statistics of one thing differ by that much among themselves
ROUNDED = 0.05  # at most, for half a unit of the last digit that is not a nought
LOOSE = 0.10  # figures in words ("half", "doubled") and hedged ones (about, nearly, roughly)
BEYOND = 0.10  # off by this much past the tolerance is a contradiction, by less imprecise
RECENT = 2  # years a statement in the present tense may be ahead of the tables

Why = Callable[[], str | None]  # a reason, or None
WORDS = vocabulary("audit")
SAID = {name: re.compile(pattern) for name, pattern in WORDS["patterns"].items()}
OF = (*WORDS["output"], *WORDS["market"])


@dataclass(frozen=True, slots=True)
class Reading:
    """One official figure a claim can be held against."""

    low: float  # in the claim's unit; low and high differ for a shared rank
    high: float
    text: str  # how it was reached, for the reader
    year: int | None = None
    stage: str = ""  # tells it from others of the year; a newer edition replaces an older one of its stage
    margin: float = 0.0  # half a unit of the last digit the source gives
    source: str = ""
    edition: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict, the reading it rests on, why, and what would settle it where nothing does."""

    verdict: str
    reading: Reading | None = None
    reason: str = ""
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A claim of the ledger, taken apart; the fields not explained are the ledger's."""

    quote: str
    before: str  # the quote up to the quantity, and behind it
    after: str
    said: str  # the quantity's words
    value: float
    high: float
    unit: str
    comparator: str
    names: tuple[str, ...]  # commodities
    measure: str
    change: str  # increase, fall or ""
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
    def ahead(self) -> bool:
        """Whether it is about what is to come."""
        later = self.horizon and self.published and self.horizon[:4] > self.published[:4]
        return self.modality in ("planned", "forecast") or bool(later)

    def scaled(self, size: float) -> Question:
        """Return the question in units of another size."""
        numbers = {name: size * getattr(self, name) for name in ("value", "high", "strict", "loose")}
        return replace(self, **numbers)


def words(value: Any) -> str:
    """Return a cell of the ledger as text, "" where it is missing."""
    return "" if value is None or value != value or str(value) == "<NA>" else str(value)


def parts(value: Any) -> tuple[str, ...]:
    """Return the values of a cell that holds several."""
    return tuple(part.strip() for part in words(value).split(";") if part.strip())


def take_apart(row: Mapping[str, Any], alone: bool) -> Question | None:
    """Return the question a row of the ledger puts; None for a claim without a number."""
    if not words(row.get("unit")) or not math.isfinite(float(words(row.get("value")) or "nan")):
        return None
    value, quote, said = float(row["value"]), words(row.get("quote")), words(row.get("q_text"))
    known = words(row.get("q_start")) and words(row.get("start"))
    at = int(row["q_start"]) - int(row["start"]) if known else -1
    if at < 0 or quote[at : at + len(said)] != said:
        at = max(quote.find(said), 0)
    measure, _, change = words(row.get("measure")).lower().partition(" (")
    denominator, comparator = words(row.get("denominator")), words(row.get("comparator")) or "="
    market, _, of = denominator.partition(" ")
    if denominator.startswith("Central Asia"):
        market, of = "Central Asia", denominator.removeprefix("Central Asia")
    elif market in WORDS["markets"] or re.fullmatch(r"[A-Z]{3}", market):
        market = WORDS["markets"].get(market, market)
    else:
        market = "WORLD" if re.search(r"\b(?:world|global)", denominator, re.I) else ""
        of = next((word for word in OF if word in denominator.lower()), "" if market else denominator)
    period, high = words(row.get("period")), words(row.get("value_high"))
    years = [int(year) for year in re.findall(r"\d{4}", period)]
    strict, loose, rule = tolerance(value, said, comparator == "~")
    if row["unit"] == "rank":
        strict, loose, rule = 0.0, 0.0, "none for a place; a shared one counts"
    return Question(
        quote=quote, before=quote[:at], after=quote[at + len(said) :], said=said,
        value=value, high=float(high) if high else value, unit=words(row.get("unit")), comparator=comparator,
        names=parts(row.get("commodity")), measure=measure.strip(), change=change.rstrip(")"),
        market=market, of=of.strip().lower(), places=parts(row.get("place")),
        period=period, first=years[0] if years else None, year=years[-1] if years else None,
        stated=bool(years) and not SAID["present"].match(words(row.get("period_rule"))),
        horizon=words(row.get("horizon")), modality=words(row.get("modality")),
        published=words(row.get("published")), alone=alone, strict=strict, loose=loose, rule=rule,
    )  # fmt: skip


def tolerance(value: float, said: str, hedged: bool = False) -> tuple[float, float, str]:
    """Return how far a figure may be off the one claimed.

    Parameters
    ----------
    value : float
        The value claimed.
    said : str
        The words it was given in, such as ``"6.1 million tonnes"``.
    hedged : bool
        Whether the text says about, nearly, roughly.

    Returns
    -------
    strict, loose : float
        Within half a unit of the last digit written, at most 5 % of the value, a claim is right as it
        stands. As a rounded figure it may be off by half a unit of the last digit that is not a nought, at
        most 5 %; 10 % for figures in words and for hedged ones.
    rule : str
        The wider margin in words.
    """
    size = abs(value)
    found = re.search(r"\d[\d,\u00a0\u202f ]*(?:\.\d+)?", said)
    digits = re.sub(r"[^\d.]", "", found.group()) if found else ""
    if not digits or not float(digits):
        return 0.0, LOOSE * size, "10 %, a figure in words"
    written = 0.5 * 10.0 ** -len(digits.partition(".")[2]) * size / float(digits)
    noughts = 0 if "." in digits else len(digits) - len(digits.rstrip("0"))
    loose = max(min(written * 10.0**noughts, ROUNDED * size), LEAST * size)
    if re.search(r"%|per ?cent", said):  # 3 % is what 2.6 and 3.4 round to
        loose = max(loose, written)
    if hedged and loose < LOOSE * size:
        return min(written, ROUNDED * size), LOOSE * size, "10 %, a hedged figure"
    return min(written, ROUNDED * size), loose, "rounding of its last digit, at most 5 %"


def margin(printed: float, value: float) -> float:
    """Return half a unit of the last digit a source prints, noughts not counted, at most 5 % of `value`."""
    return min(tolerance(value, f"{printed:.10g}")[1], ROUNDED * value) if value else 0.0


def off(q: Question, r: Reading) -> float:
    """Return how far the reading is from the claim, 0 where the two meet."""
    return max(q.value - r.high, r.low - q.high, 0.0)


def fit(q: Question, r: Reading) -> int:
    """Return 2 where the reading bears the claim out, 1 within rounding, 0 where it does not."""
    loose = q.loose + r.margin
    slack = q.strict + r.margin  # a bound is a bound: only what either figure was rounded by counts
    if q.comparator in (">", ">="):
        holds = r.low > q.value or (r.low == q.value and q.comparator == ">=")
        return 2 if holds else int(r.high >= q.value - slack)
    if q.comparator in ("<", "<="):
        holds = r.high < q.high or (r.high == q.high and q.comparator == "<=")
        return 2 if holds else int(r.low <= q.high + slack)
    return 2 if off(q, r) <= q.strict and r.low == r.high else int(off(q, r) <= loose)


def supported(q: Question, r: Reading, reason: str = "") -> Verdict:
    """Return which kind of *supported*; a word such as "dozens" is a rounding whatever it rounds."""
    exact = fit(q, r) == 2 and not SAID["vague"].search(q.said)
    return Verdict("supported" if exact else "supported with rounding", r, reason)


def judge(
    q: Question, readings: list[Reading], other: Why = lambda: None, doubt: Why = lambda: None
) -> Verdict | None:
    """Return the verdict on a claim from readings of all years.

    Parameters
    ----------
    q : Question
    readings : list of Reading
        What the tables say of the same thing, in every year, stage, source and edition.
    other : callable
        Says what else the figure may be of: then only a match counts; asked where there is none.
    doubt : callable
        Says why no reading can contradict the claim; asked where one would.

    Returns
    -------
    Verdict or None
        None where no reading is of the claim's time.
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

    def best(rows: Iterable[Reading]) -> Reading:
        return max(rows, key=lambda r: (fit(q, r), 0 if fit(q, r) else -off(q, r), r.year or 0, r.edition))

    def series(r: Reading) -> tuple[str, str]:
        return r.stage, re.sub(r"-\d{4}$", "", r.source)

    newest = {series(r): r for r in sorted(own, key=lambda r: r.edition)}
    found = best(own)
    if fit(q, found):
        against = [r for r in newest.values() if not fit(q, r)]
        if q.unit == "rank" and q.comparator == "<=" and against:
            both = replace(found, text=f"{found.text}, but {against[0].text}")
            return Verdict("imprecise", both, "depends on stage and source")
        if newest[series(found)] in against:
            since = newest[series(found)].text
            return Verdict("outdated", found, f"right by that edition, revised since: {since}")
        return supported(q, found)
    nearest, instead = found, other()
    plain = replace(q, loose=min(q.loose, max(ROUNDED * abs(q.value), q.strict)))  # a hedge widens no past
    nearer = off(q, nearest) / 2  # an earlier year explains the claim only where it fits far better
    past = [r for r in readings if r.year and r.year < (now or 0) and fit(plain, r) and off(q, r) <= nearer]
    if past and q.year is None:
        instead = f"it gives no year; right for {best(past).year}"
    if instead is None:
        if past and not q.stated:
            then = max(past, key=lambda r: (r.year or 0, fit(q, r), r.edition))
            return Verdict("outdated", then, f"right for {then.year}; since then: {nearest.text}")
        amiss = [r for r in readings if fit(q, r) == 2 and q.comparator in ("=", "~")]
        if amiss:
            reason = f"that is the figure of {amiss[0].year}; for {now}: {nearest.text}"
            return Verdict("imprecise", amiss[0], reason)
        near = own if q.stated else readings
        close = min(near, key=lambda r: (off(q, r), -(r.year or 0), -int(r.edition or 0)))
        if q.unit == "rank" and not q.stated and off(q, close) <= 1:
            return Verdict("imprecise", close, "one place out in every edition held; older ones are not held")
        if q.unit != "rank" and off(q, close) <= q.loose + close.margin + BEYOND * abs(q.value):
            return Verdict("imprecise", close, "near, but beyond rounding in every reading")
    makers = WORDS["statistics"]
    made = None if nearest.source.split("-")[0] in makers else "the source does not make the statistic"
    if why := instead or doubt() or made:
        return Verdict("not checked", nearest, f"the tables differ, but {why}", "the figure for exactly this")
    return Verdict("contradicted", nearest, "beyond the tolerance in every edition, source and stage")
