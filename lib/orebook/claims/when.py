"""How a sentence puts a quantity, and when it holds."""

from dataclasses import replace

from orebook.claims.sentence import BRACKETS, COMING, RELATIVE, SHAPES, Figure, Sentence
from orebook.find.times import Time, months, shifted, until, year
from orebook.text.calendar import Period
from orebook.text.vocabulary import vocabulary

_PUT = vocabulary("claims")["put"].items()  # what a clause may say, in the order asked
_COMING = ("planned", "forecast")
_BEHIND = ("", "in", "for", "in the", "for the", "during the", "over the")  # a figure, the time it is of
_PARTS = {"half": 6, "quarter": 3, "year": 12}

Told = tuple[Period | None, Period | None, str | None]  # period, horizon and the rule behind them


def find_modality(figure: Figure) -> tuple[str, int]:
    """How a clause puts it, and which clause tells: one without a verb goes on with the one before."""
    sentence = figure.sentence
    if figure.cell:
        head, columns = " ".join(figure.cell.heads).lower(), vocabulary("claims")["columns"]
        return next((columns[word] for word in columns if word in head), "reported"), figure.at
    if sentence.cue("view", 0, figure.a):
        return "opinion", figure.at
    if figure.before("up_from") or (figure.before("from") and any(f.before("to") for f in sentence.figures)):
        return "reported", figure.at  # "to raise output from 4 kt to 6 kt"
    told = ((kind, k) for k in range(figure.at, -1, -1) for cue, kind in _PUT if sentence.says(cue, k))
    return next(told, ("reported", figure.at))


def find_period(figure: Figure, modality: str) -> tuple[str | None, str | None, str | None]:
    """Period, horizon and the rule behind them."""
    time = own_time(figure)
    period, horizon, rule = _resolved(figure, time, modality) if time else _carried(figure, modality)
    told = time and time.role != "now" and "no date" not in time.rule
    if told and is_ahead(period, modality, figure.sentence.reader.published):
        horizon = horizon or period
    behind = time is not None and time.start >= figure.b
    if period and period.precision != "month" and not behind and _is_year_before(figure):
        period, horizon, rule = shifted(period, 12), None, f"a year before: {rule}"
    return str(period) if period else None, str(horizon) if horizon else None, rule


def is_ahead(period: Period | None, modality: str, today: Period | None) -> bool:
    """Whether a plan or forecast is told for a time that is not over, if only the article's own year."""
    return modality in _COMING and period is not None and today is not None and period.last > today.last


def _is_year_before(figure: Figure) -> bool:
    """What a flow fell or rose from, where no other time is told: "to 88,400 tonnes from 104,700"."""
    sentence, flows = figure.sentence, vocabulary("claims")["measure"]["flows"]
    to = any(f.unit == figure.unit and f.before("to") for f in sentence.figures)
    return bool(to and figure.base in flows and figure.before("from")) and not any(map(sentence.cue, COMING))


def _resolved(figure: Figure, time: Time, modality: str) -> Told:
    for step in _RESOLVE:
        if told := step(figure, time):
            return told
    period, today = time.period, figure.sentence.reader.published
    ahead = is_ahead(period, modality, today) or (today is None and modality in _COMING)
    later = today is not None and period is not None and period.first > today.last
    return period, period if ahead or later else None, time.rule


def _as_told(figure: Figure, time: Time) -> Told | None:
    """The time told before: the same, its half-year, its year, from it on, or a year before."""
    of_year = time.period is not None and time.period.precision == "year" and time.rule != "stated"
    back = of_year and ("same" in time.rule or time.role == "base")
    told = _told_before(figure.sentence, time) if back or time.role == "same" else None
    if told is None or told.period is None:
        return _carried(figure, "reported") if time.role == "same" else None
    period = told.period
    if back and time.period:
        period = shifted(period, 12 * (period.year - time.period.year if "same" in time.rule else 1))
    elif "since" in time.rule:
        period = until(period, figure.sentence.reader.this_year)
    elif len(period.years) == 1:  # its half-year, quarter or year
        length = next((n for word, n in _PARTS.items() if word in time.rule), 0)
        if (period.last - period.first).days < 31 * length:
            first = (period.last.year * 12 + period.last.month - 1) // length * length
            period = months(first, first + length - 1)
    return period, None, f"{time.rule}: {told.rule}"


def _in_years(figure: Figure, time: Time) -> Told | None:
    if time.role != "within":
        return None
    now, past = figure.sentence.reader.this_year, find_modality(figure)[0] == "reported"
    if past and time.period and now and SHAPES["in_years"].match(figure.sentence.low, time.start):
        span = replace(now, first=year(2 * now.year - time.period.year).first, precision="range")
        return span, None, time.rule  # "tripled in five years"
    return now, time.period, time.rule


