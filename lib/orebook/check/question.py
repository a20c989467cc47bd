"""What a claim asks of the figures: its sentence taken apart, every word spent or named as what stopped it.

A figure answers a question only where every word of the clause around it has a place: who, what, of whose,
when, said or denied. The first word without one is the `Stop` that a reader is shown. Nothing here knows
the figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Any

from orebook.claims.sentence import forms
from orebook.text.calendar import MONTHS, Period
from orebook.text.vocabulary import find_entities, vocabulary

WORDS = vocabulary("audit")
SAID = {name: re.compile(pattern) for name, pattern in WORDS["patterns"].items()}
_CUTS = frozenset(",;:()–—")
_PART = re.compile(
    r"[’']s\b|not (?:only|less|more|fewer|just|merely)\b|[Mm]ine (?:production|output)\b"
    r"|[^\W_]+(?:[’'](?!s\b)[^\W_]+)*|[^\w\s]"
)
# What is one token: who says it, who leads a government, a year.
_SPANS = (
    (SAID["source"], "source"), (SAID["source before"], "source"), (SAID["person"], "mark"),
    (re.compile(r"\b(?:19|20)\d\d(?:[-–/]\d{2,4})?\b"), "year"),
)  # fmt: skip


@cache
def listed(*names: str) -> frozenset[str]:
    """Return the words of some lists of ``vocabulary/audit.toml``, a verb marked with ~ in its forms."""
    words = (word for name in names for word in WORDS["words"][name].split())
    return frozenset(form for word in words for form in forms(word))


class Stop(Exception):  # noqa: N818  a finding
    """The word that no slot of a question takes, and the slot it may belong to."""

    def __init__(self, word: str, slot: str) -> None:
        self.word, self.slot = word, slot
        super().__init__(word, slot)

    def __str__(self) -> str:
        return f"“{self.word}” ({WORDS['slots'][self.slot]}) is not in the question that a table answers"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, name, figure or mark of the sentence."""

    start: int
    end: int
    text: str
    kind: str  # word, mark, place, commodity, organisation, figure, own, year, source
    name: str = ""

    @property
    def low(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Question:
    """A claim of the ledger, taken apart; the fields not explained are the ledger's."""

    quote: str
    said: str  # the quantity's words
    value: float
    high: float
    unit: str
    comparator: str
    names: tuple[str, ...]  # commodities
    measure: str
    change: str  # increase, fall or ""
    denominator: str
    places: tuple[str, ...]
    period: Period | None
    stated: bool  # the period stands in the text
    horizon: str
    modality: str
    published: str
    alone: bool  # no other figure of the unit in the sentence
    strict: float
    loose: float
    rule: str  # the tolerance in words
    sentence: tuple[Token, ...]
    clause: tuple[Token, ...]  # those that belong to the figure
    asides: frozenset[Token]  # those of parts that say something else beside it

    @property
    def year(self) -> int | None:
        return self.period.year if self.period else None

    @property
    def ahead(self) -> bool:
        """Whether it is about what is to come."""
        later = self.horizon and self.published and self.horizon[:4] > self.published[:4]
        return self.modality in ("planned", "forecast") or bool(later)

    def near(self, *kinds: str) -> list[Token]:
        """Return the names of some kinds in the clause."""
        return [token for token in self.clause if token.kind in kinds]

    def words(self) -> frozenset[str]:
        """Return the words of the clause in lower case."""
        return frozenset(token.low for token in self.clause if token.kind == "word")

    def behind(self) -> list[Token]:
        """Return what of the clause stands behind the figure."""
        return [token for token in self.clause if token.start >= self.own.end]

    def target(self) -> list[Token]:
        """Return what the figure is a part of: the words behind its *of*, or behind *share of*."""
        behind = self.behind()
        if behind and behind[0].low == "of":
            return _phrase(behind[1:])
        before = [token for token in self.clause if token.end <= self.own.start]
        for at, token in enumerate(before[:-1]):
            if token.low in ("share", "part", "percentage") and before[at + 1].low in ("of", "in"):
                return _phrase(before[at + 2 :])
        return _phrase(before[1:]) if before and before[0].text == "Of" else []

    def only(self, names: Iterable[str], *kinds: str) -> None:
        """Stop at who or what else is named in the clause."""
        for token in self.near(*(kinds or ("place",))):
            if token.name not in names:
                raise Stop(token.text, "who")

    def refuse(self, *lists: str) -> None:
        """Stop at a word with which the clause asks another question."""
        if told := listed(*lists) & self.words():
            raise Stop(min(told), "sense")

    @property
    def own(self) -> Token:
        return next(token for token in self.sentence if token.kind == "own")

    def spend(self, *lists: str, also: str = "", names: Iterable[str] | None = None) -> None:
        """Stop at the first word of the clause that has no place in a question of some kind.

        The words of some `lists` have one, those that the row that answers says of itself (`also`), and the
        `names` of the commodities that it is of: by default the claim's own.
        """
        if stop := self.doubted() or _unspent(
            self.clause, lists, also, {*(self.names if names is None else names)}
        ):
            raise stop

    def plainly(self, *lists: str, places: Iterable[str] = (), names: Iterable[str] = ()) -> Stop | None:
        """Return what stands against a contradiction, wherever in the sentence it is said."""
        if self.modality != "reported" or self.year is None or not self.alone:
            return Stop(self.said, "one figure")
        tokens = [token for token in self.sentence if token.kind != "mark"]
        named = {token.name for token in tokens if token.kind == "place"} - {"WORLD"}
        inside = named & {token.name for token in self.near("place")}
        if named - {*self.places, *places} or (self.places != ("WORLD",) and not inside):
            return Stop(", ".join(sorted(named)) or "no name", "who")
        if self.names and not any(token.kind == "commodity" for token in self.clause):
            return Stop("no commodity", "what")
        asides, here = asides_of(self.sentence, sure=True), self.own.start
        telling = listed("form", "part", "partial"), listed("form", "part", "partial", "negating")
        asked = [t for t in tokens if t not in asides or t.kind != "word" or t.low in telling[t.start > here]]
        return _unspent(asked, lists, "", {*self.names, *names})

    def before(self, token: Token) -> str:
        """Return the word of the clause that leads a token, articles passed over."""
        words = [t.low for t in self.clause if t.end <= token.start and t.low not in listed("articles")]
        return words[-1] if words else ""

    def years(self) -> list[Token]:
        """Return the years of the clause but for those that stand behind other figures."""
        figure, found = self.own, []
        for token, behind in zip_longest(self.clause, self.clause[1:]):
            figure = token if token.kind == "figure" or token is self.own else figure
            if token.kind == "year" and (figure is self.own or behind is self.own):
                found.append(token)
        return found

    def several(self) -> Stop | None:
        """Return who stands in the clause beside one country."""
        named = [*self.near("place"), *self.near("organisation")]
        several = len({token.name for token in named}) > 1
        return Stop(named[-1].text, "with whom") if several else None

    def doubted(self) -> Stop | None:
        """Return the word that denies, doubts, asks or spreads the figure."""
        words = [token for token in self.sentence if token.kind in ("word", "mark")]
        if words and words[-1].text == "?":
            return Stop("?", "polarity")
        if self.sentence[0].low in ("had", "were", "should"):  # "Had it mined …"
            return Stop(self.sentence[0].text, "polarity")
        for token, following in zip_longest(words, words[1:]):
            if token.low in listed("spreading"):
                return Stop(token.text, "with whom")
            unreal = {"for": ("but",), "have": ("would", "could", "might")}
            if token.low in listed("denying") or (following and token.low in unreal.get(following.low, ())):
                return Stop(token.text, "polarity")
        told: list[Token] = []
        for token in (t for t in words if t.end <= self.own.start and t not in self.asides):
            told = [*(() if token.low in listed("turns") or token.text in ";:" else told), token]
        for token, following in zip_longest(told, told[1:]):
            more = following is not None and following.low in listed("but not")
            if (token.low in listed("negating") and not more) or token.low.endswith(("n't", "n’t")):
                return Stop(token.text, "polarity")
        return None


def _phrase(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens up to where a noun with its participle or short relative clause ends."""
    found: list[Token] = []
    for at, (token, behind) in enumerate(zip_longest(tokens, tokens[1:])):
        verb = token.low in listed("finite") - listed("nouns too") and not (
            behind and behind.low in ("by", "to")
        )
        verb &= all(word.low != "that" for word in found)  # "of the uranium that its reactors bought"
        ends = token.low in listed("ends") or token.kind in ("year", "own", "figure")
        if any(other.name == "WORLD" for other in tokens[at + 1 : at + (4 if verb else 3)]):
            verb = ends = False  # "of the uranium mined in the world"
        if found and token.low == "to" and found[-1].low in listed("handed"):
            ends = False  # "of the ore delivered to its mills"
        if found and (verb or ends):
            break
        found.append(token)
    return found


def _unspent(tokens: Sequence[Token], lists: Sequence[str], also: str, names: set[str]) -> Stop | None:
    known = listed("every", "fronted", *lists) | {*re.findall(r"[^\W_]+", also.lower())}
    stems = {word[:6] for word in known if len(word) > 5} if also else set()
    before: Token | None = None
    for token, behind in zip_longest(tokens, tokens[1:]):
        # "its largest mine", "two smelters": some of them
        some = token.low in listed("things") and before is not None and before.kind == "figure"
        noun = token.low == "mine" and not (
            before and (before.kind == "place" or before.low in listed("mine as a verb"))
        )
        if some or noun:
            return Stop(token.text, "part")
        before = token
        if token.low == "between" and behind is not None and behind.kind == "year":
            continue
        if token.kind == "organisation" and token.low not in also.lower():
            return Stop(token.text, "who")
        if token.kind == "commodity" and token.name not in names and token.low not in also.lower():
            return Stop(token.text, "what")
        if token.kind == "word" and token.low.split()[-1] not in known and token.low[:6] not in stems:
            return Stop(token.text, _slot(token))
    return None


def _slot(token: Token) -> str:
    for slot in ("form", "part"):
        if token.low in listed(slot):
            return slot
    if token.text[0].isdigit():
        return "one figure"
    return "who" if token.text[0].isupper() and token.start else "sense"


# ---------------------------------------------------------------- the sentence and its clause


def tokens_of(quote: str, own: tuple[int, int], others: Iterable[tuple[int, int]]) -> tuple[Token, ...]:
    """Return the tokens of a sentence: figures and names whole, who says it as one."""
    found = [Token(*own, quote[slice(*own)], "own")]

    def add(start: int, end: int, kind: str, name: str = "") -> None:
        if all(end <= token.start or token.end <= start for token in found):
            found.append(Token(start, end, quote[start:end], kind, name))

    for start, end in others:
        add(start, end, "figure")
    for pattern, kind in _SPANS:
        for match in pattern.finditer(quote):
            said = {*match.group().lower().split()} if kind == "source" else set()
            if not said & listed("denying", "negating", "spreading"):  # "denied reports that"
                add(*match.span(), kind)
    for entity in find_entities(quote):
        if entity.kind != "measure":
            add(entity.start, entity.end, "place" if entity.kind == "city" else entity.kind, entity.name)
    for match in _PART.finditer(quote):
        add(*match.span(), _kind_of(match.group()))
    return tuple(sorted(found, key=lambda token: token.start))


def _kind_of(word: str) -> str:
    if word.lower() in MONTHS and word != "may":
        return "year"
    return "word" if word[-1].isalnum() and not word.startswith("not ") else "mark"  # "not only"


def asides_of(tokens: Sequence[Token], sure: bool = False) -> frozenset[Token]:
    """Return the tokens of relative clauses, appositions, *although* clauses and trailing comparisons.

    If they are to be `sure`, none that may speak of the figure: "…, a claim that no table bears out".
    """
    parts = _cut(tokens)
    at = next(at for at, part in enumerate(parts) if any(token.kind == "own" for token in part))
    return frozenset(
        token for other, part in enumerate(parts) if other != at and _is_aside(part, other, at, sure)
        for token in part
    )  # fmt: skip


def _is_aside(part: Sequence[Token], place: int, own: int, sure: bool = False) -> bool:
    """Tell whether a part that the figure is not in says something of its own."""
    first, second = _begin(part)
    if first is None:
        return False
    if first.low in listed("conceding"):
        return True
    if second is None or place == 0 or (sure and place > own):
        return False
    if first.low in listed("belonging"):  # "without which", "among them"
        return second.low in listed("asides", "them")
    noun = second.kind == "word" or second.name == "WORLD"  # "the world's largest producer"
    told = next((token for token in part if token.low in listed("relative") or _is_verb(token)), None)
    apposed = first.low in listed("articles") and noun and (told is None or not _is_verb(told))
    if place > own and first.low in listed("comparing"):
        return all(token.kind != "figure" for token in part)  # "more than half of it abroad"
    apposed &= not sure or any(token.low in listed("apposed") for token in part)
    return first.low in listed("asides") or apposed


def clause_of(tokens: Sequence[Token], asides: frozenset[Token]) -> tuple[Token, ...]:
    """Return the tokens that belong to the figure: its clause, its subject, what stands before and behind."""
    parts = _cut(tokens)
    at = next(at for at, part in enumerate(parts) if any(token.kind == "own" for token in part))
    belong = {*_gather(parts, at)}
    for part in parts:
        if asides.isdisjoint(part) and _belongs(part):
            belong |= {*part}
    found = [token for token in tokens if token in belong and token.kind not in ("mark", "source")]
    others = _of_others(found)
    named = {token for token in found if token.kind == "commodity"}
    return tuple(token for token in found if token not in others or not named - others)


def _belongs(part: Sequence[Token]) -> bool:
    """Tell whether a part begins with a preposition."""
    first, second = _begin(part)
    if first is not None and second is not None and first.low in ("as", "less"):
        return second.kind == "figure" or second.low in listed("articles", "roles")  # "as part of a venture"
    return first is not None and first.low in listed("belonging")


def _of_others(tokens: list[Token]) -> set[Token]:
    """Return the commodities that another figure is of: "5 tonnes of zinc"."""
    others: set[Token] = set()
    for at, token in enumerate(tokens):
        behind = tokens[at + 1 : at + 4]
        if (
            token.kind == "figure"
            and behind
            and behind[0].low == "of"
            and "own" not in {t.kind for t in behind}
        ):
            others |= {other for other in behind if other.kind == "commodity"}
    return others


def _cut(tokens: Sequence[Token]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        behind = [other for other in tokens[at + 1 : at + 4] if other.kind != "mark"]
        ends = at + 1 < len(tokens) and tokens[at + 1].text in _CUTS  # "of its own yet, …"
        around = (tokens[at : at + 3 : 2], tokens[max(at - 2, 0) : at + 1 : 2])
        name = any([other.text for other in two] == ["(", ")"] for two in around)  # "rare earths (REE)"
        if token.kind == "source" or (token.kind == "mark" and token.text in _CUTS and not name):
            parts.append([])
        elif _begins(parts[-1], behind) if token.low == "and" else token.low in listed("turns") and not ends:
            parts.append([token])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _begins(before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Tell whether *and* begins a clause: before a verb, or before a name and its verb after another verb."""
    if not behind or not any(map(_is_verb, before)):
        return False
    named = behind[0].kind in ("place", "organisation") and len(behind) > 1 and _is_verb(behind[1])
    return _is_verb(behind[0]) or named


def _is_verb(token: Token) -> bool:
    return token.kind == "word" and token.low in listed("finite")


def _begin(part: Sequence[Token]) -> tuple[Token | None, Token | None]:
    """Return the first two words of a part that are not light."""
    told = [token for token in part if token.kind != "mark" and token.low not in listed("light")]
    first, second, *_ = [*told, None, None]
    return first, second


def _head(part: Sequence[Token]) -> Token | None:
    return _begin(part)[0]


def _gather(parts: list[list[Token]], at: int) -> list[Token]:
    own, head = parts[at], _head(parts[at])
    if at == 0 or head is None or head.low in listed("fronted"):
        return own
    if head.low in listed("relative"):
        return [*_antecedent(parts[at - 1]), *own] if own[0] is head else own
    if _is_verb(head):
        return [*own, *_subject(parts[:at])]
    return own if any(map(_is_verb, own)) else [*own, *_gather(parts, at - 1)]


def _antecedent(part: list[Token]) -> list[Token]:
    """Return the noun that a relative clause hangs on: what stands behind the last verb or *on*, *from*."""
    ends = (listed("finite") - listed("nouns too")) | listed("ends")
    last = max((i for i, token in enumerate(part) if token.low in ends), default=-1)
    return part[last + 1 :]


def _subject(parts: list[list[Token]]) -> list[Token]:
    """Return the head of the main clause for one that begins with its verb; appositions are passed over."""
    for place, part in reversed([*enumerate(parts)]):
        head = _head(part)
        passed = head is None or head.low in listed("relative", "articles", "fronted") or _is_verb(head)
        passed = passed or (head is not None and head.low.endswith("ed"))  # "published in May"
        if part is parts[0] or not (passed or _is_aside(part, place, len(parts))):
            nouns = listed("nouns too")  # "a mine in Peru, which …, produced"
            verbs = (i for i, token in enumerate(part) if _is_verb(token) and token.low not in nouns)
            return part[: next(verbs, len(part))]
    return []


# ---------------------------------------------------------------- from a row of the ledger


def cell(value: Any) -> str:
    """Return a cell of the ledger as text, "" where it is missing."""
    return "" if value is None or value != value or str(value) == "<NA>" else str(value)


def parts(value: Any) -> tuple[str, ...]:
    """Return the values of a cell that holds several."""
    return tuple(part.strip() for part in cell(value).split(";") if part.strip())


def is_quantity(row: Mapping[str, Any]) -> bool:
    """Tell whether a row of the ledger is a claim with a number."""
    return bool(cell(row.get("unit"))) and math.isfinite(float(cell(row.get("value")) or "nan"))


def span_of(row: Mapping[str, Any]) -> tuple[int, int]:
    """Return where a claim's figure stands in its quote."""
    quote, said = cell(row.get("quote")), cell(row.get("q_text"))
    known = cell(row.get("q_start")) and cell(row.get("start"))
    at = int(row["q_start"]) - int(row["start"]) if known else -1
    if at < 0 or quote[at : at + len(said)] != said:
        at = max(quote.find(said), 0)
    return at, at + len(said)


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except ValueError:
        return None


def _beside(value: Any, kind: str, clause: Iterable[Token], asides: Iterable[Token]) -> tuple[str, ...]:
    """Return a cell's names; the clause's own where they are read from an aside."""
    read, named = parts(value), {token.name for token in clause if token.kind == kind}
    astray = {token.name for token in asides if token.kind == kind}.issuperset(read)
    return tuple(named) if read and astray and len(named) == 1 and named.isdisjoint(read) else read


def ask(
    row: Mapping[str, Any], beside: Sequence[Mapping[str, Any]], margins: tuple[float, float, str]
) -> Question:
    """Return the question that a row of the ledger puts, read `beside` the other claims of its sentence.

    `margins` are the tolerance of its figure, as `orebook.check.verdict.tolerance` gives them.
    """
    quote, own, value = cell(row.get("quote")), span_of(row), float(row["value"])
    measure, _, change = cell(row.get("measure")).lower().partition(" (")
    tokens = tokens_of(quote, own, [span_of(other) for other in beside])
    asides = asides_of(tokens)
    high, period, clause = cell(row.get("value_high")), cell(row.get("period")), clause_of(tokens, asides)
    return Question(
        quote=quote, said=cell(row.get("q_text")), value=value, high=float(high) if high else value,
        unit=cell(row.get("unit")), comparator=cell(row.get("comparator")) or "=",
        names=_beside(row.get("commodity"), "commodity", clause, asides), measure=measure.strip(),
        places=_beside(row.get("place"), "place", clause, asides), change=change.rstrip(")"),
        denominator=cell(row.get("denominator")),
        period=_period(period),
        stated=bool(period) and not SAID["present"].match(cell(row.get("period_rule"))),
        horizon=cell(row.get("horizon")), modality=cell(row.get("modality")),
        published=cell(row.get("published")),
        alone=all(row["unit"] != other["unit"] or value == other["value"] for other in beside),
        strict=margins[0], loose=margins[1], rule=margins[2],
        sentence=tokens, clause=clause, asides=asides,
    )  # fmt: skip
