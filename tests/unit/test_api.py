"""The page of the library shows every public name, and the examples in the docstrings are true."""

import doctest
from pathlib import Path

import orebook

PAGE = (Path(__file__).parents[2] / "book" / "api.md").read_text(encoding="utf-8")


def test_every_public_name_is_on_the_page():
    shown = {line.split(":: ")[1] for line in PAGE.splitlines() if line.startswith(".. auto")}
    assert shown == {*orebook.__all__} - {"CLAIM_SCHEMA"}  # a table of columns: the data page has it


def test_examples_give_what_they_show():
    finder, runner = doctest.DocTestFinder(recurse=False), doctest.DocTestRunner()
    for name in orebook.__all__:
        for example in finder.find(getattr(orebook, name), name, globs={**vars(orebook)}):
            runner.run(example)
    assert (runner.tries > 0, runner.failures) == (True, 0)
