"""A seed becomes an `Article`.

In: a file in ``seeds/`` and what the catalogue says of it. Out: headline, byline, dateline, date,
paragraphs and tables, and the furniture that was taken off, each with its reason.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Article": "article",
    "UnreadableInput": "article",
    "list_seeds": "article",
    "load_catalogue": "article",
    "parse_article": "article",
    "read_article": "article",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
