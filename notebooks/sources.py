# %% [markdown]
# # Sources: which articles are here, and how independent are they?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
leave_out = ""  # seeds to leave out: beginnings of file names, joined by ";"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
import _answers
import altair as alt
import pandas as pd

from orebook import find_near_duplicates, source_groups
from orebook.book import charts, open_book
from orebook.book.rows import data_table, evidence_page
from orebook.book.words import answer, holds, plural, say, sentence
from orebook.page.publication import spell
from orebook.text.calendar import Period

book = open_book(leave_out=leave_out)
ledger, ref, articles = book.ledger, book.reference, book.articles
pairs = find_near_duplicates(articles)
table = pd.DataFrame(
    {
        "seed": article.seed,
        "publisher": book.publishers[article.seed],
        "published": book.published.get(article.seed),
        "to the day": article.published is not None and article.published.precision == "day",
        "words": len(article.source.split()),
        "set aside": sum(len(part.text.split()) for part in article.furniture),
    }
    for article in articles
).reindex(columns=["seed", "publisher", "published", "to the day", "words", "set aside"])

# %% jupyter={"source_hidden": true} tags=["hide-input"]
numbers = ledger[ledger["value"].notna()]
nobody = numbers["speaker"].isna().mean()
answer(
    "{articles} from {sources}, read into {claims}, {numbers} of them with a number.",
    "For {nobody:percent} of the numbers the article names no speaker.",
    holds(~table["to the day"].all() & table["to the day"].any(), "Only {dated} can be dated to the day."),
    articles=plural(len(articles), "article"),
    sources=plural(len(set(source_groups(articles, pairs).values())), "independent source"),
    claims=plural(len(ledger), "claim"),
    numbers=len(numbers),
    nobody=100 * nobody,
    dated=int(table["to the day"].sum()),
)

# %% [markdown]
# ## Who speaks in them?

# %% jupyter={"source_hidden": true} tags=["hide-input"]
KINDS = {
    "direct": "in quotation marks",
    "indirect": "in reported speech",
    "unnamed": "nobody named",
    "author": "the article itself",
}
COLOURS = dict(zip(KINDS.values(), [charts.OFFICIAL, charts.OURS, charts.PLANNED, charts.PRESS], strict=True))
voices = ledger.assign(voice=ledger["attribution"].map(KINDS), article=ledger["seed"].map(book.publishers))
voices = voices.assign(article=voices["article"].str.split(",").str[0])
voices = voices.groupby(["article", "voice"], as_index=False).size()
author = ledger["attribution"].eq("author").mean()

# %% jupyter={"source_hidden": true} tags=["hide-input"]
charts.show(
    alt.Chart(voices, height=alt.Step(24))
    .mark_bar(stroke="white")
    .encode(
        x=alt.X("size:Q", title="Claims", stack="zero"),
        y=alt.Y("article:N", title=None, axis=_answers.LONG),
        color=charts.marks("voice", COLOURS)["color"],
        tooltip=["article", "voice", "size"],
    ),
    "voices",
    sentence("{share:percent} of all claims are the article’s own words", share=100 * author),
    "Bars of the claims of each article by who speaks.",
    "Ledger of claims",
)

# %% [markdown]
# ## The articles
#
# They were collected by hand and are not a representative sample of the press. Where a page does not tell its publisher or date, the
# catalogue does, and says how it knows.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
data_table(
    {
        "Article": [evidence_page(article) for article in articles],
        "Publisher": table["publisher"],
        "Published": table["published"].map(spell, na_action="ignore"),
        "How known": [article.published and article.published.evidence for article in articles],
        "Numbers": table["seed"].map(numbers["seed"].value_counts()).fillna(0).astype(int),
    },
    "The articles, and how their dates are known",
)

# %% jupyter={"source_hidden": true} tags=["hide-input"]
say(
    "Of the words in the files {share:percent} are page furniture, set aside with a reason each. {copies} {found} by "
    "comparing words; such articles count as one source.",
    share=100 * table["set aside"].sum() / table["words"].sum(),
    copies=plural(len(pairs), "copy or rewrite", "copies or rewrites"),
    found="was found" if len(pairs) == 1 else "were found",
)

# %% [markdown]
# ## What could the articles not yet know?
#
# A claim is held against the newest figure for the time it speaks of, even one that came out after the article: a year’s
# output is only published in the next. What was right by the figures or plans of its day is then called *outdated*, or
# stands; it is not called wrong. So it matters what came after. An article known to a span of days is drawn at its last, an
# act known to the month at its first.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
LANES = ["articles", "EU", "Kazakhstan", "China", "US", "others"]
acts = ref.timeline.assign(
    lane=[
        next((lane for lane in LANES[1:5] if lane in actor.split(";")), "others")
        for actor in ref.timeline["actor"]
    ]
).rename(columns={"event": "what"})
known = table.dropna(subset="published")
news = pd.DataFrame({"lane": "articles", "date": known["published"], "what": known["publisher"]})
events = pd.concat([news, acts[["lane", "date", "what"]]], ignore_index=True)
events["kind"] = events["lane"].eq("articles").map({True: "article", False: "act"})
spans = [Period.parse(date) for date in events["date"]]
ends = {"article": "last", "act": "first"}
events["day"] = [
    getattr(span, ends[kind]).isoformat() for span, kind in zip(spans, events["kind"], strict=True)
]
days = events[events["kind"] == "article"]["day"]
after = [int((events["day"][events["kind"] == "act"] > day).sum()) for day in (days.min(), days.max())]

# %% jupyter={"source_hidden": true} tags=["hide-input"]
charts.show(
    alt.Chart(events)
    .mark_point(size=40)
    .encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(format="%Y", labelBound=False)).scale(
            type="utc",
            nice="year",
            padding=12,  # the same in every time zone
        ),
        y=alt.Y("lane:N", title=None, sort=LANES),
        tooltip=["date", "lane", "what"],
        **charts.marks("kind", {"article": charts.PRESS, "act": charts.OFFICIAL}),
    ),
    "timeline",
    holds(
        after[0] > after[1] > 0,
        "{first} of {all} acts on record came after the oldest article, {last} after the newest",
        first=after[0],
        last=after[1],
        all=len(acts),
    ),
    "Dots on a time line: articles and dated acts, in rows by actor.",
    "Policy timeline; each act with its source on the data page",
    events[["date", "lane", "what"]],
)
