"""The key bar: what applies, what is grey, and what fits."""

from __future__ import annotations

import pytest
from textual.content import Content

from c8tui.model.process_instances import ProcessInstance
from c8tui.model.user_tasks import UserTask
from c8tui.tui.commands.batches import BatchContext
from c8tui.tui.commands.command import Command, Context
from c8tui.tui.commands.common import key_name
from c8tui.tui.commands.incidents import IncidentContext
from c8tui.tui.commands.jobs import JobContext
from c8tui.tui.commands.processes import InstanceContext
from c8tui.tui.commands.tasks import TaskContext
from c8tui.tui.registry import MODES, commands_of
from c8tui.tui.widgets.key_bar import KeyBar
from tests.tui.apps import Host, text_of, widget_on


async def bar_at(width: int, context: Context, count: str = "1,234", screen: str = "inbox") -> tuple[str, Content]:
    bar = KeyBar()
    async with widget_on(bar, (width, 3)) as (app, pilot):
        bar.tell(commands_of(screen), context, count)
        await pilot.pause()
        return text_of(app).splitlines()[0], bar.render()


async def test_everything_that_belongs_there_is_there_when_there_is_room() -> None:
    line, _ = await bar_at(200, TaskContext(task=UserTask(user_task_key="1", state="CREATED")))
    for command in commands_of("inbox"):
        belongs = command.bar and not command.marks
        assert (f"{key_name(command.keys[0])} {command.title}" in line) is belongs if command.keys else True
    assert line.endswith("1,234")


async def test_at_80_it_ends_with_the_key_that_leads_to_all_others() -> None:
    for width in (60, 80):
        line, _ = await bar_at(width, TaskContext())
        assert "? keys" in line
        assert line.endswith("1,234")
        assert len(line) < width


async def test_what_does_not_apply_is_grey() -> None:
    _, drawn = await bar_at(
        200, TaskContext(user="anna", task=UserTask(user_task_key="1", state="CREATED", assignee="ben"))
    )
    grey = {drawn.plain[span.start : span.end] for span in drawn.spans if span.style == "$foreground-disabled"}
    assert {"c claim", "x complete"} <= grey
    assert not any("take over" in text for text in grey)


@pytest.mark.parametrize("screen", [spec.id for spec in MODES])
@pytest.mark.parametrize("width", [40, 80, 120])
async def test_it_is_one_line_of_whole_keys_on_every_screen(screen: str, width: int) -> None:
    contexts = {"inbox": TaskContext, "jobs": JobContext, "incidents": IncidentContext, "instances": InstanceContext,
                "batches": BatchContext}  # fmt: skip
    context = contexts.get(screen, Context)()
    line, drawn = await bar_at(width, context, "10,000+", screen)
    assert "\n" not in drawn.plain
    keys, count = line[1:].removesuffix("10,000+").rstrip(), line[-7:]
    assert count == "10,000+"
    known = {f"{key_name(command.keys[0])} {command.title}" for command in commands_of(screen) if command.keys}
    assert set(keys.split("  ")) <= known
    assert keys.endswith("? keys")


async def test_it_redraws_only_when_something_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    bar, drawn = KeyBar(), 0
    real = KeyBar.render

    def counted(self: KeyBar) -> Content:
        nonlocal drawn
        drawn += 1
        return real(self)

    async with Host(bar).run_test(size=(80, 3)) as pilot:
        bar.tell(commands_of("inbox"), TaskContext(task=UserTask(user_task_key="1", state="CREATED")), "1")
        await pilot.pause()
        monkeypatch.setattr(KeyBar, "render", counted)
        bar.tell(
            commands_of("inbox"), TaskContext(task=UserTask(user_task_key="1", state="CREATED", name="another")), "1"
        )
        await pilot.pause()
        assert drawn == 0
        bar.tell(commands_of("inbox"), TaskContext(task=UserTask(user_task_key="1", state="CREATED")), "2")
        await pilot.pause()
        assert drawn == 1


async def test_a_read_only_profile_has_grey_commands() -> None:
    _, drawn = await bar_at(
        200, TaskContext(selected=True, read_only=True, user="anna", task=UserTask(user_task_key="1", state="CREATED"))
    )
    grey = {drawn.plain[span.start : span.end] for span in drawn.spans if span.style == "$foreground-disabled"}
    writing = {f"{key_name(c.keys[0])} {c.title}" for c in commands_of("inbox") if c.bar and c.writes}
    assert grey == writing


async def test_a_command_is_asked_once_whether_it_applies_until_something_changes() -> None:
    asked: list[Context] = []

    def why(context: Context) -> str | None:
        asked.append(context)
        return None

    bar, commands = KeyBar(), [Command("one", ("o",), "one", "One", "List", why, bar=True)]
    async with Host(bar).run_test():
        for context in (Context(), Context(), Context(marked=1), Context(marked=1)):
            bar.tell(commands, context, "7")
    assert asked == [Context(), Context(marked=1)]


async def test_with_marks_what_acts_on_them_comes_first() -> None:
    task = UserTask(user_task_key="1", state="CREATED", assignee="ben")
    line, _ = await bar_at(
        80, TaskContext(task=task, marked=3, selected=True), "3 marked, 2 not listed (M)   392 tasks"
    )
    assert "c claim  x complete  a assign" in line
    line, _ = await bar_at(100, TaskContext(task=task, marked=3, selected=True), "3 marked")
    assert "M unmark" in line
    line, _ = await bar_at(200, TaskContext(task=task, selected=True))
    assert "M unmark" not in line


async def test_what_waits_to_be_sent_comes_first_while_it_does() -> None:
    running = ProcessInstance(process_instance_key="1", state="ACTIVE")
    pending, _ = await bar_at(80, InstanceContext(instance=running, selected=True, steps=1), "3 lines", "instance")
    assert pending.split()[:6] == ["u", "undo", "step", "ctrl+s", "send", "steps"]
    none, _ = await bar_at(80, InstanceContext(instance=running, selected=True), "3 lines", "instance")
    assert "send" not in none
