"""Reads what an app writes to its terminal, and tells whatever is not Textual's own."""

from __future__ import annotations

import re
import unicodedata

# What Textual writes once it runs: where the cursor goes, colours, and the brackets of one frame; and our question for
# the ground of the terminal. Textual asks its questions and sets its modes before the first frame, which holds nothing
# of the cluster's and is not looked at. Each form is bounded, so that nothing longer can hide in it; a line ends only
# where the next one is placed.
OURS = re.compile(
    rb"\x1b\]11;\?\x1b\\|\x1b\[(?:5n|\d{1,3};\d{1,3}H|(?:\d{1,3}(?:;\d{1,3}){0,12})?m|\?(?:25|2026)[hl])"
    rb"|\r?\n(?=\x1b\[\d{1,3};\d{1,3}H)|\x1b\]22;[a-z-]{1,20}(?:\x1b\\|\x07)"
)
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
"""Letters and marks that show nothing, or nothing of their own."""


def text_of(stream: bytes) -> str:
    """The text of a stream without Textual's own sequences; what is no UTF-8 comes as lone surrogates."""
    return OURS.sub(b"", stream).decode("utf-8", "surrogateescape")


def foreign(stream: bytes) -> list[str]:
    """Everything in a stream that could act on a terminal or deceive a reader and is not Textual's own."""
    text = text_of(stream)
    return [
        f"U+{ord(character):04X} in {text[max(0, at - 20) : at + 20]!r}"
        for at, character in enumerate(text)
        if _acts_or_deceives(character)
    ]


def _acts_or_deceives(character: str) -> bool:
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return hidden or character in _INVISIBLE or "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0000"
