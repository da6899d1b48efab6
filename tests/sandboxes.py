"""Sandboxes in this process: sessions opened over them, what reached them, and time that only moves when told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

import httpx

from c8tui.api.connect import Connection, connect, in_process
from c8tui.model.user_tasks import UserTask
from c8tui.sandbox.app import build
from c8tui.sandbox.options import Options
from c8tui.session.session import Session
from c8tui.session.task_records import TaskRecords
from c8tui.session.user_tasks import UserTasks
from c8tui.session.views import BUILT_IN, view_named
from c8tui.settings import Settings
from c8tui.state import State
from tests.clocks import Clock

ADDRESS = "http://sandbox.test/v2"
NO_TASKS = TaskRecords(UserTasks(cast("Any", None)))
"""User tasks of no cluster, for runs that send nothing."""


class Sandbox(httpx.AsyncBaseTransport):
    """One sandbox for any number of sessions; as their transport it keeps every request that they sent."""

    def __init__(self, **options: Any) -> None:
        self.clock = Clock()
        self.options = Options(**{"tasks": 120, "clock": self.clock, **options})
        self.app = build(self.options)
        self._inner = in_process(self.app)
        self.sent: list[httpx.Request] = []
        self.meddle: Callable[[httpx.Request], Any] | None = None
        """An async callable that is awaited before each request of a session is passed on."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        if self.meddle is not None:
            await self.meddle(request)
        return await self._inner.handle_async_request(request)

    def connection(self, **settings: Any) -> tuple[Connection, Settings]:
        """A connection whose waits are waits of the sandbox's clock."""
        chosen = Settings(**{"address": ADDRESS, "undo_s": 0.0, **settings})
        connection = connect(chosen, transport=self, cache_dir=None)
        connection.wire._sleep = self.clock.sleep
        return connection, chosen

    async def session(self, user: str | None = "demo", *, state: State | None = None, **settings: Any) -> Session:
        """A session of `user`; whoever opens it closes it."""
        connection, chosen = self.connection(**{"user": user, **settings})
        if state is None:
            state = State()
            state.remember_hint_seen()
        session = await Session.open(connection, chosen, state)
        session.user_tasks.sleep = session.jobs.sleep = session.ops.incident_records.sleep = self.clock.sleep
        session.messages.sleep = self.clock.sleep
        session.user_tasks.overlay.clock = session.jobs.overlay.clock = session.outbox.clock = self.clock
        session.outbox.sleep = self.clock.sleep

        def now() -> datetime:
            return datetime.fromtimestamp(self.clock(), UTC)

        session.user_tasks.now = session.jobs.now = session.topology_watch.clock = now
        return session

    async def control(self, method: str, path: str, body: object = None) -> Any:
        """Ask the sandbox about itself, past everything that is recorded."""
        content = None if body is None else json.dumps(body).encode()
        request = httpx.Request(method, f"http://sandbox.test/sandbox/{path}", content=content)
        answer = await self._inner.handle_async_request(request)
        text = await answer.aread()
        assert answer.status_code == 200, text
        return json.loads(text)

    async def faults(self, *specs: str) -> None:
        """Let these faults be on, and no others."""
        await self.control("PUT", "faults", {"specs": list(specs)})

    async def log(self) -> list[str]:
        """The commands that took effect, as `POST /user-tasks/1/completion`."""
        return [_line(entry) for entry in (await self.control("GET", "log"))["commands"]]

    async def requests(self) -> list[tuple[str, int]]:
        """The requests that were answered, with the status."""
        return [(_line(entry), entry["status"]) for entry in (await self.control("GET", "requests"))["requests"]]

    def commands_sent(self) -> list[str]:
        """What sessions sent to change something, whether or not it took effect."""
        return [line for line in map(_sent_line, self.sent) if not line.startswith("GET ") and "/search" not in line]

    def commands(self) -> list[tuple[str, Any]]:
        """What was sent to change something: line and body."""
        sent = [r for r in self.sent if r.method != "GET" and not r.url.path.endswith("/search")]
        return [
            (f"{r.method} {r.url.path.removeprefix('/v2')}", json.loads(r.content) if r.content else None) for r in sent
        ]

    def bodies(self, ending: str) -> list[Any]:
        """The JSON bodies of the requests whose path ends so."""
        return [json.loads(request.content) for request in self.sent if request.url.path.endswith(ending)]


async def a_task(session: Session, **fields: Any) -> UserTask:
    """The first open task of the default tenant that settled and has these values, such as `assignee=None`."""
    for _, task in await every_task(session):
        wanted = {"state": "CREATED", "tenant_id": "<default>", **fields}
        if all(getattr(task, name) == value for name, value in wanted.items()):
            return task
    raise AssertionError(f"no task with {fields}")


async def every_task(session: Session, view: str = "open") -> list[tuple[int, UserTask]]:
    """All rows of a view of the inbox."""
    chosen = view_named(view, BUILT_IN)
    assert chosen is not None
    rows = session.user_tasks.rows(chosen, session.identity)
    await rows.load(0, 0)
    await rows.load(0, rows.total)
    return list(rows.loaded())


def _line(entry: dict[str, Any]) -> str:
    return f"{entry['method']} {entry['path'].removeprefix('/v2')}"


def _sent_line(request: httpx.Request) -> str:
    return f"{request.method} {request.url.path.removeprefix('/v2')}"
