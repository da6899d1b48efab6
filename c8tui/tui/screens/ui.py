"""How a use case talks to the person before a screen: by sentences above its keys, and by dialogs over it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from textual.screen import Screen

from c8tui.errors import C8Error, Refusal
from c8tui.text import visible
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.fields import Field, Values, anything, names_in, required
from c8tui.tui.flow import Cancelled, Flow, Newest
from c8tui.tui.terminal.clipboard import copied
from c8tui.tui.widgets.notice import Notice

if TYPE_CHECKING:
    from c8tui.session.session import Session

T = TypeVar("T")
LONGEST_FAILURE = 190
"""Characters of a failure in a sentence; the key that shows all of it stands behind them, in three lines of 80."""


class ScreenUi:
    """The `Ui` of flow.py over a screen; without a session, as over a file, nothing is protected."""

    def __init__(self, screen: Screen[Any], flow: Flow, on_failure: Callable[[C8Error], object] | None = None) -> None:
        self._screen, self._flow, self._newest = screen, flow, Newest()
        self._session: Session | None = None
        self.failure: C8Error | None = None
        """What the sentence tells of, until something else is said or somebody has read it."""
        self._introduced: Callable[[], object] | None = None

    def of(self, session: Session, introduced: Callable[[], object]) -> None:
        """From now on it is about this session; `introduced` is called when somebody has said who they are."""
        self._session, self._introduced = session, introduced

    def say(self, text: str, kind: str = "ok") -> None:
        """A sentence above the key bar."""
        self.failure = None
        self._screen.query_one(Notice).say(text, kind)

    def say_failure(self, error: C8Error) -> None:
        """A failure in a sentence of which the end is seen on a small terminal, too."""
        advice = f" {error.advice}" if error.advice else ""
        sentence = f"{error.sentence.rstrip('. ')}.{advice}"
        if isinstance(error, Refusal):
            self.say(sentence, "warn")
        else:
            self.say(f"{visible(sentence, LONGEST_FAILURE)}  ! shows all", "error")
            self.failure = error

    def hush(self, said: str = "") -> None:
        """Take it away; with `said`, only where it is that one."""
        notice = self._screen.query_one(Notice)
        if not said or notice.says(said):
            self.failure = None
            notice.clear()

    def action_suspend(self) -> None:
        """Stop the process until the shell lets it go on; without effect where there is no job control."""
        self._screen.app.action_suspend_process()

    def failed(self, error: C8Error) -> None:
        """Say a failure."""
        self._flow.failed(error)

    def copy(self, text: str, what: str) -> None:
        """Copy a text, and say where it went."""
        self._flow.start(self._copied(text, what), group="copies")

    async def _copied(self, text: str, what: str) -> None:
        self.say(f"Copied {what} {await self._flow.heard(copied(self._screen.app, text))}")

    # Asking

    def show(self, dialog: Screen[Any]) -> None:
        """Show a dialog of which nothing is expected."""
        self._screen.app.push_screen(dialog)
        self._flow.opened()

    async def open(self, dialog: Screen[T]) -> T:
        """Show a dialog, and wait for what it ends with."""
        # Shielded: a use case that ends with its screen must not take the answer of the dialog with it.
        answer = asyncio.shield(self._screen.app.push_screen(dialog, wait_for_dismiss=True))
        self._flow.opened(drop=isinstance(dialog, Dialog) and dialog.drops_keys)
        result = await self._flow.answered(answer)
        if result is None:
            raise Cancelled
        return result

    async def confirm(self, title: str, question: str, yes: str, *, kind: str = "") -> None:
        """Ask whether to go on, Cancel first."""
        from c8tui.tui.dialogs.confirm import ConfirmDialog

        await self.open(ConfirmDialog(title, question, yes, require=self.name_for(kind) if kind else None))
        if kind:
            self.named(kind)

    def name_for(self, kind: str) -> str | None:
        """What has to be typed before a command of this kind."""
        if self._session is None or not self._session.settings.protected or kind in self._session.sure_of:
            return None
        return self._session.settings.profile or "protected"

    def named(self, kind: str) -> None:
        """It was typed."""
        if self._session is not None:
            self._session.sure_of.add(kind)

    async def sure(self, what: str, kind: str) -> None:
        """Ask the first time."""
        if self.name_for(kind):
            question = f"{what} cannot be undone, and this cluster is protected. It is asked once for this command."
            await self.confirm("Protected cluster", question, "Continue", kind=kind)

    async def choose(
        self,
        title: str,
        choices: Sequence[tuple[str, str]],
        chosen: str = "",
        about: str = "",
        *,
        notes: Callable[[], Awaitable[Mapping[str, str]]] | None = None,
    ) -> str:
        """One of `choices`."""
        from c8tui.tui.dialogs.choice import ChoiceDialog

        choice = await self.open(ChoiceDialog(title, choices, chosen or choices[0][0], about, notes=notes))
        self._flow.opens_more()
        return choice

    async def fields(
        self,
        title: str,
        fields: Sequence[Field],
        submit: Callable[[Values], Coroutine[Any, Any, object]] | None = None,
        *,
        about: str = "",
        cancellable: str = "",
    ) -> Values:
        """What is filled in."""
        from c8tui.tui.dialogs.fields import FieldsDialog

        dialog = FieldsDialog(title, fields, submit, about=about, cancellable=cancellable)
        await self.open(dialog)
        return dialog.values

    async def made(
        self, title: str, fields: Sequence[Field], make: Callable[[Values], Coroutine[Any, Any, T]], *, about: str = ""
    ) -> T:
        """What `make` makes of what is filled in."""
        from c8tui.tui.dialogs.fields import FieldsDialog

        made: T = await self.open(FieldsDialog(title, fields, make, about=about))
        return made

    # Who is here

    async def me(self) -> str:
        """The name of whoever is here."""
        assert self._session is not None
        while not (user := self._session.identity.user):
            await self.introduce()
        return user

    async def introduce(self, *, need_groups: bool = False) -> None:
        """Ask for user and groups, and remember them."""
        session = self._session
        assert session is not None
        me = session.identity
        fields = (
            Field("user", "Your user name, as tasks are assigned to it", me.user or "", rule=required),
            Field("groups", "Your candidate groups", ", ".join(me.groups), "separated by commas",
                  required if need_groups else anything),
        )  # fmt: skip

        async def remember(values: Values) -> None:
            session.introduce(values["user"].strip(), names_in(values["groups"]))

        why = f"could not say who you are ({me.unsaid})" if me.unsaid else "does not say who you are"
        about = f"This cluster {why}. You are asked once; the answer is kept on this machine."
        await self.fields("Who are you?", fields, remember, about=about)
        if self._introduced is not None:
            self._introduced()

    # Reading

    async def newest(self, name: str, reading: Awaitable[T]) -> T:
        """Read for a use case of which only the newest counts."""
        return await self._newest.read(name, reading)
