"""The pipeline: what it refuses, what it repeats, and that the book in place is always whole."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from orebook.book import build as pipeline
from orebook.book.execution import BuildError, execute, read_notebook, typed_parameters

HEADER = "# %% tags=['parameters']\nshare = 0.5\nname = 'any'\nrounds = 3\n\n"


def digest(folder):
    """Return one digest of all files of a folder, their names and contents."""
    parts = [
        f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@pytest.fixture
def notebook(tmp_path):
    """Return a function that writes a notebook's cells and returns its path."""

    def write(*cells, head=HEADER):
        path = tmp_path / "theme.py"
        path.write_text(head + "".join(f"# %%\n{cell}\n\n" for cell in cells))
        return path

    return write


class TestNotebook:
    def test_bytes_hold_neither_time_nor_version_nor_injected_cell(self, notebook):
        source = notebook("print(rounds)")
        content = execute(source)
        assert b"papermill" not in content
        assert sys.version.split()[0].encode() not in content
        assert b"injected" not in content
        assert b'"3\\n"' in content

    def test_cell_ids_stay_when_a_cell_is_put_in_between(self, notebook):
        before = {cell.id for cell in read_notebook(notebook("1", "2")).cells}
        after = {cell.id for cell in read_notebook(notebook("1", "new", "2")).cells}
        assert before < after

    def test_equal_cells_have_different_ids(self, notebook):
        ids = [cell.id for cell in read_notebook(notebook("1", "1")).cells]
        assert len(set(ids)) == len(ids)

    def test_a_failing_cell_is_named_with_its_error(self, notebook):
        with pytest.raises(
            BuildError, match=r"theme\.py: cell 3 \(1 / 0\): ZeroDivisionError: division by zero"
        ):
            execute(notebook("1", "1 / 0"))

    def test_a_cell_that_writes_to_the_error_stream_is_refused(self, notebook):
        with pytest.raises(BuildError, match=r"theme\.py: cell 2 .*: careful"):
            execute(notebook("import sys; print('careful', file=sys.stderr)"))

    def test_a_kernel_that_dies_is_named(self, notebook):
        with pytest.raises(BuildError, match=r"theme\.py: .*kernel died"):
            execute(notebook("import os; os._exit(1)"))

    def test_parameters_reach_the_cells(self, notebook):
        assert b"'all'" in execute(notebook("name"), {"name": "all"})


class TestParameters:
    @pytest.mark.parametrize(
        ("given", "typed"),
        [
            ({"share": "1"}, {"share": 1.0}),
            ({"rounds": "-2"}, {"rounds": -2}),
            ({"name": "7"}, {"name": "7"}),
        ],
    )
    def test_values_take_the_type_of_the_default(self, notebook, given, typed):
        assert typed_parameters(read_notebook(notebook()), "theme.py", given) == typed

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            ({"shares": "1"}, "no parameter 'shares'; there are share, name, rounds"),
            ({"rounds": "many"}, "rounds takes int, not 'many'"),
            ({"share": "__import__('os')"}, "share takes float"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, notebook, given, reason):
        with pytest.raises(BuildError, match=reason):
            typed_parameters(read_notebook(notebook()), "theme.py", given)

    def test_a_notebook_without_parameters_cell_takes_none(self, notebook):
        with pytest.raises(BuildError, match="no cell is tagged 'parameters'"):
            typed_parameters(read_notebook(notebook("1", head="")), "theme.py", {"share": "1"})


class TestExchange:
    @pytest.mark.parametrize("in_one_step", [True, False])
    def test_new_book_takes_the_place_and_the_old_one_goes_aside(self, tmp_path, monkeypatch, in_one_step):
        if not in_one_step:
            monkeypatch.setattr(pipeline, "_swapped", lambda one, other: False)
        for name in ("fresh", "live"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "index.html").write_text(name)
        pipeline.exchange(tmp_path / "fresh", tmp_path / "live")
        assert (tmp_path / "live" / "index.html").read_text() == "fresh"
        assert (tmp_path / "fresh" / "index.html").read_text() == "live"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh", "live"]

    @pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two renames are used")
    def test_there_is_never_a_moment_without_a_book(self, tmp_path):
        for name in ("fresh", "live"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "index.html").write_text("whole")
        code = "import sys\nwhile True:\n    open(sys.argv[1]).read()"
        reader = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "live" / "index.html")])
        try:
            end = time.monotonic() + 1.5
            while time.monotonic() < end:
                pipeline.exchange(tmp_path / "fresh", tmp_path / "live")
            assert reader.poll() is None, "the reader found no file"
        finally:
            reader.kill()
            reader.wait()

    def test_first_book_is_moved_into_place(self, tmp_path):
        (tmp_path / "fresh").mkdir()
        pipeline.exchange(tmp_path / "fresh", tmp_path / "live")
        assert (tmp_path / "live").is_dir()
        assert not (tmp_path / "fresh").exists()


