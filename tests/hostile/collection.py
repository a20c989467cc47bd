"""Files that an article's folder should not hold, and does: each with what happens to it.

Made by code, because no repository can carry a pipe, a loop of links or a name that is not UTF-8.
"""

from __future__ import annotations

import gzip
import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SENTENCE = "Kazakhstan produced 25,000 tonnes of copper in 2023."
ARTICLE = f"Copper output rises in Kazakhstan\n\n{SENTENCE}\n"
CYRILLIC = "Медь Казахстана: добыча растёт\n\nВ 2023 году добыто 25 000 тонн меди, сообщило министерство.\n"
GERMAN = f"Größere Förderung für Übersee\n\n{SENTENCE} Die Förderung stieg um 5 Prozent, sagte Jürgen Weiß.\n"


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile input.

    Attributes
    ----------
    name : str or bytes
        File name.
    happens : str
        What is to happen, in words.
    make : callable
        Makes the file at a path.
    refused : str or None
        Words of the reason for refusing it, None where it is read.
    holds : str
        Words that the text read from it must hold.
    """

    name: str | bytes
    happens: str
    make: Callable[[Path], object]
    refused: str | None = None
    holds: str = ""


def _bytes(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def _text(text: str, encoding: str = "utf-8") -> Callable[[Path], object]:
    return _bytes(text.encode(encoding, "surrogatepass"))


def _loop(path: Path) -> None:
    other = path.with_name("loop-back")
    path.symlink_to(other.name)
    other.symlink_to(path.name)


def _unreadable(path: Path) -> None:
    path.write_text(ARTICLE)
    path.chmod(0)


_NOISE = random.Random(7).randbytes(20_000)

CASES = (
    # encodings
    Case("bom-utf8.txt", "read; the mark is not part of the text", _text("\ufeff" + ARTICLE), holds=SENTENCE),
    Case("bom-utf16le.txt", "read by its mark", _text("\ufeff" + ARTICLE, "utf-16-le"), holds=SENTENCE),
    Case("bom-utf16be.txt", "read by its mark", _text("\ufeff" + ARTICLE, "utf-16-be"), holds=SENTENCE),
    Case("bom-utf32le.txt", "read by its mark", _text("\ufeff" + ARTICLE, "utf-32-le"), holds=SENTENCE),
    Case("bom-utf32be.txt", "read by its mark", _text("\ufeff" + ARTICLE, "utf-32-be"), holds=SENTENCE),
    Case("utf16le.txt", "refused: no mark tells the encoding", _text(ARTICLE, "utf-16-le"), "without a byte-order mark"),
    Case("utf16be.txt", "refused: no mark tells the encoding", _text(ARTICLE, "utf-16-be"), "without a byte-order mark"),
    Case("utf32le.txt", "refused: no mark tells the encoding", _text(ARTICLE, "utf-32-le"), "without a byte-order mark"),
    Case("windows1251.txt", "decoded by its letters, then refused", _text(CYRILLIC * 3, "cp1251"), "not in English"),
    Case("windows1252.txt", "read: the letters tell", _text(GERMAN + "„Gut“ – 5 €", "cp1252"), holds="Größere Förderung"),
    Case("latin1.txt", "read: the letters tell", _text(GERMAN, "latin-1"), holds="Größere Förderung"),
    Case("utf8-cut.txt", "refused: the last character is cut in two", _bytes(ARTICLE.encode() + "€".encode()[:2]), "not valid utf-8"),
    Case("utf16-odd.txt", "refused: half a character at the end", _bytes(b"\xff\xfeK\x00a"), "not valid utf-16"),
    Case("surrogates.txt", "refused: no encoding has lone surrogates", _text(ARTICLE + "\ud800" * 9), "not valid utf-8"),
    Case("utf8-damaged.txt", "refused: one byte of many characters is wrong", _bytes(CYRILLIC.encode() * 3 + b"\xff" + CYRILLIC.encode()), "not valid utf-8"),
    # no text
    Case("empty.txt", "refused", _bytes(b""), "empty file"),
    Case("blank.txt", "refused", _bytes(b" \r\n\t\n" * 50), "white space"),
    Case("noise.txt", "refused", _bytes(_NOISE), "not valid utf-8"),
    Case("zeros.txt", "refused", _bytes(b"\0" * 5000), "without a byte-order mark"),
    Case("pdf.txt", "refused by its first bytes", _bytes(b"%PDF-1.7\n" + _NOISE), "PDF"),
    Case("gzip.txt", "refused by its first bytes", _bytes(gzip.compress(ARTICLE.encode(), mtime=0)), "gzip"),
    Case("zip.txt", "refused by its first bytes", _bytes(b"PK\x03\x04" + _NOISE), "ZIP"),
    Case("nul.txt", "read; a NUL separates words", _text(ARTICLE.replace("copper", "cop\0per")), holds="25,000 tonnes"),
    # payloads: text like any other here; whoever shows it escapes it
    Case("html.txt", "read as text", _text(ARTICLE + "<script>alert(1)</script><img src=x onerror=alert(2)>"), holds="<script>"),
    Case("myst.txt", "read as text", _text(ARTICLE + "```{code-cell}\nimport os\n```\n{{ 7*7 }} {eval}`x` [a](javascript:alert(3))"), holds="{{ 7*7 }}"),
    Case("formula.txt", "read as text", _text(f"=HYPERLINK(\"http://x\")\n\n@SUM(1) +1 -1 {SENTENCE}\n"), holds=SENTENCE),
    Case("page.html", "read through the extractor; the script is gone", _text(f"<html><head><title>Copper output rises</title></head><body><script>alert(1)</script><article><h1>Copper output rises</h1><p>{SENTENCE} {SENTENCE}</p><p>{SENTENCE}</p></article></body></html>"), holds=SENTENCE),
    Case("no-text.html", "refused: nothing is left without the scripts", _text("<html><body><script>alert(1)</script></body></html>"), "no article text"),
    Case("deep.html", "read or refused, without a crash", _text("<div>" * 20_000 + SENTENCE + "</div>" * 20_000), "web page"),
    # characters
    Case("rtl.txt", "read; the controls take no part in words", _text(f"Copper\n\n\u202e{SENTENCE}\u202c\n"), holds=SENTENCE),
    Case("zero-width.txt", "read; the number is whole in the plain view", _text(ARTICLE.replace("25,000", "25\u200b,\u200d000")), holds="tonnes of copper"),
    Case("digits.txt", "read; other scripts' digits become plain in the view", _text("Output\n\nＫ produced ２５,０００ t, then ٢٥ t and 10² t of copper in 2023, it said.\n"), holds="２５"),
    Case("huge-number.txt", "read; the number may be past what a float holds", _text(f"Output\n\nIt produced {'9' * 5000} tonnes of copper, or 1e999 t, in 2023.\n"), holds="9999"),
    # files that are none
    Case("folder.txt", "refused", lambda path: path.mkdir(), "is a directory"),
    Case("pipe.txt", "refused at once, without waiting for a writer", lambda path: os.mkfifo(path), "not a regular file"),
    Case("loop.txt", "refused", _loop, "symbolic links"),
    Case("dangling.txt", "refused", lambda path: path.symlink_to("nowhere"), "no such file"),
    Case("unreadable.txt", "refused (a superuser reads it)", _unreadable, None if os.geteuid() == 0 else "denied"),
    # names
    Case("-rf.txt", "read", _text(ARTICLE), holds=SENTENCE),
    Case("with spaces & $(echo).txt", "read", _text(ARTICLE), holds=SENTENCE),
    Case("new\nline.txt", "read; the name is shown escaped", _text(ARTICLE), holds=SENTENCE),
    Case(b"latin-\xe9.txt", "read; the name is shown escaped", _text(ARTICLE), holds=SENTENCE),
    Case("UPPER.TXT", "read", _text(ARTICLE), holds=SENTENCE),
)  # fmt: skip


def build(folder: Path, cases: tuple[Case, ...] = CASES) -> dict[Case, Path]:
    """Make the files in a folder; those that its file system cannot hold are left out."""
    made = {}
    for case in cases:
        path = folder / os.fsdecode(case.name)
        try:
            case.make(path)
        except (OSError, UnicodeError):
            continue
        made[case] = path
    return made
