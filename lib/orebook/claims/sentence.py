"""An article as sentences, clauses and what is named in them: the ground on which claims are joined.

All is searched in lower case in the article's view; `extract_claims` maps offsets to the source, once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import islice, pairwise
from operator import attrgetter
from typing import NamedTuple, TypeVar

from orebook.find.quantities import Quantity, read_quantities
from orebook.find.quotations import Speech, Statement, find_speech
from orebook.find.tables import Cell, cell_at, find_tables
from orebook.find.times import Time, find_times, fiscal_year, year
from orebook.page.article import Article, Paragraph
from orebook.text.calendar import Period
from orebook.text.view import View, sentences
from orebook.text.vocabulary import Entity, commodity, find_entities, forms, lowered, marked, vocabulary

_DIGIT = re.compile(r"\d")
_POINT = re.compile(  # all else is skipped at once
    r"[;:,()\s](?:(?<=[;:])(?=\s)|(?<=,)\s|(?<=\s)(?:[–—-]\s(?![\d$€£])|and\s)"
    r"|(?<=\()(?![\w .,%$€£-]{1,18}\))|(?<=[^(]{12}\)))"
)
WITH = re.compile(  # ", with Chile's output rising by 5%"
    r"\bwith (?=(?:[\w'-]+ ){1,5}(?:up|down|[a-z]+ing) (?:(?:by|to|from|about|around|nearly) )*[\d$€£¥])"
)
_COORDINATED = re.compile(r"\s*(?:,|/|&|,?\s?(?:and|or)|as well as|and/or|\()\s*(?:the\s+|other\s+)?\)?\s*")
_NEW = (";", ":", "–", "—", "-")
LISTED = re.compile(r", (?:and )?(?:the )?| and (?:the )?")
_BEFORE_MONTH = re.compile(
    r"(?:^|\b(?:in|of|by|since|last|until|from|to|and|early|late|through|for|on)|[–—/-]|\d) ?$"
)
_WORD = re.compile(r"[a-z][\w']*")
BRACKETS = re.compile(r"\([^()]*\)")
_START = attrgetter("start")
_USE = re.compile(r"[^;:.\d]*\b(?:for|into) (?:\S+ ){0,3}")  # "silver for solar panels": a use
RELATIVE = re.compile(r"\W*(?:which|whose|where|who)\b")
SHAPES = {name: re.compile(shape["pattern"]) for name, shape in vocabulary("claims")["shapes"].items()}
_EXCLUDED = tuple(f" {word} " for word in vocabulary("claims")["place"]["excluded"])
COMING = ("ahead", "planned", "forecast")  # the cues of what is to come
_ENDLESS = 1000  # no sentence of prose is as long; lists and tables pasted on a line are
_SHORTEST = 50  # characters of a sentence that opens an article; a date line has fewer
_CROWD = 40  # figures of a sentence: a heap of more is cut, as each figure looks at its neighbours
_NO_REGION = ("WORLD", "West")
REST = "rest of the world"  # what is left without the place named

Spanned = TypeVar("Spanned", Quantity, Entity)


@cache
def _phrases() -> dict[str, list[tuple[str, str]]]:
    """First word → what begins with it, the longest last, and the kind of cue it is."""
    table: dict[str, list[tuple[str, str]]] = {}
    for kind, phrases in vocabulary("claims")["cues"].items():
        for written in phrases:
            for phrase in forms(written):
                table.setdefault(phrase.split(" ")[0], []).append((phrase, kind))
    return {first: sorted(found, key=lambda entry: len(entry[0])) for first, found in table.items()}


def find_cues(low: str) -> dict[str, list[tuple[int, int]]]:
    """Find the words of ``vocabulary/claims.toml`` in lower-case text: kind → spans in order, in one pass."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    known = _phrases()
    for word in _WORD.finditer(low):
        text = word[0].removesuffix("'s")
        past = text[-2:] == "ed" and len(text) > 4 and text[-3] != "e"
        if not past and text not in known:
            continue
        start, ends = word.start(), {}
        for phrase, kind in known.get(text, ()):
            end = start + len(phrase)
            if low.startswith(phrase, start) and not low[end : end + 1].isalnum():
                ends[kind] = end
        if past:
            ends["past"] = word.end()
        if "present" in ends and low.endswith("to ", 0, start):  # "to produce"
            del ends["present"]
        if text != "may" or not _BEFORE_MONTH.search(low, max(0, start - 8), start):
            for kind, end in ends.items():
                found[kind].append((start, end))
    return found


class Group(NamedTuple):
    """Commodities named together ("copper, lead and zinc")."""

    start: int
    end: int
    names: tuple[str, ...]
    generic: bool


class Place(NamedTuple):
    """A place named, and whether only a site of it is."""

    start: int
    end: int
    name: str
    body: bool = False


