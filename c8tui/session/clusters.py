"""The clusters that c8tui can change to while it runs: profiles of the settings file, and tenants of the open one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from c8tui.errors import Refusal

if TYPE_CHECKING:
    from c8tui.session.session import Session


class ProfileEntry(Struct, frozen=True):
    """A profile as it would be opened, or why it cannot be."""

    name: str
    """Empty for the cluster that was named at the start without a profile."""
    address: str = ""
    protected: bool = False
    read_only: bool = False
    color: str = ""
    fault: str = ""
    """What keeps it from being used, raw; empty where nothing is known to."""


class Clusters(Protocol):
    """Opens sessions. Those that it has opened are closed by whoever asked for them."""

    def profiles(self) -> Sequence[ProfileEntry]:
        """The profiles, read anew; blocks. Raises SettingsError, and Refusal where there can be none."""

    async def open(self, profile: str) -> Session:
        """Open a profile, or with an empty name what was opened at the start. Raises C8Error."""

    async def narrow(self, session: Session, tenant_id: str | None) -> Session:
        """Open the cluster of a session once more, for one tenant or for all. Raises C8Error."""


class NoClusters:
    """There is but the one that is open."""

    def profiles(self) -> Sequence[ProfileEntry]:
        """Raises Refusal."""
        raise Refusal("this cluster was opened without a settings file, so there are no profiles to change to")

    async def open(self, profile: str) -> Session:
        """Raises Refusal."""
        raise Refusal("this cluster was opened without a settings file, so there are no profiles to change to")

    async def narrow(self, session: Session, tenant_id: str | None) -> Session:
        """Raises Refusal."""
        raise Refusal("this cluster cannot be opened once more")
