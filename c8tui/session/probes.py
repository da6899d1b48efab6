"""Every endpoint that only reads, each with a harmless question to it, and those that change data and are not tried."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from c8tui.api import (
    batch_operations,
    decisions,
    expressions,
    incident_statistics,
    incidents,
    job_statistics,
    jobs,
    messages,
    process_instances,
    process_statistics,
    processes,
    user_tasks,
    variables,
)
from c8tui.model.audit_logs import AuditLogFilter, InstanceAuditFilter
from c8tui.model.batch_operations import BatchItemFilter, BatchOperationFilter
from c8tui.model.decisions import DecisionDefinitionFilter, DecisionInstanceFilter, DecisionRequirementsFilter
from c8tui.model.incidents import IncidentFilter
from c8tui.model.jobs import JobFilter
from c8tui.model.messages import CorrelatedSubscriptionFilter, MessageSubscriptionFilter
from c8tui.model.process_instances import ElementInstanceFilter, ProcessInstanceFilter
from c8tui.model.processes import ProcessDefinitionFilter, VersionStatisticsFilter
from c8tui.model.search import F, Page, PageRequest, Search
from c8tui.model.user_tasks import Form, UserTaskFilter
from c8tui.model.variables import InstanceVariableFilter, VariableFilter
from c8tui.text import counted

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

ONE = PageRequest(limit=1)


class Probe(Struct, frozen=True):
    """One endpoint and a question to it that changes nothing."""

    endpoint: str
    ask: Callable[[Wire, str], Awaitable[Any]]
    """With the key of what `needs` names, or "" when it needs none."""
    say: Callable[[Any], str]
    """The answer in words."""
    needs: str = ""
    """What has to have been found before, as `user task`."""
    finds: str = ""
    """What a search finds; `key` is the field of the item that holds its key."""
    key: str = ""
    since: str = ""
    """The version that brought it, for endpoints that supported versions may lack."""

    def key_of(self, page: Page[Any]) -> str:
        """The key of the first item, "" when the page is empty."""
        return str(getattr(page.items[0], self.key)) if page.items else ""


def _one(filter_: F) -> Search[F]:
    return Search(filter=filter_, page=PageRequest(limit=1))


def _found(page: Page[Any]) -> str:
    if not page.items:
        return "nothing found (200 with an empty list may also mean no permission)"
    more = "+" if page.page.has_more_total_items else ""
    return f"{page.page.total_items or len(page.items):,}{more} found"


def _xml(text: str) -> str:
    return counted(len(text), "character") if text else "none stored"


def _form(form: Form | None) -> str:
    return "there is none" if form is None else f"{form.form_id or 'a form'}, version {form.version}"


def _counted(page: Page[Any]) -> str:
    return "counts" if page.items else "counts nothing (which may also mean no permission)"


def _counts(found: Sequence[Any]) -> str:
    return f"counts {counted(len(found), 'element')}"


async def _jobs_of_an_hour(wire: Wire) -> Page[Any]:
    now = datetime.now(UTC)
    return await job_statistics.by_types(wire, now - timedelta(hours=1), now, ONE)


def _read(_: object) -> str:
    return "read"


PROBES: tuple[Probe, ...] = (
    Probe("user-tasks/search", lambda w, _: user_tasks.search(w, _one(UserTaskFilter())), _found,
          finds="user task", key="user_task_key"),
    Probe("user-tasks/KEY", user_tasks.get, _read, needs="user task"),
    Probe("user-tasks/KEY/form", user_tasks.form, _form, needs="user task"),
    Probe("user-tasks/KEY/variables/search",
          lambda w, key: user_tasks.variables(w, key, _one(VariableFilter())), _found, needs="user task"),
    Probe("user-tasks/KEY/effective-variables/search",
          lambda w, key: user_tasks.effective_variables(w, key, _one(VariableFilter())), _found,
          needs="user task", since="a late 8.8"),
    Probe("user-tasks/KEY/audit-logs/search",
          lambda w, key: user_tasks.audit_logs(w, key, _one(AuditLogFilter())), _found,
          needs="user task", since="8.9"),
    Probe("variables/search", lambda w, _: variables.search(w, _one(InstanceVariableFilter())), _found),
    Probe("jobs/search", lambda w, _: jobs.search(w, _one(JobFilter())), _found, finds="job", key="job_key"),
    Probe("jobs/statistics/by-types", lambda w, _: _jobs_of_an_hour(w), _counted, since="8.9"),
    Probe("incidents/search", lambda w, _: incidents.search(w, _one(IncidentFilter())), _found,
          finds="incident", key="incident_key"),
    Probe("incidents/KEY", incidents.get, _read, needs="incident"),
    Probe("incidents/statistics/process-instances-by-error", lambda w, _: incident_statistics.by_error(w, ONE),
          _counted, finds="error of incidents", key="error_hash_code", since="8.9"),
    Probe("incidents/statistics/process-instances-by-definition",
          lambda w, key: incident_statistics.by_definition(w, int(key), ONE), _counted,
          needs="error of incidents", since="8.9"),
    Probe("process-definitions/search", lambda w, _: processes.search(w, _one(ProcessDefinitionFilter())), _found,
          finds="process definition", key="process_definition_key"),
    Probe("process-definitions/KEY", processes.get, _read, needs="process definition"),
    Probe("process-definitions/KEY/xml", processes.xml, _xml, needs="process definition"),
    Probe("process-definitions/KEY/form", processes.start_form, _form, needs="process definition"),
    Probe("process-definitions/KEY/statistics/element-instances", process_statistics.by_element, _counts,
          needs="process definition"),
    Probe("process-definitions/statistics/process-instances", lambda w, _: process_statistics.by_process(w, ONE),
          _counted, finds="process with instances", key="process_definition_id", since="8.9"),
    Probe("process-definitions/statistics/process-instances-by-version",
          lambda w, key: process_statistics.by_version(w, _one(VersionStatisticsFilter(process_definition_id=key))),
          _counted, needs="process with instances", since="8.9"),
    Probe("process-instances/search", lambda w, _: process_instances.search(w, _one(ProcessInstanceFilter())), _found,
          finds="process instance", key="process_instance_key"),
    Probe("process-instances/KEY", process_instances.get, _read, needs="process instance"),
    Probe("process-instances/KEY/call-hierarchy", process_instances.call_hierarchy, _read, needs="process instance"),
    Probe("process-instances/KEY/sequence-flows", process_instances.sequence_flows, _read, needs="process instance"),
    Probe("process-instances/KEY/statistics/element-instances", process_instances.statistics, _counts,
          needs="process instance"),
    Probe("element-instances/search",
          lambda w, _: process_instances.search_elements(w, _one(ElementInstanceFilter())), _found),
    Probe("audit-logs/search", lambda w, _: process_instances.audit_logs(w, _one(InstanceAuditFilter())), _found,
          since="8.9"),
    Probe("batch-operations/search", lambda w, _: batch_operations.search(w, _one(BatchOperationFilter())), _found,
          finds="batch operation", key="batch_operation_key"),
    Probe("batch-operations/KEY", batch_operations.get, _read, needs="batch operation"),
    Probe("batch-operation-items/search", lambda w, _: batch_operations.items(w, _one(BatchItemFilter())), _found),
    Probe("message-subscriptions/search", lambda w, _: messages.search(w, _one(MessageSubscriptionFilter())), _found),
    Probe("correlated-message-subscriptions/search",
          lambda w, _: messages.correlated(w, _one(CorrelatedSubscriptionFilter())), _found),
    Probe("expression/evaluation", lambda w, _: expressions.evaluate(w, "=1 + 1", {}), lambda _: "evaluates",
          since="8.9"),
    Probe("decision-definitions/search", lambda w, _: decisions.search(w, _one(DecisionDefinitionFilter())), _found,
          finds="decision definition", key="decision_definition_key"),
    Probe("decision-definitions/KEY", decisions.get, _read, needs="decision definition"),
    Probe("decision-definitions/KEY/xml", decisions.xml, _xml, needs="decision definition"),
    Probe("decision-requirements/search",
          lambda w, _: decisions.search_requirements(w, _one(DecisionRequirementsFilter())), _found,
          finds="decision requirements graph", key="decision_requirements_key"),
    Probe("decision-requirements/KEY", decisions.get_requirements, _read, needs="decision requirements graph"),
    Probe("decision-requirements/KEY/xml", decisions.requirements_xml, _xml, needs="decision requirements graph"),
    Probe("decision-instances/search", lambda w, _: decisions.search_instances(w, _one(DecisionInstanceFilter())),
          _found, finds="decision instance", key="decision_evaluation_instance_key"),
    Probe("decision-instances/KEY", decisions.get_instance, _read, needs="decision instance"),
)  # fmt: skip
"""Searches come before what looks at their finds."""

COMMANDS: tuple[str, ...] = (
    "user-tasks/KEY/assignment", "user-tasks/KEY/assignee (DELETE)", "user-tasks/KEY (PATCH)",
    "user-tasks/KEY/completion", "jobs/activation", "jobs/KEY (PATCH)", "jobs/KEY/completion", "jobs/KEY/failure",
    "jobs/KEY/error", "incidents/KEY/resolution", "decision-definitions/evaluation", "process-instances", "documents",
    "deployments", "element-instances/KEY/variables (PUT)", "process-instances/KEY/cancellation",
    "process-instances/KEY/modification", "process-instances/KEY/migration", "process-instances/KEY/deletion",
    "process-instances/KEY/suspension", "process-instances/KEY/resumption",
    "process-instances/... (many at once)", "batch-operations/KEY/suspension",
    "batch-operations/KEY/resumption", "batch-operations/KEY/cancellation", "messages/publication",
    "messages/correlation", "signals/broadcast",
)  # fmt: skip
"""Endpoints that change something, and are therefore not tried."""
