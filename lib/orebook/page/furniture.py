"""Tell an article from the page around it, by signs that any publisher's page shows.

A line is judged by its own words and shape (`signs`). Then the core of the page is found, the stretch with
most sentences and least furniture; the headline is chosen among the titles above it, and what stands above
the headline, between the paragraphs and below the core is judged by its place and by the words that it
shares with the paragraphs. A paragraph of prose goes only for its own words, or far from the core.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

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
    signs,
    stems,
)
from orebook.text.calendar import find_dates

_FRONT, _AFTER, _RELATED = "front matter", "after the article", "related posts"
_LIKE_ROWS = ("ticker", "date line", "link or contact", "page control", "weather", "image placeholder")
_LISTS = (_RELATED, "tags", "comment form")
_MAY_SIGN = ("share prompt", CAPTION)  # By …, Text and photos: …
_BEFORE_A_NAME = ("by", "author", "posted by", "written by")
_BESIDE_A_NAME = ("date line", "byline", "share prompt", "page control", _RELATED)
_COMPANY = re.compile(r"\b(?:Ltd|Inc|Co|Corp|plc|Plc|S\.A|B\.V|[Ee]tc)\.$")
_CELLS = re.compile(r"\t|\||\s\s+")


@dataclass(slots=True)
class Line:
    """A line of the page: ``text`` is what is left of it once pieces have been cut off its ends."""

    start: int
    end: int
    text: str
    apart: bool  # an empty line stands before it
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
        """Neither furniture nor prose, and no full stop: a title, a label or a name."""
        return not (self.reason or self.prose or self.row) and self.text[-1] not in '.!?:;…"”»)'

    @property
    def teaser(self) -> bool:
        """Whether it may be the title of another article, or a label: no item, row or part of a sentence."""
        begun = self.text.lstrip("'‘“\"")[:1]
        open_ended = self.text[-1] in ",;:|" or self.item
        return not (self.reason or self.prose or self.row or open_ended or begun.islower())

    @property
    def item(self) -> bool:
        """An item of a list, or a row of figures."""
        return bool(signs().patterns["item"].match(self.text))

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
    _mark_front_matter(page)
    _mark_rows(page)
    for step in _STEPS:
        step(page)
    return page


def _split(text: str) -> Iterator[Line]:
    apart, start = True, 0
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare:
            at, words = start + len(raw) - len(raw.lstrip()), len(bare.split())
            yield Line(at, at + len(bare), bare, apart, words, _is_prose(bare, words))
        apart = not bare
        start += len(raw) + 1


def _is_prose(text: str, words: int) -> bool:
    """Whether a line reads as a paragraph: a sentence with its full stop, or too long to be a title."""
    if words > 28:
        return True
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


def _mark_front_matter(page: Page) -> None:
    if page.lines and page.lines[0].text == "---":
        end = next((i for i, line in enumerate(page.lines[1:40], 1) if line.text == "---"), 0)
        for line in page.lines[: end + 1]:
            line.reason, line.opens = _FRONT, ""


def _mark_rows(page: Page) -> None:
    """Mark the rows of tables: with bars or tabs, or two and more in a run with a label and figures.

    Within the run, a row may look like a ticker or a line of dates.
    """
    shapes = [_row(line.text) for line in page.lines]
    for i, (line, shape) in enumerate(zip(page.lines, shapes, strict=True)):
        beside = shapes[max(0, i - 1) : i] + shapes[i + 1 : i + 2]
        heads = shape == "head" and shapes[i + 1 : i + 3].count("figures") == 2
        bars = ("\t" in line.text or line.text.count("|") > 1) and not line.reason
        line.row = heads or bars or shape == "figures" and "figures" in beside
        line.prose = line.prose and not line.row


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
_AWAY = {
    _RELATED: 15, "comment form": 15, "menu": 15, "tags": 12, "copyright notice": 15, "login or paywall": 10,
    "rest": 30, "titles": 35,
}  # fmt: skip
_LONGEST = 40
_BULLETS = ("* ", "+ ", "• ", "- ", "– ", "· ", "o ")


def _weight(line: Line) -> int:
    if line.reason:
        return -_AWAY.get(line.opens, _AWAY.get(line.reason, 6))
    if line.prose:
        return 0 if line.bullet else min(line.words, _LONGEST)
    if line.row or line.figures and not any(map(str.isalpha, line.text)):
        return 0
    return -10 if line.bullet else -3 if line.words > 4 or line.figures else -6


def _find_core(page: Page) -> None:
    """Find the stretch of lines of the largest sum: the first that has half the best, by its title too."""
    lines = page.lines
    found: list[tuple[int, int, int]] = []  # sum, first line, line past the last
    total = best = begin = end = 0
    for i, line in enumerate(lines):
        if total <= 0:
            if best:
                found.append((best, begin, end))
            total, best, begin = 0, 0, i
        total += _weight(line)
        if total > best:
            best, end = total, i + 1
    found += [(best, begin, end)] if best else []
    if not found:
        return
    past = 0
    weighed = []
    for total, begin, end in found:
        told = {stem for line in lines[begin:end] if line.body for stem in stems(line.text)}
        above = [stems(line.text) for line in lines[max(past, begin - 60) : begin] if _may_be_headline(line)]
        shared = max((len(words & told) / (len(words) + 2) for words in above), default=0.0)
        weighed.append((total * (0.5 + shared), begin, end))
        past = end
    most = max(weighed)[0]
    _, begin, end = next(one for one in weighed if one[0] >= 0.5 * most)
    page.core = range(_begin(lines, begin, end), end)


def _begin(lines: list[Line], begin: int, end: int) -> int:
    """Return where a core begins: past what stands above a title in it and shares no words with the rest."""
    body = [i for i in range(begin, end) if lines[i].body]
    told = Counter(stem for i in body for stem in stems(lines[i].text))
    first = body[next((k for k in range(len(body)) if _begins_article(lines, body, k, told)), 0)]
    titles = (lines[i] for i in range(body[0], first) if _may_be_headline(lines[i]))
    return first if any(sum(told[stem] > 1 for stem in stems(line.text)) > 1 for line in titles) else body[0]


def _begins_article(lines: list[Line], body: list[int], k: int, told: Counter[str]) -> bool:
    """Whether a paragraph shares words with others; in a long page, with others than its neighbours."""
    text = lines[body[k]].text
    near = body[max(0, k - 2) : k + 3] if len(body) > 6 else [body[k]]
    around = Counter(stem for i in near for stem in stems(lines[i].text))
    stopped = ". " in text or text.rstrip("\"'”’»)]* ")[-1:] in ".!?:"  # a row of headlines is not
    return stopped and sum(told[stem] > around[stem] for stem in stems(text)) > 1


def _may_be_headline(line: Line) -> bool:
    if line.reason or line.prose or line.row or not 3 <= line.words <= 40:
        return False
    if not any(map(str.isalpha, line.text)) or line.bullet:
        return False
    patterns = signs().patterns
    writer = patterns["byline"].match(line.text) or line.words <= 8 and patterns["role"].search(line.text)
    return not (writer and line.words <= 12)


# What counts for and against a title above the core: how much, and when.
_POINTS: tuple[tuple[float, Callable[[str, Line], bool]], ...] = (
    (0.8, lambda bare, line: line.text.startswith(("# ", "## "))),
    (-0.3, lambda bare, line: line.text.endswith((".", ":"))),
    (-0.4, lambda bare, line: line.words < 5),
    (-0.5, lambda bare, line: "|" in line.text and line.text.isupper()),
    (-0.5, lambda bare, line: not signs().site["strong"].isdisjoint(bare.split())),
    (-0.6, lambda bare, line: line.words <= 5 and bool(signs().patterns["office"].search(line.text))),
)


def _find_headline(page: Page) -> None:
    """Choose among the titles above the core the one whose words the article repeats."""
    lines = page.lines
    end = page.core.start if page.core else len(lines)
    candidates = [i for i in range(end) if _may_be_headline(lines[i])][-60:]
    candidates += _mastheads(lines, page.core[: 3 * len(page.core) // 5])
    if not candidates:  # a feed of news may begin the core: then it shows by standing twice
        titles = Counter(bare_words(line.text) for line in lines if line.title and line.words > 4)
        candidates = [
            i for i in page.core if _may_be_headline(lines[i]) and titles[bare_words(lines[i].text)] > 1
        ][:1]
        if not candidates:
            return
    told = {stem for i in page.core if lines[i].body for stem in stems(lines[i].text)}
    bare = {i: bare_words(lines[i].text) for i in candidates}
    signed = (i for i in range(candidates[0], end) if signs().patterns["byline"].match(lines[i].text[:80]))
    writer = next(signed, len(lines))

    def score(i: int) -> float:
        words = stems(lines[i].text)
        twice = len(bare[i]) >= 20 and any(j != i and bare[i] in bare[j] for j in candidates)
        value = (len(words & told) - 0.5) / (len(words) + 2) + 0.6 * twice
        value -= 0.6 * (i > writer)  # the headline stands above its writer's name
        return value + sum(points for points, holds in _POINTS if holds(bare[i], lines[i]))

    scores = {i: score(i) for i in candidates}
    top = max(candidates, key=lambda i: (scores[i], -i)) if page.core else candidates[0]
    # A standfirst further down repeats the text's words too.
    near = [i for i in candidates if scores[i] >= scores[top] - 0.2 and len(stems(lines[i].text) & told) > 1]
    best = min([top, *near])
    last = max(i for i in candidates if bare[i] == bare[best])
    astray = sum(len(stems(lines[i].text) & told) < 2 for i in candidates if best < i < last)
    _take_headline(page, last if astray > 1 else best, candidates)
    page.core = range(max(page.core.start, page.top + 1), page.core.stop)
    page.told = Counter(stem for line in lines[page.top :] if line.body for stem in stems(line.text))


def _mastheads(lines: list[Line], places: Iterable[int]) -> list[int]:
    """Return the titles right above a date or a writer's name: news may stand above the headline."""
    byline = signs().patterns["byline"]
    return [
        i
        for i in places
        if _may_be_headline(lines[i])
        and lines[i].words > 4
        and any(x.reason == "date line" or byline.match(x.text[:80]) for x in lines[i + 1 : i + 3])
    ]


