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
# # Kazakh production: how much does Kazakhstan make, and how much does it plan?

# %% tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
evidence = "any"  # what counts as production: "any" evidence or "statistics"
base_year = 2020  # the year that growth is counted from
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% tags=["hide-input"]
import re

import altair as alt
import pandas as pd

from orebook import load_reference, open_book
from orebook.book import analysis, charts, findings
from orebook.book import words as prose
from orebook.book.words import (
    figure,
    join,
    number,
    official,
    ordinal,
    percent,
    plural,
    press,
    sentence,
    tonnes,
    voice,
)
from orebook.page.publication import spell

analysis.check_parameters(
    {"edition": (2025, 2026), "evidence": ("any", "statistics"), "base_year": range(2007, 2024)},
    edition=edition,
    evidence=evidence,
    base_year=base_year,
)
book = open_book(edition=edition, leave_out=leave_out)
ledger, verdicts, ref = book
ledger, verdicts = analysis.without_gaps(ledger), analysis.without_gaps(verdicts)
theme = analysis.pick(ledger, themes="kazakh-production")
judged = verdicts.set_index("claim")
usgs = f"usgs-mcs-{edition}"
both = load_reference()
LISTS = {
    "eu_2020": "EU critical 2020",
    "eu_2023_critical": "EU critical 2023",
    "eu_2023_strategic": "EU strategic 2024",
    "us_2022": "US 2022",
    "us_2025_draft": "US draft 2025",
    "us_2025_final": "US final 2025",
}
found = findings.kazakh_production(book, evidence=evidence)


def newest(commodity, stage=None):
    """Return Kazakhstan’s newest figure for a commodity in the edition in use, or None."""
    rows = ref.producers(commodity, stage)
    rows = rows[rows["country"] == "KAZ"]
    return None if rows.empty else rows.iloc[0]


def span(rank):
    """Return a place in words: ``2nd to 3rd`` where it ties."""
    low, high = prose.plain(ordinal(int(rank.low))), prose.plain(ordinal(int(rank.high)))
    return low if low == high else f"{low} to {high}"


# Every table that names Kazakhstan, in each edition; the pages' own figures are those of the edition in use.
MINERS = "wna-2025"
editions = {
    int(key[-4:]): key for key in sorted(both.production["source"].unique()) if key.startswith("usgs-mcs-")
}
standing = analysis.standings(both, "KAZ", [*editions.values(), MINERS])
standing["place"] = [
    span(rank)
    for rank in standing[["rank_low", "rank_high"]].rename(columns=lambda name: name[5:]).itertuples()
]
all_standing = standing
standing = standing[standing["source"].isin([usgs, MINERS])].reset_index(drop=True)
uranium = ref.producers("uranium")
LEADING = 10  # percent of the world: from here on a producer is called a large one
# An index from which on the US Merger Guidelines call a market highly concentrated, by their year.
CONCENTRATED = {2023: 1800, 2010: 2500}

# %% [markdown]
# ## The finding

# %% tags=["remove-input"]
prose.finding(found.sentence)

# %% tags=["remove-input"]
tons = analysis.pick(theme, commodity="aluminium", measure="production", unit="t")
smelter = ref.review_evidence.merge(ref.reviews[["review", "quote"]], on="review")
smelter = smelter[
    smelter["quote"].isin(set(tons["quote"]))
    | smelter["quote"].map(lambda q: any(q in full for full in tons["quote"]))
]
smelter = smelter.assign(value=pd.to_numeric(smelter["source_figure"], errors="coerce")).dropna(
    subset="value"
)
smelter = (
    smelter[smelter["source_unit"].str.startswith("t")]
    .drop_duplicates(["value", "source_unit"])
    .sort_values("source_year")
)
# Where a source reports the very speaker of the claims, it is no second witness.
title_of = ref.sources.set_index("source")["title"]
smelter["own"] = [
    next((name for name in tons["speaker"] if name and name.split()[-1] in title_of[key]), "")
    for key in smelter["source"]
]
smelted = smelter[smelter["source_unit"] == "t"]
large = standing[standing["share"] >= LEADING]
dated = ref.projects[ref.projects["status"].isin(["planned", "contracted"])]
full = dated[dated["capacity"].notna() & (dated["start"] != "")]
lines = [
    sentence(
        "It is a large producer, with {limit} of the world or more, of {names}; of the other {rest} commodities the tables "
        "name it for, it makes less.",
        limit=percent(LEADING),
        names=join(
            sentence("{name} ({share})", name=row["commodity"], share=figure(row, percent(row["share"])))
            for row in large.to_dict("records")
        ),
        rest=number(standing["commodity"].nunique() - large["commodity"].nunique()),
    )
]
if len(tons) and len(smelted):
    usual = smelted["value"].median()
    small = tons[tons["value"] < usual / 2]
    home = smelter[smelter["source_unit"].str.contains("home")]
    lines.append(
        sentence(
            "Aluminium is furthest from what is reported elsewhere: {claims} claimed as production, where the country’s one "
            "smelter made {figures}{home}.",
            claims=join(press(row) for row in small.to_dict("records")),
            figures=join(
                sentence(
                    "{tons} in {year}{own}",
                    tons=official(tonnes(row["value"]), row["source"]),
                    year=row["source_year"],
                    own=f" (said by {row['own']} himself)" if row["own"] else "",
                )
                for row in smelted.to_dict("records")
            ),
            home=sentence(
                "; that the claims count metal processed at home ({home} in {year}) is our inference",
                home=official(tonnes(home.iloc[-1]["value"]), home.iloc[-1]["source"]),
                year=home.iloc[-1]["source_year"],
            )
            if len(home)
            else "",
        )
        if len(small)
        else sentence(
            "The aluminium tonnages of the articles are of the size of smelter output, {figure}.",
            figure=official(tonnes(usual), smelted.iloc[-1]["source"]),
        )
    )
else:
    lines.append(sentence("No article in the set gives a tonnage of Kazakh aluminium."))
levels = analysis.list_evidence(ref)
weak = levels.loc[(levels["list"] == found.facts["list"]) & (levels["level"] == "other evidence"), "material"]
unmined = ref.kazakhstan.loc[ref.kazakhstan["note"].str.contains("no Kazakh mine", na=False), "material"]
unmined = weak[weak.isin(unmined)]
if len(unmined):
    lines.append(
        sentence(
            "{n} of the {made} materials, {names}, are processed in Kazakhstan without a Kazakh mine in any table.",
            n=number(len(unmined)),
            made=number(found.facts["any"]),
            names=join(unmined),
        )
    )
