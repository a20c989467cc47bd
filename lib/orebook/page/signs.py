"""Tell what a line is by its own words and shape alone (`vocabulary/furniture.toml`)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from orebook.text.calendar import MONTHS, find_dates
from orebook.text.vocabulary import vocabulary

LONG = 60  # words; a longer line is never furniture by its own words
CAPTION = "photo caption or credit"


@dataclass(frozen=True, slots=True)
class Signs:
    """The vocabulary: phrases to (reason, what they open), patterns, sets of words."""

    whole: dict[str, tuple[str, str]]
    begin: dict[str, tuple[str, str]]
    within: list[tuple[list[str], str]]
    hint: re.Pattern[str]  # the beginning of any phrase of `within`
    shapes: list[tuple[int, re.Pattern[str], str]]
    credits: list[re.Pattern[str]]
    patterns: dict[str, re.Pattern[str]]
    single: frozenset[str]  # phrases of one word
    menu: frozenset[str]
    agencies: frozenset[str]
    site: dict[str, frozenset[str]]
    ticker: dict[str, frozenset[str]]
    related: dict[str, frozenset[str]]
    language: dict[str, frozenset[str]]
    common: frozenset[str]  # beginnings of words that stand in any text


_NAME = r"[A-ZÀ-ÞЀ-Я][\w.’'-]*[\w.]"
_NO_MONTH = rf"(?!(?:{'|'.join(month.title() for month in MONTHS)}|[A-Z][a-z]{{2}}\.? \d)\b)"
NAMES = rf"{_NAME}(?: (?:(?:de|van|von|der|bin|al|el|la|le|da|di) )?{_NO_MONTH}{_NAME}){{0,3}}"
_WRITERS = rf"(?P<name>{NAMES}(?:(?:, | and | & |, and ){NAMES}){{0,4}})"


def _word_sets(lists: dict[str, str]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in lists.items()}


@cache
def signs() -> Signs:
    """Load the vocabulary, once."""
    table = vocabulary("furniture")
    whole: dict[str, tuple[str, str]] = {}
    begin: dict[str, tuple[str, str]] = {}
    within = []
    for sign in table["signs"]:
        verdict = (sign["reason"], sign.get("opens", ""))
        for phrase in sign["lines"]:
            if phrase.startswith("…"):
                within.append((phrase.strip("…").split("…"), sign["reason"]))
            elif phrase.endswith("…"):
                begin.setdefault(phrase.rstrip("…").strip(), verdict)
            else:
                whole.setdefault(bare_words(phrase), verdict)
    single = frozenset(phrase for phrase in whole if " " not in phrase)
    patterns = table["patterns"]
    for place, pattern in (("<WRITERS>", _WRITERS), ("<NAMES>", NAMES), ("<NAME>", _NAME)):
        patterns = {name: text.replace(place, pattern) for name, text in patterns.items()}
    return Signs(
        whole, begin, within, re.compile("|".join(re.escape(parts[0]) for parts, _ in within)),
        [(shape["words"], re.compile(shape["pattern"]), shape["reason"]) for shape in table["shapes"]],
        [re.compile(pattern) for pattern in table["credits"]["patterns"]],
        {name: re.compile(text) for name, text in patterns.items()},
        single, single | frozenset(table["menu"]["words"]),
        frozenset(name.casefold() for name in table["agencies"]["names"]),
        _word_sets(table["site"]), _word_sets(table["ticker"]), _word_sets(table["related"]),
        _word_sets(table["language"]),
        frozenset(word[:6] for word in table["common"]["words"].split()),
    )  # fmt: skip


_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EDGES, _LEAD = re.compile(r"^[\W\d_]+|[\W\d_]+$"), re.compile(r"^[\W_\d]+")


def bare_words(text: str) -> str:
    return _EDGES.sub("", text.lower().replace("’", "'").replace("‘", "'"))


def is_agency(name: str) -> bool:
    return name.strip("().-/ ").casefold() in signs().agencies


@lru_cache(maxsize=1024)  # a page's lines are asked about several times
def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words that tell what a text is about."""
    return frozenset(word[:6] for word in signs().patterns["word"].findall(text.lower())) - signs().common


