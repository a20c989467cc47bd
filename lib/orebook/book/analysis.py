"""Pure computations behind the theme notebooks: no reading, no charts, no prose.

Every function takes tables and returns a table or a number, so that a notebook's finding can be
tested on the data behind it.
"""

from __future__ import annotations

import calendar
import datetime
import math
import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from orebook.check.figures import Reference

# Evidence that something is produced, best first.
LEVELS = ("statistics", "other evidence", "planned", "none known")
# Measures of a country's output, as the claims name them.
OUTPUT = ("production", "capacity", "exports", "rank", "share", "supply")


# -- parameters and claims: every theme -----------------------------------------------------------


def check_parameters(allowed: Mapping[str, Iterable[Any]], **given: Any) -> None:
    """Refuse a notebook parameter outside its choices, naming the parameter and the choices.

    Raises
    ------
    ValueError
    """
    for name, value in given.items():
        choices = list(allowed[name])
        if value not in choices:
            listed = ", ".join(repr(choice) for choice in choices)
            raise ValueError(f"parameter {name}={value!r} is not one of {listed}")


def without_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which words that are missing are empty, so that they can be searched."""
    import pandas as pd

    return table.fillna({column: "" for column in table if not pd.api.types.is_numeric_dtype(table[column])})


def pick(ledger: pd.DataFrame, **wanted: Any) -> pd.DataFrame:
    """Return the claims whose fields hold what is wanted, oldest article first.

    Parameters
    ----------
    ledger : DataFrame
    **wanted
        Field name and what it must hold. Of fields with several values joined by ``;`` one has to
        match; a measure matches with or without its ``(increase)``; a tuple lists alternatives; a
        callable is asked about each value.
    """
    keep = list(range(len(ledger)))
    for field, want in wanted.items():
        values = ledger[field].tolist()
        keep = [row for row in keep if _holds(field, values[row], want)]
    return ledger.iloc[keep].sort_values(["seed", "start", "q_start"], kind="stable")


def pick_text(ledger: pd.DataFrame, pattern: str, **wanted: Any) -> pd.DataFrame:
    """Return the claims that :func:`pick` finds and whose sentence holds a pattern, in any capitals."""
    found = pick(ledger, **wanted)
    holds = [row for row, words in enumerate(found["quote"]) if re.search(pattern, words, re.IGNORECASE)]
    return found.iloc[holds]


def first(ledger: pd.DataFrame, **wanted: Any) -> pd.Series | None:
    """Return the first claim :func:`pick` finds, or None."""
    found = pick(ledger, **wanted)
    return None if found.empty else found.iloc[0]


def vintage(articles: Iterable[Any]) -> str:
    """Return the newest article date and the number of articles, in words."""
    dates = sorted(article.published.value.split("/")[-1] for article in articles if article.published)
    undated = sum(article.published is None for article in articles)
    newest = f"newest dated {dates[-1]}" if dates else "none dated"
    return f"{newest}, {undated} without a date" if undated and dates else newest


def _holds(field: str, value: Any, want: Any) -> bool:
    if value is None or value != value:
        return False
    if callable(want):
        return bool(want(value))
    alternatives = want if isinstance(want, tuple) else (want,)
    if isinstance(value, str):
        values = {part.strip() for part in value.split(";")}
        if field == "measure":
            values |= {value.split(" (")[0]}
        return any(alternative in values for alternative in alternatives)
    return any(value == alternative for alternative in alternatives)


# -- EU strategy ----------------------------------------------------------------------------------


def growth(multiple: float, years: float) -> float:
    """Return the yearly growth, in percent, that multiplies a quantity in a number of years.

    Raises
    ------
    ValueError
        If there is no time left, or nothing to multiply.
    """
    if years <= 0 or multiple <= 0:
        raise ValueError(f"no yearly growth multiplies by {multiple} in {years} years")
    return float((multiple ** (1 / years) - 1) * 100)


def supply_shares(shares: pd.DataFrame, scope: str) -> pd.DataFrame:
    """Return the newest figure of a supplier's share of supply and of imports, by commodity.

    Parameters
    ----------
    shares : DataFrame
        ``commodity``, ``measure``, ``scope``, ``year_printed``, ``projection``, ``kind``, ``share`` in
        percent.
    scope : str
        Whose supply: ``EU``.
    """
    kept = shares[
        (shares["scope"] == scope)
        & shares["measure"].isin(["supply", "imports"])
        & ~shares["projection"]
        & (shares["flag"] == "")
    ]
    order = {
        "_year": kept["year_printed"].str.extract(r"(\d{4})", expand=False),
        "_primary": kept["kind"].eq("primary"),
    }
    kept = kept.assign(**order).sort_values([*order], na_position="first", kind="stable")
    return kept.drop_duplicates(["commodity", "measure"], keep="last").drop(columns=[*order])


def supply_gap(ref: Reference, country: str, cap: float) -> pd.DataFrame:
    """Return what has to move for China's share of EU supply to fall to a cap, and what a country makes.

    What the EU uses is not known, so it stays a share of world output: ``break_even`` is the share of
    world output the EU may use for the country's *whole* output to cover the excess.

    Returns
    -------
    DataFrame
        The supply rows of :func:`supply_shares`, largest share first, with ``excess`` (percentage points
        above the cap, at least 0), ``world``, ``own`` and ``planned`` output in t a year (``own`` is 0
        where the table does not name the country), ``break_even`` in percent (missing where nothing moves or
        nothing is made), and ``year``, ``output_source``, ``output_edition`` of the output.
    """
    shares = supply_shares(ref.china_share, "EU")
    shares = shares[(shares["measure"] == "supply") & (shares["kind"] != "statement")]
    plans = ref.plans
    plans = plans[(plans["place"] == country) & (plans["kind"] == "plan") & (plans["unit"] == "t/yr")]
    planned = plans[plans["measure"] == "production"].groupby("commodity")["value"].sum()
    known = ref.production["commodity"].unique()
    columns: dict[str, list[Any]] = {
        "world": [],
        "own": [],
        "year": [],
        "output_source": [],
        "output_edition": [],
    }
    for name in shares["commodity"]:
        # A part of a group (light rare earths) has no table of its own: its group's is the upper bound.
        rows = ref.select(name if name in known else next((k for k in known if name.endswith(k)), name))
        columns["world"].append(float(rows.loc[rows["country"] == "WORLD", "value"].sum()) or float("nan"))
        columns["own"].append(float(rows.loc[rows["country"] == country, "value"].sum()))
        for column, field in (("year", "year"), ("output_source", "source"), ("output_edition", "edition")):
            columns[column].append(rows[field].iloc[0] if len(rows) else None)
    table = shares.assign(**columns, planned=shares["commodity"].map(planned).fillna(0.0))
    table["excess"] = (table["share"] - cap).clip(lower=0)
    matters = (table["excess"] > 0) & (table["own"] > 0)
    table["break_even"] = (10_000 * table["own"] / table["world"] / table["excess"]).where(matters)
    return table.sort_values("share", ascending=False, kind="stable", ignore_index=True)


@dataclass(frozen=True, slots=True, eq=False)
class Signed:
    """Money of EU bodies found signed, beside the package announced for Central Asia.

    Attributes
    ----------
    rows : DataFrame
        The loans and grants, rows of the table of offers.
    euro, package : float
        Signed and announced, in euros.
    share : float
        The first in percent of the second.
    at_most : int
        The share rounded outward: whether the signed money belongs to the package is not known.
    """

    rows: pd.DataFrame
    euro: float
    package: float
    share: float
    at_most: int


def signed_share(ref: Reference, usd_per_eur: float = 1.0) -> Signed:
    """Return how much of the EU's package is found signed at most.

    A euro bought more than a dollar throughout, so that one for one is an upper bound.
    """
    offers = ref.offers
    package = offers.loc[(offers["instrument"] == "package") & (offers["giver"] == "EU"), "value"].iloc[0]
    signed = offers[offers["instrument"].isin(["loan", "grant"]) & (offers["giver"] == "EU")]
    euro = float((signed["value"] / signed["unit"].map({"EUR": 1.0, "USD": usd_per_eur})).sum())
    share = 100 * euro / package
    return Signed(signed, euro, float(package), share, math.ceil(share))


def mentions(
    events: pd.DataFrame,
    ledger: pd.DataFrame,
    published: Mapping[str, str],
    kinds: Mapping[str, tuple[str, str]],
) -> pd.DataFrame:
    """Return which dated events the articles mention, and how many days later.

    An article that mentions a kind of event means the newest one of that kind that is not younger
    than itself and does not contradict the claim's own period.

    Parameters
    ----------
    events : DataFrame
        ``date`` (as precise as known) and ``event``, the event in words.
    ledger : DataFrame
    published : mapping
        Seed to its date, as precise as known.
    kinds : mapping
        Name of a kind to two patterns: one for the event's words, one for a claim's sentence.

    Returns
    -------
    DataFrame
        One row an article and event: ``kind``, ``event``, ``date``, ``claim``, ``seed``, ``published``,
        ``days_least`` and ``days_most`` (a month-only date gives a range).
    """
    import pandas as pd

    rows: dict[tuple[str, str], tuple[Any, ...]] = {}
    for kind, (event_words, claim_words) in kinds.items():
        candidates = events[events["event"].str.contains(event_words, case=False)].sort_values("date")
        for claim in pick_text(ledger, claim_words).itertuples():
            day = published.get(claim.seed)
            fits = [e for e in candidates.itertuples() if day and _could_mean(e.date, day, claim.period)]
            if fits:
                rows.setdefault(
                    (fits[-1].event, claim.seed),
                    (kind, fits[-1].event, fits[-1].date, claim.claim, claim.seed, day),
                )
    columns = ["kind", "event", "date", "claim", "seed", "published"]
    table = pd.DataFrame(list(rows.values()), columns=columns).sort_values(["date", "seed"], kind="stable")
    # An article is no older than the newest event it mentions.
    newest = table.groupby("seed")["date"].max()
    spans = [days_between(date, day) for date, day in zip(table["date"], table["published"], strict=True)]
    known = [
        days_between(date, newest[seed])[0] for date, seed in zip(table["date"], table["seed"], strict=True)
    ]
    least = [max(span[0], floor, 0) for span, floor in zip(spans, known, strict=True)]
    return table.assign(days_least=least, days_most=[span[1] for span in spans])


def _could_mean(event: str, published: str, period: object) -> bool:
    if days_between(event, published)[1] < 0:
        return False
    if not isinstance(period, str) or not period:
        return True
    # A claim in the present tense carries its article's year: only an older period excludes an event.
    return period[:4] == published[:4] or overlap(event, period)


def bounds(date: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of ``2024``, ``2024-03``, ``2024-03-26`` or a range of two such dates.

    >>> bounds("2024-02")[1].isoformat()
    '2024-02-29'
    """
    start, _, end = date.partition("/")
    end = end or start
    first = datetime.date.fromisoformat(start + "-01-01"[len(start) - 4 :] if len(start) < 10 else start)
    year, month, day = int(end[:4]), int(end[5:7] or 12), int(end[8:10] or 0)
    return first, datetime.date(year, month, day or calendar.monthrange(year, month)[1])


