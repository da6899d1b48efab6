"""Commands of one's own: a shell line with the fields of records in it, and where it runs.

A line is only ever filled by `line_template`, which makes a single word of each value; no field holds a secret.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from c8tui.errors import Refusal
from c8tui.model.base import encode
from c8tui.session.line_template import LineTemplate

if TYPE_CHECKING:
    from c8tui.session.session import Session

Where = Literal["background", "terminal", "clipboard"]
GENERAL = ("address", "profile", "tenant", "user")
"""Placeholders that stand for no record: the cluster, and who works there."""


class OwnCommand(Struct, frozen=True):
    """What `[commands.NAME]` of the settings file says, checked."""

    name: str
    line: LineTemplate
    screens: frozenset[str]
    """The ids of the screens that have it."""
    keys: tuple[str, ...] = ()
    where: Where = "background"
    description: str = ""
    confirm: bool = False
    dangerous: bool = False
    """Whether a read-only profile refuses it, and a protected one asks for its name."""
    timeout_s: float = 60.0
    """Seconds that it may take, unless it has the terminal."""
    may_lack_key: frozenset[str] = frozenset()
    """Those screens on which its keys may mean something else: it has none there then."""
    several: frozenset[str] = frozenset()
    """The placeholders that stand for a field of each marked row: it runs once for all of them."""

    @property
    def about_rows(self) -> bool:
        """Whether it needs a row."""
        return not self.line.names <= {*GENERAL}


def fields_of(record: object, key: str) -> dict[str, str]:
    """The fields of a record as texts: nothing for what it lacks, JSON for lists and tables; and `key`, its own."""
    names: Sequence[str] = getattr(record, "__struct_fields__", ())
    return {**{name: _text(getattr(record, name)) for name in names}, "key": key}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else encode(value).decode()


def general_fields(session: Session) -> dict[str, str]:
    """The fields that are the same for every row."""
    settings = session.settings
    texts = (settings.address, settings.profile, settings.tenant_id, session.identity.user)
    return dict(zip(GENERAL, (text or "" for text in texts), strict=True))


def lines_of(command: OwnCommand, rows: Sequence[Mapping[str, str]], session: Session) -> tuple[str, ...]:
    """The lines to run, one a row, or one for all. Raises Refusal for values that are no arguments, and read-only."""
    if command.dangerous and session.settings.read_only:
        raise Refusal(f"{command.name} is marked as dangerous, and this profile is read-only")
    general = general_fields(session)
    if not command.about_rows:
        return (command.line.filled(general),)
    if command.several:
        first: Mapping[str, str] = rows[0] if len(rows) == 1 else {}
        alone = command.line.names - command.several - {*GENERAL}
        if len(rows) > 1 and alone:
            raise Refusal(f"{{{min(alone)}}} is another one for each of the {len(rows):,} marked rows")
        every = {name: tuple(row[name.removesuffix("s")] for row in rows) for name in command.several}
        return (command.line.filled({**general, **first, **every}),)
    return tuple(command.line.filled({**general, **row}) for row in rows)
