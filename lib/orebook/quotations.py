"""Who says what: quoted speech and its speaker, reported speech and its speaker.

Marks are paired first, by their form and by what stands beside them. What is quoted is then masked, so
that a quotation is one word to the sentence around it, and every speech verb of that is asked for its
subject. Pronouns and roles mean somebody named only where the text leaves no other choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from orebook.names import (
    VOCABULARY,
    WORDS,
    Roster,
    Run,
    is_apposition,
    is_head,
    is_unnamed,
    role_of,
    roles_of,
)
from orebook.text import sentences, view


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks that somebody spoke or wrote.

    Attributes
    ----------
    start, end : int
        Code point offsets in the source, the marks left out.
    text : str
        ``source[start:end]``.
    speaker : str or None
        Full name as the text first gives it, or the words for someone unnamed; None where it is not said.
    """

    start: int
    end: int
    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of the source that somebody other than the author answers for.

    Attributes
    ----------
    start, end : int
        Code point offsets in the source: the words quoted, or the reported clause or sentence.
    speaker : str or None
        As in :class:`Quotation`.
    attribution : str
        ``direct`` (quoted), ``indirect`` (reported) or ``unnamed`` (reported of people nobody names).
    """

    start: int
    end: int
    speaker: str | None
    attribution: str


@dataclass(frozen=True, slots=True)
class Unbalanced:
    """A quotation mark without its partner: where it stands, and the mark."""

    start: int
    mark: str


@dataclass(frozen=True, slots=True)
class Speech:
    """All that one reading of a text finds: quotations, statements and unbalanced marks, each by start."""

    quotations: list[Quotation]
    statements: list[Statement]
    unbalanced: list[Unbalanced]


def find_quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text by start; a quotation over several paragraphs is one for each."""
    return find_speech(text).quotations


def find_statements(text: str) -> list[Statement]:
    """Return what others than the author say, by start; a direct statement may lie in an indirect one."""
    return find_speech(text).statements


def find_unbalanced(text: str) -> list[Unbalanced]:
    """Return the quotation marks that have no partner, by start."""
    seen = view(text)
    return [Unbalanced(seen.span(at, at + 1)[0], seen.text[at]) for at in _pair_marks(seen.text)[1]]


def find_speech(text: str) -> Speech:
    """Read a text once for quotations, statements and unbalanced marks."""
    seen = view(text)
    quoted, unbalanced = _pair_marks(seen.text)
    reported = _Reader(seen.text, quoted).read()
    quotations, statements = [], []
    for one in quoted:
        if not one.named:
            start, end = seen.span(one.start, one.end)
            quotations.append(Quotation(start, end, text[start:end], one.speaker and one.speaker.name))
            if one.speaker:
                statements.append(Statement(start, end, one.speaker.name, "direct"))
    for first, last, speaker in reported:
        kind = "unnamed" if speaker.kind == "unnamed" else "indirect"
        statements.append(Statement(*seen.span(first, last), speaker.name, kind))
    statements.sort(key=lambda one: (one.start, -one.end, one.attribution))
    marks = [Unbalanced(seen.span(at, at + 1)[0], seen.text[at]) for at in unbalanced]
    return Speech(quotations, statements, marks)


# ---------------------------------------------------------------- marks

_MARK = re.compile("[«»“”„‟\"\n]|''|``|(?<![\\w'‘’])['‘](?=\\w)|(?<=[\\w,.!?…])['’](?![\\w'])")
_BEFORE_OPENING = " \n\t([{—–-:,/"
_AFTER_CLOSING = " \n\t.,;:!?)]}—–-"
_LONGEST = 4000  # characters a quotation may run over paragraphs that do not open it again
_PARAGRAPHS = 3  # and how many of those
_SENTENCE = 4000  # characters beyond which a sentence is cut
_REACH = 400  # characters around a verb among which its subject and its tag are looked for
_NONSPACE = re.compile(r"\S")


@dataclass(slots=True)
class _Quoted:
    """A stretch between marks within one paragraph, in the plain text."""

    start: int
    end: int
    chain: int  # the same for all paragraphs of one quotation
    past: int  # just past the closing mark, or the end of the paragraph
    named: bool = False  # a name, a title or a term, not speech
    speaker: _Speaker | None = None


