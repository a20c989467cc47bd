"""The tutorial does what it says: its commands run in order, and print what it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "book" / "tutorial.md").read_text(encoding="utf-8")
# The commands, and what they are shown to print; a second block of text belongs to the same commands.
BLOCKS = re.findall(r"```(sh|text)\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return what all its commands print, run in one shell: `make` as what it calls, in this environment."""
    folder = tmp_path_factory.mktemp("tutorial")
    script = "set -e\n" + "\n".join(text for kind, text in BLOCKS if kind == "sh")
    script = re.sub(
        r"^make (book|accept)", r"orebook \1", script.replace(".venv/bin/", ""), flags=re.MULTILINE
    )
    environment = {name: value for name, value in os.environ.items() if name != "OREBOOK_ROOT"}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return folder / "cobalt", done.stdout.splitlines()


def test_it_prints_what_it_shows(told):
    shown = [line for kind, text in BLOCKS if kind == "text" for line in text.splitlines()]
    assert len(shown) > 4
    assert [line for line in shown if line not in told[1]] == []


def test_it_ends_with_a_book_that_says_what_is_true(told):
    page = (told[0] / "_build" / "html" / "notebooks" / "overview.html").read_text(encoding="utf-8")
    assert "One is contradicted by the statistics." in page
    assert "memorandum signed" in (told[0] / "claims.csv").read_text(encoding="utf-8")


def test_new_project_names_nothing_of_this_book(told):
    ours = re.compile(r"kazakh|astana", re.IGNORECASE)
    known = told[0] / "lib" / "orebook" / "vocabulary"  # countries, agencies and companies of all the world
    for path in told[0].rglob("*"):
        if path.is_file() and not {"_build", "__pycache__"} & {*path.parts} and known not in path.parents:
            assert not ours.search(path.read_text(encoding="utf-8", errors="ignore")), path


def test_its_figures_are_those_of_the_release():
    ours = {*(ROOT / "reference" / "production.csv").read_text(encoding="utf-8").splitlines()}
    theirs = (ROOT / "lib" / "orebook" / "template" / "reference" / "production.csv").read_text(
        encoding="utf-8"
    )
    assert {*theirs.splitlines()} <= ours
