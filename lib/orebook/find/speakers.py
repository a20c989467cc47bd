"""Whom the words of a text mean: names, offices, subjects of verbs, *he* and *she*, turns of an interview.

No list of people is kept. A run of capitalised words is read by the words in it and beside it; a surname, an
office or an acronym gets the full name that the text gives first. A noun phrase is read by its head; a paper
(*the bank's survey*, *data from the ministry*) speaks for who made it. A pronoun or an office means who was
spoken of last, unless the text names only one who holds the office.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import compress, dropwhile, pairwise
from typing import NamedTuple

from orebook.text.vocabulary import forms, vocabulary

VOCABULARY = vocabulary("speakers")
WORDS = {name: frozenset(value.split()) for name, value in VOCABULARY.items() if isinstance(value, str)}
_ROLES = {word: group for group, heads in VOCABULARY["roles"].items() for word in heads.split()}
_COMPANIES = WORDS["companies"] | WORDS["firms"] | frozenset(vocabulary("commodities"))
_BODIES = WORDS["organisations"] | _COMPANIES
_PLACES = WORDS["places"] | WORDS["peoples"] | WORDS["days"]
_NO_NAME = _COMPANIES | WORDS["papers"] | WORDS["pronouns"] | WORDS["days"] | WORDS["determiners"]
# What a noun means that can head a phrase for a speaker; of several lists, the last counts.
_NOUNS = dict.fromkeys(WORDS["organisations"], "organisation") | dict.fromkeys(WORDS["companies"], "company")
_NOUNS |= dict.fromkeys(WORDS["papers"], "paper") | dict.fromkeys(_ROLES, "role")
_NOUNS |= dict.fromkeys([*WORDS["unnamed"], *(f"{role}s" for role in _ROLES)], "unnamed")


def _forms(verb: str) -> tuple[str, str, str]:
    plain, third, past, _ = forms(verb + "~")
    return plain, third, VOCABULARY["irregular"].get(verb, past)


VERBS = {name: frozenset().union(*map(_forms, verbs.split())) for name, verbs in VOCABULARY["verbs"].items()}


def roles_of(words: Iterable[str]) -> list[str]:
    """Return the groups of roles that words name, in order."""
    heads = (word.lower().rpartition("-")[2] for word in words)
    return [_ROLES[head] for head in heads if head in _ROLES]


@lru_cache(maxsize=8192)
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
_APPOSED = re.compile(r"\b[Tt]he ([\w’'& -]{1,70}), $")
_ACRONYM = re.compile(r" \([“\"]?([A-Z][\w-]{1,9})[”\"]?\)")
_OWNS = ("’s", "'s", "’", "'")
_OF = frozenset(("of", "for", "&"))
_ONE = _NOUNS.keys() | _OF  # the Ministry of Trade and Industry is one
_THE = ("the ", "The ")
_BASED = re.compile("-[a-z]{3,}$")  # London-based


class Run(NamedTuple):
    """Capitalised words: a person, an organisation, a place, one word (*Smith*), a role without a name. In a
    phrase also a word of no name, in lower case.
    """

    start: int
    end: int
    low: str = ""
    kind: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    possessive: bool = False

    @property
    def means(self) -> str:
        """What kind of thing is named, nothing where only something of theirs is."""
        return "" if self.possessive else self.kind


_NOTHING = Run(0, 0)


@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[Run, ...]:
    """Read the names of a run, of two who are joined both; their positions count from where it starts."""
    first, joint, second = text.partition(" and ")
    if joint and _ONE.isdisjoint(word.rstrip(".,’'s") for word in text.lower().split()):
        behind = len(first) + len(joint)
        return (
            *_read(first),
            *(one._replace(start=one.start + behind, end=len(text)) for one in _read(second)),
        )
    words = text.split()
    owned = max((i for i, word in enumerate(words[:-1], 1) if word.endswith(_OWNS)), default=0)
    words = [*dropwhile(lambda w: w.lower() in WORDS["starts"] or _BASED.search(w), words[owned:])]
    if not words:
        return ()
    start, possessive = len(text) - len(" ".join(words)), words[-1].endswith(_OWNS)
    words[-1] = words[-1].rstrip("s").rstrip("’'") if possessive else words[-1].rstrip(".-&/’'")
    run = _classify(words) if words[-1] else _NOTHING
    end = start + run.end if run.end else len(text)
    return (run._replace(start=start, end=end, possessive=possessive),) if run.kind else ()


def _classify(words: list[str]) -> Run:
    """Read words as the first that fits: an office or title and a name, a body, a place, a name."""
    name, lower = " ".join(words), [word.lower().strip(".") for word in words]
    if noun_kind(lower[-1]) == "unnamed" or (len(words) == 1 and re.split("['’]", lower[0])[0] in _NO_NAME):
        return _NOTHING
    titles = (at for at, word in enumerate(lower, 1) if noun_kind(word) == "role" or word in WORDS["titles"])
    at, roles = max(titles, default=0), tuple(dict.fromkeys(roles_of(words)))
    tail, after = words[at:], lower[at:]
    joints = [i for i, word in enumerate(after) if word in WORDS["connectors"]]
    if joints and joints[0] >= 2 and (at or _BODIES.isdisjoint(after[: joints[0]])):  # Marie Dubois of Eramet
        words = words[: at + joints[0]]
        tail, after, joints = words[at:], after[: joints[0]], []
    if not (roles and joints) and not (_BODIES.isdisjoint(after) and (at or _OF.isdisjoint(after))):
        return Run(0, 0, "", "organisation", name)
    if not at and (after[0] in _PLACES or after[-1] in _PLACES or name[1:2] == "-"):  # R-Texas
        return Run(0, 0, "", "place", name)
    if roles and joints:  # Chairman of Northern Nickel Jane Smith
        tail = tail[joints[-1] + 1 :]
        tail = tail[-2:] if len(tail) > 2 else []
    if tail:
        kind = "person" if len(tail) > 1 else "word"
        return Run(0, len(" ".join(words)), "", kind, " ".join(tail), roles)
    return Run(0, 0, "", "role", name, roles) if roles else _NOTHING


def _key(word: str) -> str:
    return word.casefold().strip("’'.")


class Roster:
    """Who is named in a text, where, and by what name first."""

    def __init__(self, text: str, source: str = "") -> None:
        self.runs: list[Run] = []
        self.kinds: dict[str, str] = {}  # the kind of each full name
        self._by_last: dict[str, str] = {}  # the last part of a name, or its acronym, to the name
        self._by_first: dict[str, str] = {}  # every other part of a person's name, and a company's first
        self._holders: dict[str, dict[str, int]] = {}  # a role to who holds it and their first naming
        self._by_noun: dict[str, list[tuple[int, str]]] = {}  # *ministry* to the names it stands in
        for match in _RUN.finditer(text):
            at = match.start()
            for one in _read(match.group()):
                if one.kind == "person" and not one.roles and text.endswith(_THE, 0, at + one.start):
                    one = one._replace(kind="organisation")  # the Global Gateway
                self.runs.append(Run(at + one.start, at + one.end, *one[2:]))
                self._enter(self.runs[-1], source or text)
        self._starts = [run.start for run in self.runs]

    def _enter(self, run: Run, text: str) -> None:
        words = run.name.split()
        if run.kind == "person":
            self.kinds[run.name] = "person"
            self._by_last.setdefault(_key(words[-1]), run.name)
            for word in words[:-1]:
                self._by_first.setdefault(_key(word), run.name)
            ahead = _APPOSED.search(text, max(0, run.start - 80), run.start)  # the minister, Jane Smith
            behind = _APPOSITION.match(text, run.end)  # Jane Smith, the minister
            beside = [word for one in (ahead, behind) if one for word in one[1].split()]
            for role in (*run.roles, *roles_of(beside)):
                self._holders.setdefault(role, {}).setdefault(self.full(run.name), run.start)
        elif run.kind in ("organisation", "place") and len(words) > 1:
            self.kinds.setdefault(run.name, run.kind)
            if acronym := _ACRONYM.match(text, run.end):
                self._by_last.setdefault(_key(acronym[1]), run.name)
            nouns = run.name.lower().split() if run.kind == "organisation" else []
            if nouns and nouns[-1] in _COMPANIES:
                nouns.append("company")
                self._by_first.setdefault(_key(nouns[0]), run.name)
            for noun in nouns:
                self._by_noun.setdefault(noun, []).append((run.start, run.name))

    def full(self, name: str) -> str:
        """Return the full name that the text gives first for a name, or the name itself."""
        last = _key(name.rpartition(" ")[2])
        return self._by_last.get(last) or (name if " " in name else self._by_first.get(last, name))

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
# A word, or a mark: a comma parts stretches, the others clauses.
_TOKEN = re.compile(r"\w(?:[\w’'.&-]*\w)?|,(?!\d)|[;:—–()\[\]\"”»“«?!]|(?<= )-(?= )")
_MARKS = frozenset(',;:—–()[]"”»“«?!-')
_PRONOUNS = dict.fromkeys(("he", "him", "his", "she", "her"), "person")
_PRONOUNS |= dict.fromkeys(("it", "its", "they", "them", "their"), "others")
_PRONOUNS |= dict.fromkeys(("i", "we", "my", "our"), "author")  # of whom nothing is noted
_KNOWN = ("person", "organisation", "document")
_LEAD = 40  # words in which a phrase ends
_WORDS = 80  # before a verb among which its subject stands


class Speaker(NamedTuple):
    """Who speaks: a person, organisation, place, unknown (one word), role, document (for who made it),
    paper (whose maker nobody names), unnamed, anyone (who *says*).
    """

    name: str
    kind: str


_Found = tuple[int, Speaker]  # where a phrase begins, or ends, and whom it means


def _behind(items: list[Run], lows: frozenset[str], past: int) -> list[Run]:
    """Return the items from, or past, the last of some words."""
    return items[max((at for at, item in enumerate(items, past) if item.low in lows), default=0) :]


class Speakers:
    """The speakers of one text, in which each quotation is one word, read in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = _BRACKETS.sub(lambda found: " " * len(found.group()), text)  # parties, seats, acronyms
        self.last: dict[str, Speaker] = {}  # the person, and the organisation or people, spoken of last

    @cached_property
    def roster(self) -> Roster:
        """Who is named in the text, but for brackets; not asked for where nobody speaks."""
        return Roster(self.flat, self.text)

    def remember(self, speaker: Speaker) -> None:
        """Note who spoke, or was spoken of, last."""
        one = speaker.kind in ("person", "role") or speaker.name.startswith(("a ", "an ", "one "))
        self.last["person" if one else "others"] = speaker

    def enter(self, start: int, end: int) -> None:
        """Read the words, names and marks of a sentence, which all is asked of until the next is entered."""
        self.items: list[Run] = []
        for run in [*self.roster.within(start, end), None]:
            found = _TOKEN.finditer(self.flat, start, run.start if run else end)
            self.items += [Run(*word.span(), word.group().lower()) for word in found]
            if run:
                self.items.append(run)
                start = run.end
        self.starts = [item.start for item in self.items]

    def subject(self) -> Speaker | None:
        """Note and return whom a sentence is about: whom its first phrase means that no preposition opens."""
        unsure, commas = None, (at for at, item in enumerate(self.items[:_LEAD], 1) if item.low == ",")
        for at in (0, *commas):
            opens = self.items[at : at + 1] and self.items[at].low not in WORDS["prepositions"]
            if opens and (found := self.after(self.starts[at])):
                if found[1].kind in _KNOWN:
                    self.remember(found[1])
                    return found[1]
                unsure = unsure or found[1]  # a capital that may be the sentence's
        return unsure

    def _stretches(self, end: int) -> Iterator[list[Run]]:
        """Yield what stands between the commas of the clause before a position, the nearest first."""
        at = past = bisect_left(self.starts, end)
        for at in range(past - 1, max(-1, past - _WORDS), -1):
            if self.items[at].low in _MARKS:
                yield self.items[at + 1 : past]
                past = at
                if self.items[at].low != ",":
                    return
        yield self.items[at:past]

    def before(self, end: int, core: bool = True) -> _Found | None:
        """Return where the subject of a verb that stands at ``end`` begins, and whom it means.

        Of the stretches between commas, the nearest ending in a name counts, else the farthest noun phrase:
        *the head of the mine, the oldest in the country, said*. ``core``: any subject of this verb speaks.
        """
        farthest = None
        for nearest, items in enumerate(self._stretches(end)):
            while items and (items[-1].low in WORDS["auxiliaries"] or items[-1].low.endswith("ly")):
                items.pop()
            if not items or (nearest and items[0].low in WORDS["relative"]):
                continue
            apart = items[-1].means in ("person", "word", "organisation") and items[-2:][0].low != "and"
            joined = items[0] if len(items) == 3 and items[1].low == "and" else None
            bare, items = _behind(items, WORDS["cuts"], 1), _behind(items, WORDS["cuts"] - {"and"}, 1)
            one = bare and noun_kind(bare[-1].low) in ("organisation", "role")
            if not (one and items[3:] == bare and items[0].low in WORDS["definite"]):
                items = bare  # unlike in "the energy and mines ministry"
            leads = items and items[0].low in WORDS["prepositions"]  # On Friday the minister
            lows = WORDS["determiners"] | WORDS["pronouns"] if leads else WORDS["pronouns"]
            items = _behind(items, lows, 0)
            speaker = self._phrase(items, core, False)[1] if items else None
            if joined and speaker and joined.kind == speaker.kind == "organisation":
                return joined.start, Speaker(f"{joined.name} and {speaker.name}", speaker.kind)
            if not nearest or (apart and speaker == self.named(items[-1])):
                return (items[0].start, speaker) if speaker else None
            farthest = (items[0].start, speaker) if speaker else farthest
        return farthest

    def after(self, start: int, loosely: bool = False) -> _Found | None:
        """Return where the noun phrase that starts at ``start`` ends, and whom it means.

        ``loosely``: as after *according to*, where whoever stands there answers for it.
        """
        at = bisect_left(self.starts, start)
        ahead = self.items[at : at + _LEAD]
        ends = (i for i, item in enumerate(ahead) if item.low in _MARKS or (i and item.low in WORDS["cuts"]))
        stop = next(ends, len(ahead))
        items = ahead[:stop]
        if items and noun_kind(items[-1].low) == "role" and ahead[stop:] and ahead[stop].low == ",":
            items += [item for item in ahead[stop + 1 : stop + 2] if item.name]  # the director, Jane Smith
        past, speaker = self._phrase(items, loosely, True) if items else (0, None)
        return (items[past - 1].end, speaker) if speaker else None

    def _phrase(self, items: list[Run], core: bool, ahead: bool) -> tuple[int, Speaker | None]:
        """Return how many items of a phrase count, and whom it means; ``ahead``: a verb may follow in it."""
        prepositions = (at for at, item in enumerate(items) if at and item.low in WORDS["prepositions"])
        head = next(prepositions, len(items))
        low = items[head - 1].low
        for at, (one, two) in enumerate(pairwise([_NOTHING, *items]), 1):
            person = two.means == "person" and one.low not in WORDS["prepositions"]
            if person and not any(noun_kind(item.low) == "role" for item in items[at : at + 1]):
                return at, self.named(two)  # the head of the mine Jane Smith
        named = next((at for at, item in enumerate(items[:head], 1) if item.name and item.means), 0)
        if ahead and named and not any(noun_kind(item.low) for item in items[named:head]):
            return named, self._head(items[:named], named, core)
        thing = ahead and core and low and not noun_kind(low)  # according to the agency's scenario
        return len(items), (thing and self._maker(items, head - 1)) or self._head(items, head, core)

    def _head(self, items: list[Run], past: int, core: bool) -> Speaker | None:
        """Return whom a phrase means whose head is the last item before ``past``."""
        first, item, low = items[0], items[past - 1], items[past - 1].low
        if past == 1 and low in _PRONOUNS:
            return self.last.get(_PRONOUNS[low])
        if item.means:
            return self.named(item) if core or item.kind != "place" else None
        if noun_kind(low):
            return self._meant(items, past - 1)
        begins = first.low in WORDS["determiners"] or not self.flat[first.start].islower()
        return Speaker(self._words(items), "anyone") if core and begins and low.isalpha() else None

    def _words(self, items: list[Run]) -> str:
        """Return the words of a phrase, without an article or a capital that only the sentence gives it."""
        items = items[len(items) > 1 and items[0].low in WORDS["definite"] :]
        words = " ".join(self.flat[items[0].start : items[-1].end].split())
        return words if items[0].name and items[0].means != "word" else words[0].lower() + words[1:]

    def _meant(self, items: list[Run], head: int) -> Speaker | None:
        """Return whom a common noun means, by its article and what it stands behind."""
        first, kind, phrase = items[0], noun_kind(items[head].low), self._words(items)
        definite, counted = first.low in WORDS["definite"], first.low in WORDS["determiners"]
        if kind == "unnamed" or (not definite and (kind == "role" or (counted and kind != "paper"))):
            return Speaker(phrase, "unnamed")
        if kind == "role":
            return self._holder(phrase, first.start)
        if any(item.low == "same" for item in items):
            return self.last.get("others")
        if kind == "paper" or any(one.means == "organisation" for one in items[head:]):
            if maker := self._maker(items, head):
                return maker if maker.kind == "person" else Speaker(maker.name, "document")
            return Speaker(phrase, "paper") if counted else None  # not "customs data"
        noun = "company" if kind == "company" else items[head].low
        return Speaker(self.roster.organisation(noun, first.start) or phrase, "organisation")

    def _maker(self, items: list[Run], head: int) -> Speaker | None:
        """Return whose a paper is or who made it: the first named with it."""
        if items[0].low in _PRONOUNS:
            return self.last.get(_PRONOUNS[items[0].low])
        for item in items[:head] + items[head + 1 :]:
            if item.name and item.kind not in ("place", "role"):
                return self.named(item)
            noun, owns, last = item.low[:-2], item.low[-2:], self.last.get("others")
            if owns in _OWNS and (body := self.roster.organisation(noun, item.start)):
                return Speaker(body, "organisation")
            if owns in _OWNS and last and last.name.endswith(f" {noun}"):  # as it was last called
                return last
        return None

    def named(self, run: Run) -> Speaker:
        """Return whom a name means."""
        if run.kind == "role":
            return self._holder(run.name, run.start)
        name = run.name if run.kind == "organisation" and " " in run.name else self.roster.full(run.name)
        kind = "person" if run.kind == "person" or run.roles else self.roster.kinds.get(name, run.kind)
        return Speaker(name, "unknown" if kind == "word" else kind)

    def _holder(self, phrase: str, at: int) -> Speaker:
        """A role means the only one named so far who holds it, else who spoke last, if nobody else does."""
        holders = self.roster.holders(next(iter(roles_of(phrase.split())), ""), at)
        if len(holders) == 1:
            return Speaker(holders[0], "person")
        loosely = not holders and WORDS["high"].isdisjoint(phrase.lower().split())
        return (loosely and self.last.get("person")) or Speaker(phrase, "role")


