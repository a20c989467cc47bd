"""The command: what each subcommand prints, and how it takes bad input."""

import itertools
import json
import os
import re
import subprocess
import sys
import tomllib

import pytest

from orebook.cli import main

READS = ("article", "quantities", "quotations", "claims", "audit")
COMMANDS = (*READS, "add", "annotate", "diff", "run", "book", "accept", "lab", "new")


SAYS = """
# %%
from IPython.display import display

display({"text/html": f'<p class="say">{rounds} rounds.</p>', "text/plain": f"{rounds} rounds."}, raw=True)
"""


def lines(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.fixture
def article(project):
    return project / "seeds" / "chromite.txt"


class TestHelp:
    def test_lists_every_command(self, orebook):
        told = orebook("--help").stdout.decode()
        for name in COMMANDS:
            assert f"\n    {name}" in told

    @pytest.mark.parametrize("arguments", [(), ("nothing",), ("claims",), ("claims", "x", "-o", "x.docx")])
    def test_wrong_usage_is_two(self, orebook, arguments):
        done = orebook(*arguments)
        assert done.returncode == 2
        assert b"usage: orebook" in done.stderr


class TestReading:
    def test_article_is_one_json_document(self, orebook, article):
        done = orebook("article", str(article))
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert found["title"] == "Kazakhstan raises chromite output"
        assert found["published"]["value"] == "2025-03-05"
        assert {"byline", "publisher", "paragraphs", "furniture"} <= found.keys()

    @pytest.mark.parametrize(
        ("command", "fields"),
        [
            ("quantities", ["start", "end", "text", "value", "value_high", "unit", "comparator"]),
            ("quotations", ["start", "end", "text", "speaker"]),
        ],
    )
    def test_lists_are_json_lines_with_offsets_of_the_file(self, orebook, article, command, fields):
        done = orebook(command, str(article))
        assert done.returncode == 0, done.stderr
        source = article.read_text()
        found = lines(done)
        assert found
        for record in found:
            assert list(record) == fields
            assert source[record["start"] : record["end"]] == record["text"]

    def test_claims_of_file_and_folder_are_the_same(self, orebook, article):
        one, folder = orebook("claims", str(article)), orebook("claims", str(article.parent))
        assert one.returncode == folder.returncode == 0
        assert lines(one) == lines(folder)
        assert lines(one)[0].keys() >= {"claim", "seed", "quote", "value", "unit", "commodity", "period"}

    @pytest.mark.parametrize("ending", [".csv", ".parquet", ".jsonl"])
    def test_claims_go_into_a_file_by_its_ending(self, orebook, article, tmp_path, ending):
        target = tmp_path / f"claims{ending}"
        done = orebook("claims", str(article), "-o", str(target))
        assert done.returncode == 0
        assert not done.stdout
        assert target.stat().st_size > 100

    def test_audit_adds_verdict_and_reason(self, orebook, article):
        done = orebook("audit", str(article))
        assert done.returncode == 0, done.stderr
        for record in lines(done):
            assert record["verdict"]
            assert {"figure", "source", "reason"} <= record.keys()


class TestBadInput:
    @pytest.mark.parametrize(
        ("command", "kind"),
        [
            *itertools.product(READS, ("missing", "empty", "binary")),
            *itertools.product(READS[:3], ("folder",)),  # the others take folders
        ],
    )
    def test_is_one_line_and_status_one(self, orebook, tmp_path, command, kind):
        path = tmp_path / "x.txt"
        if kind == "folder":
            path.mkdir()
        elif kind == "empty":
            path.write_bytes(b"")
        elif kind == "binary":
            path.write_bytes(bytes(range(256)) * 8)
        done = orebook(command, str(path))
        assert done.returncode == 1
        assert done.stdout == b""
        said = done.stderr.decode().splitlines()
        assert len(said) == 1, said
        assert "x.txt: " in said[0]

    def test_the_other_files_are_read_all_the_same(self, orebook, article):
        alone = orebook("claims", str(article.parent))
        (article.parent / "broken.txt").write_bytes(b"\x00\x01\x02" * 100)
        done = orebook("claims", str(article.parent))
        assert done.returncode == 1
        assert done.stdout == alone.stdout
        assert b"broken.txt: " in done.stderr

    def test_malformed_catalogue_is_named_and_the_claims_are_unaffected(self, orebook, article):
        alone = orebook("claims", str(article.parent))
        (article.parent / "catalogue.toml").write_text("[[[")
        done = orebook("claims", str(article.parent))
        assert done.returncode == 1
        assert [record["claim"] for record in lines(done)] == [record["claim"] for record in lines(alone)]
        assert b"catalogue.toml" in done.stderr

    @pytest.mark.parametrize(
        "name", [b"-odd.txt", b"with space.txt", b"line\nbreak.txt", b"not-\xff-utf8.txt"]
    )
    def test_odd_names_are_read_and_shown_on_one_line(self, orebook, article, name):
        content = article.read_bytes()
        folder = os.fsencode(article.parent)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
        done = orebook(b"article", b"--", name, cwd=article.parent)
        assert done.returncode == 0, done.stderr
        json.loads(done.stdout)
        with open(os.path.join(folder, name), "wb"):
            pass
        done = orebook(b"claims", b"--", name, cwd=article.parent)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1

    def test_reader_that_stops_early_is_no_error(self, article, monkeypatch, capfd):
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "w") as stdout, monkeypatch.context() as here:
            here.setattr(sys, "stdout", stdout)
            assert main(["article", str(article)]) == 0
        assert capfd.readouterr().err == ""

    def test_outside_of_a_book_says_what_is_missing(self, orebook, tmp_path):
        done = orebook("book", cwd=tmp_path)
        assert done.returncode == 1
        assert b"seeds/ and notebooks/" in done.stderr


