"""Read a dateline: the place, day and agency with which a report begins, in any order and punctuation.

``LIMA, June 2 (Reuters) -``, ``Nur-Sultan. January 15. Interfax -``, ``MOSCOW, May 5. /TASS/.``,
``BAKU, Azerbaijan, April 3.``, ``NEW YORK--(BUSINESS WIRE)--``, ``Brussels, 26 March 2024 –``.
"""

from __future__ import annotations

import re
from collections.abc import Container

from orebook.text.calendar import WEEKDAY, find_dates

_PLACE = re.compile(
    r"(?!(?:In|On|At|By|From|The|A|An|As|To|For|With|After|It|This)\b)(?:(?:St|ST|Ft|FT|Mt|MT)\. )?"
    r"[A-ZÀ-Þ][\w’']*(?:-[\w’']+)*"
    r"(?:[ -](?:(?:el|al|de|del|du|la|am)[ -])?[A-ZÀ-Þ][\w’'.]*(?:-[\w’']+)*){0,3}"
    r"(?:/[A-ZÀ-Þ][\w’' -]*?)?(?=[,.;:/ (–—-]|$)"
)
_AGENCY = re.compile(
    r"\((?P<a>[a-z]+\.[a-z]{2,4}(?=\))|(?:[A-Z]|dpa\b)[\w .&’'/-]{0,40}?)(?: - [^)]{4,20})?\)"
    r"|/ ?(?P<b>[A-Z][\w .&-]{1,30}?) ?/"
    r"|(?P<c>[A-Z0-9](?:[\w/-]|\.(?=\w))*(?: (?:Novosti|News Agency|News|Newswires|Agency|NEWSWIRE|WIRE))?)"
)
_STOP = re.compile(r"\s*(?P<mark>[.:]?\s*[-–—]{1,2}-?|[.:])(?:\s+|(?=[“\"«A-Z(]))")
_CLOSING = re.compile(
    r"(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}) ?[-–—]{1,2} (?=[“\"«A-Z])"
)  # an agency not known
_COLON = re.compile(r"([A-Z][A-Z ]{3,24}|New Delhi|Mumbai):\s+(?=[“\"A-Z])")  # the style of South Asia
_SLASH = re.compile(r"\s?/\s+(?=[“\"«A-Z(])")  # DENVER, CO / ACCESSWIRE / May 3, 2023 / …
_GAP = re.compile(r"(?: ?\[[\w ]{2,20}\])?[\s,.;:]*(?:[-–—]{1,2}(?=\())?")


def read_dateline(text: str, agencies: Container[str]) -> tuple[int, int, str | None] | None:
    """Find the dateline with which a paragraph begins.

    Parameters
    ----------
    text : str
        A paragraph of plain text.
    agencies : container of str
        Names of agencies, case-folded; one in brackets or between slashes need not be known.

    Returns
    -------
    tuple or None
        Length of the dateline, of the dateline with the mark that closes it, and the agency.
    """
    head = text[:160]
    if colon := _COLON.match(head):
        return colon.end(1), colon.end(), None
    dates = {date.start: date.end for date in find_dates(head)}
    at = 0
    agency: str | None = None
    dated = placed = shouted = False
    for part in range(8):
        if at in dates:
            at, dated = dates[at], True
        elif day := WEEKDAY.match(head, at):
            at = day.end()
        elif named := _agency(head, at, agencies):
            at, agency = named[0], agency or named[1]
        else:
            place = _PLACE.match(head, at)
            if not place or placed and (dated and agency or head[:at].rstrip()[-1:] not in ",/."):
                return None
            at, placed = place.end(), True
            shouted = shouted or (place.group().isupper() and len(place.group()) >= 4)
        if (agency or shouted) and dated and at == len(text):
            return at, at, agency
        if agency and shouted and dated and head[at : at + 1] == " " and head[at + 1 : at + 2].isupper():
            return at, at, agency  # BAKU. November 6. TREND A laboratory
        if stop := _STOP.match(head, at):
            dashed = stop["mark"] not in ".:"
            enough = dated or agency or shouted if dashed else part > 0 and (agency or dated and placed)
            enough = enough and (agency or stop["mark"] != ":")  # Uzbekistan, March 2024: 61 t
            follows = None if agency else _agency(head, stop.end(), agencies)
            more = stop.end() in dates or follows and (not dashed or _STOP.match(head, follows[0]))
            after = text[stop.end() : stop.end() + 1]
            if dated and placed and not dashed and (closing := _CLOSING.match(head, stop.end())):
                return closing.end("name"), closing.end(), closing["name"]
            if enough and not more and after and not after.islower():
                return at, stop.end(), agency
            if stop.end() in dates:
                at = stop.end()
                continue
        if agency and dated and (slash := _SLASH.match(head, at)):
            return at, slash.end(), agency
        gap = _GAP.match(head, at)
        past = gap.end() if gap else at
        if head[past : past + 1] == "/" and not _AGENCY.match(head, past):
            past += 1
        if past == at:
            return None
        at = past
    return None


def _agency(head: str, at: int, agencies: Container[str]) -> tuple[int, str] | None:
    """Return where the agency's name ends, and the name without a reporter's after it: /Trend A. Name/."""
    match = _AGENCY.match(head, at)
    if not match:
        return None
    words = (match["a"] or match["b"] or match["c"]).split()
    shorter = [" ".join(words[:k]) for k in range(len(words), 0, -1)]
    shorter += re.split(r"\s?[-–/]\s?", shorter[0]) if match["a"] else []  # (PORTAL- Trend News Agency)
    known = next((name for name in shorter if name.casefold() in agencies), None)
    if match["c"]:
        return (match.end(), match["c"]) if match["c"].casefold() in agencies else None
    return match.end(), known or shorter[0]
