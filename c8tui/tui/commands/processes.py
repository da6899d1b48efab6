"""The commands on process instances and process definitions: of their lists, and of one of them on its diagram."""

from __future__ import annotations

from collections.abc import Callable

from c8tui.model.process_instances import ElementInstance, ProcessInstance
from c8tui.session.instance_rules import Operation, why_not
from c8tui.tui.commands.command import Command, Context, on_a_row
from c8tui.tui.commands.common import COPY, LAST_RUN, LIST, LOAD_ALL, MARKS, PANES, RELATED, SEARCH, UNDO


class InstanceContext(Context, frozen=True, kw_only=True):
    """A process instance is selected, or none."""

    instance: ProcessInstance | None = None
    gateway_version: str = ""
    element: ElementInstance | None = None
    """The element instance under the cursor, on the screen of one instance."""
    element_id: str = ""
    """The current element of the diagram, or that of the element instance under the cursor."""
    drawn: bool = True
    """Whether there is a diagram."""
    steps: int = 0
    """How many steps of a modification are pending."""


def _may(operation: Operation) -> Callable[[InstanceContext], str | None]:
    return lambda context: why_not(operation, context.instance, context.gateway_version)


def _at_an_element(context: InstanceContext) -> str | None:
    if reason := why_not("modify", context.instance, context.gateway_version):
        return reason
    return None if context.element_id else "no element is selected"


def _steps(context: InstanceContext) -> str | None:
    return None if context.steps else "no step is pending"


def _drawn(context: InstanceContext) -> str | None:
    return None if context.drawn else "there is no diagram of this version"


CANCEL: Command[InstanceContext] = Command(
    "cancel_instance", ("X",), "cancel", "Cancel the process instance, with all that it has called; after a question",
    "Instance", _may("cancel"), writes=True, many=True, bar=True, also="terminate stop end kill abort",
)  # fmt: skip
DELETE: Command[InstanceContext] = Command(
    "delete_instance", ("D",), "delete", "Delete what has ended, with its history (8.9); after a question", "Instance",
    _may("delete"), writes=True, many=True, also="remove purge history",
)  # fmt: skip
RESUME: Command[InstanceContext] = Command(
    "resume_instance", ("Z",), "resume", "Let a suspended instance go on (8.10)", "Instance", _may("resume"),
    writes=True, many=True, also="continue activate wake",
)  # fmt: skip
SUSPEND_INSTANCE: Command[InstanceContext] = Command(
    "suspend_instance", ("z",), "suspend", "Let an instance rest until it is resumed (8.10)", "Instance",
    _may("suspend"), writes=True, many=True, also="pause hold sleep",
)  # fmt: skip
MIGRATE: Command[InstanceContext] = Command(
    "migrate", ("I",), "migrate", "Let instances go on in another version: a mapping by equal ids is proposed",
    "Instance", _may("migrate"), writes=True, many=True, also="version upgrade move mapping",
)  # fmt: skip
OPERATIONS = (CANCEL, DELETE, SUSPEND_INSTANCE, RESUME, MIGRATE)
SHOW_PROCESS: Command[Context] = Command(
    "show_process", ("p",), "version", "Show the diagram of the version, with the counts of all its instances",
    "Instance", on_a_row, opens=True, also="definition diagram heatmap statistics",
)  # fmt: skip
COPY_MORE: Command[Context] = Command(
    "copy_more", ("Y",), "copy", "Choose what of the instance to copy: its keys, its business id", "List", on_a_row
)
SAME_VALUE: Command[Context] = Command(
    "same_value", ("equals_sign",), "same value",
    "List all instances with the value that a variable has here", "List", on_a_row, opens=True,
    also="variable find others find instances",
)  # fmt: skip
VARIABLES: Command[Context] = Command(
    "variables", ("e",), "variables", "Show the variables of the scope in full, as a tree", "Instance", on_a_row,
    also="data json payload",
)  # fmt: skip

