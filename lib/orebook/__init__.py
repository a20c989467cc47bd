"""Read press articles on critical raw materials into checkable claims, and audit them.

Everything public can be had from the package itself and is loaded when first used, so that
``import orebook`` costs next to nothing::

    import orebook
    article = orebook.read_article("seeds/….txt")
    ledger = orebook.load_claims("seeds/")
    verdicts = orebook.audit(ledger, orebook.load_reference())
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from orebook.article import Article
    from orebook.reference import Reference

__version__ = "1.0.0"

_NAMES = {
    "article": "Article UnreadableInput list_seeds load_catalogue parse_article read_article",
    "quantities": "Quantity find_quantities",
    "quotations": "Quotation Statement find_quotations find_statements find_unbalanced",
    "gazetteer": "Entity find_entities",
    "claims": "CLAIM_SCHEMA Claim extract_claims ledger_of load_articles load_claims unread",
    "compare": "compare find_near_duplicates source_groups",
    "reference": "Reference load_reference",
    "audit": "audit",
}
# Public name → the module that defines it.
_HOME = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = ["Book", "open_book", "project_root", *_HOME]


@dataclass(frozen=True, slots=True)
class Book:
    """What a notebook works on; ``ledger, verdicts, reference = open_book()`` takes it apart.

    Attributes
    ----------
    ledger : pandas.DataFrame
        A row a claim, by `CLAIM_SCHEMA`.
    verdicts : pandas.DataFrame
        A row a claim, by its id.
    reference : Reference
        The official figures.
    articles : tuple of Article
        The articles that were read, in the order of their files' names.
    refused : tuple of str
        What could not be read, as "name: reason".
    """

    ledger: pd.DataFrame
    verdicts: pd.DataFrame
    reference: Reference
    articles: tuple[Article, ...]
    refused: tuple[str, ...]

    @property
    def published(self) -> dict[str, str]:
        """Seed to the day, month, year or span it was published in, where that is known."""
        return {article.seed: article.published.value for article in self.articles if article.published}

    @property
    def publishers(self) -> dict[str, str]:
        """Seed to its publisher, in words where it is not known."""
        return {article.seed: article.publisher or "publisher not known" for article in self.articles}

    def __iter__(self) -> Iterator[Any]:
        return iter((self.ledger, self.verdicts, self.reference))


def project_root(start: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of the book that `start`, by default the current folder, lies in.

    Parameters
    ----------
    start : path, optional
        Where to begin; the folder itself and those above it are tried in turn. Without it, the
        environment variable ``OREBOOK_ROOT`` wins where it is set.

    Returns
    -------
    pathlib.Path
        Absolute path of the nearest folder that holds both ``seeds`` and ``notebooks``.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    if start is None and os.environ.get("OREBOOK_ROOT"):
        return Path(os.environ["OREBOOK_ROOT"]).resolve()
    begin = Path(start or ".").resolve()
    for folder in (begin, *begin.parents):
        if (folder / "seeds").is_dir() and (folder / "notebooks").is_dir():
            return folder
    raise FileNotFoundError(f"{begin}: neither here nor above is a folder with seeds/ and notebooks/")


def open_book(
    edition: str | int | None = None, leave_out: str = "", root: str | os.PathLike[str] | None = None
) -> Book:
    """Return the claims of the project's seeds, their verdicts and the reference figures.

    Parameters
    ----------
    edition : str or int, optional
        Edition of the official statistics to go by, such as ``2025``; by default all. The figures are that
        edition's; a claim is judged by what was known when it came out, so by earlier editions too, and its
        verdict is the same wherever the book shows it.
    leave_out : str
        Seeds to leave out: beginnings of file names, separated by ``;``.
    root : path, optional
        The book's folder; by default found with `project_root`.

    Returns
    -------
    Book

    Raises
    ------
    ValueError
        If no seed's name begins with a part of `leave_out`: a slip of the pen would otherwise
        pass for a result that does not depend on the article.
    """
    from orebook.audit import audit  # here, not above: pandas takes half a second
    from orebook.claims import ledger_of, load_articles
    from orebook.reference import load_reference

    seeds = (project_root() if root is None else Path(root)) / "seeds"
    articles, refused = load_articles(seeds)
    dropped = tuple(part.strip() for part in leave_out.split(";") if part.strip())
    for prefix in dropped:
        if not any(article.seed.startswith(prefix) for article in articles):
            raise ValueError(f"leave_out: no seed's name begins with {prefix!r}")
    kept = [article for article in articles if not (dropped and article.seed.startswith(dropped))]
    ledger = ledger_of(kept, seeds, refused)
    problems = tuple(ledger.attrs.pop("refused"))
    chosen = None if edition is None else str(edition)
    reference, known = (load_reference(chosen, seeds=seeds, earlier=earlier) for earlier in (False, True))
    return Book(ledger, audit(ledger, known), reference, tuple(kept), problems)


class _Package(ModuleType):
    """The package, in which ``orebook.audit`` and ``orebook.compare`` stay the functions.

    Modules of the same names define them, and importing a module binds it in its package.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (isinstance(value, ModuleType) and name in _HOME):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'orebook' has no attribute {name!r}")
    value = getattr(import_module(f"orebook.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


sys.modules[__name__].__class__ = _Package
