"""Plain text of what authors write about decisions, which modelling tools keep as HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|br|div|span|b|i|u|s|em|strong|small|sub|sup|a|ul|ol|li|h[1-6]|pre|code|blockquote|font|img|hr|"
    r"table|tbody|thead|tr|td|th|html|body|head|style|script)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr", "table", "tr"}
)
_UNSEEN = frozenset({"style", "script", "head"})


def plain_text(text: str) -> str:
    """The text as a person reads it: no tags, entities resolved, a line for each block.

    What does not look like HTML stays as it is.
    """
    if not _LOOKS_LIKE_HTML.search(text):
        return text
    reader = _HtmlReader()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.pieces.append("\n")
        if tag == "li":
            self.pieces.append("- ")
        if tag in {"td", "th"}:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data.replace("\n", " "))
