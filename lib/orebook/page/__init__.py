"""A seed becomes an `Article`.

In: a file in ``seeds/`` and what the catalogue says of it. Out: headline, byline, dateline, date,
paragraphs and tables, and the furniture that was taken off, each with its reason.
"""

from orebook import _face

__all__, __getattr__ = _face(
    __name__, article="Article UnreadableInput list_seeds load_catalogue parse_article read_article"
)
