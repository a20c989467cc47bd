"""Tables as files that other programs can use, equal bytes for equal tables."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dicts of plain Python values: what is missing is None."""
    import pandas as pd  # noqa: PLC0415

    columns = [
        [None if pd.api.types.is_scalar(value) and pd.isna(value) else _plain(value) for value in frame[name]]
        for name in frame.columns
    ]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def json_line(record: Any) -> str:
    """Return one line of JSON, letters as they are; not-a-number and infinity are refused."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False, default=str)


def write_table(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table as CSV, Parquet or JSON Lines, by the ending of the name.

    The file appears whole or not at all. In CSV, text that a spreadsheet would run as a formula
    gets an apostrophe in front.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any table; its index is not written.
    path : path
        Ends in ``.csv``, ``.parquet`` or ``.jsonl``.

    Raises
    ------
    ValueError
        If the name ends in anything else.
    """
    path = Path(path)
    if path.suffix == ".csv":
        content = _neutral(frame).to_csv(index=False, lineterminator="\n").encode("utf-8", "backslashreplace")
    elif path.suffix == ".jsonl":
        lines = "".join(json_line(record) + "\n" for record in records(frame))
        content = lines.encode("utf-8", "backslashreplace")
    elif path.suffix == ".parquet":
        content = frame.to_parquet(index=False)
    else:
        raise ValueError(f"{path.name}: a table is written as .csv, .parquet or .jsonl")
    write_whole(path, content)


def _neutral(frame: pd.DataFrame) -> pd.DataFrame:
    def mend(value: Any) -> Any:
        return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value

    text = [name for name in frame.columns if not frame[name].dtype.kind in "iufb"]
    return frame.assign(**{name: frame[name].astype(object).map(mend) for name in text})


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, whenever the program is stopped."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)  # mkstemp makes it private
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
