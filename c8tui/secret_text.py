"""A secret in memory: text that nothing writes out unless it is asked for by name.

It behaves as pydantic's class of this name, whose import takes longer than the rest of the way to the first list.
"""

from __future__ import annotations

_STARS = "**********"


class SecretStr:
    """A text that shows as stars wherever it is printed, formatted or compared in a report."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        """The text itself."""
        return self._value

    def __str__(self) -> str:
        return _STARS if self._value else ""

    def __repr__(self) -> str:
        return f"SecretStr('{self}')"

    def __len__(self) -> int:
        return len(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretStr) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)


class NoText:
    """What stands for a secret that is no text: what it was is kept nowhere."""
