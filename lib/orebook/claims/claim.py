"""Join quantities, names, time and speech of an article into claims, sentence by sentence.

A sentence is cut into clauses; each quantity takes what stands in its own clause first, then what its
neighbours share with it, and from other sentences only what is certain. What is not known stays None.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256

from orebook.claims.doubt import find_doubt
from orebook.claims.measure import find_denominator
from orebook.claims.sentence import Figure, Reader, Sentence
from orebook.claims.subject import find_commodities, find_places
from orebook.claims.when import find_modality, find_period
from orebook.find.tables import cell_facts
from orebook.page.article import Article
from orebook.text.vocabulary import vocabulary

# A quote longer than this is cut to its clause: it is shown beside the number it supports.
LONG = 320
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundreds?"
    r"|thousands?|millions?|billions?|dozens?|half|third|quarter|doubled?|tripled?|twice|second-largest)\b"
)
_APPROXIMATE = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|some|close to|(?:an )?estimated|up to|at least"
    r"|over|(?:more|less) than|as (?:much|many) as|in the order of|no (?:less|more) than)\b"
)
_CONVERTED = re.compile(r"\s*\((?:or |about |around |some |approximately |~|≈)?\s*")
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
    source : str or None
        Whom the figure is from where nobody is said to say it: the office or document named before that the
        text goes on with.
    kind : {"quantity", "event", "policy", "relation", "opinion"}
    basis : {"read", "coded"}
        Read by rule, or coded by hand.
    period_rule : str or None
        How the period was found.
    doubt : str or None
        What a naive reading, the nearest candidate, makes of a field that the rules read otherwise:
        ``"commodity: zinc; period: 2023"``.
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
    source: str | None
    themes: str | None
    kind: str
    basis: str
    period_rule: str | None
    doubt: str | None
    published: str | None


def claim_id(seed: str, sentence: str, quantity: str, occurrence: int) -> str:
    """Return the id of a claim: a hash of its content."""
    return (
        "c"
        + sha256(
            "\x1f".join((seed, sentence, quantity, str(occurrence))).encode("utf-8", "surrogatepass")
        ).hexdigest()[:10]
    )


@cache
def _themes() -> list[tuple[str, frozenset[str], list[frozenset[str]], re.Pattern[str]]]:
    return [
        (
            theme,
            frozenset(rule.get("places", ())),
            [frozenset(pair) for pair in rule.get("pairs", ())],
            re.compile(rf"\b(?:{'|'.join(map(re.escape, rule['words']))})(?!\w)".replace(r"\*", r"\w*")),
        )
        for theme, rule in sorted(vocabulary("themes").items())
    ]


def themes_of(sentence: str, places: Iterable[str]) -> str | None:
    """Return the themes of a claim, joined by ``;``, by ``vocabulary/themes.toml``."""
    named, told = set(places), _themes_told(sentence)
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
        for figure in sentence.figures:
            key = (sentence.text, figure.quantity.text)
            claims.append(_claim(reader, figure, counts[key]))
            counts[key] += 1
    return claims


def unread(article: Article) -> list[tuple[int, int, str, str]]:
    """Return the sentences with a digit or number word that give no claim, each with the reason.

    Returns
    -------
    list of (start, end, text, reason)
        Spans of the source; page furniture is not among them, it has its own reasons.
    """
    out = []
    for sentence in Reader(article).sentences:
        if not sentence.figures and _NUMBER.search(sentence.low):
            start, end = article.view.span(sentence.start, sentence.end)
            out.append((start, end, article.source[start:end], _reason(sentence)))
    return out


def _reason(sentence: Sentence) -> str:
    words = _NUMBER.finditer(sentence.low)
    rest = [m.group() for m in words if not any(t.start <= m.start() < t.end for t in sentence.times)]
    if not rest:
        return "dates only"
    if any(word[0].isdigit() for word in rest):
        return "number in a name, date or label"
    return "number word without a quantity"


def _claim(reader: Reader, figure: Figure, occurrence: int) -> Claim:
    sentence, quantity, article = figure.sentence, figure.quantity, reader.article
    told = figure.last if _is_conversion(figure) else figure  # "702 billion tenge (US$1.81 billion)"
    told = told or figure
    cell = figure.cell
    facts = _of_cell(reader, figure) if cell else {}
    group = (
        tuple(facts["commodity"].split(";"))
        if "commodity" in facts
        else ()
        if cell
        else find_commodities(told)
    )
    statement = reader.statement_at(quantity.start)
    here = facts.get("place") or reader.country
    places = (here.split(";") if here else []) if cell else find_places(told)
    modality, told_at = find_modality(figure)
    period, horizon, rule = find_period(told, modality)
    if "period" in facts:
        period, horizon, rule = facts["period"], None, "of its column or row"
    where = [place for place in places if place != "WORLD"] or places
    denominator = find_denominator(told, places, group)
    if where and denominator == f"{where[0]} imports":
        where = (
            where[1:] + where[:1]
        )  # "the EU imports 98% of them from China": China's share of the EU's imports
    start, end = article.view.span(*_quoted(figure))
    q_start, q_end = article.view.span(quantity.start, quantity.end)
    return Claim(
        claim=claim_id(article.seed, sentence.text, quantity.text, occurrence), seed=article.seed,
        start=start, end=end, quote=article.source[start:end],
        q_start=q_start, q_end=q_end, q_text=article.source[q_start:q_end],
        value=float(quantity.value),
        value_high=None if quantity.value_high is None else float(quantity.value_high),
        unit=quantity.unit, comparator=quantity.comparator,
        commodity=";".join(group) or None,
        measure=facts.get("measure") or told.measured[0], denominator=denominator,
        place=";".join(where) or None, period=period, horizon=horizon, modality=modality,
        hedge=_hedge(figure, told_at if modality == "forecast" else figure.at),
        speaker=statement.speaker if statement else None,
        attribution=statement.attribution if statement else "author",
        source=None if statement else reader.source_at(quantity.start),
        themes=themes_of(sentence.text, where), kind="quantity", basis="read", period_rule=rule,
        doubt=None if cell else find_doubt(told, ";".join(group), period, ";".join(where)),
        published=article.published.value if article.published else None,
    )  # fmt: skip


def _of_cell(reader: Reader, figure: Figure) -> dict[str, str]:
    """What the heads, the label and the caption around a table's cell tell."""
    article = reader.article
    assert figure.cell is not None
    headline = article.headline.text if article.headline else reader.sentences[0].text
    published = article.published.value if article.published else None
    return cell_facts(figure.cell, figure.quantity.unit, headline, published)


