"""Find the tables of a text, and what the words around each figure say it is.

A table is a run of rows, each a label and a tail of figures, set by tabs, bars, two spaces or more, or by
single spaces under heads. In: plain text. Out: its cells with exact offsets, each with its row's label, the
heads of its column, the group and the caption it stands under. Nothing is read from one row alone: whether
``149 195 248`` is one number or three is settled by how many columns the heads and the other rows have.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import month_abbr
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from statistics import fmean
from typing import Any

from orebook.find.times import find_times
from orebook.text.calendar import Period
from orebook.text.view import view
from orebook.text.vocabulary import Entity, find_entities

_LONGEST_LABEL, _WIDEST, _LINES_BETWEEN, _MOST_HEADS, _SAME_STORY = 60, 400, 3, 4, 8

_MARKS = r"[(\[]?[~<>≈+±–-]{0,2} ?(?:[A-Z]{0,3}[$€£¥₸₽₹] ?)?[–-]?"
_PLAIN = r"\d{1,3}(?: \d{3}){1,4}(?![\d.])(?:[.,]\d+)?|\d[\d.,'’/]{0,20}|\.\d{1,9}"
_DIGITS = rf"(?:{_PLAIN})(?:[-–]\d[\d.,/]{{0,15}})?"
_END = r"[)\]]?(?:-?[a-zA-Z*†‡]|\*{2,3}|\[\d\])?"
_UNIT = r"(?:[ -]?(?:%|[^\W\d_][\w/%.$-]{0,11})(?: [a-z]{1,9}){0,2})?"
_FIGURE = re.compile(_MARKS + _DIGITS + _UNIT + _END)
_TOKEN = re.compile(rf"{_MARKS}{_DIGITS}%?{_END}")
_MISSING = re.compile(r"n\.?/?[am]\.?|nil|none|[-–—]{1,3}|\.{2,3}|…|unch|x", re.IGNORECASE)
_TAIL = re.compile(r"(?<= )\S{1,24}$")  # the last word of a label
_RULE = re.compile(r"[\s|:=+*_–-]+")
_GAP = re.compile(r" {2,}")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_TIME = re.compile(
    rf"(?:(?:{_MONTH}(?:[/–-] ?{_MONTH})?|(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)? ?[aefpr*]?|'\d\d(?:/\d\d)?|"
    r"[1-4] ?q|q ?[1-4]|[12] ?h|h ?[12]|(?:3|6|9|12) ?m|fy|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|(?<!\d)\d{1,2}(?!\d)"
    r"|(?:year|week|wk|month|quarter|qtr)s?"
    r"|ago|earlier|prev(?:ious|\.)?|prior|current|last|this|latest|first|second|third|fourth|half|full|to|ended|end)[\s',.-]{0,3}){1,8}",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"{_MONTH}|(?:19|20)\d\d|'\d\d|[1-4]q|q[1-4]|[12]h|h[12]|\dm\d|fy|/\d|ago|week|year", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[^\W\d_]{3}[.!?;](?: |$)")
_STOPPED = re.compile(r"[a-z]{4}[.!?;] ")
_ON = re.compile(r"(?:^|\b)(?:vs\.?|versus|of which|change|from|compared with)\b", re.IGNORECASE)
_OPEN = re.compile(r"(?:\([^()]*|\b(?:and|or|of|for|&))$", re.IGNORECASE)
_PERCENT = re.compile(r"%|\b(?:per ?cent|pct)\b", re.IGNORECASE)
_MAYBE = re.compile(rf"(?:  |[\t|] ?){_MARKS}[.]?\d|\d \(?-?[\d.,]{{1,15}}[%)]{{0,2}}(?:\n|$)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a table and the words that say what it is.

    Attributes
    ----------
    start, end : int
        Span in the text searched; ``text`` is what stands there.
    label, group, corner, caption, above : str
        The row's label; the line that heads a group of rows; the head above the labels; the line or
        sentence above the table, and what stands above that. Empty where there is none.
    heads, times : tuple of str
        The heads of its column, the nearest first; and those that tell its time, which in a column of "% of
        2023" are another column's.
    negative : bool
        It stands in brackets, which most figures of its column do not.
    """

    start: int
    end: int
    text: str
    label: str
    group: str
    corner: str
    caption: str
    above: str
    heads: tuple[str, ...]
    times: tuple[str, ...]
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one table, and the spans of the lines they and their heads stand on."""

    cells: tuple[Cell, ...]
    lines: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Line:
    start: int
    text: str
    pieces: list[_Piece]
    delimited: bool
    cuts: dict[int, list[_Piece]] = field(default_factory=dict)  # by the number of cells
    kind: str = "text"  # row, head, text, prose, rule or blank


# -- lines ----------------------------------------------------------------------------------------


def _read_lines(text: str) -> list[_Line]:
    lines, start = [_Line(0, "", [], False, kind="blank")], 0
    for words in text.split("\n"):
        line = _Line(start, words, [], "\t" in words.strip() or "|" in words)
        line.pieces = _pieces(line) if len(words) <= _WIDEST or line.delimited else []
        line.kind = _kind(line)
        lines.append(line)
        start += len(words) + 1
    shown = [line for line in lines if line.kind != "rule"]
    for before, line, after in zip(shown, shown[1:], shown[2:], strict=False):
        if line.kind == after.kind == "row" != before.kind and _is_of_years(line) > _is_of_years(after):
            line.kind = "head"
    return lines


def _is_of_years(line: _Line) -> bool:
    figures = (piece.text for piece in max(line.cuts.values(), key=len) if _is_figure(piece.text))
    return all(map(_YEAR.fullmatch, figures))


def _pieces(line: _Line) -> list[_Piece]:
    """Cut a line at tabs and bars, whose empty cells count, or else at two spaces and more."""
    words = line.text.rstrip(" \t")
    cut = "\t" if "\t" in words else "|" if line.delimited else ""
    if cut == "|":
        words = words.removesuffix("|")
    parts, at = [], 0
    for part in words.split(cut) if cut else _GAP.split(words):
        at = words.index(part, at) if not cut else at
        lead = len(part) - len(part.lstrip())
        kept = part.strip().strip("|").strip()
        parts.append(_piece(line.start + at + lead, kept))
        at += len(part) + len(cut)
    if not cut:
        return [part for part in parts if part.text]
    return parts[1:] if parts and not parts[0].text and line.text.lstrip().startswith("|") else parts


def _kind(line: _Line) -> str:
    if not line.text.strip():
        return "blank"
    if _RULE.fullmatch(line.text):
        return "rule"
    of_times = all(_is_time(piece.text) for piece in line.pieces if piece.text)
    if of_times or re.search(_MONTH, line.text.lower()) and _is_time(line.text):
        return "head"
    if not line.pieces:
        return "prose"
    line.cuts = _cuts(line)
    if line.cuts and not _heads_times(line):
        return "row"
    if _is_head(line):
        return "head"
    long = len(line.text) > 70 or bool(_SENTENCE_END.search(line.text.strip()[:-1]))
    return "prose" if long and not line.delimited else "text"


def _cuts(line: _Line) -> dict[int, list[_Piece]]:
    """Return the ways to cut a row: at wide gaps, there and before the label's last word, at each space."""
    pieces = line.pieces
    first = next((i for i, piece in enumerate(pieces) if i and _is_figure(piece.text)), None)
    if _TOKEN.fullmatch(pieces[0].text) and not _TIME.fullmatch(pieces[0].text):
        first = 0
    cuts = []
    if first is not None and all(len(piece.text) <= 24 for piece in pieces[first:]):
        cuts.append(pieces[first:])
        if first and not line.delimited and (word := _last_word(pieces[first - 1])):
            cuts.append([word, *pieces[first:]])
    if line.delimited:
        return {len(cut): cut for cut in cuts if _is_label(line, cut)}
    fine: list[_Piece] = []
    rest = _piece(line.start, line.text)
    while word := _last_word(rest):
        fine.insert(0, word)
        rest = _piece(line.start, line.text[: word.start - line.start])
    if len(fine) > 1 or len(pieces) > 1:
        cuts.append(fine)
    return {len(cut): cut for cut in reversed(cuts) if _has_figure(cut) and _is_label(line, cut)}


