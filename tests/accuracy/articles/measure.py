"""Measure the reading of articles on pages that are annotated by hand.

``pages/*.page`` are invented articles in the manner of many publishers, pasted with all that stands around
them. Marks in the text say what it is; taken out, they leave the page as a reader would have pasted it:
``⟪f …⟫`` furniture, ``⟪h …⟫`` headline, ``⟪b …⟫`` byline, ``⟪d …⟫`` dateline; marks may stand in one
another. Above the line ``+++`` stand, as TOML, the date with its precision, the agency, and whether the
page was written before the rules or after them (``held_out``; ``../blind.csv`` has what each set of these gave
before a rule was mended).

Run as a script it prints the figures and every error.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orebook.page.article import Article, parse_article

PAGES = Path(__file__).parent / "pages"
FIELDS = ("headline", "byline", "agency", "dateline", "published", "date precision")
_MARK = re.compile(r"⟪([fhbd]) ?|⟫")


@dataclass(frozen=True, slots=True)
class Page:
    """An annotated page: its text, what is known of it, and the spans of each mark."""

    name: str
    source: str
    facts: dict[str, Any]
    spans: dict[str, list[tuple[int, int]]]

    def words(self, mark: str) -> str | None:
        """Return what the first mark of a kind holds."""
        return next((self.source[a:b] for a, b in self.spans[mark]), None)


def load_page(path: Path) -> Page:
    """Read one annotated page; refuses marks that do not pair."""
    head, _, body = path.read_text("utf-8").partition("+++\n")
    out: list[str] = []
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    open_marks: list[tuple[str, int]] = []
    at = position = 0
    for match in _MARK.finditer(body):
        out.append(body[position : match.start()])
        at += match.start() - position
        position = match.end()
        if match[1]:
            open_marks.append((match[1], at))
        else:
            mark, start = open_marks.pop()
            spans[mark].append((start, at))
    if open_marks:
        raise ValueError(f"{path.name}: a mark is not closed: {open_marks}")
    out.append(body[position:])
    return Page(path.stem, "".join(out), tomllib.loads(head), spans)


def load_pages(held_out: bool | None = None) -> list[Page]:
    """Return the pages by name: all, or those held out while the rules were made, or the others."""
    pages = [load_page(path) for path in sorted(PAGES.glob("*.page"))]
    return [page for page in pages if held_out is None or page.facts.get("held_out", False) == held_out]


def read(page: Page) -> Article:
    """Read a page as a user's file would be read."""
    return parse_article(page.source, page.name + ".txt")


def _covered(spans: Iterable[tuple[int, int]], source: str) -> set[int]:
    return {i for a, b in spans for i in range(a, b) if not source[i].isspace()}


def furniture_errors(page: Page, article: Article) -> tuple[list[str], list[str]]:
    """Return what was wrongly stripped and what was wrongly kept, as runs of words."""
    told = _covered(page.spans["f"] + page.spans["d"], page.source)
    got = _covered(((f.start, f.end) for f in article.furniture), page.source)
    return _runs(got - told, page.source), _runs(told - got, page.source)


def _runs(places: set[int], source: str) -> list[str]:
    runs: list[str] = []
    last = None
    for i in sorted(places):
        if last is not None and source[last + 1 : i].strip(" ") == "":
            runs[-1] += source[last + 1 : i + 1]
        else:
            runs.append(source[i])
        last = i
    return [run for run in runs if any(c.isalnum() for c in run)]


def field_values(page: Page, article: Article) -> dict[str, tuple[str | None, str | None]]:
    """Return for each field what the annotation has and what was read."""
    date = article.read_date
    return {
        "headline": (page.words("h"), article.headline.text if article.headline else None),
        "byline": (page.words("b"), article.byline.text if article.byline else None),
        "agency": (page.facts.get("agency"), article.agency),
        "dateline": (page.words("d"), article.dateline.text if article.dateline else None),
        "published": (page.facts.get("published"), date.value if date else None),
        "date precision": (page.facts.get("precision"), date.precision if date else None),
    }


def measure(held_out: bool | None = None) -> dict[str, tuple[float, float, float, int]]:
    """Measure furniture, by characters other than spaces, and each field, by exact value.

    Returns
    -------
    dict
        Field to (precision, recall, F1, n): n counts the annotated characters or values.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])  # right, read, annotated
    for page in load_pages(held_out):
        article = read(page)
        told = _covered(page.spans["f"] + page.spans["d"], page.source)
        got = _covered(((f.start, f.end) for f in article.furniture), page.source)
        for place, number in enumerate((len(told & got), len(got), len(told))):
            counts["furniture"][place] += number
        for name, (gold, value) in field_values(page, article).items():
            right = gold is not None and value is not None and value.casefold() == gold.casefold()
            for place, number in enumerate((right, value is not None, gold is not None)):
                counts[name][place] += number
    return {name: _scores(*count) for name, count in counts.items()}


def _scores(right: int, read_: int, annotated: int) -> tuple[float, float, float, int]:
    precision = right / read_ if read_ else 1.0
    recall = right / annotated if annotated else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, f1, annotated


def errors(pages: Iterable[Page]) -> Iterator[dict[str, str]]:
    """Yield what is read wrongly of pages: passage, field, quantity (the words), stated and found."""
    for page in pages:
        article = read(page)
        for runs, words in zip(
            furniture_errors(page, article), ("article furniture", "furniture article"), strict=True
        ):
            stated, found = words.split()
            for run in runs:
                yield {
                    "passage": page.name,
                    "field": "furniture",
                    "quantity": run[:110],
                    "stated": stated,
                    "found": found,
                }
        for name, (gold, value) in field_values(page, article).items():
            if (gold or "").casefold() != (value or "").casefold():
                yield {
                    "passage": page.name,
                    "field": name,
                    "quantity": "",
                    "stated": gold or "",
                    "found": value or "",
                }


def main() -> None:
    """Print the measures, and every error of the pages."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.parse_args()
    for held_out in (False, True):
        pages = load_pages(held_out)
        if not pages:
            continue
        print(f"{'held out' if held_out else 'known'}: {len(pages)} pages")
        for name, (precision, recall, f1, n) in measure(held_out).items():
            print(f"  {name:14} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  n {n}")
        for error in errors(pages):
            print("    {passage}: {field} {quantity!r}: {found!r}, should be {stated!r}".format(**error))


if __name__ == "__main__":
    main()
