"""The instances screen: process instances of all processes, the newest first, and what may be done to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from c8tui.model.process_instances import ProcessInstance
from c8tui.session.filter_syntax import is_key
from c8tui.session.lists import LISTS
from c8tui.session.process_instances import InstanceQuery
from c8tui.session.rows import Rows
from c8tui.tui.commands.ids import INSTANCES
from c8tui.tui.commands.processes import InstanceContext
from c8tui.tui.processes.instance_columns import INSTANCE_COLUMNS
from c8tui.tui.processes.instance_pane import InstancePane
from c8tui.tui.processes.looking import InstanceLooking, ways_of_process_instance
from c8tui.tui.processes.operations import InstanceOperations
from c8tui.tui.screens import marks
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.list_views import ListViews
from c8tui.tui.screens.marks import Marks
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related

ABOUT_FILTER = (
    "All that is filled in must hold; of the alternatives of Any of, one. An empty State asks for every state."
)


class InstancesScreen(ListScreen[ProcessInstance]):
    """The active instances, or those that are asked for."""

    NAME = INSTANCES
    NOUN = "instance"
    EMPTY = f"No process instances. {OR_NO_PERMISSION}"
    COLUMNS = INSTANCE_COLUMNS.shown

    list_query: ListQuery[InstanceQuery]
    views: ListViews[InstanceQuery]
    _marks: Marks[ProcessInstance]
    _instance_pane: InstancePane

    def begin(self) -> None:
        instances = self.session.ops.process_instances
        self._marks = Marks(self)
        self._instance_pane = InstancePane(self.session, self)
        self.list_query = ListQuery(
            self, instances, instances.plain, what="instances", about=ABOUT_FILTER,
            names=lambda one: (one.process_definition_id, one.process_instance_key), text_field="error_message",
        )  # fmt: skip
        self.views = ListViews(self, self.list_query, LISTS[INSTANCES], INSTANCE_COLUMNS)
        selection = ListedInstances(self, self._marks)
        self.parts += [
            *self.views.parts(), self._marks, InstanceLooking(self.ui, self.session, self.host, selection),
            InstanceOperations(self.ui, self.session, self.host, selection), selection,
            Related(self.ui, lambda: self.current, partial(ways_of_process_instance, self.host)),
        ]  # fmt: skip
        self.prompts[marks.SIGN] = self._marks
        self.polling.catching_up = lambda: instances.writes.behind
        self.views.begin()
        super().begin()

    def rows(self) -> Rows[ProcessInstance]:
        return self.list_query.rows()

    def caption(self) -> str:
        return self.views.caption("Process instances")

    def empty_words(self) -> str:
        return self.EMPTY if self.list_query.is_plain else self.list_query.empty_words(self.EMPTY)

    def flag(self, item: ProcessInstance) -> str:
        return (
            "~" if self.session.ops.process_instances.writes.pending(item.process_instance_key) else super().flag(item)
        )

    def context(self) -> InstanceContext:
        version = self.session.topology.gateway_version
        return InstanceContext(instance=self.current, gateway_version=version, **self.known())

    def narrow(self, argument: str) -> None:
        """A view by its id, else one by its key, those with a variable as `amount = 5`, or of a process by its id."""
        if self.views.shows(argument):
            return
        name = "process_instance_key" if is_key(argument) else "process_definition_id"
        if "=" in argument:  # which no id of a process has
            name = "variables"
            if wrong := self.list_query.schema.check(name, argument, self.list_query.now()):
                self.ui.say(f"variables: {wrong}", "warn")
                return
        self.list_query.ask(InstanceQuery(conditions={name: argument}))

    def open_by_key(self, process_instance_key: str, element_id: str = "") -> None:
        """Show one, whether or not it is listed; `element_id` is where on its diagram to begin."""
        open_instance(self, process_instance_key, element_id)

    def describe(self, item: ProcessInstance) -> None:
        self._instance_pane.describe(item)


class ListedInstances:
    """The instances of the list as commands see them, and opening one."""

    def __init__(self, screen: InstancesScreen, marked: Marks[ProcessInstance]) -> None:
        self._screen, self._marked = screen, marked

    @property
    def instance(self) -> ProcessInstance | None:
        """The one under the cursor."""
        return self._screen.current

    @property
    def scope_key(self) -> str:
        """Whose variables are meant: those of the instance itself."""
        return self.instance.process_instance_key if self.instance is not None else ""

    @property
    def marked(self) -> Sequence[ProcessInstance]:
        """Those that are marked."""
        return self._marked.targets() if self._marked.number else ()

    def changed(self) -> None:
        """Look again."""
        if self._screen.flow.listening:
            self._screen.listed.redraw()
            self._screen.polling.anew()

    def in_a_batch(self, instances: Sequence[ProcessInstance]) -> None:
        """Their marks go; what was left out keeps its own."""
        self._marked.take_off(instances)

    def action_open(self) -> None:
        """Open the instance on its own screen."""
        if (item := self._screen.current) is not None:
            open_instance(self._screen, item.process_instance_key)


def open_instance(screen: Any, process_instance_key: str, element_id: str = "") -> None:
    """Show an instance over the screen that is seen."""
    from c8tui.tui.processes.instance import InstanceScreen  # its diagram takes long to import

    screen.ui.show(InstanceScreen(process_instance_key, element_id))
