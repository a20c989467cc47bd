"""Read a file into an article: what it says, apart from the page around it, with its date and makers.

The source is the decoded text of the file and is never changed; every span counts its code points.
For a saved web page the source is the main text that trafilatura extracts, under the page's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

from orebook.page.catalogue import load_catalogue, missing_seeds
from orebook.page.furniture import Line, lay_out
from orebook.page.publication import Date, date_in_address, read_date
from orebook.page.signs import is_english
from orebook.text.calendar import Period
from orebook.text.decode import UnreadableInput, decode, printable, read_bytes
from orebook.text.view import View, view

__all__ = [
    "Article", "Date", "Furniture", "Paragraph", "Span", "UnreadableInput",
    "list_seeds", "load_catalogue", "missing_seeds", "parse_article", "read_article",
]  # fmt: skip

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
    """What a seed says, and what is known of it. ``None`` is not known.

    Attributes
    ----------
    seed : str
        File name; what cannot be printed in it is escaped.
    source : str
        The decoded file (of a web page, its extracted main text); all offsets are its code points.
    view : View
        The same as a reader sees it. Search its text, and map what is found once, by ``view.span``.
    published : Date or None
        The catalogue's date where it has one, else the one read.
    read_date : Date or None
        The date that the text itself tells.
    notices : tuple of str
        What is not known, and where the catalogue and the text do not agree.
    """

    seed: str
    source: str
    encoding: str
    headline: Span | None
    byline: Span | None
    agency: str | None
    dateline: Span | None
    published: Date | None
    publisher: str | None
    url: str | None
    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[Furniture, ...]
    notices: tuple[str, ...]
    view: View = field(repr=False)
    read_date: Date | None = None


def list_seeds(path: str | Path) -> list[Path]:
    """Return the articles of a folder, sorted by name, or the one file given.

    Whatever bears the ending of an article is listed, a pipe or a folder too: `read_article` refuses
    it with the reason. Names that begin with a dot are passed over.

    Raises
    ------
    UnreadableInput
        There is nothing at the path, or the folder cannot be listed.
    """
    path = Path(path)
    try:
        if path.is_dir():
            found = sorted(path.iterdir(), key=lambda p: p.name)
            return [p for p in found if p.name.lower().endswith(ENDINGS) and not p.name.startswith(".")]
        path.lstat()
    except (OSError, ValueError) as error:
        raise UnreadableInput(path, (getattr(error, "strerror", None) or "not a path").lower()) from None
    return [path]


def read_article(path: str | Path, catalogue: Mapping[str, Any] | None = None) -> Article:
    """Read one file.

    Parameters
    ----------
    catalogue : mapping, optional
        This file's entry of the catalogue. Its date counts; where the text tells another, a notice says so.

    Raises
    ------
    UnreadableInput
        No file, not a file, not text, or not in English.
    """
    path = Path(path)
    source, encoding = decode(read_bytes(path), path)
    known: dict[str, Any] = {}
    if path.suffix.lower() in (".html", ".htm") or _WEB_PAGE.match(source[:200]):
        from orebook.page.webpage import extract

        source, known = extract(source, path)
    article = _parse(source, printable(path.name), encoding, catalogue or {}, known)
    body = " ".join(paragraph.text for paragraph in article.paragraphs if paragraph.kind == "body")
    if is_english(body, whole=True) is False:
        raise UnreadableInput(path, "not in English")
    return article


def parse_article(source: str, seed: str, catalogue: Mapping[str, Any] | None = None) -> Article:
    """Read an article from text; see `read_article`."""
    return _parse(source, seed, "str", catalogue or {}, {})


def _parse(
    source: str, seed: str, encoding: str, entry: Mapping[str, Any], known: Mapping[str, Any]
) -> Article:
    plain = view(source)
    page = lay_out(plain.text)

    def words(start: int, end: int) -> tuple[int, int, str]:
        a, b = plain.span(start, end)
        return a, b, source[a:b]

    pieces = [(line.start, line.end, line.reason) for line in page.lines if line.reason] + page.cuts
    paragraphs = tuple(
        Paragraph(*words(block[0].start, block[-1].end), _kind(block[0], block[0] is page.headline, below))
        for block, below in _blocks(page.lines)
    )
    date, notice = (known["published"], "") if "published" in known else read_date(page)
    url = entry.get("url") or known.get("url")
    date = date or (date_in_address(url) if url else None)
    published = date
    if told := str(entry.get("published", "")):
        evidence = str(entry.get("evidence", "catalogue"))
        published = Date(told, Period.parse(told).precision, evidence, "catalogue")
    headline = Span(*words(page.headline.start, page.headline.end)) if page.headline else None
    byline = Span(*words(*page.byline)) if page.byline else None
    publisher = entry.get("publisher") or known.get("publisher")

    read = {"headline": headline and headline.text, "byline": byline and byline.text, "agency": page.agency}
    needed = {"publication date": published, "headline": headline, "publisher": publisher}
    notices = [
        notice,
        "" if entry else "no entry in the catalogue",
        f"published: the catalogue has {published.value}, the text tells {date.value} ({date.evidence})"
        if date and published and not Period.parse(date.value).overlaps(Period.parse(published.value))
        else "",
        *(
            f"{name}: the catalogue has {entry[name]!r}, the text tells {value!r}"
            for name, value in read.items()
            if name in entry and value and value.casefold() != str(entry[name]).casefold()
        ),
        *(f"{name} not known" for name, value in needed.items() if value is None),
        "" if paragraphs else "no article text found",
    ]
    return Article(
        seed=seed, source=source, encoding=encoding, headline=headline, byline=byline, published=published,
        dateline=Span(*words(*page.dateline)) if page.dateline else None,
        agency=page.agency or entry.get("agency"),
        publisher=publisher, url=url, paragraphs=paragraphs,
        furniture=tuple(Furniture(*words(start, end), reason) for start, end, reason in sorted(pieces)),
        notices=tuple(filter(None, notices)), view=plain, read_date=date,
    )  # fmt: skip


def _blocks(lines: list[Line]) -> Iterator[tuple[list[Line], Line | None]]:
    """Yield the lines of each paragraph, with the line below it: the rows of a table in a run are one."""
    runs = groupby(lines, key=lambda line: line.row and not line.reason)
    blocks = [block for rows, run in runs for block in ([list(run)] if rows else ([line] for line in run))]
    blocks = [block for block in blocks if not block[0].reason and block[0].text]
    for block, below in zip_longest(blocks, blocks[1:]):
        yield block, below[0] if below else None


def _kind(line: Line, headline: bool, below: Line | None) -> str:
    if headline:
        return "headline"
    if line.row:
        return "table"
    if line.bullet or re.match(r"\d{1,2}[.)] ", line.text):
        return "list"
    title = line.title and line.words <= 14
    return "heading" if line.text.startswith("#") or title and below and below.prose else "body"
