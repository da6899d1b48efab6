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
    from c8tui.sandbox.app import Sandbox
    from c8tui.session.actions import Step
    from c8tui.session.check import CheckLine
    from c8tui.session.clusters import Clusters
    from c8tui.session.incident_records import Resolution
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
        try:
            print(f"c8tui {__version__}", flush=True)
            return 0
        except OSError:
            pass  # below it is said
    return _run(argv)


def _run(argv: Sequence[str]) -> int:
    """The one place where every end of a command is turned into an exit code."""
    from c8tui.errors import C8Error
    from c8tui.shell_output import flush_output, prepare_streams

    prepare_streams()
    try:
        try:
            return _commanded(argv)
        finally:
            flush_output()
    except C8Error as failure:
        return report(failure)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return FAILED
    except Exception as bug:
        from c8tui.crash import CRASHED, crashed
        from c8tui.shell_output import tell

        tell(crashed(bug))
        return CRASHED


def _commanded(argv: Sequence[str]) -> int:
    from c8tui.flags import parse

    flags = parse(argv)
    if flags.command not in ("tui", "demo"):
        gc.enable()
    return _COMMANDS[flags.command](flags)


def report(failure: C8Error) -> int:
    """Say on stderr what went wrong and what to do, and return the exit code for it."""
    from c8tui.errors import SettingsError
    from c8tui.shell_output import tell
    from c8tui.shell_text import WAYS_IN, failure_lines

    tell(*failure_lines(failure))
    if not isinstance(failure, SettingsError):
        return FAILED
    from c8tui.settings import NotConfigured, config_path

    if isinstance(failure, NotConfigured):
        tell(WAYS_IN.format(path=config_path({}, {})[0]))
    return MISUSED


def _tui(flags: Flags) -> int:
    import os

    from c8tui.state import State, default_path

    state = State(default_path())
    theme = flags.theme or os.environ.get("C8TUI_THEME") or state.theme or _suiting(state)
    from c8tui.shell_clusters import ProfileClusters

    clusters = ProfileClusters(flags, state)
    return _show(clusters.open_first, lambda: clusters, flags.screen or state.screen, theme)


def _demo(flags: Flags) -> int:
    from c8tui.shell_files import view_file
    from c8tui.shell_sandbox import options

    options(flags)
    view_file(flags.views)
    if flags.theme:
        from c8tui.themes.own import check_name, themes_path

        check_name(flags.theme, "flag --theme", themes_path())
    return _show(*_demo_clusters(flags), flags.screen, flags.theme or "")


def _suiting(state: State) -> str:
    """The theme of the first frame where none is chosen: what suited the terminal last time."""
    from c8tui.themes.shipped import DARK, LIGHT

    return LIGHT if state.light else DARK


def _show(open_session: OpenSession, clusters: Callable[[], Clusters], screen: str | None, theme: str) -> int:
    from c8tui.flags import SCREENS
    from c8tui.tui.app import C8App

    first = screen if screen in SCREENS else SCREENS[0]
    app = C8App(open_session, clusters=clusters, screen=first, theme=theme)
    failure = app.run()
    return (app.return_code or 0) if failure is None else report(failure)


def configured(flags: Flags, state: State) -> OpenSession:
    """Opens the cluster of the settings. The heavy imports and the TLS context are made in a thread, after the call."""
    from c8tui.shell_clusters import ProfileClusters

    return ProfileClusters(flags, state).open_first


def _connected(flags: Flags) -> tuple[Loaded, Connection]:
    import c8tui.session.session  # noqa: F401  (imported here, in the thread, so that it does not hold up the screen)
    from c8tui.settings import load
    from c8tui.shell_clusters import connected

    loaded = load(flags.settings)
    return loaded, connected(loaded)


def demo(flags: Flags) -> OpenSession:
    """Opens a lively sandbox in this process: no port, no file, nothing that outlives it."""
    return _demo_clusters(flags)[0]


