"""Measure the reading on corpora that others made, beside what a reader would take instead.

python benchmarks/outside.py DIR [--write] [--only NAME]

DIR holds clones of the repositories that benchmarks/README.md lists, each under its own name. Nothing of
them is copied: texts are read by ``git show``. ``--write`` stores the figures in ``benchmarks/outside.csv``,
which the book's accuracy page shows.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import html
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import orebook

HERE = Path(__file__).resolve().parent
DRAWS = 1000
Counts = tuple[float, float, float]  # of one text: right, found, stated
METALS = "copper zinc lead nickel tin gold silver alum platinum palladium iron-steel strategic-metal".split()
SAYING = re.compile(r"\b(?:said|says?|told|tells|according|added|adding|wrote|announced|saying)\b")
QUOTE = re.compile(r"''|``|[\"“”]")
NO_NAME = set(
    "he she they it i we who him her them that which this his their the mr mrs ms dr sen gov rep president "
    "republican democrat democratic but and in a".split()
)


class Corpus:
    """A clone to read files from, as they are at its newest commit."""

    def __init__(self, folder: Path, name: str) -> None:
        found = [path for path in sorted(folder.glob(f"*{name}*")) if path.is_dir()]
        if not found:
            raise SystemExit(f"{folder}: no clone of {name}; benchmarks/README.md says where to get it")
        self.folder = found[0]

    def _git(self, *arguments: str) -> bytes:
        return subprocess.run(["git", "-C", self.folder, *arguments], capture_output=True, check=True).stdout

    def read(self, path: str) -> bytes:
        """Return a file."""
        return self._git("show", f"HEAD:{path}")

    def list(self, under: str) -> list[str]:
        """Return the paths of the files below a folder."""
        names = self._git("-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", "HEAD", under)
        return names.decode().splitlines()


def f1(counts: Sequence[Counts]) -> float:
    """Return F1 over all texts."""
    right, found, stated = (sum(column) for column in zip(*counts, strict=True))
    return 2 * right / (found + stated) if found + stated else 0.0


def share(counts: Sequence[Counts]) -> float:
    """Return the share of what is stated that was read right."""
    return sum(one[0] for one in counts) / max(1.0, sum(one[2] for one in counts))


def bootstrap(counts: Sequence[Any], figure: Callable[[Sequence[Any]], float]) -> tuple[float, float]:
    """Return the range in which the figure lies in 95 of 100 draws of as many texts."""
    draw = Random(0)
    drawn = sorted(figure(draw.choices(counts, k=len(counts))) for _ in range(DRAWS))
    return drawn[DRAWS // 40], drawn[-DRAWS // 40 - 1]


def row(corpus: str, what: str, counts: Sequence[Any], figure: Callable[..., float], n: int, **peers: float):
    """Return a line of the result."""
    low, high = bootstrap(counts, figure)
    beside = "; ".join(f"{name} {value:.3f}" for name, value in peers.items())
    return {
        "corpus": corpus, "what": what, "n": n, "figure": f"{figure(counts):.3f}",
        "range": f"{low:.3f}–{high:.3f}", "beside it": beside,
    }  # fmt: skip


# Pages ------------------------------------------------------------------------------------------


def pages(folder: Path) -> Iterator[dict[str, Any]]:
    """Article text out of whole web pages pasted as text, by the benchmark's own measure."""
    corpus = Corpus(folder, "article-extraction-benchmark")
    with tempfile.TemporaryDirectory() as place:
        script = Path(place) / "evaluate.py"
        script.write_bytes(corpus.read("evaluate.py"))
        spec = importlib.util.spec_from_file_location("benchmark_evaluate", script)
        assert spec and spec.loader
        theirs = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(theirs)
    truth = json.loads(corpus.read("ground-truth.json"))

    def stored(name: str) -> dict[str, str]:
        found = json.loads(corpus.read(f"output/{name}.json"))
        return {key: one.get("articleBody") or "" for key, one in found.get("output", found).items()}

    def counts(bodies: dict[str, str]) -> list[Any]:
        return [
            theirs.string_shingle_matching(true=truth[key].get("articleBody", ""), pred=bodies[key])
            for key in truth
        ]

    def figure(found: Sequence[Any]) -> float:
        return theirs.metrics_from_tp_fp_fns(found)["f1"]

    def read(key: str, text: str) -> str:
        try:
            article = orebook.parse_article(text, key)
        except orebook.UnreadableInput:
            return ""
        return "\n".join(p.text for p in article.paragraphs if p.kind != "headline")

    pasted = stored("inscriptis")
    peers = {"the paste as it is": figure(counts(pasted))}
    peers |= {f"{name}, from the HTML": figure(counts(stored(name))) for name in ("justext", "trafilatura")}
    ours = counts({key: read(key, pasted[key]) for key in truth})
    yield row(
        "article-extraction-benchmark", "article text of a pasted page, F1", ours, figure, len(truth), **peers
    )


