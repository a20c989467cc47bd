"""Who says what: quoted speech and its speaker, reported speech and its speaker, figures and their source.

Marks are paired first, paragraph by paragraph. What is quoted is then masked, so that a quotation is one word
to the sentence around it, and each verb of saying is asked for its subject.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from orebook.find.speakers import BASE, VERBS, VOCABULARY, WORDS, Speaker, Speakers, inflected, read_turns
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
    """All that one reading of a text finds, each by start."""

    quotations: tuple[Quotation, ...]
    statements: tuple[Statement, ...]
    sources: tuple[Statement, ...]
    unbalanced: tuple[Unbalanced, ...]


def find_quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text by start; a quotation over several paragraphs is one for each."""
    return list(find_speech(text).quotations)


def find_statements(text: str) -> list[Statement]:
    """Return what others than the author say, by start; a direct statement may lie in an indirect one."""
    return list(find_speech(text).statements)


def find_sources(text: str) -> list[Statement]:
    """Return the author's bare sentences that go on with a source named before, by start.

    *Output of silver fell, the committee reports. Zinc output was …*: nobody is said to say the second
    sentence, so no statement covers it; the figures are the committee's all the same, whom ``speaker`` names.
    Only offices and documents carry on so, until someone else speaks, a heading or what is yet to come.
    """
    return list(find_speech(text).sources)


def find_unbalanced(text: str) -> list[Unbalanced]:
    """Return the quotation marks that have no partner, by start."""
    return list(find_speech(text).unbalanced)


@lru_cache(maxsize=4)
def find_speech(text: str) -> Speech:
    """Read a text once for quotations, statements, sources and unbalanced marks."""
    seen = view(text)
    quoted, unbalanced = pair_marks(seen.text)
    reader = _Reader(seen.text, quoted)
    reader.read()

    def stated(first: int, past: int, speaker: Speaker, attribution: str = "") -> Statement:
        kind = "unnamed" if speaker.kind in ("unnamed", "anyone") else "indirect"
        return Statement(*seen.span(first, past), speaker.name, attribution or kind)

    said = [one for one in quoted if not one.named]
    statements = [stated(*one) for one in reader.statements]
    statements += [stated(one.start, one.end, one.speaker, "direct") for one in said if one.speaker]
    spans = [(*seen.span(one.start, one.end), one.speaker) for one in said]
    return Speech(
        tuple(Quotation(start, end, text[start:end], who and who.name) for start, end, who in spans),
        tuple(sorted(statements, key=lambda one: (one.start, -one.end, one.attribution))),
        tuple(stated(*one) for one in reader.sources),
        tuple(Unbalanced(seen.span(at, at + 1)[0], seen.text[at]) for at in unbalanced),
    )


# ---------------------------------------------------------------- marks

_SPOKEN = re.compile(r",? ?(?:he|she|they|it|said|says|added|noted|asked|replied)\b")
_ENDS = re.compile(r"[.,;\n]|$| (?:and|or|but) ")
# One character first, which the search can leap to, then what makes it decoration or a mark of two.
_MARK = re.compile("[«»“”„‟\"\n'‘’`](?:(?<=([«»“”„‟\"]))\\1{3,}|(?<=')'|(?<=`)`|(?<!`))")
_BEFORE_OPENING = " \n\t([{—–-:,/"
_AFTER_CLOSING = " \n\t.,;:!?)]}—–-"
_LONGEST = 4000  # characters a quotation may run over paragraphs that do not open it again
_PARAGRAPHS = 3  # and how many of those
_NONSPACE = re.compile(r"\S")


@dataclass(slots=True)
class Quoted:
    """A stretch between marks within one paragraph, in the plain text."""

    start: int
    end: int
    past: int  # just past the closing mark, or the end of the paragraph
    named: bool = False  # a name, a title or a term, not speech
    speaker: Speaker | None = None


def pair_marks(plain: str) -> tuple[list[Quoted], list[int]]:
    """Return the outermost quoted stretches by start, and the positions of marks without a partner.

    A quotation ends with its paragraph, unless the next one opens it again (as agencies do) or a closing
    mark follows within a few paragraphs before any other is opened; one without a partner that opens a
    paragraph quotes that. Single marks count outside double ones only; as apostrophes look the same, one
    without a partner is not reported. More than three equal marks in a row are decoration, reported once.
    """
    pairs = _Pairs(plain)
    for match in _MARK.finditer(plain):
        (at, past), mark = match.span(), match.group()
        if mark == "\n":
            pairs.end_paragraph(at)
        elif match.group(1):
            pairs.unbalanced.append(at)
        elif mark in "'‘’":
            pairs.single_mark(at, past, mark)
        else:
            pairs.double_mark(at, past, mark)
    pairs.drop()
    return sorted(pairs.found, key=lambda quoted: quoted.start), sorted(pairs.unbalanced)


