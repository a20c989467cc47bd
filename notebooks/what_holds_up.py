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
# # What holds up? The press against official figures

# %% tags=["parameters", "hide-input"]
edition = 2026  # of the USGS Mineral Commodity Summaries: 2025 or 2026
only_numbers = True  # judge the claims that carry a number; False takes the hand-coded ones as well
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% tags=["hide-input"]
import altair as alt
from markupsafe import Markup

from orebook import find_near_duplicates, open_book
from orebook.book import analysis, charts, findings
from orebook.book import words as prose
from orebook.book.words import number, percent, plural, press, sentence, verdict_mark

analysis.check_parameters(
    {"edition": (2025, 2026), "only_numbers": (True, False)}, edition=edition, only_numbers=only_numbers
)
book = open_book(edition=edition, leave_out=leave_out)
ledger, verdicts, ref = book
judged = analysis.judged(ledger, verdicts)
taken = judged[judged["value"].notna()] if only_numbers else judged
once = findings.counted_once(book, only_numbers=only_numbers)
ORDER = list(charts.VERDICT_COLOURS)
MARKS = {verdict: f"{prose.VERDICT_SHAPES[verdict]} {verdict}" for verdict in ORDER}

# %% [markdown]
# ## The finding

# %% tags=["hide-input"]
found = findings.what_holds_up(book, only_numbers=only_numbers)
prose.finding(found.sentence)

# %% tags=["hide-input"]
counts = once["verdict"].value_counts()
computed = once[once["basis_verdict"] == "computed"]
prose.answer(
    [
        sentence(
            "{supported} stand as they are or after rounding; {imprecise} are imprecise, {outdated} out of date, {contradicted} "
            "contradicted.",
            supported=number(int(counts.get("supported", 0) + counts.get("supported with rounding", 0))),
            imprecise=number(int(counts.get("imprecise", 0))),
            outdated=number(int(counts.get("outdated", 0))),
            contradicted=number(int(counts.get("contradicted", 0))),
        ),
        sentence(
            "{computed} of {all} verdicts were computed from tables, the arithmetic is shown; the others come from a review "
            "with sources.",
            computed=number(len(computed)),
            all=number(len(once)),
        ),
        sentence(
            "{open} could not be checked or verified; what would be needed is said with each.",
            open=number(int(counts.get("not checked", 0) + counts.get("not verifiable", 0))),
        ),
    ]
)

# %% [markdown]
# ## Data and vintage

# %% tags=["hide-input"]
prose.say(
    "{claims} from {articles}, {vintage}; {repeated} of them stand in a copy and in its original. Judged by what the "
    "reference tables hold up to the USGS edition {edition}.",
    claims=plural(len(taken), "claim"),
    repeated=number(len(taken) - len(once)),
    articles=plural(taken["seed"].nunique(), "article"),
    vintage=analysis.vintage(book.articles),
    edition=str(edition),
)

# %% [markdown]
# ## By theme

# %% tags=["hide-input"]
THEMES = {
    "eu-strategy": "EU strategy",
    "kazakh-production": "Kazakh production",
    "esg-competition": "ESG competition",
    "us-interest": "US interest",
}


def stacked(rows, what, name, title, description):
    """Show counts of verdicts as stacked bars, with a table under them."""
    shares = rows.groupby([what, "verdict"], as_index=False).size().rename(columns={"size": "claims"})
    shares["order"] = shares["verdict"].map(ORDER.index)
    shares["shape"] = shares["verdict"].map(prose.VERDICT_SHAPES)
    shares["verdict"] = shares["verdict"].map(MARKS)
    seen = [mark for mark in MARKS.values() if mark in set(shares["verdict"])]
    bars = alt.Chart(shares).encode(
        y=alt.Y(f"{what}:N", title=None, axis=alt.Axis(labelLimit=170)),
        order=alt.Order("order:Q"),
        tooltip=[what, "verdict", "claims"],
    )
    colour = alt.Color(
        "verdict:N",
        title=None,
        sort=seen,
        scale=alt.Scale(domain=seen, range=[charts.VERDICT_COLOURS[mark[2:]] for mark in seen]),
        legend=alt.Legend(columns=1, labelLimit=200),
    )
    charts.show(
        bars.mark_bar(stroke="white", strokeWidth=0.6).encode(
            color=colour, x=alt.X("claims:Q", title="claims", stack="zero")
        )
        + bars.mark_text(color="white", fontWeight=700).encode(
            text="shape:N", detail="verdict:N", x=alt.X("claims:Q", stack="zero", bandPosition=0.5)
        ),
        name=name,
        title=title,
        description=description,
        source="Ledger of claims; verdicts computed from the reference tables or reviewed",
        data=shares.drop(columns=["order", "shape"]),
    )


