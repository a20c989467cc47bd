"""When something holds: dates, years, spans and relative time, resolved against an article's date.

Nothing is guessed: relative time in an article without a date stays unresolved, and a period is never
more precise than its words. The expressions are data, each beside examples: ``vocabulary/periods.toml``.
"""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from orebook.text.calendar import MONTH_NUMBERS, MONTHS, WEEKDAYS, Period
from orebook.text.numerals import SMALL
from orebook.text.vocabulary import vocabulary

_DATA = vocabulary("periods")
_NUMBERS = _DATA["numbers"] | SMALL

_MONTH = rf"(?:{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)}|sept)\b"
# Few sentences hold a time; what follows the first letters of a word tells most of them apart.
_MAYBE = re.compile(
    r"\d\d|[qh][1-4]|[1-4][qh]|same|since|week|year|quarter|month|decade|half|period|now|current|present|moment"
    rf"|day\b|\b{_MONTH}"
)
_REACH = 60  # a time begins and ends no further from the letters that tell it
_DATELINE = re.compile(r"\s*(?:\([^)]{2,40}\)\s*\.?(?::|\s*[-–—]+\s|[-–—])|\.?\s*[-–—]+\s|/[^/]{2,30}/)")
_BEGUN = re.compile(r"\bsince\b[^,;.]{0,60}\b(?:in|on) (?:the )?$")  # since it halted exports in May
_RECORD = re.compile(r"\b(?:first|\w+est|most|least)\b[^,;.]{0,40}$")

_BETWEEN, _SAYING = (frozenset(_DATA["before"][name]) for name in ("between", "saying"))
_FISCAL = re.compile(r"\bfy|\bf\w+al\b|\d{4}[-–/]\d\d\b(?!-)")
_LEADS = {
    role: re.compile(rf"(?:{'|'.join(f' {word}'.replace(' %', '%') for word in _DATA['before'][role])})$")
    for role in ("since", "by", "base")
}

Ahead = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression: its span, what it stands for, its part in the sentence, and how it was found.

    ``period`` is None where the article's date would be needed and is not known. ``role`` is at, since, now,
    by or within (a horizon), base (what something is compared with) or same (the time told before).
    """

    start: int
    end: int
    period: Period | None
    role: str
    rule: str


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), "year")


def months(first: int, last: int) -> Period:
    """Return the months from one to another, both counted from year 0."""
    (a, m), (b, n) = divmod(first, 12), divmod(last, 12)
    precision = "month" if first == last else "year" if m == 0 and last - first == 11 else "range"
    return Period(date(a, m + 1, 1), date(b, n + 1, monthrange(b, n + 1)[1]), precision)


def shifted(period: Period, back: int) -> Period:
    """Return the same part of another time, a number of months before."""
    first, last = (day.year * 12 + day.month - 1 - back for day in (period.first, period.last))
    return months(first, last)


def until(period: Period, today: Period | None) -> Period:
    """Return the time from the beginning of a period to the article's date, at the coarser precision."""
    if today is None:
        return period
    end = today
    if period.precision == "year" or today.precision == "year":
        end = year(today.last.year)
    elif period.precision in ("month", "range"):
        end = months(*(today.last.year * 12 + today.last.month - 1,) * 2)
    return Period(period.first, end.last, "range") if period.last < end.first else period


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """Return the pattern that finds a time and its kind, and that of each kind with its groups."""
    shift, number = ("|".join(sorted(words, key=len, reverse=True)) for words in (_DATA["shift"], _NUMBERS))
    pieces = _DATA["pieces"] | {"M": rf"{_MONTH}\.?"}
    pieces |= {"SHIFT": f"(?:{shift})", "N": rf"(?:\d{{1,2}}|{number})"}
    kinds = {}
    for kind in _DATA["time"]:
        words = re.sub(r"OF<(\w+)>", pieces["OF"], kind["pattern"])
        kinds[kind["name"]] = re.sub("ORD|SHIFT|[YMN](?![a-z])", lambda m: pieces[m[0]], words)
    named = re.compile(r"\(\?P<\w+>")
    any_of_them = "|".join(f"(?P<{kind}>{named.sub('(?:', words)})" for kind, words in kinds.items())
    return re.compile(rf"\b(?=\w)(?:{any_of_them})"), {k: re.compile(words) for k, words in kinds.items()}


