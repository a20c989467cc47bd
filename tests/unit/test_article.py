"""Reading an article: what the page around it is, who wrote it and when; never a guess."""

from __future__ import annotations

import itertools
import os
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orebook.page.article import (
    Article,
    UnreadableInput,
    load_catalogue,
    parse_article,
    read_article,
    read_catalogue,
)
from orebook.page.publication import read_dateline
from orebook.page.signs import signs
from orebook.text.calendar import find_dates
from orebook.text.decode import decode, slug
from orebook.text.vocabulary import vocabulary

SEEDS = Path(__file__).parents[2] / "seeds"
BODY = "Kazakhstan produced 25,000 tonnes of copper in the first half, the ministry of industry said in a statement."
LEAD = "Copper output rises in Kazakhstan"


def page(*lines: str) -> Article:
    return parse_article("\n".join(lines), "a.txt")


def reasons(article: Article) -> dict[str, str]:
    return {piece.text: piece.reason for piece in article.furniture}


def kept(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


# What is furniture, and what is not


@pytest.mark.parametrize("shape", vocabulary("furniture")["shapes"], ids=lambda shape: shape["reason"])
def test_each_shape_of_a_line_is_that_of_its_examples(shape):
    pattern = next(pattern for _, pattern, reason in signs().shapes if reason == shape["reason"])
    assert shape["examples"]
    assert [line for line in shape["examples"] if not pattern.fullmatch(line)] == []
    assert not pattern.fullmatch(BODY)


@pytest.mark.parametrize("name", vocabulary("furniture")["patterns"])
def test_each_pattern_finds_its_examples(name):
    examples = vocabulary("furniture")["examples"][name]
    assert [text for text in examples if not signs().patterns[name].search(text)] == []


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement", "- ADVERTISEMENT -", "Share this article", "Share on Facebook", "Print Email Facebook X",
        "Photo: Shutterstock", "Workers at the plant. REUTERS/Ilya Borodin/File Photo", "(Photo by A. B./Getty Images)",
        "Subscribe to our newsletter and never miss a story.", "We use cookies to improve your experience.",
        "Read also: Tin rallies", "READ MORE: Kazakhstan and Germany talk about lithium", "error: Content is protected !!",
        "Enjoying this article? Click here to subscribe.", "© 2024 The Paper. All rights reserved.", "#copper #zinc",
        "Found a mistake? Select it and press Ctrl+Enter", "USD 443.35 ▼ 1.2", "spot_img", "👍 48 🔥 12",
        "Join our Telegram channel", "Reporting by A. Smith; Editing by B. Jones", "https://example.com/a/b",
    ],
)  # fmt: skip
def test_site_text_between_paragraphs_is_furniture(line: str) -> None:
    article = page(LEAD, "", BODY, "", line, "", BODY + " It rose.")
    assert line not in kept(article)
    assert line in reasons(article)


@pytest.mark.parametrize(
    "line",
    [
        "By 2030 the country will need a third more.", "Follow the ore", "Share prices fell by 12% in May.",
        "Read any annual report and you will find three risks: power, rails, water.", "Power: 3,300 kWh per tonne",
        "“We will not subscribe to a price cap,” the chairman said.", "Gold ores | 4,105.7 | 4,022.1", "He declined.",
        "The company published the figures on its website and on its Telegram channel, officials said.",
        "• copper – 14 deposits", "2. gold – 22 deposits;", "Copper 9,876 t", "Related parties hold 60% of the shares.",
        "Subscribers to the bond paid $1.2 billion in cash.", "Sources close to the talks put the price at $1.2 billion.",
        "Print shops were the first customers for chromium pigments.", "Demand accounts for 12% of consumption.",
    ],
)  # fmt: skip
def test_what_may_hold_a_claim_is_kept(line: str) -> None:
    article = page(LEAD, "", BODY, "", line, "", BODY + " It rose.")
    assert line in kept(article), reasons(article)


def test_caption_with_a_figure_keeps_it() -> None:
    article = page(
        LEAD, "", BODY, "", "The plant will make 18,000 tonnes a year. Photo: Akorda", "", BODY + " It rose."
    )
    assert "The plant will make 18,000 tonnes a year. Photo: Akorda" in kept(article)


def test_related_posts_go_with_their_authors_and_the_article_goes_on_after_them() -> None:
    article = page(LEAD, BODY, "Read also", "Gold mine fined for damage", "Jane Doe", BODY + " Exports fell.")
    assert kept(article) == [LEAD, BODY, BODY + " Exports fell."]


