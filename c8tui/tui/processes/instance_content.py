"""What the screen of one process instance shows: its state, its tree, the pane of a line, and where these lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from c8tui.diagrams.model import BpmnModel
from c8tui.model.process_instances import ElementInstance, ProcessInstance, ProcessInstanceFilter
from c8tui.session.element_tree import ElementTree, TreeRow
from c8tui.session.instance_detail import InstanceState, ScopeDetail
from c8tui.session.modification import PendingModification
from c8tui.tui.processes.instance_lines import element_lines, root_lines

if TYPE_CHECKING:
    from c8tui.tui.processes.diagram_and_list import DiagramAndList
    from c8tui.tui.screens.list import ListScreen

CALLS = "CALL_ACTIVITY"


class InstanceContent:
    """The instance of the screen, as its commands see it."""

    def __init__(
        self,
        screen: ListScreen[TreeRow],
        side: DiagramAndList,
        process_instance_key: str,
        begin_at: str,
        show_instance: Callable[[str], object],
    ) -> None:
        """`begin_at` is the element to begin at, if it is drawn; `show_instance` shows another instance by its key."""
        self._begin_at = begin_at
        self._screen, self._side, self.key, self._show_instance = screen, side, process_instance_key, show_instance
        self.state: InstanceState | None = None
        """None until the first answer."""
        self.tree = self._tree("")
        session = screen.session
        self.pending = PendingModification.kept(session.drafts, session.draft_name("modification", self.key))
        self._model: BpmnModel | None = None
        """The diagram that is shown."""
        self._told = False
        """Whether it was said what is missing."""

    def _tree(self, element_id: str) -> ElementTree:
        details = self._screen.session.ops.instance_details
        return ElementTree(details.wire, self._root(), element_id)

    def _root(self) -> ElementInstance:
        """The process instance as the first line of the tree."""
        root = ElementInstance(element_instance_key=self.key, process_instance_key=self.key, type="PROCESS")
        if self.state is None:
            return root
        one = self.state.instance
        return replace(
            root, element_id=one.process_definition_id, element_name=one.title, state=one.state,
            has_incident=one.has_incident, start_date=one.start_date, end_date=one.end_date,
        )  # fmt: skip

    # What commands act on

    @property
    def instance(self) -> ProcessInstance | None:
        """The instance as it is now."""
        return self.state.instance if self.state is not None else None

    @property
    def record(self) -> tuple[ProcessInstance, str] | None:
        """The instance, for commands that know no screen."""
        return None if self.instance is None else (self.instance, self.key)

    @property
    def marked(self) -> Sequence[ProcessInstance]:
        """Nothing is marked here."""
        return ()

    @property
    def scope_key(self) -> str:
        """The scope of the line under the cursor."""
        row = self._screen.current
        return row.element.element_instance_key if row is not None else self.key

    @property
    def row(self) -> TreeRow | None:
        """The element instance under the cursor; None where the keys go to the diagram, and on the first line."""
        row = self._screen.current
        return row if row is not None and row.depth and not self._side.view.has_focus else None

    @property
    def element_id(self) -> str:
        """The element that commands are about."""
        if self._side.view.has_focus:
            return self._side.view.current or ""
        return self.row.element.element_id if self.row is not None else ""

    def title_of(self, element_id: str) -> str:
        """What an element is called."""
        node = self._model.nodes.get(element_id) if self._model is not None else None
        return node.title if node is not None else element_id

    def changed(self) -> None:
        """Something was done to the instance."""
        if self._screen.flow.listening:
            self._screen.pane.action_refresh()
            self.show()
            self._screen.tell()

    def in_a_batch(self, instances: Sequence[ProcessInstance]) -> None:
        """Nothing is marked here."""

    # Loading

    async def load(self) -> None:
        """Read the instance, its counts and its path; the diagram of a version is read once."""
        self.state = await self._screen.session.ops.instance_details.state(self.key)
        self.tree.root = self._root()

    def show(self) -> None:
        """Draw what came, with the pending steps on it."""
        if (state := self.state) is None:
            return
        view = self._side.view
        if state.model is not None and state.model is not self._model:
            self._model = state.model
            process_id = state.instance.process_definition_id
            shown = state.model.only(process_id) if _has(state.model, process_id) else state.model
            begin_at = self._begin_at if self._begin_at in shown.nodes else None
            view.show(shown, begin_at or next(iter(self._busy(state)), None))
        self._side.without_diagram(self._model is None)
        view.show_counts(self.pending.over(state.counts), state.taken)
        if not self._told:
            self._told = True
            said = [f"no diagram: {state.troubles['diagram'].detail}"] if "diagram" in state.troubles else []
            said += [one for one in (view.problem, view.left_out) if one]
            if self.pending.steps:
                said.append(f"kept from before: {self.pending.words}")
            if said:
                self._screen.ui.say("; ".join(said), "warn")

    def _busy(self, state: InstanceState) -> list[str]:
        """The elements where something is stuck or active, the most severe first."""
        known = self._model.nodes if self._model is not None else {}
        there = [id for id, counts in state.counts.items() if id in known and (counts.active or counts.incidents)]
        return sorted(there, key=lambda id: (not state.counts[id].incidents, known[id].is_scope))

    # The pane

    def describe(self, row: TreeRow) -> None:
        """What is known at once, then all of it."""
        self._show(row, None)
        failed = self._screen.load_failed
        self._screen.flow.start(self._fetch(row), failed=failed, group="detail", exclusive=True)

    async def _fetch(self, row: TreeRow) -> None:
        if (instance := self.instance) is None:
            return
        element = row.element if row.depth else None
        detail = await self._screen.flow.heard(self._screen.session.ops.instance_details.scope(instance, element))
        self._show(row, detail)

    def _show(self, row: TreeRow, detail: ScopeDetail | None) -> None:
        screen = self._screen
        if self.state is None or not screen.pane.is_about(row.element.element_instance_key):
            return
        if detail is not None:
            screen.last_problem = next(iter(detail.troubles.values()), screen.last_problem)
        screen.pane.facts.show(element_lines(row.element, detail) if row.depth else root_lines(self.state, detail))

    def follow(self) -> None:
        """The diagram goes to the element of the line under the cursor."""
        if self.row is not None and self._model is not None and self.row.element.element_id in self._model.nodes:
            self._side.view.go_to(self.row.element.element_id)

    # Going on

    def element_moved(self) -> None:
        """Another element of the diagram is the current one."""
        self._screen.tell()

    def element_chosen(self, element_id: str) -> None:
        """List what is at an element."""
        self._list(element_id)

    @property
    def depth(self) -> int:
        """Whether one element is listed alone."""
        return int(bool(self.tree.element_id))

    def back(self) -> bool:
        """List all of them again; False where they are."""
        if not self.depth:
            return False
        self._list("")
        return True

    def _list(self, element_id: str) -> None:
        self.tree = self._tree(element_id)
        self._screen.restart()
        self._side.show_list(True)

    def action_whole_tree(self) -> None:
        """List the element instances of all elements."""
        self._list("")

    def action_diagram(self) -> None:
        """From the tree to the diagram, and back."""
        self._side.turn()
        self._screen.tell()

    def action_outline(self) -> None:
        """The outline, or the diagram again."""
        self._side.show_list(False)
        self._side.view.toggle_outline()

    def action_find_element(self) -> None:
        """Open the line that finds elements."""
        self._side.show_list(False)
        self._screen.doing("action_find")()

    def action_open(self) -> None:
        """Open a scope or close it, go to what was called, else to the pane."""
        if self._side.view.has_focus:
            self._side.view.action_choose()
            return
        row = self._screen.current
        if row is None:
            return
        if self.tree.toggle(row):
            self._screen.polling.anew()
        elif row.element.type == CALLS:
            self._screen.flow.start(self._open_called(row.element), group="commands")
        else:
            self._screen.pane.action_open()

    async def _open_called(self, element: ElementInstance) -> None:
        """Show the instance that a call activity has called."""
        instances = self._screen.session.ops.process_instances
        rows = instances.rows_of(ProcessInstanceFilter(parent_element_instance_key=element.element_instance_key))
        await self._screen.ui.newest("called", rows.load(0, 0))
        if (called := rows.row(0)) is None:
            self._screen.ui.say("it has called nothing yet", "warn")
            return
        self._show_instance(called.process_instance_key)

    def action_copy(self) -> None:
        """Copy the key of the line, or the id of the element."""
        if self._side.view.has_focus:
            self._screen.ui.copy(self._side.view.current or "", "element id")
        else:
            self._screen.ui.copy(self.scope_key, self.scope_key)


def _has(model: BpmnModel, process_id: str) -> bool:
    return any(process.id == process_id for process in model.processes)