lines.append(
    sentence(
        "Of {planned} announced, {full} {have} both a tonnage and a date, and we found no start of any of them.",
        planned=plural(len(dated), "project"),
        full=number(len(full)),
        have="has" if len(full) == 1 else "have",
    )
)
prose.answer(lines)

# %% [markdown]
# ## Data and vintage

# %% tags=["remove-input"]
prose.say(
    "{claims} of this theme from {articles}, {vintage}; output from the USGS Mineral Commodity Summaries {edition} ({years}, "
    "the newest mostly estimates), uranium from the World Nuclear Association, older years from the British Geological "
    "Survey. Evidence that counts as production: {evidence}.",
    claims=plural(len(theme), "claim"),
    articles=plural(theme["seed"].nunique(), "article"),
    vintage=analysis.vintage(book.articles),
    edition=str(edition),
    years=join(
        str(int(year))
        for year in sorted(ref.production.loc[ref.production["source"] == usgs, "year"].unique())
    ),
    evidence="any" if evidence == "any" else "a statistic only",
)

# %% [markdown]
# ## Claim against statistics

# %% tags=["remove-input"]
tested = analysis.pick(theme, measure=analysis.OUTPUT, place="KAZ", value=lambda value: True)
same = ["commodity", "measure", "value", "unit"]
rows = []
for _, copies in tested.groupby(same, sort=False):
    claim, verdict = copies.iloc[0], judged.loc[copies.iloc[0]["claim"]]
    # The claim’s own figure stands in the first column.
    worked = [
        re.sub(r"^claim .*?; ", "", verdict["computation"]),
        verdict["reason"] if verdict["verdict"] != "supported" or not verdict["computation"] else "",
    ]
    rows.append(
        {
            "Claim": sentence(
                "{figure}{copies}, read as {what}",
                figure=press(claim),
                copies=sentence(
                    " (also in {others})",
                    others=join(press(row, "another article") for row in copies.iloc[1:].to_dict("records")),
                )
                if len(copies) > 1
                else "",
                what=prose.reading(claim),
            ),
            "Audit": sentence(
                "{mark}. {why}{inference}",
                mark=prose.verdict_mark(verdict["verdict"]),
                why=" ".join(f"{words[0].upper()}{words[1:].rstrip('.')}." for words in worked if words)
                or "No figure to test it by.",
                inference=" This reading is our inference." if verdict["inference"] else "",
            ),
        }
    )
distinct = tested.drop_duplicates(same)
if rows:
    prose.data_table(
        {head: [row[head] for row in rows] for head in rows[0]},
        caption=f"Press figures on Kazakh output and what became of them (USGS edition {edition}); the same figure in two articles is one row",
    )
    counts = judged.loc[distinct["claim"], "verdict"].value_counts()
    prose.say(
        "Of {all}: {list}.",
        all=plural(len(distinct), "press figure"),
        list=join(sentence("{n} {verdict}", n=int(n), verdict=verdict) for verdict, n in counts.items()),
    )
else:
    prose.say("No article in the set gives a figure on Kazakh output.")

# %% tags=["remove-input"]
if len(tons):
    bars = [
        {
            "row": f"claimed for {row['period'] or 'a year not named'}",
            "value": row["value"] / 1000,
            "kind": "claimed in the press",
            "source": row["seed"],
        }
        for row in tons.sort_values("period").to_dict("records")
    ]
    bars += [
        {
            "row": f"{'processed at home' if 'home' in row['source_unit'] else 'smelter output'}, {row['source_year']}"
            + (f", said by {row['own']} too" if row["own"] else ""),
            "value": row["value"] / 1000,
            "kind": "processed at home" if "home" in row["source_unit"] else "smelter output",
            "source": analysis.credit(ref.sources, [row["source"]]),
        }
        for row in smelter.to_dict("records")
    ]
    bars = pd.DataFrame(bars)
    bars["row"] = analysis.distinct(bars["row"])
    bars["shown"] = [f"{value:,.0f}" for value in bars["value"]]
    scale = alt.Scale(
        domain=["claimed in the press", "processed at home", "smelter output"],
        range=[charts.PRESS, charts.ACCENT, charts.OFFICIAL],
    )
    home = bars[bars["kind"] == "processed at home"]
    most = tons["value"].max() / 1000
    charts.show(
        charts.ladder(
            bars,
            domain=(0, 1.15 * bars["value"].max()),
            axis="Aluminium, thousand tonnes a year",
            colour=alt.Color("kind:N", scale=scale, legend=None),
        ),
        name="aluminium",
        title=sentence(
            "The largest aluminium claim is {share} of smelter output{home}",
            share=percent(most / bars.loc[bars["kind"] == "smelter output", "value"].median() * 100),
            home=sentence(
                " and {ratio} times what is processed at home",
                ratio=number(most / home["value"].iloc[0], digits=1),
            )
            if len(home)
            else "",
        )
        if (bars["kind"] == "smelter output").any()
        else sentence(
            "{n} of aluminium output, and no figure to hold it against", n=plural(len(tons), "claim")
        ),
        description=sentence(
            "Bars: {list}.",
            list="; ".join(f"{row.row} {row.shown} thousand tonnes" for row in bars.itertuples()),
        ),
        source="; ".join(dict.fromkeys(bars.loc[bars["kind"] != "claimed in the press", "source"]))
        + ". No official table names Kazakh aluminium; these are trade-press figures of different years.",
        data=bars[["row", "value", "kind", "source"]],
    )
else:
    prose.say("No article in the set gives a tonnage of Kazakh aluminium, so there is nothing to chart.")

