# %% [markdown]
# # EU strategy: can Kazakhstan loosen Europe’s dependence?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
import _answers
import altair as alt
import pandas as pd

from orebook import load_reference
from orebook.book import charts, check_parameters, open_book, pick, said
from orebook.book.rows import cite, data_table, official
from orebook.book.words import answer, holds, join, say
from orebook.page.publication import spell

check_parameters({"edition": (2025, 2026)}, edition=edition)
book = open_book(edition=edition, leave_out=leave_out)
ref = book.reference
cap = ref.one("plans", plan="crma-single-country")
answer(_answers.eu_strategy(book))

# %% [markdown]
# *Share of supply*: of all that Europe takes in of a material, mined at home or bought, the part from one country. The dashed
# line is the most that EU law, the Critical Raw Materials Act, aims at.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
SOURCES = ["ec-study-2023", "observatorial-com", "visualcapitalist-com"]
NAMES = ["Commission’s study, 2023", "EU auditors, 2026, as told", "chart in the press, 2024"]
GROUPS = {"neodymium": "light rare earths", "yttrium": "heavy rare earths"}  # one stands for all
supply = ref.shares("EU supply", "CHN", source=SOURCES)
elements = ref.materials.query("kind == 'element' and material not in @GROUPS")["material"]
shown = supply[~supply["commodity"].isin(elements)]
shown["material"] = shown["commodity"].replace(GROUPS) + shown["form"].map({"ore": " (ore)", "": ""})
shown["says"] = shown["source"].replace(SOURCES, NAMES)
shown = shown[shown.groupby("material")["share"].transform("max") >= 30]
limit = alt.Chart(pd.DataFrame({"x": [cap["value"]]})).mark_rule(strokeDash=[4, 4]).encode(x="x:Q")

# %% jupyter={"source_hidden": true} tags=["hide-input"]
largest = alt.EncodingSortField("share", "max", "descending")
points = alt.Chart(shown, mark="point").encode(
    x=charts.shares("share", "China’s share of EU supply, %"),
    y=alt.Y("material:N", sort=largest, title=None, axis=_answers.LONG),
    yOffset="says:N",
    **charts.marks("says", dict(zip(NAMES, [charts.OFFICIAL, charts.OURS, charts.PRESS], strict=True))),
)
charts.show(
    (limit + points).properties(height=alt.Step(24, **{"for": "position"})),
    "china-shares",
    holds(
        set(supply.loc[supply["share"] > cap["value"], "commodity"]) == {"magnesium", "gallium"},
        "Of what we have figures for, China is above the aim of EU law in two materials: magnesium and gallium",
    ),
    "Dots: China’s share of EU supply by material and publication; the dashed line is the Act’s limit.",
    ref.credit(shown),
    data=shown[["material", "says", "share", "year_printed", "note"]],
)

