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
from orebook.book.words import answer, holds, join, say
from orebook.page.publication import spell

check_parameters({"edition": (2025, 2026)}, edition=edition)
book = open_book(edition=edition, leave_out=leave_out)
ref = book.reference
theme = pick(book.ledger, themes="us-interest")
answer(_answers.us_interest(book))

# %% jupyter={"source_hidden": true} tags=["hide-input"]
imports = ref.us_imports[ref.us_imports["country"] != "OTHER"].sort_values("share", ascending=False)
leaders = imports.drop_duplicates("name").set_index("name")["country"]
bought = imports[imports["country"] == "KAZ"].join(leaders.rename("leader"), on="name")
charts.show(
    charts.bars(bought, "name", "share", "Share from Kazakhstan, %", end=100),
    "us-imports",
    holds(
        (bought["share"].max() < 100 / 3)
        & (bought["share"].nlargest(5) > 23).all()
        & (bought["commodity"] != "tungsten").all(),
        "Of five products Kazakhstan supplies about a quarter to a third of US purchases abroad; for tungsten it is not named",
    ),
    "Bars: Kazakhstan’s share of what the US buys abroad, by product.",
    ref.credit(bought),
    bought[["name", "share", "leader", "period", "source", "locator"]],
)

# %% [markdown]
# ## What does the US already buy?
#
# A share of imports is not a share of use. The US also mines and recycles some of these metals, and some metal reaches
# it by way of other countries. The tables, of the US Geological Survey (USGS) and for uranium of the Energy Information
# Administration, name only the larger suppliers.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
first = bought[bought["leader"] == "KAZ"]
uranium = ref.one("us_imports", country="KAZ", name="uranium for US reactors")
say(
    "For {names} they name Kazakhstan as the largest supplier.",
    holds(
        (uranium["side"] == "deliveries") & (bought["period"] == uranium["period"]).sum() == 1,
        "The figure for uranium, {uranium}, is what owners of reactors bought in {row.period:date}; the others are "
        "averages over {four}.",
    ),
    names=join(first["name"]),
    uranium=cite(uranium, "share"),
    row=uranium,
    four=first["period"].iloc[0].replace("-", "–"),
)

