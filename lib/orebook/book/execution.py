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
from markupsafe import Markup

from orebook.book.export import BuildError, write_whole

# What a notebook keeps of its own metadata: anything else tells of the machine or the moment.
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_LANGUAGE = {
    "name": "python", "file_extension": ".py", "mimetype": "text/x-python", "pygments_lexer": "ipython3",
}  # fmt: skip
_CELL_METADATA = ("tags", "mystnb", "title", "slideshow", "jupyter")
CELL_SECONDS = 600  # a cell that takes longer does not end
TURNED = "notebooks: write there what is true now, beside its condition; then make accept"


def list_notebooks(root: Path) -> list[Path]:
    """Return the sources of the notebooks, ``notebooks/*.py``, by name."""
    return sorted(path for path in (root / "notebooks").glob("*.py") if not path.name.startswith((".", "_")))


def read_notebook(source: Path) -> Any:
    """Return the notebook node that a py:percent file stands for, its cell ids made from content."""
    import jupytext

    try:
        node = jupytext.read(source, fmt="py:percent")
    except Exception as error:  # jupytext raises whatever its parsers raise
        raise BuildError(f"{source.name}: cannot be read as a notebook: {error}") from error
    return _fixed(nbformat.from_dict({**node, "nbformat": 4, "nbformat_minor": 5}))


def _fixed(node: Any) -> Any:
    """Take out of a notebook what differs between two equal runs."""
    node.metadata = type(node.metadata)(kernelspec=dict(_KERNEL), language_info=dict(_LANGUAGE))
    seen = Counter[str]()
    for cell in node.cells:
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
        seen[digest] += 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
        kept = {key: value for key, value in cell.metadata.items() if key in _CELL_METADATA and value}
        cell.metadata = type(cell.metadata)(kept)
    return node


def as_stored(model: dict[str, Any], **_: Any) -> None:
    """Bring a notebook that JupyterLab saves into the form that is committed: its hook before saving."""
    if model["type"] == "notebook" and model.get("content"):
        model["content"] = _illustrated(_fixed(nbformat.from_dict(model["content"])))


def parameters_of(node: Any, name: str) -> dict[str, tuple[str, str, Sequence[Any]]]:
    """Return a notebook's parameters, each with default, help and the values that it is checked to take."""
    from papermill.translators import PythonTranslator

    code = "\n".join(cell.source for cell in node.cells if cell.cell_type == "code")
    allowed = _allowed(code)
    for cell in node.cells:
        if "parameters" in cell.metadata.get("tags", []):
            known = PythonTranslator.inspect(cell)
            return {each.name: (each.default, each.help, allowed.get(each.name, ())) for each in known}
    raise BuildError(f"{name}: no cell is tagged 'parameters'")


def _allowed(code: str) -> dict[str, Sequence[Any]]:
    """Return the values that `check_parameters` allows, where they are written out in it or under a name."""
    found = re.search(r"^check_parameters\((\w+|\{[^{}]*\})", code, re.MULTILINE)
    named = found and re.search(rf"^{re.escape(found[1])} = (\{{[^{{}}]*\}})", code, re.MULTILINE)
    told = re.sub(r"\brange\(", "('range', ", str((named or found or ["", "{}"])[1]))
    with suppress(ValueError, TypeError, LookupError):  # else it is computed, and the notebook refuses
        known = dict(ast.literal_eval(told))
        return {name: range(*of[1:]) if of[0] == "range" else of for name, of in known.items()}
    return {}


def spelt(choices: Sequence[Any]) -> str:
    """Return the values that a parameter takes, of a range its ends."""
    if isinstance(choices, range):
        return f"{choices[0]} to {choices[-1]}"
    return f"one of {', '.join(map(str, choices))}"


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
            raise BuildError(f"{name}: {key} is {spelt(choices)}, not {text}")
    return typed