def _take_headline(page: Page, top: int, candidates: list[int]) -> None:
    """Take a line for the headline, and cut off what is glued to it: crumbs, marks, the site's name."""
    lines, patterns = page.lines, signs().patterns
    marks = patterns["marks"].match(lines[top].text)
    title = lines[top].text[marks.end() :].rstrip("# ") if marks else lines[top].text
    title = re.split(r"\s+(?:https?://|www\.)", title)[0]
    for i in range(max(0, top - 20), top):
        if len(title) >= 20 and lines[i].words <= 45 and title in lines[i].text and lines[i].reason != _FRONT:
            top = i  # HomeNewsheadline
            break
    for i in (i for i in candidates if i > top and len(lines[i].text) >= 20):
        left, held, right = lines[top].text.partition(lines[i].text)
        if held and (patterns["crumb"].search(left) or not left and patterns["site_name"].match(right)):
            lines[top].reason = "breadcrumb"  # Home › News › headline; headline - Daily News
            top, title = i, held
            break
    line = page.headline = lines[top]
    page.top, line.reason, line.opens = top, "", ""
    at = line.text.find(title)
    if line.text[at + len(title) :]:
        page.cut(line, at + len(title), len(line.text), "site name")
    if at:
        page.cut(line, 0, at, "breadcrumb" if any(map(str.isalnum, line.text[:at])) else "mark-up")
    for other in lines[top + 1 : top + 600]:
        if len(title) >= 12 and bare_words(other.text) == bare_words(title):
            other.reason = other.reason or "repeated headline"


