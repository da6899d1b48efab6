"""Every screen, by its keys, on a cluster whose answers have something missing, odd or renamed.

None of it may end the program, leave a screen blank or loading, or say what the cluster has not said.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pytest
from textual.pilot import Pilot

from c8tui.errors import BadAnswer
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.screens.command_screen import CommandScreen
from c8tui.tui.screens.list import ListScreen
from tests.mutations import DROP, Mutating, Mutation, mutated, mutations_of
from tests.tui.apps import app_on, text_of, until

SCREENS: dict[str, tuple[str, ...]] = {
    "inbox": (
        "user-tasks/search", "user-tasks/KEY", "user-tasks/KEY/effective-variables/search",
        "user-tasks/KEY/audit-logs/search", "user-tasks/KEY/form", "process-definitions/KEY/xml", "topology",
        "authentication/me",
    ),
    "topology": ("topology", "license"),
    "jobs": ("jobs/search",),
    "decisions": (
        "decision-definitions/search", "decision-requirements/KEY", "decision-definitions/KEY/xml",
        "decision-instances/search",
    ),
    "evaluations": (
        "decision-instances/search", "decision-instances/KEY", "decision-definitions/KEY",
        "decision-definitions/KEY/xml",
    ),
}  # fmt: skip
"""The screens, each with the endpoints that it asks, what opens over it included."""
KEYS = {
    "inbox": ("enter", "j", "escape", "e", "escape", "x", "escape", "escape", "slash", "a", "escape", "r"),
    "topology": ("l", "h", "r"),
    "jobs": ("enter", "j", "escape", "r"),
    "decisions": ("z", "j", "enter", "A", "escape", "W", "escape", "escape", "z", "T", "escape", "escape", "r"),
    "evaluations": ("z", "j", "z", "enter", "escape", "o", "escape", "r"),
}
A_SCREEN_EACH = 1
"""Mutations of each endpoint that are walked, beside those of the whole, chosen by chance that is always the same."""
MANY = 20
"""The same, where it may take longer."""
_UNREAL = re.compile(r"\bNone\b(?! \(or)|UNSET|<object|object at 0x|Traceback|msgspec|c8tui\.model")


async def recorded() -> dict[str, Any]:
    """What every endpoint answers when nothing is odd."""
    sandbox = Mutating(tasks=30)
    for screen, keys in KEYS.items():
        async with app_on(await sandbox.session(), screen, size=(120, 30)) as (app, pilot):
            for key in keys:
                await pilot.press(key)
                await settled(app, pilot)
    return sandbox.heard


def chosen(answers: dict[str, Any], endpoint: str, of_each: int) -> Iterator[Mutation]:
    """Some of all mutations of an endpoint, those of the whole and of what holds the rest always among them."""
    every = list(mutations_of(endpoint, answers.get(endpoint, {})))
    first = [one for one in every if not one.path or one.path[-1] in ("page", "items", "brokers")]
    rest = [one for one in every if one not in first]
    chance = random.Random(f"8 {endpoint}")
    taken = chance.sample(first, min(max(3, of_each), len(first))) + chance.sample(rest, min(of_each, len(rest)))
    yield from chance.sample(taken, len(taken))


async def settled(app: C8App, pilot: Pilot[Any]) -> None:
    """Every question of the screens that are open has its answer, and it is drawn."""
    await pilot.pause()
    await until(
        pilot, lambda: not any(one.flow.busy for one in app.screen_stack if isinstance(one, CommandScreen | Dialog))
    )


async def walked(app: C8App, pilot: Pilot[Any], screen: str) -> list[str]:
    """The screen after each key."""
    seen = []
    for key in KEYS[screen]:
        await pilot.press(key)
        await settled(app, pilot)
        seen.append(text_of(app))
    return seen


async def turn() -> None:
    """The loop goes round: every message that was posted, and what follows from it, is handed on."""
    for _ in range(12):
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody rests between keys here: neither Textual's pilot, which watches the processor, nor the screens."""
    for module in ("app", "pilot"):
        monkeypatch.setattr(f"textual.{module}.wait_for_idle", lambda *_: turn())
    for name in ("screens.pane.REST_S", "screens.run_rows.TOGETHER_S", "tasks.pane.PATIENCE_S"):
        monkeypatch.setattr(f"c8tui.tui.{name}", 0.001)


CASES = [
    (screen, together)
    for screen, (first, *others) in SCREENS.items()
    for together in ((first,), tuple(others))
    if together
]
"""What fails in a list hides what is asked about its rows; the parts of what a row shows stand beside each other."""


@pytest.mark.parametrize(("screen", "endpoints"), [case for case in CASES if len(case[1]) == 1])
async def test_no_screen_dies_goes_blank_or_lies(screen: str, endpoints: tuple[str, ...]) -> None:
    await walk(screen, endpoints, A_SCREEN_EACH)


