"""The app: opens the session after its first frame, then shows one mode at a time."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import islice
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, ClassVar

from textual.events import Key

from c8tui.errors import C8Error
from c8tui.themes.shipped import DARK
from c8tui.tui import registry
from c8tui.tui.flow import Flow
from c8tui.tui.host import Named
from c8tui.tui.navigation import Navigation
from c8tui.tui.screens.start import StartScreen
from c8tui.tui.terminal.app import AnyTerminal
from c8tui.tui.terminal.clipboard import copy

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.events import Event

    from c8tui.session.clusters import Clusters
    from c8tui.session.session import Session
    from c8tui.tui.appearance import Appearance
    from c8tui.tui.commands.command import Command
    from c8tui.tui.commands.line import Vocabulary
    from c8tui.tui.runs import RunReporter
    from c8tui.tui.switching import Switching
    from c8tui.tui.widgets.status_line import Tab
    from c8tui.tui.work_notices import WorkNotices

MOST_NAMES = 2_000
"""Names of one screen that the `:` line completes."""
HEALTH_S = 30.0
"""Seconds between looks at the topology for the top line."""


def command_hits() -> type[Provider]:
    """What feeds the command palette; imported when it is opened."""
    from c8tui.tui.palette import CommandHits

    return CommandHits


def collect_seldom() -> None:
    """Everything is imported: the garbage collector may run, but seldom.

    A full collection is the longest pause of a list that is being scrolled; what was imported is never garbage.
    Nothing is frozen once a mode is seen: a dialog that somebody opened by then would never be freed.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    gc.enable()


