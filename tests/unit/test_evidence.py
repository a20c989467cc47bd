"""The excerpt budget, and article text that stays text."""

import json

import pytest
from markupsafe import Markup

from orebook import parse_article
from orebook.book.pages import EXCERPT_WORDS, Budget, choose_excerpts, in_markdown, json_ld, raw, shown

WORDS = " ".join(f"word{i}" for i in range(200))
PAYLOAD = '</script><script>alert(1)</script> {{ config }} ``` [x](javascript:y) <b>"\u202e'


def _article(text, seed="a.txt"):
    return parse_article(text, seed)


def _claim(article, name, start, end, q_start=None, q_end=None, kind="quantity", **more):
    return {
        "claim": name, "seed": article.seed, "start": start, "end": end, "q_start": q_start, "q_end": q_end,
        "q_text": None if q_start is None else article.source[q_start:q_end], "kind": kind, "speaker": None,
        "attribution": "author", **more,
    }  # fmt: skip


@pytest.fixture
def article():
    return _article(f"A headline\n\n{WORDS}.\n")


def test_excerpt_is_cut_around_its_number(article):
    at = article.source.index("word100")
    claim = _claim(article, "c1", article.source.index("word0"), len(article.source) - 1, at, at + 7)
    excerpt = choose_excerpts([article], [claim], {}, Budget([article]))["c1"]
    assert excerpt.mark == "word100"
    assert len(str(excerpt).split()) <= EXCERPT_WORDS + 2  # and an ellipsis on each side
    assert excerpt.before.startswith("… ")
    assert excerpt.after.endswith(" …")


def test_claims_beyond_the_budget_are_shown_without_words(article):
    starts = [article.source.index(f"word{i} ") for i in range(20, 200, 20)]
    claims = [_claim(article, f"c{n}", a, a + 120, a, a + 6) for n, a in enumerate(starts)]
    budget = Budget([article])
    chosen = choose_excerpts([article], claims, {}, budget)
    assert 0 < len(chosen) < len(claims)
    assert len(budget.shown["a.txt"]) <= 0.4 * 202


def test_what_is_contradicted_is_quoted_first_and_what_was_not_judged_last(article):
    verdicts = ["not checked", "supported", "outdated", "imprecise", "contradicted"]
    starts = [article.source.index(f"word{i} ") for i in (20, 50, 80, 110, 140)]
    claims = [
        _claim(article, name, start, start + 90, kind="event")
        for name, start in zip(verdicts, starts, strict=True)
    ]
    claims.append(_claim(article, "number", starts[0], starts[0] + 90, starts[0], starts[0] + 6))
    chosen = choose_excerpts([article], claims, {name: name for name in verdicts}, Budget([article]))
    assert list(chosen) == [*reversed(verdicts[1:]), "number", "not checked"]


def test_words_shown_of_a_copy_count_for_both(article):
    copy = _article(f"Another headline\n\n{WORDS}.\n", "b.txt")
    budget = Budget([article, copy])
    assert budget.take("a.txt", article.source.index("word20"), article.source.index("word40"))
    assert len(budget.shown["b.txt"]) == 20


def test_choice_is_the_same_each_time(article):
    starts = [article.source.index(f"word{i} ") for i in range(0, 200, 11)]
    claims = [_claim(article, f"c{n}", a, a + 90, a, a + 5) for n, a in enumerate(starts)]
    assert len({str(choose_excerpts([article], c, {}, Budget([article]))) for c in (claims, claims)}) == 1


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


def test_json_ld_holds_words_as_data(article):
    claim = _claim(article, "c1", 0, 5, 0, 1, measure=PAYLOAD, value=None)
    graph = json_ld(article, [claim], {}, {"c1": {"verdict": "contradicted"}})
    assert json.loads(json.dumps(graph))["@graph"][0]["@type"] == "ClaimReview"
    assert graph["@graph"][0]["reviewRating"]["alternateName"] == "contradicted"
