"""The line that opens at the bottom for `:` and `/`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input

from c8tui.text import visible
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.typing_order import LineField

PLACEHOLDERS = {
    ":": "a command, or a screen and what it shows; tab completes, up repeats",
    "/": "text to look for",
    "=": "a column and its value, as amount = 500: the rules that can match",
    "*": "mark what contains this text; Enter alone marks the whole view",
}
"""What an empty line says, by its sign."""
MOST_OFFERED = 60
"""Completions that are looked at for the line above."""


Wrong = Callable[[str], str]
"""What is wrong with a text; "" for nothing."""


def _nothing(_: str) -> str:
    return ""


def _no_more(_: str) -> Sequence[str]:
    return ()


class Prompted:
    """Hears what is typed on the line behind one sign."""

    def typed(self, text: str) -> None:
        """The text has changed."""

    def entered(self, text: str) -> None:
        """Enter."""

    def closed(self, text: str) -> None:
        """Escape."""

    def asked(self, text: str) -> None:
        """The key that asks the cluster."""


class PromptField(LineField):
    """The field of the line; its own keys act in their turn, as everything that is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("tab", "complete", show=False),
        Binding("ctrl+s", "ask", show=False),
    ]

    def action_step(self, lines: int) -> None:
        """A line that was entered before, or the one behind it."""
        self._line.step(lines)

    def action_complete(self) -> None:
        """Complete what is typed as far as there is only one way."""
        self._line.complete()

    def action_ask(self) -> None:
        """Ask the cluster for what is typed."""
        self._line.ask()

    @property
    def _line(self) -> PromptLine:
        line = self.parent and self.parent.parent
        assert isinstance(line, PromptLine)
        return line


