"""The people and organisations that a text names, told by general signs: titles, roles, capitals, places.

No list of people is kept: a run of capitalised words is read by the words in it and around it, and a
surname, a role or an acronym is given the full name that the text gives it first.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

VOCABULARY = tomllib.loads(files("orebook").joinpath("vocabulary/speakers.toml").read_text("utf-8"))
WORDS = {name: frozenset(value.split()) for name, value in VOCABULARY.items() if isinstance(value, str)}
_ROLES = {word: group for group, heads in VOCABULARY["roles"].items() for word in heads.split()}
_ORGANISATION = WORDS["organisations"] | WORDS["companies"] | WORDS["agencies"]
_HEADS = _ORGANISATION | WORDS["unnamed"] | WORDS["papers"]
_NO_NAME = WORDS["companies"] | WORDS["papers"] | WORDS["pronouns"]
_PLACE = WORDS["places"] | WORDS["peoples"]
_NO_SHORT_NAME = _PLACE | _ORGANISATION
_CONNECTORS = frozenset(("of", "for", "to", "at", "and", "the", "&", "in"))
_BASED = ("-based", "-listed", "-owned", "-backed", "-born", "-run")
_VERBS = frozenset(("heads", "chairs", "experts", "partners", "bosses"))
_DEPUTIES = frozenset(("vice", "deputy", "under", "assistant"))
_POSSESSIVE = ("’s", "'s", "s’", "s'", "’", "'")

# A capitalised word; a full stop belongs to it in initials, in titles and within (U.S., J.D., mining.com).
# The capital comes first, so that the search skips everything else at once.
_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_TITLE = "|".join(
    f"(?<={title})"
    for title in ("Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sen", "Rep", "Gov", "Gen", "Col", "Adm")
)
_REST = rf"(?:\.(?:{_UPPER}\.)*(?:-{_UPPER}\.)?|(?:[\w’'&/-]|\.(?=\w))*(?:(?:{_TITLE})\.)?)"
_JOINT = "|".join(sorted(WORDS["particles"]))
_RUN = re.compile(
    rf"{_UPPER}(?<![“”„«»\"‘'`].)(?<!\w.){_REST}"
    rf"(?: (?:(?:{_JOINT}|of|and|for|the|to|&) ){{0,3}}{_UPPER}{_REST})*(?: plc\b)?"
)
_LEADS = tuple(f"{word} " for word in WORDS["leading"])
_LEADING = re.compile(rf"(?:\b(?:{'|'.join(sorted(WORDS['leading']))}) )+$")
_CLAUSE = re.compile(r"[,.;:!?\n]")
_APPOSITION = re.compile(r" ?, (?!and )((?:[\w’'&-]{1,40} ?){1,7})")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|must|should|said|\w{2,}ed)\b"
)
_TICKER = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,3}")
_ACRONYM = re.compile(r" \([“\"]?([A-Z][\w-]{1,9})[”\"]?\)")


class Run(NamedTuple):
    """A run of capitalised words and what it is.

    ``kind`` is ``person``, ``word`` (one word: a surname or a short name), ``organisation``, ``place``,
    ``role`` (an office without a name) or ``nothing``.
    """

    start: int
    end: int
    kind: str
    name: str
    roles: tuple[str, ...]
    possessive: bool


def role_of(word: str) -> str | None:
    """Return the group of roles that a word names: *vice-chair* is a chairman's."""
    word = word.lower().strip(",.’'")
    first, _, last = word.rpartition("-")
    role = _ROLES.get(word) or _ROLES.get(last)
    return f"deputy {role}" if role and first in _DEPUTIES else role


def roles_of(words: Iterable[str]) -> list[str]:
    """Return the groups of roles in a phrase, in order; a vice or deputy's is one of its own."""
    roles, before = [], ""
    for word in words:
        if role := role_of(word):
            roles.append(f"deputy {role}" if before in _DEPUTIES and not role.startswith("deputy") else role)
        before = word.lower().strip(",.")
    return [role for role in roles if role != "lawmaker" or len(roles) == 1]


def is_head(word: str) -> bool:
    """Tell whether a noun can head a phrase that means a speaker."""
    return word.lower() in _HEADS or role_of(word) is not None or is_unnamed(word)


def is_unnamed(word: str) -> bool:
    """Tell whether a noun means people nobody names: *analysts*, and every role of several."""
    low = word.lower()
    return low in WORDS["unnamed"] or (low.endswith("s") and low[:-1] in _ROLES and low not in _VERBS)


def is_apposition(text: str) -> bool:
    """Tell whether words between commas describe the name before them."""
    first, *rest = text.lower().split()[:7] or [""]
    if first in ("the", "a", "an", "its") and _FINITE.search(text):
        return False  # a subject of its own
    return first in WORDS["appositive"] or first.isdigit() or any(map(role_of, (first, *rest)))


