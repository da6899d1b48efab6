"""The endpoints of the first release as harmless questions: what each needs, asks and finds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from c8tui.api import decisions, expressions, incidents, jobs, processes, user_tasks
from c8tui.model.audit_logs import AuditLogFilter
from c8tui.model.decisions import DecisionDefinitionFilter, DecisionInstanceFilter, DecisionRequirementsFilter
from c8tui.model.incidents import IncidentFilter
from c8tui.model.jobs import JobFilter
from c8tui.model.processes import ProcessDefinitionFilter
from c8tui.model.search import F, Page, PageRequest, Search
from c8tui.model.user_tasks import Form, UserTaskFilter
from c8tui.model.variables import VariableFilter
from c8tui.text import counted

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


@dataclass(frozen=True, slots=True)
class Probe:
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
        return getattr(page.items[0], self.key) if page.items else ""


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
    Probe("jobs/search", lambda w, _: jobs.search(w, _one(JobFilter())), _found, finds="job", key="job_key"),
    Probe("incidents/search", lambda w, _: incidents.search(w, _one(IncidentFilter())), _found,
          finds="incident", key="incident_key"),
    Probe("incidents/KEY", incidents.get, _read, needs="incident"),
    Probe("process-definitions/search", lambda w, _: processes.search(w, _one(ProcessDefinitionFilter())), _found,
          finds="process definition", key="process_definition_key"),
    Probe("process-definitions/KEY", processes.get, _read, needs="process definition"),
    Probe("process-definitions/KEY/xml", processes.xml, _xml, needs="process definition"),
    Probe("process-definitions/KEY/form", processes.start_form, _form, needs="process definition"),
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
    "jobs/KEY/error", "decision-definitions/evaluation", "process-instances", "documents",
)  # fmt: skip
"""Endpoints that change something, and are therefore not tried."""
