"""Text as it was written, and the same text as a reader sees it, with offsets from one to the other.

Articles are pasted from anywhere: zero-width characters inside numbers, non-breaking and thin
spaces, full-width digits, CRLF. Every other module searches a :class:`View`, whose text is plain,
and reports spans of the source, which is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

# Invisible: soft hyphen, zero-width (joiners, marks, word joiner), bidirectional controls, BOM,
# variation selectors. NUL and other control characters become spaces, so that they separate words.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_SPACE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_UNUSUAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\u00ad\u034f\u061c\u1680\u180e\u2000-\u200f\u2010-\u2012\u2028-\u202f\u205f"
    "\u2060-\u206f\u2212\u3000\ufe00-\ufe0f\ufeff\uff01-\uff5e\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]"
)

# A sentence ends at . ! ? or … with any closing quotation mark, before white space and a capital,
# digit or opening mark; or at a line end. Abbreviations, initials and ordinals do not end one.
_END = re.compile(r"[.!?…]+[\"'”’»\)\]]*(?=\s+[\"'“‘«„(\[]?[A-ZА-ЯÀ-Þ0-9€$£])|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|St|Jr|Sr|vs|etc|approx|ca|cf|e\.g|i\.e|"
    r"No|Nos|Fig|Vol|pp?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Co|Corp|U\.S|U\.K|E\.U))$"
)
_NEEDS_NUMBER = re.compile(r"\b(?:No|Nos|Fig|Vol|pp?|ca|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$")


@dataclass(frozen=True, slots=True)
class View:
    """Plain text and where each of its characters stands in the source.

    Attributes
    ----------
    text : str
        The source without invisible characters, with plain spaces, hyphens, line ends and digits.
    offsets : array or None
        For each character of ``text``, and once past its end, the code point offset in the source;
        None where the two are the same.
    """

    text: str
    offsets: array | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that a span of ``text`` stands for."""
        if self.offsets is None:
            return start, end
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


def view(source: str) -> View:
    """Return the source as a reader sees it.

    Only unusual characters cost anything: ordinary text is returned as it is.
    """
    if not _UNUSUAL.search(source):
        return View(source, None)
    out: list[str] = []
    offsets = array("q")
    position = 0
    for match in _UNUSUAL.finditer(source):
        at = match.start()
        if at > position:
            out.append(source[position:at])
            offsets.extend(range(position, at))
        char = _plain(match.group(), source, at)
        out.append(char)
        offsets.extend([at] * len(char))
        position = at + 1
    out.append(source[position:])
    offsets.extend(range(position, len(source) + 1))
    return View("".join(out), offsets)


def _plain(char: str, source: str, at: int) -> str:
    if _INVISIBLE.match(char):
        return ""
    if char == "\r":
        return "" if source[at + 1 : at + 2] == "\n" else "\n"
    if char in "\u2028\u2029\x85":
        return "\n"
    if _SPACE.match(char):
        return " "
    if char in "\u2010\u2011":
        return "-"
    if char == "\u2012":
        return "\u2013"  # figure dash: a range, like the en dash
    if char == "\u2212":
        return "-"
    if char.isdigit():
        return str(unicodedata.digit(char))
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of plain text, without surrounding white space.

    A line end always ends a sentence: articles keep a paragraph on a line, and headings,
    list items and table rows have no full stop.
    """
    start = 0
    for match in _END.finditer(text):
        if match.group() != "\n" and match.group()[0] == ".":
            before = text[max(start, match.start() - 12) : match.start()]
            after = text[match.end() : match.end() + 3].lstrip()
            if _NEEDS_NUMBER.search(before):
                if after[:1].isdigit():
                    continue
            elif _ABBREVIATION.search(before):
                continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
