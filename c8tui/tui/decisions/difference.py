"""What differs between two versions, as lines: what was added, removed, changed from what to what."""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.decisions.difference import CellChange, Change, RuleDifference, SheetDifference
from c8tui.decisions.model_difference import (
    REFERENCES,
    ElementDifference,
    LinesDifference,
    ModelDifference,
    word_of,
)
from c8tui.decisions.sheet import ANY, Row
from c8tui.tui.forms.lines import Line, one_line, wrapped

SIGNS = {"added": ("+", "added"), "removed": ("-", "removed"), "changed": ("~", "changed"), "moved": (">", "moved")}
INDENT = "      "


def difference_lines(found: ModelDifference, element_id: str, width: int) -> list[Line]:
    """The lines about one element first, then what else differs in its file."""
    own = [one for one in found.elements if element_id in _ids(one)]
    rest = [one for one in found.elements if one not in own and one.what != "same"]
    lines: list[Line] = []
    for one in own:
        lines += _element(one, width) if one.what != "same" else ()
    if not lines:
        lines.append((("nothing differs in this decision", "hint"),))
    if rest or found.types:
        lines += [(), (("elsewhere in the file", "head"),)]
    for one in rest:
        lines += [(), *_element(one, width)]
    lines += [(_sign(what), (f" type {one_line(name, 60)}", "")) for what, name in found.types]
    return lines


def _ids(one: ElementDifference) -> set[str]:
    return {element.id for element in (one.before, one.after) if element is not None}


def _sign(kind: str) -> tuple[str, str]:
    return SIGNS.get(kind, (" ", ""))


def _element(one: ElementDifference, width: int) -> Iterator[Line]:
    element = one.after or one.before
    if element is None:
        return
    yield (_sign(one.what), (f" {word_of(element)} {one_line(element.name or element.id, 60)}", "head"))
    yield from (line for change in one.changes for line in _change(change, width))
    if isinstance(one.logic, SheetDifference):
        yield from _sheet(one.logic, width)
    elif isinstance(one.logic, LinesDifference):
        yield from _lines(one.logic, width)


def _sheet(found: SheetDifference, width: int) -> Iterator[Line]:
    if found.same:
        return
    yield ((f"  {one_line(found.summary(), width - 2)}", "hint"),)
    for column in found.columns:
        about = column.after or column.before
        kind = "added" if column.before is None else "removed" if column.after is None else "changed"
        title = one_line(about.title if about else "", 60)
        yield (("  ", ""), _sign(kind), (f" {about.kind if about else ''} column {title}", "label"))
        yield from (line for change in column.changes for line in _change(change, width))
    for entry in found.entries:
        if entry.kind != "same":
            yield from _entry(entry, width)


def _entry(entry: RuleDifference, width: int) -> Iterator[Line]:
    row = entry.after or entry.before
    if row is None:
        return
    where = f"rule {row.number}"
    if entry.before and entry.after and entry.before.number != entry.after.number:
        where = f"rule {entry.before.number} is rule {entry.after.number} now"
    yield (("  ", ""), _sign(entry.kind), (f" {where}", "label"))
    if entry.kind in {"added", "removed"}:
        yield from (((INDENT, ""), (line, SIGNS[entry.kind][1])) for line in wrapped(_said(row), width - len(INDENT)))
    for cell in entry.cells:
        yield from _cell(cell, width)


def _said(row: Row) -> str:
    return "   ".join(cell for cell in row.cells if cell and cell != ANY)


def _cell(cell: CellChange, width: int) -> Iterator[Line]:
    yield from _change(Change(cell.column.title, cell.before or "", cell.after or ""), width)


def _change(change: Change, width: int) -> Iterator[Line]:
    """From what to what: on one line if there is room, else below each other."""
    name = one_line(change.what, 30)
    if change.what in REFERENCES:  # one of several that came or went: it replaces nothing
        kind, other = ("added", change.after) if not change.before else ("removed", change.before)
        yield ((f"{INDENT}{name}  ", "hint"), (f"{SIGNS[kind][0]} {one_line(other, 200)}", SIGNS[kind][1]))
        return
    before, after = one_line(change.before, 200) or "nothing", one_line(change.after, 200) or "nothing"
    if len(name) + len(before) + len(after) + 12 <= width:
        yield ((f"{INDENT}{name}  ", "hint"), (before, "removed"), ("  ->  ", "hint"), (after, "added"))
        return
    yield ((f"{INDENT}{name}", "hint"),)
    for sign, style, text in (("-", "removed", change.before), ("+", "added", change.after)):
        for line in wrapped(text, width - len(INDENT) - 2):
            yield ((f"{INDENT}{sign} ", style), (line, style))


def _lines(found: LinesDifference, width: int) -> Iterator[Line]:
    for line in found.lines:
        style = {"+": "added", "-": "removed"}.get(line.sign, "hint")
        for text in wrapped(line.text, width - len(INDENT) - 2):
            yield ((f"{INDENT}{line.sign} {text}", style),)
    yield from ((((f"{INDENT}{limit}", "hint"),)) for limit in found.limits)
