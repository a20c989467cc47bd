"""Tell an article from the page around it, by signs that any publisher's page shows.

A line is judged by its own words and shape (`signs`). Then the core of the page is found, the stretch with
most sentences and least furniture; the headline is chosen among the titles above it, and what stands above
the headline, between the paragraphs and below the core is judged by its place and by the words that it
shares with the paragraphs; away from the core, furniture adds up until titles and items go. A paragraph of
prose goes only for its own words, or far below the core.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from orebook.page.publication import read_dateline
from orebook.page.signs import (
    CAPTION,
    LONG,
    NAMES,
    bare_words,
    is_agency,
    is_english,
    is_label,
    is_name,
    judge,
    may_be_foreign,
    signs,
    stems,
)
from orebook.text.calendar import find_dates

_AFTER, _RELATED = "after the article", "related posts"
_LIKE_ROWS = ("ticker", "date line", "link or contact", "page control", "image placeholder")
_MAY_SIGN = ("", "date line", "share prompt", CAPTION)  # By …, Text and photos: …
_BEFORE_A_NAME = ("by", "author", "posted by", "written by")
_BESIDE_A_NAME = ("date line", "byline", "share prompt", "page control", _RELATED)
_COMPANY = re.compile(r"\b(?:Ltd|Inc|Co|Corp|plc|Plc|S\.A|B\.V|[Ee]tc)\.$")
_CELLS = re.compile(r"\t|\||\s\s+")
_BULLETS = ("* ", "+ ", "• ", "- ", "– ", "· ", "o ")


@dataclass(slots=True)
class Line:
    """A line of the page: ``text`` is what is left of it once pieces have been cut off its ends."""

    start: int
    end: int
    text: str
    words: int
    prose: bool
    row: bool = False  # of a table
    reason: str = ""  # why it is furniture
    opens: str = ""  # what the lines after it are

    @property
    def body(self) -> bool:
        """A paragraph of the article."""
        return self.prose and not self.reason

    @property
    def title(self) -> bool:
        """A title, a label or a name: no furniture, prose, row or item, nor part of a sentence."""
        part = self.text[-1] in ".。…,;:|" or self.text.lstrip("'‘“\"")[:1].islower()
        return not (self.reason or self.prose or self.row or part or self.bullet)

    @property
    def bullet(self) -> bool:
        return self.text.startswith(_BULLETS)

    @property
    def figures(self) -> bool:
        return any(map(str.isdigit, self.text))


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
    core: range = range(0)
    top: int = -1  # which line is the headline
    body: int = 0  # which line the article's text begins with
    told: Counter[str] = field(default_factory=Counter)  # in how many paragraphs a word stands

    def on_topic(self, line: Line, least: int = 1) -> bool:
        """Whether a line shares so many words with the paragraphs; a paragraph, with another one."""
        own = line.body and (self.headline is None or line.start > self.headline.start)
        return sum(self.told[stem] > own for stem in stems(line.text)) >= least

    def cut(self, line: Line, start: int, end: int, reason: str) -> None:
        """Cut a piece, given in offsets of the line's text, off either end of the line."""
        words = line.text[start:end]
        if words.strip():
            at = line.start + start + len(words) - len(words.lstrip())
            self.cuts.append((at, at + len(words.strip()), reason))
        kept = line.text[end:] if start == 0 else line.text[:start]
        line.start += (end if start == 0 else 0) + len(kept) - len(kept.lstrip())
        line.text = kept.strip()
        line.end = line.start + len(line.text)

    def sign(self, line: Line, start: int = 0, end: int | None = None) -> None:
        """Take a line for a byline, its name at the offsets given; an agency or an office is no person."""
        name = line.text[start:end]
        line.reason = "byline"
        if is_agency(name):
            self.agency = self.agency or name.strip("().-/ ")
        elif self.byline is None and not signs().patterns["office"].search(name):
            self.byline = (line.start + start, line.start + start + len(name))


