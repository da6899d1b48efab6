"""HTML of a form as text: headings, lists, links, tables in the manner of Markdown; scripts and styles are dropped.

It is read in one pass, so that a hostile text takes no longer than a plain one; what is never closed, as a comment or
the quotes of an attribute, ends it, as it does in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

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
LONGEST = 100_000
"""Characters that are read; what is left out is said."""
_MARKUP_BEGINS = re.compile(r"<(?=[A-Za-z/!?])")
_TAG = re.compile(r"""<(/?)([A-Za-z][^\s/>]*+)((?:[^>"']|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s=/"']++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))""")
_RAW = {"script", "style", "textarea", "title", "iframe"}
"""Elements that hold text and no tags."""
_SPEAKING = {"a", "img", "input"}
"""Elements whose attributes are read."""

Token = tuple[str, str, str]
"""`text`, `start` or `end`; the text or the name of the tag; the attributes as they are written."""


def markdown(content: str) -> str:
    """Markdown that reads as the HTML would; text that only looks like Markdown is escaped."""
    return _Reduction().reduced(content)


def _tokens(content: str) -> Iterator[Token]:
    at = 0
    while at < len(content):
        begin = found.start() if (found := _MARKUP_BEGINS.search(content, at)) else len(content)
        if begin > at:
            yield "text", unescape(content[at:begin]), ""
        if begin == len(content):
            return
        if content.startswith(("<!", "<?"), begin) or not (begin + 2 < len(content) and _is_tag(content, begin)):
            ending = "-->" if content.startswith("<!--", begin) else ">"
            end = content.find(ending, begin)
            if end < 0:
                return
            at = end + len(ending)
            continue
        tag = _TAG.match(content, begin)
        if tag is None:
            return
        name, at = tag[2].lower(), tag.end()
        yield "end" if tag[1] else "start", name, tag[3]
        if name in _RAW and not tag[1]:
            closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(content, at)
            at = closing.start() if closing else len(content)


def _is_tag(content: str, at: int) -> bool:
    return content[at + 1].isalpha() or content[at + 2].isalpha()


def _attributes(written: str) -> dict[str, str]:
    """The attributes of a tag; of one that stands twice the first counts."""
    found: dict[str, str] = {}
    for attribute in _ATTRIBUTE.finditer(written):
        found.setdefault(attribute[1].lower(), unescape(attribute[2] or attribute[3] or attribute[4] or ""))
    return found


class _Reduction:
    def __init__(self) -> None:
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
        for kind, text, attributes in _tokens(content[:LONGEST]):
            if kind == "text":
                self._data(text)
            elif kind == "start":
                self._start(text, _attributes(attributes) if text in _SPEAKING else {})
            else:
                self._end(text)
        self._end_line()
        if len(content) > LONGEST:
            self._dropped = 0
            self._lines += ["", f"… and {len(content) - LONGEST:,} more characters of HTML"]
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        return "\n".join(self._lines)

    def _start(self, tag: str, said: dict[str, str]) -> None:
        if tag in _DROPPED:
            self._dropped += 1
        if self._dropped:
            return
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
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._marker = "#" * int(tag[1]) + " "
        elif tag in _MARKS:
            self._line += self._taken_marker() + _MARKS[tag]

    def _end(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
            return
        if self._dropped:
            return
        if tag == "a" and self._links:
            self._line += f"]({self._links_to()})" if self._links_to() else ""
            self._links.pop()
        elif tag in _MARKS:
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

    def _data(self, data: str) -> None:
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
            self._line += self._taken_marker() + _MARKUP.sub(r"\\\1", text)

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
