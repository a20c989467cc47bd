"""What stands in a text: quantities, times and speech.

In: text. Out: spans of it with their meaning, offsets in code points of the text given.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Quantity": "quantities",
    "find_quantities": "quantities",
    "Quotation": "quotations",
    "Statement": "quotations",
    "find_quotations": "quotations",
    "find_sources": "quotations",
    "find_statements": "quotations",
    "find_unbalanced": "quotations",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
