"""Sentences become claims, a folder becomes a ledger.

In: an `Article`. Out: a `Claim` for each quantity it states, with its evidence; a DataFrame of all of them.
"""

from orebook import _face

__all__, __getattr__ = _face(
    __name__,
    claim="Claim extract_claims unread",
    ledger="CLAIM_SCHEMA ledger_of load_articles load_claims stream_claims",
)
