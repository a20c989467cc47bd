"""The gate holds, and it would not hold if the reading or the corpus got worse."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).resolve().parent


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("accuracy_gate", HERE / "gate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


gate = _load()
PASSAGE = """
[[passage]]
id = "one"
date = "2024"
text = "Kazakhstan produced 500 tonnes of copper and 20 tonnes of gold."

[[passage.quantity]]
text = "500 tonnes"
value = {value}
unit = "t"
commodity = "{commodity}"
period = "2024"

[[passage.quantity]]
text = "20 tonnes"
value = 20
unit = "t"
commodity = "gold"
period = "2024"
"""


@pytest.fixture(scope="module")
def results() -> dict:
    return gate.run()


def test_no_field_is_under_its_floor(results: dict) -> None:
    assert gate.faults(results, gate.load_floors()) == []


def test_published_results_are_the_measured_ones(results: dict) -> None:
    published = json.loads((HERE / "results.json").read_text("utf-8"))
    measured = gate.with_floors(results, gate.load_floors())
    assert {name: published[name] for name in measured} == measured


def _measure(tmp_path: Path, text: str) -> tuple[dict, list]:
    folder = tmp_path / "passages"
    folder.mkdir()
    (folder / "a.toml").write_text(text, "utf-8")
    return gate.measure(gate.read_passages(folder))


def test_right_reading_scores_one(tmp_path: Path) -> None:
    figures, errors = _measure(tmp_path, PASSAGE.format(value=500, commodity="copper"))
    assert errors == []
    assert figures["quantity"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 2}


def test_wrong_value_and_wrong_field_cost(tmp_path: Path) -> None:
    figures, errors = _measure(tmp_path, PASSAGE.format(value=501, commodity="zinc"))
    assert figures["quantity"]["f1"] == 0.5
    assert figures["commodity"]["f1"] == 0.5
    assert {error["field"] for error in errors} == {"quantity", "commodity"}


def test_quantity_nobody_stated_costs_precision(tmp_path: Path) -> None:
    text = PASSAGE.format(value=500, commodity="copper")
    figures, errors = _measure(tmp_path, text[: text.rindex("[[passage.quantity]]")])
    assert figures["quantity"]["precision"] == 0.5
    assert [error["found"] for error in errors] == ["20 t"]


def test_any_of_several_answers_is_right_and_another_is_wrong(tmp_path: Path) -> None:
    text = PASSAGE.format(value=500, commodity="tin|copper").replace('period = "2024"', 'period = "*"')
    figures, errors = _measure(tmp_path, text.replace("copper and", "zinc and"))
    assert [(error["field"], error["stated"]) for error in errors] == [("commodity", "tin")]
    assert "period" not in figures


def test_none_may_be_an_answer(tmp_path: Path) -> None:
    text = PASSAGE.format(value=500, commodity="tin|None").replace("500 tonnes of copper", "500 jobs")
    text = text.replace('"500 tonnes"', '"500"').replace('unit = "t"', 'unit = "count"', 1)
    assert _measure(tmp_path, text)[1] == []


def test_optional_quantity_may_be_missing_but_is_read_where_it_is_found(tmp_path: Path) -> None:
    text = PASSAGE.format(value=500, commodity="copper") + "optional = true\n"
    figures, _ = _measure(tmp_path, text)
    assert figures["quantity"]["n"] == 2
    (tmp_path / "more").mkdir()
    figures, errors = _measure(
        tmp_path / "more",
        text.replace("20 tonnes of", "tonnes of").replace('text = "20 tonnes"', 'text = "tonnes"\nnth = 2'),
    )
    assert figures["quantity"]["n"] == 1
    assert errors == []


def test_words_that_are_not_in_the_passage_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="words not found"):
        _measure(
            tmp_path,
            PASSAGE.format(value=500, commodity="copper").replace('text = "20 tonnes"', 'text = "21 tonnes"'),
        )


def test_field_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown field comodity"):
        _measure(tmp_path, PASSAGE.format(value=500, commodity="copper").replace("commodity =", "comodity ="))


RESULTS = {"passages": {"period": {"f1": 0.8}}, "seeds": {}, "errors": [], "corpus": "new"}


def test_worse_figure_and_changed_corpus_are_faults() -> None:
    told = gate.faults(RESULTS, {"corpus": "old", "passages": {"period": 0.9}, "seeds": {}})
    assert len(told) == 2
    assert gate.faults(RESULTS, {"corpus": "new", "passages": {"period": 0.8}, "seeds": {}}) == []


def test_field_that_is_no_longer_measured_is_a_fault() -> None:
    floors = {"corpus": "new", "passages": {"period": 0.8, "speaker": 0.5}, "seeds": {}}
    assert gate.faults(RESULTS, floors) == ["passages: speaker is no longer measured"]


def test_floor_is_raised_without_asking_and_lowered_only_by_name_with_a_reason() -> None:
    assert gate.raised(RESULTS, {"passages": {"period": 0.5}})["passages"] == {"period": 0.8}
    high = {"passages": {"period": 0.9}}
    with pytest.raises(ValueError, match="would fall"):
        gate.raised(RESULTS, high)
    with pytest.raises(ValueError, match="reason"):
        gate.raised(RESULTS, high, ["passages.period"])
    lowered = gate.raised(RESULTS, high, ["passages.period"], "harder passages")
    assert lowered["passages"] == {"period": 0.8}
    assert "harder passages" in lowered["lowered"][0]


def test_other_gates_keep_their_results(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text('{"audit": {"verdict": 1}}', "utf-8")
    gate.write(RESULTS, gate.raised(RESULTS, {}), tmp_path)
    written = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert written["audit"] == {"verdict": 1}
    assert written["passages"]["period"] == {"f1": 0.8, "floor": 0.8}
    assert gate.load_floors(tmp_path)["passages"] == {"period": 0.8}


def test_any_change_of_an_annotation_changes_the_hash(tmp_path: Path) -> None:
    (tmp_path / "passages").mkdir()
    (tmp_path / "passages" / "a.toml").write_text("a", "utf-8")
    before = gate.corpus_hash(tmp_path)
    (tmp_path / "passages" / "a.toml").write_text("b", "utf-8")
    assert gate.corpus_hash(tmp_path) != before
