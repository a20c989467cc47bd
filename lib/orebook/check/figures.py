"""Official figures, each with source, edition and place in it; ranks and shares.

The tables of ``reference/`` are described by a Frictionless data package: types, required columns, known
values, keys; a row that nobody could trace is refused. They are plain rows here, with a `Reading` of each
that could answer a claim; pandas begins where a table is handed out.
"""

import csv
import json
import math
import re
from collections import Counter, defaultdict, namedtuple
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from orebook.check.verdict import Reading, first, number
from orebook.project import project_folder
from orebook.text.decode import UnreadableInput

Row = Any  # a named tuple with the columns of its table
_TYPES: dict[str, Any] = {"boolean": json.loads, "number": float, "integer": int}
NOT_A_COUNTRY = {"WORLD", "OTHER"}
SECOND_HAND = "secondary-press-quote"  # shown, never used to judge
INCOMPLETE = "incomplete-list"  # a level only: the largest producers are not on the list
ADDED = "world world_basis share rank_low rank_high of".split()  # what a standing adds to its row
YEARLY = "usgs-"  # the publication that `load_reference` takes one edition of


@lru_cache(maxsize=2)
def read_tables(folder: Path) -> dict[str, list[Row]]:
    """Return the tables of a data package by name, every row held against its description.

    A missing number is NaN, a missing word "". What a table with ``seed`` and ``quote`` quotes must be in
    that article of ``seeds/`` beside the folder. Raise UnreadableInput for the first row amiss.
    """
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {Path(item["path"]).stem: item["schema"] for item in package["resources"]}
    tables = {name: _read(folder / f"{name}.csv", schema) for name, schema in schemas.items()}
    for name, schema in schemas.items():
        path = folder / f"{name}.csv"
        for foreign in schema.get("foreignKeys", []):
            column, other = foreign["fields"][0], foreign["reference"]["resource"].replace("-", "_")
            known = {"", *(getattr(row, column) for row in tables.get(other, []))}
            for at, row in enumerate(tables[name] if other in tables else (), 2):
                if (value := getattr(row, column)) not in known:
                    raise UnreadableInput(path, f"row {at}, column {column}: {value!r} is not in {other}")
        if {"seed", "quote"} <= {field["name"] for field in schema["fields"]}:
            held = {seed.name: seed.read_bytes() for seed in folder.parent.glob("seeds/*") if seed.is_file()}
            for at, row in enumerate(tables[name], 2):
                if row.quote.encode() not in held.get(row.seed, row.quote.encode()):
                    raise UnreadableInput(path, f"row {at}, column quote: not in {row.seed}")
    return tables


def _read(path: Path, schema: dict[str, Any]) -> list[Row]:
    """Return the rows of a table; raise UnreadableInput for the first value that is amiss."""
    columns = [field["name"] for field in schema["fields"]]
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
    except (OSError, ValueError, csv.Error) as error:  # not there, empty, not UTF-8, a quote left open
        raise UnreadableInput(path, str(error)) from error
    if header != columns:
        raise UnreadableInput(path, f"the columns described are {', '.join(columns)}")
    kind, rows = namedtuple(path.stem, columns), list[Row]()
    for at, line in enumerate(lines, 2):
        if len(line) != len(columns):
            raise UnreadableInput(path, f"row {at}: {len(line)} cells, not {len(columns)}")
        cells = []
        for field, text in zip(schema["fields"], line, strict=True):
            try:
                cells.append(_value(field["type"], text, field.get("constraints", {})))
            except ValueError as error:
                raise UnreadableInput(path, f"row {at}, column {field['name']}: {error}") from None
        rows.append(kind(*cells))
    return rows


def _value(kind: str, text: str, rules: dict[str, Any]) -> Any:
    """Return a cell as its column's type; raise ValueError with what is wrong with it."""
    if not text and not rules.get("required"):
        return {"string": "", "boolean": False}.get(kind, math.nan)
    if text not in rules.get("enum", (text,)) or not text:
        raise ValueError(f"{text!r} is not known" if text else "is missing")
    return _TYPES.get(kind, str)(text)


def _stand(table: list[Row]) -> list[tuple[Any, ...]]:
    """Return the standings of one table of countries; two rows of a country add up."""
    totals: dict[str, float] = defaultdict(float)
    for row in table:
        totals[row.country] += row.value
    head = {row.country: row for row in reversed(table)}
    listed = [value for country, value in totals.items() if country != "WORLD" and value == value]
    world, basis = totals.get("WORLD", math.nan), "world total as printed"
    if not world > max(listed, default=math.nan):  # a rounded total may leave nothing to the others
        world, basis = sum(listed), "sum of the listed countries"
    makers = [c for c in totals if c not in NOT_A_COUNTRY and head[c].flag != INCOMPLETE and totals[c] > 0]
    places, found = sorted((totals[country] for country in makers), reverse=True), []
    for country, value in totals.items():
        own: tuple[float, ...] = (math.nan,) * 4
        if country in makers:
            best = 1 + places.index(value)
            own = (100 * value / world, best, best + places.count(value) - 1, len(places))
        found.append((*head[country]._replace(value=value), world, basis, *own))
    return found


