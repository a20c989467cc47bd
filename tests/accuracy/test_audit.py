"""How often the audit finds the verdict that the tables bear out, on sentences read from articles."""

import tomllib
from pathlib import Path

import pytest

from orebook.article import parse_article
from orebook.audit import VERDICTS, audit
from orebook.claims import ledger_of
from orebook.reference import load_reference

FLOOR = 0.9
FOLDER = Path(__file__).parent / "audit"
SENTENCES = [
    case
    for name in ("sentences", "unseen")
    for case in tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["sentence"]
]


def judge(cases, reference):
    """Return verdict, arithmetic and reason for each case's figure; "no claim" where none was read."""
    articles = [
        parse_article(
            f"Minerals in the news\n\n{case['said']}\n",
            f"{number:03}.txt",
            {"published": case["published"], "evidence": "made up"},
        )
        for number, case in enumerate(cases)
    ]
    ledger = ledger_of(articles)
    judged = ledger.merge(audit(ledger, reference), on="claim", suffixes=("", "_of_verdict"))
    for number, case in enumerate(cases):
        own = judged[judged["seed"] == f"{number:03}.txt"]
        own = own[[case["figure"] in said or said in case["figure"] for said in own["q_text"]]]
        found = ("no claim", "", "")
        if len(own):
            found = tuple(own.iloc[0][["verdict", "computation", "reason"]])
        yield case, *found


@pytest.fixture(scope="module")
def judged():
    return list(judge(SENTENCES, load_reference()))


def test_at_least_nine_in_ten_verdicts_are_right(judged):
    wrong = [
        f"{case['said']}\n   {case['figure']}: {found} instead of {case['verdict']} ({how}; {why})"
        for case, found, how, why in judged
        if found != case["verdict"]
    ]
    assert 1 - len(wrong) / len(judged) >= FLOOR, "\n".join(wrong)


def test_nothing_is_wrongly_called_contradicted(judged):
    wrong = [case["said"] for case, found, _, _ in judged if found == "contradicted" != case["verdict"]]
    assert not wrong


def test_sentences_cover_every_verdict_a_table_can_give():
    assert len(SENTENCES) >= 30
    assert {case["verdict"] for case in SENTENCES} >= set(VERDICTS) - {"not verifiable"}
