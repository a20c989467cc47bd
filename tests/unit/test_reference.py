"""The reference tables hold what their description says, and what is computed from them is right."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from orebook.check import figures
from orebook.check.figures import load_reference, read_tables
from orebook.text.decode import UnreadableInput

SEEDS = Path(__file__).parents[2] / "seeds"
FOLDER = SEEDS.with_name("reference")


@pytest.fixture(scope="module")
def reference():
    return load_reference()


@pytest.fixture
def spoilt(tmp_path):
    """A copy of the tables, one cell of which a test overwrites."""

    def spoil(table, row, **cells):
        folder = tmp_path / "reference"
        shutil.copytree(FOLDER, folder)
        folder.with_name("seeds").symlink_to(SEEDS)
        frame = pd.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False)
        for column, value in cells.items():
            frame.loc[row, column] = value
        frame.to_csv(folder / f"{table}.csv", index=False, lineterminator="\n")
        return folder

    return spoil


def test_frictionless_finds_the_package_valid():
    from frictionless import Package, system

    with system.use_context(trusted=True):  # absolute path of the installed package
        report = Package(str(FOLDER / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_every_column_is_described_with_type_and_origin(reference):
    import json

    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    fields = [field for item in package["resources"] for field in item["schema"]["fields"]]
    assert all(field["type"] and field["description"] and field["origin"] for field in fields)
    assert all("unit" in field for field in fields if field["name"] in ("value", "share", "estimate_error"))


def test_countries_do_not_make_more_than_the_world(reference):
    rows = reference.production.assign(all=lambda table: table["country"] == "WORLD")
    sums = rows.groupby(["commodity", "stage", "year", "source", "all"])["value"].sum().unstack().dropna()
    above = sums[sums[False] > 1.05 * sums[True]]  # totals are printed to one or two digits
    assert above.empty, above


def test_no_figure_is_there_twice_and_none_slips_by_a_thousand(reference):
    rows = reference.production.query("value > 0")
    same = ["commodity", "stage", "country"]
    assert set(rows.loc[rows.duplicated([*same, "year", "source"], keep=False), "commodity"]) == {"helium"}
    pairs = rows.merge(rows, on=[*same, "part"], suffixes=("", "_next"))
    pairs = pairs[
        (pairs["year_next"] - pairs["year"]).isin([0, 1]) & (pairs["source"] != pairs["source_next"])
    ]
    ratio = pairs["value_next"] / pairs["value"]
    slips = pairs[(ratio > 300) | (ratio < 1 / 300)]
    assert slips.empty, slips[[*same, "year", "source", "value", "source_next", "value_next"]]


def test_every_source_is_used_has_a_title_and_an_address_of_its_own(reference):
    tables = [rows for rows in reference.tables_with("source") if not hasattr(rows[0], "publisher")]
    used = {row.source for rows in tables for row in rows}
    rows = reference.sources
    copies = rows["read_in"].str.split(";").explode()
    assert {*copies} - {"", *rows["source"]} == set()
    assert {*rows["source"]} - used - {*copies} == set()
    assert not rows["url"].duplicated().any()
    host = rows["url"].str.extract(r"//(?:www\.)?([^/]+)", expand=False)
    letters = [column.str.replace(r"\W", "", regex=True).str.lower() for column in (rows["title"], host)]
    bare = (letters[0] == letters[1]) | (rows["title"] == rows["publisher"])
    assert not bare.any(), rows.loc[bare, "source"].tolist()


def test_what_takes_the_place_of_another_is_there(reference):
    plans, offers = reference.plans, reference.offers
    assert set(plans["superseded_by"]) <= {"", *plans["plan"]}
    assert set(offers["part_of"]) <= {"", *offers["statement"]}
    assert set(offers.loc[offers["part_of"] != "", "instrument"]) == {"part of package"}


def test_share_that_a_chart_printed_wrongly_is_marked(reference):
    rows = reference.china_share.set_index(["source", "commodity", "step"])
    assert rows.loc[("visualcapitalist-com", "lithium", ""), "flag"] == "other supplier"
    assert rows.loc[("ec-study-2023", "lithium", "refinery")].query("owner == 'EU'")["share"].tolist() == [1]
    assert rows.loc[("ec-study-2023", "germanium", "refinery")].query("owner == 'EU'")["flag"].item()


def test_lists_have_their_official_number_of_entries(reference):
    counted = reference.lists.query("entry").groupby("list").size()
    for row in reference.list_sources.itertuples():
        assert counted[row.list] == row.entries, row.list


def place(reference, country, *table, **named):
    """Return first and last place of a country, of how many, and its share; None where it has none."""
    rows = reference.select(*table, **named).set_index("country").dropna(subset="rank_low")
    return (
        None
        if country not in rows.index
        else tuple(rows.loc[country, ["rank_low", "rank_high", "of", "share"]])
    )


def test_chromium_rank_is_third_in_both_editions(reference):
    for name, source in (("chromium", "usgs-mcs-2025"), ("chromite", "usgs-mcs-2026")):
        assert place(reference, "KAZ", name, year=2024, source=source)[:3] == (3, 3, 7)


def test_equal_producers_share_their_places(reference):
    # 2025: Kazakhstan and Indonesia both 710 kt of mined copper, behind eight others
    assert place(reference, "KAZ", "copper", "mine", 2025)[:3] == (9, 10, 14)
    assert place(reference, "IDN", "copper", "mine", 2025)[:3] == (9, 10, 14)


def test_rank_of_a_country_without_production_is_none(reference):
    assert place(reference, "USA", "tungsten", year=2025) is None
    assert place(reference, "KAZ", "nothing at all") is None


def test_list_without_its_largest_producers_gives_levels_but_no_rank(reference):
    assert (
        reference.standings.query("country == 'KAZ'")["commodity"]
        .eq(reference.called("ferrochrome")[0])
        .any()
    )
    assert place(reference, "KAZ", "ferrochrome") is None


@pytest.mark.parametrize(
    ("country", "name", "source", "share"),
    [
        ("CHN", "rare earths", "usgs-mcs-2025", 69.2),  # 270,000 of 390,000 t
        ("CHN", "rare earths", "usgs-mcs-2026", 71.05),  # of 380,000 t in the next edition
        ("KAZ", "uranium", None, 38.65),  # 23,270 of 60,213 t
    ],
)
def test_shares_follow_the_edition(reference, country, name, source, share):
    assert place(reference, country, name, year=2024, source=source)[3] == pytest.approx(share, abs=0.05)


def test_without_a_printed_world_total_the_listed_countries_are_the_world(reference):
    summed, printed = (
        reference.select("copper", "mine", 2023, source).iloc[0]
        for source in ("bgs-wms-2025", "usgs-mcs-2025")
    )
    assert summed["world_basis"] == "sum of the listed countries"
    assert (printed["world"], printed["world_basis"]) == (22_600_000, "world total as printed")


def test_two_printed_rows_of_one_country_add_up(reference):
    helium = reference.select("helium", year=2023, source="usgs-mcs-2025").set_index("country")
    assert helium.loc["USA", "value"] == 82e6  # 64 and 18 million cubic metres


def test_second_hand_figures_are_shown_but_not_used(reference):
    assert (reference.production["flag"] == "secondary-press-quote").any()
    assert reference.standings.query("commodity == 'aluminium' and country == 'KAZ'").empty
    assert reference.select("chromium", year=2020).empty
    assert reference.select("tungsten", "").empty  # of no stage is not of the first


@pytest.mark.parametrize(
    ("commodity", "old", "new"),
    [
        ("antimony", 40, 800),
        ("rhenium", 0.5, 1.5),
        ("titanium", 14_000, 19_000),
        ("chromium", 6.5e6, 6.1e6),
        ("silver", 1000, 850),
    ],
)
def test_revisions_of_one_year_between_editions(reference, commodity, old, new):
    editions = ("usgs-mcs-2025", "usgs-mcs-2026")
    rows = [reference.select(commodity, year=2024, source=source).set_index("country") for source in editions]
    assert [table.loc["KAZ", "value"] for table in rows] == [old, new]


def test_edition_leaves_one_edition_of_usgs_and_all_others():
    reference = load_reference(edition="2025")
    assert set(reference.production["source"]) >= {"usgs-mcs-2025", "bgs-wms-2025", "wna-2025"}
    assert "usgs-mcs-2026" not in set(reference.production["source"])
    with pytest.raises(ValueError, match="1999"):
        load_reference(edition="1999")


def test_tables_handed_out_are_the_callers_own(reference):
    mine = reference.sources
    mine["title"] = ""
    assert (reference.sources["title"] != "").all()


def test_reviews_keep_reason_evidence_and_inference(reference):
    reviews, evidence = reference.claim_reviews, reference.review_evidence
    assert reviews["review"].nunique() == 54
    assert len(evidence) == 127
    assert set(reviews["review"]) == set(evidence["review"])
    assert (reviews["reason"] != "").all() and (evidence["source"] != "").all()
    aluminium = reviews[reviews["quote"].str.contains("25,000 tons of aluminum")].iloc[0]
    assert aluminium["inference"] and aluminium["verdict"] == "contradicted"


@pytest.mark.parametrize(
    ("table", "row", "cells", "column"),
    [
        ("production", 4, {"source": ""}, "source"),
        ("production", 7, {"unit": "stone"}, "unit"),
        ("production", 7, {"unit_printed": "bushels"}, "unit_printed"),
        ("production", 9, {"value": "many"}, "value"),
        ("timeline", 3, {"source": "no-such-page"}, "source"),
        ("lists", 2, {"list": "eu_1999"}, "list"),
        ("claim_reviews", 0, {"verdict": "splendid"}, "verdict"),
        ("claim_reviews", 5, {"quote": "words that nobody wrote"}, "quote"),
    ],
)
def test_bad_row_stops_the_load_and_is_named(spoilt, table, row, cells, column):
    folder = spoilt(table, row, **cells)
    with pytest.raises(UnreadableInput, match=f"{table}.csv: row {row + 2}, column {column}: "):
        load_reference(folder=folder)


def test_review_of_a_seed_that_is_not_there_is_none_of_the_loads_business(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "reference")
    assert len(load_reference(folder=tmp_path / "reference").claim_reviews) == 68


def test_a_rounded_world_total_never_makes_one_of_several_producers_all_of_it() -> None:
    rows = load_reference().standings
    shares = rows[rows["share"].notna() & (rows["of"] > 1)]
    assert shares["share"].max() < 100


def test_tables_are_read_once_whatever_editions_are_taken_of_them():
    for cached in (figures._load, read_tables):  # other tests read other tables
        cached.cache_clear()
    taken = [load_reference(edition, earlier=True) for edition in ("2025", "2026")]
    assert len(taken[0].production) < len(taken[1].production)
    assert load_reference(earlier=True) is load_reference()
    assert read_tables.cache_info().misses == 1
