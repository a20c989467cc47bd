"""The computations behind the theme pages, on tables small enough to check by hand."""

import pandas as pd
import pytest

from orebook.book import analysis
from orebook.check.figures import load_reference


@pytest.fixture(scope="module")
def ref():
    return load_reference("2026")


@pytest.fixture
def ledger():
    rows = [
        ("a.txt", 10, "lithium;cobalt", "demand (increase)", "EU", 12.0, "Lithium demand will rise 12-fold by 2030.", "2030"),
        ("a.txt", 40, "copper", "production", "KAZ", 1e6, "Brussels signed a memorandum last year.", "2022"),
        ("b.txt", 0, None, "share", "CHN;EU", 90.0, "It recalls the memorandum of 2022.", None),
    ]  # fmt: skip
    names = ["seed", "start", "commodity", "measure", "place", "value", "quote", "period"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(claim=["c1", "c2", "c3"], q_start=table["start"], unit="x")


# -- claims ---------------------------------------------------------------------------------------


def test_one_of_several_joined_values_is_enough(ledger):
    assert list(analysis.pick(ledger, commodity="cobalt")["claim"]) == ["c1"]
    assert list(analysis.pick(ledger, place="EU")["claim"]) == ["c1", "c3"]
    assert analysis.pick(ledger, commodity="cob").empty


def test_measure_is_found_with_and_without_its_change(ledger):
    assert list(analysis.pick(ledger, measure="demand")["claim"]) == ["c1"]
    assert list(analysis.pick(ledger, measure=("production", "demand (increase)"))["claim"]) == ["c1", "c2"]


def test_value_that_is_not_known_matches_nothing(ledger):
    assert "c3" not in set(analysis.pick(ledger, commodity=lambda name: True)["claim"])


def test_first_is_none_where_no_article_says_so(ledger):
    assert analysis.first(ledger, commodity="tin") is None
    assert analysis.first(ledger, value=90.0)["claim"] == "c3"


def test_words_are_found_whatever_their_capitals(ledger):
    assert list(analysis.pick_text(ledger, "MEMORANDUM", place="KAZ")["claim"]) == ["c2"]


def test_parameter_out_of_range_is_named_with_its_choices():
    with pytest.raises(ValueError, match=r"evidence='all' is not one of 'any', 'statistics'"):
        analysis.check_parameters({"evidence": ("any", "statistics")}, evidence="all")


# -- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-03-26", "2024-03-26", "2024-03-26"),
        ("2024-03-26/2024-04-27", "2024-03-26", "2024-04-27"),
        ("2023/2024-02", "2023-01-01", "2024-02-29"),
    ],
)
def test_date_spans_what_its_precision_leaves_open(date, first, last):
    assert [day.isoformat() for day in analysis.bounds(date)] == [first, last]


def test_month_only_date_gives_a_range_of_days():
    assert analysis.days_between("2022-11-07", "2022-12") == (24, 54)


# -- growth ---------------------------------------------------------------------------------------


def test_growth_compounds_to_its_multiple():
    assert (1 + analysis.growth(12, 10) / 100) ** 10 == pytest.approx(12)


@pytest.mark.parametrize(("multiple", "years"), [(12, 0), (12, -1), (0, 5)])
def test_growth_without_time_or_multiple_is_refused(multiple, years):
    with pytest.raises(ValueError, match="no yearly growth"):
        analysis.growth(multiple, years)


@pytest.mark.parametrize(("comparator", "lost"), [(">", 1), (">=", 2), ("~", 2)])
def test_over_half_fails_at_exactly_half(comparator, lost):
    assert analysis.losses_to_fail(18, 34 / 2, comparator) == lost
    assert analysis.losses_to_fail(11, 34 / 2, comparator) == 0


def test_delayed_plant_runs_for_what_is_left():
    least, most = analysis.years_of_output("2026-07", 1, 2030)
    assert 3.4 < least < most < 3.6
    assert analysis.years_of_output("2029", 5, 2030) == (0, 0)


# -- what must move -------------------------------------------------------------------------------