_YEAR_ENDS = re.compile(  # the financial year to 30 June 2024 (FY24)
    r"year (?<=\byear )(?:fy\d\d |of the \w+ )?"
    r"(?:to|end(?:s|ed|ing)|runs from [\w ]{3,12} to)(?: on)? (?:\d\d? )?"
    rf"({'|'.join(MONTH_NUMBERS)})[a-z]{{0,6}}(?: \d\d?,)?"
    r"(?: (?:20)?(\d\d) \(fy ?(?:20)?(\d\d)\))?",
    re.IGNORECASE,
)


def fiscal_year(text: str) -> int:
    """Return by how many months a text's financial years lie behind the calendar's of their number."""
    ends = _YEAR_ENDS.search(text)
    return _month(ends[1].lower()) - 12 + 12 * (int(ends[2] or 0) - int(ends[3] or 0)) if ends else 0


def find_times(
    text: str, today: Period | None, ahead: Ahead = lambda start: False, fiscal: int = 0
) -> list[Time]:
    """Return the times of a sentence in lower case, in order, but for those of saying ("said on Friday").

    `today` is the article's date; `ahead` tells whether the text speaks of the future at a position, so that
    "in October" is the next one; `fiscal` by how many months financial years lie behind the calendar's.
    """
    found: list[Time] = []
    near = _MAYBE.search(text)
    finder, kinds = _patterns()
    for match in finder.finditer(text, max(0, near.start() - _REACH)) if near else ():
        told = _Told(text, match, today, ahead, fiscal)
        told.last = next((t.period for t in reversed(found) if t.role in ("at", "since") and t.period), None)
        for name, words in (kinds[told.kind].match(text, told.start) or match).groupdict().items():
            if words and name != told.kind:
                told[name.rstrip("_")] = words.strip()
        try:
            period = _READ[told.kind](told)
        except (ValueError, OverflowError):  # 31 June
            continue
        time = Time(*match.span(), period, _role(told), _rule(told, period))
        if time.role not in ("at", "now") or not _is_no_time(text, time, told.kind):
            found.append(_placed(text, time, told) if time.role in ("at", "now") else time)
    return found


class _Told(defaultdict[str, str]):
    """The words of a time by the name of their group, "" where there are none, and what they are read by."""

    def __init__(
        self, text: str, match: re.Match[str], today: Period | None, ahead: Ahead, fiscal: int
    ) -> None:
        super().__init__(str)
        self.kind, self.text, self.start, self.words = str(match.lastgroup), text, match.start(), match[0]
        self.today, self.ahead = today, ahead
        self.last: Period | None = None  # the time before it
        self.behind = fiscal if fiscal and _FISCAL.search(self.words) else 0
        # The article's date as far as it is certain.
        first, last = (today.first, today.last) if today else (date.min, date.max)
        self.this_year = last.year if first.year == last.year else None
        self.this_month = last.month if self.this_year and first.month == last.month else None
        self.this_day = last if first == last else None

    def away(self, unit: str, count: int) -> Period | None:
        """The year, decade or month a number of them from now."""
        if self.this_year and "month" in unit:
            return _run(self.this_month and self.this_year, (self.this_month or 0) + count)
        return year(self.this_year + count * (10 if "decade" in unit else 1)) if self.this_year else None

    @property
    def to_come(self) -> bool:
        return self["s"] in ("next", "by", "until", "till") or self.ahead(self.start)

    @property
    def year(self) -> int | None:
        """The year of "2024", "24", "this year", "last year", or of no words: the article's."""
        words = self["y"]
        if words[:2].isdigit():
            return int(words) + 2000 * (len(words) == 2)
        return self.this_year and self.this_year + _DATA["shift"].get(words.removesuffix(" year"), 0)

    @property
    def month(self) -> int:
        return _month(self["m"])

    @property
    def year_of_month(self) -> int | None:
        """The year told, or the nearest one of a month."""
        this, month = self.this_month, self.month
        if self["y"] or not self.this_year or not this or month == this:
            return self.year
        return self.this_year + (self.to_come if month < this else self.to_come - 1)

    @property
    def count(self) -> int:
        words = self["most"] or self["n"]
        number = int(words) if words.isdigit() else int(_NUMBERS.get(words, 0))
        return number * (3 if self["u"] == "quarters" else 1)


