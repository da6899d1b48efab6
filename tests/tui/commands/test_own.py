"""Commands of one's own as the settings file says them: what is wrong is told, and keeps nobody from starting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from c8tui.cli import main
from c8tui.errors import SettingsError
from c8tui.tui.commands.ids import DECISION, INBOX, STREAM
from c8tui.tui.commands.sheet import key_sheet
from c8tui.tui.registry import MODES, commands_of, use_commands, use_keys, vocabulary


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    use_commands({})
    yield
    use_keys({})
    use_commands({})


def own_on(screen: str) -> list[str]:
    return [one.id for one in commands_of(screen) if one.id.startswith("own_")]


def test_a_command_is_on_the_screens_that_have_its_fields() -> None:
    assert use_commands({
        "a": {"run": "echo {process_instance_key}", "screen": "all"}, "b": {"run": "echo {address}"},
        "c": {"run": "echo {key}", "screen": ["tasks", "job"]},
        "d": {"run": "echo {user_task_keys}", "screen": "inbox"},
    }) == ()  # fmt: skip
    assert own_on("inbox") == ["own_a", "own_b", "own_c", "own_d"]
    assert own_on("jobs") == ["own_a", "own_b", "own_c"]
    assert own_on("topology") == ["own_b"]
    assert all(commands_of(mode.id)[-1].id == "quit" for mode in MODES)


def test_they_are_in_the_sheet_and_on_the_line() -> None:
    use_commands({"ticket": {"run": "echo {key}", "key": "f6, F", "screen": "tasks", "description": "Open a ticket"}})
    assert "| `f6 F` | **ticket**: Open a ticket (`own_ticket`) |" in key_sheet()
    understood: Any = vocabulary().parse("ticket")
    assert understood.command.id == "own_ticket"
    use_commands({})
    assert "ticket" not in key_sheet()
    assert "own_" not in str(commands_of("inbox"))


@pytest.mark.parametrize(("table", "said"), [
    ({}, "run (here): is missing"),
    ("echo", "has to be a table"),
    ({"run": 3}, "has to be text"),
    ({"run": "echo {nme}"}, "there is no {nme}. Did you mean {name}? Known are actor_id, actor_type, address"),
    ({"run": "echo '{name}'"}, "stands in quotes"),
    ({"run": "echo", "screen": "inbix"}, "there is no screen 'inbix'. Known are all, inbox, decisions"),
    ({"run": "echo", "screen": []}, "names none"),
    ({"run": "echo", "screen": 3}, "there is no screen 3"),
    ({"run": "echo {retries}", "screen": ["tasks", "jobs"]}, "the screen inbox has no {retries}. Known are address"),
    ({"run": "echo {retries} {user_task_key}"}, "no screen has all of"),
    ({"run": "echo {name}", "screen": "topology"}, "there is no {name}. Known are address, profile, tenant, user"),
    ({"run": "echo", "where": "moon"}, "Known are background, terminal, clipboard"),
    ({"run": "echo", "where": ["moon"]}, "Known are background, terminal, clipboard"),
    ({"run": "echo", "confirm": "yes"}, "has to be true or false"),
    ({"run": "echo", "timeout_s": 0}, "has to be seconds"),
    ({"run": "echo", "timeout_s": True}, "has to be seconds"),
    ({"run": "echo", "key": "hyper+x"}, "'hyper+x' is no key"),
    ({"run": "echo", "key": "j"}, "j moves in lists"),
    ({"run": "echo", "command": "x"}, "there is no such setting of a command. Known are confirm"),
    ({"run": "echo", "runs": "x"}, "Did you mean run?"),
])  # fmt: skip
def test_what_is_wrong_is_told_and_the_others_work(table: Any, said: str) -> None:
    [fault] = use_commands({"bad": table, "good": {"run": "echo"}}, "here")
    assert said in str(fault)
    assert str(fault).startswith("commands.bad")
    assert own_on("inbox") == ["own_good"]


@pytest.mark.parametrize("name", ["", "Ä", "a b", "A", "1", "x" * 31, "a'b"])
def test_a_name_is_one_word(name: str) -> None:
    [fault] = use_commands({name: {"run": "echo"}}, "here")
    assert "is no name of a command" in str(fault)


def test_a_key_that_is_taken_is_told_by_name_and_the_command_stays() -> None:
    use_keys({"claim": "f7"})
    faults = use_commands({
        "a": {"run": "echo", "key": "x, f6"}, "b": {"run": "echo", "key": "f6"}, "c": {"run": "echo", "key": "f7"},
        "d": {"run": "echo {job_key}", "key": "a", "screen": "jobs"},
    }, "here")  # fmt: skip
    assert [str(fault).partition(". ")[0] for fault in faults] == [
        "commands.a.key (here): x is the key of 'complete' on the screen inbox, so it has none",
        "commands.b.key (here): f6 is the key of 'a' on the screen batches, so it has none",
        "commands.c.key (here): f7 is the key of 'claim' on the screen inbox, so it has none",
    ]
    keys = {one.id: one.keys for one in commands_of("jobs") if one.id.startswith("own_")}
    assert keys == {"own_a": ("f6",), "own_b": (), "own_c": (), "own_d": ("a",)}


def test_the_key_sheet_of_the_shell_has_them_and_tells_the_bad_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[commands.good]\nrun = "echo {key}"\nkey = "f6"\n[commands.bad]\nrun = "echo {nme}"\n')
    monkeypatch.setenv("C8TUI_CONFIG", str(file))
    assert main(["keys"]) == 1
    printed = capsys.readouterr()
    assert "| `f6` | **good**" in printed.out
    assert f"commands.bad.run ({file}): there is no {{nme}}" in printed.err


@pytest.mark.parametrize("named", ["open-ticket", "open_ticket", "own_open_ticket"])
def test_the_keymap_says_where_the_key_of_a_command_of_ones_own_goes(named: str) -> None:
    with pytest.raises(SettingsError) as refused:
        use_keys({named: "f6"}, "here", ["open-ticket"])
    assert refused.value.setting == f"keys.{named}"
    assert 'key = "f6" in [commands.open-ticket]' in str(refused.value)


def test_commands_are_on_the_screens_over_lists_whose_record_has_their_fields() -> None:
    table = {"run": "echo {user_task_key}", "key": "n"}  # which skips in the stream
    assert use_commands({"mine": table}) == ()
    keys = {screen: command.keys for screen in (INBOX, STREAM) for command in commands_of(screen) if command.runs}
    assert keys == {INBOX: ("n",), STREAM: ()}
    [fault] = use_commands({"mine": {**table, "screen": "stream"}})
    assert "'skip'" in str(fault)
    assert use_commands({"mine": {"run": "echo {decision_definition_key}", "key": "f6", "screen": "decision"}}) == ()
    assert [one.keys for one in commands_of(DECISION) if one.runs] == [("f6",)]
