"""What every list of the app can do, gone through by the registry: a new list cannot forget any of it."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from c8tui.model.search import PageRequest
from c8tui.session.export import FIELDS
from c8tui.session.lists import LISTS
from c8tui.session.session import Session
from c8tui.tui.commands.ids import INBOX, TOPOLOGY
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.export import ExportDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.filter import KEEP_KEY, FilterDialog
from c8tui.tui.registry import MODES, commands_of
from c8tui.tui.screens.columns import ColumnSet
from c8tui.tui.screens.variable_columns import VariableColumns
from c8tui.tui.tasks.columns import COLUMNS
from tests.tui.apps import app_on, closed, dialog, enter, list_of, text_of, until

WITHOUT_A_LIST = {TOPOLOGY}
LISTED = [spec.id for spec in MODES if spec.id not in WITHOUT_A_LIST]
MANNERS = {
    "slash": "search", "f": "filter", "s": "sort", "less_than_sign": "sort_column", "greater_than_sign": "sort_loaded",
    "w": "columns", "v": "views", "E": "export", "y": "copy", "L": "load_all", "enter": "open", "P": "toggle_pane",
    "r": "refresh",
}  # fmt: skip
"""The keys of every list, and the commands that they run."""
ASKS = {
    "f": FilterDialog, "s": ChoiceDialog, "less_than_sign": ChoiceDialog, "greater_than_sign": ChoiceDialog,
    "w": FieldsDialog, "v": ChoiceDialog, "E": ExportDialog,
}  # fmt: skip
"""The keys that open a dialog."""


def columns_of(screen: object) -> ColumnSet[object]:
    """Every column that the list can have."""
    (shown,) = (part for part in screen.parts if isinstance(part, VariableColumns))  # type: ignore[attr-defined]
    return shown._columns


@pytest.mark.parametrize("screen", LISTED)
async def test_every_list_has_the_same_manners(sandbox_session: Session, screen: str) -> None:
    keys = {key: command.id for command in commands_of(screen) for key in command.keys}
    assert {key: keys.get(key) for key in MANNERS} == MANNERS
    assert {"rename_view", "delete_view"} <= {command.id for command in commands_of(screen)}
    async with app_on(sandbox_session, screen, size=(120, 30)) as (app, pilot):
        assert " s ago" in text_of(app).splitlines()[0]
        listed = list_of(app)
        for key, kind in ASKS.items():
            await pilot.press(key)
            asked = await dialog(app, pilot, kind)
            if kind is FilterDialog:
                await pilot.press(KEEP_KEY)
                assert app.focused is asked.query_one("#save_as", Input)
            await pilot.press("escape")
            await closed(app, pilot)
        await pilot.press("slash")
        await until(pilot, lambda: app.focused is app.screen.query_one("#prompt-input"))
        await pilot.press("escape")
        words = [*app.names()]
        for view in sandbox_session.views.of("tasks" if screen == INBOX else screen):
            assert f"{next(spec.word for spec in MODES if spec.id == screen)} {view.id}" in words
        assert listed.listed.columns == columns_of(listed).shown


@pytest.mark.parametrize("screen", [one for one in LISTED if one != INBOX])
async def test_columns_fields_and_views_of_a_list_agree(sandbox_session: Session, screen: str) -> None:
    """A name is one thing: a column, what an export writes under it, and what a view may name."""
    spec = LISTS[screen]
    async with app_on(sandbox_session, screen) as (app, pilot):
        known = columns_of(list_of(app))
        assert {*known.known} == {*spec.columns}
        assert known.variables == spec.variables
        titles = [column.title for column in known.known.values()]
        assert len(titles) == len({*titles})
        orders = {one.field for one in spec.schema.orders}
        assert {column.order for column in known.known.values()} - {""} <= orders
        first, *others = sandbox_session.views.of(screen)
        assert others
        for view in others:
            await enter(pilot, "colon", f"{screen} {view.id}")
            await until(pilot, lambda view=view: f": {view.title}" in text_of(app).splitlines()[1])  # type: ignore[misc]
            await list_of(app).rows().fetch(PageRequest(limit=1))  # raises what cannot be asked
        await enter(pilot, "colon", f"{screen} {first.id}")
        await until(pilot, lambda: f": {others[-1].title}" not in text_of(app).splitlines()[1])


def test_the_columns_of_the_inbox_are_what_its_export_writes() -> None:
    assert {*COLUMNS} - {"age"} <= {*FIELDS}


@pytest.mark.parametrize("name", LISTS)
def test_the_first_view_of_a_list_asks_what_the_list_asks_first(name: str) -> None:
    spec = LISTS[name]
    first = spec.query(spec.built_in[0])
    assert (first.conditions, first.sort) == (spec.plain.conditions, spec.plain.sort)
    assert len({view.id for view in spec.built_in}) == len({view.title for view in spec.built_in})


def test_every_list_beside_the_inbox_is_known() -> None:
    assert {*LISTED} - {INBOX} == {*LISTS}
