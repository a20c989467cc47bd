"""Read, judge and compare generated articles whose answers are known: time, memory and what came out right.

python benchmarks/scale.py [1000 10000 100000] [--write]

Every article says four figures; one in 500 figures is wrong, and must be the one that conflicts; one article
in 100 is a copy of the one before. `--write` stores the table in `scale.csv`, which the book's page shows.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from orebook import CLAIM_SCHEMA, compare, find_near_duplicates, list_seeds, read_article, source_groups
from orebook.book.export import write_tables

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORDS = ROOT / "lib" / "orebook" / "vocabulary"
FIGURES = 4  # of an article
WRONG, COPY = 500, 100  # one figure, one article in so many
AT_ONCE = 15_000  # claims that are compared at once, where the subjects allow it
SENTENCES = {
    "production": "{place} produced {value:,} tonnes of {metal} in {year}.",
    "exports": "{place} exported {value:,} tonnes of {metal} in {year}.",
    "imports": "{place} imported {value:,} tonnes of {metal} in {year}.",
    "consumption": "{place} consumed {value:,} tonnes of {metal} in {year}.",
}
# What made-up words of sentences without a figure are made of: articles differ as those of a language do.
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru".split()


def names(file: str, wanted: str) -> list[tuple[str, str]]:
    """Return the plain names of places or metals, each with what the ledger calls it."""
    table = tomllib.loads((WORDS / file).read_text("utf-8"))
    found = []
    for key, entry in table.items():
        name = entry["names"][0] if wanted == "places" else key
        plain = name.isascii() and name.isalpha() and not {"also_a_name", "cue", "generic"} & entry.keys()
        if plain and (wanted == "metals" or len(key) == 3 and key.isupper()):
            found.append((name, key))
    return found


PLACES, METALS = names("places.toml", "places"), names("commodities.toml", "metals")


def true_value(place: str, metal: str, measure: str, year: int) -> int:
    return Random(f"{place} {metal} {measure} {year}").randrange(1_000, 900_000)


def filler(draw: Random) -> str:
    one, other, third = ("".join(draw.choices(SYLLABLES, k=4)) for _ in "abc")
    return f"The {one} looked at the {other} of the {third}."


def article(at: int) -> tuple[str, list[dict[str, Any]]]:
    """Return an article's text and the claims that it makes."""
    if at % COPY == COPY - 1:
        text, claims = article(at - 1)
        return f"From our correspondent\n\n{text}", claims
    draw = Random(at)
    paragraphs, claims = ["Markets in brief"], []
    for _ in range(FIGURES):
        (place, code), (metal, commodity) = draw.choice(PLACES), draw.choice(METALS)
        measure, year = draw.choice([*SENTENCES]), draw.randrange(1990, 2025)
        wrong = draw.randrange(WRONG) == 0
        value = true_value(place, metal, measure, year) * (3 if wrong else 1)
        said = SENTENCES[measure].format(place=place, metal=metal, year=year, value=value)
        paragraphs.append(f"{said} {filler(draw)} {filler(draw)}")
        claims.append(
            {"value": value, "commodity": commodity, "measure": measure, "place": code, "period": str(year),
             "wrong": wrong}
        )  # fmt: skip
    return "\n\n".join(paragraphs) + "\n", claims


def write(folder: Path, count: int) -> None:
    for at in range(count):
        (folder / f"{at:07}.txt").write_text(article(at)[0], encoding="utf-8")


def measured(*command: str | Path) -> tuple[str, dict[str, float]]:
    """Run a command and return what it printed, its seconds, and the memory of its processes at most."""
    clock = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "lib"), "OREBOOK_ROOT": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        most = 0.0
        while process.poll() is None:
            most = max(most, memory(process.pid))
            time.sleep(0.2)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise SystemExit(f"{command} failed")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return said, {"wall": time.perf_counter() - clock, "processor": work, "megabytes": most}


