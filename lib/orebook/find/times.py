"""When something holds: dates, years, spans and relative time, resolved against an article's date.

Nothing is guessed: relative time in an article without a date stays unresolved, and a period is never
more precise than its words. The expressions are data, each beside examples: ``vocabulary/periods.toml``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from orebook.text.calendar import MONTHS, WEEKDAYS, Period
from orebook.text.vocabulary import vocabulary

_ORDINALS = ("first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th")
# Few sentences hold a time; what follows the first letters of a word tells most of them apart.
_MAYBE = re.compile(
    r"\d\d|[qh][1-4]|[1-4][qh]|same|since|week|year|quarter|month|decade|half|period|now|current|present|moment"
    rf"|day\b|{'|'.join(month[:3] for month in MONTHS)}"
)
_DATELINE = re.compile(r"\s*(?:\([^)]{2,40}\)\s*\.?(?:\s*[-–—]+\s|[-–—])|\.?\s*[-–—]+\s|/[^/]{2,30}/)")
_RECORD = re.compile(r"\b(?:first|\w+est|most|least)\b[^,;.]{0,40}$")
_SPANS = ("months", "years", "span", "past")  # of these, *over* and *from* are no comparison
_WORD = re.compile(r"[^\s,;.()]+")

Ahead = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression and what it stands for.

    Attributes
    ----------
    start, end : int
        Span in the text searched.
    period : Period or None
        None where the words need the article's date and it has none.
    role : {"at", "since", "by", "within", "base", "same", "now"}
        ``by`` and ``within`` set a horizon; ``base`` is the time something is compared with; ``same`` is the
        time told before.
    rule : str
        How the period was found.
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
    if period.precision == "day":
        number, month = first // 12, first % 12 + 1
        return _a_day(date(number, month, min(period.first.day, monthrange(number, month)[1])))
    return months(first, last)


def until(period: Period, today: Period) -> Period:
    """Return the time from the beginning of a period to the article's date, at the coarser precision."""
    end = today
    if period.precision == "year" or today.precision == "year":
        end = year(today.last.year)
    elif period.precision in ("month", "range"):
        end = months(*(today.last.year * 12 + today.last.month - 1,) * 2)
    return Period(period.first, end.last, "range") if period.last < end.first else period


@cache
def _pattern() -> re.Pattern[str]:
    data = vocabulary("periods")

    def any_of(names: Any) -> str:
        return f"(?:{'|'.join(sorted(names, key=len, reverse=True))})"

    short = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
    pieces = {
        "ORD": any_of(_ORDINALS), "SHIFT": any_of(data["shift"]),
        "N": rf"(?:\d{{1,2}}|{any_of(data['numbers'])})", "Y": r"(?:19|20)\d\d",
        "M": rf"(?:{short}|sept)\b\.?",
    }  # fmt: skip
    of = r"(?:,? ?(?:of |in )?(?:the )?"
    of += r"(?:fiscal |financial |calendar )?(?P<\1>Y|(?:SHIFT|the|the same) year))"
    kinds = "|".join(f"(?P<{kind['name']}>{kind['pattern']})" for kind in data["time"])
    kinds = re.sub(r"OF<(\w+)>", of, kinds)
    return re.compile(rf"\b(?=\w)(?:{re.sub('ORD|SHIFT|[YMN](?![a-z])', lambda m: pieces[m[0]], kinds)})")


def find_times(text: str, today: Period | None, ahead: Ahead = lambda start: False) -> list[Time]:
    """Find the time expressions of a sentence.

    Parameters
    ----------
    text : str
        One sentence in lower case.
    today : Period or None
        The article's date.
    ahead : callable
        Whether the text speaks of the future at a position, so that "in October" is the next one.

    Returns
    -------
    list of Time
        Sorted and non-overlapping. The time of saying ("said on Friday") is left out.
    """
    found: list[Time] = []
    if not _MAYBE.search(text):
        return found
    now = _Now(today)
    for match in _pattern().finditer(text):
        kind = str(match.lastgroup)
        try:
            period, role = _READ[kind](match, now, ahead), _role(match)
        except (ValueError, OverflowError):  # 31 June
            continue
        time = Time(*match.span(), period, role, _rule(match, period))
        if role in ("at", "now"):
            if _is_no_time(text, time, kind):
                continue
            time = _placed(text, time, now, kind)
        _append(found, time, match, text)
    return found


