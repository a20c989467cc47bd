# %% [markdown]
# # Kazakh production: how much does it make, how much does it plan?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
least = 2  # percent of the world’s output from which on a country counts as a producer that matters
base_year = 2020  # the year that copper’s growth is counted from
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
import _answers
import altair as alt
import pandas as pd

from orebook import load_reference
from orebook.book import charts, check_parameters, open_book, pick, said
from orebook.book.rows import cite, data_table, official
from orebook.book.words import answer, holds, join, percent, say
from orebook.page.publication import spell

choices = {"edition": (2025, 2026), "least": range(1, 21), "base_year": range(2010, 2023)}
check_parameters(choices, edition=edition, least=least, base_year=base_year)
book = open_book(edition=edition, leave_out=leave_out)
ref, every = book.reference, load_reference()
theme = pick(book.judged, themes="kazakh-production")
answer(_answers.kazakh_production(book))

# %% [markdown]
# ## Where is it a large producer?
#
# “Makes” can mean a kilogram or half of the world’s output. So we ask for a share: what part of the world’s output came
# from Kazakhstan in the newest year of the tables. Each name says at which stage it was weighed: the metal in what a mine
# yields, what a refinery makes, or, for titanium, *sponge*, its raw metal.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
own = ref.standings.query("country == 'KAZ' and share == share and not source.str.startswith('bgs')")
own = own[own["year"] == own.groupby(["commodity", "stage"])["year"].transform("max")]
own = own.sort_values("share", ascending=False).drop_duplicates(["commodity", "stage"])
large = own[own["share"] >= least]
large = large.assign(what=large["commodity"] + ", " + large["stage"].str.split(",").str[0])
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
forty = said(theme, commodity="uranium", unit="percent")
uranium, tungsten = ref.own("KAZ", "uranium"), ref.own("KAZ", "tungsten", "mine")
say(
    "Of {all} materials that the US Geological Survey (USGS) and others give a figure for, {few} reach {least} of the world’s "
    "output.",
    holds(
        (abs(uranium["share"] - forty.value) < 5)
        & (pick(theme, commodity="uranium")["denominator"] == "world exports"),
        "One article gives {forty} of the world’s *exports* of uranium. That is near its share of *mining*, {share} or "
        "{tonnes} in {row.year:date}; we found no table of exports.",
    ),
    holds(
        (tungsten["rank_low"] == 3) & tungsten["estimate"],
        "In tungsten it is {third} in the world after one full year of mining, but that is an estimate.",
    ),
    third=cite(tungsten, "rank_low", "ordinal"),
    all=own["commodity"].nunique(),
    few=large["commodity"].nunique(),
    least=percent(least),
    forty=forty,
    share=cite(uranium, "share"),
    tonnes=cite(uranium, unit="tonnes"),
    row=uranium,
)

# %% [markdown]
# ## Aluminium: lost in translation?
#
# A minister is quoted with figures for the country’s aluminium. There is one smelter. We found no statistic of its
# metal, so we take what its owner told the press.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
claims = pick(theme, commodity="aluminium", unit="t")
smelter = ref.production.query("commodity == 'aluminium' and country == 'KAZ'")
found = ref.review_evidence.query("review == 'r10' and source_unit.str.startswith('t')")
found = found.assign(year=found["source_year"], value=pd.to_numeric(found["source_figure"]))
KINDS = {"t": "said by the minister, as a second paper has it", "t (processed at home)": "processed at home"}
tonnes = pd.concat(
    [
        claims.assign(year=claims["period"], kind="said by the minister, as the article has it"),
        found.assign(kind=found["source_unit"].map(KINDS)),
        smelter.assign(kind="made by the smelter"),
    ]
)
tonnes["what"] = tonnes["kind"] + ", " + tonnes["year"].astype(str)
tonnes["kt"] = (tonnes["value"].astype(float) / 1000).round()
tonnes["told"] = (
    tonnes["kind"].str.startswith("said").map({True: "the minister’s words", False: "other reports"})
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
        "At the same congress the same minister gave {same}, by a second paper.",
    ),
    holds(
        abs(claims["value"].nlargest(1) / found.query("source_unit != 't'")["value"].item() - 1) < 0.2,
        "The size fits what the country *processes* at home. So we think that a translation turned processing into "
        "production; no source says so.",
    ),
    claims=join(said(claims[claims["claim"] == claim]) for claim in claims["claim"]),
    same=join(cite(row, unit="tonnes") for row in same.to_dict("records")),
)

