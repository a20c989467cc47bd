"""Extract the main text of a saved web page, and what its metadata tell."""

from __future__ import annotations

import html
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .decode import UnreadableInput

if TYPE_CHECKING:
    from .published import Date

LARGEST = 16 * 1024 * 1024  # characters; a page of an article is a hundredth of that

# Where pages say when they were published; the first that is there counts.
_PUBLISHED = (
    re.compile(r"\"datePublished\"\s*:\s*\"(\d{4}-\d\d-\d\d)", re.I),
    re.compile(r"<meta\b[^>]{0,200}?(?:article:published_time|datePublished|dc\.date|DC\.date\.issued|parsely-pub-date|pubdate|publish-date|sailthru\.date)[\"'][^>]{0,100}?content\s*=\s*[\"'](\d{4}-\d\d-\d\d)", re.I),
    re.compile(r"<meta\b[^>]{0,100}?content\s*=\s*[\"'](\d{4}-\d\d-\d\d)[^>]{0,100}?(?:article:published_time|datePublished|dc\.date)", re.I),
    re.compile(r"<time\b[^>]{0,200}?datetime\s*=\s*[\"'](\d{4}-\d\d-\d\d)", re.I),
)


def extract(page: str, path: str | Path) -> tuple[str, dict[str, Any]]:
    """Return the page's title and main text, a blank line between paragraphs, and its metadata.

    Returns
    -------
    str
        What the article's offsets count from.
    dict
        publisher, url, byline, published, each only where the page tells it.

    Raises
    ------
    UnreadableInput
        No main text can be found.
    """
    if len(page) > LARGEST:
        raise UnreadableInput(path, f"a web page of more than {LARGEST // 2**20} MB")
    try:
        from trafilatura import extract as main_text
        from trafilatura.metadata import extract_metadata
        from trafilatura.utils import load_html

        logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # its complaints become our refusals
        tree = load_html(page)
        if tree is None:
            raise UnreadableInput(path, "no web page could be read from it")
        text = main_text(page, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
        # Its own date search falls back on guesses and on today: dates are read below instead.
        told = extract_metadata(tree, date_config={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"})
    except UnreadableInput:
        raise
    except Exception as error:  # any page may come: whatever a parser chokes on is that page's refusal
        raise UnreadableInput(path, f"the web page cannot be parsed ({type(error).__name__})") from None
    if not text or not text.strip():
        raise UnreadableInput(path, "no article text found in the web page")
    known: dict[str, Any] = {}
    title = (told.title or "").strip() if told else ""
    text = "\n\n".join(line for line in text.split("\n") if line.strip())
    if title and title.casefold() not in text[: len(title) + 200].casefold():
        text = f"{title}\n\n{text}"
    if told and told.sitename:
        known["publisher"] = told.sitename
    if told and told.url:
        known["url"] = told.url
    published = _published(page)
    if published:
        known["published"] = published
    return text, known


def _published(page: str) -> Date | None:
    from .published import Date

    for pattern in _PUBLISHED:
        match = pattern.search(page)
        if match:
            words = html.unescape(re.sub(r"\s+", " ", match.group()))
            return Date(match[1], "day", words[-120:], "metadata of the web page")
    return None
