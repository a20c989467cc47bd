"""The reading of annotated pages keeps its floors, and the measure is not blind."""

from __future__ import annotations

import dataclasses
import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from orebook.page.article import Article, Furniture, parse_article

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def gate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("article_measure", HERE / "measure.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def test_every_field_keeps_its_floor(gate: ModuleType) -> None:
    fallen = {name: figures for name, figures in gate.measure().items() if figures[2] < FLOORS[name]}
    assert not fallen


def test_furniture_is_stripped_with_the_precision_and_recall_promised(gate: ModuleType) -> None:
    precision, recall, _, n = gate.measure()["furniture"]
    assert n > 15_000
    assert precision >= 0.97
    assert recall >= 0.90


def test_reader_that_strips_nothing_is_found_out(gate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "parse_article", lambda source, seed: parse_article("", seed))
    figures = gate.measure()
    assert figures["furniture"][1] == 0
    assert figures["headline"][1] == 0


def test_reader_that_strips_everything_is_found_out(
    gate: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strip(page: Any) -> Article:
        article = parse_article(page.source, "a.txt")
        return dataclasses.replace(article, furniture=(Furniture(0, len(page.source), page.source, "all"),))

    monkeypatch.setattr(gate, "read", strip)
    assert gate.measure()["furniture"][0] < 0.6


def test_mark_that_is_not_closed_is_refused(gate: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "a.page"
    path.write_text("+++\n⟪f Share\n", "utf-8")
    with pytest.raises(ValueError, match="not closed"):
        gate.load_page(path)
