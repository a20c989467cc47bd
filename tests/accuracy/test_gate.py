"""The reading of the annotated texts keeps its floors, and the measure is not blind."""

import importlib.util
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
FLOORS = {(row["corpus"], row["field"]): float(row["f1"]) for row in gate.rows(HERE / "floors.csv")}


def test_no_field_is_under_its_floor() -> None:
    figures, errors = gate.run()
    fallen = {key[1]: figures[key]["f1"] for key in FLOORS if figures[key]["f1"] < FLOORS[key]}
    told = [
        f"{e['text']}: {e['words']!r} {e['field']}: {e['found']!r}, not {e['stated']!r}"
        for e in errors
        if e["field"] in fallen
    ]
    assert not fallen, "\n".join(told[:40])
    assert figures.keys() == FLOORS.keys(), "every field that is measured has a floor"


TEXT = "Kazakhstan produced 500 tonnes of copper and 20 tonnes of gold."
ROWS = (
    "t,500 tonnes,,500,t,copper,2024,\n"
    "t,20 tonnes,,20,t,gold,2024,\n"
)  # fmt: skip


@pytest.fixture
def measured(tmp_path):
    """Measure one text with the annotations given."""

    def measure(rows: str = ROWS, text: str = TEXT):
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / "t.txt").write_text(text + "\n", "utf-8")
        (tmp_path / "texts.csv").write_text("text,manner,date,headline\nt,agency,2024,\n", "utf-8")
        head = "text,words,nth,value,unit,commodity,period,optional\n"
        (tmp_path / "quantities.csv").write_text(head + rows, "utf-8")
        (tmp_path / "quotations.csv").write_text("text,words,nth,speaker\n", "utf-8")
        return gate.measure(gate.read_texts(tmp_path))

    return measure


def test_right_reading_scores_one(measured) -> None:
    figures, errors = measured()
    assert errors == []
    assert figures["quantity"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 2}


def test_wrong_value_and_wrong_field_cost(measured) -> None:
    figures, errors = measured(ROWS.replace(",500,t,copper", ",501,t,zinc"))
    assert figures["quantity"]["f1"] == 0.5
    assert figures["commodity"]["f1"] == 0.5
    assert {error["field"] for error in errors} == {"quantity", "commodity"}


def test_quantity_nobody_stated_costs_precision(measured) -> None:
    figures, errors = measured(ROWS.splitlines(keepends=True)[0])
    assert figures["quantity"]["precision"] == 0.5
    assert [error["found"] for error in errors] == ["20 t"]


def test_any_of_several_answers_is_right_and_a_star_is_not_scored(measured) -> None:
    figures, errors = measured(ROWS.replace("copper,2024", "tin|None,*"))
    assert [(error["field"], error["stated"]) for error in errors] == [("commodity", "tin")]
    assert figures["period"]["n"] == 1


def test_words_that_are_not_in_the_text_are_refused(measured) -> None:
    with pytest.raises(ValueError, match="words not found"):
        measured(ROWS.replace("20 tonnes", "21 tonnes"))
