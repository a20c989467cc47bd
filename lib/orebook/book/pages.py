"""The pages a reader checks the book by: what their templates ask for.

Their words and markup lie in ``book/_templates/pages``; here is what goes into them. Article text is other
people's work and untrusted: only excerpts of it are shown (`orebook.book.excerpts`), the templates escape it,
and it stands in raw HTML blocks, never handed to a markup parser.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from orebook.book import words
from orebook.book.excerpts import EXCERPT_WORDS, Excerpt, shown
from orebook.book.export import read_rows
from orebook.book.rows import (
    evidence_page,
    official,
    press,
    reading,
    rest,
    slug,
    source_anchor,
    statement,
    table,
    verdict_mark,
)  # fmt: skip
from orebook.page.publication import spell

if TYPE_CHECKING:
    from orebook.page.article import Article

Row = Mapping[str, Any]
_CALLED = 10  # words that a claim is called by
_MARKS = tuple('“”„«»"')
_NOBODY = {"author": "the article itself", "unnamed": "unnamed"}
_MANNER = {"direct": "in direct speech", "indirect": "in reported speech", **_NOBODY}
# A verdict's three parts; where a table of verdicts has not got them, its reason and arithmetic.
_PARTS = (("Said", "said"), ("The figure", "figure_text"), ("So", "so"))
_OLD_PARTS = (("Why", "reason"), ("Reckoned", "computation"))


@dataclass(frozen=True, slots=True)
class Material:
    """What all pages are made of: articles by seed, claims as rows, and by claim what else there is."""

    articles: Mapping[str, Article]
    claims: Sequence[Row]
    judged: Mapping[str, Row]
    excerpts: Mapping[str, Excerpt]
    related: Mapping[str, Sequence[tuple[str, Row, str]]]  # relation, the other claim, reason
    missed: Mapping[str, Sequence[tuple[str, str, str]]]  # by seed: where, words, reason
    sources: Mapping[str, Row]

    def of(self, seed: str) -> list[Row]:
        """Return the claims of an article, in the order of its words."""
        claims = [claim for claim in self.claims if claim["seed"] == seed]
        return sorted(claims, key=lambda claim: (claim["start"], claim["q_start"] or 0, claim["claim"]))

    def verdict(self, claim: Row) -> str:
        """Return the verdict of a claim."""
        return self.judged.get(claim["claim"], {}).get("verdict", "not checked")

    def is_judged(self, claim: Row) -> bool:
        """Whether a figure was held against the claim."""
        return self.verdict(claim) not in ("not checked", "not verifiable")


def title(article: Article) -> str:
    """Return what an article is called: its headline's first words, else its file's name."""
    headline = shown(article.headline.text).split() if article.headline else []
    return " ".join(headline[:EXCERPT_WORDS]) or f"Article {slug(article.seed)}"


def short_title(article: Article, most: int = 30) -> str:
    """Return a label for the sidebar: as many of the title's words as fit `most` characters."""
    whole = title(article)
    return whole if len(whole) <= most else (whole[:most].rpartition(" ")[0] or whole[: most - 1]) + "…"


def dated(article: Article) -> str:
    """Return when an article was published, in words."""
    return spell(article.published.value) if article.published else "not known"


def in_markdown(text: str) -> Markup:
    """Return text so that Markdown shows it as it is: every character that could mean something escaped."""
    safe = "".join("\\" + char if char in string.punctuation else char for char in shown(text)).strip()
    return Markup(safe)  # noqa: S704 - nothing in it is markup any more


def raw(markup: str) -> str:
    """Return markup as a block that MyST passes on untouched; no line of it can end the block."""
    lines = [line for line in str(markup).splitlines() if line.strip()]
    safe = [line.replace("``````", "`````&#96;") for line in lines]
    return Markup("\n".join(["``````{raw} html", *safe, "``````", ""]))  # noqa: S704 - it was markup


def templates(folder: Path) -> Environment:
    """Return the pages' templates; they escape whatever is no markup."""
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, extensions=["jinja2.ext.do"],
    )  # fmt: skip
    environment.filters.update(raw=raw, in_markdown=in_markdown)
    ours = (
        title, dated, shown, quoted, speaker, position, grounds, press, evidence_page, other_rows,
        source_facts, is_address, reading, verdict_mark, spell, words.plural, table, source_anchor,
    )  # fmt: skip
    environment.globals.update({function.__name__: function for function in ours})
    return environment


def is_address(url: object) -> bool:
    """Whether a link may lead there."""
    return re.fullmatch(r"https?://\S+", str(url or "")) is not None


def quoted(claim: Row, material: Material) -> Markup:
    """Return a claim's words in quotation marks; where no more may be shown, its number alone."""
    excerpt = material.excerpts.get(claim["claim"]) or Excerpt("… ", shown(claim["q_text"]), " …")
    # An excerpt that begins or ends with a mark of its own is not given a second.
    first = "" if excerpt.before[:1] in _MARKS else "“"
    last = "" if excerpt.after[-1:] in _MARKS else "”"
    return Markup("{}{}<mark>{}</mark>{}{}").format(first, excerpt.before, excerpt.mark, excerpt.after, last)


def speaker(claim: Row) -> str:
    """Return who makes a claim, and in what manner."""
    parts = (shown(claim["speaker"]), _MANNER.get(claim["attribution"] or "", ""))
    return ", ".join(part for part in parts if part)


