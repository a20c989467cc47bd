"""The pipeline: what it refuses, what it repeats, and that the book in place is always whole."""

import os
import random
import signal
import subprocess
import sys
import time
import tomllib

import nbformat
import pytest

from orebook.book import build as pipeline
from orebook.book import execution, export
from orebook.book.execution import as_committed, execute, read_notebook, typed_parameters
from orebook.book.export import LEFT_OVER
from orebook.book.words import FAILS, UNKNOWN
from orebook.project import BuildError

HEADER = "# %% tags=['parameters']\nshare = 0.5\nname = 'any'\nrounds = 3\n\n"

TURNED = """\
from IPython.display import display

about = {"orebook": {"turned": [["Output grew.", "does not hold here"]]}}
display({"text/plain": "Output grew."}, raw=True, metadata=about)"""


@pytest.fixture
def notebook(tmp_path):
    """Return a function that writes a notebook's cells and returns its path."""

    def write(*cells, head=HEADER):
        path = tmp_path / "theme.py"
        path.write_text(head + "".join(f"# %%\n{cell}\n\n" for cell in cells))
        return path

    return write


class TestNotebook:
    def test_bytes_hold_parameters_and_what_turned_but_neither_time_nor_version(self, notebook):
        node = execute(notebook("print(rounds)", "name", TURNED), {"name": "all"})
        content = as_committed(node)
        assert b"papermill" not in content
        assert sys.version.split()[0].encode() not in content
        assert b'"3\\n"' in content
        assert b"'all'" in content
        assert execution.turned(node) == [("Output grew.", "does not hold here")]

    def test_cell_ids_stay_when_a_cell_is_put_in_between(self, notebook):
        before = {cell.id for cell in read_notebook(notebook("1", "2")).cells}
        after = {cell.id for cell in read_notebook(notebook("1", "new", "2")).cells}
        assert before < after

    def test_equal_cells_have_different_ids(self, notebook):
        ids = [cell.id for cell in read_notebook(notebook("1", "1")).cells]
        assert len(set(ids)) == len(ids)

    @pytest.mark.parametrize(
        ("cells", "told"),
        [
            (["1", "1 / 0"], r"cell 3 \(1 / 0\): ZeroDivisionError: division by zero"),
            (["import os; os._exit(1)"], "Kernel died"),
            (["while True: pass"], "A cell timed out .* after 2 seconds.*while True: pass"),
            ([TURNED], r"does not hold here: Output grew\."),
        ],
        ids=[
            "fails",
            "kills its kernel",
            "never ends",
            "has a sentence that turned",
        ],
    )
    def test_a_notebook_is_refused_by_name_if_a_cell(self, notebook, monkeypatch, cells, told):
        monkeypatch.setattr(execution, "CELL_SECONDS", 2)
        with pytest.raises(BuildError, match=rf"theme\.py: {told}"):
            execute(notebook(*cells))


def test_each_sentence_that_turned_is_named_once_with_what_became_of_it():
    pairs = [["All is well.", FAILS], ["All is well.", FAILS], ["So is this.", UNKNOWN]]
    output = nbformat.v4.new_output("display_data", {}, metadata={"orebook": {"turned": pairs}})
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("say()", outputs=[output])])
    assert execution.turned(node) == [("All is well.", FAILS), ("So is this.", UNKNOWN)]


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
            ({"rounds": "many"}, "rounds takes values such as 3, not 'many'"),
            ({"share": "__import__('os')"}, "share takes values such as 0.5"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, notebook, given, reason):
        with pytest.raises(BuildError, match=reason):
            typed_parameters(read_notebook(notebook()), "theme.py", given)

    @pytest.mark.parametrize(
        ("allowed", "told"),
        [("range(1, 4)", "rounds is one of 1, 2, 3, not 40"), ("(1, 3)", "rounds is one of 1, 3, not 40")],
    )
    def test_values_allowed_are_read_where_they_are_checked(self, notebook, allowed, told):
        check = f'check_parameters({{"rounds": {allowed}}}, rounds=rounds)'
        with pytest.raises(BuildError, match=told):
            typed_parameters(read_notebook(notebook(check)), "theme.py", {"rounds": "40"})

    def test_a_notebook_without_parameters_cell_takes_none(self, notebook):
        with pytest.raises(BuildError, match="no cell is tagged 'parameters'"):
            typed_parameters(read_notebook(notebook("1", head="")), "theme.py", {"share": "1"})


class TestExchange:
    def test_new_book_takes_the_place_of_the_old(self, tmp_path):
        for name in ("fresh", "live"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "index.html").write_text(name)
        pipeline.exchange(tmp_path / "fresh", tmp_path / "live")
        assert (tmp_path / "live" / "index.html").read_text() == "fresh"
        assert [path.name for path in tmp_path.iterdir()] == ["live"]

    def test_first_book_is_moved_into_place(self, tmp_path):
        (tmp_path / "fresh").mkdir()
        pipeline.exchange(tmp_path / "fresh", tmp_path / "live")
        assert [path.name for path in tmp_path.iterdir()] == ["live"]


class TestInputs:
    def test_digest_follows_name_and_content(self, tmp_path):
        one, other = tmp_path / "one", tmp_path / "other"
        one.write_text("x")
        other.write_text("x")
        assert export.digest([one]) != export.digest([other])
        before = export.digest([one])
        one.write_text("y")
        assert export.digest([one]) != before

    def test_digest_does_not_wait_for_a_named_pipe(self, tmp_path):
        os.mkfifo(tmp_path / "pipe.txt")
        assert export.digest([tmp_path / "pipe.txt"])


