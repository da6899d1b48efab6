"""Which failures are worth another try, and when: the one place that decides it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from c8tui.errors import Backpressure, C8Error, GatewayFailure, NoAnswer, Problem, TlsFailure, Unavailable, Unreachable


class RetryRule(Struct, frozen=True):
    """How a kind of failure is tried again; all times in seconds."""

    attempts: int
    """The first one included."""
    base: float
    """Longest wait after the first failure; doubles with each one."""
    cap: float
    """Longest wait at all, unless the server asks for a longer one."""
    patience: float
    """No attempt begins later than this after the first one began."""


BUSY = RetryRule(attempts=6, base=0.25, cap=8, patience=30)
"""Rejected before it was processed."""
NOT_SENT = RetryRule(attempts=3, base=0.1, cap=0.5, patience=3)
"""No byte of it arrived."""
LOST_READ = RetryRule(attempts=3, base=0.25, cap=2, patience=20)
"""It may have arrived, and does no harm twice."""


def rule_for(error: C8Error, *, safe: bool) -> RetryRule | None:
    """The rule for `error`, None when it must not be tried again. `safe`: the request only reads."""
    if isinstance(error, Backpressure):
        return BUSY
    if isinstance(error, Unreachable) and not isinstance(error, TlsFailure):
        return NOT_SENT
    if safe and isinstance(error, NoAnswer | GatewayFailure | Unavailable):
        return LOST_READ
    return None


def wait_before_retry(
    error: C8Error, failures: int, *, safe: bool, elapsed: float, random: Callable[[], float]
) -> float | None:
    """Seconds to wait before the next attempt after `failures` of them in `elapsed` seconds; None to give up.

    Exponential with full jitter, but never earlier than the server asked for (Retry-After). When that is longer than
    our patience, the error goes up at once and says how long.
    """
    rule = rule_for(error, safe=safe)
    if rule is None or failures >= rule.attempts:
        return None
    wait = random() * min(rule.cap, rule.base * 2 ** (failures - 1))
    if isinstance(error, Problem) and error.retry_after is not None:
        wait += error.retry_after
    return wait if elapsed + wait <= rule.patience else None
