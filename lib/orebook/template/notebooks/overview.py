# %% [markdown]
# # Cobalt: who makes it, and does the press have it right?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
# `orebook run overview -p year=2024` runs this page with another value.
year = 2025  # of the official figures
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from orebook.book import charts, check_parameters, open_book
from orebook.book.rows import cite, data_table, place_name, press, verdict_mark
from orebook.book.words import answer, holds, plural, say

check_parameters({"year": (2024, 2025)}, year=year)
book = open_book(leave_out=leave_out)
mined = book.reference.select("cobalt", year=year).sort_values("share", ascending=False)
first, second = (mined[mined["country"] == country].iloc[0] for country in ("COD", "IDN"))
# A sentence that data could overturn stands in a `holds`: where the condition fails, `orebook book` refuses it. A
# number comes in as a value, never typed; `cite` links it to its source.
answer(
    holds(first["share"] > 50, "Congo mines {share} of the world’s cobalt, more than all others together."),
    holds(second["rank_low"] == 2, "Indonesia is second."),
    share=cite(first, "share"),
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
shown = mined[mined["share"] > 1].assign(country=lambda rows: rows["country"].map(place_name))
charts.show(
    charts.bars(shown, "country", "share", "Share of the world’s output, %", end=100),
    "cobalt-mined",
    holds(shown["share"].iloc[0] > 50, "One country mines more than half"),
    "Bars: each country’s share of the cobalt mined in the world, for those above a hundredth.",
    book.reference.credit(shown),
    shown[["country", "share", "value", "source", "locator"]],
)

# %% [markdown]
# ## Does the press have it right?
# Each number below leads to the sentence it stands in; each verdict says which figure it was held against.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
claims = book.judged[book.judged["kind"] == "quantity"]
wrong = claims[claims["verdict"] == "contradicted"]
links, verdicts = map(press, claims.to_dict("records")), map(verdict_mark, claims["verdict"])
data_table(
    {"Claim": [*links], "Place": claims["place"], "When": claims["period"], "Verdict": [*verdicts]},
    "What the articles say, and whether official figures bear it out",
)
say(
    "{claims} with a number in {articles}.",
    holds(len(wrong) == 0, "None is contradicted."),
    claims=plural(len(claims), "claim"),
    articles=plural(len(book.articles), "article"),
)
