"""Tell an article from the page around it, by signs that any publisher's page shows.

Lines are judged by their own words and shape (`signs.py`), by their place (above the headline, under
*Related posts*, after the article's end), and by whether they share words with the article's paragraphs.
A paragraph of prose is taken away only for its own words, inside a list of teasers, a comment section or
a note on the author, or where it is off the topic and set apart from the article or said to the reader.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from orebook.page.dateline import read_dateline
from orebook.page.signs import (
    CAPTION,
    LONG,
    NAMES,
    bare_words,
    is_agency,
    is_label,
    is_name,
    judge,
    signs,
    stems,
)
from orebook.text.calendar import find_dates

_FRONT = "front matter"
_PROMPTS = ("subscribe prompt", "site's own words", "login or paywall")
_CLOSING = ("tags", "comment form", "copyright notice", "note on the author", "agency sign-off", "contact")
_LISTS = ("related posts", "tags", "comment form")
_MAY_SIGN = ("share prompt", CAPTION)  # By …, Text and photos: …
_BEFORE_A_NAME = ("by", "author", "posted by", "written by")
_BESIDE_A_NAME = ("date line", "byline", "share prompt", "page control", "related posts")


_LETTER, _LATIN = re.compile(r"[^\W\d_]"), re.compile(r"[A-Za-zÀ-ɏ]")
_COMPANY = re.compile(r"\b(?:Ltd|Inc|Co|Corp|plc|Plc|S\.A|B\.V|[Ee]tc)\.$")


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
    def body(self) -> bool:
        """A paragraph of the article."""
        return self.prose and not self.reason

    @property
    def stopped(self) -> bool:
        """Whether a sentence ends in it; in a list of headlines on one line, none does."""
        return ". " in self.text or self.text.rstrip("\"'”’»)]* ")[-1:] in ".!?:"

    @property
    def title(self) -> bool:
        """Neither furniture nor prose, and no full stop: a title, a label or a name."""
        return not self.reason and not self.prose and self.text[-1] not in '.!?:;…"”»)'

    @property
    def teaser(self) -> bool:
        """Whether it may be the title of another article, or a label: no item, row or part of a sentence."""
        begun = self.text.lstrip("'‘“\"")[:1]
        open_ended = self.text[-1] in ",;:|" or signs().patterns["item"].match(self.text)
        return not (self.reason or self.prose or open_ended or begun.islower())

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
        line.reason = line.reason if line.reason in ("agency sign-off", "link or contact") else "byline"
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
    page = Page(text, _split(text))
    known: dict[str, tuple[str, str]] = {}
    for line in page.lines:
        if line.text not in known:
            known[line.text] = judge(line.text, line.words)
        line.reason, line.opens = known[line.text]
    if page.lines and page.lines[0].text == "---":
        end = next((i for i, line in enumerate(page.lines[1:40], 1) if line.text == "---"), 0)
        for line in page.lines[: end + 1]:
            line.reason, line.opens = _FRONT, ""
    for step in _STEPS:
        step(page)
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
    sentence = (
        words >= 4
        and end == "."
        and not (words <= 8 and _COMPANY.search(text))
        or words >= 14
        and (end in "!?:;" or ". " in text)
    )
    return words > 28 or sentence and not teaser and not (words <= 16 and _is_titled(text))


def _is_titled(text: str) -> bool:
    """Whether Nearly All Longer Words Are Capitalised."""
    longer = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) >= 0.9 * len(longer)


# By its place


def _find_headline(page: Page) -> None:
    """Choose among the titles above the first paragraph the one whose words the article repeats."""
    lines, patterns, strong = page.lines, signs().patterns, signs().site["strong"]
    for line in lines[:60]:
        if not line.reason and line.words <= 45 and (match := patterns["signature"].search(line.text)):
            page.sign(line, *match.span("name"))
            page.cut(line, match.start(), len(line.text), "byline")
            line.reason, line.words, line.prose = "", line.text.count(" ") + 1, False
    body = [i for i, line in enumerate(lines) if line.body]
    page.told = Counter(stem for i in body for stem in stems(lines[i].text))
    # A notice that reads as prose may stand above the headline: its words are not the article's.
    first = next((k for k in range(len(body)) if _begins_article(page, body, k)), 0)
    end = min(body[first] if body else len(lines), 400)
    candidates = [i for i in range(end) if _may_be_headline(lines[i])][-60:]
    if not candidates:  # a feed of news may stand above it: then it shows by standing twice
        titles = Counter(bare_words(line.text) for line in lines if line.title and line.words > 4)
        twice = [i for i in range(min(len(lines), 400)) if titles[bare_words(lines[i].text)] > 1]
        candidates = [i for i in twice if _may_be_headline(lines[i])][:1]
        first = sum(i < candidates[0] for i in body) if candidates else len(body)
        if first >= len(body) / 2:
            return
    told = {stem for i in body[first : first + 8] for stem in stems(lines[i].text)}
    signed = (i for i in range(end) if lines[i].words <= 12 and patterns["byline"].match(lines[i].text))
    writer = next(signed, len(lines))
    bare = {i: bare_words(lines[i].text) for i in candidates}

    def score(i: int) -> float:
        text, words = lines[i].text, stems(lines[i].text)
        value = (len(words & told) - 0.5) / (len(words) + 2)
        value += 0.8 * text.startswith(("# ", "## "))
        value -= 0.3 * text.endswith((".", ":")) + 0.4 * (lines[i].words < 5)
        value -= 0.5 * ("|" in text and text.isupper() or not strong.isdisjoint(bare[i].split()))
        value -= 0.6 * (i > writer >= candidates[0])  # the headline stands above its writer's name
        twice = len(bare[i]) >= 20 and any(
            j != i and bare[i] in bare[j] and (lines[i].words > 4 or bare[i] == bare[j]) for j in candidates
        )
        return value + 0.6 * twice

    scores = {i: score(i) for i in candidates}
    # A standfirst further down repeats the text's words too.
    top = max(candidates, key=lambda i: (scores[i], -i)) if body else candidates[0]
    best = next(
        i
        for i in candidates
        if i == top or scores[i] >= scores[top] - 0.2 and len(stems(lines[i].text) & told) > 1
    )
    marks = patterns["marks"].match(lines[best].text)
    title = lines[best].text[marks.end() :].rstrip("# ") if marks else lines[best].text
    # The first line that holds the headline is it, and what is glued to it is cut off; but above a list of
    # other headlines it is one of them.
    last = max(i for i in candidates if bare[i] == bare[best])
    above = (i for i in range(best if len(title) >= 20 else 0) if lines[i].words <= 45)
    page.top = next((i for i in above if title in lines[i].text and lines[i].reason != _FRONT), best)
    if sum(len(stems(lines[i].text) & told) < 2 for i in candidates if page.top < i < last) > 1:
        page.top = last
    first_text = lines[page.top].text
    for i in (i for i in candidates if i > page.top and len(lines[i].text) >= 20):
        # Home › News › headline; headline - Daily News
        left, held, right = first_text.partition(lines[i].text)
        if held and (patterns["crumb"].search(left) or not left and patterns["site_name"].match(right)):
            lines[page.top].reason, page.top, title = "breadcrumb", i, held
            break
    page.told = Counter(stem for i in body if i > page.top for stem in stems(lines[i].text))
    line = page.headline = lines[page.top]
    line.reason = line.opens = ""
    at = line.text.find(title)
    if glued := patterns["address"].search(title):
        title = title[: glued.start()]
    if line.text[at + len(title) :]:
        page.cut(line, at + len(title), len(line.text), "site name")
    if at:
        page.cut(line, 0, at, "breadcrumb" if any(map(str.isalnum, line.text[:at])) else "mark-up")
    for other in lines[page.top + 1 : page.top + 600]:
        if len(title) >= 12 and bare_words(other.text) == bare_words(title):
            other.reason = other.reason or "repeated headline"


def _begins_article(page: Page, body: list[int], k: int) -> bool:
    """Whether a paragraph shares words with others; in a long page, with others than its neighbours."""
    line, told = page.lines[body[k]], page.told
    near = body[max(0, k - 2) : k + 3] if len(body) > 6 else [body[k]]
    around = Counter(stem for i in near for stem in stems(page.lines[i].text))
    return line.stopped and sum(told[stem] > around[stem] for stem in stems(line.text)) > 1


def _may_be_headline(line: Line) -> bool:
    row = "\t" in line.text or line.text[0] == "|" or line.text.count("|") > 2
    if line.reason or line.prose or not 3 <= line.words <= 40 or row:
        return False
    if not any(map(str.isalpha, line.text)):
        return False
    patterns = signs().patterns
    writer = patterns["byline"].match(line.text) or line.words <= 8 and patterns["role"].search(line.text)
    return not (writer and line.words <= 12)


def _read_head(page: Page) -> None:
    """Judge what stands above the headline, and between it and the text, where a standfirst may stand too."""
    lines, top, patterns = page.lines, page.top, signs().patterns
    if page.headline and any(line.body for line in lines):
        for line in lines[:top]:
            if not line.reason and not (line.prose and page.on_topic(line, 2)):
                line.reason = "above the headline" if line.prose else "menu"
    page.body = top + 1
    for i in range(top + 1, min(len(lines), top + 30)):
        if lines[i].body:
            page.body, after = i, lines[i + 1 : i + 6]
            masthead = [
                x.reason in ("date line", "share prompt") or patterns["byline"].match(x.text) for x in after
            ]
            if lines[i].words >= 30 or not any(masthead) or after[0].body:
                break
    above = [i for i in range(max(0, top - 3), top) if lines[i].reason == "date line"]
    for i in [*above, *range(top + 1, min(page.body + 1, len(lines)))]:
        line, head = lines[i], i < page.body and page.headline is not None
        if line.reason not in ("", "date line", *_MAY_SIGN) or line.prose and line.words > 14:
            continue
        above = lines[i - 1]
        if writer := _writer(page, i, head):
            if patterns["role"].search(line.text) and is_name(above.text) and above is not page.headline:
                page.sign(above)  # the line is the role of the one above
                line.reason = line.reason or "byline"
            else:
                page.sign(line, *writer)
        elif head and line.words <= 4 and bare_words(above.text) in _BEFORE_A_NAME:
            page.sign(line)
        elif line.reason or not head:
            continue
        elif re.fullmatch(r"[\d ]{1,9}", line.text):
            line.reason = "page control"
        elif re.fullmatch(r"in [A-Z][\w, &]{2,50}", line.text):
            line.reason = "tags"
        elif 3 < line.words <= 7 and line.title and not line.figures and not page.on_topic(line):
            line.reason = "menu"
        elif line.words <= 3 and line.title and not line.figures:
            below = lines[i + 1]
            if is_label(line.text) or below.reason or not below.prose and below.words <= 4:
                line.reason = "menu"
            elif above.reason in ("date line", "byline") and re.fullmatch(
                r"[A-ZÀ-Þ]{4,}(?: [A-ZÀ-Þ]+)?", line.text
            ):
                line.reason, page.dateline = "dateline", (line.start, line.end)


def _writer(page: Page, i: int, head: bool) -> tuple[int, int] | None:
    """Return where in a line of the head its writer's name stands, None where there is none."""
    line, text, patterns = page.lines[i], page.lines[i].text, signs().patterns
    dated = line.reason == "date line"
    if dated and (agency := patterns["news_agency"].search(text)):
        page.agency = page.agency or agency[1]
        if desk := patterns["desk_line"].search(text):
            page.dateline = (line.start + desk.start("place"), line.start + desk.end("place"))
            return desk.span("name")
    match = patterns["byline"].match(text) if line.words <= 20 and not line.prose else None
    if match:
        return match.span("name" if match["name"] else "handle")
    if line.reason in _MAY_SIGN:
        return None
    if is_agency(text):
        return 0, len(text)
    if (shared := patterns["shared"].search(text)) and is_agency(shared[1]):
        return shared.span(1)
    named = patterns["named"].match(text)
    names = re.split(r",? and |, | & ", named["name"]) if named else []
    if named and (len(names) > 4 or find_dates(named["name"]) or not all(" " in name for name in names)):
        named = None  # Baku, Azerbaijan
    if dated:
        match = patterns["by"].search(text) or (named if named and named["rest"] else None)
        return match.span("name") if match else None
    if line.words <= 12 and not text.endswith(".") and (role := patterns["role"].search(text)):
        comma = text.rfind(",", 0, role.start())
        return (0, comma) if comma > 0 else named.span("name") if named else (0, len(text))
    near = page.lines[max(0, i - 1) : i] + page.lines[i + 1 : i + 3]
    marked = any(other.reason in _BESIDE_A_NAME for other in near)
    if head and named and named.end() == len(text) and marked and not is_label(text):
        return named.span("name")
    return None


