"""A command, and the context in which a screen asks whether it applies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from c8tui.session.own_commands import OwnCommand

from msgspec import Struct


class Context(Struct, frozen=True, kw_only=True):
    """What every screen knows when it asks whether a command applies; each resource adds its own."""

    user: str | None = None
    read_only: bool = False
    problem: bool = False
    """Whether there is a failure whose whole text could be shown."""
    selected: bool = False
    """Whether a row is under the cursor."""
    opened: bool = False
    """Whether that row is shown in the pane, which has the keys."""
    marked: int = 0
    """How many rows are marked."""
    bulk: bool = False
    """Whether something was done to several rows at once."""
    undo: bool = False
    """Whether something waits to be sent and can be taken back."""


C = TypeVar("C", bound=Context, contravariant=True)


def _always(_: Context) -> str | None:
    return None


class Command(Struct, Generic[C], frozen=True):
    """Something a person can do. The first of `keys` is the one that is shown."""

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    group: str
    why: Callable[[C], str | None] = _always
    """Why it is disabled, in words behind its title, or as a sentence; None when it is not."""
    writes: bool = False
    """Whether it changes something on the cluster, which a read-only profile refuses."""
    bar: bool = False
    """Whether the key bar at the bottom shows it."""
    first: bool = False
    """Whether it stands first in that while it applies: something waits for it."""
    takes: bool = False
    """Whether words may follow it on the `:` line."""
    opens: bool = False
    """Whether it asks the cluster first and then opens what is typed into: the keys behind it wait for that."""
    many: bool = False
    """Whether it acts on the marked rows when there are any; a preview says then which ones it cannot act on."""
    marks: bool = False
    """Whether it is about what is marked, and of no use where nothing is."""
    instead: Command[C] | None = None
    """What its key does where it cannot run itself, if that can."""
    goes: str = ""
    """The id of the screen that it goes to."""
    word: str = ""
    """What it is called on the `:` line; its id where this is empty."""
    runs: OwnCommand | None = None
    """The command of one's own that it is."""
    also: str = ""
    """Other words that people look for it by, in the help and in the palette."""

    def found_by(self, text: str) -> bool:
        """Whether a text that somebody looks for is in what is said of the command."""
        said = f"{self.title} {self.id} {self.word} {self.help} {self.group} {self.also}"
        return text.casefold() in said.casefold()

    def meant(self, context: C) -> tuple[Command[C], str | None]:
        """What its key does now: the command, or what there is instead; and why that cannot run, None when it can."""
        reason = self.why_not(context)
        if reason is not None and self.instead is not None and self.instead.why_not(context) is None:
            return self.instead, None
        return self, reason

    def why_not(self, context: C) -> str | None:
        """Why the command cannot run now; None when it can."""
        if self.writes and context.read_only:
            return "this profile is read-only"
        return None if self.many and context.marked else self.why(context)


def on_a_row(context: Context) -> str | None:
    """Why nothing can be done to what is selected: nothing is."""
    return None if context.selected else "nothing is selected"
