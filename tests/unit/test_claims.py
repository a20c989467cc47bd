"""Claims: fields joined from the right words, and a ledger that is whole and the same every time."""

import csv
import shutil
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orebook.claims.claim import Claim, extract_claims, unread
from orebook.claims.ledger import CLAIM_SCHEMA, load_articles, load_claims
from orebook.claims.sentence import SHAPES
from orebook.page.article import parse_article
from orebook.text.calendar import Period
from orebook.text.vocabulary import vocabulary

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def read(text: str, date: str | None = "2024-05-13") -> list[Claim]:
    return extract_claims(parse_article(text, "x.txt", {"published": date} if date else None))


def fields(text: str, *names: str, date: str | None = "2024-05-13") -> list[tuple]:
    return [tuple(getattr(claim, name) for name in names) for claim in read(text, date)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kazakhstan sold 5,000 t of copper and 3,000 t of zinc.", ["copper", "zinc"]),
        (
            "It mined 12 million and 4 million tonnes of iron ore and chromite, respectively.",
            ["iron ore", "chromite"],
        ),
        ("Lithium demand will rise 12-fold by 2030 and 20-fold by 2050.", ["lithium", "lithium"]),
        (
            "It ranks 11th in copper and supplies around 40 per cent of global uranium exports.",
            ["copper", "uranium"],
        ),
        ("Kazakhstan produced tungsten. Last year 300 tonnes of the metal were sold.", ["tungsten"]),
        ("Copper, lead and zinc output rose 5% in 2023.", ["copper;lead;zinc"]),
        ("The plant will produce 15 tonnes of gallium from bauxite.", ["gallium"]),
        ("The mine produced 21,227 t of uranium in 2022.", ["uranium"]),
        ("The plant employs 300 people.", [None]),
        ("The 15-tonne furnace is new.", [None]),
        ("Zinc output fell 3%. Industrial production rose by 5.2%.", ["zinc", None]),
        ("Zinc prices fell 3% in May. The average wage at the plant was 410,000 tenge.", ["zinc", None]),
        ("Norway dominates the trade in refined cobalt, controlling 31% of the market.", ["cobalt"]),
        ("Norway leads magnesium production (44% of the market in 2021).", ["magnesium"]),
        ("Metal exports rose by 9%.", ["metals"]),
        ("We use 40 percent of it. Tin output will double.", [None, "tin"]),
        ("Nickel fell 1% and lead gained 0.7%.", ["nickel", "lead"]),
        ("It ranks third by output of tin and sixth by silver.", ["tin", "silver"]),
        ("Hole 7: 5 m at 3 g/t Au, including 2 m at 9.1% Sb.", ["gold", "gold", "antimony", "antimony"]),
        ("Zinc output was 20 kt, while that of lead was 10 kt.", ["zinc", "lead"]),
        ("Copper reserves rose 4%. 60 licences were issued and 5 mines inspected.", ["copper", None, None]),
        ("Tin is dear. Power costs €0.05 per kWh. Cargo on the route rose 8%.", [None, None]),
        ("Tin is dear.\n\nZinc\n\nThe metal cost $3,000 a tonne.", ["zinc"]),
        ("Tin was mined. She buys magnets. Output fell by 40 tonnes.", ["tin"]),
        ("Tin rose. Shares in the company closed 3.1% higher.", [None]),
        ("Tin was found. One in five licences ends in a discovery.", [None]),
        ("Zinc rose.\n\nAntimony\n\nTrioxide-grade ingot was sold at $58,000/t.", ["antimony"]),
        ("Zinc is dear. Mines employ 300 people, of whom 12% are women.", [None, None]),
        ("New batteries must hold at least 16% recycled cobalt.", ["cobalt"]),
        (
            "Tin was found. A survey by Fjord Critical Metals, listed in Oslo, put the vein at 5 tonnes.",
            ["tin"],
        ),
        ("Royalties will be: copper - 7%, zinc - 6%.", ["copper", "zinc"]),
        ("It ranks 9th (2%) for coal and 3rd (17%) for tin.", ["coal", "coal", "tin", "tin"]),
        ("Zinc rose. Crude oil cost $40 a barrel.", ["oil"]),
        ("Metal, t | 2023\nLead, refined | 61\nZinc | 5", ["lead", "zinc"]),
    ],
)
def test_each_quantity_takes_its_own_commodity(text: str, expected: list[str | None]) -> None:
    assert [claim.commodity for claim in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        (
            "In January-March output was 30 t. It was 28 t a year earlier.",
            ["2024-01/2024-03", "2023-01/2023-03"],
        ),
        ("Zinc, which has lost 12% since March, rose 2%.", ["2024-03/2024-05", "2024"]),
        ("Between 2015 and 2022 the number of shafts fell from 40 to 25.", ["2015/2022", "2015/2022"]),
        ("Fourth-quarter zinc output was 5,000 tonnes.", ["2023-10/2023-12"]),
        ("Today the mines employ 4,000 people.", ["2024"]),
        ("A contract for 4,000 tonnes was signed today.", ["2024-05-13"]),
        ("Sales came to 300 t in April and 280 t in the same month of 2021.", ["2024-04", "2021-04"]),
        ("Since the start of the year, 40 licences have been issued.", ["2024-01/2024-05"]),
        (
            "Output was 70 t in the first quarter, down 4% on the fourth quarter.",
            ["2024-01/2024-03", "2024-01/2024-03"],
        ),
        ("For next year the firm plans 600 t.", ["2025"]),
        ("Kestrel lost 9% on Tuesday.", ["2024-05-07"]),
        ("Expected sales in the fourth quarter are 5 t.", ["2024-10/2024-12"]),
        (
            "By 2030, tin demand will rise from 1 million tonnes in 2023 to 3 million tonnes.",
            ["2023", "2030"],
        ),
        ("Output fell by 4% after a stoppage in March.", ["2024"]),
        ("Five sites will be put up for auction in the third quarter.", ["2024-07/2024-09"]),
        ("Fjord is expected to sign an agreement on Friday giving it a 70% stake.", ["2024-05-17"]),
        ("The mine will open in 2027, and the owners have already put in $300 million.", ["2024"]),
        ("Today Norway makes 19 of the 34 metals included in the list.", ["2024", "2024"]),
        ("Tenders for 12 tonnes of tin, zinc and lead, is planned for 2026.", ["2026"]),
        ("Analysts see the copper price at $9,500 a tonne in the fourth quarter.", ["2024-10/2024-12"]),
        ("Revenue rose by 4% in the three months to March.", ["2024-01/2024-03"]),
        ("Tin is 31% above its level at the start of January.", ["2024"]),
        ("Tin is up 60% since Oslo halted sales in February.", ["2024-02/2024-05"]),
        ("In March alone, 40 t were sold, against 30 t a year earlier.", ["2024-03", "2023-03"]),
        ("Traders put April imports of tin at 20 t.", ["2024-04"]),
        ("Tin sales in 2023 were good. Tin was up 2% at $30,000 a ton by 1030 GMT.", ["2024-05-13"] * 2),
        ("In 2023 exports fell to 38 kt from 44 kt.", ["2023", "2022"]),
        ("In April sales came to $640 million, double the figure of April 2020.", ["2024-04"] * 2),
        (
            "We raise our 2025 price to $92/lb (from $84/lb) and for 2026 to $105/lb.",
            ["2025", "2025", "2026"],
        ),
        ("Output was 9 kt in 2019. It has tripled since then.", ["2019", "2019/2024"]),
        ("Sales were 9 t in March. Output, which is taxed, fell to 2 t.", ["2024-03", "2024-03"]),
        ("Sales were 9 t in 2022. Shares in Kestrel closed 2% lower.", ["2022", "2024"]),
        ("In 2022 sales fell by 3% with respect to 2021.", ["2022"]),
        ("Its profit was $9 million in 2020 and $4 million the previous year.", ["2020", "2019"]),
        ("Sales were 9 t in 2023, which is less than in 2022 (10 t).", ["2023", "2022"]),
        ("Tin posted a gain in April, rising 3%.", ["2024-04"]),
        ("In October the firm was told it could get $5 million.", ["2023-10"]),
        ("He added that in October it will sell 5 t.", ["2024-10"]),
        ("For 2023 the pit sees 9 t of tin, in line with 2022 levels, and 5 t of zinc.", ["2023", "2023"]),
        ("Sales rose to 9 t from 8 t (revised from 7 t) in April.", ["2024", "2024-04", "2024-04"]),
        (
            "Tin fell to 9 t from 5 t in 2020.\n\nIt was 7 t in the final two months of 2021.",
            ["2024", "2020", "2021-11/2021-12"],
        ),
        (
            "Tin output up in 2022\n\nOutput of tin at the pit rose to 9 t in the fourth quarter of 2022.\n\n"
            "Exports fell to 5 t.",
            ["2022-10/2022-12", "2022-10/2022-12"],
        ),
        (
            "The pit can meet 8 per cent of demand before 2035, although it already provides 4 kt.",
            ["2035", "2024"],
        ),
    ],
)
def test_a_time_dates_what_is_said_of_it(text: str, periods: list[str]) -> None:
    assert [claim.period for claim in read(text)] == periods


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        ("Exports in January-May rose by 5%.", ["reported"]),
        ("People near a plant are 3 times more likely to cough.", ["reported"]),
        ("The rules, which targeted 30 firms, hold.", ["reported"]),
        ("It approved 12 projects aimed at recycling.", ["reported"]),
        ("It hopes to add 5 t.", ["planned"]),
        ("The scheme provides for the production of 5 t of gold.", ["planned"]),
        ("The price would be $13 this year.", ["forecast"]),
        ("The smelter is expected to cost $1bn, and to produce 5,000 t.", ["forecast", "forecast"]),
        ("Output fell 6% owing to planned repairs.", ["reported"]),
        ("The programme envisages 9 mines.", ["planned"]),
        ("He instructed that 12 pits be put up for auction.", ["planned"]),
        ("A shaft takes 8 years to build. They do not want to rely on 2 mines.", ["reported", "reported"]),
        ("Tin sales made 98% of the forecast.", ["reported"]),
        ("We believe that it can supply 7% of demand.", ["opinion"]),
        ("The plan says 20 t of tin a year by 2030.", ["planned"]),
        ("The tin price is $30,000 a tonne in 2030.", ["forecast"]),
        ("By mid-May 64 licences had been granted.", ["reported"]),
    ],
)
def test_a_plan_is_told_from_what_happened(text: str, modalities: list[str]) -> None:
    assert [claim.modality for claim in read(text)] == modalities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Output was 25,000 t of copper in 2021 and 57,000 t in 2023.", [("2021", None), ("2023", None)]),
        (
            "Lithium demand will rise 12-fold by 2030 and 20-fold by 2050.",
            [("2030", "2030"), ("2050", "2050")],
        ),
        ("Kazakhstan holds 2 million tonnes of tungsten.", [("2024", None)]),
        ("At least three lithium plants will open within the next three years.", [("2024", "2027")]),
        ("Copper exports rose 5% in April from a year earlier.", [("2024-04", None)]),
        ("They sold 500 t of tin last year, up from 400 t a year earlier.", [("2023", None), ("2022", None)]),
        ("Output was 30 t of gold (2019: 20 t) in 2023.", [("2023", None), ("2019", None)]),
        ("In 2023 output was 30 t. The index in relation to 2022 was 104%.", [("2023", None)] * 2),
        ("Recovery rose to 81%, 2 percentage points above the first quarter of 2023.", [("2024", None)] * 2),
        ("The resource is 2 Mt (see announcement of 4 March 2021).", [("2024", None)]),
        (
            "In January–March output was 5 t. In the same period of 2023 it was 4 t.",
            [("2024-01/2024-03", None), ("2023-01/2023-03", None)],
        ),
        ("It sold 9 t last year and can raise that to 12 t.", [("2023", None), ("2024", None)]),
        ("We believe that it can supply 5% of demand within four years.", [("2024", "2028")]),
        ("Less than 6% had been paid by March 2023.", [("2023-03", None)]),
        ("It said tariffs had risen by 20% since January.", [("2024-01/2024-05", None)]),
    ],
)
def test_period_and_horizon(text: str, expected: list[tuple]) -> None:
    assert fields(text, "period", "horizon") == expected


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_around_a_figure_finds_what_its_examples_say(name: str) -> None:
    examples = vocabulary("claims")["shapes"][name]["examples"]
    assert examples
    for text, found in examples:
        match = SHAPES[name].search(text)
        assert match and match[0] == found, f"{name}: {text}"


