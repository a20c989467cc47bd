"""Periods, and the calendar dates of a text.

Only what is written is read: a missing day or year stays missing, and of 03/04/2024 the year is told.
"""

import calendar
import datetime
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAY = re.compile(rf"\b(?:{'|'.join([*map(str.title, WEEKDAYS), *map(str.upper, WEEKDAYS)])})\b")
MONTH_NUMBERS = {name[:3]: at for at, name in enumerate(MONTHS, 1)}  # by its first three letters
_FORMS = "|".join([*MONTHS, "sept", *MONTH_NUMBERS])  # the longer forms first
_MONTH = rf"(?:{_FORMS.title()}|{_FORMS.upper()})\.?"
_TH = "(?:st|nd|rd|th)?"
_DAY, _YEAR = r"(?:[12]\d|3[01]|0?[1-9])", r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?=[\dADFJMNOS])(?:(?<![\w.,/-])(?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>0?[1-9]|1[0-2])(?P=s1)(?P<d1>{_DAY})(?!\d)"
    rf"|(?<![\w.,/-])(?P<a>\d{{1,2}})(?P<s2>[./-])(?P<b>\d{{1,2}})(?P=s2)(?P<y2>{_YEAR}|\d\d(?![\d.,/-]))"
    rf"|(?<![\w.,/-])(?P<d3>{_DAY}){_TH}(?: of)?[ -](?P<m3>{_MONTH})"
    rf"(?:,?(?: of)?[ -](?P<y3>{_YEAR}))?(?![a-z])"
    # a time may be glued on: June 2, 20236:57
    rf"|(?<![^\W\d_])(?P<m4>{_MONTH})(?: (?P<d4>{_DAY}){_TH})?(?:,? ?(?P<y4>{_YEAR})(?=\D|$|\d\d?:\d\d))?"
    rf"(?(y4)|(?(d4)(?!\d)|(?!))))"
)
_ISO = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
_LENGTHS = {"year": 4, "month": 7, "day": 10}  # of an ISO date at a precision


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days as a text gives it, to the precision of a year, month, day or range.

    >>> period = Period.parse("2024-02")
    >>> period.last.isoformat(), period.year, str(period), period.overlaps(Period.parse("2023/2024"))
    ('2024-02-29', 2024, '2024-02', True)
    """

    first: datetime.date
    last: datetime.date
    precision: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the period of an ISO date, or of two joined by a slash; ValueError if it is none."""
        head, slash, tail = text.partition("/")
        match = _ISO.fullmatch(head)
        if not match or "/" in tail:
            raise ValueError(f"{text!r} is no ISO date")
        year, month, day = (int(part or 0) for part in match.groups())
        first = datetime.date(year, month or 1, day or 1)
        last = first.replace(month=month or 12, day=day or calendar.monthrange(year, month or 12)[1])
        if slash:
            last = cls.parse(tail).last
        if last < first:
            raise ValueError(f"{text!r} is no period")
        return cls(first, last, "range" if slash else "day" if day else "month" if month else "year")

    @property
    def year(self) -> int:
        """The year it ends in."""
        return self.last.year

    @property
    def years(self) -> range:
        """The calendar years that it touches."""
        return range(self.first.year, self.last.year + 1)

    def overlaps(self, other: Self) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        if self.precision != "range":
            return self.first.isoformat()[: _LENGTHS[self.precision]]
        after = self.last + datetime.timedelta(1)  # a range is written at the finer of its ends
        days, months = max(self.first.day, after.day) > 1, max(self.first.month, after.month) > 1
        length = _LENGTHS["day" if days else "month" if months else "year"]
        return f"{self.first.isoformat()[:length]}/{self.last.isoformat()[:length]}"


@dataclass(frozen=True, slots=True)
class Found:
    """A date as written."""

    start: int
    end: int
    value: str | None  # ISO 8601 at the precision written, None without a year
    day: bool  # whether it tells the day


def find_dates(text: str) -> list[Found]:
    """Return the calendar dates of plain text, in order; impossible ones (31 June) are left out."""
    found = []
    for match in _DATE.finditer(text) if re.search(r"\d", text) else ():
        told = {name[0]: words for name, words in match.groupdict().items() if words}
        name, year, daily = told.get("m") or told["b"], told.get("y"), "d" in told or "a" in told
        month = MONTH_NUMBERS.get(name[:3].lower()) or int(name)
        day = int(told.get("d") or told.get("a") or 1)
        length = _LENGTHS["day" if daily else "month"]
        if "a" in told and told["s"] != ".":  # 27/04/2024, 04/27/2024
            month, day = (day, month) if month > 12 else (month, day)
            length = _LENGTHS["year"] if month != day <= 12 else length  # the two cannot be told apart
        if year and len(year) == 2:
            year = f"20{year}"
        with suppress(ValueError):  # no such day
            value = datetime.date(int(year or 2000), month, day).isoformat()[:length]
            found.append(Found(*match.span(), value if year else None, daily))
    return found
