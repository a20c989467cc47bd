"""Official figures, each with source, edition and place in it; ranks and shares.

The tables lie in ``reference/``, where ``datapackage.json`` describes every column;
`orebook.check.datapackage` holds every row against it. They are plain rows here; pandas begins where a
table is handed out.
"""

from __future__ import annotations

import math
from collections import defaultdict, namedtuple
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orebook.check.datapackage import BadReference, Row, Tables, read_tables
from orebook.project import project_folder

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BadReference", "Coverage", "Reference", "load_reference"]

NOT_A_COUNTRY = ("WORLD", "OTHER")
SECOND_HAND = "secondary-press-quote"  # shown, never used to judge
INCOMPLETE = "incomplete-list"  # a level only: the largest producers are not on the list
EVIDENCE = ("any", "statistics", "planned")
YEARLY = "usgs-"  # the publication that `load_reference` takes one edition of


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many entries of an official list a country produces, of how many, and that share in percent."""

    entries: int
    produced: int

    @property
    def share(self) -> float:
        return 100 * self.produced / self.entries


ADDED = ("world", "world_basis", "share", "rank_low", "rank_high", "of")  # what a standing adds to its row


@cache
def _extended(name: str, fields: tuple[str, ...]) -> Any:
    return namedtuple(name, fields)


def _stand(table: list[Row]) -> list[Row]:
    """Return the standings of one table of producers; two rows of a country add up."""
    totals: dict[str, float] = defaultdict(float)
    for row in table:
        totals[row.country] += row.value
    listed = {country: value for country, value in totals.items() if country != "WORLD" and value == value}
    printed, largest = totals.get("WORLD", math.nan), max(listed.values(), default=math.nan)
    holds = printed > largest  # a rounded total may leave nothing to the others, whom the table names
    world = printed if holds else sum(listed.values())
    basis = "world total as printed" if holds else "sum of the listed countries"
    first = {row.country: row for row in reversed(table)}
    ranked = [
        country
        for country, value in listed.items()
        if country not in NOT_A_COUNTRY and value > 0 and first[country].flag != INCOMPLETE
    ]
    kind, found = _extended("Standing", (*table[0]._fields, *ADDED)), []
    for country, value in totals.items():
        low = high = share = of = math.nan
        if country in ranked:
            low = 1 + sum(totals[other] > value for other in ranked)
            high = sum(totals[other] >= value for other in ranked)
            share, of = 100 * value / world, len(ranked)
        found.append(kind(*first[country]._replace(value=value), world, basis, share, low, high, of))
    return found


class Reference:
    """The tables of ``reference/``, by name, and what is computed from them.

    ``reference.production``, ``.reserves``, ``.lists``, ``.sources`` … give a DataFrame of a table: what is
    done to it stays with the caller.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._frames: dict[str, pd.DataFrame] = {}
        self._names = {row.name: (row.commodity, row.stage) for row in self.rows("names")}

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a table, none where the project has no such table."""
        return self._tables.get(name, [])

    def __getattr__(self, name: str) -> pd.DataFrame:
        tables = self.__dict__.get("_tables", {})
        if name not in tables:
            raise AttributeError(f"no reference table {name!r}; there are {', '.join(tables)}")
        return self._frame(name, tables[name])

    def _frame(self, name: str, rows: list[Row]) -> pd.DataFrame:
        import pandas as pd

        if name not in self._frames:
            self._frames[name] = pd.DataFrame(rows, columns=rows[0]._fields if rows else None)
        return self._frames[name].copy(deep=False)

    def called(self, name: str) -> tuple[str, str] | None:
        """Return commodity and stage that an article's `name` stands for; stage "" means any."""
        return self._names.get(name.strip().lower())

    def commodity(self, name: str) -> str | None:
        """Return the name `name` goes by in ``production``, or None if it is not there."""
        return (self.called(name) or (None,))[0]

    @cached_property
    def several_steps(self) -> frozenset[str]:
        """The commodities whose production is counted at several steps: mined, smelted, refined."""
        step = {row.stage: row.step for row in self.rows("stages")}
        found = defaultdict(set)
        for row in self.rows("production"):
            found[row.commodity].add(step.get(row.stage))
        return frozenset(commodity for commodity, steps in found.items() if len(steps) > 1)

    @cached_property
    def standing_rows(self) -> list[Row]:
        """Every figure fit for use, with its standing in its own table, in the order of ``production``."""
        tables = defaultdict(list)
        for row in self.rows("production"):
            if row.flag != SECOND_HAND:
                tables[row.commodity, row.stage, row.year, row.source].append(row)
        return [standing for table in tables.values() for standing in _stand(table)]

    @cached_property
    def standings(self) -> pd.DataFrame:
        """`standing_rows` as a table.

        The columns of ``production`` with ``world`` and ``world_basis`` (the printed total, or the sum of
        the listed countries where none is printed that exceeds each), and for named countries that produce
        ``share`` (percent), ``rank_low``, ``rank_high`` (equal values share places) and ``of`` (producers);
        missing where the list is known to lack large ones.
        """
        return self._frame("standings", self.standing_rows)

    def select(
        self, commodity: str, stage: str | None = None, year: int | None = None, source: str | None = None
    ) -> pd.DataFrame:
        """Return the standings of one table of producers, one row a country; empty where there is none.

        By default of the first stage of the chain that is there, the last year, and the newest edition that
        has it, among equals the one with the longer list. `commodity` may be an alias.
        """
        rows = self.standings
        rows = rows[rows["commodity"] == (self.commodity(commodity) or commodity)]
        if stage is None and len(rows):
            order = [row.stage for row in self.rows("stages")]
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

    def tables_with(self, *columns: str) -> list[list[Row]]:
        """Return the tables that have some columns."""
        return [rows for rows in self._tables.values() if rows and {*columns} <= {*rows[0]._fields}]

    @property
    def evidence(self) -> list[Row]:
        """The rows that say what is produced: of the table with material, status and statistic."""
        return next(iter(self.tables_with("material", "status", "statistic")), [])

    def list_coverage(self, list_name: str, evidence: str = "any") -> Coverage:
        """Return how many entries of a list the country of the project produces.

        `evidence` is *any* of production now, *statistics* only, or *planned*, plans counted in.
        """
        entries = {row.material for row in self.rows("lists") if row.entry and row.list == list_name}
        if not entries or evidence not in EVIDENCE:
            known = f"{', '.join(row.list for row in self.rows('list_sources'))}; {', '.join(EVIDENCE)}"
            raise ValueError(f"list {list_name!r} with evidence {evidence!r}: there are {known}")
        counts = {"any": "now", "statistics": "now", "planned": "now planned"}[evidence].split()
        made = {
            row.material for row in self.evidence
            if row.status in counts and (evidence != "statistics" or row.statistic)
        }  # fmt: skip
        return Coverage(len(entries), len(entries & made))

    def list_at(self, place: str, date: str, kind: str = "critical") -> str | None:
        """Return the newest list of a place public on `date` (ISO, any precision), or None."""
        rows = [row for row in self.rows("list_sources") if (row.place, row.kind) == (place, kind)]
        known = [(row.available, row.list) for row in rows if row.available[: len(date)] <= date]
        return max(known, default=("", None))[1]


