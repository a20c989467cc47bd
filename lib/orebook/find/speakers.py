"""Whom the words of a text mean: names, offices, the subject of a verb, *he* and *she*, turns of an interview.

No list of people is kept. A run of capitalised words is read by the words in it and beside it; a surname, an
office or an acronym is given the full name that the text gives first. The subject of a verb is looked for
among the stretches between commas before it, and read by its head. A pronoun or an office means somebody
named only where the text leaves no other choice.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from orebook.text.vocabulary import vocabulary

VOCABULARY = vocabulary("speakers")
WORDS = {name: frozenset(value.split()) for name, value in VOCABULARY.items() if isinstance(value, str)}
_ROLES = {word: group for group, heads in VOCABULARY["roles"].items() for word in heads.split()}
_BODIES = WORDS["organisations"] | WORDS["companies"] | WORDS["agencies"]
_HEADS = _BODIES | WORDS["unnamed"] | WORDS["papers"]
_PLACES = WORDS["places"] | WORDS["peoples"] | WORDS["days"]
_NO_NAME = WORDS["companies"] | WORDS["papers"] | WORDS["pronouns"] | WORDS["days"]
_OWNS = ("’s", "'s", "s’", "s'", "’", "'")


def inflected(verb: str, form: str = "") -> str:
    """Return a verb's past (``ed``), participle (``ing``), third person (``s``) or, without a form, itself."""
    irregular = VOCABULARY["irregular"].get(verb)
    if form == "ed" and irregular:
        return irregular
    stem = verb
    if form and verb[-1] == "y" and verb[-2] not in "aeou" and form != "ing":
        stem = verb[:-1] + "i"
        return stem + ("es" if form == "s" else "ed")
    if form == "s":
        return verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    doubled = form and irregular and irregular.endswith(f"{verb[-1] * 2}ed")
    return (verb + verb[-1] if doubled else verb.removesuffix("e") if form else verb) + form


BASE = frozenset(" ".join(VOCABULARY["verbs"].values()).split()) - {*VOCABULARY["irregular"].values()}
VERBS = {
    name: frozenset(inflected(verb, form) for verb in verbs.split() for form in ("", "s", "ed"))
    for name, verbs in VOCABULARY["verbs"].items()
}

# ---------------------------------------------------------------- names

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_TITLE = "|".join(f"(?<={title})" for title in VOCABULARY["short_titles"].split())
# A full stop belongs to a word in initials, in titles and within (U.S., J.D., mining.com). The capital comes
# first, so that the search skips everything else at once.
_REST = rf"(?:\.(?:{_UPPER}\.)*(?:-{_UPPER}\.)?|(?:[\w’'&/-]|\.(?=\w))*(?:(?:{_TITLE})\.)?)"
_RUN = re.compile(
    rf"{_UPPER}(?<![“”„«»\"‘'`].)(?<!\w.){_REST}"
    rf"(?: (?:(?:{'|'.join(sorted(WORDS['particles']))}|of|and|for|the|to|&) ){{0,3}}{_UPPER}{_REST})*(?: plc\b)?"
)
_LEADS = tuple(f"{word} " for word in WORDS["leading"])
_LEADING = re.compile(rf"(?:\b(?:{'|'.join(sorted(WORDS['leading']))}) )+$")
_APPOSITION = re.compile(r" ?, (?!and )((?:[\w’'&-]{1,40} ?){1,7})")
_TICKER = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,3}")
_ACRONYM = re.compile(r" \([“\"]?([A-Z][\w-]{1,9})[”\"]?\)")
_INITIAL = re.compile(r"(?:^|\.)\w\.$")
_BASED = ("-based", "-listed", "-owned", "-backed", "-born", "-run", "-year-old")


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
    return f"deputy {role}" if role and first in WORDS["deputies"] else role


def roles_of(words: Iterable[str]) -> list[str]:
    """Return the groups of roles in a phrase, in order; a vice or deputy's is one of its own."""
    roles, before = [], ""
    for word in words:
        if role := role_of(word):
            below = before in WORDS["deputies"] and not role.startswith("deputy")
            roles.append(f"deputy {role}" if below else role)
        before = word.lower().strip(",.")
    return [role for role in roles if role != "lawmaker" or len(roles) == 1]


def is_unnamed(word: str) -> bool:
    """Tell whether a noun means people nobody names: *analysts*, and every role of several."""
    low = word.lower()
    return low in WORDS["unnamed"] or (
        low.endswith("s") and low[:-1] in _ROLES and low not in WORDS["no_people"]
    )


