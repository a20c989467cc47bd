"""A book opened: its claims, their verdicts and the official figures, as a notebook works on them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from orebook.check.figures import Reference, load_reference
from orebook.check.rules import audit
from orebook.claims.ledger import ledger_of, load_articles
from orebook.page.article import Article
from orebook.project import project_root


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
    place = project_root() if root is None else Path(root)
    seeds, folder = place / "seeds", place / "reference"
    articles, refused = load_articles(seeds)
    dropped = tuple(part.strip() for part in leave_out.split(";") if part.strip())
    for prefix in dropped:
        if not any(article.seed.startswith(prefix) for article in articles):
            raise ValueError(f"leave_out: no seed's name begins with {prefix!r}")
    kept = [article for article in articles if not (dropped and article.seed.startswith(dropped))]
    ledger = ledger_of(kept, seeds, refused)
    problems = tuple(ledger.attrs.pop("refused"))
    chosen = None if edition is None else str(edition)
    reference, known = (
        load_reference(chosen, folder=folder, seeds=seeds, earlier=earlier) for earlier in (False, True)
    )
    return Book(ledger, audit(ledger, known), reference, tuple(kept), problems)
