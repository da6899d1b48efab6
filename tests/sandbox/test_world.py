"""The running sandbox: time, duties and the bounds of its logs."""

from __future__ import annotations

from c8tui.sandbox.catalog import USER_TASKS
from c8tui.sandbox.fault_specs import Faults
from c8tui.sandbox.options import Options
from c8tui.sandbox.store import Store
from c8tui.sandbox.stories.triage import Triage
from c8tui.sandbox.world import Logged, World


def world(**options: object) -> World:
    given = Options(clock=lambda: 12.3456, **options)  # type: ignore[arg-type]
    return World(given, Store(None, given.lag_ms, {}, lambda store: None), Faults(), Triage())


def test_time_is_whole_milliseconds() -> None:
    assert world().now() == 12345


def test_duties_are_done_in_turn() -> None:
    done: list[int] = []
    here = world()
    here.duties.append(done.append)
    here.turn()
    here.turn()
    assert done == [12345, 12345]


def test_the_dialect_says_what_there_is() -> None:
    old = world(dialect="8.8")
    assert (old.speaks("8.8"), old.speaks("8.9")) == (True, False)
    assert old.view(USER_TASKS).dialect == "8.8"


def test_logs_forget_what_is_long_ago() -> None:
    here = world()
    for number in range(10_005):
        here.commands.append(Logged("POST", f"/{number}", 204, 0, None))
    assert (len(here.commands), here.commands[0].path) == (10_000, "/5")
