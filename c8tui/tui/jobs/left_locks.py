"""Locks that an earlier c8tui left behind when it ended: they are asked about, or said to have run out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from c8tui.dates.wire import in_zone
from c8tui.model.jobs import ActivatedJob
from c8tui.session.jobs import JobQuery
from c8tui.text import counted, visible
from c8tui.tui.commands.ids import JOBS

if TYPE_CHECKING:
    from textual.app import App

    from c8tui.tui.host import Host

TYPES = 3
"""Of the types of these jobs, so many are named."""
CHOICES = (
    ("keep", "Keep on working on them"),
    ("release", "Give them back (no retry is lost)"),
    ("forget", "Forget them: locked until their time is over"),
)


async def ask_about_locks(app: App[Any], host: Host) -> None:
    """Take over what is still locked, and ask what to do with it; who leaves the question keeps it."""
    from c8tui.tui.dialogs.choice import ChoiceDialog

    jobs = host.session.jobs
    held, late = jobs.held.take_over(jobs.now())
    if late:
        words = f"{counted(len(late), 'job')} that you held when c8tui ended ({_types(late)}) ran out meanwhile"
        host.say(f"{words}; other workers may have {'it' if len(late) == 1 else 'them'}.", "warn")
    if not held:
        return
    until = in_zone(datetime.fromtimestamp(max(job.deadline for job in held) / 1000, UTC))
    about = (
        f"c8tui ended while you held {counted(len(held), 'job')} ({_types(held)}). "
        f"No worker gets {'it' if len(held) == 1 else 'them'} before {until:%H:%M}."
    )
    choice = await app.push_screen_wait(ChoiceDialog("Jobs are still locked by you", CHOICES, "keep", about))
    if choice == "release":
        number = await jobs.release_held()
        host.say(f"Gave back {counted(number, 'job')}; no retry is lost")
    elif choice == "forget":
        jobs.held.forget()
    elif choice == "keep":
        query = JobQuery(conditions={"job_key": ", ".join(job.job_key for job in held)})
        host.go_and(JOBS, lambda screen: screen.list_query.ask(query))


def _types(jobs: Sequence[ActivatedJob]) -> str:
    """The types, the most first: `payment-service 2, ship-order`."""
    types = Counter(visible(job.type, 60) for job in jobs).most_common()
    told = [f"{name} {number:,}" if number > 1 else name for name, number in types[:TYPES]]
    more = sum(number for _, number in types[TYPES:])
    return ", ".join([*told, *((f"{more:,} more",) if more else ())])
