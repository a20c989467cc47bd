"""Tables in plain text: the grid, and what heads, labels and captions say of each figure."""

from __future__ import annotations

import pytest

from orebook import extract_claims, find_quantities, parse_article, read_article
from orebook.find.tables import cell_facts, find_tables
from orebook.text.calendar import Period

AGENCY = """\
    Refinery use of manganese was as follows (in thousands of tonnes) the bureau said.
                 Mar'94   Feb'94    Mar'93
    Norway           31       29        27
    South Africa    118      121       104
"""
COMPANY = """\
Results of the group

                      Q2 2031   Q1 2031   H1 2030
Revenue ($ million)     112.4     101.9     198.0
Tin sold (t)            2,410     2,388     4,655
Cash cost ($/t)        18,250    18,900    19,400
Net loss, $ million     (3.1)       0.4       1.2
"""


def read(text: str) -> list[tuple[str, float, str]]:
    return [(q.text, q.value, q.unit) for q in find_quantities(text)]


def told(text: str, figure: str, headline: str = "", published: str | None = None) -> dict[str, str | None]:
    cell = next(cell for cell in find_tables(text)[0] if cell.text == figure)
    unit = next(q.unit for q in find_quantities(text) if q.text == figure)
    return cell_facts(cell, unit, headline, Period.parse(published) if published else None)


def test_cells_take_the_unit_of_the_caption_and_the_month_of_their_column() -> None:
    values = [value for _, value, unit in read(AGENCY) if unit == "t"]
    assert values == [31e3, 29e3, 27e3, 118e3, 121e3, 104e3]
    facts = told(AGENCY, "104")
    assert (facts["period"], facts["place"], facts["commodity"]) == ("1993-03", "ZAF", "manganese")


def test_rows_of_a_company_have_each_their_own_unit_and_a_bracket_is_a_loss() -> None:
    found = read(COMPANY)
    assert ("112.4", 112.4e6, "USD") in found
    assert ("2,388", 2388.0, "t") in found
    assert ("19,400", 19400.0, "USD/t") in found
    assert ("3.1", -3.1e6, "USD") in found
    assert told(COMPANY, "4,655")["period"] == "2030-01/2030-06"


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("Nickel stocks\n\nPort      2030  2031  2032\nRiga 149 195 248\nVentspils 150 201 260", 6),
        ("Stocks, tonnes\n\nRiga       149 195 248\nVentspils  150 201 260\nOslo        99 871 003", 3),
        ("# Ores\n\n| Mine | Ore (kt) | Grade (%) |\n|------|------|-----|\n| Aktau | 310 | 1.4 |\n", 2),
        ("Mine\tOre, kt\n\nAktau\t310\nOskemen\tn/a\n", 1),
    ],
)
def test_digits_set_by_single_spaces_are_one_number_or_several_by_the_columns(
    table: str, values: int
) -> None:
    assert len(read(table)) == values


def test_years_over_columns_and_down_the_side_are_no_quantities() -> None:
    table = "Zinc output (kt)\n\n        Mined   Refined\n2019      411       380\n2020      398       377\n"
    assert [value for _, value, _ in read(table)] == [411e3, 380e3, 398e3, 377e3]
    assert told(table, "377")["period"] == "2020"


def test_label_that_wraps_and_figures_without_label_belong_to_the_row_they_go_on_with() -> None:
    table = (
        "Use in mln lbs --\n                Feb 87    Jan 87\n    Solder and\n   other alloys  35.5    38.6-r\n"
        "   Tinplate --   88.1    73.3\n                 80.2    70.0\n"
    )
    labels = [cell.label for cell in find_tables(table)[0]]
    assert labels == ["Solder and other alloys"] * 2 + ["Tinplate"] * 4
    assert {unit for _, _, unit in read(table)} == {"lb"}