# Speech -----------------------------------------------------------------------------------------


def speech(folder: Path) -> Iterator[dict[str, Any]]:
    """Who says what, in the development split; the first annotator's file of each text."""
    corpus = Corpus(folder, "PolNeAR")
    files: dict[str, str] = {}
    for path in corpus.list("data/dev/attributions/"):
        files.setdefault(Path(path).name.rsplit("_", 1)[0], path)
    scores: dict[str, list[Counts]] = {"direct": [], "speaker": [], "reported": []}
    for name, path in files.items():
        text = corpus.read(f"data/dev/text/{name}.txt").decode()
        found = [*orebook.find_statements(text), *orebook.find_quotations(text)]
        counts = {kind: [0, 0] for kind in scores}
        for spans, words, source, cue in attributions(corpus.read(path).decode()):
            kind = kind_of(words, cue)
            if kind is None:
                continue
            hit, speaker = overlapping(found, spans, text)
            counts[kind][0] += hit
            counts[kind][1] += 1
            names = re.findall(r"[A-Z][\w’'-]+", re.split(r",| who | of | at | with ", source)[0])
            names = [w for w in names if w.lower() not in NO_NAME]
            if kind == "direct" and hit and names:
                counts["speaker"][0] += same_name(names[-1], source, speaker)
                counts["speaker"][1] += 1
        for kind, (right, stated) in counts.items():
            scores[kind].append((right, stated, stated))
    told = {
        "direct": "direct quotations found", "speaker": "named speaker of those found, right",
        "reported": "reported speech with a verb of saying found",
    }  # fmt: skip
    for kind, what in told.items():
        yield row("PolNeAR, dev", what, scores[kind], share, int(sum(c[2] for c in scores[kind])))


def attributions(annotation: str) -> Iterator[tuple[list[tuple[int, int]], str, str, str]]:
    """Yield spans and words of each content, its source's words and its cue's, from a brat file."""
    texts: dict[str, tuple[list[tuple[int, int]], str]] = {}
    events = []
    for line in annotation.splitlines():
        parts = line.split("\t")
        if line.startswith("T") and len(parts) > 2:
            spans = [tuple(map(int, span.split())) for span in parts[1].partition(" ")[2].split(";")]
            texts[parts[0]] = (spans, parts[2])  # type: ignore[assignment]
        elif line.startswith("E") and len(parts) > 1:
            roles = (role.split(":") for role in parts[1].split())
            events.append({name.rstrip("0123456789"): key for name, key in roles})
    for event in events:
        if "Content" in event and "Source" in event:
            cue = texts[event["Cue"]][1].lower() if "Cue" in event else ""
            yield *texts[event["Content"]], texts[event["Source"]][1], cue


def kind_of(words: str, cue: str) -> str | None:
    """Return whether words are quoted or reported by a verb of saying; None for neither and for both."""
    quoted = sum(map(len, re.findall(r"(?:''|``|[\"“])(.+?)(?:''|[\"”])", words, re.DOTALL)))
    if quoted > 0.6 * len(words) or (QUOTE.match(words.strip()) and quoted > 0.3 * len(words)):
        return "direct"
    return "reported" if SAYING.search(cue) and not QUOTE.search(words) else None


def overlapping(found: Sequence[Any], spans: list[tuple[int, int]], text: str) -> tuple[bool, str | None]:
    """Return whether half of the words were read as somebody's, and whose."""

    def common(one: Any) -> int:
        return sum(max(0, min(one.end, b) - max(one.start, a)) for a, b in spans)

    best = max(found, key=lambda one: (common(one), one.speaker is not None), default=None)
    if best is None or not common(best):
        return False, None
    own = [one for one in found if one.speaker == best.speaker]  # parts of one interrupted quotation
    wanted = [at for a, b in spans for at in range(a, b) if text[at].isalnum()]
    covered = sum(any(one.start <= at < one.end for one in own) for at in wanted)
    return 2 * covered >= len(wanted), best.speaker


def same_name(name: str, source: str, speaker: str | None) -> bool:
    """Return whether the speaker is the one the source names, by surname."""
    name = re.sub(r"[’']s?$", "", name).lower()
    got = re.findall(r"[A-Z][\w-]+", speaker or "")
    outside = re.sub(r"\([^)]*\)?", "", source).lower()
    return name in (speaker or "").lower() or bool(got) and got[-1].lower() in outside


# Agency copy ------------------------------------------------------------------------------------


