"""Everything about one job, as lines of the pane and as cells of the list."""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.model.base import moment
from c8tui.model.jobs import Job
from c8tui.session.dates import absolute, span
from c8tui.tui import clock
from c8tui.tui.widgets.columns import Cell
from c8tui.tui.widgets.facts import Fact, Heading, Line

_STATE_STYLES = {"FAILED": "error", "ERROR_THROWN": "error", "TIMED_OUT": "warn", "COMPLETED": "ok", "CANCELED": "dim"}


def state_of(job: Job) -> Cell:
    return job.state.lower().replace("_", " ") or "unknown", _STATE_STYLES.get(job.state, "")


def retries_of(job: Job) -> Cell:
    if job.retries is None:
        return "-", "dim"
    return str(job.retries), "error" if job.retries == 0 and job.state == "FAILED" else ""


def kind_words(job: Job) -> str:
    """What made the job: `BPMN element`, or a listener and what it listens to."""
    event = (job.listener_event_type or "").replace("UNSPECIFIED", "")
    kind = (job.kind or "").lower().replace("_", " ").replace("bpmn", "BPMN").replace("ad hoc sub", "ad-hoc sub-")
    return ", ".join(filter(None, (kind.replace("- ", "-"), event.lower().replace("_", " ")))) or "-"


def job_lines(job: Job, held: bool) -> Iterator[Line]:
    """Everything about one job."""
    yield Heading(job.type, "activated by you" if held else "")
    yield Fact("state", *state_of(job))
    yield Fact("retries", *retries_of(job))
    if job.priority is not None:
        yield Fact("priority", f"{job.priority:,}")
    yield Fact("worker", job.worker or "-")
    deadline = moment(job.deadline)
    if job.deadline:
        left = (deadline - clock.now()).total_seconds() if deadline else 0
        far = f"  ({span(left)} {'left' if left > 0 else 'ago'})" if deadline else ""
        yield Fact("locked until", f"{absolute(job.deadline)}{far}")
    if job.error_code:
        yield Fact("error code", job.error_code, "error")
    if job.error_message:
        yield Fact("error message", job.error_message, "error")
    if job.is_denied:
        yield Fact("denied", job.denied_reason or "yes", "warn")
    yield Fact("key", job.job_key)
    yield Fact("kind", kind_words(job))
    yield Fact("process", job.process_definition_id)
    yield Fact("element", job.element_id or "-")
    yield Fact("instance", job.process_instance_key)
    yield Fact("tenant", job.tenant_id)
    yield Fact("created", absolute(job.creation_time))
    yield Fact("changed", absolute(job.last_update_time))
    yield Fact("ended", absolute(job.end_time))
    if job.custom_headers:
        yield Heading("Headers", str(len(job.custom_headers)))
        yield from (Fact(name, str(value)) for name, value in sorted(job.custom_headers.items()))
