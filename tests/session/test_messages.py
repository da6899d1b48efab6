"""Messages and signals over a sandbox: who waits, sending once, and whom it has reached."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from c8tui.errors import C8Error, NotFound, OutcomeUnknown, Refusal
from c8tui.session.messages import Matches, Message, SubscriptionQuery
from c8tui.session.session import Session
from tests.sandboxes import Sandbox
from tests.session.lists import all_of


@pytest.fixture
async def cluster() -> AsyncIterator[tuple[Sandbox, Session]]:
    sandbox = Sandbox(story="messages", tasks=None)
    session = await sandbox.session()
    yield sandbox, session
    await session.close()


async def waiting(session: Session, name: str = "payment-received") -> list[Any]:
    """Who waits for a message with a key, the newest first."""
    return [one for one in await all_of(session.messages.rows(SubscriptionQuery.narrowed_to(name)))
            if one.process_instance_key]  # fmt: skip


async def test_the_list_is_of_who_waits(cluster: tuple[Sandbox, Session]) -> None:
    sandbox, session = cluster
    found = await all_of(session.messages.rows(SubscriptionQuery()))
    assert {one.message_subscription_state for one in found} == {"CREATED"}
    assert {"payment-received", "goods-returned"} <= {one.message_name for one in found}
    assert len(await all_of(session.messages.rows(SubscriptionQuery(conditions={})))) > len(found)
    instance = next(one.process_instance_key for one in found if one.process_instance_key)
    narrowed = await all_of(session.messages.rows(SubscriptionQuery.narrowed_to(instance or "")))
    assert {one.process_instance_key for one in narrowed} == {instance}
    assert sandbox.commands_sent() == []


async def test_who_would_be_reached_are_those_of_the_key_and_start_events(cluster: tuple[Sandbox, Session]) -> None:
    _, session = cluster
    one, other = (await waiting(session))[:2]
    matches = await session.messages.matching(Message(name=one.message_name, correlation_key=one.correlation_key))
    assert matches == Matches((one,), 1)
    assert other.correlation_key != one.correlation_key
    starts = await session.messages.matching(Message(name="goods-returned"))
    assert (starts.total, [start.process_instance_key for start in starts.found]) == (1, [None])
    assert await session.messages.matching(Message(name="soup", correlation_key="1")) == Matches()
    suggested = await session.messages.names()
    assert "payment-received" in [name.text for name in suggested]
    assert one.correlation_key in [key.text for key in await session.messages.correlation_keys()]


async def test_a_publication_reaches_who_waits_and_says_whom(cluster: tuple[Sandbox, Session]) -> None:
    sandbox, session = cluster
    one = (await waiting(session))[0]
    message = Message(name=one.message_name, correlation_key=one.correlation_key, time_to_live_ms=5_000, message_id="m")
    sent = await session.messages.publish(message, {"paid": 12})
    assert [reached.process_instance_key for reached in sent.reached] == [one.process_instance_key]
    assert sandbox.commands() == [
        ("POST /messages/publication",
         {"name": one.message_name, "correlationKey": one.correlation_key, "timeToLive": 5_000, "messageId": "m",
          "variables": {"paid": 12}}),
    ]  # fmt: skip
    kept = await session.messages.publish(Message(name="later", correlation_key="x", time_to_live_ms=60_000), {})
    assert kept.message_key
    assert kept.reached == ()


async def test_a_correlation_without_anybody_is_said_in_words(cluster: tuple[Sandbox, Session]) -> None:
    _, session = cluster
    one = (await waiting(session))[0]
    sent = await session.messages.correlate(Message(name=one.message_name, correlation_key=one.correlation_key), {})
    assert [reached.process_instance_key for reached in sent.reached] == [one.process_instance_key]
    with pytest.raises(NotFound, match="nobody waits for soup with the key 7"):
        await session.messages.correlate(Message(name="soup", correlation_key="7"), {})


@pytest.mark.parametrize("lag_ms", [0, 1_500])
@pytest.mark.parametrize("how", ["publish", "correlate"])
async def test_a_lost_answer_is_read_and_nothing_sent_again(how: str, lag_ms: int) -> None:
    sandbox = Sandbox(story="messages", tasks=None, lag_ms=lag_ms)
    session = await sandbox.session()
    one = (await waiting(session))[0]
    message = Message(name=one.message_name, correlation_key=one.correlation_key)
    await sandbox.faults("lost@/v2/messages/*")
    sent = await getattr(session.messages, how)(message, {})
    assert [reached.process_instance_key for reached in sent.reached] == [one.process_instance_key]
    assert len(sandbox.commands_sent()) == 1
    await session.close()


@pytest.mark.parametrize("how", ["publish", "correlate"])
@pytest.mark.parametrize("fault", ["drop@/v2/messages/*", "504@/v2/messages/*"])
async def test_an_outcome_that_cannot_be_read_is_unknown(
    cluster: tuple[Sandbox, Session], how: str, fault: str
) -> None:
    sandbox, session = cluster
    one = (await waiting(session))[0]
    await sandbox.faults(fault)
    with pytest.raises(OutcomeUnknown, match="no message of this name and key has been correlated"):
        await getattr(session.messages, how)(Message(name=one.message_name, correlation_key=one.correlation_key), {})
    assert len(sandbox.commands_sent()) == 1


async def test_a_signal_and_one_whose_answer_is_lost(cluster: tuple[Sandbox, Session]) -> None:
    sandbox, session = cluster
    assert (await session.messages.broadcast("season-opens", {"year": 2026})).isdecimal()
    assert sandbox.commands()[-1] == (
        "POST /signals/broadcast", {"signalName": "season-opens", "variables": {"year": 2026}},
    )  # fmt: skip
    await sandbox.faults("lost@/v2/signals/*")
    with pytest.raises(OutcomeUnknown, match="Whether the signal went out cannot be read"):
        await session.messages.broadcast("season-opens", {})
    assert len(sandbox.commands_sent()) == 2


async def test_a_read_only_profile_sends_nothing() -> None:
    sandbox = Sandbox(story="messages", tasks=None)
    session = await sandbox.session(read_only=True)
    messages = session.messages
    for sending in (
        messages.publish(Message(name="a"), {}), messages.correlate(Message(name="a"), {}), messages.broadcast("a", {}),
    ):  # fmt: skip
        with pytest.raises(Refusal):
            await sending
    assert sandbox.commands_sent() == []
    await session.close()


async def test_whom_it_reached_is_not_known_where_that_cannot_be_read(cluster: tuple[Sandbox, Session]) -> None:
    sandbox, session = cluster
    one = (await waiting(session))[0]
    message = Message(name=one.message_name, correlation_key=one.correlation_key)
    await sandbox.faults("403@/v2/correlated-message-subscriptions/*")
    sent = await session.messages.publish(message, {})
    assert (bool(sent.message_key), sent.reached) == (True, ())
    await sandbox.faults("403@/v2/correlated-message-subscriptions/*", "lost@/v2/messages/*")
    with pytest.raises(OutcomeUnknown, match="Whom it has reached cannot be read"):
        await session.messages.publish(message, {})
    assert len(sandbox.commands_sent()) == 2


async def test_it_can_be_sent_where_who_waits_cannot_be_read(cluster: tuple[Sandbox, Session]) -> None:
    sandbox, session = cluster
    await sandbox.faults("404@/v2/message-subscriptions/*")
    matches = await session.messages.matching(Message(name="payment-received", correlation_key="O-0029"))
    assert not matches.found
    assert matches.unreadable


async def test_the_same_id_twice_is_refused_by_the_cluster(cluster: tuple[Sandbox, Session]) -> None:
    _, session = cluster
    message = Message(name="later", correlation_key="x", time_to_live_ms=60_000, message_id="one")
    await session.messages.publish(message, {})
    with pytest.raises(C8Error, match="was published before"):
        await session.messages.publish(message, {})
