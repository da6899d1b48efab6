"""A command whose answer is lost is read, not repeated."""

from __future__ import annotations

import pytest

from c8tui.errors import Conflict, GatewayFailure, NoAnswer, OutcomeUnknown, RequestLine, Unreachable
from c8tui.session.resolve import PAUSES_S, resolve
from tests.clocks import Clock

LINE = RequestLine("POST", "/user-tasks/1/completion")


class Command:
    """A command that ends with the given error, and the looks that follow; `sent` counts how often it ran."""

    def __init__(self, error: Exception | None, *looks: bool | Exception) -> None:
        self.error = error
        self.looks = list(looks)
        self.sent = 0
        self.clock = Clock(0)

    async def send(self) -> None:
        self.sent += 1
        if self.error is not None:
            raise self.error

    async def look(self) -> bool:
        seen = self.looks.pop(0)
        if isinstance(seen, Exception):
            raise seen
        return seen

    async def resolve(self) -> None:
        await resolve(self.send(), self.look, self.clock.sleep)


async def test_an_answer_needs_no_look() -> None:
    command = Command(None)
    await command.resolve()
    assert (command.sent, command.clock.slept) == (1, [])


@pytest.mark.parametrize("error", [Conflict("held", status=409), Unreachable("no route")])
async def test_a_known_outcome_is_raised_at_once(error: Exception) -> None:
    command = Command(error)
    with pytest.raises(type(error)) as raised:
        await command.resolve()
    assert raised.value is error
    assert command.clock.slept == []


async def test_it_took_effect_though_the_answer_was_lost() -> None:
    command = Command(NoAnswer("cut", outcome_known=False), True)
    await command.resolve()
    assert (command.sent, command.clock.slept) == (1, [0.0])


async def test_the_index_is_given_time() -> None:
    command = Command(GatewayFailure("late", status=504, outcome_known=False), False, NoAnswer("cut"), True)
    await command.resolve()
    assert (command.sent, command.clock.slept) == (1, [0.0, 0.5, 1.0])


async def test_what_never_shows_is_unsettled() -> None:
    lost = GatewayFailure("too slow.", title="DEADLINE_EXCEEDED", status=504, request=LINE, outcome_known=False)
    command = Command(lost, *[False] * len(PAUSES_S))
    with pytest.raises(OutcomeUnknown) as raised:
        await command.resolve()
    told = raised.value
    assert told.detail == "too slow. It was read again and does not show as done"
    assert (told.title, told.status, told.request, told.outcome_known) == ("DEADLINE_EXCEEDED", 504, LINE, False)
    assert told.__cause__ is lost
    assert (command.sent, command.looks, command.clock.slept) == (1, [], list(PAUSES_S))


@pytest.mark.parametrize("where", ["command", "look"])
async def test_a_bug_is_not_taken_for_a_failure(where: str) -> None:
    bug = ValueError("a bug")
    command = Command(bug) if where == "command" else Command(NoAnswer("cut", outcome_known=False), bug)
    with pytest.raises(ValueError, match="a bug"):
        await command.resolve()
