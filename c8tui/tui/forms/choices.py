"""Draws the options of a field: on one line, below each other, or those that a search finds."""

from __future__ import annotations

from rich.cells import cell_len

from c8tui.text import visible
from c8tui.tui.forms.lines import Drawn, Line, Spot, one_line, padded, width_of, wrapped
from c8tui.tui.forms.picking import MANY, NUMBERED, SEARCHED, Picker, chosen_text, chosen_words


def draw_options(picker: Picker, width: int, widest: int, *, focused: bool) -> Drawn:
    """The options, the chosen ones marked; a search line has at most `widest` cells."""
    if isinstance(picker.instance.component, SEARCHED):
        return _searched(picker, width, widest, focused)
    inline = _inline(picker, width, focused)
    return inline if inline is not None else _listed(picker, width, focused)


def _option(picker: Picker, index: int, focused: bool, width: int) -> list[Line]:
    """An option on a line; that under the cursor in full."""
    option = picker.matches[index]
    left, right = "[]" if isinstance(picker.instance.component, MANY) else "()"
    chosen = picker.chosen(option)
    mark = ("x" if left == "[" else "•") if chosen else " "
    number = f"{index + 1} " if index < NUMBERED and picker.numbered and not picker.search.strip() else ""
    style = "cursor" if focused and index == picker.cursor else "chosen" if chosen else "value"
    room = max(4, width - 4 - len(number))
    texts = wrapped(option.label, room) if style == "cursor" else [one_line(option.label, room)]
    head = ((f"{left}{mark}{right} ", style), (number, "hint" if style == "value" else style))
    first: Line = (*head, (texts[0], style))
    return [first, *(((" " * width_of(head), ""), (text, style)) for text in texts[1:])]


def _inline(picker: Picker, width: int, focused: bool) -> Drawn | None:
    """All options on one line, when they fit there."""
    if not 0 < len(picker.matches) <= NUMBERED:
        return None
    line: list[tuple[str, str]] = []
    whole = True
    for index in range(len(picker.matches)):
        line += [("   ", "")] if index else []
        line += _option(picker, index, focused, width)[0]
        whole = whole and cell_len(visible(picker.matches[index].label)) <= width - 8
    return Drawn([tuple(line)]) if whole and width_of(tuple(line)) <= width else None


def _listed(picker: Picker, width: int, focused: bool) -> Drawn:
    """Options below each other, those around the cursor when there are many."""
    drawn = Drawn()
    total = len(picker.matches)
    if not total:
        drawn.add(("nothing matches" if picker.search else "there are no options", "hint"))
        return drawn
    seen = picker.window()
    for index in seen:
        if focused and index == picker.cursor:
            drawn.eye = len(drawn.lines)
        drawn.lines += _option(picker, index, focused, width)
    if len(seen) < total:
        drawn.add((f"{seen.start + 1}-{seen.stop} of {total:,}", "hint"))
    return drawn


def _searched(picker: Picker, width: int, widest: int, focused: bool) -> Drawn:
    """What is chosen; with the focus a line to search on and the options that match."""
    room = max(4, min(widest, width))
    text = chosen_text(picker.instance, room)
    if not focused:
        return Drawn([((padded(text or "-", room), "box"),)], Spot(0, 0, room))
    many = isinstance(picker.instance.component, MANY)
    drawn = Drawn(spot=Spot(0, 0, room))
    drawn.add((padded(picker.search or "type to search", room), "box-focus"))
    if many and text:
        drawn.lines += [((line, "chosen"),) for line in wrapped(chosen_words(picker.instance), width)]
    drawn.under(_listed(picker, width, focused))
    return drawn
