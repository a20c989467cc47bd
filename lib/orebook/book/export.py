"""Tables that other programs can use: read on all cores, written whole, and kept by what they are made of."""

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
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from orebook.check.figures import load_reference
from orebook.check.rules import audit
from orebook.claims.ledger import CLAIM_SCHEMA, Judge, stream_claims
from orebook.text.decode import slug
from orebook.text.vocabulary import vocabulary

# A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LEFT_OVER = ".ore-"  # how the names of files begin that are not whole yet
_COMMENT = re.compile(rb"^ *#.*\n", re.MULTILINE)  # a line of the library that changes nothing
ROWS = 50_000  # of a part of a ledger
FIELDS = {**CLAIM_SCHEMA, **vocabulary("columns")}
_TAGS = [name for name in FIELDS if name not in ("claim", "seed", "start", "end", "quote", "excerpt")]
_NO_TEXT = {"figure": "float64", "readings": "int64", "inference": "bool"}  # of the columns of verdicts


def judged(ledger: pd.DataFrame, verdicts: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return claims with verdicts, by default those by the project's tables; ``source`` is the verdict's."""
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
    """Return a table, without its index, as ``.csv``, ``.parquet``, ``.jsonl`` or ``.jsonld``."""
    if ending == ".parquet":
        return frame.to_parquet(index=False)
    if ending == ".jsonld":
        return collected(map(annotation, records(frame)))
    if ending == ".jsonl":
        text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(frame))
    else:
        words = frame.select_dtypes(exclude=["number", "bool"])
        safe = words.map(lambda cell: f"'{cell}" if str(cell).startswith(_FORMULA) else cell)
        text = frame.assign(**safe).to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8", "backslashreplace")


def annotation(claim: Mapping[str, Any], base: str = "", shown: tuple[int, int] | None = None) -> Any:
    """Return a claim as a Web Annotation of its number or words; shown is what may be given away of them."""
    first, (begin, close) = claim["start"], shown or (claim["start"], claim["end"])
    start, end = (begin, close) if claim["q_start"] is None else (claim["q_start"], claim["q_end"])
    spans = {"exact": (start, end), "prefix": (begin, start), "suffix": (end, close)}
    words = {name: claim["quote"][i - first : j - first] for name, (i, j) in spans.items()}
    place = {"type": "TextPositionSelector", "start": start, "end": end if words["exact"] else claim["end"]}
    selectors = [{"type": "TextQuoteSelector", **words}, place] if words["exact"] else [place]
    told = [f"{name}: {claim[name]}" for name in _TAGS if claim.get(name) not in (None, "")]
    return {
        "type": "Annotation", "id": f"{base}{slug(claim['seed'])}.html#{claim['claim']}",
        "motivation": "tagging",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in told],
        "target": {"source": f"seeds/{quote(claim['seed'])}", "selector": selectors},
    }  # fmt: skip


def collected(items: Iterable[dict[str, Any]]) -> bytes:
    """Return annotations as a file; its id, an empty one, is its own address."""
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": list(items)}
    return (json.dumps({"id": ""} | page, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


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
        finally:
            Path(file.name).unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    shutil.rmtree(path, ignore_errors=True)
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


def read_claims(
    paths: Sequence[str], cluster: str | None, judge: Judge | None, refused: list[str]
) -> Iterator[pd.DataFrame]:
    """Yield the claims of articles and folders part by part, progress on a terminal; what fails is told."""
    count, files = 0, sum(len(os.listdir(path)) if os.path.isdir(path) else 1 for path in paths)
    if cluster:
        workers: Any = import_module("distributed").Client(cluster, timeout="5s").get_executor()
    else:  # all cores, or none where the files are few
        workers = ProcessPoolExecutor() if files > 32 else contextlib.nullcontext()
    with workers as executor:
        for table, lines in (part for path in paths for part in stream_claims(path, executor, judge)):
            refused += lines
            yield table
            count += len(table)
            if sys.stderr.isatty():
                print(f"\r{count:,} claims of {files:,} files", end="", file=sys.stderr)


def write_tables(tables: Iterable[pd.DataFrame], path: Path) -> None:
    """Write tables of one schema as one; in Parquet as they come, `ROWS` rows and more as a folder."""
    if path.suffix != ".parquet":
        write_whole(path, as_bytes(pd.concat([*tables], ignore_index=True), path.suffix))
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=LEFT_OVER, dir=path.parent) as folder:
        (made := Path(folder, path.name)).mkdir()
        for number, part in enumerate(_of_size(tables)):
            part.to_parquet(made / f"part-{number:06}.parquet", index=False)
        exchange(made if number else made / "part-000000.parquet", path)


def _of_size(tables: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    held = list[pd.DataFrame]()
    for table in tables:
        held.append(table)
        if sum(map(len, held)) >= ROWS:
            yield pd.concat(held, ignore_index=True)
            held = [table.iloc[:0]]
    yield pd.concat(held or [pd.DataFrame()], ignore_index=True)


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
    """Return what was made before of the same inputs, told by a digest, or make it; the newest few stay."""
    before = key()
    path = folder / f"{before}.pickle"
    with contextlib.suppress(Exception):  # there is none, or half of one
        return pickle.loads(path.read_bytes())  # noqa: S301 - written by this project
    made = make()
    if key() == before:  # else something changed meanwhile
        write_whole(path, pickle.dumps(made))
        with contextlib.suppress(FileNotFoundError):  # another process clears away, too
            for stale in sorted(folder.glob("*.pickle"), key=os.path.getmtime)[:-6]:
                stale.unlink()
    return made


def commit(root: Path) -> str:
    """Return the commit that is built, marked where files differ from it; empty outside of git."""
    command = ["git", "-C", str(root), "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    with contextlib.suppress(OSError):  # there is no git
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return ""
