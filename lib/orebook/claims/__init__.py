"""Sentences become claims, a folder becomes a ledger.

In: an `Article`. Out: a `Claim` for each quantity it states, with its evidence; a DataFrame of all of them.
"""

from __future__ import annotations

from orebook import _face

_HOME = {
    "Claim": "claim",
    "extract_claims": "claim",
    "unread": "claim",
    "CLAIM_SCHEMA": "ledger",
    "ledger_of": "ledger",
    "load_articles": "ledger",
    "load_claims": "ledger",
    "stream_claims": "ledger",
}

__all__ = list(_HOME)

__getattr__ = _face(__name__, _HOME)
