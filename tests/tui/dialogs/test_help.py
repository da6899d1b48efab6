"""The help: every key of the screen, searchable, runnable, with the reason where it does not apply."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from c8tui.model.user_tasks import UserTask
from c8tui.tui.commands.command import Context
from c8tui.tui.commands.tasks import TaskContext
from c8tui.tui.dialogs.help import HelpDialog
from c8tui.tui.registry import commands_of
from tests.tui.apps import DialogHost, burst, dialog_on, text_of, typed, until


def words_of(app: DialogHost) -> str:
    """The text of the dialog without its frame and its line breaks."""
    return " ".join(line.strip(" │") for line in text_of(app).splitlines())


def of_the_inbox(teaches: str = "") -> HelpDialog:
    task = UserTask(user_task_key="1", state="CREATED", assignee="b[b]en")
    return HelpDialog("Inbox", commands_of("inbox"), TaskContext(user="anna", task=task, selected=True), teaches)


async def test_every_command_is_there_with_its_reason() -> None:
    app = DialogHost(of_the_inbox())
    async with app.run_test(size=(120, 70)):
        listed = {option.id for option in app.screen.query_one(OptionList).options}
        assert {command.id for command in commands_of("inbox")} <= listed
        assert "(assigned to b[b]en; take over with t)" in words_of(app)


async def test_a_search_narrows_and_enter_runs() -> None:
    async with dialog_on(of_the_inbox(), (120, 40)) as (app, pilot):
        await typed(pilot, *"follow-up")
        await until(pilot, lambda: "Change the priority" not in text_of(app))
        assert "Change the follow-up date" in text_of(app)
        await pilot.press("enter")
    assert app.results == ["follow_up"]


async def test_arrows_walk_while_the_search_keeps_the_keys() -> None:
    async with dialog_on(HelpDialog("Topology", commands_of("topology"), Context()), (120, 40)) as (app, pilot):
        listed = app.screen.query_one(OptionList)
        first = listed.highlighted
        assert first is not None
        assert listed.options[first].id == "undo"
        await pilot.press("down")
        assert listed.highlighted != first
        await pilot.press("up")
        assert listed.highlighted == first
        await pilot.press("escape")
    assert app.results == [None]


async def test_a_search_with_its_choice_in_one_packet_runs_what_it_means() -> None:
    async def chosen(*keys: str) -> list[object]:
        app = DialogHost(of_the_inbox())
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            burst(app, *keys, "enter")
            await until(pilot, lambda: app.results)
        return app.results

    assert await chosen(*"change") == ["priority"]
    assert await chosen(*"change", "down") == ["due"]
    assert await chosen(*"change", "down", "down", "up") == ["due"]
    assert await chosen("down") == ["unclaim"]


async def test_enter_on_nothing_stays() -> None:
    async with dialog_on(of_the_inbox()) as (app, pilot):
        assert "esc close" in text_of(app)
        await typed(pilot, *"zzz", "enter", "down", "up", "enter")
        assert app.results == []
        await typed(pilot, "backspace", "backspace", "backspace")
        await until(pilot, lambda: "Assign the task" in text_of(app))


async def test_each_group_stands_once_and_what_is_done_here_comes_first() -> None:
    app = DialogHost(of_the_inbox())
    async with app.run_test(size=(100, 200)):
        titles = [str(one.prompt) for one in app.screen.query_one(OptionList).options if one.id is None]
        groups = [title for title in titles if not title.startswith("  ")]
        assert groups == [
            "Task",
            "Sent",
            "Mark",
            "List",
            "Layout",
            "Screen",
            "Go to",
            "Moving in a list",
            "Signs before a row",
        ]


async def test_wide_it_has_two_columns_that_are_walked_as_one() -> None:
    app = DialogHost(of_the_inbox("What one does here."))
    async with app.run_test(size=(150, 40)) as pilot:
        first, second = app.screen.query(OptionList)
        assert first.option_count
        assert second.option_count
        await typed(pilot, "up")
        assert (first.highlighted, second.highlighted is not None) == (None, True)
        await typed(pilot, "down")
        assert (first.highlighted, second.highlighted) == (1, None)
        assert "What one does here." in text_of(app)
        await pilot.resize_terminal(100, 24)
        await until(pilot, lambda: not second.display and "esc close" in text_of(app))


async def test_page_keys_go_on_by_many() -> None:
    app = DialogHost(of_the_inbox())
    async with app.run_test(size=(80, 24)) as pilot:
        listed = app.screen.query_one(OptionList)
        await typed(pilot, "pagedown")
        assert listed.highlighted is not None
        assert listed.highlighted > 9
        await typed(pilot, *["pagedown"] * 9)
        last = listed.highlighted
        await typed(pilot, "pagedown")
        assert listed.highlighted == last
        await typed(pilot, *["pageup"] * 12)
        assert listed.highlighted == 1


@pytest.mark.parametrize(
    ("word", "command_id"),
    [
        ("stop", "runs"), ("exit", "quit"), ("select", "mark"), ("deselect", "unmark"), ("delegate", "assign"),
        ("unclaim", "unclaim"), ("deadline", "due"), ("finish", "complete"), ("reload", "refresh"), ("order", "sort"),
        ("save", "filter"), ("close", "back"), ("details", "open"), ("download", "export"), ("again", "repeat"),
        ("json", "variables"), ("create", "start"), ("revert", "undo"), ("remind", "follow_up"),
    ],
)  # fmt: skip
def test_a_command_is_found_by_the_words_that_people_use(word: str, command_id: str) -> None:
    found = {command.id for command in commands_of("inbox") if command.found_by(word.upper())}
    assert command_id in found
    assert len(found) < len(commands_of("inbox")) / 4


async def test_the_signs_before_a_row_are_explained() -> None:
    async with dialog_on(of_the_inbox(), (120, 40)) as (app, pilot):
        await typed(pilot, *"signs")
        await until(pilot, lambda: ":  changed since the list was asked for last" in text_of(app))
        assert "~  changed by you" in text_of(app)
