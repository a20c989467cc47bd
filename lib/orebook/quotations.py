"""Who says what: quoted speech and its speaker, reported speech and its speaker.

Marks are paired first, by their form and by what stands beside them. What is quoted is then masked, so
that a quotation is one word to the sentences around it, and every speech verb in those is asked for its
subject. Names are told by general signs (titles, roles, capitals, where they stand), never by a list of people.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

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
        Full name as the text first gives it, or the words for someone unnamed; None where the text does not say.
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
    return [_mark_at(text, seen.span(at, at + 1)[0]) for at in _pair_marks(seen.text)[1]]


def find_speech(text: str) -> Speech:
    """Read a text once for quotations, statements and unbalanced marks."""
    seen = view(text)
    quoted, unbalanced = _pair_marks(seen.text)
    statements = _Reader(seen.text, quoted).read()
    quotations = []
    for one in quoted:
        if one.named:
            continue
        start, end = seen.span(one.start, one.end)
        speaker = one.speaker.name if one.speaker else None
        quotations.append(Quotation(start, end, text[start:end], speaker))
        if speaker:
            statements.append((one.start, one.end, one.speaker, "direct"))
    found = []
    for first, last, by, attribution in sorted(statements, key=lambda one: (one[0], -one[1], one[3])):
        start, end = seen.span(first, last)
        found.append(Statement(start, end, by.name, attribution))
    marks = [_mark_at(text, seen.span(at, at + 1)[0]) for at in unbalanced]
    return Speech(quotations, found, marks)


def _mark_at(text: str, start: int) -> Unbalanced:
    return Unbalanced(start, text[start])


# ---------------------------------------------------------------- marks

_MARK = re.compile("[«»“”„‟\"\n]|''|``|(?<![\\w'‘’])['‘](?=\\w)|(?<=[\\w,.!?…])['’](?![\\w'])")
_BEFORE_OPENING = " \n\t([{—–-:,/"
_AFTER_CLOSING = " \n\t.,;:!?)]}—–-"
_LONGEST = 4000  # characters a quotation may run over paragraphs that do not open it again
_PARAGRAPHS = 3  # and how many of those
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
            if not stack or _wraps(plain, at):
                continue
            following = _NONSPACE.search(plain, at)
            end = _rstrip(plain, start, at)
            if len(stack) == 1 and inner > start and _ends_speech(plain, inner, at):
                close(inner, inner + 1)  # one mark closes an inner and the outer quotation
                chain += 1
            elif following and following.group() in '“„«"' and following.group() == stack[0][1][0]:
                close(end, end)
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
        elif mark == '"' and before.isdigit() and not stack:
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


def _ends_speech(plain: str, inner: int, end: int) -> bool:
    return plain[inner - 1] in ",.!?" or not plain[inner + 1 : end].strip(" .")


def _wraps(plain: str, at: int) -> bool:
    """Tell whether a line end only wraps the line: its sentence goes on in the next one."""
    following = plain[at + 1 : at + 2]
    if following.islower():
        return True
    if not following.isalnum() or plain[at - 1 : at] in tuple('.!?:;*|"”»)') or not at:
        return False
    start, stop = plain.rfind("\n", max(0, at - 100), at) + 1, plain.find("\n", at + 1, at + 101)
    return 45 < at - start <= 100 and 0 < start and stop > 0


def _rstrip(plain: str, start: int, end: int) -> int:
    while end > start and plain[end - 1].isspace():
        end -= 1
    return end


# ---------------------------------------------------------------- words


@dataclass(frozen=True, slots=True)
class _Words:
    said: re.Pattern
    cue: re.Pattern
    person_only: frozenset
    nouns: frozenset
    adverb: re.Pattern
    role: dict
    loose: frozenset
    unnamed: frozenset
    titles: frozenset
    organisation: frozenset
    company: frozenset
    paper: frozenset
    agency: frozenset
    portfolio: frozenset
    start: frozenset
    run: re.Pattern


# A capitalised word; a full stop belongs to it in initials, titles and within (U.S., J.D., mining.com).
_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_CAPITAL = rf"(?:(?:{_UPPER}\.)+(?:-{_UPPER}\.)?|(?:Mrs?|Ms|Dr|Prof|St|Sen|Gov|Gen|Col|Rep|Eng)\.|{_UPPER}(?:[\w’'&/-]|\.(?=\w))*)"


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = tomllib.loads(files("orebook").joinpath("vocabulary/speech.toml").read_text("utf-8"))

    def words(text: str) -> frozenset:
        return frozenset(text.split())

    phrases = [phrase.strip() for phrase in data["phrases"].split("|")]
    verbs = sorted(words(data["said"]) | words(data["person_only"]) | set(phrases), key=len, reverse=True)
    verb = "|".join(re.escape(word) for word in verbs)
    role = {word: group for group, heads in data["roles"].items() for word in heads.split()}
    people, places, other = data["people"], data["organisations"], data["words"]
    joint = "|".join(people["particles"].split())
    return _Words(
        said=re.compile(rf"\b(?:{verb})\b"),
        cue=re.compile(
            rf"\b(?:{verb}|[Aa]ccording to|[Cc]iting|[Qq]uoting|[Pp]er the|[Ii]n the (?:words|view|opinion) of|"
            rf"(?:adding|noting|stressing|saying|explaining|warning|emphasi[sz]ing|arguing|recalling|predicting))\b"
        ),
        person_only=words(data["person_only"]),
        nouns=words(data["nouns"]),
        adverb=re.compile(rf"(?:[ ,]+(?:{'|'.join(data['adverbs'].split())}|\w{{2,14}}ly))+$"),
        role=role,
        loose=words(people["loose"]),
        unnamed=words(people["unnamed"]),
        titles=words(people["before_names"]),
        organisation=words(places["nouns"]),
        company=words(places["companies"]),
        paper=words(places["papers"]),
        agency=words(places["agencies"]),
        portfolio=words(other["portfolios"]),
        start=words(other["starts"]),
        run=re.compile(rf"{_CAPITAL}(?: (?:(?:{joint}|of|and|for|the|to|&) ){{0,3}}{_CAPITAL})*"),
    )


# ---------------------------------------------------------------- names


@dataclass(frozen=True, slots=True)
class _Speaker:
    name: str
    kind: str  # person, organisation or unnamed


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run of capitalised words is: a person (with roles), one word alone, an organisation, a role, a place."""

    kind: str
    name: str
    roles: tuple[str, ...] = ()
    possessive: bool = False
    skip: int = 0  # characters before it in the run that are no part of it


