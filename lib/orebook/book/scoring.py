"""A scoring model of competing offers, whose weights are the reader's.

The model ranks offers by a weighted sum of normalised criteria. It exists to show how far a ranking
depends on weights, on normalisation and on which criteria are counted, not to name a winner.
"""

from __future__ import annotations

import math
import re
from itertools import product
from typing import TYPE_CHECKING, Any

from orebook.book.rows import official
from orebook.book.words import join, number, sentence
from orebook.page.publication import spell

if TYPE_CHECKING:
    import pandas as pd

    from orebook.check.figures import Reference

# Criterion → whether more is better.
CRITERIA = {"governance": True, "projects": True, "money": True, "speed": False}
NORMALISATIONS = ("range", "best", "rank")
# Where an offer begins, the first meeting of leaders with Central Asia; and what a deal is called.
SUMMIT = r"summit|leaders"
DEAL = r"\bsigns?\b|\bsigned\b|agreement|venture|\bloan"
LEAST = 1e6  # smallest sum, in any currency, that makes an agreement a deal


def governance_means(governance: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of the governance indicators of each place, and of the EU's members as ``EU``.

    Returns
    -------
    DataFrame
        By ``place``: ``estimate`` (mean of the indicators, −2.5 to 2.5) and ``stddev`` (its standard
        error, the errors taken as independent).
    """
    members = governance[governance["group"] == "EU member"]
    union = members.groupby("indicator").agg(estimate=("estimate", "mean"), stddev=("stddev", _error_of_mean))
    places = governance[governance["stddev"].notna()]
    rows = places.groupby("place").agg(estimate=("estimate", "mean"), stddev=("stddev", _error_of_mean))
    rows.loc["EU"] = [union["estimate"].mean(), _error_of_mean(union["stddev"])]
    return rows


def governance_gaps(governance: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """Return how one place differs from another, indicator by indicator, and whether errors allow a tie.

    Returns
    -------
    DataFrame
        ``indicator_name``, ``estimate_one``, ``estimate_other``, ``gap``, ``error`` (standard error of
        the gap), ``clear`` (the gap is beyond twice 0.98 errors: 95 %).
    """
    columns = ["indicator_name", "estimate", "stddev"]
    first, second = (governance.loc[governance["place"] == place, columns] for place in (one, other))
    table = first.merge(second, on="indicator_name", suffixes=("_one", "_other"))
    table["gap"] = table["estimate_one"] - table["estimate_other"]
    table["error"] = (table["stddev_one"] ** 2 + table["stddev_other"] ** 2) ** 0.5
    table["clear"] = table["gap"].abs() > 1.96 * table["error"]
    return table


def offer_criteria(ref: Reference, actors: dict[str, str], usd_per_eur: float) -> pd.DataFrame:
    """Return what the reference tables say of each offer, criterion by criterion.

    Parameters
    ----------
    ref : Reference
    actors : dict of str to str
        Place to the name the policy timeline uses (``EU`` → ``EU``, ``USA`` → ``US``).
    usd_per_eur : float
        The reader's assumption; the tables hold no exchange rate.

    Returns
    -------
    DataFrame
        By place: ``governance`` (mean indicator of the offer's home), ``projects`` (critical-material
        projects in Central Asia on record), ``money`` (US dollars announced for named materials in
        Kazakhstan or Central Asia), ``speed`` (months from the first meeting of leaders to the first
        deal with Kazakhstan that names a sum).
    """
    import pandas as pd

    offers, means = ref.offers, governance_means(ref.governance)
    here = offers[offers["place"].isin(["KAZ", "Central Asia"])]
    rate = {"USD": 1.0, "EUR": usd_per_eur}
    rows = {}
    for place, name in actors.items():
        own = here[here["actor_place"] == place]
        counted = own.loc[(own["topic"] == "projects") & (own["unit"] == "count"), "value"]
        ventures = own.loc[own["topic"] == "projects", "commodity"].nunique()
        announced = own[
            (own["topic"] == "funding announced") & (own["commodity"] != "") & own["unit"].isin(rate)
        ]
        rows[place] = {
            "governance": float(means.loc[place, "estimate"]),
            "projects": float(counted.max()) if len(counted) else float(ventures),
            "money": float((announced["value"] * announced["unit"].map(rate)).sum()),
            "speed": months_to_deal(ref.timeline, name),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def describe(ref: Reference, offers: pd.DataFrame, who: str, what: str) -> dict[str, Any]:
    """Return rows of the table of offers as columns for a reader: who, what, when and the source."""
    titles = ref.sources.set_index("source")["title"]
    rows = list(offers.itertuples())
    return {
        who: [join(row.actor.split(";")) for row in rows],
        what: [sentence("{sum}{words}", sum=_sum(row), words=row.statement.rstrip(".")) for row in rows],
        "When": [_when(row.year) for row in rows],
        "Source": [official(titles[row.source], row.source, row.year) for row in rows],
    }


def _sum(row: Any) -> str:
    """Return the figure of an offer with its unit in words: ``12,000 t of tungsten a year: ``."""
    if row.value != row.value:
        return ""
    base, _, rate = row.unit.partition("/")
    digits = len(row.value_printed.partition(".")[2]) if base == "percent" else None
    of = f" {row.unit_printed}" if base == "count" else f" of {row.commodity}" if base == "t" else ""
    return f"{number(row.value, base, digits).striptags()}{of}{' a year' if rate else ''}: "


def _when(year: str) -> str:
    """Return when an offer was made, as the table has it: ``2025e``, ``2024-01``, ``2022-2025``."""
    if re.fullmatch(r"\d{4}-(0\d|1[0-2])", year):
        return spell(year)
    return re.sub(r"(?<=\d)e$", " (estimate)", year).replace("-", "–")


def months_to_deal(timeline: pd.DataFrame, actor: str) -> float:
    """Return the months from an actor's first leaders' meeting to its first deal that names a sum.

    A deal has Kazakhstan among its actors and a sum of at least :data:`LEAST`; NaN if either is missing.
    """
    from orebook.find.quantities import find_quantities

    own = timeline[timeline["actor"].str.split(";").map(lambda actors: actor in actors)].sort_values(
        "date", kind="stable"
    )
    meetings = own.loc[own["event"].str.contains(SUMMIT, case=False), "date"]
    if meetings.empty:
        return math.nan
    start = meetings.iloc[0]
    deals = own["actor"].str.contains("Kazakhstan") & own["event"].str.contains(DEAL, case=False)
    for row in own[deals & (own["date"] > start)].itertuples():
        sums = [q.value for q in find_quantities(row.event) if q.unit in ("USD", "EUR", "CNY")]
        if max(sums, default=0) >= LEAST:
            return round((_day(row.date) - _day(start)) / 30.44, 1)
    return math.nan


def normalise(values: pd.Series, way: str, more_is_better: bool) -> pd.Series:
    """Return values between 0 and 1, best 1: by ``range``, as part of the ``best``, or by ``rank``.

    Values below nothing (a governance estimate) count as nothing where the part of the best is taken.

    Raises
    ------
    ValueError
        For another way.
    """
    if way == "rank":
        ranks = values.rank(ascending=more_is_better, method="average")
        return (ranks - 1) / (len(values) - 1)
    if way == "range":
        low, high = values.min(), values.max()
        scaled = (values - low) / (high - low) if high > low else values * 0 + 1
        return scaled if more_is_better else 1 - scaled
    if way == "best":
        kept = values.clip(lower=0)
        return kept / kept.max() if more_is_better else kept[kept > 0].min() / kept
    raise ValueError(f"normalisation {way!r} is not one of {', '.join(NORMALISATIONS)}")


def lines(criteria: pd.DataFrame, way: str = "range", without: str | None = None) -> pd.DataFrame:
    """Return each offer's score on governance and on all else, the others weighing the same.

    Returns
    -------
    DataFrame
        By place: ``governance`` and ``others``, between 0 and 1. The score at a weight *w* of
        governance is ``w * governance + (1 - w) * others``.
    """
    import pandas as pd

    kept = [name for name in CRITERIA if name != without and name in criteria]
    scaled = pd.DataFrame({name: normalise(criteria[name], way, CRITERIA[name]) for name in kept}).fillna(0.0)
    return pd.DataFrame(
        {"governance": scaled["governance"], "others": scaled.drop(columns="governance").mean(axis=1)}
    )


def break_even(scores: pd.DataFrame, favourite: str, rival: str) -> tuple[float, float] | None:
    """Return the weights of governance, in percent, between which the favourite is ahead of a rival.

    Two straight lines cross once at most, so the favourite leads from a weight up, up to a weight,
    always or never (None). Ties count as ahead.
    """
    others = scores.loc[favourite, "others"] - scores.loc[rival, "others"]
    governance = scores.loc[favourite, "governance"] - scores.loc[rival, "governance"]
    if others >= 0 and governance >= 0:
        return 0.0, 100.0
    if others < 0 and governance < 0:
        return None
    crossing = 100 * others / (others - governance)
    return (crossing, 100.0) if governance > 0 else (0.0, crossing)


def window(scores: pd.DataFrame, favourite: str) -> tuple[float, float] | None:
    """Return the weights of governance, in percent, at which the favourite ranks first; None if at none."""
    bounds = [break_even(scores, favourite, rival) for rival in scores.index if rival != favourite]
    if any(bound is None for bound in bounds):
        return None
    low, high = max(b[0] for b in bounds if b), min(b[1] for b in bounds if b)
    return (low, high) if low <= high else None


def sensitivity(criteria: pd.DataFrame, favourite: str) -> pd.DataFrame:
    """Return the window of every normalisation and of leaving out each criterion but governance.

    Returns
    -------
    DataFrame
        ``way``, ``without`` ("" for none), ``low``, ``high`` (percent; NaN where never first).
    """
    import pandas as pd

    rows = []
    for way, without in product(NORMALISATIONS, ["", *(name for name in CRITERIA if name != "governance")]):
        low, high = window(lines(criteria, way, without or None), favourite) or (math.nan, math.nan)
        rows.append((way, without, low, high))
    return pd.DataFrame(rows, columns=["way", "without", "low", "high"])


def probability_ahead(means: pd.DataFrame, one: str, other: str) -> float:
    """Return how likely one place's mean indicator is above another's, in percent, errors taken as normal."""
    gap = means.loc[one, "estimate"] - means.loc[other, "estimate"]
    error = math.hypot(means.loc[one, "stddev"], means.loc[other, "stddev"])
    return 50 * (1 + math.erf(gap / error / math.sqrt(2)))


def _error_of_mean(errors: pd.Series) -> float:
    return float((errors**2).sum() ** 0.5 / len(errors))


def _day(date: str) -> int:
    from orebook.book.analysis import bounds

    return bounds(date)[0].toordinal()
