"""Claims meet official figures and each other.

In: the ledger and ``reference/``. Out: a verdict a claim; pairs of claims that agree or conflict.
"""

from orebook import _face

__all__, __getattr__ = _face(
    __name__,
    figures="Reference load_reference",
    rules="audit",
    comparison="compare find_near_duplicates source_groups",
)
