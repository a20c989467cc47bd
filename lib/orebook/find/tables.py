"""Find the tables of a text, and what the words around each figure say it is.

A table is a run of rows, each a label and a tail of figures, set by tabs, bars (as Markdown and web pages
have them), two spaces or more, or by single spaces under heads. Nothing is read from one row alone: whether
``149 195 248`` is one number or three, the other rows tell.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from operator import attrgetter
from statistics import fmean
from typing import Any

from orebook.find.times import find_times
from orebook.text.calendar import MONTH_NUMBERS, Period
from orebook.text.vocabulary import Entity, find_entities

_WIDEST, _LINES_BETWEEN = 400, 3

_MARKS = r"[(\[]?[~<>≈+±–-]{0,2} ?(?:[A-Z]{0,3}[$€£¥₸₽₹] ?)?[–-]?"
_PLAIN = r"\d{1,3}(?: \d{3}){1,4}(?![\d.])(?:[.,]\d+)?|\d[\d.,'’/]{0,20}|\.\d{1,9}"
_DIGITS = rf"(?:{_PLAIN})(?:[-–]\d[\d.,/]{{0,15}})?"
_END = r"[)\]]?(?:-?[a-zA-Z*†‡]|\*{2,3}|\[\d\])?"
_UNIT = r"(?:[ -]?(?:%|[^\W\d_][\w/%.$-]{0,11})(?: [a-z]{1,9}){0,2})?"
_MISSING = r"(?i:n\.?/?[am]\.?|nil|none|[-–—]{1,3}|\.{2,3}|…|unch|x)"
_NUMBER = re.compile(rf"{_MARKS}{_DIGITS}%?{_END}")
_TOKEN = re.compile(f"{_NUMBER.pattern}|{_MISSING}")
_FIGURE = re.compile(f"{_MARKS}{_DIGITS}{_UNIT}{_END}|{_MISSING}")
_RULE = re.compile(r"[\s|:=+*_–-]*")
_MONTH = rf"(?:{'|'.join(MONTH_NUMBERS)})[a-z]{{0,6}}\.?"
_TIME = re.compile(  # one word of a time
    rf"{_MONTH}\d{{0,4}}|(?:[1-4]?q[1-4]?|[12]?h[12]?|\d\d?m|fy)?(?:\d\d?|(?:19|20)\d\d)?[aefpr*]?|"
    r"(?:year|week|wk|month|quarter|qtr)s?|ago|earlier|prev(?:ious)?|prior|current|last|this|latest|first|second|"
    r"third|fourth|half|full|to|ended|end",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"{_MONTH}|(?:19|20)\d\d|'\d\d|[1-4]q|q[1-4]|[12]h|h[12]|\dm\d|fy|/\d|ago|week|year|months", re.I
)
_OPEN = re.compile(r"(?:\([^()]*|\b(?:and|or|of|for|&))$", re.IGNORECASE)
_PERCENT = re.compile(r"%|\b(?:per ?cent|pct)\b", re.IGNORECASE)
_CHANGE = re.compile(r"\b(?:change|chg|growth|difference|var(?:iance)?|[yqm]o[yqm])\b|\+/-|±", re.IGNORECASE)
_PRICED = re.compile(r"(?<=[^\s:]): [\d~<>][\d.,~<> –-]{0,40}$")  # a price list's row
_MAYBE = re.compile(rf"(?:  |: |[\t|] ?){_MARKS}[.]?\d|\d \(?-?[\d.,]{{1,15}}[%)]{{0,2}}(?:\n|$)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a table and the words that say what it is, empty where there are none.

    The group is the line that heads some rows, the corner the head above the labels, the caption the line or
    sentence above the table, and above what stands over that. The heads of its column are the nearest first;
    the times are those that tell its time, which in a column of percentages or changes are another column's.
    """

    start: int
    end: int
    text: str
    label: str
    group: str = ""
    corner: str = ""
    caption: str = ""
    above: str = ""
    heads: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    percent: bool = False  # in a column of percentages
    change: bool = False  # in a column of changes, whose sign tells the way


_Piece = tuple[int, int, str]  # a span of its line, and the words there


@dataclass(slots=True)
class _Line:
    start: int
    text: str = ""
    delimited: bool = False
    kind: str = "prose"  # row, head, text, prose or blank
    pieces: list[_Piece] = field(default_factory=list)
    cuts: dict[int, list[_Piece]] = field(default_factory=dict)  # by the number of cells

    def label(self, cut: list[_Piece]) -> str:
        return self.text[: cut[0][0]].strip(" \t|:-–*.$€£(")


