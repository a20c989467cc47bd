"""Find the tables of a text, and what the words around each figure say it is.

A table is a run of rows, each a label and a tail of figures, set by tabs, bars (as Markdown and web pages
have them), two spaces or more, or by single spaces under heads. Nothing is read from one row alone: whether
``149 195 248`` is one number or three, the other rows tell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter
from statistics import fmean
from typing import Any, NamedTuple

from orebook.find.times import find_times
from orebook.text.calendar import MONTH_NUMBERS, Period
from orebook.text.vocabulary import Entity, find_entities

_LONGEST_LABEL, _WIDEST, _LINES_BETWEEN = 60, 400, 3

_MARKS = r"[(\[]?[~<>≈+±–-]{0,2} ?(?:[A-Z]{0,3}[$€£¥₸₽₹] ?)?[–-]?"
_PLAIN = r"\d{1,3}(?: \d{3}){1,4}(?![\d.])(?:[.,]\d+)?|\d[\d.,'’/]{0,20}|\.\d{1,9}"
_DIGITS = rf"(?:{_PLAIN})(?:[-–]\d[\d.,/]{{0,15}})?"
_END = r"[)\]]?(?:-?[a-zA-Z*†‡]|\*{2,3}|\[\d\])?"
_UNIT = r"(?:[ -]?(?:%|[^\W\d_][\w/%.$-]{0,11})(?: [a-z]{1,9}){0,2})?"
_TOKEN = re.compile(rf"{_MARKS}{_DIGITS}%?{_END}")
_MISSING = re.compile(r"(?i:n\.?/?[am]\.?|nil|none|[-–—]{1,3}|\.{2,3}|…|unch|x)")
_FIGURE = re.compile(f"{_MARKS}{_DIGITS}{_UNIT}{_END}|{_MISSING.pattern}")
_RULE = re.compile(r"[\s|:=+*_–-]+")
_MONTH = rf"(?:{'|'.join(MONTH_NUMBERS)})[a-z]{{0,6}}\.?"
_TIME = re.compile(
    rf"(?:(?:{_MONTH}(?:[/–-] ?{_MONTH})?|(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?(?: ?[aefpr*]\b)?|"
    r"'\d\d(?:/\d\d)?|"
    r"[1-4] ?q|q ?[1-4]?|[12] ?h|h ?[12]|(?:3|6|9|12) ?m|fy|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
    r"|(?<!\d)\d{1,2}(?!\d)|(?:year|week|wk|month|quarter|qtr)s?"
    r"|ago|earlier|prev(?:ious|\.)?|prior|current|last|this|latest|first|second|third|fourth|half|full|to|ended|end)[\s',.-]{0,3}){1,8}",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"{_MONTH}|(?:19|20)\d\d|'\d\d|[1-4]q|q[1-4]|[12]h|h[12]|\dm\d|fy|/\d|ago|week|year", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OPEN = re.compile(r"(?:\([^()]*|\b(?:and|or|of|for|&))$", re.IGNORECASE)
_PERCENT = re.compile(r"%|\b(?:per ?cent|pct)\b", re.IGNORECASE)
_CHANGE = re.compile(r"\b(?:change|chg|growth|difference|var(?:iance)?|[yqm]o[yqm])\b|\+/-|±", re.IGNORECASE)
# A price list's row: a label that ends in its unit and a colon, and nothing but figures after it.
_LABELLED = re.compile(
    r"^([^\n\t|:]{2,80},\s*[^\s,:][^,:\n]{0,23}): {1,4}([\d~<>][\d.,~<> –-]{0,40})$", re.MULTILINE
)
_MAYBE = re.compile(rf"(?:  |[\t|] ?){_MARKS}[.]?\d|\d \(?-?[\d.,]{{1,15}}[%)]{{0,2}}(?:\n|$)")


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

    @property
    def change(self) -> bool:
        """Whether its column is of changes, whose sign tells the way."""
        return any(map(_CHANGE.search, self.heads))


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one table, and the spans of the lines they and their heads stand on."""

    cells: tuple[Cell, ...]
    lines: tuple[tuple[int, int], ...]