def _month(name: str) -> int:
    return MONTH_NUMBERS.get(name[:3], 12)


def _run(number: int | None, first: int, last: int | None = None) -> Period | None:
    """The months of a year from one to another, by their numbers, which may run over its ends."""
    last = first if last is None else last
    return months(number * 12 + first - 1, number * 12 + last - 1) if number and first <= last else None


def _a_day(day: date) -> Period:
    return Period(day, day, "day")


def _part(told: _Told) -> Period | None:
    if told["u"]:  # interim results are of the half-year before
        return _run(told.this_month and told.this_year, *((1, 6) if (told.this_month or 0) > 6 else (-5, 0)))
    words, number = told["n"], told.year
    digit = re.search(r"\d", words)
    nth = int(digit[0]) if digit else {"fi": 1, "se": 2, "th": 3}.get(words[:2], 4)
    length = 6 if "half" in words or "semester" in words or re.fullmatch(r"\dh|h\d", words) else 3
    first = nth * length - length + 1
    if not told["y"] and number and (told.this_month or 12) < first:
        number -= not told.to_come  # in January, the fourth quarter is the last one
    return _run(number, first + told.behind, first + told.behind + length - 1)


def _ended(told: _Told) -> Period | None:
    told["n"] = re.split("[ -]", told["n"])[0]
    length = {"year": 12, "quarter": 3, "half": 6}.get(told["n"]) or told.count or 1
    return _run(told.year_of_month, told.month - length + 1, told.month)


def _span(told: _Told) -> Period | None:
    first, last, number = told.month, _month(told["end"]), told.year
    if number and not (told["y"] or told.to_come) and (told.this_month or 12) < last:
        number -= 1  # in February, January-December is that of the year before
    begin = int(told["begun"] or (number or 0) - (first > last))
    return _run(number, first + 12 * (begin - (number or 0)), last)


def _one_month(told: _Told) -> Period | None:
    return _run(told.year_of_month, told.month - (2 if told["q"] else 0), told.month)


def _day(told: _Told) -> Period | None:
    if told["iso"]:
        return Period.parse(told["iso"])
    number = told.year_of_month
    return _a_day(date(number, told.month, int(told["d"]))) if number else None


def _years(told: _Told) -> Period | None:
    first = int(told["decade"] or told.year or 0)
    last = first + 9 if told["decade"] else int(told["end"] or 0)
    last += first // 100 * 100 if 0 < last < 100 else 0
    if told.behind:
        return _run(max(first, last), 1 + told.behind, 12 + told.behind)
    return Period(date(first, 1, 1), date(last, 12, 31), "range") if last > first else year(first)


def _earlier(told: _Told) -> Period | None:
    """A step back from the time before: *a year earlier*."""
    last, number, unit = told.last, told["y"], told["u"]
    if last is None or unit in ("day", "week"):
        return year(int(number)) if number else None if unit else told.away("year", -1)
    step = 12 * (last.year - int(number)) if number else {"month": 1, "quarter": 3}.get(unit, 12)
    return shifted(last, step)


