"""What the landing page shares with each theme: its answer, in one short function a theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from orebook import source_groups
from orebook.book import Book, pick
from orebook.book.rows import cite, press
from orebook.book.words import holds, join, sentence


def us_interest(book: Book) -> Markup:
    """Return what Washington wants from Kazakhstan and what it could get."""
    ref = book.reference
    letters = ref.offers.query("instrument == 'letter of interest' and giver == 'USA'")
    mines = ref.projects.query("commodity == 'tungsten' and status in ('operating', 'planned')")
    works, planned = (mines.loc[mines["status"] == status] for status in ("operating", "planned"))
    bought = ref.shares("USA imports", "KAZ").query("share >= 20")
    shown, now, hoped = (ref.list_coverage("us_2025_final", g) for g in ("statistics", "any", "planned"))
    return sentence(
        "",
        holds(
            letters["commodity"] == "tungsten",
            "Tungsten above all: all its letters of interest are for that.",
        ),
        holds(
            (len(works) == len(planned) == 1) & (works["partner_place"] == "CHN"),
            "But the mine at work is Chinese, the American one a plan.",
        ),
        holds(
            len(bought) > 1 and "tungsten" not in set(bought["commodity"]),
            "What it gets today: a fifth or more of its imports of {bought}.",
        ),
        holds(
            now.share < 50 <= hoped.share,
            "Of {entries} listed minerals Kazakhstan makes {shown} by statistics, {made} on looser evidence, half "
            "only with its plans.",
        ),
        bought=join(product_name(row) for row in bought.to_dict("records")),
        shown=shown.produced,
        made=now.produced,
        entries=cite(ref.one("list_sources", list="us_2025_final"), "entries"),
    )


def product_name(row: Mapping[str, Any]) -> str:
    """Return what a row of imports is of: *ferrochromium*, *beryllium*."""
    name = str(row["product"]).lower()
    return str(row["commodity"]) if name == "all" else name


def eu_strategy(book: Book) -> Markup:
    """Return how far Kazakhstan can loosen Europe's dependence on China."""
    ref, cap = book.reference, book.reference.one("plans", plan="crma-single-country")
    china = ref.shares("EU supply", "CHN", source="ec-study-2023")
    over = china[china["share"] > cap["value"]]
    own, use = ref.own("KAZ", "magnesium"), ref.one("eu_use", commodity="magnesium", place="Europe")
    plan = ref.one("plans", plan="kaz-gallium")
    sold = ref.shares("EU supply", "KAZ", source="ec-study-2023").query("share >= 20")
    return sentence(
        "Only a little.",
        holds(
            set(over["commodity"]) == {"magnesium", "gallium"},
            "Two materials come from China beyond the {cap} that the law allows for: magnesium and gallium.",
        ),
        holds(
            own["value"] < 0.1 * use["value"],
            "Of magnesium Kazakhstan makes {own}, less than a tenth of Europe’s use.",
        ),
        holds(plan["buyer"] == "JPN", "Its gallium is a plan, and promised to Japan."),
        holds(
            (set(sold["commodity"]) == {"phosphorus", "titanium", "beryllium"})
            & (china[china["commodity"].isin(sold["commodity"])]["share"] < 15).all(),
            "Kazakhstan already matters for phosphorus, titanium and beryllium, of which China sells Europe little.",
        ),
        cap=cite(cap, "value", "percent"),
        own=cite(own, unit="tonnes"),
    )


def kazakh_production(book: Book) -> Markup:
    """Return what Kazakhstan makes much of, and how much of its plans has a tonnage and a date."""
    ref = book.reference
    known, shown = (ref.list_coverage("eu_2023_critical", grade) for grade in ("any", "statistics"))
    plans = ref.projects.query("place == 'KAZ' and status in ('planned', 'contracted')")
    full = plans[plans["capacity"].notna() & (plans["start"] != "")]
    uranium, chromium = ref.own("KAZ", "uranium"), ref.own("KAZ", "chromium")
    copper, target = ref.own("KAZ", "copper", "refinery"), ref.one("plans", plan="kaz-copper-1200")
    return sentence(
        "Much of a few things: {uranium} of the world’s uranium, {chromium} of its chromium ore.",
        "Of the EU’s {entries} critical materials it makes {shown} by statistics, {known} if one also believes officials "
        "and the press.",
        holds(
            target["value"] > 2 * copper["value"],
            "It plans to more than double its refined copper, {copper}.",
        ),
        holds(len(full) < len(plans) / 2, "Of {plans} projects only {full} name a tonnage and a date."),
        uranium=cite(uranium, "share"),
        chromium=cite(chromium, "share"),
        entries=cite(ref.one("list_sources", list="eu_2023_critical"), "entries"),
        known=known.produced,
        shown=shown.produced,
        copper=cite(copper, unit="tonnes"),
        plans=len(plans),
        full=len(full),
    )


def esg_competition(book: Book) -> Markup:
    """Return whether standards are Europe's only lasting advantage."""
    offers, judged = book.reference.offers, book.judged
    thesis = pick(judged, words="ESG is the EU.s only durable").iloc[:1]
    applied = offers.query("topic == 'governance conditions' and act == 'done'")
    projects = offers.query("topic == 'projects' and unit == 'count' and place == 'Central Asia'")
    counts = projects.set_index("actor_place")["value"]
    gap, error = governance_gap(book.reference.governance, "CHN")
    us_gap, us_error = governance_gap(book.reference.governance, "USA")
    return sentence(
        "",
        holds(
            thesis["verdict"] == "not verifiable",
            "Nobody has measured it; it is an opinion of {thesis}. ESG stands for environmental, social and governance "
            "standards.",
        ),
        holds(
            (gap > 1.96 * error) & (abs(us_gap) < 1.96 * us_error),
            "At home Europe is governed better than China, but on average no better than the US.",
        ),
        holds(
            len(applied) == 0, "Its conditions stand in texts; we found none applied at a mine in Kazakhstan."
        ),
        holds(counts["CHN"] >= 2 * 12, "China has two dozen projects in the region, by one study."),
        thesis=join([press(row, row["speaker"]) for row in thesis.to_dict("records")]),
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
        holds(len(facts) / 5 < held[0] < len(facts) / 3, "About one fact in four holds."),
        all=len(rows),
        checked=len(checked),
        facts=len(facts),
        held=held[0],
        wrong=int((facts["verdict"] == "contradicted").sum()),
        plans=len(plans),
        kept=held[1],
    )