class TestContentKey:
    def test_follows_name_and_content(self, tmp_path):
        one, other = tmp_path / "one", tmp_path / "other"
        one.write_text("x")
        other.write_text("x")
        assert pipeline.content_key([one]) != pipeline.content_key([other])
        before = pipeline.content_key([one])
        one.write_text("y")
        assert pipeline.content_key([one]) != before

    def test_does_not_wait_for_a_named_pipe(self, tmp_path):
        os.mkfifo(tmp_path / "pipe.txt")
        assert pipeline.content_key([tmp_path / "pipe.txt"])


def test_life_of_a_book(project, orebook):
    """Build, build again, fail, add an article, be killed: the book in place is whole at every step."""
    live = project / "_build" / "html"

    begin = time.monotonic()
    first = orebook("book", cwd=project)
    took = time.monotonic() - begin
    assert first.returncode == 0, first.stderr.decode()
    assert first.stdout.decode().splitlines()[-1] == str(live / "index.html")
    for stage in ("execute", "stage", "render", "check"):
        assert f"\n{stage} " in "\n" + first.stdout.decode()
    page = (live / "notebooks" / "overview.html").read_text()
    assert "What is claimed?" in page
    built = digest(live)

    begin = time.monotonic()
    again = orebook("book", cwd=project)
    assert again.returncode == 0
    assert b"nothing has changed" in again.stdout
    assert time.monotonic() - begin < took / 5
    assert digest(live) == built

    source = project / "notebooks" / "overview.py"
    good = source.read_text()
    source.write_text(good + "\n# %%\nraise ValueError('overturned')\n")
    failed = orebook("book", cwd=project)
    assert failed.returncode == 1
    assert b"overview.py: cell 4 (raise ValueError('overturned')): ValueError: overturned" in failed.stderr
    assert b"Traceback" not in failed.stderr
    assert digest(live) == built

    source.write_text(good + "\n# %% [markdown]\n# [nowhere](missing.md)\n")
    refused = orebook("book", cwd=project)
    assert refused.returncode == 1
    assert b"missing.md" in refused.stderr
    assert digest(live) == built
    source.write_text(good)

    for moment in random.Random(7).sample(range(5, 60), 3):
        (project / "seeds" / "new.txt").write_text(
            f"Copper at {moment}\n\nThe mine made {moment},000 tonnes.\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "orebook.cli", "book"], cwd=project, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(moment / 10)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert (live / ".build.json").exists()
        assert (live / "notebooks" / "overview.html").exists()

    added = orebook("book", cwd=project)
    assert added.returncode == 0, added.stderr.decode()
    assert (live / "book" / "evidence" / "new.html").exists()
    assert not list((project / "_build").glob("fresh-*"))


def test_accept_writes_notebooks_and_ledger_that_diff_compares_with(project, orebook):
    accepted = orebook("accept", cwd=project)
    assert accepted.returncode == 0, accepted.stderr.decode()
    assert {path.name for path in (project / "notebooks").iterdir()} == {
        "overview.py", "overview.ipynb", "accepted.csv",
    }  # fmt: skip
    assert b"0 new, 0 gone, 0 changed" in orebook("diff", cwd=project).stdout

    (project / "seeds" / "new.txt").write_text(
        "Copper\n\nThe mine produced 12,000 tonnes of copper in 2024.\n"
    )
    told = orebook("diff", cwd=project).stdout.decode()
    assert "+ c" in told
    assert "new.txt: 12,000 tonnes" in told
    before = (project / "notebooks" / "overview.ipynb").read_bytes()
    again = orebook("accept", cwd=project)
    assert b"notebooks/accepted.csv" in again.stdout
    assert (project / "notebooks" / "overview.ipynb").read_bytes() != before
