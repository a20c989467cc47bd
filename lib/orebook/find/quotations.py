"""Who says what: quoted speech and its speaker, reported speech and its speaker, figures and their source.

Marks are paired first, paragraph by paragraph. What is quoted is then masked, so that a quotation is one word
to the sentence around it, and each verb of saying is asked for its subject.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from orebook.find.speakers import VERBS, VOCABULARY, WORDS, Speaker, Speakers, noun_kind, read_turns, starting
from orebook.text.numerals import trie
from orebook.text.view import sentences, view


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks that somebody spoke or wrote.

    Attributes
    ----------
    start, end : int
        Code point offsets in the source, the marks left out; ``text`` is ``source[start:end]``.
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

    ``attribution``: ``direct`` (quoted), ``indirect`` (reported), ``unnamed`` (reported, of nobody named).
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
    """What one reading finds; ``sources`` are bare sentences whose figures are of an office named before."""

    quotations: tuple[Quotation, ...]
    statements: tuple[Statement, ...]
    sources: tuple[Statement, ...]


def find_quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text by start; a quotation over several paragraphs is one for each."""
    return list(find_speech(text).quotations)


def find_statements(text: str) -> list[Statement]:
    """Return what others than the author say, by start; a direct statement may lie in an indirect one."""
    return list(find_speech(text).statements)


def find_unbalanced(text: str) -> list[Unbalanced]:
    """Return the quotation marks that have no partner, by start."""
    seen = view(text)
    return [Unbalanced(seen.span(at, at + 1)[0], seen.text[at]) for at in pair_marks(seen.text)[1]]


@lru_cache(maxsize=4)
def find_speech(text: str, spans: tuple[tuple[int, int], ...] | None = None) -> Speech:
    """Read a text, or some spans of it, once for quotations, statements and sources."""
    seen = view(text)
    quoted, _ = pair_marks(seen.text)
    reader = _Reader(seen.text, quoted)
    lines = (line.span() for line in _PARAGRAPH.finditer(seen.text))
    reader.read(lines if spans is None else (seen.locate(*span) for span in spans))
    quotes = [(*seen.span(one.start, one.end), one.speaker) for one in quoted if not one.named]
    statements = [Statement(*seen.span(a, b), who.name, kind) for a, b, who, kind in reader.statements]
    statements += [Statement(start, end, who.name, "direct") for start, end, who in quotes if who]
    return Speech(
        tuple(Quotation(start, end, text[start:end], who and who.name) for start, end, who in quotes),
        tuple(sorted(statements, key=lambda one: (one.start, -one.end, one.attribution))),
        tuple(Statement(*seen.span(a, b), who.name, "indirect") for a, b, who in reader.sources),
    )


# ---------------------------------------------------------------- marks

_PARAGRAPH = re.compile(r"\S(?:[^\n]*\S)?")
_DOUBLE = re.compile(r"(?:«|»|“|”|„|‟|\"|''|``)(?!(?<=[0-9]\") ?[a-z])")  # but for inches
_SINGLE = re.compile(
    r"['‘](?<![^\s(\[{—–:,/-].)(?=\w)[^\n«»“”„‟\"]{0,999}?[\w,.!?…]"
    r"(?:(?<!s)['’]|['’](?! ?[^\W\d_]))(?![\w'])"
)
_BEFORE_OPENING, _AFTER_CLOSING = " \n\t([{—–-:,/", " \n\t.,;:!?)]}—–-"


@dataclass(slots=True)
class Quoted:
    """A stretch between marks within one paragraph, in the plain text."""

    start: int
    end: int
    past: int  # just past the closing mark, or the end of the paragraph
    named: bool = False  # a name, a title or a term, not speech
    speaker: Speaker | None = None


