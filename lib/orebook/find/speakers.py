"""Whom the words of a text mean: names, offices, subjects of verbs, *he* and *she*, turns of an interview.

No list of people is kept. A run of capitalised words is read by the words in it and beside it; a surname, an
office or an acronym gets the full name that the text gives first. A noun phrase is read by its head. A
pronoun or an office means somebody named only where the text leaves no other choice.
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
_NO_NAME |= WORDS["determiners"] | WORDS["several"] | frozenset(vocabulary("commodities"))
_OWNS = ("’s", "'s", "’", "'")


def inflected(verb: str, form: str = "") -> str:
    """Return a verb's past (``ed``), participle (``ing``), third person (``s``) or itself."""
    irregular = VOCABULARY["irregular"].get(verb, "")
    if not form or (form == "ed" and irregular):
        return irregular if form else verb
    if verb[-1] == "y" and verb[-2] not in "aeou" and form != "ing":
        return verb[:-1] + ("ies" if form == "s" else "ied")
    if form == "s":
        return verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return verb.removesuffix("e") + (verb[-1] if irregular.endswith(f"{verb[-1] * 2}ed") else "") + form


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
_JOINTS = "|".join(sorted(WORDS["particles"] | WORDS["connectors"] - {"at", "in"}))
_RUN = re.compile(
    rf"{_UPPER}(?<![“”„«»\"‘'`].)(?<!\w.){_REST}"
    rf"(?: (?:(?:{_JOINTS}) ){{0,3}}{_UPPER}{_REST}){{0,14}}(?: plc\b)?"
)

_APPOSITION = re.compile(r" ?, (?!and )((?:[\w’'&-]{1,40} ?){1,7})")
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
    return _ROLES.get(word) or _ROLES.get(word.rpartition("-")[2])


def roles_of(words: Iterable[str]) -> list[str]:
    """Return the groups of roles in a phrase, in order."""
    roles = [role for role in map(role_of, words) if role]
    return [role for role in roles if role != "lawmaker" or len(roles) == 1]


def is_unnamed(word: str) -> bool:
    """Tell whether a noun means people nobody names: *analysts*, and every role of several."""
    low = word.lower()
    several = low.endswith("s") and low[:-1] in _ROLES and low not in WORDS["no_people"]
    return several or low in WORDS["unnamed"]


def is_head(word: str) -> bool:
    """Tell whether a noun can head a phrase that means a speaker."""
    return word.lower() in _HEADS or role_of(word) is not None or is_unnamed(word)


@lru_cache(maxsize=8192)
def _read(text: str) -> Run:
    """Read a run by itself: its start and end count from where the run starts."""
    words = text.split()
    possessive = words[-1].endswith(_OWNS)
    words = words[max((at for at, word in enumerate(words[:-1]) if word.endswith(_OWNS)), default=-1) + 1 :]
    while words and (words[0].lower() in WORDS["starts"] - WORDS["deputies"] or _qualifies(words)):
        words.pop(0)
    start, end = len(text) - len(" ".join(words)), len(text)
    if possessive and words:
        words[-1] = words[-1].rstrip("s").rstrip("’'")
    elif words and not re.search(r"(?:^|\.)\w\.$", words[-1]):  # initials
        words[-1] = words[-1].rstrip(".-&/’'")
    kind, name, roles = _classify(words) if words and words[-1] else _NOTHING
    return Run(start, end, kind, name, roles, possessive)


def _qualifies(words: list[str]) -> bool:
    """Tell whether the first of some words is no part of the name: *London-based*, *Miner* Andina."""
    agent = len(words) > 1 and words[0].lower() in WORDS["agents"]
    return agent or words[0] == "&" or words[0].rpartition("-")[2] in WORDS["qualifiers"]


_Class = tuple[str, str, tuple[str, ...]]  # kind, name and roles of a run
_NOTHING: _Class = ("nothing", "", ())


def _classify(words: list[str]) -> _Class:
    lower = [word.lower().strip(".") for word in words]
    return next(found for rule in _KINDS if (found := rule(words, lower)))


