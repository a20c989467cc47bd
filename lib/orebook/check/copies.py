"""Which articles copy, shorten or rewrite one another: they are one source.

Runs near-linearly and in little memory: an article is kept as the hashes of its words and word sequences, and
articles meet only where they share rare ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from orebook.page.article import Article

# Measured on the seeds and on rewritten, shortened and unrelated passages of the tests: the one rewrite
# among the seeds has 0.42 of its three-word sequences and 0.5 of its words in common, all others
# at most 0.04 and 0.13.
_COPY, _SEQUENCES, _WORDS = 0.6, 0.06, 0.3
_RARE = 8  # articles that may share a feature for it to bring each two of them together
_SHARED = 4  # rare features that two articles must share to be looked at
_AT_ONCE = 1 << 20  # features that are sorted at once
_CELLS = 1 << 26  # of the first, rough count of what pairs share
_WORD = re.compile(r"\w+")


def find_near_duplicates(articles: Iterable[Article]) -> pd.DataFrame:
    """Find articles that copy, shorten or rewrite one another.

    Returns
    -------
    DataFrame
        ``seed_a``, ``seed_b`` (by name), ``similarity`` (0 to 1) and ``kind``: ``copy`` or ``excerpt``,
        whose similarity is the share of the shorter one's three-word sequences that the longer one has,
        or ``rewrite``, whose similarity is the share of all longer words that both have. Of more than
        eight articles with the same words, each is paired with its neighbours by name.
    """
    import numpy as np
    import pandas as pd

    read = sorted(((article.seed, *_features(article)) for article in articles), key=lambda one: one[0])
    rows = [
        (read[a][0], read[b][0], *alike)
        for a, b in _candidates([features for _, features, _ in read])
        if (alike := _alike(*(np.split(features, [count]) for _, features, count in (read[a], read[b]))))
    ]
    return pd.DataFrame(rows, columns=["seed_a", "seed_b", "similarity", "kind"])


def source_groups(articles: Iterable[Article], pairs: pd.DataFrame | None = None) -> dict[str, str]:
    """Return for each seed the name of its source: of articles that copy one another, the first by name.

    Parameters
    ----------
    articles : iterable of Article
        Those without a copy are named as well.
    pairs : DataFrame, optional
        What :func:`find_near_duplicates` found among them, where that is known already.
    """
    articles = list(articles)
    pairs = find_near_duplicates(articles) if pairs is None else pairs
    seeds = {*(article.seed for article in articles), *pairs["seed_a"], *pairs["seed_b"]}
    group = {seed: seed for seed in sorted(seeds)}

    def first(seed: str) -> str:
        while group[seed] != seed:
            group[seed] = seed = group[group[seed]]
        return seed

    for pair in pairs.itertuples():
        one, other = sorted((first(pair.seed_a), first(pair.seed_b)))
        group[other] = one
    return {seed: first(seed) for seed in group}


def _features(article: Article) -> tuple[np.ndarray, int]:
    """Return the hashes of an article's three-word sequences, then of its longer words, and where they begin.

    Either stand there once and sorted.
    """
    import numpy as np

    found = _WORD.findall("\n".join(paragraph.text for paragraph in article.paragraphs).casefold())
    hashed = {word: crc32(word.encode()) for word in {*found}}
    ids = np.array([hashed[word] for word in found], np.uint64)
    one, two, three = (
        np.uint64(0x9E3779B97F4A7C15),
        np.uint64(0xC2B2AE3D27D4EB4F),
        np.uint64(0x165667B19E3779F9),
    )
    sequences = ids[:-2] * one + ids[1:-1] * two + ids[2:] * three
    longer = [number for word, number in hashed.items() if len(word) > 4 or word.isdigit()]
    once = np.unique(sequences)
    return np.concatenate([once, np.unique(np.array(longer, np.uint64))]), len(once)


def _candidates(features: Sequence[np.ndarray]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of texts that share enough rare features; of common ones only neighbours meet.

    What every pair shares would not fit into memory: it is counted roughly first, in cells that several pairs
    may fall into, and exactly for those whose cell says enough.
    """
    import numpy as np

    cells = min(_CELLS, 4 << sum(map(len, features)).bit_length())
    rough = np.zeros(cells, np.uint8)
    for pairs in _meetings(features):
        cell, count = np.unique(pairs % cells, return_counts=True)
        rough[cell] = np.minimum(rough[cell] + count, _SHARED)
    kept = [pairs[rough[pairs % cells] >= _SHARED] for pairs in _meetings(features)]
    found, counts = np.unique(np.concatenate([np.zeros(0, np.int64), *kept]), return_counts=True)
    for pair in found[counts >= _SHARED].tolist():
        yield divmod(pair, len(features))


def _meetings(features: Sequence[np.ndarray]) -> Iterator[np.ndarray]:
    """Yield a number for each pair of texts that a feature brings together, share by share."""
    import numpy as np

    shares = 1 + sum(map(len, features)) // _AT_ONCE
    for share in range(shares):
        own = [one[one % np.uint64(shares) == share] for one in features]
        keys = np.concatenate([np.zeros(0, np.uint64), *own])
        texts = np.repeat(np.arange(len(own)), [len(one) for one in own])
        order = np.argsort(keys, kind="stable")
        keys, texts = keys[order], texts[order]
        _, count = np.unique(keys, return_counts=True)
        many = np.repeat(count > _RARE, count)
        for apart in range(1, _RARE):
            same = keys[:-apart] == keys[apart:]
            if apart > 1:
                same &= ~many[:-apart]
            yield texts[:-apart][same] * len(features) + texts[apart:][same]


def _alike(one: Sequence[np.ndarray], other: Sequence[np.ndarray]) -> tuple[float, str] | None:
    import numpy as np

    def both(a: np.ndarray, b: np.ndarray) -> int:
        return len(np.intersect1d(a, b, assume_unique=True))

    (three_a, words_a), (three_b, words_b) = one, other
    shorter, longer = sorted((len(three_a), len(three_b)))
    contained = both(three_a, three_b) / max(1, shorter)
    if contained >= _COPY and ((alike := shorter >= 0.6 * longer) or shorter >= 12):
        return round(contained, 3), "copy" if alike else "excerpt"
    shared = both(words_a, words_b)
    overlap = shared / max(1, len(words_a) + len(words_b) - shared)
    return (round(overlap, 3), "rewrite") if contained >= _SEQUENCES and overlap >= _WORDS else None
