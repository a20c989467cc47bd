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

# %% tags=["parameters", "hide-input"]
edition = None  # of the official statistics, such as 2025; None: whichever fits the claim
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% tags=["hide-input"]
import orebook
from orebook.book import words as prose

book = orebook.open_book(edition=edition, leave_out=leave_out)
ledger, verdicts, reference = book

# %% tags=["hide-input"]
held = int(verdicts["verdict"].str.startswith("supported").sum())
prose.finding(
    "{claims} in {articles}; official figures bear out {held}.",
    articles=prose.plural(len(book.articles), "article"),
    claims=prose.plural(len(ledger), "claim"),
    held=prose.number(held),
)

# %% [markdown]
# ## Evidence

# %% tags=["hide-input"]
prose.evidence_table(ledger, verdicts)
