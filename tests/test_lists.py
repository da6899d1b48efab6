"""The lists for scripts, over a sandbox on a port: rows, requests, formats, exit codes, and what goes wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from c8tui import cli, shell_lists
from c8tui.cli import main
from c8tui.flags import LISTS
from c8tui.sandbox.options import Options
from c8tui.sandbox.server import Running, running
from c8tui.session import listings
from c8tui.session.lists import LISTS as LIST_SPECS
from c8tui.text import json_safe, visible
from c8tui.tui.decisions.definitions import DecisionsScreen
from c8tui.tui.decisions.evaluations import EvaluationsScreen
from c8tui.tui.incidents.screen import IncidentsScreen
from c8tui.tui.jobs.screen import JobsScreen
from tests.test_cli import dead_address

Told = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, tokens or memory of this machine."""
    for name in list(os.environ):
        if name.startswith(("C8TUI_", "CAMUNDA_", "ZEEBE_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("C8TUI_USER", "demo")


@pytest.fixture(scope="module")
def served() -> Iterator[Running]:
    with running(Options(tasks=120)) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def hostile() -> Iterator[Running]:
    with running(Options(tasks=120, story="hostile")) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served: Running, monkeypatch: pytest.MonkeyPatch) -> Running:
    monkeypatch.setenv("CAMUNDA_REST_ADDRESS", served.url)
    return served


def searched(sandbox: Running, path: str, **body: Any) -> Any:
    """What the sandbox answers to a search, asked without c8tui."""
    request = urllib.request.Request(
        f"{sandbox.url}/v2/{path}/search", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())["items"]


def on_a_terminal(*argv: str) -> tuple[int, str]:
    """The exit code of c8tui on a terminal of 80 columns, and what it wrote there."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "COLUMNS": "80", "LINES": "24", "PYTHONUTF8": "1"}
    done = subprocess.Popen([sys.executable, "-m", "c8tui", *argv], stdin=theirs, stdout=theirs, stderr=theirs,
                            env=environ)  # fmt: skip
    os.close(theirs)
    written = b""
    try:
        while more := os.read(ours, 65536):
            written += more
    except OSError:
        pass  # the terminal is closed with its last process
    finally:
        os.close(ours)
    return done.wait(30), written.decode()


class TestRows:
    @pytest.mark.parametrize(
        ("what", "path", "key", "body"),
        [
            ("tasks", "user-tasks", "userTaskKey", {"filter": {"state": {"$in": [
                "CREATING", "CREATED", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING"]}}}),
            ("jobs", "jobs", "jobKey", {}),
            ("incidents", "incidents", "incidentKey", {"filter": {"state": "ACTIVE"}}),
            ("decisions", "decision-definitions", "decisionDefinitionKey", {"filter": {"isLatestVersion": True}}),
            ("evaluations", "decision-instances", "decisionEvaluationInstanceKey", {}),
        ],
    )  # fmt: skip
    def test_json_is_what_the_cluster_has(
        self, what: str, path: str, key: str, body: dict[str, Any], sandbox: Running, capsys: Told
    ) -> None:
        assert main([what, "--json"]) == 0
        told = capsys.readouterr()
        records = {record[key]: record for record in json.loads(told.out)}
        wanted = {item[key]: item for item in searched(sandbox, path, page={"limit": 10_000}, **body)}
        assert told.err == ""
        assert records.keys() == wanted.keys()
        assert len(records) > 1
        for found, answer in zip(map(records.get, wanted), wanted.values(), strict=True):
            assert found is not None
            assert {name: answer[name] for name in found.keys() & answer.keys()} == {
                name: value for name, value in found.items() if name in answer
            }

    @pytest.mark.parametrize("what", LISTS)
    def test_every_form_has_the_same_records(self, what: str, sandbox: Running, capsys: Told) -> None:
        found = []
        for form in ([], ["--csv"], ["--json"]):
            assert main([what, "--limit", "3", *form]) == 0
            found.append(capsys.readouterr().out)
        lines = [line.split("\t") for line in found[0].splitlines()]
        titles, *rows = csv.reader(io.StringIO(found[1]))
        assert [line[0] for line in lines] == [row[0] for row in rows]
        assert {len(line) for line in (*lines, *rows)} == {len(titles)}
        assert all(line[0] in record.values() for line, record in zip(lines, json.loads(found[2]), strict=True))

    def test_a_view_a_filter_and_an_order(self, sandbox: Running, capsys: Told) -> None:
        argv = ["tasks", "--view", "overdue", "--filter", "priority >= 51 + assignee = none", "--sort", "priority desc"]
        assert main([*argv, "--json"]) == 0
        tasks = json.loads(capsys.readouterr().out)
        priorities = [task["priority"] for task in tasks]
        assert priorities == sorted(priorities, reverse=True)
        assert min(priorities) >= 51
        assert {task["assignee"] for task in tasks} == {None}

    def test_a_filter_goes_to_the_cluster(self, sandbox: Running, capsys: Told) -> None:
        assert main(["jobs", "--filter", "state = failed + retries = 0", "--sort", "type asc", "--json"]) == 0
        jobs = json.loads(capsys.readouterr().out)
        wanted = searched(sandbox, "jobs", filter={"state": "FAILED", "retries": 0}, sort=[{"field": "type"}])
        assert {job["jobKey"] for job in jobs} == {job["jobKey"] for job in wanted}
        assert jobs

    def test_a_filter_of_another_field_leaves_the_incidents_active(self, sandbox: Running, capsys: Told) -> None:
        every = []
        for state in ("", " + state = *"):
            assert main(["incidents", "--filter", f"process = *{state}", "--json"]) == 0
            every.append({one["state"] for one in json.loads(capsys.readouterr().out)})
        assert every[0] == {"ACTIVE"}
        assert every[1] > {"ACTIVE"}

    def test_views_of_every_list(self, sandbox: Running, capsys: Told, tmp_path: Path) -> None:
        views = tmp_path / "views.toml"
        views.write_text('[views.stuck]\nlist = "jobs"\nstate = "failed"\ncolumns = ["type", "amount", "element"]\n')
        argv = ["jobs", "--views", str(views), "--view"]
        assert main([*argv, "no-retries", "--json"]) == 0
        assert {job["retries"] for job in json.loads(capsys.readouterr().out)} == {0}
        assert main([*argv, "stuck", "--csv"]) == 0
        titles, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
        assert titles == ["key", "type", "amount", "element"]
        assert [row[0] for row in rows] == [
            job["jobKey"]
            for job in searched(
                sandbox, "jobs", filter={"state": "FAILED"}, sort=[{"field": "jobKey", "order": "DESC"}]
            )
        ]
        assert any(row[2] for row in rows)
        assert main([*argv, "stuck", "--filter", "retries = 0", "--json"]) == 0
        assert {(job["state"], job["retries"]) for job in json.loads(capsys.readouterr().out)} == {("FAILED", 0)}
        assert main([*argv, "stuck", "--filter", "state = created"]) == 2
        assert "the view stuck has a condition on state already" in capsys.readouterr().err
        assert main([*argv, "overdue"]) == 2
        assert "there are all, no-retries, failing, activated, stuck" in capsys.readouterr().err

    def test_own_views_bring_their_columns(self, sandbox: Running, capsys: Told, tmp_path: Path) -> None:
        views = tmp_path / "views.toml"
        views.write_text(
            '[views.big]\nprocess_definition_id = "invoice-approval"\ncolumns = ["age", "amount", "key"]\n'
        )
        assert main(["tasks", "--views", str(views), "--view", "big", "--csv", "--limit", "2"]) == 0
        titles, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
        assert titles == ["key", "created", "amount"]
        assert len(rows) == 2
        assert main(["tasks", "--views", str(views), "--view", "big", "--json", "--limit", "2"]) == 0
        tasks = json.loads(capsys.readouterr().out)
        assert [task["variables"]["amount"] or "" for task in tasks] == [row[2] for row in rows]
        assert all(row[2] for row in rows)

    def test_a_view_that_is_broken_is_told(self, sandbox: Running, capsys: Told, tmp_path: Path) -> None:
        views = tmp_path / "views.toml"
        views.write_text('[views.big]\npriority = "7x"\n')
        assert main(["tasks", "--views", str(views), "--view", "big"]) == 2
        assert "views.toml, line 2: view big, priority: a number" in capsys.readouterr().err

    @pytest.mark.parametrize(("form", "out"), [([], ""), (["--json"], "[]\n")])
    def test_nothing_found_is_no_failure(self, form: list[str], out: str, sandbox: Running, capsys: Told) -> None:
        assert main(["jobs", "--filter", "type = nothing-of-the-kind", *form]) == 0
        assert capsys.readouterr() == (out, "no jobs found\n")


class TestMisuse:
    @pytest.mark.parametrize(
        ("argv", "said"),
        [
            (["tasks", "--filter", "stat = open"], "flag --filter, character 1 of 'stat = open'): there is no field"),
            (["jobs", "--filter", "state = failed + state = created"], "character 26 of"),
            (["tasks", "--view", "nope"], "there is no nope"),
            (["jobs", "--sort", "colour"], "it does not sort by colour"),
            (["tasks", "--filter", "\x1b[2J"], "there is no field \\x1b[2J"),
        ],
    )
    def test_it_is_told_and_nothing_printed(self, argv: list[str], said: str, sandbox: Running, capsys: Told) -> None:
        assert main(argv) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert said in told.err
        assert "\x1b" not in told.err

    @pytest.mark.parametrize(
        "argv", [["check", "--view", "open"], ["jobs", "--json", "--csv"], ["jobs", "--limit", "0"]]
    )
    def test_flags_that_do_not_fit(self, argv: list[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(argv)
        assert left.value.code == 2

    def test_a_view_that_has_to_know_who_asks(
        self, sandbox: Running, capsys: Told, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("C8TUI_USER")
        assert main(["tasks", "--view", "mine"]) == 2
        assert "Mine needs to know your user" in capsys.readouterr().err


class TestFailures:
    def test_a_dead_server(self, capsys: Told) -> None:
        assert main(["tasks", "--address", dead_address()]) == 1
        told = capsys.readouterr()
        assert (told.out, told.err.startswith("c8tui: ")) == ("", True)

    def test_no_way_in(self, capsys: Told) -> None:
        with running(Options(tasks=1, auth="basic")) as closed:
            assert main(["tasks", "--json", "--address", closed.url]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert "401" in told.err or "credentials" in told.err.casefold() or "sign" in told.err.casefold()

    def test_a_failure_on_the_way_leaves_the_array_open(self, capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(listings, "CHUNK", 50)
        page = shell_lists._Json.page
        with running(Options(tasks=120)) as served:

            def then_broken(printer: shell_lists._Json, items: Sequence[Any]) -> None:
                page(printer, items)
                spec = json.dumps({"specs": ["500@POST:/v2/user-tasks/search"]}).encode()
                request = urllib.request.Request(f"{served.url}/sandbox/faults", spec, method="PUT")
                urllib.request.urlopen(request, timeout=30).close()

            monkeypatch.setattr(shell_lists._Json, "page", then_broken)
            assert main(["tasks", "--json", "--address", served.url]) == 1
        out = capsys.readouterr().out
        assert len(json.loads(f"{out}]")) == 50

    @pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]])
    def test_a_search_that_fails_is_no_empty_list(self, form: list[str], capsys: Told) -> None:
        with running(Options(tasks=1, faults=("500@POST:/v2/user-tasks/search",))) as broken:
            assert main(["tasks", *form, "--address", broken.url]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert "500" in told.err

    def test_a_reader_that_goes_early(self, sandbox: Running) -> None:
        line = f"{sys.executable} -m c8tui tasks | head -1; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60, check=False)
        assert done.stdout.count("\n") == 1
        assert done.stderr == ""
        assert done.returncode in (0, 1)

    def test_ctrl_c(self) -> None:
        with running(Options(tasks=1, faults=("slow=60000",))) as slow:
            command = [sys.executable, "-c", WAITING, "tasks", "--address", slow.url]
            waiting = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            assert waiting.stdout is not None
            assert waiting.stdout.readline() == "asking\n"
            waiting.send_signal(signal.SIGINT)
            out, err = waiting.communicate(timeout=30)
        assert (waiting.returncode, out, err) == (130, "", "")


WAITING = """
import sys
import c8tui.api.http
from c8tui.session.session import Session
opened = Session.open.__func__
def told(cls, *given):
    print("asking", flush=True)
    return opened(cls, *given)
Session.open = classmethod(told)
from c8tui.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""c8tui, which says so when it is about to ask the cluster."""


class TestHostile:
    @pytest.mark.parametrize("form", [[], ["--csv"], ["--json"]])
    @pytest.mark.parametrize("what", LISTS)
    def test_nothing_that_a_terminal_obeys(self, what: str, form: list[str], hostile: Running) -> None:
        code, written = on_a_terminal(what, *form, "--address", hostile.url)
        assert code == 0
        assert [line for line in written.split("\r\n") if visible(line.rstrip("\r"), None) != line.rstrip("\r")] == []

    def test_a_pipe_has_a_line_for_each_record(self, hostile: Running, capsys: Told) -> None:
        assert main(["tasks", "--address", hostile.url]) == 0
        lines = capsys.readouterr().out.removesuffix("\n").split("\n")
        assert main(["tasks", "--json", "--address", hostile.url]) == 0
        out = capsys.readouterr().out
        assert out == json_safe(out)
        names = [task["name"] or task["elementId"] for task in json.loads(out)]
        assert [line.split("\t")[1] for line in lines] == [visible(name, None) for name in names]
        assert any(name != visible(name, None) for name in names)


class TestTable:
    def test_a_terminal_gets_titles_and_columns_that_fit(self, sandbox: Running) -> None:
        code, written = on_a_terminal("tasks", "--limit", "5")
        titles, *rows = written.splitlines()
        assert code == 0
        assert titles.split() == ["KEY", "TASK", "PROCESS", "ASSIGNEE", "PRIO", "DUE", "CREATED"]
        assert len(rows) == 5
        assert all(len(row) <= 80 and row[:16].isdecimal() for row in rows)


def test_the_columns_are_those_of_the_screens() -> None:
    """The key first, then each column by the title it has on the screen."""
    for screen in (JobsScreen, IncidentsScreen, DecisionsScreen, EvaluationsScreen):
        titles = [column.title.lower().replace(" ", "_") for column in screen.COLUMNS]
        assert [*LIST_SPECS[screen.NAME].standard] == ["key", *titles]


def test_every_list_has_a_command() -> None:
    assert all(cli._COMMANDS[name] is cli._list for name in LISTS)