def _as_nobody(words: list[str], lower: list[str]) -> _Class | None:
    first, mark, _ = lower[0].replace("’", "'").partition("'")
    contracted = bool(mark) and first in WORDS["pronouns"]  # I’m
    alone = len(lower) == 1 and first in _NO_NAME
    return _NOTHING if contracted or alone or is_unnamed(lower[-1]) else None


def _as_titled(words: list[str], lower: list[str]) -> _Class | None:
    """Read a run with a title or role: the name stands after it, behind what the office is of."""
    titled = [at for at, word in enumerate(lower) if role_of(word) or word in WORDS["titles"]]
    if not titled:
        return None
    roles = tuple(dict.fromkeys(roles_of(words)))
    tail, after = words[titled[-1] + 1 :], lower[titled[-1] + 1 :]
    joints = [at for at, word in enumerate(after) if word in WORDS["connectors"]]
    if joints and joints[0] >= 2:  # Analyst Marie Dubois of Eramet
        tail, after, joints = tail[: joints[0]], after[: joints[0]], []
    if not _BODIES.isdisjoint(after) and (not roles or after[0] not in WORDS["connectors"]):
        return "organisation", " ".join(words), ()  # General Administration of Customs, MP Materials
    if joints:  # Chairman of Northern Nickel Jane Smith
        tail = tail[joints[-1] + 1 :]
        office = _BODIES | _PLACES | WORDS["portfolios"]
        tail = tail[-2:] if len(tail) > 2 and office.isdisjoint(after[-2:]) else []
    if tail:
        return ("person" if len(tail) > 1 else "word"), " ".join(tail), roles
    return ("role", " ".join(words), roles) if roles else _NOTHING


def _as_joined(words: list[str], lower: list[str]) -> _Class | None:
    """Read the person in *Marie Dubois of Eramet* and in *Republic of Chile Jane Smith*."""
    at = next((at for at in (2, 3) if not {"of", "for"}.isdisjoint(lower[at : at + 1])), 0)
    found = _classify(words[:at]) if at and _BODIES.isdisjoint(lower[:at]) else _NOTHING
    if found[0] == "person":
        return found
    of = lower.index("of") if "of" in lower else len(lower)
    return (
        _classify(words[of + 2 :]) if 2 < len(lower) - of < 6 and lower[of + 1] in WORDS["places"] else None
    )


def _as_body(words: list[str], lower: list[str]) -> _Class | None:
    organised = not _BODIES.isdisjoint(lower) or not {"of", "for", "&"}.isdisjoint(lower)
    return ("organisation", " ".join(words), ()) if organised else None


def _as_place(words: list[str], lower: list[str]) -> _Class | None:
    placed = lower[0] in _PLACES or lower[-1] in _PLACES or WORDS["portfolios"].issuperset(lower)
    party = re.match("[A-Z]-[A-Z]", words[0])  # R-Texas
    return ("place", " ".join(words), ()) if placed or party else None


def _as_name(words: list[str], lower: list[str]) -> _Class:
    name = " ".join(words)
    if len(words) == 1:
        return "word", name, ()
    if len(words) > 5 or any(char.isdigit() for char in name):
        return _NOTHING
    acronym = any(word.isupper() and len(word) > 2 and "." not in word for word in words)
    return ("organisation" if acronym and not name.isupper() else "person"), name, ()


