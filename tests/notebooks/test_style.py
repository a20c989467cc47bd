"""Notebooks stay readable: small sections, small cells, few branches, every sentence of words true."""

import ast
import base64
from pathlib import Path

import nbformat
import pytest

from orebook.book import words
from orebook.book.charts import MIME
from orebook.book.execution import list_notebooks, outputs_of, read_notebook, said, turned

ROOT = Path(__file__).resolve().parents[2]
SOURCES = list_notebooks(ROOT)
# Lines; of the themes by name, of all other notebooks the last.
LINES = {"us_interest": 320, "esg_competition": 320, "eu_strategy": 420, "kazakh_production": 450}
OTHERS = 200
SECTION, SECTIONS, CELL, BRANCHES = 60, 7, 25, 3
WORDS, CHARTS, TABLES = 1600, 6, 4
FOLDED = {"tags": ["hide-input"], "jupyter": {"source_hidden": True}}
_BRANCHES = (ast.If, ast.IfExp, ast.Match, ast.While, ast.Try)

pytestmark = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


def code_of(source):
    return [cell for cell in read_notebook(source).cells if cell.cell_type == "code"]


def test_lines_sections_and_cells_are_short(source):
    lines = source.read_text().splitlines()  # `make lint` keeps them formatted
    assert len(lines) <= LINES.get(source.stem, OTHERS)
    heads = [number for number, line in enumerate(lines) if line.startswith(("# # ", "# ## "))]
    assert len(heads) - 1 <= SECTIONS  # the title is none
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        assert end - start <= SECTION, f"section {lines[start]!r} has {end - start} lines"
    starts = [number for number, line in enumerate(lines) if line.startswith("# %%")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        body = "\n".join(lines[start + 1 : end]).strip().splitlines()
        if "[markdown]" not in lines[start]:
            assert len(body) <= CELL, f"the cell that begins {body[0]!r} has {len(body)} lines"


def test_few_branches(source):
    found = [
        node
        for cell in code_of(source)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, _BRANCHES)
    ]
    assert len(found) <= BRANCHES, [ast.unparse(node)[:80] for node in found]


def test_code_is_folded_and_never_removed(source):
    for cell in code_of(source):
        assert "hide-input" in cell.metadata.get("tags", []), cell.source[:60]
        assert cell.metadata.get("jupyter") == FOLDED["jupyter"], cell.source[:60]
        assert not [tag for tag in cell.metadata["tags"] if tag.startswith("remove")]


def test_a_page_says_what_its_question_needs(source):
    node = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    outputs = [output.get("data", {}) for cell in node.cells for output in cell.get("outputs", [])]
    charts = [data for data in outputs if MIME in data]
    blocks = [data["text/html"] for data in outputs if "text/html" in data]
    text = [cell.source for cell in node.cells if cell.cell_type == "markdown"]
    text += [words.plain(words.Markup(block)) for block in blocks]
    text += [data[MIME]["usermeta"]["orebook"]["title"] for data in charts]
    assert len(charts) <= CHARTS
    assert sum('<table class="ore' in block for block in blocks) <= TABLES
    assert sum(len(part.split()) for part in text) <= WORDS


def test_every_sentence_of_a_stored_notebook_stands_and_none_has_a_gap(source):
    node = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    assert turned(node) == []
    assert not [words for words in said(node) if "not in the articles and figures used here" in words]


def test_each_chart_has_a_picture_for_sites_that_draw_none(source):
    stored = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    charts = [output.data for output in outputs_of(stored) if MIME in output.get("data", {})]
    assert charts
    for data in charts:
        assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert source.with_suffix(".ipynb").stat().st_size < 400_000