# Above the core


def _read_head(page: Page) -> None:
    """Judge what stands above the headline, and between it and the text, where a standfirst may stand too."""
    lines, top = page.lines, page.top
    for line in lines[: top if page.headline else page.core.start]:
        if not line.reason and not (line.prose and page.on_topic(line, 2)):
            line.reason = "above the headline" if line.prose else "menu"
    page.body = _first_paragraph(page)
    dated = [i for i in range(max(0, top - 3), top) if lines[i].reason == "date line"]
    for i in [*dated, *range(top + 1, min(page.body + 1, len(lines)))]:
        line, head = lines[i], i < page.body and page.headline is not None
        if line.reason not in ("", "date line", *_MAY_SIGN) or line.row or line.prose and line.words > 14:
            continue
        if writer := _writer(page, i, head):
            above = lines[i - 1]
            role = signs().patterns["role"].search(line.text)
            if role and is_name(above.text) and above is not page.headline:
                page.sign(above)  # the line is the role of the one above
                line.reason = line.reason or "byline"
            else:
                page.sign(line, *writer)
        elif not line.reason and head:
            line.reason = next((reason for reason, holds in _HEAD if holds(page, i)), "")
            if line.reason == "dateline":
                page.dateline = (line.start, line.end)


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


def _is_rubric(page: Page, i: int) -> bool:
    line, below = page.lines[i], page.lines[i + 1]
    short = line.words <= 3 and line.title and not line.figures
    return short and (is_label(line.text) or bool(below.reason) or not below.prose and below.words <= 4)


