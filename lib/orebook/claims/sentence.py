"""An article as sentences, clauses and what is named in them: the ground on which claims are joined.

All patterns are matched on text in lower case, which is several times faster than ignoring case.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from orebook.find.quantities import find_quantities
from orebook.find.quotations import Statement, find_statements
from orebook.find.tables import in_a_row
from orebook.find.times import Period, find_periods
from orebook.page.article import Article, Paragraph
from orebook.text.view import sentences
from orebook.text.vocabulary import (
    Entity,
    commodity,
    find_entities,
    generics,
    home,
    lowered,
    products,
    vocabulary,
)

_BLANK = re.compile(r"[^\n]")
HARD = re.compile(r"[;:]|\s[–—-]\s|\b(?:while|whereas|but|although|though|which|and)\b")
_HARD_NEXT = re.compile(r"(?:whereas|although|though)\b")
_JOINT = re.compile(r",?\s+(?:and|or|versus|vs\.?|as well as|plus)\s+|,\s|;\s|\s?[–—]\s")
_REGION = re.compile(r"the region(?:’s|'s)?\b")
REST = "rest of the world"  # what is left without the place named
_EXCLUDED = re.compile(
    r"\b(?:outside|excluding|except(?: for)?|other than|apart from|rest of the|ex-|non-)(?: of)?(?: the)? ?$"
)
_LISTED = re.compile(r", (?:and )?(?:the )?| and (?:the )?")
_METAL_TRADE = re.compile(r"metal (?:exports|imports|output|production|prices|sales|trade)\b")
RELATIVE = re.compile(r"\W*(?:which|whose|where|who)\b")
FEED = re.compile(r"\b(?:from|out of|using|via|by-products? of) (?:the )?$")  # "gallium from bauxite"
_ACCORDING = re.compile(r"\b(?:according to|reported by|data from|cited by|study by|report by)\b[^,;.]*")
_LIST_OF = re.compile(r"(?:’s|'s)?(?: \w+){0,2} list\b")
_CRITICAL = re.compile(
    r"\b(?:raw )?(?:material|metal|mineral)s "
    r"(?:that|which|included|listed|recogni[sz]ed|classed|deemed|designated|considered) "
    r"[^,;.]{0,60}\b(?:critical|strategic)\b"
)
BRACKETS = re.compile(r"\([^()]*\)")
ONLY_JOINT = re.compile(r"\s*(?:,|and|or|,\s*and|,\s*or)\s*(?:about |around |over |nearly )?")


# What "these …" may point back to: looked for first, since few sentences hold any.
_HEADS = ("material", "metal", "mineral", "element", "commodit", "resource", " ore", "product")
# No sentence of prose is as long; lists and tables pasted on a line are.
_ENDLESS = 1000
_CROWD = 40  # figures of a sentence: a heap of more is cut, as each figure looks at its neighbours


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one pattern of ``vocabulary/patterns.toml``."""
    return re.compile(vocabulary("patterns")[name])


@cache
def words(name: str, table: str = "words") -> re.Pattern[str]:
    """Return the pattern of one word list of ``vocabulary/claims.toml``."""
    return re.compile(r"\b(?=\w)(?:" + "|".join(vocabulary("claims")[table][name]) + r")\b")


class Group(NamedTuple):
    """Commodities named together ("copper, lead and zinc")."""

    start: int
    end: int
    names: tuple[str, ...]
    generic: bool
    ore: bool = False  # "ore": of something the sentence tells before or after


