"""A list to choose one thing from; a longer one is narrowed by typing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from c8tui.text import block, visible
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.options import OptionRows

NARROWED_FROM = 6
"""Choices from which on typing narrows them: a stray letter must not make a choice of a few another one."""
BEGIN = "slash"
"""Begins to narrow where the first letter would be a key of the list."""


class ChoiceDialog(Dialog[str]):
    """`choices` are ids with their titles; the result is an id.

    A letter that is no key of the list begins to narrow it; from then on every letter does, until escape ends that.
    """

    DEFAULT_CSS = """
    ChoiceDialog > #frame { width: 48; }
    ChoiceDialog #about { height: auto; margin-bottom: 1; }
    ChoiceDialog #narrowed { height: 1; color: $text-accent; display: none; }
    ChoiceDialog #narrowed.-shown { display: block; }
    ChoiceDialog OptionList { height: auto; max-height: 16; border: none; padding: 0; background: $surface; }
    ChoiceDialog OptionList:focus { border: none; }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[tuple[str, str]],
        chosen: str,
        about: str = "",
        *,
        notes: Callable[[], Awaitable[Mapping[str, str]]] | None = None,
    ) -> None:
        """`notes` are words by id to stand behind the choices; they are read while the dialog is open."""
        super().__init__()
        self._title, self._choices, self._chosen, self._about = title, choices, chosen, about
        self._read_notes, self._notes = notes, dict[str, str]()
        self._typed: str | None = None
        """By what the choices are narrowed; None where they are not."""

    def title_text(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        if self._about:
            yield Clipped(block(self._about, 1_000), markup=False, id="about")
        yield Clipped(id="narrowed", markup=False)
        yield OptionRows()

    def keys_text(self) -> str:
        return f"enter choose   {'type to narrow   ' if self._narrows else ''}esc cancel"

    def on_mount(self) -> None:
        self._list()
        self.query_one(OptionList).focus()
        if self._read_notes is not None:
            self.run_worker(self._noted(self._read_notes()))

    async def _noted(self, reading: Awaitable[Mapping[str, str]]) -> None:
        self._notes.update(await reading)
        listed = self.query_one(OptionList)
        for number, option in enumerate(listed.options):
            if (title := dict(self._choices).get(option.id or "")) is not None:
                listed.replace_option_prompt_at_index(number, self.shown(option.id or "", title))

    @property
    def _narrows(self) -> bool:
        return len(self._choices) >= NARROWED_FROM

    def _list(self) -> None:
        """List what the choices are narrowed to; the one that was chosen is highlighted, or else the first."""
        wanted = (self._typed or "").casefold()
        found = [(id_, title) for id_, title in self._choices if wanted in visible(title).casefold()]
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(self.shown(id_, title), id=id_) for id_, title in found])
        if found:
            listed.highlighted = next((n for n, (id_, _) in enumerate(found) if id_ == self._chosen), 0)
        narrowed = self.query_one("#narrowed", Clipped)
        narrowed.update(f"/ {visible(self._typed or '')}{'' if found else '   nothing matches'}")
        narrowed.set_class(self._typed is not None, "-shown")

    def shown(self, id_: str, title: str) -> Content:
        """A choice as it is listed."""
        note = self._notes.get(id_)
        return Content(visible(title)) if note is None else Content(f"{visible(title)}   {visible(note)}")

    def on_key(self, event: Key) -> None:
        """A letter narrows, backspace takes it back; every key passes here in its order, before it acts."""
        if not self._narrows:
            return
        begins = self._typed is None and (event.key == BEGIN or (event.is_printable and not self._is_bound(event.key)))
        if not begins and (self._typed is None or not (event.is_printable or event.key == "backspace")):
            return
        event.stop()
        event.prevent_default()
        if event.key == "backspace":
            self._typed = (self._typed or "")[:-1]
        else:
            character = "" if begins and event.key == BEGIN else event.character or ""
            self._typed = (self._typed or "") + character
        self._list()

    def _is_bound(self, key: str) -> bool:
        """Whether a key moves in the list, or is one of the dialog."""
        return any(key in one._bindings.key_to_bindings for one in (self.query_one(OptionList), self))

    def action_leave(self) -> None:
        """End narrowing, else leave with nothing."""
        if self._typed is None:
            super().action_leave()
        else:
            self._typed = None
            self._list()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)
