"""Claims as W3C Web Annotations: out to other programs, and back from people who code claims by hand.

The target is a stretch of an article, by its words and by its place in the decoded file, in code points. What
is known of the claim are tags, ``field: value``, which any program that annotates lets people type.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from orebook.book.export import write_whole
from orebook.book.words import missing
from orebook.claims.ledger import ANNOTATIONS, CLAIM_SCHEMA, COLUMNS, claims_of, load_annotations
from orebook.page.article import Article, read_article
from orebook.text.decode import UnreadableInput, decode, read_bytes, slug
from orebook.text.vocabulary import vocabulary

_FIELDS = {**CLAIM_SCHEMA, **vocabulary("columns")}
_TAGS = [name for name in _FIELDS if name not in ("claim", "seed", "start", "end", "quote", "excerpt")]


def annotation(claim: Mapping[str, Any], base: str = "", shown: tuple[int, int] | None = None) -> Any:
    """Return a claim, a row of the ledger, as a Web Annotation: on its number, or on all of its words.

    The base leads to the pages of evidence; shown is the stretch of the article that may be given away.
    """
    first, (begin, close) = claim["start"], shown or (claim["start"], claim["end"])
    start, end = (begin, close) if missing(claim["q_start"]) else (claim["q_start"], claim["q_end"])
    spans = {"exact": (start, end), "prefix": (begin, start), "suffix": (end, close)}
    words = {name: claim["quote"][i - first : j - first] for name, (i, j) in spans.items()}
    place = {"type": "TextPositionSelector", "start": start, "end": end if words["exact"] else claim["end"]}
    selectors = [{"type": "TextQuoteSelector", **words}, place] if words["exact"] else [place]
    told = [f"{name}: {claim[name]}" for name in _TAGS if not missing(claim.get(name)) and claim[name] != ""]
    return {
        "type": "Annotation", "id": f"{base}{slug(claim['seed'])}.html#{claim['claim']}",
        "motivation": "tagging",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in told],
        "target": {"source": f"seeds/{quote(claim['seed'])}", "selector": selectors},
    }  # fmt: skip


def collected(items: Iterable[dict[str, Any]]) -> bytes:
    """Return annotations as a file; its id, an empty one, is its own address."""
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": list(items)}
    return (json.dumps({"id": ""} | page, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def take_in(path: Path, seeds: Path) -> tuple[int, list[str]]:
    """Add the Web Annotations of a file to the claims coded by hand in `seeds`.

    Returned are how many were added, and what was refused, a line each.
    """
    try:
        data = json.loads(decode(read_bytes(path), path)[0])
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(path, f"not JSON: {error}") from None
    while isinstance(data, dict) and data.keys() & {"items", "first"}:  # a page, a collection
        data = data.get("items", data.get("first"))
    stored, (coded, broken) = seeds / ANNOTATIONS, load_annotations(seeds)
    if broken:
        raise broken[0]
    before = (stored.read_bytes().rstrip() if stored.is_file() else b"") or ",".join(COLUMNS).encode()
    lines = before.decode("utf-8-sig").splitlines()
    new, refused, touched = dict[int, Any](), dict[int, str](), dict[str, Article]()
    for at, item in enumerate(_listed(data), len(lines) + 1):
        try:
            row = dict.fromkeys(COLUMNS, "") | _row(item, seeds)
            touched[row["seed"]] = touched.get(row["seed"]) or read_article(seeds / row["seed"])
            coded[row["seed"]] = [*coded.get(row["seed"], ()), (at, row)]
            new[at] = row
        except (ValueError, UnreadableInput) as error:
            refused[at] = str(error)
    for seed, article in touched.items():  # the ledger's own reader says what fits
        for fault in claims_of(article, coded[seed])[1]:
            line, _, reason = fault.removeprefix(f"{ANNOTATIONS}: line ").partition(": ")
            refused[int(line)] = reason
    added, text = [row for at, row in new.items() if at not in refused], io.StringIO()
    csv.DictWriter(text, next(csv.reader(lines)), "", "ignore", lineterminator="\n").writerows(added)
    if added:
        write_whole(stored, before + b"\n" + text.getvalue().encode())
    told = (f"{path.name}: annotation {at - len(lines)}: {refused[at]}" for at in sorted(refused))
    return len(added), [*told]


def _row(item: Any, seeds: Path) -> dict[str, str]:
    """Return an annotation as a row of the claims coded by hand."""
    try:
        (target,) = _listed(item["target"])
        source = target["source"] if isinstance(target["source"], str) else target["source"]["id"]
        seed = unquote(urlsplit(source).path).rpartition("/")[2]
        (exact,) = {one["exact"] for one in _listed(target["selector"]) if one["type"] == "TextQuoteSelector"}
        bodies = [body for body in _listed(item.get("body", [])) if isinstance(body, dict)]
        tags = [body["value"].partition(":") for body in bodies if body.get("purpose") == "tagging"]
        told = {name.strip(): " ".join(value.split()) for name, colon, value in tags if colon}
        exact.encode()
    except (LookupError, TypeError, AttributeError, ValueError):
        raise ValueError("is no Web Annotation of one target, with source and TextQuoteSelector") from None
    if seed.startswith(".") or not (seeds / seed).is_file():
        raise ValueError(f"no seed {seed!r}")
    if strange := [name for name in told if name not in _FIELDS]:
        raise ValueError(f"no field {strange[0]!r}; there are {', '.join(COLUMNS[2:])}")
    return {**told, "seed": seed, "quote": exact}


def _listed(one: Any) -> list[Any]:
    return one if isinstance(one, list) else [one]