def pair_marks(plain: str) -> tuple[list[Quoted], list[int]]:
    """Return the outermost quoted stretches by start, and the positions of double marks without a partner.

    A quotation ends with its paragraph where the next one opens it again, as agencies do, or where it began
    with the paragraph. Single marks, which may be apostrophes, count outside double ones only.
    """
    found = [Quoted(one.start() + 1, one.end() - 1, one.end()) for one in _SINGLE.finditer(plain)]
    unbalanced: list[int] = []
    for paragraph in _PARAGRAPH.finditer(plain):
        start, end = paragraph.span()
        opened: list[tuple[int, int]] = []  # the marks that are open: where each begins and ends
        for at, past in (mark.span() for mark in _DOUBLE.finditer(plain, start, end)):
            left = plain[max(0, at - 1) : at] in _BEFORE_OPENING
            right = plain[past : past + 1] in _AFTER_CLOSING
            if left if left != right else not opened:
                opened.append((at, past))
            elif not opened:
                unbalanced.append(at)
            else:
                found.append(Quoted(opened.pop()[1], at, past))
        if opened:
            at, past = opened[0]
            again = re.compile(rf"\s*{plain[at:past]}").match(plain, end)
            if again or (at == start and plain[at] != '"'):
                found.append(Quoted(past, end, end))
            unbalanced += [] if again else [at for at, _ in opened]
    outermost: list[Quoted] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start < one.end and (not outermost or one.start > outermost[-1].past):
            one.named = _is_term(plain, one)
            outermost.append(one)
    return outermost, unbalanced


def _is_term(plain: str, one: Quoted) -> bool:
    """Tell a name or term in marks from speech: “Trump 2.0”, the "News" department, the “white gold” rush."""
    inside, before = plain[one.start : one.end], plain[max(0, one.start - 12) : one.start - 1]
    words = inside.strip(" ,.").split()
    if len(words) < 4 and inside[-1] not in ".," and before.endswith(tuple(VOCABULARY["terms"])):
        return True
    said = len(words) > 7 or inside[-1] in "!?…" or before.endswith(": ")  # He replied: “No”.
    return not said and all(not word[0].islower() or word in WORDS["connectors"] for word in words)


def _masked(plain: str, quoted: list[Quoted]) -> str:
    """Return the text with each quotation as one word, and names without their marks; same offsets."""
    letters = list(plain)
    for one in quoted:
        if one.named:
            letters[one.start - 1], letters[one.end : one.past] = " ", " " * (one.past - one.end)
        else:  # the ends stay, which tell where a sentence ends
            letters[one.start + 1 : one.end - 1] = "§" * (one.end - one.start - 2)
    return "".join(letters)


# ---------------------------------------------------------------- cues

_REACH = 400  # characters around a verb that are looked at
# All that may name a speaker: a verb, or a phrase before the name. What it begins with is looked at first.
_SAYS = trie(frozenset().union(VOCABULARY["phrases"], *VERBS.values()))
_CUE = re.compile(
    rf"\b(?<![-’'])(?=[a-zABCIQ])(?:(?P<verb>{_SAYS}\b|[a-z]+(?:ed|ing)(?= that\b))|(?:[Aa]ccording to|"
    r"(?P<citing>[Cc]iting|[Qq]uoting)|(?:[Ii]n|[Bb]y)(?= [^,.\n]{0,60}(?:['’]s?|\b(?:his|her|its|their|the))"
    r" (?:words|view|opinion|estimation|count|reckoning|calculations?|estimates?)\b)|[Aa]s reported by) )"
)
# What follows a verb by which its subject speaks, and what may follow a noun as well ("reports").
_CLAUSE = r"[ .!]*$|,?\s?[“\"«‘]| that\b|[:,.]"
_SAYING = re.compile(
    rf"{_CLAUSE}| [^.;,“\"«]{{2,40}}?(?: (?:is|are|was|were|will|would|had|has|have|could|must)\b| [“\"«])"
)
_LEVEL = re.compile(r"[^.;,]* at ")
_NOUN_SAYS = re.compile(rf"(?!,)(?:{_CLAUSE}| (?:(?:the|a|an|its|there|it|he|she|they)\b|\d|[A-Z€$£]))")
_TAG = re.compile(rf"\s*(?:$|[.,;!?)\]]|(?:{'|'.join(VOCABULARY['tags'].split())})\b)")
_GOES_ON = re.compile(rf"(?:{'|'.join(VOCABULARY['connectives'].split())})(?: |$)".replace("~", " "))
_CLOSED, _PAUSED = tuple("\"”»’'"), (",", "—", "–", "-")  # what stands between speech and its tag


