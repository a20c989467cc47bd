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
# # Revisions: how far do official figures move?

# %% tags=["parameters", "hide-input"]
country = "KAZ"  # ISO 3166-1 alpha-3 code of the country
threshold = 10  # percent; a revision beyond it is called large

# %% tags=["hide-input"]
import altair as alt
import pandas as pd

from orebook import load_reference
from orebook.book import analysis, charts
from orebook.book import words as prose
from orebook.book.words import number, official, percent, plural, sentence
from orebook.check.figures import INCOMPLETE, SECOND_HAND

if not 0 < threshold < 1000:
    raise ValueError(f"parameter threshold={threshold!r} is not a percentage between 0 and 1000")
ref = load_reference()
if country not in set(ref.production["country"]):
    raise ValueError(f"parameter country={country!r} has no figures in the production table")
revised = ref.revisions(country)
name = "the world" if country == "WORLD" else prose.place_name(country)
REMARKS = {
    SECOND_HAND: "read second-hand",
    INCOMPLETE: "from a list that is not complete",
    "unit-corrected": "unit put right by us",
}
moved = revised[revised["change"].notna() & (revised["change"] != 0)].copy()
moved["label"] = [
    f"{row.commodity}, {'reserves, ' if row.kind == 'reserves' else ''}{row.stage} ({row.year:.0f})"
    for row in moved.itertuples()
]
moved["change"] = moved["change"].round(1)
moved = moved.sort_values("change", key=abs, ascending=False, kind="stable").drop_duplicates(
    ["kind", "label"]
)
large = moved[moved["change"].abs() > threshold]
largest = moved.iloc[0] if len(moved) else None

# %% [markdown]
# ## The finding

# %% tags=["hide-input"]
if largest is None:
    prose.finding("No figure of {country} was revised between the editions on record.", country=name)
else:
    prose.finding(
        "Of {all} for {country} that two editions give for the same year, {large} by more than {threshold}; {label} moved from {old} to {new}.",
        all=plural(len(revised), "figure"),
        country=name,
        large=sentence("{count} moved", count=number(len(large))),
        threshold=percent(threshold),
        label=largest["label"],
        old=official(number(largest["old"], largest["unit"]), largest["older"]),
        new=official(number(largest["new"], largest["unit"]), largest["newer"]),
    )
prose.answer(
    [
        sentence(
            "{same} of {all} stayed the same.",
            same=number(int((revised["change"] == 0).sum())),
            all=number(len(revised)),
        ),
        sentence(
            "{up} were raised and {down} lowered.",
            up=number(int((moved["change"] > 0).sum())),
            down=number(int((moved["change"] < 0).sum())),
        ),
        sentence(
            "A verdict on a press figure can therefore depend on the edition; each verdict names its own."
        ),
    ]
)

# %% [markdown]
# ## What moved

# %% tags=["hide-input"]
END = 200  # percent, where the bars end
if len(moved):
    shown = moved.head(30)
    bars = pd.DataFrame(
        {
            "row": shown["label"],
            "value": shown["change"].clip(upper=END),
            "shown": [f"{'+' if c > 0 else ''}{prose.plain(percent(c, 0))}" for c in shown["change"]],
            "direction": ["raised" if c > 0 else "lowered" for c in shown["change"]],
        }
    )
    charts.show(
        charts.ladder(
            bars,
            domain=(min(bars["value"].min(), 0), END),
            axis=f"Change, % (bars end at {END})",
            colour=alt.Color(
                "direction:N",
                title=None,
                scale=alt.Scale(domain=["raised", "lowered"], range=[charts.OFFICIAL, charts.PRESS]),
            ),
            beside=False,
        ),
        name="revised-figures",
        title=sentence(
            "{count} of {all} revised figures moved by more than {threshold}{drawn}",
            drawn=sentence("; the {n} most revised are drawn", n=len(shown))
            if len(shown) < len(moved)
            else "",
            count=number(len(large)),
            all=number(len(moved)),
            threshold=percent(threshold),
        ),
        description=sentence(
            "Bars of the change in percent, largest first, for {count} figures.",
            count=number(len(shown)),
        ),
        source=analysis.credit(ref.sources, [*moved["older"], *moved["newer"]]),
        data=moved[["label", "kind", "old", "new", "unit", "change", "older", "newer"]],
    )

# %% [markdown]
# ## Every revised figure

# %% tags=["hide-input"]
prose.data_table(
    {
        "Figure": moved["label"],
        "Kind": moved["kind"],
        "Older edition": [
            official(number(v, u), s)
            for v, u, s in zip(moved["old"], moved["unit"], moved["older"], strict=True)
        ],
        "Newer edition": [
            official(number(v, u), s)
            for v, u, s in zip(moved["new"], moved["unit"], moved["newer"], strict=True)
        ],
        "Change, %": moved["change"],
        "Remark": moved["flag"].map(REMARKS).fillna(""),
    },
    caption="Figures that two editions of one publication give differently for the same year",
)

# %% [markdown]
# ## Limits
#
# - Reserves stand here only where two editions give them for the same year; most are given for the edition’s own.
# - A revision is not an error: estimates become reports, and definitions change. The tables do not say which.
# - One of the editions was read from a single public copy of the release; the other from two copies that agree.

# %% [markdown]
# ## What would change this conclusion

# %% tags=["hide-input"]
prose.say("The next edition; add its rows to the production table and this page compares it with the last.")
