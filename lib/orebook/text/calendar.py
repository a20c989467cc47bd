"""Find calendar dates in text, and the year of a day whose weekday the text tells.

Only what is written is read: a missing day or year stays missing, and 03/04/2024 keeps its day and
month apart only where the page shows which comes first.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAY = re.compile(rf"\b(?:{'|'.join([*map(str.title, WEEKDAYS), *map(str.upper, WEEKDAYS)])})\b")
_NUMBER = {name[:3]: at for at, name in enumerate(MONTHS, 1)}
_FORMS = "|".join([*MONTHS, "sept", *(month[:3] for month in MONTHS)])  # the longer forms first
_MONTH = rf"(?:{_FORMS.title()}|{_FORMS.upper()})\.?"
_TH = "(?:st|nd|rd|th)?"
_DAY, _YEAR = r"(?:[12]\d|3[01]|0?[1-9])", r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?:(?<![\w.,/-])(?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>0?[1-9]|1[0-2])(?P=s1)(?P<d1>{_DAY})(?!\d)"
    rf"|(?<![\w.,/-])(?P<a>\d{{1,2}})(?P<s2>[./-])(?P<b>\d{{1,2}})(?P=s2)(?P<y2>{_YEAR}|\d\d(?![\d.,/-]))"
    rf"|(?<![\w.,/-])(?P<d3>{_DAY}){_TH}(?: of)?[ -](?P<m3>{_MONTH})"
    rf"(?:,?(?: of)?[ -](?P<y3>{_YEAR}))?(?![a-z])"
    # a time or a numeric date may be glued on: 06/02/2023June 2, 20236:57
    rf"|(?<![^\W\d_])(?P<m4>{_MONTH}) (?P<d4>{_DAY}){_TH}(?:,? ?(?P<y4>{_YEAR})(?=\D|$|\d\d?:\d\d))?"
    rf"(?(y4)|(?!\d))"
    rf"|(?<![^\W\d_])(?P<m5>{_MONTH}),? (?P<y5>{_YEAR})(?!\d))"
)
_LONE_YEAR = re.compile(r"(?<![\w.,/$€£-])(?:19[5-9]\d|20[0-6]\d)(?![\w%]|[.,]\d)")
_AHEAD = re.compile(
    r"(?i)\b(?:will|would|expect\w*|plan\w*|target\w*|forecast\w*|projec\w*|aim\w*|goals?|strategy|intend\w*|"
    r"set to|next|vision|scheduled|by|un?till?|through|beyond|before|towards?|horizon|to)\b"
)
_CLAUSE = re.compile(r"[.;:,\n]| and | but | while ")
PERIOD = (2019, 2026)  # the years of the collection, for a text that holds no sign of its year
RECENT = 5  # a report's newest look back is less than this many years old


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days as a text gives it; the only place that takes ISO dates apart.

    ``str(period)`` gives it back as ISO 8601: ``2024``, ``2024-03``, ``2024-03-26``, or two of them joined
    by a slash.

    Attributes
    ----------
    first, last : datetime.date
        Its first and last day.
    precision : {"year", "month", "day", "range"}
        How exactly it is told.

    Examples
    --------
    >>> period = Period.parse("2024-02")
    >>> period.last.isoformat(), period.year, str(period)
    ('2024-02-29', 2024, '2024-02')
    >>> period.overlaps(Period.parse("2023/2024")), period.within(Period.parse("2024"))
    (True, True)
    """

    first: datetime.date
    last: datetime.date
    precision: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that an ISO date, or two joined by a slash, stands for.

        Raises
        ------
        ValueError
            If it is no such date, or ends before it begins.
        """
        parts = [_days(part) for part in text.split("/")]
        (first, _, precision), (_, last, _) = parts[0], parts[-1]
        if len(parts) > 2 or last < first:
            raise ValueError(f"{text!r} is no period")
        return cls(first, last, precision if len(parts) == 1 else "range")

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

    def within(self, other: Period) -> bool:
        """Whether every day of it is the other's too."""
        return other.first <= self.first and self.last <= other.last

    def days_to(self, other: Period) -> tuple[int, int]:
        """Return the least and the most days from a day of this period to one of the other."""
        return (other.first - self.last).days, (other.last - self.first).days

    def __str__(self) -> str:
        if self.precision != "range":
            return _iso(self.first, self.precision)
        after = self.last + datetime.timedelta(1)  # a range is written at the finer of its ends
        days, months = max(self.first.day, after.day) > 1, max(self.first.month, after.month) > 1
        precision = "day" if days else "month" if months else "year"
        return f"{_iso(self.first, precision)}/{_iso(self.last, precision)}"


