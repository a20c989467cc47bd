"""Join quantities, names, time and speech of an article into claims, sentence by sentence.

A sentence is cut into clauses; each quantity takes what stands in its own clause first, then what its
neighbours share with it, and from other sentences only what is certain. What is not known stays None.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256

from orebook.article import Article, Paragraph
from orebook.gazetteer import Entity, commodity, find_entities, home, lowered, vocabulary
from orebook.periods import Period, find_periods, year_of
from orebook.quantities import Quantity, find_quantities
from orebook.quotations import Statement, find_statements
from orebook.text import sentences

# All patterns below are matched on text in lower case: several times faster than ignoring case.

# A quote longer than this is cut to its clause: it is shown beside the number it supports.
LONG = 320

_BREAK = re.compile(
    r"\s(?:[–—-]\s|(?:while|whereas|but|although|though|which|who|whose|where|because|despite|unlike|when|after|if|"
    r"compared|versus|against|up from|down from)\b|that (?=(?:could|may|might|would|will)\b)|"
    r"and (?=(?:is|are|was|were|has|have|had|will|would|could|can|may|might|should|expects?|plans?|aims?|accounts?|"
    r"suppl(?:y|ies|ied)|ranks?|imports?|exports?|produces?|holds?|already|now|more than|over|about|around|this|last|next|"
    r"in|by|it|its|their|they|he|she|the (?:country|company|world)|[a-z]{2,}[^e\W]ed)\b))|"
    r"[;:](?=\s)|,\s|\((?![\w .-]{1,10}\))|\)(?<=[^(]{12})",
)
_HARD = re.compile(r"[;:]|\s[–—-]\s|\b(?:while|whereas|but|although|though|which|and)\b")
_JOINT = re.compile(r",?\s+(?:and|or|versus|vs\.?|as well as|plus)\s+|,\s|;\s|\s?[–—]\s")
_COORDINATED = re.compile(
    r"\s*(?:,|/|&|and|or|,\s*and|,\s*or|as well as|and/or|\()\s*(?:the\s+|other\s+)?\)?\s*"
)
_ATTACHED = re.compile(
    r"\s*(?:\([^()]{0,40}\))?[\s-]*(?:(?:worth )?of|in|for|as)?(?:\s+[\w’'.%/-]+){0,5}[\s-]*"
)
_VERBAL = re.compile(
    r"\b(?:as|by|to|while|and|when|after|than|is|are|was|were|from|with|that|has|have|had|would|will|at|on|into|between|"
    r"including|using|such|ha)\b|\b(?!proposed|refined|combined|installed|mined|imported|so-called|\w+-)[a-z]+[^e\W]ed\b",
)
_FRONTED = re.compile(
    r"\W*(?:(?:already|now|thus|also|currently)\W+)?(?:\w{3,}ing|with|as|amid|despite|for|in|at|on|according|after|before|by|from|since|under|given|unlike|like|out|of|while|when|although|even)\b"
)
_FROM = re.compile(r"\bfrom (?:just |about |around |some |only )?$")
_PAST_BRACKET = re.compile(r"\s*\([^()]*\)(?:(?! and )[^,;()])*")
_OF_IT = re.compile(r"\s*of (?:it|them|this|that)\b")
_THIS_IS = re.compile(
    r"\W*(?:this|that|these|those|it)\b(?: \w+)? (?:is|are|was|represents?|marks?|means?|meant|compares?)\b"
)
_RESPECTIVELY = re.compile(r"\brespectively\b")
_NEAR_SUBJECT = re.compile(
    r"\b(?:it|its|the (?:country|republic|nation|state|kingdom)(?:’s|'s)?|(?:our|his|her) country|our|we|they|their|the government)\b"
)
_REGION = re.compile(r"\bthe region(?:’s|'s)?\b")
# "is considered a critical mineral": says what something is, not what the sentence is on
_PREDICATE = re.compile(
    r"\b(?:considered|deemed|designated|classified as|classed as|as|is|are|remains?|become|becoming|declared)(?: an?)(?: key| vital| strategic)? $"
)
_FEED = re.compile(r"\b(?:from|out of|using|via|by-products? of) (?:the )?$")  # "gallium from bauxite"
_ACCORDING = re.compile(r"\b(?:according to|reported by|data from|cited by|study by|report by)\b[^,;.]*")
_LIST_OF = re.compile(r"(?:’s|'s)?(?: \w+){0,2} list\b")
_OF = re.compile(
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:share\s+|stake\s+)?of\s+(?=(?:all |both |the |its |their |our |this |these |those |total |\w))|\s+(?=the\b)|\s+(?=all\b)|\s+(?=(?:\w+[ -])?(?:share|of)\b)"
)
_NP_END = re.compile(
    r"[,.;:!?”\"»]|\((?![\w .-]{1,10}\))|\s[–—-]\s|(?<!essential)(?<!critical)(?<!vital)(?<!important)\sto\b|\s(?:by|from|with|which|that|since|while|as|is|are|was|were|has|have|had|will|would|through|after|until|during|last|this year|and (?=\w+s\b(?! of))|in (?=(?:19|20)\d\d|the (?:first|second|third|next|last|same)|recent|january|february|march|april|may|june|july|august|september|october|november|december)|over the)\b"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_IN_YEARS = re.compile(r"(?:with)?in (?:\d|\w+ (?:years|decades)\b)")
_YEARS = re.compile(r"\d{4}/\d{4}")
_URANIUM = re.compile(r"\bk?t ?u\b|\d ?k?tu\b|\bu3o8\b|\btonnes u\b")
_U3O8 = re.compile(r"\s*(?:of )?u3o8\b")
_MACHINE = re.compile(
    r"\s+(?:\w+\s)?(?:furnace|truck|train|wagon|crane|press|kiln|lorry|excavator|loader|container|vessel|ship|car|crusher|ball mill)s?\b"
)
_MORE_THAN = re.compile(r"\b(?:more|less|higher|lower|fewer|greater)\b[^,;]*\bthan\b")
_NUMBER_OF = re.compile(r"\bnumber of\b")
_TO = re.compile(r"\bto (?:about |around |over |nearly |almost |some |just )?$")
_GOES_ON = re.compile(
    r"(?:,?\s*(?:and|or|to|-|–)?\s*(?:\w+\s)?|\s+(?:out\s+)?of\s+(?:the\s+|its\s+|these\s+|all\s+)?)"
)
_OF_THE = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|its\s+|these\s+|all\s+)?")  # "14 of the 17 materials"
_ONLY_JOINT = re.compile(r"\s*(?:,|and|or|,\s*and|,\s*or)\s*(?:about |around |over |nearly )?")
_YEAR_ON_YEAR = re.compile(
    r"\)?\s*(?:year|month|quarter|week)[ -](?:on|over)[ -](?:year|month|quarter|week)|\s*(?:y/y|yoy|y-o-y|m/m|q/q)\b"
)
_STAKE = re.compile(r"\b(?:stakes?|shareholding|ownership|owns?|owned|interest|equity|shares? in)\b")
_NOUN = re.compile(
    r"(?:[\s-]+of\s+(?:the\s+|its\s+|these\s+)?|[\s-]+)(?P<np>(?:[\w’'-]+\s+){0,5}?(?P<head>[a-z][\w-]*(?:s|people|staff|men|women|children))\b(?!’|'))"
)
_PER_WEIGHT = re.compile(r"/(?:t|kg|g|lb|oz|bbl|MWh|kWh|MMBtu|m3|dmtu|mtu)\b")
_NUMBER_WORD = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds?|thousands?|"
    r"millions?|billions?|dozens?|half|third|quarter|doubled?|tripled?|twice|second-largest)\b",
)
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
        The quantity, as in :class:`orebook.quantities.Quantity`; None for hand-coded claims without one.
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


@cache
def _words(name: str, table: str = "words") -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(vocabulary("claims")[table][name]) + r")\b")


@cache
def _turn_after() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:\w+[\s-]){{0,2}}?(?:{_words('rise').pattern}|{_words('fall').pattern})")


@cache
def _funded() -> re.Pattern[str]:
    return re.compile(rf"[\s-]+(?:[\w-]+\s){{0,2}}{_words('funded', 'noun').pattern}")


@cache
def _themes() -> tuple[tuple[str, frozenset[str], tuple[frozenset[str], ...], re.Pattern[str]], ...]:
    return tuple(
        (
            theme,
            frozenset(rule.get("places", ())),
            tuple(frozenset(pair) for pair in rule.get("pairs", ())),
            re.compile(r"\b(?:" + "|".join(rule["words"]) + r")(?!\w)"),
        )
        for theme, rule in sorted(vocabulary("themes").items())
    )


def themes_of(sentence: str, places: Iterable[str]) -> str | None:
    """Return the themes of a claim, joined by ``;``, by the rules in ``vocabulary/themes.toml``."""
    named = set(places)
    found = [
        theme
        for theme, alone, pairs, words in _themes()
        if alone & named or any(pair <= named for pair in pairs) or words.search(sentence)
    ]
    return ";".join(found) or None


@dataclass(frozen=True, slots=True)
class _Group:
    """Commodities named together ("copper, lead and zinc")."""

    start: int
    end: int
    names: tuple[str, ...]
    generic: bool
    ore: bool = False  # "ore": of something the sentence tells before or after


class _Sentence:
    """A sentence and what is found in it, when it is asked for; spans are within the sentence."""

    def __init__(self, reader: _Reader, paragraph: Paragraph, index: int, start: int, end: int) -> None:
        self.reader, self.paragraph, self.index, self.start, self.end = reader, paragraph, index, start, end
        self.text = reader.article.source[start:end]
        self.low = lowered(self.text)
        self.quantities: list[Quantity] = []
        self._said: dict[tuple[str, int], re.Match[str] | None] = {}

    def __repr__(self) -> str:
        return f"_Sentence({self.text!r})"

    @cached_property
    def previous(self) -> _Sentence | None:
        return self.reader.sentences[self.index - 1] if self.index else None

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The quantities' spans."""
        return [(q.start - self.start, q.end - self.start) for q in self.quantities]

    @cached_property
    def entities(self) -> list[Entity]:
        return find_entities(self.text)

    @cached_property
    def groups(self) -> list[_Group]:
        """Commodities, those named together as one; generic words ("these materials") already resolved."""
        found: list[_Group] = []
        for entity in self.entities:
            if entity.kind != "commodity" or _PREDICATE.search(
                self.low, max(0, entity.start - 24), entity.start
            ):
                continue
            generic = commodity(entity.name)["generic"]
            last = found[-1] if found else None
            gap = self.low[last.end : entity.start] if last else ""
            if (
                last
                and generic
                and (not gap.strip(" -()") or _COORDINATED.fullmatch(gap))
                and not last.generic
            ):
                found[-1] = _Group(
                    last.start, entity.end, last.names, False
                )  # "copper ore", "lithium and other metals"
            elif (
                last
                and not generic
                and (_COORDINATED.fullmatch(gap) or gap in ("-", "–"))
                and not last.generic
            ):
                names = last.names if entity.name in last.names else (*last.names, entity.name)
                found[-1] = _Group(last.start, entity.end, names, False)
            else:
                found.append(
                    _Group(
                        entity.start,
                        entity.end,
                        (entity.name,),
                        generic,
                        entity.text.lower() in ("ore", "ores", "metal"),
                    )
                )
        return self._resolved(found)

    def _resolved(self, groups: list[_Group]) -> list[_Group]:
        """Put what "these materials" or a bare "minerals" stands for in its place, where the text has said it."""
        out: list[_Group] = []
        points = [m.span() for m in _words("anaphor").finditer(self.low)]
        for group in groups:
            back = any(a <= group.start and group.end <= b for a, b in points)
            points = [(a, b) for a, b in points if not (a < group.end and group.start < b)]
            if not (group.generic or (back and commodity(group.names[0])["groups"] == ())):
                out.append(group)
                continue
            named = self._named_before(out, group.names[0], back or group.ore)
            if group.ore:  # alone, it tells no commodity
                named = named or next(
                    (g.names for g in groups if g.start > group.end and not g.generic), None
                )
                if named is None:
                    continue
            out.append(_Group(group.start, group.end, named or group.names, not named and group.generic))
        for a, b in points:  # "these crucial materials": no name of its own
            before = [group for group in out if group.end <= a]
            named = self._named_before(before, "", True)
            if named:
                out.append(_Group(a, b, named, False))
        return sorted(out, key=lambda group: group.start)

    def _named_before(self, before: list[_Group], word: str, pointed: bool) -> tuple[str, ...] | None:
        for group in reversed(before):
            if not group.generic and (pointed or group.names[-1].endswith(word)):
                return group.names
        previous = self.previous
        for _ in range(3):
            if previous is None or previous.paragraph.kind in ("headline", "heading"):
                return None
            if previous.paragraph is not self.paragraph and not pointed:
                return None
            for group in reversed(previous.groups):
                if not group.generic and (pointed or group.names[-1].endswith(word)):
                    return group.names
            previous = previous.previous
        return None

    @cached_property
    def about(self) -> tuple[str, ...]:
        """The commodity the sentence is about: the first it names that is no feed or by-product."""
        named = [group for group in self.groups if not group.generic]
        main = [group for group in named if not _FEED.search(self.low, max(0, group.start - 18), group.start)]
        return next((group.names for group in (*main, *named)), ())

    @cached_property
    def clauses(self) -> list[tuple[int, int, bool]]:
        """Start, end, and whether the clause begins a new statement (``;``, "while") or only goes on."""
        joined = [(group.start, group.end) for group in self.groups] + self.spans
        cuts: dict[int, bool] = {}
        for match in _BREAK.finditer(self.low):
            if not any(a < match.end() and match.start() < b for a, b in joined):
                cuts[match.start() if match.group()[0] not in ",;:()" else match.end()] = bool(
                    _HARD.search(match.group())
                )
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
        return [(a, b, cuts.get(a, True)) for a, b in zip(edges, edges[1:], strict=False) if a < b]

    @cached_property
    def brackets(self) -> list[tuple[int, int]]:
        return [match.span() for match in _BRACKETS.finditer(self.low)]

    def says(self, name: str, k: int, table: str = "modality") -> re.Match[str] | None:
        """Where a clause says one of the words of a list."""
        key = (name, k)
        if key not in self._said:
            start, end, _ = self.clauses[k]
            self._said[key] = _words(name, table).search(self.low, start, end)
        return self._said[key]

    def clause_at(self, position: int) -> int:
        return max(0, bisect_right([a for a, _, _ in self.clauses], position) - 1)

    @cached_property
    def periods(self) -> list[Period]:
        ahead = any(self.says(kind, k) for kind in ("planned", "forecast") for k in range(len(self.clauses)))
        found = find_periods(self.low, self.reader.published, ahead)
        return [p for p in found if not any(a < p.end and p.start < b for a, b in self.spans)]

    @cached_property
    def places(self) -> list[tuple[int, int, str]]:
        """Start, end and name of the places, and of organisations that speak for one where their clause names none."""
        named = [
            (e.start, e.end, e.name)
            for e in self.entities
            if e.kind == "place" and not _LIST_OF.match(self.low, e.end)
        ]
        for match in _REGION.finditer(self.low):
            region = self.reader.region_before(self, match.start())
            if region:
                named.append((match.start(), match.end(), region))
        aside = [match.span() for match in _ACCORDING.finditer(self.low)]
        content = [place for place in named if not any(a <= place[0] < b for a, b in aside)]
        named = content or named
        told = {self.clause_at(a) for a, _, _ in named}
        homes = [(e.start, e.end, home(e.name)) for e in self.entities if e.kind == "organisation"]
        named += [(a, b, place) for a, b, place in homes if place and self.clause_at(a) not in told]
        return sorted(named)

    @cached_property
    def subject(self) -> str | None:
        """The place the sentence is about: the first of its main clause."""
        for start, end, _ in self.clauses:
            if start == 0 and _FRONTED.match(self.low) and len(self.clauses) > 1:
                continue
            here = [name for a, _, name in self.places if start <= a < end and name != "WORLD"]
            if here:  # a country before its region: "the Central Asian country of Kazakhstan"
                return next((name for name in here if len(name) <= 3), here[0])
        return next((name for _, _, name in self.places if name != "WORLD"), None)


