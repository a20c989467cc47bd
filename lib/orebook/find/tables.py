"""Tell in which unit the bare figures of a table are: their column's or their row's label says.

``Zinc, kt⇥48.7``, ``| Grade (g/t) |`` above ``| 3.1 |``, ``Manganese flake, $/t: 1,920-2,010``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise

# A label that ends with its unit; a line that is a label with a colon, and nothing but figures after it.
_UNIT = re.compile(r"(?:,\s*|\(|\[|\bin\s)([^,()\[\]:]{1,24})[)\]]?\s*$")
_BRACKET = re.compile(r"[(\[]([^,()\[\]]{1,24}),[^()\[\]]{1,60}[)\]]\s*$")
_LABELLED = re.compile(
    r"[^\n\t|]{2,80}(?:,\s*[^\s,:][^,:]{0,23}|\([^()]{1,24}\)):\s*(?=[\d~<>])(?:[\d.,~<>–-]|\s)+$"
)
_PERCENT = re.compile(r"%|\b(?:per ?cent|pct)\b", re.IGNORECASE)
_MONEY = re.compile(r"((?:[A-Z]{1,3})?[$€£¥₸₽₹]|[A-Z]{3}\b)\s*(.*)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CELL = re.compile(r"[^\t|]+")
_BARE = re.compile(r"[\s~<>≈+−–*-]*[\d.,\s–-]+[\s*†a-c]?\s*")


def table_units(text: str, read: Callable[[str], tuple[str, float] | None]) -> dict[int, tuple[str, float]]:
    """Find the figures of tables that stand without a unit.

    Parameters
    ----------
    text : str
        Plain text. Rows are lines with tabs or bars, or a label with a colon.
    read : callable
        Reads ``1 kt`` into the unit and the value, None where it is no quantity.

    Returns
    -------
    dict
        Offset of the beginning of a cell to the unit of its figure and what the figure is multiplied by.
    """

    @lru_cache(maxsize=512)
    def unit(label: str) -> tuple[str, float] | None:
        return next(filter(None, map(read, _spelt_out(label))), None)

    found: dict[int, tuple[str, float]] = {}
    caption = ""
    for is_row, block in groupby(_lines(text), key=lambda line: "\t" in line[1] or "|" in line[1]):
        if is_row:
            found |= _block_units(block, caption, unit)
            continue
        for start, line in block:
            caption = line
            if line.count(":") == 1 and _LABELLED.fullmatch(line) and (told := unit(line.split(":")[0])):
                found[start + line.index(":") + 1] = told
    return found


def _block_units(
    block: Iterable[tuple[int, str]], caption: str, unit: Callable[[str], tuple[str, float] | None]
) -> Iterator[tuple[int, tuple[str, float]]]:
    """Yield the units of cells: a column in percent goes first, then the row, the column, the line above."""
    head: list[str] = []
    begun = False
    for start, line in block:
        cells = [(start + m.start(), m.group()) for m in _CELL.finditer(line)]
        labels = [words for _, words in cells if not _BARE.fullmatch(words)]
        years = [int(words) for _, words in cells if _YEAR.fullmatch(words.strip())]
        if len(labels) + len(years) == len(cells) and (not begun or not years or in_a_row(years)):
            head = [words for _, words in cells]
            continue
        begun = True
        row = next(filter(None, (unit(label) or unit(f", {label}") for label in labels[:3])), None)
        for back, (at, words) in enumerate(reversed(cells), 1):
            if not _BARE.fullmatch(words):
                continue
            above = head[-back] if back <= len(head) else ""
            column = ("percent", 1.0) if _PERCENT.search(above) else unit(above)
            told = column if column and column[0] == "percent" else row or column or unit(caption)
            if told:
                yield at, told


def in_a_row(years: Iterable[int]) -> bool:
    """Tell years one after another, which head a table's columns, from figures that look like years."""
    return {abs(b - a) for a, b in pairwise(years)} == {1}


def _lines(text: str) -> Iterable[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def _spelt_out(label: str) -> Iterable[str]:
    """Yield the unit at the end of a label as words after a one: ``1 kt``, ``$1/t``, ``US$1 million``."""
    match = _UNIT.search(label)
    if match and (words := match[1].strip()):
        if money := _MONEY.fullmatch(words):
            yield f"{money[1]}1{'' if money[2][:1] == '/' else ' '}{money[2]}".strip()
        yield f"1 {words}"
        yield f"1 {words.split()[-1]}"
    if bracket := _BRACKET.search(label):  # ($ per kg, in warehouse Rotterdam)
        yield from _spelt_out(f"({bracket[1]})")
