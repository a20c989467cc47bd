"""Bytes become one searchable `View`, with offsets into the unchanged source.

In: a file's bytes or a string. Out: plain text, numbers, dates and the names that the vocabulary knows.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Entity": "vocabulary",
    "find_entities": "vocabulary",
    "View": "view",
    "sentences": "view",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