# %% tags=["remove-input"]
series = both.series("KAZ", "copper")
series = series[
    series["stage"].isin(["mine", "refinery"])
    & (series["source"].str.startswith("bgs") | (series["source"] == usgs))
]
series = series.assign(
    kt=series["value"] / 1000,
    line=["mined" if stage == "mine" else "refined" for stage in series["stage"]],
    publisher=["BGS" if source.startswith("bgs") else f"USGS {edition}" for source in series["source"]],
)
targets = ref.plans[
    (ref.plans["commodity"] == "copper") & (ref.plans["place"] == "KAZ") & (ref.plans["kind"] == "target")
]
targets = targets[(targets["unit"] == "t/yr") & ~targets["statement"].str.contains(" ore ")]
said = analysis.pick(
    theme,
    commodity="copper",
    measure="production",
    unit=("t", "t/yr"),
    modality=("planned", "forecast", "opinion"),
)
marks = [
    {
        "year": int(row["horizon"]),
        "kt": row["value"] / 1000,
        "kind": "official target",
        "label": f"target {row['value'] / 1000:,.0f}",
    }
    for row in targets.to_dict("records")
]
latest = targets.sort_values("horizon").iloc[-1]
horizon = int(latest["horizon"])
marks += [
    {
        "year": int(str(row["horizon"])[:4]) if row["horizon"] else horizon,
        "kt": row["value"] / 1000,
        "kind": "claimed in the press",
        "label": f"claimed {row['value'] / 1000:,.0f}",
    }
    for row in said.to_dict("records")
]
marks = pd.DataFrame(marks).drop_duplicates(["year", "kt"], keep="last")
refined = newest("copper", "refinery")
start = series[
    (series["line"] == "refined") & (series["year"] == base_year) & (series["publisher"] == "BGS")
].iloc[0]
top = series["kt"].max()
goal = float(said["value"].max() / 1000) if len(said) else float(targets["value"].max() / 1000)
needed = analysis.growth(goal * 1000 / refined["value"], horizon - refined["year"])
past = series[(series["line"] == "refined") & (series["publisher"] == "BGS")].sort_values("year").iloc[-1]
so_far = (
    analysis.growth(past["value"] / start["value"], past["year"] - start["year"])
    if past["year"] > start["year"]
    else 0.0
)
tint = alt.Scale(domain=["mined", "refined"], range=[charts.MUTED, charts.OFFICIAL])
lines_of = alt.Chart(series[["year", "kt", "line", "publisher"]]).encode(
    x=alt.X(
        "year:Q",
        axis=alt.Axis(format="d", title=None),
        scale=alt.Scale(domain=[2006, horizon + 1], nice=False),
    ),
    y=alt.Y(
        "kt:Q", title="Copper, thousand tonnes a year", scale=alt.Scale(domain=[0, 1.15 * max(goal, top)])
    ),
    color=alt.Color("line:N", scale=tint, title=None),
)
mined = series[series["line"] == "mined"].sort_values("year")[["year", "kt", "publisher"]]
line_of, circles_of = mined.iloc[:1], mined[mined["publisher"] != "BGS"].iloc[-1:]
aims = alt.Chart(marks).encode(x="year:Q", y="kt:Q")
copper_chart = (
    lines_of.transform_filter("datum.publisher == 'BGS'").mark_line()
    + lines_of.transform_filter("datum.publisher != 'BGS'")
    .mark_point(size=70, filled=False, strokeWidth=2)
    .encode(tooltip=["year:Q", "kt:Q", "publisher:N"])
    + alt.Chart(line_of).mark_text(align="left", dy=-12).encode(x="year:Q", y="kt:Q", text="publisher:N")
    + alt.Chart(circles_of).mark_text(dy=16).encode(x="year:Q", y="kt:Q", text="publisher:N")
    + aims.mark_point(shape="diamond", filled=True, size=90).encode(
        color=alt.condition(
            "datum.kind == 'claimed in the press'", alt.value(charts.PRESS), alt.value(charts.FOURTH)
        ),
        tooltip=["year:Q", "kt:Q", "kind:N"],
    )
    + aims.mark_text(align="right", dx=-8, dy=-8).encode(text="label:N")
).properties(height=300)
charts.show(
    copper_chart,
    name="copper-path",
    title=sentence(
        "Refined copper {changed} {past} a year from {base} to {end} (BGS); from {now} in {year} (USGS), {goal} by {by} needs {needed} a year",
        now=tonnes(refined["value"]),
        year=str(int(refined["year"])),
        changed="grew" if so_far >= 0 else "fell",
        past=percent(abs(so_far)),
        base=str(base_year),
        end=str(int(past["year"])),
        goal=tonnes(goal * 1000),
        by=str(horizon),
        needed=percent(needed),
    ),
    description=sentence(
        "Lines of mined and refined copper in Kazakhstan by the BGS, points by the USGS edition {edition}, diamonds for targets and claims. "
        "Refined {first} thousand tonnes in {base}, {last} in {year}. {marks}.",
        edition=str(edition),
        first=number(start["kt"], digits=0),
        base=str(base_year),
        last=number(refined["value"] / 1000, digits=0),
        year=str(int(refined["year"])),
        marks="; ".join(f"{row.label} thousand tonnes by {row.year}" for row in marks.itertuples()),
    ),
    source=f"{analysis.credit(ref.sources, ['bgs-wms-2025', usgs, *targets['source']])}; the articles of this book. A claim without a year of its own is drawn at {horizon}, the latest year of a target{', one given up since' if latest['superseded_by'] else ''}.",
    data=series[["year", "line", "kt", "publisher"]],
)

# %% tags=["remove-input"]
if len(said):
    final = targets[targets["superseded_by"] == ""].sort_values("value").iloc[0]
    older = targets[(targets["superseded_by"] != "") & (targets["value"] == said.iloc[0]["value"])]
    prose.say(
        "{who} is quoted with {claim} of copper{then}; the target that stands is {target} by {by}. "
        "Refined output was {now} in {year} (edition {edition}), so the claim is {times} times that, and the target {share}.",
        who=voice(said.iloc[0]),
        claim=press(said.iloc[0]),
        then=sentence(
            ", the target announced {date} and given up since",
            date=figure(older.iloc[0], older.iloc[0]["announced"]),
        )
        if len(older)
        else "",
        target=figure(final, tonnes(final["value"])),
        by=str(int(final["horizon"])),
        now=figure(refined, tonnes(refined["value"])),
        year=str(int(refined["year"])),
        edition=str(edition),
        times=number(said.iloc[0]["value"] / refined["value"], digits=1),
        share=number(final["value"] / refined["value"], digits=1),
    )
else:
    prose.say(
        "No article in the set gives a tonnage for Kazakh copper; the chart shows statistics and official targets."
    )