# What a run may be, in order: the first reading that fits is taken.
_KINDS = (_as_nobody, _as_titled, _as_joined, _as_body, _as_place, _as_name)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield a run, or both halves of two who are joined: *Jane Smith and Wang Yi*."""
    first, joint, second = text.partition(" and ")
    lower = [word.lower().rstrip(".,’'s") for word in text.split()]
    one = not (_BODIES | {"of", "for", "&"}).isdisjoint(lower) or any(map(role_of, lower))
    if not joint or (one and lower[len(first.split()) - 1] not in WORDS["forms"]):
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
                run = read._replace(start=at + read.start, end=at + read.end)
                if run.kind != "nothing":
                    self.runs.append(run)
                    self._enter(text, run)
        self._starts = [run.start for run in self.runs]

    def _enter(self, text: str, run: Run) -> None:
        parts = run.name.split()
        if run.kind == "person":
            self._people.add(run.name)
            for where, some in zip(self._names, (parts[-1:], parts[:1], parts[1:-1]), strict=True):
                for part in some:
                    where.setdefault(_key(part), run.name)
            after = _APPOSITION.match(text, run.end)  # minister Jane Smith; Jane Smith, the chief executive
            beside = text[max(0, run.start - 40) : run.start].split()[-1:] + (
                after[1].split() if after else []
            )
            for role in (*run.roles, *roles_of(beside)):
                self._holders.setdefault(role, {}).setdefault(self.full(run.name), run.start)
        elif run.kind in ("organisation", "place"):
            if short := _ACRONYM.match(text, run.end):
                self._names[0].setdefault(_key(short[1]), run.name)
            if len(parts) > 1 and parts[0].lower() not in _PLACES | _BODIES:
                self._names[1].setdefault(_key(parts[0]), run.name)
            for word in parts if len(parts) > 1 else ():
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

    def is_person(self, name: str) -> bool:
        """Tell whether a full name is a person's."""
        return name in self._people

    def holders(self, role: str, before: int) -> list[str]:
        """Return who holds a role and was named before a position."""
        return [name for name, at in self._holders.get(role, {}).items() if at < before]

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
_ACTS = re.compile(
    r"(?<![-\w])(?:is|are|was|were|has|have|had|will|would|did|plans|expects|[a-z]{2,}ed|said)\b"
)
_PHRASE_ENDS = re.compile(r"[,;:\"“”«»?!—–\n]|\.\s|\.$| - ")
_ADVERB = re.compile(
    rf"[\s)]+(?:(?:{'|'.join(sorted(WORDS['auxiliaries']))})|(?!family|assembly|ally|supply)[a-z]+ly)$|\s+$"
)
_PRONOUNS = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "it": "it", "its": "it"}
_PRONOUNS |= dict.fromkeys(("they", "them", "their"), "they")
_REACH = 400  # characters before a verb among which its subject stands
_PIECES = 6  # stretches between commas that belong to one subject
_WORDS = 14  # words of a speaker whom nobody names


