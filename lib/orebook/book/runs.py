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
)  # fmt: skip
from orebook.book.export import write_whole


@dataclass(frozen=True, slots=True)
class Run:
    """A notebook executed with chosen parameters."""

    chosen: Mapping[str, str]
    node: Any
    page: Path

    @property
    def turned(self) -> list[tuple[str, str]]:
        """Sentences that do not stand any more, each with its outcome."""
        return turned(self.node)

    @property
    def said(self) -> list[str]:
        """What the notebook says, paragraph by paragraph."""
        found = [output.get("data", {}) for cell in self.node.cells for output in cell.get("outputs", ())]
        return [data["text/plain"].strip() for data in found if 'class="say' in data.get("text/html", "")]


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
    choices = [[(name, value) for value in text.split(",")] for name, text in parameters.items()]
    combinations = [dict(chosen) for chosen in itertools.product(*choices)]
    for chosen in combinations:
        typed_parameters(node, source.name, chosen)
    return [_run(root, source, chosen) for chosen in combinations]


def _run(root: Path, source: Path, chosen: Mapping[str, str]) -> Run:
    import nbformat

    content = execute(source, chosen)
    label = source.stem + "".join(f"-{key}-{value}" for key, value in sorted(chosen.items()))
    safe = "".join(char if char.isalnum() or char in "-_." else "_" for char in label)[:120]
    path = root / "_build" / "runs" / f"{safe}.ipynb"
    write_whole(path, content)
    node = nbformat.reads(content.decode(), as_version=4)
    page = path.with_suffix(".html")
    write_whole(page, _page(root, label, node).encode("utf-8", "replace"))
    return Run(chosen, node, page)


def differing(runs: Sequence[Run]) -> str:
    """Return as CSV what the runs say differently: a row a paragraph, a column a run."""
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(", ".join(f"{key} {value}" for key, value in run.chosen.items()) for run in runs)
    said = itertools.zip_longest(*(run.said for run in runs), fillvalue="")
    lines.writerows(row for row in said if len(set(row)) > 1)
    return file.getvalue()


def _page(root: Path, label: str, node: Any) -> str:
    """Return a page that needs nothing but itself; its links lead into the built book."""
    from markdown_it import MarkdownIt

    from orebook.book.figures import MIME, drawn, figure_body
    from orebook.book.pages import templates
    from orebook.book.sphinx import drawing_script

    folder, static = root / "book" / "_templates", root / "book" / "_static"
    parts, charts = [], {}
    for cell in node.cells:
        if cell.cell_type == "markdown":
            parts.append(MarkdownIt("commonmark").render(cell.source))
        for data in (output.get("data", {}) for output in cell.get("outputs", ())):
            if spec := data.get(MIME):
                about = spec["usermeta"]["orebook"]
                name = about["name"]
                charts[name] = drawn(spec)
                head = Markup('<figure class="ore-chart" id="fig-{}"><figcaption><p>{}</p>')
                body = figure_body(spec, f"fig-{name}", name, "", folder)
                parts.append(f"{head.format(name, about['title'])}{body}</figure>")
            else:
                shown = Markup("<pre>{}</pre>").format(data.get("text/plain", ""))
                parts.append(data.get("text/html") or shown)
    scripts = (json.dumps(charts), drawing_script(root / "_build" / "cache"))
    kept_in = [code.replace("</script", "<\\/script").replace("<!--", "<\\!--") for code in scripts]
    page = templates(folder).get_template("run.html")
    # All of it is ours, or escaped by those who made it.
    finished = {"body": "\n".join(map(str, parts)), "specs": kept_in[0], "vega": kept_in[1]} | {
        name: (static / file).read_text(encoding="utf-8")
        for name, file in (("style", "orebook.css"), ("charts", "charts.js"))
    }
    return page.render(title=label, **{name: Markup(text) for name, text in finished.items()})  # noqa: S704