def execute(source: Path, parameters: Mapping[str, str] | None = None) -> bytes:
    """Run a notebook in a fresh kernel and return it as bytes, equal for equal inputs.

    Refused is one whose cell fails, does not end or writes to the error stream; without parameters (None,
    not {}), also one in which a sentence turned.
    """
    import papermill

    def refusal(number: int, code: str, reason: str) -> BuildError:
        return BuildError(f"{source.name}: cell {number} ({_first_line(code)}): {reason}")

    node = read_notebook(source)
    typed = typed_parameters(node, source.name, parameters) if parameters else None
    try:
        # papermill's own `cwd` moves the whole process, and notebooks run side by side.
        node = papermill.execute_notebook(
            node, None, parameters=typed, kernel_name="python3", progress_bar=False,
            execution_timeout=CELL_SECONDS, resources={"metadata": {"path": str(source.parent)}},
            extra_arguments=["--log-level=CRITICAL"],
        )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        reason = f"{error.ename}: {_first_line(error.evalue)}"
        raise refusal(error.cell_index + 1, error.source, reason) from error
    except (RuntimeError, TimeoutError) as error:  # a kernel that died, a cell that does not end
        raise BuildError(f"{source.name}: {' '.join(str(error).split())[:400]}") from error
    for number, cell in enumerate(node.cells, 1):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise refusal(number, cell.source, _first_line(output.text))
    if parameters is None and (changed := turned(node)):
        lines = [f"{source.name}: {outcome}: {words}" for words, outcome in changed]
        raise BuildError("\n".join([*lines, TURNED]))
    return (nbformat.writes(_fixed(node)) + "\n").encode()


def _first_line(text: str) -> str:
    return next((line.strip()[:200] for line in text.splitlines() if line.strip()), "empty")


def illustrated(content: bytes) -> bytes:
    """Return an executed notebook with a picture beside each chart, for sites that draw none themselves."""
    node = _illustrated(nbformat.reads(content.decode(), as_version=4))
    return (nbformat.writes(node) + "\n").encode()


def _illustrated(node: Any) -> Any:
    from orebook.book.charts import MIME, picture

    for output in outputs_of(node):
        if spec := output.get("data", {}).get(MIME):  # in the place of any other picture
            output["data"]["image/png"] = base64.b64encode(picture(spec)).decode()
    return node


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
        wrong = f"{theme}: no such notebook" if theme else "run: no notebook is named"
        raise BuildError(f"{wrong}; there are {', '.join(sources)}")
    return sources[Path(theme).stem]


def run_theme(root: Path, source: Path, given: Mapping[str, str]) -> Iterator[tuple[Any, Any, Path]]:
    """Run a notebook for each combination of values (``2020,2022``): yield them, the notebook and a page."""
    values = itertools.product(*(text.split(",") for text in given.values()))
    combinations = [dict(zip(given, chosen, strict=True)) for chosen in values]
    for chosen in combinations:
        typed_parameters(read_notebook(source), source.name, chosen)
    for chosen in combinations:
        label = source.stem + "".join(f"-{key}-{value}" for key, value in sorted(chosen.items()))
        name = re.sub(r"[^\w.-]", "_", label)[:120]
        page, content = root / "_build" / "runs" / f"{name}.html", execute(source, chosen)
        write_whole(page.with_suffix(".ipynb"), content)
        node = nbformat.reads(content.decode(), as_version=4)
        write_whole(page, _page(root, name, chosen, node))
        yield chosen, node, page


def _page(root: Path, title: str, chosen: Mapping[str, str], node: Any) -> str:
    """Return a page that needs nothing but itself and says what it was run with; links lead into the book."""
    from markdown_it import MarkdownIt

    from orebook.book.pages import draw_figures, templates
    from orebook.book.rows import HOME

    for cell in node.cells:  # what links to another page of the book links to its file
        source = re.sub(r"\]\(([\w./]+?)(\.ipynb)?\)", r"](\1.html)", cell.source)
        cell.words = MarkdownIt("commonmark").render(source) if cell.cell_type == "markdown" else ""
    draw_figures(node, title, root)
    style = Markup((root / "book" / "_static" / "orebook.css").read_text(encoding="utf-8"))  # noqa: S704 - ours
    known = {"title": title, "chosen": chosen, "cells": node.cells, "style": style, "home": HOME}
    return templates(root).get_template("run.html").render(known)