def _spare_figures(page: Page) -> None:
    """Give back to the article the figures in a caption, and a table's rows that look like a ticker."""
    last = max((i for i, line in enumerate(page.lines) if line.body), default=-1)
    currencies, measured = signs().ticker["currencies"], signs().patterns["measured"]
    for i, line in enumerate(page.lines):
        if line.reason == CAPTION and measured.search(line.text):
            found = (credit.search(line.text) for credit in signs().credits)
            at = min((match.start() for match in found if match), default=0)
            if measured.search(line.text[:at]):
                line.reason, line.prose = "", line.text[:at].count(" ") >= 4
                page.cut(line, at, len(line.text), CAPTION)
        elif line.reason == "date line" and line.text.count("|") > 1 and i + 1 < len(page.lines):
            below = page.lines[i + 1].text
            if below.count("|") == line.text.count("|") and any(map(str.isdigit, below)):
                line.reason = ""  # the head of a table
        elif line.reason == "ticker" and page.top < i < last:
            moves = re.findall(r"[+−–▲▼-]\s?\d[\d.,]*\s?%", line.text)
            if currencies.isdisjoint(line.text.lower().split()) and len(moves) < 2:
                line.reason = ""


def _find_scripts(page: Page) -> None:
    """Take away what is in another script than the article: words of the site in its own language."""
    latin = [
        line.text.isascii() or 2 * len(_LATIN.findall(line.text)) >= len(_LETTER.findall(line.text))
        for line in page.lines
    ]
    kept = [latin[i] for i, line in enumerate(page.lines) if line.body]
    for i, line in enumerate(page.lines):
        if not line.reason and kept and latin[i] != (2 * sum(kept) >= len(kept)):
            line.reason = "another language"