STORY = (
    "The antimony smelter at Sarytau has cut output by a third, its owner said on Monday.",
    "Sarytau made 900 tonnes of antimony last year and sells most of it to battery makers in Europe.",
    "Antimony prices in Rotterdam have doubled since the smelter lost its Tajik concentrate.",
    "The owner expects concentrate from a new mine in Europe by spring.",
)


def test_headline_is_the_title_the_article_is_about_not_the_first_in_a_list_of_headlines() -> None:
    teasers = (
        "Ferry resumes after storm in Azores",
        "Court clears singer of plagiarism",
        "Oil slips before producers meet",
    )
    article = page(*teasers, "Sarytau smelter cuts antimony output", *STORY)
    assert article.headline and article.headline.text == "Sarytau smelter cuts antimony output"
    assert kept(article) == ["Sarytau smelter cuts antimony output", *STORY]


def test_titles_of_other_articles_under_their_label_go_and_a_heading_stays() -> None:
    teasers = ("More stories", "Strike at Zambian port enters second week", "Angola opens diamond exchange")
    lines = (*STORY[:1], "A search for ore", STORY[1], *teasers, *STORY[2:])
    article = page("Sarytau smelter cuts antimony output", *lines)
    assert kept(article)[1:] == [STORY[0], "A search for ore", *STORY[1:]]


def test_short_last_paragraph_under_an_advertisement_stays() -> None:
    article = page(
        "Sarytau smelter cuts antimony output", *STORY, "Advertisement", "Bids are due by July 15."
    )
    assert kept(article)[-1] == "Bids are due by July 15."


def test_list_of_figures_after_the_last_paragraph_stays() -> None:
    facts = ("Power: 3,300 kWh per tonne", "Rails: 2,600 km to the nearest port")
    article = page("Sarytau smelter cuts antimony output", *STORY, *facts)
    assert kept(article)[-2:] == list(facts)


def test_words_of_the_site_in_another_script_go() -> None:
    article = page(
        "Sarytau smelter cuts antimony output",
        *STORY,
        "Новости по теме",
        "Показать комментарии к этой статье.",
    )
    assert kept(article)[1:] == list(STORY)


def test_company_that_describes_itself_last_is_no_note_on_an_author() -> None:
    about = "Sarytau is a Kazakh antimony company with two smelters, covering 19,300 hectares."
    article = page("Sarytau smelter cuts antimony output", *STORY, "About Sarytau", about)
    assert kept(article)[-1] == about


def test_table_with_bars_keeps_a_cell_that_is_a_label_elsewhere() -> None:
    cells = ("Category |", "Tonnage (Mt) |", "Indicated |", "94.2 |")
    article = page("Sarytau smelter cuts antimony output", *STORY[:2], *cells, *STORY[2:])
    assert "\n".join(cells) in kept(article)


@pytest.mark.parametrize(
    ("lines", "byline"),
    [
        (("By", "Dana Omarova"), "Dana Omarova"),
        (("Dana Omarova (The Steppe Courier)", "12 March 2024"), "Dana Omarova"),
        (("Reuters Staff", "2 Min Read", "By Colin Varga"), "Colin Varga"),
    ],
)
def test_writer_is_found_in_other_manners(lines: tuple[str, ...], byline: str) -> None:
    article = page("Sarytau smelter cuts antimony output", *lines, *STORY)
    assert article.byline and article.byline.text == byline


@pytest.mark.parametrize(
    ("start", "dateline", "agency"),
    [
        (
            "TONOPAH, NV / ACCESSWIRE / February 14, 2023 / ",
            "TONOPAH, NV / ACCESSWIRE / February 14, 2023",
            "ACCESSWIRE",
        ),
        ("Almaty. November 23. Qala Today - ", "Almaty. November 23. Qala Today", "Qala Today"),
        ("JOHANNESBURG (orejournal.com) – ", "JOHANNESBURG (orejournal.com)", None),
        ("BAKU, Azerbaijan, March 4\n", "BAKU, Azerbaijan, March 4", None),
    ],
)
def test_dateline_in_other_manners(start: str, dateline: str, agency: str | None) -> None:
    article = page("Sarytau smelter cuts antimony output", start + STORY[0], *STORY[1:])
    assert article.dateline and article.dateline.text == dateline
    assert article.agency == agency
    assert kept(article)[1:] == list(STORY)