def test_falls_are_negative_and_a_source_line_below_may_tell_the_unit() -> None:
    assert read("Pit results\n\n          2029   2030\nGain, %   -4.4    1.1\nLoss, %    2.0   -3.2\n") == [
        ("-4.4", -4.4, "percent"), ("1.1", 1.1, "percent"), ("2.0", 2.0, "percent"), ("-3.2", -3.2, "percent"),
    ]  # fmt: skip
    below = "| Land | 2028 |\n|---|---:|\n| Chile | 5.3 |\n| Peru | n/a |\n\nSource: agency, million tonnes"
    assert read(below) == [("5.3", 5.3e6, "t")]
    assert read("Stocks (000 t)\nBusan   45.2   44.8\nOsaka   12.0   13.5")[0] == ("45.2", 45200.0, "t")


@pytest.mark.parametrize(
    ("heads", "periods"),
    [
        (
            "                2025            2024\n            Q1      Q2      Q1      Q2",
            "2025-01/2025-03 2025-04/2025-06 2024-01/2024-03 2024-04/2024-06",
        ),
        (
            "  Six months ended 30 June   Year ended 31 Dec\n            2025    2024    2024    2023",
            "2025-01/2025-06 2024-01/2024-06 2024 2023",
        ),
        (
            "                            Jan'24 % of\n          Jan'24  Dec'23  Jan'23  Dec'23",
            "2024-01 2023-12 2024-01 2024-01",
        ),
    ],
)
def test_heads_stand_over_the_columns_they_reach_to(heads: str, periods: str) -> None:
    rows = "Tin, t      12.1    13.2    11.8    12.4\nLead, t     10.1    11.2    10.8    10.4"
    table = f"Output of the group\n\n{heads}\n{rows}\n"
    figures = ("12.1", "13.2", "11.8", "12.4")
    assert " ".join(str(told(table, figure).get("period")) for figure in figures) == periods


def test_changes_take_the_time_of_what_changed_and_neither_the_day_nor_the_unit_of_the_caption() -> None:
    rows = "Nickel        1,200    1,100       9.1     5.0\nCobalt          120      110       8.2     4.0\n"
    table = f"Output as at 31 March 2025 (tonnes)\n\nMetal         Mar Q    Dec-24 Q  QoQ chg   YoY %\n{rows}"
    assert [(told(table, figure).get("period")) for figure in ("1,200", "1,100", "9.1", "5.0")] == [
        "2025-01/2025-03", "2024-10/2024-12", "2025-01/2025-03", "2025-01/2025-03",
    ]  # fmt: skip
    assert [unit for _, _, unit in read(table)][:4] == ["t", "t", "count", "percent"]
    prices = "Prices on 5 July 2024, $/t\n\nMetal         Close      Chg\nTin          31,500     -380\nLead          2,190        9\n"
    assert told(prices, "31,500")["period"] == "2024-07-05" and "period" not in told(prices, "-380")


def test_rate_said_over_prices_is_that_of_every_sum() -> None:
    table = "Prices per lb\n\nMetal            Low       High\nCobalt        $15.75     $16.25\nTin           €14.10     €14.40\n"
    assert [unit for _, _, unit in read(table)] == ["USD/lb", "USD/lb", "EUR/lb", "EUR/lb"]
    heads = "Prices\n\n            Spot US$/lb    Per t\nCopper            4.11   $9,060\nZinc              1.30   $2,866\n"
    assert [unit for _, _, unit in read(heads)] == ["USD/lb", "USD/t", "USD/lb", "USD/t"]


def test_column_of_units_gives_each_row_its_own() -> None:
    table = "Closing prices\n\nMetal        Unit       Close    Change\nTin 99.9%    CNY/t    271,500     1,500\nIndium       CNY/kg     2,615       5.5\n"
    assert [(value, unit) for _, value, unit in read(table)] == [
        (271500, "CNY/t"), (1500, "CNY/t"), (2615, "CNY/kg"), (5.5, "CNY/kg"),
    ]  # fmt: skip


