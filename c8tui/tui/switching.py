"""Changing the cluster while c8tui runs: the new session first, then what the old one holds, then fresh screens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import ModalScreen
from textual.worker import WorkerError

from c8tui.errors import C8Error, SettingsError
from c8tui.session.session import cluster_name
from c8tui.text import counted
from c8tui.tui import registry
from c8tui.tui.commands.common import PROFILE
from c8tui.tui.dialogs.base import Dialog, tell_meanwhile
from c8tui.tui.flow import Cancelled
from c8tui.tui.screens.command_screen import CommandScreen
from c8tui.tui.screens.start import StartScreen
from c8tui.tui.terminal.key_queue import Hold, hold_keys
from c8tui.tui.unfinished import GivesBack, dialogs_under_way, locked_words, run_words, screens_of
from c8tui.tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.worker import Worker

    from c8tui.session.clusters import Clusters
    from c8tui.session.session import Session
    from c8tui.tui.host import Host

BETWEEN = "between"
"""The mode that is there while those of one cluster have gone, and those of the next have not come."""
LOOK_S = 0.1
"""Seconds between two looks at whether all has ended."""
ALL_TENANTS = "*"
"""What stands for no tenant in particular."""
_STAY = ("stay", "Stay here")


class Switching:
    """Opens another profile, or another tenant of the same cluster, in the place of the session of the app.

    Nothing of the old session is touched before the new one is open; until then escape gives up.
    """

    def __init__(
        self,
        app: App[Any],
        host: Host,
        clusters: Clusters,
        let_go: Callable[[], object],
        take_up: Callable[[Session, str], Coroutine[Any, Any, object]],
    ) -> None:
        """Made where the app's own context is current: what it starts outlives any screen.

        `let_go` ends what looks at the session by itself; `take_up` shows a mode over another one, once the screens
        of the one before are closed.
        """
        self._app, self._host, self._clusters = app, host, clusters
        self._let_go, self._take_up = let_go, take_up
        self._opening = ""
        """What is being opened; empty where nothing is."""
        self._context = copy_context()
        self._worker: Worker[None] | None = None
        self._hold: Hold | None = None
        self._turn = 0
        """The number of the change that was asked for last."""
        self._swapping = False
        self._profiles: Sequence[str] = ()
        self._tenants: tuple[str, ...] | None = None

    # What may be asked for

    def to_profile(self, name: str = "") -> None:
        """Change to a profile; without a name it is chosen from a list."""
        self._begin(partial(self._to_profile, name) if name else self._choose_profile)

    def to_tenant(self, tenant_id: str = "") -> None:
        """Narrow the session to a tenant, by `*` to none; without an id it is chosen from a list."""
        self._begin(partial(self._to_tenant, tenant_id) if tenant_id else self._choose_tenant)

    def look(self) -> None:
        """Read the names of the profiles, for completion."""
        self._in_background(self._read_profiles())

    def names(self, command_id: str) -> Sequence[str]:
        """The names that may stand behind a command, as far as they are known."""
        if command_id == PROFILE.id:
            return self._profiles
        if self._tenants is None:
            self._tenants = ()
            self._in_background(self._read_tenants(self._host.session))
        return (ALL_TENANTS, *self._tenants)

    def _in_background(self, reading: Coroutine[Any, Any, object]) -> None:
        self._context.copy().run(partial(self._host.flow.start, reading, failed=lambda _: None, group="names"))

    async def _read_profiles(self) -> None:
        entries = await asyncio.to_thread(self._clusters.profiles)
        self._profiles = tuple(entry.name for entry in entries if entry.name)

    async def _read_tenants(self, session: Session) -> None:
        self._tenants = tuple(one.tenant_id for one in await session.tenants())

    # One at a time

    def _begin(self, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Drop a change that is not made yet, and begin this one; one that is being made is waited for."""
        before, self._worker = self._worker, None
        if before is not None and not before.is_finished and not self._swapping:
            before.cancel()
        self._turn += 1
        self._opening = ""
        self._hold_keys()
        running = self._run(work, before, self._turn)
        start = partial(self._host.flow.start, running, failed=self._failed, group="switch")
        self._worker = self._context.copy().run(start)

    async def _run(
        self, work: Callable[[], Coroutine[Any, Any, object]], before: Worker[None] | None, turn: int
    ) -> None:
        try:
            if before is not None:
                with suppress(WorkerError):
                    await before.wait()
            await work()
        finally:
            if turn == self._turn:
                self._let_keys_go(drop=True)

    def _failed(self, error: C8Error) -> None:
        """It was not opened; all is as it was."""
        self._host.failed(_told_of(self._opening, error) if self._opening else error)

    def _hold_keys(self) -> None:
        self._let_keys_go()
        self._hold = hold_keys(self._app, self._give_up)

    def _let_keys_go(self, *, drop: bool = False) -> None:
        hold, self._hold = self._hold, None
        if hold is not None:
            hold.release(drop=drop)

    def _give_up(self) -> None:
        """The person does not want to wait for the connection."""
        if self._worker is not None and not self._swapping:
            self._worker.cancel()
            self._host.say(f"Stays on {cluster_name(self._host.session)}.")

    # Choosing

    async def _choose_profile(self) -> None:
        from c8tui.tui.dialogs.profile import ProfileDialog

        entries = await asyncio.to_thread(self._clusters.profiles)
        await self._to_profile(await self._asked(ProfileDialog(entries, self._host.session.settings.profile or "")))

    async def _choose_tenant(self) -> None:
        from c8tui.tui.dialogs.choice import ChoiceDialog
        from c8tui.tui.dialogs.fields import FieldsDialog
        from c8tui.tui.fields import Field, required

        session = self._host.session
        names = {one.tenant_id: one.name or "" for one in await session.tenants() if one.tenant_id}
        now = session.settings.tenant_id or ALL_TENANTS
        for tenant_id in (*self._tenants_in_rows(), *(() if now == ALL_TENANTS else (now,))):
            names.setdefault(tenant_id, "")
        self._tenants = tuple(names)
        told = [(one, f"{one}   {name}" if name not in ("", one) else one) for one, name in names.items()]
        choices = ((ALL_TENANTS, "All tenants"), *told, (" ", "Another one ..."))
        tenant_id = await self._asked(ChoiceDialog("Tenant", choices, now))
        if tenant_id == " ":
            dialog = FieldsDialog("Tenant", [Field("tenant", "Its id", rule=required)])
            await self._asked(dialog)
            tenant_id = dialog.values["tenant"].strip()
        await self._to_tenant(tenant_id)

    def _tenants_in_rows(self) -> list[str]:
        """The tenants of what is listed."""
        found: dict[str, None] = {}
        for screen in screens_of(self._app):
            for listed in screen.query(RecordList):
                for _, item in listed.rows.loaded() if listed.rows is not None else ():
                    if isinstance(tenant_id := getattr(item, "tenant_id", None), str) and tenant_id:
                        found[tenant_id] = None
        return [*found]

    async def _asked(self, dialog: Screen[Any], left: str = "") -> Any:
        """What the person answers; keys are held again then. When they leave, it is `left`, or Cancelled is raised."""
        self._let_keys_go()
        # Shielded: the dialog ends with an answer also when nobody waits for it any more.
        asked = asyncio.shield(self._app.push_screen(dialog, wait_for_dismiss=True))
        try:
            answer = await self._host.flow.answered(asked)
        except asyncio.CancelledError:
            if dialog.is_current:
                dialog.dismiss(None)
            raise
        if answer is None and not left:
            raise Cancelled
        self._hold_keys()
        return left if answer is None else answer

    # Changing

    async def _to_profile(self, name: str) -> None:
        words = name or "the cluster of the start"
        self._host.say(f"Connecting to {words} ...   esc gives up")
        await self._change(words, self._clusters.open(name))

    async def _to_tenant(self, tenant_id: str) -> None:
        session = self._host.session
        wanted = None if tenant_id == ALL_TENANTS else tenant_id
        words = f"{cluster_name(session)}, {f'tenant {wanted}' if wanted else 'all tenants'}"
        self._host.say(f"Connecting to {words} ...   esc gives up")
        await self._change(words, self._clusters.narrow(session, wanted))

    async def _change(self, words: str, opening: Awaitable[Session]) -> None:
        """Open a session and take it up; where it cannot be opened, all stays as it was, and that is said."""
        self._opening = words
        new = await opening
        try:
            registry.check_keys(new.settings.keys, "[keys] of the settings file", new.settings.commands)
            self._opening = ""
            await self._finish(words)
            self._swapping = True
            await self._swap(new)
            self._host.say(f"Now on {words}.")
        finally:
            self._swapping = False
            if self._host.session is not new:
                await new.close()

    async def _finish(self, words: str) -> None:
        """Until nothing of the old session is on its way. Raises Cancelled when the person stays."""
        accepted = False
        while True:
            await self._dialogs_closed(words)
            on_its_way, taken = [*self._on_its_way()], [*self._taken()]
            if on_its_way or (taken and not accepted):
                await self._ask(words, on_its_way, taken)
                accepted = True
                self._let_keys_go()
                await self._ended()
            elif giving := [one for one in screens_of(self._app) if isinstance(one, GivesBack) and one.taken]:
                for screen in giving:
                    screen.give_back()
                await self._ended()
            else:
                return

    async def _ask(self, words: str, on_its_way: Sequence[str], taken: Sequence[str]) -> None:
        """One question with all ways; the one that is chosen is begun."""
        from c8tui.tui.dialogs.choice import ChoiceDialog

        session = self._host.session
        outbox, jobs = session.outbox, session.shell_jobs
        ways = [_STAY]
        if not on_its_way:
            ways.append(("wait", "Switch, keep the locks" if locked_words(session) else "Switch"))
        elif not any(run.state == "paused" and not run.trouble for run in outbox.runs):
            ways.append(("wait", "Wait for it, then switch"))
        if outbox.runs:
            ways += [("send", "Send now what is not sent, then switch"), ("drop", "Take that back, then switch")]
        if locked_words(session):
            ways.append(("release", "Give the jobs back (no retry is lost), then switch"))
        if jobs.running:
            ways.append(("end", "End your commands, then switch"))
        about = "\n".join((*on_its_way, *taken))
        way = await self._asked(ChoiceDialog(f"Switch to {words}?", ways, "stay", about), left="stay")
        if way == "stay":
            self._host.say(f"Stays on {cluster_name(session)}.")
            raise Cancelled
        for run in [*outbox.runs]:
            if way == "send":
                outbox.send_now(run)
                outbox.go_on(run)
            elif way == "drop":
                outbox.stop(run)
        if way == "release":
            await session.jobs.release_held()
        if way == "end" and jobs.latest is not None:
            await jobs.close()
        if on_its_way:
            self._host.say(f"Switching to {words} when that has ended; :profile stops waiting.")

    def _on_its_way(self) -> Iterator[str]:
        """What would be cut off, in sentences."""
        session = self._host.session
        yield from map(run_words, session.outbox.runs)
        if session.sends or self._commands_run():
            yield "A command is on its way."
        if number := session.shell_jobs.running:
            yield f"{counted(number, 'command')} of your own still run."
        yield from dialogs_under_way(self._app)

    def _taken(self) -> Iterator[str]:
        """What the person holds, in sentences."""
        if held := locked_words(self._host.session):
            yield held
        yield from (one.taken for one in screens_of(self._app) if isinstance(one, GivesBack) and one.taken)

    def _commands_run(self) -> bool:
        """Whether a use case that a key began is under way, on any screen or in the app."""
        if self._host.flow.runs("commands") or self._host.flow.runs("own commands"):
            return True
        return any(
            isinstance(one, CommandScreen | Dialog) and one.flow.runs("commands") for one in screens_of(self._app)
        )

    async def _ended(self) -> None:
        await _until(lambda: not any(self._on_its_way()))

    async def _dialogs_closed(self, words: str) -> None:
        """What somebody is typing into is never closed under them."""
        told: set[Screen[Any]] = set()

        def closed() -> bool:
            dialogs = [one for one in screens_of(self._app) if isinstance(one, ModalScreen)]
            if dialogs:
                self._let_keys_go()
            if dialogs and (top := dialogs[-1]) not in told and isinstance(top, Dialog) and top.query("#frame"):
                told.add(top)
                tell_meanwhile(top, f"{words} is shown when this is closed")
            return not dialogs

        await _until(closed)

    async def _swap(self, new: Session) -> None:
        """Fresh screens over the new session. Nothing of the old ones is left that could ask it anything."""
        old, mode = self._host.session, self._app.current_mode
        self._hold_keys()
        with self._app.batch_update():
            await self._close_modes()
            await old.close()
            if new.settings.address == old.settings.address and new.outbox.journal.tells_of_locks:
                new.jobs.held.take_over(new.jobs.now())  # somebody has just been asked about them
            self._tenants = None
            await self._take_up(new, mode)
            await self._app.remove_mode(BETWEEN)
        self._let_keys_go()

    async def _close_modes(self) -> None:
        """Close every screen; first of all end what it reads, which would be shown on half a screen else."""
        app = self._app
        self._let_go()
        for worker in list(app.workers):
            if worker is not self._worker and not worker.is_finished:
                worker.cancel()
        app.add_mode(BETWEEN, StartScreen)
        await app.switch_mode(BETWEEN)
        for spec in registry.MODES:
            await app.remove_mode(spec.id)
            app.add_mode(spec.id, spec.make)


async def _until(true: Callable[[], bool]) -> None:
    """Until something is true that nobody tells of."""
    while True:
        if true():
            return
        await asyncio.sleep(LOOK_S)


def _told_of(words: str, error: C8Error) -> C8Error:
    """The failure, with what it kept from being opened."""
    where = f"{error.setting} ({error.origin}) " if isinstance(error, SettingsError) else ""
    error.detail = f"{words} was not opened: {where}{error.detail}"
    return error