def _pair_marks(plain: str) -> tuple[list[_Quoted], list[int]]:
    """Return the outermost quoted stretches by start, and the positions of marks without a partner.

    A quotation ends with its paragraph, unless the next one opens it again (as agencies do) or a closing
    mark follows within a few paragraphs before any other is opened. Single marks count outside double
    ones only; as apostrophes look the same, one without a partner is not reported.
    """
    found: list[_Quoted] = []
    unbalanced: list[int] = []
    stack: list[tuple[int, str]] = []  # open double marks: just past the mark, the mark
    pieces: list[tuple[int, int]] = []  # paragraphs of the open quotation that ended without a closing mark
    start = chain = 0  # of the innermost paragraph of the open quotation
    single, inner = -1, -1

    def drop() -> None:
        unbalanced.extend(past - len(mark) for past, mark in stack)
        stack.clear()
        pieces.clear()

    def close(end: int, past: int) -> None:
        found.extend(
            _Quoted(first, last, chain, last) for first, last in [*pieces, (start, end)] if first < last
        )
        if start < end:
            found[-1].past = past
        stack.clear()
        pieces.clear()

    for match in _MARK.finditer(plain):
        at, past, mark = match.start(), match.end(), match.group()
        before = plain[at - 1] if at else " "
        after = plain[past] if past < len(plain) else " "
        if mark == "\n":
            single = -1
            if not stack or start > at:  # nothing is open, or the line is blank
                continue
            following = _NONSPACE.search(plain, at)
            end = _rstrip(plain, start, at)
            if len(stack) == 1 and inner > start and _ends_speech(plain, inner, at):
                close(inner, inner + 1)  # one mark closes an inner and the outer quotation
                chain += 1
            elif following and following.group() == stack[0][1][0]:
                drop() if pieces else close(end, end)
            else:
                pieces.append((start, end))
                start = following.start() if following else at
                if not following or len(pieces) > _PARAGRAPHS or at - stack[0][0] > _LONGEST:
                    drop()
        elif mark in "'‘’":
            if stack:
                continue
            if mark == "‘" or (mark == "'" and after.isalnum() and before in _BEFORE_OPENING):
                single = past
            elif single >= 0 and not (before == "s" and plain[past : past + 2].strip().isalpha()):
                found.append(_Quoted(single, at, chain, past))
                chain, single = chain + 1, -1
        elif mark == '"' and before.isdigit() and (not stack or _odd(plain, at)):
            continue  # inches, seconds
        elif _opens(mark, before, after, bool(stack)):
            if pieces:
                drop()
            if not stack:
                start = past
                if not (found and found[-1].chain == chain and plain[found[-1].past : at].isspace()):
                    chain += 1
            stack.append((past, mark))
        elif not stack:
            unbalanced.append(at)
        elif len(stack) > 1:
            stack.pop()
            inner = at
        else:
            close(at, past)
            chain += 1
    drop()
    return sorted(found, key=lambda quoted: quoted.start), sorted(unbalanced)


def _opens(mark: str, before: str, after: str, inside: bool) -> bool:
    """Tell an opening mark from a closing one: by its form, unless what stands beside it says otherwise."""
    left, right = before in _BEFORE_OPENING, after in _AFTER_CLOSING
    if mark in "“„‟«``":
        return not (inside and right and not left)
    if mark in "”»":
        return left and not right and not inside
    return left if left != right else not inside


def _odd(plain: str, at: int) -> bool:
    """Tell whether the straight marks of a paragraph cannot pair without leaving one out."""
    low, high = max(0, at - _REACH), at + _REACH
    start, end = plain.rfind("\n", low, at), plain.find("\n", at, high)
    return plain.count('"', max(start, low), end if end > 0 else high) % 2 == 1


def _ends_speech(plain: str, inner: int, end: int) -> bool:
    if plain[inner - 1] in ",.!?" or not plain[inner + 1 : end].strip(" ."):
        return True
    return _SPOKEN.match(plain, inner + 1) is not None


def _rstrip(plain: str, start: int, end: int) -> int:
    while end > start and plain[end - 1].isspace():
        end -= 1
    return end


# ---------------------------------------------------------------- sentences

