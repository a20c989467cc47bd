"""Claims meet official figures and each other.

In: the ledger and ``reference/``. Out: a verdict a claim; pairs of claims that agree or conflict.
"""

from __future__ import annotations

from orebook import _face

_NAMES = {
    "figures": "Reference load_reference",
    "rules": "audit audit_rows RULES",
    "verdict": "VERDICTS update_register",
    "comparison": "compare",
    "copies": "find_near_duplicates source_groups",
}
_HOME = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = list(_HOME)

__getattr__ = _face(__name__, _HOME)
