"""Jump labels over a screen: typing one goes there; where labels are listened to, they are a numbered list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import ModalScreen, Screen

from c8tui.text import visible
from c8tui.tui.flow import Flow
from c8tui.tui.jumps import Jump, jumps_of, labels_for
from c8tui.tui.widgets.clipped import Clipped


async def jump_in(screen: Screen[Any], flow: Flow, parts: Iterable[object] = ()) -> None:
    """Label all that can be gone to on a screen, and go where one is typed."""
    if jumps := jumps_of(screen, parts):
        labels = screen.app.push_screen(JumpLabels(jumps), wait_for_dismiss=True)
        if (chosen := await flow.answered(labels)) is not None:
            jumps[chosen].go()


class JumpLabels(ModalScreen[int]):
    """The result is the place in `jumps` of what was chosen; escape, and a key that no label has, leave."""

    DEFAULT_CSS = """
    JumpLabels { background: transparent; }
    JumpLabels .label {
        position: absolute; width: auto; height: 1; background: $warning; color: $background; text-style: bold;
    }
    JumpLabels .label.-out { display: none; }
    JumpLabels #listed {
        dock: bottom; width: 100%; height: auto; max-height: 60%; padding: 0 1;
        background: $surface-lighten-1; color: $foreground;
    }
    JumpLabels.-spoken { background: $surface; }
    JumpLabels.-spoken #listed { dock: top; max-height: 100%; }
    """

    def __init__(self, jumps: Sequence[Jump]) -> None:
        super().__init__()
        self._jumps = jumps
        self._labels: list[str] = []
        self._typed = ""

    def compose(self) -> ComposeResult:
        spoken = self.app.has_class("-linear")
        self.set_class(spoken, "-spoken")
        self._labels = labels_for(len(self._jumps), spoken=spoken)
        if not spoken:
            for label, jump in zip(self._labels, self._jumps, strict=True):
                if jump.at is not None:
                    shown = Clipped(f" {label} ", markup=False, classes="label", name=label)
                    shown.styles.offset = (jump.at.x, jump.at.y)
                    yield shown
        yield Clipped(self._listed(spoken=spoken), markup=False, id="listed")

    def _listed(self, *, spoken: bool) -> str:
        """What stands nowhere on the screen, or all of it where that is not looked at."""
        both = zip(self._labels, self._jumps, strict=True)
        lines = [f"{label}  {visible(one.title)}" for label, one in both if spoken or one.near or one.at is None]
        return "\n".join((*lines, "type a label   esc leaves"))

    def on_key(self, event: Key) -> None:
        """Letters are labels here; whatever else is typed leaves."""
        event.stop()
        event.prevent_default()
        typed = self._typed + (event.character or "\0").lower()
        if typed in self._labels:
            self.dismiss(self._labels.index(typed))
        elif any(label.startswith(typed) for label in self._labels):
            self._typed = typed
            for shown in self.query(".label"):
                shown.set_class(not (shown.name or "").startswith(typed), "-out")
        else:
            self.dismiss(None)
