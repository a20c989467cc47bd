"""Files: tables that other programs can use, written whole, and what was made before of the same inputs."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import math
import os
import pickle
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orebook.check.figures import load_reference
from orebook.check.rules import audit

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LEFT_OVER = ".ore-"  # how the names of files begin that are not whole yet
_COMMENT = re.compile(rb"^ *#.*\n", re.MULTILINE)
_KEPT = 6  # results of one kind


class BuildError(Exception):
    """A stage of the build failed; each line of the message names a file and a reason."""


_NO_TEXT = {"figure": "float64", "readings": "int64", "inference": "bool"}  # of the columns of verdicts


def judged(ledger: pd.DataFrame, verdicts: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return claims with their verdicts, by default those by the project's reference tables.

    The column ``source`` is the verdict's; whom a claim is from is called ``told_by``.
    """
    verdicts = audit(ledger, load_reference()) if verdicts is None else verdicts
    # A few verdicts may all lack a field: the types are the same whatever a table holds.
    verdicts = verdicts.astype({name: _NO_TEXT.get(name, "str") for name in verdicts})
    told = ledger.rename(columns={"source": "told_by"})
    return told.merge(verdicts, on="claim", how="left", suffixes=("", "_of_verdict"), validate="one_to_one")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dicts of plain Python values: what is missing or not finite is None."""
    known = frame.notna() & ~frame.isin([math.inf, -math.inf])
    return frame.astype(object).where(known, None).to_dict("records")


def as_bytes(frame: pd.DataFrame, ending: str) -> bytes:
    """Return a table, without its index, as ``.csv``, ``.parquet`` or ``.jsonl``, equal for equal tables."""
    if ending == ".parquet":
        return frame.to_parquet(index=False)
    if ending == ".jsonl":
        text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(frame))
    else:
        words = frame.select_dtypes(exclude=["number", "bool"])
        safe = words.map(lambda cell: f"'{cell}" if str(cell).startswith(_FORMULA) else cell)
        text = frame.assign(**safe).to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8", "backslashreplace")


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file that is there whole or not at all, whenever the program is stopped."""
    content = content.encode("utf-8", "replace") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(prefix=LEFT_OVER, dir=path.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # the new name must not be on the disk before what it names
            os.chmod(file.name, 0o644)  # a temporary file is private
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def exchange(fresh: Path, live: Path) -> None:
    """Put a file or folder in the place of another, which lies aside between the two renames."""
    aside = live.with_name(f".{live.name}.old")
    remove(aside)
    if live.is_dir() or live.exists() and fresh.is_dir():
        live.rename(aside)
    fresh.replace(live)
    remove(aside)


def read_rows(table: Path | bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file, or of the bytes of one, as text; none where there is no file."""
    if isinstance(table, Path):
        table = table.read_bytes() if table.is_file() else b""
    return list(csv.DictReader(io.StringIO(table.decode("utf-8"), newline="")))


def digest(paths: Iterable[Path], seed: str = "") -> str:
    """Return a digest of files, and of the files in folders, by name and content, and of Python's version."""
    total = hashlib.sha256(f"{seed}\n{platform.python_version()}\n".encode())
    for path in (file for top in paths for file in (sorted(top.rglob("*")) if top.is_dir() else [top])):
        if path.is_file() and not path.name.startswith("."):  # a named pipe among the seeds would block
            total.update(os.fsencode(path) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:32]


def of_project(root: Path, *names: str) -> str:
    """Return a digest of library, reference tables, words and lock, and of files of a project by name."""
    library, files = Path(__file__).parents[1], ("reference", "vocabulary", "requirements.txt", *names)
    code = b"".join(_COMMENT.sub(b"", path.read_bytes()) for path in sorted(library.rglob("*.py")))
    paths = [path for name in files for path in sorted(root.glob(name))]
    return digest([library / "vocabulary", *paths], hashlib.sha256(code).hexdigest())


def kept(folder: Path, key: Callable[[], str], make: Callable[[], Any]) -> Any:
    """Return what was made before of the same inputs, from `folder`, or make it and keep it there.

    The key is a digest of the inputs: where they change meanwhile, nothing is kept. What was cut short is
    made again. The newest few are kept, so that undoing a change makes nothing again.
    """
    before = key()
    path = folder / f"{before}.pickle"
    with contextlib.suppress(Exception):  # there is none, or half of one
        return pickle.loads(path.read_bytes())  # noqa: S301 - written by this project
    made = make()
    if key() == before:
        write_whole(path, pickle.dumps(made))
        with contextlib.suppress(FileNotFoundError):  # another process clears away, too
            for stale in sorted(folder.glob("*.pickle"), key=os.path.getmtime)[:-_KEPT]:
                stale.unlink()
    return made


def commit(root: Path) -> str:
    """Return the commit that is built, marked where files differ from it; empty outside of git."""
    command = ["git", "-C", str(root), "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
