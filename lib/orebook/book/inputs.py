"""What a build depends on, as digests: a change of words in a comment of the library is none."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import os
import pickle
import platform
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from orebook.book.export import write_whole

_LIBRARY = Path(__file__).parents[1]
# What no notebook can depend on: it makes the book out of the notebooks.
_AFTER = "build execution sphinx figures pages published accuracy collection colophon inputs runs".split()
_KEPT = 6  # results kept of a kind, so that undoing a change makes nothing again
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def of_bytes(content: bytes) -> str:
    """Return a short digest of some bytes."""
    return hashlib.sha256(content).hexdigest()[:16]


def digest(paths: Iterable[Path], seed: str = "") -> str:
    """Return a digest of the names and contents of files, and of Python's version."""
    total = hashlib.sha256(f"{seed}\n{platform.python_version()}\n".encode())
    for path in paths:
        if path.is_file():  # a named pipe among the seeds would block
            total.update(os.fsencode(path) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def of_notebooks(root: Path) -> str:
    """Return a digest of what any notebook may depend on: library, seeds, reference tables, lock."""
    files = [*_tree(root / "seeds"), *_tree(root / "reference"), *(root / "notebooks").glob("_*.py")]
    return digest([*sorted(files), root / "requirements.txt"], _of_library(root, _AFTER))


def of_book(root: Path) -> str:
    """Return a digest of all that the book is made of, the commit included."""
    files = [
        *_tree(root / "notebooks", ".py"), *_tree(root / "book"), root / "_config.yml", root / "_toc.yml",
        *_tree(root / "tests" / "accuracy", ".csv"), *_tree(root / "benchmarks", ".csv"),
    ]  # fmt: skip
    return digest(files, f"{of_notebooks(root)} {_of_library(root)} {commit(root)}")


def kept(folder: Path, key: str, make: Callable[[], Any]) -> Any:
    """Return what was made under a key before, from `folder`, or make it and keep it there.

    What was cut short or spoilt is made again; the newest few are kept.
    """
    path = folder / f"{key[:32]}.pickle"
    with contextlib.suppress(OSError):
        stored = path.read_bytes()
        if stored[:16].decode("ascii", "replace") == of_bytes(stored[16:]):
            return pickle.loads(stored[16:])  # noqa: S301 - written by this project, whole by its digest
    made = make()
    content = pickle.dumps(made)
    write_whole(path, of_bytes(content).encode() + content)
    prune(folder, "*.pickle")
    return made


def prune(folder: Path, pattern: str) -> None:
    """Remove all but the newest of the results that are kept."""
    by_age = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns)
    for stale in by_age[:-_KEPT]:
        stale.unlink(missing_ok=True)


def commit(root: Path) -> str:
    """Return the commit that is built, marked where files differ from it; empty outside of git."""
    command = ["git", "-C", str(root), "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return found.stdout.strip()


def _tree(folder: Path, ending: str = "") -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.name.endswith(ending) and "__pycache__" not in path.parts and not path.name.startswith(".")
    )


def _of_library(root: Path, without: Iterable[str] = ()) -> str:
    """Return a digest of what the library does; code that was parsed before is known by its bytes."""
    file = root / "_build" / "cache" / "code.json"
    known: dict[str, str] = {}
    with contextlib.suppress(OSError, ValueError):
        known = dict(json.loads(file.read_bytes()))
    passed_over = {f"book/{name}.py" for name in without}
    now, lines = {}, []
    for path in _tree(_LIBRARY):
        name = path.relative_to(_LIBRARY).as_posix()
        if path.is_file():
            content = path.read_bytes()
            key = hashlib.sha256(content).hexdigest()
            now[key] = known.get(key) or (_meaning(content) if name.endswith(".py") else key)
            lines += [] if name in passed_over else [f"{name} {now[key]}"]
    if now != known:
        write_whole(file, json.dumps(now).encode())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _meaning(content: bytes) -> str:
    """Return a digest of a program that its comments, docstrings and layout do not change."""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        return hashlib.sha256(content).hexdigest()
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()