def lay_out(text: str) -> Page:
    """Judge every line of a page.

    Parameters
    ----------
    text : str
        Plain text, as a :class:`~orebook.text.View` gives it.
    """
    page = Page(text, list(_split(text)))
    known: dict[str, tuple[str, str]] = {}
    for line in page.lines:
        if line.text not in known:
            known[line.text] = judge(line.text, line.words)
        line.reason, line.opens = known[line.text]
    _mark_foreign(page.lines)
    _mark_rows(page.lines)
    _find_core(page)
    _find_headline(page)
    _read_head(page)
    _close_blocks(page)
    _find_comments(page)
    _find_teasers(page)
    _leave_core(page)
    _read_tail(page)
    _cut_ends(page)
    return page


def _split(text: str) -> Iterator[Line]:
    start = 0
    for raw in text.split("\n"):
        if bare := raw.strip():
            at, words = start + len(raw) - len(raw.lstrip()), len(bare.split())
            yield Line(at, at + len(bare), bare, words, _is_prose(bare, words))
        start += len(raw) + 1


def _is_prose(text: str, words: int) -> bool:
    """Whether a line reads as a paragraph: a sentence with its full stop, or too long to be a title."""
    if words > 28:
        return text.count("•") < 3  # else a row of headlines
    end = text.rstrip("\"'”’»)]* ")[-1:]
    if end == "." and words >= 4:
        sentence = not (words <= 8 and _COMPANY.search(text))
    else:
        sentence = words >= 14 and (end in "!?:;" or ". " in text)
    return bool(sentence) and not text.endswith(("...", "…")) and not (words <= 16 and _is_titled(text))


def _is_titled(text: str) -> bool:
    """Whether Nearly All Longer Words Are Capitalised."""
    longer = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) >= 0.9 * len(longer)


def _mark_foreign(lines: list[Line]) -> None:
    """Take away what is in another language than the paragraphs: the site's own words, or a post shown."""
    odd = [line for line in lines if not line.reason and line.words > 1 and may_be_foreign(line.text)]
    foreign = {id(line): line for line in odd if is_english(line.text) is False}
    if foreign and is_english(" ".join(line.text for line in lines if line.body and id(line) not in foreign)):
        for line in foreign.values():
            line.reason = "another language"


def _mark_rows(lines: list[Line]) -> None:
    """Mark the rows of tables: with bars or tabs, or two and more in a run with a label and figures."""
    shapes = [_row(line.text) for line in lines]
    for i, (line, shape) in enumerate(zip(lines, shapes, strict=True)):
        beside = shapes[max(0, i - 1) : i] + shapes[i + 1 : i + 2]
        heads = shape == "head" and shapes[i + 1 : i + 3].count("figures") == 2
        bars = ("\t" in line.text or line.text.count("|") > 1) and not line.reason
        line.row = heads or bars or shape == "figures" and "figures" in beside
        if line.row:
            line.prose = False
            if line.reason in _LIKE_ROWS:
                line.reason = ""


def _row(text: str) -> str:
    """Tell a row of figures behind a label, and a row of other cells; else return nothing."""
    cells = [cell.strip() for cell in _CELLS.split(text)]
    cells = [cell for cell in cells if cell]
    if len(cells) < 2 or len(cells[-1]) > 24:
        return ""
    figure = any(map(str.isdigit, cells[-1])) or cells[-1] in ("-", "–", "—", "n/a", "n.a.", "nil", "..")
    return "figures" if figure and any(map(str.isalnum, cells[0])) else "head"


# The core, and the headline above it

# What a line adds to the core: a sentence its words, and all else takes away.
_LONGEST, _FURNITURE, _TITLE, _OTHERS = 40, -8, -5, -60
_PATIENCE, _END = 12, 90  # what may add up beside the core before a title goes; below it, a sentence


def _weight(line: Line) -> int:
    if line.reason or line.bullet and not line.prose:
        return _OTHERS if line.opens in ("rest", "titles") else _FURNITURE
    if line.prose:
        return 0 if line.bullet else min(line.words, _LONGEST)
    bare = line.row or line.figures and not any(map(str.isalpha, line.text))
    return 0 if bare else _TITLE


def _find_core(page: Page) -> None:
    """Find the stretch of lines of the largest sum."""
    total = best = begin = 0
    for i, line in enumerate(page.lines):
        if total <= 0:
            total, begin = 0, i
        total += _weight(line)
        if total > best:
            best, page.core = total, range(begin, i + 1)


