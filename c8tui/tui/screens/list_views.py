"""The views of a list beside the inbox: chosen, counted, kept; and its columns, of which a view may have its own.

The view that a list shows is told by its query, which names the view that it began with: going back through the
queries goes back through the views.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec.structs import replace

from c8tui.session.lists import ListSpec, counts_of
from c8tui.session.query import Condition, Query
from c8tui.session.rows import Rows
from c8tui.session.views import View
from c8tui.tui.screens.columns import ColumnSet
from c8tui.tui.screens.exporting import ListExport
from c8tui.tui.screens.kept_views import SAVE_AS, KeptViews, name_field, say_problems
from c8tui.tui.screens.query import ListQuery, condition_field, suggesting
from c8tui.tui.screens.sort_loaded import SortLoaded
from c8tui.tui.screens.variable_columns import VariableColumns

if TYPE_CHECKING:
    from c8tui.session.export import Variables
    from c8tui.tui.fields import Field
    from c8tui.tui.screens.list import ListScreen

Q = TypeVar("Q", bound=Query)
NOT_OWN = "This is not a view of your own: f keeps one under a name, v chooses one."


class ListViews(Generic[Q]):
    """What a list shows, of the views that there are of it, and with which columns."""

    def __init__(
        self,
        screen: ListScreen[Any],
        list_query: ListQuery[Q],
        spec: ListSpec,
        columns: ColumnSet[Any],
        cells: Variables | None = None,
    ) -> None:
        """`cells` gives the columns of an export that are no fields; those are variables unless it is given."""
        self._screen, self._session, self._query, self._spec = screen, screen.session, list_query, spec
        self._columns = columns
        self._shown: VariableColumns[Any] = VariableColumns(screen.ui, self._session, screen, columns)
        self._kept = KeptViews(screen.ui, self._session)
        self._cells: Variables = cells if cells is not None else self._session.cells
        self._draft: dict[str, str] = {}
        """Conditions that were typed and not applied."""
        self._read: tuple[int, View | None] = (0, None)
        """The changes of the view file that are known, and the view that was shown then."""
        list_query.listeners.append(self._tell_columns)

    def parts(self) -> list[object]:
        """What a list of views consists of, as parts of its screen."""
        return [self, self._query, self._shown, SortLoaded(self._screen), ListExport(self._screen, self)]

    def begin(self) -> None:
        """Show the view that was shown last on this cluster."""
        views = self._session.views
        came = views.refresh()
        last = views.by_id(self._session.layout_of(self._spec.name).view or "", self._spec.name)
        if last is not None:
            self._query.query = self.query_of(last)
        self._read = views.changes, self.view
        self._shown.show(self.names)
        if came:
            self._screen.call_after_refresh(self._say_problems)

    def _say_problems(self) -> None:
        say_problems(self._screen.ui, self._session, self._screen)

    # What is shown

    @property
    def all(self) -> tuple[View, ...]:
        """Every view of the list; the first asks what the list is asked first."""
        return self._session.views.of(self._spec.name)

    @property
    def view(self) -> View | None:
        """The view that the query began with, where there still is one, and not the first."""
        asked = self._query.query.view
        return self._session.views.by_id(asked, self._spec.name) if asked else None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that were chosen, for the view or for the list; none for the standard ones."""
        view = self.view
        chosen = view.columns if view is not None and view.columns else self._of_list
        return self._columns.existing(chosen)

    @property
    def _of_list(self) -> tuple[str, ...]:
        """The columns that the list has where its view has none of its own."""
        return self._session.layout_of(self._spec.name).columns

    @property
    def spec(self) -> ListSpec:
        """What the list is."""
        return self._spec

    @property
    def cells(self) -> Variables:
        """Where the values of columns come from that are no fields."""
        return self._cells

    def query_of(self, view: View) -> Q:
        """What a view asks of this cluster."""
        if view.id == self.all[0].id:
            return self._query.plain
        query: Q = self._spec.query(view)  # type: ignore[assignment]
        return query

    def caption(self, kind: str, more: str = "", *, plain: str = "", told: Container[str] = ()) -> str:
        """What is listed: its `kind` with the view by its title, `more`, conditions but those `told` already, order.

        `plain` stands in the place of the kind where no view is shown, or not all that it asks.
        """
        view, query = self.view, self._query.query
        if view is None or not self._holds(view):
            return f"{plain or kind}{more}{self._query.words(told)}"
        ours = {*view.conditions, *(name for name in query.conditions if name in told)}
        return f"{kind}: {view.title}{more}{self._query.words(ours)}"

    def _holds(self, view: View) -> bool:
        """Whether all that a view asks is still asked."""
        query = self._query.query
        asked = all(query.conditions.get(name) == words for name, words in view.conditions.items())
        return asked and view.every_version == self._spec.asks_every_version(query)

    def _tell_columns(self) -> None:
        if self._shown.names == (names := self.names):
            return
        self._shown.show(names)
        search = self._screen.search
        if search.sorted_by not in {column.title for column in self._screen.listed.columns}:
            search.sorted_by = ""

    def names_on_line(self) -> Iterator[str]:
        """What may stand behind the name of the list on the `:` line."""
        return (view.id for view in self.all)

    # Choosing

    async def action_views(self) -> None:
        """Choose a view; the file is looked at again, and what each holds is counted while one looks."""
        self._look()
        views, query = self.all, self._query.query
        shown = query.view or (views[0].id if self._query.is_plain else "")
        width = max(len(view.title) for view in views)
        titles = [(view.id, f"{view.title:{width}}") for view in views]
        reading = partial(counts_of, views, self._rows_of)
        chosen = await self._screen.ui.choose(f"Views of {self._spec.name}", titles, shown, notes=reading)
        if (view := self._session.views.by_id(chosen, self._spec.name)) is not None:
            self.go(view)

    def _rows_of(self, view: View) -> Rows[Any]:
        return self._query.rows_of(self.query_of(view))

    def shows(self, name: str) -> bool:
        """Show the view with this id, as the `:` line names it; False where there is none."""
        self._session.views.refresh()
        view = self._session.views.by_id(name.strip().casefold(), self._spec.name)
        if view is not None:
            self.go(view)
        return view is not None

    def go(self, view: View) -> None:
        """Show a view; it is remembered for the next start."""
        self._remember(view)
        self._query.ask(self.query_of(view))
        self._read = self._session.views.changes, self.view

    def _remember(self, view: View) -> None:
        layout = self._session.layout_of(self._spec.name)
        self._session.remember_layout(self._spec.name, layout.with_(view=view.id))

    def _look(self) -> None:
        """Look at the view file; where what is shown changed in it, show that."""
        views, (read, before) = self._session.views, self._read
        views.refresh()
        if read == views.changes:
            return
        self._read = views.changes, self.view
        now = self.view
        if before is not None and now is not None and now != before and self._query.query == self.query_of(before):
            self._query.ask_instead(self.query_of(now))
        self._tell_columns()
        self._screen.tell()
        self._say_problems()

    def action_refresh(self) -> None:
        """The view file is looked at too."""
        self._look()
        self._screen.pane.action_refresh()

    # Changing

    async def action_filter(self) -> None:
        """Change the conditions, and keep them as a view if they are given a name."""
        from c8tui.tui.dialogs.filter import FilterDialog

        asked = self._query

        def field(one: Condition) -> Field:
            plain = condition_field(asked.schema, one, asked.query.conditions.get(one.field, ""), asked.now)
            return suggesting(plain, self._screen)

        dialog = FilterDialog(
            f"Filter: {asked.what}", [*map(field, asked.schema.conditions)], self._filtered, about=asked.about,
            keep=name_field(self.view), draft=self._draft,
        )  # fmt: skip
        query, kept = await self._screen.ui.open(dialog)
        if kept is None:
            asked.ask(query)
        else:
            self.go(kept)
            self._kept.say_kept(kept)

    async def _filtered(self, values: Mapping[str, str]) -> tuple[Q, View | None]:
        """What was described, and the view that it is kept as where it has a name. Raises C8Error, and Cancelled."""
        query = self._query.query.by({name: words for name, words in values.items() if name != SAVE_AS})
        if not (name := values[SAVE_AS].strip()):
            return query, None
        view = replace(self._spec.view(query, self.names), own=self.view is not None and self.view.own)
        return query, await self._kept.save(view, name)

    async def action_columns(self) -> None:
        """Choose the columns and their order: of the view where it is one's own, else of the list."""
        from c8tui.tui.screens.column_chooser import choose_columns

        view = self.view

        async def take(names: tuple[str, ...]) -> View:
            if view is not None and view.own:
                return await self._kept.save(replace(view, columns=names), view.title)
            layout = self._session.layout_of(self._spec.name)
            self._session.remember_layout(self._spec.name, layout.with_(columns=names))
            return self._spec.view(self._query.query, names)

        ui, cells = self._screen.ui, self._session.cells
        shown = await choose_columns(ui, cells, self._columns, self.names, take)
        self._tell_columns()
        self._shown.fetch_soon()
        self._screen.tell()
        if shown.own:
            self._kept.say_kept(shown)

    async def action_rename_view(self) -> None:
        """Give the view that is shown another name in the file."""
        if (view := self.view) is None or not view.own:
            self._screen.ui.say(NOT_OWN, "warn")
            return
        renamed = await self._kept.rename(view)
        self._query.ask_instead(replace(self._query.query, view=renamed.id))
        self._remember(renamed)
        self._screen.ui.say(f'Renamed "{view.title}" to "{renamed.title}"')

    async def action_delete_view(self) -> None:
        """Take the view that is shown out of the file, after a question."""
        if (view := self.view) is None or not view.own:
            self._screen.ui.say(NOT_OWN, "warn")
            return
        await self._kept.delete(view)
        self.go(self.all[0])
