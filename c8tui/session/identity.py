"""Who "me" is: the name that tasks are assigned to, and the groups whose tasks are mine to take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from c8tui.errors import C8Error
from c8tui.model.cluster import Me
from c8tui.state import place_of

if TYPE_CHECKING:
    from c8tui.settings import Settings
    from c8tui.state import State


class Identity(Struct, frozen=True):
    """The person at the keyboard, as the cluster would name them; `user` is None until somebody says it."""

    user: str | None
    groups: tuple[str, ...]
    display_name: str
    """What the header shows: the person, or the client that we are to the cluster."""
    unsaid: str = ""
    """Why the cluster could not say who we are; empty where it did, or has nobody to name. Raw."""

    def named(self, user: str, groups: tuple[str, ...]) -> Identity:
        """The same principal after the person has said who they are."""
        return replace(self, user=user, groups=groups, display_name=user)


def identify(said: Me | C8Error, settings: Settings, state: State) -> Identity:
    """Settings win, then what the cluster says of a person, then what was typed and remembered.

    A client and an open cluster name no person: GET /authentication/me speaks of the client there, or of nobody.
    """
    me = said if isinstance(said, Me) else None
    personal = me is not None and settings.auth in ("basic", "bearer")
    remembered = state.user_for(place_of(settings.profile, settings.address))
    user = settings.user or (me.username if me and personal else None) or (remembered.user if remembered else None)
    # The groups that were typed are those of whoever was typed with them.
    typed = remembered.groups if remembered and remembered.user == user else ()
    groups = settings.groups or (me.groups if me and personal else ()) or typed
    shown = user or (me and (me.display_name or me.username)) or settings.client_id or "nobody"
    unsaid = str(said) if isinstance(said, C8Error) else ""
    return Identity(user=user, groups=tuple(groups), display_name=shown, unsaid=unsaid)
