"""`c8tui claim`, `assign`, `unassign`, `complete` and `resolve`: a line for each key, with what became of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from c8tui.errors import SettingsError
from c8tui.exact_json import exact_json
from c8tui.session.actions import Kind, Step
from c8tui.session.by_key import KeyOutcome, resolve_by_key, send_to
from c8tui.session.filter_syntax import is_key
from c8tui.session.incident_records import Resolution
from c8tui.shell_files import LARGEST, read_text
from c8tui.shell_output import json_text, put, tell
from c8tui.shell_table import plain_line
from c8tui.text import counted

if TYPE_CHECKING:
    from c8tui.flags import Flags
    from c8tui.session.session import Session

FAILED = 1
_KINDS: dict[str, Kind] = {"claim": "claim", "assign": "assign", "unassign": "unclaim", "complete": "complete"}


def step_of(flags: Flags) -> Step | Resolution:
    """What is to be done, by nobody yet. Raises SettingsError for keys and variables that are none."""
    lists = "incidents" if flags.command == "resolve" else "tasks"
    for key in flags.keys:
        if not is_key(key):
            raise SettingsError(
                "key", "command line", f"{key!r} is no key", f"Keys are digits: c8tui {lists} lists them"
            )
    if flags.command == "resolve":
        return Resolution(retries=flags.retries)
    return Step(_KINDS[flags.command], assignee=flags.to or "", variables=_variables(flags.variables))


async def send(session: Session, flags: Flags, step: Step | Resolution) -> int:
    """Do it and return the exit code. Raises SettingsError where nothing may be sent."""
    user = session.identity.user
    if user is None and isinstance(step, Step) and step.kind != "assign":
        raise SettingsError("user", "settings", "nobody knows who you are to the cluster", "Set user in the settings")
    name = session.settings.profile or "protected"
    if session.settings.protected and not flags.dry_run and flags.yes_really != name:
        mend = f"Add --yes-really {name}, or look first with --dry-run"
        raise SettingsError("protected", "settings", "this profile is protected", mend)
    told = _Told(flags.json, "userTaskKey" if isinstance(step, Step) else "incidentKey")
    try:
        if isinstance(step, Step):
            await send_to(session.user_tasks, step.by(user), flags.keys, told.add, dry_run=flags.dry_run)
        else:
            await resolve_by_key(
                session.ops.incident_records, step, flags.keys, told.add, dry_run=flags.dry_run, looking=_looking
            )
    finally:
        told.end()
    return FAILED if told.undone else 0


def _looking(number: int) -> None:
    tell(f"{counted(number, 'resolution')} sent; checking in some seconds whether any incident comes back")


class _Told:
    """Prints outcomes as they come; as JSON, one array."""

    def __init__(self, as_json: bool, key_name: str) -> None:
        self._json, self._key_name = as_json, key_name
        self._before = "["
        self.undone = False
        """Whether anything was neither done nor would be."""

    def add(self, outcome: KeyOutcome) -> None:
        self.undone = self.undone or outcome.state not in ("done", "would")
        if self._json:
            record = {self._key_name: outcome.key, "outcome": outcome.state, "detail": outcome.detail}
            put(f"{self._before}{json_text(record)}", end="", flush=True)
            self._before = ",\n"
        else:
            put(plain_line([outcome.key, outcome.state, outcome.detail]), flush=True)

    def end(self) -> None:
        if self._json:
            put("[]" if self._before == "[" else "]")


def _variables(file: str | None) -> dict[str, Any]:
    """The variables of a JSON file, or of stdin by `-`, their numbers with all digits. Raises SettingsError."""
    if file is None:
        return {}
    text = _stdin() if file == "-" else read_text(file, "flag --variables")
    try:
        variables = exact_json(text)
    except (ValueError, RecursionError) as wrong:
        raise SettingsError("variables", file, f"no JSON: {wrong}", "Fix it, or leave the flag out") from None
    if not isinstance(variables, dict):
        raise SettingsError("variables", file, "no object of variables", 'Write {"name": value, …}')
    return variables


def _stdin() -> str:
    content = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin is not None else b""
    if len(content) > LARGEST:
        raise SettingsError("variables", "stdin", f"more than {LARGEST // 1_000_000} MB", "Send less")
    return content.decode("utf-8-sig", "replace")
