"""Read datelines; write dates as a reader does."""

import re
from dataclasses import dataclass

from orebook.page.signs import signs
from orebook.text.calendar import MONTHS, WEEKDAY, find_dates


@dataclass(frozen=True, slots=True)
class Date:
    """A publication date at the precision that is known."""

    value: str  # ISO 8601: 2023-06-02, 2024-03, 2025 or, for a range, 2024-03-26/2024-04-27
    precision: str  # day, month, year or range
    evidence: str  # the words it was read from, or the catalogue's
    rule: str  # how it was read


def read_dateline(text: str) -> tuple[int, int, str | None] | None:
    """Find the place, day and agency with which a paragraph begins.

    ``LIMA, June 2 (Reuters) -``, ``Nur-Sultan. January 15. Interfax -``, ``MOSCOW, May 5. /TASS/.``,
    ``BAKU, Azerbaijan, April 3.``, ``NEW YORK--(BUSINESS WIRE)--``, ``Brussels, 26 March 2024 –``.

    An agency is known, or stands in brackets or between slashes. Returned are the dateline's length, its
    length with the mark that closes it, and the agency.
    """
    head = text[:160]
    head = WEEKDAY.sub(lambda day: " " * len(day[0]), head) if "DAY" in head.upper() else head
    for date in find_dates(head.title()):  # JUne 15, april 24
        stop = date.end - (head[date.end - 1] == ".")
        head = head[: date.start] + "\0" * (stop - date.start) + head[stop:]
    if not (found := signs().patterns["dateline"].match(head)):
        return None
    place, dated = found["place"] or "", "\0" in found[0]
    agency = found["inside"] or found["between"] or found["known"] or found["apart"]
    capitals = re.match(r"[A-Z][A-Z.-]{3}|[A-Z]+[. ]+[A-Z]{2}", place)
    closed: object = agency or place and dated
    if found["dash"]:
        closed = place and dated or (agency or capitals) and not text[found.end() :][:1].islower()
    elif not found["stop"]:
        closed = dated and agency or capitals and (dated or ":" in found["mark"])
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
