"""feelin, the FEEL of Camunda's forms: fetched from npm once, then asked what expressions come to."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from c8tui import feel
from c8tui.feel.values import Builtin, Function, Range, kind_of
from tests.real.tools import need, prepared, run

PACKAGES = ("@bpmn-io/feelin@6.1.1", "feelers@3.1.0")
SCRIPT = Path(__file__).with_name("feelin_drive.mjs")


def _fetch(folder: Path) -> None:
    (folder / "package.json").write_text('{"private": true}')
    run(["npm", "install", "--no-audit", "--no-fund", *PACKAGES], cwd=folder, times=3)


def installed() -> Path:
    """The folder with feelin and feelers; ends the test where node or npm are missing."""
    need("node", "npm")
    return prepared("feelin-6.1.1", _fetch)


def asked(questions: Iterable[Mapping[str, Any]], script: Path = SCRIPT) -> list[dict[str, Any]]:
    """What a driver answers to each question, one JSON line each way."""
    command: list[str | Path] = ["node", script, installed()]
    lines = "\n".join(json.dumps(question) for question in questions)
    result = subprocess.run(
        command, input=lines, env={**os.environ, "TZ": "UTC"}, capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def canonical(value: Any) -> Any:
    """One of our values in the words of the driver."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return {"number": _digits(float(value))}
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, list):
        return [canonical(item) for item in value]
    if isinstance(value, dict):
        return {"context": {key: canonical(item) for key, item in value.items()}}
    if isinstance(value, Range):
        low, high = canonical(value.low), canonical(value.high)
        included = [low is not None and value.low_included, high is not None and value.high_included]
        return {"range": [low, high, *included]}
    if isinstance(value, Function | Builtin):
        return {"function": True}
    if isinstance(value, feel.MonthsDuration | feel.DaysDuration):
        return {"duration": _duration(value)}
    return {kind_of(value): str(value)}


def _duration(value: feel.MonthsDuration | feel.DaysDuration) -> dict[str, Any]:
    months, nanos = (value.months, 0) if isinstance(value, feel.MonthsDuration) else (0, value.nanos)
    return {"months": canonical(Decimal(months)), "milliseconds": canonical(Decimal(nanos) / 1_000_000)}


def _digits(number: float) -> str:
    short = float(f"{number:.12g}")
    return str(int(short)) if short.is_integer() and abs(short) < 1e21 else repr(short)


def same(ours: Any, theirs: Any) -> bool:
    """Whether two canonical values agree; numbers to nine digits, since theirs are doubles."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and "number" in ours and "number" in theirs:
        one, other = float(ours["number"]), float(theirs["number"])
        return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(value, theirs[key]) for key, value in ours.items())
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return type(ours) is type(theirs) and bool(ours == theirs)


def answered(source: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """What we answer, in the form of the driver's lines."""
    try:
        return {"value": canonical(feel.evaluate(source, feel.to_feel(context)).value)}
    except feel.FeelSyntaxError as mistake:
        return {"error": mistake.message}