class _Reader:
    """An article on its way to claims."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.published = article.published.value if article.published else None
        self.quantities = find_quantities(article.source)
        starts = [quantity.start for quantity in self.quantities]
        self.sentences: list[_Sentence] = []
        for paragraph in article.paragraphs:
            for a, b in sentences(paragraph.text):
                sentence = _Sentence(
                    self, paragraph, len(self.sentences), paragraph.start + a, paragraph.start + b
                )
                sentence.quantities = self.quantities[
                    bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)
                ]
                self.sentences.append(sentence)

    @cached_property
    def statements(self) -> list[Statement]:
        return sorted(find_statements(self.article.source), key=lambda s: s.start)

    @cached_property
    def _statement_starts(self) -> list[int]:
        return [statement.start for statement in self.statements]

    def statement_at(self, position: int) -> Statement | None:
        """The narrowest statement that covers a position."""
        last = bisect_right(self._statement_starts, position)
        covering = [s for s in self.statements[max(0, last - 12) : last] if s.end > position]
        return min(covering, key=lambda s: s.end - s.start, default=None)

    @cached_property
    def topic(self) -> tuple[str, ...]:
        """What the article is about: the commodities of its headline, else of its first sentence that names any."""
        for sentence in self.sentences[:8]:
            group = next((group for group in sentence.groups if not group.generic), None)
            if group:
                return group.names
        return ()

    @cached_property
    def country(self) -> str | None:
        """The place the headline names first."""
        for sentence in self.sentences:
            if sentence.paragraph.kind == "headline" and sentence.places:
                return sentence.places[0][2]
        return None

    def region_before(self, sentence: _Sentence, position: int) -> str | None:
        """The region or group of countries named last before "the region"."""
        for back in range(6):
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

    def sector_before(self, sentence: _Sentence) -> tuple[str, ...] | None:
        """The group of commodities ("rare metals") that the article was last on."""
        for back in range(1, 9):
            if sentence.index - back < 0:
                break
            for group in reversed(self.sentences[sentence.index - back].groups):
                if len(group.names) == 1 and not group.generic and group.names[0] in _sectors():
                    return group.names
        return self.topic or None

    def home_of(self, speaker: str) -> str | None:
        """The place a speaker speaks for: what stands beside the name where the text first gives it."""
        position = self.article.source.find(speaker)
        if position < 0:
            return None
        for sentence in self.sentences:
            if sentence.start <= position < sentence.end:
                at = position - sentence.start
                told = [
                    (e.start, e.name if e.kind == "place" else home(e.text))
                    for e in sentence.entities
                    if e.kind in ("place", "organisation")
                ]
                near = [
                    (abs(a - at), name)
                    for a, name in told
                    if name not in (None, "WORLD") and abs(a - at) < 120
                ]
                return min(near)[1] if near else None
        return None


@cache
def _sectors() -> frozenset[str]:
    """Commodity names that stand for many."""
    return frozenset(group for data in vocabulary("commodities").values() for group in data.get("groups", ()))


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
    reader = _Reader(article)
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
    reader = _Reader(article)
    out = []
    for sentence in reader.sentences:
        if not sentence.quantities and _NUMBER_WORD.search(sentence.low):
            out.append((sentence.start, sentence.end, sentence.text, _reason(sentence)))
    return out


def _reason(sentence: _Sentence) -> str:
    spans = [(p.start, p.end) for p in sentence.periods]
    rest = [
        m.group()
        for m in _NUMBER_WORD.finditer(sentence.low)
        if not any(a <= m.start() < b for a, b in spans)
    ]
    if not rest:
        return "dates only"
    if any(word[0].isdigit() for word in rest):
        return "number in a name, date or label"
    return "number word without a quantity"


def _claim(reader: _Reader, sentence: _Sentence, i: int, occurrence: int) -> Claim:
    quantity = sentence.quantities[i]
    a, b = sentence.spans[i]
    at = sentence.clause_at(a)
    k = i - 1 if _is_conversion(sentence, i) else i  # "702 billion tenge (US$1.81 billion)"
    measure, share_of = _measure(sentence, k)
    group = _commodity(reader, sentence, k, measure)
    statement = reader.statement_at(quantity.start)
    speaker = statement.speaker if statement else None
    places = _places(reader, sentence, k, measure, share_of, speaker)
    denominator = (
        _denominator(sentence, i, measure, share_of, places, group) if measure in ("share", "rank") else None
    )
    modality, told_at = _modality(sentence, at)
    period, horizon, rule = _period(reader, sentence, k, modality, measure or "")
    softened = sentence.clauses[told_at if modality == "forecast" else at][0], sentence.clauses[at][1]
    hedges = dict.fromkeys(m.group() for m in _words("hedge").finditer(sentence.low, *softened))
    quote_start, quote_end = (sentence.start, sentence.end)
    if sentence.end - sentence.start > LONG:
        quote_start, quote_end = _trim(sentence, *_statement_span(sentence, at))
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
        q_start=quantity.start,
        q_end=quantity.end,
        q_text=quantity.text,
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
        hedge="; ".join(hedges) or None,
        speaker=speaker,
        attribution=statement.attribution if statement else "author",
        themes=themes_of(sentence.text, where),
        kind="quantity",
        basis="read",
        period_rule=rule,
        published=reader.published,
    )


def _is_conversion(sentence: _Sentence, i: int) -> bool:
    """Whether a quantity only puts the one before it in another unit, in brackets."""
    if not i:
        return False
    kinds = [
        "money" if q.unit[:3].isupper() else "mass" if q.unit.split("/")[0] in _MASS else ""
        for q in sentence.quantities[i - 1 : i + 1]
    ]
    gap = sentence.low[sentence.spans[i - 1][1] : sentence.spans[i][0]]
    return kinds[0] == kinds[1] != "" and bool(
        re.fullmatch(r"\s*\((?:or |about |around |some |approximately |~|≈)?\s*", gap)
    )


def _statement_span(sentence: _Sentence, at: int) -> tuple[int, int]:
    """The clauses from one beginning of a statement to the next."""
    clauses = sentence.clauses
    first, last = at, at
    while first and not clauses[first][2]:
        first -= 1
    while last + 1 < len(clauses) and not clauses[last + 1][2]:
        last += 1
    return clauses[first][0], clauses[last][1]


def _trim(sentence: _Sentence, start: int, end: int) -> tuple[int, int]:
    text = sentence.low[start:end]
    start += len(text) - len(text.lstrip(" ,;:–—-"))
    end -= len(text) - len(text.rstrip(" ,;:–—-"))
    return sentence.start + start, sentence.start + max(start, end)


# --- what is measured -------------------------------------------------------------------------


def _nearest_measure(
    sentence: _Sentence, within: tuple[int, int], at: tuple[int, int], wanted: Iterable[str] = ()
) -> str | None:
    """The measure word nearest to a quantity within a stretch; a word before it counts as nearer."""
    (start, end), (a, b) = within, at
    best: tuple[int, str] | None = None
    names = set(wanted)
    for entity in sentence.entities:
        if entity.kind == "measure" and start <= entity.start < end and (not names or entity.name in names):
            gap = entity.start - b + 10 if entity.start >= b else a - entity.end
            if gap >= 0 and (best is None or gap < best[0]):
                best = (gap, entity.name)
    return best[1] if best else None


def _shared_measure(sentence: _Sentence, i: int, wanted: Iterable[str] = ()) -> str | None:
    """The measure of a quantity's clause, else of the clauses before it, else of those after it."""
    a, b = sentence.spans[i]
    at = sentence.clause_at(a)
    order = [at, *range(at - 1, -1, -1), *range(at + 1, len(sentence.clauses))]
    for k in order:
        found = _nearest_measure(sentence, sentence.clauses[k][:2], (a, b), wanted)
        if found:
            return found
    return None


