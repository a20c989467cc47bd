"""A changed figure turns exactly the sentences that hang on it, each named once."""

import csv
import importlib.util
import io
import re
from pathlib import Path

import nbformat
import pytest

from orebook import load_reference
from orebook.book import open_book, words
from orebook.book.charts import MIME

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
         "The working mine, Boguty, was wholly Chinese-owned …."),
        ("us_interest", "offers", "instrument == 'letter of interest' and value > 8e8", "binding", "yes",
         "Tungsten above all: for one planned mine two US lenders, EXIM (…) and DFC (…), wrote non-binding letters."),
        ("eu_strategy", "eu_use", "commodity == 'magnesium'", "value", 20_000,
         "Only a little."),
        ("eu_strategy", "eu_sourcing", "commodity == 'beryllium' and source == 'ec-study-2023'", "share", 5,
         "But it supplies … of the EU’s phosphorus, … of titanium metal, … of beryllium, … of uranium (…)."),
        ("kazakh_production", "deposits", "kind == 'estimate' and weighed == 'ore'", "kind", "caution",
         "The reported … of rare earths are a forecast."),
        ("esg_competition", "offers", "topic == 'governance conditions' and year == '2024' and actor == 'UK'", "act",
         "done", "We found no Kazakh mine where a lender applies them (uranium not checked)."),
    ],
)  # fmt: skip
def test_one_changed_figure_turns_its_sentence_only(theme, table, rows, column, value, turned):
    book = changed(open_book(edition=2026), table, rows, column, value)
    assert words.turned(getattr(answers, theme)(book)) == [(turned, words.FAILS)]


def test_a_plan_announced_as_printed_counts_as_such_even_if_a_later_one_differs():
    book = open_book(edition=2026)
    plans = answers.counted_once(book).query("kind == 'plan or forecast'")
    amiss = (~plans["verdict"].isin((*answers.HELD, *answers.OPEN, "outdated"))).sum()
    said = words.plain(answers.what_holds_up(book))
    assert f"Of {len(plans)} plans and forecasts, {len(plans) - amiss} match what had been announced" in said


def test_landing_chart_names_countries():
    node = nbformat.read(ROOT / "notebooks" / "overview.ipynb", as_version=4)
    specs = [
        output["data"][MIME]
        for cell in node.cells
        for output in cell.get("outputs", [])
        if MIME in output["data"]
    ]
    (rows,) = (spec["usermeta"]["orebook"]["table"] for spec in specs)
    claims = [row["claim"] for row in csv.DictReader(io.StringIO(rows))]
    assert sum("Kazakhstan" in claim for claim in claims) > len(claims) / 3
    assert not [claim for claim in claims if re.search(r"· \d{1,2} ·", claim)]  # a row's number is no country


def test_claim_left_out_cannot_be_told():
    outcomes = dict(words.turned(answers.esg_competition(open_book(leave_out="004"))))
    assert outcomes == {
        "We found no measurement of it.": words.UNKNOWN,
        "“…”, says an article of …, citing nobody; ESG is short for environmental, social and governance "
        "standards.": words.UNKNOWN,
    }


@pytest.mark.parametrize(
    ("list_name", "entries", "any_evidence", "statistics"),
    [
        ("eu_2020", 30, 16, 9),
        ("eu_2023_critical", 34, 18, 11),
        ("eu_2023_strategic", 17, 8, 8),
        ("us_2022", 50, 16, 10),
        ("us_2025_draft", 54, 20, 14),
        ("us_2025_final", 60, 24, 16),
    ],
)
def test_list_coverage_counts_entries_by_strictness(list_name, entries, any_evidence, statistics):
    loose, strict = (
        answers.list_coverage(load_reference(), list_name, grade) for grade in ("any", "statistics")
    )
    assert (loose.entries, loose.made, strict.made) == (entries, any_evidence, statistics)