class C8App(AnyTerminal[C8Error]):
    """c8tui on one cluster. `run()` returns None, or the C8Error that kept it from starting."""

    TITLE = "c8tui"
    COMMANDS = {command_hits}
    CSS = """
    * { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }
    Input { scrollbar-size-horizontal: 0; }
    SearchIcon { display: none; }
    C8App.-linear * { border: none; scrollbar-size: 0 0; }
    C8App.-linear Dialog { background: $surface; align: left top; }
    C8App.-linear Dialog > #frame { width: 100%; max-width: 100%; height: 100%; max-height: 100%; }
    """
    MODES: ClassVar[dict[str, Any]] = {spec.id: spec.make for spec in registry.MODES}

    session: Session
    """The open session; there from the moment a mode is shown."""
    appearance: Appearance
    """The themes; there with it."""
    reporter: RunReporter
    """Who tells of the runs of the session; there with it."""
    tabs: Sequence[Tab]
    """The screens that are gone to by a key or a name; there with it."""
    notices: WorkNotices | None = None
    """Who tells of new tasks; None where nobody wants to be told."""

    switching: Switching
    """What changes the cluster; there with it."""

    def __init__(
        self,
        open_session: Callable[[], Awaitable[Session]],
        clusters: Callable[[], Clusters] | None = None,
        *,
        screen: str = registry.MODES[0].id,
        theme: str = DARK,
    ) -> None:
        """`clusters` gives those that can be changed to, once the first session is open."""
        super().__init__(theme)
        self._clusters = clusters
        self.flow = Flow(self, self.failed)
        self._open_session = open_session
        self._first = screen
        self._opened = False
        self.navigation = Navigation(self, lambda mode: self.session.remember_screen(mode))

    def get_default_screen(self) -> StartScreen:
        """The screen below the modes, seen until the session is open."""
        return StartScreen()

    def on_ready(self) -> None:
        """After the first paint: the heavy imports may come now."""
        self.run_worker(self._connect(), group="connect")

    async def _connect(self) -> None:
        screens = asyncio.ensure_future(asyncio.to_thread(resolve_name, registry.spec_of(self._first).factory))
        try:
            session = await self._open_session()
            registry.use_keys(session.settings.keys, "[keys] of the settings file", session.settings.commands)
        except C8Error as error:
            self.exit(error)
            return
        self.session = session
        self._opened = True
        await screens
        await self.take_up(session, self._first)
        self.set_interval(HEALTH_S, self._look_at_health)

    async def take_up(self, session: Session, mode: str) -> None:
        """Show a mode over a session, whose keys can be used; no screen of another session is there."""
        from c8tui.session.clusters import NoClusters
        from c8tui.tui.appearance import Appearance
        from c8tui.tui.runs import RunReporter
        from c8tui.tui.switching import Switching

        def stop_notices() -> None:
            if self.notices is not None:
                self.notices.stop()

        if anew := self.session is not session:
            self.navigation = Navigation(self, lambda mode: self.session.remember_screen(mode))
            self._closed_screens.closed()
            self.notices = None
        self.session = session
        registry.use_keys(session.settings.keys, "[keys] of the settings file", session.settings.commands)
        faults = registry.use_commands(session.settings.commands, "the settings file")
        self.tabs = registry.tabs()
        self.set_class(session.settings.linear, "-linear")
        self.themes.use_mouse(session.settings.mouse)
        self.appearance = Appearance(self, session)
        amiss = await self.appearance.begin(anew=anew)
        self.reporter = RunReporter(self, self)
        if not anew:
            collect_seldom()
            clusters = (self._clusters or NoClusters)()
            self.switching = Switching(self, self, clusters, stop_notices, self.take_up)
        await self.switch_mode(mode)
        self.reporter.start()
        if session.greeting:
            self.say(session.greeting)
        if amiss:
            self.say(amiss, "warn")
        title = "Commands of your own" if faults else "Notice of work"
        if (watch := self.session.task_watch) is not None:
            from c8tui.tui.work_notices import WorkNotices

            self.notices = WorkNotices(self, self, watch)
            faults = (*faults, *self.notices.begin())
        if faults:
            self.failed(C8Error("\n".join(map(str, faults)), title=title, advice=""))

    async def on_event(self, event: Event) -> None:
        """A key tells that somebody is there, and sees what is in front."""
        if self.notices is not None and isinstance(event, Key):
            self.notices.attended()
        await super().on_event(event)

    def _look_at_health(self) -> None:
        """The top line tells the cluster's health on every screen; a look that fails leaves what it said."""
        self.flow.start(self.session.overview(), failed=lambda _: None, group="health", exclusive=True)

    async def on_unmount(self) -> None:
        if self._opened:
            await self.session.close()

    async def action_quit(self) -> None:
        """Textual's own key for it too asks while a command is on its way."""
        if (screen := self.navigation.mode_screen) is not None:
            screen.flow.start(screen.doing("quit")(), group="commands")
        else:
            self.exit()

    def action_jump(self) -> None:
        """Jump labels over a dialog; screens have a command for it."""
        from c8tui.tui.dialogs.jump import jump_in

        if isinstance(flow := getattr(self.screen, "flow", None), Flow):
            flow.start(jump_in(self.screen, flow), group="jump")

    def failed(self, error: C8Error) -> None:
        """What failed of something that outlives its screen is said on the one that is seen."""
        if (front := self.reporter.front) is not None:
            front.on_failure(error)

    # What screens ask of it

    def say(self, text: str, kind: str = "ok") -> None:
        """A sentence on whichever screen is seen."""
        if (front := self.reporter.front) is not None:
            front.ui.say(text, kind)

    def spec_of(self, screen: str) -> registry.ScreenSpec:
        """What a screen is called, and for."""
        return registry.spec_of(screen)

    def commands_of(self, screen: str) -> Sequence[Command[Any]]:
        """The commands of a screen."""
        return registry.commands_of(screen)

    @property
    def vocabulary(self) -> Vocabulary:
        """What the `:` line understands."""
        return registry.vocabulary()

    def names(self) -> Iterator[str]:
        """What may follow on the `:` line, by the names and keys of what is loaded."""
        for spec in registry.MODES:
            stack = self._screen_stacks.get(spec.id)
            for part in getattr(stack[0], "parts", ()) if stack else ():
                if isinstance(part, Named):
                    names = dict.fromkeys(
                        name for name in islice(part.names_on_line(), MOST_NAMES) if name.isprintable()
                    )
                    yield from (f"{spec.word} {name}" for name in names)

    def go(self, screen: str, argument: str = "") -> None:
        """Show a mode, narrowed to what `argument` names."""
        self.navigation.go(screen, lambda shown: shown.narrow(argument) if argument else None)

    def go_and(self, screen: str, then: Callable[[Any], object]) -> None:
        """Lead to a mode, and do something with its screen then; escape leads back."""
        self.navigation.go_and(screen, then)

    def go_last(self) -> None:
        """Show the mode that was shown before."""
        self.navigation.go_last()

    def copy_to_clipboard(self, text: str) -> None:
        """What Textual's own widgets copy goes the way of our copies."""
        self.run_worker(self.copied(text), group="copies")

    async def copied(self, text: str) -> str:
        """Copy a text; the answer says where it went."""
        return await copy(self, text, self.session.folder if self._opened else None)