class TestAdd:
    NEW = (
        b"Copper output grows\n\nALMATY, April 2, 2025 - The mine produced 70,000 tonnes of copper in 2024.\n"
    )

    def test_shows_and_stores_under_a_plain_name(self, orebook, project):
        done = orebook("add", "-", cwd=project, stdin=self.NEW)
        assert done.returncode == 0, done.stderr
        assert (project / "seeds" / "copper-output-grows.txt").read_bytes() == self.NEW
        assert b"claim        c" in done.stdout
        assert b"stored as    seeds/copper-output-grows.txt" in done.stdout

    def test_shows_how_each_claim_was_read_and_what_the_audit_makes_of_it(self, orebook, project):
        said = b"Copper in Kazakhstan\n\nThe country made 5 tonnes of copper in 2024, it said.\n"
        told = orebook("add", "-n", "-", cwd=project, stdin=said).stdout.decode()
        assert "5 tonnes [5 t · copper · production" in told
        assert re.search(r"\] (contradicted|not checked|not verifiable): ", told)

    def test_what_a_person_knows_goes_into_the_catalogue_and_onto_the_page(self, orebook, project):
        known = ("--publisher", 'The "Daily" Ore', "--date", "2025-04", "--licence", "own")
        done = orebook("add", "-", *known, cwd=project, stdin=self.NEW)
        assert done.returncode == 0, done.stderr
        assert 'publisher    The "Daily" Ore' in done.stdout.decode()
        entry = tomllib.loads((project / "seeds" / "catalogue.toml").read_text())
        assert entry["copper-output-grows.txt"] == {
            "publisher": 'The "Daily" Ore', "published": "2025-04", "licence": "own",
        }  # fmt: skip
        assert "make accept" in done.stdout.decode()

    def test_seed_and_entry_are_stored_together_or_not_at_all(self, orebook, project, monkeypatch):
        def full(path, content):
            if path.name == "catalogue.toml":
                raise OSError(28, "No space left on device", "catalogue.toml")
            path.write_bytes(content)

        monkeypatch.setattr("orebook.book.collection.write_whole", full)
        before = sorted(os.listdir(project / "seeds"))
        done = orebook("add", "-", "--publisher", "Gazette", cwd=project, stdin=self.NEW)
        assert done.returncode == 1
        assert sorted(os.listdir(project / "seeds")) == before

    @pytest.mark.parametrize(
        ("pasted", "reason"),
        [
            (b"hi", "has 1 word: that is no article"),
            (b" \n\n", "nothing but white space"),
            ("Die Mine hat im Jahr 2024 mehr Kupfer gefördert als je zuvor, sagte der Minister gestern "
             "in der Hauptstadt, und die Regierung plant eine neue Anlage.".encode(), "not in English"),
        ],
    )  # fmt: skip
    def test_what_is_no_article_is_refused_in_its_own_words(self, orebook, project, pasted, reason):
        done = orebook("add", "-", cwd=project, stdin=pasted)
        assert done.returncode == 1
        assert reason in done.stderr.decode()

    def test_a_date_that_is_none_is_refused_before_anything_is_stored(self, orebook, project):
        done = orebook("add", "-", "--date", "yesterday", cwd=project, stdin=self.NEW)
        assert done.returncode == 1
        assert b"published is not a date" in done.stderr
        assert not (project / "seeds" / "copper-output-grows.txt").exists()

    def test_dry_run_stores_nothing(self, orebook, project):
        before = sorted(os.listdir(project / "seeds"))
        assert orebook("add", "-n", "-", cwd=project, stdin=self.NEW).returncode == 0
        assert sorted(os.listdir(project / "seeds")) == before

    def test_the_same_bytes_twice_are_refused(self, orebook, project, article):
        done = orebook("add", "-", cwd=project, stdin=article.read_bytes())
        assert done.returncode == 1
        assert b"has the words of a seed: chromite.txt" in done.stderr

    def test_device_and_pipe_are_refused_at_once(self, orebook, project, tmp_path):
        os.mkfifo(tmp_path / "pipe.txt")
        for name in ("/dev/zero", str(tmp_path / "pipe.txt")):
            done = orebook("add", name, cwd=project)
            assert done.returncode == 1
            assert b"not a regular file" in done.stderr

    def test_the_same_words_in_another_encoding_are_refused(self, orebook, project, article):
        again = article.read_text(encoding="utf-8").replace("\n", "\r\n").encode("utf-16")
        done = orebook("add", "-", cwd=project, stdin=again)
        assert done.returncode == 1
        assert b"has the words of a seed: chromite.txt" in done.stderr

    def test_another_article_never_overwrites_a_seed(self, orebook, project, article, tmp_path):
        before = article.read_bytes()
        (tmp_path / "Chromite.txt").write_bytes(self.NEW)
        done = orebook("add", str(tmp_path / "Chromite.txt"), cwd=project)
        assert done.returncode == 1
        assert article.read_bytes() == before