def _having(table: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.DataFrame:
    for name, value in wanted.items():
        table = table[table[name].isin(value if isinstance(value, list) else [value])]
    return table


def row_of(rows: pd.DataFrame) -> pd.Series:
    """Return the first row as objects, with NA for whatever is missing: comparisons carry it on."""
    row = rows.astype(object).reset_index(drop=True).reindex([0]).iloc[0]
    return row.where(row.notna(), pd.NA)


class Reference:
    """The tables of ``reference/``, by name, and what is computed from them.

    ``reference.production``, ``.reserves``, ``.lists``, ``.sources`` … give a DataFrame of a table: what is
    done to it stays with the caller. ``.standings`` has the columns of ``production`` with ``world`` and
    ``world_basis`` (the printed total, or the sum of the listed countries where none is printed that exceeds
    each), and for named countries that produce ``share`` (percent), ``rank_low``, ``rank_high`` (equal values
    share places) and ``of`` (producers); missing where the list is known to lack large ones.
    """

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self._tables = tables
        self._frames: dict[str, pd.DataFrame] = {}
        self._names = {row.name: (row.commodity, row.stage) for row in self.rows("names")}
        # What is known of each source; the step of the chain that each stage of production is, in its order.
        self.about = {row.source: row for row in self.rows("sources")}
        self.step = {row.stage: row.step for row in self.rows("stages")}

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a table, none where the project has no such table."""
        return self._tables.get(name, [])

    def tables_with(self, *columns: str) -> list[list[Row]]:
        """Return the tables that have some columns."""
        return [rows for rows in self._tables.values() if rows and {*columns} <= {*rows[0]._fields}]

    def __getattr__(self, name: str) -> pd.DataFrame:
        tables, frames = (vars(self).get(kept, {}) for kept in ("_tables", "_frames"))
        if name not in (*tables, "standings"):
            raise AttributeError(f"no reference table {name!r}; there are {', '.join(tables)}")
        if name not in frames:
            rows = self.standing_rows if name == "standings" else tables[name]
            frames[name] = pd.DataFrame(rows, columns=rows[0]._fields if rows else None)
        return frames[name].copy(deep=False)

    def called(self, name: str) -> tuple[str, str]:
        """Return commodity and stage that an article's `name` stands for: "" of what is not there, or any."""
        return self._names.get(name.strip().lower(), ("", ""))

    @cached_property
    def standing_rows(self) -> list[Row]:
        """Every figure fit for use, with its standing in its own table, in the order of ``production``."""
        tables, rows = defaultdict(list), self.rows("production")
        kind = namedtuple("Standing", (*rows[0]._fields, *ADDED)) if rows else tuple
        for row in rows:
            if row.flag != SECOND_HAND:
                tables[row.commodity, row.stage, row.year, row.source].append(row)
        return [kind(*standing) for table in tables.values() for standing in _stand(table)]

    @cached_property
    def by_country(self) -> dict[tuple[str, ...], list[Row]]:
        """The standings by commodity and country."""
        found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in self.standing_rows:
            found[row.commodity, row.country].append(row)
        return found

    def select(
        self, commodity: str, stage: str | None = None, year: int | None = None, source: str | None = None
    ) -> pd.DataFrame:
        """Return the standings of one table of producers, one row a country; empty where there is none.

        By default of the first stage of the chain that is there, the last year, and the newest edition that
        has it, among equals the one with the longer list. `commodity` may be an alias.
        """
        rows = self.standings[self.standings["commodity"] == (self.called(commodity)[0] or commodity)]
        stage = min({*rows["stage"]}, key=[*self.step].index, default="") if stage is None else stage
        rows = rows[rows["stage"] == stage]
        rows = rows[rows["source"] == source] if source else rows
        rows = rows[rows["year"] == (year or rows["year"].max())]
        sizes = Counter(zip(rows["edition"], rows["source"], strict=True))
        newest = max(sizes, key=lambda key: (key[0], sizes[key], key[1]), default=("", ""))
        return rows[rows["source"] == newest[1]]

    def one(self, table: str, **wanted: Any) -> pd.Series:
        """Return the one row of a table that has the wanted values, or a row of NA; several are refused."""
        rows = _having(getattr(self, table), wanted)
        if len(rows) > 1:
            raise ValueError(f"{table} has {len(rows)} rows with {wanted}")
        return row_of(rows)

    def own(self, country: str, commodity: str, stage: str | None = None) -> pd.Series:
        """Return a country's row (ISO code, or ``WORLD``) of ``standings``, or a row of NA."""
        return row_of(_having(self.select(commodity, stage), {"country": country}))

    def shares(self, of: str, holder: str, **wanted: Any) -> pd.DataFrame:
        """Return a holder's published shares, largest first, of ``EU supply``, ``EU imports`` and so on."""
        owner, side = of.split(" ", 1)
        wanted |= {"party": holder, "owner": owner, "side": side}
        tables = [getattr(self, name) for name in self._tables]
        rows = _having(pd.concat(table for table in tables if {*wanted, "share"} <= {*table}), wanted)
        rows = rows[rows["flag"].fillna("") == ""]
        return rows.sort_values(["share", "commodity"], ascending=[False, True], ignore_index=True)

    def credit(self, *of: pd.DataFrame | pd.Series) -> str:
        """Return a source line: the titles of the sources of tables and rows, each once."""
        titles = self.sources.set_index("source")["title"]
        named = ";".join(name for part in of for name in pd.Series(part["source"]).dropna()).split(";")
        return "; ".join(dict.fromkeys(str(titles.get(key, key)) for key in named))

    def label(self, source: str) -> str:
        """Return what a reader is told of a source."""
        about = self.about.get(source)
        maker, edition = first(about, "maker"), first(about, "edition")
        yearly = maker and source.endswith(f"-{edition}")
        return f"{maker} {edition}" if yearly else getattr(about, "title", source)

    def reading(self, row: Row, value: float, text: str, **more: Any) -> Reading:
        """Return a reading of a row with what is known of its source."""
        told: dict[str, Any] = {"edition": first(row, "edition"), "high": value}
        if hasattr(row, "world"):  # a country's place in a table of producers
            text = f"{self.label(row.source)}, {row.year}{' (estimate)' * row.estimate}, {row.stage}: {text}"
            order = [*self.step, row.stage].index(row.stage)
            told |= {"stage": row.stage, "year": int(row.year), "order": order}
        return Reading(value, text=text, row=row, about=self.about.get(row.source), **(told | more))

    @cached_property
    def stated(self) -> dict[tuple[str, str], list[Reading]]:
        """The shares that a source states, by who has them and of whose trade."""
        found = defaultdict(list)
        for row in (row for table in self.tables_with("party", "owner", "side") for row in table):
            share = getattr(row, "share", row.value if first(row, "unit") == "percent" else math.nan)
            if share == share and not first(row, "flag", "projection"):
                when = first(row, "year_printed", "period", "year")
                named = f"{row.side} of {row.commodity} ({first(row, 'product')})"
                of = first(row, "metric", "denominator") or named
                told = {"stage": of, "edition": max(re.findall(r"\d{4}", when), default="")}
                text = f"{self.label(row.source)}, {when}: {share:g} % of {of}"
                reading = self.reading(row, share, text, margin=0.5, order=99, **told)
                found[row.party, row.owner].append(reading)
        return found

    @cached_property
    def announced(self) -> dict[str, list[Reading]]:
        """What plans and acts, lists and offers say; the newest plan first, and those replaced last."""
        units, found = {"percent": "%", "multiple": "times", "": "entries"}, defaultdict(list)
        for name in ("plans", "list_sources", "offers"):
            rows = sorted(self.rows(name), key=lambda row: first(row, "announced"), reverse=True)
            for row in sorted(rows, key=lambda row: bool(first(row, "superseded_by"))):
                value, unit = getattr(row, "value", getattr(row, "entries", 0)), first(row, "unit")
                unit = first(row, "measure") if unit == "count" else units.get(unit, unit)
                source = row.act if first(row, "kind") == "law" else self.label(row.source)
                text = f"{source}, {first(row, 'announced', 'available', 'year')}: "
                text += f"{first(row, 'value_printed') or number(value)} {first(row, 'unit_printed') or unit}"
                for word, column in ((" of", "denominator"), (" by", "horizon"), (".", "statement")):
                    text += f"{word} {first(row, column)}" if first(row, column) else ""
                found[name].append(self.reading(row, value, text, edition=first(row, "available")[:4]))
        return found


@lru_cache(maxsize=8)
def _load(folder: Path, edition: str, earlier: bool) -> Reference:
    tables = dict(read_tables(folder))
    for name in ("production", "reserves") if edition else ():
        rows = tables.get(name, [])
        kept = [edition, *({row.edition for row in rows if row.edition < edition} if earlier else ())]
        tables[name] = [row for row in rows if not row.source.startswith(YEARLY) or row.edition in kept]
        if not any(row.edition == edition for row in rows if row.source.startswith(YEARLY)):
            raise ValueError(f"edition {edition!r} is not in {name}.csv")
    return Reference(tables)


def load_reference(
    edition: str | None = None, folder: Path | None = None, earlier: bool = False
) -> Reference:
    """Return the reference tables, every row checked.

    By default they are those of the book and of all editions, else of one `edition` of USGS Mineral Commodity
    Summaries, such as ``2025``, and of those before it if `earlier`: what was known when it came out. Beside
    their `folder` is ``seeds/`` with the reviewed articles.

    Raises
    ------
    UnreadableInput, ValueError
        For a row that its description refuses or a quote that is not in its seed; for an unknown edition.
    """
    return _load(folder or project_folder("reference"), str(edition or ""), earlier and edition is not None)
