# %% [markdown]
# # EU strategy: can Kazakhstan loosen Europe’s dependence?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
import _answers
import altair as alt
import pandas as pd

from orebook.book import charts, check_parameters, open_book, pick, said
from orebook.book.rows import cite, data_table, official
from orebook.book.words import answer, holds, join, percent, say
from orebook.page.publication import spell

check_parameters({"edition": (2025, 2026)}, edition=edition)
book = open_book(edition=edition, leave_out=leave_out)
ref = book.reference
cap = ref.one("plans", plan="crma-single-country")
answer(_answers.eu_strategy(book))

# %% jupyter={"source_hidden": true} tags=["hide-input"]
SOURCES = ["ec-study-2023", "observatorial-com", "visualcapitalist-com"]
NAMES = ["Commission’s study, 2023", "EU auditors, 2026, as told", "chart in the press, 2024"]
GROUPS = {"neodymium": "light rare earths", "yttrium": "heavy rare earths"}  # one stands for all
supply = ref.shares("EU supply", "CHN", source=SOURCES)
elements = ref.materials.query("kind == 'element' and material not in @GROUPS")["material"]
shown = supply[~supply["commodity"].isin(elements)]
steps = shown["step"].fillna("")
steps = steps.where(steps != "", steps.groupby(shown["commodity"]).transform("max"))
shown["material"] = shown["commodity"].replace(GROUPS) + steps.map(_answers.STAGES)
shown = shown[shown.groupby("material")["share"].transform("max") >= 30]
shown = _answers.placed(shown, dict(zip(SOURCES, NAMES, strict=True)), cap["value"])
limit = alt.Chart(pd.DataFrame({"x": [cap["value"]]})).encode(x="x:Q")

# %% jupyter={"source_hidden": true} tags=["hide-input"]
points = alt.Chart(shown).encode(
    x=alt.X("share:Q", title="China’s share of EU supply, %").scale(domain=[0, 100]),
    y=alt.Y("material:N", sort=None, title=None).axis(**_answers.BANDS).scale(padding=0),
    yOffset=alt.YOffset("slot:Q").scale(domain=[-1.5, 1.5]),
)
marks = charts.marks("says", dict(zip(NAMES, [charts.OFFICIAL, charts.OURS, charts.PRESS], strict=True)))
values = points.mark_text(dx=8, align="left", fontSize=10).encode(text="after:N")
values += points.mark_text(dx=-8, align="right", fontSize=10).encode(text="before:N")
layers = points.mark_point().encode(**marks) + values + limit.mark_rule(strokeDash=[4, 4])
layers += limit.mark_text(dy=-8, text="limit").encode(y=alt.value(0))
charts.show(
    layers.properties(height=alt.Step(36)),
    "china-shares",
    holds(
        set(supply.loc[supply["share"] > cap["value"], "commodity"]) == {"magnesium", "gallium"},
        "By these three publications China is above the limit of EU law in two materials: magnesium and gallium",
    ),
    "Dots: China’s share of EU supply by material and publication; the dashed line is the Act’s limit.",
    ref.credit(shown),
    data=shown[["material", "says", "share", "year_printed", "note"]],
)

