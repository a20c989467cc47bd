"""When something holds: dates, years, spans and relative time, resolved against an article's date.

Nothing is guessed: relative time in an article without a date stays unresolved, and a value is never
more precise than its words. The expressions are data: ``vocabulary/periods.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from orebook.text.vocabulary import vocabulary

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ORDINALS = ("first", "second", "third", "fourth")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Words before a year or month that move it from the article's.
_SHIFTS = {"last": -1, "the previous": -1, "next": 1, "the following": 1}

Today = tuple[int, ...] | None
Ahead = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression and what it stands for.

    Attributes
    ----------
    start, end : int
        Span in the text searched.
    value : str or None
        ISO 8601: ``2023``, ``2023-10``, ``2023-10-04``, ``2024-01/2024-06``, ``2021/2023``; None where the
        words need the article's date and it has none.
    role : {"at", "by", "within", "base", "same", "now"}
        ``by`` and ``within`` set a horizon; ``base`` is the time something is compared with; ``same`` is the
        time told before.
    rule : str
        How the value was found.
    """

    start: int
    end: int
    value: str | None
    role: str
    rule: str


@cache
def _pattern(name: str) -> re.Pattern[str]:
    data = vocabulary("periods")
    text = data["around"].get(name) or data["find"].get(name, "")
    if name == "when":
        text = rf"\b{data['find']['opens']}(?:{'|'.join(data['find']['when'])})"
    text = re.sub(r"<OF:(\w+)>", lambda m: data["pieces"]["OF"].replace("NAME", m[1]), text)
    for piece, pattern in data["pieces"].items():
        text = text.replace(f"<{piece}>", pattern)
    return re.compile(text)


def find_periods(text: str, published: str | None, ahead: Ahead = lambda start: False) -> list[Period]:
    """Find the time expressions of a sentence.

    Parameters
    ----------
    text : str
        One sentence in lower case.
    published : str or None
        The article's date, as in ``Date.value``.
    ahead : callable
        Whether the text speaks of the future at a position, so that "in October" is the next one.

    Returns
    -------
    list of Period
        Sorted and non-overlapping. The time of saying ("said on Friday") is left out.
    """
    found: list[Period] = []
    if not _pattern("maybe").search(text):
        return found
    today = _today(published)
    for match in _pattern("when").finditer(text):
        start, end = match.span()
        before, after = text[max(0, start - 60) : start], text[end : end + 24]
        day = match["d1"] or match["d2"]
        if (day and not 1 <= int(day) <= 31) or _is_no_time(match, before, after):
            continue
        value, role, rule = _resolve(match, today, ahead)
        if role in ("at", "now") and not after.startswith(", when"):
            value, placed, rule = _placed(match, value, rule, before, after, today)
            role = placed if role == "at" or placed == "base" else role
        told = (p for p in reversed(found) if p.role == "at") if match["same_of"] else reversed(found)
        last = next(told, None)
        if last and last.role == "at" and last.value:
            if match["step"]:
                value = _stepped(last.value, match["step"])
            elif match["before"] and value:  # a year before what was just told
                value = year_before(last.value)
            elif match["same_of"]:
                value = _YEAR.sub(match["same_of"], last.value)
            elif (
                match["year"]
                and role == "at"
                and text[last.end : start] == " and "
                and "respectively" not in text
            ):
                if last.value.isdigit() and value == str(int(last.value) + 1):  # "in 2021 and 2022"
                    found[-1] = Period(last.start, end, f"{last.value}/{value}", role, rule)
                    continue
        found.append(Period(start, end, value, role, rule))
    return found


def _is_no_time(match: re.Match[str], before: str, after: str) -> bool:
    if (match["year"] or match["ya"]) and _pattern("not_when").match(after):
        return True
    if (match["last"] or match["this"]) and _pattern("report").match(after):
        return True
    if (
        match.start() < 60
        and (match["d1"] or match["d2"])
        and _pattern("dateline").match(match.string, match.end())
    ):
        return True
    exact = any(match[name] for name in ("weekday", "day", "d1", "d2", "rel4", "month_rel", "week_rel"))
    exact = exact and not match.group().startswith("since")  # "it said prices had risen since May"
    return exact and bool(_pattern("saying").search(before) or _pattern("saying_after").match(after))


def _placed(
    match: re.Match[str], value: str | None, rule: str, before: str, after: str, today: Today
) -> tuple[str | None, str, str]:
    """Whether a time is a horizon, a beginning or a base of comparison, by the words around it."""
    words = match.group()
    begin = value.split("/")[0] if value else ""
    now = _iso(today[: begin.count("-") + 1]) if begin and today else ""
    goal = match["year"] and _pattern("goal").match(after) and (not today or int(match["year"]) >= today[0])
    if goal or _pattern("by").search(before) or words.startswith(("by ", "until ", "till ")):
        return value, "by", rule
    if _pattern("record").search(before):
        return value, "base", rule
    if words.startswith("in "):  # since Kinshasa halted exports in February
        before += "in "
    if _pattern("since").search(before) or words.startswith("since"):
        if match["m4"] and now and begin > now:  # "since May" is always past
            begin = f"{int(begin[:4]) - 1}{begin[4:]}"
        return (f"{begin}/{now}" if begin < now else value), "at", f"since, {rule}"
    dated = match["weekday"] or match["d1"] or match["d2"]
    if dated and before.endswith(" on "):
        return value, "at", rule  # lost 9% on Tuesday
    if _pattern("base").search(before) or (words.startswith("from ") and not match["ya"]):
        return value, ("at" if now and begin > now else "base"), rule  # "from 2027": a start
    return value, "at", rule


