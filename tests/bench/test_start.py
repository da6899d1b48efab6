"""What is loaded when the first frame is on screen: nothing that talks to a cluster or is one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bench.terminal import Terminal

TELLING = """
import sys
from c8tui.cli import main
from c8tui.tui.app import C8App

def on_ready(app):
    with open(sys.argv.pop(), "w") as file:
        file.write(" ".join(sys.modules))
    app.exit()

C8App.on_ready = on_ready
main(sys.argv[1:-1])
"""
HEAVY = {"httpx", "httpcore", "pydantic", "pydantic_settings", "uvicorn", "starlette", "sqlite3", "click"}


@pytest.mark.parametrize("flags", [["demo"], ["--address", "http://127.0.0.1:9"]], ids=["demo", "configured"])
def test_nothing_heavy_is_loaded_at_the_first_paint(flags: list[str], tmp_path: Path) -> None:
    told = tmp_path / "modules"
    with Terminal([sys.executable, "-c", TELLING, *flags, str(told)], {"HOME": str(tmp_path)}) as terminal:
        terminal.until(b"connecting")
        terminal.ended()
    loaded = {name.split(".")[0] for name in told.read_text().split()}
    assert "textual" in loaded
    assert not loaded & HEAVY
