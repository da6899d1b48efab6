"""Looking further from a process instance: its variables, others of the same value, what belongs to it, copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from c8tui.model.base import encode
from c8tui.model.process_instances import ProcessInstance
from c8tui.model.variables import Variable
from c8tui.session.instance_detail import RelatedCount
from c8tui.session.process_instances import InstanceQuery
from c8tui.session.variables import is_cut, preview, read
from c8tui.session.views import tasks_in
from c8tui.text import visible
from c8tui.tui.commands.ids import EVALUATIONS, INBOX, INCIDENTS, INSTANCES, JOBS, PROCESSES
from c8tui.tui.flow import Cancelled, Ui
from c8tui.tui.jumps import Jump
from c8tui.tui.processes.instance_lines import instance_keys

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.host import Host

WAYS = (
    ("incidents", "incidents of the instance"), ("tasks", "user tasks of the instance"),
    ("jobs", "jobs of the instance"), ("decisions", "decisions made in the instance"),
    ("called", "instances that it called"),
)  # fmt: skip


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

    # What belongs to it

    async def action_related(self) -> None:
        """Choose what to go to, each with how much of it there is."""
        instance = self._instance()
        found = await self._ui.newest("related", self._session.ops.instance_details.related(instance))
        choices = [(one.id, f"{_count(one):>8}  {one.title}") for one in found]
        if instance.parent_process_instance_key:
            choices.append(("caller", f"{'':>8}  the instance that called it"))
        choices.append(("definition", f"{'':>8}  versions of {instance.title}"))
        self._go(instance, await self._ui.choose("Related", choices))

    def related_jumps(self) -> Iterator[Jump]:
        """The same as labels. Raises Cancelled."""
        instance = self._instance()
        for id_, title in WAYS:
            yield Jump(title, partial(self._go, instance, id_), near=instance.process_instance_key)

    def _go(self, instance: ProcessInstance, chosen: str) -> None:
        key = instance.process_instance_key
        of_caller = {"process_instance_key": instance.parent_process_instance_key or ""}
        ways: dict[str, tuple[str, Callable[[Any], object]]] = {
            "incidents": (INCIDENTS, lambda screen: screen.narrow(key)),
            "tasks": (INBOX, lambda screen: screen.views.go(tasks_in(key))),
            "jobs": (JOBS, lambda screen: screen.narrow(key)),
            "decisions": (EVALUATIONS, lambda screen: screen.narrow(key)),
            "called": (INSTANCES, lambda screen: screen.list_query.ask(
                InstanceQuery(conditions={"parent_process_instance_key": key}))),
            "caller": (INSTANCES, lambda screen: screen.list_query.ask(InstanceQuery(conditions=of_caller))),
            "definition": (PROCESSES, lambda screen: screen.narrow(instance.process_definition_id)),
        }  # fmt: skip
        self._host.go_and(*ways[chosen])


def _count(one: RelatedCount) -> str:
    return "?" if one.count is None else f"{one.count:,}{'+' if one.capped else ''}"


def _shown(variable: Variable) -> str:
    value, is_json = read(variable.value)
    return visible(preview(value, 60) if is_json else variable.value, 60)