atoms = uranium[uranium["country"] == "KAZ"].iloc[0]
history = [
    (year, ref.share("KAZ", "uranium", year=year)) for year in range(base_year, int(atoms["year"]) + 1)
]
history = pd.DataFrame(history, columns=["year", "share"]).dropna()
forty = analysis.pick(ledger, commodity="uranium", unit="percent", place="KAZ")
prose.say(
    "Uranium: Kazakhstan mined {share} of the world’s in {year}, between {low} and {high} in every year since {base}. {claim}",
    share=figure(atoms, percent(atoms["share"])),
    year=str(int(atoms["year"])),
    low=percent(history["share"].min()),
    high=percent(history["share"].max()),
    base=str(int(history["year"].min())),
    claim=sentence(
        "The article’s {claim} is said of {of}: its size {fits} mining, and no table we have counts exports.",
        fits="fits" if abs(forty.iloc[0]["value"] - atoms["share"]) < 5 else "does not fit",
        claim=press(forty.iloc[0]),
        of=forty.iloc[0]["denominator"] or "something not stated",
    )
    if len(forty)
    else "No article in the set gives a share for uranium.",
)
chrome = ref.producers("chromium")
ours = chrome[chrome["country"] == "KAZ"].iloc[0]
ahead = chrome[chrome["value"] > ours["value"]]
ranked = analysis.pick(ledger, commodity="chromium", measure="rank", place="KAZ")
prose.say(
    "Chromium: {value} of ore in {year} make it {place}, {short} short of {next}. {claim}",
    value=figure(ours, tonnes(ours["value"])),
    year=str(int(ours["year"])),
    place=ordinal(int(ours["rank_low"])),
    short=tonnes(ahead["value"].min() - ours["value"]) if len(ahead) else "nothing",
    next="the place above" if len(ahead) else "anybody",
    claim=sentence(
        "The article’s {claim} ({verdict}) against the tables: {places}.",
        claim=press(ranked.iloc[0]),
        verdict=judged.loc[ranked.iloc[0]["claim"], "verdict"],
        places=join(
            sentence(
                "{place} for {year} (edition {edition})",
                place=official(span(both.rank("KAZ", "chromium", year=year, source=source)), source),
                year=str(year),
                edition=source[-4:],
            )
            for source, year in both.series("KAZ", "chromium")[["source", "year"]]
            .drop_duplicates()
            .itertuples(index=False)
        ),
    )
    if len(ranked)
    else "No article in the set ranks it.",
)
gallium_past = both.series("KAZ", "gallium")
gallium_past = gallium_past[gallium_past["value"] > 0]
gallium_plan = analysis.pick(theme, commodity="gallium", unit=("t", "t/yr"), modality="planned")
world_gallium, _ = ref.world("gallium")
last_gallium = gallium_past.sort_values("year").iloc[-1]
prose.say(
    "Gallium: {claim} The tables have {last} in {year} and nothing since; {capacity} would be {share} of world output of {now}.",
    claim=sentence("the article’s {claim} is a plan.", claim=press(gallium_plan.iloc[0]))
    if len(gallium_plan)
    else "no article in the set gives a plan.",
    last=figure(last_gallium, tonnes(last_gallium["value"])),
    year=str(int(last_gallium["year"])),
    capacity=figure(
        full[full["commodity"] == "gallium"].iloc[0],
        tonnes(full[full["commodity"] == "gallium"].iloc[0]["capacity"]),
    ),
    share=percent(full[full["commodity"] == "gallium"].iloc[0]["capacity"] / world_gallium * 100),
    now=str(int(ref.select("gallium")["year"].max())),
)
wolfram = newest("tungsten")
prose.say(
    "Tungsten: {figure}",
    figure=sentence(
        "{value} in {year}, {share} of the world and {place} among the named producers, an estimate for a mine opened in the year before.",
        value=figure(wolfram, tonnes(wolfram["value"])),
        year=str(int(wolfram["year"])),
        share=percent(wolfram["share"]),
        place=ordinal(int(wolfram["rank_low"])),
    )
    if wolfram is not None
    else sentence("the edition of {edition} does not name Kazakhstan.", edition=str(edition)),
)
prose.say(
    "What this does not show: that a claim without a matching table is wrong. No official table names Kazakh aluminium, beryllium, "
    "tantalum or niobium, and a minister’s figure for metal processed at home may be right while its translation is not."
)

# %% [markdown]
# ## Where Kazakhstan ranks
#
# Ranks are among the countries a table names; equal values share a place. The concentration of a commodity is the
# Herfindahl-Hirschman index: the lower bound counts named countries only, the upper one takes the unnamed rest as one country.

# %% tags=["remove-input"]
steps = all_standing[all_standing["share"] >= 1].copy()
several = steps.drop_duplicates(["commodity", "stage"])["commodity"].value_counts()
steps["row"] = [
    f"{row.commodity}, {row.stage}" if several[row.commodity] > 1 else row.commodity
    for row in steps.itertuples()
]
steps["shown"] = [f"{row.share:.1f}%, {row.place} of {row.of}" for row in steps.itertuples()]
steps["in"] = [int(source[-4:]) if source != MINERS else 0 for source in steps["source"]]
which = charts.menu("usgs", "Edition of the USGS summaries", list(editions), edition)


def leading(table):
    """Return in words where Kazakhstan is among the first three, and where it is a large producer."""
    return sentence(
        "among the first three in {names}, and above {limit} of the world in {large}",
        names=join(dict.fromkeys(table.loc[table["rank_low"] <= 3, "commodity"])),
        limit=percent(LEADING),
        large=join(dict.fromkeys(table.loc[table["share"] >= LEADING, "commodity"])),
    )


by_edition = {
    number_of: sentence(
        "Edition {n}: {words}.",
        n=str(number_of),
        words=leading(all_standing[all_standing["source"].isin([key, MINERS])]),
    )
    for number_of, key in editions.items()
}
charts.show(
    charts.ladder(
        steps[["row", "shown", "in", "share"]].rename(columns={"share": "value"}),
        domain=(0, 60),
        axis="Share of world output, %",
        controls=(which,),
        keep="datum.in == usgs || datum.in == 0",
    ),
    name="world-shares",
    title=sentence(
        "Kazakhstan is among the world’s first three in {few} of {all} commodities with a table",
        few=number(int(standing.loc[standing["rank_low"] <= 3, "commodity"].nunique())),
        all=number(int(standing["commodity"].nunique())),
    ),
    description=sentence(
        "Bars of world share, with the place among the producers a table names; a menu chooses the edition. {list}.",
        list="; ".join(f"{row.row} {row.shown} ({row.source})" for row in steps.itertuples()),
    ),
    source=f"{analysis.credit(both.sources, all_standing['source'].sort_values())}. Each edition’s newest year; shares below one percent are in the table only.",
    data=all_standing[
        [
            "commodity",
            "stage",
            "year",
            "share",
            "place",
            "of",
            "hhi_low",
            "hhi_high",
            "leader",
            "leader_share",
            "source",
        ]
    ],
    sentence=charts.sentence_by("usgs", by_edition),
)

