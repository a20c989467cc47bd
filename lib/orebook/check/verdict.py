"""When a claim and an official figure agree: readings, the verdict they add up to, and its register.

The register is each claim's verdicts over time, kept as ``notebooks/register.csv``, one row a change.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from orebook.check.question import BEYOND, Question, Stop, listed, tolerance

RIGHT = ("supported", "supported with rounding")
VERDICTS = (*RIGHT, "imprecise", "outdated", "contradicted", "not verifiable", "not checked")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One official figure a claim can be held against."""

    low: float  # in the claim's unit; low and high differ for a shared rank
    high: float
    text: str  # how it was reached, for the reader
    row: Any  # of its table
    about: Any = None  # what is known of its source, a row too
    edition: str = ""
    year: int | None = None
    stage: str = ""  # tells it from others of the year; a newer edition replaces an older one of its stage
    order: int = 0  # of the stage: the first one held is what words plainly mean
    margin: float = 0.0  # half a unit of the last digit the source gives

    @property
    def series(self) -> tuple[str, str]:
        """What a newer edition of it replaces."""
        return self.stage, re.sub(r"-\d{4}$", "", self.row.source)

    @property
    def years(self) -> set[str]:
        """The years that a stated share is of: ``2021-24``."""
        begin, _, end = first(self.row, "year_printed", "period", "year").partition("-")
        known = range(int(begin), int(begin[: 4 - len(end)] + end) + 1) if begin.isdigit() else ()
        return {str(year) for year in known}