def test_an_undated_article_gives_no_period() -> None:
    assert fields("Kazakhstan holds 2 million tonnes of tungsten.", "period", "period_rule", date=None) == [
        (None, None)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China controls 70% of global rare earth production.", ("share", "world production", "CHN")),
        ("Kazakhstan is the world's second-largest chromium producer.", ("rank", "world production", "KAZ")),
        ("Zinc production in Kazakhstan fell by 1.8%.", ("production (fall)", None, "KAZ")),
        ("Kazakhstan will invest $300 million in a copper smelter.", ("investment", None, "KAZ")),
        ("The EU imports 98% of its magnets from China.", ("share", "EU imports", "CHN;EU")),
        ("In Peru no more than 30% of zinc is sold.", ("share", "zinc", "PER")),
        ("A plant for 5,000 t of tin is built in Peru.", ("capacity", None, "PER")),
        ("Some 400 people work at the tin mine in Peru.", ("employment", None, "PER")),
        ("Mines in Peru earned $9 million from tin.", ("profit", None, "PER")),
        ("Russia controlled 43% of the tin market.", ("share", "the tin market", "RUS")),
        ("In Peru 65% concentrate is made.", ("grade", None, "PER")),
        ("Peru has to pay $9 million for tin.", ("value", None, "PER")),
        ("Losses at the tin mine in Peru were $9 million.", ("profit", None, "PER")),
        ("The trade deficit of Peru rose to $9 million.", ("deficit", None, "PER")),
        ("Peru’s share rose to 9.5%.", ("share", None, "PER")),
        ("The grade at the tin mine in Peru fell to 0.3%.", ("grade", None, "PER")),
    ],
)
def test_measure_denominator_and_place(text: str, expected: tuple) -> None:
    (claim,) = read(text)
    assert (claim.measure, claim.denominator, claim.place) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kazakhstan produced 500 t of tin.", "reported"),
        ("Kazakhstan plans to produce 500 t of tin.", "planned"),
        ("Three smelters are expected to open in Kazakhstan.", "planned"),
        ("Tin demand is expected to double.", "forecast"),
        ("Europe must take three steps.", "opinion"),
    ],
)
def test_modality(text: str, expected: str) -> None:
    assert [claim.modality for claim in read(text)] == [expected]