def is_head(word: str) -> bool:
    """Tell whether a noun can head a phrase that means a speaker."""
    return word.lower() in _HEADS or role_of(word) is not None or is_unnamed(word)


_Class = tuple[str, str, tuple[str, ...]]  # kind, name and roles of a run
_NOTHING: _Class = ("nothing", "", ())


@lru_cache(maxsize=8192)
def _read(text: str) -> Run:
    """Read a run by itself: its start and end count from where the run starts."""
    words = text.split()
    possessive = words[-1].endswith(_OWNS)
    words = words[max((at for at, word in enumerate(words[:-1]) if word.endswith(_OWNS)), default=-1) + 1 :]
    while words and (words[0].lower() in WORDS["starts"] or words[0] == "&" or words[0].endswith(_BASED)):
        words.pop(0)
    while len(words) > 1 and words[0].lower() in WORDS["agents"]:  # Miner Andina Plc
        words.pop(0)
    start, end = len(text) - len(" ".join(words)), len(text)
    while len(words) > 1 and (
        words[-1].strip(".") in WORDS["dated"] or words[-1] in ("of", "and", "the", "to")
    ):
        end -= len(words.pop()) + 1  # said Smith Tuesday
    if possessive and words:
        words[-1] = words[-1].rstrip("s").rstrip("’'")
    elif words and not _INITIAL.search(words[-1]):
        words[-1] = words[-1].rstrip(".-&/’'")
    if len(words) > 1 and _TICKER.fullmatch(words[-1]):
        words.pop()
    kind, name, roles = _classify(words) if words and words[-1] else _NOTHING
    return Run(start, end, kind, name, roles, possessive)


def _classify(words: list[str]) -> _Class:
    lower = [word.lower().strip(".") for word in words]
    return next(found for rule in _KINDS if (found := rule(words, lower)))


def _as_nobody(words: list[str], lower: list[str]) -> _Class | None:
    first, mark, _ = lower[0].replace("’", "'").partition("'")
    contracted = bool(mark) and first in WORDS["pronouns"]  # I’m
    return (
        _NOTHING if contracted or is_unnamed(lower[-1]) or (len(lower) == 1 and first in _NO_NAME) else None
    )


def _as_titled(words: list[str], lower: list[str]) -> _Class | None:
    """Read a run with a title or role: the name stands after it, behind what the office is of."""
    titled = [at for at, word in enumerate(lower) if role_of(word) or word in WORDS["titles"]]
    if not titled:
        return None
    roles = tuple(dict.fromkeys(roles_of(words)))
    tail, after = words[titled[-1] + 1 :], lower[titled[-1] + 1 :]
    if person := _as_member(tail, after):
        return "person", person[1], roles  # Analyst Marie Dubois of Eramet
    if not _BODIES.isdisjoint(after) and (not roles or after[0] not in WORDS["connectors"]):
        return "organisation", " ".join(words), ()  # General Administration of Customs, MP Materials
    if joints := [at for at, word in enumerate(after) if word in WORDS["connectors"]]:
        tail = tail[joints[-1] + 1 :]
        office = _BODIES | _PLACES | WORDS["portfolios"]  # Chairman of Northern Nickel Jane Smith
        tail = tail[-2:] if len(tail) > 2 and office.isdisjoint(after[-2:]) else []
    if tail:
        return ("person" if len(tail) > 1 else "word"), " ".join(tail), roles
    return ("role", " ".join(words), roles) if roles else _NOTHING


def _as_member(words: list[str], lower: list[str]) -> _Class | None:
    """Read the person of whom the run goes on to say whose they are: *Marie Dubois of Eramet*."""
    at = next((at for at, word in enumerate(lower) if word in ("of", "for")), 0)
    plain = at in (2, 3) and _BODIES.isdisjoint(lower[:at])
    return found if plain and (found := _classify(words[:at]))[0] == "person" else None


def _as_of_country(words: list[str], lower: list[str]) -> _Class | None:
    for at in range(2, len(words) - 1):  # Republic of Chile Jane Smith
        if lower[at - 1] == "of" and lower[at] in WORDS["places"] and len(words) - at < 5:
            if (tail := _classify(words[at + 1 :]))[0] == "person":
                return tail
    return None


def _as_body(words: list[str], lower: list[str]) -> _Class | None:
    organised = not _BODIES.isdisjoint(lower) or not {"of", "for", "&"}.isdisjoint(lower)
    return ("organisation", " ".join(words), ()) if organised else None