def first(row: Any, *columns: str) -> str:
    """Return the first of some columns that a row has something in; a table may lack any."""
    return next((str(value) for column in columns if (value := getattr(row, column, ""))), "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict, the reading it rests on, why, and how many readings there were."""

    verdict: str
    reading: Reading | None = None
    reason: str = ""
    readings: int = 1
    sized: bool = True  # whether the distance from a figure says how far the claim is out
    against: Reading | None = None  # the figure it is out from, where that is another
    by: str = "the other"  # what that one is called


def margin(printed: float, value: float) -> float:
    """Return half a unit of the last digit a source prints, noughts not counted, at most 5 % of `value`."""
    return tolerance(value, f"{printed:.10g}")[1] if value else 0.0


def number(value: float, unit: str = "") -> str:
    """Return a figure for the reader."""
    return f"{value:,.{'0f' if value % 1 == 0 else '4g'}} {unit}".rstrip()


def off(q: Question, r: Reading) -> float:
    """Return how far the reading is from the claim, 0 where the two meet."""
    return max(q.value - r.high, r.low - q.high, 0.0)


def fit(q: Question, r: Reading) -> int:
    """Return 2 where the reading bears the claim out, 1 within rounding, 0 where it does not."""
    if q.comparator[0] in "<>":  # a bound is a bound: only what either figure was rounded by counts
        over = r.low - q.value if q.comparator[0] == ">" else q.high - r.high
        return 2 if over > 0 or (not over and q.comparator[1:]) else int(over >= -q.strict - r.margin)
    return 2 if off(q, r) <= q.strict else int(off(q, r) <= q.loose + r.margin)


def error(q: Question, r: Reading) -> str:
    """Return which way a claim errs from a figure, and by how much; "" where the two meet."""
    gap, over = off(q, r), q.value > r.high
    if not gap or q.comparator[0] == ("<" if over else ">"):
        return ""
    if q.unit == "rank":
        return f"{gap:.0f} place{'s' * (gap > 1)} too {'low' if over else 'high'}"
    way, figure = ("too high by", r.high) if over else ("too low by", r.low)
    if q.unit == "percent":
        return f"{way} {gap:.{2 if gap < 10 else 3}g} points"
    part = 100 * gap / abs(figure) if figure else math.inf
    return f"{way} {part:.{int(part < 1)}f} %"


def supported(q: Question, r: Reading, reason: str = "") -> Verdict:
    """Return which kind of *supported*; a word such as "dozens" is a rounding whatever it rounds."""
    exact = fit(q, r) == 2 and not listed("vague") & {*q.said.lower().split()}
    reason = reason or ("as the source has it" if exact else "within rounding")
    return Verdict("supported" if exact else "supported with rounding", r, reason)


def judge(q: Question, readings: list[Reading], doubt: Stop | str | None) -> Verdict | None:
    """Return the verdict on a claim from readings of all years, None where none is of its time.

    The plain reading decides *supported*: of the stage that the words mean, the claim's year and the newest
    edition. Others that agree make it *outdated* or *imprecise*. `doubt` says why none can contradict it.
    """
    years = {r.year for r in readings if r.year is not None}
    # The claim's year, or for the present the last one held before it.
    earlier = {year for year in years if not q.stated and (q.year is None or year <= q.year)}
    now = max(earlier, default=-1) if years and q.year not in years else q.year
    own = [r for r in readings if r.year in (now, None)]
    if not own:
        return None
    newest = {r.series: r for r in sorted(own, key=lambda r: r.edition)}.values()
    plain = min(newest, key=lambda r: (r.order, -int(r.edition or 0)))
    unlike = [r for r in newest if not fit(q, r)] if (q.unit, q.comparator) == ("rank", "<=") else []
    if not fit(q, plain):
        found = next(_others(q, plain, own, [r for r in readings if r.series == plain.series], now or 0))
    elif unlike:
        both = replace(plain, text=f"{plain.text}, but {unlike[0].text}")
        found = Verdict("imprecise", both, "true of one count, not of the other", against=unlike[0])
    else:
        found = supported(q, plain)
    if found.verdict == "contradicted" and doubt:
        found = Verdict("not checked", plain, f"the tables differ, but {doubt}")
    return replace(found, readings=len(own))


def _others(
    q: Question, plain: Reading, own: list[Reading], series: list[Reading], now: int
) -> Iterator[Verdict]:
    """Yield verdicts by figures that agree, known then or of another edition, stage or year; or are near."""
    day = "" if q.stated else q.published
    series = sorted(series, key=lambda r: (r.year or 0, r.edition), reverse=True)
    then = next((r for r in series if day and first(r.about, "available")[: len(day)] <= day), plain)
    if fit(q, then):
        yield supported(q, then, f"right for {then.year}, the newest known when it appeared")
    outdated, imprecise = (partial(Verdict, name, against=plain) for name in ("outdated", "imprecise"))
    for r in filter(partial(fit, q), own):
        if r.series == plain.series:
            yield outdated(r, "right by that edition, revised since", by="the newest edition")
        yield imprecise(r, "true of that figure, not of the usual one", by="the usual one")
    newest = {r.year or 0: r for r in reversed(series) if r not in own}
    for year, r in sorted(newest.items(), reverse=True):
        if fit(q, r) and year < now and not q.stated:
            yield outdated(r, f"right for {year}, not since", by="the newest figure")
        if fit(q, r) == 2 and q.comparator in ("=", "~"):
            yield imprecise(r, f"that is the figure of {year}, not of {now}", by=f"that of {now}")
    close = min(own, key=lambda r: (off(q, r), r.order))
    if q.unit == "rank" and q.comparator == "=" and off(q, close) <= 1:
        yield Verdict("imprecise", close, "one place out in every edition held; older ones are not held")
    if q.unit != "rank" and off(q, close) <= q.loose + close.margin + BEYOND * abs(q.value):
        yield Verdict("imprecise", close, "near, but further off than rounding explains")
    yield Verdict("contradicted", plain, "no edition, source or stage comes near it")


def update_register(
    old: Iterable[Mapping[str, str]], verdicts: Iterable[Mapping[str, Any]], cause: str, date: str
) -> list[dict[str, str]]:
    """Return the register of verdicts with what has changed: a row for each claim at each change.

    None of the `old` rows is lost. `cause` says what changed them (an edition, a rule, a correction), `date`
    is the day of the build. ``withdrawn`` is a *supported* or *contradicted* that no new edition took back.
    """
    rows = [dict(row) for row in old]
    last = {row["claim"]: row["verdict"] for row in rows}
    for claim, verdict in ((found["claim"], found["verdict"]) for found in verdicts):
        before = last.get(claim, "")
        taken = before == "contradicted" or (before in RIGHT and verdict not in RIGHT)
        if verdict != before:
            rows.append({
                "claim": claim, "date": date, "verdict": verdict, "cause": cause if before else "first audit",
                "withdrawn": before if taken and not cause.startswith("edition") else "",
            })  # fmt: skip
    return rows