def test_countries_listed_are_all_the_figures_and_one_left_out_is_none_of_it() -> None:
    assert fields("China, Russia and Norway produced 90 tonnes of tin.", "place") == [("CHN;RUS;NOR",)]
    assert fields("Tin output outside China was 12 tonnes.", "place") == [("rest of the world",)]


def test_a_fall_has_no_sign() -> None:
    assert fields("Zinc output was 9 t, down -3.1% on 2023.", "value", "measure")[1] == (
        3.1,
        "production (fall)",
    )


def test_halving_is_a_fall() -> None:
    assert fields("Tin imports halved in 2023.", "measure") == [("imports (fall)",)]


def test_month_is_no_hedge() -> None:
    assert fields("Copper output in May was 12,000 tonnes.", "hedge", "modality") == [(None, "reported")]


def test_days_over_the_columns_of_a_table_date_its_figures() -> None:
    rows = ["Prices ($ per kg, in Rotterdam)", "Metal | 10 May | 3 May", "Gallium | 725 | 710"]
    told = [(c.value, c.unit, c.period) for c in read("Minor metals\n\nTin was quiet.\n\n" + "\n".join(rows))]
    assert told == [(725, "USD/kg", "2024-05-10"), (710, "USD/kg", "2024-05-03")]


def test_row_of_small_figures_is_no_head_of_a_table() -> None:
    rows = [
        "Copper output, kt",
        "Country | 2022 | 2023",
        "Chile | 5330 | 5250",
        "Peru | 2021 | 2028",
        "Congo | 2350 | 2930",
    ]
    claims = read("Copper\n\n" + "\n".join(rows))
    told = {(claim.quote.split(" | ")[0], claim.value, claim.period) for claim in claims}
    assert {("Peru", 2.028e6, "2023"), ("Congo", 2.35e6, "2022"), ("Congo", 2.93e6, "2023")} <= told


