"""Tell an article from the page around it, by signs that any publisher's page shows.

1. A line is judged by its own words and shape (`signs`).
2. The core of the page is the stretch of lines with the largest sum: a sentence counts its words, and
   whatever else stands there takes away.
3. The headline is the title above the core whose words the core repeats. What stands above it goes.
4. Below it, what is not the article's adds up from paragraph to paragraph: past a measure titles and items
   go, and far below the core everything.
5. Its writer, dateline and agency are read where they stand, and cut off.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from orebook.page.publication import read_dateline
from orebook.page.signs import bare_words, is_agency, is_foreign, is_label, judge, signs, stems

_MAY_SIGN = ("", "date line", "share prompt", "link or contact", "photo caption or credit")
_BESIDE_A_NAME = ("date line", "byline", "share prompt", "page control", "related posts")
_LINE = re.compile(r"\S(?:.*\S)?")
_CELLS = re.compile(r"\t|\||  ")
_BULLETS = ("* ", "+ ", "• ", "- ", "– ", "· ", "o ")


@dataclass(slots=True)
class Line:
    """A line of the page: ``text`` is what is left of it once pieces have been cut off its beginning."""

    start: int
    end: int
    text: str
    words: int
    prose: bool
    bullet: bool
    figures: bool
    reason: str  # why it is furniture
    opens: str  # what the lines after it are
    row: bool = False  # of a table

    @property
    def body(self) -> bool:
        """A paragraph of the article."""
        return self.prose and not self.reason

    @property
    def title(self) -> bool:
        """A title, a label or a name: no furniture, prose, row or item, nor part of a sentence."""
        return not (self.reason or self.prose or self.row or self.bullet or self.text[-1] in ".。…,;:|")


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
    told: set[str] = field(default_factory=set)  # the words of the core

    def cut(self, line: Line, end: int, reason: str) -> None:
        """Cut what stands before an offset of the line's text off the line."""
        words = line.text[:end].strip()
        at = line.start + line.text.index(words)
        self.cuts.append((at, at + len(words), reason))
        line.start, line.text = line.start + end, line.text[end:]


def lay_out(text: str) -> Page:
    """Judge every line of a page, given as the plain text of a view."""
    page = Page(text, [])
    for match in _LINE.finditer(text):
        shown, words = match[0], len(match[0].split())
        kinds = _is_prose(shown, words), shown.startswith(_BULLETS), any(map(str.isdigit, {*shown}))
        page.lines.append(Line(*match.span(), shown, words, *kinds, *judge(shown, words)))
    for line in page.lines if not is_foreign(text) else ():
        if not line.reason and line.words > 1 and is_foreign(line.text):
            line.reason = "another language"
    for find in (_find_rows, _find_core, _find_headline, _find_writer, _find_comments, _add_up, _cut_ends):
        find(page)
    return page


def _is_prose(text: str, words: int) -> bool:
    """Whether a line reads as a paragraph: a sentence with its full stop, or too long to be a title."""
    end = text.rstrip("\"'”’»)]* ")[-1:]
    if text.count("•") > 2:  # a row of headlines
        return False
    return words >= 4 if end == "." else words >= 14 and (end in "!?:;" or ". " in text)


def _find_rows(page: Page) -> None:
    """Find the rows of tables: with bars or tabs, or two and more in a run with figures behind a label."""
    cells = [[cell for cell in map(str.strip, _CELLS.split(line.text)) if cell] for line in page.lines]
    wide = [len(row) > 1 and len(row[-1]) <= 24 for row in cells]
    figures = [any(map(str.isdigit, "".join(row[1:]))) for row in cells]
    for i, line in enumerate(page.lines):
        bars = ("\t" in line.text or line.text.count("|") > 1 or line.text[-1] == "|") and not line.reason
        beside = [j for j in (i - 1, i + 1) if 0 <= j < len(wide) and wide[j]]
        line.row = bars or wide[i] and any(figures[i] or figures[j] for j in beside)
        if line.row:
            line.prose, line.reason = False, ""


# What a line adds to the core: a sentence its words, an item with figures a few; all else takes away.
_LONGEST, _ITEM, _FURNITURE, _TITLE, _OTHERS = 40, 6, -8, -5, -60


