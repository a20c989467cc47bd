"""Excerpts: the few words of each article, other people's work, that the book shows.

One has at most `EXCERPT_WORDS` words, all of an article at most `SHARE` of its words, unless its licence is
open. What a reader most needs comes first; a claim beyond the share is shown by its number alone.
"""

import math
import re
from collections import namedtuple
from collections.abc import Iterable, Mapping
from typing import Any

from orebook.page.article import Article

EXCERPT_WORDS, SHARE = 30, 0.40
# Tried in turn for a claim whose whole sentence does not fit the share any more, in words.
WINDOWS = (EXCERPT_WORDS, 18, 10)
_WORD = re.compile(r"\w+")
_OPEN_LICENCES = ("own", "cc", "public domain")
# Verdicts in the order in which their claims are quoted; all others come after them.
_QUOTED_FIRST = ("contradicted", "imprecise", "outdated", "supported with rounding", "supported")


class Excerpt(namedtuple("Excerpt", "start end before mark after")):
    """Words of a claim that may be shown: ``before + mark + after``, printable, and where they stand."""

    def __str__(self) -> str:
        return f"{self.before}{self.mark}{self.after}"


class Budget:
    """The words that are shown of an article, each counted once; its headline is the page's title."""

    def __init__(self, article: Article, entry: Mapping[str, Any] | None = None) -> None:
        self.text, self.shown = article.source, set[int]()
        own = sum(len(_WORD.findall(paragraph.text)) for paragraph in article.paragraphs)
        free = str((entry or {}).get("licence")).lower().startswith(_OPEN_LICENCES)  # by the catalogue
        self.limit = math.inf if free else SHARE * own
        if article.headline:
            self.take(article.headline.start, article.headline.end)

    def take(self, start: int, end: int) -> bool:
        """Add a span's words to those shown, unless they would be too many."""
        more = self.shown.union(match.start() for match in _WORD.finditer(self.text, start, end))
        if fits := len(more) <= self.limit:
            self.shown = more
        return fits

    def excerpt(self, start: int, end: int, number: tuple[int, int], *windows: int) -> Excerpt | None:
        """Take the most of a sentence's words, around its number, that may still be shown, if any."""
        words = [match.span() for match in _WORD.finditer(self.text, start, end)]
        before, inside = (len(_WORD.findall(self.text, *span)) for span in ((start, number[0]), number))
        for count in windows or WINDOWS:
            first = max(0, min(before - (count - inside + 1) // 2, len(words) - count))
            begin = words[first][0] if first else start
            close = words[first + count - 1][1] if first + count < len(words) else end
            if self.take(begin, close):
                spans = ((begin, number[0]), number, (number[1], close))
                head, mark, tail = (shown(self.text[slice(*span)]) for span in spans)
                return Excerpt(begin, close, "… " * (begin > start) + head, mark, tail + " …" * (close < end))
        return None


def choose_excerpts(claims: Iterable[Mapping[str, Any]], budgets: Mapping[str, Budget]) -> dict[str, Excerpt]:
    """Return what is shown of claims (ledger with verdicts), taken from the budgets of their articles."""

    def rank(claim: Mapping[str, Any]) -> tuple[Any, ...]:
        order = (*_QUOTED_FIRST, claim["verdict"]).index(claim["verdict"])
        length = claim["end"] - claim["start"]  # the shorter, the more of them are quoted
        return order, claim["kind"] != "quantity", length, claim["seed"], claim["start"], claim["claim"]

    def number(claim: Mapping[str, Any]) -> tuple[int, int]:
        return (claim["start"],) * 2 if claim["q_start"] is None else (claim["q_start"], claim["q_end"])

    for claim in claims:  # tables show the numbers themselves
        budgets[claim["seed"]].take(*number(claim))
    found = {
        claim["claim"]: budgets[claim["seed"]].excerpt(claim["start"], claim["end"], number(claim))
        for claim in sorted(claims, key=rank)
    }
    return {name: excerpt for name, excerpt in found.items() if excerpt}


def shown(text: object) -> str:
    """Return article text as one line, without control characters and those that turn its direction."""
    kept = (char for char in str("" if text is None else text) if char.isprintable() or char.isspace())
    return re.sub(r"\s+", " ", "".join(kept))
