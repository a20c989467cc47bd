"""Turn the bytes of a file into text, or refuse them with the reason."""

from __future__ import annotations

import codecs
import os
import re
import stat
from contextlib import suppress
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
_BOMS = (  # the four-byte ones first: UTF-32-LE begins as UTF-16-LE does
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = {  # what else is taken for an article; any other data are no text either
    b"%PDF": "a PDF document", b"PK\x03\x04": "a ZIP archive or an office document", b"\x1f\x8b": "gzip data",
    b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"{\\rtf": "a rich-text document",
    b"\xd0\xcf\x11\xe0": "an old office document",
}  # fmt: skip
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)


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
        folder = isinstance(error, IsADirectoryError)
        raise UnreadableInput(path, "a folder, not a file" if folder else reason.lower()) from None
    if len(data) > LARGEST:
        raise UnreadableInput(path, f"larger than {LARGEST // 2**20} MB")
    return data


def decode(data: bytes, path: str | Path = "input") -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Tried in this order: byte-order mark (which is not part of the text), UTF-8, the charset a web page
    declares, and last the single-byte encodings, of which charset-normalizer picks the one whose letters
    make sense. UTF-16 without a mark is refused, as is what is empty or another kind of file.
    """
    mark, name = next((bom for bom in _BOMS if data.startswith(bom[0])), (b"", "utf-8"))
    kind = next((kind for magic, kind in _KINDS.items() if data.startswith(magic) and not mark), None)
    if kind:
        raise UnreadableInput(path, f"{kind}, not text")
    if not mark and data.count(0, 0, 4096) > len(data[:4096]) // 4:
        raise UnreadableInput(path, "UTF-16 or UTF-32 without a byte-order mark: save it as UTF-8")
    try:
        text = data[len(mark) :].decode(name)
    except UnicodeDecodeError as error:
        if mark:
            raise UnreadableInput(path, f"not valid {name} at byte {error.start}") from None
        name = _single_byte(data, path, error)
        text = data.decode(name)
    strange = len(_CONTROL.findall(text)) + max(0, text.count("\0") - 8)
    if strange > max(2, 0.01 * len(text)):  # text holds a few at most, compressed data a tenth
        raise UnreadableInput(path, "bytes that are not text")
    if not text.strip():
        raise UnreadableInput(path, "nothing but white space" if data else "empty file")
    return text, name


def _single_byte(data: bytes, path: str | Path, broken: UnicodeDecodeError) -> str:
    """Return the encoding a page declares, or of the single-byte ones that whose letters make sense."""
    with suppress(LookupError, ValueError):  # the page says none, or is wrong about itself
        if match := _CHARSET.search(data, 0, 4096):
            name = codecs.lookup(match[1].decode("ascii")).name
            data.decode(name)
            return name
    if broken.end >= len(data) - 1 and broken.start > len(data) - 4:
        raise UnreadableInput(path, "cut off in the middle of a UTF-8 character")
    # Damaged UTF-8 would make a page of nonsense in any single-byte encoding.
    mended = data.decode("utf-8", "replace")
    if sum(c > "\x7f" for c in mended) > 4 * mended.count("\ufffd") or b"\xed\xa0" in data:
        raise UnreadableInput(path, f"not valid utf-8 at byte {broken.start}")
    from charset_normalizer import from_bytes

    single = ["cp1252", "cp1251", "koi8_r"]  # what an article without a Unicode encoding is written in
    best = from_bytes(data, cp_isolation=single, threshold=0.3, enable_fallback=False).best()
    if best is None:
        reason = "bytes that are not text, or not in an encoding that can be told: save it as UTF-8"
        raise UnreadableInput(path, reason)
    return str(best.encoding)