def _measure(sentence: _Sentence, i: int) -> tuple[str | None, tuple[int, int] | None]:
    """What a quantity measures, and for shares and ranks the span of what it is a share of."""
    quantity = sentence.quantities[i]
    a, b = sentence.spans[i]
    text, unit = sentence.low, quantity.unit.split("/")[0]
    at = sentence.clause_at(a)
    start, end, _ = sentence.clauses[at]
    if quantity.unit == "rank":
        return "rank", (b, _phrase_end(sentence, i, b))
    listed = _listed_with(sentence, i)
    if listed is not None:
        return _measure(sentence, listed)
    if unit == "percent":
        around = text[max(start, a - 25) : min(end, b + 25)]
        if _STAKE.search(around):
            return "stake", None
        of = _OF.match(text, b)
        before = (
            text[start:a] if text[start:a].strip() != "by" else text[max(0, a - 24) : a]
        )  # "fell, by 11.7%"
        rises, falls = _words("rise"), _words("fall")
        turns = [
            m
            for m in (*rises.finditer(before), *falls.finditer(before))
            if not re.search(r"\bof\b.*\bof\b", before[m.end() :])
        ]
        sign = text[a - 1 : a] if a else ""
        if sign in ("+", "-", "−") or text[a : a + 1] in ("+", "-", "−") or _YEAR_ON_YEAR.match(text, b):
            turned = turns[-1].group() if turns and sign != "+" else "increase"
            return _changed(
                sentence, i, "fall" if "-" in text[max(0, a - 1) : a + 1] or quantity.value < 0 else turned
            ), None
        changed = bool(turns) and not (of and text[b : b + 4].strip().startswith("of"))
        after = _turn_after().match(text, b, b + 40)
        if changed or after:
            return _changed(
                sentence, i, (after.group() if after else max(turns, key=lambda m: m.start()).group())
            ), None
        special = _nearest_measure(
            sentence,
            (start, end),
            (a, b),
            (
                "grade",
                "recovery",
                "utilisation",
                "interest",
                "inflation",
                "tax",
                "tariff",
                "growth",
                "discount",
                "survey",
            ),
        )
        if special and not (of and text[b : b + 4].strip().startswith("of")):
            return special, None
        if of:
            return "share", (of.end(), _phrase_end(sentence, i, of.end()))
        if any(0 <= group.start - b <= 2 for group in sentence.groups):
            return "grade", None  # "65% tungsten concentrate"
        return "share", None
    if quantity.unit == "multiple":
        clause = text[start:end]
        turn = _words("fall").search(clause)
        return _changed(sentence, i, turn.group() if turn else "increase"), None
    if len(unit) == 3 and unit.isupper():
        if _PER_WEIGHT.search(quantity.unit):
            return _nearest_measure(sentence, (start, end), (a, b), ("cost", "price")) or "price", None
        if _funded().match(text, b, b + 60):
            return "funding", None
        near = _nearest_measure(sentence, (start, end), (a, b), vocabulary("claims")["noun"]["money"])
        return near or _shared_measure(sentence, i, vocabulary("claims")["noun"]["money"]) or "value", None
    if unit in ("year", "month", "day", "week", "h", "min", "s", "decade"):
        return (
            "mine life" if _nearest_measure(sentence, (start, end), (a, b), ("mine life",)) else "duration"
        ), None
    if unit == "km" or unit == "m":
        return _nearest_measure(
            sentence, (start, end), (a, b), ("depth", "distance", "length")
        ) or "length", None
    if unit in ("ha", "km2", "m2"):
        return "area", None
    if quantity.unit == "count":
        if (
            i + 1 < len(sentence.spans)
            and sentence.quantities[i + 1].unit == "count"
            and _OF_THE.fullmatch(text, b, sentence.spans[i + 1][0])
        ):
            return _measure(sentence, i + 1)
        noun = _NOUN.match(text, b)
        if noun and not any(
            x < noun.end("head") and noun.start("head") < y for x, y in sentence.spans[i + 1 :]
        ):
            head = noun["head"].lower()
            jobs = {"people", "workers", "employees", "jobs", "staff"}
            if head in jobs:
                return (
                    "employment"
                    if _nearest_measure(sentence, (0, len(text)), (a, b), ("employment",)) or head != "people"
                    else "people"
                ), None
            named = any(
                g.start < noun.end("head") and noun.start("head") < g.end and not g.generic
                for g in sentence.groups
            )
            return "materials" if named and not _words("sector").fullmatch(head) else " ".join(
                noun["np"].lower().split()[-2:]
            ) if head == "areas" else head, None
        if (
            i
            and sentence.quantities[i - 1].unit == "count"
            and re.match(r"\s(?:on|in|for|to|from|are|were|is)\b", text[b : b + 6])
        ):
            return _measure(sentence, i - 1)  # "25 projects are on extraction, 24 on processing"
        return _nearest_measure(sentence, (start, end), (a, b)), None
    if unit in ("MW", "GW", "kW") and not _nearest_measure(sentence, (start, end), (a, b)):
        return "capacity", None
    if unit in ("g", "ppm", "percent") and "/t" in quantity.unit:
        return "grade", None
    amounts = vocabulary("measures").keys() - {
        "revenue",
        "profit",
        "cost",
        "tax",
        "tariff",
        "funding",
        "value",
        "price",
    }
    base = _shared_measure(sentence, i, amounts) or _measure_before(sentence)
    if (
        base
        and re.search(r"\bby $", text[max(0, a - 4) : a])
        and (_words("rise").search(text, start, a) or _words("fall").search(text, start, a))
    ):
        return _changed(sentence, i, text[start:a]), None  # "rose by 1.3 tons"
    return base, None


