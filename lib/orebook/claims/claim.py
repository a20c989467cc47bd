"""Join quantities, names, time and speech of an article into claims, sentence by sentence.

A sentence is cut into clauses; each quantity takes what stands in its own clause first, then what its
neighbours share with it, and from other sentences only what is certain. What is not known stays None.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import groupby
from operator import itemgetter

from orebook.claims.measure import find_denominator, find_measure
from orebook.claims.sentence import Reader, Sentence, pattern, words
from orebook.claims.subject import find_commodities, find_places
from orebook.claims.when import find_modality, find_period
from orebook.page.article import Article
from orebook.text.vocabulary import vocabulary

# A quote longer than this is cut to its clause: it is shown beside the number it supports.
LONG = 320
_MASS = {"t", "kg", "g", "oz", "lb", "ct", "bbl", "m3", "l"}


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable assertion with its evidence; None is not known.

    Attributes
    ----------
    claim : str
        Id made of the content, so that it stays when other articles come and go.
    seed, start, end, quote : str, int, int, str
        Evidence: file, span in code points of its text, and the words there.
    q_start, q_end, q_text, value, value_high, unit, comparator
        The quantity, as in :class:`orebook.find.quantities.Quantity`; None for hand-coded claims without one.
    commodity, measure, denominator, place, themes : str or None
        Several values are joined by ``;``. A change is ``"production (increase)"`` or ``"… (fall)"``.
        ``denominator`` tells what a share or rank is of: ``"world production"``, ``"EU supply"``.
    period, horizon : str or None
        ISO 8601 at the precision given: ``2023``, ``2023-10``, ``2024-01/2024-06``, ``2021/2023``.
    modality : {"reported", "planned", "forecast", "opinion"}
    hedge : str or None
        The words that soften it, as written.
    speaker, attribution : str or None, str
        Who says it; ``direct``, ``indirect``, ``unnamed`` or ``author``.
    kind : {"quantity", "event", "policy", "relation", "opinion"}
    basis : {"read", "coded"}
        Read by rule, or coded by hand.
    period_rule : str or None
        How the period was found.
    published : str or None
        The article's date, as in ``Date.value``.
    """

    claim: str
    seed: str
    start: int
    end: int
    quote: str
    q_start: int | None
    q_end: int | None
    q_text: str | None
    value: float | None
    value_high: float | None
    unit: str | None
    comparator: str | None
    commodity: str | None
    measure: str | None
    denominator: str | None
    place: str | None
    period: str | None
    horizon: str | None
    modality: str
    hedge: str | None
    speaker: str | None
    attribution: str
    themes: str | None
    kind: str
    basis: str
    period_rule: str | None
    published: str | None


def claim_id(seed: str, sentence: str, quantity: str, occurrence: int) -> str:
    """Return the id of a claim: a hash of its content."""
    return (
        "c"
        + sha256(
            "\x1f".join((seed, sentence, quantity, str(occurrence))).encode("utf-8", "surrogatepass")
        ).hexdigest()[:10]
    )


def _at_word_starts(words: list[str]) -> Iterator[str]:
    """Group words by their first letter, which the search can leap to: most are rare capitals."""
    for letter, group in groupby(sorted(words, key=itemgetter(0)), itemgetter(0)):
        yield rf"{letter}(?<!\w.)(?:{'|'.join(word[1:] for word in group)})"


@cache
def _themes() -> tuple[tuple[str, frozenset[str], tuple[frozenset[str], ...], re.Pattern[str]], ...]:
    return tuple(
        (
            theme,
            frozenset(rule.get("places", ())),
            tuple(frozenset(pair) for pair in rule.get("pairs", ())),
            re.compile(f"(?:{'|'.join(_at_word_starts(rule['words']))})(?!\\w)"),
        )
        for theme, rule in sorted(vocabulary("themes").items())
    )


def themes_of(sentence: str, places: Iterable[str]) -> str | None:
    """Return the themes of a claim, joined by ``;``, by the rules in ``vocabulary/themes.toml``."""
    named = set(places)
    told = _themes_told(sentence)
    found = [
        theme
        for theme, alone, pairs, _ in _themes()
        if theme in told or not alone.isdisjoint(named) or any(map(named.issuperset, pairs))
    ]
    return ";".join(found) or None


@lru_cache(maxsize=64)  # a sentence's quantities come one after another
def _themes_told(sentence: str) -> frozenset[str]:
    return frozenset(theme for theme, _, _, words in _themes() if words.search(sentence))


def extract_claims(article: Article) -> list[Claim]:
    """Read an article's claims.

    Parameters
    ----------
    article : Article
        As :func:`orebook.read_article` gives it.

    Returns
    -------
    list of Claim
        One for each quantity of a paragraph, in the order of the text. Page furniture gives none.
    """
    reader = Reader(article)
    claims = []
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for sentence in reader.sentences:
        for i, quantity in enumerate(sentence.quantities):
            key = (sentence.text, quantity.text)
            claims.append(_claim(reader, sentence, i, counts[key]))
            counts[key] += 1
    return claims


