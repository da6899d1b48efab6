"""Boxed expressions as lines of text, to be read or compared; everything raw."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from c8tui.decisions.sheet import in_language, sheet_of
from c8tui.feel import dmn_model as m

INDENT = "  "


def box_lines(box: m.Box | None) -> list[str]:
    """A literal expression as it stands; of all others the kind, and below it, indented, what is in it."""
    return [] if box is None else [line for text in _WRITERS[type(box)](box) for line in text.splitlines() or [""]]


def _inside(box: m.Box | None) -> Iterator[str]:
    yield from (f"{INDENT}{line}" for line in box_lines(box))


def _literal(box: m.LiteralBox) -> Iterator[str]:
    if box.language:
        yield f"language {box.language}"
    yield box.text


def _table(box: m.TableBox) -> Iterator[str]:
    sheet = sheet_of(box)
    yield f"decision table {sheet.policy.name}"
    for column in sheet.columns:
        type_part = f": {column.type_ref}" if column.type_ref else ""
        title = f"{column.title} " if column.title != column.expression else ""
        allowed = f" in {column.allowed}" if column.allowed else ""
        default = f" else {column.default}" if column.default else ""
        expression = in_language(column.expression, column.language)
        yield f"{INDENT}{column.kind} {title}{expression}{type_part}{allowed}{default}".rstrip()
    for row in sheet.rows:
        cells = " | ".join(" ".join(cell.splitlines()) for cell in row.cells)
        yield f"{INDENT}rule {cells}"


def _entries(word: str, entries: tuple[m.Entry, ...]) -> Iterator[str]:
    for entry in entries:
        name = f"{word}{entry.name}" if entry.name else "result"
        yield f"{INDENT}{name}{f': {entry.type_ref}' if entry.type_ref else ''} ="
        yield from (f"{INDENT}{line}" for line in _inside(entry.value))


def _context(box: m.ContextBox) -> Iterator[str]:
    yield "context"
    yield from _entries("", box.entries)


def _invocation(box: m.InvocationBox) -> Iterator[str]:
    yield "invocation of"
    yield from _inside(box.function)
    yield from _entries("with ", box.bindings)


def _list(box: m.ListBox) -> Iterator[str]:
    yield "list"
    for item in box.items:
        yield f"{INDENT}item"
        yield from (f"{INDENT}{line}" for line in _inside(item))


def _relation(box: m.RelationBox) -> Iterator[str]:
    yield f"relation {' | '.join(box.columns)}"
    for row in box.rows:
        yield f"{INDENT}row {' | '.join(' '.join(box_lines(cell)) for cell in row)}"


def _function(box: m.FunctionBox) -> Iterator[str]:
    parameters = ", ".join(
        f"{entry.name}: {entry.type_ref}" if entry.type_ref else entry.name for entry in box.parameters
    )
    yield f"function ({parameters})" + (f" in {box.kind}" if box.kind.upper() != "FEEL" else "")
    yield from _inside(box.body)


def _parts(*parts: tuple[str, m.Box | None]) -> Iterator[str]:
    for word, box in parts:
        yield word
        yield from _inside(box)


def _conditional(box: m.ConditionalBox) -> Iterator[str]:
    return _parts(("if", box.condition), ("then", box.then), ("else", box.otherwise))


def _filter(box: m.FilterBox) -> Iterator[str]:
    return _parts(("filter", box.source), ("where", box.match))


def _loop(box: m.LoopBox) -> Iterator[str]:
    word = "return" if box.kind == "for" else "satisfies"
    return _parts((f"{box.kind} {box.variable} in", box.source), (word, box.body))


def _unknown(box: m.UnknownBox) -> Iterator[str]:
    yield "an expression of an unknown kind"
    yield from (f"{INDENT}{line}" for line in box.xml.splitlines())


_WRITERS: dict[type[m.Box], Callable[..., Iterator[str]]] = {
    m.LiteralBox: _literal,
    m.TableBox: _table,
    m.ContextBox: _context,
    m.InvocationBox: _invocation,
    m.ListBox: _list,
    m.RelationBox: _relation,
    m.FunctionBox: _function,
    m.ConditionalBox: _conditional,
    m.FilterBox: _filter,
    m.LoopBox: _loop,
    m.UnknownBox: _unknown,
}
