"""Who says what: quoted speech and its speaker, reported speech and its speaker.

Marks are paired first, by their form and by what stands beside them. What is quoted is then masked, so
that a quotation is one word to the sentence around it, and every speech verb of that is asked for its
subject. Pronouns and roles mean somebody named only where the text leaves no other choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from orebook.marks import Quoted, is_name, is_speech, pair_marks
from orebook.names import VOCABULARY, WORDS, is_apposition
from orebook.speakers import Speaker, Speakers
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
    return find_speech(text).unbalanced


def find_speech(text: str) -> Speech:
    """Read a text once for quotations, statements and unbalanced marks."""
    seen = view(text)
    quoted, unbalanced = pair_marks(seen.text)
    statements = [
        Statement(
            *seen.span(start, end), speaker.name, "unnamed" if speaker.kind == "unnamed" else "indirect"
        )
        for start, end, speaker in _Reader(seen.text, quoted).read()
    ]
    quotations = []
    for one in quoted:
        if not one.named:
            start, end = seen.span(one.start, one.end)
            quotations.append(Quotation(start, end, text[start:end], one.speaker and one.speaker.name))
            if one.speaker:
                statements.append(Statement(start, end, one.speaker.name, "direct"))
    statements.sort(key=lambda one: (one.start, -one.end, one.attribution))
    marks = [Unbalanced(seen.span(at, at + 1)[0], seen.text[at]) for at in unbalanced]
    return Speech(quotations, statements, marks)


# ---------------------------------------------------------------- sentences

_SENTENCE = 4000  # characters beyond which a sentence is cut
_REACH = 400  # characters around a verb among which its subject and its tag are looked for


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first, grouped by first letter for speed."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(groups.items()))


def _pattern(name: str) -> str:
    """Return a list of the vocabulary as a pattern; ``~`` stands for a space in it."""
    return f"(?:{'|'.join(VOCABULARY[name].split())})".replace("~", " ")


_VERBS = WORDS["said"] | WORDS["told"] | WORDS["person_only"] | WORDS["found"] | set(VOCABULARY["phrases"])
_PARTICIPLES = "|".join(sorted(WORDS["participles"]))
# All that may name a speaker: a verb, a phrase before the name, or words after it.
_CUE = re.compile(
    rf"\b(?:(?P<verb>(?:{_any_of(_VERBS)})\b)|(?P<phrase>(?:[Aa]ccording to|[Cc]iting|[Qq]uoting|"
    r"[Pp]er(?= the)|[Ii]n(?= (?:his|her|their) (?:words|view|opinion)\b)|"
    r"[Ii]n the (?:words|view|opinion) of|"
    r"[Aa]s (?:reported|stated|noted|quoted|cited|announced|estimated|put) by|"
    r"(?:quoted|cited)(?= [^,.]{2,60} as saying)) ))|(?P<words>[’']s? (?:words|view|opinion|estimation)\b)"
)
_GOES_ON = re.compile(rf"(?:,|and|while) (?:also |further )?(?:{_PARTICIPLES}|pointing out)\b(?: that)?")
_HE = re.compile(r"(?:He|She) ")
_IN = re.compile(r"\b[Ii]n (?:the )?$")
_WAS_SAID = re.compile(
    r"(?:This|It|That|The news)(?: \w+)? (?:announced|stated|said|reported|noted|confirmed) (?:\w+ )?by "
)
_AS_SAYING = re.compile(r" as (?:saying|stating|telling \w+)(?: that)?,?")
_AS_EXAMPLE = re.compile(r"[^,.]{0,50} as (?!saying|stating|telling)")  # citing a mine as an example
_ADVERBS = re.compile(rf"(?:,(?: {_pattern('adverbs')})+,|(?: {_pattern('adverbs')})+)$")
_TAG = re.compile(rf"\s*(?:$|[.,;!?)\]]|{_pattern('tags')}\b)")
_HEARER = re.compile(r"(?: (?!that\b)[\w’'.-]+){1,6}?(?=[,.:]| (?:that|the|it|he|she|in|on|at)\b|$)")
_CLAUSE_FOLLOWS = re.compile(
    r" that\b|:|, |,?\s?[“\"«‘]| (?:(?:the|a|an|its|there)\b|\d|[A-Z€$£])| "
    r"\w+ (?:will|would|to|could|demand|output|production|prices|supply)\b"
)
_SAYING_FOLLOWS = re.compile(
    r" that\b|[:,.]|$|\s?[“\"«‘]| (?:in|on|at)\b|"
    r" [^.;,]{2,40}? (?:is|are|was|were|will|would|had|has|have|could)\b"
)
_PUT = re.compile(r" [^.;]{3,60} at (?:[\d$€£]|some|about|around|over|more|less|nearly|just)")
_PLURAL = re.compile(r"s\b|people|[Tt]hey| and ")
_FOUND = re.compile(r" (?:\w+ )?that\b|[.,]|$")
_THAT = re.compile(r"(?:[^,;:.“\"«]{0,90}?\bthat\b,?|[^,;.“\"«]{0,60}?:(?!\d))")
_CONTINUES = re.compile(rf"{_pattern('connectives')}(?: |$)")
_PAST = re.compile(
    r"\b(?:was|were|had|did|fell|rose|grew|took|began|became|\w{3,}ed (?:by|to|in|from)|last \w+)\b"
)
_LEAD = re.compile(r"[,:\-–—\s]*$")
_OWNER = re.compile(r"(?:[A-Z][\w.-]* ){0,2}[A-Z][\w.-]*[’']s? $")
_DATELINE = re.compile(
    r"[A-Z][\w .,/-]{2,60}\([A-Z][^)\n]{1,24}\)\s*[.,]?\s*[-–—]+\s*|"
    r"[A-Z]{3}[A-Z ,/]{0,40}\d{0,2}[\w, ]{0,24} ?[-–—] "
)
_QUOTED = re.compile(r"[«“„‟\"‘'`»”]\S+")


@dataclass(slots=True)
class _Attribution:
    """Words that name a speaker, and on which side of them the speech stands."""

    start: int
    end: int
    speaker: Speaker
    before: bool  # owns what stands before it in the sentence
    after: bool  # owns what follows
    relay: bool = False  # an agency passing on what somebody else said
    verb: str = ""


class _Reader:
    """Reads the sentences of one text in order, and knows who spoke last."""

    def __init__(self, plain: str, quoted: list[Quoted]) -> None:
        self.quoted = quoted
        self.plain = plain
        self.text = self._masked()
        self.speakers = Speakers(self.text)
        self.statements: list[tuple[int, int, Speaker]] = []

    def _masked(self) -> str:
        """Return the text with each quotation as one word, and names without their marks; same offsets."""
        plain, parts, at = self.plain, [], 0
        for one in self.quoted:
            if one.start <= at and at:
                continue
            inside = plain[one.start : one.end]
            one.named = is_name(plain, one)
            if one.named:
                gap = " " * (one.past - one.end)
                parts += [plain[at : one.start - 1], " ", inside, gap]
                at = one.past
            else:
                parts += [plain[at : one.start], inside[0], "q" * (len(inside) - 2), inside[1:][-1:]]
                at = one.end
        parts.append(plain[at:])
        return "".join(parts)

    def read(self) -> list[tuple[int, int, Speaker]]:
        """Give each quotation its speaker and return the reported statements."""
        text, at, past = self.text, 0, 0
        frame: _Attribution | None = None  # whose report the next sentence may go on with
        heard: Speaker | None = None  # who spoke last in this paragraph
        before: Speaker | None = None  # who spoke last in the paragraph before
        about: Speaker | None = None  # the person the last sentence of this paragraph is about
        paragraph: list[Quoted] = []
        last, opened = (0, 0), 0
        every = _CUE.finditer(text)
        cue = next(every, None)
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
            cues = []
            while cue and cue.start() < end:
                cues.append(cue)
                cue = next(every, None)
            found = self._attributions(cues, start, end) if cues else []
            if found and found[0].verb == "was" and last[1]:
                self._add(*last, found[0].speaker)
            if latest and self._tags(found, latest, start, end):
                latest.speaker, latest.named, found[0].after = (found[0].speaker, False, False)
            for one in mine:
                speaker = self._speaker_of(one, found, start) or (heard if _HE.match(text, start) else None)
                one.named = not is_speech(self.plain, one, speaker is not None)
                one.speaker = None if one.named else speaker or heard or about
                heard = one.speaker or heard
            paragraph += mine
            if found:
                self._report(found, start, end)
                if text[opened : opened + 2] in ("- ", "– ", "— ") and found[0].before and opened < start:
                    self._add(opened, start, found[0].speaker)  # speech that a dash opens
                frame = next((one for one in reversed(found) if not one.relay), found[-1])
                heard = next((one.speaker for one in reversed(mine) if one.speaker), frame.speaker)
            elif mine:
                frame = None
            elif frame and frame.after and self._continues(frame, start, end):
                self._add(start, end, frame.speaker)
            else:
                frame, about = None, self.speakers.subject(start, end)
            last = (start, end)
        self._settle(paragraph, heard, before)
        chains = {one.chain: one.speaker for one in reversed(self.quoted) if one.speaker}
        for one in self.quoted:
            one.speaker = one.speaker or chains.get(one.chain)
        return self.statements

    def _settle(self, paragraph: list[Quoted], heard: Speaker | None, before: Speaker | None) -> None:
        """Give quotations without a speaker their paragraph's, or the one of the paragraph before."""
        for one in paragraph:
            if not one.named and one.past > one.end:
                one.speaker = one.speaker or heard or before

    def _tags(self, found: list[_Attribution], latest: Quoted, start: int, end: int) -> bool:
        """Tell whether a sentence only names the speaker of the quotation before it: “Really?” Smith said."""
        if not found or found[0].start != start or not _TAG.match(self.text, found[0].end, end):
            return False
        return _LEAD.fullmatch(self.text, latest.past, start) is not None

    def _speaker_of(self, one: Quoted, found: list[_Attribution], start: int) -> Speaker | None:
        for tag in found:
            if tag.start >= one.past and _LEAD.fullmatch(self.text, one.past, tag.start):
                return tag.speaker
        before = [tag.speaker for tag in found if tag.end <= one.start and not tag.relay]
        after = [tag.speaker for tag in found if tag.start >= one.past]
        if before or after:
            return (before[-1:] or after)[0]
        dash = _SIGNED.match(self.text, one.past)  # “…” – Jane Smith, director
        if dash and (signed := self.speakers.roster.starting(dash.end())) and signed.kind == "person":
            return self.speakers.named(signed)
        lead = self.text[start : one.start - 1].rstrip()
        if lead.endswith(":"):  # Jane Smith: “…”
            if named := self.speakers.before(start, start + len(lead) - 1):
                return named[1]
            people = {
                run.name for run in self.speakers.roster.within(start, one.start) if run.kind == "person"
            }
            return Speaker(self.speakers.roster.full(people.pop()), "person") if len(people) == 1 else None
        return None

    def _continues(self, frame: _Attribution, start: int, end: int) -> bool:
        """Tell whether a sentence without a speaker goes on with the report before it.

        Only a connective makes that certain, or, after what unnamed people argue, a claim in the present.
        """
        if _CONTINUES.match(self.text, start, end):
            return True
        if frame.verb not in WORDS["argues"] or frame.speaker.kind != "unnamed" or frame.before:
            return False
        named = any(
            run.kind in ("person", "organisation") for run in self.speakers.roster.within(start, start + 9)
        )
        return not named and not _PAST.search(self.text, start, end)

    def _add(self, start: int, end: int, speaker: Speaker) -> None:
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
                    free, next((two.start for two in found if two.start >= free), one.start), one.speaker
                )
            if one.after and not one.relay:
                self._add(one.end, past, one.speaker)
            if not one.relay:
                free = past if one.after else one.end

    # -- attributions

    def _attributions(self, cues: list[re.Match], start: int, end: int) -> list[_Attribution]:
        text = self.text
        found: list[_Attribution] = []
        if dateline := _DATELINE.match(self.plain, start, end):
            start = dateline.end()
        if (was := _WAS_SAID.match(text, start, end)) and (after := self.speakers.after(was.end(), end)):
            return [_Attribution(start, end, after[1], False, False, verb="was")]
        read = {"verb": self._by_verb, "phrase": self._by_phrase, "words": self._by_words}
        for cue in cues:
            if cue.start() >= start and (one := read[cue.lastgroup or ""](cue, start, end, found)):
                found.append(one)
                self.speakers.remember(one.speaker)
        if found:
            for match in _GOES_ON.finditer(text, found[0].end, end):
                speaker = next(one.speaker for one in reversed(found) if one.end <= match.start())
                found.append(_Attribution(match.start(), match.end(), speaker, False, True))
            found.sort(key=lambda one: one.start)
            if all(one.relay for one in found):
                for one in found:
                    one.relay = False
        return found

    def _by_words(
        self, match: re.Match, start: int, end: int, found: list[_Attribution]
    ) -> _Attribution | None:
        run = self.speakers.roster.ending(match.start() + len(match.group().split(" ")[0]))
        first = _IN.search(self.text, start, run.start) if run else None
        speaker = self.speakers.named(run._replace(possessive=False)) if run and first else None
        if not first or not speaker:
            return None
        return _Attribution(first.start(), match.end(), speaker, first.start() > start, True)

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
        if verb in WORDS["forecast"] and rest.startswith(" to "):
            return None  # a plan
        if verb in WORDS["nouns"] and rest.strip(" .!") and not _CLAUSE_FOLLOWS.match(rest):
            return None
        if verb in ("put", "puts") and not _PUT.match(rest):
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
        subject = self.speakers.before(start, start + len(before))
        if not subject and last in ("and", "but"):  # who began the sentence goes on
            opening = (0, found[-1].speaker) if found else self.speakers.after(start, at)
            subject = (start + len(before) - len(last), opening[1]) if opening else None
        if not subject:
            return None
        first, speaker = subject
        if verb in WORDS["plain"] and not _PLURAL.search(text, first, at):
            return None
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
        words = ahead.lower().split()  # a clause, not "On Friday," or "In particular,"
        long = len(words) > 4 or rest.startswith(",") or (len(words) > 1 and words[0] not in WORDS["starts"])
        closed = ahead[-1:] in tuple("\"”»’'?!") or (ahead[-1:] in tuple(",—–-") and long)
        posted = closed and _TAG.match(rest) and not _THAT.match(rest)
        if posted:
            aside = rest.startswith(",") and ahead[-1] not in "\"”»’'"
            return _Attribution(
                first, past, speaker, True, aside or bool(_GOES_ON.search(text, past, end)), relay, verb
            )
        if that := _THAT.match(rest):
            past += that.end()
        return _Attribution(first, past, speaker, False, True, relay, verb)

    def _reports(self, verb: str, rest: str) -> bool:
        """Tell whether a verb reports speech of an organisation, which also acts and plans."""
        if verb in WORDS["person_only"]:
            return rest.startswith(" that ")
        return verb not in WORDS["acts"] or bool(_SAYING_FOLLOWS.match(rest))

    def _inverted(self, match: re.Match, start: int, end: int) -> _Attribution | None:
        after = self.speakers.after(match.end(), end)
        if not after:
            return None
        stop, speaker = after
        verb = match.group()
        relay = speaker.name.lower().split()[0] in WORDS["agencies"] or verb in ("reported", "reports")
        return _Attribution(
            match.start(), stop, speaker, True, bool(_GOES_ON.search(self.text, stop, end)), relay, verb
        )

    def _by_phrase(
        self, match: re.Match, start: int, end: int, found: list[_Attribution]
    ) -> _Attribution | None:
        text = self.text
        after = self.speakers.after(match.end(), end, loosely=True)
        if not after:
            return None
        stop, speaker = after
        opening = not text[start : match.start()].strip()
        if _AS_EXAMPLE.match(text, stop, end):
            return None
        if saying := _AS_SAYING.match(text, stop, end):
            onward = saying.group().endswith("that") or opening
            return _Attribution(match.start(), saying.end(), speaker, not onward, onward, verb="according")
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


_SIGNED = re.compile(r"\s*[-–—]\s*")
_ASIDE = re.compile(r",([^,\n]{2,160}),")


def _bounded(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut what is too long for a sentence, so that time stays in proportion to length."""
    for start, end in spans:
        for at in range(start, end, _SENTENCE):
            yield at, min(end, at + _SENTENCE)
