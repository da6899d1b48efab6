"""The baseline of large tables: the rules of a DMN file in Textual's DataTable, with the same cells."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from c8tui.decisions.element import DrgElement
from c8tui.decisions.file import decision_of, read
from c8tui.decisions.sheet import Sheet


class TableApp(App[None]):
    """Nothing but the table, with its first column fixed."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row", fixed_columns=1)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("#", *(column.title for column in self._sheet.columns))
        table.add_rows((str(row.number), *row.cells) for row in self._sheet.rows)
        table.focus()


def main() -> None:
    """`python -m tests.bench.data_table FILE`."""
    model = read(Path(sys.argv[1]).read_bytes())
    decision = decision_of(model)
    assert decision is not None
    sheet = DrgElement(model, model.elements[decision]).sheet
    assert sheet is not None
    TableApp(sheet).run()


if __name__ == "__main__":
    main()
