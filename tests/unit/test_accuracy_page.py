"""The accuracy page shows the figures, what was measured first and every error that remains."""

from __future__ import annotations

from orebook.book.accuracy import accuracy_page

GATES = {
    "passages": {"commodity": {"precision": 0.956, "recall": 0.946, "f1": 0.951, "floor": 0.95, "n": 369}}
}
FIRST = {"passages": [{"set": "first 37", "passages": 37, "commodity": 0.8}]}


def test_page_shows_figures_now_and_at_first() -> None:
    page = accuracy_page(GATES, FIRST)
    assert "0.956" in page
    assert "first 37" in page
    assert "0.80" in page


def test_page_lists_the_errors_that_remain_as_text() -> None:
    error = {
        "passage": "wire-01",
        "quantity": "<b>5 t</b>" + "x" * 80,
        "field": "unit",
        "stated": "t",
        "found": "",
    }
    page = accuracy_page(GATES, FIRST, [error])
    assert "All 1 errors" in page
    assert "&lt;b&gt;5 t" in page
    assert "x" * 80 not in page
    assert "nothing" in page


def test_page_without_results_says_how_to_get_them() -> None:
    assert "make test" in accuracy_page({}, {})