def is_titled(text: str) -> bool:
    """Tell whether words are an office and nothing but: *the deputy head of the committee*."""
    words = text.split()
    return any(map(role_of, words[:4])) and not _FINITE.search(text)


@lru_cache(maxsize=8192)
def _read(text: str) -> Run:
    """Read a run by itself: its start and end count from where the run starts."""
    words = text.split()
    possessive = words[-1].endswith(_POSSESSIVE)
    owner = max((at for at, word in enumerate(words[:-1]) if word.endswith(_POSSESSIVE)), default=-1)
    words = words[owner + 1 :]
    while words and (words[0].lower() in WORDS["starts"] or words[0] == "&" or words[0].endswith(_BASED)):
        words.pop(0)
    skip = len(text) - len(" ".join(words))
    if possessive and words:
        words[-1] = words[-1].rstrip("s").rstrip("’'")
    elif words and not re.search(r"(?:^|\.)\w\.$", words[-1]):
        words[-1] = words[-1].rstrip(".-&/’'")
    if len(words) > 1 and _TICKER.fullmatch(words[-1]):
        words.pop()
    kind, name, roles = _classify(words) if words and words[-1] else _NOTHING
    return Run(skip, len(text), kind, name, roles, possessive)


_Class = tuple[str, str, tuple[str, ...]]  # kind, name and roles of a run
_NOTHING: _Class = ("nothing", "", ())


def _classify(words: list[str]) -> _Class:
    lower = [word.lower().strip(".") for word in words]
    name = " ".join(words)
    alone = lower[0] if len(lower) == 1 else ""
    if is_unnamed(lower[-1]) or alone in _NO_NAME:
        return _NOTHING
    titled = [at for at, word in enumerate(lower) if role_of(word) or word in WORDS["titles"]]
    if titled:
        return _read_titled(words, lower, titled)
    if person := _before_of(words, lower):
        return "person", person, ()
    for at in range(2, len(words) - 1):  # Republic of Kazakhstan Almas Batanov
        if lower[at - 1] == "of" and lower[at] in WORDS["places"] and len(words) - at < 5:
            if (tail := _classify(words[at + 1 :]))[0] == "person":
                return tail
    organised = any(word in _ORGANISATION for word in lower) or not {"of", "for", "&"}.isdisjoint(lower)
    if "and" in lower and not organised:
        return _classify(words[: lower.index("and")])  # two who speak as one: the first stands for both
    if organised:
        return "organisation", name, ()
    if lower[0] in _PLACE or lower[-1] in _PLACE or WORDS["portfolios"].issuperset(lower):
        return "place", name, ()
    if len(words) == 1:
        return "word", name, ()
    if len(words) > 5 or any(char.isdigit() for char in name):
        return _NOTHING
    acronym = any(word.isupper() and len(word) > 2 and "." not in word for word in words)
    return ("organisation" if acronym and not name.isupper() else "person"), name, ()


def _before_of(words: list[str], lower: list[str]) -> str | None:
    """Return the person in a run of whom it goes on to say whose they are: *Marie Dubois of Eramet*."""
    for word in ("of", "for"):
        at = lower.index(word) if word in lower else 0
        if at in (2, 3) and _ORGANISATION.isdisjoint(lower[:at]):
            kind, name, _ = _classify(words[:at])
            if kind == "person":
                return name
    return None


def _read_titled(words: list[str], lower: list[str], titled: list[int]) -> _Class:
    """Read a run with a title or role: the name stands after it, behind the portfolio if there is one."""
    roles = tuple(dict.fromkeys(roles_of(words)))
    tail = words[titled[-1] + 1 :]
    after = lower[titled[-1] + 1 :]
    if person := _before_of(tail, after):
        return "person", person, roles  # Analyst Marie Dubois of Eramet
    if not _ORGANISATION.isdisjoint(after) and (not roles or after[0] not in _CONNECTORS):
        return "organisation", " ".join(words), ()  # General Administration of Customs, MP Materials
    connected = portfolio = False
    joint = max((at for at, word in enumerate(after) if word in _CONNECTORS), default=0)
    while tail:
        word = tail[0].lower().strip(".")
        if word in _CONNECTORS or len(after) - len(tail) < joint:
            connected = True
        elif connected and word in _PLACE | WORDS["portfolios"] | _ORGANISATION:
            portfolio = True
        else:
            break
        tail = tail[1:]
    if connected and len(tail) > 2 and WORDS["particles"].isdisjoint(tail):
        tail = tail[-2:]  # "chairman of Kazatomprom Meirzhan Yussupov"
    elif connected and not portfolio:
        tail = []  # "head of Rio Tinto"
    if tail:
        return ("person" if len(tail) > 1 else "word"), " ".join(tail), roles
    return ("role", " ".join(words), roles) if roles else _NOTHING


