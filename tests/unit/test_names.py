"""Who is named in a text: people, organisations and offices by general signs, full names and roles."""

from __future__ import annotations

import pytest

from orebook.find.speakers import Roster


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Ilyas Ospanov", "person", "Ilyas Ospanov"),
        (
            "Deputy Minister of Industry and Infrastructural Development Ilyas Ospanov",
            "person",
            "Ilyas Ospanov",
        ),
        ("Ambassador of Kazakhstan to Belgium Margulan Baimukhan", "person", "Margulan Baimukhan"),
        ("President Kassym-Jomart Tokayev", "person", "Kassym-Jomart Tokayev"),
        ("Kazatomprom CEO Meirzhan Yussupov", "person", "Meirzhan Yussupov"),
        ("Chairman of Kazatomprom Meirzhan Yussupov", "person", "Meirzhan Yussupov"),
        ("Kazakhstan’s Vice Minister Olzhas Saparbekov", "person", "Olzhas Saparbekov"),
        ("Ursula von der Leyen", "person", "Ursula von der Leyen"),
        ("U.S. Vice President J.D. Vance", "person", "J.D. Vance"),
        ("London-based Jane Smith", "person", "Jane Smith"),
        ("Mr Habeck", "word", "Habeck"),
        ("Kazatomprom", "word", "Kazatomprom"),
        ("Head of Rio Tinto", "role", "Head of Rio Tinto"),
        ("Energy Minister", "role", "Energy Minister"),
        ("Ministry of Industry and Construction", "organisation", "Ministry of Industry and Construction"),
        ("General Administration of Customs", "organisation", "General Administration of Customs"),
        ("US Geological Survey", "organisation", "US Geological Survey"),
        ("MP Materials", "organisation", "MP Materials"),
        ("Central Asia", "place", "Central Asia"),
        ("Kazakhstan", "place", "Kazakhstan"),
    ],
)
def test_a_run_of_capitals_is_told_by_its_words(text: str, kind: str, name: str) -> None:
    (run,) = Roster(text).runs
    assert (run.kind, run.name, run.end) == (kind, name, len(text))


@pytest.mark.parametrize("text", ["Analysts", "Some Experts", "However", "The", "He", "Data", "Resources"])
def test_a_capital_at_the_beginning_of_a_sentence_makes_no_name(text: str) -> None:
    assert Roster(text).runs == []


def test_a_name_is_the_full_one_that_the_text_gives_first() -> None:
    roster = Roster(
        "Šefčovič spoke. Maroš Šefčovič met Wang Yi of China and officials of the International Energy Agency (IEA). "
        "Ursula von der Leyen came late."
    )
    for short, full in [
        ("Šefčovič", "Maroš Šefčovič"),
        ("Wang", "Wang Yi"),
        ("Von der Leyen", "Ursula von der Leyen"),
        ("IEA", "International Energy Agency"),
        ("Nobody", "Nobody"),
    ]:
        assert roster.full(short) == full


def test_a_name_ends_where_it_is_said_whose_it_is() -> None:
    text = "Marie Dubois of Eramet"
    (run,) = Roster(text).runs
    assert (run.kind, run.name, text[: run.end]) == ("person", "Marie Dubois", "Marie Dubois")


def test_roles_stand_before_a_name() -> None:
    text = "Energy Minister Almas Ibrayev met Jane Smith and President Emil Bek. The head of the mine, Ann Roe, left."
    roster, end = Roster(text), len(text)
    assert roster.holders("minister", end) == ["Almas Ibrayev"]
    assert roster.holders("president", end) == ["Emil Bek"]
    assert roster.holders("chief", end) == ["Ann Roe"]
    assert roster.holders("ambassador", end) == []


def test_a_noun_means_the_organisation_named_last_before_it() -> None:
    text = "The Ministry of Energy and, later, the Ministry of Trade replied."
    roster = Roster(text)
    assert roster.organisation("ministry", text.index("later")) == "Ministry of Energy"
    assert roster.organisation("ministry", len(text)) == "Ministry of Trade"
    assert roster.organisation("bank", len(text)) is None
