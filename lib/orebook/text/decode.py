"""Turn the bytes of a file into text, or refuse them with the reason."""

import codecs
import os
import re
import stat
from hashlib import sha256
from pathlib import Path


class UnreadableInput(Exception):  # noqa: N818  (an input is refused: nothing of ours went wrong)
    """An input that is refused: its ``path`` and the ``reason``; ``str`` of it is one printable line."""

    def __init__(self, path: str | Path, reason: str) -> None:
        self.path, self.reason = Path(path), reason
        super().__init__(f"{printable(self.path.name or str(self.path))}: {reason}")


def printable(name: str) -> str:
    """Return a file name fit for one line of a terminal or a log."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def slug(name: str) -> str:
    """Return a file's name as that of a page: its stem in ``[a-z0-9_-]``, of at most 100 characters.

    Where that does not tell the whole name, a digest of it follows, so that no two files share a page.

    >>> slug("zinc-2024.txt"), slug("цинк.txt")
    ('zinc-2024', 'article-5b0ac71e')
    """
    base = name.rsplit("/", 1)[-1]
    stem = re.sub(r"[^a-z0-9_]+", "-", base.rsplit(".", 1)[0].lower()).strip("-")[:90]
    if f"{stem}.txt" == base:
        return stem
    return f"{stem or 'article'}-{sha256(base.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


LARGEST = 64 * 1024 * 1024  # bytes; no article is longer, and a device or a disk image would be
_MARKS = {  # the four-byte ones first: UTF-32-LE begins as UTF-16-LE does
    codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
# What else is taken for an article; other data show themselves by their bytes.
_KINDS = {b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP archive", b"\x1f\x8b": "gzip data", b"{\\rtf": "rich text"}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read_bytes(path: str | Path) -> bytes:
    """Read a regular file whole; a pipe, a device, a folder or a link that leads away is refused at once."""
    path = Path(path)
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(path.parent.resolve()):
        raise UnreadableInput(path, "a link to a file outside of its folder")
    try:
        # Non-blocking: opening a named pipe would otherwise wait for a writer for ever.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadableInput(path, "not a regular file")
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise UnreadableInput(path, reason.lower()) from None
    if len(data) > LARGEST:
        raise UnreadableInput(path, f"larger than {LARGEST // 2**20} MB")
    return data


def decode(data: bytes, path: str | Path = "input") -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Tried in this order: byte-order mark (which is not part of the text), UTF-8, the charset a web page
    declares, and last the single-byte encodings, of which charset-normalizer picks the one whose letters
    make sense. UTF-16 without a mark is refused, as is what is empty or another kind of file.
    """
    name = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    if kind := next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), None):
        raise UnreadableInput(path, f"{kind}, not text")
    if name == "utf-8" and data.count(0, 0, 4096) > len(data[:4096]) // 4:
        raise UnreadableInput(path, "UTF-16 or UTF-32 without a byte-order mark: save it as UTF-8")
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        # Damaged UTF-8 would make a page of nonsense in any single-byte encoding.
        mended = data.decode("utf-8", "replace")
        damaged = sum(c > "\x7f" for c in mended) > 4 * mended.count("\ufffd") or b"\xed\xa0" in data
        if name != "utf-8" or damaged or error.reason == "unexpected end of data":
            raise UnreadableInput(path, f"not valid {name} at byte {error.start}") from None
        name = _guessed(data, path)
        text = data.decode(name)
    if len(_CONTROL.findall(text)) > max(8, 0.01 * len(text)):  # of text a few, of compressed data a tenth
        raise UnreadableInput(path, "bytes that are not text")
    if not text.strip():
        raise UnreadableInput(path, "nothing but white space" if data else "empty file")
    return text, name


def _guessed(data: bytes, path: str | Path) -> str:
    """Return the encoding that a page declares, or the usual one whose letters make sense."""
    from charset_normalizer import from_bytes
    from charset_normalizer.utils import any_specified_encoding

    tried = [any_specified_encoding(data) or "cp1252", "cp1252", "cp1251", "koi8_r"]
    best = from_bytes(data, cp_isolation=tried, threshold=0.3, enable_fallback=False).best()
    if best is None:
        reason = "bytes that are not text, or not in an encoding that can be told: save it as UTF-8"
        raise UnreadableInput(path, reason)
    return str(best.encoding)
