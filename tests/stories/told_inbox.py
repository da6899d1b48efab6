"""Stories of the inbox: triage, taking over, being too late, and not being allowed to."""

from __future__ import annotations

import re

import httpx
from textual.widgets import Input

from c8tui.model.user_tasks import Changeset
from c8tui.session.actions import Step
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.form import FormDialog
from c8tui.tui.dialogs.variable_tree import VariableTreeDialog
from tests.stories.scene import Scene
from tests.stories.story import NARROW, WIDE, story


@story("triage", sizes={"": NARROW, "-wide": WIDE})
async def triage(scene: Scene) -> None:
    """Find a task that nobody holds, claim it, fill it in, complete it, and see what comes next."""
    await scene.listed()
    await scene.shows("All open", "Assignee", "overdue", "c claim")
    await scene.picture("inbox")

    await view(scene, "Unassigned")
    assert {task.assignee for task in scene.rows} == {None}
    await scene.do("search")
    await scene.write("review")
    await scene.act("ask")
    await scene.shows('named "review"')
    task = await scene.go_to_task(name="Review invoice")
    await scene.do("claim")
    await scene.says('Claimed "Review invoice"')
    assert await scene.sandbox.log() == [f"POST /user-tasks/{task.user_task_key}/assignment"]
    assert scene.sandbox.bodies("/assignment")[0]["allowOverride"] is False
    await scene.until(lambda: task.user_task_key not in keys(scene), "the list without what is claimed")

    await view(scene, "Mine")
    assert {row.assignee for row in scene.rows} == {"demo"}
    await scene.go_to_task(user_task_key=task.user_task_key)
    await scene.do("complete")
    await scene.opens(FormDialog)
    await scene.shows("Invoice", "Supplier", "draft kept")
    await answer(scene, "costCentre", "2")
    await answer(scene, "approved", "space")
    if scene.app.size == NARROW:
        await scene.picture("complete")
    await scene.act("send")
    await scene.says('Completed "Review invoice"')
    await scene.closes()
    assert (await scene.sandbox.log())[-1] == f"POST /user-tasks/{task.user_task_key}/completion"
    sent = scene.sandbox.bodies("/completion")[0]["variables"]
    assert (sent["approved"], sent["costCentre"]) == (True, "machines")
    assert sent.keys() == {"supplier", "amount", "costCentre", "approved"}

    await view(scene, "Unassigned")
    following = await scene.go_to_task(process_instance_key=task.process_instance_key)
    assert following.name == "Release payment"
    await scene.do("open")
    await scene.tells("Release payment", "accounting, leads", "approved", "true")
    if scene.app.size == NARROW:
        await scene.picture("next-task")


@story("take-over")
async def take_over(scene: Scene) -> None:
    """What somebody holds is not claimed; it is taken over, after a question whose answer is No unless one says Yes."""
    task = await scene.go_to_task(assignee="ben")
    await scene.do("claim")
    await scene.says("assigned to ben; take over with t")
    await scene.do("take_over")
    await scene.opens(ConfirmDialog)
    await scene.shows("is assigned to ben", "not notified")
    assert scene.app.focused is scene.dialog.query_one("#no")
    await scene.picture("take-over")
    await scene.act("leave")
    await scene.closes()
    assert await scene.sandbox.log() == []

    await scene.do("take_over")
    await scene.opens(ConfirmDialog)
    await scene.act("yes")
    await scene.says(f'Took over "{task.name}" from ben')
    assert scene.sandbox.bodies("/assignment")[0]["allowOverride"] is True
    await scene.until(lambda: scene.current.assignee == "demo", "my name in the row")


@story("conflict")
async def conflict(scene: Scene) -> None:
    """Somebody is faster by a moment: the cluster refuses the claim, and it is said who holds the task since when."""
    task = await scene.go_to_task(assignee=None)

    async def faster(request: httpx.Request) -> None:
        if request.url.path.endswith("/assignment"):
            scene.sandbox.meddle = None
            await scene.meanwhile("anna", lambda session: Step("claim", "anna").send(session.user_tasks, task))

    scene.sandbox.meddle = faster
    await scene.do("claim")
    await scene.says("Assigned to anna since")
    await scene.until(lambda: scene.current.assignee == "anna", "the name of who was faster")
    assert scene.current.user_task_key == task.user_task_key
    assert await scene.sandbox.log() == [f"POST /user-tasks/{task.user_task_key}/assignment"]
    await scene.picture("conflict")


@story("collision", sizes={"": NARROW, "-wide": WIDE})
async def collision(scene: Scene) -> None:
    """A task changes between the look and the key: what changed is said, and nothing is sent unless one says so."""
    task = await scene.go_to_task(assignee=None, priority=50)
    await scene.settles()
    await scene.meanwhile(
        "ben", lambda session: Step("change", changeset=Changeset(priority=95)).send(session.user_tasks, task)
    )
    others = await scene.sandbox.log()
    await scene.do("claim")
    await scene.opens(ConfirmDialog)
    await scene.shows("Changed since you looked", "priority: 50 -> 95", "Nothing has been sent")
    assert scene.app.focused is scene.dialog.query_one("#no")
    await scene.picture("collision")
    await scene.act("leave")
    await scene.closes()
    assert await scene.sandbox.log() == others
    await scene.until(lambda: scene.current.priority == 95, "the priority of now")

    await scene.meanwhile("anna", lambda session: Step("claim", "anna").send(session.user_tasks, task))
    others = await scene.sandbox.log()
    await scene.do("claim")
    await scene.says("assigned to anna; take over with t")
    assert await scene.sandbox.log() == others
    await scene.do("open")
    await scene.tells("assignee    anna")
    if scene.app.size == WIDE:  # the pane was there all the time
        await scene.tells("changed since you looked: assignee: nobody -> anna", "looked: priority: 50 -> 95")
        await scene.picture("collision-opened")


