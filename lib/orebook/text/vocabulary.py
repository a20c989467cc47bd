"""Commodities, places, organisations and measures, found by name.

The names are data (``vocabulary/*.toml``); this module only looks them up: one pass over the words,
longest name first, so the time is proportional to the text whatever it says.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from orebook.text.view import view

_WORD = re.compile(r"\w+")
_CURRENCY = re.compile(
    r"\s*\$|[\s-](?:dollars?|cents?|yuan|renminbi|yen|won|ro?ubles?|rupees?|tenge|pounds?|francs?|lira|rand|"
    r"pesos?|reais|real|soms?|dirhams?|riyals?|kron[aeou]r?|euros?|hryvnias?|manats?)\b",
    re.IGNORECASE,
)
# A chemical symbol beside a unit, in brackets or in a chain ("0.45% Cu", "Cu-Zn-Pb", "nickel (Ni)").
_BEFORE_SYMBOL = re.compile(
    r"(?:[%‰(/]|\b[A-Z][a-z]?[-–]|\b(?:g/t|ppm|ppb|oz|lbs?|kg|k?t|Mt|tonnes|tons|percent|"
    r"per cent)(?: of)? ?) ?$"
)
_AFTER_SYMBOL = re.compile(r"(?:[-–/][A-Z][a-z]?\b|\))")
_METAL_BEFORE = re.compile(
    r"\bthat of $|(?:(?:\b|\d)(?:t|kt|mt|tonnes|tons|grams?|ounces?|pounds|percent|per cent|refined|mined|"
    r"primary|secondary|recycled|metallic)"
    r"|%)(?: of)? $"
)
_METAL_AFTER = re.compile(
    r"[ -](?:ores?|mines?|mining|smelters?|smelting|concentrates?|production|output|producers?|exports?|"
    r"imports?|"
    r"prices?|metal|deposits?|reserves|resources|refiner(?:y|ies)|market|demand|battery|batteries|"
    r"bullion|acid|"
    r"content|grades?|consumption|equivalent)\b|\s*[|:\t]|, (?:k?t|refined|unwrought)\b|"
    r" (?:added|gained|rose|fell|lost|eased|slipped|climbed|jumped|slid|dropped) (?:by )?[$\d]"
)
_JOINED = re.compile(r"(?:,? (?:and|or|&) |, ?| ?/ ?|-)$")
_SEAT_OF_EVENT = re.compile(r"\b(?:in|at|near|from|to|outside|of|visit(?:ed|ing)?) (?:the )?$", re.IGNORECASE)
_NAME_AFTER = re.compile(r" [A-Z][a-z]+")
_GROUP = re.compile(r"(?:[A-Z][a-z]+ )+(?:Metals|Minerals|Materials|Earths)")
_LOWER = re.compile(r"\b[a-z]{5,}")  # a title has few
_NAME_BEFORE = re.compile(
    r"\b(?!In|From|The|And|To|Of|South|With|For|Between|While|As|But|That|If)[A-Z][a-z]+ $"
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a text and what it stands for.

    Attributes
    ----------
    start, end : int
        Span of the source, in code points; ``text == source[start:end]``.
    text : str
        The words found.
    kind : {"commodity", "place", "city", "organisation", "measure"}
        A ``city`` is a capital named as the scene of something; as a government's name it is a ``place``.
    name : str
        The name used in the ledger: ``"aluminium"``, ``"KAZ"``, ``"EU"``, ``"WORLD"``, ``"production"``.
    """

    start: int
    end: int
    text: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class _Entry:
    level: str  # the name as compared
    exact: str  # the name as written, where capitals matter; else empty
    kind: str
    name: str
    generic: bool = False
    needs: str = ""  # what the surroundings must show: "metal", "symbol", "country", "event"


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """Return one vocabulary file, by its stem, as tomllib reads it."""
    return tomllib.loads(files("orebook").joinpath("vocabulary", f"{name}.toml").read_text("utf-8"))


