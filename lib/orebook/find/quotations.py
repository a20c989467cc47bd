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

from orebook.find.speakers import VERBS, VOCABULARY, WORDS, Speaker, Speakers, noun_kind, read_turns
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

    Attributes
    ----------
    start, end, speaker : int, int, str or None
        As in :class:`Quotation`, of the words quoted or of the reported clause or sentence.
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
    """All that one reading of a text finds, each by start; ``sources`` are bare sentences whose figures are
    of an office named before: *Output of silver fell, the committee reports. Zinc output was …*.
    """

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
        kind = "unnamed" if speaker.kind in ("unnamed", "anyone", "paper") else "indirect"
        return Statement(*seen.span(first, past), speaker.name, attribution or kind)

    quotes = [(*seen.span(one.start, one.end), one.speaker) for one in quoted if not one.named]
    statements = [stated(*one) for one in reader.statements]
    statements += [Statement(start, end, who.name, "direct") for start, end, who in quotes if who]
    return Speech(
        tuple(Quotation(start, end, text[start:end], who and who.name) for start, end, who in quotes),
        tuple(sorted(statements, key=lambda one: (one.start, -one.end, one.attribution))),
        tuple(stated(*one) for one in reader.sources),
        tuple(Unbalanced(seen.span(at, at + 1)[0], seen.text[at]) for at in unbalanced),
    )


# ---------------------------------------------------------------- marks

_PARAGRAPH = re.compile(r"\S(?:[^\n]*\S)?")
# A double mark but for inches, and in a row of more than three what makes it decoration.
_DOUBLE = re.compile(
    "[«»“”„‟\"'`](?:(?<=([«»“”„‟\"]))\\1{3,}|(?<=')'|(?<=`)`|(?<!['`]))(?!(?<=[0-9]\") ?[a-z])"
)
_SINGLE = re.compile(
    r"['‘](?<![^\s(\[{—–:,/-].)(?=\w)(?:(?! ['‘])[^\n«»“”„‟\"]){0,999}?[\w,.!?…]"
    r"(?:(?<!s)['’]|['’](?! ?[^\W\d_]))(?![\w'])"
)
_BEFORE_OPENING = " \n\t([{—–-:,/"
_TERMS = tuple(f"{word} " for word in WORDS["terms"])
_AFTER_CLOSING = " \n\t.,;:!?)]}—–-"


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
        _pair_doubles(plain, *paragraph.span(), found, unbalanced)
    outermost: list[Quoted] = []
    for one in sorted(found, key=lambda one: one.start):
        if not outermost or one.start > outermost[-1].past:
            outermost.append(one)
    return outermost, sorted(unbalanced)


def _pair_doubles(plain: str, start: int, end: int, found: list[Quoted], unbalanced: list[int]) -> None:
    """Pair the double marks of a paragraph."""
    opened: list[tuple[int, int]] = []  # the marks that are open: where each begins and ends
    for match in _DOUBLE.finditer(plain, start, end):
        at, past = match.span()
        left = (plain[at - 1 : at] or " ") in _BEFORE_OPENING
        right = (plain[past : past + 1] or " ") in _AFTER_CLOSING
        opens = None if match[1] else left if left != right else not opened
        if opens:
            opened.append((at, past))
        elif opens is None or not opened:
            unbalanced.append(at)
        elif len(opened) > 1:
            opened.pop()
        elif (first := opened.pop()[1]) < at:
            found.append(Quoted(first, at, past))
    if opened:
        at, past = opened[0]
        following = _PARAGRAPH.search(plain, end)
        again = following is not None and plain.startswith(plain[at:past], following.start())
        if (again or (at == start and plain[at] != '"')) and past < end:
            found.append(Quoted(past, end, end))
        unbalanced += [] if again else [at for at, _ in opened]


def _is_term(plain: str, one: Quoted) -> bool:
    """Tell a name or term in marks from speech: “Trump 2.0”, the "News" department, the “white gold” rush."""
    inside = plain[one.start : one.end]
    words = inside.strip(" ,.").split()
    if len(words) < 4 and inside[-1] not in ".," and plain.endswith(_TERMS, 0, one.start - 1):
        return True
    if len(words) > 7 or inside[-1] in "!?…" or plain.endswith(": ", 0, one.start - 1):  # He replied: “No”.
        return False
    return all(not word[0].islower() or word in WORDS["connectors"] for word in words)


