"""The collection as it grows: new articles looked at and stored, claims coded by hand, what has changed."""

import csv
import io
import json
import re
import tempfile
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd

from orebook.book.execution import said
from orebook.book.export import FIELDS, as_bytes, judged, read_rows, records, write_whole
from orebook.book.rows import reading
from orebook.check import compare, find_near_duplicates, source_groups
from orebook.claims import ledger_of, load_articles
from orebook.claims.ledger import ANNOTATIONS, COLUMNS, coded_claim, load_annotations
from orebook.page.article import CATALOGUE, ENDINGS, Article, UnreadableInput, read_article
from orebook.text.decode import decode, read_bytes

# What of a claim and its verdict is kept to compare with later: what a reader of the book sees.
_FIELDS = """
claim seed quote q_text value value_high unit comparator commodity measure denominator place period horizon
modality speaker verdict
""".split()
ACCEPTED, REGISTER, CHANGES = "accepted.csv", "register.csv", "changes.csv"  # beside the accepted notebooks
short = partial(textwrap.shorten, width=100, placeholder=" …")


def preview(content: bytes, name: str | None, seeds: Path, entry: Mapping[str, str]) -> tuple[str, list[str]]:
    """Hold a new article against those in `seeds`; return its name, or that of its headline, and a report."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, safe_name(name or "article.txt"))
        file.write_bytes(content)
        if name is None and (headline := read_article(file).headline):
            file = file.rename(file.with_name(safe_name(headline.text + file.suffix)))
        Path(folder, CATALOGUE).write_text(_entry(file.name, entry), encoding="utf-8")
        found, refused = load_articles(folder)
    if refused:
        raise refused[0]
    (article,), (others, _) = found, load_articles(seeds)
    words, *theirs = (" ".join(part.text for part in one.paragraphs).split() for one in (article, *others))
    if len(words) < 8:
        raise UnreadableInput(file, f"has {len(words)} word{'s' * (len(words) != 1)}: that is no article")
    if words in theirs:
        raise UnreadableInput(file, f"has the words of a seed: {others[theirs.index(words)].seed}")
    return file.name, list(_report(article, others, seeds))


def _entry(name: str, entry: Mapping[str, str]) -> str:
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in entry.items())
    return "".join([f"[{json.dumps(name)}]\n", *lines])


def _report(article: Article, others: list[Article], seeds: Path) -> Iterator[str]:
    claims, articles = judged(ledger_of([article])), [*others, article]
    mine, dated, known = {*claims["claim"]}, article.published, set()
    yield f"headline     {short(article.headline.text) if article.headline else 'not found'}"
    yield f"publisher    {article.publisher or 'not known'}"
    yield f"published    {f'{dated.value} ({dated.rule})' if dated else 'not known'}"
    yield from (f"stripped     {short(span.text)} ({span.reason})" for span in article.furniture)
    yield from (f"notice       {notice}" for notice in article.notices)
    for row in records(claims):
        told = " · ".join(filter(None, [reading(row), row["speaker"]])).replace("\u00a0", " ")
        yield f"claim        {row['claim']} {row['q_text']} [{told}] {row['verdict']}: {short(row['quote'])}"
    pairs = find_near_duplicates(articles)
    for one, other, similarity, kind in pairs.itertuples(index=False):
        if article.seed in (one, other):
            yield f"near copy    of {other if one == article.seed else one} ({kind}, {similarity:.2f})"
    for row in compare(ledger_of(articles, seeds), source_groups(articles, pairs)).itertuples():
        one, other = sorted((row.claim_a, row.claim_b), key=lambda claim: claim not in mine)
        if one in mine:
            known |= {one} if other not in mine else set()  # what it says twice is not known from elsewhere
            yield f"{row.relation:<12} {one} and {other}: {row.reason}"
    yield f"new          {len(mine - known)} of {len(mine)} claims"


def safe_name(name: str) -> str:
    """Return a plain file name: small letters, digits, dashes, and the ending of an article."""
    stem, dot, ending = name.lower().rpartition(".")
    if dot + ending not in ENDINGS:
        stem, ending = name.lower(), "txt"
    return f"{re.sub(r'[^a-z0-9_]+', '-', stem)[:60].strip('-_') or 'article'}.{ending}"


def store(content: bytes, name: str, seeds: Path, entry: Mapping[str, str]) -> Path:
    """Write an article into `seeds`, never over another file, and its catalogue entry: both or none."""
    path, catalogue = seeds / name, seeds / CATALOGUE
    if path.exists():
        raise UnreadableInput(path, "another seed has this name")
    before = catalogue.read_bytes().rstrip(b"\n") + b"\n\n" if catalogue.exists() else b""
    try:
        write_whole(path, content)
        if entry:
            write_whole(catalogue, before + _entry(name, entry).encode())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def take_in(path: Path, seeds: Path) -> tuple[int, list[str]]:
    """Add a file's Web Annotations to the claims coded by hand; return how many, and what was refused."""
    try:
        data = json.loads(decode(read_bytes(path), path)[0])
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(path, f"not JSON: {error}") from None
    while isinstance(data, dict) and data.keys() & {"items", "first"}:  # a page, a collection
        data = data.get("items", data.get("first"))
    stored, (coded, broken) = seeds / ANNOTATIONS, load_annotations(seeds)
    if broken:
        raise broken[0]
    held = {(seed, row["quote"]): f"on line {line}" for seed, rows in coded.items() for line, row in rows}
    added, refused, read = list[dict[str, str]](), list[str](), cache(read_article)
    for number, item in enumerate(_listed(data), 1):
        try:
            row = dict.fromkeys(COLUMNS, "") | _row(item, seeds)
            seed, quote = row["seed"], row["quote"]
            coded_claim(read(seeds / seed), row)  # the ledger's own reader says what fits
            if (seed, quote) in held:
                raise ValueError(f"{seed}: same quote as {held[seed, quote]}: {quote!r}")
        except (ValueError, UnreadableInput) as error:
            refused.append(f"{path.name}: annotation {number}: {error}")
        else:
            held[seed, quote] = f"in annotation {number}"
            added.append(row)
    if added:
        before = (stored.read_bytes().rstrip() if stored.is_file() else b"") or ",".join(COLUMNS).encode()
        header, text = next(csv.reader(before.decode("utf-8-sig").splitlines())), io.StringIO()
        csv.DictWriter(text, header, "", "ignore", lineterminator="\n").writerows(added)
        write_whole(stored, before + b"\n" + text.getvalue().encode())
    return len(added), refused


