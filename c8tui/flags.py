"""The command line: what may be said on it, and how it is read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from c8tui import __version__
from c8tui.shell_output import put, tell
from c8tui.tui.registry import MODES

SCREENS = tuple(spec.id for spec in MODES)
DIALECTS = ("8.8", "8.9", "8.10")
LISTS = ("tasks", "jobs", "incidents", "decisions", "evaluations")
"""Commands that print what the screen of that name lists."""
VERBS = {
    "claim": "claim tasks that nobody holds",
    "assign": "assign tasks that nobody else holds to somebody",
    "unassign": "give back tasks that you hold",
    "complete": "complete tasks of yours, or that nobody holds",
    "resolve": "resolve incidents, and look again whether they stay resolved",
}
"""Commands on tasks and incidents by their keys, and what they do."""
STORIES = ("triage", "incidents", "tree", "messages", "batch", "cluster", "hostile", "empty")
STORIES_HELP = f"what happens there: triage (default), {', '.join(STORIES[1:])} (with FILE)"
SHELLS = ("bash", "zsh", "fish")
NAMES = ("profiles", "views", "themes", *(f"{name}-views" for name in LISTS[1:]))
"""What the completion of a shell asks the names of."""


_AddCommand = Callable[..., argparse.ArgumentParser]
"""Adds a command by its name, its help and the parsers whose flags it takes too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """One command line. What a command does not take keeps its default."""

    command: str = "tui"
    """`tui` (nothing was named), `demo`, `sandbox`, `serve`, `check`, `config`, `keys`, `completion`, `man`, `help`,
    `form`, `bpmn`, `dmn`, `profiles`, `init`, or one of `LISTS` or `VERBS`."""
    profile: str | None = None
    config: str | None = None
    address: str | None = None
    log: str | None = None
    debug: bool = False
    any_version: bool = False
    views: str | None = None
    screen: str | None = None
    theme: str | None = None
    no_mouse: bool = False
    linear: bool = False
    json: bool = False
    csv: bool = False
    view: str | None = None
    filter: str | None = None
    sort: str | None = None
    limit: int | None = None
    keys: Sequence[str] = ()
    to: str | None = None
    variables: str | None = None
    dry_run: bool = False
    retries: int = 1
    yes_really: str | None = None
    files: Sequence[str] = ()
    """What a sandbox deploys and starts."""
    story: str | None = None
    """The company's where None, or no story with files."""
    tasks: int | None = None
    dialect: str = "8.9"
    lag: int = 0
    """Milliseconds."""
    fault: Sequence[str] = ()
    host: str = "127.0.0.1"
    port: int = 8080
    db: str | None = None
    auth: str = "none"
    issuer: str | None = None
    token_lifetime: int = 300
    """Seconds."""
    lively: bool = False
    quiet: bool = False
    file: str = ""
    data: str | None = None
    action: str = "list"
    """What is done with profiles: `list`, `test` or `import`."""
    names: Sequence[str] = ()
    """Of profiles."""
    decision: str = ""
    process: str = ""
    outline: bool = False
    """A BPMN file as lines in the order of its flow."""
    topic: str = ""
    shell: str = ""
    """One of `SHELLS`, or of `NAMES`."""
    standard: bool = False
    """DMN as the standard has it, rather than as Camunda's engine does."""

    @property
    def settings(self) -> Mapping[str, str | None]:
        """The flags that are settings, and `config`."""
        switches = {"linear": self.linear, "any_version": self.any_version, "debug": self.debug}
        texts = {
            "profile": self.profile, "config": self.config, "address": self.address, "views": self.views,
            "log": self.log, "theme": self.theme, "mouse": "false" if self.no_mouse else None,
        }  # fmt: skip
        return {**texts, **{name: "true" if on else None for name, on in switches.items()}}


def parse(argv: Sequence[str]) -> Flags:
    """Read a command line. Leaves by SystemExit for --help and --version (0) and for what is no command line (2)."""
    line = parser()
    found, rest = line.parse_known_args(argv)
    # argparse takes names without a flag in one go only, and none of them behind a flag.
    takes_files = getattr(found, "command", "") in ("demo", "sandbox")
    if rest and (not takes_files or any(word.startswith("-") for word in rest)):
        line.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        found.files = [*getattr(found, "files", ()), *rest]
    return Flags(**vars(found))