def overlap(one: str, other: str) -> bool:
    """Return whether two dates of any precision can be the same day."""
    (a, b), (c, d) = bounds(one), bounds(other)
    return a <= d and c <= b


def days_between(first: str, second: str) -> tuple[int, int]:
    """Return the least and most days from one date to another, each of any precision.

    >>> days_between("2022-11-07", "2022-11")
    (-6, 23)
    """
    (first_from, first_to), (second_from, second_to) = bounds(first), bounds(second)
    return (second_from - first_to).days, (second_to - first_from).days


# -- Kazakh production ----------------------------------------------------------------------------


def list_evidence(ref: Reference) -> pd.DataFrame:
    """Return, for each entry of each official list, the best evidence that Kazakhstan produces it.

    A row that cites a USGS world table counts as a statistic only if the edition in use names
    Kazakhstan there: editions differ.

    Returns
    -------
    DataFrame
        ``list``, ``material``, ``level``: one of :data:`LEVELS`.
    """
    import pandas as pd

    made = ref.production
    made = set(
        made.loc[
            (made["country"] == "KAZ") & (made["value"] > 0) & made["source"].str.startswith("usgs"),
            "commodity",
        ]
    )
    best: dict[str, str] = {}
    for row in ref.kazakhstan.itertuples():
        table = ref.commodity(row.stage.split(" / ")[0].replace("_", " "))
        level = {"now": "other evidence", "planned": "planned"}.get(row.status, "none known")
        if row.statistic and level == "other evidence":
            level = "statistics" if table in made or not row.source.startswith("usgs") else "none known"
        best[row.material] = min(level, best.get(row.material, "none known"), key=LEVELS.index)
    entries = ref.lists[ref.lists["entry"]]
    levels = [best.get(material, "none known") for material in entries["material"]]
    return pd.DataFrame({"list": entries["list"], "material": entries["material"], "level": levels})