def test_notice_on_what_lies_ahead_goes_up_to_the_next_heading() -> None:
    notice = ("Cautionary Note Regarding Forward-Looking Statements", "Words such as may and will mark them.")
    article = page(
        "Sarytau smelter cuts antimony output", *STORY, *notice, "About Sarytau", "Sarytau owns 2 smelters."
    )
    assert not set(notice) & set(kept(article))
    assert "Sarytau owns 2 smelters." in kept(article)


def test_writer_signs_with_an_address_at_the_end() -> None:
    article = page("Sarytau smelter cuts antimony output", *STORY, "-- Henrik Aalto, henrik@example.com")
    assert article.byline and article.byline.text == "Henrik Aalto"


def test_hard_wrapped_article_is_joined_though_its_menu_is_one_long_line() -> None:
    menu = "LendingPublic SectorLawAgency for PublishersCompliance SuitePayroll & AccountingBlog: The ExplainerLifeAll"
    wrapped = [
        "BENGALURU, April 24 - Palladium slipped on Tuesday",
        "after the Treasury gave customers of a metals group",
        "more time to wind down business, and 40 percent of",
        "the mined supply is no longer at risk of sanctions.",
        "The deadline moved from June 5 to October 23, said",
        "the department, which had been asked by the buyers.",
    ]
    article = page(menu, "Palladium retreats as fears over Russian supply ebb", *wrapped)
    assert any("40 percent of the mined supply" in " ".join(text.split()) for text in kept(article))


def test_comments_below_the_comment_form_go() -> None:
    article = page(LEAD, *[BODY] * 3, "Leave a reply", "oleg: It is more than that, I think.", "Reply")
    assert kept(article)[1:] == [BODY] * 3


def test_menu_and_crumbs_above_the_headline_go() -> None:
    crumbs = "HomeEurope News" + LEAD
    article = page("Tools", crumbs, "", LEAD, "", BODY)
    assert article.headline and article.headline.text == LEAD
    assert reasons(article) == {"Tools": "menu", crumbs: "menu"}


def test_page_without_prose_keeps_its_lines() -> None:
    assert kept(page("Copper 5 t", "Gold 3 t")) == ["Copper 5 t", "Gold 3 t"]


TABLE = """\
Zinc output by smelter (thousand tonnes)
              2022     2023
Ridder        61.2     63.4
Sarytau      110.5    112.9"""


def test_rows_set_by_spaces_are_one_table_with_its_heads_and_its_caption() -> None:
    article = page("Sarytau smelter cuts antimony output", *STORY[:2], TABLE, *STORY[2:])
    assert not article.furniture
    tables = [paragraph.text for paragraph in article.paragraphs if paragraph.kind == "table"]
    assert tables == [TABLE.split("\n", 1)[1].strip()]
    assert "Zinc output by smelter (thousand tonnes)" in kept(article)


def test_comments_of_readers_end_the_article_though_they_are_longer() -> None:
    comments = []
    for name in ("ore_fan", "Pit Pony", "Slag", "m. cole"):
        comments += [
            name,
            "May 3, 2024 at 10:12 am",
            f"I worked there for years, says {name}, and it was worse.",
        ] * 2
    article = page("Sarytau smelter cuts antimony output", *STORY, *comments)
    assert kept(article)[1:] == list(STORY)


def test_stories_with_a_sentence_each_below_the_article_go() -> None:
    stories = [
        "Ferry resumes after winter in Azores", "Its crew of nine had waited in port since the new year.",
        "Court clears singer of plagiarism", "Two songs share a melody, the judges found, and no more.",
        "Museum of maps opens late in spring", "Visitors will see charts drawn before printing began.",
        "Bridge shut again over rusty cables", "Drivers must take a detour by way of the valley.",
        "Choir wins prize for a third year", "Singers rehearse every evening in an empty school.",
    ]  # fmt: skip
    article = page("Sarytau smelter cuts antimony output", *STORY, "Most read", *stories, "About us", "Jobs")
    assert kept(article)[1:] == list(STORY)


def test_sentence_with_a_figure_after_a_box_of_stories_stays() -> None:
    box = (
        "Related stories",
        "Ferry resumes after winter",
        "Its crew had waited in port.",
        "Court clears singer",
    )
    article = page(
        "Sarytau smelter cuts antimony output", *STORY, *box, "Two songs share a melody.", STORY[1] + " A"
    )
    assert kept(article)[1:] == [*STORY, STORY[1] + " A"]


