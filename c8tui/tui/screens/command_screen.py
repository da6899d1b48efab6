"""A screen that runs commands: by key, by name, from the help and the palette; its parts do what they mean."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Protocol, cast, runtime_checkable

from textual.app import App
from textual.screen import Screen

from c8tui.errors import C8Error
from c8tui.tui.commands.command import Command, Context
from c8tui.tui.dialogs.base import Dialog, tell_meanwhile
from c8tui.tui.flow import Cancelled, Flow
from c8tui.tui.screens.ui import ScreenUi
from c8tui.tui.terminal.key_queue import hold_keys
from c8tui.tui.widgets.picked import Picked
from c8tui.tui.widgets.prompt_line import Prompted, PromptLine


@runtime_checkable
class Hears(Protocol):
    """A part that wants to know what failed after a key."""

    def failed(self, error: C8Error) -> None:
        """Something was not done, or nobody knows."""


class CommandScreen(Screen[None]):
    """A command with the id `x` is done by `action_x` of the screen or of one of its `parts`.

    A coroutine is a use case and run as such. A subclass names itself, and knows its commands and their context.
    """

    NAME: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.flow = Flow(self, self.on_failure)
        self.ui = ScreenUi(self, self.flow)
        self.parts: list[object] = []
        self.prompts: dict[str, Prompted] = {}
        """Who hears what is typed on the line at the bottom, by the sign before it."""
        self.last_problem: C8Error | None = None

    @property
    def commands(self) -> Sequence[Command[Any]]:
        """What a person can do here."""
        raise NotImplementedError

    def context(self) -> Context:
        """What the commands have to know of the screen."""
        raise NotImplementedError

    def tell(self) -> None:
        """Bring what the frame says up to date."""
        raise NotImplementedError

    def action_do(self, command_id: str, *words: str) -> None:
        """Do what a command means now, or say why not; `words` stood behind it on the `:` line."""
        context = self.context()
        known = (one for command in self.commands for one in (command, command.instead) if one is not None)
        command, reason = next(one for one in known if one.id == command_id).meant(context)
        if reason:
            said = reason if reason[0].isupper() else f"{command.title}: {reason}"
            self.ui.say(said, "warn")
            if command.opens:  # what was typed behind it was for what does not open
                hold_keys(self.app, lambda: None).release(drop=True)
            return
        if command.id == "back" or self.ui.failure is None:
            self.ui.hush()
        try:
            done = self.handler(command)(*words)
        except Cancelled:  # nothing is selected any more
            return
        if inspect.iscoroutine(done) and command.opens:
            self.flow.open_by(done, group="commands", given_up=self.ui.hush)
        elif inspect.iscoroutine(done):
            self.flow.start(done, group="commands")

    def handler(self, command: Command[Any]) -> Callable[..., object]:
        """What does a command."""
        return self.doing(f"action_{command.id}")

    def doing(self, name: str) -> Callable[..., Any]:
        """The method of this name of the screen, or of the first of its parts that has one. Raises LookupError."""
        for part in (self, *self.parts, self.ui):
            if (method := getattr(part, name, None)) is not None:
                return cast("Callable[..., Any]", method)
        raise LookupError(name)

    def on_prompt_line_said(self, event: PromptLine.Said) -> None:
        """Somebody types on the line at the bottom."""
        if (prompted := self.prompts.get(event.sign)) is not None:
            event.tell(prompted)

    def on_picked(self, event: Picked) -> None:
        """A key in the frame was clicked on."""
        if any(one.id == event.command_id for one in self.commands):
            self.action_do(event.command_id)

    def on_failure(self, error: C8Error) -> None:
        """A failure after a key press: a sentence, here and where somebody looks by now; a key shows the whole of it.

        No window opens by itself: it would take the keys of whatever is being typed.
        """
        for screen in {self, *_seen(self.app)}:
            screen.last_problem = error
            screen.ui.say_failure(error)
        if isinstance(self.app.screen, Dialog):
            tell_meanwhile(self.app.screen, f"Failed meanwhile: {error.sentence}")
        self.tell()
        for part in self.parts:
            if isinstance(part, Hears):
                part.failed(error)


def _seen(app: App[Any]) -> list[CommandScreen]:
    """The screen that somebody looks at, below any dialog; none while the app ends."""
    return [screen for screen in app.screen_stack if isinstance(screen, CommandScreen)][-1:]


def bind_commands(screen: CommandScreen) -> None:
    """Bind the keys of its commands; once, when it is mounted."""
    for command in screen.commands:
        if command.keys:
            screen._bindings.bind(",".join(command.keys), f"do('{command.id}')", command.title, show=False)