def test_tables_of_a_story_share_the_sentence_over_the_first() -> None:
    rows = "            Feb 94    Mar 94\n  Stocks      1,009     1,020\n  Use           717       699\n"
    text = f"  Tin supply is as follows in tonnes, by land, said the bureau of mines --\nCHILE --\n{rows}\nPERU --\n{rows}"
    assert {unit for _, _, unit in read(text)} == {"t"}


def test_prose_and_lists_are_no_tables() -> None:
    for text in (
        "The mine sold 12 tonnes in 2020.  It sold 14 in 2021.  Prices rose.",
        "Output in the first half of 2019\nfell to 12 000 tonnes in 2020\nand to 900 in 2021 2022",
        "Home | About | Contact",
    ):
        assert find_tables(text) == ([], text)


def test_rows_set_in_under_another_take_its_unit() -> None:
    table = "Group\n\n              2030 p   2031 e\nOre, Mt 1)       4.1      4.4\n  Lode (Peru)    3.0      3.1\nStaff            870      850\n"
    assert [(value, unit) for _, value, unit in read(table)] == [
        (4.1e6, "t"), (4.4e6, "t"), (3e6, "t"), (3.1e6, "t"), (870, "count"), (850, "count"),
    ]  # fmt: skip
    assert told(table, "3.1")["period"] == "2031"


def test_quarters_of_a_financial_year_whose_end_is_told_are_its_own() -> None:
    table = "Half-year\n\n            Q2 FY31   H1 FY31   FY30\nTin (t)         612     1,200  2,100\nLead (t)        810     1,650  2,300\n"
    article = parse_article(
        f"Results\n\nFigures for the financial year to 30 June 2031 (FY31).\n\n{table}", "a.txt"
    )
    found = {claim.q_text: claim.period for claim in extract_claims(article)}
    assert (found["612"], found["1,200"], found["2,100"]) == (
        "2030-10/2030-12", "2030-07/2030-12", "2029-07/2030-06",
    )  # fmt: skip
    assert told(table, "612")["period"] == "2031-04/2031-06"


def test_rows_of_changes_are_of_the_row_above_and_months_without_a_year_of_the_articles() -> None:
    table = (
        "The office gave the following data on output in its bulletin:\n\n"
        "                     March     Feb       Q1\n"
        " REFINED TIN (T)     27,770    26,060   81,670\n"
        " mth/mth pct change     6.6      -6.4      ---\n"
        " ZINC ORE (tonnes)   24,600    20,800   59,800\n"
        " yr/yr pct change      20.0      26.8     18.9\n"
    )
    text = (
        f"Tin output up\n\nA strike in 2018 closed the mill for long, which the office regretted.\n\n{table}"
    )
    found = extract_claims(parse_article(text, "a.txt", {"published": "2031-04-20"}))
    claims = {c.q_text: (c.value, c.unit, c.commodity, c.measure, c.period) for c in found}
    assert claims["26,060"] == (26_060, "t", "tin", "production", "2031-02")
    assert claims["-6.4"] == (6.4, "percent", "tin", "production (fall)", "2031-02")
    assert claims["18.9"] == (18.9, "percent", "zinc", "production (increase)", "2031-01/2031-03")


def test_rows_set_by_single_spaces_are_no_wrapped_lines_and_their_heads_are_a_word_each() -> None:
    table = (
        "2031\nNov Oct Jan-Nov\n"
        "REFINED TIN (tonnes) 30,420 29,080 308,250\nmth/mth pct change +4.6 +1.2 -\nyr/yr pct change +25.6 +27.7 +3.0\n"
        "ZINC ORE (T) 25,800 29,000 320,400\nmth/mth pct change -11.0 +2.5 -\n"
    )
    text = f"Tin output up\n\nThe office gave the following data on output in its bulletin:\n\n{table}"
    found = extract_claims(parse_article(text, "a.txt", {"published": "2031-12-14"}))
    claims = {c.q_text: (c.value, c.unit, c.commodity, c.period) for c in found}
    assert claims["29,080"] == (29_080, "t", "tin", "2031-10")
    assert claims["308,250"] == (308_250, "t", "tin", "2031-01/2031-11")
    assert claims["-11.0"] == (11, "percent", "zinc", "2031-11")