@dataclass(slots=True)
class _Tag:
    """Words that name a speaker, and on which side of them the speech stands."""

    start: int
    end: int
    speaker: Speaker
    before: bool  # owns what stands before it in the sentence
    after: bool  # owns what follows


class _Reader:
    """Reads the sentences of one text in order, and knows who spoke last."""

    def __init__(self, plain: str, quoted: list[Quoted]) -> None:
        self.plain, self.quoted = plain, quoted
        self.speakers = Speakers(_masked(plain, quoted))
        turns, self.told = read_turns(self.speakers)
        # A turn is all its speaker's, whoever is cited in it.
        self.text = _masked(self.speakers.text, [Quoted(start, end, end) for start, end, _ in turns])
        self.statements = [(start, end, speaker, "direct") for start, end, speaker in turns]
        self.sources: list[tuple[int, int, Speaker]] = []
        self.last: _Tag | None = None  # whom a bare sentence may go on with
        self.about: Speaker | None = None  # whom the sentence is about

    def read(self, paragraphs: Iterable[tuple[int, int]]) -> None:
        """Give each quotation its speaker, and collect statements and sources."""
        before = self.told
        for first, past in paragraphs:
            heard: Speaker | None = None  # who spoke or was spoken of last in the paragraph
            waiting: list[Quoted] = []  # its quotations whose speaker is not known yet
            for a, b in sentences(self.text[first:past]):
                start, end = first + a, first + b
                self.about = self.speakers.enter(start, end)
                tags = self._tags(start, end)
                spoken = [one for one in starting(self.quoted, start, end) if not one.named]
                for one in spoken:
                    heard = one.speaker = next(self._candidates(one, tags), heard)
                    waiting += [] if heard else [one]
                if tags:
                    self._report(tags, start, end)
                    heard, self.last = tags[-1].speaker, tags[-1]
                elif not spoken and self.last:
                    self._go_on(self.last, start, end)
            before = heard or before
            for one in waiting:
                one.speaker = before

    def _candidates(self, one: Quoted, tags: list[_Tag]) -> Iterator[Speaker]:
        """Yield who may speak a quotation, the likeliest first."""
        yield from (tag.speaker for tag in reversed(tags) if tag.end <= one.start)  # Smith said: “…”
        yield from (tag.speaker for tag in tags if tag.start >= one.past)  # “…,” said Smith
        behind = self.speakers.after(one.past)
        for speaker in (behind and behind[1], self.about):  # “…,” chuckled Smith; Jane Smith calls this “…”
            if speaker and speaker.kind == "person":
                yield speaker

    def _go_on(self, last: _Tag, start: int, end: int) -> None:
        """Let a bare sentence go on with who spoke last: by a connective, or with an office's figures."""
        who, near = last.speaker, last.after and self.text.find("\n", last.end, start) < 0
        argued = who.kind == "unnamed" and " argue" in self.text[last.start : last.end]
        office = any(noun_kind(word) in ("organisation", "paper") for word in who.name.lower().split())
        if near and " " in who.name and (argued or _GOES_ON.match(self.text, start, end)):
            self._add(start, end, who)
        elif office and self.text[end - 1] in ".!?…":
            self.sources.append((start, end, who))
        else:  # a heading
            self.last = None

    def _add(self, start: int, end: int, speaker: Speaker) -> None:
        if re.search(r"\w\w", self.text[start:end]):  # more than a quotation
            words = self.plain[start:end].strip(" ,;:.-–—\n")
            start = self.plain.index(words, start)
            kind = "unnamed" if speaker.kind in ("unnamed", "anyone", "paper") else "indirect"
            self.statements.append((start, start + len(words), speaker, kind))

    def _report(self, tags: list[_Tag], start: int, end: int) -> None:
        """Share a sentence out among those who speak in it."""
        for one, two in zip(tags, [*tags[1:], None], strict=True):
            if one.before:
                self._add(start, one.start, one.speaker)
            start = one.end
            if one.after and not (one.before and two and two.before):  # …, according to one, …, another said
                start = two.start if two else end
                self._add(one.end, start, one.speaker)

    def _tags(self, start: int, end: int) -> list[_Tag]:
        """Return who a sentence says to speak."""
        found: list[_Tag] = []
        for cue in _CUE.finditer(self.text, start, end):
            one = self._by_verb(cue, start, end, found) if cue["verb"] else self._by_phrase(cue, start)
            if one:
                if cue["citing"] and found:  # the newspaper reported, citing a diplomat
                    one.start = found.pop().start
                found.append(one)
                self.speakers.remember(one.speaker)
        return found

    def _by_phrase(self, cue: re.Match, start: int) -> _Tag | None:
        """Read *according to Jane Smith*."""
        after = self.speakers.after(cue.end(), loosely=not cue["citing"])
        ahead = self.text[start : cue.start()].lower().split()
        dated = 0 < len(ahead) < 5 and ahead[0].strip(",") in {"", *WORDS["starts"]}
        opening = not ahead or (dated and ahead[-1].endswith(","))  # In 2024, according to
        return _Tag(cue.start(), *after, not opening, opening) if after else None

    def _by_verb(self, cue: re.Match, start: int, end: int, found: list[_Tag]) -> _Tag | None:
        """Read *said Jane Smith* and *Jane Smith said*, and what goes on with who began the sentence."""
        verb, (at, past) = cue.group(), cue.span()
        start, end = max(start, at - _REACH), min(end, past + _REACH)
        before, rest = self.text[start:at].rstrip(), self.text[past:end]
        last = before[before.rfind(" ") + 1 :].lower()
        passive = verb in VERBS["figures"] and before.endswith(",") and rest.startswith(" to ")
        if passive or last in WORDS["no_subject"]:  # a plant in Peru, estimated to cost
            return None
        subject = self.speakers.before(at, verb in VERBS["core"] or " " in verb)
        paused = before.endswith(_PAUSED) and not (subject and verb.split()[0] in VERBS["told"])
        if paused or before.endswith(_CLOSED):
            after = self.speakers.after(past)
            if after and _TAG.match(self.speakers.flat, after[0], end):
                return _Tag(at, *after, True, False)
        going = verb.endswith("ing")  # said in a report, adding that
        if going or (not subject and last in ("and", "but", "it", "who")):
            who = found[-1].speaker if found and last != "it" else self.about if last != "who" else None
            subject = (at if going else start + len(before) - len(last), who) if who else None
        if not subject or (found and subject[0] < found[-1].end):
            return None
        first, who = subject
        ahead = self.text[start:first].strip(" \n").removesuffix(" as").rstrip()
        # MINSK, May 4 - Smith said on Monday that
        paused = ahead.endswith(_PAUSED) and " that " not in rest.partition(",")[0]
        tag = (paused or ahead.endswith(_CLOSED)) and (verb in VERBS["told"] or bool(_TAG.match(rest)))
        inner = found and (ahead.endswith(" that") or first < found[-1].end + 2)  # it said the study found
        nested = inner or (found and self.text.startswith("According", found[-1].start))
        if nested or not (tag or self._speaks(verb, who, rest)):
            return None
        return _Tag(first, past, who, tag, not tag or bool(re.match("(?: on [A-Z])?[a-z ]*,", rest)))

    def _speaks(self, verb: str, who: Speaker, rest: str) -> bool:
        """Tell whether a subject speaks by a verb: bodies act by many, and some verbs are nouns as often."""
        body = who.kind in ("organisation", "word", "anyone", "place")
        if verb in VERBS["level"]:
            return bool(_LEVEL.match(rest))
        if verb in WORDS["nouns"] or (verb in VERBS["publish"] and body):
            return bool(_NOUN_SAYS.match(rest))
        acts = verb in VERBS["found"] or (verb in VERBS["acts"] and body)
        return not acts or who.kind in ("document", "paper") or bool(_SAYING.match(rest))