_VERB = "|".join(
    re.escape(verb)
    for verb in sorted(
        WORDS["said"] | WORDS["told"] | WORDS["person_only"] | WORDS["found"] | set(VOCABULARY["phrases"]),
        key=lambda verb: (-len(verb), verb),
    )
)
_PARTICIPLES = "|".join(sorted(WORDS["participles"]))
_SAID = re.compile(rf"\b(?:{_VERB})\b")
_CUE = re.compile(
    rf"\b(?:{_VERB}|[Aa]ccording to|[Cc]iting|[Qq]uoting|quoted|cited|[Pp]er the|[Aa]s (?:reported|stated|noted|quoted|cited|announced|estimated|put) by|"
    r"[Ii]n the (?:words|view|opinion) of|(?:announced|stated|reported) by)\b|[’']s? (?:words|view|opinion)\b"
)
_GOES_ON = re.compile(rf"(?:,|and|while) (?:also |further )?(?:{_PARTICIPLES}|pointing out)\b(?: that)?")
_PHRASE = re.compile(
    r"\b(?:[Aa]ccording to|[Pp]er(?= the)|[Ii]n the (?:words|view|opinion) of|[Aa]s (?:reported|stated|noted|quoted|cited|announced|estimated|put) by|[Cc]iting|"
    r"[Qq]uoting|(?:quoted|cited)(?= [^,.]{2,60} as saying)) "
)
_IN_WORDS = re.compile(r"\b[Ii]n ((?:[\w.-]+ ){0,4}[\w.-]+)[’']s? (?:words|view|opinion|estimation)\b")
_WAS_SAID = re.compile(
    r"(?:This|It|That|The news)(?: \w+)? (?:announced|stated|said|reported|noted|confirmed) (?:\w+ )?by "
)
_AS_SAYING = re.compile(r" as (?:saying|stating|telling \w+)(?: that)?,?")
_ADVERB = (
    r" (?:also|has|have|had|later|further|then|once again|recently|previously|earlier|repeatedly|already|just|now|"
    r"still|often|even|meanwhile|thus|therefore|however|in turn|for (?:his|her|its) part|at the time|both|today|"
    r"yesterday|\w{2,14}ly)"
)
_ADVERBS = re.compile(rf"(?:,(?:{_ADVERB})+,|(?:{_ADVERB})+)$")
_TAG = re.compile(
    r"\s*(?:$|[.,;!?)\]]|(?:in|on|at|during|after|before|by|via|to|last|this|yesterday|today|earlier|late|early|while|"
    r"when|as|from|through|following|with|under|about|of|reporters|journalists|\w+day|Reuters|Bloomberg)\b)"
)
_HEARER = re.compile(r"(?: (?!that\b)[\w’'.-]+){1,6}?(?=[,.:]| (?:that|the|it|he|she|in|on|at)\b|$)")
_CLAUSE_FOLLOWS = re.compile(
    r" that\b|:|, |,?\s?[“\"«‘]| (?:(?:the|a|an|its|there)\b|\d|[A-Z€$£])| "
    r"\w+ (?:will|would|to|could|demand|output|production|prices|supply)\b"
)
_SAYING_FOLLOWS = re.compile(
    r" that\b|[:,.]|$|\s?[“\"«‘]| (?:in|on|at)\b|"
    r" [^.;,]{2,40}? (?:is|are|was|were|will|would|had|has|have|could)\b"
)
_FOUND = re.compile(r" (?:\w+ )?that\b|[.,]|$")
_THAT = re.compile(r"(?:[^,;:.“\"«]{0,90}?\bthat\b,?|[^,;.“\"«]{0,60}?:(?!\d))")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)$")
_CONTINUES = re.compile(
    r"(?:However|Now|In addition|Moreover|Furthermore|Additionally|Also|At the same time|Besides|Therefore|Thus|"
    r"In particular|As a result|For example|For instance|In turn|Secondly|Thirdly|Finally|Nevertheless|Instead|"
    r"Otherwise|Hence),|(?:The (?:second|third|fourth|last|other|final)|Together|This means|That means)\b"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|fell|rose|grew|made|took|began|saw|became|\w{3,}ed (?:by|to|in|from)|last \w+)\b"
)
_LEAD = re.compile(r"[,:\-–—\s]*$")
_OWNER = re.compile(r"(?:[A-Z][\w.-]* ){0,2}[A-Z][\w.-]*[’']s? $")
_TOKEN = re.compile(r"[\w’'.&-]+")
_HEADS_AFTER = re.compile(r"(?: [a-z][\w-]*){1,3}")
_DATELINE = re.compile(
    r"[A-Z][\w .,/-]{2,60}\([A-Z][^)\n]{1,24}\)\s*[.,]?\s*[-–—]+\s*|"
    r"[A-Z]{3}[A-Z ,/]{0,40}\d{0,2}[\w, ]{0,24} ?[-–—] "
)
_QUOTED = re.compile(r"[«“„‟\"‘'`»”]\S+")


class _Speaker(NamedTuple):
    name: str
    kind: str  # person, organisation, unknown (one word), role (nobody holds by name), unnamed


@dataclass(slots=True)
class _Attribution:
    """Words that name a speaker, and on which side of them the speech stands."""

    start: int
    end: int
    speaker: _Speaker
    before: bool  # owns what stands before it in the sentence
    after: bool  # owns what follows
    relay: bool = False  # an agency passing on what somebody else said
    verb: str = ""


