"""Notebooks, the ledger, verdicts and figures become the published book: words, charts, pages and files."""

from orebook import _face

__all__, __getattr__ = _face(
    __name__,
    opened="Book check_parameters open_book pick said",
    rows="cite data_table official place_name press verdict_mark",
    words="answer cards holds join number percent plural say sentence",
)
