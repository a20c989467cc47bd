"""What holds for any book made with the library: `orebook new` takes these tests along."""

import shutil
from pathlib import Path

import nbformat
import pytest

import orebook
from orebook.book.execution import list_notebooks, read_notebook

ROOT = Path(__file__).resolve().parents[2]
SOURCES = list_notebooks(ROOT)


def test_every_article_can_be_read_and_every_claim_stands_in_its_article():
    ledger = orebook.load_claims(ROOT / "seeds")
    assert not ledger.attrs["refused"]
    for row in ledger.itertuples():
        source = orebook.read_article(ROOT / "seeds" / row.seed).source
        assert source[row.start : row.end] == row.quote


def test_every_source_has_its_notebook_and_the_other_way_round():
    assert {path.stem for path in SOURCES} == {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
class TestPair:
    """The text of a notebook and its committed, executed twin say the same."""

    def test_cells_are_equal(self, source):
        text, stored = read_notebook(source), nbformat.read(source.with_suffix(".ipynb"), as_version=4)
        for there, here in zip(stored.cells, text.cells, strict=True):
            assert (there.cell_type, there.id, there.source, there.metadata) == (
                here.cell_type, here.id, here.source, here.metadata,
            ), f"{source.name} has changed since `make accept`"  # fmt: skip

    def test_no_cell_passes_for_lack_of_a_reference(self, source):
        """nbval compares nothing where a cell has no execution count, and skips tagged cells."""
        stored = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
        code = [cell for cell in stored.cells if cell.cell_type == "code"]
        assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
        assert any(cell.outputs for cell in code)
        for cell in code:
            assert not [tag for tag in cell.metadata.get("tags", []) if tag.startswith(("nbval", "raises"))]
            assert "NBVAL" not in cell.source
            assert not [output for output in cell.outputs if output.output_type == "error"]

    def test_saving_in_jupyterlab_leaves_the_source_as_it_is(self, source, tmp_path):
        from jupytext.sync_contentsmanager import TextFileContentsManager

        (tmp_path / "notebooks").mkdir()
        for path in (source, source.with_suffix(".ipynb")):
            shutil.copy(path, tmp_path / "notebooks")
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        manager = TextFileContentsManager(root_dir=str(tmp_path))
        for ending in (".ipynb", ".py"):
            name = f"notebooks/{source.stem}{ending}"
            model = manager.get(name, type="notebook", content=True)
            assert model["content"]["cells"][1:], name
            manager.save({"type": "notebook", "format": "json", "content": model["content"]}, name)
            assert (tmp_path / "notebooks" / source.name).read_text() == source.read_text()
