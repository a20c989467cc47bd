"""What the landing page, the page of verdicts and the ESG page say follows from the data behind it."""

import os
from pathlib import Path

import pytest

import orebook
from orebook.book import analysis, findings, scoring
from orebook.book.words import plain
from orebook.page.publication import spell

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def book():
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        return orebook.open_book(edition=2026)
    finally:
        os.chdir(before)


def test_figure_of_a_copy_counts_once_and_is_the_originals(book):
    once, every = findings.counted_once(book), analysis.judged(book.ledger, book.verdicts)
    repeated = every[every["value"].notna() & ~every["claim"].isin(once["claim"])]
    assert set(repeated["q_text"]) == {"half", "top 10"}
    assert set(repeated["seed"].str[:3]) == {"002"}, "the older of the two articles keeps the figure"
    assert (once["q_text"] == "half").sum() == 2, "another article's half is another figure"


def test_rounded_figures_are_not_said_to_hold_as_printed(book):
    found = findings.what_holds_up(book)
    verdicts = findings.counted_once(book)["verdict"].value_counts()
    words = plain(found.sentence).replace("\u00a0", " ")
    assert f"{verdicts['supported']} hold as printed" in words
    assert f"{verdicts['supported with rounding']} more after rounding" in words
    assert found.facts["held"] == verdicts["supported"] + verdicts["supported with rounding"]


def test_esg_finding_tells_that_the_scoring_decides(book):
    facts = findings.esg_competition(book).facts
    assert 0 < facts["first_in"] < facts["variants"]
    assert "depends on how offers are scored" in plain(findings.esg_competition(book).sentence)


def test_offers_are_told_in_words(book):
    offers = book.reference.offers
    told = scoring.describe(book.reference, offers, "Who", "What")
    cells = {plain(cell).replace("\u00a0", " ") for cell in [*told["Who"], *told["What"], *told["When"]]}
    assert {"US and EU", "2025 (estimate)", "January 2024", "2022–2025"} <= cells
    assert any(cell.startswith("12,000 t of tungsten a year: ") for cell in cells)
    assert any(cell.startswith("¥26 billion: ") for cell in cells)
    assert all(plain(source) for source in told["Source"])


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2024-03-26/2024-04-27", "between 26 March and 27 April 2024"),
        ("2024-12/2025-01", "between December 2024 and January 2025"),
        ("2023-06-02", "2 June 2023"),
        ("2025", "2025"),
    ],
)
def test_date_is_spelled_as_precisely_as_it_is_known(date, words):
    assert spell(date) == words