@lru_cache(maxsize=8192)
def _read_run(text: str) -> _Run:
    known = _words()
    words = text.split()
    possessive = words[-1].endswith(_POSSESSIVE)
    owner = max((at for at, word in enumerate(words[:-1]) if word.endswith(_POSSESSIVE)), default=-1)
    words = words[owner + 1 :]
    while words and words[0].lower() in known.start:
        words.pop(0)
    skip = len(text) - len(" ".join(words))
    if possessive and words:
        words[-1] = words[-1].rstrip("s").rstrip("’'")
    return replace(_classify(words, possessive), skip=skip)


_POSSESSIVE = ("’s", "'s", "s’", "s'", "’", "'")


def _classify(words: list[str], possessive: bool) -> _Run:
    known = _words()
    if not words or not words[-1]:
        return _Run("nothing", "")
    lower = [word.lower().strip(".") for word in words]
    if lower[-1] in known.unnamed:
        return _Run("nothing", " ".join(words))
    titled = [at for at, word in enumerate(lower) if _role(word) or word in known.titles]
    if titled:
        return _read_titled(words, lower, titled, possessive)
    if "and" in lower or "&" in lower:
        if not any(_is_organisation(word) for word in lower) and "of" not in lower and "&" not in lower:
            first = words[: lower.index("and")]
            return _classify(first, possessive) if first else _Run("nothing", "")
        return _Run("organisation", " ".join(words), possessive=possessive)
    name = " ".join(words)
    capitals = name.isupper()
    if any(_is_organisation(word) for word in lower) or {"of", "for"} & set(lower):
        return _Run("organisation", name, possessive=possessive)
    if any(word in known.portfolio for word in lower):
        return _Run("place", name, possessive=possessive)
    if len(words) == 1:
        return _Run("word", name, possessive=possessive)
    if len(words) > 5 or any(any(c.isdigit() for c in word) for word in words):
        return _Run("nothing", name)
    if not capitals and any(word.isupper() and len(word) > 2 and "." not in word for word in words):
        return _Run("organisation", name, possessive=possessive)
    return _Run("person", name, possessive=possessive)


def _read_titled(words: list[str], lower: list[str], titled: list[int], possessive: bool) -> _Run:
    """Read a run with a title or role in it: the person's name follows it, after the portfolio if there is one."""
    known, last = _words(), titled[-1]
    roles = tuple(dict.fromkeys(group for at in titled if (group := _role(lower[at]))))
    tail, of, plain = words[last + 1 :], False, False
    while tail:
        word = tail[0].lower().strip(".")
        if word in ("of", "for", "to", "at", "and", "the", "&"):
            of = True
        elif not (word in known.portfolio or _is_organisation(word)):
            break
        else:
            plain = True
        tail = tail[1:]
    if of and len(tail) > 2 and not any(part in _words().start or part.lower() in _JOINTS for part in tail):
        tail = tail[-2:]  # "Chairman of Kazatomprom Meirzhan Yussupov": without a portfolio, the last two
    elif of and not plain and len(tail) <= 2:
        tail = []  # "head of Rio Tinto"
    if tail:
        kind = "person" if len(tail) > 1 else "word"
        return _Run(kind, " ".join(tail), roles, possessive)
    if last and not roles:
        return _Run("nothing", " ".join(words))
    return _Run("role", " ".join(words), roles, possessive)


_JOINTS = frozenset(("von", "van", "der", "de", "la", "bin", "al", "el", "da", "di", "du"))


def _role(word: str) -> str | None:
    return _words().role.get(word) or _words().role.get(word.rpartition("-")[2])


