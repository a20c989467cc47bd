"""How a clause puts a quantity, and when it holds."""

from __future__ import annotations

import re

from orebook.clauses import BRACKETS, HARD, Reader, Sentence, respective_turn
from orebook.periods import Period, year_of

_FROM = re.compile(r"\bfrom (?:just |about |around |some |only )?$")
_PAST_BRACKET = re.compile(r"\s*\([^()]*\)(?:(?! and )[^,;()])*")
_THIS_IS = re.compile(
    r"\W*(?:this|that|these|those|it)\b(?: \w+)? (?:is|are|was|represents?|marks?|means?|meant|compares?)\b"
)
_IN_YEARS = re.compile(r"(?:with)?in (?:\d|\w+ (?:years|decades)\b)")
_YEARS = re.compile(r"\d{4}/\d{4}")
_MORE_THAN = re.compile(r"\b(?:more|less|higher|lower|fewer|greater)\b[^,;]*\bthan\b")
_TO = re.compile(r"\bto (?:about |around |over |nearly |almost |some |just )?$")


def find_modality(sentence: Sentence, at: int) -> tuple[str, int]:
    """How a clause puts it, and which clause tells: one without a verb goes on with the one before."""
    for k in range(at, -1, -1):
        forecast, planned = sentence.says("forecast", k), sentence.says("planned", k)
        if forecast and planned:  # "expected to launch" says more than "expected"
            return (
                "planned"
                if planned.start() <= forecast.start() and planned.end() >= forecast.end()
                else "forecast"
            ), k
        if forecast or planned:
            return ("forecast" if forecast else "planned"), k
        if sentence.says("opinion", k):
            return "opinion", k
        if sentence.says("past", k, "words") or sentence.says("present", k, "words"):
            return "reported", k
    return "reported", at


def find_period(
    reader: Reader, sentence: Sentence, i: int, modality: str, measure: str
) -> tuple[str | None, str | None, str | None]:
    """Period, horizon and the rule behind them."""
    article_year = year_of(reader.published)
    own = _own_period(sentence, i, measure)
    if own is None:
        carried = _period_before(sentence, i, modality, measure)
        if carried:
            return carried.value, None, f"carried from the sentence before: {carried.rule}"
        return article_year, None, "the article's year" if article_year else None
    if own.role == "same":
        told = _told_before(sentence)
        return (told.value, None, f"{own.rule}: {told.rule}") if told else (article_year, None, own.rule)
    if own.role == "within":
        if modality == "reported" and own.value and article_year and _IN_YEARS.match(sentence.low, own.start):
            back = 2 * int(article_year) - int(own.value[:4])  # "tripled in five years"
            return f"{back}/{article_year}", None, own.rule
        return article_year, own.value, own.rule
    if own.role == "now":
        return article_year, None, own.rule
    a, b = sentence.spans[i]
    if (
        i + 1 < len(sentence.spans)
        and _FROM.search(sentence.low, max(0, a - 14), a)
        and sentence.low[b : b + 4] == " to "
        and own.start > b
    ):
        if own.role == "by" or modality in (
            "planned",
            "forecast",
        ):  # "to raise it from 450 to 750 kt by 2029": 450 is today's
            return article_year, None, "the article's year"
        return None, None, "before the change: no date given"
    if (
        own.value
        and own.role == "at"
        and _YEARS.fullmatch(own.value)
        and _TO.search(sentence.low, max(0, a - 14), a)
    ):
        return own.value.split("/")[1], None, own.rule  # "rose to 41 per cent between 2018 and 2023"
    ahead = own.role == "by" or (own.value is not None and _is_ahead(own.value, reader.published, modality))
    if own.value is None and own.rule.endswith("no date given"):
        return article_year, None, own.rule
    return own.value, own.value if ahead else None, own.rule


def _is_ahead(value: str, published: str | None, modality: str) -> bool:
    """Whether a time lies after the article, or in its own year or month where plans are told."""
    if published is None:
        return modality in ("planned", "forecast")
    today = published.split("/")[-1]
    last = value.split("/")[-1]
    shared = min(len(last), len(today))
    return last[:shared] > today[:shared] or (
        modality in ("planned", "forecast") and last[:shared] == today[:shared]
    )