def _weight(line: Line) -> int:
    if line.reason or line.bullet and not line.prose:
        return _OTHERS if line.opens == "titles" else _FURNITURE
    if line.prose:
        return min(line.words, (_ITEM if line.figures else 0) if line.bullet else _LONGEST)
    return 0 if line.row else _TITLE


def _find_core(page: Page) -> None:
    total = best = begin = 0
    for i, line in enumerate(page.lines):
        if total <= 0:
            total, begin = 0, i
        total += _weight(line)
        if total > best:
            best, page.core = total, range(begin, i + 1)


def _may_be_headline(line: Line) -> bool:
    told = signs().patterns["byline"].match(line.text) or line.figures and read_dateline(line.text)
    return line.title and not told


def _find_headline(page: Page) -> None:
    """Choose among the titles above the core the one whose words the article repeats."""
    lines = page.lines
    page.told = {stem for i in page.core if lines[i].body for stem in stems(lines[i].text)}
    end = page.core.start if page.core else len(lines)
    if candidates := [i for i in range(end) if _may_be_headline(lines[i])][-60:]:
        page.top = _best(page, candidates)
        line = page.headline = lines[page.top]
        marks = signs().patterns["marks"].match(line.text)
        if marks and marks.end() < len(line.text):
            page.cut(line, marks.end(), "mark-up")
        title = bare_words(line.text)
        for other in lines[page.top + 1 :]:
            if len(line.text) >= 12 and bare_words(other.text) == title:
                other.reason = other.reason or "repeated headline"
        page.core = range(max(page.core.start, page.top + 1), page.core.stop)
    for line in lines[: page.top if page.headline else page.core.start]:
        line.reason = line.reason or ("above the headline" if line.prose else "menu")


def _best(page: Page, candidates: list[int]) -> int:
    """Return which candidate is the headline, by the words it shares with the core, and by its place."""
    told = {i: stems(page.lines[i].text) for i in candidates}
    bare = {i: bare_words(page.lines[i].text) for i in candidates}
    scores = {}
    for i, words in told.items():
        twice = len(bare[i]) >= 20 and any(j != i and bare[i] in bare[j] for j in candidates)
        short = (page.lines[i].words < 5) + (page.lines[i].words < 3)
        scores[i] = (len(words & page.told) - 0.5) / (len(words) + 2) + 0.6 * twice - 0.4 * short
    top = max(candidates, key=lambda i: (scores[i], -i))
    least = scores[top] - 0.2  # a standfirst below it repeats the text's words too
    near = (i for i in candidates if top - 4 < i and scores[i] >= least and len(told[i] & page.told) > 1)
    return next(near, top)


def _find_writer(page: Page) -> None:
    """Find who wrote the article, between the headline and the text or right below the core."""
    lines, top = page.lines, page.top
    head = range(top + 1, min(len(lines), top + 5))  # a standfirst may precede the date and the buttons
    masthead = max((i for i in head if lines[i].reason in ("date line", "share prompt")), default=top)
    page.body = next((i for i in range(masthead + 1, len(lines)) if lines[i].body), top + 1)
    near = range(max(0, top - 3), min(page.body + 1, len(lines)))
    above = [i for i in near if i > top or lines[i].reason == "date line"]
    below = range(max(page.core.stop, page.body + 1), len(lines))[:12]
    for i in [*above, *below]:
        line = lines[i]
        if line.reason in _MAY_SIGN and (writer := _writer(page, i)):
            name, line.reason = line.text[slice(*writer)], "byline"
            if is_agency(name):
                page.agency = page.agency or name.strip("().-/ ")
            elif page.byline is None and not signs().patterns["office"].search(name):
                page.byline = (line.start + writer[0], line.start + writer[1])
        elif i > page.body and line.reason:
            break