class Speaker(NamedTuple):
    """Who speaks.

    ``kind`` is person, organisation, place, unknown (one word), role (without a name), unnamed, or anyone:
    the subject of a verb by which all its subjects speak.
    """

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

    @property
    def kind(self) -> str:
        """What a name is of; empty for a word and for whose something is."""
        return self.run.kind if self.run and not self.run.possessive else ""


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
        # Words that have a capital at most for the sentence.
        self.common = set(re.findall(r"\b[a-z]+\b", text))
        # Whom each pronoun would mean: the person, the organisation, the people spoken of last.
        self.person: Speaker | None = None
        self.body: Speaker | None = None
        self.others: Speaker | None = None
        self._pronouns: dict[str, str] = {}  # person to the pronoun used of them
        self._people: list[Speaker] = []  # the persons spoken of last

    def remember(self, speaker: Speaker) -> None:
        """Note who spoke last."""
        if speaker.kind in ("person", "role"):
            self._note(speaker)
        else:
            self.others = speaker
            if speaker.kind in ("organisation", "unknown") and not speaker.is_agency:
                self.body = speaker
            elif speaker.name.startswith(("a ", "an ", "one ")):
                self._note(speaker)

    def _note(self, person: Speaker) -> None:
        self.person = person
        self._people = [*[one for one in self._people if one != person][-3:], person]

    def subject(self, start: int, end: int) -> Speaker | None:
        """Note whom a sentence is about; return the person."""
        if self.text.startswith(("He ", "She "), start):
            return self._pronoun(self.text[start : start + 3].strip().lower())
        run = next(iter(self.roster.within(start, min(end, start + 60))), None)
        opening = run and WORDS["stops"].isdisjoint(self.text[start : run.start].lower().split())
        speaker = self.named(run) if run and opening and run.kind == "person" else None
        verb = None if speaker else _ACTS.search(self.flat, start, min(end, start + 200))
        if verb and (found := self.before(start, verb.start(), False)):
            speaker = found[1]
        if speaker and speaker.kind == "person":
            self._note(speaker)
            return speaker
        if speaker and (speaker.kind == "organisation" or speaker.name.lower() not in self.common):
            self.body = speaker
        return None

    # -- phrases

    def before(self, start: int, end: int, core: bool = True) -> _Found | None:
        """Return where the subject of a verb that stands at ``end`` begins, and whom it means.

        Of the stretches between commas, the nearest that ends in a name counts, else the farthest that is
        still a noun phrase: *the head of the mine, the oldest in the country, said*.

        Parameters
        ----------
        start, end : int
            Where the sentence begins, and where the verb does.
        core : bool
            Whether whoever is the subject of this verb speaks.
        """
        start = max(start, end - _REACH)
        while adverb := _ADVERB.search(self.flat, max(start, end - 40), end):
            end = adverb.start()
        if clause := _CLAUSE.match(self.flat, start, end):
            start = clause.end()
        commas = [at.start() for at in _COMMA.finditer(self.flat, start, end)][-_PIECES:]
        if not commas or self.flat[commas[-1] + 1 : end].strip():
            return self._subject(commas[-1] + 1 if commas else start, end, core)
        farthest = None
        for first, past in reversed(list(zip([start, *(at + 1 for at in commas)], commas, strict=False))):
            items = self._items(first, past)
            if items and items[0].among("aside"):
                continue
            if _FINITE.search(self.flat[first:past].partition(" who ")[0]):
                break
            found = self._subject(first, past, core)
            if found and _ends_in_name(items):
                return found
            farthest = found or farthest
        return farthest

    def _items(self, start: int, end: int) -> list[_Item]:
        """Return the words and names of a stretch, in order."""
        items, at = [], start
        for run in [*self.roster.within(start, end), Run(end, end, "", "", (), False)]:
            if self.flat[run.start : run.end].startswith(" "):  # in brackets
                continue
            for word in _WORD.finditer(self.flat, at, run.start):
                items.append(_Item(word.group().rstrip("."), *word.span()))
            items.append(_Item(self.flat[run.start : run.end], run.start, run.end, run))
            at = run.end
        return items[:-1]

    def _subject(self, start: int, end: int, core: bool) -> _Found | None:
        """Read the noun phrase that ends a stretch."""
        items = self._items(start, end)
        who = next((at for at, item in enumerate(items) if item.word == "who"), 0)
        items = items[:who] if 0 < who < len(items) - 2 else items
        items = items[max((at for at in range(len(items)) if _cuts(items, at)), default=-1) + 1 :]
        joint = max((at for at, item in enumerate(items) if item.word in ("and", "or")), default=-1)
        found = self._phrase(items[joint + 1 :], core)
        ahead = self._phrase(items[:joint], False) if joint > 0 and found else None
        if not found or not ahead:
            return found
        named = {ahead[1].kind, found[1].kind} <= {"person", "organisation", "unknown"}
        return ahead[0], Speaker(
            f"{ahead[1].name} and {found[1].name}", found[1].kind if named else "unnamed"
        )

    def _phrase(self, items: list[_Item], core: bool) -> _Found | None:
        """Read a noun phrase by its head, which stands before the first preposition."""
        begins = ("determiners", "pronouns", "prepositions")
        while items and items[0].among("starts") and not items[0].among(*begins):
            items = items[1:]
        if items and items[-1].among("pronouns"):
            items = items[-1:]
        if items and items[0].among("prepositions"):  # On Friday the minister
            first = max((at for at, item in enumerate(items) if item.among("determiners")), default=-1)
            items = items[first:] if first >= 0 or _ends_in_name(items) else []
        if not items:
            return None
        head = _head_ends(items)
        last = items[-1].run
        if head < len(items) and last and last.kind == "person":  # the head of the mine Jane Smith
            office = items[head - 1].kind == "role" or role_of(items[head - 1].word)
            if office and (_ends_in_name(items) or last.end - last.start > len(last.name) + 2):
                return items[0].start, Speaker(self.roster.full(last.name), "person")
        begun = items[0].among("determiners", "several") or not items[0].word[0].islower()
        anyone = (begun and items[0].word[-3:] != "ing") or (head == 1 and items[0].word[-1] == "s")
        speaker = self._head(items, head, core and anyone)
        return (items[0].start, speaker) if speaker else None

    def _head(self, items: list[_Item], past: int, core: bool) -> Speaker | None:
        """Return whom a phrase means whose head is the last item before ``past``."""
        item = items[past - 1]
        if past == 1 and item.word.lower() in _PRONOUNS:
            return self._pronoun(_PRONOUNS[item.word.lower()])
        if item.kind == "place":
            return Speaker(item.run.name, "place") if core and item.run else None
        if item.run and item.kind:
            return self.named(item.run)
        if item.run is None and is_head(item.word):
            return self._meant(items, past - 1)
        nobody = items[0].among("pronouns", "no_speaker") or item.among("pronouns", "no_speaker")
        if not core or nobody or item.run or len(items) > _WORDS or not item.word.isalpha():
            return None
        return Speaker(self._words(items), "anyone")

    def _words(self, items: list[_Item]) -> str:
        """Return the words of a phrase, without an article or a capital that only the sentence gives it."""
        while len(items) > 1 and (items[0].among("articles") or items[0].word == "own"):
            items = items[1:]
        first = items[0]
        begins = self.flat[max(0, first.start - 2) : first.start].strip() in ("", ".", "“")
        title = first.kind == "word" or first.word.lower() in WORDS["portfolios"]
        common = first.run is None or begins and title
        words = " ".join(self.flat[first.start : items[-1].end].split())
        if common and first.word[1:] == first.word[1:].lower():
            words = words[0].lower() + words[1:]
        return words

    def _meant(self, items: list[_Item], head: int) -> Speaker | None:
        """Return whom a common noun means, by its article and what it stands behind."""
        noun, at, first = items[head].word.lower(), items[0].start, items[0]
        definite, counted = first.among("definite"), first.among("determiners")
        owner = head > 0 and first.run is not None and first.run.possessive
        phrase = self._words(items[1:] if owner and not role_of(noun) else items)
        if is_unnamed(noun) or (role_of(noun) and not definite):
            return Speaker(self._words(items), "unnamed")
        if role_of(noun):
            return self._holder(phrase, at)
        if noun in WORDS["papers"] or any(one.kind == "organisation" for one in items[head:]):
            return self._maker(items, head, definite)
        if counted and not definite:
            return Speaker(phrase, "unnamed")
        if noun in WORDS["companies"]:
            if not definite and not owner and noun not in WORDS["organisations"]:
                return None  # company reports
            return (self._company(at) if definite else None) or Speaker(phrase, "organisation")
        return Speaker((not owner and self.roster.organisation(noun, at)) or phrase, "organisation")

    def _maker(self, items: list[_Item], head: int, definite: bool) -> Speaker | None:
        """Return who made a document or figures: its owner, or the body that it is from."""
        for at, item in enumerate(items):
            run = item.run
            if run and run.kind in ("person", "word", "organisation") and (run.possessive or at != head):
                return self.named(run._replace(possessive=False))
            if definite and at < head and item.among("organisations"):  # the customs statistics
                return Speaker(self._words(items[: head + 1]), "organisation")
            last = at + 1 == len(items) or not is_head(items[at + 1].word)
            if at > head and last and run is None and is_head(item.word) and not item.among("papers"):
                edges = [i for i in range(head, at) if items[i].among("prepositions", "determiners")]
                edges += [i for i in range(head, at) if items[i].run and not items[i].kind]
                return Speaker(self._words(items[max(edges, default=head) + 1 : at + 1]), "organisation")
        if definite:
            return self.others
        return Speaker(self._words(items), "unnamed") if items[0].among("determiners") else None

    def _company(self, at: int) -> Speaker | None:
        """Return the company spoken of last, else the only one in the sentences just before."""

        def is_firm(name: str) -> bool:
            return WORDS["organisations"].isdisjoint(name.lower().split())

        if self.body and is_firm(self.body.name):
            return self.body
        runs = [run for run in self.roster.within(at - 300, at) if run.kind in ("word", "organisation")]
        full = {self.roster.full(run.name) for run in runs}
        names = {name for name in full if is_firm(name) and not self.roster.is_person(name)}
        return Speaker(names.pop(), "organisation") if len(names) == 1 else None

    def after(self, start: int, end: int, loosely: bool = False) -> _Found | None:
        """Return where the noun phrase that starts at ``start`` ends, and whom it means.

        ``loosely``: as after *according to*, where whoever stands there answers for it.
        """
        end = min(end, start + 200)
        mark = _PHRASE_ENDS.search(self.flat, start, end)
        stop = mark.start() if mark else end
        items = self._items(start, stop)
        items = items[: next((at for at, item in enumerate(items) if at and item.among("cuts")), len(items))]
        if not items:
            return None
        if items[0].word.lower() in _PRONOUNS and items[-1].word in ("words", "view", "opinion"):
            items = items[:1]  # in her view
        head = _head_ends(items)
        named = [at for at, item in enumerate(items[:head]) if item.kind]
        if named and not any(is_head(item.word) for item in items[named[-1] + 1 : head]):
            head = named[-1] + 1
            items = items[:head]
        owner = next((item.run for item in items[:head] if item.run and item.run.possessive), None)
        if loosely and owner and owner.kind != "place" and items[head - 1].run is None:
            speaker = self.named(owner._replace(possessive=False))  # according to the agency's scenario
        else:
            speaker = self._head(items, head, loosely)
        behind = self.roster.within(stop + 1, stop + 3)  # the director, Jane Smith
        office = role_of(items[head - 1].word) and (not speaker or speaker.kind in ("role", "unnamed"))
        if office and behind and behind[0].kind == "person":
            return behind[0].end, Speaker(self.roster.full(behind[0].name), "person")
        whole = loosely or (speaker and speaker.kind in ("unnamed", "role"))
        return (items[-1 if whole else head - 1].end, speaker) if speaker else None

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
        if run.kind == "word" and (run.roles or self.roster.is_person(name)):
            return Speaker(name, "person")
        if run.kind == "word":
            return Speaker(name, "organisation" if " " in name or name.isupper() else "unknown")
        return Speaker(name, run.kind)

    def _pronoun(self, word: str) -> Speaker | None:
        """*He* and *she* mean who spoke or was the subject last, unless they were called otherwise before."""
        if word in ("they", "it"):
            return self.others if word == "they" else self.body
        called = (one for one in self._people[::-1] if self._pronouns.setdefault(one.name, word) == word)
        return next(called, None)

    def _holder(self, phrase: str, at: int) -> Speaker:
        """A role means the only one named so far who holds it, else who spoke last, if that may be them."""
        role = next(iter(roles_of(phrase.split())), "")
        holders = self.roster.holders(role, at)
        if len(holders) == 1:
            return Speaker(holders[0], "person")
        open_ = not holders and WORDS["high"].isdisjoint(phrase.lower().split())
        if self.person and (self.person.name in holders or open_):
            return self.person
        return Speaker(phrase, "role")

    def only_name(self, start: int, end: int) -> str | None:
        """Return the full name of the only person of a stretch of text, None where there are others."""
        runs = (run for run in self.roster.within(start, end) if run.kind == "person")
        people = {self.roster.full(run.name) for run in runs}
        return people.pop() if len(people) == 1 else None

    def person_called(self, label: str) -> str | None:
        """Return the full name of the person that a label names, None where it names none."""
        name = self.roster.full(label.title() if label.isupper() else label)
        return name if self.roster.is_person(name) else None


