"""The colophon: what the book was made of, with what and how fast, computed at every build."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from orebook.book.export import write_whole

# The tools whose version shows in the pages or in the figures.
_TOOLS = (
    "orebook", "pandas", "altair", "vl-convert-python", "jupyter-book", "sphinx", "jupytext", "papermill",
)  # fmt: skip
_TIMES = "{times-of-the-stages}"  # replaced once the pages are rendered, when all times are known


def vintage(articles: Sequence[Any]) -> str:
    """Return how many articles the book reads and the newest date among them, in words."""
    dates = sorted(article.published.value.split("/")[-1] for article in articles if article.published)
    count = f"{len(articles)} article{'' if len(articles) == 1 else 's'}"
    return f"{count}, the newest of {dates[-1]}" if dates else f"{count}, none with a known date"


def write(path: Path, commit: str, articles: Sequence[Any], seconds: Mapping[str, float]) -> None:
    """Write the page into the staged book; `add_times` completes it once it is rendered."""
    made = commit.removesuffix("+") + (", with changes not yet committed" if commit.endswith("+") else "")
    tools = [("Python", platform.python_version()), *((name, version(name)) for name in _TOOLS)]
    lines = [
        "# Colophon\n\nThis page is written anew by every build.\n",
        f"## Vintage\n\n{vintage(articles)}. Commit: {made or 'not built from a repository'}.\n",
        "## How to cite\n",
        _citation(path.parents[1] / "_config.yml", "" if commit.endswith("+") else commit),
        "A claim or a figure has an address of its own: its *permalink*, or the entry it leads to.\n",
        "## Made with\n",
        *_table(("Tool", "Version"), tools),
        f"## Time of each stage\n\n{_TIMES}\n",
        "## Execution of the notebooks\n",
        "Each in a kernel of its own; a notebook runs again only when something it depends on has changed.\n",
        *_table(("Notebook", "Seconds"), [(name, f"{took:.1f}") for name, took in seconds.items()]),
        "How well the book reads is on [a page of its own](accuracy.md).\n",
    ]
    write_whole(path, "\n".join(lines).encode())


def add_times(page: Path, seconds: Mapping[str, float]) -> None:
    """Write the times of the stages into the rendered page."""
    said = ", ".join(f"{name} {took:.1f} s" for name, took in seconds.items())
    page.write_text(page.read_text(encoding="utf-8").replace(_TIMES, said), encoding="utf-8")


def _citation(config: Path, commit: str) -> str:
    """Return how to cite the book; its date is that of the reading of the figures, not of the build."""
    import yaml

    book = yaml.safe_load(config.read_text(encoding="utf-8"))
    exact = f", commit {commit}" if commit else ""
    return (
        f"> {book['author']} ({{{{ read[:4] }}}}): *{book['title']}*. Version {{{{ version }}}}{exact}; "
        "official figures as read in {{ read }}.\n"
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in (header, *rows)]
    return [lines[0], "|" + " --- |" * len(header), *lines[1:], ""]
