"""What every dialog shares: a frame with a title, escape, and asking the session without losing what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from c8tui.errors import C8Error
from c8tui.text import block, visible
from c8tui.tui.flow import Flow
from c8tui.tui.terminal.clipboard import copied
from c8tui.tui.widgets.clipped import Clipped

Result = TypeVar("Result")


class Dialog(ModalScreen[Result], Generic[Result]):
    """A framed box over the screen. Escape leaves with None; a failure of what it asked is told inside it."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > #frame {
        width: 72; max-width: 96%; height: auto; max-height: 90%; padding: 0 1;
        border: round $primary; background: $surface; border-title-color: $text-accent; border-title-style: bold;
        border-subtitle-color: $text-error; border-subtitle-align: left;
        overflow-y: auto;
    }
    Dialog #failure { height: auto; max-height: 25vh; color: $text-error; display: none; margin-top: 1; }
    Dialog #failure.-shown { display: block; }
    Dialog #keys { dock: bottom; height: auto; max-height: 2; color: $text-muted; margin-top: 1; }
    Dialog Input, Dialog Input:focus { height: 1; border: none; padding: 0; background: $surface; }
    Dialog Input { border-left: blank; text-style: underline; }
    Dialog Input:focus { border-left: thick $primary; background: $primary-muted; }
    Dialog Input:ansi:focus { background: $surface; }
    Dialog Button, Dialog Button:focus, Dialog Button:hover {
        width: auto; min-width: 0; height: 1; border: none !important; padding: 0;
        background: $surface; color: $foreground; text-style: none;
    }
    Dialog Button.-danger { color: $text-error; }
    Dialog Button:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    Dialog Button.-danger:focus { background: $error; color: $button-color-foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("q", "go_back", show=False),
        Binding("ctrl+l", "app.jump", show=False),
    ]

    TITLE_TEXT = ""
    KEYS_TEXT = "esc cancel"
    Q_GOES_BACK = True
    """Whether q leaves, where nothing is typed into."""
    drops_keys = False
    """Whether keys that were typed before it opened are dropped, since they answered something else."""

    def __init__(self) -> None:
        super().__init__()
        self.flow = Flow(self, self.on_failure)

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            title = visible(self.title_text(), 66)
            frame.border_title = Text(title)
            if self.app.has_class("-linear"):  # there is no border to hold it
                yield Clipped(title, markup=False)
            yield from self.content()
            yield Clipped(id="failure", markup=False)
            yield Clipped(self.keys_text(), id="keys", markup=False)

    def title_text(self) -> str:
        """The title, raw."""
        return self.TITLE_TEXT

    def keys_text(self) -> str:
        """The keys, at the bottom."""
        return self.KEYS_TEXT

    def content(self) -> ComposeResult:
        """The widgets between title and keys."""
        raise NotImplementedError

    def copy(self, text: str, then: Callable[[str], object]) -> None:
        """Copy a text; `then` hears where it went, as the rest of a sentence that begins with `copied`."""
        self.flow.start(self._copied(text, then), group="copies")

    async def _copied(self, text: str, then: Callable[[str], object]) -> None:
        then(await self.flow.heard(copied(self.app, text)))

    _finished: Result | None = None

    def finish(self, result: Result) -> None:
        """Leave with a result; below another dialog, as soon as that one is gone (Textual would not leave then)."""
        self._finished = result
        if self.is_active:
            self.dismiss(result)

    def on_screen_resume(self) -> None:
        if self._finished is not None:
            self.dismiss(self._finished)

    def action_leave(self) -> None:
        """Leave with nothing."""
        self.dismiss(None)

    def action_go_back(self) -> None:
        """Leave by a letter, as panes are left."""
        if self.Q_GOES_BACK:
            self.action_leave()

    @property
    def under_way(self) -> str:
        """What would be cut off if the app ended now, as a sentence; empty where nothing would."""
        return ""

    def on_failure(self, error: C8Error) -> None:
        """Say in the dialog what failed; it stays open, with everything that was typed."""
        request = f" ({error.request})" if error.request else ""
        advice = f"\n{error.advice}" if error.advice else ""
        self.tell_failure(f"{error.sentence}{request}{advice}")

    def tell_failure(self, text: str) -> None:
        """Show a failure; empty text hides it."""
        failure = self.query_one("#failure", Clipped)
        failure.update(block(text, 1_500))
        failure.set_class(bool(text), "-shown")
        self.set_class(bool(text), "-failed")
        if self.focused is not None:  # it has less room now
            self.call_after_refresh(self.focused.scroll_visible, animate=False)


def tell_meanwhile(dialog: Dialog[Any], text: str) -> None:
    """Say in the frame of a dialog what failed behind it, which takes neither keys nor room."""
    if dialog.app.has_class("-linear"):
        dialog.tell_failure(text)
    else:
        dialog.query_one("#frame").border_subtitle = Text(visible(text))
