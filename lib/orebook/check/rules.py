"""Hold every claim against the official figures: a verdict, and the arithmetic in one line.

`RULES` says what each rule compares, how closely and when it stops; the code reads it, and the method page
prints it. A rule answers a question only where every word of the clause is spent (`orebook.check.question`);
the plain reading decides (`orebook.check.verdict`). *Contradicted* needs the whole sentence spent, every
reading off by a tenth beyond the tolerance, and a second look that finds the same from the raw rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from orebook.check import announced
from orebook.check.figures import Reference
from orebook.check.laid_out import Tables, Told, is_generic, number, sides_of, signs, stems, tonnes
from orebook.check.question import WORDS, Question, Stop, ask, cell, is_quantity, listed, parts
from orebook.check.verdict import (
    BEYOND,
    LEAST,
    LOOSE,
    RIGHT,
    ROUNDED,
    Reading,
    Verdict,
    error,
    fit,
    judge,
    margin,
    off,
    supported,
    tolerance,
)
from orebook.text.vocabulary import find_entities, home, vocabulary

if TYPE_CHECKING:
    import pandas as pd

# A verdict before anything is found; the keys are the columns of the result.
NOTHING: dict[str, Any] = {
    "claim": "", "verdict": "not checked", "said": "", "figure_text": "", "so": "", "figure": None,
    "figure_unit": None, "source": None, "edition": None, "locator": None, "tolerance": None, "readings": 0,
    "computation": None, "reason": "", "basis": "none", "needs": None, "inference": False,
    "review_verdict": "", "review_reason": "", "review_sources": "", "disagreement": "",
}  # fmt: skip
TONNES = {"t": 1.0, "kg": 1e-3}
OUTPUT = tuple(WORDS["measures"]["output"])
OPINION = "an opinion: no figure could settle it"
Words = tuple[str, ...]


# ---------------------------------------------------------------- rules for statistics


def _single(q: Question, several: bool = False) -> None:
    """Stop at what says that a figure is not of one whole country and one whole year."""
    place = q.places[0]
    within = {name.lower() for name in vocabulary("places").get(place, {}).get("within", ())}
    for token in q.near("place"):
        if token.name not in (place, "WORLD") or token.low in within:
            raise Stop(token.text, "part" if token.low in within else "with whom")
    for token in q.near("figure"):
        if re.search(r"(?i)\b(?:years?|months?|decades?|weeks?|days?|quarters?)$", token.text):
            raise Stop(token.text, "when")
    if q.period and not (q.period.whole_years and (several or len(q.period.years) == 1)):
        raise Stop(str(q.period), "when")
    for token in () if several else q.years():
        led = q.clause[q.clause.index(token) - 1].low
        if token.text[:4] != str(q.year) or (led in listed("up to") and not q.ahead):
            raise Stop(token.text, "when")


def _judged(
    tables: Tables, words: Words, q: Question, readings: list[Reading], never: str = ""
) -> Verdict | None:
    """Judge a claim by readings, where its clause is spent; `never` says why none can contradict it."""
    found = judge(q, readings, lambda: never or _doubt(tables, words, q))
    if found is not None:
        q.spend(*words)
    return found


def _doubt(tables: Tables, words: Words, q: Question) -> str | None:
    """Return why no figure can contradict a claim."""
    if stop := q.plainly(*words):
        return str(stop)
    return None if _second_look(tables, q) else "a second look at the raw rows does not find the question"


def _second_look(tables: Tables, q: Question) -> bool:
    """Find the claim's country, year and commodity anew, and hold the raw rows against it.

    Nothing of the first reading is used but the sentence: names anywhere in it, years as written. A rank,
    share or growth needs its table; here its country and commodity must at least be the only ones named.
    """
    named = {token.name for token in q.sentence if token.kind == "place"} - {"WORLD"} or {"WORLD"}
    metals = {tables.reference.commodity(t.text) for t in q.sentence if t.kind == "commodity"}
    years = {int(token.text[:4]) for token in q.sentence if token.kind == "year" and token.text.isdigit()}
    if len(named) > 1 or len(metals) != 1 or (years and q.year not in years):
        return False
    steps = signs("steps", [token.low for token in q.sentence])
    raw = [
        row.value for row in tables.reference.rows("production")
        if row.commodity in metals and row.country in named and (not years or row.year in years)
        and tables.may_be(row.stage, steps)
    ]  # fmt: skip
    if not raw or _size(q) is None:
        return bool(raw)
    return not any(q.value * (1 - BEYOND) <= value <= q.high * (1 + BEYOND) for value in raw)


def _size(q: Question) -> float | None:
    return TONNES.get(q.unit.removesuffix("/yr"))


def _in_tonnes(q: Question) -> Question:
    size = _size(q) or 1.0
    return replace(q, **{name: size * getattr(q, name) for name in ("value", "high", "strict", "loose")})


def _rows(tables: Tables, q: Question, several: bool = False) -> list[tuple[Any, bool]]:
    """Return the standings that a claim of one country may be held against; none for what is to come."""
    if len(q.places) != 1 or q.ahead:
        return []
    rows = tables.rows(q)
    _single(q, several)
    return rows


def level(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """Tonnes produced by a country or the world in a year."""
    if q.change or not (q.measure in OUTPUT[:-1] or (not q.measure and listed("makers") & q.words())):
        return None
    readings = [
        tables.standing(row, aside, row.value, row.value, tonnes(row), margin(row.value_printed, row.value))
        for row, aside in _rows(tables, q)
    ]
    if q.before(q.own) in ("have", "has", "had"):
        raise Stop(q.before(q.own), "sense")  # what mines have is in the ground
    if more := next((token for token in q.behind() if token.low in listed("than")), None):
        raise Stop(more.text, "sense")
    return _judged(tables, words, _in_tonnes(q), readings)


def rank(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """Place of a country among the producers."""
    sides = sides_of([*q.words(), *q.denominator.lower().split()]) - {"production", "supply"}
    if sides - {"exports"}:
        return None
    readings = []
    for row, aside in _rows(tables, q):
        if row.rank_low == row.rank_low:
            shared = "" if row.rank_low == row.rank_high else f" to {row.rank_high:.0f}, shared,"
            text = f"place {row.rank_low:.0f}{shared} of {row.of:.0f} named countries ({tonnes(row)})"
            readings.append(tables.standing(row, aside, row.rank_low, row.rank_high, text))
    return _of_production(q, readings) if sides else _judged(tables, words, q, readings)


def share(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """Share of a country in the world's production, or in its exports where a table has it."""
    target = q.target()
    said = [token.low for token in target] or q.denominator.lower().split()
    world = bool({"world", "global", "world's"} & {*said}) or any(token.name == "WORLD" for token in target)
    bare = bool(target) and all(token.kind == "commodity" or sides_of([token.low]) for token in target)
    if q.change or q.ahead or not q.places or q.measure not in ("share", *OUTPUT) or not (world or bare):
        return None
    sides = sides_of(said) or {"reserves"} & q.words()
    # "of the world's mines"; "holds 39 percent of the world's uranium"
    if not sides and (other := listed("things") & {*said} or listed("keeping") & q.words()):
        raise Stop(min(other), "sense")
    if not sides <= {"production", "supply", "exports"} or listed("demanding") & {*said}:
        return None
    rows = tables.rows(q)
    _single(q)
    stated = tables.named(q, tables.stated(q.places[0], "WORLD", {"production", "exports"}))
    steps = {"magnets", *(signs("steps", said) or signs("steps", q.words()))} - {"mine"}
    readings = [
        *(tables.standing(row, aside, *_part(row)) for row, aside in rows if row.share == row.share),
        *(replace(one.reading, made=False) for one in stated if one.step in steps),  # never contradict
    ]
    if "exports" in sides:
        exported = [one for one in stated if one.side == "exports"]
        return _matched(words, q, exported) or _of_production(q, readings)
    return _judged(tables, words, q, readings, "" if world else "it is not said of whose")