class PromptLine(Vertical):
    """A one-line input with its sign before it. Escape closes it; what a closed one held is gone.

    With words to complete, those that begin like what is typed stand above it; else the hint, if there is one, or what
    is wrong with the text.
    """

    DEFAULT_CSS = """
    PromptLine { height: auto; background: $boost; display: none; padding: 0 1; }
    PromptLine.-open { display: block; }
    PromptLine #prompt-words { height: auto; max-height: 2; color: $text-muted; display: none; }
    PromptLine.-completing #prompt-words { display: block; }
    PromptLine #prompt-words.-wrong { color: $text-error; }
    PromptLine > Horizontal { height: 1; }
    PromptLine #prompt-sign { width: 2; color: $text-accent; text-style: bold; }
    PromptLine Input { width: 1fr; border: none; height: 1; padding: 0; background: transparent; }
    PromptLine Input:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    class Said(Message):
        """The text behind the sign has changed (`typed`), or a key ended it: enter, or down from a line that it leaves
        (`entered`), escape (`closed`), ctrl+s (`asked`).
        """

        def __init__(self, sign: str, text: str, how: str) -> None:
            self.sign, self.text, self.how = sign, text, how
            super().__init__()

        def tell(self, prompted: Prompted) -> None:
            """Hand it to whoever opened the line."""
            hears = {"typed": prompted.typed, "entered": prompted.entered, "closed": prompted.closed}
            hears.get(self.how, prompted.asked)(self.text)

    sign = ":"

    def __init__(self) -> None:
        super().__init__()
        self._words: Sequence[str] = ()
        self._history: Sequence[str] = ()
        self._at = 0
        """Which line of the history is shown; behind its end, what is being typed."""
        self._fork: list[str] = []
        """What the text is completed to one after the other, and the text itself."""
        self._typed = ""
        """What was typed before the history was looked at."""
        self._more: Callable[[str], Sequence[str]] = _no_more
        self._hint, self._leaves = "", False
        self._refused = "", ""
        """The text that was not taken, and why."""
        self._wrong: Wrong = _nothing
        self._unaskable: Wrong | None = None

    def compose(self) -> ComposeResult:
        yield Clipped(id="prompt-words", markup=False)
        with Horizontal():
            yield Clipped(self.sign, id="prompt-sign", markup=False)
            yield PromptField(id="prompt-input")

    @property
    def is_open(self) -> bool:
        """Whether something is being typed."""
        return self.has_class("-open")

    def open(
        self,
        sign: str,
        text: str = "",
        words: Sequence[str] = (),
        placeholder: str = "",
        history: Sequence[str] = (),
        *,
        more: Callable[[str], Sequence[str]] = _no_more,
        hint: str = "",
        wrong: Wrong = _nothing,
        unaskable: Wrong | None = None,
        leaves: bool = False,
    ) -> None:
        """Open with a sign and what was there before; `words` complete what is typed, `history` is newest last.

        `more` gives further words for what is typed so far, as names of files.
        A `hint` stands above the line; `leaves`: down enters the text too. `wrong` says why a text cannot be entered,
        `unaskable` why the cluster cannot be asked for it, "" where it can; without that, ctrl+s does nothing.
        """
        self._hint, self._wrong, self._unaskable, self._leaves = hint, wrong, unaskable, leaves
        self.sign, self._words, self._history, self._at = sign, words, history, len(history)
        self._more = more
        self._fork, self._refused = [], ("", "")
        self.query_one("#prompt-sign", Clipped).update(sign)
        field = self.query_one(Input)
        field.suggester = SuggestFromList(words, case_sensitive=False) if words else None
        field.placeholder = placeholder or PLACEHOLDERS.get(sign, "")
        with self.prevent(Input.Changed):
            field.value = text
        field.cursor_position = len(text)
        self.set_class(bool(words or hint), "-completing")
        self._offer(text)
        self.add_class("-open")
        self.screen.set_focus(field)  # at once: `focus()` waits its turn, and the next keys would act as commands

    def close(self) -> None:
        """Close without a word."""
        self.remove_class("-open")

    def action_close(self) -> None:
        """Escape."""
        text = self.query_one(Input).value
        self.close()
        self.post_message(self.Said(self.sign, text, "closed"))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self._offer(event.value)
            self.post_message(self.Said(self.sign, event.value, "typed"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._end(event.value, "entered", self._wrong)

    def ask(self) -> None:
        """Ask the cluster, where that can be done here."""
        if self._unaskable is not None:
            self._end(self.query_one(Input).value, "asked", self._unaskable)

    def _end(self, text: str, how: str, wrong: Wrong) -> None:
        """Close, unless something is wrong with the text: that is said, and it stays."""
        if reason := wrong(text):
            self._refused = text, reason
            self._tell(reason, wrong=True)
        else:
            self.close()
            self.post_message(self.Said(self.sign, text, how))

    # History and completion

    def step(self, lines: int) -> None:
        """Show the line that was entered so many lines later; the last one is what is being typed."""
        field = self.query_one(Input)
        if self._leaves and lines > 0:
            self._end(field.value, "entered", self._wrong)
            return
        if self._at == len(self._history):
            self._typed = field.value
        at = self._at + lines
        if 0 <= at <= len(self._history):
            self._at = at
            field.value = self._history[at] if at < len(self._history) else self._typed
            field.cursor_position = len(field.value)

    def complete(self) -> None:
        """Go on as far as everything that begins like this goes the same way; at a fork, through all of them."""
        field = self.query_one(Input)
        if field.value not in self._fork:
            near = self._near(field.value)
            together = _begin_of(near)
            self._fork = [] if len(together) > len(field.value) else [*near, field.value]
            field.value = self._fork[0] if self._fork else together or field.value
        else:
            field.value = self._fork[(self._fork.index(field.value) + 1) % len(self._fork)]
        field.cursor_position = len(field.value)

    def _near(self, text: str) -> list[str]:
        """The lines that begin like `text`."""
        return completions(text, [*self._words, *self._more(text)])

    def _offer(self, text: str) -> None:
        """Say what may follow, as far as there is room."""
        if self._words:
            offered = dict.fromkeys(_next_word(text, line) for line in self._near(text))
            words = "  ".join(visible(word, 40) for word in [*offered][:MOST_OFFERED])
            whole = text.strip() in self._words or text in self._more(text)
            self._tell(words or ("enter runs it" if whole else "nothing begins like this"))
        elif self._hint:
            # Keys that came in one packet: the key that was refused acted before the change was heard of.
            reason = self._refused[1] if text == self._refused[0] else self._wrong(text)
            self._tell(reason or self._hint, wrong=bool(reason))

    def _tell(self, text: str, *, wrong: bool = False) -> None:
        """Say something above the line, raw."""
        words = self.query_one("#prompt-words", Clipped)
        words.update(Content(visible(text, 200)))
        words.set_class(wrong, "-wrong")


def completions(text: str, words: Sequence[str]) -> list[str]:
    """The lines that begin like `text`, but for that one itself; capitals do not matter."""
    wanted = text.casefold()
    return [line for line in words if line.casefold().startswith(wanted) and line != text]


def _begin_of(texts: Sequence[str]) -> str:
    """What all of them begin with."""
    first, last = min(texts, default=""), max(texts, default="")
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(letter for letter, _ in alike)


def _next_word(text: str, line: str) -> str:
    """The part of a line that is being typed: `text` up to its last space is there already."""
    typed = text.rfind(" ") + 1
    end = line.find(" ", max(typed, len(text)))
    return line[typed:] if end < 0 else line[typed:end]
