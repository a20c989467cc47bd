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
# # Disagreements: who says otherwise, and what only looks like it

# %% tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% tags=["hide-input"]
import re

import altair as alt
import pandas as pd

from orebook import compare, open_book, source_groups
from orebook.book import analysis, charts
from orebook.book import words as prose
from orebook.book.words import number, plural, press, sentence

analysis.check_parameters({"edition": (2025, 2026)}, edition=edition)
book = open_book(edition=edition, leave_out=leave_out)
ledger, verdicts, ref = book
pairs = compare(ledger, book.articles)
groups = source_groups(book.articles)
claims = {row["claim"]: row for row in ledger.to_dict("records")}


def worded(text):
    """Return what the ledger holds in small letters and codes as a reader writes it."""
    text = re.sub(r"\beu\b", "EU", text)
    return re.sub(r"\b[A-Z]{3}\b", lambda code: prose.place_name(code[0]), text)


def side_by_side(rows, caption):
    """Show pairs of claims beside each other, each linked to its words."""
    prose.data_table(
        {
            "One says": [press(claims[a]) for a in rows["claim_a"]],
            "Read as": [prose.reading(claims[a]) for a in rows["claim_a"]],
            "Another says": [press(claims[b]) for b in rows["claim_b"]],
            "Read as ": [prose.reading(claims[b]) for b in rows["claim_b"]],
            "Why": [worded(reason) for reason in rows["reason"]],
        },
        caption=caption,
    )


def share_of(claim):
    """Return what a share is of, in words."""
    commodity = str(claim["commodity"]).replace(";", ", ") if claim["commodity"] == claim["commodity"] else ""
    of = worded(claim["denominator"]) if claim["denominator"] == claim["denominator"] else "not said of what"
    named = (
        commodity and commodity.split()[-1] in of
    )  # "raw materials essential …", of critical raw materials
    return f"{of}: {commodity}" if commodity and not named else of


def said(claim):
    """Return what a claim says and in which source, the same for each copy."""
    fields = ("commodity", "measure", "place", "denominator", "unit", "value")
    return (groups[claims[claim]["seed"]], *(str(claims[claim][field]) for field in fields))


by = {
    name: pairs[pairs["relation"] == name]
    for name in ("conflicts", "different denominators", "corroborates", "same source")
}
for name in ("conflicts", "different denominators", "corroborates"):  # copies of one report count once
    same = [frozenset(map(said, pair)) for pair in zip(by[name]["claim_a"], by[name]["claim_b"], strict=True)]
    by[name] = by[name][~pd.Series(same, index=by[name].index, dtype=object).duplicated()]

# %% [markdown]
# ## The finding

# %% tags=["hide-input"]
prose.finding(
    "Copies counted once, the articles contradict each other in {conflicts}; {alike} contradictory, as "
    "shares of different things.",
    conflicts=plural(len(by["conflicts"]), "pair of figures", "pairs of figures"),
    alike=plural(len(by["different denominators"]), "pair only looks", "pairs only look"),
)
prose.answer(
    [
        sentence(
            "{articles} from {sources}: copies and rewrites of one report count once.",
            articles=plural(len(book.articles), "article comes", "articles come"),
            sources=plural(len(set(groups.values())), "independent source"),
        ),
        sentence(
            "{count} across independent sources.",
            count=plural(len(by["corroborates"]), "pair of claims agrees", "pairs of claims agree"),
        ),
        sentence(
            "{count} only because one article repeats the other.",
            count=plural(len(by["same source"]), "pair agrees", "pairs agree"),
        ),
    ]
)

# %% [markdown]
# ## Data and vintage

# %% tags=["hide-input"]
prose.say(
    "{claims} with a number, {vintage}. Two claims are compared when commodity, measure, place and denominator are the same and "
    "their periods meet; hedges and rounding widen what counts as agreement.",
    claims=plural(int(ledger["value"].notna().sum()), "claim"),
    vintage=analysis.vintage(book.articles),
)

# %% [markdown]
# ## Conflicts

# %% tags=["hide-input"]
if len(by["conflicts"]):
    side_by_side(by["conflicts"], "Claims on the same thing that do not agree")
else:
    prose.say("No two claims in this set contradict each other.")

# %% [markdown]
# ## Look-alikes: the same kind of number, of different things

# %% tags=["hide-input"]
if len(by["different denominators"]):
    alike = by["different denominators"]
    ids = dict.fromkeys([*alike["claim_a"], *alike["claim_b"]])
    # One bar for each thing a share is of and each value: copies of a report repeat both.
    bars = {
        (share_of(claims[i]), float(claims[i]["value"])): claims[i]
        for i in ids
        if claims[i]["unit"] == "percent"
    }
    shares = pd.DataFrame(
        [
            {"row": of, "value": value, "shown": f"{value:.0f}%", "article": book.publishers[claim["seed"]]}
            for (of, value), claim in sorted(bars.items(), key=lambda item: (-item[0][1], item[0][0]))
        ]
    )
    if len(shares):
        charts.show(
            charts.ladder(shares, domain=(0, 115), axis="%", colour=alt.value(charts.PRESS)),
            name="look-alikes",
            title=sentence(
                "{count} shares that are not rivals: each is of something else", count=number(len(shares))
            ),
            description=sentence(
                "Bars of {count} press shares, each labelled with what it is a share of.",
                count=number(len(shares)),
            ),
            source="Ledger of claims",
            data=shares,
        )
    side_by_side(alike, "Claims that look contradictory and are not")
else:
    prose.say("No look-alikes in this set.")

# %% [markdown]
# ## Agreement, and copies of one source

# %% tags=["hide-input"]
for name, caption in (
    ("corroborates", "Claims that agree and come from independent sources"),
    ("same source", "Claims that agree because one article repeats the other"),
):
    if len(by[name]):
        side_by_side(by[name], caption)
    else:
        prose.say("{what}: none in this set.", what=caption)

# %% [markdown]
# ## Limits
#
# - Independence is judged by the text: two articles that took a figure from the same press release in their own words
#   count as two.
# - Claims whose measure or denominator could not be read are not compared.

# %% [markdown]
# ## What would change this conclusion

# %% tags=["hide-input"]
prose.say(
    "Each new article is compared with all that are here; drop one into *seeds* and this page shows what it confirms and what it disputes."
)