def _append(found: list[Time], time: Time, match: re.Match[str], text: str) -> None:
    """Add a time, told from the one before where it is a step from it or goes on with it."""
    last = next((t for t in reversed(found) if t.role in ("at", "since") and t.period), None)
    if last and last.period and match["before"]:
        time = replace(time, period=_stepped(last.period, match) or time.period)
    elif last and last is found[-1] and last.period and time.period and match["year_n"] and last.role == "at":
        years = last.period.precision == time.period.precision == "year"
        joined = text[last.end : time.start] in (" and ", " and in ") and "respectively" not in text
        if years and joined and time.period.year == last.period.year + 1:  # "in 2021 and 2022"
            both = Period(last.period.first, time.period.last, "range")
            found[-1] = replace(time, start=last.start, period=both)
            return
    found.append(time)


def _stepped(told: Period, match: re.Match[str]) -> Period | None:
    if named := match["before_y"] or match["before_z"]:
        return shifted(told, 12 * (told.year - int(named)))
    unit = match["before_u"]
    if unit in ("day", "week"):
        day = told.first - timedelta(7 if unit == "week" else 1)
        return _a_day(day) if told.precision == "day" else None
    if unit and told.precision == "year":
        return None
    return shifted(told, {"month": 1, "quarter": 3}.get(unit or "", 12))


def _lead(text: str, end: int) -> str:
    """The few words before a time, without those that only lie between."""
    between = set(vocabulary("periods")["before"]["between"])
    words = text[max(0, end - 60) : end].replace("-", " ").split()
    while words and words[-1] in between and " ".join(words[-2:]) not in ("of the", "end of"):
        words.pop()
    return " ".join(["", *words[-3:]])


def _is_no_time(text: str, time: Time, kind: str) -> bool:
    """Whether it is the time of saying, of a dateline, or part of a name."""
    data = vocabulary("periods")
    following = _WORD.findall(text[time.end : time.end + 40].removeprefix("'s"))[:2]
    named = data["after"]["named"]
    if kind in ("year", "years", "relative") and text[time.end : time.end + 1] in (" ", "'"):
        if following[:1] and (following[0] in named or (kind == "relative" and following[0] == "'s")):
            return True
        if text.startswith("'s ", time.end) and any(word in named for word in following):
            return True
    if kind not in ("day", "date", "bare", "relative"):
        return False
    if kind == "relative" and not re.search("week|month", text[time.start : time.end]):
        return False
    if kind == "day" and time.start < 60 and _DATELINE.match(text, time.end):
        return True
    if text.startswith("since", time.start) or time.role == "now":
        return False
    before = re.split(r"[,;.(]", text[max(0, time.start - 45) : time.start])[-1] + " "
    said = any(f" {word} " in f" {before}" for word in data["before"]["saying"])
    return (said and " that " not in before) or any(word in data["before"]["saying"] for word in following)


def _placed(text: str, time: Time, now: _Now, kind: str) -> Time:
    """Whether a time is a horizon, a beginning or a base of comparison, by the words around it."""
    data, words, period = vocabulary("periods"), text[time.start : time.end], time.period
    lead = _lead(text, time.start)
    if words.startswith(("by ", "until ", "till ", "since ", "from ", "to ")):
        lead = f" {words.split()[0]}"
    after = text[time.end : time.end + 40].lstrip(" -").split(" ")[:2]
    to_come = not now.year or (period and period.year >= now.year)
    if to_come and any(word.strip(",.") in data["after"]["goal"] for word in after):
        return replace(time, role="by")
    for role in ("since", "by", "base"):
        if not any(lead.endswith(word if word[0] == "%" else f" {word}") for word in data["before"][role]):
            continue
        if role == "since":
            return _since(text, time, now)
        dated = period is not None and period.precision == "day" and lead.endswith(" on")
        later = now.today and period and period.first > now.today.last
        if role == "base" and (dated or later or kind in _SPANS):
            return time  # lost 9% on Tuesday; "from 2027": a start
        return replace(time, role=role) if time.role == "at" or role == "base" else time
    begun = text[max(0, time.start - 70) : time.start + 3 * words.startswith("in ")]
    if re.search(r"\bsince\b[^,;.]{0,60}\b(?:in|on) (?:the )?$", begun):  # "since Oslo halted exports in May"
        return _since(text, time, now)
    return time