def _told(lines: list[Line]) -> Counter[str]:
    return Counter(stem for line in lines if line.body for stem in stems(line.text))


def _may_be_headline(line: Line) -> bool:
    if line.reason or line.prose or line.row or line.bullet or not 2 <= line.words <= 40:
        return False
    patterns = signs().patterns
    company = line.words <= 4 and patterns["office"].search(line.text)
    return not (
        company
        or line.text[-1] in ",;:"
        or line.text[0] == "("
        and line.text[-1] == ")"
        or line.words <= 12
        and patterns["byline"].match(line.text)
        or line.figures
        and read_dateline(line.text, signs().agencies)
    )


def _find_headline(page: Page) -> None:
    """Choose among the titles above the core the one whose words the article repeats."""
    lines = page.lines
    end = page.core.start if page.core else len(lines)
    candidates = [i for i in range(end) if _may_be_headline(lines[i])][-60:]
    if not candidates:
        return
    told = _told([lines[i] for i in page.core]).keys()
    bare = {i: bare_words(lines[i].text) for i in candidates}
    signed = (i for i in range(candidates[0], end) if signs().patterns["byline"].match(lines[i].text[:80]))
    writer = next(signed, len(lines))  # the headline stands above the name of who wrote it

    def score(i: int) -> float:
        words = stems(lines[i].text)
        twice = len(bare[i]) >= 20 and any(j != i and bare[i] in bare[j] for j in candidates)
        shared = (len(words & told) - 0.5) / (len(words) + 2)
        return shared + 0.6 * (twice - (i > writer)) - 0.4 * ((lines[i].words < 5) + (lines[i].words < 3))

    scores = {i: score(i) for i in candidates}
    top = max(candidates, key=lambda i: (scores[i], -i)) if page.core else candidates[0]
    # A standfirst below it repeats the text's words too.
    near = (i for i in candidates if i > top - 4 and scores[i] >= scores[top] - 0.2)
    best = min([top, *(i for i in near if len(stems(lines[i].text) & told) > 1)])
    last = max(i for i in candidates if bare[i] == bare[best])
    astray = sum(len(stems(lines[i].text) & told) < 2 for i in candidates if best < i < last)
    page.top = last if astray > 1 else best
    line = page.headline = lines[page.top]
    if marks := signs().patterns["marks"].match(line.text):
        page.cut(line, 0, marks.end(), "mark-up")
    for other in lines[page.top + 1 : page.top + 600]:
        if len(line.text) >= 12 and bare_words(other.text) == bare[page.top]:
            other.reason = other.reason or "repeated headline"
    page.core = range(max(page.core.start, page.top + 1), page.core.stop)
    page.told = _told(lines[page.top :])


# Above the core


def _read_head(page: Page) -> None:
    """Judge what stands above the headline, and find who wrote it between that and the text."""
    lines, top = page.lines, page.top
    for line in lines[: top if page.headline else page.core.start]:
        if not line.reason and not (line.prose and page.on_topic(line, 2)):
            line.reason = "above the headline" if line.prose else "menu"
    page.body = _first_paragraph(page)
    dated = [i for i in range(max(0, top - 3), top) if lines[i].reason == "date line"]
    for i in [*dated, *range(top + 1, min(page.body + 1, len(lines)))]:
        line = lines[i]
        if line.reason in _MAY_SIGN and not line.row and not (line.prose and line.words > 14):
            if writer := _writer(page, i):
                page.sign(line, *writer)
            elif not line.reason and _is_role(line):
                line.reason = "byline"


def _first_paragraph(page: Page) -> int:
    """Return the first line of the text: a short paragraph above the date and the buttons is a standfirst."""
    lines = page.lines
    body = page.top + 1
    for i in range(page.top + 1, min(len(lines), page.top + 30)):
        if lines[i].body:
            body = i
            below = lines[i + 1 : i + 6]
            masthead = any(x.reason in ("date line", "share prompt") for x in below)
            if lines[i].words >= 30 or not masthead or below[0].body:
                break
    return body


