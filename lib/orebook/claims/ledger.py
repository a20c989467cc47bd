"""The ledger: the claims of a folder of articles as one table, those read by rule and those coded by hand."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, fields
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

__all__ = ["CLAIM_SCHEMA", "Claim", "extract_claims", "ledger_of", "load_articles", "load_claims", "unread"]

# Column → pandas dtype, in the order of the ledger; what is missing is NaN, or NA in whole numbers.
CLAIM_SCHEMA = {field.name: "str" for field in fields(Claim)}
CLAIM_SCHEMA |= dict.fromkeys(("start", "end", "q_start", "q_end"), "Int64")
CLAIM_SCHEMA |= dict.fromkeys(("value", "value_high"), "float64")

ANNOTATIONS = "annotations.csv"
_CODED = ("commodity", "measure", "place", "period", "horizon", "speaker", "themes")
_ALLOWED = {
    "kind": {"event", "policy", "relation", "opinion"},
    "modality": {"reported", "planned", "forecast", "opinion"},
    "attribution": {"direct", "indirect", "unnamed", "author"},
}
# Files handed to a worker at once: enough to outweigh the hand-over, few enough to share the work.
_BATCH = 16


def load_articles(
    path: str | Path, executor: Executor | None = None
) -> tuple[list[Article], list[UnreadableInput]]:
    """Read the articles of a folder, or one file, with what its catalogue knows of them.

    Parameters
    ----------
    path : path
        A folder of articles, or one article.
    executor : concurrent.futures.Executor, optional
        Where to read; without one, here. The result is the same.

    Returns
    -------
    articles : list of Article
        In the order of their names.
    refused : list of UnreadableInput
        What could not be read, each with its reason; the rest is unaffected.
    """
    path = Path(path)
    folder = path if path.is_dir() else path.parent
    refused: list[UnreadableInput] = []
    catalogue: dict[str, Any] = {}
    try:
        paths = list_seeds(path)
    except UnreadableInput as error:
        return [], [error]
    try:
        catalogue = load_catalogue(folder)
        refused += missing_seeds(folder, catalogue) if path.is_dir() else []
    except UnreadableInput as error:
        refused.append(error)
    work = [(str(p), catalogue.get(p.name)) for p in paths]
    outcomes = _each(_read, work, executor)
    articles = [outcome for outcome in outcomes if isinstance(outcome, Article)]
    refused += [UnreadableInput(*outcome) for outcome in outcomes if not isinstance(outcome, Article)]
    return articles, refused


def _each(work: Callable[[Any], Any], items: Sequence[Any], executor: Executor | None) -> list[Any]:
    """Do a work that gives lists, batch by batch, here or where an executor does it."""
    batches = [items[i : i + _BATCH] for i in range(0, len(items), _BATCH)]
    done = map(work, batches) if executor is None else executor.map(work, batches)
    return [one for batch in done for one in batch]


def _read(batch: Sequence[tuple[str, Any]]) -> list[Article | tuple[str, str]]:
    """Read files; a refusal travels as its two words, since exceptions do not cross processes well."""
    out: list[Article | tuple[str, str]] = []
    for name, entry in batch:
        try:
            out.append(read_article(name, entry))
        except UnreadableInput as error:
            out.append((str(error.path), error.reason))
    return out


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
    articles, refused = load_articles(path, executor)
    path = Path(path)
    return ledger_of(articles, path if path.is_dir() else path.parent, refused, executor)


def ledger_of(
    articles: Sequence[Article],
    folder: str | Path | None = None,
    refused: Iterable[UnreadableInput] = (),
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Make the ledger of articles already read.

    Parameters
    ----------
    articles : sequence of Article
    folder : path, optional
        Where their hand-coded claims (``annotations.csv``) lie; without it, there are none.
    refused : iterable of UnreadableInput
        What could not be read, to go into ``attrs["refused"]`` with the annotations that did not fit.

    Returns
    -------
    pandas.DataFrame
        As :func:`load_claims`.
    """
    import pandas as pd

    coded, faults = load_annotations(folder, articles) if folder is not None else ([], [])
    claims = _each(_extract, articles, executor) + coded
    claims.sort(key=lambda claim: (claim.seed, claim.start, claim.end, claim.q_start or 0, claim.claim))
    rows = [asdict(claim) for claim in claims]
    ledger = pd.DataFrame(
        {name: pd.array([row[name] for row in rows], dtype=kind) for name, kind in CLAIM_SCHEMA.items()}
    )
    ledger.attrs["refused"] = [str(error) for error in (*refused, *faults)]
    return ledger


def _extract(articles: Sequence[Article]) -> list[Claim]:
    return [claim for article in articles for claim in extract_claims(article)]


def load_annotations(
    folder: str | Path, articles: Sequence[Article]
) -> tuple[list[Claim], list[UnreadableInput]]:
    """Load the hand-coded claims of articles and find their quotes.

    Returns
    -------
    claims : list of Claim
        Assertions without a number.
    refused : list of UnreadableInput
        Each row that does not fit, with its line and the reason; the others are unaffected. Rows of other
        seeds of the folder are passed over.
    """
    file = Path(folder) / ANNOTATIONS
    if not file.is_file():
        return [], []
    of_seed = {article.seed: article for article in articles}
    claims: dict[str, tuple[int, Claim]] = {}
    refused = []
    for line, row, reason in _rows(file):
        try:
            if reason:
                raise ValueError(reason)
            if row["seed"] not in of_seed:
                if not (file.parent / row["seed"]).is_file():
                    raise ValueError(f"no seed {row['seed']!r}")
                continue
            claim = _coded_claim(of_seed[row["seed"]], row)
            if claim.claim in claims:
                first = claims[claim.claim][0]
                raise ValueError(f"{claim.seed}: same quote as on line {first}: {claim.quote!r}")
            claims[claim.claim] = line, claim
        except ValueError as error:
            refused.append(UnreadableInput(file, f"line {line}: {error}"))
    return [claim for _, claim in claims.values()], refused


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str], str]]:
    """Yield the rows of the annotations with their line, and what is wrong with one, or with all of them."""
    try:
        reader = csv.reader(file.read_text("utf-8-sig").splitlines(keepends=True), strict=True)
        header = next(reader, [])
        doubled = [name for name in header if header.count(name) > 1]
        missing = sorted({"seed", "quote", *_ALLOWED, *_CODED} - set(header))
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


def _coded_claim(article: Article, row: dict[str, str]) -> Claim:
    for field, allowed in _ALLOWED.items():
        if row[field] not in allowed:
            known = ", ".join(sorted(allowed))
            raise ValueError(f"{article.seed}: {field} {row[field]!r} is none of {known}")
    start = _find(article, row["quote"])
    told: dict[str, Any] = dict.fromkeys(CLAIM_SCHEMA)
    told.update({name: row[name] or None for name in _CODED})
    told.update({name: row[name] for name in _ALLOWED})
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
