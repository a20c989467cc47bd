"""Names are found where they mean what they say, and only there."""

import pytest

from orebook.text.vocabulary import commodity, find_entities, vocabulary


def names(text: str, kind: str | None = None) -> list[str]:
    return [entity.name for entity in find_entities(text) if kind is None or entity.kind == kind]


def test_spans_are_the_words_of_the_source() -> None:
    text = "In\u00a0Kazakhstan, rare\u2011earth me\u200btals and\u00a0the U.S. \u2014 \u201cTürkiye\u201d too"
    found = find_entities(text)
    assert [entity.text for entity in found] == [text[entity.start : entity.end] for entity in found]
    assert [entity.name for entity in found] == ["KAZ", "rare earths", "USA", "TUR"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Production of aluminum and aluminium", ["aluminium", "aluminium"]),
        ("rare-earth metals and rare metals", ["rare earths", "rare metals"]),
        ("critical raw materials, CRMs", ["critical raw materials", "critical raw materials"]),
        ("exports of ferrochromium rose", ["ferrochrome"]),
        ("titanium sponge, not titanium", ["titanium sponge", "titanium"]),
        ("lithium carbonate equivalent (LCE)", ["lithium carbonate", "lithium carbonate"]),
        ("0.45% Cu and 2 g/t Au", ["copper", "gold"]),
        ("Premier Li Qiang met Co Founder In Paris", []),
        ("U3O8 output", ["uranium"]),
        ("ferro-vanadium and 300t of sponge", ["ferrovanadium", "titanium sponge"]),
        ("two lead-zinc mines and Lead, kt", ["lead", "zinc", "lead"]),
    ],
)
def test_commodities(text: str, expected: list[str]) -> None:
    assert names(text, "commodity") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This will lead to the plant", []),
        ("He took the lead in the race", []),
        ("They lead the market for copper", ["copper"]),
        ("5,000 tonnes of lead", ["lead"]),
        ("zinc, lead and copper", ["zinc", "lead", "copper"]),
        ("Lead and zinc mines", ["lead", "zinc"]),
        ("lead smelter", ["lead"]),
        ("won a gold medal and found a silver lining", []),
        ("the gold mine", ["gold"]),
    ],
)
def test_everyday_words_are_metals_only_in_company(text: str, expected: list[str]) -> None:
    assert names(text, "commodity") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("contact us in the US", ["USA"]),
        ("CONTACT US", []),
        ("US$5 million and 3 million US dollars", []),
        ("the U.S., the UK and the EU", ["USA", "GBR", "EU"]),
        ("turkey in Turkey", ["TUR"]),
        ("Niger and Nigeria", ["NER", "NGA"]),
        ("Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea", ["GIN", "GNB", "GNQ", "PNG"]),
        ("DR Congo and the Republic of the Congo", ["COD", "COG"]),
        ("North Korea, South Korea's", ["PRK", "KOR"]),
        ("Chad Smith spoke of Chad", ["TCD"]),
        ("KAZAKHSTAN SIGNS", ["KAZ"]),
        ("30 million Australian dollars", []),
        ("Kazakhstani companies in Central Asia", ["KAZ", "Central Asia"]),
        ("the world's output, globally", ["WORLD", "WORLD"]),
        ("Beijing and Brussels agreed", ["CHN", "EU"]),
        ("South Africa and Africa", ["ZAF", "Africa"]),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    assert names(text, "place") == expected


def test_a_capital_is_a_government_or_a_scene() -> None:
    assert [(e.kind, e.name) for e in find_entities("Brussels said so")] == [("place", "EU")]
    assert [(e.kind, e.name) for e in find_entities("announced in Astana")] == [("city", "KAZ")]


def test_every_country_has_an_alpha_3_code_and_the_world_is_whole() -> None:
    codes = [code for code in vocabulary("places") if len(code) == 3 and code not in ("CIS",)]
    assert len(codes) >= 195 + 5
    assert all(code.isupper() for code in codes)


def test_what_is_known_of_a_commodity() -> None:
    assert commodity("neodymium")["groups"][:2] == ("light rare earths", "magnet rare earths")
    assert "critical raw materials" in commodity("neodymium")["groups"]
    sponge = commodity("titanium sponge")
    assert (sponge["element"], sponge["table"], sponge["generic"]) == ("titanium", "titanium", False)
    assert commodity("unheard-of")["element"] == "unheard-of"


def test_groups_and_elements_are_commodities_themselves() -> None:
    known = vocabulary("commodities")
    for name, data in known.items():
        assert set(data.get("groups", ())) <= known.keys(), name
        assert data.get("element", name) in known, name


def home(organisation: str) -> str | None:
    places = vocabulary("organisations").items()
    return next((place for place, names in places if organisation in names and place != "none"), None)


def test_homes_are_places() -> None:
    assert home("US Geological Survey") == "USA"
    assert home("World Bank") is None
    assert set(vocabulary("organisations")) - {"none"} <= vocabulary("places").keys()


def test_no_name_means_two_things() -> None:
    seen: dict[str, str] = {}
    for name, data in vocabulary("places").items():
        for word in (
            *data["names"],
            *data.get("adjectives", ()),
            *data.get("seats", ()),
            *data.get("within", ()),
        ):
            assert seen.setdefault(word, name) == name, word


def test_work_grows_with_the_text_only(steps) -> None:
    for piece in ("Kazakhstan produced copper and other goods in the region. ", "lead, ", "rare ", "x"):
        find_entities(piece)
        small, large = piece * (6_000 // len(piece)), piece * (48_000 // len(piece))
        assert steps(find_entities, large) < 12 * steps(find_entities, small), piece


class TestWordsOfTheProject:
    @pytest.fixture(autouse=True)
    def own(self, tmp_path, monkeypatch):
        """A project with a vocabulary; what was read before is forgotten, and again at the end."""
        for name in ("seeds", "notebooks", "vocabulary"):
            (tmp_path / name).mkdir()
        monkeypatch.setenv("OREBOOK_ROOT", str(tmp_path))
        vocabulary.cache_clear()
        yield tmp_path / "vocabulary"
        vocabulary.cache_clear()

    def test_tables_join_and_lists_grow(self, own):
        (own / "organisations.toml").write_text('COD = ["Kolwezi Metals"]\n')
        (own / "themes.toml").write_text('[cobalt]\nwords = ["cobalt"]\n')
        assert {"Gécamines", "Kolwezi Metals"} <= set(vocabulary("organisations")["COD"])
        assert vocabulary("themes") == {"cobalt": {"words": ["cobalt"]}}

    def test_nothing_is_needed(self):
        assert vocabulary("themes") == {}

    def test_broken_file_is_named(self, own, orebook):
        (own / "themes.toml").write_text("[cobalt\n")
        (own.parent / "a.txt").write_text("Chile mined 5 tonnes of copper in 2024.")
        done = orebook("claims", "a.txt", cwd=own.parent)
        assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
        assert b"vocabulary/themes.toml: is not TOML" in done.stderr