def _as_place(words: list[str], lower: list[str]) -> _Class | None:
    placed = lower[0] in _PLACES or lower[-1] in _PLACES or WORDS["portfolios"].issuperset(lower)
    return ("place", " ".join(words), ()) if placed else None


def _as_name(words: list[str], lower: list[str]) -> _Class:
    name = " ".join(words)
    if len(words) == 1:
        return "word", name, ()
    if len(words) > 5 or any(char.isdigit() for char in name):
        return _NOTHING
    acronym = any(word.isupper() and len(word) > 2 and "." not in word for word in words)
    return ("organisation" if acronym and not name.isupper() else "person"), name, ()


# What a run may be, in order: the first reading that fits is taken.
_KINDS = (_as_nobody, _as_titled, _as_member, _as_of_country, _as_body, _as_place, _as_name)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield a run, or both halves of two people joined: *Jane Smith and Wang Yi*."""
    first, joint, second = text.partition(" and ")
    lower = [word.lower().rstrip(".,’'s") for word in text.split()]
    joined = not joint or not {"of", "for", "&"}.isdisjoint(lower) or any(map(role_of, lower))
    if joined or (
        not _BODIES.isdisjoint(lower) and first.split()[-1].strip(".").lower() not in WORDS["forms"]
    ):
        yield 0, text
    else:
        yield 0, first
        yield len(first) + len(joint), second


def _key(word: str) -> str:
    """Fold case, accents and dots: Šefčovič and Sefcovic are one."""
    folded = word if word.isascii() else unicodedata.normalize("NFKD", word)
    kept = "".join(char for char in folded if not unicodedata.combining(char))
    return kept.casefold().replace("ı", "i").strip("’'.")


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
            for skip, part in _parts(match.group()):
                read, at = _read(part), match.start() + skip
                if read.kind != "nothing":
                    self._enter(text, read._replace(start=at + read.start, end=at + read.end), at)
        self._starts = [run.start for run in self.runs]

    def _enter(self, text: str, run: Run, at: int) -> None:
        if at == run.start and text.endswith(_LEADS, 0, at):
            if leading := _LEADING.search(text, max(0, at - 16), at):
                run = run._replace(start=leading.start(), name=leading.group() + run.name)
        self.runs.append(run)
        if run.kind == "person":
            self._enter_person(text, run)
        elif run.kind in ("organisation", "place"):
            self._enter_body(text, run)

    def _enter_person(self, text: str, run: Run) -> None:
        self._people.add(run.name)
        parts = run.name.split()
        for where, some in zip(self._names, (parts[-1:], parts[:1], parts[1:-1]), strict=True):
            for part in some:
                where.setdefault(_key(part), run.name)
        before = text[max(0, run.start - 120) : run.start].rstrip()
        clause = re.split(r"[,.;:!?\n]", before.removesuffix(","))[-1].split()
        after = _APPOSITION.match(text, run.end)
        around = f"{' '.join(clause[-8 if before.endswith(',') else -1 :])} {after.group(1) if after else ''}"
        for role in (*run.roles, *roles_of(around.split())):
            self._holders.setdefault(role, {}).setdefault(self.full(run.name), run.start)

    def _enter_body(self, text: str, run: Run) -> None:
        if short := _ACRONYM.match(text, run.end):
            self._names[0].setdefault(_key(short.group(1)), run.name)
        words = run.name.split()
        if len(words) > 1 and words[0].lower() not in _PLACES | _BODIES:
            self._names[1].setdefault(_key(words[0]), run.name)
        for word in words if len(words) > 1 else ():
            if word.lower() in _BODIES:
                self._by_noun.setdefault(word.lower(), []).append((run.start, run.name))

    def full(self, name: str) -> str:
        """Return the full name that the text gives first for a name, or the name itself."""
        parts = name.split()
        if len(parts) == 1:
            key = _key(name)
            return next((where[key] for where in self._names if key in where), name)
        known = self._names[0].get(_key(parts[-1]), name)
        longer = _key(known)[:1] == _key(name)[:1] and len(known.split()) >= len(parts)
        return known if longer or _key(known).endswith(_key(name)) else name

    def is_proven(self, name: str) -> bool:
        """Tell whether a title or role makes a name a person's for certain: Rio Tinto has none."""
        return any(name in holders for holders in self._holders.values())

    def is_person(self, name: str) -> bool:
        """Tell whether a full name is a person's."""
        return name in self._people

    def initialled(self, initials: str) -> str | None:
        """Return the only person of these initials, None where there are none or several."""
        found = [one for one in self._people if "".join(part[0] for part in one.split()) == initials]
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


