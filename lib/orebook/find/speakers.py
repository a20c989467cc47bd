"""Whom the words of a text mean: names, offices, subjects of verbs, *he* and *she*, turns of an interview.

No list of people is kept. A run of capitalised words is read by the words in it and beside it; a surname, an
office or an acronym gets the full name that the text gives first. A noun phrase is read by its head. A
pronoun or an office means who was spoken of last, unless the text names only one who holds the office.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import compress, pairwise
from typing import NamedTuple

from orebook.text.vocabulary import vocabulary

VOCABULARY = vocabulary("speakers")
WORDS = {name: frozenset(value.split()) for name, value in VOCABULARY.items() if isinstance(value, str)}
_ROLES = {word: group for group, heads in VOCABULARY["roles"].items() for word in heads.split()}
_BODIES = WORDS["organisations"] | WORDS["companies"]
_PLACES = WORDS["places"] | WORDS["peoples"] | WORDS["days"]
_OFFICES = _BODIES | _PLACES | WORDS["portfolios"]  # what an office is of
_NO_NAME = WORDS["companies"] | WORDS["papers"] | WORDS["pronouns"] | WORDS["days"]
_NO_NAME |= WORDS["determiners"] | frozenset(vocabulary("commodities"))
_OWNS = ("’s", "'s", "’", "'")


def inflected(verb: str, form: str = "") -> str:
    """Return a verb's past (``ed``), third person (``s``) or itself."""
    irregular = VOCABULARY["irregular"].get(verb, "")
    if not form or (form == "ed" and irregular):
        return irregular if form else verb
    if verb[-1] == "y" and verb[-2] not in "aeou":
        return verb[:-1] + ("ies" if form == "s" else "ied")
    if form == "s":
        return verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return verb.removesuffix("e") + form


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
    return _ROLES.get(word.lower().strip(",.’'").rpartition("-")[2])


def roles_of(words: Iterable[str]) -> list[str]:
    """Return the groups of roles in a phrase, in order."""
    roles = [role for role in map(role_of, words) if role]
    return [role for role in roles if role != "lawmaker" or len(roles) == 1]  # a deputy minister


def is_unnamed(word: str) -> bool:
    """Tell whether a noun means people nobody names: *analysts*, and every role of several."""
    low = word.lower()
    return (low.endswith("s") and low[:-1] in _ROLES) or low in WORDS["unnamed"]


def is_head(word: str) -> bool:
    """Tell whether a noun can head a phrase that means a speaker."""
    low = word.lower()
    return low in _BODIES or low in WORDS["papers"] or role_of(low) is not None or is_unnamed(low)


@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[Run, ...]:
    """Read the names of a run, of two who are joined both; their positions count from where it starts."""
    first, joint, second = text.partition(" and ")
    words = [word.lower().rstrip(".,’'s") for word in text.split()]
    if not joint or not (_BODIES | {"of", "for", "&"}).isdisjoint(words) or any(map(role_of, words)):
        return tuple(_read_one(text, 0))
    return (*_read_one(first, 0), *_read_one(second, len(first) + len(joint)))


def _read_one(text: str, at: int) -> Iterator[Run]:
    words = text.split()
    possessive = words[-1].endswith(_OWNS)
    words = words[max((i for i, word in enumerate(words[:-1]) if word.endswith(_OWNS)), default=-1) + 1 :]
    while words and (
        words[0].lower() in WORDS["starts"]
        or (len(words) > 1 and words[0].lower() in WORDS["agents"])  # Miner Andina
        or words[0].rpartition("-")[2] in WORDS["qualifiers"]  # London-listed
    ):
        words.pop(0)
    start = at + len(text) - len(" ".join(words))
    if words:
        stripped = words[-1].rstrip("s").rstrip("’'") if possessive else words[-1].rstrip(".-&/’'")
        words[-1] = words[-1] if re.search(r"(?:^|\.)\w\.$", words[-1]) else stripped  # initials
    if words and words[-1]:
        kind, name, roles = _classify(words)
        if kind != "nothing":
            yield Run(start, at + len(text), kind, name, roles, possessive)


_Class = tuple[str, str, tuple[str, ...]]  # kind, name and roles of a run
_NOTHING: _Class = ("nothing", "", ())


