# %% [markdown]
# # US interest: what does Washington want from Kazakhstan, and what could it get?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
import _answers
import altair as alt
import pandas as pd

from orebook.book import charts, check_parameters, open_book, pick, said
from orebook.book.rows import cite, data_table, place_name
from orebook.book.words import answer, holds, join, percent, say
from orebook.page.publication import spell

check_parameters({"edition": (2025, 2026)}, edition=edition)
book = open_book(edition=edition, leave_out=leave_out)
ref = book.reference
theme = pick(book.ledger, themes="us-interest")

# %% jupyter={"source_hidden": true} tags=["hide-input"]
answer(_answers.us_interest(book))

# %% jupyter={"source_hidden": true} tags=["hide-input"]
imports = ref.us_imports[ref.us_imports["country"] != "OTHER"].sort_values("share", ascending=False)
leaders = imports.drop_duplicates(["commodity", "product"]).set_index(["commodity", "product"])["country"]
bought = imports[imports["country"] == "KAZ"].join(leaders.rename("leader"), on=["commodity", "product"])
bought["what"] = bought["commodity"] + ", " + bought["product"].str.lower().str.replace("us ", "US ")
bought["what"] = bought["what"].str.replace(r"^(\w+), (all$|(?=\1))", "", regex=True).replace("", "beryllium")
charts.show(
    charts.bars(bought, "what", "share", "Share from Kazakhstan, %", end=100),
    "us-imports",
    holds(
        (bought["share"].max() < 100 / 3) & (bought["commodity"] != "tungsten").all(),
        "The US buys up to a third of some metals from Kazakhstan, but no tungsten is on record",
    ),
    "Bars: Kazakhstan’s share of what the US buys abroad, by product.",
    ref.credit(bought),
    bought[["what", "share", "leader", "period", "source", "locator"]],
)

# %% [markdown]
# ## What does the US already buy?
#
# Customs figures say what Washington gets today, whatever it plans. A share of imports is not a share of use: the US
# also mines and recycles, and some metal comes by way of other countries.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
first = bought[bought["leader"] == "KAZ"]
uranium = bought[bought["commodity"] == "uranium"].iloc[0]
say(
    "Of {count} of the {all} products drawn above Kazakhstan is the largest named supplier: {names}.",
    holds(
        (uranium["side"] == "deliveries") & (bought["period"] == uranium["period"]).sum() == 1,
        "Uranium, {uranium}, is what owners of US reactors bought in one year; the rest are averages over several.",
    ),
    count=len(first),
    all=len(bought),
    names=join(first["what"]),
    uranium=cite(uranium, "share"),
)

