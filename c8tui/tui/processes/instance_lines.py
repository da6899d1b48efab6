"""A process instance and its element instances, as lines of the pane and as cells of lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from c8tui.errors import C8Error
from c8tui.model.audit_logs import AuditLog
from c8tui.model.incidents import Incident
from c8tui.model.jobs import Job
from c8tui.model.process_instances import CallingInstance, ElementInstance, ProcessInstance
from c8tui.model.search import Page
from c8tui.model.user_tasks import UserTask
from c8tui.model.variables import Variable
from c8tui.model.versions import version_word
from c8tui.session.dates import absolute, ago
from c8tui.session.element_tree import TreeRow
from c8tui.session.instance_detail import InstanceState, ScopeDetail
from c8tui.session.variables import is_cut, kind_of, preview, read
from c8tui.text import counted, visible
from c8tui.tui import clock
from c8tui.tui.widgets.columns import Cell, Column
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line

_STYLES = {"ACTIVE": "", "COMPLETED": "ok", "TERMINATED": "dim", "SUSPENDED": "warn", "deleted": "dim"}
MOST_CALLERS = 3
"""Callers that are named at either end of a long call hierarchy."""


def state_of(instance: ProcessInstance) -> Cell:
    """The state; an incident says so in its place while it lasts."""
    if instance.has_incident and instance.state in ("ACTIVE", "SUSPENDED"):
        return f"{instance.state.lower()} !", "error"
    return instance.state.lower() or "unknown", _STYLES.get(instance.state, "")


def words(member: str) -> str:
    """An enum member as sentences have it."""
    return member.lower().replace("_", " ") or "unknown"


def tree_title(row: TreeRow) -> Cell:
    """An element instance, moved in by its depth; `+` and `-` say what can be opened and closed."""
    sign = "- " if row.is_open else "+ " if row.has_inside else "  "
    return "  " * min(row.depth, 12) + sign + row.element.title, "error" if row.element.has_incident else ""


def tree_state(row: TreeRow) -> Cell:
    element = row.element
    if element.has_incident and element.state == "ACTIVE":
        return "incident", "error"
    return element.state.lower() or "unknown", "ok" if element.state == "ACTIVE" else "dim"


TREE_COLUMNS: tuple[Column[TreeRow], ...] = (
    Column("Element instance", 20, tree_title, grow=3),
    Column("State", 10, tree_state),
    Column("Type", 14, lambda r: (words(r.element.type) if r.depth else "process", "dim"), show_from=60),
    Column("Started", 9, lambda r: (ago(r.element.start_date, clock.now()), "dim")),
    Column("Key", 17, lambda r: (r.element.element_instance_key, "dim"), show_from=90),
)
"""Of the tree of element instances."""


def instance_facts(instance: ProcessInstance) -> Iterator[Line]:
    """What the list knows of an instance."""
    yield Heading(instance.title, version_word(instance.process_definition_version))
    yield Fact("state", *state_of(instance))
    yield Fact("started", f"{absolute(instance.start_date)}  ({ago(instance.start_date, clock.now())})")
    if instance.end_date:
        yield Fact("ended", f"{absolute(instance.end_date)}  ({ago(instance.end_date, clock.now())})")
    if instance.suspended_date:
        yield Fact("suspended", f"{absolute(instance.suspended_date)}  ({ago(instance.suspended_date, clock.now())})")
    if instance.business_id:
        yield Fact("business id", instance.business_id)
    if instance.tags:
        yield Fact("tags", ", ".join(instance.tags))


def instance_keys(instance: ProcessInstance) -> dict[str, str]:
    """What it belongs to, by what that is called here; empty where there is none."""
    root = instance.root_process_instance_key
    return {
        "instance": instance.process_instance_key,
        "called by": instance.parent_process_instance_key or "",
        "root": root if root and root != instance.process_instance_key else "",
        "process": instance.process_definition_id,
        "definition": instance.process_definition_key,
        "tenant": instance.tenant_id,
        "business id": instance.business_id or "",
    }


def _keys(instance: ProcessInstance) -> Iterator[Line]:
    yield Heading("Keys")
    yield from (Fact(name, key, "dim") for name, key in instance_keys(instance).items() if key)


def root_lines(state: InstanceState, detail: ScopeDetail | None) -> Iterator[Line]:
    """Everything about a process instance."""
    instance = state.instance
    yield from instance_facts(instance)
    if len(state.callers) > 1:
        yield Fact("called by", _call_chain(state.callers))
    yield from (_trouble(name, error) for name, error in state.troubles.items())
    yield from _belongings(detail, whole=True)
    if detail is not None:
        yield from _history(detail)
    yield from _keys(instance)


def _call_chain(callers: Sequence[CallingInstance]) -> str:
    """The way down from the outermost caller; of a long one the ends."""
    names = [one.process_definition_name or one.process_instance_key for one in callers]
    if len(names) > 2 * MOST_CALLERS:
        names = [*names[:MOST_CALLERS], f"{len(names) - 2 * MOST_CALLERS} more", *names[-MOST_CALLERS:]]
    return " > ".join(names)


def element_lines(element: ElementInstance, detail: ScopeDetail | None) -> Iterator[Line]:
    """Everything about one element instance."""
    yield Heading(element.title, words(element.type))
    state = "active, with an incident" if element.has_incident and element.state == "ACTIVE" else words(element.state)
    yield Fact("state", state, "error" if element.has_incident else "")
    yield Fact("started", f"{absolute(element.start_date)}  ({ago(element.start_date, clock.now())})")
    if element.end_date:
        yield Fact("ended", f"{absolute(element.end_date)}  ({ago(element.end_date, clock.now())})")
    yield from _belongings(detail, whole=False)
    yield Heading("Keys")
    yield Fact("element", element.element_id, "dim")
    yield Fact("key", element.element_instance_key, "dim")


def _belongings(detail: ScopeDetail | None, *, whole: bool) -> Iterator[Line]:
    if detail is None:
        yield Heading("Variables", "loading")
        return
    yield from _incidents(detail.incidents)
    yield from _variables(detail.variables)
    yield from _tasks(detail.tasks)
    yield from _jobs(detail.jobs, to_do=whole)
    yield from _called(detail.called)
    yield from (_trouble(name, error) for name, error in detail.troubles.items() if name != "history")


def _trouble(name: str, error: C8Error) -> Line:
    return Body(f"! {name}: cannot be read: {error.detail}", "error")


def _total(page: Page[Any]) -> str:
    total = max(page.page.total_items or 0, len(page.items))
    shown = f", the first {len(page.items)}" if total > len(page.items) else ""
    return f"{total:,}{'+' if page.page.has_more_total_items else ''}{shown}"


def _incidents(page: Page[Incident] | None) -> Iterator[Line]:
    if page is None or not page.items:
        return
    yield Heading("Incidents", _total(page))
    for one in page.items:
        since = ago(one.creation_time, clock.now())
        yield Body(f"{words(one.error_type)} at {one.element_id or '-'}, {since}", "error")
        yield Body((one.error_message or "it gives no message").partition("\n")[0])


def _variables(variables: Sequence[Variable] | None) -> Iterator[Line]:
    if variables is None:
        return
    yield Heading("Variables", f"{len(variables):,}   e for all of them" if variables else "none here")
    for one in variables:
        if not one.value:
            yield Fact(one.name, "its value did not come", "warn")
            continue
        value, is_json = read(one.value)
        cut = "  (cut short)" if is_cut(one) else ""
        text = visible(preview(value)) if is_json else f"{preview(visible(one.value))}{cut}"
        yield Fact(one.name, text, note=kind_of(value) if is_json else "text")


def _tasks(page: Page[UserTask] | None) -> Iterator[Line]:
    if page is None or not page.items:
        return
    yield Heading("User tasks", _total(page))
    for task in page.items:
        yield Fact(task.title, f"{words(task.state)}{f', {task.assignee}' if task.assignee else ''}")


def _jobs(page: Page[Job] | None, to_do: bool) -> Iterator[Line]:
    if page is None or not page.items:
        return
    yield Heading("Jobs to do" if to_do else "Jobs", _total(page))
    for job in page.items:
        left = "" if job.retries is None else f", {counted(job.retries, 'try').replace('trys', 'tries')} left"
        error = f"  {job.error_message}" if job.error_message else ""
        yield Fact(job.type, f"{words(job.state)}{left}{error}", "error" if job.retries == 0 and error else "")


def _called(page: Page[ProcessInstance] | None) -> Iterator[Line]:
    if page is None or not page.items:
        return
    yield Heading("Called", _total(page))
    for one in page.items:
        yield Fact(one.title, f"{one.process_instance_key}  {state_of(one)[0]}", state_of(one)[1])


def _history(detail: ScopeDetail) -> Iterator[Line]:
    if (trouble := detail.troubles.get("history")) is not None:
        yield Heading("History")
        yield _trouble("history", trouble)
    elif detail.history is None:
        yield Heading("History", "the audit log comes with Camunda 8.9")
    else:
        yield Heading("History", f"{len(detail.history):,}" if detail.history else "nothing yet")
        yield from map(_entry, detail.history)


def _entry(entry: AuditLog) -> Line:
    failed = entry.result not in ("SUCCESS", "")
    what = f"{words(entry.operation_type)} {words(entry.entity_type)}"
    about = f" {entry.entity_description}" if entry.entity_description else ""
    said = f"{absolute(entry.timestamp)}  {entry.actor_id or 'someone'}: {what}{about}{' failed' if failed else ''}"
    return Body(said, "error" if failed else "")
