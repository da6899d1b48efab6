"""The dialog that keeps a draft: when it is written, when it is dropped, and that a failed disk is told."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.widget import Widget

from c8tui.errors import Conflict
from c8tui.session.drafts import Drafts
from c8tui.tui.dialogs.drafting import DraftDialog
from c8tui.tui.widgets.typing_order import LineField
from tests.tui.apps import burst, dialog_on, text_of, until


class Note(DraftDialog[str]):
    """One line of text; an empty one is not sent."""

    def __init__(self, drafts: Drafts, *, keep: bool = False, failures: int = 0) -> None:
        super().__init__(drafts, "note", keep=keep)
        self.line = LineField(drafts.load("note") or "")
        self.sent: list[str] = []
        self.failures = failures
        self.gate = asyncio.Event()
        self.gate.set()

    def content(self) -> ComposeResult:
        yield self.line

    def on_input_changed(self) -> None:
        self.edited()

    @property
    def editors(self) -> Sequence[Widget]:
        return [self.line]

    def write_draft(self) -> bool:
        return self._drafts.save("note", self.line.value)

    def tell_unkept(self, text: str) -> None:
        self.tell_failure(text)

    def tell_sending(self, text: str) -> None:
        self.line.border_title = text

    def submission(self) -> Coroutine[Any, Any, None] | None:
        return self._submit(self.line.value) if self.line.value else None

    async def _submit(self, text: str) -> None:
        self.sent.append(text)
        await self.gate.wait()
        if len(self.sent) <= self.failures:
            raise Conflict("ben was faster", status=409)

    def sent_result(self) -> str:
        return "sent"

    def empty(self) -> None:
        self.line.value = ""


async def test_what_is_typed_is_kept_when_the_keys_rest_and_dropped_when_it_was_sent() -> None:
    drafts = Drafts(None)
    async with dialog_on(note := Note(drafts)) as (app, pilot):
        await pilot.press("ctrl+s", *"ab")
        await until(pilot, lambda: drafts.load("note") == "ab")
        note.gate.clear()
        burst(app, "c", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: note.is_sending)
        assert note.line.border_title == "sending …"
        await pilot.press("escape", "ctrl+r", "ctrl+s")
        assert (app.screen, note.line.value) == (note, "abc")
        note.gate.set()
        await until(pilot, lambda: app.results)
    assert (note.sent, app.results, drafts.load("note")) == (["abc"], ["sent"], None)


async def test_a_draft_that_somebody_else_drops_stays_after_sending() -> None:
    drafts = Drafts(None)
    async with dialog_on(Note(drafts, keep=True)) as (app, pilot):
        await pilot.press(*"ab", "ctrl+s")
        await until(pilot, lambda: app.results == ["sent"])
    assert drafts.load("note") == "ab"


async def test_a_failure_keeps_it_and_it_can_be_sent_again_or_thrown_away() -> None:
    drafts = Drafts(None)
    async with dialog_on(note := Note(drafts, failures=1)) as (app, pilot):
        await pilot.press(*"ab", "ctrl+s")
        await until(pilot, lambda: "ben was faster" in text_of(app))
        assert (note.is_sending, note.line.border_title, drafts.load("note")) == (False, "", "ab")
        await pilot.press("ctrl+r")
        assert (note.line.value, drafts.load("note"), "ben" in text_of(app)) == ("", None, False)


@pytest.mark.parametrize("end", ["escape", "exit"])
async def test_what_was_typed_in_the_last_moment_is_kept(end: str) -> None:
    drafts = Drafts(None)
    async with dialog_on(Note(drafts)) as (app, pilot):
        await pilot.press(*"ab")
        if end == "escape":
            await pilot.press("escape")
            assert app.results == [None]
        else:
            app.exit()
    assert drafts.load("note") == "ab"


async def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    async with dialog_on(Note(Drafts(tmp_path / "file"))) as (app, pilot):
        await pilot.press(*"ab")
        await until(pilot, lambda: "cannot be written to disk" in text_of(app))
