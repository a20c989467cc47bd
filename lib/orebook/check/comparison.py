"""Which claims agree, disagree or only look as if they did.

Runs near-linearly: claims meet only where they speak of the same commodity, measure, place and unit.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orebook.check.copies import source_groups
from orebook.check.question import Question, cell, is_quantity, parts, tolerance
from orebook.text.calendar import Period
from orebook.text.vocabulary import commodity as look_up

if TYPE_CHECKING:
    import pandas as pd

    from orebook.check.figures import Reference
    from orebook.page.article import Article

_BLOCK = 100  # claims of one kind of which each two are compared; of more, those that differ and are next
_LATEST = re.compile(r"article's year|^(?:now|at present|currently|today)\b")  # no period of its own
# Tonnes of metal out of a refinery are another thing than tonnes out of a mine.
_REFINED = re.compile(r"(?i)\b(?:refin|cathode|smelt|blister|ingot|bullion)")
_WEIGHTS = {"kg": 1e-3, "g": 1e-6, "kt": 1e3, "Mt": 1e6}


def compare(
    ledger: pd.DataFrame, articles: Sequence[Article] | None = None, reference: Reference | None = None
) -> pd.DataFrame:
    """Set claims side by side that ask the same question, both asserted.

    Two claims meet where commodity, measure, place (the one that holds the share, rank or amount), unit
    and modality are the same, both are of refined metal or neither, and their periods overlap; one that is
    only the article's own year may be a year off. Figures agree where their intervals meet, each as wide as
    the audit's rounding. Without a period, or within one sentence, nothing conflicts.

    Parameters
    ----------
    ledger : DataFrame
        Claims as ``load_claims`` returns them.
    articles : sequence of Article, optional
        Where they are given, claims of near-duplicate articles are one source.
    reference : Reference, optional
        Where it is given, ranks and amounts of a commodity with several stages conflict only where both
        say which.

    Returns
    -------
    DataFrame
        ``claim_a``, ``claim_b``, ``relation`` (``corroborates``, ``conflicts``, ``different denominators``,
        ``same source``) and ``reason``.
    """
    import pandas as pd

    groups = source_groups(articles) if articles is not None else {}
    several = reference.several_steps if reference is not None else frozenset()
    rows = enumerate(ledger.to_dict("records"))
    claims = [_Claim(row, at, groups, several) for at, row in rows if _asserted(row)]
    found: dict[tuple[int, int], tuple[str, str, str, str]] = {}
    for key, relate in (("subject", _relate), ("held", _contrast)):
        for a, b in _pairs(claims, key):
            if relation := relate(a, b):
                found.setdefault((a.at, b.at), (a.id, b.id, *relation))
    columns = ["claim_a", "claim_b", "relation", "reason"]
    return pd.DataFrame([found[key] for key in sorted(found)], columns=columns)


class _Claim:
    """A claim's figure as an interval, and what it is compared by."""

    def __init__(
        self, row: Mapping[Any, Any], at: int, groups: Mapping[str, str], several: frozenset[str]
    ) -> None:
        told = defaultdict(str, ((name, cell(value)) for name, value in row.items()))
        self.at, self.id, self.seed, self.speaker = at, row["claim"], row["seed"], told["speaker"]
        self.sentence = (self.seed, row.get("start", at))
        self.source = groups.get(self.seed, self.seed)
        self.commodity, self.denominator = told["commodity"], told["denominator"]
        names = {*self.commodity.split(";")}
        known = [look_up(name) for name in names]
        elements = {one["element"] for one in known}
        self.family = {*names, *elements, *(group for one in known for group in one["groups"])}
        self.known = any(one["groups"] or one["table"] for one in known)
        self.is_share = told["measure"].startswith("share")
        holder, *rest = parts(row.get("place")) or ("",)
        self.places = {*rest}
        head, slash, rate = told["unit"].removesuffix("/yr").partition("/")
        unit = ("t" if head in _WEIGHTS else head) + slash + rate
        self.low, self.high = (end * _WEIGHTS.get(head, 1.0) for end in _interval(row))
        self.when = told["period"] or "no period"
        self.period = Period.parse(told["period"]) if told["period"] else None
        self.slack = 180 if _LATEST.search(told["period_rule"]) else 0
        self.figure = (self.low, self.high, self.when, self.denominator, *sorted(rest), self.commodity)
        self.text = told["q_text"] or f"{row['value']:g}"
        if not re.search(r"[^\W\d]|[%$€£¥₸]", self.text) and told["unit"] != "count":
            self.text = f"{self.text} {told['unit']}"  # a cell of a table
        # Amounts are of a product; a rank or share among producers is said of the element as well.
        product = ";".join(sorted(elements if told["measure"].startswith(("rank", "share")) else names))
        refined = not self.is_share and bool(_REFINED.search(told["quote"]))
        self.unsaid = not refined and not self.is_share and bool(several & {*names, *elements})
        self.held = (holder, unit) if holder and self.is_share else None
        self.subject = (product, told["measure"], holder, unit, refined, told["modality"])

    def apart(self, other: _Claim) -> bool:
        """Tell whether the two are of different times or places."""
        if self.places != other.places and self.places and other.places:
            return True
        if not self.period or not other.period:
            return False
        gaps = (self.period.first - other.period.last, other.period.first - self.period.last)
        return max(gaps).days > self.slack + other.slack


