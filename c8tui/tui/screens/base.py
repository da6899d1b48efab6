"""What every screen of the app shares: the frame, polling with manners, the commands that hold everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from c8tui.errors import C8Error
from c8tui.tui.commands.command import Command, Context
from c8tui.tui.history import Shown
from c8tui.tui.messages.sending import MessageSending
from c8tui.tui.processes.deploy import FileDeployment
from c8tui.tui.processes.start import ProcessStart
from c8tui.tui.screens.command_screen import CommandScreen, bind_commands
from c8tui.tui.screens.copy_as import CopyAs
from c8tui.tui.screens.everywhere import SIGN, Everywhere
from c8tui.tui.screens.frame import Frame, is_red
from c8tui.tui.screens.jumping import Jumping
from c8tui.tui.screens.key_search import KeySearch
from c8tui.tui.screens.own_commands import OwnCommands
from c8tui.tui.screens.polling import Polling
from c8tui.tui.screens.way_line import WayLine
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.first_hint import FirstHint
from c8tui.tui.widgets.key_bar import KeyBar
from c8tui.tui.widgets.notice import Notice
from c8tui.tui.widgets.prompt_line import PromptLine
from c8tui.tui.widgets.spoken import Spoken
from c8tui.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.host import Host


class BaseScreen(CommandScreen):
    """A screen of the app: status line, body, notice, prompt and key bar; polls while it is seen.

    A subclass names itself, composes its `body()`, makes its `parts` in `begin()`, `load()`s data and `show()`s it.
    """

    NOUN: ClassVar[str] = ""
    """What is listed, one of it."""
    DEFAULT_CSS = """
    BaseScreen { background: $surface; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+down", "scroll_pane(1)", show=False),
        Binding("ctrl+up", "scroll_pane(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.polling = Polling(self, self)
        self.frame = Frame(self, self, self.polling)
        self.way_line = WayLine(self)
        self.shown: Callable[[], Shown] = lambda: Shown(self.NAME, self.host.spec_of(self.NAME).title)
        """What it shows, for the history."""

    @property
    def host(self) -> Host:
        """The app, as screens see it."""
        return cast("Host", self.app)

    @property
    def session(self) -> Session:
        """The open session."""
        return self.host.session

    @property
    def commands(self) -> Sequence[Command[Any]]:
        return self.host.commands_of(self.NAME)

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield from self.body()
        if self.host.spec_of(self.NAME).factory and not self.session.hint_seen:
            yield FirstHint(lasting=self.session.folder is not None)
        yield Notice(markup=False)
        if self.session.settings.linear:
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

    def handler(self, command: Command[Any]) -> Callable[..., object]:
        if command.runs is not None:
            return partial(self.doing("run_own"), command.runs)
        return partial(self.host.go, command.goes) if command.goes else super().handler(command)

    def begin(self) -> None:
        """It is mounted: make the parts, and set the focus."""

    async def load(self) -> object:
        """Ask the session for what this screen shows."""
        raise NotImplementedError

    def show(self, answer: Any) -> None:
        """Show what `load()` brought."""
        raise NotImplementedError

    def narrow(self, argument: str) -> None:
        """Show only what the argument of a `:` command names."""

    def count_words(self) -> str:
        """How much is listed, for the key bar."""
        return ""

    def spoken(self) -> str:
        """What is selected, in words."""
        return ""

    def context(self) -> Context:
        return Context(**self.known())

    def known(self) -> dict[str, Any]:
        """What the context of a command holds on every screen."""
        session = self.session
        return {
            "user": session.identity.user,
            "read_only": session.settings.read_only,
            "problem": self.last_problem is not None,
            "bulk": session.outbox.latest is not None,
            "undo": session.outbox.last_held is not None,
        }

    # Its life

    def on_mount(self) -> None:
        """The only one of a screen: Textual calls that of every class, the derived one first."""
        self.title = self.host.spec_of(self.NAME).title
        self.ui.of(self.session, lambda: self.doing("introduced")())
        everywhere = Everywhere(self, self.host, self.polling)
        self.prompts = {SIGN: everywhere}
        bind_commands(self)
        self.query_one(StatusLine).set_class(is_red(self.session), "-protected")
        self.set_interval(1.0, self.frame.tick)
        self.begin()
        self.parts += [
            everywhere, ProcessStart(self.ui, self.session), FileDeployment(self.ui, self.session),
            MessageSending(self.ui, self.session, self.host), OwnCommands(self, self.host, self.polling),
            CopyAs(self, self.host), Jumping(self),
            KeySearch(self.ui, self.session, self.host),
        ]  # fmt: skip

    def on_screen_resume(self) -> None:
        """Seen again: look at once, so that nothing old is taken for new."""
        if self.session.hint_seen:
            self.query(FirstHint).remove()
        self.way_line.arrived()
        self.host.navigation.seen()
        self.polling.now()

    def on_screen_suspend(self) -> None:
        """Hidden: no polling."""
        self.polling.stop()

    def load_failed(self, error: C8Error) -> None:
        """Something that nobody pressed a key for failed: the status line says so until a look succeeds."""
        self.polling.stale, self.last_problem = error.detail, error
        self.tell()

    def action_back(self) -> None:
        """Back out one step; a screen with panes and filters overrides this and ends here."""
        if self.query(FirstHint):
            self.session.remember_hint_seen()
            self.query(FirstHint).remove()
        self.ui.hush()

    def tell(self) -> None:
        """Bring status line and key bar up to date."""
        self.frame.tell()
        self.query_one(KeyBar).tell(self.commands, self.context(), self.frame.right_words())
        if self.session.settings.linear:
            words = self.way_line.read_with(self.spoken(), loading=self.polling.looks)
            self.query_one(Spoken).say(words)
