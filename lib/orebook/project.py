"""Where a book lies. Every room may ask; this module asks none of them."""

from __future__ import annotations

import os
from pathlib import Path


def project_root(start: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of the book that `start`, by default the current folder, lies in.

    Parameters
    ----------
    start : path, optional
        Where to begin; the folder itself and those above it are tried in turn. Without it, the
        environment variable ``OREBOOK_ROOT`` wins where it is set.

    Returns
    -------
    pathlib.Path
        Absolute path of the nearest folder that holds both ``seeds`` and ``notebooks``.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    if start is None and os.environ.get("OREBOOK_ROOT"):
        return Path(os.environ["OREBOOK_ROOT"]).resolve()
    begin = Path(start or ".").resolve()
    for folder in (begin, *begin.parents):
        if (folder / "seeds").is_dir() and (folder / "notebooks").is_dir():
            return folder
    raise FileNotFoundError(f"{begin}: neither here nor above is a folder with seeds/ and notebooks/")


def project_folder(name: str) -> Path:
    """Return a folder of the book around the current folder, else of the checkout the library is from.

    Raises
    ------
    FileNotFoundError
        If there is neither.
    """
    try:
        return project_root() / name
    except FileNotFoundError:
        house = Path(__file__).resolve().parents[2]
        if not (house / name).is_dir():
            raise
        return house / name
