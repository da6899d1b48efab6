"""The front door: reads the command line, chooses and wires, and knows the way out."""

from __future__ import annotations

import gc
import sys
from collections.abc import Awaitable, Callable, Sequence

from c8tui import __version__

TYPE_CHECKING = False  # as in typing, whose import is a sixth of the time that --version takes
if TYPE_CHECKING:
    from typing import Any

    from c8tui.api.connect import Connection
    from c8tui.errors import C8Error
    from c8tui.flags import Flags
    from c8tui.sandbox.options import Options
    from c8tui.session.check import Line
    from c8tui.session.session import Session
    from c8tui.settings import Loaded, Settings
    from c8tui.state import State

OpenSession = Callable[[], "Awaitable[Session]"]

FAILED, MISUSED, INTERRUPTED = 1, 2, 130
"""Exit codes: something went wrong; the settings or the command line are wrong; Ctrl-C."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (the process's own when None) and return the exit code."""
    gc.disable()  # collections while starting cost a twentieth of the time; the app turns them on when it stands
    argv = sys.argv[1:] if argv is None else argv
    if list(argv) == [
        "--version"
    ]:  # before anything is imported: reading a command line takes longer than Python itself
        print(f"c8tui {__version__}")
        return 0
    return _run(argv)


def _run(argv: Sequence[str]) -> int:
    from c8tui.errors import C8Error
    from c8tui.flags import parse

    try:
        flags = parse(argv)
        if flags.command not in ("tui", "demo"):
            gc.enable()
        code = _COMMANDS[flags.command](flags)
        sys.stdout.flush()  # here, where a reader that has gone is caught, and not in the interpreter's last breath
        return code
    except C8Error as failure:
        return report(failure)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None  # nobody reads any more; the interpreter must not flush it
        return FAILED


def report(failure: C8Error) -> int:
    """Say on stderr what went wrong and what to do, and return the exit code for it."""
    from c8tui.errors import SettingsError
    from c8tui.shell_text import WAYS_IN, failure_lines

    print(*failure_lines(failure), sep="\n", file=sys.stderr)
    if not isinstance(failure, SettingsError):
        return FAILED
    from c8tui.settings import NotConfigured, config_path

    if isinstance(failure, NotConfigured):
        print(WAYS_IN.format(path=config_path({}, {})[0]), file=sys.stderr)
    return MISUSED


def _tui(flags: Flags) -> int:
    from c8tui.state import State, default_path

    state = State(default_path())
    return _show(configured(flags, state), flags.screen or state.screen)


def _demo(flags: Flags) -> int:
    _options(flags)
    return _show(demo(flags), flags.screen)


def _show(open_session: OpenSession, screen: str | None) -> int:
    from c8tui.flags import SCREENS
    from c8tui.tui.app import C8App

    app = C8App(open_session, screen=screen if screen in SCREENS else SCREENS[0])
    failure = app.run()
    return (app.return_code or 0) if failure is None else report(failure)


def configured(flags: Flags, state: State) -> OpenSession:
    """Opens the cluster of the settings. The heavy imports and the TLS context are made in a thread, after the call."""

    async def open_session() -> Session:
        import asyncio

        loaded, connection = await asyncio.to_thread(_connected, flags)
        from c8tui.session.session import Session

        return await Session.open(connection, loaded.settings, state)

    return open_session


def _connected(flags: Flags) -> tuple[Loaded, Connection]:
    import c8tui.session.session  # noqa: F401  (imported here, in the thread, so that it does not hold up the screen)
    from c8tui.api.connect import connect
    from c8tui.settings import load

    loaded = load(flags.settings)
    return loaded, connect(loaded.settings)


def demo(flags: Flags) -> OpenSession:
    """Opens a lively sandbox in this process: no port, no file, nothing that outlives it."""

    async def open_session() -> Session:
        import asyncio

        settings, connection = await asyncio.to_thread(_demo_connection, flags)
        from c8tui.session.session import Session
        from c8tui.state import State

        return await Session.open(connection, settings, State())

    return open_session


def _demo_connection(flags: Flags) -> tuple[Settings, Connection]:
    import c8tui.session.session  # noqa: F401
    from c8tui.api.connect import connect, in_process
    from c8tui.settings import Settings

    settings = Settings(
        address="http://demo.invalid/v2",
        user="demo",
        groups=("accounting", "sales", "support"),
        linear=flags.linear,
    )
    transport = in_process(_built(flags), raise_app_exceptions=False)
    return settings, connect(settings, transport=transport, cache_dir=None)


