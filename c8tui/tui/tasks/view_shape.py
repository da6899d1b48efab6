"""The filter builder and the columns of a view, for people who do not edit files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from c8tui.session.task_filters import FIELDS, Asked, check
from c8tui.session.views import View
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import Field, FieldsDialog, Values, anything
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.tasks.columns import COLUMNS, STANDARD_NAMES, columns_for
from c8tui.tui.tasks.completing import names_in
from c8tui.tui.tasks.variable_columns import VariableColumns

SAVE_AS = "save_as"


def _as_of(now: datetime, in_words: Callable[[str, datetime], str], words: str) -> str:
    return in_words(words, now)


class ViewShape(VariableColumns):
    """Changes what the view asks for and shows."""

    def action_filter(self) -> None:
        """Change the conditions of the view, and keep it under a name if one is given."""
        if len(self.view.alternatives) > 1:
            self.say(f"{self.view.title} has several alternatives: change those in the view file", "warn")
            return
        before, asked = self.view.alternatives[0], Asked(self.session.identity, self.session.inbox.now())

        def rule(name: str) -> Field:
            kind = FIELDS[name]
            in_words = partial(_as_of, asked.now, kind.in_words) if kind.in_words is not None else None
            judged = partial(check, name, asked=asked)
            return Field(name, kind.title, before.get(name, ""), kind.example, judged, in_words)

        title = self.view.title if self.view.own else ""
        save = Field(SAVE_AS, "Save as view", title, "a name; empty: only for now", anything)
        fields = (*map(rule, FIELDS), save)
        made: list[View] = []

        async def apply(values: Values) -> None:
            made.append(self._filtered(values))

        dialog = FilterDialog(f"Filter: {self.view.title}", fields, apply)
        self.app.push_screen(dialog, lambda yes: self._apply(made[-1]) if yes else None)

    def _filtered(self, values: Mapping[str, str]) -> View:
        """The view that was described; kept in the file when it has a name. Raises C8Error."""
        conditions = {name: words.strip() for name, words in values.items() if name != SAVE_AS and words.strip()}
        view = self.view.with_conditions(conditions)
        name = values[SAVE_AS].strip()
        return self.session.views.save(view, name) if name else view

    def _apply(self, view: View) -> None:
        if self.session.views.named(view.id) == view:
            self.show_view(view)
            self.say(f"kept as {view.title} in {self.session.views.path}")
        else:
            self.change_view(view)

    def action_delete_view(self) -> None:
        """Take the view that is shown out of the file, after a question."""
        view = self.view
        if not view.own:
            self.say(f"{view.title} is not one of your own", "warn")
            return

        def decided(yes: bool | None) -> None:
            if yes:
                self.ask(self._delete(view), lambda _: self.narrow("open"))

        question = f"{view.title} is taken out of {self.session.views.path}."
        self.app.push_screen(ConfirmDialog("Delete the view?", question, "Delete"), decided)

    async def _delete(self, view: View) -> None:
        self.session.views.remove(view)

    def action_columns(self) -> None:
        """Choose the columns and their order."""
        value = ", ".join(self.view.columns or STANDARD_NAMES)
        hint = f"{', '.join(COLUMNS)}; other names are process variables, as amount or customer.name"
        made: list[View] = []

        async def apply(values: Values) -> None:
            names = names_in(values["columns"])
            chosen = () if names == STANDARD_NAMES else names
            view = replace(self.view, columns=chosen)
            made.append(self.session.views.save(view, view.title) if view.own else view)

        field = Field("columns", "Columns, with commas", value, hint)
        dialog = FieldsDialog("Columns", (field,), apply)
        self.app.push_screen(dialog, lambda yes: self._apply(made[-1]) if yes else None)

    def show_columns(self) -> None:
        """Let the list have the columns of the view."""
        self.listed.set_columns(columns_for(self.view.columns, self.variable_cell))
