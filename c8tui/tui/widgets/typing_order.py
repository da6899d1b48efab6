"""Text fields that take keys in the order in which they were typed.

Textual inserts a printable key at once but lets an editing key (backspace, an arrow) bubble to the app before it acts,
so that keys that arrive in one packet, as they do over a slow link or from a paste, act out of order. A binding with
priority is the opposite: it acts before the keys that were typed in front of it have reached their field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.events import Key, Paste
from textual.widget import Widget
from textual.widgets import Input

LINE_LIMIT = 4_000
"""Characters of a paste that a one-line field takes."""


async def act_in_order(widget: Widget, event: Key) -> None:
    """Run the widget's own binding for this key where the key stands in its queue."""
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        if await widget.app.run_action(binding.action, default_namespace=widget):
            event.stop()
            event.prevent_default()
            return


def when_typed(fields: Sequence[Widget], then: Callable[[], object]) -> None:
    """Run `then` as soon as each of these fields has acted on the keys that it was given so far."""
    if fields:
        fields[0].call_later(when_typed, fields[1:], then)
    else:
        then()


class LineField(Input):
    """A one-line input."""

    async def on_key(self, event: Key) -> None:
        await act_in_order(self, event)

    def on_paste(self, event: Paste) -> None:
        """What is too long for a line is cut, and that is said."""
        if len(event.text) > LINE_LIMIT:
            self.app.notify(f"cut to {LINE_LIMIT:,} of {len(event.text):,} characters", markup=False)
            event.text = event.text[:LINE_LIMIT]