def _relative(told: _Told) -> Period | None:
    this, unit, shift = told.this_year, told["u"], _DATA["shift"].get(told["s"], 0)
    if told.last and told["s"].endswith(("previous", "preceding")) and unit in ("year", "month"):
        return shifted(told.last, 12 if unit == "year" else 1)  # in 2022, from 5 t the previous year
    if this is None:
        return None
    if told["e"] == "decade":
        return year((this // 10 + 1) * 10)
    return None if unit == "week" else told.away(unit, shift)


def _counted(told: _Told) -> Period | None:
    """A number of years from now, or all the time since."""
    count, unit = told.count or int(not told["u"].endswith("s")), told["u"]
    begin = _run(told.this_year, 1)  # since the year began
    if unit and (not count or "month" in unit and told["past"]):
        return None
    if unit:
        begin = told.away(unit, count if told["next"] else -count)
    return begin if told["ago"] or told["next"] or not told.today else begin and until(begin, told.today)


def _date(told: _Told) -> Period | None:
    this = told.this_day
    if told["now"]:
        return told.today if re.match("today|.*gmt", told["now"]) else told.away("year", 0)
    if this is None:
        return None
    if told["near"]:
        return _a_day(this + timedelta(1 if told["near"] == "tomorrow" else -1))
    away = (WEEKDAYS.index(told["w"]) - this.weekday()) % 7
    return _a_day(this + timedelta(away - 7 * (away > 0 and not told.to_come)))


_READ: dict[str, Callable[[_Told], Period | None]] = {
    "part": _part, "ended": _ended, "span": _span,
    "months": lambda told: _run(told.year, *((13 - told.count, 12) if told["late"] else (1, told.count))),
    "month": _one_month, "day": _day, "bare": _one_month, "years": _years, "year": _years,
    "before": _earlier, "same": lambda _: None, "relative": _relative,
    "counted": _counted, "date": _date,
}  # fmt: skip
_ROLES = {"next": "within", "since": "since", "now": "now", "e": "by"}


def _role(told: _Told) -> str:
    """What a time is to the sentence by its words alone."""
    if told.kind == "before":
        alone = told["y"] or told.words.endswith(" ago")
        return "at" if alone and told.start < 2 else "base"
    said = (role for name, role in _ROLES.items() if told[name] not in ("", "year"))
    return "same" if told.kind == "same" else next(said, "at")


def _rule(told: _Told, period: Period | None) -> str:
    """How a period was found: stated, or counted from the article's date."""
    words, kind = " ".join(told.words.split()), told.kind
    if kind == "same" or kind == "before" and told["y"]:
        return words
    if kind != "before" and (re.search(r"(?:19|20)\d\d", words) or told["y"][:2].isdigit()):
        return "stated"
    return f"{words}, of the article's date" if period else f"{words}: no date given"


# -- what the words around it make of a time ------------------------------------------------------


def _is_no_time(text: str, time: Time, kind: str) -> bool:
    """Whether it is the time of saying, or of a dateline."""
    if kind == "day" and time.start < 60 and _DATELINE.match(text, time.end):
        return True
    words = text[time.start : time.end]
    of_days = kind in ("day", "date", "bare") or kind == "relative" and ("week" in words or "month" in words)
    if not of_days or words.startswith("since") or time.role == "now":
        return False
    before = re.split(r"[,;.]|\((?!\w+\))", text[max(0, time.start - 60) : time.start])[-1] + " "
    return any(f" {word} " in f" {before}" for word in _SAYING) and " that " not in before


def _placed(text: str, time: Time, told: _Told) -> Time:
    """Whether a time is a horizon, a beginning or a base of comparison, by the words around it."""
    words, period, today = told.words, time.period, told.today
    before = text[max(0, time.start - 60) : time.start].replace("-", " ").split()
    while before and before[-1] in _BETWEEN:
        before.pop()
    lead = " ".join(["", *before[-3:]])
    if text.startswith(" level", time.end) and not words.startswith(("in ", "from ")):
        lead = " than"  # in line with 2024 levels
    if words.startswith(("by ", "until ", "till ", "since ", "from ", "to ")):
        lead = f" {words.split()[0]}"
    begun = text[max(0, time.start - 70) : time.start + 3 * words.startswith("in ")]
    role = next((role for role, leads in _LEADS.items() if leads.search(lead)), "")
    if role == "since" or not role and _BEGUN.search(begun):
        if _RECORD.search(text, max(0, time.start - 60), max(0, text.rfind("since", 0, time.end))):
            return replace(time, role="base")  # "the lowest since"
        span = until(period, today) if period and today else None
        return replace(time, period=span, role="since", rule=f"since, {time.rule}")
    if role == "base":
        dated = period and period.precision == "day" and lead.endswith((" on", " as"))  # lost 9% on Tuesday
        later = today and period and period.first > today.last  # from 2027: a start
        spans = told.kind in ("months", "years", "span")  # over these, from these: no comparison
        return time if dated or later or spans else replace(time, role=role)
    return replace(time, role=role) if role and time.role == "at" else time
