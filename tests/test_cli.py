"""The front door: exit codes, what each command prints, and what it must not import or touch."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from c8tui import __version__, cli
from c8tui.cli import configured, demo, main, report
from c8tui.errors import C8Error, SettingsError, Unreachable
from c8tui.flags import Flags, parse
from c8tui.sandbox.options import Options
from c8tui.sandbox.own_files import Account, Deployed, Started
from c8tui.sandbox.server import Running, running
from c8tui.shell_files import read_bytes, read_text, read_variables, view_file
from c8tui.shell_sandbox import account_lines, built, first_words, options
from c8tui.state import State
from tests.sandbox.test_own_files import ORDER

HEAVY = ("textual", "rich", "httpx", "httpcore", "pydantic", "pydantic_settings", "starlette", "uvicorn", "asyncio")
SECRET = "c8tui-secret"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No settings, tokens or memory of this machine, and the collector on again afterwards."""
    for name in list(os.environ):
        if name.startswith(("C8TUI_", "CAMUNDA_", "ZEEBE_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    yield
    gc.enable()


@pytest.fixture
def oauth(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A sandbox on a port that wants OAuth, and the environment that lets c8tui in."""
    with running(Options(auth="oauth")) as sandbox:
        monkeypatch.setenv("CAMUNDA_REST_ADDRESS", sandbox.url)
        monkeypatch.setenv("CAMUNDA_CLIENT_ID", "c8tui")
        monkeypatch.setenv("CAMUNDA_CLIENT_SECRET", SECRET)
        monkeypatch.setenv("CAMUNDA_OAUTH_URL", f"{sandbox.url}/oauth/token")
        yield sandbox


def dead_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def python(*argv: str, **how: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *argv], capture_output=True, text=True, timeout=60, check=False, **how)


class TestImports:
    @pytest.mark.parametrize("argv", [["--version"], ["--help"], ["keys"]])
    def test_what_only_prints_imports_little(self, argv: list[str]) -> None:
        code = (
            "import sys; from c8tui.cli import main\n"
            f"try: main({argv!r})\n"
            "except SystemExit: pass\n"
            "print('|'.join(sys.modules), file=sys.stderr)"
        )
        done = python("-c", code)
        modules = {name.split(".")[0] for name in done.stderr.strip().split("|")}
        assert "c8tui" in modules
        assert modules & set(HEAVY) == set()
        assert done.stdout

    def test_the_version_imports_next_to_nothing(self) -> None:
        code = "import sys; from c8tui.cli import main; main(['--version']); print(*sys.modules, file=sys.stderr)"
        done = python("-c", code)
        assert done.stdout == f"c8tui {__version__}\n"
        assert set(done.stderr.split()) & {"argparse", "dataclasses", "typing", "c8tui.errors", "c8tui.flags"} == set()

    @pytest.mark.parametrize("argv", [[], ["demo", "--fault", "slow=1"]])
    def test_the_app_is_run_before_the_heavy_ones_come(self, argv: list[str]) -> None:
        code = (
            "import sys, types\n"
            "class App:\n"
            "    def __init__(self, *_, **__): pass\n"
            "    return_code = None\n"
            "    def run(self): print('|'.join(sys.modules))\n"
            "sys.modules['c8tui.tui.app'] = types.SimpleNamespace(C8App=App)\n"
            f"from c8tui.cli import main; sys.exit(main({argv!r}))"
        )
        done = python("-c", code)
        assert (done.returncode, done.stderr) == (0, "")
        assert {name.split(".")[0] for name in done.stdout.strip().split("|")} & set(HEAVY) == set()

    def test_the_module_can_be_run(self) -> None:
        done = python("-m", "c8tui", "--version")
        assert (done.returncode, done.stdout.split()[0], done.stderr) == (0, "c8tui", "")


class TestFailures:
    def test_with_nothing_configured_it_explains_the_ways(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check"]) == 2
        told = capsys.readouterr()
        for way in ("c8tui demo", "CAMUNDA_REST_ADDRESS", "CAMUNDA_CLUSTER_ID", "config.toml", "[profiles.dev]"):
            assert way in told.err
        assert told.out == ""

    def test_settings_that_are_wrong_are_one_line(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("C8TUI_REFRESH_S", "often")
        assert main(["config", "--address", "http://x"]) == 2
        told = capsys.readouterr().err
        assert told.startswith("c8tui: refresh_s (environment C8TUI_REFRESH_S): has to be a number. ")
        assert told.count("\n") == 1

    def test_a_failure_tells_what_to_do(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert report(Unreachable("nobody\x1b[2J there")) == 1
        first, second = capsys.readouterr().err.splitlines()
        assert first == "c8tui: nobody\\x1b[2J there"
        assert second == Unreachable.advice

    def test_ctrl_c_is_no_traceback(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        def interrupted(flags: Flags) -> int:
            raise KeyboardInterrupt

        monkeypatch.setitem(cli._COMMANDS, "keys", interrupted)
        assert main(["keys"]) == 130
        assert capsys.readouterr() == ("", "")

    def test_a_reader_that_has_gone_is_no_traceback(self) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        try:
            argv = [sys.executable, "-m", "c8tui", "keys"]
            done = subprocess.run(argv, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        finally:
            os.close(writing)
        assert (done.returncode, done.stderr) == (1, "")

    @pytest.mark.parametrize(
        ("argv", "said"),
        [
            (["demo", "--fault", "bogus"], "'bogus' is not a kind of fault"),
            (["sandbox", "--fault", "slow=x"], "the value of slow must be"),
            (["sandbox", "--story", "nowhere"], "There is no story 'nowhere'"),
        ],
    )
    def test_a_sandbox_that_cannot_be(self, argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(argv) == 2
        assert said in capsys.readouterr().err

    def test_every_file_that_is_unfit_is_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "bad.form").write_text("{")
        (tmp_path / "big.form").write_text("x" * (4 * 1024 * 1024 + 1))
        (tmp_path / "good.form").write_text('{"id": "good", "components": []}')
        files = [str(tmp_path / name) for name in ("bad.form", "big.form", "good.form", "none.bpmn")]
        db = tmp_path / "x.db"
        assert main(["sandbox", "--port", "0", "--db", str(db), *files]) == 2
        first, *reasons = capsys.readouterr().err.splitlines()
        assert first == "c8tui: nothing was deployed or started:"
        assert len(reasons) == 3
        for said in ("bad.form: it is not JSON", "big.form has more than 4 MB", "there is no file"):
            assert any(said in reason for reason in reasons)
        assert not db.exists()

    def test_a_folder_that_is_not_there(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["sandbox", "--db", str(tmp_path / "none" / "x.db")]) == 2
        assert "there is no folder" in capsys.readouterr().err

    def test_a_file_that_is_no_database(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "notes.txt").write_text("something that nobody wants to lose" * 100)
        assert main(["sandbox", "--db", str(tmp_path / "notes.txt")]) == 2
        assert "notes.txt is not a database of the sandbox" in capsys.readouterr().err


class TestConfig:
    ARGV = ("config", "--address", "http://flag")

    def test_masks_secrets_and_tells_origins(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CAMUNDA_REST_ADDRESS", "http://environment")
        monkeypatch.setenv("CAMUNDA_OAUTH_TOKEN", SECRET)
        assert main(self.ARGV) == 0
        lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line}
        assert lines["address"].split(maxsplit=2)[1:] == [
            "http://flag/v2",
            "flag --address, over environment CAMUNDA_REST_ADDRESS",
        ]
        assert lines["token"].split(maxsplit=2)[1:] == ["****", "environment CAMUNDA_OAUTH_TOKEN"]
        assert lines["scope"].split(maxsplit=1)[1] == "not set"
        assert lines["refresh_s"].split() == ["refresh_s", "5", "default"]
        assert lines["settings"].endswith("config.toml (not there)")
        assert SECRET not in "".join(lines.values())

    def test_as_json(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CAMUNDA_OAUTH_TOKEN", SECRET)
        assert main([*self.ARGV, "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        assert document["settings"]["address"] == {"value": "http://flag/v2", "origin": "flag --address", "over": []}
        assert document["settings"]["token"]["value"] == "****"
        assert document["file"].endswith("config.toml")


class TestCheck:
    def test_of_a_sandbox_passes(self, oauth: Running, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check"]) == 0
        out = capsys.readouterr().out
        marks = [line.split()[0] for line in out.splitlines() if line and not line.startswith(" ")]
        assert "FAIL" not in marks
        assert marks.count("ok") > 25
        assert "0 failed" in out
        assert SECRET not in out

    def test_a_log_holds_every_request_and_no_secret(
        self, oauth: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "c8tui.log"
        assert main(["check", "--log", str(path), "--debug"]) == 0
        told = path.read_text()
        assert f"POST {oauth.url}/oauth/token 200" in told
        assert "GET /topology 200" in told
        assert "token: a new one" in told
        assert SECRET not in told
        assert "eyJ" not in told
        path.chmod(0o604)
        assert main(["check", "--log", str(path)]) == 2
        assert "log (flag --log)" in capsys.readouterr().err

    def test_as_json(self, oauth: Running, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        assert document["ok"] is True
        assert {"name", "ok", "detail", "advice", "seconds"} == set(document["lines"][0])
        assert [line["ok"] for line in document["lines"] if line["name"] == "token"] == [True]

    def test_with_the_wrong_secret(
        self, oauth: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("CAMUNDA_CLIENT_SECRET", "wrong-secret")
        assert main(["check"]) == 1
        out = capsys.readouterr().out
        assert "FAIL token" in out
        assert "wrong-secret" not in out

    def test_of_a_dead_port_can_be_acted_on(self, capsys: pytest.CaptureFixture[str]) -> None:
        address = dead_address()
        assert main(["check", "--address", address]) == 1
        out = capsys.readouterr().out
        assert "FAIL topology" in out
        assert address.removeprefix("http://") in out
        assert "nothing listens there" in out
        assert Unreachable.advice in out

    def test_as_json_says_what_is_wrong_with_the_settings(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--json", "--address", "nowhere"]) == 2
        document = json.loads(capsys.readouterr().out)
        assert document["ok"] is False
        assert document["lines"][0]["detail"].startswith("address (flag --address): does not begin with http")


class TestSandbox:
    def test_serves_and_ends_cleanly(self) -> None:
        argv = [sys.executable, "-m", "c8tui", "sandbox", "--port", "0", "--auth", "oauth"]
        with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            first, second = process.stdout.readline(), process.stdout.readline()
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 0
            assert process.stderr.read() == ""
        assert first.startswith("c8tui sandbox: http://127.0.0.1:")
        assert first.endswith("/v2\n")
        assert "c8tui-secret" in second
        assert second.endswith("/oauth/token\n")

    def test_says_what_it_deployed_and_started(self, tmp_path: Path) -> None:
        (tmp_path / "order.bpmn").write_bytes(ORDER.content)
        argv = [sys.executable, "-m", "c8tui", "sandbox", str(tmp_path / "order.bpmn"), "--port", "0"]
        with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline().rstrip() for _ in range(4)]
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 0
        assert lines[1] == "deployed  order.bpmn: process order, version 1"
        assert lines[2].startswith("started   order: instance 22517998136")
        assert lines[3] == "job types order-job"


class TestOpening:
    """What the app calls after its first paint."""

    async def test_a_configured_cluster(self, oauth: Running, tmp_path: Path) -> None:
        session = await configured(Flags(), State(tmp_path / "state.json"))()
        try:
            assert session.settings.address == f"{oauth.url}/v2"
            assert session.topology.brokers
        finally:
            await session.close()

    async def test_wrong_settings_come_as_an_error(self) -> None:
        with pytest.raises(SettingsError):
            await configured(Flags(address="nowhere"), State())()

    async def test_the_demo_touches_no_file(self, tmp_path: Path) -> None:
        session = await demo(Flags(command="demo", tasks=50))()
        try:
            assert session.identity.user == "demo"
            assert session.identity.groups == ("accounting", "sales", "support")
            assert session.topology.brokers
        finally:
            await session.close()
        assert not (tmp_path / "home").exists()

    async def test_a_demo_of_own_files_says_what_it_did(self, tmp_path: Path) -> None:
        (tmp_path / "order.bpmn").write_bytes(ORDER.content)
        session = await demo(Flags(command="demo", files=[str(tmp_path / "order.bpmn")]))()
        try:
            assert session.greeting == (
                "Deployed order.bpmn. Started order. Jobs of type order-job wait for you: 4 Jobs, x completes one."
            )
            (definition,) = await session.forms.startable()
            assert definition.process_definition_id == "order"
        finally:
            await session.close()

    async def test_a_story_that_there_is_not(self) -> None:
        with pytest.raises(SettingsError, match="There is no story"):
            await demo(Flags(command="demo", story="nowhere"))()


class TestApp:
    """The app is a stand-in here: what it is given, and what is made of its end."""

    @pytest.fixture
    def shown(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        shown: dict[str, Any] = {"end": None}

        class App:
            return_code = None

            def __init__(self, open_session: object, **given: object) -> None:
                shown.update(given, open_session=open_session)

            def run(self) -> C8Error | None:
                shown["collecting"] = gc.isenabled()
                return shown["end"]  # type: ignore[no-any-return]

        module = ModuleType("c8tui.tui.app")
        module.C8App = App  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "c8tui.tui.app", module)
        return shown

    def test_a_crash_is_no_success(self, shown: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys.modules["c8tui.tui.app"].C8App, "return_code", 1)
        assert main(["demo"]) == 1

    def test_it_starts_on_the_inbox_with_the_collector_off(self, shown: dict[str, Any]) -> None:
        assert main(["demo"]) == 0
        assert (shown["screen"], shown["collecting"]) == ("inbox", False)

    def test_it_starts_where_it_is_told_or_where_it_was(
        self, shown: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "state.json"
        monkeypatch.setattr("c8tui.state.default_path", lambda: path)
        State(path).remember_screen("jobs")
        assert main([]) == 0
        assert shown["screen"] == "jobs"
        main(["--screen", "topology"])
        assert shown["screen"] == "topology"

    def test_a_screen_that_is_gone_is_the_inbox(
        self, shown: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "state.json"
        monkeypatch.setattr("c8tui.state.default_path", lambda: path)
        State(path).remember_screen("weather")
        main([])
        assert shown["screen"] == "inbox"

    @pytest.mark.parametrize(
        ("end", "code"), [(SettingsError("address", "flag", "is wrong", "Fix it"), 2), (Unreachable("gone"), 1)]
    )
    def test_its_failure_is_told_after_it_has_left_the_screen(
        self, shown: dict[str, Any], end: C8Error, code: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shown["end"] = end
        assert main(["demo"]) == code
        assert capsys.readouterr().err.startswith(f"c8tui: {end}")


class TestBpmn:
    """A BPMN file: the app on a terminal, the drawing or the outline in a pipe."""

    FILES = Path(__file__).parent / "diagrams" / "files"

    def test_a_pipe_gets_the_drawing(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["bpmn", str(self.FILES / "straight.bpmn")]) == 0
        out = capsys.readouterr().out
        assert "├───▶│ Charge the card ├───▶" in out

    def test_the_outline_of_one_process(self, capsys: pytest.CaptureFixture[str]) -> None:
        argv = ["bpmn", str(self.FILES / "collaboration.bpmn"), "--process", "buyer", "--outline"]
        assert main(argv) == 0
        assert capsys.readouterr().out.splitlines() == [
            "Buyer  process",
            "  Order  start event",
            "  Send order  send task a2, message to Order received (Seller): order",
            "  Wait for goods  receive task, message from Ship (Seller)",
            "  Received  end event",
        ]

    @pytest.mark.parametrize(
        ("argv", "said"),
        [
            (["bpmn", "none.bpmn"], "there is no file none.bpmn"),
            (["bpmn", __file__], "this is not XML"),
            (["bpmn", str(FILES / "straight.bpmn"), "--process", "x"], "there is no 'x' in it. It has: straight"),
        ],
    )
    def test_what_cannot_be_opened(self, argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(argv) == 2
        told = capsys.readouterr()
        assert said in told.err
        assert told.out == ""


class TestDmn:
    """A DMN file: the app, or the evaluation as JSON for scripts."""

    FILE = str(Path(cli.__file__).parent / "sandbox" / "resources" / "dish.dmn")

    def evaluated(self, tmp_path: Path, variables: object, *more: str) -> list[str]:
        (tmp_path / "data.json").write_text(json.dumps(variables))
        return ["dmn", self.FILE, "--json", "--data", str(tmp_path / "data.json"), *more]

    def test_an_evaluation_is_printed(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        argv = self.evaluated(tmp_path, {"temperature": 25, "dayType": "weekday", "terraceOpen": False})
        assert main(argv) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["decision"], told["result"], told["failure"]) == ("dish", "Grilled trout", None)
        assert [one["id"] for one in told["decisions"]] == ["season", "guestCount", "dish"]
        assert [rule["number"] for rule in told["decisions"][-1]["matchedRules"]] == [4]

    def test_a_decision_by_its_name(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(self.evaluated(tmp_path, {"temperature": 1}, "--decision", "Season")) == 0
        assert json.loads(capsys.readouterr().out)["result"] == "winter"

    CASES = Path(__file__).parent / "feel" / "cases"

    def test_the_standard_is_read_where_it_is_asked_for(self, capsys: pytest.CaptureFixture[str]) -> None:
        file = str(self.CASES / "allowed_values_of_a_column.dmn")
        argv = ["dmn", file, "--json", "--data", str(self.CASES / "age.json")]
        assert main(argv) == 0
        assert json.loads(capsys.readouterr().out)["result"] == 5
        assert main([*argv, "--standard"]) == 1
        assert json.loads(capsys.readouterr().out)["failure"] == 'Tier is null, not one of "gold","silver"'

    def test_another_language_fails_and_is_named(self, capsys: pytest.CaptureFixture[str]) -> None:
        file, data = str(self.CASES / "other_languages.dmn"), str(self.CASES / "amount.json")
        for name, said in (("column", "input 1 is in javascript"), ("cell", "rule 1, input 1 is in groovy")):
            assert main(["dmn", file, "--json", "--decision", name, "--data", data]) == 1
            assert json.loads(capsys.readouterr().out)["failure"] == f"{said}, evaluated by the cluster only"

    def test_a_failure_is_printed_and_no_success(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(self.evaluated(tmp_path, {"temperature": 25, "dayType": "someday"})) == 1
        assert "someday" in json.loads(capsys.readouterr().out)["failure"]

    @pytest.mark.parametrize(
        ("argv", "said"),
        [
            (["dmn", "none.dmn"], "there is no file none.dmn"),
            (["dmn", __file__], "XML"),
            (["dmn", FILE, "--json", "--decision", "Lunch"], "there is no 'Lunch' in it"),
            (["dmn", FILE, "--data", __file__], "no JSON"),
        ],
    )
    def test_what_cannot_be_opened(self, argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(argv) == 2
        told = capsys.readouterr()
        assert said in told.err
        assert told.out == ""

    def test_what_would_speak_to_the_terminal_is_escaped(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(self.evaluated(tmp_path, {"temperature": 25, "dayType": "\x9b2J\u202e\ud800"})) == 1
        out = capsys.readouterr().out
        assert "\\u009b2J\\u202e\\ud800" in out
        assert "\x9b2J\u202e\ud800" in json.loads(out)["failure"]

    def test_a_model_without_a_decision(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "inputs.dmn"
        file.write_text(
            '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="n">'
            '<inputData id="i" name="i"/></definitions>'
        )
        assert main(["dmn", str(file), "--json"]) in (0, 2)
        told = capsys.readouterr()
        assert "Traceback" not in told.err

    def test_the_app_is_run(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        ran: list[object] = []

        class App:
            return_code = 3

            def run(self) -> None:
                ran.append(gc.isenabled())

        def opened(file: str, decision: str, variables: dict[str, Any], *, standard: bool) -> App:
            ran.append((file, decision, variables, standard))
            return App()

        monkeypatch.setattr("c8tui.tui.decisions.dmn_file.open_dmn", opened)
        (tmp_path / "data.json").write_text('{"a": 1}')
        argv = ["dmn", self.FILE, "--decision", "Season", "--data", str(tmp_path / "data.json")]
        assert main(argv) == 3
        assert main([*argv, "--standard"]) == 3
        assert ran == [(self.FILE, "Season", {"a": 1}, False), True, (self.FILE, "Season", {"a": 1}, True), True]


# Files of the command line: read whole, or refused with what is wrong.


def test_what_is_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"\xef\xbb\xbfgr\xc3\xbcn \xff")
    assert read_bytes(str(file), "FILE") == b"\xef\xbb\xbfgr\xc3\xbcn \xff"
    assert read_text(str(file), "FILE") == "grün \ufffd"


@pytest.mark.parametrize("name", ["none", ".", "a\0b"])
def test_what_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_bytes(str(tmp_path / name), "FILE")
    assert "FILE" in str(refused.value)


def test_one_byte_too_much(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"x" * 1_000_001)
    assert len(read_bytes(str(file), "FILE", 1_000_001)) == 1_000_001
    with pytest.raises(SettingsError, match="more than 1 MB"):
        read_bytes(str(file), "FILE", 1_000_000)


def test_variables(tmp_path: Path) -> None:
    file = tmp_path / "v.json"
    file.write_text('\ufeff{"a": [1]}', encoding="utf-8")
    assert read_variables(str(file)) == {"a": [1]}
    assert read_variables(None) == {}


@pytest.mark.parametrize(
    ("text", "said"), [("", "no JSON"), ("{", "no JSON"), ("[" * 100_000, "no JSON"), ("[1]", "no object of variables")]
)
def test_what_is_no_object_of_variables(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "v.json"
    file.write_text(text)
    with pytest.raises(SettingsError, match=said):
        read_variables(str(file))


def test_a_view_file_need_not_be_there_but_must_be_one(tmp_path: Path) -> None:
    assert view_file(None) is None
    assert view_file(str(tmp_path / "views.toml")) == tmp_path / "views.toml"
    with pytest.raises(SettingsError, match="folder"):
        view_file(str(tmp_path))
    with pytest.raises(SettingsError, match="no file is named"):
        view_file(" ")


# What the flags say of a sandbox.


def test_a_demo_is_lively_and_a_sandbox_is_not() -> None:
    assert options(parse(["demo"])).lively
    assert not options(parse(["sandbox"])).lively
    assert options(parse(["sandbox", "--tasks", "7", "--fault", "slow=1"])).faults == ("slow=1",)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--fault", "bogus"], "'bogus' is not a kind of fault"),
        (["--story", "nowhere"], "There is no story 'nowhere'"),
        (["--db", "/"], "is a folder"),
        (["--db", ""], "no file is named"),
        (["--db", "~nobody-of-that-name/x"], "there is no user"),
    ],
)
def test_flags_that_make_none(argv: list[str], said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        built(parse(["sandbox", *argv]))
    assert said in refused.value.detail


def test_one_is_built(tmp_path: Path) -> None:
    assert built(parse(["sandbox", "--tasks", "1", "--db", str(tmp_path / "x.db")])) is not None


@pytest.mark.parametrize("built_with", [["--story", "batch"], ["--tasks", "7"], ["--story", "hostile", "--tasks", "3"]])
def test_a_database_is_opened_again_by_its_name_alone(built_with: list[str], tmp_path: Path) -> None:
    db = str(tmp_path / "x.db")
    first = built(parse(["sandbox", "--db", db, *built_with]))
    first.begin()
    first.close()
    again = built(parse(["sandbox", "--db", db]))
    again.begin()
    again.close()
    assert (again.world.options.story, again.world.options.tasks) == (
        first.world.options.story,
        first.world.options.tasks,
    )
    with pytest.raises(SettingsError, match="was built with"):
        built(parse(["sandbox", "--db", db, "--story", "triage", "--tasks", "8"]))


def test_files_are_deployed_into_a_database_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "order.bpmn").write_bytes(ORDER.content)
    argv = ["sandbox", "--db", str(tmp_path / "x.db")]
    first = built(parse([*argv, "--tasks", "2"]))
    first.begin()
    first.close()
    again = built(parse([*argv, str(tmp_path / "order.bpmn")]))
    account = again.begin()
    again.close()
    assert account is not None
    assert [one.process_id for one in account.started] == ["order"]


def test_the_first_words_are_few_however_much_was_deployed() -> None:
    deployed = [Deployed(f"file-{number}.bpmn", f"process p{number}", 1, True) for number in range(40)]
    started = [Started(f"p{number}", number + 1) for number in range(39)]
    account = Account(deployed, [*started, Started("late", None, "a timer")], ["a", "b", "c", "d"], 2)
    assert first_words(account) == (
        "Deployed 40 files. Started 39 processes. late waits for a timer. 2 incidents: 5 shows why."
        " Jobs of 4 types wait for you: 4 Jobs, x completes one."
    )
    assert len(list(account_lines(account))) == 40 + 40 + 2
