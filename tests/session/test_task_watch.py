"""Watching views: what is new in them and what is not, however late the index, and what is told of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from c8tui.api import processes
from c8tui.errors import Refusal, SettingsError
from c8tui.model.processes import ProcessDefinitionFilter
from c8tui.model.search import PageRequest, Search
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.actions import Step
from c8tui.session.notify_line import filled_line, notify_line
from c8tui.session.session import Session
from c8tui.session.task_watch import ABSENT_S, LAG_S, MOST, TaskWatch
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox, a_task, every_task

Come = Callable[[Session, str], Awaitable[UserTask]]


async def come(session: Session, process: str = "complaint") -> UserTask:
    """A task that comes by a new instance of a process."""
    wire = session.user_tasks.wire
    query = Search(filter=ProcessDefinitionFilter(), page=PageRequest(limit=100))
    found = await processes.search(wire, query)
    key = next(one.process_definition_key for one in found.items if one.process_definition_id == process)
    await processes.start(wire, key, {})
    return max((task for _, task in await every_task(session)), key=lambda task: int(task.user_task_key))


def watch_of(session: Session, sandbox: Sandbox) -> TaskWatch:
    watch = session.task_watch
    assert watch is not None
    watch.clock = sandbox.clock
    return watch


@pytest.fixture
async def other(sandbox: Sandbox, open_session: OpenSession) -> Session:
    """Somebody else, whose commands are not ours."""
    return await open_session(sandbox, "ben")


@pytest.fixture
def watching(sandbox: Sandbox, open_session: OpenSession) -> Any:
    """Opens demo's session that watches views, and has looked once."""

    async def begin(*views: str, on: Sandbox = sandbox, **settings: Any) -> tuple[Session, TaskWatch]:
        session = await open_session(on, **{"notify": "bell", "notify_views": views, **settings})
        watch = watch_of(session, on)
        assert (await watch.look()).tasks == ()
        return session, watch

    return begin


async def told(watch: TaskWatch) -> str:
    """What the next look tells."""
    news = await watch.look()
    assert news.failure is None
    return news.words() if news.tasks else ""


async def test_it_is_off_by_default(sandbox_session: Session) -> None:
    assert sandbox_session.task_watch is None


async def test_a_task_that_comes_is_told_once(watching: Any, other: Session) -> None:
    _, watch = await watching("unassigned")
    assert await told(watch) == ""
    task = await come(other)
    assert await told(watch) == f"1 new task in Unassigned: {task.title}"
    assert await told(watch) == ""
    assert watch.words() == "1 new"


async def test_ten_at_once_are_one_notice(watching: Any, other: Session) -> None:
    _, watch = await watching("unassigned")
    for _ in range(7):
        await come(other)
    for process in ("invoice-approval", "quote-to-cash", "onboarding"):
        await come(other, process)
    titles = "Call customer back (7), Verify address, Approve discount and 1 more"
    assert await told(watch) == f"10 new tasks in Unassigned: {titles}"


async def test_a_task_in_two_views_is_one(watching: Any, other: Session) -> None:
    _, watch = await watching("unassigned", "open", "mine")
    await come(other)
    assert (await told(watch)).startswith("1 new task in Unassigned and All open: ")
    assert (watch.unseen("open"), watch.unseen("unassigned"), watch.unseen("mine"), watch.words()) == (1, 1, 0, "1 new")
    watch.attended = True
    assert watch.seen("open")
    assert watch.words() == ""


async def test_a_look_asks_for_the_newest_and_no_more(watching: Any, sandbox: Sandbox) -> None:
    _, watch = await watching("unassigned")
    sandbox.sent.clear()
    await watch.look()
    (body,) = sandbox.bodies("/user-tasks/search")
    assert body["sort"] == [{"field": "creationDate", "order": "DESC"}]
    assert body["page"] == {"limit": MOST}
    assert len(sandbox.sent) == 1


async def test_an_old_task_that_is_assigned_to_us_is_new_in_mine(watching: Any, other: Session) -> None:
    _, watch = await watching("mine")
    task = await a_task(other, assignee=None)
    await Step("assign", assignee="demo").send(other.user_tasks, task)
    assert await told(watch) == f"1 new task in Mine: {task.title}"


