"""The ledger: the claims of a folder of articles as one table, those read by rule and those coded by hand."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, fields
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from orebook.claims.claim import Claim, claim_id, extract_claims
from orebook.page.article import Article, list_seeds, read_article, read_catalogue
from orebook.text.decode import UnreadableInput
from orebook.text.vocabulary import vocabulary

# Column → pandas dtype, in the order of the ledger; what is missing is NaN, or NA in whole numbers.
CLAIM_SCHEMA = {field.name: "str" for field in fields(Claim)}
CLAIM_SCHEMA |= dict.fromkeys(("start", "end", "q_start", "q_end"), "Int64")
CLAIM_SCHEMA |= dict.fromkeys(("value", "value_high"), "float64")

ANNOTATIONS = "annotations.csv"
COLUMNS = tuple(  # of the annotations: what a person says of a claim
    "seed quote kind modality commodity measure place period horizon speaker attribution themes".split()
)
# Files handed to a worker at once: enough to outweigh the hand-over, few enough to share the work.
_BATCH = 16
_UNDER_WAY = 200  # batches read ahead of the one that is asked for: what is read waits in memory
Coded = Sequence[tuple[int, dict[str, str]]]  # an article's rows of the annotations, each with its line
Judge = Callable[[pd.DataFrame], pd.DataFrame]


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
    paths: list[Path] = []
    try:
        paths = list_seeds(path)
        catalogue, faults = read_catalogue(path if path.is_dir() else path.parent)
        return paths, catalogue, faults if path.is_dir() else []
    except UnreadableInput as error:
        return paths, {}, [error]


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
    batches = [items[at : at + _BATCH] for at in range(0, len(items), _BATCH)]
    each = executor.map if executor else map
    for at in range(0, len(batches), _UNDER_WAY):
        yield from each(partial(_part, judge=judge), batches[at : at + _UNDER_WAY])


def _part(batch: Sequence[tuple[str, Any, Coded]], judge: Judge | None) -> tuple[pd.DataFrame, list[str]]:
    """Read some files; a refusal travels as words, since exceptions do not cross processes well."""
    claims, refused = [], []
    for name, entry, coded in batch:
        try:
            found, faults = claims_of(read_article(name, entry), coded)
        except UnreadableInput as error:
            found, faults = [], [str(error)]
        claims += found
        refused += faults
    ledger = as_ledger(claims)
    return judge(ledger) if judge else ledger, refused


def claims_of(article: Article, coded: Coded = ()) -> tuple[list[Claim], list[str]]:
    """Return an article's claims, those read and those coded by hand, and what of the latter does not fit."""
    claims, faults, lines = extract_claims(article), [], dict[str, int]()
    for line, row in coded:
        try:
            claim = coded_claim(article, row)
            if (first := lines.setdefault(claim.claim, line)) != line:
                raise ValueError(f"{article.seed}: same quote as on line {first}: {claim.quote!r}")
            claims.append(claim)
        except ValueError as error:
            faults.append(f"{ANNOTATIONS}: line {line}: {error}")
    return claims, faults


def ledger_of(articles: Sequence[Article], folder: str | Path | None = None) -> pd.DataFrame:
    """Return the ledger of articles already read; of a folder also the claims coded by hand there."""
    coded, faults = load_annotations(folder) if folder is not None else ({}, [])
    found = [claims_of(article, coded.get(article.seed, ())) for article in articles]
    ledger = as_ledger(claim for claims, _ in found for claim in claims)
    ledger.attrs["refused"] = [*map(str, faults), *(line for _, lines in found for line in lines)]
    return ledger


def as_ledger(claims: Iterable[Claim]) -> pd.DataFrame:
    """Return claims as a table, sorted by seed and position."""
    ordered = sorted(claims, key=lambda one: (one.seed, one.start, one.end, one.q_start or 0, one.claim))
    return pd.DataFrame(map(asdict, ordered), columns=[*CLAIM_SCHEMA]).astype(CLAIM_SCHEMA)


def load_annotations(folder: str | Path) -> tuple[dict[str, Coded], list[UnreadableInput]]:
    """Return the rows of a folder's hand-coded claims by their seed, and each that is no such row."""
    file = Path(folder) / ANNOTATIONS
    if not file.is_file():
        return {}, []
    coded: dict[str, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    faults = []
    text = file.read_text("utf-8-sig", errors="replace")
    rows = csv.DictReader(text.splitlines(keepends=True), strict=True)
    try:
        header = [*(rows.fieldnames or ())]
        if odd := [name for name in COLUMNS if header.count(name) != 1]:
            raise csv.Error(f"needs each of these columns once: {', '.join(odd)}")
        for row in rows:
            if None in row or None in row.values():
                faults.append((rows.line_num, f"not {len(header)} cells"))
            elif not (file.parent / row["seed"]).is_file():
                faults.append((rows.line_num, f"no seed {row['seed']!r}"))
            else:
                coded[row["seed"]].append((rows.line_num, row))
    except csv.Error as error:
        faults.append((max(1, rows.reader.line_num), f"not a table: {error}"))
    return dict(coded), [UnreadableInput(file, f"line {line}: {reason}") for line, reason in faults]


def coded_claim(article: Article, row: dict[str, str]) -> Claim:
    """Return the claim of a row of the annotations; a `ValueError` says what of it does not fit."""
    for field, allowed in vocabulary("claims")["coded"].items():
        if row[field] not in allowed:
            raise ValueError(f"{article.seed}: {field} {row[field]!r} is none of {', '.join(allowed)}")
    quote, source = row["quote"], article.source
    stretches = [(p.start, p.end) for p in article.paragraphs] + [(0, len(source))]
    found = [at for a, b in stretches if quote and (at := source.find(quote, a, b)) >= 0]
    if not found:
        raise ValueError(f"{article.seed}: quote not found: {quote!r}")
    told: dict[str, Any] = dict.fromkeys(CLAIM_SCHEMA) | {name: row[name] or None for name in COLUMNS}
    told |= {"seed": article.seed, "start": found[0], "end": found[0] + len(quote), "basis": "coded"}
    told["claim"] = claim_id(article.seed, quote, "", 0)
    told["published"] = article.published.value if article.published else None
    told["period_rule"] = "coded by hand" if row["period"] else None
    return Claim(**told)
