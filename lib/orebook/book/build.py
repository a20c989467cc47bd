"""From the notebooks' text to a book: executed, staged with pages made from claims, rendered, exchanged.

Whenever the program is stopped, the book in place is whole.
"""

import contextlib
import datetime
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from orebook.book import export
from orebook.book.collection import ACCEPTED, CHANGES, REGISTER, accepted_table, changes
from orebook.book.execution import TURNED, as_committed, execute, list_notebooks
from orebook.book.export import LEFT_OVER, exchange, of_project, remove, write_whole
from orebook.book.opened import open_book
from orebook.book.rows import HOME
from orebook.check.verdict import update_register
from orebook.project import BuildError

_RECORD = ".build"  # inside the book, so that book and record are exchanged in one step


def execute_all(root: Path) -> dict[str, Any]:
    """Execute on all cores the notebooks that depend on something that changed; return all by name."""
    print("execute", flush=True)
    pool, futures = ThreadPoolExecutor(max_workers=os.cpu_count()), {}  # the work is done in the kernels
    for source in list_notebooks(root):
        key = partial(of_project, root, "seeds", "notebooks/_*.py", f"notebooks/{source.name}")
        folder = root / "_build" / "executed" / source.stem
        futures[source.stem] = pool.submit(export.kept, folder, key, partial(execute, source))
    try:
        wait(futures.values())
    except KeyboardInterrupt:
        # The threads wait for kernels whose results nobody wants any more, and which end with their parent.
        print("\nstopped; the book in place is as it was", file=sys.stderr, flush=True)
        os._exit(130)
    if failures := [failure for future in futures.values() if (failure := future.exception())]:
        lines = "\n".join(map(str, failures)).splitlines()
        raise BuildError("\n".join(sorted(dict.fromkeys(lines), key=TURNED.__eq__)))  # what to do, once, last
    return {name: future.result() for name, future in futures.items()}


def build_book(root: Path) -> list[str]:
    """Bring ``_build/html`` up to date, whole or not at all, and say where; return what was refused."""
    live, staged = root / "_build" / "html", root / "_build" / "source"
    with one_at_a_time(root) as lock:
        if (aside := live.with_name(".html.old")).exists() and not live.exists():
            aside.rename(live)  # stopped between the two steps of an exchange
        key, book = of_book(root), open_book(root=root)
        if (live / _RECORD).is_file() and (live / _RECORD).read_bytes() == key.encode():
            print("nothing has changed")
        else:
            lay_out(root, staged, book, execute_all(root))
            with tempfile.TemporaryDirectory(prefix=LEFT_OVER, dir=root / "_build") as fresh:
                html = render(root, staged, Path(fresh), lock)
                if of_book(root) == key:
                    (html / _RECORD).write_text(key)
                else:  # something came in or went while it was built: the next build makes it anew
                    print("files changed while the book was built: build it again to have them all")
                exchange(html, live)
    print(live / "index.html")
    return [*book.refused]


def of_book(root: Path) -> str:
    """Return a digest of all that the book is made of, the commit included."""
    more = ("book", "_config.yml", "_toc.yml", "tests/accuracy/*.csv", "benchmarks/*.csv")
    return export.digest((), of_project(root, "seeds", "notebooks/*.py", *more) + export.commit(root))


