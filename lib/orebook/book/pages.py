"""The pages a reader checks the book by, the figures of its charts, and the files of claims.

Words and markup lie in ``book/_templates``, which escape article text. A claim is here its row with verdict,
``article``, ``excerpt`` and ``related`` (relation, other claim, reason).
"""

import json
import math
import re
from collections import namedtuple
from collections.abc import Iterable, Mapping
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

import nbformat
import pandas as pd
import vl_convert
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html
from markupsafe import Markup

from orebook import __version__
from orebook.book import export, rows, words
from orebook.book.charts import MIME
from orebook.book.execution import outputs_of
from orebook.book.export import annotation, as_bytes, collected, read_rows, records, write_whole
from orebook.book.opened import Book
from orebook.check.comparison import compare
from orebook.check.rules import RULES
from orebook.claims.claim import unread
from orebook.page.article import Article
from orebook.text.decode import slug
from orebook.text.vocabulary import vocabulary

# Of a claim at most so many words are shown, of an article at most this share, unless its licence is open.
EXCERPT_WORDS, SHARE = 30, 0.40
WINDOWS = (EXCERPT_WORDS, 18, 10)  # words, tried in turn where a whole sentence does not fit the share
_WORD = re.compile(r"\w+")
_OPEN_LICENCES = ("own", "cc", "public domain")
# Verdicts in the order in which their claims are quoted; all others come after them.
_QUOTED_FIRST = ("contradicted", "imprecise", "outdated", "supported with rounding", "supported")
# What is made of all claims and sources, each by the template of its name. A page without words is left out.
_PAGES = """
ledger.md data.md unread.md register.md accuracy.md scale.md colophon.md _static/finds.js
_static/vega.js _static/cards/sources.js _static/ledger/claims.jsonld _static/ledger/datapackage.json
"""
# Tables of what was measured and of what has changed, of which a project may have none yet.
_TABLES = """
benchmarks/outside.csv benchmarks/scale.csv tests/accuracy/blind.csv tests/accuracy/measured.csv
notebooks/register.csv notebooks/changes.csv
"""


@cache
def templates(root: Path) -> Environment:
    """Return the templates of a book; they escape whatever is no markup."""
    environment = Environment(
        loader=FileSystemLoader([root / "book" / "_templates", root / "book" / "_templates" / "pages"]),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, extensions=["jinja2.ext.do"],
    )  # fmt: skip
    environment.filters.update(raw=raw, in_markdown=in_markdown)
    ours = (title, shown, version, python_version)
    environment.globals.update(vars(words) | vars(rows) | {each.__name__: each for each in ours})
    return environment


def raw(markup: str) -> str:
    """Return markup as a block that MyST passes on untouched; no line of it can end the block."""
    lines = [line.replace("``````", "`````&#96;") for line in str(markup).splitlines() if line.strip()]
    return Markup("\n".join(["``````{raw} html", *lines, "``````", ""]))  # noqa: S704 - it was markup


def in_markdown(text: str) -> Markup:
    """Return text so that Markdown shows it as it is: every character that could mean something escaped."""
    safe = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", shown(text)).strip()
    return Markup(safe)  # noqa: S704 - nothing in it is markup any more


def title(article: Article) -> str:
    """Return what an article is called: its headline's first words, else its file's name."""
    headline = shown(article.headline.text).split() if article.headline else []
    return " ".join(headline[:EXCERPT_WORDS]) or f"Article {slug(article.seed)}"


def linked_figures(pages: Mapping[Markup, str]) -> list[dict[str, Any]]:
    """Return the links of pages to official figures: what :func:`official` tells of one, words and page."""
    return [
        {**link.attrib, "words": link.text_content(), "page": page}
        for page, markup in pages.items()
        for link in html.fromstring(f"<div>{markup}</div>").iterfind('.//a[@class="figure"]')
    ]


def draw_figures(node: Any, page: str, root: Path, first: int = 1, scripts: Path | None = None) -> int:
    """Put figures in the place of a notebook's charts, their data into `scripts`; return the next number."""
    charts = [output for output in outputs_of(node) if MIME in output.get("data", {})]
    for number, output in enumerate(charts, first):
        spec = output["data"][MIME]
        about = spec["usermeta"]["orebook"]
        name = f"{page}-{about['name']}"
        bare = {key: value for key, value in spec.items() if key not in ("title", "description")}
        head, _, inner = vl_convert.vegalite_to_svg(bare).partition(">")
        width, height = map(float, re.findall(r'(?:width|height)="([\d.]+)"', head)[:2])
        inner = re.sub(r'(\bid="|url\(#|href="#)', rf"\1{name}-", inner)  # ids of two charts must not meet
        known = {"about": about, "name": name, "number": number, "drawing": inner, "size": (width, height)}
        output["data"] = {"text/html": templates(root).get_template("figure.html").render(known)}
        if scripts:
            text = f"oreCharts[{json.dumps(name)}] = {json.dumps(spec, sort_keys=True)};\n"
            write_whole(scripts / f"{name}.js", text)  # pages opened from files load only scripts
    return first + len(charts)