class _Pairs:
    """The marks read so far, and those that are open."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.found: list[Quoted] = []
        self.unbalanced: list[int] = []
        self.stack: list[tuple[int, str]] = []  # open double marks: just past the mark, the mark
        self.pieces: list[tuple[int, int]] = []  # paragraphs of the open quotation that ended without a mark
        self.start = 0  # of the innermost paragraph of the open quotation
        self.single = self.inner = -1  # just past an open single mark, the inner mark closed last

    def drop(self) -> None:
        """Give up what is open; what opens a paragraph is quoted to the paragraph's end."""
        if self.pieces and self.pieces[0][0] < self.pieces[0][1] and self.stack[0][1] != '"':
            mark = self.stack[0][0] - 1
            if not self.plain[self.plain.rfind("\n", 0, mark) + 1 : mark].strip():
                self.found.append(Quoted(*self.pieces[0], self.pieces[0][1]))
        self.unbalanced.extend(past - len(mark) for past, mark in self.stack)
        self.stack.clear()
        self.pieces.clear()

    def close(self, end: int, past: int) -> None:
        """End the open quotation, in all its paragraphs."""
        self.found += [Quoted(first, last, last) for first, last in self.pieces if first < last]
        if self.start < end:
            self.found.append(Quoted(self.start, end, past))
        self.stack.clear()
        self.pieces.clear()

    def end_paragraph(self, at: int) -> None:
        """Read the end of a line: the next may open the quotation again."""
        self.single = -1
        if not self.stack or self.start > at:  # nothing is open, or the line is blank
            return
        following = _NONSPACE.search(self.plain, at)
        end = self.start + len(self.plain[self.start : at].rstrip())
        inner, rest = self.inner, self.plain[self.inner + 1 : at]
        ended = self.plain[inner - 1] in ",.!?" or not rest.strip(" .") or _SPOKEN.match(rest)
        if ended and len(self.stack) == 1 and inner > self.start:
            self.close(inner, inner + 1)  # one mark closes an inner and the outer quotation
        elif following and self.plain.startswith(self.stack[0][1], following.start()):
            self.drop() if self.pieces else self.close(end, end)
        else:
            self.pieces.append((self.start, end))
            self.start = following.start() if following else at
            if not following or len(self.pieces) > _PARAGRAPHS or at - self.stack[0][0] > _LONGEST:
                self.drop()

    def single_mark(self, at: int, past: int, mark: str) -> None:
        """Read a single mark, which may be an apostrophe."""
        if self.stack:
            return
        before, after = self.plain[at - 1 : at] or " ", self.plain[past : past + 1] or " "
        word = before.isalnum() or before in ",.!?…"
        if mark != "’" and not word and after.isalnum() and (mark == "‘" or before in _BEFORE_OPENING):
            self.single = past
            return
        apostrophe = not word or after.isalnum() or after == "'"
        owner = before == "s" and self.plain[past : past + 2].strip().isalpha()
        if self.single >= 0 and mark != "‘" and not apostrophe and not owner:
            while self.found and self.found[-1].start > self.single:
                self.found.pop()  # double marks within
            self.found.append(Quoted(self.single, at, past))
            self.single = -1

    def double_mark(self, at: int, past: int, mark: str) -> None:
        """Read a double mark, which opens or closes by its form and what stands beside it."""
        before, after = self.plain[at - 1 : at] or " ", self.plain[past : past + 1] or " "
        goes_on = not self.stack or self.plain[past : past + 2].strip().islower()
        if mark == '"' and before.isdigit() and goes_on:
            return  # inches, seconds
        if _opens(mark, before, after, bool(self.stack)):
            if self.pieces:
                self.drop()
            if not self.stack:
                self.start = past
            self.stack.append((past, mark))
        elif not self.stack:
            self.unbalanced.append(at)
        elif len(self.stack) > 1:
            self.stack.pop()
            self.inner = at
        else:
            self.close(at, past)


