"""Measure the reading of the annotated texts and of the seeds, field by field.

The texts are those that rules were made on: what is measured here is a regression net, not what to expect of
a text nobody has seen. Run as a script it prints the figures; ``--errors [FIELD]`` adds what is missed, sentence
by sentence, and ``--write`` stores the figures in ``measured.csv`` for the book's accuracy page.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import re
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
# What an empty cell stands for; an empty measure or place is not scored, "None" says that there is none.
DEFAULTS = {
    "value_high": None, "comparator": "=", "commodity": None, "period": None, "horizon": None,
    "speaker": None, "attribution": "author", "modality": "reported",
}  # fmt: skip
FIELDS = (*DEFAULTS, "measure", "place", "themes")
SETS = {"commodity", "place", "themes"}  # joined by ";", in any order


@dataclass(frozen=True, slots=True)
class Text:
    """An article to read, and what its annotators saw in it: rows of the CSV files with their offsets."""

    name: str
    article: Article
    quantities: list[dict[str, Any]]
    quotations: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Score:
    """How often a field is stated, is found, and is found as stated."""

    stated: int = 0
    found: int = 0
    right: int = 0

    def count(self, stated: object, found: object, right: bool) -> None:
        """Add one figure, None where a side has nothing."""
        self.stated += stated is not None
        self.found += found is not None
        self.right += right and stated is not None

    @property
    def figures(self) -> dict[str, float]:
        """Precision, recall, F1, and n: how often the field is stated."""
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.stated if self.stated else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {"precision": precision, "recall": recall, "f1": f1, "n": self.stated}


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_texts(folder: Path = HERE) -> Iterator[Text]:
    """Yield the annotated texts, by name; an annotation whose words are not in its text is an error."""
    marked: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for kind in ("quantities", "quotations"):
        for row in rows(folder / f"{kind}.csv"):
            marked.setdefault(row["text"], {}).setdefault(kind, []).append(dict(row))
    known = rows(folder / "texts.csv")
    if strangers := marked.keys() - {row["text"] for row in known}:
        raise ValueError(f"annotations of a text that texts.csv does not have: {min(strangers)}")
    for row in known:
        source = (folder / "texts" / f"{row['text']}.txt").read_text("utf-8").removesuffix("\n")
        found = {
            kind: [located(row["text"], source, one) for one in marked.get(row["text"], {}).get(kind, ())]
            for kind in ("quantities", "quotations")
        }
        yield Text(row["text"], _article(row, source), found["quantities"], found["quotations"])


def located(name: str, source: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return an annotation with the offsets of its words; ``nth`` tells which of equal ones is meant."""
    words = row["words"]
    end = r"(?!\w)" if words[-1:].isalnum() else ""
    start = r"(?<!\w)" if words[:1].isalnum() else ""  # "4 %" does not stand in "54 %"
    found = [match.start() for match in re.finditer(start + re.escape(words) + end, source)]
    nth = int(row.get("nth") or 1)
    if len(found) < nth:
        raise ValueError(f"{name}: words not found: {words!r}")
    return {**row, "start": found[nth - 1], "end": found[nth - 1] + len(words)}


def _article(row: dict[str, str], source: str) -> Article:
    """An article of plain paragraphs, one a line: this gate does not depend on how pages are taken apart."""
    paragraphs, at = [], 0
    for line in source.split("\n"):
        if line.strip():
            bullet = line[:2] in ("- ", "* ", "• ")
            kind = "heading" if len(line) < 50 and line[-1].isalnum() else "body"
            kind = "table" if "\t" in line or " | " in line else "list" if bullet else kind
            kind = "headline" if row["headline"] and not paragraphs else kind
            paragraphs.append(Paragraph(at, at + len(line), line, kind))
        at += len(line) + 1
    day, precision = row["date"], {4: "year", 7: "month", 10: "day"}.get(len(row["date"]), "range")
    title = paragraphs[0] if row["headline"] else None
    return Article(
        row["text"], source, "str", Span(title.start, title.end, title.text) if title else None, None, None, None,
        Date(day, precision, "annotation", "annotation") if day else None, None, None, tuple(paragraphs), (), (), view(source),
    )  # fmt: skip


def read_seeds(gold: Path = HERE / "seeds_gold.csv", seeds: Path = SEEDS) -> Iterator[Text]:
    """Yield the seeds with their annotated quantities."""
    stated = rows(gold)
    for article in load_articles(seeds)[0]:
        own = [
            {**row, "words": row["quote"], "start": int(row["start"]), "end": int(row["end"])}
            for row in stated
            if row["seed"] == article.seed
        ]
        if own:
            yield Text(article.seed, article, own)