def _hedge(figure: Figure, k: int) -> str | None:
    """The words that soften it in its clause, and those right before it."""
    sentence = figure.sentence
    cues = sentence.cues.get("hedge", ())
    said = [span for span in cues if sentence.clauses[k][0] <= span[0] < figure.clause[1]]
    near = [m.span() for m in _APPROXIMATE.finditer(sentence.low, max(0, figure.a - 24), figure.a)]
    said += [(x, y) for x, y in near if not sentence.low[y : figure.a].strip("us$€£ ")]
    return "; ".join(dict.fromkeys(sentence.low[x:y] for x, y in sorted(said))) or None


def _is_conversion(figure: Figure) -> bool:
    """Whether a quantity only puts the one before it in another unit, in brackets."""
    last = figure.last
    if last is None or figure.quantity.unit == last.quantity.unit:
        return False
    money, mass = figure.money and last.money, figure.unit in _MASS and last.unit in _MASS
    return (money or mass) and bool(_CONVERTED.fullmatch(figure.sentence.low, last.b, figure.a))


def _quoted(figure: Figure) -> tuple[int, int]:
    """The span of the view to quote: the sentence; of a long one the clauses of its statement."""
    sentence = figure.sentence
    start, end = sentence.start, sentence.end
    if end - start > LONG:
        a, b = _statement_span(sentence, figure.at)
        text = sentence.low[a:b]
        start = sentence.start + a + len(text) - len(text.lstrip(" ,;:–—-"))
        end = max(start, sentence.start + b - len(text) + len(text.rstrip(" ,;:–—-")))
    return min(start, figure.quantity.start), max(end, figure.quantity.end)


def _statement_span(sentence: Sentence, at: int) -> tuple[int, int]:
    """The clauses from one beginning of a statement to the next."""
    clauses = sentence.clauses
    first, last = at, at
    while first and not clauses[first][2]:
        first -= 1
    while last + 1 < len(clauses) and not clauses[last + 1][2]:
        last += 1
    return clauses[first][0], clauses[last][1]
