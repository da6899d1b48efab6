"""A form with a line below it that says what is wrong, what is going on, and how far one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Offset

from c8tui.forms.state import FormState
from c8tui.forms.submit import Lost
from c8tui.text import visible
from c8tui.tui.forms.drawing import name_of
from c8tui.tui.forms.view import FormView
from c8tui.tui.jumps import Jump
from c8tui.tui.terminal.clipboard import copied
from c8tui.tui.widgets.clipped import Clipped

LONGEST = 300


class FormPanel(Vertical):
    """Fills its parent. `collect()` is what ctrl+s does: the variables, or None and the first mistake in focus."""

    DEFAULT_CSS = """
    FormPanel { height: 1fr; }
    FormPanel > #told { height: auto; max-height: 3; padding: 0 1; color: $text-muted; display: none; }
    FormPanel > #told.-shown { display: block; }
    FormPanel > #told.-wrong { color: $text-error; }
    """

    def __init__(self, state: FormState, now: Callable[[], datetime], *, read_only: bool = False) -> None:
        super().__init__()
        self.view = FormView(state, now, id="form", read_only=read_only)
        self._mistake = -1
        self._warned: tuple[Lost, ...] = ()
        """What somebody was told that sending makes away with."""

    def compose(self) -> ComposeResult:
        yield self.view
        yield Clipped(id="told", markup=False)

    @property
    def state(self) -> FormState:
        """The form as it is now."""
        return self.view.state

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """One sentence below the form; an empty one hides the line."""
        told = self.query_one("#told", Clipped)
        shown = visible(text, LONGEST)
        if str(told.content) != shown:
            told.update(shown)
        told.set_class(bool(text), "-shown")
        told.set_class(wrong, "-wrong")

    @property
    def told(self) -> str:
        """What the line says."""
        return str(self.query_one("#told", Clipped).content)

    def on_form_view_copied(self, event: FormView.Copied) -> None:
        self.run_worker(self._copy(event.text), group="copies")

    async def _copy(self, text: str) -> None:
        self.tell(f"copied {await copied(self.app, text)}")

    def jumps(self) -> Iterator[Jump]:
        """The stops of the form that are in sight, by what they are called."""
        view = self.view
        area = view.content_region
        for stop, placed in view.page.stops.items():
            y = (placed.eye or (placed.spot.y if placed.spot else placed.y)) - view.top
            if 0 <= y < area.height:
                row = "" if stop.row is None else " new row" if stop.row < 0 else f" row {stop.row + 1}"
                at = area.offset + Offset(max(0, (placed.spot.x if placed.spot else 0) - 3), y)
                yield Jump(f"{name_of(stop.instance)}{row}", partial(view.go, stop), at)

    def begin(self) -> None:
        """Gives the keys to the first field, and tells what the form itself has wrong."""
        self.view.focus()
        found = [f"{problem.path}: {problem.message}" for problem in self.state.form.problems]
        # What is wrong at a field stands there, unless nobody sees the field.
        unseen = [trouble for trouble in self.state.trouble if not trouble.field.visible]
        found += [f"{name_of(trouble.field)}, {trouble.name}: {trouble.message}" for trouble in unseen]
        if found:
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            self.tell(f"this form has a mistake at {found[0]}{more}", wrong=True)

    def collect(self) -> dict[str, Any] | None:
        """The variables to send; None when something is wrong, or would be lost, which is told and gone to."""
        self.view.take()
        variables, errors, lost = self.state.submit()
        if not errors:
            return None if self._warn(lost) else variables
        self.view.look.all_mistakes = True
        self.view.page.forget_all()
        self._mistake = -1
        self.next_mistake()
        return None

    def _warn(self, lost: tuple[Lost, ...]) -> bool:
        """Tells once which members of rows sending makes away with; whether it did."""
        if set(lost) <= set(self._warned):
            return False
        self._warned = lost
        places = [f"{', '.join(one.members)} of {'.'.join(filter(None, map(str, one.path)))}" for one in lost]
        self.tell(
            f"sending replaces the list, and this form does not send {'; '.join(places)}. ctrl+s sends it", wrong=True
        )
        return True

    def next_mistake(self) -> None:
        """To the next field with a mistake, round and round."""
        self.view.take()
        errors = self.state.errors()
        if not errors:
            self.tell("nothing is wrong")
            return
        self.view.look.all_mistakes = True
        self._mistake = (self._mistake + 1) % len(errors)
        field, message = errors[self._mistake]
        self.view.go_to(field)
        place = f"{self._mistake + 1} of {len(errors)}: " if len(errors) > 1 else ""
        self.tell(f"{place}{name_of(field)} {message}" + ("   ctrl+g next" if len(errors) > 1 else ""), wrong=True)

    def reset(self) -> None:
        """All as it was when the form was opened."""
        self.state.reset()
        self.view.show(self.state)
        self.tell("")
