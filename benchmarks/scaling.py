"""What hostile text costs per byte, and what claims cost in many articles."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from orebook.claims.claim import extract_claims
from orebook.find.quantities import find_quantities
from orebook.find.quotations import find_quotations
from orebook.page.article import Article, parse_article, read_article

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
MEGABYTE = 1_000_000
HOSTILE = {
    "a single line of 5 MB": "Kazakhstan shipped ore to the smelters of the region again and again, "
    * 71_500,
    "200,000 lines of one word": "ore\n" * 200_000,
    "50,000 lines of one capitalised word": "Ore\n" * 50_000,
    "50,000 lines that open a quotation": "“A\n" * 50_000,
    "10,000 numbers in words": "twenty three million " * 10_000,
    "100,000 open quotation marks": "“" * 100_000,
    "a run of 5 MB of digits": "7" * 5 * MEGABYTE,
    "digits and full stops, 1 MB": "7." * (MEGABYTE // 2),
    "digits and hyphens, 1 MB": "7-" * (MEGABYTE // 2),
    "open brackets, 1 MB": "(" * MEGABYTE,
    "full stops, 1 MB": "." * MEGABYTE,
    "capitalised words, 1 MB": "Aa " * (MEGABYTE // 3),
    "a table of 40,000 figures": "Chile\t5330\t5250\t12.5\t8\n" * 10_000,
    "zero-width spaces, 1 MB": "\u200b" * (MEGABYTE // 3),
}

WORKS: dict[str, Callable[[Article], object]] = {
    "find_quantities": lambda article: find_quantities(article.source),
    "find_quotations": lambda article: find_quotations(article.source),
    "parse_article": lambda article: parse_article(article.source, article.seed),
    "extract_claims": extract_claims,
}


def seconds(work: object, *arguments: object) -> float:
    best = float("inf")
    for _ in range(3):
        clock = time.process_time()
        work(*arguments)  # type: ignore[operator]
        best = min(best, time.process_time() - clock)
        if best > 5:
            break
    return best


def per_byte(work: Callable[[Article], object], articles: list[Article]) -> float:
    """Return the seconds per byte of articles read one after another, as they come."""
    return sum(seconds(work, one) for one in articles) / sum(len(one.source.encode()) for one in articles)


def main() -> None:
    seeds = sorted(SEEDS.glob("*.txt"))
    articles = [read_article(path) for path in seeds]
    extract_claims(articles[0])  # the vocabularies are read once
    usual = {name: per_byte(work, articles) for name, work in WORKS.items()}
    ratios = {}
    for text, source in HOSTILE.items():
        article = parse_article(source, "hostile.txt")
        ratios[text] = {name: per_byte(work, [article]) / usual[name] for name, work in WORKS.items()}

    flat = {}
    for count in (1, 100, int(sys.argv[1])):
        many = [articles[i % len(articles)] for i in range(count)]
        size = sum(len(article.source.encode()) for article in many)
        clock = time.process_time()
        for article in many:
            extract_claims(article)
        flat[count] = size / (time.process_time() - clock) / 1000
    json.dump({"times ordinary text": ratios, "claims kB/s by articles": flat}, sys.stdout)


if __name__ == "__main__":
    main()