def _own_period(sentence: Sentence, i: int, measure: str) -> Period | None:
    """The time expression that a quantity of the sentence stands under."""
    a, b = sentence.spans[i]
    at = sentence.clause_at(a)
    start, end, _ = sentence.clauses[at]
    periods = sentence.periods
    if measure.endswith(")"):  # "up 5% from a year earlier" tells the base, not the time
        periods = [p for p in periods if p.role != "base"]
    elif sentence.quantities[i].unit in ("percent", "multiple"):  # "103 per cent of the level of 2023"
        periods = [p for p in periods if p.role != "base" or not sentence.low[b : p.start].strip()]
    periods = [
        p
        for p in periods
        if p.role != "base" or p.start < b or not _MORE_THAN.search(sentence.low, b, p.start)
    ]
    if measure == "rank":  # what somebody is does not date from what they did
        periods = [p for p in periods if start <= p.start < end]
    for left, right in sentence.brackets:  # what stands in brackets is told of what stands there
        inside = [p for p in periods if left <= p.start < right]
        if left <= a < right and len(inside) == 1:
            return inside[0]  # "(2019: 20 t)"
        if not left <= a < right:
            periods = [p for p in periods if p not in inside]
    if not periods:
        return None
    spans = sentence.spans
    paired = respective_turn(sentence, i)
    if paired and len(periods) == paired[1]:
        return periods[paired[0]]

    aside = [span for span in sentence.brackets if not span[0] <= a < span[1]]

    def between(x: int, y: int) -> bool:
        return any(x <= s < y and not any(m <= s < n for m, n in aside) for s, _ in spans)

    def gap(p: Period) -> str:
        return BRACKETS.sub(" ", sentence.low[b : p.start])

    after = [p for p in periods if p.start >= b]
    before = [p for p in periods if p.end <= a]
    if before and before[-1].role == "base" and re.fullmatch(r"\s*\(\s*", sentence.low[before[-1].end : a]):
        return before[-1]  # "10 per cent more than in 2022 (16,358 t)"
    for p in after[:1]:
        if (p.start < end or _PAST_BRACKET.fullmatch(sentence.low, b, p.start)) and not between(b, p.start):
            return p
    for p in reversed(before):
        if p.role == "base":
            continue
        if p.start >= start:
            return p
    for p in after[:1]:  # the next clause, of this quantity still: "25,000 t of aluminium, in 2021"
        if not between(b, p.start) and not HARD.search(gap(p)) and p.role != "base":
            return p
    for p in reversed(before):
        if p.role == "base":
            continue
        # said of an earlier quantity of its own, unless it opens the sentence
        if between(p.start, a) or not any(s < p.start for s, _ in spans):
            k = sentence.clause_at(p.start)
            now = sentence.says("present", at, "words") and not sentence.says("past", at, "words")
            if k != at and not measure.endswith(")") and now and sentence.says("past", k, "words"):
                continue  # "was found in 2015 and holds 3 Mt"
            if any(s < p.start and sentence.clause_at(s) == k for s, _ in spans) and sentence.clauses[at][2]:
                continue
        return p
    for p in after:
        if (
            p.role != "base"
            and not HARD.search(gap(p).replace(" and ", " "))
            and not re.search(r"\b(?:from|than|compared|against|versus)\b", gap(p))
        ):
            return p
    return None


def _told_before(sentence: Sentence) -> Period | None:
    """The time last stated in the sentences before."""
    back = sentence.previous
    while back is not None and sentence.index - back.index < 4:
        stated = [p for p in back.periods if p.role == "at" and p.value]
        if stated:
            return stated[-1]
        back = back.previous
    return None


def _period_before(sentence: Sentence, i: int, modality: str, measure: str) -> Period | None:
    """The time of the sentences before, where this one goes on in the past."""
    if modality != "reported":
        return None
    at = sentence.clause_at(sentence.spans[i][0])
    if not (_goes_on_in_brackets(sentence, i) or (measure.endswith(")") and _THIS_IS.match(sentence.low))):
        if sentence.says("present", at, "words"):
            return None
        if not sentence.says("past", at, "words") and any(
            sentence.says("present", k, "words") for k in range(len(sentence.clauses))
        ):
            return None
    back = sentence
    for _ in range(3):
        previous = back.previous
        if previous is None or previous.paragraph.kind != sentence.paragraph.kind:
            return None
        if previous.paragraph is not sentence.paragraph and not previous.quantities:
            return None
        stated = [p for p in previous.periods if p.role == "at" and p.value]
        if stated:
            return stated[-1] if len({p.value for p in stated}) == 1 else None
        if previous.periods or not previous.quantities:
            return None
        back = previous
    return None


def _goes_on_in_brackets(sentence: Sentence, i: int) -> bool:
    """Whether a quantity is one of a list in brackets: "China (1.9 Mt), Canada (0.3 Mt), Russia (0.2 Mt)"."""
    inside = [any(m <= a < n for m, n in sentence.brackets) for a, _ in sentence.spans]
    return inside[i] and sum(inside) > 2
