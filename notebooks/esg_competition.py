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
# # ESG competition: is it Europe’s only lasting advantage?

# %% tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
usd_per_eur = 1.1  # an assumption of the reader's: the reference tables hold no exchange rate
normalisation = "range"  # how criteria are made comparable: "range", "best" or "rank"
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% tags=["hide-input"]
import altair as alt
import pandas as pd

from orebook import open_book
from orebook.book import analysis, charts, findings, scoring
from orebook.book import words as prose
from orebook.book.words import number, official, percent, plural, press, sentence
from orebook.page.publication import spell

analysis.check_parameters(
    {"edition": (2025, 2026), "normalisation": scoring.NORMALISATIONS},
    edition=edition,
    normalisation=normalisation,
)
if not 0.5 <= usd_per_eur <= 2:
    raise ValueError(f"parameter usd_per_eur={usd_per_eur!r} is not between 0.5 and 2")
book = open_book(edition=edition, leave_out=leave_out)
ledger, verdicts, ref = book
theme = analysis.pick(ledger, themes="esg-competition")
ACTORS = findings.OFFERS
NAMES = {"EU": "EU", "CHN": "China", "USA": "US"}
wgi = ref.governance["source"].iloc[0]
wgi_year = str(int(ref.governance["year"].max()))

# %% [markdown]
# ## The finding

# %% tags=["hide-input"]
found = findings.esg_competition(book, usd_per_eur=usd_per_eur, normalisation=normalisation)
facts = found.facts
prose.finding(found.sentence)

# %% tags=["hide-input"]
thesis = analysis.pick_text(theme, "ESG.*advantage|advantage.*ESG")
prose.answer(
    [
        sentence(
            "The thesis {who} is an opinion; no source measures it.",
            who=press(thesis.iloc[0], "that ESG is the EU’s only durable advantage")
            if len(thesis)
            else "of ESG as the EU’s advantage (which no article in this set states)",
        ),
        sentence(
            "On the World Bank’s governance indicators of {year} the EU’s members are ahead of China by {gap} points; "
            "that they are ahead of the US as well has a probability of {odds}.",
            year=wgi_year,
            gap=official(number(facts["gap_china"]), wgi, wgi_year),
            odds=percent(facts["eu_above_us"]),
        ),
        sentence(
            "In projects on record, money for named materials and speed the EU leads on {count} of {of} criteria.",
            count=number(facts["eu_best"]),
            of=number(len(scoring.CRITERIA) - 1),
        ),
    ]
)

# %% [markdown]
# ## Data and vintage

# %% tags=["hide-input"]
prose.say(
    "Press: {claims} in {articles}, {vintage}. Official and published: the World Bank’s Worldwide Governance Indicators "
    "{year}, and a table of offers and a policy timeline collected from public sources, each row with its source.",
    claims=plural(len(theme), "claim"),
    articles=plural(theme["seed"].nunique(), "article"),
    vintage=analysis.vintage(book.articles),
    year=wgi_year,
)

# %% [markdown]
# ## What is on offer, side by side?

# %% tags=["hide-input"]
dozens = analysis.first(theme, measure="projects", place="CHN")
counted = ref.offers[
    (ref.offers["topic"] == "projects")
    & (ref.offers["unit"] == "count")
    & (ref.offers["place"] == "Central Asia")
]
counts = counted.set_index("actor_place")
prose.say(
    "{said} {source} counts {china} Chinese ones (“{china_means}”) and {eu} European ones "
    "(“{eu_means}”): two counts by different definitions.",
    said=sentence(
        "The press says that Chinese firms manage {number} of critical-material projects in the region.",
        number=press(dozens),
    )
    if dozens is not None
    else "No article in this set says how many projects Chinese firms manage.",
    source=analysis.credit(ref.sources, counts["source"]),
    **{
        name: official(
            number(counts.loc[place, "value"]), counts.loc[place, "source"], counts.loc[place, "year"]
        )
        for name, place in (("china", "CHN"), ("eu", "EU"))
    },
    china_means=counts.loc["CHN", "statement"].rstrip("."),
    eu_means=counts.loc["EU", "statement"].rstrip("."),
)
for topic, heads, caption in (
    (
        "funding announced",
        ("From", "What was announced"),
        "Money announced, in the currency of the source; parts of a package are named as parts",
    ),
    ("funding committed", ("From", "What was signed"), "Money committed, in the currency of the source"),
    ("projects", ("From", "What is under way or planned"), "Projects on record"),
    ("offtake and trade", ("To", "What goes there"), "Who takes the output"),
    (
        "governance conditions",
        ("From", "What is asked"),
        "Conditions and how they are judged, in the record’s words",
    ),
    ("ownership", ("Of", "Who owns it"), "Who owns the projects and companies the offers are about"),
):
    rows = ref.offers[ref.offers["topic"] == topic].sort_values("actor", kind="stable")
    prose.data_table(scoring.describe(ref, rows, *heads), caption=caption)