def _key(word: str) -> str:
    """Fold case, accents and dots: Šefčovič and Sefcovic are one."""
    if word.isascii():
        return word.casefold().strip("'.")
    folded = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    return folded.casefold().replace("ı", "i").strip("’'.")


class Roster:
    """Who is named in a text, where, and by what name first.

    Parameters
    ----------
    text : str
        Plain text.
    """

    def __init__(self, text: str) -> None:
        self.runs: list[Run] = []
        self._names: tuple[dict[str, str], ...] = ({}, {}, {})  # by last, first and other part of a name
        self._people: set[str] = set()
        # A role to who holds it and their first naming; a noun ("ministry") to the names it stands in.
        self._holders: dict[str, dict[str, int]] = {}
        self._by_noun: dict[str, list[tuple[int, str]]] = {}
        for match in _RUN.finditer(text):
            read = _read(match.group())
            if read.kind == "nothing":
                continue
            at, start, name = match.start(), match.start() + read.start, read.name
            if at == start and text.endswith(_LEADS, 0, at):
                if leading := _LEADING.search(text, max(0, at - 16), at):
                    start, name = leading.start(), leading.group() + name
            run = Run(start, match.end(), read.kind, name, read.roles, read.possessive)
            self.runs.append(run)
            if run.kind == "person":
                self._enter(text, run)
            elif run.kind in ("organisation", "place"):
                self._enter_organisation(text, run)
        self._starts = [run.start for run in self.runs]

    def _enter(self, text: str, run: Run) -> None:
        self._people.add(run.name)
        parts = run.name.split()
        for where, some in zip(self._names, (parts[-1:], parts[:1], parts[1:-1]), strict=True):
            for part in some:
                where.setdefault(_key(part), run.name)
        before = text[max(0, run.start - 120) : run.start].rstrip()
        if before.endswith(","):
            before = " ".join(_CLAUSE.split(before[:-1])[-1].split()[-8:])
        else:
            before = before[before.rfind(" ") + 1 :]
        after = _APPOSITION.match(text, run.end)
        name = self.full(run.name)
        around = f"{before} {after.group(1) if after else ''}".split()
        for role in (*run.roles, *roles_of(around)):
            self._holders.setdefault(role, {}).setdefault(name, run.start)

    def _enter_organisation(self, text: str, run: Run) -> None:
        if short := _ACRONYM.match(text, run.end):
            self._names[0].setdefault(_key(short.group(1)), run.name)
        words = run.name.split()
        if len(words) == 1:
            return
        if words[0].lower() not in _NO_SHORT_NAME:
            self._names[1].setdefault(_key(words[0]), run.name)
        for word in words:
            if word.lower() in _ORGANISATION:
                self._by_noun.setdefault(word.lower(), []).append((run.start, run.name))

    def full(self, name: str) -> str:
        """Return the full name that the text gives first for a name, or the name itself."""
        parts = name.split()
        if len(parts) == 1:
            key = _key(name)
            return next((where[key] for where in self._names if key in where), name)
        known = self._names[0].get(_key(parts[-1]), name)
        same = _key(known).endswith(_key(name)) or (
            _key(known)[:1] == _key(name)[:1] and len(known.split()) >= len(parts)
        )
        return known if same else name

    def is_proven(self, name: str) -> bool:
        """Tell whether a title or role makes a name a person's for certain: Rio Tinto has none."""
        return any(name in holders for holders in self._holders.values())

    def is_person(self, name: str) -> bool:
        """Tell whether a full name is a person's."""
        return name in self._people

    def initialled(self, initials: str) -> str | None:
        """Return the only person of these initials, None where there are none or several."""
        named = {name: "".join(part[0] for part in name.split()) for name in sorted(self._people)}
        found = [name for name, letters in named.items() if letters == initials]
        return found[0] if len(found) == 1 else None

    def holders(self, role: str, before: int) -> list[str]:
        """Return who holds a role and was named before a position; without any, who holds it as a deputy."""
        for group in (role, f"deputy {role}"):
            if named := [name for name, at in self._holders.get(group, {}).items() if at < before]:
                return named
        return []

    def organisation(self, noun: str, before: int) -> str | None:
        """Return the organisation called by a noun (*ministry*) that was named last before a position."""
        found = self._by_noun.get(noun, [])
        at = bisect_left(found, (before, ""))
        return found[at - 1][1] if at else None

    def within(self, start: int, end: int) -> list[Run]:
        """Return the runs that start in a stretch of the text."""
        return self.runs[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def ending(self, end: int) -> Run | None:
        """Return the run that ends at a position."""
        at = bisect_left(self._starts, end) - 1
        run = self.runs[at] if at >= 0 else None
        return run if run and run.end == end else None

    def starting(self, start: int) -> Run | None:
        """Return the run that starts at a position."""
        at = bisect_left(self._starts, start)
        return self.runs[at] if at < len(self._starts) and self._starts[at] == start else None
