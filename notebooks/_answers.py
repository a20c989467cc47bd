"""What the landing page shares with each theme: its answer, in one short function a theme."""

from __future__ import annotations

from markupsafe import Markup

from orebook.book import Book, cite, holds, join, sentence


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
