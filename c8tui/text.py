"""Untrusted text: what may reach a terminal, and how the rest is shown."""

from __future__ import annotations

import re

CELL_LIMIT = 400
"""Characters of a text that one cell or one line may show; a cluster may send names of a megabyte."""

BLOCK_LIMIT = 200_000
"""Characters of a text that a scrolled body may show."""

# Everything that moves the cursor, speaks to the terminal, reorders or hides what stands beside it, or is no character:
# C0, DEL, C1; soft hyphen, joiners and fillers without width; bidi marks, embeddings and isolates; line separators;
# variation selectors (they change widths); tags; interlinear marks; lone surrogates; non-characters.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# What spreadsheets begin a formula with, the full-width signs too; numbers begin alike.
_FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str, limit: int | None = CELL_LIMIT) -> str:
    """`text` on one line, every unsafe character as an escape one can read, at most `limit` characters of it."""
    if limit is not None and len(text) > limit:
        text = text[:limit] + "…"
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_escape, text)


def block(text: str, limit: int = BLOCK_LIMIT) -> str:
    """`text` as lines: newlines stay, tabs become spaces, all else as `visible()`; says how much was left out."""
    rest = len(text) - limit
    lines = text[:limit].replace("\r\n", "\n").expandtabs(4).split("\n")
    shown = "\n".join(_UNSAFE.sub(_escape, line) for line in lines)
    return f"{shown}\n… {rest:,} more characters" if rest > 0 else shown


def without_controls(text: str) -> str:
    """`text` with every unsafe character dropped: the last guard, for what no door has formatted."""
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub("", text)


def json_safe(text: str) -> str:
    """JSON `text` that means the same, with unsafe characters as JSON escapes (newlines and tabs stay)."""
    return _UNSAFE.sub(_json_escape, text)


def plural(number: int, noun: str) -> str:
    """`task` of one, `tasks` of any other number."""
    return noun if number == 1 else f"{noun}s"


def counted(number: int, noun: str) -> str:
    """`1 task`, `2,000 tasks`."""
    return f"{number:,} {plural(number, noun)}"


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula, so that it has to be led in by a quote; a number is none."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    point = ord(character)
    if named := _NAMED.get(character):
        return named
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _json_escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in "\n\t":
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[n : n + 4]}" for n in range(0, len(units), 4))