class _Piece(NamedTuple):
    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Line:
    start: int
    text: str = ""
    delimited: bool = False
    pieces: list[_Piece] = field(default_factory=list)
    cuts: dict[int, list[_Piece]] = field(default_factory=dict)  # by the number of cells
    kind: str = "blank"  # row, head, text, prose, rule or blank

    def label(self, cut: list[_Piece]) -> str:
        return self.text[: cut[0].start - self.start].strip(" \t|:-–*.$€£(")

    def centre(self, piece: _Piece) -> float:
        return (piece.start + piece.end) / 2 - self.start


def _read_lines(text: str) -> list[_Line]:
    lines, start = [_Line(0)], 0
    for words in text.split("\n"):
        line = _Line(start, words, "\t" in words.strip() or "|" in words)
        if words.strip():
            line.kind = "rule" if _RULE.fullmatch(words) else "prose"
        if line.kind == "prose" and (line.delimited or len(words) <= _WIDEST):
            line.pieces = _pieces(line)
            line.cuts = {len(cut): cut for cut in _cuts(line)}
            line.kind = _kind(line, below_row=lines[-1].kind == "row")
        lines.append(line)
        start += len(words) + 1
    return lines


def _pieces(line: _Line) -> list[_Piece]:
    """Cut a line at tabs and bars, whose empty cells count, or else at two spaces and more."""
    words = line.text.rstrip(" \r").removesuffix("|")
    gap = r"(\t)" if "\t" in words.strip() else r"(\|)" if line.delimited else "( {2,})"
    parts = re.split(gap, words)
    ends = [*accumulate(map(len, parts), initial=line.start)]
    pieces = [_piece(at, part) for at, part in zip(ends[:-1:2], parts[::2], strict=True)]
    return pieces if pieces[0].text else pieces[1:]  # an indent, a Markdown row's first bar


def _piece(start: int, words: str) -> _Piece:
    kept = words.strip(" |")
    start += words.index(kept)
    return _Piece(start, start + len(kept), kept)


def _cuts(line: _Line) -> list[list[_Piece]]:
    """Return the ways to cut a row: at each space, and at wide gaps."""
    pieces = line.pieces
    first = next((i for i, p in enumerate(pieces) if (_FIGURE if i else _TOKEN).fullmatch(p.text)), None)
    fine: list[_Piece] = []
    for word in () if line.delimited else reversed([*re.finditer(r"(?<= )\S+", line.text)]):
        if not _TOKEN.fullmatch(word.group()) and not _MISSING.fullmatch(word.group()):
            break
        fine.insert(0, _piece(line.start + word.start(), word.group()))
    wide = pieces[first:] if first is not None else []
    return [cut for cut in (fine if len(fine) > 1 else [], wide) if cut]


def _is_time(words: str) -> bool:
    words = " ".join(words.split())
    return len(words) <= _LONGEST_LABEL and bool(_TIME.fullmatch(words) and _DATED.search(words))


def _kind(line: _Line, below_row: bool) -> str:
    pieces = [piece.text for piece in line.pieces if piece.text]
    times = sum(map(_is_time, pieces))
    if times == len(pieces):
        return "head"
    if line.cuts:  # a row, unless its figures are the times over a table's columns
        cut = max(line.cuts.values(), key=len)
        told = (piece.text for piece in cut if _FIGURE.fullmatch(piece.text) or _is_time(piece.text))
        if not all(map(_is_time, told)) or below_row and line.label(cut):
            return "row"
    over = times or not any(map(_TOKEN.fullmatch, pieces[1:]))
    return "head" if (over if len(pieces) > 1 else line.text.startswith(" " * 9)) else "text"