def _now(figure: Figure, time: Time) -> Told | None:
    sentence, at = figure.sentence, figure.sentence.clause_at(time.start)
    if time.role == "now":  # "was signed today"; else "today they employ 5,000"
        done = time.period and sentence.says("past", at) and not sentence.says("present", at)
        return time.period if done else sentence.reader.this_year, None, time.rule
    unknown = time.period is None and time.rule.endswith("no date given")
    return (sentence.reader.present, None, time.rule) if unknown else None


_RESOLVE = (_as_told, _in_years, _now)


def own_time(figure: Figure) -> Time | None:
    """The time expression that a quantity stands under: the nearest that nothing rules out."""
    low, clause_at, again = figure.sentence.low, figure.sentence.clause_at, figure.after("again")
    past = again.end() if again else figure.b

    def order(time: Time) -> tuple[bool, int, bool, int]:
        """First one right behind it, then by clauses apart, *now* last, then by distance."""
        gap = time.start - past if time.start >= figure.b else figure.a - time.end
        behind = time.start >= past and low[past : time.start].strip() in _BEHIND
        return not behind, abs(clause_at(time.start) - figure.at), time.role == "now", gap

    times = sorted(figure.sentence.times, key=order)
    beside = (t for t in times if low[t.end : figure.a].strip() == "(")  # less than in 2022 (5 t)
    allowed = (t for t in times if not any(rule(figure, t) for rule in _RULED_OUT))
    return next(beside, None) or next(allowed, None)


def _is_of_start(figure: Figure, time: Time) -> bool:
    """In "from 1 Mt in 2023 to 3 Mt" the time is the first one's."""
    low = figure.sentence.low
    to = time.role == "at" and time.end <= figure.a and SHAPES["to"].search(low, time.end, figure.a)
    at = figure.sentence.clause_at(time.start)
    before = (f for f in figure.sentence.figures[: figure.i] if f.a < time.start and f.at == at)
    return bool(to) and any(f.before("from") for f in before)


def _is_base(figure: Figure, time: Time) -> bool:
    """What it is compared with is not when it was, but right behind it: "from 5 t a year earlier"."""
    low, gap = figure.sentence.low, time.start - figure.b
    if time.role != "base":
        if gap < 0 or not (figure.change or figure.unit == "multiple"):
            return False
        of = SHAPES["of_time"].fullmatch(low, figure.b, time.start)
        return bool(of or figure.sentence.cue("compared", figure.b, time.start))
    between = figure.others_between(figure.b, time.start)
    told = low[max(0, time.start - 6) : time.start + 5]
    record = "since" in told or " level" in low[figure.b : time.start]  # the lowest since Feb. 22
    against = figure.unit != "percent" and figure.sentence.cue("compared", figure.clause[0], figure.a)
    near = against or gap < 30 and not between  # "compared with 5 t at $3 in the first quarter of 2022"
    beside = gap >= 0 and near and not (figure.change or record)
    return not beside or bool(figure.sentence.cue("compared", figure.b, time.start + 1))


def _is_elsewhere(figure: Figure, time: Time) -> bool:
    """In a bracket with figures of its own, or outside of the figure's, which has a time of its own."""
    for m, n in figure.sentence.brackets:
        inside, mine = m <= time.start < n, m <= figure.a < n
        timed = any(m <= other.start < n for other in figure.sentence.times)
        if inside != mine and (figure.others_between(m, n) if inside else timed):
            return True
    return False


def _is_aside(figure: Figure, time: Time) -> bool:
    """Of a cause, an event or a relative clause: "slipped after a stoppage in May"."""
    sentence, (start, end) = figure.sentence, figure.clause
    x, y, _ = sentence.clauses[sentence.clause_at(time.start)]
    if time.start >= end:
        extending = SHAPES["extending"].match(sentence.low, x, time.start)
        beside = extending or RELATIVE.match(sentence.low, start, end)
        return bool(beside or sentence.cue("cause", x, min(y, x + 12)))
    return x < start and bool(RELATIVE.match(sentence.low, x, y))


def _is_of_other_tense(figure: Figure, time: Time) -> bool:
    """Of another tense: "will start in 2027, and they have put in $300m"; "found in 2015, it holds 3 Mt"."""
    sentence, at, today = figure.sentence, figure.at, figure.sentence.reader.published
    k, past, present = sentence.clause_at(time.start), sentence.says("past", at), sentence.says("present", at)
    if k == at or not (past or present):
        return False
    if time.period and today and time.period.first > today.last:
        return not any(sentence.says(kind, at) for kind in COMING)
    return not past and not figure.change and sentence.says("past", k) is not None