def _classify(words: list[str]) -> _Class:
    """Read some words by the first of these that fits: an office, somebody of somewhere, a body, a place, a name."""
    name, lower = " ".join(words), [word.lower().strip(".") for word in words]
    first, mark, _ = lower[0].replace("’", "'").partition("'")
    nobody = _NO_NAME if len(words) == 1 else WORDS["pronouns"] if mark else ()  # I’m
    if first in nobody or is_unnamed(lower[-1]):
        return _NOTHING
    titled = [at for at, word in enumerate(lower) if role_of(word) or word in WORDS["titles"]]
    if titled:
        return _titled(words, lower, titled[-1] + 1)
    of = next((at for at in (2, 3) if lower[at : at + 1] in (["of"], ["for"])), 0)
    if of and _BODIES.isdisjoint(lower[:of]) and (found := _classify(words[:of]))[0] == "person":
        return found  # Marie Dubois of Eramet
    if not (_BODIES | {"of", "for", "&"}).isdisjoint(lower):
        return "organisation", name, ()
    if lower[0] in _PLACES or lower[-1] in _PLACES or re.match("[A-Z]-[A-Z]", name):  # R-Texas
        return "place", name, ()
    acronym = any(word.isupper() and len(word) > 2 and "." not in word for word in words)
    kind = "word" if len(words) == 1 else "organisation" if acronym and not name.isupper() else "person"
    return (kind, name, ()) if len(words) < 6 else _NOTHING


def _titled(words: list[str], lower: list[str], at: int) -> _Class:
    """Read a run whose last title or role ends at ``at``: the name stands after it, behind what the office is of."""
    roles = tuple(dict.fromkeys(roles_of(words)))
    tail, after = words[at:], lower[at:]
    joints = [i for i, word in enumerate(after) if word in WORDS["connectors"]]
    if joints and joints[0] >= 2:  # Analyst Marie Dubois of Eramet
        tail, after, joints = tail[: joints[0]], after[: joints[0]], []
    if not _BODIES.isdisjoint(after) and (not roles or after[0] not in WORDS["connectors"]):
        return "organisation", " ".join(words), ()  # General Administration of Customs, MP Materials
    if joints:  # Chairman of Northern Nickel Jane Smith
        tail = tail[joints[-1] + 1 :]
        tail = tail[-2:] if len(tail) > 2 and _OFFICES.isdisjoint(after[-2:]) else []
    if tail:
        return ("person" if len(tail) > 1 else "word"), " ".join(tail), roles
    return ("role", " ".join(words), roles) if roles else _NOTHING


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
        self._by_last: dict[str, str] = {}  # the last part of a name, or its acronym, to the name
        self._by_other: dict[str, str] = {}  # and every other part
        self._people: set[str] = set()
        # A role to who holds it and their first naming; a noun ("ministry") to the names it stands in.
        self._holders: dict[str, dict[str, int]] = {}
        self._by_noun: dict[str, list[tuple[int, str]]] = {}
        for match in _RUN.finditer(text):
            at = match.start()
            for start, end, *read in _read(match.group()):
                run = Run(at + start, at + end, *read)
                self.runs.append(run)
                if run.kind == "person":
                    self._enter_person(text, run)
                elif run.kind in ("organisation", "place"):
                    self._enter_body(text, run)
        self._starts = [run.start for run in self.runs]

    def _enter_person(self, text: str, run: Run) -> None:
        *others, last = run.name.split()
        self._people.add(run.name)
        self._by_last.setdefault(_key(last), run.name)
        for part in others:
            self._by_other.setdefault(_key(part), run.name)
        after = _APPOSITION.match(text, run.end)  # minister Jane Smith; Jane Smith, the chief executive
        beside = text[max(0, run.start - 40) : run.start].split()[-1:] + (after[1].split() if after else [])
        for role in (*run.roles, *roles_of(beside)):
            self._holders.setdefault(role, {}).setdefault(self.full(run.name), run.start)

    def _enter_body(self, text: str, run: Run) -> None:
        parts = run.name.split()
        if short := _ACRONYM.match(text, run.end):
            self._by_last.setdefault(_key(short[1]), run.name)
        if len(parts) > 1 and parts[0].lower() not in _PLACES | _BODIES:
            self._by_other.setdefault(_key(parts[0]), run.name)
        for word in parts if len(parts) > 1 else ():
            self._by_noun.setdefault(word.lower(), []).append((run.start, run.name))

    def full(self, name: str) -> str:
        """Return the full name that the text gives first for a name, or the name itself."""
        key = _key(name)
        if " " not in name:
            return self._by_last.get(key) or self._by_other.get(key, name)
        known = self._by_last.get(_key(name.split()[-1]), name)
        longer = _key(known)[:1] == key[:1] and known.count(" ") >= name.count(" ")
        return known if longer or _key(known).endswith(key) else name

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
_ACTS = re.compile(
    r"(?<![-\w])(?:is|are|was|were|has|have|had|will|would|did|plans|expects|[a-z]{2,}ed|said)\b"
)
_PHRASE_ENDS = re.compile(r"[,;:\"“”«»?!—–\n]|\.\s|\.$| - ")
_ADVERB = re.compile(
    rf"[\s)]+(?:(?:{'|'.join(sorted(WORDS['auxiliaries']))})|(?!family|assembly|ally|supply)[a-z]+ly)$|\s+$"
)
_PERSONAL = frozenset("he him his she her".split())
_OTHERS = frozenset("they them their".split())
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