def _listed_with(sentence: _Sentence, i: int) -> int | None:
    """The quantity that tells what a bare one of a list is: "7% and 3%", "10, 40 and 25 per cent of demand"."""
    spans, quantities, text = sentence.spans, sentence.quantities, sentence.low
    a, b = spans[i]
    if (
        i
        and quantities[i - 1].unit == quantities[i].unit == "percent"
        and _ONLY_JOINT.fullmatch(text[spans[i - 1][1] : a])
        and not _OF.match(text, b)
    ):
        return (
            i - 1 if not (i + 1 < len(spans) and _ONLY_JOINT.fullmatch(text[b : spans[i + 1][0]])) else None
        )
    if (
        i + 1 < len(spans)
        and quantities[i + 1].unit == quantities[i].unit == "percent"
        and _ONLY_JOINT.fullmatch(text[b : spans[i + 1][0]])
        and (_OF.match(text, spans[i + 1][1]) or i + 2 < len(spans))
    ):
        return i + 1 if _last_of_list(sentence, i) else None
    return None


def _last_of_list(sentence: _Sentence, i: int) -> bool:
    """Whether the list of bare percentages that begins here ends in "… of something"."""
    while i + 1 < len(sentence.spans) and _ONLY_JOINT.fullmatch(
        sentence.low[sentence.spans[i][1] : sentence.spans[i + 1][0]]
    ):
        i += 1
    return bool(_OF.match(sentence.low, sentence.spans[i][1]))


