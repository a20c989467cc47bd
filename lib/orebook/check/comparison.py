"""Which articles copy one another: they are one source; which claims agree, disagree or only seem to.

Both run near-linearly. Claims meet only where they speak of the same commodity, measure, place and unit. An
article is kept as the hashes of its longer words, by which it is compared, and of its three-word sequences,
each of which leads to the next article by name that has it too.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from orebook.check.figures import Reference
from orebook.check.question import LOOSE, Question, Row, cell, is_quantity, listed, parts, signs
from orebook.page.article import Article
from orebook.text.vocabulary import commodity as look_up

_BLOCK = 100  # claims of one kind of which each two are compared; of more, those that differ and are next
# Measured on the seeds and on rewritten, shortened and unrelated passages of the tests: the rewrite among the
# seeds has 0.7 of all its longer words in common; two of 200 unrelated articles have at most 0.33, and of the
# words of a long article a short one has 0.87 where it has 15 of them, 0.6 where it has more than 24.
_ALIKE, _WITHIN, _ENOUGH = 0.5, 0.85, 24
_SHARED = 4  # sequences by which two articles must meet to be looked at


def find_near_duplicates(articles: Iterable[Article]) -> pd.DataFrame:
    """Find articles that copy, shorten or rewrite one another.

    Returns
    -------
    DataFrame
        ``seed_a``, ``seed_b`` (by name), ``similarity`` (the share of the shorter one's longer words that
        the other has) and ``kind``: ``copy``, ``rewrite``, or ``excerpt`` where much of the longer one is
        new. Of several articles with the same words, each is paired with the next by name.
    """
    read = sorted(((article.seed, *_features(article)) for article in articles), key=lambda one: one[0])
    # Two texts meet by each sequence of which the second is the next text that has it.
    keys = np.concatenate([np.array([], np.uint32), *(sequences for _, _, sequences in read)])
    order = np.argsort(keys, kind="stable")
    texts = np.repeat(np.arange(len(read), dtype=np.int32), [len(one[2]) for one in read])[order]
    same = keys[order[:-1]] == keys[order[1:]]
    met = texts[:-1][same].astype(np.int64) * len(read) + texts[1:][same]
    pairs, counts = np.unique(met, return_counts=True)
    rows = []
    for a, b in (divmod(pair, len(read)) for pair in pairs[counts >= _SHARED].tolist()):
        words, others = read[a][1], read[b][1]
        shared, shorter = len(np.intersect1d(words, others, True)), min(len(words), len(others))
        within, alike = shared / max(1, shorter), shared / max(1, len(words) + len(others) - shared)
        if alike >= _ALIKE or (within >= _WITHIN and shorter >= _ENOUGH):
            kind = "excerpt" if alike < 0.65 else "copy" if within >= 0.95 else "rewrite"
            rows.append((read[a][0], read[b][0], round(within, 3), kind))
    return pd.DataFrame(rows, columns=["seed_a", "seed_b", "similarity", "kind"])


def source_groups(articles: Iterable[Article], pairs: pd.DataFrame | None = None) -> dict[str, str]:
    """Return for each seed the name of its source: of articles that copy one another, the first by name.

    `pairs` is what :func:`find_near_duplicates` found among them, where that is known already.
    """
    articles = list(articles)
    pairs = find_near_duplicates(articles) if pairs is None else pairs
    seeds = {*(article.seed for article in articles), *pairs["seed_a"], *pairs["seed_b"]}
    group = {seed: seed for seed in sorted(seeds)}
    links = [*zip(pairs["seed_a"], pairs["seed_b"], strict=True)]
    while any(group[one] != group[other] for one, other in links):
        for one, other in links:
            group[one] = group[other] = min(group[one], group[other])
    return group


def _features(article: Article) -> tuple[np.ndarray, np.ndarray]:
    """Return the hashes of an article's longer words and of its three-word sequences, once and sorted."""
    words = re.findall(r"\w+", "\n".join(paragraph.text for paragraph in article.paragraphs).casefold())
    longer = {crc32(word.encode()) for word in {*words} if len(word) > 4 or word.isdigit()}
    sequences = {crc32(" ".join(three).encode()) for three in zip(words, words[1:], words[2:], strict=False)}
    return np.array(sorted(longer), np.uint32), np.array(sorted(sequences), np.uint32)