def position(article: Article, start: int, end: int) -> str:
    """Return where a span stands, in words."""
    place = next((i for i, p in enumerate(article.paragraphs, 1) if p.start <= start < p.end), None)
    where = f"characters {start:,}–{end:,}"
    return f"paragraph {place}, {where}" if place else where


def grounds(verdict: Row, material: Material) -> list[tuple[str, Any]]:
    """Return what a verdict rests on, each part with its label."""
    names = _PARTS if verdict.get("so") else _OLD_PARTS
    pairs: list[tuple[str, Any]] = [(label, shown(verdict.get(name))) for label, name in names]
    value, where = verdict.get("figure"), (verdict.get("edition"), verdict.get("locator"))
    what = "" if value is None else f"figure {words.plain(words.number(value, verdict.get('figure_unit')))}"
    links = [
        official(material.sources.get(key, {}).get("title") or key, key, *where, base="../../", what=what)
        for key in str(verdict.get("source") or "").replace(";", " ").split()
    ]
    same = ("Counts as the same", shown(verdict.get("tolerance")))
    return [*pairs, same, ("Source", Markup("; ").join(links))]


def other_rows(claims: Sequence[Row], material: Material) -> Iterator[list[Any]]:
    """Yield the rows of claims without a number, each with its address."""
    for claim in claims:
        verdict, excerpt = material.judged.get(claim["claim"], {}), material.excerpts.get(claim["claim"])
        said = f"“{excerpt}”" if excerpt else statement(claim)
        why = shown(verdict.get("so") or verdict.get("reason")).removeprefix(f"{material.verdict(claim)}: ")
        mark = Markup("{}{}").format(verdict_mark(material.verdict(claim)), f": {why}" if why else "")
        anchor = Markup('<span id="{}">{}</span>').format(claim["claim"], said)
        yield [anchor, f"{claim['kind']}: {reading(claim)}", speaker(claim), mark]


def ledger_rows(material: Material) -> Iterator[list[Any]]:
    """Yield the rows of the ledger page."""
    for row in material.claims:
        article = material.articles[row["seed"]]
        excerpt = str(material.excerpts.get(row["claim"], "")).split()
        first = "“" + " ".join(excerpt[:_CALLED]) + (" …" if len(excerpt) > _CALLED else "") + "”"
        yield [
            press(row, shown(statement(row)) if row["q_text"] or not excerpt else first),
            verdict_mark(material.verdict(row)),
            reading({**row, "commodity": None}) if row["q_text"] else rest(row),
            (row["commodity"] or "").replace(";", ", "),
            shown(row["speaker"]) or _NOBODY.get(row["attribution"] or "", ""),
            shown(article.publisher) or "not known",
            article.published.value[:4] if article.published else "",
            (row["themes"] or "").replace(";", ", "),
        ]


def source_groups(reference: Path, known: Mapping[str, Row]) -> dict[str, list[str]]:
    """Return the sources by the reference table that takes something from them, each in the first one."""
    package = json.loads((reference / "datapackage.json").read_text(encoding="utf-8"))
    groups: dict[str, list[str]] = {}
    left = set(known)
    for resource in package["resources"]:
        if resource["name"] != "sources":
            rows = read_rows(reference / resource["path"])
            keys = {key for row in rows for key in row.get("source", "").replace(";", " ").split()}
            groups[resource.get("title") or resource["name"]] = sorted(left & keys)
            left -= keys
    return groups


def source_facts(source: Row, sources: Mapping[str, Row]) -> str:
    """Return who published a source, in which edition, under which licence, and where it was read."""
    publisher, edition, host = source.get("publisher"), source.get("edition"), host_of(source)
    copies = [host_of(sources.get(key, {})) or key for key in (source.get("read_in") or "").split(";") if key]
    is_copy = copies or re.match(r"(translated )?copy\b", source.get("how_read") or "")
    hosts = ", ".join(dict.fromkeys(copies if is_copy else [host] * bool(host)))
    how, where = "in a copy" if is_copy else "", f"at {hosts}" if hosts else ""
    when = f"in {spell(str(source['read']))}" if source.get("read") else ""
    read = " ".join(part for part in (how, where, when) if part)
    facts = (publisher if publisher != host else "", f"edition {edition}" if edition else "",
             source.get("licence"), f"read {read}" if read else "")  # fmt: skip
    return " · ".join(str(fact) for fact in facts if fact)


def host_of(source: Row) -> str:
    """Return the site that a source was read at."""
    return (urlsplit(source.get("url") or "").hostname or "").removeprefix("www.")


def linked_figures(pages: Mapping[Markup, str]) -> dict[str, dict[str, tuple[str, str, list[Markup]]]]:
    """Return the official figures that pages link to, by source and entry.

    The pages' markup is given by a link to each. Of an entry stand the figure as shown, what else is known
    of it, and links to the pages that show it.
    """
    from lxml import html

    found: dict[str, dict[str, tuple[str, str, list[Markup]]]] = {}
    for page, markup in pages.items():
        for link in html.fromstring(f"<div>{markup}</div>").iterfind('.//a[@class="figure"]'):
            edition, anchor = link.get("data-edition"), link.get("href").partition("#")[2]
            facts = (link.get("data-what"), edition and f"edition {edition}", link.get("data-locator"))
            entry = (link.text_content(), " · ".join(filter(None, facts)), list[Markup]())
            shown_on = found.setdefault(link.get("data-source"), {}).setdefault(anchor, entry)[2]
            if page not in shown_on:
                shown_on.append(page)
    return found
