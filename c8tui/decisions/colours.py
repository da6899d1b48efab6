"""FEEL in pieces with the names of their colours."""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.feel.lexer import KEYWORDS, tokens_of
from c8tui.feel.problems import FeelSyntaxError

LONGEST = 20_000
"""Characters of an expression that is coloured; longer ones are plain."""
_KINDS = {"number": "number", "string": "string", "sign": "sign"}


def coloured(text: str) -> list[tuple[str, str]]:
    """All of the text in pieces: raw, each with `number`, `string`, `keyword`, `sign`, `comment` or no style.

    What is no FEEL is one piece.
    """
    return list(_pieces(text)) if text else []


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    try:
        tokens = tokens_of(text) if len(text) <= LONGEST else []
    except FeelSyntaxError:
        tokens = []
    done = 0
    for token in tokens:
        if between := text[done : token.start]:
            yield between, "comment" if between.strip() else ""
        if token.stop > token.start:
            keyword = token.kind == "name" and not token.quoted and token.text in KEYWORDS
            yield text[token.start : token.stop], "keyword" if keyword else _KINDS.get(token.kind, "")
        done = token.stop
    if rest := text[done:]:
        yield rest, ""
