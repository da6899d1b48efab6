"""What is said when somebody clicks on a key in the frame of a screen."""

from __future__ import annotations

from textual.message import Message


class Picked(Message):
    """A command was clicked on."""

    def __init__(self, command_id: str) -> None:
        self.command_id = command_id
        super().__init__()
