"""What holds for this book, whatever it is about; nbval compares the notebooks with their stored outputs."""

from pathlib import Path

import orebook

ROOT = Path(__file__).parents[1]


def test_every_article_can_be_read_and_every_claim_stands_in_its_article():
    ledger = orebook.load_claims(ROOT / "seeds")
    assert not ledger.attrs["refused"]
    for row in ledger.itertuples():
        source = orebook.read_article(ROOT / "seeds" / row.seed).source
        assert source[row.start : row.end] == row.quote


def test_every_notebook_is_accepted():
    for source in (ROOT / "notebooks").glob("[!_]*.py"):
        assert source.with_suffix(".ipynb").exists(), f"{source.name} has no outputs yet: make accept"
