"""Text fields that take keys in the order in which they were typed.

Textual inserts a printable key at once but lets an editing key (backspace, an arrow) bubble to the app before it acts,
so that keys that arrive in one packet, as they do over a slow link or from a paste, act out of order.
"""

from __future__ import annotations

from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, TextArea


async def act_in_order(widget: Widget, event: Key) -> None:
    """Run the widget's own binding for this key where the key stands in its queue."""
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        if await widget.app.run_action(binding.action, default_namespace=widget):
            event.stop()
            event.prevent_default()
            return


class LineField(Input):
    """A one-line input."""

    async def on_key(self, event: Key) -> None:
        await act_in_order(self, event)


class TextField(TextArea):
    """A text of many lines."""

    async def on_key(self, event: Key) -> None:
        await act_in_order(self, event)
