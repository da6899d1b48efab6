"""What is loaded when the first frame is on screen, and the first rows: nothing that either could do without."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from c8tui.sandbox.options import Options
from c8tui.sandbox.server import running
from tests.bench.start import A_TASK
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
LEFT = """
import atexit, sys
from c8tui.cli import main

file = sys.argv.pop()
atexit.register(lambda: open(file, "w").write(" ".join(sys.modules)))
main(sys.argv[1:])
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


def test_the_first_rows_need_no_dialog_and_no_conversion_of_settings(tmp_path: Path) -> None:
    told = tmp_path / "modules"
    with running(Options(tasks=200)) as cluster:
        command = [sys.executable, "-c", LEFT, "--address", f"{cluster.url}/v2", str(told)]
        with Terminal(command, {"HOME": str(tmp_path)}) as terminal:
            terminal.until(A_TASK)
            terminal.write(b"q")
            terminal.ended()
    loaded = set(told.read_text().split())
    assert "httpx" in loaded
    assert not loaded & {"pydantic", "pydantic_settings", "click", "tree_sitter", "textual.widgets._text_area"}
    assert {name for name in loaded if name.startswith("c8tui.tui.dialogs.")} <= {"c8tui.tui.dialogs.base"}
