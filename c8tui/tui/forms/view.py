"""A form that is filled in: the focus walks over its stops, keys answer, editors write, every change counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Focus, Key, Resize
from textual.message import Message
from textual.widgets import Input, TextArea

from c8tui.forms.instance import FieldInstance
from c8tui.forms.state import Changed, FormState
from c8tui.tui.forms import answering as a
from c8tui.tui.forms.canvas import Canvas
from c8tui.tui.forms.drawing import Look
from c8tui.tui.forms.editors import Editors, edits_text
from c8tui.tui.forms.page import Page, Stop, label_width
from c8tui.tui.forms.walking import FocusWalk


class FormView(Canvas):
    """Shows a `FormState` and changes it. Tab and arrows walk, enter goes on and never sends."""

    DEFAULT_CSS = "FormView { layout: vertical; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "walk(1)", show=False),
        Binding("shift+tab", "walk(-1)", show=False),
        Binding("down", "walk(1)", show=False),
        Binding("up", "walk(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("ctrl+down", "scroll(1)", show=False),
        Binding("ctrl+up", "scroll(-1)", show=False),
        Binding("home,ctrl+home", "jump(0)", show=False),
        Binding("end,ctrl+end", "jump(-1)", show=False),
    ]

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
        self.editors = Editors(self._takes)
        self.key_is_arrow = False
        """Whether the key that acts is an arrow, which moves within a list of options first."""
        self._set_state(state)

    def _set_state(self, state: FormState) -> None:
        self.state = state
        self.look = Look(self._now(), label_width(state.walk()), read_only=self._read_only)
        self.page = Page(self.look)
        self._walk = FocusWalk(self.page, self)
        self._answering = a.Answering(state, self.page)
        self.editors.close()

    def compose(self) -> ComposeResult:
        yield from self.editors.both

    def on_resize(self, _: Resize) -> None:
        """Another width lays the form out anew."""
        self.page.forget_all()
        self.lay()

    def on_focus(self, _: Focus) -> None:
        """The form itself has the focus only where there is no editor."""
        if self.page.at is None:
            self._begin()
        else:
            self.editors.take_keys(self)

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
        page = self.page
        self.look.now = self._now()
        page.lay(self.state.instances, width)
        if page.at is not None and page.at not in page.stops:  # gone: a stop of the same instance, or the first one
            gone, page.at = page.at.instance, None
            self.go(next((stop for stop in page.stops if stop.instance is gone), page.first))
        self.paint(page.lines)
        if page.at is None and page.stops and self.has_focus:
            self._begin()

    def apply(self, changed: Changed) -> None:
        """Something changed in the state: draws what looks different, and tells."""
        self.page.forget(*changed)
        self.lay()
        self.post_message(self.Edited(self))

    def redraw(self) -> None:
        """Draws the current field anew: its cursor has moved, or what is said of it is something else."""
        if self.page.at is not None:
            self.page.forget(self.page.at.instance)
        self.lay()
        self._reveal_eye()

    # Walking

    def go(self, stop: Stop | None, *, furthest: int | None = None) -> None:
        """Puts the focus there, after what was typed has been taken over, and scrolls to it.

        The stop stays where it is seen while fields above it change their height. Where `furthest` is given, the form
        is scrolled by at most so many lines.
        """
        self.take()
        if self.page.at is not None and (stop is None or stop.instance is not self.page.at.instance):
            self.take_file()
        top, was = self.top, self.page.stops.get(stop) if stop is not None else None
        self.page.focus(stop)
        self.editors.open(self.look.focused, self._now(), self.look.path_in_focus)
        self.lay()
        if (placed := self.page.placed) is not None:
            top += placed.y - was.y if was is not None else 0
            wanted = self._walk.revealing(placed, top)
            if furthest is not None:
                wanted = min(max(wanted, top - furthest), top + furthest)
            self.scroll_lines(wanted)
        if self.has_focus_within or self.has_focus:
            self.editors.take_keys(self)

    def go_to(self, instance: FieldInstance) -> None:
        """To a field, whatever row it stands in; folded rows open."""
        self.page.unfold(instance)
        self.lay()
        self.go(Stop(instance))

    def _begin(self) -> None:
        """The first stop has the focus, and the first line is in sight: it may be a text above all stops.

        In two lines, as below a decision table, it is the stop that is seen.
        """
        self.go(self.page.first, furthest=0 if self.height > 2 else 1)

    def _reveal_eye(self) -> None:
        """Where the next key acts is in sight, also after the wheel went elsewhere."""
        if (placed := self.page.placed) is not None:
            self.reveal(placed.eye, placed.eye)

    def action_walk(self, steps: int) -> None:
        """To the next stop, or the one before; within a list of options, to the next option.

        What lies between is scrolled through first: one key moves the form by no more than what is in sight.
        """
        walk, picker = self._walk, self.look.picker_in_focus
        if picker is not None and self.key_is_arrow and walk.moves_within(picker, steps) and picker.move(steps):
            self.redraw()
        elif (stop := walk.next_stop(steps)) is not None:
            self.go(stop, furthest=walk.overlapping)
        else:
            self.scroll_lines(self.top + steps * (walk.arrow_lines if self.key_is_arrow else walk.page_lines))

    def action_scroll(self, lines: int) -> None:
        """So many lines on; the focus stays where it is."""
        self.scroll_lines(self.top + lines)

    def action_page(self, pages: int) -> None:
        """A screenful on; the focus goes to a stop in sight, or to the nearest one that was passed."""
        before = self.top
        self.scroll_lines(before + pages * self._walk.page_lines)
        self.go(self._walk.outermost(pages) if self.top == before else self._walk.in_sight(pages), furthest=0)

    def action_jump(self, index: int) -> None:
        """To the beginning or the end, and to the first or the last stop."""
        end = 0 if index == 0 else self.line_count
        self.scroll_lines(end)
        stops = list(self.page.stops)
        if stops:
            self.go(stops[index], furthest=0)
            self.scroll_lines(0 if index == 0 else self.line_count)

    # Editing

    def scroll_lines(self, top: int) -> None:
        """The editor stands at its spot, wherever that is then."""
        super().scroll_lines(top)
        placed = self.page.placed
        self.editors.place(placed.spot if placed is not None else None, self.top, self.content_size.height)

    def take_file(self) -> bool:
        """Takes the file whose path was typed; False where there is none to take."""
        return self._carry_out(self._answering.file_at_hand(self.editors.typed))

    def give_back(self, field: FieldInstance, path: str) -> None:
        """The file at a path that was typed could not be taken: the path stands there again, to be mended."""
        self.look.paths[field] = path
        self.page.forget(field)
        if self.look.focused is field and not self.editors.typed:
            self.editors.open(field, self._now(), path)
        self.lay()

    def take(self) -> None:
        """Takes over what was typed up to now."""
        field = self.look.focused
        if field is None or (typed := self.editors.take()) is None:
            return
        if edits_text(field):
            self.apply(self.state.enter(field, typed))
            self._reveal_eye()
        elif (picker := self.look.picker_in_focus) is not None:
            picker.type(typed)
            self.redraw()

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        self.take()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.take()
        self._carry_out(self._answering.enter(self.editors.typed))

    # Keys

    def _takes(self, event: Key) -> bool:
        """Whether a key typed in the one-line editor is the form's own."""
        self.key_is_arrow = event.key in {"up", "down"}
        return self._carry_out(self._answering.in_line(self.editors.typed, event))

    def on_key(self, event: Key) -> None:
        self.key_is_arrow = event.key in {"up", "down"}
        seen = not self._walk.is_out_of_sight
        if self.has_focus and self._carry_out(self._answering.on_form(event, seen=seen)):
            event.stop()
            event.prevent_default()

    def _carry_out(self, answer: a.Answer | None) -> bool:
        """Does what a key means; whether it means anything."""
        match answer:
            case a.ValuesChanged(changed):
                self.apply(changed)
            case a.Found(changed, goes_on):
                self.editors.clear()
                self.apply(changed)
                if goes_on:
                    self.action_walk(1)
            case a.RowsChanged(changed, then):
                self.apply(changed)
                self.page.forget_all()
                self.go(then if then in self.page.stops else None)
            case a.LookChanged():
                self.redraw()
            case a.Reveal():
                self._reveal_eye()
            case a.GoOn():
                self.action_walk(1)
            case a.Press(action):
                self.post_message(self.Pressed(action))
            case a.CopyLink(text):
                self.post_message(self.Copied(text))
            case a.ChooseFile(field, path):
                self.post_message(self.FileChosen(field, path))
                self.editors.clear()
            case a.Refuse(reason):
                self.post_message(self.Refused(reason))
        return answer is not None
