"""A second, naive reading beside the rules: the nearest candidate. Where they differ, look again."""

from __future__ import annotations

from orebook.claims.sentence import Figure

_APART = ("count", "year", "month", "day", "km", "m", "MW")  # often of no metal at all


def find_doubt(figure: Figure, commodity: str | None, period: str | None, place: str | None) -> str | None:
    """Name each field that the nearest candidate would fill otherwise, and how: ``"commodity: zinc"``."""
    sentence, reader = figure.sentence, figure.sentence.reader
    today = str(reader.published.year) if reader.published else None
    topic = ";".join(reader.topic) if commodity else None
    readings = (
        ("commodity", commodity, topic, [(g.start, g.end, ";".join(g.names)) for g in sentence.groups]),
        ("period", period, today, [(t.start, t.end, str(t.period)) for t in sentence.times if t.period]),
        ("place", place, None, [(p.start, p.end, p.name) for p in sentence.places if p.name != "WORLD"]),
    )
    differ = []
    for name, read, known, found in readings:
        gaps = [(a - figure.b if a >= figure.b else figure.a - b, one) for a, b, one in found]
        naive = min(gaps)[1] if gaps else known or ""
        if set(naive.split(";")) - {""} - set((read or "").split(";")) and (
            read or figure.unit not in _APART
        ):
            differ.append(f"{name}: {naive}")
    return "; ".join(differ) or None
