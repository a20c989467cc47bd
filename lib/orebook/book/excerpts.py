"""Excerpts: the few words of each article, other people's work, that the book shows.

One has at most `EXCERPT_WORDS` words, all of an article at most `SHARE` of its words, unless its licence is
open. What a reader most needs comes first; a claim beyond the share is shown by its number alone.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

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


class Excerpt(NamedTuple):
    """Words of a claim that may be shown: ``before + mark + after``, printable, and where they stand."""

    start: int
    end: int
    before: str
    mark: str
    after: str

    def __str__(self) -> str:
        return self.before + self.mark + self.after


class Budget:
    """The words that are shown of an article, each counted once; its headline is the page's title."""

    def __init__(self, article: Article, entry: Mapping[str, Any] | None = None) -> None:
        self.text, self.shown = article.source, set[int]()
        self.spans = [match.span() for match in re.finditer(r"\w+", self.text)]
        own = {i for paragraph in article.paragraphs for i in self.words(paragraph.start, paragraph.end)}
        free = str((entry or {}).get("licence")).lower().startswith(OPEN_LICENCES)  # by the catalogue
        self.limit = len(self.spans) if free else int(SHARE * len(own))
        if article.headline:
            self.take(article.headline.start, article.headline.end)

    def words(self, start: int, end: int) -> range:
        """Return the numbers of the words that a span of the article touches."""
        first = bisect_right(self.spans, start, key=lambda span: span[1])
        return range(first, max(first, bisect_left(self.spans, end, key=lambda span: span[0])))

    def take(self, start: int, end: int) -> bool:
        """Add a span's words to those shown, unless they would be too many."""
        more = self.shown.union(self.words(start, end))
        if fits := len(more) <= self.limit:
            self.shown = more
        return fits

    def excerpt(self, start: int, end: int, number: tuple[int, int], *windows: int) -> Excerpt | None:
        """Take the most of a sentence's words, around its number, that may still be shown, if any."""
        words, inner = self.words(start, end), self.words(*number)
        for count in windows or WINDOWS:
            first, stop = words.start, words.stop
            if len(words) > count:
                first = inner.start - (count - len(inner) + 1) // 2 if inner else first
                first = max(words.start, min(first, stop - count))
                stop = first + count
            begin = start if first == words.start else self.spans[first][0]
            close = end if stop == words.stop else self.spans[stop - 1][1]
            if self.take(begin, close):
                a, b = (min(max(begin, at), close) for at in number)
                before, mark, after = (shown(self.text[i:j]) for i, j in ((begin, a), (a, b), (b, close)))
                before, after = "… " * (begin > start) + before, after + " …" * (close < end)
                return Excerpt(begin, close, before, mark, after)
        return None


def choose_excerpts(claims: Sequence[Mapping[str, Any]], budgets: Mapping[str, Budget]) -> dict[str, Excerpt]:
    """Return what is shown of claims (ledger with verdicts), taken from the budgets of their articles."""

    def rank(claim: Mapping[str, Any]) -> tuple[Any, ...]:
        order = (*_QUOTED_FIRST, claim["verdict"]).index(claim["verdict"])
        length = claim["end"] - claim["start"]  # the shorter, the more of them are quoted
        return order, claim["kind"] != "quantity", length, claim["seed"], claim["start"], claim["claim"]

    chosen = {}
    for claim in claims:  # tables show the numbers themselves
        if claim["q_start"] is not None:
            budgets[claim["seed"]].take(claim["q_start"], claim["q_end"])
    for claim in sorted(claims, key=rank):
        start, end = (claim["start"] if claim[at] is None else claim[at] for at in ("q_start", "q_end"))
        if excerpt := budgets[claim["seed"]].excerpt(claim["start"], claim["end"], (start, end)):
            chosen[claim["claim"]] = excerpt
    return chosen


def shown(text: object) -> str:
    """Return article text as one printable line."""
    return re.sub(r"\s+", " ", _UNSHOWABLE.sub("", "" if text is None else str(text)))
