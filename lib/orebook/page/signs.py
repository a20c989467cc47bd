"""Tell what a line is by its own words and shape alone (`vocabulary/furniture.toml`)."""

import re
from functools import cache, lru_cache
from types import SimpleNamespace

from orebook.text.calendar import find_dates
from orebook.text.numerals import trie
from orebook.text.vocabulary import vocabulary

_BARE = re.compile(r"[^\W\d_](?:.*[^\W\d_])?")
LONG = 60  # words; a longer line is never furniture by its own words
Verdict = tuple[str, str]  # why a line is furniture, and what it opens; empty where it is not


@cache
def signs() -> SimpleNamespace:
    """Load the vocabulary, once: what whole lines and phrases tell, patterns, sets of words."""
    table = vocabulary("furniture")
    verdicts: dict[str, Verdict] = {}
    for sign in reversed(table["signs"]):
        verdicts |= dict.fromkeys(sign["lines"], (sign["reason"], sign.get("opens", "")))
    agencies = frozenset(map(str.casefold, table["agencies"]["names"]))
    parts = table["parts"] | {"AGENCY": rf"(?i:{trie(agencies)})\b"}

    def compiled(pattern: str) -> re.Pattern[str]:
        for name, part in reversed(parts.items()):
            pattern = pattern.replace(f"<{name}>", part)
        return re.compile(pattern)

    begin = {phrase.strip("… ") for phrase in verdicts if phrase[-1] == "…" != phrase[0]}
    whole = {bare_words(phrase): verdict for phrase, verdict in verdicts.items() if "…" not in phrase}
    words = {name: frozenset(text.split()) for name, text in table["words"].items()}
    words["common"] = frozenset(word[:6] for word in words["common"])
    words["menu"] |= {phrase for phrase in whole if " " not in phrase}
    words["site"] = words["dating"].union(*map(str.split, whole)) - words["english"]
    return SimpleNamespace(
        whole=whole, words=words, agencies=agencies,
        part={phrase.strip("… "): verdict for phrase, verdict in verdicts.items() if "…" in phrase},
        begin=re.compile(rf"{trie(begin)}(?![^\W\d_])"),
        within=re.compile(trie({phrase.strip("…") for phrase in verdicts if phrase[0] == "…"})),
        shapes=[(one["words"], compiled(one["pattern"]), one["reason"]) for one in table["shapes"]],
        patterns={name: compiled(pattern) for name, pattern in table["patterns"].items()},
    )  # fmt: skip


def bare_words(text: str) -> str:
    """Return a line in lower case without what stands before its first letter and behind its last."""
    bare = _BARE.search(text.lower().replace("’", "'").replace("‘", "'"))
    return bare[0] if bare else ""


def is_agency(name: str) -> bool:
    return name.strip("().-/ ").casefold() in signs().agencies


@lru_cache(maxsize=1024)  # a page's lines are asked about several times
def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words that tell what a text is about."""
    words = signs().patterns["word"].findall(text.lower())
    return frozenset([word[:6] for word in words]) - signs().words["common"]


def is_label(text: str) -> bool:
    return signs().words["menu"].issuperset(re.findall(r"\w+", text.lower()))


def is_foreign(text: str) -> bool:
    """Tell by letters and by small words whether a text is in another language than English."""
    letters = "" if text.isascii() else "".join(filter(str.isalpha, text))
    if 2 * sum(letter > "ɏ" for letter in letters) > len(letters):  # of another script
        return True
    words, lists = text.lower().split(), signs().words
    other = sum(map(lists["other"].__contains__, words))
    if other < 3:  # as most lines
        return False
    english, length = sum(map(lists["english"].__contains__, words)), sum(word[0].isalpha() for word in words)
    return other > max(2 * english, 0.1 * length)


@lru_cache(maxsize=4096)  # menus repeat themselves, from page to page too
def judge(text: str, words: int) -> Verdict:
    """Return why a line is furniture by itself, and what it opens; empty strings where it is not."""
    if signs().patterns["legal"].match(text[:200]):
        return "legal notice", "paragraph" if words <= 12 else ""
    if words > LONG or len(text) > 12 * LONG or text[-1] == "|":  # a cell of a table
        return "", ""
    low = text.lower().replace("’", "'").replace("‘", "'")
    if verdict := _by_phrase(low, words):
        return verdict
    if _is_date_line(text, words):
        return "date line", ""
    if _speaks_to_reader(text, low, words):
        return "site's own words", ""
    shaped = (why for most, shape, why in signs().shapes if words <= most and shape.fullmatch(text))
    return next(shaped, ""), ""


def _by_phrase(low: str, words: int) -> Verdict | None:
    """By the whole line, its first words or any."""
    bare = bare_words(low)
    if words <= 10:
        if verdict := signs().whole.get(bare):
            return verdict
        used, lead = set(bare.replace(":", "").split()), signs().words["lead"]
        if used & lead and used <= signs().words["related"] | lead:
            return "related posts", "titles"  # Most read, More from our site
        if words > 2 and is_label(low):
            return "menu", ""
    part = signs().begin.match(low, low.find(bare)) or signs().within.search(low)
    return signs().part[part.group().strip()] if part else None


def _speaks_to_reader(text: str, low: str, words: int) -> bool:
    """Whether a line is the site's own: a call to the reader, or a notice of rights."""
    lists, patterns = signs().words, signs().patterns
    if patterns["reported"].search(text):
        return False
    called = not lists["calls"].isdisjoint(patterns["start"].findall(low))
    used = set(re.findall(r"[a-z@][a-z'-]*", low))
    kinds = ("strong", "weak", "reader", "rights", "legal")
    strong, weak, reader, rights, legal = (len(used & lists[name]) for name in kinds)
    points = 2 * (called + strong) + weak + min(2, reader) - (words > 25)
    own = points >= 4 and (called or reader) and (strong or weak)
    return bool(own or rights and rights + legal > 2)


def _is_date_line(text: str, words: int) -> bool:
    """Whether a line is a date with nothing but a time, a label, a place, a name or a section beside it."""
    dates = find_dates(text)
    if not any(date.day for date in dates):
        alone = len(dates) == 1 and dates[0].end - dates[0].start == len(text)
        return alone or words <= 4 and text.endswith(" ago")
    beside = [word for word in re.findall(r"(?<!\bby )\b[^\W\d][\w’'-]+", text) if word[0].islower()]
    told = [word for word in beside if len(word) > 2 and word not in signs().words["site"]]
    return len(told) <= 2 * bool(signs().patterns["dated"].search(text[:40]))
