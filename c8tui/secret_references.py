"""References to secrets: settings that say where a secret is kept, instead of holding it.

`keyring:NAME`, `command:LINE` and `file:PATH` are looked up when the secret is first needed (`secret_sources`); any
other text is the secret itself, and `literal:TEXT` is TEXT, for a secret that begins like a reference.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from c8tui.files import path_or_why_not
from c8tui.secret_text import SecretStr

Kind = Literal["keyring", "command", "file"]
LITERAL = "literal:"
"""Before a secret that would be taken for a reference."""
_REFERENCE = re.compile(r"(keyring|command|file):(.*)", re.S)
_PIECE = re.compile(r"'[^']*'|\"(?:\\.|[^\"\\])*\"|\\.|.", re.S)
_OF_A_SHELL = frozenset("|&;<>()$`*?[]{}~#!\n")


@dataclass(frozen=True, slots=True)
class SecretReference:
    """Where a secret is kept: an entry of the keyring, a command that prints it, or a file."""

    kind: Kind
    what: str = field(repr=False)
    """The entry's name, the command line, or the path; out of sight, should it be a secret after all."""

    @property
    def shown(self) -> str:
        """The place as a person may see it: no name, path or line, since somebody's password may look like one."""
        return {"keyring": "in the keyring", "command": "from a command", "file": "in a file"}[self.kind]


def reference_in(given: SecretStr) -> SecretReference | None:
    """The reference that a setting holds; None where it holds the secret itself."""
    found = _REFERENCE.fullmatch(given.get_secret_value())
    if found is None:
        return None
    kind: Kind = found[1]  # type: ignore[assignment]
    return SecretReference(kind, found[2].strip())


def literal(given: SecretStr) -> SecretStr:
    """The secret that a setting without a reference holds."""
    return SecretStr(given.get_secret_value().removeprefix(LITERAL))


def written(secret: str) -> str:
    """A secret as it has to stand in the settings, so that it is not taken for a reference."""
    escapes = secret.startswith(LITERAL) or _REFERENCE.fullmatch(secret) is not None
    return LITERAL + secret if escapes else secret


def fault_of(reference: SecretReference) -> tuple[str, str] | None:
    """What is wrong with a reference as it is written, and the mend; None where it may be good."""
    escape = f"Complete it, or write {LITERAL}{reference.kind}:… if that is the secret itself"
    if not reference.what:
        missing = {"keyring": "no entry", "command": "no command", "file": "no file"}[reference.kind]
        return f"names {missing} behind {reference.kind}:", escape
    if reference.kind == "command" and not needs_shell(reference.what):
        try:
            shlex.split(reference.what)
        except ValueError:
            return "holds a command line whose quotes do not close", "Close the quotes"
    if reference.kind == "file" and isinstance(path_or_why_not(reference.what, "name"), str):
        return "names no file behind file:", escape
    return None


def placed(given: SecretStr, folder: Path) -> SecretStr:
    """The same setting with the path of a `file:` taken from `folder`, unless it is absolute or begins with `~`."""
    reference = reference_in(given)
    if reference is None or reference.kind != "file" or not reference.what:
        return given
    path = path_or_why_not(reference.what, "name", beside=folder)
    return given if isinstance(path, str) else SecretStr(f"file:{path}")


def needs_shell(line: str) -> bool:
    """Whether a command line holds anything that only a shell understands: pipes, expansions, assignments."""
    if re.match(r"\s*\w+=", line):
        return True
    return any(piece in _OF_A_SHELL or (piece[0] == '"' and _expands(piece)) for piece in _PIECE.findall(line))


def _expands(quoted: str) -> bool:
    return re.search(r"[$`]", re.sub(r"\\.", "", quoted, flags=re.S)) is not None
