"""The plain view of a source, and its way back to the source's offsets."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orebook.text.view import sentences, view

ANY = st.text(st.one_of(st.characters(), st.sampled_from("\u200b\u00a0\r\n\u2028Ââ€™“ﬁ*[]( )https:/²２٢½")))


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("25\u200b,000\u00a0t", "25,000 t"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("２５ and ٢٥", "25 and 25"),
        ("5\u20116", "5-6"),
        ("10\u201220%", "10–20%"),
        ("cop\0per", "cop per"),
        ("\ufeffCopper", "Copper"),
        ("ﬁve ﬂags", "five flags"),
        ("Kazakhstanâ€™s output â€“ up", "Kazakhstan’s output – up"),
        ("SÃ£o Paulo, 10 Â°C", "São Paulo, 10 °C"),
        ("РљР°Р·Р°С…СЃС‚Р°РЅ", "Казахстан"),
        ("«CAFÉ» in ’Übersee’", "«CAFÉ» in ’Übersee’"),
        ("**25,000** t of [gold](https://example.com/a)", "25,000 t of gold"),
    ],
)
def test_view_shows_what_a_reader_sees(source: str, plain: str) -> None:
    assert view(source).text == plain


def test_span_of_a_number_with_invisible_characters_covers_them() -> None:
    source = "output of 25\u200b,000 t"
    plain = view(source)
    at = plain.text.index("25,000")
    start, end = plain.span(at, at + 6)
    assert source[start:end] == "25\u200b,000"


def test_span_of_a_mended_character_covers_all_its_damage() -> None:
    source = "Kazakhstanâ€™s"
    plain = view(source)
    at = plain.text.index("’")
    start, end = plain.span(at, at + 1)
    assert source[start:end] == "â€™"


def test_ordinary_text_is_returned_as_it_is() -> None:
    source = "“Output” rose – by 4%.\nNext."
    seen = view(source)
    assert seen.text == source and seen.starts is None
    assert view(seen.text).text is seen.text  # nor is a view read again


@given(ANY)
def test_every_character_of_the_view_has_a_place_in_the_source(source: str) -> None:
    plain = view(source)
    last = 0
    for i in range(len(plain.text)):
        start, end = plain.span(i, i + 1)
        assert last <= start < end <= len(source)
        last = start
    assert plain.span(0, len(plain.text))[1] <= len(source)


@given(ANY)
def test_view_of_a_view_changes_nothing_more_in_length(source: str) -> None:
    once = view(source).text
    assert "\r" not in once and "\u200b" not in once


WRAPPED = """\
The operator of the zinc smelter in Ridder will close one of its three
furnaces for two months from November, cutting output by about 18,000
tonnes, the company said in a statement on Tuesday. The smelter made
312,000 tonnes of zinc in 2023, of which more than half was exported to
Turkey and China.

Concentrate that cannot be treated will be sold.
"""


def test_hard_wrapped_lines_become_paragraphs() -> None:
    plain = view(WRAPPED).text
    assert "about 18,000 tonnes, the company" in plain
    assert "Turkey and China.\n\nConcentrate" in plain
    assert len(plain) == len(WRAPPED)


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        (
            "TIN EXPORTS FALL\n  Exports of tin dropped to 4,150\n  tonnes in May, the ministry said.",
            "TIN EXPORTS FALL\n  Exports of tin dropped to 4,150 tonnes in May, the ministry said.",
        ),
        (
            "Tin costs more\n\nSarytau, the owner of the smelter,\nhas raised fees by 14%, and the\n"
            "Ports Board said that was needed.\nThe fees will hit those who ship.",
            "Tin costs more\n\nSarytau, the owner of the smelter, has raised fees by 14%, and the "
            "Ports Board said that was needed. The fees will hit those who ship.",
        ),
        ("Tin falls to its lowest since spring\nLONDON, May 3 - Tin fell on Monday.", None),
    ],
)
def test_narrow_lines_are_joined_and_the_headline_stays_apart(source: str, plain: str | None) -> None:
    seen = view(source)
    assert seen.text == (plain or source)
    assert all(source[slice(*seen.span(i, i + 1))].strip() == c.strip() for i, c in enumerate(seen.text))


@pytest.mark.parametrize(
    "source",
    [
        "A headline long enough to be taken for a wrapped line of a paragraph\nBy Jane Doe\nThe text.",
        "Copper rises to a record as smelters in Asia compete for concentrate.\nThe mine in Aktobe closed.",
        "Karabayev added that Kazakhstan will auction 25 significant deposits EFE\nmos/ah/jrh",
        "Copper ores     23,514.2     22,870.0     102.8      a\nGold ores        4,105.7      4,022.1     102.1      b",
    ],
)
def test_lines_that_are_not_wrapped_stay_lines(source: str) -> None:
    assert view(source).text == source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose. It fell.", ["It rose.", "It fell."]),
        (
            "Mr. Smith of the U.S. Geological Survey said so.",
            ["Mr. Smith of the U.S. Geological Survey said so."],
        ),
        ("No. 5 rose 4.5%. Dec. 5 came.", ["No. 5 rose 4.5%.", "Dec. 5 came."]),
        ("“We agree.” He left.", ["“We agree.”", "He left."]),
        ("Heading\nText follows", ["Heading", "Text follows"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


@given(ANY)
def test_sentences_are_trimmed_in_order_and_lose_no_word(source: str) -> None:
    text = view(source).text
    spans = list(sentences(text))
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())
