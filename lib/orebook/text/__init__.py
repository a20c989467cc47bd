"""Bytes become one searchable `View`, with offsets into the unchanged source.

In: a file's bytes or a string. Out: plain text, numbers, dates and the names that the vocabulary knows.
"""

from orebook import _face

__all__, __getattr__ = _face(__name__, vocabulary="Entity find_entities")
