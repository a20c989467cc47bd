"""Notebooks and claims become the published book.

In: the ledger, verdicts and figures. Out: words, charts, pages and files.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_NAMES = {
    "opened": ("Book", "Figures", "check_parameters", "open_book", "pick", "said"),
    "rows": ("cite", "data_table", "official", "place_name", "press", "verdict_mark"),
    "words": ("answer", "cards", "holds", "join", "number", "percent", "plural", "say", "sentence"),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
