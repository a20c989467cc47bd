"""Notebooks: their text is the source, run as it stands or with other parameters; equal runs, equal bytes."""

import ast
import base64
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from orebook.book.export import write_whole
from orebook.project import BuildError
from orebook.text.vocabulary import vocabulary

_METADATA = ("tags", "mystnb", "title", "slideshow", "jupyter")  # of a cell, that are kept
CELL_SECONDS = 600  # a cell that takes longer does not end
TURNED = "notebooks: write there what is true now, beside its condition; then make accept"


def list_notebooks(root: Path) -> list[Path]:
    """Return the sources of the notebooks, ``notebooks/*.py``, by name."""
    return sorted((root / "notebooks").glob("[!._]*.py"))


def read_notebook(source: Path) -> Any:
    """Return the notebook node that a py:percent file stands for, its cell ids made from content."""
    import jupytext

    return _fixed({**jupytext.read(source, fmt="py:percent"), "nbformat": 4, "nbformat_minor": 5})


def _fixed(notebook: Mapping[str, Any]) -> Any:
    """Return a notebook's node without what differs between two equal runs."""
    node = nbformat.from_dict({**notebook, "metadata": vocabulary("notebook")})
    seen = Counter[str]()
    for cell in node.cells:
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
        seen[digest] += 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in _METADATA and value}
    return node


def illustrated(node: Any) -> Any:
    """Return an executed notebook with a picture beside each chart, for sites that draw none themselves."""
    from orebook.book.charts import MIME, picture

    for output in outputs_of(node):
        if spec := output.get("data", {}).get(MIME):  # in the place of any other picture
            output["data"]["image/png"] = base64.b64encode(picture(spec)).decode()
    return node


def as_committed(node: Any) -> bytes:
    """Return an executed notebook as it is kept in the repository."""
    return (nbformat.writes(illustrated(node)) + "\n").encode()


def as_stored(model: dict[str, Any], **_: Any) -> None:
    """Bring a notebook that JupyterLab saves into the form that is committed: its hook before saving."""
    if model["type"] == "notebook" and model.get("content"):
        model["content"] = illustrated(_fixed(model["content"]))


def parameters_of(node: Any, name: str) -> dict[str, tuple[str, str, Sequence[Any]]]:
    """Return a notebook's parameters, each with default, help and the values that it is checked to take."""
    from papermill.translators import PythonTranslator

    tagged = [cell for cell in node.cells if "parameters" in cell.metadata.get("tags", [])]
    if not tagged:
        raise BuildError(f"{name}: no cell is tagged 'parameters'")
    code, allowed = "\n".join(cell.source for cell in node.cells), {}
    if written := re.search(r"^check_parameters\((\{[^{}]*\})", code, re.MULTILINE):
        with suppress(Exception):  # it hangs on something else: then the notebook refuses by itself
            allowed = eval(written[1], {"range": range})  # noqa: S307 - the notebook's code, soon to be run
    known = PythonTranslator.inspect(tagged[0])
    return {each.name: (each.default, each.help, allowed.get(each.name, ())) for each in known}


