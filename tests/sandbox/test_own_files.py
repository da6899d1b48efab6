"""Files of the user's own: deployed at the start, once, and an instance of each process started."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.sandbox.app import build
from c8tui.sandbox.deployments import File
from c8tui.sandbox.options import Options
from c8tui.sandbox.own_files import Account, Deployed, Started
from tests.sandbox.clusters import NOON, Cluster

_SPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'id="d" targetNamespace="http://c8tui.example"'
)
_JOB = '<zeebe:taskDefinition type="{}"/>'


def bpmn(name: str, start: str = "", work: str = "", more: str = "", process: str = "") -> File:
    """A process of a start, a service task and an end; `start` is its event definition."""
    process = process or name.partition(".")[0]
    job = f"<extensionElements>{_JOB.format(work or process + '-job')}</extensionElements>"
    text = (
        f'<definitions {_SPACES}>{more}<process id="{process}" isExecutable="true">'
        f'<startEvent id="begin">{start}</startEvent><sequenceFlow id="a" sourceRef="begin" targetRef="work"/>'
        f'<serviceTask id="work">{job}</serviceTask><sequenceFlow id="b" sourceRef="work" targetRef="end"/>'
        '<endEvent id="end"/></process></definitions>'
    )
    return File(name, text.encode())


ORDER = bpmn("order.bpmn")
MESSAGE = '<message id="m" name="wanted"/>'
FORM = File("ask.form", b'{"id": "ask", "components": []}')
DMN = File(
    "rates.dmn",
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rates" name="Rates" namespace="n">'
    b'<decision id="rate" name="Rate"><literalExpression><text>1</text></literalExpression></decision></definitions>',
)


def begun(*files: File, db: Path | None = None) -> Account:
    """What becomes of files when a sandbox begins."""
    sandbox = build(Options(story="empty", files=files, db=None if db is None else str(db), clock=lambda: NOON))
    account = sandbox.begin()
    sandbox.close()
    assert account is not None
    return account


def test_all_is_told() -> None:
    account = begun(ORDER, DMN, FORM, File("notes.txt", b"x"))
    assert account.deployed == [
        Deployed("order.bpmn", "process order", 1, True),
        Deployed("rates.dmn", "decision rate", 1, True),
        Deployed("ask.form", "form ask", 1, True),
        Deployed("notes.txt", "resource", 1, True),
    ]
    assert [one.process_id for one in account.started] == ["order"]
    assert account.job_types == ["order-job"]
    assert account.incidents == 0


@pytest.mark.parametrize(
    ("start", "more", "waits_for"),
    [
        ('<messageEventDefinition messageRef="m"/>', MESSAGE, 'the message "wanted"'),
        ('<signalEventDefinition signalRef="s"/>', '<signal id="s" name="go"/>', 'the signal "go"'),
        ("<timerEventDefinition><timeCycle>R/PT1H</timeCycle></timerEventDefinition>", "", "a timer"),
    ],
)
def test_a_process_that_waits_is_not_started(start: str, more: str, waits_for: str) -> None:
    account = begun(bpmn("late.bpmn", start, more=more))
    assert account.started == [Started("late", None, waits_for)]


def test_an_instance_that_is_stuck_at_once_is_counted() -> None:
    assert begun(bpmn("broken.bpmn", work="=1 + missing")).incidents == 1


async def test_nothing_of_the_company_is_there() -> None:
    cluster = Cluster(story="empty", tasks=None, files=(ORDER,))
    (definition,) = await cluster.items("/process-definitions")
    assert definition["processDefinitionId"] == "order"
    (instance,) = await cluster.items("/process-instances")
    assert instance["state"] == "ACTIVE"
    assert await cluster.items("/user-tasks") == []
    (job,) = await cluster.activate("order-job")
    await cluster.do("POST", f"/jobs/{job['jobKey']}/completion", {})
    assert (await cluster.get(f"/process-instances/{instance['processInstanceKey']}"))["state"] == "COMPLETED"


async def test_on_top_of_a_story_the_company_leaves_them_alone() -> None:
    cluster = Cluster(story="triage", tasks=20, files=(bpmn("order.bpmn", work="payment-service"),), lively=True)
    assert len(await cluster.items("/process-definitions", {"processDefinitionId": "order"})) == 1
    for _ in range(60):
        cluster.at += 60
        (job,) = await cluster.items("/jobs", {"processDefinitionId": "order"})
        assert (job["state"], job["worker"]) == ("CREATED", "")


def test_they_are_deployed_again_only_when_they_change(tmp_path: Path) -> None:
    db = tmp_path / "own.db"
    first = begun(ORDER, FORM, db=db)
    again = begun(ORDER, FORM, db=db)
    assert [one.new for one in again.deployed] == [False, False]
    assert again.started == []
    assert again.job_types == first.job_types
    changed = begun(bpmn("order.bpmn", work="other"), FORM, db=db)
    assert changed.deployed == [
        Deployed("order.bpmn", "process order", 2, True),
        Deployed("ask.form", "form ask", 1, False),
    ]
    assert [one.process_id for one in changed.started] == ["order"]


def test_a_scripted_story_takes_no_number_of_tasks() -> None:
    with pytest.raises(ValueError, match="as many tasks as it has"):
        build(Options(story="empty", tasks=3))
