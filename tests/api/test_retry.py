"""The table of what is tried again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.api.retry import BUSY, LOST_READ, NOT_SENT, RetryRule, rule_for, wait_before_retry
from c8tui.errors import (
    Backpressure,
    BadAnswer,
    C8Error,
    Conflict,
    CredentialsRejected,
    Forbidden,
    GatewayFailure,
    InvalidArgument,
    NoAnswer,
    NotFound,
    Problem,
    Refusal,
    ServerFault,
    TlsFailure,
    TokenServerDown,
    Unauthorized,
    Unavailable,
    Unreachable,
)

NEVER = (BadAnswer, Problem, InvalidArgument, Unauthorized, Forbidden, NotFound, Conflict, ServerFault)
LOCAL = (Refusal, CredentialsRejected, TokenServerDown, TlsFailure)


@pytest.mark.parametrize(
    ("kind", "command", "read"),
    [
        (Backpressure, BUSY, BUSY),
        (Unreachable, NOT_SENT, NOT_SENT),
        (NoAnswer, None, LOST_READ),
        (GatewayFailure, None, LOST_READ),
        (Unavailable, None, LOST_READ),
        *((kind, None, None) for kind in NEVER + LOCAL),
    ],
)
def test_the_table(kind: type[C8Error], command: RetryRule | None, read: RetryRule | None) -> None:
    assert rule_for(kind("x"), safe=False) == command
    assert rule_for(kind("x"), safe=True) == read


def wait(error: C8Error, failures: int, elapsed: float = 0.0, jitter: float = 1.0) -> float | None:
    return wait_before_retry(error, failures, safe=True, elapsed=elapsed, random=lambda: jitter)


def test_waits_double_up_to_a_cap_and_attempts_end() -> None:
    assert [wait(Backpressure("x"), n) for n in range(1, 7)] == [0.25, 0.5, 1.0, 2.0, 4.0, None]
    assert [wait(Unreachable("x"), n) for n in range(1, 4)] == [0.1, 0.2, None]
    assert [wait(NoAnswer("x"), n) for n in range(1, 4)] == [0.25, 0.5, None]


def test_jitter_is_full() -> None:
    assert wait(Backpressure("x"), 3, jitter=0.0) == 0.0
    assert wait(Backpressure("x"), 3, jitter=0.5) == 0.5


def test_patience_ends() -> None:
    assert wait(NoAnswer("x"), 1, elapsed=19.0) == 0.25
    assert wait(NoAnswer("x"), 1, elapsed=20.0) is None
    assert wait(Unreachable("x"), 1, elapsed=3.0) is None


@given(asked=st.floats(0, 29), failures=st.integers(1, 5), jitter=st.floats(0, 1))
def test_never_earlier_than_the_server_asked(asked: float, failures: int, jitter: float) -> None:
    waited = wait(Backpressure("x", retry_after=asked), failures, jitter=jitter)
    assert waited is None or waited >= asked


def test_a_longer_wait_than_our_patience_is_not_waited_for() -> None:
    assert wait(Backpressure("x", retry_after=31), 1) is None
    assert wait(Unavailable("x", retry_after=2), 1) == 2.25
