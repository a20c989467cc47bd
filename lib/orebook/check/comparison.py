"""Which articles are one source, and which claims agree, disagree or only look as if they did.

Both run near-linearly: articles meet only where they share rare words or word sequences, claims only
where they speak of the same commodity, measure, place and unit.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, count
from typing import TYPE_CHECKING, Any

from orebook.text.vocabulary import commodity as look_up

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


# ---------------------------------------------------------------- claims

_EXACT = 0.01  # two plain figures agree within one per cent, besides their rounding
_HEDGED = 0.10  # figures said to be approximate within ten
_BLOCK = 200  # claims of one kind of which each two are compared; of more, those that differ
_WIDEST = 50  # and of these each with the next fifty by period and value
_LATEST = re.compile(r"article's year|^(?:now|at present|currently|today)\b")  # no period of its own
# Tonnes of metal out of a refinery are another thing than tonnes out of a mine.
_REFINED = re.compile(r"(?i)\b(?:refin|cathode|smelt|blister|ingot|bullion)")
_WEIGHTS = {"kg": 1e-3, "g": 1e-6, "kt": 1e3, "Mt": 1e6}


def compare(ledger: pd.DataFrame, articles: Sequence[Article] | None = None) -> pd.DataFrame:
    """Set claims side by side that speak of the same thing.

    Two claims meet where commodity, measure, place (the one that holds the share, rank or amount) and
    unit are the same, tonnes are both of refined metal or neither, and their periods overlap. A period
    that is only the article's own year may be a year off: it describes the latest figures. Figures agree
    where their intervals meet: a plain figure stands for its rounding and 1 %, an approximate or hedged
    one for 10 %, *over*, *at least*, *up to* for all beyond. Without a period, or
    within one sentence, nothing conflicts.

    Parameters
    ----------
    ledger : DataFrame
        Claims as ``load_claims`` returns them.
    articles : sequence of Article, optional
        Where they are given, claims of near-duplicate articles are one source.

    Returns
    -------
    DataFrame
        ``claim_a``, ``claim_b`` (in the ledger's order), ``relation`` (``corroborates``, ``conflicts``,
        ``different denominators``, ``same source``) and ``reason``.
    """
    import pandas as pd

    groups = source_groups(articles) if articles is not None else {}
    rows = enumerate(ledger.to_dict("records"))
    claims = [_Claim(row, at, groups) for at, row in rows if _is_number(row.get("value"))]
    found: dict[tuple[int, int], tuple[str, str, str, str]] = {}
    for a, b in _pairs(claims, lambda claim: claim.subject):
        if relation := _relate(a, b):
            found[a.at, b.at] = (a.id, b.id, *relation)
    shares = [claim for claim in claims if claim.is_share and claim.holder]
    for a, b in _pairs(shares, lambda claim: (claim.holder, claim.unit)):
        if (a.at, b.at) not in found and (relation := _contrast(a, b)):
            found[a.at, b.at] = (a.id, b.id, *relation)
    columns = ["claim_a", "claim_b", "relation", "reason"]
    return pd.DataFrame([found[key] for key in sorted(found)], columns=columns)


class _Claim:
    """A claim's figure as an interval, its period as months, and what it is compared by."""

    def __init__(self, row: Mapping[Any, Any], at: int, groups: Mapping[str, str]) -> None:
        self.at, self.id, self.seed = at, row["claim"], row["seed"]
        self.sentence = (self.seed, row["start"]) if "start" in row else at
        self.source = groups.get(self.seed, self.seed)
        self.speaker = _text(row, "speaker")
        self.commodity = _text(row, "commodity")
        names = self.commodity.split(";")
        known = [look_up(name) for name in names]
        elements = [one["element"] for one in known]
        self.family = {*names, *elements, *(group for one in known for group in one["groups"])}
        self.known = any(one["groups"] or one["table"] for one in known)
        measure = _text(row, "measure")
        self.rank, self.is_share = measure.startswith("rank"), measure.startswith("share")
        self.denominator = _text(row, "denominator")
        self.holder, *rest = [place for place in _text(row, "place").split(";") if place] or [""]
        self.place = ";".join(sorted(rest))
        unit = _text(row, "unit")
        head, slash, rate = unit.removesuffix("/yr").partition("/")
        self.unit = ("t" if head in _WEIGHTS else head) + slash + rate
        self.low, self.high = (end * _WEIGHTS.get(head, 1.0) for end in _interval(row))
        latest = _LATEST.search(_text(row, "period_rule"))
        self.months = _months(_text(row, "period"), 6 if latest else 0)
        self.when = _text(row, "period") or "no period"
        self.text = _text(row, "q_text") or f"{row['value']:g}"
        if not re.search(r"[^\W\d]|[%$€£¥₸]", self.text) and unit not in ("", "count"):
            self.text = f"{self.text} {unit}"  # a cell of a table
        # Amounts are of a product; a rank or share among producers is said of the element as well.
        product = ";".join(elements) if self.rank or self.is_share else self.commodity
        refined = self.unit == "t" and bool(_REFINED.search(_text(row, "quote")))
        self.subject = (product, measure, self.holder, self.unit, refined)

    def named(self, other: _Claim) -> bool:
        """Tell whether this claim's commodities or their groups name the other's, or are in no group."""
        return bool(self.family & set(other.commodity.split(";"))) or bool(self.commodity) and not self.known


