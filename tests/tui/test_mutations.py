"""Every screen, by its keys, on a cluster whose answers have something missing, odd or renamed.

None of it may end the program, leave a screen blank or loading, or say what the cluster has not said.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from c8tui.errors import BadAnswer
from c8tui.tui.app import C8App
from c8tui.tui.base import BaseScreen
from c8tui.tui.list_screen import ListScreen
from tests.mutations import DROP, Mutating, Mutation, mutated, mutations_of
from tests.tui.apps import app_on, text_of, until

SCREENS: dict[str, tuple[str, ...]] = {
    "user-tasks/search": ("inbox",),
    "user-tasks/KEY": ("inbox",),
    "user-tasks/KEY/effective-variables/search": ("inbox",),
    "user-tasks/KEY/audit-logs/search": ("inbox",),
    "user-tasks/KEY/form": ("inbox",),
    "topology": ("topology", "inbox"),
    "license": ("topology",),
    "authentication/me": ("inbox",),
    "jobs/search": ("jobs",),
    "decision-definitions/search": ("decisions",),
    "decision-requirements/KEY": ("decisions",),
    "decision-instances/search": ("evaluations", "decisions"),
}
"""The endpoints, each with the screens that ask it."""
KEYS = {
    "inbox": ("enter", "j", "escape", "e", "escape", "x", "escape", "escape", "slash", "a", "escape", "r"),
    "topology": ("j", "l", "h", "r"),
    "jobs": ("enter", "j", "escape", "r"),
    "decisions": ("i", "j", "escape", "r"),
    "evaluations": ("i", "j", "escape", "r"),
}
A_SCREEN_EACH = 6
"""Mutations of each endpoint that are walked, chosen by chance that is always the same."""
_HEALTHY = re.compile(r"\bhealthy\b")


async def recorded() -> dict[str, Any]:
    """What every endpoint answers when nothing is odd."""
    sandbox = Mutating(tasks=30)
    for screen, keys in KEYS.items():
        async with app_on(await sandbox.session(), screen, size=(120, 30)) as (_, pilot):
            await until(pilot, lambda: True)
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.02)
    return sandbox.heard


def chosen(answers: dict[str, Any]) -> Iterator[Mutation]:
    """Some of all mutations of each endpoint, the whole shapes and the pages always among them."""
    chance = random.Random(8)
    for endpoint in SCREENS:
        every = list(mutations_of(endpoint, answers.get(endpoint, {})))
        first = [one for one in every if not one.path or one.path[-1] in ("page", "items", "brokers")]
        rest = [one for one in every if one not in first]
        yield from first[:8] + chance.sample(rest, min(A_SCREEN_EACH, len(rest)))


async def walked(app: C8App, pilot: Pilot[Any], screen: str) -> list[str]:
    """The screen after each key."""
    seen = []
    for key in KEYS[screen]:
        await pilot.press(key)
        await pilot.pause()
        assert app._exception is None
        seen.append(text_of(app))
    return seen


@pytest.mark.parametrize(("endpoint", "screen"), [(one, screen) for one, both in SCREENS.items() for screen in both])
async def test_no_screen_dies_goes_blank_or_lies(endpoint: str, screen: str) -> None:
    ours = [one for one in chosen(await recorded()) if one.endpoint == endpoint]
    assert len(ours) >= 10
    sandbox = Mutating(tasks=30)
    async with app_on(await sandbox.session(), screen, size=(120, 30)) as (app, pilot):
        for mutation in ours:
            sandbox.mutations = [mutation]
            await asked_anew(app, pilot)
            for frame in await walked(app, pilot, screen):
                assert len([line for line in frame.splitlines() if line.strip()]) >= 3, f"{mutation}: blank\n{frame}"
            while len(app.screen_stack) > 1:
                await pilot.press("escape")
            await until(pilot, lambda: "loading" not in text_of(app))
            said(mutation, text_of(app), screen)
            assert app.return_code in (0, None), str(mutation)


async def asked_anew(app: C8App, pilot: Pilot[Any]) -> None:
    """Nothing of what was known before is left, and the first answer under the mutation, or its failure, is shown."""
    screen = app.screen
    assert isinstance(screen, BaseScreen)
    app.session.details._kept.clear()
    screen.last_problem = None
    if isinstance(screen, ListScreen):
        screen.restart()
    else:
        screen.poll_anew()
    await until(pilot, lambda: not screen._polling)


@pytest.mark.parametrize("endpoint", ["topology", "authentication/me", "license"])
async def test_a_start_is_made_or_ends_in_a_sentence(endpoint: str) -> None:
    for mutation in chosen(await recorded()):
        if mutation.endpoint != endpoint:
            continue
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


async def test_there_are_enough_of_them() -> None:
    answers = await recorded()
    assert set(SCREENS) <= set(answers)
    assert len(list(chosen(answers))) >= 120
