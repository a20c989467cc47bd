"""Tables as files: readable elsewhere, harmless in a spreadsheet, whole or not there."""

import json

import pandas as pd
import pytest

from orebook.book.export import as_bytes, read_rows, records, write_whole
from orebook.book.pages import templates

TABLE = pd.DataFrame(
    {
        "claim": ["c1", "c2", "c3"],
        "quote": ["=HYPERLINK(1)", "plain, with “marks”\nand a line", None],
        "speaker": ["＝1+1", "－2", "＠x"],
        "value": [1.5, float("inf"), -2.0],
        "start": pd.array([0, None, 7], dtype="Int64"),
    }
)


def test_records_hold_none_for_what_is_missing_or_not_finite():
    assert records(TABLE)[1] == {
        "claim": "c2", "quote": TABLE["quote"][1], "speaker": "－2", "value": None, "start": None,
    }  # fmt: skip
    assert json.loads(as_bytes(TABLE, ".jsonl").splitlines()[2]) == {
        "claim": "c3",
        "quote": None,
        "speaker": "＠x",
        "value": -2.0,
        "start": 7,
    }


def test_spreadsheet_gets_text_where_it_would_run_a_formula():
    rows = read_rows(as_bytes(TABLE, ".csv"))
    assert rows[0]["quote"] == "'=HYPERLINK(1)"
    assert [row["speaker"] for row in rows] == ["'＝1+1", "'－2", "'＠x"]  # full-width signs count as well
    assert rows[1]["quote"] == TABLE["quote"][1]
    assert rows[2]["value"] == "-2.0"  # a number is no formula


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_equal_tables_give_equal_bytes(ending):
    assert as_bytes(TABLE, ending) == as_bytes(TABLE.copy(), ending)


def test_parquet_keeps_what_the_table_holds(tmp_path):
    (tmp_path / "claims.parquet").write_bytes(as_bytes(TABLE, ".parquet"))
    assert records(pd.read_parquet(tmp_path / "claims.parquet")) == records(TABLE)


def test_package_describes_the_columns(tmp_path, root):
    frictionless = pytest.importorskip("frictionless")
    about = dict.fromkeys(TABLE, "A column") | {"claim": "Stable identifier"}
    table = TABLE.assign(start=[0, 1, 2], value=[1.5, 2.0, -2.0])
    write_whole(tmp_path / "claims.csv", as_bytes(table, ".csv"))
    write_whole(tmp_path / "annotations.jsonld", "{}")
    config = {"title": "A book"}
    package = templates(root).get_template("datapackage.jinja").render(columns=about, config=config)
    write_whole(tmp_path / "datapackage.json", package)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    assert package.get_resource("claims").validate().valid
    fields = {field.name: field for field in package.get_resource("claims").schema.fields}
    assert fields["claim"].description == "Stable identifier"
    assert fields["start"].type == "integer"


def test_file_that_cannot_be_written_leaves_the_old_one(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"old")
    with pytest.raises(TypeError):
        write_whole(tmp_path / "a.csv", 7)
    assert (tmp_path / "a.csv").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