def _measure_before(sentence: _Sentence) -> str | None:
    """The measure of the sentence before, where this one only says "the volume" or "it"."""
    previous = sentence.previous
    if (
        previous is None
        or previous.paragraph is not sentence.paragraph
        or not _words("volume", "noun").search(sentence.low)
    ):
        return None
    measures = [e for e in previous.entities if e.kind == "measure"]
    beside = [
        e
        for e in measures
        if any(0 <= e.start - g.end <= 3 or 0 <= g.start - e.end <= 4 for g in previous.groups)
    ]
    return next((e.name for e in (*beside, *measures)), None)


def _changed(sentence: _Sentence, i: int, turn: str) -> str:
    a, b = sentence.spans[i]
    base = _shared_measure(sentence, i) or _measure_before(sentence) or "value"
    return f"{base} (fall)" if _words("fall").search(turn) else f"{base} (increase)"


def _phrase_end(sentence: _Sentence, i: int, start: int) -> int:
    """Where the noun phrase that begins at `start` ends."""
    stop = _NP_END.search(sentence.low, start)
    limit = sentence.spans[i + 1][0] if i + 1 < len(sentence.spans) else len(sentence.low)
    return min(stop.start() if stop else len(sentence.low), limit)


def _denominator(
    sentence: _Sentence,
    i: int,
    measure: str | None,
    of: tuple[int, int] | None,
    places: list[str],
    group: tuple[str, ...],
) -> str | None:
    """What a share or rank is of: a place and a measure, else the article's own words."""
    a, b = sentence.spans[i]
    at = sentence.clause_at(a)
    start, end, _ = sentence.clauses[at]
    if of is None and measure == "share":
        return None
    first, last = of or (b, end)
    phrase = sentence.low[first:last].strip(" ,.;")
    inside = [name for x, _, name in sentence.places if first <= x < last]
    if measure == "rank":
        inside = inside or [
            name
            for x, y, name in sentence.places
            if start <= x and y <= a and (name == "WORLD" or len(name) > 3)
        ]
        found = _nearest_measure(sentence, (first, last), (a, b)) or _nearest_measure(
            sentence, (start, end), (a, b)
        )
        if found is None and not group:
            return None
        return f"{_place_word(inside[-1]) if inside else 'world'} {found or 'production'}"
    found = (
        "mined output"
        if "mined output" in group
        else _nearest_measure(sentence, (first, last), (first, first))
    )
    if found and phrase.startswith(("its ", "their ")) and not inside and len(places) > 1:
        inside = places[-1:]  # "import 70 per cent of its mined output"
    named_first = inside and any(
        first <= g.start < last and x < g.start
        for g in sentence.groups
        for x, _, _ in sentence.places
        if first <= x
    )
    if found is None and (named_first or _only_commodity(sentence, first, last)):
        found = _nearest_measure(sentence, (start, a), (a, b))
        named = [place for place in places if place != "WORLD"]
        inside = inside or (named[1:2] if found == "supply" else named[:1])  # one supplies another's market
    if found and inside:
        return f"{_place_word(inside[0])} {found}"
    return " ".join(phrase.lower().split()) or None


