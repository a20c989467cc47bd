"""A book opened: its claims, their verdicts and the official figures, as a notebook works on them."""

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from orebook.book.export import digest, judged, kept, of_project
from orebook.book.rows import press
from orebook.book.words import DASH, missing
from orebook.check.figures import Reference, load_reference, row_of
from orebook.check.rules import NOTHING, audit_rows
from orebook.claims.ledger import as_ledger, claims_of, listed, load_annotations
from orebook.page.article import Article, UnreadableInput, read_article
from orebook.project import project_root
from orebook.text.decode import slug
from orebook.text.vocabulary import vocabulary


class Said(pd.Series):
    """A claim that a sentence is about, or a row of NA for the want of it; shown as a link or a dash."""

    def linked(self, text: object = None) -> Markup:
        """Return the claim as a link, by default under its number as written."""
        return DASH if missing(self) else press(self, text)

    __html__ = linked


def said(claims: pd.DataFrame, **wanted: Any) -> Said:
    """Return the first claim that :func:`pick` finds."""
    return Said(row_of(pick(claims, **wanted)))


def pick(claims: pd.DataFrame, words: str = "", **wanted: Any) -> pd.DataFrame:
    """Return the claims whose fields hold what is wanted, oldest article first.

    The words are a pattern that the sentence holds, in any capitals. Of fields with several values joined by
    ``;`` one has to match; a measure matches with or without its ``(increase)``.
    """
    keep = claims["quote"].str.contains(words, case=False)
    for field, want in wanted.items():
        held = ({*it.split(";"), it.split(" (")[0]} if isinstance(it, str) else {it} for it in claims[field])
        keep &= pd.Series([want in of for of in held], claims.index, dtype=bool)
    return claims[keep].sort_values(["seed", "start", "q_start"], kind="stable")


def check_parameters(allowed: Mapping[str, Collection[Any]], **given: Any) -> None:
    """Refuse a notebook's parameter outside its choices, naming the parameter and the choices."""
    for name, value in given.items():
        if value not in allowed[name]:
            raise ValueError(f"parameter {name}={value!r} is not one of {', '.join(map(str, allowed[name]))}")


@dataclass(frozen=True, slots=True)
class Book:
    """What a notebook works on."""

    ledger: pd.DataFrame  # a row a claim, by `CLAIM_SCHEMA`
    judged: pd.DataFrame  # the same with verdicts: see :func:`~orebook.book.export.judged`
    reference: Reference
    articles: tuple[Article, ...]  # in the order of their files' names
    refused: tuple[str, ...]  # what could not be read, as "name: reason"
    catalogue: Mapping[str, Any]  # what is known of seeds from elsewhere

    @property
    def published(self) -> dict[str, str]:
        """Seed to the day, month, year or span it was published in, where that is known."""
        return {article.seed: article.published.value for article in self.articles if article.published}

    @property
    def publishers(self) -> dict[str, str]:
        """Seed to its publisher, in words where it is not known."""
        return {article.seed: article.publisher or "publisher not known" for article in self.articles}


def open_book(edition: str | int | None = None, leave_out: str = "", root: Path | None = None) -> Book:
    """Return the claims of the project's seeds, their verdicts and the reference figures.

    Given are the edition to go by, such as ``2025``, and seeds to leave out: beginnings of names, by ``;``.
    """
    root, chosen = root or project_root(), None if edition is None else str(edition)
    seeds, tables = root / "seeds", partial(load_reference, chosen, root / "reference")
    (paths, catalogue, refused), (coded, faults) = listed(seeds), load_annotations(seeds)
    for prefix in (dropped := tuple(filter(None, map(str.strip, leave_out.split(";"))))):
        if not any(path.name.startswith(prefix) for path in paths):
            raise ValueError(f"leave_out: no seed's name begins with {prefix!r}")

    def read(path: Path) -> tuple[Any, ...]:
        article = read_article(path, catalogue.get(path.name))
        claims, unfit = claims_of(article, coded.get(path.name, ()))
        rows = as_ledger(claims).to_dict("records")
        return article, claims, audit_rows(rows, tables(earlier=True)), unfit

    words = [vocabulary(path.stem) for path in sorted((root / "vocabulary").glob("*.toml"))]  # as read here
    made_of, found, problems = f"{of_project(root)} {words}", list[Any](), [*map(str, [*refused, *faults])]
    for path in (path for path in paths if not path.name.startswith(dropped)):
        about = f"{made_of} {chosen!r} {catalogue.get(path.name)!r} {coded.get(path.name)!r}"
        folder = root / "_build" / "judged" / slug(path.name)
        try:
            found.append(kept(folder, partial(digest, [path], about), partial(read, path)))
            problems += found[-1][3]
        except UnreadableInput as error:
            problems.append(str(error))
    ledger = as_ledger(claim for _, claims, *_ in found for claim in claims)
    verdicts = pd.DataFrame([row for _, _, rows, _ in found for row in rows], columns=[*NOTHING])
    articles = tuple(article for article, *_ in found)
    reference = copy(tables())  # which a notebook may change without changing another's
    return Book(ledger, judged(ledger, verdicts), reference, articles, tuple(problems), catalogue)