@contextlib.contextmanager
def one_at_a_time(root: Path) -> Iterator[int]:
    """Hold the project's lock and clear away what stopped commands left; the renderer inherits the lock."""
    (root / "_build").mkdir(exist_ok=True)
    with open(root / "_build" / ".lock", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for folder in ("seeds", "notebooks", "_build"):
            for path in [*(root / folder).glob(f"{LEFT_OVER}*")]:
                remove(path)
        yield file.fileno()


def lay_out(root: Path, staged: Path, book: Any, executed: Mapping[str, Any]) -> None:
    """Lay out what Jupyter Book reads, pages made from the claims included."""
    from orebook.book.pages import write_pages

    print("stage", flush=True)
    if not book.articles:
        raise BuildError(f"no article to make a book of: put some into {root / 'seeds'} (orebook add)")
    remove(staged)
    shutil.copytree(root / "book", staged / "book", ignore=shutil.ignore_patterns(".*"))
    write_pages(staged, book, root, executed)
    for path in filter(Path.is_file, staged.rglob("*")):
        up = b"../../" if path.parent.name == "evidence" else b"../"
        path.write_bytes(path.read_bytes().replace(HOME.encode(), up))


def render(root: Path, staged: Path, fresh: Path, lock: int) -> Path:
    """Run Jupyter Book, any warning an error, and return the folder of the pages."""
    print("render", flush=True)
    arguments = ["build", str(staged), "--path-output", str(fresh), "-W", "--keep-going", "--quiet"]
    environment = {**os.environ, "OREBOOK_ROOT": str(root), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", *arguments],
        capture_output=True, env=environment, pass_fds=[lock], cwd=root, check=False,
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8", "replace").replace(str(staged) + os.sep, "")
    said = re.sub(r"\x1b\[[\d;]*m", "", said)  # colours
    write_whole(root / "_build" / "render.log", said)
    if done.returncode:
        lines = [line for line in said.splitlines() if re.search("WARNING|ERROR|Error:", line)]
        shown = "\n".join(lines[:20] or said.strip().splitlines()[-20:])
        raise BuildError(f"Jupyter Book refused the pages (_build/render.log):\n{shown}")
    html = fresh / "_build" / "html"
    for name in (path.stem for path in staged.glob("notebooks/*.ipynb")):
        if not (html / "notebooks" / f"{name}.html").is_file():  # it is left out in silence
            raise BuildError(f"notebooks/{name}: not rendered; is it in _toc.yml?")
    return html


def accept(root: Path, cause: str) -> list[Path]:
    """Store outputs, claims and verdicts as the new reference, with cause and day; return what changed."""
    with one_at_a_time(root):
        nodes, book = execute_all(root), open_book(root=root)
        folder, date = root / "notebooks", datetime.date.today().isoformat()
        stored = {f"{name}.ipynb": as_committed(node) for name, node in nodes.items()}
        stored[ACCEPTED] = accepted_table(book.judged)
        held = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        old, verdicts = export.read_rows(held.get(REGISTER, b"")), book.judged.to_dict("records")
        record = changes(export.read_rows(held.get(CHANGES, b"")), held, stored, date=date, cause=cause)
        for name, rows in ((REGISTER, update_register(old, verdicts, cause, date)), (CHANGES, record)):
            if rows:
                stored[name] = export.as_bytes(pd.DataFrame(rows, dtype="str"), ".csv")
        changed = [name for name in stored if stored[name] != held.get(name)]
        for name in changed:
            write_whole(folder / name, stored[name])
    return [folder / name for name in changed]


_HOUSE = Path(__file__).parents[3]  # the checkout: the package is installed from one, editable
_TAKEN = """
lib Makefile pyproject.toml requirements.txt .gitignore .ci .github LICENSE tests/notebooks/test_any_book.py
""".split()
# Of the book's folder all but the pages about this book.
_OURS = ("method.md", "rerun.md", "tutorial.md", "api.md", "references.*", "*.png", ".*")


def new_project(folder: Path) -> None:
    """Lay out a project on another subject: a copy of the library, which it may change, and an example."""
    if folder.exists() and any(folder.iterdir()):
        raise BuildError(f"{folder}: is not empty")
    (folder / "tests" / "notebooks").mkdir(parents=True, exist_ok=True)
    made = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in _TAKEN:
        copy = partial(shutil.copytree, ignore=made) if (_HOUSE / name).is_dir() else shutil.copy
        copy(_HOUSE / name, folder / name)
    shutil.copytree(_HOUSE / "book", folder / "book", ignore=shutil.ignore_patterns(*_OURS))
    shutil.copytree(_HOUSE / "lib" / "orebook" / "template", folder, dirs_exist_ok=True, ignore=made)
    (folder / "book" / "references.bib").touch()
    config, name = (_HOUSE / "_config.yml").read_text(encoding="utf-8"), folder.resolve().name
    config = config.replace("title: Orebook\n", f"title: {json.dumps(name)}\n")
    config = config.replace("Orebook contributors\n", f"{json.dumps(f'{name} contributors')}\n")
    (folder / "_config.yml").write_text(config, encoding="utf-8")
