"""Turn the bytes of a file into text, or refuse them with the reason."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path


class UnreadableInput(Exception):  # noqa: N818  (an input is refused: nothing of ours went wrong)
    """An input that is refused; ``str`` of it is one printable line, ``name: reason``.

    Attributes
    ----------
    path : pathlib.Path
        What was to be read.
    reason : str
        Why it was not, in a few words.
    """

    def __init__(self, path: str | Path, reason: str) -> None:
        self.path, self.reason = Path(path), reason
        super().__init__(f"{printable(self.path.name or str(self.path))}: {reason}")


def printable(name: str) -> str:
    """Return a file name fit for one line of a terminal or a log."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


LARGEST = 64 * 1024 * 1024  # bytes; no article is longer, and a device or a disk image would be
_BOMS = (  # the four-byte ones first: UTF-32-LE begins as UTF-16-LE does
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = {
    b"%PDF": "a PDF document", b"PK\x03\x04": "a ZIP archive or an office document", b"\x1f\x8b": "gzip data",
    b"BZh": "bzip2 data", b"\xfd7zXZ": "xz data", b"7z\xbc\xaf": "a 7z archive",
    b"\x28\xb5/\xfd": "zstd data",
    b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture",
    b"\xd0\xcf\x11\xe0": "an old office document", b"{\\rtf": "a rich-text document", b"\x7fELF": "a program",
    b"SQLite format 3": "a database", b"PAR1": "a Parquet file", b"bplist00": "a web archive",
}  # fmt: skip
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROLS_ALLOWED = 0.01  # of the characters; text holds a few at most, compressed data a tenth
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
# What a Western or Cyrillic article without a Unicode encoding is written in.
_SINGLE_BYTE = "cp1252 cp1251 cp1250 cp1254 latin_1 iso8859_2 iso8859_5 iso8859_15 koi8_r".split()
# Quotation marks, dashes and signs that stand at the same place in nearly all Windows pages.
_MAC_APOSTROPHE = re.compile(rb"[A-Za-z]\xd5(?:s|t|re|ve)\b")
_PUNCTUATION = re.compile(
    rb"[\x80\x82\x84\x85\x8b\x91-\x97\x99\x9b\xa0\xa3\xa9\xab\xae\xb0-\xb4\xb7\xb9\xbb-\xbe]+"
)


def read_bytes(path: str | Path) -> bytes:
    """Read a regular file whole; a pipe, a device or a folder is refused without waiting for it."""
    path = Path(path)
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

    Tried in this order: byte-order mark (which is not part of the text), UTF-32 and UTF-16 without a mark
    where the zero bytes leave no doubt, UTF-8, the charset a web page declares, and last the single-byte
    encodings, of which charset-normalizer picks the one whose letters make sense.

    Raises
    ------
    UnreadableInput
        The bytes are empty, another kind of file, or no text in an encoding that can be told.
    """
    if not data.strip():
        raise UnreadableInput(path, "nothing but white space" if data else "empty file")
    mark, name = next((bom for bom in _BOMS if data.startswith(bom[0])), (b"", ""))
    kind = next((kind for magic, kind in _KINDS.items() if data.startswith(magic) and not mark), None)
    if kind:
        raise UnreadableInput(path, f"{kind}, not text")
    name = name or _wide(data) or "utf-8"
    try:
        text = data[len(mark) :].decode(name)
    except UnicodeDecodeError as error:
        if name != "utf-8" or mark:
            raise UnreadableInput(path, f"not valid {name} at byte {error.start}") from None
        name = _declared(data) or _told_by_letters(data, path, error)
        text = data.decode(name)
    strange = len(_CONTROL.findall(text)) + max(0, text.count("\0") - 8)
    if strange > max(2, _CONTROLS_ALLOWED * len(text)):
        raise UnreadableInput(path, "bytes that are not text")
    if not text.strip():
        raise UnreadableInput(path, "nothing but white space")
    return text, name


def _wide(data: bytes) -> str | None:
    """Name UTF-16 or UTF-32 without a mark: Latin and Cyrillic leave the upper bytes 0, 4 or 20."""
    sample = data[:4096]
    if len(sample) < 8 or len(data) % 2:
        return None
    zeros = [sample[i::4].count(0) / len(sample[i::4]) for i in range(4)]
    if len(data) % 4 == 0 and zeros[2] == zeros[3] == 1 and zeros[0] < 0.1:
        return "utf-32-le"
    if len(data) % 4 == 0 and zeros[0] == zeros[1] == 1 and zeros[3] < 0.1:
        return "utf-32-be"
    first, second = sample[::2], sample[1::2]
    for upper, lower, name in ((second, first, "utf-16-le"), (first, second, "utf-16-be")):
        high = sum(upper.count(byte) for byte in (0x00, 0x04, 0x20)) / len(upper)
        if high > 0.95 and upper.count(0) > 0.1 * len(upper) and lower.count(0) < 0.02 * len(lower):
            return name
    return None


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data, 0, 4096)
    try:
        name = codecs.lookup(match[1].decode("ascii")).name if match else "ascii"
        data.decode(name)
    except (LookupError, ValueError):  # none, or the page is wrong about itself
        return None
    return name


def _told_by_letters(data: bytes, path: str | Path, broken: UnicodeDecodeError) -> str:
    if broken.end >= len(data) - 1 and broken.start > len(data) - 4:
        raise UnreadableInput(path, "cut off in the middle of a UTF-8 character")
    head = data[:65536].decode("latin-1")
    if len(_CONTROL.findall(head)) > _CONTROLS_ALLOWED * len(head):
        raise UnreadableInput(path, "bytes that are not text")
    # Damaged UTF-8 would make a page of nonsense in any single-byte encoding.
    mended = data.decode("utf-8", "replace")
    if sum(c > "\x7f" for c in mended) > 4 * mended.count("\ufffd") or b"\xed\xa0" in data:
        raise UnreadableInput(path, f"not valid utf-8 at byte {broken.start}")
    if _PUNCTUATION.fullmatch(re.sub(rb"[\x00-\x7f]+", b"", data)):
        return "cp1252"
    apostrophe = _MAC_APOSTROPHE.search(data)
    if apostrophe and (b"\xd2" in data[: apostrophe.start()] or b"\xd3" in data[apostrophe.end() :]):
        return "mac_roman"  # with its marks of quotation before or behind
    from charset_normalizer import from_bytes

    # Only the neighbourhood of the unusual bytes tells one code page from another.
    odd = re.findall(rb"[\x20-\x7e]{0,40}[\x80-\xff][\x20-\xff]{0,40}", data[:400_000])[:400]
    best = from_bytes(b"\n".join(odd), cp_isolation=_SINGLE_BYTE, threshold=0.3, enable_fallback=False).best()
    try:
        data.decode(best.encoding if best else "ascii")
    except UnicodeDecodeError:
        raise UnreadableInput(path, "not text in any encoding that can be told") from None
    return str(best.encoding) if best else "ascii"