# %% [markdown]
# ## Copper: mined or refined?
#
# Copper is counted twice: as metal in the ore that leaves the mine, and as refined metal. A rank or a target means
# little without the stage. The targets are for refined metal. The lines are the British Geological Survey’s and end before
# the newest marks, which are the American one’s; the two do not agree to the tonne.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
copper = every.standings.query("commodity == 'copper' and country == 'KAZ' and year >= 2010")
copper = copper.sort_values(["stage", "year", "edition"], ignore_index=True)
copper = copper[copper["source"].isin(["bgs-wms-2025", f"usgs-mcs-{edition}"])]
targets = ref.plans.query("commodity == 'copper' and form == 'refined' and kind == 'target'")
targets = targets.assign(kind="target", year=targets["horizon"].astype(int)).sort_values("announced")
stages = {"mine": "mined", "refinery": "refined"}
marks = pd.concat([copper.assign(kind=copper["stage"].map(stages)), targets])
marks = marks.assign(kt=marks["value"] / 1000, who=marks["source"].str[:3])
refined, mined = (ref.own("KAZ", "copper", stage) for stage in ("refinery", "mine"))
look = charts.marks("kind", {"mined": charts.OTHERS, "refined": charts.OFFICIAL, "target": charts.PLANNED})

# %% jupyter={"source_hidden": true} tags=["hide-input"]
kt = alt.Y("kt:Q", title="Copper, thousand tonnes a year")
base = alt.Chart(marks).encode(x=charts.years("year"), y=kt, **look)
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
say(
    "Kazakhstan mined {mined} of copper in {m.year:date}, {part} of the world’s, and refined {refined}, {share}.",
    holds(
        (mined["rank_low"] <= 10) & (refined["rank_low"] > 10),
        "So the {top} of one article is right for mining and wrong for refining; the {eleventh} of another is its place "
        "in refining.",
    ),
    holds(refined["rank_low"] == said(theme, commodity="copper", value=11.0).value, "Both can be true."),
    mined=cite(mined, unit="tonnes"),
    refined=cite(refined, unit="tonnes"),
    part=cite(mined, "share"),
    share=cite(refined, "share"),
    m=mined,
    top=said(theme, commodity="copper", unit="rank", value=10.0),
    eleventh=said(theme, commodity="copper", unit="rank", value=11.0),
)

# %% [markdown]
# ## Copper: one million, or more, or less?
#
# One article says that output will double to a million tonnes. Officials have named several targets.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
past = copper.query("stage == 'refinery' and source == 'bgs-wms-2025'").set_index("year")["value"]
end, latest = past.index.max(), targets.iloc[-1]


def growth(multiple, years):
    """Return the percent a year that multiply something in some years."""
    return 100 * (multiple ** (1 / years) - 1)


