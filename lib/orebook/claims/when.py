"""How a sentence puts a quantity, and when it holds."""

from __future__ import annotations

import re
from dataclasses import replace

from orebook.claims.sentence import BRACKETS, RELATIVE, Figure, Sentence
from orebook.find.times import Time, months, shifted, until, year
from orebook.text.calendar import Period
from orebook.text.vocabulary import vocabulary

_FROM = re.compile(r"\bfrom (?:just |about |around |some |only )?$")
_TO = re.compile(r"\bto (?:about |around |over |nearly |almost |some |just )?$")
_OPEN_BRACKET = re.compile(r"\s*\(\s*|, when ")
_VERB_FIRST = re.compile(r"\W*(?:[^()]{0,30}\) )?(?:is|are|was|were|will|would|could|may|might)\b")
_BE = re.compile(r" be (?:\w+ ){0,3}[\d$€£]")
_AND_TO = re.compile(r"\W*and to \w")
_AS_IS = re.compile(r"\W*(?:up from|down from|compared|against|versus|currently|at present|now)\b")
_HARD = re.compile(r"[;:]|\s[–—-]\s|\b(?:while|whereas|but|although|though|which|and)\b")
_ASIDE = re.compile(r"\W*(?:which|whose|where|who|[a-z]{3,}ed)\b")  # "the mine, opened in 1998, made 5 t"
_IN_YEARS = re.compile(r"(?:with)?in (?:\d|\w+ (?:years?|decades?)\b)")
# "2025 (plan)" above a column of a table
_COLUMNS = {"plan": "planned", "target": "planned", "budget": "planned", "forecast": "forecast"}

Told = tuple[str | None, str | None, str | None]


def find_modality(figure: Figure) -> tuple[str, int]:
    """How a clause puts it, and which clause tells: one without a verb goes on with the one before."""
    found = (step(figure) for step in _MODALITY)
    return next((told for told in found if told is not None), ("reported", figure.at))


def _by_column(figure: Figure) -> tuple[str, int] | None:
    if figure.cell is None:
        return None
    head = " ".join(figure.cell.heads).lower()  # "2025 (plan)"
    return next((kind for word, kind in _COLUMNS.items() if word in head), "reported"), figure.at


def _as_it_is(figure: Figure) -> tuple[str, int] | None:
    """Today's, whatever is planned: "to raise output from 4 kt to 6 kt"."""
    start = figure.before(_FROM) and any(f.before(_TO) for f in figure.sentence.figures)
    return ("reported", figure.at) if start else None


def _by_clauses(figure: Figure) -> tuple[str, int] | None:
    """As its clause says, else the nearest before that has a verb."""
    sentence, at = figure.sentence, figure.at
    if sentence.cue("view", 0, figure.a):
        return "opinion", at
    for k in range(at, -1, -1):
        start = sentence.clauses[k][0]
        if _AND_TO.match(sentence.low, start):
            continue  # "is expected to cost $1bn, and to produce 5,000 t"
        kind = _ahead(sentence, k) or ("opinion" if sentence.says("opinion", k) else None)
        is_so = sentence.says("past", k) or sentence.says("present", k)
        if kind or is_so or (k == at and _AS_IS.match(sentence.low, start)):
            return kind or "reported", k
    return None


def _by_next(figure: Figure) -> tuple[str, int] | None:
    """As the clause behind: "its first line, for 600 t, is to open"."""
    sentence = figure.sentence
    behind = range(figure.at + 1, min(figure.at + 3, len(sentence.clauses)))
    k = next((k for k in behind if _VERB_FIRST.match(sentence.low, sentence.clauses[k][0])), None)
    return None if k is None else (_ahead(sentence, k) or "reported", k)


_MODALITY = (_by_column, _as_it_is, _by_clauses, _by_next)


def _ahead(sentence: Sentence, k: int) -> str | None:
    """Whether a clause tells a plan or a forecast: of what is to come, the verb tells which."""
    start, end, _ = sentence.clauses[k]
    if ahead := sentence.cue("ahead", start, end):
        seen = sentence.low[slice(*ahead)].split()[0]
        foreseen = seen[:6] in ("expect", "set", "slated", "poised", "projec")
        kinds = ("begin",) if foreseen else ("outcome", "make") if seen == "should" else ("outcome",)
        verb = any(sentence.cue(kind, ahead[1], ahead[1] + 26) for kind in kinds)
        verb = verb or bool(not foreseen and _BE.match(sentence.low, ahead[1]))
        if verb == foreseen:
            return "opinion" if seen == "should" else "planned"
        return "forecast"
    if sentence.cue("forecast", start, end):
        return "forecast"
    return "planned" if sentence.cue("planned", start, end) else None


