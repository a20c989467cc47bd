"""Computed sentences: formatted as a reader writes, escaped, never typed."""

import numpy as np
import pandas as pd
import pytest
from markupsafe import Markup

from orebook.book import rows
from orebook.book import words as prose

PAYLOAD = "<script>alert('x')</script>\" onmouseover=\"y"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (57_000, "t", "57,000 t"),
        (1e6, "t/yr", "1 million t a year"),
        (12e9, "EUR", "€12 billion"),
        (90, "percent", "90%"),
        (12, "multiple", "12-fold"),
        (10, "rank", "rank 10"),
        (2.5, "month", "2.5 months"),
        (1, "year", "1 year"),
        (-3.5, "percent", "−3.5%"),
        (0.00123, "", "0.0012"),
        (25, "count", "25"),
    ],
)
def test_number_is_written_as_a_reader_writes_it(value, unit, text):
    assert prose.plain(prose.number(value, unit)).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("value", "text"), [(1, "1st"), (2, "2nd"), (3.0, "3rd"), (11, "11th"), (112, "112th"), (21, "21st")]
)
def test_ordinals(value, text):
    assert prose.plain(prose.number(value, "ordinal")) == text


def test_plurals():
    shown = [
        prose.plain(prose.plural(n, noun))
        for n, noun in ((1, "article"), (5, "article"), (2, "country"), (2, "day"))
    ]
    assert [text.replace("\u00a0", " ") for text in shown] == [
        "1 article",
        "5 articles",
        "2 countries",
        "2 days",
    ]


def test_typed_number_is_refused_but_names_with_digits_pass():
    with pytest.raises(ValueError, match="typed into prose"):
        prose.sentence("Production reached 57,000 t.")
    assert "CO2" in prose.sentence("CO2, the G7, C5+1 and the EU-27")
    with pytest.raises(ValueError, match="typed into prose"):
        prose.holds(False, "It lost 5 places.")


def test_values_are_escaped_and_markup_is_kept():
    text = prose.sentence("{who} said *so*: {n}", who=PAYLOAD, n=prose.number(5))
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "<em>so</em>" in text
    assert '<span class="n">5</span>' in text


def test_fields_take_columns_units_and_gaps():
    row = pd.Series({"share": 12.345, "year": 2023.0, "rank": 2.0, "none": pd.NA})
    text = prose.plain(
        prose.sentence("{row.share:percent} in {row.year:date}, {row.rank:ordinal}: {row.none}", row=row)
    )
    assert text.startswith("12% in 2023, 2nd: –")
    assert text.endswith("(–: not in the articles and figures used here)")


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        (True, prose.STANDS),
        (np.bool_(False), prose.FAILS),
        (pd.NA, prose.UNKNOWN),
        (pd.Series({"x": pd.NA})["x"] > 3, prose.UNKNOWN),
        (pd.Series([1, 2]) > 0, prose.STANDS),
        (pd.Series([1, 2]) > 1, prose.FAILS),
        (pd.Series([], dtype=float) > 1, prose.UNKNOWN),
        (pd.array([True, pd.NA]), prose.UNKNOWN),
        (pd.array([False, pd.NA]), prose.FAILS),
    ],
)
def test_sentence_has_three_outcomes(condition, outcome):
    assert prose.holds(condition, "All is well.").outcome == outcome


def test_sentence_that_turned_is_struck_out_without_values_and_found_again():
    words = prose.sentence(
        "There are {n}.",
        prose.holds(True, "That is *more* than {m}."),
        prose.holds(False, "Of {n} none is <late>."),
        prose.holds(None, "Nobody knows {n}."),
        n=5,
        m=4,
    )
    assert "than <span" in words
    assert prose.turned(words) == [
        ("Of … none is <late>.", prose.FAILS),
        ("Nobody knows ….", prose.UNKNOWN),
    ]
    assert "<s>Of … none is &lt;late&gt;.</s>" in words
    assert prose.plain(words).count("does not hold here") == 1


def test_words_of_an_article_cannot_pass_for_a_sentence_that_turned():
    fake = str(prose.sentence("", prose.holds(False, "No.")))
    assert prose.turned(prose.sentence("{x}", x=fake)) == []