def test_hedge_keeps_its_words() -> None:
    assert [claim.hedge for claim in read("Tin demand could reach about 500 t.")] == ["could; about"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("The fund owns 81.2% of the shares.", "measure", ["stake"]),
        ("The state holds 30% of the venture, the firm a 15 pct interest.", "measure", ["stake", "stake"]),
        ("The country holds 12% of the world's uranium reserves.", "measure", ["share"]),
        ("Output of the two mines fell 11% and 6.7% respectively.", "measure", ["production (fall)"] * 2),
        (
            "Output rose by 5%, in the north by 6%, in the south by 4%.",
            "measure",
            ["production (increase)"] * 3,
        ),
        (
            "Ore output fell, by 5% to 7 t, and chrome grew, by 9%.",
            "measure",
            ["production (fall)", "production", "production (increase)"],
        ),
        ("Mine output fell by 5%.\n\nCoal declined by 12.6%.", "measure", ["production (fall)"] * 2),
        ("Mineral sales at current prices fell by 6.9%.", "measure", ["sales (fall)"]),
        ("Exports made up $40 million.", "measure", ["exports"]),
        ("The ministry issued 111 licenses and hired 40 workers.", "measure", ["licences", "employment"]),
        ("The vein holds 0.8 ounces of gold a ton.", "measure", ["grade"]),
        ("The vein holds 0.8 ounces of gold a ton.", "unit", ["oz/t"]),
        ("Of zinc a third of the 15 firms gave 5%.", "denominator", ["the 15 firms gave", None, None]),
        ("Jiangxi Ganfeng Lithium Co made 3,096 tonnes of it.", "place", [None]),
        ("One of the world's richest ore bodies, the mine gave 300 t of tin.", "place", [None]),
        ("May exports up 35.9%", "modality", ["reported"]),
        ("After a strike in 2020, output grew in 2022. It reached 118 t.", "period", ["2022"]),
        ("Comal Ltd <CMAC.S> said it made 5 t of tin.", "speaker", ["Comal Ltd"]),
        ("First Quantum Metals said it made 5 t of tin.", "speaker", ["First Quantum Metals"]),
        ("Gold Road Resources dug less. Gold Road said it dug 5 t.", "speaker", ["Gold Road Resources"]),
        ("Lynar Rare Earths dug less. The company said it dug 5 t.", "speaker", ["Lynar Rare Earths"]),
        ("Sales of 44 t vs. sales of 54 t in 2022.", "period", ["2024", "2022"]),
        ("The cost rose to $17.19/wet metric tonne from $15.31/wmt.", "unit", ["USD/t", "USD/t"]),
        ("It shipped 604,000 WMT and 3.6 kilo tonnes of ore.", "value", [604000, 3600]),
        ("It sold 5 t in June quarter.", "period", ["2023-04/2023-06"]),
        (
            "In the year to 30 June 2023 it made 7 t, in 2021-22 5 t.",
            "period",
            ["2022-07/2023-06", "2021-07/2022-06"],
        ),
        ("Sales fell to 5 t, extending a fall of 2022.", "period", ["2024"]),
        ("Imports of zinc contained in ore fell 19.6%.", "measure", ["imports (fall)"]),
        ("The Washington Post in August estimated that it made 5 t.", "speaker", ["Washington Post"]),
        ("Peru mined 5 t, as reported by Andina.", "speaker", ["Andina"]),
        ("Demand fell to 5 t, said the World Tin Council (WTC).", "speaker", ["World Tin Council"]),
        ("Demand for tin for solar panels rises to 5 kt.", "commodity", ["tin"]),
        ("Of these, several are of tin (22 projects) and zinc (€9.9m).", "commodity", ["tin", "zinc"]),
        ("The hill holds 151,000 gold ounces.", "commodity", ["gold"]),
        ("The hill holds 151,000 gold ounces.", "unit", ["oz"]),
        ("It shipped 604,000 DMT of ore, and 19 T of tin.", "value", [604000, 19]),
        ("Manila earned P51.3 billion in the Philippines.", "unit", ["PHP"]),
        ("Prices fell by Yn1,250/t as 2,629 mtV was made.", "unit", ["CNY/t", "t"]),
        ("De Beers cut output. The group said it dug 7 million carats.", "speaker", ["De Beers"]),
    ],
)
def test_turns_of_phrase_of_press_and_statistics(text: str, name: str, expected: list) -> None:
    assert fields(text, name) == [(value,) for value in expected]


