"""From the notebooks' text to a book that is swapped in whole.

One direction only: text → notebook (jupytext) → executed (papermill) → staged with the pages made
from the claims → rendered (Jupyter Book, in a fresh folder) → checked → exchanged with the live
book. Whatever goes wrong, and whenever the program is stopped, the book in place stays whole.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from orebook.book import colophon
from orebook.book.execution import BuildError, execute, list_notebooks
from orebook.book.export import write_whole

_RECORD = ".build.json"  # inside the book, so that book and record are exchanged in one step


# Notebooks --------------------------------------------------------------------------------------


def execute_all(root: Path, progress: Progress) -> dict[Path, tuple[bytes, float]]:
    """Execute the notebooks on all cores; return each by its source, with the seconds that it took.

    A notebook is run again only when something that it can depend on has changed: its own text, the
    library, a seed, a reference figure or the lock.

    Raises
    ------
    BuildError
        If any fails, with a line for each that does.
    """
    sources = list_notebooks(root)
    if not sources:
        raise BuildError("notebooks: there is none (*.py)")
    shared = content_key([*_inputs(root), *(root / "notebooks").glob("_*.py")])
    cache = root / "_build" / "executed"

    def one(source: Path) -> tuple[bytes, float]:
        name = f"{source.stem}.{content_key([source], shared)[:32]}"
        for stored in cache.glob(f"{name}.*.ipynb"):  # name, key, tenths of a second
            return stored.read_bytes(), int(stored.suffixes[-2][1:]) / 10
        begin = time.monotonic()
        content = execute(source)
        took = round(time.monotonic() - begin, 1)
        for stale in cache.glob(f"{source.stem}.*.ipynb"):
            stale.unlink(missing_ok=True)
        write_whole(cache / f"{name}.{took * 10:.0f}.ipynb", content)
        return content, took

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:  # the work is done in the kernels
        futures = {source: pool.submit(one, source) for source in sources}
        progress.watch(futures.values(), "notebooks")
    failures = [str(future.exception()) for future in futures.values() if future.exception()]
    if failures:
        raise BuildError("\n".join(failures))
    return {source: future.result() for source, future in futures.items()}


# What depends on what --------------------------------------------------------------------------


def content_key(paths: list[Path], seed: str = "") -> str:
    """Return a digest of the names and contents of files, and of Python's version."""
    digest = hashlib.sha256(f"{seed}\n{platform.python_version()}\n".encode())
    for path in paths:
        if path.is_file():  # a named pipe among the seeds would block
            digest.update(os.fsencode(path) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _tree(folder: Path, ending: str = "") -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.name.endswith(ending) and "__pycache__" not in path.parts and not path.name.startswith(".")
    )


def _inputs(root: Path) -> list[Path]:
    """Return the files that any notebook may depend on: library, seeds, lock."""
    return [
        *_tree(Path(__file__).parents[1]),
        *_tree(root / "seeds"),
        *_tree(root / "reference"),
        root / "requirements.txt",
    ]


def _book_key(root: Path) -> str:
    pages = [*_tree(root / "book"), root / "_config.yml", root / "_toc.yml"]
    accuracy = [*_tree(root / "tests" / "accuracy", ".csv"), *_tree(root / "benchmarks", ".csv")]
    return content_key([*_inputs(root), *_tree(root / "notebooks", ".py"), *pages, *accuracy], _commit(root))