by_theme = once.assign(theme=once["themes"].str.split(";")).explode("theme")
by_theme = by_theme[by_theme["theme"].isin(THEMES)].assign(theme=lambda t: t["theme"].map(THEMES))
held = (
    findings.checkable(by_theme)
    .assign(held=lambda t: t["verdict"].isin(analysis.HOLDS))
    .groupby("theme")["held"]
    .mean()
)
best, worst = (held.idxmax(), held.idxmin()) if len(held) else ("", "")
stacked(
    by_theme,
    "theme",
    "verdicts-by-theme",
    sentence(
        "Of what could be checked most holds in {best} ({share_best}), least in {worst} ({share_worst})",
        best=best,
        share_best=percent(100 * held[best], 0),
        worst=worst,
        share_worst=percent(100 * held[worst], 0),
    )
    if best != worst
    else "How much holds cannot be compared between themes",
    sentence(
        "Stacked bars of verdicts for {count} themes, copies counted once; a claim may belong to several.",
        count=number(by_theme["theme"].nunique()),
    ),
)

# %% [markdown]
# ## By article

# %% tags=["hide-input"]
short = analysis.distinct(name.split(",")[0] for name in book.publishers.values())
by_seed = taken.assign(article=taken["seed"].map(dict(zip(book.publishers, short, strict=True))))
per = (
    findings.checkable(by_seed)
    .assign(held=lambda t: t["verdict"].isin(analysis.HOLDS))
    .groupby("article")["held"]
    .agg(["sum", "size"])
)
stacked(
    by_seed,
    "article",
    "verdicts-by-article",
    sentence(
        "No article holds in every number that could be checked"
        if (per["sum"] < per["size"]).all()
        else "{count} of {of} articles hold in every number that could be checked",
        count=number(int((per["sum"] == per["size"]).sum())),
        of=number(len(per)),
    ),
    sentence("Stacked bars of verdicts for {count} articles.", count=number(len(per))),
)

# %% [markdown]
# *What it does not show.* A small number of claims a theme and an article; a difference of one claim moves a share by many
# points. By article, copies of one report are counted as they appear; everywhere else on this page once.

# %% [markdown]
# ## By speaker

# %% tags=["hide-input"]
who = once.assign(who=once["speaker"].fillna("the article itself"))
speakers = (
    who.groupby("who")["verdict"].value_counts().unstack(fill_value=0).reindex(columns=ORDER, fill_value=0)
)
speakers = speakers.loc[
    speakers.sum(axis=1).sort_values(ascending=False, kind="stable").index, speakers.sum() > 0
]
prose.data_table(
    speakers.reset_index(names="Who says so"), caption="Verdicts by speaker, as the articles attribute them"
)

# %% [markdown]
# ## Claim by claim
#
# Open a row’s arithmetic to see the figure, its source and the rule.

# %% tags=["hide-input"]
titles = dict(zip(ref.sources["source"], ref.sources["title"], strict=True))


def arithmetic(row):
    """Return the arithmetic of a verdict, folded."""
    lines = [row.computation, row.tolerance, row.reason_verdict, row.review_reason, row.needs]
    lines = list(dict.fromkeys(line for line in lines if isinstance(line, str) and line))
    named = [titles.get(key, key) for key in str(row.source_verdict or "").split(";") if key]
    edition_used = f", edition {row.edition}" if isinstance(row.edition, str) and row.edition else ""
    if named:
        lines.append("Source: " + "; ".join(named) + edition_used)
    if not lines:
        return "–"
    body = Markup("<br>").join(lines)
    return Markup("<details><summary>{}</summary>{}</details>").format(
        "how" if row.basis_verdict == "computed" else "why", body
    )


prose.data_table(
    {
        "Claim": [press(row._asdict()) for row in taken.itertuples(index=False)],
        "Read as": [prose.reading(row._asdict()) for row in taken.itertuples(index=False)],
        "Verdict": [verdict_mark(v) for v in taken["verdict"]],
        "By": taken["basis_verdict"],
        "Arithmetic": [arithmetic(row) for row in taken.itertuples(index=False)],
    },
    caption="Every verdict with its arithmetic",
)

