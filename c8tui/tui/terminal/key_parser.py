"""What a terminal sends, as keys and pastes: Textual's parser, with an end to every paste and no alt keys.

Escape and the next key arrive in one packet over a slow link, which is how terminals send alt and that key. Nothing
here is bound to alt, so they are two keys. A paste is gathered before the parser, which would hold every key back
until the end of the paste has come, and takes it character by character.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from time import monotonic

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

from c8tui.tui.terminal.ground import BEGINNING, GroundAnswers

ESC = "\x1b"
QUIT = ("\x11", "\x1b[113;5u")
"""ctrl+q, as a plain terminal and as the Kitty protocol send it."""
PASTE_S = 1.0
"""After so long without another character, a paste whose end has not come is over."""
HELD_S = 0.1
"""How long the beginning of a paste may take to come whole."""
STATUS_REPORT = "\x1b[0n"
"""The terminal's answer to a status request (DSR): all that was written before has been taken."""


class OneKeyEach(XTermParser):
    """Textual's parser, to which escape and another character are two keys."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if len(sequence) == 2 and sequence[0] == ESC and sequence[1] not in "[O\x1b":
            sequence, alt = sequence[1], True
        if alt:
            yield events.Key("escape", ESC)
        yield from super()._sequence_to_key_events(sequence)

    def give_up(self) -> Iterator[Message]:
        """Take what has come of a sequence for keys, without waiting any longer."""
        if self._timeout_time is not None:
            self._timeout_time = 0.0
        yield from self.tick()


class KeyParser:
    """Feed it what comes, and `tick()` it now and then; both give what came of it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._parser = OneKeyEach()
        self._clock = clock
        self._held = ""
        """The beginning of what may become the start of a paste."""
        self._paste: list[str] | None = None
        """The pieces of a paste that has begun."""
        self._last = clock()
        self._ground = GroundAnswers()
        self.reported = 0
        """How many status reports have come; they are no keys."""

    def feed(self, data: str) -> Iterator[Message]:
        """The messages that are complete with this."""
        self._last = self._clock()
        if STATUS_REPORT in data:
            self.reported += data.count(STATUS_REPORT)
            data = data.replace(STATUS_REPORT, "")
        data, self._held = self._held + data, ""
        if self._paste is None:  # a paste is whatever somebody has copied
            data = self._ground.taken_out(data)
            yield from self._ground.told
            self._ground.told.clear()
        while data:
            data = yield from (self._outside(data) if self._paste is None else self._inside(data))

    def tick(self) -> Iterator[Message]:
        """The messages that are complete because nothing else has come."""
        rested = self._clock() - self._last
        if self._ground.waits and rested >= PASTE_S:
            self._ground.give_up()
        if self._paste is not None and rested >= PASTE_S:
            yield self._pasted("")
        if self._held and rested >= HELD_S:
            held, self._held = self._held, ""
            yield from self._parser.feed(held)
            yield from self._parser.give_up()
        yield from self._parser.tick()

    def _outside(self, data: str) -> Generator[Message, None, str]:
        before, begun, rest = data.partition(BRACKETED_PASTE_START)
        if begun:
            self._paste = []
        else:
            self._held = max((_beginning(before, one) for one in (BRACKETED_PASTE_START, BEGINNING)), key=len)
            before = before[: len(before) - len(self._held)]
        if before:
            yield from self._parser.feed(before)
        return rest

    def _inside(self, data: str) -> Generator[Message, None, str]:
        assert self._paste is not None
        before, ended, rest = data.partition(BRACKETED_PASTE_END)
        if ended:
            yield self._pasted(before)
            return rest
        if quit_key := next((key for key in QUIT if data.endswith(key)), ""):
            # Whoever types this wants to leave; what is pasted comes in pieces that end elsewhere.
            yield self._pasted(data.removesuffix(quit_key))
            return quit_key
        self._held = _beginning(data, BRACKETED_PASTE_END)
        self._paste.append(data[: len(data) - len(self._held)])
        return ""

    def _pasted(self, last: str) -> events.Paste:
        text = "".join([*(self._paste or ()), last, self._held])
        self._paste, self._held = None, ""
        return events.Paste(text.replace("\x00", ""))


def _beginning(text: str, sequence: str) -> str:
    """The longest end of a text with which a sequence may begin."""
    lengths = range(min(len(sequence) - 1, len(text)), 0, -1)
    return next((sequence[:length] for length in lengths if text.endswith(sequence[:length])), "")