def _is_beyond(figure: Figure, time: Time) -> bool:
    """Behind a new statement, or behind other figures unless shared: "5 t of tin and 3 t of zinc in 2024"."""
    words = figure.sentence.low[figure.b : time.start]
    for group in reversed(figure.sentence.groups):  # the commas and *and* of lists of metals part nothing
        if figure.b <= group.start and group.end <= time.start:
            words = words[: group.start - figure.b] + words[group.end - figure.b :]
    words = BRACKETS.sub(" ", words)
    if not figure.others_between(figure.b, time.start):
        return bool(SHAPES["hard"].search(words))
    by = time.role == "since" or time.role == "by" and find_modality(figure)[0] == "reported"
    compared = figure.sentence.cue("compared", figure.b, time.start)
    return by or bool(compared) or bool(SHAPES["hard"].search(words.replace(" and ", " ")))


_RULED_OUT = (_is_of_start, _is_base, _is_elsewhere, _is_aside, _is_of_other_tense, _is_beyond)


def _stated(sentence: Sentence) -> list[Time]:
    """The times a sentence tells, but for those in brackets and of a base ("above 5 t", not "by 5 t")."""
    bases = [a for a, _ in sentence.cues.get("compared", ())]
    told = []
    for time in sentence.times:
        aside = any(m < time.start < n for m, n in sentence.brackets)
        near = [a for a in bases if 0 < time.start - a <= 50]  # "against 5 t in 2022", not "from 5 to 6 t"
        behind = ((a, [f for f in sentence.figures if a <= f.a < time.start]) for a in near)
        compared = any(len(f) == 1 and f[0].a - a < 20 and not f[0].before("by") for a, f in behind)
        x, y, _ = sentence.clauses[sentence.clause_at(time.start)]
        caused = sentence.cue("cause", x, min(y, x + 12))  # "following a strike in 2020"
        if time.role in ("at", "since") and time.period and not (aside or compared or caused):
            told.append(time)
    return told


def _told_before(sentence: Sentence, time: Time) -> Time | None:
    """The time last stated before another, else in the article's head; of a part of a year such a part."""
    here = [t for t in _stated(sentence) if t.end <= time.start]
    head = [_stated(one)[:1] for one in sentence.reader.head if "same" not in time.rule]
    own = "review" in time.rule or "report" in time.rule  # the period under review is that of the article
    told = head if own else [here, *map(_stated, sentence.back(4)), *head]
    known = [t for times in told for t in reversed(times) if t.period and t.period.precision != "day"]
    parts = [t for t in known if t.period and (t.period.first.month, t.period.last.month) != (1, 12)]
    part = any(word in time.rule for word in ("half", "quarter", "period", "months"))
    return next(iter(part and parts or known), None)


def _carried(figure: Figure, modality: str) -> Told:
    """Of what is past the time told before in its paragraph or the article's head; else its year."""
    sentence, reader = figure.sentence, figure.sentence.reader
    now = reader.present
    market = "shares" in sentence.low or "$1 = " in sentence.low or now and now.precision == "month"  # daily
    if modality == "reported" and figure.unit != "count" and not market and _is_past(figure):
        near = [*sentence.leads, *(b for b in sentence.back(3) if b.paragraph is sentence.paragraph)]
        for one in [*near, *(head for head in reader.head[::-1] if head is not sentence)]:
            for time in (told for told in _stated(one) if told.role == "at"):
                period, today = time.period, reader.published
                over = period and len(period.years) < 3 and not (today and period.last > today.last)
                if over and period and (figure.base == "price" or period.precision != "day"):
                    return period, None, f"carried from a sentence before: {time.rule}"
    return now, None, f"the article's {now.precision}" if now else None


def _is_past(figure: Figure) -> bool:
    """Whether its clause, or the one before that it goes on with, tells what was and not what is."""
    sentence, says = figure.sentence, figure.sentence.says
    for k in range(figure.at, -1, -1):
        aside = RELATIVE.match(sentence.low, *sentence.clauses[k][:2])  # ", which is 2% more, "
        if says("present", k) and not (aside and (figure.change or k < figure.at)):
            return False
        if says("past", k) and not (aside and k < figure.at):
            return True
    return bool(sentence.leads) or sentence.text[-1:] not in (".", "\u201d", '"')  # a heading, an item
