"""What the landing page shares with each theme: its answer, in one short function a theme."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping

import altair as alt
import pandas as pd
from markupsafe import Markup

from orebook import Reference, load_reference, source_groups
from orebook.book import Book, charts, pick
from orebook.book.rows import cite, press
from orebook.book.words import display_block, holds, join, plain, sentence


def us_interest(book: Book) -> Markup:
    """Return what Washington wants from Kazakhstan and what it could get."""
    ref = book.reference
    letters = ref.offers.query("instrument == 'letter of interest' and giver == 'USA'")
    works = ref.projects.query("commodity == 'tungsten' and status == 'operating'")
    uranium, beryllium = (ref.one("us_imports", country="KAZ", commodity=c) for c in ("uranium", "beryllium"))
    owner = ref.owners[ref.owners["asset"] == "Boguty"]
    metals = restricted(ref)["metal"]
    made = pd.DataFrame([ref.own("KAZ", metal) for metal in metals]).dropna(subset="share")
    theirs = pd.DataFrame([ref.own("CHN", metal) for metal in made["commodity"]])
    return sentence(
        "",
        holds(
            (letters["commodity"] == "tungsten")
            & (letters["actor"].nunique() == 2)
            & (letters["binding"] == "no"),
            "Tungsten above all: for one planned mine two US lenders, EXIM ({exim}) and DFC ({dfc}), wrote non-binding "
            "letters.",
        ),
        holds(
            (works["partner_place"] == "CHN")
            & works["project"].str.startswith("Boguty")
            & (owner["share"].sum() == 100),
            "The working mine, Boguty, was wholly Chinese-owned {then}.",
        ),
        "Kazakhstan supplied {uranium} of US reactors’ uranium ({u.period:date}), {beryllium} of imported beryllium "
        "({b.period}).",
        holds(
            made["value"].to_numpy() < theirs["value"] / 10,
            "Of {metals} materials China restricts, statistics show it making {made}, each under a tenth of China’s output.",
        ),
        **{name.lower(): cite(ref.one("offers", actor=f"US ({name})")) for name in ("EXIM", "DFC")},
        then=cite(owner.iloc[0], text=owner["year"].iloc[0]),
        uranium=cite(uranium, "share"),
        beryllium=cite(beryllium, "share"),
        u=uranium,
        b=beryllium,
        metals=len(metals),
        made=len(made),
    )


def restricted(ref: Reference) -> pd.DataFrame:
    """Return the metals that China names in its licence rules for all buyers, each with the first such act."""
    acts = ref.timeline.query("kind == 'export control' and target == 'WORLD'").sort_values("date")
    acts = acts.assign(metal=acts["materials"].str.split(";")).explode("metal")
    groups = acts["metal"].str.contains("earths|materials")  # of October 2025, suspended since
    return acts[~groups].drop_duplicates("metal").reset_index(drop=True)


def eu_strategy(book: Book) -> Markup:
    """Return how far Kazakhstan can loosen Europe's dependence on China."""
    ref, cap = book.reference, book.reference.one("plans", plan="crma-single-country")
    china = ref.shares("EU supply", "CHN", source="ec-study-2023").drop_duplicates("commodity")
    china = china.set_index("commodity", drop=False)
    own, part = ref.own("KAZ", "magnesium"), magnesium_parts(ref)
    sold = supplied(ref).drop_duplicates("commodity").set_index("commodity", drop=False)
    return sentence(
        holds(part < 15, "Only a little."),
        holds(
            set(china.index[china["share"] > cap["value"]]) == {"magnesium", "gallium"},
            "By a study of {study} China supplies {magnesium} of the EU’s magnesium, {gallium} of gallium; EU law wants at "
            "most {cap}.",
        ),
        holds(
            (part.iloc[-1] < part.max()) & ("gallium" not in materials_made(ref)),
            "Kazakhstan makes {own} of magnesium, {now:percent} of Europe’s use ({most:percent} by older "
            "figures), and no gallium.",
            now=part.iloc[-1],
            most=part.max(),
        ),
        holds(
            set(sold.index[sold["share"] >= 20]) == {"phosphorus", "titanium", "uranium", "beryllium"},
            "But it supplies {phosphorus} of the EU’s phosphorus, {titanium} of titanium metal, {beryllium} of beryllium, "
            "{uranium} of uranium ({fuel.year:date}).",
        ),
        cap=cite(cap, "value", "percent"),
        own=cite(own, unit="tonnes"),
        study=china["year_printed"].iloc[0].removesuffix(" study"),
        fuel=sold.loc["uranium"],
        **{name: cite(row, "share") for name, row in [*china.iterrows(), *sold.iterrows()] if name in NAMED},
    )


