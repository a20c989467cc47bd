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
    sentence, reader = figure.sentence, figure.sentence.reader
    today = str(reader.published.year) if reader.published else None
    readings = (
        ("commodity", commodity, [(g.start, g.end, ";".join(g.names)) for g in sentence.groups]),
        ("period", period, [(t.start, t.end, str(t.period)) for t in sentence.times if t.period]),
        ("place", place, [(p.start, p.end, p.name) for p in sentence.places if p.name != "WORLD"]),
    )
    differ = []
    for name, read, found in readings:
        gaps = [(a - figure.b if a >= figure.b else figure.a - b, one) for a, b, one in found]
        known = {"commodity": ";".join(reader.topic) if read else None, "period": today}.get(name)
        naive = min(gaps)[1] if gaps else known
        other = set((naive or "").split(";")) - set((read or "").split(";"))
        if naive and other and (read or figure.unit not in _APART):
            differ.append(f"{name}: {naive}")
    return "; ".join(differ) or None
