"""Forms of a test on the terminal: a form state, a host with its panel, and keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from c8tui.forms.instance import FieldInstance
from c8tui.forms.state import FormState
from c8tui.tui.forms.panel import FormPanel
from c8tui.tui.forms.view import FormView
from c8tui.tui.terminal.key_queue import KeyQueue
from tests.forms.opened import NOW, field, opened
from tests.tui.apps import until


class FormHost(KeyQueue[None]):
    """An app that is nothing but a form; hears what the form says."""

    def __init__(self, state: FormState) -> None:
        super().__init__()
        self.animation_level = "none"
        self.panel = FormPanel(state, lambda: NOW)
        self.heard: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self.panel

    def on_mount(self) -> None:
        self.call_after_refresh(self.panel.begin)

    @property
    def view(self) -> FormView:
        return self.panel.view

    def on_form_view_pressed(self, event: FormView.Pressed) -> None:
        self.heard.append(event.action)

    def on_form_view_copied(self, event: FormView.Copied) -> None:
        self.heard.append(event.text)

    def on_form_view_file_chosen(self, event: FormView.FileChosen) -> None:
        self.heard.append(event.path)

    def on_form_view_refused(self, event: FormView.Refused) -> None:
        self.heard.append(event.reason)


def host(*components: dict[str, Any], **variables: Any) -> FormHost:
    return FormHost(opened(*components, **variables))


async def begun(pilot: Pilot[Any]) -> None:
    """The first stop has the focus."""
    app = pilot.app
    assert isinstance(app, FormHost)
    await until(pilot, lambda: app.view.page.at is not None or not app.view.page.stops)
    await pilot.pause()


@asynccontextmanager
async def form_on(
    *components: dict[str, Any], size: tuple[int, int] = (80, 24), **variables: Any
) -> AsyncIterator[tuple[FormHost, Pilot[Any]]]:
    """A form alone on a terminal of that size; its first stop has the focus."""
    app = host(*components, **variables)
    async with app.run_test(size=size) as pilot:
        await begun(pilot)
        yield app, pilot


def lines(app: App[Any]) -> list[str]:
    """All lines of the form, also those out of sight."""
    assert isinstance(app, FormHost)
    return app.view.text.splitlines()


def at(app: FormHost) -> FieldInstance | None:
    """The field that has the focus."""
    return app.view.look.focused


__all__ = ["FormHost", "at", "begun", "field", "form_on", "host", "lines"]