@pytest.fixture
def quick(project, monkeypatch):
    """Return a project whose stages do next to nothing, and the stages that were done."""
    done = []

    def stage(root, staged, book, executed):
        done.append("stage")

    def render(root, staged, fresh, lock):
        (fresh / "html" / "book").mkdir(parents=True)
        for name in ("index.html", "book/colophon.html"):
            (fresh / "html" / name).write_text("a page of words")
        return fresh / "html"

    def run(source):
        done.append(source.stem)
        return b"executed"

    for name, fake in (("lay_out", stage), ("render", render), ("execute", run)):
        monkeypatch.setattr(pipeline, name, fake)
    return project, done


class TestNothingUnderBuildIsTrusted:
    def test_what_was_executed_is_used_again_unless_it_was_cut_short(self, quick):
        project, done = quick
        for _ in range(2):
            pipeline.execute_all(project)
        assert done == ["overview"]
        for stored in (project / "_build" / "executed" / "overview").iterdir():
            stored.write_bytes(b"exec")
        pipeline.execute_all(project)
        assert done == ["overview", "overview"]

    def test_undoing_a_change_executes_nothing_again(self, quick):
        project, done = quick
        source = project / "notebooks" / "overview.py"
        good = source.read_text()
        for text in (good, good + "\n1\n", good):
            source.write_text(text)
            pipeline.execute_all(project)
        assert len(done) == 2

    @pytest.mark.parametrize("content", [b"", b"[]", b"{}"])
    def test_a_book_whose_record_was_cut_short_is_built_anew(self, quick, content):
        project, done = quick
        pipeline.build_book(project)
        pipeline.build_book(project)
        assert done.count("stage") == 1
        (project / "_build" / "html" / ".build").write_bytes(content)
        pipeline.build_book(project)
        assert done.count("stage") == 2

    def test_every_other_file_may_be_spoilt_too(self, quick):
        project, _ = quick
        pipeline.build_book(project)
        for path in (project / "_build").rglob("*"):
            if path.is_file():
                path.write_bytes(b"\xff{")
        pipeline.build_book(project)
        assert (project / "_build" / "html" / "index.html").read_text() == "a page of words"

    def test_an_article_that_came_during_a_build_and_went_is_not_published_for_good(self, quick, monkeypatch):
        project, done = quick
        stage = pipeline.lay_out
        passing = project / "seeds" / "passing.txt"

        def with_arrival(*arguments):
            passing.write_text("Zinc\n\nA mine made 5 tonnes of zinc.\n")
            return stage(*arguments)

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(pipeline, "lay_out", with_arrival)
            pipeline.build_book(project)
        passing.unlink()
        pipeline.build_book(project)
        assert done.count("stage") == 2

    def test_book_stopped_between_the_two_steps_of_an_exchange_is_back(self, quick):
        project, done = quick
        live = project / "_build" / "html"
        pipeline.build_book(project)
        live.rename(live.with_name(".html.old"))
        pipeline.build_book(project)
        assert live.is_dir()
        assert done.count("stage") == 1

    def test_what_killed_commands_left_is_cleared_away(self, quick):
        project, _ = quick
        left = [project / name / f"{LEFT_OVER}x1" for name in ("seeds", "notebooks")]
        for path in left:
            path.write_text("half")
        left.append(project / "_build" / f"{LEFT_OVER}x2")  # a folder: a book, or a ledger in parts
        left[-1].mkdir(parents=True)
        pipeline.build_book(project)
        assert not any(path.exists() for path in left)


def test_one_interrupt_ends_a_build_at_once_and_leaves_the_book(project):
    (project / "notebooks" / "overview.py").write_text("# %%\nimport time; time.sleep(300)\n")
    command = [sys.executable, "-m", "orebook.cli", "book"]
    with open(project / "stderr", "wb") as stderr:
        process = subprocess.Popen(
            command, cwd=project, stderr=stderr, start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
        )  # fmt: skip
    end = time.monotonic() + 60
    while not (project / "_build" / ".lock").exists() and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    assert b"Traceback" not in (project / "stderr").read_bytes()


@pytest.mark.long
def test_killed_at_any_moment_nothing_is_lost_and_nothing_left_behind(project, orebook):
    seeds, notebooks, live = (project / name for name in ("seeds", "notebooks", "_build/html"))
    assert orebook("accept", cwd=project).returncode == 0
    assert orebook("book", cwd=project).returncode == 0
    kept = seeds / "chromite.txt"
    first = kept.read_bytes()
    for moment in random.Random(7).sample(range(3, 60), 20):
        words = f"Copper at {moment}\n\nThe mine at Kolda made {moment},000 tonnes of copper in 2024.\n"
        (project / "new.txt").write_text(words)
        for command in (["add", "new.txt", "--licence", "own"], ["book"], ["accept"]):
            process = subprocess.Popen(
                [sys.executable, "-m", "orebook.cli", *command], cwd=project, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            time.sleep(moment / 10 / (3 if command[0] == "add" else 1))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            assert (live / ".build").exists()
            assert (live / "notebooks" / "overview.html").exists()
            for stored in notebooks.glob("*.ipynb"):
                nbformat.read(stored, as_version=4)  # whole, old or new
        for seed in seeds.glob("new*.txt"):
            assert seed.read_text() == words
            seed.unlink()
        if (catalogue := seeds / "catalogue.toml").exists():
            tomllib.loads(catalogue.read_text())  # whole: a broken one raises
            catalogue.unlink()
    assert orebook("book", cwd=project).returncode == 0
    assert kept.read_bytes() == first
    folders = (project / name for name in ("seeds", "notebooks", "_build"))
    assert not [path for folder in folders for path in folder.glob(f"{LEFT_OVER}*")]
