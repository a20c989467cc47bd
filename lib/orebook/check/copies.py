"""Which articles copy, shorten or rewrite one another: they are one source.

Runs near-linearly and in little memory: an article is kept as the hashes of its longer words, by which it is
compared, and of its three-word sequences, each of which leads to the next article by name that has it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from orebook.page.article import Article

# Measured on the seeds and on rewritten, shortened and unrelated passages of the tests: the rewrite among the
# seeds has 0.7 of all its longer words in common; two of 200 unrelated articles have at most 0.33, and of the
# words of a long article a short one has 0.87 where it has 15 of them, 0.6 where it has more than 24.
_ALIKE, _WITHIN, _ENOUGH = 0.5, 0.85, 24
_SHARED = 4  # sequences by which two articles must meet to be looked at
_WORD = re.compile(r"\w+")


def find_near_duplicates(articles: Iterable[Article]) -> pd.DataFrame:
    """Find articles that copy, shorten or rewrite one another.

    Returns
    -------
    DataFrame
        ``seed_a``, ``seed_b`` (by name), ``similarity`` (the share of the shorter one's longer words that
        the other has) and ``kind``: ``copy``, ``rewrite``, or ``excerpt`` where much of the longer one is
        new. Of several articles with the same words, each is paired with the next by name.
    """
    import numpy as np
    import pandas as pd

    read = sorted(((article.seed, *_features(article)) for article in articles), key=itemgetter(0))
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

    def first(seed: str) -> str:
        while group[seed] != seed:
            group[seed] = seed = group[group[seed]]
        return seed

    for pair in pairs.itertuples():
        one, other = sorted((first(pair.seed_a), first(pair.seed_b)))
        group[other] = one
    return {seed: first(seed) for seed in group}


def _features(article: Article) -> tuple[np.ndarray, np.ndarray]:
    """Return the hashes of an article's longer words and of its three-word sequences, once and sorted."""
    import numpy as np

    words = _WORD.findall("\n".join(paragraph.text for paragraph in article.paragraphs).casefold())
    longer = {crc32(word.encode()) for word in {*words} if len(word) > 4 or word.isdigit()}
    sequences = {crc32(" ".join(three).encode()) for three in zip(words, words[1:], words[2:], strict=False)}
    return np.array(sorted(longer), np.uint32), np.array(sorted(sequences), np.uint32)