# ---------------------------------------------------------------- speakers

_BRACKETS = re.compile(r"\([^()\n]{0,60}\)")
_WORD = re.compile(r"\w[\w’'.&-]*")
_CLAUSE = re.compile(r"(?s:.*)(?:[;:—–(\[\]\"”»“«?!]|\.\.\.| - )")
_COMMA = re.compile(r",(?!\d{3}\b)")
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|must|should|said)\b")
_PHRASE_ENDS = re.compile(r"[,;:\"“”«»?!—–\n]|\.\s|\.$| - ")
_YEAR = re.compile(r" in (?:19|20)\d\d$")  # Soviet geologists in 1974
_HIGH = frozenset(("president", "premier", "prime", "governor", "chancellor", "king"))  # rarely meant loosely
_PRONOUNS = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "it": "it", "its": "it"}
_PRONOUNS |= dict.fromkeys(("they", "them", "their"), "they")
_REACH = 400  # characters before a verb among which its subject stands
_PIECES = 6  # stretches between commas that belong to one subject
_WORDS = 14  # words of a speaker whom nobody names


class Speaker(NamedTuple):
    """Who speaks: ``kind`` is person, organisation, place, unknown (one word), role (no name) or unnamed."""

    name: str
    kind: str

    @property
    def is_agency(self) -> bool:
        """Tell a news agency, which passes on what others say."""
        return self.name.lower().split()[0] in WORDS["agencies"]


class _Item(NamedTuple):
    """A word of a phrase, or a whole name in it."""

    word: str
    start: int
    end: int
    run: Run | None = None

    def among(self, *lists: str) -> bool:
        return self.run is None and any(self.word.lower() in WORDS[name] for name in lists)


_Found = tuple[int, Speaker]  # where a phrase begins, or ends, and whom it means


