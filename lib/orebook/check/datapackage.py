"""Read described CSV tables as plain rows, and refuse a row that nobody could trace.

The description is a Frictionless data package: types, required columns, known values, keys. Only the
tables it names are read, so that a project may have few.
"""

from __future__ import annotations

import csv
import json
import math
from collections import namedtuple
from functools import lru_cache
from pathlib import Path
from typing import Any

Row = Any  # a named tuple with the columns of its table
Tables = dict[str, list[Row]]
_TYPES: dict[str, Any] = {"boolean": json.loads, "number": float, "integer": int}


class BadReference(Exception):  # noqa: N818  a finding, as UnreadableInput is
    """A row of the reference tables that cannot be trusted: in which line of the file (0: all), why."""

    def __init__(self, table: str, row: int, column: str, reason: str) -> None:
        self.table, self.row, self.column, self.reason = table, row, column, reason
        super().__init__(f"{table}.csv, row {row}, column {column}: {reason}")


@lru_cache(maxsize=2)
def read_tables(folder: Path) -> Tables:
    """Return the tables of a data package by name, every row held against its description.

    A missing number is NaN, a missing word "". What a table with ``seed`` and ``quote`` quotes must be in
    that article of ``seeds/`` beside the folder. Raise BadReference for the first row amiss.
    """
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {Path(item["path"]).stem: item["schema"] for item in package["resources"]}
    tables = {name: _read(folder, name, schema) for name, schema in schemas.items()}
    for name, schema in schemas.items():
        for foreign in schema.get("foreignKeys", []):
            column, other = foreign["fields"][0], foreign["reference"]["resource"].replace("-", "_")
            known = {"", *(getattr(row, column) for row in tables.get(other, []))}
            for at, row in enumerate(tables[name] if other in tables else (), 2):  # there may be few tables
                if getattr(row, column) not in known:
                    raise BadReference(name, at, column, f"{getattr(row, column)!r} is not in {other}")
        if {"seed", "quote"} <= {field["name"] for field in schema["fields"]}:
            held = {path.name: path.read_bytes() for path in folder.parent.glob("seeds/*") if path.is_file()}
            for at, row in enumerate(tables[name], 2):
                if row.quote.encode() not in held.get(row.seed, row.quote.encode()):
                    raise BadReference(name, at, "quote", f"{row.quote!r} is not in {row.seed}")
    return tables


def _read(folder: Path, name: str, schema: dict[str, Any]) -> list[Row]:
    """Return the rows of a table; raise BadReference for the first value that is amiss."""
    columns = [field["name"] for field in schema["fields"]]
    try:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
    except (OSError, ValueError, csv.Error) as error:  # not there, empty, not UTF-8, a quote left open
        raise BadReference(name, 0, "", str(error)) from error
    if header != columns:
        raise BadReference(name, 1, ", ".join(header), f"the columns described are {', '.join(columns)}")
    kind, rows = namedtuple(name, columns), list[Row]()
    for at, line in enumerate(lines, 2):
        if len(line) != len(columns):
            raise BadReference(name, at, columns[-1], f"{len(line)} cells instead of {len(columns)}")
        cells = []
        for field, text in zip(schema["fields"], line, strict=True):
            try:
                cells.append(_value(field["type"], text, field.get("constraints", {})))
            except ValueError as error:
                raise BadReference(name, at, field["name"], str(error)) from None
        rows.append(kind(*cells))
    return rows


def _value(kind: str, text: str, rules: dict[str, Any]) -> Any:
    """Return a cell as its column's type; raise ValueError with what is wrong with it."""
    if not text and not rules.get("required"):
        return {"string": "", "boolean": False}.get(kind, math.nan)
    if text not in rules.get("enum", (text,)) or not text:
        raise ValueError(f"{text!r} is not known" if text else "is missing")
    return _TYPES.get(kind, str)(text)