# %% [markdown]
# ## Computed and reviewed: do they agree?

# %% tags=["hide-input"]
both = judged[
    (judged["basis_verdict"] == "computed")
    & judged["review_verdict"].notna()
    & (judged["review_verdict"] != "")
]
apart = both[both["review_verdict"] != both["verdict"]]
prose.say(
    "For {both} claims there is a computed and a reviewed verdict; they agree on {same}.",
    both=number(len(both)),
    same=number(len(both) - len(apart)),
)
if len(apart):
    reasons = {(row.seed, row.quote): row.reason for row in ref.disagreements.itertuples()}
    prose.data_table(
        {
            "Claim": [
                press(row, row["measure"] if row["value"] != row["value"] else None)
                for row in apart.to_dict("records")
            ],
            "Computed": [verdict_mark(v) for v in apart["verdict"]],
            "Reviewed": [verdict_mark(v) for v in apart["review_verdict"]],
            "Why they differ": [
                next(
                    (
                        why
                        for (seed, quote), why in reasons.items()
                        if seed == row.seed and (quote in row.quote or row.quote in quote)
                    ),
                    "–",
                )
                for row in apart.itertuples(index=False)
            ],
        },
        caption="Claims on which the arithmetic and the reviewer differ, with the reason",
    )

# %% [markdown]
# ## How claims drift on their way

# %% tags=["hide-input"]
pairs = find_near_duplicates(book.articles)
dates = {article.seed: article.published.value if article.published else "" for article in book.articles}
if len(pairs) == 0:
    prose.say("No article in this set is a copy or a rewrite of another.")
for pair in pairs.itertuples():
    older, newer = sorted(
        (pair.seed_a, pair.seed_b),
        key=lambda seed: (dates[seed].split("/")[0], -len(ledger[ledger["seed"] == seed])),
    )
    drift = analysis.drift(ledger, older, newer)
    fate = drift["change"].str.replace("kept, but .*", "changed", regex=True).value_counts()
    prose.say(
        "{newer} is a {kind} of {older}. Of {count} with a number {fate} on the way.",
        newer=book.publishers[newer],
        kind=pair.kind,
        older=book.publishers[older],
        count=plural(len(drift), "claim"),
        fate=prose.join([plural(n, f"was {what}", f"were {what}") for what, n in fate.items()])
        or "none was lost",
    )
    prose.data_table(
        {
            "Claim": [press(ledger[ledger["claim"] == claim].iloc[0]) for claim in drift["claim"]],
            "Read as": [prose.reading(ledger[ledger["claim"] == claim].iloc[0]) for claim in drift["claim"]],
            "In the rewrite": drift["change"],
        },
        caption=sentence(
            "What became of the claims of {older} in {newer}",
            older=book.publishers[older],
            newer=book.publishers[newer],
        ),
    )
unnamed = judged[
    (judged["attribution"] == "unnamed") & judged["review_reason"].notna() & (judged["review_reason"] != "")
]
if len(unnamed):
    prose.say("Speakers the articles leave without a name, and what the review found behind them:")
    prose.data_table(
        {
            "Claim": [
                press(row, row["measure"] if row["value"] != row["value"] else None)
                for row in unnamed.to_dict("records")
            ],
            "Said by": unnamed["speaker"].fillna("nobody named"),
            "The review found": unnamed["review_reason"],
        },
        caption="Unnamed speakers and the sources behind them",
    )

# %% [markdown]
# ## Limits
#
# - A verdict is on the sentence as printed, not on its speaker: a right figure can be garbled in translation.
# - *Not checked* means that no figure in the tables fits, not that the claim is doubtful.
# - Inferences are marked in the reasons; plans are judged as plans.

# %% [markdown]
# ## What would change this conclusion

# %% tags=["hide-input"]
other = findings.what_holds_up(
    open_book(edition=2025 if edition == 2026 else 2026, leave_out=leave_out), only_numbers=only_numbers
)
shares = [percent(facts["share"], 0) if facts["checked"] else "none" for facts in (other.facts, found.facts)]
prose.say(
    "With the USGS editions up to {edition} the share that holds is {share}{now}.",
    edition=str(2025 if edition == 2026 else 2026),
    share=shares[0],
    now=" as well" if shares[0] == shares[1] else sentence(" instead of {now}", now=shares[1]),
)
