"""Notebooks, the ledger, verdicts and figures become the published book: words, charts, pages and files."""

from orebook import _face

__all__, __getattr__ = _face(__name__, opened="Book check_parameters open_book pick said")
