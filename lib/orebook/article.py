"""Read a file into an article: what it says, apart from the page around it, with its date and makers.

The source is the decoded text of the file and is never changed; every span counts its code points.
For a saved web page the source is the main text that trafilatura extracts, under the page's title.
"""

from __future__ import annotations

import datetime
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .dates import MONTHS, WEEKDAY, WEEKDAYS, Found, find_dates, year_by_weekday
from .decode import UnreadableInput, decode, printable, read_bytes
from .furniture import Line, Page, lay_out
from .text import View, view

__all__ = [
    "Article", "Date", "Furniture", "Paragraph", "Span", "UnreadableInput",
    "list_seeds", "load_catalogue", "missing_seeds", "parse_article", "read_article",
]  # fmt: skip

ENDINGS = (".txt", ".html", ".htm", ".md")
CATALOGUE = "catalogue.toml"
_ENTRY = {"publisher", "url", "published", "not_before", "evidence", "byline", "agency", "near_duplicate_of", "note", "headline"}
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the source: ``text == source[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the article; ``kind`` is headline, heading, body, list or table."""

    start: int
    end: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Furniture:
    """Words of the page that are not the article's, and why they were taken for that."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Date:
    """A publication date at the precision that is known.

    Attributes
    ----------
    value : str
        ISO 8601: ``2023-06-02``, ``2024-03``, ``2025`` or, for a range, ``2024-03-26/2024-04-27``.
    precision : str
        day, month, year or range.
    evidence : str
        The words it was read from, or the catalogue's evidence.
    rule : str
        How it was read.
    """

    value: str
    precision: str
    evidence: str
    rule: str


@dataclass(frozen=True, slots=True)
class Article:
    """What a seed says, and what is known of it. ``None`` is not known.

    Attributes
    ----------
    seed : str
        File name; what cannot be printed in it is escaped.
    source : str
        The decoded file (of a web page, its extracted main text); all offsets are its code points.
    published : Date or None
        The catalogue's date where it has one, else the one read.
    read_date : Date or None
        The date that the text itself tells.
    notices : tuple of str
        What is not known, what the catalogue and the text do not agree on.
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
            return sorted(
                (p for p in path.iterdir() if p.name.lower().endswith(ENDINGS) and not p.name.startswith(".")),
                key=lambda p: p.name,
            )
        path.lstat()
    except (OSError, ValueError) as error:
        raise UnreadableInput(path, (getattr(error, "strerror", None) or "not a path").lower()) from None
    return [path]


class Catalogue(dict[str, Any]):
    """What a human knows of each article, by file name; ``faults`` are the entries that cannot be used."""

    faults: list[UnreadableInput]


def load_catalogue(folder: str | Path) -> Catalogue:
    """Load the catalogue of a folder; empty where there is none.

    An entry that cannot be used is left out, named in ``faults``, and touches no other.

    Raises
    ------
    UnreadableInput
        The file cannot be read as text.
    """
    path = Path(folder) / CATALOGUE
    catalogue = Catalogue()
    catalogue.faults = []
    if not os.path.lexists(path):
        return catalogue
    text = decode(read_bytes(path), path)[0]
    try:
        tables = [tomllib.loads(text)]
    except tomllib.TOMLDecodeError as error:
        catalogue.faults.append(UnreadableInput(path, f"not valid TOML: {printable(str(error))}"))
        tables = []
        for part in re.split(r"(?m)^(?=\[)", text):  # what is whole is kept
            try:
                tables.append(tomllib.loads(part))
            except tomllib.TOMLDecodeError:
                continue
    for seed, entry in (item for table in tables for item in table.items()):
        wrong = _entry_error(entry)
        if wrong:
            catalogue.faults.append(UnreadableInput(path, f"entry {printable(seed)!r}: {wrong}"))
        else:
            catalogue[seed] = entry
    return catalogue


def _entry_error(entry: object) -> str | None:
    if not isinstance(entry, dict):
        return "not a table"
    unknown = sorted(set(entry) - _ENTRY)
    if unknown:
        return f"unknown key {printable(unknown[0])!r}"
    for key, value in entry.items():
        if not isinstance(value, (str, datetime.date)):
            return f"{key} is not text"
    for key in ("published", "not_before"):
        value = str(entry.get(key, "2000"))
        try:
            for part in value.split("/"):
                if not _ISO.fullmatch(part):
                    raise ValueError
                datetime.date.fromisoformat(f"{part}-01-01"[:10])
        except ValueError:
            return f"{key} is not a date: {printable(value)!r}"
    return None


def missing_seeds(folder: str | Path, catalogue: Mapping[str, Any]) -> list[UnreadableInput]:
    """Return one refusal for each entry of the catalogue that has no file or cannot be used."""
    folder = Path(folder)
    return list(getattr(catalogue, "faults", ())) + [
        UnreadableInput(folder / CATALOGUE, f"entry {printable(seed)!r} has no file")
        for seed in sorted(catalogue)
        if not (folder / seed).is_file()
    ]


def read_article(path: str | Path, catalogue: Mapping[str, Any] | None = None) -> Article:
    """Read one file.

    Parameters
    ----------
    catalogue : mapping, optional
        This file's entry of the catalogue.

    Raises
    ------
    UnreadableInput
        No file, not a file, or not text.
    """
    path = Path(path)
    source, encoding = decode(read_bytes(path), path)
    known: dict[str, Any] = {}
    if path.suffix.lower() in (".html", ".htm") or re.match(r"\s*<(?:!doctype html|html)\b", source[:200], re.I):
        from .webpage import extract

        source, known = extract(source, path)
    return _parse(source, printable(path.name), encoding, catalogue, known)


def parse_article(source: str, seed: str, catalogue: Mapping[str, Any] | None = None) -> Article:
    """Read an article from text."""
    return _parse(source, seed, "str", catalogue, {})


def _parse(source: str, seed: str, encoding: str, catalogue: Mapping[str, Any] | None, known: Mapping[str, Any]) -> Article:
    plain = view(source)
    page = lay_out(plain.text)

    def span(start: int, end: int) -> tuple[int, int, str]:
        a, b = plain.span(start, end)
        return a, b, source[a:b]

    furniture = [Furniture(*span(line.start, line.end), line.reason) for line in page.lines if line.reason]
    furniture += [Furniture(*span(a, b), reason) for a, b, reason in page.cuts if b > a]
    kept = [line for line in page.lines if not line.reason and line.end > line.start]
    paragraphs = [Paragraph(*span(line.start, line.end), _kind(line, page, kept, i)) for i, line in enumerate(kept)]
    entry: dict[str, Any] = dict(catalogue or {})
    notices: list[str] = []
    date = known.get("published") or _published(plain, page, notices)
    if not catalogue:
        notices.append("no entry in the catalogue")
    published = date
    if entry.get("published"):
        value = str(entry["published"])
        published = Date(value, _precision(value), str(entry.get("evidence", "catalogue")), "catalogue")
        if date and not _agree(date.value, value):
            notices.append(f"published: the catalogue has {value}, the text tells {date.value} ({date.evidence})")
    byline = Span(*span(*page.byline)) if page.byline else None
    headline = Span(*span(page.headline.start, page.headline.end)) if page.headline else None
    publisher = entry.get("publisher") or known.get("publisher")
    url = entry.get("url") or known.get("url")
    agency = page.agency or _cited(kept)
    for name, told, read in (
        ("headline", entry.get("headline"), headline and headline.text),
        ("byline", entry.get("byline"), byline and byline.text),
        ("agency", entry.get("agency"), agency),
    ):
        if told and read and told.casefold() != read.casefold():
            notices.append(f"{name}: the catalogue has {told!r}, the text tells {read!r}")
    if byline and not re.search(r"[^\W\d_]{5}|\s", byline.text):
        notices.append(f"signed with initials only: {byline.text}")
    for name, value in (("publication date", published), ("headline", headline), ("publisher", publisher)):
        if value is None:
            notices.append(f"{name} not known")
    if not paragraphs:
        notices.append("no article text found")
    return Article(
        seed=seed, source=source, encoding=encoding, headline=headline, byline=byline,
        agency=agency or entry.get("agency"), dateline=Span(*span(*page.dateline)) if page.dateline else None,
        published=published, publisher=publisher, url=url, paragraphs=tuple(paragraphs),
        furniture=tuple(sorted(furniture, key=lambda f: (f.start, f.end))), notices=tuple(notices), read_date=date,
    )  # fmt: skip


def _kind(line: Line, page: Page, kept: list[Line], i: int) -> str:
    if line is page.headline:
        return "headline"
    if "\t" in line.text or line.text.count("|") > 1:
        return "table"
    if re.match(r"[-*•–]\s|\d{1,2}[.)]\s", line.text):
        return "list"
    title = not line.prose and line.words <= 14 and line.text[-1:] not in ".!?…,;”\"»"
    if line.text.startswith("#") or (title and i + 1 < len(kept) and kept[i + 1].prose):
        return "heading"
    return "body"


_CITES = re.compile(
    r"\b(?:reported|reports|according to|said|writes|citing|cites|told)\s+(?:by\s+|the\s+)?(?P<a>[A-Z][\w.-]+)(?: (?:International )?(?:News Agency|news agency|agency))\b"
    r"|,\s(?P<b>[A-Z][\w.-]+)(?: (?:News Agency|news agency))?(?: correspondent)? (?:reports|reported)\b"
)


def _cited(kept: list[Line]) -> str | None:
    """The agency that the first paragraphs give as their source."""
    for line in [line for line in kept if line.prose][:2]:
        match = _CITES.search(line.text)
        if match:
            return match["a"] or match["b"]
    return None


def _precision(value: str) -> str:
    return "range" if "/" in value else {4: "year", 7: "month", 10: "day"}[len(value)]


def _agree(read: str, told: str) -> bool:
    """Whether two dates can be the same, at the coarser one's precision."""
    low, _, high = told.partition("/")
    first, _, last = read.partition("/")
    return first[: len(high or low)] <= (high or low)[: len(first)] and (last or first)[: len(low)] >= low[: len(last or first)]


_LABEL = re.compile(r"\b(?:published|posted|publication|issued|released|date|created|first published)\b", re.I)
_CHANGED = re.compile(r"\b(?:updated|modified|edited|upd)\b", re.I)


def _published(plain: View, page: Page, notices: list[str]) -> Date | None:
    """Read the publication date: a label, a full dateline, a date beside the headline, a day with its weekday."""
    text = plain.text
    lines = page.lines
    top = lines.index(page.headline) if page.headline else 0
    prose = [i for i, line in enumerate(lines) if line.prose and not line.reason]
    first = page.head_end if page.headline else prose[0] if prose else len(lines)
    last = prose[-1] if prose else len(lines)
    capture: Found | None = None
    stated: list[tuple[int, Found, Line]] = []
    for i, line in enumerate(lines):
        if line.reason not in ("date line", "byline", "menu", "share prompt", "page control", "weather") or line.words > 20:
            continue
        for date in find_dates(line.text):
            if date.year is None or (
                date.day is None and not _LABEL.search(line.text) and date.end - date.start < len(line.text)
            ):
                continue
            near = lines[max(0, i - 3) : i + 3]
            before = line.text[: date.start]
            if date.day and i < top and any(other.reason == "weather" for other in near):
                capture = capture or date
            elif i < top and WEEKDAY.search(line.text) and not _LABEL.search(line.text):
                capture = capture or date
            elif _CHANGED.search(before) and not _LABEL.search(before[max(0, before.rfind(";")) :]):
                stated.append((3, date, line))
            elif _LABEL.search(before):
                stated.append((0, date, line))
            elif (
                top < i <= first
                or (i < top and date.day is None)
                or (top - 4 < i < top and all(other.words <= 4 for other in lines[i + 1 : top]))
            ):
                stated.append((1, date, line))
            elif i < top:
                capture = capture or date
            elif i > last and line.reason == "date line" and not any(other.reason == "related posts" for other in near):
                stated.append((4, date, line))
    dateline = text[page.dateline[0] : page.dateline[1]] if page.dateline else ""
    dated = next((date for date in find_dates(dateline) if date.day), None)
    if dated and dated.year:
        stated.append((1, dated, Line(0, 0, dateline, False)))
    if stated:
        rank, date, line = min(stated, key=lambda item: (item[0], item[1].mixed))
        rule = {0: "labelled", 1: "stated beside the headline", 3: "date of the last change", 4: "stated at the end"}[rank]
        if line.text == dateline:
            rule = "dateline"
        value = date.value
        assert value is not None
        if date.mixed:
            notices.append(f"day and month of {line.text[date.start : date.end]!r} cannot be told apart")
        return Date(value, date.precision, line.text, rule)
    if dated and dated.month and dated.day:
        return _from_weekday(text, page, dated, dateline, notices)
    if capture:
        return _before(capture, text, page, notices)
    return None


def _from_weekday(text: str, page: Page, dated: Found, dateline: str, notices: list[str]) -> Date | None:
    assert page.dateline and dated.month and dated.day
    body = text[page.dateline[0] : page.dateline[1] + 1500]
    paragraph = body.split("\n")[0]
    lead = paragraph if WEEKDAY.search(paragraph) else body
    day = next((m for m in WEEKDAY.finditer(lead) if not re.search(r"\b(?:next|last|this coming)\s$", lead[: m.start()], re.I)), None)
    if day is None:
        notices.append(f"year of {dateline!r} not told")
        return None
    found = year_by_weekday(dated.month, dated.day, WEEKDAYS.index(day.group().lower()), text)
    if found is None:
        notices.append(f"year of {dateline!r}, a {day.group()}, not told: none or several fit")
        return None
    year, rule = found
    return Date(f"{year:04d}-{dated.month:02d}-{dated.day:02d}", "day", f"{dateline} … {day.group()}", rule)


_HELD = re.compile(r"\b(?:on|held|took place|dated|of|since|,)\s+(?:\w+\s+){0,3}$")


def _before(capture: Found, text: str, page: Page, notices: list[str]) -> Date | None:
    """Between the newest event the article reports and the day the page was saved."""
    assert capture.year and capture.month and capture.day
    saved = datetime.date(capture.year, capture.month, capture.day)
    events = []
    for line in page.lines:
        if line.reason or not line.prose:
            continue
        for date in find_dates(line.text):
            if not (date.month and date.day) or date.mixed:
                continue
            for year in [date.year] if date.year else [saved.year, saved.year - 1]:
                try:
                    day = datetime.date(year, date.month, date.day)
                except ValueError:
                    continue
                if day <= saved:
                    events.append((day, line.text[date.start : date.end]))
                    break
    if capture.mixed or not events:
        notices.append(f"published on or before {saved.isoformat()}, when the page was saved")
        return None
    newest, words = max(events)
    return Date(f"{newest}/{saved}", "range", f"{words}; page saved {saved}", "from the newest event reported to the day the page was saved")
