# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # EU strategy: can Kazakhstan loosen Europe’s dependence on one supplier?

# %% tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
evidence = "any"  # "any": plans count as possible supply; "statistics": only output that a statistic shows
base_year = 2020  # the year lithium demand is multiplied from
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"
eu_use = 15  # assumption: percent of world output that Europe uses

# %% tags=["hide-input"]
import datetime

import altair as alt
import pandas as pd

from orebook import open_book
from orebook.book import analysis, charts, findings
from orebook.book import words as prose
from orebook.book.words import figure, join, number, official, percent, plural, press, sentence, voice
from orebook.page.publication import spell

analysis.check_parameters(
    {
        "edition": (2025, 2026),
        "evidence": ("any", "statistics"),
        "base_year": range(2015, 2026),
        "eu_use": range(1, 51),
    },
    edition=edition,
    evidence=evidence,
    base_year=base_year,
    eu_use=eu_use,
)
book = open_book(edition=edition, leave_out=leave_out)
ledger, verdicts, ref = book
ledger, verdicts = analysis.without_gaps(ledger), analysis.without_gaps(verdicts)
theme = analysis.pick(ledger, themes="eu-strategy")
usgs = f"usgs-mcs-{edition}"
plans = ref.plans.set_index("plan")
cap = plans.loc["crma-single-country"]

# What has to move, material by material, and what Kazakhstan makes of it.
shares = analysis.supply_shares(ref.china_share, "EU")
gap = analysis.supply_gap(ref, "KAZ", cap["value"])
year = int(gap["year"].max())
if evidence == "statistics":
    gap["planned"] = 0.0
gap["moves"] = gap["excess"] / 100 * eu_use / 100 * gap["world"]
gap["covered"] = ((gap["own"] + gap["planned"]) / gap["moves"] * 100).where(gap["excess"] > 0)
above = gap[gap["excess"] > 0]
made = above[above["own"] > 0].sort_values("break_even", ascending=False)
hoped = above[(above["own"] == 0) & (above["planned"] > 0)]
package = ref.offers[
    (ref.offers["topic"] == "funding announced") & ref.offers["statement"].str.contains("ackage")
]
parts = package[package["statement"].str.startswith("Part of")].sort_values("value", ascending=False)
whole = package[package["statement"].str.startswith("Package")].iloc[0]
signed_most = analysis.signed_share(ref)
signed = signed_most.rows
signed_euro = signed.loc[signed["unit"] == "EUR", "value"].sum()


# %% [markdown]
# ## The finding

# %% tags=["remove-input"]
prose.finding(findings.eu_strategy(book, evidence=evidence).sentence)

# %% tags=["remove-input"]
press_shares = analysis.pick(ledger, measure="share", unit="percent", place="CHN")
of_supply = press_shares[press_shares["place"].str.contains(r";EU\b")]
weight = shares[(shares["commodity"] == "rare earths") & (shares["measure"] == "imports")].iloc[-1]
tenth = analysis.pick(theme, measure="extraction", unit="percent")
level = plans.loc["crma-extraction"]
lines = []
if of_supply.empty:
    lines.append(sentence("No article in the set says how much of Europe’s supply comes from China."))
else:
    lines.append(
        sentence(
            "Of the EU’s supply, the articles give China {press}. Its share runs from {low} ({low_name}) to {high} ({high_name}), "
            "and by weight it sent {weight} of the EU’s rare-earth imports of {year}.",
            press=join(
                sentence(
                    "{claim} ({n} of the {all} groups reach it)",
                    claim=press(row),
                    n=int((gap["share"] >= row["value"]).sum()),
                    all=len(gap),
                )
                for row in of_supply.drop_duplicates("value").to_dict("records")
            ),
            low=figure(gap.iloc[-1], percent(gap.iloc[-1]["share"])),
            low_name=gap.iloc[-1]["commodity"],
            high=figure(gap.iloc[0], percent(gap.iloc[0]["share"])),
            high_name=gap.iloc[0]["commodity"],
            weight=figure(weight, percent(weight["share"])),
            year=str(int(weight["year"])),
        )
    )
judged = verdicts.set_index("claim")["verdict"]
lines.append(
    sentence(
        "The Act asks for a level: {level} of EU use from EU mines by {by}; {claim}.",
        level=figure(level, percent(level["value"])),
        by=str(int(level["horizon"])),
        claim=sentence(
            "the articles have {claim} by {year} ({verdict})",
            claim=press(tenth.iloc[0]),
            year=tenth.iloc[0]["horizon"] or "no year",
            verdict=judged[tenth.iloc[0]["claim"]],
        )
        if len(tenth)
        else "no article in the set says so, nor otherwise",
    )
)
lines.append(
    sentence(
        "Of the {whole} announced for Central Asia, the loans and grants we found signed come to at most {most}, and "
        "it is not known how much of them belongs to the package.",
        whole=figure(whole, number(whole["value"], "EUR")),
        most=percent(signed_most.at_most),
    )
)
prose.answer(lines)

# %% [markdown]
# ## Data and vintage

# %% tags=["remove-input"]
prose.say(
    "{claims} of this theme from {articles}, {vintage}; world and Kazakh output from the USGS Mineral Commodity Summaries "
    "{edition} (figures of {year}, mostly estimates); EU law, plans, money and dates from the tables described on the data "
    "page. Counted as possible supply: {evidence}.",
    claims=plural(len(theme), "claim"),
    articles=plural(theme["seed"].nunique(), "article"),
    vintage=analysis.vintage(book.articles),
    edition=str(edition),
    year=str(year),
    evidence="output in a statistic, and plans marked as plans"
    if evidence == "any"
    else "output in a statistic only",
)

