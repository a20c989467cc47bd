"""Notebooks as text, and as bytes that are equal for two equal runs.

The text (``notebooks/*.py``, py:percent) is the source; nothing ever flows back into it from here.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What a notebook keeps of its own metadata: anything else tells of the machine or the moment.
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_LANGUAGE = {
    "name": "python", "file_extension": ".py", "mimetype": "text/x-python", "pygments_lexer": "ipython3",
}  # fmt: skip
_CELL_METADATA = ("tags", "mystnb", "title", "slideshow", "jupyter")
CELL_SECONDS = 600  # a cell that takes longer does not end
LARGEST = 10_000_000  # characters that one cell may give


class BuildError(Exception):
    """A stage of the build failed; each line of the message names a file and a reason."""


def list_notebooks(root: Path) -> list[Path]:
    """Return the sources of the notebooks, ``notebooks/*.py``, by name."""
    return sorted(path for path in (root / "notebooks").glob("*.py") if not path.name.startswith((".", "_")))


def read_notebook(source: Path) -> Any:
    """Return the notebook node that a py:percent file stands for, its cell ids made from content."""
    import jupytext  # here, not above: it loads slowly, and an unchanged book needs none of it
    import nbformat

    try:
        node = jupytext.read(source, fmt="py:percent")
    except Exception as error:  # jupytext raises whatever its parsers raise
        raise BuildError(f"{source.name}: cannot be read as a notebook: {error}") from error
    node = nbformat.from_dict({**node, "nbformat": 4, "nbformat_minor": 5})
    return _fixed(node)


def _fixed(node: Any) -> Any:
    """Take out of a notebook what differs between two equal runs."""
    node.metadata = type(node.metadata)(kernelspec=dict(_KERNEL), language_info=dict(_LANGUAGE))
    seen: dict[str, int] = {}
    for cell in node.cells:
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
        kept = {key: value for key, value in cell.metadata.items() if key in _CELL_METADATA and value}
        cell.metadata = type(cell.metadata)(kept)
    return node


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a notebook: its default, what its comment says, and the values it takes (any: empty)."""

    default: Any
    about: str
    allowed: tuple[Any, ...]


def parameters_of(node: Any, name: str) -> dict[str, Parameter]:
    """Return the parameters of a notebook by name, without running any of it.

    The values that one takes are those that the notebook hands to ``check_parameters``.

    Raises
    ------
    BuildError
        If the notebook has no cell tagged ``parameters``.
    """
    cell = next((cell for cell in node.cells if "parameters" in cell.metadata.get("tags", [])), None)
    if cell is None:
        raise BuildError(f"{name}: no cell is tagged 'parameters'")
    allowed, found = _allowed(node), {}
    for line in ast.parse(cell.source).body:
        target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
        if isinstance(target, ast.Name) and getattr(line, "value", None) is not None:
            with contextlib.suppress(ValueError):  # no literal, so nothing that a word can replace
                default = ast.literal_eval(line.value)
                about = cell.source.splitlines()[line.lineno - 1].partition("# ")[2]
                found[target.id] = Parameter(default, about, allowed.get(target.id, ()))
    return found


def _allowed(node: Any) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    cells = [cell.source for cell in node.cells if cell.cell_type == "code"]
    for call in (call for cell in cells if "check_parameters(" in cell for call in ast.walk(ast.parse(cell))):
        called = getattr(call, "func", None)
        if getattr(called, "attr", getattr(called, "id", "")) == "check_parameters":
            with contextlib.suppress(ValueError, TypeError):  # computed: the notebook itself refuses
                choices = ast.literal_eval(call.args[0])  # type: ignore[attr-defined]
                found |= {key: tuple(values) for key, values in choices.items()}
    return found


def typed_parameters(node: Any, name: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Return the parameters with the types that the notebook's own defaults have.

    Raises
    ------
    BuildError
        If the notebook knows no such parameter, or it does not take the value.
    """
    known, typed = parameters_of(node, name), {}
    for key, text in values.items():
        if key not in known:
            raise BuildError(f"{name}: no parameter {key!r}; there are {', '.join(known) or 'none'}")
        typed[key] = _typed(text, known[key].default, f"{name}: parameter {key}")
        if (allowed := known[key].allowed) and typed[key] not in allowed:
            listed = ", ".join(map(str, allowed))
            raise BuildError(f"{name}: parameter {key} is one of {listed}, not {text!r}")
    return typed


def _typed(text: str, default: Any, where: str) -> Any:
    if isinstance(default, str):
        return text
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        value = text
    if isinstance(default, float) and type(value) is int:
        value = float(value)
    if default is not None and type(value) is not type(default):
        raise BuildError(f"{where} takes {type(default).__name__}, not {text!r}")
    return value


def execute(source: Path, parameters: Mapping[str, str] | None = None) -> bytes:
    """Run a notebook in a fresh kernel and return it as bytes, equal for equal inputs.

    Without parameters (None) no cell is injected, and no sentence may turn; with parameters, {} included,
    they are shown as turned: see :func:`turned`. The kernel works in the notebook's folder.

    Raises
    ------
    BuildError
        If a cell fails, does not end, writes to the error stream or gives far too much, naming notebook,
        cell and error; or naming each sentence that turned.
    """
    import nbformat
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

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
        where = f"cell {error.cell_index + 1} ({_first_line(error.source)})"
        raise BuildError(f"{source.name}: {where}: {error.ename}: {_first_line(error.evalue)}") from error
    except CellTimeoutError as error:
        cell = _first_line(str(error).rpartition("cell contents:")[2].strip(" -\n"))
        raise BuildError(f"{source.name}: a cell did not end in {CELL_SECONDS} s: {cell}") from error
    except (DeadKernelError, RuntimeError, TimeoutError) as error:
        raise BuildError(f"{source.name}: the kernel died: {_first_line(str(error))}") from error
    node = _fixed(node)
    _refuse_errors(node, source.name)
    if parameters is None:
        refuse_turned(node, source.name)
    return (nbformat.writes(node) + "\n").encode()


def turned(node: Any) -> list[tuple[str, str]]:
    """Return each sentence of an executed notebook that does not stand, once, with its outcome."""
    outputs = [output for cell in node.cells for output in cell.get("outputs", [])]
    pairs = [pair for out in outputs for pair in out.get("metadata", {}).get("orebook", {}).get("turned", [])]
    return list(dict.fromkeys((words, outcome) for words, outcome in pairs))


def refuse_turned(node: Any, name: str) -> None:
    """Refuse a notebook in which a sentence turned: somebody has to write a new one.

    Raises
    ------
    BuildError
        Naming each sentence.
    """
    if lines := [f"{name}: {outcome}: {words}" for words, outcome in turned(node)]:
        raise BuildError("\n".join(lines))


def _refuse_errors(node: Any, name: str) -> None:
    for number, cell in enumerate(node.cells, 1):
        size = sum(len(str(output)) for output in cell.get("outputs", []))
        if size > LARGEST:
            where = f"{name}: cell {number} ({_first_line(cell.source)})"
            raise BuildError(f"{where}: gives {size / 1e6:,.0f} MB, more than a page can show")
        for output in cell.get("outputs", []):
            if output.output_type == "error" or output.get("name") == "stderr":
                text = output.get("evalue") or output.get("text", "")
                raise BuildError(f"{name}: cell {number} ({_first_line(cell.source)}): {_first_line(text)}")


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0][:200] if lines else "empty"
