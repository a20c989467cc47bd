"""Read a file into an article: what it says, apart from the page around it, with its date and makers.

The source is the decoded text of the file and is never changed; every span counts its code points.
For a saved web page the source is the main text that trafilatura extracts, under the page's title.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

from orebook.page.furniture import Line, Page, lay_out
from orebook.page.publication import Date
from orebook.page.signs import is_foreign, signs
from orebook.text.calendar import Found, Period, find_dates
from orebook.text.decode import UnreadableInput, decode, printable, read_bytes
from orebook.text.view import View, view

CATALOGUE = "catalogue.toml"  # beside the articles: what a person knows of each and its text does not tell
_DATES = ("published", "not_before")
_TEXTS = "headline publisher url evidence byline agency near_duplicate_of licence note".split()
_RULES = ("labelled", "stated beside the headline", "dateline")  # of publication dates, in this order
ENDINGS = (".txt", ".html", ".htm", ".md")
_WEB_PAGE = re.compile(r"\s*<(?:!doctype html|html)\b", re.I)


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the source: ``text == source[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph(Span):
    """A paragraph of the article; ``kind`` is headline, heading, body, list or table."""

    kind: str


@dataclass(frozen=True, slots=True)
class Furniture(Span):
    """Words of the page that are not the article's, and why they were taken for that."""

    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """What a seed says, and what is known of it. ``None`` is not known."""

    seed: str  #: its file's name; what cannot be printed in it is escaped
    source: str  #: the decoded file, of a web page its main text; all offsets are its code points
    encoding: str
    headline: Span | None
    byline: Span | None
    agency: str | None
    dateline: Span | None
    published: Date | None  #: by the catalogue, else as read
    publisher: str | None
    url: str | None
    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[Furniture, ...]
    notices: tuple[str, ...]  #: what is not known, and where catalogue and text do not agree
    view: View = field(repr=False)  #: as a reader sees it, to be searched; ``view.span`` leads back
    read_date: Date | None = None  #: that the text itself tells


def load_catalogue(folder: str | Path) -> dict[str, Any]:
    """Load the catalogue of a folder, if any, by file name; `read_catalogue` names what is wrong with it."""
    return read_catalogue(folder)[0]


def read_catalogue(folder: str | Path) -> tuple[dict[str, Any], list[UnreadableInput]]:
    """Return a folder's catalogue, and one refusal for each entry that has no file or cannot be used."""
    path = Path(folder) / CATALOGUE
    try:
        entries = tomllib.loads(decode(read_bytes(path), path)[0]) if os.path.lexists(path) else {}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, [UnreadableInput(path, f"not valid TOML: {printable(str(error))}")]
    faults = {seed: fault for seed, entry in entries.items() if (fault := _fault(f"{folder}/{seed}", entry))}
    refused = [UnreadableInput(path, f"entry {printable(seed)!r}: {fault}") for seed, fault in faults.items()]
    return {seed: entry for seed, entry in entries.items() if seed not in faults}, refused


def _fault(path: str, entry: object) -> str | None:
    if not isinstance(entry, dict):
        return "not a table"
    for key, value in entry.items():
        if key not in (*_TEXTS, *_DATES):
            return f"unknown key {printable(key)!r}"
        if key in _DATES:
            try:
                Period.parse(str(value))
            except ValueError:
                return f"{key} is not a date: {printable(str(value))!r}"
        elif not isinstance(value, str):
            return f"{key} is not text"
    return None if os.path.isfile(path) else "has no file"  # so too where the name itself is impossible


def list_seeds(path: str | Path) -> list[Path]:
    """Return the articles of a folder, sorted by name, or the one file given.

    Whatever bears the ending of an article is listed, a pipe or a folder too: `read_article` refuses
    it with the reason. Names that begin with a dot are passed over.
    """
    path = Path(path)
    try:
        if path.is_dir():
            return sorted(p for p in path.iterdir() if p.suffix.lower() in ENDINGS and p.name[0] != ".")
        path.lstat()
    except (OSError, ValueError) as error:
        raise UnreadableInput(path, (getattr(error, "strerror", None) or "not a path").lower()) from None
    return [path]


