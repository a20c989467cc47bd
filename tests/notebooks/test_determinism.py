"""A notebook is a function of the repository: not of the hour, the place or the hash seed."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from orebook.book.execution import list_notebooks

ROOT = Path(__file__).resolve().parents[2]
PLACES = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8"},
)
RUN = """
import sys
from pathlib import Path
from orebook.book.execution import execute, illustrated
sys.stdout.buffer.write(illustrated(execute(Path(sys.argv[1]))))
"""


def executed(job):
    source, place = job
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(source)],
        capture_output=True, env={**os.environ, **place}, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_two_runs_in_different_places_equal_the_committed_file():
    """One notebook here; all of them where ``OREBOOK_THOROUGH`` is set, as in the weekly run."""
    sources = (
        list_notebooks(ROOT) if os.environ.get("OREBOOK_THOROUGH") else [ROOT / "notebooks" / "sources.py"]
    )
    jobs = [(source, place) for source in sources for place in PLACES]
    assert jobs
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        differing = [
            f"{source.stem} under {place}"
            for (source, place), content in zip(jobs, pool.map(executed, jobs), strict=True)
            if content != source.with_suffix(".ipynb").read_bytes()
        ]
    assert not differing, differing