def compare(
    ledger: pd.DataFrame,
    articles: Sequence[Article] | Mapping[str, str] | None = None,
    reference: Reference | None = None,
) -> pd.DataFrame:
    """Set claims side by side that ask the same question, both asserted.

    They meet where commodity, measure, place (the one that holds the share, rank or amount), unit and
    modality are the same, both are of refined metal or neither, and their periods overlap; one that is only
    the article's own year may be a year off. Figures agree where their intervals meet, each as wide as the
    audit's rounding. They conflict only where both are of one time and of a country that the clause names, of
    what has one figure there; within an article, which tells of parts, nothing does.

    `articles`, or what :func:`source_groups` makes of them, tell which claims are of one source. With a
    `reference`, ranks and amounts of what has several stages conflict only where both say which.

    Returns
    -------
    DataFrame
        ``claim_a``, ``claim_b``, ``relation`` (``corroborates``, ``conflicts``, ``different denominators``,
        ``same source``) and ``reason``.
    """
    groups = articles if isinstance(articles, Mapping) else source_groups(articles or ())
    made = reference.rows("production") if reference else []
    steps = reference.step if reference else {}
    several = Counter(name for name, _ in {(row.commodity, steps.get(row.stage)) for row in made})
    rows = enumerate(ledger.to_dict("records"))
    claims = [_Claim(row, at, groups, several) for at, row in rows if is_quantity(row)]
    claims = [claim for claim in claims if claim.modality != "opinion" and claim.doubted() is None]
    found = [
        (a.at, b.at, a.told["claim"], b.told["claim"], *relation)
        for key, relate in (("subject", _relate), ("held", _contrast))
        for a, b in _pairs(claims, key) if (relation := relate(a, b))
    ]  # fmt: skip
    return pd.DataFrame([row[2:] for row in sorted(found)], columns="claim_a claim_b relation reason".split())


class _Claim(Question):
    """A claim's figure as an interval, and what it is compared by."""

    def __init__(self, row: Row, at: int, groups: Mapping[str, str], several: Counter[str]) -> None:
        said = cell(row.get("q_text")) or f"{row['value']:.10g}{' %' * (row['unit'] == 'percent')}"
        super().__init__({**row, "q_text": said})
        self.at, told, is_rank = at, self.told, self.unit == "rank"
        half = 0.5 * (self.unit == "percent" and self.value % 1 == 0)  # 1% may be 1.2%
        slack = max(self.loose, half, LOOSE * abs(self.value) * bool(told["hedge"] and not is_rank))
        self.least = -math.inf if "<" in self.comparator else self.value - slack
        self.most = math.inf if ">" in self.comparator else self.high + slack
        self.source = groups.get(told["seed"], told["seed"])
        # It is of a country that its clause names, of what has one figure a year there, and of no part of it.
        self.is_whole = not self.near("organisation") and (bool(self.near("place")) or "its" in self.words)
        self.is_whole &= self.measure in listed("whole") and self.words.isdisjoint(listed("parts"))
        self.when, self.slack = told["period"] or "no period", 180 * (not self.stated)
        named = self.unit == "count" or re.search(r"[^\W\d]|[%$€£¥₸]", said)
        self.text = said if named else f"{said} {told['unit']}"  # a cell of a table
        known = [look_up(name) for name in self.names]
        elements = {one["element"] for one in known}
        # What a share of it may be a share of as well; of what the vocabulary does not know, anything.
        self.family = elements.union(self.names, *(one["groups"] for one in known))
        self.is_known = any(one["groups"] or one["table"] for one in known) or not self.names
        # Amounts are of a product, mined or refined; a rank or share is said of the element as well.
        self.is_share = self.measure == "share"
        product = ";".join(sorted(elements if self.is_share or is_rank else self.names))
        steps = {*signs("steps", re.findall(r"\w+", self.quote.lower()))}
        refined = not self.is_share and not steps.isdisjoint(("refinery", "smelter"))
        staged = any(several[name] > 1 for name in (*elements, *self.names))
        self.unsaid = staged and not refined and not self.is_share
        holder, *others = parts(told["place"]) or ("",)
        self.others, unit = {*others}, self.unit.removesuffix("/yr")
        self.held = (holder, unit) if holder and self.is_share else None
        self.subject = (product, told["measure"], holder, unit, refined, self.modality)
        self.figure = (self.least, self.most, self.when, self.denominator, *sorted(others), told["commodity"])