def _is_organisation(word: str) -> bool:
    known = _words()
    return word in known.organisation or word in known.company or word in known.agency


def _key(word: str) -> str:
    """Fold case, accents and apostrophes: Šefčovič and Sefcovic are one."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return folded.casefold().replace("ı", "i").strip("’'.")


class _Roster:
    """The people and organisations that a text names, and what it calls them first."""

    def __init__(self, plain: str) -> None:
        self.runs: list[tuple[int, int, _Run]] = []
        self.starts: list[int] = []
        self._names: dict[str, dict[str, str]] = {"last": {}, "first": {}, "middle": {}}
        self._short: dict[str, str] = {}  # acronym or short name to the organisation's name
        self._holders: dict[str, list[str]] = {}  # role to the people who hold it
        self._by_noun: dict[str, list[tuple[int, str]]] = {}
        for match in _words().run.finditer(plain):
            run = _read_run(match.group())
            if run.kind == "nothing":
                continue
            start, end = match.start() + run.skip, match.end()
            self.runs.append((start, end, run))
            self.starts.append(start)
            if run.kind == "person":
                self._enter(plain, start, end, run)
            elif run.kind in ("organisation", "place"):
                self._enter_organisation(plain, start, end, run)

    def _enter(self, plain: str, start: int, end: int, run: _Run) -> None:
        parts = run.name.split()
        self._names["last"].setdefault(_key(parts[-1]), run.name)
        self._names["first"].setdefault(_key(parts[0]), run.name)
        for part in parts[1:-1]:
            self._names["middle"].setdefault(_key(part), run.name)
        roles = list(run.roles)
        before = plain[max(0, start - 120) : start].rstrip()
        if before.endswith(","):
            before = " ".join(_CLAUSE.split(before[:-1])[-1].split()[:6])
        else:
            before = before[before.rfind(" ") + 1 :]
        after = _APPOSITION.match(plain, end)
        for word in f"{before} {after.group(1) if after else ''}".lower().split():
            if role := _role(word.strip(",.’'")):
                roles.append(role)
        name = self.full(run.name)
        for role in dict.fromkeys(roles):
            holders = self._holders.setdefault(role, [])
            if name not in holders:
                holders.append(name)

    def _enter_organisation(self, plain: str, start: int, end: int, run: _Run) -> None:
        short = _ACRONYM.match(plain, end)
        if short:
            self._short.setdefault(short.group(1), run.name)
        for word in run.name.lower().split():
            if word in _words().organisation or word in _words().company:
                self._by_noun.setdefault(word, []).append((start, run.name))

    def full(self, name: str) -> str:
        """Return the full name that the text first gives for a name, or the name itself."""
        parts = name.split()
        if len(parts) > 1:
            found = self._names["last"].get(_key(parts[-1]))
            same = found and _key(found.split()[0])[:1] == _key(parts[0])[:1]
            return found if found and same and len(found.split()) >= len(parts) else name
        key = _key(name)
        for where in ("last", "first", "middle"):
            if key in self._names[where]:
                return self._names[where][key]
        return self._short.get(name, name)

    def is_short(self, name: str) -> bool:
        return name in self._short

    def holders(self, role: str) -> list[str]:
        return self._holders.get(role, [])

    def organisation(self, noun: str, before: int) -> str | None:
        """Return the organisation that a noun (*ministry*) last stood in before a position, if there is one."""
        found = self._by_noun.get(noun, [])
        at = bisect_left(found, (before, ""))
        return found[at - 1][1] if at else None

    def within(self, start: int, end: int) -> list[tuple[int, int, _Run]]:
        return self.runs[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


_CLAUSE = re.compile(r"[,.;:!?\n]")
_APPOSITION = re.compile(r" ?, ((?:[\w’'&-]{1,40} ?){1,7})")
_ACRONYM = re.compile(r" \(([A-Z][\w-]{1,9})\)")


# ---------------------------------------------------------------- sentences


@dataclass(slots=True)
class _Attribution:
    """Words that name a speaker, within the masked text, and on which side of them the speech stands."""

    start: int
    end: int
    speaker: _Speaker
    before: bool  # owns what stands before it
    after: bool  # owns what follows
    relay: bool = False  # an agency passing on what somebody said
    verb: str = ""


_THAT = re.compile(r",? (?:\w+ (?:\w+ )?)?that\b,?|:|,(?= [^\W\d_])")
_TAG = re.compile(
    r"\s*(?:$|[.,;!?)\]]|(?:in|on|at|during|after|before|by|via|to|last|this|yesterday|today|earlier|late|early|while|"
    r"when|as|from|through|following|with|under|about|of|reporters|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|"
    r"Sunday|Reuters|Bloomberg)\b)"
)
_TOLD = re.compile(r"(?: (?!that\b)[\w’'.-]+){1,6}?(?=,| that\b| the\b| it\b| he\b|\.| in\b| on\b|:|$)")
_PRONOUN = re.compile(r"\b([Hh]e|[Ss]he|[Tt]hey|[Ii]t)$")
_DETERMINER = frozenset(
    "the a an some many several most other two three four few one its his their this that these those any".split()
)
_STOPS = frozenset(
    "but and that as while because when where if or though although however which who than then so yet since after of in on "
    "for at by from with to is are was were has have had said says".split()
)
_PREPOSITIONS = frozenset("of for at with from in on close familiar to who briefed directly involved".split())
_CONTINUES = re.compile(
    r"(?:However|Now|In addition|Moreover|Furthermore|Additionally|Also|At the same time|Besides|Therefore|Thus|"
    r"In particular|As a result|The (?:second|third|fourth|last|other|final) |Together|This means|That means|"
    r"For example|For instance|In turn|Secondly|Thirdly|Finally|Nevertheless|Instead|Otherwise|Hence)\b"
)
_ARGUES = frozenset("argue argues argued warn warns warned believe believes contend contends".split())
_PARTICIPLE = re.compile(
    r"(?:,|and|while) (?:also |further )?((?:add|not|stress|say|explain|warn|emphasi[sz]|argu|recall|predict|stat|point|"
    r"forecast|claim|highlight|underlin|underscor)(?:ing|ting)(?: out)?)\b( that)?"
)
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|[Pp]er(?= the)|[Ii]n the (?:words|view|opinion) of|[Aa]s (?:\w+ )?by|[Cc]iting|[Qq]uoting) "
)
_WORDS_OF = re.compile(r"\b[Ii]n ((?:[\w.-]+ ){0,4}[\w.-]+)[’']s? (?:words|view|opinion|estimation)\b")


class _Reader:
    """Reads the sentences of one text in order, and knows who spoke last."""

    def __init__(self, plain: str, quoted: list[_Quoted]) -> None:
        self.quoted = quoted
        self.plain = plain
        self.text = self._masked(plain)
        self.roster = _Roster(self.text)
        self.statements: list[tuple[int, int, _Speaker, str]] = []
        self.last: _Speaker | None = None  # who spoke last
        self.person: _Speaker | None = None  # the person whom *he* or *she* would mean
        self.group: _Speaker | None = None  # the organisation or unnamed people who spoke last
        self.genders: dict[str, str] = {}

    def _masked(self, plain: str) -> str:
        """Return the text with each quotation as one word, and names freed of their marks; same offsets."""
        parts, at = [], 0
        for one in self.quoted:
            if one.start < at:
                continue
            inside = plain[one.start : one.end]
            one.named = _is_name(inside) and not _SPOKEN.match(plain, one.past)
            stop = one.end
            mark = plain[one.start - 1 : one.start]
            if one.named:
                parts += [plain[at : one.start - 1], " " * len(mark), inside]
                if one.past > one.end:
                    parts.append(" ")
                    stop = one.end + 1
            else:
                parts += [plain[at : one.start], "q" * (len(inside) - 1), inside[-1]]
            at = stop
        parts.append(plain[at:])
        text = "".join(parts)
        return _WRAP.sub(lambda m: " " if _wraps(plain, m.start()) else "\n", text)

    def read(self) -> list[tuple[int, int, _Speaker, str]]:
        """Give each quotation its speaker and return the reported statements."""
        text, quoted, at, past = self.text, self.quoted, 0, 0
        frame: _Attribution | None = None
        paragraph: list[_Quoted] = []  # its quotations so far
        previous: _Speaker | None = None  # the speaker at the end of the last paragraph, if there was one
        heard: _Speaker | None = None  # who spoke last in this paragraph
        subject: _Speaker | None = None  # the person the last sentence of this paragraph was about
        for start, end in sentences(text):
            if "\n" in text[past:start]:
                self._settle(paragraph, heard, previous)
                previous, heard, frame, subject, paragraph = heard, None, None, None, []
            mine = []
            while at < len(quoted) and quoted[at].start < end:
                if not quoted[at].named:
                    mine.append(quoted[at])
                at += 1
            found = self._attributions(start, end) if _words().cue.search(text, start, end) else []
            if (
                found
                and paragraph
                and found[0].start == start
                and not text[paragraph[-1].past : start].strip(" ,")
            ):
                tag = found[0]
                if _TAG.match(text, tag.end, end):  # “Really?” Smith said.
                    paragraph[-1].speaker, tag.after = tag.speaker, False
            for one in mine:
                one.speaker = self._speaker_of(one, found, start, end)
                if not one.speaker and not _is_speech(self.plain, one, False):
                    one.named = True
                elif not one.speaker:
                    one.speaker = heard or subject
                    if one.speaker and not heard:
                        heard = one.speaker
                elif not _is_speech(self.plain, one, True):
                    one.named = True
            paragraph += [one for one in mine if not one.named]
            spoken = [one.speaker for one in mine if one.speaker and not one.named]
            if found:
                self._report(found, start, end)
                frame = found[-1]
                heard = next((one.speaker for one in reversed(found) if not one.relay), found[-1].speaker)
            elif frame and frame.after and not mine and self._continues(frame, start, end):
                self._add(start, end, frame.speaker)
            elif not mine:
                frame = None
                first = self.roster.within(start, start + 60)
                subject = None
                if (
                    first
                    and first[0][0] <= start + 30
                    and (name := self._named(first[0][2]))
                    and name.kind == "person"
                ):
                    if not first[0][2].possessive and not _OBJECT.search(text, start, first[0][0]):
                        subject = self.person = name
            if spoken:
                heard = spoken[-1]
            past = end
        self._settle(paragraph, heard, previous)
        chains: dict[int, _Speaker] = {one.chain: one.speaker for one in quoted if one.speaker}
        for one in quoted:
            one.speaker = one.speaker or chains.get(one.chain)
        return self.statements

    def _settle(self, paragraph: list[_Quoted], heard: _Speaker | None, previous: _Speaker | None) -> None:
        """Give a paragraph's quotations without a speaker its own, or if it only quotes that of the one before."""
        for one in paragraph:
            if not one.speaker:
                one.speaker = heard or previous

    def _speaker_of(self, one: _Quoted, found: list[_Attribution], start: int, end: int) -> _Speaker | None:
        for attribution in found:
            if attribution.start >= one.past and not self.text[one.past : attribution.start].strip(" ,.—–-"):
                return attribution.speaker
        before = [a for a in found if a.end <= one.start and not a.relay]
        if before:
            return before[-1].speaker
        after = [a for a in found if a.start >= one.past]
        return after[0].speaker if after else None

    def _continues(self, frame: _Attribution, start: int, end: int) -> bool:
        if _CONTINUES.match(self.text, start, end):
            return True
        if (
            frame.verb not in _ARGUES
            or frame.speaker.kind != "unnamed"
            or _PAST.search(self.text, start, end)
        ):
            return False
        return not any(
            run.kind in ("person", "organisation") for _, _, run in self.roster.within(start, start + 9)
        )

    def _add(self, start: int, end: int, speaker: _Speaker) -> None:
        while start < end and not self.plain[start].isalnum() and self.plain[start] not in '€$£¥“«"(‘„':
            start += 1
        while end > start and self.text[end - 1] in " ,;.:-–—\n":
            end -= 1
        inside = "".join(char for char in self.text[start:end] if char not in "«»“”„\"‘’'. ")
        if inside.strip("q,?!…"):
            self.statements.append(
                (start, end, speaker, "unnamed" if speaker.kind == "unnamed" else "indirect")
            )

    def _report(self, found: list[_Attribution], start: int, end: int) -> None:
        """Share a sentence out among its attributions."""
        named = [one for one in found if not one.relay] or found
        for at, one in enumerate(named):
            free = start if not at else named[at - 1].end
            if one.before and not (at and named[at - 1].after):
                self._add(free, one.start, one.speaker)
            if one.after:
                self._add(one.end, named[at + 1].start if at + 1 < len(named) else end, one.speaker)
        for one in found:
            self.last = one.speaker
            if one.speaker.kind != "person":
                self.group = one.speaker

    # -- attributions

    def _attributions(self, start: int, end: int) -> list[_Attribution]:
        text, found = self.text, []
        for match in _words().said.finditer(text, start, end):
            one = self._by_verb(match, start, end, found)
            if one:
                found.append(one)
                if one.speaker.kind == "person":
                    self.person = one.speaker
        for match in _PARTICIPLE.finditer(text, start, end):
            before = [one for one in found if one.end <= match.start()]
            if before:
                found.append(_Attribution(match.start(), match.end(), before[-1].speaker, False, True))
        for match in _ACCORDING.finditer(text, start, end):
            one = self._by_phrase(match, start, end)
            if one:
                found.append(one)
        for match in _WORDS_OF.finditer(text, start, end):
            run = self.roster.within(match.start(1), match.end(1))
            if run and (speaker := self._named(run[-1][2])):
                found.append(_Attribution(match.start(), match.end(), speaker, match.start() > start, True))
        found.sort(key=lambda one: one.start)
        others = [one for one in found if not one.relay]
        for one in found:
            one.relay = one.relay and bool(others)
        return found

    def _by_verb(
        self, match: re.Match, start: int, end: int, found: list[_Attribution]
    ) -> _Attribution | None:
        text, known, verb = self.text, _words(), match.group()
        at, past = match.span()
        before = text[start:at].rstrip()
        last = before[before.rfind(" ") + 1 :].lower()
        if (
            text[at - 1 : at] in ("-", "’", "'")
            or last in _NO_SUBJECT
            or (last in _BE and "saying" not in verb)
        ):
            return None
        rest = text[past : min(end, past + 80)]
        if verb in known.nouns and not _CLAUSE_FOLLOWS.match(rest) and rest.strip(" .!"):
            return None
        if verb in ("saying", "stating"):
            return None
        cut = known.adverb.search(before)
        if cut:
            before = before[: cut.start()]
        subject = self._before(start, start + len(before))
        told = verb in ("told", "tells", "informed", "informs", "assured", "reminded")
        if not subject and verb in _INVERTED and (not before or before[-1] in ",\"”»’'—–-q"):
            after = self._after(past, end)
            if after:
                stop, speaker = after
                relay = speaker.name.lower() in known.agency or verb in ("reported", "reports")
                tail = bool(_PARTICIPLE.search(text, stop, end))
                return _Attribution(at, stop, speaker, True, tail, relay, verb)
        if not subject and last in ("and", "but") and found and found[-1].speaker:
            subject = (start + len(before) - len(last), found[-1].speaker)
        if not subject:
            return None
        first, speaker = subject
        if speaker.kind in ("organisation", "place") and (
            verb in known.person_only
            or (
                verb.startswith(("expect", "forecast", "project", "estimat", "anticipat"))
                and (speaker.kind == "place" or rest.startswith(" to "))
            )
        ):
            return None
        relay = speaker.name.lower().split()[0] in known.agency
        if told and (object_ := _TOLD.match(text, past, end)):
            past = object_.end()
        rest = text[past:end]
        ahead = text[start:first].strip()
        if ahead.lower() in ("as", "but", "and", "so") or ahead.lower().endswith((", as", " as")):
            opening = ahead.lower() == "as"
            comma = text.find(",", past, end)
            return _Attribution(
                start if opening else first,
                comma if comma > 0 else end,
                speaker,
                not opening,
                opening or comma > 0,
                relay,
                verb,
            )
        posted = (
            bool(ahead)
            and ahead[-1] in ",\"”»’'—–-?!"
            and bool(_TAG.match(rest))
            and not _NEXT_THAT.search(rest)
        )
        if posted:
            comma = text.find(",", past, end)
            both = rest.startswith(",")
            return _Attribution(
                first,
                past,
                speaker,
                True,
                both or bool(comma > 0 and _PARTICIPLE.match(text, comma)),
                relay,
                verb,
            )
        if that := _NEXT_THAT.search(rest):
            past += that.end()
        return _Attribution(first, past, speaker, False, True, relay, verb)

    def _by_phrase(self, match: re.Match, start: int, end: int) -> _Attribution | None:
        text = self.text
        after = self._after(match.end(), end, loosely=True)
        if not after:
            return None
        stop, speaker = after
        if speaker.kind == "place" and not match.group().lower().startswith("acc"):
            return None
        if speaker.kind == "person":
            self.person = speaker
        opening = not text[start : match.start()].strip()
        if text[stop : stop + 1] == ",":
            skip = _ASIDE.match(text, stop, end)
            if skip and _is_apposition(skip.group(1)):
                stop = skip.end()
        elif (comma := text.find(",", stop, min(end, stop + 120))) > 0:
            stop = comma
        elif not opening:
            stop = end
        return _Attribution(
            match.start(),
            stop,
            speaker,
            not opening,
            opening or text[stop : stop + 1] == ",",
            verb="according",
        )

    # -- subjects

    def _before(self, start: int, end: int) -> tuple[int, _Speaker] | None:
        """Return where the noun phrase that ends at ``end`` starts, and whom it means."""
        text = self.text
        if text[end - 1 : end] == ")" and (bracket := text.rfind("(", max(start, end - 60), end)) > 0:
            end = bracket
        while end > start and text[end - 1] == " ":
            end -= 1
        if text[end - 1 : end] != ",":
            return self._phrase_before(start, end)
        stop = end - 1
        commas = [stop]
        while len(commas) < 5 and (comma := text.rfind(",", start, commas[-1])) > 0:
            commas.append(comma)
        for near, far in zip(commas, [*commas[1:], start - 1], strict=False):
            run = self._run_ending(near)
            if (
                run
                and far + 2 >= run[0] - 1
                and run[2].kind in ("person", "word")
                and (speaker := self._named(run[2]))
            ):
                if speaker.kind == "person":
                    return run[0], speaker
        for far in commas[1:]:
            if _is_apposition(text[far + 1 : stop]) and (phrase := self._phrase_before(start, far)):
                return phrase
        return None

    def _run_ending(self, end: int) -> tuple[int, int, _Run] | None:
        at = bisect_left(self.roster.starts, end) - 1
        if at >= 0:
            first, last, run = self.roster.runs[at]
            if last == end or (last == end + 1 and self.text[end] in ".’'"):
                return first, last, run
        return None

    def _phrase_before(self, start: int, end: int) -> tuple[int, _Speaker] | None:
        text = self.text
        while end > start and text[end - 1] == " ":
            end -= 1
        pronoun = _PRONOUN.search(text, max(start, end - 5), end)
        if pronoun:
            speaker = self._pronoun(pronoun.group().lower())
            return (pronoun.start(), speaker) if speaker else None
        run = self._run_ending(end)
        if run and run[0] >= start and not run[2].possessive:
            speaker = self._named(run[2], run[0])
            if speaker:
                return run[0], speaker
        clause = max(text.rfind(mark, max(start, end - 120), end) for mark in ',;:—–("”»“«') + 1
        return self._common(max(start, clause, end - 120), end)

    def _common(self, start: int, end: int) -> tuple[int, _Speaker] | None:
        """Read a noun phrase that ends at ``end`` by its head: a role, unnamed people, an organisation."""
        known, text = _words(), self.text
        tokens = [(m.group(), m.start()) for m in _TOKEN.finditer(text, start, end)]
        head = next((i for i in range(len(tokens) - 1, -1, -1) if _is_head(tokens[i][0])), None)
        if (
            head is None
            or (head + 1 < len(tokens) and tokens[head + 1][0].lower() not in _PREPOSITIONS)
            or len(tokens) - head > 9
        ):
            return None
        first = head
        while True:
            steps = 0
            while first > 0 and steps < 5:
                word = tokens[first - 1][0].lower()
                if word in _STOPS:
                    break
                first, steps = first - 1, steps + 1
                if word in _DETERMINER:
                    break
            outer = first - 2
            if outer >= 0 and tokens[first - 1][0].lower() in _PREPOSITIONS and _is_head(tokens[outer][0]):
                first = head = outer
                continue
            break
        words = [word for word, _ in tokens[first:]]
        speaker = self._meant(words, words[head - first].lower(), tokens[first][1])
        return (tokens[first][1], speaker) if speaker else None

    def _after(self, start: int, end: int, loosely: bool = False) -> tuple[int, _Speaker] | None:
        """Return where the noun phrase that starts at ``start`` ends, and whom it means."""
        text = self.text
        while start < end and text[start] == " ":
            start += 1
        stop = min([at for mark in ',;:.("“«' if (at := text.find(mark, start, end)) > 0] or [end])
        runs = [run for run in self.roster.within(start, min(end, start + 160))]
        tokens = [
            (m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, min(stop, start + 160))
        ]
        if not tokens:
            return None
        word = tokens[0][0].lower()
        if word in ("he", "she", "it", "they"):
            speaker = self._pronoun(word)
            return (tokens[0][2], speaker) if speaker else None
        skip = 1 if word in _DETERMINER and len(tokens) > 1 else 0
        for run in runs:
            between = [token for token in tokens if token[1] < run[0]]
            if run[2].possessive or run[0] > stop + 2 or len(between) > (8 if loosely else 5):
                continue
            if any(token[0].lower() in _STOPS and not loosely for token in between[skip:]):
                break
            if between[skip:] and not any(_is_head(token[0]) for token in between):
                break
            heads = _HEADS_AFTER.match(text, run[1], end)
            if (
                heads
                and run[2].kind != "person"
                and any(_is_person_head(word) for word in heads.group().split())
            ):
                break
            if not between[skip:] or run[2].kind in ("person", "word") or loosely:
                speaker = self._named(run[2], run[0])
                if (
                    speaker
                    and run[2].kind == "role"
                    and (name := self._run_at(run[1] + 2))
                    and name[2].kind == "person"
                ):
                    return name[1], self._named(name[2]) or speaker
                if speaker:
                    return min(run[1], end) - (text[run[1] - 1] == "." and run[1] >= end), speaker
        head = next((i for i, token in enumerate(tokens[:8]) if _is_head(token[0])), None)
        if head is None:
            return None
        while head + 1 < len(tokens) and _is_head(tokens[head + 1][0]):
            head += 1
        if (name := self._run_at(tokens[head][2] + 2)) and name[2].kind == "person":
            return name[1], self._named(name[2]) or _Speaker(name[2].name, "person")
        last = head
        if head + 1 < len(tokens) and tokens[head + 1][0].lower() in _MODIFIES:
            last = min(len(tokens) - 1, head + 6)
        speaker = self._meant([token[0] for token in tokens[: last + 1]], tokens[head][0].lower(), start)
        return (tokens[last][2], speaker) if speaker else None

    def _run_at(self, start: int) -> tuple[int, int, _Run] | None:
        at = bisect_left(self.roster.starts, start)
        return (
            self.roster.runs[at] if at < len(self.roster.starts) and self.roster.starts[at] == start else None
        )

    # -- whom a phrase means

    def _named(self, run: _Run, at: int = 0) -> _Speaker | None:
        if run.kind == "nothing" or run.possessive:
            return None
        if run.kind == "role":
            return self._holder(run.roles[0] if run.roles else "", run.name, run.name.split()[-1].lower())
        name = self.roster.full(run.name)
        if run.kind == "word":
            if " " in name and not self.roster.is_short(run.name):
                return _Speaker(name, "person")
            return _Speaker(name, "person" if run.roles else "organisation")
        return _Speaker(name, run.kind)

    def _pronoun(self, word: str) -> _Speaker | None:
        """*He* and *she* mean the person who spoke or was spoken of last, unless the other pronoun was used of them."""
        if word == "they":
            return self.group
        if word == "it":
            return self.group if self.group and self.group.kind == "organisation" else None
        person = self.person or (self.group if self.group and self.group.kind == "organisation" else None)
        if person and self.genders.setdefault(person.name, word) == word:
            return person
        return None

    def _holder(self, role: str, phrase: str, head: str) -> _Speaker | None:
        holders = self.roster.holders(role)
        if len(holders) == 1:
            return _Speaker(holders[0], "person")
        if self.person and (self.person.name in holders or (head in _words().loose and not holders)):
            return self.person
        if self.person and head in ("official", "representative", "diplomat", "politician"):
            return self.person
        return _Speaker(phrase, "role")

    def _meant(self, words: list[str], head: str, at: int) -> _Speaker | None:
        known = _words()
        first = words[0].lower()
        definite = first in ("the", "this", "that", "his", "her", "its", "their")
        bare = words[1:] if first in ("the", "this", "that", "these", "those") else words
        if not bare:
            return None
        phrase = " ".join(
            [
                bare[0] if bare[0].isupper() or bare[0] != words[0] else bare[0][0].lower() + bare[0][1:],
                *bare[1:],
            ]
        )
        if head in known.unnamed:
            if self.group and self.group.kind == "unnamed" and definite and self.group.name.endswith(head):
                return self.group
            return _Speaker(phrase, "unnamed")
        role = _role(head)
        if role:
            if definite and (speaker := self._holder(role, phrase, head)) and speaker.kind == "person":
                return speaker
            return _Speaker(phrase, "role" if definite else "unnamed")
        if head in known.paper or head in known.company or head in known.organisation:
            capitals = [word for word in words if word[0].isupper() and word.lower() not in known.start]
            if capitals and head in known.paper:
                return _Speaker(
                    self.roster.full(capitals[0].removesuffix("’s").removesuffix("'s")), "organisation"
                )
            name = self.roster.organisation(head, at)
            if (
                not name
                and self.group
                and self.group.kind == "organisation"
                and definite
                and head not in known.paper
            ):
                name = self.group.name
            return _Speaker(name or " ".join(words)[0].lower() + " ".join(words)[1:], "organisation")
        return None


