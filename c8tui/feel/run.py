"""One evaluation: its limits, what it has used of them, its warnings, and the scopes of its names."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from c8tui.feel.equality_index import EqualityIndexes
from c8tui.feel.problems import Stopped, Warned, place_of
from c8tui.feel.types import Type
from c8tui.feel.values import DEEPEST, Range, Value

MOST_WARNINGS = 50


class Dialect(enum.Enum):
    """How unary tests are read where the standard and Camunda's engine differ.

    CAMUNDA, the default, reads them as feel-scala does: a test that is an expression passes when it comes to true,
    whatever the input, and `cellInput` names the input besides `?`. STANDARD is DMN 1.5, section 7.3.2: only a test
    that speaks of `?` passes by being true; every other one is compared with the input.
    """

    CAMUNDA = "camunda"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one evaluation may use before it is stopped and null.

    `steps` counts iterations, calls and elements looked at, `calls` functions inside of functions, `size` the
    characters and elements of any one value, `pattern_s` the seconds of all regular expressions together.
    """

    steps: int = 500_000
    calls: int = 80
    size: int = 1_000_000
    pattern_s: float = 0.5


DEFAULT = Limits()
CHARACTERS_A_STEP = 100
"""Characters of a value that are looked at in the time of one step."""
ELEMENTS_A_STEP = 4
"""The same for elements."""
SOURCE_A_STEP = 20
"""Characters of an expression that are evaluated in the time of one step, when a loop repeats them."""
NO_TYPES: Mapping[str, Type] = {}


class Run:
    """An evaluation under way; `now` is read once, so that two calls of `now()` agree."""

    __slots__ = (
        "_depth",
        "_indexes",
        "_now",
        "_steps",
        "dialect",
        "limits",
        "patterns_s",
        "source",
        "types",
        "warnings",
    )

    def __init__(
        self,
        source: str,
        limits: Limits = DEFAULT,
        types: Mapping[str, Type] = NO_TYPES,
        now: datetime | None = None,
        dialect: Dialect = Dialect.CAMUNDA,
    ) -> None:
        self.source = source
        self.limits = limits
        self.types = types
        self.dialect = dialect
        self.warnings: list[Warned] = []
        self.patterns_s = 0.0
        """Seconds that regular expressions have taken."""
        self._steps = 0
        self._depth = 0
        self._indexes: EqualityIndexes | None = None
        self._now = now

    @property
    def now(self) -> datetime:
        """The moment of this evaluation, with a zone."""
        if self._now is None:
            self._now = datetime.now().astimezone()
        return self._now

    @property
    def indexes(self) -> EqualityIndexes:
        """Those of lists that were asked what they hold."""
        if self._indexes is None:
            self._indexes = EqualityIndexes()
        return self._indexes

    def warn(self, message: str, at: int = 0) -> None:
        """Says why something is null; returns None, so that `return run.warn(...)` reads well."""
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(Warned(message, *place_of(self.source, at)))

    def stop(self, why: str) -> None:
        """Says why there is no value at all, before all other warnings: these may be many."""
        self.warnings.insert(0, Warned(why, 1, 1))

    def tick(self, steps: int = 1) -> None:
        """Counts work that a loop does; raises `Stopped` at the limit."""
        self._steps += steps
        if self._steps > self.limits.steps:
            raise Stopped(f"stopped after {self.limits.steps:,} steps")

    def enter(self) -> None:
        """Goes into a function; `leave` follows unless this raises."""
        self.tick()
        if self._depth >= self.limits.calls:
            raise Stopped(f"functions call each other more than {self.limits.calls} deep")
        self._depth += 1

    def leave(self) -> None:
        self._depth -= 1

    def fits(self, size: int) -> None:
        """Raises `Stopped` when a value of this size is too large."""
        if size > self.limits.size:
            raise Stopped(f"a value is larger than {self.limits.size:,} elements or characters")

    def measured(self, value: Value) -> Value:
        """The value, when all that it holds, counted at each place where it shows, fits; going through it takes steps.

        Raises `Stopped` for what is too large, and for what is nested deeper than others can take it.
        """
        if isinstance(value, list | dict | str):
            self.tick(self.weight(value) - 1)
        return value

    def weight(self, value: Value) -> int:
        """The steps that looking at all of the value takes, at least one. Raises `Stopped` as `measured` does."""
        if isinstance(value, str):
            self.fits(len(value))
            return 1 + len(value) // CHARACTERS_A_STEP
        if not isinstance(value, list | dict):
            return 1
        parts = characters = depth = 0
        level: list[Any] = [value]
        while level:
            parts += len(level)
            inner: list[Any] = []
            for part in level:
                kind = type(part)
                if kind is str:
                    characters += len(part)
                elif kind is list:
                    inner.extend(part)
                elif kind is dict:
                    inner.extend(part.values())
                elif kind is Range:
                    characters += sum(len(end) for end in (part.low, part.high) if isinstance(end, str))
                if parts + characters + len(inner) > self.limits.size:
                    self.fits(parts + characters + len(inner))
            level = inner
            depth += 1
            if depth > DEEPEST + 1:
                raise Stopped(f"a value is nested deeper than {DEEPEST} levels")
        return 1 + parts // ELEMENTS_A_STEP + characters // CHARACTERS_A_STEP


class Scope:
    """Names and their values, before those of `outer`."""

    __slots__ = ("names", "outer", "run")

    def __init__(self, names: Mapping[str, Value], outer: Scope | None, run: Run) -> None:
        self.names = names
        self.outer = outer
        self.run = run

    def inner(self, names: Mapping[str, Value]) -> Scope:
        return Scope(names, self, self.run)