# ---------------------------------------------------------------- turns

_NAMED = r"[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,4}"
# A line; before it a dash, Q or A, or a name and what its bearer is: *Jane Smith (Northvale) (Con):*.
_LINE = re.compile(
    r"(?m)^[^\S\n]*(?P<label>(?:[–—-]|(?P<letter>Q|A|Question|Answer)\s?[:.]|"
    rf"(?P<name>{_NAMED})(?P<seat>(?: \([^()\n]{{2,40}}\))*)(?:, [^:\n]{{2,60}})?\s?(?::|(?<=\))$))\s+)?"
    r"(?P<line>\S[^\n]*)"
)
_I, _WE, _YOU = re.compile(r"\bI\b"), re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y)\b"), re.compile(r"\b[Yy]ou")
_SPOKEN_TO = (" to ", " with ", " met ")
_ASKED = re.compile(r"\?(?: |$)")
_QUESTION = 240  # characters of what is asked


def read_turns(speakers: Speakers) -> tuple[list[tuple[int, int, Speaker]], Speaker | None]:
    """Return start, end and speaker of each line spoken in an interview or a debate, and who is interviewed.

    Turns have labels, or are paragraphs, more than half of a text, in which *you* are asked and *we* answer.
    A turn is its name's, or of whom the introduction names. In a debate names have seats, and nobody asks.
    """
    text, lines = speakers.text, list(_LINE.finditer(speakers.text))
    turns = [line for line in lines if line["label"]]
    asks = _asks(turns)
    debate = any(turn["seat"] for turn in turns) and _I.search(text, turns[0].start())
    if not debate and (len(turns) < 3 or not any(asks)):  # a list or a heading
        turns = list(dropwhile(lambda line: not _ASKED.search(line["line"]), lines))
        asks = _asks(turns)
        questions = " ".join(turn["line"] for turn in compress(turns, asks))
        answers = " ".join(turn["line"] for turn, one in zip(turns, asks, strict=True) if not one)
        alone = not turns or asks[-1] or 2 * turns[0].start() > len(text)  # the author asks himself
        if alone or not (_YOU.search(questions) and _WE.search(answers)):
            return [], None
    host = told = None
    if 3 * sum(asks) >= len(turns):
        host, told = _introduced(speakers, turns[asks.index(True)].start())
    spoken = []
    for turn, asked, following in zip(turns, asks, [*turns[1:], None], strict=True):
        name = speakers.roster.full(turn["name"] or "")
        known = Speaker(name, "person") if speakers.roster.kinds.get(name) == "person" else None
        who = known if name else host if asked else told
        end = following.start() if following else len(text) if debate else turn.end()
        spoken += [(*line.span("line"), who) for line in _LINE.finditer(text, turn.start(), end) if who]
    return spoken, told


