"""What a build depends on, as digests, and what was made of it before."""

from __future__ import annotations

import ast
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

Made = TypeVar("Made")


def digest(paths: Iterable[Path], seed: str = "") -> str:
    """Return a digest of files, and of the files in folders, by name and content, and of Python's version."""
    total = hashlib.sha256(f"{seed}\n{platform.python_version()}\n".encode())
    for path in (file for top in paths for file in (sorted(top.rglob("*")) if top.is_dir() else [top])):
        hidden = "__pycache__" in path.parts or path.name.startswith(".")
        if path.is_file() and not hidden:  # a named pipe among the seeds would block
            total.update(os.fsencode(path) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:32]


def of_notebooks(root: Path) -> str:
    """Return a digest of what any notebook may depend on: library, seeds, reference tables, words, lock."""
    return digest([root / "seeds", *sorted((root / "notebooks").glob("_*.py"))], of_verdicts(root))


def of_verdicts(root: Path) -> str:
    """Return a digest of what the verdicts on any article depend on: library, reference tables, words, lock.

    Comments of the library do not count; to leave them out takes a third of a second, so it is done once.
    """
    library = Path(__file__).parents[1]
    files = sorted(path for path in library.rglob("*.*") if path.suffix in (".py", ".toml"))
    said = kept(root / "_build" / "code", digest(files), lambda: digest((), "".join(map(_said, files))))
    return digest([root / name for name in ("reference", "vocabulary", "requirements.txt")], said)


def _said(path: Path) -> str:
    """Return what a file of the library says: of code, the syntax tree."""
    content = path.read_bytes()
    try:
        return ast.dump(ast.parse(content)) if path.suffix == ".py" else repr(content)
    except SyntaxError:
        return repr(content)


def of_book(root: Path) -> str:
    """Return a digest of all that the book is made of, the commit included."""
    names = ("notebooks/*.py", "book", "_config.yml", "_toc.yml", "tests/accuracy/*.csv", "benchmarks/*.csv")
    files = [path for name in names for path in sorted(root.glob(name))]
    return digest(files, f"{of_notebooks(root)} {commit(root)}")


def kept(folder: Path, key: str | Callable[[], str], make: Callable[[], Made], limit: int = 6) -> Made:
    """Return what was made before of the same inputs, from `folder`, or make it and keep it there.

    The key is a digest of what it is made of; a function gives it, where that may change meanwhile and then
    nothing is to be kept. What was cut short is made again. The newest few are kept, so that undoing a
    change makes nothing again.
    """
    before = key if isinstance(key, str) else key()
    path = folder / f"{before}.pickle"
    with contextlib.suppress(OSError):
        mark, content = path.read_bytes()[:32], path.read_bytes()[32:]
        if mark == hashlib.sha256(content).digest():
            made: Made = pickle.loads(content)  # noqa: S301 - written by this project, whole by its digest
            return made
    made = make()
    if isinstance(key, str) or key() == before:
        content = pickle.dumps(made)
        write_whole(path, hashlib.sha256(content).digest() + content)
        with contextlib.suppress(FileNotFoundError):  # another process clears away, too
            for stale in sorted(folder.glob("*.pickle"), key=lambda path: path.stat().st_mtime_ns)[:-limit]:
                stale.unlink()
    return made


def commit(root: Path) -> str:
    """Return the commit that is built, marked where files differ from it; empty outside of git."""
    command = ["git", "-C", str(root), "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
