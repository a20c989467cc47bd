"""Hold every claim against the official figures: a verdict, and the arithmetic in one line.

`RULES` is the table of ``vocabulary/audit.toml`` that the method page prints. A rule asks with every word of
the clause spent (`orebook.check.question`), and the plain reading decides (`orebook.check.verdict`).
"""

from collections import defaultdict, namedtuple
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from orebook.check import readings
from orebook.check.figures import Reference
from orebook.check.question import WORDS, Question, Row, Stop, cell, is_quantity, listed
from orebook.check.verdict import Verdict, error, first, number
from orebook.text.vocabulary import name_of

# A verdict before anything is found; the keys are the columns of the result.
NOTHING: dict[str, Any] = {
    "claim": "", "verdict": "not checked", "said": "", "figure_text": "", "so": "", "figure": None,
    "figure_unit": None, "source": None, "edition": None, "locator": None, "tolerance": None, "readings": 0,
    "computation": None, "reason": "", "errs": "", "basis": "none", "inference": False,
    "review_verdict": "", "review_reason": "", "review_sources": "",
}  # fmt: skip
OPINION = "an opinion: no figure could settle it"
SECOND_HAND = "the figure is second-hand: read in a report of it, not in the original"

# Name, what it compares, how closely and when it stops, for the reader; then the lists whose words its
# clauses may have, and the units and measures of the claims it is asked about (none: any). The function of
# that name in `orebook.check.readings` returns the verdict, or None where it has nothing to say.
Rule = namedtuple("Rule", "name compares tolerance stops words units measures", defaults=((), ()))
RULES = [Rule(name, **told) for name, told in WORDS["rules"].items()]
RULES = [rule._replace(tolerance=rule.tolerance.format(**WORDS["tolerances"])) for rule in RULES]


def _audit(reference: Reference, row: Row, beside: Sequence[Row]) -> dict[str, Any]:
    """Return the verdict on one claim of the ledger, without its review."""
    if not is_quantity(row):
        if "opinion" in (row.get("kind"), row.get("modality")):
            return {"verdict": "not verifiable", "reason": OPINION}
        return {"said": cell(row.get("quote")), "reason": "no table holds it"}
    q = Question(row, beside)
    unit, opinion = q.unit.removesuffix("/yr"), q.modality == "opinion"
    rules = [r for r in RULES if unit in (r.units or [unit]) and q.measure in (r.measures or [q.measure])]
    rules = [r for r in rules if not opinion or r.name == "law"]  # another *must* is an opinion
    found, stopped = None, q.doubted()
    for rule in () if stopped else rules:
        try:
            q.lists = rule.words
            found = found or getattr(readings, rule.name)(reference, q)
        except Stop as stop:
            stopped = stopped or stop
    if opinion and not found and not stopped:
        found = Verdict("not verifiable", None, OPINION)
    if not found or (stopped and found.verdict == "not checked"):
        q.lists = [name for rule in rules for name in rule.words]
        found = Verdict("not checked", None, str(stopped or q.unspent() or "no table has this figure"))
    return _told_in_parts(q, found)


SIGNS = {"~": "about ", ">": "over ", ">=": "at least ", "<": "under ", "<=": "at most "}
_UNITS = {"percent": "%", "multiple": " times", "rank": "", "count": ""}
_RATES = {"yr": " a year", "d": " a day", "month": " a month"}


def _amount(q: Question) -> str:
    """Return the claim's figure as one says it: *over 15 t a year*, *place 10 or better*."""
    high = f" to {number(q.high)}" if q.high != q.value else ""
    if q.unit == "rank":
        return f"place {number(q.value)}{high}{' or better' * (q.comparator == '<=')}"
    unit, _, rate = q.told["unit"].partition("/")
    per = _RATES.get(rate, rate and f"/{rate}")
    return f"{SIGNS.get(q.comparator, '')}{number(q.value)}{high}{_UNITS.get(unit, f' {unit}')}{per}"


