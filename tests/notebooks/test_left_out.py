"""Articles may be left out and editions changed: pages say what cannot be told, and never break."""

import contextlib
import io
import re
import sys
from functools import lru_cache
from pathlib import Path

import pytest

import orebook.book
from orebook.book import opened
from orebook.book.execution import list_notebooks, read_notebook

ROOT = Path(__file__).resolve().parents[2]
SOURCES = list_notebooks(ROOT)
# One article and all of them; and those that repeat each other, from the pages that count repetition.
CASES = [(source, left_out) for source in SOURCES for left_out in ("004", "000;001;002;003;004")]
CASES += [(source, "002;003") for source in SOURCES if source.stem in ("disagreements", "overview")]

book = lru_cache(maxsize=None)(opened.open_book)


def shown(source, leave_out, monkeypatch):
    """Return what a notebook says, run here: the books are read once for all, a notebook only reads them."""
    code = "\n\n".join(cell.source for cell in read_notebook(source).cells if cell.cell_type == "code")
    code, found = re.subn(r'^leave_out = ""', f"leave_out = {leave_out!r}", code, count=1, flags=re.MULTILINE)
    assert found
    monkeypatch.setattr(orebook.book, "open_book", book, raising=False)
    monkeypatch.setattr(sys, "path", [str(source.parent), *sys.path])
    monkeypatch.chdir(source.parent)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, source.name, "exec"), {"__name__": "__main__"})
    return out.getvalue()


@pytest.mark.parametrize(("source", "leave_out"), CASES, ids=lambda value: getattr(value, "stem", value))
def test_page_holds_together_without_an_article(source, leave_out, monkeypatch):
    text = shown(source, leave_out, monkeypatch)
    assert "nan" not in re.findall(r"[a-z]+", text.lower())
    assert "<NA>" not in text