@pytest.mark.parametrize("opening", ["Because", "When", "As a rule", "Despite this", "And"])
def test_a_long_sentence_may_open_with_a_word_that_goes_on_elsewhere(opening: str) -> None:
    text = f"{opening} the mine in the north {'of the old ore field by the river ' * 12}made 5,000 t of zinc."
    (claim,) = read(text)
    assert (claim.value, claim.quote) == (5000, text)


def test_quote_and_quantity_are_the_words_of_the_source() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        source = path.read_text("utf-8")
        article = parse_article(source, path.name)
        for claim in extract_claims(article):
            assert claim.quote == article.source[claim.start : claim.end]
            assert claim.q_text == article.source[claim.q_start : claim.q_end]
            assert claim.start <= claim.q_start < claim.q_end <= claim.end


def test_long_sentence_is_cut_to_its_clause() -> None:
    tail = "; " + "the talks went on without a result that anybody could name " * 8
    (claim,) = read(f"Kazakhstan produced 500 t of tin{tail}.")
    assert claim.quote == "Kazakhstan produced 500 t of tin"


def test_same_sentence_twice_gives_two_ids() -> None:
    ids = [
        claim.claim for claim in read("A headline about tin\n\nIt sold 5 t of tin.\n\nIt sold 5 t of tin.")
    ]
    assert len(ids) == len(set(ids)) == 2


def test_numbers_without_a_claim_are_told_with_a_reason() -> None:
    article = parse_article(
        "A headline about Kazakhstan\n\nThe mine opened in 2015.\n\nArticle 6 applies to it all.", "x.txt"
    )
    assert [(text, reason) for _, _, text, reason in unread(article)] == [
        ("The mine opened in 2015.", "dates only"),
        ("Article 6 applies to it all.", "number in a name, date or label"),
    ]


# --- the ledger -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ledger() -> pd.DataFrame:
    return load_claims(SEEDS)


def test_ledger_has_the_schema(ledger: pd.DataFrame) -> None:
    assert {name: str(kind) for name, kind in ledger.dtypes.items()} == CLAIM_SCHEMA
    assert ledger["claim"].is_unique
    assert ledger.attrs["refused"] == []


def test_empty_folder_gives_an_empty_ledger_of_the_same_schema(tmp_path: Path) -> None:
    empty = load_claims(tmp_path)
    assert len(empty) == 0
    assert {name: str(kind) for name, kind in empty.dtypes.items()} == CLAIM_SCHEMA


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_the_same_ledger(ledger: pd.DataFrame, pool: type) -> None:
    with pool(2) as executor:
        pd.testing.assert_frame_equal(load_claims(SEEDS, executor=executor), ledger)


def test_ids_stay_when_other_articles_come_and_go(ledger: pd.DataFrame, tmp_path: Path) -> None:
    one = sorted(SEEDS.glob("*.txt"))[0]
    for name in (one.name, "annotations.csv", "catalogue.toml"):
        shutil.copy(SEEDS / name, tmp_path)
    alone = load_claims(tmp_path / one.name)
    pd.testing.assert_frame_equal(alone, ledger[ledger["seed"] == one.name].reset_index(drop=True))


