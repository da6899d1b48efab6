"""The fields of the records that lists show, by the names that columns, exports and scripts have for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from c8tui.model.base import encode
from c8tui.model.batch_operations import BatchOperation
from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.model.incidents import Incident
from c8tui.model.jobs import Job
from c8tui.model.messages import CorrelatedSubscription, MessageSubscription
from c8tui.model.process_instances import ProcessInstance
from c8tui.model.processes import ProcessDefinition
from c8tui.session.batch_operations import progress_words
from c8tui.session.export import Value

Fields = Mapping[str, Callable[[Any], Value]]
"""What a record holds, by name."""


def yes_or_no(holds: bool | None) -> str | None:
    """A truth as lists write it; None where nobody knows."""
    return None if holds is None else "yes" if holds else "no"


def requirements(definition: DecisionDefinition) -> str:
    """What the requirements graph of a decision is called: by its name, else by its id."""
    return definition.decision_requirements_name or definition.decision_requirements_id


def headers(job: Job) -> str | None:
    """The custom headers of a job as JSON; None where it has none."""
    return encode(job.custom_headers).decode() if job.custom_headers else None


def _result(instance: DecisionInstance) -> str | None:
    return instance.evaluation_failure if instance.state == "FAILED" else instance.result


JOB_FIELDS: Mapping[str, Callable[[Job], Value]] = {
    "key": lambda job: job.job_key,
    "type": lambda job: job.type,
    "state": lambda job: job.state,
    "retries": lambda job: job.retries,
    "prio": lambda job: job.priority,
    "lock": lambda job: job.deadline,
    "process": lambda job: job.process_definition_id,
    "worker": lambda job: job.worker,
    "kind": lambda job: job.kind,
    "error": lambda job: job.error_message or job.error_code,
    "error_code": lambda job: job.error_code,
    "tried_again": lambda job: yes_or_no(job.has_failed_with_retries_left),
    "denied": lambda job: yes_or_no(job.is_denied),
    "denied_for": lambda job: job.denied_reason,
    "listener_event": lambda job: job.listener_event_type,
    "element": lambda job: job.element_id,
    "element_instance": lambda job: job.element_instance_key,
    "instance": lambda job: job.process_instance_key,
    "root": lambda job: job.root_process_instance_key,
    "process_key": lambda job: job.process_definition_key,
    "headers": headers,
    "created": lambda job: job.creation_time,
    "changed": lambda job: job.last_update_time,
    "ended": lambda job: job.end_time,
    "deadline": lambda job: job.deadline,
    "tenant": lambda job: job.tenant_id,
}
INCIDENT_FIELDS: Mapping[str, Callable[[Incident], Value]] = {
    "key": lambda incident: incident.incident_key,
    "error": lambda incident: incident.error_type,
    "message": lambda incident: incident.error_message,
    "process": lambda incident: incident.process_definition_id,
    "element": lambda incident: incident.element_id,
    "state": lambda incident: incident.state,
    "since": lambda incident: incident.creation_time,
    "job": lambda incident: incident.job_key,
    "instance": lambda incident: incident.process_instance_key,
    "root": lambda incident: incident.root_process_instance_key,
    "element_instance": lambda incident: incident.element_instance_key,
    "process_key": lambda incident: incident.process_definition_key,
    "tenant": lambda incident: incident.tenant_id,
}
INSTANCE_FIELDS: Mapping[str, Callable[[ProcessInstance], Value]] = {
    "key": lambda one: one.process_instance_key,
    "process": lambda one: one.title,
    "version": lambda one: one.process_definition_version,
    "state": lambda one: one.state,
    "incident": lambda one: yes_or_no(one.has_incident),
    "business_id": lambda one: one.business_id,
    "started": lambda one: one.start_date,
    "ended": lambda one: one.end_date,
    "process_id": lambda one: one.process_definition_id,
    "definition": lambda one: one.process_definition_key,
    "called_by": lambda one: one.parent_process_instance_key,
    "root": lambda one: one.root_process_instance_key,
    "tags": lambda one: ", ".join(one.tags),
    "tenant": lambda one: one.tenant_id,
    "version_tag": lambda one: one.process_definition_version_tag,
    "call_activity": lambda one: one.parent_element_instance_key,
    "suspended": lambda one: one.suspended_date,
}
PROCESS_FIELDS: Mapping[str, Callable[[ProcessDefinition], Value]] = {
    "key": lambda one: one.process_definition_key,
    "process": lambda one: one.name or one.process_definition_id,
    "version": lambda one: one.version,
    "id": lambda one: one.process_definition_id,
    "tag": lambda one: one.version_tag,
    "file": lambda one: one.resource_name,
    "tenant": lambda one: one.tenant_id,
    "start_form": lambda one: yes_or_no(one.has_start_form),
    "state": lambda one: one.state,
}
BATCH_FIELDS: Mapping[str, Callable[[BatchOperation], Value]] = {
    "key": lambda one: one.batch_operation_key,
    "operation": lambda one: one.batch_operation_type,
    "state": lambda one: one.state,
    "done": lambda one: one.operations_completed_count,
    "failed": lambda one: one.operations_failed_count,
    "total": lambda one: one.operations_total_count,
    "started": lambda one: one.start_date,
    "ended": lambda one: one.end_date,
    "by": lambda one: one.actor_id,
    "actor_type": lambda one: one.actor_type,
    "progress": progress_words,
    "errors": lambda one: "; ".join(dict.fromkeys(error.message for error in one.errors if error.message)),
}
SUBSCRIPTION_FIELDS: Mapping[str, Callable[[MessageSubscription], Value]] = {
    "key": lambda one: one.message_subscription_key,
    "message": lambda one: one.message_name,
    "correlation_key": lambda one: one.correlation_key,
    "state": lambda one: one.message_subscription_state,
    "process": lambda one: one.process_definition_id,
    "element": lambda one: one.element_id,
    "instance": lambda one: one.process_instance_key,
    "since": lambda one: one.last_updated_date,
    "element_instance": lambda one: one.element_instance_key,
    "process_key": lambda one: one.process_definition_key,
    "tenant": lambda one: one.tenant_id,
}
CORRELATION_FIELDS: Mapping[str, Callable[[CorrelatedSubscription], Value]] = {
    "key": lambda one: one.message_key,
    "message": lambda one: one.message_name,
    "correlation_key": lambda one: one.correlation_key,
    "when": lambda one: one.correlation_time,
    "process": lambda one: one.process_definition_id,
    "element": lambda one: one.element_id,
    "instance": lambda one: one.process_instance_key,
    "business_id": lambda one: one.business_id,
    "subscription": lambda one: one.subscription_key,
    "element_instance": lambda one: one.element_instance_key,
    "process_key": lambda one: one.process_definition_key,
    "partition": lambda one: one.partition_id,
    "tenant": lambda one: one.tenant_id,
}
DECISION_FIELDS: Mapping[str, Callable[[DecisionDefinition], Value]] = {
    "key": lambda one: one.decision_definition_key,
    "decision": lambda one: one.name or one.decision_definition_id,
    "version": lambda one: one.version,
    "id": lambda one: one.decision_definition_id,
    "requirements": requirements,
    "tenant": lambda one: one.tenant_id,
    "requirements_id": lambda one: one.decision_requirements_id,
    "requirements_key": lambda one: one.decision_requirements_key,
    "requirements_version": lambda one: one.decision_requirements_version,
}
EVALUATION_FIELDS: Mapping[str, Callable[[DecisionInstance], Value]] = {
    "key": lambda one: one.decision_evaluation_instance_key,
    "decision": lambda one: one.decision_definition_name or one.decision_definition_id,
    "version": lambda one: one.decision_definition_version,
    "state": lambda one: one.state,
    "result": _result,
    "evaluated": lambda one: one.evaluation_date,
    "process_instance": lambda one: one.process_instance_key,
    "tenant": lambda one: one.tenant_id,
    "id": lambda one: one.decision_definition_id,
    "type": lambda one: one.decision_definition_type,
    "business_id": lambda one: one.business_id,
    "evaluation": lambda one: one.decision_evaluation_key,
    "decision_key": lambda one: one.decision_definition_key,
    "asked_decision": lambda one: one.root_decision_definition_key,
    "element_instance": lambda one: one.element_instance_key,
    "root": lambda one: one.root_process_instance_key,
    "process_key": lambda one: one.process_definition_key,
}