def year_before(value: str) -> str:
    """The same part of the year before."""
    return _YEAR.sub(lambda year: str(int(year.group()) - 1), value)


def year_of(published: str | None) -> str | None:
    """Return the article's year, as far as its date is certain."""
    today = _today(published)
    return None if today is None else _iso(today[:1])


def _today(published: str | None) -> Today:
    """The article's date as far as it is certain: (year,), (year, month) or (year, month, day)."""
    if not published:
        return None
    common = []
    for parts in zip(*(end.split("-") for end in published.split("/")), strict=False):
        if len(set(parts)) > 1:
            break
        common.append(int(parts[0]))
    return tuple(common) or None


def _iso(parts: tuple[int, ...]) -> str:
    return "-".join(f"{part:02d}" for part in parts)


def _count(word: str | None) -> int:
    word = (word or "").strip()
    return int(word) if word.isdigit() else vocabulary("periods")["numbers"].get(word, 0)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _year_named(words: str | None, today: Today) -> int | None:
    """The year of "2024", "this year", "last year", or of no words: the article's."""
    if words and words[:2].isdigit():
        return int(words)
    return today[0] + _SHIFTS.get((words or "").removesuffix(" year"), 0) if today else None


def _is_to_come(match: re.Match[str], ahead: Ahead) -> bool:
    """Whether a time without a year is the next one rather than the last."""
    return match.string.endswith(("from ", "starting "), 0, match.start()) or ahead(match.start())


def _resolve(match: re.Match[str], today: Today, ahead: Ahead) -> tuple[str | None, str, str]:
    """Value, role and rule of one match."""
    get = match.group
    words = " ".join(get().split())
    rule = f"{words}, of the article's date"
    for part in ("quarter", "half", "months", "ending", "from_month", "m3"):
        if get(part):
            return _part_of_year(match, part, today, rule, ahead)
    if get("ended"):
        month = _month(get("ended_m"))
        year = int(get("ended_y")) if get("ended_y") else _nearest_year(month, today, ahead=False)
        if year is None:
            return None, "at", f"{words}, but the article has no date"
        first, *_ = re.split("[ -]", get("ended"))
        length = {"year": 12, "quarter": 3, "half": 6}.get(first) or _count(first) or 1
        value = _span(year * 12 + month - length, year * 12 + month - 1)
        return value, "at", "stated" if get("ended_y") else rule
    if get("months_to"):
        return _months(int(get("months_year")), 1, _count(get("months_to"))), "at", "stated"
    if get("iso") or get("year"):
        return get("iso") or get("year"), "at", "stated"
    if get("d1") or get("d2") or get("m4"):
        n = "1" if get("d1") else "2" if get("d2") else "4"
        month = _month(get(f"m{n}"))
        told = get(f"y{n}") if n != "4" else None
        to_come = not told and (get("rel4") in ("next", "by", "until", "till") or _is_to_come(match, ahead))
        near = int(told) if told else _nearest_year(month, today, to_come)
        day = () if n == "4" else (int(get(f"d{n}")),)
        return (
            (_iso((near, month, *day)) if near else None),
            "at",
            "stated" if told else f"{words}, nearest to the article's date",
        )
    if get("ya") or get("yd"):
        first_year, last_year = int(get("ya") or get("yd")), int(get("yb") or get("yc") or get("ye"))
        last_year += first_year // 100 * 100 if last_year < 100 else 0
        return (f"{first_year}/{last_year}" if last_year > first_year else str(first_year)), "at", "stated"
    if get("fy"):
        return str(int(get("fy")) + (0 if len(get("fy")) == 4 else 2000)), "at", "fiscal year, stated"
    if get("decade"):
        return f"{get('decade')}/{int(get('decade')) + 9}", "at", "stated"
    if get("same") or get("full"):
        return None, "same", words
    if get("same_of"):
        return get("same_of"), ("base" if match.start() else "at"), words
    if get("step"):
        return None, "base", f"{words}: no date given"
    if today is None:
        role = "base" if get("before") else "within" if get("within") or get("in_n") else "at"
        return None, role, f"{words}, but the article has no date"
    return _relative(match, today, ahead, words, rule)