def _opens(mark: str, before: str, after: str, inside: bool) -> bool:
    """Tell an opening mark from a closing one: by its form, unless what stands beside it says otherwise."""
    left, right = before in _BEFORE_OPENING, after in _AFTER_CLOSING
    if mark in "“„‟«``":
        return not (inside and right and not left)
    if mark in "”»":
        return left and not right and not inside
    return left if left != right else not inside


def _is_name(plain: str, one: Quoted) -> bool:
    """Tell a name, title or term in marks by its capitals: “Trump 2.0”, the "News" department."""
    inside = plain[one.start : one.end]
    if _SPOKEN.match(plain, one.past) or plain[max(0, one.start - 3) : one.start - 1] == ": ":
        return False  # He replied: “No”.
    words = inside.strip(" ,.").split()
    small = [word for word in words if word[0].islower() and word not in WORDS["connectors"]]
    return len(words) <= 7 and not small and inside[-1] not in "!?…"


def _is_speech(plain: str, one: Quoted, attributed: bool) -> bool:
    """Tell what somebody said from a term, by length, function words and what stands around."""
    inside = plain[one.start : one.end]
    words = [word.strip(",.!?") for word in inside.lower().split()]
    if not attributed:
        ended = inside[-1] in ".!?,…" or plain[one.past : one.past + 1] in ".!?"
        return len(words) >= 8 or (len(words) >= 3 and not inside[0].islower() and ended)
    told = any(word in WORDS["function"] or word.endswith("ly") for word in words)
    if len(words) >= 4 or inside[-1] in ".,!?…" or told:
        return True
    before = plain[max(0, one.start - 20) : one.start - 1].lower().split()
    return _ENDS.match(plain, one.past) is not None and not (before and before[-1] in WORDS["terms"])


# ---------------------------------------------------------------- sentences

_SENTENCE = 4000  # characters beyond which a sentence is cut
_AHEAD = 400  # characters around a verb among which its subject and its tag are looked for
_CUES = 20  # verbs and phrases of a sentence that are looked at
_CARRIED = 12  # sentences that go on with one source


def _pattern(name: str) -> str:
    """Return a list of the vocabulary as a pattern; ``~`` stands for a space in it."""
    return f"(?:{'|'.join(VOCABULARY[name].split())})".replace("~", " ")


_VERBS = VERBS["core"] | VERBS["said"] | VERBS["told"] | VERBS["people"] | VERBS["found"]
# All that may name a speaker: a verb, or a phrase before the name. The characters it begins with are looked
# at first, which halves the time.
_CUE = re.compile(
    rf"\b(?=[a-zABCIPQ])(?:(?P<verb>{trie(_VERBS | set(VOCABULARY['phrases']))}\b)|(?:[Aa]ccording to|"
    r"[Cc]iting|[Qq]uoting|[Pp]er(?= the)|[Ii]n the (?:words|view|opinion) of|"
    r"[Ii]n(?= [^,.\n]{3,60} (?:words|view|opinion|estimation)\b)|"
    r"[Bb]y the (?:count|reckoning|calculations?|estimates?) of|"
    r"[Aa]s (?:reported|stated|noted|quoted|cited|announced|estimated|put) by) )"
)
_PARTICIPLES = "|".join(sorted(inflected(verb, "ing") for verb in VOCABULARY["verbs"]["goes_on"].split()))
_GOES_ON = re.compile(rf"(?:,|and|while) (?:also |further )?(?:{_PARTICIPLES}|pointing out)\b(?: that)?")
_TAG = re.compile(rf"\s*(?:$|[.,;!?)\]]|{_pattern('tags')}\b)")
_HEARER = re.compile(r"(?: (?!that\b)[\w’'.-]+){1,6}?(?=[,.:]| (?:that|the|it|he|she|they|in|on|at)\b|$)")
_ALL_HEARERS = re.compile(r"(?: (?!that\b)[\w’'.-]+){1,16}(?=\.?$)")
_CLAUSE_FOLLOWS = re.compile(
    r"[ .!]*$| that\b|:|, |,?\s?[“\"«‘]| (?:(?:the|a|an|its|there)\b|\d|[A-Z€$£])| "
    r"\w+ (?:will|would|to|could|demand|output|production|prices|supply)\b"
)
_SAID = r" that\b|[:,.]|$|\s?[“\"«‘]| [^.;,]{2,40}? (?:is|are|was|were|will|would|had|has|have|could)\b"
_CLAUSE_SAID = re.compile(_SAID)
_SAYING_FOLLOWS = re.compile(rf"{_SAID}| (?:in|on|at)\b")
_PLURAL = re.compile(r"(?<![’'])s\b|people|[Tt]hey| and |[Mm]any|[Mm]ost|[Hh]alf")
_FOUND = re.compile(r" (?:\w+ )?that\b|[.,]|$")
# Where and when somebody spoke and to whom, up to what they said.
_THAT = re.compile(
    r"(?: (?:on|in|at|during|to|last|this|earlier|later|via|from|before|after)\b[^,;:.“\"«]{0,70}?|"
    r" \w+day| yesterday| today)?(?: \w+day)? that\b,?|[^,;.“\"«]{0,60}?:(?!\d)"
)
_CONTINUES = re.compile(rf"{_pattern('connectives')}(?: |$)")
_PAST = re.compile(r"\b(?:was|were|had|did|fell|rose|grew|took|began|\w{3,}ed (?:by|to|in|from)|last \w+)\b")
_TO_COME = re.compile(r"\b(?:will|would|plans?|expects?|expected|intends?|aims?)\b")
_QUOTED = re.compile(r"[«“„‟\"‘'`»”]+ ?\S+")
_VERB = re.compile(r",?\s*(?:(?:also|then|has|had|was|is) )?[a-z]{2,}(?:ed|s|d)\b")
_CLOSED = tuple("\"”»’'?!")
_PAUSED = (",", "—", "–", "-")
_AROUND = " ,;:.-–—\n"  # what is left out at both ends of a statement

