"""The official TypeScript SDK: fetched from npm once, then run as a judge of what the sandbox answers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.real.tools import need, prepared, run

PACKAGE = "@camunda8/orchestration-cluster-api"
NINE = "9.1.5"
"""The newest of the line that speaks 8.9, and the newest on npm: there is none that speaks 8.10."""
EIGHT = "8.8.4"
"""The newest of the line that speaks 8.8."""
JUDGES = {"8.8": EIGHT, "8.9": NINE, "8.10": NINE}
"""The version of the SDK that judges each dialect."""
SCRIPT = Path(__file__).with_name("sdk_drive.mjs")


def installed(version: str = NINE) -> Path:
    """The folder with a version of the SDK; ends the test where node or npm are missing."""

    def fetch(folder: Path) -> None:
        (folder / "package.json").write_text('{"private": true}')
        run(["npm", "install", "--no-audit", "--no-fund", f"{PACKAGE}@{version}"], cwd=folder, times=3)

    need("node", "npm")
    return prepared(f"sdk-{version}", fetch)


def drive(url: str, *only: str, version: str = NINE) -> list[dict[str, Any]]:
    """What the SDK made of every call (or of those named), as `sdk_drive.mjs` describes its lines."""
    command: list[str | Path] = ["node", SCRIPT, installed(version), url, *only]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]
