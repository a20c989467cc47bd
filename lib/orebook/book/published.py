"""Everything of the claims that goes into the staged book: pages, files for other programs, cards, search."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from markupsafe import Markup

from orebook.book import pages
from orebook.book.collection import REGISTER
from orebook.book.excerpts import EXCERPT_WORDS, OPEN_LICENCES, SHARE, Budget, choose_excerpts, shown
from orebook.book.export import read_rows, records, write_datapackage, write_table, write_whole
from orebook.book.inputs import commit
from orebook.book.pages import Material, Row, dated, speaker, title
from orebook.book.rows import VERDICT_SHAPES, evidence_page, in_script, reading, slug, table
from orebook.text.vocabulary import vocabulary

if TYPE_CHECKING:
    import pandas as pd

    from orebook.book.opened import Book
    from orebook.page.article import Article

# The tools whose version shows in the pages or in the figures.
_TOOLS = (
    "orebook", "pandas", "altair", "vl-convert-python", "jupyter-book", "sphinx", "jupytext", "papermill",
)  # fmt: skip
# The tables of the accuracy page, with their captions.
_MEASURED = {
    "outside": ("benchmarks/outside.csv", "Texts that others made"),
    "blind": ("tests/accuracy/blind.csv", "Our own texts, read for the first time"),
    "measured": ("tests/accuracy/measured.csv", "Texts that the rules were made on"),
}


def table_of_contents(path: Path, articles: Iterable[Article]) -> str:
    """Return the table of contents with a line for each article's page, named to fit the sidebar."""
    contents = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries = [{"file": f"book/evidence/{slug(a.seed)}", "title": pages.short_title(a)} for a in articles]
    for part in contents.get("parts", ()):
        listed = [entries if chapter.get("glob") == "book/evidence/*" else [chapter]
                  for chapter in part["chapters"]]  # fmt: skip
        part["chapters"] = [dict(entry) for chapter in listed for entry in chapter]
    return yaml.safe_dump(contents, allow_unicode=True, sort_keys=False)


def write_pages(
    folder: Path,
    book: Book,
    comparisons: pd.DataFrame,
    root: Path,
    executed: Mapping[str, tuple[bytes, float]],
) -> None:
    """Write the generated pages and files into the staged ``book`` folder.

    `comparisons` is what :func:`~orebook.compare` gives, `executed` the notebooks by name with the seconds
    each took: the data page lists the figures they link to.
    """
    material = gather(book, comparisons, root)
    made = pages.templates(root / "book" / "_templates" / "pages")
    showing = dict(_notebook(name, json.loads(content)) for name, (content, _) in executed.items())
    template = made.get_template("evidence.jinja")
    for article in book.articles:
        linked = in_script("application/ld+json", json_ld(article, material, ""))
        page = template.render(
            article=article, material=material, claims=material.of(article.seed), linked=linked
        )
        showing[evidence_page(article, title(article).partition(":")[0])] = page
        _write(folder / "evidence" / f"{slug(article.seed)}.md", page)
    numbers, built = _numbers(material), commit(root)
    known = {"articles": book.articles, "material": material, "book": book, "numbers": numbers}
    told: dict[str, dict[str, Any]] = {
        "ledger": {"rows": pages.ledger_rows(material)},
        "data": {
            "groups": pages.source_groups(root / "reference", material.sources),
            "figures": pages.linked_figures(showing),
        },
        "unread": {},
        "register": {
            "rows": [
                row
                for row in reversed(read_rows(root / "notebooks" / REGISTER))
                if row["cause"] != "first audit"
            ],
            "claims": {row["claim"]: row for row in material.claims},
        },
        "accuracy": {part: measured(root / name, caption) for part, (name, caption) in _MEASURED.items()},
        "colophon": {
            "config": yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8")),
            "commit": built.removesuffix("+"),
            "changed": built.endswith("+"),
            "tools": [("Python", platform.python_version()), *((name, version(name)) for name in _TOOLS)],
            "took": [(name, f"{took:.1f}") for name, (_, took) in executed.items()],
        },
    }
    for name, values in told.items():
        _write(folder / f"{name}.md", made.get_template(f"{name}.jinja").render(known | values))
    _write(folder / "_numbers.json", json.dumps(numbers))
    _write_files(folder / "_static" / "ledger", material)
    _write_cards(folder / "_static" / "cards", material)
    finds = json.dumps([_find(row, material) for row in material.claims], separators=(",", ":"))
    _write(folder / "_static" / "finds.js", f"window.oreFinds = {finds};\n")


