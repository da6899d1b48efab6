"""Changing a view without editing a file: what it asks for, its order, its columns; kept under a name or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from c8tui.session.query import Condition
from c8tui.session.task_filters import schema
from c8tui.session.view_file import ViewExists
from c8tui.session.views import View
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.fields import Field, Values, anything, names_in, required
from c8tui.tui.flow import Ui
from c8tui.tui.screens.query import chosen_order, condition_field
from c8tui.tui.tasks.columns import COLUMNS, STANDARD_NAMES
from c8tui.tui.tasks.views import TaskViews

if TYPE_CHECKING:
    from c8tui.session.session import Session

SAVE_AS = "save_as"


class ViewDialogs:
    """Changes what the view asks for and shows."""

    def __init__(self, ui: Ui, session: Session, views: TaskViews) -> None:
        self._ui, self._session, self._views = ui, session, views

    async def action_filter(self) -> None:
        """Change the conditions of the view, and keep it under a name if one is given."""
        view = self._views.view
        if len(view.alternatives) > 1 or view.common:
            self._ui.say(f"{view.title} has several alternatives: change those in the view file", "warn")
            return
        before, known = view.alternatives[0], schema(self._session.identity)

        def field(one: Condition) -> Field:
            return condition_field(known, one, before.get(one.field, ""), self._session.user_tasks.now)

        title = view.title if view.own else ""
        save = Field(SAVE_AS, "Save as view", title, "a name; empty: only for now", anything)
        fields = (*map(field, known.conditions), save)
        # Where it cannot be written, the dialog stays and says so.
        await self._apply(await self._ui.open(FilterDialog(f"Filter: {view.title}", fields, self._filtered)))

    async def _filtered(self, values: Mapping[str, str]) -> View:
        """The view that was described; kept in the file when it has a name. Raises C8Error, and Cancelled."""
        conditions = {name: words.strip() for name, words in values.items() if name != SAVE_AS and words.strip()}
        view = self._views.view.with_conditions(conditions)
        name = values[SAVE_AS].strip()
        return await self._replacing(partial(self._session.views.save, view, name)) if name else view

    async def _replacing(self, keep: Callable[..., View]) -> View:
        """Keep a view; over another one only after a question."""
        try:
            return keep()
        except ViewExists as exists:
            question = f"{exists.other.title} is there already, and what it asks for is lost."
            await self._ui.confirm("Replace the view?", question, "Replace")
            return keep(replacing=True)

    async def action_rename_view(self) -> None:
        """Give the view that is shown another name in the file."""
        view = self._views.view
        if not view.own:
            self._ui.say(f"{view.title} is not one of your own", "warn")
            return

        async def rename(values: Values) -> View:
            return await self._replacing(partial(self._session.views.rename, view, values["name"].strip()))

        name = Field("name", "Name", view.title, rule=required)
        renamed = await self._ui.made("Rename the view", [name], rename)
        await self._views.show(renamed)
        self._ui.say(f"{view.title} is called {renamed.title} now")

    async def _apply(self, view: View) -> None:
        if self._session.views.named(view.id) == view:
            await self._views.show(view)
            self._ui.say(f"kept as {view.title} in {self._session.views.path}")
        else:
            await self._views.change(view)

    async def action_delete_view(self) -> None:
        """Take the view that is shown out of the file, after a question."""
        view = self._views.view
        if not view.own:
            self._ui.say(f"{view.title} is not one of your own", "warn")
            return
        question = f"{view.title} is taken out of {self._session.views.path}."
        await self._ui.confirm("Delete the view?", question, "Delete")
        self._session.views.remove(view)
        self._views.narrow("open")

    async def action_columns(self) -> None:
        """Choose the columns and their order."""
        view = self._views.view
        hint = f"{', '.join(COLUMNS)}; other names are process variables, as amount or customer.name"
        field = Field("columns", "Columns, with commas", ", ".join(view.columns or STANDARD_NAMES), hint)

        async def choose(values: Values) -> View:
            names = names_in(values["columns"])
            chosen = replace(view, columns=() if names == STANDARD_NAMES else names)
            return self._session.views.save(chosen, view.title) if view.own else chosen

        await self._apply(await self._ui.made("Columns", [field], choose))

    async def action_sort(self) -> None:
        """Choose the first key; the one that was first comes second."""
        view = self._views.view
        about = "What is first now comes second. Columns of variables are sorted with > over what is loaded."
        known = schema(self._session.identity).on(self._session.topology.gateway_version)
        first = await chosen_order(self._ui, known, next(iter(view.sort), None), about)
        rest = tuple(key for key in view.sort if key.field != first.field)
        await self._views.change(replace(view, sort=(first, *rest[:2])))
