"""The tutorial does what it says: its commands run in order, and print what it shows."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "book" / "tutorial.md").read_text(encoding="utf-8")
# The commands, and what they are shown to print; a second block of text belongs to the same commands.
BLOCKS = re.findall(r"```(sh|text)\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def told(tmp_path_factory, orebook):
    """Return the folder where all commands were run, and what they print: our own in this process, others in a shell.

    `make` stands for what it calls.
    """
    folder, printed = tmp_path_factory.mktemp("tutorial"), []
    script = "".join(text for kind, text in BLOCKS if kind == "sh").replace(".venv/bin/", "")
    # Our commands and `cd` are a line each; what stands between them is the shell's.
    for ours, line, others in re.findall(
        r"(?m)^(orebook|make|cd) (.*)\n|((?:^(?!orebook|make|cd).*\n)+)", script
    ):
        if others:
            subprocess.run(["bash", "-e", "-c", others], cwd=folder, check=True)
        elif ours == "cd":
            folder /= line
        else:
            words, _, may_fail = line.partition(" || ")
            done = orebook(*shlex.split(words), cwd=folder)
            printed += (done.stdout + done.stderr).decode().splitlines()
            assert done.returncode == bool(may_fail), f"{line}: {done.stderr.decode()}"
    return folder, printed


def test_it_prints_what_it_shows(told):
    shown = [line for kind, text in BLOCKS if kind == "text" for line in text.splitlines()]
    assert len(shown) > 4
    assert [line for line in shown if line not in told[1]] == []


def test_it_ends_with_a_book_that_says_what_is_true(told):
    page = (told[0] / "_build" / "html" / "notebooks" / "overview.html").read_text(encoding="utf-8")
    assert "One is contradicted by the statistics." in page
    assert "cobalt contributors" in page and "Orebook contributors" not in page
    assert not (told[0] / "_build/html/book/accuracy.html").exists(), "nothing was measured there"
    assert (told[0] / "_build/html/book/evidence/traders-bulletin.html").exists()
    search = (told[0] / "_build/html/search.html").read_text(encoding="utf-8")
    assert 'href="book/evidence/traders-bulletin.html">' in search
    assert "memorandum signed" in (told[0] / "claims.csv").read_text(encoding="utf-8")


def test_diff_compares_with_what_was_accepted(told, orebook):
    folder = told[0]
    kept = {path.name for path in (folder / "notebooks").iterdir()}
    assert kept == {"overview.py", "overview.ipynb", "accepted.csv", "register.csv", "changes.csv"}
    assert b"0 new, 0 gone, 0 changed since the last accepted build" in orebook("diff", cwd=folder).stdout
    new = folder / "seeds" / "new.txt"
    new.write_text("Copper\n\nThe mine produced 12,000 tonnes of copper in 2024.\n")
    found = orebook("diff", cwd=folder).stdout.decode()
    new.unlink()
    assert "+ c" in found
    assert "new.txt: 12,000 tonnes" in found


def test_one_changed_figure_in_an_article_turns_nbval_red_and_names_the_cell(told):
    seed = told[0] / "seeds" / "indonesia-closes-in.txt"
    good = seed.read_text(encoding="utf-8")
    seed.write_text(good.replace("35,000", "45,000", 1), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q"]  # as `make test` there
    done = subprocess.run(command, cwd=told[0], capture_output=True, text=True, timeout=300)
    seed.write_text(good, encoding="utf-8")
    assert done.returncode == 1, done.stdout
    assert "passed" in done.stdout, "the cells before it are as they were"
    assert "Cell " in done.stdout and "45,000" in done.stdout


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