def measure(texts: Iterable[Text]) -> tuple[dict[str, dict[str, float]], list[dict[str, str]]]:
    """Score texts.

    Returns
    -------
    figures : dict
        Field → precision, recall, f1 and n. ``quantity`` is value and unit together.
    errors : list of dict
        What is missed: text, words, field, stated, found.
    """
    scores = {name: Score() for name in ("quantity", *FIELDS, "quotation", "quotation speaker")}
    errors: list[dict[str, str]] = []
    for text in texts:
        for name, words, stated, found, right in (*_quantities(text), *_quotations(text)):
            scores[name].count(stated, found, right)
            if not right:
                shown = {"text": text.name, "words": words, "field": name}
                errors.append({**shown, "stated": _show(stated), "found": _show(found)})
    return {name: score.figures for name, score in scores.items() if score.stated}, errors


Judged = tuple[str, str, object, object, bool]  # field, words, stated, found, whether right


def _quantities(text: Text) -> Iterator[Judged]:
    free = extract_claims(text.article)
    for gold in text.quantities:
        claim = _best(free, gold)
        if claim is None and gold.get("optional"):
            continue
        value, unit = float(gold["value"]), meant("unit", gold["unit"], claim.unit if claim else None)
        stated = f"{value:g} {unit}"
        if claim is None:
            yield "quantity", gold["words"], stated, None, False
        else:
            free.remove(claim)
            right = _same(claim.value, value) and claim.unit == unit
            yield "quantity", gold["words"], stated, f"{claim.value:g} {claim.unit}", right
        for name in FIELDS:
            cell = gold.get(name) or DEFAULTS.get(name, "*")
            found = getattr(claim, name) if claim else None
            if cell != "*" and (wanted := meant(name, cell, found)) != "*":
                yield name, gold["words"], wanted, found, _equal(name, wanted, found)
    for claim in free:
        yield "quantity", claim.q_text or "", None, f"{claim.value:g} {claim.unit}", False


def _quotations(text: Text) -> Iterator[Judged]:
    found = find_quotations(text.article.source) if text.quotations else []
    for gold in text.quotations:
        match = next((one for one in found if one.text.strip() == gold["words"].strip()), None)
        yield "quotation", gold["words"], gold["words"], match and match.text, match is not None
        speaker = match.speaker if match else None
        stated = meant("speaker", gold["speaker"] or None, speaker)
        yield "quotation speaker", gold["words"], stated, speaker, stated == speaker
    for _ in range(len(found) - len(text.quotations)):
        yield "quotation", "", None, "a quotation nobody annotated", False


def _best(claims: list[Claim], gold: dict[str, Any]) -> Claim | None:
    """The claim whose number lies within the annotated words, by preference the one with its value."""
    near = [
        c for c in claims if c.q_start is not None and c.q_start < gold["end"] and gold["start"] < c.q_end
    ]
    return min(near, key=lambda c: (not _same(c.value, float(gold["value"])), c.q_start), default=None)


def meant(name: str, stated: Any, found: object) -> Any:
    """Of alternatives ("a|b", "None" for none) return the one that was found, else the first."""
    if not isinstance(stated, str):
        return stated
    choices = [None if one == "None" else one for one in stated.split("|")]
    return next((one for one in choices if _equal(name, one, found)), choices[0])


def _equal(name: str, stated: object, found: object) -> bool:
    if stated is None or found is None:
        return stated is found
    if name in SETS:
        return set(str(stated).split(";")) == set(str(found).split(";"))
    return _same(stated, found) if name == "value_high" else stated == found


def _same(a: Any, b: Any) -> bool:
    return a is not None and b is not None and math.isclose(float(a), float(b), rel_tol=1e-9)


def _show(value: object) -> str:
    return "" if value is None else str(value)


def run() -> tuple[dict[tuple[str, str], dict[str, float]], list[dict[str, str]]]:
    """Measure both corpora; figures by (corpus, field)."""
    figures, errors = {}, []
    for corpus, texts in (("texts", read_texts()), ("seeds", read_seeds())):
        scores, missed = measure(texts)
        figures.update({(corpus, name): score for name, score in scores.items()})
        errors += missed
    return figures, errors


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--errors", nargs="?", const="", metavar="FIELD", help="show what is missed")
    parser.add_argument("--write", action="store_true", help="store the figures in measured.csv")
    options = parser.parse_args()
    figures, errors = run()
    lines = [
        {"corpus": corpus, "field": name, **{k: f"{v:.3f}" if k != "n" else v for k, v in score.items()}}
        for (corpus, name), score in figures.items()
    ]
    table = io.StringIO()
    writer = csv.DictWriter(table, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    print(table.getvalue(), end="")
    if options.write:
        (HERE / "measured.csv").write_text(table.getvalue(), encoding="utf-8")
    for one in errors:
        if options.errors in ("", one["field"]):
            print("{text}: {words!r} {field}: stated {stated!r}, found {found!r}".format(**one))


if __name__ == "__main__":
    main()
