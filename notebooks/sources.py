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
# # Sources: which articles are here, and how independent are they?

# %% tags=["parameters", "hide-input"]
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% tags=["hide-input"]
import altair as alt
import pandas as pd

from orebook import find_near_duplicates, open_book, source_groups
from orebook.book import analysis, charts
from orebook.book import words as prose
from orebook.book.words import number, percent, plural, sentence
from orebook.page.publication import spell

book = open_book(leave_out=leave_out)
ledger, verdicts, ref = book
articles = book.articles
pairs = find_near_duplicates(articles)
groups = source_groups(articles, pairs)
published = book.published
words = {a.seed: len(a.source.split()) for a in articles}
# A chart's name of an article: the publisher, of two named the first.
short = dict(
    zip(book.publishers, analysis.distinct(p.split(",")[0] for p in book.publishers.values()), strict=True)
)
stripped = {a.seed: sum(len(f.text.split()) for f in a.furniture) for a in articles}

# %% [markdown]
# ## The finding

# %% tags=["hide-input"]
dated = [a for a in articles if a.published and a.published.precision == "day"]
prose.finding(
    "{articles} from {sources}: {dated} dated to the day, {copies}.",
    articles=plural(len(articles), "article"),
    sources=plural(len(set(groups.values())), "independent source"),
    dated=number(len(dated)),
    copies=plural(len(pairs), "copy or rewrite", "copies or rewrites")
    if len(pairs)
    else "no copies or rewrites",
)
numbers = ledger[ledger["value"].notna()]
nobody = numbers[numbers["speaker"].isna()]
prose.answer(
    [
        sentence(
            "{claims} were read or coded, {numbers} of them with a number.",
            claims=plural(len(ledger), "claim"),
            numbers=number(len(numbers)),
        ),
        sentence(
            "{share} of the numbers stand without a speaker.",
            share=percent(100 * len(nobody) / len(numbers), 0) if len(numbers) else "None",
        ),
        sentence(
            "{stripped} of the words in the files are page furniture and were set aside, each with its reason.",
            stripped=percent(100 * sum(stripped.values()) / max(1, sum(words.values()))),
        ),
    ]
)

# %% [markdown]
# ## The articles

# %% tags=["hide-input"]
prose.data_table(
    {
        "Article": [prose.evidence_page(a) for a in articles],
        "Publisher": [a.publisher or "not known" for a in articles],
        "Published": [spell(published[a.seed]) if a.seed in published else "not known" for a in articles],
        "How known": [a.published.evidence if a.published else "–" for a in articles],
        "Claims with a number": [int((numbers["seed"] == a.seed).sum()) for a in articles],
        "Words": [words[a.seed] for a in articles],
        "Set aside": [stripped[a.seed] for a in articles],
    },
    caption="The articles, what is known of them and how it is known",
)

# %% [markdown]
# ## Which articles repeat each other?

# %% tags=["hide-input"]
SEQUENCES = "the shorter one’s runs of three words"
IN_COMMON = {"copy": SEQUENCES, "excerpt": SEQUENCES, "rewrite": "all longer words that either has"}
titled = {article.seed: article for article in articles}
if len(pairs):
    prose.data_table(
        {
            "One": [prose.evidence_page(titled[seed]) for seed in pairs["seed_a"]],
            "Other": [prose.evidence_page(titled[seed]) for seed in pairs["seed_b"]],
            "Kind": pairs["kind"],
            "In common": [
                sentence(
                    "{share} of {what}", share=percent(100 * pair.similarity, 0), what=IN_COMMON[pair.kind]
                )
                for pair in pairs.itertuples()
            ],
        },
        caption="Copies and rewrites found by comparing words; they count as one source",
    )
else:
    prose.say("No article repeats another.")

# %% [markdown]
# ## Who speaks, and about what?

