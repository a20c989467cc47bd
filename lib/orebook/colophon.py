"""The colophon: what the book was made of, with what and how fast, computed at every build."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from orebook.export import write_whole

# The tools whose version shows in the pages or in the figures.
_TOOLS = (
    "orebook",
    "pandas",
    "altair",
    "vl-convert-python",
    "jupyter-book",
    "sphinx",
    "jupytext",
    "papermill",
)
_TIMES = "times-of-the-stages"  # replaced once the pages are rendered, when all times are known


def vintage(articles: Sequence[Any]) -> str:
    """Return how many articles the book reads and the newest date among them, in words."""
    dates = sorted(article.published.value.split("/")[-1] for article in articles if article.published)
    count = f"{len(articles)} article{'' if len(articles) == 1 else 's'}"
    return f"{count}, the newest of {dates[-1]}" if dates else f"{count}, none with a known date"


def write(
    folder: Path, root: Path, commit: str, articles: Sequence[Any], seconds: Mapping[str, float]
) -> None:
    """Write ``colophon.md`` into the staged pages; the stages' times follow with `with_times`."""
    made = commit.removesuffix("+") + (", with changes not yet committed" if commit.endswith("+") else "")
    lines = [
        "# Colophon",
        "",
        "This page is written anew by every build.",
        "",
        "## Vintage",
        "",
        f"{vintage(articles)}. Commit: {made or 'not built from a repository'}.",
        "",
        "## Made with",
        "",
        *_table(("Tool", "Version"), [("Python", platform.python_version()), *_versions()]),
        "## Time of each stage",
        "",
        f"{{{_TIMES}}}",
        "",
        "## Execution of the notebooks",
        "",
        "Seconds in a kernel of its own, when it was last run; a notebook runs again only when something it",
        "depends on has changed.",
        "",
        *_table(("Notebook", "Seconds"), [(name, f"{took:.1f}") for name, took in seconds.items()]),
        *_accuracy(root),
    ]
    write_whole(folder / "colophon.md", "\n".join(lines).encode())


def with_times(page: str, seconds: Mapping[str, float]) -> str:
    """Return the rendered page with the times of the stages in their place."""
    said = ", ".join(f"{escape(name)} {took:.1f} s" for name, took in seconds.items())
    return page.replace(f"{{{_TIMES}}}", said)


def _versions() -> list[tuple[str, str]]:
    found = []
    for name in _TOOLS:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found


def _accuracy(root: Path) -> list[str]:
    """Return the accuracy figures that the tests measured last, if they have been run."""
    try:
        gates = json.loads((root / "tests" / "accuracy" / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    rows = [
        (gate, field, *(_score(scores.get(key)) for key in ("precision", "recall", "f1", "floor")))
        for gate, fields in sorted(gates.items())
        for field, scores in fields.items()
    ]
    return ["## Accuracy", "", *_table(("Gate", "Field", "Precision", "Recall", "F1", "Floor"), rows)]


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in (header, *rows)]
    return [lines[0], "|" + " --- |" * len(header), *lines[1:], ""]
