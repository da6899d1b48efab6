"""Everything about one incident as lines of the pane: its whole message first, with what the job says beyond it."""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.model.incidents import Incident
from c8tui.model.jobs import Job
from c8tui.session.dates import absolute, ago
from c8tui.tui import clock
from c8tui.tui.incidents.columns import in_words
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line


def incident_lines(incident: Incident, job: Job | None = None, refused: str = "") -> Iterator[Line]:
    """Everything about one incident; `refused` says why it could not be resolved."""
    yield Heading(in_words(incident.error_type), in_words(incident.state))
    if refused:
        yield Body(f"not resolved: {refused}", "warn")
    yield from (Body(line, "error") for line in (incident.error_message or "it gives no message").splitlines())
    if job is not None:
        yield from _job_lines(incident, job)
    yield Heading("Where")
    yield Fact("process", incident.process_definition_id or "-")
    yield Fact("element", incident.element_id or "-")
    yield Fact("created", f"{absolute(incident.creation_time)}  ({ago(incident.creation_time, clock.now())})")
    yield Heading("Keys")
    yield from (Fact(name, key, "dim") for name, key in keys_of(incident).items() if key)


def _job_lines(incident: Incident, job: Job) -> Iterator[Line]:
    yield Heading("Job", job.type)
    yield Fact("state", in_words(job.state))
    yield Fact("retries", "-" if job.retries is None else str(job.retries))
    yield Fact("worker", job.worker or "-")
    if job.error_code:
        yield Fact("error code", job.error_code, "error")
    if more := own_message(incident, job):
        yield from (Body(line, "error") for line in more.splitlines())


def own_message(incident: Incident, job: Job) -> str:
    """What the job says that the incident does not."""
    said = job.error_message or ""
    return "" if said.strip() in incident.error_message else said


def whole_message(incident: Incident, job: Job | None) -> str:
    """All that is said of what went wrong: the message, the job's error code and message, stack traces in them."""
    parts = [incident.error_message]
    if job is not None:
        parts += [f"error code {job.error_code}" if job.error_code else "", own_message(incident, job)]
    return "\n".join(filter(None, parts))


def keys_of(incident: Incident) -> dict[str, str]:
    """What it belongs to, by what that is called here; empty where there is none."""
    return {
        "incident": incident.incident_key, "job": incident.job_key or "", "instance": incident.process_instance_key,
        "element": incident.element_instance_key, "definition": incident.process_definition_key,
        "tenant": incident.tenant_id,
    }  # fmt: skip