def magnesium_parts(ref: Reference) -> pd.Series:
    """Return Kazakhstan's magnesium by every edition, each a part of Europe's use, in percent, the newest last."""
    made = load_reference().standings.query("commodity == 'magnesium' and country == 'KAZ' and year >= 2021")
    made = made[made["edition"].astype(int) <= int(ref.own("KAZ", "magnesium")["edition"])]
    use = ref.one("eu_use", commodity="magnesium", place="Europe")["value"]
    return 100 * made.sort_values(["year", "edition"])["value"] / use


def placed(shares: pd.DataFrame, names: dict[str, str], limit: float) -> pd.DataFrame:
    """Return shares by named sources with where each mark stands: mid-row, its number clear of the limit."""
    order = shares["source"].map(list(names).index).groupby(shares["material"])
    near, text = shares["share"].between(limit - 16, limit - 1), shares["share"].map("{:g}".format)
    middle = (order.transform("size") + 1) / 2
    shares = shares.assign(says=shares["source"].map(names), slot=order.rank() - middle)
    return shares.assign(before=text.where(near, ""), after=text.mask(near, ""))


NAMED = ("magnesium", "gallium", "phosphorus", "titanium", "uranium", "beryllium")


def supplied(ref: Reference) -> pd.DataFrame:
    """Return Kazakhstan's shares of EU supply: by the Commission's study, and for uranium by the EU's agency."""
    study = ref.shares("EU supply", "KAZ", source="ec-study-2023")
    uranium = ref.shares("EU deliveries", "KAZ", commodity="uranium", year=2022)
    return pd.concat([study, uranium]).sort_values("share", ascending=False, ignore_index=True)


# What counts as evidence that Kazakhstan makes a material: strictly, in any way, with what is planned.
EVIDENCE = {
    "statistics": "status == 'now' and statistic",
    "any": "status == 'now'",
    "planned": "status in ('now', 'planned')",
}
Coverage = namedtuple("Coverage", "entries made share")  # of a list; the last in percent


def materials_made(ref: Reference, evidence: str = "any") -> set[str]:
    """Return the materials that Kazakhstan makes by the evidence of a grade."""
    return set(ref.kazakhstan.query(EVIDENCE[evidence])["material"])


def list_coverage(ref: Reference, name: str, evidence: str = "any") -> Coverage:
    """Return how many entries of an official list Kazakhstan makes."""
    entries = set(ref.lists.query("entry and list == @name")["material"])
    ours = entries & materials_made(ref, evidence)
    return Coverage(len(entries), len(ours), 100 * len(ours) / len(entries))


def kazakh_production(book: Book) -> Markup:
    """Return what Kazakhstan makes much of, and how much of its plans has a tonnage and a date."""
    ref = book.reference
    known, shown = (list_coverage(ref, "eu_2023_critical", grade) for grade in ("any", "statistics"))
    plans = ref.projects.query("place == 'KAZ' and status in ('planned', 'contracted')")
    full = plans[plans["capacity"].notna() & (plans["start"] != "")]
    claimed = ref.deposits.query("deposit == 'Zhana Kazakhstan' and value == value")
    return sentence(
        "Much of a few things: {uranium} of the world’s uranium ({fuel.year:date}), {asbestos} of asbestos, "
        "{chromium} of chromium ore ({ore.year:date}).",
        "By statistics it makes {shown} of the EU’s {entries} critical materials, by what officials and press say {known}.",
        holds(
            (set(full["commodity"]) == {"gallium", "copper"}) & (len(full) == 2),
            "Of {plans} planned projects only gallium and copper have tonnage and date.",
        ),
        holds(
            claimed["kind"].isin(["forecast", "estimate"]),
            "The reported {deposit} of rare earths are a forecast.",
        ),
        **{name: cite(ref.own("KAZ", name), "share") for name in ("uranium", "asbestos", "chromium")},
        fuel=ref.own("KAZ", "uranium"),
        ore=ref.own("KAZ", "chromium"),
        entries=cite(ref.one("list_sources", list="eu_2023_critical"), "entries"),
        known=known.made,
        shown=shown.made,
        deposit=cite(claimed.iloc[0], unit="tonnes"),
        plans=len(plans),
    )


