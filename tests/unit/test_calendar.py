"""A period is told at the precision it has, and compared by its days."""

import datetime

import pytest

from orebook.text.calendar import Period


@pytest.mark.parametrize(
    "text",
    [
        "2024",
        "2024-02",
        "2024-02-29",
        "2021/2023",
        "2024-01/2024-06",
        "2024-03-26/2024-04-27",
    ],
)
def test_period_is_written_as_it_was_read(text):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2023-02-29", "2024/2023", "2024-1", "2020/2021/2022", "soon"]
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match=r"period|date|month|day|year"):
        Period.parse(text)


def test_periods_are_compared_by_their_days():
    leap = Period.parse("2024-02")
    assert (leap.first, leap.last) == (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    assert leap.overlaps(Period.parse("2024-02-29/2024-03-01")) and not leap.overlaps(Period.parse("2024-03"))
    assert list(Period.parse("2021/2023").years) == [2021, 2022, 2023]
