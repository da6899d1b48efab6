"""Views of one's own, kept in the file under a name: saved, renamed and deleted, with a question before one is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from c8tui.session.view_file import BrokenViews
from c8tui.session.view_store import ViewExists
from c8tui.text import visible
from c8tui.tui.fields import Field, Values, anything, required

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.session.views import View
    from c8tui.tui.flow import Ui
    from c8tui.tui.screens.base import BaseScreen

SAVE_AS = "save_as"
SAVE_HINT = "a name to keep it as a view; empty = this session only"
IN_MEMORY = "Kept until you leave: there is no view file in the demo"


def name_field(view: View | None) -> Field:
    """The field of a filter in which a view is given a name to be kept under."""
    return Field(SAVE_AS, "Keep as a view", view.title if view is not None and view.own else "", SAVE_HINT, anything)


def say_problems(ui: Ui, session: Session, screen: BaseScreen) -> None:
    """What is wrong with the view file: the first problem at once, all of them behind `!`."""
    if problems := session.views.problems:
        screen.last_problem = BrokenViews("\n".join(problems), title="View file")
        more = f", and {len(problems) - 1} more: ! shows all" if len(problems) > 1 else ""
        ui.say(f"{visible(problems[0], 300)}{more}", "warn")
        screen.tell()


class KeptViews:
    """Changes the view file for one list."""

    def __init__(self, ui: Ui, session: Session) -> None:
        self._ui, self._session = ui, session

    async def save(self, view: View, title: str) -> View:
        """Keep a view under a title. Raises C8Error, and Cancelled where another one is not to be replaced."""
        return await self._replacing(partial(self._session.views.save, view, title))

    async def _replacing(self, keep: Callable[..., View]) -> View:
        """Keep a view; over another one only after a question."""
        try:
            return keep()
        except ViewExists as exists:
            question = f'There is a view "{exists.other.title}" already; its conditions are lost.'
            await self._ui.confirm("Replace the view?", question, "Replace")
            return keep(replacing=True)

    def say_kept(self, view: View) -> None:
        """Say where it is kept."""
        path = self._session.views.path
        self._ui.say(f'Kept as "{view.title}" in {path}' if path else IN_MEMORY)

    async def rename(self, view: View) -> View:
        """Give a view of one's own another name in the file. Raises Cancelled."""

        async def rename(values: Values) -> View:
            return await self._replacing(partial(self._session.views.rename, view, values["name"].strip()))

        name = Field("name", "Name", view.title, rule=required)
        return await self._ui.made("Rename the view", [name], rename)

    async def delete(self, view: View) -> None:
        """Take a view of one's own out of the file, after a question. Raises Cancelled."""
        question = f'"{view.title}" is taken out of {self._session.views.path or "your views"}.'
        await self._ui.confirm("Delete the view?", question, "Delete")
        self._session.views.remove(view)
