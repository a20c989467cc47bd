"""Join quantities, names, time and speech of an article into claims, sentence by sentence.

A sentence is cut into clauses; each quantity takes what stands in its own clause first, then what its
neighbours share with it, and from other sentences only what is certain. What is not known stays None.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from orebook.claims.measure import find_denominator
from orebook.claims.sentence import Figure, Reader
from orebook.claims.subject import country, find_commodities, find_places
from orebook.claims.when import find_modality, find_period, is_ahead
from orebook.find.tables import Cell, cell_facts
from orebook.page.article import Article
from orebook.text.calendar import Period
from orebook.text.numerals import trie
from orebook.text.vocabulary import marked, vocabulary

# A quote longer than this is cut to its clause: it is shown beside the number it supports.
LONG = 320
_FORESEEN = ("price", "demand", "consumption", "deficit", "surplus")  # done by nobody alone
_APART = ("count", "year", "month", "day", "km", "m", "MW")  # often of no metal at all


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable assertion with its evidence; None is not known.

    What each field holds is told in ``vocabulary/columns.toml``, of the source as ``told_by``; the quantity's
    are those of :class:`orebook.find.quantities.Quantity`, None for claims without one.
    """

    claim: str  # made of the content, so that it stays when other articles come and go
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
    measure: str | None  # a change is "production (increase)" or "… (fall)"
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
    content = "\x1f".join((seed, sentence, quantity, str(occurrence)))
    return "c" + sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:10]


@cache
def _theme_words(*themes: str) -> re.Pattern[str]:
    """The words of some themes as one pattern; one with a star has any ending."""
    words = trie(word for theme in themes for word in vocabulary("themes")[theme]["words"])
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)".replace(r"\*", r"\w*"))


def themes_of(sentence: str, places: Iterable[str]) -> str | None:
    """Return the themes of a claim, joined by ``;``, by ``vocabulary/themes.toml``."""
    named, found, themes = set(places), [], vocabulary("themes")
    told = _theme_words(*themes).search(sentence)  # few sentences say any
    for theme, by in themes.items():
        placed = not named.isdisjoint(by.get("places", ())) or any(map(named.issuperset, by.get("pairs", ())))
        if placed or told and _theme_words(theme).search(sentence):
            found.append(theme)
    return ";".join(sorted(found)) or None


def extract_claims(article: Article) -> list[Claim]:
    """Return a claim for each quantity of an article's paragraphs, in the order of the text."""
    reader, counts = Reader(article), Counter[tuple[str, str]]()
    claims = []
    for figure in (figure for sentence in reader.sentences for figure in sentence.figures):
        key = (figure.sentence.text, figure.quantity.text)
        claims.append(_claim(reader, figure, counts[key]))
        counts[key] += 1
    return claims


def unread(article: Article) -> list[tuple[int, int, str, str]]:
    """Return the sentences with a digit or number word that give no claim: start, end, words and the reason.

    Spans are of the source; page furniture is not among them, it has its own reasons.
    """
    out = []
    for sentence in (sentence for sentence in Reader(article).sentences if not sentence.figures):
        at = [match.start() for match in re.finditer(r"\d", sentence.low)]
        at += [start for start, _ in sentence.cues.get("number", ())]
        rest = [sentence.low[n] for n in at if not any(t.start <= n < t.end for t in sentence.times)]
        reason = "number word without a quantity" if rest else "dates only"
        if any(map(str.isdigit, rest)):
            reason = "number in a name, date or label"
        if at:
            start, end = article.view.span(sentence.start, sentence.end)
            out.append((start, end, article.source[start:end], reason))
    return out


