"""Output in any encoding, and to streams that fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FORM = '{"type": "default", "components": []}'
DMN = Path(__file__).parent.parent / "c8tui" / "sandbox" / "resources" / "dish.dmn"
COMMANDS = (
    ["--version"], ["--help"], ["keys"], ["config"], ["config", "--json"], ["check"], ["check", "--json"],
    ["dmn", str(DMN), "--json"], ["sandbox", "--help"], ["form", "none"],
)  # fmt: skip
PLACE = {"CAMUNDA_REST_ADDRESS": "http://127.0.0.1:9", "C8TUI_USER": "Łukasz …"}


def run(command: list[str], *, out: str | int = subprocess.PIPE, **environ: str) -> subprocess.CompletedProcess[bytes]:
    target = os.open(out, os.O_WRONLY) if isinstance(out, str) else out
    try:
        return subprocess.run(
            [sys.executable, "-m", "c8tui", *command],
            stdout=target, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=60, check=False,
            env={**os.environ, **PLACE, **environ},
        )  # fmt: skip
    finally:
        if isinstance(out, str):
            os.close(target)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "environ", [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}]
)
def test_an_encoding_that_lacks_characters(command: list[str], environ: dict[str, str]) -> None:
    done = run(command, **environ)
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr
    if "--json" in command:
        json.loads(done.stdout.decode(environ.get("PYTHONIOENCODING", "utf-8")))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_disk(command: list[str]) -> None:
    done = run(command, out="/dev/full")
    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    if done.returncode == 1 and command != ["form", "none"]:
        assert b"the output cannot be written: no space left on device" in done.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nobody_reads(command: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run(command, out=writing)
    finally:
        os.close(writing)
    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-", "2>/dev/full"])
@pytest.mark.parametrize("command", ["keys", "check", "config --json", "form none"])
def test_streams_that_are_closed(command: str, closed: str) -> None:
    line = f"{sys.executable} -m c8tui {command} {closed}"
    done = subprocess.run(line, shell=True, capture_output=True, timeout=60, check=False, env={**os.environ, **PLACE})
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr
