"""From the notebooks' text to a book that is swapped in whole.

Text → notebook (jupytext) → executed (papermill) → staged with the pages made from the claims → rendered
(Jupyter Book, in a fresh folder) → exchanged. Whenever the program is stopped, the book in place is whole.
"""

import contextlib
import errno
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path
from typing import Any

from orebook.book import export
from orebook.book.execution import TURNED, execute, illustrated, list_notebooks
from orebook.book.export import LEFT_OVER, BuildError, as_bytes, exchange, read_rows, remove, write_whole

_RECORD = ".build.json"  # inside the book, so that book and record are exchanged in one step


def execute_all(root: Path) -> dict[str, bytes]:
    """Execute on all cores the notebooks that depend on something that changed; return all by name."""
    from tqdm import tqdm

    sources = list_notebooks(root)
    if not sources:
        raise BuildError("notebooks: there is none (*.py)")

    def executed(source: Path) -> Any:
        folder = root / "_build" / "executed" / source.stem
        return export.kept(
            folder, lambda: export.digest([source], export.of_notebooks(root)), lambda: execute(source)
        )

    pool = ThreadPoolExecutor(max_workers=os.cpu_count())  # the work is done in the kernels
    futures = {source.stem: pool.submit(executed, source) for source in sources}
    try:
        list(tqdm(as_completed(futures.values()), "notebooks", len(futures), leave=False, disable=None))
    except KeyboardInterrupt:
        # The threads wait for kernels whose results nobody wants any more, and which end with their parent.
        print("\nstopped; the book in place is as it was", file=sys.stderr, flush=True)
        os._exit(130)
    pool.shutdown()
    if failures := [failure for future in futures.values() if (failure := future.exception())]:
        lines = "\n".join(map(str, failures)).splitlines()
        raise BuildError("\n".join(sorted(dict.fromkeys(lines), key=TURNED.__eq__)))  # what to do, once, last
    return {name: future.result() for name, future in futures.items()}


def build_book(root: Path) -> tuple[Path, list[str]]:
    """Bring ``_build/html`` up to date, whole or not at all; return its first page, and what was refused."""
    live, staged = root / "_build" / "html", root / "_build" / "source"
    with one_at_a_time(root) as lock:
        aside = live.with_name(".html.old")
        if aside.exists() and not live.exists():
            aside.rename(live)  # stopped between the two steps of an exchange
        key = export.of_book(root)
        with contextlib.suppress(OSError, ValueError, TypeError, LookupError):  # none, or cut short
            record = json.loads((live / _RECORD).read_bytes())
            if record["key"] == key:
                print("nothing has changed")
                return live / "index.html", list(record["refused"])
        with _timed("execute"):
            executed = execute_all(root)
        with _timed("stage"):
            refused = lay_out(root, staged, executed)
        with tempfile.TemporaryDirectory(prefix="fresh-", dir=root / "_build") as fresh:
            with _timed("render"):
                html = render(root, staged, Path(fresh), lock)
            if export.of_book(root) != key:
                key = ""  # something came in or went while it was built: the next build makes it anew
                print("files changed while the book was built: build it again to have them all")
            (html / _RECORD).write_text(json.dumps({"key": key, "refused": refused}) + "\n")
            exchange(html, live)
        return live / "index.html", refused


@contextlib.contextmanager
def _timed(stage: str) -> Iterator[None]:
    begin = time.monotonic()
    yield
    print(f"{stage:<9}{time.monotonic() - begin:6.1f} s", flush=True)


