"""HTML of a form as text: headings, lists, links, tables in the manner of Markdown; scripts and styles are dropped."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_DROPPED = {"script", "style", "iframe", "object", "template", "head", "svg", "noscript", "title", "select", "textarea"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset", "figure", "footer"),
    *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table"),
    *("ul", "li", "tr", "tbody", "thead", "caption", "summary", "figcaption"),
}
_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "table", "hr"}
"""Blocks with an empty line before and after them."""
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "kbd": "`", "del": "~~", "s": "~~"}
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*_\[\]<>~#|])")
DEEPEST = 200


def markdown(content: str) -> str:
    """Markdown that reads as the HTML would; text that only looks like Markdown is escaped."""
    return _Reduction(escape=True).reduced(content)


def plain_text(content: str) -> str:
    """Lines to be shown as they are: what HTML marks as strong or a heading is only text."""
    return _Reduction(escape=False).reduced(content)


class _Reduction(HTMLParser):
    def __init__(self, *, escape: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._escape = escape
        self._lines: list[str] = []
        self._line = ""
        self._dropped = 0
        self._pre = 0
        self._quotes = 0
        self._lists: list[int | None] = []
        """Of each list around: the next number, or None for bullets."""
        self._links: list[str] = []
        self._marker = ""
        """What the next text of a list item or heading starts with."""

    def reduced(self, content: str) -> str:
        self.feed(content)
        self.close()
        self._end_line()
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        return "\n".join(self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropped += 1
        if self._dropped:
            return
        said = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._block(tag, apart=tag in _APART)
        if tag == "br":
            self._end_line(keep_empty=True)
        elif tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._pre += 1
        elif tag == "hr":
            self._lines += ["---", ""]
        elif tag in ("td", "th"):
            self._line += " | " if self._line.strip() else ""
        elif tag == "img":
            self._text(f"[image: {said.get('alt') or said.get('src', '')}]")
        elif tag == "input":
            self._text(said.get("value", ""))
        elif tag == "a":
            self._links.append(said.get("href", "").strip())
            self._line += "[" if self._links_to() else ""
        elif self._escape and len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._marker = "#" * int(tag[1]) + " "
        elif self._escape and tag in _MARKS:
            self._line += self._taken_marker() + _MARKS[tag]

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
            return
        if self._dropped:
            return
        if tag == "a" and self._links:
            self._line += f"]({self._links_to()})" if self._links_to() else ""
            self._links.pop()
        elif self._escape and tag in _MARKS:
            self._line = self._line.rstrip() + _MARKS[tag] if self._line.strip() else self._line
        if tag in _BLOCKS:
            self._block(tag, apart=tag in _APART)
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            if not self._lists:
                self._blank()
        elif tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        if self._pre:
            first, *rest = data.split("\n")
            self._text(first)
            for line in rest:
                self._end_line(keep_empty=True)
                self._text(line)
            return
        text = re.sub(r"\s+", " ", data)
        self._text(text.lstrip() if not self._line or self._line.endswith(" ") else text)

    def _links_to(self) -> str:
        """Where the innermost link leads, if that is somewhere one may follow."""
        return self._links[-1].replace(")", "%29") if self._links and _SAFE_LINK.match(self._links[-1]) else ""

    def _item(self) -> None:
        depth = "  " * min(max(len(self._lists) - 1, 0), DEEPEST)
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._lists[-1] = number + 1
        self._marker = depth + (f"{number}. " if number is not None else "- ")

    def _taken_marker(self) -> str:
        marker, self._marker = self._marker, ""
        return marker

    def _text(self, text: str) -> None:
        if text:
            self._line += self._taken_marker() + (_MARKUP.sub(r"\\\1", text) if self._escape else text)

    def _block(self, tag: str, *, apart: bool) -> None:
        self._end_line()
        if tag != "li" and tag not in ("ul", "ol"):
            self._marker = ""
        if apart:
            self._blank()

    def _blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def _end_line(self, *, keep_empty: bool = False) -> None:
        line = self._line.rstrip()
        if line or keep_empty:
            self._lines.append("> " * min(self._quotes, DEEPEST) + line)
        self._line = ""