def read_article(path: str | Path, catalogue: Mapping[str, Any] | None = None) -> Article:
    """Read one file, with its entry of the catalogue, if any; refused is what is no text in English."""
    path, known = Path(path), dict[str, Any]()
    source, encoding = decode(read_bytes(path), path)
    if path.suffix.lower() in (".html", ".htm") or _WEB_PAGE.match(source[:200]):
        from orebook.page.webpage import extract

        source, known = extract(source, path)
    article = _parse(source, printable(path.name), encoding, catalogue or {}, known)
    body = " ".join(paragraph.text for paragraph in article.paragraphs if paragraph.kind == "body")
    if is_foreign(body):
        raise UnreadableInput(path, "not in English")
    return article


def parse_article(source: str, seed: str, catalogue: Mapping[str, Any] | None = None) -> Article:
    """Read an article from text; see `read_article`."""
    return _parse(source, seed, "str", catalogue or {}, {})


def _parse(source: str, seed: str, encoding: str, entry: Any, known: Mapping[str, Any]) -> Article:
    plain = view(source)
    page = lay_out(plain.text)

    def piece(kind: Any, start: int, end: int, *more: str) -> Any:
        a, b = plain.span(start, end)
        return kind(a, b, source[a:b], *more)

    # The rows of a table in a run are one paragraph.
    runs = groupby(page.lines, key=lambda line: line.row and not line.reason)
    blocks = [block for rows, run in runs for block in ([[*run]] if rows else [[line] for line in run])]
    blocks = [block for block in blocks if not block[0].reason and block[0].text]
    paragraphs = tuple(
        piece(Paragraph, block[0].start, block[-1].end, _kind(block[0], page, below))
        for block, below in zip_longest(blocks, (block[0] for block in blocks[1:]))
    )
    furniture = [(line.start, line.end, line.reason) for line in page.lines if line.reason]
    top = page.headline and (page.headline.start, page.headline.end)
    spans = (top, page.byline, page.dateline)
    headline, byline, dateline = (piece(Span, *at) if at else None for at in spans)
    url, publisher = (entry.get(name) or known.get(name) for name in ("url", "publisher"))

    published = date = known.get("published") or _read_date(page)
    notices = [] if entry else ["no entry in the catalogue"]
    if told := str(entry.get("published", "")):
        when = Period.parse(told)
        published = Date(told, when.precision, str(entry.get("evidence", "catalogue")), "catalogue")
        if date and not Period.parse(date.value).overlaps(when):
            told = f"the catalogue has {told}, the text tells {date.value} ({date.evidence})"
            notices.append(f"published: {told}")
    needed = {"publication date": published, "headline": headline, "publisher": publisher}
    notices += [f"{name} not known" for name, value in needed.items() if value is None]
    notices += [] if paragraphs else ["no article text found"]
    return Article(
        seed=seed, source=source, encoding=encoding, headline=headline, byline=byline, dateline=dateline,
        agency=page.agency or entry.get("agency"), published=published, publisher=publisher, url=url,
        paragraphs=paragraphs, notices=tuple(notices), view=plain, read_date=date,
        furniture=tuple(piece(Furniture, *each) for each in sorted(furniture + page.cuts)),
    )  # fmt: skip


def _read_date(page: Page) -> Date | None:
    """Return the date that a page tells."""
    stated: list[tuple[int, Found, str]] = []
    for i, line in enumerate(page.lines):
        for date in find_dates(line.text) if line.reason in ("date line", "byline", "menu") else ():
            if signs().patterns["dated"].search(line.text[: date.start]):
                stated.append((0, date, line.text))
            elif page.top - 4 < i <= page.body:  # farther above the headline a widget may show today's
                stated.append((1, date, line.text))
    dateline = page.text[slice(*page.dateline)] if page.dateline else ""
    stated += [(2, date, dateline) for date in find_dates(dateline.title()) if date.day]
    for rank, date, words in sorted(stated, key=lambda one: one[0]):
        if date.value:
            return Date(date.value, Period.parse(date.value).precision, words, _RULES[rank])
    return None


def _kind(line: Line, page: Page, below: Line | None) -> str:
    if line is page.headline:
        return "headline"
    if line.row:
        return "table"
    if line.bullet or re.match(r"\d{1,2}[.)] ", line.text):
        return "list"
    title = line.title and line.words <= 14
    return "heading" if line.text.startswith("#") or title and below and below.prose else "body"
