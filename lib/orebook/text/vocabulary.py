"""Commodities, places, organisations and measures, found by name.

The names are data (``vocabulary/*.toml``); this module only looks them up: one pass over the words,
longest name first, so the time is proportional to the text whatever it says.
"""

import errno
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from orebook.project import project_folder
from orebook.text.view import view

_WORD = re.compile(r"\w+")
_AFTER = re.compile(r"\s*(?P<mark>[|:\t$])|[ -]?,? ?(?P<word>[a-z]+)(?P<sum> (?:by )?[$\d])?", re.IGNORECASE)
_BEFORE = re.compile(r"(that of|[a-z]+|%)(?: of)? $")
# A chemical symbol behind a unit, in brackets or in a chain ("0.45% Cu", "Cu-Zn-Pb", "nickel (Ni)").
_BEFORE_SYMBOL = re.compile(
    r"(?:[%‰(/]|\b(?![DR]-)[A-Z][a-z]?[-–]|"  # not R-Ga.
    r"\b(?:g/t|pp[mb]|oz|lbs?|k?[gt]|Mt|tonnes|tons|per ?cent)(?: of)? ?) ?$"
)
_JOINED = re.compile(r"(?:,? (?:and|or|&) |, ?| ?/ ?|-)?")
_SCENE = re.compile(r"(?i)\b(?:in|at|near|from|to|outside|of|visit(?:ed|ing)?) (?:the )?$")
_COMPANY = re.compile(
    r"\b(?!The|In|From|And|For|With|But|As|If)(?:[A-Z][a-z]+ )+(?:Metals|Minerals|Materials)$"
)
_NAME_AFTER = re.compile(r" [A-Z][a-z]")  # (La Encina, Spain), Chad Smith


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a text and what it stands for.

    The kind is commodity, place, city, organisation or measure: a city is a capital named as the scene of
    something, and as a government's name a place. The name is the ledger's: ``aluminium``, ``KAZ``, ``EU``.
    """

    start: int
    end: int
    text: str
    kind: str
    name: str


class _Entry(NamedTuple):
    level: str  # the name as compared
    exact: str  # the name as written, where capitals matter; else empty
    kind: str
    name: str
    needs: str  # what the surroundings must show: see `_fits`


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """Return one vocabulary file by its stem, with what the project's ``vocabulary/`` adds under that name.

    An OSError names the project's file where it is no TOML.
    """
    known = files("orebook").joinpath("vocabulary", f"{name}.toml")
    found = tomllib.loads(known.read_text("utf-8")) if known.is_file() else {}
    try:
        own = project_folder("vocabulary") / f"{name}.toml"
        return _joined(found, tomllib.loads(own.read_text("utf-8")))
    except FileNotFoundError:  # no project, or none that adds anything
        return found
    except ValueError as error:
        raise OSError(errno.EINVAL, f"is not TOML: {error}", str(own)) from error


def _joined(known: Any, own: Any) -> Any:
    """Join two tables key by key, lists end to end; of single values the project's own counts."""
    if isinstance(known, dict) and isinstance(own, dict):
        return known | {key: _joined(known.get(key), value) for key, value in own.items()}
    return [*known, *own] if isinstance(known, list) and isinstance(own, list) else own


def by_word(table: dict[str, str]) -> dict[str, str]:
    """Return what each word of a table stands for, whose words are listed by it: ``t = "tonne, tonnes"``."""
    return {word: name for name, words in table.items() for word in words.split(", ")}


def commodity(name: str) -> dict[str, Any]:
    """Return what the vocabulary knows of a commodity.

    ``element`` (itself where it is none's product), ``groups`` (nearest first), ``table`` (under which name
    the reference tables keep its production), ``generic`` (stands for what was spoken of before).
    """
    known = vocabulary("commodities")
    data = {"element": name, "table": None, "generic": False} | known.get(name, {})
    groups = [*data.get("groups", ()), *known.get(data["element"], {}).get("groups", ())]
    for group in groups:  # grows while it is gone through
        groups += [more for more in known.get(group, {}).get("groups", ()) if more not in groups]
    return data | {"groups": tuple(dict.fromkeys(groups))}


def name_of(place: str) -> str:
    """Return a place of the ledger in words: ``Chile`` for ``CHL``; one without a name stays as it is."""
    return str(vocabulary("places").get(place, {}).get("names", [place])[0])


@cache
def marked(mark: str) -> frozenset[str]:
    """Return the commodities with a mark.

    ``generic`` ones stand for what a text spoke of before ("minerals"); ``product`` is what is made of
    commodities ("batteries"): a figure is of them only where it says so.
    """
    return frozenset(name for name, data in vocabulary("commodities").items() if data.get(mark))


def _names() -> Iterator[tuple[str, str, str, str]]:
    """Yield each name as written, its kind, what it stands for, and what its surroundings must show."""
    for name, data in vocabulary("commodities").items():
        for alias in (name, *data.get("aliases", ())):
            needs = "metal" if data.get("cue") and " " not in alias else "product"
            yield from ((form, "commodity", name, needs) for form in _forms(alias))
        for symbol in data.get("symbols", ()):
            yield symbol, "commodity", name, "" if len(symbol) > 2 else "symbol"
    for name, data in vocabulary("places").items():
        needs = "country" if data.get("also_a_name") else "place"
        people = (form for word in data.get("adjectives", ()) for form in _forms(word))
        written = (*data["names"], *people, *data.get("within", ()))
        yield from ((alias, "place", name, needs) for alias in written)
        yield from ((seat, "place", name, "seat") for seat in data.get("seats", ()))
    for names in vocabulary("organisations").values():
        yield from ((name, "organisation", name, "") for name in names)
    for name, data in vocabulary("measures").items():
        yield from ((word, "measure", name, "") for word in data["words"])
    for phrases in vocabulary("ignored").values():
        yield from ((phrase, "", "", "") for phrase in phrases)