def commodity(name: str) -> dict[str, Any]:
    """Return what the vocabulary knows of a commodity.

    Parameters
    ----------
    name : str
        A name as :class:`Entity` and the ledger give it.

    Returns
    -------
    dict
        ``element`` (str, the commodity itself where it is none's product), ``groups`` (tuple of str, every
        group it belongs to, nearest first), ``table`` and ``stage`` (str or None: where the reference
        tables keep its production), ``generic`` (bool: stands for what the text spoke of before).
    """
    data = vocabulary("commodities").get(name, {})
    groups: list[str] = []
    waiting = [
        *data.get("groups", ()),
        *vocabulary("commodities").get(data.get("element"), {}).get("groups", ()),
    ]
    while waiting:
        group = waiting.pop(0)
        if group not in groups:
            groups.append(group)
            waiting += vocabulary("commodities").get(group, {}).get("groups", ())
    return {
        "element": data.get("element", name),
        "groups": tuple(groups),
        "table": data.get("table"),
        "stage": data.get("stage"),
        "generic": data.get("generic", False),
    }


def home(organisation: str) -> str | None:
    """Return the place an organisation speaks for: an ISO code, EU, or None for international bodies."""
    return _homes().get(organisation)


@cache
def _homes() -> dict[str, str]:
    return {
        name: place
        for place, names in vocabulary("organisations").items()
        if place != "none"
        for name in names
    }


@cache
def generics() -> frozenset[str]:
    """Return the commodities that stand for what a text spoke of before ("minerals")."""
    return frozenset(name for name, data in vocabulary("commodities").items() if data.get("generic"))


@cache
def products() -> frozenset[str]:
    """Return what is made of commodities ("batteries"): a figure is of them only where it says so."""
    return frozenset(name for name, data in vocabulary("commodities").items() if data.get("product"))


@cache
def _entries() -> dict[str, dict[str, tuple[_Entry, ...]]]:
    """Every name under its first word and then its second ("" for none), the longest first."""
    table: dict[str, dict[str, list[_Entry]]] = {}

    def add(written: str, kind: str, name: str, needs: str = "", plural: bool = False) -> None:
        level = _level(written.lower())
        first, second = (*_WORD.findall(level), "")[:2]
        exact = "" if written == written.lower() else _level(written)
        table.setdefault(first, {}).setdefault(second, []).append(
            _Entry(level, exact, kind, name, name in generics(), needs)
        )
        if plural and not level.endswith("s"):
            add(written + "s", kind, name, needs)

    for name, data in vocabulary("commodities").items():
        for alias in (name, *data.get("aliases", ())):
            add(
                alias, "commodity", name, "metal" if data.get("cue") and " " not in alias else "", plural=True
            )
        for symbol in data.get("symbols", ()):
            add(symbol, "commodity", name, "" if len(symbol) > 2 else "symbol")
    for name, data in vocabulary("places").items():
        unsure = "country" if data.get("also_a_name") else ""
        for alias in data["names"]:
            add(alias, "place", name, unsure)
        for alias in data.get("adjectives", ()):
            add(alias, "place", name, plural=alias[0].isupper())
        for alias in data.get("seats", ()):
            add(alias, "place", name, "event")
        for alias in data.get("within", ()):
            add(alias, "place", name)
    for names in vocabulary("organisations").values():
        for name in names:
            add(name, "organisation", name)
    for name, data in vocabulary("measures").items():
        for word in data["words"]:
            add(word, "measure", name)
    for phrases in vocabulary("ignored").values():
        for phrase in phrases:
            add(phrase, "", "")
    return {
        first: {second: tuple(sorted(found, key=lambda e: -len(e.level))) for second, found in rest.items()}
        for first, rest in table.items()
    }


def find_entities(text: str) -> list[Entity]:
    """Find the commodities, places, organisations and measures a text names.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Entity
        Sorted and non-overlapping. Names that are also everyday words ("lead", "US", "Turkey", "Chad")
        are found only where capitals or neighbours show what is meant.
    """
    seen = view(text)
    found = []
    for start, end, entry in _scan(seen.text):
        kind = entry.kind
        if entry.needs == "event" and _SEAT_OF_EVENT.search(seen.text, max(0, start - 12), start):
            kind = "city"
        a, b = seen.span(start, end)
        found.append(Entity(a, b, text[a:b], kind, entry.name))
    return found


