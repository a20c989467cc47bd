"""What the landing page shares with each theme: its answer, in one short function a theme."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from orebook import source_groups
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


HELD = ("supported", "supported with rounding")
OPEN = ("not checked", "not verifiable")


def counted_once(book: Book) -> pd.DataFrame:
    """Return the press's numbers with their verdicts, each once: not again what a copy repeats.

    ``kind`` is *fact*, or *plan or forecast* for what was still to come.
    """
    rows = book.judged
    rows = rows[rows["value"].notna()].assign(of=lambda t: t["seed"].map(source_groups(book.articles)))
    rows = rows.assign(day=rows["seed"].map(book.published)).sort_values("day", kind="stable")
    rows["kind"] = (
        rows["modality"].isin(["planned", "forecast"]).map({True: "plan or forecast", False: "fact"})
    )
    same = ["of", "commodity", "measure", "place", "unit", "value"]
    return rows[rows["seed"] == rows.groupby(same, dropna=False)["seed"].transform("first")].sort_index()


def what_holds_up(book: Book) -> Markup:
    """Return the one tally of the book: how many of the press's numbers hold, facts and plans apart."""
    rows = counted_once(book)
    checked = rows[~rows["verdict"].isin(OPEN)]
    facts, plans = (checked[checked["kind"] == kind] for kind in ("fact", "plan or forecast"))
    held = [int(part["verdict"].isin(HELD).sum()) for part in (facts, plans)]
    return sentence(
        "Of {all} numbers in the press {checked} could be checked, copies counted once. "
        "Of {facts} facts {held} hold and {wrong} are contradicted; the rest are imprecise or out of date. "
        "Of {plans} plans and forecasts {kept} were announced as printed, which makes none of them a result.",
        holds(held[0] < len(facts) / 2, "Fewer than half of the facts hold."),
        all=len(rows),
        checked=len(checked),
        facts=len(facts),
        held=held[0],
        wrong=int((facts["verdict"] == "contradicted").sum()),
        plans=len(plans),
        kept=held[1],
    )
