"""What `text` lets through and how it shows the rest."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui import text
from c8tui.errors import (
    SettingsError,
    Unreachable,
)
from c8tui.exact_json import JsonRefused, exact_json, exact_number
from c8tui.model.base import encode
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

anything = st.text(alphabet=st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Review invoice", "Review invoice"),
        ("Prüfung Grün 東京 عربي", "Prüfung Grün 東京 عربي"),
        ("\x1b]52;c;aGk=\x07", "\\x1b]52;c;aGk=\\x07"),
        ("a\x9b2Jb", "a\\x9b2Jb"),
        ("one\ntwo\ttab\r", "one\\ntwo\\ttab\\r"),
        ("ab\u202egnp.exe", "ab\\u202egnp.exe"),
        ("pay\u200bpal", "pay\\u200bpal"),
        ("lone\ud800", "lone\\ud800"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("[bold red]x[/]", "[bold red]x[/]"),
    ],
)
def test_visible_shows_what_would_act(raw: str, shown: str) -> None:
    assert text.visible(raw) == shown


@given(anything)
def test_nothing_unsafe_survives_either_door(raw: str) -> None:
    for shown in (text.visible(raw), text.block(raw).replace("\n", ""), text.without_controls(raw)):
        assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Zl", "Zp"}
        assert not {unicodedata.bidirectional(c) for c in shown} & {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI"}
        shown.encode("utf-8")


def test_a_name_of_a_megabyte_costs_a_line() -> None:
    assert text.visible("x" * 1_000_000) == "x" * text.CELL_LIMIT + "…"
    assert text.visible("\x1b" * 1_000_000, limit=2) == "\\x1b\\x1b…"


def test_block_keeps_lines_and_says_what_it_left_out() -> None:
    assert text.block("a\r\nb\tc\x1b[31m") == "a\nb   c\\x1b[31m"
    assert text.block("abcdef", limit=4) == "abcd\n… 2 more characters"


def test_numbers_with_their_nouns() -> None:
    assert [text.counted(number, "task") for number in (0, 1, 2, 2_000)] == [
        "0 tasks",
        "1 task",
        "2 tasks",
        "2,000 tasks",
    ]
    assert [text.plural(number, "broker") for number in (0, 1, 2)] == ["brokers", "broker", "brokers"]


# What the commands of the shell say: aligned, masked, and with nothing in it that moves a terminal.


LINES = [CheckLine("a", True, "fine"), CheckLine("b", False, "broken", "Fix it."), CheckLine("c", None, "not tried")]


def test_a_failure_and_what_to_do() -> None:
    assert list(failure_lines(Unreachable("gone\x1b[2J"))) == [
        "c8tui: gone\\x1b[2J",
        Unreachable.advice,
    ]


def test_a_wrong_setting_is_one_line() -> None:
    failure = SettingsError("address", "flag --address", "is wrong", "Fix it")
    assert list(failure_lines(failure)) == ["c8tui: address (flag --address): is wrong. Fix it"]


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
        "advice": "Fix it.",
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


# JSON that keeps its digits: what is read, what goes out again, and what is refused.


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0.10", b"0.10"),
        ("1234567890123456789.0123456789", b"1234567890123456789.0123456789"),
        ("9223372036854775807", b"9223372036854775807"),
        ("123456789012345678901234567890", b"123456789012345678901234567890"),
        ("1e5", b"1E+5"),
        ("-7", b"-7"),
        ('{"a": [true, null, "\\u00e4"]}', '{"a":[true,null,"ä"]}'.encode()),
    ],
)
def test_what_a_person_typed_goes_out_as_it_was_meant(text: str, written: bytes) -> None:
    assert encode(exact_json(text)) == written


@pytest.mark.parametrize(
    "text", ["", "{", "NaN", "Infinity", "[-Infinity]", "[" * 100_000, "1e9999999999999999999", "'a'"]
)
def test_what_is_no_json_says_where(text: str) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        exact_json(text)
    assert caught.value.lineno >= 1


def test_a_number_without_end_stays_exact() -> None:
    assert exact_json("9" * 5_000) == Decimal("9" * 5_000)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[1, NaN]", "NaN is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("1e6145", "a number out of bounds"),
        ("1e9999999999999999999", "a number out of bounds"),
        ("9" * 6_146, "a number out of bounds"),
    ],
)
def test_what_is_refused(text: str, why: str) -> None:
    with pytest.raises(JsonRefused) as caught:
        exact_json(text, largest_exponent=6144)
    assert caught.value.msg == why


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("7", 7),
        ("-0", 0),
        ("+5", 5),
        ("9" * 19, Decimal("9" * 19)),
        ("0e99999", Decimal("0e99999")),
        (".5", Decimal("0.5")),
    ],
)
def test_numbers(digits: str, value: int | Decimal) -> None:
    found = exact_number(digits, largest_exponent=6144)
    assert found == value
    assert type(found) is type(value)
