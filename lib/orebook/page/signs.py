"""Tell what a line is by its own words and shape alone (`vocabulary/furniture.toml`)."""

import re
from functools import cache, lru_cache
from types import SimpleNamespace

from orebook.text.calendar import find_dates
from orebook.text.numerals import trie
from orebook.text.vocabulary import vocabulary

DATED = re.compile(r"\b(?:published|posted|publication|issued|released?|date|created)\b", re.I)
LONG = 60  # words; a longer line is never furniture by its own words
Verdict = tuple[str, str]  # why a line is furniture, and what it opens; empty where it is not


@cache
def signs() -> SimpleNamespace:
    """Load the vocabulary, once: what whole lines and phrases tell, patterns, sets of words."""
    table = vocabulary("furniture")
    verdicts = {
        phrase: (sign["reason"], sign.get("opens", ""))
        for sign in reversed(table["signs"])
        for phrase in sign["lines"]
    }
    begin = {phrase.strip("… ") for phrase in verdicts if phrase[-1] == "…" != phrase[0]}
    within = {phrase.strip("…") for phrase in verdicts if phrase[0] == "…"}
    whole = {bare_words(phrase): verdict for phrase, verdict in verdicts.items() if "…" not in phrase}
    agencies = frozenset(name.casefold() for name in table["agencies"]["names"])
    patterns, parts = table["patterns"], table["parts"] | {"AGENCY": rf"(?i:{trie(agencies)})\b"}
    for name, part in reversed(parts.items()):
        patterns = {key: pattern.replace(f"<{name}>", part) for key, pattern in patterns.items()}
    words = {name: frozenset(text.split()) for name, text in table["words"].items()}
    words["common"] = frozenset(word[:6] for word in words["common"])
    words["site"] = words["dating"].union(*map(str.split, whole)) - words["english"]
    words["menu"] |= {phrase for phrase in whole if " " not in phrase}
    return SimpleNamespace(
        whole=whole, words=words, patterns={name: re.compile(text) for name, text in patterns.items()},
        part={phrase.strip("… "): verdict for phrase, verdict in verdicts.items() if "…" in phrase},
        begin=re.compile(rf"{trie(begin)}(?![^\W\d_])"), within=re.compile(trie(within)),
        shapes=[(one["words"], re.compile(one["pattern"]), one["reason"]) for one in table["shapes"]],
        agencies=agencies,
    )  # fmt: skip


_BARE = re.compile(r"[^\W\d_](?:.*[^\W\d_])?")


def bare_words(text: str) -> str:
    """Return a line in lower case without what stands before its first letter and behind its last."""
    bare = _BARE.search(text.lower().replace("’", "'").replace("‘", "'"))
    return bare.group() if bare else ""


def is_agency(name: str) -> bool:
    return name.strip("().-/ ").casefold() in signs().agencies