def _writer(page: Page, i: int) -> tuple[int, int] | None:
    """Return where its writer's name stands in a line: labelled, by a date, an agency's, or alone."""
    line, above, text, patterns = page.lines[i], page.lines[i - 1], page.lines[i].text, signs().patterns
    labelled = patterns["byline"].match(text) if line.words <= 20 and not line.prose else None
    if labelled:
        return labelled.span(labelled.lastindex or 0)
    named = _names(text)
    if line.reason == "date line":
        by = patterns["by"].search(text) or (named if named and named["rest"] else None)
        if by:
            return by.span("name")
    for name in (text, re.split(r"[\s/,]", text)[-1] if line.words <= 8 else ""):  # Jane Doe, Reuters
        if is_agency(name):
            return len(text) - len(name), len(text)
    if line.words <= 4 and bare_words(above.text) in _BEFORE_A_NAME:
        return 0, len(text)
    role = _is_role(line)
    if line.reason or not named or not (role or named.end() == len(text)) or is_label(text):
        return None
    near = page.lines[max(0, i - 1) : i] + page.lines[i + 1 : i + 3]
    beside = role or any(other.reason in _BESIDE_A_NAME or _is_role(other) for other in near)
    beside = beside or above is page.headline and text.isupper()
    return named.span("name") if beside and page.headline and i < page.body else None


def _is_role(line: Line) -> bool:
    return line.words <= 12 and line.text[-1] != "." and bool(signs().patterns["role"].search(line.text))


def _names(text: str) -> re.Match[str] | None:
    """Match a line that begins with the names of up to four people, each of two words and more."""
    named = signs().patterns["named"].match(text)
    names = re.split(r",? and |, | & ", named["name"]) if named else []
    whole = len(names) <= 4 and all(" " in name for name in names)  # Baku, Azerbaijan
    return named if named and whole and not find_dates(named["name"]) else None


# Between the paragraphs, and below the core


def _close_blocks(page: Page) -> None:
    """Carry an opening line on: titles after *Related posts*, everything after *Leave a reply*."""
    left = total = sum(line.words for line in page.lines if line.body)
    opens = reason = ""
    first = False
    for i in range(page.top + 1, len(page.lines) if total else 0):
        line = page.lines[i]
        left -= line.words * line.body
        if line.opens:
            if line.opens != "rest" or left < 0.4 * total:
                first, opens, reason = True, line.opens, line.reason
        elif opens and _goes_on(page, i, opens, first):
            if opens == "person" and first and page.byline is None and re.fullmatch(NAMES, line.text):
                page.sign(line)
            line.reason, first = line.reason or reason, False
        else:
            opens = ""


def _goes_on(page: Page, i: int, opens: str, first: bool) -> bool:
    """Whether a line is one more of those that an opening line leads on to."""
    line = page.lines[i]
    if opens == "labels":
        return bool(line.reason) or not line.prose and line.words <= 6
    if opens == "person":
        return not line.body or first
    if opens == "notice":
        return not (line.title and line.words <= 8)
    if opens == "rest" or not line.body:
        return opens == "rest" or not line.row
    alone = not first and line.words <= LONG and not any(below.body for below in page.lines[i + 1 : i + 2])
    return alone and not page.on_topic(line, 2)  # the sentence below another story's title


_STAMP = re.compile(r"\d{1,2}[:.]\d\d|\bago\b|\b(?:19|20)\d\d\b")
_SAYS = ("said:", "says:", "wrote:")
_FEWEST, _WITHIN = 4, 45  # comments that make a section, and lines in which they begin


def _find_comments(page: Page) -> None:
    """Readers' comments, each with a name and a time above it, end the article where four follow."""
    lines, begun = page.lines, max(page.body, page.core.start) + 1
    heads = [i for i in range(begun, len(lines)) if _heads_comment(lines[i - 1], lines[i])]
    for first, last in zip(heads, heads[_FEWEST - 1 :], strict=False):
        if last - first <= _WITHIN and sum(line.prose for line in lines[first:last]) > 1:
            for line in lines[first - (not lines[first - 1].prose) :]:
                line.reason = line.reason or "comment form"
            break


