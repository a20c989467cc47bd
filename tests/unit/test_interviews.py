"""Who speaks in an interview is told by its turns."""

from __future__ import annotations

import pytest

from orebook.find.quotations import find_statements

TURNS = """Anna Bek, head of the mining chamber, spoke to our reporter.

{ask} How much copper will you make?

{tell} We plan 25,000 tonnes of copper this year.
Output fell 3% last year.

{ask} And zinc?

{tell} About 4,000 tonnes.

The plant was built in 1960."""


@pytest.mark.parametrize(
    ("ask", "tell"),
    [
        ("–", "–"),
        ("Q:", "A:"),
        ("Question:", "Answer:"),
        ("Interviewer:", "Anna Bek:"),
        ("Reporter:", "BEK:"),
    ],
)
def test_answers_are_the_interviewed_person_s_and_questions_and_the_end_are_not(ask: str, tell: str) -> None:
    text = TURNS.format(ask=ask, tell=tell)
    said = [(one.speaker, one.attribution, text[one.start : one.end]) for one in find_statements(text)]
    answers = (
        "We plan 25,000 tonnes of copper this year.",
        "Output fell 3% last year.",
        "About 4,000 tonnes.",
    )
    assert said == [("Anna Bek", "direct", answer) for answer in answers]


@pytest.mark.parametrize(
    "text",
    [
        "Prices:\nCopper: 5 t\nZinc: 4 t\nLead: what?\nTin: 4 t\n",
        "- copper\n- zinc\n- lead\n- tin\n",
        "Boa Serra (Brazil)\nOutput of tin was 5 t, and we sold 4 t.\nVale Fundo (Peru): 3 t of zinc\n",
        "Anna Bek has run the mine since 2020.\n\nHow much copper is left?\n\nAbout 4,000 tonnes.",
        TURNS.format(ask="–", tell="–").replace("spoke to", "and Oleg Ten spoke to"),
    ],
)
def test_nobody_is_named_where_the_text_does_not_make_it_certain(text: str) -> None:
    assert find_statements(text) == []


def test_unmarked_questions_are_answered_by_whom_the_head_names_whatever_is_cited() -> None:
    text = """“Copper is not enough”

Anna Bek, a geologist, has run Tin Hill Copper since 2020.

How much copper do you make?

We make 25,000 tonnes a year.

So you are a small producer?

The bank says 30,000 tonnes. I do not know where it found that, but we shall see in a year or two.

And zinc?

About 4,000 tonnes."""
    said = [(one.speaker, one.attribution, text[one.start : one.end][:12]) for one in find_statements(text)]
    answers = ("Copper is no", "We make 25,0", "The bank say", "About 4,000 ")
    assert said == [("Anna Bek", "direct", answer) for answer in answers]


UNMARKED = """

{first}, what have you found? I have lost count.

We found 40,000 tonnes of tin last year, and I would not call that little.

People say that half of the tin is lost. Is that true?

No, a third of it."""


@pytest.mark.parametrize(
    ("introduction", "guest"),
    [
        (
            "Oleg Ten talks to Anna Bek, head of research at Tin Hill. We shortened the talk.",
            "Anna Bek",
        ),
        ("Interview with Anna Bek", "Anna Bek"),
        ("The mills of the Malacca Strait are idle. Anna Bek has run one since 2020.", "Anna Bek"),
        ("Anna Bek has run Tin Hill Copper since 2020. We met her in Oslo.", "Anna Bek"),
        ("Hosts Ida Lund and Oleg Ten talk to Dr Anna Bek", "Anna Bek"),
        ("Ida Lund and Oleg Ten run the mine together.", None),
    ],
)
def test_who_answers_is_told_by_the_introduction(introduction: str, guest: str | None) -> None:
    text = introduction + UNMARKED.format(first="Anna")
    found = [one for one in find_statements(text) if one.attribution == "direct"]
    said = [(one.speaker, text[one.start :][:6]) for one in found]
    assert said == ([(guest, "We fou"), (guest, "No, a ")] if guest else [])


def test_an_article_that_asks_its_reader_is_no_interview() -> None:
    text = """Anna Bek has run the mine since 2020.

Its shafts flooded twice, and the owners, who live far away, have not been seen there for years.

What would you do?

We all need tin, and the mine has 40,000 tonnes of it.

Would you not pump it dry?

The pumps cost 2 million."""
    assert find_statements(text) == []


@pytest.mark.parametrize("colon", ["", ":"])
def test_a_name_with_a_seat_opens_a_speech_of_several_paragraphs(colon: str) -> None:
    text = f"""Tin

Dame Joan Hart (Northvale) (Con){colon}
I thank the Minister. Demand is 180,000 tonnes.

Stocks are 7 tonnes.

Oleg Ten: They are 8 tonnes.

Nobody knows more."""
    said = [(one.speaker, text[one.start : one.end]) for one in find_statements(text)]
    assert said == [
        ("Joan Hart", "I thank the Minister. Demand is 180,000 tonnes."),
        ("Joan Hart", "Stocks are 7 tonnes."),
        ("Oleg Ten", "They are 8 tonnes."),
        ("Oleg Ten", "Nobody knows more."),
    ]


def test_interview_within_an_article_is_with_the_person_introduced_last() -> None:
    before = "Deputy Minister Oleg Ten spoke first.\n\nTable: output\n\nSource: ministry\n\n"
    text = before + TURNS.format(ask="Q:", tell="A:")
    said = {
        text[one.start : one.end]: one.speaker for one in find_statements(text) if one.attribution == "direct"
    }
    assert said["Output fell 3% last year."] == "Anna Bek"
    assert said["About 4,000 tonnes."] == "Anna Bek"


def test_speaker_is_a_noun_not_the_clause_before_it() -> None:
    text = "If you include what officials say, Kazakhstan makes 18 of them."
    assert {one.speaker for one in find_statements(text)} <= {"officials"}


def test_what_a_name_before_a_turn_says_is_theirs() -> None:
    text = "Tom Gray: Here is Anna Bek. Welcome.\nAnna Bek: Thank you.\nTom Gray: How much?\nAnna Bek: We moved 4 tonnes.\n"
    at = text.index("We moved")
    assert [one.speaker for one in find_statements(text) if one.start <= at < one.end] == ["Anna Bek"]


def test_initials_before_an_answer_are_those_of_who_was_introduced() -> None:
    text = (
        "Anna Bek digs tin.\n\n{}TMR: How much?\n\nAB: We dug 4 tonnes.\n\nTMR: And zinc?\n\nAB: We sold it."
    )
    for known, name in (("", "Anna Bek"), ("Cem Bek came too. ", "Anna Bek")):
        said = find_statements(text.format(known))
        assert [(one.speaker, one.attribution) for one in said] == [(name, "direct")] * 2
    alone = find_statements(text.format("").replace("Anna Bek digs tin.\n\n", ""))
    assert [one.speaker for one in alone] == ["AB", "AB"]


def test_initials_of_two_people_are_nobody_s_in_full() -> None:
    text = "Anna Bek and Aidar Bolat dig tin.\n\nTMR: How much?\n\nAB: We dug 4 tonnes.\n\nTMR: And zinc?\n\nAB: We sold it."
    assert [one.speaker for one in find_statements(text)] == ["AB", "AB"]
