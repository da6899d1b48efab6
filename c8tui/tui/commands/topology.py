"""The commands on the topology."""

from __future__ import annotations

from c8tui.tui.commands.command import Command, Context
from c8tui.tui.commands.common import RUN_COMMANDS

_OWN: tuple[Command[Context], ...] = (
    Command("show_place", ("enter",), "open", "Show all about the partition and the broker under the cursor", "List",
            bar=True, also="details view inspect replica node"),
    Command("next_ill", ("n",), "next problem",
            "Go to the next partition that something is wrong with, or that has changed; N goes back", "List",
            bar=True, also="problem unhealthy changed jump"),
    Command("only_ill", ("f",), "only problems",
            "Show only what something is wrong with or what has changed, or all again", "List", bar=True,
            also="worst problems filter unhealthy"),
    Command("show_events", ("H",), "events", "List what has changed while you watched, with times", "List", bar=True,
            also="history changes leader moved log"),
    Command("show_report", ("z",), "all", "Show everything as text: findings, brokers, partitions, events", "List",
            also="report summary findings whole"),
    Command("copy_topology", ("y",), "copy", "Copy all of that", "List", also="yank report"),
    Command("export_topology", ("E",), "export", "Write topology, findings and events to a JSON file", "List",
            also="save file json"),
)  # fmt: skip
TOPOLOGY_COMMANDS = (*RUN_COMMANDS, *_OWN)
