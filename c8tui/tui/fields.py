"""A field that a person fills in, as a value: what it is called, what may stand in it, how that is understood."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from c8tui.errors import C8Error

if TYPE_CHECKING:
    from c8tui.session.suggestions import Suggestion

Values = Mapping[str, str]
"""What was filled in, by field id."""


def anything(_: str) -> str | None:
    """No rule."""
    return None


def required(text: str) -> str | None:
    """The rule of a field that may not be empty."""
    return None if text.strip() else "it cannot be empty"


def whole_number(least: int, most: int) -> Callable[[str], str | None]:
    """The rule of a field that holds a whole number."""

    def rule(text: str) -> str | None:
        digits = text.strip().removeprefix("-")
        if digits.isascii() and digits.isdecimal() and len(digits) < 19 and least <= int(text.strip()) <= most:
            return None
        return f"a whole number from {least:,} to {most:,}"

    return rule


_ANSWERS = {"yes": True, "y": True, "no": False, "n": False, "": False}


def yes_or_no(text: str) -> str | None:
    """The rule of a field that is answered by yes or no; empty is no."""
    return None if text.strip().lower() in _ANSWERS else "yes or no"


def said_yes(text: str) -> bool:
    """What was answered there."""
    return _ANSWERS[text.strip().lower()]


def names_in(text: str) -> tuple[str, ...]:
    """Names typed with commas between them."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


class WrongValue(C8Error):
    """What stands in a field cannot be taken, as only asking has shown: `field_id` says in which."""

    def __init__(self, field_id: str, detail: str) -> None:
        super().__init__(detail)
        self.field_id = field_id


class Field(Struct, frozen=True):
    """One field; `rule` says what is wrong with a text, or None; `in_words` how a text is understood, or "".

    `suggestions` asks for what may stand in it.
    """

    id: str
    label: str
    value: str = ""
    hint: str = ""
    rule: Callable[[str], str | None] = anything
    in_words: Callable[[str], str] | None = None
    suggestions: Callable[[], Coroutine[Any, Any, Sequence[Suggestion]]] | None = None
    waits: bool = False
    """Whether it says for how many seconds sending may wait: these are counted down."""

    def understood(self, text: str) -> str:
        """What stands below a field whose text is right: how it is understood, else the hint."""
        words = self.in_words(text) if self.in_words is not None else ""
        return f"= {words}" if words else self.hint