def memory(pid: int) -> float:
    """Return what a process and those it started hold for themselves, in megabytes (Linux)."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            smaps = Path(f"/proc/{one}/smaps_rollup").read_text()
            waiting += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in smaps.splitlines() if line.startswith("Pss:"))
    return total / 1000


def rows(count: int) -> Iterator[dict[str, Any]]:
    for at in range(count):
        for claim in article(at)[1]:
            yield {"seed": f"{at:07}.txt", **claim}


def check(count: int, ledger: Path, relations: Path, copies: Path) -> dict[str, Any]:
    """Return how many of the claims, conflicts and copies that were put in came out."""
    keys = ["seed", "value", "commodity", "measure", "place", "period"]
    wanted = pd.DataFrame(rows(count)).astype({"value": float})
    found = pd.read_parquet(ledger, columns=["claim", *keys, "verdict"])
    right = wanted.merge(found, on=keys, how="left").drop_duplicates(keys)
    told = pd.read_parquet(relations)
    conflicts = told[told["relation"] == "conflicts"]
    wrong = {*right.loc[right["wrong"], "claim"].dropna()}
    unjust = ~(conflicts["claim_a"].isin(wrong) | conflicts["claim_b"].isin(wrong))
    pairs = pd.read_parquet(copies)
    apart = (pairs["seed_b"].str[:7].astype(int) - pairs["seed_a"].str[:7].astype(int)) != 1
    return {
        "claims": len(found),
        "claims_wanted": len(right),
        "claims_right": int(right["claim"].notna().sum()),
        "conflicts": len(conflicts),
        "conflicts_unjust": int(unjust.sum()),
        "copies_wanted": count // COPY,
        "copies": len(pairs),
        "copies_unjust": int(apart.sum()),
    }


def compare_parts(folder: str, ledger: str, relations: str, copies: str) -> None:
    """Compare the claims of a ledger in parts, made of the articles of a folder, and find what copies what.

    Claims only meet where they are of one holder and in one unit, so some holders and units are compared at a
    time. Written are what `compare` and `find_near_duplicates` return.
    """
    with ProcessPoolExecutor(1) as apart:  # its memory is given back before the claims are read
        pairs = apart.submit(copies_in, folder).result()
    write_tables([pairs], Path(copies))
    claims, groups = pd.read_parquet(ledger, columns=[*CLAIM_SCHEMA]), source_groups((), pairs)
    unit = claims["unit"].str.removesuffix("/yr").str.replace("^kg", "t", regex=True).fillna("")
    subject = claims["place"].str.split(";").str[0].fillna("") + "|" + unit
    shares = subject.map((subject.value_counts(sort=False).sort_index().cumsum() - 1) // AT_ONCE)
    write_tables((compare(share, groups) for _, share in claims.groupby(shares)), Path(relations))


def copies_in(folder: str) -> pd.DataFrame:
    """Return which articles of a folder copy one another."""
    return find_near_duplicates(read_article(path) for path in list_seeds(folder))


def run(count: int) -> dict[str, Any]:
    """Measure one size."""
    with tempfile.TemporaryDirectory() as folder:
        seeds, out = Path(folder, "articles"), Path(folder)
        seeds.mkdir()
        write(seeds, count)
        row: dict[str, Any] = {
            "articles": count,
            "kilobytes": sum(p.stat().st_size for p in seeds.iterdir()) // 1000,
        }
        _, audit = measured(sys.executable, "-m", "orebook.cli", "audit", seeds, "-o", out / "ledger.parquet")
        files = (out / f"{name}.parquet" for name in ("ledger", "relations", "copies"))
        _, compare = measured(sys.executable, __file__, "--compare", seeds, *files)
        row |= {f"audit_{name}": round(value, 1) for name, value in audit.items()}
        row |= {f"compare_{name}": round(value, 1) for name, value in compare.items()}
        row["milliseconds_an_article"] = round(1000 * (audit["processor"] + compare["processor"]) / count, 2)
        return row | check(count, out / "ledger.parquet", out / "relations.parquet", out / "copies.parquet")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("counts", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--write", action="store_true", help="store the table in scale.csv")
    parser.add_argument("--compare", nargs=4, help=argparse.SUPPRESS)  # what `run` measures
    options = parser.parse_args()
    if options.compare:
        compare_parts(*options.compare)
        return
    table = []
    for count in options.counts:
        table.append(run(count))
        print(json.dumps(table[-1]), flush=True)
    if len(table) > 1:
        few, many = table[0], table[-1]
        cost = [(one["milliseconds_an_article"] * one["articles"]) for one in (few, many)]
        print(f"exponent {math.log(cost[1] / cost[0]) / math.log(many['articles'] / few['articles']):.3f}")
    if options.write:
        with (HERE / "scale.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)


if __name__ == "__main__":
    main()
