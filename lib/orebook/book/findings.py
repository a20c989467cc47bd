"""The finding of each theme: one sentence, and the facts that carry it.

The theme's notebook, the landing page and the tests call the same function, so a finding is
computed once and cannot differ between pages.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orebook.book import scoring
from orebook.book.analysis import HOLDS, LEVELS, OUTPUT, first, judged, list_evidence, pick, supply_gap
from orebook.book.rows import official, press
from orebook.book.words import join, number, percent, plural, sentence
from orebook.check.copies import source_groups

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from orebook.book.opened import Book


@dataclass(frozen=True, slots=True)
class Finding:
    """A theme's finding.

    Attributes
    ----------
    theme : str
        Name of the theme's notebook.
    sentence : Markup
        The finding in words, its numbers linked to their evidence.
    facts : dict
        The values that decide the words, for tests and for the page's own prose.
    """

    theme: str
    sentence: Markup
    facts: dict[str, Any]


def eu_strategy(book: Book, *, evidence: str = "any") -> Finding:
    """Return how much of what must move away from China Kazakhstan could bring.

    Parameters
    ----------
    book : Book
    evidence : str
        ``any`` counts plans, marked as plans; ``statistics`` only output that a table shows.
    """
    cap = book.reference.plans.set_index("plan").loc["crma-single-country"]
    gap = supply_gap(book.reference, "KAZ", cap["value"])
    above = gap[gap["excess"] > 0]
    made = above[above["own"] > 0].sort_values("break_even", ascending=False)
    hoped = above[(above["own"] == 0) & (above["planned"] > 0)].iloc[: None if evidence == "any" else 0]
    facts = {
        "cap": cap["value"],
        "figures": len(gap),
        "above": list(above["commodity"]),
        "made": list(made["commodity"]),
        "hoped": list(hoped["commodity"]),
        "break_even": made["break_even"].max() if len(made) else None,
    }
    words = sentence(
        "China’s share of EU supply, as quoted in studies, is above the Act’s limit of {cap} in {above} of "
        "the {all} material groups with a figure; {made}{hoped}.",
        cap=official(percent(cap["value"]), cap["source"]),
        above=number(len(above)),
        all=number(len(gap)),
        made=sentence(
            "of these Kazakhstan makes {names}, and all of it would be enough only if the EU used less than "
            "{limit} of the world’s output",
            names=join(made["commodity"]),
            limit=official(
                percent(facts["break_even"]), made["output_source"].iloc[0], made["output_edition"].iloc[0]
            ),
        ) if len(made) else sentence("the production tables name Kazakhstan for none of these"),
        hoped=sentence("; {names} it plans to make", names=join(hoped["commodity"])) if len(hoped) else "",
    )  # fmt: skip
    return Finding("eu_strategy", words, facts)


def kazakh_production(book: Book, *, evidence: str = "any", eu_list: str = "eu_2023_critical") -> Finding:
    """Return how much of an EU list Kazakhstan produces, and how the press figures on its output fare.

    Parameters
    ----------
    book : Book
    evidence : str
        What the sentence leads with: ``any`` evidence of output or ``statistics``.
    eu_list : str
        Key of the list.
    """
    levels = list_evidence(book.reference)
    levels = levels.loc[levels["list"] == eu_list, "level"]
    counts = {"statistics": int((levels == LEVELS[0]).sum()), "any": int(levels.isin(LEVELS[:2]).sum())}
    source = book.reference.list_sources.set_index("list").loc[eu_list]
    tested = pick(book.ledger, place="KAZ", themes="kazakh-production", measure=OUTPUT)
    # One figure in two articles is one figure.
    tested = tested[tested["value"].notna()].drop_duplicates(["commodity", "measure", "value", "unit"])
    tested = tested.assign(verdict=tested["claim"].map(book.verdicts.set_index("claim")["verdict"]))
    tested = checkable(tested)
    held, printed = held_and_printed(tested)
    facts = {
        "list": eu_list,
        "entries": len(levels),
        **counts,
        "tested": len(tested),
        "held": held,
        "printed": printed,
        "verdicts": tested["verdict"].value_counts().to_dict(),
    }
    first_count, other = (
        (counts["any"], counts["statistics"]) if evidence == "any" else (counts["statistics"], counts["any"])
    )
    words = sentence(
        "Kazakhstan makes {first} of the {entries} materials on the EU’s {kind} list {how} "
        "({other} {otherwise}); {press}.",
        first=number(first_count),
        entries=official(number(len(levels)), source["source"], edition=source["title"]),
        kind=source["kind"],
        how="on any evidence" if evidence == "any" else "by statistics alone",
        other=number(other),
        otherwise="by statistics alone" if evidence == "any" else "on any evidence",
        press=sentence("of {tested} on its output that could be tested, {printed} as printed{rounded}",
                       tested=plural(len(tested), "press figure"), printed=plural(printed, "holds", "hold"),
                       rounded=sentence(" and {n} more after rounding", n=held - printed)
                       if held > printed else "")
        if len(tested) else sentence("no press figure on its output could be tested"),
    )  # fmt: skip
    return Finding("kazakh_production", words, facts)


# Offers the ESG theme compares: place and the name the policy timeline uses.
OFFERS = {"EU": "EU", "CHN": "China", "USA": "US"}


def us_interest(book: Book, *, evidence: str = "any", us_list: str = "us_2025_final") -> Finding:
    """Return whether the US finds half of its critical minerals in Kazakhstan.

    Parameters
    ----------
    book : Book
    evidence : str
        What counts as production: ``any`` evidence or ``statistics``.
    us_list : str
        Key of the US list.
    """
    ref = book.reference
    now, hoped = ref.list_coverage(us_list, evidence), ref.list_coverage(us_list, "planned")
    source = ref.list_sources.set_index("list").loc[us_list]
    claim = first(pick(book.ledger, themes="us-interest"), unit="percent", place="KAZ", measure="share")
    said = press(claim) if claim is not None else None
    facts = {
        "entries": now.entries,
        "produced": now.produced,
        "planned": hoped.produced,
        "share": now.share,
        "half": bool(now.share >= 50),
    }
    words = sentence(
        "Kazakhstan makes {produced} of the {entries} minerals on the US list today, {share}: {verdict}",
        produced=now.produced,
        entries=official(number(now.entries), source["source"], edition=source["title"]),
        share=percent(now.share),
        verdict=_half(now.share >= 50, said),
    )
    return Finding("us_interest", words, facts)


def _half(reached: bool, said: Markup | None) -> Markup:
    if said is None:
        return sentence("half or more." if reached else "less than half.")
    if reached:
        return sentence("the “{said}” of the press holds.", said=said)
    return sentence("less than the “{said}” of the press, which also counts reserves.", said=said)


def esg_competition(book: Book, *, usd_per_eur: float = 1.1, normalisation: str = "range") -> Finding:
    """Return whether the EU's offer ranks first, and how far that depends on the scoring.

    Parameters
    ----------
    book : Book
    usd_per_eur : float
        The reader's assumption; the tables hold no exchange rate.
    normalisation : str
        One of :data:`orebook.book.scoring.NORMALISATIONS`.
    """
    ref = book.reference
    criteria = scoring.offer_criteria(ref, OFFERS, usd_per_eur)
    scores, means = scoring.lines(criteria, normalisation), scoring.governance_means(ref.governance)
    lower = criteria.copy()  # every mean moved by its error, against the EU
    for place, sign in (("EU", -1), ("CHN", 1), ("USA", 1)):
        lower.loc[place, "governance"] += sign * 1.96 * means.loc[place, "stddev"]
    others = [name for name in scoring.CRITERIA if name != "governance"]
    best = [criteria[name].idxmax() if scoring.CRITERIA[name] else criteria[name].idxmin() for name in others]
    gap = means["estimate"]["EU"] - means["estimate"]
    variants = scoring.sensitivity(criteria, "EU")
    facts = {
        "variants": len(variants),
        "first_in": int(variants["low"].notna().sum()),
        "passes_china": scoring.break_even(scores, "EU", "CHN"),
        "leads": scoring.window(scores, "EU"),
        "gap_china": round(gap["CHN"], 2),
        "gap_us": round(gap["USA"], 2),
        "error_us": round(math.hypot(means.loc["EU", "stddev"], means.loc["USA", "stddev"]), 2),
        "eu_above_us": round(scoring.probability_ahead(means, "EU", "USA")),
        "eu_best": best.count("EU"),
        "within_errors": scoring.window(scoring.lines(lower, normalisation), "EU"),
    }
    words = sentence(
        "Whether the EU’s offer ranks first {depends}: of {variants} variants of the model {first} put it "
        "first, or level with the first, at some weight of governance, and {never} at none.",
        depends="depends on how offers are scored"
        if 0 < facts["first_in"] < facts["variants"]
        else "does not depend on how offers are scored",
        variants=facts["variants"],
        first=facts["first_in"],
        never=facts["variants"] - facts["first_in"],
    )
    return Finding("esg_competition", words, facts)


def when_eu_leads(scores: pd.DataFrame) -> Markup:
    """Return at which weights of governance the EU's offer passes China's and ranks first, in words.

    Parameters
    ----------
    scores : DataFrame
        See :func:`orebook.book.scoring.lines`.
    """
    passes, first = scoring.break_even(scores, "EU", "CHN"), scoring.window(scores, "EU")
    if passes is None:
        return sentence("no weight of governance puts the EU ahead of China.")
    start = sentence("the EU passes China once governance weighs {low}", low=percent(passes[0]))
    rival = OFFERS[scores["governance"].idxmax()]
    if first is None:
        return sentence(
            "{start}, but at no weight does it rank first: {rival} scores as well.", start=start, rival=rival
        )
    if first[1] == 100:
        return sentence("{start}, and ranks first from {low} up.", start=start, low=percent(first[0]))
    return sentence(
        "{start}, but ranks first only from {low} to {high}: above that {rival} does.",
        start=start,
        low=percent(first[0]),
        high=percent(first[1]),
        rival=f"the {rival}",
    )


def counted_once(book: Book, *, only_numbers: bool = True) -> pd.DataFrame:
    """Return the claims with their verdicts, without what a copy of an article repeats of its original.

    Parameters
    ----------
    book : Book
    only_numbers : bool
        Take the claims with a number only, or the hand-coded ones as well.
    """
    table = judged(book.ledger, book.verdicts)
    table = table[table["value"].notna()] if only_numbers else table
    oldest = table.assign(
        source=table["seed"].map(source_groups(book.articles)), day=table["seed"].map(book.published)
    ).sort_values("day", kind="stable")
    same = ["source", "commodity", "measure", "place", "unit", "value"]
    first_seed = oldest.groupby(same, dropna=False)["seed"].transform("first").sort_index()
    return table[table["seed"] == first_seed]


def checkable(table: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that could be checked."""
    return table[~table["verdict"].isin(["not checked", "not verifiable"])]