def _scan(plain: str) -> list[tuple[int, int, _Entry]]:
    lower = _level(lowered(plain))
    entries = _entries()
    found: list[tuple[int, int, _Entry]] = []
    done = 0
    for word in _WORD.finditer(lower):
        names = entries.get(word.group())
        if names is None or (start := word.start()) < done:
            continue
        following = _WORD.search(lower, word.end(), word.end() + 40)
        second = following.group() if following else ""
        for entry in (*names.get(second, ()), *names.get("", ())):
            end = start + len(entry.level)
            if not lower.startswith(entry.level, start) or (
                lower[end : end + 1].isalnum() and entry.level[-1] != "."
            ):
                continue
            if entry.exact and not _same_capitals(_level(plain[start:end]), entry.exact):
                continue
            if not _company_fits(plain, lower, start, end, entry, found):
                continue
            done = end
            if entry.kind:
                found.append((start, end, entry))
            break
    return [item for i, item in enumerate(found) if not _needs_neighbour(plain, lower, found, i)]


def lowered(text: str) -> str:
    """Return text in lower case, at its length: a few capitals are two letters in lower case."""
    lower = text.lower()
    return (
        lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


def _level(text: str) -> str:
    """Names are compared with a space for a hyphen, dash or line end, and one kind of apostrophe."""
    for char, plain in (
        ("-", " "),
        ("\n", " "),
        ("\t", " "),
        ("\u2013", " "),
        ("\u2019", "'"),
        ("\u02bc", "'"),
    ):
        text = text.replace(char, plain)  # much faster than translate, and never changes the length
    return text


def _same_capitals(written: str, exact: str) -> bool:
    """Whether a name has its capitals; names of more than four letters may stand in capitals throughout."""
    if written == exact:
        return True
    if len(exact) > 4 and written.isupper():
        return True
    return len(exact) > 4 and all(w == e or not e.isupper() for w, e in zip(written, exact, strict=True))


def _company_fits(
    plain: str, lower: str, start: int, end: int, entry: _Entry, found: list[tuple[int, int, _Entry]]
) -> bool:
    if entry.kind == "place":
        if _CURRENCY.match(plain, end):
            return False
        if entry.needs == "country":
            return not (
                _NAME_AFTER.match(plain, end) or _NAME_BEFORE.search(plain, max(0, start - 20), start)
            )
        return True
    if entry.kind == "commodity" and entry.generic and plain[start].isupper():
        # "Rotor Metals estimates": a company's name, not metals in general
        return not (
            _NAME_BEFORE.search(plain, max(0, start - 20), start) and not _NAME_AFTER.match(plain, end)
        )
    if entry.kind == "commodity" and _GROUP.fullmatch(plain, start, end):  # Steppe Critical Metals, a company
        named = _NAME_BEFORE.search(plain, max(0, start - 20), start)
        after_place = found and found[-1][2].kind == "place" and start - found[-1][1] <= 1
        return not (named and not after_place and len(_LOWER.findall(plain)) > 2)
    if entry.needs == "symbol":
        return bool(
            _BEFORE_SYMBOL.search(plain, max(0, start - 12), start) or _AFTER_SYMBOL.match(plain, end)
        )
    return True


def _needs_neighbour(plain: str, lower: str, found: list[tuple[int, int, _Entry]], i: int) -> bool:
    """Whether an everyday word ("lead") lacks a neighbour that shows the metal."""
    start, end, entry = found[i]
    if entry.needs != "metal":
        return False
    if _METAL_BEFORE.search(lower, max(0, start - 14), start) or _METAL_AFTER.match(lower, end):
        return False
    for j, (left, right) in ((i - 1, (None, start)), (i + 1, (end, None))):
        if 0 <= j < len(found) and found[j][2].kind == "commodity":
            gap = plain[found[j][1] : right] if left is None else plain[left : found[j][0]]
            if len(gap) <= 6 and _JOINED.match(gap + ("" if gap else "-")):
                return False
    return True
