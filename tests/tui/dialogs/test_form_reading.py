"""A form that is only read: all of it in full, nothing of it changed."""

from __future__ import annotations

from typing import Any, cast

from c8tui.session.forms import Forms
from c8tui.tui.dialogs.form_reading import FormReadingDialog
from tests.forms.opened import NOW, field, opened
from tests.tui.apps import DialogHost, text_of, until
from tests.tui.dialogs.test_form import Cluster

LONG = "a long answer that was given to this question " * 30 + "END"
ROWS: dict[str, Any] = {
    "type": "dynamiclist", "path": "rows", "label": "Rows", "allowAddRemove": True, "defaultRepetitions": 1,
    "isRepeating": True, "components": [{**field("textfield", "n", label="N"), "id": "n"}],
}  # fmt: skip


def reading(*components: dict[str, Any], **variables: Any) -> tuple[DialogHost, FormReadingDialog, Cluster]:
    cluster = Cluster()
    state, forms = opened(*components, **variables), cast("Forms", cluster)
    dialog = FormReadingDialog("Form of x", "completed by anna", state, forms=forms, now=lambda: NOW)
    return DialogHost(dialog), dialog, cluster


async def test_every_answer_is_read_and_none_is_changed() -> None:
    kinds = (
        field("textfield", "a", label="A"),
        field("textarea", "b", label="B"),
        field("checkbox", "c", label="C"),
        field("radio", "d", label="D", values=[{"label": "Yes", "value": "y"}, {"label": "No", "value": "n"}]),
        field("select", "e", label="E", values=["one", "two"]),
        field("datetime", "f", label="F", subtype="date"),
        ROWS,
        {"type": "button", "label": "Send", "action": "submit"},
    )
    data = {"a": "Anna", "b": LONG, "c": True, "d": "n", "e": "two", "f": "2026-12-24", "rows": [{"n": "row one"}]}
    app, dialog, _ = reading(*kinds, **data)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "completed by anna" in text_of(app))
        shown = dialog.panel.view.text
        for answer in ("Anna", "END", "[x]", "No", "two", "2026-12-24", "row one"):
            assert answer in shown
        assert "(read only)" not in shown
        assert "+ add" not in shown
        before = dialog.panel.state.data
        await pilot.press("tab", "z", "space", "enter", "plus", "delete", "enter", "1", "ctrl+s", "ctrl+r", "backspace")
        assert dialog.panel.state.data == before
        await pilot.press("ctrl+end")
        assert dialog.panel.view.top + dialog.panel.view.height >= dialog.panel.view.line_count
        await pilot.press("escape")
        await until(pilot, lambda: app.results)
    assert app.results == [None]


async def test_tables_are_sorted_and_addresses_copied() -> None:
    table = {"type": "table", "dataSource": "=rows", "columns": [{"label": "N", "key": "n"}]}
    image = {"type": "image", "source": "http://x/y.png"}
    app, dialog, _ = reading(table, image, rows=[{"n": 1}, {"n": 2}])
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: dialog.panel.view.page.at is not None)
        await pilot.press("s", "s")
        await until(pilot, lambda: "N v" in text_of(app))
        await pilot.press("tab", "y")
        await until(pilot, lambda: "copied" in text_of(app))