INSTANCE_LIST_COMMANDS: tuple[Command[InstanceContext], ...] = (
    UNDO, LAST_RUN, *OPERATIONS, SHOW_PROCESS, VARIABLES, *MARKS, *LIST, SAME_VALUE, COPY, COPY_MORE,
    RELATED, *PANES,
)  # fmt: skip

INSTANCE_COMMANDS: tuple[Command[InstanceContext], ...] = (
    Command("diagram", ("d",), "diagram", "Go from the element instances to the diagram and back", "Diagram", _drawn,
            bar=True, also="bpmn picture tree switch"),
    Command("outline", ("T",), "outline", "Show the outline instead of the diagram, or the diagram again", "Diagram",
            _drawn, bar=True, also="tree list text linear"),
    Command("find_element", ("F",), "find element", "Go to the elements with a name, an id or of a kind", "Diagram",
            _drawn, also="search diagram"),
    Command("open", ("enter",), "open", "Open a scope or what was called; on the diagram, list what is at the element",
            "Diagram", on_a_row, bar=True, also="details view expand"),
    Command("whole_tree", ("W",), "whole tree", "List the element instances of all elements again", "Diagram"),
    Command("edit_variables", ("e",), "edit variables", "Change or add variables of the scope under the cursor",
            "Instance", _may("modify"), writes=True, bar=True, opens=True, also="set add json data"),
    Command("variable_tree", (), "variables", "Show the variables of the scope in full, as a tree", "Instance",
            on_a_row, also="data json payload"),
    SAME_VALUE,
    Command("activate_element", ("a",), "activate", "Activate the element: a step of a modification, sent by ctrl+s",
            "Modify", _at_an_element, writes=True, also="modify start token add"),
    Command("move_element", ("m",), "move", "Move what is active at the element to another one: a step", "Modify",
            _at_an_element, writes=True, bar=True, opens=True, also="modify token skip jump"),
    Command("terminate_element", ("t",), "terminate", "Terminate what is active at the element: a step", "Modify",
            _at_an_element, writes=True, also="modify cancel token end stop"),
    Command("undo_step", ("u",), "undo step", "Take the last pending step of the modification back", "Modify", _steps,
            bar=True, first=True, instead=UNDO, also="undo revert"),
    Command("pending_steps", ("U",), "steps", "Show the pending steps, and take one of them back", "Modify", _steps,
            also="modification list undo"),
    Command("send_steps", ("ctrl+s",), "send steps", "Send the pending steps as one modification, after a question",
            "Modify", _steps, writes=True, bar=True, first=True, also="apply modify commit"),
    *OPERATIONS,
    SHOW_PROCESS,
    SEARCH,
    LOAD_ALL,
    COPY,
    COPY_MORE,
    RELATED,
    *PANES,
)  # fmt: skip

PROCESS_LIST_COMMANDS: tuple[Command[Context], ...] = (
    UNDO, LAST_RUN,
    Command("all_versions", ("A",), "all versions", "Show all versions, or only the latest of each process", "List",
            bar=True, also="older history"),
    Command("instances_of", ("i",), "instances", "List the instances of what is selected", "List", on_a_row, bar=True,
            also="running active"),
    *LIST, COPY, RELATED, *PANES,
)  # fmt: skip

PROCESS_COMMANDS: tuple[Command[InstanceContext], ...] = (
    Command("outline", ("T",), "outline", "Show the outline instead of the diagram, or the diagram again", "Diagram",
            _drawn, bar=True, also="tree list text linear"),
    Command("find_element", ("F", "slash"), "find element", "Go to the elements with a name, an id or of a kind",
            "Diagram", _drawn, bar=True, also="search"),
    Command("instances_at", ("i",), "instances", "List the instances that are at the element", "Diagram", _drawn,
            bar=True, also="running active enter"),
    Command("versions", ("A",), "versions", "Choose another version to show", "Diagram", bar=True, also="older newer"),
    Command("copy_element", ("y",), "copy id", "Copy the id of the element", "Diagram", _drawn),
)  # fmt: skip
