"""A text of many lines that takes keys in the order in which they were typed."""

from __future__ import annotations

from textual.events import Key, Paste
from textual.widgets import TextArea

from c8tui.tui.widgets.typing_order import act_in_order

LONGEST_LINE = 20_000
"""Characters of one line that an editor takes: each key lays the whole line out anew."""


class TextField(TextArea):
    """A text of many lines."""

    async def on_key(self, event: Key) -> None:
        await act_in_order(self, event)

    def on_paste(self, event: Paste) -> None:
        """A line that would hold every key up is not taken, and that is said: half of it would be no JSON."""
        longest = max(map(len, event.text.splitlines()), default=0)
        if longest > LONGEST_LINE:
            self.app.notify(f"not pasted: it has a line of {longest:,} characters; use your editor", markup=False)
            event.prevent_default()
            event.stop()
