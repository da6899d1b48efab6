"""form-js, the viewer of Camunda's Tasklist: fetched from npm once, then asked what a form sends.

form-js is MIT with a clause about its watermark, so it is run here, and nothing of it is shipped.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.real.tools import need, prepared, run

PACKAGES = ("@bpmn-io/form-js-viewer@2.0.0", "jsdom@26.1.0")
SCRIPT = Path(__file__).with_name("formjs_drive.mjs")


def _fetch(folder: Path) -> None:
    (folder / "package.json").write_text('{"private": true}')
    run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES], cwd=folder, times=3)


def sent(questions: Sequence[Mapping[str, Any]], zone: str) -> list[dict[str, Any]]:
    """What form-js does with each `schema`, `data` and `script`: `sent`, `wrong` and `undone`, or `failed`."""
    need("node", "npm")
    folder = prepared("form-js-viewer-2.0.0", _fetch)
    half = len(questions) // 2
    with ThreadPoolExecutor() as pool:  # it waits more than it works
        first, second = pool.map(lambda some: _asked(folder, some, zone), (questions[:half], questions[half:]))
    return [*first, *second]


def _asked(folder: Path, questions: Sequence[Mapping[str, Any]], zone: str) -> list[dict[str, Any]]:
    command: list[str | Path] = ["node", SCRIPT, folder]
    lines = "\n".join(json.dumps(question) for question in questions)
    result = subprocess.run(
        command, input=lines, env={**os.environ, "TZ": zone}, capture_output=True, text=True, timeout=600
    )
    assert result.returncode == 0, result.stderr
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(answers) == len(questions)
    return answers
