"""What every screen shares: the frame, polling with manners, running commands."""

from __future__ import annotations

from math import ceil
from time import monotonic
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from c8tui.errors import C8Error
from c8tui.tui.commands.tables import SCREEN_TITLES
from c8tui.tui.processes.start import Starting
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.key_bar import KeyBar
from c8tui.tui.widgets.notice import Notice
from c8tui.tui.widgets.prompt_line import PromptLine
from c8tui.tui.widgets.spoken import Spoken
from c8tui.tui.widgets.status_line import Freshness, StatusLine

MOST_BACKOFF_S = 60.0
CATCH_UP_S = 1.0
"""Seconds between polls while the index is behind our own writes."""


class BaseScreen(Starting):
    """A screen of the app: status line, body, notice, prompt and key bar; polls while it is seen.

    A subclass names itself, takes its bindings from `bindings_for()`, composes its `body()`, `load()`s data and
    `show()`s it, tells its `situation()`, and has an `action_` for each of its commands.
    """

    DEFAULT_CSS = """
    BaseScreen { background: $surface; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+down", "scroll_pane(1)", show=False),
        Binding("ctrl+up", "scroll_pane(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None
        self._polling = False
        self._failures = 0
        self._loaded_at: float | None = None
        self._stale: str | None = None
        self._next_at: float | None = None

    @property
    def HORIZONTAL_BREAKPOINTS(self) -> list[tuple[int, str]]:  # type: ignore[override]
        """The classes by width; who listens to the screen gets one pane however wide it is."""
        return [(0, "-narrow")] if self.linear else [(0, "-narrow"), (120, "-wide")]

    @property
    def linear(self) -> bool:
        """Whether the screen is listened to."""
        return self.session.settings.linear

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield from self.body()
        yield Notice(markup=False)
        if self.linear:
            yield Spoken()
        yield PromptLine()
        yield KeyBar()

    def action_scroll_pane(self, lines: int) -> None:
        """Scroll the facts that are in sight by so many lines, wherever the cursor is."""
        for pane in self.query(Facts):
            if pane.content_size.height:
                pane.scroll_lines(pane.top + lines)

    # What a screen provides

    def body(self) -> ComposeResult:
        """The widgets between the status line and the key bar."""
        raise NotImplementedError

    async def load(self) -> object:
        """Ask the session for what this screen shows."""
        raise NotImplementedError

    def show(self, answer: Any) -> None:
        """Show what `load()` brought."""
        raise NotImplementedError

    def count_words(self) -> str:
        """How much is listed, for the key bar."""
        return ""

    def spoken(self) -> str:
        """What is selected, in words."""
        return ""

    def catching_up(self) -> bool:
        """Whether something of ours is not shown yet, so that the next look should come soon."""
        return False

    # Polling

    def on_mount(self) -> None:
        self.title = SCREEN_TITLES[self.NAME]
        self.query_one(StatusLine).set_class(self.session.settings.protected, "-protected")
        self.set_interval(1.0, self._tick)

    def on_screen_resume(self) -> None:
        """Seen again: look at once, so that nothing old is taken for new."""
        self.poll()

    def on_screen_suspend(self) -> None:
        """Hidden: no polling."""
        self._disarm()

    def poll(self) -> None:
        """Look now, unless a look is under way: the overlapping one is dropped, not the running one."""
        if self._polling:
            return
        self._polling = True
        self._disarm()
        self.ask(self.load(), self._polled, failed=self._poll_failed, group="poll")

    def poll_anew(self) -> None:
        """Look now for something else than before: what is under way is about the old question and is dropped."""
        self._polling = False
        self.workers.cancel_group(self, "poll")
        self.poll()

    def _polled(self, answer: object) -> None:
        self._polling, self._failures, self._stale, self._next_at = False, 0, None, None
        self._loaded_at = monotonic()
        self.show(answer)
        self.tell()
        self._arm(CATCH_UP_S if self.catching_up() else self.session.settings.refresh_s)

    def load_failed(self, error: C8Error) -> None:
        """Something that nobody pressed a key for failed: the status line says so until a look succeeds."""
        self._stale, self.last_problem = error.detail, error
        self.tell()

    def _poll_failed(self, error: C8Error) -> None:
        """Keep what there is, say that and why it is old, and come back later each time."""
        self._polling = False
        self._failures += 1
        pause = min(MOST_BACKOFF_S, self.session.settings.refresh_s * 2 ** (self._failures - 1))
        self._next_at = monotonic() + pause
        self._arm(pause)
        self.load_failed(error)

    def _arm(self, seconds: float) -> None:
        self._disarm()
        if self.is_current or self.app.screen_stack[0] is self:
            self._timer = self.set_timer(seconds, self.poll)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    # What the frame says

    def _tick(self) -> None:
        if self.is_current:
            self._tell_status()
            self.query_one(KeyBar).count(self._right_words())

    def _right_words(self) -> str:
        """What stands at the right of the key bar: a run of many, what can be taken back, how much is listed."""
        outbox = self.session.outbox
        held = outbox.last_held
        left = held.seconds_left(outbox.clock()) if held and held.state == "held" else None
        undo = "" if held is None else "u undo" if left is None else f"u undo {ceil(left)} s"
        run, progress = outbox.latest, ""
        if run is not None and not run.over and run.state != "held":
            progress = f"{run.step.doing} {run.settled:,}/{len(run.items):,}"
        return "   ".join(filter(None, (progress, undo, self.count_words())))

    def tell(self) -> None:
        """Bring status line and key bar up to date."""
        self._tell_status()
        self.query_one(KeyBar).tell(self.situation(), self._right_words())
        if self.linear:
            self.query_one(Spoken).say(self.spoken())

    def _tell_status(self) -> None:
        now = monotonic()
        freshness = Freshness(
            age_s=None if self._loaded_at is None else now - self._loaded_at,
            stale=self._stale,
            next_try_s=None if self._next_at is None else max(0.0, self._next_at - now),
            round_trip_s=self.session.round_trip_s,
            waits=self.session.outbox.waits,
        )
        self.query_one(StatusLine).tell(
            left=self.c8app.headline(), who=self.session.identity.display_name, freshness=freshness
        )
