"""Turn the bytes of a file into text, or refuse them with the reason."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path


class UnreadableInput(Exception):
    """An input that is refused.

    Attributes
    ----------
    path : pathlib.Path
        What was to be read.
    reason : str
        Why it was not, in a few words. ``str`` of the exception is one printable line, ``name: reason``.
    """

    def __init__(self, path: str | Path, reason: str) -> None:
        self.path = Path(path)
        self.reason = reason
        super().__init__(f"{printable(self.path.name or str(self.path))}: {reason}")


def printable(name: str) -> str:
    """Return a file name fit for one line of a terminal or a log."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode("ascii") for c in name)


LARGEST = 64 * 1024 * 1024  # bytes; no article is longer, and a device or a disk image would be
_BOMS = (  # the four-byte ones first: UTF-32-LE begins as UTF-16-LE does
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"bplist00", "a web archive"),
)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROLS_ALLOWED = 0.01  # of the characters; text holds a few at most, compressed data a tenth
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
# What a Western or Cyrillic article without a Unicode encoding is written in.
_SINGLE_BYTE = ["cp1252", "cp1251", "cp1250", "cp1254", "latin_1", "iso8859_2", "iso8859_5", "iso8859_15", "koi8_r", "mac_roman"]


def read_bytes(path: str | Path) -> bytes:
    """Read a regular file whole; anything else (a pipe, a device, a folder) is refused without waiting for it."""
    path = Path(path)
    try:
        # Non-blocking: opening a named pipe would otherwise wait for a writer for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise UnreadableInput(path, _why(error)) from None
    except ValueError:  # a NUL in the name
        raise UnreadableInput(path, "not a file name") from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise UnreadableInput(path, "a folder, not a file" if stat.S_ISDIR(mode) else "not a regular file")
    with open(handle, "rb") as file:
        try:
            data = file.read(LARGEST + 1)
        except OSError as error:
            raise UnreadableInput(path, _why(error)) from None
    if len(data) > LARGEST:
        raise UnreadableInput(path, f"larger than {LARGEST // 2**20} MB")
    return data


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def decode(data: bytes, path: str | Path = "input") -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Tried in this order: byte-order mark (which is not part of the text), UTF-8, UTF-32 and UTF-16 without
    a mark where the zero bytes leave no doubt, the charset a web page declares, and last the
    single-byte encodings, of which charset-normalizer picks the one whose letters make sense.

    Raises
    ------
    UnreadableInput
        The bytes are empty, another kind of file, or no text in an encoding that can be told.
    """
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise UnreadableInput(path, "empty file" if not data else "nothing but white space")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name, path), name
    for magic, kind in _KINDS:
        if data.startswith(magic):
            raise UnreadableInput(path, f"{kind}, not text")
    name = _wide(data)
    if name:
        return _strictly(data, name, path), name
    try:
        return _checked(data.decode("utf-8"), path), "utf-8"
    except UnicodeDecodeError as error:
        broken = error
    declared = _CHARSET.search(data, 0, 4096)
    if declared:
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            return _checked(data.decode(name), path), name
        except (LookupError, UnicodeDecodeError, ValueError):
            pass  # the page is wrong about itself
    if broken.end >= len(data) - 1 and broken.start > len(data) - 4:
        raise UnreadableInput(path, "cut off in the middle of a UTF-8 character")
    if len(_CONTROL.findall(data[:65536].decode("latin-1"))) > _CONTROLS_ALLOWED * min(len(data), 65536):
        raise UnreadableInput(path, "bytes that are not text")
    # Damaged UTF-8 would make a page of nonsense in any single-byte encoding.
    mended = data.decode("utf-8", "replace")
    if sum(c > "\x7f" for c in mended) > 4 * mended.count("\ufffd") or b"\xed\xa0" in data:
        raise UnreadableInput(path, f"not valid utf-8 at byte {broken.start}")
    name = _single_byte(data)
    if name is None:
        raise UnreadableInput(path, "not text in any encoding that can be told")
    return _checked(data.decode(name), path), name


def _strictly(data: bytes, name: str, path: str | Path) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise UnreadableInput(path, f"not valid {name} at byte {error.start}") from None
    if not text.strip():
        raise UnreadableInput(path, "nothing but white space")
    return _checked(text, path)


def _checked(text: str, path: str | Path) -> str:
    strange = len(_CONTROL.findall(text)) + max(0, text.count("\0") - 8)
    if strange > 2 and strange > _CONTROLS_ALLOWED * len(text):
        raise UnreadableInput(path, "bytes that are not text")
    return text


def _wide(data: bytes) -> str | None:
    """Name UTF-16 or UTF-32 without a mark: Latin and Cyrillic leave the upper bytes 0 or 4."""
    sample = data[:4096]
    if len(data) % 4 == 0 and len(sample) >= 8:
        columns = [sample[i::4] for i in range(4)]
        zeros = [column.count(0) / len(column) for column in columns]
        if zeros[2] == zeros[3] == 1 and zeros[0] < 0.1:
            return "utf-32-le"
        if zeros[0] == zeros[1] == 1 and zeros[3] < 0.1:
            return "utf-32-be"
    if len(data) % 2 == 0 and len(sample) >= 8:
        even, odd = sample[0::2], sample[1::2]
        for upper, lower, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
            high = (upper.count(0) + upper.count(4) + upper.count(0x20)) / len(upper)
            if high > 0.95 and upper.count(0) > 0.1 * len(upper) and lower.count(0) < 0.02 * len(lower):
                return name
    return None


def _single_byte(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    # Only the neighbourhood of the unusual bytes tells one code page from another.
    odd = re.findall(rb"[\x20-\x7e]{0,40}[\x80-\xff][\x20-\xff]{0,40}", data[:400_000])[:400]
    sample = b"\n".join(odd) or data[:4000]
    punctuation = re.sub(rb"[\x00-\x7f]", b"", sample)
    if punctuation and not re.search(rb"[^\x82\x84\x85\x8b\x91-\x97\x9b\x99\xa0\xa3\xa9\xab\xae\xb0\xb1\xb2\xb3\xb4\xb7\xb9\xbb-\xbe\x80]", punctuation):
        return "cp1252"  # nothing but quotation marks, dashes, signs: the same in all Windows pages but for few
    best = from_bytes(sample, cp_isolation=_SINGLE_BYTE, threshold=0.3, enable_fallback=False).best()
    if best is None:
        return None
    name = best.encoding
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return None
    return str(name)