def _interval(row: Mapping[str, Any]) -> tuple[float, float]:
    """Return the lowest and highest value that a claim's figure stands for: rounding as in the audit."""
    value, comparator = float(row["value"]), cell(row.get("comparator"))
    low, high = sorted((value, float(cell(row.get("value_high")) or value)))
    if row.get("unit") != "rank":
        said = cell(row.get("q_text")) or f"{value:.10g}{' %' if row.get('unit') == 'percent' else ''}"
        slack = tolerance(value, said, comparator == "~" or bool(cell(row.get("hedge"))))[1]
        low, high = low - slack, high + slack
    return (-math.inf if "<" in comparator else low, math.inf if ">" in comparator else high)


def _asserted(row: Mapping[Any, Any]) -> bool:
    """Tell whether a claim says its figure: no opinion, and nothing in the sentence takes it back."""
    if not is_quantity(row) or cell(row.get("modality")) == "opinion":
        return False
    said, quote = cell(row.get("q_text")), cell(row.get("quote"))
    return not said or said not in quote or Question(row).doubted() is None


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
    apart = a.denominator.casefold() != b.denominator.casefold()
    if (apart and (a.is_share or (a.denominator and b.denominator))) or a.apart(b):
        return None
    if not a.commodity and not (a.is_share and a.denominator):
        return None
    words = f"“{a.text}” ({a.when}) and “{b.text}” ({b.when})"
    if a.low <= b.high and b.low <= a.high:
        if a.source == b.source:
            return "same source", f"{words}: {'one article' if a.seed == b.seed else 'one copies the other'}"
        if a.speaker and a.speaker == b.speaker:
            return "same source", f"{words}: both from {a.speaker}"
        return "corroborates", f"{words} agree within rounding and hedges"
    if (a.unsaid and b.unsaid) or not a.period or not b.period or a.sentence == b.sentence:
        return None  # mined or refined, of whenever, or "from 299,000 tons to 306,000"
    both = "for one figure" if a.when == b.when else "unless the figure changed in between"
    return "conflicts", f"{words} cannot both be right {both}"


def _contrast(a: _Claim, b: _Claim) -> tuple[str, str] | None:
    """Return two shares of one holder that look alike and are shares of different things."""
    one, other = a.denominator, b.denominator
    akin = bool(a.family & {*b.commodity.split(";")} or b.family & {*a.commodity.split(";")})
    akin |= bool(a.commodity and not a.known) or bool(b.commodity and not b.known)
    if not one or not other or one.casefold() == other.casefold() or not akin:
        return None
    words = f"“{a.text}” is a share of {one}, “{b.text}” of {other}"
    return "different denominators", f"{words}: both can be right"
