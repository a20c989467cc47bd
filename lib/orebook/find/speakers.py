"""Whom the words of a text mean: names, offices, subjects of verbs, *he* and *she*, turns of an interview.

No list of people is kept. A run of capitalised words is read by the words in it; a surname or an acronym
gets the full name that the text gives first. A noun phrase is read by its head; a paper (*the bank's survey*)
speaks for who made it. A pronoun means who was spoken of last, and so does an office, unless only one person
named so far holds it.
"""

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import dropwhile, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from orebook.text.calendar import MONTHS, WEEKDAYS
from orebook.text.vocabulary import forms, vocabulary

VOCABULARY = vocabulary("speakers")
WORDS = {name: frozenset(value.split()) for name, value in VOCABULARY.items() if isinstance(value, str)}
_COMPANIES = WORDS["company"] | WORDS["firms"] | frozenset(vocabulary("commodities"))
_BODIES = WORDS["organisation"] | _COMPANIES | {"of", "for", "&"}
_PLACES = WORDS["places"] | WORDS["peoples"] | WORDS["days"]
_BY_HOME = vocabulary("organisations")
_KNOWN = frozenset(name for names in _BY_HOME.values() for name in names)
_BODY = WORDS["organisation"]
_FIRMS = {name for name in _KNOWN - {*_BY_HOME["none"]} if _BODY.isdisjoint(name.lower().split())}
_NO_NAME = _COMPANIES | WORDS["paper"] | WORDS["pronouns"] | WORDS["days"] | WORDS["determiners"]
# What a noun means that can head a phrase for a speaker; of several lists, the last counts.
_KINDS = ("organisation", "company", "paper", "role", "unnamed")
_NOUNS = {word: kind for kind in _KINDS for word in WORDS[kind]}
_NOUNS |= {f"{role}s": "unnamed" for role in WORDS["role"]}


def _forms(verb: str) -> tuple[str, str, str]:
    plain, third, past, _ = forms(verb + "~")
    return plain, third, VOCABULARY["irregular"].get(verb, past)


VERBS = {name: frozenset().union(*map(_forms, verbs.split())) for name, verbs in VOCABULARY["verbs"].items()}


def noun_kind(word: str) -> str:
    """Return what a word in lower case means as the head of a phrase, nothing if it heads none."""
    return _NOUNS.get(word) or _NOUNS.get(word.rpartition("-")[2], "")


# ---------------------------------------------------------------- names

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
# A full stop belongs to a word in initials, in titles and within (U.S., J.D., mining.com). The capital comes
# first, so that the search skips everything else at once. A run ends with whose what follows is.
_REST = rf"(?:\.(?:{_UPPER}\.)*(?:-{_UPPER}\.)?(?!\w)|(?:[\w’'&/-]|\.(?=\w| and ))*)"
_JOINTS = "|".join(sorted(WORDS["particles"] | WORDS["connectors"] - {"at", "in"}))
_RUN = re.compile(
    rf"{_UPPER}(?<![“”„«»\"‘'`].)(?<!\w.){_REST}"
    rf"(?:(?<![’']s)(?<!s[’']) (?:(?:{_JOINTS}) ){{0,3}}{_UPPER}{_REST}){{0,14}}(?: plc\b)?"
)
_ACRONYM = re.compile(r"(?: <[A-Z.]{1,9}>)? \([“\"]?([A-Z][\w-]{1,9})[”\"]?\)|, ([A-Z]{2,6}),")
_BRACKETS = re.compile(
    r"\([^()\n]{0,60}\)|\[[^\[\]\n]{0,60}\]|<[A-Z.]{1,9}>|"
    rf" (?<=[a-z] )(?:in|on) (?:{'|'.join(map(str.title, MONTHS + WEEKDAYS))})(?: \d{{4}})?(?= [a-z])"
)
_START = attrgetter("start")
_OWNS = ("’s", "'s", "’", "'")