@lru_cache(maxsize=1)  # an article's quantities and its claims ask one after another
def find_tables(text: str) -> list[Table]:
    """Find the tables of a text whose unusual spaces and digits are plain, in its order."""
    lines = _read_lines(text) if _MAYBE.search(text) else []
    rows = _LABELLED.finditer(text)
    tables = [Table((Cell(*row.span(2), row[2], row[1]),), (row.span(),)) for row in rows]
    over = ""  # one sentence is over all tables of a story
    for heads, under, (above, caption) in _blocks(lines):
        note = next((line.text.strip() for line in reversed(under) if line.kind == "text"), "")
        above = max(above, over, key=len) or note
        if cells := _cells(under, heads, caption, above):
            used = [*heads, *(line for line in under if line.kind == "row")]
            tables.append(Table(cells, tuple((one.start, one.start + len(one.text)) for one in used)))
            over = over or f"{above} {caption}"[-300:]
    return tables


def _blocks(lines: list[_Line]) -> Iterator[tuple[list[_Line], list[_Line], list[str]]]:
    """Yield heads, the lines under them and what is said above; few lines and no prose between two rows."""
    heads: list[_Line] = []
    under: list[_Line] = []
    said, above, since = ["", ""], ["", ""], 0
    for line in [*lines, _Line(0, kind="prose")]:
        since = 0 if line.kind in ("row", "head") else since + 1
        full = any(one.kind == "row" for one in under)
        if line.kind == "prose" or since > _LINES_BETWEEN or full and line.kind == "head":
            if full:
                yield heads, under, above
            heads, under = [], []
        if line.kind == "head":
            above = above if heads else said
            heads = [*heads, line]
        elif line.kind == "row" or heads or under:
            above = above if heads or under else said
            under.append(line)
        if line.kind in ("text", "prose"):
            said = [said[-1], line.text.strip(" #*\t|")[-300:]]


def _cells(lines: list[_Line], heads: list[_Line], caption: str, above: str) -> tuple[Cell, ...]:
    """Return the cells of rows under the same heads; nothing where they are no table."""
    centres = _grid([line for line in lines if line.kind == "row"], heads)
    if not centres:
        return ()
    n = len(centres)
    columns, corner = _heads_by_column(heads, centres)
    relative = [any(_PERCENT.search(head) or _CHANGE.search(head) for head in column) for column in columns]
    dated = (column for column, told in zip(columns, relative, strict=True) if not told)
    latest = next((column for column in dated if any(map(_is_time, column))), ())
    cells: list[Cell] = []
    for line, cut, label, group in _labelled(lines, n):
        missing = n - len(cut)
        for i, piece in enumerate(cut):  # in order, from the right in a delimited row, else the nearest
            k = i + missing
            if missing and not line.delimited:
                k = min(range(n), key=[abs(centre - line.centre(piece)) for centre in centres].__getitem__)
            if k >= 0 and _DIGIT.search(piece.text):
                times = relative[k] and latest or columns[k]
                cells.append(Cell(*piece, label, group, corner, caption, above, columns[k], times))
    return tuple(cells)


def _grid(rows: list[_Line], heads: list[_Line]) -> list[float]:
    """Return the centres of the columns, as many as the longest rows seen twice; none in no table."""
    coarse = Counter(min(line.cuts) for line in rows)
    n = max((n for n, times in coarse.items() if times > 1), default=min(rows[0].cuts))
    fitting = [(line, line.cuts[n]) for line in rows if n in line.cuts]
    labelled = any(line.label(cut) for line, cut in fitting)
    figures = sum(_DIGIT.search(piece.text) is not None for _, cut in fitting for piece in cut)
    wide = any(len(line.pieces) > 1 for line in rows)
    if any(line.delimited for line in rows):
        table = labelled and figures > 0
    else:
        table = len(rows) > 1 and figures > 2 and (wide or bool(heads))
    return [fmean(line.centre(cut[k]) for line, cut in fitting) for k in range(n)] if table else []


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
        pieces, texts = head.pieces, [""] * n
        if len(pieces) in (n, n + 1) or head.delimited:
            corner = corner or " ".join(piece.text for piece in pieces[: max(0, len(pieces) - n)])
            texts = [*texts, *(piece.text for piece in pieces)][-n:]
            if any(columns):  # a head over several columns
                texts = [next(filter(None, texts[k::-1]), "") for k in range(n)]
        else:  # the piece that stands over a column, or nearly
            for k, centre in enumerate(head.start + centre for centre in centres):
                gap, text = min((max(a - centre, centre - b), words) for a, b, words in pieces)
                texts[k] = text if gap < reach else ""
        columns = [(*column, text) if text else column for column, text in zip(columns, texts, strict=True)]
    return columns, corner


