"""What all tests share: the repository, the book built from it, and a small book to take apart."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]

NOTEBOOK = """\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What is claimed?

# %% tags=["parameters"]
leave_out = ""
share = 0.5
rounds: int = 3

# %%
import orebook

orebook.open_book(leave_out=leave_out).ledger["seed"].nunique() * rounds
"""

ARTICLE = """\
Kazakhstan raises chromite output

ASTANA, March 5, 2025 - Kazakhstan produced 6.1 million tonnes of chromite in 2024, the ministry said.

The country holds about 30 percent of the world's chromite reserves, "and we will double output by 2030," \
Minister Arman Example said.
"""


def pytest_xdist_auto_num_workers() -> int:
    """Run one worker more than there are cores: a test often waits for a kernel or a browser."""
    return 1 + (os.cpu_count() or 1)


@pytest.fixture(scope="session")
def steps() -> Callable[..., int]:
    """Return a count of the functions called by some work: it grows as the time does, but is always the same.

    What happens inside a regular expression is not counted: the hostile texts of ``make bench`` show that.
    """

    def count(work: Callable[..., object], *arguments: object) -> int:
        events = 0

        def note(_frame: object, event: str, _argument: object) -> None:
            nonlocal events
            events += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            work(*arguments)
        finally:
            sys.setprofile(before)
        return events

    return count


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def book() -> Path:
    """Return the folder of the book made of the committed notebooks; nbval tells whether they are what they say.

    It is made again where anything has changed that it is made of.
    """
    from orebook.book import build, export, open_book

    made, staged = ROOT / "_build" / "tested", ROOT / "_build" / "source"
    committed = sorted((ROOT / "notebooks").glob("*.ipynb"))
    with build.one_at_a_time(ROOT) as lock:
        key = export.digest(committed, build.of_book(ROOT))
        if not (made / key).exists():
            executed = {path.stem: nbformat.read(path, 4) for path in committed}
            build.lay_out(ROOT, staged, open_book(root=ROOT), executed)
            with tempfile.TemporaryDirectory(prefix=export.LEFT_OVER, dir=made.parent) as fresh:
                html = build.render(ROOT, staged, Path(fresh), lock)
                (html / key).touch()
                build.exchange(html, made)
    return made


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a small book as `orebook new` lays it out, with one article and one notebook."""
    from orebook.book.build import new_project

    folder = tmp_path / "small"
    new_project(folder)
    (folder / "seeds" / "congo-keeps-its-lead.txt").unlink()
    (folder / "notebooks" / "overview.py").write_text(NOTEBOOK)
    (folder / "seeds" / "chromite.txt").write_text(ARTICLE)
    (folder / "seeds" / "catalogue.toml").unlink()
    return folder


@dataclass
class Done:
    """What a command came to."""

    returncode: int
    stdout: bytes
    stderr: bytes


@pytest.fixture(scope="session")
def orebook() -> Callable[..., Done]:
    """Return a function that runs a command in this process and returns its status and output."""
    from orebook.cli import main

    def run(*arguments: str | bytes, cwd: Path = ROOT, stdin: bytes = b"") -> Done:
        out, err = (io.TextIOWrapper(io.BytesIO(), write_through=True) for _ in range(2))
        with pytest.MonkeyPatch.context() as here:
            here.delenv("OREBOOK_ROOT", raising=False)
            here.chdir(cwd)
            for name, stream in (
                ("stdout", out),
                ("stderr", err),
                ("stdin", io.TextIOWrapper(io.BytesIO(stdin))),
            ):
                here.setattr(sys, name, stream)
            try:
                status = main([os.fsdecode(argument) for argument in arguments])
            except SystemExit as ended:
                status = ended.code or 0
        return Done(status, out.buffer.getvalue(), err.buffer.getvalue())

    return run


@pytest.fixture(autouse=True)
def _nowhere_else(monkeypatch):
    """Let every test find its book from the folder it works in."""
    monkeypatch.delenv("OREBOOK_ROOT", raising=False)
