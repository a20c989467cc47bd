"""Read press articles on critical raw materials into checkable claims, and audit them.

Everything public can be had from the package itself and is loaded when first used, so that
``import orebook`` costs next to nothing::

    import orebook
    article = orebook.read_article("seeds/….txt")
    ledger = orebook.load_claims("seeds/")
    verdicts = orebook.audit(ledger, orebook.load_reference())

The rooms, in the order an article goes through them: `orebook.text`, `orebook.page`, `orebook.find`,
`orebook.claims`, `orebook.check`, `orebook.book`. Imports run back along this line only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__version__ = "1.1.0"


def _face(package: str, home: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package that loads each public name from its module when first used."""

    def get(name: str) -> Any:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{home[name]}"), name)
        vars(sys.modules[package])[name] = value
        return value

    return get


_NAMES = {
    "project": "project_root",
    "page": "Article UnreadableInput list_seeds load_catalogue parse_article read_article",
    "find": "Quantity find_quantities Quotation Statement find_quotations find_statements find_unbalanced",
    "text": "Entity find_entities",
    "claims": "CLAIM_SCHEMA Claim extract_claims ledger_of load_articles load_claims stream_claims unread",
    "check": "Reference audit compare find_near_duplicates load_reference source_groups",
    "book": "Book open_book",
}
# Public name → the room whose face shows it.
_HOME = {name: room for room, names in _NAMES.items() for name in names.split()}

__all__ = list(_HOME)

__getattr__ = _face(__name__, _HOME)


def __dir__() -> list[str]:
    return sorted(__all__)