Unit = tuple[str, float]  # and what a figure in it is multiplied by

_THOUSAND = re.compile(r"(?:'0{3}'?s?\b|\b(?:1,)?0{3}'?s\b|\b1,000\b|\b0{3}'(?=[a-z])|\b000(?= t)) ?")
_MONEY = re.compile(r"((?:U\.S\. ?|[A-Z]{1,3})?[$€£¥₸₽₹]|[A-Z]{3}\b)\s*(.*)")
# Where a unit begins: in brackets, in what a caption says of its figures, and in a label or a head.
_UNITS_BEGIN = (
    re.compile(r"[(\[](?:all )?(?:in )?", re.IGNORECASE),
    re.compile(r"(?:\b(?:in|all|of)|[,:–-]) (?=\S)|(?<= )(?=per |(?:[A-Z]{1,3})?[$€£¥₸₽₹])", re.IGNORECASE),
    re.compile(r"^|\s*[\t|]\s*| {2,}(?![ \d])"),
)
_STOP = re.compile(r"[,;:()\[\]]|\.(?:$| (?![A-Z]))| [-–]|--|\t|  ")


def cell_unit(cell: Cell, read: Callable[[str], Unit | None]) -> Unit:
    """Return the unit that the words around a cell give it, ``/lb`` where they tell a rate alone.

    `read` makes ``("t", 1000.0)`` of ``1 thousand tonnes``, ``("", 1000.0)`` of ``1 thousand``,
    ``("/lb", 1.0)`` of ``1 per lb``, else None. A column of changes need not be in the caption's unit.
    """
    if any(_PERCENT.search(head) for head in cell.heads[:2]):
        return "percent", 1.0
    unit, rate, factor, scale = "", "", 1.0, 1.0
    near = (cell.label, *cell.heads, cell.group, cell.corner)
    far = () if cell.change else (cell.caption, cell.above)
    for words in (*near, *far):
        told = next(filter(None, map(read, _spelt_out(words, words in far))), ("", 1.0))
        if words == cell.corner and told[0] in ("year", "month", "week", "day"):
            continue  # the labels are months
        if told[0][:1] == "/":
            rate = rate or told[0]
        elif told[0]:
            unit, factor = (unit, factor) if unit else told
        elif scale == 1.0:
            scale = told[1]
    unit += rate if re.fullmatch("(?:[A-Z]{3})?", unit) else ""
    scaled = factor == 1.0 and "/" not in unit and unit != "percent"  # a scale alone, for units without
    return unit or "count", scale if scaled else factor


def _spelt_out(words: str, of_caption: bool) -> Iterator[str]:
    """Yield what may be a unit in a label, a head or a caption, as words after a one: ``1 kt``, ``$1/t``."""
    words = _THOUSAND.sub("thousand ", words)
    for beginning in _UNITS_BEGIN[: 2 if of_caption and len(words) >= 30 else 3]:
        for match in beginning.finditer(words):
            parts = _STOP.split(words[match.end() : match.end() + 60], maxsplit=1)[0].split()
            for n in range(min(5, len(parts)), 0, -1):
                unit = " ".join(parts[:n])
                if money := _MONEY.fullmatch(unit):
                    yield f"{money[1]}1{'' if money[2][:1] == '/' else ' '}{money[2]}".strip()
                yield f"1 {unit}"