def _copy(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    return folder


def test_annotation_that_is_not_in_its_seed_is_refused_by_name(ledger: pd.DataFrame, tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    rows = list(csv.DictReader((folder / "annotations.csv").open(encoding="utf-8")))
    quote, rows[3]["quote"] = rows[3]["quote"], "words nobody wrote"
    with (folder / "annotations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    spoilt = load_claims(folder)
    assert len(spoilt.attrs["refused"]) == 1
    assert "words nobody wrote" in spoilt.attrs["refused"][0]
    assert rows[3]["seed"] in spoilt.attrs["refused"][0]
    lost = (ledger["quote"] == quote) & (ledger["basis"] == "coded")
    assert lost.sum() == 1
    pd.testing.assert_frame_equal(spoilt, ledger[~lost].reset_index(drop=True))


def test_annotation_code_nobody_knows_is_refused(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    file = folder / "annotations.csv"
    file.write_text(file.read_text("utf-8").replace(",reported,", ",rumoured,", 1), "utf-8")
    assert "rumoured" in load_claims(folder).attrs["refused"][0]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\xff", b"seed,quote\na,b\n", b'"open'])
def test_broken_annotations_leave_what_was_read(ledger: pd.DataFrame, tmp_path: Path, content: bytes) -> None:
    folder = _copy(tmp_path)
    (folder / "annotations.csv").write_bytes(content)
    spoilt = load_claims(folder)
    assert len(spoilt) == (ledger["basis"] == "read").sum()
    assert len(spoilt.attrs["refused"]) <= 1


HEAD = "seed,quote,kind,modality,attribution,commodity,measure,place,period,horizon,speaker,themes"
ROW = "a.txt,The mine opened.,event,reported,author,tin,,,,,,"


@pytest.mark.parametrize(
    ("content", "claims", "refused"),
    [
        (f"\ufeff{HEAD}\n{ROW}\n", 1, []),
        (f"{HEAD}\n{ROW}\n\n{ROW}\n", 1, ["line 4: a.txt: same quote as on line 2"]),
        (f"{HEAD}\na.txt,The mine opened.\n{ROW}\n", 1, ["line 2: not 12 cells"]),
        (f"{HEAD}\n{ROW.replace('a.txt', 'A.tx')}\n{ROW}\n", 1, ["line 2: no seed 'A.tx'"]),
        (f"{HEAD},place\n{ROW},\n", 0, ["line 1: not a table: needs each of these columns once: place"]),
        ("", 0, ["line 1: not a table"]),
        (f'{HEAD}\n{ROW}\na.txt,"open', 1, ["line 3: not a table"]),
    ],
)
def test_odd_annotation_is_named_by_its_line_and_costs_no_other(
    tmp_path: Path, content: str, claims: int, refused: list[str]
) -> None:
    (tmp_path / "a.txt").write_text("Tin in Norway\n\nThe mine opened. It is deep.", "utf-8")
    (tmp_path / "annotations.csv").write_text(content, "utf-8")
    ledger = load_claims(tmp_path)
    assert (ledger["basis"] == "coded").sum() == claims
    named = [line for line in ledger.attrs["refused"] if "annotations.csv" in line]
    assert len(named) == len(refused)
    assert all(reason in line for reason, line in zip(refused, named, strict=True))


def test_unreadable_article_is_named_and_the_others_are_whole(ledger: pd.DataFrame, tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    (folder / "zz.txt").write_bytes(b"\x1f\x8b\x08\x00" + bytes(range(256)))
    spoilt = load_claims(folder)
    assert [line.split(":")[0] for line in spoilt.attrs["refused"]] == ["zz.txt"]
    pd.testing.assert_frame_equal(spoilt, ledger)


def test_place_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    articles, refused = load_articles(tmp_path / "nowhere")
    assert articles == []
    assert len(refused) == 1


WORDS = st.sampled_from(
    (
        "Kazakhstan copper 5% 500 t of and , in 2021 by 2030 respectively the EU ( ) ; said “ ” $3bn from to doubled half "
        "rank these other minerals second-largest . \n lead US last year earlier ore İstanbul ² 14 17 | \t (2019: 31 June "
        "a week FY99 since May Q3 than same period more first months year ended December 2024 tU materials "
        "Because when July August 1986 1985 2021-22 fiscal between"
    ).split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=90).map(" ".join)))
def test_any_text_gives_claims_of_its_own_words(text: str) -> None:
    article = parse_article(text, "x.txt", {"published": "2024"})
    for claim in extract_claims(article):
        assert claim.quote == article.source[claim.start : claim.end]
        assert claim.start <= claim.q_start < claim.q_end <= claim.end
        assert all(str(Period.parse(value)) == value for value in (claim.period, claim.horizon) if value)
    assert extract_claims(article) == extract_claims(article)
    for start, end, words, reason in unread(article):
        assert article.source[start:end] == words
        assert reason


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan sold 5 t of copper in 2021, ",
        "“ 5 t of tin ",
        "5 t and 7 t respectively. ",
        "these metals rose 5%.\n",
    ],
)
def test_work_grows_with_the_text_only(text: str, steps) -> None:
    def work(times: int) -> int:
        article = parse_article(
            "A headline about Kazakhstan\n\n" + text * times, "x.txt", {"published": "2024"}
        )
        return steps(extract_claims, article)

    work(10)
    assert work(400) < 6 * work(100)  # four times the text: sixteen times were square


def test_figures_of_a_table_hold_in_the_time_of_their_column_though_the_corner_is_empty() -> None:
    table = "\tQ2 2025\tQ1 2025\tH1 2024\nZinc, kt\t48.7\t45.1\t93.8"
    periods = [
        claim.period
        for claim in extract_claims(
            parse_article(f"Zinc output rises\n\nThe mine sold more.\n\n{table}", "a.txt")
        )
    ]
    assert periods == ["2025-04/2025-06", "2025-01/2025-03", "2024-01/2024-06"]


def test_column_in_percent_of_a_time_before_holds_in_the_time_of_the_column_beside_it() -> None:
    table = "Product\tJanuary–July 2024\tIn % of January–July 2023\nRefined zinc, tons\t148,902\t96.7"
    periods = [
        claim.period
        for claim in extract_claims(
            parse_article(f"Zinc output rises\n\nThe mine sold more.\n\n{table}", "a.txt")
        )
    ]
    assert periods == ["2024-01/2024-07", "2024-01/2024-07"]


def test_name_above_an_interview_is_whose_answers_they_are_though_the_page_has_no_headline() -> None:
    page = (
        "Ann Roe, Executive Director,\n\nWhat is your vision as the new director of the mine, and where do you begin?\n\n"
        "There is much to do, and we begin with safety. We need to add metal, since we have dug 9 t of tin.\n\n"
        "What are some of the key works ahead of you?\n\nWe finished the shaft in 2022, and we added 5 t of tin to what we had.\n"
    )
    assert {claim.speaker for claim in extract_claims(parse_article(page, "a.txt"))} == {"Ann Roe"}


def test_menu_of_languages_is_nobody_who_speaks() -> None:
    page = "EN РУ ҚАЗ\n\nExports of tungsten rise in Kazakhstan\n\nThe minister says exports of tungsten rose by 5% in 2024."
    assert [claim.speaker for claim in extract_claims(parse_article(page, "a.txt"))] == ["minister"]


def test_caption_of_a_table_tells_what_is_measured_and_a_plan_column_is_no_output() -> None:
    table = "Metal | 2023 | 2024 (plan)\nUranium (tU) | 21,112 | 23,270"
    text = f"Metals in Kazakhstan\n\nThe ministry has a table.\n\nOutput of metals\n\n{table}"
    found = [
        (claim.measure, claim.period, claim.modality)
        for claim in extract_claims(parse_article(text, "a.txt"))
    ]
    assert found == [("production", "2023", "reported"), ("production", "2024", "planned")]


def test_work_on_a_long_table_grows_with_its_length_alone(steps) -> None:
    def work(rows: int) -> int:
        table = "Metal\t2023\n" + "".join(f"Zinc, kt\t5{n}\t6{n}\n" for n in range(rows))
        article = parse_article(f"Zinc in Kazakhstan\n\nThere is a table.\n\n{table}", "a.txt")
        return steps(extract_claims, article)

    work(10)
    assert work(800) < 10 * work(100)


def test_sum_without_a_place_is_of_the_country_of_its_money() -> None:
    text = "Lithium in Europe\n\nThe European Union needs lithium.\n\nThe state will spend 240 billion tenge on surveys by 2028."
    assert [claim.place for claim in extract_claims(parse_article(text, "a.txt"))] == ["KAZ"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ores, a unit of France's Eraval, made up 87% of Gabon's volume.", ["GAB"]),
        ("China-owned Fjord Metals mined 40 kt of tin at its pit in Peru.", ["PER"]),
        ("By the count of the Geological Survey of Finland, Peru mined 9 kt of tin.", ["PER"]),
        ("The pit lies in Kenya, 80 km from the Ugandan border, and holds 9 t of gold.", ["KEN", "KEN"]),
        ("Peru's tin exports to China rose by 5%.", ["PER"]),
        ("Imports of tin into Peru from Chile rose to 5 kt.", ["PER"]),
        ("Tin exports from Peru to Chile rose to 5 kt.", ["PER"]),
        ("Output of tin in Peru rose 5% due to sales to the markets of China.", ["PER"]),
        ("China made 60 kt of tin, 83% of the world's 81 kt.", ["CHN", "CHN", "WORLD"]),
        ("Sofia Lindqvist said that the mine in Peru made 3 kt of tin.", ["PER"]),
        ("Chile's tin imports fell to 9 t, with Peruvian imports falling to 5 t.", ["CHL", "PER"]),
        ("Chile sold 9 t, with Peruvian mines producing 3 kt of tin.", ["CHL", "PER"]),
        ("The tin mine in Peru cost 5 million US dollars.", ["PER"]),
    ],
)
def test_owner_source_buyer_and_border_are_no_place_of_a_figure(text: str, places: list) -> None:
    assert [claim.place for claim in read(text)] == places