# %% [markdown]
# ## How dependent is Europe?
#
# The articles give several shares for China. They have different denominators, so they do not contradict each other. The Act
# limits a share of what the EU *uses*; of the shares here only that of EU supply, as quoted in studies, comes near it.

# %% tags=["remove-input"]
world = ref.china_share[(ref.china_share["scope"] == "WORLD") & ~ref.china_share["projection"]]
world = world[
    world["commodity"].isin(["rare earths", "permanent magnets"]) & (world["measure"] == "production")
]
of_edition = ~world["source"].str.startswith("usgs") | (world["source"] == usgs)
world = world[of_edition].sort_values("year").drop_duplicates(["commodity", "step"], keep="last")
steps = {"mine": "mined", "refinery": "refined", "magnets": "made"}


GROUPS = ("Of EU supply, as quoted", "Of EU imports", "Of world output", "Of something else")


def group_of(claim):
    """Return the heading under which a press share belongs."""
    if claim["claim"] in set(of_supply["claim"]):
        return GROUPS[0]
    return GROUPS[2] if claim["place"] in ("CHN", "CHN;WORLD") else GROUPS[3]


rows = [
    {
        "group": group_of(row),
        "row": f"{row['commodity'] or 'no material named'}, {row['denominator'] or 'of what is not said'}, {book.published.get(row['seed'], 'undated')[:4]}",
        "value": row["value"],
        "kind": "an article",
        "source": row["seed"],
    }
    for row in press_shares.to_dict("records")
]
rows += [
    {
        "group": GROUPS[row["measure"] == "imports"],
        "row": f"{row['commodity']}, EU {'imports by weight' if row['unit'] == 't' else row['measure']}, {row['year_printed']}",
        "value": row["share"],
        "kind": "an official’s word" if row["kind"] == "statement" else "a statistic or study",
        "source": analysis.credit(ref.sources, [row["source"]]),
    }
    for row in shares[shares["year_printed"] != "not stated"].to_dict("records")
]
rows += [
    {
        "group": GROUPS[2],
        "row": f"{row['commodity']} {steps[row['step']]}, {row['year_printed']}",
        "value": row["share"],
        "kind": "a statistic or study",
        "source": analysis.credit(ref.sources, [row["source"]]),
    }
    for row in world[world["step"].isin(list(steps))].to_dict("records")
]
bars = pd.DataFrame(rows)
bars = bars.assign(order=bars["group"].map(GROUPS.index)).sort_values(
    ["order", "value"], ascending=[True, False], kind="stable"
)
heads = pd.DataFrame({"row": list(GROUPS), "group": list(GROUPS), "order": range(len(GROUPS))})
heads.loc[0, "row"] += f" (mark: limit of {cap['value']:.0f}%)"
heads = heads[heads["group"].isin(bars["group"])]
bars = pd.concat([heads, bars]).sort_values("order", kind="stable").drop_duplicates(["row", "value"])
bars["row"] = analysis.distinct(bars["row"])
bars["shown"] = [f"{value:.0f}%" for value in bars["value"]]
bars["limit"] = [
    float(cap["value"]) if order == 0 and value == value else None
    for order, value in zip(bars["order"], bars["value"], strict=True)
]
kinds = alt.Scale(
    domain=["an article", "a statistic or study", "an official’s word"],
    range=[charts.PRESS, charts.OFFICIAL, charts.MUTED],
)
chart = charts.ladder(
    bars, domain=(0, 115), axis="China’s share, %", colour=alt.Color("kind:N", scale=kinds, title=None)
)
limit = (
    alt.Chart(bars[bars["limit"].notna()])
    .mark_tick(thickness=2, height=20, yOffset=9, color="currentColor")
    .encode(x="limit:Q", y=alt.Y("row:N", sort=None))
)
beside = press_shares[~press_shares["claim"].isin(of_supply["claim"])]
charts.show(
    chart + limit,
    name="china-shares",
    title=sentence(
        "China is above the Act’s limit of {cap} in {over} of {all} figures of studies for EU supply; {beside} of {press} press figures are "
        "shares of something else",
        cap=percent(cap["value"]),
        over=number(len(above)),
        all=number(len(gap)),
        beside=number(len(beside)),
        press=number(len(press_shares)),
    ),
    description=sentence(
        "China’s shares, one bar each, grouped by what they are a share of. {list}. A tick marks the limit where it applies.",
        list="; ".join(f"{row.row}: {row.shown}" for row in bars[bars["kind"].notna()].itertuples()),
    ),
    source="; ".join(dict.fromkeys(bars.loc[bars["kind"].notna() & (bars["kind"] != "an article"), "source"]))
    + "; the articles of this book.",
    data=bars.loc[bars["kind"].notna(), ["group", "row", "value", "kind", "source"]],
)

# %% tags=["remove-input"]
if press_shares.empty:
    prose.say("No article in the set gives a share for China.")
else:
    prose.say(
        "In the articles: {list}.",
        list=join(
            sentence(
                "{figure} of {what} ({who})",
                figure=press(row),
                what=row["denominator"] or "something not stated",
                who=voice(row),
            )
            for row in press_shares.to_dict("records")
        ),
    )
prose.say(
    "What this does not show: the figures of EU supply are as studies quote them, several second hand, of different "
    "years and at different stages of processing; the Act counts consumption of each strategic material at each stage, which "
    "nobody publishes in full. {weight} of imports by weight and {heavy} of supply can both be true of the rare earths: the first counts "
    "every compound alike, the second the materials that are hard to replace.",
    weight=figure(weight, percent(weight["share"])),
    heavy=figure(gap.iloc[0], percent(gap.iloc[0]["share"])),
)

