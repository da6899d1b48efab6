"""The ground of the terminal, asked for by OSC 11 (XTerm Control Sequences): its answer is told apart from keys.

A terminal that does not know the question says nothing, and nobody waits for it. An answer may come late or in pieces,
over a slow line; it is no key then either.
"""

from __future__ import annotations

import re

from textual.message import Message

QUESTION = "\x1b]11;?\x1b\\"
BEGINNING = "\x1b]11;"
"""What an answer begins with; nothing that is typed does."""
LONGEST = 64
"""Characters of an answer."""
_COLOUR = re.compile(r"(?:rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})(?:/[0-9a-f]{1,4})?)", re.IGNORECASE)
_END = re.compile(r"\x07|\x1b\\")
_INSIDE = re.compile(r"[0-9A-Za-z:/#?]*")


class GroundTold(Message):
    """The terminal has said what its ground is like; `ground` is red, green and blue, from 0 to 255."""

    def __init__(self, ground: tuple[int, int, int]) -> None:
        super().__init__()
        self.ground = ground


class GroundAnswers:
    """Takes answers out of what a terminal sends. Feed it what comes; what is left are keys."""

    def __init__(self) -> None:
        self._begun = ""
        """An answer of which the end has not come."""
        self.told: list[GroundTold] = []
        """Answers that have come since somebody took them."""

    @property
    def waits(self) -> bool:
        """Whether an answer has begun."""
        return bool(self._begun)

    def give_up(self) -> None:
        """The end of what has begun does not come."""
        self._begun = ""

    def taken_out(self, data: str) -> str:
        """What comes beside answers."""
        data, self._begun = self._begun + data, ""
        rest = ""
        while True:
            before, begun, after = data.partition(BEGINNING)
            rest += before
            if not begun:
                return rest
            end = _END.search(after[:LONGEST])
            if end is not None and _INSIDE.fullmatch(after, 0, end.start()):
                self._tell(after[: end.start()])
                data = after[end.end() :]
            elif len(after) < LONGEST and _INSIDE.fullmatch(after.removesuffix("\x1b")):
                self._begun = begun + after
                return rest
            else:  # broken off by something else, which is kept
                inside = _INSIDE.match(after)
                data = after[inside.end() if inside is not None else 0 :]

    def _tell(self, answer: str) -> None:
        if found := _COLOUR.fullmatch(answer):
            red, green, blue = (round(int(one, 16) / (16 ** len(one) - 1) * 255) for one in found.groups())
            self.told.append(GroundTold((red, green, blue)))
