"""Which articles are one source; which claims agree, disagree or only look as if they did."""

from __future__ import annotations

import pandas as pd
import pytest

from orebook.check.comparison import compare, find_near_duplicates, source_groups
from orebook.page.article import parse_article

STORY = """Ministry plans tender for eleven gallium deposits

TASHKENT, March 4 - The Ministry of Geology will offer eleven gallium and germanium deposits to foreign
companies at a tender in September, Minister Rustam Aliyev said on Tuesday.

“We expect offers from Korea, Japan and three European countries,” Aliyev told a conference of miners.

The largest of the deposits, near the town of Angren, holds an estimated 412 tonnes of gallium, according to
the State Committee for Reserves. Work there stopped in 1994 for want of money and skill.

Bidders must build a refinery within five years and sell a fifth of what they make to local plants.
"""
REWRITE = """Eleven gallium deposits go under the hammer

Foreign companies will be offered eleven deposits of gallium and germanium in September, when the Ministry of
Geology holds a tender, according to Minister Rustam Aliyev, who spoke on Tuesday at a conference of miners.

Korea, Japan and three European countries are expected to make offers, the minister said.

Near Angren lies the largest of them: it holds 412 tonnes of gallium, the State Committee for Reserves
estimated, yet work there stopped in 1994, when money and skilled people were lacking.

A refinery must be built by bidders within five years, and local plants must get a fifth of what it makes.
"""
OTHER = """Gallium price climbs to a ten-year high

Gallium traded above 700 dollars a kilogram in Rotterdam on Friday, its highest since 2014, as buyers looked for
metal outside China. Traders in Europe said that stocks were thin and that few offers came from Asia.

The Ministry of Geology in Tashkent said last week that it would hold a tender for deposits in September.

Germanium rose as well. A refinery in Belgium has raised its output by a fifth this year, its owner said.
"""


def articles(*texts: str) -> list:
    return [parse_article(text, f"{at:03}.txt") for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (STORY, "copy"),
        (STORY.replace("eleven", "11").replace("Tuesday", "March 4"), "copy"),
        (STORY.upper(), "copy"),
        ("Agency digest\n\n" + "\n\n".join(STORY.split("\n\n")[1:3]), "excerpt"),
        (
            STORY + OTHER + "The ministers met again in May and agreed on nothing of any note.\n" * 3,
            "excerpt",
        ),
        (REWRITE, "rewrite"),
        (OTHER, None),
        ("", None),
        ("Astana", None),
    ],
)
def test_copies_excerpts_and_rewrites_are_told_from_other_articles(other: str, kind: str | None) -> None:
    found = find_near_duplicates(articles(STORY, other))
    assert list(found["kind"]) == ([kind] if kind else [])


def test_rewrite_among_the_seeds_is_found_and_nothing_else() -> None:
    from orebook.page.article import list_seeds, read_article

    found = find_near_duplicates([read_article(path) for path in list_seeds("seeds")])
    assert [(a[:3], b[:3]) for a, b in zip(found["seed_a"], found["seed_b"], strict=True)] == [("002", "003")]


def test_sources_are_counted_not_articles() -> None:
    some = articles(STORY, REWRITE, OTHER, STORY)
    groups = source_groups(some)
    assert groups == {"000.txt": "000.txt", "001.txt": "000.txt", "002.txt": "002.txt", "003.txt": "000.txt"}
    assert groups == source_groups(some, find_near_duplicates(some))


def test_order_of_articles_does_not_matter() -> None:
    some = articles(STORY, REWRITE, OTHER, STORY)
    pd.testing.assert_frame_equal(find_near_duplicates(some), find_near_duplicates(some[::-1]))


def test_a_text_syndicated_many_times_is_one_source() -> None:
    some = articles(*[STORY.replace("Tuesday", f"Tuesday, copy {at}") for at in range(40)], OTHER)
    groups = source_groups(some)
    assert len(set(groups.values())) == 2


def test_work_grows_with_the_number_of_articles(steps) -> None:
    def work(count: int) -> int:
        texts = [
            " ".join(f"word{(at * 7919 + place * place * 31) % 9973}" for place in range(300))
            for at in range(count)
        ]
        return steps(find_near_duplicates, articles(*texts))

    work(10)
    assert work(400) < 6 * work(100)


# ---------------------------------------------------------------- claims

CHINA = {
    "commodity": "rare earths",
    "measure": "share",
    "place": "CHN",
    "unit": "percent",
    "quote": "Altogether China",
}
COPPER = {
    "commodity": "copper",
    "measure": "rank",
    "denominator": "world production",
    "place": "KAZ",
    "unit": "rank",
    "quote": "Altogether Kazakhstan",
}
TONNES = {
    "commodity": "aluminium",
    "measure": "production",
    "place": "KAZ",
    "unit": "t",
    "quote": "Altogether Kazakhstan",
}


