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
# # US interest: what does Washington want from Kazakhstan, and what could it get?

# %% tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
evidence = "any"  # what counts as production: "any" evidence, or "statistics" only
us_list = "us_2025_final"  # the US list to go by: "us_2022", "us_2025_draft" or "us_2025_final"
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% tags=["hide-input"]
import itertools

import altair as alt
import pandas as pd

from orebook import open_book
from orebook.book import analysis, charts, findings, scoring
from orebook.book import words as prose
from orebook.book.words import join, number, official, ordinal, percent, plural, press, sentence, tonnes
from orebook.page.publication import spell

US_LISTS = ("us_2022", "us_2025_draft", "us_2025_final")
analysis.check_parameters(
    {"edition": (2025, 2026), "evidence": ("any", "statistics"), "us_list": US_LISTS},
    edition=edition,
    evidence=evidence,
    us_list=us_list,
)
book = open_book(edition=edition, leave_out=leave_out)
ledger, verdicts, ref = book
theme = analysis.pick(ledger, themes="us-interest")
usgs = f"usgs-mcs-{edition}"
lists = ref.list_sources.set_index("list")
# One name a list, as on the page of Kazakh production: "US draft 2025".
names = {
    key: " ".join([key[:2].upper(), *key.split("_")[2:], day[:4]]) for key, day in lists["available"].items()
}
called = {
    key: f"the {spell(day[:7])} {'draft' if key.endswith('draft') else 'list'}"
    for key, day in lists["available"].items()
}


def listed(key, text):
    """Return an official figure of a list, linked to the list's source."""
    return official(text, lists.loc[key, "source"], edition=lists.loc[key, "title"])


# %% [markdown]
# ## The finding

# %% tags=["hide-input"]
found = findings.us_interest(book, evidence=evidence, us_list=us_list)
prose.finding(found.sentence)

# %% tags=["hide-input"]
facts = found.facts
imports = analysis.import_shares(ref.us_imports, "KAZ")
top = imports.iloc[0]
shared = analysis.wanted_by_both(ref, us_list, "eu_2023_critical", evidence)
tungsten = ref.select("tungsten", "mine", source=usgs)
year = int(tungsten["year"].max())
plant = tungsten[tungsten["country"] == "KAZ"]
now = float(plant["value"].iloc[0]) if len(plant) else 0.0
world, _ = ref.world("tungsten", "mine", year, usgs)
plan = ref.plans[(ref.plans["commodity"] == "tungsten") & (ref.plans["unit"] == "t/yr")].iloc[0]
prose.answer(
    [
        sentence(
            "The US list holds {entries} minerals; Kazakhstan shows production of {made} of them on {kind}, and of "
            "{hoped} if plans are counted as well.",
            entries=listed(us_list, number(facts["entries"])),
            made=number(facts["produced"]),
            kind="any evidence" if evidence == "any" else "official statistics alone",
            hoped=number(facts["planned"]),
        ),
        sentence(
            "The US already buys: Kazakhstan’s largest share of a US import is {share} of {product} ({period}).",
            share=official(
                percent(top["share"]), top["source"], edition=top["period"], locator=top["locator"]
            ),
            product=top["label"],
            period=top["period"],
        ),
        sentence(
            "In tungsten, where US firms bid, Kazakh output was {now} in {year} by the {edition} edition; the American "
            "venture plans {planned} a year, which is a plan and not yet a mine.",
            now=official(tonnes(now), usgs, edition, plant["locator"].iloc[0] if len(plant) else None),
            year=str(year),
            edition=str(edition),
            planned=official(tonnes(plan["value"]), plan["source"]),
        ),
    ]
)

# %% [markdown]
# ## Data and vintage

# %% tags=["hide-input"]
prose.say(
    "Press: {claims} in {articles}, {vintage}. Official: the US lists of critical minerals, the EU lists, and the "
    "USGS *Mineral Commodity Summaries*, edition {edition}.",
    claims=plural(len(theme), "claim"),
    articles=plural(theme["seed"].nunique(), "article"),
    vintage=analysis.vintage(book.articles),
    edition=str(edition),
)

# %% [markdown]
# ## How much of the US list does Kazakhstan make?

# %% tags=["hide-input"]
size = analysis.first(theme, commodity="critical minerals", unit="count", place="USA")
half = analysis.first(
    theme, unit="percent", commodity=("critical minerals", "critical raw materials"), place="KAZ"
)
if size is None:
    prose.say("No article in this set says how many minerals the US lists.")