def _pairs(claims: list[_Claim], key: str) -> Iterator[tuple[_Claim, _Claim]]:
    """Yield the pairs of each block; of a large one each claim with its first like, and these in a window."""
    blocks = defaultdict(list)
    for claim in claims:
        if block := getattr(claim, key):
            blocks[block].append(claim)
    for some in blocks.values():
        if len(some) > _BLOCK:
            first: dict[Any, _Claim] = {}
            for claim in some:
                if (one := first.setdefault(claim.figure, claim)) is not claim:
                    yield one, claim
            some = [first[figure] for figure in sorted(first)]
        for at, a in enumerate(some):
            for b in some[at + 1 : at + _BLOCK]:
                yield (a, b) if a.at < b.at else (b, a)


def _relate(a: _Claim, b: _Claim) -> tuple[str, str] | None:
    """Return how two claims on the same subject stand to each other, shares only where they say of what."""
    same = a.denominator.casefold() == b.denominator.casefold()
    apart = not (same and a.denominator) if a.is_share else a.denominator and b.denominator and not same
    nameless = not (a.names or a.is_share)
    undated = a.measure == "price" and not (a.period and b.period)  # prices are of their day
    if apart or nameless or undated or (a.others and b.others and a.others != b.others):
        return None
    if a.period and b.period:
        gap = max(a.period.first - b.period.last, b.period.first - a.period.last).days
        if gap > a.slack + b.slack:
            return None
    words = f"“{a.text}” ({a.when}) and “{b.text}” ({b.when})"
    if a.least <= b.most and b.least <= a.most:
        if a.source == b.source:
            article = "one article" if a.told["seed"] == b.told["seed"] else "one copies the other"
            return "same source", f"{words}: {article}"
        if a.told["speaker"] and a.told["speaker"] == b.told["speaker"]:
            return "same source", f"{words}: both from {a.told['speaker']}"
        return "corroborates", f"{words} agree within rounding and hedges"
    years = {one.period and one.period.precision for one in (a, b)} == {"year"}
    then = years if a.slack + b.slack else a.when == b.when
    apart = (a.unsaid and b.unsaid) or a.told["seed"] == b.told["seed"]
    if apart or not (then and a.is_whole and b.is_whole):
        return None  # mined or refined, the parts of one article; of other months, of a mine or a firm
    return "conflicts", f"{words} cannot both be right for one figure"


def _contrast(a: _Claim, b: _Claim) -> tuple[str, str] | None:
    """Return two shares of one holder that look alike and are shares of different things."""
    akin = a.family & {*b.names} or b.family & {*a.names} or not (a.is_known and b.is_known)
    apart = a.denominator and b.denominator and a.denominator.casefold() != b.denominator.casefold()
    words = f"“{a.text}” is a share of {a.denominator}, “{b.text}” of {b.denominator}: both can be right"
    return ("different denominators", words) if akin and apart else None
