"""Show for each rule of the claims in texts of which hands it fires, and which figures would change without it.

A rule is a word of ``vocabulary/claims.toml``, an alternative of a pattern of ``vocabulary/periods.toml``, or a
reading of one of the ordered tables of `orebook.claims`. What fires in texts of fewer than two hands, or changes
no scored field, has no two witnesses: delete it, one at a time, since idle rules cover for each other. Takes
minutes; name rules or parts of their names to look at those alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import gate

from orebook.claims import sentence, subject, when
from orebook.find import times
from orebook.text.vocabulary import vocabulary

FIELDS = ("commodity", "period", "horizon", "modality", "place")
TABLES = (
    (subject, "_COMMODITY"),
    (subject, "_RULED_OUT"),
    (when, "_RESOLVE"),
    (when, "_RULED_OUT"),
    (when, "_PUT"),
)


def alternatives(pattern: str) -> list[str]:
    """Return the alternatives of a pattern, those within its brackets left together."""
    found, depth, start = [], 0, 0
    for at, char in enumerate(pattern):
        depth += (char in "([") - (char in ")]") if pattern[at - 1 : at] != "\\" else 0
        if char == "|" and not depth:
            found.append(pattern[start:at])
            start = at + 1
    return [*found, pattern[start:]]


@contextmanager
def without(items: list[Any], item: Any) -> Iterator[None]:
    """Take a rule out of its list while it is measured."""
    at = items.index(item)
    del items[at]
    forget()
    try:
        yield
    finally:
        items.insert(at, item)
        forget()


def forget() -> None:
    sentence._phrases.cache_clear()
    times._patterns.cache_clear()


def rules() -> Iterator[tuple[str, Any]]:
    """Yield each rule's name and a context in which it is switched off."""
    for kind, phrases in vocabulary("claims")["cues"].items():
        for phrase in list(phrases):
            yield f"{kind}: {phrase}", without(phrases, phrase)
    for entry in vocabulary("periods")["time"]:
        whole = alternatives(entry["pattern"])
        for one in whole:
            yield (
                f"time {entry['name']}: {one}",
                replaced(entry, "pattern", "|".join(a for a in whole if a != one)),
            )
    for module, name in TABLES:
        table = getattr(module, name)
        for step in table:
            title = getattr(step, "__name__", step[0] if isinstance(step, tuple) else "")
            rest = tuple(other for other in table if other is not step)
            yield f"{module.__name__.rpartition('.')[2]}{name}: {title}", replaced(vars(module), name, rest)


@contextmanager
def replaced(owner: dict[str, Any], name: str, value: Any) -> Iterator[None]:
    old, owner[name] = owner[name], value or "(?!)"
    forget()
    try:
        yield
    finally:
        owner[name] = old
        forget()


def read(texts: list[gate.Text]) -> dict[tuple[str, int], tuple[Any, ...]]:
    """Return the scored fields of each claim."""
    claims = ((text.name, claim) for text in texts for claim in gate.extract_claims(text.article))
    return {(name, claim.q_start): tuple(getattr(claim, f) for f in FIELDS) for name, claim in claims}


def main(wanted: list[str]) -> None:
    texts = [*gate.read_texts(), *gate.read_seeds()]
    hands = {row["text"]: row["manner"] for row in gate.rows(gate.HERE / "texts.csv")}
    before, score = read(texts), gate.measure(texts)[0]
    for name, off in rules():
        if wanted and not any(word in name for word in wanted):
            continue
        with off:
            after = read(texts)
            changed = {key[0] for key in before if before[key] != after.get(key)}
            now = gate.measure(texts)[0] if changed else score
        loss = {f: f"{score[f]['f1'] - now[f]['f1']:+.4f}" for f in FIELDS if now[f] != score[f]}
        told = {hands.get(text, text) for text in changed}
        print(f"{name}\t{len(told)} hands\t{len(changed)} texts\t{loss or 'changes nothing'}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