else:
    matching = [key for key in US_LISTS if int(lists.loc[key, "entries"]) == int(size["value"])]
    prose.say(
        "The press counts {said} minerals on the US list. {which} The final list, public since {day}, has {entries}.",
        said=press(size),
        which=sentence("So many are on {which}.", which=join([called[key] for key in matching]))
        if matching
        else "No version of the list has that many.",
        day=spell(lists.loc["us_2025_final", "available"]),
        entries=listed("us_2025_final", number(int(lists.loc["us_2025_final", "entries"]))),
    )
if half is None:
    prose.say("No article in this set says how much of the list Kazakhstan covers.")
else:
    prose.say(
        "It also says that Kazakhstan has reserves or capacity for {said} of them. No official itemised count of "
        "reserves by listed mineral was found, so the chart tests production only, on every version of the list and "
        "with three degrees of strictness.",
        said=press(half),
    )

# %% tags=["hide-input"]
KINDS = {"statistics": "official statistics", "any": "any evidence", "planned": "plans included"}
cover = pd.DataFrame(
    [
        {
            "list": names[key],
            "counted": label,
            "produced": c.produced,
            "entries": c.entries,
            "share": round(c.share, 1),
            "source": lists.loc[key, "source"],
        }
        for key in lists.index
        for kind, label in KINDS.items()
        for c in [ref.list_coverage(key, kind)]
    ]
)
us_now = cover[cover["list"].isin([names[k] for k in US_LISTS]) & (cover["counted"] != "plans included")]
best = us_now.loc[us_now["share"].idxmax()]
base = alt.Chart(cover).encode(
    y=alt.Y("list:N", title=None, sort=list(names.values()), axis=alt.Axis(labelLimit=150))
)
points = base.mark_point(size=110).encode(
    x=alt.X("share:Q", title="share of the list, %", scale=alt.Scale(domain=[0, 100])),
    color=alt.Color(
        "counted:N",
        title=None,
        scale=alt.Scale(domain=list(KINDS.values()), range=[charts.OFFICIAL, charts.ACCENT, charts.PRESS]),
        legend=alt.Legend(columns=1),
    ),
    shape=alt.Shape("counted:N", title=None, scale=alt.Scale(domain=list(KINDS.values()))),
    tooltip=["list", "counted", "produced", "entries", "share"],
)
rule = alt.Chart(pd.DataFrame({"half": [50]})).mark_rule(strokeDash=[4, 4]).encode(x="half:Q")
reaches = cover.loc[cover["list"].isin([names[k] for k in US_LISTS]), "share"].max()
charts.show(
    rule + points,
    name="us-list-coverage",
    title=sentence(
        "On what is produced today, no US list is {word} covered: the best case is {share} ({list}, {kind})",
        word="half",
        share=percent(best["share"]),
        list=best["list"],
        kind=best["counted"],
    )
    if best["share"] < 50
    else sentence(
        "Half of a US list is covered on {kind}: {share} of {list}",
        kind=best["counted"],
        share=percent(best["share"]),
        list=best["list"],
    ),
    description=sentence(
        "Dot plot of the share of six official lists that Kazakhstan produces, counted on statistics, on any evidence, "
        "and with plans. With plans, a US list reaches {reaches} at most.",
        reaches=percent(reaches),
    ),
    source="Lists: see Data and sources; production evidence: table kazakhstan",
    data=cover,
)

# %% [markdown]
# *What it does not show.* A mineral counts the same whether a country makes a kilogram or half of the world’s output,
# and plans may fail. The claim speaks of reserves *or* capacity; reserves that nobody mines are not counted here.

# %% [markdown]
# ### What came and went between the versions

# %% tags=["hide-input"]
changes = {}
for older, newer in itertools.pairwise(US_LISTS):
    for row in ref.list_differences(older, newer).itertuples():
        steps = changes.setdefault(row.material, [])
        word = "left out of" if row.change == "went" else "back in" if steps else "added in"
        steps.append(f"{word} {called[newer]}")
made = {material for key in US_LISTS for material in ref.list_coverage(key, evidence).materials}
since = ref.list_differences(US_LISTS[0], US_LISTS[-1])
gained = set(since.loc[since["change"] == "came", "material"]) & set(
    ref.list_coverage(US_LISTS[-1], evidence).materials
)
prose.say(
    "Of the minerals the US added since {start}, Kazakhstan makes {list}.",
    start=lists.loc["us_2022", "available"][:4],
    list=join(sorted(gained)) if len(gained) else "none",
)
prose.data_table(
    {
        "Mineral": list(changes),
        "What changed": [", ".join(steps) for steps in changes.values()],
        "Made in Kazakhstan": ["yes" if material in made else "no evidence" for material in changes],
    },
    caption="Minerals that came to or went from the US list, and whether Kazakhstan makes them",
)