class Sentence:
    """A sentence of an article's view and what is found in it, when asked for; spans are within it."""

    def __init__(self, reader: Reader, paragraph: Paragraph, start: int, end: int) -> None:
        self.reader, self.paragraph, self.start, self.end = reader, paragraph, start, end
        self.index = len(reader.sentences)
        self.text = reader.text[start:end]
        self.low = lowered(self.text)
        first, past = (bisect_left(reader.quantity_starts, at) for at in (start, end))
        self.quantities = reader.quantities[first:past]
        self.spans = [(q.start - start, q.end - start) for q in self.quantities]
        # What each quantity was found to measure, since its neighbours ask as well.
        self.measures: dict[int, tuple[str | None, tuple[int, int] | None]] = {}
        self._said: dict[tuple[str, int, int], re.Match[str] | None] = {}

    @property
    def heads(self) -> list[Sentence]:
        """The rows that head a table's row, the nearest first; none outside a table."""
        return self.reader.tables.get(self.index, (None, []))[1]

    @property
    def caption(self) -> Sentence | None:
        """What stands above the table that a row is in."""
        return self.reader.tables.get(self.index, (None, []))[0]

    def __repr__(self) -> str:
        return f"Sentence({self.text!r})"

    @property
    def previous(self) -> Sentence | None:
        return self.reader.sentences[self.index - 1] if self.index else None

    @cached_property
    def entities(self) -> list[Entity]:
        return find_entities(self.text)

    @cached_property
    def named(self) -> list[Group]:
        """The commodities as they stand, those named together as one."""
        found: list[Group] = []
        for entity in self.entities:
            start, end = entity.start, entity.end
            if entity.kind != "commodity" or pattern("predicate").search(self.low, max(0, start - 24), start):
                continue
            generic = entity.name in generics()
            last = found[-1] if found else None
            gap = self.low[last.end : start] if last else ""
            joined = pattern("coordinated").fullmatch(gap) or not gap.strip(" -–()")
            together = last and not last.generic and joined
            # "copper ore", "lithium and other metals", "Cu-Zn"
            if last and together and (generic or gap != " "):
                added = () if generic or entity.name in last.names else (entity.name,)
                found[-1] = Group(last.start, end, last.names + added, False)
            else:
                ore = self.low[start:end] in ("ore", "ores", "metal")
                found.append(Group(start, end, (entity.name,), generic, ore))
        return found

    @cached_property
    def groups(self) -> list[Group]:
        """The commodities, with what the text said before in the place of "these materials" or "minerals"."""
        out: list[Group] = []
        points = []
        if any(head in self.low for head in _HEADS):
            points = [m.span() for m in words("anaphor").finditer(self.low)]
            out = [Group(*m.span(), ("critical raw materials",), False) for m in _CRITICAL.finditer(self.low)]
        critical = [(group.start, group.end) for group in out]
        for group in self.named:
            if any(a <= group.start < b for a, b in critical):
                continue
            back = any(a <= group.start and group.end <= b for a, b in points)
            points = [(a, b) for a, b in points if not (a < group.end and group.start < b)]
            if not (group.generic or (back and not commodity(group.names[0])["groups"])):
                out.append(group)
                continue
            other = self.low.endswith("other ", 0, group.start)
            names = None if other else self._named_before(out, group.names[0], back or group.ore)
            if group.ore and not names:  # alone, it tells no commodity; but "metal exports" are of metals
                later = next((g for g in self.named if g.start > group.end and not g.generic), None)
                names = later.names if later and ";" not in self.low[group.end : later.start] else None
                if names is None and not _METAL_TRADE.match(self.low, group.start):
                    continue
            out.append(Group(group.start, group.end, names or group.names, not names))
        for a, b in points:  # "these crucial materials": no name of its own
            names = self._named_before([group for group in out if group.end <= a], "", True)
            if names:
                out.append(Group(a, b, names, False))
        return sorted(out, key=lambda group: group.start)

    def _named_before(self, before: list[Group], word: str, pointed: bool) -> tuple[str, ...] | None:
        for group in reversed(before):  # within a sentence, "metals" go on with what it has named
            if not group.generic:
                return group.names
        previous = self.previous
        for _ in range(3):
            if previous is None or previous.paragraph.kind in ("headline", "heading"):
                return None
            if previous.paragraph is not self.paragraph and not pointed:
                return None
            for group in reversed(previous.named):
                if not group.generic and (pointed or group.names[-1].endswith(word)):
                    return group.names
            previous = previous.previous
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
        joined = [(group.start, group.end) for group in self.groups] + self.spans
        named = [(e.start, e.end) for e in self.entities if e.kind == "place"]
        for (_, end), (start, _) in pairwise(named):
            if _LISTED.fullmatch(self.low, end, start):  # China, Russia and Kazakhstan
                joined.append((end - 1, start + 1))
        cuts: dict[int, bool] = {}
        for match in pattern("break").finditer(self.low):
            if not any(a < match.end() and match.start() < b for a, b in joined):
                mark = match.group()[0] in ",;:()"
                hard = HARD.search(match.group()) or (mark and _HARD_NEXT.match(self.low, match.end()))
                cuts[match.end() if mark else match.start()] = bool(hard)
        for (_, left), (right, _) in zip(self.spans, self.spans[1:], strict=False):
            if any(left <= cut <= right for cut in cuts):
                continue
            joints = [
                m
                for m in _JOINT.finditer(self.low, left, right)
                if not any(a < m.end() and m.start() < b for a, b in joined)
            ]
            if joints:
                cuts[joints[-1].start() + 1] = False
        edges = [0, *sorted(cuts), len(self.low)]
        return [(a, b, cuts.get(a, True)) for a, b in pairwise(edges) if a < b]

    @cached_property
    def brackets(self) -> list[tuple[int, int]]:
        return [match.span() for match in BRACKETS.finditer(self.low)]

    def says(self, name: str, k: int, table: str = "modality", since: int = 0) -> re.Match[str] | None:
        """Where a clause says one of the words of a list."""
        start, end, _ = self.clauses[k]
        key = (name, k, max(start, since))
        if key not in self._said:
            self._said[key] = words(name, table).search(self.low, key[2], end)
        return self._said[key]

    def has(self, name: str, table: str) -> bool:
        """Whether the sentence says one of the words of a list at all: few do, and each quantity asks."""
        key = (name, -1, 0)
        if key not in self._said:
            self._said[key] = words(name, table).search(self.low)
        return self._said[key] is not None

    def clause_at(self, position: int) -> int:
        return max(0, bisect_left(self.clauses, (position + 1,)) - 1)

    @cached_property
    def periods(self) -> list[Period]:
        found = find_periods(self.low, self.reader.published, lambda at: self._ahead(self.clause_at(at)))
        return [p for p in found if not any(a < p.end and p.start < b for a, b in self.spans)]

    def _ahead(self, k: int) -> bool:
        """Whether a clause speaks of the future; one without a verb goes with the next, or those before."""
        for at in (k, k + 1, *range(k - 1, -1, -1)):
            if 0 <= at < len(self.clauses):
                start, end, _ = self.clauses[at]
                said = self.low.rfind(" that ", start, end)  # "he added that in October, …"
                past = self.says("past", at, "words", said)
                told = [self.says(kind, at, since=said) for kind in ("planned", "forecast")]
                if any(told):
                    ahead = min(match.start() for match in told if match)
                    return past is None or past.start() >= ahead  # "is expected to", "will be put up"
                if past or self.says("present", at, "words", said):
                    return False
        return False

    @cached_property
    def places(self) -> list[tuple[int, int, str]]:
        """Start, end and name of the places; organisations stand for theirs where a clause names none."""
        named = [
            (e.start, e.end, REST if _EXCLUDED.search(self.low, max(0, e.start - 24), e.start) else e.name)
            for e in self.entities
            if e.kind == "place" and not _LIST_OF.match(self.low, e.end)
        ]
        for match in _REGION.finditer(self.low):
            region = self.reader.region_before(self, match.start())
            if region:
                named.append((match.start(), match.end(), region))
        aside = [match.span() for match in _ACCORDING.finditer(self.low)] if named else []
        content = [place for place in named if not any(a <= place[0] < b for a, b in aside)]
        named = content or named
        told = {self.clause_at(a) for a, _, _ in named}
        homes = [(e.start, e.end, home(e.name)) for e in self.entities if e.kind == "organisation"]
        named += [(a, b, place) for a, b, place in homes if place and self.clause_at(a) not in told]
        return sorted(named)

    @cached_property
    def subject(self) -> str | None:
        """The place the sentence is about: the first of its main clause."""
        # "The EIB signed with Kyrgyzstan": an institution in front is the subject; a company is no country
        bodies = [(e.start, e.end, "EU") for e in self.entities if e.start < 12 and home(e.name) == "EU"]
        places = sorted([*self.places, *bodies])
        for start, end, _ in self.clauses:
            if start == 0 and pattern("fronted").match(self.low) and len(self.clauses) > 1:
                continue
            here = [name for a, _, name in places if start <= a < end and name != "WORLD"]
            if here:  # a country before its region: "the Central Asian country of Kazakhstan"
                return next((name for name in here if len(name) <= 3), here[0])
        return next((name for _, _, name in self.places if name != "WORLD"), None)


