"""A project on another subject, laid out so that it stands alone."""

from __future__ import annotations

import errno
import json
import shutil
from functools import partial
from pathlib import Path

_TEMPLATE = Path(__file__).parents[1] / "template"
_HOUSE = Path(__file__).parents[3]  # the checkout: the package is installed from one, editable
_TAKEN = ("lib", "Makefile", "pyproject.toml", "requirements.txt", ".gitignore", ".ci", ".github", "LICENSE")
# Of the book's folder all but the pages about this book.
_OURS = ("method.md", "rerun.md", "tutorial.md", "api.md", "references.*", "*.png", ".*")


def new_project(folder: Path) -> None:
    """Lay out a project on another subject: a copy of the library and its tools, and a small example.

    A copy, not a dependency: the project needs no registry for it, and may change what its subject needs.
    FileExistsError tells that the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(errno.EEXIST, "is not empty", str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    made = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in _TAKEN:
        copy = partial(shutil.copytree, ignore=made) if (_HOUSE / name).is_dir() else shutil.copy
        copy(_HOUSE / name, folder / name)
    shutil.copytree(_HOUSE / "book", folder / "book", ignore=shutil.ignore_patterns(*_OURS))
    (folder / "book" / "references.bib").touch()
    shutil.copytree(_TEMPLATE, folder, dirs_exist_ok=True, ignore=made)
    config, name = (_HOUSE / "_config.yml").read_text(encoding="utf-8"), folder.resolve().name
    config = config.replace("title: Orebook\n", f"title: {json.dumps(name)}\n")
    config = config.replace("Orebook contributors\n", f"{json.dumps(f'{name} contributors')}\n")
    (folder / "_config.yml").write_text(config, encoding="utf-8")
