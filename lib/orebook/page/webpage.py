"""Extract the main text of a saved web page, and what its metadata tell."""

import re
from pathlib import Path
from typing import Any

from orebook.page.publication import Date
from orebook.page.signs import judge
from orebook.text.decode import UnreadableInput

LARGEST = 16 * 1024 * 1024  # characters; a page of an article is a hundredth of that
_NOTE = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡])(?:,\s?\d{1,3})*[\])]?")
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def _clean(tree: Any) -> None:
    """Drop lists of other articles and struck words; write out what raised letters mean."""
    for heading in tree.xpath("//h2 | //h3 | //h4 | //h5 | //h6"):
        text = " ".join(heading.text_content().split())
        if text and judge(text, text.count(" ") + 1)[1] == "titles":
            for block in heading.xpath("self::* | following-sibling::*[1][self::ul or self::ol]"):
                block.drop_tree()
    for struck in tree.xpath("//del[..] | //s[..] | //strike[..]"):
        struck.drop_tree()
    for sup in tree.xpath("//sup[..]"):
        before, below = sup.getprevious(), sup.getnext()
        ahead = (sup.getparent().text if before is None else before.tail) or ""
        word = re.split(r"\W", ahead[-20:].rstrip())[-1]
        inside = sup.text_content().strip()
        if below is not None and below.tag == "sub" and (sup.tail or "").strip() in ("/", "⁄"):
            inside = f" {inside}"  # 1 1/2
        elif re.fullmatch(r"[-−]?\d{1,2}", inside) and (word.endswith("10") or word in ("m", "km", "cm")):
            inside = inside.translate(_RAISED)
        elif _NOTE.fullmatch(inside):
            inside = ""
        sup[:], sup.text = [], inside
        sup.drop_tag()


def extract(page: str, path: str | Path) -> tuple[str, dict[str, Any]]:
    """Return the page's title and main text, a blank line between paragraphs, and its metadata.

    The metadata are publisher, url and published, where told; `UnreadableInput` tells that there is no text.
    """
    if len(page) > LARGEST:
        raise UnreadableInput(path, f"a web page of more than {LARGEST // 2**20} MB")
    # What the page states, in the year that it is read or in any other; no guess from its words.
    dates = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    try:
        import trafilatura

        if (tree := trafilatura.load_html(page)) is not None:
            _clean(tree)
        text = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True) or ""
        told = trafilatura.extract_metadata(page, date_config=dates)
    except Exception as error:  # any page may come: whatever a parser chokes on is that page's refusal
        raise UnreadableInput(path, f"the web page cannot be parsed ({type(error).__name__})") from None
    text = "\n\n".join(line for line in text.split("\n") if line.strip())
    if not text:
        raise UnreadableInput(path, "no article text found in the web page")
    title = (told.title or "").strip()
    if title and title.casefold() not in text[: len(title) + 200].casefold():
        text = f"{title}\n\n{text}"
    published = Date(told.date, "day", told.date, "metadata of the web page") if told.date else None
    return text, {"publisher": told.sitename, "url": told.url, "published": published}
