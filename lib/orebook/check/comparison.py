"""Which claims agree, disagree or only look as if they did.

Runs near-linearly: claims meet only where they speak of the same commodity, measure, place and unit.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orebook.check.copies import source_groups
from orebook.check.question import LOOSE, Question, Row, cell, is_quantity, parts, signs
from orebook.text.vocabulary import commodity as look_up

if TYPE_CHECKING:
    import pandas as pd

    from orebook.check.figures import Reference
    from orebook.page.article import Article

_LATEST = re.compile(r"article's year|^(?:now|at present|currently|today)\b")  # no period of its own
_BLOCK = 100  # claims of one kind of which each two are compared; of more, those that differ and are next


def compare(
    ledger: pd.DataFrame,
    articles: Sequence[Article] | Mapping[str, str] | None = None,
    reference: Reference | None = None,
) -> pd.DataFrame:
    """Set claims side by side that ask the same question, both asserted.

    They meet where commodity, measure, place (the one that holds the share, rank or amount), unit and
    modality are the same, both are of refined metal or neither, and their periods overlap; one that is only
    the article's own year may be a year off. Figures agree where their intervals meet, each as wide as the
    audit's rounding. Without a period, or within one sentence, nothing conflicts.

    Parameters
    ----------
    ledger : DataFrame
        Claims as ``load_claims`` returns them.
    articles : sequence of Article, or mapping, optional
        They, or what :func:`source_groups` makes of them: claims of near-duplicates are one source.
    reference : Reference, optional
        With it, ranks and amounts of what has several stages conflict only where both say which.

    Returns
    -------
    DataFrame
        ``claim_a``, ``claim_b``, ``relation`` (``corroborates``, ``conflicts``, ``different denominators``,
        ``same source``) and ``reason``.
    """
    import pandas as pd

    groups = articles if isinstance(articles, Mapping) else source_groups(articles or ())
    made = reference.rows("production") if reference else []
    steps = reference.step if reference else {}
    several = Counter(name for name, _ in {(row.commodity, steps.get(row.stage)) for row in made})
    rows = enumerate(ledger.to_dict("records"))
    claims = [_Claim(row, at, groups, several) for at, row in rows if is_quantity(row)]
    claims = [claim for claim in claims if claim.modality != "opinion" and claim.doubted() is None]
    found: dict[tuple[int, int], tuple[str, str, str, str]] = {}
    for key, relate in (("subject", _relate), ("held", _contrast)):
        for a, b in _pairs(claims, key):
            if relation := relate(a, b):
                found.setdefault((a.at, b.at), (a.told["claim"], b.told["claim"], *relation))
    columns = ["claim_a", "claim_b", "relation", "reason"]
    return pd.DataFrame([found[key] for key in sorted(found)], columns=columns)


class _Claim(Question):
    """A claim's figure as an interval, and what it is compared by."""

    def __init__(self, row: Row, at: int, groups: Mapping[str, str], several: Counter[str]) -> None:
        said = cell(row.get("q_text")) or f"{row['value']:.10g}{' %' * (row['unit'] == 'percent')}"
        super().__init__({**row, "q_text": said})
        self.at, told, is_rank = at, self.told, self.unit == "rank"
        slack = max(self.loose, LOOSE * abs(self.value) * bool(told["hedge"] and not is_rank))
        self.least = -math.inf if "<" in self.comparator else self.value - slack
        self.most = math.inf if ">" in self.comparator else self.high + slack
        self.source = groups.get(told["seed"], told["seed"])
        self.spot = (told["seed"], told["start"] or at)
        self.when, self.slack = told["period"] or "no period", 180 * bool(_LATEST.search(told["period_rule"]))
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
    """Return how two claims on the same subject stand to each other."""
    same = a.denominator.casefold() == b.denominator.casefold()
    apart = not same and (a.is_share or (a.denominator and b.denominator))
    nameless = not a.names and not (a.is_share and a.denominator)
    if apart or nameless or (a.others and b.others and a.others != b.others):
        return None
    if a.period and b.period:
        gap = max(a.period.first - b.period.last, b.period.first - a.period.last).days
        if gap > a.slack + b.slack:
            return None
    words = f"“{a.text}” ({a.when}) and “{b.text}” ({b.when})"
    if a.least <= b.most and b.least <= a.most:
        if a.source == b.source:
            article = "one article" if a.spot[0] == b.spot[0] else "one copies the other"
            return "same source", f"{words}: {article}"
        if a.told["speaker"] and a.told["speaker"] == b.told["speaker"]:
            return "same source", f"{words}: both from {a.told['speaker']}"
        return "corroborates", f"{words} agree within rounding and hedges"
    if (a.unsaid and b.unsaid) or not a.period or not b.period or a.spot == b.spot:
        return None  # mined or refined, of whenever, or "from 299,000 tons to 306,000"
    both = "for one figure" if a.when == b.when else "unless the figure changed in between"
    return "conflicts", f"{words} cannot both be right {both}"


def _contrast(a: _Claim, b: _Claim) -> tuple[str, str] | None:
    """Return two shares of one holder that look alike and are shares of different things."""
    akin = a.family & {*b.names} or b.family & {*a.names} or not (a.is_known and b.is_known)
    apart = a.denominator and b.denominator and a.denominator.casefold() != b.denominator.casefold()
    words = f"“{a.text}” is a share of {a.denominator}, “{b.text}” of {b.denominator}: both can be right"
    return ("different denominators", words) if akin and apart else None
