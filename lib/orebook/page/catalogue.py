"""What a person knows of each article and its text does not tell: ``catalogue.toml`` beside the articles."""

from __future__ import annotations

import datetime
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orebook.text.calendar import Period
from orebook.text.decode import UnreadableInput, decode, printable, read_bytes

CATALOGUE = "catalogue.toml"
_KEYS = (
    "headline publisher url published not_before evidence byline agency near_duplicate_of licence note"
).split()
_DATES = ("published", "not_before")


class Catalogue(dict[str, Any]):
    """Entries by file name; ``faults`` are the refusals of those that cannot be used."""

    faults: list[UnreadableInput]


def load_catalogue(folder: str | Path) -> Catalogue:
    """Load the catalogue of a folder; empty where there is none.

    An entry that cannot be used is left out, named in ``faults``, and touches no other.

    Raises
    ------
    UnreadableInput
        The file cannot be read as text.
    """
    path = Path(folder) / CATALOGUE
    entries: dict[str, Any] = {}
    wrong = []
    try:
        entries = tomllib.loads(decode(read_bytes(path), path)[0]) if os.path.lexists(path) else {}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else printable(str(error))
        wrong.append(f"not valid TOML: {reason}")
    faults = {seed: _fault(entry) for seed, entry in entries.items()}
    wrong += [f"entry {printable(seed)!r}: {fault}" for seed, fault in faults.items() if fault]
    catalogue = Catalogue({seed: entry for seed, entry in entries.items() if not faults[seed]})
    catalogue.faults = [UnreadableInput(path, fault) for fault in wrong]
    return catalogue


def missing_seeds(folder: str | Path, catalogue: Mapping[str, Any]) -> list[UnreadableInput]:
    """Return one refusal for each entry of the catalogue that has no file or cannot be used."""
    folder = Path(folder)
    return list(getattr(catalogue, "faults", ())) + [
        UnreadableInput(folder / CATALOGUE, f"entry {printable(seed)!r} has no file")
        for seed in sorted(catalogue)
        if not os.path.isfile(folder / seed)  # false where the name itself is impossible
    ]


def _fault(entry: object) -> str | None:
    if not isinstance(entry, dict):
        return "not a table"
    for key, value in entry.items():
        if key not in _KEYS:
            return f"unknown key {printable(key)!r}"
        if key in _DATES and isinstance(value, (str, datetime.date)):
            try:
                Period.parse(str(value))
            except ValueError:
                return f"{key} is not a date: {printable(str(value))!r}"
        elif not isinstance(value, str):
            return f"{key} is not text"
    return None