# %% [markdown]
# ## How much of it comes from China?
#
# A study for the European Commission gives China’s share for each material and each stage: ore from the mine, or metal from the
# plant. The chart above also shows the figures of the EU’s auditors, as a news site tells them, and of a chart in the press.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
theme = pick(book.judged, themes="eu-strategy")
claim = said(theme, measure="share", place="CHN", commodity="critical raw materials")
top = supply.groupby("commodity")["share"].max().nlargest(2)
say(
    "One article says that China supplies {claim} of all critical materials.",
    holds(
        (top.index[0] == "magnesium") & (top.iloc[0] >= claim.value) & (top.iloc[1] < claim.value),
        "In Europe’s supply only magnesium comes that high. For all materials together we found no official share.",
    ),
    "The EU’s auditors, {told}, name rare earths and lithium, too, as materials of which one country supplies more than the "
    "aim.",
    told=cite(ref.one("timeline", date="2026-02-04", actor="EU", tie=""), text="as a report tells it"),
    claim=claim,
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
imports = ref.one("china_share", metric="EU imports of REE+ (weight)", year=2024)
chart = ref.china_share.query("source == 'visualcapitalist-com'")
repeated = ref.china_share.query("flag == 'world row repeated'")["commodity"]
light = ref.materials.query("eu_group == 'light rare earths'")["material"]
heavy = supply[supply["commodity"].isin(["yttrium", "ytterbium"])]
world = ref.shares("WORLD production", "CHN", source="ec-study-2023")
most = world[world["commodity"].isin(heavy["commodity"])]["share"].max()
say(
    holds(
        chart.query("commodity == 'lithium'")["flag"] == "other supplier",
        "For lithium the chart in the press has Chile’s share as China’s. {wrong} of its {all} figures are "
        "not China’s share of EU supply, so this page leaves them out.",
    ),
    holds(
        (repeated.isin(light).sum() == 5) & (heavy["share"].nunique() == 1) & (most == 100),
        "Rare earths are a case apart: for the light metals the study itself repeats the world’s figures. Of the heavy ones it has "
        "two, both at {heavy}; that all of them come from China is true of the world’s output.",
    ),
    "By weight China sent {imports} of the EU’s rare-earth imports in {when.year:date}.",
    imports=cite(imports, "share"),
    when=imports,
    heavy=cite(heavy.iloc[0], "share"),
    wrong=int((chart["flag"] != "").sum()),
    all=len(chart),
)

# %% [markdown]
# ## Is that China’s share of the world?
#
# It may be. A share of the *world’s* output is easily taken for a share of *Europe’s* supply. The study has both.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
strategic = ref.lists.query("list == 'eu_2023_strategic'")["material"]
eu = supply.query("commodity in @strategic and source == 'ec-study-2023' and form == ''")
pairs = eu.merge(world, on=["commodity", "step"], suffixes=("", "_world"))
behind = pairs[["commodity", "step"]].merge(world, on=["commodity", "step"])
data_table(
    {
        "Strategic material": pairs["commodity"],
        "Stage": pairs["step"].map({"mine": "mined", "refinery": "processed"}),
        "Of EU supply": [cite(row, "share") for row in pairs.to_dict("records")],
        "Of world output": [cite(row, "share") for row in behind.to_dict("records")],
    },
    "China’s share by the Commission’s study of 2023, where it gives both",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
near = behind[abs(behind["share"] - claim.value) <= 5].to_dict("records")
magnets = ref.one("china_share", source="github-com-2", metric="magnet REE refining / separation", year=2024)
say(
    holds(
        ({row["commodity"] for row in near} == {"gallium", "magnesium", "tungsten"})
        & (abs(magnets["share"] - claim.value) <= 5),
        "About {claim} of the world’s output fits {near}, and the refining of rare earths for magnets, {magnets}. So the article "
        "may have put a share of the world in Europe’s place; it does not say.",
    ),
    "Lithium shows the gap between the two: China refines {world} of the world’s, and Europe takes {own} from China.",
    claim=claim,
    near=join(row["commodity"] for row in near),
    magnets=cite(magnets, "share"),
    world=cite(behind[behind["commodity"] == "lithium"].iloc[0], "share"),
    own=cite(pairs[pairs["commodity"] == "lithium"].iloc[0], "share"),
)

# %% [markdown]
# ## What does the law ask?
#
# The Critical Raw Materials Act sets aims. They hold for *strategic* materials only: those that the Act lists as most needed
# for energy, digital technology, defence and space. The Commission and the member states are to work towards them; no
# company is bound. The aim for a single country is for each stage alone: the ore, the metal and what lies between.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
law = ref.plans.query("kind == 'law' and superseded_by == ''")
SENSES = {"at home": "capacity in the EU", "from one country": "from any single third country"}
data_table(
    {
        "Benchmark": law["measure"],
        "Level": [cite(row, "value", "percent") for row in law.to_dict("records")],
        "Meaning": law["comparator"].map({">=": "at least, ", "<=": "at most, "}) + law["sense"].map(SENSES),
    },
    "Benchmarks of the Critical Raw Materials Act for 2030, in percent of yearly use of strategic materials",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
tenth = pick(theme, measure="extraction", unit="percent")
mark, graphite = ref.one("plans", plan="crma-extraction"), ref.one("projects", project="Sarytogan graphite")
say(
    "In one article the EU has decided to raise extraction by {tenth} by {year}.",
    holds(
        (mark["comparator"] == ">=") & (mark["sense"] == "at home") & (tenth["horizon"] != mark["horizon"]),
        "The Act sets a level, not a rise: mines in the EU should be able to cover {mark} of use by {mark_row.horizon:date}.",
    ),
    holds(
        strategic.isin(["scandium", "vanadium", "barite", "phosphorus", "beryllium"]).sum() == 0,
        "Phosphorus and beryllium, which Kazakhstan sells to Europe, are critical but not strategic: the aims do "
        "not cover them.",
    ),
    holds(
        graphite["status"] == "planned",
        "Of the projects that the EU calls strategic, one is in Kazakhstan, {graphite}; it is not at work yet.",
    ),
    graphite=cite(graphite, text="Sarytogan’s graphite"),
    tenth=said(tenth),
    year=tenth["horizon"].max(),
    mark=cite(mark, "value", "percent"),
    mark_row=mark,
)

# %% [markdown]
# ## What does Kazakhstan supply already, and how?
#
# Two articles say that Kazakhstan supplies over half of the materials that Europe needs. We read that as a count; how many it
# makes stands on [another page](kazakh_production.ipynb). Here we ask how much of each reaches Europe.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
uranium = ref.shares("EU deliveries", "KAZ", commodity="uranium", year=2022)
sold = pd.concat([ref.shares("EU supply", "KAZ").query("share > 1"), uranium])
FORMS = {"metal": "titanium metal", "ferrochromium": "ferrochromium"}
years = sold["year_printed"].replace("about 2020 list", "list of 2020")
sold["what"] = sold["form"].map(FORMS).fillna(sold["commodity"]) + ", " + years
sold = sold.sort_values("share", ascending=False)
charts.show(
    charts.bars(sold, "what", "share", "Kazakhstan’s share of EU supply, %", end=100),
    "kazakh-supply",
    holds(
        sold.query("share >= 50")["commodity"].unique().tolist() == ["phosphorus"],
        "Kazakhstan sends Europe most of its phosphorus, and a good part of its titanium, uranium and beryllium",
    ),
    "Bars: Kazakhstan’s share of what the EU buys, where it is more than one percent; phosphorus by three publications.",
    ref.credit(sold),
    data=sold[["what", "share", "metric", "note"]],
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
half = said(theme, measure="share", place="KAZ", unit="percent")
say(
    holds(
        sold.query("share > 3")["commodity"].nunique() == 4,
        "Europe does not get “over {half}” of the listed materials from Kazakhstan, by what we found: of four it gets more "
        "than a few percent, of {small} others one percent.",
    ),
    holds(
        sold.query("share > 3 and commodity != 'uranium'")["commodity"].isin(strategic).sum() == 1,
        "Of the four only titanium is strategic: {titanium} of its metal came from Kazakhstan, by figures older than the "
        "sanctions on Russia.",
    ),
    half=half,
    small=len(ref.shares("EU supply", "KAZ", source="ec-study-2023").query("share <= 1")),
    titanium=cite(sold.query("form == 'metal' and source == 'ec-study-2023'").iloc[0], "share"),
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
say(
    "How does the metal travel? One article says that it comes {rail}, most of them across Russia.",
    holds(
        pick(theme, measure="transport mode of imports")["verdict"] == "imprecise",
        "Most of the trade with China goes {sea}; for rare metals we found no figure by route.",
    ),
    "For a route round Russia {pledge} was pledged; we found no tonnage of metal that takes it.",
    rail=said(theme, measure="transport mode of imports").linked("by railways"),
    sea=official("by sea", ref.one("review_evidence", review="r18")["source"]),
    pledge=cite(ref.one("offers", instrument="pledge", giver="EU")),
)

# %% [markdown]
# ## How much of Europe’s use could its output cover?
#
# We found no list of what Europe uses. For magnesium and gallium the trade has estimates, so for these two we can divide, as
# if Europe bought every tonne. USGS is the US Geological Survey.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
use = {name: ref.eu_use.query("commodity == @name").iloc[0] for name in ("magnesium", "gallium")}
made = load_reference().standings.query("commodity == 'magnesium' and country == 'KAZ' and year >= 2021")
made = made.sort_values(["year", "edition"], ignore_index=True)
estimates = ref.eu_use.query("commodity == 'gallium'").to_dict("records")
plan, newest = ref.one("plans", plan="kaz-gallium"), ref.own("KAZ", "magnesium")
made["what"] = [f"magnesium {row.year}, USGS edition {row.edition}" for row in made.itertuples()]
parts = pd.concat([made, plan.to_frame().T.assign(what="gallium")], ignore_index=True)
parts["part"] = [100 * row.value / use[row.commodity]["value"] for row in parts.itertuples()]
parts["kind"] = parts["commodity"].map({"magnesium": "made", "gallium": "planned"})
tonnes = parts.query("commodity == 'magnesium'")["part"]
colour = charts.marks("kind", {"made": charts.OURS, "planned": charts.PLANNED})["color"]
charts.show(
    charts.bars(parts, "what", "part", "Percent of what Europe uses in a year", end=100, color=colour),
    "part-of-use",
    holds(
        tonnes < 15,
        "All of Kazakhstan’s magnesium is at most {most:percent} of what Europe uses, in any edition",
        most=tonnes.max(),
    ),
    "Bars: Kazakh output of magnesium by edition, and the planned gallium, over estimates of Europe’s use.",
    ref.credit(parts, pd.DataFrame(use.values())),
    data=parts[["what", "value", "part", "source"]],
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
shares = {name: supply.query("commodity == @name and source == 'ec-study-2023'").iloc[0] for name in use}
move = {name: (shares[name]["share"] - cap["value"]) / 100 * use[name]["value"] for name in use}
say(
    "Europe uses about {mg} of magnesium a year, and of gallium, by two estimates, {ga}.",
    "To bring China’s {share} of magnesium down to the aim of the law, Europe must buy {tonnes:tonnes} a year elsewhere.",
    holds(
        newest["value"] < move["magnesium"] / 4,
        "All that Kazakhstan made in {newest.year:date}, {own}, is less than a quarter of that.",
    ),
    holds(
        plan["value"] > 5 * move["gallium"],
        "For gallium the gap is small, about {few:tonnes}; a planned line of {plan} would fill it several times over.",
    ),
    holds(
        plan["buyer"] == "JPN", "But it is promised to a Japanese buyer, and we found no report of a start."
    ),
    mg=cite(use["magnesium"], unit="tonnes"),
    ga=join(cite(row, unit="tonnes") for row in estimates),
    share=cite(shares["magnesium"], "share"),
    tonnes=move["magnesium"],
    own=cite(newest, unit="tonnes"),
    newest=newest,
    few=round(move["gallium"]),
    plan=cite(plan),
)

# %% [markdown]
# ## What may China cut off?
#
# China’s rules are for goods of dual use, civil and military. Each dot is a rule, on the day it was announced.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
limits = _answers.restricted(ref)
acts = ref.timeline.query("kind == 'export control'").assign(metal=lambda t: t["materials"].str.split(";"))
acts = acts.explode("metal").drop_duplicates(["metal", "target"])
acts = acts[acts["metal"].isin(limits["metal"])]
acts["rule"] = acts["target"].map({"WORLD": "licence for all buyers", "USA": "ban for the US"})
group = acts["metal"].map(ref.materials.set_index("material")["eu_group"]).fillna("")
acts["shown"] = acts["metal"].where(group == "", "six rare earths")
rare = acts.loc[group != "", "metal"]
listed = limits["metal"].isin(ref.lists.query("list == 'eu_2023_critical'")["material"])

# %% jupyter={"source_hidden": true} tags=["hide-input"]
charts.show(
    alt.Chart(acts.drop_duplicates(["shown", "rule"]), mark="point").encode(
        x=alt.X("date:T").title(None).axis(format="%Y", tickCount="year").scale(type="utc", padding=15),
        y=alt.Y("shown:N", sort="x", title=None),
        **charts.marks("rule", {"licence for all buyers": charts.OFFICIAL, "ban for the US": charts.SLATE}),
    ),
    "chinese-acts",
    holds(
        {"magnesium"}.isdisjoint(acts["metal"]) & {"gallium"}.issubset(acts["metal"]) & (len(rare) == 6),
        "China has put gallium and many other metals under licence, but not magnesium",
    ),
    "Dots: Chinese rules on exports of metals, by the day they were announced.",
    ref.credit(acts),
    data=acts[["metal", "date", "rule", "number", "source"]],
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
pauses = ref.timeline.query("kind == 'suspension'")
say(
    "The rules name {all} materials, six rare earths among them: {rare}. One article fears for the metal in {purpose}.",
    "{critical} of them are on the EU’s list of critical materials; {others} are not.",
    holds(
        pauses["target"] == ["WORLD", "USA"],
        "China suspended its later rules on rare earths until {first}, and the ban for the US until {second}.",
    ),
    holds(
        pauses["until"] < "2026-11-29",
        "Both dates have passed. What followed is not known here: we found no text on it.",
    ),
    all=len(limits),
    rare=join(rare),
    purpose=said(theme, measure="end use", commodity="critical raw materials").linked("shells and tanks"),
    critical=int(listed.sum()),
    others=join(limits.loc[~listed, "metal"]),
    first=cite(pauses.iloc[0], text=spell(pauses.iloc[0]["until"])),
    second=cite(pauses.iloc[-1], text=spell(pauses.iloc[-1]["until"])),
)

# %% [markdown]
# ## What came of the memorandum of 2022?
#
# On paper a good deal; in metal nothing that we found. A memorandum binds nobody. These are the acts that followed. For each we
# say whether its text names the partnership, or whether it is only in the same field.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
memorandum = ref.one("timeline", kind="memorandum", actor="EU;Kazakhstan")
after = ref.timeline[ref.timeline["tie"] != ""]
data_table(
    {
        "When": [cite(row, text=spell(row["date"])) for row in after.to_dict("records")],
        "What": after["event"],
        "How sure that it follows": after["tie"],
    },
    "What followed the memorandum between the EU and Kazakhstan, as far as we found",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
lines = ref.projects.query("partner_place == 'EU' and route == 'joint production'")
say(
    "Two roadmaps, money for studies and a stake in a graphite company: that is what we found, some millions of euros.",
    holds(
        (lines["status"] == "planned") & (len(lines) == 2),
        "Two lines with EU partners, {new}, were announced for {year.start:date}; we found no report of a start.",
    ),
    new=cite(lines.iloc[0], text="for nickel alloys and for recycling magnets"),
    year=lines.iloc[0],
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
whole = ref.one("offers", instrument="package", giver="EU")
signed = ref.offers[(ref.offers["giver"] == "EU") & (ref.offers["binding"] == "yes")]
meant = ref.one("offers", instrument="part of package", purpose="critical raw materials")
say(
    "The memorandum, of {day}, is on raw materials, batteries and hydrogen.",
    holds(
        pick(theme, measure="memorandum scope")["verdict"] == "contradicted",
        "The {scope} in one article are not in it, and look like a slip of translation.",
    ),
    holds(
        (signed["value"].sum() < whole["value"] / 10)
        & ~signed["purpose"].str.contains("materials|tungsten|lithium").any(),
        "At its summit with Central Asia the EU announced {whole} for all the region, {part} of it for raw materials. We found less than "
        "a tenth of the whole signed, a dollar counted as a euro, and nothing of that for raw materials.",
    ),
    day=cite(memorandum, text=spell(memorandum["date"])),
    scope=said(theme, measure="memorandum scope").linked("“hydrocarbons”"),
    whole=cite(whole),
    part=cite(meant),
)

# %% [markdown]
# ### What we do not know, and what would change this
#
# - **The annex** of the Commission’s study was read in a copy, not in the original. It does not say which years it averages.
# - **Uranium** is of the year shown; later reports were not read. Of **contracts** of sale we found one, of the gallium.
# - **The memorandum** and its roadmaps we did not read, only what the Commission and the press say of them.
# - **It would change** with a gallium contract for Europe, a rare-earth mine, or an official account of the package’s use.