# %% [markdown]
# Side by side in numbers, the offers stand in the table of what the model counts, below.
#
# *What it does not show.* Announcements differ in kind: a value of projects under way, a package of loans for many
# purposes, a non-binding letter. They are not added up here, and a longer list of announcements is not a larger offer.

# %% [markdown]
# ### How much of Europe’s package is known to be committed?

# %% tags=["hide-input"]
signed = analysis.signed_share(ref)
package = analysis.first(ledger, measure="funding", unit="EUR", value=signed.package)
announced = ref.offers[(ref.offers["value"] == signed.package) & (ref.offers["unit"] == "EUR")].iloc[0]
unallocated = analysis.pick_text(ledger, "unallocated")
prose.say(
    "{said} The commitments on record come to at most {share} of {total}, counting a dollar as a euro; some are not "
    "counted under the package by their source, so this is an upper bound of what is known and no official figure.",
    said=sentence(
        "The press calls the {package} package {words}.",
        package=press(package),
        words=press(unallocated.iloc[0], "largely unallocated"),
    )
    if package is not None and len(unallocated)
    else "No article in this set says how much is allocated.",
    share=percent(signed.at_most),
    total=official(number(signed.package, "EUR"), announced["source"], announced["year"]),
)

# %% [markdown]
# ## Whose governance? Kazakhstan, China and the rest

# %% tags=["hide-input"]
governance = ref.governance[ref.governance["stddev"].notna()].copy()
governance["low"] = (governance["estimate"] - 1.96 * governance["stddev"]).round(3)
governance["high"] = (governance["estimate"] + 1.96 * governance["stddev"]).round(3)
others = sorted(governance.loc[governance["place"] != "KAZ", "name"].unique())
place_of = dict(zip(governance["name"], governance["place"], strict=True))
means = governance.groupby("place")["estimate"].mean()


def compared(name):
    """Return the sentence that compares Kazakhstan with a country."""
    gaps = scoring.governance_gaps(governance, "KAZ", place_of[name])
    ahead, behind = gaps[gaps["gap"] > 0], gaps[gaps["gap"] < 0]
    return sentence(
        "Kazakhstan is ahead of {name} on {ahead} of {of} indicators ({clear_ahead} beyond the errors) and behind on {behind} "
        "({clear_behind} beyond the errors).",
        name=name,
        ahead=number(len(ahead)),
        of=number(len(gaps)),
        clear_ahead=number(int(ahead["clear"].sum())),
        behind=number(len(behind)),
        clear_behind=number(int(behind["clear"].sum())),
    )


rows = governance[["name", "indicator_name", "estimate", "low", "high"]]
choice = charts.menu("country", "Compare with", others, "China")
base = (
    alt.Chart(rows)
    .transform_filter("datum.name == 'Kazakhstan' || datum.name == country")
    .transform_calculate(who="datum.name == 'Kazakhstan' ? 'Kazakhstan' : 'the other'")
    .encode(
        y=alt.Y("indicator_name:N", title=None, axis=alt.Axis(labelLimit=170)),
        yOffset=alt.YOffset("who:N"),
        color=alt.Color(
            "who:N",
            title=None,
            scale=alt.Scale(domain=["Kazakhstan", "the other"], range=[charts.FOURTH, charts.OFFICIAL]),
        ),
        tooltip=["name", "indicator_name", "estimate", "low", "high"],
    )
)
charts.show(
    base.mark_rule(strokeWidth=2, opacity=1)
    .encode(
        x=alt.X(
            "low:Q",
            title="estimate and 95% interval",
            scale=alt.Scale(domain=[-2.5, 2.5]),
        ),
        x2="high:Q",
    )
    .add_params(choice)
    + base.mark_point(size=90).encode(
        x="estimate:Q",
        shape=alt.Shape("who:N", title=None, scale=alt.Scale(domain=["Kazakhstan", "the other"])),
    ),
    name="governance",
    title=sentence(
        "In the mean of the indicators Kazakhstan is ahead of {count} of {of} countries compared",
        count=number(int((means < means["KAZ"]).sum())),
        of=number(len(means) - 1),
    ),
    description=sentence(
        "Dots with intervals for six governance indicators, Kazakhstan and a country chosen from a menu of {count}.",
        count=number(len(others)),
    ),
    source=analysis.credit(ref.sources, [wgi]) + f", {wgi_year}",
    data=rows,
    sentence=charts.sentence_by("country", {name: compared(name) for name in others}),
)