# %% [markdown]
# ## What does Washington ask for?
#
# Three kinds of text say which metals: the list of critical minerals, what leaders sign, and what lenders write. A letter of
# interest is not a loan. *FR* is the Federal Register, the official gazette.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
acts = ref.timeline[ref.timeline["actor"].str.split(";").map(lambda names: "US" in names)]
acts = acts[acts["kind"].isin(["list", "summit", "memorandum", "project"]) & (acts["date"] >= "2022")]
letters = ref.offers.query("giver == 'USA' and instrument == 'letter of interest'").sort_values("year")
data_table(
    {
        "When": [
            *(cite(row, text=spell(row["date"])) for row in acts.to_dict("records")),
            *(cite(row, text=row["year"]) for row in letters.to_dict("records")),
        ],
        "What": [*acts["event"], *letters["statement"]],
    },
    "US lists, summits, agreements and letters that bear on Kazakhstan’s minerals",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
cost = ref.one("offers", giver="USA", instrument="investment", commodity="tungsten")
memorandum = ref.one("timeline", kind="memorandum", actor="US;Kazakhstan")
added = set(ref.lists.query("list == 'us_2025_final'")["material"])
added -= set(ref.lists.query("list == 'us_2025_draft'")["material"])
say(
    holds(
        memorandum["event"].rpartition("; ")[2]
        == "by a report, on exploration, mining, processing and supply.",
        "On {memorandum} the two countries signed a memorandum on critical minerals: on exploring, mining, processing and supplying "
        "them, by a report. Its text we did not find.",
    ),
    holds(
        ("uranium" in added) & (ref.own("KAZ", "uranium")["rank_low"] == 1),
        "The newest list added uranium, of which Kazakhstan is the world’s largest producer.",
    ),
    memorandum=cite(memorandum, text=spell(memorandum["date"])),
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
say(
    holds(
        (letters["commodity"] == "tungsten").all() & (set(letters["actor"]) == {"US (EXIM)", "US (DFC)"}),
        "Two US state banks wrote letters of interest for one tungsten venture, North Katpar and Upper Kairakty: the "
        "Export-Import Bank (EXIM) for {exim}, the Development Finance Corporation (DFC) for up to {dfc}.",
    ),
    holds(
        letters["value"].sum() > cost["value"],
        "Together they are more than its whole cost, {cost}, so at most a part of them can be paid out.",
    ),
    holds(
        (letters["binding"] == "no") & ref.offers.query("giver == 'USA' and binding == 'yes'").empty,
        "Neither letter binds, and we found no binding American loan or grant.",
    ),
    exim=cite(letters[letters["actor"] == "US (EXIM)"].iloc[0]),
    dfc=cite(letters[letters["actor"] == "US (DFC)"].iloc[0]),
    cost=cite(cost),
)

# %% [markdown]
# ## How much of the US list does Kazakhstan make?
#
# One article says that Kazakhstan has *reserves or production capacity* for half of the US list. We found nobody who
# counts reserves for each mineral. So we count what it makes, once by statistics, once by any evidence, and once with its
# plans. A kilogram counts as much as half of the world’s output.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
GRADES = {"statistics": "in statistics", "any": "on any evidence", "planned": "with plans"}
lists = ref.list_sources[ref.list_sources["place"] == "USA"].sort_values("available")
cover = pd.DataFrame(
    {
        **row,
        "list": spell(row["available"][:7]),
        "key": row["list"],
        "counted": words,
        "made": c.made,
        "share": c.share,
    }
    for row in lists.to_dict("records")
    for grade, words in GRADES.items()
    for c in [_answers.list_coverage(ref, row["list"], grade)]
)
newest = cover[cover["key"] == "us_2025_final"].set_index("counted")

# %% jupyter={"source_hidden": true} tags=["hide-input"]
COLOURS = dict(zip(GRADES.values(), [charts.OFFICIAL, charts.OURS, charts.PLANNED], strict=True))
points = (
    alt.Chart(cover)
    .mark_point(size=110)
    .encode(
        x=alt.X("share:Q", title="Share of the list, %").scale(domain=[0, 100]),
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
# ## Is the article right about half?

# %% jupyter={"source_hidden": true} tags=["hide-input"]
claim = said(theme, unit="percent", commodity="critical minerals", place="KAZ")
size = said(theme, unit="count", commodity="critical minerals", place="USA")
say(
    "The article says {claim}, and counts {size} minerals.",
    holds(
        (newest.loc["on any evidence", "share"] < claim.value)
        & (newest.loc["with plans", "share"] >= claim.value),
        "Of the {entries} on the newest list Kazakhstan makes {shown} by statistics, and {made} if officials and the press "
        "are right: {share:percent}. Half would be {half}; with its plans it would come to {hoped}.",
    ),
    holds(
        (lists["entries"].iloc[1] == size.value) & (lists["entries"].iloc[2] > size.value),
        "The draft list had as many minerals as the article says; the final list is longer.",
    ),
    claim=claim,
    size=size,
    shown=newest.loc["in statistics", "made"],
    made=newest.loc["on any evidence", "made"],
    share=newest.loc["on any evidence", "share"],
    hoped=newest.loc["with plans", "made"],
    half=round(newest["entries"].iloc[0] / 2),
    entries=cite(newest.iloc[0], "entries"),
)

# %% [markdown]
# ## Who owns the mines and plants?
#
# Owners decide who gets the metal. Tau-Ken Samruk is the mining company of the Kazakh state, the EBRD a bank of many states. Where
# shares do not add up to all, the report does not name the other owners. Of the copper company Kazakhmys we found none.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
owners = ref.owners
holder = owners["holder"].replace("not found", "not found: the company’s page names none")
made = owners["makes"].str.replace(";", ", ") + owners["state"].replace(
    {"at work": "", "planned": " (planned)"}
)
place = (" (" + owners["holder_place"].map(place_name) + ")").where(owners["holder_place"] != "", "")
share = owners["share"].map(" {:g}%".format).where(owners["share"].notna(), "")
wait = owners["note"].str.contains("approvals were pending").map({True: ", approvals pending", False: ""})
owners = owners.assign(made=made, text=holder + place + share + wait)
groups = owners.groupby(["asset", "made"], sort=False)
data_table(
    {
        "Mine, plant or company": [asset for asset, _ in groups.groups],
        "Makes": [made for _, made in groups.groups],
        "Owners": [join(cite(row, text=row["text"]) for row in g.to_dict("records")) for _, g in groups],
        "As of, and how we know": groups["year"].first() + ", " + groups["grade"].first(),
    },
    "Who owns the mines and plants that we found owners of; no number: share not published",
)

# %% [markdown]
# ## Who gets the tungsten?
#
# One article cites two developments as moves away from China: a tungsten plant that has opened, and deposits for which
# American firms bid. The American bids are a move away from China; the plant, Chinese-owned, is not.

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
boguty = owners[owners["asset"] == "Boguty"]
opened = said(theme, commodity="tungsten", measure="facilities (opened)")
bids = said(theme, commodity="tungsten", measure="bids for deposits")
say(
    "{opened} stands at Boguty, which gave {output} in {own.year:date}.",
    holds(
        (boguty["holder_place"] == "CHN") & boguty["note"].str.startswith("before the listing"),
        "All its owners were Chinese before its shares were listed in Hong Kong and Astana.",
    ),
    holds(
        pick(book.judged, commodity="tungsten", measure="bids for deposits")["review_reason"].str.contains(
            "outbid"
        ),
        "{bids} won two deposits, {outbid}; they are to give {plan} of concentrate a year, which is not yet metal.",
    ),
    own=own,
    output=cite(own, unit="tonnes"),
    plan=cite(plan, unit="tonnes"),
    opened=opened.linked("The plant"),
    bids=bids.linked("The American bids"),
    outbid=bids.linked("against a Chinese state firm"),
)

# %% [markdown]
# ## Could it replace what China restricts?
#
# China lets one metal after another leave the country only under licence. For each metal that its rules name we checked the
# statistics for Kazakh output. A country that they do not name may still make some. The rules and their dates are on the page
# of the [EU strategy](eu_strategy.ipynb).

# %% jupyter={"source_hidden": true} tags=["hide-input"]
limits = _answers.restricted(ref)
own_rows = [ref.own("KAZ", metal) for metal in limits["metal"]]
made = pd.DataFrame(own_rows).dropna(subset="share")
data_table(
    {
        "Metal": made["commodity"],
        "Kazakh output": [cite(row) for row in made.to_dict("records")],
        "Share of the world’s": [cite(row, "share") for row in made.to_dict("records")],
        "China’s share": [cite(ref.own("CHN", metal), "share") for metal in made["commodity"]],
    },
    "The metals that China restricts and that statistics show Kazakhstan making",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
pause = ref.one("timeline", kind="suspension", target="USA")
say(
    "That is {count} of {all} metals. For the others we found no statistic: {others}.",
    holds(
        set(pause["materials"].split(";")) == {"gallium", "germanium", "antimony"},
        "China also banned the sale of gallium, germanium and antimony to the US. It suspended that ban until {until}. That date "
        "has passed; we do not know what followed.",
    ),
    until=cite(pause, text=spell(pause["until"])),
    all=len(limits),
    count=len(made),
    others=join(limits.loc[~limits["metal"].isin(made["commodity"]), "metal"]),
)

# %% [markdown]
# ### What we do not know, and what would change this
#
# - **Owners** of the asbestos mine, of most uranium mines and of the copper company Kazakhmys we did not find. Shares change hands.
# - **Evidence.** Every claim of this theme, with its verdict, is in the [ledger](../book/ledger).
# - **Contracts.** Output is not supply: owners and buyers decide, and few contracts are public.
# - **The answer would change** with a signed American loan, a first shipment of tungsten to the US, or output at a deposit that
#   is a plan today.
