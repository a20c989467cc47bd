"""Imports run one way: a room knows those before it in the order an article goes through them."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[2] / "lib" / "orebook"
ROOMS = ("text", "page", "find", "claims", "check", "book")
MODULES = sorted(path for room in ROOMS for path in (LIBRARY / room).glob("*.py"))


def imported(path: Path) -> set[str]:
    """The rooms that a module imports from, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[1] for name in names if name and name.startswith("orebook.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_room_knows_only_those_before_it(path):
    after = ROOMS[ROOMS.index(path.parent.name) + 1 :]
    assert not imported(path) & {*after, "cli"}


@pytest.mark.parametrize(
    "path", sorted(LIBRARY.rglob("*.py")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_library_names_no_subject_of_the_book(path):
    assert not re.search("kazakh|astana", path.read_text(encoding="utf-8"), re.IGNORECASE)


def patterns_in(table: object, inside: bool = False) -> int:
    """Count the regular expressions of a vocabulary: what stands under ``patterns`` or ``pattern``."""
    if isinstance(table, dict):
        return sum(
            patterns_in(value, inside or key in ("pattern", "patterns")) for key, value in table.items()
        )
    if isinstance(table, list):
        return sum(patterns_in(value, inside) for value in table)
    return inside


def test_library_and_its_patterns_do_not_grow():
    """The library was asked to stay small: what is added makes something else go."""
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in LIBRARY.rglob("*.py"))
    patterns = sum(
        patterns_in(tomllib.loads(path.read_text("utf-8")))
        for path in (LIBRARY / "vocabulary").glob("*.toml")
    )
    assert lines <= 8_500
    assert patterns <= 100
