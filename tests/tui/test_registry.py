"""The modes: every screen that commands speak of, none of them imported before it is needed."""

from __future__ import annotations

import subprocess
import sys

from c8tui.tui import modes
from c8tui.tui.commands.tables import EVERYWHERE, SCREEN_TITLES
from c8tui.tui.screens.base import BaseScreen


def test_every_screen_that_commands_know_is_a_mode_of_that_name() -> None:
    assert set(modes.MODES) == EVERYWHERE == set(SCREEN_TITLES) - {modes.STREAM, modes.DESK, modes.DMN_FILE}
    for name, make in modes.MODES.items():
        assert callable(make)
        screen = make()
        assert isinstance(screen, BaseScreen)
        assert name == screen.NAME


def test_the_app_imports_no_screen_and_nothing_heavy_before_its_first_paint() -> None:
    code = "import sys, c8tui.tui.app; print('\\n'.join(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    heavy = {"httpx", "httpcore", "pydantic", "pydantic_settings", "uvicorn", "starlette", "click", "msgspec"}
    assert not loaded & heavy
    assert not loaded & {"c8tui.tui.tasks.screen", "c8tui.tui.screens.base", "c8tui.tui.palette", "c8tui.session"}
