"""A notebook is a function of the repository: not of the hour, the place or the hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from orebook.book.execution import list_notebooks

ROOT = Path(__file__).resolve().parents[2]
PLACES = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8"},
)
RUN = """
import sys
from pathlib import Path
from orebook.book.execution import as_committed, execute
sys.stdout.buffer.write(as_committed(execute(Path(sys.argv[1]))))
"""


def test_run_in_another_place_equals_the_committed_file():
    in_places([ROOT / "notebooks" / "sources.py"], PLACES[:1])


@pytest.mark.long
def test_runs_of_every_notebook_in_different_places_equal_the_committed_files():
    in_places(list_notebooks(ROOT), PLACES)


def in_places(sources, places):
    for source in sources:
        for place in places:
            done = subprocess.run(
                [sys.executable, "-c", RUN, str(source)],
                capture_output=True, env={**os.environ, **place}, timeout=300,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr.decode()
            assert done.stdout == source.with_suffix(".ipynb").read_bytes(), f"{source.stem} under {place}"
