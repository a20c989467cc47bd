"""Whom the words of a text mean: names, offices, subjects of verbs, *he* and *she*, turns of an interview.

No list of people is kept. A run of capitalised words is read by the words in it and beside it; a surname, an
office or an acronym gets the full name that the text gives first. A noun phrase is read by its head. A
pronoun or an office means who was spoken of last, unless the text names only one who holds the office.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import dropwhile, pairwise
from typing import NamedTuple

from orebook.text.vocabulary import vocabulary

VOCABULARY = vocabulary("speakers")
WORDS = {name: frozenset(value.split()) for name, value in VOCABULARY.items() if isinstance(value, str)}
_ROLES = {word: group for group, heads in VOCABULARY["roles"].items() for word in heads.split()}
_BODIES = WORDS["organisations"] | WORDS["companies"] | frozenset(vocabulary("commodities"))
_PLACES = WORDS["places"] | WORDS["peoples"] | WORDS["days"]
_OFFICES = _BODIES | _PLACES | WORDS["portfolios"]  # what an office is of
_NO_NAME = WORDS["companies"] | WORDS["papers"] | WORDS["pronouns"] | WORDS["days"]
_NO_NAME |= WORDS["determiners"] | frozenset(vocabulary("commodities"))
# What a noun means that can head a phrase for a speaker; of several lists, the last counts.
_NOUNS = dict.fromkeys(WORDS["organisations"], "organisation") | dict.fromkeys(WORDS["companies"], "company")
_NOUNS |= dict.fromkeys(WORDS["papers"], "paper") | dict.fromkeys(_ROLES, "role")
_NOUNS |= dict.fromkeys([*WORDS["unnamed"], *(f"{role}s" for role in _ROLES)], "unnamed")


def _forms(verb: str) -> set[str]:
    """Return a verb, its third person and its past."""
    past = VOCABULARY["irregular"].get(verb, "")
    if verb[-1] == "y" and verb[-2] not in "aeou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied"}
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return {verb, third, past or verb.removesuffix("e") + "ed"}


VERBS = {name: frozenset().union(*map(_forms, verbs.split())) for name, verbs in VOCABULARY["verbs"].items()}


def roles_of(words: Iterable[str]) -> list[str]:
    """Return the groups of roles that words name, in order: *vice-chair* is a chairman's."""
    bare = (word.lower().strip(",.’'").rpartition("-")[2] for word in words)
    return [_ROLES[word] for word in bare if word in _ROLES]


def noun_kind(word: str) -> str:
    """Return what a word in lower case means as the head of a phrase, nothing if it heads none."""
    return _NOUNS.get(word) or _NOUNS.get(word.rpartition("-")[2], "")


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
_OWNS = ("’s", "'s", "’", "'")
_QUALIFIERS = tuple(f"-{word}" for word in WORDS["qualifiers"])  # London-based
_OF = frozenset(("of", "for", "&"))
_Class = tuple[str, str, tuple[str, ...]]  # kind, name and roles of a run
_NOTHING: _Class = ("", "", ())


class Run(NamedTuple):
    """Capitalised words: a person, an organisation, a place, one word (*Smith*), a role without a name."""

    start: int
    end: int
    kind: str
    name: str
    roles: tuple[str, ...]
    possessive: bool


@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[Run, ...]:
    """Read the names of a run, of two who are joined both; their positions count from where it starts."""
    first, joint, second = text.partition(" and ")
    words = [word.rstrip(".,’'s") for word in text.lower().split()] if joint else []
    whole = not joint or any(word in _NOUNS or word in _OF for word in words)  # Ministry of Trade and Energy
    parts = [(0, text)] if whole else [(0, first), (len(first) + len(joint), second)]
    return tuple(run for at, part in parts if (run := _read_one(part, at)))


def _read_one(text: str, at: int) -> Run | None:
    words = text.split()
    possessive = words[-1].endswith(_OWNS)
    words = words[max((i for i, word in enumerate(words[:-1], 1) if word.endswith(_OWNS)), default=0) :]
    while words and (words[0].lower() in WORDS["starts"] or words[0].endswith(_QUALIFIERS)):
        words.pop(0)
    if not words:
        return None
    start, end = at + len(text) - len(" ".join(words)), at + len(text)
    if possessive:
        words[-1] = words[-1].rstrip("s").rstrip("’'")
    else:
        words[-1] = words[-1].rstrip(".-&/’'")
    kind, name, roles = _classify(words) if words[-1] else _NOTHING
    return Run(start, end, kind, name, roles, possessive) if kind else None