# %% [markdown]
# ### What would have to move, and what could Kazakhstan bring?
#
# The volume that must find another supplier is the excess over the limit times what Europe uses. What Europe uses is not in
# any table we have, so it is an assumption you can move; so is the part of Kazakh output that is for sale to Europe.

# %% tags=["remove-input"]
use = charts.slider("use", "Europe’s part of world use, %", 1, 50, 1, eu_use)
sold = charts.slider("sold", "Kazakh output sold to Europe, %", 0, 100, 5, 100)
move = above[["commodity", "share", "excess", "world", "own", "planned", "covered", "source"]].reset_index(
    drop=True
)
move["row"] = [
    f"{row.commodity} (plan)" if row.own == 0 and row.planned > 0 else row.commodity
    for row in move.itertuples()
]
move["brings"] = move["own"] + move["planned"]
move["value"] = move["covered"].clip(upper=100)
move_chart = charts.ladder(
    move.assign(shown=""),
    domain=(0, 165),
    axis="Covered by Kazakhstan, % of what must move",
    colour=alt.value(charts.ACCENT),
    controls=(use, sold),
    computed={
        "moves": "datum.excess / 100 * use / 100 * datum.world",
        "comes": "datum.brings * sold / 100",
        "value": "min(100, 100 * datum.comes / datum.moves)",
        "shown": "datum.brings == 0 ? 'nothing in the tables' : format(datum.comes, ',.0f') + ' of ' + format(datum.moves, ',.0f')"
        " + ' t, ' + (datum.comes >= datum.moves ? 'all' : format(datum.value, '.0f') + '%')",
    },
)


def told(row):
    """Return how much of what must move a row covers, in words."""
    value = row["covered"]
    return sentence(
        "{share} of the {name}", share="all" if value >= 100 else percent(value), name=row["commodity"]
    )


bring = above[(above["own"] + above["planned"]) > 0]
charts.show(
    move_chart,
    name="what-must-move",
    title=sentence(
        "If Europe uses {use} of world output, all that Kazakhstan makes{planned} would cover {covered} that must move, and nothing of {rest}",
        use=percent(eu_use),
        planned=" or plans" if evidence == "any" and bring["planned"].sum() > 0 else "",
        covered=join(told(row) for row in bring.to_dict("records")) if len(bring) else "nothing",
        rest=join(above.loc[~above["commodity"].isin(bring["commodity"]), "commodity"])
        if len(bring) < len(above)
        else "nothing else",
    ),
    description=sentence(
        "One bar for each material above the limit: the percentage of the volume to be moved that Kazakh output could replace, "
        "with two sliders, Europe’s part of world use and the part of Kazakh output sold to Europe. {list}.",
        list="; ".join(
            f"{row.row}: excess {row.excess:.0f} percentage points, Kazakh output {row.own:,.0f} t, planned {row.planned:,.0f} t, world {row.world:,.0f} t"
            for row in move.itertuples()
        ),
    ),
    source=f"{analysis.credit(ref.sources, [usgs, *move['source']])}. Output of {year}. Europe’s use is an assumption.",
    data=move.drop(columns=["row", "brings"]),
)

# %% tags=["remove-input"]
table = {
    "Material": gap["commodity"],
    "China, % of EU supply": [figure(row, number(row["share"], digits=0)) for row in gap.to_dict("records")],
    "Points above the limit": [int(value) for value in gap["excess"]],
    f"Kazakh output {year}, t": [int(value) for value in gap["own"]],
    "Planned, t/yr": [int(value) for value in gap["planned"]],
    f"World output {year}, t": [
        # A part of a group has no table of its own; the group’s total would be too large for it.
        int(row.world)
        if row.commodity in set(ref.production["commodity"]) and row.world > 0
        else "not told apart"
        for row in gap.itertuples()
    ],
    "Enough while the EU uses less than, % of world": gap["break_even"].round(1),
}
prose.data_table(
    table, caption=f"What is above the limit, and what Kazakhstan makes of it (USGS edition {edition})"
)

# %% tags=["remove-input"]
if len(of_supply):
    quoted = of_supply.iloc[0]
    prose.say(
        "Were the article’s {claim} true of the {total} of rare earths the EU imported in {year}, {volume} a year would have "
        "to come from elsewhere. The production tables list no Kazakh rare-earth mine.",
        claim=press(quoted),
        total=figure(weight, prose.tonnes(weight["denominator"])),
        year=str(int(weight["year"])),
        volume=prose.tonnes((quoted["value"] - cap["value"]) / 100 * weight["denominator"]),
    )
else:
    prose.say("No article in the set gives a share of EU supply, so no volume follows from the press.")
prose.say(
    "What this does not show: grade, price, who has already bought the output, or whether the stage fits. Output that "
    "exists is sold to somebody today; moving it to Europe takes it from another buyer."
)

# %% [markdown]
# ### What does Kazakhstan bring already?

