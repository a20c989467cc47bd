"""Each finding rests on the data behind it: an edition or article that overturns it names it here in red."""

import contextlib
import io
import os
import re
from functools import lru_cache
from pathlib import Path

import pytest

import orebook
from orebook.book import analysis, findings
from orebook.book.execution import execute, read_notebook
from orebook.book.words import plain

OPEN = orebook.open_book
ROOT = Path(__file__).resolve().parents[2]


@lru_cache
def book(edition=2026, leave_out=""):
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        return OPEN(edition=edition, leave_out=leave_out)
    finally:
        os.chdir(before)


def eu(**given):
    return findings.eu_strategy(book(), **given)


def kazakh(**given):
    return findings.kazakh_production(book(), **given)


def verdicts_of(**wanted):
    ours = book()
    claims = analysis.pick(ours.ledger, **wanted)
    assert len(claims), f"no claim with {wanted} is read any more"
    return set(ours.verdicts.set_index("claim").loc[claims["claim"], "verdict"])


def newest_supply_shares():
    table = book().reference.china_share
    table = table[(table["scope"] == "EU") & (table["measure"] == "supply") & (table["kind"] != "statement")]
    table = table[table["flag"] == ""]
    table = table.assign(when=table["year_printed"].str[:4]).sort_values("when", kind="stable")
    return table.drop_duplicates("commodity", keep="last").set_index("commodity")["share"]


def signed_share():
    offers = book().reference.offers
    package = offers[offers["statement"].str.startswith("Package for all Central Asia")]["value"].iloc[0]
    signed = offers[(offers["topic"] == "funding committed") & (offers["actor_place"] == "EU")]
    return signed["value"].sum() / package  # a dollar counted as a euro: at most


def uranium_shares():
    ref = book().reference
    return [ref.share("KAZ", "uranium", year=year, source="wna-2025") for year in range(2020, 2025)]


def chromium_places():
    return {
        book(edition).reference.rank("KAZ", "chromium", year=year, source=f"usgs-mcs-{edition}").low
        for edition, year in ((2025, 2023), (2025, 2024), (2026, 2024), (2026, 2025))
    }


def running_european_projects():
    ref = book().reference
    members = {"EU", *ref.governance.loc[ref.governance["group"] == "EU member", "place"]}
    ours = ref.projects[ref.projects["partner_place"].isin(members) & (ref.projects["place"] == "KAZ")]
    assert len(ours)
    return list(ours.loc[ours["status"] == "operating", "project"])


def revision(commodity):
    table = orebook.load_reference().revisions("KAZ")
    row = table[(table["commodity"] == commodity) & (table["year"] == 2024)].iloc[0]
    return row["new"] / row["old"]


# What the pages say in words, and the data that carries it.
FINDINGS = {
    "China supplies more than the limit in as many groups as the newest figures say": lambda: (
        sorted(eu().facts["above"]) == sorted(newest_supply_shares()[lambda share: share > 65].index)
    ),
    "Of the groups above the limit, Kazakhstan makes magnesium alone": lambda: (
        eu().facts["made"] == ["magnesium"]
    ),
    "Kazakh magnesium is enough only if the EU uses less than 3.7% of the world's": lambda: (
        round(eu().facts["break_even"], 1) == round(100 * 13 / 1100 / 0.32, 1) == 3.7
    ),
    "Gallium is planned in Kazakhstan and not made": lambda: (
        eu().facts["hoped"] == ["gallium"]
        and book().reference.share("KAZ", "gallium", source="usgs-mcs-2026") is None
    ),
    "Extraction up by 10% by 2029 is not what the Act says": lambda: (
        verdicts_of(measure="extraction", unit="percent") == {"contradicted"}
    ),
    "What was found signed is less than an eighth of the package": lambda: 0 < signed_share() < 1 / 8,
    "Nearly all of lithium's growth is due before 2030": lambda: (
        analysis.growth(12, 10) > 10 * analysis.growth(20 / 12, 20)
    ),
    "The Act came more than five hundred days before an article mentions it": lambda: (
        analysis.days_between("2024-05-23", "2025-11-20")[0] > 500
    ),
    "Kazakhstan makes 18 of the EU's 34 on any evidence, 11 by statistics": lambda: (
        [kazakh().facts[key] for key in ("any", "entries", "statistics")] == [18, 34, 11]
    ),
    "Fewer than a third of the tested press figures on Kazakh output hold as printed": lambda: (
        0 < kazakh().facts["held"] < kazakh().facts["tested"] / 3
    ),
    "The aluminium tonnages contradict the statistics": lambda: (
        verdicts_of(commodity="aluminium", measure="production", unit="t") == {"contradicted"}
    ),
    "Kazakhstan mined between 38 and 46% of the world's uranium every year since 2020": lambda: (
        min(uranium_shares()) > 38 and max(uranium_shares()) < 46
    ),
    "Kazakhstan is third in chromium in every edition and year": lambda: chromium_places() == {3},
    "No project with a European partner is known to produce": lambda: running_european_projects() == [],
    "Antimony was revised twentyfold within a year": lambda: revision("antimony") == 20,
}


@pytest.mark.parametrize("finding", FINDINGS)
def test_finding_holds_on_the_data_behind_it(finding):
    assert FINDINGS[finding](), f"no longer true: {finding}"


