"""The first line of a stream, on narrow and wide terminals."""

from __future__ import annotations

import pytest

from c8tui.model.user_tasks import UserTask
from c8tui.tui.widgets.stream_head import StreamHead
from tests.tui.apps import text_of, widget_on

TASK = UserTask(user_task_key="1", name="Approve \x1b[2J discount", process_name="Quote to cash", priority=40)


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (80, " Approve \\x1b[2J discount   Quote to cash   medium   7 of 388   12 done today"),
        (50, " Approve \\x1b[2J disco… 7 of 388 12 done today"),
        (30, " Approve \\x1b[2J d… 7 of 38…"),
    ],
)
async def test_the_task_and_the_day(width: int, line: str) -> None:
    head = StreamHead()
    async with widget_on(head, (width, 3)) as (app, pilot):
        head.tell(TASK, "7 of 388   12 done today")
        await pilot.pause()
        shown = text_of(app).splitlines()[0]
        assert " ".join(shown.split()) == " ".join(line.split())
        assert len(shown) <= width
        head.tell(None, "")
        await pilot.pause()
        assert text_of(app).strip() == ""