def test_name_of_the_ministry_is_no_headline() -> None:
    article = page(
        "Ministry of Metals",
        "Deputy opens antimony furnace",
        STORY[0] + " The Ministry of Metals said so.",
        *STORY,
    )
    assert article.headline and article.headline.text == "Deputy opens antimony furnace"


def test_name_of_the_company_above_its_report_is_no_headline() -> None:
    article = page(
        "Sarytau Metals Limited", "ANTIMONY OUTPUT AND SALES REPORT", "Sarytau Metals Limited", *STORY
    )
    assert article.headline and article.headline.text == "ANTIMONY OUTPUT AND SALES REPORT"


def test_two_words_above_a_table_are_its_headline() -> None:
    article = page("Mill feed", "", "Line    Feed (t/day)    Grade (g/t)", "North   410             1.9")
    assert article.headline and article.headline.text == "Mill feed"


def test_teaser_that_is_cut_short_goes() -> None:
    teaser = "Shareholders liked what they heard about the second furnace at the p..."
    assert teaser in reasons(page("Sarytau smelter cuts antimony output", teaser, *STORY))


def test_headlines_in_a_row_are_not_the_article() -> None:
    row = "Fares to rise 12 percent in May • Police hold 14 over cable theft • Stocks up on bank results"
    assert row in reasons(page(row, "Sarytau smelter cuts antimony output", *STORY))


def test_headings_lists_and_tables_are_told_apart() -> None:
    article = page("# " + LEAD, BODY, "Outlook", BODY, "• copper", "Copper\t1\t2")
    assert [paragraph.kind for paragraph in article.paragraphs] == [
        "headline",
        "body",
        "heading",
        "body",
        "list",
        "table",
    ]


# Who wrote it


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Aida Bekova", "Aida Bekova"),
        ("By Aida Bekova and Jon Ferrer in Business on 27 May 2024", "Aida Bekova and Jon Ferrer"),
        ("Aida Bekova | February 20, 2025 | 9:12 am Markets Asia", "Aida Bekova"),
        ("Posted on January 12, 2025 by tengri", "tengri"),
        ("Author: Nurlan Akhmetzhanov", "Nurlan Akhmetzhanov"),
    ],
)
def test_byline_under_the_headline_is_read(line: str, byline: str) -> None:
    article = page(LEAD, line, "", BODY, BODY)
    assert article.byline and article.byline.text == byline
    assert line not in kept(article)


def test_author_of_a_related_post_is_not_the_author() -> None:
    assert page(LEAD, BODY, BODY, "Related posts", "Gold mine fined", "Jane Doe").byline is None


@pytest.mark.parametrize(
    ("start", "dateline", "agency"),
    [
        ("Astana, June 2 (EFE).- ", "Astana, June 2 (EFE)", "EFE"),
        ("LONDON/ALMATY, May 5 (Reuters) - ", "LONDON/ALMATY, May 5 (Reuters)", "Reuters"),
        (
            "Nur-Sultan. January 15. Interfax-Kazakhstan - ",
            "Nur-Sultan. January 15. Interfax-Kazakhstan",
            "Interfax-Kazakhstan",
        ),
        ("ST. PETERSBURG, June 17. /TASS/. ", "ST. PETERSBURG, June 17. /TASS/", "TASS"),
        ("BAKU, Azerbaijan, April 3. ", "BAKU, Azerbaijan, April 3", None),
        ("ASTANA – ", "ASTANA", None),
        ("Brussels, 26 March 2024 – ", "Brussels, 26 March 2024", None),
        ("NEW YORK--(BUSINESS WIRE)--", "NEW YORK--(BUSINESS WIRE)", "BUSINESS WIRE"),
        ("(Bloomberg) -- ", "(Bloomberg)", "Bloomberg"),
    ],
)
def test_dateline_is_cut_off_the_first_paragraph(start: str, dateline: str, agency: str | None) -> None:
    article = page(LEAD, "", start + BODY)
    assert article.dateline and article.dateline.text == dateline
    assert article.agency == agency
    assert kept(article) == [LEAD, BODY]


def test_dateline_may_stand_on_a_line_of_its_own() -> None:
    article = page(LEAD, "", "TORONTO--(BUSINESS WIRE)--", "", BODY)
    assert article.dateline and article.dateline.text == "TORONTO--(BUSINESS WIRE)"
    assert "TORONTO" not in " ".join(paragraph.text for paragraph in article.paragraphs)