def _piece(start: int, words: str) -> _Piece:
    kept = words.rstrip()
    return _Piece(start, start + len(kept), kept)


def _last_word(piece: _Piece) -> _Piece | None:
    match = _TAIL.search(piece.text)
    if match and (_TOKEN.fullmatch(match.group()) or _MISSING.fullmatch(match.group())):
        return _piece(piece.start + match.start(), match.group())
    return None


def _is_figure(words: str) -> bool:
    return bool(_FIGURE.fullmatch(words) or words and _MISSING.fullmatch(words))


def _has_figure(cut: list[_Piece]) -> bool:
    """Whether a cut has a figure, or marks for missing ones alone."""
    missing = len(cut) > 1 and all(_MISSING.fullmatch(piece.text) for piece in cut)
    return missing or any(any(map(str.isdigit, piece.text)) for piece in cut)


def _is_label(line: _Line, cut: list[_Piece]) -> bool:
    label = line.text[: cut[0].start - line.start].strip()
    return len(label) <= _LONGEST_LABEL and not _STOPPED.search(label)


def _heads_times(line: _Line) -> bool:
    """Whether what looks like figures are the times that head a table's columns."""
    cut = max(line.cuts.values(), key=len)
    cut = [piece for piece in cut if _FIGURE.fullmatch(piece.text) or _is_time(piece.text)]
    if not cut or not all(_is_time(piece.text) for piece in cut):
        return False
    label = _label(line, cut)
    years = [int(piece.text) for piece in cut if _YEAR.fullmatch(piece.text)]
    return not label or len(years) < len(cut) or in_a_row(years)


