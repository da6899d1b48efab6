"""One process instance on one screen: its diagram, the tree of its element instances, and all that belongs to them."""

from __future__ import annotations

import asyncio
from functools import partial

from textual.app import ComposeResult

from c8tui.model.versions import version_word
from c8tui.session.element_tree import TreeRow
from c8tui.session.rows import Rows
from c8tui.tui.commands.ids import INSTANCE
from c8tui.tui.commands.processes import InstanceContext
from c8tui.tui.diagrams.search import ElementSearch
from c8tui.tui.history import Shown, short_key
from c8tui.tui.processes.diagram_and_list import DiagramAndList
from c8tui.tui.processes.instance_content import InstanceContent
from c8tui.tui.processes.instance_lines import TREE_COLUMNS, state_of
from c8tui.tui.processes.looking import InstanceLooking, ways_of_process_instance
from c8tui.tui.processes.modifying import Modifying
from c8tui.tui.processes.operations import InstanceOperations
from c8tui.tui.screens.command_screen import CommandScreen
from c8tui.tui.screens.everywhere import SIGN as COMMANDS
from c8tui.tui.screens.list import ListScreen
from c8tui.tui.screens.related import Related
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.prompt_line import PromptLine
from c8tui.tui.widgets.record_list import RecordList

ELEMENTS = "@"
"""What stands before the line that finds elements of the diagram."""


class InstanceScreen(ListScreen[TreeRow]):
    """Shows an instance by its key; where both have no room, the diagram and the tree take turns."""

    NAME = INSTANCE
    NOUN = "line"
    COLUMNS = TREE_COLUMNS

    content: InstanceContent
    _modifying: Modifying

    def __init__(self, process_instance_key: str, element_id: str = "") -> None:
        """`element_id` is the element of the diagram to begin at; without one, where something is stuck or active."""
        super().__init__()
        self.shown = self._place
        self.process_instance_key, self.element_id = process_instance_key, element_id
        self.side = DiagramAndList(self.listed)

    def body(self) -> ComposeResult:
        session = self.session
        with self.beside.begin(session.layout_of(self.NAME), alone=session.settings.linear):
            with self.side:
                yield Clipped(id="caption", markup=False)
                yield self.side.view
                yield self.listed
            yield Facts(id="pane")

    def begin(self) -> None:
        ui, session = self.ui, self.session
        self.content = InstanceContent(
            self, self.side, self.process_instance_key, self.element_id, lambda key: ui.show(InstanceScreen(key))
        )
        self._modifying = Modifying(ui, session, self.content)
        self.side.begin(self.content, linear=session.settings.linear)
        search = ElementSearch(ui, self.side.view, ELEMENTS)
        self.parts += [
            self.content, self._modifying, InstanceLooking(ui, session, self.host, self.content),
            InstanceOperations(ui, session, self.host, self.content), search,
            Related(ui, lambda: self.content.instance, partial(ways_of_process_instance, self.host)),
        ]  # fmt: skip
        self.polling.catching_up = lambda: (
            session.ops.process_instances.writes.behind or session.ops.instance_details.variable_writes.behind
        )
        super().begin()
        self.prompts[ELEMENTS] = search
        self.app.call_later(self.side.focus_first)  # behind the focus that every list asks for, in the same queue

    # What is shown

    def rows(self) -> Rows[TreeRow]:
        return self.content.tree.rows()

    async def load(self) -> object:
        _, rows = await asyncio.gather(self.content.load(), super().load())
        return rows

    def show(self, answer: object) -> None:
        if answer is self.listed.rows:
            self.content.show()
        super().show(answer)

    def caption(self) -> str:
        state, tree = self.content.state, self.content.tree
        if state is None:
            return f"Process instance {self.process_instance_key}   loading"
        instance = state.instance
        name = f"{instance.title} {version_word(instance.process_definition_version)}"
        what = f"{name}  {instance.process_instance_key}  {state_of(instance)[0]}"
        if tree.element_id:
            what += f" + only {self.content.title_of(tree.element_id)} (W: all)"
        steps = self.content.pending.words
        return f"{what}   {steps} (ctrl+s sends, u undoes)" if steps else what

    def describe(self, item: TreeRow) -> None:
        self.content.describe(item)

    def context(self) -> InstanceContext:
        content, row = self.content, self.current
        return InstanceContext(
            instance=content.instance, gateway_version=self.session.topology.gateway_version,
            element=row.element if row is not None and row.depth else None, element_id=content.element_id,
            drawn=content.state is not None and content.state.model is not None, steps=len(content.pending.steps),
            **self.known(),
        )  # fmt: skip

    def spoken(self) -> str:
        return self.side.view.spoken if self.side.view.has_focus else super().spoken()

    def on_record_list_moved(self, _: RecordList.Moved) -> None:
        """Beside what every list does then: Textual calls the handler of each class."""
        self.content.follow()

    def on_prompt_line_said(self, event: PromptLine.Said) -> None:
        """The search of the list leaves the keys to that; the other lines to the diagram or to what had them."""
        if event.sign in (ELEMENTS, COMMANDS):
            event.prevent_default()
            CommandScreen.on_prompt_line_said(self, event)

    def action_back(self) -> None:
        """Out of the outline, the pane, the search, the element that is listed; then to where it was opened from."""
        narrowed = self.search.wanted or self.pane.is_open or self.search.is_loading
        if self.side.leave_outline():
            self.tell()
        elif narrowed or self.content.depth:
            super().action_back()
        else:
            self.host.navigation.step_out()

    def _place(self) -> Shown:
        key = self.process_instance_key
        again = partial(InstanceScreen, key, self.side.view.current or self.element_id)
        return Shown((self.NAME, key), f"instance {short_key(key)}", again, self.come_back.row)
