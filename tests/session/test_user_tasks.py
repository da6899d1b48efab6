"""The inbox over a sandbox: what comes back, what is sent, what took effect, and what is said of failures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import msgspec
import pytest

from c8tui.errors import C8Error, Conflict, Forbidden, GatewayFailure, NotFound, OutcomeUnknown, Refusal
from c8tui.model.base import moment
from c8tui.model.search import Op
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.model.variables import Variable
from c8tui.session.actions import Step
from c8tui.session.process_names import NameSearch
from c8tui.session.session import Session
from c8tui.session.user_tasks import FRESH_S, MOST_DETAILS, UserTasks, innermost
from c8tui.session.views import BUILT_IN
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox, a_task, every_task
from tests.session.lists import all_of

INVOICES = NameSearch("invoice", (("name", (Op(like="*invoice*"),)),))
COMPLETION = "/user-tasks/*/completion"
EVERY_COMMAND = (
    "POST:/v2/user-tasks/*/assignment",
    "DELETE:/v2/user-tasks/*",
    f"POST:/v2{COMPLETION}",
    "PATCH:/v2/user-tasks/*",
)
"""Where the commands on tasks go, as faults name it."""


def at(task: UserTask, what: str = "") -> str:
    return f"/user-tasks/{task.user_task_key}{what}"


async def truth(session: Session, task: UserTask) -> UserTask:
    """The task as the cluster tells it, nothing of ours on top."""
    other = UserTasks(session.user_tasks.wire)
    return await other.task(task.user_task_key)


class TestClaiming:
    async def test_it_never_steals(self, sandbox: Sandbox, open_session: OpenSession) -> None:
        """Two people see the same free task and claim it at once: one has it, the other learns who."""
        demo, anna = await open_session(sandbox, "demo"), await open_session(sandbox, "anna")
        task = await a_task(demo, assignee=None)
        first, second = await asyncio.gather(
            Step("claim", "demo").send(demo.user_tasks, task),
            Step("claim", "anna").send(anna.user_tasks, task),
            return_exceptions=True,
        )
        winner, loser, conflict = ("demo", anna, second) if first is None else ("anna", demo, first)
        assert isinstance(conflict, Conflict)
        assert f"already assigned to '{winner}'" in conflict.detail
        assert conflict.outcome_known
        assert (await truth(demo, task)).assignee == winner
        assert await sandbox.log() == [f"POST {at(task, '/assignment')}"]
        assert sandbox.bodies("/assignment") == [
            {"assignee": name, "allowOverride": False, "action": "claim"} for name in ("demo", "anna")
        ]
        assert loser.user_tasks.overlay.mark(task.user_task_key) is None

    async def test_what_the_list_knows_to_be_held_is_not_even_asked_for(
        self, sandbox: Sandbox, sandbox_session: Session
    ) -> None:
        held = await a_task(sandbox_session, assignee="anna")
        with pytest.raises(Refusal, match="assigned to anna; take over with t"):
            await Step("claim", "demo").send(sandbox_session.user_tasks, held)
        assert sandbox.commands_sent() == []

    @pytest.mark.parametrize(
        ("step", "holder"),
        [(Step("take_over", "demo"), "demo"), (Step("assign", assignee="ben"), "ben"), (Step("unclaim", "demo"), None)],
    )
    async def test_a_held_task_changes_hands(
        self, sandbox: Sandbox, sandbox_session: Session, step: Step, holder: str | None
    ) -> None:
        held = await a_task(sandbox_session, assignee="demo" if step.kind == "unclaim" else "anna")
        await step.send(sandbox_session.user_tasks, held)
        assert len(sandbox.commands_sent()) == len(await sandbox.log()) == 1
        assert (await truth(sandbox_session, held)).assignee == holder

    async def test_a_listener_denies_it(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        await sandbox.faults("deny=Four eyes are needed*1")
        task = await a_task(sandbox_session, assignee=None)
        with pytest.raises(Conflict, match="Four eyes are needed"):
            await Step("claim", "demo").send(sandbox_session.user_tasks, task)
        assert await sandbox.log() == []
        assert sandbox_session.user_tasks.overlay.over(task).assignee is None


COMMANDS: dict[str, Callable[[UserTasks, UserTask], Awaitable[None]]] = {
    "claim": lambda user_tasks, task: Step("claim", "demo").send(user_tasks, task),
    "take over": lambda user_tasks, task: Step("take_over", "demo").send(user_tasks, task),
    "assign": lambda user_tasks, task: Step("assign", assignee="ben").send(user_tasks, task),
    "unclaim": lambda user_tasks, task: Step("unclaim", "demo").send(user_tasks, task),
    "complete": lambda user_tasks, task: Step("complete", "demo").send(user_tasks, task),
    "change": lambda user_tasks, task: Step("change", changeset=Changeset(priority=1)).send(user_tasks, task),
}
ALLOWED_ON = {"claim": None, "take over": "anna", "assign": "anna", "unclaim": "demo", "complete": None, "change": None}


class TestRefusing:
    async def test_a_read_only_profile_sends_nothing(self, sandbox: Sandbox, open_session: OpenSession) -> None:
        session = await open_session(sandbox, read_only=True)
        for name, command in COMMANDS.items():
            task = await a_task(session, assignee=ALLOWED_ON[name])
            with pytest.raises(Refusal, match="this profile is read-only"):
                await command(session.user_tasks, task)
            assert session.user_tasks.overlay.mark(task.user_task_key) is None
        assert sandbox.commands_sent() == []

    async def test_no_command_in_a_state_that_takes_none(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        for state in ("CREATING", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING", "COMPLETED"):
            for name, command in COMMANDS.items():
                task = UserTask(user_task_key="1", state=state, assignee=ALLOWED_ON[name])
                with pytest.raises(Refusal):
                    await command(sandbox_session.user_tasks, task)
        assert sandbox.commands_sent() == []

    async def test_the_cluster_has_the_last_word_on_a_list_that_is_behind(
        self, sandbox: Sandbox, sandbox_session: Session
    ) -> None:
        """A listener without a worker holds the task in ASSIGNING; our row still says CREATED."""
        await sandbox.faults("listener-timeout*1")
        task = await a_task(sandbox_session, assignee=None)
        with pytest.raises(OutcomeUnknown, match="a task listener has no worker"):
            await Step("claim", "demo").send(sandbox_session.user_tasks, task)
        assert (await truth(sandbox_session, task)).state == "ASSIGNING"
        with pytest.raises(Conflict, match="is in state 'ASSIGNING'"):
            await Step("claim", "demo").send(sandbox_session.user_tasks, task)
        sandbox.clock.at += 5
        await Step("claim", "demo").send(sandbox_session.user_tasks, task)
        assert (await truth(sandbox_session, task)).assignee == "demo"


class TestCompleting:
    async def test_the_variables_go_with_it_and_the_next_task_appears(
        self, sandbox: Sandbox, sandbox_session: Session
    ) -> None:
        mine = await a_task(sandbox_session, element_id="review-invoice", assignee="demo")
        await Step("complete", "demo", variables={"approved": True, "big": 12345678901234567890}).send(
            sandbox_session.user_tasks, mine
        )
        assert sandbox.bodies("/completion") == [{"variables": {"approved": True, "big": 12345678901234567890}}]
        assert await sandbox.log() == [f"POST {at(mine, '/completion')}"]
        assert (await truth(sandbox_session, mine)).state == "COMPLETED"
        after = await a_task(
            sandbox_session, element_id="release-payment", process_instance_key=mine.process_instance_key
        )
        values = {v.name: v.value for v in await sandbox_session.user_tasks.variables(after.user_task_key)}
        assert (values["approved"], values["big"]) == ("true", "12345678901234567890")

    async def test_what_nobody_holds_is_claimed_first(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        task = await a_task(sandbox_session, assignee=None)
        await Step("complete", "demo").send(sandbox_session.user_tasks, task)
        assert await sandbox.log() == [f"POST {at(task, '/assignment')}", f"POST {at(task, '/completion')}"]
        assert sandbox.bodies("/assignment")[0]["allowOverride"] is False
        done = await truth(sandbox_session, task)
        assert (done.state, done.assignee) == ("COMPLETED", "demo")

    async def test_somebody_claimed_it_meanwhile(self, sandbox: Sandbox, open_session: OpenSession) -> None:
        demo, anna = await open_session(sandbox, "demo"), await open_session(sandbox, "anna")
        task = await a_task(demo, assignee=None)
        await Step("claim", "anna").send(anna.user_tasks, task)
        with pytest.raises(Conflict, match="already assigned to 'anna'"):
            await Step("complete", "demo", variables={"approved": True}).send(demo.user_tasks, task)
        assert await sandbox.log() == [f"POST {at(task, '/assignment')}"]
        assert sandbox.bodies("/completion") == []
        now = await truth(demo, task)
        assert (now.state, now.assignee) == ("CREATED", "anna")

    async def test_the_claim_stands_when_the_completion_is_denied(
        self, sandbox: Sandbox, sandbox_session: Session
    ) -> None:
        await sandbox.faults(f"deny=Not yet@POST:/v2{COMPLETION}")
        task = await a_task(sandbox_session, assignee=None)
        with pytest.raises(Conflict, match="Not yet"):
            await Step("complete", "demo").send(sandbox_session.user_tasks, task)
        shown = sandbox_session.user_tasks.overlay.over(task)
        assert (shown.state, shown.assignee) == ("CREATED", "demo")
        assert (await truth(sandbox_session, task)).assignee == "demo"

    async def test_without_a_name_there_is_nothing_to_claim_for(
        self, sandbox: Sandbox, sandbox_session: Session
    ) -> None:
        task = await a_task(sandbox_session, assignee=None)
        await Step("complete", None).send(sandbox_session.user_tasks, task)
        assert await sandbox.log() == [f"POST {at(task, '/completion')}"]


class TestUnknownOutcome:
    """Whatever became of the answer, a command is in the log at most once, and nothing is claimed that is not true."""

    @staticmethod
    def holder(name: str) -> str | None:
        """Who holds a task on which the command is one request."""
        return "demo" if name == "complete" else ALLOWED_ON[name]

    @pytest.mark.parametrize("fault", ["lost", "cut", "504=done", "502=done"])
    async def test_done_though_the_answer_was_lost(
        self, sandbox: Sandbox, sandbox_session: Session, fault: str
    ) -> None:
        for number, (name, command) in enumerate(COMMANDS.items(), 1):
            await sandbox.faults()
            task = await a_task(sandbox_session, assignee=self.holder(name))
            await sandbox.faults(*(f"{fault}@{where}" for where in EVERY_COMMAND))
            await command(sandbox_session.user_tasks, task)
            assert len(await sandbox.log()) == len(sandbox.commands_sent()) == number, name
            assert sandbox_session.user_tasks.overlay.mark(task.user_task_key) == "index behind"
        assert sandbox.clock.slept == [0.0] * len(COMMANDS)

    @pytest.mark.parametrize("fault", ["drop", "504", "502"])
    async def test_not_done_and_no_answer_either(self, sandbox: Sandbox, sandbox_session: Session, fault: str) -> None:
        await sandbox.faults(*(f"{fault}@{where}" for where in EVERY_COMMAND))
        for number, (name, command) in enumerate(COMMANDS.items(), 1):
            task = await a_task(sandbox_session, assignee=self.holder(name))
            with pytest.raises(OutcomeUnknown) as raised:
                await command(sandbox_session.user_tasks, task)
            assert raised.value.outcome_known is False
            assert raised.value.detail.endswith("It was read again and does not show as done")
            assert len(sandbox.commands_sent()) == number, name
            assert sandbox_session.user_tasks.overlay.mark(task.user_task_key) is None
        assert await sandbox.log() == []
        assert sandbox.clock.slept == [0.0, 0.5, 1.0, 2.0] * len(COMMANDS)

    async def test_done_and_seen_as_soon_as_the_index_has_it(self, open_session: OpenSession) -> None:
        sandbox = Sandbox(lag_ms=1_200)
        session = await open_session(sandbox)
        task = await a_task(session, assignee="demo")
        await sandbox.faults(f"lost@POST:/v2{COMPLETION}")
        await Step("complete", "demo").send(session.user_tasks, task)
        assert sandbox.clock.slept == [0.0, 0.5, 1.0]
        assert await sandbox.log() == [f"POST {at(task, '/completion')}"]

    async def test_done_and_too_late_for_us(self, open_session: OpenSession) -> None:
        sandbox = Sandbox(lag_ms=60_000)
        session = await open_session(sandbox)
        task = await a_task(session, assignee="demo")
        await sandbox.faults(f"504=done@POST:/v2{COMPLETION}")
        with pytest.raises(OutcomeUnknown) as raised:
            await Step("complete", "demo").send(session.user_tasks, task)
        told = raised.value
        assert (told.status, told.title, told.outcome_known) == (504, "DEADLINE_EXCEEDED", False)
        assert isinstance(raised.value.__cause__, GatewayFailure)
        assert len(sandbox.commands_sent()) == len(await sandbox.log()) == 1

    async def test_overload_is_tried_again_since_nothing_was_done(
        self, sandbox: Sandbox, sandbox_session: Session
    ) -> None:
        task = await a_task(sandbox_session, assignee="demo")
        await sandbox.faults(f"503@/v2{COMPLETION}*2")
        await Step("complete", "demo").send(sandbox_session.user_tasks, task)
        assert len(sandbox.commands_sent()) == 3
        assert await sandbox.log() == [f"POST {at(task, '/completion')}"]


async def shown(session: Session, task: UserTask) -> UserTask:
    """The row that a fresh list of all open tasks shows for `task`."""
    found = await all_of(session.user_tasks.rows(BUILT_IN[0], session.identity))
    return next(row for row in found if row.user_task_key == task.user_task_key)


class TestIndexBehind:
    async def test_a_claim_shows_until_the_index_agrees(self, open_session: OpenSession) -> None:
        sandbox = Sandbox(lag_ms=5_000)
        session = await open_session(sandbox)
        task = await a_task(session, assignee=None)
        await Step("claim", "demo").send(session.user_tasks, task)
        assert (await truth(session, task)).assignee is None  # what the index says
        assert (await shown(session, task)).assignee == "demo"
        assert (await session.user_tasks.task(task.user_task_key)).assignee == "demo"
        assert session.user_tasks.overlay.mark(task.user_task_key) == "index behind"
        assert session.user_tasks.overlay.waiting
        sandbox.clock.at += 5
        assert (await shown(session, task)).assignee == "demo"
        assert session.user_tasks.overlay.mark(task.user_task_key) is None
        assert not session.user_tasks.overlay.waiting

    async def test_a_command_under_way_shows_as_pending(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        task = await a_task(sandbox_session, assignee=None)
        marks = []

        async def look(request: httpx.Request) -> None:
            row = sandbox_session.user_tasks.overlay.over(task)
            marks.append((row.assignee, sandbox_session.user_tasks.overlay.mark(task.user_task_key)))

        sandbox.meddle = look
        await Step("claim", "demo").send(sandbox_session.user_tasks, task)
        assert marks == [("demo", "pending")]

    async def test_after_a_minute_the_index_is_believed(self, open_session: OpenSession) -> None:
        sandbox = Sandbox(lag_ms=3_600_000)
        session = await open_session(sandbox)
        task = await a_task(session, assignee=None)
        await Step("claim", "demo").send(session.user_tasks, task)
        sandbox.clock.at += 59.9
        assert (await shown(session, task)).assignee == "demo"
        sandbox.clock.at += 0.1
        assert (await shown(session, task)).assignee is None
        assert session.user_tasks.overlay.mark(task.user_task_key) is None

    async def test_a_failed_command_goes_alone(self, open_session: OpenSession) -> None:
        sandbox = Sandbox(lag_ms=5_000, faults=("deny=No@PATCH:/v2/user-tasks/**1",))
        session = await open_session(sandbox)
        task = await a_task(session, assignee=None, priority=50)
        await Step("claim", "demo").send(session.user_tasks, task)
        with pytest.raises(Conflict):
            await Step("change", changeset=Changeset(priority=99)).send(session.user_tasks, task)
        row = await shown(session, task)
        assert (row.assignee, row.priority) == ("demo", 50)

    async def test_what_came_after_overtakes_it(self, open_session: OpenSession) -> None:
        sandbox = Sandbox(lag_ms=5_000)
        demo, anna = await open_session(sandbox, "demo"), await open_session(sandbox, "anna")
        task = await a_task(demo, assignee=None)
        await Step("claim", "demo").send(demo.user_tasks, task)
        await Step("take_over", "anna").send(anna.user_tasks, msgspec.structs.replace(task, assignee="demo"))
        await Step("complete", "anna").send(anna.user_tasks, msgspec.structs.replace(task, assignee="anna"))
        sandbox.clock.at += 5
        done = await demo.user_tasks.task(task.user_task_key)
        assert (done.state, done.assignee) == ("COMPLETED", "anna")
        assert demo.user_tasks.overlay.mark(task.user_task_key) is None

    async def test_a_command_that_is_given_up_leaves_nothing(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        task = await a_task(sandbox_session, assignee=None)
        arrived, never = asyncio.Event(), asyncio.Event()

        async def hold(request: httpx.Request) -> None:
            arrived.set()
            await never.wait()

        sandbox.meddle = hold
        claim = asyncio.create_task(Step("claim", "demo").send(sandbox_session.user_tasks, task))
        await arrived.wait()
        claim.cancel()
        with pytest.raises(asyncio.CancelledError):
            await claim
        assert sandbox_session.user_tasks.overlay.mark(task.user_task_key) is None


class TestChanging:
    CHANGES = Changeset(
        priority=90,
        due_date="2027-03-01T17:00:00+01:00",
        follow_up_date="2027-02-01T09:00:00Z",
        candidate_groups=("leads", "sales"),
        candidate_users=("ben",),
    )

    async def test_everything_at_once(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        task = await a_task(sandbox_session)
        await Step("change", changeset=self.CHANGES).send(sandbox_session.user_tasks, task)
        laid_over = sandbox_session.user_tasks.overlay.over(task)
        now = await truth(sandbox_session, task)
        for one in (laid_over, now):
            assert (one.priority, one.candidate_groups, one.candidate_users) == (90, ("leads", "sales"), ("ben",))
            assert moment(one.due_date) == moment("2027-03-01T16:00:00Z")
            assert moment(one.follow_up_date) == moment("2027-02-01T09:00:00Z")
        assert (await sandbox_session.user_tasks.task(task.user_task_key)) == now
        assert sandbox_session.user_tasks.overlay.mark(task.user_task_key) is None

    async def test_only_what_changes_is_sent(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        task = await a_task(sandbox_session)
        await Step("change", changeset=Changeset(priority=0)).send(sandbox_session.user_tasks, task)
        assert sandbox.bodies(at(task))[-1] == {"changeset": {"priority": 0}}
        assert (await truth(sandbox_session, task)) == msgspec.structs.replace(task, priority=0)

    async def test_clearing(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        task = await a_task(sandbox_session)
        await Step("change", changeset=self.CHANGES).send(sandbox_session.user_tasks, task)
        await Step("change", changeset=Changeset(due_date="", follow_up_date="", candidate_groups=())).send(
            sandbox_session.user_tasks, task
        )
        laid_over = sandbox_session.user_tasks.overlay.over(task)
        now = await truth(sandbox_session, task)
        for one in (laid_over, now):
            assert (one.due_date, one.follow_up_date) == (None, None)
            assert (one.candidate_groups, one.candidate_users, one.priority) == ((), ("ben",), 90)
        await shown(sandbox_session, task)
        assert sandbox_session.user_tasks.overlay.mark(task.user_task_key) is None


class TestLooking:
    async def test_all_of_a_task(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        task = await a_task(sandbox_session, element_id="review-invoice", assignee=None)
        await Step("claim", "demo").send(sandbox_session.user_tasks, task)
        detail = await sandbox_session.user_tasks.detail(task)
        assert detail.task.assignee == "demo"
        names = [variable.name for variable in detail.variables or ()]
        assert names == sorted(names)
        assert {"amount", "supplier", "invoiceNo"} <= set(names)
        assert detail.form is not None
        assert detail.form.form_id == "review-invoice"
        assert detail.history is not None
        latest = detail.history[0]
        assert (latest.operation_type, latest.actor_id, latest.result) == ("ASSIGN", "demo", "SUCCESS")

    async def test_no_form_is_asked_for_where_there_is_none(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        task = await a_task(sandbox_session, form_key=None)
        assert (await sandbox_session.user_tasks.detail(task)).form is None
        assert not [line for line, _ in await sandbox.requests() if line.endswith("/form")]

    async def test_what_an_old_cluster_lacks_is_asked_for_once(self, open_session: OpenSession) -> None:
        sandbox = Sandbox(dialect="8.8")
        session = await open_session(sandbox)
        first, second = [task for _, task in await every_task(session)][:2]
        for task in (first, second):
            detail = await session.user_tasks.detail(task)
            assert detail.history is None
            assert detail.variables
        asked = [line for line, _ in await sandbox.requests()]
        for endpoint in ("effective-variables", "audit-logs"):
            assert [line for line in asked if endpoint in line] == [f"POST {at(first, f'/{endpoint}/search')}"]
        assert f"POST {at(second, '/variables/search')}" in asked

    async def test_both_ways_to_the_variables_agree(self, open_session: OpenSession) -> None:
        old, new = await open_session(Sandbox(dialect="8.8")), await open_session(Sandbox(dialect="8.9"))
        task = await a_task(new, assignee=None)

        async def seen(session: Session) -> list[tuple[str, str]]:
            return [(v.name, v.value) for v in await session.user_tasks.variables(task.user_task_key)]

        assert await seen(old) == await seen(new)

    async def test_an_unknown_task_proves_no_endpoint_absent(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        for look in (sandbox_session.user_tasks.task, sandbox_session.user_tasks.variables):
            with pytest.raises(NotFound):
                await look("2251799813000000")
        task = await a_task(sandbox_session)
        await sandbox_session.user_tasks.variables(task.user_task_key)
        assert (f"POST {at(task, '/effective-variables/search')}", 200) in await sandbox.requests()

    async def test_a_history_that_one_may_not_see(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        await sandbox.faults("403@*/audit-logs/search*1")
        task = await a_task(sandbox_session)
        assert await sandbox_session.user_tasks.history(task.user_task_key) is None
        assert await sandbox_session.user_tasks.history(task.user_task_key) is not None

    @pytest.mark.parametrize("dialect", ["8.8", "8.9"])
    async def test_long_values_come_cut_unless_they_are_wanted_whole(
        self, open_session: OpenSession, dialect: str
    ) -> None:
        session = await open_session(Sandbox(dialect=dialect))
        mine = await a_task(session, element_id="review-invoice", assignee="demo")
        await Step("complete", "demo", variables={"story": "x" * 20_000}).send(session.user_tasks, mine)
        after = await a_task(session, process_instance_key=mine.process_instance_key)

        async def story(**how: Any) -> Variable:
            found = await session.user_tasks.variables(after.user_task_key, **how)
            return next(variable for variable in found if variable.name == "story")

        cut, whole = await story(), await story(whole=True)
        assert (cut.is_truncated, len(cut.value)) == (True, 8_191)
        assert (whole.is_truncated, json.loads(whole.value)) == (False, "x" * 20_000)


class TestViews:
    async def test_each_shows_its_tasks(self, sandbox_session: Session) -> None:
        views = {view: [task for _, task in await every_task(sandbox_session, view)]
                 for view in ("open", "mine", "unassigned", "completed")}  # fmt: skip
        assert {task.state for task in views["open"]} == {"CREATED"}
        assert {task.assignee for task in views["mine"]} == {"demo"}
        assert {task.assignee for task in views["unassigned"]} == {None}
        assert {task.state for task in views["completed"]} == {"COMPLETED"}
        keys = {task.user_task_key for task in views["open"]}
        assert {task.user_task_key for task in (*views["mine"], *views["unassigned"])} < keys
        assert len(views["open"]) + len(views["completed"]) == 120

    async def test_the_groups_of_a_person(self, sandbox: Sandbox, open_session: OpenSession) -> None:
        session = await open_session(sandbox, groups=("leads", "sales"))
        found = [task for _, task in await every_task(session, "groups")]
        assert found
        assert all({"leads", "sales"} & set(task.candidate_groups) for task in found)
        everything = [task for _, task in await every_task(session)]
        assert len(found) == sum(bool({"leads", "sales"} & set(task.candidate_groups)) for task in everything)

    async def test_the_nearest_due_first_and_those_without_a_date_last(self, sandbox_session: Session) -> None:
        due = [moment(task.due_date) for _, task in await every_task(sandbox_session)]
        dated = [when for when in due if when is not None]
        assert due == [*sorted(dated), *[None] * (len(due) - len(dated))]

    async def test_narrowed_by_name(self, sandbox_session: Session) -> None:
        rows = sandbox_session.user_tasks.rows(BUILT_IN[0], sandbox_session.identity, INVOICES)
        await rows.load(0, 0)
        assert {task.name for _, task in rows.loaded()} == {"Review invoice"}

    async def test_one_tenant(self, open_session: OpenSession) -> None:
        session = await open_session(Sandbox(tasks=530), tenant_id="tenant-b")
        assert {task.tenant_id for _, task in await every_task(session)} == {"tenant-b"}

    async def test_without_permission_lists_are_empty_and_looks_are_forbidden(self, open_session: OpenSession) -> None:
        sandbox = Sandbox(auth="basic")
        seeing = await open_session(sandbox, None, username="demo", password="demo")
        blind = await open_session(sandbox, None, username="guest", password="guest")
        assert await every_task(blind) == []
        task = await a_task(seeing)
        with pytest.raises(Forbidden):
            await blind.user_tasks.task(task.user_task_key)
        with pytest.raises(Forbidden):
            await Step("change", changeset=Changeset(priority=1)).send(blind.user_tasks, task)

    async def test_a_row_tells_that_it_changed(self, sandbox: Sandbox, open_session: OpenSession) -> None:
        demo, anna = await open_session(sandbox, "demo"), await open_session(sandbox, "anna")
        rows = demo.user_tasks.rows(BUILT_IN[0], demo.identity)
        await rows.load(0, 0)
        task = await a_task(anna, assignee=None)
        await Step("claim", "anna").send(anna.user_tasks, task)
        await rows.refresh(0, 99)
        assert rows.changed == {task.user_task_key}

    async def test_a_failure_is_an_error_and_not_an_empty_list(
        self, sandbox: Sandbox, sandbox_session: Session
    ) -> None:
        await sandbox.faults("unavailable@*/user-tasks/search")
        rows = sandbox_session.user_tasks.rows(BUILT_IN[0], sandbox_session.identity)
        with pytest.raises(C8Error):
            await rows.load(0, 0)
        assert rows.loaded_at is None


def test_of_two_with_one_name_the_inner_one() -> None:
    outer = Variable(name="a", value="1", scope_key="2251799813685250")
    inner = Variable(name="a", value="2", scope_key="10251799813685250")
    other = Variable(name="B", value="3", scope_key="")
    for found in ((outer, inner, other), (inner, other, outer)):
        assert innermost(found) == (other, inner)
    assert innermost(()) == ()


class Listened(Sandbox):
    """A cluster on which a listener is at work."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/jobs/search"):
            self.sent.append(request)
            return httpx.Response(200, json={"items": [{"jobKey": "1", "type": "budget", "retries": 3}]})
        return await super().handle_async_request(request)