_LETTER, _LATIN = re.compile(r"[^\W\d_]"), re.compile(r"[A-Za-zÀ-ɏ]")


def is_english(text: str, whole: bool = False) -> bool | None:
    """Tell by letters and by small words whether a text is in English; None where it has too few of them.

    A `whole` article in sentences has at least three of them; a list of names and figures may have none.
    """
    if not text.isascii() and 2 * len(_LATIN.findall(text)) < len(_LETTER.findall(text)):
        return False
    tokens = text.split()
    words = [token.lower() for token in tokens if token[0].isalpha()]
    english, other = (
        [word for word in words if word in signs().language[name]] for name in ("english", "other")
    )
    if len(english) > max(len(other), 0.08 * len(words)):
        return True
    sentences = sum(token[0].islower() for token in tokens) > max(60, len(tokens) // 2)
    foreign = len(other) > max(2, 2 * len(english), 0.1 * len(words))
    return False if foreign or whole and sentences and len({*english}) < 3 else None


def is_name(text: str) -> bool:
    return " " in text and bool(re.fullmatch(NAMES, text)) and not text.isupper() and not is_label(text)


def is_label(text: str) -> bool:
    return signs().menu.issuperset(re.findall(r"[^\W\d]+", text.lower()))


Verdict = tuple[str, str]


def judge(text: str, words: int) -> Verdict:
    """Return why a line is furniture by itself, and what it opens; empty strings where it is not."""
    if signs().patterns["legal"].match(text[:200]):
        return "legal notice", "notice" if words <= 12 else ""
    if words > LONG or len(text) > 12 * LONG:
        return "", ""
    bare = bare_words(text)
    verdicts = (check(text, bare, words) for check in _CHECKS)
    return next((verdict for verdict in verdicts if verdict), ("", ""))


def _by_phrase(text: str, bare: str, words: int) -> Verdict | None:
    """By the whole line, or its first words; a cell of a table is neither."""
    if bare in signs().whole and words <= 10 and not (bare and text[-1] == "|"):
        return signs().whole[bare]
    if words <= 8 and _leads_on(bare):
        return "related posts", "titles"
    if words > 45:
        return None
    cut = ""
    parted = _GLUED.sub(" ", text) if words <= 14 else text  # Supported byThe Bank
    for word in _LEAD.sub("", parted.lower().replace("’", "'")).split(" ", 6)[:6]:
        cut = f"{cut} {word}" if cut else word
        if verdict := signs().begin.get(cut) or signs().begin.get(cut.rstrip(".,!?:;)…")):
            return verdict
    return None


def _by_symbols(text: str, bare: str, words: int) -> Verdict | None:
    if bare:
        return None
    symbols = len(text) < 40 and any(unicodedata.category(c) in ("So", "Sk", "Co", "Cn") for c in text)
    if symbols or len(text) < 12 and not any(map(str.isdigit, text)):
        return "page control", ""
    return None


def _by_date(text: str, bare: str, words: int) -> Verdict | None:
    return ("date line", "") if text[-1] != "|" and _is_date_line(text, words) else None


def _by_address(text: str, bare: str, words: int) -> Verdict | None:
    if not _speaks_to_reader(text, words):
        return None
    opens = "labels" if "contact" in text else "titles" if words <= 8 else ""
    return "site's own words", opens if text.endswith(":") else ""


def _by_part(text: str, bare: str, words: int) -> Verdict | None:
    for parts, reason in signs().within if words > 2 and signs().hint.search(bare) else ():
        if all(part in bare for part in parts):
            return reason, ""
    return None


def _by_shape(text: str, bare: str, words: int) -> Verdict | None:
    for most, pattern, reason in signs().shapes:
        if words <= most and pattern.fullmatch(text):
            return reason, ""
    if any(pattern.search(text) for pattern in signs().credits):
        return CAPTION, ""
    return ("ticker", "") if _is_ticker(text) else None


def _by_menu(text: str, bare: str, words: int) -> Verdict | None:
    """By pieces that are each a label of a menu."""
    pieces = [piece for piece in signs().patterns["pieces"].split(text.lower()) if piece]
    if len(pieces) >= 2 and not text.endswith(".") and signs().menu.issuperset(pieces):
        if signs().single.issuperset(pieces):
            return signs().whole[pieces[0]][0], ""
        return ("menu", "") if len(pieces) >= 3 else None
    return ("menu", "") if words <= 30 and any(glyph in text for glyph in "▾☰≡✕⌄") else None


_CHECKS = (_by_symbols, _by_phrase, _by_date, _by_address, _by_part, _by_shape, _by_menu)


def _leads_on(bare: str) -> bool:
    """Whether a line only says that other articles follow: *Most read*, *More from our site*."""
    related, words = signs().related, frozenset(bare.replace(":", "").split())
    known = words <= related["words"] | related["lead"]
    return len(words) > 1 and known and not words.isdisjoint(related["lead"])


_USED = re.compile(r"[a-z@][a-z'-]*")


def _speaks_to_reader(text: str, words: int) -> bool:
    """Whether a line is the site's own: a call to the reader, or a notice of rights."""
    site, patterns, low = signs().site, signs().patterns, text.lower().replace("’", "'")
    used = set(_USED.findall(low))
    strong, weak, reader = used & site["strong"], used & site["weak"], used & site["reader"]
    measured, mail = bool(patterns["measured"].search(text)), "@" in text
    if strong and not measured and (words <= 4 and not text.endswith(".") or words <= 12 and text.isupper()):
        return True
    if patterns["reported"].search(text):
        return False
    called = not site["calls"].isdisjoint(patterns["start"].findall(low))
    points = 2 * (called + len(strong) + mail) + len(weak - reader) + min(2, len(reader))
    points -= 2 * (measured and used.isdisjoint(("month", "article"))) + (words > 25)
    own = bool(called or reader) and bool(strong or weak or mail) and points >= 4
    rights = len(used & site["rights"])
    return own or rights > 1 or rights == 1 and len(used & site["legal"]) > 1


def _is_ticker(text: str) -> bool:
    """Whether a line is names of currencies, metals and indices, numbers and changes, and nothing else."""
    ticker = signs().ticker
    names = numbers = moving = 0
    for token in signs().patterns["ticks"].findall(text.lower()):
        number = token.strip("+–-()%$€£¥₸")[:1].isdigit()
        if token in ticker["names"] or token in ticker["currencies"]:
            names += 1
            moving += token in ticker["currencies"]
        elif token[0] in "+▲▼↑↓△▽" or number and token[-1] in "%)":
            moving += 1
        elif token[0].isalpha():
            return False
        numbers += number
    return bool(names and numbers and moving)


def _is_date_line(text: str, words: int) -> bool:
    """Whether a line is a date with nothing but a time, a label, a place, a name or a section beside it."""
    patterns = signs().patterns
    if words > 20 or not any(map(str.isdigit, text)):
        return words <= 4 and bool(patterns["ago"].match(text))
    dates = find_dates(text)
    if not any(date.day for date in dates):
        alone = len(dates) == 1 and dates[0].end - dates[0].start == len(text)
        return alone or bool(patterns["ago"].match(text))
    rest = text
    for date in reversed(dates):
        rest = rest[: date.start] + " " + rest[date.end :]
    left = re.findall(r"[^\W\d][\w’'-]*", patterns["dating"].sub(" ", patterns["by"].sub(" ", rest)))
    labelled = bool(patterns["labelled"].match(text))
    timed = any(date.year for date in dates) and bool(patterns["timed"].search(text))
    lower = sum(word[0].islower() and (len(word) > 2 or words > 5) for word in left)  # 9.4.2025 um 10:02
    if text[-1] == "." and words > 14:
        return False
    return len(left) <= (12 if labelled or timed else 6) and lower <= 2 * labelled
