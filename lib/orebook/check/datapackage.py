"""Read described CSV tables as plain rows, and refuse a row that nobody could trace.

The description is a Frictionless data package: types, required columns, known values, keys. Only the
tables it names are read, so that a project may have few.
"""

from __future__ import annotations

import csv
import json
import math
from collections import namedtuple
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Row = Any  # a named tuple with the columns of its table
Tables = dict[str, list[Row]]


class BadReference(Exception):  # noqa: N818  a finding, as UnreadableInput is
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


def read_tables(folder: Path, seeds: Path | None = None) -> Tables:
    """Return the tables of a data package by name, every row held against its description.

    Parameters
    ----------
    folder : Path
        Where ``datapackage.json`` and its CSV files are.
    seeds : Path, optional
        Articles that quoted words must be in: those of a table with ``seed`` and ``quote``.

    Returns
    -------
    dict of str to list of named tuples
        Numbers and truth values as such, NaN for a missing number; words stay words, "" where nothing is
        known.

    Raises
    ------
    BadReference
    """
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {Path(item["path"]).stem: item["schema"] for item in package["resources"]}
    lines = {name: _read(folder, name, schema) for name, schema in schemas.items()}
    for name, schema in schemas.items():
        _check(name, lines, schema)
        if seeds is not None and lines[name] and {"seed", "quote"} <= set(lines[name][0]):
            _check_quotes(name, lines[name], seeds)
    return {name: _typed(name, lines[name], schema) for name, schema in schemas.items()}


def _read(folder: Path, name: str, schema: dict[str, Any]) -> list[dict[str, str]]:
    wanted = [field["name"] for field in schema["fields"]]
    try:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
    except (OSError, ValueError, csv.Error) as error:  # not there, empty, not UTF-8, a quote left open
        raise BadReference(name, 0, "", str(error)) from error
    if header != wanted:
        odd = ", ".join(sorted({*wanted} ^ {*header}) or wanted)
        raise BadReference(name, 1, odd, "columns are not as described")
    for at, line in enumerate(lines, 2):
        if len(line) != len(wanted):
            raise BadReference(name, at, wanted[-1], f"{len(line)} cells instead of {len(wanted)}")
    return [dict(zip(wanted, line, strict=True)) for line in lines]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _amiss(field: dict[str, Any], value: str) -> str:
    """Return what is wrong with a value of a column, "" where nothing is."""
    rules, kind, number = field.get("constraints", {}), field["type"], _number(value)
    if value == "":
        return "is missing" if rules.get("required") else ""
    if value not in rules.get("enum", (value,)):
        return "is not known"
    if kind == "boolean" and value not in ("true", "false"):
        return "is neither true nor false"
    if kind in ("number", "integer") and not math.isfinite(number):
        return "is not a number"
    if kind == "integer" and number % 1:
        return "is not an integer"
    return "is too small" if number < rules.get("minimum", -math.inf) else ""


def _check(name: str, tables: dict[str, list[dict[str, str]]], schema: dict[str, Any]) -> None:
    """Raise BadReference for the first value that is missing, unknown, doubled or points nowhere."""
    table, key, seen = tables[name], schema.get("primaryKey", []), set()
    for at, row in enumerate(table, 2):
        for field in schema["fields"]:
            if why := _amiss(field, value := row[field["name"]]):
                raise BadReference(name, at, field["name"], f"{value!r} {why}")
        values = tuple(row[column] for column in key)
        if key and values in seen:
            raise BadReference(name, at, ", ".join(key), f"{', '.join(values)!r} is there twice")
        seen.add(values)
    for foreign in schema.get("foreignKeys", []):
        column, target = foreign["fields"][0], foreign["reference"]
        other = (target["resource"] or name).replace("-", "_")
        known = {"", *(row[target["fields"][0]] for row in tables.get(other, []))}
        for at, row in enumerate(table if other in tables else (), 2):  # a project may have few tables
            if row[column] not in known:
                raise BadReference(name, at, column, f"{row[column]!r} is not in {other}")


def _typed(name: str, lines: Sequence[dict[str, str]], schema: dict[str, Any]) -> list[Row]:
    columns = []
    for field in schema["fields"]:
        values: list[Any] = [line[field["name"]] for line in lines]
        if field["type"] == "boolean":
            values = [value == "true" for value in values]
        elif field["type"] in ("number", "integer"):
            whole = field["type"] == "integer" and "" not in values
            values = [int(_number(value)) if whole else _number(value) for value in values]
        columns.append(values)
    kind = namedtuple(name, [field["name"] for field in schema["fields"]])  # type: ignore[misc]
    return [kind(*cells) for cells in zip(*columns, strict=True)]


def _check_quotes(name: str, table: Sequence[dict[str, str]], seeds: Path) -> None:
    """Raise BadReference for words that their seed no longer holds; absent seeds are none of it."""
    paths = {row["seed"]: seeds / row["seed"] for row in table}
    held = {seed: path.read_bytes() for seed, path in paths.items() if path.is_file()}
    for at, row in enumerate(table, 2):
        quote = row["quote"]
        if quote.encode() not in held.get(row["seed"], quote.encode()):
            raise BadReference(name, at, "quote", f"{quote!r} is not in {row['seed']}")
