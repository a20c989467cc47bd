"""Tell an article from the page around it, by signs that any publisher's page shows.

Lines are judged by their own words and shape (`vocabulary/furniture.toml`), and by their place: above the
headline, under *Related posts*, after the article's end. A paragraph of prose is taken away only for its
own words, or inside a list of teasers, a comment section or a note on the author.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from .dateline import read_dateline
from .dates import find_dates

LONG = 60  # words; a longer line is never furniture by its own words
CAPTION = "photo caption or credit"
_PROMPTS = ("subscribe prompt", "site's own words", "login or paywall")
_LISTS = ("related posts", "tags", "comment form")


@dataclass(slots=True)
class Line:
    """A line of the page: ``text`` is what is left of it once pieces have been cut off its ends."""

    start: int
    end: int
    text: str
    apart: bool  # an empty line stands before it
    words: int
    prose: bool
    reason: str = ""  # why it is furniture
    opens: str = ""  # what the lines after it are

    @property
    def title(self) -> bool:
        """Neither furniture nor prose, and no full stop: a title, a label or a name."""
        return not self.reason and not self.prose and self.text[-1] not in ".!?:;…\"”»)"

    @property
    def figures(self) -> bool:
        return any(c.isdigit() for c in self.text)


@dataclass(slots=True)
class Page:
    """A page, judged. Spans are offsets in its plain text."""

    text: str
    lines: list[Line]
    cuts: list[tuple[int, int, str]] = field(default_factory=list)
    headline: Line | None = None
    byline: tuple[int, int] | None = None
    dateline: tuple[int, int] | None = None
    agency: str | None = None
    top: int = -1  # which line is the headline
    body: int = 0  # which line the article's text begins with

    def cut(self, line: Line, start: int, end: int, reason: str) -> None:
        """Cut a piece, given in offsets of the line's text, off either end of the line."""
        words = line.text[start:end]
        lead, trail = len(words) - len(words.lstrip()), len(words) - len(words.rstrip())
        if words.strip():
            self.cuts.append((line.start + start + lead, line.start + end - trail, reason))
        kept = line.text[end:] if start == 0 else line.text[:start]
        at = line.start + (end if start == 0 else 0) + len(kept) - len(kept.lstrip())
        line.text = kept.strip()
        line.start, line.end = at, at + len(line.text)

    def sign(self, line: Line, start: int = 0, end: int | None = None) -> None:
        """Take a line for a byline, its name at the offsets given; an agency's name is no person's."""
        name = line.text[start:end]
        line.reason = line.reason if line.reason == "agency sign-off" else "byline"
        if name.strip("().-/ ").casefold() in signs().agencies:
            self.agency = self.agency or name.strip("().-/ ")
        elif self.byline is None and not _OFFICE.search(name):
            self.byline = (line.start + start, line.start + start + len(name))


@dataclass(frozen=True, slots=True)
class Signs:
    """The vocabulary: phrases to (reason, what they open), patterns, sets of words."""

    whole: dict[str, tuple[str, str]]
    begin: dict[str, tuple[str, str]]
    within: tuple[tuple[list[str], str], ...]
    hint: re.Pattern[str]  # the beginning of any phrase of `within`
    shapes: tuple[tuple[int, re.Pattern[str], str], ...]
    credits: tuple[re.Pattern[str], ...]
    single: frozenset[str]  # phrases of one word
    menu: frozenset[str]
    agencies: frozenset[str]
    site: dict[str, frozenset[str]]
    ticker: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def signs() -> Signs:
    """Load the vocabulary, once."""
    table: dict[str, Any] = tomllib.loads(
        resources.files("orebook").joinpath("vocabulary/furniture.toml").read_text("utf-8")
    )
    whole: dict[str, tuple[str, str]] = {}
    begin: dict[str, tuple[str, str]] = {}
    within = []
    for sign in table["signs"]:
        verdict = (sign["reason"], sign.get("opens", ""))
        for phrase in sign["lines"]:
            if phrase.startswith("…"):
                within.append((phrase.strip("…").split("…"), sign["reason"]))
            elif phrase.endswith("…"):
                begin.setdefault(phrase.rstrip("…").strip(), verdict)
            else:
                whole.setdefault(_bare(phrase), verdict)
    single = frozenset(phrase for phrase in whole if " " not in phrase)

    def words(name: str) -> dict[str, frozenset[str]]:
        return {kind: frozenset(text.split()) for kind, text in table[name].items()}

    return Signs(
        whole, begin, tuple(within), re.compile("|".join(re.escape(parts[0]) for parts, _ in within)),
        tuple((shape["words"], re.compile(shape["pattern"]), shape["reason"]) for shape in table["shapes"]),
        tuple(re.compile(pattern) for pattern in table["credits"]["patterns"]),
        single, single | frozenset(table["menu"]["words"]),
        frozenset(name.casefold() for name in table["agencies"]["names"]), words("site"), words("ticker"),
    )  # fmt: skip


