"""Periods, and the calendar dates of a text.

Only what is written is read: a missing day or year stays missing, and 03/04/2024 keeps its day and
month apart only where the page shows which comes first.
"""

from __future__ import annotations

import calendar
import datetime
import re
from contextlib import suppress
from dataclasses import dataclass

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
    # a time or a numeric date may be glued on: 06/02/2023June 2, 20236:57
    rf"|(?<![^\W\d_])(?P<m4>{_MONTH}) (?P<d4>{_DAY}){_TH}(?:,? ?(?P<y4>{_YEAR})(?=\D|$|\d\d?:\d\d))?"
    rf"(?(y4)|(?!\d))"
    rf"|(?<![^\W\d_])(?P<m5>{_MONTH}),? (?P<y5>{_YEAR})(?!\d))"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days as a text gives it, to the precision of a year, month, day or range.

    Examples
    --------
    >>> period = Period.parse("2024-02")
    >>> period.last.isoformat(), period.year, str(period), period.overlaps(Period.parse("2023/2024"))
    ('2024-02-29', 2024, '2024-02', True)
    """

    first: datetime.date
    last: datetime.date
    precision: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period of an ISO date, or of two joined by a slash; ValueError if it is none."""
        head, slash, tail = text.partition("/")
        precision = next((name for name, length in _LENGTHS.items() if length == len(head)), "")
        if not precision or not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2})*", head) or "/" in tail:
            raise ValueError(f"{text!r} is no ISO date")
        first = datetime.date.fromisoformat(head + "-01-01"[len(head) - 4 :])
        month = 12 if precision == "year" else first.month
        end = first.replace(month=month, day=calendar.monthrange(first.year, month)[1])
        last = cls.parse(tail).last if slash else first if precision == "day" else end
        if last < first:
            raise ValueError(f"{text!r} is no period")
        return cls(first, last, "range" if slash else precision)

    @property
    def year(self) -> int:
        """The year it ends in."""
        return self.last.year

    @property
    def years(self) -> range:
        """The calendar years that it touches."""
        return range(self.first.year, self.last.year + 1)

    @property
    def whole_years(self) -> bool:
        """Whether it begins with a January and ends with a December."""
        return (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31)

    def overlaps(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        if self.precision != "range":
            return self.first.isoformat()[: _LENGTHS[self.precision]]
        after = self.last + datetime.timedelta(1)  # a range is written at the finer of its ends
        days, months = max(self.first.day, after.day) > 1, max(self.first.month, after.month) > 1
        length = _LENGTHS["day" if days else "month" if months else "year"]
        return f"{self.first.isoformat()[:length]}/{self.last.isoformat()[:length]}"


_LENGTHS = {"year": 4, "month": 7, "day": 10}  # of an ISO date at a precision


@dataclass(frozen=True, slots=True)
class Found:
    """A date as written: what is missing is None; ``mixed`` where day and month cannot be told apart."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    mixed: bool = False

    @property
    def precision(self) -> str:
        return "year" if self.mixed or not self.month else "day" if self.day else "month"

    @property
    def value(self) -> str | None:
        """ISO value at the precision written, None without a year."""
        day = self.year and datetime.date(self.year, self.month or 1, 1 if self.mixed else self.day or 1)
        return day.isoformat()[: _LENGTHS[self.precision]] if day else None


def find_dates(text: str) -> list[Found]:
    """Return the calendar dates of plain text, in order; impossible ones (31 June) are left out."""
    matches = [
        (match.span(), {name[0]: words for name, words in match.groupdict().items() if words})
        for match in _DATE.finditer(text)
    ]
    slashed = [told for _, told in matches if "a" in told and told["s"] != "."]
    # Which number of 27/04/2024 is the day, once one date of the page has shown it.
    day_first = any(int(told["a"]) > 12 for told in slashed)
    month_first = not day_first and any(int(told["b"]) > 12 for told in slashed)
    found = []
    for span, told in matches:
        unclear, year = "a" in told and told["s"] != ".", told.get("y")
        name, first = told.get("m") or told["b"], told.get("d") or told.get("a") or "0"
        month, day = MONTH_NUMBERS.get(name[:3].lower()) or int(name), int(first)
        if unclear and month_first:
            day, month = month, day
        least = 0 if "a" in told else 1  # 12/00/2024 is no date; June 2023 is
        full_year = int(year) + 2000 * (len(year) == 2) if year else None
        with suppress(ValueError):  # no such day
            datetime.date(full_year or 2000, month or least, day or least)
            mixed = unclear and not (month_first or day_first) and day != month
            found.append(Found(*span, full_year, month or None, day or None, mixed))
    return found
