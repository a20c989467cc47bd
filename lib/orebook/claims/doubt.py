"""A second, naive reading beside the rules: the nearest candidate. Where they differ, look again."""

from __future__ import annotations

from orebook.claims.sentence import Figure

_APART = ("count", "year", "month", "day", "km", "m", "MW")  # often of no metal at all


def find_doubt(figure: Figure, commodity: str | None, period: str | None, place: str | None) -> str | None:
    """Name each field that the nearest candidate would fill otherwise, and how.

    Returns
    -------
    str or None
        Such as ``"commodity: zinc; period: 2023"``; None where both readings agree.
    """
    sentence, today = figure.sentence, figure.sentence.reader.published
    readings = (
        (
            "commodity",
            commodity,
            [(g.start, g.end, ";".join(g.names)) for g in sentence.groups],
            sentence.reader.topic[1],
        ),
        ("period", period, [(t.start, t.end, str(t.period)) for t in sentence.times if t.period], ()),
        ("place", place, [(p.start, p.end, p.name) for p in sentence.places if p.name != "WORLD"], ()),
    )
    differ = []
    for name, read, found, known in readings:
        naive = _nearest(figure, found) or (";".join(known) if read else None)
        if name == "period" and today and not naive:
            naive = str(today.year)
        if (
            naive
            and (read or figure.unit not in _APART)
            and not set(naive.split(";")) <= set((read or "").split(";"))
        ):
            differ.append(f"{name}: {naive}")
    return "; ".join(differ) or None


def _nearest(figure: Figure, found: list[tuple[int, int, str]]) -> str | None:
    """The one nearest to a figure in its sentence, whatever stands between."""
    gaps = [(a - figure.b if a >= figure.b else figure.a - b, name) for a, b, name in found]
    return min(gaps)[1] if gaps else None