async def test_what_comes_up_from_behind_the_newest_is_not_new(watching: Any, open_session: OpenSession) -> None:
    """There are more tasks than one look asks for: the ones behind were there as well."""
    sandbox = Sandbox(tasks=400)
    other = await open_session(sandbox, "ben")
    _, watch = await watching("unassigned", on=sandbox)
    tasks = sorted((t for _, t in await every_task(other, "unassigned")), key=lambda t: str(t.creation_date))
    assert len(tasks) > MOST
    for task in tasks[-3:]:
        await Step("assign", assignee="anna").send(other.user_tasks, task)
    assert await told(watch) == ""
    await come(other)
    assert (await told(watch)).startswith("1 new task in Unassigned")


@pytest.mark.parametrize("lag_ms", [0, 5_000, 120_000])
async def test_what_we_did_ourselves_is_not_new(lag_ms: int, watching: Any, open_session: OpenSession) -> None:
    """Released, assigned, changed so that the view has it: whenever the index tells."""
    sandbox = Sandbox(lag_ms=lag_ms)
    session, watch = await watching("unassigned", "mine", on=sandbox)
    held, free = await a_task(session, assignee="demo"), await a_task(session, assignee=None)
    await Step("unclaim", "demo").send(session.user_tasks, held)
    await Step("claim", "demo").send(session.user_tasks, free)
    for _ in range(4):
        assert await told(watch) == ""
        sandbox.clock.at += lag_ms / 1_000 / 2 + 1
    assert held.user_task_key in {t.user_task_key for _, t in await every_task(session, "unassigned")}
    assert free.user_task_key in {t.user_task_key for _, t in await every_task(session, "mine")}


async def test_what_we_released_is_new_when_somebody_else_releases_it_later(
    watching: Any, other: Session, sandbox: Sandbox
) -> None:
    session, watch = await watching("unassigned")
    task = await come(other)
    await told(watch)
    await Step("claim", "demo").send(session.user_tasks, task)
    await told(watch)
    await Step("unclaim", "demo").send(session.user_tasks, await session.user_tasks.task(task.user_task_key))
    assert await told(watch) == ""
    sandbox.clock.at += ABSENT_S
    await Step("claim", "ben").send(other.user_tasks, await other.user_tasks.task(task.user_task_key))
    assert await told(watch) == ""
    sandbox.clock.at += ABSENT_S
    await Step("unclaim", "ben").send(other.user_tasks, await other.user_tasks.task(task.user_task_key))
    assert await told(watch) == f"1 new task in Unassigned: {task.title}"
    assert 2 * ABSENT_S < LAG_S


async def test_a_change_of_ours_that_the_view_asks_for_is_not_new(watching: Any, sandbox: Sandbox) -> None:
    session, watch = await watching("overdue")
    task = await a_task(session, due_date=None)
    yesterday = (session.user_tasks.now() - timedelta(days=1)).isoformat()
    await session.user_tasks.update(task, Changeset(due_date=yesterday))
    assert await told(watch) == ""
    assert task.user_task_key in {t.user_task_key for _, t in await every_task(session, "overdue")}


async def test_a_task_that_blinks_is_not_new(watching: Any, other: Session, sandbox: Sandbox) -> None:
    """Copies of an index do not agree: for a moment the list is empty."""
    _, watch = await watching("unassigned")

    for tenant_id in ("nobody-has-this", None):
        watch.user_tasks.tenant_id = tenant_id
        assert await told(watch) == ""
    await come(other)
    assert (await told(watch)).startswith("1 new task")


async def test_another_question_begins_anew(watching: Any, other: Session) -> None:
    """A view of the file that was changed, and somebody who says who they are."""
    session, watch = await watching("mine")
    assert session.identity.user == "demo"
    session.introduce("anna", ())
    assert await told(watch) == ""
    session.introduce("demo", ())
    assert await told(watch) == ""


async def test_an_outage_says_nothing_and_what_came_meanwhile_is_one_notice(
    watching: Any, other: Session, sandbox: Sandbox
) -> None:
    _, watch = await watching("unassigned", "open")

    async def cut(request: httpx.Request) -> None:
        if request.url.path.endswith("/user-tasks/search"):
            raise httpx.ConnectError("refused")

    task = await come(other)
    sandbox.meddle = cut
    for _ in range(3):
        news = await watch.look()
        assert (news.tasks, news.failure is not None) == ((), True)
    sandbox.meddle = None
    sandbox.clock.at += 3_600
    assert await told(watch) == f"1 new task in Unassigned and All open: {task.title}"
    assert await told(watch) == ""


