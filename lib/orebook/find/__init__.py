"""What stands in a text: quantities, times and speech.

In: text. Out: spans of it with their meaning, offsets in code points of the text given.
"""

from __future__ import annotations

from orebook import _face

_HOME = {
    "Quantity": "quantities",
    "find_quantities": "quantities",
    "Quotation": "quotations",
    "Statement": "quotations",
    "find_quotations": "quotations",
    "find_statements": "quotations",
    "find_unbalanced": "quotations",
}

__all__ = list(_HOME)

__getattr__ = _face(__name__, _HOME)