# %% tags=["remove-input"]
spread = both.series("KAZ", "copper")
spread = spread[(spread["year"] >= base_year) & spread["stage"].isin(["mine", "refinery"])]
spread = [
    (row.stage, both.rank("KAZ", "copper", row.stage, row.year, row.source)) for row in spread.itertuples()
]
prose.say(
    "Copper shows how much a place depends on the table. Since {base}, Kazakhstan is {mined} in mining and {refined} in refining, by "
    "year and publisher.",
    base=str(base_year),
    **{
        word: sentence(
            "{low} to {high}",
            low=ordinal(min(r.low for s, r in spread if s == stage)),
            high=ordinal(max(r.high for s, r in spread if s == stage)),
        )
        for word, stage in (("mined", "mine"), ("refined", "refinery"))
    },
)

# %% tags=["remove-input"]
names = list(dict.fromkeys(standing["commodity"]))
at_first = "chromium"
peers = []
for row in standing.drop_duplicates("commodity").to_dict("records"):
    table = ref.producers(row["commodity"], row["stage"], source=row["source"])
    keep = table[(table.index < 7) | (table["country"] == "KAZ")]
    for peer in keep.to_dict("records"):
        peers.append(
            {
                "commodity": row["commodity"],
                "row": prose.place_name(peer["country"]),
                "value": peer["share"],
                "shown": f"{peer['share']:.1f}%",
            }
        )
peers = pd.DataFrame(peers)
pick_menu = charts.menu("commodity", "Commodity", names, at_first)
told = {
    row["commodity"]: sentence(
        "{name}, {stage}, {year}: Kazakhstan {place} of {of} named; {leader} leads with {share}; concentration {low} to {high} of {top}.",
        name=row["commodity"],
        stage=row["stage"],
        year=str(int(row["year"])),
        place=row["place"],
        of=row["of"],
        leader=prose.place_name(row["leader"]),
        share=percent(row["leader_share"]),
        low=number(round(row["hhi_low"])),
        high=number(round(row["hhi_high"])),
        top=number(10_000),
    )
    for row in standing.drop_duplicates("commodity").to_dict("records")
}
first_shown = standing[standing["commodity"] == at_first].iloc[0]
markets = standing.drop_duplicates("commodity")


def concentrated(limit):
    """Return in words how many markets an index puts at a limit or above, and in how many China leads."""
    rows = markets[markets["hhi_low"] >= limit]
    return sentence(
        "{n} ({led} of them led by China)",
        n=number(len(rows)),
        led=number(int((rows["leader"] == "CHN").sum())),
    )


newer, older = sorted(CONCENTRATED, reverse=True)
prose.say(
    "Of the {all} markets Kazakhstan is in, {n} are highly concentrated by the threshold of the US Merger Guidelines of "
    "{newer}, an index of {limit} or more; by the {before} of those of {older} it would be {fewer}. The lower bound counts.",
    all=number(len(names)),
    n=concentrated(CONCENTRATED[newer]),
    newer=str(newer),
    limit=number(CONCENTRATED[newer]),
    before=number(CONCENTRATED[older]),
    older=str(older),
    fewer=concentrated(CONCENTRATED[older]),
)
charts.show(
    charts.ladder(
        peers,
        domain=(0, 112),
        axis="Share of world output, %",
        colour=alt.condition("datum.row == 'Kazakhstan'", alt.value(charts.FOURTH), alt.value(charts.MUTED)),
        controls=(pick_menu,),
        keep="datum.commodity == commodity",
    ),
    name="who-else",
    title=sentence(
        "{leader} leads in {name} with {share} of world output; Kazakhstan is {place} of {of} named",
        leader=prose.place_name(first_shown["leader"]),
        name=at_first,
        share=percent(first_shown["leader_share"]),
        place=first_shown["place"],
        of=first_shown["of"],
    ),
    description=sentence(
        "A menu chooses the commodity; bars are the shares of the first seven producers and Kazakhstan. {list}",
        list=" ".join(prose.plain(words) for words in told.values()),
    ),
    source=f"{analysis.credit(ref.sources, [usgs, *standing['source']])}",
    data=peers[["commodity", "row", "value"]].rename(columns={"row": "country", "value": "share"}),
    sentence=charts.sentence_by("commodity", told),
)

