"""Ledgers of any size: read on all cores or a cluster, written and compared part by part."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow.dataset import dataset, write_dataset
from pyarrow.parquet import read_table

from orebook.book.export import LEFT_OVER, exchange
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
        elif files > _FEW and (os.cpu_count() or 1) > 1:
            with ProcessPoolExecutor() as pool:
                yield pool
        else:
            yield None
    except BrokenExecutor as error:
        raise OSError(f"a worker died, perhaps for want of memory: {error}") from None


def write_parts(tables: Iterator[pd.DataFrame], path: Path) -> None:
    """Write tables of one schema as a Parquet file, of more than `ROWS` rows as a folder of them, or not."""
    first = next(tables)
    schema = pa.Schema.from_pandas(first, preserve_index=False)
    batches = (
        batch
        for table in chain([first], tables)
        for batch in pa.Table.from_pandas(table, schema, preserve_index=False).to_batches()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=LEFT_OVER, dir=path.parent))
    try:
        write_dataset(
            batches, made, schema=schema, format="parquet", basename_template="part-{i}.parquet",
            use_threads=False, max_rows_per_file=ROWS, max_rows_per_group=ROWS,
        )  # fmt: skip
        for part in [*made.iterdir()]:  # so that the order of names is that of rows
            part.rename(part.with_name(f"part-{int(part.stem[5:]):06}.parquet"))
        written = sorted(made.iterdir())
        os.chmod(made, 0o755)  # noqa: S103  mkdtemp makes it private
        exchange(written[0] if len(written) == 1 else made, path)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _copies(folder: Path) -> pd.DataFrame:
    def articles() -> Iterator[Article]:
        for path in list_seeds(folder):
            with suppress(UnreadableInput):  # it is named where the ledger is made
                yield read_article(path)

    return find_near_duplicates(articles())


def compare_parts(ledger: str | Path, folder: str | Path, relations: str | Path, copies: str | Path) -> None:
    """Compare the claims of a ledger in parts, made of the articles of `folder`, and find what copies what.

    Written, as by `write_parts`, are what `compare` and `find_near_duplicates` return. Claims only meet where
    they are of one holder and in one unit, so some holders and units are read at a time.
    """
    with ProcessPoolExecutor(1) as apart:  # its memory is given back before the claims are read
        pairs = apart.submit(_copies, Path(folder)).result()
    groups = source_groups((), pairs)
    write_parts(iter([pairs]), Path(copies))
    parts = dataset(ledger, format="parquet")
    keys = parts.to_table(columns=["place", "unit"]).to_pandas()
    unit = keys["unit"].str.removesuffix("/yr").str.replace("^kg", "t", regex=True).fillna("")
    subject = keys["place"].str.split(";").str[0].fillna("") + "|" + unit
    columns = [name for name in CLAIM_SCHEMA if name in parts.schema.names]
    shares = subject.map((subject.value_counts(sort=False).sort_index().cumsum() - 1) // _AT_ONCE)

    def compared() -> Iterator[pd.DataFrame]:
        for share in sorted(shares.unique()):
            wanted, at, some = (shares == share).to_numpy(), 0, []
            for file in parts.files:  # one at a time: a scan of the whole would read ahead
                part = read_table(file, columns=columns, use_threads=False, pre_buffer=False)
                some.append(part.filter(pa.array(wanted[at : at + len(part)])).to_pandas())
                at += len(part)
            yield compare(pd.concat(some, ignore_index=True), groups)

    write_parts(compared() if len(keys) else iter([compare(keys, groups)]), Path(relations))
