"""The pages of accuracy and scale show the figures they are given, as text, and no part without figures."""

from orebook.book.pages import templates

COLUMNS = """kilobytes milliseconds_an_article claims_wanted claims_right conflicts conflicts_unjust copies_wanted
copies copies_unjust"""


def test_page_shows_each_part_that_has_figures(root):
    parts = {"outside": [{"field": "<b>value", "f1": "0.861"}], "blind": [], "measured": []}
    page = templates(root).get_template("accuracy.jinja").render(parts)
    assert "## On texts that others made" in page
    assert '<td class="num" data-head="F1">0.861</td>' in page
    assert "&lt;b&gt;value" in page
    assert "## On texts read for the first time" not in page


def test_sets_read_for_the_first_time_are_a_row_each_the_newest_first(root):
    rows = [("texts", "old", "5", "place", "0.700"), ("texts", "new", "6", "place", "0.834")]
    rows += [("texts", "new", "6", "period", "0.803"), ("verdicts", "said", "9", "right", "0.900")]
    blind = [dict(zip(("kind", "set", "n", "field", "figure"), row, strict=True)) for row in rows]
    page = templates(root).get_template("accuracy.jinja").render(outside=[], blind=blind, measured=[])
    assert page.index(">new<") < page.index(">old<") < page.index(">said<")
    assert page.count("<tr>") == 2 + 3  # two heads, three sets
    assert page.count('data-head="Period">0.803') == 1


def test_page_of_scale_reckons_from_the_largest_size_and_is_not_there_without_one(root):
    made = templates(root).get_template("scale.jinja")
    assert not made.render(scale=[], part=50_000).strip()
    names = (
        "audit_wall compare_wall audit_processor compare_processor audit_megabytes compare_megabytes".split()
    )
    sizes = [
        dict.fromkeys(COLUMNS.split(), "0")
        | dict.fromkeys(names, seconds)
        | {"articles": count, "claims": count}
        for count, seconds in (("1000", "10"), ("100000", "1000"))
    ]
    page = made.render(scale=sizes, part=50_000)
    assert "about 56 core-hours: 28 to read and judge" in page
    assert "about 100 GB of them" in page
    assert "10\u00a0million claims" in page
