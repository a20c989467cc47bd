"""Numerals: digits with any separators and fractions, and number words, to their value."""

from __future__ import annotations

import re
from collections.abc import Set
from fractions import Fraction
from unicodedata import normalize

from orebook.text.vocabulary import vocabulary

# Where it ends, its value, its digits if it is nothing else, the scale of its own words (two million)
Numeral = tuple[int, float, str, float]

_DATA: dict[str, dict[str, float]] = vocabulary("numerals")
SMALL, BIG, VAGUE = _DATA["small"], _DATA["big"], _DATA["vague"]
ORDINALS, PARTS = _DATA["ordinals"], _DATA["parts"]
FOLDS = {f"{word}fold": n for word, n in SMALL.items() if n > 1} | _DATA["folds"]
GLYPHS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞"
_NUMBER = re.compile(
    r"(?P<comma>(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,9})?"
    r"|[0-9]{1,2}(?:,[0-9]{2}){1,5},[0-9]{3})(?![0-9]))"
    r"|(?P<point>(?:[0-9]{1,3}(?:\.[0-9]{3}){1,6},[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3}){2,6}"
    r"|[1-9][0-9]{0,2}\.000(?! ?%))(?![0-9]))"
    r"|(?P<space>[0-9]{1,3}(?:['’ ][0-9]{3}){1,6}(?:[.,][0-9]{1,9})?(?![0-9]))"
    r"|(?P<decimal>(?:[0-9]{1,15},[0-9]{1,2}|0,[0-9]{3})(?![0-9]|,[0-9]))"
    rf"|(?P<part>[{GLYPHS}]|[1-9][0-9]?[/⁄](?:[2-9]|1[026]|32|64|100)(?=[ -][A-Za-z]))"
    r"|(?P<plain>[0-9]+(?:\.[0-9]+)?|[.,][0-9]{1,9})"
)
_MORE = re.compile(
    rf"[ -]([1-9][/⁄][2-9])(?![0-9/])| ?([{GLYPHS}])|[ -]and[ -](?:a|one)[ -](half|third|quarter)\b"
)
# What each way of writing a number sets its thousands apart with.
_SEPARATORS = {"comma": ",", "point": ".", "space": "'’ "}
_LONGEST = 120  # characters of a number in words
_LETTERS = re.compile(r"[A-Za-z]+")
_NEXT_LETTERS = re.compile(r"(?:( and |-and-)|[ -])([A-Za-z]+)\b")


def read_numeral(text: str, at: int) -> Numeral | None:
    """Read the numeral at `at`, digits or words."""
    match, digits, scale = _NUMBER.match(text, at), "", 0.0
    if match is None:
        end, value, scale = _read_words(text, at)
        if not end:
            return None
    elif match.lastgroup == "part":
        value = _part(match[0])
        return (match.end(), value, "", 0.0) if value < 1 else None
    else:
        kind, end = match.lastgroup or "", match.end()
        written = "".join(c for c in match[0] if c not in _SEPARATORS.get(kind, "")).replace(",", ".")
        if len(written) > 250:  # with its scale beyond what a float holds
            return None
        value, digits = float(written), written if kind == "plain" and written.isdigit() else ""
    if more := _MORE.match(text, end):
        value, end, digits = value + _part(more[more.lastindex or 1]), more.end(), ""
    return end, value, digits, scale


def _part(words: str) -> float:
    if words in PARTS:
        return 1 / PARTS[words]
    return float(Fraction(normalize("NFKC", words).replace("⁄", "/")))  # of ½, it makes 1⁄2


def _read_words(text: str, at: int) -> tuple[int, float, float]:
    total, current, scale, last, end = 0.0, 0.0, 0.0, "", at
    match = _LETTERS.match(text, at)
    while match and match.end() - at < _LONGEST:
        word = match[match.lastindex or 0].lower()
        if (small := SMALL.get(word)) is not None:
            if last and not (last in BIG or SMALL.get(last, 0) >= 20 and 0 < small < 10):
                break
            current += small
        elif (big := BIG.get(word)) and last:
            if big == 100:
                if current >= 100:
                    break
                current *= big
            elif total and big > total:
                break
            else:
                total, current, scale = total + (current or 1) * big, 0.0, scale or big
        else:
            break
        last, end = word, match.end()
        match = _NEXT_LETTERS.match(text, end)
        if match and match[1] and not (last in BIG and match[2].lower() in SMALL):
            break
    return (end, total + current, scale) if last else (0, 0.0, 0.0)


def trie(words: Set[str]) -> str:
    """Return a pattern of all words that compares each letter once."""
    heads: dict[str, set[str]] = {}
    for word in words:
        heads.setdefault(word[:1], set()).add(word[1:])
    branches = [head and re.escape(head) + trie(heads[head]) for head in sorted(heads, reverse=True)]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