def _demo_clusters(flags: Flags) -> tuple[OpenSession, Callable[[], Clusters]]:
    """What opens the sandbox, and what opens it once more, when it is there."""
    from c8tui.state import State

    state = State()
    made: list[Clusters] = []

    async def open_session() -> Session:
        import asyncio

        settings, connection, sandbox = await asyncio.to_thread(_demo_connection, flags)
        from c8tui.session.session import Session
        from c8tui.shell_clusters import OneCluster
        from c8tui.shell_sandbox import first_words

        account = sandbox.begin() if flags.files else None  # here, since its data belongs to the thread that serves
        session = await Session.open(connection, settings, state)
        made.append(OneCluster(lambda: _to_sandbox(settings, sandbox), state))
        if account is not None:
            session.greeting = first_words(account)
        return session

    return open_session, lambda: made[0]


def _demo_connection(flags: Flags) -> tuple[Settings, Connection, Sandbox]:
    import c8tui.session.session  # noqa: F401
    from c8tui.settings import Settings
    from c8tui.shell_files import log_file, view_file
    from c8tui.shell_sandbox import built

    settings = Settings(
        address="http://demo.invalid/v2",
        profile="demo cluster",
        views=view_file(flags.views),
        user="demo",
        groups=("accounting", "sales", "support"),
        theme=flags.theme,
        mouse=not flags.no_mouse,
        linear=flags.linear,
        log=log_file(flags.log),
        debug=flags.debug,
    )
    sandbox = built(flags)
    return settings, _to_sandbox(settings, sandbox), sandbox


def _to_sandbox(settings: Settings, sandbox: Sandbox) -> Connection:
    from c8tui.api.connect import connect, in_process
    from c8tui.errors import SettingsError

    transport = in_process(sandbox, raise_app_exceptions=False)
    try:
        return connect(settings, transport=transport, cache_dir=None)
    except SettingsError as failure:
        failure.origin = f"flag --{failure.setting}"
        raise


def _sandbox(flags: Flags) -> int:
    from c8tui.shell_sandbox import serve_sandbox

    return serve_sandbox(flags)


def _serve(flags: Flags) -> int:
    from importlib.util import find_spec

    from c8tui.errors import SettingsError
    from c8tui.settings import load

    if find_spec("textual_serve") is None:
        mend = "Run: pip install 'c8tui[serve]'"
        raise SettingsError("serve", "command line", "takes the package textual-serve, which is not installed", mend)
    load(flags.settings)  # what is wrong is said here, where it is read, and not behind a page
    from c8tui.shell_serve import serve_in_browser

    return serve_in_browser(flags)


def _keys(flags: Flags) -> int:
    import os

    from platformdirs import user_config_path

    from c8tui.shell_output import put, tell
    from c8tui.tui.commands.sheet import key_sheet
    from c8tui.tui.registry import use_commands, use_keys

    faults: Sequence[object] = ()
    chosen = flags.settings.get("config") or os.environ.get("C8TUI_CONFIG")
    if chosen or os.path.exists(user_config_path("c8tui") / "config.toml"):
        from c8tui.settings import own_keys

        keys, commands, path = own_keys(flags.settings)
        use_keys(keys, f"[keys] in {path}", commands)
        faults = use_commands(commands, path)
    put(key_sheet())
    tell(*map(str, faults))
    return FAILED if faults else 0


def _help(flags: Flags) -> int:
    from c8tui.shell_help import overview, topic_lines
    from c8tui.shell_output import put

    put(*(topic_lines(flags.topic) if flags.topic else overview()))
    return 0


def _completion(flags: Flags) -> int:
    import os

    from c8tui.flags import SHELLS
    from c8tui.shell_completion import known_names, script
    from c8tui.shell_output import put

    if flags.shell in SHELLS:
        put(script(flags.shell))
    else:
        put(*known_names(flags.shell, flags.settings, os.environ))
    return 0


def _man(_: Flags) -> int:
    from c8tui.shell_man import PAGE
    from c8tui.shell_output import put

    put(PAGE.read_text(encoding="ascii"), end="")
    return 0


def _form(flags: Flags) -> int:
    from c8tui.shell_output import put_json, tell
    from c8tui.tui.forms.playground import open_form

    app = open_form(flags.file, flags.data)
    gc.enable()
    data = app.run()
    if app.return_code:
        return app.return_code
    if data is None:
        tell("left without sending")
        return FAILED
    put_json(data)
    return 0


