"""The prompt line: its two signs, and what it tells."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from c8tui.tui.widgets.prompt_line import PromptLine
from c8tui.tui.widgets.record_list import RecordList
from tests.tui.apps import burst, text_of, typed, until


class Lined(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, str, str]] = []

    def compose(self) -> ComposeResult:
        yield PromptLine()

    def on_prompt_line_said(self, event: PromptLine.Said) -> None:
        self.heard.append((event.how.capitalize(), event.sign, event.text))


async def test_it_tells_what_is_typed_entered_and_closed() -> None:
    app = Lined()
    async with app.run_test(size=(60, 5)) as pilot:
        line = app.query_one(PromptLine)
        assert not line.display
        line.open("/", "ab")
        await pilot.pause()
        assert text_of(app).lstrip().startswith("/ ab")
        await typed(pilot, "c", "enter")
        assert app.heard == [("Typed", "/", "abc"), ("Entered", "/", "abc")]
        assert not line.is_open
        line.open(":")
        await pilot.pause()
        await typed(pilot, "j", "escape")
        assert app.heard[2:] == [("Typed", ":", "j"), ("Closed", ":", "j")]


async def test_only_the_command_line_completes() -> None:
    app = Lined()
    async with app.run_test() as pilot:
        line = app.query_one(PromptLine)
        line.open(":", words=("top", "topology"))
        await pilot.pause()
        await typed(pilot, *"topol")
        await app.workers.wait_for_complete()
        await pilot.press("right")
        assert app.query_one(Input).value == "topology"
        line.open("/")
        assert app.query_one(Input).suggester is None


async def test_what_is_typed_in_one_packet_is_entered_in_order() -> None:
    app = Lined()
    async with app.run_test(size=(60, 5)) as pilot:
        line = app.query_one(PromptLine)
        line.open(":")
        await pilot.pause()
        burst(app, "t", "i", "backspace", "o", "p", "enter")
        await until(pilot, lambda: ("Entered", ":", "top") in app.heard)
        assert app.heard[-1] == ("Entered", ":", "top")


async def test_it_is_opened_anew_without_a_word_of_what_it_held() -> None:
    app = Lined()
    async with app.run_test(size=(60, 5)) as pilot:
        line = app.query_one(PromptLine)
        line.open("/", "old")
        await pilot.pause()
        line.close()
        line.open(":")
        await pilot.pause()
        assert app.query_one(Input).value == ""
        assert "a command" in text_of(app)
        assert app.focused is app.query_one(Input)
        line.close()
        line.open("/", "kept")
        await pilot.pause()
        assert app.query_one(Input).value == "kept"
        assert app.heard == []


async def test_what_is_typed_right_behind_its_key_runs_no_command() -> None:
    """The sign and the first letters may come in one packet; a letter meant as text must not act as a command."""

    class Commanded(Lined):
        BINDINGS = [Binding("slash", "search"), Binding("c,l", "command")]

        def compose(self) -> ComposeResult:
            yield RecordList(())
            yield PromptLine()

        def action_search(self) -> None:
            self.query_one(PromptLine).open("/")

        def action_command(self) -> None:
            self.heard.append(("command", "", ""))

    app = Commanded()
    async with app.run_test(size=(60, 9)) as pilot:
        app.query_one(RecordList).focus()
        await pilot.pause()
        await typed(pilot, "slash", "c", "l")
        assert app.query_one(PromptLine).is_open
        assert ("command", "", "") not in app.heard
        await pilot.press("x")
        assert app.query_one("#prompt-input", Input).value.endswith("x")


async def test_what_was_entered_before_comes_back_and_what_was_typed_is_kept() -> None:
    app = Lined()
    async with app.run_test(size=(60, 6)) as pilot:
        line = app.query_one(PromptLine)
        line.open(":", history=("top", "in mine"))
        await pilot.pause()
        seen = []
        for keys in ("jo", ("up",), ("up",), ("up",), ("down",), ("down",), ("down",)):
            await typed(pilot, *keys)
            seen.append(app.query_one(Input).value)
        assert seen == ["jo", "in mine", "top", "top", "in mine", "jo", "jo"]
        await typed(pilot, "up", "x", "enter")
        assert app.heard[-1] == ("Entered", ":", "in minex")


async def test_tab_completes_as_far_as_there_is_one_way_and_then_walks_through_them() -> None:
    app = Lined()
    async with app.run_test(size=(60, 6)) as pilot:
        line = app.query_one(PromptLine)
        line.open(":", words=("in", "in overdue", "in open", "topology", "in mine"))
        await pilot.pause()
        assert "in  topology" in text_of(app)
        await typed(pilot, "i", "tab")
        assert app.query_one(Input).value == "in"
        await typed(pilot, *" O")
        assert "overdue  open" in text_of(app)
        seen = []
        for _ in range(4):
            await typed(pilot, "tab")
            seen.append(app.query_one(Input).value)
        assert seen == ["in overdue", "in open", "in O", "in overdue"]
        await typed(pilot, "x")
        assert "nothing begins like this" in text_of(app)


async def test_what_is_wrong_is_told_above_the_line_and_keeps_it_open() -> None:
    def wrong(text: str) -> str:
        return "no x here" if "x" in text else ""

    app = Lined()
    async with app.run_test(size=(60, 6)) as pilot:
        line = app.query_one(PromptLine)
        line.open("/", hint="enter keeps", wrong=wrong, unaskable=lambda text: "too long" if len(text) > 2 else "")
        await pilot.pause()
        assert "enter keeps" in text_of(app)
        await typed(pilot, "x", "enter")
        assert "no x here" in text_of(app)
        assert (line.is_open, app.query_one(Input).value) == (True, "x")
        await typed(pilot, "backspace", *"abc", "ctrl+s")
        assert "too long" in text_of(app)
        assert line.is_open
        await typed(pilot, "down")
        assert line.is_open, "down enters only where the line says so"
        await typed(pilot, "backspace", "ctrl+s")
        assert not line.is_open
        line.open("/", "ab", leaves=True)
        await pilot.pause()
        await typed(pilot, "ctrl+s")
        assert line.is_open, "nobody can be asked"
        await typed(pilot, "down")
        assert app.heard[-1] == ("Entered", "/", "ab")
