"""The `orebook` command: data on standard output, one line a problem on standard error.

Exit status: 0 all fine; 1 some inputs were refused or a stage failed, each named with its reason, the
rest done; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import errno
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orebook
from orebook import __version__
from orebook.project import project_root

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

    from orebook.page.article import Article

_EPILOG = "exit status: 0 fine; 1 some inputs refused, each named on standard error, the rest done; 2 usage"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    from orebook.text.decode import printable

    for stream in (sys.stdout, sys.stderr):
        # Names of files may hold bytes that are not UTF-8: they come out escaped, never as a crash.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    options = _parser().parse_args(arguments)
    try:
        refused = list(options.run(options) or ())
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has had enough, as in `orebook claims seeds | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from orebook.book.export import BuildError
        from orebook.check.datapackage import BadReference
        from orebook.page.article import UnreadableInput

        if not isinstance(error, (BuildError, UnreadableInput, BadReference, OSError)):
            raise  # not the input's fault, but ours
        refused = str(error).splitlines()
        if isinstance(error, OSError) and isinstance(error.filename, (str, bytes)):
            refused = [f"{os.fsdecode(error.filename)}: {error.strerror}"]
    for line in refused:
        print(printable(line), file=sys.stderr)
    return int(bool(refused))


def _article(options: argparse.Namespace) -> list[str]:
    """Show what an article says once its furniture is off, as JSON."""
    article, refused = _read(options.file)
    spans = {"title": article.headline, "byline": article.byline, "dateline": article.dateline}
    record = {name: span and span.text for name, span in spans.items()}
    names = "seed agency publisher published url encoding paragraphs furniture notices".split()
    record |= {name: getattr(article, name) for name in names}
    print(json.dumps(record, ensure_ascii=False, indent=2, default=dataclasses.asdict))
    return refused


def _quantities(options: argparse.Namespace) -> list[str]:
    """List an article's quantities as JSON Lines; offsets are the decoded file's."""
    return _find(orebook.find_quantities, options.file)


def _quotations(options: argparse.Namespace) -> list[str]:
    """List an article's quotations and their speakers as JSON Lines; offsets are the decoded file's."""
    return _find(orebook.find_quotations, options.file)


def _find(find: Callable[[str], Iterable[Any]], file: str) -> list[str]:
    article, refused = _read(file)
    # What is no paragraph is blanked out, so that offsets stay the file's.
    kept = [char if char in "\r\n" else " " for char in article.source]
    for paragraph in article.paragraphs:
        kept[paragraph.start : paragraph.end] = article.source[paragraph.start : paragraph.end]
    for found in find("".join(kept)):
        print(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
    return refused


def _read(path: str) -> tuple[Article, list[str]]:
    """Return an article, and what of its catalogue cannot be used."""
    articles, refused = orebook.load_articles(path)
    if len(articles) != 1:  # of a folder none is meant
        raise refused[0] if refused else IsADirectoryError(errno.EISDIR, "is a folder", path)
    return articles[0], [str(error) for error in refused]


def _claims(options: argparse.Namespace) -> list[str]:
    """List the claims of articles, or of folders of them, as JSON Lines."""
    return _deliver(options)


def _audit(options: argparse.Namespace) -> list[str]:
    """List claims with verdict, figure, source and reason, as JSON Lines."""
    from orebook.book.export import judged

    return _deliver(options, judged)


def _deliver(options: argparse.Namespace, judge: Callable[[Any], Any] | None = None) -> list[str]:
    """Read the claims of all paths and write them as they come, where the form allows."""
    import pandas as pd

    from orebook.book import parts
    from orebook.book.annotations import annotation, collected
    from orebook.book.export import as_bytes, records, write_whole

    out, refused, given = Path(options.output or ""), list[str](), dict.fromkeys(map(Path, options.paths))
    paths = [path for path in given if path.is_dir() or path.parent not in given]  # each file once
    files = sum(len(os.listdir(path)) if path.is_dir() else 1 for path in paths)

    def tables(executor: Executor | None) -> Iterator[pd.DataFrame]:
        count = 0
        for table, lines in (part for path in paths for part in orebook.stream_claims(path, executor, judge)):
            refused.extend(lines)
            yield table
            count += len(table)
            if sys.stderr.isatty():
                print(f"\r{count:,} claims of {files:,} files", end="", file=sys.stderr)

    with parts.workers(files, options.cluster) as executor:
        if options.output is None:
            for table in tables(executor):
                sys.stdout.write(as_bytes(table, ".jsonl").decode())
        elif out.suffix == ".parquet":
            parts.write_parts(tables(executor), out)
        else:
            table, linked = pd.concat([*tables(executor)], ignore_index=True), out.suffix == ".jsonld"
            whole = collected(map(annotation, records(table))) if linked else as_bytes(table, out.suffix)
            write_whole(out, whole)
    return refused


def _add(options: argparse.Namespace) -> None:
    """Show what a new article brings, then store it among the seeds."""
    from orebook.book.build import one_at_a_time
    from orebook.book.collection import preview, store
    from orebook.text.decode import LARGEST, read_bytes

    seeds = project_root() / "seeds"
    if options.file == "-":
        content, name = sys.stdin.buffer.read(LARGEST + 1), None
    else:
        content, name = read_bytes(options.file), os.path.basename(options.file)
    asked = sys.stdin.isatty() and options.file != "-"
    told = {key: getattr(options, key) for key in ("publisher", "url", "published", "licence")}
    told = {key: value or asked and input(f"{key} (empty: not known): ") for key, value in told.items()}
    entry = {key: value for key, value in told.items() if value}
    name, report = preview(content, name, seeds, entry)
    print(*report, sep="\n")
    if not options.dry_run:
        with one_at_a_time(project_root()):
            print(f"stored as    {os.path.relpath(store(content, name, seeds, entry))}")
        print("next         make book shows it; the committed notebooks differ until make accept stores them")


def _annotate(options: argparse.Namespace) -> list[str]:
    """Add claims coded by hand, Web Annotations as JSON, to seeds/annotations.csv."""
    from orebook.book.annotations import take_in
    from orebook.book.build import one_at_a_time

    with one_at_a_time(project_root()):
        added, refused = take_in(Path(options.file), project_root() / "seeds")
    print(f"{added} of {added + len(refused)} claims added{'; make book shows them' if added else ''}")
    return refused


def _diff(options: argparse.Namespace) -> Iterable[str]:
    """List how claims and verdicts differ from the last accepted build."""
    from orebook.book.collection import ACCEPTED, accepted_table, differences, short

    stored = project_root() / "notebooks" / ACCEPTED
    book, count = orebook.open_book(), Counter[str]()
    accepted = stored.read_bytes() if stored.exists() else b""
    for (kind, claim, before, after), row in differences(accepted, accepted_table(book.judged)):
        sign = "~" if kind != "claim" else "+" if after else "-"
        moved = f"{kind}: {before} -> {after} | " if sign == "~" else ""
        print(sign, claim, moved + "{seed}: {q_text} [{verdict}]".format(**row), short(row["quote"]))
        count[sign] += 1
    since = "the last accepted build" if stored.exists() else "nothing: no build was accepted yet"
    print(f"{count['+']} new, {count['-']} gone, {count['~']} changed since {since}")
    return book.refused


def _new(options: argparse.Namespace) -> None:
    """Lay out a project on another subject, which stands alone, with a small example."""
    from orebook.book.build import accept
    from orebook.book.fresh import new_project

    new_project(Path(options.folder))
    accept(Path(options.folder), "first outputs", datetime.date.today().isoformat())
    print(f"laid out; next: cd {options.folder}, then make book and make test")


def _book(options: argparse.Namespace) -> list[str]:
    """Build the book into _build/html, in one step or not at all."""
    from orebook.book.build import build_book

    page, refused = build_book(project_root())
    print(page)
    return refused


def _accept(options: argparse.Namespace) -> None:
    """Re-execute the notebooks and store their outputs as the new reference."""
    from orebook.book.build import accept

    root = project_root()
    changed = accept(root, options.cause, datetime.date.today().isoformat())
    print(*(path.relative_to(root) for path in changed), f"{len(changed)} files changed", sep="\n")


def _lab(options: argparse.Namespace) -> None:
    """Open the notebooks in JupyterLab, paired with their text."""
    os.chdir(project_root())
    # A double click on a `.py` opens it as a notebook; nothing is asked of servers elsewhere.
    paths = [str(Path(__file__).parent / "lab"), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)
    as_root = ["--allow-root"] if os.geteuid() == 0 else []  # as in a container, where there is nobody else
    hook = "--ContentsManager.pre_save_hook=orebook.book.execution.as_stored"
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", hook, *as_root, *options.arguments])


def _run(options: argparse.Namespace) -> None:
    """Execute one theme with other parameters, into _build/runs/."""
    import pandas as pd

    from orebook.book import execution

    root, said = project_root(), {}
    if options.help:
        print(options.usage())
        if options.theme:
            source = execution.find_notebook(root, options.theme)
            print(f"\nparameters of {source.stem}:")
            known = execution.parameters_of(execution.read_notebook(source), source.name)
            for name, (default, about, choices) in known.items():
                takes = f"{execution.spelt(choices)}; " if choices else ""
                print(f"  {name:<16}{about or 'not described'} ({takes}default {default})")
        return
    parted = ("=".join(words).partition("=") for words in options.parameters)
    given = {name: value for name, _, value in parted}
    several = any("," in value for value in given.values())
    told = sys.stderr if several else sys.stdout  # of several runs the output is a table
    for chosen, node, page in execution.run_theme(root, options.theme or "", given):
        about = ", ".join(f"{name} {value}" for name, value in chosen.items()) or "as it stands"
        for sentence, outcome in execution.turned(node):
            print(f"turned       {about}: {sentence} ({outcome})", file=told)
        print(page, file=told, flush=True)
        said[about] = pd.Series(execution.said(node), dtype=str)
    if len(said) > 1:  # a row a paragraph, a column a run
        table = pd.DataFrame(said).fillna("")
        print(table[table.nunique(axis="columns") > 1].to_csv(index=False, lineterminator="\n"), end="")


def _table_name(name: str) -> str:
    if Path(name).suffix not in (".csv", ".parquet", ".jsonl", ".jsonld"):
        raise argparse.ArgumentTypeError(f"{name!r} does not end in .csv, .parquet, .jsonl or .jsonld")
    return name


_A_FILE = "an article: .txt, .html or .md; put -- before names that begin with a dash"
_PAIRS = "a parameter, as NAME VALUE or NAME=VALUE; several values joined by commas give a table as CSV"
_FILE: dict[str, Any] = {"file": {"metavar": "FILE", "help": _A_FILE}}
_TABLE: dict[str, Any] = {
    "paths": {"metavar": "PATH", "nargs": "+", "help": "an article, or a folder of articles"},
    "-o --output": {"metavar": "FILE", "type": _table_name,
                    "help": "write to FILE: .csv, .parquet, .jsonl, or .jsonld for Web Annotations"},
    "--cluster": {"metavar": "ADDRESS",
                  "help": "read on a Dask cluster, such as tcp://host:8786, that sees the files"},
}  # fmt: skip
# Each command's function, which returns what was refused, and its arguments; its name and docstring are the
# command's.
_COMMANDS: dict[Callable[[argparse.Namespace], Iterable[str] | None], dict[str, Any]] = {
    _article: _FILE,
    _quantities: _FILE,
    _quotations: _FILE,
    _claims: _TABLE,
    _audit: _TABLE,
    _add: {
        "file": {"metavar": "FILE|-", "help": "the article, or - for standard input"},
        "-n --dry-run": {"action": "store_true", "help": "show only, store nothing"},
        "--publisher": {"help": "who published it"},
        "--url": {"help": "where it was found"},
        "--date": {"dest": "published", "help": "when it was published: 2026-04-02, 2026-04 or 2026"},
        "--licence": {"help": "such as own or CC BY 4.0, which lift the limit of excerpts"},
    },
    _annotate: {"file": {"metavar": "FILE", "help": "Web Annotations in JSON: one, a list or a page"}},
    _diff: {},
    _run: {
        "theme": {"metavar": "THEME", "nargs": "?", "help": "a notebook, by its name or path"},
        "-p": {"dest": "parameters", "nargs": "+", "metavar": ("NAME", "VALUE"), "action": "append",
               "default": [], "help": _PAIRS},
        "-h --help": {"action": "store_true", "help": "show this, and the parameters of THEME"},
    },
    _book: {},
    _accept: {"--cause": {"default": "a rule or a correction", "help": "what changed verdicts, such as "
              "'edition 2026': goes into their register"}},
    _lab: {"arguments": {"nargs": "*", "metavar": "ARGUMENT", "help": "for JupyterLab, after --"}},
    _new: {"folder": {"metavar": "DIR", "help": "a folder that is empty or does not exist yet"}},
}  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    about = "Read press articles into checkable claims, and audit them."
    parser = argparse.ArgumentParser(prog="orebook", description=about, epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"orebook {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for run, arguments in _COMMANDS.items():
        text, own_help = run.__doc__ or "", "-h --help" in arguments
        told: dict[str, Any] = {"help": text[0].lower() + text[1:-1], "description": text, "epilog": _EPILOG}
        added = commands.add_parser(run.__name__[1:], add_help=not own_help, **told)
        added.set_defaults(run=run, usage=added.format_help)
        for names, settings in arguments.items():
            added.add_argument(*names.split(), **settings)
    return parser


if __name__ == "__main__":
    sys.exit(main())
