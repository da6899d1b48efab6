"""What of a process instance can be gone to from a message that waits or was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.session.views import tasks_in
from c8tui.tui.commands.ids import INBOX, INCIDENTS, JOBS, MESSAGES

if TYPE_CHECKING:
    from c8tui.tui.host import Host

RELATED = (
    ("tasks", "open tasks of its process instance"),
    ("jobs", "jobs of its process instance"),
    ("incidents", "all incidents of its process instance"),
    ("messages", "messages that its process instance waits for"),
)


def go_related(host: Host, instance: str, chosen: str) -> None:
    """Go to what was chosen."""
    if chosen == "tasks":
        host.go_and(INBOX, lambda inbox: inbox.views.go(tasks_in(instance)))
    else:
        screen = {"jobs": JOBS, "incidents": INCIDENTS}.get(chosen, MESSAGES)
        host.go_and(screen, lambda shown: shown.narrow(instance))
