# %% [markdown]
# # Orebook: what the press says of Kazakhstan’s critical metals, and how much of it holds

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
import _answers
import altair as alt
import pandas as pd

from orebook.book import charts, check_parameters, open_book
from orebook.book.rows import VERDICT_SHAPES, reading
from orebook.book.words import answer, cards, plural, say

check_parameters({"edition": (2025, 2026)}, edition=edition)
book = open_book(edition=edition, leave_out=leave_out)
answer(_answers.what_holds_up(book))

# %% jupyter={"source_hidden": true} tags=["hide-input"]
ORDER = list(charts.VERDICT_COLOURS)
rows = _answers.counted_once(book).assign(order=lambda t: t["verdict"].map(ORDER.index))
rows = rows.sort_values(["kind", "order", "seed", "start", "q_start"], kind="stable", ignore_index=True)
rows["place"] = rows.groupby("kind").cumcount()
rows["sign"] = rows["verdict"].map(VERDICT_SHAPES)
rows["mark"] = rows["sign"] + " " + rows["verdict"]
tiles = pd.DataFrame(
    {
        "column": rows["place"] % 10,
        "row": rows["kind"] + (rows["place"] // 10).astype(str),
        **rows[["kind", "verdict", "mark", "sign", "order"]],
        "claim": [reading(row) for row in rows.to_dict("records")],
    }
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
seen = tiles.sort_values("order").drop_duplicates("mark")
colours = dict(zip(seen["mark"], seen["verdict"].map(charts.VERDICT_COLOURS), strict=True))
heads = alt.Axis(labelExpr="slice(datum.value, -1) == '0' ? slice(datum.value, 0, -1) : ''")
grid = alt.Chart(tiles).encode(
    x=alt.X("column:O", axis=None), y=alt.Y("row:O", title=None, axis=heads), tooltip=["claim", "verdict"]
)
charts.show(
    grid.mark_square(size=330, opacity=1).encode(color=charts.marks("mark", colours)["color"])
    + grid.mark_text(color="white", fontWeight=700).encode(text="sign:N"),
    "claims-at-a-glance",
    "Each square is a number from the press, facts apart from plans and forecasts",
    "A grid of squares, one for each number of the press, marked and coloured by verdict.",
    "Ledger of claims and verdicts of this book",
    tiles[["kind", "claim", "verdict"]],
)

# %% [markdown]
# ## Four questions

# %% jupyter={"source_hidden": true} tags=["hide-input"]
THEMES = {
    "eu_strategy": "Can Kazakhstan loosen Europe’s dependence?",
    "kazakh_production": "How much does Kazakhstan make, and how much does it plan?",
    "esg_competition": "Are standards Europe’s only lasting advantage?",
    "us_interest": "What does Washington want, and what could it get?",
}
cards((question, f"{name}.html", getattr(_answers, name)(book), "") for name, question in THEMES.items())

# %% [markdown]
# ## How to trust it

# %% jupyter={"source_hidden": true} tags=["hide-input"]
say(
    "{articles} were read into {claims}, {vintage}. A number of the press is a link to its words. An official figure "
    "is a link to its row in a table. Any other number is computed here, by the code folded next to it.",
    articles=plural(len(book.articles), "article"),
    claims=plural(len(book.ledger), "claim"),
    vintage=book.vintage,
)

# %% [markdown]
# Start with a question above, with [what holds up](what_holds_up), or with the [method](../book/method).
