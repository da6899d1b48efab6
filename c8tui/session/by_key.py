"""Commands on records that are named by their keys: each is read, judged by the rules of the screens, and sent once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct

from c8tui.errors import C8Error, Conflict, Forbidden, InvalidArgument, NotFound, Refusal
from c8tui.model.user_tasks import UserTask
from c8tui.session import rules
from c8tui.session.actions import Step
from c8tui.session.incident_records import NOT_SHOWN, IncidentRecords, Resolution
from c8tui.session.resolve import Sleep
from c8tui.session.resources import Item
from c8tui.session.user_tasks import UserTasks

State = Literal["done", "would", "skipped", "failed", "unknown", "not tried"]
_OF_ONE_RECORD = (Conflict, Forbidden, InvalidArgument, NotFound, Refusal)
"""What is wrong with one record; everything else is wrong with the cluster, and the next would meet it too."""


class KeyOutcome(Struct, frozen=True):
    """What became of one key; `detail` is raw."""

    key: str
    state: State
    detail: str


async def send_to(
    user_tasks: UserTasks, step: Step, keys: Sequence[str], told: Callable[[KeyOutcome], None], *, dry_run: bool = False
) -> None:
    """Do a step to the tasks with these keys, one after the other, and tell of each; a key named twice is one.

    Nothing is taken from anybody, and nothing is sent twice. With `dry_run` nothing is sent at all.
    """
    await _each(keys, lambda key: _sent(user_tasks, step, key, dry_run), told)


async def resolve_by_key(
    records: IncidentRecords,
    step: Resolution,
    keys: Sequence[str],
    told: Callable[[KeyOutcome], None],
    *,
    dry_run: bool = False,
    looking: Callable[[int], object] = lambda _: None,
    sleep: Sleep = asyncio.sleep,
) -> None:
    """Resolve the incidents with these keys, one after the other; tell of those that were sent after a second look.

    Nothing is sent twice, and with `dry_run` nothing at all. `looking` hears how many are looked at again.
    """
    sent: dict[str, Item] = {}

    def note(outcome: KeyOutcome) -> None:
        if outcome.state != "done":
            told(outcome)

    try:
        await _each(keys, lambda key: _resolved(records, step, key, sent, dry_run), note)
    finally:
        await _look_again(records, step, sent, told, looking, sleep)


async def _look_again(
    records: IncidentRecords,
    step: Resolution,
    sent: Mapping[str, Item],
    told: Callable[[KeyOutcome], None],
    looking: Callable[[int], object],
    sleep: Sleep,
) -> None:
    if not sent:
        return
    looking(len(sent))
    why = "sent, but it was not looked at again"
    try:
        await records.second_look(step, [*sent.values()], sleep)
    except C8Error as failure:
        why = f"sent, but it could not be looked at again: {failure.detail}"
    finally:
        for key, item in sent.items():
            told(_verdict(key, item, why))


def _verdict(key: str, item: Item, why: str) -> KeyOutcome:
    if not item.outcome:
        return KeyOutcome(key, "unknown", why)
    came = f" as {item.follower}" if item.follower else ""
    detail = f"{item.outcome}{came}{f': {item.why}' if item.why else ''}"
    return KeyOutcome(
        key, "unknown" if item.outcome == NOT_SHOWN else "failed" if item.failed_after_all else "done", detail
    )


async def _resolved(
    records: IncidentRecords, step: Resolution, key: str, sent: dict[str, Item], dry_run: bool
) -> KeyOutcome:
    try:
        incident = await records.read(key)
    except NotFound:
        return KeyOutcome(key, "skipped", "there is no such incident, or you lack permission to see it")
    why = "this profile is read-only" if records.read_only else records.why_not(step, incident)
    if why is not None:
        return KeyOutcome(key, "skipped", why)
    if dry_run:
        first = (
            f"; its job gets {step.retries:,} {'retry' if step.retries == 1 else 'retries'} first"
            if incident.job_key
            else ""
        )
        return KeyOutcome(key, "would", f'resolve "{records.title_of(incident)}"{first}')
    item = Item(incident)
    try:
        await records.send(step, incident)
    except C8Error as failure:
        await records.explain(step, item, failure, datetime.now(UTC))
        failure.detail = ": ".join(filter(None, (item.outcome, item.why)))
        raise
    sent[key] = item
    return KeyOutcome(key, "done", "")


async def _each(
    keys: Sequence[str], send: Callable[[str], Awaitable[KeyOutcome]], told: Callable[[KeyOutcome], None]
) -> None:
    """Send for one key after the other until something is wrong with the cluster, and tell of each."""
    stopped = ""
    for key in dict.fromkeys(keys):
        if stopped:
            told(KeyOutcome(key, "not tried", stopped))
            continue
        try:
            told(await send(key))
        except asyncio.CancelledError:
            told(KeyOutcome(key, "unknown", "interrupted; it may have been sent"))
            raise
        except C8Error as failure:
            told(KeyOutcome(key, "failed" if failure.outcome_known else "unknown", str(failure)))
            if not isinstance(failure, _OF_ONE_RECORD) and failure.outcome_known:
                stopped = f"after {key} failed"


async def _sent(user_tasks: UserTasks, step: Step, key: str, dry_run: bool) -> KeyOutcome:
    try:
        task = await user_tasks.task(key)
    except NotFound:
        return KeyOutcome(key, "skipped", "there is no such task, or you lack permission to see it")
    why = "this profile is read-only" if user_tasks.read_only else _why_not(step, task)
    if why is not None:
        return KeyOutcome(key, "skipped", why)
    if dry_run:
        values = step.values()
        return KeyOutcome(key, "would", f'{step.verb} "{task.title}"{" " if values else ""}{values}')
    if step.kind == "assign":
        # Only what the person holds is given away: whoever claims it in between keeps it (Conflict).
        own = task.assignee is not None and task.assignee == step.user
        await user_tasks.assign(task, step.assignee, allow_override=own, action="assign")
    else:
        await step.send(user_tasks, task)
    return KeyOutcome(key, "done", step.said_of(task))


def _why_not(step: Step, task: UserTask) -> str | None:
    if step.kind == "assign" and rules.why_not_actionable(task) is None and task.assignee:
        if task.assignee == step.assignee:
            return f"assigned to {step.assignee} already"
        return None if task.assignee == step.user else f"assigned to {task.assignee}"
    reason = step.why_not(task)
    return reason.partition(";")[0] if reason else None  # behind it stands which key of a screen helps