# %% [markdown]
# ## What does the US already buy from Kazakhstan?

# %% tags=["hide-input"]
charts.show(
    charts.ladder(
        imports.rename(columns={"label": "row", "share": "value", "note": "shown"}),
        domain=(0, 1.35 * imports["share"].max()),
        axis="Share of US imports from Kazakhstan, %",
    ),
    name="us-imports",
    title=sentence(
        "Kazakhstan is the first named supplier of {count} of {of} products in US import statistics",
        count=number(int((imports["place"] == 1).sum())),
        of=number(len(imports)),
    ),
    description=sentence(
        "Bar chart of Kazakhstan’s share of US imports by product, largest first: {first} {share}.",
        first=top["label"],
        share=percent(top["share"]),
    ),
    source=analysis.credit(ref.sources, imports["source"]),
    data=imports[["label", "share", "place", "suppliers", "period", "source", "locator"]],
)

# %% [markdown]
# *What it does not show.* Trade routes can hide origin: beryllium is also shipped through other countries. A share of
# imports is not a share of use. The uranium row counts purchases by owners of US reactors in one year, the others are
# averages over several years.

# %% [markdown]
# ## Tungsten: from nothing to a plant, and whose plant?

# %% tags=["hide-input"]
before = ref.select("tungsten", "mine", year - 1, usgs)
was = before[before["country"] == "KAZ"]["value"].sum()
bids = analysis.pick_text(theme, "tungsten")
prose.say(
    "{press_line} By the {edition} edition Kazakhstan mined {was} in {before} and {now} in {year}{mark}, {share} of the "
    "world’s {world}.",
    press_line=sentence(
        "On tungsten the articles of this theme report: {claims}.",
        claims=join([press(row, row["measure"]) for _, row in bids.head(3).iterrows()]),
    )
    if len(bids)
    else "No article in this set speaks of tungsten.",
    edition=str(edition),
    was=official(tonnes(float(was)), usgs, edition),
    before=str(year - 1),
    now=official(tonnes(now), usgs, edition),
    year=str(year),
    mark=" (an estimate)" if len(plant) and plant["estimate"].iloc[0] else "",
    share=percent(100 * now / world),
    world=official(tonnes(world), usgs, edition),
)

# %% tags=["hide-input"]
producers = ref.producers("tungsten", "mine", year, usgs)[["country", "value"]].head(7)
if "KAZ" not in set(producers["country"]):
    producers = pd.concat([producers, pd.DataFrame([{"country": "KAZ", "value": now}])], ignore_index=True)
rivals = producers[producers["country"] != "KAZ"]["value"]
first = producers[producers["country"] != "KAZ"].iloc[0]  # left out: beside it the others would not be seen
shown = producers.drop(first.name).assign(country=lambda t: t["country"].map(prose.place_name))
STEPS = range(0, 101, 10)


def at(realised):
    """Return the sentence for a part of the plan that is realised, in percent."""
    total = now + float(plan["value"]) * realised / 100
    place = 1 + int((rivals > total).sum())
    return sentence(
        "If {part} of the plan comes on top of today’s output: {total}, {share} of world output as it would then be, {rank} place.",
        part=percent(realised),
        total=tonnes(total),
        share=percent(100 * total / (world + total - now)),
        rank=ordinal(place),
    )


realised = charts.slider("realised", "Part of the planned output realised, %", 0, 100, 10, 100)
charts.show(
    alt.Chart(shown)
    .mark_bar()
    .transform_calculate(
        tonnes=f"datum.country == 'Kazakhstan' ? +datum.value + {float(plan['value'])} * realised / 100 : +datum.value"
    )
    .encode(
        x=alt.X(
            "tonnes:Q",
            title=f"Tonnes of tungsten a year, without {prose.place_name(first['country'])}",
            scale=alt.Scale(domain=[0, now + float(plan["value"])]),
        ),
        y=alt.Y("country:N", title=None, sort="-x"),
        color=alt.condition(
            "datum.country == 'Kazakhstan'", alt.value(charts.FOURTH), alt.value(charts.MUTED)
        ),
        tooltip=["country", alt.Tooltip("tonnes:Q", format=",.0f")],
    )
    .add_params(realised),
    name="tungsten-plan",
    title=sentence(
        "Fully built, the American venture would put Kazakhstan in {rank} place in tungsten; today it holds {today}. "
        "Not drawn: {leader} with {output}",
        leader=prose.place_name(first["country"]),
        output=tonnes(float(first["value"])),
        rank=ordinal(1 + int((rivals > now + float(plan["value"])).sum())),
        today=ordinal(1 + int((rivals > now).sum())) if now else "none",
    ),
    description=sentence(
        "Bar chart of tungsten mining by country without the largest, {leader}. A slider adds the planned output of "
        "{plan} a year to Kazakhstan.",
        leader=prose.place_name(first["country"]),
        plan=tonnes(float(plan["value"])),
    ),
    source=analysis.credit(ref.sources, [usgs, plan["source"]]),
    data=producers,
    sentence=charts.sentence_by("realised", {step: at(step) for step in STEPS}),
)

