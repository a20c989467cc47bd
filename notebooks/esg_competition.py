# %% [markdown]
# # ESG competition: is it Europe’s only lasting advantage?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
usd_per_eur = 1.1  # an assumption of the reader's: the reference tables hold no exchange rate
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from itertools import product

import _answers
import altair as alt
import pandas as pd

from orebook.book import charts, open_book, pick, said
from orebook.book.rows import cite, data_table, official, press
from orebook.book.words import answer, holds, join, say
from orebook.page.publication import spell

book = open_book(leave_out=leave_out)
ref, offers = book.reference, book.reference.offers
answer(_answers.esg_competition(book))

# %% jupyter={"source_hidden": true} tags=["hide-input"]
members = ref.governance.query("group == 'EU member'").groupby("indicator_name")
union = members[["estimate"]].mean()
union["stddev"] = members["stddev"].apply(lambda errors: (errors**2).sum() ** 0.5 / len(errors))
known = ref.governance[ref.governance["place"].isin(["KAZ", "CHN", "USA"])]
scores = pd.concat([union.reset_index().assign(name="EU (mean of members)"), known])
mean = scores.groupby("name", as_index=False)[["estimate", "stddev"]].mean()
scores = pd.concat([mean.assign(indicator_name="Mean"), scores])
scores["low"], scores["high"] = (scores["estimate"] + sign * 1.96 * scores["stddev"] for sign in (-1, 1))
scores = scores[["indicator_name", "name", "estimate", "low", "high"]].round(2)
gaps = mean.set_index("name")["estimate"].rsub(mean["estimate"][mean["name"].str.startswith("EU")].item())
COLOURS = {"Kazakhstan": charts.SUBJECT, "EU (mean of members)": charts.OFFICIAL}
COLOURS |= {"United States": charts.OURS, "China": charts.SLATE}

# %% jupyter={"source_hidden": true} tags=["hide-input"]
marks = charts.marks("name", COLOURS)
SPLIT = "split(replace(datum.label, / (of|and) /, '\u00a0$1 '), ' ')"
base = alt.Chart(scores, height=alt.Step(11, **{"for": "offset"})).encode(
    y=alt.Y("indicator_name:N", title=None, sort=None, axis=alt.Axis(labelExpr=SPLIT)),
    yOffset=alt.YOffset("name:N", sort=list(COLOURS)),
    color=marks["color"],
    tooltip=["name", "indicator_name", "estimate", "low", "high"],
)
grade = alt.X("low:Q", title="Score, worst to best", scale=alt.Scale(domain=[-2.5, 2.5]))
errors = base.mark_rule(strokeWidth=2, opacity=1).encode(x=grade, x2="high:Q")
points = base.mark_point(size=70).encode(x="estimate:Q", shape=marks["shape"])
charts.show(
    errors + points,
    "governance",
    holds(
        (gaps[["China", "Kazakhstan"]] > 1).all() & (abs(gaps["United States"]) < 0.1),
        "On the mean of six indicators government in the EU is rated like that of the US, a point above China and Kazakhstan",
    ),
    "Dots with intervals for six indicators of governance and their mean: members of the EU, the US, China and Kazakhstan.",
    ref.credit(known),
)

# %% [markdown]
# ## Who says that standards are Europe’s edge?

# %% jupyter={"source_hidden": true} tags=["hide-input"]
theme = pick(book.ledger, themes="esg-competition")
thesis = pick(theme, words="ESG is the EU.s only durable").iloc[:1].to_dict("records")
piece = _answers.opinion(ref)
heads = {article.seed: article.headline.text for article in book.articles if article.headline}
say(
    "“{words}”: so says one article of {year}, “{article}”.",
    holds([row["attribution"] == "unnamed" for row in thesis], "It names nobody, only “{who}”."),
    holds(
        "Gusseinov" in piece["title"],
        "An opinion piece of the same year, by {author}, is headed “{heading}”. We found no measurement in either.",
    ),
    words=join(press(row, row["quote"]) for row in thesis),
    heading=piece["title"].partition("“")[2].partition("”")[0],
    year=join(row["period"] for row in thesis),
    article=join(press(row, heads[row["seed"]]) for row in thesis),
    who=join(row["speaker"] for row in thesis),
    author=official("Eldaniz Gusseinov", piece["source"]),
)

# %% [markdown]
# The figure above is the nearest that statistics come. It shows how whole countries are judged, by surveys and experts, not how
# mines are run: good government at home is no proof of good conduct abroad.
#
# ## What is on offer, side by side?
#
# The offers differ in kind, so we add nothing up. A package for many purposes, a contract for one smelter and a letter
# that binds nobody are three different things. A dash means that we found no figure, not that there is none.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
NAMES = {"EU": "EU", "USA": "US", "CHN": "China"}
summits = ref.timeline.query("kind == 'summit'").sort_values("date")
summits["actor_place"] = summits["actor_place"].str.split(";").str[0]
summits = summits.assign(shown=summits["date"].str[:7].map(spell)).drop_duplicates("actor_place")
metals = offers.query("unit in ('USD', 'EUR') and commodity != '' and act != 'planned'")
counted = offers.query("topic == 'projects' and unit == 'count' and place == 'Central Asia'")
takes = offers.query("topic == 'offtake and trade' and place == 'Central Asia' and unit == 'percent'")


