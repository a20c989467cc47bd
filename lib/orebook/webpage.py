"""Extract the main text of a saved web page, and what its metadata tell."""

from __future__ import annotations

import html
import logging
import re
from pathlib import Path
from typing import Any

from .decode import UnreadableInput
from .published import Date

LARGEST = 16 * 1024 * 1024  # characters; a page of an article is a hundredth of that

# Where pages say when they were published; the first that is there counts.
_NAMES = (
    "(?:article:published_time|datePublished|dc[.]date(?:[.]issued)?|parsely-pub-date|pubdate|publish-date)"
)
_PUBLISHED = [
    re.compile(pattern.replace("NAMES", _NAMES).replace("DAY", r"(\d{4}-\d\d-\d\d)"), re.I)
    for pattern in (
        r"\"datePublished\"\s*:\s*\"DAY",
        r"<meta\b[^>]{0,200}?NAMES[\"'][^>]{0,100}?content\s*=\s*[\"']DAY",
        r"<meta\b[^>]{0,100}?content\s*=\s*[\"']DAY[^>]{0,100}?NAMES",
        r"<time\b[^>]{0,200}?datetime\s*=\s*[\"']DAY",
    )
]


_SMALL = re.compile(r"(\w{0,2})\s*<sup\b[^>]{0,200}>(.{0,120}?)</sup\s*>", re.I | re.S)
_FRACTION = re.compile(r"<sup\b[^>]{0,99}>(\d{1,2})</sup>\s*[/⁄]\s*<sub\b[^>]{0,99}>(\d{1,2})</sub>", re.I)
_STRUCK = re.compile(r"<(del|s|strike)\b[^>]{0,200}>.{0,2000}?</\1\s*>", re.I | re.S)
_NOTE = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡])(?:,\s?\d{1,3})*[\])]?")
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def _written_out(page: str) -> str:
    """Write out what raised letters mean, which plain text loses: powers stay, numbers of notes go."""

    def raised(match: re.Match[str]) -> str:
        before, inside = match[1], html.unescape(re.sub(r"<[^>]{0,300}>", "", match[2])).strip()
        power = before == "10" or before.lower() in ("m", "km", "cm") and inside in ("2", "3")
        if power and re.fullmatch(r"[-−]?\d{1,2}", inside):
            return before + inside.translate(_RAISED)
        return before if _NOTE.fullmatch(inside) else before + inside

    return _SMALL.sub(raised, _FRACTION.sub(r" \1/\2", _STRUCK.sub("", page)))


def extract(page: str, path: str | Path) -> tuple[str, dict[str, Any]]:
    """Return the page's title and main text, a blank line between paragraphs, and its metadata.

    Returns
    -------
    str
        What the article's offsets count from.
    dict
        publisher, url, published, each only where the page tells it.

    Raises
    ------
    UnreadableInput
        No main text can be found.
    """
    if len(page) > LARGEST:
        raise UnreadableInput(path, f"a web page of more than {LARGEST // 2**20} MB")
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # its complaints become our refusals
    # Its own date search falls back on guesses and on today: dates are read below instead.
    dates = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    try:
        from trafilatura import extract as main_text
        from trafilatura.metadata import extract_metadata

        page = _written_out(page)
        text = main_text(page, include_comments=False, include_tables=True, favor_recall=True) or ""
        told = extract_metadata(page, date_config=dates) if text else None
    except Exception as error:  # any page may come: whatever a parser chokes on is that page's refusal
        raise UnreadableInput(path, f"the web page cannot be parsed ({type(error).__name__})") from None
    text = "\n\n".join(line for line in text.split("\n") if line.strip())
    if not text:
        raise UnreadableInput(path, "no article text found in the web page")
    title = (told.title or "").strip() if told else ""
    if title and title.casefold() not in text[: len(title) + 200].casefold():
        text = f"{title}\n\n{text}"
    known: dict[str, Any] = {"publisher": told.sitename, "url": told.url} if told else {}
    match = next((match for match in (pattern.search(page) for pattern in _PUBLISHED) if match), None)
    if match:
        evidence = html.unescape(re.sub(r"\s+", " ", match.group()))[-120:]
        known["published"] = Date(match[1], "day", evidence, "metadata of the web page")
    return text, known
