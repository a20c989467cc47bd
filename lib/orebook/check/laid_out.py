"""The reference tables laid out for looking up, and one `Reading` for each row that could answer."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from orebook.check.figures import Reference
from orebook.check.question import WORDS, Question, Stop, listed, parts
from orebook.check.verdict import Reading
from orebook.text.vocabulary import find_entities, vocabulary

_SAID = ("statement", "part_of", "topic", "actor", "commodity", "purpose")


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """What an act, a list, a plan or an offer says: a figure, of what, by and for whom."""

    kind: str  # law, list, plan, offer
    row: Any
    reading: Reading  # its words are those that the row says of itself
    names: tuple[str, ...]  # of commodities
    givers: set[str]
    who: set[str]  # may be named beside it
    heir: Statement | None  # what has taken its place


class Tables:
    """The reference tables by what is looked up in them."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.step = {row.stage: row.step for row in reference.rows("stages")}
        self.order = {stage: at for at, stage in enumerate(self.step)}
        self.sources = {row.source: row for row in reference.rows("sources")}
        self.standings: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for row in reference.standing_rows:
            self.standings[row.commodity, row.country].append(row)
        self.lists = {row.list: row for row in reference.rows("list_sources")}
        self.timeline = [
            (row, stems(row.event, parts(row.actor_place)), {*parts(row.actor_place)})
            for row in reference.rows("timeline")
        ]
        self.shares = [*self._shares()]
        self.statements = self._statements()

    def _shares(self) -> Iterator[tuple[Any, set[str], Reading]]:
        """Yield the shares that a source states: of tables with party, owner and side; what they are of."""
        for row in (row for rows in self.reference.tables_with("party", "owner", "side") for row in rows):
            share = getattr(row, "share", row.value if first(row, "unit") == "percent" else math.nan)
            if math.isnan(share) or not row.party or first(row, "flag", "projection"):
                continue
            when, product, form = (
                first(row, "year_printed", "period", "year"),
                first(row, "product"),
                first(row, "form"),
            )
            of = first(row, "metric", "denominator") or f"{row.side} of {row.commodity} ({product})"
            reading = self.reading(
                row, share, f"{self.label(row.source)}, {when}: {share:g} % of {of}", of, margin=0.5,
                words=f"{of} {product} {first(row, 'material')} {form}", years=_years(when),
                edition=max(re.findall(r"\d{4}", when), default=""), step=first(row, "step"),
            )  # fmt: skip
            yield row, {row.commodity.lower(), product.lower(), form.lower()} - {""}, reading

    def label(self, source: str) -> str:
        """Return what a reader is told of a source."""
        about = self.sources.get(source)
        maker, edition = first(about, "maker"), first(about, "edition")
        yearly = maker and source.endswith(f"-{edition}")
        return f"{maker} {edition}" if yearly else getattr(about, "title", source)

    def is_named(self, q: Question, source: str) -> bool:
        """Tell whether a claim is said to be from an edition of a source, by maker and year."""
        said = " ".join(token.text for token in q.sentence if token.kind == "source")
        about = self.sources.get(source)
        makers = filter(None, (first(about, "maker"), first(about, "publisher").partition(",")[0]))
        named = any(re.search(rf"\b{re.escape(maker)}\b", said) for maker in makers)
        return named and bool(first(about, "edition")) and first(about, "edition") in said

    def reading(self, row: Any, value: float, text: str, stage: str = "", **more: Any) -> Reading:
        """Return a reading of a row with its source, edition and place in it."""
        about = self.sources.get(row.source)
        told: dict[str, Any] = {
            "low": value, "high": value, "text": text, "stage": stage, "source": row.source,
            "edition": first(row, "edition"), "locator": first(row, "locator"),
            "made": bool(first(about, "maker")), "available": first(about, "available"),
        }  # fmt: skip
        return Reading(**told | more)

    def standing(self, row: Any, aside: bool, value: float, text: str, **more: Any) -> Reading:
        """Return a reading of a country's place in a table of producers."""
        sure = " (estimate)" if row.estimate else ""
        text = f"{self.label(row.source)}, {row.year}{sure}, {row.stage}: {text}"
        return self.reading(row, value, text, row.stage, year=int(row.year), aside=aside, **more)

    def _statements(self) -> dict[str, list[Statement]]:
        """Return what acts, plans, lists and offers say, by kind, the newest plan first."""
        known: dict[str, Statement] = {}
        tables = {"plans": "plan", "list_sources": "list", "offers": "offer"}
        rows = [(kind, row) for name, kind in tables.items() for row in self.reference.rows(name)]
        rows.sort(key=lambda pair: first(pair[1], "announced"), reverse=True)
        for kind, row in sorted(rows, key=lambda pair: bool(first(pair[1], "superseded_by"))):  # heirs first
            kind = "law" if first(row, "kind") == "law" else kind
            value, unit = getattr(row, "value", getattr(row, "entries", 0)), first(row, "unit")
            units = {"percent": "%", "multiple": "times", "count": first(row, "measure"), "": "entries"}
            of, until, said = (first(row, column) for column in ("denominator", "horizon", "statement"))
            text = f"{row.act if kind == 'law' else self.label(row.source)}, "
            text += f"{first(row, 'announced', 'available', 'year')}: "
            text += first(row, "value_printed") or number(value)
            text += f" {first(row, 'unit_printed') or units.get(unit, unit)}"
            text += f" of {of}" * bool(of) + f" by {until}" * bool(until) + f". {said}" * bool(said)
            closed = kind in ("law", "list")  # these are all there are
            words = "" if closed else " ".join(first(row, column) for column in _SAID)
            reading = self.reading(row, value, text, edition=first(row, "available")[:4], words=words)
            givers = {*parts(first(row, "giver", "subject", "actor_place")), *parts(first(row, "actor"))}
            who = givers | {*parts(first(row, "taker", "place"))}
            who |= {*vocabulary("organisations").get(row.place, ())} if closed else set()
            names, heir = parts(first(row, "commodity", "title")), known.get(first(row, "superseded_by"))
            key = first(row, "plan", "list") or f"{row.topic}, {row.actor}: {said}"
            known[key] = Statement(kind, row, reading, names, givers, who, heir)
        told = defaultdict[str, list[Statement]](list)
        for statement in known.values():
            if not math.isnan(statement.reading.low):
                told[statement.kind].append(statement)
        return told

    def product(self, q: Question) -> tuple[str, str] | None:
        """Return commodity and stage that a claim names; a name the tables do not know is another form."""
        if len(q.names) != 1:
            return None
        named = next((token.text for token in q.near("commodity") if token.name == q.names[0]), None)
        called = self.reference.called(named or q.names[0])
        if called is None and named is not None:
            raise Stop(named, "form")
        return called

    def rows(self, q: Question) -> list[tuple[Any, bool]]:
        """Return the standings of the claim's country in the stages its words mean; whether not the plain."""
        called = self.product(q)
        if called is None:
            return []
        target = [token.low for token in q.target()]
        steps = signs("steps", target) or signs("steps", q.words())
        rows = [
            row for row in self.standings.get((called[0], q.places[0]), [])
            if called[1] in ("", row.stage) and self.may_be(row.stage, steps)
        ]  # fmt: skip
        plain = min((self.order.get(row.stage, 99) for row in rows), default=99)
        return [(row, self.order.get(row.stage, 99) != plain) for row in rows]

    def may_be(self, stage: str, steps: Sequence[str]) -> bool:
        """Tell whether a stage is of the steps said; one that is no step of the chain is of any."""
        step = self.step.get(stage)
        return not steps or step in steps

    def stated(self, q: Question, party: str, owner: str, sides: set[str]) -> list[Reading]:
        """Return the stated shares of a holder in a market, of the claim's commodity."""
        names = {*q.names, *map(self.reference.commodity, q.names)}
        return [
            reading for row, own, reading in self.shares
            if (row.party, row.owner) == (party, owner) and row.side in sides and own & names
        ]  # fmt: skip


