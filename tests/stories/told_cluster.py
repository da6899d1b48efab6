"""Stories of the other screens, of finding one's way, of bad weather, and of a cluster that attacks."""

from __future__ import annotations

from typing import Any

from textual.command import CommandPalette
from textual.widgets import Input

from c8tui.sandbox.deployments import File
from c8tui.tui.dialogs.bulk_preview import BulkPreview
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.dialogs.groups import GroupsDialog
from c8tui.tui.dialogs.help import HelpDialog
from c8tui.tui.dialogs.kept_fields import KeptFieldsDialog
from c8tui.tui.dialogs.lines import LinesDialog
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.dialogs.run import RunDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from tests.sandbox.bpmn.builder import END, START, el, ext, file, flows, process, task
from tests.stories.scene import Scene
from tests.stories.story import MEDIUM, NARROW, story

ILL = ("cluster", "zones", "dead=150", "no-leader=290", "joining=7", "licence-ends=9")


@story("topology", screen="topology", sizes={"": NARROW, "-wide": (160, 50)})
async def topology(scene: Scene) -> None:
    """The cluster is healthy; then a broker goes, its leader moves, and the screen says what that means."""
    await scene.shows("healthy", "every partition is led", "LEADER", "licence: sandbox, valid")
    await scene.picture("topology")
    await scene.sandbox.faults("broker-down=1")
    await scene.wait(5)
    await scene.do("refresh")
    await scene.shows("! broker 1 is missing since", "P2 leader moved 1 -> 2", " 5 problems ")
    await scene.shows("~ leaders unbalanced: broker 2 leads 2 of 3", "broker 1  missing since")
    await scene.picture("topology-broken")
    await scene.do("next_ill")
    await scene.do("show_place")
    await scene.opens(LinesDialog)
    await scene.shows("Partition 2", "of 3 replicas", "broker 2")
    await scene.act("leave")
    await scene.closes()


@story("large topology", screen="topology", sizes={"": NARROW, "-wide": (160, 50)}, dialect="8.10", faults=ILL)
async def large_topology(scene: Scene) -> None:
    """A hundred brokers, three hundred partitions: what ails them is found by a key, and shown alone by another."""
    await scene.shows("! partition 290 has no leader", "~ the licence ends in 9 days", "zones zone-a 34")
    await scene.do("next_ill")
    await scene.do("next_ill")
    await scene.shows("P150 on broker zone-b_16: LEADER dead")
    await scene.picture("topology-large")
    await scene.do("only_ill")
    await scene.shows("P150", "P290")


@story("decisions", screen="decisions", sizes={"": (130, 34)})
async def decisions(scene: Scene) -> None:
    """A decision, its versions, what it was last asked, and its DMN."""
    await scene.go_to(lambda definition: definition.decision_definition_id == "discount")
    await scene.tells("Discount  v2", "v2, v1", "discount.dmn", "evaluated", "<definitions")
    await scene.do("details")
    await scene.act("page(1.0)")
    await scene.shows("<decision id=")
    await scene.picture("decisions")


@story("evaluations", screen="decisions", sizes={"": (130, 34)})
async def evaluations(scene: Scene) -> None:
    """What a decision was evaluated to: its history, all versions, what failed and why, and back to the process."""
    await scene.go_to(lambda definition: definition.decision_definition_id == "guestCount")
    await scene.do("history")
    await scene.shows_mode("evaluations")
    await scene.shows("Evaluations of Guest Count v1   time (newest first)")
    await scene.go_to(lambda evaluation: evaluation.state == "FAILED")
    await scene.tells("failed", "no plan for monday", "Inputs")
    await scene.picture("evaluations")
    await scene.do("filter")
    await scene.opens(FilterDialog)
    await scene.act("next")
    await scene.act("next")
    await scene.act("next")
    await scene.write("failed")
    await scene.act("send")
    await scene.shows("state = failed")
    await scene.do("back")
    await scene.line("dinst discount")
    await scene.shows("decision id = discount")


@story("jobs", screen="jobs", sizes={"": NARROW, "-wide": (160, 50)})
async def jobs(scene: Scene) -> None:
    """Activate jobs of a type and answer each in its own way."""
    await scene.listed()
    await scene.line("jobs ship-order")
    await scene.shows("type = ship-order")
    await scene.do("activate")
    await scene.opens(FieldsDialog)
    await scene.act("next")
    await scene.rewrite("4")
    await scene.picture("activate")
    await scene.act("send")
    await scene.says("4 jobs locked by you")
    await scene.shows("4 activated by you (@)")
    held = list(scene.app.session.jobs.held)

    async def go_to_held() -> str:
        await scene.settles()
        await scene.act("jump(0)")
        job = await scene.go_to(lambda row: row.job_key in scene.app.session.jobs.held)
        return str(job.job_key)

    first = await go_to_held()
    await scene.picture("jobs")
    await scene.do("complete_job")
    await scene.opens(VariablesDialog)
    await scene.act("send")
    await scene.says("Completed ship-order")

    second = await go_to_held()
    await scene.do("fail_job")
    await scene.opens(FieldsDialog)
    await scene.rewrite("2")
    await scene.act("next")
    await scene.write("printer jam")
    await scene.act("send")
    await scene.says("Failed ship-order, 2 retries left")

    third = await go_to_held()
    await scene.do("retries")
    await scene.opens(FieldsDialog)
    await scene.rewrite("7")
    await scene.act("send")
    await scene.says("ship-order: 7 retries")
    await scene.until(lambda: any(j.job_key == third and j.retries == 7 for j in scene.rows), "the new retries")

    fourth = await go_to_held()
    await scene.do("throw_error")
    await scene.opens(FieldsDialog)
    await scene.write("NO_STOCK")
    await scene.act("send")
    await scene.says("Threw NO_STOCK from ship-order")
    assert {first, second, fourth} <= set(held)
    assert [line for line in await scene.sandbox.log() if "activation" not in line] == [
        f"POST /jobs/{first}/completion",
        f"POST /jobs/{second}/failure",
        f"PATCH /jobs/{third}",
        f"POST /jobs/{fourth}/error",
    ]


