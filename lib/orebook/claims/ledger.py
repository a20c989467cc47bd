"""The ledger: the claims of a folder of articles as one table, those read by rule and those coded by hand."""

from __future__ import annotations

import csv
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import asdict, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orebook.claims.claim import Claim, claim_id, extract_claims, unread
from orebook.page.article import (
    Article,
    UnreadableInput,
    list_seeds,
    load_catalogue,
    missing_seeds,
    read_article,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CLAIM_SCHEMA", "Claim", "extract_claims", "ledger_of", "load_articles", "load_claims", "stream_claims",
    "unread",
]  # fmt: skip

# Column → pandas dtype, in the order of the ledger; what is missing is NaN, or NA in whole numbers.
CLAIM_SCHEMA = {field.name: "str" for field in fields(Claim)}
CLAIM_SCHEMA |= dict.fromkeys(("start", "end", "q_start", "q_end"), "Int64")
CLAIM_SCHEMA |= dict.fromkeys(("value", "value_high"), "float64")

ANNOTATIONS = "annotations.csv"
COLUMNS = tuple(  # of the annotations: what a person says of a claim
    "seed quote kind modality commodity measure place period horizon speaker attribution themes".split()
)
_ALLOWED = {
    "kind": {"event", "policy", "relation", "opinion"},
    "modality": {"reported", "planned", "forecast", "opinion"},
    "attribution": {"direct", "indirect", "unnamed", "author"},
}
# Files handed to a worker at once: enough to outweigh the hand-over, few enough to share the work.
_BATCH = 16
_UNDER_WAY = 200  # batches read ahead of the one that is asked for: what is read waits in memory
Coded = Sequence[tuple[int, dict[str, str]]]  # an article's rows of the annotations, each with its line
Judge = Callable[["pd.DataFrame"], "pd.DataFrame"]


def load_articles(path: str | Path) -> tuple[list[Article], list[UnreadableInput]]:
    """Read the articles of a folder, or one file, with what its catalogue knows of them.

    Returns
    -------
    articles : list of Article
        In the order of their names.
    refused : list of UnreadableInput
        What could not be read, each with its reason; the rest is unaffected.
    """
    paths, catalogue, refused = listed(Path(path))
    articles = []
    for file in paths:
        try:
            articles.append(read_article(file, catalogue.get(file.name)))
        except UnreadableInput as error:
            refused.append(error)
    return articles, refused


def listed(path: Path) -> tuple[list[Path], dict[str, Any], list[UnreadableInput]]:
    """Return the articles to read, what the catalogue knows of them, and what is wrong with either."""
    try:
        paths = list_seeds(path)
    except UnreadableInput as error:
        return [], {}, [error]
    folder = path if path.is_dir() else path.parent
    try:
        catalogue = load_catalogue(folder)
    except UnreadableInput as error:
        return paths, {}, [error]
    return paths, catalogue, missing_seeds(folder) if path.is_dir() else []


def load_claims(path: str | Path = "seeds/", executor: Executor | None = None) -> pd.DataFrame:
    """Read the claims of a folder of articles, or of one file.

    Parameters
    ----------
    path : path
        A folder of articles, or one article.
    executor : concurrent.futures.Executor, optional
        Any executor, of threads, of processes or Dask's ``client.get_executor()``; the ledger is the same.

    Returns
    -------
    pandas.DataFrame
        One row a claim, columns and dtypes as in ``CLAIM_SCHEMA``, sorted by seed and position.
        ``attrs["refused"]`` lists what could not be read, as "name: reason".
    """
    import pandas as pd

    parts = [*stream_claims(path, executor)]
    ledger = pd.concat([part for part, _ in parts], ignore_index=True)
    ledger.attrs["refused"] = [line for _, lines in parts for line in lines]
    return ledger


def stream_claims(
    path: str | Path, executor: Executor | None = None, judge: Judge | None = None
) -> Iterator[tuple[pd.DataFrame, list[str]]]:
    """Yield the ledger of a folder part by part, in the order of names: however many articles, few in memory.

    Parameters
    ----------
    path, executor
        As in :func:`load_claims`. Work travels as paths, so the workers have to see the files.
    judge : callable, optional
        What is done to each part where it is read, such as adding verdicts: a function of a module.

    Yields
    ------
    ledger : pandas.DataFrame
        The next articles' claims.
    refused : list of str
        What of them could not be read, as "name: reason".
    """
    path = Path(path)
    paths, catalogue, refused = listed(path)
    coded, faults = load_annotations(path if path.is_dir() else path.parent)
    yield _part([], judge)[0], [str(error) for error in (*refused, *faults)]
    items = [(str(p), catalogue.get(p.name), coded.get(p.name, ())) for p in paths]
    work = partial(_part, judge=judge)
    under_way: deque[Future[tuple[pd.DataFrame, list[str]]]] = deque()
    for at in range(0, len(items), _BATCH):
        batch = items[at : at + _BATCH]
        if executor is None:
            yield work(batch)
            continue
        under_way.append(executor.submit(work, batch))
        if len(under_way) == _UNDER_WAY:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _part(batch: Sequence[tuple[str, Any, Coded]], judge: Judge | None) -> tuple[pd.DataFrame, list[str]]:
    """Read some files; a refusal travels as words, since exceptions do not cross processes well."""
    claims, refused = [], []
    for name, entry, coded in batch:
        try:
            found, faults = claims_of(read_article(name, entry), coded)
        except UnreadableInput as error:
            refused.append(str(error))
            continue
        claims += found
        refused += faults
    ledger = as_ledger(claims)
    return judge(ledger) if judge else ledger, refused


