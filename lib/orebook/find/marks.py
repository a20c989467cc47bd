"""Quotation marks: which opens, which closes, which has no partner; and what in marks is speech.

Marks are paired by their form and by what stands beside them, paragraph by paragraph, so that one that is
missing spoils no more than its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orebook.find.names import WORDS

if TYPE_CHECKING:
    from orebook.find.speakers import Speaker

_SPOKEN = re.compile(r",? ?(?:he|she|they|it|said|says|added|noted|asked|replied)\b")
_ENDS = re.compile(r"[.,;\n]|$| (?:and|or|but) ")
# One character first, which the search can leap to, then what makes it decoration or a mark of two.
_MARK = re.compile("[«»“”„‟\"\n'‘’`](?:(?<=([«»“”„‟\"]))\\1{3,}|(?<=')'|(?<=`)`|(?<!`))")
_BEFORE_OPENING = " \n\t([{—–-:,/"
_AFTER_CLOSING = " \n\t.,;:!?)]}—–-"
_LONGEST = 4000  # characters a quotation may run over paragraphs that do not open it again
_PARAGRAPHS = 3  # and how many of those
_NEAR = 400  # characters around a mark that could mean inches, within which its paragraph is looked at
_NONSPACE = re.compile(r"\S")


@dataclass(slots=True)
class Quoted:
    """A stretch between marks within one paragraph, in the plain text."""

    start: int
    end: int
    chain: int  # the same for all paragraphs of one quotation
    past: int  # just past the closing mark, or the end of the paragraph
    named: bool = False  # a name, a title or a term, not speech
    speaker: Speaker | None = None


def pair_marks(plain: str) -> tuple[list[Quoted], list[int]]:
    """Return the outermost quoted stretches by start, and the positions of marks without a partner.

    A quotation ends with its paragraph, unless the next one opens it again (as agencies do) or a closing
    mark follows within a few paragraphs before any other is opened; one without a partner that opens a
    paragraph quotes that. Single marks count outside double
    ones only; as apostrophes look the same, one without a partner is not reported. More than three
    equal marks in a row are decoration, reported once.
    """
    found: list[Quoted] = []
    unbalanced: list[int] = []
    stack: list[tuple[int, str]] = []  # open double marks: just past the mark, the mark
    pieces: list[tuple[int, int]] = []  # paragraphs of the open quotation that ended without a closing mark
    start = chain = 0  # of the innermost paragraph of the open quotation
    single, inner = -1, -1

    def drop() -> None:
        if pieces and pieces[0][0] < pieces[0][1] and stack[0][1] != '"':
            mark = stack[0][0] - 1
            if not plain[
                plain.rfind("\n", 0, mark) + 1 : mark
            ].strip():  # it opens a paragraph: quoted to its end
                found.append(Quoted(*pieces[0], chain, pieces[0][1]))
        unbalanced.extend(past - len(mark) for past, mark in stack)
        stack.clear()
        pieces.clear()

    def close(end: int, past: int) -> None:
        found.extend(
            Quoted(first, last, chain, last) for first, last in [*pieces, (start, end)] if first < last
        )
        if start < end:
            found[-1].past = past
        stack.clear()
        pieces.clear()

    for match in _MARK.finditer(plain):
        (at, past), mark = match.span(), match.group()
        if mark == "\n":
            single = -1
            if not stack or start > at:  # nothing is open, or the line is blank
                continue
            following = _NONSPACE.search(plain, at)
            end = start + len(plain[start:at].rstrip())
            if len(stack) == 1 and inner > start and _ends_speech(plain, inner, at):
                close(inner, inner + 1)  # one mark closes an inner and the outer quotation
                chain += 1
            elif following and following.group() == stack[0][1][0]:
                drop() if pieces else close(end, end)
            else:
                pieces.append((start, end))
                start = following.start() if following else at
                if not following or len(pieces) > _PARAGRAPHS or at - stack[0][0] > _LONGEST:
                    drop()
            continue
        before = plain[at - 1] if at else " "
        after = plain[past] if past < len(plain) else " "
        if match.group(1):  # decoration
            unbalanced.append(at)
        elif mark in "'‘’":
            if stack:
                continue
            word = before.isalnum() or before in ",.!?…"
            if mark != "’" and not word and after.isalnum() and (mark == "‘" or before in _BEFORE_OPENING):
                single = past
            elif single < 0 or mark == "‘" or not word or after.isalnum() or after == "'":
                continue
            elif not (before == "s" and plain[past : past + 2].strip().isalpha()):
                while found and found[-1].start > single:
                    found.pop()  # double marks within
                found.append(Quoted(single, at, chain, past))
                chain, single = chain + 1, -1
        elif mark == '"' and before.isdigit() and (not stack or _odd(plain, at)):
            continue  # inches, seconds
        elif _opens(mark, before, after, bool(stack)):
            if pieces:
                drop()
            if not stack:
                start = past
                if not (found and found[-1].chain == chain and plain[found[-1].past : at].isspace()):
                    chain += 1
            stack.append((past, mark))
        elif not stack:
            unbalanced.append(at)
        elif len(stack) > 1:
            stack.pop()
            inner = at
        else:
            close(at, past)
            chain += 1
    drop()
    return sorted(found, key=lambda quoted: quoted.start), sorted(unbalanced)


def _opens(mark: str, before: str, after: str, inside: bool) -> bool:
    """Tell an opening mark from a closing one: by its form, unless what stands beside it says otherwise."""
    left, right = before in _BEFORE_OPENING, after in _AFTER_CLOSING
    if mark in "“„‟«``":
        return not (inside and right and not left)
    if mark in "”»":
        return left and not right and not inside
    return left if left != right else not inside


def _odd(plain: str, at: int) -> bool:
    """Tell whether the straight marks of a paragraph cannot pair without leaving one out."""
    low, high = max(0, at - _NEAR), at + _NEAR
    start, end = plain.rfind("\n", low, at), plain.find("\n", at, high)
    return plain.count('"', max(start, low), end if end > 0 else high) % 2 == 1


def _ends_speech(plain: str, inner: int, end: int) -> bool:
    ended = plain[inner - 1] in ",.!?" or not plain[inner + 1 : end].strip(" .")
    return ended or _SPOKEN.match(plain, inner + 1) is not None


def is_name(plain: str, one: Quoted) -> bool:
    """Tell a name, title or term in marks by its capitals: “Trump 2.0”, the "News" department."""
    inside = plain[one.start : one.end]
    if _SPOKEN.match(plain, one.past) or plain[max(0, one.start - 3) : one.start - 1] == ": ":
        return False  # He replied: “No”.
    words = inside.strip(" ,.").split()
    joints = ("of", "and", "the", "for", "to", "in", "on")
    small = [word for word in words if word[0].islower() and word not in joints]
    return len(words) <= 7 and not small and inside[-1] not in "!?…"


def is_speech(plain: str, one: Quoted, attributed: bool) -> bool:
    """Tell what somebody said from a term, by length, function words and what stands around."""
    inside = plain[one.start : one.end]
    words = [word.strip(",.!?") for word in inside.lower().split()]
    if not attributed:
        ended = inside[-1] in ".!?,…" or plain[one.past : one.past + 1] in ".!?"
        return len(words) >= 8 or (len(words) >= 3 and not inside[0].islower() and ended)
    if (
        len(words) >= 4
        or inside[-1] in ".,!?…"
        or any(word in WORDS["function"] or word.endswith("ly") for word in words)
    ):
        return True
    before = plain[max(0, one.start - 20) : one.start - 1].lower().split()
    return _ENDS.match(plain, one.past) is not None and not (before and before[-1] in WORDS["terms"])