def _classify(words: list[str]) -> _Class:
    """Read words as the first that fits: an office, somebody of somewhere, a body, a place, a name."""
    name, lower = " ".join(words), [word.lower().strip(".") for word in words]
    if noun_kind(lower[-1]) == "unnamed" or (len(words) == 1 and re.split("['’]", lower[0])[0] in _NO_NAME):
        return _NOTHING
    titled = [at for at, word in enumerate(lower) if noun_kind(word) == "role" or word in WORDS["titles"]]
    if titled:
        return _titled(words, lower, titled[-1] + 1)
    of = next((at for at in (2, 3) if lower[at : at + 1] in (["of"], ["for"])), 0)
    if of and _BODIES.isdisjoint(lower[:of]) and (found := _classify(words[:of]))[0] == "person":
        return found  # Marie Dubois of Eramet
    if not _BODIES.isdisjoint(lower) or not _OF.isdisjoint(lower):
        return "organisation", name, ()
    if lower[0] in _PLACES or lower[-1] in _PLACES or re.match("[A-Z]-[A-Z]", name):  # R-Texas
        return "place", name, ()
    return ("person" if len(words) > 1 else "word"), name, ()


def _titled(words: list[str], lower: list[str], at: int) -> _Class:
    """Read a run whose last title or role ends at ``at``, before what the office is of and a name."""
    roles = tuple(dict.fromkeys(roles_of(words)))
    tail, after = words[at:], lower[at:]
    joints = [i for i, word in enumerate(after) if word in WORDS["connectors"]]
    if joints and joints[0] >= 2:  # Analyst Marie Dubois of Eramet
        tail, after, joints = tail[: joints[0]], after[: joints[0]], []
    if not _BODIES.isdisjoint(after) and (not roles or after[0] not in WORDS["connectors"]):  # MP Materials
        return "organisation", " ".join(words), ()
    if joints:  # Chairman of Northern Nickel Jane Smith
        tail = tail[joints[-1] + 1 :]
        tail = tail[-2:] if len(tail) > 2 and _OFFICES.isdisjoint(after[-2:]) else []
    if tail:
        return ("person" if len(tail) > 1 else "word"), " ".join(tail), roles
    return ("role", " ".join(words), roles) if roles else _NOTHING


@lru_cache(maxsize=8192)
def _key(word: str) -> str:
    """Fold case, accents and dots: Šefčovič and Sefcovic are one."""
    kept = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return kept.casefold().replace("ı", "i").strip("’'.")


class Roster:
    """Who is named in a text, where, and by what name first."""

    def __init__(self, text: str) -> None:
        self.runs: list[Run] = []
        self._by_last: dict[str, str] = {}  # the last part of a name, or its acronym, to the name
        self._by_other: dict[str, str] = {}  # and every other part
        self.people: set[str] = set()
        self._holders: dict[str, dict[str, int]] = {}  # a role to who holds it and their first naming
        self._by_noun: dict[str, list[tuple[int, str]]] = {}  # *ministry* to the names it stands in
        for match in _RUN.finditer(text):
            at = match.start()
            for one in _read(match.group()):
                run = Run(at + one.start, at + one.end, one.kind, one.name, one.roles, one.possessive)
                self.runs.append(run)
                parts = run.name.split()
                if run.kind == "person":
                    self.people.add(run.name)
                    self._by_last.setdefault(_key(parts[-1]), run.name)
                    for part in parts[:-1]:
                        self._by_other.setdefault(_key(part), run.name)
                    after = _APPOSITION.match(text, run.end)  # Jane Smith, the chief executive
                    for role in (*run.roles, *roles_of(after[1].split() if after else ())):
                        self._holders.setdefault(role, {}).setdefault(self.full(run.name), run.start)
                elif run.kind in ("organisation", "place") and len(parts) > 1:
                    self._enter_body(text, run)
        self._starts = [run.start for run in self.runs]

    def _enter_body(self, text: str, run: Run) -> None:
        if short := _ACRONYM.match(text, run.end):
            self._by_last.setdefault(_key(short[1]), run.name)
        words = run.name.lower().split()
        for word in words if not WORDS["organisations"].isdisjoint(words) else [*words, "company"]:
            self._by_noun.setdefault(word, []).append((run.start, run.name))

    def full(self, name: str) -> str:
        """Return the full name that the text gives first for a name, or the name itself."""
        last = _key(name.rpartition(" ")[2])
        return self._by_last.get(last) or (name if " " in name else self._by_other.get(last, name))

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
_CLAUSE = re.compile(r"(?s:.*)(?:[;:—–(\[\]\"”»“«?!]| - )")
_COMMA = re.compile(r",(?!\d{3}\b)")
_ACTS = re.compile(r"(?<![-\w])(?:is|are|was|were|has|have|had|will|would|did|does|said|[a-z]{2,}ed)\b")
_PHRASE_ENDS = re.compile(r"[,;:\"“”«»?!—–\n]|\.\s|\.$| - ")
_BINDS = WORDS["prepositions"] | {"and"}
_PRONOUNS = dict.fromkeys(("he", "him", "his", "she", "her"), "person") | {"it": "body", "its": "body"}
_PRONOUNS |= dict.fromkeys(("they", "them", "their"), "others")
REACH = 400  # characters around a verb among which its subject and its tag stand


