"""Starting a process instance from any screen: which process, its form, and off it goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from c8tui.model.processes import ProcessDefinition
from c8tui.model.user_tasks import Form
from c8tui.session.variables import read_edit
from c8tui.session.versions import version_word
from c8tui.tui.command_actions import CommandActions
from c8tui.tui.widgets.notice import Notice


class Starting(CommandActions):
    """A screen on which `:start` works; `:start complaint` knows the process already."""

    def action_start(self, wanted: str = "") -> None:
        """Choose a process, then fill in its form."""
        self.query_one(Notice).clear()
        self.ask(self.session.forms.startable(), lambda found: self._choose_start(found, wanted), group="look")

    def _choose_start(self, found: Sequence[ProcessDefinition], wanted: str) -> None:
        from c8tui.tui.modals.choice import ChoiceDialog

        word = wanted.casefold()
        near = [one for one in found if word in f"{one.name or ''} {one.process_definition_id}".casefold()]
        if not near:
            self.say(f"no process is called {wanted!r}" if found else "there is no process that you may start", "warn")
            return
        if len(near) == 1 and wanted:
            self._prepare_start(near[0])
            return
        by_key = {one.process_definition_key: one for one in near}
        choices = [(key, f"{name_of(one)}  {version_word(one.version)}") for key, one in by_key.items()]

        def chosen(key: str | None) -> None:
            if key is not None:
                self._prepare_start(by_key[key])

        self.app.push_screen(ChoiceDialog("Start a process", choices, choices[0][0]), chosen)

    def _prepare_start(self, definition: ProcessDefinition) -> None:
        def start() -> None:
            form = self.session.forms.start_form(definition)
            self.ask(
                form,
                lambda found: self._fill_in_start(definition, found),
                failed=lambda error: self._edit_start(definition, f"Its start form cannot be had: {error.detail}"),
                group="look",
            )

        self.when_sure(f"Starting {name_of(definition)}", start)

    def _fill_in_start(self, definition: ProcessDefinition, form: Form | None) -> None:
        from c8tui.session.forms import local_now, opened_or_why_not
        from c8tui.tui.modals.form import FormDialog

        state, why_not = opened_or_why_not(form, ()) if form is not None else (None, "It has no start form.")
        if state is None:
            self._edit_start(definition, why_not)
            return

        def left(result: str | None) -> None:
            if result == "variables":
                self._edit_start(definition, "")

        dialog = FormDialog(
            f"Start {name_of(definition)}",
            state,
            lambda data: self._started(definition, data),
            forms=self.session.forms,
            drafts=self.session.drafts,
            draft_name=self.session.draft_name("start form", definition.process_definition_id),
            now=local_now,
        )
        self.app.push_screen(dialog, left)

    def _edit_start(self, definition: ProcessDefinition, why: str) -> None:
        from c8tui.tui.modals.variables import VariablesDialog

        async def submit(text: str) -> None:
            await self._started(definition, read_edit(text, ()).variables)

        dialog = VariablesDialog(
            f"Start {name_of(definition)}",
            "{}",
            submit,
            drafts=self.session.drafts,
            draft_name=self.session.draft_name("start", definition.process_definition_id),
            original=(),
            editor=self.session.settings.editor,
            about=why,
        )
        self.app.push_screen(dialog)

    async def _started(self, definition: ProcessDefinition, variables: dict[str, Any]) -> None:
        started = await self.session.forms.start(definition, variables)
        self.say(f"started {name_of(definition)}: instance {started.process_instance_key}")
        self.session.counts.wrote()


def name_of(definition: ProcessDefinition) -> str:
    """The process as sentences call it."""
    return definition.name or definition.process_definition_id