@pytest.mark.long
@pytest.mark.parametrize(("screen", "endpoints"), CASES)
async def test_neither_does_it_under_many_more(screen: str, endpoints: tuple[str, ...]) -> None:
    await walk(screen, endpoints, MANY)


async def walk(screen: str, endpoints: tuple[str, ...], of_each: int) -> None:
    """The screen by its keys, with one mutation of each of the endpoints at a time."""
    sandbox = Mutating(tasks=30)
    async with app_on(await sandbox.session(), screen, size=(120, 30)) as (app, pilot):
        await walked(app, pilot, screen)
        while len(app.screen_stack) > 1:
            await pilot.press("escape")
        for together in zip_longest(*(chosen(sandbox.heard, one, of_each) for one in endpoints)):
            sandbox.mutations = [one for one in together if one is not None]
            names = ", ".join(map(str, sandbox.mutations))
            await asked_anew(app, pilot)
            for frame in await walked(app, pilot, screen):
                told = f"{names}\n{frame}"
                assert len([line for line in frame.splitlines() if line.strip()]) >= 3, f"blank: {told}"
                assert not _UNREAL.search(frame), told
            while len(app.screen_stack) > 1:
                await pilot.press("escape")
            await until(pilot, lambda: "loading" not in text_of(app))
            for mutation in sandbox.mutations:
                said(mutation, text_of(app), screen)
            assert app.return_code in (0, None), names


async def asked_anew(app: C8App, pilot: Pilot[Any]) -> None:
    """Nothing of what was known before is left, and the first answer under the mutation, or its failure, is shown."""
    screen = app.screen
    assert isinstance(screen, BaseScreen)
    app.session.details._kept.clear()
    screen.last_problem = None
    if isinstance(screen, ListScreen):
        screen.restart()
    else:
        screen.polling.anew()
    await until(pilot, lambda: not screen.polling._looking)


@pytest.mark.parametrize("endpoint", ["topology", "authentication/me", "license"])
async def test_a_start_is_made_or_ends_in_a_sentence(endpoint: str) -> None:
    plain = Mutating(tasks=1)
    session = await plain.session()
    await session.overview()
    await session.close()
    for mutation in chosen(plain.heard, endpoint, 10):
        sandbox = Mutating(tasks=1)
        sandbox.mutations = [mutation]
        if endpoint == "topology" and not mutation.path and mutation.name in ("empty list", "null", "text"):
            with pytest.raises(BadAnswer, match="GET /topology cannot be understood: "):
                await sandbox.session()
        else:
            await (await sandbox.session()).close()


def said(mutation: Mutation, frame: str, screen: str) -> None:
    """What may not be said under this mutation."""
    told = f"{mutation}\n{frame}"
    # Other screens tell the health of when the topology was last asked for.
    if (
        screen == "topology"
        and mutation.endpoint == "topology"
        and mutation.path[-1:] not in (("clusterId",), ("lastCompletedChangeId",))
    ):
        needed = {"brokers", "clusterSize", "partitionsCount", "replicationFactor", "partitions", "role", "health"}
        if (not mutation.path or mutation.path[-1] in needed) and mutation.name in ("dropped", "null", "empty object"):
            assert not re.search(r"brokers healthy|is led and fully", frame), told
            assert "0 brokers" not in frame, told
    if screen == "jobs" and mutation.path == ("items",) and mutation.name in ("dropped", "null"):
        assert "no job" not in frame.lower(), told
    if mutation.endpoint == "license" and (not mutation.path or mutation.path == ("validLicense",)):
        assert "not valid" not in frame, told
    if mutation.endpoint == "user-tasks/search" and mutation.path == ("items",):
        assert "nothing here" not in frame, told
        assert "no task" not in frame.lower() or "cannot be shown" in frame, told


def test_a_mutation_changes_one_thing() -> None:
    answer = {"items": [{"a": 1, "b": 2}, {"a": 3, "b": 4}], "page": {"totalItems": 2}}
    assert mutated(answer, ("items", "*", "a"), lambda _: DROP) == {**answer, "items": [{"b": 2}, {"b": 4}]}
    assert mutated(answer, ("page",), lambda _: None) == {**answer, "page": None}
    assert mutated(answer, (), lambda _: []) == []
    assert mutated(answer, ("gone",), lambda _: 1) == answer


@pytest.mark.long
async def test_there_are_enough_of_them() -> None:
    answers = await recorded()
    endpoints = [one for _, together in CASES for one in together]
    assert set(endpoints) <= answers.keys()
    assert sum(len(list(chosen(answers, one, MANY))) for one in endpoints) >= 200