# %% [markdown]
# *What it does not show.* The indicators are perceptions of whole countries, not of mines. Errors of two countries are
# taken as independent; sources they share would make a difference clearer than shown.

# %% [markdown]
# ## How much must ESG weigh for Europe’s offer to come first?
#
# A model, to be argued with. Four criteria with a source each: the governance of the offer’s home, critical-material
# projects on record, money announced for named materials, and the time from the first leaders’ meeting to the first
# deal that names a sum. The three besides governance weigh the same; you choose the weight of governance.

# %% tags=["hide-input"]
criteria = scoring.offer_criteria(ref, ACTORS, usd_per_eur)
prose.data_table(
    {
        "Offer": [NAMES[place] for place in criteria.index],
        "Governance, mean estimate": criteria["governance"].round(2),
        "Projects": criteria["projects"].astype(int),
        "Money for named materials, US$": [number(value, "USD") for value in criteria["money"]],
        "Months to a deal": criteria["speed"],
    },
    caption="What the model counts; the euro at the assumed rate",
)

# %% tags=["hide-input"]
WEIGHTS = range(0, 101, 5)
WAYS = {"range": "between worst and best", "best": "part of the best", "rank": "by rank"}
curves = pd.DataFrame(
    [
        {
            "way": WAYS[way],
            "offer": NAMES[place],
            "weight": w,
            "score": round(w / 100 * row.governance + (1 - w / 100) * row.others, 3),
        }
        for way in scoring.NORMALISATIONS
        for place, row in scoring.lines(criteria, way).iterrows()
        for w in WEIGHTS
    ]
)


def when_first(way):
    """Return the sentence that says at which weights the EU ranks first, beginning with a capital."""
    words = findings.when_eu_leads(scoring.lines(criteria, way))
    return words[:1].upper() + words[1:]


way = charts.menu("way", "Scores", list(WAYS.values()), WAYS[normalisation])
weight = charts.slider("weight", "Weight of governance, %", 0, 100, 5, 50)
OFFERS = ["China", "EU", "US"]
drawn = (
    alt.Chart(curves)
    .transform_filter("datum.way == way")
    .encode(
        color=alt.Color(
            "offer:N",
            title=None,
            scale=alt.Scale(domain=OFFERS, range=[charts.FIFTH, charts.OFFICIAL, charts.ACCENT]),
            legend=alt.Legend(symbolType="stroke", symbolSize=500, symbolStrokeWidth=2.5),
        ),
    )
)
firsts = [scoring.window(scoring.lines(criteria, way), "EU") for way in scoring.NORMALISATIONS]
charts.show(
    drawn.mark_line()
    .encode(
        strokeDash=alt.StrokeDash(
            "offer:N", title=None, scale=alt.Scale(domain=OFFERS, range=[[1, 0], [8, 4], [2, 3]])
        ),
        x=alt.X("weight:Q", title="weight of governance, %"),
        y=alt.Y("score:Q", title="score", scale=alt.Scale(domain=[0, 1])),
    )
    .add_params(way, weight)
    + drawn.transform_filter("datum.weight == weight")
    .mark_point(size=90)
    .encode(x="weight:Q", y="score:Q", tooltip=["offer", "weight", "score"])
    + alt.Chart(pd.DataFrame({"zero": [0]}))
    .mark_rule(strokeDash=[3, 3])
    .transform_calculate(weight="weight")
    .encode(x="weight:Q"),
    name="break-even",
    title=sentence(
        "In {some} of {all} ways to make the scores comparable the EU’s offer ranks first, or level, at some weight",
        some=number(sum(first is not None for first in firsts)),
        all=number(len(firsts)),
    ),
    description=sentence(
        "Lines of the score of three offers over the weight of governance; a menu changes the normalisation and a slider "
        "moves the weight."
    ),
    source=analysis.credit(ref.sources, [wgi]) + "; table offers; policy timeline",
    data=curves,
    sentence=charts.sentence_by("way", {WAYS[key]: when_first(key) for key in scoring.NORMALISATIONS}),
)