def test_heads_set_from_the_left_stand_over_the_figures_and_prose_above_gives_no_unit() -> None:
    text = (
        "Tin market in surplus\n\nThe market had a surplus, as output and use rose by about 6 per cent, the group said.\n\nTin trends of the world\n\n"
        "Nov ‘30 | Dec ‘30 | Jan ‘31 | |\nWorld mine production | 1,357 | 1,384 | 1,276 |\nWorld mine capacity | 1,622 | 1,679 | 1,683 |\n"
    )
    found = extract_claims(parse_article(text, "a.txt", {"published": "2031-05-23"}))
    claims = {c.q_text: (c.unit, c.period) for c in found}
    assert (claims["1,357"], claims["1,683"]) == (("count", "2030-11"), ("count", "2031-01"))


def test_year_that_begins_a_row_is_its_label() -> None:
    rows = "Year | Tin (kt) | Zinc (kt) |\n---|---|---|\n2021 | 0.23 | 16 |\n2022 | 0.45 | 20 |\n"
    cells, _ = find_tables(rows)
    assert [(c.label, c.text, c.heads[0]) for c in cells] == [
        ("2021", "0.23", "Tin (kt)"), ("2021", "16", "Zinc (kt)"),
        ("2022", "0.45", "Tin (kt)"), ("2022", "20", "Zinc (kt)"),
    ]  # fmt: skip


def test_claims_of_cells_know_what_the_table_says() -> None:
    article = parse_article(f"Tin group reports\n\nThe group published its results.\n\n{COMPANY}", "a.txt")
    found = {claim.q_text: claim for claim in extract_claims(article)}
    if "2,410" in found:  # where the page keeps the rows
        assert (found["2,410"].commodity, found["2,410"].period) == ("tin", "2031-04/2031-06")


@pytest.mark.parametrize(
    "piece",
    [
        " ",
        "\t",
        ",",
        ".",
        "hundred ",
        "one hundred and ",
        "a  1\n",
        "5\t",
        "1 |",
        "2019  2020\n",
        "$ ",
        "nil ",
        "5 and ",
        "$1 million from ",
        "a third of ",
    ],
)
def test_work_grows_with_the_text_alone_whatever_is_repeated(steps, piece: str) -> None:
    def work(times: int) -> int:
        return steps(find_quantities, piece * times)

    work(10)
    assert work(1600) < 6 * work(400) + 2000


def test_tables_of_web_pages_are_read_as_those_of_plain_text(tmp_path) -> None:
    rows = [
        ("Product", "5 July 2024", "28 June 2024", "Change, %"), ("Tin", "91,500", "93,000", "-1.6"),
        ("Nickel matte, $/t", "1,040", "1,065", "-2.3"),
    ]  # fmt: skip
    lines = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows]
    table = f"<thead>{lines[0].replace('td>', 'th>')}</thead><tbody>{''.join(lines[1:])}</tbody>"
    page = tmp_path / "prices.html"
    page.write_text(
        "<html><body><h1>Metal prices ease again</h1><p>Prices of metals eased in the week as buyers kept away from the market, the price service said on Friday.</p>"
        f"<p>Weekly assessments, yuan per tonne</p><table>{table}</table></body></html>"
    )
    found = {claim.q_text: claim for claim in extract_claims(read_article(page))}
    told = [
        (found[q].value, found[q].unit, found[q].period, found[q].commodity)
        for q in ("93,000", "1,040", "-1.6")
    ]
    assert told == [
        (93_000, "CNY/t", "2024-06-28", "tin"), (1_040, "USD/t", "2024-07-05", "nickel"),
        (1.6, "percent", "2024-07-05", "tin"),
    ]  # fmt: skip