def _find_repeats(page: Page) -> None:
    """Take away a first paragraph that repeats the standfirst, and a line that only begins one."""
    lines = page.lines
    whole: dict[str, str] = {}
    for line in lines:
        if line.body:
            whole.setdefault(line.text[:30], line.text)
    first = [line for line in lines[page.top + 1 :] if line.body][:3]
    for line in [*lines[: page.top], *lines[page.top + 1 : page.top + 30]]:
        begun, told = line.text.rstrip(".… "), whole.get(line.text[:30], "")
        if (
            not line.reason
            and begun != line.text
            and len(begun) >= 30
            and told != line.text
            and told.startswith(begun)
        ):
            line.reason = "repeated paragraph"
    if len(first) == 3 and first[0].text == first[1].text != first[2].text:
        first[1].reason = "repeated paragraph"


def _close_blocks(page: Page) -> None:
    """Carry an opening line on: titles after *Related posts*, everything after *Leave a reply*."""
    lines = page.lines
    prose = [line.words if line.body else 0 for line in lines]
    left = total = sum(prose)
    run, opens, reason, last, bio = 0, "", "", False, signs().patterns["bio"]
    for i, line in enumerate(lines if total else ()):
        left -= prose[i]
        if i <= page.top:
            continue
        if line.opens and opens != "rest":
            run, opens, reason, last = 0, line.opens, line.reason, left < 0.25 * total
            if opens == "rest" and left >= 0.4 * total:
                opens = ""
        elif opens == "rest":
            line.reason = line.reason or reason
        elif opens:
            teaser = last and 4 < line.words <= LONG and run > 0 and not any(prose[i + 1 : i + 2])
            person = opens == "person" and (run == 0 or len(bio.findall(line.text)) > 1)
            ends = prose[i] and not (person or opens == "notice" or opens == "titles" and teaser)
            ends = ends or opens == "notice" and line.title and line.words <= 8
            above = lines[i - 1]
            if ends and run >= 2 and above.words <= 4 and above.reason == reason:
                if above.apart or opens == "titles" and not re.fullmatch(NAMES, above.text):
                    above.reason = ""  # a heading of the article that goes on
            if ends or opens == "labels" and line.words > 6 and not line.reason:
                opens = ""
            else:
                if opens == "person" and run == 0 and page.byline is None and re.fullmatch(NAMES, line.text):
                    page.sign(line)
                line.reason, run = line.reason or reason, run + 1


