"""A dialog of a few labelled fields that sends what was typed and stays open until that has worked."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from functools import partial
from math import ceil
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.worker import Worker

from c8tui.errors import C8Error
from c8tui.session.suggestions import Suggestion
from c8tui.text import visible
from c8tui.tui import clock
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.dialogs.suggesting import Suggesting, SuggestingField, last_part
from c8tui.tui.fields import Field, Values, WrongValue
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.typing_order import LineField, when_typed

SHOWN = 100_000
"""Characters of a value that its field shows."""
HINT = 500
"""Characters of a hint."""


class FieldsDialog(Dialog[Any]):
    """Fields, one below the other. Enter goes to the next field and, from the last, sends; ctrl+s sends at once.

    The result are the texts by field id. With `submit`, which gets them first, it stays open until that has worked, and
    ends with what that makes of them: while it runs, escape drops it where `cancellable`; when it fails, the failure
    stands below the fields.
    """

    DEFAULT_CSS = """
    FieldsDialog .label { height: 1; margin-top: 1; }
    FieldsDialog .hint { height: auto; color: $text-muted; }
    FieldsDialog .hint.-wrong { color: $text-error; }
    FieldsDialog VerticalScroll { height: auto; max-height: 60vh; }
    FieldsDialog.-failed VerticalScroll { max-height: 40vh; }
    FieldsDialog #waiting { height: 1; color: $text-warning; display: none; }
    FieldsDialog #waiting.-shown { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "send", show=False, priority=True),
        # Priority, so that what is typed right behind enter goes into the next field however fast it comes.
        Binding("enter", "next", show=False, priority=True),
    ]
    KEYS_TEXT = "enter next / send   ctrl+s send   esc cancel"

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        submit: Callable[[Values], Coroutine[Any, Any, object]] | None = None,
        *,
        about: str = "",
        cancellable: str = "",
    ) -> None:
        super().__init__()
        self._title, self._fields, self._submit = title, fields, submit
        self._about, self._cancellable = about, cancellable
        self._worker: Worker[None] | None = None
        self._waits_until = clock.now()
        self.suggesting = Suggesting(self, self._fields, self.inserted)

    def title_text(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            if self._about:
                yield Clipped(visible(self._about, HINT), markup=False, classes="hint")
            for field in self._fields:
                yield Clipped(field.label, markup=False, classes="label")
                value = visible(field.value, SHOWN)
                if field.suggestions is None:
                    yield LineField(value=value, id=field.id)
                else:
                    yield SuggestingField(value=value, id=field.id, select_on_focus=False)
                yield Clipped(visible(field.hint, HINT), markup=False, classes="hint", id=f"{field.id}-hint")
            yield self.suggesting.rows
        yield Clipped("working", id="waiting", markup=False)

    def on_mount(self) -> None:
        """Where something is waited for, the seconds are counted."""
        if any(field.waits for field in self._fields):
            self.set_interval(1.0, self._count_down)

    @property
    def values(self) -> dict[str, str]:
        """What is typed now."""
        return {field.id: self._value(field) for field in self._fields}

    def _value(self, field: Field) -> str:
        """What is typed in a field; one that nobody changed has its value as it was, not as it is shown."""
        typed = self.query_one(f"#{field.id}", Input).value
        return field.value if typed == visible(field.value, SHOWN) else typed

    def action_next(self) -> None:
        """Take the suggestion, or go to the next field and take the only one for the field before; from the last, send.

        From the last one, too, the only suggestion is taken first: what is sent has been seen.
        """
        here = self.focused.id if self.focused else None
        ids = [field.id for field in self._fields]
        if self.focused is self.suggesting.rows:
            self.suggesting.take_highlighted()
        elif here in ids[:-1]:
            self.set_focus(self.query_one(f"#{ids[ids.index(here) + 1]}", Input))
            when_typed([self.query_one(f"#{here}")], partial(self.suggesting.take_only_one, here))
        else:
            when_typed([*self.query(Input)], partial(self._take_or_send, ids[-1]))

    def _take_or_send(self, field_id: str) -> None:
        if not self.suggesting.take_only_one(field_id):
            self._send()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A suggestion was clicked on."""
        event.stop()
        self.suggesting.take_highlighted()

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """A field is scrolled into sight with its label, as `suggesting` does; Textual would centre the field alone."""
        super().set_focus(widget, scroll_visible and not isinstance(widget, Input), from_app_focus)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The cursor is in another field; Textual calls the handler of each class."""
        if isinstance(event.widget, Input) and event.widget.id in self.values:
            self.suggesting.enter(event.widget.id, self.place_of_suggestions(event.widget))

    def inserted(self, value: str, one: Suggestion) -> str:
        """The text of a field with a suggestion filled in: in place of the last of the names with commas between."""
        return last_part(value)[0] + one.text

    def place_of_suggestions(self, field: Input) -> Widget:
        """The widget that the suggestions for a field stand below."""
        return field

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.suggesting.suggest(event.input.id or "")
        self._judge(next(field for field in self._fields if field.id == event.input.id), quiet=True)

    def _judge(self, field: Field, *, quiet: bool = False) -> bool:
        """Whether a field is right; says its rule below it where not (`quiet`: only where it was said before)."""
        value = self._value(field)
        wrong = field.rule(value)
        hint = self.query_one(f"#{field.id}-hint", Clipped)
        tells = wrong if wrong is not None and (not quiet or hint.has_class("-wrong")) else None
        text = tells or (field.understood(value) if wrong is None else field.hint)
        hint.update(visible(text, HINT))
        hint.set_class(tells is not None, "-wrong")
        if tells:
            self.call_after_refresh(self.suggesting.scroll_into_sight)
        return wrong is None

    def action_send(self) -> None:
        """Send what has been typed up to this key."""
        when_typed([*self.query(Input)], self._send)

    def _send(self) -> None:
        """Send, when every field is right, nothing is being sent and nobody has left."""
        if self._worker is not None or not self.is_current:
            return
        wrong = [field for field in self._fields if not self._judge(field)]
        if wrong:
            self.query_one(f"#{wrong[0].id}", Input).focus()
            return
        self.tell_failure("")
        self.query_one("#waiting").add_class("-shown")
        self._waits_until = clock.now() + timedelta(seconds=self._longest())
        self._tell_waiting()
        self._worker = self.flow.start(self._sent(self.values), group="commands")

    def _longest(self) -> int:
        """Seconds that sending may take; 0 where nobody knows."""
        return sum(int(self._value(field)) for field in self._fields if field.waits)

    def _tell_waiting(self) -> None:
        """How long it may still last, where that is known."""
        stops = "; esc stops waiting" if self._cancellable else ""
        left = ceil((self._waits_until - clock.now()).total_seconds())
        self.query_one("#waiting", Clipped).update(
            f"working{stops}{f'   another {left} s at most' if left > 0 else ''}"
        )

    def _count_down(self) -> None:
        if self._worker is not None:
            self._tell_waiting()

    async def _sent(self, values: Values) -> None:
        made: object = None
        try:
            if self._submit is not None:
                made = await self._submit(values)
        finally:
            self._worker = None
            if self.flow.listening:
                self.query_one("#waiting").remove_class("-shown")
        if self.flow.listening:
            self.finish(values if made is None else made)

    def on_failure(self, error: C8Error) -> None:
        """What is wrong with one field stands at that."""
        if isinstance(error, WrongValue):
            self.set_focus(self.query_one(f"#{error.field_id}", Input))
            hint = self.query_one(f"#{error.field_id}-hint", Clipped)
            hint.update(visible(error.detail, HINT))
            hint.add_class("-wrong")
        else:
            super().on_failure(error)

    def action_leave(self) -> None:
        """Stop waiting, or leave; what is being sent and cannot be dropped is waited for."""
        if self.suggesting.keep():
            return
        if self._worker is None:
            self.dismiss(None)
        elif self._cancellable:
            self._worker.cancel()
            self.tell_failure(self._cancellable)