def _text(row: Mapping[Any, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _interval(row: Mapping[Any, Any]) -> tuple[float, float]:
    """Return the lowest and highest value that a claim's figure stands for."""
    value, comparator, unit = float(row["value"]), row.get("comparator"), row.get("unit")
    high = float(row["value_high"]) if _is_number(row.get("value_high")) else value
    low, high = sorted((value, high))
    if unit != "rank":
        # Rounding hides half of the last digit written, of 57,300 fifty; a whole percentage is one as it is.
        exponent = Decimal(str(value)).normalize().as_tuple().exponent
        digit = 1.0 if unit == "percent" and value == round(value) else 10.0 ** int(exponent)
        hedged = comparator == "~" or _text(row, "hedge")
        slack = max(digit / 2, abs(value) * (_HEDGED if hedged else _EXACT))
        low, high = low - slack, high + slack
    if comparator in ("<", "<="):
        low = -math.inf
    elif comparator in (">", ">="):
        high = math.inf
    return low, high


def _months(period: str, wider: int) -> tuple[int, int] | None:
    """Return a period's first and last month, counted from year 0, ``wider`` by some months."""
    ends = re.findall(r"(\d{4})(?:-(\d\d))?", period)
    if not ends:
        return None
    (first, from_month), (last, to_month) = ends[0], ends[-1]
    return int(first) * 12 + int(from_month or 1) - 1 - wider, int(last) * 12 + int(
        to_month or 12
    ) - 1 + wider


def _pairs(claims: list[_Claim], key: Any) -> Iterator[tuple[_Claim, _Claim]]:
    """Yield the pairs of each block; of a large one those that differ, and each claim with its first like."""
    blocks = defaultdict(list)
    for claim in claims:
        blocks[key(claim)].append(claim)
    for block in blocks.values():
        if len(block) <= _BLOCK:
            yield from combinations(block, 2)
            continue
        first: dict[Any, _Claim] = {}
        for claim in block:
            figure = (claim.low, claim.high, claim.months or ())
            one = first.setdefault((*figure, claim.denominator, claim.place, claim.commodity), claim)
            if one is not claim:
                yield one, claim
        distinct = [first[same] for same in sorted(first)]
        for at, a in enumerate(distinct):
            for b in distinct[at + 1 : at + 1 + _WIDEST]:
                yield (a, b) if a.at < b.at else (b, a)


def _relate(a: _Claim, b: _Claim) -> tuple[str, str] | None:
    """Return how two claims on the same subject stand to each other."""
    if not a.commodity and not (a.is_share and a.denominator):
        return None
    one, other = a.denominator.casefold(), b.denominator.casefold()
    if one != other and (a.is_share or (one and other)):
        return _contrast(a, b) if a.is_share else None
    if a.place != b.place and a.place and b.place:
        return None
    if a.months and b.months and (a.months[0] > b.months[1] or b.months[0] > a.months[1]):
        return None
    words = f"“{a.text}” ({a.when}) and “{b.text}” ({b.when})"
    copied = a.source == b.source and a.seed != b.seed
    if a.low <= b.high and b.low <= a.high:
        if a.source == b.source:
            return "same source", f"{words}: one article{' copies the other' if copied else ''}"
        if a.speaker and a.speaker == b.speaker:
            return "same source", f"{words}: both from {a.speaker}"
        return "corroborates", f"{words} agree within rounding and hedges"
    if not a.months or not b.months or a.sentence == b.sentence:  # "from 299,000 tons to 306,000"
        return None
    drift = " though one article copies the other" if copied else ""
    what = "rank" if a.rank else "figure"
    both = f"for one {what}" if a.when == b.when else f"unless the {what} changed in between"
    return "conflicts", f"{words} cannot both be right {both}{drift}"


def _contrast(a: _Claim, b: _Claim) -> tuple[str, str] | None:
    """Return two shares of one holder that look alike and are shares of different things."""
    same = a.denominator.casefold() == b.denominator.casefold()
    if same or not (a.denominator and b.denominator) or not (a.named(b) or b.named(a)):
        return None
    words = f"“{a.text}” is a share of {a.denominator}, “{b.text}” of {b.denominator}"
    return "different denominators", f"{words}: both can be right"
