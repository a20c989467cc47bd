"""Official figures, each with source, edition and place in it; ranks, shares, concentration.

The tables lie in ``reference/``; ``datapackage.json`` there describes every column, and the load
holds every row against it, so that a row that nobody could trace stops the book instead of
entering it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

FOLDER = Path(__file__).with_name("reference")
NOT_A_COUNTRY = ("WORLD", "OTHER")
SECOND_HAND = "secondary-press-quote"  # shown, never used to judge
INCOMPLETE = "incomplete-list"  # a level only: the largest producers are not on the list
TABLE = ["commodity", "stage", "year", "source"]  # what one table of producers is
EVIDENCE = ("any", "statistics", "planned")


class BadReference(Exception):  # noqa: N818  a finding, as in UnreadableInput
    """A row of the reference tables that cannot be trusted.

    Attributes
    ----------
    table, column, reason : str
    row : int
        Line of the CSV file, the header being line 1; 0 where the whole table is at fault.
    """

    def __init__(self, table: str, row: int, column: str, reason: str) -> None:
        self.table, self.row, self.column, self.reason = table, row, column, reason
        super().__init__(f"{table}.csv, row {row}, column {column}: {reason}")


@dataclass(frozen=True, slots=True)
class Rank:
    """Place of a country among the named producers; ``low < high`` where it ties.

    Attributes
    ----------
    low, high : int
        Best and worst place, counted from 1.
    of : int
        Named countries with production above nothing.
    """

    low: int
    high: int
    of: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many entries of an official list a country produces.

    Attributes
    ----------
    list : str
        Key of the list.
    entries : int
        Official number of entries.
    produced : int
        Entries with evidence of production.
    materials : tuple of str
        Those entries, sorted.
    share : float
        ``produced`` of ``entries``, in percent.
    """

    list: str
    entries: int
    produced: int
    materials: tuple[str, ...]
    share: float