def unread(article: Article) -> list[tuple[int, int, str, str]]:
    """Return the sentences with a digit or number word that give no claim, each with the reason.

    Returns
    -------
    list of (start, end, text, reason)
        Spans of the source; page furniture is not among them, it has its own reasons.
    """
    reader = Reader(article)
    out = []
    for sentence in reader.sentences:
        if not sentence.quantities and pattern("number_word").search(sentence.low):
            start, end = article.view.span(sentence.start, sentence.end)
            out.append((start, end, article.source[start:end], _reason(sentence)))
    return out


def _reason(sentence: Sentence) -> str:
    spans = [(p.start, p.end) for p in sentence.periods]
    rest = [
        m.group()
        for m in pattern("number_word").finditer(sentence.low)
        if not any(a <= m.start() < b for a, b in spans)
    ]
    if not rest:
        return "dates only"
    if any(word[0].isdigit() for word in rest):
        return "number in a name, date or label"
    return "number word without a quantity"


def _claim(reader: Reader, sentence: Sentence, i: int, occurrence: int) -> Claim:
    quantity = sentence.quantities[i]
    a, _ = sentence.spans[i]
    at = sentence.clause_at(a)
    k = i - 1 if _is_conversion(sentence, i) else i  # "702 billion tenge (US$1.81 billion)"
    measure, share_of = find_measure(sentence, k)
    group = find_commodities(reader, sentence, k, measure)
    statement = reader.statement_at(quantity.start)
    speaker = statement.speaker if statement else None
    places = find_places(reader, sentence, k, measure, share_of, speaker)
    denominator = (
        find_denominator(sentence, i, measure, share_of, places, group)
        if measure in ("share", "rank")
        else None
    )
    modality, told_at = find_modality(sentence, i)
    period, horizon, rule = find_period(reader, sentence, k, modality, measure or "")
    softened = sentence.clauses[told_at if modality == "forecast" else at][0], sentence.clauses[at][1]
    near = words("approximate").finditer(sentence.low, max(0, a - 24), a)
    found = [m for m in near if not sentence.low[m.end() : a].strip("us$€£ ")]
    hedges = sorted(
        (m.start(), m.group()) for m in (*words("hedge").finditer(sentence.low, *softened), *found)
    )
    quote_start, quote_end = (sentence.start, sentence.end)
    if sentence.end - sentence.start > LONG:
        quote_start, quote_end = _trim(sentence, *_statement_span(sentence, at))
    quote_start, quote_end = min(quote_start, quantity.start), max(quote_end, quantity.end)
    quote_start, quote_end = reader.article.view.span(quote_start, quote_end)
    q_start, q_end = reader.article.view.span(quantity.start, quantity.end)
    where = [place for place in places if place != "WORLD"] or places
    if denominator == f"{where[0] if where else ''} imports":
        where = (
            where[1:] + where[:1]
        )  # "the EU imports 98% of them from China": China's share of the EU's imports
    return Claim(
        claim=claim_id(reader.article.seed, sentence.text, quantity.text, occurrence),
        seed=reader.article.seed,
        start=quote_start,
        end=quote_end,
        quote=reader.article.source[quote_start:quote_end],
        q_start=q_start,
        q_end=q_end,
        q_text=reader.article.source[q_start:q_end],
        value=float(quantity.value),
        value_high=None if quantity.value_high is None else float(quantity.value_high),
        unit=quantity.unit,
        comparator=quantity.comparator,
        commodity=";".join(group) or None,
        measure=measure,
        denominator=denominator,
        place=";".join(where) or None,
        period=period,
        horizon=horizon,
        modality=modality,
        hedge="; ".join(dict.fromkeys(word for _, word in hedges)) or None,
        speaker=speaker,
        attribution=statement.attribution if statement else "author",
        themes=themes_of(sentence.text, where),
        kind="quantity",
        basis="read",
        period_rule=rule,
        published=reader.published,
    )


def _is_conversion(sentence: Sentence, i: int) -> bool:
    """Whether a quantity only puts the one before it in another unit, in brackets."""
    if not i:
        return False
    kinds = [
        "money" if q.unit[:3].isupper() else "mass" if q.unit.split("/")[0] in _MASS else ""
        for q in sentence.quantities[i - 1 : i + 1]
    ]
    if sentence.quantities[i].unit == sentence.quantities[i - 1].unit:
        return False
    gap = sentence.low[sentence.spans[i - 1][1] : sentence.spans[i][0]]
    return kinds[0] == kinds[1] != "" and bool(
        re.fullmatch(r"\s*\((?:or |about |around |some |approximately |~|≈)?\s*", gap)
    )


def _statement_span(sentence: Sentence, at: int) -> tuple[int, int]:
    """The clauses from one beginning of a statement to the next."""
    clauses = sentence.clauses
    first, last = at, at
    while first and not clauses[first][2]:
        first -= 1
    while last + 1 < len(clauses) and not clauses[last + 1][2]:
        last += 1
    return clauses[first][0], clauses[last][1]


def _trim(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    text = sentence.low[start:end]
    start += len(text) - len(text.lstrip(" ,;:–—-"))
    end -= len(text) - len(text.rstrip(" ,;:–—-"))
    return sentence.start + start, sentence.start + max(start, end)