class Reader:
    """An article on its way to claims."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.published = article.published.value if article.published else None
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

        self._starts = [sentence.start for sentence in self.sentences]
        self._homes: dict[str, str | None] = {}

    @cached_property
    def statements(self) -> list[Statement]:
        # Menus and captions name nobody who speaks in the article; their place stays, so that offsets do.
        text, parts, at = self.text, [], 0
        for span in self.article.furniture:
            start, end = self.article.view.locate(span.start, span.end)
            parts += [text[at:start], _BLANK.sub(" ", text[max(at, start) : end])]
            at = max(at, end)
        return sorted(find_statements("".join([*parts, text[at:]])), key=lambda s: s.start)

    @cached_property
    def _statement_starts(self) -> list[int]:
        return [statement.start for statement in self.statements]

    def statement_at(self, position: int) -> Statement | None:
        """The narrowest statement that covers a position."""
        last = bisect_right(self._statement_starts, position)
        covering = [s for s in self.statements[max(0, last - 12) : last] if s.end > position]
        return min(covering, key=lambda s: s.end - s.start, default=None)

    @cached_property
    def tables(self) -> dict[int, tuple[Sentence | None, list[Sentence]]]:
        """Each row of a table, by its index, with the line above the table and the rows that head it."""
        found: dict[int, tuple[Sentence | None, list[Sentence]]] = {}
        above: Sentence | None = None
        heads: list[Sentence] = []
        begun = False
        for row in self.sentences:
            if row.paragraph.kind != "table":
                above, heads, begun = row, [], False
                continue
            found[row.index] = above, heads
            if not heads or not row.quantities and (not begun or _is_subhead(row)):
                heads = [row, *([] if begun else heads[:3])]
            begun = begun or bool(row.quantities) and heads[0] is not row
        return found

    @cached_property
    def _topic(self) -> tuple[int, tuple[str, ...]]:
        for sentence in self.sentences[:8]:
            if sentence.about:
                return sentence.index, sentence.about
        return 0, ()

    @property
    def topic(self) -> tuple[str, ...]:
        """What the article is about: the commodities of its headline, else those it names first."""
        return self._topic[1]

    @property
    def topic_at(self) -> int:
        """The sentence that names the topic: those before it are not on it yet."""
        return self._topic[0]

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
        """The place the headline names first."""
        for sentence in self.sentences:
            if sentence.paragraph.kind == "headline" and sentence.places:
                return sentence.places[0][2]
        return None

    def region_before(self, sentence: Sentence, position: int) -> str | None:
        """The region or group of countries named last before "the region"."""
        for back in range(12):
            if sentence.index - back < 0:
                return None
            here = self.sentences[sentence.index - back]
            for entity in reversed(here.entities):
                if (
                    entity.kind == "place"
                    and len(entity.name) > 4
                    and entity.name not in ("WORLD", "West")
                    and (back or entity.start < position)
                ):
                    return entity.name
        return None

    def sector_before(self, sentence: Sentence) -> tuple[str, ...] | None:
        """The group of commodities ("rare metals") that the article was last on."""
        for back in range(1, 9):
            if sentence.index - back < 0:
                break
            for group in reversed(self.sentences[sentence.index - back].groups):
                if len(group.names) == 1 and not group.generic and group.names[0] in sectors():
                    return group.names
        return self.topic or None

    def home_of(self, speaker: str) -> str | None:
        """The place a speaker speaks for: what stands beside the name where the text first gives it."""
        if speaker not in self._homes:
            self._homes[speaker] = self._find_home(speaker)
        return self._homes[speaker]

    def _find_home(self, speaker: str) -> str | None:
        position = self.text.find(speaker)
        k = bisect_right(self._starts, position) - 1
        if position < 0 or k < 0:
            return None
        sentence = self.sentences[k]
        at = position - sentence.start
        near = []
        for e in sentence.entities:
            place = e.name if e.kind == "place" else home(e.name) if e.kind == "organisation" else None
            if place not in (None, "WORLD") and abs(e.start - at) < 120:
                near.append((abs(e.start - at), place))
        return min(near)[1] if near else None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph; one without end is cut, so that none costs more than its share."""
    for start, end in sentences(text):
        while end - start > _ENDLESS:
            cut = text.rfind(" ", start + _ENDLESS // 2, start + _ENDLESS)
            cut = cut if cut > start else start + _ENDLESS
            yield start, cut
            start = cut
        yield start, end


def _is_subhead(row: Sentence) -> bool:
    """Whether a row within a table heads what follows: words alone, or years one after another."""
    if not any(map(str.isdigit, row.low)):
        return True
    return in_a_row(int(p.value) for p in row.periods if p.value and p.value.isdigit())


@cache
def sectors() -> frozenset[str]:
    """Commodity names that stand for many."""
    return frozenset(group for data in vocabulary("commodities").values() for group in data.get("groups", ()))


def respective_turn(sentence: Sentence, i: int) -> tuple[int, int] | None:
    """Which quantity of how many this is in a list that ends in "respectively"; None in no such list."""
    told = sentence.low.find("respectively")
    if told < 0:
        return None
    spans = sentence.spans
    last = max((k for k, (a, _) in enumerate(spans) if a < told), default=-1)
    first = last
    while first > 0 and ONLY_JOINT.fullmatch(sentence.low, spans[first - 1][1], spans[first][0]):
        first -= 1
    return (i - first, last - first + 1) if first <= i <= last and last > first else None