def claims_of(article: Article, coded: Coded = ()) -> tuple[list[Claim], list[str]]:
    """Return an article's claims, those read and those coded by hand, and what of the latter does not fit."""
    by_hand: dict[str, tuple[int, Claim]] = {}
    faults = []
    for line, row in coded:
        try:
            claim = coded_claim(article, row)
            if claim.claim in by_hand:
                first = by_hand[claim.claim][0]
                raise ValueError(f"{claim.seed}: same quote as on line {first}: {claim.quote!r}")
            by_hand[claim.claim] = line, claim
        except ValueError as error:
            faults.append(f"{ANNOTATIONS}: line {line}: {error}")
    return [*extract_claims(article), *(claim for _, claim in by_hand.values())], faults


def ledger_of(articles: Sequence[Article], folder: str | Path | None = None) -> pd.DataFrame:
    """Return the ledger of articles already read; of a folder also the claims coded by hand there."""
    coded, faults = load_annotations(folder) if folder is not None else ({}, [])
    found = [claims_of(article, coded.get(article.seed, ())) for article in articles]
    ledger = as_ledger(claim for claims, _ in found for claim in claims)
    ledger.attrs["refused"] = [*map(str, faults), *(line for _, lines in found for line in lines)]
    return ledger


def as_ledger(claims: Iterable[Claim]) -> pd.DataFrame:
    """Return claims as a table, sorted by seed and position."""
    import pandas as pd

    ordered = sorted(claims, key=lambda one: (one.seed, one.start, one.end, one.q_start or 0, one.claim))
    rows = [asdict(claim) for claim in ordered]
    return pd.DataFrame(
        {name: pd.array([row[name] for row in rows], dtype=kind) for name, kind in CLAIM_SCHEMA.items()}
    )


def load_annotations(folder: str | Path) -> tuple[dict[str, Coded], list[UnreadableInput]]:
    """Return the rows of a folder's hand-coded claims by their seed, and each that is no such row."""
    file = Path(folder) / ANNOTATIONS
    coded: dict[str, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    refused = []
    for line, row, reason in _rows(file) if file.is_file() else ():
        reason = reason or ("" if (file.parent / row["seed"]).is_file() else f"no seed {row['seed']!r}")
        if reason:
            refused.append(UnreadableInput(file, f"line {line}: {reason}"))
        else:
            coded[row["seed"]].append((line, row))
    return dict(coded), refused


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str], str]]:
    """Yield the rows of the annotations with their line, and what is wrong with one, or with all of them."""
    try:
        reader = csv.reader(file.read_text("utf-8-sig").splitlines(keepends=True), strict=True)
        header = next(reader, [])
        doubled = [name for name in header if header.count(name) > 1]
        missing = sorted({*COLUMNS} - {*header})
        if doubled or missing:
            what = f"column {doubled[0]} stands twice" if doubled else f"no column {missing[0]}"
            yield 1, {}, what if header else "empty, without a header"
            return
        line = 2
        for cells in reader:
            told = "" if len(cells) == len(header) else f"{len(cells)} cells for {len(header)} columns"
            if cells:
                yield line, dict(zip(header, cells, strict=False)), told
            line = reader.line_num + 1
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        line = reader.line_num if isinstance(error, csv.Error) else 1
        yield line, {}, f"not a table: {error}"


def coded_claim(article: Article, row: dict[str, str]) -> Claim:
    """Return the claim of a row of the annotations; a `ValueError` says what of it does not fit."""
    for field, allowed in _ALLOWED.items():
        if row[field] not in allowed:
            known = ", ".join(sorted(allowed))
            raise ValueError(f"{article.seed}: {field} {row[field]!r} is none of {known}")
    start = _find(article, row["quote"])
    told: dict[str, Any] = dict.fromkeys(CLAIM_SCHEMA)
    told.update({name: row[name] or None for name in COLUMNS})
    told.update(
        claim=claim_id(article.seed, row["quote"], "", 0), seed=article.seed, quote=row["quote"],
        start=start, end=start + len(row["quote"]), basis="coded",
        published=article.published.value if article.published else None,
        period_rule="coded by hand" if row["period"] else None,
    )  # fmt: skip
    return Claim(**told)


def _find(article: Article, quote: str) -> int:
    """Where a quote stands: in a paragraph if it can, since furniture may repeat the headline."""
    stretches = [(p.start, p.end) for p in article.paragraphs] + [(0, len(article.source))]
    found = (article.source.find(quote, start, end) for start, end in stretches) if quote else ()
    at = next((at for at in found if at >= 0), None)
    if at is None:
        raise ValueError(f"{article.seed}: quote not found: {quote!r}")
    return at
