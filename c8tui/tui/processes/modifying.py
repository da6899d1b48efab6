"""Changing one process instance: variables of a scope, and a modification whose steps are collected, then sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from c8tui.session.modification import ModificationStep
from c8tui.session.variables import as_text, cut_words, read_checked
from c8tui.text import counted, visible
from c8tui.tui.flow import Cancelled, Ui

if TYPE_CHECKING:
    from c8tui.model.process_instances import ProcessInstance
    from c8tui.session.session import Session
    from c8tui.tui.processes.instance_content import InstanceContent


class Modifying:
    """The commands that change what is in an instance."""

    def __init__(self, ui: Ui, session: Session, content: InstanceContent) -> None:
        self._ui, self._session, self._content = ui, session, content

    def _instance(self) -> ProcessInstance:
        if (instance := self._content.instance) is None:
            raise Cancelled
        return instance

    async def action_edit_variables(self) -> None:
        """Edit the variables of the scope under the cursor as JSON; what is new there is added."""
        from c8tui.tui.dialogs.variables import VariablesDialog

        instance, scope, row = self._instance(), self._content.scope_key, self._content.row
        name = row.element.title if row is not None else instance.title
        details, commands = self._session.ops.instance_details, self._session.ops.instance_commands
        original = await self._ui.newest("variables", details.variables(scope, whole=True))
        await self._ui.sure(f"Setting variables of {name}", "set variables")

        async def submit(text: str) -> None:
            changed = read_checked(text, original).changed
            if not changed:
                self._ui.say("nothing changed, nothing sent")
                return
            await commands.set_variables(scope, changed)
            details.variable_writes.wrote(scope, changed)
            self._ui.say(f"Set {counted(len(changed), 'variable')} of {name}")

        dialog = VariablesDialog(
            f"Variables of {visible(name, 60)}", as_text(original), submit, drafts=self._session.drafts,
            draft_name=self._session.draft_name("scope", scope), original=original,
            editor=self._session.settings.editor, about=cut_words(original),
        )  # fmt: skip
        await self._ui.open(dialog)
        self._content.changed()

    # The steps of a modification

    def action_activate_element(self) -> None:
        """One more step: activate the element."""
        id = self._content.element_id
        self._add(ModificationStep("activate", id, self._content.title_of(id)))

    async def action_terminate_element(self) -> None:
        """One more step: end what is active there."""
        self._add(await self._ending("terminate"))

    async def action_move_element(self) -> None:
        """One more step: end what is active there, and activate another element for each."""
        step = await self._ending("move")
        state = self._content.state
        nodes = state.model.nodes.values() if state is not None and state.model is not None else ()
        choices = [(node.id, f"{node.title}  {node.id}") for node in nodes
                   if node.id != step.element_id and node.kind not in ("startEvent", "boundaryEvent")]  # fmt: skip
        if not choices:
            self._ui.say("without a diagram there is nothing to choose from", "warn")
            return
        target = await self._ui.choose(f"Move {counted(len(step.keys), 'instance')} of {step.title} to", choices)
        title = self._content.title_of(target)
        self._add(ModificationStep("move", step.element_id, step.title, step.keys, target, title))

    async def _ending(self, kind: Literal["move", "terminate"]) -> ModificationStep:
        """The element instances that a step ends: that under the cursor, or all that are active at the element."""
        instance, id, row = self._instance(), self._content.element_id, self._content.row
        keys: tuple[str, ...]
        if row is not None:
            keys = (row.element.element_instance_key,) if row.element.state == "ACTIVE" else ()
        else:
            reading = self._session.ops.instance_details.at_element(instance.process_instance_key, id)
            keys = tuple(one.element_instance_key for one in await self._ui.newest("step", reading))
        keys = tuple(key for key in keys if key not in self._content.pending.ended)
        if not keys:
            self._ui.say(f"nothing is active at {self._content.title_of(id)} that does not end already", "warn")
            raise Cancelled
        return ModificationStep(kind, id, self._content.title_of(id), keys)

    def _add(self, step: ModificationStep) -> None:
        self._content.pending.add(step)
        self._ui.say(f"Pending: {step.words}; nothing is sent yet. ctrl+s sends, u undoes")
        self._content.show()
        self._tell()

    def _tell(self) -> None:
        self._content.element_moved()

    def action_undo_step(self) -> None:
        """Take the last step back."""
        self._taken_back(-1)

    async def action_pending_steps(self) -> None:
        """Show all of them, and take one back."""
        steps = self._content.pending.steps
        choices = [(str(number), f"{number + 1}. {step.words}") for number, step in enumerate(steps)]
        chosen = await self._ui.choose("Pending steps", choices, about="enter takes one back; nothing is sent yet")
        self._taken_back(int(chosen))

    def _taken_back(self, index: int) -> None:
        step = self._content.pending.take_back(index)
        left = self._content.pending.words or "no step is pending"
        self._ui.say(f"Taken back: {step.words}; {left}")
        self._content.show()
        self._tell()

    async def action_send_steps(self) -> None:
        """Send them as one modification, which is done as a whole or not at all."""
        instance, pending = self._instance(), self._content.pending
        steps = "\n".join(f"{number}. {visible(step.words, 100)}" for number, step in enumerate(pending.steps, 1))
        question = f"{visible(instance.title, 60)} {instance.process_instance_key}\n{steps}\nAll of it is done or none."
        await self._ui.confirm("Modify instance", question, "Send", kind="modify instance")
        number = len(pending.steps)
        await self._session.ops.instance_commands.modify(instance, pending)
        self._ui.say(f"Modified {instance.title}: {counted(number, 'step')} done")
        self._content.changed()