@pytest.mark.parametrize(
    "start",
    [
        "EU – Kazakhstan relations are good, and ",
        "Kazakhstan – a large country – said ",
        "In Astana, June 2. ",
    ],
)
def test_sentence_that_looks_like_a_dateline_is_whole(start: str) -> None:
    assert page(LEAD, "", start + BODY).dateline is None


def test_initials_at_the_end_are_the_writers() -> None:
    article = page(LEAD, "", BODY, BODY, "mos/ah/jrh")
    assert article.byline and article.byline.text == "mos/ah/jrh"
    assert kept(article) == [LEAD, BODY, BODY]


# When


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Published: 21.09.2023 17:45", "2023-09-21"),
        ("27 May 2024", "2024-05-27"),
        ("October 16, 2024 1:14 PM GMT+5 Updated a year ago", "2024-10-16"),
        ("2024-03-01 15:42:30", "2024-03-01"),
        ("Thursday, August 29, 2024 - 10:15", "2024-08-29"),
        ("Updated: 3 May 2024. Published: 1 May 2024", "2024-05-01"),
        ("April 2025", "2025-04"),
        ("25/12/2024 10:00", "2024-12-25"),
        ("03/04/2024 10:00", "2024"),
    ],
)
def test_date_beside_the_headline_is_read_at_its_precision(line: str, value: str) -> None:
    article = page(LEAD, line, "", BODY, BODY)
    assert article.published and article.published.value == value
    assert article.published.precision == {4: "year", 7: "month", 10: "day"}[len(value)]
    assert article.published.evidence


def test_date_in_the_text_is_not_the_date_of_the_article() -> None:
    article = page(LEAD, "", f"The plant opened on 3 May 2021. {BODY}")
    assert article.published is None
    assert "publication date not known" in article.notices


def test_dateline_without_a_year_tells_no_date() -> None:
    assert page(LEAD, "", f"ALMATY, June 2 (Reuters) - {BODY}").published is None


def test_date_of_a_related_post_is_not_the_date_of_the_article() -> None:
    assert page(LEAD, "", BODY, BODY, "Related posts", "Gold mine fined", "May 20, 2024").published is None


def test_reading_does_not_depend_on_today_or_the_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [read_article(path) for path in sorted(SEEDS.glob("*.txt"))]
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    if hasattr(time, "tzset"):
        time.tzset()
    monkeypatch.setattr(time, "time", lambda: 4e9)
    assert [read_article(path) for path in sorted(SEEDS.glob("*.txt"))] == before


