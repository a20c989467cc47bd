"""What stands in a text: quantities, times and speech.

In: text. Out: spans of it with their meaning, offsets in code points of the text given.
"""

from orebook import _face

__all__, __getattr__ = _face(
    __name__,
    quantities="Quantity find_quantities",
    quotations="Quotation Statement find_quotations find_statements find_unbalanced",
)
