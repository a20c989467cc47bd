"""Nothing in a folder of articles stops the reading of the others."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from orebook.claims.ledger import load_claims
from orebook.page.article import UnreadableInput, list_seeds, load_catalogue, read_article, read_catalogue

sys.path.insert(0, str(Path(__file__).parent))
from collection import ARTICLE, CASES, Case, build

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case.name))
def test_hostile_input_is_read_or_refused_with_its_reason(case: Case, tmp_path: Path) -> None:
    made = build(tmp_path, (case,))
    if not made:
        pytest.skip("this file system cannot hold it")
    if case.refused is None:
        article = read_article(made[case])
        assert case.holds in article.source
        assert article.seed.isprintable()
        for piece in (*article.paragraphs, *article.furniture):
            assert piece.text == article.source[piece.start : piece.end]
    else:
        with pytest.raises(UnreadableInput, match=case.refused) as error:
            read_article(made[case])
        assert str(error.value).isprintable()


def test_folder_of_hostile_files_leaves_the_other_articles_claims_whole(tmp_path: Path) -> None:
    for path in SEEDS.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    alone = load_claims(tmp_path)
    made = build(tmp_path)
    ledger = load_claims(tmp_path)
    ours = ledger[ledger.seed.isin(set(alone.seed))]
    assert list(ours.claim) == list(alone.claim)
    refused = "\n".join(ledger.attrs["refused"])
    for case, path in made.items():
        if case.refused:
            assert path.name in refused, case
    assert all(line.isprintable() for line in ledger.attrs["refused"])


def test_hidden_files_and_other_endings_are_not_articles(tmp_path: Path) -> None:
    for name in (".draft.txt", "notes.docx", "b.md", "a.txt", "c.HTML"):
        (tmp_path / name).write_text(ARTICLE)
    assert [path.name for path in list_seeds(tmp_path)] == ["a.txt", "b.md", "c.HTML"]


def test_missing_folder_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        list_seeds("/nonexistent/folder")


def test_broken_catalogue_is_one_clear_line_and_the_articles_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "catalogue.toml").write_text('["a.txt"]\npublished = "2023"\n\n["b.txt"]\npublished = \n')
    catalogue = load_catalogue(tmp_path)
    assert not catalogue and read_article(tmp_path / "a.txt", catalogue.get("a.txt")).paragraphs
    faults = read_catalogue(tmp_path)[1]
    assert len(faults) == 1 and str(faults[0]).startswith("catalogue.toml: not valid TOML")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ('["a.txt"]\npublisched = "x"', "unknown key 'publisched'"),
        ('["a.txt"]\npublished = "2023-02-30"', "published is not a date: '2023-02-30'"),
        ('["a.txt"]\npublished = "last week"', "published is not a date"),
        ('["a.txt"]\nurl = 7', "url is not text"),
        ('"a.txt" = "x"', "not a table"),
        ('["gone.txt"]\npublisher = "x"', "entry 'gone.txt': has no file"),
    ],
)
def test_faulty_entry_is_one_clear_line(entry: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "catalogue.toml").write_text(entry)
    faults = read_catalogue(tmp_path)[1]
    assert [reason in str(fault) for fault in faults] == [True], faults


def test_catalogue_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_bytes(b"%PDF-1.4")
    with pytest.raises(UnreadableInput, match="PDF"):
        load_catalogue(tmp_path)