def losses_to_fail(count: int, bound: float, comparator: str) -> int:
    """Return how many a count has to lose until it no longer is over (``>``) or at least (else) a bound.

    >>> losses_to_fail(18, 17, ">"), losses_to_fail(18, 17, ">=")
    (1, 2)
    """
    holds = operator.gt if comparator == ">" else operator.ge
    return next(lost for lost in range(count + 1) if not holds(count - lost, bound))


def standings(ref: Reference, country: str, sources: Iterable[str]) -> pd.DataFrame:
    """Return where a country stands in every table of production that names it, largest share first.

    Parameters
    ----------
    ref : Reference
    country : str
        ISO code.
    sources : iterable of str
        Keys such as ``usgs-mcs-2026``; of each the newest year.

    Returns
    -------
    DataFrame
        The country's rows of :meth:`Reference.producers` (``share`` in percent, ``rank_low``, ``rank_high``)
        with ``of`` (named producers), ``hhi_low``, ``hhi_high``, ``leader`` and ``leader_share``.
    """
    import pandas as pd

    rows = []
    table = ref.production
    for source in sources:
        own = table[(table["country"] == country) & (table["source"] == source) & (table["value"] > 0)]
        for commodity, stage in own[["commodity", "stage"]].drop_duplicates().itertuples(index=False):
            producers = ref.producers(commodity, stage, source=source)
            found = producers[producers["country"] == country]
            if len(found):  # figures read second hand are no producers
                low, high = ref.concentration(commodity, stage, source=source)
                top = {"leader": producers["country"].iloc[0], "leader_share": producers["share"].iloc[0]}
                rows.append(found.assign(of=len(producers), hhi_low=low, hhi_high=high, **top))
    return pd.concat(rows).sort_values("share", ascending=False, kind="stable", ignore_index=True)


