"""The accuracy page shows the figures it is given, as text, and no part without figures."""

from orebook.book.accuracy import accuracy_page


def test_page_shows_each_part_that_has_figures():
    page = accuracy_page(
        [("Outside", "Others made them.", [{"field": "<b>value", "f1": "0.861"}]), ("Own", "", [])]
    )
    assert "## Outside" in page
    assert "0.861" in page
    assert "&lt;b&gt;value" in page
    assert "## Own" not in page