# %% [markdown]
# ## What does Washington ask for?
#
# Three kinds of text say it: the list of critical minerals, what leaders sign, and letters of state banks. A letter of
# interest is no loan.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
acts = ref.timeline[ref.timeline["actor"].str.split(";").map(lambda names: "US" in names)]
acts = acts[acts["kind"].isin(["list", "summit", "memorandum", "project"]) & (acts["date"] >= "2022")]
data_table(
    {
        "When": [cite(row, text=spell(row["date"])) for row in acts.to_dict("records")],
        "What": acts["kind"],
        "In words": acts["event"],
    },
    "US lists, summits and agreements that bear on Kazakhstan’s minerals",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
letters = ref.offers.query("giver == 'USA' and instrument == 'letter of interest'")
binding = ref.offers.query("giver == 'USA' and binding == 'yes'")
memorandum = ref.one("timeline", kind="memorandum", actor="US;Kazakhstan")
say(
    "Minerals got a memorandum of their own on {memorandum}.",
    holds(
        (letters["commodity"] == "tungsten").all() & (letters["actor"].nunique() == 2),
        "Two state banks wrote letters of interest, both for one tungsten venture: {letters}.",
    ),
    holds(letters["binding"] == "no", "Neither letter binds."),
    holds(len(binding) == 0, "We found no American loan or grant that does."),
    memorandum=cite(memorandum, text=spell(memorandum["date"])),
    letters=join([cite(row) for row in letters.to_dict("records")]),
)

# %% [markdown]
# ## Half of the list?
#
# The press speaks of *reserves or production capacity* for half of the US list. We found nobody who counts reserves by
# listed mineral. So we count production, in three degrees of strictness. A mineral counts the same whether a country
# makes a kilogram or half of the world’s output.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
GRADES = {"statistics": "in statistics", "any": "on any evidence", "planned": "with plans"}
lists = ref.list_sources[ref.list_sources["place"] == "USA"].sort_values("available")
cover = pd.DataFrame(
    {
        **row,
        "list": spell(row["available"][:7]),
        "key": row["list"],
        "counted": words,
        "made": c.produced,
        "share": c.share,
    }
    for row in lists.to_dict("records")
    for grade, words in GRADES.items()
    for c in [ref.list_coverage(row["list"], grade)]
)
newest = cover[cover["key"] == "us_2025_final"].set_index("counted")
# %% jupyter={"source_hidden": true} tags=["hide-input"]
COLOURS = dict(zip(GRADES.values(), [charts.OFFICIAL, charts.OURS, charts.PLANNED], strict=True))
points = (
    alt.Chart(cover)
    .mark_point(size=110)
    .encode(
        x=charts.shares("share", "Share of the list, %"),
        y=alt.Y("list:N", title=None, sort=None),
        **charts.marks("counted", COLOURS),
    )
)
half = alt.Chart(pd.DataFrame({"share": [50]})).mark_rule(strokeDash=[4, 4]).encode(x="share:Q")
charts.show(
    points + half,
    "us-list",
    holds(
        (cover.loc[cover["counted"] != "with plans", "share"] < 50).all()
        & (newest.loc["with plans", "share"] >= 50),
        "Kazakhstan reaches half of the newest US list only if plans are counted as output",
    ),
    "Dots: the share of three US lists that Kazakhstan makes, by strictness; the dashed line is half.",
    ref.credit(cover),
)

# %% [markdown]
# ## So is the press right about half?

# %% jupyter={"source_hidden": true} tags=["hide-input"]
claim = said(theme, unit="percent", commodity="critical minerals", place="KAZ")
size = said(theme, unit="count", commodity="critical minerals", place="USA")
say(
    "The article says {claim}, and counts {size} minerals.",
    holds(
        (newest.loc["on any evidence", "share"] < claim.value)
        & (newest.loc["with plans", "share"] >= claim.value),
        "For output that is right with the plans and too much without: of {entries} minerals {made} are made, {hoped} with plans.",
    ),
    holds(
        (lists["entries"].iloc[1] == size.value) & (lists["entries"].iloc[2] > size.value),
        "The draft had as many; the final list is longer.",
    ),
    claim=claim,
    size=size,
    made=newest.loc["on any evidence", "made"],
    hoped=newest.loc["with plans", "made"],
    entries=cite(newest.iloc[0], "entries"),
)

# %% [markdown]
# ## Tungsten: whose mine?
#
# The article names two things in one breath: a tungsten plant that has opened, and deposits for which American firms
# bid. They are not the same metal in the same hands.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
owners = ref.offers.query("topic == 'ownership' and commodity == 'tungsten' and unit == 'percent'")
owners = owners.assign(mine=owners["actor"].str.split(" tungsten").str[0])
data_table(
    owners,
    "Who owns tungsten in Kazakhstan",
    {"mine": "Deposit", "holder": "Owner", "party": "From", "value": "Share"},
    cited=["value"],
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
makers = ref.select("tungsten", "mine").sort_values("rank_low").head(6)
makers["name"] = makers["country"].map(place_name)
own_colour = alt.condition("datum.country == 'KAZ'", alt.value(charts.SUBJECT), alt.value(charts.OTHERS))
charts.show(
    charts.bars(makers, "name", "share", "Share of world output, %", end=100, color=own_colour),
    "tungsten",
    holds(
        (makers["country"].iloc[0] == "CHN")
        & (makers["share"].iloc[0] > 75)
        & (makers["country"].iloc[2] == "KAZ"),
        "China mines more than three quarters of the world’s tungsten; Kazakhstan comes third, far behind",
    ),
    "Bars: the largest tungsten producers and their shares of the world’s mine output.",
    ref.credit(makers),
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
own, plan = ref.own("KAZ", "tungsten", "mine"), ref.one("plans", plan="cove-tungsten")
opened = said(theme, commodity="tungsten", measure="facilities (opened)")
bids = said(theme, commodity="tungsten", measure="bids for deposits")
say(
    "{opened} gave {output} in {own.year:date}.",
    holds(owners.loc[owners["mine"] == "Boguty", "party"] == "CHN", "All its owners are Chinese."),
    "{bids} led to a plan of {plan} of concentrate.",
    holds(
        ("metal content" in ref.one("stages", stage="mine")["basis"]) & (plan["form"] == "concentrate"),
        "Concentrate is not metal: the two numbers do not compare.",
    ),
    own=own,
    output=cite(own, unit="tonnes"),
    plan=cite(plan, unit="tonnes"),
    opened=opened.linked("The plant"),
    bids=bids.linked("The American bids"),
)

# %% [markdown]
# ## Could it replace what China restricts?
#
# China has put export licences on one metal after another. For each we ask the statistics whether Kazakhstan makes
# it. A country that is missing from a table of producers may still make some.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
limits = ref.timeline.query("kind == 'export control'").assign(metal=lambda t: t["materials"].str.split(";"))
limits = limits.explode("metal").drop_duplicates("metal")
elements = ref.materials.loc[ref.materials["kind"] == "element", "material"]
limits = limits[limits["metal"].isin(ref.lists["material"]) & ~limits["metal"].isin(elements)]
own_rows = [ref.own("KAZ", metal) for metal in limits["metal"]]
data_table(
    {
        "Metal": limits["metal"],
        "Announced": [cite(row, text=spell(row["date"])) for row in limits.to_dict("records")],
        "Kazakh output": [cite(row) for row in own_rows],
        "Year": [row["year"] for row in own_rows],
        "Share of the world’s": [percent(row["share"]) for row in own_rows],
    },
    "Metals under Chinese export control, with Kazakhstan’s output where a statistic gives one",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
made = pd.DataFrame(own_rows).dropna(subset="share")
pause = ref.one("timeline", kind="suspension", target="USA")
say(
    "Of {all} metals statistics show Kazakh output of {count}: {names}.",
    holds(made["share"].astype(float) < 5, "Of none of these is it a twentieth of the world’s."),
    holds(
        {"gallium", "germanium"}.isdisjoint(made["commodity"]),
        "For gallium and germanium, the first to be restricted, no statistic shows any.",
    ),
    holds(
        set(pause["materials"].split(";")) == {"gallium", "germanium", "antimony"},
        "The ban on selling gallium, germanium and antimony to the US is suspended until {until}; the licences stay.",
    ),
    until=cite(pause, text=spell(pause["until"])),
    all=len(limits),
    count=len(made),
    names=join(made["commodity"]),
)

# %% [markdown]
# How far such figures can be trusted is a question of its own: see [Verdicts](what_holds_up.ipynb), on revisions.
#
# ## What we do not know, and what would change this
#
# - **Evidence.** Every claim of this theme, with its verdict, is in the [ledger](../book/ledger).
# - **Contracts.** Output is not supply: owners and buyers decide, and few contracts are public.
# - **It would change** with a signed American loan, a first shipment of tungsten to the US, or output at a deposit that
#   is a plan today.
