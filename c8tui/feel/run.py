"""One evaluation: its limits, what it has used of them, its warnings, and the scopes of its names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from c8tui.feel.problems import Stopped, Warned, place_of
from c8tui.feel.types import Type
from c8tui.feel.values import Range, Value

MOST_WARNINGS = 50


@dataclass(frozen=True, slots=True)
class Limits:
    """What one evaluation may use before it is stopped and null.

    `steps` counts iterations, calls and elements looked at, `calls` functions inside of functions, `size` the
    characters and elements of any one value, `pattern_s` the seconds of one regular expression.
    """

    steps: int = 500_000
    calls: int = 80
    size: int = 1_000_000
    pattern_s: float = 0.5


DEFAULT = Limits()
NO_TYPES: Mapping[str, Type] = {}


class Run:
    """An evaluation under way; `now` is read once, so that two calls of `now()` agree."""

    __slots__ = ("_depth", "_now", "_steps", "limits", "source", "types", "warnings")

    def __init__(
        self,
        source: str,
        limits: Limits = DEFAULT,
        types: Mapping[str, Type] = NO_TYPES,
        now: datetime | None = None,
    ) -> None:
        self.source = source
        self.limits = limits
        self.types = types
        self.warnings: list[Warned] = []
        self._steps = 0
        self._depth = 0
        self._now = now

    @property
    def now(self) -> datetime:
        """The moment of this evaluation, with a zone."""
        if self._now is None:
            self._now = datetime.now().astimezone()
        return self._now

    def warn(self, message: str, at: int = 0) -> None:
        """Says why something is null; returns None, so that `return run.warn(...)` reads well."""
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(Warned(message, *place_of(self.source, at)))

    def tick(self, steps: int = 1) -> None:
        """Counts work that a loop does; raises `Stopped` at the limit."""
        self._steps += steps
        if self._steps > self.limits.steps:
            raise Stopped(f"stopped after {self.limits.steps:,} steps")

    def enter(self) -> None:
        """Goes into a function."""
        self.tick()
        self._depth += 1
        if self._depth > self.limits.calls:
            raise Stopped(f"functions call each other more than {self.limits.calls} deep")

    def leave(self) -> None:
        self._depth -= 1

    def fits(self, size: int) -> None:
        """Raises `Stopped` when a value of this size is too large."""
        if size > self.limits.size:
            raise Stopped(f"a value is larger than {self.limits.size:,} elements or characters")

    def measured(self, value: Value) -> Value:
        """The value, when all that it holds, counted at each place where it shows, fits."""
        if not isinstance(value, list | dict | Range):
            if isinstance(value, str):
                self.fits(len(value))
            return value
        size = 0
        waiting: list[Any] = [value]
        while waiting:
            part = waiting.pop()
            size += 1
            if isinstance(part, str):
                size += len(part)
            elif isinstance(part, list):
                waiting.extend(part)
            elif isinstance(part, dict):
                waiting.extend(part.values())
            if size + len(waiting) > self.limits.size:
                self.fits(size + len(waiting))
        return value


class Scope:
    """Names and their values, before those of `outer`."""

    __slots__ = ("names", "outer", "run")

    def __init__(self, names: Mapping[str, Value], outer: Scope | None, run: Run) -> None:
        self.names = names
        self.outer = outer
        self.run = run

    def inner(self, names: Mapping[str, Value]) -> Scope:
        return Scope(names, self, self.run)