# %% tags=["remove-input"]
sales = ref.eu_sourcing[(ref.eu_sourcing["scope"] == "EU") & ref.eu_sourcing["share"].notna()]
sales = sales.assign(year=sales["year_printed"].str.extract(r"(\d{4})", expand=False))
sales = sales.sort_values("year", kind="stable")
older = sales[sales.duplicated("product", keep="last")].drop_duplicates("product", keep="last")
sales = sales.drop_duplicates("product", keep="last")
sales = sales[sales["share"] >= 1].sort_values("share", ascending=False)
brought = pd.DataFrame(
    {
        "row": [
            f"{row['commodity'] or row['material']}, {row['year_printed']}"
            for row in sales.to_dict("records")
        ],
        "value": sales["share"],
        "shown": [f"{share:.1f}%" for share in sales["share"]],
        "kind": [
            "value of imports" if "import value" in metric else "quantity, or as quoted"
            for metric in sales["metric"]
        ],
        "metric": sales["metric"],
        "source": [analysis.credit(ref.sources, [key]) for key in sales["source"]],
    }
).drop_duplicates("row")
over_half = analysis.pick(ledger, measure="share", unit="percent", place="KAZ")
over_half = over_half[
    over_half["commodity"].str.contains("critical|raw materials") & over_half["place"].str.contains(r"\bEU\b")
]
majority = sales[sales["share"] > 50]
older = older[older["product"].isin(majority["product"])]
listed = ref.list_coverage("eu_2023_critical")
scale = alt.Scale(
    domain=["value of imports", "quantity, or as quoted"], range=[charts.OFFICIAL, charts.ACCENT]
)
charts.show(
    charts.ladder(
        brought,
        domain=(0, 115),
        axis="Kazakhstan’s share of EU supply, %",
        colour=alt.Color("kind:N", scale=scale, title=None),
    ),
    name="kazakh-share",
    title=sentence(
        "Kazakhstan brings more than half for {count} of the {all} products with a figure of {least} or more{names}",
        count=number(len(majority)),
        all=number(len(brought)),
        least=percent(1),
        names=sentence(
            ": {list}",
            list=join(
                sentence(
                    "{name} ({share})", name=row["commodity"] or row["material"], share=percent(row["share"])
                )
                for row in majority.to_dict("records")
            ),
        )
        if len(majority)
        else "",
    ),
    description=sentence(
        "Kazakhstan’s share of EU imports or deliveries, one bar a product. {list}.",
        list="; ".join(f"{row.row}: {row.shown}, {row.metric}" for row in brought.itertuples()),
    ),
    source="; ".join(dict.fromkeys(brought["source"])) + ". Import values leave out inward processing.",
    data=brought[["row", "value", "kind", "metric", "source"]],
)
prose.say(
    "{claim}{older} What this does not show: products below {least}, and goods that reach the EU through a third country.",
    claim=sentence(
        "The articles’ {list} of the materials the EU needs {fits}; on any evidence Kazakhstan produces {made} of the {entries} "
        "materials on the EU’s list, which is another measure.",
        fits="fits no share of supply" if len(majority) < len(brought) / 2 else "could be a share of supply",
        made=number(listed.produced),
        entries=number(listed.entries),
        list=join(
            sentence(
                "“{hedge} {claim}” ({date})",
                hedge=row["hedge"],
                claim=press(row),
                date=spell(book.published[row["seed"]]) if row["seed"] in book.published else "undated",
            )
            for row in over_half.to_dict("records")
        ),
    )
    if len(over_half)
    else "No article in the set gives a share that Kazakhstan supplies.",
    older=sentence(
        " Older figures of the largest: {list}.",
        list=join(
            sentence(
                "{name} {share} ({when})",
                name=row["commodity"] or row["material"],
                share=figure(row, percent(row["share"])),
                when=row["year_printed"],
            )
            for row in older.to_dict("records")
        ),
    )
    if len(older)
    else "",
    least=percent(1),
)

# %% [markdown]
# ## The Act’s benchmarks against the press

# %% tags=["remove-input"]
law = ref.plans[(ref.plans["kind"] == "law") & ref.plans["plan"].str.startswith("crma")]
prose.data_table(
    {
        "Benchmark": law["measure"],
        "Level": [
            figure(
                row,
                sentence(
                    "{sign} {value}",
                    sign={">=": "at least", "<=": "at most"}[row["comparator"]],
                    value=percent(row["value"]),
                ),
            )
            for row in law.to_dict("records")
        ],
        "By": [
            sentence(
                "{year}; {state}, announced {date}",
                year=str(int(year)),
                state="replaced in the adopted Act" if new else "in force",
                date=date,
            )
            for year, new, date in zip(law["horizon"], law["superseded_by"], law["announced"], strict=True)
        ],
    },
    caption="Benchmarks of the Critical Raw Materials Act, in percent of annual EU consumption: levels for the Union, not quotas for a company or a state",
)

# %% tags=["remove-input"]
start = level["value"] / 2
if tenth.empty:
    prose.say("No article in the set gives an extraction target in percent.")
for claim in tenth.to_dict("records"):
    rise = claim["measure"].endswith("(increase)") or "increase" in claim["quote"]
    right_year = str(claim["horizon"]) == str(int(level["horizon"]))
    prose.say(
        "{who} is quoted with {claim} by {year}. The Act sets {level} of yearly consumption by {by}: {kind}, {date}.",
        who=voice(claim),
        claim=press(claim),
        year=claim["horizon"] or "a year not named",
        level=figure(level, percent(level["value"])),
        by=str(int(level["horizon"])),
        kind="a level, not a rise" if rise else "a level, as the article has it",
        date="and the year agrees" if right_year else "and for another year",
    )
    if rise:
        prose.say(
            "The two would agree only if EU mines already gave {needed} of what Europe uses; from a start of {start}, a rise "
            "by {claim} ends at {end}. Audit: {verdict}.",
            needed=percent(level["value"] / (1 + claim["value"] / 100)),
            start=percent(start),
            claim=press(claim),
            end=percent(start * (1 + claim["value"] / 100)),
            verdict=prose.verdict_mark(judged[claim["claim"]]),
        )