async def test_a_task_on_its_way_tells_which_listener_it_waits_for(open_session: Any) -> None:
    sandbox = Listened()
    session = await open_session(sandbox)
    task = await a_task(session, assignee=None)
    assert (await session.user_tasks.detail(task)).listeners == ()
    assert sandbox.bodies("/jobs/search") == []
    await sandbox.faults("listener-timeout")
    with pytest.raises(C8Error):
        await Step("claim", "demo").send(session.user_tasks, task)
    detail = await session.user_tasks.detail(task)
    assert detail.task.state == "ASSIGNING"
    assert [job.type for job in detail.listeners] == ["budget"]
    [body] = sandbox.bodies("/jobs/search")
    assert body["filter"]["elementInstanceKey"] == task.element_instance_key
    assert body["filter"]["kind"] == "TASK_LISTENER"


# Details are kept for a while, asked for once, and fetched ahead without anybody noticing


def asked(sandbox: Sandbox, key: str) -> int:
    """How often the task itself was read."""
    return sum(request.method == "GET" and request.url.path.endswith(f"/user-tasks/{key}") for request in sandbox.sent)


async def test_what_was_fetched_is_known_for_a_while(sandbox: Sandbox, sandbox_session: Session) -> None:
    details = sandbox_session.details
    details.clock = sandbox.clock
    task = await a_task(sandbox_session)
    assert details.known(task) is None
    fetched = await details.fetch(task)
    assert fetched.variables
    assert details.known(task) == fetched
    sandbox.clock.at += FRESH_S
    assert details.known(task) is None