def years_of_output(start: str, delay: float, horizon: int) -> tuple[float, float]:
    """Return the least and most years a plant runs until the end of ``horizon``, ``delay`` years late."""
    first, last = bounds(start)
    end = datetime.date(horizon, 12, 31)
    least, most = (max(0.0, (end - day).days / 365.25 - delay) for day in (last, first))
    return least, most


def distinct(labels: Iterable[str]) -> list[str]:
    """Return labels of which none is there twice: a chart would draw equal ones over each other.

    >>> distinct(["a", "b", "a"])
    ['a', 'b', 'a (2)']
    """
    seen: dict[str, int] = {}
    found = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found


# -- sources --------------------------------------------------------------------------------------


def credit(sources: pd.DataFrame, keys: Iterable[str]) -> str:
    """Return the source line of a chart: the titles of the sources, each once, in the order given."""
    titles = dict(zip(sources["source"], sources["title"], strict=True))
    return "; ".join(dict.fromkeys(str(titles.get(key) or key) for key in keys))


# -- US interest ----------------------------------------------------------------------------------


def import_shares(imports: pd.DataFrame, country: str) -> pd.DataFrame:
    """Return a country's share of another's imports, product by product, largest first.

    Returns
    -------
    DataFrame
        ``label`` (commodity and product), ``share`` in percent, ``place`` among the named
        ``suppliers``, ``note`` (the share and place in words), ``period``, ``source``, ``locator``.
    """
    named = imports[imports["country"] != "OTHER"]
    group = named.groupby(["commodity", "product", "period"])["share"]
    ranked = named.assign(
        place=group.rank(method="min", ascending=False).astype(int), suppliers=group.transform("size")
    )
    own = ranked[ranked["country"] == country].sort_values(["share", "commodity"], ascending=[False, True])
    labels = [_product_label(row.commodity, row.product) for row in own.itertuples()]
    notes = [f"{row.share:.0f}%, no. {row.place}" for row in own.itertuples()]
    columns = ["label", "share", "place", "suppliers", "note", "period", "source", "locator"]
    return own.assign(label=labels, note=notes)[columns].reset_index(drop=True)


