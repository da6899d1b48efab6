"""What every screen shares: the frame, polling with manners, running commands."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer

from c8tui.errors import C8Error, Conflict, Refusal
from c8tui.tui.asks import Asks
from c8tui.tui.command_line import Goto, Run, Unknown, parse
from c8tui.tui.commands import COMMANDS, SCREEN_TITLES, Situation, commands_of
from c8tui.tui.widgets.key_bar import KeyBar
from c8tui.tui.widgets.notice import Notice
from c8tui.tui.widgets.prompt_line import PromptLine
from c8tui.tui.widgets.status_line import Freshness, StatusLine

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.app import C8App

MOST_BACKOFF_S = 60.0
CATCH_UP_S = 1.0
"""Seconds between polls while the index is behind our own writes."""
BY_ID = {command.id: command for command in COMMANDS}


def bindings_for(screen: str) -> list[BindingType]:
    """The bindings of a screen, read from its commands."""
    return [
        Binding(",".join(command.keys), f"do('{command.id}')", command.title, show=False)
        for command in commands_of(screen)
        if command.keys
    ]


class BaseScreen(Screen[None], Asks):
    """A screen of the app: status line, body, notice, prompt and key bar; polls while it is seen.

    A subclass names itself, takes its bindings from `bindings_for()`, composes its `body()`, `load()`s data and
    `show()`s it, tells its `situation()`, and has an `action_` for each of its commands.
    """

    NAME: ClassVar[str]
    DEFAULT_CSS = """
    BaseScreen { background: $surface; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]

    last_problem: reactive[C8Error | None] = reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None
        self._polling = False
        self._failures = 0
        self._loaded_at: float | None = None
        self._stale: str | None = None
        self._next_at: float | None = None

    @property
    def c8app(self) -> C8App:
        """The app, with its own type."""
        return cast("C8App", self.app)

    @property
    def session(self) -> Session:
        """The open session."""
        return self.c8app.session

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield from self.body()
        yield Notice(markup=False)
        yield PromptLine()
        yield KeyBar()

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

    def situation(self) -> Situation:
        """What is selected, for the commands to judge."""
        return self.about()

    def about(self, **parts: Any) -> Situation:
        """A situation with what holds on every screen."""
        me, settings = self.session.identity, self.session.settings
        problem = self.last_problem is not None
        return Situation(screen=self.NAME, user=me.user, read_only=settings.read_only, problem=problem, **parts)

    def count_words(self) -> str:
        """How much is listed, for the key bar."""
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

    def tell(self) -> None:
        """Bring status line and key bar up to date."""
        self._tell_status()
        self.query_one(KeyBar).tell(self.situation(), self.count_words())

    def _tell_status(self) -> None:
        now = monotonic()
        freshness = Freshness(
            age_s=None if self._loaded_at is None else now - self._loaded_at,
            stale=self._stale,
            next_try_s=None if self._next_at is None else max(0.0, self._next_at - now),
            round_trip_s=self.session.round_trip_s,
        )
        self.query_one(StatusLine).tell(
            left=self.c8app.headline(), who=self.session.identity.display_name, freshness=freshness
        )

    def say(self, text: str, kind: str = "ok") -> None:
        """A sentence above the key bar."""
        self.query_one(Notice).say(text, kind)

    def on_failure(self, error: C8Error) -> None:
        """A failure after a key press: a sentence, and the whole of it in a dialog unless the sentence says it all."""
        self.last_problem = error
        advice = f" {error.advice}" if error.advice else ""
        more = "" if isinstance(error, Refusal) else "  ! shows all"
        self.say(
            f"{error.title}: {error.detail.rstrip('. ')}.{advice}{more}",
            "warn" if isinstance(error, Refusal) else "error",
        )
        if not isinstance(error, Refusal | Conflict):
            self.action_problem()
        self.tell()

    # Commands

    def action_do(self, command_id: str) -> None:
        """Run a command, or say why not."""
        command = BY_ID[command_id]
        if self.NAME not in command.screens:
            self.say(f"{command.title}: not on this screen", "warn")
        elif reason := command.why_not(self.situation()):
            self.say(f"{command.title}: {reason}", "warn")
        else:
            self.query_one(Notice).clear()
            getattr(self, f"action_{command_id}")()

    def action_refresh(self) -> None:
        """Look now."""
        self.poll()

    def action_line(self) -> None:
        """Open the `:` line."""
        self.query_one(PromptLine).open(":")

    def action_back(self) -> None:
        """Back out one step; a screen with panes and filters overrides this and ends here."""
        self.query_one(Notice).clear()

    def action_problem(self) -> None:
        """Show the last failure in full."""
        from c8tui.tui.modals.problem import ProblemDialog

        if self.last_problem is not None:
            self.app.push_screen(ProblemDialog(self.last_problem))

    def action_help(self) -> None:
        """Show every key of this screen."""
        from c8tui.tui.modals.help import HelpDialog

        self.app.push_screen(HelpDialog(self.situation()), self._run_chosen)

    def _run_chosen(self, command_id: str | None) -> None:
        if command_id:
            self.action_do(command_id)

    def action_palette(self) -> None:
        """Textual's command palette, fed from our commands."""
        self.app.action_command_palette()

    def action_quit(self) -> None:
        """Leave; while a command is on its way, only after a question."""
        if not any(worker.group == "commands" and not worker.is_finished for worker in self.workers):
            self.app.exit()
            return
        from c8tui.tui.modals.confirm import ConfirmDialog

        question = "A command is on its way. If you leave now, nobody here learns what became of it."
        self.app.push_screen(ConfirmDialog("Leave?", question, "Leave"), lambda yes: self.app.exit() if yes else None)

    def action_last(self) -> None:
        """Go back to the screen before."""
        self.c8app.go_last()

    def action_goto_inbox(self) -> None:
        """Go to the inbox."""
        self.c8app.go("inbox")

    def action_goto_decisions(self) -> None:
        """Go to the decision definitions."""
        self.c8app.go("decisions")

    def action_goto_topology(self) -> None:
        """Go to the topology."""
        self.c8app.go("topology")

    def action_goto_jobs(self) -> None:
        """Go to the jobs."""
        self.c8app.go("jobs")

    def narrow(self, argument: str) -> None:
        """Show only what the argument of a `:` command names."""

    def on_prompt_line_entered(self, event: PromptLine.Entered) -> None:
        """Enter on the `:` line."""
        if event.sign != ":" or not event.text.strip():
            return
        understood = parse(event.text)
        if isinstance(understood, Unknown):
            self.say(understood.hint, "warn")
        elif isinstance(understood, Goto):
            self.c8app.go(understood.screen, understood.argument)
        elif isinstance(understood, Run):
            self.action_do(understood.command.id)
