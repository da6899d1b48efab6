"""The first state of a sandbox: instances in every stage of their lives, run by the engine at times that are past."""

from __future__ import annotations

from itertools import cycle
from random import Random

from c8tui.sandbox.audit import record_task
from c8tui.sandbox.deployments import Deployer
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.scale import multiply
from c8tui.sandbox.seed_decisions import seed_decisions
from c8tui.sandbox.seed_incidents import EARLY, LATER, seed_incidents
from c8tui.sandbox.seed_jobs import FATES, settle_job
from c8tui.sandbox.store import Row, Store
from c8tui.sandbox.stories import Scripted, Story
from c8tui.sandbox.stories.company import DAY_MS, HOUR_MS, LATE, PLANS, SECOND_TENANT, deployments, file
from c8tui.sandbox.stories.people import COLLEAGUES, variables
from c8tui.sandbox.tenants import DEFAULT_TENANT

TOLD_ONE_BY_ONE = 2_000
"""How many tasks are made one by one; more than these are copies of them."""
_PROCESS_IDS = tuple(PLANS)
_PROCESS_WEIGHTS = (30, 22, 18, 16, 14)
_ASSIGNEES = (None, *COLLEAGUES, "demo")
_ASSIGNEE_WEIGHTS = (46, 12, 10, 10, 7, 5, 10)
_PRIORITIES = (50, 50, 50, 50, 75, 75, 30, 25, 90, 95)


class Seed:
    """Fills an empty store with a story of so many user tasks."""

    def __init__(self, store: Store, story: Story, tasks: int, now: int) -> None:
        self._store = store
        self._story = story
        self._engine = Engine(store, story.twist)
        self._tasks = tasks
        self._now = now
        self._chance = Random(8)
        self._number = 0
        self._made = 0
        self._fates = cycle(FATES)

    def sow(self) -> None:
        """Lets a scripted story tell itself; else deploys the company's files and starts instances until there are
        enough tasks, then copies."""
        if isinstance(self._story, Scripted):
            self._story.tell(self._engine, self._now)
            return
        at = self._now - 30 * DAY_MS
        with self._engine.transaction(at):
            for files in deployments():
                Deployer(self._engine).deploy(files, DEFAULT_TENANT)
        seed_incidents(self._engine, self._now, EARLY)
        with self._engine.transaction(at):
            for name in LATE:
                Deployer(self._engine).deploy([file(name)], DEFAULT_TENANT)
        seed_incidents(self._engine, self._now, LATER)
        first_key = self._store.new_key()
        while self._made < min(self._tasks, TOLD_ONE_BY_ONE):
            self._instance(min(self._tasks, TOLD_ONE_BY_ONE) - self._made)
        seed_decisions(self._engine, self._now)
        if self._tasks > TOLD_ONE_BY_ONE:
            multiply(self._store, first_key, self._tasks)

    def _instance(self, most: int) -> None:
        """One instance in some stage of its life, with at most so many user tasks."""
        self._number += 1
        process_id = self._chance.choices(_PROCESS_IDS, _PROCESS_WEIGHTS)[0]
        plan = PLANS[process_id]
        # Where it stands: mostly at the first step, seldom behind the last.
        weights = (80, 12, 8) if plan.waits == 2 else (34, 50, 12, 4)
        stage = self._chance.choices(range(plan.waits + 1), weights)[0]
        if most == 1 and plan.waits == 2:
            stage = 0
        at = self._now - int(self._chance.expovariate(1 / (2.5 * DAY_MS))) - HOUR_MS // 4
        at = max(at, self._now - 25 * DAY_MS)
        tenant = SECOND_TENANT if self._number % 40 == 7 else DEFAULT_TENANT
        values = variables(process_id, self._chance, self._number)
        instance = start(self._engine, process_id, values, at, tenant, self._number)
        for position in range(plan.waits):
            done = position < stage
            # The rest of its time is shared by the steps that are still to come.
            until = at + (self._now - at) // (stage + 1) if done else self._now
            if not self._step(instance, at, until, done=done) or not done:
                return
            at = until

    def _step(self, instance: int, at: int, until: int, *, done: bool) -> bool:
        """What becomes of the job or task that an instance waits for; False when it waits for none."""
        for job in self._store.find("job", process_instance_key=instance):
            if job["phase"] == "ready":
                settle_job(self._engine, job, self._chance, self._fates, at, until, done=done)
                return True
        for task in self._store.find("user_task", process_instance_key=instance):
            if task["state"] == "CREATED":
                self._made += 1
                self._task(task, until, done=done)
                return True
        return False

    def _task(self, task: Row, until: int, *, done: bool) -> None:
        """Gives a new task its people and dates, and completes it when it is history."""
        chance, engine = self._chance, self._engine
        assignee = chance.choices(_ASSIGNEES, _ASSIGNEE_WEIGHTS)[0]
        if done:
            assignee = assignee or chance.choice(COLLEAGUES)
        changes: Row = {"assignee": assignee, "due_date": self._due(until if done else None)}
        changes["priority"] = Random(task["key"]).choice(_PRIORITIES)
        if chance.random() < 0.08:
            changes["follow_up_date"] = self._now + chance.randrange(-12, 96) * HOUR_MS
        if chance.random() < 0.1:
            changes["candidate_users"] = '["anna","ben"]'
        if assignee is not None:
            picked_up = task["creation_date"] + (until - task["creation_date"]) // 3
            with engine.transaction(picked_up):
                record_task(engine, task, "ASSIGN", assignee)
        with engine.transaction(until):
            execution = engine.work.get(task["element_instance_key"])
            engine.records.put("user_task", engine.tasks.task_of(execution) | changes)
        if done and assignee is not None:
            complete_task(engine, task, assignee, until)

    def _due(self, completed: int | None) -> int | None:
        """Overdue, soon, later or never; history was due around its end."""
        chance = self._chance
        if completed is not None:
            return completed + chance.randrange(-24, 48) * HOUR_MS
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


def start(engine: Engine, process_id: str, values: Row, at: int, tenant: str, number: int) -> int:
    """Starts an instance of the latest version of a process of the company; the key of the instance.

    The tenants share the company's definitions.
    """
    definition = engine.definitions.latest("process_definition", "process_definition_id", process_id, DEFAULT_TENANT)
    assert definition is not None, "the company has deployed its processes"
    business_id = f"{process_id[:3].upper()}-{number:06d}"
    with engine.transaction(at):
        plan = PLANS[process_id]
        return engine.create(definition, values, tenant, tags=list(plan.tags), business_id=business_id).key


def complete_task(engine: Engine, task: Row, actor: str, at: int) -> None:
    """Somebody completes a task without changing anything."""
    with engine.transaction(at):
        engine.tasks.begin(engine.work.get(task["element_instance_key"]), "completing", {}, {})
        record_task(engine, task, "COMPLETE", actor)
