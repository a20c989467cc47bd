"""How a clause puts a quantity, and when it holds."""

from __future__ import annotations

import re

from orebook.claims.measure import find_measure
from orebook.claims.sentence import (
    BRACKETS,
    HARD,
    RELATIVE,
    Reader,
    Sentence,
    pattern,
    respective_turn,
    words,
)
from orebook.find.times import Period, year_before, year_of

_FROM = re.compile(r"\bfrom (?:just |about |around |some |only )?$")
_TO = re.compile(r"\bto (?:about |around |over |nearly |almost |some |just )?$")
_PAST_BRACKET = re.compile(r"\s*\([^()]*\)(?:(?! and )[^,;()])*")
_OPEN_BRACKET = re.compile(r"\s*\(\s*|, when ")
_COMPARED = re.compile(r"\b(?:from|than|below|above|compared|against|versus|that)\b")
_MORE_THAN = re.compile(r"\b(?:more|less|higher|lower|fewer|greater)\b[^,;]*\bthan\b")
_IN_YEARS = re.compile(r"(?:with)?in (?:\d|\w+ (?:years?|decades?)\b)")
_YEAR_BEFORE = re.compile(r"(?:a|one|the|same)\b.*\byear\b")
_SAME_OF = re.compile(r"(?:\w+ )?the same \w+ (?:of|in) \d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PAST_BRACKETS = re.compile(r"\s*(?:\([^()]*)?\)\s*(?=\w)")
_ALTHOUGH = re.compile(r"\W*(?:although|though|whereas)\b")
_VERB_FIRST = re.compile(r"\W*(?:is|are|was|were|will|would|could|may|might)\b")
_AND_TO = re.compile(r"\W*and to \w")
_AS_IS = re.compile(r"\W*(?:up from|down from|compared|against|versus|currently|at present|now)\b")
_YEARS = re.compile(r"\d{4}/\d{4}")
# What is at a date, or is agreed on one, and does not add up over the headline's quarter.
_LASTING = frozenset(
    ("reserves", "deposits", "grade", "stake", "capacity", "value", "loan", "funding", "cost")
)
_AFTER_EVENT = re.compile(r"\W*(?:after|following|because|despite|amid)\b")
_ALREADY = re.compile(r"\b(?:already|so far|to date)\b")
_CELL = re.compile(r"[|\t]")
_COLUMN_AHEAD = re.compile(
    r"\b(?:(?P<planned>plan(?:ned)?|target|budget|guidance)|forecast|outlook|projected)\b"
)


def _ahead(sentence: Sentence, k: int) -> str | None:
    """Whether a clause tells a forecast or a plan; "expected to launch" says more than "expected"."""
    forecast, planned = sentence.says("forecast", k), sentence.says("planned", k)
    if forecast and planned and planned.start() <= forecast.start() and planned.end() >= forecast.end():
        return "planned"
    return "forecast" if forecast else "planned" if planned else None


def find_modality(sentence: Sentence, i: int) -> tuple[str, int]:
    """How a clause puts it, and which clause tells: one without a verb goes on with the one before."""
    a, _ = sentence.spans[i]
    at = sentence.clause_at(a)
    if head := _column_head(sentence, i):  # "2025 (plan)"
        if told := _COLUMN_AHEAD.search(head):
            return "planned" if told["planned"] else "forecast", at
    if sentence.quantities[i].unit == "rank":  # "the world's largest maker plans": it is that already
        before = (sentence.clauses[at][0], a)
        kind = next(
            (k for k in ("forecast", "planned") if words(k, "modality").search(sentence.low, *before)), None
        )
        return kind or "reported", at
    if sentence.has("view", "modality") and words("view", "modality").search(sentence.low, 0, a):
        return "opinion", at
    past = _PAST_BRACKETS.match(sentence.low, sentence.spans[i][1])  # "5 trillion tenge ($10bn) will go"
    for k in (*range(at, -1, -1), *([sentence.clause_at(past.end())] if past else ())):
        if _AND_TO.match(sentence.low, sentence.clauses[k][0]):
            continue  # "is expected to cost $1bn, and to produce 5,000 t"
        if ahead := _ahead(sentence, k):
            return ahead, k
        if sentence.says("opinion", k):
            return "opinion", k
        as_is = k == at and _AS_IS.match(sentence.low, sentence.clauses[k][0])
        if as_is or sentence.says("past", k, "words") or sentence.says("present", k, "words"):
            return "reported", k
    for k in range(at + 1, min(at + 3, len(sentence.clauses))):  # "its first line, for 600 t, is to open"
        if _VERB_FIRST.match(sentence.low, sentence.clauses[k][0]):
            return _ahead(sentence, k) or "reported", k
    return "reported", at


def find_period(
    reader: Reader, sentence: Sentence, i: int, modality: str, measure: str
) -> tuple[str | None, str | None, str | None]:
    """Period, horizon and the rule behind them."""
    year = year_of(reader.published)
    own = _own_period(sentence, i, measure) or _of_table(reader, sentence, i)
    if own is None:
        base = any(p.role == "base" and p.rule.startswith("the same") for p in sentence.periods)
        if base and modality == "reported" and (told := _told_before(sentence, 0)):
            return told.value, None, f"carried from what it is compared with: {told.rule}"
        told = _period_before(sentence, i, modality, measure)
        if told:
            return told.value, None, f"carried from the sentence before: {told.rule}"
        told = None if measure in _LASTING else _of_headline(reader, sentence, i, modality)
        if told:
            return told.value, None, f"carried from the headline: {told.rule}"
        return year, None, "the article's year" if year else None
    (a, b), rule = sentence.spans[i], own.rule
    if own.role == "same" and "full" in rule and modality in ("planned", "forecast"):
        return year, None, rule
    if own.role == "same":
        same = _told_before(sentence, own.start)
        if same is None:
            return year, None, rule
        return _same(rule, str(same.value), year), None, f"{rule}: {same.rule}"
    if own.value and _SAME_OF.match(rule) and len(own.value) == 4:
        finer = _told_before(sentence, 0)
        return _YEAR.sub(own.value, str(finer.value)) if finer else own.value, None, rule
    if own.role == "base" and _YEAR_BEFORE.match(rule):
        finer = _told_before(sentence, own.start)  # of the time told before
        if finer and len(str(finer.value)) > 4:
            return year_before(str(finer.value)), None, f"{rule}: {finer.rule}"
    if own.role == "within":
        if modality == "reported" and own.value and year and _IN_YEARS.match(sentence.low, own.start):
            return f"{2 * int(year) - int(own.value[:4])}/{year}", None, rule  # "tripled in five years"
        return year, own.value, rule
    at = sentence.clause_at(own.start)
    if own.role == "now" and sentence.says("past", at, "words") and not sentence.says("present", at, "words"):
        year = own.value or year  # "was signed today"; else "today they employ 5,000"
    if own.role == "now" or (own.value is None and rule.endswith("no date given")):
        return year, None, rule
    last = i + 1 == len(sentence.spans)
    if own.value and _YEARS.fullmatch(own.value) and _FROM.search(sentence.low, max(0, a - 14), a):
        if not rule.startswith("since") and sentence.low[b : b + 4] == " to ":
            return own.value.split("/")[0], None, rule  # "fell from 41 to 26 between 2000 and 2022"
    if (
        not last
        and _FROM.search(sentence.low, max(0, a - 14), a)
        and sentence.low[b : b + 4] == " to "
        and own.start > b
    ):
        if own.role == "by" or modality in (
            "planned",
            "forecast",
        ):  # "from 450 to 750 kt by 2029": 450 is today's
            return year, None, "the article's year"
        return None, None, "before the change: no date given"
    if (
        own.value
        and own.role == "at"
        and (_YEARS.fullmatch(own.value) or (rule.startswith("since") and "/" in own.value))
        and _TO.search(sentence.low, max(0, a - 14), a)
    ):
        return own.value.split("/")[1], None, rule  # "rose to 41 per cent between 2018 and 2023"
    past = modality == "reported" and not _is_ahead(own.value or "9", reader.published, "planned")
    ahead = (own.role == "by" and not past) or (
        own.value is not None and _is_ahead(own.value, reader.published, modality)
    )
    return own.value, own.value if ahead else None, rule


def _is_ahead(value: str, published: str | None, modality: str) -> bool:
    """Whether a time lies after the article, or in its own year or month where plans are told."""
    if published is None:
        return modality in ("planned", "forecast")
    today, last = published.split("/")[-1], value.split("/")[-1]
    shared = min(len(last), len(today))
    return last[:shared] > today[:shared] or (
        modality in ("planned", "forecast") and last[:shared] == today[:shared]
    )


def _own_period(sentence: Sentence, i: int, measure: str) -> Period | None:
    """The time expression that a quantity of the sentence stands under."""
    (a, b), spans, text = sentence.spans[i], sentence.spans, sentence.low
    at, year = sentence.clause_at(a), year_of(sentence.reader.published)
    start, end, begins = sentence.clauses[at]
    change = measure.endswith(")")
    share = sentence.quantities[i].unit in ("percent", "multiple", "pp")
    periods = []
    for p in sentence.periods:
        if (
            p.role == "base"
            and (  # "up 5% from a year earlier" tells what it is compared with, not when
                change
                or (share and text[b : p.start].strip())
                or text[b : p.start].strip() in ("from", "than")
                or (p.start >= b and _MORE_THAN.search(text, b, p.start))
            )
        ):
            continue
        if measure == "rank" and not start <= p.start < end:
            continue  # what somebody is does not date from what they did
        if measure == "rank" and p.start >= b and p.role == "by":
            continue
        if p.start >= end and RELATIVE.match(text, start, end):
            continue  # a relative clause takes no time from what goes on behind it
        periods.append(p)
    # "Output, 2023 (2022): zinc 7 t (6 t)": what stands in brackets is of the year that does
    for left, right in sentence.brackets:
        head = next((p for p in periods if text[left + 1 : right - 1] == text[p.start : p.end]), None)
        if head and any(p.end == left - 1 for p in periods):
            if any(m < a < n for m, n in sentence.brackets):
                return head
            periods.remove(head)
    for left, right in sentence.brackets:  # what stands in brackets is told of what stands there
        if any(left <= x < right for x, _ in spans):
            inside = [p for p in periods if left <= p.start < right]
            if left <= a < right and len(inside) == 1:
                return inside[0]  # "(2019: 20 t)"
            periods = periods if left <= a < right else [p for p in periods if p not in inside]
    turn = respective_turn(sentence, i)
    if turn and len(periods) == turn[1]:
        return periods[turn[0]]
    aside = [span for span in sentence.brackets if not span[0] <= a < span[1]]

    def between(x: int, y: int) -> bool:
        return any(x <= s < y and not any(m <= s < n for m, n in aside) for s, _ in spans)

    def gap(p: Period) -> str:
        words = text[b : p.start]
        for group in reversed(sentence.groups):  # the commas of a list of metals part nothing
            if b <= group.start and group.end <= p.start:
                words = words[: group.start - b] + words[group.end - b :]
        return BRACKETS.sub(" ", words)

    after, before = [p for p in periods if p.start >= b], [p for p in periods if p.end <= a]
    if before and before[-1].role == "base" and _OPEN_BRACKET.fullmatch(text, before[-1].end, a):
        return before[-1]  # "10 per cent more than in 2022 (16,358 t)"
    for p in after[:1]:
        if (p.start < end or _PAST_BRACKET.fullmatch(text, b, p.start)) and not between(b, p.start):
            return p
    before = [p for p in reversed(before) if p.role != "base"]
    if i and before and before[0].start >= spans[i - 1][1] and _FROM.search(text, 0, spans[i - 1][0]):
        if text[before[0].end : a].strip() in ("to", "to about", "to some", "to over"):
            before.pop(0)  # "by 2030, from 1 million tonnes in 2023 to 3 million"
    for p in before:
        if p.start >= start:
            return p
    for p in after[:1]:  # the next clause, of this quantity still: "25,000 t of aluminium, in 2021"
        if _AFTER_EVENT.match(text, sentence.clauses[sentence.clause_at(p.start)][0]):
            continue  # "slipped after a stoppage in May"
        theirs = any(x > p.start and sentence.clause_at(x) == sentence.clause_at(p.start) for x, _ in spans)
        if not between(b, p.start) and not HARD.search(gap(p)) and p.role != "base" and not theirs:
            return p
    for p in before:
        k = sentence.clause_at(p.start)
        if k != at and RELATIVE.match(text, *sentence.clauses[k][:2]):
            continue  # "zinc, which has lost 40% since May, rose 2%"
        if k != at and p.value and year and p.value[:4] > year and _ALREADY.search(text, start, end):
            continue  # "will start in 2027, and they have already put in $300 million"
        present = sentence.says("present", at, "words") and not sentence.says("past", at, "words")
        if k != at and not change and present and sentence.says("past", k, "words"):
            continue  # "was found in 2015 and holds 3 Mt"
        parts = text.endswith("of", 0, len(text[:start].rstrip()))  # "…, of which China 5%"
        mine = begins and not parts and (between(p.start, a) or _ALTHOUGH.match(text, start))
        if mine and any(s < p.start and sentence.clause_at(s) == k for s, _ in spans):
            continue  # said of an earlier quantity of its own
        return p
    for p in after:  # "5 t of copper, 3 t of zinc and 1 t of gold in 2024"
        if (
            between(b, p.start)
            and p.role != "base"
            and not (p.role == "by" and find_modality(sentence, i)[0] == "reported")
            and not HARD.search(gap(p).replace(" and ", " "))
            and not _COMPARED.search(gap(p))
        ):
            return p
    return None


def _column_head(sentence: Sentence, i: int) -> str | None:
    """The words above a cell of a table, in the nearest row that has no figures but times."""
    heads = sentence.heads
    # Counted from the right: the corner above the labels is often empty and lost.
    cell = len(_CELL.findall(sentence.low, sentence.spans[i][1])) if heads else 0
    for row in heads:
        edges = [0, *(m.end() for m in _CELL.finditer(row.low))]
        if not row.quantities and len(edges) > cell:
            return _CELL.split(row.low[edges[-1 - cell] :])[0]
    return None


def _of_table(reader: Reader, sentence: Sentence, i: int) -> Period | None:
    """The time of a table's column head, else of the line above the table."""
    if sentence.paragraph.kind != "table":
        return None
    cell = len(_CELL.findall(sentence.low, sentence.spans[i][1]))
    for row in sentence.heads:
        heads = {len(_CELL.findall(row.low, p.end)): p for p in reversed(row.periods) if p.value}
        if cell in heads:
            head = _column_head(sentence, i) or ""
            if "%" not in head and "per cent" not in head:
                return heads[cell]
            # "in % of 2023": of the column that is compared with it
            others = [heads[at] for at in sorted(heads) if at > cell and heads[at].value != heads[cell].value]
            return others[0] if others else heads.get(cell + 1)
    told = [p for p in sentence.caption.periods if p.role == "at" and p.value] if sentence.caption else []
    return told[0] if len(told) == 1 else None


def _stated(sentence: Sentence) -> list[Period]:
    """The times a sentence tells, but for those in brackets, which are of what stands there."""
    return [
        p
        for p in sentence.periods
        if p.role == "at" and p.value and not any(m < p.start < n for m, n in sentence.brackets)
    ]


def _same(rule: str, told: str, year: str | None) -> str:
    """The time told before, its year for *full-year*, and from it on for *since then*."""
    if rule.startswith("since"):
        return f"{told[:4]}/{year}" if year and told[:4] < year else told
    return told[:4] if "year" in rule and "-" in told else told


def _told_before(sentence: Sentence, position: int) -> Period | None:
    """The time last stated before a position of a sentence, else in the sentences before."""
    here = [p for p in _stated(sentence) if p.end <= position]
    if here:
        return here[-1]
    back = sentence.previous
    while back is not None and sentence.index - back.index < 4:
        if stated := _stated(back):
            return stated[-1]
        back = back.previous
    return None


def _of_headline(reader: Reader, sentence: Sentence, i: int, modality: str) -> Period | None:
    """The one time the headline is of ("Output in January–July"), where the sentence tells what was."""
    head = reader.sentences[0]
    told = _stated(head) if head.paragraph.kind == "headline" else []
    if len(told) != 1 or modality != "reported":
        return None
    at = sentence.clause_at(sentence.spans[i][0])
    was = any(sentence.says("past", k, "words") for k in range(len(sentence.clauses)))
    if sentence.says("present", at, "words") or not was:
        return None
    return None if _is_ahead(str(told[0].value), reader.published, modality) else told[0]


def _period_before(sentence: Sentence, i: int, modality: str, measure: str) -> Period | None:
    """The time of the sentences before, where this one goes on in the past."""
    at = sentence.clause_at(sentence.spans[i][0])
    if modality != "reported":
        return None
    brackets = sentence.brackets
    inside = [any(m <= a < n for m, n in brackets) for a, _ in sentence.spans] if brackets else []
    listed = (
        brackets and inside[i] and sum(inside) > 2
    )  # "China (1.9 Mt), Canada (0.3 Mt) and Russia (0.2 Mt)"
    if not listed and not (measure.endswith(")") and pattern("this_is").match(sentence.low)):
        present = [
            k
            for k, (x, _, _) in enumerate(sentence.clauses)
            if sentence.says("present", k, "words") and (k == at or not RELATIVE.match(sentence.low, x))
        ]
        if at in present or (present and not sentence.says("past", at, "words")):
            return None
    if sentence.text[0] in '“„«"':
        return None  # somebody else's words
    back = sentence
    for _ in range(3):
        previous = back.previous
        if previous is None or previous.paragraph.kind != sentence.paragraph.kind:
            return None
        if previous.paragraph is not sentence.paragraph:  # another paragraph must be on the same matter
            told = None
            if previous.quantities and sentence.reader.published:
                told = find_measure(previous, len(previous.quantities) - 1)[0]
            past = any(sentence.says("past", k, "words") for k in range(len(sentence.clauses)))
            if not told or not past or told.split(" (")[0] != measure.split(" (")[0]:
                return None
        if stated := _stated(previous):
            values = {str(p.value) for p in stated}
            since = stated[-1].rule.startswith("since")  # a stretch of its own
            ahead = _is_ahead(max(values), sentence.reader.published, modality)
            return stated[-1] if len(values) == 1 and not since and not ahead else None
        same = next((p for p in previous.periods if p.role == "same" and p.rule[:5] != "since"), None)
        if same:
            return _told_before(previous, same.start)
        if any(p.role != "base" for p in previous.periods) or not previous.quantities:
            return None
        back = previous
    return None