def _only_commodity(sentence: _Sentence, first: int, last: int) -> bool:
    return any(first <= group.start and group.end >= last - 2 for group in sentence.groups)


def _place_word(name: str) -> str:
    return "world" if name == "WORLD" else name


# --- commodity -----------------------------------------------------------------------------------


def _commodity(reader: _Reader, sentence: _Sentence, i: int, measure: str | None) -> tuple[str, ...]:
    quantity = sentence.quantities[i]
    a, b = sentence.spans[i]
    base = (measure or "").split(" (")[0]
    groups = sentence.groups
    if _URANIUM.search(sentence.low, a, b) or _U3O8.match(sentence.low, b):
        return ("uranium",)
    if "-" in quantity.text and _MACHINE.match(sentence.low, b):
        return ()  # "the 15-tonne furnace"
    if not groups and not _may_look_back(sentence, base, quantity):
        return ()
    respective = _respective_commodity(sentence, i)
    if respective:
        return respective
    at = sentence.clause_at(a)
    start, end, _ = sentence.clauses[at]
    here = [group for group in groups if start <= group.start < end]
    here = [
        group for group in here if not _FEED.search(sentence.low, max(0, group.start - 12), group.start)
    ] or here
    inside = [group for group in here if group.start < b and a < group.end]
    if inside:
        return inside[0].names
    after = next((group for group in here if group.start >= b), None)
    before = next((group for group in reversed(here) if group.end <= a), None)
    if after and not any(b <= x < after.start for x, _ in sentence.spans):
        gap = sentence.low[b : after.start]
        attached = _ATTACHED.fullmatch(gap) and not _VERBAL.search(gap)
        if attached and (before is None or not after.generic):
            return after.names
        if before is None and (quantity.unit != "count" or _counts_in_sector(base)):
            return after.names
    if before and (quantity.unit != "count" or _counts_in_sector(base)):
        return before.names
    if base in _business():
        return ()
    # "12 million and 4 million tonnes of copper", "from 82,000 to 64,000 tonnes": the next one's words
    if i + 1 < len(sentence.spans) and _GOES_ON.fullmatch(sentence.low, b, sentence.spans[i + 1][0]):
        following = [g for g in groups if sentence.spans[i + 1][1] <= g.start]
        if following and not any(g.end <= a for g in groups):
            return following[0].names
    if quantity.unit == "count" and not _counts_in_sector(base):
        return ()
    for group in reversed([g for g in groups if g.end <= a]):
        return group.names
    if quantity.unit != "count":
        for group in (g for g in groups if g.start >= b):
            return group.names
    return _carried(reader, sentence, i, base)