def esg_competition(book: Book) -> Markup:
    """Return whether standards are Europe's only lasting advantage, and who says so."""
    ref, offers = book.reference, book.reference.offers
    thesis = pick(book.judged, words="ESG is the EU.s only durable").iloc[:1]
    applied = offers.query("topic == 'governance conditions' and act == 'done'")
    gap, error = governance_gap(ref.governance, "CHN")
    us_gap, us_error = governance_gap(ref.governance, "USA")
    return sentence(
        holds(thesis["verdict"] == "not verifiable", "We found no measurement of it."),
        holds(
            thesis["attribution"] == "unnamed",
            "“{thesis}”, says an article of {year}, citing nobody; ESG is short for environmental, social and "
            "governance standards.",
        ),
        holds(
            len(applied) == 0,
            "We found no Kazakh mine where a lender applies them (uranium not checked).",
        ),
        holds(
            (gap > 1.96 * error) & (abs(us_gap) < 1.96 * us_error),
            "On average indicators rate EU government above China’s and level with the US.",
        ),
        thesis=join([press(row, row["quote"]) for row in thesis.to_dict("records")]),
        year=thesis["period"].iloc[0] if len(thesis) else None,
    )


def opinion(ref: Reference) -> pd.Series:
    """Return the source of the opinion piece that the thesis was taken from."""
    found = ref.review_evidence.query("review == 'r51' and level == 'op-ed'")
    return ref.one("sources", source=found["source"].iloc[0])


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
# Long names are not cut off on a phone.
LONG = alt.Axis(labelLimit=230)
# A stage of the Commission's study, as it stands after a material.
STAGES = {"": "", "mine": ", mined", "refinery": ", processed"}
# Lines between rows, where a row has several marks.
BANDS = {"labelLimit": 230, "grid": True, "tickBand": "extent"}
# A verdict’s colour, where its sign and words stand beside: a legend would say it twice.
COLOUR = alt.Color(
    "verdict:N",
    scale=alt.Scale(domain=list(charts.VERDICT_COLOURS), range=list(charts.VERDICT_COLOURS.values())),
    legend=None,
)
# The colour of a sign on its verdict's colour: dark on the light ones.
INK = alt.condition(
    "datum.verdict == 'imprecise' || datum.verdict == 'outdated'", alt.value("#1b1f24"), alt.value("white")
)
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
    """Return the one tally of the book: how many of the press's numbers hold, facts and plans apart.

    A plan that was changed later was announced as printed all the same.
    """
    rows = counted_once(book)
    checked = rows[~rows["verdict"].isin(OPEN)]
    facts, plans = (checked[checked["kind"] == kind] for kind in ("fact", "plan or forecast"))
    held, later = int(facts["verdict"].isin(HELD).sum()), int((plans["verdict"] == "outdated").sum())
    return sentence(
        holds(
            len(facts) / 5 < held < len(facts) / 3,
            "In these {articles} articles about one fact in four holds as printed: {held} of {facts} that we could check.",
        ),
        "{wrong} facts are contradicted; the rest are vague or out of date. Of {plans} plans and forecasts, {kept} match what "
        "had been announced; {later} of those have since been changed. An announcement is not a result.",
        articles=len(book.articles),
        facts=len(facts),
        held=held,
        wrong=int((facts["verdict"] == "contradicted").sum()),
        plans=len(plans),
        kept=int(plans["verdict"].isin(HELD).sum()) + later,
        later=later,
    )


def cards(book: Book, themes: Mapping[str, str]) -> None:
    """Display themes, given with their questions, as cards with their answers."""
    card = Markup('<li><p class="card-title"><a href="{}.html">{}</a></p><p class="say">{}</p></li>\n')
    told = [(name, question, globals()[name](book)) for name, question in themes.items()]
    markup = Markup('<ul class="ore-cards">\n{}</ul>').format(
        Markup("").join(card.format(*one) for one in told)
    )
    display_block(markup, "\n".join(f"- {question}: {plain(answer)}" for _, question, answer in told))