def of_each(rows, text=None):
    """Return what the rows hold of each lender, linked; nothing where there is none."""
    mine = [rows[rows["actor_place"] == place].to_dict("records") for place in NAMES]
    return [join([cite(row, text=text and row[text]) for row in some]) or None for some in mine]


# %% jupyter={"source_hidden": true} tags=["hide-input"]
side_by_side = {
    "First summit with all five states": of_each(summits, "shown"),
    "Projects in the region": of_each(counted),
    "Money for metals, not binding": of_each(metals[metals["binding"] != "yes"]),
    "Money for metals, binding": of_each(metals[metals["binding"] == "yes"]),
    "Share of the region’s critical raw materials that it imports": of_each(takes),
}
data_table(
    {
        "Offer": list(side_by_side),
        **dict(zip(NAMES.values(), zip(*side_by_side.values(), strict=True), strict=True)),
    },
    "Three offers to Kazakhstan and Central Asia, as far as we found figures",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
dozens = said(theme, measure="projects", place="CHN")
count = counted.set_index("actor_place")["value"]
stake = ref.one("timeline", date="2024-08-09", kind="project")
say(
    "The article speaks of {dozens} of Chinese projects.",
    holds(
        count["CHN"] >= 2 * 12,
        "One study counts {chinese}. The European projects in it are those in which EU firms invested, so the two counts do "
        "not compare.",
    ),
    holds(
        stake["actor"] == "EBRD",
        "The EBRD, a bank of many states, does not count as the EU in the row on binding money: {stake} to buy a part of a "
        "graphite company. Nor does {small} for raw materials, agreed with it half a year later; whether that binds we do not know.",
    ),
    stake=cite(stake, text="it agreed in August 2024"),
    small=cite(ref.one("timeline", date="2025-03-13", kind="agreement"), text="the EU’s €3 million"),
    dozens=dozens,
    chinese=join(cite(row) for row in counted[counted["actor_place"] == "CHN"].to_dict("records")),
)

# %% [markdown]
# ## Is Europe’s package largely unallocated?
#
# The article says so. We add up what is recorded as signed, a dollar counted as a euro. Some of it may lie outside the
# package, so this is an upper bound on what we know of, not an official figure.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
package, signed = (
    ref.one("offers", giver="EU", instrument="package"),
    offers.query("giver == 'EU' and binding == 'yes'"),
)
intent = ref.one("offers", giver="EU", instrument="declaration of intent")
both = ref.one("timeline", date="2023-11-18", kind="money")
part = 100 * signed["value"].sum() / package["value"]
say(
    "The article calls Europe’s package of {package} {words}.",
    holds(part < 10, "We found {part:percent} of it signed, at most: {sums}."),
    "The second, a loan to a development bank, was signed before the package was announced.",
    holds(
        (signed["commodity"] == "").all() & (intent["binding"] == "no"),
        "None of these is for metals. A declaration of intent of {intent.year}, older than the package, names {small} from the EU, half "
        "of {both}, for studies of tungsten and lithium; it binds nobody.",
    ),
    intent=intent,
    small=cite(intent),
    both=cite(both, text=f"€{both['event'].split('EUR ')[1].split()[0]}"),
    part=part,
    package=cite(package),
    words=said(theme, words="largely unallocated").linked("largely unallocated"),
    sums=join(cite(row) for row in signed.to_dict("records")),
)

# %% [markdown]
# ## Which conditions, and where were they applied?
#
# The thesis rests on conditions that bind. So we list what each lender asks for, and look for one mine in Kazakhstan
# where it was applied.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
conditions = offers.query("topic == 'governance conditions' and instrument != ''").sort_values("actor")
data_table(
    {
        "From": [cite(row, text=row["actor"].replace(";", " and ")) for row in conditions.to_dict("records")],
        "What is asked": conditions["statement"],
        "Kind of text": conditions["instrument"],
        "Year": conditions["year"],
        "Binds": conditions["binding"],
    },
    "Conditions on record, and whether the text they stand in binds",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
law = conditions[conditions["binding"] == "yes"]
works = ref.projects[ref.projects["partner_place"].isin(["EU", "DEU"]) & (ref.projects["place"] == "KAZ")]
graphite = ref.one("projects", project="Sarytogan graphite")
easier = ref.one("offers", actor="China", topic="governance conditions", instrument="")
say(
    holds(
        (set(law["actor"]) == {"EU", "China"}) & (law["instrument"] == "law").all(),
        "Two of these are law: China’s, for its own mines, and Europe’s, for the projects abroad that it calls strategic. The "
        "others ask or promise.",
    ),
    holds(
        (graphite["status"] == "planned") & ~works["status"].isin(["operating"]).any(),
        "One such project is in Kazakhstan, {graphite}. It is not operating, nor is any other project with a European partner on "
        "our list, which leaves out uranium: a French firm owns {orano} of the mining company Katco.",
    ),
    "One study reports another view: {easier}.",
    graphite=cite(graphite, text="Sarytogan’s graphite"),
    orano=cite(ref.one("owners", asset="Katco", holder_place="FRA"), "share"),
    easier=cite(
        easier, text="local partners find Chinese firms easier to work with, though behind on local content"
    ),
)

# %% [markdown]
# ## What of the article’s own list?
#
# The article says what good standards are made of, and asks for easier visas besides. For each part we give the nearest
# evidence that we found, of whatever country.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
PARTS = {
    "audited remediation plans": "remediation",
    "transparent royalties": "royalties",
    "community consultations": "consultation",
    "water-efficient plants, closed-loop waste, renewable-powered smelters": "technology",
}
found = [offers[offers["purpose"].str.contains(word, na=False)] for word in PARTS.values()]
visas = ref.timeline[ref.timeline["event"].str.contains("visa", case=False)].sort_values("date").iloc[-1]
data_table(
    {
        "The article asks for": [*PARTS, "easier visas for Kazakh engineers"],
        "Evidence found": [
            *(cite(rows.iloc[0], text=rows.iloc[0]["statement"]) if len(rows) else None for rows in found),
            cite(visas, text=f"{spell(visas['date'])}: {visas['event']}"),
        ],
    },
    "The article’s list, with the nearest evidence; a dash means that we found none",
)

# %% [markdown]
# ## Could a score decide it?
#
# No: the result depends on the weights. We score three things: governance, number of projects, and money for metals, the last
# two weighted equally. The chart shows how much governance must weigh before Europe leads; each mark is one choice of figures.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
rate = metals["unit"].map({"EUR": usd_per_eur, "USD": 1.0}) * metals["value"]
sums = {
    kind: rate[metals["binding"].eq("yes") == bound].groupby(metals["actor_place"]).sum()
    for kind, bound in (("announced", False), ("binding", True))
}
running = ref.projects.query("status == 'operating' and place == 'KAZ'")["partner_place"].value_counts()
gap, error = _answers.governance_gap(ref.governance, "CHN")
GOVERNANCE = {
    "government, as rated": gap / 5,  # the scale runs from -2.5 to 2.5
    "government, lowest estimate": (gap - 1.96 * error) / 5,
    "conditions, none applied": 0.0,
}
bands = alt.Axis(labelExpr="split(datum.label, ', ')", **_answers.BANDS)
PROJECTS = {
    "counted in the region": count,
    "running in Kazakhstan": running.reindex(["EU", "CHN"], fill_value=0),
}

# %% jupyter={"source_hidden": true} tags=["hide-input"]
rows = [
    (
        name,
        f"{projects}, {money}",
        lead,
        [part.get("EU", 0) / part["CHN"] for part in (PROJECTS[projects], sums[money])],
    )
    for (name, lead), projects, money in product(GOVERNANCE.items(), PROJECTS, sums)
]
results = pd.DataFrame(rows, columns=["governance", "other inputs", "lead", "parts"])
behind = 1 - results.pop("parts").map(sum) / 2
results["weight"] = 100 * behind / (behind + results["lead"])
results["outcome"] = results["weight"].map(lambda weight: "ahead from here" if weight < 100 else "never")

# %% jupyter={"source_hidden": true} tags=["hide-input"]
charts.show(
    alt.Chart(results, height=alt.Step(14, **{"for": "offset"}), mark="point").encode(
        x=alt.X("weight:Q", title="Share of the score for governance, %").scale(domain=[0, 100]),
        y=alt.Y("governance:N", title=None, sort=list(GOVERNANCE), axis=bands).scale(padding=0),
        yOffset="other inputs:N",
        tooltip=list(results),
        **charts.marks("outcome", {"ahead from here": charts.OURS, "never": charts.OTHERS}),
    ),
    "sensitivity",
    holds(
        (results["outcome"] == "never").any() & (results["weight"].min() < 80),
        "Europe comes out ahead only if governance is {low:percent} of the score or more; with {never} of {all} sets of figures it never does",
        low=results["weight"].min(),
        never=int((results["outcome"] == "never").sum()),
        all=len(results),
    ),
    "Dots: the weight of governance from which Europe’s offer scores above China’s, for twelve sets of inputs.",
    f"{ref.credit(known)}; offers as in the table above",
)
# %% [markdown]
# ## What we do not know, and what would change this
#
# - **Evidence.** Every claim of this theme, with its verdict, is in the [ledger](../book/ledger).
# - **Governance at home** stands in for standards abroad: nothing here measures what is enforced at a mine.
# - **Offers** were collected from public reports, many of them press; the list is not complete.
# - **Uranium.** By which standards it is mined we did not look up; its owners are on the page of
#   [US interest](us_interest.ipynb).
# - **The answer would change** with an audit of conditions at a mine in Kazakhstan, published contracts, or the first year of one of the
#   listed projects.
