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
from orebook.book.rows import cite, data_table
from orebook.book.words import answer, holds, join, percent, say
from orebook.page.publication import spell

check_parameters({"edition": (2025, 2026)}, edition=edition)
book = open_book(edition=edition, leave_out=leave_out)
ref = book.reference
cap = ref.one("plans", plan="crma-single-country")
answer(_answers.eu_strategy(book))

# %% [markdown]
# *Share of supply* means: of all that Europe takes in of a material, from its own mines and plants and from abroad, the
# part that comes from one country. The dashed line is the most that EU law wants from any one country.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
SOURCES = ["ec-study-2023", "observatorial-com", "visualcapitalist-com"]
NAMES = ["EC study of 2023", "EU auditors’ report of 2026", "press chart of 2024"]
COLOURS = dict(zip(NAMES, [charts.OFFICIAL, charts.OURS, charts.PRESS], strict=True))
GROUPS = {"neodymium": "light rare earths", "yttrium": "heavy rare earths"}  # one stands for all
supply = ref.shares("EU supply", "CHN", source=SOURCES)
elements = ref.materials.query("kind == 'element'")["material"]
shown = supply[supply["commodity"].isin(GROUPS) | ~supply["commodity"].isin(elements)]
shown["material"] = shown["commodity"].replace(GROUPS) + shown["form"].map({"ore": " (ore)", "": ""})
shown["says"] = shown["source"].replace(SOURCES, NAMES)
shown = shown[shown.groupby("material")["share"].transform("max") >= 30]
limit = alt.Chart(pd.DataFrame({"x": [cap["value"]]})).mark_rule(strokeDash=[4, 4]).encode(x="x:Q")

# %% jupyter={"source_hidden": true} tags=["hide-input"]
points = alt.Chart(shown, mark="point").encode(
    x=charts.shares("share", "China’s share of EU supply, %"),
    y=alt.Y("material:N", sort=alt.EncodingSortField("share", "max", "descending"), title=None),
    yOffset="says:N",
    **charts.marks("says", COLOURS),
)
charts.show(
    (limit + points).properties(height=alt.Step(24, **{"for": "position"})),
    "china-shares",
    holds(
        set(supply.loc[supply["share"] > cap["value"], "commodity"]) == {"magnesium", "gallium"},
        "China’s share is above what EU law aims for in two materials: magnesium and gallium",
    ),
    "Dots: China’s share of EU supply by material and publication; the dashed line is the Act’s limit.",
    ref.credit(shown),
    data=shown[["material", "says", "share", "year_printed", "note"]],
)

# %% [markdown]
# ## How much of it comes from China?
#
# The Commission’s study gives China’s share for each material and each stage: ore from the mine, or metal from the plant.
# The EU’s auditors and a chart in the press give other figures. Where they differ, all are shown above.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
theme = pick(book.judged, themes="eu-strategy")
claim = said(theme, measure="share", place="CHN", commodity="critical raw materials")
top = supply.groupby("commodity")["share"].max().nlargest(2)
say(
    "One article says that China supplies {claim} of all critical materials.",
    holds(
        (top.index[0] == "magnesium") & (top.iloc[0] >= claim.value) & (top.iloc[1] < claim.value),
        "Only magnesium comes that high. For all together we found no official share.",
    ),
    claim=claim,
)