AD_HOC = File(
    "support.bpmn",
    file(
        process(
            START,
            el(
                "adHocSubProcess", ext(el("zeebe:taskDefinition", type_="support-agent")),
                task("check-stock", name="Check the stock"), task("ask-customer", name="Ask the customer"),
                task("refund", name="Pay back"), id="agent", name="Support agent",
            ),
            END, flows("s", "agent", "e"), id="support", name="Support",
        )
    ),
)  # fmt: skip


@story("job results", screen="jobs", sizes={"": NARROW, "-wide": (160, 50)}, dialect="8.10", files=(AD_HOC,))
async def job_results(scene: Scene) -> None:
    """The worker of an ad-hoc sub-process says what begins next in it; its elements are offered by name."""
    await scene.line("jobs support-agent")
    await scene.listed()
    await scene.do("activate")
    await scene.opens(FieldsDialog)
    await scene.act("send")
    await scene.says("1 job locked by you")
    await scene.settles()
    await scene.do("complete_job")
    await scene.opens(KeptFieldsDialog)
    await scene.write("refund, s")
    await scene.shows("Check the stock")
    await scene.picture("job-result")
    await scene.write("tock")
    await scene.act("next")
    await scene.act("send")
    await scene.shows("Variables of Pay back", "Variables of Check the stock")
    await scene.act("send")
    await scene.says("Completed support-agent: 2 elements activated")
    assert (await scene.sandbox.log())[-1].endswith("/completion")


@story("finding", sizes={"": NARROW})
async def finding(scene: Scene) -> None:
    """Help, palette and the command line lead everywhere."""
    await scene.listed()
    await scene.do("help")
    await scene.opens(HelpDialog)
    await scene.shows("Assign the task to yourself")
    await scene.picture("help")
    await scene.write("decision definitions")
    await scene.act("submit")
    await scene.shows_mode("decisions")
    await scene.do("palette")
    await scene.opens(CommandPalette)
    await scene.write("jobs")
    await scene.shows("Go to the jobs")
    await scene.picture("palette")
    await scene.act("submit")
    await scene.shows_mode("jobs")
    await scene.line("in unassigned")
    await scene.shows_mode("inbox")
    await scene.shows("Unassigned   ")
    await scene.line("tpo")
    await scene.says("Did you mean top?")
    await scene.do("last")
    await scene.shows_mode("jobs")


@story("searching")
async def searching(scene: Scene) -> None:
    """`/` narrows what is loaded while it is typed; escape takes that back; enter keeps it, ctrl+s asks the cluster."""
    listed = await scene.listed()
    everything = listed.count
    await scene.do("search")
    await scene.write("complaint")
    await scene.until(lambda: 0 < listed.count < everything, "fewer rows")
    assert all("complaint" in scene.cells(listed.item(n)).casefold() for n in range(listed.count))
    await scene.shows(f"/ complaint ({listed.count} of {everything}", f"{listed.count} of {everything}")
    await scene.picture("search")
    await scene.act("close")
    await scene.closes()
    assert listed.rows is not None
    assert listed.count == listed.rows.total, "colleagues may have gone on meanwhile"

    await scene.do("search")
    await scene.write("sign contract")
    await scene.act("ask")
    await scene.shows('named "sign contract"')
    await scene.until(lambda: {task.name for task in scene.rows} == {"Sign contract"}, "only such tasks")
    await scene.do("back")
    await scene.until(lambda: listed.count == everything, "everything again")