def test_list_counts_are_the_published_ones_of_the_evidence_table():
    levels = analysis.list_evidence(book().reference)
    depth = levels["level"].map(analysis.LEVELS.index)
    names = ["eu_2020", "eu_2023_critical", "eu_2023_strategic", "us_2022", "us_2025_draft", "us_2025_final"]
    counts = [[int((depth[levels["list"] == name] <= deepest).sum()) for name in names] for deepest in (1, 0)]
    assert counts == [[16, 18, 8, 16, 20, 24], [9, 11, 8, 10, 14, 16]]


def test_sentence_says_what_its_facts_are():
    words, facts = plain(eu().sentence), eu().facts
    assert f"{len(facts['above'])} of the {facts['figures']}" in words
    assert "magnesium" in words
    assert f"{facts['break_even']:.1f}%" in words
    words, facts = plain(kazakh().sentence).replace("\u00a0", " "), kazakh().facts
    assert f"makes {facts['any']} of the {facts['entries']}" in words
    assert f"{facts['tested']} press figures" in words
    assert f"{facts['printed']} hold" in words


def test_chart_of_dependence_counts_the_groups_of_the_finding_and_no_imports():
    facts = eu().facts
    assert f"in {len(facts['above'])} of {facts['figures']} figures" in "\n".join(
        titles(shown("eu_strategy"))
    )


def test_published_counts_stand_as_they_were_said():
    said = shown("kazakh_production")
    assert all(claim in said for claim in book().reference.coverage["claim"])


def test_findings_follow_edition_evidence_and_articles():
    assert findings.eu_strategy(book(2025)).facts["break_even"] == pytest.approx(100 * 20 / 1000 / 0.32)
    assert eu(evidence="statistics").facts["hoped"] == []
    assert plain(eu(evidence="statistics").sentence) != plain(eu().sentence)
    assert plain(kazakh(evidence="statistics").sentence) != plain(kazakh().sentence)
    assert (
        findings.kazakh_production(book(2025)).facts["statistics"] == 10
    )  # no tungsten mine in that edition
    assert findings.kazakh_production(book(leave_out="004")).facts["tested"] < kazakh().facts["tested"]


# -- other parameters -----------------------------------------------------------------------------

THEMES = ("eu_strategy", "kazakh_production")
OTHERS = {
    "edition": "2025",
    "evidence": "'statistics'",
    "base_year": "2021",
    "leave_out": "'000'",
    "eu_use": "30",
}


@lru_cache
def shown(theme, **given):
    """Return the sentences and figure titles of a notebook, run here with other parameters."""
    cells = read_notebook(ROOT / "notebooks" / f"{theme}.py").cells
    code = "\n\n".join(cell.source for cell in cells if cell.cell_type == "code")
    for name, value in given.items():
        code, found = re.subn(rf"^{name} = [^#\n]*", f"{name} = {value}  ", code, count=1, flags=re.MULTILINE)
        assert found, f"{theme} has no parameter {name}"
    out, before = io.StringIO(), Path.cwd()
    os.chdir(ROOT / "notebooks")
    try:
        # The books are read once for all runs; a notebook only reads them.
        with contextlib.redirect_stdout(out), pytest.MonkeyPatch.context() as patch:
            patch.setattr(orebook, "open_book", book)
            exec(compile(code, f"{theme}.py", "exec"), {"__name__": "__main__"})
    finally:
        os.chdir(before)
    return out.getvalue()


def titles(text):
    return re.findall(r"^Figure: .*", text, flags=re.MULTILINE)


def parameters(theme):
    cell = next(
        c
        for c in read_notebook(ROOT / "notebooks" / f"{theme}.py").cells
        if "parameters" in c.metadata.get("tags", [])
    )
    return re.findall(r"^(\w+) =", cell.source, flags=re.MULTILINE)


@pytest.mark.parametrize(("theme", "name"), [(theme, name) for theme in THEMES for name in parameters(theme)])
def test_each_parameter_changes_what_a_page_says(theme, name):
    changed = shown(theme, **{name: OTHERS[name]})
    assert changed != shown(theme)
    assert len(titles(changed)) >= len(titles(shown(theme))) - 1, "a figure is gone"


@pytest.mark.parametrize("theme", THEMES)
def test_figure_titles_follow_the_parameters(theme):
    changed = shown(theme, edition="2025", evidence="'statistics'", base_year="2021")
    assert sum(title not in titles(shown(theme)) for title in titles(changed)) >= 2


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("seed", ["000;001", "004", "000;001;002;003", "000;001;002;003;004"])
def test_page_says_so_where_no_article_claims_it(theme, seed):
    assert "no article in the set" in shown(theme, leave_out=repr(seed)).lower()
    assert "nan" not in re.findall(r"[A-Za-z]+", shown(theme, leave_out=repr(seed)))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("name", "value"),
    [("edition", "1999"), ("evidence", "'all'"), ("base_year", "3000"), ("leave_out", "'zz'")],
)
def test_impossible_parameter_is_refused_by_name(theme, name, value):
    with pytest.raises(ValueError, match=name):
        shown(theme, **{name: value})


@pytest.mark.parametrize("theme", THEMES)
def test_papermill_runs_a_theme_with_everything_changed(theme):
    values = {name: OTHERS[name].strip("'") for name in parameters(theme)}
    text = execute(ROOT / "notebooks" / f"{theme}.py", values).decode()
    assert '"output_type": "error"' not in text
