"""Notebooks, the ledger, verdicts and figures become the published book: words, charts, pages and files."""

from orebook import _face

_NAMES = {
    "opened": ("Book", "Figures", "check_parameters", "open_book", "pick", "said"),
    "rows": ("cite", "data_table", "official", "place_name", "press", "verdict_mark"),
    "words": ("answer", "cards", "holds", "join", "number", "percent", "plural", "say", "sentence"),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = list(_HOME)

__getattr__ = _face(__name__, _HOME)