def _join_neighbours(page: Page) -> None:
    """Take a prompt's heading with the prompt, a caption with its credit, a title with its *Read more*."""
    for i in range(len(page.lines) - 2, -1, -1):
        line, below = page.lines[i], page.lines[i + 1]
        if i == page.top or line.reason:
            continue
        if line.prose:  # the description of a picture, above its credit
            if below.reason == CAPTION and line.words <= 25 and not line.figures and not page.on_topic(line):
                line.reason = CAPTION
            continue
        prompt = below.reason in _PROMPTS and line.words <= 6 and line.text.isupper()
        caption = below.reason == CAPTION and not below.apart and i > page.body
        caption = caption and line.words <= 20 and not line.figures
        link = line.words > 3 and bare_words(below.text) == "read more"
        if prompt or line.title and (caption or link):
            line.reason = below.reason


def _find_reports(page: Page) -> None:
    """Take away other reports of the same agency, each with its own dateline, below the article."""
    lines, told, found = page.lines, 0, None
    below = False  # furniture stands between the article and the line
    for i, line in enumerate(lines[page.top + 1 :], page.top + 1):
        sign = signs().patterns["reported_by"].match(line.text[:120])
        told += line.body
        below = told > 2 and (below or bool(line.reason))
        if sign and found is None:
            found = sign["agency"]
        elif sign and sign["agency"] == found and below:
            line.reason = line.reason or "related posts"
            for above in lines[i - 1 : i - 3 : -1]:
                if above.teaser and above.words <= 20 and not above.prose:
                    above.reason = "related posts"