def _sandbox(flags: Flags) -> int:
    from c8tui.sandbox.server import serve

    def announce(url: str) -> None:
        print(f"{url}/v2" if flags.quiet else f"c8tui sandbox: {url}/v2", flush=True)
        if flags.auth == "oauth" and not flags.quiet:
            print(f"client c8tui with the secret c8tui-secret, tokens at {url}/oauth/token", flush=True)
        if flags.auth == "basic" and not flags.quiet:
            print("user demo with the password demo", flush=True)

    _built(flags)  # the server builds its own; this one says what is wrong with the flags while there is no server
    return serve(_options(flags), flags.host, flags.port, announce)


def _options(flags: Flags) -> Options:
    """What the flags say of a sandbox; a fault that is none is refused here, before anything starts."""
    from c8tui.errors import SettingsError
    from c8tui.sandbox.fault_specs import parse as parse_fault
    from c8tui.sandbox.options import Options

    for spec in flags.fault:
        try:
            parse_fault(spec)
        except ValueError as wrong:
            raise SettingsError("fault", "flag --fault", str(wrong), "Mend it or leave it out") from None
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


def _built(flags: Flags) -> Any:
    """The sandbox as an ASGI app; SettingsError for flags that make none."""
    from pathlib import Path

    from c8tui.errors import SettingsError
    from c8tui.sandbox.app import build
    from c8tui.sandbox.store import DatabaseUnfit

    if flags.db and not Path(flags.db).absolute().parent.is_dir():
        raise SettingsError("db", "flag --db", f"the folder of {flags.db} does not exist", "Make it, or name another")
    try:
        return build(_options(flags))
    except DatabaseUnfit as unfit:
        detail, _, mend = str(unfit).partition(". ")
        raise SettingsError("db", "flag --db", detail, mend.rstrip(".")) from None
    except ValueError as wrong:
        raise SettingsError("sandbox", "its flags", str(wrong).rstrip("."), "Mend it or leave it out") from None


def _keys(_: Flags) -> int:
    from c8tui.tui.commands import key_sheet

    print(key_sheet())
    return 0


def _form(flags: Flags) -> int:
    from c8tui.tui.forms.playground import open_form

    app = open_form(flags.file, flags.data)
    gc.enable()
    data = app.run()
    if app.return_code:
        return app.return_code
    if data is None:
        print("left without sending", file=sys.stderr)
        return FAILED
    _print_json(data)
    return 0


def _dmn(flags: Flags) -> int:
    from c8tui.shell_files import read_variables
    from c8tui.tui.desk.dmn_file import open_dmn

    variables = read_variables(flags.data)
    if flags.json:
        return _evaluated(flags, variables)
    app = open_dmn(flags.file, flags.decision, variables, standard=flags.standard)
    gc.enable()
    app.run()
    return app.return_code or 0


def _evaluated(flags: Flags, variables: dict[str, Any]) -> int:
    from c8tui.decisions.file import document, evaluate
    from c8tui.session.dmn_files import read_model

    found = read_model(flags.file, flags.decision)
    said = evaluate(found.model, found.at, variables, standard=flags.standard)
    _print_json(document(found.model, said))
    return FAILED if said.failure else 0


def _config(flags: Flags) -> int:
    import os

    from c8tui.settings import config_path, load
    from c8tui.shell_text import config_document, config_lines

    loaded = load(flags.settings)
    path, _ = config_path(flags.settings, os.environ)
    if flags.json:
        _print_json(config_document(loaded, path))
    else:
        print(*config_lines(loaded, path), sep="\n")
    return 0


def _check(flags: Flags) -> int:
    import asyncio

    from c8tui.errors import SettingsError
    from c8tui.shell_text import unchecked_document

    try:
        return asyncio.run(_checked(flags))
    except SettingsError as failure:
        if flags.json:
            _print_json(unchecked_document(failure))
        raise


async def _checked(flags: Flags) -> int:
    from c8tui.session.check import check
    from c8tui.shell_text import check_document, check_line, check_sum

    loaded, connection = _connected(flags)
    lines: list[Line] = []
    try:
        async for line in check(connection, loaded.settings, loaded.origins):
            lines.append(line)
            if not flags.json:
                print(check_line(line), flush=True)
    finally:
        await connection.aclose()
    if flags.json:
        _print_json(check_document(lines))
    else:
        print(f"\n{check_sum(lines)}")
    return FAILED if any(line.ok is False for line in lines) else 0


def _print_json(document: object) -> None:
    import json

    from c8tui.text import json_safe

    print(json_safe(json.dumps(document, indent=2, ensure_ascii=False)))


_COMMANDS: dict[str, Callable[[Flags], int]] = {
    "tui": _tui,
    "demo": _demo,
    "sandbox": _sandbox,
    "check": _check,
    "config": _config,
    "keys": _keys,
    "form": _form,
    "dmn": _dmn,
}