@story("variables", sizes={"": NARROW, "-wide": WIDE})
async def variables(scene: Scene) -> None:
    """All variables of a task: objects open, a search looks inside, a path is copied."""
    await scene.go_to_task(name="Review invoice")
    await scene.do("variables")
    await scene.opens(VariableTreeDialog)
    await scene.shows("items", "[")
    await scene.act("search")
    await scene.write("items")
    await scene.act("submit")
    await scene.shows("/ items")
    await scene.act("jump(0)")
    await scene.act("look")
    await scene.act("open")
    await scene.act("open")
    await scene.act("open")
    await scene.shows("items[1]")
    await scene.act("copy_path")
    await scene.shows("Copied items[1] (sent to the terminal)")
    assert scene.app.clipboard == "items[1]"
    await scene.picture("variables")
    await scene.act("leave")
    await scene.closes()


@story("change")
async def change(scene: Scene) -> None:
    """Priority, due date and candidates are changed by what is typed; what makes no sense is said at the field."""
    task = await scene.go_to_task(assignee=None)
    await scene.do("priority")
    await scene.opens(FieldsDialog)
    await scene.rewrite("101")
    await scene.act("send")
    await scene.shows("a whole number from 0 to 100")
    await scene.rewrite("90")
    await scene.act("send")
    await scene.says(": priority 90")
    await scene.until(lambda: "critical" in scene.cells(scene.current), "the new priority")

    await scene.do("due")
    await scene.opens(FieldsDialog)
    await scene.rewrite("+2h")
    await scene.act("send")
    await scene.says(": due date ")
    await scene.until(lambda: task.user_task_key in keys(scene), "the task")
    row = await scene.go_to_task(user_task_key=task.user_task_key)
    assert "in 2 h" in scene.cells(row)
    path = f"/user-tasks/{task.user_task_key}"
    assert await scene.sandbox.log() == [f"PATCH {path}", f"PATCH {path}"]


@story("who-am-i", settings={"user": None, "groups": ()})
async def who_am_i(scene: Scene) -> None:
    """A cluster that names no person: it is asked once, where it is needed, and remembered."""
    task = await scene.go_to_task(assignee=None)
    await scene.do("claim")
    await scene.opens(FieldsDialog)
    await scene.shows("Who are you?", "does not say who you are")
    await scene.write("demo")
    await scene.act("next")
    await scene.write("accounting, leads")
    await scene.picture("who-am-i")
    await scene.act("next")
    await scene.says(f'Claimed "{task.name}"')
    assert scene.app.session.identity.groups == ("accounting", "leads")
    await view(scene, "Mine")
    assert task.user_task_key in keys(scene)
    await scene.do("introduce")
    await scene.opens(FieldsDialog)
    assert scene.dialog.query_one("#user", Input).value == "demo"
    await scene.act("leave")


@story("read-only", settings={"read_only": True})
async def read_only(scene: Scene) -> None:
    """A profile that may only look: the keys that write are grey, and say why."""
    await scene.go_to_task(assignee=None)
    assert "read-only" in scene.status
    for command in ("claim", "complete", "priority", "assign"):
        await scene.do(command)
        await scene.says("this profile is read-only")
    assert scene.sandbox.commands_sent() == []
    await scene.picture("read-only")


@story("protected", settings={"profile": "prod", "protected": True})
async def protected(scene: Scene) -> None:
    """A protected profile is red, and asks for its name before what cannot be taken back."""
    await scene.go_to_task(assignee="clara")
    await scene.do("take_over")
    await scene.opens(ConfirmDialog)
    await scene.shows("Type prod to confirm")
    await scene.write("prof")
    await scene.act("submit")
    await scene.shows("Type prod first")
    await scene.picture("protected")
    await scene.rewrite("prod")
    await scene.act("submit")
    await scene.says("Took over")
    assert len(await scene.sandbox.log()) == 1


async def view(scene: Scene, title: str) -> None:
    """Choose what the inbox shows."""
    await scene.do("views")
    await scene.opens(ChoiceDialog)
    await scene.choose(title)
    await scene.closes()
    # The caption goes on with the order; beside the list the name of every view stands, with a count behind it.
    await scene.until(lambda: re.search(rf"{re.escape(title)}   [a-z]", scene.text), f"the view {title}")
    await scene.listed()
    await scene.settles()


async def answer(scene: Scene, key: str, *keys: str) -> None:
    """Go to the field of the form that is bound to `key`, and press these keys there."""
    dialog = scene.dialog
    assert isinstance(dialog, FormDialog)
    view = dialog.panel.view
    await scene.until(lambda: view.page.at is not None, "the form")
    while view.look.focused is not dialog.panel.state.at((key,)):
        before = view.page.at
        await scene.press("tab")
        assert view.page.at != before, f"no field {key}"
    await scene.press(*keys)


def keys(scene: Scene) -> set[str]:
    """The keys of the tasks that are listed."""
    return {task.user_task_key for task in scene.rows}
