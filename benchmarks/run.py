"""Measure speed and accuracy of this library and of its peers, on the same text, in one run.

python benchmarks/run.py [--articles 10000] [--no-peers]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OUT = ROOT / "_build" / "bench"
sys.path.insert(0, str(ROOT / "tests" / "accuracy"))
import gate  # noqa: E402  the annotated texts

PEERS = ("quantulum3", "recognizers-text", "spaCy blank + matcher")


def environment() -> Path:
    """Make the peers' environment once, and again when its requirements change."""
    folder, wanted = ROOT / ".env-bench", (HERE / "requirements.txt").read_text(encoding="utf-8")
    python = folder / "bin" / "python"
    stamp = folder / "requirements.txt"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True
        )
        stamp.write_text(wanted, encoding="utf-8")
    return python


def passages() -> list[tuple[str, list[tuple[int, int, set[float]]]]]:
    """Return each annotated text with the spans and values it states."""
    out = []
    for text in gate.read_texts():
        wanted = [(row["start"], row["end"], _numbers(row)) for row in text.quantities]
        out.append((text.article.source, wanted))
    return out


def _numbers(row: dict[str, Any]) -> set[float]:
    """Return the values that an annotation takes: both ends of a range, and alternatives joined by ``|``."""
    told = "|".join((row["value"], row["value_high"])).split("|")
    return {float(one) for one in told if one not in ("", "None")}


def value_f1(
    gold: list[list[tuple[int, int, set[float]]]], readings: list[list[tuple[int, int, list[float]]]]
) -> float:
    """Return the F1 of values: a reading is right if it overlaps an annotation and gives its value."""
    right = found = wanted = 0
    for stated, got in zip(gold, readings, strict=True):
        left = list(stated)
        found, wanted = found + len(got), wanted + len(stated)
        for start, end, values in got:
            for one in left:
                same = any(abs(v - w) <= 1e-3 * max(1, abs(w)) for v in values for w in one[2])
                if start < one[1] and one[0] < end and same:
                    left.remove(one)
                    right += 1
                    break
    return 2 * right / (found + wanted)


def run_tool(python: Path | str, name: str, corpora: dict[str, list[str]]) -> dict[str, Any]:
    done = subprocess.run(
        [python, HERE / "tools.py", name],
        input=json.dumps(corpora), capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT / "lib"), "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def table(head: list[str], rows: list[list[str]]) -> str:
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=10_000, help="largest number of articles to read")
    parser.add_argument("--no-peers", action="store_true", help="measure this library alone")
    arguments = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    python = Path(sys.executable) if arguments.no_peers else environment()
    annotated = passages()
    corpora = {
        "articles": [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))],
        "passages": [text for text, _ in annotated],
    }

    results: dict[str, Any] = {}
    for name in ("orebook", *(() if arguments.no_peers else PEERS)):
        result = run_tool(python, name, corpora)
        result["value F1"] = value_f1([wanted for _, wanted in annotated], result.pop("readings"))
        results[name] = result
        print(
            f"{name}: {result['kB/s']['articles']:,.0f} kB/s, value F1 {result['value F1']:.3f}", flush=True
        )
    scaling = subprocess.run(
        [sys.executable, HERE / "scaling.py", str(arguments.articles)],
        capture_output=True,
        text=True,
        check=True,
    )
    results["scaling"] = json.loads(scaling.stdout)
    (OUT / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")

    scaling_results = results["scaling"]
    ratios = scaling_results["times ordinary text"]
    base = results.get("quantulum3", results["orebook"])["kB/s"]["articles"]
    tools = {name: result for name, result in results.items() if name != "scaling"}
    page = [
        table(
            ["tool", "kB/s, articles", "times quantulum3", "kB/s, passages",
             "start-up, s", "memory, MB", "value F1"],
            [
                [
                    name, f"{one['kB/s']['articles']:,.0f}", f"{one['kB/s']['articles'] / base:.1f}",
                    f"{one['kB/s']['passages']:,.0f}", f"{one['start-up s']:.2f}", f"{one['peak MB']:.0f}",
                    f"{one['value F1']:.3f}",
                ]
                for name, one in tools.items()
            ],
        ),
        table(
            ["hostile text, times ordinary text per byte", *next(iter(ratios.values()))],
            [[name, *(f"{ratio:.2f}" for ratio in one.values())] for name, one in ratios.items()],
        ),
        table(
            ["claim extraction, number of articles", "kB/s per core", "times quantulum3"],
            [
                [f"{int(count):,}", f"{speed:,.0f}", f"{speed / base:.1f}"]
                for count, speed in scaling_results["claims kB/s by articles"].items()
            ],
        ),
    ]  # fmt: skip
    text = "\n\n".join(page) + "\n"
    (OUT / "results.md").write_text(text, encoding="utf-8")
    print("\n" + text)


if __name__ == "__main__":
    main()