def stories(corpus: Corpus) -> Iterator[tuple[list[str], str, str, str]]:
    """Yield topics, title, dateline and body of the agency's stories that have all of them."""
    for number in range(22):
        name = f"reut2-{number:03d}{'-full' if number == 3 else ''}.sgm"  # this one is whole only so
        for story in re.findall(r"<REUTERS(.*?)</REUTERS>", corpus.read(name).decode("latin-1"), re.DOTALL):
            tags = (
                re.search(rf"<{tag}>(.*?)</{tag}>", story, re.DOTALL) for tag in ("TITLE", "DATELINE", "BODY")
            )
            title, dateline, body = (html.unescape(tag[1]) if tag else "" for tag in tags)
            topics = re.search(r"<TOPICS>(.*?)</TOPICS>", story, re.DOTALL)
            body = re.sub(r"\s*reuter\s*\x03?\s*$", "", body, flags=re.IGNORECASE).strip()
            yield (
                re.findall(r"<D>(.*?)</D>", topics[1] if topics else ""),
                " ".join(title.split()),
                dateline.strip(),
                body,
            )


def agency(folder: Path) -> Iterator[dict[str, Any]]:
    """Headline and dateline of old agency stories on metals."""
    headlines, datelines = [], []
    for topics, title, dateline, body in stories(Corpus(folder, "ksr_zadanie1V2")):
        if not (dateline and body and set(topics) & set(METALS)):
            continue
        article = orebook.parse_article(f"{title}\n\n{dateline} {body}", "story.txt")
        city = re.split(r"[,/]", dateline)[0].strip(" -").lower()
        headline = bool(article.headline) and " ".join(article.headline.text.split()) == title
        headlines.append((float(headline), 1.0, 1.0))
        datelines.append((float(bool(article.dateline) and city in article.dateline.text.lower()), 1.0, 1.0))
    for what, counts in (("headline", headlines), ("dateline", datelines)):
        yield row("Reuters-21578, metals", what, counts, share, len(counts))


# Values -----------------------------------------------------------------------------------------


def values(folder: Path) -> Iterator[dict[str, Any]]:
    """Values in sentences of news, beside other libraries that read quantities."""
    corpus = Corpus(folder, "CQE_Evaluation")
    sentences = json.loads(corpus.read("data/formatted_test_set/NewsQuant.json"))
    texts = [one["text"] for one in sentences]
    gold = [[numbers(q["value"]) for q in one["quantities"]] for one in sentences]
    figures = {}
    for tool in ("orebook", "quantulum3", "recognizers-text"):
        read = readings(tool, texts)
        figures[tool] = [matched(a, b) for a, b in zip(gold, read, strict=True)] if read else []
    peers = {tool: f1(counts) for tool, counts in figures.items() if tool != "orebook" and counts}
    n = int(sum(one[2] for one in figures["orebook"]))
    yield row("NewsQuant", "values, F1", figures["orebook"], f1, n, **peers)


def numbers(text: str) -> list[float]:
    """Return the one or two values that an annotation gives."""
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", str(text))]


def readings(tool: str, texts: list[str]) -> list[list[list[float]]]:
    """Return the values that a tool reads in each text; nothing where its environment is not there."""
    import run

    try:
        python = sys.executable if tool == "orebook" else run.environment()
        found = run.run_tool(python, tool, {"passages": texts, "articles": texts[:1]})
    except (OSError, subprocess.SubprocessError, SystemExit) as error:
        print(f"{tool}: not measured: {error}", file=sys.stderr)
        return []
    return [[one[2] for one in text] for text in found["readings"]]


def matched(gold: list[list[float]], read: list[list[float]]) -> Counts:
    """Return how many values were read right, read, and stated."""
    left, right = list(gold), 0
    for one in read:
        hit = next(
            (g for g in left if any(abs(v - w) <= 1e-3 * max(1, abs(w)) for v in one for w in g)), None
        )
        if hit is not None:
            left.remove(hit)
            right += 1
    return right, len(read), len(gold)


CORPORA = {"pages": pages, "speech": speech, "agency": agency, "values": values}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of the clones")
    parser.add_argument("--only", choices=CORPORA, help="one kind")
    parser.add_argument("--write", action="store_true", help="store the figures for the book")
    options = parser.parse_args()
    command = ["git", "-C", str(HERE), "describe", "--always", "--abbrev=12", "--dirty=+"]
    commit = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    stamp = {"measured": datetime.date.today().isoformat(), "commit": commit}
    found = []
    for name, measure in CORPORA.items():
        if options.only in (None, name):
            for one in measure(options.folder):
                print(*one.values(), sep=" · ", flush=True)
                found.append({**one, **stamp})
    if options.write:
        with (HERE / "outside.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(found[0]), lineterminator="\n")
            table.writeheader()
            table.writerows(found)


if __name__ == "__main__":
    main()