@pytest.mark.parametrize("text", ["31 June 2023", "June 20234", "192.168.12.24", "version 1.2.3", "in May"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_dates(text) == []


# Files and the catalogue


def test_catalogue_date_counts_and_the_text_s_own_is_kept_and_compared() -> None:
    source = f"{LEAD}\n27 May 2024\n\n{BODY}\n"
    article = parse_article(source, "a.txt", {"published": "2024-05-28", "evidence": "print edition"})
    assert article.published and article.published.value == "2024-05-28"
    assert article.read_date and article.read_date.value == "2024-05-27"
    assert any("2024-05-28" in notice and "2024-05-27" in notice for notice in article.notices)


@pytest.mark.parametrize("told", ["2024", "2024-05", "2024-05-27", "2024-05-01/2024-06-01"])
def test_coarser_catalogue_date_does_not_contradict(told: str) -> None:
    article = parse_article(
        f"{LEAD}\n27 May 2024\n\n{BODY}\n", "a.txt", {"published": told, "publisher": "x"}
    )
    assert article.notices == ()


def test_article_without_an_entry_says_what_is_not_known() -> None:
    assert {"no entry in the catalogue", "publisher not known"} <= set(page(LEAD, "", BODY).notices)


def test_every_seed_has_its_entry_and_agrees_with_it() -> None:
    catalogue = load_catalogue(SEEDS)
    assert set(catalogue) == {path.name for path in SEEDS.glob("*.txt")}
    for path in SEEDS.glob("*.txt"):
        article = read_article(path, catalogue[path.name])
        assert not [notice for notice in article.notices if "the catalogue has" in notice]


def test_table_alone_has_no_headline_and_keeps_its_rows():
    rows = ["| Country | 2022 |", "|---|---|", *(f"| Land {at} | {at * 7} |" for at in range(1, 150))]
    article = parse_article("\n".join(rows), "x.md")
    assert article.headline is None
    assert [paragraph.text for paragraph in article.paragraphs] == ["\n".join(rows)]


def test_line_of_prices_and_changes_is_a_ticker_below_the_headline_too():
    article = parse_article(f"{LEAD}\n\nCopper $9,500 +1.2%  Gold $2,300 -0.5%\n\n{BODY}\n\n{BODY}", "x.txt")
    assert [piece.reason for piece in article.furniture] == ["ticker"]


def test_encoding_that_could_only_be_guessed_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="UTF-16 or UTF-32 without a byte-order mark: save it as UTF-8"):
        decode(BODY.encode("utf-16-le"))


@pytest.mark.parametrize(
    "text",
    [
        "Die Hütte in Pawlodar soll bis 2027 erweitert werden und 50 Tonnen Gallium im Jahr liefern, sagte das "
        "Ministerium am Dienstag.",
        "La production de zinc a augmenté de 12 % et les exportations vers la Chine ont doublé depuis le mois de mai.",
        "Выпуск цинка вырос на 12 процентов, сообщило министерство.",
    ],
)
def test_article_in_another_language_is_refused_by_name(text: str, tmp_path: Path) -> None:
    (tmp_path / "strange.txt").write_text(f"Zink\n\n{text}\n")
    with pytest.raises(UnreadableInput, match=r"strange\.txt: not in English"):
        read_article(tmp_path / "strange.txt")


def test_article_of_nearly_all_names_and_figures_is_read(tmp_path: Path) -> None:
    rows = "\n".join(
        f"Orsk mine Uralia Volkov Ltd produced {n} kt zinc, Sarytau {n + 3} kt." for n in range(40)
    )
    (tmp_path / "list.txt").write_text(f"Zinc output\n\n{rows}\n")
    assert len(read_article(tmp_path / "list.txt").paragraphs) > 20


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("Lima city, june 14 - the refinery is to close.", "Lima city, june 14"),
        (
            "KIMBERLEY, British Columbia, JUne 3 - Two unions are on strike.",
            "KIMBERLEY, British Columbia, JUne 3",
        ),
        ("ASTANA. May 6. KAZINFORM A smelter was opened.", "ASTANA. May 6. KAZINFORM"),
        ("26 March 2024 – EU and partners sign a memorandum.", None),
        ("Sarytau, March 2024: 61 tonnes were shipped.", None),
        ("Orsk Zinc Corp. (LSE: ORZ) said output fell.", None),
    ],
)
def test_dateline_is_told_by_its_parts_and_the_mark_that_closes_it(text: str, dateline: str | None) -> None:
    found = read_dateline(text)
    assert (text[: found[0]] if found else None) == dateline


def test_post_in_another_language_inside_the_article_goes() -> None:
    post = (
        "Die Hütte und das Werk sind nicht mehr zu retten, so die Gewerkschaft. Das sagt auch der Minister."
    )
    article = page("Sarytau smelter cuts antimony output", *STORY[:2], post, *STORY[2:])
    assert reasons(article)[post] == "another language"


def test_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "secret.txt").write_text(f"{LEAD}\n\n{BODY}\n")
    link = tmp_path / "seeds" / "a.txt"
    link.symlink_to(tmp_path / "secret.txt")
    with pytest.raises(UnreadableInput, match="a link to a file outside of its folder"):
        read_article(link)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('["a.txt"]\nheadline = 2024-05-01', "headline is not text"),
        ('["a.txt"]\npublished = "2024-13"', "published is not a date"),
        (f'["{"a" * 300}.txt"]\nnote = "x"', "has no file"),
    ],
    ids=["date for text", "no date", "long name"],
)
def test_odd_entry_of_the_catalogue_is_named_and_the_others_count(
    entry: str, fault: str, tmp_path: Path
) -> None:
    (tmp_path / "b.txt").write_text(BODY)
    (tmp_path / "catalogue.toml").write_text(f'{entry}\n\n["b.txt"]\npublisher = "The Paper"\n')
    catalogue = load_catalogue(tmp_path)
    assert catalogue["b.txt"] == {"publisher": "The Paper"}
    assert [error for error in read_catalogue(tmp_path)[1] if fault in str(error)]


