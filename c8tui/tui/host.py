"""The app as its screens see it: what they ask of it, without knowing what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from c8tui.errors import C8Error
    from c8tui.session.runs import Run
    from c8tui.session.session import Session
    from c8tui.tui.appearance import Appearance
    from c8tui.tui.commands.command import Command
    from c8tui.tui.commands.line import Vocabulary
    from c8tui.tui.flow import Flow
    from c8tui.tui.history import CameBy
    from c8tui.tui.registry import ScreenSpec
    from c8tui.tui.widgets.status_line import Tab


class Reporter(Protocol):
    """Tells what becomes of steps on their way, on whichever screen is seen."""

    def watch(self, run: Run) -> None:
        """Show a run while it lasts, and its report."""

    def listening(self, listener: Callable[..., object]) -> Callable[..., Any]:
        """`listener` as the session may call it."""


class Switches(Protocol):
    """Changes the cluster."""

    def to_profile(self, name: str = "") -> None:
        """Change to a profile; without a name it is chosen from a list."""

    def to_tenant(self, tenant_id: str = "") -> None:
        """Narrow everything to a tenant, by `*` to none; without an id it is chosen from a list."""

    def look(self) -> None:
        """Read what there is to change to, for completion."""

    def names(self, command_id: str) -> Sequence[str]:
        """What may stand behind the command, as far as it is known."""


class Places(Protocol):
    """Keeps the history of places."""

    @property
    def way(self) -> tuple[str, ...]:
        """The names of the places that lead to the one that is shown."""

    def look(self) -> None:
        """What is shown is about to be left: its rows are kept as they are now."""

    def note(self, step: CameBy) -> None:
        """Another place is shown."""

    def seen(self) -> None:
        """A screen is seen that was not."""

    def step_out(self) -> None:
        """Leave what stands over a list for what is below."""

    def moving(self) -> AbstractContextManager[None]:
        """What is shown meanwhile is no place of its own."""

    def walk(self, step: int) -> None:
        """Go back (-1) or forward (1)."""


@runtime_checkable
class Named(Protocol):
    """A part of a screen that lists what has names."""

    def names_on_line(self) -> Iterable[str]:
        """What it may be narrowed to, of what is loaded: names and keys, raw."""


@runtime_checkable
class ShowsViews(Protocol):
    """A part of a screen that shows views, which may be watched for new tasks."""

    def noticed(self) -> None:
        """There are new tasks."""

    def seen(self) -> None:
        """What is in sight was seen, if somebody is there."""


class Host(Protocol):
    """What owns the session and the modes."""

    @property
    def session(self) -> Session:
        """The open session."""

    @property
    def reporter(self) -> Reporter:
        """Who tells of the runs of the session."""

    @property
    def switching(self) -> Switches:
        """What changes the cluster."""

    @property
    def navigation(self) -> Places:
        """The places that were gone to."""

    @property
    def flow(self) -> Flow:
        """What runs use cases that outlive the screen they began on."""

    @property
    def appearance(self) -> Appearance:
        """The themes."""

    tabs: Sequence[Tab]
    """The screens that are gone to by a key or a name."""

    def spec_of(self, screen: str) -> ScreenSpec:
        """What a screen is called, and for."""

    def commands_of(self, screen: str) -> Sequence[Command[Any]]:
        """The commands of a screen."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What the `:` line understands."""

    def names(self) -> Iterable[str]:
        """What may follow on the `:` line, by the names and keys of what is loaded."""

    def failed(self, error: C8Error) -> None:
        """A failure, on whichever screen is seen."""

    def say(self, text: str, kind: str = "ok") -> None:
        """A sentence on whichever screen is seen."""

    def go(self, screen: str, argument: str = "") -> None:
        """Show a mode that somebody asks for, narrowed to what `argument` names."""

    def go_and(self, screen: str, then: Callable[[Any], object]) -> None:
        """Lead to a mode, and do something with its screen then; escape leads back."""

    def go_last(self) -> None:
        """Show the mode that was shown before."""

    async def copied(self, text: str) -> str:
        """Copy a text; the answer says where it went."""
