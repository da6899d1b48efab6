"""Looking further from a process instance: its variables, others of the same value, what belongs to it, copies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from c8tui.model.base import encode
from c8tui.model.process_instances import ProcessInstance
from c8tui.model.variables import Variable
from c8tui.session.process_instances import InstanceQuery
from c8tui.session.variables import is_cut, preview, read
from c8tui.text import visible
from c8tui.tui.commands.ids import INSTANCES, PROCESSES
from c8tui.tui.flow import Cancelled, Ui
from c8tui.tui.processes.instance_lines import instance_keys
from c8tui.tui.screens.related import Way, way_to, ways_within

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.host import Host


class SelectedInstance(Protocol):
    """The instance that is looked from."""

    @property
    def instance(self) -> ProcessInstance | None:
        """The one that is selected."""

    @property
    def scope_key(self) -> str:
        """Whose variables are meant: the instance, or an element instance in it."""


class InstanceLooking:
    """What one may want to know more of an instance."""

    def __init__(self, ui: Ui, session: Session, host: Host, selected: SelectedInstance) -> None:
        self._ui, self._session, self._host, self._selected = ui, session, host, selected

    def _instance(self) -> ProcessInstance:
        if (instance := self._selected.instance) is None:
            raise Cancelled
        return instance

    def action_variables(self) -> None:
        """Show all variables of the scope in full."""
        from c8tui.tui.dialogs.variable_tree import VariableTreeDialog

        instance = self._instance()
        whole = self._session.ops.instance_details.variables(self._selected.scope_key, whole=True)
        self._ui.show(VariableTreeDialog(f"Variables of {instance.title}", whole))

    action_variable_tree = action_variables

    async def action_same_value(self) -> None:
        """Choose a variable, and list all instances with this value of it; where there is one there is no choice."""
        self._instance()
        details = self._session.ops.instance_details
        found = await self._ui.newest("same value", details.variables(self._selected.scope_key, whole=True))
        whole = {one.name: one for one in found if not is_cut(one)}
        if not whole:
            self._ui.say("no variable here, or none you may see", "warn")
            return
        names = [*whole]
        choices = [(name, f"{visible(name, 24):<24}  {_shown(whole[name])}") for name in names]
        name = names[0] if len(names) == 1 else await self._ui.choose("All instances with the same", choices)
        query = InstanceQuery.with_value(whole[name])
        self._host.go_and(INSTANCES, lambda instances: instances.list_query.ask(query))

    async def action_copy_more(self) -> None:
        """Choose what of the instance to copy."""
        instance = self._instance()
        texts = {**instance_keys(instance), "whole as JSON": encode(instance).decode()}
        choices = [(name, f"{name:<14}{visible(text, 40)}") for name, text in texts.items() if text]
        name = await self._ui.choose("Copy", choices)
        self._ui.copy(texts[name], f"the {name}")

    async def action_show_process(self) -> None:
        """Show the diagram of its version, with the counts of all instances."""
        from c8tui.tui.processes.version import ProcessScreen

        key = self._instance().process_definition_key
        definition = await self._ui.newest("definition", self._session.ops.process_definitions.definition(key))
        self._ui.show(ProcessScreen(definition))


def ways_of_process_instance(host: Host, one: ProcessInstance) -> Iterator[Way]:
    """Where one can go from an instance: to all that belongs to it, to those around it, to its versions."""
    key, parent = one.process_instance_key, one.parent_process_instance_key
    yield from ways_within(host, key)
    called = {"parent_process_instance_key": key}
    yield way_to(host, INSTANCES, "called", "instances that it called", called)
    if parent:
        yield way_to(host, INSTANCES, "caller", "the instance that called it", {"process_instance_key": parent})
    to_versions = lambda processes: processes.narrow(one.process_definition_id)  # noqa: E731
    yield Way("definition", f"versions of {one.title}", lambda: host.go_and(PROCESSES, to_versions))


def _shown(variable: Variable) -> str:
    value, is_json = read(variable.value)
    return visible(preview(value, 60) if is_json else variable.value, 60)
