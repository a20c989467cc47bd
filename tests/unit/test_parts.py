"""A ledger outgrows one process: read elsewhere, a worker lost, written and compared part by part."""

import os
import shutil
import signal
from pathlib import Path

import pandas as pd
import pytest

from orebook.book import export
from orebook.book.export import judged
from orebook.claims.ledger import load_claims
from orebook.cli import main

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A folder of more articles than are read here."""
    folder = tmp_path_factory.mktemp("many")
    for seed in SEEDS.glob("*.txt"):
        for at in range(8):
            shutil.copy(seed, folder / f"{at}_{seed.name}")
    return folder


def test_parts_are_the_ledger_whatever_their_size(many, tmp_path, monkeypatch):
    whole = judged(load_claims(many))
    for rows, is_folder in ((50_000, False), (20, True)):
        monkeypatch.setattr(export, "ROWS", rows)
        out = tmp_path / "ledger.parquet"
        assert main(["audit", str(many), "-o", str(out)]) == 0
        assert out.is_dir() == is_folder
        pd.testing.assert_frame_equal(pd.read_parquet(out), whole)
        assert [path.name for path in tmp_path.iterdir()] == ["ledger.parquet"]


def test_nothing_to_read_is_an_empty_table(tmp_path):
    (tmp_path / "none").mkdir()
    assert main(["claims", str(tmp_path / "none"), "-o", str(tmp_path / "out.parquet")]) == 0
    assert pd.read_parquet(tmp_path / "out.parquet").empty


def test_what_fails_on_the_way_leaves_the_ledger_that_was_there(tmp_path):
    out = tmp_path / "ledger.parquet"
    export.write_tables(iter([pd.DataFrame({"claim": ["a"]})]), out)

    def broken():
        yield pd.DataFrame({"claim": ["b"]})
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        export.write_tables(broken(), out)
    assert list(pd.read_parquet(out)["claim"]) == ["a"]
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.parquet"]


def test_cluster_that_is_not_there_is_told_in_a_line(capsys):
    assert main(["claims", str(SEEDS), "--cluster", "tcp://127.0.0.1:9"]) == 1
    assert "tcp://127.0.0.1:9" in capsys.readouterr().err


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_cluster_gives_the_same_ledger_though_a_worker_is_killed(many):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
        stream = export.read_claims([str(many)], cluster.scheduler_address, None, [])
        tables = [next(stream)]
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        tables += stream
    pd.testing.assert_frame_equal(pd.concat(tables, ignore_index=True), load_claims(many))
