"""Claims meet official figures and each other.

In: the ledger and ``reference/``. Out: a verdict a claim; pairs of claims that agree or conflict.
"""

from __future__ import annotations

from orebook import _face

_HOME = {
    "Reference": "figures",
    "load_reference": "figures",
    "audit": "rules",
    "compare": "comparison",
    "find_near_duplicates": "copies",
    "source_groups": "copies",
    "audit_rows": "rules",
    "RULES": "rules",
    "VERDICTS": "verdict",
    "update_register": "verdict",
}

__all__ = list(_HOME)

__getattr__ = _face(__name__, _HOME)
