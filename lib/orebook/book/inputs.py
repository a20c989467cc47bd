"""What a build depends on, as digests, and what was made of it before."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import platform
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from orebook.book.export import write_whole

_LIBRARY = Path(__file__).parents[1]
# What no notebook can depend on: it makes the book out of the notebooks.
_AFTER = {
    _LIBRARY / "book" / f"{name}.py"
    for name in "build execution sphinx figures pages excerpts collection".split()
}
_KEPT = 6  # results kept of a kind, so that undoing a change makes nothing again
Made = TypeVar("Made")


def digest(paths: Iterable[Path], seed: str = "") -> str:
    """Return a digest of the names and contents of files, and of Python's version."""
    total = hashlib.sha256(f"{seed}\n{platform.python_version()}\n".encode())
    for path in paths:
        if path.is_file():  # a named pipe among the seeds would block
            total.update(os.fsencode(path) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:32]


def of_notebooks(root: Path) -> str:
    """Return a digest of what any notebook may depend on: library, seeds, reference tables, words, lock."""
    ours = [path for folder in ("seeds", "reference", "vocabulary") for path in _tree(root / folder)]
    library = [path for path in _tree(_LIBRARY) if path not in _AFTER]
    return digest([*ours, *_tree(root / "notebooks", "_*.py"), root / "requirements.txt", *library])


def of_book(root: Path) -> str:
    """Return a digest of all that the book is made of, the commit included."""
    files = [
        *_tree(root / "notebooks", "*.py"), *_tree(root / "book"), root / "_config.yml", root / "_toc.yml",
        *_tree(root / "tests" / "accuracy", "*.csv"), *_tree(root / "benchmarks", "*.csv"), *_tree(_LIBRARY),
    ]  # fmt: skip
    return digest(files, f"{of_notebooks(root)} {commit(root)}")


def kept(folder: Path, key: Callable[[], str], make: Callable[[], Made]) -> Made:
    """Return what was made before of the same inputs, from `folder`, or make it and keep it there.

    The key is a digest of what it is made of: nothing is kept where that changes meanwhile. What was cut
    short or spoilt is made again; the newest few are kept.
    """
    before = key()
    path = folder / f"{before}.pickle"
    with contextlib.suppress(OSError):
        mark, content = path.read_bytes()[:32], path.read_bytes()[32:]
        if mark == hashlib.sha256(content).digest():
            made: Made = pickle.loads(content)  # noqa: S301 - written by this project, whole by its digest
            return made
    made = make()
    if key() == before:
        content = pickle.dumps(made)
        write_whole(path, hashlib.sha256(content).digest() + content)
        for stale in sorted(folder.glob("*.pickle"), key=lambda path: path.stat().st_mtime_ns)[:-_KEPT]:
            stale.unlink(missing_ok=True)
    return made


def commit(root: Path) -> str:
    """Return the commit that is built, marked where files differ from it; empty outside of git."""
    command = ["git", "-C", str(root), "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def _tree(folder: Path, names: str = "*") -> list[Path]:
    """Return the files of a folder and those below it."""
    found = (path for path in folder.rglob(names) if "__pycache__" not in path.parts)
    return sorted(path for path in found if not path.name.startswith("."))
