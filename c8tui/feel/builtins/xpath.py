"""Regular expressions of XPath in the words of the `regex` library: anchors, dots, blocks, classes less classes."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"\\([pP])\{Is([A-Za-z0-9-]+)\}")
_REFERENCE = re.compile(r"\\([1-9][0-9]*)", re.ASCII)
_NAMES = {"i": r"[\p{L}_:]", "I": r"[^\p{L}_:]", "c": r"[\p{L}\p{N}.:_\-]", "C": r"[^\p{L}\p{N}.:_\-]"}
_SPACES = "\t\n\r "
"""What XPath's flag x takes out of a pattern."""


class NotAPattern(ValueError):
    """The pattern is none of XPath's; the message says why."""


def translated(pattern: str, letters: str) -> tuple[str, bool]:
    """The pattern for `regex`, and whether it takes one class from another (which needs its version 1).

    Without the flag m, `$` is the very end and not before a last line break; without s, a dot is no line break.
    Raises `NotAPattern` for what XPath refuses but `regex` would take.
    """
    if "x" in letters:
        pattern = _without_spaces(pattern)
    made: list[str] = []
    subtracts = False
    depth = position = groups = 0
    while position < len(pattern):
        letter = pattern[position]
        taken = 1
        if letter == "\\":
            part, taken = _escape(pattern, position, groups, inside=depth > 0)
        elif depth:
            part, change, taken = _in_class(pattern, position)
            depth += change
            subtracts = subtracts or part == "--"
        else:
            depth += letter == "["
            groups += letter == "(" and pattern[position + 1 : position + 2] != "?"
            part = _outside(letter, letters)
        made.append(part)
        position += taken
    return "".join(made), subtracts


def _without_spaces(pattern: str) -> str:
    """What the flag x leaves: all but the white space outside of classes, which it takes out before anything is read,
    so that a backslash speaks of the letter behind the space."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for letter in pattern:
        if not depth and letter in _SPACES:
            continue
        if not escaped:
            depth += (letter == "[") - (letter == "]" and depth > 0)
        escaped = letter == "\\" and not escaped
        kept.append(letter)
    return "".join(kept)


def _outside(letter: str, letters: str) -> str:
    if letter == "$" and "m" not in letters:
        return r"\Z"
    if letter == "." and "s" not in letters:
        return r"[^\n\r]"
    return letter


def _in_class(pattern: str, position: int) -> tuple[str, int, int]:
    """A piece of a class: what it becomes, how the nesting changes, how long it is."""
    letter = pattern[position]
    if pattern.startswith("-[", position):
        return "--", 0, 1
    if letter == "[":
        return ("[", 1, 1) if pattern[position - 1] == "-" else (r"\[", 0, 1)
    return letter, -(letter == "]"), 1


def _escape(pattern: str, position: int, groups: int, *, inside: bool) -> tuple[str, int]:
    block = _BLOCK.match(pattern, position)
    if block is not None:
        return rf"\{block[1]}{{In{block[2].replace('-', '')}}}", block.end() - position
    letter = pattern[position + 1 : position + 2]
    if letter.isascii() and letter.isdigit():
        return _reference(pattern, position, groups, inside=inside)
    if letter in _NAMES and letter:
        name = _NAMES[letter]
        return (name[1:-1] if inside and not name.startswith("[^") else name), 2
    return pattern[position : position + 2], 2


def _reference(pattern: str, position: int, groups: int, *, inside: bool) -> tuple[str, int]:
    """A back reference: as many digits as name a group that was opened before it; what a group that took no part
    has matched is the empty text."""
    found = _REFERENCE.match(pattern, position)
    if inside or found is None:
        raise NotAPattern(f"there is no {pattern[position : position + 2]}{' in a class' if inside else ''}")
    digits = found[1]
    while int(digits[:9]) > groups and len(digits) > 1:
        digits = digits[:-1]
    if int(digits[:9]) > groups:
        raise NotAPattern(rf"\{digits} refers to a group that is not there")
    return rf"(?:(?({digits})\{digits}|))", len(digits) + 1
