"""What `text` lets through and how it shows the rest."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui import text

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
