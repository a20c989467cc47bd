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
# # Orebook: what the press says of Kazakhstan’s critical metals, and how much of it holds

# %% tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
evidence = "any"  # what counts as production in Kazakhstan: "any" evidence, or "statistics" only
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% tags=["hide-input"]
import altair as alt
import pandas as pd

from orebook import open_book
from orebook.book import analysis, charts, findings
from orebook.book import words as prose
from orebook.book.words import number, plural, sentence

analysis.check_parameters(
    {"edition": (2025, 2026), "evidence": ("any", "statistics")}, edition=edition, evidence=evidence
)
book = open_book(edition=edition, leave_out=leave_out)
ledger, verdicts, ref = book
numbers = findings.counted_once(book)
MARKS = {verdict: f"{prose.VERDICT_SHAPES[verdict]} {verdict}" for verdict in charts.VERDICT_COLOURS}

# %% tags=["hide-input"]
overall = findings.what_holds_up(book)
prose.finding(overall.sentence)

# %% tags=["hide-input"]
order = [verdict for verdict in charts.VERDICT_COLOURS if verdict in set(numbers["verdict"])]
marks = [MARKS[verdict] for verdict in order]
tiles = numbers.assign(order=numbers["verdict"].map(order.index)).sort_values(
    ["order", "seed", "start", "q_start"], kind="stable"
)
ROW = 14
tiles = pd.DataFrame(
    {
        "column": [i % ROW for i in range(len(tiles))],
        "row": [i // ROW for i in range(len(tiles))],
        "verdict": tiles["verdict"].map(MARKS).to_list(),
        "shape": tiles["verdict"].map(prose.VERDICT_SHAPES).to_list(),
        "claim": [prose.reading(row) for row in tiles.to_dict("records")],
    }
)
grid = alt.Chart(tiles).encode(
    x=alt.X("column:O", axis=None), y=alt.Y("row:O", axis=None), tooltip=["claim", "verdict"]
)
charts.show(
    grid.mark_square(size=340, opacity=1).encode(
        color=alt.Color(
            "verdict:N",
            title=None,
            sort=marks,
            scale=alt.Scale(domain=marks, range=[charts.VERDICT_COLOURS[verdict] for verdict in order]),
            legend=alt.Legend(columns=2, labelLimit=200),
        ),
    )
    + grid.mark_text(color="white", fontWeight=700).encode(text="shape:N"),
    name="claims-at-a-glance",
    title=sentence(
        "Each square is a number from the press: {held} of {checked} that could be checked hold, as printed or after rounding",
        held=number(overall.facts["held"]),
        checked=number(overall.facts["checked"]),
    ),
    description=sentence(
        "A grid of {count} squares, one for each press figure, ordered, marked and coloured by verdict.",
        count=number(len(tiles)),
    ),
    source="Ledger of claims and verdicts of this book",
    data=tiles[["claim", "verdict"]],
)

# %% [markdown]
# ## Four questions

# %% tags=["hide-input"]
THEMES = [
    ("EU strategy", "eu-strategy", findings.eu_strategy(book, evidence=evidence)),
    ("Kazakh production", "kazakh-production", findings.kazakh_production(book, evidence=evidence)),
    ("ESG competition", "esg-competition", findings.esg_competition(book)),
    ("US interest", "us-interest", findings.us_interest(book, evidence=evidence)),
]


def tally(theme):
    """Return how many of a theme's numbers hold up, in words."""
    rows = analysis.pick(numbers, themes=theme)
    held = int(rows["verdict"].isin(analysis.HOLDS).sum())
    return sentence(
        "Of {count} in this theme {held}, as printed or after rounding.",
        held=plural(held, "holds", "hold"),
        count=plural(len(rows), "press figure"),
    )


prose.cards([(title, f"{found.theme}.html", found.sentence, tally(theme)) for title, theme, found in THEMES])
if numbers["themes"].str.contains(";").any():
    prose.say(
        "{shared} of the {all} figures belong to several themes and are counted in each.",
        shared=number(int(numbers["themes"].str.contains(";").sum())),
        all=number(len(numbers)),
    )

# %% [markdown]
# ## How to trust it

# %% tags=["hide-input"]
prose.say(
    "{articles} were read into {claims}, {vintage}. Every press number is a link to its sentence, shown as far as a "
    "short excerpt may; every official number names its source, the edition where there is one, and the copy where only a copy was read. A verdict shows its arithmetic, and what could not be read is listed.",
    articles=plural(len(book.articles), "article"),
    claims=plural(len(ledger), "claim"),
    vintage=analysis.vintage(book.articles),
)

# %% [markdown]
# Start with a theme above, with [what holds up](what_holds_up), or with the [method](../book/method).
