"""What a claim asks of the figures: its sentence taken apart, every word spent or named as what stopped it.

A figure answers only where every word of the clause around it has a place: who, what, of whose, when, said or
denied. The first word without one is the `Stop` that a reader is shown.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise, zip_longest
from typing import Any

from orebook.text.calendar import MONTHS, Period
from orebook.text.vocabulary import find_entities, forms, vocabulary

Row = Mapping[Any, Any]  # of the ledger
WORDS = vocabulary("audit")
LEAST, ROUNDED, LOOSE, BEYOND = map(WORDS["tolerances"].get, ("least", "rounded", "loose", "beyond"))
SAID = {name: re.compile(pattern) for name, pattern in WORDS["patterns"].items()}
CEILINGS, UNREAL = (frozenset(map(tuple, WORDS["pairs"][name])) for name in ("ceilings", "unreal"))
_PAST = frozenset(vocabulary("claims")["cues"]["past"])
_PART = re.compile(
    r"[’']s\b|not (?:only|less|more|fewer|just|merely)\b|[Mm]ine (?:production|output)\b"
    r"|[^\W_]+(?:[’'](?!s\b)[^\W_]+)*|[^\w\s]"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d(?:[-–/]\d{2,4})?\b")


@cache
def listed(*names: str) -> frozenset[str]:
    """Return the words of some lists of ``vocabulary/audit.toml``: verbs with ~ in their forms, + with s."""
    text = re.sub(r"(\S+)\+", r"\1 \1s", " ".join(WORDS["words"][name] for name in names))
    return frozenset(form for word in text.split() for form in forms(word))


@cache
def _verbs() -> frozenset[str]:
    """Return the finite forms of the verbs that statistics know, and the list of others."""
    rules = ("level", "share", "trade", "growth", "reserves", "list")
    known = (word for name in rules for word in WORDS["words"][name].split() if "~" in word)
    return listed("finite") | {form for word in known for form in forms(word) if not form.endswith("ing")}


def signs(table: str, said: Iterable[str]) -> list[str]:
    """Return what words tell by their beginnings: a step of the chain, what a share or a benchmark is of."""
    words, known = " ".join(said).split(), WORDS[table].items()
    return [name for word in words for name, begin in known if word.startswith(tuple(begin.split()))]


class Stop(Exception):  # noqa: N818  a finding
    """The word that has no place in a question that a table answers."""

    def __str__(self) -> str:
        return f"“{self.args[0]}” is not in the question that a table answers"


def refuse(words: Iterable[str]) -> None:
    """Stop at a word, if there is any, with which a clause asks another question."""
    for word in sorted(words):
        raise Stop(word)


class Token:
    """A word, name, figure or mark of the sentence."""

    def __init__(self, start: int, end: int, text: str, kind: str, name: str = "") -> None:
        self.start, self.end, self.text, self.low = start, end, text, text.lower()
        self.kind, self.name = kind, name  # word, mark, figure, own, year, source, or that of an entity
        self.is_verb = kind == "word" and self.low in _verbs()
        self.is_told = self.is_verb and self.low not in listed("nouns too")  # not "imports"


class Question:
    """A claim of the ledger, taken apart, read `beside` the others of its sentence.

    Its row is `told` as text, sentence and clause are tokens; the fields not explained are the ledger's.
    """

    def __init__(self, row: Row, beside: Sequence[Row] = ()) -> None:
        self.told = told = defaultdict(str, ((name, cell(value)) for name, value in row.items()))
        self.quote, self.said, self.published = told["quote"], told["q_text"], told["published"]
        self.value, self.high = float(row["value"]), float(told["value_high"] or row["value"])
        self.unit, self.comparator = told["unit"], told["comparator"] or "="
        if self.unit.startswith("kg"):
            self.value, self.high = self.value / 1000, self.high / 1000
            self.unit = self.unit.replace("kg", "t")
        # How far off a figure may be, and a rounded one; the latter in words.
        self.strict, self.loose, self.rule = tolerance(self.value, self.said, self.comparator == "~")
        if self.unit == "rank":
            self.strict, self.loose, self.rule = 0.0, 0.0, "none: places must meet; a shared one counts"
        measure, _, change = told["measure"].lower().partition(" (")
        self.measure, self.change = measure.strip(), change.rstrip(")")  # increase, fall or ""
        self.denominator, self.horizon = told["denominator"], told["horizon"]
        self.period = Period.parse(told["period"]) if told["period"] else None
        self.year = self.period.year if self.period else None
        self.stated = bool(self.period) and not SAID["present"].match(told["period_rule"])
        self.modality, self.ahead = told["modality"], told["modality"] in ("planned", "forecast")
        self.sentence = tokens_of(self.quote, span_of(row), map(span_of, beside))
        self.own = next(token for token in self.sentence if token.kind == "own")
        # What belongs to the figure, and what says something else beside it.
        self.clause, self.asides = clause_of(self.sentence)
        self.words = frozenset(token.low for token in self.near("word"))
        self.behind = [token for token in self.clause if token.start >= self.own.end]
        self.names = self._slot("commodity", told["commodity"])
        self.places = self._slot("place", told["place"])
        self.lists: Sequence[str] = ()  # of the words that the clauses of the rule that asks may have
        if not CEILINGS.isdisjoint(pairwise(token.low for token in self.clause)):
            self.comparator = self.comparator.replace(">", "<=")

    def _slot(self, kind: str, value: str) -> tuple[str, ...]:
        """Return a cell's names; the clause's own where they are read from an aside."""
        read, named = parts(value), {token.name for token in self.near(kind)}
        astray = read and {token.name for token in self.asides if token.kind == kind}.issuperset(read)
        return tuple(named) if astray and len(named) == 1 else read

    def near(self, *kinds: str) -> list[Token]:
        """Return the names of some kinds in the clause."""
        return [token for token in self.clause if token.kind in kinds]

    def before(self, token: Token) -> str:
        """Return the word of the clause that leads a token."""
        return next((t.low for t in reversed(self.clause) if t.end <= token.start), "")

    def target(self) -> list[Token]:
        """Return what the figure is a part of: behind its *of*, or the first there is."""
        pairs = pairwise([self.own, *self.clause])
        heads = [(head.kind != "own", of.end) for head, of in pairs if of.low == "of"]
        _, begin = min(heads, default=(True, self.sentence[-1].end))
        tokens = [token for token in self.clause if token.start >= begin]
        found: list[Token] = []
        for token in tokens:
            handed = found and found[-1].low in ("delivered", "supplied", "sold", "mined")
            if found and token.low in listed("ends") and not handed:
                break
            found.append(token)
        return found

    def years(self) -> list[Token]:
        """Return the years of the clause but for those that stand behind other figures."""
        figures = self.near("figure", "own")
        last = {year: [one for one in figures if one.start < year.start][-1:] for year in self.near("year")}
        return [year for year, before in last.items() if before in ([], [self.own])]

    def unspent(
        self, also: str = "", names: Iterable[str] | None = None, tokens: Iterable[Token] | None = None
    ) -> Stop | None:
        """Return the first word of the clause that has no place in a question of the kind of the rule.

        `also` is what the row that answers says of itself; `names` are commodities besides groups of them, by
        default the claim's and no group.
        """
        known = listed("every", *self.lists) | {*re.findall(r"[^\W_]+", also.lower())}
        for token in self.clause if tokens is None else tokens:
            spent = {
                "word": token.low.split()[-1] in known,
                "organisation": token.low in also.lower(),
                "commodity": token.name in (self.names if names is None else names)
                or (bool(names) and token.name.endswith(("materials", "minerals"))),
            }
            if not spent.get(token.kind, True):
                return Stop(token.text)
        return None

    def spend(self, also: str = "", names: Iterable[str] | None = None) -> None:
        """Stop at what is `unspent`."""
        if stop := self.unspent(also, names):
            raise stop

    def plainly(self) -> Stop | str | None:
        """Return what stands against a contradiction, wherever in the sentence it is said."""
        past = (t for t in self.clause if t.low in _PAST or (t.is_verb and t.low.endswith("ed")))
        untold = not self.stated and any(self.before(verb) not in ("is", "are") for verb in past)
        if self.modality != "reported" or self.year is None or untold:
            return "it is no report of one year that it names"
        named = {token.name for token in self.sentence if token.kind == "place"} - {"WORLD"} or {"WORLD"}
        years = {token.text[:4] for token in self.sentence if token.kind == "year"}
        if self.places != ("WORLD",) and not self.near("place"):
            return "it names nobody"
        if named != {*self.places} or not years <= {str(self.year)}:
            return "a second look at the sentence finds another question"
        idle = {t for t in self.asides if t.end <= self.own.start or t.low not in listed("negating")}
        asked = [token for token in self.sentence if token not in idle or token.kind != "word"]
        return self.unspent("", self.names, asked)

    def doubted(self) -> Stop | None:
        """Return the word that denies, doubts or asks the figure."""
        first, last = self.sentence[0], self.sentence[-1]
        if last.text == "?" or first.low in ("had", "were", "should"):
            return Stop(last.text if last.text == "?" else first.text)
        for token, behind in zip_longest(self.sentence, self.sentence[1:]):
            pair = (token.low, behind.low if behind else "")
            denies = token.low in listed("negating") or token.low.endswith(("n't", "n’t"))
            denies &= token.end <= self.own.start and token in self.clause and pair not in CEILINGS
            if denies or token.low in listed("denying") or pair in UNREAL:
                return Stop(token.text)
        return None


def tokens_of(quote: str, own: tuple[int, int], others: Iterable[tuple[int, int]]) -> list[Token]:
    """Return the tokens of a sentence: figures and names whole, who says it as one."""
    spans = [(*own, "own", "")]
    for match in SAID["source"].finditer(quote):  # not "denied reports that"
        if not {*match.group().lower().split()} & listed("denying", "negating"):
            spans.append((*match.span(), "source", ""))
    spans += [(*match.span(), "year", "") for match in _YEAR.finditer(quote)]
    spans += [(start, end, "figure", "") for start, end in others]
    for entity in find_entities(quote):
        if entity.kind != "measure":
            kind = "place" if entity.kind == "city" else entity.kind
            spans.append((entity.start, entity.end, kind, entity.name))
    for match in _PART.finditer(quote):
        word = match.group()
        month = word.lower() in MONTHS and word != "may"
        spans.append((*match.span(), "year" if month else "word" if word[-1].isalnum() else "mark", ""))
    taken, found = bytearray(len(quote)), []
    for start, end, kind, name in spans:
        if not any(taken[start:end]):
            taken[start:end] = bytes([1]) * (end - start)
            found.append(Token(start, end, quote[start:end], kind, name))
    return sorted(found, key=lambda token: token.start)


def clause_of(tokens: Sequence[Token]) -> tuple[list[Token], frozenset[Token]]:
    """Return the tokens that belong to the figure, and those of parts that say something of their own.

    The former: the part between commas it is in, its subject from before, and what begins with a preposition.
    """
    parts = _cut(tokens)
    at = next(at for at, part in enumerate(parts) if any(token.kind == "own" for token in part))
    asides = {token for part in parts if part is not parts[at] and _is_aside(part) for token in part}
    main = [part for part in parts[: at + 1] if part is parts[0] or part[0] not in asides]
    led = [part for part in parts if part[0] not in asides and part[0].low in listed("belonging")]
    belong = {token for part in (parts[at], *led) for token in part}
    while part := main.pop():
        first = part[0]
        whole = first.low not in listed("relative") and any(token.is_verb for token in part)
        if not main or (whole and not first.is_verb):
            break
        verb = next((i for i, token in enumerate(main[-1]) if token.is_told), None)
        belong |= {*main[-1][: verb if first.is_verb else None]}  # its subject, or all that it is said of
    found = [token for token in tokens if token in belong and token.kind not in ("mark", "source")]
    threes = zip(found, found[1:], found[2:], strict=False)
    others = {c for a, of, c in threes if (a.kind, of.low, c.kind) == ("figure", "of", "commodity")}
    return [token for token in found if token not in others], frozenset(asides)


def _is_aside(part: Sequence[Token]) -> bool:
    """Tell whether a part is a relative or *although* clause, an apposition, or "without which"."""
    first, second = part[0].low, part[min(1, len(part) - 1)].low
    if first in listed("turns"):  # "under its contract with Orano" is of the figure
        return all(token.kind != "organisation" for token in part)
    if first in listed("belonging"):
        return second in listed("relative") or (first, second) == ("among", "them")
    told = next((token for token in part if token.low in listed("relative") or token.is_told), None)
    return first in listed("relative") or (first in listed("articles") and not (told and told.is_told))


def _cut(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the parts of a sentence, cut at marks, at who says it, before *while* and *and* + verb."""
    parts: list[list[Token]] = [[]]
    for token, behind in zip_longest(tokens, tokens[1:]):
        joins = token.low == "and" and behind and behind.is_verb
        cuts = token.kind == "mark" and token.text in ",;:()–—"
        if token.kind == "source" or cuts or joins:
            parts.append([])
        elif token.low in listed("turns"):
            parts.append([token])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def tolerance(value: float, said: str, hedged: bool = False) -> tuple[float, float, str]:
    """Return how far a figure may be off the one claimed, strictly and loosely, and the latter in words.

    Strictly: half a unit of the last digit written (`said`), at most 5 % of the value. As a rounded figure:
    half a unit of the last digit that is not a nought, at most 5 %; 10 % in words and where it is `hedged`.
    """
    found, size = re.search(r"\d+(\.\d+)?", re.sub(r"(?<=\d)[,\s]{1,3}(?=\d)", "", said)), abs(value)
    if not found or not float(found[0]):
        return 0.0, LOOSE * size, "10 %, a figure in words"
    written = 0.5 * 10.0 ** -len((found[1] or ".")[1:]) * size / float(found[0])
    noughts = 0 if found[1] else len(found[0]) - len(found[0].rstrip("0"))
    strict, loose = (min(half, ROUNDED * size) for half in (written, written * 10.0**noughts))
    if hedged:
        return strict, LOOSE * size, "10 %, a hedged figure"
    return strict, max(loose, LEAST * size), "rounding of its last digit, at most 5 %"


def cell(value: Any) -> str:
    """Return a cell of the ledger as text, "" where it is missing."""
    return "" if value is None or value != value or str(value) == "<NA>" else str(value)


def parts(value: Any) -> tuple[str, ...]:
    """Return the values of a cell that holds several."""
    return tuple(part.strip() for part in cell(value).split(";") if part.strip())


def is_quantity(row: Row) -> bool:
    """Tell whether a row of the ledger is a claim with a number."""
    return bool(cell(row.get("unit")) and cell(row.get("value")))


def span_of(row: Row) -> tuple[int, int]:
    """Return where a claim's figure stands in its quote."""
    said, known = cell(row.get("q_text")), cell(row.get("q_start")) and cell(row.get("start"))
    at = int(row["q_start"]) - int(row["start"]) if known else max(cell(row.get("quote")).find(said), 0)
    return at, at + len(said)