def test_doubt_says_what_the_nearest_candidate_would_be() -> None:
    text = "In 2021 tin output was 30 kt, which helped zinc smelters, and stocks came to 5 kt."
    assert all(claim.doubt is None or ": " in claim.doubt for claim in read(text))
    (claim,) = read("Tin output in Peru, which sells to China, was 30 kt in 2021.")
    assert (claim.place, claim.doubt) == ("PER", "place: CHN")


def test_bare_sentence_goes_on_with_the_source_before_and_is_nobodys_words() -> None:
    text = "Tin output fell by 9%, the Statistics Committee reports.\n\nZinc output reached 50 kt in 2023."
    told = fields(text, "speaker", "source")
    assert told[1] == (None, "Statistics Committee")
    assert fields(text.replace("Zinc output reached 50 kt", "The road is 69 km long"), "source")[1] == (None,)


def test_a_weight_measures_what_the_last_figure_of_its_unit_does() -> None:
    text = "Tin output fell to 40 t in May. Lead came to 9 t.\n\nZinc came to 3 t.\n\nIt rained. Iron came to 2 t."
    assert [claim.measure for claim in read(text)] == ["production", "production", "production", None]


def test_sums_and_counts_measure_what_those_before_them_do() -> None:
    told = fields("Exports were $3 billion. In May they were $2 million.", "measure")
    assert told + fields("62 licences were issued, of which 18 for copper.", "measure") == [
        ("exports",), ("exports",), ("licences",), ("licences",)
    ]  # fmt: skip


def test_what_a_share_is_up_from_is_a_share() -> None:
    text = "Norway's share of imports was 99% in 2023, up from 98% in 2020."
    assert fields(text, "measure") == [("share",), ("share",)]


def test_a_sum_is_no_price_because_a_price_stands_before_it() -> None:
    assert fields("The shares fell to $3.42. The firm has $22 million.", "measure") == [
        ("price",),
        ("value",),
    ]


def test_change_has_two_ends_and_a_comparison_its_own_time() -> None:
    text = "Output slipped from 40 kt in 2016-17 to 38 kt worth $79 million in 2017-18."
    assert [claim.period for claim in read(text)][:2] == ["2016/2017", "2017/2018"]
    text = "The mine made 40 kt of tin in the second quarter of 2016, taking half-year output to 77 kt."
    assert [claim.period for claim in read(text)] == ["2016-04/2016-06", "2016-01/2016-06"]