async def test_a_view_that_fails_takes_nothing_from_the_others(watching: Any, other: Session, sandbox: Sandbox) -> None:
    _, watch = await watching("unassigned", "mine")
    task = await come(other)

    async def cut(request: httpx.Request) -> None:
        if b'"assignee":"demo"' in request.content:
            raise httpx.ConnectError("refused")

    sandbox.meddle = cut
    news = await watch.look()
    assert news.words() == f"1 new task in Unassigned: {task.title}"
    assert news.failure is not None


class TestWithoutNames:
    async def test_it_is_ours_and_what_we_could_claim(self, watching: Any, other: Session) -> None:
        _, watch = await watching(groups=("support",))
        task = await come(other, "complaint")  # of the group support
        await come(other, "invoice-approval")  # of another one
        assert await told(watch) == f"1 new task in Mine and my groups: {task.title}"

    async def test_not_what_somebody_else_holds(self, watching: Any, other: Session) -> None:
        _, watch = await watching(groups=("support",))
        task = await come(other, "complaint")
        await Step("claim", "ben").send(other.user_tasks, task)
        assert await told(watch) == ""

    async def test_of_somebody_without_groups_it_is_ours(self, watching: Any, other: Session) -> None:
        _, watch = await watching()
        task = await come(other, "complaint")
        assert await told(watch) == ""
        await Step("assign", assignee="demo").send(other.user_tasks, task)
        assert await told(watch) == f"1 new task in Mine: {task.title}"


async def test_a_task_that_is_gone_is_not_waited_for(watching: Any, other: Session) -> None:
    _, watch = await watching("unassigned")
    task = await come(other)
    await told(watch)
    assert not watch.seen("unassigned")  # nobody was there
    await Step("claim", "ben").send(other.user_tasks, task)
    await told(watch)
    assert (watch.unseen("unassigned"), watch.words()) == (0, "")


async def test_views_that_cannot_be_watched_are_told(open_session: OpenSession, sandbox: Sandbox) -> None:
    session = await open_session(sandbox, None, notify="bell", notify_views=("mines", "mine", "unassigned"))
    watch = watch_of(session, sandbox)
    (unknown, advice), lacking = watch.faults()
    assert unknown == "has 'mines', and no view is called so"
    assert advice.startswith("Known are open, mine-or-groups, mine,")
    assert lacking == ("watches Mine, which needs to know your user", "Set user")
    assert (await watch.look()).failure is None


ZONE = timezone(timedelta(hours=2))


@pytest.mark.parametrize(("hour", "quiet"), [(17, False), (18, True), (23, True), (0, True), (7, True), (8, False)])
async def test_quiet_hours_go_by_the_clock_of_the_person(
    hour: int, quiet: bool, open_session: OpenSession, sandbox: Sandbox
) -> None:
    session = await open_session(sandbox, notify="bell", quiet="18:00-08:00")
    watch = watch_of(session, sandbox)
    watch.now = lambda: datetime(2026, 5, 6, hour, 0, tzinfo=ZONE)
    assert watch.is_quiet is quiet


class TestTheCommand:
    async def test_values_are_single_words(self, watching: Any, other: Session) -> None:
        session, watch = await watching("unassigned", profile="prod")
        task = await come(other)
        line = notify_line("tell {profile} {count} {view} {title} {user_task_key} -- {titles}")
        name = "'; rm -rf ~"
        news = await watch.look()
        news = type(news)((type(task)(user_task_key="1", name=name), *news.tasks), news.views)
        quoted = "''\"'\"'; rm -rf ~'"
        assert filled_line(line, news, session) == f"tell prod 2 Unassigned {quoted} 1 -- {quoted} '{task.title}'"

    async def test_a_title_that_would_be_an_option_is_refused(self, watching: Any, other: Session) -> None:
        session, watch = await watching("unassigned")
        task = await come(other)
        news = await watch.look()
        news = type(news)((type(task)(user_task_key="1", name="--exec=x"),), news.views)
        with pytest.raises(Refusal, match="begins with a dash"):
            filled_line(notify_line("tell {title}"), news, session)

    @pytest.mark.parametrize("text", ["tell '{title}'", "tell {titel}", "{title}", "sh -c {title}"])
    def test_a_line_that_is_not_safe_is_refused(self, text: str) -> None:
        with pytest.raises(SettingsError, match="notify"):
            notify_line(text)