def _since(text: str, time: Time, now: _Now) -> Time:
    period = time.period
    if _RECORD.search(text, max(0, time.start - 60), max(0, text.rfind("since", 0, time.end))):
        return replace(time, role="base")  # "the lowest since"
    if period is None or now.today is None:
        return replace(time, period=None, role="since", rule=f"since, {time.rule}")
    if period.first > now.today.last and period.precision == "month":  # "since May" is always past
        period = shifted(period, 12)
    return replace(time, period=until(period, now.today), role="since", rule=f"since, {time.rule}")


class _Now:
    """The article's date as far as it is certain."""

    def __init__(self, today: Period | None) -> None:
        self.today = today
        first, last = (today.first, today.last) if today else (date.min, date.max)
        self.year = last.year if first.year == last.year else None
        self.month = last.month if self.year and first.month == last.month else None
        self.day = last if first == last else None

    def year_of(self, words: str | None) -> int | None:
        """The year of "2024", "this year", "last year", or of no words: the article's."""
        words = (words or "").strip()
        if words[:2].isdigit():
            return int(words)
        return self.year and self.year + vocabulary("periods")["shift"].get(words.removesuffix(" year"), 0)

    def near(self, month: int, to_come: bool) -> int | None:
        """The year of a month without one."""
        if self.year is None or self.month is None or month == self.month:
            return self.year
        return self.year + (month < self.month) * to_come - (month > self.month) * (not to_come)


def _number(words: str | None) -> int:
    words = (words or "").strip()
    return int(words) if words.isdigit() else vocabulary("periods")["numbers"].get(words, 0)


