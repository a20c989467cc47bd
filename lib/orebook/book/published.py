"""Everything of the claims that goes into the staged book: pages, files for other programs, cards, search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from orebook.book import pages
from orebook.book.collection import read_register
from orebook.book.excerpts import EXCERPT_WORDS, OPEN_LICENCES, SHARE, Budget, choose_excerpts, shown
from orebook.book.export import records, write_datapackage, write_table, write_whole
from orebook.book.pages import Material, Row, dated, speaker, title
from orebook.book.rows import VERDICT_SHAPES, in_script, reading, slug
from orebook.page.publication import spell
from orebook.text.vocabulary import vocabulary

if TYPE_CHECKING:
    import pandas as pd

    from orebook.book.opened import Book
    from orebook.page.article import Article


def table_of_contents(path: Path, articles: Iterable[Article]) -> str:
    """Return the table of contents with a line for each article's page, named to fit the sidebar."""
    import yaml

    contents = yaml.safe_load(path.read_text(encoding="utf-8"))
    for part in contents.get("parts", ()):
        chapters: list[dict[str, str]] = []
        for chapter in part["chapters"]:
            entries = [
                {"file": f"book/evidence/{slug(a.seed)}", "title": pages.short_title(a)} for a in articles
            ]
            chapters += entries if chapter.get("glob") == "book/evidence/*" else [chapter]
        part["chapters"] = chapters
    return yaml.safe_dump(contents, allow_unicode=True, sort_keys=False)


def write_pages(
    folder: Path, book: Book, comparisons: pd.DataFrame, root: Path, notebooks: Mapping[str, bytes]
) -> None:
    """Write the generated pages and files into the staged ``book`` folder.

    Parameters
    ----------
    folder : Path
        The staged ``book`` folder.
    book : Book
        The claims with their verdicts.
    comparisons : pandas.DataFrame
        Result of :func:`~orebook.compare`.
    root : Path
        The book's project.
    notebooks : mapping of str to bytes
        The executed notebooks by name: what they link to is listed on the data page.
    """
    material, figures = gather(book, comparisons, root), pages.Figures()
    for name, content in notebooks.items():
        node = json.loads(content)
        heading = next(("".join(c["source"]) for c in node["cells"] if c["cell_type"] == "markdown"), name)
        figures.page = _page_link(f"../notebooks/{name}.html", heading.partition("\n")[0].strip("# "))
        for output in (output for cell in node["cells"] for output in cell.get("outputs", ())):
            figures.feed("".join(output.get("data", {}).get("text/html", "")))
    made = pages.templates(root / "book" / "_templates" / "pages")
    for article in book.articles:
        page = _evidence_page(made, article, material)
        figures.page = _page_link(f"../book/evidence/{slug(article.seed)}.html", title(article))
        figures.feed(page)
        _write(folder / "evidence" / f"{slug(article.seed)}.md", page)
    named = Markup('<a href="evidence/{}.html{}">{}</a>')
    told = {
        "ledger": {"rows": pages.ledger_rows(material)},
        "data": {
            "articles": [[named.format(slug(a.seed), "", title(a)), shown(a.publisher) or "not known",
                          dated(a)] for a in book.articles],
            "groups": pages.source_groups(root / "reference", material.sources),
            "figures": figures.entries,
            "material": material,
        },
        "unread": {
            "missed": [[named.format(slug(a.seed), "#what-could-not-be-read", title(a)),
                        len(material.missed[a.seed])] for a in book.articles],
            "refused": [[shown(part) for part in line.partition(": ")[::2]] for line in book.refused],
            "notices": [[title(a), shown(notice)] for a in book.articles for notice in a.notices],
        },
    }  # fmt: skip
    changed = [row for row in read_register(root) if row["cause"] != "first audit"]
    known = {row["claim"]: row for row in material.claims}
    told["register"] = {
        "rows": [[pages.link_to(known[row["claim"]], reading(known[row["claim"]]) or "a claim", "evidence/")
                  if row["claim"] in known else row["claim"], spell(row["date"]),
                  *(row[name] for name in ("verdict", "cause", "withdrawn"))] for row in reversed(changed)],
    }  # fmt: skip
    for name, values in told.items():
        _write(folder / f"{name}.md", made.get_template(f"{name}.jinja").render(values))
    _write(folder / "_numbers.json", json.dumps(_numbers(material)))
    _write_files(folder / "_static" / "ledger", material)
    _write_cards(folder / "_static" / "cards", material)
    finds = json.dumps([_find(row, material) for row in material.claims], separators=(",", ":"))
    _write(folder / "_static" / "finds.js", f"window.oreFinds = {finds};\n")


def _evidence_page(made: Any, article: Article, material: Material) -> str:
    """Return an article's page: claims with a number one by one, the others in a table."""
    claims = [claim for claim in material.claims if claim["seed"] == article.seed]
    claims.sort(key=lambda claim: (claim["start"], claim["q_start"] or 0, claim["claim"]))
    page: str = made.get_template("evidence.jinja").render(
        article=article, material=material, claims=claims, facts=pages.facts_of(article),
        numbers=[claim for claim in claims if claim["q_text"]],
        others=[claim for claim in claims if not claim["q_text"]],
        missed=[list(row) for row in material.missed[article.seed]],
        linked=in_script("application/ld+json", json_ld(article, material, "")),
    )  # fmt: skip
    return page