_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_LEAD = re.compile(r"^[\W_\d]+")
_NAME = r"[A-ZÀ-ÞЀ-Я][\w.’'-]*[\w.]"
_NAMES = rf"{_NAME}(?: (?:(?:de|van|von|der|bin|al|el|la|le|da|di) )?{_NAME}){{0,3}}"
_WRITERS = rf"(?P<name>{_NAMES}(?:(?:, | and | & |, and ){_NAMES}){{0,4}})"
_BYLINE = re.compile(
    r"(?:(?:[Ww]ritten |[Pp]osted |[Rr]eported |[Pp]repared |[Ii]nterview(?:ed)? |(?:Text|Story|Article) )?(?:[Bb]y|BY)|"
    r"Authors?|AUTHOR|Text and photos?|Photos? and text|Text|Words|Interviewer|Reporter|Correspondent)"
    rf"(?::\s*|\s+)(?:{_WRITERS}|(?P<handle>[\w.-]{{2,30}}$))"
)
_NAMED = re.compile(
    rf"{_WRITERS}(?: in {_NAME}(?: [A-Z]\w+)?(?:(?:,| and) {_NAMES} in {_NAME})?)?(?P<rest>\s*[|•·,—–-]\s|[\s|•·,—–-]*$)"
)
_OFFICE = re.compile(r"\b(?:Office|Ministry|Department|Agency|Committee|Bureau|Commission|University|Institute|Council|Bank|Federation|Team|Desk)\b")
_BY = re.compile(rf"\b[Bb]y:? (?P<name>{_NAME}(?: [A-ZÀ-Þ][\w.’'-]+){{0,3}}|[a-z]\w+$)")
_ROLE = re.compile(
    r"(?i)\b(?:correspondent|staff writer|(?:staff )?reporter|columnist|news ?desk|news ?room|editorial (?:staff|team|board)|"
    r"contribut(?:or|ing writer)|web desk|news (?:team|service)|(?:deputy|managing|chief) editor|editor-in-chief|journalist)\b"
)
_DESK = re.compile(r"\(?([a-z]{2,4}(?:/[a-z]{2,4})+|(?<=\()[A-Z]{2,3}(?=\)))\)?")
_BIO = re.compile(
    rf"(?:The (?:author|writer)|{_NAMES}) (?:is|was|has been|works as|covers|reports on|writes)\b.{{0,120}}"
    r"\b(?:journalist|reporter|correspondent|editor|columnist|fellow|freelance\w*|writer|contributor|author|commentator|"
    r"cover(?:s|ing)|writes?|reporting)\b"
)
_IS = re.compile(r"(?:\S+ ){1,5}(?:is|was|has|covers|writes|works|reports)\b")
_DATING = re.compile(
    r"(?i)\b(?:first|last|originally|published|posted|updated?|modified|created|publication|date|issued|released?|edited|added|upd|"
    r"on|at|by|in|ago|of|an?|hours?|days?|weeks?|months?|years?|minutes?|min|read|views?|time|local|gmt|utc|est|edt|cet|cest|ist|"
    r"bst|msk|am|pm|a\.m|p\.m|hrs|news|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\b"
    r"|\b\d{1,2}[:.h]\d\d(?::\d\d)?\b|[\w.-]+ news agency"
)
_LABELLED = re.compile(r"(?i)\W*(?:this (?:content|article|story|page) was )?(?:first |last |originally )?(?:published|posted|updated|publication|date|modified|created|issued|release)")
_AGO = re.compile(r"(?i)(?:\d+|an?|one|two|three) (?:hour|minute|min|day|week|month|year)s? ago$")
_REPORTED = re.compile(
    r"\b(?:said|says|told|according to|announced|noted|report(?:ed|s)|added|stated|stressed|explained)\b|[“«„]|^\""
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+)\W*([A-Za-z][\w']*)")
_MEASURED = re.compile(r"\d\s?(?:%|per ?cent|t\b|tonnes|tons|kg|km|MW|million|billion|mln|bln)|[$€£]\s?\d")
_ITEM = re.compile(r"[-*•–]\s|\d{1,2}[.)]\s|.*\t|[^|]*\|[^|]*\||(?:\D*\d[\d.,]*){3}")
_SEPARATED, _PIECES = re.compile(r"\s[·|•]\s"), re.compile(r"[\s|/•·>»,▾▼&+☰≡]+")
_MARKS = re.compile(r"(?:#{1,6}\s+|[^\w\s\"'“«„(\[$€£-]+\s?)+")
_TITLE_WORD = re.compile(r"\w[\w’'-]{3,}")
_SIGN_OFF = re.compile(r"(?<=[.!?”\"»])\s+[(/—–-]{0,2}\s?([A-Z][\w.-]*(?: [A-Z]\w*)?)[)/]?\.?$")


def lay_out(text: str) -> Page:
    """Judge every line of a page.

    Parameters
    ----------
    text : str
        Plain text, as a :class:`~orebook.text.View` gives it.
    """
    page = Page(text, _split(text))
    known: dict[str, tuple[str, str]] = {}
    for line in page.lines:
        if line.text not in known:
            known[line.text] = _judge(line.text, line.words)
        line.reason, line.opens = known[line.text]
    if page.lines and page.lines[0].text == "---":
        end = next((i for i, line in enumerate(page.lines[1:40], 1) if line.text == "---"), 0)
        for line in page.lines[: end + 1]:
            line.reason, line.opens = "front matter", ""
    _find_headline(page)
    _read_head(page)
    _spare_figures(page)
    _close_blocks(page)
    _join_neighbours(page)
    _read_tail(page)
    _cut_ends(page)
    return page


def _split(text: str) -> list[Line]:
    lines, apart, start = [], True, 0
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare:
            at, words = start + len(raw) - len(raw.lstrip()), bare.count(" ") + 1
            lines.append(Line(at, at + len(bare), bare, apart, words, _is_prose(bare, words)))
        apart = not bare
        start += len(raw) + 1
    return lines


def _is_prose(text: str, words: int) -> bool:
    """Whether a line reads as a paragraph: a sentence with its full stop, or too long to be a title."""
    end = text.rstrip("\"'”’»)]* ")[-1:]
    teaser = text.endswith(("...", "…"))
    return words > 28 or not teaser and (words >= 4 and end == "." or words >= 14 and (end in "!?:;" or ". " in text))


# By a line's own words and shape


def _bare(text: str) -> str:
    return _EDGES.sub("", text.lower().replace("’", "'").replace("‘", "'"))


def _judge(text: str, words: int) -> tuple[str, str]:
    """Return why a line is furniture by itself, and what it opens; empty strings where it is not."""
    if words > LONG or len(text) > 12 * LONG:
        return "", ""
    vocabulary, bare = signs(), _bare(text)
    if bare in vocabulary.whole and words <= 10:
        return vocabulary.whole[bare]
    if not bare and (len(text) < 12 and not any(map(str.isdigit, text)) or len(text) < 40 and _has_symbol(text)):
        return "page control", ""
    cut = ""
    for word in _LEAD.sub("", text.lower().replace("’", "'")).split(" ", 6)[:6]:
        cut = f"{cut} {word}" if cut else word
        verdict = vocabulary.begin.get(cut) or vocabulary.begin.get(cut.rstrip(".,!?:;)…"))
        if verdict and words <= 45:
            return verdict
    if words == 1 and text.isalnum():
        return "", ""
    segments = [_bare(segment) for segment in _SEPARATED.split(text)]
    found = [vocabulary.whole.get(segment) or vocabulary.begin.get(segment) for segment in segments]
    if len(found) > 1 and found[0] and all(found):
        return found[0][0], ""
    if _speaks_to_reader(text, words):
        contact = "labels" if "contact" in text else "titles" if words <= 8 else ""
        return "site's own words", contact if text.endswith(":") else ""
    if words > 2 and vocabulary.hint.search(bare):
        for parts, reason in vocabulary.within:
            if all(part in bare for part in parts):
                return reason, ""
    for most, pattern, reason in vocabulary.shapes:
        if words <= most and pattern.fullmatch(text):
            return reason, ""
    if any(pattern.search(text) for pattern in vocabulary.credits):
        return CAPTION, ""
    if _is_ticker(text):
        return "ticker", ""
    if _is_date_line(text, words):
        return "date line", ""
    pieces = [piece for piece in _PIECES.split(text.lower()) if piece]
    if len(pieces) >= 2 and not text.endswith(".") and all(piece in vocabulary.menu for piece in pieces):
        if all(piece in vocabulary.single for piece in pieces):
            return vocabulary.whole[pieces[0]][0], ""
        if len(pieces) >= 3:
            return "menu", ""
    return ("menu", "") if words <= 30 and any(glyph in text for glyph in "▾☰≡✕⌄") else ("", "")


def _has_symbol(text: str) -> bool:
    return any(unicodedata.category(c) in ("So", "Sk", "Co", "Cn") for c in text)


def _speaks_to_reader(text: str, words: int) -> bool:
    """Whether a line is the site's own: a call to the reader, or a notice of rights."""
    site, low = signs().site, text.lower().replace("’", "'")
    used = set(re.findall(r"[a-z@][a-z'-]*", low))
    strong, measured = used & site["strong"], bool(_MEASURED.search(text))
    if words <= 4 and strong and not measured and not text.endswith("."):
        return True
    if _REPORTED.search(text):
        return False
    if len(used & site["legal"]) >= 3:
        return True
    called = not site["calls"].isdisjoint(_SENTENCE_START.findall(low))
    reader, mail = used & site["reader"], "@" in text
    weak = used & site["weak"]
    if not (called or reader) or not (strong or weak or mail):
        return False
    weak -= reader
    against = 2 * (measured and "month" not in used)
    return 2 * called + 2 * len(strong) + len(weak) + min(2, len(reader)) + 2 * mail - against >= 4


def _is_ticker(text: str) -> bool:
    """Whether a line is names of currencies, metals and indices with numbers and changes, and nothing else."""
    ticker = signs().ticker
    names = numbers = moving = 0
    for token in re.findall(r"[▲▼↑↓△▽]|[$€₽₸£¥]|[+–-]?\(?[+–-]?\d[\d.,]*%?\)?|[A-Za-z&][\w&]*|\S", text.lower()):
        number = token.strip("+–-()%")[:1].isdigit()
        if token in ticker["names"] or token in ticker["currencies"]:
            names += 1
            moving += token in ticker["currencies"]
        elif token[0] in "+▲▼↑↓△▽" or number and token[-1] in "%)":
            moving += 1
        elif token[0].isalpha():
            return False
        numbers += number
    return bool(names and numbers and moving)


def _is_date_line(text: str, words: int) -> bool:
    """Whether a line is a date with nothing but a time, a label, a place, a name or a section beside it."""
    if words > 20 or not any(map(str.isdigit, text)):
        return bool(words <= 4 and _AGO.match(text))
    dates = find_dates(text)
    if not any(date.day for date in dates):
        return bool(_AGO.match(text)) or len(dates) == 1 and dates[0].end - dates[0].start == len(text)
    rest = text
    for date in reversed(dates):
        rest = rest[: date.start] + " " + rest[date.end :]
    rest = _DATING.sub(" ", _BY.sub(" ", rest))
    left = re.findall(r"[^\W\d][\w’'-]*", rest)
    lower = sum(word[0].islower() for word in left)
    labelled = bool(_LABELLED.match(text))
    timed = any(date.year for date in dates) and bool("|" in text or re.search(r"\b\d{1,2}[:.h]\d\d\b", text))
    return len(left) <= (12 if labelled or timed else 6) and lower <= 2 * labelled and not (text[-1] == "." and words > 14)


# By its place


def _find_headline(page: Page) -> None:
    """Choose among the titles above the first paragraph the one whose words the article repeats."""
    lines = page.lines
    body = [i for i, line in enumerate(lines) if line.prose and not line.reason]
    candidates: list[int] = []
    for first in [*body[:3], len(lines)]:  # a notice that reads as prose may stand above the headline
        head = range(min(first, 400))
        candidates = [i for i in head if _may_be_headline(lines[i])][:60]
        if candidates:
            break
    else:
        return
    told = {word.lower()[:6] for i in body[:8] for word in _TITLE_WORD.findall(lines[i].text)}
    bare = {i: _bare(lines[i].text) for i in candidates}
    signed = next((i for i in head if lines[i].words <= 12 and _BYLINE.match(lines[i].text)), len(lines))

    def score(i: int) -> float:
        line, words = lines[i], _TITLE_WORD.findall(lines[i].text)
        value = sum(word.lower()[:6] in told for word in words) / (len(words) + 2)
        value += 0.8 * line.text.startswith(("# ", "## ")) - 0.3 * line.text.endswith((".", ":")) - 0.4 * (line.words < 5)
        value -= 0.5 * ("|" in line.text and line.text.isupper() or not signs().site["strong"].isdisjoint(bare[i].split()))
        value -= 0.6 * (i > signed >= candidates[0])  # the headline stands above its writer's name
        value += 0.6 * (len(bare[i]) >= 20 and any(j != i and bare[i] in bare[j] for j in candidates))
        return value

    scores = {i: score(i) for i in candidates}
    near = max(scores.values()) - 0.2 if body else -9.0  # a standfirst repeats the text's words too, and stands below
    best = next(i for i in candidates if scores[i] >= near)
    marks = _MARKS.match(lines[best].text)
    title = lines[best].text[marks.end() if marks else 0 :].rstrip("# " if marks else " ")
    # The first line that holds the headline is it: what is glued to it is cut off.
    page.top = next((i for i in range(best) if len(title) >= 20 and title in lines[i].text and _holds_title(lines[i])), best)
    line = page.headline = lines[page.top]
    line.reason = line.opens = ""
    at = line.text.find(title)
    page.cut(line, at + len(title), len(line.text), "site name") if line.text[at + len(title) :] else None
    page.cut(line, 0, at, "breadcrumb" if any(map(str.isalnum, line.text[:at])) else "mark-up") if at else None
    for other in lines[page.top + 1 : page.top + 600]:
        if len(title) >= 12 and _bare(other.text) == _bare(title):
            other.reason = other.reason or "repeated headline"


def _holds_title(line: Line) -> bool:
    return line.words <= 45 and line.reason != "front matter"


def _may_be_headline(line: Line) -> bool:
    writer = _BYLINE.match(line.text) or (line.words <= 8 and _ROLE.search(line.text))
    return (
        not line.reason and not line.prose and 3 <= line.words <= 40
        and any(map(str.isalpha, line.text)) and not (writer and line.words <= 12)
    )  # fmt: skip


def _read_head(page: Page) -> None:
    """Judge what stands above the headline, and between it and the text, where a standfirst may stand too."""
    lines, top = page.lines, page.top
    if page.headline and any(line.prose and not line.reason for line in lines):
        for line in lines[:top]:
            if not line.reason and not line.prose:
                line.reason = "menu"
    end = top + 1
    for i in range(top + 1, min(len(lines), top + 30)):
        if lines[i].prose and not lines[i].reason:
            end, after = i, lines[i + 1 : i + 6]
            standfirst = any(line.reason in ("date line", "share prompt") or _BYLINE.match(line.text) for line in after)
            if lines[i].words >= 30 or not standfirst or (after[0].prose and not after[0].reason):
                break
    page.body = end
    above = [i for i in range(max(0, top - 3), top) if lines[i].reason == "date line"]
    for i in [*above, *range(top + 1, min(end + 1, len(lines)))]:
        line = lines[i]
        if line.reason not in ("", "date line", "share prompt") or line.prose and line.words > 14:
            continue
        if writer := _writer(page, i, i < end and page.headline is not None):
            page.sign(line, *writer)
        elif line.reason or i >= end or not page.headline:
            continue
        elif re.fullmatch(r"[\d ]{1,9}", line.text):
            line.reason = "page control"
        elif re.fullmatch(r"in [A-Z][\w, &]{2,50}", line.text):
            line.reason = "tags"
        elif line.words <= 3 and line.title and not line.figures:
            place = line.words <= 2 and line.text.isupper() and len(line.text) >= 4 and lines[i - 1].reason in ("date line", "byline")
            if _is_label(line.text) or lines[i + 1].reason or not lines[i + 1].prose and lines[i + 1].words <= 4:
                line.reason = "menu"
            elif place:
                line.reason, page.dateline = "dateline", (line.start, line.end)


def _writer(page: Page, i: int, head: bool) -> tuple[int, int] | None:
    """Return where in a line of the head its writer's name stands, None where there is none."""
    line, text = page.lines[i], page.lines[i].text
    dated = line.reason == "date line"
    if dated and (agency := re.search(r"([\w.-]+) [Nn]ews [Aa]gency", text)):
        page.agency = page.agency or agency[1]
    match = _BYLINE.match(text) if line.words <= 20 and not line.prose else None
    if match:
        return match.span("name") if match["name"] else match.span("handle")
    if line.reason == "share prompt":
        return None
    if text.strip("().-/ ").casefold() in signs().agencies:
        return 0, len(text)
    named = _NAMED.match(text)
    several = named if named and 1 <= named["name"].count(" ") <= 8 and not find_dates(named["name"]) else None
    if dated:
        match = _BY.search(text) or (several if several and several["rest"] else None)
        return match.span("name") if match else None
    if line.words <= 12 and not text.endswith(".") and _ROLE.search(text):
        return several.span("name") if several else (0, len(text))
    near = page.lines[max(0, i - 1) : i] + page.lines[i + 1 : i + 3]
    marked = any(other.reason in ("date line", "byline", "share prompt", "page control", "related posts") for other in near)
    if head and several and several.end() == len(text) and marked and not _is_label(text):
        return several.span("name")
    return None


def _is_label(text: str) -> bool:
    return all(piece in signs().menu for piece in re.findall(r"[^\W\d]+", text.lower()))


def _spare_figures(page: Page) -> None:
    """Give back to the article the figures in a caption, and a table's rows that look like a ticker."""
    last = max((i for i, line in enumerate(page.lines) if line.prose and not line.reason), default=-1)
    currencies = signs().ticker["currencies"]
    for i, line in enumerate(page.lines):
        if line.reason == CAPTION and _MEASURED.search(line.text):
            at = min((match.start() for credit in signs().credits if (match := credit.search(line.text))), default=0)
            if _MEASURED.search(line.text[:at]):
                line.reason, line.prose = "", line.words - line.text[at:].count(" ") >= 5
                page.cut(line, at, len(line.text), CAPTION)
        elif line.reason == "ticker" and page.top < i < last and currencies.isdisjoint(line.text.lower().split()):
            line.reason = ""


def _close_blocks(page: Page) -> None:
    """Carry an opening line on: titles after *Related posts*, everything after *Leave a reply*."""
    lines = page.lines
    prose = [line.words if line.prose and not line.reason else 0 for line in lines]
    left = total = sum(prose)
    run, opens, reason = 0, "", ""
    for i, line in enumerate(lines):
        if i <= page.top or not total:
            left -= prose[i]
            continue
        if opens == "rest" or line.opens:
            run = 0
            if line.opens == "rest" and left < 0.4 * total:
                opens, reason = "rest", reason or line.reason
            elif opens != "rest":
                opens, reason = (line.opens, line.reason) if line.opens != "rest" else ("", "")
            line.reason = line.reason or reason
        elif opens:
            teaser = 0 < left < 0.25 * total and 4 < line.words <= LONG and run > 0 and not any(prose[i + 1 : i + 2])
            ends = prose[i] and not (opens == "person" and run == 0 or opens == "titles" and teaser)
            if ends and run >= 2 and lines[i - 1].words <= 4 and lines[i - 1].reason == reason:
                if lines[i - 1].apart or opens == "titles" and not re.fullmatch(_NAMES, lines[i - 1].text):
                    lines[i - 1].reason = ""  # a heading of the article that goes on
            if ends or opens == "labels" and line.words > 6 and not line.reason:
                opens = ""
            else:
                line.reason, run = line.reason or reason, run + 1
        left -= prose[i]


def _join_neighbours(page: Page) -> None:
    """Take a prompt's heading with the prompt, and a caption with the credit under it."""
    lines = page.lines
    for i in range(len(lines) - 2, -1, -1):
        line, below = lines[i], lines[i + 1]
        if i == page.top or line.reason or line.prose:
            continue
        if _bare(below.text) == "read more" and line.title and line.words > 3:
            line.reason = below.reason
        elif below.reason in _PROMPTS and line.words <= 6 and line.text.isupper():
            line.reason = below.reason
        elif below.reason == CAPTION and not below.apart and i > page.body and line.title and not line.figures:
            line.reason = CAPTION if line.words <= 20 else ""


def _read_tail(page: Page) -> None:
    """After the last paragraph only lists and tables are the article's; a note on its author is not."""
    lines = page.lines
    prose = [i for i, line in enumerate(lines) if line.prose and not line.reason]
    writer = " ".join(page.text[slice(*page.byline)].split()[:2]) if page.byline else ""

    def is_note(text: str) -> bool:
        return bool(_BIO.match(text) or " " in writer and text.startswith(writer) and _IS.match(text))

    while len(prose) > 2 and lines[prose[-1]].words <= 70 and is_note(lines[prose[-1]].text):
        lines[prose.pop()].reason = "note on the author"
    begun = ""
    for line in lines[prose[-1] + 1 :] if prose else ():
        text, match = line.text, _BYLINE.match(line.text)
        item = bool(_ITEM.match(text))
        if line.reason:
            begun, desk = line.reason, _DESK.fullmatch(text)
            if desk and line.reason == "agency sign-off":
                page.sign(line, *desk.span(1))
        elif match and line.words <= 12:
            page.sign(line, *match.span("name" if match["name"] else "handle"))
        elif 2 <= line.words <= 4 and re.fullmatch(_NAMES, text) and not text.isupper():
            page.sign(line)
        elif text.strip("().-/ ").casefold() in signs().agencies:
            line.reason = "agency sign-off"
        elif begun and not line.prose and not item and (
            text[-1] not in ".”" or text.endswith("...") or begun in _LISTS
        ):
            line.reason = begun if begun in _LISTS else "after the article"
        elif line.title and line.words <= 25 and not item and not line.figures and not lines[prose[-1]].text.endswith(":"):
            line.reason = "after the article"


def _cut_ends(page: Page) -> None:
    """Cut the dateline off the first paragraphs and the agency's name off the last."""
    agencies = signs().agencies
    text = [line for line in page.lines if not line.reason and line is not page.headline and (line.prose or line.words > 5)]
    for line in text[:7] if page.dateline is None else ():
        if found := read_dateline(line.text, agencies):
            shown, end, agency = found
            page.dateline = (line.start, line.start + shown)
            page.agency = agency or page.agency
            page.cut(line, 0, end, "dateline")
            break
    if text and (match := _SIGN_OFF.search(text[-1].text)):
        if match[1].casefold() in agencies or match[1] == page.agency:
            page.agency = page.agency or match[1]
            page.cut(text[-1], match.start(), len(text[-1].text), "agency sign-off")