def test_newest_share_of_each_commodity_and_measure_is_kept():
    shares = pd.DataFrame(
        [
            ("gallium", "supply", "EU", "2023 study", "secondary", 71.0, False),
            ("gallium", "supply", "EU", "2026 report", "secondary", 70.0, False),
            ("gallium", "supply", "EU", "2030", "secondary", 50.0, True),
            ("gallium", "supply", "WORLD", "2026", "primary", 99.0, False),
            ("gallium", "imports", "EU", "2024", "secondary", 46.5, False),
            ("gallium", "imports", "EU", "2024", "primary", 46.3, False),
        ],
        columns=["commodity", "measure", "scope", "year_printed", "kind", "share", "projection"],
    ).assign(flag="")
    kept = analysis.supply_shares(shares, "EU").set_index("measure")["share"]
    assert dict(kept) == {"supply": 70.0, "imports": 46.3}


def test_break_even_is_where_output_equals_excess(ref):
    gap = analysis.supply_gap(ref, "KAZ", 65).set_index("commodity")
    row = gap.loc["magnesium"]
    assert row["excess"] / 100 * row["break_even"] / 100 * row["world"] == pytest.approx(row["own"])


def test_share_found_signed_is_a_bound_rounded_outward(ref):
    signed = analysis.signed_share(ref)
    assert signed.share <= signed.at_most < signed.share + 1
    assert analysis.signed_share(ref, usd_per_eur=1.1).euro < signed.euro


def test_nothing_moves_below_the_cap(ref):
    gap = analysis.supply_gap(ref, "KAZ", 65).set_index("commodity")
    assert gap.loc["tungsten", "excess"] == 0
    assert pd.isna(gap.loc["tungsten", "break_even"])
    assert (analysis.supply_gap(ref, "KAZ", 100)["excess"] == 0).all()


# -- mentions -------------------------------------------------------------------------------------

EVENTS = pd.DataFrame(
    {
        "date": ["2020-05-05", "2022-11-07", "2024-04-05"],
        "event": ["A memorandum on grain.", "A memorandum on raw materials.", "A later memorandum."],
    }
)
KINDS = {"memorandum": ("memorandum", "memorandum")}


def test_article_means_the_newest_act_of_its_kind_that_fits(ledger):
    found = analysis.mentions(EVENTS, ledger, {"a.txt": "2023-06-02", "b.txt": "2023-07"}, KINDS)
    assert list(found["event"]) == ["A memorandum on raw materials."] * 2
    assert list(zip(found["days_least"], found["days_most"], strict=True)) == [(207, 207), (236, 266)]


def test_period_of_the_claim_excludes_other_years(ledger):
    # "last year" said in 2025 of 2022 is not the memorandum of 2024
    found = analysis.mentions(EVENTS, ledger, {"a.txt": "2025-01-10"}, KINDS)
    assert list(found["date"]) == ["2022-11-07"]


def test_article_without_a_date_mentions_nothing_dated(ledger):
    assert analysis.mentions(EVENTS, ledger, {}, KINDS).empty


def test_article_is_no_older_than_the_newest_act_it_mentions(ledger):
    both = ledger.assign(
        seed="b.txt", period=None, quote=["The grain deal", "the grain deal", "a later memorandum"]
    )
    kinds = {"grain": ("grain", "grain"), "later": ("later", "later")}
    found = analysis.mentions(EVENTS, both, {"b.txt": "2024"}, kinds).set_index("kind")
    assert found.loc["grain", "days_least"] == (pd.Timestamp("2024-04-05") - pd.Timestamp("2020-05-05")).days
    assert found.loc["later", "days_least"] == 0


# -- lists and places -----------------------------------------------------------------------------


def test_statistic_of_one_edition_is_none_of_the_other():
    def level(edition):
        table = analysis.list_evidence(load_reference(edition))
        return table[(table["list"] == "us_2025_final") & (table["material"] == "tungsten")]["level"].iloc[0]

    assert (level("2026"), level("2025")) == ("statistics", "other evidence")


def test_standing_agrees_with_share_and_rank(ref):
    table = analysis.standings(ref, "KAZ", ["usgs-mcs-2026"])
    row = table[(table["commodity"] == "chromium")].iloc[0]
    assert row["share"] == pytest.approx(ref.share("KAZ", "chromium", source="usgs-mcs-2026"))
    assert (row["rank_low"], row["of"], row["leader"]) == (3, 7, "ZAF")
    assert row["hhi_low"] <= row["hhi_high"]
    assert "aluminium" not in set(table["commodity"])  # only a press figure


def test_source_line_names_each_source_once(ref):
    line = analysis.credit(ref.sources, ["usgs-mcs-2026", "usgs-mcs-2026", "nobody"])
    assert line == "USGS Mineral Commodity Summaries 2026, data release; nobody"
