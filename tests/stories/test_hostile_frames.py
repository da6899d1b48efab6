"""Every screen, pane and dialog on a cluster that attacks: what is painted holds nothing of the cluster's to obey."""

from __future__ import annotations

import base64
import re

import pytest
from textual.command import CommandPalette
from textual.widgets import TextArea

from c8tui.errors import Unreachable
from c8tui.sandbox.stories.hostile import ATTACKS
from c8tui.tui.decisions.screen import DecisionScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.dialogs.help import HelpDialog
from c8tui.tui.dialogs.kept_fields import KeptFieldsDialog
from c8tui.tui.dialogs.lines import LinesDialog
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from tests.stories.recorder import Recorder
from tests.stories.scanner import foreign, text_of
from tests.stories.scene import Scene
from tests.stories.story import NARROW, WIDE
from tests.stories.told import STORIES

CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
REFUSED = 6
"""How many commands are refused with an attack for a reason."""
SHOWN = (
    "\\x1b]52;c;", "\\x1b[2J", "\\x9d52;c;", "\\x9b31m", "\\x1bP+q", "\\u202e", "\\u200b", "\\ud83d", "\\rover",
    "[bold red]urgent", "[@click=app.quit]", "ding\\x07", "\\x1b]8;;", "\\x1b]0;owned", "%s%n",
)  # fmt: skip
"""What the attacks look like where they have been made visible."""


class Walk:
    """Goes through the app, and looks at every frame for what a cluster may not do."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.seen: set[str] = set()
        """The kinds of screens and dialogs that were looked at."""

    async def look(self) -> None:
        """Wait for the answers, and look: nothing that was sent has become a link or an action."""
        await self.scene.settles()
        self.seen.add(type(self.scene.app.screen).__name__)
        for strip in self.scene.app.screen._compositor.render_strips():
            for _, style, _ in strip:
                if style is not None:
                    assert style.link is None
                    assert "app.quit" not in str(style.meta.get("@click"))

    async def rows(self, count: int) -> None:
        """Look at so many rows, each with its pane."""
        for _ in range(count):
            await self.scene.do("open")
            await self.look()
            await self.scene.act("jump(-1)")
            await self.look()
            await self.scene.do("back")
            await self.scene.act("move(1)")

    async def decisions(self, count: int) -> None:
        """Look at so many rows, each in its pane and on its screen: its table, its graph, its XML, its inputs."""
        for _ in range(count):
            await self.scene.do("details")
            await self.look()
            await self.scene.do("back")
            await self.scene.do("open")
            await self.scene.until(lambda: isinstance(self.scene.app.screen, DecisionScreen), "the decision")
            shown = self.scene.app.screen
            assert isinstance(shown, DecisionScreen)
            await self.scene.until(lambda shown=shown: shown.version.opened is not None, "the decision")  # type: ignore[misc]
            await self.look()
            for command in ("graph", "source", "what_if") if shown.view.state is not None else ():
                await self.scene.do(command)
                await self.look()
                if self.scene.app.screen is not shown:
                    await self.scene.act("leave")
            while self.scene.app.screen is shown:
                await self.scene.do("back")
            await self.scene.act("move(1)")

    async def dialogs(self, *commands: str) -> None:
        """Open what these commands ask with, look, and leave it."""
        for command in commands:
            await self.scene.do(command)
            await self.scene.until(lambda: self.scene.app.screen is not self.scene.screen, command)
            await self.look()
            await self.scene.act("leave")
            await self.scene.closes()


async def inbox(walk: Walk) -> None:
    """Every view, pane and dialog of the inbox."""
    scene = walk.scene
    await walk.rows(8)
    await scene.act("jump(0)")
    await scene.go_to_task(assignee="demo")
    await walk.dialogs("complete", "assign", "priority", "due", "follow_up", "candidates", "views", "help", "introduce")
    await scene.act("jump(0)")
    await scene.go_to(lambda task: task.state == "CREATED" and task.assignee not in (None, "demo"))
    await scene.do("claim")
    await scene.says("take over with t")
    await walk.look()
    await walk.dialogs("take_over", "help")
    for view in ("mine", "unassigned", "groups", "completed", "open"):
        await scene.line(f"in {view}")
        await scene.listed()
        await walk.look()
    await scene.do("search")
    await scene.write("\\u202e")
    await walk.look()
    await scene.act("close")


async def edited(walk: Walk) -> None:
    """Variables with attacks in them, as they stand in the editor, from their beginning to their end."""
    scene = walk.scene
    await scene.act("jump(0)")
    await scene.go_to_task(assignee="demo")
    await scene.do("complete")
    await scene.opens(VariablesDialog)
    area = scene.dialog.query_one(TextArea)
    while area.cursor_location[0] < area.document.line_count - 1:
        await scene.act("cursor_page_down")
        await walk.look()
    await scene.act("leave")
    await scene.closes()


async def refused(walk: Walk) -> None:
    """The cluster's reasons: in the notice, in the dialog, copied from it, and in the top line."""
    scene = walk.scene
    for attack in ATTACKS[:REFUSED]:
        await scene.sandbox.faults(f"deny=No {attack}*1")
        await scene.act("jump(0)")
        await scene.go_to_task(assignee=None)
        await scene.do("claim")
        await scene.says("No ")
        await walk.look()
        if not isinstance(scene.app.screen, ProblemDialog):
            await scene.do("problem")
            await scene.opens(ProblemDialog)
        await walk.look()
        await scene.act("copy")
        await scene.act("leave")
        await scene.closes()
        scene.screen.load_failed(Unreachable(f"gone {attack}"))
        await walk.look()
        await scene.do("refresh")
        await scene.settles()