def _page_link(href: str, name: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, name.partition(":")[0])


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
    for row in sorted(
        records(comparisons), key=lambda row: (row["relation"], row["claim_a"], row["claim_b"])
    ):
        for one, other in ((row["claim_a"], row["claim_b"]), (row["claim_b"], row["claim_a"])):
            related.setdefault(one, []).append((row["relation"], by_id[other], shown(row.get("reason"))))
    sources = {row["source"]: row for row in records(book.reference.sources)}
    known = {article.seed: article for article in book.articles}
    return Material(known, rows, judged, excerpts, related, missed, sources)


def _numbers(material: Material) -> dict[str, str]:
    """Return what the prose pages name by substitution, so that no number is typed there."""
    rows = material.claims
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
    }


def _write(path: Path, text: str) -> None:
    write_whole(path, text.encode("utf-8", "replace"))


# Files for other programs -------------------------------------------------------------------------


def _write_files(folder: Path, material: Material) -> None:
    import pandas as pd

    merged = []
    for row in material.claims:
        article, excerpt = material.articles[row["seed"]], material.excerpts.get(row["claim"])
        verdict = {k: v for k, v in material.judged.get(row["claim"], {}).items() if k != "basis"}
        published = article.published.value if article.published else None
        merged.append({**row, "told_by": row.get("source"), "source": None,
                       "publisher": article.publisher, "published": published,
                       "excerpt": str(excerpt) if excerpt else None, "verdict": "not checked",
                       **verdict})  # fmt: skip
    held = set().union(*merged)
    frame = pd.DataFrame(merged, columns=[name for name in vocabulary("columns") if name in held])
    for column in frame.columns:
        if column in ("start", "end"):
            frame[column] = frame[column].astype("int64")
        elif column in ("value", "value_high"):
            frame[column] = frame[column].astype("float64")
        else:
            frame[column] = frame[column].map(lambda v: None if pd.isna(v) else shown(v)).astype("str")
    for ending in ("csv", "parquet", "jsonl"):
        write_table(frame, folder / f"claims.{ending}")
    name = "Claims on critical raw materials in the press"
    write_datapackage(folder, {"claims.csv": frame}, vocabulary("columns"), name)
    graph = [item for article in material.articles.values()
             for item in json_ld(article, material, "../../book/evidence/")["@graph"]]  # fmt: skip
    linked = {"@context": "https://schema.org", "@graph": graph}
    _write(folder / "claims.jsonld", json.dumps(linked, ensure_ascii=False))


def json_ld(article: Article, material: Material, base: str) -> dict[str, Any]:
    """Return an article's claims and their reviews in the words of schema.org; addresses are from `base`."""
    source: dict[str, Any] = {"@type": "NewsArticle", "headline": title(article)}
    if article.publisher:
        source["publisher"] = {"@type": "Organization", "name": shown(article.publisher)}
    if article.published and article.published.precision != "range":
        source["datePublished"] = article.published.value
    if article.url:
        source["url"] = article.url
    graph = []
    for claim in (row for row in material.claims if row["seed"] == article.seed):
        here = f"{base}{slug(claim['seed'])}.html#{claim['claim']}"
        name = reading(claim) or claim["kind"]
        item: dict[str, Any] = {"@type": "Claim", "@id": here, "name": name, "appearance": source}
        if claim["claim"] in material.excerpts:
            item["text"] = str(material.excerpts[claim["claim"]])
        if claim["speaker"]:
            item["author"] = {"@type": "Person", "name": shown(claim["speaker"])}
        if material.is_judged(claim):
            item = {
                "@type": "ClaimReview", "url": here, "claimReviewed": name, "itemReviewed": item,
                "author": {"@type": "Organization", "name": "Orebook"},
                "reviewRating": {"@type": "Rating", "alternateName": material.verdict(claim)},
            }  # fmt: skip
        graph.append(item)
    return {"@context": "https://schema.org", "@graph": graph}


# Cards and search ---------------------------------------------------------------------------------


def _write_cards(folder: Path, material: Material) -> None:
    """Write what the cards show: a script an article and one of the sources, loaded when first asked for."""
    sources = {
        key: {**{name: source.get(name) for name in ("title", "publisher", "edition")},
              "host": pages.host_of(source)}
        for key, source in material.sources.items()
    }  # fmt: skip
    _write_script(folder / "sources.js", sources)
    for seed in material.articles:
        cards = {row["claim"]: _card(row, material) for row in material.claims if row["seed"] == seed}
        _write_script(folder / f"{slug(seed)}.js", cards)


def _write_script(path: Path, cards: Mapping[str, Any]) -> None:
    data = json.dumps(cards, ensure_ascii=False, sort_keys=True)
    _write(path, f"Object.assign(window.oreCards ??= {{}}, {data});\n")


def _card(row: Row, material: Material) -> dict[str, Any]:
    article, excerpt = material.articles[row["seed"]], material.excerpts.get(row["claim"])
    verdict = material.verdict(row)
    card = {
        "excerpt": [excerpt.before, excerpt.mark, excerpt.after] if excerpt else None,
        "reading": reading(row),
        "source": shown(article.publisher) or "publisher not known",
        "date": dated(article),
        "speaker": speaker(row),
        "hedge": shown(row["hedge"]),
        "verdict": f"{VERDICT_SHAPES.get(verdict, '·')} {verdict}",
    }
    return {key: value for key, value in card.items() if value}


def _find(row: Row, material: Material) -> list[str]:
    """Return what the search page shows of a claim and finds it by: address, reading, words, source."""
    excerpt = material.excerpts.get(row["claim"])
    return [
        f"book/evidence/{slug(row['seed'])}.html#{row['claim']}",
        " · ".join(part for part in (reading(row) or row["kind"], shown(row["speaker"])) if part),
        f"“{excerpt}”" if excerpt else shown(row["q_text"]),
        shown(material.articles[row["seed"]].publisher),
    ]
