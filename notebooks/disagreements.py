# %% [markdown]
# # Disagreements: which numbers cannot both be right?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from itertools import combinations

import altair as alt

from orebook import compare, source_groups
from orebook.book import charts, check_parameters, open_book, pick
from orebook.book.rows import cite, data_table, place_name, press
from orebook.book.words import answer, holds, join, plural, say

check_parameters({"edition": (2025, 2026)}, edition=edition)
book = open_book(edition=edition, leave_out=leave_out)
claims = book.judged.assign(group=book.ledger["seed"].map(source_groups(book.articles)))
claims = claims.assign(day=claims["seed"].map(book.published)).sort_values("day", kind="stable")
other = claims["place"].str.replace("EU;", "").str.split(";").str[0]  # who supplies, not who buys
claims["holder"] = other.map(place_name, na_action="ignore")
once = claims.drop_duplicates(["group", "commodity", "measure", "place", "unit", "value"])

# %% jupyter={"source_hidden": true} tags=["hide-input"]
supply = once[once["place"].isin(["CHN;EU", "EU;CHN", "KAZ;EU"]) & (once["unit"] == "percent")]
supply = supply[supply["measure"] == "share"].sort_values("value", ascending=False)
rivals = [
    pair
    for pair in combinations(supply.to_dict("records"), 2)
    if pair[0]["holder"] != pair[1]["holder"] and pair[0]["value"] + pair[1]["value"] > 100
]
answer(
    holds(
        [{one["holder"], other["holder"]} == {"China", "Kazakhstan"} for one, other in rivals],
        "None for certain. One article gives China about {most} of Europe’s supply, another gives Kazakhstan “over {half}”. As shares "
        "of the same tonnes both cannot be true; but we read “over half” as a count of materials, and then they can.",
    ),
    "Most other apparent conflicts compare different things.",
    most=join(dict.fromkeys(press(one) for one, _ in rivals)),
    half=join(dict.fromkeys(press(other) for _, other in rivals)),
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
shares = supply.drop_duplicates("holder")
shares["row"] = shares["holder"] + " (" + shares["seed"].map(book.publishers).str.split(",").str[0] + ")"
charts.show(
    charts.bars(shares, "row", "value", "Share of EU supply, %", "q_text", 100, alt.value(charts.PRESS)),
    "rivals",
    holds(
        shares["value"].sum() > 100,
        "Read as shares of the same tonnes, the two numbers add up to {sum:percent}",
        sum=shares["value"].sum(),
    ),
    "Bars: the shares that the press gives to China and to Kazakhstan, as if both were of what Europe uses.",
    "Ledger of claims",
    shares[["holder", "value", "comparator", "quote"]],
)

# %% [markdown]
# ## Which of the two is right?
#
# Neither, as a share of all that Europe uses: we found no official share of all critical materials together. A study of the
# European Commission gives one for each material and stage. As a count, “over half” is a question of how good
# the evidence must be: see [Kazakh production](kazakh_production.ipynb).

# %% jupyter={"source_hidden": true} tags=["hide-input"]
ref = book.reference
study = {place: ref.shares("EU supply", place, source="ec-study-2023") for place in ("CHN", "KAZ")}
data_table(
    study["KAZ"].head(6).replace({"step": {"refinery": "processed", "mine": "mined"}}),
    "Kazakhstan’s largest shares of European supply in the Commission’s study",
    {"commodity": "Material", "step": "Stage", "share": "From Kazakhstan"},
    cited=["share"],
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
above = {place: int((rows["share"] > 50).sum()) for place, rows in study.items()}
say(
    "The study has {all} shares for China, each of one material at one stage; {china} of them are above half, of {names}. "
    "For Kazakhstan there is {own}, of phosphorus.",
    holds(
        study["CHN"].query("share >= 90")["commodity"] == "magnesium",
        "Ninety percent or more is true of one material, magnesium; for all together we found it nowhere.",
    ),
    holds(
        (study["KAZ"].query("share > 50")["commodity"] == "phosphorus") & (above["KAZ"] == 1),
        "As a share, “over half” fits one of Kazakhstan’s materials, not the list.",
    ),
    names=join(study["CHN"].query("share > 50")["commodity"]),
    china=above["CHN"],
    own=above["KAZ"],
    all=len(study["CHN"]),
)

# %% [markdown]
# ## Which numbers only look like rivals?
#
# The same word, *share* or *rank*, stands for different things. A share of imports is not a share of
# production; a rank in mining is not a rank in refining. The articles are from the agency EFE, the Kazakh magazine Kursiv Media, the mining
# portal MiningSEE, the Astana Times and one unknown publisher.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
alike = once[once["unit"].isin(["percent", "rank"]) & once["measure"].isin(["share", "rank"])]
alike = alike.sort_values(["unit", "commodity", "value"])
data_table(
    {
        "Number": [press(row) for row in alike.to_dict("records")],
        "Of whom": alike["holder"],
        "Of what": alike["denominator"].fillna("").replace("these materials", "what Europe needs"),
        "Material": alike["commodity"],
        "Article": alike["seed"].map(book.publishers),
    },
    "Shares and ranks in the press, with what each is of",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
copper = pick(once, commodity="copper", measure="rank")
own = [ref.own("KAZ", "copper", stage) for stage in ("mine", "refinery")]
say(
    "On copper the press says {ranks}. By the newest table, for {own.year:date}, Kazakhstan is {mined} or {last} in mining, tied "
    "with another country, and {refined} in refining.",
    holds(
        (own[0]["rank_high"] == 10) & (own[0]["rank_low"] == 9) & (own[1]["rank_low"] == 11),
        "So both fit: it is among the first ten in mining and eleventh in refining.",
    ),
    holds(
        copper["verdict"] == "imprecise",
        "The verdicts call each imprecise all the same: neither article says which of the two it means, and by the other each "
        "is a place off.",
    ),
    ranks=join([press(row) for row in copper.to_dict("records")]),
    own=own[0],
    mined=cite(own[0], "rank_low", "ordinal"),
    last=cite(own[0], "rank_high", "ordinal"),
    refined=cite(own[1], "rank_low", "ordinal"),
)

# %% [markdown]
# ## Who agrees, and who only copies?

# %% jupyter={"source_hidden": true} tags=["hide-input"]
relations = compare(book.ledger, book.articles)["relation"].value_counts()
say(
    holds(relations.get("corroborates", 0) == 0, "No number is confirmed by a second, independent article."),
    "{copied}, because one article rewrites the other.",
    "Two articles that took a figure from one press release in their own words would count as independent.",
    copied=plural(int(relations.get("same source", 0)), "pair of numbers agrees", "pairs of numbers agree"),
)
