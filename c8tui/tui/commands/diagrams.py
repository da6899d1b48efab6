"""The commands on a BPMN diagram."""

from __future__ import annotations

from c8tui.tui.commands.command import Command, Context, on_a_row


class DiagramContext(Context, frozen=True, kw_only=True):
    """What the screen of a diagram knows."""

    drawn: bool = True
    """Whether there is a diagram beside the outline."""


BPMN_FILE_COMMANDS: tuple[Command[DiagramContext], ...] = (
    Command("outline", ("T",), "outline", "Show the outline instead of the diagram, or the diagram again", "Diagram",
            lambda c: None if c.drawn else "too large to be drawn", bar=True, also="tree list text linear"),
    Command("find", ("slash",), "search", "Go to the elements with a name, an id or of a kind; n and N walk them",
            "Diagram", bar=True, also="find element"),
    Command("copy_element", ("y",), "copy id", "Copy the id of the element", "Diagram", on_a_row, bar=True),
)  # fmt: skip
