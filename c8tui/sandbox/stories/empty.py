"""A cluster on which nothing is deployed: for what somebody brings along, and for tests of job workers."""

from __future__ import annotations

from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.stories import Plain


class Empty(Plain):
    """Tells nothing."""

    name = "empty"

    def tell(self, engine: Engine, now: int) -> None:
        """Nothing has happened."""
