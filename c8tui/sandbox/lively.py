"""Colleagues at work: with time passing tasks are claimed and completed, new ones arrive, jobs come and go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from c8tui.sandbox.audit import record
from c8tui.sandbox.blueprints import PROCESSES
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.jobs import Jobs
from c8tui.sandbox.store import Row
from c8tui.sandbox.stories.people import COLLEAGUES, FAILURES, WORKERS, variables
from c8tui.sandbox.world import World

BEAT_MS = 4_000
"""How much time passes from one event to the next."""
_MOST_AT_ONCE = 100
"""After a long silence no more than so many events are made up for."""
_WEIGHTS: Mapping[str, int] = {"arrive": 22, "claim": 26, "complete": 22, "job": 18, "rest": 12}
_LOCK_MS = 30_000
_BACKOFF_MS = 60_000
_FIRST_NUMBER = 100_000


class Colleagues:
    """What happens without us. The n-th event is the same in every sandbox that was asked to at the same time.

    Nobody touches the tasks of those who use the sandbox.
    """

    def __init__(self, world: World, flow: Flow, jobs: Jobs) -> None:
        self._world = world
        self._flow = flow
        self._jobs = jobs
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
        process_id = chance.choice(tuple(PROCESSES))
        number = _FIRST_NUMBER + self._event
        instance = self._flow.start(process_id, variables(process_id, chance, number), at, "<default>", number)
        self._flow.enter(instance, 0, at)

    def _claim(self, chance: Random, at: int) -> None:
        task = self._some_task("t.assignee IS NULL", chance)
        if task is not None and task["assignee"] is None:
            colleague = chance.choice(COLLEAGUES)
            self._world.store.put("user_task", task | {"assignee": colleague}, at)
            record(self._world.store, self._flow, task, "ASSIGN", colleague, at)

    def _complete(self, chance: Random, at: int) -> None:
        task = self._some_task("t.assignee IS NOT NULL", chance)
        if task is None or task["assignee"] is None or task["assignee"] in self._world.present:
            return
        self._world.store.put("user_task", task | {"state": "COMPLETED", "completion_date": at}, at)
        record(self._world.store, self._flow, task, "COMPLETE", task["assignee"], at)
        self._flow.leave(task["process_instance_key"], task["element_id"], {}, at)

    def _some_task(self, condition: str, chance: Random) -> Row | None:
        """An open task as it truly is, found at a random place among all of them."""
        store = self._world.store
        low, high = store.select("SELECT (SELECT min(key) FROM user_task), (SELECT max(key) FROM user_task)")[0]
        sql = (
            "SELECT t.key FROM user_task t INDEXED BY user_task_order_key "
            f"WHERE t.state = 'CREATED' AND {condition} AND t.key >= ? ORDER BY t.key LIMIT 1"
        )
        found = store.select(sql, (chance.randint(low, high),)) or store.select(sql, (low,))
        task = store.get("user_task", found[0][0]) if found else None
        return task if task is not None and task["state"] == "CREATED" else None

    def _work(self, chance: Random, at: int) -> None:
        """A worker locks a waiting job, or is done with one that it holds, mostly well."""
        store, worker = self._world.store, chance.choice(tuple(WORKERS.values()))
        held = [job for job in store.find("job", phase="active") if job["worker"] == worker]
        if not held:
            for job in store.find("job", type=chance.choice(tuple(WORKERS)), phase="ready", limit=1):
                until = at + _LOCK_MS
                own = {"worker": WORKERS.get(job["type"], worker), "last_update_time": at}
                self._jobs.put(job | own | {"phase": "active", "ready_at": until, "deadline": until})
            return
        job = chance.choice(held) | {"last_update_time": at, "deadline": None}
        if chance.random() < 0.85:
            self._jobs.put(job | {"state": "COMPLETED", "phase": "done", "end_time": at})
            self._flow.leave(job["process_instance_key"], job["element_id"], {}, at)
            return
        message = chance.choice(FAILURES.get(job["type"], ("The worker gave up",)))
        retries = job["retries"] - 1
        job |= {"state": "FAILED", "retries": retries, "error_message": message, "ready_at": at + _BACKOFF_MS}
        job |= {"phase": "backoff" if retries else "failed", "has_failed_with_retries_left": int(retries > 0)}
        self._jobs.put(job)
        if not retries:
            self._flow.raise_incident(job, "JOB_NO_RETRIES", message, at)
