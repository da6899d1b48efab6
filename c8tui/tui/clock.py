"""What time it is, for all that screens say of dates; stories put a clock of their own in its place."""

from __future__ import annotations

from datetime import datetime

from c8tui.dates.local import now as local_now


def now() -> datetime:
    """This moment, in the zone of this machine."""
    return local_now()
