"""What a terminal says of its ground never reaches the keys, in whatever pieces and how late it comes."""

from __future__ import annotations

import pytest
from textual import events
from textual.message import Message

from c8tui.tui.terminal.colours import is_light
from c8tui.tui.terminal.ground import GroundTold
from c8tui.tui.terminal.key_parser import HELD_S, PASTE_S, KeyParser

ANSWER = "\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\"
ANSWERS = [
    (ANSWER, (253, 246, 227)),
    ("\x1b]11;rgb:00/2b/36\x07", (0, 43, 54)),
    ("\x1b]11;rgb:f/0/8\x07", (255, 0, 136)),
    ("\x1b]11;RGBA:ffff/ffff/ffff/ffff\x1b\\", (255, 255, 255)),
]


class Typing:
    """A parser with a clock of its own."""

    def __init__(self) -> None:
        self.now = 0.0
        self.parser = KeyParser(lambda: self.now)
        self.told: list[tuple[int, int, int]] = []

    def packets(self, *packets: str) -> list[str]:
        return [key for packet in packets for message in self.parser.feed(packet) for key in self.heard(message)]

    def after(self, seconds: float) -> list[str]:
        self.now += seconds
        return [key for message in self.parser.tick() for key in self.heard(message)]

    def heard(self, message: Message) -> list[str]:
        if isinstance(message, GroundTold):
            self.told.append(message.ground)
        return [message.key] if isinstance(message, events.Key) else []


@pytest.mark.parametrize(("answer", "ground"), ANSWERS)
def test_an_answer_among_keys_cut_anywhere_is_no_key(answer: str, ground: tuple[int, int, int]) -> None:
    for cut in range(len(answer) + 1):
        typing = Typing()
        assert typing.packets("j", answer[:cut], answer[cut:], "k") == ["j", "k"], cut
        assert typing.told == [ground]


def test_an_answer_one_character_at_a_time_between_two_keys_of_one_packet() -> None:
    typing = Typing()
    assert typing.packets(f"j{ANSWER}k") == ["j", "k"]
    assert typing.packets(*ANSWER) == []
    assert typing.told == [(253, 246, 227)] * 2


@pytest.mark.parametrize("answer", ["\x1b]11;?\x1b\\", "\x1b]11;rgb:zz/00/00\x07", "\x1b]11;\x07", "\x1b]11;red\x07"])
def test_an_answer_that_says_nothing_is_no_key_either(answer: str) -> None:
    typing = Typing()
    assert typing.packets("j", answer, "k") == ["j", "k"]
    assert typing.told == []


def test_an_answer_without_an_end_is_given_up_and_what_follows_are_keys() -> None:
    typing = Typing()
    assert typing.packets("\x1b]11;rgb:12") == []
    assert typing.after(PASTE_S) == []
    assert typing.packets("j") == ["j"]


def test_an_answer_that_another_key_breaks_off_loses_no_key() -> None:
    typing = Typing()
    assert typing.packets("\x1b]11;rgb:12", "\x1b[A", "j") == ["up", "j"]
    assert typing.packets("\x1b]11;" + "0" * 100 + " j")[-1] == "j"
    assert typing.told == []


def test_escape_and_a_bracket_are_two_keys_as_before() -> None:
    typing = Typing()
    typed = typing.packets("\x1b]")
    assert typed + typing.after(HELD_S) == ["escape", "right_square_bracket"]


def test_what_a_paste_holds_after_its_beginning_is_the_pastes() -> None:
    typing = Typing()
    messages = [*typing.parser.feed("\x1b[200~a"), *typing.parser.feed(ANSWER), *typing.parser.feed("b\x1b[201~")]
    [paste] = messages
    assert isinstance(paste, events.Paste)
    assert paste.text == f"a{ANSWER}b"


@pytest.mark.parametrize(
    ("ground", "light"),
    [((255, 255, 255), True), ((253, 246, 227), True), ((0, 43, 54), False), ((0, 0, 0), False), ((40, 40, 40), False)],
)
def test_light_is_what_black_is_read_better_on(ground: tuple[int, int, int], light: bool) -> None:
    assert is_light(*ground) is light