def test_no_two_files_share_the_name_of_a_page() -> None:
    names = ["цинк.txt", "медь.txt", "zinc.txt", "zinc.md", "Zinc.txt", "zinc-1.txt", "zinc_1.txt", "a" * 255]
    assert len({slug(name) for name in names}) == len(names)
    assert all(len(slug(name)) <= 100 for name in names)


def test_raised_letters_of_a_page_are_written_out(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body><article><h1>{LEAD}</h1><p>The pit made 12<sup>3</sup> tonnes<sup>[4]</sup> in 2021<sup>5</sup>, "
        "holds 3.5 × 10<sup>6</sup> t under 7 km<sup>2</sup> and sold 1<sup>1</sup>/<sub>2</sub> million tonnes, not "
        f"<del>12,000 tonnes</del> as was said.</p><p>{BODY}</p></article></body></html>"
    )
    text = read_article(path).source
    assert "made 12 tonnes in 2021, holds 3.5 × 10⁶ t under 7 km² and sold 1 1/2 million tonnes" in text
    assert "12,000" not in text


def test_web_page_is_read_with_its_title_date_and_site(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><head><title>{LEAD}</title><meta property='article:published_time' content='2024-05-27T10:00:00Z'>"
        f"<meta property='og:site_name' content='The Paper'></head><body><nav><a href='/'>Home</a></nav><article>"
        f"<h1>{LEAD}</h1><p>{BODY} {BODY}</p><p>{BODY}</p></article><footer>About us</footer></body></html>"
    )
    article = read_article(path)
    assert article.headline and article.headline.text == LEAD
    assert article.published and article.published.value == "2024-05-27"
    assert article.publisher == "The Paper"
    assert "About us" not in article.source


def test_refusal_is_one_line_with_the_file_s_name(tmp_path: Path) -> None:
    path = tmp_path / "bad\nname.txt"
    path.write_bytes(b"")
    with pytest.raises(UnreadableInput) as error:
        read_article(path)
    assert str(error.value) == "bad\\nname.txt: empty file"
    assert error.value.path == path


# Any text at all

LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                LEAD,
                BODY,
                "Related posts",
                "By Jane Doe",
                "June 2, 2023",
                "Leave a reply",
                "ASTANA, June 2 (EFE) - x",
                "USD 4 +1%",
                "Tags",
            ]
        ),
    ),
    max_size=20,
)


@settings(max_examples=300, deadline=None)
@example(["×³¹ 0"])  # two characters mended together, and a cut between them
@given(LINES)
def test_any_text_gives_an_article_whose_spans_hold(lines: list[str]) -> None:
    source = "\n".join(lines)
    article = parse_article(source, "a.txt")
    pieces = [*article.paragraphs, *article.furniture]
    for piece in [*pieces, article.headline, article.byline, article.dateline]:
        if piece is not None:
            assert piece.text == source[piece.start : piece.end] != ""
    spans = sorted((piece.start, piece.end) for piece in pieces)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    assert parse_article(source, "a.txt") == article


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / f"bytes-{os.getpid()}.txt"
    path.write_bytes(data)
    try:
        outcome: object = read_article(path)
    except UnreadableInput as refusal:
        outcome = refusal
    assert isinstance(outcome, Article) or str(outcome).isprintable()


@pytest.mark.parametrize(
    "piece",
    [
        "word\n",
        "“ ",
        "7",
        "â€™",
        "25\u200b000 ",
        "June 2, 2023\n",
        "By Jane Doe\n",
        "Photo: a\n",
        "[a",
        "a\t",
        "Aa ",
        ". ",
        "/x/",
        "( ",
        "Oil slips before talks\n",
        "A -1 \n",
        "a\t1\t2\n",
    ],
    ids=ascii,
)
def test_work_grows_with_length_alone(piece: str, steps) -> None:
    small, large = piece * (6_000 // len(piece)), piece * (48_000 // len(piece))
    parse_article(small, "a.txt")
    assert steps(parse_article, large, "a.txt") < 12 * steps(parse_article, small, "a.txt")


def test_list_of_figures_that_opens_a_text_is_kept():
    points = [
        f"- Revenue of mine {n} rose to ${n} million, as more of its ore was sold." for n in range(3, 7)
    ]
    text = (
        "Positive Points\n\n"
        + "\n".join(points)
        + "\n\nQuestions\n\nQ: What did the mine earn in the spring?\n\nA: More."
    )
    assert [p.text for p in parse_article(text, "a.txt").paragraphs if p.kind == "list"] == points