def _is_time(words: str) -> bool:
    words = " ".join(words.split())
    return bool(_TIME.fullmatch(words) and _DATED.search(words))


def _is_head(line: _Line) -> bool:
    """Whether a line's pieces stand over columns: several, or one far to the right, or times alone."""
    pieces = [piece for piece in line.pieces if piece.text]
    if line.text.rstrip()[-1] in "-:" and not line.delimited:
        return False  # a caption
    if any(len(piece.text) > 48 or piece.text.endswith((".", ";")) and " " in piece.text for piece in pieces):
        return False
    times = sum(_is_time(piece.text) for piece in pieces)
    if len(pieces) > 1:
        return times > 0 or not any(_TOKEN.fullmatch(piece.text) for piece in pieces[1:])
    return bool(times) or line.text.startswith(" " * 9) and line.text.rstrip()[-1] != "."


def in_a_row(years: Iterable[int]) -> bool:
    """Tell years one after another, which head a table's columns, from figures that look like years."""
    return {abs(b - a) for a, b in pairwise(years)} == {1}


# -- tables ---------------------------------------------------------------------------------------


# A line that is a label with its unit and a colon, and nothing but figures after it.
_LABELLED = re.compile(
    r"^([^\n\t|:]{2,80}(?:,\s*[^\s,:][^,:\n]{0,23}|\([^()\n]{1,24}\))): {1,4}([\d~<>][\d.,~<> –-]{0,40})$",
    re.MULTILINE,
)


@lru_cache(maxsize=1)  # an article's quantities and its claims ask one after another
def find_tables(text: str) -> list[Table]:
    """Find the tables of a plain text.

    Parameters
    ----------
    text : str
        As :func:`orebook.text.view.view` gives it: unusual spaces and digits are plain.

    Returns
    -------
    list of Table
        In the order of the text. Cells hold figures only; missing values have none.
    """
    tables, first = [_labelled(match) for match in _LABELLED.finditer(text)], 0
    if not _MAYBE.search(text):
        return tables
    lines = _read_lines(text)
    before, over = -_SAME_STORY, ""  # the last row of the table before, and what stands over it
    while (first := next((i for i in range(first, len(lines)) if lines[i].kind == "row"), -1)) >= 0:
        last = _last_row(lines, first)
        top = _top(lines, first)
        caption, above = _above(lines, top)
        if first - before <= _SAME_STORY:  # one sentence is over all of them
            above = max(above, over, key=len)
        notes = (one.text.strip() for one in lines[last + 1 : last + 3] if one.kind == "text")
        above = above or next(notes, "")
        if table := _table(lines, top, first, last, caption, above):
            tables.append(table)
            before, over = last, max(caption, above, key=len)
        first = last + 1
    return tables


def _labelled(match: re.Match[str]) -> Table:
    start, end = match.span(2)
    return Table((Cell(start, end, match[2], match[1], "", "", "", "", (), ()),), (match.span(),))


def _last_row(lines: list[_Line], first: int) -> int:
    """Return the last row of a table: between two there are few lines, and no prose."""
    last = first
    for i in range(first + 1, len(lines)):
        if lines[i].kind == "row":
            last = i
        elif lines[i].kind == "prose" or i - last > _LINES_BETWEEN:
            break
    return last