def _row(item: Any, seeds: Path) -> dict[str, str]:
    """Return an annotation as a row of the claims coded by hand."""
    try:
        (target,) = _listed(item["target"])
        source = target["source"] if isinstance(target["source"], str) else target["source"]["id"]
        seed = unquote(urlsplit(source).path).rpartition("/")[2]
        (exact,) = {one["exact"] for one in _listed(target["selector"]) if one["type"] == "TextQuoteSelector"}
        bodies = [body for body in _listed(item.get("body", [])) if isinstance(body, dict)]
        tags = [body["value"].partition(":") for body in bodies if body.get("purpose") == "tagging"]
        told = {name.strip(): " ".join(value.split()) for name, colon, value in tags if colon}
        exact.encode()
    except (LookupError, TypeError, AttributeError, ValueError):
        raise ValueError("is no Web Annotation of one target, with source and TextQuoteSelector") from None
    if seed.startswith(".") or not (seeds / seed).is_file():
        raise ValueError(f"no seed {seed!r}")
    if strange := [name for name in told if name not in FIELDS]:
        raise ValueError(f"no field {strange[0]!r}; there are {', '.join(COLUMNS[2:])}")
    return {**told, "seed": seed, "quote": exact}


def _listed(one: Any) -> list[Any]:
    return one if isinstance(one, list) else [one]


def accepted_table(judged: pd.DataFrame) -> bytes:
    """Return claims with their verdicts as the CSV that is kept beside the accepted notebooks."""
    return as_bytes(judged[_FIELDS].sort_values(["seed", "claim"]), ".csv")


def differences(accepted: Path | bytes, current: bytes) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """Yield the fields that differ between two accepted tables ("claim": the whole), with the newer row."""
    old, new = ({row["claim"]: row for row in read_rows(table)} for table in (accepted, current))
    for claim in sorted(old.keys() | new.keys()):
        was, now = old.get(claim, {}), new.get(claim, {})
        if not was or not now:
            here = (f"{row['seed']}: {row['q_text']}" if row else "" for row in (was, now))
            yield ("claim", claim, *here), now or was
            continue
        for field in _FIELDS:
            before, after = was.get(field) or "unknown", now.get(field) or "unknown"
            if before != after:
                yield (field, claim, before, after), now


def changes(
    kept: Iterable[Mapping[str, str]], before: Mapping[str, bytes], after: Mapping[str, bytes], **told: str
) -> list[dict[str, str]]:
    """Return the record of what changed with what the accepted files, by name, add to it."""
    pairs = differences(before[ACCEPTED], after[ACCEPTED]) if ACCEPTED in before else ()
    found = [one for one, _ in pairs if one[0] != "verdict"]
    for name in sorted(name for name in before.keys() & after.keys() if name.endswith(".ipynb")):
        old, new = (said(json.loads(files[name])) for files in (before, after))
        gone, come = ([words for words in a if words not in b] for a, b in ((old, new), (new, old)))
        turned = zip_longest(gone, come, fillvalue="")
        found += [("finding", name.removesuffix(".ipynb"), *pair) for pair in turned]
    names = ("kind", "where", "before", "after")
    return [*map(dict, kept), *(told | dict(zip(names, one, strict=True)) for one in found)]
