"""The text of a notebook and its committed, executed twin say the same."""

import base64
import shutil
from pathlib import Path

import nbformat
import pytest

from orebook.book.charts import MIME
from orebook.book.execution import list_notebooks, outputs_of, read_notebook

ROOT = Path(__file__).resolve().parents[2]
SOURCES = list_notebooks(ROOT)


def test_every_source_has_its_notebook_and_the_other_way_round():
    assert {path.stem for path in SOURCES} == {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
class TestPair:
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

    def test_each_chart_has_a_picture_for_sites_that_draw_none(self, source):
        stored = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
        charts = [output.data for output in outputs_of(stored) if MIME in output.get("data", {})]
        assert charts
        for data in charts:
            assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
        assert source.with_suffix(".ipynb").stat().st_size < 400_000

    def test_saving_in_jupyterlab_leaves_the_source_as_it_is(self, source, root, tmp_path):
        from jupytext.sync_contentsmanager import TextFileContentsManager

        (tmp_path / "notebooks").mkdir()
        for path in (source, source.with_suffix(".ipynb")):
            shutil.copy(path, tmp_path / "notebooks")
        shutil.copy(root / "pyproject.toml", tmp_path)
        manager = TextFileContentsManager(root_dir=str(tmp_path))
        for ending in (".ipynb", ".py"):
            name = f"notebooks/{source.stem}{ending}"
            model = manager.get(name, type="notebook", content=True)
            assert model["content"]["cells"][1:], name
            manager.save({"type": "notebook", "format": "json", "content": model["content"]}, name)
            assert (tmp_path / "notebooks" / source.name).read_text() == source.read_text()