# %% tags=["hide-input"]
KINDS = {
    "direct": "in quotation marks",
    "indirect": "in reported speech",
    "unnamed": "without a name",
    "author": "the article itself",
}
voices = (
    ledger.assign(voice=ledger["attribution"].map(KINDS)).groupby(["seed", "voice"], as_index=False).size()
)
voices["article"] = voices["seed"].map(short)
voices = voices.rename(columns={"size": "claims"})
author = ledger["attribution"].eq("author").mean() * 100
charts.show(
    alt.Chart(voices[["article", "voice", "claims"]])
    .mark_bar(stroke="white", strokeWidth=0.6)
    .encode(
        y=alt.Y("article:N", title=None, axis=alt.Axis(labelLimit=150)),
        x=alt.X("claims:Q", stack="zero", title="claims"),
        color=alt.Color(
            "voice:N",
            title=None,
            scale=alt.Scale(domain=list(KINDS.values()), range=list(charts.PALETTE[:4])),
            legend=alt.Legend(columns=1, labelLimit=200),
        ),
        tooltip=["article", "voice", "claims"],
    ),
    name="voices",
    title=sentence(
        "{share} of all claims are the article’s own words, with nobody else to answer for them",
        share=percent(author, 0),
    ),
    description=sentence(
        "Stacked bars of claims by who speaks, for {count} articles.", count=number(len(articles))
    ),
    source="Ledger of claims",
    data=voices[["article", "voice", "claims"]],
)

# %% [markdown]
# ## What could the articles not yet know?


# %% tags=["hide-input"]
def lane(actor):
    """Return the row of the chart an event belongs to."""
    for name in ("EU", "US", "China", "Kazakhstan"):
        if name in actor.split(";"):
            return name
    return "others"


events = ref.timeline.assign(
    lane=[lane(a) for a in ref.timeline["actor"]],
    day=[analysis.bounds(d)[0].isoformat() for d in ref.timeline["date"]],
)
events = events[["day", "lane", "date", "event"]].rename(columns={"event": "what"})
news = pd.DataFrame(
    [
        {
            "day": analysis.bounds(published[a.seed])[1].isoformat(),
            "lane": "articles",
            "date": published[a.seed],
            "what": a.publisher or "publisher not known",
        }
        for a in articles
        if a.seed in published
    ]
)
timeline = pd.concat([events, news], ignore_index=True)
first_day, last_day = (min(news["day"]), max(news["day"])) if len(news) else ("", "")
before = int((events["day"] < first_day).sum())
charts.show(
    alt.Chart(timeline)
    .mark_point(size=80, opacity=0.85)
    .encode(
        x=alt.X("day:T", title=None),
        y=alt.Y("lane:N", title=None, sort=["articles", "EU", "Kazakhstan", "China", "US", "others"]),
        color=alt.condition("datum.lane == 'articles'", alt.value(charts.PRESS), alt.value(charts.OFFICIAL)),
        shape=alt.condition("datum.lane == 'articles'", alt.value("diamond"), alt.value("circle")),
        tooltip=["date", "lane", "what"],
    ),
    name="timeline",
    title=sentence(
        "Of {all} policy acts on record the oldest article came too early for {first}, the newest for {last}",
        first=number(int((events["day"] > first_day).sum())),
        last=number(int((events["day"] > last_day).sum())),
        all=number(len(events)),
    )
    if len(news)
    else "No article in this set has a date",
    description=sentence(
        "Dots on a time line: {articles} articles and {events} policy acts, in rows by actor; {before} came before the first article.",
        articles=number(len(news)),
        events=number(len(events)),
        before=number(before),
    ),
    source="Policy timeline; each act with its source on the data page",
    data=timeline[["date", "lane", "what"]],
)

# %% [markdown]
# *What it does not show.* An act whose date is known to the month only is drawn at its first day, an article known to a
# span of days at its last.

# %% [markdown]
# ## Limits
#
# - The articles were collected by hand; they are no sample of the press.
# - Publishers and dates come from the catalogue where the text itself does not tell; both are kept and compared.

# %% [markdown]
# ## What would change this conclusion

# %% tags=["hide-input"]
prose.say(
    "Another article in *seeds*: this page, the ledger and every theme are made again from what is there."
)
