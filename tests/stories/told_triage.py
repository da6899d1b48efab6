"""Stories of many tasks a day: views of one's own, many at once and back, one after the other."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from textual.widgets import Input

from c8tui.session.view_file import load
from c8tui.tui.dialogs.bulk_preview import BulkPreview
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.dialogs.form import FormDialog
from c8tui.tui.dialogs.run import RunDialog
from c8tui.tui.tasks.stream import StreamScreen
from tests.stories.scene import Scene
from tests.stories.story import NARROW, WIDE, story
from tests.stories.told_inbox import answer
from tests.tui.apps import count_words


@story("views", sizes={"": NARROW, "-wide": WIDE})
async def views(scene: Scene) -> None:
    """A view of one's own: its conditions in words, a variable as a column, kept in a file, counted."""
    await scene.listed()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "views.toml"
        scene.app.session.views.path = file
        await scene.do("filter")
        await scene.opens(FilterDialog)
        fill(scene, assignee="none", name="Review invoice", due_date="< now+2d", save_as="invoices to review")
        await scene.shows("Review invoice", "< now+2d")
        scene.dialog.set_focus(scene.dialog.query_one("#due_date"))
        await scene.shows("Due: < now, today")
        await scene.picture("filter")
        await scene.act("send")
        await scene.says('Kept as "invoices to review"')
        await scene.do("columns")
        await scene.opens(FieldsDialog)
        fill(scene, columns="task, due, priority, amount, customer.name")
        await scene.act("send")
        await scene.closes()
        (kept,) = load(file).views
        assert kept.alternatives == ({"name": "Review invoice", "assignee": "none", "due_date": "< now+2d"},)
        assert kept.columns == ("task", "due", "priority", "amount", "customer.name")
    await scene.listed()
    await scene.until(lambda: "…" not in scene.text.splitlines()[3], "the amounts")
    assert scene.rows
    assert {(task.name, task.assignee) for task in scene.rows} == {("Review invoice", None)}
    await scene.until(lambda: count_words(scene.app.session, "invoices-to-review") == str(len(scene.rows)), "its count")
    await scene.do("search")
    await scene.write("amount>5000")
    await scene.act("submit")
    await scene.shows("/ amount > 5000 (")
    await scene.act("move(1)")
    await scene.settles()
    await scene.picture("views")


def fill(scene: Scene, **texts: str) -> None:
    """Have these texts in the fields of the dialog."""
    for name, text in texts.items():
        scene.dialog.query_one(f"#{name}", Input).value = text


@story("bulk", sizes={"": NARROW, "-wide": WIDE}, settings={"undo_s": 5.0})
async def bulk(scene: Scene) -> None:
    """Mark what contains a text, see what would be done, take it back, do it, and see what became of each."""
    outbox, held = scene.app.session.outbox, asyncio.Event()
    outbox.sleep = lambda _: held.wait()
    await scene.listed()
    await scene.do("mark_matching")
    await scene.write("approve discount")
    await scene.act("submit")
    await scene.until(lambda: len(scene.list_screen.listed.marks) > 3, "marks")
    others = [task for task in scene.list_screen.listed.marks.values() if task.assignee not in (None, "demo")]
    assert others
    await scene.do("claim")
    await scene.opens(BulkPreview)
    await scene.shows("skipped", "held by")
    await scene.picture("bulk-preview")
    await scene.act("yes")
    await scene.opens(RunDialog)
    await scene.shows("Sent in 5 s; press u to undo.")
    await scene.act("undo")
    await scene.closes()
    await scene.says("Undone: claiming")
    assert scene.sandbox.commands_sent() == []

    await scene.do("claim")
    await scene.opens(BulkPreview)
    assert outbox.latest is not None
    some = outbox.latest.first.record
    await scene.sandbox.faults(f"deny=budget exceeded@/v2/user-tasks/{some.user_task_key}/assignment")
    await scene.act("yes")
    await scene.opens(RunDialog)
    await scene.act("send_now")
    await scene.shows("1 refused", "budget exceeded", "r try again")
    await scene.picture("bulk-report")
    log = await scene.sandbox.log()
    assert len(log) == len(set(log)) == len(outbox.latest.items) - 1
    await scene.act("leave")
    await scene.closes()
    assert some.user_task_key in scene.list_screen.listed.marks


@story("stream", sizes={"": NARROW})
async def stream(scene: Scene) -> None:
    """One task after the other: claimed, answered, the same again, skipped, and where the day stands."""
    await view_of(scene, "in unassigned")
    await scene.go_to_task(name="Approve discount")
    await scene.do("stream")
    await scene.until(lambda: isinstance(scene.app.screen, StreamScreen), "the stream")
    await scene.until(lambda: stream_of(scene).current is not None, "a task")
    first = stream_of(scene).current
    assert first is not None
    await scene.until(lambda: stream_of(scene).walk.current_is_ours, "the claim")
    await scene.shows("Approve discount", "Variables", "discount")
    await scene.do("complete")
    await scene.opens(FormDialog)
    await answer(scene, "discountApproved", "space")
    await scene.act("send")
    await scene.until(lambda: stream_of(scene).current not in (None, first), "the next task")
    await scene.until(lambda: stream_of(scene).walk.current_is_ours, "the claim")
    await scene.shows("1 done today", ". repeats discountApproved true")
    await to_the_same_kind(scene)
    await scene.picture("stream")
    await scene.do("repeat")
    await scene.opens(FormDialog)
    await scene.shows("[x]")
    await scene.act("send")
    await scene.shows("2 done today")
    await skip(scene)
    first_answer, second_answer = scene.sandbox.bodies("/completion")
    assert first_answer["variables"]["discountApproved"] is second_answer["variables"]["discountApproved"] is True
    assert first_answer["variables"]["amount"] != second_answer["variables"]["amount"]
    await scene.act("do('back')")
    await scene.closes()


async def to_the_same_kind(scene: Scene) -> None:
    """Skip what is another kind of task than the one that was answered."""
    while (task := stream_of(scene).current) is None or task.name != "Approve discount":
        await skip(scene)


async def skip(scene: Scene) -> None:
    """Go to the next task."""
    here = stream_of(scene).current
    await scene.until(lambda: stream_of(scene).walk.current_is_ours, "the claim")
    await scene.do("skip")
    await scene.until(lambda: stream_of(scene).current not in (None, here), "the next task")
    await scene.until(lambda: stream_of(scene).walk.current_is_ours, "the claim")
    await scene.shows(". repeats")


def stream_of(scene: Scene) -> StreamScreen:
    """The stream that is shown."""
    return next(screen for screen in scene.app.screen_stack if isinstance(screen, StreamScreen))


async def view_of(scene: Scene, line: str) -> None:
    """Go to a view by the `:` line."""
    await scene.line(line)
    await scene.listed()
    await scene.settles()
