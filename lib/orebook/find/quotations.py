"""Who says what: quoted speech and its speaker, reported speech and its speaker.

Marks are paired first, by their form and by what stands beside them. What is quoted is then masked, so
that a quotation is one word to the sentence around it, and every speech verb of that is asked for its
subject. Pronouns and roles mean somebody named only where the text leaves no other choice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import islice, pairwise

from orebook.find.interviews import Interview
from orebook.find.marks import Quoted, is_name, is_speech, pair_marks
from orebook.find.names import VOCABULARY, WORDS, is_apposition
from orebook.find.speakers import Speaker, Speakers
from orebook.text.numerals import trie
from orebook.text.view import sentences, view


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
    statements = []
    interview = Interview(seen.text)
    reader = _Reader(seen.text, quoted, bool(interview))
    for first, past, speaker in reader.read():
        attribution = "unnamed" if speaker.kind == "unnamed" else "indirect"
        statements.append(Statement(*seen.span(first, past), speaker.name, attribution))
    for first, past, name in interview.read(reader.speakers.person_called, reader.speakers.only_name):
        statements.append(Statement(*seen.span(first, past), name, "direct"))
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
_CUES = 20  # verbs and phrases of a sentence that are looked at


def _pattern(name: str) -> str:
    """Return a list of the vocabulary as a pattern; ``~`` stands for a space in it."""
    return f"(?:{'|'.join(VOCABULARY[name].split())})".replace("~", " ")


_VERBS = WORDS["said"] | WORDS["told"] | WORDS["person_only"] | WORDS["found"] | set(VOCABULARY["phrases"])
_PARTICIPLES = "|".join(sorted(WORDS["participles"]))
# All that may name a speaker: a verb, a phrase before the name, or words after it. The characters it begins
# with are looked at first, which halves the time.
_CUE = re.compile(
    rf"\b(?=[’'a-zABCIPQ])(?:(?P<verb>{trie(_VERBS)}\b)|(?P<phrase>(?:[Aa]ccording to|[Cc]iting|[Qq]uoting|"
    r"[Pp]er(?= the)|[Ii]n(?= (?:his|her|their) (?:words|view|opinion)\b)|"
    r"[Ii]n the (?:words|view|opinion) of|[Bb]y the (?:reckoning|calculations?|estimates?) of|"
    r"[Aa]s (?:reported|stated|noted|quoted|cited|announced|estimated|put) by|"
    r"(?:quoted|cited)(?= [^,.]{2,60} as saying)) )|(?P<words>[’']s? (?:words|view|opinion|estimation)\b))"
)
_GOES_ON = re.compile(rf"(?:,|and|while) (?:also |further )?(?:{_PARTICIPLES}|pointing out)\b(?: that)?")
_DASH = re.compile("[-–—] ")
_HE = re.compile(r"(?:He|She) ")
_IN = re.compile(r"\b[Ii]n (?:the )?$")
_AS_SAYING = re.compile(r" as (?:saying|stating|telling \w+)(?: that)?,?")
_ADVERBS = re.compile(rf"(?:,(?: {_pattern('adverbs')})+,|(?: {_pattern('adverbs')})+)$")
_TAG = re.compile(rf"\s*(?:$|[.,;!?)\]]|{_pattern('tags')}\b)")
_HEARER = re.compile(r"(?: (?!that\b)[\w’'.-]+){1,6}?(?=[,.:]| (?:that|the|it|he|she|in|on|at)\b|$)")
_ALL_HEARERS = re.compile(r"(?: (?!that\b)[\w’'.-]+){1,16}(?=\.?$)")
_SUCH_AS = re.compile(r"s (?:such as|like) (?:the )?$")
_CLAUSE_FOLLOWS = re.compile(
    r"[ .!]*$| that\b|:|, |,?\s?[“\"«‘]| (?:(?:the|a|an|its|there)\b|\d|[A-Z€$£])| "
    r"\w+ (?:will|would|to|could|demand|output|production|prices|supply)\b"
)
_SAYING_FOLLOWS = re.compile(
    r" that\b|[:,.]|$|\s?[“\"«‘]| (?:in|on|at)\b|"
    r" [^.;,]{2,40}? (?:is|are|was|were|will|would|had|has|have|could)\b"
)
_PLURAL = re.compile(r"s\b|people|[Tt]hey| and ")
_FOUND = re.compile(r" (?:\w+ )?that\b|[.,]|$")
_THAT = re.compile(r"(?:[^,;:.“\"«]{0,90}?\bthat\b,?|[^,;.“\"«]{0,60}?:(?!\d))")
_CONTINUES = re.compile(rf"{_pattern('connectives')}(?: |$)")
_PAST = re.compile(
    r"\b(?:was|were|had|did|fell|rose|grew|took|began|became|\w{3,}ed (?:by|to|in|from)|last \w+)\b"
)
_LEAD = re.compile(r"[,:\-–—\s]*")
_ASIDE = re.compile(r",([^,\n]{2,160}),(?!\d)")
_OWNER = re.compile(r"(?:[A-Z][\w.-]* ){0,2}[A-Z][\w.-]*[’']s? $")
_DATELINE = re.compile(
    r"[A-Z][\w .,/-]{2,60}\([A-Z][^)\n]{1,24}\)\s*[.,]?\s*[-–—]+\s*|"
    r"[A-Z]{3}[A-Z ,/]{0,40}\d{0,2}[\w, ]{0,24} ?[-–—] "
)
_QUOTED = re.compile(r"[«“„‟\"‘'`»”]\S+")


# What must follow verbs that mean something else as well, and those of organisations, which act and plan too.
_FOLLOWS = (
    (WORDS["forecast"], re.compile("(?! to )")),
    (WORDS["nouns"], _CLAUSE_FOLLOWS),
    ({"cites"}, re.compile(r" [\w.]+$")),
    ({"told"}, re.compile("(?! to )")),  # residents told to stay inside
    ({"add", "adds", "added"}, re.compile(r"(?! (?:[a-z]+ ){0,2}[\d$€£])")),  # freight adds $180
    ({"counted"}, re.compile(r" (?:\w+ )?\d")),
    (
        {"put", "puts", "assessed", "assesses"},
        re.compile(r" [^.;]{3,60} at (?:[\d$€£]|some|about|around|over|more|less|nearly|just)"),
    ),
)
_FOLLOWS_BODIES = ((WORDS["person_only"], re.compile(" that ")), (WORDS["acts"], _SAYING_FOLLOWS))
_CLOSED = tuple("\"”»’'?!")
_AROUND = " ,;:.-–—\n"  # what is left out at both ends of a statement


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


_Found = list[_Attribution]


class _Reader:
    """Reads the sentences of one text in order, and knows who spoke last."""

    def __init__(self, plain: str, quoted: list[Quoted], spoken: bool = False) -> None:
        self.quoted = quoted
        self.starts = [one.start for one in quoted]
        self.plain = plain
        self.text = self._masked()
        self.cues = list(_CUE.finditer(self.text))
        self.cue_starts = [cue.start() for cue in self.cues]
        self.speakers = Speakers(self.text if quoted or self.cues or spoken else "")
        self.readers = {"verb": self._by_verb, "phrase": self._by_phrase, "words": self._by_words}
        self.statements: list[tuple[int, int, Speaker]] = []

    def _masked(self) -> str:
        """Return the text with each quotation as one word, and names without their marks; same offsets."""
        plain, parts, at = self.plain, [], 0
        for one in self.quoted:
            inside = plain[one.start : one.end]
            one.named = is_name(plain, one)
            if one.named:
                parts += [plain[at : one.start - 1], " ", inside, " " * (one.past - one.end)]
                at = one.past
            else:
                parts += [plain[at : one.start], inside[0], "q" * (len(inside) - 2), inside[1:][-1:]]
                at = one.end
        return "".join([*parts, plain[at:]])

    def read(self) -> list[tuple[int, int, Speaker]]:
        """Give each quotation its speaker and return the reported statements."""
        before: Speaker | None = None  # who spoke last in the paragraph before
        last = max((*self.starts[-1:], *self.cue_starts[-1:]), default=-1)
        for spans in _paragraphs(self.text):
            start, end = spans[0][0], spans[-1][1]
            if start > last:  # nobody speaks any more
                break
            first, past = bisect_left(self.starts, start), bisect_left(self.starts, end)
            cue = bisect_left(self.cue_starts, start)
            if first == past and (cue == len(self.cues) or self.cue_starts[cue] >= end):
                before = None
                for span in spans:
                    self.speakers.subject(*span)
                continue
            heard = self._read_paragraph(spans, first)
            paragraph = self.quoted[first:past]
            for one in paragraph:
                one.speaker = one.speaker or heard or before
            goes_on = any(one.past == one.end for one in paragraph)  # opened again in the next
            before = heard or (before if goes_on else None)
        return self.statements

    def _read_paragraph(self, spans: list[tuple[int, int]], at: int) -> Speaker | None:
        """Read a paragraph, whose quotations begin with the ``at``-th; return who spoke last."""
        frame: _Attribution | None = None  # whose report the next sentence may go on with
        heard = about = None  # who spoke last, the person the last sentence is about
        opened = spans[0][0]
        for start, end in spans:
            latest = self.quoted[at - 1] if at else None
            past = bisect_left(self.starts, end, at)
            mine = [one for one in self.quoted[at:past] if not one.named]
            at = past
            found = self._attributions(start, end)
            if latest and self._tags(found, latest, start, end):
                latest.speaker, latest.named, found[0].after = found[0].speaker, False, False
            for one in mine:
                speaker = self._speaker_of(one, found, start) or (
                    heard if _HE.match(self.text, start) else None
                )
                one.named = not is_speech(self.plain, one, speaker is not None)
                one.speaker = None if one.named else speaker or heard or about
                heard = one.speaker or heard
            if found:
                self._report(found, start, end)
                dashed = _DASH.match(self.text, opened) and not _DASH.match(self.text, start)
                if dashed and found[0].before and opened < start:
                    self._add(opened, start, found[0].speaker)  # speech that a dash opens
                frame = next((one for one in reversed(found) if not one.relay), found[-1])
                heard = next((one.speaker for one in reversed(mine) if one.speaker), frame.speaker)
            elif mine:
                frame = None
            elif frame and frame.after and self._continues(frame, start, end):
                self._add(start, end, frame.speaker)
            else:
                frame, about = None, self.speakers.subject(start, end)
        return heard

    def _tags(self, found: list[_Attribution], latest: Quoted, start: int, end: int) -> bool:
        """Tell whether a sentence only names the speaker of the quotation before it: “Really?” Smith said."""
        if not found or found[0].start != start or not _TAG.match(self.text, found[0].end, end):
            return False
        return _LEAD.fullmatch(self.text, latest.past, start) is not None

    def _speaker_of(self, one: Quoted, found: list[_Attribution], start: int) -> Speaker | None:
        before = [tag.speaker for tag in found if tag.end <= one.start and not tag.relay]
        after = [tag.speaker for tag in found if tag.start >= one.past]
        if before or after:
            return (before[-1:] or after)[0]
        lead = self.text[start : one.start - 1].rstrip()
        if not lead.endswith(":"):  # Jane Smith: “…”
            return None
        named = self.speakers.before(start, start + len(lead) - 1)
        return named[1] if named else self.speakers.only_person(start, one.start)

    def _continues(self, frame: _Attribution, start: int, end: int) -> bool:
        """Tell whether a sentence without a speaker goes on with the report before it.

        Only a connective makes that certain, or, after what unnamed people argue, a claim in the present.
        """
        if _CONTINUES.match(self.text, start, end):
            return not frame.speaker.name.isalpha() or not frame.speaker.name.islower()  # "the source"
        if frame.verb not in WORDS["argues"] or frame.speaker.kind != "unnamed" or frame.before:
            return False
        near = self.speakers.roster.within(start, start + 9)
        named = any(run.kind in ("person", "organisation") for run in near)
        return not named and not _PAST.search(self.text, start, end)

    def _add(self, start: int, end: int, speaker: Speaker) -> None:
        if dateline := _DATELINE.match(self.plain, start, end):
            start = dateline.end()
        words = self.plain[start:end]
        start, end = end - len(words.lstrip(_AROUND)), start + len(words.rstrip(_AROUND))
        if re.search(r"\w{2}", _QUOTED.sub("", self.text[start:end])):
            self.statements.append((start, end, speaker))

    def _report(self, found: list[_Attribution], start: int, end: int) -> None:
        """Share a sentence out among its attributions."""
        free = start  # where no speaker has been given yet
        for one, two in zip(found, [*found[1:], None], strict=True):
            if one.relay:
                continue
            past = two.start if two else end
            if one.before and two and two.before:  # …, according to one, …, another said
                one.after = False
            if one.before:
                first = next((two.start for two in found if two.start >= free), one.start)
                self._add(free, first, one.speaker)
            if one.after:
                self._add(one.end, past, one.speaker)
            free = past if one.after else one.end

    # -- attributions

    def _attributions(self, start: int, end: int) -> list[_Attribution]:
        found: list[_Attribution] = []
        first, past = bisect_left(self.cue_starts, start), bisect_left(self.cue_starts, end)
        for cue in self.cues[first : min(past, first + _CUES)]:
            if one := self.readers[cue.lastgroup or ""](cue, start, end, found):
                found.append(one)
                self.speakers.remember(one.speaker)
        goes_on = None if found else _GOES_ON.search(self.text, start, end)
        if goes_on and (person := self.speakers.subject(start, end)):  # Smith blamed wages, saying that …
            found.append(_Attribution(*goes_on.span(), person, False, True))
        elif found:
            for match in islice(_GOES_ON.finditer(self.text, found[0].end, end), _CUES):
                speaker = next(one.speaker for one in reversed(found) if one.end <= match.start())
                found.append(_Attribution(*match.span(), speaker, False, True))
            found.sort(key=lambda one: one.start)
            for one, two in pairwise(found):  # the newspaper reported, citing a diplomat
                cited = self.text.startswith(("citing", "quoting"), two.start)
                body = one.speaker.kind == "organisation" or self.text.startswith("the ", one.start)
                one.relay = one.relay or (cited and one.before and body)
            if all(one.relay for one in found):
                for one in found:
                    one.relay = False
        return found

    def _by_words(self, cue: re.Match, start: int, end: int, found: _Found) -> _Attribution | None:
        """Read *in Jane Smith’s words*."""
        run = self.speakers.roster.ending(cue.start() + len(cue.group().split(" ")[0]))
        first = _IN.search(self.text, start, run.start) if run else None
        speaker = self.speakers.named(run._replace(possessive=False)) if run and first else None
        if not first or not speaker:
            return None
        return _Attribution(first.start(), cue.end(), speaker, first.start() > start, True)

    def _by_verb(self, cue: re.Match, start: int, end: int, found: _Found) -> _Attribution | None:
        """Read *Jane Smith said* and *said Jane Smith*."""
        text, verb, (at, past) = self.text, cue.group(), cue.span()
        start, end = max(start, at - _REACH), min(end, past + _REACH)
        before, rest = text[start:at].rstrip(), text[past : min(end, past + 100)]
        last = before[before.rfind(" ") + 1 :].lower()
        bound = last in WORDS["no_subject"] or (last in WORDS["be"] and " " not in verb)
        bound = bound or (last in ("has", "have") and verb in WORDS["commits"] and rest[:5] != " that")
        if bound or text[at - 1 : at] in ("-", "’", "'") or not _fits(verb, rest, _FOLLOWS):
            return None
        if adverbs := _ADVERBS.search(before, max(0, len(before) - 60)):
            before = before[: adverbs.start()]
        spoken = before.endswith((*_CLOSED, '",', "”,", "»,", "’,")) and verb not in WORDS["told"]
        if spoken or (verb in WORDS["inverted"] and (not before or before.endswith((",", "—", "–", "-")))):
            inverted = self._inverted(cue, end)
            if inverted and (inverted.relay or _TAG.match(text, inverted.end, end)):
                return inverted
        subject = self.speakers.before(start, start + len(before))
        if not subject and last in ("and", "but"):  # who began the sentence goes on
            opening = (0, found[-1].speaker) if found else self.speakers.after(start, at)
            subject = (start + len(before) - len(last), opening[1]) if opening else None
        if not subject and last == "it":
            opening = self.speakers.after(start, at)
            subject = (start + len(before) - 2, opening[1]) if opening else None
        told = last != "it" or verb != "reported" or _SAYING_FOLLOWS.match(rest)
        if not subject or not told:  # it reported revenue of $2bn
            return None
        first, speaker = subject
        several = _PLURAL.search(text, first, at) or _SUCH_AS.search(text, max(start, first - 60), first)
        if verb in WORDS["plain"] and not several:
            return None
        if verb in WORDS["nouns"] and speaker.kind == "unknown" and rest.startswith(","):
            return None  # Operating highlights, 2022
        if verb in WORDS["found"] and not _FOUND.match(rest):
            paper = not WORDS["papers"].isdisjoint(text[first:at].lower().split())
            if not paper or not (_TAG.match(rest) or speaker.kind == "unnamed"):
                return None
        if speaker.kind == "organisation" and not _fits(verb, rest, _FOLLOWS_BODIES):
            return None
        if owner := _OWNER.search(text, max(start, first - 60), first):
            first = owner.start()
        ahead = text[start:first].strip(" \n")
        if ahead.lower() in ("as", "and as", "but as"):
            comma = text.find(",", past, end)
            past = comma if comma > 0 else end
            return _Attribution(start, past, speaker, False, True, speaker.is_agency, verb)
        if ahead.lower().endswith(" as") and not ahead.endswith("such as"):
            comma = text.find(",", past, end)  # Since then, as the minister said, …
            stop = comma if comma > 0 else end
            return _Attribution(first - 3, stop, speaker, True, comma > 0, speaker.is_agency, verb)
        if verb in WORDS["told"]:
            everybody = _ALL_HEARERS.match(text, past, end) if ahead.endswith(",") else None
            if hearer := everybody or _HEARER.match(text, past, end):
                past = hearer.end()
                rest = text[past:end]
        words = ahead.lower().split()  # a clause, not "On Friday," or "In particular,"
        long = len(words) > 4 or rest.startswith(",") or (len(words) > 1 and words[0] not in WORDS["starts"])
        closed = ahead.endswith(_CLOSED) or (long and ahead.endswith((",", "—", "–", "-")))
        quoted = ahead.endswith(tuple("\"”»’'"))
        that = None if quoted and rest[:5] != " that" else _THAT.match(rest)
        if closed and _TAG.match(rest) and not that:
            aside = rest.startswith(",") and not quoted
            after = aside or bool(_GOES_ON.search(text, past, end))
            return _Attribution(first, past, speaker, True, after, speaker.is_agency, verb)
        past += that.end() if that else 0
        return _Attribution(first, past, speaker, False, True, speaker.is_agency, verb)

    def _inverted(self, cue: re.Match, end: int) -> _Attribution | None:
        after = self.speakers.after(cue.end(), end)
        if not after:
            return None
        (stop, speaker), verb = after, cue.group()
        relay = speaker.is_agency or verb in ("reported", "reports")
        goes_on = _GOES_ON.search(self.text, stop, end) is not None
        return _Attribution(cue.start(), stop, speaker, True, goes_on, relay, verb)

    def _by_phrase(self, cue: re.Match, start: int, end: int, found: _Found) -> _Attribution | None:
        """Read *according to Jane Smith*."""
        text = self.text
        after = self.speakers.after(cue.end(), end, loosely=True)
        if not after:
            return None
        stop, speaker = after
        opening = not text[start : cue.start()].strip()
        if saying := _AS_SAYING.match(text, stop, end):
            lead, _, be = text[start : cue.start()].rstrip().rpartition(" ")
            quoted = be in WORDS["be"] and text.startswith("by ", cue.end())
            if quoted and (subject := self.speakers.before(start, start + len(lead))):
                return _Attribution(subject[0], saying.end(), subject[1], False, True)  # quoted by Reuters
            onward = saying.group().endswith("that") or opening
            return _Attribution(cue.start(), saying.end(), speaker, not onward, onward)
        comma = text.find(",", stop, min(end, stop + 160))
        if comma == stop:
            aside = _ASIDE.match(text, stop, end)
            if aside and is_apposition(aside.group(1)):
                stop = aside.end() - 1
        else:
            stop = comma if comma > 0 else end
        return _Attribution(cue.start(), stop, speaker, not opening, opening or text.startswith(",", stop))


def _fits(verb: str, rest: str, table: Iterable[tuple[Set[str], re.Pattern]]) -> bool:
    """Tell whether what must follow a verb does."""
    return all(follows.match(rest) for verbs, follows in table if verb in verbs)


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the sentences of each paragraph; long ones are cut, so that time is proportional to length."""
    spans: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if spans and "\n" in text[spans[-1][1] : start]:
            yield spans
            spans = []
        while end - start > _SENTENCE:
            spans.append((start, start + _SENTENCE))
            start += _SENTENCE
        spans.append((start, end))
    if spans:
        yield spans