def _top(lines: list[_Line], first: int) -> int:
    """Return the highest line of heads above a row; a group's name or half a label may stand between."""
    top, heads, blanks = first, 0, 0
    for i in range(first - 1, max(-1, first - 9), -1):
        kind = lines[i].kind
        if kind == "head" and heads < _MOST_HEADS:
            top, heads = i, heads + 1
        elif kind == "blank" and not blanks:
            blanks += 1
        elif kind != "rule" and (heads or kind != "text" or first - i > _LINES_BETWEEN):
            break
    return top


def _table(lines: list[_Line], top: int, first: int, last: int, caption: str, above: str) -> Table | None:
    heads = [line for line in lines[top:first] if line.kind == "head"]
    cells: list[Cell] = []
    used: list[_Line] = []
    segment: list[_Line] = []
    for line in [*(line for line in lines[top:first] if line.kind == "text"), *lines[first : last + 1], None]:
        if line is not None and line.kind != "head":
            segment.append(line)
            continue
        if any(one.kind == "row" for one in segment):
            if found := _segment(segment, heads, caption, above):
                cells += found
                used += [one for one in (*heads, *segment) if one.kind in ("row", "head")]
            heads = []
        segment = []
        heads = [*heads, line] if line is not None else heads
    return (
        Table(tuple(cells), tuple((one.start, one.start + len(one.text)) for one in used)) if cells else None
    )


def _above(lines: list[_Line], top: int) -> tuple[str, str]:
    """Return the line or sentence right above a table, and what stands above that."""
    found: list[str] = []
    i = top - 1
    while len(found) < 2 and i >= 0:
        while i >= 0 and lines[i].kind in ("blank", "rule"):
            i -= 1
        words: list[str] = []
        while i >= 0 and lines[i].kind not in ("blank", "row") and len(words) < 5:
            if words and re.search(r"(?:(?<!\b[A-Z])[.]|[:!?-])\s*$", lines[i].text):
                break
            words.insert(0, lines[i].text.strip(" #*\t|"))
            i -= 1
            if lines[i + 1].text.startswith("   "):
                break
        found.append(" ".join(words)[-300:])
        if i >= 0 and lines[i].kind == "row":
            break
    caption, above = (*found, "", "")[:2]
    return caption, above


def _segment(lines: list[_Line], heads: list[_Line], caption: str, above: str) -> list[Cell]:
    """Return the cells of rows under the same heads."""
    rows = [line for line in lines if line.kind == "row"]
    n = _columns(rows, heads)
    fitting = [(line, line.cuts[n]) for line in rows if n in line.cuts]
    full = [cut for _, cut in fitting]
    if not _is_table(rows, fitting, n, bool(heads)):
        return []
    of_years = all(_is_time(cut[0].text) and not _label(line, cut) for line, cut in fitting)
    shift = int(of_years and n > 1 and len(full) == len(rows) > 1)
    centres = [fmean(_centre(line, cut[k]) for line, cut in fitting) for k in range(n)]
    columns, corner = _heads_by_column(heads, centres)
    times = [_times(columns, k) for k in range(n)]
    bracketed = [2 * sum(cut[k].text[:1] == "(" for cut in full) > len(full) for k in range(n)]
    cells: list[Cell] = []
    group = label = wrapped = ""
    for line in lines:
        if line.kind in ("text", "prose"):
            words = line.text.strip(" \t|:-–*")
            if not words.endswith("."):  # a note on the row above
                wrapped, group = (words, group) if _OPEN.search(words) else ("", words)
            continue
        if line.kind != "row":
            continue
        cut = line.cuts.get(n) or max(line.cuts.values(), key=len)
        own = _label(line, cut) if not shift else cut[0].text
        if own:
            label = f"{wrapped} {own}".strip() if not _ON.match(own) else f"{label}, {own}" if label else own
        wrapped = ""
        for k, piece in _placed(line, cut, centres):
            if k >= shift and any(map(str.isdigit, piece.text)):
                negative = piece.text[0] == "(" and not bracketed[k]
                found = Cell(piece.start, piece.end, piece.text, label, group, corner, caption, above,
                             columns[k], times[k], negative)  # fmt: skip
                cells.append(found)
    return cells


