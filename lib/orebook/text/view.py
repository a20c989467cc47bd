"""Text as it was written, and the same text as a reader sees it, with offsets from one to the other.

Articles are pasted from anywhere: zero-width characters inside numbers, non-breaking and thin
spaces, full-width digits, CRLF. Every other module searches a :class:`View`, whose text is plain,
and reports spans of the source, which is never changed.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

_UNUSUAL = re.compile(
    "\r\n|[\x00-\x08\x0b-\x1f\x7f-\xa0\u00ad\u034f\u061c\u1680\u180e\u2000-\u200f\u2010-\u2012\u2028-\u202f\u205f"
    "\u2060-\u206f\u2212\u3000\ufb00-\ufb06\ufe00-\ufe0f\ufeff\uff01-\uff5e\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]"
)
# UTF-8 read in a one-byte encoding: what the first byte of a character became, and what its others did.
_MOJIBAKE = re.compile("[\u00c2-\u00f4В-ф][^\x00-\x7f]{1,3}(?:[\u00c2-\u00f4В-ф][^\x00-\x7f]{1,3})*")
_MARKDOWN = re.compile(r"\*\*|\[(?<!!.)(?=[^\[\]\n]{1,300}\]\(https?://)|\]\(https?://[^()\s]{1,500}\)")

# A sentence ends at . ! ? or … with any closing quotation mark, before white space and a capital, digit or
# opening mark, or at a line end. What every end begins with comes first: the search skips all else at once.
# A dash begins what follows only after a plain word: not the text after a dateline, nor who said something.
_END = re.compile(  # a run of marks is tried once, from its beginning
    r"[\n.!?…](?:(?<=\n)\n*|(?<![.!?…].)[.!?…]*(?:[\"'”’»)\]]*(?=\s+(?:``|''|[\"'“‘«„(\[])?[A-ZА-ЯÀ-Þ0-9€$£])|"
    r"(?<=[a-z%][.!?…])(?=\s[—–]\s[A-ZÀ-Þ0-9])))"
)
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Capt|Maj|Sgt|Adm|Rev|St|Jr|Sr|vs|etc|cf|e\.g|i\.e|Inc|Ltd|Co|Corp|conc|cu|"
    r"U\.S|U\.K|E\.U|(?P<numbered>No|Nos|Rs|Fig|Vol|pp?|ca|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))$"
)
_Change = tuple[int, int, str]  # a span, and what a reader sees there


@dataclass(frozen=True, slots=True)
class View:
    """Plain text, and where each of its characters stands in the source.

    ``starts`` and ``ends`` tell of each character, and once past the last, where what it stands for begins
    and ends in the source, in code points; they are None where nothing was changed.
    """

    text: str
    starts: array | None = None
    ends: array | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that a span of ``text`` stands for."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1] if start < end else self.starts[start]

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of ``text`` that shows a span of the source."""
        if self.starts is None:
            return start, end
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


class _Seen(str):
    """Text that is a view already, and is not looked at again."""


def view(source: str) -> View:
    """Return the source as a reader sees it.

    Damaged characters (``â€™``) are read as what they were before a wrong decoding; ``**`` and the addresses
    of Markdown links go, as invisible characters do; unusual spaces, hyphens, digits and line ends become
    plain; ligatures are spelt out; hard-wrapped lines are joined. Ordinary text is returned as it is.
    """
    seen = View(source)
    if isinstance(source, _Seen):
        return seen
    for pattern, shown in ((_MOJIBAKE, _mended), (_MARKDOWN, lambda mark: ""), (_UNUSUAL, _plain)):
        seen = _replace(seen, [(*at.span(), shown(at[0])) for at in pattern.finditer(seen.text)])
    seen = _replace(seen, [(*gap, " ") for gap in _wrapped(seen.text)])
    return View(_Seen(seen.text), seen.starts, seen.ends)