def _find_teasers(page: Page) -> None:
    """Take away titles of other articles between the paragraphs: several in a row, or beside furniture."""
    lines = page.lines
    body = [i for i, line in enumerate(lines) if line.body and i > page.top]
    for a, b in pairwise([*([page.top] if page.headline else []), *body, len(lines)]):
        gap = lines[a + 1 : b]
        known = next((k for k, line in enumerate(gap) if line.reason), len(gap))
        if sum(line.figures for line in gap[:known]) > 1:
            gap = gap[known:]  # what stands before it is a table or a list of the article
        titles = [line for line in gap if line.teaser]
        if b < len(lines) and titles and titles[-1] is gap[-1] and gap[-1].words <= 8:
            titles.pop()  # the heading of what follows
        near = 1 if a == page.top else 2
        labels = [line for line in titles if line.words <= 3 or not page.on_topic(line, near)]
        astray = sum(line.words > 3 for line in labels)
        if astray > 1 or astray and a != page.top and any(line.reason for line in gap):
            for line in labels:
                line.reason = "related posts"


def _find_asides(page: Page) -> None:
    """Take away prose that is off the topic and said to the reader, or set apart after the article's end."""
    lines, patterns = page.lines, signs().patterns
    body = [i for i, line in enumerate(lines) if line.body]
    last = True  # no paragraph of the article follows
    for before, i in zip(body[-2::-1], body[:0:-1], strict=True):
        line, gap = lines[i], lines[before + 1 : i]
        if not gap or page.on_topic(line, 2 if last else 1) or patterns["reported"].search(line.text):
            last = False
            continue
        reader = not signs().site["reader"].isdisjoint(re.findall(r"[a-z']+", line.text.lower()))
        over = sum(bool(x.reason) for x in gap) >= 4 or any(x.reason in _CLOSING for x in gap)
        if last:
            aside = reader and over or (reader or over) and not line.figures
        else:
            aside = reader and not line.figures and bool(gap[-1].reason and lines[i + 1].reason)
        if aside:
            line.reason = "site's own words"
        last = last and aside


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
    begun = ""
    for i in range(body[-1] + 1 if body else len(lines), len(lines)):
        line = lines[i]
        text, byline = line.text, patterns["byline"].match(line.text)
        measured = patterns["measured"].search(text) and (page.on_topic(line) or not begun)
        dated = any(date.start == 0 for date in find_dates(text[:24]))  # 3 May 2024 Half-year results
        item = bool(patterns["item"].match(text) and not dated or measured)
        if line.reason:
            begun, desk = line.reason, patterns["desk"].match(text)
            if desk and begun in ("agency sign-off", "link or contact"):
                page.sign(line, *desk.span(desk.lastindex or 0))
        elif byline and line.words <= 12:
            page.sign(line, *byline.span("name" if byline["name"] else "handle"))
        elif 2 <= line.words <= 4 and re.fullmatch(NAMES, text) and not text.isupper():
            below = lines[i + 1].text if i + 1 < len(lines) else ""
            if (
                not begun
                or text in writers
                or below.count(" ") < 5
                and patterns["role"].search(below)
                or below == "Author"
            ):
                page.sign(line)
            else:
                line.reason = begun if begun in _LISTS else "after the article"
        elif is_agency(text) or i == body[-1] + 1 and re.fullmatch(r"[A-Z]{3,6}", text):
            line.reason, page.agency = "agency sign-off", page.agency or text
        elif begun and not line.prose and not (item and line.figures):
            if text[-1] not in ".”" or text.endswith("...") or begun in _LISTS:
                line.reason = begun if begun in _LISTS else "after the article"
        elif line.title and line.words <= 25 and not item and not (line.figures and page.on_topic(line)):
            if any(patterns["item"].match(other.text) and other.figures for other in lines[i + 1 : i + 3]):
                continue  # the heading of a list
            line.reason = "after the article" if lines[body[-1]].text[-1] != ":" else ""


