"""Claims as W3C Web Annotations: out to other programs, and back from people who code claims by hand.

The target is a stretch of an article, by its words (TextQuoteSelector) and by its place in the decoded file,
in code points (TextPositionSelector). What is known of the claim are tags, ``field: value``: any program that
annotates shows them and lets people type them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from orebook.book.export import write_whole
from orebook.book.words import missing
from orebook.claims.ledger import ANNOTATIONS, CLAIM_SCHEMA, load_claims
from orebook.text.decode import UnreadableInput, decode, read_bytes, slug
from orebook.text.vocabulary import vocabulary

# The columns of annotations.csv: what a person says of a claim.
_CODED = "seed quote kind modality commodity measure place period horizon speaker attribution themes".split()
_FIELDS = {**CLAIM_SCHEMA, **vocabulary("columns")}
_TAGS = [name for name in _FIELDS if name not in ("claim", "seed", "start", "end", "quote", "excerpt")]


def annotation(
    claim: Mapping[str, Any], base: str = "", shown: tuple[int, int] | None = None
) -> dict[str, Any]:
    """Return a claim as a Web Annotation: on its number, the words around it beside it, or on all its words.

    Parameters
    ----------
    claim : mapping
        Its row of the ledger, with its verdict or without.
    base : str
        What leads to the pages of evidence.
    shown : (int, int), optional
        The stretch of the article whose words may be given away; by default the whole claim's.
    """
    begin, close = shown or (claim["start"], claim["end"])
    start, end = (begin, close) if missing(claim["q_start"]) else (claim["q_start"], claim["q_end"])
    exact, prefix, suffix = (
        claim["quote"][i - claim["start"] : j - claim["start"]]
        for i, j in ((start, end), (begin, start), (end, close))
    )
    known = {name: claim[name] for name in _TAGS if name in claim and not missing(claim[name])}
    tags = [f"{name}: {value}" for name, value in known.items() if value != ""]
    words = {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
    place = {"type": "TextPositionSelector", "start": int(start), "end": int(end if exact else claim["end"])}
    return {
        "type": "Annotation",
        "id": f"{base}{slug(claim['seed'])}.html#{claim['claim']}",
        "motivation": "tagging",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags],
        "target": {
            "source": f"seeds/{quote(claim['seed'])}",
            "selector": [words, place] if exact else [place],
        },
    }


def collected(items: Iterable[dict[str, Any]]) -> bytes:
    """Return annotations as a file."""
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": list(items)}
    return (json.dumps(page, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def take_in(path: Path, seeds: Path) -> tuple[int, list[str]]:
    """Add the Web Annotations of a file to the claims coded by hand in `seeds`.

    Returned are how many were added, and what was refused, a line each: a quote that its article does not
    have word for word, a field that claims do not have, what is there already. `UnreadableInput` tells that
    the file is not JSON.
    """
    try:
        data = json.loads(decode(read_bytes(path), path)[0])
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(path, f"not JSON: {error}") from None
    while isinstance(data, dict) and data.keys() & {"items", "first"}:  # a page, a collection
        data = data.get("items", data.get("first"))
    stored = seeds / ANNOTATIONS
    text = stored.read_text("utf-8-sig").rstrip("\n") if stored.is_file() else ",".join(_CODED)
    header, number_of_lines = next(csv.reader(text.splitlines())), len(text.splitlines())
    tried, refused = dict[int, tuple[str, dict[str, str], str]](), list[str]()
    for number, item in enumerate(data if isinstance(data, list) else [data], 1):
        where, line = f"{path.name}: annotation {number}", io.StringIO()
        try:
            row = _row(item, seeds)
            csv.DictWriter(line, header, "", "ignore", lineterminator="\n").writerow(row)
            tried[number_of_lines + 1] = where, row, line.getvalue()
            number_of_lines += len(line.getvalue().splitlines())
        except ValueError as error:
            refused.append(f"{where}: {error}")
    with tempfile.TemporaryDirectory() as folder:  # the ledger's own reader says what fits
        for seed in {row["seed"] for _, row, _ in tried.values()}:
            shutil.copy(seeds / seed, folder)
        new = "".join(line for *_, line in tried.values())
        Path(folder, ANNOTATIONS).write_text(f"{text}\n{new}", "utf-8", newline="")
        ledger = load_claims(folder)
    told = (re.match(rf"{ANNOTATIONS}: line (\d+): (.*)", line, re.S) for line in ledger.attrs["refused"])
    faults = {int(found[1]): found[2] for found in told if found}
    coded = ledger[ledger["basis"] == "coded"]
    held = set(zip(coded["seed"], coded["quote"], strict=True))
    added = []
    for at, (where, row, written) in tried.items():
        if at in faults or (row["seed"], row["quote"]) not in held:
            refused.append(f"{where}: {faults.get(at, f'{ANNOTATIONS} cannot be read to its end')}")
        else:
            added.append(written)
    if added:
        write_whole(stored, f"{text}\n{''.join(added)}".encode())
    return len(added), refused


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
        raise ValueError(f"no field {strange[0]!r}; there are {', '.join(_CODED[2:])}")
    return {**told, "seed": seed, "quote": exact}


def _listed(one: Any) -> list[Any]:
    return one if isinstance(one, list) else [one]