class _Reader:
    """Reads the sentences of one text in order, and knows who spoke last."""

    def __init__(self, plain: str, quoted: list[_Quoted]) -> None:
        self.quoted = quoted
        self.plain = plain
        self.text = self._masked()
        self.roster = Roster(self.text)
        self.statements: list[tuple[int, int, _Speaker]] = []
        self.person: _Speaker | None = None  # whom *he* or *she* would mean
        self.body: _Speaker | None = None  # the organisation *it* would mean
        self.others: _Speaker | None = None  # the unnamed people or organisation *they* would mean
        self.pronouns: dict[str, str] = {}  # person to the pronoun used of them

    def _masked(self) -> str:
        """Return the text with each quotation as one word, and names without their marks; same offsets."""
        plain, parts, at = self.plain, [], 0
        for one in self.quoted:
            if one.start <= at and at:
                continue
            inside = plain[one.start : one.end]
            one.named = _is_name(inside) and not _SPOKEN.match(plain, one.past)
            if one.named and plain[max(0, one.start - 3) : one.start - 1] == ": ":
                one.named = False  # He replied: “No”.
            if one.named:
                gap = " " * (one.past - one.end)
                parts += [plain[at : one.start - 1], " ", inside, gap]
                at = one.past
            else:
                parts += [
                    plain[at : one.start],
                    inside[0],
                    "q" * (len(inside) - 2),
                    inside[1:][-1:],
                ]
                at = one.end
        parts.append(plain[at:])
        return "".join(parts)

    def read(self) -> list[tuple[int, int, _Speaker]]:
        """Give each quotation its speaker and return the reported statements."""
        text, at, past = self.text, 0, 0
        frame: _Attribution | None = None  # whose report the next sentence may go on with
        heard: _Speaker | None = None  # who spoke last in this paragraph
        before: _Speaker | None = None  # who spoke last in the paragraph before
        about: _Speaker | None = None  # the person the last sentence of this paragraph is about
        paragraph: list[_Quoted] = []
        last, opened = (0, 0), 0
        for start, end in _bounded(sentences(text)):
            if "\n" in text[past:start]:
                self._settle(paragraph, heard, before)
                goes_on = any(one.past == one.end for one in paragraph)  # opened again in this paragraph
                before = heard or (before if goes_on else None)
                heard, frame, about, paragraph, opened = None, None, None, [], start
            past = end
            latest = self.quoted[at - 1] if at else None
            mine = []
            while at < len(self.quoted) and self.quoted[at].start < end:
                mine += [] if self.quoted[at].named else [self.quoted[at]]
                at += 1
            found = self._attributions(start, end) if _CUE.search(text, start, end) else []
            if found and found[0].verb == "was" and last[1]:
                self._add(*last, found[0].speaker)
            if latest and self._tags(found, latest, start, end):
                latest.speaker, latest.named, found[0].after = (
                    found[0].speaker,
                    False,
                    False,
                )
            for one in mine:
                speaker = self._speaker_of(one, found, start)
                one.named = not _is_speech(self.plain, one, speaker is not None)
                one.speaker = None if one.named else speaker or heard or about
                heard = one.speaker or heard
            paragraph += mine
            if found:
                self._report(found, start, end)
                if text[opened : opened + 2] in ("- ", "– ", "— ") and found[0].before and opened < start:
                    self._add(opened, start, found[0].speaker)  # speech that a dash opens
                frame = next((one for one in reversed(found) if not one.relay), found[-1])
                heard = next(
                    (one.speaker for one in reversed(mine) if one.speaker),
                    frame.speaker,
                )
            elif mine:
                frame = None
            elif frame and frame.after and self._continues(frame, start, end):
                self._add(start, end, frame.speaker)
            else:
                frame, about = None, self._subject(start, end)
            last = (start, end)
        self._settle(paragraph, heard, before)
        chains = {one.chain: one.speaker for one in reversed(self.quoted) if one.speaker}
        for one in self.quoted:
            one.speaker = one.speaker or chains.get(one.chain)
        return self.statements

    def _settle(self, paragraph: list[_Quoted], heard: _Speaker | None, before: _Speaker | None) -> None:
        """Give quotations without a speaker their paragraph's, or the one of the paragraph before."""
        for one in paragraph:
            if not one.named and one.past > one.end:
                one.speaker = one.speaker or heard or before

    def _tags(self, found: list[_Attribution], latest: _Quoted, start: int, end: int) -> bool:
        """Tell whether a sentence only names the speaker of the quotation before it: “Really?” Smith said."""
        if not found or found[0].start != start or not _TAG.match(self.text, found[0].end, end):
            return False
        return _LEAD.fullmatch(self.text, latest.past, start) is not None

    def _subject(self, start: int, end: int) -> _Speaker | None:
        """Note whom a sentence is about by the name it begins with; return the person."""
        runs = self.roster.within(start, min(end, start + 60))
        first = next((run for run in runs if run.kind != "nothing"), None)
        if (
            not first
            or first.possessive
            or any(w in WORDS["stops"] for w in self.text[start : first.start].lower().split())
        ):
            return None
        speaker = self._named(first)
        if speaker and speaker.kind == "person":
            self.person = speaker
            return speaker
        if speaker and (speaker.kind == "organisation" or _ACTS.match(self.text, first.end)):
            self.body = speaker
        return None

    def _speaker_of(self, one: _Quoted, found: list[_Attribution], start: int) -> _Speaker | None:
        for attribution in found:
            if attribution.start >= one.past and _LEAD.fullmatch(self.text, one.past, attribution.start):
                return attribution.speaker
        before = [
            attribution for attribution in found if attribution.end <= one.start and not attribution.relay
        ]
        if before:
            return before[-1].speaker
        after = [attribution for attribution in found if attribution.start >= one.past]
        if after:
            return after[0].speaker
        dash = _SIGNED.match(self.text, one.past)  # “…” – Jane Smith, director
        if dash and (signed := self.roster.starting(dash.end())) and signed.kind == "person":
            return self._named(signed)
        lead = self.text[start : one.start - 1].rstrip()
        if lead.endswith(":"):  # Jane Smith: “…”
            if named := self._before(start, start + len(lead) - 1):
                return named[1]
            people = {run.name for run in self.roster.within(start, one.start) if run.kind == "person"}
            return _Speaker(self.roster.full(people.pop()), "person") if len(people) == 1 else None
        return None

    def _continues(self, frame: _Attribution, start: int, end: int) -> bool:
        """Tell whether a sentence without a speaker goes on with the report before it.

        Only a connective makes that certain, or a general claim in the present after what unnamed people argue.
        """
        if _CONTINUES.match(self.text, start, end):
            return True
        if frame.verb not in WORDS["argues"] or frame.speaker.kind != "unnamed" or frame.before:
            return False
        named = any(run.kind in ("person", "organisation") for run in self.roster.within(start, start + 9))
        return not named and not _PAST.search(self.text, start, end)

    def _add(self, start: int, end: int, speaker: _Speaker) -> None:
        if dateline := _DATELINE.match(self.plain, start, end):
            start = dateline.end()
        while start < end and self.plain[start] in " ,;:.-–—\n":
            start += 1
        while end > start and self.plain[end - 1] in " ,;:.-–—\n":
            end -= 1
        if re.search(r"\w{2}", _QUOTED.sub("", self.text[start:end])):
            self.statements.append((start, end, speaker))

    def _report(self, found: list[_Attribution], start: int, end: int) -> None:
        """Share a sentence out among its attributions."""
        free = start  # where no speaker has been given yet
        for at, one in enumerate(found):
            past = found[at + 1].start if at + 1 < len(found) else end
            if one.before and not one.relay:
                self._add(
                    free,
                    next((two.start for two in found if two.start >= free), one.start),
                    one.speaker,
                )
            if one.after and not one.relay:
                self._add(one.end, past, one.speaker)
            if not one.relay:
                free = past if one.after else one.end

    # -- attributions

    def _attributions(self, start: int, end: int) -> list[_Attribution]:
        text = self.text
        found: list[_Attribution] = []
        if dateline := _DATELINE.match(self.plain, start, end):
            start = dateline.end()
        for match in _SAID.finditer(text, start, end):
            if one := self._by_verb(match, start, end, found):
                found.append(one)
                self._remember(one.speaker)
        for match in _GOES_ON.finditer(text, start, end):
            if before := [one for one in found if one.end <= match.start()]:
                found.append(_Attribution(match.start(), match.end(), before[-1].speaker, False, True))
        for match in _PHRASE.finditer(text, start, end):
            if one := self._by_phrase(match, start, end):
                found.append(one)
                self._remember(one.speaker)
        if (was := _WAS_SAID.match(text, start, end)) and (after := self._after(was.end(), end)):
            found = [_Attribution(start, end, after[1], False, False, verb="was")]
        for match in _IN_WORDS.finditer(text, start, end):
            runs = self.roster.within(match.start(1), match.end(1))
            if runs and (speaker := self._named(runs[-1]._replace(possessive=False))):
                found.append(_Attribution(match.start(), match.end(), speaker, match.start() > start, True))
        found.sort(key=lambda one: one.start)
        if not any(not one.relay for one in found):
            for one in found:
                one.relay = False
        return found

    def _remember(self, speaker: _Speaker) -> None:
        if speaker.kind in ("person", "role"):
            self.person = speaker
            if speaker.kind == "person" and not self.roster.is_proven(speaker.name):
                self.body = speaker  # perhaps a company: Rio Tinto
        else:
            self.others = speaker
            if speaker.kind in ("organisation", "unknown"):
                self.body = speaker
            elif speaker.name.startswith(("a ", "an ", "one ")):
                self.person = speaker

    def _by_verb(
        self, match: re.Match, start: int, end: int, found: list[_Attribution]
    ) -> _Attribution | None:
        text, verb, (at, past) = self.text, match.group(), match.span()
        start, end = max(start, at - _REACH), min(end, past + _REACH)
        before = text[start:at].rstrip()
        last = before[before.rfind(" ") + 1 :].lower()
        if (
            text[at - 1 : at] in ("-", "’", "'")
            or last in WORDS["no_subject"]
            or (last in WORDS["be"] and " " not in verb)
        ):
            return None
        rest = text[past : min(end, past + 100)]
        if verb in WORDS["nouns"] and rest.strip(" .!") and not _CLAUSE_FOLLOWS.match(rest):
            return None
        if adverbs := _ADVERBS.search(before):
            before = before[: adverbs.start()]
        spoken = before[-1:] in tuple("\"”»’'?!") or before[-2:] in ('",', "”,", "»,", "’,")
        if (spoken and verb not in WORDS["told"]) or (
            verb in WORDS["inverted"] and before[-1:] in ("", ",", "—", "–", "-")
        ):
            after = self._inverted(match, start, end)
            if after and (after.relay or _TAG.match(text, after.end, end)):
                return after
        subject = self._before(start, start + len(before))
        if not subject and last in ("and", "but") and found:
            subject = (start + len(before) - len(last), found[-1].speaker)
        if not subject:
            return None
        first, speaker = subject
        paper = not WORDS["papers"].isdisjoint(text[first:at].lower().split())
        if verb in WORDS["found"] and not (
            _FOUND.match(rest) or (paper and _TAG.match(rest)) or (paper and speaker.kind == "unnamed")
        ):
            return None
        if owner := _OWNER.search(text, max(start, first - 60), first):
            first = owner.start()
        if speaker.kind == "organisation" and not self._reports(verb, rest):
            return None
        relay = speaker.name.lower().split()[0] in WORDS["agencies"]
        ahead = text[start:first].strip(" \n")
        if ahead.lower().endswith("as") and ahead.lower() in ("as", "and as", "but as"):
            comma = text.find(",", past, end)
            return _Attribution(start, comma if comma > 0 else end, speaker, False, True, relay, verb)
        if ahead.lower().endswith(" as"):
            return _Attribution(first - 3, end, speaker, True, False, relay, verb)
        if verb in WORDS["told"] and (hearer := _HEARER.match(text, past, end)):
            past = hearer.end()
            rest = text[past:end]
        long = len(ahead.split()) > 4 or rest.startswith(",")  # not "On Friday, Smith said"
        closed = ahead[-1:] in tuple("\"”»’'?!") or (ahead[-1:] in tuple(",—–-") and long)
        posted = closed and _TAG.match(rest) and not _THAT.match(rest)
        if posted:
            aside = rest.startswith(",") and ahead[-1] not in "\"”»’'"
            return _Attribution(
                first,
                past,
                speaker,
                True,
                aside or bool(_GOES_ON.search(text, past, end)),
                relay,
                verb,
            )
        if that := _THAT.match(rest):
            past += that.end()
        return _Attribution(first, past, speaker, False, True, relay, verb)

    def _reports(self, verb: str, rest: str) -> bool:
        """Tell whether a verb reports speech of an organisation, which also acts and plans."""
        if verb in WORDS["person_only"]:
            return rest.startswith(" that ")
        if verb in WORDS["forecast"]:
            return not rest.startswith(" to ")
        return verb not in WORDS["acts"] or bool(_SAYING_FOLLOWS.match(rest))

    def _inverted(self, match: re.Match, start: int, end: int) -> _Attribution | None:
        after = self._after(match.end(), end)
        if not after:
            return None
        stop, speaker = after
        verb = match.group()
        relay = speaker.name.lower().split()[0] in WORDS["agencies"] or verb in (
            "reported",
            "reports",
        )
        return _Attribution(
            match.start(),
            stop,
            speaker,
            True,
            bool(_GOES_ON.search(self.text, stop, end)),
            relay,
            verb,
        )

    def _by_phrase(self, match: re.Match, start: int, end: int) -> _Attribution | None:
        text = self.text
        after = self._after(match.end(), end, loosely=True)
        if not after:
            return None
        stop, speaker = after
        opening = not text[start : match.start()].strip()
        if text.startswith(" as ", stop) and not _AS_SAYING.match(text, stop, end):
            return None  # citing a mine as an example
        if saying := _AS_SAYING.match(text, stop, end):
            onward = saying.group().endswith("that") or opening
            return _Attribution(
                match.start(),
                saying.end(),
                speaker,
                not onward,
                onward,
                verb="according",
            )
        comma = text.find(",", stop, min(end, stop + 160))
        if text.startswith(",", stop):
            aside = _ASIDE.match(text, stop, end)
            if aside and is_apposition(aside.group(1)):
                stop = aside.end() - 1
        elif comma > 0:
            stop = comma
        else:
            stop = end
        onward = opening or text.startswith(",", stop)
        return _Attribution(match.start(), stop, speaker, not opening, onward, verb="according")

    # -- subjects

    def _before(self, start: int, end: int) -> tuple[int, _Speaker] | None:
        """Return where the noun phrase that ends at ``end`` starts, and whom it means.

        After a comma, the phrase is the name between the last two commas, or the one before what
        describes it: *Jane Smith, director of the mine in Perth, said*.
        """
        text = self.text
        for _ in range(3):
            end = start + len(text[start:end].rstrip()) if end - start < 4000 else end
            if text[end - 1 : end] != ")":
                break
            end = max(start, text.rfind("(", max(start, end - 60), end))
        if text[end - 1 : end] != ",":
            return self._phrase_before(start, end)
        commas = [end - 1]
        while len(commas) < 5 and (comma := text.rfind(",", start, commas[-1])) > 0:
            commas.append(comma)
        run = self.roster.ending(commas[0])
        far = commas[1] + 1 if len(commas) > 1 else start
        if (
            run
            and not text[far : run.start].strip()
            and run.kind == "person"
            and (speaker := self._named(run))
        ):
            return run.start, speaker
        for far in commas[1:]:
            described = is_apposition(text[far + 1 : end - 1]) or _VERBAL.match(text, far, end)
            if described and (phrase := self._phrase_before(start, far)):
                return phrase
        return None

    def _phrase_before(self, start: int, end: int) -> tuple[int, _Speaker] | None:
        text = self.text
        while end > start and text[end - 1] == " ":
            end -= 1
        while text[end - 1 : end] == ")" and (bracket := text.rfind("(", max(start, end - 60), end)) > start:
            end = bracket - 1
        if pronoun := _PRONOUN.search(text, max(start, end - 5), end):
            speaker = self._pronoun(pronoun.group().lower())
            return (pronoun.start(), speaker) if speaker else None
        clause = max(text.rfind(mark, max(start, end - 120), end) for mark in ',;:—–("”»“«?!') + 1
        run = self.roster.ending(end)
        if run and run.start >= start and not run.possessive:
            joined = text[max(start, run.start - 12) : run.start].split()
            inner = (
                bool(joined)
                and joined[-1 - (joined[-1] == "the" and len(joined) > 1)].lower() in WORDS["joins"]
            )
            if inner and run.kind != "role" and (phrase := self._common(max(start, clause), end)):
                return phrase
            if speaker := self._named(run):
                return self._leftward(start, run.start), speaker
        return self._common(max(start, clause, end - 120), end)

    def _leftward(self, start: int, at: int) -> int:
        """Return where a name's own words begin: *the country's energy minister* before it."""
        words = [(word.group(), word.start()) for word in _TOKEN.finditer(self.text, max(start, at - 60), at)]
        clause = max(self.text.rfind(mark, start, at) for mark in ',;:—–("”»“«?!')
        words = [word for word in words if word[1] > clause][-5:]
        if not words or not (words[-1][0].lower() in WORDS["determiners"] or role_of(words[-1][0])):
            return at
        for word, position in reversed(words):
            if word.lower() in WORDS["stops"]:
                break
            at = position
            if word.lower() in WORDS["determiners"]:
                break
        return at

    def _common(self, start: int, end: int) -> tuple[int, _Speaker] | None:
        """Read a noun phrase that ends at ``end`` by its head: a role, unnamed people, an organisation."""
        tokens = [(token.group(), token.start()) for token in _TOKEN.finditer(self.text, start, end)]
        head = next(
            (at for at in range(len(tokens) - 1, -1, -1) if is_head(tokens[at][0])),
            None,
        )
        if head is None or len(tokens) - head > 9:
            return None
        if head + 1 < len(tokens) and tokens[head + 1][0].lower() not in WORDS["joins"]:
            return None
        first = head
        while True:
            while first > 0 and head - first < 6:
                word = tokens[first - 1][0].lower()
                joined = (
                    word == "and"
                    and first > 1
                    and (
                        is_unnamed(tokens[first - 2][0])
                        or any(
                            token.lower() in WORDS["determiners"]
                            for token, _ in tokens[max(0, first - 4) : first - 1]
                        )
                    )
                )
                if word in WORDS["stops"] and not joined:
                    break
                first -= 1
                if word in WORDS["determiners"]:
                    break
            outer = first - 1
            while outer >= 0 and tokens[outer][0].lower() in WORDS["joins"]:
                outer -= 1
            if outer < 0 or outer == first - 1 or not is_head(tokens[outer][0]):
                break
            first = head = outer
        speaker = self._meant([word for word, _ in tokens[first:]], head - first, tokens[first][1])
        return (tokens[first][1], speaker) if speaker else None

    def _after(self, start: int, end: int, loosely: bool = False) -> tuple[int, _Speaker] | None:
        """Return where the noun phrase that starts at ``start`` ends, and whom it means.

        ``loosely``: names may stand behind other words, as in *according to data from the ministry*.
        """
        text = self.text
        while start < end and text[start] == " ":
            start += 1
        end = min(end, start + 160)
        stop = min(
            [at for mark in ',;:("“«' if (at := text.find(mark, start, end)) > 0],
            default=end,
        )
        tokens = [(token.group().rstrip("."), token.start()) for token in _TOKEN.finditer(text, start, stop)]
        if not tokens:
            return None
        word = tokens[0][0].lower()
        if word in ("he", "she", "it", "they"):
            speaker = self._pronoun(word)
            return (start + len(word), speaker) if speaker else None
        for at, (token, position) in enumerate(tokens[:5]):
            owner = token.removesuffix("’s").removesuffix("'s")
            if loosely and owner != token and is_head(owner) and not role_of(owner):
                speaker = self._meant([*(word for word, _ in tokens[:at]), owner], at, start)
                return (stop, speaker) if speaker else None
        for run in self.roster.within(start, stop + 1):
            between = [token for token, at in tokens[word in WORDS["determiners"] :] if at < run.start]
            if between and (
                not any(map(is_head, between))
                or (not loosely and not WORDS["stops"].isdisjoint(map(str.lower, between)))
            ):
                break
            follows = _HEADS_AFTER.match(text, run.end, end)
            heads = follows.group().split() if follows and not run.possessive else []
            if any(is_unnamed(head) or role_of(head) for head in heads):
                named = follows and self.roster.starting(follows.end() + 1)
                if named and named.kind == "person":  # Citi analyst Jane Smith
                    run = named
                elif run.kind != "person":
                    break
            if run.possessive or (between and not loosely and run.kind not in ("person", "word")):
                continue
            if run.kind == "role" and (named := self.roster.starting(run.end + 2)) and named.kind == "person":
                run = named
            if speaker := self._named(run):
                return run.end, speaker
        head = next((at for at, (token, _) in enumerate(tokens[:8]) if is_head(token)), None)
        if head is None:
            return None
        while head + 1 < len(tokens) and is_head(tokens[head + 1][0]):
            head += 1
        past = tokens[head][1] + len(tokens[head][0])
        # the director Jane Smith; the director, Jane Smith; the director of the mine, Jane Smith
        for at in (past + 1, past + 2, stop + 2):
            named = self.roster.starting(at)
            if (
                named
                and named.kind == "person"
                and text[past:at].strip(" ,") in ("", text[past:stop].strip())
            ):
                return named.end, _Speaker(self.roster.full(named.name), "person")
        last = head
        if head + 1 < len(tokens) and tokens[head + 1][0].lower() in WORDS["modifies"]:
            last = min(len(tokens) - 1, head + 6)
        speaker = self._meant([token for token, _ in tokens[: last + 1]], head, start)
        return (tokens[last][1] + len(tokens[last][0]), speaker) if speaker else None

    # -- whom a phrase means

    def _named(self, run: Run) -> _Speaker | None:
        if run.possessive or run.kind == "place":  # countries act; people and bodies speak for them
            return None
        if run.kind == "role":
            return self._holder(run.name, run.start)
        if run.kind == "organisation" and run.name.lower() in WORDS["organisations"]:
            return _Speaker(self.roster.organisation(run.name.lower(), run.start) or run.name, run.kind)
        name = self.roster.full(run.name)
        if run.kind == "word":
            if run.roles or self.roster.is_person(name):
                return _Speaker(name, "person")
            return _Speaker(name, "organisation" if " " in name or name.isupper() else "unknown")
        return _Speaker(name, run.kind)

    def _pronoun(self, word: str) -> _Speaker | None:
        """*He* and *she* mean who spoke or was the subject last, unless called by the other pronoun before."""
        if word == "they":
            return self.others
        if word == "it":
            return self.body
        person = self.person or (self.body if self.body and self.body.kind == "unknown" else None)
        return person if person and self.pronouns.setdefault(person.name, word) == word else None

    def _holder(self, phrase: str, at: int) -> _Speaker:
        """A role means the only one named so far who holds it, else who spoke last, if that may be them."""
        role = "president" if "head of state" in phrase else next(iter(roles_of(phrase.split())), "")
        holders = self.roster.holders(role, at)
        if len(holders) == 1:
            return _Speaker(holders[0], "person")
        words = phrase.lower().split()
        open_ = not holders and not _HIGH & set(words)
        if self.person and (self.person.name in holders or open_ or WORDS["loose"] & set(words)):
            return self.person
        return _Speaker(phrase, "role")

    def _meant(self, words: list[str], head: int, at: int) -> _Speaker | None:
        """Return whom a common noun phrase means, by its head, its article and what it stands before."""
        noun = words[head].lower()
        definite = words[0].lower() in WORDS["definite"]
        bare = words[1:] if words[0].lower() in ("the", "this", "that", "these", "those") and head else words
        proper = bare[0].lower() in WORDS["peoples"] or bare[0][1:] != bare[0][1:].lower()
        phrase = " ".join(bare if proper or not words[0][0].isupper() else [bare[0].lower(), *bare[1:]])
        if is_unnamed(noun):
            known = self.others if definite and self.others and self.others.kind == "unnamed" else None
            return known if known and noun in known.name.split() else _Speaker(phrase, "unnamed")
        if role_of(noun):
            known = self.person if definite and self.person and self.person.kind == "unnamed" else None
            if known and noun in known.name.split():
                return known
            return self._holder(phrase, at) if definite else _Speaker(phrase, "unnamed")
        runs = self.roster.within(at, at + len(" ".join(words)) + 1)
        if named := [run for run in runs if run.kind not in ("role", "place")]:
            return _Speaker(self.roster.full(named[-1].name), "organisation")
        if noun in WORDS["papers"]:
            maker = max((i for i, word in enumerate(words) if i > head and is_head(word)), default=None)
            if maker is None:
                return self.others if definite else None
            first_ = max(
                i for i in range(maker) if words[i].lower() in _OF_MAKER or words[i][-2:] in ("’s", "'s")
            )
            return _Speaker(" ".join(words[first_ + 1 : maker + 1]), "organisation")
        if words[0].lower() in ("a", "an", "one", "another", "two", "some", "several"):
            return _Speaker(phrase, "unnamed")
        if definite and (noun in WORDS["companies"] or "company" in words):
            if known := self.body or self._company(at):
                return known
        name = self.roster.organisation(noun, at)
        return _Speaker(name or phrase, "organisation")

    def _company(self, at: int) -> _Speaker | None:
        """Return the one company or short name in the sentences just before, if it is one."""
        runs = [run for run in self.roster.within(at - 300, at) if run.kind in ("word", "organisation")]
        names = {self.roster.full(run.name) for run in runs if not self.roster.is_person(run.name)}
        return _Speaker(names.pop(), "organisation") if len(names) == 1 else None