class Reference:
    """The tables of ``reference/`` as DataFrames, by name, and what is computed from them.

    ``reference.production``, ``.reserves``, ``.lists``, ``.sources`` … give a fresh view of a
    table: what is done to it stays with the caller.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        Validated tables.
    """

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self._tables = tables

    def __getattr__(self, name: str) -> pd.DataFrame:
        tables = self.__dict__.get("_tables", {})
        if name not in tables:
            raise AttributeError(f"no reference table {name!r}; there are {', '.join(tables)}")
        return tables[name].copy(deep=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(self._tables)

    def commodity(self, name: str) -> str | None:
        """Return the name `name` goes by in ``production``, or None if it is not there."""
        found = self.called(name)
        return found[0] if found else None

    def called(self, name: str) -> tuple[str, str] | None:
        """Return commodity and stage that an article's `name` stands for; stage "" means any."""
        return self._called.get(name.strip().lower())

    @cached_property
    def _called(self) -> dict[str, tuple[str, str]]:
        return {row.name: (row.commodity, row.stage) for row in self._tables["names"].itertuples(index=False)}

    @cached_property
    def standings(self) -> pd.DataFrame:
        """Every figure fit for use, with its standing in its own table (commodity, stage, year, source).

        The columns of ``production`` with ``world`` (printed total, or the sum of the listed
        countries), ``world_basis`` (which of the two), and for named countries with production
        ``share`` (percent of the world), ``rank_low``, ``rank_high`` (equal values share the places
        they take) and ``of`` (number of producers). Shares and ranks are missing where the list is
        known to lack large producers.
        """
        rows = self._tables["production"]
        rows = rows[rows["flag"] != SECOND_HAND].reset_index(drop=True)
        part = [*TABLE, "country"]
        rows["value"] = rows.groupby(part, sort=False)["value"].transform(
            "sum"
        )  # two rows for one country add up
        rows = rows.drop_duplicates(part, ignore_index=True)
        key = [rows[column] for column in TABLE]
        printed = rows["value"].where(rows["country"] == "WORLD").groupby(key).transform("max")
        listed = rows["value"].groupby(key).transform("sum")
        rows["world"] = printed.fillna(listed)
        rows["world_basis"] = printed.notna().map(
            {True: "world total as printed", False: "sum of the listed countries"}
        )
        ranked = ~rows["country"].isin(NOT_A_COUNTRY) & (rows["value"] > 0) & (rows["flag"] != INCOMPLETE)
        value = rows["value"].where(ranked)
        rows["share"] = 100 * value / rows["world"]
        for column, method in (("rank_low", "min"), ("rank_high", "max")):
            rows[column] = value.groupby(key).rank(method=method, ascending=False)
        rows["of"] = value.groupby(key).transform("count")
        return rows

    def select(
        self, commodity: str, stage: str | None = None, year: int | None = None, source: str | None = None
    ) -> pd.DataFrame:
        """Return the standings of one table of producers, by default its newest edition and year.

        Parameters
        ----------
        commodity : str
            Canonical name or alias.
        stage : str, optional
            As in ``stages``; by default the first step of the chain that is there.
        year : int, optional
            By default the last one.
        source : str, optional
            Key such as ``usgs-mcs-2026``; by default the newest edition that has the year, and among
            equals the one with the longer list.

        Returns
        -------
        pandas.DataFrame
            Rows of `standings`, one a country; empty where there are none.
        """
        rows = self.standings
        rows = rows[rows["commodity"] == (self.commodity(commodity) or commodity)]
        if stage is None and len(rows):
            order = list(self._tables["stages"]["stage"])
            stage = min(rows["stage"].unique(), key=order.index)
        for column, wanted in (("stage", stage), ("year", year), ("source", source)):
            if wanted is not None:
                rows = rows[rows[column] == wanted]
        if year is None and len(rows):
            rows = rows[rows["year"] == rows["year"].max()]
        if source is None and len(rows):
            size = rows.groupby(["edition", "source"]).size()
            rows = rows[rows["source"] == max(size.index, key=lambda key: (key[0], size[key], key[1]))[1]]
        return rows

    def world(
        self, commodity: str, stage: str | None = None, year: int | None = None, source: str | None = None
    ) -> tuple[float, str]:
        """Return the world total and its basis; NaN and "" where there is no table."""
        rows = self.select(commodity, stage, year, source)
        return (
            (float(rows["world"].iloc[0]), str(rows["world_basis"].iloc[0]))
            if len(rows)
            else (float("nan"), "")
        )

    def producers(
        self, commodity: str, stage: str | None = None, year: int | None = None, source: str | None = None
    ) -> pd.DataFrame:
        """Return the named producers of one table, largest first, with share and rank.

        Countries with nothing, and "other countries", are left out.
        """
        rows = self.select(commodity, stage, year, source)
        rows = rows[~rows["country"].isin(NOT_A_COUNTRY) & (rows["value"] > 0)]
        return rows.sort_values(["value", "country"], ascending=[False, True], ignore_index=True)

    def _own(self, country: str, *table: Any) -> Any:
        """Return the row of a country among the ranked producers, or None."""
        rows = self.producers(*table)
        rows = rows[(rows["country"] == country) & rows["rank_low"].notna()]
        return None if rows.empty else rows.iloc[0]

    def rank(
        self,
        country: str,
        commodity: str,
        stage: str | None = None,
        year: int | None = None,
        source: str | None = None,
    ) -> Rank | None:
        """Return the place of `country` among the named producers, or None if it has none."""
        own = self._own(country, commodity, stage, year, source)
        return None if own is None else Rank(int(own["rank_low"]), int(own["rank_high"]), int(own["of"]))

    def share(
        self,
        country: str,
        commodity: str,
        stage: str | None = None,
        year: int | None = None,
        source: str | None = None,
    ) -> float | None:
        """Return the share of `country` in world production in percent, or None if it has none."""
        own = self._own(country, commodity, stage, year, source)
        return None if own is None else float(own["share"])

    def concentration(
        self, commodity: str, stage: str | None = None, year: int | None = None, source: str | None = None
    ) -> tuple[float, float]:
        """Return the Herfindahl-Hirschman index of production, 0 to 10,000, as bounds.

        The lower bound counts the named countries only, the upper takes the unnamed rest as one
        country. Where rounding makes the named exceed the world total, their sum is the total. NaN
        where the list of producers is known to be incomplete.
        """
        named = self.producers(commodity, stage, year, source)
        if named["share"].isna().all():
            return float("nan"), float("nan")
        listed = float(named["value"].sum())
        world = max(float(named["world"].iloc[0]), listed)
        low = float(((100 * named["value"] / world) ** 2).sum())
        return low, low + (100 * (1 - listed / world)) ** 2

    def series(self, country: str, commodity: str, stage: str | None = None) -> pd.DataFrame:
        """Return all standings of a country for a commodity: every stage, year and edition."""
        rows = self.standings
        rows = rows[
            (rows["commodity"] == (self.commodity(commodity) or commodity)) & (rows["country"] == country)
        ]
        rows = rows if stage is None else rows[rows["stage"] == stage]
        return rows.sort_values(["stage", "year", "edition", "source"], ignore_index=True)

    def revisions(self, country: str | None = None) -> pd.DataFrame:
        """Return the figures that two editions of one publication give differently or alike.

        Parameters
        ----------
        country : str, optional
            ISO code; by default every country and the world.

        Returns
        -------
        pandas.DataFrame
            ``kind`` (production or reserves), ``commodity``, ``stage`` (basis for reserves),
            ``country``, ``year``, ``older``, ``newer`` (sources), ``old``, ``new``, ``unit``,
            ``change`` (percent, NaN from nothing), ``flag`` of the newer row.
        """
        production = self._tables["production"].assign(kind="production")
        production = production.groupby(
            ["kind", "commodity", "stage", "country", "year", "source", "unit", "flag"], as_index=False
        )["value"].sum()
        reserves = (
            self._tables["reserves"].rename(columns={"basis": "stage"}).assign(kind="reserves", flag="")
        )
        # reserves have no year of their own: each edition states what is known when it appears
        reserves = reserves.assign(
            year=reserves.groupby(["commodity", "stage", "country"])["year"].transform("max")
        )
        figures = pd.concat([production, reserves])[[*production.columns]].dropna(subset="value")
        if country is not None:
            figures = figures[figures["country"] == country]
        found = []
        key = ["kind", "commodity", "stage", "country", "year", "unit"]
        families = figures["source"].str.replace(r"-\d{4}$", "", regex=True)
        for _, family in figures.groupby(families):
            for older, newer in pairwise(sorted(family["source"].unique())):
                old, new = family[family["source"] == older], family[family["source"] == newer]
                both = old.drop(columns="flag").merge(new, on=key, suffixes=("_old", "_new"))
                found.append(
                    both.rename(
                        columns={
                            "value_old": "old",
                            "value_new": "new",
                            "source_old": "older",
                            "source_new": "newer",
                        }
                    )
                )
        columns = [*key[:5], "older", "newer", "old", "new", "unit", "change", "flag"]
        if not found:
            return pd.DataFrame(columns=columns)
        table = pd.concat(found)
        change = (100 * (table["new"] - table["old"]) / table["old"]).where(table["old"] > 0)
        return table.assign(change=change)[columns].sort_values(key[:5], ignore_index=True)

    def list_coverage(self, list_name: str, evidence: str = "any") -> Coverage:
        """Return how many entries of a list Kazakhstan produces.

        Parameters
        ----------
        list_name : str
            Key in ``list_sources``.
        evidence : str
            ``any`` evidence of production now, ``statistics`` only, or ``planned`` production as
            well as production now.

        Raises
        ------
        ValueError
            For a list or a strictness that is not there.
        """
        if list_name not in self._entries or evidence not in EVIDENCE:
            raise ValueError(f"list {list_name!r}, evidence {evidence!r}: there are {[*self._entries]}, {EVIDENCE}")
        entries = self._entries[list_name]
        produced = tuple(sorted(entries & self._evidence[evidence]))
        return Coverage(list_name, len(entries), len(produced), produced, 100 * len(produced) / len(entries))

    @cached_property
    def _entries(self) -> dict[str, set[str]]:
        lists = self._tables["lists"]
        return {str(name): set(rows["material"]) for name, rows in lists[lists["entry"]].groupby("list")}

    @cached_property
    def _evidence(self) -> dict[str, set[str]]:
        rows = self._tables["kazakhstan"]
        now = rows["status"] == "now"
        wanted = (now, now & rows["statistic"], now | (rows["status"] == "planned"))
        return {word: set(rows.loc[rule, "material"]) for word, rule in zip(EVIDENCE, wanted, strict=True)}

    def list_differences(self, older: str, newer: str) -> pd.DataFrame:
        """Return the entries that came and went between two lists: ``material``, ``change``."""
        old, new = self._entries[older], self._entries[newer]
        rows = [(name, "went") for name in sorted(old - new)] + [(name, "came") for name in sorted(new - old)]
        return pd.DataFrame(rows, columns=["material", "change"])

    def list_overlap(self, one: str, other: str) -> tuple[str, ...]:
        """Return the materials on both lists, group membership passed down to the elements."""
        lists, kinds = self._tables["lists"], self._tables["materials"].set_index("material")["kind"]
        members = [set(lists.loc[lists["list"] == name, "material"]) for name in (one, other)]
        return tuple(sorted(name for name in members[0] & members[1] if kinds[name] != "group"))

    def list_at(self, place: str, date: str, kind: str = "critical") -> str | None:
        """Return the newest list of `place` (EU or USA) that was public on `date` (ISO, any precision)."""
        known = [(row.available, row.list) for row in self._tables["list_sources"].itertuples(index=False)
                 if (row.place, row.kind) == (place, kind) and row.available[: len(date)] <= date]
        return max(known)[1] if known else None


def _read(folder: Path, resource: dict[str, Any]) -> pd.DataFrame:
    """Return one table as strings, its columns held against the schema."""
    name = Path(resource["path"]).stem
    try:
        table = pd.read_csv(folder / resource["path"], dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:  # not there, not UTF-8, or rows of unequal length
        raise BadReference(name, 0, "", str(error)) from error
    wanted = [field["name"] for field in resource["schema"]["fields"]]
    if list(table.columns) != wanted:
        raise BadReference(
            name, 1, ", ".join(sorted({*wanted} ^ {*table.columns}) or wanted), "columns as described"
        )
    return table


def _check(name: str, table: pd.DataFrame, schema: dict[str, Any], tables: dict[str, pd.DataFrame]) -> None:
    """Raise BadReference for the first value that is missing, unknown, doubled or points nowhere."""

    def refuse(bad: pd.Series, column: str, reason: str) -> None:
        if bad.any():
            row = int(bad.to_numpy().argmax())
            raise BadReference(
                name, row + 2, column, reason.format(", ".join(table.loc[row, column.split(", ")]))
            )

    for field in schema["fields"]:
        column, rules = field["name"], field.get("constraints", {})
        values = table[column]
        given = values != ""
        if rules.get("required"):
            refuse(~given, column, "is missing")
        if "enum" in rules:
            refuse(given & ~values.isin(rules["enum"]), column, "{} is not known")
        if field["type"] == "boolean":
            refuse(given & ~values.isin(["true", "false"]), column, "{} is neither true nor false")
        if field["type"] in ("number", "integer"):
            numbers = pd.to_numeric(values.where(given), errors="coerce")
            whole = numbers % 1 == 0 if field["type"] == "integer" else numbers.abs() < float("inf")
            refuse(given & ~whole, column, f"{{}} is not a {field['type']}")
            refuse(numbers < rules.get("minimum", float("-inf")), column, "{} is too small")
    key = schema["primaryKey"]
    refuse(table.duplicated(key), ", ".join(key), "{} is there twice")
    for foreign in schema.get("foreignKeys", []):
        (column,), target = foreign["fields"], foreign["reference"]["resource"].replace("-", "_")
        known = set(tables[target][foreign["reference"]["fields"][0]]) | {""}
        refuse(~table[column].isin(known), column, f"{{}} is not in {target}")


def _typed(table: pd.DataFrame, schema: dict[str, Any]) -> pd.DataFrame:
    """Return the table with numbers and truth values; words stay words, "" where nothing is known."""
    columns = {}
    for field in schema["fields"]:
        values = table[field["name"]]
        if field["type"] in ("number", "integer"):
            numbers = pd.to_numeric(values.where(values != ""))
            whole = field["type"] == "integer" and numbers.notna().all()
            columns[field["name"]] = numbers.astype("int64" if whole else "float64")
        else:
            columns[field["name"]] = values == "true" if field["type"] == "boolean" else values
    return pd.DataFrame(columns)


def _check_quotes(reviews: pd.DataFrame, table: str, seeds: Path) -> None:
    """Raise BadReference for reviewed words that their seed no longer holds; absent seeds are none of it."""
    for seed, rows in reviews.groupby("seed"):
        path = seeds / str(seed)
        if path.is_file():
            text = path.read_bytes()
            for row, quote in rows["quote"].items():
                if quote.encode() not in text:
                    raise BadReference(table, int(str(row)) + 2, "quote", f"{quote!r} is not in {seed}")


@lru_cache(maxsize=8)
def _load(folder: Path, seeds: Path | None, edition: str | None) -> Reference:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {Path(item["path"]).stem: item["schema"] for item in package["resources"]}
    raw = {Path(item["path"]).stem: _read(folder, item) for item in package["resources"]}
    for name, table in raw.items():
        _check(name, table, schemas[name], raw)
    if seeds is not None:
        for name in ("claim_reviews", "disagreements"):
            _check_quotes(raw[name], name, seeds)
    tables = {name: _typed(table, schemas[name]) for name, table in raw.items()}
    if edition is not None:
        for name in ("production", "reserves"):
            source = tables[name]["source"]
            usgs = source.str.startswith("usgs-")
            if not (usgs & source.str.endswith(edition)).any():
                raise ValueError(f"edition {edition!r} is not in {name}.csv")
            tables[name] = tables[name][~usgs | source.str.endswith(edition)].reset_index(drop=True)
    sources = (
        tables["review_evidence"]
        .groupby("review", sort=False)["source"]
        .agg(lambda keys: ";".join(dict.fromkeys(keys)))
    )
    tables["reviews"] = tables["claim_reviews"].assign(
        sources=lambda table: table["review"].map(sources).fillna("")
    )
    bare = tables["reviews"]["sources"] == ""
    if bare.any():
        raise BadReference("claim_reviews", int(bare.to_numpy().argmax()) + 2, "review", "has no evidence")
    return Reference(tables)


def load_reference(
    edition: str | None = None, folder: Path | None = None, seeds: Path | None = None
) -> Reference:
    """Return the reference tables, every row checked.

    Parameters
    ----------
    edition : str, optional
        Edition of USGS Mineral Commodity Summaries to go by, such as ``2025``; both by default.
        Figures of other publishers stay.
    folder : Path, optional
        Where the tables are; by default those of the package.
    seeds : Path, optional
        Articles that the reviewed quotes must be in; by default ``seeds/`` of the project that
        the current folder lies in, if any.

    Returns
    -------
    Reference

    Raises
    ------
    BadReference
        For a row without source, an unknown unit, a doubled key, a key that points nowhere, or a
        reviewed quote that is not in its seed: with table, row and column.
    ValueError
        For an edition that is not there.
    """
    if seeds is None:
        from orebook import (
            project_root,  # the package loads this module when first used
        )

        try:
            seeds = project_root() / "seeds"
        except FileNotFoundError:  # no book around: nothing to hold the quotes against
            seeds = None
    return _load(folder or FOLDER, seeds, edition)
