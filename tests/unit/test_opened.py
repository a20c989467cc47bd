"""What a notebook looks up: what is not there is NA or a dash, never an error or another row."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from orebook.book import export, opened, words
from orebook.check.figures import load_reference

TEMPLATE = Path(export.__file__).parents[1] / "template"


@pytest.fixture(scope="module")
def ref():
    return load_reference("2026")


@pytest.fixture
def claims():
    rows = [
        ("a.txt", 10, "lithium;cobalt", "demand (increase)", "EU", 12.0, "Demand will rise 12-fold."),
        ("a.txt", 40, "copper", "production", "KAZ", 1e6, "Officials signed a memorandum last year."),
        ("b.txt", 0, None, "share", "CHN;EU", None, "It recalls the memorandum."),
    ]
    table = pd.DataFrame(rows, columns=["seed", "start", "commodity", "measure", "place", "value", "quote"])
    return table.assign(claim=["c1", "c2", "c3"], q_start=table["start"], q_text=table["value"].astype(str))


def test_one_of_several_joined_values_is_enough(claims):
    assert list(opened.pick(claims, commodity="cobalt")["claim"]) == ["c1"]
    assert list(opened.pick(claims, place="EU")["claim"]) == ["c1", "c3"]
    assert opened.pick(claims, commodity="cob").empty


def test_measure_is_found_with_and_without_its_change(claims):
    assert list(opened.pick(claims, measure="demand")["claim"]) == ["c1"]
    assert list(opened.pick(claims, measure="demand (increase)")["claim"]) == ["c1"]


def test_words_are_found_whatever_their_capitals(claims):
    assert list(opened.pick(claims, words="MEMORANDUM", place="KAZ")["claim"]) == ["c2"]


def test_claim_that_no_article_makes_is_a_dash_and_leaves_open_what_hangs_on_it(claims):
    tin = opened.said(claims, commodity="tin")
    assert words.missing(tin)
    assert words.plain(tin) == words.plain(tin.linked("so")) == "–"
    assert words.holds(tin.value > 5, "That is much.").outcome == words.UNKNOWN
    copper = opened.said(claims, commodity="copper")
    assert copper.value == 1e6
    assert 'data-claim="c2"' in words.sentence("It is {n}.", n=copper)


def test_country_without_a_row_gives_na_that_comparisons_carry(ref):
    assert ref.own("CHN", "tungsten", "mine")["rank_low"] == 1
    nothing = ref.own("CHN", "no such metal")
    assert nothing.isna().all()
    assert words.holds((nothing["value"] > 5) & (nothing["share"] < 3), "So it is.").outcome == words.UNKNOWN


def test_one_row_is_one_row(ref):
    assert ref.one("plans", plan="crma-single-country")["value"] == 65
    assert ref.one("plans", plan="nobody's")["value"] is pd.NA
    with pytest.raises(ValueError, match="plans has"):
        ref.one("plans", kind="law")


def test_shares_name_holder_and_whole_and_leave_out_what_is_flagged(ref):
    shares = ref.shares("EU supply", "CHN", commodity="lithium")
    assert set(shares["party"]) == {"CHN"} and set(shares["owner"]) == {"EU"}
    assert shares["share"].max() < 10  # the chart that printed another country's share is flagged
    assert ref.shares("EU supply", "CHN")["share"].is_monotonic_decreasing


def test_credit_names_each_source_once(ref):
    rows = ref.select("copper", "mine")
    assert ref.credit(rows, rows.iloc[0]) == ref.credit(rows.iloc[0])
    assert "USGS" in ref.credit(rows)


def test_parameter_out_of_range_is_named_with_its_choices():
    with pytest.raises(ValueError, match=r"edition=1999 is not one of 2025, 2026"):
        opened.check_parameters({"edition": (2025, 2026)}, edition=1999)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of two articles, and a count of how often the claims of one are read."""
    for folder in ("seeds", "notebooks"):
        (tmp_path / folder).mkdir()
    shutil.copytree(TEMPLATE / "reference", tmp_path / "reference")
    for name, metal in (("a", "zinc"), ("b", "lead")):
        text = f"Miners report\n\nPeru produced 1,{len(metal)}00 tonnes of {metal} in 2023.\n"
        (tmp_path / "seeds" / f"{name}.txt").write_text(text, "utf-8")
    read, claims_of = [], opened.claims_of
    monkeypatch.setattr(
        opened, "claims_of", lambda article, *more: read.append(article.seed) or claims_of(article, *more)
    )
    return tmp_path, read


def test_only_the_article_that_changed_is_read_again(project):
    root, read = project
    first = opened.open_book(root=root)
    assert read == ["a.txt", "b.txt"]
    opened.open_book(root=root, leave_out="b")
    assert read == ["a.txt", "b.txt"]
    text = root / "seeds" / "b.txt"
    before = text.read_bytes()
    text.write_bytes(before.replace(b"Peru", b"Chile"))
    assert {*opened.open_book(root=root).ledger["place"]} == {"PER", "CHL"}
    assert read == ["a.txt", "b.txt", "b.txt"]
    text.write_bytes(before)
    again = opened.open_book(root=root)
    assert len(read) == 3
    pd.testing.assert_frame_equal(again.judged, first.judged)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:50])])
def test_what_was_kept_may_be_gone_or_spoilt(project, spoil):
    root, _ = project
    first = opened.open_book(root=root)
    for path in (root / "_build").rglob("*.pickle"):
        spoil(path)
    pd.testing.assert_frame_equal(opened.open_book(root=root).judged, first.judged)


def test_a_comment_in_the_library_makes_nothing_again(project, monkeypatch, tmp_path_factory):
    root, _ = project
    library = tmp_path_factory.mktemp("lib") / "orebook"
    shutil.copytree(Path(export.__file__).parents[1], library, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(export, "__file__", str(library / "book" / "export.py"))
    before = export.of_project(root)
    code = library / "check" / "rules.py"
    code.write_text("# a comment\n" + code.read_text("utf-8"), "utf-8")
    assert export.of_project(root) == before
    code.write_text(code.read_text("utf-8") + "\nMORE = 1\n", "utf-8")
    assert export.of_project(root) != before
