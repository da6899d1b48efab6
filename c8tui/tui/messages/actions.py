"""The way between who waits for a message and whom it has reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from c8tui.model.messages import CorrelatedSubscription, MessageSubscription
from c8tui.tui.commands.ids import CORRELATED, MESSAGES

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen

T = TypeVar("T", MessageSubscription, CorrelatedSubscription)


class MessageActions:
    """Goes from one of the two lists to the other, for the message of the row."""

    def __init__(self, screen: ListScreen[T]) -> None:
        self._screen: ListScreen[MessageSubscription] | ListScreen[CorrelatedSubscription] = screen

    def action_reached(self) -> None:
        """To what the message of the row has been correlated with."""
        self._go(CORRELATED)

    def action_waiting(self) -> None:
        """To who waits for the message of the row."""
        self._go(MESSAGES)

    def _go(self, screen: str) -> None:
        name = item.message_name if (item := self._screen.current) is not None else ""
        self._screen.host.go_and(screen, lambda shown: shown.narrow(name))