_SHORT_YEAR = re.compile(rf"(?:(?<=[a-z.])[ '-]{{0,2}}|')(\d\d)(?![\d/.,]| (?:{_MONTH}|(?:19|20)\d\d))")


def cell_facts(cell: Cell, unit: str, headline: str, today: Period | None, fiscal: int = 0) -> dict[str, Any]:
    """Return of a claim's commodity, place, measure and period those that the words around its cell tell.

    A sum or a count (`unit`) takes no metal from the headline. The place is empty where the labels are places
    and this one is none; `today` and `fiscal` are as :func:`orebook.find.times.find_times` takes them.
    """
    near = (cell.label, cell.group, *cell.heads, cell.corner)
    near = tuple(f"{words}:" for words in near)  # as before a colon, lead is the metal
    far = (cell.caption, cell.above, headline)
    of_metal = unit not in ("count", "percent") and not re.fullmatch(r"[A-Z]{3}", unit)
    told = {"period": _period(cell, today, fiscal), "measure": _named("measure", (*near, *far))}
    if told["measure"] and cell.change:
        told["measure"] += " (fall)" if cell.text[0] in "-–(" else " (increase)"
    told["commodity"] = _named("commodity", (*near, *(far if of_metal else far[:1])))
    told["place"] = _named("place", (*near, cell.caption if len(cell.caption) < _LONGEST_LABEL else ""))
    listed = re.search(r"countr|region|state|place", cell.corner, re.IGNORECASE)  # "Others" is none
    return {name: value or "" for name, value in told.items() if value or name == "place" and listed}


def _named(kind: str, texts: Iterable[str]) -> str | None:
    """Return the names of a kind in the first text that has one."""
    for text in texts:
        names = dict.fromkeys(
            e.name for e in _entities(text) if e.kind == kind and e.name not in ("WORLD", "value")
        )
        if names:
            return ";".join(names) if kind != "measure" else next(iter(names))
    return None


@lru_cache(maxsize=1024)
def _entities(words: str) -> list[Entity]:
    return find_entities(words.capitalize() if words.isupper() and len(words) > 5 else words) if words else []


def _period(cell: Cell, today: Period | None, fiscal: int) -> str | None:
    """Return the time that a row's label and a column's heads tell together, else the caption's.

    A change is not of the day that a caption tells.
    """
    around = (cell.group, cell.corner, cell.caption, cell.above)
    stated = next(filter(None, (_when(words, today, fiscal) for words in around)), "")
    times = [cell.label] if _is_time(cell.label) else []
    times += [head for head in reversed(cell.times) if _DATED.search(head)]
    times.sort(key=lambda time: bool(_YEAR.fullmatch(time)))  # May 2024, under 2024
    if times:
        return _when(" ".join(times), Period.parse(stated) if stated else today, fiscal)
    return None if cell.change and len(stated) == 10 else stated


@lru_cache(maxsize=1024)
def _when(words: str, today: Period | None, fiscal: int) -> str | None:
    """Return the one time some words tell, also short as in a table's heads: feb'87, jun-24 q, 9m23."""
    words = _SHORT_YEAR.sub(lambda m: f" {19 if m[1] > '50' else 20}{m[1]}", words.lower())
    words = " ".join("quarter" if word in ("q", "qtr") else word for word in words.split())
    times = (time for time in find_times(words, today, fiscal=fiscal) if time.role != "now")
    told = {str(time.period) if time.period else None for time in times}
    return told.pop() if len(told) == 1 else None


def find_cells(text: str) -> list[Cell]:
    """Return the cells of a plain text's tables, in order."""
    return sorted((cell for table in find_tables(text) for cell in table.cells), key=attrgetter("start"))


def cell_at(cells: list[Cell], position: int) -> Cell | None:
    """Return the cell that stands at a position."""
    at = bisect_right(cells, position, key=attrgetter("start")) - 1
    return cells[at] if at >= 0 and position < cells[at].end else None