def find_period(figure: Figure, modality: str) -> Told:
    """Period, horizon and the rule behind them."""
    time = own_time(figure)
    if time is None:
        return _carried(figure, modality)
    today = figure.sentence.reader.published
    now = year(today.year) if today and today.first.year == today.year else None
    resolved = (step(figure, time, modality, now) for step in _RESOLVE)
    if (told := next((told for told in resolved if told is not None), None)) is not None:
        return told
    period = time.period
    past = modality == "reported" and not (period and _is_ahead(period, today, "planned"))
    ahead = (time.role == "by" and not past) or (period is not None and _is_ahead(period, today, modality))
    return _text(period), _text(period) if ahead else None, time.rule


def _text(period: Period | None) -> str | None:
    return None if period is None else str(period)


def _as_told(figure: Figure, time: Time, modality: str, now: Period | None) -> Told | None:
    """The time told before: the same, its half-year, its year, or from it on."""
    if time.role != "same":
        return None
    told = _told_before(figure.sentence, time.start)
    if told is None or told.period is None:
        return _text(now), None, time.rule
    period = told.period
    if "half" in time.rule:
        first = period.last.year * 12 + (period.last.month - 1) // 6 * 6
        period = months(first, first + 5)
    elif "since" in time.rule:
        period = until(period, now) if now else period
    elif "year" in time.rule and period.precision != "range" or "full" in time.rule:
        period = year(period.year)
    return str(period), None, f"{time.rule}: {told.rule}"


def _a_year_before(figure: Figure, time: Time, modality: str, now: Period | None) -> Told | None:
    """The same part of the year before, or of the year named."""
    same = "same" in time.rule
    if time.period is None or time.period.precision != "year" or not (same or time.role == "base"):
        return None
    told = _told_before(figure.sentence, time.start)
    if told is None or told.period is None or told.period.precision == "year" or time.rule == "stated":
        return None
    away = told.period.year - time.period.year if same else 1
    return str(shifted(told.period, 12 * away)), None, f"{time.rule}: {told.rule}"


def _in_years(figure: Figure, time: Time, modality: str, now: Period | None) -> Told | None:
    if time.role != "within":
        return None
    if modality == "reported" and time.period and now and _IN_YEARS.match(figure.sentence.low, time.start):
        span = replace(now, first=year(2 * now.year - time.period.year).first, precision="range")
        return str(span), None, time.rule  # "tripled in five years"
    return _text(now), _text(time.period), time.rule


def _now(figure: Figure, time: Time, modality: str, now: Period | None) -> Told | None:
    sentence, at = figure.sentence, figure.sentence.clause_at(time.start)
    if time.role == "now":  # "was signed today"; else "today they employ 5,000"
        done = sentence.says("past", at) and not sentence.says("present", at)
        return _text(time.period if done and time.period else now), None, time.rule
    unknown = time.period is None and time.rule.endswith("no date given")
    return (_text(now), None, time.rule) if unknown else None


def _ends_of_change(figure: Figure, time: Time, modality: str, now: Period | None) -> Told | None:
    """From 41 to 26 between 2000 and 2022: the first is of 2000; what it goes to is of the last."""
    begins = figure.before(_FROM, 14) and figure.sentence.low.startswith(" to ", figure.b)
    span = time.period is not None and time.period.precision == "range" and time.period.whole_years
    words = figure.sentence.low[time.start : time.end]
    span = span and words.startswith(("between", "from"))
    if begins and span and time.role == "at" and time.period:
        return str(time.period.first.year), None, time.rule
    if begins and figure.next and time.start > figure.b:
        ahead = time.role == "by" or modality in ("planned", "forecast")
        later = any(f.a > time.start for f in figure.sentence.figures)
        if ahead:  # "from 450 to 750 kt by 2029": 450 is today's
            return _text(now), None, "the article's year"
        return None if later else (None, None, "before the change: no date given")
    if (
        time.period
        and (span or time.role == "since")
        and time.role in ("at", "since")
        and figure.before(_TO, 14)
    ):
        if time.role == "since" or time.start > figure.b or figure.sentence.low[: figure.a].count("from"):
            last = time.period.last
            whole = span or (time.period.last.month, time.period.last.day) == (12, 31)
            end = year(last.year) if whole else months(*(last.year * 12 + last.month - 1,) * 2)
            return str(end), None, time.rule  # "rose to 41 per cent between 2018 and 2023"
    return None