def test_stocks_and_the_balance_of_a_market_are_of_no_country_that_their_sentence_does_not_name() -> None:
    text = "Tin in Peru\n\nPeru mined 5 kt of tin in May.\n\nStocks fell by 9 kt.\n\nPeruvian stocks rose to 3 kt."
    assert [claim.place for claim in read(text)] == ["PER", None, "PER"]
    assert [
        claim.place for claim in read(text.replace("Stocks fell by 9 kt", "A deficit of 9 kt is expected"))
    ][1] is None


def test_list_of_countries_does_not_hide_the_one_that_an_article_is_about() -> None:
    text = (
        "Europe picks mines\n\nThe European Union picked mines of many kinds.\n\n"
        "They lie in Spain, Italy, Sweden, Finland and Greece, and some in Portugal.\n\nThe mines will dig 5 kt of tin."
    )
    assert [claim.place for claim in read(text)] == ["EU"]


def test_figure_takes_the_metal_of_the_heading_above_it_and_never_several_of_a_headline() -> None:
    text = "Tin and zinc in May\n\nMetals were traded at length, he said.\n\n{}\n\nA lot of 20 t changed hands in May."
    assert [claim.commodity for claim in read(text.format("Zinc"))] == ["zinc"]
    assert [claim.commodity for claim in read(text.format("Offers"))] == [None]


def test_mine_is_known_again_by_its_name() -> None:
    text = "Miner reports\n\nThe Kibara mine in Rwanda is old. In Peru it rained. Kibara made 50 t of tin."
    assert [claim.place for claim in extract_claims(parse_article(text, "a.txt"))] == ["RWA"]


@pytest.mark.parametrize("rival", ["Peru", "Chile", "Zambia", "Canada", "Bolivia", "Gabon"])
def test_country_of_the_one_site_is_the_place_of_an_article_that_tells_of_another_as_often(rival) -> None:
    text = (
        f"Rwanda and {rival} talk of Kibara\n\nThe Kibara mine in Rwanda is as old as one in {rival}, he said.\n\n"
        "Nobody else came to the talks in spring.\n\nThe miners dug up 50 t of tin in a year."
    )
    assert [claim.place for claim in read(text)] == ["RWA"]


def test_figure_of_the_past_is_of_the_time_that_the_head_tells() -> None:
    text = "Less zinc from Swedish mines in 2023\n\nThe survey is out.\n\nA total of 90 t of ore was hoisted."
    found = extract_claims(parse_article(text, "a.txt", {"published": "2024-06-19"}))
    assert [claim.period for claim in found] == ["2023"]


def test_each_sum_of_a_comparison_is_of_the_quarter_told_behind_it() -> None:
    text = (
        "The firm lost $31 million, or $0.23 a share, in the third quarter of 2013, compared to a loss of "
        "$60 million, or $0.55 a share, in the third quarter of 2012 and $40 million, or $0.30 a share, in the "
        "second quarter of 2013. Sales were $133 million in the third quarter of 2013, compared with $146 million "
        "on shipments of 5 kt for the year-ago third quarter."
    )
    third, before, second = "2013-07/2013-09", "2012-07/2012-09", "2013-04/2013-06"
    periods = [claim.period for claim in read(text, "2013-10-22")]
    assert periods == [third, third, before, before, second, second, third, before, before]


@pytest.mark.parametrize("by", ["demand exceeded supply by 9 kt", "supply fell short of demand by 9 kt"])
def test_what_one_thing_exceeds_another_by_is_no_base(by: str) -> None:
    text = f"In tin, {by} in the first three quarters of 2017. Output of tin rose by 4%."
    periods = [claim.period for claim in read(text, "2017-12-01")]
    assert periods == ["2017-01/2017-09"] * 2


def test_forecast_of_an_average_is_of_its_year() -> None:
    text = "The bank cut its 2015 average tin price forecast to $9,542 per tonne from $9,900."
    found = read(text, "2015-01-16")
    assert [(claim.period, claim.value) for claim in found] == [("2015", 9542.0), ("2015", 9900.0)]


def test_items_of_a_list_go_on_with_the_line_that_leads_to_them() -> None:
    text = (
        "Mine of many metals\n\nThe mine in Peru is old, the firm said on Monday in a note to its owners.\n\n"
        "In the first half of 2024 it produced:\n- 5 kt of tin.\n- 3 kt of zinc.\n- 300 kg of gold.\n\n"
        "It is deep.\n\nSales in 2023:\n\n- 4 kt of tin;\n- lead: 2 kt."
    )
    found = read(text, "2025-03-05")
    half, year = ("production", "2024-01/2024-06"), ("sales", "2023")
    assert [(claim.measure, claim.period) for claim in found] == [half, half, half, year, year]
    assert [claim.commodity for claim in found] == ["tin", "zinc", "gold", "tin", "lead"]


def test_period_under_review_is_that_of_the_article_and_not_the_last_one_told() -> None:
    text = (
        "Tin output from January through May 2022 was 5 kt, the committee said in a report to its members.\n\n"
        "It was 900 t in May 2022. Zinc output over the reporting period was 3 kt; 40 t of lead was made in "
        "the period under review."
    )
    found = read(text, "2022-06-20")
    first, may = "2022-01/2022-05", "2022-05"
    assert [claim.period for claim in found] == [first, may, first, first]