def _is_place(page: Page, i: int) -> bool:
    line, above = page.lines[i], page.lines[i - 1]
    beside = above.reason in ("date line", "byline")
    return beside and bool(re.fullmatch(r"[A-ZÀ-Þ]{4,}(?: [A-ZÀ-Þ]+)?", line.text))


def _is_astray(page: Page, i: int) -> bool:
    line = page.lines[i]
    near = i <= page.top + 3  # where a standfirst stands
    loose = line.title and not (line.figures or line.bullet or page.lines[i + 1].row)
    return loose and 3 < line.words <= (7 if near else 25) and not page.on_topic(line, 1 if near else 2)


# Why a line between the headline and the text is furniture, the first that holds.
_HEAD: tuple[tuple[str, Callable[[Page, int], bool]], ...] = (
    ("page control", lambda page, i: bool(re.fullmatch(r"[\d ]{1,9}", page.lines[i].text))),
    ("tags", lambda page, i: bool(re.fullmatch(r"in [A-Z][\w, &]{2,50}", page.lines[i].text))),
    ("menu", _is_astray),
    ("menu", _is_rubric),
    ("dateline", _is_place),
    ("repeated paragraph", lambda page, i: page.lines[i].text.endswith(("...", "…"))),
)


def _writer(page: Page, i: int, head: bool) -> tuple[int, int] | None:
    """Return where in a line of the head its writer's name stands, None where there is none."""
    line = page.lines[i]
    signed = (rule(page, i, line.text) for head_only, rule in _SIGNED if head or not head_only)
    return next((span for span in signed if span), None)


def _by_label(page: Page, i: int, text: str) -> tuple[int, int] | None:
    line = page.lines[i]
    match = signs().patterns["byline"].match(text) if line.words <= 20 and not line.prose else None
    return match.span("name" if match["name"] else "handle") if match else None


def _by_agency(page: Page, i: int, text: str) -> tuple[int, int] | None:
    if is_agency(text):
        return 0, len(text)
    shared = signs().patterns["shared"].search(text)
    return shared.span(1) if shared and is_agency(shared[1]) else None


def _names(text: str) -> re.Match[str] | None:
    """Match a line that begins with the names of up to four people, each of two words and more."""
    named = signs().patterns["named"].match(text)
    names = re.split(r",? and |, | & ", named["name"]) if named else []
    whole = len(names) <= 4 and all(" " in name for name in names)  # Baku, Azerbaijan
    return named if named and whole and not find_dates(named["name"]) else None


def _by_date(page: Page, i: int, text: str) -> tuple[int, int] | None:
    if page.lines[i].reason != "date line":
        return None
    named = _names(text)
    match = signs().patterns["by"].search(text) or (named if named and named["rest"] else None)
    return match.span("name") if match else None