_RESOLVE = (_as_told, _a_year_before, _in_years, _now, _ends_of_change)


def _is_ahead(period: Period, today: Period | None, modality: str) -> bool:
    """Whether a time lies after the article, or in its own year or month where plans are told."""
    coming = modality in ("planned", "forecast")
    if today is None:
        return coming
    return period.last > today.last and (coming or period.first > today.last)


def own_time(figure: Figure) -> Time | None:
    """The time expression that a quantity stands under: the nearest that nothing rules out."""
    bracketed = _in_bracket(figure)
    if bracketed:
        return bracketed
    times = [t for t in figure.sentence.times if not any(rule(figure, t) for rule in _RULED_OUT)]
    return min(times, key=lambda t: _order(figure, t), default=None)


def _order(figure: Figure, time: Time) -> tuple[bool, int, bool, int]:
    """Behind other figures last; then by clauses apart, what stands before it first, then by distance."""
    behind = time.start >= figure.b
    gap = time.start - figure.b if behind else figure.a - time.end
    apart = abs(figure.sentence.clause_at(time.start) - figure.at)
    return behind and not _clear(figure, figure.b, time.start), apart, behind and apart > 0, gap


def _in_bracket(figure: Figure) -> Time | None:
    """The one of its bracket, "(2019: 20 t)"; behind "2023 (2022): zinc 7 t (6 t)" the bracketed year's."""
    sentence, times = figure.sentence, figure.sentence.times
    mine = next(((m, n) for m, n in sentence.brackets if m <= figure.a < n), None)
    inside = [t for t in times if mine and mine[0] <= t.start < mine[1]]
    if len(inside) == 1:
        return inside[0]
    for m, n in sentence.brackets:
        head = next((t for t in times if (t.start, t.end) == (m + 1, n - 1)), None)
        first = next((t for t in times if t.end == m - 1), None)
        if head and first:
            return head if mine else first
    before = [t for t in times if t.end <= figure.a and t.role == "base"]
    opened = before and _OPEN_BRACKET.fullmatch(sentence.low, before[-1].end, figure.a)
    return before[-1] if opened else None  # "10 per cent more than in 2022 (16,358 t)"


def _is_base(figure: Figure, time: Time) -> bool:
    """What it is compared with is not when it was, but right behind it: "from 5 t a year earlier"."""
    if time.role != "base":
        return False
    a, b = figure.b, time.start
    beside = b >= a and not figure.change and not figure.others_between(a, b) and b - a < 30
    return not beside or bool(figure.sentence.cue("compared", a, b + 1))


def _is_elsewhere(figure: Figure, time: Time) -> bool:
    """In a bracket that the figure does not stand in, beside one that has figures of its own."""
    spans = [(m, n) for m, n in figure.sentence.brackets if m <= time.start < n and not m <= figure.a < n]
    return any(figure.others_between(m, n) for m, n in spans)


def _is_aside(figure: Figure, time: Time) -> bool:
    """Of a cause, an event or a relative clause: "slipped after a stoppage in May", "opened in 1998"."""
    sentence, (start, end) = figure.sentence, figure.clause
    x, y, _ = sentence.clauses[sentence.clause_at(time.start)]
    if start <= time.start < end:
        return False
    if time.start >= end:
        return bool(RELATIVE.match(sentence.low, start, end) or sentence.cue("cause", x, min(y, x + 12)))
    return x > 0 and bool(_ASIDE.match(sentence.low, x, y))


def _is_of_other_tense(figure: Figure, time: Time) -> bool:
    """Of another tense: "will start in 2027, and they have put in $300m"; "found in 2015, it holds 3 Mt"."""
    sentence, at, today = figure.sentence, figure.at, figure.sentence.reader.published
    k, past, present = sentence.clause_at(time.start), sentence.says("past", at), sentence.says("present", at)
    if time.start >= figure.a or k == at or not (past or present):
        return False
    if time.period and today and time.period.first > today.last:
        return not _ahead(sentence, at)
    return not past and not figure.change and sentence.says("past", k) is not None


def _is_beyond(figure: Figure, time: Time) -> bool:
    """Behind a new statement, or behind other figures unless shared: "5 t of tin and 3 t of zinc in 2024"."""
    words = figure.sentence.low[figure.b : time.start]
    for group in reversed(figure.sentence.groups):  # the commas and *and* of lists of metals part nothing
        if figure.b <= group.start and group.end <= time.start:
            words = words[: group.start - figure.b] + words[group.end - figure.b :]
    words = BRACKETS.sub(" ", words)
    if not figure.others_between(figure.b, time.start):
        return bool(_HARD.search(words))
    by = time.role == "by" and find_modality(figure)[0] == "reported"
    compared = figure.sentence.cue("compared", figure.b, time.start)
    return by or bool(compared) or bool(_HARD.search(words.replace(" and ", " ")))


