"""Read described CSV tables as plain rows, and refuse a row that nobody could trace.

The description is a Frictionless data package: types, required columns, known values, keys. Only the
tables it names are read, so that a project may have few.
"""

from __future__ import annotations

import csv
import json
import math
from collections import namedtuple
from functools import cache, partial
from pathlib import Path
from typing import Any

Row = Any  # a named tuple with the columns of its table
Tables = dict[str, list[Row]]
_TYPES: dict[str, Any] = {
    "boolean": {"true": True, "false": False}.__getitem__, "number": float, "integer": int
}  # fmt: skip


class BadReference(Exception):  # noqa: N818  a finding, as UnreadableInput is
    """A row of the reference tables that cannot be trusted: in which line of the file (0: all), why."""

    def __init__(self, table: str, row: int, column: str, reason: str) -> None:
        self.table, self.row, self.column, self.reason = table, row, column, reason
        super().__init__(f"{table}.csv, row {row}, column {column}: {reason}")


def read_tables(folder: Path, seeds: Path | None = None) -> Tables:
    """Return the tables of a data package by name, every row held against its description.

    A missing number is NaN, a missing word "". What a table with ``seed`` and ``quote`` quotes must be in
    that article of `seeds`. Raise BadReference for the first row amiss.
    """
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {Path(item["path"]).stem: item["schema"] for item in package["resources"]}
    tables = {name: _read(folder, name, schema) for name, schema in schemas.items()}
    for name, schema in schemas.items():
        for foreign in schema.get("foreignKeys", []):
            column, target = foreign["fields"][0], foreign["reference"]
            other = target["resource"].replace("-", "_")
            known = {"", *(getattr(row, target["fields"][0]) for row in tables.get(other, []))}
            for at, row in enumerate(tables[name] if other in tables else (), 2):  # there may be few tables
                if getattr(row, column) not in known:
                    raise BadReference(name, at, column, f"{getattr(row, column)!r} is not in {other}")
        if seeds is not None and {"seed", "quote"} <= {field["name"] for field in schema["fields"]}:
            paths = {row.seed: seeds / row.seed for row in tables[name]}
            held = {seed: path.read_bytes() for seed, path in paths.items() if path.is_file()}
            for at, row in enumerate(tables[name], 2):
                if row.quote.encode() not in held.get(row.seed, row.quote.encode()):
                    raise BadReference(name, at, "quote", f"{row.quote!r} is not in {row.seed}")
    return tables


def _read(folder: Path, name: str, schema: dict[str, Any]) -> list[Row]:
    """Return the rows of a table; raise BadReference for the first value that is amiss, or a doubled key."""
    columns, keys = [field["name"] for field in schema["fields"]], schema.get("primaryKey", [])
    try:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
    except (OSError, ValueError, csv.Error) as error:  # not there, empty, not UTF-8, a quote left open
        raise BadReference(name, 0, "", str(error)) from error
    if header != columns:
        odd = ", ".join(sorted({*columns} ^ {*header}) or columns)
        raise BadReference(name, 1, odd, "columns are not as described")
    kind, seen, rows = namedtuple(name, columns), set(), []
    read = [cache(partial(_value, field)) for field in schema["fields"]]
    for at, line in enumerate(lines, 2):
        if len(line) != len(columns):
            raise BadReference(name, at, columns[-1], f"{len(line)} cells instead of {len(columns)}")
        cells: list[Any] = []
        try:
            cells.extend(value(text) for value, text in zip(read, line, strict=True))
        except ValueError as error:
            bad = len(cells)
            raise BadReference(name, at, columns[bad], f"{line[bad]!r} {error}") from error
        own = tuple(line[columns.index(column)] for column in keys)
        if keys and own in seen:
            raise BadReference(name, at, ", ".join(keys), f"{', '.join(own)!r} is there twice")
        seen.add(own)
        rows.append(kind(*cells))
    return rows


def _value(field: dict[str, Any], text: str) -> Any:
    """Return a cell as its column's type; raise ValueError with what is wrong with it."""
    kind, rules = field["type"], field.get("constraints", {})
    if not text and not rules.get("required"):
        return {"string": "", "boolean": False}.get(kind, math.nan)
    if text not in rules.get("enum", (text,)) or not text:
        raise ValueError("is not known" if text else "is missing")
    try:
        value = _TYPES.get(kind, str)(text)
    except (KeyError, ValueError):
        raise ValueError(f"is no {kind}") from None
    if kind in ("number", "integer") and not rules.get("minimum", -math.inf) <= value < math.inf:
        raise ValueError("is too small" if value < math.inf else "is no number")
    return value