@story("weather", settings={"refresh_s": 30.0})
async def weather(scene: Scene) -> None:
    """The cluster goes away: the list stays, says how old it is and why, and is renewed when the cluster is back."""
    await scene.listed()
    task = scene.current
    await scene.sandbox.faults("drop")
    await scene.wait(75)
    await scene.do("refresh")
    await scene.until(lambda: "stale 1 m" in scene.status, "a stale list")
    assert "next try 30 s" in scene.status
    assert scene.current == task
    await scene.picture("stale")

    unheld = await scene.go_to_task(assignee=None)
    await scene.do("claim")
    await scene.says("! shows all")
    await scene.do("problem")
    await scene.opens(ProblemDialog)
    await scene.shows(f"/user-tasks/{unheld.user_task_key}", "Nothing has been sent")
    await scene.picture("problem")
    await scene.act("leave")
    await scene.closes()
    assert f"~{unheld.name}" not in scene.text, "what was not claimed is not shown as ours"
    assert scene.sandbox.commands_sent() == []
    await scene.sandbox.faults()
    await scene.do("refresh")
    await scene.until(lambda: "stale" not in scene.status, "a fresh list")
    await scene.do("claim")
    await scene.says("Claimed")


@story("hostile", sizes={"": (130, 34)}, story="hostile")
async def hostile(scene: Scene) -> None:
    """Whatever a cluster sends is shown as text, and does nothing."""
    await scene.listed()
    await scene.shows("\\x1b", "\\u202e")
    await scene.settles()
    await scene.picture("hostile")
    assert "[@click=app.quit]" in scene.text
    for mode in ("decisions", "evaluations", "topology", "jobs"):
        await scene.do(f"goto_{mode}")
        await scene.shows_mode(mode)
        await scene.settles()
        assert "\x1b" not in scene.text
    assert scene.app.is_running


@story("incidents", screen="incidents", sizes={"": NARROW, "-wide": (160, 50)})
async def incidents(scene: Scene) -> None:
    """What the cluster cannot get on with: narrowed to one kind of error, its whole message, and all of it again."""
    await scene.listed()
    await scene.shows("state = active   time (newest first)")
    await scene.settles()
    await scene.picture("incidents")
    await scene.do("filter")
    await scene.opens(FilterDialog)
    scene.dialog.query_one("#error_type", Input).value = "io mapping error"
    await scene.act("send")
    await scene.closes()
    await scene.shows("error type = io mapping error")
    await scene.listed()
    assert {incident.error_type for incident in scene.rows} == {"IO_MAPPING_ERROR"}
    await scene.do("back")
    await scene.shows("state = active   time (newest first)")


STUCK: dict[str, Any] = {"story": "incidents", "tasks": None, "lag_ms": 2_000}


@story("resolve", screen="incidents", sizes={"": NARROW, "-medium": MEDIUM}, **STUCK)
async def resolve(scene: Scene) -> None:
    """Three groups: retries cure one, after one went first; another comes back; a variable cures the third."""
    await scene.listed()
    await scene.do("groups")
    await scene.opens(GroupsDialog)
    await scene.shows("40  error", "25  process  quote-limit")
    await scene.picture("incident-groups")
    await scene.press("enter")
    await scene.closes()
    await scene.listed()
    await scene.do("mark_matching")
    await scene.press("enter")
    await scene.says("40 marked")
    await scene.do("resolve")
    await scene.opens(FieldsDialog)
    await scene.press("enter")
    await scene.opens(BulkPreview)
    await scene.press("o")
    await scene.shows("One first: its outcome is checked")
    await scene.picture("resolve-preview")
    await scene.press("y")
    await scene.opens(ConfirmDialog)
    await scene.shows("It was checked again and stayed resolved. 39 others")
    await scene.picture("resolve-one-first")
    await scene.press("y")
    await scene.opens(RunDialog)
    await scene.shows("39 resolved")
    await scene.press("escape")
    await scene.closes()
    await scene.line("incidents parcel")
    await scene.shows("process = parcel")
    await scene.listed()
    await scene.press("space", "space", "space")
    await scene.do("resolve")
    await scene.opens(BulkPreview)
    await scene.press("y")
    await scene.opens(RunDialog)
    await scene.shows("3 back with the same error")
    await scene.picture("resolve-report")
    await scene.press("escape")
    await scene.closes()
    await scene.line("incidents quote-limit")
    await scene.shows("process = quote-limit")
    await scene.listed()
    await scene.do("resolve_with")
    await scene.opens(VariablesDialog)
    await scene.shows("quoteNo")
    await scene.picture("resolve-with-variables")


@story("messages", screen="messages", sizes={"": NARROW, "-wide": (160, 50)}, story="messages", tasks=None)
async def messages(scene: Scene) -> None:
    """Who waits for which message; one is published to one of them, whom it reaches is shown before and behind."""
    await scene.listed()
    await scene.shows("payment-received", "state = created")
    await scene.settles()
    await scene.picture("messages")
    await scene.line("publish payment-received O-0029")
    await scene.opens(KeptFieldsDialog)
    await scene.act("send")
    await scene.opens(VariablesDialog)
    await scene.shows("1 subscription would match: order-payment")
    await scene.picture("publish")
    await scene.act("send")
    await scene.opens(ChoiceDialog)
    await scene.shows("correlated with 1 instance")
    await scene.choose("open tasks of its process instance")
    await scene.shows_mode("inbox")
    assert await scene.sandbox.log() == ["POST /messages/publication"]
    await scene.line("correlated")
    await scene.shows_mode("correlated")
    await scene.listed()
    await scene.shows("Correlated messages", "payment-received")
    await scene.picture("correlated")
