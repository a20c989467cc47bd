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
# # What do the articles claim?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
edition = None  # of the official statistics, such as 2025; None: whichever fits the claim
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
import orebook
from orebook.book import answer, data_table, plural, press

book = orebook.open_book(edition=edition, leave_out=leave_out)
claims = book.judged
held = claims["verdict"].str.startswith("supported")

# %% jupyter={"source_hidden": true} tags=["hide-input"]
answer(
    "{claims} in {articles}; official figures bear out {held}.",
    claims=plural(len(claims), "claim"),
    articles=plural(len(book.articles), "article"),
    held=int(held.sum()),
)

# %% [markdown]
# ## Evidence

# %% jupyter={"source_hidden": true} tags=["hide-input"]
data_table(
    {
        "Claim": [press(row) for row in claims.to_dict("records")],
        "Commodity": claims["commodity"],
        "Verdict": claims["verdict"],
    },
    "Claims, each linked to its words, with its verdict",
)
