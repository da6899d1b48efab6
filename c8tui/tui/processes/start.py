"""Starting a process instance from any screen: which process, its form or its variables, and off it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from c8tui.model.processes import ProcessDefinition
from c8tui.model.versions import version_word
from c8tui.tui.flow import Cancelled, Ui

if TYPE_CHECKING:
    from c8tui.session.session import Session


class ProcessStart:
    """`:start` chooses a process; `:start complaint` knows it already."""

    def __init__(self, ui: Ui, session: Session) -> None:
        self._ui, self._session = ui, session

    async def action_start(self, wanted: str = "") -> None:
        """Choose a process, then fill in its form."""
        # Here, since the first rows of the inbox need not wait for what only forms need.
        from c8tui.tui.dialogs.form import INSTEAD

        found = await self._ui.newest("start", self._session.forms.startable())
        definition = await self._choose(found, wanted)
        name = name_of(definition)
        await self._ui.sure(f"Starting {name}", "start")
        state, why_not = await self._session.forms.opened_start_form(definition)
        if state is None or await self._fill_in(definition, state) == INSTEAD:
            await self._edit(definition, why_not)

    async def _choose(self, found: Sequence[ProcessDefinition], wanted: str) -> ProcessDefinition:
        word = wanted.casefold()
        near = [one for one in found if word in f"{one.name or ''} {one.process_definition_id}".casefold()]
        if not near:
            no = f"no process is called {wanted!r}" if found else "there is no process that you may start"
            self._ui.say(no, "warn")
            raise Cancelled
        if len(near) == 1 and wanted:
            return near[0]
        by_key = {one.process_definition_key: one for one in near}
        choices = [(key, f"{name_of(one)}  {version_word(one.version)}") for key, one in by_key.items()]
        return by_key[await self._ui.choose("Start a process", choices)]

    async def _fill_in(self, definition: ProcessDefinition, state: Any) -> object:
        from c8tui.session.forms import local_now
        from c8tui.tui.dialogs.form import FormDialog

        return await self._ui.open(
            FormDialog(
                f"Start {name_of(definition)}",
                state,
                lambda data: self._start(definition, data),
                forms=self._session.forms,
                drafts=self._session.drafts,
                draft_name=self._session.draft_name("start form", definition.process_definition_id),
                now=local_now,
            )
        )

    async def _edit(self, definition: ProcessDefinition, why: str) -> None:
        from c8tui.session.variables import read_edit
        from c8tui.tui.dialogs.variables import VariablesDialog

        async def submit(text: str) -> None:
            await self._start(definition, read_edit(text, ()).variables)

        await self._ui.open(
            VariablesDialog(
                f"Start {name_of(definition)}",
                "{}",
                submit,
                drafts=self._session.drafts,
                draft_name=self._session.draft_name("start", definition.process_definition_id),
                original=(),
                editor=self._session.settings.editor,
                about=why,
            )
        )

    async def _start(self, definition: ProcessDefinition, variables: Mapping[str, Any]) -> None:
        started = await self._session.forms.start(definition, variables)
        self._ui.say(f"started {name_of(definition)}: instance {started.process_instance_key}")
        self._session.counts.wrote()


def name_of(definition: ProcessDefinition) -> str:
    """The process as sentences call it."""
    return definition.name or definition.process_definition_id