def _notebook(name: str, node: Any) -> tuple[Markup, str]:
    """Return a link to a notebook's page, and all the HTML that its cells gave."""
    heading = next(("".join(c["source"]) for c in node["cells"] if c["cell_type"] == "markdown"), name)
    outputs = (output for cell in node["cells"] for output in cell.get("outputs", ()))
    markup = "".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs)
    called = heading.partition("\n")[0].strip("# ").partition(":")[0]
    return Markup('<a href="../notebooks/{}.html">{}</a>').format(name, called), markup


def measured(path: Path, caption: str) -> Markup:
    """Return measured figures as a table of the file's own columns; nothing where there are none."""
    rows = read_rows(path)
    if not rows:
        return Markup("")
    cells = [[shown(cell) for cell in row.values()] for row in rows]
    numeric = [all(re.fullmatch(r"[\d.]*", cell) for cell in column) for column in zip(*cells, strict=True)]
    return table([name.capitalize() for name in rows[0]], cells, caption, "data", numeric)


def gather(book: Book, comparisons: pd.DataFrame, root: Path) -> Material:
    """Return what the pages are made of, the excerpts chosen."""
    from orebook.claims.ledger import unread
    from orebook.page.catalogue import Catalogue, load_catalogue
    from orebook.text.decode import UnreadableInput

    rows: list[dict[str, Any]] = [
        {key: None if value == "" else value for key, value in row.items()} for row in records(book.ledger)
    ]
    judged = {row["claim"]: row for row in records(book.verdicts)}
    try:
        catalogue = load_catalogue(root / "seeds")
    except UnreadableInput:  # it is named among what was refused
        catalogue = Catalogue()
    licences = {seed: str(entry.get("licence", "")).lower() for seed, entry in catalogue.items()}
    budget = Budget(book.articles, {s for s, name in licences.items() if name.startswith(OPEN_LICENCES)})
    verdicts = {key: row["verdict"] for key, row in judged.items()}
    excerpts = choose_excerpts(book.articles, rows, verdicts, budget)
    missed = {
        article.seed: [
            (pages.position(article, start, end), budget.beginning(article.seed, start, end), reason)
            for start, end, _, reason in unread(article)
        ]
        for article in book.articles
    }
    by_id, related = {row["claim"]: row for row in rows}, dict[str, list[Any]]()
    order = ["relation", "claim_a", "claim_b"]
    for row in records(comparisons.sort_values(order)):
        for one, other in (order[1:], order[:0:-1]):
            found = (row["relation"], by_id[row[other]], shown(row.get("reason")))
            related.setdefault(row[one], []).append(found)
    sources = {row["source"]: row for row in records(book.reference.sources)}
    known = {article.seed: article for article in book.articles}
    return Material(known, rows, judged, excerpts, related, missed, sources)


def _numbers(material: Material) -> dict[str, str]:
    """Return what the prose pages name by substitution, so that no number is typed there."""
    from orebook.check.rules import RULES

    rows = material.claims
    rules = [[rule.name, rule.compares, rule.tolerance, rule.stops] for rule in RULES]
    heads = ["Rule", "Compares", "Tolerance", "Stops at"]
    return {
        "articles": f"{len(material.articles):,}",
        "claims": f"{len(rows):,}",
        "quantity_claims": f"{sum(row['kind'] == 'quantity' for row in rows):,}",
        "coded_claims": f"{sum(row['basis'] == 'coded' for row in rows):,}",
        "judged_claims": f"{sum(material.is_judged(row) for row in rows):,}",
        "excerpt_words": str(EXCERPT_WORDS),
        "version": version("orebook"),
        "read": max((str(source.get("read") or "") for source in material.sources.values()), default=""),
        "excerpt_share": f"{SHARE:.0%}",
        "rules": pages.raw(table(heads, rules, "Rules of the audit, in the order they are asked")),
    }


def _write(path: Path, text: str) -> None:
    write_whole(path, text.encode("utf-8", "replace"))


# Files for other programs -------------------------------------------------------------------------