class _Item(NamedTuple):
    """A word of a phrase, or a whole name in it."""

    low: str  # the word in lower case, nothing for a name
    start: int
    end: int
    run: Run | None = None
    kind: str = ""  # what a name is of; nothing for a word and for whose something is


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
        # Whom each pronoun would mean: the person, the organisation, the people spoken of last.
        self.person: Speaker | None = None
        self.body: Speaker | None = None
        self.others: Speaker | None = None

    def remember(self, speaker: Speaker) -> None:
        """Note who spoke last."""
        if speaker.kind in ("person", "role") or speaker.name.startswith(("a ", "an ", "one ")):
            self.person = speaker
        else:
            self.others = speaker
        if speaker.kind in ("organisation", "unknown"):
            self.body = speaker

    def subject(self, start: int, end: int) -> Speaker | None:
        """Note whom a sentence is about; return the person."""
        run = next(iter(self.roster.within(start, min(end, start + 60))), None)
        opening = run and WORDS["cuts"].isdisjoint(self.text[start : run.start].lower().split())
        speaker = self.named(run) if run and opening and run.kind == "person" else None
        verb = None if speaker else _ACTS.search(self.flat, start, min(end, start + 200))
        if verb and (found := self.before(start, verb.start(), False)):
            speaker = found[1]
        if speaker and speaker.kind == "person":
            self.person = speaker
            return speaker
        self.body = speaker or self.body
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
        edges = [start, *(at.end() for at in _COMMA.finditer(self.flat, start, end)), end + 1]
        if self.flat[edges[-2] : end].strip():
            return self._subject(self._items(edges[-2], end), core)
        farthest = None
        for first, past in list(pairwise(edges[:-1]))[: -_PIECES - 1 : -1]:
            items = self._items(first, past - 1)
            if items and items[0].low not in WORDS["aside"]:
                found = self._subject(items, core)
                if found and _ends_in_name(items):
                    return found
                farthest = found or farthest
        return farthest

    def _items(self, start: int, end: int) -> list[_Item]:
        """Return the words and names of a stretch, in order."""
        items, at = [], start
        for run in [*self.roster.within(start, end), None]:
            if run and self.flat.startswith(" ", run.start):  # in brackets
                continue
            for word in _WORD.finditer(self.flat, at, run.start if run else end):
                items.append(_Item(word.group().rstrip(".").lower(), *word.span()))
            if run:
                items.append(_Item("", run.start, run.end, run, "" if run.possessive else run.kind))
                at = run.end
        return items

    def _subject(self, items: list[_Item], core: bool) -> _Found | None:
        """Read the noun phrase that ends a stretch, by its head, which stands before the first preposition."""
        begin = max((at for at in range(len(items)) if _cuts(items, at)), default=-1) + 1
        items = items[begin:]
        if items and items[-1].low in WORDS["pronouns"]:
            items = items[-1:]
        if items and items[0].low in WORDS["prepositions"]:  # On Friday the minister
            first = max((at for at, item in enumerate(items) if item.low in WORDS["determiners"]), default=0)
            items = items[first:] if first or _ends_in_name(items) else []
        if not items:
            return None
        head, last = _head_ends(items), items[-1].run
        if head < len(items) and last and last.kind == "person":  # the head of the mine Jane Smith
            if items[head - 1].kind == "role" or role_of(items[head - 1].low):
                return items[0].start, Speaker(self.roster.full(last.name), "person")
        speaker = self._head(items, head, core)
        return (items[0].start, speaker) if speaker else None

    def _head(self, items: list[_Item], past: int, core: bool) -> Speaker | None:
        """Return whom a phrase means whose head is the last item before ``past``."""
        item, low = items[past - 1], items[past - 1].low
        if past == 1 and low in WORDS["pronouns"] | _PERSONAL | _OTHERS | {"its"}:
            return (
                self.person
                if low in _PERSONAL
                else self.others
                if low in _OTHERS
                else self.body
                if low in ("it", "its")
                else None
            )
        if item.kind == "place":
            return Speaker(item.run.name, "place") if core and item.run else None
        if item.run and item.kind:
            return self.named(item.run)
        if low and is_head(low):
            return self._meant(items, past - 1)
        first = items[0]
        nobody = not WORDS["no_speaker"].isdisjoint((first.low, low)) or len(items) > _WORDS
        begins = first.low in WORDS["determiners"] or not self.flat[first.start].islower()
        if (
            not core
            or nobody
            or item.run
            or not (begins or (past == 1 and low.endswith("s")))
            or not low.isalpha()
        ):
            return None
        return Speaker(self._words(items), "anyone")

    def _words(self, items: list[_Item]) -> str:
        """Return the words of a phrase, without an article or a capital that only the sentence gives it."""
        while len(items) > 1 and items[0].low in WORDS["articles"]:
            items = items[1:]
        first = items[0]
        begins = self.flat[max(0, first.start - 2) : first.start].strip() in ("", ".", "“")
        words = " ".join(self.flat[first.start : items[-1].end].split())
        common = first.run is None or (begins and first.kind == "word")
        if common and words.split()[0][1:] == words.split()[0][1:].lower():
            words = words[0].lower() + words[1:]
        return words

    def _meant(self, items: list[_Item], head: int) -> Speaker | None:
        """Return whom a common noun means, by its article and what it stands behind."""
        noun, first = items[head].low, items[0]
        definite, counted = first.low in WORDS["definite"], first.low in WORDS["determiners"]
        owner = head > 0 and first.run is not None and first.run.possessive
        phrase = self._words(items[1:] if owner and not role_of(noun) else items)
        if is_unnamed(noun) or (role_of(noun) and not definite):
            return Speaker(self._words(items), "unnamed")
        if role_of(noun):
            return self._holder(phrase, first.start)
        if noun in WORDS["papers"] or any(one.kind == "organisation" for one in items[head:]):
            makers = (
                one.run for at, one in enumerate(items) if one.run and (one.run.possessive or at != head)
            )
            maker = next((run for run in makers if run.kind in ("person", "word", "organisation")), None)
            if maker:
                return self.named(maker._replace(possessive=False))
            return Speaker(phrase, "unnamed") if counted else None  # not "customs data"
        if counted and not definite:
            return Speaker(phrase, "unnamed")
        if noun in WORDS["companies"]:
            if not definite and not owner and noun not in WORDS["organisations"]:
                return None  # company reports
            return (self.body if definite else None) or Speaker(phrase, "organisation")
        return Speaker((not owner and self.roster.organisation(noun, first.start)) or phrase, "organisation")

    def after(self, start: int, end: int, loosely: bool = False) -> _Found | None:
        """Return where the noun phrase that starts at ``start`` ends, and whom it means.

        ``loosely``: as after *according to*, where whoever stands there answers for it.
        """
        end = min(end, start + 200)
        mark = _PHRASE_ENDS.search(self.flat, start, end)
        stop = mark.start() if mark else end
        items = self._items(start, stop)
        items = items[
            : next((at for at, item in enumerate(items) if at and item.low in WORDS["cuts"]), len(items))
        ]
        if not items:
            return None
        if items[0].low in _PERSONAL | _OTHERS | {"its"} and items[-1].low in ("words", "view", "opinion"):
            items = items[:1]  # in her view
        head = _head_ends(items)
        named = [at for at, item in enumerate(items[:head]) if item.kind]
        if named and not any(is_head(item.low) for item in items[named[-1] + 1 : head]):
            head = named[-1] + 1
            items = items[:head]
        owner = next((item.run for item in items[:head] if item.run and item.run.possessive), None)
        if loosely and owner and owner.kind != "place" and items[head - 1].run is None:
            speaker = self.named(owner._replace(possessive=False))  # according to the agency's scenario
        else:
            speaker = self._head(items, head, loosely)
        behind = self.roster.within(stop + 1, stop + 3)  # the director, Jane Smith
        office = role_of(items[head - 1].low) and (not speaker or speaker.kind in ("role", "unnamed"))
        if office and behind and behind[0].kind == "person":
            return behind[0].end, Speaker(self.roster.full(behind[0].name), "person")
        whole = loosely or (speaker and speaker.kind in ("unnamed", "role"))
        return (items[-1 if whole else head - 1].end, speaker) if speaker else None

    # -- whom a name, an office means

    def named(self, run: Run) -> Speaker | None:
        """Return whom a name means; countries act, people and bodies speak for them."""
        if run.possessive or run.kind == "place":
            return None
        if run.kind == "role":
            return self._holder(run.name, run.start)
        name = self.roster.full(run.name)
        if run.kind != "word":
            return Speaker(name, run.kind)
        if run.roles or self.roster.is_person(name):
            return Speaker(name, "person")
        return Speaker(name, "organisation" if " " in name or name.isupper() else "unknown")

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