def _is_of_start(figure: Figure, time: Time) -> bool:
    """In "from 1 Mt in 2023 to 3 Mt" the time is the first one's."""
    to = time.end <= figure.a and _TO.search(figure.sentence.low, time.end, figure.a)
    started = (f for f in figure.sentence.figures[: figure.i] if f.a < time.start and f.before(_FROM))
    return bool(to) and next(started, None) is not None


_RULED_OUT = (_is_of_start, _is_base, _is_elsewhere, _is_aside, _is_of_other_tense, _is_beyond)


def _clear(figure: Figure, start: int, end: int) -> bool:
    """Whether no other figure stands between, but in brackets."""
    aside = [span for span in figure.sentence.brackets if not span[0] <= figure.a < span[1]]
    inner = [f for f in figure.sentence.figures if start <= f.a < end]
    return all(any(m <= f.a < n for m, n in aside) for f in inner)


def _stated(sentence: Sentence) -> list[Time]:
    """The times a sentence tells, but for those in brackets, which are of what stands there."""
    brackets = sentence.brackets
    times = [t for t in sentence.times if t.role in ("at", "since") and t.period]
    return [t for t in times if not any(m < t.start < n for m, n in brackets)]


def _told_before(sentence: Sentence, position: int) -> Time | None:
    """The time last stated before a position of a sentence, else in the sentences before."""
    here = [t for t in _stated(sentence) if t.end <= position]
    back = sentence.previous
    while not here and back is not None and sentence.index - back.index < 4:
        here, back = _stated(back), back.previous
    return here[-1] if here else None


def _carried(figure: Figure, modality: str) -> Told:
    """The time of the sentences before, else the headline's, else the article's year."""
    for step, where in _CARRY:
        time = step(figure, modality)
        if time:
            return _text(time.period), None, f"carried from {where}: {time.rule}"
    today = figure.sentence.reader.published
    if today is None or today.first.year != today.year:
        return None, None, None
    return str(today.year), None, "the article's year"


def _of_sentence_before(figure: Figure, modality: str) -> Time | None:
    """The time of the sentences before, where this one goes on in the past."""
    sentence = figure.sentence
    if modality != "reported" or sentence.text[:1] in '“„«"' or not _goes_on(figure):
        return None
    back = sentence
    for _ in range(3):
        previous = back.previous
        if previous is None or previous.paragraph.kind != sentence.paragraph.kind:
            return None
        if previous.paragraph is not sentence.paragraph:  # another paragraph must be on the same matter
            told = previous.figures[-1].base if previous.figures and sentence.reader.published else None
            if not told or not sentence.cue("past") or told != figure.base:
                return None
        if stated := _stated(previous):
            periods = {str(t.period) for t in stated}
            ahead = any(_is_ahead(t.period, sentence.reader.published, modality) for t in stated if t.period)
            return stated[-1] if len(periods) == 1 and stated[-1].role == "at" and not ahead else None
        same = next((t for t in previous.times if t.role == "same" and "since" not in t.rule), None)
        if same:
            return _told_before(previous, same.start)
        if any(t.role != "base" for t in previous.times) or not previous.figures:
            return None
        back = previous
    return None


def _goes_on(figure: Figure) -> bool:
    """Whether a sentence tells what was: nothing in it says that it is."""
    sentence = figure.sentence
    here = (k for k in range(len(sentence.clauses)) if sentence.says("present", k))
    present = any(not RELATIVE.match(sentence.low, sentence.clauses[k][0]) for k in here)
    return not sentence.says("present", figure.at) and (not present or bool(sentence.says("past", figure.at)))


def _of_headline(figure: Figure, modality: str) -> Time | None:
    """The one time the headline is of ("Output in January–July"), where the sentence tells what was."""
    reader, sentence = figure.sentence.reader, figure.sentence
    head = reader.sentences[0]
    told = _stated(head) if head.paragraph.kind == "headline" else []
    if len(told) != 1 or modality != "reported" or told[0].period is None:
        return None
    if figure.measure in vocabulary("claims")["measure"]["lasting"]:
        return None
    if sentence.says("present", figure.at) or not sentence.cue("past"):
        return None
    return None if _is_ahead(told[0].period, reader.published, modality) else told[0]


_CARRY = (
    (_of_sentence_before, "the sentence before"),
    (_of_headline, "the headline"),
)
