"""What goes wrong in FEEL: mistakes of syntax are raised, everything else is null and a warning."""

from __future__ import annotations

from dataclasses import dataclass


def place_of(source: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset."""
    before = source[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


class FeelSyntaxError(ValueError):
    """The text is not FEEL; `line` and `column` count from 1, `offset` from 0 in characters."""

    def __init__(self, problem: str, source: str, offset: int) -> None:
        self.offset = offset
        self.problem = problem
        self.line, self.column = place_of(source, offset)
        self.message = f"{problem} at {self.line}:{self.column}"
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Warned:
    """Why something is null: a sentence and where in the source, line and column from 1."""

    message: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.message} at {self.line}:{self.column}"


class Stopped(Exception):
    """An evaluation went beyond its limits; the whole of it is null."""