def _read_lines(text: str) -> Iterator[_Line]:
    start, above = 0, "blank"
    for words in text.split("\n"):
        line = _Line(start, words, "\t" in words.strip() or "|" in words)
        if _RULE.fullmatch(words):
            line.kind = "blank"
        elif line.delimited or len(words) <= _WIDEST:
            line.pieces = _pieces(line)
            line.cuts = {len(cut): cut for cut in _cuts(line) if cut}
            line.kind = _kind(line, above)
        yield line
        start, above = start + len(words) + 1, line.kind


def _pieces(line: _Line) -> list[_Piece]:
    """Cut a line at tabs or bars, whose empty cells count, or else at two spaces and more."""
    words = line.text.rstrip(" ").removesuffix("|")
    gap = "\t" if "\t" in words.strip() else "|" if line.delimited else "  "
    gap = ": " if gap == "  " and _PRICED.search(words) else gap
    pieces, at = [], 0
    for part in words.split(gap):
        kept = part.strip(" |")
        start = at + part.index(kept)
        pieces += [(start, start + len(kept), kept)] if kept or line.delimited else []
        at += len(part) + len(gap)
    return pieces if pieces[0][2] else pieces[1:]  # an indent, a Markdown row's first bar


def _cuts(line: _Line) -> Iterator[list[_Piece]]:
    """Yield the ways to cut a row: at each space, and at wide gaps."""
    if not line.delimited:
        words = [(*word.span(), word[0]) for word in re.finditer(r"(?<= )\S+", line.text)]
        fine = [*takewhile(lambda piece: _TOKEN.fullmatch(piece[2]), reversed(words))]
        yield fine[::-1] if len(fine) > 1 else []
    cells = enumerate(piece[2] for piece in line.pieces)  # a year that begins a row is its label
    first = (i for i, it in cells if (_FIGURE if i else _NUMBER).fullmatch(it) and (i or not _is_time(it)))
    yield line.pieces[next(first, len(line.pieces)) :]


def _is_time(words: str) -> bool:
    return bool(_DATED.search(words)) and all(map(_TIME.fullmatch, re.split(r"[\s',./–-]+", words)))


def _kind(line: _Line, above: str) -> str:
    """Tell a row, with figures that are no times or under another row, from heads of columns and text."""
    words = [piece[2] for piece in line.pieces if piece[2]]
    if all(map(_is_time, words)):
        return "head"
    cut = max(line.cuts.values(), key=len, default=[])
    figures = any(_FIGURE.fullmatch(words) and not _is_time(words) for _, _, words in cut)
    if figures or cut and above == "row" and line.label(cut):
        return "row"
    if len(words) == 1:
        return "head" if line.text.startswith(" " * 9) else "text"
    over = any(map(_is_time, words)) or not any(map(_NUMBER.fullmatch, words[1:]))
    return "head" if over else "text"


@lru_cache(maxsize=1)  # an article's quantities and its claims ask one after another
def find_tables(text: str) -> tuple[list[Cell], str]:
    """Find the cells of a plain text's tables, in order, and the text with spaces for the tables' lines."""
    lines = [*_read_lines(text)] if _MAYBE.search(text) else [_Line(0, text)]
    prose = {line.start: line.text for line in lines}
    cells: list[Cell] = []
    over = ""  # one sentence is over all tables of a story
    for heads, under, (above, caption) in _blocks(lines):
        note = next((line.text.strip() for line in reversed(under) if line.kind == "text"), "")
        above = max(above, over, key=len) or note
        if found := [*_cells(under, heads, caption, above)]:
            cells += found
            rows = (line for line in (*heads, *under) if line.kind in ("row", "head"))
            prose |= {row.start: " " * len(row.text) for row in rows}
            over = over or f"{above} {caption}"[-300:]
    return cells, "\n".join(prose.values())


def _blocks(lines: Iterable[_Line]) -> Iterator[tuple[list[_Line], list[_Line], list[str]]]:
    """Yield heads, the lines under them and what is said above; few lines and no prose between two rows."""
    heads: list[_Line] = []
    under: list[_Line] = []
    said, above, since = ["", ""], ["", ""], 0
    for line in [*lines, _Line(0)]:
        since = 0 if line.kind in ("row", "head") else since + 1
        full = any(one.kind == "row" for one in under)
        if line.kind == "prose" or since > _LINES_BETWEEN or full and line.kind == "head":
            if full:
                yield heads, under, above
            heads, under = [], []
        above = above if heads or under else said
        if line.kind == "head":
            heads.append(line)
        elif line.kind == "row" or heads or under:
            under.append(line)
        if line.kind in ("text", "prose"):
            said = [said[-1], line.text.strip(" #*\t|")[-300:]]


