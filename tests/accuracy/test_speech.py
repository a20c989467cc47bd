"""Quotations, their speakers and the speakers of reported words on passages annotated by hand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from orebook.find.quotations import find_speech

HERE = Path(__file__).parent
DATA = tomllib.loads((HERE / "speech.toml").read_text("utf-8"))


def measure() -> tuple[dict[str, dict[str, float]], list[str]]:
    """Return precision, recall, F1 and number of each field, and the errors."""
    counts = {field: [0, 0, 0] for field in DATA["floors"]}  # right, found, stated
    errors = []

    def count(field: str, passage: dict, words: str, stated: str | None, found: str | None) -> None:
        counts[field][0] += stated == found != ""
        counts[field][1] += bool(found)
        counts[field][2] += bool(stated)
        if stated != found:
            errors.append(f"{passage['id']}: {field} of {words!r}: stated {stated!r}, found {found!r}")

    for passage in DATA["passage"]:
        text = passage["text"]
        speech = find_speech(text)
        left = list(speech.quotations)
        for start, speaker in passage["quotations"]:
            hit = next((one for one in left if one.text.startswith(start)), None)
            count("quotation", passage, start, start, start if hit else "")
            if hit:
                left.remove(hit)
                count("quotation speaker", passage, start, speaker, hit.speaker)
        for one in left:
            count("quotation", passage, one.text, "", one.text)
        for words, speaker in passage["says"]:
            at = text.index(words)
            over = [one for one in speech.statements if one.start <= at < one.end]
            found = min(over, key=lambda one: one.end - one.start).speaker if over else ""
            count("speaker", passage, words, speaker, found)
    figures = {}
    for field, (right, found, stated) in counts.items():
        precision, recall = right / max(1, found), right / max(1, stated)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        numbers = {"precision": precision, "recall": recall, "f1": f1, "floor": DATA["floors"][field]}
        figures[field] = {name: round(value, 4) for name, value in numbers.items()} | {"n": stated}
    return figures, errors


@pytest.mark.parametrize("field", DATA["floors"])
def test_reading_of_speech_keeps_its_floor(field: str) -> None:
    figures, errors = measure()
    assert figures[field]["f1"] >= figures[field]["floor"], "\n".join(errors)


def test_every_annotated_word_stands_in_its_passage() -> None:
    for passage in DATA["passage"]:
        for words, _ in [*passage["quotations"], *passage["says"]]:
            assert words in passage["text"], passage["id"]
