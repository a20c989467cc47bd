"""Numerals: digits with any separators and fractions, and number words, to their value."""

import re
from collections.abc import Iterable
from fractions import Fraction
from unicodedata import normalize

from orebook.text.vocabulary import vocabulary

# Where it ends, its value, its digits if it is nothing else, the scale of its own words (two million)
Numeral = tuple[int, float, str, float]

_DATA: dict[str, dict[str, float]] = vocabulary("numerals")
SMALL, BIG, VAGUE = _DATA["small"], _DATA["big"], _DATA["vague"]
ORDINALS, PARTS = _DATA["ordinals"], _DATA["parts"]
WORDS = _DATA["words"] | {f"{a} {part}": 1 / n for a in ("a", "an") for part, n in PARTS.items() if n > 2}
GLYPHS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞"


def trie(words: Iterable[str]) -> str:
    """Return a pattern of all words that compares each letter once."""
    heads: dict[str, set[str]] = {}
    for word in words:
        heads.setdefault(word[:1], set()).add(word[1:])
    branches = [head and re.escape(head) + trie(heads[head]) for head in sorted(heads, reverse=True)]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


_DIGITS = re.compile(
    r"(?P<comma>(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,9})?"
    r"|[0-9]{1,2}(?:,[0-9]{2}){1,5},[0-9]{3})(?![0-9]))"
    r"|(?P<point>(?:[0-9]{1,3}(?:\.[0-9]{3}){1,6},[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3}){2,6}"
    r"|[1-9][0-9]{0,2}\.000(?! ?%))(?![0-9]))"
    r"|(?P<space>[0-9]{1,3}(?:['’ ][0-9]{3}){1,6}(?:[.,][0-9]{1,9})?(?![0-9]))"
    r"|(?P<decimal>(?:[0-9]{1,15},[0-9]{1,2}|0,[0-9]{3})(?![0-9]|,[0-9]))"
    rf"|(?P<part>[{GLYPHS}]|1?[1-9][/⁄](?:[2-9]|1[026]|32|64|100)(?=[ -][A-Za-z]))"
    r"|(?P<plain>[0-9]+(?:\.[0-9]+)?|[.,][0-9]{1,9})"
)
_THOUSANDS = {"comma": ",", "point": ".", "space": "'’ "}  # what parts them, in each way of writing
_TENS, _ONES = ({word for word, n in SMALL.items() if n in range(*few)} for few in ((20, 99), (1, 10)))
_SMALL = rf"(?:{trie(_TENS)}[ -]{trie(_ONES)}|{trie(SMALL)})\b"
_BELOW = rf"{_SMALL}(?:[ -]hundred\b(?:(?: and|-and|)[ -]{_SMALL})?)?"
_BIG = rf"[ -]{trie(BIG.keys() - {'hundred'})}\b"
_WORDS = re.compile(rf"{_BELOW}(?:{_BIG}(?:(?: and|-and|)[ -]{_BELOW}(?:{_BIG})?){{0,4}})?", re.IGNORECASE)
_MORE = re.compile(
    rf"[ -](1?[1-9][/⁄](?:[2-9]|16))(?![0-9/])| ?([{GLYPHS}])|[ -]and[ -](?:a|one)[ -]({trie(PARTS)})\b"
)


def read_numeral(text: str, at: int) -> Numeral | None:
    """Read the numeral at `at`, digits or words."""
    digits, scale = "", 0.0
    if match := _DIGITS.match(text, at):
        kind = match.lastgroup or ""
        written = match[0].translate(str.maketrans("", "", _THOUSANDS.get(kind, ""))).replace(",", ".")
        value = _part(match[0]) if kind == "part" else float(written)
        digits = written if kind == "plain" and written.isdigit() else ""
    elif match := _WORDS.match(text, at):
        value, scale = _spelt(match[0].lower())
    if match is None or value > 1e250:  # with its scale beyond what a float holds
        return None
    end = match.end()
    year = len(digits) == 4 and "1800" <= digits < "2100"  # in 2020 and a quarter of
    if not year and (more := _MORE.match(text, end)):
        value, end, digits = value + _part(more[more.lastindex or 1]), more.end(), ""
    return end, value, digits, scale


def _part(words: str) -> float:
    if words in PARTS:
        return 1 / PARTS[words]
    return float(Fraction(normalize("NFKC", words).replace("⁄", "/")))  # of ½, it makes 1⁄2


def _spelt(words: str) -> tuple[float, float]:
    """Return the value of a number in words and its first scale: of *two million one hundred*, a million."""
    total = current = scale = 0.0
    for word in words.replace("-", " ").split():
        current = current * 100 if word == "hundred" else current + SMALL.get(word, 0)
        if word in BIG and word != "hundred":
            total, current, scale = total + current * BIG[word], 0.0, scale or BIG[word]
    return total + current, scale
