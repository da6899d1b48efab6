"""The sandbox as one ASGI application, wired from its parts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from c8tui.sandbox import (
    audit,
    clock,
    cluster,
    control,
    decisions,
    deploying,
    documents,
    element_instances,
    expressions,
    identity,
    incidents,
    instance_operations,
    job_statistics,
    messaging,
    process_instances,
    processes,
    statistics,
    user_tasks,
    variables,
    wait_states,
)
from c8tui.sandbox.api import application
from c8tui.sandbox.auth import Authentication
from c8tui.sandbox.batch_requests import BatchRequests
from c8tui.sandbox.batches import Batches
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.faults import FaultInjector, Faults
from c8tui.sandbox.fields import DIALECTS
from c8tui.sandbox.jobs import Jobs
from c8tui.sandbox.lively import Colleagues
from c8tui.sandbox.options import Options
from c8tui.sandbox.own_files import Account, OwnFiles
from c8tui.sandbox.schema import VERSION
from c8tui.sandbox.seed import Seed
from c8tui.sandbox.store import Store, check, marks_of
from c8tui.sandbox.stories import Scripted, Story
from c8tui.sandbox.stories.batch import BatchStory
from c8tui.sandbox.stories.cluster import ClusterStory
from c8tui.sandbox.stories.empty import Empty
from c8tui.sandbox.stories.hostile import Hostile
from c8tui.sandbox.stories.incidents import IncidentStory
from c8tui.sandbox.stories.messages import MessageStory
from c8tui.sandbox.stories.tree import TreeStory
from c8tui.sandbox.stories.triage import Triage
from c8tui.sandbox.task_commands import TaskCommands
from c8tui.sandbox.transitions import Listeners
from c8tui.sandbox.world import World

STORIES: dict[str, Callable[[], Story]] = {
    "triage": Triage,
    "incidents": IncidentStory,
    "tree": TreeStory,
    "messages": MessageStory,
    "batch": BatchStory,
    "cluster": ClusterStory,
    "hostile": Hostile,
    "empty": Empty,
}
"""Every story by its name."""


@dataclass(frozen=True)
class Sandbox:
    """A sandbox as an ASGI application, with the parts that tests look at."""

    asgi: ASGIApp
    api: Starlette
    engine: Engine
    store: Store
    world: World
    own: OwnFiles | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.asgi(scope, receive, send)

    def begin(self) -> Account | None:
        """Connects and builds at once, in this thread, rather than at the first request: what became of own files.

        Raises `DatabaseUnfit`.
        """
        self.world.turn()
        return None if self.own is None else self.own.account

    def close(self) -> None:
        """Writes what is still on its way to the database, and closes it."""
        self.store.close()


def build(options: Options) -> Sandbox:
    """The whole sandbox. Its data is connected and built at the first request, in the thread that serves it.

    Raises ValueError for options that make no sense, and `DatabaseUnfit` for a database file that holds other data.
    """
    if options.dialect not in DIALECTS:
        raise ValueError(f"There is no dialect '{options.dialect}'. There are: {', '.join(DIALECTS)}.")
    if options.story not in STORIES:
        raise ValueError(f"There is no story '{options.story}'. There are: {', '.join(STORIES)}.")
    story = STORIES[options.story]()
    tasks = story.tasks if options.tasks is None else options.tasks
    if isinstance(story, Scripted):
        if options.tasks is not None:
            raise ValueError(f"The story '{story.name}' has as many tasks as it has: a number cannot be chosen.")
    elif tasks < 1:
        raise ValueError("A sandbox has at least 1 task.")
    faults = Faults(options.faults)
    store = _store(options, story, tasks)
    engine = Engine(store, story.twist)
    world = World(options, store, engine, faults, story)
    listeners = Listeners()
    world.duties.append(listeners.turn)
    own = OwnFiles(engine, options.files) if options.files else None
    if own is not None:
        world.duties.insert(0, own.turn)
    batches = Batches(world)
    world.duties.append(batches.turn)
    if options.lively and not isinstance(story, Scripted):
        world.duties.append(Colleagues(world).turn)
    endpoints = (
        *cluster.ENDPOINTS,
        *user_tasks.ENDPOINTS,
        *TaskCommands(world, listeners).endpoints(),
        *Jobs(world).endpoints(),
        *incidents.ENDPOINTS,
        *BatchRequests(batches).endpoints(),
        *decisions.ENDPOINTS,
        *deploying.ENDPOINTS,
        *deploying.deletion(batches),
        *processes.ENDPOINTS,
        *process_instances.ENDPOINTS,
        *job_statistics.ENDPOINTS,
        *statistics.ENDPOINTS,
        *identity.ENDPOINTS,
        *instance_operations.ENDPOINTS,
        *wait_states.ENDPOINTS,
        *element_instances.ENDPOINTS,
        *messaging.ENDPOINTS,
        *clock.ENDPOINTS,
        *expressions.ENDPOINTS,
        *documents.ENDPOINTS,
        *variables.ENDPOINTS,
        *audit.ENDPOINTS,
    )
    api = application(world, endpoints, control.routes(world))
    return Sandbox(FaultInjector(Authentication(api, options), faults, options), api, engine, store, world, own)


def kept(db: str) -> tuple[str, int | None] | None:
    """The story of a database, and its number of tasks where one can be chosen; None for what is no database."""
    try:
        marks = marks_of(db)
    except sqlite3.Error:
        return None
    story = marks.get("story", "")
    return (story, int(marks.get("tasks", 0)) or None) if story in STORIES else None


def _store(options: Options, story: Story, tasks: int) -> Store:
    marks = {"version": str(VERSION), "story": story.name, "tasks": str(tasks)}
    if options.db is not None and os.path.exists(options.db):
        check(options.db, marks)

    def fill(store: Store) -> None:
        Seed(store, story, tasks, int(options.clock() * 1000)).sow()

    return Store(options.db, options.lag_ms, marks, fill)