def claim(
    base: dict, value: float, comparator: str = "=", period: str | None = "2024", **more: object
) -> dict:
    return {**base, "value": value, "comparator": comparator, "period": period, **more}


def relations(*claims: dict, articles: list | None = None) -> list[str]:
    rows = [{"claim": f"c{at}", "seed": f"{at:03}.txt", **one} for at, one in enumerate(claims)]
    return list(compare(pd.DataFrame(rows), articles)["relation"])


WORLD, SUPPLY, REGION = (
    {"denominator": denominator}
    for denominator in ("world production", "EU supply", "Central Asia mined output")
)
LATEST = {"period_rule": "the article's year"}
PAIRS = [
    # agreement within rounding, hedges and comparators
    (claim(TONNES, 57_000), claim(TONNES, 57_000), "corroborates"),
    (claim(TONNES, 57_000), claim(TONNES, 57_312), "corroborates"),
    (claim(TONNES, 57_000), claim(TONNES, 61_000), "conflicts"),
    (claim(TONNES, 57_000, "~"), claim(TONNES, 61_000), "corroborates"),
    (claim(TONNES, 57_000, hedge="reportedly"), claim(TONNES, 61_000), "corroborates"),
    (claim(TONNES, 312_508), claim(TONNES, 312_400), "corroborates"),
    (claim(TONNES, 312_508), claim(TONNES, 330_000), "conflicts"),
    (claim(TONNES, 50_000, ">"), claim(TONNES, 61_000), "corroborates"),
    (claim(TONNES, 50_000, ">="), claim(TONNES, 41_000), "conflicts"),
    (claim(TONNES, 50_000, "<="), claim(TONNES, 41_000), "corroborates"),
    (claim(TONNES, 50_000, "<"), claim(TONNES, 91_000), "conflicts"),
    (claim(TONNES, 40_000, value_high=60_000), claim(TONNES, 45_000), "corroborates"),
    (claim(TONNES, 40_000, value_high=60_000), claim(TONNES, 75_000), "conflicts"),
    (claim(TONNES, 57_000, unit="t/yr"), claim(TONNES, 57_000), "corroborates"),
    (claim(TONNES, 57_000_000, unit="kg"), claim(TONNES, 57_000), "corroborates"),
    # another subject, place, unit or time
    (claim(TONNES, 57_000), claim(TONNES, 57_000, commodity="copper"), None),
    (claim(TONNES, 57_000), claim(TONNES, 57_000, measure="exports"), None),
    (claim(TONNES, 57_000), claim(TONNES, 57_000, measure="production (increase)"), None),
    (claim(TONNES, 57_000), claim(TONNES, 57_000, place="UZB"), None),
    (claim(TONNES, 57_000), claim(TONNES, 57_000, unit="USD"), None),
    (claim(TONNES, 57_000, period="2023"), claim(TONNES, 25_000, period="2021"), None),
    (claim(TONNES, 57_000, period="2021/2023"), claim(TONNES, 25_000, period="2022"), None),
    (claim(TONNES, 57_000), claim(TONNES, 5_000, period="2024-05"), None),
    (claim(TONNES, 57_000), claim(TONNES, 5_000, quote="A mine in Kazakhstan made 5000 t."), None),
    (claim(TONNES, 57_000), claim(TONNES, 5_000, quote="It made 5000 t."), None),
    (claim(TONNES, 57_000, measure="price"), claim(TONNES, 5_000, measure="price"), None),
    (claim(TONNES, 57_000, period="2023-10"), claim(TONNES, 57_000, period="2023-11"), None),
    (claim(TONNES, 57_000, period=None), claim(TONNES, 57_000), "corroborates"),
    (claim(TONNES, 40, period=None, measure="price"), claim(TONNES, 40, measure="price"), None),
    (claim(TONNES, 57_000, period=None), claim(TONNES, 25_000), None),
    (claim(TONNES, 5, **LATEST), claim(TONNES, 9, period="2025", **LATEST), "conflicts"),
    (claim(TONNES, 5, period="2024", period_rule="last year, of the article's date"),
     claim(TONNES, 9, period="2025", period_rule="this year, of the article's date"), None),
    (claim(TONNES, 740_000, quote="Output of Kazakhstan was 740000 tons."),
     claim(TONNES, 498_000, quote="Kazakhstan refined 498000 t"), None),
    (claim(TONNES, 740_000, quote="Kazakhstan smelted 740000 tons."),
     claim(TONNES, 498_000, quote="Kazakhstan refined 498000 t"), "conflicts"),
    # ranks
    (claim(COPPER, 10, "<=", **LATEST), claim(COPPER, 11, period="2025", **LATEST), "conflicts"),
    (claim(COPPER, 10, "<=", **LATEST), claim(COPPER, 9, period="2025", **LATEST), "corroborates"),
    (claim(COPPER, 11), claim(COPPER, 12, period="2025"), None),
    (claim(COPPER, 11), claim(COPPER, 12), "conflicts"),
    (claim(COPPER, 11, period="2024"), claim(COPPER, 12, period="2019"), None),
    (claim(COPPER, 2, commodity="chromite"), claim(COPPER, 3, commodity="chromium"), "conflicts"),
    (claim(COPPER, 2, denominator=None), claim(COPPER, 3), "conflicts"),
    (claim(COPPER, 2, denominator="world reserves"), claim(COPPER, 3), None),
    # shares: the same denominator, or only a look-alike
    (claim(CHINA, 99), claim(CHINA, 46.5), None),
    (claim(CHINA, 70, "~", **WORLD), claim(CHINA, 69.2, **WORLD), "corroborates"),
    (claim(CHINA, 70, **WORLD), claim(CHINA, 60, **WORLD), "conflicts"),
    (claim(CHINA, 1, **WORLD), claim(CHINA, 1.2, **WORLD), "corroborates"),
    (claim(CHINA, 70, **WORLD), claim(CHINA, 90, **SUPPLY), "different denominators"),
    (claim(CHINA, 70, **WORLD),
     claim(CHINA, 70, **REGION, commodity="mined output"), "different denominators"),
    (claim(CHINA, 90, **SUPPLY, commodity="critical raw materials", place="CHN;EU"),
     claim(CHINA, 70, **WORLD), "different denominators"),
    (claim(CHINA, 90, **SUPPLY, commodity="critical raw materials"),
     claim(CHINA, 70, **REGION, commodity="mined output"), "different denominators"),
    (claim(CHINA, 70, **WORLD), claim(CHINA, 70, **SUPPLY, commodity="uranium"), None),
    (claim(CHINA, 70, **WORLD), claim(CHINA, 90, **SUPPLY, place="KAZ"), None),
    (claim(CHINA, 70, **WORLD), claim(CHINA, 90, denominator=None), None),
    # one source
    (claim(TONNES, 57_000, speaker="A. Aliyev"), claim(TONNES, 57_000, speaker="A. Aliyev"), "same source"),
    (claim(TONNES, 57_000, seed="a.txt"), claim(TONNES, 57_000, seed="a.txt"), "same source"),
    (claim(TONNES, 57_000, seed="a.txt"), claim(TONNES, 25_000, seed="a.txt"), None),
    (claim(TONNES, 57_000, seed="a.txt", start=4), claim(TONNES, 25_000, seed="a.txt", start=4), None),
    (claim(CHINA, 70, **WORLD), claim(CHINA, 57, denominator="the goods it buys", commodity=None), None),
    # claims without a figure
    (claim(TONNES, float("nan")), claim(TONNES, 57_000), None),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "relation"), PAIRS)
