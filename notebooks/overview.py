# %% [markdown]
# # Orebook: what the press says of Kazakhstan’s critical metals, and how much of it holds

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
import _answers
import altair as alt
from markupsafe import Markup

from orebook.book import charts, check_parameters, open_book
from orebook.book.rows import VERDICT_SHAPES, reading
from orebook.book.words import answer, plural, say
from orebook.page.publication import spell

check_parameters({"edition": (2025, 2026)}, edition=edition)
book = open_book(edition=edition, leave_out=leave_out)
answer(_answers.what_holds_up(book))

# %% jupyter={"source_hidden": true} tags=["hide-input"]
HEADS = {"fact": "facts", "plan or forecast": "plans"}
rows = _answers.counted_once(book)
rows["order"] = rows["verdict"].map(list(charts.VERDICT_COLOURS).index)
rows = rows.sort_values(["kind", "order", "seed", "start", "q_start"], kind="stable", ignore_index=True)
rows["at"] = rows.groupby(["kind", "verdict"]).cumcount()
rows["sign"] = rows["verdict"].map(VERDICT_SHAPES)
words = (rows["sign"] + " " + rows["verdict"]).where(rows["at"] < 10, "")
rows["line"] = rows["kind"] + "|" + rows["verdict"] + (rows["at"] // 10).astype(str) + "|" + words
rows["column"] = rows["at"] % 10
rows["claim"] = [reading(row) for row in rows.to_dict("records")]
lines = [
    line
    for kind, head in HEADS.items()
    for line in (f"||{head}", *rows.loc[rows["kind"] == kind, "line"].unique())
]

# %% jupyter={"source_hidden": true} tags=["hide-input"]
bold = {"condition": {"test": "slice(datum.value, 0, 1) == '|'", "value": 700}, "value": 400}
heads = alt.Axis(labelExpr="split(datum.value, '|')[2]", labelFontWeight=bold, labelLimit=230)
grid = alt.Chart(rows[["column", "line", "verdict", "sign", "claim"]], height=alt.Step(24)).encode(
    x=alt.X("column:O", axis=None).scale(domain=list(range(10))),
    y=alt.Y("line:N", title=None, axis=heads, scale=alt.Scale(domain=lines)),
    tooltip=["claim", "verdict"],
)
charts.show(
    grid.mark_square(size=280, opacity=1).encode(color=_answers.COLOUR)
    + grid.mark_text(fontWeight=700).encode(text="sign:N", color=_answers.INK),
    "claims-at-a-glance",
    "Each square is one number from the press, copies counted once: facts above, plans and forecasts below",
    "A grid of squares, one for each number of the press, copies counted once, marked and coloured by verdict.",
    "Ledger of claims and verdicts of this book",
    rows[["kind", "claim", "verdict"]],
)

# %% [markdown]
# *Supported*: an official or published figure agrees, exactly or after rounding. *Imprecise*: true by one way of
# counting, not by the usual one, or too vague to tell. *Outdated*: it was right once. *Contradicted*: no figure we found
# comes near. *Not verifiable*: nothing we found could settle it. [Verdicts](what_holds_up) has them one by one, [Disagreements](disagreements) what cannot all be true.
#
# ## Four questions

# %% jupyter={"source_hidden": true} tags=["hide-input"]
THEMES = {
    "eu_strategy": "Can Kazakhstan loosen Europe’s dependence?",
    "kazakh_production": "How much does Kazakhstan make, and how much does it plan?",
    "esg_competition": "Are standards Europe’s only lasting advantage?",
    "us_interest": "What does Washington want, and what could it get?",
}
_answers.cards(book, THEMES)

# %% [markdown]
# ## How to trust it

# %% jupyter={"source_hidden": true} tags=["hide-input"]
say(
    "We collected {articles} by hand and found {claims} in them. They are not a representative sample of the press. The "
    "newest is of {newest}. The figures we hold them against were looked up in {looked}.",
    articles=plural(len(book.articles), "article"),
    claims=plural(len(book.ledger), "claim"),
    newest=max((day.split("/")[-1] for day in book.published.values()), default=None),
    looked=spell(max(book.reference.sources["read"])),
)
say(
    "A number with a {press} is from the press: the link leads to its sentence and its verdict. One with a {own} is "
    "published by a statistics office, a law or a study. A {second} marks a figure or a deal known only second-hand, from "
    "a report. A number without a line is computed here; the small arrow at the right opens the code.",
    press=Markup('<span class="key">dotted line</span>'),
    own=Markup('<span class="key figure">solid line</span>'),
    second=Markup('<span class="key second">dashed line</span>'),
)

# %% [markdown]
# Start with a question above, with [who owns the mines and plants](us_interest.ipynb#who-owns-the-mines-and-plants), with [what holds up](what_holds_up), with
# [which numbers cannot both be right](disagreements), or with the [method](../book/method).
