# %% [markdown]
# # What holds up? The press against official figures

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
import _answers
import altair as alt
import pandas as pd
from markupsafe import Markup

from orebook import find_near_duplicates, load_reference
from orebook.book import charts, check_parameters, open_book, pick, said
from orebook.book.rows import VERDICT_SHAPES, data_table, press, reading, verdict_mark
from orebook.book.words import answer, holds, join, say

check_parameters({"edition": (2025, 2026)}, edition=edition)
book = open_book(edition=edition, leave_out=leave_out)
rows = _answers.counted_once(book)
checked = rows[~rows["verdict"].isin(_answers.OPEN)]
answer(_answers.what_holds_up(book))

# %% jupyter={"source_hidden": true} tags=["hide-input"]
counts = rows.groupby(["kind", "verdict"], as_index=False).size()
counts["order"] = counts["verdict"].map(list(charts.VERDICT_COLOURS).index)
counts = counts.sort_values(["kind", "order"])
counts["what"] = counts["kind"] + ": " + counts["verdict"].map(VERDICT_SHAPES) + " " + counts["verdict"]
held = checked["verdict"].isin(_answers.HELD).groupby(checked["kind"]).mean().astype("Float64")
held = held.reindex(["fact", "plan or forecast"])
charts.show(
    charts.bars(counts, "what", "size", "Numbers", color=_answers.COLOUR),
    "verdicts",
    holds(
        held["fact"] < held["plan or forecast"],
        "Plans match what was announced more often than facts match figures; but the numbers are few",
    ),
    "Bars of the numbers in the press by verdict, facts apart from plans and forecasts.",
    "Ledger of claims; verdicts computed from the reference tables or reviewed",
)

# %% [markdown]
# ## What is wrong, and in which direction?
#
# Each number leads to its sentence and the reason. *Imprecise*: true by one way of counting, not by the usual one,
# or too vague to tell. What a copy repeats stands once, by who printed it first.


# %% jupyter={"source_hidden": true} tags=["hide-input"]
two_lines = Markup("{} <br>{}").format


def out_by(row):
    """Return how far a number is out, and of a computed verdict why it is not simply right or wrong."""
    computed = row["basis_of_verdict"] == "computed" and row["verdict"] not in _answers.HELD
    return "; ".join(part for part in (row["errs"], row["reason"] * computed) if part and part != "not known")


def table_of(claims, caption):
    """Show claims with their verdicts, how far they are out, and what was found."""
    records = claims.to_dict("records")
    data_table(
        {
            "Number": [two_lines(press(row), reading({**row, "value": None})) for row in records],
            "Verdict, and out by": [two_lines(verdict_mark(row["verdict"]), out_by(row)) for row in records],
            "What we found": claims["figure_text"].str.replace(".; the later one:", ". Later:"),
        },
        caption,
    )


facts, plans = (checked[checked["kind"] == kind] for kind in ("fact", "plan or forecast"))
table_of(facts[~facts["verdict"].isin(_answers.HELD)], "Facts that do not hold as they are printed")

# %% jupyter={"source_hidden": true} tags=["hide-input"]
wrong = facts[facts["verdict"] == "contradicted"]
say(
    "{wrong} facts are contradicted: {numbers}.",
    holds(
        (wrong["commodity"] == "aluminium") & (len(wrong) == 2),
        "Both are of aluminium, perhaps mistranslated.",
    ),
    holds(
        ~facts.loc[facts["commodity"] != "aluminium", "verdict"].isin(["contradicted"]),
        "The others are vague (of what, by which count) or out of date.",
    ),
    "One plan further down is contradicted as well: that the EU will raise extraction by {planned}.",
    wrong=len(wrong),
    planned=join(map(press, pick(plans, measure="extraction", verdict="contradicted").to_dict("records"))),
    numbers=join([press(row) for row in wrong.to_dict("records")]),
)

# %% [markdown]
# ## What holds, and what cannot be told?