def _replace(seen: View, changes: list[_Change]) -> View:
    """Return a view with pieces of its text, in order, replaced; spans stay those of the source."""
    size, edges = len(seen.text), [0, *(past for _, past, _ in changes)]
    kept = (seen.text[edge:at] + plain for edge, (at, _, plain) in zip(edges, changes, strict=False))
    text = "".join(kept) + seen.text[edges[-1] :]
    if all(past - at == len(plain) for at, past, plain in changes):  # then nothing moves
        return View(text, seen.starts, seen.ends)
    old_starts = seen.starts or array("q", range(size + 1))
    old_ends = seen.ends or array("q", range(1, size + 2))
    starts, ends, position = array("q"), array("q"), 0
    for at, past, plain in [*changes, (size, size, "")]:
        starts += old_starts[position:at]
        ends += old_ends[position:at]
        for k in range(len(plain)):  # characters mended together share what they stand for
            first, end = (at + n * (past - at) // len(plain) for n in (k, k + 1))
            starts.append(old_starts[first])
            ends.append(old_ends[max(first, end - 1)])
        position = past
    return View(text, starts + old_starts[size:], ends + old_ends[size:])


@lru_cache(maxsize=4096)
def _mended(run: str) -> str:
    from ftfy import fix_encoding

    return "”" if run == "â€" else fix_encoding(run)  # its third byte is often lost


_SHOWN = {  # what a reader sees of a character, else of its category
    "\r\n": "\n", "\r": "\n", "\x85": "\n", "\u2012": "–", "\u2212": "-", "Zl": "\n", "Zp": "\n", "Pd": "-",
    "Cc": " ", "Zs": " ",  # a NUL separates words as a space does
    "Cf": "", "Mn": "", "Cn": "",  # joiners, marks of direction, variation selectors
}  # fmt: skip


@cache
def _plain(char: str) -> str:
    shown = _SHOWN.get(char, _SHOWN.get(unicodedata.category(char[0])))
    if shown is None:
        shown = str(unicodedata.digit(char)) if char.isdigit() else unicodedata.normalize("NFKC", char)
    return shown


# The end of a line that may be one of a hard-wrapped paragraph, with the indent of the next.
_BREAK = re.compile(
    r"^([ \t]*)(?P<line>\S[^\n]{0,98}\S)(?=(?P<gap>[ \t]*\n(?!\1[ \t])[ \t]*)(?P<next>\S[^\n]*))", re.M
)
_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_OPEN = re.compile(r"\b(?:the|an?|of|to|in|on|at|by|for|from|with|and|or|as|than|that|its|is|was|has)$")
_GOES_ON = re.compile(r"(?!by [A-Z])[a-z](?:(?:\S* ){3}|.*[.!?:;…][\"'”’»)\]]*$)")  # no initials of a desk
# Between the cells of a table, or two of its rows, which end in figures.
_COLUMN = re.compile(r"[\t|]|  |\d [+-]?(?:\d[\d.,]*)?\n.*\d [+-]?(?:\d[\d.,]*)?$")


def _wrapped(text: str) -> list[tuple[int, int]]:
    """Find the line ends of hard-wrapped paragraphs, with the indents after them.

    A break is taken for wrapping where the line is open and the next goes on in lower case; or where the
    next line's first word would not have fitted, in a text most of whose inner lines are so. A deeper indent
    begins a paragraph, and rows of a table stay as they are.
    """
    breaks = [at for at in _BREAK.finditer(text) if not _COLUMN.search(f"{at['line']}\n{at['next']}")]
    long = [at for at in breaks if len(at["line"]) >= 24]
    unended = {at for at in long if not _ENDED.search(at["line"][-6:])}
    joined = {at for at in unended if _OPEN.search(at["line"][-6:]) or _GOES_ON.match(at["next"])}
    width = sorted(len(at["line"]) for at in breaks)[int(0.95 * (len(breaks) - 1))] if breaks else 0
    full = {at for at in long if len(at["line"]) + len(at["next"].split(None, 1)[0]) >= width}
    if len(full) >= max(2, 0.8 * len(breaks)) and 2 * len(full & unended) >= len(full):
        joined |= full
    return [at.span("gap") for at in breaks if at in joined]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of plain text, without surrounding white space.

    A line end always ends a sentence: articles keep a paragraph on a line, and headings,
    list items and table rows have no full stop.
    """
    start = 0
    for at, end in (*(match.span() for match in _END.finditer(text)), (len(text), len(text))):
        short = _ABBREVIATION.search(text, max(start, at - 12), at) if text[at : at + 1] == "." else None
        if short and not (short["numbered"] and not text[end : end + 3].lstrip()[:1].isdigit()):
            continue
        if words := text[start:end].strip():
            start = text.index(words, start)
            yield start, start + len(words)
        start = end
