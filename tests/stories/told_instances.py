"""Stories of process instances: one on its diagram, a modification, many at once, and what became of a batch."""

from __future__ import annotations

from textual.widgets import Input

from c8tui.tui.batches.screen import BatchesScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.processes.instance import InstanceScreen
from c8tui.tui.processes.version import ProcessScreen
from tests.stories.scene import Scene
from tests.stories.story import NARROW, story
from tests.stories.told_diagrams import TALL

BOTH = {"": NARROW, "-wide": TALL}


async def opened(scene: Scene) -> InstanceScreen:
    """The screen of an instance, with all that it shows."""

    def there() -> bool:
        screen = scene.app.screen
        return isinstance(screen, InstanceScreen) and hasattr(screen, "content") and screen.content.state is not None

    await scene.until(there, "it")
    await scene.settles()
    assert isinstance(scene.app.screen, InstanceScreen)
    return scene.app.screen


@story("instances", screen="instances", sizes=BOTH, story="incidents", tasks=None)
async def instances(scene: Scene) -> None:
    """Instances by several variables and by alternatives, then all with the value that one has."""
    await scene.listed()
    await scene.shows("state = active   key (newest first)")
    await scene.settles()
    await scene.picture("instances")
    await scene.do("filter")
    await scene.opens(FilterDialog)
    scene.dialog.query_one("#any_of", Input).value = 'variables = orderNo = "O-0021" | process_definition_id = parcel'
    await scene.act("send")
    await scene.closes()
    await scene.shows("any of = ")
    await scene.listed()
    assert {one.process_definition_id for one in scene.rows} == {"charge-order", "parcel"}
    await scene.do("back")
    await scene.line("inst quote-limit")
    await scene.shows("process = quote-limit")
    await scene.listed()
    await scene.do("same_value")
    await scene.opens(ChoiceDialog)
    await scene.choose("quoteNo")
    await scene.shows("variables = quoteNo = ")
    await scene.until(lambda: len(scene.rows) == 1, "the only one")


@story("instance", screen="instances", sizes=BOTH, story="tree", tasks=None)
async def instance(scene: Scene) -> None:
    """One instance: where it is stuck on its diagram, its tree of a thousand, and what it called."""
    await scene.listed()
    await scene.go_to(lambda one: one.process_definition_id == "stocktaking")
    await scene.do("open")
    screen = await opened(scene)
    await scene.shows("Scan articles", "!3")
    await scene.picture("instance")
    await scene.do("outline")
    await scene.shows("Scan articles  service task")
    await scene.picture("instance-outline")
    await scene.do("back")
    await scene.do("diagram")
    await scene.until(lambda: scene.app.focused is screen.listed, "the tree")
    await scene.act("jump(-1)")
    await scene.press("enter")
    await scene.until(lambda: screen.listed.rows is not None and screen.listed.rows.total == 1005, "a thousand more")
    await scene.settles()
    await scene.picture("instance-tree")


@story("modification", screen="instances", sizes=BOTH, story="batch", tasks=None)
async def modification(scene: Scene) -> None:
    """Steps are collected on the diagram, one is taken back, and the rest sent as one command."""
    await scene.listed()
    await scene.do("open")
    screen = await opened(scene)
    screen.side.show_list(False)
    await scene.until(lambda: scene.app.focused is screen.side.view, "the diagram")
    await scene.do("activate_element")
    await scene.until(lambda: len(screen.content.pending.steps) == 1, "a step")
    await scene.do("terminate_element")
    await scene.until(lambda: len(screen.content.pending.steps) == 2, "another")
    await scene.do("activate_element")
    await scene.do("undo_step")
    await scene.until(lambda: len(screen.content.pending.steps) == 2, "one taken back")
    assert scene.sandbox.bodies("/modification") == []
    await scene.do("send_steps")
    await scene.opens(ConfirmDialog)
    await scene.picture("modification")
    await scene.press("y")
    await scene.until(lambda: scene.sandbox.bodies("/modification") and not screen.content.pending.steps, "sent")


@story("batches", screen="instances", sizes=BOTH, story="batch", tasks=None)
async def batches(scene: Scene) -> None:
    """Three marked instances are canceled, exactly these; the batch is followed to its end."""
    await scene.listed()
    scene.app.session.ops.batch_operations.sleep = scene.sandbox.clock.sleep
    for _ in range(3):
        await scene.do("mark")
    await scene.do("cancel_instance")
    await scene.opens(ConfirmDialog)
    await scene.shows("Cancel 3 instances?")
    await scene.picture("instances-preview")
    await scene.press("y")
    await scene.says("completed: 3 done")
    await scene.line("batches")
    await scene.shows_mode("batches")
    await scene.shows("3 of 3")
    await scene.settles()
    assert isinstance(scene.screen, BatchesScreen)
    await scene.picture("batches")


@story("processes", screen="processes", sizes=BOTH, story="batch", tasks=None)
async def processes(scene: Scene) -> None:
    """Processes with their counts, and the diagram of all instances of a version."""
    await scene.listed()
    await scene.until(lambda: "…" not in scene.text, "the counts")
    await scene.settles()
    await scene.picture("processes")
    await scene.go_to(lambda one: one.process_definition_id == "newsletter")
    await scene.do("open")
    await scene.until(lambda: isinstance(scene.app.screen, ProcessScreen), "the diagram")
    await scene.shows("Send newsletter", "all instances")
    await scene.settles()
    await scene.picture("process-version")


@story("list views", screen="instances", sizes=BOTH, story="incidents", tasks=None)
async def list_views(scene: Scene) -> None:
    """A list has columns of one's own, variables among them, and views of one's own in the file of the inbox's."""
    await scene.listed()
    await scene.do("columns")
    await scene.opens(FieldsDialog)
    await scene.rewrite("process, state, orderNo, quoteNo, started")
    await scene.act("send")
    await scene.closes()
    await scene.shows("orderNo", "quoteNo")
    await scene.do("filter")
    await scene.opens(FilterDialog)
    scene.dialog.query_one("#process_definition_id", Input).value = "quote-limit"
    await scene.press("ctrl+n")
    await scene.opens(FieldsDialog)
    await scene.rewrite("Quotes")
    await scene.act("send")
    await scene.shows("Process instances: Quotes")
    await scene.listed()
    await scene.shows("Q-00")
    await scene.do("views")
    await scene.opens(ChoiceDialog)
    await scene.shows("Quotes", "With incidents")
    await scene.settles()
    await scene.picture("list-views")


@story("the way back", screen="incidents", sizes=BOTH, story="tree", tasks=None)
async def way_back(scene: Scene) -> None:
    """From an incident to its element on the diagram, to what called the instance; the way is told and walked back."""
    await scene.listed()
    key = scene.current.incident_key
    await scene.do("related")
    await scene.opens(ChoiceDialog)
    await scene.shows("incidents of its process instance")
    await scene.settles()
    await scene.picture("related")
    await scene.choose("its element on the diagram")
    await opened(scene)
    await scene.shows("Incidents > ")
    await scene.do("related")
    await scene.opens(ChoiceDialog)
    await scene.choose("its jobs")
    await scene.shows_mode("jobs")
    await scene.shows("Incidents > instance ")
    await scene.settles()
    await scene.picture("way")
    await scene.do("go_back")
    await opened(scene)
    await scene.do("go_back")
    await scene.shows_mode("incidents")
    await scene.listed()
    await scene.until(lambda: scene.current is not None and scene.current.incident_key == key, "the same incident")
    await scene.do("go_forward")
    await opened(scene)