class Figure:
    """A quantity in its sentence; `a` and `b` are where it begins and ends there."""

    def __init__(self, sentence: Sentence, i: int, quantity: Quantity) -> None:
        self.sentence, self.i, self.quantity = sentence, i, quantity
        self.a, self.b = quantity.start - sentence.start, quantity.end - sentence.start
        self.unit = quantity.unit.split("/")[0]
        self.money = len(self.unit) == 3 and self.unit.isupper()

    @cached_property
    def at(self) -> int:
        """The clause it stands in."""
        return self.sentence.clause_at(self.a)

    @property
    def clause(self) -> tuple[int, int]:
        return self.sentence.clauses[self.at][:2]

    @property
    def cell(self) -> Cell | None:
        """The cell of a table that it stands in."""
        return cell_at(self.sentence.reader.cells, self.quantity.start)

    @cached_property
    def measured(self) -> tuple[str | None, tuple[int, int] | None]:
        """What it measures, and the span of what it is a share of; kept, since its neighbours ask as well."""
        from orebook.claims.measure import find_measure

        return find_measure(self)

    @cached_property
    def base(self) -> str:
        """What it measures, without which way it changed."""
        return (self.measured[0] or "").partition(" (")[0]

    @property
    def change(self) -> bool:
        return (self.measured[0] or "").endswith(")")

    def before(self, shape: str, reach: int = 24) -> re.Match[str] | None:
        return SHAPES[shape].search(self.sentence.low, max(0, self.a - reach), self.a)

    def after(self, shape: str, reach: int = 80) -> re.Match[str] | None:
        return SHAPES[shape].match(self.sentence.low, self.b, self.b + reach)

    def others_between(self, start: int, end: int) -> bool:
        """Whether other figures stand in a stretch, but for those in brackets that are closed there."""
        aside = [(m, n) for m, n in self.sentence.brackets if start < m and n <= end]
        others = (other.a for other in self.sentence.figures if start <= other.a < end)
        return any(not any(m < a < n for m, n in aside) for a in others)