def _heads_comment(above: Line, line: Line) -> bool:
    named = above.words <= 4 and not (above.prose or above.bullet or above.figures)
    named = named or above.text.endswith(_SAYS) or line.text.endswith(_SAYS)
    return named and line.words <= 14 and bool(_STAMP.search(line.text))


def _find_teasers(page: Page) -> None:
    """Take away titles of other articles between the paragraphs: several in a row, or beside furniture."""
    lines = page.lines
    body = [i for i, line in enumerate(lines) if line.body and i > page.top]
    for a, b in pairwise([*([page.top] if page.headline else []), *body, len(lines)]):
        gap = lines[a + 1 : b]
        titles = [line for line in gap if line.title]
        if 2 * sum(line.figures for line in titles) > len(titles):
            continue  # a table or a list of the article
        if b < len(lines) and titles and titles[-1] is gap[-1] and gap[-1].words <= 8:
            titles.pop()  # the heading of what follows
        astray = sum(line.words > 3 and not page.on_topic(line, 2) for line in titles)
        if astray > 1 or astray and a != page.top and any(line.reason for line in gap):
            for line in titles:
                line.reason = _RELATED


def _leave_core(page: Page) -> None:
    """On either side of the core furniture adds up: past a measure of it nothing is the article's."""
    core = page.core
    above = page.lines[page.top + 1 : core.start]
    for side, end in ((page.lines[core.stop :], _END), (above[::-1], float("inf"))) if core else ():
        away = 0
        for line in side:
            away += max(0, -_weight(line))
            loose = (line.title or line.bullet) and not (line.prose or line.figures)
            if not line.reason and (away > end or away > _PATIENCE and loose):
                line.reason = _AFTER


_ABOUT = re.compile(rf"{NAMES} (?:is|was|has|covers|writes|works|reports|joined)\b")


def _read_tail(page: Page) -> None:
    """After the last paragraph only lists and tables are the article's; a note on its author is not."""
    lines, patterns = page.lines, signs().patterns
    body = [i for i, line in enumerate(lines) if line.body]
    writers = re.split(r", | and | & ", page.text[slice(*page.byline)]) if page.byline else []
    writers = [name.split()[0] + " " for name in writers]
    while len(body) > 2 and lines[body[-1]].words <= 70 and _ABOUT.match(text := lines[body[-1]].text):
        if not (text.startswith(tuple(writers)) or patterns["role"].search(text)):
            break
        lines[body.pop()].reason = "note on the author"
    begun = False
    for line in lines[body[-1] + 1 :] if body else ():
        signed = patterns["desk"].match(line.text)
        if not (signed or line.reason or line.words > 12):
            signed = patterns["byline"].match(line.text)
        if signed:
            page.sign(line, *signed.span(signed.lastindex or 0))
        elif line.reason:
            begun = True
        elif not begun and line.words <= 4 and is_name(line.text):
            page.sign(line)
        elif not (
            line.prose or line.figures and (line.row or line.bullet or not begun) or not (begun or line.title)
        ):
            line.reason = _AFTER


def _cut_ends(page: Page) -> None:
    """Cut the dateline off the first paragraphs and the agency's name off the last."""
    kept = (line for line in page.lines if not (line.reason or line.row or line is page.headline))
    text = [line for line in kept if line.prose or line.words > 5]
    alone = [line for line in page.lines[page.top + 1 : page.body] if line.reason == "date line"]
    for line in [*alone, *text[:7]]:
        found = read_dateline(line.text, signs().agencies)
        if found:
            page.dateline = (line.start, line.start + len(line.text[: found[0]].rstrip()))
            if found[2] and not found[2].islower():  # not the site's own address
                page.agency = found[2]
            if not line.reason:
                page.cut(line, 0, found[1], "dateline")
            break
    last = next((line for line in reversed(text) if line.text), None)
    match = signs().patterns["sign_off"].search(last.text) if last else None
    if last and match and (is_agency(match[1]) or match[1] == page.agency):
        page.agency = page.agency or match[1]
        page.cut(last, match.start(), len(last.text), "agency sign-off")
    cited = (signs().patterns["cites"].search(line.text) for line in text[:2])
    page.agency = page.agency or next((match[match.lastindex or 0] for match in cited if match), None)
