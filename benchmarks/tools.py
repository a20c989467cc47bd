"""One tool per process: read the texts named on standard input, print what it found and what it cost."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable

Reading = tuple[int, int, list[float]]  # span, and the values read there

_WORDS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "half": 50}
_SCALES = {"thousand": 1e3, "million": 1e6, "mln": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}


def orebook() -> Callable[[str], list[Reading]]:
    from orebook.find.quantities import find_quantities

    def read(text: str) -> list[Reading]:
        return [
            (q.start, q.end, [q.value] if q.value_high is None else [q.value, q.value_high])
            for q in find_quantities(text)
        ]

    return read


def quantulum3() -> Callable[[str], list[Reading]]:
    from quantulum3 import parser

    return lambda text: [(*q.span, [q.value]) for q in parser.parse(text)]


def recognizers() -> Callable[[str], list[Reading]]:
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    units = NumberWithUnitRecognizer(Culture.English)
    numbers = NumberRecognizer(Culture.English)
    models = [
        numbers.get_number_model(),
        numbers.get_percentage_model(),
        units.get_currency_model(),
        units.get_dimension_model(),
    ]

    def read(text: str) -> list[Reading]:
        found = []
        for model in models:
            for one in model.parse(text):
                value = str((one.resolution or {}).get("value") or "").rstrip("%")
                try:
                    found.append((one.start, one.end + 1, [float(value)]))
                except ValueError:
                    continue
        # A number inside a longer reading is the same number.
        found.sort(key=lambda reading: (reading[0], -reading[1]))
        kept: list[Reading] = []
        for one in found:
            if not kept or one[0] >= kept[-1][1]:
                kept.append(one)
        return kept

    return read


def spacy() -> Callable[[str], list[Reading]]:
    import spacy as library
    from spacy.matcher import Matcher

    nlp = library.blank("en")
    nlp.max_length = 10**9
    matcher = Matcher(nlp.vocab)
    matcher.add(
        "number",
        [[{"LIKE_NUM": True, "OP": "+"}, {"LOWER": {"IN": list(_SCALES)}, "OP": "?"}]],
        greedy="LONGEST",
    )

    def value(tokens: list[str]) -> float | None:
        total = None
        for token in tokens:
            word = token.lower().replace(",", "")
            if word in _SCALES:
                total = (1 if total is None else total) * _SCALES[word]
                continue
            try:
                total = float(word) if word not in _WORDS else (total or 0) + _WORDS[word]
            except ValueError:
                return total
        return total

    def read(text: str) -> list[Reading]:
        doc = nlp(text)
        found = []
        for _, start, end in matcher(doc):
            span = doc[start:end]
            if (number := value([token.text for token in span])) is not None:
                found.append((span.start_char, span.end_char, [number]))
        return found

    return read


TOOLS = {
    "orebook": orebook,
    "quantulum3": quantulum3,
    "recognizers-text": recognizers,
    "spaCy blank + matcher": spacy,
}


def speed(read: Callable[[str], list[Reading]], texts: list[str]) -> float:
    """Return kB/s of processor time, best of three, each long enough to be measured."""
    size, best, begun = sum(len(text.encode()) for text in texts), float("inf"), time.perf_counter()
    for _ in range(3):
        repeat, spent, clock = 0, 0.0, time.process_time()
        while spent < 0.3:
            for text in texts:
                read(text)
            repeat += 1
            spent = time.process_time() - clock
        best = min(best, spent / repeat)
        if time.perf_counter() - begun > 30:
            break
    return size / best / 1000


def main() -> None:
    corpora: dict[str, list[str]] = json.load(sys.stdin)
    clock = time.perf_counter()
    read = TOOLS[sys.argv[1]]()
    read("The mine shipped 25,000 tons.")
    start_up = time.perf_counter() - clock
    figures = {
        "start-up s": start_up,
        "readings": [read(text) for text in corpora["passages"]],
        "kB/s": {name: speed(read, texts) for name, texts in corpora.items()},
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