def _forms(name: str) -> set[str]:
    return {name, name.removesuffix("s") + "s"}


@cache
def _entries() -> dict[str, list[_Entry]]:
    """Every name under its first word, the longest first."""
    table: dict[str, list[_Entry]] = {}
    for written, *entry in sorted(_names(), key=lambda one: -len(one[0])):
        level = _level(written.lower())
        exact = "" if written == written.lower() else _level(written)
        table.setdefault(_WORD.findall(level)[0], []).append(_Entry(level, exact, *entry))
    return table


def find_entities(text: str) -> list[Entity]:
    """Find the commodities, places, organisations and measures a text names.

    Sorted and non-overlapping. Names that are also everyday words ("lead", "US", "Turkey", "Chad")
    are found only where capitals or neighbours show what is meant.
    """
    seen = view(text)
    lower = _level(lowered(seen.text))
    named = _scan(seen.text, lower)
    found = []
    for i, (start, end, entry) in enumerate(named):
        if entry.needs != "metal" or _is_metal(seen.text, lower, named, i):
            scene = entry.needs == "seat" and _SCENE.search(seen.text, max(0, start - 12), start)
            a, b = seen.span(start, end)
            found.append(Entity(a, b, text[a:b], "city" if scene else entry.kind, entry.name))
    return found


def _scan(plain: str, lower: str) -> list[tuple[int, int, _Entry]]:
    found: list[tuple[int, int, _Entry]] = []
    done, entries = 0, _entries()
    for start, first in [(word.start(), word[0]) for word in _WORD.finditer(lower) if word[0] in entries]:
        for entry in entries[first] if start >= done else ():
            end = start + len(entry.level)
            if lower.startswith(entry.level, start) and _fits(plain, start, end, entry):
                done = end
                found += [(start, end, entry)] if entry.kind else []
                break
    return found


def lowered(text: str) -> str:
    """Return text in lower case, at its length: a dotted capital I would be two letters."""
    return text.replace("İ", "I").lower()


def _level(text: str) -> str:
    """Names are compared with a space for a hyphen, dash or line end, and one kind of apostrophe."""
    for char in "-\n\t\u2013":
        text = text.replace(char, " ")  # much faster than translate, and never changes the length
    return text.replace("\u2019", "'").replace("\u02bc", "'")


def _fits(plain: str, start: int, end: int, entry: _Entry) -> bool:
    """Whether a name is whole, has its capitals (or all), and stands where it means what it says."""
    exact, needs, written = entry.exact, entry.needs, plain[start:end]
    if plain[end : end + 1].isalnum() and entry.level[-1] != ".":
        return False
    if exact and _level(written) != exact and not (len(exact) > 4 and written.isupper()):
        return False
    if needs in ("symbol", "country", "seat") and _NAME_AFTER.match(plain, end):
        return False
    if needs == "symbol":
        return _BEFORE_SYMBOL.search(plain, max(0, start - 12), start) is not None
    if needs == "product":
        return not _COMPANY.search(plain, max(0, start - 20), end)
    after = _AFTER.match(plain, end) if needs in ("place", "seat", "country") else None
    return not (after and (after["mark"] == "$" or (after["word"] or "").lower() in _currencies()))


@cache
def _currencies() -> frozenset[str]:
    """The words for money that make a country's name a currency's ("Canadian dollars")."""
    names = by_word(vocabulary("units")["currencies"] | vocabulary("units")["shared"])
    return frozenset(("cent", "cents", *(name.split()[-1] for name in names)))


def _is_metal(plain: str, lower: str, found: list[tuple[int, int, _Entry]], i: int) -> bool:
    """Whether a neighbour shows an everyday word ("lead") to be the metal."""
    start, end, _ = found[i]
    beside = vocabulary("metals")
    before, after = _BEFORE.search(lower, max(0, start - 14), start), _AFTER.match(lower, end)
    if before and before[1] in beside["before"] or after and after["mark"]:
        return True
    if after and (after["word"] in beside["after"] or after["sum"] and after["word"] in beside["moved"]):
        return True
    near = [one for one in found[max(0, i - 1) : i + 2] if one[2].kind == "commodity"]
    joins = (_JOINED.fullmatch(plain, min(end, past), max(start, at)) for at, past, _ in near if at != start)
    return any(joins)


def forms(phrase: str) -> Iterator[str]:
    """Yield a phrase and, for a verb marked with ~, its regular forms: "plans to", "planned to", …"""
    verb, marked, rest = phrase.partition("~")
    yield verb + rest
    if not marked:
        return
    sibilant = verb.endswith(("s", "x", "z", "ch", "sh"))
    stem = verb[:-1] if verb[-1] == "e" else verb
    if verb[-1] not in "aeiouwxy" and verb[-2] in "aeiou" and verb[-3:-2] not in "aeiou" and len(verb) < 5:
        stem += verb[-1]  # planned
    y = verb[-1] == "y" and verb[-2] not in "aeiou"
    yield (verb[:-1] + "ies" if y else verb + "es" if sibilant else verb + "s") + rest
    yield (verb[:-1] + "ied" if y else stem + "ed") + rest
    yield stem + "ing" + rest