def first(row: Any, *columns: str) -> str:
    """Return the first of some columns that a row has something in; a table may lack any."""
    return next((str(value) for column in columns if (value := getattr(row, column, ""))), "")


def _years(printed: str) -> frozenset[str]:
    if not re.fullmatch(r"(?:19|20)\d\d(?:-\d\d)?", printed):
        return frozenset()
    last = int(printed[:2] + printed[5:]) if len(printed) == 7 else int(printed)
    return frozenset(str(year) for year in range(int(printed[:4]), last + 1))


def stems(text: str, but: Iterable[str] = ()) -> set[str]:
    """Return the telling words, cut so that the forms of one word meet; names of some places tell nothing."""
    names = [entity.text.lower() for entity in find_entities(text) if but and entity.name in but]
    plain = {name[:6] for words in names for name in re.findall(r"[^\W\d_]{4,}", words)}
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", text.lower())} - listed("common") - plain


def signs(table: str, said: Iterable[str]) -> list[str]:
    """Return what words tell by their beginnings: a step of the chain, what a benchmark is of."""
    known = WORDS[table].items()
    return [name for word in said for name, begin in known if word.startswith(tuple(begin.split()))]


def sides_of(said: Iterable[str]) -> set[str]:
    """Return what a share is of, by the words of its phrase: production, supply, exports, reserves, other."""
    words = {word for one in said for word in one.split()}
    return {side for side, known in WORDS["sides"].items() if words & {*known.split()}}


def number(value: float) -> str:
    """Return a figure for the reader."""
    return f"{value:,.0f}" if value % 1 == 0 else f"{value:,.4g}"


def tonnes(row: Any) -> str:
    """Return a row's figure with its unit."""
    return f"{number(row.value)} {row.unit}"