def _part(row: Any) -> tuple[float, float, str, float]:
    text = f"{number(row.value)} of {number(row.world)} {row.unit} = {row.share:.1f} %"
    text += "" if row.world_basis.startswith("world") else f" ({row.world_basis})"
    return row.share, row.share, text, min(ROUNDED, 2 * margin(row.value_printed, 1)) * row.share


def _of_production(q: Question, readings: list[Reading]) -> Verdict | None:
    """Turn a match with production into *imprecise* for a claim of exports."""
    found = judge(q, readings, lambda: "it is of exports")
    if found is None or found.verdict not in (*RIGHT, "outdated"):
        return None
    reason = "that is a figure of production; the tables have none of exports"
    return replace(found, verdict="imprecise", reason=reason)


def trade(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """Share in what a market buys or a country sells: of this commodity, or of all together."""
    traded = q.measure in ("share", "imports", "exports", *OUTPUT)
    frame = frame_of(q) if q.places and traded and not q.change and not q.ahead else None
    stated = tables.stated(*frame) if frame else []
    if named := tables.named(q, stated):
        return _matched(words, q, named)
    readings = sorted((one.reading for one in stated), key=lambda r: (r.low, r.text)) if is_generic(q) else []
    if not readings or not readings[0].low - q.loose <= q.value <= readings[-1].high + q.loose:
        return None
    if stop := q.doubted():
        raise stop
    near = min(readings, key=lambda r: off(q, r))
    text = near.text if len(readings) == 1 else f"from {readings[0].text} to {readings[-1].text}"
    reason = "true of some materials or of a narrower base, not of all together"
    return Verdict("imprecise", replace(near, text=text), reason, readings=len(readings))


def _matched(words: Words, q: Question, named: list[Told]) -> Verdict | None:
    """Judge by stated shares: those of the claim's years where they are given, else the newest."""
    if q.stated and q.period:
        touched = {str(year) for year in q.period.years}
        own = [one for one in named if touched <= one.years]
        named = own or [one for one in named if not one.years]
    else:
        named = [one for one in named if one.whole] or named
    hits = [one for one in named if fit(q, one.reading)]
    if not hits:
        return None
    q.spend(*words, also=" ".join(one.words for one in hits))
    newest = max((one.reading for one in named), key=lambda r: (r.edition, fit(q, r), r.text))
    if fit(q, newest):
        return supported(q, newest, readings=len(named))
    hit = max((one.reading for one in hits), key=lambda r: r.edition)
    reason = f"a source has it, but the newest another: {newest.text}"
    return Verdict("imprecise", hit, reason, readings=len(named))


def growth(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """Production doubled, rose or fell: the ratio of two years in one table."""
    many = q.unit == "multiple"
    if not (q.change or many) or q.measure not in OUTPUT or q.year is None:
        return None
    rows = _rows(tables, q, several=True)
    named = sorted({int(token.text[:4]) for token in q.years() if token.text[:4].isdigit()} - {q.year})
    if len(named) > 1:
        raise Stop(str(named[0]), "when")
    first = min(q.period.years) if q.period else q.year
    start = named[0] if named else first if first < q.year else q.year - 1
    old = {(row.stage, row.source): row for row, _ in rows if row.year == start and row.value}
    readings = []
    for new, aside in rows:
        before = old.get((new.stage, new.source)) if new.year == q.year else None
        if before is not None:
            ratio = new.value / before.value
            value = ratio if many else 100 * (ratio - 1) * (-1 if q.change == "fall" else 1)
            shown = f"{ratio:.2f} times" if many else f"{100 * (ratio - 1):+.1f} %"
            text = f"{number(before.value)} to {tonnes(new)}, {start} to {q.year} = {shown}"
            spread = ratio * min(margin(before.value_printed, 1) + margin(new.value_printed, 1), ROUNDED)
            readings.append(tables.standing(new, aside, value, value, text, spread * (1 if many else 100)))
    found = _judged(tables, words, q, readings)
    if found is not None and (stop := q.plainly(*words)):
        raise stop  # a change of a few percent is met by chance too easily for a sentence that says more
    return found


def reserves(tables: Tables, words: Words, q: Question) -> Verdict | None:
    """Reserves of a country or the world, or the country's share of them."""
    shared = q.unit == "percent"
    if len(q.places) != 1 or q.ahead or q.measure != ("share" if shared else "reserves"):
        return None
    commodity = (tables.product(q) or ("",))[0]
    _single(q)
    rows = [
        row
        for row in tables.reference.rows("reserves")
        if row.commodity == commodity and row.value == row.value
    ]
    totals = {(row.basis, row.source): row for row in rows if row.country == "WORLD"}
    readings = []
    for row in rows:
        total = totals.get((row.basis, row.source))
        if row.country != q.places[0] or (shared and total is None):
            continue
        value, text = row.value, tonnes(row)
        if shared:
            value = 100 * row.value / total.value
            text = (
                f"{number(row.value)} of {tonnes(total)} = {'at most ' if total.bound else ''}{value:.1f} %"
            )
        text = f"{tables.label(row.source)}, reserves: {text}, {row.basis}"
        readings.append(tables.reading(row, value, value, text, row.basis))
    never = "counts of reserves follow several definitions"
    return _judged(tables, words, _in_tonnes(q), readings, never)


# ---------------------------------------------------------------- holder and market


def frame_of(q: Question) -> tuple[str, str, set[str]] | None:
    """Return who has a share of whose trade: party, owner and the owner's side of it.

    The owner stands in the phrase behind *of* ("of US imports", "of the uranium bought by the US"), or is
    the subject that *its* there points to. The other name is the party, and what is done between the two
    says whether the share is of what comes in or of what goes out. Where the clause names the party alone,
    the owner is the ledger's.
    """
    target, words = q.target(), q.words()
    named = [token for token in q.near("place") if token.name != "WORLD"]
    owners = [token for token in named if token in target]
    rest = [token for token in named if token not in target]
    its = {token.low for token in target} & {"its", "their", "whose"}
    sides = sides_of(token.low for token in target)
    if its and len(rest) > 1:
        sides = sides or ({"exports"} if q.before(rest[1]) in ("to", "into") else {"supply"})
        owners, rest = rest[:1], rest[1:]
    elif owners:
        taken = words & {*WORDS["verbs"]["take"].split()} and not words & {"that", "by"}
        sides = sides or ({"exports", "production"} if taken else {"supply"})
    if len(owners) == 2 and not rest and q.before(owners[1]) in ("by", "from"):
        owners, rest = owners[:1], owners[1:]
    parties, markets = {token.name for token in rest}, {token.name for token in owners}
    if not owners:
        markets = {*q.places} - parties
        told = any(q.denominator.startswith(place) for place in q.places)
        if len(parties) != 1 or len(markets) != 1 or not (told or (its and len(q.places) == 1)):
            return None
        sides = sides or sides_of(q.denominator.lower().split()) or {"supply"}
    if len(parties) > 1 or len(markets) > 1:
        raise Stop((rest or owners)[-1].text, "with whom")
    if "supply" in sides:
        sides = {"supply", "imports", "deliveries", "consumption"}  # what comes in has many names
    return (*parties, *markets, sides) if parties else None


# ---------------------------------------------------------------- the table


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule compares, how closely and when it stops, for the reader; and how it is made out.

    It is asked about claims in its `units` (none: in any); `words` are the lists of ``vocabulary/audit.toml``
    whose words its clauses may have; `judge` returns the verdict, or None where it has nothing to say.
    """

    name: str
    compares: str
    tolerance: str
    stops: str
    units: tuple[str, ...]
    words: Words
    judge: Callable[[Tables, Words, Question], Verdict | None]


_PRINTED = {
    "figure": f"rounding of the figure as written, at most {ROUNDED:.0%}; {LOOSE:.0%} in words or hedged",
    "far": f"; contradicted when every reading is off by {BEYOND:.0%} beyond that",
    "least": LEAST,
}
_JUDGES = (
    announced.law, announced.coverage, announced.list_size, announced.plan, announced.money,
    announced.projects, rank, share, trade, growth, level, reserves,
)  # fmt: skip
RULES = tuple(
    Rule(
        name, told["compares"], told["tolerance"].format(**_PRINTED), told["stops"], tuple(told["units"]),
        tuple(told["words"]), decide,
    )
    for (name, told), decide in zip(WORDS["rules"].items(), _JUDGES, strict=True)
)  # fmt: skip


# ---------------------------------------------------------------- one claim


def _audit(tables: Tables, row: Mapping[str, Any], beside: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the verdict on one claim of the ledger, without its review."""
    if not is_quantity(row):
        return _event(tables, row)
    said, value = cell(row.get("q_text")), float(row["value"])
    margins = tolerance(value, said, cell(row.get("comparator")) == "~")
    if row["unit"] == "rank":
        margins = 0.0, 0.0, "none for a place; a shared one counts"
    q = ask(row, beside, margins)
    cited = {home(entity.name) for entity in find_entities(q.quote) if entity.kind == "organisation"}
    named = {token.name for token in q.near("place")}
    kept = tuple(place for place in q.places if place not in cited - named)
    kept = kept or (tuple(named) if len(named) == 1 else ())
    ended = q.before(q.own) in ("to", "at")  # where a rise or fall ended is a level
    q = replace(q, places=kept or q.places, change="" if ended else q.change)
    found, stopped = None, None
    for rule in RULES:
        if not rule.units or q.unit.removesuffix("/yr") in rule.units:
            try:
                found = rule.judge(tables, rule.words, q)
            except Stop as stop:
                stopped = stopped or stop
        if found is not None or q.modality == "opinion":
            break  # a law says what must be; any other *must* is an opinion
    if q.modality == "opinion" and found is None and not stopped:
        return {"verdict": "not verifiable", "reason": OPINION, "so": OPINION}
    if found is None or (stopped and found.verdict == "not checked"):
        stopped = stopped or q.doubted() or q.several()
        found = Verdict("not checked", None, str(stopped or "no table has this figure"), readings=0)
    return _told_in_parts(q, found)


def _event(tables: Tables, row: Mapping[str, Any]) -> dict[str, Any]:
    """Judge a claim without a number by the policy timeline: same time, a party, three telling words."""
    if "opinion" in (row.get("kind"), row.get("modality")):
        return {"verdict": "not verifiable", "reason": OPINION, "so": OPINION}
    said, period, places = cell(row.get("quote")), cell(row.get("period")), {*parts(row.get("place"))}
    most, event = 2, None
    if row.get("kind") in ("event", "policy") and re.fullmatch(r"\d{4}(?:-\d\d){0,2}", period):
        for entry, telling, actors in tables.timeline:
            dated = entry.date.startswith(period) or period.startswith(entry.date)
            if dated and actors & places and len(stems(said) & telling) > most:
                most, event = len(stems(said) & telling), entry
    if event is None:
        reason, needs = "no table holds it", "a document or a second source that says so"
        return {"reason": reason, "needs": needs, "said": said, "so": reason}
    text, reason = f"policy timeline, {event.date}: {event.event}", "an event of that time and place"
    return {
        "verdict": "supported", "basis": "computed", "reason": reason, "so": f"supported: {reason}",
        "source": event.source, "computation": text, "said": said, "figure_text": text, "readings": 1,
    }  # fmt: skip


def _told_in_parts(q: Question, found: Verdict) -> dict[str, Any]:
    """Return a verdict as a row: what is said, the figure, and so."""
    r, unit = found.reading, q.unit.removesuffix("/yr")
    signs = {"~": "about ", ">": "over ", ">=": "at least ", "<": "under ", "<=": "at most "}
    units = {"percent": " %", "multiple": " times", "rank": " in rank", "count": ""}
    high = f" to {number(q.high)}" if q.high != q.value else ""
    shown = f"{signs.get(q.comparator, '')}{number(q.value)}{high}{units.get(q.unit, f' {q.unit}')}"
    what = f"{q.measure or 'the figure'}{' of ' if q.names else ''}{', '.join(q.names)}"
    asked = ", ".join((what, *q.places, str(q.year or "no year")))
    reason = found.reason or ("as the source has it" if found.verdict == "supported" else "within rounding")
    told = {"said": f"{asked}: {shown}", "reason": reason, "so": f"{found.verdict}: {reason}"}
    if r is not None:
        told |= {"figure_text": r.text, "computation": f"claim {shown}; {r.text}"}
    if found.verdict == "not checked" or r is None:
        return told | {"needs": found.needs or f"{asked}, in {q.unit}, from the statistics or the operator"}
    way = "" if found.verdict == "supported" else error(_in_tonnes(q), r)
    count = f"one of {found.readings} readings" if found.readings > 1 else "the only reading"
    why = "; ".join(part for part in (way, reason, count, "" if r.made else "second-hand") if part)
    return told | {
        "verdict": found.verdict, "basis": "computed", "tolerance": q.rule, "figure": r.low,
        "figure_unit": "t" if unit in TONNES else q.unit, "readings": found.readings, "source": r.source,
        "edition": r.edition or None, "locator": r.locator or None, "so": f"{found.verdict}: {why}",
    }  # fmt: skip


def _review(row: Mapping[str, Any], reviews: list[Any]) -> Any:
    """Return the review whose words hold the claim: for a quantity the one that ends soonest after it."""
    quote, found = cell(row.get("quote")), []
    for review in reviews:
        if review.quote not in quote and quote not in review.quote:
            continue
        at = quote.find(review.quote) if review.quote in quote else -review.quote.find(quote)
        begin, end = int(row["start"]) + at, int(row["start"]) + at + len(review.quote)
        if cell(row.get("q_text")):
            if begin <= int(row["q_start"]) and int(row["q_end"]) <= end:
                found.append((end - int(row["q_end"]), review))
        elif 2 * min(len(review.quote), len(quote)) >= max(len(review.quote), len(quote)):
            found.append((abs(len(review.quote) - len(quote)), review))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def audit_rows(records: Iterable[Mapping[str, Any]], reference: Reference) -> list[dict[str, Any]]:
    """Return a verdict for every claim, as plain rows: see `audit`."""
    tables, reviews, sentences, verdicts = Tables(reference), defaultdict(list), defaultdict(list), []
    for review in reference.rows("reviews"):
        reviews[review.seed].append(review)
    written = {(row.seed, row.quote): row.reason for row in reference.rows("disagreements")}
    records = [*records]
    for row in filter(is_quantity, records):
        sentences[row["seed"], row["start"]].append(row)
    for row in records:
        beside = [other for other in sentences[row["seed"], row["start"]] if other is not row]
        found = NOTHING | {"claim": str(row["claim"])} | _audit(tables, row, beside)
        review = _review(row, reviews.get(row["seed"], []))
        if review is not None:
            found |= {
                "review_verdict": review.verdict, "review_reason": review.reason,
                "review_sources": review.sources, "inference": review.inference,
                "disagreement": written.get((review.seed, review.quote), ""),
            }  # fmt: skip
        if review is not None and found["verdict"] == "not checked":
            found |= {
                "verdict": review.verdict, "reason": review.reason, "basis": "reviewed", "needs": None,
                "source": review.sources.split(";")[0], "said": review.claim, "readings": 1,
                "so": f"{review.verdict}: {review.reason}",
            }  # fmt: skip
        verdicts.append(found)
    return verdicts


def audit(ledger: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Return a verdict for every claim of a ledger, computed from the tables where they can bear it.

    Returns
    -------
    pandas.DataFrame
        A row a claim, in the ledger's order: ``claim``, ``verdict`` (one of `VERDICTS`); in words ``said``
        (what is said), ``figure_text`` (the figure) and ``so`` (why the verdict follows, which way the claim
        errs and by how much); ``figure`` in ``figure_unit``, ``source``, ``edition``, ``locator``,
        ``tolerance`` (the rule), ``readings`` (how many figures could have answered), ``computation`` (the
        arithmetic in a line), ``reason``, ``basis`` (computed, reviewed, none), ``needs`` (what it would
        take), ``inference``, and the hand-made ``review_verdict``, ``review_reason``, ``review_sources`` with
        the written reason of a ``disagreement``; "" where there is no review.
    """
    import pandas as pd

    return pd.DataFrame(audit_rows(ledger.to_dict("records"), reference), columns=[*NOTHING])
