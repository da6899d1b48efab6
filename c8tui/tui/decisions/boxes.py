"""Draws boxed expressions as boxes within boxes, FEEL in its colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len

from c8tui.decisions.colours import coloured
from c8tui.decisions.parts import Part
from c8tui.text import block, counted
from c8tui.tui.decisions.grid import Grid, natural_widths, squeezed
from c8tui.tui.decisions.table_lines import TableLines
from c8tui.tui.forms.lines import Line, fitted, one_line, width_of, wrapped

LEAST = 24
"""Cells of the innermost box; deeper ones are not framed any more."""
LEAST_TEXT = 4
"""Cells of the narrowest expression."""
LONGEST = 20_000
"""Characters of one expression, or of XML that is not understood, that are drawn."""
MOST_RULES = 500
"""Rules of a table within a box that are drawn; the table of a decision itself has no limit."""


def draw_part(part: Part, width: int) -> list[Line]:
    """The lines of a part, at most so many cells wide."""
    return _DRAWERS.get(part.kind, _framed)(part, max(width, LEAST if _is_large(part) else LEAST_TEXT))


def _named(part: Part) -> str:
    return f"{part.name}: {part.type_ref}" if part.type_ref else part.name


def _literal(part: Part, width: int) -> list[Line]:
    if not part.text:
        return [(("no expression", "hint"),)]
    lines = feel_lines(part.text, width)
    return [*lines, ((one_line(f"in {part.language}", width), "hint"),)] if part.language else lines


def _empty(_: Part, __: int) -> list[Line]:
    return [(("no expression", "hint"),)]


def _unknown(part: Part, width: int) -> list[Line]:
    text = wrapped("this expression is of a kind that is not known; its XML:", width)
    xml = wrapped(block(part.text, LONGEST), width)
    return [*(((line, "trouble"),) for line in text), *(((line, "text"),) for line in xml)]


def _table(part: Part, width: int) -> list[Line]:
    sheet = part.sheet
    assert sheet is not None
    natural = natural_widths(sheet)
    lead = TableLines(Grid(sheet, natural, ())).lead
    shown = range(min(len(sheet.rows), MOST_RULES))
    drawing = TableLines(Grid(sheet, squeezed(sheet, natural, width - lead), shown))
    title = f"{sheet.policy.name} ({sheet.policy.letter}): {sheet.policy.meaning}"
    lines: list[Line] = [((one_line(title, width), "hint"),)]
    for index, (style, texts) in enumerate(drawing.heads()):
        lines.append(fitted(tuple(drawing.head(style, texts, "#" if index == 0 else "")), width))
    lines.append((("─" * width, "rule"),))
    lines += [fitted(tuple(drawing.rule(line)), width) for line in range(drawing.grid.line_count)]
    if len(sheet.rows) > MOST_RULES:
        lines.append(((f"… {counted(len(sheet.rows) - MOST_RULES, 'more rule')}", "hint"),))
    return lines


def _framed(part: Part, width: int) -> list[Line]:
    """A frame with the kind in its border, and the children in it, each below its name."""
    title = part.kind + (f" ({', '.join(part.heads)})" if part.heads else "")
    inside: list[Line] = []
    for number, child in enumerate(part.children):
        if number and (inside[-1:] and _is_large(child)):
            inside.append(())
        inside += _entry(child, width - 4)
    return frame(title, inside or [(("nothing in it", "hint"),)], width)


def _is_large(part: Part) -> bool:
    return part.kind not in {"literal", "empty"}


def _entry(child: Part, width: int) -> list[Line]:
    """A child with its name: on one line with it where that is short enough."""
    if not child.name:
        return draw_part(child, width)
    name = one_line(_named(child), width)
    head: Line = ((name, "label"),)
    if not _is_large(child):
        lines = draw_part(child, width - 2)
        if len(lines) == 1 and cell_len(name) + 2 + width_of(lines[0]) <= width:
            return [(*head, ("  ", ""), *lines[0])]
        return [head, *(((("  ", "")), *line) for line in lines)]
    return [head, *draw_part(child, width)]


def _relation(part: Part, width: int) -> list[Line]:
    """Columns of equal right; cells that are boxes themselves are drawn as such."""
    count = max([len(part.heads), *(len(row.children) for row in part.children)], default=0)
    if not count:
        return _framed(part, width)
    size = (width - 4 - 3 * (count - 1)) // count
    if size < (LEAST if any(_is_large(cell) for row in part.children for cell in row.children) else LEAST_TEXT):
        return _framed(part, width)
    cells = [size] * count
    heads: list[list[Line]] = [
        [((one_line(text, size), "head"),)] for text, size in zip(part.heads, cells, strict=False)
    ]
    inside = [*_beside(heads, cells), (("─" * (width - 4), "rule"),)]
    for row in part.children:
        drawn = [draw_part(child, size) for child, size in zip(row.children, cells, strict=False)]
        inside += _beside(drawn, cells)
    return frame("relation", inside, width)


def _beside(columns: Sequence[list[Line]], cells: Sequence[int]) -> Iterator[Line]:
    for y in range(max((len(lines) for lines in columns), default=0)):
        line: list[tuple[str, str]] = []
        for number, (lines, size) in enumerate(zip(columns, cells, strict=False)):
            line += [(" │ ", "rule")] if number else []
            line += fitted(lines[y] if y < len(lines) else (), size)
        yield tuple(line)


def frame(title: str, inside: Sequence[Line], width: int) -> list[Line]:
    """The lines in a frame with a title; too narrow for one, they stand below the title."""
    if width <= LEAST:
        return [((one_line(title, width), "hint"),), *inside]
    shown = one_line(title, width - 6)
    rest = "─" * max(0, width - cell_len(shown) - 5)
    lines: list[Line] = [(("╭─ ", "rule"), (shown, "hint"), (f" {rest}╮", "rule"))]
    lines += [(("│ ", "rule"), *fitted(line, width - 4), (" │", "rule")) for line in inside]
    return [*lines, ((f"╰{'─' * (width - 2)}╯", "rule"),)]


def feel_lines(text: str, width: int) -> list[Line]:
    """An expression in its colours, wrapped where it is too long."""
    lines: list[Line] = []
    line: list[tuple[str, str]] = []
    left = width
    for piece, style in coloured(text[:LONGEST]):
        for number, part in enumerate(block(piece, LONGEST).split("\n")):
            if number:
                lines.append(tuple(line))
                line, left = [], width
            for word in _words(part):
                size = cell_len(word)
                if size > left and line and word.strip():
                    lines.append(tuple(line))
                    line, left = [], width
                line.append((word, style))
                left -= size
    lines.append(tuple(line))
    if len(text) > LONGEST:
        lines.append(((f"… {counted(len(text) - LONGEST, 'more character')}", "hint"),))
    return [cut for found in lines for cut in _cut(found, width)]


def _words(text: str) -> Iterator[str]:
    """Words with the blanks behind them."""
    begin = 0
    for at in range(1, len(text)):
        if text[at - 1] == " " and text[at] != " ":
            yield text[begin:at]
            begin = at
    if text[begin:]:
        yield text[begin:]


def _cut(line: Line, width: int) -> Iterator[Line]:
    """A line whose single word is longer than there is room, in pieces; none of it is lost but blanks at its end."""
    while line and width_of(line) > width and line[-1][0].endswith(" "):
        text, style = line[-1]
        line = (*line[:-1], *([(shorter, style)] if (shorter := text.rstrip(" ")) else ()))
    if width_of(line) <= width:
        yield line
        return
    spans: list[tuple[str, str]] = []
    left = width
    for text, style in line:
        begin = 0
        for at, character in enumerate(text):
            size = cell_len(character)
            if size > left:
                yield tuple([*spans, (text[begin:at], style)] if at > begin else spans)
                spans, left, begin = [], width, at
            left -= size
        if text[begin:]:
            spans.append((text[begin:], style))
    yield tuple(spans)


_DRAWERS: dict[str, Callable[[Part, int], list[Line]]] = {
    "literal": _literal,
    "empty": _empty,
    "unknown": _unknown,
    "table": _table,
    "relation": _relation,
}