def test_claims_meet_as_they_should(one: dict, other: dict, relation: str | None) -> None:
    assert relations(one, other) == ([relation] if relation else []), (one, other)
    assert relations(other, one) == ([relation] if relation else []), (other, one)


def test_claims_of_a_rewrite_are_one_source() -> None:
    two = claim(TONNES, 57_000), claim(TONNES, 57_000)
    assert relations(*two, articles=articles(STORY, REWRITE)) == ["same source"]
    assert relations(*two, articles=articles(STORY, OTHER)) == ["corroborates"]


def test_reason_names_both_figures_and_denominators() -> None:
    rows = [
        {"claim": "a", "seed": "a", "q_text": "around 70%", **claim(CHINA, 70, "~", **WORLD)},
        {"claim": "b", "seed": "b", "q_text": "about 90%", **claim(CHINA, 90, "~", **SUPPLY)},
    ]
    (reason,) = compare(pd.DataFrame(rows))["reason"]
    assert all(words in reason for words in ("around 70%", "world production", "about 90%", "EU supply"))


def test_empty_ledger_has_no_relations() -> None:
    columns = ["claim", "seed", "value", "commodity", "measure", "place", "unit", "period", "comparator"]
    assert compare(pd.DataFrame(columns=columns)).empty


def test_many_claims_of_one_kind_stay_affordable(steps) -> None:
    rows = [{"claim": f"c{at}", "seed": f"{at}", **claim(CHINA, 60 + at % 20, **WORLD)} for at in range(4000)]
    few, many = (steps(compare, pd.DataFrame(rows[:count])) for count in (1000, 4000))
    assert many < 6 * few
    found = compare(pd.DataFrame(rows))
    assert len(found) < 8000
    assert {"corroborates", "conflicts"} == set(found["relation"])