def _write_files(folder: Path, material: Material) -> None:
    import pandas as pd

    merged = pd.DataFrame([_published(row, material) for row in material.claims])
    frame = merged[[name for name in vocabulary("columns") if name in merged]]
    numbers = {"start": "int64", "end": "int64", "value": "float64", "value_high": "float64"}
    frame = frame.astype({name: kind for name, kind in numbers.items() if name in frame})
    words = {name: frame[name].map(lambda v: None if pd.isna(v) else shown(v)).astype("str")
             for name in frame if name not in numbers}  # fmt: skip
    frame = frame.assign(**words)
    for ending in ("csv", "parquet", "jsonl"):
        write_table(frame, folder / f"claims.{ending}")
    name = "Claims on critical raw materials in the press"
    write_datapackage(folder, {"claims.csv": frame}, vocabulary("columns"), name)
    graph = [item for article in material.articles.values()
             for item in json_ld(article, material, "../../book/evidence/")["@graph"]]  # fmt: skip
    linked = {"@context": "https://schema.org", "@graph": graph}
    _write(folder / "claims.jsonld", json.dumps(linked, ensure_ascii=False))


def _published(row: Row, material: Material) -> dict[str, Any]:
    """Return a claim with its article, its excerpt and its verdict; `source` is that of the verdict."""
    article, excerpt = material.articles[row["seed"]], material.excerpts.get(row["claim"])
    about = {
        "told_by": row.get("source"),
        "source": None,
        "publisher": article.publisher,
        "published": article.published.value if article.published else None,
        "excerpt": str(excerpt) if excerpt else None,
        "verdict": "not checked",
    }
    return {**row, **about, **material.judged.get(row["claim"], {}), "basis": row["basis"]}


def json_ld(article: Article, material: Material, base: str) -> dict[str, Any]:
    """Return an article's claims and their reviews in the words of schema.org; addresses are from `base`."""
    published = article.published if article.published and article.published.precision != "range" else None
    source = _known({
        "@type": "NewsArticle", "headline": title(article), "url": article.url,
        "publisher": article.publisher and {"@type": "Organization", "name": shown(article.publisher)},
        "datePublished": published and published.value,
    })  # fmt: skip
    graph = []
    for claim in material.of(article.seed):
        here = f"{base}{slug(claim['seed'])}.html#{claim['claim']}"
        name = reading(claim) or claim["kind"]
        item = _known({
            "@type": "Claim", "@id": here, "name": name, "appearance": source,
            "text": str(material.excerpts.get(claim["claim"], "")),
            "author": claim["speaker"] and {"@type": "Person", "name": shown(claim["speaker"])},
        })  # fmt: skip
        if material.is_judged(claim):
            item = {
                "@type": "ClaimReview", "url": here, "claimReviewed": name, "itemReviewed": item,
                "author": {"@type": "Organization", "name": "Orebook"},
                "reviewRating": {"@type": "Rating", "alternateName": material.verdict(claim)},
            }  # fmt: skip
        graph.append(item)
    return {"@context": "https://schema.org", "@graph": graph}


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


# Cards and search ---------------------------------------------------------------------------------


def _write_cards(folder: Path, material: Material) -> None:
    """Write what the cards show: a script an article and one of the sources, loaded when first asked for."""
    scripts: dict[str, dict[str, Any]] = {
        slug(seed): {row["claim"]: _card(row, material) for row in material.of(seed)}
        for seed in material.articles
    }
    scripts["sources"] = {
        key: {name: source.get(name) for name in ("title", "publisher", "edition")}
        | {"host": pages.host_of(source)}
        for key, source in material.sources.items()
    }
    for name, cards in scripts.items():
        data = json.dumps(cards, ensure_ascii=False, sort_keys=True)
        _write(folder / f"{name}.js", f"Object.assign(window.oreCards ??= {{}}, {data});\n")


def _card(row: Row, material: Material) -> dict[str, Any]:
    article, excerpt = material.articles[row["seed"]], material.excerpts.get(row["claim"])
    verdict = material.verdict(row)
    return _known({
        "excerpt": [excerpt.before, excerpt.mark, excerpt.after] if excerpt else None,
        "reading": reading(row),
        "source": shown(article.publisher) or "publisher not known",
        "date": dated(article),
        "speaker": speaker(row),
        "hedge": shown(row["hedge"]),
        "verdict": f"{VERDICT_SHAPES.get(verdict, '·')} {verdict}",
    })  # fmt: skip


def _find(row: Row, material: Material) -> list[str]:
    """Return what the search page shows of a claim and finds it by: address, reading, words, source."""
    excerpt = material.excerpts.get(row["claim"])
    return [
        f"book/evidence/{slug(row['seed'])}.html#{row['claim']}",
        " · ".join(part for part in (reading(row) or row["kind"], shown(row["speaker"])) if part),
        f"“{excerpt}”" if excerpt else shown(row["q_text"]),
        shown(material.articles[row["seed"]].publisher),
    ]
