"""Imports run one way: a room knows those before it in the order an article goes through them."""

import ast
import re
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