class Speakers:
    """The speakers of one text, read in order.

    Parameters
    ----------
    text : str
        Plain text, in which each quotation is one word.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = _BRACKETS.sub(lambda found: " " * len(found.group()), text)  # parties, seats, acronyms
        self.roster = Roster(text)
        self.person: Speaker | None = None  # whom *he* or *she* would mean
        self.body: Speaker | None = None  # the organisation *it* would mean
        self.others: Speaker | None = None  # the unnamed people or organisation *they* would mean
        self._pronouns: dict[str, str] = {}  # person to the pronoun used of them
        self._called: dict[str, Speaker] = {}  # pronoun to the person it was last used of

    def remember(self, speaker: Speaker) -> None:
        """Note who spoke last."""
        if speaker.kind in ("person", "role"):
            self.person = speaker
            if speaker.kind == "person" and not self.roster.is_proven(speaker.name):
                self.body = speaker  # perhaps a company: Rio Tinto
        else:
            self.others = speaker
            if speaker.kind in ("organisation", "unknown") and not speaker.is_agency:
                self.body = speaker
            elif speaker.name.startswith(("a ", "an ", "one ")):
                self.person = speaker

    def subject(self, start: int, end: int) -> Speaker | None:
        """Note whom a sentence is about by the name it begins with; return the person."""
        for run in self.roster.within(start, min(end, start + 60)):
            if not WORDS["stops"].isdisjoint(self.text[start : run.start].lower().split()):
                return None
            speaker = self.named(run)
            if speaker and speaker.kind == "person":
                self.person = speaker
                return speaker
            if speaker and speaker.kind != "role":
                self.body = speaker
                return None
        return None

    # -- phrases

    def before(self, start: int, end: int, core: bool = True) -> _Found | None:
        """Return where the subject of a verb that stands at ``end`` begins, and whom it means.

        Parameters
        ----------
        start, end : int
            Where the sentence begins, and where the verb does.
        core : bool
            Whether whoever is the subject of this verb speaks.
        """
        start, end = max(start, end - _REACH), self._trimmed(start, end)
        if clause := _CLAUSE.match(self.flat, start, end):
            start = clause.end()
        commas = [at.start() for at in _COMMA.finditer(self.flat, start, end)][-_PIECES:]
        pieces = list(zip([start, *(at + 1 for at in commas)], [*commas, end], strict=True))[::-1]
        if self.flat[pieces[0][0] : end].strip():
            return self._subject(*pieces[0], core)
        fallback = None
        for at, (first, past) in enumerate(pieces[1:], 1):
            items = self._items(first, past)
            if items and items[0].among("aside"):
                continue
            if _FINITE.search(self.flat[first:past].partition(" who ")[0]):
                break
            found = self._subject(first, past, core)
            if found and self._ends_in_name(items):
                office = pieces[at + 1] if at + 1 < len(pieces) else (0, 0)
                begins = self._office(*office)
                return (found[0] if begins is None else begins), found[1]
            fallback = found or fallback
        return fallback

    def _trimmed(self, start: int, end: int) -> int:
        """Return where the words end that stand before adverbs and brackets."""
        while end > start:
            words = self.flat[max(start, end - 60) : end].rstrip()
            end, last = min(end, max(start, end - 60) + len(words)), words[words.rfind(" ") + 1 :]
            family = last.lower() in ("family", "assembly", "ally", "supply")
            if last.lower() not in WORDS["auxiliaries"] and (
                last[-2:] != "ly" or last[:1].isupper() or family
            ):
                return end
            end -= len(last)
        return end

    def _office(self, start: int, end: int) -> int | None:
        """Return where an office begins that stands before a comma and a name."""
        items = self._items(start, end)[:5]
        titled = any(role_of(item.word) for item in items) and not _FINITE.search(self.flat, start, end)
        return items[0].start if titled else None

    @staticmethod
    def is_aside(text: str) -> bool:
        """Tell whether words between commas describe the name before them."""
        words = text.lower().split()[:7] or [""]
        if words[0] in ("the", "a", "an", "its") and _FINITE.search(text):
            return False  # a subject of its own
        return words[0] in WORDS["appositive"] or words[0].isdigit() or any(map(role_of, words))

    @staticmethod
    def _ends_in_name(items: list[_Item]) -> bool:
        run = items[-1].run if items else None
        ahead = next((item for item in items[-2::-1] if not item.among("determiners")), None)
        named = run is not None and run.kind in ("person", "word", "organisation") and not run.possessive
        return named and not (ahead and ahead.among("prepositions"))

    def _items(self, start: int, end: int) -> list[_Item]:
        """Return the words and names of a stretch, in order."""
        items, at = [], start
        for run in [*self.roster.within(start, end), None]:
            till = run.start if run else end
            for word in _WORD.finditer(self.flat, at, till):
                items.append(_Item(word.group().rstrip("."), *word.span()))
            if run:
                items.append(_Item(self.flat[run.start : run.end], run.start, run.end, run))
                at = run.end
        return items

    def _subject(self, start: int, end: int, core: bool) -> _Found | None:
        """Read the noun phrase that ends a stretch."""
        items = self._items(start, end)
        who = next((at for at, item in enumerate(items) if item.word == "who"), 0)
        items = items[:who] if 0 < who < len(items) - 2 else items
        cut = max((at for at, item in enumerate(items) if item.among("cuts")), default=-1)
        items = items[cut + 1 :]
        joint = max((at for at, item in enumerate(items) if item.word in ("and", "or")), default=-1)
        found = self._phrase(items[joint + 1 :], core)
        if joint > 0 and found and (ahead := self._phrase(items[:joint], False)):
            return ahead[0], self._joined(ahead, found)
        return found

    def _joined(self, one: _Found, two: _Found) -> Speaker:
        """Return two who speak as one, by their names or by all their words."""
        kinds = {one[1].kind, two[1].kind}
        if kinds <= {"person", "organisation", "unknown"}:
            return Speaker(f"{one[1].name} and {two[1].name}", two[1].kind)
        return Speaker(f"{one[1].name} and {two[1].name}", "unnamed")

    def _phrase(self, items: list[_Item], core: bool) -> _Found | None:
        """Read a noun phrase by its head, which stands before the first preposition."""
        while items and items[0].among("starts") and not items[0].among("determiners", "pronouns"):
            items = items[1:]
        if items and items[0].among("prepositions"):  # On Friday the minister
            begun = [at for at, item in enumerate(items) if item.among("determiners")]
            last = [len(items) - 1] if self._ends_in_name(items) and not begun else begun[-1:]
            items = items[last[0] :] if last else []
        if not items:
            return None
        head = next((at for at, item in enumerate(items) if item.among("prepositions")), len(items))
        last_run = items[-1].run
        if last_run and last_run.kind == "person" and last_run.end - last_run.start > len(last_run.name) + 2:
            if head < len(items) and items[0].run and items[0].run.roles:
                return items[0].start, Speaker(self.roster.full(last_run.name), "person")
        speaker = self._head(items, head, core)
        return (items[0].start, speaker) if speaker else None

    def _head(self, items: list[_Item], past: int, core: bool) -> Speaker | None:
        """Return whom a phrase means whose head is the last item before ``past``."""
        item = items[past - 1]
        if past == 1 and item.word.lower() in _PRONOUNS:
            return self._pronoun(_PRONOUNS[item.word.lower()])
        if item.run and not item.run.possessive:
            if item.run.kind == "place":
                return Speaker(item.run.name, "place") if core else None
            return self.named(item.run)
        if item.run is None and is_head(item.word):
            return self._meant(items, past - 1)
        nobody = any(one.among("pronouns", "no_speaker") for one in (items[0], item))
        begun = items[0].among("determiners", "several") or not items[0].word[0].islower()
        if (
            not core
            or nobody
            or not begun
            or item.run
            or len(items) > _WORDS
            or items[0].word.endswith("ing")
        ):
            return None
        return Speaker(self._words(items), "unnamed")

    def _words(self, items: list[_Item], bare: bool = False) -> str:
        """Return the words of a phrase: without a capital that only the sentence gives it, or an article."""
        words = " ".join(self.flat[items[0].start : items[-1].end].split())
        first, begins = (
            items[0],
            self.flat[max(0, items[0].start - 2) : items[0].start].strip() in ("", ".", "“"),
        )
        common = first.run is None or (first.run.kind == "word" and begins and not first.run.possessive)
        if common and first.word[1:] == first.word[1:].lower():
            words = words[0].lower() + words[1:]
        if bare:
            words = re.sub(r"^(?:the|this|that|these|those|its|his|her|their) (?:own )?", "", words)
        return _YEAR.sub("", words)

    def _meant(self, items: list[_Item], head: int) -> Speaker | None:
        """Return whom a common noun means, by its article and what it stands behind."""
        noun, at = items[head].word.lower(), items[0].start
        definite = items[0].among("definite")
        owner = items[0].run if items[0].run and items[0].run.possessive and head else None
        phrase = self._words(items[1:] if owner and not role_of(noun) else items, bare=True)
        if is_unnamed(noun):
            return Speaker(self._words(items), "unnamed")
        if role_of(noun):
            held = definite or not items[0].among("determiners")
            return self._holder(phrase, at) if held and definite else Speaker(self._words(items), "unnamed")
        if noun in WORDS["papers"] or any(one.run and one.run.kind == "organisation" for one in items[head:]):
            return self._maker(items, head, definite)
        if items[0].among("determiners") and not definite:
            return Speaker(self._words(items), "unnamed")
        if definite and noun in WORDS["companies"]:
            known = self.body if self.body and _may_be(noun, self.body.name) else self._company(noun, at)
            return known or Speaker(phrase, "organisation")
        if noun in WORDS["companies"] and not owner and noun not in WORDS["organisations"]:
            return None  # company reports
        return Speaker((not owner and self.roster.organisation(noun, at)) or phrase, "organisation")

    def _maker(self, items: list[_Item], head: int, definite: bool) -> Speaker | None:
        """Return who made a document or figures: its owner, or the body that it is from."""
        for at, item in enumerate(items):
            run = item.run
            if run and run.kind in ("person", "word", "organisation") and (run.possessive or at != head):
                return self.named(run._replace(possessive=False))
            last = at + 1 == len(items) or not is_head(items[at + 1].word)
            if at > head and last and run is None and is_head(item.word) and not item.among("papers"):
                first = max(
                    i for i in range(head, at) if items[i].among("prepositions", "determiners") or i == head
                )
                if items[first + 1].run and items[first + 1].run.possessive:
                    first += 1
                return Speaker(self._words(items[first + 1 : at + 1]), "organisation")
        return self.others if definite else None

    def _company(self, noun: str, at: int) -> Speaker | None:
        """Return the one company or short name in the sentences just before, if it is one."""
        runs = [run for run in self.roster.within(at - 300, at) if run.kind in ("word", "organisation")]
        full = {self.roster.full(run.name) for run in runs}
        names = {name for name in full if _may_be(noun, name) and not self.roster.is_person(name)}
        sure = {name for name in names if not WORDS["companies"].isdisjoint(name.lower().split())} or names
        return Speaker(sure.pop(), "organisation") if len(sure) == 1 else None

    def after(self, start: int, end: int, loosely: bool = False) -> _Found | None:
        """Return where the noun phrase that starts at ``start`` ends, and whom it means.

        ``loosely``: as after *according to*, where whoever stands there answers for it.
        """
        end = min(end, start + 200)
        stop = _PHRASE_ENDS.search(self.flat, start, end)
        stop = stop.start() if stop else end
        items = self._items(start, stop)
        cut = next((at for at, item in enumerate(items) if at and item.among("cuts")), len(items))
        items = items[:cut]
        if not items:
            return None
        if (
            len(items) > 1
            and items[0].word.lower() in _PRONOUNS
            and items[1].word in ("words", "view", "opinion")
        ):
            speaker = self._pronoun(_PRONOUNS[items[0].word.lower()])
            return (items[1].end, speaker) if speaker else None
        head = next((at for at, item in enumerate(items) if at and item.among("prepositions")), len(items))
        named = [at for at, item in enumerate(items[:head]) if item.run and not item.run.possessive]
        if named and not any(is_head(item.word) for item in items[named[-1] + 1 : head]):
            head = named[-1] + 1  # said Smith angrily
        while head > 1 and not loosely and not items[head - 1].run and not is_head(items[head - 1].word):
            head -= 1
        if named and named[-1] == head - 1:
            items = items[:head]
        owner = next((item.run for item in items[:head] if item.run and item.run.possessive), None)
        if loosely and owner and owner.kind != "place" and items[head - 1].run is None:
            speaker = self.named(owner._replace(possessive=False))  # according to the agency's scenario
        else:
            speaker = self._head(items, head, loosely)
        past = items[-1 if speaker and speaker.kind in ("unnamed", "role") or loosely else head - 1].end
        if speaker is None or speaker.kind in ("role", "unnamed"):
            behind = self.roster.within(stop + 1, stop + 3)  # the director, Jane Smith
            if behind and behind[0].kind == "person" and role_of(items[head - 1].word):
                return behind[0].end, Speaker(self.roster.full(behind[0].name), "person")
        return (past, speaker) if speaker else None

    # -- whom a name, a pronoun, an office means

    def named(self, run: Run) -> Speaker | None:
        """Return whom a name means; countries act, people and bodies speak for them."""
        if run.possessive or run.kind == "place":
            return None
        if run.kind == "role":
            return self._holder(run.name, run.start)
        if run.kind == "organisation" and run.name.lower() in WORDS["organisations"]:
            return Speaker(self.roster.organisation(run.name.lower(), run.start) or run.name, run.kind)
        name = self.roster.full(run.name)
        if run.kind == "word":
            if run.roles or self.roster.is_person(name):
                return Speaker(name, "person")
            return Speaker(name, "organisation" if " " in name or name.isupper() else "unknown")
        return Speaker(name, run.kind)

    def _pronoun(self, word: str) -> Speaker | None:
        """*He* and *she* mean who spoke or was the subject last, unless they were called otherwise before."""
        if word in ("they", "it"):
            return self.others if word == "they" else self.body
        person = self.person or (self.body if self.body and self.body.kind == "unknown" else None)
        if person and self._pronouns.setdefault(person.name, word) == word:
            self._called[word] = person
            return person
        return self._called.get(word)

    def _holder(self, phrase: str, at: int) -> Speaker:
        """A role means the only one named so far who holds it, else who spoke last, if that may be them."""
        role = "president" if "head of state" in phrase else next(iter(roles_of(phrase.split())), "")
        holders = self.roster.holders(role, at)
        if len(holders) == 1:
            return Speaker(holders[0], "person")
        open_ = not holders and not _HIGH & set(phrase.lower().split())
        if self.person and (self.person.name in holders or open_):
            return self.person
        return Speaker(phrase, "role")

    def only_name(self, start: int, end: int) -> str | None:
        """Return the full name of the only person of a stretch of text, None where there are others."""
        people = {
            self.roster.full(run.name) for run in self.roster.within(start, end) if run.kind == "person"
        }
        return people.pop() if len(people) == 1 else None

    def person_called(self, label: str) -> str | None:
        """Return the full name of the person that a label names, None where it names none."""
        name = self.roster.full(label.title() if label.isupper() else label)
        if self.roster.is_person(name):
            return name
        return self.roster.initialled(label) if label.isupper() else None


def _may_be(noun: str, name: str) -> bool:
    """Tell whether *the company* may mean a name: a bank or an office only where it is called one."""
    words = name.lower().split()
    return noun in words or WORDS["organisations"].isdisjoint(words) or (noun == "lender" and "bank" in words)


# ---------------------------------------------------------------- interviews

_NAMED = r"[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,4}"
_TURN = re.compile(  # every line, and how it is labelled if it is
    rf"^(?P<label>(?P<dash>[–—-])\s+|\**(?P<letter>Q|A|Question|Answer)\s?[:.]\**\s+|\**(?P<name>{_NAMED})\s?:\**\s+"
    rf"|(?P<seat>{_NAMED}) \([^()\n]{{2,60}}\)(?: \([^()\n]{{2,30}}\))?:?\n+)?(?P<line>\S[^\n]*)",
    re.MULTILINE,
)
_FEWEST = 4  # turns that make an interview; two labelled lines are a list or a heading
_QUESTIONS = 3  # questions without a label that make one, where the first line does not say who is asked
_Turns = dict[int, str | None]  # the number of the line that begins each, to who speaks


def read_turns(speakers: Speakers) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and speaker of each line spoken in an interview, a transcript or a debate."""
    lines = list(_TURN.finditer(speakers.text))
    for read, whole in ((_labelled, False), (_seated, True), (_questioned, False)):
        turns = read(lines, speakers)
        if any(turns.values()):
            break
    else:
        return
    now: str | None = None
    # What follows the last turn may be the author's again.
    for at in range(min(turns), len(lines) if whole else max(turns) + 1):
        now = turns.get(at, now)
        if now:
            yield *lines[at].span("line"), now