# ---------------------------------------------------------------- cues

_LEAD = 80  # characters in which somebody is named, at the beginning of a sentence or behind a verb
_REACH = 400  # characters around a verb that are looked at
_NEAR = 4  # sentences from one about somebody to what he says
_VERBS = frozenset().union(*(VERBS[name] for name in ("core", "said", "figures", "told", "publish", "found")))
# All that may name a speaker: a verb, or a phrase before the name. What it begins with is looked at first.
_CUE = re.compile(
    rf"\b(?=[a-zABCIPQ])(?!(?<=, )say,)(?:(?P<verb>{trie(_VERBS | set(VOCABULARY['phrases']))}\b|"
    r"[a-z]+ed(?= that\b))|(?P<going>[a-z]+ing that\b)|(?:[Aa]ccording to|"
    r"(?P<citing>[Cc]iting|[Qq]uoting)|[Pp]er(?= the)|(?:[Ii]n|[Bb]y)"
    r"(?= [^,.\n]{0,60}(?:['’]s?|\b(?:his|her|its|their|own|the)) "
    r"(?:words|view|opinion|estimation|count|reckoning|calculations?|estimates?)\b)|"
    r"[Aa]s (?:reported|stated|noted|quoted|cited|announced|estimated|put) by) )"
)
# What follows a verb by which its subject speaks, and what may follow a noun as well ("reports").
_CLAUSE = r"[ .!]*$|,?\s?[“\"«‘]| that\b|[:,.]"
_SAYING = re.compile(
    rf"{_CLAUSE}| [^.;,“\"«]{{2,40}}?(?: (?:is|are|was|were|will|would|had|has|have|could|must)\b| [“\"«])"
)
_NOUN_SAYS = re.compile(rf"{_CLAUSE}| (?:(?:the|a|an|its|there|it|he|she|they)\b|\d|[A-Z€$£])")
# Verbs, the kinds of subject (all, if none is named) that speak by them only if they are followed so.
_BODIES = ("organisation", "unknown", "anyone", "place")  # which act by many verbs, "announced a stake in"
_AS_NOUNS = frozenset(verb for verb in VERBS["nouns"] if not verb.endswith("ed"))
_MUST_FOLLOW = (
    (_AS_NOUNS, (), _NOUN_SAYS),
    (_AS_NOUNS, _BODIES, re.compile("(?!,)")),  # the Longonjo project, in Huambo
    (VERBS["figures"] | VERBS["told"], (), re.compile("(?! (?:to|at) )")),
    (VERBS["publish"], _BODIES, _NOUN_SAYS),
    (VERBS["said"] - VERBS["figures"], _BODIES, _SAYING),
    (VERBS["found"], (*_BODIES, "person", "unnamed"), _SAYING),
)
_TAG = re.compile(rf"\s*(?:$|[.,;!?)\]]|(?:{'|'.join(VOCABULARY['tags'].split())})\b)")
_MORE = re.compile(r", (?:\d[^\s,]*|but|compared|against) ")  # said Smith, 3% more than; no age
_HEARER = re.compile(r"(?: (?!that\b)[\w’'.-]+){1,6}?(?=[,.:]| (?:that|the|it|he|she|they|in|on|at)\b|$)")
# Where and when somebody spoke and to whom, up to what they said.
_THAT = re.compile(
    r"(?: (?:on|in|at|during|to|last|this|via|from|before|after|\w+day)\b[^,;:.“\"«]{0,70}?)? that\b,?"
)
_GOES_ON = re.compile(rf"(?:{'|'.join(VOCABULARY['connectives'].split())})(?: |$)".replace("~", " "))
_CLOSED = tuple("\"”»’'")
_PAUSED = (",", "—", "–", "-")
_AROUND = " ,;:.-–—\n"  # what is left out at both ends of a statement


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
        self.text = self._masked()
        self.speakers = Speakers(self.text)
        turns, self.told = read_turns(self.speakers)
        self.statements = [(start, end, speaker, "direct") for start, end, speaker in turns]
        # A turn is all its speaker's, whoever is cited in it.
        edges = [0, *(at for turn in turns for at in turn[:2]), len(plain)]
        between = zip(edges[::2], edges[1::2], strict=True)
        self.cues = [cue for first, past in between for cue in _CUE.finditer(self.text, first, past)]
        self.sources: list[tuple[int, int, Speaker]] = []
        self.last: _Tag | None = None  # whom a bare sentence may go on with
        self.near = False  # whether nothing else stands between, in the paragraph
        self.about: Speaker | None = None  # whom the sentence is about

    def _masked(self) -> str:
        """Return the text with each quotation as one word, and names without their marks; same offsets."""
        plain, parts, at = self.plain, [], 0
        for one in self.quoted:
            inside = plain[one.start : one.end]
            one.named = _is_term(plain, one)
            if one.named:
                parts += [plain[at : one.start - 1], " ", inside, " " * (one.past - one.end)]
                at = one.past
            else:
                parts += [plain[at : one.start], inside[0], "§" * (len(inside) - 2), inside[1:][-1:]]
                at = one.end
        return "".join([*parts, plain[at:]])

    def read(self) -> None:
        """Give each quotation its speaker, and collect statements and sources."""
        heard, before = None, self.told  # who spoke or was spoken of last in this paragraph, and before
        waiting: list[Quoted] = []  # quotations of the paragraph whose speaker is not known yet
        quotes, cues = [one.start for one in self.quoted], [cue.start() for cue in self.cues]
        last = 0
        spans = list(sentences(self.text)) if self.quoted or self.cues else []
        owns = [self.quoted[bisect_left(quotes, start) : bisect_left(quotes, end)] for start, end in spans]
        cued = [self.cues[bisect_left(cues, start) : bisect_left(cues, end)] for start, end in spans]
        for at, (start, end) in enumerate(spans):
            if "\n" in self.text[last:start]:
                for one in waiting:
                    one.speaker = heard or before
                before, heard, waiting, self.near = heard or before, None, [], False
            lead, last = start, end
            mine = [one for one in owns[at] if not one.named]
            near = slice(at, at + _NEAR)
            self.about = None
            if any(owns[near]) or any(cued[near]):
                reach = max([start, *(one.past for one in owns[at]), *(cue.end() for cue in cued[at])])
                self.speakers.enter(start, min(end, reach + _LEAD))
                self.about = self.speakers.subject()
            tags = self._tags(cued[at], start, end)
            for one in mine:
                heard = one.speaker = next(self._candidates(one, tags, lead, end), heard)
                lead = one.past
                waiting += [] if heard else [one]
            if tags:
                self._report(tags, start, end)
                heard, self.last, self.near = tags[-1].speaker, tags[-1], tags[-1].after
            elif not mine and not self._go_on(start, end) and self.about and self.about.kind == "person":
                heard = self.about
        for one in waiting:
            one.speaker = heard or before

    def _go_on(self, start: int, end: int) -> bool:
        """Let a bare sentence go on with who spoke last: by a connective, or with an office's figures."""
        if not self.last:
            return False
        who = self.last.speaker
        argued = who.kind == "unnamed" and " argue" in self.text[self.last.start : self.last.end]
        if self.near and " " in who.name and (argued or _GOES_ON.match(self.text, start, end)):
            self._add(start, end, who)
            return True
        office = any(noun_kind(word) in ("organisation", "paper") for word in who.name.lower().split())
        if office and self.text[end - 1] in ".!?…":
            self.sources.append((start, end, who))
        else:  # a heading
            self.last = None
        return False

    def _candidates(self, one: Quoted, tags: list[_Tag], start: int, end: int) -> Iterator[Speaker]:
        """Yield who may speak a quotation, the likeliest first."""
        yield from (tag.speaker for tag in reversed(tags) if tag.end <= one.start)  # Smith said: “…”
        yield from (tag.speaker for tag in tags if tag.start >= one.past)  # “…,” said Smith
        behind = self.speakers.after(one.past)
        if behind and behind[1].kind == "person":  # “…,” chuckled Smith
            yield behind[1]
        if self.about and self.about.kind == "person":  # Jane Smith calls this “…”
            yield self.about

    def _add(self, start: int, end: int, speaker: Speaker) -> None:
        words = self.plain[start:end]
        start, end = end - len(words.lstrip(_AROUND)), start + len(words.rstrip(_AROUND))
        if re.search(r"\w{2}", self.text[start:end]):  # more than a quotation
            self.statements.append((start, end, speaker, ""))

    def _report(self, tags: list[_Tag], start: int, end: int) -> None:
        """Share a sentence out among those who speak in it."""
        for one, two in zip(tags, [*tags[1:], None], strict=True):
            if one.before:
                self._add(start, one.start, one.speaker)
            start = one.end
            if one.after and not (one.before and two and two.before):  # …, according to one, …, another said
                start = two.start if two else end
                self._add(one.end, start, one.speaker)

    def _tags(self, cues: list[re.Match], start: int, end: int) -> list[_Tag]:
        """Return who a sentence says to speak."""
        found: list[_Tag] = []
        for cue in cues:
            one = (self._by_verb if cue["verb"] else self._by_phrase)(cue, start, end, found)
            if one:
                if cue["citing"] and found:  # the newspaper reported, citing a diplomat
                    one.start = found.pop().start
                found.append(one)
                self.speakers.remember(one.speaker)
        return found

    def _by_phrase(self, cue: re.Match, start: int, end: int, found: list[_Tag]) -> _Tag | None:
        """Read *according to Jane Smith*; and *saying that*, by whom was heard or is the subject."""
        if cue["going"]:
            speaker = found[-1].speaker if found else self.about
            return _Tag(*cue.span(), speaker, False, True) if speaker else None
        after = self.speakers.after(cue.end(), loosely=not cue["citing"])
        if not after:
            return None
        stop, said = after
        opening = not self.text[start : cue.start()].strip()
        stop = max(stop, self.text.find(",", stop, min(end, stop + 160)))
        return _Tag(cue.start(), stop, said, not opening, opening or self.text.startswith(",", stop))

    def _by_verb(self, cue: re.Match, start: int, end: int, found: list[_Tag]) -> _Tag | None:
        """Read *said Jane Smith* and *Jane Smith said*, and what goes on with who began the sentence."""
        verb, (at, past) = cue.group(), cue.span()
        start, end = max(start, at - _REACH), min(end, past + _REACH)
        before, rest = self.text[start:at].rstrip(), self.text[past:end]
        last = before[before.rfind(" ") + 1 :].lower()
        if last in WORDS["no_subject"] or self.text[at - 1 : at] in ("-", "’", "'"):
            return None
        subject = self.speakers.before(at, verb in VERBS["core"] or " " in verb)
        paused = before.endswith(_PAUSED) and not (subject and verb in VERBS["told"])
        if paused or before.rstrip(",").endswith(_CLOSED):
            after = self.speakers.after(past)
            if after and _TAG.match(self.text, after[0], end):
                return _Tag(at, *after, True, bool(_MORE.match(self.text, after[0])))
        if not subject and last in ("and", "but", "it", "who"):
            who = found[-1].speaker if found and last != "it" else self.about if last != "who" else None
            subject = (start + len(before) - len(last), who) if who else None
        if not subject or (found and subject[0] < found[-1].end):
            return None
        first, who = subject
        if found and verb not in VERBS["core"]:  # According to Smith / he said that the company expects
            if self.text.startswith("According", found[-1].start) or self.text.endswith(" that ", 0, first):
                return None
        tag = self.text[start:first].rstrip().endswith(",") and _TAG.match(rest)
        for verbs, kinds, follows in () if tag else _MUST_FOLLOW:
            if verb in verbs and (not kinds or who.kind in kinds) and not follows.match(rest):
                return None
        return self._sides(verb, first, who, start, past, end)

    def _sides(self, verb: str, first: int, speaker: Speaker, start: int, past: int, end: int) -> _Tag:
        """Tell on which side of subject and verb the speech stands."""
        ahead = self.text[start:first].strip(" \n").removesuffix(" as").rstrip()
        if verb in VERBS["told"] and (hearer := _HEARER.match(self.text, past, end)):
            past = hearer.end()
        rest = self.text[past:end]
        closed = ahead.endswith((*_CLOSED, *_PAUSED))
        that = None if ahead.endswith(_CLOSED) and rest[:5] != " that" else _THAT.match(rest)
        if closed and not that and _TAG.match(rest):
            return _Tag(first, past, speaker, True, rest.startswith(","))
        return _Tag(first, past + (that.end() if that else 0), speaker, False, True)