def _cells(lines: list[_Line], heads: list[_Line], caption: str, above: str) -> Iterator[Cell]:
    """Yield the cells of rows under the same heads; nothing where they are no table."""
    centres = _grid([line for line in lines if line.kind == "row"], heads)
    if not centres:
        return
    columns, corner = _heads_by_column(heads, centres)
    relative = [(any(map(_PERCENT.search, heads)), any(map(_CHANGE.search, heads))) for heads in columns]
    dated = (column for column, told in zip(columns, relative, strict=True) if not any(told))
    latest = max(dated, key=_newest, default=())
    whole = ""
    for line, cut, label, group in _labelled(lines, len(centres)):
        changes = bool(_PERCENT.search(label) and _CHANGE.search(label))
        whole, group = (whole, whole) if changes else (label, group)  # they are of the row above
        missing = len(centres) - len(cut)
        for i, (start, end, words) in enumerate(cut):  # in order, or the nearest
            k = i + missing
            if missing and not line.delimited:
                gaps = [abs(centre - (start + end) / 2) for centre in centres]
                k = gaps.index(min(gaps))
            if k >= 0 and any(map(str.isdigit, words)):
                times = any(relative[k]) and latest or columns[k]
                kinds = (True, True) if changes else relative[k]
                told = (label, group, corner, caption, above, columns[k], times, *kinds)
                yield Cell(line.start + start, line.start + end, words, *told)


def _newest(heads: tuple[str, ...]) -> int:
    """Return the last year that heads tell, a late one for a time without a year, 0 for no time."""
    times = [head for head in heads if _is_time(head)]
    years = re.findall(r"((?:19|20)\d\d)|\b[A-Za-z]+[ '-]?(\d\d)\b", " ".join(times))
    return max((int(whole or f"20{short}") for whole, short in years), default=9999 if times else 0)


def _grid(rows: list[_Line], heads: list[_Line]) -> list[float]:
    """Return the centres of the columns, as many as the longest rows seen twice; none in no table."""
    seen = Counter(min(line.cuts) for line in rows)
    n = max((n for n, times in seen.items() if times > 1), default=min(rows[0].cuts))
    fitting = [(line, line.cuts[n]) for line in rows if n in line.cuts]
    labelled = any(line.label(cut) for line, cut in fitting)
    spaced = len(rows) > 1 and n * len(fitting) > 2 and (heads or any(len(line.pieces) > 1 for line in rows))
    table = labelled and (spaced or any(line.delimited for line in rows))
    return [fmean((cut[k][0] + cut[k][1]) / 2 for _, cut in fitting) for k in range(n)] if table else []


def _labelled(lines: list[_Line], n: int) -> Iterator[tuple[_Line, list[_Piece], str, str]]:
    """Yield rows with their cells, label and group: a line without figures, or a row that is less set in."""
    group = label = wrapped = ""
    over, depth = -1, 0  # how far the row that heads the group, and the row before, are set in
    for line in lines:
        if line.kind in ("text", "prose"):
            words = line.text.strip(" \t|:-–*")
            wrapped, group = (words, group) if _OPEN.search(words) else ("", words)
        if line.kind != "row":
            continue
        cut = line.cuts.get(n) or max(line.cuts.values(), key=len)
        if own := line.label(cut):
            inset = len(line.text) - len(line.text.lstrip())
            if inset > depth and label and not wrapped:
                group, over = label, depth
            elif inset <= over:
                group, over = "", -1
            label, depth = f"{wrapped} {own}".strip(), inset
        wrapped = ""
        yield line, cut, label, group


def _heads_by_column(heads: list[_Line], centres: list[float]) -> tuple[list[tuple[str, ...]], str]:
    """Return the heads of each column, the nearest first, and the head of the labels."""
    n = len(centres)
    reach = 0.6 * (centres[-1] - centres[0]) / (n - 1) if n > 1 else _WIDEST
    columns: list[tuple[str, ...]] = [()] * n
    corner = ""
    for head in reversed(heads):
        texts = [words for _, _, words in head.pieces]
        while head.delimited and len(texts) > n and not texts[-1]:
            texts.pop()  # set from the left, without a cell over the labels
        spaced = texts[0].split()
        if len(texts) == 1 and len(spaced) == n and len({*map(str.isdigit, spaced)}) == 1:  # no May 2024
            texts = spaced
        if len(texts) in (n, n + 1) or head.delimited:
            corner = corner or " ".join(texts[:-n])
            texts = [*[""] * n, *texts][-n:]
            if any(columns):  # a head over several columns
                texts = [next(filter(None, texts[k::-1]), "") for k in range(n)]
        else:  # the piece that stands over a column, or nearly
            near = [min((max(a - at, at - b), words) for a, b, words in head.pieces) for at in centres]
            texts = [words if gap < reach else "" for gap, words in near]
        columns = [(*column, text) if text else column for column, text in zip(columns, texts, strict=True)]
    return columns, corner


