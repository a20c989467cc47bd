"""A theme's page follows its parameters and articles: what no longer stands is struck out, never said."""

import contextlib
import io
import os
import re
from functools import lru_cache
from pathlib import Path

import pytest

from orebook.book import opened
from orebook.book.execution import read_notebook
from orebook.book.words import FAILS, UNKNOWN

ROOT = Path(__file__).resolve().parents[2]
THEMES = ("eu_strategy", "kazakh_production", "us_interest", "esg_competition")


@lru_cache
def book(edition=None, leave_out=""):
    return OPEN(edition, leave_out, ROOT)


OPEN = opened.open_book


def shown(theme, opened_book=book, **given):
    """Return the text of a notebook, run here with other parameters."""
    cells = read_notebook(ROOT / "notebooks" / f"{theme}.py").cells
    code = "\n\n".join(cell.source for cell in cells if cell.cell_type == "code")
    for name, value in given.items():
        code, found = re.subn(rf"^{name} = [^#\n]*", f"{name} = {value}  ", code, count=1, flags=re.MULTILINE)
        assert found, f"{theme} has no parameter {name}"
    out, before = io.StringIO(), Path.cwd()
    os.chdir(ROOT / "notebooks")
    try:
        with contextlib.redirect_stdout(out), pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(str(ROOT / "notebooks"))
            patch.setattr(opened, "open_book", opened_book)
            exec(compile(code, f"{theme}.py", "exec"), {"__name__": "__main__"})
    finally:
        os.chdir(before)
    return out.getvalue()


def turned(text):
    return text.count(f"({FAILS})") + text.count(f"({UNKNOWN})")


@pytest.mark.parametrize("theme", THEMES)
def test_every_sentence_of_a_page_stands(theme):
    assert turned(shown(theme)) == 0


@pytest.mark.parametrize("theme", THEMES)
def test_page_without_articles_says_which_sentences_it_cannot_tell(theme):
    text = shown(theme, leave_out="'000;001;002;003;004'")
    assert UNKNOWN in text
    assert "nan" not in re.findall(r"[A-Za-z]+", text)


@pytest.mark.parametrize(
    ("theme", "name", "value"),
    [*((theme, "leave_out", "'zz'") for theme in THEMES), ("eu_strategy", "edition", "1999")],
)
def test_impossible_parameter_is_refused_by_name(theme, name, value):
    with pytest.raises(ValueError, match=name):
        shown(theme, **{name: value})


def test_one_changed_figure_turns_the_sentences_that_rest_on_it():
    def smaller(edition=None, leave_out=""):
        changed = OPEN(edition, leave_out, ROOT)
        use = changed.reference.eu_use
        use.loc[use["commodity"] == "magnesium", "value"] = 20_000.0
        changed.reference.__dict__["eu_use"] = use  # a notebook asks for the table by its name
        return changed

    struck = re.findall(rf"([^.\n]*)\. \({FAILS}\)", shown("eu_strategy", smaller))
    assert len(struck) == len(set(struck))
    assert {"magnesium" in words or "quarter" in words for words in struck} == {True}
    assert any("tenth of Europe’s use" in words for words in struck)