def _claim(reader: Reader, figure: Figure, occurrence: int) -> Claim:
    sentence, quantity, article = figure.sentence, figure.quantity, reader.article
    statement = reader.statement_at(quantity.start)
    modality, told_at = find_modality(figure)
    period, horizon, rule = find_period(figure, modality)
    if modality == "planned" or (modality == "reported" and horizon):  # nobody knows yet
        modality = "forecast" if figure.base in _FORESEEN else "planned"
    if figure.cell:
        told = _told_by_table(figure, figure.cell)
        measure, group, places = told["measure"], told["commodity"], told["place"]
        if "period" in told:
            period, rule = told["period"], "of its column or row"
            horizon = period if is_ahead(Period.parse(period), modality, reader.published) else None
    else:
        measure, group, places = figure.measured[0], find_commodities(figure), find_places(figure)
    where = [place for place in places if place != "WORLD"] or places
    denominator = find_denominator(figure, places, group)
    if where and denominator == f"{where[0]} imports":  # "the EU imports 98% of them from China": of China
        where = where[1:] + where[:1]
    commodity, place = ";".join(group) or None, ";".join(where) or None
    value = abs(quantity.value) if (measure or "").endswith("(fall)") else quantity.value  # down -3.1%
    start, end = article.view.span(*_quoted(figure))
    q_start, q_end = article.view.span(quantity.start, quantity.end)
    return Claim(
        claim=claim_id(article.seed, sentence.text, quantity.text, occurrence), seed=article.seed,
        start=start, end=end, quote=article.source[start:end],
        q_start=q_start, q_end=q_end, q_text=article.source[q_start:q_end], value=float(value),
        value_high=None if quantity.value_high is None else float(quantity.value_high),
        unit=quantity.unit, comparator=quantity.comparator, commodity=commodity, measure=measure,
        denominator=denominator, place=place, period=period, horizon=horizon, modality=modality,
        hedge=_hedge(figure, told_at if modality == "forecast" else figure.at),
        speaker=statement.speaker if statement else None,
        attribution=statement.attribution if statement else "author",
        source=None if statement else reader.source_of(figure),
        themes=themes_of(sentence.text, where), kind="quantity", basis="read", period_rule=rule,
        doubt=None if figure.cell else _doubt(figure, commodity, period, place),
        published=article.published.value if article.published else None,
    )  # fmt: skip


def _told_by_table(figure: Figure, cell: Cell) -> dict[str, Any]:
    """What the words around a cell tell; else its metal is the article's, its place that of a site or so."""
    reader, words = figure.sentence.reader, vocabulary("claims")["measure"]
    headline = reader.article.headline.text if reader.article.headline else reader.sentences[0].text
    told = cell_facts(cell, figure.quantity.unit, headline, reader.published, reader.fiscal)
    facts = {"measure": figure.measured[0]} | told
    base = (facts["measure"] or "").partition(" (")[0]
    named = facts.get("commodity", "").split(";")
    group = tuple(name for name in named if name and name not in marked("generic"))
    summed = cell.label.lower().startswith(("total", "other"))  # of several
    of_metal = base in words["of_metals"] or "commodity" in facts
    if of_metal and not (group or summed):
        group = reader.topic  # "ore mined"
    row = f"{cell.label} {cell.group}".lower()
    site = next((place for name, place in reader.sites.items() if name in row), country(reader))
    places = [*filter(None, (facts.get("place", site) or "").split(";"))]
    return facts | {"commodity": () if base in words["business"] else group, "place": places}


def _hedge(figure: Figure, k: int) -> str | None:
    """The words that soften it in its clause, and those right before it."""
    sentence = figure.sentence
    low, first = sentence.low, sentence.clauses[k][0]
    said = [span for span in sentence.cues.get("hedge", ()) if first <= span[0] < figure.clause[1]]
    near = [span for span in sentence.cues.get("approximate", ()) if figure.a - 24 <= span[0] < figure.a]
    said += [(x, y) for x, y in near if not low[y : figure.a].strip("us$€£ ")]
    return "; ".join(dict.fromkeys(low[x:y] for x, y in sorted(said))) or None


def _quoted(figure: Figure) -> tuple[int, int]:
    """The span of the view to quote: the sentence; of a long one the clauses of its statement."""
    sentence, clauses = figure.sentence, figure.sentence.clauses
    start, end = sentence.start, sentence.end
    if end - start > LONG:
        begun = max(a for a, _, new in clauses[: figure.at + 1] if new)
        ends = min((a for a, _, new in clauses[figure.at + 1 :] if new), default=len(sentence.low))
        words = sentence.low[begun:ends].strip(" ,;:–—-")
        start += sentence.low.index(words, begun)
        end = start + len(words)
    return min(start, figure.quantity.start), max(end, figure.quantity.end)


def _doubt(figure: Figure, commodity: str | None, period: str | None, place: str | None) -> str | None:
    """Name each field that the nearest candidate, a second, naive reading, would fill otherwise."""
    sentence, reader = figure.sentence, figure.sentence.reader
    today = str(reader.published.year) if reader.published else None
    topic = ";".join(reader.topic) if commodity else None
    readings = (
        ("commodity", commodity, topic, [(g.start, g.end, ";".join(g.names)) for g in sentence.groups]),
        ("period", period, today, [(t.start, t.end, str(t.period)) for t in sentence.times if t.period]),
        ("place", place, None, [(p.start, p.end, p.name) for p in sentence.places if p.name != "WORLD"]),
    )
    differ = []
    for name, read, known, found in readings:
        gaps = [(a - figure.b if a >= figure.b else figure.a - b, one) for a, b, one in found]
        naive = min(gaps)[1] if gaps else known or ""
        others = set(naive.split(";")) - {""} - set((read or "").split(";"))
        if others and (read or figure.unit not in _APART):
            differ.append(f"{name}: {naive}")
    return "; ".join(differ) or None
