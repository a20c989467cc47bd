"""The five seeds: every annotated quantity is read, and no number that is none."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from orebook.claims.ledger import load_claims

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parents[1] / "seeds"
GOLD = list(csv.DictReader((HERE / "seeds_gold.csv").open(encoding="utf-8")))
TRAPS = list(csv.DictReader((HERE / "seeds_traps.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def ledger() -> pd.DataFrame:
    return load_claims(SEEDS)


def test_the_annotation_is_whole() -> None:
    assert len(GOLD) == 28
    assert len(TRAPS) == 29


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: f"{gold['seed'][:3]}-{gold['start']}")
def test_quantity_claim_is_read(ledger: pd.DataFrame, gold: dict[str, str]) -> None:
    read = ledger[(ledger["basis"] == "read") & (ledger["seed"] == gold["seed"])]
    near = read[
        (read["q_start"] < int(gold["end"]))
        & (read["q_end"] > int(gold["start"]))
        & (read["value"] == float(gold["value"]))
    ]
    assert len(near) == 1, f"{gold['quote']!r}: {len(near)} claims of {gold['value']}"
    claim = near.iloc[0]
    assert claim["unit"] == gold["unit"], gold["quote"]
    assert claim["comparator"] == gold["comparator"], gold["quote"]
    assert claim["period"][:4] == gold["period"][:4], gold["quote"]
    assert set((claim["commodity"] if isinstance(claim["commodity"], str) else "").split(";")) == set(
        gold["commodity"].split(";")
    ), gold["quote"]


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap['seed'][:3]}-{trap['start']}")
def test_number_that_is_no_claim_is_left(ledger: pd.DataFrame, trap: dict[str, str]) -> None:
    read = ledger[(ledger["basis"] == "read") & (ledger["seed"] == trap["seed"])]
    inside = read[(read["q_start"] >= int(trap["start"])) & (read["q_end"] <= int(trap["end"]))]
    assert inside.empty, f"{trap['text']!r} ({trap['reason']}): {inside['q_text'].tolist()}"


def test_every_hand_coded_claim_stands_in_its_seed(ledger: pd.DataFrame) -> None:
    coded = ledger[ledger["basis"] == "coded"]
    assert len(coded) == len(list(csv.DictReader((SEEDS / "annotations.csv").open(encoding="utf-8"))))
    assert not [line for line in ledger.attrs["refused"] if "annotations" in line]
