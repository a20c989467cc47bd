"""What the landing page shares with each theme: its answer, in one short function a theme."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from orebook.book import Book, cite, holds, join, pick, sentence


def us_interest(book: Book) -> Markup:
    """Return what Washington wants from Kazakhstan and what it could get."""
    ref = book.reference
    letters = ref.offers.query("instrument == 'letter of interest' and giver == 'USA'")
    mines = ref.projects.query("commodity == 'tungsten' and status in ('operating', 'planned')")
    works, planned = (mines.loc[mines["status"] == status] for status in ("operating", "planned"))
    bought = ref.shares("USA imports", "KAZ").query("share >= 20")["commodity"].unique()
    now, hoped = (ref.list_coverage("us_2025_final", grade) for grade in ("any", "planned"))
    return sentence(
        "",
        holds(
            letters["commodity"] == "tungsten", "Above all tungsten: all its letters of finance are for that."
        ),
        holds(
            (len(works) == len(planned) == 1) & (works["partner_place"] == "CHN"),
            "But the one mine at work is Chinese, and the American one is a plan.",
        ),
        holds(
            len(bought) > 1 and "tungsten" not in bought,
            "What it gets today is other metals: a fifth or more of its imports of {bought}.",
        ),
        holds(
            now.share < 50 <= hoped.share,
            "Kazakhstan makes {made} of the {entries} listed minerals, and half only with all its plans.",
        ),
        bought=join(bought),
        made=now.produced,
        entries=cite(ref.one("list_sources", list="us_2025_final"), "entries"),
    )


def esg_competition(book: Book) -> Markup:
    """Return whether standards are Europe's only lasting advantage."""
    offers, judged = book.reference.offers, book.judged
    thesis = pick(judged, words="ESG is the EU.s only durable")
    applied = offers.query("topic == 'governance conditions' and act == 'done'")
    projects = offers.query("topic == 'projects' and unit == 'count' and place == 'Central Asia'")
    counts = projects.set_index("actor_place")["value"]
    gap, error = governance_gap(book.reference.governance, "CHN")
    us_gap, us_error = governance_gap(book.reference.governance, "USA")
    return sentence(
        "",
        holds(thesis["verdict"] == "not verifiable", "Nobody has measured it; it is an opinion."),
        holds(
            (gap > 1.96 * error) & (abs(us_gap) < 1.96 * us_error),
            "At home Europe is governed better than China, but no better than the US beyond the errors.",
        ),
        holds(
            len(applied) == 0, "Its conditions stand in texts; we found none applied at a mine in Kazakhstan."
        ),
        holds(counts["CHN"] >= 5 * counts["EU"], "China has five times as many projects in the region."),
    )


def governance_gap(table: pd.DataFrame, other: str) -> tuple[float, float]:
    """Return how far the mean of the EU's members is above a place's, over all indicators, and its error.

    The errors are taken as independent between places and as the same judgement within one.
    """
    members, place = table[table["group"] == "EU member"], table[table["place"] == other]
    one = (
        members.groupby("indicator")["stddev"]
        .apply(lambda errors: (errors**2).sum() ** 0.5 / len(errors))
        .mean()
    )
    return members["estimate"].mean() - place["estimate"].mean(), float(
        one**2 + place["stddev"].mean() ** 2
    ) ** 0.5
