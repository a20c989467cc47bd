"""Charts: legible to every reader, the rows as CSV, the finding beside them."""

import base64
import itertools
import json

import altair as alt
import numpy as np
import pandas as pd
import pytest
import vl_convert

from orebook.book import charts
from orebook.book.export import read_rows

ROWS = pd.DataFrame({"year": [2020, 2021, 2022], "kt": [1.5, None, 3.0], "name": ["a", "b,c", '<b>"x"</b>']})
BARS = alt.Chart(ROWS).mark_bar().encode(x="year:O", y="kt:Q")
WORDS = {"name": "bars", "title": "Output doubled", "about": "Bars by year.", "source": "USGS"}


def _rgb(colour):
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def _linear(rgb):
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def _luminance(colour):
    return float(_linear(_rgb(colour)) @ [0.2126, 0.7152, 0.0722])


def _lab(linear):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    f = np.cbrt(np.clip(xyz / [0.9505, 1, 1.089], 0.0089, None))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "protan": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "deutan": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
}


@pytest.mark.parametrize("colour", charts.PALETTE)
@pytest.mark.parametrize("ground", ["#ffffff", "#14181e"])
def test_colours_stand_out_on_light_and_dark_ground(colour, ground):
    light, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


@pytest.mark.parametrize("vision", VISIONS)
def test_colours_are_told_apart_by_every_colour_vision(vision):
    seen = {c: _lab(np.clip(VISIONS[vision] @ _linear(_rgb(c)), 0, 1)) for c in charts.PALETTE}
    close = [(a, b) for a, b in itertools.combinations(seen, 2) if np.linalg.norm(seen[a] - seen[b]) < 15]
    assert not close


def test_rows_travel_as_csv_and_come_back_typed():
    spec = charts.build(BARS, **WORDS)
    assert "datasets" not in spec
    assert spec["data"]["values"].splitlines()[0] == "year,kt,name"
    assert spec["data"]["format"]["parse"] == {"year": "number", "kt": "number"}
    assert read_rows(spec["data"]["values"].encode())[2] == {"year": "2022", "kt": "3", "name": '<b>"x"</b>'}
    assert vl_convert.vegalite_to_svg(spec).count('aria-roledescription="bar"') == 2


def test_layers_with_their_own_rows_keep_them():
    other = pd.DataFrame({"year": [2020], "kt": [9]})
    spec = charts.build(alt.layer(BARS, alt.Chart(other).mark_point().encode(x="year:O", y="kt:Q")), **WORDS)
    assert json.dumps(spec).count('"type": "csv"') == 2


def test_specification_carries_finding_description_and_source():
    about = charts.build(BARS, **WORDS)["usermeta"]["orebook"]
    assert [about[key] for key in ("name", "title", "description", "source")] == list(WORDS.values())


@pytest.mark.parametrize("part", ["title", "about", "source"])
def test_chart_without_words_is_refused(part):
    with pytest.raises(ValueError, match="has no"):
        charts.build(BARS, **{**WORDS, part: " "})


def test_name_must_be_a_label():
    with pytest.raises(ValueError, match="label"):
        charts.build(BARS, **{**WORDS, "name": "Not a label"})


def test_building_twice_gives_equal_bytes():
    assert len({json.dumps(charts.build(BARS, **WORDS)) for _ in range(2)}) == 1


def test_letters_and_lines_take_the_colour_of_the_page():
    svg = vl_convert.vegalite_to_svg(charts.build(BARS, **WORDS))
    assert 'fill="currentColor"' in svg
    assert 'fill="#000"' not in svg
    assert 'fill="white"' not in svg


def test_each_verdict_has_a_colour_of_its_own():
    held = {"supported", "supported with rounding"}
    others = [colour for verdict, colour in charts.VERDICT_COLOURS.items() if verdict not in held]
    assert len(set(others)) == len(others)


def test_table_given_by_the_author_goes_with_the_chart():
    spec = charts.build(BARS, **WORDS, data=pd.DataFrame({"x": [1]}))
    assert spec["usermeta"]["orebook"]["table"] == "x\n1\n"


def test_picture_is_a_small_png_and_the_same_each_time():
    spec = charts.build(BARS, **WORDS)
    made = [charts.picture(spec) for _ in range(2)]
    assert made[0] == made[1]
    assert len(made[0]) < len(vl_convert.vegalite_to_png(spec)) / 2
    decoded = vl_convert.svg_to_png(  # the renderer reads it, checksums and all
        f'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><image width="99" height="99" '
        f'href="data:image/png;base64,{base64.b64encode(made[0]).decode()}"/></svg>'
    )
    assert len(decoded) > 2000