def _part_of_year(
    match: re.Match[str], part: str, today: Today, rule: str, ahead: Ahead
) -> tuple[str | None, str, str]:
    """A quarter, half, run of months or month, of a year that is named or the article's."""
    get = match.group
    told = get({"from_month": "span_of", "m3": "y3"}.get(part, f"{part}_of"))
    short = get(f"{part}_short") if part in ("quarter", "half") else None
    year = 2000 + int(short) if short else _year_named(told, today)
    if part in ("quarter", "half"):
        number = next((n for n, word in enumerate(_ORDINALS, 1) if get(part).startswith(word)), 4)
        digit = re.search(r"\d", get(part))
        number, length = int(digit.group()) if digit else number, 3 if part == "quarter" else 6
        first, last = number * length - length + 1, number * length
        if not told and not short and year and today and (year, first) > today[:2]:
            year -= not _is_to_come(match, ahead)  # in January, the fourth quarter is the last one
    elif part == "months":
        first, last = 1, _count(get("months"))
    elif part == "from_month":
        first, last = _month(get("from_month")), _month(get("to_month"))
    else:
        last = _month(get(part))
        first = last - 2 if part == "ending" else last
    stated = short or (told or "")[:2].isdigit()
    return _months(year, first, last), "at", "stated" if stated else rule


def _relative(
    match: re.Match[str], today: tuple[int, ...], ahead: Ahead, words: str, rule: str
) -> tuple[str | None, str, str]:
    """Time told from the article's date."""
    get = match.group
    for name, shift, role in (
        ("this", 0, "at"),
        ("last", -1, "at"),
        ("next", 1, "at"),
        ("before", -1, "base"),
    ):
        if get(name):
            return str(today[0] + shift), role, rule
    for unit, count, role in (
        (get("ago_unit"), -_count(get("ago")), "at"),
        (get("within_unit"), _count(get("within_m") or get("within_n")), "within"),
        (get("in_unit"), _count(get("in_n")), "within"),
        (get("past_unit"), -_count(get("past_n")), "past"),
    ):
        if not unit:
            continue
        count = count or (0 if unit.endswith("s") else -1 if role == "past" else 1)  # "over the next decade"
        if not count or (role == "past" and "month" in unit):
            return None, "at" if role == "past" else role, f"{words}: no date given"
        if "month" in unit:
            return _shift_month(today, count), role, rule
        year = today[0] + count * (10 if "decade" in unit else 1)
        return (f"{year}/{today[0]}", "at", rule) if role == "past" else (str(year), role, rule)
    if get("since_start"):
        return f"{today[0]}-01/{_iso(today[:2])}" if len(today) > 1 else str(today[0]), "at", rule
    if get("decade_end"):
        return str((today[0] // 10 + 1) * 10), "by", rule
    if get("week_rel"):  # the month, where the week lies in it
        then = _shift_days(today, 7 * _SHIFTS.get(get("week_rel"), 0)) if len(today) == 3 else None
        return (then[:7] if then and then[:7] == _iso(today[:2]) else then[:4] if then else None), "at", rule
    if get("half_ago"):
        return (_shift_month(today, -18) or "")[:4] or None, "at", rule
    if get("month_rel"):
        return _shift_month(today, _SHIFTS.get(get("month_rel"), 0)), "at", rule
    if get("day"):
        away = {"yesterday": -1, "tomorrow": 1}.get(get("day"), 0)
        return _shift_days(today, away), "at" if away else "now", rule
    if get("weekday"):
        away = (_DAYS.index(get("weekday")[:3]) - date(*today).weekday()) % 7 if len(today) == 3 else 0
        return (
            _shift_days(
                today, away if not away or get("wd_rel") == "next" or _is_to_come(match, ahead) else away - 7
            ),
            "at",
            rule,
        )
    return str(today[0]), "now", rule


def _months(year: int | None, first: int, last: int) -> str | None:
    if year is None or not 1 <= first <= last <= 12:
        return None
    return _span(year * 12 + first - 1, year * 12 + last - 1)


def _span(first: int, last: int) -> str:
    """Months counted from year 0: a whole year, one month, or from one to the other."""
    if last - first == 11 and first % 12 == 0:
        return str(first // 12)
    ends = [f"{index // 12}-{index % 12 + 1:02d}" for index in (first, last)]
    return ends[0] if first == last else "/".join(ends)


def _stepped(value: str, unit: str) -> str | None:
    """A day, week, month or quarter before a time, where its precision allows."""
    ends = [tuple(int(part) for part in end.split("-")) for end in value.split("/")]
    if unit in ("day", "week"):
        return _shift_days(ends[0], -7 if unit == "week" else -1)
    if unit == "month":
        return _shift_month(ends[0], -1) if len(ends) == 1 else None
    shifted = [_shift_month(end, -3) for end in ends]
    return "/".join(end for end in shifted if end) if len(ends) == 2 and all(shifted) else None


def _nearest_year(month: int, today: Today, ahead: bool) -> int | None:
    if today is None:
        return None
    if len(today) < 2 or month == today[1]:
        return today[0]
    return today[0] + (month < today[1]) * ahead - (month > today[1]) * (not ahead)


def _shift_month(day: tuple[int, ...], months: int) -> str | None:
    if len(day) < 2:
        return None
    index = day[0] * 12 + day[1] - 1 + months
    return f"{index // 12}-{index % 12 + 1:02d}"


def _shift_days(day: tuple[int, ...], days: int) -> str | None:
    try:
        return str(date(*day) + timedelta(days=days)) if len(day) == 3 else None
    except ValueError:  # 31 June
        return None
