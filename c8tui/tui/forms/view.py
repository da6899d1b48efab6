"""A form that is filled in: the focus walks over its stops, keys answer, editors write, every change counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from textual.events import Focus, Key, Resize
from textual.message import Message
from textual.widgets import Input, TextArea

from c8tui.forms import schema as s
from c8tui.forms.display import edited_text
from c8tui.forms.instance import FieldInstance
from c8tui.forms.state import Changed, FormState
from c8tui.tui.forms import answering
from c8tui.tui.forms.drawing import Look
from c8tui.tui.forms.editors import FormLine, FormLines, edits_lines, edits_text, has_editor, place
from c8tui.tui.forms.page import Page, Stop, label_width
from c8tui.tui.forms.picking import Picker
from c8tui.tui.forms.walking import Walking


class FormView(Walking):
    """Shows a `FormState` and changes it. Tab and arrows walk, enter goes on and never sends."""

    DEFAULT_CSS = "FormView { layout: vertical; }"

    @dataclass
    class Edited(Message):
        """Something in the form changed."""

        view: FormView

    @dataclass
    class Pressed(Message):
        """A button of the form: `submit` or `reset`."""

        action: str

    @dataclass
    class Copied(Message):
        """An address is to be copied."""

        text: str

    @dataclass
    class FileChosen(Message):
        """A path was given at a filepicker."""

        field: FieldInstance
        path: str

    @dataclass
    class Refused(Message):
        """A key was pressed that the form does not allow there; the reason is a sentence."""

        reason: str

    def __init__(
        self, state: FormState, now: Callable[[], datetime], *, id: str | None = None, read_only: bool = False
    ) -> None:
        """With `read_only` nothing can be changed: the focus goes to what is folded, sorted or copied."""
        super().__init__(id=id)
        self._now, self._read_only = now, read_only
        self._input = FormLine(self._takes)
        self._area = FormLines()
        self._loaded = ""
        """What the editor began with, or was last taken over from it."""
        self._set_state(state)

    def _set_state(self, state: FormState) -> None:
        self.state = state
        self.look = Look(self._now(), label_width(state.walk()), read_only=self._read_only)
        self.page = Page(self.look)

    def compose(self) -> Any:
        yield self._input
        yield self._area

    def on_mount(self) -> None:
        self._input.display = self._area.display = False

    def on_resize(self, _: Resize) -> None:
        """Another width lays the form out anew."""
        self.page.forget_all()
        self.lay()

    def on_focus(self, _: Focus) -> None:
        """The form itself has the focus only where there is no editor."""
        if self.page.at is None:
            self._begin()
        else:
            self._show_editor()

    def show(self, state: FormState) -> None:
        """Another form, or this one from its beginning."""
        self._set_state(state)
        self.lay()
        self.scroll_lines(0)
        self._begin()

    # Laying out

    def lay(self) -> None:
        """Lays the form out for the width of now and paints it."""
        width = self.content_size.width
        if width < 1:
            return
        self.look.now = self._now()
        self.page.lay(self.state.instances, width)
        if self.page.at is not None and self.page.at not in self.page.stops:
            self._stand_elsewhere()
        self.paint(self.page.lines)
        if self.page.at is None and self.page.stops and self.has_focus:
            self._begin()

    def _stand_elsewhere(self) -> None:
        """What had the focus is gone: a stop of the same instance, or the first one."""
        gone = self.page.at
        self.page.at = None
        found = next((stop for stop in self.page.stops if gone and stop.instance is gone.instance), None)
        self.go(found or next(iter(self.page.stops), None))

    def apply(self, changed: Changed) -> None:
        """Something changed in the state: draws what looks different, and tells."""
        self.page.forget(*changed)
        self.lay()
        self.post_message(self.Edited(self))

    # Walking

    def go(self, stop: Stop | None, *, furthest: int | None = None) -> None:
        """Puts the focus there, after what was typed has been taken over, and scrolls to it.

        The stop stays where it is seen while fields above it change their height. Where `furthest` is given, the form
        is scrolled by at most so many lines.
        """
        self.take()
        before = self.page.at
        if before is not None and (stop is None or stop.instance is not before.instance):
            answering.take_file(self)
        if before is not None:
            self.look.touched.add(before.instance)
            self.page.forget(before.instance)
        top, was = self.top, self.page.stops.get(stop) if stop is not None else None
        self.page.at = stop
        self.look.focused = stop.instance if stop is not None and stop.row is None else None
        if stop is not None:
            self.page.forget(stop.instance)
            if isinstance(stop.instance.component, s.Choice) and stop != before:
                self.look.picker(stop.instance).home()
        self._load_editor()
        self.lay()
        if (placed := self.placed) is not None:
            top += placed.y - was.y if was is not None else 0
            wanted = self.revealing(placed.y, placed.y + placed.height - 1, top)
            wanted = self.revealing(placed.eye, placed.eye, wanted)
            if furthest is not None:
                wanted = min(max(wanted, top - furthest), top + furthest)
            self.scroll_lines(wanted)
        if self.has_focus_within or self.has_focus:
            self._show_editor()

    def _begin(self) -> None:
        """The first stop has the focus, and the first line is in sight: it may be a text above all stops.

        In two lines, as below a table of the desk, it is the stop that is seen.
        """
        self.go(next(iter(self.page.stops), None), furthest=0 if self.height > 2 else 1)

    def _reveal_eye(self) -> None:
        """Where the next key acts is in sight, also after the wheel went elsewhere."""
        if (placed := self.placed) is not None:
            self.reveal(placed.eye, placed.eye)

    # Editing

    @property
    def editors(self) -> tuple[FormLine, FormLines]:
        """What may still have keys to act on."""
        return self._input, self._area

    @property
    def current(self) -> FieldInstance | None:
        """The field that has the focus."""
        return self.look.focused

    @property
    def current_picker(self) -> Picker | None:
        """Its options, if it has some."""
        if self.current is not None and isinstance(self.current.component, s.Choice):
            return self.look.picker(self.current)
        return None

    @property
    def _editor(self) -> FormLine | FormLines | None:
        if self.current is None or not has_editor(self.current):
            return None
        return self._area if edits_lines(self.current) else self._input

    def _load_editor(self) -> None:
        if self.current is None:
            return
        self._loaded = self.look.paths.get(self.current, "")
        if edits_text(self.current):
            self._loaded = self.current.typed if self.current.typed is not None else ""
            if self.current.typed is None or not self.current.unread:
                self._loaded = edited_text(self.current, self._now())
        if self._editor is self._area:
            self._area.text = self._loaded
            self._area.move_cursor(self._area.document.end)
        elif self._editor is self._input:
            self._input.value = self._loaded
            self._input.cursor_position = len(self._loaded)

    def scroll_lines(self, top: int) -> None:
        """The editor stands at its spot, wherever that is then."""
        super().scroll_lines(top)
        placed = self.placed
        for editor in (self._input, self._area):
            spot = placed.spot if placed is not None and editor is self._editor else None
            place(editor, spot, self.top, self.content_size.height)

    def _show_editor(self) -> None:
        """Gives the keys to the editor, or to the form where there is none."""
        wanted = self._editor or self
        if self.screen.focused is not wanted:
            self.screen.set_focus(wanted, scroll_visible=False)

    @property
    def typed(self) -> str:
        """What stands in the editor."""
        return self._area.text if self._editor is self._area else self._input.value

    def take(self) -> None:
        """Takes over what was typed up to now."""
        field = self.current
        if field is None or self._editor is None or self.typed == self._loaded:
            return
        self._loaded = self.typed
        if edits_text(field):
            self.apply(self.state.enter(field, self._loaded))
            self._reveal_eye()
        elif (picker := self.current_picker) is not None:
            picker.type(self._loaded)
            self.redraw()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.take()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.take()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.take()
        answering.enter(self)

    def clear_editor(self) -> None:
        """The search, or the path, was used."""
        self._loaded = self._input.value = ""
        if (picker := self.current_picker) is not None:
            picker.type("")

    def give_back(self, field: FieldInstance, path: str) -> None:
        """The file at a path that was typed could not be taken: the path stands there again, to be mended."""
        self.look.paths[field] = path
        self.page.forget(field)
        if self.current is field and not self.typed:
            self._load_editor()
        self.lay()

    def answer(self, value: object) -> None:
        """Gives the current field a value."""
        if self.current is not None:
            self.apply(self.state.set(self.current, value))

    def redraw(self) -> None:
        """Draws the current field anew: its cursor has moved, or what is said of it is something else."""
        if self.page.at is not None:
            self.page.forget(self.page.at.instance)
        self.lay()
        self._reveal_eye()

    # Keys

    def _takes(self, event: Key) -> bool:
        """Whether a key typed in the one-line editor is the form's own."""
        self.key_is_arrow = event.key in {"up", "down"}
        return answering.in_line(self, event)

    def on_key(self, event: Key) -> None:
        self.key_is_arrow = event.key in {"up", "down"}
        if self.has_focus and (self._looks_first(event) or answering.on_form(self, event)):
            event.stop()
            event.prevent_default()

    def _looks_first(self, event: Key) -> bool:
        """A key that would change what is out of sight only brings it into sight; True when it has."""
        placed = self.placed
        if placed is None or self.top <= placed.eye < self.top + self.height:
            return False
        if not event.is_printable and event.key not in {"enter", "left", "right", "backspace", "delete"}:
            return False
        if event.key == "enter":
            self.action_walk(1)
        else:
            self._reveal_eye()
        return True