def held_and_printed(table: pd.DataFrame) -> tuple[int, int]:
    """Return how many claims hold, after rounding at least, and how many of these as printed."""
    return int(table["verdict"].isin(HOLDS).sum()), int((table["verdict"] == HOLDS[0]).sum())


def what_holds_up(book: Book, *, only_numbers: bool = True) -> Finding:
    """Return how many of the press's claims hold up, copies counted once.

    Parameters
    ----------
    book : Book
    only_numbers : bool
        Count the claims with a number only, or the hand-coded ones as well.
    """
    table = counted_once(book, only_numbers=only_numbers)
    checked = checkable(table)
    held, printed = held_and_printed(checked)
    contradicted = checked[checked["verdict"] == "contradicted"]
    facts = {
        "claims": len(table),
        "checked": len(checked),
        "printed": printed,
        "held": held,
        "share": 100 * held / len(checked) if len(checked) else float("nan"),
        "contradicted": len(contradicted),
    }
    if not len(checked):
        return Finding(
            "what_holds_up",
            sentence("None of {all} could be checked.", all=plural(len(table), "claim")),
            facts,
        )
    inferred = int(contradicted["inference"].fillna(False).sum())
    words = sentence(
        "Of {all} in the press, copies counted once, {checked} could be checked: {printed} as "
        "printed{rounded}, and {contradicted}{inferred}.",
        all=plural(len(table), "number" if only_numbers else "claim"),
        checked=len(checked),
        printed=plural(printed, "holds", "hold"),
        rounded=sentence(
            ", {more} more after rounding (together {share})",
            more=held - printed,
            share=percent(facts["share"], 0),
        ) if held > printed else sentence(" ({share})", share=percent(facts["share"], 0)),
        contradicted=plural(len(contradicted), "is contradicted", "are contradicted"),
        inferred=sentence(", {count} of them by inference", count=inferred) if inferred else "",
    )  # fmt: skip
    return Finding("what_holds_up", words, facts)