def _writer(page: Page, i: int) -> tuple[int, int] | None:
    """Return where its writer's name stands in a line: labelled, by a date, an agency's, or alone."""
    line, above, text, patterns = page.lines[i], page.lines[i - 1], page.lines[i].text, signs().patterns
    named, dated = patterns["named"].match(text), line.reason == "date line"
    if labelled := patterns["byline"].match(text):
        return labelled.span(labelled.lastindex or 0)
    if dated and (by := patterns["by"].search(text) or (named if named and named["rest"] else None)):
        return by.span("name")
    for name in (text, re.split(r"[\s/,]", text)[-1] if line.words <= 8 else ""):  # Jane Doe, Reuters
        if is_agency(name):
            return len(text) - len(name), len(text)
    role = line.words <= 12 and text[-1] != "." and patterns["role"].search(text)
    if line.reason or not named or not (role or named.end() == len(text)) or is_label(text):
        return None
    near = [above, *page.lines[i + 1 : i + 3]]
    beside = role or i > page.body or above is page.headline and text.isupper()
    beside = beside or any(x.reason in _BESIDE_A_NAME or patterns["role"].search(x.text) for x in near)
    return named.span("name") if beside and page.headline else None


# How much may add up before a title goes; any other piece or sentence; a paragraph that may hold a claim.
_TITLES, _PIECES, _ALL = 12, 50, 90


def _add_up(page: Page) -> None:
    """Judge what stands between two paragraphs, and below the last, by all that stands there."""
    lines, core, owed, reason = page.lines, page.core, 0, ""
    body = [i for i in range(page.top + 1, len(lines)) if lines[i].body]
    for a, b in pairwise([page.top, *body, len(lines)]):
        gap, inside = lines[a + 1 : b], core.start <= a and b < core.stop
        told = (line for line in gap if line.reason or not (line.figures or line.prose))
        cost = 0 if inside else -sum(map(_weight, told))
        owed = (owed if a >= core.stop else 0) + (cost if a >= core.start else min(cost, _ALL))
        for line in gap:
            if line.opens:
                reason = line.reason
                owed += 60 * inside
            elif not line.reason and owed > _limit(page, line):
                line.reason = reason or "related posts"
        if b < len(lines) and (owed > _limit(page, lines[b]) or gap and gap[-1].opens == "paragraph"):
            lines[b].reason = reason or "after the article"


def _limit(page: Page, line: Line) -> int:
    if line.row or line.prose and (line.figures or len(page.told & stems(line.text)) > 1):
        return _ALL
    return _TITLES if line.title and not line.figures else _PIECES


_STAMP = re.compile(r"\d{1,2}[:.]\d\d|\bago\b|\b(?:19|20)\d\d\b")
_SAYS = ("said:", "says:", "wrote:")


def _find_comments(page: Page) -> None:
    """Readers' comments end the article: four within 45 lines, each with a name and a time above it."""
    lines, heads = page.lines, []
    for i in range(max(page.body, page.core.start) + 1, len(lines)):
        above, line = lines[i - 1], lines[i]
        named = above.words <= 4 and not (above.prose or above.bullet or above.figures)
        named = named or above.text.endswith(_SAYS) or line.text.endswith(_SAYS)
        if named and line.words <= 14 and _STAMP.search(line.text):
            heads.append(i - 1)
    close = (first for first, fourth in zip(heads, heads[3:], strict=False) if fourth - first < 45)
    for line in lines[next(close, len(lines)) :]:
        line.reason = line.reason or "comment form"


def _cut_ends(page: Page) -> None:
    """Cut the dateline off the first paragraphs; find the agency that the text cites."""
    kept = (line for line in page.lines[page.top + 1 :] if not (line.reason or line.row))
    text = [line for line in kept if line.prose or line.words > 5]
    head = page.lines[page.top + 1 : page.body]
    alone = [line for line in head if line.reason == "date line" or not line.reason and line.words < 6]
    for line in [*alone, *text[:7]]:
        if found := read_dateline(line.text):
            page.dateline = (line.start, line.start + len(line.text[: found[0]].rstrip()))
            page.agency = found[2] or page.agency
            if not line.reason:
                page.cut(line, found[1], "dateline")
            break
    cited = (signs().patterns["cites"].search(line.text) for line in text[:2])
    page.agency = page.agency or next((match[match.lastindex or 0] for match in cited if match), None)
