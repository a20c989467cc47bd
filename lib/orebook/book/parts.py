"""Ledgers of any size: read on all cores or a cluster, written and compared part by part."""

import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd

from orebook.book.annotations import annotation, collected
from orebook.book.export import LEFT_OVER, as_bytes, exchange, records, write_whole
from orebook.check.comparison import compare
from orebook.check.copies import find_near_duplicates, source_groups
from orebook.claims.ledger import CLAIM_SCHEMA
from orebook.page.article import Article, UnreadableInput, list_seeds, read_article

ROWS = 50_000  # of a part
_AT_ONCE = 15_000  # claims that are compared at once, where the subjects allow it
_FEW = 32  # files that are read sooner here than elsewhere


@contextmanager
def workers(files: int, cluster: str | None = None) -> Iterator[Executor | None]:
    """Give the executor to read files with: of a Dask cluster, of all cores, or none where they are few."""
    try:
        if cluster:
            try:
                from distributed import Client
            except ImportError:
                raise OSError("--cluster needs Dask: pip install '.[cluster]'") from None
            with Client(cluster, timeout="5s") as client:
                yield client.get_executor()
        elif files > _FEW:
            with ProcessPoolExecutor() as pool:
                yield pool
        else:
            yield None
    except BrokenExecutor as error:
        raise OSError(f"a worker died, perhaps for want of memory: {error}") from None


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


def compare_parts(ledger: str | Path, folder: str | Path, relations: str | Path, copies: str | Path) -> None:
    """Compare the claims of a ledger in parts, made of the articles of `folder`, and find what copies what.

    Written, as by `write_parts`, are what `compare` and `find_near_duplicates` return. Claims only meet where
    they are of one holder and in one unit, so some holders and units are compared at a time.
    """
    with ProcessPoolExecutor(1) as apart:  # its memory is given back before the claims are read
        pairs = apart.submit(_copies, Path(folder)).result()
    write_parts([pairs], Path(copies))
    claims, groups = pd.read_parquet(ledger, columns=[*CLAIM_SCHEMA]), source_groups((), pairs)
    unit = claims["unit"].str.removesuffix("/yr").str.replace("^kg", "t", regex=True).fillna("")
    subject = claims["place"].str.split(";").str[0].fillna("") + "|" + unit
    shares = subject.map((subject.value_counts(sort=False).sort_index().cumsum() - 1) // _AT_ONCE)
    write_parts((compare(share, groups) for _, share in claims.groupby(shares)), Path(relations))


def _copies(folder: Path) -> pd.DataFrame:
    def articles() -> Iterator[Article]:
        for path in list_seeds(folder):
            with suppress(UnreadableInput):  # it is named where the ledger is made
                yield read_article(path)

    return find_near_duplicates(articles())
