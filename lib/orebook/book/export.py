"""Tables as files that other programs can use, equal bytes for equal tables."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orebook.check.figures import load_reference
from orebook.check.rules import audit

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LEFT_OVER = ".ore-"  # how the names of files begin that are not whole yet


class BuildError(Exception):
    """A stage of the build failed; each line of the message names a file and a reason."""


_NO_TEXT = {"figure": "float64", "readings": "int64", "inference": "bool"}  # of the columns of verdicts


def with_verdicts(ledger: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return claims with their verdicts: ``source`` is the verdict's, whom a claim is from ``told_by``."""
    told = ledger.rename(columns={"source": "told_by"})
    # A few verdicts may all lack a field: the types are the same whatever a table holds.
    verdicts = verdicts.astype({name: _NO_TEXT.get(name, "str") for name in verdicts})
    return told.merge(verdicts, on="claim", how="left", suffixes=("", "_of_verdict"), validate="one_to_one")


def judged(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return claims with their verdicts by the project's reference tables."""
    return with_verdicts(ledger, audit(ledger, load_reference()))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dicts of plain Python values: what is missing or not finite is None."""
    known = frame.notna() & ~frame.isin([math.inf, -math.inf])
    return frame.astype(object).where(known, None).to_dict("records")


def as_bytes(frame: pd.DataFrame, ending: str) -> bytes:
    """Return a table, without its index, as ``.csv``, ``.parquet`` or ``.jsonl``.

    In CSV, text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    if ending == ".parquet":
        return frame.to_parquet(index=False)
    if ending == ".jsonl":
        text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(frame))
    else:
        words = frame.select_dtypes(exclude=["number", "bool"])
        safe = frame.assign(**{name: words[name].map(_neutral) for name in words})
        text = safe.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8", "backslashreplace")


def _neutral(cell: Any) -> Any:
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file that is there whole or not at all, whenever the program is stopped."""
    content = content.encode("utf-8", "replace") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=LEFT_OVER, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # the new name must not be on the disk before what it names
        os.chmod(name, 0o644)  # mkstemp makes it private
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def exchange(fresh: Path, live: Path) -> None:
    """Put a file or folder in the place of another, which lies aside between the two renames."""
    aside = live.with_name(f".{live.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    if live.is_dir() or live.exists() and fresh.is_dir():
        live.rename(aside)
    fresh.replace(live)
    if aside.is_file():
        aside.unlink()
    shutil.rmtree(aside, ignore_errors=True)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as text; none where there is no file."""
    return rows_in(path.read_bytes()) if path.is_file() else []


def rows_in(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file's bytes as text."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
