"""Measure the reading of annotated passages and of the seeds, field by field, against floors.

Run as a script it prints the figures and what is missed. ``--accept`` writes them down and raises the floors;
``--lower FIELD --reason WHY`` is the only way to lower one.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orebook.claims.claim import Claim, extract_claims
from orebook.claims.ledger import load_articles
from orebook.find.quotations import find_quotations
from orebook.page.article import Article, Date, Paragraph, Span
from orebook.text.view import view

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parents[1] / "seeds"
# A field left out of a passage stands for this; measure and place are then not scored.
DEFAULTS = {
    "value_high": None, "comparator": "=", "commodity": None, "period": None, "horizon": None,
    "speaker": None, "attribution": "author", "modality": "reported",
}  # fmt: skip
FIELDS = (*DEFAULTS, "measure", "place", "themes")
SETS = {"commodity", "place", "themes"}  # joined by ";", in any order
_PRECISION = {4: "year", 7: "month", 10: "day"}


@dataclass
class Text:
    """An article to read, the quantities it states and the quotations it holds."""

    name: str
    article: Article
    quantities: list[dict[str, Any]]
    quotations: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Score:
    """Counts of one field: stated, found, and found as stated."""

    stated: int = 0
    found: int = 0
    right: int = 0

    def figures(self) -> dict[str, float | int]:
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.stated if self.stated else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "n": self.stated,
        }


def read_passages(folder: Path) -> Iterator[Text]:
    """Yield the passages of a folder; a fault in one names it."""
    seen: Counter[str] = Counter()
    for file in sorted(folder.glob("*.toml")):
        for entry in tomllib.loads(file.read_text("utf-8")).get("passage", ()):
            name = entry["id"]
            seen[name] += 1
            if seen[name] > 1:
                raise ValueError(f"{file.name}: passage {name} stands twice")
            article = _article(name, entry.get("title"), entry["text"].strip("\n"), entry.get("date"))
            body = len(article.source) - len(entry["text"].strip("\n"))
            quantities = [
                _located(f"{file.name}: {name}", article.source, body, one)
                for one in entry.get("quantity", ())
            ]
            quotations = [
                _located(f"{file.name}: {name}", article.source, body, one)
                for one in entry.get("quotation", ())
            ]
            yield Text(name, article, quantities, quotations)


def _located(where: str, source: str, body: int, entry: dict[str, Any]) -> dict[str, Any]:
    unknown = entry.keys() - {"text", "nth", "in_title", "optional", "value", "unit", *FIELDS}
    if unknown:
        raise ValueError(f"{where}: unknown field {min(unknown)}")
    end = r"(?!\w)" if entry["text"][-1:].isalnum() else ""
    start = r"(?<!\w)" if entry["text"][:1].isalnum() else ""  # "4 %" does not stand in "54 %"
    words = re.compile(start + re.escape(entry["text"]) + end)
    found = [match.start() for match in words.finditer(source, 0 if entry.get("in_title") else body)]
    if len(found) < entry.get("nth", 1):
        raise ValueError(f"{where}: words not found: {entry['text']!r}")
    at = found[entry.get("nth", 1) - 1]
    return {**entry, "start": at, "end": at + len(entry["text"])}


def _article(name: str, title: str | None, text: str, date: str | None) -> Article:
    """An article of plain paragraphs, one a line: the gate does not depend on how pages are taken apart."""
    source = f"{title}\n\n{text}" if title else text
    paragraphs, at = [], 0
    for line in source.split("\n"):
        if line.strip():
            kind = (
                "headline"
                if title and not paragraphs
                else "table"
                if "\t" in line or " | " in line
                else "list"
                if line[:2] in ("- ", "* ", "• ")
                else "body"
            )
            paragraphs.append(Paragraph(at, at + len(line), line, kind))
        at += len(line) + 1
    published = (
        Date(str(date), _PRECISION.get(len(str(date)), "range"), "annotation", "annotation") if date else None
    )
    headline = Span(0, len(title), title) if title else None
    return Article(
        name,
        source,
        "str",
        headline,
        None,
        None,
        None,
        published,
        None,
        None,
        tuple(paragraphs),
        (),
        (),
        view(source),
    )


def read_seeds(gold: Path, seeds: Path) -> Iterator[Text]:
    """Yield the seeds with their annotated quantities."""
    rows = list(csv.DictReader(gold.read_text("utf-8").splitlines()))
    for article in load_articles(seeds)[0]:
        quantities = []
        for row in rows:
            if row["seed"] == article.seed:
                one: dict[str, Any] = {name: value or None for name, value in row.items() if name != "seed"}
                one.update(
                    start=int(row["start"]),
                    end=int(row["end"]),
                    value=float(row["value"]),
                    text=row["quote"],
                    value_high=None,
                )
                quantities.append(one)
        if quantities:
            yield Text(article.seed, article, quantities)


def measure(texts: Iterable[Text]) -> tuple[dict[str, dict[str, float | int]], list[dict[str, str]]]:
    """Score texts.

    Returns
    -------
    figures : dict
        Field → precision, recall, f1 and n (how often it is stated). ``quantity`` is value and unit together.
    errors : list of dict
        What is missed: passage, quantity, field, stated, found.
    """
    scores: dict[str, Score] = {
        "quantity": Score(),
        **{name: Score() for name in FIELDS},
        "quotation": Score(),
        "quotation speaker": Score(),
    }
    errors: list[dict[str, str]] = []

    def note(text: Text, words: str, name: str, stated: object, found: object) -> None:
        errors.append(
            {
                "passage": text.name,
                "quantity": words,
                "field": name,
                "stated": _show(stated),
                "found": _show(found),
            }
        )

    for text in texts:
        claims = extract_claims(text.article)
        free = list(claims)
        scores["quantity"].found += len(claims)
        for gold in text.quantities:
            claim = _best(free, gold)
            if claim is None and gold.get("optional"):
                continue
            scores["quantity"].stated += 1
            if claim is None:
                note(text, gold["text"], "quantity", f"{gold['value']:g} {gold['unit']}", None)
            else:
                free.remove(claim)
                if _same(claim.value, gold["value"]) and claim.unit == _meant(
                    "unit", gold["unit"], claim.unit
                ):
                    scores["quantity"].right += 1
                else:
                    note(
                        text,
                        gold["text"],
                        "quantity",
                        f"{gold['value']:g} {gold['unit']}",
                        f"{claim.value:g} {claim.unit}",
                    )
            for name in FIELDS:
                if name not in gold and name not in DEFAULTS:
                    continue
                found = getattr(claim, name) if claim else None
                stated = _meant(name, gold.get(name, DEFAULTS.get(name)), found)
                if stated == "*":
                    continue
                _count(scores[name], name, stated, found)
                if not _equal(name, stated, found) and claim:
                    note(text, gold["text"], name, stated, found)
        for claim in free:
            note(text, claim.q_text or "", "quantity", None, f"{claim.value:g} {claim.unit}")
        _quotations(text, scores, note)
    return {name: score.figures() for name, score in scores.items() if score.stated}, errors


def _quotations(text: Text, scores: dict[str, Score], note: Any) -> None:
    if not text.quotations:
        return
    found = find_quotations(text.article.source)
    scores["quotation"].stated += len(text.quotations)
    scores["quotation"].found += len(found)
    for gold in text.quotations:
        match = next((one for one in found if one.text.strip() == gold["text"].strip()), None)
        if match is None:
            note(text, gold["text"], "quotation", gold["text"], None)
            _count(scores["quotation speaker"], "speaker", gold.get("speaker"), None)
            continue
        scores["quotation"].right += 1
        stated = _meant("speaker", gold.get("speaker"), match.speaker)
        _count(scores["quotation speaker"], "speaker", stated, match.speaker)
        if not _equal("speaker", stated, match.speaker):
            note(text, gold["text"], "quotation speaker", stated, match.speaker)


def _best(claims: list[Claim], gold: dict[str, Any]) -> Claim | None:
    """The claim whose number lies within the annotated words, by preference the one with its value."""
    near = [
        claim
        for claim in claims
        if claim.q_start is not None
        and claim.q_end is not None
        and claim.q_start < gold["end"]
        and gold["start"] < claim.q_end
    ]
    return min(near, key=lambda claim: (not _same(claim.value, gold["value"]), claim.q_start), default=None)


def _count(score: Score, name: str, stated: object, found: object) -> None:
    score.stated += stated is not None
    score.found += found is not None
    score.right += stated is not None and _equal(name, stated, found)


def _meant(name: str, stated: Any, found: object) -> Any:
    """Of alternatives ("a|b", "None" for none) the one that was found, else the first."""
    if not isinstance(stated, str):
        return stated
    choices = [None if one == "None" else one for one in stated.split("|")]
    return next((one for one in choices if _equal(name, one, found)), choices[0])


def _equal(name: str, stated: object, found: object) -> bool:
    if name in SETS and stated is not None and found is not None:
        return set(str(stated).split(";")) == set(str(found).split(";"))
    if name == "value_high":
        return _same(stated, found)
    return stated == found


def _same(a: object, b: object) -> bool:
    if a is None or b is None:
        return a is b
    return math.isclose(float(a), float(b), rel_tol=1e-9)  # type: ignore[arg-type]


def _show(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def corpus_hash(folder: Path = HERE) -> str:
    """Return the hash of everything annotated: a changed corpus cannot pass for a better reading."""
    digest = hashlib.sha256()
    for file in (*sorted((folder / "passages").glob("*.toml")), folder / "seeds_gold.csv"):
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def run(folder: Path = HERE, seeds: Path = SEEDS) -> dict[str, Any]:
    """Measure both corpora."""
    results: dict[str, Any] = {}
    errors: list[dict[str, str]] = []
    for name, texts in (
        ("passages", read_passages(folder / "passages")),
        ("seeds", read_seeds(folder / "seeds_gold.csv", seeds)),
    ):
        results[name], missed = measure(texts)
        errors += [{"gate": name, **one} for one in missed]
    return {**results, "errors": errors, "corpus": corpus_hash(folder)}


def faults(results: dict[str, Any], floors: dict[str, Any]) -> list[str]:
    """Return why results do not pass: a figure under its floor, a field without one, another corpus."""
    out = []
    if floors.get("corpus") != results["corpus"]:
        out.append(
            "the corpus has changed since the floors were set: look at the figures, then run gate.py --accept"
        )
    for gate in ("passages", "seeds"):
        for name, figures in results[gate].items():
            floor = floors.get(gate, {}).get(name)
            if floor is None:
                out.append(f"{gate}: {name} has no floor")
            elif figures["f1"] < floor:
                out.append(f"{gate}: {name} {figures['f1']:.4f} is under its floor of {floor:.4f}")
        out += [
            f"{gate}: {name} is no longer measured"
            for name in floors.get(gate, {})
            if name not in results[gate]
        ]
    return out


def raised(
    results: dict[str, Any], floors: dict[str, Any], lower: Iterable[str] = (), reason: str = ""
) -> dict[str, Any]:
    """Return new floors: as high as the figures, never lower than they were but for the fields named.

    Raises
    ------
    ValueError
        If a figure is under its floor and the field is not named, or no reason is given.
    """
    allowed = set(lower)
    if allowed and not reason.strip():
        raise ValueError("a floor is lowered with a reason only")
    new: dict[str, Any] = {"corpus": results["corpus"], "lowered": list(floors.get("lowered", ()))}
    for gate in ("passages", "seeds"):
        new[gate] = {}
        for name, figures in results[gate].items():
            old = floors.get(gate, {}).get(name, 0.0)
            if figures["f1"] < old and f"{gate}.{name}" not in allowed:
                raise ValueError(
                    f"{gate}.{name} would fall from {old:.4f} to {figures['f1']:.4f}; --lower {gate}.{name} --reason WHY"
                )
            if figures["f1"] < old:
                new["lowered"].append(
                    f"{gate}.{name} from {old:.4f} to {figures['f1']:.4f}: {reason.strip()}"
                )
            new[gate][name] = figures["f1"]
    return new


def write(results: dict[str, Any], floors: dict[str, Any], folder: Path = HERE) -> None:
    """Write results (beside those of other gates) and floors, equal bytes for equal figures."""
    file = folder / "results.json"
    kept = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    kept.update(with_floors(results, floors))
    file.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    lines = [
        "# Least F1 of each field. Raised by gate.py --accept; lowered only with --lower FIELD --reason WHY.",
        "",
    ]
    lines += [
        f'corpus = "{floors["corpus"]}"',
        "lowered = " + json.dumps(floors["lowered"], ensure_ascii=False),
    ]
    for gate in ("passages", "seeds"):
        lines += ["", f"[{gate}]", *(f'"{name}" = {value:.4f}' for name, value in floors[gate].items())]
    (folder / "floors.toml").write_text("\n".join(lines) + "\n", "utf-8")


def with_floors(results: dict[str, Any], floors: dict[str, Any]) -> dict[str, Any]:
    """Return results as they are written: each figure beside its floor."""
    told = {
        gate: {name: {**figures, "floor": floors[gate][name]} for name, figures in results[gate].items()}
        for gate in ("passages", "seeds")
    }
    return {**told, "errors": results["errors"], "corpus": results["corpus"]}


def load_floors(folder: Path = HERE) -> dict[str, Any]:
    file = folder / "floors.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--accept", action="store_true", help="write results.json and raise the floors")
    parser.add_argument(
        "--lower", action="append", default=[], metavar="GATE.FIELD", help="let this floor fall"
    )
    parser.add_argument("--reason", default="", help="why a floor falls; kept in floors.toml")
    parser.add_argument(
        "--errors", nargs="?", const="", metavar="FIELD", help="show what is missed, of one field or of all"
    )
    options = parser.parse_args(arguments)
    results, floors = run(), load_floors()
    for gate in ("passages", "seeds"):
        for name, figures in results[gate].items():
            print(
                f"{gate:9} {name:18} "
                + " ".join(
                    f"{key} {value:.3f}" if key != "n" else f"n {value}" for key, value in figures.items()
                )
            )
    if options.errors is not None:
        for one in results["errors"]:
            if options.errors in ("", one["field"]):
                print(
                    f"  {one['gate']} {one['passage']}: {one['quantity']!r} {one['field']}: stated {one['stated']!r}, found {one['found']!r}"
                )
    if options.accept:
        try:
            floors = raised(results, floors, options.lower, options.reason)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        write(results, floors)
        return 0
    told = faults(results, floors)
    for line in told:
        print(line, file=sys.stderr)
    return bool(told)


if __name__ == "__main__":
    sys.exit(main())