async def test_many_who_wait_ask_once_and_one_who_leaves_does_not_stop_the_rest(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    task = await a_task(sandbox_session)
    one, other = (asyncio.create_task(sandbox_session.details.fetch(task)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    assert (await other).task.user_task_key == task.user_task_key
    assert one.cancelled()
    assert asked(sandbox, task.user_task_key) == 1


async def test_only_the_latest_are_kept(sandbox: Sandbox, sandbox_session: Session) -> None:
    tasks = [task for _, task in await every_task(sandbox_session)][: MOST_DETAILS + 1]
    for task in tasks:
        await sandbox_session.details.fetch(task)
    assert sandbox_session.details.known(tasks[0]) is None
    assert all(map(sandbox_session.details.known, tasks[1:]))


async def test_fetching_ahead_skips_what_is_known_and_swallows_failures(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    tasks = [task for _, task in await every_task(sandbox_session)][:3]
    await sandbox_session.details.fetch(tasks[0])

    async def fail_on_the_second(request: httpx.Request) -> None:
        if tasks[1].user_task_key in request.url.path:
            raise httpx.ConnectError("gone", request=request)

    sandbox.meddle = fail_on_the_second
    await sandbox_session.details.prefetch(tasks)
    assert sandbox_session.details.known(tasks[1]) is None
    assert sandbox_session.details.known(tasks[2]) is not None
    assert asked(sandbox, tasks[0].user_task_key) == 1
    with pytest.raises(C8Error):
        await sandbox_session.details.fetch(tasks[1])


async def test_a_session_that_ends_stops_asking(sandbox: Sandbox) -> None:
    session = await sandbox.session()
    task = await a_task(session)
    never = asyncio.Event()

    async def hold(_: httpx.Request) -> None:
        await never.wait()

    sandbox.meddle = hold
    waiting = asyncio.create_task(session.details.fetch(task))
    await asyncio.sleep(0)
    await session.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
