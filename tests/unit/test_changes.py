"""What changed since the last accepted build: claims field by field, findings paragraph by paragraph."""

import json

import pandas as pd

from orebook.book.collection import _FIELDS, ACCEPTED, accepted_table, changes, differences


def table(*claims):
    rows = [{**dict.fromkeys(_FIELDS, ""), "seed": "a.txt", "q_text": "5 t", **claim} for claim in claims]
    return accepted_table(pd.DataFrame(rows, columns=list(_FIELDS)))


def notebook(*paragraphs):
    outputs = [{"data": {"text/html": f'<p class="say">{p}</p>', "text/plain": p}} for p in paragraphs]
    return json.dumps({"cells": [{"outputs": outputs}]}).encode()


OLD = {
    ACCEPTED: table({"claim": "c1", "place": "KAZ"}, {"claim": "c2"}),
    "theme.ipynb": notebook("One.", "Two."),
}
NEW = {ACCEPTED: table({"claim": "c1", "place": "EU", "verdict": "supported"}, {"claim": "c3"}),
       "theme.ipynb": notebook("One.", "Three.", "Four.")}  # fmt: skip


def test_a_claim_comes_goes_or_moves_field_by_field():
    found = [one for one, _ in differences(OLD[ACCEPTED], NEW[ACCEPTED])]
    assert found == [
        ("place", "c1", "KAZ", "EU"),
        ("verdict", "c1", "unknown", "supported"),
        ("claim", "c2", "a.txt: 5 t", ""),
        ("claim", "c3", "", "a.txt: 5 t"),
    ]


def test_the_record_tells_claims_and_findings_with_day_and_cause_but_not_verdicts():
    rows = changes([], OLD, NEW, date="2026-01-02", cause="a correction")
    assert {(row["date"], row["cause"]) for row in rows} == {("2026-01-02", "a correction")}
    assert [tuple(row.values())[2:] for row in rows] == [
        ("place", "c1", "KAZ", "EU"),
        ("claim", "c2", "a.txt: 5 t", ""),
        ("claim", "c3", "", "a.txt: 5 t"),
        ("finding", "theme", "Two.", "Three."),
        ("finding", "theme", "", "Four."),
    ]
    assert changes([], {}, NEW, date="2026-01-02", cause="first") == []
