"""A seed becomes an `Article`.

In: a file in ``seeds/`` and what the catalogue says of it. Out: headline, byline, dateline, date,
paragraphs and tables, and the furniture that was taken off, each with its reason.
"""

from __future__ import annotations

from orebook import _face

_HOME = {
    "Article": "article",
    "UnreadableInput": "article",
    "list_seeds": "article",
    "load_catalogue": "article",
    "parse_article": "article",
    "read_article": "article",
}

__all__ = list(_HOME)

__getattr__ = _face(__name__, _HOME)
