"""Markdown as lines; a module of its own, since rich's Markdown takes long to import and not every form has a text."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Heading, Markdown

from c8tui.text import block
from c8tui.tui.forms.data_urls import images_in_words
from c8tui.tui.forms.lines import LONGEST_TEXT, Line, wrapped


class LeftHeading(Heading):
    """A heading where the text begins, as everything else in a form."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.text.justify = "left"
        yield self.text


class PlainMarkdown(Markdown):
    """Markdown without boxes and centred lines, whose line breaks are breaks, as Camunda Forms render it."""

    elements = {**Markdown.elements, "heading_open": LeftHeading}

    def __init__(self, text: str) -> None:
        super().__init__(text, hyperlinks=False)
        for token in self.parsed:
            for inner in token.children or ():
                if inner.type == "softbreak":
                    inner.type, inner.tag = "hardbreak", "br"


def markdown_lines(text: str, width: int) -> list[Line]:
    """Markdown as lines: drawn by rich, of whose styles only what has no colour is kept."""
    if not text.strip():
        return []
    console = Console(width=max(width, 8), color_system=None, force_terminal=False, legacy_windows=False)
    try:
        rendered = console.render_lines(PlainMarkdown(block(images_in_words(text), LONGEST_TEXT)), pad=False)
    except RecursionError:
        return [((line, "text"),) for line in wrapped(text, width)]
    lines: list[Line] = []
    for segments in rendered:
        lines.append(
            tuple(
                (segment.text, "title" if segment.style is not None and segment.style.bold else "text")
                for segment in segments
                if segment.text
            )
        )
    while lines and not any(span.strip() for span, _ in lines[-1]):
        lines.pop()
    return lines