def _told_in_parts(q: Question, found: Verdict) -> dict[str, Any]:
    """Return a verdict as a row: what is said, the figure, and so."""
    r, other, shown = found.reading, found.against, _amount(q)
    what = " of ".join(part for part in (q.measure, ", ".join(q.names)) if part)
    what += f" ({q.change})" if q.change and q.change not in what else ""
    of = f"as part of {q.denominator}" if q.denominator and q.denominator not in what else ""
    when = " for ".join(filter(None, (q.modality, q.horizon))) if q.ahead else str(q.year or "")
    asked = ", ".join(part for part in (what, of, ", ".join(map(name_of, q.places)), when) if part)
    said = f"{shown}: {asked}" if asked else shown
    told = {"verdict": found.verdict, "said": said, "reason": found.reason}
    if r is None:
        return told
    told |= {"figure_text": r.text, "computation": f"claim {shown}; {r.text}"}
    if found.verdict == "not checked":
        return told
    if other and other.text not in r.text:
        told["figure_text"] = f"{r.text}; {found.by}: {other.text}"
    way = error(q, other or r) if found.verdict != "supported" and found.sized else ""
    vague = f"“{q.said}” is read as {shown}" if listed("vague") & {*q.said.lower().split()} else ""
    why = (found.reason, way and f"by {found.by} it is {way}") if other else (way, found.reason)
    return told | {
        "basis": "computed", "tolerance": q.rule, "figure": r.low, "figure_unit": q.unit,
        "readings": found.readings, "source": r.row.source,
        "errs": way or "not known" * (found.verdict in ("imprecise", "outdated")),
        "edition": r.edition or None, "locator": first(r.row, "locator") or None,
        "so": in_sentences(vague, *why, SECOND_HAND * (not first(r.about, "maker"))),
    }  # fmt: skip


def in_sentences(*parts: str) -> str:
    """Return parts as sentences, those that are empty left out."""
    return " ".join(f"{part[0].upper()}{part[1:].rstrip('.')}." for part in parts if part)


def _reviewed(found: dict[str, Any], row: Row, reference: Reference) -> dict[str, Any]:
    """Return a verdict with what a hand-made review says, which stands where nothing is computed.

    It is the review whose words hold the claim, its figure or half of what has none, and end first.
    """
    quote, said = cell(row.get("quote")), cell(row.get("q_text"))
    held = [
        one for one in reference.rows("claim_reviews")
        if one.seed == row["seed"] and (one.quote in quote or quote in one.quote)
        and (said in one.quote if said else 2 * len(one.quote) > len(quote))
    ]  # fmt: skip
    if not held:
        return found
    review = min(held, key=lambda one: quote.find(one.quote) + len(one.quote))
    evidence = [one for one in reference.rows("review_evidence") if one.review == review.review]
    sources = ";".join(dict.fromkeys(one.source for one in evidence))
    found |= {
        "review_verdict": review.verdict, "review_reason": review.reason, "inference": review.inference,
        "review_sources": sources,
    }  # fmt: skip
    if found["verdict"] == "not verifiable":
        found |= {"said": review.claim, "figure_text": review.figure or "none"}
    elif found["verdict"] == "not checked":
        first_hand = any(one.level.startswith("primary") for one in evidence)
        told = "" if first_hand or review.figure.startswith("none") else SECOND_HAND
        found |= {
            "verdict": review.verdict, "reason": review.reason, "basis": "reviewed", "said": review.claim,
            "source": sources.partition(";")[0], "readings": 1, "errs": review.errs,
            "figure_text": review.figure, "so": in_sentences(review.errs, review.reason, told),
        }  # fmt: skip
    return found


def audit_rows(records: Iterable[Row], reference: Reference) -> list[dict[str, Any]]:
    """Return a verdict for every claim, as plain rows: see `audit`."""
    records, verdicts = [*records], []
    sentences = defaultdict(list)
    for row in filter(is_quantity, records):
        sentences[row["seed"], row["start"]].append(row)
    for row in records:
        beside = [other for other in sentences[row["seed"], row["start"]] if other is not row]
        found = NOTHING | {"claim": str(row["claim"])} | _audit(reference, row, beside)
        found = _reviewed(found, row, reference)
        verdicts.append(found | {"so": found["so"] or in_sentences(found["reason"])})
    return verdicts


def audit(ledger: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Return a verdict for every claim of a ledger, computed from the tables where they can bear it.

    Returns
    -------
    pandas.DataFrame
        A row a claim, in the ledger's order: ``claim``, ``verdict`` (one of `VERDICTS`); in words ``said``,
        ``figure_text``, ``so``, ``errs`` (which way and by how much); ``figure`` in ``figure_unit``,
        ``source``, ``edition``, ``locator``, ``tolerance``, ``readings`` (how many figures could have
        answered), ``computation``, ``reason``, ``basis`` (computed, reviewed, none), ``inference``; of the
        hand-made review ``review_verdict``, ``review_reason``, ``review_sources``.
    """
    return pd.DataFrame(audit_rows(ledger.to_dict("records"), reference), columns=[*NOTHING])