def _head_ends(items: list[_Item]) -> int:
    """Return where the head of a noun phrase ends: before *of*, *polled by*."""
    ends = (at for at, item in enumerate(items) if at and (item.among("prepositions") or _is_past(item)))
    return next(ends, len(items))


def _is_past(item: _Item) -> bool:
    return item.run is None and item.word.endswith("ed") and item.word.isalpha() and item.word.islower()


def _cuts(items: list[_Item], at: int) -> bool:
    """Tell whether no subject reaches across a word: a conjunction, or a verb that it is the subject of."""
    if not 0 < at < len(items) - 1 or not _is_past(items[at]):
        return items[at].among("cuts")
    participle = items[at + 1].among("prepositions") or items[at - 1].among("determiners")
    return not participle or items[at].among("cuts")


def _ends_in_name(items: list[_Item]) -> bool:
    """Tell whether a phrase ends in a name that no preposition precedes."""
    ahead = next((item for item in items[-2::-1] if not item.among("determiners")), None)
    named = bool(items) and items[-1].kind in ("person", "word", "organisation")
    return named and not (ahead and ahead.among("prepositions"))


# ---------------------------------------------------------------- interviews

_NAMED = r"[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,4}"
_TURN = re.compile(  # every line, and how it is labelled if it is
    rf"^(?:(?P<dash>[–—-])\s+|\**(?P<letter>Q|A|Question|Answer)\s?[:.]\**\s+|"
    rf"\**(?P<name>{_NAMED})\s?:\**\s+|(?P<seat>{_NAMED}(?: (?:of|for|and|the) {_NAMED}){{0,3}}) "
    r"\([^()\n]{2,60}\)(?: \([^()\n]{2,30}\))?:?\n+)?(?P<line>\S[^\n]*)",
    re.MULTILINE,
)
_FEWEST = 4  # turns that make an interview; two labelled lines are a list or a heading
_QUESTIONS = 3  # questions without a label that make one, where the first line does not say who is asked
_Lines = list[re.Match[str]]
_Turns = dict[int, str | None]  # the number of the line that begins each, to who speaks


