"""Read datelines, and tell when an article was published, as its page tells it; never by a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orebook.page.signs import DATED, signs
from orebook.text.calendar import MONTHS, WEEKDAY, Found, Period, find_dates

if TYPE_CHECKING:
    from orebook.page.furniture import Page


@dataclass(frozen=True, slots=True)
class Date:
    """A publication date at the precision that is known."""

    value: str  # ISO 8601: 2023-06-02, 2024-03, 2025 or, for a range, 2024-03-26/2024-04-27
    precision: str  # day, month, year or range
    evidence: str  # the words it was read from, or the catalogue's
    rule: str  # how it was read


_RULES = ("labelled", "stated beside the headline", "dateline")  # in this order


def read_date(page: Page) -> Date | None:
    """Return the date that a page tells."""
    stated: list[tuple[int, Found, str]] = []
    for i, line in enumerate(page.lines):
        for date in find_dates(line.text) if line.reason in ("date line", "byline", "menu") else ():
            if DATED.search(line.text[: date.start]):
                stated.append((0, date, line.text))
            elif page.top - 4 < i <= page.body:  # farther above the headline a widget may show today's
                stated.append((1, date, line.text))
    dateline = page.text[slice(*page.dateline)] if page.dateline else ""
    stated += [(2, date, dateline) for date in find_dates(dateline.title()) if date.day]
    for rank, date, words in sorted(stated, key=lambda one: one[0]):
        if date.value:
            return Date(date.value, Period.parse(date.value).precision, words, _RULES[rank])
    return None


def read_dateline(text: str) -> tuple[int, int, str | None] | None:
    """Find the place, day and agency with which a paragraph begins.

    ``LIMA, June 2 (Reuters) -``, ``Nur-Sultan. January 15. Interfax -``, ``MOSCOW, May 5. /TASS/.``,
    ``BAKU, Azerbaijan, April 3.``, ``NEW YORK--(BUSINESS WIRE)--``, ``Brussels, 26 March 2024 –``.

    An agency is known, or stands in brackets or between slashes. Returned are the dateline's length, its
    length with the mark that closes it, and the agency.
    """
    head = re.sub(WEEKDAY, lambda day: " " * len(day[0]), text[:160])
    for date in find_dates(head.title()):  # JUne 15, april 24
        stop = date.end - (head[date.end - 1] == ".")
        head = head[: date.start] + "\0" * (stop - date.start) + head[stop:]
    if not (found := signs().patterns["dateline"].match(head)):
        return None
    place, dated = found["place"] or "", "\0" in found[0]
    agency = found["inside"] or found["between"] or found["known"] or found["apart"]
    capitals = re.match(r"[A-Z][A-Z. -]{3}", place)
    closed: object
    if found["dash"]:
        closed = place and dated or (agency or capitals) and not text[found.end() :][:1].islower()
    elif found["stop"]:
        closed = agency or place and dated
    else:
        closed = dated and (agency or capitals) or capitals and ":" in found["mark"]
    return (found.start("mark"), found.end(), agency) if closed else None


def spell(date: str) -> str:
    """Return a date, or a range of two, as a reader writes it.

    >>> spell("2024-03-26/2024-04-27")
    'between 26 March and 27 April 2024'
    """
    start, _, end = date.partition("/")
    if end:
        return f"between {spell(start).removesuffix(f' {end[:4]}')} and {spell(end)}"
    year, month, day = [*start.split("-"), "", ""][:3]
    return f"{day.lstrip('0')} {MONTHS[int(month) - 1].title() if month else ''} {year}".strip()