def _product_label(commodity: str, product: str) -> str:
    if product == "All":
        return commodity
    words = " ".join(word if word.isupper() else word.lower() for word in product.split())
    return words if commodity.lower()[:5] in words.lower() else f"{commodity}: {words}"


def wanted_by_both(ref: Any, one: str, other: str, evidence: str) -> list[str]:
    """Return the materials on both lists that Kazakhstan produces, sorted."""
    produced = {name for key in (one, other) for name in ref.list_coverage(key, evidence).materials}
    return sorted(produced & set(ref.list_overlap(one, other)))


# -- verdicts -------------------------------------------------------------------------------------

# Verdicts under which a figure may be used as it stands.
HOLDS = ("supported", "supported with rounding")


def judged(ledger: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger with each claim's verdict.

    Columns both tables have (``basis``, ``reason``, ``source``) keep the ledger's meaning; those of the
    verdict end in ``_verdict``.
    """
    kept = verdicts.rename(columns={name: f"{name}_verdict" for name in ("basis", "reason", "source")})
    return ledger.merge(kept, on="claim", how="left", validate="one_to_one")


def drift(ledger: pd.DataFrame, older: str, newer: str) -> pd.DataFrame:
    """Return what became of one article's claims with a number in an article that rewrites it.

    Returns
    -------
    DataFrame
        ``claim`` of the older article and ``change``: *kept*, *dropped*, or what was lost or altered.
    """
    import pandas as pd

    numbers = ledger[ledger["value"].notna()]
    later = numbers[numbers["seed"] == newer].to_dict("records")
    rows = []
    for claim in numbers[numbers["seed"] == older].to_dict("records"):
        same = [c for c in later if c["unit"] == claim["unit"] and c["value"] == claim["value"]]
        if not same:
            rows.append((claim["claim"], "dropped"))
            continue
        match = next((c for c in same if c["commodity"] == claim["commodity"]), same[0])
        lost = [
            words
            for field, words in (
                ("speaker", "its speaker is gone"),
                ("hedge", "its hedge is gone"),
                ("commodity", "it is about something else"),
            )
            if claim[field] == claim[field] and claim[field] and claim[field] != match[field]
        ]
        rows.append((claim["claim"], "kept, but " + " and ".join(lost) if lost else "kept"))
    return pd.DataFrame(rows, columns=["claim", "change"])