def _days(text: str) -> tuple[datetime.date, datetime.date, str]:
    """Return the first and last day of an ISO date, and its precision."""
    parts = [int(part) if part.isascii() and part.isdigit() else 0 for part in text.split("-")]
    if len(parts) > 3 or len(text) != (4, 7, 10)[len(parts) - 1]:
        raise ValueError(f"{text!r} is no ISO date")
    year, month, day = [*parts, 0, 0][:3]
    first = datetime.date(year, month or len(parts) == 1, day or len(parts) < 3)
    last = datetime.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    return first, last, ("year", "month", "day")[len(parts) - 1]


def _iso(day: datetime.date, precision: str) -> str:
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]


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
        return _iso(day, self.precision) if day else None


def find_dates(text: str) -> list[Found]:
    """Return the calendar dates of plain text, in order; impossible ones (31 June) are left out."""
    matches = list(_DATE.finditer(text))
    slashed = [match for match in matches if match["a"] and match["s2"] != "."]
    # Which number of 27/04/2024 is the day, once one date of the page has shown it.
    day_first = any(int(match["a"]) > 12 for match in slashed)
    month_first = not day_first and any(int(match["b"]) > 12 for match in slashed)
    found = []
    for match in matches:
        unclear = bool(match["a"]) and match["s2"] != "."
        name = match["m3"] or match["m4"] or match["m5"] or ""
        month = _NUMBER.get(name[:3].lower()) or int(match["m1"] or match["b"])
        day = int(match["d1"] or match["a"] or match["d3"] or match["d4"] or 0)
        year = match["y1"] or match["y2"] or match["y3"] or match["y4"] or match["y5"] or ""
        if unclear and month_first:
            day, month = month, day
        mixed = unclear and not (month_first or day_first) and day != month
        full_year = int(year) + 2000 * (len(year) == 2) if year else None
        date = Found(*match.span(), full_year, month or None, day or None, mixed)
        least = 0 if match["a"] else 1  # 12/00/2024 is no date; June 2023 is
        if day_of(date.year or 2000, month or least, day or least):
            found.append(date)
    return found


def day_of(year: int | None, month: int | None, day: int | None) -> datetime.date | None:
    """Return a day, None where part of it is missing or there is no such day."""
    try:
        return datetime.date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def year_by_weekday(
    month: int, day: int, weekday: int, text: str, latest: int | None = None
) -> tuple[int, str] | None:
    """Return the only year in which the day falls on the weekday, and why; None where several could be.

    The window runs from the newest year the text looks back on for five years, and never past the earliest
    later year in a clause of plans, forecasts or limits. A text without any year is taken to be of the
    collection's `PERIOD`. Today's date plays no part.

    Parameters
    ----------
    weekday : int
        0 for Monday to 6 for Sunday.
    text : str
        Plain text of the article.
    latest : int, optional
        A year after which it cannot have been written, such as that of the page's copyright notice.
    """
    behind: list[int] = []
    ahead = [latest] if latest else []
    for match in _LONE_YEAR.finditer(text):
        before = _CLAUSE.split(text[max(0, match.start() - 60) : match.start()])[-1]
        after = _CLAUSE.split(text[match.end() : match.end() + 40])[0]
        planned = _AHEAD.search(before) or _AHEAD.search(after)
        (ahead if planned else behind).append(int(match.group()))
    first, last = (max(behind), max(behind) + RECENT - 1) if behind else PERIOD
    last = min(year for year in (last, *ahead) if year >= first)
    days = (day_of(year, month, day) for year in range(first, last + 1))
    fitting = [found.year for found in days if found and found.weekday() == weekday]
    return (fitting[0], f"day and weekday, within {first}–{last}") if len(fitting) == 1 else None