class Sentence:
    """A sentence of an article's view and what is found in it; spans are within it."""

    def __init__(self, reader: Reader, paragraph: Paragraph, start: int, end: int) -> None:
        self.reader, self.paragraph, self.start, self.end = reader, paragraph, start, end
        self.index = len(reader.sentences)
        self.text = reader.text[start:end]
        self.low = lowered(self.text).replace("’", "'")
        self.figures = [Figure(self, i, q) for i, q in enumerate(within(reader.quantities, start, end))]
        before = reader.sentences[-1] if reader.sentences and paragraph.kind == "list" else None
        opens = [before] if before and before.text[-1:] == ":" else []
        self.leads: list[Sentence] = before and before.leads or opens  # "In 2023 it sold:", of a list's items

    @cached_property
    def entities(self) -> list[Entity]:
        found, at = within(self.reader.entities, self.start, self.end), self.start
        return [Entity(e.start - at, e.end - at, e.text, e.kind, e.name) for e in found]

    def back(self, reach: int) -> list[Sentence]:
        """The sentences right before it, the nearest first."""
        return self.reader.sentences[max(0, self.index - reach) : self.index][::-1]

    @cached_property
    def cues(self) -> dict[str, list[tuple[int, int]]]:
        return find_cues(self.low)

    def cue(self, kind: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """The first word of a kind within a stretch."""
        spans = self.cues.get(kind, ())
        at = bisect_left(spans, (start,))
        return spans[at] if at < len(spans) and (end is None or spans[at][0] < end) else None

    def says(self, kind: str, k: int) -> tuple[int, int] | None:
        """Where a clause says a word of a kind."""
        return self.cue(kind, *self.clauses[k][:2])

    @cached_property
    def groups(self) -> list[Group]:
        """The commodities, those named together as one; "metals" are what the text was on before."""
        out: list[Group] = []
        for e in (e for e in self.entities if e.kind == "commodity"):
            generic, word = e.name in marked("generic"), self.low[e.start : e.end]
            last = out[-1] if out else None
            gap = self.low[last.end : e.start] if last else ""
            joined = _COORDINATED.fullmatch(gap) or not gap.strip(" -–()")
            # "copper ore", "lithium and other metals", "Cu-Zn"
            if last and not last.generic and joined and (generic or gap != " "):
                added = () if generic or e.name in last.names else (e.name,)
                out[-1] = Group(last.start, e.end, last.names + added, False)
                continue
            if last and e.name in marked("product") and not last.generic and _USE.fullmatch(gap):
                continue
            names = self._named_before(out, word) if generic else (e.name,)
            if names or word not in ("ore", "ores"):  # "ore" alone tells no commodity
                out.append(Group(e.start, e.end, names or (e.name,), not names))
        return out

    def _named_before(self, here: list[Group], word: str) -> tuple[str, ...]:
        """What "metals" go on with: the last named in the sentence; "the metal" also before, or the chief."""
        if word == "metal" and self.reader.chief:
            return self.reader.chief
        near = (group for back in self.back(3) for group in back.groups[::-1])
        told = (*here[::-1], *(near if word in ("ore", "metal") else ()))
        made = vocabulary("claims")["commodity"]["made"] if word == "ore" else ()
        return next((g.names for g in told if not g.generic and set(made).isdisjoint(g.names)), ())

    @cached_property
    def about(self) -> tuple[str, ...]:
        """The commodity the sentence is about: the first it names."""
        named = (g.names for g in self.groups if not g.generic and marked("product").isdisjoint(g.names))
        return next(named, ())

    @cached_property
    def clauses(self) -> list[tuple[int, int, bool]]:
        """Start, end, and whether the clause begins a new statement (``;``, "while") or only goes on."""
        low, groups = self.low, [(g.start, g.end) for g in self.groups]
        whole = groups + [(figure.a, figure.b) for figure in self.figures]
        for one, other in pairwise([e for e in self.entities if e.kind == "place"]):
            if LISTED.fullmatch(low, one.end, other.start):  # China, Russia and Norway
                whole.append((one.end - 1, other.start + 1))
        whole += [match.span() for match in SHAPES["again"].finditer(low)]
        cuts = {at: False for at, _ in self.cues.get("goes_on", ())}
        cuts |= {mark.start(): False for mark in WITH.finditer(low)}
        cuts |= {mark.end(): mark.group().strip() in _NEW for mark in _POINT.finditer(low)}
        cuts |= {at: True for at, _ in self.cues.get("apart", ())}
        kept = [0, *sorted(at for at in cuts if not any(a < at <= b for a, b in whole)), len(low)]
        return [(a, b, not a or cuts.get(a, True)) for a, b in pairwise(kept) if a < b]

    def clause_at(self, position: int) -> int:
        return max(0, bisect_left(self.clauses, (position + 1,)) - 1)

    @cached_property
    def brackets(self) -> list[tuple[int, int]]:
        return [match.span() for match in BRACKETS.finditer(self.low)]

    @cached_property
    def times(self) -> list[Time]:
        low = self.low
        for f in (f for f in self.figures if f.unit not in ("month", "year")):  # its digits tell no time
            low = low[: f.a] + _DIGIT.sub("#", low[f.a : f.b]) + low[f.b :]
        return find_times(low, self.reader.published, self._to_come, self.reader.fiscal)

    def _to_come(self, position: int) -> bool:
        """Whether a clause, or the one behind it, speaks of the future."""
        k = self.clause_at(position)
        start, end = self.clauses[k][0], self.clauses[min(k + 1, len(self.clauses) - 1)][1]
        coming = min((cue for kind in COMING if (cue := self.cue(kind, start, end))), default=None)
        past = self.cue("past", position, end)  # unlike: he added that in October it will
        return coming is not None and not (past and past < coming)

    @cached_property
    def places(self) -> list[Place]:
        """The places named, and those of the sites that are."""
        found = []
        for e in self.entities:
            if e.kind == "place" and not any(f.a <= e.start < f.b for f in self.figures):  # US dollars
                before = f" {self.low[max(0, e.start - 20) : e.start]}".removesuffix("the ")
                whole = e.text in vocabulary("places").get(e.name, {}).get("names", ())  # no town
                found.append(Place(e.start, e.end, REST if whole and before.endswith(_EXCLUDED) else e.name))
        for site, country in self.reader.sites.items():
            if (at := self.low.find(site)) >= 0:
                found.append(Place(at, at + len(site), country, True))
        for region in re.finditer(r"\bthe region\b", self.low) if "the region" in self.low else ():
            told = within(self.reader.entities, 0, self.start + region.start())
            named = (e.name for e in told if e.kind == "place" and e.name not in _NO_REGION)
            wide = [name for name in named if len(name) > 4]
            found += [Place(*region.span(), wide[-1])] if wide else []  # the last named
        return sorted(found)


class Reader:
    """An article on its way to claims."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.published = today = Period.parse(article.published.value) if article.published else None
        self.this_year = year(today.year) if today and len(today.years) == 1 else None  # if of one
        self.text = article.view.text  # all spans are its own; `extract_claims` maps them to the source
        self.fiscal, (self.cells, _) = fiscal_year(self.text), find_tables(self.text)
        self.quantities = read_quantities(View(self.text), self.text)
        self.sentences: list[Sentence] = []
        self.spans = [article.view.locate(part.start, part.end) for part in article.paragraphs]
        for paragraph, (first, past) in zip(article.paragraphs, self.spans, strict=True):
            for a, b in _pieces(self.text[first:past]):
                start, end = first + a, first + b
                crowd = [quantity.start for quantity in within(self.quantities, start, end)]
                for cut in [*crowd[_CROWD::_CROWD], end]:
                    self.sentences.append(Sentence(self, paragraph, start, cut))
                    start = cut
        # The headline and the first sentence below it, whose time is that of what the article reports.
        told = (s for s in self.sentences[:8] if s.paragraph.kind == "headline" or len(s.text) > _SHORTEST)
        self.head = [*islice(told, 2)]

    @cached_property
    def entities(self) -> list[Entity]:
        return find_entities(self.text)

    @cached_property
    def _speech(self) -> Speech:
        return find_speech(self.text, tuple(s for s in self.spans if s[0] <= self.quantities[-1].start))

    def statement_at(self, position: int) -> Statement | None:
        """The narrowest statement that covers a position."""
        statements = self._speech.statements
        last = bisect_right(statements, position, key=_START)
        covering = [s for s in statements[max(0, last - 12) : last] if s.end > position]
        return min(covering, key=lambda s: s.end - s.start, default=None)

    def source_of(self, figure: Figure) -> str | None:
        """Whom a figure is from that nobody is said to say: who told of the same, where the text goes on."""
        at, statements = figure.quantity.start, self._speech.statements
        source = next((s for s in self._speech.sources if s.start <= at < s.end), None)
        last = bisect_left(statements, at, key=_START) - 1
        if not source or last < 0:
            return None
        told = self.sentences[bisect_right(self.sentences, statements[last].start, key=_START) - 1]
        return source.speaker if any(e.name == figure.base for e in told.entities) else None

    @cached_property
    def present(self) -> Period | None:
        """What is told without a time is of: the article's year; of a report on prices its month."""
        prices = sum("/" in quantity.unit and quantity.unit[:3].isupper() for quantity in self.quantities)
        if not self.published or 5 * prices < 2 * len(self.quantities) or self.published.precision == "year":
            return self.this_year
        return Period.parse(f"{self.published.first:%Y-%m}")

    @cached_property
    def sites(self) -> dict[str, str]:
        """Names that the text puts into a country: "the Kibara mine in Rwanda", "at Kibara, Rwanda"."""
        told: dict[str, set[str]] = defaultdict(set)
        for e in (e for e in self.entities if e.kind == "place" and len(e.name) == 3):
            for match in _site().finditer(self.text, max(0, e.start - 70), e.start):
                a, b = match.span(match.lastindex or 0)
                known = (x for x in within(self.entities, a - 60, b) if x.end > a)
                if not any(x.kind in ("commodity", "place", "city") for x in known):
                    told[self.text[a:b].lower()].add(e.name)
        return {name: min(of) for name, of in told.items() if len(of) == 1 and name not in self.text}

    @cached_property
    def topic(self) -> tuple[str, ...]:
        """What the article is about: the first commodity that its head names alone, by its fullest name."""
        told = [sentence.about for sentence in self.sentences[:3] if len(sentence.about) == 1]
        fuller = (names for names in told if [commodity(name)["element"] for name in names] == [*told[0]])
        return next((names for names in fuller if names != told[0]), told[0]) if told else ()

    @cached_property
    def chief(self) -> tuple[str, ...]:
        """The one commodity it is about: named four times as often as any other."""
        named = (e.name for e in self.entities if e.kind == "commodity")
        told = Counter(name for name in named if name not in marked("generic"))
        (first, most), (_, next_) = [*told.most_common(2), ("", 0), ("", 0)][:2]
        return (first,) if most >= 4 * max(next_, 1) else ()


def within(spans: Sequence[Spanned], start: int, end: int) -> Sequence[Spanned]:
    """Those of sorted spans that begin within a stretch."""
    first, past = (bisect_left(spans, at, key=_START) for at in (start, end))
    return spans[first:past]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph; one without end is cut, so that none costs more than its share."""
    for start, end in sentences(text):
        while end - start > _ENDLESS:
            cut = text.rfind(" ", start + _ENDLESS // 2, start + _ENDLESS)
            cut = cut if cut > start else start + _ENDLESS
            yield start, cut
            start = cut
        yield start, end


@cache
def _site() -> re.Pattern[str]:
    name = r"(?!The |At |In )((?:[A-Z][\w'’-]+ ){0,2}[A-Z][\w'’-]{3,})"
    sites = "|".join(vocabulary("claims")["place"]["sites"])
    put = rf"{name} (?:[a-z-]+ ){{0,4}}?(?:{sites})(?: [a-z]+)?,? (?:in|near) (?:the )?(?:[a-z-]+ ){{0,2}}$"
    return re.compile(rf"{put}|(?:\b(?:at|in|near|from|the) |\(){name}, (?:in )?$")
