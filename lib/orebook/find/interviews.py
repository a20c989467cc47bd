"""Find the answers of an interview: turns after a dash, after *Q* and *A*, or after the speaker's name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import dropwhile

_TURN = re.compile(
    r"^(?:[–—-]\s+|\**(?P<letter>Q|A|Question|Answer)\s?[:.]\**\s+"
    r"|\**(?P<name>[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,3})\s?:\**\s+)(?P<line>\S[^\n]*)",
    re.MULTILINE,
)
_LINE = re.compile(r"\S[^\n]*")
_FEWEST = 4  # turns that make an interview; two labelled lines are a list or a heading


def _asks(turn: re.Match[str]) -> bool:
    return turn["line"].rstrip(" *").endswith("?")


class Interview:
    """The turns of an interview, if the text is one; false where it is not.

    Parameters
    ----------
    text : str
        Plain text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        # It begins with a question: what is labelled before is a table or a source.
        turns = list(dropwhile(lambda turn: not _asks(turn), _TURN.finditer(text)))
        labels = [turn["name"] or (turn["letter"] or f"dash {n % 2}")[:6] for n, turn in enumerate(turns)]
        asked: dict[str, list[bool]] = defaultdict(list)
        for label, turn in zip(labels, turns, strict=True):
            asked[label].append(_asks(turn))
        # Who asks is known by the questions.
        asking = [label for label, ends in asked.items() if sum(ends) >= 0.6 * len(ends)]
        told = len(turns) >= _FEWEST and len(asking) == 1 and len(asked) > 1
        self.turns = turns if told else []
        self.answers = [label not in asking for label in labels]

    def __bool__(self) -> bool:
        return bool(self.turns)

    def read(
        self, called: Callable[[str], str | None], only: Callable[[int, int], str | None]
    ) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and speaker of the answers, line by line; nobody where the text leaves it open.

        Parameters
        ----------
        called : callable
            Full name of the person that a label names, None where it names none.
        only : callable
            Name of the only person that a stretch of the text names, or None.
        """
        if not self.turns:
            return
        introduced = self._introduced(only)
        # What follows the last turn may be the author's again.
        ends = [*(turn.start() for turn in self.turns[1:]), self.turns[-1].end()]
        for turn, answers, end in zip(self.turns, self.answers, ends, strict=True):
            speaker = called(turn["name"]) if turn["name"] else introduced
            if answers and speaker:
                for line in _LINE.finditer(self.text, turn.start("line"), end):
                    yield *line.span(), speaker

    def _introduced(self, only: Callable[[int, int], str | None]) -> str | None:
        """Return the only person of the last lines before the turns, or of all that stands before them."""
        first = self.turns[0].start()
        lines = [line.span() for line in _LINE.finditer(self.text, 0, first)]
        return next(filter(None, (only(*line) for line in lines[:-4:-1])), None) or only(0, first)
