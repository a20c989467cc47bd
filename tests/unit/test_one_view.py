"""What a reader does not see changes nothing that is read: everything searches the view of a source."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

import pytest

from orebook.claims.claim import Claim, extract_claims
from orebook.page.article import parse_article
from orebook.text.view import view

ARTICLE = """\
Ministry sees more zinc from the new smelter

Zinc output rose by 12.5 percent to about 1,450 tonnes in March 2023 – the highest in two years – and Kazakhstan’s \
share of the world’s supply was 71 percent, the ministry said.

“We’ll sell half of it to China by 2030,” Minister Dana Omarova said, “if prices stay at $2,600 per tonne.”
"""
_EVIDENCE = {"start", "end", "quote", "q_start", "q_end", "q_text"}
_TYPOGRAPHIC = re.compile("[’“”–]")
SPOILT = {
    "no-break space": (re.compile(" "), lambda seen: "\u00a0"),
    "thin space": (re.compile(" "), lambda seen: "\u2009"),
    "soft hyphen": (re.compile(r"(?<=\S)(?=\S)"), lambda seen: "\u00ad"),
    "zero-width space": (re.compile(r"(?=\S)"), lambda seen: "\u200b"),
    "mojibake": (_TYPOGRAPHIC, lambda seen: seen.group().encode().decode("cp1252", "ignore")),
    "CRLF": (re.compile("\n"), lambda seen: "\r\n"),
}


def fields(source: str) -> list[dict[str, Any]]:
    """Read the claims of a source, without where they stand in it; their words as a reader sees them."""
    return [shown(claim, source) for claim in extract_claims(parse_article(source, "a.txt"))]


def shown(claim: Claim, source: str) -> dict[str, Any]:
    assert claim.quote == source[claim.start : claim.end]
    assert claim.q_text == source[claim.q_start : claim.q_end]
    told = {name: value for name, value in asdict(claim).items() if name not in _EVIDENCE}
    return {**told, "quote": view(claim.quote).text, "q_text": view(claim.q_text).text}


@pytest.mark.parametrize("kind", SPOILT)
def test_what_a_reader_does_not_see_changes_no_field_at_any_place(kind: str) -> None:
    places, spoil = SPOILT[kind]
    plain = fields(ARTICLE)
    assert len(plain) == 5
    for place in places.finditer(ARTICLE):
        source = ARTICLE[: place.start()] + spoil(place) + ARTICLE[place.end() :]
        assert fields(source) == plain, ascii(source[max(0, place.start() - 30) : place.end() + 30])


@pytest.mark.parametrize("kind", SPOILT)
def test_what_a_reader_does_not_see_changes_no_field_everywhere_at_once(kind: str) -> None:
    assert fields(re.sub(*SPOILT[kind], ARTICLE)) == fields(ARTICLE)