def _asks(line: re.Match[str]) -> bool:
    return line["line"].rstrip(" *").endswith("?")


def _labelled(lines: list[re.Match[str]], speakers: Speakers) -> _Turns:
    """Read turns after dashes, *Q* and *A* or names; who asks is known by the questions."""
    at = [n for n, line in enumerate(lines) if line["label"] and not line["seat"]]
    first = next((k for k, n in enumerate(at) if _asks(lines[n])), len(at))
    while first and lines[at[first - 1]]["name"] and speakers.person_called(lines[at[first - 1]]["name"]):
        first -= 1
    at = at[first:]  # what is labelled before is a table or a source
    labels = [
        lines[n]["name"] or (f"dash {k % 2}" if lines[n]["dash"] else lines[n]["letter"][0])
        for k, n in enumerate(at)
    ]
    asked: dict[str, list[bool]] = {}
    for n, label in zip(at, labels, strict=True):
        asked.setdefault(label, []).append(_asks(lines[n]))
    asking = [label for label, ends in asked.items() if sum(ends) >= 0.5 * len(ends)]
    if len(at) < _FEWEST or len(asking) != 1 or len(asked) < 2:
        return {}
    told = _introduced(lines[: at[0]], speakers)
    named = {n: speakers.person_called(lines[n]["name"]) if lines[n]["name"] else "" for n in at}
    return {
        n: (None if label in asking else told) if named[n] == "" else named[n]
        for n, label in zip(at, labels, strict=True)
    }


