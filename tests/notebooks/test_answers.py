"""A changed figure turns exactly the sentences that hang on it, each named once."""

import importlib.util
from pathlib import Path

import pytest

from orebook.book import open_book, words

ROOT = Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("_answers", ROOT / "notebooks" / "_answers.py")
answers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(answers)
THEMES = ("eu_strategy", "kazakh_production", "esg_competition", "us_interest", "what_holds_up")


def changed(book, table, rows, column, value):
    """Return the book with one figure of a reference table changed."""
    frame = getattr(book.reference, table).copy()
    hit = frame.query(rows).index
    assert len(hit), rows
    frame.loc[hit, column] = value
    book.reference.__dict__[table] = frame  # a notebook asks for the table by its name
    return book


@pytest.mark.parametrize("theme", THEMES)
def test_answer_stands_and_is_short(theme):
    answer = getattr(answers, theme)(open_book(edition=2026))
    assert words.turned(answer) == []
    assert len(words.plain(answer).split()) <= 60


@pytest.mark.parametrize(
    ("theme", "table", "rows", "column", "value", "turned"),
    [
        ("us_interest", "projects", "partner == 'Jiangxi Copper and others'", "partner_place", "FRA",
         "The mine that works is Chinese."),
        ("us_interest", "offers", "instrument == 'letter of interest' and value > 8e8", "binding", "yes",
         "Tungsten above all: two state banks offer up to … for one mine; neither letter binds."),
        ("eu_strategy", "eu_use", "commodity == 'magnesium'", "value", 20_000,
         "Kazakhstan makes … of magnesium, less than a tenth of Europe’s use, and no gallium yet."),
        ("eu_strategy", "eu_sourcing", "commodity == 'beryllium' and source == 'ec-study-2023'", "share", 5,
         "It matters elsewhere: it supplies … of Europe’s phosphorus, … of its titanium metal, … of its uranium, … of "
         "its beryllium."),
        ("kazakh_production", "plans", "plan == 'kaz-copper-1200'", "value", 600_000,
         "It wants to more than double refined copper by …."),
        ("esg_competition", "offers", "topic == 'governance conditions' and year == '2024' and actor == 'UK'", "act",
         "done", "Europe’s environmental, social and governance (ESG) standards stand in texts; we found none applied at a "
         "mine in Kazakhstan."),
    ],
)  # fmt: skip
def test_one_changed_figure_turns_its_sentence_only(theme, table, rows, column, value, turned):
    book = changed(open_book(edition=2026), table, rows, column, value)
    assert words.turned(getattr(answers, theme)(book)) == [(turned, words.FAILS)]


def test_claim_left_out_cannot_be_told():
    outcomes = dict(words.turned(answers.esg_competition(open_book(leave_out="004"))))
    assert outcomes == {
        "Nobody has measured it.": words.UNKNOWN,
        "An article of … gives it to unnamed …; an opinion piece by … has nearly the same words.": words.UNKNOWN,
    }