def read_turns(speakers: Speakers) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and speaker of each line spoken in an interview, a transcript or a debate."""
    lines = list(_TURN.finditer(speakers.text))
    readings = (read(lines, speakers) for read in (_labelled, _seated, _questioned))
    turns = next((found for found in readings if any(found.values())), {})
    # What follows the last turn may be the author's again, but for a speech in parliament.
    past = len(lines) if turns and lines[min(turns)]["seat"] else max(turns, default=-1) + 1
    now: str | None = None
    for at in range(min(turns, default=0), past):
        now = turns.get(at, now)
        if now:
            yield *lines[at].span("line"), now


def _asks(line: re.Match[str]) -> bool:
    return line["line"].rstrip(" *").endswith("?")


def _labelled(lines: _Lines, speakers: Speakers) -> _Turns:
    """Read turns after dashes, *Q* and *A* or names; who asks is known by the questions."""
    at = [n for n, line in enumerate(lines) if line["dash"] or line["letter"] or line["name"]]
    called = {n: speakers.person_called(lines[n]["name"]) for n in at if lines[n]["name"]}
    first = next((k for k, n in enumerate(at) if _asks(lines[n])), len(at))
    while first and called.get(at[first - 1]):
        first -= 1
    at = at[first:]  # what is labelled before is a table or a source
    labels = {n: lines[n]["name"] or (lines[n]["letter"] or f"{k % 2}")[0] for k, n in enumerate(at)}
    asked: dict[str, list[bool]] = {}
    for n, label in labels.items():
        asked.setdefault(label, []).append(_asks(lines[n]))
    asking = [label for label, ends in asked.items() if sum(ends) >= 0.5 * len(ends)]
    if len(at) < _FEWEST or len(asking) != 1 or len(asked) < 2:
        return {}
    told = _introduced(lines[: at[0]], speakers)
    return {n: called[n] if n in called else None if labels[n] in asking else told for n in at}


def _seated(lines: _Lines, speakers: Speakers) -> _Turns:
    """Read speeches that a name, a seat and a party open."""
    found: _Turns = {}
    for n, line in enumerate(lines):
        if line["seat"]:  # Joan Hart (Northvale), The Minister (Nadia Khan)
            spans = (line.span("seat"), (line.end("seat"), line.start("line")))
            found[n] = next(filter(None, (speakers.only_name(*span) for span in spans)), None)
    return found


def _questioned(lines: _Lines, speakers: Speakers) -> _Turns:
    """Read answers to questions that stand by themselves, if it is said before who is asked."""
    at = [n for n, line in enumerate(lines) if _asks(line)]
    if not at or at[0] == 0 or at[-1] + 1 == len(lines):
        return {}
    head, start = lines[0]["line"], lines[0].start("line")
    bare = head[-1] not in ".!?" and not _FINITE.search(head)
    told = (bare and speakers.only_name(start, start + 1)) or (
        _introduced(lines[: at[0]], speakers) if len(at) >= _QUESTIONS else None
    )
    return dict.fromkeys(at) | {n + 1: told for n in at if n + 1 not in at}


def _introduced(lines: _Lines, speakers: Speakers) -> str | None:
    """Return the only person of the last lines before the turns, or of all that stands before them."""
    last = (speakers.only_name(*line.span("line")) for line in lines[:-4:-1])
    return next(filter(None, last), None) or (speakers.only_name(0, lines[-1].end()) if lines else None)
