"""Where a book lies. Every room may ask; this module asks none of them."""

import os
from pathlib import Path


class BuildError(Exception):
    """A stage of the build failed; each line of the message names a file and a reason."""


def project_root() -> Path:
    """Return the book's folder: what ``OREBOOK_ROOT`` says, else the nearest one with seeds and notebooks."""
    if given := os.environ.get("OREBOOK_ROOT"):
        return Path(given).resolve()
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "seeds").is_dir() and (folder / "notebooks").is_dir():
            return folder
    raise FileNotFoundError(f"{Path.cwd()}: neither here nor above is a folder with seeds/ and notebooks/")


def project_folder(name: str) -> Path:
    """Return a folder of the book around here, else of the checkout that the library is from."""
    try:
        return project_root() / name
    except FileNotFoundError:
        return Path(__file__).resolve().parents[2] / name