@contextlib.contextmanager
def one_at_a_time(root: Path) -> Iterator[int]:
    """Hold the project's lock and clear away what stopped commands left; the renderer inherits the lock."""
    (root / "_build").mkdir(exist_ok=True)
    with open(root / "_build" / ".lock", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        left = [(root / "_build", "fresh-*")]
        left += [(root / name, f"{LEFT_OVER}*") for name in ("seeds", "notebooks", "_build")]
        for path in [path for folder, names in left for path in folder.glob(names)]:
            remove(path)
        yield file.fileno()


def lay_out(root: Path, staged: Path, executed: Mapping[str, bytes]) -> list[str]:
    """Lay out what Jupyter Book reads, pages made from the claims included; return what was refused."""
    from orebook.book.opened import open_book
    from orebook.book.pages import write_pages
    from orebook.book.rows import HOME

    remove(staged)
    shutil.copytree(root / "book", staged / "book", ignore=shutil.ignore_patterns(".*"))
    book = open_book(root=root)
    if not book.articles:
        raise BuildError(f"no article to make a book of: put some into {root / 'seeds'} (orebook add)")
    write_pages(staged, book, root, executed)
    for path in filter(Path.is_file, staged.rglob("*")):
        up = b"../../" if path.parent.name == "evidence" else b"../"
        path.write_bytes(path.read_bytes().replace(HOME.encode(), up))
    return list(book.refused)


def render(root: Path, staged: Path, fresh: Path, lock: int) -> Path:
    """Run Jupyter Book, any warning an error, and return the folder of the pages."""
    command = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
    arguments = ["build", str(staged), "--path-output", str(fresh), "-W", "--keep-going", "--quiet"]
    environment = {**os.environ, "OREBOOK_ROOT": str(root), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", command, *arguments],
        capture_output=True, env=environment, pass_fds=[lock], cwd=root, check=False,
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8", "replace").replace(str(staged) + os.sep, "")
    said = re.sub(r"\x1b\[[\d;]*m", "", said)  # colours
    write_whole(root / "_build" / "render.log", said)
    if done.returncode:
        marks = ("WARNING", "ERROR", "Error:")
        lines = [line for line in said.splitlines() if any(mark in line for mark in marks)]
        shown = "\n".join(lines[:20] or said.strip().splitlines()[-20:])
        raise BuildError(f"Jupyter Book refused the pages (_build/render.log):\n{shown}")
    html = fresh / "_build" / "html"  # what _toc.yml does not name is left out in silence
    sources = [*staged.glob("notebooks/*.ipynb"), *staged.glob("book/**/*.md")]
    names = [source.relative_to(staged).with_suffix(".html") for source in sources]
    if missing := [name for name in sorted([Path("index.html"), *names]) if not (html / name).is_file()]:
        raise BuildError("\n".join(f"{name}: not rendered; is it in _toc.yml?" for name in missing))
    return html


def accept(root: Path, cause: str, date: str) -> list[Path]:
    """Store outputs, claims and verdicts as the new reference, with cause and day; return what changed."""
    import pandas as pd

    from orebook.book.collection import ACCEPTED, CHANGES, REGISTER, accepted_table, changes
    from orebook.book.opened import open_book
    from orebook.check.verdict import update_register

    with one_at_a_time(root):
        with _timed("execute"):
            stored = {f"{name}.ipynb": illustrated(content) for name, content in execute_all(root).items()}
        book = open_book(root=root)
        stored[ACCEPTED] = accepted_table(book.judged)
        held = {name: path.read_bytes() for name in stored if (path := root / "notebooks" / name).exists()}
        record, verdicts = (read_rows(root / "notebooks" / name) for name in (CHANGES, REGISTER))
        record = changes(record, held, stored, date=date, cause=cause)
        verdicts = update_register(verdicts, book.verdicts.to_dict("records"), cause, date)
        for name, rows in ((REGISTER, verdicts), *([(CHANGES, record)] if record else [])):
            stored[name] = as_bytes(pd.DataFrame(rows, dtype="str"), ".csv")
        files = {root / "notebooks" / name: content for name, content in stored.items()}
        changed = [path for path, new in files.items() if not path.exists() or path.read_bytes() != new]
        for path in changed:
            write_whole(path, files[path])
    return changed


_TEMPLATE = Path(__file__).parents[1] / "template"
_HOUSE = Path(__file__).parents[3]  # the checkout: the package is installed from one, editable
_TAKEN = ("lib", "Makefile", "pyproject.toml", "requirements.txt", ".gitignore", ".ci", ".github", "LICENSE")
# Of the book's folder all but the pages about this book.
_OURS = ("method.md", "rerun.md", "tutorial.md", "api.md", "references.*", "*.png", ".*")


def new_project(folder: Path) -> None:
    """Lay out a project on another subject, in an empty folder: the library, its tools, a small example.

    A copy, not a dependency: the project needs no registry for it, and may change what its subject needs.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(errno.EEXIST, "is not empty", str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    made = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in _TAKEN:
        copy = partial(shutil.copytree, ignore=made) if (_HOUSE / name).is_dir() else shutil.copy
        copy(_HOUSE / name, folder / name)
    shutil.copytree(_HOUSE / "book", folder / "book", ignore=shutil.ignore_patterns(*_OURS))
    shutil.copytree(_TEMPLATE, folder, dirs_exist_ok=True, ignore=made)
    (folder / "book" / "references.bib").touch()
    config, name = (_HOUSE / "_config.yml").read_text(encoding="utf-8"), folder.resolve().name
    config = config.replace("title: Orebook\n", f"title: {json.dumps(name)}\n")
    config = config.replace("Orebook contributors\n", f"{json.dumps(f'{name} contributors')}\n")
    (folder / "_config.yml").write_text(config, encoding="utf-8")