def _by_role(page: Page, i: int, text: str) -> tuple[int, int] | None:
    line, role = page.lines[i], signs().patterns["role"].search(text)
    if line.reason or line.words > 12 or text.endswith(".") or not role:
        return None
    comma, named = text.rfind(",", 0, role.start()), _names(text)
    dated = min((date.start for date in find_dates(text)), default=len(text))
    whole = 0, len(text[:dated].rstrip(" ,|·–-"))
    return (0, comma) if comma > 0 else named.span("name") if named else whole


def _by_neighbour(page: Page, i: int, text: str) -> tuple[int, int] | None:
    """A name alone: under *By*, beside the date or the buttons, or in capitals right under the headline."""
    line, above, named = page.lines[i], page.lines[i - 1], _names(text)
    if line.reason:
        return None
    if line.words <= 4 and bare_words(above.text) in _BEFORE_A_NAME:
        return 0, len(text)
    near = page.lines[max(0, i - 1) : i] + page.lines[i + 1 : i + 3]
    beside = any(other.reason in _BESIDE_A_NAME for other in near)
    marked = beside or above is page.headline and text.isupper() and not above.text.isupper()
    alone = named and named.end() == len(text) and not is_label(text)
    return named.span("name") if named and alone and marked else None


# How a writer signs, the plainest first; the last only above the text.
_SIGNED: tuple[tuple[bool, Callable[[Page, int, str], tuple[int, int] | None]], ...] = (
    (False, _by_label),
    (False, _by_date),
    (False, _by_agency),
    (False, _by_role),
    (True, _by_neighbour),
)


# Between the paragraphs, and below the core


def _close_blocks(page: Page) -> None:
    """Carry an opening line on: titles after *Related posts*, everything after *Leave a reply*."""
    lines = page.lines
    left = total = sum(line.words for line in lines if line.body)
    opens = reason = ""
    run = 0
    for i in range(page.top + 1, len(lines) if total else 0):
        line = lines[i]
        left -= line.words * line.body
        if line.opens:
            if line.opens != "rest" or left < 0.4 * total:
                run, opens, reason = 0, line.opens, line.reason
        elif opens and (_goes_on(line, opens, run) or opens == "titles" and run and _is_teased(page, i)):
            if opens == "person" and run == 0 and page.byline is None and re.fullmatch(NAMES, line.text):
                page.sign(line)
            line.reason, run = line.reason or reason, run + 1
        elif opens:
            above = lines[i - 1]
            short = run >= 2 and above.words <= 4 and above.reason == reason
            if short and (above.apart or opens == "titles") and not re.fullmatch(NAMES, above.text):
                above.reason = ""  # a heading of the article that goes on
            opens = ""


def _is_teased(page: Page, i: int) -> bool:
    """Whether a paragraph is the sentence below another story's title: alone, and off the topic."""
    line, below = page.lines[i], page.lines[i + 1 : i + 2]
    alone = line.words <= LONG and not any(other.body for other in below)
    return alone and page.lines[i - 1].words > 3 and not page.on_topic(line, 2)


def _goes_on(line: Line, opens: str, run: int) -> bool:
    """Whether a line is one more of those that an opening line leads on to."""
    if opens == "rest":
        return True
    if opens == "labels":
        return bool(line.reason) or not line.prose and line.words <= 6
    if opens == "person":
        return not line.body or run == 0 or len(signs().patterns["bio"].findall(line.text)) > 1
    if opens == "notice":
        return not (line.title and line.words <= 8)
    return not line.body and not line.row


_STAMP = re.compile(r"\d{1,2}[:.]\d\d|\bago\b|\b(?:19|20)\d\d\b")
_SAYS = ("said:", "says:", "wrote:")
_FEWEST, _APART = 4, 15  # comments that make a section, and lines from one to the next


