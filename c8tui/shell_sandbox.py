"""The made-up cluster on the command line: its flags, checked before anything starts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from c8tui.errors import FilesRefused, SettingsError
from c8tui.files import path_or_why_not
from c8tui.sandbox.fault_specs import parse as parse_fault
from c8tui.sandbox.options import Options
from c8tui.shell_files import read_bytes
from c8tui.shell_output import put
from c8tui.text import counted, plural, visible

if TYPE_CHECKING:
    from c8tui.flags import Flags
    from c8tui.sandbox.app import Sandbox
    from c8tui.sandbox.deployments import File
    from c8tui.sandbox.own_files import Account

MEND = "Fix it or remove it"
MOST_NAMED = 3
"""Of so many files, processes and job types the first sentence says the names; of more how many there are."""


def serve_sandbox(flags: Flags) -> int:
    """Serve it until a signal comes; the exit code. Raises SettingsError for flags that make none."""
    from c8tui.sandbox.server import serve
    from c8tui.sandbox.store import DatabaseUnfit

    def announce(url: str) -> None:
        lines = [f"{url}/v2" if flags.quiet else f"c8tui sandbox: {url}/v2"]
        if flags.auth == "oauth" and not flags.quiet:
            lines.append(f"client c8tui with the secret c8tui-secret, tokens at {url}/oauth/token")
        if flags.auth == "basic" and not flags.quiet:
            lines.append("user demo with the password demo")
        put(*lines, flush=True)

    def begun(account: Account) -> None:
        if not flags.quiet:
            put(*(visible(line) for line in account_lines(account)), flush=True)

    built(flags)  # the server builds its own; this one says what is wrong with the flags while there is no server
    try:
        return serve(options(flags), flags.host, flags.port, announce, begun)
    except DatabaseUnfit as unfit:
        raise _unfit(unfit) from None


def options(flags: Flags) -> Options:
    """What the flags say of a sandbox. Raises SettingsError for a fault that is none, and for files unfit to deploy."""
    for spec in flags.fault:
        try:
            parse_fault(spec)
        except ValueError as wrong:
            raise SettingsError("fault", "flag --fault", str(wrong), MEND) from None
    story, tasks = _told(flags)
    return Options(
        story=story,
        tasks=tasks,
        files=_files(flags),
        db=flags.db,
        auth=flags.auth,
        issuer=flags.issuer,
        token_lifetime_s=flags.token_lifetime,
        lag_ms=flags.lag,
        dialect=flags.dialect,
        faults=tuple(flags.fault),
        lively=flags.lively or flags.command == "demo",
    )


def built(flags: Flags) -> Sandbox:
    """The sandbox as an ASGI app. Raises SettingsError for flags that make none."""
    from c8tui.sandbox.app import build
    from c8tui.sandbox.store import DatabaseUnfit

    if flags.db is not None and isinstance(wrong_file := path_or_why_not(flags.db, "write"), str):
        raise SettingsError("db", "flag --db", wrong_file, "Make the folder, or name another file")
    try:
        return build(options(flags))
    except DatabaseUnfit as unfit:
        raise _unfit(unfit) from None
    except ValueError as wrong:
        raise SettingsError("sandbox", "its flags", str(wrong).rstrip("."), MEND) from None


def _told(flags: Flags) -> tuple[str, int | None]:
    """The story and its number of tasks: what is said, else what the database was built with, else the usual."""
    if flags.story is None and flags.db and os.path.exists(flags.db):
        from c8tui.sandbox.app import kept

        if (there := kept(flags.db)) is not None:
            story, tasks = there
            return story, tasks if flags.tasks is None else flags.tasks
    return flags.story or ("empty" if flags.files else "triage"), flags.tasks


def _unfit(unfit: Exception) -> SettingsError:
    detail, _, mend = str(unfit).partition(". ")
    return SettingsError("db", "flag --db", detail, mend.rstrip("."))


def _files(flags: Flags) -> tuple[File, ...]:
    """The files to deploy, read whole. Raises FilesRefused with all that is wrong with any of them."""
    if not flags.files:
        return ()
    from c8tui.sandbox.deployments import MOST_BYTES, File, NotDeployable, read_all

    files, reasons = [], []
    for name in flags.files:
        try:
            files.append(File(Path(name).name, read_bytes(name, "FILE", MOST_BYTES)))
        except SettingsError as wrong:
            reasons.append(wrong.detail)
    try:
        read_all(files) if files else None
    except NotDeployable as refused:
        reasons += refused.reasons
    if reasons:
        raise FilesRefused("nothing was deployed or started", reasons)
    return tuple(files)


# What became of files


def account_lines(account: Account) -> Iterator[str]:
    """Everything that was deployed and started, line by line."""
    for one in account.deployed:
        yield f"{'deployed' if one.new else 'unchanged':<9} {one.file}: {one.what}, version {one.version}"
    for start in account.started:
        waits = f"waits     {start.process_id}: for {start.waits_for}"
        yield waits if start.key is None else f"started   {start.process_id}: instance {start.key}"
    if account.incidents:
        yield f"stuck     {counted(account.incidents, 'incident')}"
    if account.job_types:
        yield f"job types {', '.join(account.job_types)}"


def first_words(account: Account) -> str:
    """The same in a few sentences for the first look at the TUI."""
    files = [*dict.fromkeys(one.file for one in account.deployed)]
    sentences = [f"Deployed {_named(files, 'file')}."]
    if started := [one.process_id for one in account.started if one.key is not None]:
        sentences.append(f"Started {_named(started, 'process')}.")
    waiting = [one for one in account.started if one.key is None]
    if len(waiting) > MOST_NAMED:
        sentences.append(f"{len(waiting)} processes wait for an event to be started.")
    else:
        sentences += [f"{one.process_id} waits for {one.waits_for}." for one in waiting]
    if account.incidents:
        sentences.append(f"{counted(account.incidents, 'incident')}: 5 shows why.")
    if account.job_types:
        few = "" if len(account.job_types) > MOST_NAMED else f"{plural(len(account.job_types), 'type')} "
        sentences.append(f"Jobs of {few}{_named(account.job_types, 'type')} wait for you: 4 Jobs, x completes one.")
    return " ".join(sentences)


def _named(names: Sequence[str], noun: str) -> str:
    """A few names, or how many there are."""
    if len(names) > MOST_NAMED:
        return f"{len(names)} {'processes' if noun == 'process' else plural(len(names), noun)}"
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