def _introduced(speakers: Speakers, end: int) -> tuple[Speaker | None, Speaker | None]:
    """Return who asks and who answers: of the people in the last line before the turns that names any."""
    text, roster = speakers.text, speakers.roster
    people = [run for run in roster.within(0, end) if run.kind == "person"]
    line = text.rfind("\n", 0, people[-1].start) if people else 0
    people = [run for run in people if run.start > line]
    names = list(dict.fromkeys(roster.full(run.name) for run in people))
    spoken_to = [roster.full(run.name) for run in people if text.endswith(_SPOKEN_TO, 0, run.start)]
    several = any(text.endswith(" and ", 0, run.start) for run in people)
    told = spoken_to if several or len(spoken_to) == 1 else names[:1]
    asking = [name for name in names if spoken_to and name not in told] if len(told) == 1 else []
    host, guest = (Speaker(some[0], "person") if len(some) == 1 else None for some in (asking, told))
    return host, guest


def _asks(turns: list[re.Match]) -> list[bool]:
    """Tell which turns ask: by their letter, or by their mark, which may stand within after an answer."""
    asks: list[bool] = []
    for turn in turns:
        words, free = turn["line"].rstrip(), not turn["label"] and asks[-1:] != [True]
        marked = words[-1] == "?" or bool(free and _ASKED.search(words))
        asks.append(turn["letter"][0] == "Q" if turn["letter"] else marked and len(words) < _QUESTION)
    return asks
