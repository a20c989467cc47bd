"""The rules of the audit, on ledgers made by hand."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from orebook import open_book
from orebook.check.figures import load_reference
from orebook.check.question import SAID, WORDS, tolerance
from orebook.check.rules import RULES, audit, audit_rows
from orebook.check.verdict import VERDICTS, update_register
from orebook.claims.ledger import CLAIM_SCHEMA, ledger_of, load_claims
from orebook.page.article import parse_article

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def reference():
    return load_reference()


@pytest.fixture(scope="module")
def seeds(reference):
    ledger = load_claims(SEEDS)
    verdicts = audit(ledger, reference)
    return ledger.merge(verdicts, on="claim", suffixes=("", "_of_verdict"), validate="one_to_one")


def make_ledger(**fields):
    """A ledger of one claim: chromite mined in Kazakhstan in 2024, as far as `fields` do not say otherwise."""
    said = fields.setdefault("q_text", "6.1 million tonnes") or ""
    claim = {
        "claim": "c0", "seed": "x.txt", "start": 0, "quote": f"Kazakhstan produced {said} of chromite in 2024.",
        "value": 6.1e6, "unit": "t", "comparator": "=", "commodity": "chromite",
        "measure": "production", "place": "KAZ", "period": "2024", "period_rule": "stated", "modality": "reported",
        "attribution": "author", "kind": "quantity", "basis": "read",
    } | fields  # fmt: skip
    claim.setdefault("end", len(claim["quote"]))
    claim.setdefault("q_start", max(claim["quote"].find(said), 0))
    claim.setdefault("q_end", claim["q_start"] + len(said))
    return pd.DataFrame([{name: claim.get(name) for name in CLAIM_SCHEMA}])


def judge(reference, **fields):
    return audit(make_ledger(**fields), reference).iloc[0]


def test_arithmetic_names_claim_source_year_and_figure(reference):
    found = judge(reference)
    shown = "claim 6,100,000 t; USGS 2026, 2024 (estimate), mine, chromite gross: 6,100,000 t"
    assert found["computation"] == shown
    assert (found["verdict"], found["edition"], found["basis"]) == ("supported", "2026", "computed")


def test_figure_of_a_superseded_edition_is_outdated(reference):
    found = judge(reference, q_text="6.5 million tonnes", value=6.5e6)
    assert found["verdict"] == "outdated"
    assert found["edition"] == "2025"


def test_by_one_edition_alone_its_figure_holds():
    old = load_reference(edition="2025")
    assert judge(old, q_text="6.5 million tonnes", value=6.5e6)["verdict"] == "supported"


def test_claim_has_one_verdict_whichever_edition_a_page_shows(tmp_path):
    for folder in ("seeds", "notebooks"):
        (tmp_path / folder).mkdir()
    shutil.copytree(Path(__file__).parents[2] / "reference", tmp_path / "reference")
    (tmp_path / "seeds" / "x.txt").write_text(
        "Chromite\n\nALMATY, Feb. 3, 2025 - Kazakhstan produced 6.5 million tonnes of chromite in 2024.\n"
    )
    pages = [open_book(edition=edition, root=tmp_path) for edition in (None, 2026, 2025)]
    found = [page.judged["verdict"].iloc[0] for page in pages]
    assert found == ["outdated", "outdated", "supported"]  # 2025: before the revision was known
    chromite = [page.reference.select("chromium", year=2024) for page in pages]
    kazakh = [rows.loc[rows["country"] == "KAZ", "value"].tolist() for rows in chromite]
    assert kazakh == [[6.1e6], [6.1e6], [6.5e6]]


def test_figure_beyond_every_reading_is_contradicted(reference):
    assert judge(reference, q_text="9 million tonnes", value=9e6)["verdict"] == "contradicted"


@pytest.mark.parametrize(
    "doubt",
    [
        {"quote": "The Khromtau mine in Kazakhstan produced 9 million tonnes of chromite in 2024."},
        {"quote": "Kazakhstan and Türkiye produced 9 million tonnes of chromite in 2024."},
        {"quote": "Kazakhstan produced 9 million tonnes of chromite and bauxite in 2024."},
        {"quote": "The group produced 9 million tonnes of chromite in 2024."},
        {"period": "2024-01/2024-06"},
        {"period": "2017"},
        {"modality": "planned"},
        {"measure": "capacity"},
        {"unit": "USD"},
        {"commodity": "manganese sulphate"},
        {"place": "KAZ;TUR"},
    ],
)
def test_in_doubt_the_verdict_is_not_checked(reference, doubt):
    found = judge(reference, **({"q_text": "9 million tonnes", "value": 9e6} | doubt))
    assert found["verdict"] == "not checked"


@pytest.mark.parametrize(
    ("verb", "said", "value", "verdict"),
    [
        ("produced", "724,000 tonnes", 724e3, "supported"),  # mined, which it plainly means
        ("produced", "498,000 tonnes", 498e3, "imprecise"),  # true of refining
        ("refined", "498,000 tonnes", 498e3, "supported"),
        ("refined", "724,000 tonnes", 724e3, "contradicted"),
    ],
)
def test_plain_reading_decides_and_another_that_agrees_is_named(reference, verb, said, value, verdict):
    quote = f"Kazakhstan {verb} {said} of copper in 2024."
    found = judge(reference, quote=quote, q_text=said, value=value, commodity="copper")
    assert found["verdict"] == verdict
    assert found["readings"] > 1


def test_bound_on_a_rank_has_to_hold_in_every_stage(reference):
    rank = {"measure": "rank", "unit": "rank", "denominator": "world production", "commodity": "copper"}
    found = judge(
        reference, quote="It is a top 10 producer.", q_text="top 10", value=10, comparator="<=", **rank
    )
    assert found["verdict"] == "imprecise"
    assert "place 10 of" in found["computation"]
    assert "place 11 of" in found["computation"]


def test_share_of_exports_is_not_proved_by_a_share_of_production(reference):
    share = {"measure": "share", "unit": "percent", "commodity": "uranium", "q_text": "39%", "value": 39}
    for of, verdict in (("production", "supported"), ("exports", "imprecise")):
        quote = f"Kazakhstan accounts for 39% of the world's uranium {of}."
        assert judge(reference, quote=quote, denominator=f"world {of}", **share)["verdict"] == verdict


def test_plan_is_held_against_announcements_not_output(reference):
    plan = {
        "modality": "planned",
        "commodity": "gallium",
        "unit": "t/yr",
        "quote": "Plans include 15 tonnes of gallium.",
    }
    found = judge(reference, q_text="15 tonnes", value=15, period="2025", **plan)
    assert found["verdict"] == "supported"
    assert "not as a result" in found["reason"]
    plan["quote"] = "Plans include 900 tonnes of gallium."
    assert judge(reference, q_text="900 tonnes", value=900, period="2025", **plan)["verdict"] == "not checked"


@pytest.mark.parametrize(
    ("value", "said", "hedged", "strict", "loose"),
    [
        (6.1e6, "6.1 million", False, 50e3, 50e3),
        (25_000, "25,000 tons", False, 0.5, 500),
        (1e6, "one million", False, 0, 100e3),  # in words
        (1e6, "1 million", False, 50e3, 50e3),  # half a million would be no rounding
        (70, "70%", True, 0.5, 7),
        (70, "70%", False, 0.5, 3.5),
        (21_109, "21,109", False, 0.5, 105.545),
    ],
)
def test_tolerance_follows_the_digits_and_the_hedge(value, said, hedged, strict, loose):
    assert tolerance(value, said, hedged)[:2] == (pytest.approx(strict), pytest.approx(loose))


def test_list_of_nobody_named_in_an_undated_article_is_not_checked(reference):
    said = {
        "value": 44,
        "unit": "count",
        "q_text": "44",
        "commodity": None,
        "measure": "count",
        "place": None,
    }
    found = judge(reference, quote="The list contains 44 critical minerals.", period=None, **said)
    assert found["verdict"] == "not checked"


def test_opinion_without_a_figure_cannot_be_verified(reference):
    found = judge(reference, value=None, unit=None, q_text=None, kind="opinion", quote="It is high time.")
    assert found["verdict"] == "not verifiable"


def test_every_quantity_of_the_seeds_has_a_verdict_most_of_them_computed(seeds):
    numbers = seeds[seeds["value"].notna() & (seeds["unit"] != "")]
    assert set(seeds["verdict"]) <= set(VERDICTS)
    reviewed = numbers[numbers["review_verdict"] != ""]
    assert len(reviewed) == 28
    assert (reviewed["verdict"] != "not checked").all()
    assert (reviewed["basis_of_verdict"] == "computed").sum() >= 15


def test_reviewed_verdict_says_as_computed_ones_do_that_its_sources_are_second_hand(seeds, reference):
    evidence, reviews = reference.review_evidence, reference.claim_reviews
    primary = evidence.loc[evidence["level"].str.startswith("primary"), "review"]
    weak = set(reviews.loc[~reviews["review"].isin(primary), "reason"])
    reviewed = seeds[seeds["basis_of_verdict"] == "reviewed"]
    assert weak
    for row in reviewed.itertuples():
        assert ("second-hand" in row.so) == (
            row.review_reason in weak and not row.figure_text.startswith("none")
        ), row.so


def test_every_review_finds_its_claim(seeds, reference):
    kept = seeds.loc[seeds["review_verdict"] != "", "review_reason"]
    assert set(kept) == set(reference.claim_reviews["reason"])


def test_computed_and_reviewed_verdicts_agree(seeds):
    apart = seeds[(seeds["review_verdict"] != "") & (seeds["verdict"] != seeds["review_verdict"])]
    assert apart.empty, apart[["quote", "verdict", "review_verdict"]].to_string()


def test_computed_verdicts_carry_source_arithmetic_and_rule(seeds):
    numbers = seeds[(seeds["basis_of_verdict"] == "computed") & seeds["value"].notna()]
    for column in ("source_of_verdict", "computation", "tolerance", "reason", "said", "figure_text", "so"):
        assert numbers[column].notna().all(), column
        assert (numbers[column] != "").all(), column


def test_nothing_in_the_seeds_is_contradicted_without_a_review_that_says_so(seeds):
    wrong = seeds[(seeds["verdict"] == "contradicted") & (seeds["review_verdict"] != "contradicted")]
    assert wrong.empty, list(wrong["quote"])


def test_verdicts_keep_the_order_and_do_not_depend_on_other_claims(reference):
    ledger = load_claims(SEEDS)
    whole = audit(ledger, reference)
    assert list(whole["claim"]) == list(ledger["claim"])
    own = ledger[ledger["seed"] == ledger["seed"].iloc[-1]].reset_index(drop=True)
    alone = audit(own, reference).set_index("claim")["verdict"]
    assert alone.equals(whole.set_index("claim")["verdict"].loc[alone.index])


def test_empty_ledger_gives_an_empty_table(reference):
    assert audit(make_ledger().iloc[:0], reference).empty


def audit_of(sentence, reference, published="2026-06-01"):
    """The claims of a sentence alone in its article, with their verdicts."""
    article = parse_article(f"Metals\n\n{sentence}", "x.txt", {"published": published})
    return audit(ledger_of([article]), reference)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Kazakhstan's share of world uranium output fell to 43% in 2022.", "supported"),
        ("Kazakhstan mined 21,227 tonnes of uranium in 2022.", "supported"),
        ("Kazakhstan not only mined 21,227 tonnes of uranium in 2022.", "supported"),
        ("Kazakhstan did not mine 21,227 tonnes of uranium in 2022.", "not checked"),
        ("It is false that Kazakhstan mined 21,227 tonnes of uranium in 2022.", "not checked"),
        ("Is Kazakhstan the world's largest uranium producer?", "not checked"),
        ("Kazakhstan is no longer the world's largest uranium producer.", "not checked"),
        ("The central regions of Kazakhstan mined 21,227 tonnes of uranium in 2022.", "not checked"),
        ("Kazakhstan mined 21,227 tonnes of uranium ore in 2022.", "not checked"),
        ("Kazakhstan mined 43% of the world's uranium in May 2022.", "not checked"),
        ("Cameco produced 7,351 tonnes of uranium in 2022.", "not checked"),
        ("Kazakhstan mined less than 21,000 tonnes of uranium in 2022.", "imprecise"),
        ("China's share of world gallium exports was 98% in 2022.", "imprecise"),
        ("Outside China, 21,227 tonnes of uranium were mined in 2022.", "not checked"),
        ("World zinc mine production fell 3.8%.", "not checked"),  # of which months, it does not tell
        ("World zinc mine production fell 3.8% in 2024.", "contradicted"),
        ("Kazakhstan mined 9,000 tonnes of uranium.", "not checked"),
        ("Kazakhstan mines 9,000 tonnes of uranium.", "contradicted"),
        ("Kazakhstan has a 37.9% share of chromite.", "not checked"),  # of what, it does not tell
        ("Kazakhstan holds 41% of the world's chromite reserves.", "supported"),
    ],
)
def test_figure_that_fits_is_held_against_what_the_sentence_says(reference, sentence, verdict):
    found = audit_of(sentence, reference, "2024-03-11")
    assert found["verdict"].tolist() == [verdict], found["so"].tolist()


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Australia and Brazil together mined 100 million tonnes of bauxite in 2024.", "Brazil"),
        ("A state firm mined 100 million tonnes of bauxite in Australia in 2024.", "state"),
        ("Rusal mined 100 million tonnes of bauxite in Australia in 2024.", "Rusal"),
        ("The Pilbara in Australia mined 100 million tonnes of bauxite in 2024.", "Pilbara"),
        ("Australia failed to mine 100 million tonnes of bauxite in 2024.", "failed"),
        ("Tales that Australia mined 100 million tonnes of bauxite in 2024 are untrue.", "untrue"),
        ("Had Australia mined 100 million tonnes of bauxite in 2024, prices would have sunk.", "Had"),
        ("Australia mined 100 million tonnes of bauxite in 2022 and 2024.", "2024"),
        ("Peru mined 2.74 million tonnes of copper concentrate in 2024.", "copper concentrate"),
        ("Canada produced 14,309 tonnes of yellowcake in 2024.", "yellowcake"),
        ("The value of Canada's uranium output rose 30% in 2024.", "value"),
        ("Canada's share of world uranium output rose 18% in 2024.", "share"),
        ("The Critical Raw Materials Act says China must extract at least 10% of EU consumption.", "China"),
        ("In 2025 the EU announced a package of €3 billion for schools in Central Asia.", "schools"),
    ],
)
def test_word_without_a_slot_stops_the_audit_and_is_named(reference, sentence, word):
    (found,) = audit_of(sentence, reference).to_dict("records")
    assert found["verdict"] == "not checked"
    assert word in found["reason"]


def test_verdict_says_what_is_said_what_the_figure_is_and_which_way_it_errs(reference):
    (found,) = audit_of("Canada mined 28,618 tonnes of uranium in 2024.", reference).to_dict("records")
    assert found["said"] == "28,618 t: production of uranium, Canada, 2024"
    assert found["figure_text"].endswith("2024, mine: 14,309 t")
    assert (found["errs"], found["so"][:20]) == ("too high by 100 %", "Too high by 100 %. N")


@pytest.mark.parametrize(
    ("sentence", "said", "errs"),
    [
        ("Kazakhstan ranks second in the world in chromium in 2024.",
         "place 2: rank of chromium, as part of world production, Kazakhstan, 2024", "1 place too high"),
        ("Kazakhstan was among the top 10 copper producers in 2024.",
         "place 10 or better: rank of copper, as part of world production, Kazakhstan, 2024", "1 place too high"),
        ("Kazakhstan accounts for about 40% of world uranium exports in 2024.",
         "about 40%: share of uranium, as part of world exports, Kazakhstan, 2024", "not known"),
    ],
)  # fmt: skip
def test_errors_are_told_of_the_figure_they_are_from_and_of_no_other(reference, sentence, said, errs):
    (found,) = audit_of(sentence, reference).to_dict("records")
    assert (found["said"], found["errs"]) == (said, errs), found


def test_every_rule_that_decides_stands_in_the_table_with_its_tolerance():
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    assert all(rule.compares and rule.tolerance and rule.stops and rule.words for rule in RULES)
    assert "5%" in next(rule.tolerance for rule in RULES if rule.name == "level")


def test_every_pattern_finds_what_its_examples_say():
    assert SAID.keys() == WORDS["examples"].keys()
    for name, examples in WORDS["examples"].items():
        for text, found in examples:
            assert SAID[name].search(text).group() == found, name


def test_audit_runs_on_plain_rows(reference):
    rows = make_ledger().to_dict("records")
    assert [row["verdict"] for row in audit_rows(rows, reference)] == ["supported"]


def test_project_with_few_tables_is_audited_by_what_it_has(tmp_path):
    package = json.loads((SEEDS.with_name("reference") / "datapackage.json").read_text(encoding="utf-8"))
    kept = ("production", "names", "stages", "sources")
    package["resources"] = [item for item in package["resources"] if Path(item["path"]).stem in kept]
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    for name in kept:
        shutil.copy(SEEDS.with_name("reference") / f"{name}.csv", tmp_path)
    few = load_reference(folder=tmp_path)
    assert judge(few)["verdict"] == "supported"
    assert judge(few, unit="EUR", measure="funding")["verdict"] == "not checked"


# ---------------------------------------------------------------- the register


def rows_of(**verdicts):
    return [{"claim": claim, "verdict": verdict} for claim, verdict in verdicts.items()]


def test_register_gains_a_row_only_where_a_verdict_changed():
    first = update_register([], rows_of(a="supported", b="not checked"), "rule: plain reading", "2026-01-09")
    again = update_register(first, rows_of(a="supported", b="not checked"), "edition 2026", "2026-02-09")
    assert again == first
    later = update_register(first, rows_of(a="outdated", b="not checked"), "edition 2026", "2026-02-09")
    assert later[:2] == first
    assert later[2:] == [
        {"claim": "a", "date": "2026-02-09", "verdict": "outdated", "cause": "edition 2026", "withdrawn": ""}
    ]


def test_register_withdraws_what_a_rule_or_correction_took_back_but_not_what_a_new_edition_did():
    first = update_register([], rows_of(a="contradicted", b="supported"), "rule", "2026-01-09")
    ours = update_register(first, rows_of(a="not checked", b="imprecise"), "correction: a row", "2026-02-09")
    assert [row["withdrawn"] for row in ours[2:]] == ["contradicted", "supported"]
    theirs = update_register(first, rows_of(a="supported", b="outdated"), "edition 2026", "2026-02-09")
    assert [row["withdrawn"] for row in theirs[2:]] == ["", ""]


def test_register_keeps_the_rows_of_a_claim_that_is_gone():
    first = update_register([], rows_of(a="supported"), "rule", "2026-01-09")
    assert update_register(first, [], "correction", "2026-02-09") == first


def test_what_was_the_newest_figure_when_an_article_appeared_is_right(reference):
    sentence = "Kazakhstan produces 40 tonnes of antimony."  # for 2024, by the edition of February 2025
    (then,) = audit_of(sentence, reference, "2025-06-01").to_dict("records")
    assert then["verdict"] == "supported"
    assert "newest known when it appeared" in then["so"]
    assert audit_of(sentence, reference, "2026-06-01")["verdict"].tolist() == ["outdated"]  # revised since
