"""The `orebook` command: data on standard output, one line a problem on standard error.

What the commands take stands in ``vocabulary/commands.toml``, what the exit status means in each's help.
"""

import argparse
import dataclasses
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path

import orebook
from orebook import book
from orebook.project import BuildError, project_root
from orebook.text.decode import LARGEST, UnreadableInput, printable, read_bytes
from orebook.text.vocabulary import vocabulary

_EPILOG = "exit status: 0 fine; 1 some inputs refused, each named on standard error, the rest done; 2 usage"
# What is told in a line; whatever else is raised is our own fault.
_NOT_OURS = (BuildError, UnreadableInput, OSError, BrokenExecutor, ModuleNotFoundError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # Names of files may hold bytes that are not UTF-8: they come out escaped, never as a crash.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    options = _parser().parse_args(arguments)
    try:
        refused = options.run(options) or []
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has had enough, as in `orebook claims seeds | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except _NOT_OURS as error:
        refused = str(error).splitlines()
        if isinstance(error, OSError) and error.filename:
            refused = [f"{os.fsdecode(error.filename)}: {error.strerror}"]
    for line in refused:
        print(printable(line), file=sys.stderr)
    return int(bool(refused))


def _article(options: argparse.Namespace) -> None:
    """Show an article, or what of one kind is found in it."""
    path = Path(options.file)
    article = orebook.read_article(path, orebook.load_catalogue(path.parent).get(path.name))
    if options.command == "article":
        spans = {"title": article.headline, "byline": article.byline, "dateline": article.dateline}
        record = {name: span and span.text for name, span in spans.items()}
        names = "seed agency publisher published url encoding paragraphs furniture notices".split()
        record |= {name: getattr(article, name) for name in names}
        print(json.dumps(record, ensure_ascii=False, indent=2, default=dataclasses.asdict))
        return
    for found in getattr(orebook, f"find_{options.command}")(article.source):
        if any(part.start <= found.start < part.end for part in article.paragraphs):  # else it is site text
            print(json.dumps(dataclasses.asdict(found), ensure_ascii=False))


def _claims(options: argparse.Namespace) -> list[str]:
    """Read the claims of all paths and write them as they come, where the form allows."""
    out, refused = Path(options.output or ".jsonl"), list[str]()
    if not out.name.endswith((".csv", ".parquet", ".jsonl", ".jsonld")):
        options.parser.error(f"{out} does not end in .csv, .parquet, .jsonl or .jsonld")
    judge = book.export.judged if options.command == "audit" else None
    tables = book.export.read_claims(options.paths, options.cluster, judge, refused)
    if options.output:
        book.export.write_tables(tables, out)
    else:
        for table in tables:
            sys.stdout.write(book.export.as_bytes(table, ".jsonl").decode())
    return refused


def _add(options: argparse.Namespace) -> None:
    seeds, piped = project_root() / "seeds", options.file == "-"
    content = sys.stdin.buffer.read(LARGEST + 1) if piped else read_bytes(options.file)
    told = {key: getattr(options, key) for key in ("publisher", "url", "published", "licence")}
    if sys.stdin.isatty() and not piped:
        told = {key: value or input(f"{key} (empty: not known): ") for key, value in told.items()}
    entry = {key: value for key, value in told.items() if value}
    name, report = book.collection.preview(content, None if piped else Path(options.file).name, seeds, entry)
    print(*report, sep="\n")
    if not options.dry_run:
        with book.build.one_at_a_time(project_root()):
            print(f"stored as    {os.path.relpath(book.collection.store(content, name, seeds, entry))}")
        print("next         make book shows it; the committed notebooks differ until make accept stores them")


def _annotate(options: argparse.Namespace) -> list[str]:
    with book.build.one_at_a_time(project_root()):
        added, refused = book.collection.take_in(Path(options.file), project_root() / "seeds")
    print(f"{added} of {added + len(refused)} claims added{'; make book shows them' if added else ''}")
    return refused


def _diff(options: argparse.Namespace) -> list[str]:
    opened, count, told = orebook.open_book(), Counter[str](), book.collection
    stored, current = project_root() / "notebooks" / told.ACCEPTED, told.accepted_table(opened.judged)
    for (kind, claim, before, after), row in told.differences(stored, current):
        sign = "~" if kind != "claim" else "+" if after else "-"
        moved = f"{kind}: {before} -> {after} | " if sign == "~" else ""
        print(sign, claim, moved + "{seed}: {q_text} [{verdict}]".format(**row), told.short(row["quote"]))
        count[sign] += 1
    since = "the last accepted build" if stored.exists() else "nothing: no build was accepted yet"
    print(f"{count['+']} new, {count['-']} gone, {count['~']} changed since {since}")
    return [*opened.refused]


def _accept(options: argparse.Namespace) -> None:
    root = project_root()
    changed = book.build.accept(root, options.cause)
    print(*(path.relative_to(root) for path in changed), f"{len(changed)} files changed", sep="\n")


def _new(options: argparse.Namespace) -> None:
    book.build.new_project(Path(options.folder))
    book.build.accept(Path(options.folder), "first outputs")
    print(f"laid out; next: cd {options.folder}, then make book and make test")


def _lab(options: argparse.Namespace) -> None:
    os.chdir(project_root())
    # A double click on a `.py` opens it as a notebook; nothing is asked of servers elsewhere.
    paths = [str(Path(__file__).parent / "lab"), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)
    as_root = ["--allow-root"] if os.geteuid() == 0 else []  # as in a container, where there is nobody else
    hook = "--ContentsManager.pre_save_hook=orebook.book.execution.as_stored"
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", hook, *as_root, *options.arguments])


def _run(options: argparse.Namespace) -> None:
    if options.help:
        options.parser.print_help()
        if options.theme:
            print(*book.execution.described(project_root(), options.theme), sep="\n")
        return
    given = dict("=".join(words).partition("=")[::2] for words in options.parameters)
    several = any("," in value for value in given.values())
    told, spoken = sys.stderr if several else sys.stdout, {}  # of several runs the output is a table
    for about, node, page in book.execution.run_theme(project_root(), options.theme, given):
        for sentence, outcome in book.execution.turned(node):
            print(f"turned       {about}: {sentence} ({outcome})", file=told)
        print(page, file=told, flush=True)
        spoken[about] = book.execution.said(node)
    if several:
        print(book.execution.compared(spoken), end="")


_RUN = {
    "article": _article, "quantities": _article, "quotations": _article, "claims": _claims, "audit": _claims,
    "add": _add, "annotate": _annotate, "diff": _diff, "run": _run, "accept": _accept, "lab": _lab,
    "new": _new, "book": lambda _: book.build.build_book(project_root()),
}  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    about = "Read press articles into checkable claims, and audit them."
    parser = argparse.ArgumentParser(prog="orebook", description=about, epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"orebook {orebook.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for name, about in vocabulary("commands").items():
        takes, does = about.get("takes", {}), {"help": about["does"], "description": about["does"]}
        added = commands.add_parser(name, add_help="-h --help" not in takes, epilog=_EPILOG, **does)
        added.set_defaults(run=_RUN[name], parser=added)
        for names, settings in takes.items():
            added.add_argument(*names.split(), **settings)
    return parser


if __name__ == "__main__":
    sys.exit(main())
