"""Cuts FEEL into tokens: names in parts, numerals, strings with their escapes resolved, signs."""

from __future__ import annotations

import re
from typing import NamedTuple

from c8tui.feel.problems import FeelSyntaxError

LONGEST_SOURCE = 1_000_000 - 1
"""Characters of the longest expression that is read: 1 MB is refused."""

KEYWORDS = frozenset(
    {"and", "or", "not", "in", "if", "then", "else", "for", "return", "some", "every", "satisfies", "between"}
    | {"instance", "of", "function", "external", "true", "false", "null", "partial"}
)
RESERVED = KEYWORDS - {"not", "partial", "of", "function", "external"}
"""Keywords that end a name made of several words; the others are keywords only where one is expected."""

_NAME_START = r"?A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
_NAME_START += r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_NAME_PART = _NAME_START + r"0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SPACE = r"[\s\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+"
_TOKEN = re.compile(
    rf"(?P<space>{_SPACE}|//[^\n\r]*|/\*[\s\S]*?\*/)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>[{_NAME_START}][{_NAME_PART}]*)"
    r"|(?P<quoted>`[^`\n]+`)"
    r'|(?P<string>"(?:[^"\\]|\\[\s\S])*")'
    r"|(?P<sign>\.\.|\*\*|->|!=|<=|>=|[-+*/()\[\]{},:.=<>@'|&;#$%^~!\\])"
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([\s\S]))")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


class Token(NamedTuple):
    """`kind` is name, number, string, sign or end; `text` is the source, of strings and `quoted` names what it says."""

    kind: str
    text: str
    start: int
    stop: int
    quoted: bool = False


def tokens_of(source: str) -> list[Token]:
    """All tokens with one of kind `end` behind them; raises `FeelSyntaxError`."""
    if len(source) > LONGEST_SOURCE:
        raise FeelSyntaxError(f"longer than {LONGEST_SOURCE + 1:,} characters", source[:1], 0)
    found: list[Token] = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None or (match[0] == "/" and source.startswith("/*", position)):
            raise FeelSyntaxError(_unreadable(source, position), source, position)
        kind, text, stop = match.lastgroup or "", match[0], match.end()
        if kind == "string":
            found.append(Token("string", unescaped(text[1:-1]), position, stop))
        elif kind == "quoted":
            found.append(Token("name", text[1:-1], position, stop, quoted=True))
        elif kind != "space":
            found.append(Token(kind, text, position, stop))
        position = stop
    found.append(Token("end", "", len(source), len(source)))
    return found


def _unreadable(source: str, position: int) -> str:
    if source[position] == '"':
        return 'a string without its closing "'
    if source.startswith("/*", position):
        return "a comment without its */"
    return f"{source[position]!r} means nothing here,"


def unescaped(text: str) -> str:
    r"""What a string literal says: \n, \t, \u00e9, \U01f600, \" and \\; an unknown escape stays as it is written."""
    if "\\" not in text:
        return text
    resolved = _ESCAPE.sub(_resolved, text)
    if _SURROGATE.search(resolved) is None:
        return resolved
    return resolved.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _resolved(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    if digits:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else match[0]
    return _SIMPLE.get(match[3], match[0])


def parts_of(name: str) -> tuple[str, ...]:
    """A name as the texts of its tokens, which is how it is recognised; empty when it cannot be read as a name."""
    try:
        tokens = tokens_of(name)[:-1]
    except FeelSyntaxError:
        return ()
    return tuple(token.text for token in tokens)
