"""Read press articles on critical raw materials into checkable claims, and audit them::

    ledger = orebook.load_claims("seeds/")
    verdicts = orebook.audit(ledger, orebook.load_reference())

The rooms, in the order an article goes through them: `orebook.text`, `orebook.page`, `orebook.find`,
`orebook.claims`, `orebook.check`, `orebook.book`. Imports run back along this line only.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

__version__ = "1.1.0"


def _face(package: str, **shown: str) -> tuple[list[str], Callable[[str], Any]]:
    """Return ``__all__`` and ``__getattr__`` of a package that loads names and modules when first used."""
    home = {name: module for module, names in shown.items() for name in names.split()}

    def get(name: str) -> Any:
        path = f"{package}.{home.get(name, name)}"
        if find_spec(path) is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(path)
        value = vars(sys.modules[package])[name] = getattr(module, name) if name in home else module
        return value

    return [*home], get


__all__, __getattr__ = _face(
    __name__,
    project="project_root",
    page="Article UnreadableInput list_seeds load_catalogue parse_article read_article",
    find="Quantity find_quantities Quotation Statement find_quotations find_statements find_unbalanced",
    text="Entity find_entities",
    claims="CLAIM_SCHEMA Claim extract_claims ledger_of load_articles load_claims stream_claims unread",
    check="Reference audit compare find_near_duplicates load_reference source_groups",
    book="Book open_book",
)


def __dir__() -> list[str]:
    return sorted(__all__)
