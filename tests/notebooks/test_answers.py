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
         "But the mine at work is Chinese, the American one a plan."),
        ("us_interest", "offers", "instrument == 'letter of interest' and value > 8e8", "commodity", "zinc",
         "Tungsten above all: all its letters of interest are for that."),
        ("eu_strategy", "eu_use", "commodity == 'magnesium'", "value", 20_000,
         "Of magnesium Kazakhstan makes …, less than a tenth of Europe’s use."),
        ("eu_strategy", "plans", "plan == 'kaz-gallium'", "buyer", "DEU",
         "Its gallium is a plan, and promised to Japan."),
        ("kazakh_production", "plans", "plan == 'kaz-copper-1200'", "value", 600_000,
         "It plans to more than double its refined copper, …."),
        ("esg_competition", "offers", "topic == 'projects' and value == 25 and unit == 'count'", "value", 20,
         "China has two dozen projects in the region, by one study."),
    ],
)  # fmt: skip
def test_one_changed_figure_turns_its_sentence_only(theme, table, rows, column, value, turned):
    book = changed(open_book(edition=2026), table, rows, column, value)
    assert words.turned(getattr(answers, theme)(book)) == [(turned, words.FAILS)]


def test_claim_left_out_cannot_be_told():
    outcomes = dict(words.turned(answers.esg_competition(open_book(leave_out="004"))))
    assert outcomes == {
        "Nobody has measured it; it is an opinion of …. ESG stands for environmental, social and governance standards.": words.UNKNOWN
    }