# %% [markdown]
# ## Is that China’s share of the world?
#
# No. A share of the *world’s* output is easily taken for a share of *Europe’s* supply. The study has both.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
strategic = ref.lists.query("list == 'eu_2023_strategic'")["material"]
world = ref.shares("WORLD production", "CHN", source="ec-study-2023")
eu = supply[
    supply["commodity"].isin(strategic) & (supply["source"] == "ec-study-2023") & (supply["form"] == "")
]
pairs = eu.merge(world, on=["commodity", "step"], suffixes=("", "_world"))
data_table(
    {
        "Strategic material": pairs["commodity"],
        "Stage": pairs["step"].map({"mine": "mined", "refinery": "processed"}),
        "Of EU supply": [cite(row, "share") for row in pairs.to_dict("records")],
        "Of world output": [percent(value) for value in pairs["share_world"]],
    },
    "China’s share by the Commission’s study of 2023, where it gives both",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
wrong = ref.china_share.query("source == 'visualcapitalist-com' and flag != ''")
lithium = pairs[pairs["commodity"] == "lithium"].iloc[0]
repeated = ref.china_share.query("flag == 'world row repeated'")["commodity"]
imports = ref.one("china_share", metric="EU imports of REE+ (weight)", year=2024)
say(
    "Lithium shows the gap: China refines {world} of the world’s, and Europe takes {own} from China.",
    holds(
        ref.one("china_share", source="visualcapitalist-com", commodity="lithium")["flag"]
        == "other supplier",
        "A chart in the press printed Chile’s share there as China’s. {wrong} of its {all} figures are "
        "not China’s share of EU supply, so this page leaves them out.",
    ),
    holds(
        repeated.isin(ref.materials.query("eu_group == 'light rare earths'")["material"]).sum() == 5,
        "Rare earths are a case apart: for the light metals the study itself repeats the world’s figures. By weight "
        "China sent {imports} of the EU’s rare-earth imports in {when.year:date}.",
    ),
    imports=cite(imports, "share"),
    when=imports,
    world=percent(lithium["share_world"]),
    own=cite(lithium, "share"),
    wrong=len(wrong),
    all=len(ref.china_share.query("source == 'visualcapitalist-com'")),
)

# %% [markdown]
# ## What does the law ask?
#
# The Critical Raw Materials Act sets aims. They hold for *strategic* materials only, not for all critical ones, and bind
# no company. The aim for a single country holds at any relevant stage of processing.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
law = ref.plans.query("kind == 'law' and superseded_by == ''")
SENSES = {"at home": "capacity in the EU", "from one country": "from any single third country"}
data_table(
    {
        "Benchmark": law["measure"],
        "Level": [cite(row, "value", "percent") for row in law.to_dict("records")],
        "Meaning": law["comparator"].map({">=": "at least, ", "<=": "at most, "}) + law["sense"].map(SENSES),
        "Article": law["act"].str.replace("Regulation (EU) 2024/1252, ", ""),
    },
    "Benchmarks of the Critical Raw Materials Act for 2030, in percent of yearly use of strategic materials",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
tenth = pick(theme, measure="extraction", unit="percent")
mark = ref.one("plans", plan="crma-extraction")
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
    tenth=said(tenth),
    year=tenth["horizon"].max(),
    mark=cite(mark, "value", "percent"),
    mark_row=mark,
)

# %% [markdown]
# ## What does Kazakhstan supply already?
#
# Two articles say that Kazakhstan supplies over half of the materials that Europe needs. The study asks how much of each
# material comes from there.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
uranium = ref.shares("EU deliveries", "KAZ", commodity="uranium", year=2022)
sold = pd.concat([ref.shares("EU supply", "KAZ").query("share > 1"), uranium])
FORMS = {"metal": "titanium metal", "ferrochromium": "ferrochromium"}
sold["what"] = sold["form"].map(FORMS).fillna(sold["commodity"]) + ", " + sold["year_printed"]
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
small = ref.shares("EU supply", "KAZ", source="ec-study-2023").query("share <= 1")
titanium = ref.one("eu_sourcing", material="titanium metal", source="ec-study-2023", scope="EU")
say(
    holds(
        sold.query("share > 3")["commodity"].nunique() == 4,
        "“Over {half}” of the list it cannot be: we found four materials of which more than a few percent come from Kazakhstan; of {small} others it is one percent.",
    ),
    holds(
        sold.query("share > 3 and commodity != 'uranium'")["commodity"].isin(strategic).sum() == 1,
        "Of the four only titanium is strategic: {titanium} of its metal came from Kazakhstan, by figures older than the sanctions on Russia.",
    ),
    half=half,
    small=len(small),
    titanium=cite(titanium, "share"),
)

# %% [markdown]
# ## What would its output be of what Europe uses?
#
# This is the question behind the title. We found no list of what Europe uses. For magnesium and gallium there are
# estimates by the trade, so for these two we can divide. We take *all* of the output, as if Europe bought every tonne.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
use = {
    "magnesium": ref.one("eu_use", commodity="magnesium", place="Europe"),
    "gallium": ref.one("eu_use", commodity="gallium", year=2023),
}
made = load_reference().standings.query("commodity == 'magnesium' and country == 'KAZ' and year >= 2021")
made = made.sort_values(["year", "edition"], ignore_index=True)
plan = ref.one("plans", plan="kaz-gallium")
made["what"] = [f"magnesium {row.year}, USGS edition {row.edition}" for row in made.itertuples()]
parts = pd.concat([made, plan.to_frame().T.assign(what="gallium, planned")], ignore_index=True)
parts["part"] = [100 * row.value / use[row.commodity]["value"] for row in parts.itertuples()]
parts["colour"] = parts["commodity"].map({"magnesium": charts.OURS, "gallium": charts.PLANNED})
colour = alt.Color("colour:N", scale=None)
charts.show(
    charts.bars(parts, "what", "part", "Percent of what Europe uses in a year", end=100, color=colour),
    "part-of-use",
    holds(
        (parts.query("commodity == 'magnesium'")["part"] < 100 / 7).all(),
        "All of Kazakhstan’s magnesium is less than a seventh of what Europe uses, in any edition",
    ),
    "Bars: Kazakh output of magnesium by edition, and the planned gallium, over estimates of Europe’s use.",
    ref.credit(parts, pd.DataFrame(use.values())),
    data=parts[["what", "value", "part", "source"]],
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
shares = {name: supply.query("commodity == @name and source == 'ec-study-2023'").iloc[0] for name in use}
move = {name: (shares[name]["share"] - cap["value"]) / 100 * use[name]["value"] for name in use}
newest, gallium = ref.own("KAZ", "magnesium"), ref.eu_use.query("commodity == 'gallium'")
say(
    "Europe uses about {mg} of magnesium a year, and of gallium, by two estimates, {ga}.",
    "To bring China’s {share} of magnesium down to {cap}, Europe must buy {tonnes:tonnes} a year elsewhere.",
    holds(
        newest["value"] < move["magnesium"] / 4,
        "All that Kazakhstan made in {newest.year:date}, {own}, is less than a quarter of that.",
    ),
    holds(
        plan["value"] > 5 * move["gallium"],
        "For gallium little must move, about {few:tonnes}; the planned line of {plan} would be enough several times over.",
    ),
    holds(plan["buyer"] == "JPN", "But it is promised to a Japanese buyer, and we found no word of a start."),
    mg=cite(use["magnesium"], unit="tonnes"),
    ga=join(cite(row, unit="tonnes") for row in gallium.to_dict("records")),
    share=cite(shares["magnesium"], "share"),
    cap=cite(cap, "value", "percent"),
    tonnes=move["magnesium"],
    own=cite(newest, unit="tonnes"),
    newest=newest,
    few=round(move["gallium"]),
    plan=cite(plan),
)

# %% [markdown]
# ## What may China cut off, and how would the rest travel?
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
        x=alt.X("date:T", title=None, axis=alt.Axis(format="%Y", tickCount="year"), scale={"padding": 15}),
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
    "The rules name {all} metals; the six rare earths are {rare}. One article fears for {purpose}, too.",
    "On the EU’s list of critical materials are {critical} of them; {others} are not.",
    holds(
        pauses["target"] == ["WORLD", "USA"],
        "Later rules on rare earths and the ban for the US were suspended until {ends}; we did not look up what followed.",
    ),
    all=len(limits),
    rare=join(rare),
    purpose=said(theme, measure="end use", commodity="critical raw materials").linked("shells and aircraft"),
    critical=int(listed.sum()),
    others=join(limits.loc[~listed, "metal"]),
    ends=join(cite(row, text=spell(row["until"])) for row in pauses.to_dict("records")),
)
say(
    "The metal also has far to go. One article says that it comes {rail}, most of them across Russia.",
    holds(
        pick(theme, measure="transport mode of imports")["verdict"] == "imprecise",
        "The sea carries most of the trade with China, and for rare metals we found no figure by route.",
    ),
    rail=said(theme, measure="transport mode of imports").linked("by railways"),
)

# %% [markdown]
# ## What has Europe put on paper, and what in money?
#
# A memorandum binds nobody; a signed loan does. We count apart what was announced for Central Asia and what we found
# signed, whether or not it belongs to the announced sum.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
whole = ref.one("offers", instrument="package", giver="EU")
signed = ref.offers[(ref.offers["giver"] == "EU") & (ref.offers["binding"] == "yes")]
parts = ref.offers.query("part_of != ''").sort_values("value", ascending=False)
parts["what"] = parts["purpose"].str.replace(";", ", ") + " (announced)"
bars = pd.concat([parts, signed.assign(what="signed, for anything")])
bars = bars.groupby("what", sort=False)["value"].sum().div(1e9).round(2).reset_index()
bars["colour"] = [charts.PLANNED] * len(parts) + [charts.OFFICIAL]
money, colour = "Billion euros; a dollar counted as a euro, at most", alt.Color("colour:N", scale=None)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
charts.show(
    charts.bars(bars, "what", "value", money, color=colour),
    "package",
    holds(
        signed["value"].sum() < whole["value"] / 10,
        "Of the package for Central Asia we found less than a tenth signed",
    ),
    "Bars: the parts of the EU’s package as announced, and the loans and grants of EU bodies found signed.",
    ref.credit(parts, signed),
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
scope = said(theme, measure="memorandum scope")
memorandum = ref.one("timeline", kind="memorandum", actor="EU;Kazakhstan")
say(
    "The memorandum of {day} is on raw materials, batteries and hydrogen.",
    holds(
        pick(theme, measure="memorandum scope")["verdict"] == "contradicted",
        "The {scope} in one article are not in it, and look like a slip of translation.",
    ),
    holds(
        parts.query("purpose == 'critical raw materials'")["value"].sum() < whole["value"] / 4,
        "Of the {whole} less than a quarter is meant for raw materials.",
    ),
    holds(
        (signed["purpose"].str.contains("raw materials").sum() == 0)
        & (signed["purpose"] == "tungsten;lithium;studies").any(),
        "Of the sums signed, none that we found is for raw materials in general; one small grant pays studies of tungsten and lithium.",
    ),
    "For a route round Russia {pledge} was pledged; we found no tonnage of metal that takes it.",
    pledge=cite(ref.one("offers", instrument="pledge", giver="EU")),
    day=cite(memorandum, text=spell(memorandum["date"])),
    scope=scope.linked("“hydrocarbons”"),
    whole=cite(whole),
)

# %% [markdown]
# ### What we do not know, and what would change this
#
# - **The annex** of the Commission’s study was read in a copy, not in the original. It does not say which years it averages.
# - **Use.** Europe’s use of magnesium and gallium is an estimate by the trade. For the other materials we found none.
# - **Contracts.** Output is not supply. We found one contract only, that of the gallium.
# - **It would change** with a gallium contract for Europe, a rare-earth mine in Kazakhstan, or an account of the package.
# - Every claim of this theme, with its verdict, is in the [ledger](../book/ledger).
