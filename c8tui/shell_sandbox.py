"""The made-up cluster on the command line: its flags, checked before anything starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from c8tui.errors import SettingsError
from c8tui.files import path_or_why_not
from c8tui.sandbox.fault_specs import parse as parse_fault
from c8tui.sandbox.options import Options
from c8tui.shell_output import put

if TYPE_CHECKING:
    from c8tui.flags import Flags

MEND = "Fix it or remove it"


def serve_sandbox(flags: Flags) -> int:
    """Serve it until a signal comes; the exit code. Raises SettingsError for flags that make none."""
    from c8tui.sandbox.server import serve

    def announce(url: str) -> None:
        lines = [f"{url}/v2" if flags.quiet else f"c8tui sandbox: {url}/v2"]
        if flags.auth == "oauth" and not flags.quiet:
            lines.append(f"client c8tui with the secret c8tui-secret, tokens at {url}/oauth/token")
        if flags.auth == "basic" and not flags.quiet:
            lines.append("user demo with the password demo")
        put(*lines, flush=True)

    built(flags)  # the server builds its own; this one says what is wrong with the flags while there is no server
    return serve(options(flags), flags.host, flags.port, announce)


def options(flags: Flags) -> Options:
    """What the flags say of a sandbox. Raises SettingsError for a fault that is none."""
    for spec in flags.fault:
        try:
            parse_fault(spec)
        except ValueError as wrong:
            raise SettingsError("fault", "flag --fault", str(wrong), MEND) from None
    return Options(
        story=flags.story,
        tasks=flags.tasks,
        db=flags.db,
        auth=flags.auth,
        issuer=flags.issuer,
        token_lifetime_s=flags.token_lifetime,
        lag_ms=flags.lag,
        dialect=flags.dialect,
        faults=tuple(flags.fault),
        lively=flags.lively or flags.command == "demo",
    )


def built(flags: Flags) -> Any:
    """The sandbox as an ASGI app. Raises SettingsError for flags that make none."""
    from c8tui.sandbox.app import build
    from c8tui.sandbox.store import DatabaseUnfit

    if flags.db and isinstance(wrong_file := path_or_why_not(flags.db, "write"), str):
        raise SettingsError("db", "flag --db", wrong_file, "Make the folder, or name another file")
    try:
        return build(options(flags))
    except DatabaseUnfit as unfit:
        detail, _, mend = str(unfit).partition(". ")
        raise SettingsError("db", "flag --db", detail, mend.rstrip(".")) from None
    except ValueError as wrong:
        raise SettingsError("sandbox", "its flags", str(wrong).rstrip("."), MEND) from None
