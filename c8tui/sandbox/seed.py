"""The first state of a sandbox: instances in every stage, their tasks, jobs and history, all relative to the clock."""

from __future__ import annotations

from itertools import cycle
from random import Random

from c8tui.sandbox.audit import record
from c8tui.sandbox.blueprints import DAY_MS, HOUR_MS, PROCESSES
from c8tui.sandbox.deploy import DEFAULT_TENANT, SECOND_TENANT, deploy
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.scale import multiply
from c8tui.sandbox.seed_decisions import seed_decisions
from c8tui.sandbox.seed_incidents import seed_incidents
from c8tui.sandbox.seed_jobs import FATES, settle_job
from c8tui.sandbox.store import Row, Store
from c8tui.sandbox.stories import Story
from c8tui.sandbox.stories.people import COLLEAGUES, variables

TOLD_ONE_BY_ONE = 2_000
"""How many tasks are made one by one; more than these are copies of them."""
_PROCESS_IDS = tuple(PROCESSES)
_PROCESS_WEIGHTS = (30, 22, 18, 16, 14)
_ASSIGNEES = (None, *COLLEAGUES, "demo")
_ASSIGNEE_WEIGHTS = (46, 12, 10, 10, 7, 5, 10)


class Seed:
    """Fills an empty store with a story of so many user tasks."""

    def __init__(self, store: Store, story: Story, tasks: int, now: int) -> None:
        self._store = store
        self._flow = Flow(store, story)
        self._tasks = tasks
        self._now = now
        self._chance = Random(8)
        self._number = 0
        self._made = 0
        self._fates = cycle(FATES)

    def sow(self) -> None:
        """Deploys, then tells instance after instance until there are enough tasks, then copies."""
        deploy(self._store, self._flow, self._now - 30 * DAY_MS)
        first_key = self._store.new_key()
        while self._made < min(self._tasks, TOLD_ONE_BY_ONE):
            self._instance(min(self._tasks, TOLD_ONE_BY_ONE) - self._made)
        seed_decisions(self._store, self._flow, self._now)
        if self._tasks > TOLD_ONE_BY_ONE:
            multiply(self._store, first_key, self._tasks)
        seed_incidents(self._store, self._flow, self._now)

    def _instance(self, most: int) -> None:
        """One instance in some stage of its life, with at most so many user tasks."""
        self._number += 1
        process_id = self._chance.choices(_PROCESS_IDS, _PROCESS_WEIGHTS)[0]
        length = len(PROCESSES[process_id].steps)
        # Where it stands: mostly at the first step, seldom behind the last.
        stage = self._chance.choices(range(length + 1), (80, 12, 8) if length == 2 else (34, 50, 12, 4))[0]
        if most == 1 and length == 2:
            stage = 0
        at = self._now - int(self._chance.expovariate(1 / (2.5 * DAY_MS))) - HOUR_MS // 4
        at = max(at, self._now - 25 * DAY_MS)
        tenant = SECOND_TENANT if self._number % 40 == 7 else DEFAULT_TENANT
        values = variables(process_id, self._chance, self._number)
        instance = self._flow.start(process_id, values, at, tenant, self._number)
        for position in range(length):
            made = self._flow.enter(instance, position, at)
            if made is None:
                raise AssertionError("a step always makes a task or a job")
            done = position < stage
            # The rest of its time is shared by the steps that are still to come.
            until = at + (self._now - at) // (stage + 1) if done else self._now
            if "type" in made:
                settle_job(self._flow, made, self._chance, self._fates, at, until, done=done)
            else:
                self._made += 1
                self._task(made, until, done=done)
            if not done:
                return
            at = until
        self._flow.enter(instance, length, at)

    def _task(self, task: Row, until: int, *, done: bool) -> None:
        """Gives a new task its people and dates, and completes it when it is history."""
        chance = self._chance
        assignee = chance.choices(_ASSIGNEES, _ASSIGNEE_WEIGHTS)[0]
        if done:
            assignee = assignee or chance.choice(COLLEAGUES)
            task |= {"state": "COMPLETED", "completion_date": until}
        task["assignee"] = assignee
        task["due_date"] = self._due(task)
        if chance.random() < 0.08:
            task["follow_up_date"] = self._now + chance.randrange(-12, 96) * HOUR_MS
        if chance.random() < 0.1:
            task["candidate_users"] = '["anna","ben"]'
        self._flow.put("user_task", task, until)
        if assignee is not None:
            picked_up = task["creation_date"] + (until - task["creation_date"]) // 3
            record(self._store, self._flow, task, "ASSIGN", assignee, picked_up)
        if done and assignee is not None:
            record(self._store, self._flow, task, "COMPLETE", assignee, until)

    def _due(self, task: Row) -> int | None:
        """Overdue, soon, later or never; history was due around its end."""
        chance = self._chance
        if task["completion_date"] is not None:
            return int(task["completion_date"]) + chance.randrange(-24, 48) * HOUR_MS
        kind = chance.choices(("overdue", "soon", "later", "none"), (9, 20, 46, 25))[0]
        minute = HOUR_MS // 60
        match kind:
            case "overdue":
                return self._now - chance.randrange(10, 72 * 60) * minute
            case "soon":
                return self._now + chance.randrange(5, 8 * 60) * minute
            case "later":
                return self._now + chance.randrange(8 * 60, 10 * 24 * 60) * minute
        return None
