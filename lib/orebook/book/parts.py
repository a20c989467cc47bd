"""Ledgers of any size: read on all cores or a cluster, written part by part."""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from orebook.book.annotations import annotation, collected
from orebook.book.export import LEFT_OVER, as_bytes, exchange, records, write_whole
from orebook.claims.ledger import Judge, stream_claims

ROWS = 50_000  # of a part
_FEW = 32  # files that are read sooner here than elsewhere


@contextmanager
def workers(files: int, cluster: str | None = None) -> Iterator[Executor | None]:
    """Give the executor to read files with: of a Dask cluster, of all cores, or none where they are few."""
    if cluster:
        from distributed import Client

        with Client(cluster, timeout="5s") as client:
            yield client.get_executor()
    elif files > _FEW:
        with ProcessPoolExecutor() as pool:
            yield pool
    else:
        yield None


def read(
    paths: Iterable[str], cluster: str | None, judge: Judge | None, refused: list[str]
) -> Iterator[pd.DataFrame]:
    """Yield the claims of articles and folders part by part, progress on a terminal; what fails is told."""
    given, count = dict.fromkeys(map(Path, paths)), 0
    once = [path for path in given if path.is_dir() or path.parent not in given]
    files = sum(len(os.listdir(path)) if path.is_dir() else 1 for path in once)
    with workers(files, cluster) as executor:
        for table, lines in (part for path in once for part in stream_claims(path, executor, judge)):
            refused += lines
            yield table
            count += len(table)
            if sys.stderr.isatty():
                print(f"\r{count:,} claims of {files:,} files", end="", file=sys.stderr)


def write_tables(tables: Iterable[pd.DataFrame], path: Path) -> None:
    """Write tables as one: in Parquet as they come, in another form when all are there."""
    if path.suffix == ".parquet":
        write_parts(tables, path)
        return
    table = pd.concat([*tables], ignore_index=True)
    linked = path.suffix == ".jsonld"
    write_whole(path, collected(map(annotation, records(table))) if linked else as_bytes(table, path.suffix))


def write_parts(tables: Iterable[pd.DataFrame], path: Path) -> None:
    """Write tables of one schema as a Parquet file, of `ROWS` rows and more as a folder of them, or not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=LEFT_OVER, dir=path.parent) as folder:
        made = Path(folder, path.name)
        made.mkdir()
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