@lru_cache(maxsize=1024)  # a page's lines are asked about several times
def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words that tell what a text is about."""
    words = signs().patterns["word"].findall(text.lower())
    return frozenset([word[:6] for word in words]) - signs().words["common"]


def is_label(text: str) -> bool:
    return signs().words["menu"].issuperset(re.findall(r"[^\W\d]+", text.lower()))


_LETTER, _LATIN = re.compile(r"[^\W\d_]"), re.compile(r"[A-Za-zÀ-ɏ]")


def is_english(text: str, whole: bool = False) -> bool | None:
    """Tell by letters and by small words whether a text is in English; None where it has too few of them."""
    if not text.isascii() and 2 * len(_LATIN.findall(text)) < len(_LETTER.findall(text)):
        return False
    tokens = text.split()
    words = [token.lower() for token in tokens if token[0].isalpha()]
    lists = (signs().words[name] for name in ("english", "other"))
    english, other = ([word for word in words if word in known] for known in lists)
    if len(english) > max(len(other), 0.08 * len(words)):
        return True
    sentences = sum(token[0].islower() for token in tokens) > max(60, len(tokens) // 2)
    foreign = len(other) > max(2, 2 * len(english), 0.1 * len(words))
    return False if foreign or whole and sentences and len({*english}) < 3 else None


@lru_cache(maxsize=4096)  # menus repeat themselves, from page to page too
def judge(text: str, words: int) -> Verdict:
    """Return why a line is furniture by itself, and what it opens; empty strings where it is not."""
    if signs().patterns["legal"].match(text[:200]):
        return "legal notice", "paragraph" if words <= 12 else ""
    if words > LONG or len(text) > 12 * LONG:
        return "", ""
    low = text.lower().replace("’", "'").replace("‘", "'")
    return _by_phrase(text, low, words) or (_by_shape(text, low, words), "")


def _by_phrase(text: str, low: str, words: int) -> Verdict | None:
    """By the whole line, its first words or any; a cell of a table is neither."""
    bare = bare_words(low)
    if words <= 10:
        if text[-1] != "|" and (verdict := signs().whole.get(bare)):
            return verdict
        used, lead = frozenset(bare.replace(":", "").split()), signs().words["lead"]
        if 1 < len(used) < 9 and used & lead and used <= signs().words["related"] | lead:
            return "related posts", "titles"  # Most read, More from our site
        if words > 2 and text[-1] not in ".,;" and not any(map(str.isdigit, text)) and is_label(text):
            return "menu", ""
    part = signs().begin.match(low, low.find(bare)) if bare and words <= 45 else None
    part = part or (signs().within.search(low) if words > 2 else None)
    return signs().part[part.group().strip()] if part else None


_USED = re.compile(r"[a-z@][a-z'-]*")


def _by_shape(text: str, low: str, words: int) -> str:
    if text[-1] != "|" and _is_date_line(text, words):
        return "date line"
    used = set(_USED.findall(low))
    if _speaks_to_reader(text, low, words, used):
        return "site's own words"
    shaped = (why for most, shape, why in signs().shapes if words <= most and shape.fullmatch(text))
    if reason := next(shaped, ""):
        return reason
    if signs().patterns["measured"].search(text):
        return ""
    if 9 < words <= (36 if text[0].isalnum() else LONG) and text.endswith(("...", "…")):
        return "cut short"
    return "photo caption or credit" if signs().patterns["credit"].search(text) else ""


def _speaks_to_reader(text: str, low: str, words: int, used: set[str]) -> bool:
    """Whether a line is the site's own: a call to the reader, or a notice of rights."""
    lists, patterns = signs().words, signs().patterns
    strong, weak, reader = used & lists["strong"], used & lists["weak"], used & lists["reader"]
    if patterns["reported"].search(text):
        return False
    called = not lists["calls"].isdisjoint(patterns["start"].findall(low))
    points = 2 * (called + len(strong)) + len(weak - reader) + min(2, len(reader)) - (words > 25)
    rights = len(used & lists["rights"])
    own = bool(called or reader) and bool(strong or weak) and points >= 4
    return own or rights > 1 or rights == 1 and len(used & lists["legal"]) > 1


def _is_date_line(text: str, words: int) -> bool:
    """Whether a line is a date with nothing but a time, a label, a place, a name or a section beside it."""
    if words > 20 or text[-1] == "." and words > 14:
        return False
    dates = find_dates(text) if any(map(str.isdigit, text)) else []
    if not any(date.day for date in dates):
        alone = len(dates) == 1 and dates[0].end - dates[0].start == len(text)
        return alone or words <= 4 and text.endswith(" ago")
    beside = [word for word in re.findall(r"(?<!\bby )\b[^\W\d][\w’'-]+", text) if word[0].islower()]
    told = [word for word in beside if len(word) > 2 and word not in signs().words["site"]]
    return len(told) <= 2 * bool(DATED.search(text[:40]))