def _cut_ends(page: Page) -> None:
    """Cut the dateline off the first paragraphs and the agency's name off the last."""
    text = [line for line in page.lines if not line.reason and (line.prose or line.words > 5)]
    text = [line for line in text if line is not page.headline]
    alone = [line for line in page.lines[page.top + 1 : page.body] if line.reason == "date line"]
    for line in [*alone, *text[:7]] if page.dateline is None else ():
        found = read_dateline(line.text, signs().agencies)
        if found and (not line.reason or found[2] or line.text.split(",")[0].isupper()):
            page.dateline = (line.start, line.start + len(line.text[: found[0]].rstrip()))
            agency = found[2] if found[2] and not found[2].islower() else None  # the site's own address
            signed = signs().patterns["agency_writer"].search(line.text[: found[1]])
            if signed and page.byline is None:
                page.byline = (line.start + signed.start("name"), line.start + signed.end("name"))
            page.agency = agency or page.agency
            if not line.reason:
                page.cut(line, 0, found[1], "dateline")
            break
    for line in text[-3:]:
        if credit := signs().patterns["desk_credit"].search(line.text):
            page.cut(line, credit.start(), len(line.text), "agency sign-off")
    text = [line for line in text if line.text]
    if text and (end := signs().patterns["end"].search(text[-1].text)):
        page.cut(text[-1], end.start(), len(text[-1].text), "agency sign-off")
    match = signs().patterns["sign_off"].search(text[-1].text) if text else None
    if match and (is_agency(match[1]) or match[1] == page.agency):
        page.agency = page.agency or match[1]
        page.cut(text[-1], match.start(), len(text[-1].text), "agency sign-off")


_STEPS = (
    _find_scripts,
    _find_headline,
    _find_repeats,
    _read_head,
    _spare_figures,
    _close_blocks,
    _join_neighbours,
    _find_reports,
    _find_teasers,
    _find_asides,
    _read_tail,
    _cut_ends,
)
