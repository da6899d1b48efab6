"""What stands behind a list, a record or a command, as lines for the shell: they work, and hold no secret."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from c8tui.api.capture import CapturedRequest
from c8tui.sandbox.options import Options
from c8tui.sandbox.server import Running, running
from c8tui.secret_text import SecretStr
from c8tui.session.actions import Step
from c8tui.session.copy_as import c8ctl, curl, lines_for
from c8tui.session.decisions import DefinitionQuery
from c8tui.session.incidents import IncidentQuery
from c8tui.session.jobs import JobQuery
from c8tui.session.rows import Rows
from c8tui.settings import Settings
from tests.sandboxes import Sandbox, a_task

OPEN = {"filter": {"state": "CREATED"}, "page": {"limit": 1}}


def request(method: str, path: str, body: Any = None) -> CapturedRequest:
    return CapturedRequest(method, path, None if body is None else json.dumps(body).encode())


@pytest.fixture(scope="module")
def served() -> Iterator[Running]:
    with running(Options(tasks=50)) as server:
        yield server


def ran(line: str) -> Any:
    """What a line of curl prints, as JSON."""
    return json.loads(subprocess.run(["sh", "-c", line], capture_output=True, check=True, timeout=30).stdout)


def on(served: Running) -> Settings:
    return Settings(address=f"{served.url}/v2")


async def test_what_is_copied_is_what_the_screens_ask(served: Running, open_session: Any) -> None:
    sandbox = Sandbox(tasks=50)
    session = await sandbox.session()
    asked: tuple[Rows[Any], ...] = (
        session.user_tasks.rows(session.views.named("open"), session.identity),  # type: ignore[arg-type]
        session.jobs.rows(JobQuery()),
        session.incidents.rows(IncidentQuery()),
        session.decisions.rows(DefinitionQuery()),
    )
    for rows in asked:
        sent = len(await sandbox.requests())
        [line] = [one.text for one in await lines_for(session, rows, None) if one.title == "this list as curl"]
        assert len(await sandbox.requests()) == sent, "nothing is sent"
        found = ran(line.replace(session.settings.address, f"{served.url}/v2"))
        await rows.load(0, 10)
        assert found["page"]["totalItems"] == rows.total
        first = rows.row(0)
        if first is not None:
            lines = {one.title: one.text for one in await lines_for(session, None, first)}
            body = ran(lines["what is shown as curl"].replace(session.settings.address, f"{served.url}/v2"))
            assert rows.key_of(first) in json.dumps(body)
    await session.close()


async def test_a_view_of_several_searches_gives_them_all() -> None:
    session = await Sandbox(tasks=50).session(groups=("sales",))
    view = session.views.named("mine-or-groups")
    assert view is not None
    lines = await lines_for(session, session.user_tasks.rows(view, session.identity), None)
    assert [one.title for one in lines if "curl" in one.title][:2] == [
        "this list (1 of 2) as curl", "this list (2 of 2) as curl"
    ]  # fmt: skip
    await session.close()


async def test_the_last_command_is_there_when_one_was_sent() -> None:
    sandbox = Sandbox(tasks=50)
    session = await sandbox.session(undo_s=0)
    task = await a_task(session, assignee=None)
    assert [one.title for one in await lines_for(session, None, None)] == [
        "this cluster as curl", "this cluster as c8ctl"
    ]  # fmt: skip
    await Step("claim", "demo").send(session.user_tasks, task)
    [curled] = await lines_for(session, None, None)
    assert curled.title == "the command sent last as curl"
    assert f"/user-tasks/{task.user_task_key}/assignment" in curled.text
    assert '{"assignee":"demo","allowOverride":false' in curled.text
    await session.close()


def test_a_command_works_with_hostile_texts(served: Running) -> None:
    [task] = ran(
        curl(request("POST", "/user-tasks/search", {"filter": {"state": "CREATED"}, "page": {"limit": 1}}), on(served))
    )["items"]
    text = "'; touch pwned \n\t\\ \" $(id) `id` @x é"
    body = {"variables": {"comment": text}}
    line = curl(request("POST", f"/user-tasks/{task['userTaskKey']}/completion", body), on(served))
    subprocess.run(["sh", "-c", line], check=True, timeout=30)
    search = request("POST", f"/user-tasks/{task['userTaskKey']}/variables/search", {"filter": {"name": "comment"}})
    assert json.loads(ran(curl(search, on(served)))["items"][0]["value"]) == text


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({"username": "an'na", "password": "hush"}, "-u 'an'\"'\"'na:'\"$C8_PASSWORD\""),
        ({"token": "hush"}, 'Authorization: Bearer $C8_TOKEN"'),
        ({"client_id": "c", "client_secret": "hush", "oauth_url": "https://login/x"}, "Bearer $C8_TOKEN"),
    ],
)
def test_no_line_holds_a_secret(settings: dict[str, Any], wanted: str) -> None:
    line = curl(request("GET", "/topology"), Settings(address="https://c/v2", **settings))
    assert "hush" not in line
    assert wanted in line
    comment, command = line.split("\n")
    assert comment.startswith("# C8_")
    assert shlex.split(command)[0] == "curl"
    if "client_id" in settings:
        assert "--data-urlencode client_id=c" in comment
        assert '"client_secret=$C8_CLIENT_SECRET"' in comment


def test_the_variable_is_what_signs_in(served: Running) -> None:
    with running(Options(tasks=5, auth="basic")) as server:
        settings = Settings(address=f"{server.url}/v2", username="demo", password=SecretStr("demo"))
        line = curl(request("GET", "/topology"), settings)
        assert "brokers" in ran(f"C8_PASSWORD=demo; {line.splitlines()[1]}")


def test_certificates_are_named() -> None:
    settings = Settings(address="https://c/v2", ca_path=Path("/a b.pem"))
    assert "--cacert '/a b.pem'" in curl(request("GET", "/topology"), settings)


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (request("GET", "/topology"), "c8 get topology"),
        (request("GET", "/incidents/12"), "c8 get inc 12"),
        (request("GET", "/user-tasks/12"), None),
        (request("POST", "/user-tasks/search", {}), "c8 search ut"),
        (
            request("POST", "/user-tasks/search", {
                "filter": {"state": "CREATED", "assignee": "an na"}, "sort": [{"field": "priority", "order": "DESC"}],
                "page": {"limit": 100},
            }),
            "c8 search ut --state=CREATED '--assignee=an na' --sortBy=priority --desc --limit=100",
        ),
        (request("POST", "/user-tasks/search", {"filter": {"assignee": {"$like": "a*"}}}),
         "c8 search ut '--assignee=a*'"),
        (request("POST", "/user-tasks/search", {"filter": {"assignee": "a*"}}), None),
        (request("POST", "/user-tasks/search", {"filter": {"state": {"$in": ["A"]}}}), None),
        (request("POST", "/user-tasks/search", {"filter": {"priority": 3}}), None),
        (request("POST", "/incidents/search", {"filter": {"processDefinitionId": "p"}}), "c8 search inc --id=p"),
        (request("POST", "/decision-definitions/search", {}), None),
        (
            request("POST", "/user-tasks/12/completion", {"variables": {"a": "'"}}),
            "c8 complete ut 12 '--variables={\"a\": \"'\"'\"'\"}'",
        ),
        (request("POST", "/user-tasks/12/completion", {"variables": {}, "action": "x"}), None),
        (request("POST", "/user-tasks/12/assignment", {"assignee": "a"}), None),
        (request("POST", "/jobs/1/failure", {"retries": 2, "errorMessage": "no"}),
         "c8 fail job 1 --retries=2 --errorMessage=no"),
        (request("POST", "/incidents/%27;x/resolution"), "c8 resolve inc ''\"'\"';x'"),
    ],
)  # fmt: skip
def test_the_official_cli_where_it_has_a_verb_and_all_flags(asked: CapturedRequest, line: str | None) -> None:
    assert c8ctl(asked) == line