def _head_ends(items: list[_Item]) -> int:
    """Return where the head of a noun phrase ends: before *of*, *polled by*."""
    ends = (
        at for at, item in enumerate(items) if at and (item.low in WORDS["prepositions"] or _is_past(item))
    )
    return next(ends, len(items))


def _is_past(item: _Item) -> bool:
    return item.low.endswith("ed") and item.low.isalpha()


def _cuts(items: list[_Item], at: int) -> bool:
    """Tell whether no subject reaches across a word: a conjunction, or a verb that it is the subject of."""
    if items[at].low in WORDS["cuts"] or items[at].low in ("and", "or"):
        return True
    if not 0 < at < len(items) - 1 or not _is_past(items[at]):
        return False
    return items[at + 1].low not in WORDS["prepositions"] and items[at - 1].low not in WORDS["determiners"]


def _ends_in_name(items: list[_Item]) -> bool:
    """Tell whether a phrase ends in a name that no preposition precedes."""
    ahead = next((item.low for item in items[-2::-1] if item.low not in WORDS["determiners"]), "")
    return items[-1].kind in ("person", "word", "organisation") and ahead not in WORDS["prepositions"]


# ---------------------------------------------------------------- interviews

_NAMED = r"[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,4}"
_TURN = re.compile(
    r"^(?:(?P<dash>[–—-])\s+|\**(?P<letter>Q|A|Question|Answer)\s?[:.]\**\s+|"
    rf"\**(?P<name>{_NAMED})\s?:\**\s+)(?P<line>\S[^\n]*)",
    re.MULTILINE,
)
_LINE = re.compile(r"\S[^\n]*")
_FEWEST = 4  # turns that make an interview; two labelled lines are a list or a heading


