"""Draws what is only read: texts, tables, images, links, lines, buttons."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from c8tui.forms import schema as s
from c8tui.forms.documents import documents_of
from c8tui.forms.html import markdown
from c8tui.forms.instance import FieldInstance
from c8tui.forms.table import TablePage, cell, table_page
from c8tui.tui.forms.lines import Drawn, Line, one_line, padded

WIDEST_COLUMN = 28
SPACER_PIXELS = 24
"""Pixels that one line of the terminal stands for."""


@dataclass(slots=True)
class TableLook:
    """Which page of a table is looked at, and how it is sorted."""

    page: int = 0
    column: int = 0
    """The column that a key would sort by."""
    sort_by: str | None = None
    descending: bool = False


def draw_passive(instance: FieldInstance, width: int, table: TableLook, *, focused: bool) -> Drawn:
    """Whatever is no field and no container."""
    component = instance.component
    match component:
        case s.Text():
            from c8tui.tui.forms.marked import markdown_lines

            return Drawn(markdown_lines(instance.text("text"), width))
        case s.Html():
            from c8tui.tui.forms.marked import markdown_lines

            return Drawn(markdown_lines(markdown(instance.text("content")), width))
        case s.Separator():
            return Drawn([(("─" * width, "rule"),)])
        case s.Spacer():
            return Drawn([()] * max(1, min(component.height // SPACER_PIXELS, 4)))
        case s.Button():
            return Drawn([((f"[ {one_line(instance.label or component.action, width - 4)} ]", _style(focused)),)])
        case s.Table():
            return _table(instance, width, table, focused=focused)
        case s.DocumentPreview():
            return _documents(instance, width, focused=focused)
    return _link(instance, width, focused=focused)


def _style(focused: bool) -> str:
    return "cursor" if focused else "link"


def link_of(instance: FieldInstance) -> str:
    """The address that a person may copy: of an image, a frame, or the documents of a preview."""
    match instance.component:
        case s.Image():
            return instance.text("source")
        case s.IFrame():
            return instance.text("url")
        case s.DocumentPreview():
            return "\n".join(document.document_id for document in documents_of(instance))
    return ""


def _link(instance: FieldInstance, width: int, *, focused: bool) -> Drawn:
    match instance.component:
        case s.Image():
            what, name = "image", instance.text("alt")
        case s.IFrame():
            what, name = "page", instance.label
        case s.Unknown(type_name=kind, key=key):
            text = f"{kind or '(no type)'}: a component that c8tui does not know"
            return Drawn([((one_line(f"{text}; {key} is sent as it came" if key else text, width), "trouble"),)])
        case _:
            what, name = instance.component.type, instance.label
    said = f"{what} {name}".strip()
    drawn = Drawn([((one_line(f"{said}: {link_of(instance) or 'no address'}", width), _style(focused)),)])
    if focused:
        drawn.add(("y copies the address", "hint"))
    return drawn


def _documents(instance: FieldInstance, width: int, *, focused: bool) -> Drawn:
    drawn = Drawn([((one_line(instance.text("title") or "Documents", width), "title"),)])
    found = documents_of(instance)
    for document in found:
        kind = f"  {document.content_type}" if document.content_type else ""
        drawn.add((one_line(f"{document.file_name}{kind}", width), _style(focused)))
    if not found:
        drawn.add(("no documents", "hint"))
    elif focused:
        drawn.add(("y copies their ids", "hint"))
    return drawn


def _table(instance: FieldInstance, width: int, look: TableLook, *, focused: bool) -> Drawn:
    page = table_page(instance, page=look.page, sort_by=look.sort_by, descending=look.descending)
    drawn = Drawn()
    if instance.label:
        drawn.add((one_line(instance.label, width), "title"))
    if not page.columns:
        drawn.add(("a table without columns", "hint"))
        return drawn
    drawn.lines += _grid(page, width, look, focused=focused)
    place = f"page {page.page + 1} of {page.pages}, {page.total:,} rows" if page.pages > 1 else f"{page.total:,} rows"
    keys = "   left right column  s sort  n p page" if focused else ""
    drawn.add((one_line(place + keys, width), "hint"))
    return drawn


def _grid(page: TablePage, width: int, look: TableLook, *, focused: bool) -> list[Line]:
    texts = [[cell(row.get(column.key)) for column in page.columns] for row in page.rows]
    heads = [column.label + _arrow(column.key, look) for column in page.columns]
    widths = [
        min(WIDEST_COLUMN, max(cell_len(one_line(text, WIDEST_COLUMN)) for text in (head, *(row[n] for row in texts))))
        for n, head in enumerate(heads)
    ]
    at = min(look.column, len(heads) - 1)
    first: list[tuple[str, str]] = []
    for n, head in enumerate(heads):
        style = "cursor" if focused and n == at else "title"
        first += [(padded(one_line(head, widths[n]), widths[n]), style), ("  ", "")]
    lines: list[Line] = [tuple(first)]
    for row in texts:
        cells = (padded(one_line(text, size), size) for text, size in zip(row, widths, strict=True))
        lines.append((("  ".join(cells), "value"),))
    return lines


def _arrow(key: str, look: TableLook) -> str:
    return "" if look.sort_by != key else " v" if look.descending else " ^"