def typed_parameters(node: Any, name: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Return the parameters with the types of the notebook's own defaults, or refuse what does not fit."""
    known, typed = parameters_of(node, name), {}
    for key, text in values.items():
        if key not in known:
            raise BuildError(f"{name}: no parameter {key!r}; there are {', '.join(known) or 'none'}")
        default, _, choices = known[key]
        try:
            typed[key] = type(ast.literal_eval(default))(text)
        except (ValueError, SyntaxError):
            raise BuildError(f"{name}: {key} takes values such as {default}, not {text!r}") from None
        if choices and typed[key] not in choices:
            raise BuildError(f"{name}: {key} is one of {', '.join(map(str, choices))}, not {text}")
    return typed


def execute(source: Path, parameters: Mapping[str, Any] | None = None) -> Any:
    """Run a notebook in a fresh kernel; without parameters (None), refuse one in which a sentence turned."""
    import papermill

    node = read_notebook(source)
    try:
        # papermill's own `cwd` moves the whole process, and notebooks run side by side.
        node = papermill.execute_notebook(
            node, None, parameters=parameters, kernel_name="python3", progress_bar=False,
            execution_timeout=CELL_SECONDS, resources={"metadata": {"path": str(source.parent)}},
            extra_arguments=["--log-level=CRITICAL"],
        )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        code, reason = (text.strip().partition("\n")[0][:200] for text in (error.source, error.evalue))
        where = f"{source.name}: cell {error.cell_index + 1} ({code})"
        raise BuildError(f"{where}: {error.ename}: {reason}") from error
    except (RuntimeError, TimeoutError) as error:  # a kernel that died, a cell that does not end
        raise BuildError(f"{source.name}: {' '.join(str(error).split())[:400]}") from error
    if parameters is None and (changed := turned(node)):
        lines = [f"{source.name}: {outcome}: {words}" for words, outcome in changed]
        raise BuildError("\n".join([*lines, TURNED]))
    return _fixed(node)


def outputs_of(node: Any) -> list[Any]:
    """Return all outputs of a notebook."""
    return [output for cell in node["cells"] for output in cell.get("outputs", ())]


def turned(node: Any) -> list[tuple[str, str]]:
    """Return each sentence of an executed notebook that does not stand, once, with its outcome."""
    told = [output.get("metadata", {}).get("orebook", {}) for output in outputs_of(node)]
    return list(dict.fromkeys(tuple(pair) for about in told for pair in about.get("turned", ())))


def said(node: Any) -> list[str]:
    """Return what an executed notebook says, paragraph by paragraph."""
    found = [output.get("data", {}) for output in outputs_of(node)]
    spoken = (data["text/plain"] for data in found if 'class="say' in "".join(data.get("text/html", "")))
    return ["".join(words).strip() for words in spoken]  # a file holds lines, a node text


def find_notebook(root: Path, theme: str) -> Path:
    """Return the source of a notebook that is named by its stem or its path."""
    sources = {path.stem: path for path in list_notebooks(root)}
    if Path(theme).stem not in sources:
        raise BuildError(f"{theme or 'run'}: no such notebook; there are {', '.join(sources)}")
    return sources[Path(theme).stem]


def described(root: Path, theme: str) -> Iterator[str]:
    """Yield the parameters of a notebook, a line each, with what they take."""
    source = find_notebook(root, theme)
    yield f"\nparameters of {source.stem}:"
    for name, (default, about, choices) in parameters_of(read_notebook(source), source.name).items():
        takes = f"one of {', '.join(map(str, choices))}; " if choices else ""
        yield f"  {name:<16}{about or 'not described'} ({takes}default {default})"


def run_theme(root: Path, theme: str, given: Mapping[str, str]) -> Iterator[tuple[str, Any, Path]]:
    """Run a notebook for each combination of values (``2020,2022``); yield that, the node and a page."""
    source = find_notebook(root, theme)
    node, values = read_notebook(source), itertools.product(*(text.split(",") for text in given.values()))
    runs = [typed_parameters(node, source.name, dict(zip(given, each, strict=True))) for each in values]
    for chosen in runs:
        about, node = ", ".join(f"{key} {value}" for key, value in chosen.items()), execute(source, chosen)
        name = re.sub(r"[^\w.-]+", "-", f"{source.stem} {about}".strip())[:120]
        page = root / "_build" / "runs" / f"{name}.html"
        write_whole(page.with_suffix(".ipynb"), nbformat.writes(node))
        write_whole(page, _page(root, name, chosen, node))
        yield about or "as it stands", node, page


def compared(runs: Mapping[str, Sequence[str]]) -> str:
    """Return what runs say differently as CSV: a row a paragraph, a column a run."""
    rows = [row for row in itertools.zip_longest(*runs.values(), fillvalue="") if len({*row}) > 1]
    return pd.DataFrame(rows, columns=[*runs]).to_csv(index=False, lineterminator="\n")


def _page(root: Path, title: str, chosen: Mapping[str, Any], node: Any) -> str:
    """Return a page that needs nothing but itself and says what it was run with; links lead into the book."""
    from markdown_it import MarkdownIt

    from orebook.book.pages import draw_figures, templates

    for cell in node.cells:  # what links to another page of the book links to its file
        source = re.sub(r"\]\(([\w./]+?)(\.ipynb)?\)", r"](\1.html)", cell.source)
        cell.words = MarkdownIt("commonmark").render(source) if cell.cell_type == "markdown" else ""
    draw_figures(node, title, root)
    style = (root / "book" / "_static" / "orebook.css").read_text(encoding="utf-8")
    known = {"title": title, "chosen": chosen, "cells": node.cells, "style": style}
    return templates(root).get_template("run.html").render(known)