class TestDiff:
    def test_counts_what_is_new_and_names_what_cannot_be_read(self, orebook, project):
        done = orebook("diff", cwd=project)
        assert done.returncode == 0, done.stderr
        assert b"new, 0 gone, 0 changed since nothing" in done.stdout
        (project / "seeds" / "bad.txt").write_bytes(b"\x1f\x8b\x08\x00" + bytes(range(256)))
        done = orebook("diff", cwd=project)
        assert done.returncode == 1
        assert b"bad.txt: " in done.stderr


class TestRun:
    def test_each_value_is_a_run_apart_from_the_book_and_several_give_one_table(self, orebook, project):
        source = project / "notebooks" / "overview.py"
        source.write_text(source.read_text() + SAYS)
        done = orebook("run", str(source), "-p", "rounds=2,4", "-p", "share", "0.5", cwd=project)
        assert done.returncode == 0, done.stderr
        pages = [project / "_build" / "runs" / f"overview-rounds-{n}-share-0.5.html" for n in (2, 4)]
        table = ['"rounds 2, share 0.5","rounds 4, share 0.5"', "2 rounds.,4 rounds."]
        assert done.stdout.decode().splitlines() == table  # nothing else, so that it can be kept as a file
        assert done.stderr.decode().splitlines() == [*map(str, pages)]
        for page, rounds in zip(pages, (2, 4), strict=True):
            assert f"{rounds} rounds." in page.with_suffix(".ipynb").read_text()
            assert "What is claimed?" in page.read_text()
            assert f"rounds = {rounds}, share = 0.5." in page.read_text()

    def test_help_of_a_theme_lists_its_parameters_and_what_they_take(self, orebook, project):
        source = project / "notebooks" / "overview.py"
        text = source.read_text().replace("rounds: int = 3", "rounds: int = 3  # of the game: 1 or 3")
        check = (
            "from orebook.book import check_parameters\ncheck_parameters({'rounds': (1, 3)}, rounds=rounds)"
        )
        source.write_text(f"{text}\n# %%\n{check}\n")
        told = orebook("run", "overview", "--help", cwd=project).stdout.decode()
        assert "of the game: 1 or 3 (one of 1, 3; default 3)" in told
        done = orebook("run", "overview", "-p", "rounds=2", cwd=project)
        assert done.returncode == 1
        # Refused before a kernel starts: one would have named the cell.
        assert done.stderr.decode() == "overview.py: rounds is one of 1, 3, not 2\n"

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            (("nothing",), "no such notebook; there are overview"),
            (("overview", "-p", "round", "5"), "no parameter 'round'; there are leave_out, share, rounds"),
            (("overview", "-p", "leave_out", "zinc"), "no seed's name begins with 'zinc'"),
        ],
    )
    def test_refuses_what_does_not_exist(self, orebook, project, arguments, reason):
        done = orebook("run", *arguments, cwd=project)
        assert done.returncode == 1
        assert reason in done.stderr.decode()


def test_lab_starts_jupyterlab_and_passes_arguments_on(orebook, monkeypatch):
    started = []
    monkeypatch.setattr(os, "execv", lambda program, words: started.append(words))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    orebook("lab", "--", "--no-browser")
    ((program, *words),) = started
    assert (program, words[:2], words[-1]) == (sys.executable, ["-m", "jupyterlab"], "--no-browser")


def test_import_is_light():
    code = (
        "import orebook, sys; print([name for name in ('pandas', 'altair', 'trafilatura', 'ftfy', 'numpy') \
if name in sys.modules], sorted(name for name in sys.modules if name.startswith('orebook.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] []\n"
