"""Whom a phrase means: *said Jane Smith*, *the minister*, *two sources*, *he*.

A pronoun or a role means somebody named only where the text leaves no other choice: the last speaker, or
the only one named so far who holds the role. Organisations and unnamed people speak too; countries do not.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from orebook.find.names import (
    WORDS,
    Roster,
    Run,
    is_apposition,
    is_head,
    is_titled,
    is_unnamed,
    role_of,
    roles_of,
)

_TRAILING = re.compile(r"(?:\s|\([^()]{0,60}\))+$")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)$")
_TOKEN = re.compile(r"\w[\w’'.&-]*")
_IN_YEAR = re.compile(r" in (?:19|20)\d\d$")  # Soviet geologists in 1974
_OF_THE = re.compile(r" (?:of|at|from)(?:(?: [a-z][\w-]*){0,4} | [^,;.\n]{2,60} in (?:the )?)")
_HEADS_AFTER = re.compile(r"(?: [a-z][\w-]*){1,3}")
_ACTS = re.compile(r" (?:is|was|has|had|will|would|plans|expects|\w{2,}ed)\b")
_VERBAL = re.compile(r", (?:\w+ing|who|which|whose)\b")
_HIGH = frozenset(("president", "premier", "prime", "governor", "chancellor", "king"))  # rarely meant loosely
_NO_NAMER = frozenset({"what", "who", "which", "you", "we", "if", "how"})
_OWNS = ("’s", "'s")
_EDGES = WORDS["joins"] | WORDS["determiners"]
_PRONOUNS = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "it": "it", "they": "they"}
_PRONOUNS |= {"them": "they", "their": "they"}
_CLAUSE = re.compile(r"(?s:.*)[,;:—–(\"”»“«?!]")
_Tokens = list[tuple[str, int]]


class Speaker(NamedTuple):
    """Who speaks: ``kind`` is person, organisation, unknown (one word), role (without a name) or unnamed."""

    name: str
    kind: str

    @property
    def is_agency(self) -> bool:
        """Tell a news agency, which passes on what others say."""
        return self.name.lower().split()[0] in WORDS["agencies"]


class Speakers:
    """The speakers of one text, read in order.

    Parameters
    ----------
    text : str
        Plain text, in which each quotation is one word.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.roster = Roster(text)
        self.person: Speaker | None = None  # whom *he* or *she* would mean
        self.body: Speaker | None = None  # the organisation *it* would mean
        self.others: Speaker | None = None  # the unnamed people or organisation *they* would mean
        self._pronouns: dict[str, str] = {}  # person to the pronoun used of them
        self._called: dict[str, Speaker] = {}  # pronoun to the person it was last used of

    def remember(self, speaker: Speaker) -> None:
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
        runs = self.roster.within(start, min(end, start + 60))
        if not runs or not WORDS["stops"].isdisjoint(self.text[start : runs[0].start].lower().split()):
            return None
        first, speaker = runs[0], self.named(runs[0])
        if speaker and speaker.kind == "person":
            self.person = speaker
            return speaker
        if speaker and (speaker.kind == "organisation" or _ACTS.match(self.text, first.end)):
            self.body = speaker
        return None

    def before(self, start: int, end: int) -> tuple[int, Speaker] | None:
        """Return where the noun phrase that ends at ``end`` starts, and whom it means.

        After a comma, the phrase is the name between the last two commas, or the one before what
        describes it: *Jane Smith, director of the mine in Perth, said*.
        """
        text, end = self.text, self._trimmed(start, end)
        if text[end - 1 : end] != ",":
            return self._phrase_before(start, end)
        commas = [end - 1]
        while len(commas) < 5 and (comma := text.rfind(",", start, commas[-1])) > 0:
            commas.append(comma)
        run = self.roster.ending(commas[0])
        far = commas[1] + 1 if len(commas) > 1 else start
        if run and run.kind == "person" and not text[far : run.start].strip():
            if speaker := self.named(run):
                return run.start, speaker
        for far in commas[1:]:
            described = is_apposition(text[far + 1 : end - 1]) or _VERBAL.match(text, far, end)
            if described and (phrase := self._phrase_before(start, far)):
                return phrase
        return None

    def _trimmed(self, start: int, end: int) -> int:
        if self.text[end - 1 : end] not in ("\n", "\t", " ", ")"):
            return end
        trailing = _TRAILING.search(self.text, max(start, end - 200), end)
        return trailing.start() if trailing else end

    def _phrase_before(self, start: int, end: int) -> tuple[int, Speaker] | None:
        text, end = self.text, self._trimmed(start, end)
        if pronoun := _PRONOUN.search(text, max(start, end - 5), end):
            speaker = self._pronoun(pronoun.group().lower())
            return (pronoun.start(), speaker) if speaker else None
        low = max(start, end - 120)
        clause = _CLAUSE.match(text, low, end)
        found = _TOKEN.finditer(text, clause.end() if clause else low, end)
        tokens = [(token.group(), token.start()) for token in found]
        run = self.roster.ending(end)
        if not run:
            return self._common(tokens)
        ahead = [token for token in tokens if token[1] < run.start]
        last = [word.lower() for word, _ in ahead[-2:] if word.lower() != "the"][-1:]
        if who := self._member(run, low):
            return who.start, Speaker(self.roster.full(who.name), "person")
        if run.kind != "role" and last and last[0] in WORDS["joins"] and (phrase := self._common(tokens)):
            return phrase  # analysts at Citi
        speaker = self.named(run)
        if not speaker:
            return self._common(tokens)
        if run.kind == "person" and (comma := text.rfind(",", max(start, run.start - 240), run.start)) > 0:
            # …, the chairman of the committee (CID) of the ministry Jane Smith
            if is_titled(text[comma + 1 : run.start]):
                return comma + 2, speaker
        titled = ahead and (ahead[-1][0].lower() in WORDS["determiners"] or is_head(ahead[-1][0]))
        first = self._walk_left(ahead, len(ahead)) if titled else len(ahead)
        # The country's minister Jane Smith.
        return (ahead[first][1] if first < len(ahead) else run.start), speaker

    def _member(self, run: Run, low: int) -> Run | None:
        """Return the person who is said to be of what a run names: *Jane Smith of consultancy Citi*."""
        before = [other for other in self.roster.within(low, run.start) if other.kind == "person"]
        if not before or before[-1].possessive:
            return None
        person, between = before[-1], self.text[before[-1].end : run.start]
        firm = " of " in self.text[person.start : person.end] and between in (" in ", " in the ")
        return person if firm or _OF_THE.fullmatch(between) else None

    def _walk_left(self, tokens: _Tokens, head: int) -> int:
        """Return the first word of the noun phrase with a head."""
        first = head
        while first > 0 and head - first < 6:
            word = tokens[first - 1][0].lower()
            near = [token.lower() for token, _ in tokens[max(0, first - 4) : first - 1]]
            # analysts and traders; the mining and trading company
            shared = any(map(is_unnamed, near[-1:])) or not WORDS["determiners"].isdisjoint(near)
            if word in WORDS["stops"] and not (word == "and" and shared):
                break
            first -= 1
            if word in WORDS["determiners"]:
                break
        return first

    def _common(self, tokens: _Tokens) -> tuple[int, Speaker] | None:
        """Read a noun phrase by its head, the last noun that may be one: a role, people, an organisation."""
        head = next((at for at in range(len(tokens) - 1, -1, -1) if is_head(tokens[at][0])), None)
        if head is None or len(tokens) - head > 9:
            return None
        if head + 1 < len(tokens) and tokens[head + 1][0].lower() not in WORDS["joins"]:
            return None
        while True:
            first = outer = self._walk_left(tokens, head)
            while outer > 0 and tokens[outer - 1][0].lower() in WORDS["joins"]:
                outer -= 1
            if not 0 < outer < first or not is_head(tokens[outer - 1][0]):
                break
            head = outer - 1  # a source familiar with the data
        speaker = self._meant([word for word, _ in tokens[first:]], head - first, tokens[first][1])
        return (tokens[first][1], speaker) if speaker else None

    def after(self, start: int, end: int, loosely: bool = False) -> tuple[int, Speaker] | None:
        """Return where the noun phrase that starts at ``start`` ends, and whom it means.

        ``loosely``: names may stand behind other words, as in *according to data from the ministry*.
        """
        text = self.text
        while start < end and text[start] == " ":
            start += 1
        end = min(end, start + 160)
        stop = min([at for mark in ',;:("“«' if (at := text.find(mark, start, end)) > 0], default=end)
        tokens = [(token.group().rstrip("."), token.start()) for token in _TOKEN.finditer(text, start, stop)]
        if not tokens:
            return None
        word = tokens[0][0].lower()
        alone = len(tokens) == 1 or tokens[1][0] in ("words", "view", "opinion")
        if word in _PRONOUNS and (alone or word == _PRONOUNS[word]):
            speaker = self._pronoun(_PRONOUNS[word])
            token, at = tokens[1 if alone and len(tokens) > 1 else 0]
            return (at + len(token), speaker) if speaker else None
        for at, (token, _) in enumerate(tokens[:5]):
            owner = token.removesuffix("’s").removesuffix("'s")
            if loosely and owner != token and is_head(owner) and not role_of(owner):
                speaker = self._meant([*(word for word, _ in tokens[:at]), owner], at, start)
                return (stop, speaker) if speaker else None
        for run in self.roster.within(start, stop + 1):
            before = tokens[word in WORDS["determiners"] :]
            between = [token.lower() for token, at in before if at < run.start]
            if between and text[run.start - 3 : run.start] not in ("’s ", "'s "):  # Citi’s Jane Smith
                if not any(map(is_head, between)) or not (loosely or WORDS["stops"].isdisjoint(between)):
                    break
                somebody = any(is_unnamed(token) or role_of(token) for token in between)
                if word in ("a", "an", "one") and somebody and not WORDS["joins"].isdisjoint(between):
                    break  # a trader in Oslo
            follows = None if run.possessive else _HEADS_AFTER.match(text, run.end, end)
            if follows and any(is_unnamed(head) or role_of(head) for head in follows.group().split()):
                named = self._person_at(follows.end() + 1)  # Citi analyst Jane Smith
                if not named and run.kind != "person":
                    break
                run = named or run
            if run.kind == "role":
                run = self._person_at(run.end + 2) or run
            if speaker := self.named(run):
                return run.end, speaker
        head = next((at for at, (token, _) in enumerate(tokens[:8]) if is_head(token)), None)
        if head is None or any(token[0].isdigit() for token, _ in tokens[:head]):
            return None
        while head + 1 < len(tokens) and is_head(tokens[head + 1][0]):
            head += 1
        past = tokens[head][1] + len(tokens[head][0])
        # the director Jane Smith; the director, Jane Smith; the director of the mine, Jane Smith
        for at in (past + 1, past + 2, stop + 2):
            if text[past:at].strip(" ,") in ("", text[past:stop].strip()) and (named := self._person_at(at)):
                return named.end, Speaker(self.roster.full(named.name), "person")
        modified = head + 1 < len(tokens) and tokens[head + 1][0].lower() in WORDS["modifies"]
        last = min(len(tokens) - 1, head + 6) if modified else head
        speaker = self._meant([token for token, _ in tokens[: last + 1]], head, start)
        return (tokens[last][1] + len(tokens[last][0]), speaker) if speaker else None

    def _person_at(self, start: int) -> Run | None:
        run = self.roster.starting(start)
        return run if run and run.kind == "person" else None

    def only_person(self, start: int, end: int) -> Speaker | None:
        """Return the person named in a stretch of text, if only one is."""
        people = {run.name for run in self.roster.within(start, end) if run.kind == "person"}
        return Speaker(self.roster.full(people.pop()), "person") if len(people) == 1 else None

    def only_name(self, start: int, end: int) -> str | None:
        """Return the full name of the only person of a stretch of text, None where there are others."""
        person = self.only_person(start, end)
        return person.name if person else None

    def person_called(self, label: str) -> str | None:
        """Return the full name of the person that a label names, None where it names none."""
        name = self.roster.full(label.title() if label.isupper() else label)
        if self.roster.is_person(name):
            return name
        return self.roster.initialled(label) if label.isupper() else None

    # -- whom a phrase means

    def named(self, run: Run) -> Speaker | None:
        if run.possessive or run.kind == "place":  # countries act; people and bodies speak for them
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
        if word == "they":
            return self.others
        if word == "it":
            return self.body
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
        words = phrase.lower().split()
        open_ = not holders and not _HIGH & set(words)
        if self.person and (self.person.name in holders or open_):
            return self.person
        return Speaker(phrase, "role")

    def _meant(self, words: list[str], head: int, at: int) -> Speaker | None:
        """Return whom a common noun phrase means, by its head, its article and what it stands before."""
        # "if you include what officials say"
        begun = max((i + 1 for i, word in enumerate(words[:head]) if word.lower() in _NO_NAMER), default=0)
        words, head = words[begun:], head - begun
        noun, article = words[head].lower(), words[0].lower()
        definite = article in WORDS["definite"]
        bare = words[1:] if article in ("the", "this", "that", "these", "those") and head else words
        if bare[0][0].isupper() and bare[0].endswith(_OWNS) and len(bare) > 1:
            bare = bare[1:]  # China’s commerce ministry
        if bare[0] == "own" and len(bare) > 1:
            bare = bare[1:]  # its own scientists
        proper = bare[0].lower() in WORDS["peoples"] or bare[0][1:] != bare[0][1:].lower()
        phrase = " ".join(bare if proper or not words[0][0].isupper() else [bare[0].lower(), *bare[1:]])
        phrase = _IN_YEAR.sub("", phrase)
        if is_unnamed(noun) or role_of(noun):
            held = definite and not is_unnamed(noun)
            return self._holder(phrase, at) if held else Speaker(phrase, "unnamed")
        runs = self.roster.within(at, at + len(" ".join(words)) + 1)
        if named := [run for run in runs if run.kind not in ("role", "place")]:
            return Speaker(self.roster.full(named[-1].name), "organisation")
        if noun in WORDS["papers"]:  # data from the country's statistics office
            maker = max((i for i, word in enumerate(words) if i > head and is_head(word)), default=None)
            if maker is None:
                return self.others if definite else None
            edges = [i for i in range(head, maker) if words[i].lower() in _EDGES or words[i].endswith(_OWNS)]
            return Speaker(" ".join(words[max([head, *edges]) + 1 : maker + 1]), "organisation")
        if article in ("a", "an", "one", "another", "two", "some", "several"):
            return Speaker(phrase, "unnamed")
        if definite and noun in WORDS["companies"]:
            known = self.body if self.body and _may_be(noun, self.body.name) else self._company(noun, at)
            return known or Speaker(phrase, "organisation")
        return Speaker(self.roster.organisation(noun, at) or phrase, "organisation")

    def _company(self, noun: str, at: int) -> Speaker | None:
        """Return the one company or short name in the sentences just before, if it is one."""
        runs = [run for run in self.roster.within(at - 300, at) if run.kind in ("word", "organisation")]
        full = {self.roster.full(run.name) for run in runs if not self.roster.is_person(run.name)}
        names = {name for name in full if _may_be(noun, name)}
        sure = {name for name in names if not WORDS["companies"].isdisjoint(name.lower().split())} or names
        return Speaker(sure.pop(), "organisation") if len(sure) == 1 else None


def _may_be(noun: str, name: str) -> bool:
    """Tell whether *the company* may mean a name: a bank or an office only where it is called one."""
    words = name.lower().split()
    return noun in words or WORDS["organisations"].isdisjoint(words) or (noun == "lender" and "bank" in words)
