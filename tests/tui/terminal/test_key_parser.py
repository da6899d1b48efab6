"""Keys and pastes as packets bring them: cut anywhere, run together, and without an end."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from textual import events
from textual.message import Message

from c8tui.tui.terminal.key_parser import HELD_S, PASTE_S, KeyParser

START, END = "\x1b[200~", "\x1b[201~"


class Typing:
    """A parser with a clock of its own."""

    def __init__(self) -> None:
        self.now = 0.0
        self.parser = KeyParser(lambda: self.now)

    def packets(self, *packets: str) -> list[str]:
        return names(message for packet in packets for message in self.parser.feed(packet))

    def after(self, seconds: float) -> list[str]:
        self.now += seconds
        return names(self.parser.tick())


def names(messages: Iterable[Message]) -> list[str]:
    return [
        message.key if isinstance(message, events.Key) else f"paste {message.text}"
        for message in messages
        if isinstance(message, events.Key | events.Paste)
    ]


@pytest.mark.parametrize(
    ("packet", "keys"),
    [
        ("\x1bj", ["escape", "j"]),
        ("\x1bJ", ["escape", "J"]),
        ("\x1bf", ["escape", "f"]),
        ("\x1bb", ["escape", "b"]),
        ("\x1b:", ["escape", "colon"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b\x11", ["escape", "ctrl+q"]),
        ("\x1bjk", ["escape", "j", "k"]),
        ("ab\x1bcd", ["a", "b", "escape", "c", "d"]),
        ("\x1b[A", ["up"]),
        ("\x1bOA", ["up"]),
        ("\x1b[1;5C", ["ctrl+right"]),
        ("\x1b[106u", ["j"]),
        ("\x1bé", ["escape", "é"]),
    ],
)
def test_escape_and_a_key_are_two_keys(packet: str, keys: list[str]) -> None:
    assert Typing().packets(packet) == keys


@pytest.mark.parametrize("text", ["\x1b[A", "\x1b[1;5C", f"{START}ab{END}", f"x{START}a\x1bb{END}y"])
def test_it_does_not_matter_where_a_packet_is_cut(text: str) -> None:
    whole = Typing().packets(text)
    for at in range(1, len(text)):
        typing = Typing()
        assert typing.packets(text[:at], text[at:]) == whole


def test_escape_alone_is_a_key_soon() -> None:
    typing = Typing()
    assert typing.packets("\x1b") == []
    assert typing.after(HELD_S / 2) == []
    assert typing.after(2 * HELD_S) == ["escape"]
    assert typing.packets("\x1b\x1b") + typing.after(2 * HELD_S) == ["escape", "escape"]


def test_a_paste_whose_end_never_comes_is_one_after_a_while() -> None:
    typing = Typing()
    assert typing.packets(f"{START}some te", "xt") == []
    assert typing.after(PASTE_S / 2) == []
    assert typing.packets(" more") == []
    assert typing.after(PASTE_S / 2) == []
    assert typing.after(PASTE_S / 2) == ["paste some text more"]
    assert typing.packets("j", END, "k") == ["j", "k"]


@pytest.mark.parametrize("key", ["\x11", "\x1b[113;5u"])
def test_ctrl_q_works_within_a_paste(key: str) -> None:
    typing = Typing()
    assert typing.packets(f"{START}text", key) == ["paste text", "ctrl+q"]
    assert typing.packets("j") == ["j"]
    assert typing.packets(f"{START}a\x11b{END}") == ["paste a\x11b"]


def test_what_begins_like_the_end_belongs_to_the_paste() -> None:
    typing = Typing()
    assert typing.packets(f"{START}a\x1b[20", "x") == []
    assert typing.packets(END) == ["paste a\x1b[20x"]
    assert typing.packets(f"{START}a\x1b[20") == []
    assert typing.after(PASTE_S) == ["paste a\x1b[20"]


def test_a_megabyte_is_one_paste() -> None:
    typing = Typing()
    pieces = ["x" * 4096] * 256
    assert [len(name) for name in typing.packets(START, *pieces, END)] == [len("paste ") + 4096 * 256]


def test_status_reports_are_no_keys() -> None:
    typing = Typing()
    assert typing.packets("a\x1b[0nb", "\x1b[0n\x1b[0n") == ["a", "b"]
    assert typing.parser.reported == 3