def _find_comments(page: Page) -> None:
    """Readers' comments, each with a name and a time above it, end the article where four follow."""
    lines = page.lines
    begun = max(page.body, page.core.start) + 1
    short = (i for i, line in enumerate(lines[begun:], begun) if not line.prose and line.words <= 14)
    stamps = [i for i in short if _STAMP.search(lines[i].text)]
    heads = [i for i in stamps if lines[i].text.endswith(_SAYS) or _named_above(lines[i - 1])]
    for first, last in zip(heads, heads[_FEWEST - 1 :], strict=False):
        spoken = sum(line.prose for line in lines[first:last])
        if last - first <= _APART * (_FEWEST - 1) and spoken >= _FEWEST - 2:
            for line in lines[first - _named_above(lines[first - 1]) :]:
                line.reason = line.reason or "comment form"
            break


def _named_above(line: Line) -> bool:
    named = line.words <= 4 and not line.figures or line.text.endswith(_SAYS)
    return named and not line.prose and not line.bullet


def _find_teasers(page: Page) -> None:
    """Take away titles of other articles between the paragraphs: several in a row, or beside furniture."""
    lines = page.lines
    body = [i for i, line in enumerate(lines) if line.body and i > page.top]
    for a, b in pairwise([*([page.top] if page.headline else []), *body, len(lines)]):
        gap = lines[a + 1 : b]
        known = next((k for k, line in enumerate(gap) if line.reason), len(gap))
        if sum(line.figures for line in gap[:known]) > 1:
            gap = gap[known:]  # what stands before it is a table or a list of the article
        pairs = zip_longest(gap, gap[1:])
        titles = [line for line, below in pairs if line.teaser and not (below and below.row)]
        if b < len(lines) and titles and titles[-1] is gap[-1] and gap[-1].words <= 8:
            titles.pop()  # the heading of what follows
        near = 1 if a == page.top else 2
        labels = [line for line in titles if line.words <= 3 or not page.on_topic(line, near)]
        astray = sum(line.words > 3 for line in labels)
        if astray > 1 or astray and a != page.top and any(line.reason for line in gap):
            for line in labels:
                line.reason = _RELATED


_PATIENCE, _END = 40, 110  # what may add up below the core before a title goes, and before a sentence does


def _leave_core(page: Page) -> None:
    """Below the core, furniture adds up: past a measure of it nothing is taken for the article's."""
    away = 0
    below = page.lines[page.core.stop :] if page.core else []
    for line, following in zip_longest(below, below[1:]):
        away += max(0, -_weight(line))
        if line.body and away <= _END and page.on_topic(line, 3):
            away = 0  # the article goes on
        heading = following and following.body and line.words <= 8
        spoken = line.prose or line.row or line.figures or heading
        if not line.reason and (away > _END or away > _PATIENCE and not spoken):
            line.reason = _AFTER


def _read_tail(page: Page) -> None:
    """After the last paragraph only lists and tables are the article's; a note on its author is not."""
    lines, patterns = page.lines, signs().patterns
    body = [i for i, line in enumerate(lines) if line.body]
    writers = re.split(r", | and | & ", page.text[slice(*page.byline)]) if page.byline else []
    while len(body) > 2 and lines[body[-1]].words <= 70:
        text = lines[body[-1]].text
        named = any(text.startswith(name.split()[0] + " ") for name in writers) and patterns["is"].match(text)
        if not (named or patterns["note"].match(text)) or patterns["measured"].search(text):
            break
        lines[body.pop()].reason = "note on the author"
    last = body[-1] if body else len(lines)
    begun = ""
    for i in range(last + 1, len(lines)):
        begun = _read_below(page, i, begun, i == last + 1, writers)


