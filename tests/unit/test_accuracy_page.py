"""The accuracy page shows the figures it is given, as text, and no part without figures."""

from orebook.book.pages import measured, templates


def test_page_shows_each_part_that_has_figures(root, tmp_path):
    (tmp_path / "outside.csv").write_text("field,f1\n<b>value,0.861\n")
    parts = {name: measured(tmp_path / f"{name}.csv", name) for name in ("outside", "blind", "measured")}
    page = templates(root).get_template("accuracy.jinja").render(parts)
    assert "## On texts that others made" in page
    assert '<td class="num">0.861</td>' in page
    assert "&lt;b&gt;value" in page
    assert "## On our own texts" not in page