_ACTS = re.compile(r" (?:is|was|has|had|will|would|plans|expects|\w{2,}ed)\b")
_SIGNED = re.compile(r"\s*[-–—]\s*")
_ASIDE = re.compile(r",([^,\n]{2,160}),")
_VERBAL = re.compile(r", (?:\w+ing|who|which|whose)\b")


def _is_function(word: str) -> bool:
    word = word.strip(",.!?")
    return word in WORDS["function"] or word.endswith("ly")


_ENDS = re.compile(r"[.,;\n]|$| (?:and|or|but) ")
_OF_MAKER = frozenset(("of", "from", "by", "the", "a", "an"))
_HIGH = frozenset(("president", "premier", "prime", "governor", "chancellor", "king"))  # rarely meant loosely
_SPOKEN = re.compile(r",? ?(?:he|she|they|it|said|says|added|noted|asked|replied)\b")


def _bounded(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut what is too long for a sentence, so that time stays in proportion to length."""
    for start, end in spans:
        for at in range(start, end, _SENTENCE):
            yield at, min(end, at + _SENTENCE)


def _is_name(inside: str) -> bool:
    """Tell a name, title or term in marks by its capitals: “Trump 2.0”, the "News" department."""
    words = inside.strip(" ,.").split()
    small = [
        word
        for word in words
        if word[0].islower() and word not in ("of", "and", "the", "for", "to", "in", "on")
    ]
    return len(words) <= 7 and not small and inside[-1] not in "!?…"


def _is_speech(plain: str, one: _Quoted, attributed: bool) -> bool:
    """Tell what somebody said from a term, by length, function words and what stands around."""
    inside = plain[one.start : one.end]
    words = inside.lower().split()
    if not attributed:
        ended = inside[-1] in ".!?,…" or plain[one.past : one.past + 1] in ".!?"
        return len(words) >= 8 or (len(words) >= 3 and not inside[0].islower() and ended)
    if len(words) >= 4 or inside[-1] in ".,!?…" or any(map(_is_function, words)):
        return True
    before = plain[max(0, one.start - 20) : one.start - 1].lower().split()
    return _ENDS.match(plain, one.past) is not None and not (before and before[-1] in WORDS["terms"])
