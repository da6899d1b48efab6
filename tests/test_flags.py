"""The command line: commands, flags before and after them, and what is refused."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from c8tui import __version__
from c8tui.flags import DIALECTS, SCREENS, STORIES, Flags, parse
from c8tui.sandbox.app import STORIES as SANDBOX_STORIES
from c8tui.sandbox.fields import DIALECTS as SANDBOX_DIALECTS
from c8tui.tui.registry import MODES


def test_nothing_said_opens_the_cluster() -> None:
    assert parse([]) == Flags(command="tui")


@pytest.mark.parametrize("argv", [["--profile", "dev", "check"], ["check", "--profile", "dev"]])
def test_a_flag_stands_before_or_after_the_command(argv: list[str]) -> None:
    assert parse(argv) == Flags(command="check", profile="dev")


def test_the_flags_that_are_settings() -> None:
    flags = parse(["--address", "http://x", "--config", "/c.toml", "--screen", "jobs", "--views", "v.toml"])
    assert flags.settings == {
        "profile": None,
        "config": "/c.toml",
        "address": "http://x",
        "linear": None,
        "any_version": None,
        "views": "v.toml",
        "log": None,
        "debug": None,
        "theme": None,
        "mouse": None,
    }
    assert parse(["--no-mouse", "--theme", "light"]).settings["mouse"] == "false"
    assert flags.screen == "jobs"


def test_everything_a_sandbox_takes() -> None:
    argv = (
        "sandbox --host 0.0.0.0 --port 0 --tasks 9 --db f.db --auth oauth --lag 50 --dialect 8.10 --story hostile"
        " --fault slow=1 --fault 401*1 --token-lifetime 5 --issuer http://i --lively --quiet"
    )
    assert parse(argv.split()) == Flags(
        command="sandbox",
        host="0.0.0.0",
        port=0,
        tasks=9,
        db="f.db",
        auth="oauth",
        lag=50,
        dialect="8.10",
        story="hostile",
        fault=["slow=1", "401*1"],
        token_lifetime=5,
        issuer="http://i",
        lively=True,
        quiet=True,
    )


def test_a_bpmn_file_and_one_of_its_processes() -> None:
    found = parse(["bpmn", "p.bpmn", "--process", "order", "--outline"])
    assert found == Flags(command="bpmn", file="p.bpmn", process="order", outline=True)
    assert parse(["bpmn", "p.bpmn"]) == Flags(command="bpmn", file="p.bpmn")


def test_a_dmn_file_its_decision_and_its_variables() -> None:
    argv = ["dmn", "m.dmn", "--decision", "Dish of the day", "--data", "d.json", "--json"]
    found = parse(argv)
    assert found == Flags(command="dmn", file="m.dmn", decision="Dish of the day", data="d.json", json=True)
    assert parse(["dmn", "m.dmn"]) == Flags(command="dmn", file="m.dmn")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ("dmn", "required: FILE"),
        ("dmn a b", "unrecognized arguments"),
        ("form m.form --decision x", "unrecognized arguments"),
        ("bogus", "invalid choice"),
        ("--bogus", "unrecognized arguments"),
        ("--screen nowhere", "invalid choice"),
        ("demo --tasks 0", "no whole number from 1"),
        ("demo --tasks many", "no whole number from 1"),
        ("demo --dialect 8.7", "invalid choice"),
        ("demo --port 1", "unrecognized arguments"),
        ("sandbox --port 65536", "no whole number from 0 to 65535"),
        ("sandbox --auth magic", "invalid choice"),
        ("keys --json", "unrecognized arguments"),
    ],
)
def test_what_is_no_command_line(argv: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(argv.split())
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["--version"])
    assert (left.value.code, capsys.readouterr().out) == (0, f"c8tui {__version__}\n")


@pytest.mark.parametrize("command", ["", "demo", "sandbox", "check", "config", "keys"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse([*command.split(), "--help"])
    assert left.value.code == 0
    assert f"usage: c8tui {command}".strip() in capsys.readouterr().out


def test_it_speaks_of_the_screens_and_dialects_that_there_are() -> None:
    assert tuple(spec.id for spec in MODES) == SCREENS
    assert set(DIALECTS) == set(SANDBOX_DIALECTS)
    assert tuple(SANDBOX_STORIES) == STORIES


def test_settings_that_a_flag_switches_on() -> None:
    for line in (["--linear"], ["demo", "--linear"]):
        assert parse(line).settings["linear"] == "true"
    for line in (["--any-version"], ["check", "--any-version"], ["--any-version", "config"]):
        assert parse(line).settings["any_version"] == "true"


@pytest.mark.parametrize("command", ["", "demo", "sandbox", "check", "config", "keys", "form", "bpmn", "dmn"])
def test_every_flag_that_the_help_names_is_kept(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse([*command.split(), "--help"])
    named = re.findall(r"^  --([a-z-]+)", capsys.readouterr().out, re.MULTILINE)
    kept = {field.name for field in fields(Flags)} | {"version"}
    assert {name.replace("-", "_") for name in named} <= kept
    assert named or command == "keys"


@pytest.mark.parametrize(
    "argv", ["sandbox a.bpmn b.form --port 0", "sandbox --port 0 a.bpmn b.form", "sandbox a.bpmn --port 0 b.form"]
)
def test_files_stand_before_and_behind_flags(argv: str) -> None:
    assert parse(argv.split()) == Flags(command="sandbox", port=0, files=["a.bpmn", "b.form"])


@pytest.mark.parametrize("argv", ["demo a.bpmn --bogus", "check a.bpmn", "keys x", "sandbox a.bpmn --port"])
def test_what_is_no_file_is_refused(argv: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(argv.split())
    assert left.value.code == 2
    assert "c8tui" in capsys.readouterr().err