def _centre(line: _Line, piece: _Piece) -> float:
    return (piece.start + piece.end) / 2 - line.start


def _nearest(centres: list[float], at: float) -> int:
    return min(range(len(centres)), key=lambda k: abs(centres[k] - at))


def _columns(rows: list[_Line], heads: list[_Line]) -> int:
    """Return the number of columns: the heads' if most rows can be cut so, else the longest seen twice."""
    fits = Counter(n for line in rows for n in line.cuts)
    for head in reversed(heads):
        pieces = len(_head_pieces(head))
        for n in (pieces, pieces - 1):
            shorter = sum(max(line.cuts) < n for line in rows)  # some cells are empty
            if fits[n] and 2 * (fits[n] + shorter) >= len(rows):
                return n
    coarse = Counter(min(line.cuts) for line in rows)
    twice = [n for n, times in coarse.items() if times > 1]
    return max(twice, default=coarse.most_common(1)[0][0])


def _is_table(rows: list[_Line], fitting: list[tuple[_Line, list[_Piece]]], n: int, headed: bool) -> bool:
    delimited = any(line.delimited for line in rows)
    labelled = any(_label(line, cut) for line, cut in fitting)
    loose = not any(len(line.pieces) > 1 for line in rows)
    figures = sum(any(map(str.isdigit, piece.text)) for _, cut in fitting for piece in cut)
    if loose and (not headed or n < 2) or not fitting or n == 1 and not labelled:
        return False
    return labelled and bool(figures) if delimited else len(rows) > 1 and figures > 2


def _label(line: _Line, cut: list[_Piece]) -> str:
    return line.text[: cut[0].start - line.start].strip(" \t|:-–*.$€£(")


def _placed(line: _Line, cut: list[_Piece], centres: list[float]) -> Iterator[tuple[int, _Piece]]:
    """Give each piece its column: in order, else from the right in a delimited row, else the nearest."""
    n = len(centres)
    for i, piece in enumerate(cut):
        if len(cut) == n:
            yield i, piece
        elif line.delimited:
            if 0 <= (k := n - len(cut) + i) < n:
                yield k, piece
        else:
            yield _nearest(centres, _centre(line, piece)), piece


def _head_pieces(head: _Line) -> list[_Piece]:
    """Return the pieces of a line of heads; of one set by single spaces, its label and its times."""
    dates = [_piece(head.start + date.start(), date.group()) for date in _DATE.finditer(head.text)]
    if len(dates) > len(head.pieces):
        return dates
    if len(head.pieces) > 1 or not head.cuts:
        return head.pieces
    cut = max(head.cuts.values(), key=len)
    label = _label(head, cut)
    return [_piece(head.start, label), *cut] if label else cut


