"""The registry: every screen can be made, has what does its commands, and is imported only when it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from c8tui.tui.commands.ids import BATCH, BPMN_FILE, DECISION, DMN_FILE, INSTANCE, PROCESS, STREAM
from c8tui.tui.registry import MODES, SCREENS, ScreenSpec, commands_of, spec_of
from c8tui.tui.screens.base import BaseScreen


@pytest.mark.parametrize("spec", MODES, ids=lambda spec: spec.id)
def test_a_mode_is_made_of_its_entry(spec: ScreenSpec) -> None:
    screen = spec.make()
    assert isinstance(screen, BaseScreen)
    assert spec.id == screen.NAME
    assert spec.what


def test_what_is_no_mode_is_opened_over_one() -> None:
    assert {spec.id for spec in SCREENS} - {spec.id for spec in MODES} == {
        STREAM, DECISION, DMN_FILE, BPMN_FILE, INSTANCE, PROCESS, BATCH,
    }  # fmt: skip


def test_words_and_keys_lead_to_one_screen() -> None:
    words = [word for spec in MODES for word in spec.words]
    assert len(words) == len(set(words))
    keys = [spec.key for spec in MODES if spec.key]
    assert keys == sorted(set(keys))
    for spec in MODES:
        going = next(one for one in commands_of(MODES[0].id) if one.goes == spec.id)
        assert going.keys == ((spec.key,) if spec.key else ())
        assert spec_of(going.goes) is spec


def test_the_app_imports_no_screen_and_nothing_heavy_before_its_first_paint() -> None:
    code = "import sys, c8tui.tui.app; print('\\n'.join(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    heavy = {"httpx", "httpcore", "pydantic", "pydantic_settings", "uvicorn", "starlette", "click"}
    assert not loaded & heavy
    assert not loaded & {"c8tui.tui.tasks.screen", "c8tui.tui.screens.base", "c8tui.tui.palette", "c8tui.session"}


@pytest.mark.parametrize("spec", SCREENS, ids=lambda spec: spec.id)
def test_every_screen_teaches_keys_that_it_has(spec: ScreenSpec) -> None:
    assert spec.teaches
    assert "{" not in spec.lesson()