class Run(NamedTuple):
    """Capitalised words: a person, an organisation, a place, one word (*Smith*), a role without a name; no
    kind where only something of theirs is meant. In a phrase also a word of no name, in lower case.
    """

    start: int
    end: int
    low: str = ""
    kind: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def _read(text: str) -> Run | None:
    """Read a run as the first that fits: an office or title and a name, a body, a place, a name."""
    rest = dropwhile(lambda w: w.lower() in WORDS["starts"] or w.endswith(("-based", "-born")), text.split())
    words = [*rest]
    start = len(text) - len(" ".join(words))
    words = words and [*words[:-1], re.sub(r"['’]s?$|[.\-&/]+$", "", words[-1])]
    name, lower = " ".join(words), [word.lower().strip(".") for word in words]
    many = lower[-1:] and noun_kind(lower[-1]) == "unnamed" and lower[-1] not in _COMPANIES
    if not name or many or (len(words) == 1 and lower[0] in _NO_NAME):
        return None
    titles = (at for at, word in enumerate(lower, 1) if noun_kind(word) == "role" or word in WORDS["titles"])
    at, roles = max(titles, default=0), tuple(word for word in lower if noun_kind(word) == "role")
    joints = [i for i, word in enumerate(lower) if i >= at and word in WORDS["connectors"]]
    if joints and joints[0] > at and _BODIES.isdisjoint(lower[at : joints[0]]):  # Ann Roe of Eramet
        words, joints = words[: joints[0]], []
    tail, after = words[at:], lower[at : len(words)]
    kind = "role" if roles else ""
    if roles and joints:  # Chairman of Northern Nickel Jane Smith
        tail = words[-2:] if len(words) > joints[-1] + 3 and _BODIES.isdisjoint(lower[-2:]) else []
    elif name in _KNOWN or not _BODIES.isdisjoint(after):
        kind, tail, roles = "organisation", [], ()
    elif not at and (after[0] in _PLACES or after[-1] in _PLACES or name[1:2] == "-"):  # R-Texas
        kind, tail = "place", []
    if tail:
        kind, name = "person" if len(tail) > 1 else "word", " ".join(tail)
    return Run(start, start + len(" ".join(words)), "", kind, name, roles) if kind else None


def starting(spans: list[Any], start: int, end: int) -> list[Any]:
    """Return those of sorted spans that start in a stretch of the text."""
    first = bisect_left(spans, start, key=_START)
    return spans[first : bisect_left(spans, end, first, key=_START)]


# ---------------------------------------------------------------- speakers

# A word, or a mark.
_TOKEN = re.compile(r"\w+(?:[’'.&-]+\w+)*|,(?!\d)|[;:—–()\[\]\"”»“«?!]|-(?<= -)(?= )")
_MARKS = frozenset(',;:—–()[]"”»“«?!-')
_PRONOUNS = {word: whom for whom, words in VOCABULARY["spoken_of"].items() for word in words.split()}
_CUTS = WORDS["cuts"] | WORDS["pronouns"]
_REACH = 80  # words around a verb among which a phrase stands


class Speaker(NamedTuple):
    """Who speaks: a person, organisation, place, word (one capital), role, document (for who made it),
    paper (whose maker nobody names), unnamed, anyone (who *says*).
    """

    name: str
    kind: str


