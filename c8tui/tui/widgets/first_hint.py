"""Three lines for whoever starts for the first time; gone for good once they were put away."""

from __future__ import annotations

from textual.widgets import Static

LINES = """\
New here? j and k move, enter opens, esc goes back; 1 to 5 go to the other screens.
The last line shows the keys for what is selected, ? all of them; : takes commands by name.
Whatever changes a task says so, and u undoes it while it waits to be sent.   esc hides this for good"""


class FirstHint(Static):
    """The hint; it takes room from what is above it."""

    DEFAULT_CSS = """
    FirstHint { height: auto; padding: 0 1; background: $boost; color: $text-accent; }
    """

    def __init__(self) -> None:
        super().__init__(LINES, markup=False)