# %% [markdown]
# ## How much of it comes from China?
#
# *Share of supply* means: of all that the EU takes in of a material, mined at home or bought, the part from one country. A study
# for the European Commission gives it for each stage: ore from the mine, or metal from the plant. The limit is that of EU law,
# the Critical Raw Materials Act.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
theme = pick(book.judged, themes="eu-strategy")
claim = said(theme, measure="share", place="CHN", commodity="critical raw materials")
top = supply.groupby("commodity")["share"].max().nlargest(2)
imports = ref.one("china_share", metric="EU imports of REE+ (weight)", year=2024)
say(
    "One article says that China supplies {claim} of all critical materials.",
    holds(
        (top.index[0] == "magnesium") & (top.iloc[0] >= claim.value) & (top.iloc[1] < claim.value),
        "In Europe’s supply only magnesium comes that high. For all materials together we found no official share.",
    ),
    "The EU’s auditors, {told}, say of rare earths and lithium, too, that one country supplies more than the limit; for lithium "
    "that is Chile.",
    told=cite(ref.one("timeline", date="2026-02-04", actor="EU", tie=""), text="as a report tells it"),
    claim=claim,
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
chart = ref.china_share.query("source == 'visualcapitalist-com'")
repeated = ref.china_share.query("flag == 'world row repeated'")["commodity"]
light = ref.materials.query("eu_group == 'light rare earths'")["material"]
heavy = supply[supply["commodity"].isin(["yttrium", "ytterbium"])]
world = ref.shares("WORLD production", "CHN", source="ec-study-2023")
say(
    holds(
        chart.query("commodity == 'lithium'")["flag"] == "other supplier",
        "For lithium the chart in the press has Chile’s share as China’s. {wrong} of its {all} figures are "
        "not China’s share of EU supply, so we leave them out.",
    ),
    holds(
        (len({*repeated} & {*light, "germanium"}) == 6) & (heavy["share"].nunique() == 1),
        "For processed light rare earths and for germanium the study repeats the world’s figures; we leave out these of its "
        "figures, too. For processed heavy ones it gives {heavy}, of yttrium as of ytterbium; the {told} of the chart in the press "
        "is China’s share of the world’s output.",
    ),
    "By weight China sent {imports} of the EU’s rare-earth imports in {when.year:date}.",
    imports=cite(imports, "share"),
    when=imports,
    heavy=cite(heavy.iloc[0], "share"),
    told=cite(chart.query("commodity == 'heavy rare earths' and flag == 'world share'").iloc[0], "share"),
    wrong=int((chart["flag"] != "").sum()),
    all=len(chart),
)

# %% [markdown]
# ## Does the article mean China’s share of the world?
#
# It may. A share of the *world’s* output is easily taken for a share of the *EU’s* supply. The study has both.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
strategic = ref.lists.query("list == 'eu_2023_strategic'")["material"]
eu = supply.query("commodity in @strategic and source == 'ec-study-2023' and form == ''")
pairs = eu.merge(world, on=["commodity", "step"], suffixes=("", "_world"))
behind = pairs[["commodity", "step"]].merge(world, on=["commodity", "step"])
data_table(
    {
        "Strategic material": pairs["commodity"],
        "Stage": pairs["step"].map(_answers.STAGES).str.strip(", "),
        "Of EU supply": [cite(row, "share") for row in pairs.to_dict("records")],
        "Of world output": [cite(row, "share") for row in behind.to_dict("records")],
    },
    "China’s share by the Commission’s study of 2023, where it gives both",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
near = behind[abs(behind["share"] - claim.value) <= 5].to_dict("records")
say(
    holds(
        {row["commodity"] for row in near} == {"gallium", "magnesium", "tungsten"},
        "About {claim} of the world’s output fits {near}. So the article may have put a share of the world in Europe’s place; it "
        "does not say.",
    ),
    claim=claim,
    near=join(row["commodity"] for row in near),
)

# %% [markdown]
# ## What does the law ask?
#
# The Critical Raw Materials Act sets aims. They hold for *strategic* materials only: those that the Act lists as most needed
# for energy, digital technology, defence and space. The Commission and the member states are to work towards them; no
# company is bound. The limit for a single country applies to each stage of processing by itself.

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
little = _answers.supplied(ref).query("share == 1 and commodity != 'titanium'")
say(
    holds(
        (set(sold.query("share > 3")["commodity"]) == {"phosphorus", "titanium", "beryllium", "uranium"})
        & {"uranium", "chromium"}.isdisjoint(ref.lists.query("list == 'eu_2023_critical'")["material"]),
        "Kazakhstan supplies a large share of three of the EU’s critical materials, phosphorus, titanium and beryllium, and of "
        "uranium, which is not on the list. Of {small} other materials in the study it supplies one percent each, and of ferrochromium, "
        "not on the list either, {chrome}. That is not “over {half}”.",
    ),
    holds(
        sold.query("share > 3 and commodity != 'uranium'")["commodity"].isin(strategic).sum() == 1,
        "Of the three only titanium is strategic: {titanium} of its metal came from Kazakhstan, by figures older than the "
        "sanctions on Russia.",
    ),
    half=half,
    small=len(little),
    chrome=cite(sold.query("form == 'ferrochromium'").iloc[0], "share"),
    titanium=cite(sold.query("form == 'metal' and source == 'ec-study-2023'").iloc[0], "share"),
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
say(
    "How does the metal travel? One article says that it comes {rail}, most of them across Russia.",
    holds(
        pick(theme, measure="transport mode of imports")["verdict"] == "imprecise",
        "Most of the trade with China goes {sea}; for rare metals we found no figure by route.",
    ),
    rail=said(theme, measure="transport mode of imports").linked("by railways"),
    sea=official("by sea", ref.one("review_evidence", review="r18")["source"]),
)

# %% [markdown]
# ## How much of Europe’s use could its output cover?
#
# We found no list of what Europe uses. For magnesium and gallium the trade has estimates, so for these two we can divide, as
# if Europe bought every tonne.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
use = {name: ref.eu_use.query("commodity == @name").iloc[0] for name in ("magnesium", "gallium")}
shares = {name: supply.query("commodity == @name and source == 'ec-study-2023'").iloc[0] for name in use}
move = {name: (shares[name]["share"] - cap["value"]) / 100 * use[name]["value"] for name in use}
plan, needs = ref.one("plans", plan="kaz-gallium"), ref.eu_use.query("commodity == 'gallium'")
whole = {"gallium": 100 * plan["value"] / ref.select("gallium", "primary, low purity")["world"].max()}
part = _answers.magnesium_parts(ref)
parts = {"magnesium": f"{part.min():.2g}–{part.max():.2g}%, by edition of the USGS"}
built = 100 * plan["value"] / needs["value"]
parts["gallium"] = f"{built.min():.0f}–{built.max():.0f}%, if built"
makes = ref.kazakhstan.query("status == 'now' and statistic and material in @strategic")["material"]
hoped = ref.kazakhstan.query("status == 'planned' and material in @strategic")["material"].unique()
rows = {name: ref.own("KAZ", name.split(",")[0]) for name in makes.drop_duplicates()} | {"gallium": plan}
bought = ref.shares("EU supply", "KAZ", source="ec-study-2023").drop_duplicates("commodity")
bought = bought.replace({"aluminium": "bauxite, alumina and aluminium"}).set_index("commodity")["share"]
data_table(
    {
        "Strategic material": [f"{name} ({row.get('stage', 'planned')})" for name, row in rows.items()],
        "Tonnes a year": [cite(row, unit="count") for row in rows.values()],
        "Of the world’s": [percent(whole[n]) if n in whole else cite(r, "share") for n, r in rows.items()],
        "Of the EU’s supply": [percent(bought.get(name)) for name in rows],
        "Of Europe’s use": [parts.get(name, "use not known") for name in rows],
    },
    "The strategic materials that statistics show Kazakhstan making, and gallium; –: no figure",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
say(
    "Planned or explored for, besides, are {hoped}.",
    "Europe uses about {mg} of magnesium a year, and of gallium, by two estimates, {ga}.",
    holds(
        part < 15,
        "Even if it bought all of Kazakhstan’s magnesium, that would be at most {most:percent}, whichever edition of the USGS (the "
        "US Geological Survey) is taken.",
    ),
    "To bring China’s {share} of magnesium down to the limit, Europe would have to buy {tonnes:tonnes} a year elsewhere.",
    "That is {now} times what Kazakhstan makes by the newest figure, and {then} times by the highest.",
    holds(
        (round(move["gallium"]) == 2) & (plan["value"] > 10) & (plan["buyer"] == "JPN"),
        "For gallium the gap is small, about two tonnes; a planned line of {plan} would fill it several times over. But it is "
        "promised to a Japanese buyer, and we found no report of a start.",
    ),
    hoped=join(sorted({*hoped} - {*makes, "gallium"})),
    most=part.max(),
    now=round((shares["magnesium"]["share"] - cap["value"]) / part.iloc[-1], 1),
    then=round((shares["magnesium"]["share"] - cap["value"]) / part.max(), 1),
    mg=cite(use["magnesium"], unit="tonnes"),
    ga=join(cite(row, unit="tonnes") for row in needs.to_dict("records")),
    share=cite(shares["magnesium"], "share"),
    tonnes=move["magnesium"],
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
    "The rules name {all} materials, six rare earths among them: {rare}. {critical} are on the EU’s list of critical materials; "
    "{others} are not.",
    holds(
        pauses["target"] == ["WORLD", "USA"],
        "China suspended its later rules on rare earths until {first}, and the ban for the US until {second}.",
    ),
    holds(
        pauses["until"] < "2026-11-29",
        "Both dates have passed. We do not know what followed; we found no report.",
    ),
    all=len(limits),
    rare=join(rare),
    critical=int(listed.sum()),
    others=join(limits.loc[~listed, "metal"]),
    first=cite(pauses.iloc[0], text=spell(pauses.iloc[0]["until"])),
    second=cite(pauses.iloc[-1], text=spell(pauses.iloc[-1]["until"])),
)

# %% [markdown]
# ## What came of the memorandum of 2022?
#
# Much on paper; no metal that we could find. A memorandum binds nobody. These are the acts that followed. For each we say
# whether its text names the partnership, or whether it is only in the same field.

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
        pick(theme, measure="memorandum scope")["review_reason"].str.contains("is not in the memorandum"),
        "The {scope} in one article are not in it, and look like a slip of translation.",
    ),
    holds(
        (signed["value"].sum() < whole["value"] / 10)
        & ~signed["purpose"].str.contains("materials|tungsten|lithium").any(),
        "At its summit with Central Asia the EU announced {whole} for all the region, {part} of it for raw materials. Of the whole we "
        "found less than a tenth signed, counting a dollar as a euro, and none of it for raw materials: an agreement with the EBRD "
        "of {march} is older.",
    ),
    day=cite(memorandum, text=spell(memorandum["date"])),
    scope=said(theme, measure="memorandum scope").linked("“hydrocarbons”"),
    whole=cite(whole),
    part=cite(meant),
    march=cite(ref.one("timeline", date="2025-03-13", kind="agreement"), text=spell("2025-03")),
)

# %% [markdown]
# ### What we do not know, and what would change this
#
# - **The annex** of the Commission’s study was read in a copy, not in the original. It does not say which years it averages.
# - **Uranium** is of the year shown; later reports were not read. We found one sales **contract**, for the gallium.
# - **The memorandum** and its roadmaps we did not read, only what the Commission and the press say of them.
# - **The answer would change** with a gallium contract for Europe, a rare-earth mine, or an official account of the package’s
#   use.