class _Parser(argparse.ArgumentParser):
    """Prints help as everything else is printed; argparse itself lets an error of the stream pass."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if message:
            (put if file is sys.stdout else tell)(message.rstrip("\n"))

    def _get_option_tuples(self, option_string: str) -> list[tuple[argparse.Action, str, str | None]]:
        # `--view` where only `--views` is known is a view that has no place there, and no file of views cut short.
        meant = option_string.partition("=")[0] != "--view"
        return super()._get_option_tuples(option_string) if meant else []


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; completion and the manual are made of it too."""
    config = _common()
    config.add_argument("--config", metavar="FILE", help="settings file, instead of the usual one")
    logged = _common()
    logged.add_argument("--log", metavar="FILE", help="log every request to this file, without bodies and secrets")
    logged.add_argument("--debug", action="store_true", help="log retries, tokens and refreshes too")
    cluster = _common(config, logged)
    cluster.add_argument("--profile", metavar="NAME", help="profile of config.toml to use")
    cluster.add_argument("--any-version", action="store_true", help="go on with a cluster that is too old as well")
    cluster.add_argument("--address", metavar="URL", help="REST address of the cluster, with or without /v2")
    views = _common()
    views.add_argument("--views", metavar="FILE", help="file of your own views, instead of the usual one")
    screen = _common()
    screen.add_argument("--screen", choices=SCREENS, help="screen to begin with")
    screen.add_argument("--theme", metavar="NAME", help="colour theme, as light")
    screen.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")
    screen.add_argument("--linear", action="store_true", help="no frames, and the selection as a line of text")
    machine = _common()
    machine.add_argument("--json", action="store_true", help="print JSON")

    line: argparse.ArgumentParser = _Parser(
        "c8tui",
        description="A terminal UI for Camunda 8: without a command it opens the cluster that the settings name.",
        parents=[cluster, views, screen],
        argument_default=argparse.SUPPRESS,
    )
    line.add_argument("--version", action="version", version=f"c8tui {__version__}")
    commands = line.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    line.set_defaults(command="tui")
    made_up = _made_up()

    def command(name: str, help_: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        text = help_[0].upper() + help_[1:] + "."
        return commands.add_parser(
            name, help=help_, description=text, parents=parents, argument_default=argparse.SUPPRESS
        )

    command("demo", "try it on a made-up cluster; needs no settings and no network", made_up, views, screen, logged)
    _serving(command("sandbox", "serve the made-up cluster on a port, for any client of the API", made_up))
    serve = command("serve", "show the screens in a browser on this machine", cluster, views, screen)
    serve.add_argument("--port", type=_whole(0, 65535), help="port on 127.0.0.1 (default 8000); 0 picks a free one")
    serve.set_defaults(port=8000)
    command("check", "say line by line what works on the cluster, reading only", cluster, views, machine)
    command("config", "show the effective settings and where each comes from", cluster, views, machine)
    _profiles(command("profiles", "list the profiles of config.toml, test them, or import others", machine))
    init = command("init", "ask five questions, write a profile into config.toml, and check it")
    init.add_argument("--config", metavar="FILE", help="settings file, instead of the usual one")
    for name in LISTS:
        _listing(command(name, f"print the {name} that the screens list", cluster, views), name)
    for name, what in VERBS.items():
        _sending(command(name, f"{what}, by their keys", cluster, machine), name)
    _manual(command, config, views)
    _files(command, machine)
    return line


def _manual(command: _AddCommand, *files: argparse.ArgumentParser) -> None:
    """What is printed to be read, by people and by shells."""
    command("keys", "print the key sheet as Markdown")
    complete = command("completion", "print what completes the command line in a shell: c8tui help shell", *files)
    complete.add_argument("shell", choices=(*SHELLS, *NAMES), help="a shell; or names, one a line, as the shell asks")
    command("man", "print the manual page, for man: c8tui man | man -l -")
    command("help", "print a topic of the manual, or list them").add_argument(
        "topic", nargs="?", metavar="TOPIC", help="settings, profiles, views, bulk, forms, decisions, keys and others"
    )


def _files(command: _AddCommand, machine: argparse.ArgumentParser) -> None:
    """What is opened without a cluster."""
    form = command("form", "fill in a form file without any cluster, and print what it would send as JSON")
    form.add_argument("file", metavar="FILE", help="a Camunda Form, as FILE.form")
    form.add_argument("--data", metavar="FILE", help="JSON with the variables that the form starts with")
    bpmn = command("bpmn", "draw a BPMN file without any cluster, to walk it by keys; in a pipe, print the drawing")
    bpmn.add_argument("file", metavar="FILE", help="a BPMN 2.0 file, with or without positions")
    bpmn.add_argument("--process", metavar="ID", help="only this process or participant, by id or name")
    bpmn.add_argument("--outline", action="store_true", help="print it as an outline, in the order of the flow")
    dmn = command("dmn", "open a DMN file without any cluster: its tables, its graph, and what they come to", machine)
    dmn.add_argument("file", metavar="FILE", help="a DMN file of any version from 1.1 to 1.5")
    dmn.add_argument("--decision", metavar="NAME", help="the decision to begin with, or to evaluate, by name or id")
    dmn.add_argument("--data", metavar="FILE", help="JSON with the variables to evaluate it with")
    dmn.add_argument("--standard", action="store_true", help="read it as DMN has it where Camunda's engine differs")


def _profiles(parser: argparse.ArgumentParser) -> None:
    what = "list (default), test, or import those of c8ctl and of the Camunda Modeler"
    parser.add_argument(
        "action", nargs="?", choices=("list", "test", "import"), metavar="ACTION", default="list", help=what
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="with test: profiles to test (default all)")
    parser.add_argument("--config", metavar="FILE", help="settings file, instead of the usual one")
    parser.add_argument("--dry-run", action="store_true", help="with import: say what would be added, and add nothing")


def _listing(parser: argparse.ArgumentParser, what: str) -> None:
    whose, default = ("the inbox", " (default open)") if what == "tasks" else (f"the {what}", "")
    parser.add_argument("--view", metavar="NAME", help=f"view of {whose}, by id or title{default}")
    parser.add_argument("--filter", metavar="TEXT", help='conditions, as "state = failed + process = order-*"')
    parser.add_argument("--sort", metavar="FIELD", help='field to sort by, as "priority desc"')
    parser.add_argument("--limit", type=_whole(1, 10_000_000), metavar="N", help="print so many at most (default all)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON, with the names of the API")
    form.add_argument("--csv", action="store_true", help="print CSV, with titles")


def _sending(parser: argparse.ArgumentParser, verb: str) -> None:
    what = "an incident, as c8tui incidents" if verb == "resolve" else "a user task, as c8tui tasks"
    parser.add_argument("keys", nargs="+", metavar="KEY", help=f"key of {what} prints it")
    if verb == "resolve":
        retries = "retries that the job of an incident gets first (default 1)"
        parser.add_argument("--retries", type=_whole(1, 1_000), metavar="N", help=retries)
    if verb == "assign":
        parser.add_argument("--to", metavar="USER", required=True, help="who gets them")
    if verb == "complete":
        parser.add_argument("--variables", metavar="FILE", help="JSON with the variables to send along; - reads stdin")
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")
    parser.add_argument("--yes-really", metavar="PROFILE", help="name of a protected profile, which asks for it")


def _common(*parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
    # Absent flags stay absent: so a flag may stand before or after the command, and one place holds the defaults.
    return argparse.ArgumentParser(parents=parents, add_help=False, argument_default=argparse.SUPPRESS)


def _made_up() -> argparse.ArgumentParser:
    parser = _common()
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="BPMN, DMN or form to deploy; an instance of each process is started"
    )
    parser.add_argument("--story", metavar="NAME", help=STORIES_HELP)
    parser.add_argument("--tasks", type=_whole(1, 10_000_000), metavar="N", help="how many user tasks there are")
    parser.add_argument("--dialect", choices=DIALECTS, help="version of the API (default 8.9)")
    parser.add_argument("--lag", type=_whole(0, 600_000), metavar="MS", help="how far searches are behind")
    parser.add_argument("--fault", action="append", metavar="SPEC", help="something that goes wrong, as slow=2000")
    return parser


def _serving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=_whole(0, 65535), help="port (default 8080); 0 picks a free one")
    parser.add_argument("--db", metavar="FILE", help="keep the data in this file; it is built once")
    parser.add_argument("--auth", choices=("none", "basic", "oauth"), help="what it takes to be let in (default none)")
    parser.add_argument("--issuer", metavar="URL", help="with oauth: accept this issuer's tokens too, unverified")
    parser.add_argument("--token-lifetime", type=_whole(1, 86_400), metavar="S", help="of its tokens (default 300)")
    parser.add_argument("--lively", action="store_true", help="its people claim and complete tasks all the time")
    parser.add_argument("--quiet", action="store_true", help="print the address and nothing else")


def _whole(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:12]) <= most):
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}")
        return int(text)

    return number