# %% jupyter={"source_hidden": true} tags=["hide-input"]
sound, unknown = facts[facts["verdict"].isin(_answers.HELD)], rows[rows["verdict"].isin(_answers.OPEN)]
table_of(pd.concat([sound, unknown]), "Facts that hold, and numbers that nothing we found can settle")
say(
    holds(
        set(sound["measure"]) == {"areas", "funding", "projects", "share"},
        "The ones that hold are easy to check: an announced sum, two counts, and China’s part of the world’s rare earths.",
    ),
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
coded = book.judged[book.judged["value"].isna() & ~book.judged["verdict"].isin(_answers.OPEN)]
mixed = coded[coded["verdict"] == "imprecise"]
say(
    holds(
        ~coded["verdict"].isin(["contradicted"]),
        "We judged {judged} claims without a number, too. None is contradicted as a whole; {mixed} are imprecise. The memorandum of "
        "the EU is on raw materials, batteries and hydrogen, not on {oil}; of two moves away from China that an article names, one stands, but "
        "{plant} was Chinese-owned.",
    ),
    judged=len(coded),
    mixed=len(mixed),
    oil=said(mixed, measure="memorandum scope").linked("“hydrocarbons”"),
    plant=said(mixed, measure="inference drawn from plant and bids").linked("the tungsten plant"),
)

# %% [markdown]
# ## What was only announced?
#
# A plan is judged by whether it was announced so, not by whether it comes true. *Outdated*: a later announcement differs.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
table_of(plans, "Plans, targets and forecasts")

# %% [markdown]
# ## What is lost when an article is copied?
#
# A rewrite is no second source. We compare its numbers with those of the article it rewrites.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
numbers = book.ledger[book.ledger["value"].notna()]
for pair in find_near_duplicates(book.articles).itertuples():
    rewrite, original = sorted((numbers[numbers["seed"] == s] for s in (pair.seed_a, pair.seed_b)), key=len)
    kept = original["value"].isin(rewrite["value"]) & original["unit"].isin(rewrite["unit"])
    say(
        "The article of {rewriter} is a rewrite of that of {writer}. It kept {kept} of the {all} numbers and dropped {lost}.",
        holds(original.loc[~kept, "hedge"].notna(), "The original hedges that one, with *some experts*."),
        rewriter=book.publishers[rewrite["seed"].iloc[0]],
        writer=book.publishers[original["seed"].iloc[0]],
        all=len(original),
        kept=int(kept.sum()),
        lost=join([press(row) for row in original[~kept].to_dict("records")]),
    )

# %% [markdown]
# ## How firm are the official figures?
#
# The same office revises the same year from one edition to the next. A verdict may change with the edition, so each names the
# edition used.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
made = load_reference().standings.query("country == 'KAZ' and source.str.startswith('usgs')")
key = ["commodity", "stage", "year", "unit", "edition"]
made = made.rename(columns={"source": "older", "value": "old"}).astype({"edition": int})[
    [*key, "older", "old"]
]
newer = made.rename(columns={"older": "newer", "old": "new"}).assign(edition=made["edition"] - 1)
revised = made.merge(newer, on=key)
revised["change"] = (100 * (revised["new"] / revised["old"] - 1)).where(revised["old"] > 0)
revised = revised[revised["change"] != 0]
revised["what"] = [
    f"{row.commodity} {row.year:.0f}, {row.stage.split(',')[0]}" for row in revised.itertuples()
]
moved = revised.dropna(subset="change").sort_values("change", key=abs, ascending=False)
moved = moved.drop_duplicates("what").head(12)
moved["times"] = (moved["new"] / moved["old"]).round(2)
moved["went"] = moved["change"].gt(0).map({True: "raised", False: "lowered"})
axis = alt.Axis(values=[0.1, 0.3, 1, 3, 10, 30])
dots = alt.Chart(moved, height=alt.Step(22)).encode(
    x=alt.X("times:Q", title="Times the old figure", axis=axis).scale(type="log", domain=[0.1, 30]),
    y=alt.Y("what:N", title=None, sort=list(moved["what"]), axis=_answers.LONG),
    tooltip=["what", "old", "new", "older", "newer"],
    **charts.marks("went", {"raised": charts.OFFICIAL, "lowered": charts.OTHERS}),
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
charts.show(
    dots.mark_point(size=90),
    "revised-figures",
    holds(
        (moved["commodity"].iloc[0] == "antimony") & (moved["times"].iloc[0] >= 20),
        "A dozen figures on Kazakhstan moved by {least:percent} or more between two editions, antimony twentyfold",
        least=moved["change"].abs().min(),
    ),
    "Dots: the newer edition’s figure as a multiple of the older one’s for the same year, for the most revised figures.",
    f"USGS Mineral Commodity Summaries, editions {moved['older'].min()[-4:]} to {moved['newer'].max()[-4:]}",
    moved[["what", "old", "new", "unit", "change", "older", "newer"]],
)

# %% [markdown]
# ## What we do not know, and what would change this
#
# - A verdict is on the sentence as printed, not on its speaker: a right figure can be garbled in translation.
# - The numbers are few: one claim more or less moves a share by many points.
