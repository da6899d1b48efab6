"""The dialog of groups: a choice that has room for messages."""

from __future__ import annotations

from c8tui.tui.dialogs.choice import ChoiceDialog


class GroupsDialog(ChoiceDialog):
    """A group's number, by what it is one, and what its records share."""

    DEFAULT_CSS = """
    GroupsDialog > #frame { width: 84; }
    """
