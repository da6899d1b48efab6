"""Boxed expressions as lines of text, to be read or compared; everything raw."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from c8tui.decisions.sheet import in_language, sheet_of
from c8tui.feel import dmn_model as m
from c8tui.feel.dmn_inner import InnerBox, inner_boxes

INDENT = "  "


def box_lines(box: m.Box | None) -> list[str]:
    """A literal expression as it stands; of all others the kind, and below it, indented, what is in it."""
    return [] if box is None else [line for text in _written(box) for line in text.splitlines() or [""]]


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


def _written(box: m.Box) -> Iterator[str]:
    """The line of its kind, where it has one, and below it what stands in it, each under what it is there."""
    kind = type(box)
    if kind in _LEAVES:
        yield from _LEAVES[kind](box)
        return
    if kind in _HEADS:
        yield from _HEADS[kind](box)
    for inner in inner_boxes(box):
        label = _label(box, inner)
        indent = INDENT if inner.role in ("entry", "binding", "item") else ""
        if label:
            yield f"{indent}{label}"
        yield from (f"{indent}{line}" for line in _inside(inner.box))


def _label(box: m.Box, inner: InnerBox) -> str:
    """What an expression is in the one around it; a function that is called, and a body, need no word."""
    typed = f": {inner.type_ref}" if inner.type_ref else ""
    match inner.role:
        case "entry":
            return f"{inner.name or 'result'}{typed} ="
        case "binding":
            return f"with {inner.name or 'result'}{typed} ="
        case "item":
            return "item"
        case "function":
            return ""
        case "source" if isinstance(box, m.LoopBox):
            return f"{box.kind} {inner.name}"
        case "source":
            return "filter"
        case "match":
            return "where"
    return inner.name


def _relation(box: m.RelationBox) -> Iterator[str]:
    yield f"relation {' | '.join(box.columns)}"
    for row in box.rows:
        yield f"{INDENT}row {' | '.join(' '.join(box_lines(cell)) for cell in row)}"


def _function(box: m.FunctionBox) -> Iterator[str]:
    parameters = ", ".join(
        f"{entry.name}: {entry.type_ref}" if entry.type_ref else entry.name for entry in box.parameters
    )
    yield f"function ({parameters})" + (f" in {box.kind}" if box.kind.upper() != "FEEL" else "")


def _unknown(box: m.UnknownBox) -> Iterator[str]:
    yield "an expression of an unknown kind"
    yield from (f"{INDENT}{line}" for line in box.xml.splitlines())


_LEAVES: dict[type[m.Box], Callable[..., Iterator[str]]] = {
    m.LiteralBox: _literal,
    m.TableBox: _table,
    m.RelationBox: _relation,
    m.UnknownBox: _unknown,
}
_HEADS: dict[type[m.Box], Callable[..., Iterator[str]]] = {
    m.ContextBox: lambda _: iter(("context",)),
    m.InvocationBox: lambda _: iter(("invocation of",)),
    m.ListBox: lambda _: iter(("list",)),
    m.FunctionBox: _function,
}
