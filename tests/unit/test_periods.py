"""Time expressions: what they stand for, and what is left unknown."""

import pytest

from orebook.find.times import find_times, fiscal_year
from orebook.text.calendar import Period
from orebook.text.vocabulary import vocabulary

EXAMPLES = [(*example, "at")[:3] for kind in vocabulary("periods")["time"] for example in kind["examples"]]


def values(
    text: str, published: str | None = "2023-06-02", ahead: bool = False
) -> list[tuple[str | None, str]]:
    today = Period.parse(published) if published else None
    times = find_times(text.lower(), today, lambda at: ahead)
    return [(str(time.period) if time.period else None, time.role) for time in times]


@pytest.mark.parametrize(("text", "period", "role"), EXAMPLES)
def test_each_expression_of_the_vocabulary_means_what_its_examples_say(
    text: str, period: str, role: str
) -> None:
    assert values(text) == [(period or None, role)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2021", [("2021", "at")]),
        ("two years ago, and this year", [("2021", "at"), ("2023", "at")]),
        ("last year", [("2022", "at")]),
        ("for last year", [("2022", "at")]),
        ("between late January and March", [("2023-01/2023-03", "at")]),
        ("by 2030 and 20-fold by 2050", [("2030", "by"), ("2050", "by")]),
        ("within the next three years", [("2026", "within")]),
        ("over the next decade", [("2033", "within")]),
        ("in the coming years", [(None, "within")]),
        ("in the first half of 2024", [("2024-01/2024-06", "at")]),
        ("Q3 2024", [("2024-07/2024-09", "at")]),
        ("in the fourth quarter of last year", [("2022-10/2022-12", "at")]),
        ("the first nine months of this year", [("2023-01/2023-09", "at")]),
        ("in January-November 2022", [("2022-01/2022-11", "at")]),
        ("in January-November", [("2022-01/2022-11", "at")]),
        ("the 2022 Mining & Oil report shows 5 t", []),
        ("in the 2022 report", [("2022", "at")]),
        ("to 5 t in 2022, as the law of 2021 says", [("2022", "at"), ("2021", "at")]),
        ("from 2021 to 2023", [("2021/2023", "at")]),
        ("in 2023/24", [("2023/2024", "at")]),
        ("since 2019", [("2019/2023", "since")]),
        ("on March 26, 2024", [("2024-03-26", "at")]),
        ("in March", [("2023-03", "at")]),
        ("in March of this year", [("2023-03", "at")]),
        ("than in the same period of 2022", [("2022", "base")]),
        ("in 2022, up from 5 t a year earlier", [("2022", "at"), ("2021", "base")]),
        ("over the same period", [(None, "same")]),
        ("the lowest since 2015", [("2015", "base")]),
        ("5,000 2020s", [("2020/2029", "at")]),
        ("in July 1986 and August 1985", [(None, "at")]),  # no span ends before it begins
        ("it may rise", []),
    ],
)
def test_time_is_resolved_against_the_article(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert values(text) == expected


def test_month_without_a_year_is_the_nearest_one() -> None:
    assert values("in October") == [("2022-10", "at")]
    assert values("in October", ahead=True) == [("2023-10", "at")]


def test_weekday_needs_a_day() -> None:
    assert values("exports stopped on Friday", "2023-06-02") == [("2023-06-02", "at")]
    assert values("exports stopped on Friday", "2023-06") == [(None, "at")]


@pytest.mark.parametrize(
    "text", ["he said on Friday", "told reporters on March 26", "announced in a statement on 26 March"]
)
def test_time_of_saying_is_not_the_claims(text: str) -> None:
    assert values(text) == []


def test_without_a_date_relative_time_stays_unknown() -> None:
    assert values("two years ago", None) == [(None, "at")]
    assert values("in 2021", None) == [("2021", "at")]


def test_a_range_of_dates_tells_what_its_ends_share() -> None:
    assert values("last year", "2024-03/2024-04") == [("2023", "at")]
    assert values("last year", "2023-12-01/2024-01-05") == [(None, "at")]


def test_begin_without_an_end_stays_unknown_in_an_article_without_a_date() -> None:
    assert values("since 2019", None) == [(None, "since")]
    assert values("since 2019", "2023-06") == [("2019/2023", "since")]


@pytest.mark.parametrize("piece", [" ", "in 2021 and ", "march ", "first ", "the same period ", "12 may - "])
def test_work_grows_with_the_sentence_alone_whatever_is_repeated(steps, piece: str) -> None:
    def work(times: int) -> int:
        return steps(find_times, piece * times, Period.parse("2023-06-02"))

    work(10)
    assert work(1600) < 6 * work(400) + 2000


@pytest.mark.parametrize(
    "told",
    [
        "The financial year FY25 ends on 30 June 2025.",
        "The financial year of the Company ends on 30 June.",
        "Its financial year runs from 1 July to 30 June.",
    ],
)
def test_where_a_financial_year_ends_is_told_in_several_ways(told: str) -> None:
    assert fiscal_year(told) == -6  # months behind the calendar's


@pytest.mark.parametrize(
    ("published", "period"),
    [("2023-06", "2022-07/2022-12"), ("2023-09-01", "2023-01/2023-06"), ("2023", None), (None, None)],
)
def test_interim_results_are_of_the_half_year_before_and_of_none_where_the_month_is_not_known(
    published, period
) -> None:
    assert values("in the interim period", published) == [(period, "at")]


def test_there_is_no_third_half() -> None:
    assert values("in the third half") == []
