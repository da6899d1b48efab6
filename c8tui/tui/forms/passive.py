"""Draws what is only read: texts, tables, images, links, lines, buttons."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from rich.cells import cell_len

from c8tui.forms import schema as s
from c8tui.forms.documents import documents_of
from c8tui.forms.html import markdown
from c8tui.forms.instance import FieldInstance
from c8tui.forms.table import Column, TablePage, cell, table_page
from c8tui.text import block
from c8tui.tui.forms.data_urls import told
from c8tui.tui.forms.lines import Drawn, Line, beside, wrapped

WIDEST_COLUMN = 28
TABLE_KEYS = "left right column  s sort  n p page"
GAP = 2
"""Cells between columns."""
SPACER_PIXELS = 24
"""Pixels that one line of the terminal stands for."""


class TableLook(Struct):
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
            return _lines(f"[ {instance.label or component.action} ]", width, _style(focused))
        case s.Table():
            return _table(instance, width, table, focused=focused)
        case s.DocumentPreview():
            return _documents(instance, width, focused=focused)
    return _link(instance, width, focused=focused)


def _lines(text: str, width: int, style: str) -> Drawn:
    """A raw text on as many lines as it takes."""
    return Drawn([((line, style),) for line in wrapped(text, width)])


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
            return _lines(f"{text}; {key} is sent as it came" if key else text, width, "trouble")
        case _:
            what, name = instance.component.type, instance.label
    said = f"{what} {name}".strip()
    drawn = _lines(f"{said}: {told(link_of(instance)) or 'no address'}", width, _style(focused))
    if focused:
        drawn.add(("y copies the address", "hint"))
    return drawn


def _documents(instance: FieldInstance, width: int, *, focused: bool) -> Drawn:
    drawn = _lines(instance.text("title") or "Documents", width, "title")
    found = documents_of(instance)
    for document in found:
        kind = f"  {document.content_type}" if document.content_type else ""
        drawn.under(_lines(f"{document.file_name}{kind}", width, _style(focused)))
    if not found:
        drawn.add(("no documents", "hint"))
    elif focused:
        drawn.add(("y copies their ids", "hint"))
    return drawn


def _table(instance: FieldInstance, width: int, look: TableLook, *, focused: bool) -> Drawn:
    page = table_page(instance, page=look.page, sort_by=look.sort_by, descending=look.descending)
    drawn = Drawn()
    if instance.label:
        drawn.under(_lines(instance.label, width, "title"))
    if not page.columns:
        drawn.add(("a table without columns", "hint"))
        return drawn
    columns = _columns(page, width, look)
    drawn.lines += _grid(page, columns, look, focused=focused)
    places = [f"page {page.page + 1} of {page.pages}"] if page.pages > 1 else []
    places.append(f"{page.total:,} rows")
    if len(columns) < len(page.columns):
        places.append(f"columns {min(columns) + 1} to {max(columns) + 1} of {len(page.columns)}")
    place = ", ".join(places)
    if focused and cell_len(place) + 3 + len(TABLE_KEYS) <= width:
        place = f"{place}   {TABLE_KEYS}"
    drawn.under(_lines(place, width, "hint"))
    if focused and TABLE_KEYS not in place:
        drawn.under(_lines(TABLE_KEYS, width, "hint"))
    return drawn


def _columns(page: TablePage, width: int, look: TableLook) -> dict[int, int]:
    """The columns that are shown and their widths: as many as there is room for, that of the keys among them."""
    widths = [_width(page, n, min(WIDEST_COLUMN, width), look) for n in range(len(page.columns))]
    at = min(look.column, len(widths) - 1)
    first = 0
    while sum(widths[first : at + 1]) + GAP * (at - first) > width:
        first += 1
    shown: dict[int, int] = {}
    for n in range(first, len(widths)):
        if sum(shown.values()) + GAP * len(shown) + widths[n] > width:
            break
        shown[n] = widths[n]
    return shown


def _width(page: TablePage, column: int, most: int, look: TableLook) -> int:
    """Cells that a column needs, as far as it may have them."""
    head = page.columns[column]
    texts = (head.label + _arrow(head.key, look), *(_cell(row, head) for row in page.rows))
    return max(1, min(most, max(cell_len(line) for text in texts for line in block(text, 4 * most).split("\n"))))


def _cell(row: dict[str, Any], column: Column) -> str:
    return told(cell(row.get(column.key)))


def _grid(page: TablePage, columns: dict[int, int], look: TableLook, *, focused: bool) -> list[Line]:
    """Head and rows; what is longer than its column goes on below."""
    at = min(look.column, len(page.columns) - 1)
    shown = [(page.columns[n], size, "cursor" if focused and n == at else "title") for n, size in columns.items()]
    heads = beside([(_lines(one.label + _arrow(one.key, look), size, style), size) for one, size, style in shown], GAP)
    lines = heads.lines
    for row in page.rows:
        lines += beside([(_lines(_cell(row, one), size, "value"), size) for one, size, _ in shown], GAP).lines
    return lines


def _arrow(key: str, look: TableLook) -> str:
    return "" if look.sort_by != key else " v" if look.descending else " ^"
