"""Excerpts: the few words of each article that the book shows.

Article text is other people's work: an excerpt has at most `EXCERPT_WORDS` words, and all that is shown of
an article at most `SHARE` of its words, unless its licence is our own or an open one. Contradicted claims
come first, then imprecise, outdated and supported ones, then the rest; a claim beyond the share is shown by
its number alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orebook.page.article import Article

EXCERPT_WORDS = 30
SHARE = 0.40
OPEN_LICENCES = ("own", "cc", "public domain")
# Tried in turn for a claim whose whole sentence does not fit the share any more, in words.
WINDOWS = (EXCERPT_WORDS, 18, 10)
# Verdicts in the order in which their claims are quoted; all others come after them.
_QUOTED_FIRST = ("contradicted", "imprecise", "outdated", "supported with rounding", "supported")
# Not shown: control characters, and those that turn the direction of the text around them.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a claim that may be shown: ``before + mark + after``, each already printable."""

    before: str
    mark: str
    after: str

    def __str__(self) -> str:
        return self.before + self.mark + self.after


class Budget:
    """The words that are shown of each article, counted once however often they are shown.

    Free are the seeds whose licence lifts the limit.
    """

    def __init__(self, articles: Sequence[Article], free: Collection[str] = ()) -> None:
        self.texts = {article.seed: article.source for article in articles}
        self.spans = {
            seed: [m.span() for m in re.finditer(r"\w+", text)] for seed, text in self.texts.items()
        }
        self.shown: dict[str, set[int]] = {seed: set() for seed in self.texts}
        self.limits = {}
        for article in articles:
            own = {i for p in article.paragraphs for i in self.words(article.seed, p.start, p.end)}
            everything = len(self.spans[article.seed])
            self.limits[article.seed] = everything if article.seed in free else int(SHARE * len(own))

    def words(self, seed: str, start: int, end: int) -> range:
        """Return the numbers of the words that a span of the article touches."""
        spans = self.spans[seed]
        first = bisect_right(spans, start, key=lambda span: span[1])
        return range(first, max(first, bisect_left(spans, end, key=lambda span: span[0])))

    def take(self, seed: str, start: int, end: int) -> bool:
        """Add a span's words to those shown, unless they would be too many."""
        more = self.shown[seed].union(self.words(seed, start, end))
        if fits := len(more) <= self.limits[seed]:
            self.shown[seed] = more
        return fits

    def window(
        self, seed: str, span: tuple[int, int], number: tuple[int, int], count: int
    ) -> tuple[int, int]:
        """Return the part of a sentence that has at most `count` words, around its number."""
        words, inner, spans = self.words(seed, *span), self.words(seed, *number), self.spans[seed]
        if len(words) <= count:
            return span
        first = inner.start - (count - len(inner) + 1) // 2 if inner else words.start
        first = max(words.start, min(first, words.stop - count))
        start = span[0] if first == words.start else spans[first][0]
        return start, span[1] if first + count == words.stop else spans[first + count - 1][1]

    def excerpt(
        self, seed: str, start: int, end: int, number: tuple[int, int], windows: Sequence[int]
    ) -> Excerpt | None:
        """Take the most of a sentence's words that may still be shown; None where these are too many."""
        text = self.texts[seed]
        for count in windows:
            first, last = self.window(seed, (start, end), number, count)
            if self.take(seed, first, last):
                a, b = (min(max(first, at), last) for at in number)
                before, after = "" if first == start else "… ", "" if last == end else " …"
                return Excerpt(before + shown(text[first:a]), shown(text[a:b]), shown(text[b:last]) + after)
        return None


def choose_excerpts(
    articles: Sequence[Article], claims: Sequence[Mapping[str, Any]], budget: Budget
) -> dict[str, Excerpt]:
    """Return what is shown of claims (ledger with verdicts), first what a reader most needs.

    It is taken from the budget; of a claim that is left out, only the number is shown.
    """
    for article in articles:
        if article.headline:  # it is the page's title
            budget.take(article.seed, article.headline.start, article.headline.end)
    for claim in claims:  # tables show the numbers themselves
        if claim["q_start"] is not None:
            budget.take(claim["seed"], claim["q_start"], claim["q_end"])

    def rank(claim: Mapping[str, Any]) -> tuple[int, bool, int, str, int, str]:
        verdict = claim["verdict"]
        order = _QUOTED_FIRST.index(verdict) if verdict in _QUOTED_FIRST else len(_QUOTED_FIRST)
        length = claim["end"] - claim["start"]  # the shorter, the more of them are quoted
        return order, claim["kind"] != "quantity", length, claim["seed"], claim["start"], claim["claim"]

    chosen = {}
    for claim in sorted(claims, key=rank):
        sentence, has_number = (claim["seed"], claim["start"], claim["end"]), claim["q_start"] is not None
        number = (claim["q_start"], claim["q_end"]) if has_number else (claim["start"], claim["start"])
        excerpt = budget.excerpt(*sentence, number, WINDOWS if has_number else WINDOWS[:2])
        if excerpt:
            chosen[claim["claim"]] = excerpt
    return chosen


def shown(text: object) -> str:
    """Return article text as one printable line."""
    return re.sub(r"\s+", " ", _UNSHOWABLE.sub("", "" if text is None else str(text)))
