"""Notice of work: looks at the watched views whatever is on screen, and tells of new tasks by a sentence and a sound.

Imported only where somebody has asked for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from c8tui.errors import C8Error, SettingsError
from c8tui.text import visible
from c8tui.tui.host import ShowsViews
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.screens.polling import LONGEST_PAUSE_S

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

    from c8tui.session.line_template import LineTemplate
    from c8tui.session.task_watch import News, TaskWatch
    from c8tui.tui.host import Host

LONGEST = 200
"""Characters that a notification of the terminal holds."""
LINE_S = 30.0
"""Seconds that the command has."""
BELL = "\a"
_NO_OSC = frozenset({"linux", "dumb", ""})
"""Values of TERM of terminals that print what they do not know, or know nothing."""


def osc9(text: str, env: Mapping[str, str] = os.environ) -> str:
    """The control sequence by which a terminal notifies of a raw text.

    tmux hands it on to the terminal around it where `allow-passthrough` is on, and drops it elsewhere: the bell is rung
    as well there, so that it marks the window. A terminal that is known to have no such sequences only rings. The name
    in front keeps ConEmu and Windows Terminal, where OSC 9 with a number is another command, from taking it for one.
    """
    if env.get("TERM", "") in _NO_OSC:
        return BELL
    sequence = f"\x1b]9;c8tui: {visible(text, LONGEST)}\a"
    if "TMUX" in env:
        return f"\x1bPtmux;{sequence.replace(chr(27), chr(27) * 2)}\x1b\\{BELL}"
    return sequence


class WorkNotices:
    """Tells of what a watch finds, as long as the app has the session that the watch is of."""

    def __init__(self, app: App[Any], host: Host, watch: TaskWatch) -> None:
        self._app, self._host, self._watch, self._session = app, host, watch, host.session
        self._line: LineTemplate | None = None
        """The command of one's own that tells."""
        self._timer: Timer | None = None
        self._looking = self._away = False
        self._failures = 0
        self._told_failure = False
        """Whether it was said that the command fails; it is said again when it has worked between."""

    def begin(self) -> tuple[SettingsError, ...]:
        """Look from now on; what is wrong with the settings, and is left out, is given back."""
        from c8tui.session.notify_line import notify_line

        faults: list[SettingsError] = []
        how = self._session.settings.notify
        if how not in ("bell", "osc9"):
            try:
                self._line = notify_line(how)
            except SettingsError as fault:
                faults.append(fault)
        self._session.views.refresh()
        faults += (SettingsError("notify_views", "the settings", *fault) for fault in self._watch.faults())
        self._app.app_suspend_signal.subscribe(self._app, self._suspended, immediate=True)
        self._app.app_resume_signal.subscribe(self._app, self._resumed, immediate=True)
        self.now()
        return tuple(faults)

    def stop(self) -> None:
        """Look no more."""
        self._app.app_suspend_signal.unsubscribe(self._app)
        self._app.app_resume_signal.unsubscribe(self._app)
        self._suspended()

    def now(self) -> None:
        """Look, unless that is under way."""
        self._disarm()
        if not self._looking and not self._away and self._is_ours:
            self._looking = True
            self._host.flow.start(self.look(), group="watch")

    @property
    def _is_ours(self) -> bool:
        """Whether the app still has the session that the watch is of."""
        return self._host.session is self._session

    async def look(self) -> None:
        """Look once, and tell of what is new."""
        try:
            news = await self._watch.look()
        finally:
            self._looking = False
        if not self._is_ours:
            return
        settings = self._session.settings
        self._failures = self._failures + 1 if news.failure is not None else 0
        self._arm(min(LONGEST_PAUSE_S, settings.refresh_s * 2 ** max(0, self._failures - 1)))
        if news.failure is not None:
            self._session.log.note(f"watched views: {type(news.failure).__name__}, {self._failures} in a row")
        if news.tasks:
            self._tell(news)

    def attended(self) -> None:
        """Somebody is there: what is in front is seen."""
        self._watch.attended = True
        if self._watch.words():
            for part in _of_views(self._app.screen):
                part.seen()

    def _tell(self, news: News) -> None:
        """By a sentence, unless that would hide a failure that nobody has read; by a sound, unless it is quiet."""
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, BaseScreen):
                if screen.ui.failure is None:
                    screen.ui.say(news.words())
                screen.tell()
                for part in _of_views(screen):
                    part.noticed()
                break
        if self._watch.is_quiet or self._away:
            return
        how = self._session.settings.notify
        if how == "bell":
            self._write(BELL)
        elif how == "osc9":
            self._write(osc9(news.words()))
        elif self._line is not None:
            self._host.flow.start(self._run(self._line, news), failed=self._not_run, group="notices")

    def _write(self, sequence: str) -> None:
        """Past the screen, as Textual's own bell."""
        if (driver := self._app._driver) is not None and not self._app.is_headless:
            driver.write(sequence)

    # A command of one's own

    async def _run(self, template: LineTemplate, news: News) -> None:
        from c8tui.session.notify_line import filled_line

        line = filled_line(template, news, self._session)
        job = await self._session.shell_jobs.run("notify", (line,), LINE_S, kept=False)
        if job.words:
            last = visible(job.last_line, LONGEST)
            self._say_failure(f"The command of notify {job.words}{f': {last}' if last else ''}")
        else:
            self._told_failure = False

    def _not_run(self, error: C8Error) -> None:
        self._say_failure(f"The command of notify was not run: {error.sentence} {error.advice}".rstrip())

    def _say_failure(self, words: str) -> None:
        if not self._told_failure:
            self._told_failure = True
            self._host.say(words, "warn")

    # When

    def _arm(self, seconds: float) -> None:
        self._disarm()
        if not self._away:
            self._timer = self._app.set_timer(seconds, self.now)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _suspended(self, _: object = None) -> None:
        """The terminal is somebody else's for a while."""
        self._away = True
        self._disarm()

    def _resumed(self, _: object = None) -> None:
        self._away = False
        self.now()


def _of_views(screen: object) -> Iterator[ShowsViews]:
    """The parts of a screen that show views."""
    return (part for part in getattr(screen, "parts", ()) if isinstance(part, ShowsViews))