class Speakers:
    """Who is named in a text, in which each quotation is one word, and who speaks in it, read in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = _BRACKETS.sub(lambda found: " " * len(found.group()), text)  # no parties, seats, tickers
        self.last: dict[str, Speaker] = {}  # the person, and the organisation or people, spoken of last
        self.runs: list[Run] = []
        self._named: dict[str, Speaker] = {}  # a part of a name, or its acronym, to whom the text first means
        self._holders: dict[str, set[Speaker]] = {}  # a role to who was met that holds it
        self._by_noun: dict[str, str] = {}  # *ministry* to the name met last in which it stands
        past = 0
        while match := _RUN.search(self.flat, past):
            past = match.end()
            if run := _read(match.group()):
                past = match.start() + run.end
                self._name(run, past)
                if self.flat.startswith(_OWNS[:2], past):
                    name = "" if run.kind in ("place", "role") else run.name
                    run = run._replace(kind="", name=name, low=f"{run.name.lower()}'s")
                self.runs.append(Run(match.start() + run.start, past, *run[2:]))

    def _name(self, run: Run, end: int) -> None:
        """Note by what other names a full name goes in the text, which it is the first to give."""
        words = run.name.split()
        short = words[::-1] if run.kind == "person" else []
        if run.kind == "organisation" and len(words) > 1:
            acronym = _ACRONYM.match(self.text, end)
            known = acronym and {*(acronym[2] or "")} <= {word[0] for word in words}  # no "Vale, BHP,"
            short = [acronym[1] or acronym[2]] if acronym and known else []
            firm = run.name in _FIRMS or (words[-1].lower() in _COMPANIES and "and" not in words)
            short += [" ".join(words[:n]) for n in range(1, len(words))] if firm else []
        for word in short:
            self._named.setdefault(word.lower(), Speaker(run.name, run.kind))

    def remember(self, speaker: Speaker) -> None:
        """Note who spoke, or was spoken of, last."""
        one = speaker.kind in ("person", "role") or speaker.name.startswith(("a ", "an ", "one "))
        self.last["person" if one else "others"] = speaker
        words = speaker.name.split()
        if noun_kind(words[-1]) == "organisation" and len(words) == 2:  # the mines ministry
            self._by_noun.setdefault(words[-1], speaker.name)

    def enter(self, start: int, end: int) -> Speaker | None:
        """Read a sentence, of which all is asked until the next; return whom its first phrase means."""
        self.items: list[Run] = []
        for run in (runs := starting(self.runs, start, end))[::-1]:  # whom it is about is met last
            self._meet(run)
        for run in [*runs, None]:
            found = _TOKEN.finditer(self.flat, start, run.start if run else end)
            self.items += [Run(word.start(), word.end(), word[0].lower()) for word in found]
            if run:
                self.items.append(run)
                start = run.end
        opens = ((comma.low == ",", item) for comma, item in pairwise([Run(0, 0, ","), *self.items[:_REACH]]))
        starts = (item.start for first, item in opens if first and item.low not in WORDS["prepositions"])
        whom: Speaker | None = None
        for _, one in filter(None, map(self.after, starts)):
            if one.kind in ("person", "organisation", "document"):
                self.remember(one)
                return one
            whom = whom or one
        return whom

    def _meet(self, run: Run) -> None:
        """Note what roles a person holds, and by what nouns an organisation may be called from now on."""
        nouns = run.name.lower().split() if run.kind in ("organisation", "") else []
        for role in run.roles if run.kind == "person" else ():
            self._holders.setdefault(role, set()).add(self.named(run))
        if run.name in _FIRMS or (len(nouns) > 1 and not run.name.isupper()):
            nouns += ["company"] if run.name in _FIRMS or nouns[-1] in _COMPANIES else []
            self._by_noun |= dict.fromkeys(nouns, run.name)

    def before(self, end: int, core: bool = True) -> tuple[int, Speaker] | None:
        """Return where the subject of a verb that stands at ``end`` begins, and whom it means.

        Of the stretches between marks the nearest counts where the verb follows it, else the nearest name,
        else the farthest: *the head of the mine, the oldest, said*. ``core``: any subject of the verb speaks.
        """
        past = bisect_left(self.items, end, key=_START)
        items = self.items[max(0, past - _REACH) : past]
        edges = [-1, *(at for at, item in enumerate(items) if item.low in _MARKS), len(items)]
        verb, farthest = len(items), None
        for at, past in reversed([*pairwise(edges)]):
            stretch = items[at + 1 : past]
            while stretch and (stretch[-1].low in WORDS["auxiliaries"] or stretch[-1].low.endswith("ly")):
                stretch.pop()
            clause = len(stretch) > 1 and stretch[0].low in WORDS["relative"]  # the firm, which digs, said
            office = [item.kind for item in stretch] == ["role"] and at > 0 and items[at - 1].kind == "person"
            if clause or office:
                verb = at
                continue
            cuts = (at + (item.low in WORDS["cuts"]) for at, item in enumerate(stretch) if item.low in _CUTS)
            bare = stretch[max(cuts, default=0) :]
            speaker = self._phrase(bare, core)[1] if bare else None
            found = (bare[0].start, speaker) if speaker else None
            named = stretch == bare and stretch and bare[-1].kind not in ("", "place")
            if stretch and (past == verb or (named and speaker == self.named(bare[-1]))):
                return found
            farthest = found if speaker and speaker.kind != "anyone" else farthest
        return farthest

    def after(self, start: int, loosely: bool = False) -> tuple[int, Speaker] | None:
        """Return where the noun phrase that starts at ``start`` ends, and whom it means.

        ``loosely``: as after *according to*, where whoever stands there answers for it.
        """
        at = bisect_left(self.items, start, key=_START)
        ahead = self.items[at : at + _REACH]
        least = 1 + any(item.low in WORDS["determiners"] for item in ahead[:1])  # a Tuesday note
        cuts = WORDS["cuts"]
        ends = (i for i, item in enumerate(ahead) if (i >= least and item.low in cuts) or item.low in _MARKS)
        items = ahead[: next(ends, len(ahead))]
        past, speaker = self._phrase(items, loosely, True) if items else (0, None)
        return (items[past - 1].end, speaker) if speaker else None

    def _phrase(self, items: list[Run], core: bool, ahead: bool = False) -> tuple[int, Speaker | None]:
        """Return how many items of a phrase count, and whom it means; ``ahead``: a verb may follow in it."""
        behind = (at for at, item in enumerate(items) if at and item.low in WORDS["prepositions"])
        head = next(behind, len(items))
        for at in (at for at, item in enumerate(items) if item.kind == "person"):
            behind_it = noun_kind(items[at + 1].low) if at + 1 < len(items) else ""
            if not (at and items[at - 1].low in WORDS["prepositions"]) and behind_it != "role":
                return at + 1, self.named(items[at])  # the head of the mine Jane Smith
        named = next((at for at, item in enumerate(items[:head], 1) if item.kind), 0)
        if ahead and named and not any(noun_kind(item.low) for item in items[named:head]):
            items, head = items[:named], named
        return len(items), self._head(items, head, core)

    def _head(self, items: list[Run], past: int, core: bool) -> Speaker | None:
        """Return whom a phrase means whose head is the last item before ``past``, by the first that fits."""
        first, item, low = items[0], items[past - 1], items[past - 1].low
        kind = noun_kind(low)
        definite, counted = first.low in WORDS["definite"], first.low in WORDS["determiners"]
        if past == 1 and low in _PRONOUNS:
            return self.last.get(_PRONOUNS[low])
        if item.kind:
            return self.named(item) if core or item.kind != "place" else None
        if kind not in ("role", "unnamed") and any(one.low == "same" for one in items):
            return self.last.get("others")
        words = self._words(items) if kind or core else ""
        if kind == "paper" or (core and not kind):  # its survey; according to the agency's scenario
            if maker := self._maker(items, past - 1):
                self._by_noun[low] = maker.name  # the report, from now on
                return Speaker(maker.name, "document")
            if definite and low in self._by_noun:
                return Speaker(self._by_noun[low], "document")
            return Speaker(words, kind or "anyone") if counted or not kind else None  # not "customs data"
        if kind == "unnamed" or (kind and not definite and (kind == "role" or counted)):
            return Speaker(words, "unnamed")
        if kind == "role":
            return self._holder(words)
        noun = "company" if kind == "company" else low
        return Speaker(self._by_noun.get(noun, words), "organisation") if kind else None

    def _words(self, items: list[Run]) -> str:
        """Return the words of a phrase, without an article or a capital that only the sentence gives it."""
        whose = [at for at, item in enumerate(items[:-1], 1) if item.low[:-2] in ("country", "nation")]
        items = items[max(whose, default=len(items) > 1 and items[0].low in WORDS["definite"]) :]
        words = " ".join(self.flat[items[0].start : items[-1].end].split())
        proper = items[0].low.endswith(_OWNS) or (items[0].name and items[0].kind != "word")
        return words if proper or words[1:2].isupper() else words[0].lower() + words[1:]

    def _maker(self, items: list[Run], head: int) -> Speaker | None:
        """Return whose a paper is or who made it: the first named with it."""
        if items[0].low in _PRONOUNS:
            return self.last.get(_PRONOUNS[items[0].low])
        for item in items[:head] + items[head + 1 :]:
            if item.name and item.kind != "place":
                return self.named(item)
            noun = item.low.removesuffix("'s").removesuffix("’s")
            if noun in self._by_noun and (noun != item.low or noun_kind(noun) == "organisation"):
                return Speaker(self._by_noun[noun], "organisation")
        return None

    def named(self, run: Run) -> Speaker:
        """Return whom a name means, by the full name that the text gives first."""
        if run.kind == "role":
            return self._holder(run.name)
        low, speaker = run.name.lower(), Speaker(run.name, "person" if run.roles else run.kind)
        if noun_kind(low) and low in self._by_noun:  # the Institute
            speaker = Speaker(self._by_noun[low], "organisation")
        return self._named.get(low) or self._named.get(low.split()[-1], speaker)

    def _holder(self, phrase: str) -> Speaker:
        """A role means the only one named so far who holds it, else who spoke last, if nobody else does."""
        words = phrase.lower().split()
        holders = next((self._holders[word] for word in words if word in self._holders), set())
        loosely = not holders and WORDS["high"].isdisjoint(words)
        known = next(iter(holders)) if len(holders) == 1 else self.last.get("person") if loosely else None
        return known or Speaker(phrase, "role")


# ---------------------------------------------------------------- turns

_NAMED = r"[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,4}"
# A line; before it a dash, Q or A, or a name and what its bearer is: *Jane Smith (Northvale) (Con):*.
_LINE = re.compile(
    r"(?m)^[^\S\n]*(?P<label>(?:[–—-]|(?P<letter>Q|A|Question|Answer)\s?[:.]|"
    rf"(?P<name>{_NAMED})(?P<seat>(?: \([^()\n]{{2,40}}\))*)(?:, [^:\n]{{2,60}})?\s?(?::|(?<=\))$))\s+)?"
    r"(?P<line>\S[^\n]*)"
)
_I, _WE, _YOU = re.compile(r"\bI\b"), re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y)\b"), re.compile(r"\b[Yy]ou")


def read_turns(speakers: Speakers) -> tuple[list[tuple[int, int, Speaker]], Speaker | None]:
    """Return start, end and speaker of each line spoken in an interview or a debate, and who is interviewed.

    Turns have labels, or are paragraphs, more than half of a text, in which *you* are asked and *we* answer.
    An answer without a name is of whom the introduction names. In a debate names have seats, and nobody asks.
    """
    text, lines = speakers.text, list(_LINE.finditer(speakers.text))
    turns = [line for line in lines if line["label"]]
    debate = any(turn["seat"] for turn in turns) and _I.search(text, turns[0].start())
    if not debate and (len(turns) < 3 or not any(map(_asks, turns))):  # a list or a heading
        turns = list(dropwhile(lambda line: "?" not in line["line"], lines))
        you = any(_YOU.search(turn["line"]) for turn in turns if _asks(turn))
        we = any(_WE.search(turn["line"]) for turn in turns if not _asks(turn))
        if not (you and we) or _asks(turns[-1]) or 2 * turns[0].start() > len(text):  # he asks himself
            return [], None
    asked: set[int] = set()  # where the turns start that ask
    for before, turn, after in zip([turns[0], *turns], turns, turns[1:], strict=False):
        length = len(turn["line"])
        remark = not turn["label"] and 2 * length < len(after["line"]) and length < _REACH
        if _asks(turn) or (remark and before.start() not in asked):  # "Others are cheaper."
            asked.add(turn.start())
    guest = _guest(speakers, min(asked)) if 3 * len(asked) >= len(turns) else None
    people: dict[str, set[Speaker]] = {}
    for run in (run for run in speakers.runs if run.kind == "person"):
        people.setdefault("".join(re.findall(r"\b\w", run.name)), set()).add(speakers.named(run))
    initials = {letters: min(whose) for letters, whose in people.items() if len(whose) == 1}
    spoken = []
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        name, asks = turn["name"], turn.start() in asked
        who = initials.get(name) or speakers.named(Run(0, 0, name=name)) if name else None if asks else guest
        end = following.start() if following else len(text) if debate else turn.end()
        titled = name and name.split(".")[0].lower() in WORDS["titles"]  # Mr. Smith
        short = who and who.name.isupper() and len(who.name) < 4 and not asks
        if who and (who.kind == "person" or titled or short):
            spoken += [(*line.span("line"), who) for line in _LINE.finditer(text, turn.start(), end)]
    return spoken, guest


def _asks(turn: re.Match) -> bool:
    """Tell whether a turn asks: by its letter, or by a mark in it, if it is short."""
    words = turn["line"]
    return turn["letter"][0] == "Q" if turn["letter"] else "?" in words and len(words) < 240


def _guest(speakers: Speakers, end: int) -> Speaker | None:
    """Return who answers: of the people in the last line before the turns that names any."""
    text, runs = speakers.text, starting(speakers.runs, 0, end)
    mines = ("The ", "the ")  # "the Serra do Lobo mine"
    people = [run for run in runs if run.kind == "person" and not text.endswith(mines, 0, run.start)]
    line = text.rfind("\n", 0, people[-1].start) if people else 0
    people = [run for run in people if run.start > line]
    spoken_to = [run for run in people if text.endswith((" to ", " with ", " met "), 0, run.start)]
    several = any(text.endswith(" and ", 0, run.start) for run in people)
    named = {speakers.named(run) for run in spoken_to or people[: not several]}
    return named.pop() if len(named) == 1 else None
