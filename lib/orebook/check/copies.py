"""Which articles copy, shorten or rewrite one another: they are one source.

Runs near-linearly: articles meet only where they share rare words or word sequences.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from orebook.page.article import Article

# Measured on the seeds and on rewritten, shortened and unrelated passages of the tests: the one rewrite
# among the seeds has 0.42 of its three-word sequences and 0.5 of its words in common, all others
# at most 0.04 and 0.13.
_COPY, _EXCERPT, _SEQUENCES, _WORDS = 0.6, 0.6, 0.06, 0.3
_RARE = 8  # articles that may share a feature for it to bring each two of them together
_SHARED = 4  # rare features that two articles must share to be looked at
_COMMON = frozenset(
    """about after also among been before being between could from have into more most much only other over
    said says should some such than that their them then there these they this those through under very were
    what when where which while will with would year years""".split()
)
_WORD = re.compile(r"\w+")


def find_near_duplicates(articles: Iterable[Article]) -> pd.DataFrame:
    """Find articles that copy, shorten or rewrite one another.

    Parameters
    ----------
    articles : iterable of Article

    Returns
    -------
    DataFrame
        ``seed_a``, ``seed_b`` (by name), ``similarity`` (0 to 1) and ``kind``: ``copy`` or ``excerpt``,
        whose similarity is the share of the shorter one's three-word sequences that the longer one has,
        or ``rewrite``, whose similarity is the share of all longer words that both have. Of more than
        eight articles with the same words, each is paired with its neighbours by name.
    """
    import pandas as pd

    ordered = sorted(articles, key=lambda article: article.seed)
    texts = ["\n".join(paragraph.text for paragraph in article.paragraphs) for article in ordered]
    sequences, words = _features(texts)
    rows = [
        (ordered[a].seed, ordered[b].seed, *alike)
        for a, b in _candidates(sequences, words)
        if (alike := _alike(sequences[a], sequences[b], words[a], words[b]))
    ]
    return pd.DataFrame(rows, columns=["seed_a", "seed_b", "similarity", "kind"])


def source_groups(articles: Iterable[Article], pairs: pd.DataFrame | None = None) -> dict[str, str]:
    """Return for each seed the name of its source: of articles that copy one another, the first by name.

    Parameters
    ----------
    articles : iterable of Article
    pairs : DataFrame, optional
        What :func:`find_near_duplicates` found among them, where that is known already.
    """
    articles = list(articles)
    group = {seed: seed for seed in sorted(article.seed for article in articles)}

    def first(seed: str) -> str:
        while group[seed] != seed:
            group[seed] = group[group[seed]]
            seed = group[seed]
        return seed

    for pair in (find_near_duplicates(articles) if pairs is None else pairs).itertuples():
        a, b = sorted((first(pair.seed_a), first(pair.seed_b)))
        group[b] = a
    return {seed: first(seed) for seed in group}


def _features(texts: Sequence[str]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return of each text its three-word sequences and its longer words, as sorted arrays of numbers."""
    import numpy as np

    numbers: dict[str, int] = defaultdict(count(1).__next__)
    one, two, three = (
        np.uint64(prime) for prime in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
    )
    sequences, words = [], []
    for text in texts:
        found = _WORD.findall(text.casefold())
        ids = np.array([numbers[word] for word in found], dtype=np.uint64)
        sequences.append(np.unique(ids[:-2] * one ^ ids[1:-1] * two ^ ids[2:] * three))
        longer = {word for word in found if (len(word) > 3 or word.isdigit()) and word not in _COMMON}
        words.append(np.array(sorted(numbers[word] for word in longer), dtype=np.uint64))
    return sequences, words


def _candidates(sequences: list[np.ndarray], words: list[np.ndarray]) -> list[tuple[int, int]]:
    """Return the pairs of texts that share enough rare features."""
    import numpy as np

    size = len(sequences)
    parts = [*sequences, *words]
    features = np.concatenate(parts) if parts else np.array([], int)
    owners = np.repeat(np.r_[:size, :size], [len(part) for part in parts])
    order = np.lexsort((owners, features))
    features, owners = features[order], owners[order]
    starts = np.flatnonzero(np.r_[True, features[1:] != features[:-1]][: len(features)])
    counts = np.diff(np.r_[starts, len(features)])
    pairs = [np.array([], int)]
    for several in range(2, _RARE + 1):
        at = starts[counts == several]
        pairs += [owners[at + i] * size + owners[at + j] for i, j in combinations(range(several), 2)]
    for at, many in zip(starts[counts > _RARE], counts[counts > _RARE], strict=True):
        some = owners[at : at + many]
        pairs.append(some[:-1] * size + some[1:])
    keys, shared = np.unique(np.concatenate(pairs), return_counts=True)
    return [divmod(int(key), size) for key in keys[shared >= _SHARED]]


def _alike(
    three_a: np.ndarray, three_b: np.ndarray, words_a: np.ndarray, words_b: np.ndarray
) -> tuple[float, str] | None:
    shorter, longer = sorted((len(three_a), len(three_b)))
    contained = _shared(three_a, three_b) / max(1, shorter)
    if contained >= _COPY and shorter >= 0.6 * longer:
        return round(contained, 3), "copy"
    if contained >= _EXCERPT and shorter >= 12:
        return round(contained, 3), "excerpt"
    both = _shared(words_a, words_b)
    overlap = both / max(1, len(words_a) + len(words_b) - both)
    return (round(overlap, 3), "rewrite") if contained >= _SEQUENCES and overlap >= _WORDS else None


def _shared(a: np.ndarray, b: np.ndarray) -> int:
    import numpy as np

    return len(np.intersect1d(a, b, assume_unique=True))
