"""Regular expressions of XPath in the words of the `regex` library: anchors, dots, blocks, classes less classes."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"\\([pP])\{Is([A-Za-z0-9-]+)\}")
_NAMES = {"i": r"[\p{L}_:]", "I": r"[^\p{L}_:]", "c": r"[\p{L}\p{N}.:_\-]", "C": r"[^\p{L}\p{N}.:_\-]"}


def translated(pattern: str, letters: str) -> tuple[str, bool]:
    """The pattern for `regex`, and whether it takes one class from another (which needs its version 1).

    Without the flag m, `$` is the very end and not before a last line break; without s, a dot is no line break.
    """
    made: list[str] = []
    subtracts = False
    depth = position = 0
    while position < len(pattern):
        letter = pattern[position]
        taken = 1
        if letter == "\\":
            part, taken = _escape(pattern, position, inside=depth > 0)
        elif depth:
            part, change, taken = _in_class(pattern, position)
            depth += change
            subtracts = subtracts or part == "--"
        else:
            depth += letter == "["
            part = _outside(letter, letters)
        made.append(part)
        position += taken
    return "".join(made), subtracts


def _outside(letter: str, letters: str) -> str:
    if letter == "$" and "m" not in letters:
        return r"\Z"
    if letter == "." and "s" not in letters:
        return r"[^\n\r]"
    return "" if "x" in letters and letter.isspace() else letter


def _in_class(pattern: str, position: int) -> tuple[str, int, int]:
    """A piece of a class: what it becomes, how the nesting changes, how long it is."""
    letter = pattern[position]
    if pattern.startswith("-[", position):
        return "--", 0, 1
    if letter == "[":
        return ("[", 1, 1) if pattern[position - 1] == "-" else (r"\[", 0, 1)
    return letter, -(letter == "]"), 1


def _escape(pattern: str, position: int, *, inside: bool) -> tuple[str, int]:
    block = _BLOCK.match(pattern, position)
    if block is not None:
        return rf"\{block[1]}{{In{block[2].replace('-', '')}}}", block.end() - position
    letter = pattern[position + 1 : position + 2]
    if letter in _NAMES and letter:
        name = _NAMES[letter]
        return (name[1:-1] if inside and not name.startswith("[^") else name), 2
    return pattern[position : position + 2], 2