prose.say(
    "What this does not show: how far the Union is from each level. No table we have gives EU extraction as a share of EU "
    "consumption, material by material; a start of {start} is an example, not a figure.",
    start=percent(start),
)

# %% [markdown]
# ## Lithium: what the multiples mean by the year

# %% tags=["remove-input"]
lithium = analysis.pick(ledger, commodity="lithium", measure="demand", unit="multiple")
paths = [
    {
        "series": "in the press",
        "year": int(str(row["horizon"])[:4]),
        "multiple": row["value"],
        "source": row["seed"],
    }
    for row in lithium.drop_duplicates(["value", "horizon"]).to_dict("records")
    if row["horizon"] == row["horizon"] and row["horizon"]
]
studies = ref.plans[(ref.plans["commodity"] == "lithium") & (ref.plans["measure"] == "demand")]
studies = studies.assign(
    name=["JRC 2023" if plan.startswith("jrc") else "Commission 2020" for plan in studies["plan"]]
)
paths += [
    {
        "series": row["name"],
        "year": int(row["horizon"]),
        "multiple": row["value"],
        "source": analysis.credit(ref.sources, [row["source"]]),
    }
    for row in studies.to_dict("records")
]
paths = pd.DataFrame(paths).sort_values(["series", "year"])
first, last = (int(studies["horizon"].min()), int(studies["horizon"].max()))
paths = paths[paths["year"].isin([first, last])].drop_duplicates(["series", "year"])
legs = paths.pivot_table(index="series", columns="year", values="multiple").dropna().reset_index()
legs.columns = ["series", "near", "far"]
points = pd.concat(
    [legs.assign(at=at) for at in ("base", "start", "near", "far")], ignore_index=True
).sort_values("series", kind="stable")
base_slider = charts.slider("base", "Multiplied from the year", 2015, 2025, 1, base_year)
delay = charts.slider("delay", "Years without growth first", 0, 5, 1, 0)
tints = alt.Scale(
    domain=["in the press", "JRC 2023", "Commission 2020"],
    range=[charts.PRESS, charts.OFFICIAL, charts.MUTED],
)
plot = (
    alt.Chart(points)
    .add_params(base_slider, delay)
    .transform_calculate(
        year=f"datum.at == 'base' ? base : datum.at == 'start' ? base + delay : datum.at == 'near' ? {first} : {last}",
        index="datum.at == 'near' ? datum.near : datum.at == 'far' ? datum.far : 1",
        rate="format(datum.far, '.0f') + '-fold'",
    )
    .encode(
        x=alt.X(
            "year:Q",
            scale=alt.Scale(domain=[2014, last + 4], nice=False),
            axis=alt.Axis(format="d", title=None),
        ),
        y=alt.Y(
            "index:Q",
            scale=alt.Scale(type="log", domain=[0.8, 90]),
            axis=alt.Axis(values=[1, 2, 5, 10, 20, 50], title="Demand, base year = 1"),
        ),
        color=alt.Color("series:N", scale=tints, title=None),
    )
)
growth_chart = (
    plot.mark_line(strokeWidth=2.2)
    + plot.mark_point(filled=True, size=60).encode(tooltip=["series:N", "year:Q", "index:Q"])
    + plot.transform_filter("datum.at == 'far' && datum.series != 'in the press'")
    .mark_text(dy=-11)
    .encode(text="rate:N")
    + plot.transform_filter("datum.at == 'far' && datum.series == 'in the press'")
    .mark_text(dy=13)
    .encode(text="rate:N")
).properties(height=300)
now = f"{first} - base - delay"
live = " + '; ' + ".join(
    f"'{row.series[0].upper() + row.series[1:]}: ' + format(pow({row.near}, 1 / ({now})) - 1, '.0%') + ' a year until {first}, then {analysis.growth(row.far / row.near, last - first):.1f}%'"
    for row in legs.itertuples()
)
lead = legs.set_index("series")
shown = lead.loc["in the press"] if "in the press" in lead.index else lead.loc["JRC 2023"]
early = analysis.growth(shown["near"], first - base_year)
late = analysis.growth(shown["far"] / shown["near"], last - first)
charts.show(
    growth_chart,
    name="lithium-growth",
    title=sentence(
        "{near}-fold by {first} means {early} a year from {base}; the step to {far}-fold by {last} then takes {late} a year",
        near=number(shown["near"]),
        first=str(first),
        early=percent(early),
        base=str(base_year),
        far=number(shown["far"]),
        last=str(last),
        late=percent(late),
    ),
    description=sentence(
        "Lines on a logarithmic scale from the base year to {first} and {last}, with sliders for the base year and for years "
        "without growth. {list}.",
        first=str(first),
        last=str(last),
        list="; ".join(
            f"{row.series}: {row.near:.0f}-fold and {row.far:.0f}-fold" for row in legs.itertuples()
        ),
    ),
    source=f"{analysis.credit(ref.sources, studies['source'])}; the articles of this book. The studies count EU demand for batteries.",
    data=legs.rename(columns={"near": f"multiple by {first}", "far": f"multiple by {last}"}),
    sentence=live,
)

# %% tags=["remove-input"]
if lithium.empty:
    prose.say("No article in the set gives a multiple for lithium demand; the chart shows the studies alone.")
