"""When something holds: dates, years, spans and relative time, resolved against an article's date.

Nothing is guessed: relative time in an article without a date stays unresolved, and a value is never
more precise than its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {
    word: n
    for n, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ],
        1,
    )
} | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "twenty": 20, "thirty": 30, "decade": 10}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": 4,
}

_Y = r"(?:19|20)\d\d"
_M = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_N = r"(?:\d{1,2}|" + "|".join(word for word in _NUMBERS if word != "decade") + ")"
_ORD = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"
# The year a part of a year belongs to.
_OF = (
    rf"(?:,? ?(?:of |in )?(?:the )?(?:fiscal |financial |calendar )?(?P<{{0}}>{_Y}|(?:this|the current|"
    rf"current|last|"
    rf"the previous|next|the|the same|the following) year))"
)
# How a time expression may begin: tried before the alternatives, since most words begin none.
_NUMBER = (
    r"(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|"
    r"thirty|an? |couple)"
)
_OPENS = (
    r"(?=\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|(?:first|second|third|fourth|"
    r"last)[ -](?:quarter|half|\w+ months)|[qh][1-4]\b|half[ -]year|quarter |"
    r"(?:(?:with)?in|for|from|over|at|during|since|by|until|till|of|between|the|end of|end|early|late|"
    r"mid|earlier|later|so far|same)[ -](?:\w+ )?(?:the )?"
    rf"(?:{_NUMBER}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|this|last|next|past|previous|"
    rf"preceding|current|coming|following|upcoming|year|month|same|that|reporting|end|-)|"
    r"this|last|next|past|previous|current|coming|following|upcoming|the |same|at the|fy|fiscal|financial|"
    rf"{_NUMBER}|mon|tue|wed|thu|fri|sat|sun|today|yester|tomor|at present|at the|as of|nowadays|right|"
    rf"now|year)"
)
_WHEN = re.compile(
    rf"\b{_OPENS}(?:"
    + "|".join(
        (
            # parts of a year
            rf"(?P<quarter>(?:{_ORD}|last)[ -]quarter|[1-4]q|"
            rf"q[1-4]){_OF.format('quarter_of')}?(?:(?P<quarter_short>\d\d)\b)?",
            rf"(?P<half>{_ORD}[ -]half|[12]h|h[12]){_OF.format('half_of')}?(?:(?P<half_short>\d\d)\b)?",
            rf"(?P<ended>year|(?:{_N}) months|half[ -]year|quarter) (?:ended|ending|to)(?: on)? "
            rf"(?:\d{{1,2}} )?(?P<ended_m>{_M}) (?:\d{{1,2}},? )?(?P<ended_y>{_Y})",
            rf"(?P<ending>{_M}) (?:(?P<ending_of>{_Y}) )?quarter\b",
            rf"(?P<months_to>{_N}) months of (?P<months_year>{_Y})\b",
            rf"first (?P<months>{_N}) months{_OF.format('months_of')}?",
            rf"(?:between |from |in |during |over |for )?(?P<from_month>{_M}) ?(?:-|–|—|to|through|and|"
            rf"until) ?(?P<to_month>{_M}){_OF.format('span_of')}?",
            # days and months
            rf"(?P<iso>{_Y}-(?:0[1-9]|1[0-2])(?:-\d\d)?)\b",
            rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m1>{_M})(?:,? (?P<y1>{_Y}))?",
            rf"(?P<m2>{_M}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d)(?:,? (?P<y2>{_Y}))?",
            rf"(?:(?:in|last|next|this|past) )?(?P<m3>{_M}){_OF.format('y3')}",
            rf"(?P<rel4>in|last|next|this|since|by|until|till|from|early|late|mid|end of|during|"
            rf"of) ?-?(?P<m4>{_M})(?! \d|\w| ?[-–—/])",
            # spans of years
            rf"(?:from |during |in )?(?P<ya>{_Y}) ?(?:(?:-|–|—|/) ?(?P<yb>{_Y}|\d\d)|(?:to|through|"
            rf"until) (?P<yc>{_Y}))\b",
            rf"between (?P<yd>{_Y}) and (?P<ye>{_Y})\b",
            rf"(?:fy ?|(?:fiscal|financial) (?:year )?)(?P<fy>{_Y}|\d\d)(?:[-/–]\d\d(?:\d\d)?)?\b",
            rf"(?P<decade>{_Y})s\b",
            rf"(?P<year>{_Y})(?: ?e\b)?(?![\d-]|,\d{{3}}|\.\d)",
            # relative
            r"(?P<this>(?:so far |earlier |later |early |late |mid-?|by the end of |the end of |"
            r"end of )?(?:this|the current|current) year)\b",
            r"(?P<last>(?:late |early |earlier |mid-?|the end of |end of )?(?:last|the previous|"
            r"the past|the preceding|previous) year)\b",
            r"(?P<next>(?:late |early |mid-?|by the end of |the end of |end of )?(?:next|the coming|"
            r"the following) year)\b",
            r"(?:a|one|the) (?P<step>day|week|month|quarter) (?:earlier|before|previously|ago)\b",
            r"(?P<same>(?:over|in|during|for|at) (?:the same (?:periods?|years?|months?|quarters?|time)|"
            r"(?:this|that|the reporting) (?:period|time|quarter)))\b(?! (?:of|in|a year|last|the previous))",
            r"(?P<before>(?:a|one|the) (?:full )?year (?:earlier|before|prior|previously)|"
            r"the year before|(?:the )?same (?:period|quarter|month|time)(?: of)? (?:last year|"
            r"the previous year|a year (?:ago|earlier)|the year before))\b",
            rf"(?P<ago>{_N})(?P<ago_unit> years?| months?| decades?) (?:ago|earlier|previously)\b",
            rf"(?P<within>(?:within|over|in|during|for)? ?(?:the )?(?:next|coming|following|"
            rf"upcoming) (?P<within_n>(?:{_N}|\d+)(?: ?(?:to|-|–|"
            rf"or) ?(?P<within_m>{_N}))? )?(?P<within_unit>years?|decades?|months?))\b",
            rf"(?:with)?in (?P<in_n>{_N}) (?P<in_unit>years?|decades?)(?: time)?\b(?! ago)",
            rf"(?:over|in|during|for) (?:the )?(?:past|last|"
            rf"previous) (?P<past_n>(?:{_N}) )?(?P<past_unit>years?|decades?|months?)\b",
            r"(?P<month_rel>this|last|next|the previous) month\b",
            r"(?P<week_rel>this|last|next) week\b",
            r"(?P<half_ago>(?:a|one) year and a half ago)\b",
            r"(?P<day>today|yesterday|tomorrow)\b",
            r"(?:(?P<wd_rel>last|next|this) )?(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
            r"(?P<now>at present|currently|at the moment|as of now|nowadays|right now|now|"
            r"(?:the )?year[ -]to[ -]date|today's)\b",
        )
    )
    + ")",
)
# What a time expression cannot do without: tried first, since most clauses have none.
_MAYBE = re.compile(
    r"\d\d|same|week|year|quarter|month|decade|half|period|now|current|present|moment|day\b|jan|feb|mar|"
    r"apr|may|jun|jul|aug|sep|oct|nov|dec",
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_BY = re.compile(
    r"(?:\bby(?: the)?(?: (?:early|late|mid|middle|end|start|beginning))?(?: of)?|\buntil|\btill|"
    r"\bthrough(?! the)|\bup to|\bbefore|\bno later than|\bhorizon|"
    r"\btowards|\bby (?:around|about|as early as|as soon as|at least))[ -]?(?:the )?(?:year )?$",
)
_BASE = re.compile(
    r"\b(?:from|than|compared (?:to|with)|against|versus|vs\.?|over|relative to|as|in comparison (?:to|"
    r"with)|the same \w+|levels?|figures?)"
    r"(?: the| in| end of| early| late| that| those| of| for| same| level| levels| figure| period|"
    r" quarter| month| months| time)*\s*$",
)
_RECORD = re.compile(
    r"\b(?:first|\w+est|most|least)\b[^,;.]{0,40}\bsince(?: the| at least| early| late)*\s*$"
)  # "the lowest since"
_SINCE = re.compile(
    r"\bsince\b[^,;.]{0,45}\bin\s*$|\b(?:since|starting (?:in|from)|beginning in|"
    r"ever since)(?: the)?(?: (?:early|late|mid|end of))?[ -]?(?:year )?$"
)
_NOT_WHEN = re.compile(
    r" ?(?:report|study|list|edition|census|law|act|agreement|survey|version|memorandum|invasion|deal|treaty|"
    r"(?:\w+ )?(?:decree|summit|conference|elections?))\b",
)
_REPORT = re.compile(
    r"(?:'s|’s|') (?:\w+ ){0,2}(?:report|study|survey|review|edition|summit|conference|meeting|forum|"
    r"week|budget)\b"
)
_GOAL = re.compile(r"[ -](?:\w+ )?(?:targets?|goals?|benchmarks?|horizon|objectives?|strategy|ambitions?)\b")
_SAYING = re.compile(
    r"\b(?:said|says|told|stated|added|noted|announced|reported|reports|interview\w*|statement|briefing|"
    r"meeting|conference|"
    r"forum|summit|speech|address|wrote|published|posted|according to)\b(?:(?!\bthat\b)[^,;.]){0,45}$",
)
_DATELINE = re.compile(
    r"\s*(?:\([^)]{2,40}\))?\s*\.?\s*[-–—]+\s|\s*/[^/]{2,30}/|\s*\([^)]{2,40}\)\s*\.?[-–—]"
)
_SAYING_AFTER = re.compile(r" (?:\w+ ){0,1}(?:said|says|told|stated|announced|reported)\b")


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


def find_periods(text: str, published: str | None, ahead: bool = False) -> list[Period]:
    """Find the time expressions of a sentence.

    Parameters
    ----------
    text : str
        One sentence in lower case.
    published : str or None
        The article's date, as in ``Date.value``.
    ahead : bool
        Whether the sentence speaks of the future, so that "in October" is the next one.

    Returns
    -------
    list of Period
        Sorted and non-overlapping. The time of saying ("said on Friday") is left out.
    """
    today = _today(published)
    found: list[Period] = []
    if not _MAYBE.search(text):
        return found
    for match in _WHEN.finditer(text):
        before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 24]
        value, role, rule = _resolve(match, today, ahead or before.endswith(("from ", "starting ")))
        if (match["year"] or match["ya"]) and _NOT_WHEN.match(after):
            continue
        if (match["last"] or match["this"]) and _REPORT.match(after):
            continue  # "last year's report"
        if match.start() < 60 and (match["d1"] or match["d2"]) and _DATELINE.match(text, match.end()):
            continue
        to_the_day = (
            match["weekday"]
            or match["day"]
            or match["d1"]
            or match["d2"]
            or match["m4"]
            or match["month_rel"]
            or match["week_rel"]
        )
        if to_the_day and (_SAYING.search(before) or _SAYING_AFTER.match(after)):
            continue
        if role == "at" and not after.startswith(", when"):
            if (
                _BY.search(before)
                or match.group().startswith(("by ", "until ", "till ", "by the end"))
                or (
                    _GOAL.match(after) and match["year"] and (today is None or int(match["year"]) >= today[0])
                )
            ):
                role = "by"
            elif _RECORD.search(before):
                role = "base"
            elif _SINCE.search(before) or match.group().startswith("since"):
                end = _iso(today[: value.count("-") + 1]) if value and today else None
                if value and match["m4"] and end and value > end:  # "since May" is always past
                    value = f"{int(value[:4]) - 1}{value[4:]}"
                value = f"{value}/{end}" if end and value != end else value
                rule = f"since, {rule}"
            elif _BASE.search(before) or (match.group().startswith("from ") and not match["ya"]):
                now = _iso(today[: value.count("-") + 1]) if today and value else ""
                role = "at" if value and now and value > now else "base"  # "from 2027": a start
        if match["step"] and found and found[-1].role == "at" and found[-1].value:
            value = _stepped(found[-1].value, match["step"])
        if match["before"] and value and found and found[-1].role == "at" and found[-1].value:
            value = _YEAR.sub(
                lambda year: str(int(year.group()) - 1), found[-1].value
            )  # a year before what was just told
        last = found[-1] if found else None
        joined = (
            last and match["year"] and last.role == role == "at" and text[last.end : match.start()] == " and "
        )
        if (
            joined
            and last
            and "respectively" not in text
            and value
            and last.value
            and int(value) == int(last.value[:4]) + 1
        ):
            found[-1] = Period(
                last.start, match.end(), f"{last.value}/{value}", role, rule
            )  # "in 2021 and 2022"
            continue
        found.append(Period(match.start(), match.end(), value, role, rule))
    return found


def _today(published: str | None) -> tuple[int, ...] | None:
    """The article's date as far as it is certain: (year,), (year, month) or (year, month, day)."""
    if not published:
        return None
    ends = [tuple(int(part) for part in end.split("-")) for end in published.split("/")]
    common = []
    for parts in zip(*ends, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return tuple(common) or None


def year_of(published: str | None) -> str | None:
    """Return the article's year, as far as its date is certain."""
    today = _today(published)
    return None if today is None else _iso(today[:1])


def _iso(parts: tuple[int, ...]) -> str:
    return "-".join(f"{part:02d}" for part in parts)


def _count(word: str | None) -> int | None:
    if not word:
        return None
    word = word.strip()
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _year_named(words: str | None, today: tuple[int, ...] | None) -> int | None:
    """The year of "2024", "this year", "last year", or of no words: the article's."""
    if words and words[:2].isdigit():
        return int(words)
    if today is None:
        return None
    shift = {"last": -1, "the previous": -1, "next": 1, "the following": 1}.get(
        (words or "").removesuffix(" year"), 0
    )
    return today[0] + shift


def _resolve(match: re.Match[str], today: tuple[int, ...] | None, ahead: bool) -> tuple[str | None, str, str]:
    """Value, role and rule of one match."""
    get = match.group
    words = " ".join(get().split())
    for part, months in (("quarter", 3), ("half", 6)):
        if get(part):
            number = next((n for key, n in _ORDINALS.items() if get(part).startswith(key)), 0)
            number = number or int(re.search(r"\d", get(part)).group())  # type: ignore[union-attr]
            short = get(f"{part}_short")
            year = 2000 + int(short) if short else _year_named(get(f"{part}_of"), today)
            rule = (
                "stated"
                if short or (get(f"{part}_of") or "")[:2].isdigit()
                else f"{words}, of the article's date"
            )
            return _months(year, number * months - months + 1, number * months), "at", rule
    if get("ended"):
        year, month = int(get("ended_y")), _month(get("ended_m"))
        length = {"year": 12, "quarter": 3, "half": 6}.get(re.split("[ -]", get("ended"))[0]) or _count(
            get("ended").split()[0]
        )
        first = year * 12 + month - (length or 1)
        if length == 12 and month == 12:
            return str(year), "at", "stated"
        return f"{_iso((first // 12, first % 12 + 1))}/{_iso((year, month))}", "at", "stated"
    if get("months_to"):
        return _months(int(get("months_year")), 1, _count(get("months_to")) or 12), "at", "stated"
    if get("ending"):
        year, month = _year_named(get("ending_of"), today), _month(get("ending"))
        return _months(year, month - 2, month), "at", _stated(get("ending_of"), words)
    if get("months"):
        year = _year_named(get("months_of"), today)
        return _months(year, 1, _count(get("months")) or 12), "at", _stated(get("months_of"), words)
    if get("from_month"):
        year = _year_named(get("span_of"), today)
        return (
            _months(year, _month(get("from_month")), _month(get("to_month"))),
            "at",
            _stated(get("span_of"), words),
        )
    if get("iso"):
        return get("iso"), "at", "stated"
    if get("d1") or get("d2"):
        n = "1" if get("d1") else "2"
        month, day = _month(get(f"m{n}")), int(get(f"d{n}"))
        if get(f"y{n}"):
            return _iso((int(get(f"y{n}")), month, day)), "at", "stated"
        year = _nearest_year(month, today, ahead)
        return (_iso((year, month, day)) if year else None), "at", f"{words}, nearest to the article's date"
    if get("m3"):
        year = _year_named(get("y3"), today)
        return (_iso((year, _month(get("m3")))) if year else None), "at", _stated(get("y3"), words)
    if get("m4"):
        year = _nearest_year(
            _month(get("m4")), today, ahead or get("rel4") in ("next", "by", "until", "till")
        )
        return (
            (_iso((year, _month(get("m4")))) if year else None),
            "at",
            f"{words}, nearest to the article's date",
        )
    if get("ya") or get("yd"):
        first, last = int(get("ya") or get("yd")), int(get("yb") or get("yc") or get("ye"))
        last = last + first // 100 * 100 if last < 100 else last
        return (f"{first}/{last}" if last > first else str(first)), "at", "stated"
    if get("fy"):
        year = int(get("fy"))
        return str(year if year > 99 else 2000 + year), "at", "fiscal year, stated"
    if get("decade"):
        return f"{get('decade')}/{int(get('decade')) + 9}", "at", "stated"
    if get("year"):
        return get("year"), "at", "stated"
    if get("same"):
        return None, "same", words
    if get("step"):
        return None, "base", f"{words}: no date given"
    if today is None:
        role = "base" if get("before") else "within" if get("within") or get("in_n") else "at"
        return None, role, f"{words}, but the article has no date"
    rule = f"{words}, of the article's date"
    if get("this"):
        return str(today[0]), "at", rule
    if get("last"):
        return str(today[0] - 1), "at", rule
    if get("next"):
        return str(today[0] + 1), "at", rule
    if get("before"):
        return str(today[0] - 1), "base", rule
    if get("ago"):
        count = _count(get("ago")) or 0
        unit = get("ago_unit")
        if "month" in unit:
            return _shift_month(today, -count), "at", rule
        return str(today[0] - count * (10 if "decade" in unit else 1)), "at", rule
    if get("within") or get("in_n"):
        unit = get("within_unit") or get("in_unit")
        ahead_by = _count(get("within_m") or get("in_n") or get("within_n")) or (
            0 if unit.endswith("s") else 1
        )
        if not ahead_by:
            return None, "within", f"{words}: no date given"
        if unit.startswith("month"):
            return _shift_month(today, ahead_by), "within", rule
        return str(today[0] + ahead_by * (10 if unit.startswith("decade") else 1)), "within", rule
    if get("past_unit"):
        unit = get("past_unit")
        back = _count(get("past_n")) or (0 if unit.endswith("s") else 1)
        if not back or unit.startswith("month"):
            return None, "at", f"{words}: no date given"
        return f"{today[0] - back * (10 if unit.startswith('decade') else 1)}/{today[0]}", "at", rule
    if get("week_rel"):  # the month, where the whole week may lie in it
        if len(today) < 3:
            return None, "at", rule
        then = _shift_days(today, {"last": -7, "next": 7}.get(get("week_rel"), 0))[:7]
        return (then if then == _iso(today[:2]) else then[:4]), "at", rule
    if get("half_ago"):
        month_then = _shift_month(today, -18)
        return (month_then[:4] if month_then else None), "at", rule
    if get("month_rel"):
        return (
            _shift_month(today, {"last": -1, "the previous": -1, "next": 1}.get(get("month_rel"), 0)),
            "at",
            rule,
        )
    if get("day") or get("weekday"):
        return _day(match, today, ahead), "at", rule
    return str(today[0]), "now", rule


def _stated(year: str | None, words: str) -> str:
    return "stated" if year and year[:2].isdigit() else f"{words}, of the article's date"


def _months(year: int | None, first: int, last: int) -> str | None:
    if year is None or not 1 <= first <= last <= 12:
        return None
    if (first, last) == (1, 12):
        return str(year)
    return _iso((year, first)) if first == last else f"{year}-{first:02d}/{year}-{last:02d}"


def _stepped(value: str, unit: str) -> str | None:
    """A day, week, month or quarter before a time, where its precision allows."""
    parts = tuple(int(part) for part in value.split("/")[0].split("-"))
    if unit in ("day", "week"):
        return _shift_days(parts, -7 if unit == "week" else -1) if len(parts) == 3 else None
    if len(parts) < 2:
        return None
    if "/" not in value:
        return _shift_month(parts, -1) if unit == "month" else None
    last = tuple(int(part) for part in value.split("/")[1].split("-"))
    return f"{_shift_month(parts, -3)}/{_shift_month(last, -3)}" if unit == "quarter" else None


def _nearest_year(month: int, today: tuple[int, ...] | None, ahead: bool) -> int | None:
    if today is None:
        return None
    if len(today) < 2 or month == today[1]:
        return today[0]
    if ahead:
        return today[0] if month > today[1] else today[0] + 1
    return today[0] if month < today[1] else today[0] - 1


def _shift_month(today: tuple[int, ...], months: int) -> str | None:
    if len(today) < 2:
        return None
    index = today[0] * 12 + today[1] - 1 + months
    return f"{index // 12}-{index % 12 + 1:02d}"


def _shift_days(day: tuple[int, ...], days: int) -> str:
    from datetime import date, timedelta

    return str(date(*day) + timedelta(days=days))


def _day(match: re.Match[str], today: tuple[int, ...], ahead: bool) -> str | None:
    if len(today) < 3:
        return None
    if match["day"]:
        return _shift_days(today, {"yesterday": -1, "tomorrow": 1}.get(match["day"], 0))
    from datetime import date

    away = (_DAYS.index(match["weekday"][:3]) - date(*today).weekday()) % 7
    return _shift_days(today, away if ahead or match["wd_rel"] == "next" or not away else away - 7)