def _heads_by_column(heads: list[_Line], centres: list[float]) -> tuple[list[tuple[str, ...]], str]:
    """Return the heads of each column, the nearest first, and the head of the labels."""
    n = len(centres)
    columns: list[tuple[str, ...]] = [()] * n
    corner = ""
    for head in reversed(heads):
        pieces = _head_pieces(head)
        texts: list[list[str]] = [[] for _ in range(n)]
        if len(pieces) in (n, n + 1) or head.delimited:
            corner = corner or " ".join(piece.text for piece in pieces[: max(0, len(pieces) - n)])
            for k, piece in enumerate(pieces[-n:], n - min(n, len(pieces))):
                texts[k].append(piece.text)
        elif pieces and n % len(pieces) == 0:
            for k in range(n):
                texts[k].append(pieces[k * len(pieces) // n].text)
        else:
            for piece in pieces:
                at = _centre(head, piece)
                if at < centres[0] - 12:
                    corner = f"{piece.text} {corner}".strip()
                else:
                    texts[_nearest(centres, at)].append(piece.text)
        columns = [(*columns[k], *filter(None, [" ".join(texts[k])])) for k in range(n)]
    return columns, corner


def _times(columns: list[tuple[str, ...]], k: int) -> tuple[str, ...]:
    """Return the heads that tell a column's time; "% of 2023" is of the column it is compared with."""
    if not any(_PERCENT.search(head) for head in columns[k]):
        return columns[k]
    others = (column for column in columns if any(map(_is_time, column)))
    return next((column for column in others if not any(map(_PERCENT.search, column))), columns[k])


# -- units ----------------------------------------------------------------------------------------

Unit = tuple[str, float]  # and what a figure in it is multiplied by

_THOUSAND = re.compile(r"'0{3}'?s?\b|\b(?:1,)?0{3}'?s\b|\b1,000\b|\b0{3}'(?=[a-z])")
_MONEY = re.compile(r"((?:U\.S\. ?|[A-Z]{1,3})?[$€£¥₸₽₹]|[A-Z]{3}\b)\s*(.*)")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
# What a caption says of its figures.
_STATED = re.compile(r"(?:\b(?:in|all|of)|[,:–-]) (?=\S)", re.IGNORECASE)
_STOP = re.compile(r"[,;:()\[\]]|\.(?:$| (?![A-Z]))| [-–]|--")


def cell_unit(cell: Cell, read: Callable[[str], Unit | None], unscaled: bool = False) -> Unit | None:
    """Return the unit that the words around a cell give it.

    Parameters
    ----------
    cell : Cell
    read : callable
        Reads ``1 thousand tonnes`` into ``("t", 1000.0)``, ``1 thousand`` into ``("", 1000.0)``; else None.
    unscaled : bool
        Ask only for what multiplies the cell's own unit.
    """
    if not unscaled and any(_PERCENT.search(head) for head in cell.heads[:1]):
        return "percent", 1.0
    found: Unit | None = ("", 1.0) if unscaled else None
    scale = 1.0
    near = [words for words in (cell.label, *cell.heads, cell.group, cell.corner) if not _is_time(words)]
    for words, of_caption in (*((words, False) for words in near), (cell.caption, True), (cell.above, True)):
        told = next(filter(None, map(read, _spelt_out(words, of_caption))), None) if words else None
        if told is None or told[0] == "min" and words not in (cell.caption, cell.above):
            continue  # the least, not minutes
        if not told[0]:
            scale = told[1] if scale == 1.0 else scale
        elif found is None:
            found = told
        if found and (found[1] != 1.0 or scale != 1.0 or "/" in found[0] or found[0] == "percent"):
            break
    unit, own = found or ("", 1.0)
    scaled = own * scale if own == 1.0 and "/" not in unit and unit not in ("percent", "year") else own
    return (unit or "count", scaled) if unit or scale != 1.0 else None


def _spelt_out(words: str, of_caption: bool) -> Iterator[str]:
    """Yield what may be a unit in a label, a head or a caption, as words after a one: ``1 kt``, ``$1/t``."""
    words = _THOUSAND.sub("thousand ", words).replace("s of ", " ")
    words = words.lower() if words.isupper() and len(words) > 5 else words
    for bracket in _BRACKET.finditer(words):
        yield from _after_one(re.sub(r"^(?:all )?in ", "", bracket[1]))
    for stated in _STATED.finditer(words):
        yield from _after_one(words[stated.end() : stated.end() + 60])
    if not of_caption or len(words) < 30:
        yield from _after_one(words)
        for part in re.split(r"\s*[\t|]\s*", words) if "|" in words or "\t" in words else ():
            yield from _after_one(part)


def _after_one(words: str) -> Iterator[str]:
    """Yield the first four words, three, two and one as a unit, up to the first mark."""
    if stop := _STOP.search(words):
        words = words[: stop.start()]
    parts = words.split()
    for n in range(min(5, len(parts)), 0, -1):
        unit = " ".join(parts[:n])
        if money := _MONEY.fullmatch(unit):
            yield f"{money[1]}1{'' if money[2][:1] == '/' else ' '}{money[2]}".strip()
        yield f"1 {unit}"


# -- names and times ------------------------------------------------------------------------------

_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT_YEAR = re.compile(r"(?:(?<=[a-z.])|(?<=[a-z.] )|(?<=[a-z] ')|')(\d\d)(?![\d/.,])")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d\d(?:\d\d)?)")
_MONTHS_OF = re.compile(r"\b(3|6|9|12) ?m ?(?=(?:19|20)\d\d)")
_NOW = re.compile(r"current|latest|this", re.IGNORECASE)


def cell_facts(cell: Cell, unit: str, headline: str, published: str | None) -> dict[str, Any]:
    """Return what the words around a cell tell of its figure.

    Parameters
    ----------
    cell : Cell
    unit : str
        The unit of its figure: a sum or a count takes no metal from the headline.
    headline, published : str, str or None
        Of the article, for what the table leaves open.

    Returns
    -------
    dict
        Of ``commodity``, ``place``, ``measure`` and ``period``, as in a claim, those that are told; an empty
        place where the labels are places and this one is none.
    """
    near = (cell.label, cell.group, *cell.heads, cell.corner)
    far = (cell.caption, cell.above, headline)
    of_metal = unit not in ("count", "percent") and not re.fullmatch(r"[A-Z]{3}", unit)
    told = {"period": _period(cell, published), "measure": _named("measure", (*near, *far))}
    told["commodity"] = _named("commodity", (*near, *(far if of_metal else far[:1])))
    told["place"] = _named("place", (*near, cell.caption if len(cell.caption) < _LONGEST_LABEL else ""))
    listed = re.search(r"countr|region|state|place", cell.corner, re.IGNORECASE)  # "Others" is none
    return {name: value or "" for name, value in told.items() if value or name == "place" and listed}


def _named(kind: str, texts: Iterable[str]) -> str | None:
    """Return the names of a kind in the first text that has one."""
    for text in texts:
        names = dict.fromkeys(e.name for e in _entities(text) if e.kind == kind and e.name != "WORLD")
        if names:
            return ";".join(names) if kind != "measure" else next(iter(names))
    return None


@lru_cache(maxsize=1024)
def _entities(words: str) -> list[Entity]:
    return find_entities(words.capitalize() if words.isupper() and len(words) > 5 else words) if words else []


def _period(cell: Cell, published: str | None) -> str | None:
    """Return the finest time of a column's heads and a row's label that has a year, else the caption's."""
    around = (_when(words, published) for words in (cell.group, cell.corner, cell.caption, cell.above))
    stated = next(filter(None, around), None)
    year = _YEAR.search(stated or "")
    times = [head for head in cell.times if _is_time(head) or _YEAR.search(head)]
    label = [cell.label] if _is_time(cell.label) else []
    joined = [" ".join([*label, *reversed(times)]), " ".join([*times, *label]), *label, *times]
    dated = [words for words in joined if _YEAR.search(_spelled(words))]
    dated = dated or [f"{words} {year[0]}" if year else words for words in joined if words]
    told = filter(None, (_when(words, published) for words in dated))
    if found := max(told, key=len, default=None):
        return found
    if not year and (near := next(filter(None, (_when(words, published) for words in joined)), None)):
        return near
    if not times or _NOW.match(times[0]):
        return stated
    ago = next((words for words in joined if words.lower().endswith("ago")), None)
    return _when(f"a {ago}", stated or published) if ago else None


@lru_cache(maxsize=1024)
def _when(words: str, published: str | None) -> str | None:
    """Return the one time some words tell."""
    words = _spelled(words) if len(words) <= _LONGEST_LABEL else words.lower()
    today = Period.parse(published) if published else None
    times = (time for time in find_times(words, today) if time.role != "now") if words else ()
    told = {str(time.period) if time.period else None for time in times}
    return told.pop() if len(told) == 1 else None


def _spelled(words: str) -> str:
    """Spell out the short times of a table's heads: feb'87, oct/dec, 9m23, 4/2/87."""
    words = _DATE.sub(lambda m: f"{month_abbr[min(12, int(m[1]))]} {m[2]}, {_century(m[3])}", words).lower()
    words = re.sub(rf"({_MONTH})/({_MONTH})", r"\1-\2", words)
    words = _SHORT_YEAR.sub(lambda m: f" {_century(m[1])}", words)
    return _MONTHS_OF.sub(lambda m: f"{_COUNTED[m[1]]} months of ", " ".join(words.split()))


_COUNTED = {"3": "three", "6": "six", "9": "nine", "12": "twelve"}


def _century(year: str) -> str:
    return year if len(year) == 4 else f"{'19' if int(year) > 50 else '20'}{year}"


def find_cells(source: str) -> list[tuple[int, int, Cell]]:
    """Return the cells of a text's tables with their spans of the source, in order."""
    seen = view(source)
    cells = (cell for table in find_tables(seen.text) for cell in table.cells)
    return [(*seen.span(cell.start, cell.end), cell) for cell in cells]


def cell_at(cells: list[tuple[int, int, Cell]], position: int) -> Cell | None:
    """Return the cell that stands at a position of the source."""
    at = bisect_right(cells, position, key=itemgetter(0)) - 1
    return cells[at][2] if at >= 0 and position < cells[at][1] else None