class Speaker(NamedTuple):
    """Who speaks: a person, organisation, place, unknown (one word), role, unnamed, anyone (who *says*)."""

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
    """The speakers of one text, in which each quotation is one word, read in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = _BRACKETS.sub(lambda found: " " * len(found.group()), text)  # parties, seats, acronyms
        # Whom each pronoun would mean: the person, the organisation, the people spoken of last.
        self.person: Speaker | None = None
        self.body: Speaker | None = None
        self.others: Speaker | None = None

    @cached_property
    def roster(self) -> Roster:
        """Who is named in the text."""
        return Roster(self.text)

    def remember(self, speaker: Speaker) -> None:
        """Note who spoke, or was spoken of, last."""
        if speaker.kind in ("person", "role") or speaker.name.startswith(("a ", "an ", "one ")):
            self.person = speaker
        else:
            self.others = speaker
        if speaker.kind in ("organisation", "unknown"):
            self.body = speaker

    def subject(self, start: int, end: int) -> Speaker | None:
        """Note whom a sentence is about; return the person."""
        verb = _ACTS.search(self.flat, start, min(end, start + 200))
        found = self.before(start, verb.start(), False) if verb else None
        if found:
            self.remember(found[1])
        return found[1] if found and found[1].kind == "person" else None

    def before(self, start: int, end: int, core: bool = True) -> _Found | None:
        """Return where the subject of a verb that stands at ``end`` begins, and whom it means.

        Of the stretches between commas, the nearest ending in a name counts, else the farthest noun phrase:
        *the head of the mine, the oldest in the country, said*. ``core``: any subject of this verb speaks.
        """
        start = max(start, end - REACH)
        if clause := _CLAUSE.match(self.flat, start, end):
            start = clause.end()
        edges = [start, *(at.end() for at in _COMMA.finditer(self.flat, start, end)), end + 1]
        farthest = None
        for first, past in reversed(list(pairwise(edges))):
            items = self._items(first, past - 1)
            while items and (items[-1].low in WORDS["auxiliaries"] or items[-1].low.endswith("ly")):
                items.pop()
            found = self._subject(items, core) if items else None
            if items and (past > end or (found and _ends_in_name(items))):
                return found
            farthest = found or farthest
        return farthest

    def after(self, start: int, end: int, loosely: bool = False) -> _Found | None:
        """Return where the noun phrase that starts at ``start`` ends, and whom it means.

        ``loosely``: as after *according to*, where whoever stands there answers for it.
        """
        end, cuts = min(end, start + 200), WORDS["cuts"]
        mark = _PHRASE_ENDS.search(self.flat, start, end)
        stop = mark.start() if mark else end
        items = self._items(start, stop)
        items = items[: next((at for at, item in enumerate(items) if at and item.low in cuts), len(items))]
        if not items:
            return None
        if items[0].low in _PRONOUNS and items[-1].low in ("words", "view", "opinion"):
            items = items[:1]  # in her view
        head = _head_ends(items)
        named = [at for at, item in enumerate(items[:head], 1) if item.kind]
        if named and not any(noun_kind(item.low) for item in items[named[-1] : head]):
            head = named[-1]
            items = items[:head]
        owner = next((item.run for item in items[:head] if item.run and item.run.possessive), None)
        speaker = self._head(items, head, loosely)
        if loosely and owner and owner.kind != "place" and items[head - 1].run is None:
            speaker = self.named(owner)  # according to the agency's scenario
        behind = self.roster.within(stop + 1, stop + 3)  # the director, Jane Smith
        if noun_kind(items[head - 1].low) == "role" and behind and behind[0].kind == "person":
            return behind[0].end, Speaker(self.roster.full(behind[0].name), "person")
        return (items[-1].end, speaker) if speaker else None

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
        """Read the noun phrase that ends a stretch by its head, which a preposition may follow."""
        cuts = WORDS["cuts"]
        cut = next((at for at in range(len(items), 0, -1) if items[at - 1].low in cuts), 0)
        joined = items[0].run if cut == 2 and items[1].low == "and" else None
        items = items[cut:]
        if items and items[-1].low in WORDS["pronouns"]:
            items = items[-1:]
        if items and items[0].low in WORDS["prepositions"]:  # On Friday the minister
            begins = (at for at, item in enumerate(items) if item.low in WORDS["determiners"])
            items = items[max(begins, default=0) :]
        if not items:
            return None
        head, last = _head_ends(items), items[-1].run
        if head < len(items) and last and last.kind == "person":  # the head of the mine Jane Smith
            if items[head - 1].kind == "role" or noun_kind(items[head - 1].low) == "role":
                return items[0].start, Speaker(self.roster.full(last.name), "person")
        speaker = self._head(items, head, core)
        if joined and speaker and len(items) == 1 and joined.kind == speaker.kind == "organisation":
            return joined.start, Speaker(f"{self.named(joined).name} and {speaker.name}", "organisation")
        return (items[0].start, speaker) if speaker else None

    def _head(self, items: list[_Item], past: int, core: bool) -> Speaker | None:
        """Return whom a phrase means whose head is the last item before ``past``."""
        first, item, low = items[0], items[past - 1], items[past - 1].low
        if past == 1 and low in _PRONOUNS:
            return getattr(self, _PRONOUNS[low])
        if item.run and item.kind:
            return self.named(item.run) if core or item.kind != "place" else None
        if noun_kind(low):
            return self._meant(items, past - 1)
        begins = first.low in WORDS["determiners"] or not self.flat[first.start].islower()
        anyone = core and low.isalpha() and (begins or (past == 1 and low.endswith("s")))
        return Speaker(self._words(items), "anyone") if anyone else None

    def _words(self, items: list[_Item]) -> str:
        """Return the words of a phrase, without an article or a capital that only the sentence gives it."""
        while len(items) > 1 and items[0].low in WORDS["definite"]:
            items = items[1:]
        words = " ".join(self.flat[items[0].start : items[-1].end].split())
        opens = self.flat[max(0, items[0].start - 2) : items[0].start].strip() in ("", ".", "“")
        name = items[0].run and not (opens and items[0].kind == "word")
        return words if name or words.split()[0][1:].isupper() else words[0].lower() + words[1:]

    def _meant(self, items: list[_Item], head: int) -> Speaker | None:
        """Return whom a common noun means, by its article and what it stands behind."""
        first, kind, phrase = items[0], noun_kind(items[head].low), self._words(items)
        definite, counted = first.low in WORDS["definite"], first.low in WORDS["determiners"]
        if kind == "unnamed" or (not definite and (kind == "role" or (counted and kind != "paper"))):
            return Speaker(phrase, "unnamed")
        if kind == "role":
            return self._holder(phrase, first.start)
        if len(items) > 1 and items[1].low == "same":
            return self.others  # the same analysis
        if kind == "paper" or any(one.kind == "organisation" for one in items[head:]):
            makers = (one.run for one in items if one.run and one.run.kind not in ("place", "role"))
            if maker := next(makers, None):
                return self.named(maker)
            return Speaker(phrase, "unnamed") if counted else None  # not "customs data"
        if kind == "company" and definite and self.body:
            return self.body
        noun = "company" if kind == "company" else items[head].low
        return Speaker(self.roster.organisation(noun, first.start) or phrase, "organisation")

    def named(self, run: Run) -> Speaker:
        """Return whom a name means."""
        if run.kind == "role":
            return self._holder(run.name, run.start)
        name = self.roster.full(run.name)
        known = run.kind == "person" or run.roles or name in self.roster.people
        return Speaker(name, "person" if known else "unknown" if run.kind == "word" else run.kind)

    def _holder(self, phrase: str, at: int) -> Speaker:
        """A role means the only one named so far who holds it, else who spoke last, if nobody else does."""
        holders = self.roster.holders(next(iter(roles_of(phrase.split())), ""), at)
        if len(holders) == 1:
            return Speaker(holders[0], "person")
        if self.person and not holders and WORDS["high"].isdisjoint(phrase.lower().split()):
            return self.person
        return Speaker(phrase, "role")


def _head_ends(items: list[_Item]) -> int:
    """Return where the head of a noun phrase ends, before a preposition."""
    return next((at for at, item in enumerate(items) if at and item.low in WORDS["prepositions"]), len(items))


def _ends_in_name(items: list[_Item]) -> bool:
    """Tell whether a phrase ends in a name that no preposition or *and* precedes."""
    ahead = next((item.low for item in items[-2::-1] if item.low not in WORDS["determiners"]), "")
    return items[-1].kind in ("person", "word", "organisation") and ahead not in _BINDS


# ---------------------------------------------------------------- turns

_NAMED = r"[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,4}"
# A line; before it a dash, Q or A, or a name and what its bearer is: *Jane Smith (Northvale) (Con):*.
_LINE = re.compile(
    r"(?m)^[^\S\n]*(?P<label>(?:[–—-]|(?P<letter>Q|A|Question|Answer)\s?[:.]|"
    rf"(?P<name>{_NAMED})(?P<seat>(?: \([^()\n]{{2,40}}\))*)(?:, [^:\n]{{2,60}})?\s?(?::|(?<=\))$))\s+)?"
    r"(?P<line>\S[^\n]*)"
)
_I, _WE, _YOU = re.compile(r"\bI\b"), re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y)\b"), re.compile(r"\b[Yy]ou")
_QUESTION, _REMARK = 240, 60  # characters of what is asked with and without a question mark


def read_turns(speakers: Speakers) -> tuple[list[tuple[int, int, Speaker]], Speaker | None]:
    """Return start, end and speaker of each line spoken in an interview or a debate, and who is interviewed.

    Turns have labels, or are paragraphs in which *you* are asked and *we* answer. A turn is its name's, or of
    the only person in the last line before that names any. In a debate names have seats, and nobody asks.
    """
    text, lines = speakers.text, list(_LINE.finditer(speakers.text))
    turns = [line for line in lines if line["label"]]
    asks = _asks(turns)
    debate = any(turn["seat"] for turn in turns) and _I.search(text, turns[0].start())
    if not debate and (len(turns) < 3 or not any(asks)):  # a list or a heading
        turns = list(dropwhile(lambda line: line["line"].rstrip()[-1] != "?", lines))
        asks = _asks(turns)
        first = turns[0].start() if turns else len(text)
        if not (_YOU.search(text, first) and _WE.search(text, first)):
            return [], None
    told = _interviewed(speakers, turns[asks.index(True)].start()) if 3 * sum(asks) >= len(turns) else None
    spoken = []
    for turn, asked, following in zip(turns, asks, [*turns[1:], None], strict=True):
        name = speakers.roster.full(turn["name"] or "")
        known = Speaker(name, "person") if name in speakers.roster.people else None
        who = known if name else None if asked else told
        end = following.start() if following else len(text) if debate else turn.end()
        spoken += [(*line.span("line"), who) for line in _LINE.finditer(text, turn.start(), end) if who]
    return spoken, told


def _asks(turns: list[re.Match]) -> list[bool]:
    """Tell which turns ask: by their letter or their mark, or as a short paragraph after an answer."""
    asks: list[bool] = []
    for turn in turns:
        words = turn["line"].rstrip()
        most = _QUESTION if words[-1] == "?" else 0 if turn["label"] or asks[-1:] != [False] else _REMARK
        asks.append(turn["letter"][0] == "Q" if turn["letter"] else len(words) < most)
    return asks


def _interviewed(speakers: Speakers, before: int) -> Speaker | None:
    """Return the only person in the last line before a position that names any."""
    people = [run for run in speakers.roster.within(0, before) if run.kind == "person"]
    line = speakers.text.rfind("\n", 0, people[-1].start) if people else 0
    names = {speakers.roster.full(run.name) for run in people if run.start > line}
    return Speaker(names.pop(), "person") if len(names) == 1 else None
