"""Excerpts and their limit, names of pages, and article text that stays text."""

import json

import pytest
from markupsafe import Markup

from orebook import parse_article
from orebook.book.pages import (
    EXCERPT_WORDS,
    Budget,
    choose_excerpts,
    in_markdown,
    linked_figures,
    raw,
    shown,
    templates,
)  # fmt: skip
from orebook.book.rows import official, slug

WORDS = " ".join(f"word{i}" for i in range(200))
PAYLOAD = '</script><script>alert(1)</script> {{ config }} ``` [x](javascript:y) <b>"\u202e'


def _article(text, seed="a.txt"):
    return parse_article(text, seed)


def _claim(article, name, start, end, q_start=None, q_end=None, kind="quantity", **more):
    return {
        "claim": name, "seed": article.seed, "start": start, "end": end, "q_start": q_start, "q_end": q_end,
        "q_text": None if q_start is None else article.source[q_start:q_end], "kind": kind, "speaker": None,
        "attribution": "author", "verdict": "not checked", "excerpt": None, "article": article, **more,
    }  # fmt: skip


@pytest.fixture
def article():
    return _article(f"A headline\n\n{WORDS}.\n")


def test_excerpt_is_cut_around_its_number(article):
    at = article.source.index("word100")
    claim = _claim(article, "c1", article.source.index("word0"), len(article.source) - 1, at, at + 7)
    excerpt = choose_excerpts([claim], {article.seed: Budget(article)})["c1"]
    assert excerpt.mark == "word100"
    assert len(str(excerpt).split()) <= EXCERPT_WORDS + 2  # and an ellipsis on each side
    assert excerpt.before.startswith("… ")
    assert excerpt.after.endswith(" …")


def test_claims_beyond_the_budget_are_shown_without_words(article):
    starts = [article.source.index(f"word{i} ") for i in range(20, 200, 20)]
    claims = [_claim(article, f"c{n}", a, a + 120, a, a + 6) for n, a in enumerate(starts)]
    budget = Budget(article)
    chosen = choose_excerpts(claims, {article.seed: budget})
    assert 0 < len(chosen) < len(claims)
    assert len(budget.shown) <= 0.4 * 202


def test_what_is_contradicted_is_quoted_first_and_what_was_not_judged_last(article):
    verdicts = ["not checked", "supported", "outdated", "imprecise", "contradicted"]
    starts = [article.source.index(f"word{i} ") for i in (20, 50, 80, 110, 140)]
    claims = [
        _claim(article, name, start, start + 90, kind="event", verdict=name)
        for name, start in zip(verdicts, starts, strict=True)
    ]
    claims.append(_claim(article, "number", starts[0], starts[0] + 90, starts[0], starts[0] + 6))
    chosen = choose_excerpts(claims, {article.seed: Budget(article)})
    assert list(chosen) == [*reversed(verdicts[1:]), "number", "not checked"]


def test_an_open_licence_lifts_the_limit(article):
    starts = [article.source.index(f"word{i} ") for i in range(20, 200, 20)]
    claims = [_claim(article, f"c{n}", a, a + 120, a, a + 6) for n, a in enumerate(starts)]
    assert len(choose_excerpts(claims, {article.seed: Budget(article, {"licence": "CC BY 4.0"})})) == len(
        claims
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Цинк.txt", "Медь.txt"),
        ("a.txt", "a.html"),
        ("a b.txt", "a-b.txt"),
        ("A.txt", "a.txt"),
        ("a_b.txt", "a-b.txt"),
    ],
)
def test_two_seeds_never_share_a_page(one, other):
    assert slug(one) != slug(other)
    assert all(char.isascii() for char in slug(one))


def test_figures_are_found_where_pages_link_to_them():
    page = Markup('<a href="x.html">X</a>')
    one, other = linked_figures({page: official("1 & 2", "who", "2025", "p. 3", what="ore") * 2})
    assert one == other
    assert (one["words"], one["page"], one["data-source"]) == ("1 & 2", page, "who")
    assert [one[f"data-{name}"] for name in ("what", "edition", "locator")] == ["ore", "2025", "p. 3"]


def test_source_that_was_read_in_a_copy_says_so_and_where(root):
    source_facts = templates(root).get_template("macros.jinja").module.source_facts
    sources = {"copy": {"url": "https://www.copies.example/act"}}
    act = {"publisher": "An office", "url": "https://office.example", "read": "2026-11", "read_in": "copy",
           "how_read": None, "edition": None, "licence": None}  # fmt: skip
    assert source_facts(act, sources) == "An office · read in a copy at copies.example in November 2026"
    assert "read in a copy in" in source_facts({**act, "read_in": None, "how_read": "copy"}, sources)
    assert "read at office.example" in source_facts({**act, "read_in": None, "how_read": "original"}, sources)


def test_choice_is_the_same_each_time(article):
    starts = [article.source.index(f"word{i} ") for i in range(0, 200, 11)]
    claims = [_claim(article, f"c{n}", a, a + 90, a, a + 5) for n, a in enumerate(starts)]
    assert len({str(choose_excerpts(c, {article.seed: Budget(article)})) for c in (claims, claims)}) == 1


def test_headline_means_nothing_to_markdown():
    text = in_markdown(PAYLOAD)
    assert "\\{\\{" in text
    assert "\\<script\\>" in text
    assert "\\[x\\]\\(" in text
    assert "\n" not in in_markdown("a\n# b")


def test_raw_block_cannot_be_ended_from_inside():
    block = raw(Markup("<p>``````</p>\n``````\n<p>after</p>"))
    assert [line for line in block.splitlines() if line.startswith("``````")] == [
        "``````{raw} html",
        "``````",
    ]


def test_shown_text_is_one_line_without_controls():
    assert shown("a\x00b\u202ec\n\td") == "abc d"


def test_json_ld_holds_words_as_data_and_addresses_from_where_it_lies(article, root):
    graph = templates(root).get_template("schema.jinja").module.graph
    claim = _claim(article, "c1", 0, 5, 0, 1, measure=PAYLOAD, value=None, verdict="contradicted")
    words = graph([claim], "../", "Somebody")
    assert "<" not in words
    (review,) = json.loads(words)["@graph"]
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"]["alternateName"] == "contradicted"
    assert review["url"] == review["itemReviewed"]["@id"] == "../a.html#c1"
