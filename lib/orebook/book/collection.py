"""The collection as it grows: a new article looked at before it is stored, and what has changed since."""

from __future__ import annotations

import difflib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from orebook.book.export import LEFT_OVER, as_bytes, read_rows, rows_in, write_whole
from orebook.check import compare, find_near_duplicates
from orebook.check.figures import load_reference
from orebook.check.rules import audit
from orebook.check.verdict import update_register
from orebook.claims.ledger import ledger_of, load_articles, unread
from orebook.page.article import Article, UnreadableInput, list_seeds, read_article
from orebook.page.catalogue import CATALOGUE, load_catalogue

if TYPE_CHECKING:
    import pandas as pd

# What of a claim and its verdict is kept to compare with later: what a reader of the book sees.
_ACCEPTED = (
    "claim", "seed", "quote", "q_text", "value", "value_high", "unit", "comparator", "commodity", "measure",
    "denominator", "place", "period", "horizon", "modality", "speaker", "verdict",
)  # fmt: skip


REGISTER = "register.csv"  # beside the accepted notebooks
_FEWEST_WORDS = 8


def check_path(path: str) -> None:
    """Refuse a path that leads nowhere, with the names that it may be a slip of.

    Raises
    ------
    UnreadableInput
    """
    folder, name = os.path.split(path)
    if not os.path.lexists(path):
        names = os.listdir(folder or ".") if os.path.isdir(folder or ".") else []
        close = difflib.get_close_matches(name, names, 3)
        raise UnreadableInput(path, "no such file" + (f"; is it {' or '.join(close)}?" if close else ""))


def preview(
    content: bytes, name: str | None, seeds: Path, entry: Mapping[str, str] | None = None
) -> tuple[str, list[str]]:
    """Read a new article and hold it against those in `seeds`; nothing is stored.

    Without a name it is named after its headline; `entry` is what its text does not tell, as the catalogue
    would have it. Returned are the name that it gets; and what was read, stripped and not read, what is new,
    said before or in conflict, a line each.

    Raises
    ------
    UnreadableInput
        If it cannot be read, if its bytes, or its words saved another way, are a seed already, if another
        seed has its name, or if it is no article in English.
    """
    called = name or "standard input"
    if not content.strip():
        raise UnreadableInput(called, "is empty: paste or name an article's text")
    for path in list_seeds(seeds):
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            raise UnreadableInput(called, f"is a seed already: {path.name}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, safe_name(name or "article.txt", content))
        file.write_bytes(content)
        article = read_article(file)
        if name is None and article.headline:
            file = file.rename(file.with_name(safe_name(article.headline.text + file.suffix, content)))
        if entry:
            Path(folder, CATALOGUE).write_text(_entry(file.name, entry), encoding="utf-8")
        catalogue = load_catalogue(folder)
        if catalogue.faults:
            raise UnreadableInput(called, catalogue.faults[0].reason.partition(": ")[2])
        article = read_article(file, catalogue.get(file.name))
    others, _ = load_articles(seeds)
    _refuse_words(article, others, called)
    if (seeds / file.name).exists():
        raise UnreadableInput(file, "another seed has this name")
    return file.name, list(_report(article, others, seeds))


def _refuse_words(article: Article, others: list[Article], called: str) -> None:
    """Refuse what is too short for an article, and words that a seed has already."""

    def words(of: Article) -> list[str]:
        return [word for paragraph in of.paragraphs for word in paragraph.text.split()]

    said = words(article)
    if len(said) < _FEWEST_WORDS:
        count = f"{len(said)} word{'' if len(said) == 1 else 's'}"
        raise UnreadableInput(called, f"has {count}: that is no article")
    for other in others:
        if words(other) == said:
            raise UnreadableInput(called, f"has the words of a seed: {other.seed}")


def _entry(name: str, entry: Mapping[str, str]) -> str:
    """Return an article's entry in the catalogue; nothing where nothing is known."""
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in entry.items()]
    return f"[{json.dumps(name)}]\n{''.join(lines)}" if lines else ""


