"""`c8tui init`: five questions in plain lines, a profile in the settings file, and a check of what it comes to."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from c8tui.errors import SettingsError
from c8tui.secret_references import fault_of, reference_in
from c8tui.settings import why_unusable
from c8tui.settings_rules import SAAS_OAUTH_URL, is_saas
from c8tui.settings_sources import SECRETS, masked, saas_address
from c8tui.settings_writing import add_profile, default_profile_of, profile_text
from c8tui.shell_output import put, tell
from c8tui.shell_profiles import profiles_of
from c8tui.text import visible

if TYPE_CHECKING:
    from c8tui.flags import Flags

LOCAL = "http://localhost:8080/v2"
_KINDS = {"n": "none", "b": "basic", "o": "oauth", "t": "bearer"}
_SAAS = re.compile(r"(?P<region>[a-z]+-\d+)[ /]+(?P<cluster>[0-9a-f-]{36})")


@dataclass(slots=True)
class Terminal:
    """Where the questions are asked."""

    ask: Callable[[str], str]
    ask_secret: Callable[[str], str]
    say: Callable[..., None]


@dataclass(slots=True)
class _Draft:
    """The profile as far as it has been told."""

    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    keeping: str = ""
    """Where its secret goes: `keyring`, `file` or `settings`; empty where a command gives it."""


def init(flags: Flags, terminal: Terminal | None = None) -> str | None:
    """Ask, write, and return the profile's name; None when whoever was asked has left, and nothing was written.

    Raises SettingsError without a terminal, and for a settings file that cannot be used.
    """
    if terminal is None:
        if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
            mend = "Write config.toml by hand (c8tui help profiles), or set CAMUNDA_REST_ADDRESS"
            raise SettingsError("init", "command line", "asks questions, and there is no terminal to ask on", mend)
        terminal = _at_terminal()
    path, present = profiles_of(flags, may_be_new=True)
    try:
        draft = _asked(terminal, path, [profile.name for profile in present])
        written_ = _confirmed(terminal, path, draft)
    except EOFError:
        terminal.say("", "left; nothing was written")
        return None
    if not written_:
        terminal.say("nothing was written")
        return None
    terminal.say(f"written; c8tui --profile {visible(draft.name)} opens it. Checking it:", "")
    return draft.name


def _is_terminal(stream: Any) -> bool:
    return stream is not None and stream.isatty()


def _at_terminal() -> Terminal:
    from getpass import getpass

    def ask(prompt: str) -> str:
        put(prompt, end="", flush=True)
        return input()

    return Terminal(ask, lambda prompt: getpass(prompt), lambda *lines: put(*lines, flush=True))


def _asked(terminal: Terminal, path: Path, present: Sequence[str]) -> _Draft:
    terminal.say(
        "This adds a profile to the settings file:",
        f"  {path}",
        "ctrl+d leaves; nothing is written before the end.",
        "",
    )
    draft = _Draft()
    _ask_address(terminal, draft)
    _ask_name(terminal, draft, present)
    _ask_sign_in(terminal, draft, path)
    _ask_who(terminal, draft)
    _ask_protected(terminal, draft)
    return draft


def _ask_address(terminal: Terminal, draft: _Draft) -> None:
    terminal.say("1 of 5. Where is the cluster? Its REST address; on SaaS also REGION/CLUSTER_ID.")
    while True:
        typed = terminal.ask(f"  address [{LOCAL}]: ").strip() or LOCAL
        if (saas := _SAAS.fullmatch(typed)) is not None:
            typed = saas_address(saas["region"], saas["cluster"])
        elif "://" not in typed and "@" not in typed:
            typed = f"{'http' if typed.startswith(('localhost', '127.')) else 'https'}://{typed}"
        wrong = why_unusable({"address": typed, "auth": "none"})
        if not wrong:
            draft.values["address"] = typed
            return
        terminal.say(f"  {wrong}")


def _ask_name(terminal: Terminal, draft: _Draft, present: Sequence[str]) -> None:
    host = urlsplit(draft.values["address"]).hostname or ""
    usual = "dev" if host in ("localhost", "127.0.0.1", "::1") else "saas" if is_saas(draft.values["address"]) else host
    terminal.say("", "2 of 5. What shall it be called?")
    while True:
        name = terminal.ask(f"  name [{usual}]: ").strip() or usual
        if visible(name) != name or len(name) > 60:
            terminal.say("  a name has at most 60 characters, and none that cannot be seen")
        elif name not in present or _yes(
            terminal, f"  there is a profile {name}; replace all of it? [y/N]: ", default=False
        ):
            draft.name = name
            return


def _ask_sign_in(terminal: Terminal, draft: _Draft, path: Path) -> None:
    saas = is_saas(draft.values["address"])
    usual = "o" if saas else "n"
    terminal.say("", "3 of 5. How does it let you in? n: it asks for nothing. b: user and password.")
    terminal.say("        o: a client and its secret (OAuth). t: a token that others renew.")
    while True:
        letter = (terminal.ask(f"  n, b, o or t [{usual}]: ").strip().lower() or usual)[:1]
        if letter in _KINDS:
            break
    draft.values["auth"] = _KINDS[letter]
    if letter == "b":
        _ask_text(terminal, draft, "username", "user", "")
        _ask_secret(terminal, draft, path, "password", "password")
    elif letter == "o":
        _ask_text(terminal, draft, "client_id", "client id", "")
        _ask_text(terminal, draft, "oauth_url", "URL of the token endpoint", SAAS_OAUTH_URL if saas else "")
        _ask_secret(terminal, draft, path, "client_secret", "client secret")
    elif letter == "t":
        _ask_secret(terminal, draft, path, "token", "token")


def _ask_text(terminal: Terminal, draft: _Draft, setting: str, label: str, usual: str) -> None:
    shown = f" [{usual}]" if usual else ""
    while True:
        typed = terminal.ask(f"  {label}{shown}: ").strip() or usual
        wrong = "it is needed" if not typed else ""
        if typed and setting == "oauth_url":
            wrong = why_unusable({"address": LOCAL, "auth": "none", setting: typed})
        if not wrong:
            draft.values[setting] = typed
            return
        terminal.say(f"  {wrong}")


def _ask_secret(terminal: Terminal, draft: _Draft, path: Path, setting: str, label: str) -> None:
    from c8tui.secret_sources import keyring_name

    keyring = keyring_name()
    ways = [f"k: in the keyring ({keyring})."] if keyring else []
    ways += ["f: in a file of its own beside the settings, which only you can read."]
    ways += ["s: in the settings file, which only you can read then.", "c: nowhere; a command prints it when needed."]
    terminal.say(f"  Where shall the {label} be kept?", *(f"    {way}" for way in ways))
    letters = "kfsc" if keyring else "fsc"
    while True:
        letter = (terminal.ask(f"  {', '.join(letters)} [{letters[0]}]: ").strip().lower() or letters[0])[:1]
        if letter in letters:
            break
    draft.keeping = {"k": "keyring", "f": "file", "s": "settings"}.get(letter, "")
    while True:
        if letter == "c":
            given = masked(setting, f"command:{terminal.ask('  command, as pass show camunda/prod: ').strip()}")
            reference = reference_in(given)
            fault = fault_of(reference) if reference else None
            wrong = fault[0] if fault else ""
        else:
            given = masked(setting, terminal.ask_secret(f"  {label} (not shown): ").strip("\r\n"))
            wrong = "" if given.get_secret_value() else "it is needed"
            if not wrong and setting == "token":
                wrong = why_unusable({"address": LOCAL, "auth": "bearer", setting: given})
        if not wrong:
            draft.values[setting] = given
            return
        terminal.say(f"  {wrong}")


def _ask_who(terminal: Terminal, draft: _Draft) -> None:
    if draft.values["auth"] == "basic":
        usual = draft.values["username"]
        terminal.say("", "4 of 5. Who are you? The user whose tasks are yours.")
    else:
        usual = ""
        terminal.say("", "4 of 5. Who are you? The cluster does not say whose tasks are yours.")
    user = terminal.ask(f"  user [{usual or 'ask me later'}]: ").strip() or usual
    if user and user != draft.values.get("username"):
        draft.values["user"] = user


def _ask_protected(terminal: Terminal, draft: _Draft) -> None:
    terminal.say("", "5 of 5. Shall it be red, and ask for its name before what is final?")
    if _yes(terminal, "  protect it? [y/N]: ", default=False):
        draft.values["protected"] = True


def _yes(terminal: Terminal, prompt: str, *, default: bool) -> bool:
    while True:
        typed = terminal.ask(prompt).strip().lower()
        if not typed:
            return default
        if typed in ("y", "yes", "n", "no"):
            return typed[0] == "y"


def _confirmed(terminal: Terminal, path: Path, draft: _Draft) -> bool:
    """Show what would be written, and write it if that is wanted."""
    default = default_profile_of(path) is None
    while True:
        shown = {name: value for name, value in draft.values.items() if name not in SECRETS}
        hidden = {name: draft.values[name] for name in SECRETS & draft.values.keys()}
        terminal.say("", f"{path} gets:", "")
        terminal.say(*(f"  {line}" for line in profile_text(draft.name, {**shown, **hidden}).splitlines()))
        if draft.keeping:
            terminal.say(f"  where **** is kept: {draft.keeping}")
        if not _yes(terminal, "write it? [Y/n]: ", default=True):
            return False
        try:
            add_profile(path, draft.name, {**shown, **_kept(draft, hidden, path)}, default=default)
            return True
        except SettingsError as failure:
            tell(visible(f"c8tui: {failure}", 2000))
            if draft.keeping != "keyring":
                raise
            terminal.say("The secret goes into a file of its own instead, if you like.")
            draft.keeping = "file"


def _kept(draft: _Draft, hidden: dict[str, Any], path: Path) -> dict[str, Any]:
    from c8tui.kept_secrets import Keeping, keep

    if not draft.keeping:
        return hidden
    keeping: Keeping = draft.keeping  # type: ignore[assignment]
    return {name: keep(secret, keeping, path, draft.name, name) for name, secret in hidden.items()}