class Excerpt(namedtuple("Excerpt", "start end before mark after")):
    """Words of a claim that may be shown: ``before + mark + after``, printable, and where they stand."""

    def __str__(self) -> str:
        return f"{self.before}{self.mark}{self.after}"


class Budget:
    """The words that are shown of an article, each counted once; its headline is the page's title."""

    def __init__(self, article: Article, entry: Mapping[str, Any] | None = None) -> None:
        self.text, self.shown = article.source, set[int]()
        own = sum(len(_WORD.findall(paragraph.text)) for paragraph in article.paragraphs)
        free = str((entry or {}).get("licence")).lower().startswith(_OPEN_LICENCES)  # by the catalogue
        self.limit = math.inf if free else SHARE * own
        if article.headline:
            self.take(article.headline.start, article.headline.end)

    def take(self, start: int, end: int) -> bool:
        """Add a span's words to those shown, unless they would be too many."""
        more = self.shown.union(match.start() for match in _WORD.finditer(self.text, start, end))
        if fits := len(more) <= self.limit:
            self.shown = more
        return fits

    def excerpt(self, start: int, end: int, number: tuple[int, int], *windows: int) -> Excerpt | None:
        """Take the most of a sentence's words, around its number, that may still be shown, if any."""
        words = [match.span() for match in _WORD.finditer(self.text, start, end)]
        before, inside = (len(_WORD.findall(self.text, *span)) for span in ((start, number[0]), number))
        for count in windows or WINDOWS:
            first = max(0, min(before - (count - inside + 1) // 2, len(words) - count))
            begin = words[first][0] if first else start
            close = words[first + count - 1][1] if first + count < len(words) else end
            if self.take(begin, close):
                spans = ((begin, number[0]), number, (number[1], close))
                head, mark, tail = (shown(self.text[slice(*span)]) for span in spans)
                return Excerpt(begin, close, "… " * (begin > start) + head, mark, tail + " …" * (close < end))
        return None


def choose_excerpts(claims: Iterable[Mapping[str, Any]], budgets: Mapping[str, Budget]) -> dict[str, Excerpt]:
    """Return what is shown of claims (ledger with verdicts), taken from the budgets of their articles."""

    def rank(claim: Mapping[str, Any]) -> tuple[Any, ...]:
        order = (*_QUOTED_FIRST, claim["verdict"]).index(claim["verdict"])
        length = claim["end"] - claim["start"]  # the shorter, the more of them are quoted
        return order, claim["kind"] != "quantity", length, claim["seed"], claim["start"], claim["claim"]

    def number(claim: Mapping[str, Any]) -> tuple[int, int]:
        return (claim["start"],) * 2 if claim["q_start"] is None else (claim["q_start"], claim["q_end"])

    for claim in claims:  # tables show the numbers themselves
        budgets[claim["seed"]].take(*number(claim))
    found = {
        claim["claim"]: budgets[claim["seed"]].excerpt(claim["start"], claim["end"], number(claim))
        for claim in sorted(claims, key=rank)
    }
    return {name: excerpt for name, excerpt in found.items() if excerpt}


def shown(text: object) -> str:
    """Return article text as one line, without control characters and those that turn its direction."""
    kept = (char for char in str("" if text is None else text) if char.isprintable() or char.isspace())
    return re.sub(r"\s+", " ", "".join(kept))


def gather(book: Book) -> tuple[dict[str, dict[str, Any]], dict[str, list[Any]]]:
    """Return the claims, and by article the sentences without one: where they stand, their beginning, why."""
    articles = {article.seed: article for article in book.articles}
    budgets = {seed: Budget(article, book.catalogue.get(seed)) for seed, article in articles.items()}
    by_id = {claim["claim"]: claim for claim in records(book.judged)}
    excerpts, missed = choose_excerpts(by_id.values(), budgets), {}
    for name, claim in by_id.items():
        article = articles[claim["seed"]]
        claim |= {"article": article, "publisher": article.publisher, "related": []}
        claim["excerpt"] = excerpts.get(name)
    for seed, article in articles.items():
        missed[seed] = [
            (start, end, budgets[seed].excerpt(start, end, (start, start), WINDOWS[-1]) or "", reason)
            for start, end, _, reason in unread(article)
        ]
    pairs = compare(book.ledger, book.articles, book.reference)
    for pair in records(pairs.sort_values(["relation", "claim_a", "claim_b"])):
        one, other = by_id[pair["claim_a"]], by_id[pair["claim_b"]]
        for claim, beside in ((one, other), (other, one)):
            claim["related"].append((pair["relation"], beside, shown(pair["reason"])))
    return by_id, missed


def write_pages(staged: Path, book: Book, root: Path, executed: Mapping[str, Any]) -> None:
    """Write pages, the executed notebooks among them, files and settings into the staged book."""
    folder, made, showing, number = staged / "book", templates(root), dict[Markup, str](), 1
    contents = (root / "_toc.yml").read_text(encoding="utf-8")
    for name in sorted(executed, key=lambda name: contents.find(f"notebooks/{name}\n")):
        node = executed[name]
        called = next((cell.source for cell in node.cells if cell.cell_type == "markdown"), name)
        called = called.partition("\n")[0].strip("# ").partition(":")[0]
        page = Markup('<a href="../notebooks/{}.html">{}</a>').format(name, called)
        showing[page] = "".join(output.get("data", {}).get("text/html", "") for output in outputs_of(node))
        number = draw_figures(node, name, root, number, folder / "_static" / "charts")
        write_whole(staged / "notebooks" / f"{name}.ipynb", nbformat.writes(node))
    by_id, missed = gather(book)
    claims, sources = [*by_id.values()], {row["source"]: row for row in records(book.reference.sources)}
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    bundle = partial(vl_convert.javascript_bundle, "window.oreVega = {embed: vegaEmbed};")
    vega = export.kept(root / "_build" / "cache", lambda: f"vega-{version('vl-convert-python')}", bundle)
    known = {
        "book": book, "articles": book.articles, "claims": claims, "missed": missed, "sources": sources,
        "by_id": by_id, "config": config, "part": export.ROWS, "vega": vega, "columns": vocabulary("columns"),
        "package": json.loads((root / "reference" / "datapackage.json").read_text(encoding="utf-8")),
        "rules": RULES, "release": __version__, "commit": export.commit(root),
        "excerpt_words": str(EXCERPT_WORDS), "excerpt_share": f"{SHARE:.0%}",
        **{Path(name).stem: read_rows(root / name) for name in _TABLES.split()},
    }  # fmt: skip
    known["numbers"] = json.loads(made.get_template("numbers.jinja").render(known))
    config.setdefault("parse", {})["myst_substitutions"] = known["numbers"]  # {{ articles }} in prose pages
    write_whole(staged / "_config.yml", yaml.safe_dump(config, sort_keys=False))
    for article in book.articles:
        about = known | {"article": article, "claims": [one for one in claims if one["article"] is article]}
        evidence, cards = (made.get_template(f"{kind}.jinja").render(about) for kind in ("evidence", "cards"))
        showing[rows.evidence_page(article, title(article).partition(":")[0])] = evidence
        write_whole(folder / "evidence" / f"{slug(article.seed)}.md", evidence)
        write_whole(folder / "_static" / "cards" / f"{slug(article.seed)}.js", cards)
    known["figures"] = linked_figures(showing)
    for name in _PAGES.split():
        if text := made.get_template(f"{Path(name).stem}.jinja").render(known).strip():
            write_whole(folder / name, text + "\n")
        else:
            contents = re.sub(rf" *- file: book/{Path(name).stem}\n", "", contents)
    write_whole(staged / "_toc.yml", contents)
    _write_ledger(folder / "_static" / "ledger", claims)


def _write_ledger(folder: Path, claims: list[dict[str, Any]]) -> None:
    """Write the claims as tables and as Web Annotations."""
    numbers = {"start": "int64", "end": "int64", "value": "float64", "value_high": "float64"}
    frame = pd.DataFrame(claims)[[*vocabulary("columns")]]
    text = frame.drop(columns=numbers).map(lambda cell: None if pd.isna(cell) else shown(cell)).astype("str")
    frame = frame.astype(numbers).assign(**text)
    for ending in (".csv", ".parquet", ".jsonl"):
        write_whole(folder / f"claims{ending}", as_bytes(frame, ending))
    items = []
    for claim in claims:  # no more of an article's words than its excerpts and its numbers
        begin, end, *_ = claim["excerpt"] or [claim[at] or claim["start"] for at in ("q_start", "q_end")]
        items.append(annotation(claim, "../../book/evidence/", (begin, end)))
    write_whole(folder / "annotations.jsonld", collected(items))
