"""Who is named in a text: people, organisations and offices by general signs, and their full names."""

from __future__ import annotations

import pytest

from orebook.find.quotations import find_statements
from orebook.find.speakers import Speakers


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
        ("Vice Minister Olzhas Saparbekov", "person", "Olzhas Saparbekov"),
        ("Ursula von der Leyen", "person", "Ursula von der Leyen"),
        ("U.S. Vice President J.D. Vance", "person", "J.D. Vance"),
        ("London-based Jane Smith", "person", "Jane Smith"),
        ("Mr Habeck", "word", "Habeck"),
        ("Korundprom", "word", "Korundprom"),
        ("Kazatomprom", "organisation", "Kazatomprom"),
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
    (run,) = Speakers(text).runs
    assert (run.kind, run.name, run.end) == (kind, name, len(text))


@pytest.mark.parametrize("text", ["Analysts", "Some Experts", "However", "The", "He", "Data", "Resources"])
def test_a_capital_at_the_beginning_of_a_sentence_makes_no_name(text: str) -> None:
    assert Speakers(text).runs == []


def test_a_name_is_the_full_one_that_the_text_gives_first() -> None:
    speakers = Speakers(
        "Šefčovič spoke. Maroš Šefčovič met Wang Yi of China and officials of the International Energy Agency (IEA). "
        "Ursula von der Leyen came late, and Fjord Metals did not. Wang, Von der Leyen, IEA, Fjord, Nobody."
    )
    meant = [speakers.named(run).name for run in speakers.runs]
    assert meant[0] == "Maroš Šefčovič"
    assert meant[-5:] == [
        "Wang Yi",
        "Ursula von der Leyen",
        "International Energy Agency",
        "Fjord Metals",
        "Nobody",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Marie Dubois of Eramet", ["Marie Dubois", "Eramet"]),
        ("Jane Smith and Tom Orr", ["Jane Smith", "Tom Orr"]),
        ("Norway’s Vice Minister Ola Berg", ["", "Ola Berg"]),
        ("Rio Tinto’s Jane Smith", ["Rio Tinto", "Jane Smith"]),
    ],
)
def test_a_name_ends_where_it_is_said_whose_it_is_or_another_follows(text: str, names: list[str]) -> None:
    assert [run.name for run in Speakers(text).runs] == names


def who_said(text: str) -> list[str | None]:
    return [one.speaker for one in find_statements(text)]


def test_an_office_means_who_was_named_with_it() -> None:
    text = "Energy Minister Almas Ibrayev met President Emil Bek and the envoy. The {} said that 5 tonnes are left."
    assert who_said(text.format("minister")) == ["Almas Ibrayev"]
    assert who_said(text.format("president")) == ["Emil Bek"]
    assert who_said(text.format("governor")) == ["governor"]


def test_a_noun_means_the_organisation_named_last_before_it() -> None:
    text = (
        "The Ministry of Energy left. The ministry said that 5 tonnes are left. The Ministry of Trade replied. "
        "The ministry said that it was 6. The bank said that it was 7."
    )
    assert who_said(text) == ["Ministry of Energy", "Ministry of Trade", "bank"]
