"""What the commands of the shell say: text for people, documents for programs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from c8tui.errors import C8Error, FilesRefused, SettingsError
from c8tui.text import visible

if TYPE_CHECKING:
    from pathlib import Path

    from c8tui.session.check import CheckLine
    from c8tui.settings import Loaded

LIMIT = 2000
"""Characters of a message; longer ones are cut."""

WAYS_IN = """
c8tui has to be told which cluster to open. These are the ways:

  c8tui init                     asks five questions and writes the settings file

  c8tui demo                     try it on a made-up cluster; needs nothing at all

  Self-Managed                   export CAMUNDA_REST_ADDRESS=http://localhost:8080/v2
                                 with a sign-in, if the cluster asks for one:
                                   CAMUNDA_BASIC_AUTH_USERNAME and CAMUNDA_BASIC_AUTH_PASSWORD, or
                                   CAMUNDA_CLIENT_ID, CAMUNDA_CLIENT_SECRET and CAMUNDA_OAUTH_URL

  SaaS                           export CAMUNDA_CLUSTER_REGION=..., CAMUNDA_CLUSTER_ID=...,
                                 CAMUNDA_CLIENT_ID=... and CAMUNDA_CLIENT_SECRET=... (from Console: API)

For several clusters, or to keep it, write {path} (mode 0600):

  default_profile = "dev"

  [profiles.dev]
  address = "http://localhost:8080/v2"
"""


def failure_lines(failure: C8Error) -> Iterator[str]:
    """What went wrong and, in a second line unless the first one says it, what to do about it."""
    yield visible(f"c8tui: {failure}", LIMIT)
    if isinstance(failure, FilesRefused):
        yield from (visible(f"  {reason}", LIMIT) for reason in failure.reasons)
    if failure.advice and not isinstance(failure, SettingsError):
        yield visible(failure.advice, LIMIT)


def config_lines(loaded: Loaded, path: Path) -> Iterator[str]:
    """The settings file, then every setting with its value and its origin."""
    from c8tui.settings_rules import NOT_SET, shown

    values = {name: visible(value) for name, value in shown(loaded.settings).items()}
    wide = min(48, max(map(len, values.values())))
    yield f"settings file: {path}{'' if os.path.exists(path) else ' (not there)'}"
    yield ""
    for name, value in values.items():
        if value == NOT_SET:
            yield f"{name:<20} {value}"
        else:
            yield f"{name:<20} {value:<{wide}}  {', over '.join(_places(loaded, name))}"


def config_document(loaded: Loaded, path: Path) -> dict[str, Any]:
    """The same for programs; `over` are the origins that gave the setting too and lost."""
    from c8tui.settings_rules import shown

    settings = {}
    for name, value in shown(loaded.settings).items():
        origin, *over = _places(loaded, name)
        settings[name] = {"value": value, "origin": origin, "over": over}
    return {"file": str(path), "settings": settings}


def _places(loaded: Loaded, name: str) -> tuple[str, ...]:
    return (loaded.origins[name], *loaded.outranked.get(name, ()))


def check_line(line: CheckLine) -> str:
    """One line of check, and below it what to do."""
    mark = {True: "ok", False: "FAIL", None: "-"}[line.ok]
    took = f" ({line.seconds * 1000:.0f} ms)" if line.seconds is not None else ""
    said = f"{mark:<5}{line.name:<42} {visible(line.detail, LIMIT)}{took}"
    return f"{said}\n{'':<48}{visible(line.advice, LIMIT)}" if line.advice else said


def check_sum(lines: Sequence[CheckLine]) -> str:
    """How many of which there were."""
    good, failed = (sum(line.ok is outcome for line in lines) for outcome in (True, False))
    return f"{good} ok, {failed} failed, {len(lines) - good - failed} not tried or unknown"


def check_document(lines: Sequence[CheckLine]) -> dict[str, Any]:
    """A whole check for programs."""
    return {"ok": all(line.ok is not False for line in lines), "lines": [line.document() for line in lines]}


def unchecked_document(failure: SettingsError) -> dict[str, Any]:
    """The same when the settings let nothing be checked."""
    detail = f"{failure.setting} ({failure.origin}): {failure.detail}"
    line = {"name": "settings", "ok": False, "detail": detail, "advice": failure.advice, "seconds": None}
    return {"ok": False, "lines": [line]}
