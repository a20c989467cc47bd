"""Find calendar dates in text, and the year of a day whose weekday the text tells.

Only what is written is read: a missing day or year stays missing, and 03/04/2024 keeps its day and
month apart only where the page shows which comes first.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

MONTHS = ("january february march april may june july august september october november december").split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = (
    r"(?P<month{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|"
    r"APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?:(?<![\w.,/-])(?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>0?[1-9]|1[0-2])(?P=s1)(?P<d1>0?[1-9]|[12]\d|3[01])(?!\d)"
    rf"|(?<![\w.,/-])(?P<a>\d{{1,2}})(?P<s2>[./-])(?P<b>\d{{1,2}})(?P=s2)(?P<y2>{_YEAR}|\d\d(?![\d.,/-]))"
    rf"|(?<![\w.,/-])(?P<d3>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH.format(3)}(?:,?[ -](?P<y3>{_YEAR}))?(?![a-z])"
    # a time or a numeric date may be glued on: 06/02/2023June 2, 20236:57
    rf"|(?<![^\W\d_]){_MONTH.format(4)} (?P<d4>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?:,? ?(?P<y4>{_YEAR})(?=\D|$|\d\d?:\d\d))?"
    rf"(?(y4)|(?!\d))"
    rf"|(?<![^\W\d_]){_MONTH.format(5)},? (?P<y5>{_YEAR})(?!\d)"
    rf")"
)
WEEKDAY = re.compile(r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)\b")
_LONE_YEAR = re.compile(r"(?<![\w.,/$€£-])(?:19[5-9]\d|20[0-6]\d)(?![\w%]|[.,]\d)")
_AHEAD = re.compile(r"(?:\b(?:by|until|till|through|beyond|before|towards?|from|after|in|for|horizon|target|to)\b\W*|[-–—/])$", re.I)
_FUTURE = re.compile(r"\b(?:will|would|expect\w*|plan\w*|target\w*|forecast\w*|projec\w*|aim\w*|by|until|horizon|goals?|strategy|due|could|may|intend\w*|set to)\b", re.I)

# Years that this collection's articles come from; used only where the text holds no other sign of its year.
# The same date falls on the same weekday every 5, 6 or 11 years, so that a window settles most.
PERIOD = (2019, 2026)
# A report's newest look back is less than this many years old.
RECENT = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A date as written: what is missing is None; `mixed` where day and month cannot be told apart."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    mixed: bool = False

    @property
    def value(self) -> str | None:
        """ISO value at the precision written, or None without a year."""
        if self.year is None:
            return None
        if self.mixed or self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    @property
    def precision(self) -> str:
        return "year" if self.mixed or self.month is None else "month" if self.day is None else "day"


def find_dates(text: str) -> list[Found]:
    """Return the calendar dates of plain text, in order; impossible ones (31 June) are left out."""
    found = []
    order = None  # which number of 27/04/2024 is the day, once one date of the page has shown it
    for match in _DATE.finditer(text):
        if match["a"] and match["s2"] != "." and order is None:
            order = "day" if int(match["a"]) > 12 else "month" if int(match["b"]) > 12 else None
    for match in _DATE.finditer(text):
        date = _read(match, order)
        if date:
            found.append(date)
    return found


def _read(match: re.Match[str], order: str | None) -> Found | None:
    year, month, day, mixed = None, None, None, False
    if match["y1"]:
        year, month, day = int(match["y1"]), int(match["m1"]), int(match["d1"])
    elif match["a"]:
        first, second = int(match["a"]), int(match["b"])
        year = int(match["y2"]) if len(match["y2"]) == 4 else 2000 + int(match["y2"])
        if match["s2"] == "." or order == "day":
            day, month = first, second
        elif order == "month":
            month, day = first, second
        else:
            day, month, mixed = first, second, first != second
    else:
        name = match["month3"] or match["month4"] or match["month5"]
        month = 1 + next(i for i, known in enumerate(MONTHS) if known.startswith(name.lower()[:3]))
        written = match["d3"] or match["d4"]
        day = int(written) if written else None
        written = match["y3"] or match["y4"] or match["y5"]
        year = int(written) if written else None
    try:
        datetime.date(year or 2000, month or 1, day or 1)
    except ValueError:
        return None
    return Found(match.start(), match.end(), year, month, day, mixed)


def weekday_of(year: int, month: int, day: int) -> int | None:
    """Return 0 for Monday … 6 for Sunday, None where there is no such day."""
    try:
        return datetime.date(year, month, day).weekday()
    except ValueError:
        return None


def years_told(text: str) -> tuple[int | None, int | None]:
    """Return the newest year the text looks back on and the earliest it looks forward to.

    A year after *by* or *until*, or in a clause of plans and forecasts, lies ahead; any other lies behind.
    """
    past: int | None = None
    ahead: int | None = None
    for match in _LONE_YEAR.finditer(text):
        year = int(match.group())
        before = text[max(0, match.start() - 60) : match.start()]
        before = re.split(r"[.;\n]", before)[-1]
        if _FUTURE.search(before) and (_AHEAD.search(before) or year > PERIOD[1]):
            ahead = year if ahead is None else min(ahead, year)
        else:
            past = year if past is None else max(past, year)
    return past, ahead


def year_by_weekday(month: int, day: int, weekday: int, text: str, known: Iterable[int] = ()) -> tuple[int, str] | None:
    """Return the only year in which the day falls on the weekday, and why; None where several could be.

    The window runs from the newest year the text looks back on for five years, and never past the
    earliest year it looks forward to. A text without any year is taken to be of the collection's
    `PERIOD`. Today's date plays no part.

    Parameters
    ----------
    weekday : int
        0 for Monday to 6 for Sunday.
    text : str
        Plain text of the article.
    known : iterable of int
        Further years the article cannot be older than, such as the year of an event it reports.
    """
    past, ahead = years_told(text)
    newest = max([*known, *([past] if past else [])], default=None)
    first, last = (newest, newest + RECENT - 1) if newest else PERIOD
    if ahead:
        last = min(last, ahead)
    fitting = [year for year in range(first, last + 1) if weekday_of(year, month, day) == weekday]
    if len(fitting) != 1:
        return None
    return fitting[0], f"day and weekday, within {first}–{last}"