def _report(article: Article, others: list[Article], seeds: Path) -> Iterator[str]:
    claims, articles = ledger_of([article]), [*others, article]
    verdicts = dict(audit(claims, load_reference())[["claim", "verdict"]].itertuples(index=False))
    mine, dated = set(claims["claim"]), article.published
    yield f"headline     {_short(article.headline.text) if article.headline else 'not found'}"
    yield f"publisher    {article.publisher or 'not known'}"
    yield f"published    {f'{dated.value} ({dated.rule})' if dated else 'not known'}"
    for span in article.furniture:
        yield f"stripped     {_short(span.text)} ({span.reason})"
    for row in claims.itertuples():
        fields = (row.commodity, row.measure, row.place, row.period, row.speaker)
        told = [f"{row.value:g} {row.unit}", *(field for field in fields if isinstance(field, str))]
        verdict = verdicts.get(row.claim, "not checked")
        yield f"claim        {row.claim} {row.q_text} [{' · '.join(told)}] {verdict}: {_short(row.quote)}"
    for _, _, text, reason in unread(article):
        yield f"not read     {_short(text)} ({reason})"
    for row in find_near_duplicates(articles).itertuples():
        if article.seed in (row.seed_a, row.seed_b):
            other = row.seed_b if row.seed_a == article.seed else row.seed_a
            yield f"near copy    of {other} ({row.kind}, {row.similarity:.2f})"
    known = set()
    for row in compare(ledger_of(articles, seeds), articles).itertuples():
        for one, other in ((row.claim_a, row.claim_b), (row.claim_b, row.claim_a)):
            if one in mine:
                known.add(one)
                yield f"{row.relation:<12} {one} and {other}: {row.reason}"
    yield f"new          {len(mine - known)} of {len(mine)} claims"
    yield from (f"notice       {notice}" for notice in article.notices)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else line[:99] + "…"


def safe_name(name: str, content: bytes) -> str:
    """Return a plain file name: small letters, digits, dashes, and an ending that says text or HTML."""
    stem, _, ending = name.rpartition(".")
    if ending.lower() not in ("txt", "html", "htm", "md"):
        is_page = re.match(rb"\s*(?:<!doctype html|<html)", content[:500], re.I)
        stem, ending = name, "html" if is_page else "txt"
    plain = re.sub(r"[^a-z0-9_]+", "-", stem.lower().encode("ascii", "ignore").decode()).strip("-_")[:60]
    return f"{plain.rstrip('-') or 'article'}.{ending.lower()}"


def store(content: bytes, name: str, seeds: Path, entry: Mapping[str, str] | None = None) -> Path:
    """Write an article into `seeds`, never over another file, and its catalogue entry: both or none."""
    catalogue, added = seeds / CATALOGUE, _entry(name, entry or {})
    with tempfile.NamedTemporaryFile(dir=seeds, prefix=LEFT_OVER) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        os.chmod(file.name, 0o644)
        os.link(file.name, seeds / name)  # unlike a rename, fails where the name is taken
    try:
        if added:
            before = catalogue.read_bytes().rstrip(b"\n") + b"\n\n" if catalogue.exists() else b""
            write_whole(catalogue, before + added.encode())
    except BaseException:
        (seeds / name).unlink()
        raise
    return seeds / name


def accepted_table(ledger: pd.DataFrame, verdicts: pd.DataFrame) -> bytes:
    """Return claims and verdicts as the CSV that is kept beside the accepted notebooks."""
    joined = ledger.merge(verdicts[["claim", "verdict"]], on="claim", how="left")
    return as_bytes(joined[list(_ACCEPTED)].sort_values(["seed", "claim"]), ".csv")


def register(root: Path, verdicts: pd.DataFrame, cause: str, date: str) -> bytes:
    """Return the register of verdicts as CSV, with a row more for each that has changed."""
    import pandas as pd

    rows = update_register(read_rows(root / "notebooks" / REGISTER), verdicts.to_dict("records"), cause, date)
    return as_bytes(pd.DataFrame(rows, dtype="str"), ".csv")


def differences(accepted: bytes, current: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield what differs between two tables of `accepted_table`: sign (``+ - ~``), claim, and what.

    A changed claim is told field by field; one that reads another number is a new claim.
    """
    old, new = ({row["claim"]: row for row in rows_in(table)} for table in (accepted, current))
    for claim in sorted(old.keys() | new.keys()):
        if claim not in new:
            yield "-", claim, _line(old[claim])
        elif claim not in old:
            yield "+", claim, _line(new[claim])
        else:
            for field in _ACCEPTED:
                before, after = old[claim].get(field, ""), new[claim].get(field, "")
                if before != after:
                    what = f"{field}: {before or 'unknown'} -> {after or 'unknown'}"
                    yield "~", claim, f"{what} | {_line(new[claim])}"


def _line(row: dict[str, str]) -> str:
    return f"{row['seed']}: {row['q_text']} [{row['verdict']}] {_short(row['quote'])}"