async def elsewhere(walk: Walk) -> None:
    """The other screens, and the palette."""
    scene = walk.scene
    await scene.do("goto_decisions")
    await scene.shows_mode("decisions")
    listed = await scene.listed()
    await walk.decisions(listed.count)
    await walk.dialogs("filter", "sort", "help")
    await scene.do("history")
    await scene.shows_mode("evaluations")
    await walk.decisions(3)
    await walk.dialogs("filter", "sort", "related", "help")
    await scene.do("goto_topology")
    await scene.shows_mode("topology")
    await scene.shows("partitions x")
    await walk.look()
    await scene.do("goto_jobs")
    await scene.shows_mode("jobs")
    await walk.rows(5)
    await scene.act("jump(0)")
    await scene.go_to(lambda job: job.state == "CREATED")
    await walk.dialogs("activate", "complete_job", "fail_job", "throw_error", "retries", "help")
    await scene.do("palette")
    await scene.opens(CommandPalette)
    await scene.write("go to the jobs")
    await scene.shows("Go to the jobs")
    walk.seen.add("CommandPalette")
    await scene.act("escape")


@pytest.mark.long
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_nothing_that_the_cluster_sends_is_obeyed(size: tuple[int, int]) -> None:
    async with STORIES["hostile"].stage(size, Recorder) as scene:
        walk = Walk(scene)
        await scene.listed()
        for part in (inbox, edited, refused, elsewhere):
            await part(walk)
        stream = Recorder.of(scene.app).stream
        assert scene.app.is_running
    copied = [base64.b64decode(text) for text in CLIPBOARD.findall(stream)]
    assert len(copied) == REFUSED, "the clipboard is written when somebody copies, and only then"
    assert [text for text in copied if foreign(text.replace(b"\n", b" "))] == [], "what is copied can be pasted"
    stream = CLIPBOARD.sub(b"", stream)
    assert foreign(stream) == []
    text = text_of(stream)
    assert [attack for attack in SHOWN if attack not in text] == []
    dialogs = {
        ChoiceDialog, ConfirmDialog, FieldsDialog, FilterDialog, HelpDialog, KeptFieldsDialog, ProblemDialog,
        VariablesDialog, CommandPalette,
    }  # fmt: skip
    dialogs |= {DecisionScreen, LinesDialog}
    screens = {"TasksScreen", "DecisionsScreen", "EvaluationsScreen", "TopologyScreen", "JobsScreen"}
    assert walk.seen == screens | {kind.__name__ for kind in dialogs}