def _seated(lines: list[re.Match[str]], speakers: Speakers) -> _Turns:
    """Read speeches that a name, a seat and a party open."""
    return {n: speakers.only_name(*line.span("seat")) for n, line in enumerate(lines) if line["seat"]}


def _questioned(lines: list[re.Match[str]], speakers: Speakers) -> _Turns:
    """Read answers to questions that stand by themselves, if it is said before who is asked."""
    at = [n for n, line in enumerate(lines) if _asks(line) and line["line"][0] not in "“\"«'"]
    if not at or at[0] == 0 or at[-1] + 1 == len(lines):
        return {}
    head = lines[0]["line"]
    bare = head[-1] not in ".!?" and not _FINITE.search(head) and speakers.only_name(*lines[0].span("line"))
    told = bare or (_introduced(lines[: at[0]], speakers) if len(at) >= _QUESTIONS else None)
    return dict.fromkeys(at) | {n + 1: told for n in at if n + 1 not in at}


def _introduced(lines: list[re.Match[str]], speakers: Speakers) -> str | None:
    """Return the only person of the last lines before the turns, or of all that stands before them."""
    last = (speakers.only_name(*line.span("line")) for line in lines[:-4:-1])
    return next(filter(None, last), None) or (speakers.only_name(0, lines[-1].end()) if lines else None)
