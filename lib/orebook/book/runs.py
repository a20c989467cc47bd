"""One notebook run with other parameters: what turned, and a page with its charts that opens by itself."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from orebook.book.execution import (
    BuildError,
    execute,
    list_notebooks,
    parameters_of,
    read_notebook,
    turned,
    typed_parameters,
)
from orebook.book.export import write_whole

_PAGE = Markup("""<!doctype html>
<html lang="en" data-theme="light" data-content_root="../"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<base href="../html/notebooks/"><style>{style} body {{ max-width: 54rem; margin: 2rem auto; padding: 0 1rem;
font-family: var(--pst-font-family-base); }}</style></head>
<body><article class="bd-article">{body}</article><script>window.oreCharts = {{{specs}}};</script>
<script>{vega}</script><script>{charts}</script></body></html>
""")


@dataclass(frozen=True, slots=True)
class Run:
    """A notebook executed with chosen parameters."""

    chosen: Mapping[str, str]
    node: Any
    notebook: Path
    page: Path

    @property
    def turned(self) -> list[tuple[str, str]]:
        """Sentences that do not stand any more, each with its outcome."""
        return turned(self.node)

    @property
    def said(self) -> list[str]:
        """What the notebook says, paragraph by paragraph."""
        return [text.strip() for data, text in _outputs(self.node) if 'class="say' in data]


def find_notebook(root: Path, theme: str) -> Path:
    """Return the source of a notebook that is named by its stem or its path.

    Raises
    ------
    BuildError
        If there is none, naming those that there are.
    """
    source = root / "notebooks" / f"{Path(theme).stem}.py"
    if source not in list_notebooks(root):
        names = ", ".join(path.stem for path in list_notebooks(root))
        raise BuildError(f"{theme}: no such notebook; there are {names}")
    return source


def describe_parameters(source: Path) -> Iterator[str]:
    """Yield a line for each parameter of a notebook: its default, the values it takes, what it is."""
    for name, parameter in parameters_of(read_notebook(source), source.name).items():
        allowed = f"one of {', '.join(map(str, parameter.allowed))}; " if parameter.allowed else ""
        yield f"  {name:<16}{allowed}default {parameter.default!r}. {parameter.about}"


def run_theme(root: Path, theme: str, parameters: Mapping[str, str]) -> list[Run]:
    """Run a notebook for each combination of values (``2020,2022``), into ``_build/runs``.

    Raises
    ------
    BuildError
        If a value does not fit, before any kernel starts; or if the notebook fails.
    """
    source = find_notebook(root, theme)
    node = read_notebook(source)
    choices: list[list[tuple[str, str]]] = []
    for name, text in parameters.items():
        values = text.split(",") if name in parameters_of(node, source.name) else [text]
        choices.append([(name, value) for value in values])
    combinations = [dict(chosen) for chosen in itertools.product(*choices)]
    for chosen in combinations:
        typed_parameters(node, source.name, chosen)
    return [_run(root, source, chosen) for chosen in combinations]


def _run(root: Path, source: Path, chosen: Mapping[str, str]) -> Run:
    content = execute(source, chosen)
    label = source.stem + "".join(f"-{key}-{value}" for key, value in sorted(chosen.items()))
    safe = "".join(char if char.isalnum() or char in "-_." else "_" for char in label)[:120]
    path = root / "_build" / "runs" / f"{safe}.ipynb"
    write_whole(path, content)
    node = json_node(content)
    write_whole(path.with_suffix(".html"), _page(root, label, node).encode("utf-8", "replace"))
    return Run(chosen, node, path, path.with_suffix(".html"))


def json_node(content: bytes) -> Any:
    """Return a notebook's node of its bytes."""
    import nbformat

    return nbformat.reads(content.decode(), as_version=4)


def differing(runs: Sequence[Run]) -> str:
    """Return as CSV what the runs say differently: a row a paragraph, a column a run."""
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(", ".join(f"{key} {value}" for key, value in run.chosen.items()) for run in runs)
    lines.writerows(
        row for row in itertools.zip_longest(*(run.said for run in runs), fillvalue="") if len(set(row)) > 1
    )
    return file.getvalue()


def _outputs(node: Any) -> Iterator[tuple[str, str]]:
    for output in (output for cell in node.cells for output in cell.get("outputs", ())):
        data = output.get("data", {})
        yield str(data.get("text/html", "")), str(data.get("text/plain", ""))


def _page(root: Path, label: str, node: Any) -> str:
    """Return a page that needs nothing but itself; its links lead into the built book."""
    from markdown_it import MarkdownIt

    from orebook.book.figures import MIME, drawn, figure_body
    from orebook.book.sphinx import drawing_script

    parts, specs = [], []
    for cell in node.cells:
        if cell.cell_type == "markdown":
            parts.append(MarkdownIt("commonmark").render(cell.source))
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if spec := data.get(MIME):
                about = spec["usermeta"]["orebook"]
                specs.append(f"{json.dumps(about['name'])}: {_in_script(json.dumps(drawn(spec)))}")
                body = figure_body(spec, f"fig-{about['name']}", about["name"], "")
                head = Markup('<figure class="ore-chart" id="fig-{}"><figcaption><p>{}</p>')
                parts.append(head.format(about["name"], about["title"]) + body + Markup("</figure>"))
            else:
                parts.append(
                    data.get("text/html") or Markup("<pre>{}</pre>").format(data.get("text/plain", ""))
                )
    static = root / "book" / "_static"
    return _PAGE.format(
        title=label, style=Markup((static / "orebook.css").read_text(encoding="utf-8")),  # noqa: S704
        body=Markup("\n".join(map(str, parts))), specs=Markup(",\n".join(specs)),  # noqa: S704
        vega=Markup(_in_script(drawing_script(root / "_build" / "cache"))),  # noqa: S704
        charts=Markup((static / "charts.js").read_text(encoding="utf-8")),  # noqa: S704
    )  # fmt: skip


def _in_script(code: str) -> str:
    return code.replace("</script", "<\\/script").replace("<!--", "<\\!--")