else:
    jrc = studies[studies["name"] == "JRC 2023"].set_index("horizon")
    prose.say(
        "{who} is quoted with {list}. The study behind it, of March {announced}, says {near} and {far} for EU demand from "
        "batteries in its high-demand scenario, against {base}; the article leaves out battery, scenario, EU and base.",
        who=voice(lithium.iloc[0]),
        list=join(
            sentence("{claim} by {year}", claim=press(row), year=str(row["horizon"]))
            for row in lithium.to_dict("records")
        ),
        announced=str(jrc.iloc[0]["announced"])[:4],
        near=figure(jrc.iloc[0], number(jrc.iloc[0]["value"], "multiple")),
        far=figure(jrc.iloc[1], number(jrc.iloc[1]["value"], "multiple")),
        base=jrc.iloc[0]["statement"].split("against ")[-1].split(",")[0].rstrip("."),
    )
wait = analysis.growth(shown["near"], first - base_year - 1)
prose.say(
    "A year’s delay: were {base} to pass without growth, the same {near}-fold would take {wait} a year instead of {early}; "
    "growing as planned but a year late, demand would stand at {late}-fold in {first}.",
    base=str(base_year),
    near=number(shown["near"]),
    wait=percent(wait),
    early=percent(early),
    late=number(shown["near"] ** ((first - base_year - 1) / (first - base_year)), digits=1),
    first=str(first),
)
prose.say(
    "What this does not show: tonnes. A multiple of a small number is a small number, and no table here gives EU lithium "
    "demand in the base year. Studies revise fast: the Commission’s figure of {older} by {first} became {newer} within three years.",
    older=number(lead.loc["Commission 2020", "near"], "multiple"),
    newer=number(lead.loc["JRC 2023", "near"], "multiple"),
    first=str(first),
)

# %% [markdown]
# ## What the EU did, and what the articles tell of it

# %% tags=["remove-input"]
acts = ref.timeline[
    ref.timeline["actor"].str.contains(r"\bEU\b|EBRD") & ref.timeline["theme"].str.contains("eu-strategy")
]
# Two patterns a kind of act: how the timeline words it, how a sentence would mention it.
KINDS = {
    "memorandum": ("memorandum on raw", "memorandum"),
    "roadmap": ("roadmap", "roadmap"),
    "Critical Raw Materials Act": ("Critical Raw Materials Act|CRMA", "Critical Raw Materials Act|CRMA"),
    "package": ("EUR 12 billion|package", "package"),
    "forum or summit": (
        "business forum|investors forum",
        r"\b(?:business|investors?)[^.]* forum|summit[^.]* business|business[^.]* summit",
    ),
    "leaders’ summit": ("EU-Central Asia summit|Central Asian leaders", "EU.Central Asia summit|Samarkand"),
    "conference": ("conference", "conference"),
    "Raw Materials Week": ("Raw Materials Week", "Raw Materials Week"),
    "meeting": ("Sefcovic and minister", "Sefcovic|Šefčovič"),
    "visa talks": ("visa", "visa.facilitation|visa talks|readmission"),
    "strategic projects": ("strategic projects", "strategic projects?"),
    "RESourceEU": ("RESourceEU", "RESourceEU"),
    "Court of Auditors": ("Court of Auditors", "Court of Auditors|auditors"),
}
told_of = analysis.mentions(acts, theme, book.published, KINDS)
silent = acts[~acts["event"].isin(told_of["event"])]
newest_article = max((analysis.bounds(day)[1].isoformat() for day in book.published.values()), default="")
# An article dated to the year may be of January; it is no older than the newest act it mentions.
surely = max(
    [analysis.bounds(day)[0].isoformat() for day in book.published.values()] + list(told_of["date"]),
    default="",
)
could = acts[acts["date"] <= surely]

# %% tags=["remove-input"]
if told_of.empty:
    prose.say("No article in the set mentions any of the {count} EU acts of the timeline.", count=len(acts))
else:
    strip = told_of.groupby(["kind", "event", "date"], sort=False).agg(
        least=("days_least", "min"), most=("days_most", "min"), articles=("seed", "nunique")
    )
    strip = strip.reset_index().sort_values("date")
    strip["row"] = [
        f"{kind[0].upper()}{kind[1:]}, {date}"
        for kind, date in zip(strip["kind"], strip["date"], strict=True)
    ]
    strip["start"] = [analysis.bounds(date)[0].isoformat() for date in strip["date"]]
    strip["told"] = [
        (analysis.bounds(date)[0] + datetime.timedelta(days=int(least))).isoformat()
        for date, least in zip(strip["date"], strip["least"], strict=True)
    ]
    strip["shown"] = [
        prose.plain(plural(least, "day")) if least == most else f"{least}–{most} days"
        for least, most in zip(strip["least"], strip["most"], strict=True)
    ]
    line = alt.Chart(strip).encode(
        y=alt.Y("row:N", sort=list(strip["row"]), axis=None, scale=alt.Scale(paddingInner=0))
    )
    when = alt.X("start:T", axis=alt.Axis(title=None, format="%Y", tickCount="year"))
    marks = ["the act", "the first article that mentions it"]
    colours = alt.Scale(domain=marks, range=[charts.OFFICIAL, charts.PRESS])
    shapes = alt.Scale(domain=marks, range=["circle", "diamond"])
    act, article = (
        line.transform_calculate(mark=f"'{mark}'")
        .mark_point(size=80, yOffset=9)
        .encode(
            color=alt.Color("mark:N", scale=colours, title=None),
            shape=alt.Shape("mark:N", scale=shapes, title=None),
        )
        for mark in marks
    )
    strip_chart = (
        line.mark_rule(strokeWidth=2, yOffset=9).encode(x=when, x2="told:T")
        + act.encode(x=when, tooltip=["event:N", "date:N"])
        + article.encode(x="told:T", tooltip=["event:N", "shown:N"])
        + line.mark_text(align="left", dy=-7).encode(x=alt.value(0), text="row:N")
        + line.mark_text(align="right", dy=-7, fontWeight=600).encode(x=alt.value("width"), text="shown:N")
    ).properties(height=alt.Step(40))
    perhaps = set(told_of.loc[told_of["days_least"] <= 7, "event"])
    prompt = set(told_of.loc[told_of["days_most"] <= 7, "event"])
    charts.show(
        strip_chart,
        name="eu-acts",
        title=sentence(
            "The articles mention {told} of the {could} EU acts they surely could have known, {prompt} certainly within a week{perhaps}; "
            "the mention of the {latest} came at least {days} days later",
            told=number(told_of["event"].nunique()),
            could=number(len(could)),
            prompt=number(len(prompt)),
            perhaps=sentence(", {n} more possibly", n=number(len(perhaps - prompt)))
            if perhaps - prompt
            else "",
            latest=told_of.loc[told_of["days_least"].idxmax(), "kind"],
            days=number(int(told_of["days_least"].max())),
        ),
        description=sentence(
            "One line a mentioned act, with the days that passed, from its date (dot) to the first article that mentions it (diamond). {list}.",
            list="; ".join(f"{row.date} {row.event} {row.shown}" for row in strip.itertuples()),
        ),
        source=f"{analysis.credit(ref.sources, told_of['event'].map(acts.set_index('event')['source']))}; the articles of this book.",
        data=told_of[["date", "event", "seed", "published", "days_least", "days_most"]],
    )

