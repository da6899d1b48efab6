"""Commands by key from the shell, over a sandbox on a port: outcomes, what reached the sandbox, exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from c8tui import cli
from c8tui.cli import main
from c8tui.flags import VERBS
from c8tui.model.user_tasks import UserTask
from c8tui.sandbox.options import Options
from c8tui.sandbox.server import Running, running
from c8tui.session import resolve
from c8tui.session.user_tasks import UserTasks

Told = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("C8TUI_", "CAMUNDA_", "ZEEBE_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("C8TUI_USER", "demo")


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    with running(Options(tasks=120)) as served:
        monkeypatch.setenv("CAMUNDA_REST_ADDRESS", served.url)
        yield served


def asked(sandbox: Running, method: str, path: str, body: object = None) -> Any:
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(sandbox.url + path, content, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        said = answer.read()
        return json.loads(said) if said else None


def keys(sandbox: Running, assignee: object, number: int = 1) -> list[str]:
    """Keys of open tasks of this assignee."""
    wanted = {"filter": {"state": "CREATED", "assignee": assignee}, "page": {"limit": number}}
    return [item["userTaskKey"] for item in asked(sandbox, "POST", "/v2/user-tasks/search", wanted)["items"]]


def log(sandbox: Running) -> list[str]:
    """The commands that took effect."""
    commands = asked(sandbox, "GET", "/sandbox/log")["commands"]
    return [f"{one['method']} {one['path'].removeprefix('/v2/user-tasks/')}" for one in commands]


NOBODY = {"$exists": False}
OTHERS = {"$like": "ben"}


def words(told: str) -> list[str]:
    return [line.split("\t")[1] for line in told.splitlines()]


def test_claiming_takes_what_nobody_holds_and_nothing_else(sandbox: Running, capsys: Told) -> None:
    [free, free_too], [theirs] = keys(sandbox, NOBODY, 2), keys(sandbox, OTHERS)
    assert main(["claim", free, theirs, free, free_too]) == 1
    told = capsys.readouterr().out
    assert words(told) == ["done", "skipped", "done"]
    assert told.splitlines()[1] == f"{theirs}\tskipped\tassigned to ben"
    assert log(sandbox) == [f"POST {free}/assignment", f"POST {free_too}/assignment"]
    assert asked(sandbox, "GET", f"/v2/user-tasks/{free}")["assignee"] == "demo"
    assert main(["unassign", free, free_too]) == 0
    assert words(capsys.readouterr().out) == ["done", "done"]


def test_assigning_gives_what_nobody_else_holds(sandbox: Running, capsys: Told) -> None:
    [free], [mine], [theirs] = keys(sandbox, NOBODY), keys(sandbox, "demo"), keys(sandbox, OTHERS)
    assert main(["assign", free, mine, theirs, "--to", "anna", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(one["userTaskKey"], one["outcome"]) for one in told] == [
        (free, "done"),
        (mine, "done"),
        (theirs, "skipped"),
    ]
    assert log(sandbox) == [f"POST {free}/assignment", f"POST {mine}/assignment"]


@pytest.mark.parametrize("stdin", [False, True])
def test_completing_sends_the_variables(
    stdin: bool, sandbox: Running, capsys: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [mine] = keys(sandbox, "demo")
    file = tmp_path / "variables.json"
    file.write_text('{"approved": true}')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
    assert main(["complete", mine, "--variables", "-" if stdin else str(file)]) == 0
    assert words(capsys.readouterr().out) == ["done"]
    assert log(sandbox) == [f"POST {mine}/completion"]
    assert main(["complete", mine]) == 1
    assert "skipped\tit is completed" in capsys.readouterr().out


@pytest.mark.parametrize("verb", [["claim"], ["assign", "--to", "anna"], ["complete"]])
def test_a_dry_run_sends_nothing(verb: list[str], sandbox: Running, capsys: Told) -> None:
    [free], [theirs] = keys(sandbox, NOBODY), keys(sandbox, OTHERS)
    assert main([verb[0], free, theirs, *verb[1:], "--dry-run"]) == 1
    assert words(capsys.readouterr().out) == ["would", "skipped"]
    assert log(sandbox) == []


def test_resolving_looks_again_before_it_says_so(sandbox: Running, capsys: Told) -> None:
    body = {"filter": {"state": "ACTIVE"}, "page": {"limit": 200}}
    found = asked(sandbox, "POST", "/v2/incidents/search", body)["items"]
    job = next(one["incidentKey"] for one in found if one["jobKey"] and one["tenantId"] == "<default>")
    stuck = next(one["incidentKey"] for one in found if one["errorType"] == "IO_MAPPING_ERROR")
    assert main(["resolve", job, stuck, "1", "--retries", "2", "--dry-run"]) == 1
    told = capsys.readouterr().out
    assert words(told) == ["would", "would", "skipped"]
    assert "its job gets 2 retries first" in told
    assert main(["resolve", job, stuck, "--json"]) == 1
    told, said = capsys.readouterr()
    outcomes = {one["incidentKey"]: one for one in json.loads(told)}
    assert outcomes[job]["outcome"] == "done"
    assert outcomes[stuck]["outcome"] == "failed"
    assert outcomes[stuck]["detail"].startswith("back with the same error as ")
    assert "2 resolutions sent; checking in some seconds" in said


def test_a_read_only_profile_sends_nothing(sandbox: Running, capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("C8TUI_READ_ONLY", "true")
    assert main(["claim", *keys(sandbox, NOBODY)]) == 1
    assert "skipped\tthis profile is read-only" in capsys.readouterr().out
    assert log(sandbox) == []


def test_a_protected_profile_wants_its_name(sandbox: Running, capsys: Told, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[profiles.prod]\naddress = "{sandbox.url}"\nprotected = true\n')
    argv = ["claim", *keys(sandbox, NOBODY), "--config", str(config), "--profile", "prod"]
    for wrong in ([], ["--yes-really", "dev"]):
        assert main([*argv, *wrong]) == 2
        assert "Add --yes-really prod" in capsys.readouterr().err
    assert log(sandbox) == []
    assert main([*argv, "--dry-run"]) == 0
    assert main([*argv, "--yes-really", "prod"]) == 0


def test_an_answer_that_is_lost_is_looked_for_and_not_sent_again(sandbox: Running, capsys: Told) -> None:
    [free, other] = keys(sandbox, NOBODY, 2)
    asked(sandbox, "PUT", "/sandbox/faults", {"specs": ["lost@POST:/v2/user-tasks/*/assignment*1"]})
    assert main(["claim", free, other]) == 0
    assert words(capsys.readouterr().out) == ["done", "done"]
    assert log(sandbox) == [f"POST {free}/assignment", f"POST {other}/assignment"]


def test_an_outcome_that_stays_unknown_is_said(sandbox: Running, capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolve, "PAUSES_S", (0.0,))
    [free, other] = keys(sandbox, NOBODY, 2)
    asked(sandbox, "PUT", "/sandbox/faults", {"specs": ["drop@POST:/v2/user-tasks/*/assignment*1"]})
    assert main(["claim", free, other]) == 1
    assert words(capsys.readouterr().out) == ["unknown", "done"]
    assert log(sandbox) == [f"POST {other}/assignment"]


@pytest.mark.parametrize("argv", [["claim"], ["assign", "--to", "anna"], ["complete"]])
def test_who_claims_in_between_keeps_it(
    argv: list[str], sandbox: Running, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    [free] = keys(sandbox, NOBODY)
    read = UserTasks.task

    async def read_and_claimed(user_tasks: UserTasks, key: str, *, pending: bool = True) -> UserTask:
        task = await read(user_tasks, key, pending=pending)
        asked(sandbox, "POST", f"/v2/user-tasks/{key}/assignment", {"assignee": "ben"})
        return task

    monkeypatch.setattr(UserTasks, "task", read_and_claimed)
    assert main([argv[0], free, *argv[1:]]) == 1
    assert words(capsys.readouterr().out) == ["failed"]
    task = asked(sandbox, "GET", f"/v2/user-tasks/{free}")
    assert (task["assignee"], task["state"]) == ("ben", "CREATED")


INTERRUPTED = """
import asyncio, os, signal, sys
from c8tui.session.user_tasks import UserTasks
command = UserTasks._command
async def interrupted(*given, **fields):
    asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT)
    await command(*given, **fields)
