# %% [markdown]
# # Kazakh production: how much does it make, how much does it plan?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
least = 2  # percent of the world’s output from which on a country counts as a producer that matters
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
import _answers
import altair as alt
import pandas as pd
from markupsafe import Markup

from orebook import load_reference
from orebook.book import charts, check_parameters, open_book, pick, said
from orebook.book.rows import cite, data_table, official, place_name
from orebook.book.words import answer, holds, join, number, percent, say
from orebook.page.publication import spell

check_parameters({"edition": (2025, 2026), "least": range(1, 21)}, edition=edition, least=least)
book = open_book(edition=edition, leave_out=leave_out)
ref, every = book.reference, load_reference()
theme = pick(book.judged, themes="kazakh-production")
answer(_answers.kazakh_production(book))

# %% [markdown]
# ## What does it make, and how much?
#
# “Makes” can mean a kilogram or half of the world’s output. So the chart shows shares of world output; the table gives the
# tonnes of everything with a statistic, at the stage named. *Sponge* is the raw metal of titanium.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
own = ref.standings.query("country == 'KAZ' and year >= 2023")  # what was given up before is not made
british = own["source"].str.startswith("bgs")
own = own[~british | ~own["commodity"].isin(own.loc[~british, "commodity"])]
own = own[own["year"] == own.groupby(["commodity", "stage"])["year"].transform("max")]
own = own.sort_values("share", ascending=False).drop_duplicates(["commodity", "stage"])
own["what"] = own["commodity"] + ", " + own["stage"].str.replace("chromite gross", "chromite")
large = own[own["share"] >= least]
charts.show(
    charts.bars(large, "what", "share", "Kazakhstan’s share of the world’s output, %", end=100),
    "world-shares",
    holds(
        large.query("share >= 10")["commodity"].tolist() == ["uranium", "asbestos", "chromium"],
        "Kazakhstan makes a tenth or more of the world’s output of three materials: uranium, asbestos and chromium",
    ),
    "Bars: Kazakhstan’s share of the world’s output by material and stage, where it matters, newest year.",
    ref.credit(large),
    data=own[["commodity", "stage", "year", "value", "share", "rank_low", "rank_high", "of", "source"]],
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
about = own["year"].astype(str) + ", " + own["source"].map(ref.sources.set_index("source")["maker"])
two_lines = Markup("{} <br>{}").format
places = [
    Markup("–").join(dict.fromkeys(number(place, "ordinal") for place in pair))
    for pair in zip(own["rank_low"], own["rank_high"], strict=True)
]
data_table(
    {
        "Material and stage; year and office": list(map(two_lines, own["what"], about)),
        "Tonnes": [cite(row, unit="count") for row in own.to_dict("records")],
        "Share of the world’s, and place": [
            Markup(" <br>").join(dict.fromkeys((cite(row, "share"), place)))
            for row, place in zip(own.to_dict("records"), places, strict=True)
        ],
    },
    "What Kazakhstan makes, by the newest statistics, most of them estimates; –: no share, the source omits large producers",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
forty = said(theme, commodity="uranium", unit="percent")
uranium = ref.own("KAZ", "uranium")
say(
    holds(
        (abs(uranium["share"] - forty.value) < 5)
        & (pick(theme, commodity="uranium")["denominator"] == "world exports"),
        "One article gives {forty} of the world’s *exports* of uranium. That is near its share of *mining*; we found no table "
        "of exports.",
    ),
    forty=forty,
)

# %% [markdown]
# ## Is there a deposit of 20 million tonnes of rare earths?
#
# News reports speak of one that would rank Kazakhstan third in the world. The five articles here do not mention it. This is who
# said what, and what kind of statement it is.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
deposits = ref.deposits.sort_values("deposit", ascending=False, kind="stable")
KINDS = {"caution": "an expert’s warning", "work": "who paid"}
data_table(
    {
        "Who, and when": [
            two_lines(cite(row, text=row["said_by"]), spell(row["date"]))
            for row in deposits.to_dict("records")
        ],
        "What is said": deposits["deposit"] + ": " + deposits["statement"],
        "Kind": deposits["kind"].replace(KINDS),
    },
    "What is said of the deposits in Karaganda region, and how good the evidence is",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
claimed = deposits.query("deposit == 'Zhana Kazakhstan' and value == value").set_index("weighed")
metals, ore = claimed.loc["metals"], claimed.loc["ore"]
say(
    holds(
        claimed["kind"].isin(["forecast", "estimate"]),
        "Nobody has shown that there is. The {size} are a forecast of the ministry, not a reserve that was measured.",
    ),
    holds(
        metals["value"] == ore["value"],
        "The reports do not even agree on what was weighed. If it is metal, it lies in {rock:tonnes} of rock; if it is ore, "
        "it holds {held:tonnes} of metal.",
    ),
    holds(
        ~(ref.select("rare earths")["country"] == "KAZ"), "The USGS names no Kazakh output of rare earths."
    ),
    "We found no drilling results, no name of a company and no date of mining. For the smaller site, Kuirektykol, the forecast "
    "is {small}.",
    size=cite(metals, unit="tonnes"),
    rock=metals["value"] / metals["content"] * 1e6,
    held=ore["value"] * ore["content"] / 1e6,
    small=cite(deposits.query("deposit == 'Kuirektykol'").iloc[0], unit="tonnes"),
)

# %% [markdown]
# ## Chromium, titanium, beryllium: what rank?
#
# A rank changes when a country makes more, or when an office corrects what it printed. Chromium is counted as its ore.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
chromium = every.standings.query("commodity == 'chromium' and stage == 'mine, chromite gross'")
ours = chromium[chromium["country"] == "KAZ"].sort_values(["edition", "year"])
say(
    "*Chromium.* One article calls it the {second} producer.",
    holds(
        (ours.query("edition == '2024'")["rank_low"] == 2).all()
        & (ours.query("edition != '2024'")["rank_low"] == 3).all(),
        "That is what the USGS tables printed in {then.edition:date}; by the editions before and after it is third.",
    ),
    second=said(theme, commodity="chromium", measure="rank"),
    then=ours.query("edition == '2024'").iloc[-1],
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
titanium, sellers = ref.own("KAZ", "titanium", "sponge"), ref.select("titanium", "sponge")
ahead = sellers[sellers["rank_low"] < titanium["rank_low"]].sort_values("rank_low")
study = ref.shares("EU supply", "KAZ", source="ec-study-2023").set_index("commodity", drop=False)
metal, sold = study[study["form"] == "metal"].loc["titanium"], study.loc["beryllium"]
say(
    "*Titanium.* By the USGS edition of {titanium.edition:date} it was {place} of {titanium.of} makers of sponge in "
    "{titanium.year:date}, with {share}, after {ahead}.",
    holds(
        ("Russia 34, China 9" in metal["note"]) & (metal["share"] > 34),
        "As a supplier of titanium metal to the EU it came first, with {metal}, just before Russia, by the Commission’s study of {study}.",
        study=metal["year_printed"].removesuffix(" study"),
    ),
    titanium=titanium,
    place=cite(titanium, "rank_low", "ordinal"),
    share=cite(titanium, "share"),
    ahead=join(ahead["country"].map(place_name)),
    metal=cite(metal, "share"),
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
world = ref.shares("WORLD production", "KAZ", commodity="beryllium", source="ec-study-2023").iloc[0]
first = ref.us_imports.query("commodity == 'beryllium'").nlargest(1, "share").iloc[0]
say(
    "*Beryllium.* The USGS prints no tonnage; Kazakhstan {ore}, it says.",
    holds(
        ("USA 50.2, Japan 16.9, China 7.9" in sold["note"]) & (world["share"] == 25),
        "By the Commission’s study of {study} it processes {world} of the world’s, second to the US, and sells {sold} of what "
        "the EU takes, again second.",
        study=sold["year_printed"].removesuffix(" study"),
    ),
    holds(first["country"] == "KAZ", "To the US it is the first supplier, with {american} ({years})."),
    "How many tonnes its plant makes we did not find.",
    ore=cite(ref.one("kazakhstan", material="beryllium", status="uncertain"), text="may have mined some ore"),
    world=cite(world, "share"),
    sold=cite(sold, "share"),
    american=cite(first, "share"),
    years=first["period"],
)

# %% [markdown]
# ## Aluminium: lost in translation?
#
# A minister is quoted with figures for the country’s aluminium. There is one smelter. We found no statistic of what it makes, so
# we take what its owner told the press.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
claims = pick(theme, commodity="aluminium", unit="t")
smelter = ref.production.query("commodity == 'aluminium' and country == 'KAZ'")
found = ref.review_evidence.query("review == 'r10' and source_unit.str.startswith('t')")
found = found.assign(year=found["source_year"], value=pd.to_numeric(found["source_figure"]))
KINDS = {"t": "the minister, in a second paper", "t (processed at home)": "processed at home"}
tonnes = pd.concat(
    [
        claims.assign(year=claims["period"], kind="the minister, in the article"),
        found.assign(kind=found["source_unit"].map(KINDS)),
        smelter.assign(kind="made by the smelter"),
    ]
)
tonnes["what"] = tonnes["kind"] + ", " + tonnes["year"].astype(str)
tonnes["kt"] = (tonnes["value"].astype(float) / 1000).round()
tonnes["told"] = (
    tonnes["kind"].str.startswith("the minister").map({True: "the minister’s words", False: "other reports"})
)
told = charts.marks("told", {"the minister’s words": charts.PRESS, "other reports": charts.OFFICIAL})

# %% jupyter={"source_hidden": true} tags=["hide-input"]
usual = smelter["value"].median()
charts.show(
    charts.bars(tonnes, "what", "kt", "Aluminium, thousand tonnes", color=told["color"]),
    "aluminium",
    holds(
        (claims["value"] < usual / 4) & (claims["value"].max() > usual / 5),
        "The larger of the article’s figures is about a fifth of what the smelter makes",
    ),
    "Bars: tonnes of aluminium said to be made in the country, processed there, and made by its smelter, in the years for which "
    "we found figures.",
    ref.credit(smelter, found),
    data=tonnes[["what", "value", "source"]],
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
same = found.query("source == 'm-bizon-ru'")
say(
    "The article has {claims}, and calls both production.",
    holds(
        claims["value"] < same["value"].min() / 4,
        "A second paper has the same minister give {same} at the same congress.",
    ),
    holds(
        abs(claims["value"].nlargest(1) / found.query("source_unit != 't'")["value"].item() - 1) < 0.2,
        "The larger is close to the {home} that the country *processes* at home. So we think that a translation turned "
        "processing into production; no source says so.",
    ),
    claims=join(said(claims[claims["claim"] == claim]) for claim in claims["claim"]),
    same=join(cite(row, unit="tonnes") for row in same.to_dict("records")),
    home=cite(found.query("source_unit != 't'").iloc[0], unit="tonnes"),
)

# %% [markdown]
# ## Copper: mined or refined, now or planned?
#
# Copper is counted twice: as metal in the ore that leaves the mine, and as refined metal. The targets are for refined metal.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
copper = every.standings.query("commodity == 'copper' and country == 'KAZ' and year >= 2010")
copper = copper.sort_values(["stage", "year", "edition"], ignore_index=True)
copper = copper[copper["source"].isin(["bgs-wms-2025", f"usgs-mcs-{edition}"])]
targets = ref.plans.query("commodity == 'copper' and form == 'refined' and kind == 'target'")
targets = targets.assign(kind="target", year=targets["horizon"].astype(int)).sort_values("announced")
copper["kind"] = copper["stage"].map({"mine": "mined", "refinery": "refined"})
marks = pd.concat([copper, targets]).assign(kt=lambda t: t["value"] / 1000, who=lambda t: t["source"].str[:3])
latest, refined, mined = targets.iloc[-1], *(ref.own("KAZ", "copper", s) for s in ("refinery", "mine"))
look = charts.marks("kind", {"mined": charts.OTHERS, "refined": charts.OFFICIAL, "target": charts.PLANNED})

# %% jupyter={"source_hidden": true} tags=["hide-input"]
year = alt.X("year:Q", title=None).scale(zero=False, nice=False, padding=12).axis(format="d", tickMinStep=1)
base = alt.Chart(marks).encode(x=year, y=alt.Y("kt:Q", title="Copper, thousand tonnes a year"), **look)
lines, points = (base.transform_filter(f"datum.who {sign} 'bgs'") for sign in ("==", "!="))
charts.show(
    lines.mark_line() + points.mark_point(size=90),
    "copper",
    holds(
        (targets["value"].iloc[-1] == targets["value"].max())
        & (targets["value"].max() > 2 * refined["value"]),
        "The latest copper target is the highest, and more than twice what is refined today",
    ),
    "Lines: copper by the British Geological Survey; single marks: by the USGS, and official targets.",
    ref.credit(copper, targets),
    data=marks[["kind", "year", "value", "source"]],
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
third = ref.one("plans", plan="kaz-copper-750")
say(
    "Kazakhstan mined {mined} of copper in {m.year:date}, {part} of the world’s, and refined {refined}, {share}.",
    holds(
        (mined["rank_low"] <= 10) & (refined["rank_low"] > 10),
        "So the {top} of one article is right for mining, not for refining; the {eleventh} of another is right for refining.",
    ),
    "One article expects {million}. That was the target of the time; the latest that we found is {latest} by {by}.",
    holds(
        (third["base"] < third["value"]) & (targets["value"].idxmax() == targets.index[-1]),
        "In between, the government announced {third} by {row.horizon:date}, up from {row.base:tonnes}, with the new smelter. "
        "We found no text that withdraws any target.",
    ),
    third=cite(third),
    row=third,
    million=said(theme, commodity="copper", unit="t/yr"),
    latest=cite(latest),
    by=latest["horizon"],
    **{step: cite(row, unit="tonnes") for step, row in (("mined", mined), ("refined", refined))},
    part=cite(mined, "share"),
    share=cite(refined, "share"),
    m=mined,
    top=said(theme, commodity="copper", unit="rank", value=10.0),
    eleventh=said(theme, commodity="copper", unit="rank", value=11.0),
)

# %% [markdown]
# ## How many of the listed materials does it make?
#
# Officials give totals without naming the materials. So we count them ourselves, by the best evidence for each. A kilogram
# counts as much as half of the world’s output.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
GRADES = {"statistics": charts.OFFICIAL, "official statement": charts.OURS, "press": charts.PRESS}
SHORT = {"material": {"bauxite, alumina and aluminium": "bauxite"}}
made = ref.kazakhstan.query("status == 'now' and grade in @GRADES").replace(SHORT)
made = made.sort_values("material").sort_values(
    "grade", key=lambda grade: grade.map(list(GRADES).index), kind="stable"
)
made = made.drop_duplicates("material")[["material", "grade", "source"]]
lists = ref.lists.query("entry").replace(SHORT).merge(ref.list_sources, on="list")
listed = made.rename(columns={"source": "made_by"}).merge(lists, on="material")
listed["name"] = listed["list"].replace({"us_": "US ", "eu_": "EU ", "_": ", "}, regex=True)
eu = listed[listed["list"] == "eu_2023_critical"]
parts = {grade: eu[eu["grade"] == grade][["material", "made_by"]] for grade in GRADES}
which = [join(official(*pair) for pair in part.to_numpy()) for part in parts.values()]
data_table(
    {"Best evidence": list(parts), "Materials": [len(part) for part in parts.values()], "Which": which},
    "Materials on the EU’s list of critical raw materials that Kazakhstan makes, by the best evidence we found",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
sizes = listed.groupby(["name", "place", "entries", "grade"]).size().rename("made").reset_index()
sizes = sizes.assign(share=100 * sizes["made"] / sizes["entries"], rank=sizes["grade"].map([*GRADES].index))
whole = sizes.groupby(["place", "name"])["share"].sum()
charts.show(
    alt.Chart(sizes, mark="bar", height=alt.Step(34)).encode(
        x=alt.X("share:Q", title="Share of the list, %").scale(domain=[0, 100]),
        y=alt.Y("name:N", title=None, axis=alt.Axis(labelExpr="split(datum.label, ', ')")),
        color=charts.marks("grade", GRADES)["color"],
        order="rank:Q",
    ),
    "lists",
    holds(
        (abs(whole["EU"] - 50) < 5).all() & (whole["USA"] < 45).all(),
        "If all evidence is believed, Kazakhstan makes about half of each EU list, and less of the American ones",
    ),
    "Stacked bars: the share of six official lists that Kazakhstan makes, by the best evidence.",
    f"{ref.credit(ref.list_sources)}; evidence of making from {made['source'].nunique()} sources, on the data page",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
half = said(theme, unit="percent", commodity="critical raw materials", place="KAZ")
known, shown = (_answers.list_coverage(ref, "eu_2023_critical", grade) for grade in ("any", "statistics"))
say(
    holds(
        (known.share > half.value) & (shown.share < half.value),
        "Two articles say “over {half}”. Counted as materials that it *makes*, that is right if officials and the press are right, "
        "{known} of {entries}. By statistics alone, {shown}, it is wrong.",
    ),
    half=half,
    known=known.made,
    shown=shown.made,
    entries=cite(ref.one("list_sources", list="eu_2023_critical"), "entries"),
)

# %% [markdown]
# ## What is planned, and by when?
#
# A plan says something when it names a tonnage and a date. These are the projects we found that are not at work yet.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
plans = ref.projects.query("place == 'KAZ' and status in ('planned', 'contracted')")
plans = plans.sort_values("start", key=lambda starts: starts.replace("", "later"))
world = [ref.select(row.commodity, row.stage)["world"].max() for row in plans.itertuples()]
data_table(
    {
        "Project": [cite(row, text=row["project"]) for row in plans.to_dict("records")],
        "Start": [spell(start) if start else "no date" for start in plans["start"]],
        "Tonnes a year": plans["capacity"],
        "Of the world’s": [percent(100 * x / y) for x, y in zip(plans["capacity"], world, strict=True)],
        "Partner or buyer": plans["partner"],
    },
    "Projects that are planned or contracted; –: not known, or a weight of concentrate, which is no metal",
    units={"Tonnes a year": "count"},
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
BATTERY = ["nickel", "cobalt", "manganese", "lithium"]
full = plans[plans["capacity"].notna() & (plans["start"] != "")]
gallium, plants = ref.one("plans", plan="kaz-gallium"), said(theme, measure="facilities", unit="count")
say(
    "Of {all} projects {full} name both a tonnage and a date: {names}.",
    holds(
        (full["start"].min() < "2026-11") & (full["start"].max() == "2028-12"),
        "Gallium was due in {first:date}; we found no report that it has started. The smelter is due in {last:date}.",
    ),
    "One article announces {gallium} of gallium a year and {plants} new plants.",
    holds(gallium["buyer"] == "JPN", "The gallium is promised to Japan."),
    holds(
        made[made["material"].isin(BATTERY)]["material"] == "manganese",
        "Two articles describe a group of battery metals, nickel, cobalt, manganese and lithium: of the four we found only "
        "manganese made today.",
    ),
    all=len(plans),
    full=len(full),
    gallium=said(book.judged, commodity="gallium", unit="t/yr"),
    names=join(full["project"]),
    plants=plants,
    first=full["start"].min(),
    last=full["start"].max(),
)

# %% [markdown]
# ### What we do not know, and what would change this
#
# - **Estimates.** Most of the newest figures are estimates. A country that a table does not name may still produce.
# - **Who owns the mines and plants** is shown on the page of [US interest](us_interest.ipynb).
# - **Tonnages** of beryllium, tantalum, niobium, scandium and vanadium: we found none.
# - **The answer would change** with an official figure for aluminium, or news that one of the planned lines runs.
