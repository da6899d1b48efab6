"""What is done to tasks as use cases: what is asked, what is sent, what is said; without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest

from c8tui.errors import C8Error, Conflict, Refusal
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.actions import Step
from c8tui.session.runs import Run
from c8tui.session.session import Session
from c8tui.session.stale_check import CHANGED
from c8tui.tui.flow import Cancelled
from c8tui.tui.screens.marks import Marks
from c8tui.tui.tasks.actions import TaskActions
from c8tui.tui.tasks.bulk import Bulk
from c8tui.tui.tasks.completing import Completing
from c8tui.tui.tasks.repeat import Repeat
from c8tui.tui.tasks.sending import Sending
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox, a_task
from tests.tui.fake_ui import FakeUi


class Tasks:
    """A list with one task under its cursor, and none marked."""

    def __init__(self, current: UserTask | None) -> None:
        self.current = current
        self.went_on: list[Run] = []
        self.looks = 0

    def loaded(self) -> Iterator[UserTask]:
        return iter(self.targets())

    def on_its_way(self, task: UserTask, run: Run) -> None:
        self.went_on.append(run)

    def look_again(self) -> None:
        self.looks += 1

    @property
    def number(self) -> int:
        return 0

    def targets(self) -> tuple[UserTask, ...]:
        return () if self.current is None else (self.current,)


class Doing:
    """The use cases over a session, with a person who answers."""

    def __init__(self, session: Session, ui: FakeUi, task: UserTask | None) -> None:
        self.ui, self.tasks = ui, Tasks(task)
        marks = cast("Marks[UserTask]", self.tasks)
        sending = Sending(ui, session, self.tasks)
        completing = Completing(ui, session, self.tasks, sending)
        bulk = Bulk(ui, session, marks, watch=lambda _: None, one_by_one=nobody)
        self.actions = TaskActions(ui, session, self.tasks, marks, sending, completing, bulk)
        self.repeat = Repeat(ui, session, sending, completing)


async def nobody(_: str) -> None:
    """Nothing is done one by one here."""


async def test_a_claim_asks_who_and_says_what_it_did(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)
    doing = Doing(sandbox_session, FakeUi("demo"), task)
    await doing.actions.action_claim()
    assert doing.ui.asked == ["me"]
    assert doing.ui.said == [(f'Claimed "{task.title}"', "ok")]
    assert sandbox.bodies("/assignment") == [{"assignee": "demo", "allowOverride": False, "action": "claim"}]
    assert doing.tasks.looks == 1


async def test_who_does_not_say_who_they_are_sends_nothing(sandbox: Sandbox, sandbox_session: Session) -> None:
    doing = Doing(sandbox_session, FakeUi(None), await a_task(sandbox_session, assignee=None))
    with pytest.raises(Cancelled):
        await doing.actions.action_claim()
    assert sandbox.commands_sent() == []


async def test_nothing_under_the_cursor_is_nothing_to_do(sandbox: Sandbox, sandbox_session: Session) -> None:
    with pytest.raises(Cancelled):
        await Doing(sandbox_session, FakeUi(), None).actions.action_claim()
    assert sandbox.commands_sent() == []


@pytest.mark.parametrize("answer", ["yes", None])
async def test_what_changed_meanwhile_is_asked_about(
    sandbox: Sandbox, sandbox_session: Session, open_session: OpenSession, answer: str | None
) -> None:
    task = await a_task(sandbox_session, assignee=None)
    colleague = await open_session(sandbox, "ben")
    await Step("change", changeset=Changeset(priority=99)).send(colleague.user_tasks, task)
    doing = Doing(sandbox_session, FakeUi("demo", answer), task)
    if answer is None:
        with pytest.raises(Cancelled):
            await doing.actions.action_claim()
    else:
        await doing.actions.action_claim()
    assert doing.ui.asked == ["me", CHANGED]
    assert bool(sandbox.bodies("/assignment")) is (answer is not None)
    assert doing.tasks.looks == 1


async def test_who_was_faster_is_refused_without_a_question(
    sandbox: Sandbox, sandbox_session: Session, open_session: OpenSession
) -> None:
    task = await a_task(sandbox_session, assignee=None)
    colleague = await open_session(sandbox, "ben")
    await Step("claim", "ben").send(colleague.user_tasks, task)
    doing = Doing(sandbox_session, FakeUi("demo"), task)
    with pytest.raises(Refusal, match="ssigned to ben"):
        await doing.actions.action_claim()
    assert [body["assignee"] for body in sandbox.bodies("/assignment")] == ["ben"]


async def test_taking_over_is_asked_about_and_names_from_whom(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="anna")
    doing = Doing(sandbox_session, FakeUi("demo", "yes"), task)
    await doing.actions.action_take_over()
    assert doing.ui.asked == ["me", "Take over"]
    assert doing.ui.said == [(f'Took over "{task.title}" from anna', "ok")]
    assert sandbox.bodies("/assignment")[-1]["allowOverride"] is True


async def test_values_are_asked_for_and_told(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)
    doing = Doing(sandbox_session, FakeUi({"priority": "80"}, {"assignee": " ben "}), task)
    await doing.actions.action_priority()
    doing.tasks.current = other = await a_task(sandbox_session, assignee="demo")
    await doing.actions.action_assign()
    assert [text for text, _ in doing.ui.said] == [
        f'Changed "{task.title}": priority 80',
        f'Assigned "{other.title}": to ben',
    ]
    assert sandbox.bodies("/assignment")[-1] == {"assignee": "ben", "allowOverride": True, "action": "assign"}


async def test_the_same_again_is_done_after_it_was_shown(sandbox: Sandbox, sandbox_session: Session) -> None:
    first = await a_task(sandbox_session, assignee=None)
    await Doing(sandbox_session, FakeUi({"priority": "80"}), first).actions.action_priority()
    second = await a_task(sandbox_session, assignee="demo")
    doing = Doing(sandbox_session, FakeUi("demo", "yes"), second)
    await doing.repeat.action_repeat()
    assert doing.ui.asked == ["me", "Repeat: set priority"]
    assert doing.ui.said == [(f'Changed "{second.title}": priority 80', "ok")]


async def test_a_conflict_says_what_became_of_the_task(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)
    await sandbox.faults("409@*/assignment*1")
    with pytest.raises(C8Error) as refused:
        await Doing(sandbox_session, FakeUi("demo"), task).actions.action_claim()
    assert isinstance(refused.value, Conflict)


async def test_an_answer_is_put_on_its_way_and_the_list_goes_on(sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="demo")
    doing = Doing(sandbox_session, FakeUi(f"Completing {task.title}"), task)
    sending = Sending(doing.ui, sandbox_session, doing.tasks)
    completing = Completing(doing.ui, sandbox_session, doing.tasks, sending)
    await completing.answer_again(task, "demo", Step("complete", "demo", variables={"approved": True}))
    [run] = doing.tasks.went_on
    await sandbox_session.outbox.wait(run)
    assert run.counts["done"] == 1
    assert cast("Step", run.step).variables == {"approved": True}