@cache
def _business() -> frozenset[str]:
    return frozenset(vocabulary("claims")["words"]["business"])


def _may_look_back(sentence: _Sentence, base: str, quantity: Quantity) -> bool:
    if base in _business():
        return False
    return quantity.unit != "count" or _counts_in_sector(base)


def _counts_in_sector(base: str) -> bool:
    """Whether what is counted belongs to a sector, or is not said."""
    return not base or bool(_words("sector").search(base)) or base in vocabulary("measures")


def _paired(sentence: _Sentence, i: int) -> tuple[int, int] | None:
    """Which quantity of how many this is in a list that ends in "respectively"; None in no such list."""
    told = _RESPECTIVELY.search(sentence.low)
    if not told:
        return None
    spans = sentence.spans
    last = max((k for k, (a, _) in enumerate(spans) if a < told.start()), default=-1)
    first = last
    while first > 0 and _ONLY_JOINT.fullmatch(sentence.low, spans[first - 1][1], spans[first][0]):
        first -= 1
    return (i - first, last - first + 1) if first <= i <= last and last > first else None


def _respective_commodity(sentence: _Sentence, i: int) -> tuple[str, ...] | None:
    paired = _paired(sentence, i)
    if paired is None:
        return None
    k, n = paired
    for group in sentence.groups:
        if len(group.names) == n:
            return (group.names[k],)
    apart = [group for group in sentence.groups if len(group.names) == 1]
    return apart[k].names if len(apart) == n else None


