"""Bytes become one searchable `View`, with offsets into the unchanged source.

In: a file's bytes or a string. Out: plain text, numbers, dates and the names that the vocabulary knows.
"""

from orebook import _face

_HOME = {"Entity": "vocabulary", "find_entities": "vocabulary", "View": "view", "sentences": "view"}

__all__ = list(_HOME)

__getattr__ = _face(__name__, _HOME)