def test_values_with_digits_are_marked_as_computed():
    assert prose.sentence("in {y}", y="2023-06") == 'in <span class="n">2023-06</span>'


def test_plain_keeps_the_words_and_drops_the_tags():
    assert prose.plain(Markup("a <b>b &amp; c</b>\n d")) == "a b & c d"
    assert prose.plain("a < b") == "a < b"


def test_press_link_goes_to_the_permalink_and_escapes_the_words():
    link = rows.press({"claim": "c0123456789", "seed": "a_1.txt", "q_text": PAYLOAD})
    assert 'href="../_build/html/book/evidence/a_1.html#c0123456789"' in link
    assert 'data-claim="c0123456789"' in link
    assert "<script" not in link


def test_official_link_goes_to_its_figure_and_says_what_it_is_of():
    row = {"source": "usgs-mcs-2026", "edition": 2026, "locator": "p. 3", "commodity": "copper",
           "stage": "mine", "country": "KAZ", "year": 2023.0, "value_printed": 720.0,
           "unit_printed": "thousand metric tons"}  # fmt: skip
    link = rows.cite({**row, "value": 720_000}, unit="t")
    assert 'href="../_build/html/book/data.html#source-usgs-mcs-2026-' in link
    assert 'data-locator="p. 3"' in link
    what = "copper · mine · Kazakhstan · 2023 · printed as 720 thousand metric tons"
    assert f'data-what="{what}"' in link
    assert prose.plain(link) == "720,000\u00a0t"
    assert rows.cite(row, text="so") != rows.cite({**row, "year": 2024}, text="so")


def test_figure_that_is_not_there_is_a_dash():
    nothing = pd.Series(pd.NA, index=["value", "source", "unit"])
    assert prose.plain(rows.cite(nothing)) == prose.plain(rows.cite(nothing, text="the law")) == "–"


def test_reading_names_missing_values_not_at_all():
    claim = {
        "value": 2.0,
        "value_high": None,
        "unit": "multiple",
        "comparator": ">",
        "commodity": "aluminium",
        "measure": "production",
        "place": pd.NA,
        "period": "2021/2023",
    }
    assert rows.reading(claim) == "over 2-fold · aluminium · production · 2021–2023"


@pytest.mark.parametrize(
    ("modality", "horizon", "when"),
    [
        ("reported", None, "2023"),
        ("planned", None, "planned as of 2023"),
        ("forecast", "2030", "forecast for 2030"),
    ],
)
def test_plan_is_not_read_as_what_was(modality, horizon, when):
    claim = {"value": 1e6, "unit": "t", "commodity": "copper", "period": "2023", "horizon": horizon}
    assert rows.reading({**claim, "modality": modality}).split(" · ")[-1] == when


def test_claim_without_a_number_is_called_by_its_kind_and_matter():
    claim = {"q_text": None, "kind": "relation", "measure": "need", "commodity": "rare metals", "place": "EU"}
    assert rows.statement(claim) == "Relation: need, rare metals"
    assert rows.statement({**claim, "q_text": "1 million t"}) == "1 million t"


def test_table_is_labelled_escaped_and_the_same_each_time():
    made = [rows.table(["a", "b"], [[PAYLOAD, 1]], PAYLOAD) for _ in range(2)]
    assert made[0] == made[1]
    assert "<script" not in made[0]
    assert '<th scope="col"' in made[0]
    assert "<caption>" in made[0]


def test_data_table_writes_years_as_years_and_gaps_as_gaps(capsys):
    rows.data_table(pd.DataFrame({"year": [2023], "t": [57000], "x": [None]}), "What it shows")
    assert capsys.readouterr().out.splitlines() == ["What it shows", "year | t | x", "2023 | 57,000 | –"]


@pytest.mark.parametrize("verdict", rows.VERDICT_SHAPES)
def test_verdict_has_shape_and_words(verdict):
    mark = rows.verdict_mark(verdict)
    assert verdict in prose.plain(mark)
    assert rows.VERDICT_SHAPES[verdict] in mark


def test_format_that_is_no_unit_is_refused():
    with pytest.raises(ValueError, match="is no unit"):
        prose.sentence("Half would be {half:.0f}.", half=30.0)