need = growth(latest["value"] / refined["value"], latest["year"] - refined["year"])
rose = growth(past[base_year] / past[past.index.min()], base_year - past.index.min())
was = growth(past[end] / past[base_year], end - base_year)
data_table(
    {
        "Announced": [cite(row, text=spell(row["announced"])) for row in targets.to_dict("records")],
        "From": targets["base"],
        "To, tonnes a year": targets["value"],
        "By": targets["horizon"],
    },
    "Official targets for refined copper that we found",
    units={"From": "count", "To, tonnes a year": "count"},
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
say(
    "The {million} of the article were the target of the time. The latest target we found is higher: {latest} by {by}.",
    holds(need > 3 * rose, "That needs {need:percent} more in every year."),
    holds(
        (rose > 0) & (was < 0) & (abs(refined["value"] / past[base_year] - 1) < 0.06),
        "In the British series output rose by {rose:percent} a year from {first} to {base} and fell by {fell:percent} a year to {end}, "
        "where it ends. The USGS has {now} for {today.year:date}, about as much as the British for {base}.",
    ),
    holds(
        ref.one("plans", plan="kaz-copper-750")["value"] < latest["value"],
        "The smaller target between them is what one new smelter is to bring; we found no text that takes a target back.",
    ),
    rose=rose,
    first=str(past.index.min()),
    now=cite(refined, unit="tonnes"),
    today=refined,
    million=said(theme, commodity="copper", unit="t/yr"),
    latest=cite(latest),
    by=latest["horizon"],
    need=need,
    fell=-was,
    base=str(base_year),
    end=str(end),
)

# %% [markdown]
# ## Chromium: second or third?
#
# The same table of the USGS, edition by edition. A rank can change because a country makes more, or because an office
# corrects what it printed before. Chromium is counted as chromite, its ore.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
chromium = every.standings.query("commodity == 'chromium' and stage == 'mine, chromite gross'")
ours = chromium[chromium["country"] == "KAZ"].sort_values(["edition", "year"])
rival = chromium[chromium["country"] == "TUR"].set_index(["source", "year"], drop=False)
places = [
    str(int(row.rank_low)) if row.rank_low == row.rank_high else f"{row.rank_low:.0f}–{row.rank_high:.0f}"
    for row in ours.itertuples()
]
data_table(
    {
        "Edition": ours["edition"],
        "Year": ours["year"],
        "Kazakhstan": [cite(row, unit="tonnes") for row in ours.to_dict("records")],
        "Türkiye": [
            cite(rival.loc[key], unit="tonnes") for key in zip(ours["source"], ours["year"], strict=True)
        ],
        "Place": places,
    },
    "Chromium ore by edition of the USGS Mineral Commodity Summaries, in tonnes, and Kazakhstan’s place",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
second = said(theme, commodity="chromium", measure="rank")
say(
    "One article calls it the {second} producer.",
    holds(
        (ours.query("edition == '2024'")["rank_low"] == 2).all()
        & (ours.query("edition != '2024'")["rank_low"] == 3).all(),
        "That is what one edition printed; by the ones before and after it is third.",
    ),
    second=second,
)

# %% [markdown]
# ## How many of the listed materials does it make?
#
# Officials give counts, and we found none that lists its items. So we count, by how good the evidence is; its sources are under
# [data and sources](../book/data). A kilogram counts as much as half of the world’s output.

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
listed["name"] = listed["list"].str.replace("_", " ").str.replace("us ", "US ").str.replace("eu ", "EU ")
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
    alt.Chart(sizes, mark="bar").encode(
        x=charts.shares("share", "Share of the list, %"),
        y=alt.Y("name:N", title=None),
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
known, shown = (ref.list_coverage("eu_2023_critical", grade) for grade in ("any", "statistics"))
say(
    holds(
        (known.share > half.value) & (shown.share < half.value),
        "“Over {half}” of the materials, as two articles say, is right for what is *made* if officials and the press are right, "
        "{known} of {entries}, and wrong by statistics, {shown}.",
    ),
    half=half,
    known=known.produced,
    shown=shown.produced,
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
    "Projects that are planned or contracted; concentrate does not compare with the world’s metal",
    units={"Tonnes a year": "count"},
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
BATTERY = ["nickel", "cobalt", "manganese", "lithium"]
full = plans[plans["capacity"].notna() & (plans["start"] != "")]
gallium, plants = ref.one("plans", plan="kaz-gallium"), said(theme, measure="facilities", unit="count")
say(
    "Of {all} projects {full} name both a tonnage and a date: {names}. We found no report that any has started.",
    "One article announces {gallium} of gallium a year and {plants} new plants.",
    holds(gallium["buyer"] == "JPN", "The gallium is promised to Japan."),
    holds(
        made[made["material"].isin(BATTERY)]["material"] == "manganese",
        "Two articles see a cluster of nickel, cobalt, manganese and lithium: of the four we found only manganese made today.",
    ),
    all=len(plans),
    full=len(full),
    gallium=said(book.judged, commodity="gallium", unit="t/yr"),
    names=join(full["project"]),
    plants=plants,
)

# %% [markdown]
# ### What we do not know, and what would change this

# %% jupyter={"source_hidden": true} tags=["hide-input"]
ore = ref.one("kazakhstan", material="heavy rare earths", source="intellinews-com")
say(
    "Not in these articles is the rare-earth deposit of {size} that the news tells of.",
    holds(
        (ore["status"] == "planned") & ("20 Mt of ORE" in ore["note"]),
        "That is the weight of the ore; a report has {explored}, and the USGS names no Kazakh output or reserves of rare earths.",
    ),
    size="20 million tonnes",
    explored=cite(ore, text="exploration only, no mining"),
)

# %% [markdown]
# - **Estimates.** Most of the newest figures are estimates. A country that a table does not name may still produce.
# - **Who owns the mines** is asked on the page of [US interest](us_interest.ipynb), and answered for a few.
# - **Tonnages** of beryllium, tantalum, niobium, scandium and vanadium: we found none.
# - **It would change** with an official figure for aluminium, or news that one of the planned lines runs.