def _read_below(page: Page, i: int, begun: str, first: bool, writers: list[str]) -> str:
    """Judge a line below the last paragraph; returns the last reason found."""
    line, patterns = page.lines[i], signs().patterns
    text = line.text
    if line.reason:
        if desk := patterns["desk"].match(text):
            page.sign(line, *desk.span(desk.lastindex or 0))
        return line.reason
    byline = patterns["byline"].match(text) if line.words <= 12 else None
    if byline:
        page.sign(line, *byline.span("name" if byline["name"] else "handle"))
    elif is_agency(text) or first and re.fullmatch(r"[A-Z]{3,6}", text):
        line.reason, page.agency = "agency sign-off", page.agency or text
    elif 2 <= line.words <= 4 and re.fullmatch(NAMES, text) and not text.isupper():
        if not begun or text in writers:
            page.sign(line)
        else:
            line.reason = begun if begun in _LISTS else _AFTER
    elif not _is_matter(page, i, begun):
        line.reason = begun if begun in _LISTS else _AFTER
    return begun


def _is_matter(page: Page, i: int, begun: str) -> bool:
    """Whether a line below the last paragraph is a list, a table or a sentence of the article."""
    line, patterns = page.lines[i], signs().patterns
    dated = any(date.start == 0 for date in find_dates(line.text[:24]))  # 3 May 2024 Half-year results
    measured = patterns["measured"].search(line.text) and (page.on_topic(line) or not begun)
    item = line.row or line.item and not dated or bool(measured)
    if line.prose or item and line.figures:
        return True
    if begun:
        return line.text[-1] in ".”" and not line.text.endswith("...") and begun not in _LISTS
    if not line.title or line.words > 25 or item or line.figures and page.on_topic(line):
        return True
    below = page.lines[i + 1 : i + 3]  # or the heading of a list
    return page.lines[i - 1].text[-1] == ":" or any((x.item or x.row) and x.figures for x in below)


def _spare_figures(page: Page) -> None:
    """Give back to the article the figures in a caption, and a table's rows that look like a ticker."""
    measured = signs().patterns["measured"]
    for i, line in enumerate(page.lines):
        if line.reason == CAPTION and measured.search(line.text):
            found = (credit.search(line.text) for credit in signs().credits)
            at = min((match.start() for match in found if match), default=0)
            if measured.search(line.text[:at]):
                line.reason, line.prose = "", line.text[:at].count(" ") >= 4
                page.cut(line, at, len(line.text), CAPTION)
        elif line.row and line.reason in _LIKE_ROWS and i > page.top:
            line.reason = ""


def _cut_ends(page: Page) -> None:
    """Cut the dateline off the first paragraphs and the agency's name off the last."""
    kept = (line for line in page.lines if not (line.reason or line.row or line is page.headline))
    text = [line for line in kept if line.prose or line.words > 5]
    alone = [line for line in page.lines[page.top + 1 : page.body] if line.reason == "date line"]
    for line in [*alone, *text[:7]] if page.dateline is None else ():
        found = read_dateline(line.text, signs().agencies)
        if found and (not line.reason or found[2] or line.text.split(",")[0].isupper()):
            page.dateline = (line.start, line.start + len(line.text[: found[0]].rstrip()))
            if found[2] and not found[2].islower():  # not the site's own address
                page.agency = found[2]
            if not line.reason:
                page.cut(line, 0, found[1], "dateline")
            break
    for line in text[-3:]:
        if credit := signs().patterns["desk_credit"].search(line.text):
            page.cut(line, credit.start(), len(line.text), "agency sign-off")
    last = next((line for line in reversed(text) if line.text), None)
    match = signs().patterns["sign_off"].search(last.text) if last else None
    if last and match and (is_agency(match[1]) or match[1] == page.agency):
        page.agency = page.agency or match[1]
        page.cut(last, match.start(), len(last.text), "agency sign-off")


def _find_foreign(page: Page) -> None:
    """Take away what is in another language than the paragraphs: the site's own words, or a post shown."""
    told = Counter(is_english(line.text) for line in page.lines if line.body)
    if told[True] and told[True] >= told[False]:
        for line in page.lines:
            if not line.reason and line.words > 1 and is_english(line.text) is False:
                line.reason = "another language"


_STEPS = (
    _find_foreign,
    _find_core,
    _find_headline,
    _read_head,
    _spare_figures,
    _close_blocks,
    _find_comments,
    _find_teasers,
    _leave_core,
    _read_tail,
    _cut_ends,
)