# %% tags=["remove-input"]
revised = both.revisions("KAZ")
revised = revised[(revised["kind"] == "production") & revised["newer"].str.startswith("usgs")]
same_year = int(revised["year"].max())
changed = revised[revised["change"].abs() >= 5].copy()
changed["ratio"] = changed["new"] / changed["old"]
changed = changed.sort_values("ratio", ascending=False, ignore_index=True)
changed["row"] = [
    f"{row.commodity}, {row.stage.split(', ')[-1]}"
    if (changed["commodity"] == row.commodity).sum() > 1
    else row.commodity
    for row in changed.itertuples()
]
changed["shown"] = [
    prose.plain(sentence("{old} → {new}", old=number(row.old), new=number(row.new, "t")))
    for row in changed.itertuples()
]
line = alt.Chart(changed).encode(y=alt.Y("row:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0)))
log = alt.Scale(type="log", domain=[0.5, 32])
ratio = alt.X(
    "ratio:Q",
    scale=log,
    axis=alt.Axis(
        values=[0.5, 1, 2, 4, 8, 16], labelOverlap=False, title="New figure as a multiple of the old"
    ),
)
worst = changed.iloc[(changed["ratio"].map(lambda r: max(r, 1 / r))).argmax()]
charts.show(
    (
        alt.Chart(pd.DataFrame({"one": [1]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("one:Q", scale=log))
        + line.transform_calculate(one="1")
        .mark_rule(strokeWidth=3, yOffset=9)
        .encode(x=alt.X("one:Q", scale=log), x2="ratio:Q")
        + line.mark_point(filled=True, size=70, yOffset=9).encode(
            x=ratio, tooltip=["row:N", "old:Q", "new:Q"]
        )
        + line.mark_text(align="left", dy=-7).encode(x=alt.value(0), text="row:N")
        + line.mark_text(align="right", dy=-7, fontWeight=600).encode(x=alt.value("width"), text="shown:N")
    ).properties(height=alt.Step(40)),
    name="kazakh-revisions",
    title=sentence(
        "Within a year the USGS changed {n} of {all} Kazakh figures for {year} by {limit} or more, {name} {times}-fold",
        n=number(len(changed)),
        all=number(len(revised)),
        year=str(same_year),
        limit=percent(5),
        name=worst["commodity"],
        times=number(max(worst["ratio"], 1 / worst["ratio"])),
    ),
    description=sentence(
        "One line a commodity from the figure of the older edition to that of the newer, for the same year. {list}.",
        list="; ".join(f"{row.row} {row.shown}" for row in changed.itertuples()),
    ),
    source=f"{analysis.credit(both.sources, [*revised['older'].unique(), *revised['newer'].unique()])}. Both editions, whatever the parameter.",
    data=changed[["commodity", "stage", "year", "old", "new", "change", "older", "newer"]],
)
pair = both.series("KAZ", "copper", "mine")
pair = pair[pair["year"] == 2023].sort_values("value")
prose.say(
    "What this does not show: which figure is true. Publishers differ as well as editions: for copper mined in {year}, {low} has "
    "{least} and {high} {most}. A table of main producers leaves out who is small, so a place among the named is not a place in the world.",
    year=str(int(pair.iloc[0]["year"])),
    low=pair.iloc[0]["source"].split("-")[0].upper(),
    least=figure(pair.iloc[0], tonnes(pair.iloc[0]["value"])),
    high=pair.iloc[-1]["source"].split("-")[0].upper(),
    most=figure(pair.iloc[-1], tonnes(pair.iloc[-1]["value"])),
) if len(pair) > 1 else prose.say(
    "What this does not show: which figure is true. Editions and publishers differ."
)

# %% [markdown]
# ## On how many lists
#
# Ministers and press give counts without itemising them. Here each entry of each list is held against the evidence that
# Kazakhstan produces it, by strictness.

# %% tags=["remove-input"]
levels["list"] = pd.Categorical(levels["list"], list(LISTS))
strictness = {"statistics": 1, "any": 2, "planned": 3}
totals = levels.groupby("list", observed=True).size()
coverage = pd.DataFrame(
    [
        {
            "row": LISTS[name],
            "list": name,
            "strictness": strict,
            "count": int(
                (levels.loc[levels["list"] == name, "level"].map(analysis.LEVELS.index) < depth).sum()
            ),
            "of": int(totals[name]),
        }
        for strict, depth in strictness.items()
        for name in LISTS
    ]
)
coverage["value"] = coverage["count"] / coverage["of"] * 100
coverage["shown"] = [f"{count} of {of}" for count, of in zip(coverage["count"], coverage["of"], strict=True)]
on_lists = ref.coverage[ref.coverage["list"].isin(list(LISTS))]
numbered, supply = on_lists["numerator"].notna(), on_lists["claim"].str.contains("can supply")
# “Nearly half” is drawn at half; what could be supplied is not what is made.
on_lists = on_lists.assign(
    row=on_lists["list"].map(LISTS),
    value=on_lists["numerator"].fillna(on_lists["denominator"] / 2) / on_lists["denominator"] * 100,
)
published_claims = on_lists[numbered & ~supply]
strict_menu = charts.menu(
    "strict",
    "What counts",
    list(strictness),
    evidence,
    ["output in a statistic", "any evidence of output", "output or a plan"],
)
ticks = (
    alt.Chart(on_lists[["row", "value", "claim", "speaker", "date"]])
    .mark_tick(thickness=3, height=20, yOffset=9, color=charts.PRESS)
    .encode(x="value:Q", y=alt.Y("row:N", sort=None), tooltip=["claim:N", "speaker:N", "date:N"])
)
chosen = coverage[coverage["strictness"] == evidence].set_index("list")
higher = published_claims[
    [row["value"] > chosen.loc[row["list"], "value"] + 0.5 for row in published_claims.to_dict("records")]
]
lists_chart = charts.ladder(
    coverage,
    domain=(0, 100),
    axis="% of the list produced; marks: published counts",
    controls=(strict_menu,),
    keep="datum.strictness == strict",
    beside=False,
)
charts.show(
    lists_chart + ticks,
    name="lists",
    title=sentence(
        "By {how}, Kazakhstan makes {eu} of {eu_all} on the EU’s critical list and {us} of {us_all} on the final US list; {higher} of {told} published counts are higher",
        how="any evidence" if evidence == "any" else "statistics alone",
        eu=number(int(chosen.loc["eu_2023_critical", "count"])),
        eu_all=number(int(chosen.loc["eu_2023_critical", "of"])),
        us=number(int(chosen.loc["us_2025_final", "count"])),
        us_all=number(int(chosen.loc["us_2025_final", "of"])),
        higher=number(len(higher)),
        told=number(len(published_claims)),
    ),
    description=sentence(
        "Bars of the part of each list, with a menu for what counts; ticks are published counts. {list}.",
        list="; ".join(f"{row.row}, {row.strictness}: {row.shown}" for row in coverage.itertuples()),
    ),
    source=f"{analysis.credit(ref.sources, ref.list_sources['source'])}; evidence table of this book; published counts from {len(on_lists)} statements. EU groups count as one entry, the US lists elements singly.",
    data=coverage[["list", "strictness", "count", "of"]],
)

# %% tags=["remove-input"]
grid = levels.copy()
grid["list"] = grid["list"].astype(str)
grid["depth"] = grid["level"].map(analysis.LEVELS.index)
grid = grid.sort_values(["list", "depth", "material"])
grid["n"] = grid.groupby("list").cumcount()
grid["column"], grid["line"] = grid["n"] % 2, grid["n"] // 2
list_menu = charts.menu("list", "List", list(LISTS), "eu_2023_critical", list(LISTS.values()))
tiles = (
    alt.Chart(grid[["list", "material", "level", "column", "line"]])
    .add_params(list_menu)
    .transform_filter("datum.list == list")
    .encode(
        x=alt.X("column:O", axis=None, scale=alt.Scale(paddingInner=0.03)),
        y=alt.Y("line:O", axis=None, scale=alt.Scale(paddingInner=0.12)),
    )
)
tile_colour = alt.Scale(
    domain=list(analysis.LEVELS), range=[charts.OFFICIAL, charts.ACCENT, charts.FIFTH, charts.MUTED]
)
by_list = {
    name: sentence(
        "{title}: {stat} shown by statistics, {other} by other evidence, {planned} planned, {none} with none known.",
        title=title,
        **{
            key: number(int((levels.loc[levels["list"] == name, "level"] == level).sum()))
            for key, level in zip(("stat", "other", "planned", "none"), analysis.LEVELS, strict=True)
        },
    )
    for name, title in LISTS.items()
}
charts.show(
    (
        tiles.mark_bar(fillOpacity=0.3, strokeWidth=2).encode(
            color=alt.Color("level:N", scale=tile_colour, title=None),
            stroke=alt.Stroke("level:N", scale=tile_colour, title=None),
        )
        + tiles.mark_text(fontSize=11).encode(text="material:N")
    ).properties(height=alt.Step(24)),
    name="list-materials",
    title=sentence(
        "{weak} of the {all} on the EU’s critical list rest on other evidence than a statistic: {names}",
        weak=number(len(weak)),
        all=number(found.facts["any"]),
        names=join(weak),
    ),
    description=sentence(
        "Tiles with the names of a list’s entries, coloured by the best evidence that Kazakhstan produces them; a menu chooses the list. {list}",
        list=" ".join(prose.plain(words) for words in by_list.values()),
    ),
    source=f"{analysis.credit(ref.sources, ref.list_sources['source'])}; evidence table of this book, edition {edition}.",
    data=grid[["list", "material", "level"]],
    sentence=charts.sentence_by("list", by_list),
)

# %% tags=["remove-input"]
half = analysis.pick(ledger, unit="percent", place="KAZ", denominator=lambda d: d != "", measure="share")
half = half[half["commodity"].str.contains("critical|raw materials")]
prose.data_table(
    {
        "Said, in short": ref.coverage["claim"],
        "List, speaker and date": [
            sentence(
                "{list}: {who}{date}",
                list=row["list_meant"],
                who=official(row["speaker"], row["source"]),
                date=sentence(", {when}", when=row["date"]) if row["date"] else ", undated",
            )
            for row in ref.coverage.to_dict("records")
        ],
    },
    caption="Published counts of materials; none of them comes with an itemised list",
)
prose.say(
    "Of these {all} statements {told} are held against our counts; left out are {vague} without a number, {able} on what can be "
    "supplied, and {unheld} on a list not held here. A range counts with its lower end.",
    all=number(len(ref.coverage)),
    told=number(len(published_claims)),
    vague=number(int((~numbered).sum())),
    able=number(int((numbered & supply).sum())),
    unheld=number(len(ref.coverage) - len(on_lists)),
)
prose.say(
    "{claims} What this does not show: quantities. A material counts once whether Kazakhstan makes a tenth of the world’s or a "
    "few tonnes; absence from a table is no proof of absence, and “other evidence” may be an official’s word.",
    claims=sentence(
        "In the articles: {list}; each counts kinds of material, not tonnes.",
        list=join(
            sentence(
                "“{hedge} {claim}” of {what} ({date})",
                hedge=row["hedge"],
                claim=press(row),
                what=row["commodity"] or "materials",
                date=spell(book.published[row["seed"]]) if row["seed"] in book.published else "undated",
            )
            for row in half.to_dict("records")
        ),
    )
    if len(half)
    else "No article in the set says which part of a list Kazakhstan makes.",
)

# %% [markdown]
# ## The project pipeline
#
# Plans are plans. A bar begins when the plan says, moved by the delay you choose, and ends where the chart ends.

# %% tags=["remove-input"]
end = 2032
pipe = dated[dated["place"] == "KAZ"].copy()
pipe["from_"] = [
    analysis.bounds(start)[0].year + (analysis.bounds(start)[0].month - 1) / 12 if start else None
    for start in pipe["start"]
]
pipe["world"] = [
    ref.world(row["commodity"], "refinery" if row["commodity"] == "copper" else None)[0]
    if row["capacity"] == row["capacity"]
    else None
    for row in pipe.to_dict("records")
]
pipe["of_world"] = pipe["capacity"] / pipe["world"] * 100
pipe["row"] = pipe["project"]
pipe["shown"] = [
    "no tonnage"
    if row["capacity"] != row["capacity"]
    else f"{row['capacity']:,.0f} t/yr, {row['of_world']:.1f}% of world"
    for row in pipe.to_dict("records")
]
pipe["shown"] = [
    f"{shown}{'' if start else ', no date'}"
    for shown, start in zip(pipe["shown"], pipe["start"], strict=True)
]
pipe = pipe.sort_values(["from_", "row"], na_position="last", ignore_index=True)
late = charts.slider("late", "Delay, years", 0, 6, 0.5, 0)
gantt = (
    alt.Chart(pipe[["row", "from_", "shown", "commodity", "partner", "status", "note"]])
    .add_params(late)
    .transform_calculate(
        begins=f"isValid(datum.from_) ? min({end}, datum.from_ + late) : null", ends=str(end)
    )
    .encode(y=alt.Y("row:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0)))
)
when = alt.X(
    "begins:Q", scale=alt.Scale(domain=[2025, end], nice=False), axis=alt.Axis(format="d", title=None)
)
by = 2030


def tons_by(row, delay):
    """Return the most tonnes a project can give until the end of the year `by`."""
    return row["capacity"] * analysis.years_of_output(row["start"], delay, by)[1]


delays = [step / 2 for step in range(13)]
live = {
    delay: sentence(
        "Delayed by {n} years, until the end of {by}: {list}.",
        n=number(delay),
        by=str(by),
        list=join(
            sentence(
                "at most {t} of {name}", t=tonnes(float(f"{tons_by(row, delay):.2g}")), name=row["commodity"]
            )
            for row in full.to_dict("records")
        ),
    )
    for delay in delays
}
charts.show(
    (
        gantt.mark_bar(height=9, yOffset=18, color=charts.FIFTH).encode(
            x=when, x2="ends:Q", tooltip=["row:N", "partner:N", "status:N", "note:N"]
        )
        + gantt.mark_text(align="left", dy=-14).encode(x=alt.value(0), text="row:N")
        + gantt.mark_text(align="left", dy=3, fontWeight=600).encode(x=alt.value(0), text="shown:N")
    ).properties(height=alt.Step(58)),
    name="pipeline",
    title=sentence(
        "{full} of {all} planned projects name both a tonnage and a date; the largest named plan, {name}, would be {share} of the world’s {commodity}",
        full=number(len(full)),
        all=number(len(pipe)),
        name=pipe.loc[pipe["of_world"].idxmax(), "project"],
        share=percent(pipe["of_world"].max()),
        commodity=pipe.loc[pipe["of_world"].idxmax(), "commodity"],
    ),
    description=sentence(
        "One line a planned project, from its announced start, moved by a delay slider. {list}.",
        list="; ".join(
            f"{row.row}: {row.shown}, start {row.start or 'not given'}" for row in pipe.itertuples()
        ),
    ),
    source=f"{analysis.credit(ref.sources, [*pipe['source'], usgs])}. World output by edition {edition}. All are plans.",
    data=pipe[
        [
            "project",
            "commodity",
            "capacity",
            "of_world",
            "start",
            "status",
            "partner",
            "partner_place",
            "note",
        ]
    ],
    sentence=charts.sentence_by("late", live),
)

# %% tags=["remove-input"]
prose.data_table(
    {
        "Project": [official(row["project"], row["source"]) for row in ref.projects.to_dict("records")],
        "Status, partner, and what is known": [
            sentence(
                "**{status}**{partner}; {note}",
                status=row["status"],
                partner=sentence(", with {name}", name=row["partner"]) if row["partner"] else "",
                note=row["note"],
            )
            for row in ref.projects.to_dict("records")
        ],
    },
    caption="Projects on record: what is built, contracted, planned or only prepared",
)
plant = analysis.pick(theme, measure=("facilities", "priority areas"), unit="count")
prose.say(
    "In the articles: {list}. A year’s delay of the gallium line costs {tons}, {share} of one year’s world output. What this does "
    "not show: whether any plan is financed, and how much of a new line replaces an old one; a new copper smelter refines "
    "concentrate that is mined already.",
    list=join(
        sentence("{claim} {what}", claim=press(row), what=row["measure"]) for row in plant.to_dict("records")
    )
    if len(plant)
    else "no count of plants",
    tons=tonnes(full[full["commodity"] == "gallium"].iloc[0]["capacity"]),
    share=percent(full[full["commodity"] == "gallium"].iloc[0]["capacity"] / world_gallium * 100),
)

# %% [markdown]
# ## Three ways in for a European company, and the move abroad

# %% tags=["remove-input"]
members = {"EU", *ref.governance.loc[ref.governance["group"] == "EU member", "place"]}
ways = {
    "tolling": ("tolling", "tolling"),
    "joint production of primary metals": ("primary metals?", "joint production"),
    "a local partner with a licence": ("licen[cs]e", "licensed partner"),
}
rows, running = [], 0
for way, (words, route) in ways.items():
    claims = analysis.pick_text(theme, words)
    cases = ref.projects[(ref.projects["route"] == route) & (ref.projects["place"] == "KAZ")]
    european = cases[cases["partner_place"].isin(members)]
    running += int((european["status"] == "operating").sum())
    rows.append(
        {
            "Way in": way,
            "In the articles": join(
                press(row, voice(row)) for row in claims.drop_duplicates("seed").to_dict("records")
            )
            if len(claims)
            else "not in the set",
            "European cases on record": join(
                sentence(
                    "{case} ({state})", case=official(row["project"], row["source"]), state=row["status"]
                )
                for row in european.to_dict("records")
            )
            if len(european)
            else "none found",
            "Others": join(
                sentence(
                    "{case} ({place}, {state})",
                    case=official(row["project"], row["source"]),
                    place=prose.place_name(row["partner_place"]),
                    state=row["status"],
                )
                for row in cases[~cases["partner_place"].isin(members)].to_dict("records")
            )
            if len(cases) > len(european)
            else "none found",
        }
    )
prose.data_table(
    {head: [row[head] for row in rows] for head in rows[0]},
    caption="The three ways in that a Kazakh official offered, and the cases we know of",
)
prose.say(
    "Of the European cases, {running} {is_are} known to produce. Europe is in by other doors as well: {other}.",
    running=number(running),
    is_are="is" if running == 1 else "are",
    other=join(
        sentence(
            "{case} ({route}, {state})",
            case=official(row["project"], row["source"]),
            route=row["route"],
            state=row["status"],
        )
        for row in ref.projects[ref.projects["route"].isin(["equity", "grant"])].to_dict("records")
    ),
)
abroad = ref.projects[ref.projects["route"] == "abroad"]
said_abroad = analysis.pick_text(theme, "Rwanda|Afghanistan")
prose.say(
    "Abroad: {claim} On record: {list}.",
    claim=sentence(
        "the article says that exploration {claim} ({verdict}).",
        claim=press(said_abroad.iloc[0], "has been launched"),
        verdict=judged.loc[said_abroad.iloc[0]["claim"], "verdict"],
    )
    if len(said_abroad)
    else "no article in the set speaks of it.",
    list=join(
        sentence("{case}: {note}", case=official(row["project"], row["source"]), note=row["note"])
        for row in abroad.to_dict("records")
    ),
)
prose.say(
    "What this does not show: contracts nobody reported. A way in without a known case may still be used."
)

# %% [markdown]
# ## Limits
#
# - A table of main producers is not a census: who is not named may still produce.
# - Estimates are most of the newest figures, and editions revise them.
# - Evidence from officials counts as evidence here unless only statistics are asked for.
# - Plans are as announced; that a start was not found does not prove that there was none.

# %% [markdown]
# ## The evidence

# %% tags=["remove-input"]
prose.evidence_table(
    theme[theme["value"].notna()], verdicts, "The claims with a number that this page rests on"
)

# %% [markdown]
# ## What would change this conclusion

# %% tags=["remove-input"]
entries, count = found.facts["entries"], found.facts["any"]
strict = found.facts["statistics"]
of_eu = half[half["place"].str.contains(r"\bEU\b")].to_dict("records")[:1]
prose.say(
    "On any evidence Kazakhstan is {margin} {side} half of the list{flip}; by statistics alone it is {short} short of half.",
    margin=number(abs(count - entries / 2)),
    side="above" if count >= entries / 2 else "below",
    flip=join(
        sentence(
            ": if {lost} of the {weak} materials without a statistic fell away, the “{hedge} {claim}” of the press would no "
            "longer hold",
            lost=number(analysis.losses_to_fail(count, entries * row["value"] / 100, row["comparator"])),
            weak=number(count - strict),
            hedge=row["hedge"],
            claim=press(row),
        )
        for row in of_eu
    ),
    short=number(max(0, entries / 2 - strict)),
)
mined = newest("copper", "mine")
field = ref.producers("copper", "mine")
tenth = field.iloc[9] if len(field) > 9 else field.iloc[-1]
prose.say(
    "Copper: {place} with {tons} mined; {gap} decide about the top ten. Chromium: {chrome} more would be a tie for the place above.",
    place=span(ref.rank("KAZ", "copper", "mine")),
    tons=figure(mined, tonnes(mined["value"])),
    gap=tonnes(
        abs(
            mined["value"]
            - (field.iloc[10]["value"] if mined["rank_low"] <= 10 and len(field) > 10 else tenth["value"])
        )
    ),
    chrome=tonnes(ahead["value"].min() - ours["value"]) if len(ahead) else "nothing",
)
prose.say(
    "An official table for aluminium, beryllium, tantalum or niobium, or news that one of the planned lines runs, would replace inference by a figure."
)