def _bpmn(flags: Flags) -> int:
    import sys

    from c8tui.tui.diagrams.bpmn_file import bpmn_lines, open_bpmn

    if flags.outline or sys.stdout is None or not sys.stdout.isatty():
        from c8tui.shell_output import put

        plain = "utf" not in (getattr(sys.stdout, "encoding", "") or "utf").lower()
        put(*bpmn_lines(flags.file, flags.process, outline=flags.outline, plain=plain))
        return 0
    app = open_bpmn(flags.file, flags.process)
    gc.enable()
    app.run()
    return app.return_code or 0


def _dmn(flags: Flags) -> int:
    from c8tui.shell_files import read_variables
    from c8tui.tui.decisions.dmn_file import open_dmn

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
    from c8tui.shell_output import put_json

    found = read_model(flags.file, flags.decision)
    said = evaluate(found.model, found.at, variables, standard=flags.standard)
    put_json(document(found.model, said))
    return FAILED if said.failure else 0


def _config(flags: Flags) -> int:
    import os

    from c8tui.settings import config_path, load
    from c8tui.shell_output import put, put_json
    from c8tui.shell_text import config_document, config_lines

    loaded = load(flags.settings)
    path, _ = config_path(flags.settings, os.environ)
    if flags.json:
        put_json(config_document(loaded, path))
    else:
        put(*config_lines(loaded, path))
    return 0


def _check(flags: Flags) -> int:
    import asyncio

    from c8tui.errors import SettingsError
    from c8tui.shell_output import put_json
    from c8tui.shell_text import unchecked_document

    try:
        return asyncio.run(_checked(flags))
    except SettingsError as failure:
        if flags.json:
            put_json(unchecked_document(failure))
        raise


async def _checked(flags: Flags) -> int:
    import asyncio

    from c8tui.session.check import check
    from c8tui.settings import views_path
    from c8tui.shell_output import put, put_json
    from c8tui.shell_text import check_document, check_line, check_sum

    loaded, connection = await asyncio.to_thread(_connected, flags)
    lines: list[CheckLine] = []
    try:
        views = loaded.settings.views or views_path()
        async for line in check(connection, loaded.settings, loaded.origins, views):
            lines.append(line)
            if not flags.json:
                put(check_line(line), flush=True)
    finally:
        await connection.aclose()
    if flags.json:
        put_json(check_document(lines))
    else:
        put(f"\n{check_sum(lines)}")
    return FAILED if any(line.ok is False for line in lines) else 0


def _profiles(flags: Flags) -> int:
    import asyncio

    from c8tui.shell_profiles import import_profiles, print_profiles, try_profiles

    if flags.action == "import":
        return import_profiles(flags)
    return asyncio.run(try_profiles(flags)) if flags.action == "test" else print_profiles(flags)


def _init(flags: Flags) -> int:
    from c8tui.shell_init import init

    profile = init(flags)
    if profile is None:
        return FAILED
    from dataclasses import replace

    return _check(replace(flags, profile=profile))


def _list(flags: Flags) -> int:
    import asyncio

    return asyncio.run(_listed(flags))


async def _listed(flags: Flags) -> int:
    from c8tui.shell_lists import print_list
    from c8tui.state import State, default_path

    session = await configured(flags, State(default_path()))()
    try:
        return await print_list(session, flags)
    finally:
        await session.close()


def _send(flags: Flags) -> int:
    import asyncio

    from c8tui.shell_commands import step_of

    return asyncio.run(_sent(flags, step_of(flags)))


async def _sent(flags: Flags, step: Step | Resolution) -> int:
    from c8tui.shell_commands import send
    from c8tui.state import State, default_path

    session = await configured(flags, State(default_path()))()
    try:
        return await send(session, flags, step)
    finally:
        await session.close()


_COMMANDS: dict[str, Callable[[Flags], int]] = {
    "tui": _tui,
    "demo": _demo,
    "sandbox": _sandbox,
    "serve": _serve,
    "check": _check,
    "config": _config,
    "profiles": _profiles,
    "init": _init,
    "keys": _keys,
    "completion": _completion,
    "man": _man,
    "help": _help,
    "form": _form,
    "bpmn": _bpmn,
    "dmn": _dmn,
    **dict.fromkeys(("tasks", "jobs", "incidents", "decisions", "evaluations"), _list),
    **dict.fromkeys(("claim", "assign", "unassign", "complete", "resolve"), _send),
}
