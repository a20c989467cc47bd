"""The pages a reader checks the book by: an evidence page per article, the ledger, the sources.

Article text is other people's work and untrusted. Two rules hold for every page and every file:

* **Excerpts are short.** At most `EXCERPT_WORDS` words each, and all that is shown of an article,
  anywhere in the book, at most `SHARE` of its words. Contradicted claims come first, then imprecise,
  outdated and supported ones, then the rest; a claim beyond the budget is shown without words, with
  its position.
* **Article text is text.** It is escaped into raw HTML blocks, never handed to a markup parser.
"""

from __future__ import annotations

import json
import re
import string
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup

from orebook.book.export import records, write_datapackage, write_table, write_whole
from orebook.book.rows import (
    VERDICT_SHAPES,
    in_script,
    official,
    reading,
    rest,
    slug,
    source_anchor,
    statement,
    table,
    verdict_mark,
)
from orebook.book.words import number, plain, plural

if TYPE_CHECKING:
    import pandas as pd

    from orebook.check.figures import Reference
    from orebook.page.article import Article

EXCERPT_WORDS = 30
SHARE = 0.40
# A budget that is used up exactly would leave nothing for the words a figure's own page may need.
_PLANNED_SHARE = 0.36
# Tried in turn for a claim whose whole sentence does not fit the budget any more, in words.
_WINDOWS = (EXCERPT_WORDS, 18, 10)
# Verdicts in the order in which their claims are quoted; all others come after them.
_QUOTED_FIRST = ("contradicted", "imprecise", "outdated", "supported with rounding", "supported")
_STRIPPED_WORDS = 6
_WORD = re.compile(r"\w+")
# A run of words this long is the other article's words too; shorter ones are common by chance.
_RUN = 5
# Not shown: control characters, and those that turn the direction of the text around them.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_MARKS = tuple('“”„«»"')
_UNNAMED = {"author": "the article itself", "unnamed": "unnamed"}
# The reference tables that each group of sources on the data page is of.
_USES = {
    "Figures of production, reserves, trade and governance": (
        "production", "reserves", "us_imports", "eu_sourcing", "china_share", "world_ec2020", "governance",
    ),
    "Official lists of critical materials": ("list_sources", "lists"),
    "What Kazakhstan produces, and its projects": ("kazakhstan", "projects", "coverage"),
    "Plans, offers and dated acts": ("plans", "offers", "timeline"),
}  # fmt: skip
_PUBLISHED = (
    "claim seed publisher published start end excerpt q_text value value_high unit comparator commodity "
    "measure denominator place period period_rule horizon modality hedge speaker attribution themes kind "
    "basis verdict figure figure_unit source edition locator computation reason"
).split()
_DESCRIPTIONS = {
    "claim": "Identifier, the same as long as the sentence stays in its article; anchor of its evidence",
    "seed": "File the claim was read from",
    "publisher": "Who published the article",
    "published": "Date of the article (ISO 8601), at the precision that is known",
    "start": "Where the sentence begins, in code points of the decoded file",
    "end": "Where the sentence ends",
    "excerpt": "At most 30 words around the number; empty where the excerpt budget is used up",
    "q_text": "The number in the article's words",
    "value": "The number; lower end of a range",
    "value_high": "Upper end of a range",
    "unit": "Canonical unit: t, percent, multiple, count, rank, ISO 4217; /yr only where the text says so",
    "comparator": "= ~ > >= < <=",
    "denominator": "What a share is a share of",
    "place": "ISO 3166-1 alpha-3, EU, WORLD or a named region; several joined by a semicolon",
    "period": "When it holds, at the precision the text gives",
    "modality": "reported, planned, forecast or opinion",
    "hedge": "Words that weaken the claim",
    "basis": "read by rule, or coded by hand",
    "verdict": "Result of the audit",
    "figure": "The official figure",
    "source": "Key of the official source on the data page",
}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a claim that may be shown: ``before + mark + after``, each already printable."""

    before: str
    mark: str
    after: str

    def __str__(self) -> str:
        return self.before + self.mark + self.after


# Excerpts -----------------------------------------------------------------------------------------


class Budget:
    """The words that are shown of each article, counted once however often they are shown.

    Articles copy from each other: an excerpt of one shows the words of all that share a run of
    `_RUN` words with it, and counts for them too.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self.texts = {article.seed: article.source for article in articles}
        self.spans = {seed: [m.span() for m in _WORD.finditer(text)] for seed, text in self.texts.items()}
        self.shown: dict[str, set[int]] = {seed: set() for seed in self.texts}
        self.limits = {}
        for article in articles:
            own = {i for p in article.paragraphs for i in self.words(article.seed, p.start, p.end)}
            self.limits[article.seed] = int(_PLANNED_SHARE * len(own))
        self.runs: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        for seed, spans in self.spans.items():
            for first in range(len(spans) - _RUN + 1):
                self.runs.setdefault(self._run(seed, first), []).append((seed, first))

    def _run(self, seed: str, first: int) -> tuple[str, ...]:
        text = self.texts[seed]
        return tuple(text[a:b].lower() for a, b in self.spans[seed][first : first + _RUN])

    def words(self, seed: str, start: int, end: int) -> range:
        """Return the numbers of the words that a span of the article touches."""
        spans = self.spans[seed]
        first = bisect_right(spans, start, key=lambda span: span[1])
        return range(first, max(first, bisect_left(spans, end, key=lambda span: span[0])))

    def take(self, seed: str, start: int, end: int) -> bool:
        """Add a span's words to those shown, unless the budget of any article forbids it."""
        words = self.words(seed, start, end)
        more = {seed: set(words)}
        for first in range(words.start, words.stop - _RUN + 1):
            for other, at in self.runs[self._run(seed, first)]:
                more.setdefault(other, set()).update(range(at, at + _RUN))
        if any(len(self.shown[which] | new) > self.limits[which] for which, new in more.items()):
            return False
        for which, new in more.items():
            self.shown[which] |= new
        return True

    def window(
        self, seed: str, span: tuple[int, int], number: tuple[int, int], count: int
    ) -> tuple[int, int]:
        """Return the part of a sentence that has at most `count` words, around its number."""
        words, inner = self.words(seed, *span), self.words(seed, *number)
        if len(words) <= count:
            return span
        first = max(words.start, inner.start - (count - len(inner) + 1) // 2) if inner else words.start
        first = max(words.start, min(first, words.stop - count))
        last = first + count
        spans = self.spans[seed]
        start = span[0] if first == words.start else spans[first][0]
        return start, span[1] if last == words.stop else spans[last - 1][1]


def choose_excerpts(
    articles: Sequence[Article],
    claims: Sequence[Mapping[str, Any]],
    verdicts: Mapping[str, str],
    budget: Budget,
) -> dict[str, Excerpt]:
    """Choose what is shown of the claims: first what a reader most needs the words of.

    Parameters
    ----------
    articles : sequence of Article
    claims : sequence of mapping
        Rows of the ledger.
    verdicts : mapping of str to str
        By claim.
    budget : Budget
        Of all articles; what is chosen is taken from it.

    Returns
    -------
    dict of str to Excerpt
        By claim; a claim that is not in it is shown without words.
    """
    for article in articles:
        if article.headline:  # it is the page's title
            budget.take(article.seed, article.headline.start, article.headline.end)
    for claim in claims:  # tables show the numbers themselves
        if claim["q_start"] is not None:
            budget.take(claim["seed"], claim["q_start"], claim["q_end"])

    def rank(claim: Mapping[str, Any]) -> tuple[int, bool, int, str, int, str]:
        verdict = verdicts.get(claim["claim"], "")
        order = _QUOTED_FIRST.index(verdict) if verdict in _QUOTED_FIRST else len(_QUOTED_FIRST)
        length = claim["end"] - claim["start"]  # the shorter, the more of them are quoted
        return order, claim["kind"] != "quantity", length, claim["seed"], claim["start"], claim["claim"]

    chosen = {}
    for claim in sorted(claims, key=rank):
        seed, whole = claim["seed"], (claim["start"], claim["end"])
        text, has_number = budget.texts[seed], claim["q_start"] is not None
        number = (claim["q_start"], claim["q_end"]) if has_number else (whole[0], whole[0])
        for count in _WINDOWS if has_number else _WINDOWS[:2]:
            start, end = budget.window(seed, whole, number, count)
            if budget.take(seed, start, end):
                a, b = (min(max(start, at), end) for at in number)
                before = ("" if start == whole[0] else "… ") + shown(text[start:a])
                after = shown(text[b:end]) + ("" if end == whole[1] else " …")
                chosen[claim["claim"]] = Excerpt(before, shown(text[a:b]), after)
                break
    return chosen


def shown(text: object) -> str:
    """Return article text as one printable line."""
    return re.sub(r"\s+", " ", _UNSHOWABLE.sub("", "" if text is None else str(text)))


# Pages --------------------------------------------------------------------------------------------


def write_pages(
    folder: Path,
    articles: Sequence[Article],
    ledger: pd.DataFrame,
    verdicts: pd.DataFrame,
    comparisons: pd.DataFrame,
    refused: Sequence[str],
) -> None:
    """Write the generated pages and files into the staged ``book`` folder.

    Parameters
    ----------
    folder : Path
        The staged ``book`` folder.
    articles, ledger, verdicts, comparisons
        Results of :func:`~orebook.load_articles`, :func:`~orebook.load_claims`,
        :func:`~orebook.audit` and :func:`~orebook.compare`.
    refused : sequence of str
        What could not be read, as "name: reason".
    """
    from orebook.check.figures import load_reference

    reference = load_reference()
    sources = {row["source"]: row for row in records(reference.sources)}
    titles = {key: str(source["title"]) for key, source in sources.items() if source.get("title")}
    judged = {row["claim"]: row for row in records(verdicts)}
    rows = [{key: _scalar(value) for key, value in row.items()} for row in records(ledger)]
    by_seed: dict[str, list[dict[str, Any]]] = {article.seed: [] for article in articles}
    for row in rows:
        by_seed[row["seed"]].append(row)
    known = {article.seed: article for article in articles}
    budget = Budget(articles)
    excerpts = choose_excerpts(articles, rows, {key: row["verdict"] for key, row in judged.items()}, budget)
    related = _relations(comparisons, {row["claim"]: row for row in rows})
    left_over = []
    for article in articles:
        claims = by_seed[article.seed]
        missed = _unread(article, budget)
        left_over.append((article, missed))
        page = article_page(article, claims, excerpts, judged, related, missed, titles)
        write_whole(folder / "evidence" / f"{slug(article.seed)}.md", page.encode("utf-8"))
    _write(folder / "ledger.md", ledger_page(rows, known, judged, excerpts))
    _write(folder / "data.md", data_page(articles, sources, _groups(reference)))
    _write(folder / "unread.md", unread_page(left_over, refused))
    _write_files(folder / "_static" / "ledger", rows, known, judged, excerpts)
    cards = {
        "numbers": _numbers(articles, rows, judged, sources),
        "claims": {row["claim"]: _card(row, known[row["seed"]], excerpts, judged) for row in rows},
        "sources": {
            key: {
                **{name: source.get(name) for name in ("title", "publisher", "edition")},
                "host": _host(source),
            }
            for key, source in sources.items()
        },
    }
    _write(folder / "_evidence.json", json.dumps(cards, ensure_ascii=False, sort_keys=True))
    finds = json.dumps(
        [_find(row, known[row["seed"]], excerpts.get(row["claim"])) for row in rows], separators=(",", ":")
    )
    _write(folder / "_static" / "finds.js", f"window.oreFinds = {finds};\n")


def _numbers(
    articles: Sequence[Article],
    rows: Sequence[Mapping[str, Any]],
    judged: Mapping[str, Mapping[str, Any]],
    sources: Mapping[str, Mapping[str, Any]],
) -> dict[str, str]:
    """Return what the prose pages name by substitution, so that no number is typed there."""
    kinds = [row["kind"] for row in rows]
    return {
        "articles": f"{len(articles):,}",
        "claims": f"{len(rows):,}",
        "quantity_claims": f"{kinds.count('quantity'):,}",
        "coded_claims": f"{sum(row['basis'] == 'coded' for row in rows):,}",
        "judged_claims": f"{sum(_is_judged(_verdict(judged, row)) for row in rows):,}",
        "excerpt_words": str(EXCERPT_WORDS),
        "version": version("orebook"),
        "read": max((str(source.get("read") or "") for source in sources.values()), default=""),
        "excerpt_share": f"{SHARE:.0%}",
    }


def _write(path: Path, text: str) -> None:
    write_whole(path, text.encode("utf-8", "replace"))


def _verdict(judged: Mapping[str, Mapping[str, Any]], claim: Mapping[str, Any]) -> str:
    return judged.get(claim["claim"], {}).get("verdict", "not checked")


def _is_judged(verdict: str) -> bool:
    return verdict not in ("not checked", "not verifiable")


def _scalar(value: Any) -> Any:
    """Turn what stands for nothing in a table into None."""
    return None if value == "" else value


def title(article: Article) -> str:
    """Return what an article is called: its headline's first words, else its file's name."""
    words = shown(article.headline.text).split() if article.headline else []
    return " ".join(words[:EXCERPT_WORDS]) or f"Article {slug(article.seed)}"


def in_markdown(text: str) -> str:
    """Return text so that Markdown shows it as it is: every character that could mean something escaped."""
    return "".join("\\" + char if char in string.punctuation else char for char in shown(text)).strip()


def raw(markup: Markup) -> str:
    """Return markup as a block that MyST passes on untouched; no line of it can end the block."""
    lines = [line for line in str(markup).splitlines() if line.strip()]
    safe = [line.replace("``````", "`````&#96;") for line in lines]
    return "\n".join(["``````{raw} html", *safe, "``````", ""])


def article_page(
    article: Article,
    claims: Sequence[Mapping[str, Any]],
    excerpts: Mapping[str, Excerpt],
    judged: Mapping[str, Mapping[str, Any]],
    related: Mapping[str, list[tuple[str, str, str, str]]],
    missed: Sequence[tuple[str, str, str]],
    titles: Mapping[str, str],
) -> str:
    """Return an article's evidence page in MyST, all article text in raw blocks."""
    blocks = Markup("").join(
        _claim_block(article, claim, excerpts.get(claim["claim"]), judged.get(claim["claim"], {}),
                     related.get(claim["claim"], []), titles)
        for claim in sorted(claims, key=lambda c: (c["start"], c["q_start"] or 0, c["claim"]))
    )  # fmt: skip
    parts = [
        f"# {in_markdown(title(article))}",
        raw(_about(article, len(claims))),
        raw(_facts(article, len(claims))),
        "## What was read",
        _withheld(len(claims) - sum(claim["claim"] in excerpts for claim in claims)),
        raw(blocks) if claims else "No claim was read from this article.",
        "## What was stripped",
        raw(_stripped(article)),
        "## What could not be read",
        raw(_missed_table(missed)) if missed else "Every sentence with a number gave a claim.",
        raw(in_script("application/ld+json", json_ld(article, claims, excerpts, judged))),
    ]  # fmt: skip
    return "\n\n".join(parts)


def _withheld(count: int) -> str:
    if not count:
        return ""
    which = "One claim is" if count == 1 else f"{count} claims are"
    return (
        f"{which} shown without words, only with reading and place: the excerpts of an article are "
        "[kept short](../quotation.md)."
    )


def _about(article: Article, count: int) -> Markup:
    """Return what the page is, in a sentence that also stands for it where it is found."""
    who = shown(article.publisher) or "a publisher that is not known"
    when = article.published.value.replace("/", " – ") if article.published else "without a date"
    return Markup(
        "<p>{} that this book reads in an article of {} ({}): words, place, reading, verdict.</p>"
    ).format(plural(count, "claim"), who, when)


def _facts(article: Article, count: int) -> Markup:
    date = article.published
    when = f"{date.value} (known to the {date.precision})" if date else "not known"
    link: Any = "not known"
    if article.url and re.match(r"https?://[^\s]+$", article.url):
        link = Markup('<a class="reference external" rel="nofollow" href="{0}">{0}</a>').format(article.url)
    pairs: list[tuple[str, Any]] = [
        ("Publisher", shown(article.publisher) or "not known"),
        ("Published", when),
        ("Date taken from", shown(date.rule) if date else ""),
        ("Agency", shown(article.agency)),
        ("Read it at the publisher’s" if article.publisher else "Copy found at", link),
        ("Claims read", count),
        ("File", f"{article.seed} ({article.encoding})"),
        *(("Note", shown(notice)) for notice in article.notices),
    ]
    rows = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>\n").format(k, v) for k, v in pairs if v != "")
    return Markup('<dl class="ore-facts">\n{}</dl>').format(rows)


def _claim_block(
    article: Article,
    claim: Mapping[str, Any],
    excerpt: Excerpt | None,
    verdict: Mapping[str, Any],
    related: Sequence[tuple[str, str, str, str]],
    titles: Mapping[str, str],
) -> Markup:
    place = position(article, claim["start"], claim["end"])
    if excerpt:
        mark = Markup("<mark>{}</mark>").format(excerpt.mark) if excerpt.mark else ""
        # An excerpt that begins or ends with a mark of its own is not given a second.
        first = "" if excerpt.before[:1] in _MARKS else "“"
        last = "" if excerpt.after[-1:] in _MARKS else "”"
        words = Markup("<blockquote>{}{}{}{}{}</blockquote>").format(
            first, excerpt.before, mark, excerpt.after, last
        )
    else:
        mark = (
            Markup(" The number: <mark>{}</mark>").format(shown(claim["q_text"])) if claim["q_text"] else ""
        )
        words = Markup('<p class="withheld">Not quoted.{}</p>').format(mark)
    who = {"direct": "in direct speech", "indirect": "in reported speech", "unnamed": "unnamed",
           "author": "the article itself"}.get(claim["attribution"] or "", "")  # fmt: skip
    said = ", ".join(part for part in (shown(claim["speaker"]), who) if part)
    more = [said, claim["modality"], f"hedge: {shown(claim['hedge'])}" if claim["hedge"] else "",
            "coded by hand" if claim["basis"] == "coded" else "", place]  # fmt: skip
    judgement = Markup("")
    if verdict:
        grounds = _grounds(verdict, titles)
        judgement = Markup('<p class="judged">{}{}{}</p>\n').format(
            verdict_mark(verdict["verdict"]), ": " if grounds else "", grounds
        )
    links = Markup("").join(
        Markup('<p class="judged">{}: <a href="{}">{}</a>. {}</p>\n').format(kind.capitalize(), *other)
        for kind, *other in related
    )
    return Markup(
        '<div class="ore-claim" id="{0}">\n{1}\n<p class="reading">Read as: {2}</p>\n'
        '<p class="who">{3} · <a class="permalink" href="#{0}">permalink</a></p>\n{4}{5}</div>\n'
    ).format(
        claim["claim"],
        words,
        reading(claim) or claim["kind"],
        " · ".join(m for m in more if m),
        judgement,
        links,
    )


def _grounds(verdict: Mapping[str, Any], titles: Mapping[str, str]) -> Markup:
    """Return why a verdict is what it is: reason, arithmetic, source."""
    texts = [shown(verdict.get(key)) for key in ("reason", "computation")]
    if width := shown(verdict.get("tolerance")):
        texts.append(f"Counts as the same: {width}")
    parts = [Markup("{}").format(text) for text in texts if text]
    if verdict.get("source"):
        keys = [key.strip() for key in str(verdict["source"]).split(";") if key.strip()]
        where = verdict.get("edition"), verdict.get("locator")
        value = verdict.get("figure")
        what = "" if value is None else f"figure {plain(number(value, verdict.get('figure_unit')))}"
        parts += [official(titles.get(key, key), key, *where, base="../../", what=what) for key in keys]
    return Markup(" · ").join(parts)


def position(article: Article, start: int, end: int) -> str:
    """Return where a span stands, in words."""
    number = next((i for i, p in enumerate(article.paragraphs, 1) if p.start <= start < p.end), None)
    where = f"characters {start:,}–{end:,}"
    return f"paragraph {number}, {where}" if number else where


def _stripped(article: Article) -> Markup:
    rows = [
        [piece.reason, _first(piece.text), len(piece.text.split()), f"{piece.start:,}–{piece.end:,}"]
        for piece in article.furniture
    ]
    if not rows:
        return Markup("<p>Nothing: the file holds the article alone.</p>")
    caption = "Site text around the article, by the reason it was taken for that"
    return table(
        ["Reason", "Begins", "Words", "Characters"], rows, caption, "data", [False, False, True, True]
    )


def _first(text: str) -> str:
    words = shown(text).split()
    return " ".join(words[:_STRIPPED_WORDS])[:80] + (" …" if len(words) > _STRIPPED_WORDS else "")


def _unread(article: Article, budget: Budget) -> list[tuple[str, str, str]]:
    """Return what gave no claim: where, its words as far as the budget goes, and why."""
    from orebook.claims.ledger import unread

    missed = []
    for start, end, _, reason in unread(article):
        a, b = budget.window(article.seed, (start, end), (start, start), _WINDOWS[-1])
        told = budget.take(article.seed, a, b)
        words = shown(article.source[a:b]) + (" …" if b < end else "") if told else "not quoted"
        missed.append((position(article, start, end), words, reason))
    return missed


def _missed_table(missed: Sequence[tuple[str, str, str]]) -> Markup:
    caption = "Sentences with a number and without a claim"
    return table(["Where", "Begins", "Why"], [list(row) for row in missed], caption)


def _relations(
    comparisons: pd.DataFrame, claims: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[tuple[str, str, str, str]]]:
    """Return what each claim agrees or disagrees with: relation, address and name of the other, reason."""
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    for row in records(comparisons):
        for one, other in ((row["claim_a"], row["claim_b"]), (row["claim_b"], row["claim_a"])):
            href = f"{slug(claims[other]['seed'])}.html#{other}"
            name = reading(claims[other]) or claims[other]["kind"]
            found.setdefault(one, []).append((row["relation"], href, name, shown(row.get("reason"))))
    return {key: sorted(value) for key, value in found.items()}


def ledger_page(
    rows: Sequence[Mapping[str, Any]],
    articles: Mapping[str, Article],
    judged: Mapping[str, Mapping[str, Any]],
    excerpts: Mapping[str, Excerpt],
) -> str:
    """Return the ledger: one table of all claims, whole without a script."""
    heads = ["Claim", "Verdict", "Read as", "Commodity", "Who says so", "Published by", "Year", "Theme"]
    body = []
    for row in rows:
        article = articles[row["seed"]]
        link = Markup('<a class="claim" data-claim="{}" href="evidence/{}.html#{}">{}</a>').format(
            row["claim"], slug(row["seed"]), row["claim"], _called(row, excerpts)
        )
        body.append([
            link,
            verdict_mark(_verdict(judged, row)),
            reading({**row, "commodity": None}) if row["q_text"] else rest(row),
            (row["commodity"] or "").replace(";", ", "),
            shown(row["speaker"]) or _UNNAMED.get(row["attribution"] or "", ""),
            shown(article.publisher) or "not known",
            article.published.value[:4] if article.published else "",
            (row["themes"] or "").replace(";", ", "),
        ])  # fmt: skip
    files = [("claims.csv", "CSV"), ("claims.parquet", "Parquet"), ("claims.jsonl", "JSON Lines"),
             ("datapackage.json", "its description"), ("claims.jsonld", "schema.org")]  # fmt: skip
    links = Markup(" · ").join(
        Markup('<a href="../_static/ledger/{}" download>{}</a>').format(name, label) for name, label in files
    )
    return "\n\n".join([
        "# All claims",
        "Every claim the book rests on, one row each. A number leads to its evidence: the words, where they "
        "stand, and what the audit made of them.",
        raw(Markup('<div id="ore-ledger">\n{}</div>').format(table(heads, body, "Claims", "ledger"))),
        "## Download",
        raw(Markup("<p>The same table for other programs: {}. The data package describes the columns; "
                   'excerpts are <a href="quotation.html">short</a> there too.</p>').format(links)),
    ])  # fmt: skip


def _called(row: Mapping[str, Any], excerpts: Mapping[str, Excerpt]) -> str:
    """Return what a claim is called in a list: its number, its first words, or what it is on."""
    if row["q_text"] or row["claim"] not in excerpts:
        return shown(statement(row))
    words = str(excerpts[row["claim"]]).split()
    return "“" + " ".join(words[: _WINDOWS[-1]]) + (" …" if len(words) > _WINDOWS[-1] else "") + "”"


def _groups(reference: Reference) -> dict[str, set[str]]:
    """Return the sources by what the book takes from them, each in the first group that it fits."""
    sources = reference.sources
    groups = {"Statistical releases, by edition": set(sources.loc[sources["edition"] != "", "source"])}
    for name, tables in _USES.items():
        keys = (key for table in tables for key in getattr(reference, table)["source"].dropna())
        found = {key.strip() for joined in keys for key in joined.split(";")}
        groups[name] = found.difference(*groups.values())
    rest_of_them = set(sources["source"]).difference(*groups.values())
    return {**groups, "For claims that were reviewed by hand": rest_of_them}


def data_page(
    articles: Sequence[Article],
    sources: Mapping[str, Mapping[str, Any]],
    groups: Mapping[str, set[str]],
) -> str:
    """Return the page of articles and official sources, each source at its anchor."""
    read = [
        [
            Markup('<a href="evidence/{}.html">{}</a>').format(slug(a.seed), title(a)),
            shown(a.publisher) or "not known",
            a.published.value.replace("/", " – ") if a.published else "not known",
        ]
        for a in articles
    ]
    entries = [
        f"### {name}\n\n"
        + raw(Markup("<div>\n{}</div>").format(
            Markup("").join(_source(key, sources[key]) for key in sorted(keys & set(sources)))
        ))
        for name, keys in groups.items() if keys
    ]  # fmt: skip
    return "\n\n".join([
        "# Data and sources",
        "What is claimed comes from press articles; what it is measured by comes from the sources below, "
        "copied into reference tables with edition and place of each figure. Where the original was not at "
        "hand, a copy or a report of it was read: each entry names where.",
        "## Articles",
        raw(table(["Article", "Publisher", "Published"], read, "Articles read, in the order of their files")),
        "## Official and other sources",
        "By what the book takes from them, each under the first heading that fits. Under an entry stand the "
        "figures of this book that link to it, each with the page that shows it.",
        *entries,
        "## Licences",
        "Code is under the MIT licence; our own text and tables under CC BY 4.0. The articles remain their "
        "publishers'; of them only short excerpts are shown, as [the quotation policy](quotation.md) says. "
        "Official figures are under the licence that is named with their source, where it names one.",
    ])  # fmt: skip


def _source(key: str, source: Mapping[str, Any]) -> Markup:
    name = source.get("title") or key
    url, host = source.get("url") or "", _host(source)
    read = " in ".join(part for part in (f"at {host}" if host else "", source.get("read")) if part)
    link = Markup('<a class="reference external" rel="noopener" href="{}">{}</a>').format(url, name)
    heading = link if re.match(r"https?://[^\s]+$", url) else Markup("{}").format(name)
    publisher = source.get("publisher")
    facts = [publisher if publisher != host else "",
             f"edition {source['edition']}" if source.get("edition") else "",
             source.get("licence"), f"read {read}" if read else ""]  # fmt: skip
    return Markup('<p class="ore-source" id="{}">{}<br><span>{} · <code>{}</code></span></p>\n').format(
        source_anchor(key), heading, " · ".join(str(f) for f in facts if f), key
    )


def _host(source: Mapping[str, Any]) -> str:
    """Return the site that a source was read at."""
    return (urlsplit(source.get("url") or "").hostname or "").removeprefix("www.")


def unread_page(
    left_over: Sequence[tuple[Article, list[tuple[str, str, str]]]], refused: Sequence[str]
) -> str:
    """Return the page of what the library could not read."""
    link = Markup('<a href="evidence/{}.html#what-could-not-be-read">{}</a>')
    rows = [[link.format(slug(a.seed), title(a)), len(missed)] for a, missed in left_over]
    notices = [[title(a), shown(notice)] for a, _ in left_over for notice in a.notices]
    files = [[shown(part) for part in line.partition(": ")[::2]] for line in refused]
    parts = [
        "# What could not be read",
        "A reader should know what is missing. A sentence with a number that gave no claim is listed on its "
        "article's evidence page with the reason; a file that could not be read at all is named here.",
        "## Sentences with a number and without a claim",
        raw(table(["Article", "Sentences"], rows, "By article", "data", [False, True])),
        "## Files that were refused",
        raw(table(["File", "Reason"], files, "Refused files")) if files else "None.",
        "## What is not known of an article",
        raw(table(["Article", "Notice"], notices, "Notices")) if notices else "Nothing of note.",
    ]
    return "\n\n".join(parts)


# Files for other programs -------------------------------------------------------------------------


def published_rows(
    rows: Sequence[Mapping[str, Any]],
    articles: Mapping[str, Article],
    judged: Mapping[str, Mapping[str, Any]],
    excerpts: Mapping[str, Excerpt],
) -> list[dict[str, Any]]:
    """Return the ledger as it is published: with verdicts, and excerpts instead of whole sentences."""
    out = []
    for row in rows:
        article, excerpt = articles[row["seed"]], excerpts.get(row["claim"])
        extra = {
            "publisher": article.publisher,
            "published": article.published.value if article.published else None,
            "excerpt": str(excerpt) if excerpt else None,
            "verdict": "not checked",
        }
        verdict = {k: v for k, v in judged.get(row["claim"], {}).items() if k != "basis"}
        merged = {**row, **extra, **verdict}
        out.append({name: merged.get(name) for name in _PUBLISHED})
    return out


def _write_files(
    folder: Path,
    rows: Sequence[Mapping[str, Any]],
    articles: Mapping[str, Article],
    judged: Mapping[str, Mapping[str, Any]],
    excerpts: Mapping[str, Excerpt],
) -> None:
    import pandas as pd

    frame = pd.DataFrame(published_rows(rows, articles, judged, excerpts), columns=list(_PUBLISHED))
    for column in ("start", "end"):
        frame[column] = frame[column].astype("int64")
    for column in frame.columns.difference(["start", "end", "value", "value_high"]):
        frame[column] = frame[column].map(lambda v: None if v is None else shown(v)).astype("str")
    for column in ("value", "value_high"):
        frame[column] = frame[column].astype("float64")
    for ending in ("csv", "parquet", "jsonl"):
        write_table(frame, folder / f"claims.{ending}")
    name = "Claims on critical raw materials in the press"
    write_datapackage(folder, {"claims.csv": frame}, _DESCRIPTIONS, name)
    graph = [
        item for seed, article in articles.items()
        for item in json_ld(article, [r for r in rows if r["seed"] == seed], excerpts, judged)["@graph"]
    ]  # fmt: skip
    linked = {"@context": "https://schema.org", "@graph": graph}
    _write(folder / "claims.jsonld", json.dumps(linked, ensure_ascii=False))


def json_ld(
    article: Article,
    claims: Iterable[Mapping[str, Any]],
    excerpts: Mapping[str, Excerpt],
    judged: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Return an article's claims and their reviews in the words of schema.org."""
    source: dict[str, Any] = {"@type": "NewsArticle", "headline": title(article)}
    if article.publisher:
        source["publisher"] = {"@type": "Organization", "name": shown(article.publisher)}
    if article.published and article.published.precision != "range":
        source["datePublished"] = article.published.value
    if article.url:
        source["url"] = article.url
    graph = []
    for claim in claims:
        here = f"{slug(claim['seed'])}.html#{claim['claim']}"
        name = reading(claim) or claim["kind"]
        item: dict[str, Any] = {"@type": "Claim", "@id": here, "name": name, "appearance": source}
        if claim["claim"] in excerpts:
            item["text"] = str(excerpts[claim["claim"]])
        if claim["speaker"]:
            item["author"] = {"@type": "Person", "name": shown(claim["speaker"])}
        verdict = _verdict(judged, claim)
        if not _is_judged(verdict):
            graph.append(item)
        else:
            graph.append({
                "@type": "ClaimReview", "url": here, "claimReviewed": item["name"], "itemReviewed": item,
                "author": {"@type": "Organization", "name": "Orebook"},
                "reviewRating": {"@type": "Rating", "alternateName": verdict},
            })  # fmt: skip
    return {"@context": "https://schema.org", "@graph": graph}


def _card(
    row: Mapping[str, Any],
    article: Article,
    excerpts: Mapping[str, Excerpt],
    judged: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    excerpt = excerpts.get(row["claim"])
    verdict = _verdict(judged, row)
    card = {
        "excerpt": [excerpt.before, excerpt.mark, excerpt.after] if excerpt else None,
        "reading": reading(row),
        "source": shown(article.publisher) or "publisher not known",
        "date": article.published.value.replace("/", " – ") if article.published else "not known",
        "speaker": shown(row["speaker"]) or _UNNAMED.get(row["attribution"] or ""),
        "hedge": shown(row["hedge"]) or None,
        "verdict": f"{VERDICT_SHAPES.get(verdict, '·')} {verdict}",
    }
    return {key: value for key, value in card.items() if value}


def _find(row: Mapping[str, Any], article: Article, excerpt: Excerpt | None) -> list[str]:
    """Return what the search page shows of a claim and finds it by: address, reading, words, source."""
    return [
        f"book/evidence/{slug(row['seed'])}.html#{row['claim']}",
        " · ".join(part for part in (reading(row) or row["kind"], shown(row["speaker"])) if part),
        f"“{excerpt}”" if excerpt else shown(row["q_text"]),
        shown(article.publisher),
    ]