# %% tags=["hide-input"]
owners = ref.offers[
    (ref.offers["commodity"] == "tungsten")
    & ref.offers["topic"].isin(["ownership", "projects", "offtake and trade", "funding announced"])
]
chinese = owners[(owners["topic"] == "ownership") & owners["statement"].str.contains("China", regex=False)]
prose.say(
    "The plant that opened and the deposits that were bid for are two different things: {chinese} by the ownership "
    "record, and the American venture is financed so far by letters of interest.",
    chinese=sentence("the plant ({name}) is Chinese-owned", name=join(sorted(chinese["actor"].unique())))
    if len(chinese)
    else "no owner of the plant is recorded here",
)
prose.data_table(
    {"About": owners["topic"], **scoring.describe(ref, owners, "Who", "What")},
    caption="Tungsten in Kazakhstan: owners, money and where the product goes",
)

# %% [markdown]
# ## Where do Europe and the US want the same material?

# %% tags=["hide-input"]
both = ref.list_overlap(us_list, "eu_2023_critical")
strategic = ref.list_overlap(us_list, "eu_2023_strategic")
shares = analysis.standings(ref, "KAZ", [usgs]).dropna(subset="share")
shares["material"] = shares["commodity"].map(ref.commodities.set_index("commodity")["list_material"])
shares = shares[shares["material"].isin(shared)].drop_duplicates("material")  # of each the largest
shares["label"] = shares["commodity"] + ", " + shares["stage"]
shares["place"] = [
    " to ".join(dict.fromkeys(prose.plain(ordinal(int(rank))) for rank in ranks))
    for ranks in zip(shares["rank_low"], shares["rank_high"], strict=True)
]
shares = shares[["label", "material", "share", "place", "year", "source"]]
leader = shares.iloc[0]
prose.say(
    "Of the minerals on the US list, {both} are also critical for the EU and {strategic} strategic. Kazakhstan makes {made} "
    "of those that both want: {list}. Only for some does a statistic give a share of the world.",
    both=number(len(both)),
    strategic=number(len(strategic)),
    made=number(len(shared)),
    list=join(shared) if shared else "none",
)
charts.show(
    charts.ladder(
        shares.rename(columns={"label": "row", "share": "value"}).assign(
            shown=[f"{row.share:.1f}%, {row.place}" for row in shares.itertuples()]
        ),
        domain=(0, 1.35 * shares["share"].max()),
        axis="Kazakhstan’s share of world output, %",
        colour=alt.value(charts.ACCENT),
    ),
    name="both-want",
    title=sentence(
        "Of what both want, Kazakhstan weighs most in {material}: {share} of world output in {year}",
        material=leader["label"],
        share=percent(leader["share"]),
        year=str(leader["year"]),
    ),
    description=sentence(
        "Bar chart of Kazakhstan’s share of world output for {count} materials on both the US list and the EU’s list of "
        "critical raw materials.",
        count=number(len(shares)),
    ),
    source=analysis.credit(ref.sources, shares["source"]),
    data=shares,
)

# %% [markdown]
# *What it does not show.* A large share of world output does not mean that output is for sale: contracts and owners
# decide. Materials without a production statistic (beryllium, tantalum and others) are missing from the chart.

# %% [markdown]
# ## Limits
#
# - The count of listed minerals treats the EU’s groups and the US’s single elements as the lists do; a share of one list
#   cannot be compared with a share of the other to the percent.
# - Absence from a table of main producers is not proof of no production.
# - Letters of interest are not loans; plans are shown as plans.

# %% [markdown]
# ## The evidence

# %% tags=["hide-input"]
prose.evidence_table(
    theme, verdicts, caption="Claims of this theme, each with a link to its words and its verdict"
)

# %% [markdown]
# ## What would change this conclusion

# %% tags=["hide-input"]
needed = -(-facts["entries"] // 2) - facts["produced"]
prose.say(
    "{half_line} A new list, a new edition of the statistics or evidence of production that is not recorded here would "
    "move it.",
    half_line=sentence(
        "Evidence of production for {needed} more of the {entries} minerals would make “half” true.",
        needed=number(needed),
        entries=number(facts["entries"]),
    )
    if needed > 0
    else "“Half” is already reached.",
)