_HEADS_AFTER = re.compile(r"(?: [a-z][\w-]*){1,3}")
_TOKEN = re.compile(r"[\w’'.&-]+")
_MODIFIES = frozenset("familiar close at for from with in of briefed".split())
_BE = frozenset("is are was were be been being".split())
_NO_SUBJECT = frozenset(
    "to will would could can may might should must not n't cannot didn't does did do doesn't".split()
)
_INVERTED = frozenset(
    "said says added adds noted notes stated explained stressed argued emphasised emphasized warned reported reports recalled "
    "concluded told announced remarked continued commented asked confirmed wrote insisted predicted".split()
)
_CLAUSE_FOLLOWS = re.compile(
    r" that\b|:|, |,?\s?[“\"«‘]| (?:(?:the|a|an|its|there)\b|\d|[A-Z€$£])| \w+ (?:will|would|to|could|demand|output|production|prices|supply)\b"
)
_NEXT_THAT = re.compile(r"^(?:[^,;:.“\"«]{0,90}?\bthat\b,?|[^,;.“\"«]{0,60}?:)")
_ASIDE = re.compile(r",([^,\n]{2,160}),")
_OBJECT = re.compile(r"\b(?:with|by|of|to|from|and|between)\b")
_PAST = re.compile(r"\b(?:was|were|had|invaded|signed|\w+ed in (?:19|20)\d\d)\b")
_WRAP = re.compile("\n")
_SPOKEN = re.compile(r",? ?(?:he|she|they|it|said|says|added|noted)\b")
_FUNCTION = frozenset(
    "a an the of to is are was were be we i you it they not no very and or but in on for with as at by that this our my "
    "your has have had will would can could must should do don't there too more than".split()
)