# %% [markdown]
# ### How firm is that?

# %% tags=["hide-input"]
table = scoring.sensitivity(criteria, "EU")
never = table["low"].isna()
prose.say(
    "Of {count} variants of the model the EU ranks first, or level with the first, at some weight in {some}, and at none "
    "in {none}. With each governance mean moved by twice its error against the EU, {shift}.",
    count=number(len(table)),
    some=number(int((~never).sum())),
    none=number(int(never.sum())),
    shift=sentence(
        "it ranks first from {low} to {high}",
        low=percent(facts["within_errors"][0]),
        high=percent(facts["within_errors"][1]),
    )
    if facts["within_errors"]
    else "it ranks first at no weight",
)
prose.data_table(
    {
        "Scores": [WAYS[way] for way in table["way"]],
        "Left out": table["without"].replace("", "nothing"),
        "EU first from": [percent(v) if v == v else "never" for v in table["low"]],
        "to": [percent(v) if v == v else "–" for v in table["high"]],
    },
    caption="The weights of governance at which the EU’s offer ranks first, by normalisation and criterion left out",
)

# %% [markdown]
# *What the scoring cannot show.* Governance at home is a stand-in for standards abroad: nothing here measures whether
# conditions are enforced in a mine. Projects are counted, not weighed; money announced is not money spent; the first deal
# is the first *on this record*. Who chooses the criteria has half chosen the winner, which is why the table above matters
# more than any single line.

# %% [markdown]
# ## The recommended steps: what evidence is there?

# %% tags=["hide-input"]
STEPS = {  # how the articles and the record word each step
    "tie capital to ESG conditions": (
        "conditionality|ESG condition",
        "ESG|sustainab",
        "governance conditions",
    ),
    "co-invest in processing and recycling": ("co-invest|midstream", "process|smelter|plant", "projects"),
    "ease visa rules": ("visa", "visa", ""),
}
steps = []
for step, (said, done, topic) in STEPS.items():
    claims = analysis.pick_text(theme, said)
    acts = ref.timeline[
        ref.timeline["event"].str.contains(done, case=False) & ref.timeline["actor"].str.match("EU|EBRD")
    ]
    offers = ref.offers[(ref.offers["topic"] == topic) & (ref.offers["actor_place"] == "EU")]
    last = acts.iloc[-1] if len(acts) else None
    steps.append(
        {
            "Step": press(claims.iloc[0], step) if len(claims) else f"{step} (in no article of this set)",
            "Dated acts of the EU": len(acts),
            "Newest act": official(f"{spell(last['date'])}: {last['event']}", last["source"], last["date"])
            if last is not None
            else "none found",
            "Offers on record": len(offers),
        }
    )
prose.data_table(
    {head: [step[head] for step in steps] for head in steps[0]},
    caption="Recommended steps beside what the policy timeline and the table of offers hold",
)

# %% [markdown]
# *What it does not show.* An act on the subject is not proof that the step was taken, and advice can be neither right nor
# wrong.

# %% [markdown]
# ## Limits
#
# - The thesis is an opinion and is not verifiable as such; the model tests one reading of it.
# - The offers were collected from public reports, many of them press; their list is not complete.
# - No exchange rate is among the reference figures; the rate is a parameter.

# %% [markdown]
# ## The evidence

# %% tags=["hide-input"]
prose.evidence_table(
    theme, verdicts, caption="Claims of this theme, each with a link to its words and its verdict"
)

# %% [markdown]
# ## What would change this conclusion

# %% tags=["hide-input"]
prose.say(
    "An indicator of standards enforced in mines, a count of projects by value, or an EU mean of governance clearly above the "
    "American one: today the difference is {gap} points with an error of {error}.",
    gap=number(facts["gap_us"]),
    error=number(facts["error_us"]),
)