_read = lru_cache(maxsize=2)(read_tables)


@lru_cache(maxsize=8)
def _load(folder: Path, seeds: Path | None, edition: str | None, earlier: bool) -> Reference:
    tables = dict(_read(folder, seeds))
    for name in ("production", "reserves") if edition else ():
        years = {
            row: row.source[-4:] if row.source.startswith(YEARLY) else "" for row in tables.get(name, [])
        }
        if edition not in years.values():
            raise ValueError(f"edition {edition!r} is not in {name}.csv")
        tables[name] = [
            row
            for row, year in years.items()
            if year in ("", edition) or (earlier and year < (edition or ""))
        ]
    evidence = defaultdict(list)
    for row in tables.get("review_evidence", []):
        evidence[row.review].append(row)
    reviews = []
    for at, row in enumerate(tables.get("claim_reviews", []), 2):
        if row.review not in evidence:
            raise BadReference("claim_reviews", at, "review", f"{row.review!r} has no evidence")
        sources = dict.fromkeys(one.source for one in evidence[row.review])
        second_hand = not any(one.level.startswith("primary") for one in evidence[row.review])
        kind = _extended("Review", (*row._fields, "sources", "second_hand"))
        reviews.append(kind(*row, ";".join(sources), second_hand))
    return Reference(tables | {"reviews": reviews})


def load_reference(
    edition: str | None = None, folder: Path | None = None, seeds: Path | None = None, earlier: bool = False
) -> Reference:
    """Return the reference tables, every row checked.

    Parameters
    ----------
    edition : str, optional
        Edition of USGS Mineral Commodity Summaries to go by, such as ``2025``; by default all. Figures of
        other publishers stay.
    folder : Path, optional
        Where the tables are; by default those of the book that the current folder lies in, or else
        of the checkout that the library is from.
    seeds : Path, optional
        Articles that the reviewed quotes must be in; by default ``seeds/`` beside the folder.
    earlier : bool
        Whether the editions before `edition` are kept too: what was known when it came out.

    Raises
    ------
    BadReference
        For a row that its description refuses, or a reviewed quote that is not in its seed.
    ValueError
        For an edition that is not there.
    """
    folder = folder or project_folder("reference")
    edition = None if edition is None else str(edition)
    return _load(folder, seeds or folder.parent / "seeds", edition, earlier and edition is not None)
