"""Claims go out as Web Annotations and hand-coded ones come back, checked word for word."""

import csv
import json

import pytest

from orebook import load_claims
from orebook.book.collection import take_in
from orebook.book.export import annotation, collected, records
from orebook.page.article import UnreadableInput

QUOTE = "the ministry said"
TAGS = {"kind": "event", "modality": "reported", "attribution": "author", "commodity": "chromite"}


def coded(quote=QUOTE, source="seeds/chromite.txt", tags=TAGS, **target):
    """Return an annotation as a program writes it."""
    words = {"type": "TextQuoteSelector", "exact": quote, "prefix": "in 2024, ", "suffix": "."}
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": f"{k}: {v}"} for k, v in tags.items()]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "body": [*bodies, {"type": "TextualBody", "purpose": "commenting", "value": "Note: so it says"}],
        "target": {"source": source, "selector": [words], **target},
    }


@pytest.fixture
def take(project, tmp_path):
    """Return a function that hands a file in and returns what came of it, and the rows that are stored."""

    def hand_in(data):
        path = tmp_path / "hand.json"
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
        stored = project / "seeds" / "annotations.csv"
        outcome = take_in(path, project / "seeds")
        return *outcome, list(csv.DictReader(stored.read_text().splitlines())) if stored.exists() else []

    return hand_in


def test_every_claim_of_the_book_is_selected_by_its_words_and_its_place(root):
    ledger = load_claims(root / "seeds")
    page = json.loads(collected(annotation(row, "../") for row in records(ledger)))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    assert page["id"] == "", "the model wants an address, and this is the file's own"
    texts = {name: (root / "seeds" / name).read_bytes().decode("utf-8-sig") for name in set(ledger["seed"])}
    for item, claim in zip(page["items"], records(ledger), strict=True):
        source = texts[item["target"]["source"].removeprefix("seeds/")]
        words, place = item["target"]["selector"]
        at, end = place["start"], place["end"]
        assert words["exact"] == source[at:end] == (claim["q_text"] or claim["quote"])
        assert source[:at].endswith(words["prefix"])
        assert source[end:].startswith(words["suffix"])
        assert item["id"] == f"../{claim['seed'].removesuffix('.txt')}.html#{claim['claim']}"
        tags = dict(body["value"].split(": ", 1) for body in item["body"])
        assert tags["attribution"] == claim["attribution"]
        assert tags.get("commodity") == claim["commodity"]


def test_no_more_words_are_given_away_than_are_shown():
    claim = {"claim": "c1", "seed": "a b.txt", "start": 10, "end": 30, "quote": "It made 5 t in 2024.",
             "q_start": 18, "q_end": 21}  # fmt: skip
    words, _ = annotation(claim, shown=(18, 21))["target"]["selector"]
    assert (words["exact"], words["prefix"], words["suffix"]) == ("5 t", "", "")
    (place,) = annotation({**claim, "q_start": None}, shown=(10, 10))["target"]["selector"]
    assert place == {"type": "TextPositionSelector", "start": 10, "end": 30}
    assert annotation(claim)["target"]["source"] == "seeds/a%20b.txt"


def test_what_was_coded_by_hand_comes_back_as_it_went_out(root, tmp_path):
    for path in (root / "seeds").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    ledger = load_claims(tmp_path)
    rows = records(ledger[ledger["basis"] == "coded"])
    (tmp_path / "annotations.csv").unlink()
    (tmp_path / "all.json").write_bytes(collected(map(annotation, rows)))
    assert take_in(tmp_path / "all.json", tmp_path) == (len(rows), [])
    assert load_claims(tmp_path).equals(ledger)


@pytest.mark.parametrize("wrapped", [lambda one: one, lambda one: [one], lambda one: {"items": [one]},
                                     lambda one: {"type": "AnnotationCollection", "first": {"items": [one]}}])  # fmt: skip
def test_one_a_list_a_page_and_a_collection_are_read(take, wrapped):
    added, refused, rows = take(wrapped(coded()))
    assert (added, refused) == (1, [])
    assert rows[0] == {
        **dict.fromkeys(rows[0], ""), **TAGS, "seed": "chromite.txt", "quote": QUOTE,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (coded("the minister said"), "chromite.txt: quote not found: 'the minister said'"),
        (coded("The ministry said"), "quote not found"),
        (coded(source="https://example.org/../../etc/passwd"), "no seed 'passwd'"),
        (coded(source="seeds/.hidden"), "no seed '.hidden'"),
        (coded(source="http://[::1"), "is no Web Annotation"),
        (coded(tags={**TAGS, "comodity": "zinc"}), "no field 'comodity'; there are kind, modality"),
        (coded(tags={**TAGS, "kind": "rumour"}), "kind 'rumour' is none of event, opinion"),
        (coded(tags={}), "kind '' is none of"),
        (coded(selector={"type": "TextPositionSelector", "start": 0, "end": 9}), "is no Web Annotation"),
        (coded(["a", "list"]), "is no Web Annotation"),
        (coded("\ud800"), "is no Web Annotation"),
        ("https://example.org/page2", "is no Web Annotation"),
        (None, "is no Web Annotation"),
    ],
)
def test_what_does_not_fit_is_refused_with_file_and_reason_and_the_rest_taken(take, item, reason):
    added, (line,), rows = take([item, coded()])
    assert line.startswith("hand.json: annotation 1: ")
    assert reason in line
    assert (added, [row["quote"] for row in rows]) == (1, [QUOTE])


def test_the_same_claim_is_taken_once(take):
    assert take([coded(), coded()])[0] == 1
    added, (line,), rows = take(coded())
    assert (added, len(rows)) == (0, 1)
    assert "same quote as on line 2" in line


@pytest.mark.parametrize("content", [b"", b"not json", b"[" * 100_000, b"\x1f\x8b\x08", b"{'a': 1}"])
def test_a_file_that_is_no_json_is_refused(take, content):
    with pytest.raises(UnreadableInput, match=r"^hand\.json: "):
        take(content)


def test_commands_hand_out_and_take_in(orebook, project, tmp_path):
    told = orebook("claims", "seeds", "-o", str(tmp_path / "claims.jsonld"), cwd=project)
    assert told.returncode == 0, told.stderr
    page = json.loads((tmp_path / "claims.jsonld").read_text())
    assert page["items"][0]["target"]["selector"][0]["exact"] == "6.1 million tonnes"
    (tmp_path / "hand.json").write_text(json.dumps([coded(), coded("nowhere")]))
    done = orebook("annotate", str(tmp_path / "hand.json"), cwd=project)
    assert done.returncode == 1
    assert b"1 of 2 claims added" in done.stdout
    assert b"hand.json: annotation 2: chromite.txt: quote not found: 'nowhere'" in done.stderr
    assert load_claims(project / "seeds")["basis"].eq("coded").sum() == 1
