"""Sentences become claims, a folder becomes a ledger.

In: an `Article`. Out: a `Claim` for each quantity it states, with its evidence; a DataFrame of all of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Claim": "claim",
    "extract_claims": "claim",
    "unread": "claim",
    "CLAIM_SCHEMA": "ledger",
    "ledger_of": "ledger",
    "load_articles": "ledger",
    "load_claims": "ledger",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
