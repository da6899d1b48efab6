"""Three lines for whoever starts for the first time; gone for good once they were put away."""

from __future__ import annotations

from c8tui.tui.widgets.clipped import Clipped

LINES = """\
New here? j and k move, enter opens, esc goes back; numbers change the screen.
The last line has the keys for what is selected; ? lists all, : takes names.
u undoes a step while it waits to be sent.          esc hides this{}"""


class FirstHint(Clipped):
    """The hint; it takes room from what is above it."""

    DEFAULT_CSS = """
    FirstHint { height: auto; padding: 0 1; background: $boost; color: $text-accent; }
    """

    def __init__(self, *, lasting: bool) -> None:
        """`lasting`: whether it is remembered that it was put away."""
        super().__init__(LINES.format(" for good" if lasting else ""), markup=False)