def _commit(root: Path) -> str:
    """Return the commit that is built, marked where files differ from it; empty outside of git."""
    command = ["git", "-C", str(root), "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return found.stdout.strip()


# The book ---------------------------------------------------------------------------------------


def build_book(root: Path) -> tuple[Path, list[str]]:
    """Bring ``_build/html`` up to date, in one step or not at all.

    Returns
    -------
    tuple of (pathlib.Path, list of str)
        The book's first page, and the inputs that were refused, one line each.

    Raises
    ------
    BuildError
        If any stage fails; the book in place is then as it was.
    """
    live, staged, progress = root / "_build" / "html", root / "_build" / "source", Progress()
    with _one_at_a_time(root) as lock:
        aside = live.with_name("html.old")
        if aside.exists() and not live.exists():
            aside.rename(live)  # stopped between the two steps of the exchange's fallback
        key = _book_key(root)
        with contextlib.suppress(OSError, ValueError):
            record = json.loads((live / _RECORD).read_text())
            if record["key"] == key:
                print("nothing has changed")
                return live / "index.html", record["refused"]
        for left_over in (root / "_build").glob("fresh-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        executed = progress.stage("execute", lambda: execute_all(root, progress))
        refused = progress.stage("stage", lambda: _stage(root, staged, executed))
        fresh = Path(tempfile.mkdtemp(prefix="fresh-", dir=root / "_build"))
        try:
            html = progress.stage("render", lambda: _render(root, staged, fresh, lock))
            progress.stage("check", lambda: check_book(html, staged))
            colophon.add_times(html / "book" / "colophon.html", progress.seconds)
            (html / _RECORD).write_text(json.dumps({"key": key, "refused": refused}) + "\n")
            exchange(html, live)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return live / "index.html", refused


@contextlib.contextmanager
def _one_at_a_time(root: Path) -> Iterator[int]:
    """Hold the build's lock, and yield its descriptor.

    The renderer inherits it: what is left of a killed build cannot meet the next one.
    """
    (root / "_build").mkdir(exist_ok=True)
    with open(root / "_build" / ".lock", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def _stage(root: Path, staged: Path, executed: Mapping[Path, tuple[bytes, float]]) -> list[str]:
    """Lay out what Jupyter Book reads, pages made from the claims included; return what was refused."""
    from orebook.book import accuracy
    from orebook.book.opened import open_book
    from orebook.book.published import write_pages
    from orebook.check.comparison import compare

    shutil.rmtree(staged, ignore_errors=True)
    shutil.copytree(root / "book", staged / "book", ignore=shutil.ignore_patterns(".*"))
    for name in ("_config.yml", "_toc.yml"):
        shutil.copyfile(root / name, staged / name)
    (staged / "notebooks").mkdir()
    for source, (content, _) in executed.items():
        (staged / "notebooks" / f"{source.stem}.ipynb").write_bytes(content)
    book = open_book(root=root)
    if not book.articles:
        raise BuildError(f"no article to make a book of: put some into {root / 'seeds'} (orebook add)")
    relations = compare(book.ledger, book.articles)
    notebooks = {source.stem: content for source, (content, _) in executed.items()}
    write_pages(staged / "book", book, relations, root, notebooks)
    accuracy.write_page(staged / "book", root)
    seconds = {source.stem: took for source, (_, took) in executed.items()}
    colophon.write(staged / "book" / "colophon.md", _commit(root), book.articles, seconds)
    return list(book.refused)


def _render(root: Path, staged: Path, fresh: Path, lock: int) -> Path:
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
    write_whole(root / "_build" / "render.log", said.encode())
    if done.returncode:
        marks = ("WARNING", "ERROR", "Error:")
        lines = [line for line in said.splitlines() if any(mark in line for mark in marks)]
        shown = "\n".join(lines[:20] or said.strip().splitlines()[-20:])
        raise BuildError(f"Jupyter Book refused the pages (_build/render.log):\n{shown}")
    return fresh / "_build" / "html"


def check_book(html: Path, staged: Path) -> None:
    """Refuse a rendered book that lacks a page, shows a traceback or left a reference unresolved.

    Raises
    ------
    BuildError
        Naming each page and what is wrong with it.
    """
    faults = [] if (html / "index.html").is_file() else ["index.html: is missing"]
    for source in sorted([*staged.glob("notebooks/*.ipynb"), *staged.glob("book/**/*.md")]):
        name = source.relative_to(staged).with_suffix(".html")
        if not (html / name).is_file():
            faults.append(f"{name}: not rendered; is it in _toc.yml?")
            continue
        page = (html / name).read_text(encoding="utf-8", errors="replace")
        for mark, fault in (
            ('class="output traceback', "shows a traceback"),
            ("output_area error", "shows a traceback"),
            ('class="problematic"', "holds a reference that leads nowhere"),
        ):
            if mark in page:
                faults.append(f"{name}: {fault}")
    if faults:
        raise BuildError("\n".join(sorted(set(faults))))


def exchange(fresh: Path, live: Path) -> None:
    """Put `fresh` in the place of `live`, in one step where the system can; the old one goes to `fresh`.

    Elsewhere there is a moment without a book between two renames; a build stopped right there
    puts the old book back when it is next run.
    """
    if not live.exists():
        fresh.rename(live)
        return
    if _swapped(fresh, live):
        return
    aside = live.with_name(live.name + ".old")
    shutil.rmtree(aside, ignore_errors=True)
    live.rename(aside)
    fresh.rename(live)
    aside.rename(fresh)


def _swapped(one: Path, other: Path) -> bool:
    at_cwd, exchange_flag = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of <fcntl.h> and <linux/fs.h>
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # an old C library, or not Linux
        return False
    return renameat2(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange_flag) == 0


# Accepting and running ---------------------------------------------------------------------------


def accept(root: Path) -> list[Path]:
    """Store the notebooks' outputs, and claims with verdicts, as the new reference.

    Returns
    -------
    list of pathlib.Path
        The files that changed, each written whole or not at all.
    """
    from orebook.book.collection import accepted_table
    from orebook.book.opened import open_book

    progress = Progress()
    with _one_at_a_time(root):
        executed = progress.stage("execute", lambda: execute_all(root, progress))
        stored = {source.with_suffix(".ipynb"): content for source, (content, _) in executed.items()}
        ledger, verdicts, _ = open_book(root=root)
        stored[root / "notebooks" / "accepted.csv"] = accepted_table(ledger, verdicts)
        changed = [path for path, new in stored.items() if not path.exists() or path.read_bytes() != new]
        for path in changed:
            write_whole(path, stored[path])
    return changed


def run_theme(root: Path, theme: str, parameters: Mapping[str, str]) -> Path:
    """Run one notebook with other parameters, and return the path of the result in ``_build/runs``."""
    source = root / "notebooks" / f"{theme}.py"
    if source not in list_notebooks(root):
        names = ", ".join(path.stem for path in list_notebooks(root))
        raise BuildError(f"{theme}: no such notebook; there are {names}")
    content = execute(source, parameters)
    chosen = "".join(f"-{key}-{value}" for key, value in sorted(parameters.items()))
    safe = "".join(char if char.isalnum() or char in "-_." else "_" for char in theme + chosen)[:120]
    path = root / "_build" / "runs" / f"{safe}.ipynb"
    write_whole(path, content)
    return path


class Progress:
    """Tells how far a build is: a line per stage, and on a terminal a bar while notebooks run."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def stage(self, name: str, work: Callable[[], Any]) -> Any:
        """Do the work and show how long it took."""
        begin = time.monotonic()
        result = work()
        self.seconds[name] = round(time.monotonic() - begin, 1)
        print(f"{name:<9}{self.seconds[name]:6.1f} s", flush=True)
        return result

    def watch(self, futures: Collection[Future[Any]], what: str) -> None:
        """Wait for the futures, with a bar on a terminal."""
        from tqdm import tqdm

        done = as_completed(futures)
        for _ in tqdm(done, total=len(futures), desc=what, leave=False, disable=not sys.stderr.isatty()):
            pass