# %% tags=["remove-input"]
timeline = acts.sort_values("date").assign(state=lambda t: t["event"].isin(set(told_of["event"])))
prose.data_table(
    {
        "Date": timeline["date"].astype("string"),
        "Act": [
            sentence(
                "{act} {state}",
                act=official(row["event"], row["source"]),
                state=sentence("**● mentioned**")
                if row["state"]
                else "○ after the newest article"
                if row["date"] > newest_article
                else "○ perhaps after the newest article"
                if row["date"] > surely
                else "",
            )
            for row in timeline.to_dict("records")
        ],
    },
    caption="EU acts towards Kazakhstan and Central Asia on raw materials, dated as precisely as the source dates them",
)
prose.say(
    "What this does not show: words decide what counts as a mention, so an act told in other words is missed, and an article "
    "is taken to mean the newest act of its kind. {silent} of the acts are in none of the articles; that says more about "
    "{articles} than about the press.",
    silent=number(len(silent)),
    articles=plural(theme["seed"].nunique(), "article"),
)

# %% [markdown]
# ## The package: what was announced, and what is known to be signed

# %% tags=["remove-input"]
heads = [statement.removeprefix("Part of the package for ").rstrip(".") for statement in parts["statement"]]
rate = charts.slider("rate", "One US dollar in euros", 0.8, 1.0, 0.01, 1.0)
money = pd.DataFrame(
    {
        "row": [*heads, "found signed, by all EU bodies"],
        "euro": [*(parts["value"] / 1e9), signed_euro / 1e9],
        "dollar": [*([0.0] * len(parts)), (signed_most.euro - signed_euro) / 1e9],
        "kind": [*(["announced"] * len(parts)), "signed"],
        "source": [
            *analysis.credit(ref.sources, parts["source"]).split("; ") * len(parts),
            analysis.credit(ref.sources, signed["source"]),
        ],
    }
)
billions = "(datum.euro + datum.dollar * rate)"
money_chart = charts.ladder(
    money.assign(value=money["euro"] + money["dollar"], shown=""),
    domain=(0, 9),
    axis="Billion euros",
    colour=alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["announced", "signed"], range=[charts.MUTED, charts.ACCENT]),
        title=None,
    ),
    controls=(rate,),
    computed={
        "value": billions,
        "shown": f"'€' + format({billions}, '.2~f') + ' bn, ' + format({billions} / {whole['value'] / 1e9}, '.1%')",
    },
)
raw = parts[
    parts["commodity"].notna() & parts["commodity"].astype("string").str.contains("raw", na=False)
].iloc[0]
charts.show(
    money_chart,
    name="package",
    title=sentence(
        "{part} of the {whole} is for raw materials, and signed loans and grants that we found reach {most} of it at most",
        part=percent(raw["value"] / whole["value"] * 100),
        whole=number(whole["value"], "EUR"),
        most=percent(signed_most.at_most),
    ),
    description=sentence(
        "Bars in billion euros: {list}. A slider sets the exchange rate for the part signed in dollars.",
        list="; ".join(
            f"{row.row} {row.euro:.2f} plus {row.dollar:.2f} in dollars" for row in money.itertuples()
        ),
    ),
    source=f"{analysis.credit(ref.sources, [*parts['source'], *signed['source']])}. Nothing says that the signed sums belong to the package.",
    data=money.drop(columns="source"),
)

# %% tags=["remove-input"]
told_package = analysis.pick(ledger, unit="EUR", measure="funding", value=whole["value"])
unallocated = analysis.pick_text(ledger, "unallocated|not (yet )?allocated")
if told_package.empty:
    prose.say(
        "No article in the set mentions the package of {whole}.",
        whole=figure(whole, number(whole["value"], "EUR")),
    )