def _month(name: str) -> int:
    return next(at for at, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def _to_come(match: re.Match[str], ahead: Ahead) -> bool:
    return match.string.endswith(("from ", "starting "), 0, match.start()) or ahead(match.start())


def _run(number: int | None, first: int, last: int) -> Period | None:
    return months(number * 12 + first - 1, number * 12 + last - 1) if number else None


def _a_day(day: date) -> Period:
    return Period(day, day, "day")


def _part(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    words, told, end = match["part_n"], match["part_y"] or match["part_of"], match["part_e"]
    told = told or (f"20{end[-2:]}" if end and len(end) == 2 else end)
    digit = re.search(r"\d", words)
    ordinals = (n for n, ordinal in enumerate(_ORDINALS, 1) if words.startswith(ordinal))
    number = int(digit[0]) if digit else next(ordinals, 4)
    length = 6 if "h" in words.replace("th", "") and "q" not in words else 3
    first, number_of = number * length - length + 1, now.year_of(told)
    if number * length > 12:
        raise ValueError(words)
    if not told and number_of and (now.month or 12) < first:
        number_of -= not _to_come(match, ahead)  # in January, the fourth quarter is the last one
    return _run(number_of, first, first + length - 1)


def _ended(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    month, told = _month(match["ended_m"]), match["ended_y"]
    number = int(told) if told else now.near(month, False)
    first = re.split("[ -]", match["ended_n"])[0]
    length = {"year": 12, "quarter": 3, "half": 6}.get(first) or _number(first) or 1
    return _run(number, month - length + 1, month)


def _some_months(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    last = _number(match["months_n"] or match["months_to"])
    return _run(now.year_of(match["months_y"] or match["months_of"]), 1, last)


def _span(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    first, last, told = _month(match["span_a"]), _month(match["span_b"]), match["span_of"]
    number, begun = now.year_of(told), match["span_ya"]
    if not told and number and now.month and last > now.month and not ahead(match.start()):
        number -= last > now.month + 1  # "October-December" in May is last year's
    if number is None:
        return None
    begin = int(begun) if begun else number - (first > last)
    return months(begin * 12 + first - 1, number * 12 + last - 1)


def _one_month(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    if not match["month_q"]:
        month = _month(match["month_b"])
        return _run(now.year_of(match["month_of"]), month, month)
    last, told = _month(match["month_m"]), match["month_y"]
    return _run(int(told) if told else now.near(last, _to_come(match, ahead)), last - 2, last)


def _day(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    if match["day_iso"]:
        return Period.parse(match["day_iso"])
    month, told = _month(match["day_ma"] or match["day_mb"]), match["day_ya"] or match["day_yb"]
    number = int(told) if told else now.near(month, _to_come(match, ahead))
    return _a_day(date(number, month, int(match["day_a"] or match["day_b"]))) if number else None


def _bare(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    month, lead = _month(match["bare_m"]), match["bare_s"]
    number = now.near(month, lead in ("next", "by", "until", "till") or _to_come(match, ahead))
    return _run(number, month, month)


def _years(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    first = int(match["years_a"] or match["years_d"])
    last = int(match["years_b"] or match["years_c"] or match["years_e"])
    last += first // 100 * 100 if last < 100 else 0
    return Period(date(first, 1, 1), date(last, 12, 31), "range") if last > first else year(first)


def _year(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    if match["year_d"]:
        first = int(match["year_d"])
        return Period(date(first, 1, 1), date(first + 9, 12, 31), "range")
    number = int(match["year_f"] or match["year_n"])
    return year(number + 2000 * (number < 100))


def _earlier(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    if named := match["before_y"] or match["before_z"]:
        return year(int(named))
    return None if match["before_u"] or now.year is None else year(now.year - 1)


def _relative(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    unit, away = match["relative_u"], vocabulary("periods")["shift"].get(match["relative_s"] or "", 0)
    if now.year is None:
        return None
    if match["relative_e"] == "decade":
        return year((now.year // 10 + 1) * 10)
    if unit == "decade":
        return Period(date(now.year - 10, 1, 1), date(now.year, 12, 31), "range")
    if unit == "month":
        return _away(now, unit, away)
    if unit != "week":
        return year(now.year + away)
    then = now.day + timedelta(7 * away) if now.day else None
    if then is None or then.month != now.month:
        return then and year(then.year)
    return _run(then.year, then.month, then.month)  # the month, where the week lies in it


def _ago(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    return _away(now, match["ago_u"], -_number(match["ago_n"]))


def _away(now: _Now, unit: str, count: int) -> Period | None:
    if "month" in unit:
        at = now.year * 12 + now.month - 1 + count if now.year and now.month else None
        return months(at, at) if at else None
    return year(now.year + count * (10 if "decade" in unit else 1)) if now.year else None


def _within(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    unit = match["within_u"] or match["within_v"]
    count = _number(match["within_m"] or match["within_n"] or match["within_k"]) or (not unit.endswith("s"))
    return _away(now, unit, int(count)) if count else None


def _past(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    unit, count = match["past_u"], _number(match["past_n"]) or (not match["past_u"].endswith("s"))
    begin = _away(now, unit, -int(count)) if count and "month" not in unit else None
    return until(begin, now.today) if begin and now.today else None


def _start(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    return until(months(now.year * 12, now.year * 12), now.today) if now.year and now.today else None


def _date(match: re.Match[str], now: _Now, ahead: Ahead) -> Period | None:
    if match["date_now"]:
        return now.today if match["date_now"].startswith("today") else now.year and year(now.year)
    if now.day is None:
        return None
    if match["date_near"]:
        return _a_day(now.day + timedelta(1 if match["date_near"] == "tomorrow" else -1))
    away = (WEEKDAYS.index(match["date_w"]) - now.day.weekday()) % 7
    forward = not away or match["date_s"] == "next" or _to_come(match, ahead)
    return _a_day(now.day + timedelta(away if forward else away - 7))


_READ: dict[str, Callable[[re.Match[str], _Now, Ahead], Period | None]] = {
    "part": _part, "ended": _ended, "months": _some_months, "span": _span, "month": _one_month, "day": _day,
    "bare": _bare, "years": _years, "year": _year, "before": _earlier, "same": lambda *_: None,
    "relative": _relative, "ago": _ago, "within": _within, "past": _past, "start": _start, "date": _date,
}  # fmt: skip
# What a time is to the sentence by its words alone: by the group of the pattern that has matched.
_ROLES = {"before": "base", "same": "same", "within": "within", "start": "since", "date_now": "now"}


def _role(match: re.Match[str]) -> str:
    if not match.start() and (match["before_y"] or match["before_z"]):
        return "at"
    decade = match["relative_e"] == "decade"
    return "by" if decade else next((role for group, role in _ROLES.items() if match[group]), "at")


def _rule(match: re.Match[str], period: Period | None) -> str:
    """Return how a period was found: stated, or counted from the article's date."""
    words, kind = " ".join(match.group().split()), match.lastgroup
    if kind == "same" or match["before_y"] or match["before_z"]:
        return words
    if (
        kind in ("year", "years")
        or match["part_e"]
        or kind != "before"
        and re.search(r"(?:19|20)\d\d", words)
    ):
        return "stated"
    unknown = period is None and kind in ("before", "within", "past")
    return f"{words}: no date given" if unknown else f"{words}, of the article's date"