def _carried(reader: _Reader, sentence: _Sentence, i: int, base: str) -> tuple[str, ...]:
    """The commodity of a sentence that names none: what its paragraph was on, else the article's topic."""
    quantity = sentence.quantities[i]
    if _NUMBER_OF.search(sentence.low) and quantity.unit in ("percent", "multiple"):
        return ()
    previous = sentence.previous
    while (
        previous is not None
        and previous.paragraph is sentence.paragraph
        and sentence.index - previous.index < 5
    ):
        named = [group.names for group in previous.groups if not group.generic]
        if named:
            return named[-1] if _OF_IT.match(sentence.low, sentence.spans[i][1]) else previous.about
        previous = previous.previous
    if quantity.unit == "count":
        return ("minerals",) if base.endswith("deposits") else reader.sector_before(sentence) or ()
    topic = reader.topic
    if quantity.unit == "rank" and not any(entity.kind == "measure" for entity in sentence.entities):
        return ()  # "the fourth-largest trading partner"
    if quantity.unit[:3].isupper() and base not in ("price", "exports", "imports", "sales"):
        # money is the topic's only where that is one thing and the sentence speaks of the venture
        one = (
            len(topic) == 1 and topic[0] not in _sectors() and _words("venture", "noun").search(sentence.low)
        )
        return topic if one else ()
    return topic


# --- place ---------------------------------------------------------------------------------------


def _places(
    reader: _Reader,
    sentence: _Sentence,
    i: int,
    measure: str | None,
    of: tuple[int, int] | None,
    speaker: str | None,
) -> list[str]:
    """The places a quantity holds for: who has it first, then the market it is a share of."""
    a, b = sentence.spans[i]
    at = sentence.clause_at(a)
    clauses = sentence.clauses
    start, end, _ = clauses[at]

    def within(x: int, y: int) -> list[str]:
        return [name for s, _, name in sentence.places if x <= s < y]

    paired = _paired(sentence, i)
    if paired:
        each = [name for _, _, name in sentence.places if name != "WORLD"]
        if len(each) == paired[1]:
            return [each[paired[0]]]
    first, last = of or (end, end)
    scope = [
        name for s, e, name in sentence.places if measure == "rank" and 0 <= a - e <= 5
    ]  # "Germany's fourth-largest"
    holders = [
        name
        for s, _, name in sentence.places
        if start <= s < end
        and not first <= s < last
        and name not in scope
        and not any(b <= x < s for x, _ in sentence.spans)  # that place is the next quantity's
    ]
    market = (
        scope + [name for name in within(first, last) if name != "WORLD"]
        if measure in ("share", "rank")
        else within(first, last)
    )
    if not [name for name in holders if name != "WORLD"] and (not holders or measure in ("share", "rank")):
        for k in (*range(at - 1, -1, -1), *range(at + 1, len(clauses))):
            near = [name for name in within(*clauses[k][:2]) if name not in market]
            if [name for name in near if name != "WORLD"]:
                relative = k == at - 1 and re.match(
                    r"\W*(?:which|that|whose|where|who)\b", sentence.low[start:end]
                )
                holders += reversed(near) if relative else near
                break
            holders += near
    named = list(dict.fromkeys([*holders, *market]))
    if [name for name in holders if name != "WORLD"] or (
        "WORLD" in named and measure not in ("share", "rank")
    ):
        return named
    carried = _place_before(reader, sentence, speaker)
    if carried and carried not in named:
        named.insert(0, carried)
    return named


def _place_before(reader: _Reader, sentence: _Sentence, speaker: str | None) -> str | None:
    """The place of a sentence that names none: the speaker's, else what the paragraph was on, else the headline's."""
    if speaker:
        place = reader.home_of(speaker)
        if place:
            return place
    back = sentence.previous
    for _ in range(4):
        if back is None or back.paragraph.kind == "headline":
            break
        if back.subject:
            return back.subject
        back = back.previous
    return reader.country


# --- time and manner -----------------------------------------------------------------------------


def _modality(sentence: _Sentence, at: int) -> tuple[str, int]:
    """How a clause puts it, and the clause that tells: one without a verb of its own goes on with the one before."""
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


def _period(
    reader: _Reader, sentence: _Sentence, i: int, modality: str, measure: str
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


def _own_period(sentence: _Sentence, i: int, measure: str) -> Period | None:
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
    paired = _paired(sentence, i)
    if paired and len(periods) == paired[1]:
        return periods[paired[0]]

    aside = [span for span in sentence.brackets if not span[0] <= a < span[1]]

    def between(x: int, y: int) -> bool:
        return any(x <= s < y and not any(m <= s < n for m, n in aside) for s, _ in spans)

    def gap(p: Period) -> str:
        return _BRACKETS.sub(" ", sentence.low[b : p.start])

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
        if not between(b, p.start) and not _HARD.search(gap(p)) and p.role != "base":
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
            and not _HARD.search(gap(p).replace(" and ", " "))
            and not re.search(r"\b(?:from|than|compared|against|versus)\b", gap(p))
        ):
            return p
    return None


def _told_before(sentence: _Sentence) -> Period | None:
    """The time last stated in the sentences before."""
    back = sentence.previous
    while back is not None and sentence.index - back.index < 4:
        stated = [p for p in back.periods if p.role == "at" and p.value]
        if stated:
            return stated[-1]
        back = back.previous
    return None


def _period_before(sentence: _Sentence, i: int, modality: str, measure: str) -> Period | None:
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


def _goes_on_in_brackets(sentence: _Sentence, i: int) -> bool:
    """Whether a quantity is one of a list in brackets: "China (1.9 Mt), Canada (0.3 Mt) and Russia (0.2 Mt)"."""
    inside = [any(m <= a < n for m, n in sentence.brackets) for a, _ in sentence.spans]
    return inside[i] and sum(inside) > 2


def claims_of(articles: Iterable[Article]) -> Iterator[Claim]:
    """Yield the claims of several articles, in their order."""
    for article in articles:
        yield from extract_claims(article)
