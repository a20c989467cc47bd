"""Claims meet official figures and each other.

In: the ledger and ``reference/``. Out: a verdict a claim; pairs of claims that agree or conflict.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Reference": "figures",
    "load_reference": "figures",
    "audit": "rules",
    "compare": "comparison",
    "find_near_duplicates": "copies",
    "source_groups": "copies",
    "audit_rows": "rules",
    "RULES": "rules",
    "VERDICTS": "verdict",
    "update_register": "verdict",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
