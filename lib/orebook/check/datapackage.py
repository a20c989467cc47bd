"""Read described CSV tables, and refuse a row that nobody could trace.

The description is a Frictionless data package: types, required columns, known values, keys.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

QUOTED = ("claim_reviews", "disagreements")  # tables with words of the seeds


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


def read_tables(folder: Path, seeds: Path | None = None) -> dict[str, pd.DataFrame]:
    """Return the tables of a data package by name, every row held against its description.

    Parameters
    ----------
    folder : Path
        Where ``datapackage.json`` and its CSV files are.
    seeds : Path, optional
        Articles that quoted words must be in.

    Returns
    -------
    dict of str to pandas.DataFrame
        Numbers and truth values as such; words stay words, "" where nothing is known.

    Raises
    ------
    BadReference
    """
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {Path(item["path"]).stem: item["schema"] for item in package["resources"]}
    tables = {name: _read(folder, name, schema) for name, schema in schemas.items()}
    for name, schema in schemas.items():
        _check(name, tables, schema)
    if seeds is not None:
        for name in QUOTED:
            _check_quotes(name, tables[name], seeds)
    return {name: _typed(tables[name], schema) for name, schema in schemas.items()}


def _read(folder: Path, name: str, schema: dict[str, Any]) -> pd.DataFrame:
    try:
        table = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:  # not there, not UTF-8, or rows of unequal length
        raise BadReference(name, 0, "", str(error)) from error
    wanted = [field["name"] for field in schema["fields"]]
    if list(table.columns) != wanted:
        odd = ", ".join(sorted({*wanted} ^ {*table.columns}) or wanted)
        raise BadReference(name, 1, odd, "columns are not as described")
    return table


def _check(name: str, tables: dict[str, pd.DataFrame], schema: dict[str, Any]) -> None:
    """Raise BadReference for the first value that is missing, unknown, doubled or points nowhere."""
    table = tables[name]

    def refuse(bad: pd.Series, column: str, reason: str) -> None:
        if bad.any():
            row = int(bad.to_numpy().argmax())
            shown = ", ".join(table.loc[row, column.split(", ")])
            raise BadReference(name, row + 2, column, f"{shown!r} {reason}")

    for field in schema["fields"]:
        column, rules, values = field["name"], field.get("constraints", {}), table[field["name"]]
        given = values != ""
        refuse(~given & bool(rules.get("required")), column, "is missing")
        if "enum" in rules:
            refuse(given & ~values.isin(rules["enum"]), column, "is not known")
        if field["type"] == "boolean":
            refuse(given & ~values.isin(["true", "false"]), column, "is neither true nor false")
        if field["type"] in ("number", "integer"):
            numbers = pd.to_numeric(values.where(given), errors="coerce")
            fine = numbers % 1 == 0 if field["type"] == "integer" else numbers.abs() < float("inf")
            refuse(given & ~fine, column, f"is not a {field['type']}")
            refuse(numbers < rules.get("minimum", float("-inf")), column, "is too small")
    key = schema["primaryKey"]
    refuse(table.duplicated(key), ", ".join(key), "is there twice")
    for foreign in schema.get("foreignKeys", []):
        (column,), other = foreign["fields"], foreign["reference"]
        target = other["resource"].replace("-", "_")
        refuse(~table[column].isin({*tables[target][other["fields"][0]], ""}), column, f"is not in {target}")


def _typed(table: pd.DataFrame, schema: dict[str, Any]) -> pd.DataFrame:
    for field in schema["fields"]:
        column, kind, values = field["name"], field["type"], table[field["name"]]
        if kind == "boolean":
            table[column] = values == "true"
        elif kind in ("number", "integer"):
            numbers = pd.to_numeric(values.where(values != ""))
            table[column] = numbers.astype("int64" if kind == "integer" and numbers.notna().all() else float)
    return table


def _check_quotes(name: str, table: pd.DataFrame, seeds: Path) -> None:
    """Raise BadReference for words that their seed no longer holds; absent seeds are none of it."""
    for row, (seed, quote) in enumerate(zip(table["seed"], table["quote"], strict=True)):
        if (seeds / seed).is_file() and quote.encode() not in (seeds / seed).read_bytes():
            raise BadReference(name, row + 2, "quote", f"{quote!r} is not in {seed}")
