"""The real components that tests meet: fetched once, kept outside the repository, skipped where they lack."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import platformdirs
import pytest

REQUIRED = os.environ.get("C8TUI_REQUIRE_REAL") == "1"
"""Whether CI asks for the real components; read before the tests take such variables away from the program."""
CACHE = Path(platformdirs.user_cache_dir("c8tui-tests"))


def required() -> bool:
    """Whether a missing tool is a failure (in CI) rather than a reason to skip."""
    return REQUIRED


def missing(what: str) -> None:
    """Ends the test: skipped, or failed where the real components are required."""
    if required():
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def need(*programs: str) -> None:
    """Ends the test unless all these programs are installed."""
    absent = [program for program in programs if shutil.which(program) is None]
    if absent:
        missing(f"not installed: {', '.join(absent)}")


def prepared(name: str, prepare: Callable[[Path], None]) -> Path:
    """The folder NAME of the cache; `prepare` fills it once, and again after it failed half-way."""
    folder = CACHE / name
    done = folder / ".prepared"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        prepare(folder)
        done.touch()
    return folder


def run(command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None, times: int = 1) -> None:
    """Runs a program to its end, up to TIMES times since registries hiccup; ends the test when all of them fail."""
    said = ""
    for _ in range(times):
        try:
            result = subprocess.run(
                command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, timeout=600
            )
        except subprocess.TimeoutExpired:
            said = "it did not end within ten minutes"
            continue
        if result.returncode == 0:
            return
        said = (result.stderr + result.stdout)[-2000:]
    missing(f"{' '.join(map(str, command))} failed {times} times: {said}")
