"""How often the audit finds the verdict that the tables bear out, on sentences read from articles."""

import tomllib
from pathlib import Path

import pytest

from orebook.article import parse_article
from orebook.audit import VERDICTS, audit
from orebook.claims import ledger_of
from orebook.reference import load_reference

FLOOR = 0.9
SENTENCES = [
    case
    for name in ("sentences", "unseen")
    for case in tomllib.loads((Path(__file__).parent / "audit" / f"{name}.toml").read_text(encoding="utf-8"))["sentence"]
]


def judge(case, reference):
    """Return the verdict on the case's figure, "no claim" where none was read."""
    text = f"Minerals in the news\n\n{case['said']}\n"
    article = parse_article(text, "made-up.txt", {"published": case["published"], "evidence": "made up"})
    ledger = ledger_of([article])
    verdicts = audit(ledger, reference)
    joined = ledger.merge(verdicts, on="claim")
    own = joined[[case["figure"] in str(words) or str(words) in case["figure"] for words in joined["q_text"]]]
    return (own["verdict"].iloc[0], own["computation"].iloc[0], own["reason"].iloc[0]) if len(own) else ("no claim", "", "")


@pytest.fixture(scope="module")
def judged():
    reference = load_reference()
    return [(case, *judge(case, reference)) for case in SENTENCES]


def test_at_least_nine_in_ten_verdicts_are_right(judged):
    wrong = [f"{case['said']}\n   {case['figure']}: {found} instead of {case['verdict']} ({how}; {why})"
             for case, found, how, why in judged if found != case["verdict"]]
    assert 1 - len(wrong) / len(judged) >= FLOOR, "\n".join(wrong)


def test_nothing_is_wrongly_called_contradicted(judged):
    assert not [case["said"] for case, found, _, _ in judged if "contradicted" == found != case["verdict"]]


def test_sentences_cover_every_verdict_a_table_can_give():
    assert len(SENTENCES) >= 30
    assert {case["verdict"] for case in SENTENCES} >= set(VERDICTS) - {"not verifiable"}