else:
    prose.say(
        "{claim}: the sum is right ({whole}, announced {year}), for all of Central Asia and not for Kazakhstan alone. "
        "The headings add up to {sum}. {state}",
        claim=press(told_package.iloc[0]),
        whole=figure(whole, number(whole["value"], "EUR")),
        year=str(int(whole["year"])),
        sum=number(parts["value"].sum(), "EUR"),
        state=sentence(
            "That it remains {claim} {fits} what we found signed ({most} at most), but the money was divided by heading from the "
            "first day, and nobody publishes how much of it has been allocated.",
            fits="fits" if signed_most.share < 50 else "does not fit",
            most=percent(signed_most.at_most),
            claim=press(unallocated.iloc[0], "“largely unallocated”"),
        )
        if len(unallocated)
        else "No article in the set says how much of it has been allocated.",
    )
prose.data_table(
    {
        "Who": signed["actor"],
        "Signed": [figure(row, number(row["value"], row["unit"])) for row in signed.to_dict("records")],
        "When": signed["year"].astype("string"),
        "What": signed["statement"],
    },
    caption="Loans and grants of EU bodies found signed for Kazakhstan or Central Asia; currencies as signed",
)
prose.say(
    "What this does not show: money signed but not reported, and money counted twice: the same loan may serve an older pledge. "
    "One dollar is taken as one euro at most, which makes the share signed an upper bound of what was found."
)

# %% [markdown]
# ## How does the metal get there?

# %% tags=["remove-input"]
routes = analysis.pick_text(
    theme, r"\brail|Russian territory|transit|Trans-Caspian|corridor|by sea|port of"
).head(12)
found = verdicts.set_index("claim")
reviewed = ref.review_evidence.merge(ref.reviews[["review", "seed", "quote"]], on="review")


def evidence_of(claim):
    """Return what the review of a claim found, each piece with its source."""
    rows = reviewed[reviewed["seed"] == claim["seed"]]
    rows = rows[[quote in claim["quote"] for quote in rows["quote"]]]
    return join(official(row["source_figure"], row["source"]) for row in rows.to_dict("records"))


corridor = ref.timeline[ref.timeline["event"].str.contains("Trans-Caspian|Aktau")].sort_values("date")
rows = [
    {
        "Said or done": sentence(
            "{words} ({who}, {date})",
            words=press(row, sentence("“{words} …”", words=" ".join(row["quote"].split()[:12]))),
            who=voice(row),
            date=spell(book.published[row["seed"]]) if row["seed"] in book.published else "undated",
        ),
        "Evidence, and what stays unknown": sentence(
            "{verdict}. Found: {found}. {unknown}",
            verdict=prose.verdict_mark(found.loc[row["claim"], "verdict"]),
            found=evidence_of(row) or "nothing",
            unknown=found.loc[row["claim"], "reason"] or "Not checked against any source.",
        ),
    }
    for row in routes.to_dict("records")
]
rows += [
    {
        "Said or done": sentence(
            "{event} ({date})", event=official(row["event"], row["source"]), date=row["date"]
        ),
        "Evidence, and what stays unknown": "A pledge or a signed sum; no tonnage of raw materials on this route in our tables.",
    }
    for row in corridor.to_dict("records")
]
if routes.empty:
    prose.say("No article in the set says by which route the metal travels.")
prose.data_table(
    {head: [row[head] for row in rows] for head in rows[0]},
    caption="Routes: what the articles say, and what is on record for the Trans-Caspian one",
)
prose.say(
    "What this does not show: a share for any route. That Europe’s rare metals come mostly by rail through Russia is an "
    "argument of the press, not a statistic; trade figures give countries of origin, not the way taken."
)

# %% [markdown]
# ## Limits
#
# - China’s shares of EU supply are quoted from studies of different years, some second hand; a share of imports is not a share of use.
# - Europe’s use of each material is an assumption here, the same for all; in truth it differs by material.
# - Kazakh output is what the USGS lists; a country left out of a table of main producers may still produce.
# - Announced sums, signed sums and spent money are three things; only the first is published in full.

# %% [markdown]
# ## The evidence

# %% tags=["remove-input"]
prose.evidence_table(
    theme[theme["value"].notna()], verdicts, "The claims with a number that this page rests on"
)

# %% [markdown]
# ## What would change this conclusion

# %% tags=["remove-input"]
if len(made):
    best = made.iloc[0]
    prose.say(
        "The finding turns for {name} if Europe uses less than {limit} of world output: then all Kazakh output would be enough. "
        "Nothing would have to move if China’s share fell by {points} points, to {cap}.",
        name=best["commodity"],
        limit=percent(best["break_even"]),
        cap=percent(cap["value"]),
        points=number(best["excess"], digits=0),
    )
for row in hoped.to_dict("records"):
    lines = ref.projects[(ref.projects["commodity"] == row["commodity"]) & (ref.projects["partner"] != "")]
    prose.say(
        "The planned {name} line, {planned} a year, would cover everything that must move as long as Europe uses less than "
        "{limit} of world output; nothing we found shows that it runs{buyer}.",
        buyer=sentence(
            ", and its {route} is with {partner}",
            route=lines.iloc[0]["route"],
            partner=official(lines.iloc[0]["partner"], lines.iloc[0]["source"]),
        )
        if len(lines)
        else "",
        name=row["commodity"],
        planned=prose.tonnes(row["planned"]),
        limit=percent(row["planned"] / row["world"] / row["excess"] * 10_000),
    )
prose.say(
    "A Kazakh rare-earth mine would change it most: {none} of the {count} groups above the limit have no Kazakh output or "
    "dated plan in the tables. An official figure of EU use by material would replace the assumption, and a published account "
    "of the package would replace our search for signed sums.",
    none=number(len(above) - len(made) - len(hoped)),
    count=number(len(above)),
)
