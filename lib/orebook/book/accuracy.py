"""The page that tells how well the library reads, from what the accuracy gates wrote."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from orebook.book.export import write_whole
from orebook.book.pages import in_markdown, raw, shown
from orebook.book.rows import table

_LONGEST = 60  # characters shown of what was read wrongly


def write_page(folder: Path) -> None:
    """Write the page of accuracy figures into the folder of the book's pages."""
    page = accuracy_page(accuracy_results(), first_results(), remaining_errors())
    write_whole(folder / "accuracy.md", (page + "\n").encode("utf-8"))


def accuracy_results() -> dict[str, Any]:
    """Return what the accuracy gates measured last."""
    return {
        gate: {name: scores for name, scores in fields.items() if isinstance(scores, dict)}
        for gate, fields in _results().items()
        if isinstance(fields, dict)  # beside the gates stand the corpus's digest and the errors
    }


def remaining_errors() -> list[dict[str, str]]:
    """Return what the gates still found read wrongly: gate, passage, field, quantity, stated and found."""
    return [error for name in ("errors", "page errors") for error in _results().get(name, ())]


def _results() -> dict[str, Any]:
    from orebook.project import project_root

    try:
        text = (project_root() / "tests" / "accuracy" / "results.json").read_text(encoding="utf-8")
    except OSError:
        return {}
    results: dict[str, Any] = json.loads(text)
    return results


def first_results() -> dict[str, list[dict[str, Any]]]:
    """Return what each set of labelled articles gave before any rule had seen it, by gate."""
    from orebook.project import project_root

    found = {}
    folder = project_root() / "tests" / "accuracy"
    for path in sorted(folder.glob("**/first.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        named = [{"set": name, **scores} for name, scores in told.items() if isinstance(scores, dict)]
        found["passages" if path.parent == folder else path.parent.name] = told.get("round", []) + named
    return found


def accuracy_page(
    gates: Mapping[str, Mapping[str, Mapping[str, float]]],
    first: Mapping[str, list[dict[str, Any]]],
    errors: Sequence[Mapping[str, str]] = (),
) -> str:
    """Return the page of accuracy figures, by gate and field: now, and before the rules had seen the set."""
    columns = {"precision": "Precision", "recall": "Recall", "f1": "F1", "floor": "Floor", "n": "Labelled"}
    parts = [
        "# Accuracy",
        "How well the library reads is measured by the tests on labelled articles and written here by the "
        "build. Precision is the part of what was read that is right, recall the part of what is there that "
        "was read, F1 their harmonic mean. A gate fails when a figure falls below its floor; "
        "a floor may only rise.",
    ]
    for gate, fields in sorted(gates.items()):
        rows = [[name, *(_score(key, scores.get(key)) for key in columns)] for name, scores in fields.items()]
        body = table(["Field", *columns.values()], rows, f"Accuracy: {gate}", "data", [False] + [True] * 5)
        parts += [f"## {in_markdown(gate.capitalize())}", raw(body)]
    if first:
        parts += [
            "## Before any rule had seen them",
            "Rules are mended by what a gate finds, so its figure flatters them. These are the figures of "
            "each set of articles when it was new: what to expect of an article nobody has seen.",
        ]
    for gate, rounds in first.items():
        if not any("set" in scores for scores in rounds):
            rounds = [{"round": str(n), **scores} for n, scores in enumerate(rounds, 1)]
        heads = list(dict.fromkeys(key for scores in rounds for key in scores))
        rows = [[_figure(scores.get(head)) for head in heads] for scores in rounds]
        numeric = [not any(isinstance(scores.get(head), str) for scores in rounds) for head in heads]
        names = [head.replace("_", " ").capitalize() for head in heads]
        parts.append(raw(table(names, rows, f"First measured: {gate}", "data", numeric)))
    if errors:
        parts += ["## What is still read wrongly", raw(_errors_table(errors))]
    if not gates:
        parts.append("The gates have not been run since this copy was made: `make test` measures them.")
    return "\n\n".join(parts)


def _errors_table(errors: Sequence[Mapping[str, str]]) -> Markup:
    keys = {
        "passage": "Where",
        "quantity": "Words",
        "field": "Field",
        "stated": "Should be",
        "found": "Read as",
    }
    rows = [[_short(error.get(key)) for key in keys] for error in errors]
    whole = table([*keys.values()], rows, "What the gates found last, passages before pages")
    return Markup("<details><summary>All {} errors that remain</summary>{}</details>").format(
        len(errors), whole
    )


def _short(words: str | None) -> str:
    line = shown(words) or "nothing"
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _figure(value: object) -> str:
    return "–" if value is None else f"{value:.2f}" if isinstance(value, float) else shown(value)


def _score(name: str, value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}" if name == "n" else f"{value:.3f}"
