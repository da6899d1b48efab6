"""The official TypeScript SDK: fetched from npm once, then run as a judge of what the sandbox answers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.real.tools import need, prepared, run

PACKAGE = "@camunda8/orchestration-cluster-api@9.1.5"
SCRIPT = Path(__file__).with_name("sdk_drive.mjs")


def _fetch(folder: Path) -> None:
    (folder / "package.json").write_text('{"private": true}')
    run(["npm", "install", "--no-audit", "--no-fund", PACKAGE], cwd=folder, times=3)


def installed() -> Path:
    """The folder with the SDK; ends the test where node or npm are missing."""
    need("node", "npm")
    return prepared("sdk-" + PACKAGE.rpartition("@")[2], _fetch)


def drive(url: str, *only: str) -> list[dict[str, Any]]:
    """What the SDK made of every call (or of those named), as `sdk_drive.mjs` describes its lines."""
    command: list[str | Path] = ["node", SCRIPT, installed(), url, *only]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]