def read_turns(speakers: Speakers) -> list[tuple[int, int, str]]:
    """Return start, end and speaker of each line of an interview's answers, which dashes, letters or names open.

    Who asks is known by the questions, who answers by name or as the only person of the last line before that
    names any. What follows the last turn's first line may be the author's again.
    """
    roster, turns = speakers.roster, list(_TURN.finditer(speakers.text))
    asks = [turn["line"].rstrip(" *").endswith("?") for turn in turns]
    called = [
        turn["name"] and roster.full(turn["name"].title() if turn["name"].isupper() else turn["name"])
        for turn in turns
    ]
    called = [name if name and roster.is_person(name) else None for name in called]
    first = next((k for k, ends in enumerate(asks) if ends), len(turns))
    while first and called[first - 1]:
        first -= 1
    turns, asks, called = turns[first:], asks[first:], called[first:]  # before is a table or a source
    if len(turns) < _FEWEST:
        return []
    labels = [turn["name"] or (turn["letter"] or str(k % 2))[0] for k, turn in enumerate(turns)]
    often, asked = Counter(labels), Counter(compress(labels, asks))
    asking = {label for label in often if 2 * asked[label] >= often[label]}
    if len(asking) != 1 or len(often) < 2:
        return []
    told = _introduced(roster, speakers.text, turns[0].start())
    spoken = []
    for turn, following, label, name in zip(turns, [*turns[1:], None], labels, called, strict=True):
        who = name if turn["name"] else None if label in asking else told
        end = following.start() if following else turn.end()
        spoken += [
            (*line.span(), who) for line in _LINE.finditer(speakers.text, turn.start("line"), end) if who
        ]
    return spoken


def _introduced(roster: Roster, text: str, before: int) -> str | None:
    """Return the only person of the last line before a position that names anybody."""
    last = next((run.start for run in reversed(roster.within(0, before)) if run.kind == "person"), 0)
    line = roster.within(text.rfind("\n", 0, last) + 1, text.find("\n", last))
    names = {roster.full(run.name) for run in line if run.kind == "person"}
    return names.pop() if len(names) == 1 else None
