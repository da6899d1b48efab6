"""Choosing a profile: name, address, and what there is to know before it is opened."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from c8tui.session.clusters import ProfileEntry
from c8tui.text import visible
from c8tui.tui.dialogs.choice import ChoiceDialog

WIDEST = 24
"""Cells of a name."""


class ProfileDialog(ChoiceDialog):
    """The result is the name of a profile; empty for the cluster that was named at the start without one."""

    DEFAULT_CSS = """
    ProfileDialog > #frame { width: 76; }
    """

    def __init__(self, entries: Sequence[ProfileEntry], now: str) -> None:
        self._entries, self._now = {entry.name: entry for entry in entries}, now
        self._wide = min(WIDEST, max((len(visible(_name(entry))) for entry in entries), default=0))
        about = "" if entries else "There are no profiles: c8tui init adds one."
        choices = [(entry.name, f"{_name(entry)} {entry.address}") for entry in entries]
        super().__init__("Profile", choices, now, about)

    def shown(self, id_: str, title: str) -> Content:
        """Its colour is that of the first line; words say what the colours do."""
        entry = self._entries[id_]
        color = entry.color or ("red" if entry.protected else "")
        style = f"bold $profile-{color}-text on $profile-{color}" if color else ""
        name = visible(_name(entry), self._wide)
        words = [
            *(("in use",) if id_ == self._now else ()),
            *(("protected",) if entry.protected else ()),
            *(("read-only",) if entry.read_only else ()),
        ]
        told = f"cannot be used: {entry.fault}" if entry.fault else entry.address
        return Content.assemble(
            Content.styled(f" {name} ", style), " " * (self._wide - Content(name).cell_length + 1),
            visible("   ".join((told, *words)), 68 - self._wide),
        )  # fmt: skip


def _name(entry: ProfileEntry) -> str:
    return entry.name or "(no profile)"
