"""The page that tells how well the library reads: on others' texts, on new ones, on those of the rules."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from orebook.book.excerpts import shown
from orebook.book.export import write_whole
from orebook.book.pages import raw
from orebook.book.rows import table

Row = dict[str, str]
# File, heading and introduction of each part; the columns are the file's own.
_PARTS = (
    (
        "benchmarks/outside.csv",
        "On texts that others made",
        "No rule was made on these corpora. The range is a bootstrap over texts: it holds the figure in 95 "
        "of 100 draws. Beside ours stands what a reader would take instead. What a corpus is and where to "
        "get it stands in the folder *benchmarks*.",
    ),
    (
        "tests/accuracy/blind.csv",
        "On our own texts, read for the first time",
        "Each set was written by somebody who had not seen the code and was read once before anything was "
        "mended by it. The figure is F1, or the share that was right.",
    ),
    (
        "tests/accuracy/measured.csv",
        "On the texts that the rules were made on",
        "These figures flatter: rules were mended until they read these texts. They guard against a step "
        "back and do not tell what to expect of a new article. A test is red where one falls below its "
        "floor.",
    ),
)


def write_page(folder: Path, root: Path) -> None:
    """Write the page into the folder of the book's pages, from the figures stored in the repository."""
    parts = [(heading, words, _read(root / name)) for name, heading, words in _PARTS]
    write_whole(folder / "accuracy.md", (accuracy_page(parts) + "\n").encode("utf-8"))


def accuracy_page(parts: Sequence[tuple[str, str, Sequence[Row]]]) -> str:
    """Return the page: a heading, an introduction and a table for each part that has figures."""
    out = [
        "# Accuracy",
        "How well does the library read? Precision is the share of what was read that is right, recall the "
        "share of what is there that was read, F1 their harmonic mean, and n how often the thing is there.",
    ]
    for heading, words, rows in parts:
        if rows:
            names = list(rows[0])
            numeric = [all(_is_number(row[name]) for row in rows) for name in names]
            cells = [[shown(row[name]) for name in names] for row in rows]
            heads = [shown(name.capitalize()) for name in names]
            out += [f"## {heading}", words, raw(table(heads, cells, heading, "data", numeric))]
    return "\n\n".join(out)


def _read(path: Path) -> list[Row]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_number(cell: str) -> bool:
    return not cell or cell.replace(".", "", 1).isdigit()