_LEAD = re.compile(r"\blead\b", re.IGNORECASE)
_STATES = re.compile(r"[$€£]\d|\d,\d{3}\b|\d\.\d|\d ?(?:%|per ?cent|pct)")
_SHORT_YEAR = re.compile(rf"(?:(?<=[a-z.])[ '‘’-]{{0,2}}|['‘’])(\d\d)(?![\d/.,]| (?:{_MONTH}|(?:19|20)\d\d))")


def cell_facts(cell: Cell, unit: str, headline: str, today: Period | None, fiscal: int = 0) -> dict[str, Any]:
    """Return of a claim's commodity, place, measure and period those that the words around its cell tell.

    A sum or a count (`unit`) takes no metal from the headline. The place is empty where the labels are places
    and this one is none; `today` and `fiscal` are as :func:`orebook.find.times.find_times` takes them.
    """
    near = (cell.label, cell.group, *cell.heads, cell.corner)
    near = tuple(_LEAD.sub(r"\g<0>:", words) for words in near)  # before a colon, lead is the metal
    far = (cell.caption, cell.above, headline)
    of_metal = unit not in ("count", "percent") and not re.fullmatch(r"[A-Z]{3}", unit)
    measure = ["", *_named("measure", (*near, *map(introducing, far)))][-1]
    if measure and cell.change:
        measure += " (fall)" if cell.text[0] in "-–(" else " (increase)"
    commodities = _named("commodity", (*near, *(far if of_metal else far[:1])))
    places = _named("place", (*near, cell.caption if len(cell.caption) < 60 else ""))
    told = {"period": _period(cell, today, fiscal), "measure": measure}
    told |= {"commodity": ";".join(dict.fromkeys(commodities)), "place": ";".join(dict.fromkeys(places))}
    listed = re.search(r"countr|region|state|place", cell.corner, re.IGNORECASE)  # "Others" is none
    return {name: value or "" for name, value in told.items() if value or name == "place" and listed}


def introducing(words: str) -> str:
    """Return the last sentence of what stands above a table; "" for one with figures of its own."""
    last = re.split(r"(?<=[.!?]) (?=[A-Z])", words)[-1]
    return "" if _STATES.search(last) and not last.endswith(":") else last


def _named(kind: str, texts: Iterable[str]) -> list[str]:
    """Return the names of a kind in the first text that has one."""
    told = ([e.name for e in _entities(text) if e.kind == kind] for text in texts)
    return next(filter(None, told), [])


@lru_cache(maxsize=1024)
def _entities(words: str) -> list[Entity]:
    found = find_entities(words.capitalize() if words.isupper() and len(words) > 5 else words)
    return [one for one in found if one.name not in ("WORLD", "value")]


def _period(cell: Cell, today: Period | None, fiscal: int) -> str | None:
    """Return the time that a row's label and a column's heads tell together, else the caption's."""
    around = (_when(words, today, fiscal) for words in (cell.group, cell.corner, cell.caption))
    stated = next(filter(None, around), "")
    times = [cell.label] if _is_time(cell.label) else []
    times += [head for head in reversed(cell.times) if _DATED.search(head) or _TIME.fullmatch(head)]
    times.sort(key=str.isdigit)  # May 2024, under 2024
    if any(map(_DATED.search, times)):
        return _when(" ".join(times), Period.parse(stated) if stated else today, fiscal)
    stated = stated or _when(cell.above, today, fiscal) or ""
    return None if cell.change and len(stated) == 10 else stated  # no change is of a day


@lru_cache(maxsize=1024)
def _when(words: str, today: Period | None, fiscal: int) -> str | None:
    """Return the one time some words tell, also short as in a table's heads: feb'87, jun-24 q, 9m23."""
    words = _SHORT_YEAR.sub(lambda m: f" {19 if m[1] > '50' else 20}{m[1]}", f"in {words.lower()}")
    words = re.sub(r"\bq(?:tr)?\b", "quarter", words)
    times = (time for time in find_times(words, today, fiscal=fiscal) if time.role != "now")
    told = {str(time.period) if time.period else None for time in times}
    return told.pop() if len(told) == 1 else None


def cell_at(cells: list[Cell], position: int) -> Cell | None:
    """Return the cell that stands at a position."""
    at = bisect_right(cells, position, key=attrgetter("start")) - 1
    return cells[at] if at >= 0 and position < cells[at].end else None
