"""The default story: a few hundred open tasks of a trading company, as they are."""

from __future__ import annotations

from c8tui.sandbox.stories import Plain


class Triage(Plain):
    """Tells everything as it was seeded."""

    name = "triage"
    tasks = 540
