"""An article as sentences, clauses and what is named in them: the ground on which claims are joined.

All is searched in lower case in the article's view; `extract_claims` maps offsets to the source, once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from orebook.find.quantities import Quantity, find_quantities
from orebook.find.quotations import Speech, Statement, find_speech
from orebook.find.tables import Cell, cell_at, find_cells
from orebook.find.times import Time, find_times
from orebook.page.article import Article, Paragraph
from orebook.text.calendar import Period
from orebook.text.view import sentences
from orebook.text.vocabulary import Entity, find_entities, generics, home, lowered, products, vocabulary

_BLANK = re.compile(r"[^\n]")
_POINT = re.compile(r"[;:](?=\s)|,\s|\s[–—-]\s|\((?![\w .-]{1,10}\))|(?<=[^(]{12})\)")
_JOINT = re.compile(r",?\s+(?:and|or|versus|vs\.?|as well as|plus)\s+|,\s|;\s|\s?[–—]\s")
_COORDINATED = re.compile(r"\s*(?:,|/|&|,?\s?(?:and|or)|as well as|and/or|\()\s*(?:the\s+|other\s+)?\)?\s*")
ONLY_JOINT = re.compile(r"\s*(?:,|,?\s*(?:and|or))\s*(?:about |around |over |nearly )?")
_LISTED = re.compile(r", (?:and )?(?:the )?| and (?:the )?")
_MAY = re.compile(
    r" [a-z]+(?<!imports)(?<!exports)(?<!output)(?<!sales)(?<! was)(?<! were)(?<! and)(?<! to)\b"
)
_MAY_AFTER = re.compile(
    r"(?:\b(?:in|of|by|since|last|until|from|to|and|early|late|through|for|on)|[–—/-]|\d) ?$"
)
_WORD = re.compile(r"[a-z][\w']*")
BRACKETS = re.compile(r"\([^()]*\)")
# "is considered a critical mineral": says what something is, not what the sentence is on
_PREDICATE = re.compile(
    r"\b(?:considered|deemed|designated|classed|as|is|are|become) (?:an? )?(?:key |vital |strategic )?$"
)
_CRITICAL = re.compile(
    r"\b(?:raw )?(?:material|metal|mineral)s (?:that|which|included|listed|recogni[sz]ed|classed|deemed|"
    r"designated|considered) [^,;.]{0,60}\b(?:critical|strategic)\b"
)
_LIST_OF = re.compile(r"(?:'s)?(?: \w+){0,2} list\b")
FEED = re.compile(r"\b(?:from|out of|using|via|by-products? of) (?:the )?$")  # "gallium from bauxite"
RELATIVE = re.compile(r"\W*(?:which|whose|where|who)\b")
# No sentence of prose is as long; lists and tables pasted on a line are.
_ENDLESS = 1000
_CROWD = 40  # figures of a sentence: a heap of more is cut, as each figure looks at its neighbours
REST = "rest of the world"  # what is left without the place named
_AND_NEXT = frozenset(
    "it its they their he she in by more over about around this last next already now".split()
)
_SAYS = ("past", "present", "ahead", "planned", "forecast")


def forms(phrase: str) -> Iterator[str]:
    """Yield a phrase and, for a verb marked with ~, its regular forms.

    >>> list(forms("plan~ to"))
    ['plan to', 'plans to', 'planned to', 'planning to']
    """
    verb, marked, rest = phrase.partition("~")
    yield verb + rest
    if not marked:
        return
    sibilant = verb.endswith(("s", "x", "z", "ch", "sh"))
    stem = verb[:-1] if verb[-1] == "e" else verb
    if verb[-1] not in "aeiouwxy" and verb[-2] in "aeiou" and verb[-3:-2] not in "aeiou" and len(verb) < 5:
        stem += verb[-1]  # planned
    y = verb[-1] == "y" and verb[-2] not in "aeiou"
    yield (verb[:-1] + "ies" if y else verb + "es" if sibilant else verb + "s") + rest
    yield (verb[:-1] + "ied" if y else stem + "ed") + rest
    yield stem + "ing" + rest


@cache
def _phrases() -> dict[str, list[tuple[str, str]]]:
    """First word → what begins with it, the longest first, and the kind of cue it is."""
    table: dict[str, list[tuple[str, str]]] = {}
    for kind, phrases in vocabulary("claims")["cues"].items():
        for written in phrases:
            for phrase in forms(written):
                table.setdefault(phrase.split(" ")[0], []).append((phrase, kind))
    return {first: sorted(found, key=lambda entry: -len(entry[0])) for first, found in table.items()}


def find_cues(low: str) -> dict[str, list[tuple[int, int]]]:
    """Find the words of ``vocabulary/claims.toml`` in lower-case text: kind → spans in order, in one pass."""
    found: dict[str, list[tuple[int, int]]] = {}
    phrases = _phrases()
    for word in _WORD.finditer(low):
        text, start = word.group(), word.start()
        if text == "may" and _is_month(low, *word.span()):
            continue
        for phrase, kind in phrases.get(text, ()):
            end = start + len(phrase)
            if low.startswith(phrase, start) and not low[end : end + 1].isalnum():
                spans = found.setdefault(kind, [])
                if not (spans and spans[-1][0] == start):  # the longest has been found
                    spans.append((start, end))
        if text.endswith("ed") and len(text) > 4 and text[-3] != "e":
            found.setdefault("past", []).append((start, word.end()))
    return found


def _is_month(low: str, start: int, end: int) -> bool:
    return bool(_MAY_AFTER.search(low, max(0, start - 8), start)) or not _MAY.match(low, end)


class Group(NamedTuple):
    """Commodities named together ("copper, lead and zinc")."""

    start: int
    end: int
    names: tuple[str, ...]
    generic: bool


class Place(NamedTuple):
    """A place named, and whether an organisation of it is."""

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

    @cached_property
    def at(self) -> int:
        return self.sentence.clause_at(self.a)

    @cached_property
    def clause(self) -> tuple[int, int]:
        return self.sentence.clauses[self.at][:2]

    @property
    def money(self) -> bool:
        return len(self.unit) == 3 and self.unit.isupper()

    @cached_property
    def cell(self) -> Cell | None:
        """The cell of a table that it stands in."""
        return cell_at(self.sentence.reader.cells, self.quantity.start)

    @property
    def last(self) -> Figure | None:
        return self.sentence.figures[self.i - 1] if self.i else None

    @property
    def next(self) -> Figure | None:
        return self.sentence.figures[self.i + 1] if self.i + 1 < len(self.sentence.figures) else None

    @cached_property
    def measured(self) -> tuple[str | None, tuple[int, int] | None]:
        """What it measures, and the span of what it is a share of; kept, since its neighbours ask as well."""
        from orebook.claims.measure import find_measure

        return find_measure(self)

    @property
    def measure(self) -> str:
        return self.measured[0] or ""

    @property
    def base(self) -> str:
        """What it measures, without which way it changed."""
        return self.measure.partition(" (")[0]

    @property
    def change(self) -> bool:
        return self.measure.endswith(")")

    def before(self, pattern: re.Pattern[str], reach: int = 24) -> re.Match[str] | None:
        return pattern.search(self.sentence.low, max(0, self.a - reach), self.a)

    def after(self, pattern: re.Pattern[str], reach: int = 80) -> re.Match[str] | None:
        return pattern.match(self.sentence.low, self.b, self.b + reach)

    def others_between(self, start: int, end: int) -> bool:
        return any(start <= other.a < end for other in self.sentence.figures)

    @cached_property
    def turn(self) -> tuple[int, int] | None:
        """Which of how many it is in a list that ends in "respectively"; None in no such list."""
        figures, told = self.sentence.figures, self.sentence.low.find("respectively")
        if told < 0:
            return None
        last = max((k for k, figure in enumerate(figures) if figure.a < told), default=-1)
        first = last
        while first > 0 and ONLY_JOINT.fullmatch(self.sentence.low, figures[first - 1].b, figures[first].a):
            first -= 1
        return (self.i - first, last - first + 1) if first <= self.i <= last and last > first else None


class Sentence:
    """A sentence of an article's view and what is found in it, when asked for; spans are within it."""

    def __init__(self, reader: Reader, paragraph: Paragraph, start: int, end: int) -> None:
        self.reader, self.paragraph, self.start, self.end = reader, paragraph, start, end
        self.index = len(reader.sentences)
        self.text = reader.text[start:end]
        self.low = lowered(self.text).replace("’", "'")
        first, past = (bisect_left(reader.quantity_starts, at) for at in (start, end))
        self.figures = [Figure(self, i, q) for i, q in enumerate(reader.quantities[first:past])]

    @property
    def previous(self) -> Sentence | None:
        return self.reader.sentences[self.index - 1] if self.index else None

    @cached_property
    def entities(self) -> list[Entity]:
        return find_entities(self.text)

    @cached_property
    def cues(self) -> dict[str, list[tuple[int, int]]]:
        return find_cues(self.low)

    def cue(self, kind: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """The first word of a kind within a stretch."""
        for span in self.cues.get(kind, ()):
            if start <= span[0]:
                return span if end is None or span[0] < end else None
        return None

    def says(self, kind: str, k: int, since: int = 0) -> tuple[int, int] | None:
        """Where a clause says a word of a kind."""
        start, end, _ = self.clauses[k]
        return self.cue(kind, max(start, since), end)

    @cached_property
    def named(self) -> list[Group]:
        """The commodities as they stand, those named together as one."""
        found: list[Group] = []
        for entity in self.entities:
            start, end = entity.start, entity.end
            if entity.kind != "commodity" or _PREDICATE.search(self.low, max(0, start - 24), start):
                continue
            generic = entity.name in generics()
            last = found[-1] if found else None
            gap = self.low[last.end : start] if last else ""
            joined = _COORDINATED.fullmatch(gap) or not gap.strip(" -–()")
            # "copper ore", "lithium and other metals", "Cu-Zn"
            if last and not last.generic and joined and (generic or gap != " "):
                added = () if generic or entity.name in last.names else (entity.name,)
                found[-1] = Group(last.start, end, last.names + added, False)
            else:
                found.append(Group(start, end, (entity.name,), generic))
        return found

    @cached_property
    def groups(self) -> list[Group]:
        """The commodities, with what the text said before in the place of "metals" or "minerals"."""
        listed = ("critical raw materials",)
        critical = [Group(*m.span(), listed, False) for m in _CRITICAL.finditer(self.low)]
        out = list(critical)
        for group in self.named:
            if any(c.start <= group.start < c.end for c in critical):
                continue
            if group.generic:
                ore = self.low[group.start : group.end] in ("ore", "ores", "metal")
                other = self.low.endswith("other ", 0, group.start)
                names = None if other else self._named_before(out, group.names[0], ore)
                beside = any(e.kind == "measure" and e.start == group.end + 1 for e in self.entities)
                traded = beside and not self.low.endswith("the ", 0, group.start)
                if ore and not names and not traded:
                    continue  # "ore" alone tells no commodity; "metal exports" are of metals
                group = Group(group.start, group.end, names or group.names, not names)
            out.append(group)
        return sorted(out)

    def _named_before(self, before: list[Group], word: str, pointed: bool) -> tuple[str, ...] | None:
        """What "metals" go on with: the last named in the sentence, else in the three before it."""
        here = (group.names for group in reversed(before) if not group.generic)
        if names := next(here, None):
            return names
        for back in reversed(self.reader.sentences[max(0, self.index - 3) : self.index]):
            if back.paragraph.kind in ("headline", "heading"):
                return None
            if back.paragraph is not self.paragraph and not pointed:
                return None
            for group in reversed(back.named):
                if not group.generic and (pointed or group.names[-1].endswith(word)):
                    return group.names
        return None

    @cached_property
    def about(self) -> tuple[str, ...]:
        """The commodity the sentence is about: the first it names that is no feed or by-product."""
        named = [group for group in self.groups if not group.generic and products().isdisjoint(group.names)]
        main = [group for group in named if not FEED.search(self.low, max(0, group.start - 18), group.start)]
        return next((group.names for group in (*main, *named)), ())

    @cached_property
    def clauses(self) -> list[tuple[int, int, bool]]:
        """Start, end, and whether the clause begins a new statement (``;``, "while") or only goes on."""
        low, figures = self.low, self.figures
        joined = [(g.start, g.end) for g in self.groups] + [(figure.a, figure.b) for figure in figures]
        named = [(e.start, e.end) for e in self.entities if e.kind == "place"]
        joined += [
            (end - 1, start + 1)  # China, Russia and Norway
            for (_, end), (start, _) in pairwise(named)
            if _LISTED.fullmatch(low, end, start)
        ]
        apart, goes_on = ({a for a, _ in self.cues.get(kind, ())} for kind in ("apart", "goes_on"))
        marks = [
            (m.end(), m.end(), m.end() in apart or m.group().strip() in (";", ":", "–", "—", "-"))
            for m in _POINT.finditer(low)
        ]
        marks += [(at - 1, at + 2, True) for at in apart] + [(at - 1, at + 2, False) for at in goes_on]
        marks += [(m.start(), m.end(), True) for m in re.finditer(r"\sand\s", low) if self._acts(m.end())]
        cuts: dict[int, bool] = {}
        for cut, end, new in marks:
            if not any(a < end and cut - (cut == end) < b for a, b in joined):
                cuts[max(0, cut)] = new or cuts.get(cut, False)
        for left, right in pairwise(figures):
            if not any(left.b <= cut <= right.a for cut in cuts):
                joints = [m.start() for m in _JOINT.finditer(low, left.b, right.a)]
                joints = [at for at in joints if not any(a < at + 1 and at < b for a, b in joined)]
                if joints:
                    cuts[joints[-1] + 1] = False
        edges = [0, *sorted(cuts), len(low)]
        return [(a, b, cuts.get(a, True)) for a, b in pairwise(edges) if a < b]

    def _acts(self, at: int) -> bool:
        """Whether what follows an *and* is a clause: a verb or who acts."""
        word = _WORD.match(self.low, at)
        if word is None:
            return False
        return word.group() in _AND_NEXT or any(self.cue(kind, at, word.end()) for kind in _SAYS)

    @cached_property
    def brackets(self) -> list[tuple[int, int]]:
        return [match.span() for match in BRACKETS.finditer(self.low)]

    def clause_at(self, position: int) -> int:
        return max(0, bisect_left(self.clauses, (position + 1,)) - 1)

    @cached_property
    def times(self) -> list[Time]:
        found = find_times(self.low, self.reader.published, lambda at: self._to_come(self.clause_at(at)))
        return [t for t in found if not any(f.a < t.end and t.start < f.b for f in self.figures)]

    def _to_come(self, k: int) -> bool:
        """Whether a clause speaks of the future; one without a verb goes with the next, or those before."""
        for at in (k, k + 1, *range(k - 1, -1, -1)):
            if 0 <= at < len(self.clauses):
                start, end, _ = self.clauses[at]
                said = self.low.rfind(" that ", start, end)  # "he added that in October, …"
                past = self.says("past", at, said)
                told = [span for kind in _SAYS[2:] if (span := self.says(kind, at, said))]
                if told:
                    return past is None or past >= min(told)  # "is expected to", "will be put up"
                if past or self.says("present", at, said):
                    return False
        return False

    @cached_property
    def places(self) -> list[Place]:
        """The places named; an organisation stands for its own where it works at home."""
        bodies = vocabulary("claims")["place"]["at_home"]
        found = []
        for e in self.entities:
            if e.kind == "place" and not _LIST_OF.match(self.low, e.end):
                out = any(b in (e.start - 1, e.start - 5) for _, b in self.cues.get("excluded", ()))
                found.append(Place(e.start, e.end, REST if out else e.name))
            elif e.kind == "organisation" and home(e.name) in bodies:
                found.append(Place(e.start, e.end, home(e.name) or "", True))
        for at in (m.start() for m in re.finditer(r"\bthe region\b", self.low)):
            if region := self._region_before(at):
                found.append(Place(at, at + 10, region))
        return sorted(found)

    def _region_before(self, position: int) -> str | None:
        """The region or group of countries named last before "the region"."""
        for back in reversed(self.reader.sentences[max(0, self.index - 11) : self.index + 1]):
            for e in reversed(back.entities):
                wide = e.kind == "place" and len(e.name) > 4 and e.name not in ("WORLD", "West")
                if wide and (back is not self or e.start < position):
                    return e.name
        return None


class Reader:
    """An article on its way to claims."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.published = _period(article.published.value) if article.published else None
        self.text = article.view.text  # all spans are its own; `extract_claims` maps them to the source
        self.quantities = find_quantities(self.text)
        self.quantity_starts = [quantity.start for quantity in self.quantities]
        self.sentences: list[Sentence] = []
        for paragraph in article.paragraphs:
            first, past = article.view.locate(paragraph.start, paragraph.end)
            for a, b in _pieces(self.text[first:past]):
                start, end = first + a, first + b
                figure, last = (bisect_left(self.quantity_starts, at) for at in (start, end))
                for cut in [*self.quantity_starts[figure + _CROWD : last : _CROWD], end]:
                    self.sentences.append(Sentence(self, paragraph, start, cut))
                    start = cut

    @cached_property
    def speech(self) -> Speech:
        # Menus and captions name nobody who speaks in the article; their place stays, so that offsets do.
        text, parts, at = self.text, [], 0
        for span in self.article.furniture:
            start, end = self.article.view.locate(span.start, span.end)
            parts += [text[at:start], _BLANK.sub(" ", text[max(at, start) : end])]
            at = max(at, end)
        return find_speech("".join([*parts, text[at:]]))

    @cached_property
    def _statements(self) -> list[Statement]:
        return sorted(self.speech.statements, key=lambda s: s.start)

    @cached_property
    def _statement_starts(self) -> list[int]:
        return [statement.start for statement in self._statements]

    def statement_at(self, position: int) -> Statement | None:
        """The narrowest statement that covers a position."""
        last = bisect_right(self._statement_starts, position)
        covering = [s for s in self._statements[max(0, last - 12) : last] if s.end > position]
        return min(covering, key=lambda s: s.end - s.start, default=None)

    def source_at(self, position: int) -> str | None:
        """Whom a figure is from that nobody is said to say: the source the text goes on with."""
        return next((s.speaker for s in self.speech.sources if s.start <= position < s.end), None)

    @cached_property
    def cells(self) -> list[tuple[int, int, Cell]]:
        return find_cells(self.text)

    @cached_property
    def topic(self) -> tuple[int, tuple[str, ...]]:
        """What the article is about, the first commodities that it names, and where it says so."""
        first = (sentence for sentence in self.sentences[:8] if sentence.about)
        return next(((sentence.index, sentence.about) for sentence in first), (0, ()))

    @cached_property
    def sections(self) -> list[tuple[str, ...]]:
        """What the heading above each sentence names; empty where it names nothing."""
        about: tuple[str, ...] = ()
        found = []
        for sentence in self.sentences:
            about = sentence.about if sentence.paragraph.kind == "heading" else about
            found.append(about)
        return found

    @cached_property
    def country(self) -> str | None:
        """The one place of the headline that is no owner's or buyer's."""
        from orebook.claims.subject import holding

        heads = (sentence for sentence in self.sentences[:3] if sentence.paragraph.kind == "headline")
        names = {place.name for head in heads for place in holding(head) if place.name != "WORLD"}
        return names.pop() if len(names) == 1 else None


def _period(value: str) -> Period | None:
    try:
        return Period.parse(value)
    except ValueError:  # a catalogue may hold anything
        return None


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
def sectors() -> frozenset[str]:
    """Commodity names that stand for many."""
    return frozenset(group for data in vocabulary("commodities").values() for group in data.get("groups", ()))
