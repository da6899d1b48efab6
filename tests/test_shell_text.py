"""What the commands of the shell say: aligned, masked, and with nothing in it that moves a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.errors import SettingsError, Unreachable
from c8tui.session.check import CheckLine
from c8tui.settings import load
from c8tui.shell_text import (
    check_document,
    check_line,
    check_sum,
    config_document,
    config_lines,
    failure_lines,
    unchecked_document,
)

LINES = [CheckLine("a", True, "fine"), CheckLine("b", False, "broken", "Mend it."), CheckLine("c", None, "not tried")]


def test_a_failure_and_what_to_do() -> None:
    assert list(failure_lines(Unreachable("gone\x1b[2J"))) == [
        "c8tui: gone\\x1b[2J",
        Unreachable.advice,
    ]


def test_a_wrong_setting_is_one_line() -> None:
    failure = SettingsError("address", "flag --address", "is wrong", "Mend it")
    assert list(failure_lines(failure)) == ["c8tui: address (flag --address): is wrong. Mend it"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (CheckLine("topology", True, "3 brokers", seconds=0.0123), f"ok   {'topology':<42} 3 brokers (12 ms)"),
        (CheckLine("token", None, "none is needed"), f"-    {'token':<42} none is needed"),
        (CheckLine("status", False, "no\nleader", "Wait."), f"FAIL {'status':<42} no\\nleader\n{'':<48}Wait."),
        (CheckLine("x", True, "a\x9b2J\u202eb"), f"ok   {'x':<42} a\\x9b2J\\u202eb"),
    ],
)
def test_a_line_of_check(line: CheckLine, text: str) -> None:
    assert check_line(line) == text


def test_the_sum_of_a_check() -> None:
    assert check_sum(LINES) == "1 ok, 1 failed, 1 not tried or unknown"


def test_a_check_for_programs() -> None:
    document = check_document(LINES)
    assert document["ok"] is False
    assert document["lines"][1] == {
        "name": "b",
        "ok": False,
        "detail": "broken",
        "advice": "Mend it.",
        "seconds": None,
    }
    assert check_document([LINES[0], LINES[2]])["ok"] is True
    assert unchecked_document(SettingsError("a", "b", "c", "d"))["lines"][0]["detail"] == "a (b): c"


def test_the_settings_as_text_and_for_programs(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[profiles.dev]\naddress = "http://file"\n')
    environ = {"C8TUI_CONFIG": str(path), "CAMUNDA_OAUTH_TOKEN": "hidden", "C8TUI_USER": "me\x1b[31m"}
    loaded = load({"address": "http://flag", "profile": "dev"}, environ)
    lines = list(config_lines(loaded, path))
    assert lines[0] == f"settings file: {path}"
    settings = {line.split()[0]: line.split(maxsplit=2)[1:] for line in lines[2:]}
    assert settings["address"] == ["http://flag/v2", f"flag --address, over profile dev in {path}"]
    assert settings["token"] == ["****", "environment CAMUNDA_OAUTH_TOKEN"]
    assert settings["user"][0] == "me\\x1b[31m"
    assert settings["scope"] == ["not", "set"]
    document = config_document(loaded, path)
    assert document["settings"]["address"]["over"] == [f"profile dev in {path}"]
    assert "hidden" not in "".join(lines) + str(document)
    assert next(config_lines(loaded, tmp_path / "none")).endswith("none (not there)")