UserTasks._command = interrupted
from c8tui.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""c8tui, to which somebody says ctrl+c as soon as a command is on its way."""


def test_ctrl_c_says_what_is_not_known(sandbox: Running) -> None:
    [free, other] = keys(sandbox, NOBODY, 2)
    asked(sandbox, "PUT", "/sandbox/faults", {"specs": ["slow=3000@POST:/v2/user-tasks/*/assignment"]})
    command = [sys.executable, "-c", INTERRUPTED, "claim", free, other]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (130, "")
    assert done.stdout == f"{free}\tunknown\tinterrupted; it may have been sent\n"


def test_the_cluster_fails_and_the_rest_is_not_tried(sandbox: Running, capsys: Told) -> None:
    asked(sandbox, "PUT", "/sandbox/faults", {"specs": ["401@GET:/v2/user-tasks/*"]})
    assert main(["claim", "2251799813685249", "2251799813685250"]) == 1
    assert words(capsys.readouterr().out) == ["failed", "not tried"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["claim", "abc"], "'abc' is no key"),
        (["complete", "1", "--variables", "/nowhere/at.all"], "variables"),
        (["complete", "1", "--variables", __file__], "no JSON"),
    ],
)
def test_misuse(argv: list[str], said: str, sandbox: Running, capsys: Told) -> None:
    assert main(argv) == 2
    assert said in capsys.readouterr().err


def test_a_key_of_nothing(sandbox: Running, capsys: Told) -> None:
    assert main(["claim", "1"]) == 1
    assert words(capsys.readouterr().out) == ["skipped"]


def test_every_verb_has_a_command() -> None:
    assert all(cli._COMMANDS[name] is cli._send for name in VERBS)
