"""Output in any encoding, and to streams that fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import pytest

FORM = '{"type": "default", "components": []}'
DMN = Path(__file__).parent.parent / "c8tui" / "sandbox" / "resources" / "dish.dmn"
COMMANDS = (
    ["--version"], ["--help"], ["keys"], ["config"], ["config", "--json"], ["check"], ["check", "--json"],
    ["dmn", str(DMN), "--json"], ["sandbox", "--help"], ["form", "none"],
)  # fmt: skip
PLACE = {"CAMUNDA_REST_ADDRESS": "http://127.0.0.1:9", "C8TUI_USER": "Łukasz …"}


ONE_AFTER_THE_OTHER = """
import json, os, sys
from c8tui.cli import main
for command in json.loads(sys.argv[1]):
    sys.stdout.flush()
    os.ftruncate(1, 0)
    os.lseek(1, 0, os.SEEK_SET)
    try:
        code = main(command)
    except SystemExit as left:
        code = left.code
    sys.stdout.flush()
    with open(1, "rb", closefd=False) as written:
        os.lseek(1, 0, os.SEEK_SET)
        print(json.dumps([code, written.read().decode("latin-1")]), file=sys.stderr)
"""
"""Runs commands whose standard output is a file, and tells the exit code and the bytes of each."""

FORKED = """
import json, os, sys, tempfile
import c8tui.api.connect, c8tui.session.check, c8tui.feel.dmn
from c8tui.cli import main
commands = json.loads(sys.argv[1])
for command in commands:
    with tempfile.TemporaryFile() as errors:
        child = os.fork()
        if not child:
            os.dup2(errors.fileno(), 2)
            sys.argv[1:] = command
            sys.exit(main(command))
        _, status = os.waitpid(child, 0)
        errors.seek(0)
        told = errors.read().decode("latin-1")
    print(json.dumps([os.waitstatus_to_exitcode(status), told]), file=sys.stderr)
"""
"""Runs each command to the end of its process, which has imported what it needs, and tells the exit code and errors."""


def run(program: str, out: IO[bytes] | int, **environ: str) -> list[tuple[list[str], int, str]]:
    """Each command, its exit code and the text that `program` tells of it."""
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(COMMANDS)],
        stdout=out, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=60, check=True,
        env={**os.environ, **PLACE, **environ},
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    told = [json.loads(line) for line in done.stderr.splitlines() if line.startswith(b"[")]
    return [(command, code, text) for command, (code, text) in zip(COMMANDS, told, strict=True)]


@pytest.mark.parametrize(
    "environ",
    [
        {"PYTHONIOENCODING": "ascii"},
        pytest.param({"PYTHONIOENCODING": "latin-1"}, marks=pytest.mark.long),
        pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0"}, marks=pytest.mark.long),
    ],
)
def test_an_encoding_that_lacks_characters(environ: dict[str, str]) -> None:
    with tempfile.TemporaryFile() as out:
        for command, code, written in run(ONE_AFTER_THE_OTHER, out, **environ):
            assert code in (0, 1, 2), command
            if "--json" in command:
                json.loads(written.encode("latin-1").decode(environ.get("PYTHONIOENCODING", "utf-8")))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.long
def test_a_full_disk() -> None:
    with open("/dev/full", "wb") as full:
        for command, code, errors in run(FORKED, full):
            assert code in (1, 2), command
            assert not any(word in errors for word in ("Traceback", "Exception ignored")), command
            if code == 1 and command != ["form", "none"]:
                assert "the output cannot be written: no space left on device" in errors, command


@pytest.mark.long
def test_nobody_reads() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        for command, code, errors in run(FORKED, writing):
            assert code in (1, 2), command
            assert not any(word in errors for word in ("Traceback", "Exception ignored")), command
    finally:
        os.close(writing)


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-", "2>/dev/full"])
@pytest.mark.parametrize("command", ["keys", "check", "config --json", "form none"])
def test_streams_that_are_closed(command: str, closed: str) -> None:
    line = f"{sys.executable} -m c8tui {command} {closed}"
    done = subprocess.run(line, shell=True, capture_output=True, timeout=60, check=False, env={**os.environ, **PLACE})
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr
