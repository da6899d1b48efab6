"""Colleagues at work: with time passing tasks are claimed and completed, new ones arrive, jobs come and go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from c8tui.sandbox.audit import record_task
from c8tui.sandbox.engine.jobs import Verdict
from c8tui.sandbox.seed import complete_task, start
from c8tui.sandbox.store import Row
from c8tui.sandbox.stories.company import HOUR_MS, PLANS
from c8tui.sandbox.stories.people import COLLEAGUES, FAILURES, WORKERS, variables
from c8tui.sandbox.tenants import DEFAULT_TENANT
from c8tui.sandbox.values import iso
from c8tui.sandbox.world import World

BEAT_MS = 4_000
"""How much time passes from one event to the next."""
_MOST_AT_ONCE = 100
"""After a long silence no more than so many events are made up for."""
_WEIGHTS: Mapping[str, int] = {"arrive": 22, "claim": 26, "complete": 22, "job": 18, "rest": 12}
_LOCK_MS = 30_000
_BACKOFF_MS = 60_000
_FIRST_NUMBER = 100_000
_OURS = "(" + ", ".join(f"'{process_id}'" for process_id in PLANS) + ")"
"""The processes of the company as a list of SQL."""


class Colleagues:
    """What happens without us. The n-th event is the same in every sandbox that was asked to at the same time.

    Nobody touches the tasks of those who use the sandbox, nor those of processes that they have brought along.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._engine = world.engine
        self._next: int | None = None
        self._event = 0
        self._deeds: Mapping[str, Callable[[Random, int], None]] = {
            "arrive": self._arrive,
            "claim": self._claim,
            "complete": self._complete,
            "job": self._work,
            "rest": lambda chance, at: None,
        }

    def turn(self, now: int) -> None:
        """Lets happen what should have happened since the last turn; the first one only starts the clock."""
        if self._next is None or now - self._next > _MOST_AT_ONCE * BEAT_MS:
            self._next = now + BEAT_MS
        while self._next <= now:
            self._event += 1
            chance = Random(self._event)
            deed = chance.choices(tuple(_WEIGHTS), tuple(_WEIGHTS.values()))[0]
            self._deeds[deed](chance, self._next)
            self._next += BEAT_MS

    def _arrive(self, chance: Random, at: int) -> None:
        process_id = chance.choice(tuple(PLANS))
        number = _FIRST_NUMBER + self._event
        low, high = PLANS[process_id].due_hours
        values = variables(process_id, chance, number)
        values["dueDate"] = iso(at + chance.randrange(low * HOUR_MS, high * HOUR_MS))
        start(self._engine, process_id, values, at, DEFAULT_TENANT, number)

    def _claim(self, chance: Random, at: int) -> None:
        task = self._some_task("t.assignee IS NULL", chance)
        if task is not None and task["assignee"] is None:
            colleague = chance.choice(COLLEAGUES)
            with self._engine.transaction(at):
                self._world.store.put("user_task", task | {"assignee": colleague}, at)
                record_task(self._engine, task, "ASSIGN", colleague)

    def _complete(self, chance: Random, at: int) -> None:
        task = self._some_task("t.assignee IS NOT NULL", chance)
        if task is not None and task["assignee"] is not None and task["assignee"] not in self._world.present:
            complete_task(self._engine, task, task["assignee"], at)

    def _some_task(self, condition: str, chance: Random) -> Row | None:
        """An open task as it truly is, found at a random place among all of them."""
        store = self._world.store
        low, high = store.select("SELECT (SELECT min(key) FROM user_task), (SELECT max(key) FROM user_task)")[0]
        sql = (
            "SELECT t.key FROM user_task t INDEXED BY user_task_order_key "
            f"WHERE t.state = 'CREATED' AND {condition} AND t.key >= ? AND t.process_definition_id IN {_OURS} "
            "ORDER BY t.key LIMIT 1"
        )
        found = store.select(sql, (chance.randint(low, high),)) or store.select(sql, (low,))
        task = store.get("user_task", found[0][0]) if found else None
        return task if task is not None and task["state"] == "CREATED" else None

    def _work(self, chance: Random, at: int) -> None:
        """A worker locks a waiting job, or is done with one that it holds, mostly well."""
        store, worker = self._world.store, chance.choice(tuple(WORKERS.values()))
        held = [job for job in store.find("job", phase="active") if job["worker"] == worker]
        with self._engine.transaction(at):
            if held:
                self._give_back(chance.choice(held), chance)
            else:
                for job in store.find("job", type=chance.choice(tuple(WORKERS)), phase="ready", limit=1):
                    if job["process_definition_id"] not in PLANS:
                        continue
                    until = at + _LOCK_MS
                    own = WORKERS.get(job["type"], worker)
                    self._engine.jobs.put(job, worker=own, phase="active", ready_at=until, deadline=until)

    def _give_back(self, job: Row, chance: Random) -> None:
        if chance.random() < 0.85:
            self._engine.jobs.complete(job, {}, Verdict())
            return
        message = chance.choice(FAILURES.get(job["type"], ("The worker gave up",)))
        self._engine.jobs.fail(job, max(0, job["retries"] - 1), _BACKOFF_MS, message, {})
