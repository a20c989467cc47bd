"""What a reader takes away looks like the figure on the page: nothing crushed, no letter cut off."""

import re
from pathlib import Path

import nbformat
import pytest
import vl_convert

from orebook.book.charts import MIME

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 760  # as book/_static/charts.js draws it
MARGIN = 80


def figures():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                if spec := output.get("data", {}).get(MIME):
                    yield pytest.param(spec, id=f"{path.stem}-{spec['usermeta']['orebook']['name']}")


def taken_away(spec):
    return {**spec, "width": WIDTH} if spec["usermeta"]["orebook"].get("fluid") else dict(spec)


def something_leaves(svg):
    """Whether letters or marks leave a picture: drawn with a margin it differs from itself cut to size."""
    head, inner = svg.split(">", 1)
    width, height = (float(number) for number in re.findall(r'(?:width|height)="([\d.]+)"', head)[:2])
    outer = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 2 * MARGIN}" height="{height + 2 * MARGIN}" '
        f'viewBox="{-MARGIN} {-MARGIN} {width + 2 * MARGIN} {height + 2 * MARGIN}">'
    )
    inner = inner.rpartition("</svg>")[0]
    cut = f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}">{inner}</svg>'
    return vl_convert.svg_to_png(f"{outer}{inner}</svg>") != vl_convert.svg_to_png(f"{outer}{cut}</svg>")


def test_letters_that_leave_a_picture_are_noticed():
    text = '<text x="{}" y="20" font-family="sans-serif">ten letters</text>'
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">{}</svg>'
    assert not something_leaves(picture.format(text.format(20)))
    assert something_leaves(picture.format(text.format(170)))


@pytest.mark.parametrize("width", [WIDTH, 340], ids=["taken away", "on a phone"])
@pytest.mark.parametrize("spec", figures())
def test_no_letter_leaves_the_picture_and_the_plot_is_not_crushed(spec, width):
    spec = taken_away(spec)
    if width != WIDTH:
        spec = {name: part for name, part in spec.items() if name != "title"}  # it stands in the page
        spec["width"] = width if spec["usermeta"]["orebook"].get("fluid") else spec.get("width")
    assert not something_leaves(vl_convert.vegalite_to_svg(spec)), "letters leave the picture"
    scene = vl_convert.vegalite_to_scenegraph(spec)
    plot = scene["scenegraph"]["items"][0].get("width") or scene["width"]
    assert plot > scene["width"] * (0.6 if width == WIDTH else 0.45), "the plot is crushed"


@pytest.mark.parametrize("spec", figures())
def test_picture_tells_finding_and_source(spec):
    about, title = spec["usermeta"]["orebook"], spec["title"]
    assert " ".join(title["text"]) == about["title"]
    assert " ".join(title["subtitle"]) == f"Source: {about['source']}"
