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

_LIBRARY = Path(__file__).parents[1]
# What no notebook can depend on: it makes the book out of the notebooks.
_AFTER = {
    _LIBRARY / "book" / f"{name}.py"
    for name in "build execution sphinx parts annotations pages excerpts collection".split()
}
Made = TypeVar("Made")


def digest(paths: Iterable[Path], seed: str = "") -> str:
    """Return a digest of the names and contents of files, and of Python's version."""
    total = hashlib.sha256(f"{seed}\n{platform.python_version()}\n".encode())
    for path in paths:
        if path.is_file():  # a named pipe among the seeds would block
            total.update(os.fsencode(path) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:32]


def of_verdicts(root: Path) -> str:
    """Return a digest of what the verdicts on an article depend on, apart from the article."""
    return _of(root, [path for path in _tree(_LIBRARY) if path.parent.name not in ("book", "orebook")])


def of_notebooks(root: Path) -> str:
    """Return a digest of what any notebook may depend on: library, seeds, reference tables, words, lock."""
    library = [path for path in _tree(_LIBRARY) if path not in _AFTER]
    return digest([*_tree(root / "seeds"), *_tree(root / "notebooks", "_*.py")], _of(root, library))


def _of(root: Path, library: list[Path]) -> str:
    """Return a digest of parts of the library, without their comments, and of the tables and words they read.

    To leave comments out takes a third of a second, so it is done once for the same bytes.
    """
    read = kept(
        root / "_build" / "code",
        digest(library),
        lambda: digest((), "".join(map(_meant, filter(Path.is_file, library)))),
    )
    tables = [path for folder in ("reference", "vocabulary") for path in _tree(root / folder)]
    return digest([*tables, root / "requirements.txt"], read)


def _meant(path: Path) -> str:
    """Return what a file of the library says: of code, the syntax tree."""
    content = path.read_bytes()
    try:
        said = ast.dump(ast.parse(content)) if path.suffix == ".py" else content
    except SyntaxError:
        said = content
    return f"{path.relative_to(_LIBRARY)} {said!r}"


def of_book(root: Path) -> str:
    """Return a digest of all that the book is made of, the commit included."""
    files = [
        *_tree(root / "notebooks", "*.py"), *_tree(root / "book"), root / "_config.yml", root / "_toc.yml",
        *_tree(root / "tests" / "accuracy", "*.csv"), *_tree(root / "benchmarks", "*.csv"), *_tree(_LIBRARY),
    ]  # fmt: skip
    return digest(files, f"{of_notebooks(root)} {commit(root)}")


def kept(folder: Path, key: str | Callable[[], str], make: Callable[[], Made], limit: int = 6) -> Made:
    """Return what was made before of the same inputs, from `folder`, or make it and keep it there.

    The key is a digest of what it is made of; where it is called for, nothing is kept if that changes
    meanwhile. What was cut short or spoilt is made again. The newest few are kept, so that undoing a change
    makes nothing again.
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
        for stale in sorted(folder.glob("*.pickle"), key=lambda path: path.stat().st_mtime_ns)[:-limit]:
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