def _is_head(word: str) -> bool:
    known, low = _words(), word.lower()
    return (
        low in known.unnamed
        or low in known.organisation
        or low in known.company
        or low in known.paper
        or _role(low) is not None
    )


def _is_person_head(word: str) -> bool:
    return word in _words().unnamed or _role(word) is not None


def _is_apposition(text: str) -> bool:
    words = text.split()
    if not words:
        return False
    first = words[0].lower()
    return (
        first in _APPOSITIVE
        or first.isdigit()
        or any(_role(word.strip(",.’'").lower()) for word in words[:7])
    )


_APPOSITIVE = frozenset("a an the who which whose head former his her an one then".split())


def _is_name(inside: str) -> bool:
    """Tell a name, title or term in marks by its capitals: “Trump 2.0”, the "News" department."""
    words = inside.strip(" ,.").split()
    small = [
        w
        for w in words
        if not (
            w[0].isupper() or w[0].isdigit() or w.lower() in ("of", "and", "the", "for", "to", "in", "on")
        )
    ]
    return len(words) <= 7 and not small and not inside.endswith(("!", "?", "…"))


def _is_speech(plain: str, one: _Quoted, attributed: bool) -> bool:
    """Tell words somebody spoke from a term or scare quotes, by length, function words and what stands around."""
    inside = plain[one.start : one.end]
    words = inside.lower().split()
    spoken = len(words) >= 4 or any(word.strip(",.!?") in _FUNCTION for word in words)
    if not attributed:
        whole = inside[:1].isupper() and inside[-1] in ".!?,…" and len(words) >= 3
        return whole or len(words) >= 8
    if spoken or inside[-1:] in ".,!?…":
        return True
    before = plain[max(0, one.start - 20) : one.start - 1].split()
    return plain[one.past : one.past + 1] in (".", ",", ";", "\n", "") and (
        not before or before[-1].lower() not in _TERM
    )


_TERM = frozenset("the so-called its their this that of these those new".split())
