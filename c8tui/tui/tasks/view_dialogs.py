"""Changing a view without editing a file: what it asks for, its order, its columns; kept under a name or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from c8tui.session.query import Condition
from c8tui.session.task_filters import schema
from c8tui.session.views import View
from c8tui.tui.fields import Field
from c8tui.tui.flow import Ui
from c8tui.tui.screens.column_chooser import choose_columns
from c8tui.tui.screens.kept_views import SAVE_AS, KeptViews, name_field
from c8tui.tui.screens.query import chosen_order, condition_field, suggesting
from c8tui.tui.tasks.columns import TASK_COLUMNS
from c8tui.tui.tasks.views import TaskViews

if TYPE_CHECKING:
    from c8tui.model.user_tasks import UserTask
    from c8tui.session.session import Session
    from c8tui.tui.screens.list import ListScreen


class ViewDialogs:
    """Changes what the view asks for and shows."""

    def __init__(self, ui: Ui, session: Session, screen: ListScreen[UserTask], views: TaskViews) -> None:
        self._ui, self._session, self._screen, self._views = ui, session, screen, views
        self._kept = KeptViews(ui, session)
        self._drafts: dict[str, dict[str, str]] = {}
        """Conditions that were typed and not applied, by view."""

    async def action_filter(self) -> None:
        """Change the conditions of the view, and keep it under a name if one is given."""
        from c8tui.tui.dialogs.filter import FilterDialog

        view = self._views.view
        before, known = view.conditions, schema(self._session.identity)

        def field(one: Condition) -> Field:
            plain = condition_field(known, one, before.get(one.field, ""), self._session.user_tasks.now)
            return suggesting(plain, self._screen)

        about = "" if view.is_single else f"{view.title} has alternatives; these conditions must hold besides."
        dialog = FilterDialog(
            f"Filter: {view.title}", [*map(field, known.conditions)], self._filtered,
            about=about, keep=name_field(view), draft=self._drafts.setdefault(view.id, {}),
        )  # fmt: skip
        # Where it cannot be kept, the dialog stays and says so.
        await self._apply(await self._ui.open(dialog))

    async def _filtered(self, values: Mapping[str, str]) -> View:
        """The view that was described; kept when it has a name. Raises C8Error, and Cancelled."""
        conditions = {name: words.strip() for name, words in values.items() if name != SAVE_AS and words.strip()}
        view = self._views.view.with_conditions(conditions)
        if all(getattr(self._session.identity, need) for need in view.needs):
            view.filters(self._session.identity, self._session.user_tasks.now())  # raises what cannot be asked together
        name = values[SAVE_AS].strip()
        return await self._kept.save(view, name) if name else view

    async def action_rename_view(self) -> None:
        """Give the view that is shown another name in the file."""
        view = self._views.view
        if not view.own:
            self._ui.say(f"{view.title} is not one of your views.", "warn")
            return

        renamed = await self._kept.rename(view)
        await self._views.show(renamed)
        self._ui.say(f'Renamed "{view.title}" to "{renamed.title}"')

    async def _apply(self, view: View) -> None:
        if self._session.views.named(view.id) == view:
            await self._views.show(view)
            self._kept.say_kept(view)
        else:
            await self._views.change(view)

    async def action_delete_view(self) -> None:
        """Take the view that is shown out of the file, after a question."""
        view = self._views.view
        if not view.own:
            self._ui.say(f"{view.title} is not one of your views.", "warn")
            return
        await self._kept.delete(view)
        self._views.narrow("open")

    async def action_columns(self) -> None:
        """Choose the columns and their order."""
        view = self._views.view

        async def take(names: tuple[str, ...]) -> View:
            chosen = replace(view, columns=names)
            return self._session.views.save(chosen, view.title) if view.own else chosen

        await self._apply(await choose_columns(self._ui, self._session.cells, TASK_COLUMNS, view.columns, take))

    async def action_sort(self) -> None:
        """Choose the first key; the one that was first comes second."""
        view = self._views.view
        about = "The current order becomes the second key. Columns of variables are sorted with > over what is loaded."
        known = schema(self._session.identity).on(self._session.topology.gateway_version)
        first = await chosen_order(self._ui, known, next(iter(view.sort), None), about)
        rest = tuple(key for key in view.sort if key.field != first.field)
        await self._views.change(replace(view, sort=(first, *rest[:2])))
