"""All variables of a task as a tree: types, whole values, search, copies."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from c8tui.model.variables import Variable
from c8tui.session.user_tasks import VARIABLES_LIMIT
from c8tui.session.variables import VariableNode, matching, roots
from c8tui.text import block, visible
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.terminal.key_queue import Hold, hold_keys
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.prompt_line import PromptLine
from c8tui.tui.widgets.variable_tree import VariableTree

MOST_FOUND = 500
WHOLE_LIMIT = 100_000
"""Characters of a value that are drawn; a copy takes all."""


class VariableTreeDialog(Dialog[None]):
    """Enter opens an object, or shows a value in full; `/` searches names and values; y and Y copy value and path."""

    DEFAULT_CSS = """
    VariableTreeDialog > #frame { width: 130; height: 90%; }
    VariableTreeDialog Facts { display: none; border-top: solid $panel; }
    VariableTreeDialog.-whole VariableTree { display: none; }
    VariableTreeDialog.-whole Facts { display: block; }
    VariableTreeDialog #where { height: 1; color: $foreground-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "look", show=False),
        Binding("y", "copy_value", show=False),
        Binding("Y", "copy_path", show=False),
        Binding("slash", "search", show=False),
    ]
    KEYS_TEXT = "enter open  / search  y copy value  Y copy path  esc"

    def __init__(self, title: str, load: Coroutine[Any, Any, tuple[Variable, ...]]) -> None:
        super().__init__()
        self._title, self._load = title, load
        self._roots: Sequence[VariableNode] = ()
        self._wanted = ""

    def title_text(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        yield Clipped("loading", id="where", markup=False)
        yield VariableTree()
        yield Facts()
        yield PromptLine()

    def on_mount(self) -> None:
        self.set_focus(self._tree)
        self.flow.start(self._read(hold_keys(self.app, self.action_leave)), group="variables")

    @property
    def _tree(self) -> VariableTree:
        return self.query_one(VariableTree)

    async def _read(self, hold: Hold) -> None:
        try:
            variables = await self._load
            # A megabyte of JSON would hold up the keys.
            nodes = self._roots = await self.flow.heard(asyncio.to_thread(roots, variables))
        finally:
            hold.release()
        self._tree.list_nodes(nodes)
        if len(nodes) >= VARIABLES_LIMIT:
            self._say(f"the first {VARIABLES_LIMIT:,} variables; the task sees more than are shown")

    def on_variable_tree_moved(self, _: VariableTree.Moved) -> None:
        node = self._tree.current
        said = self._said_of(node) if node is not None else "no variables, or none you may see"
        if self._wanted:
            said = f"/ {visible(self._wanted)}   " + (said if node is not None else "nothing matches")
        self.query_one("#where", Clipped).update(Content(said))

    def _said_of(self, node: VariableNode) -> str:
        """Path and type of the node under the cursor; who listens hears its value too."""
        value = f"   {node.preview()}" if self.app.has_class("-linear") else ""
        return visible(f"{node.path}   {node.kind}{value}")

    # Looking

    def action_look(self) -> None:
        """Open an object, show a value in full, or go from what was found to where it stands."""
        node = self._tree.current
        if self.has_class("-whole") or node is None:
            return
        if self._wanted:
            self._search_for("")
        elif node.has_members:
            self._tree.action_turn()
        else:
            self._show_whole(node)

    def _show_whole(self, node: VariableNode) -> None:
        facts = self.query_one(Facts)
        self.add_class("-whole")
        facts.rewind()
        facts.show_content(Content(block(node.whole(), WHOLE_LIMIT)))
        self.set_focus(facts)

    def action_leave(self) -> None:
        """Back to the tree, to all of it, or out."""
        if self.has_class("-whole"):
            self.remove_class("-whole")
            self.set_focus(self._tree)
        elif self._wanted:
            self._search_for("")
        else:
            self.dismiss(None)

    # Searching

    def action_search(self) -> None:
        """Open the `/` line."""
        if not self.has_class("-whole"):
            self.query_one(PromptLine).open("/", self._wanted)

    def on_prompt_line_said(self, event: PromptLine.Said) -> None:
        event.stop()
        if event.how != "typed":
            self.set_focus(self._tree)
            self._search_for(event.text if event.how == "entered" else "")

    def _search_for(self, text: str) -> None:
        self._wanted = text.strip()
        if not self._wanted:
            self._tree.show_only(None)
            return
        self.flow.start(self._search(self._wanted), group="search", exclusive=True)

    async def _search(self, wanted: str) -> None:
        nodes, more = await self.flow.heard(asyncio.to_thread(matching, self._roots, wanted, MOST_FOUND))
        self._tree.show_only(nodes)
        self._say(f"more than {MOST_FOUND} match; these are the first" if more else self.KEYS_TEXT)

    # Copying

    def action_copy_value(self) -> None:
        """Copy the value in full."""
        if (node := self._tree.current) is not None:
            self.copy(node.whole(), lambda where: self._say(f"Copied the value of {node.path} {where}"))

    def action_copy_path(self) -> None:
        """Copy the path, as expressions write it."""
        if (node := self._tree.current) is not None:
            self.copy(node.path, lambda where: self._say(f"Copied {node.path} {where}"))

    def _say(self, text: str) -> None:
        self.query_one("#keys", Clipped).update(Content(visible(text)))