# What must follow verbs that mean something else as well, and those of organisations, which act and plan too.
_NOUNS = VERBS["nouns"] - {inflected(verb, "ed") for verb in VOCABULARY["verbs"]["nouns"].split()}
_AT_HOW_MUCH = re.compile(
    r" [^.;]{3,60} at (?:[A-Z]{0,3}[\d$€£]|(?:some|about|around|over|more|less|nearly|just)\b)"
)
_FOLLOWS = (
    (VERBS["forecast"], re.compile("(?! to )")),
    (_NOUNS, _CLAUSE_FOLLOWS),
    ({"told"}, re.compile("(?! to )")),  # residents told to stay inside
    ({"add", "adds", "added"}, re.compile(r"(?! (?:(?!that\b)[a-z]+ ){0,2}[\d$€£])")),  # freight adds $180
    (VERBS["count"], re.compile(r" (?:\w+ )?\d")),
    (VERBS["assess"], _AT_HOW_MUCH),
)
_BODIES = ((VERBS["people"] - VERBS["core"], re.compile(" that ")), (VERBS["acts"], _SAYING_FOLLOWS))


@dataclass(slots=True)
class _Tag:
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
        self.starts = [one.start for one in quoted]
        self.plain = plain
        self.text = self._masked()
        self.cues = list(_CUE.finditer(self.text))
        self.cue_starts = [cue.start() for cue in self.cues]
        self.speakers = Speakers(self.text)
        self.statements: list[tuple[int, int, Speaker, str]] = []
        self.sources: list[tuple[int, int, Speaker]] = []
        self.source: Speaker | None = None  # whose figures the next bare sentence goes on with
        self.carried = 0  # for how many sentences

    def _masked(self) -> str:
        """Return the text with each quotation as one word, and names without their marks; same offsets."""
        plain, parts, at = self.plain, [], 0
        for one in self.quoted:
            inside = plain[one.start : one.end]
            one.named = _is_name(plain, one)
            if one.named:
                parts += [plain[at : one.start - 1], " ", inside, " " * (one.past - one.end)]
                at = one.past
            else:
                parts += [plain[at : one.start], inside[0], "q" * (len(inside) - 2), inside[1:][-1:]]
                at = one.end
        return "".join([*parts, plain[at:]])

    def read(self) -> None:
        """Give each quotation its speaker, and collect statements and sources."""
        turns = list(read_turns(self.speakers))
        self.statements += [(start, end, Speaker(name, "person"), "direct") for start, end, name in turns]
        before: Speaker | None = None  # who spoke last in the paragraph before
        for spans in _paragraphs(self.text) if self.quoted or self.cues else ():
            first, past = (bisect_left(self.starts, at) for at in (spans[0][0], spans[-1][1]))
            heard = self._read_paragraph(spans, first)
            for one in self.quoted[first:past]:
                one.speaker = one.speaker or heard or before
            goes_on = any(one.past == one.end for one in self.quoted[first:past])  # opened again in the next
            before = heard or (before if goes_on else None)
        if len({name for _, _, name in turns}) == 1:  # what the one interviewed is quoted with
            for one in self.quoted:
                one.speaker = one.speaker or (None if one.named else Speaker(turns[0][2], "person"))

    def _read_paragraph(self, spans: list[tuple[int, int]], at: int) -> Speaker | None:
        """Read a paragraph, whose quotations begin with the ``at``-th; return who spoke last."""
        frame: _Tag | None = None  # whose report the next sentence may go on with
        heard = about = None  # who spoke last, the person the last sentence is about
        for start, end in spans:
            past = bisect_left(self.starts, end, at)
            mine = [one for one in self.quoted[at:past] if not one.named]
            at = past
            found = self._tags(start, end)
            for one in mine:
                self._credit(one, found, (start, end), heard, about)
                heard = one.speaker or heard
            if found:
                self._report(found, start, end)
                frame = next((one for one in reversed(found) if not one.relay), found[-1])
                heard = next((one.speaker for one in reversed(mine) if one.speaker), frame.speaker)
                self._open_source(frame.speaker)
            elif mine:
                frame = self.source = None
            elif frame and self._continues(frame, start, end):
                self._add(start, end, frame.speaker)
            else:
                frame, about = None, self.speakers.subject(start, end)
                self._carry(start, end)
        return heard

    # -- quotations

    def _credit(self, one: Quoted, found: list[_Tag], span: tuple[int, int], *before: Speaker | None) -> None:
        """Give a quotation its speaker, else the first of those who were heard or spoken of before."""
        said = self._cued(one, found) or self._behind(one, span[1]) or self._ahead(one, span[0])
        exclaimed = before[0] is not None and self.plain[one.end - 1] in "?!"
        one.named = not _is_speech(self.plain, one, said is not None or exclaimed)
        one.speaker = None if one.named else next(filter(None, (said, *before)), None)

    @staticmethod
    def _cued(one: Quoted, found: list[_Tag]) -> Speaker | None:
        """Return whom the sentence says to speak: the last before the quotation, else the first behind it."""
        before = [tag.speaker for tag in found if tag.end <= one.start and not tag.relay]
        after = [tag.speaker for tag in found if tag.start >= one.past]
        return (before[-1:] or after or (None,))[0]

    def _behind(self, one: Quoted, end: int) -> Speaker | None:
        """Return the name that any verb ties to the closing mark: “…,” chuckled Smith."""
        if self.text[one.end - 1] not in ",!?" and self.text[one.past : one.past + 1] != ",":
            return None
        verb = _VERB.match(self.text, one.past, end)
        found = self.speakers.after(verb.end() if verb else one.past, end)
        return found[1] if found and found[1].kind == "person" else None

    def _ahead(self, one: Quoted, start: int) -> Speaker | None:
        """Return the subject of the sentence before the quotation: Jane Smith: “…”."""
        lead = self.text[start : one.start - 1].rstrip()
        if lead.endswith(":") and (named := self.speakers.before(start, start + len(lead) - 1, False)):
            return named[1]
        return self.speakers.subject(start, start + len(lead))

    # -- statements and sources

    def _open_source(self, speaker: Speaker) -> None:
        office = not WORDS["institutions"].isdisjoint(speaker.name.lower().split())
        acronym = speaker.name.isupper() and speaker.kind == "organisation"
        self.source, self.carried = speaker if office or acronym else None, 0

    def _carry(self, start: int, end: int) -> None:
        """Let a bare sentence go on with the source named before; a heading or what is to come ends it."""
        self.carried += 1
        heading = self.text[end - 1] not in ".!?…"
        if heading or self.carried > _CARRIED or _TO_COME.search(self.text, start, end):
            self.source = None
        elif self.source:
            self.sources.append((start, end, self.source))

    def _continues(self, frame: _Tag, start: int, end: int) -> bool:
        """Tell whether a bare sentence goes on with a report: by a connective, or arguing in the present."""
        if not frame.after or " " not in frame.speaker.name:  # not "the source"
            return False
        argues = frame.verb in VERBS["argues"] and frame.speaker.kind == "unnamed" and not frame.before
        kinds = {run.kind for run in self.speakers.roster.within(start, start + 9)}
        named = not kinds.isdisjoint(("person", "organisation"))
        present = argues and not named and not _PAST.search(self.text, start, end)
        return present or _CONTINUES.match(self.text, start, end) is not None

    def _add(self, start: int, end: int, speaker: Speaker) -> None:
        words = self.plain[start:end]
        start, end = end - len(words.lstrip(_AROUND)), start + len(words.rstrip(_AROUND))
        if re.search(r"\w{2}", _QUOTED.sub("", self.text[start:end])):
            self.statements.append((start, end, speaker, ""))

    def _report(self, found: list[_Tag], start: int, end: int) -> None:
        """Share a sentence out among those who speak in it."""
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

    # -- who is said to speak

    def _tags(self, start: int, end: int) -> list[_Tag]:
        """Return who a sentence says to speak."""
        found: list[_Tag] = []
        first, past = bisect_left(self.cue_starts, start), bisect_left(self.cue_starts, end)
        for cue in self.cues[first : min(past, first + _CUES)]:
            if one := (self._by_verb if cue["verb"] else self._by_phrase)(cue, start, end, found):
                found.append(one)
                self.speakers.remember(one.speaker)
        goes_on = None if found or first == past else _GOES_ON.search(self.text, start, end)
        if goes_on and (person := self.speakers.subject(start, end)):  # Smith blamed wages, saying that …
            found.append(_Tag(*goes_on.span(), person, False, True))
        elif found:
            self._go_on(found, end)
        return found

    def _go_on(self, found: list[_Tag], end: int) -> None:
        """Add participles that go on with a speaker, and tell who only passes on what another said."""
        for match in islice(_GOES_ON.finditer(self.text, found[0].end, end), _CUES):
            speaker = next(one.speaker for one in reversed(found) if one.end <= match.start())
            found.append(_Tag(*match.span(), speaker, False, True))
        found.sort(key=lambda one: one.start)
        for one, two in pairwise(found):  # the newspaper reported, citing a diplomat
            cited = self.text.startswith(("citing", "quoting"), two.start)
            body = one.speaker.kind == "organisation" or self.text.startswith("the ", one.start)
            one.relay = one.relay or (cited and one.before and body)
        if all(one.relay for one in found):
            for one in found:
                one.relay = False

    def _by_phrase(self, cue: re.Match, start: int, end: int, found: list[_Tag]) -> _Tag | None:
        """Read *according to Jane Smith*."""
        text, cited = self.text, cue.group()[1:] in ("iting ", "uoting ")
        after = self.speakers.after(cue.end(), end, loosely=not cited)
        if not after:
            return None
        stop, speaker = after
        opening = not text[start : cue.start()].strip()
        comma = text.find(",", stop, min(end, stop + 160))
        stop = comma if comma > 0 else end
        return _Tag(cue.start(), stop, speaker, not opening, opening or text.startswith(",", stop))

    def _by_verb(self, cue: re.Match, start: int, end: int, found: list[_Tag]) -> _Tag | None:
        """Read *Jane Smith said* and *said Jane Smith*."""
        verb, (at, past) = cue.group(), cue.span()
        start, end = max(start, at - _AHEAD), min(end, past + _AHEAD)
        before, rest = self.text[start:at].rstrip(), self.text[past : min(end, past + 100)]
        last = before[before.rfind(" ") + 1 :].lower()
        if _is_bound(verb, last, self.text[at - 1 : at], rest):
            return None
        if found and verb not in VERBS["core"] and self.text.startswith("ccording", found[-1].start + 1):
            return None  # According to Smith, the company expects …
        if inverted := self._inverted(cue, before, end):
            return inverted
        low = max([start, *(one.end for one in found)])
        subject = self.speakers.before(low, start + len(before), verb in VERBS["core"] or " " in verb)
        if not subject and last in ("and", "but", "it"):  # who began the sentence goes on
            opening = (0, found[-1].speaker) if found and last != "it" else self.speakers.after(start, at)
            subject = (start + len(before) - len(last), opening[1]) if opening else None
        if not subject or self._acts(verb, *subject, at, rest):
            return None
        return self._sides(verb, *subject, start, past, end)

    def _inverted(self, cue: re.Match, before: str, end: int) -> _Tag | None:
        """Read a verb before its subject: after a closing mark, or with a comma after what it reports."""
        verb = cue.group()
        spoken = before.endswith((*_CLOSED, '",', "”,", "»,", "’,")) and verb not in VERBS["told"]
        if not spoken and (verb not in VERBS["inverted"] or (before and not before.endswith(_PAUSED))):
            return None
        after = self.speakers.after(cue.end(), end)
        relay = verb in ("reported", "reports") or (after is not None and after[1].is_agency)
        if not after or not (relay or _TAG.match(self.text, after[0], end)):
            return None
        goes_on = _GOES_ON.search(self.text, after[0], end) is not None
        return _Tag(cue.start(), *after, True, goes_on, relay)

    def _acts(self, verb: str, first: int, speaker: Speaker, at: int, rest: str) -> bool:
        """Tell whether a subject does something else by a verb than speak."""
        who, kind = self.text[max(0, first - 10) : at], speaker.kind  # miners such as
        paper = not WORDS["papers"].isdisjoint(who.lower().split())
        thing = paper and (_TAG.match(rest) or kind == "unnamed")
        clause = _SAYING_FOLLOWS.match(rest) is not None
        bodies = _BODIES if kind in ("organisation", "place") else ()
        return (
            (verb in BASE and not _PLURAL.search(who))
            or (verb in _NOUNS and kind == "unknown" and rest.startswith(","))  # Highlights, 2022
            or (verb in VERBS["found"] and not _FOUND.match(rest) and not thing)
            or (kind == "anyone" and verb not in VERBS["say"] and not _CLAUSE_SAID.match(rest))
            or (kind == "place" and not clause)
            or (verb == "reported" and who.lower().endswith("it ") and not clause)  # it reported revenue
            or not all(follows.match(rest) for verbs, follows in bodies if verb in verbs)
        )

    def _sides(self, verb: str, first: int, speaker: Speaker, start: int, past: int, end: int) -> _Tag:
        """Tell on which side of subject and verb the speech stands."""
        text, ahead, relay = self.text, self.text[start:first].strip(" \n"), speaker.is_agency
        words = ahead.lower().split()
        if words[-1:] == ["as"] and words[-2:] != ["such", "as"]:
            comma = text.find(",", past, end)
            opening = words in (["as"], ["and", "as"], ["but", "as"])  # else: Since then, as Smith said, …
            stop = comma if comma > 0 else end
            return _Tag(first - 3, stop, speaker, not opening, comma > 0 or opening, relay)
        if verb in VERBS["told"]:
            everybody = _ALL_HEARERS.match(text, past, end) if ahead.endswith(",") else None
            hearer = everybody or _HEARER.match(text, past, end)
            past = hearer.end() if hearer else past
        rest = text[past:end]
        # A clause, not "On Friday," or "In particular,".
        long = len(words) > 4 or rest.startswith(",") or (len(words) > 1 and words[0] not in WORDS["starts"])
        quoted = ahead.endswith(tuple("\"”»’'"))
        that = None if quoted and rest[:5] != " that" else _THAT.match(rest)
        closed = ahead.endswith(_CLOSED) or (long and ahead.endswith(_PAUSED))
        if closed and not that and _TAG.match(rest):
            after = (rest.startswith(",") and not quoted) or bool(_GOES_ON.search(text, past, end))
            return _Tag(first, past, speaker, True, after, relay)
        return _Tag(first, past + (that.end() if that else 0), speaker, False, True, relay, verb)


def _is_bound(verb: str, last: str, glued: str, rest: str) -> bool:
    """Tell a verb by which nobody speaks: after *to*, *would* or *was*, or with the wrong words behind it."""
    passive = last.split("’")[-1].split("'")[-1] in WORDS["be"] and " " not in verb
    done = last in ("has", "have") and verb in VERBS["commits"] and rest[:5] != " that"
    bound = passive or done or last in WORDS["no_subject"] or glued in ("-", "’", "'")
    return bound or not all(follows.match(rest) for verbs, follows in _FOLLOWS if verb in verbs)


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the sentences of each paragraph; long ones are cut, so that time is proportional to length."""
    spans: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if spans and "\n" in text[spans[-1][1] : start]:
            yield spans
            spans = []
        cuts = [*range(start, end, _SENTENCE), end]
        spans += pairwise(cuts)
    if spans:
        yield spans
