"""Running work as resources: user tasks, variables, jobs, incidents and process instances."""

from __future__ import annotations

from c8tui.sandbox import enums
from c8tui.sandbox.fields import Field as F
from c8tui.sandbox.fields import Resource

EVER = "8.8"

USER_TASKS = Resource(
    table="user_task",
    key="userTaskKey",
    fields=(
        F("name", filter="= S@8.9", sort=EVER, few=True),
        F("state", filter="E", values=enums.USER_TASK_STATES),
        F("assignee", filter="S", null=True, few=True),
        F("elementId", filter="="),
        F("candidateGroups", "json"),
        F("candidateUsers", "json"),
        F("processDefinitionId", filter="= S@8.10", few=True),
        F("creationDate", "date", filter="D", sort=EVER),
        F("completionDate", "date", filter="D", sort=EVER, null=True),
        F("followUpDate", "date", filter="D", sort=EVER, null=True),
        F("dueDate", "date", filter="D", sort=EVER, null=True),
        F("tenantId", filter="S"),
        F("externalFormReference", null=True),
        F("processDefinitionVersion", "int"),
        F("customHeaders", "json"),
        F("priority", "int", filter="I", sort=EVER),
        F("userTaskKey", "key", filter="="),
        F("elementInstanceKey", "key", filter="="),
        F("processName", null=True),
        F("processDefinitionKey", "key", filter="= K@8.10"),
        F("processInstanceKey", "key", filter="= K@8.10"),
        F("rootProcessInstanceKey", "key", null=True, since="8.9"),
        F("businessId", filter="S@8.10", sort="8.10", null=True, since="8.10"),
        F("formKey", "key", null=True),
        F("tags", "json", filter="TAGS@8.9", since="8.9"),
        F("candidateGroup", "member", filter="S", shown=False, sql="t.candidate_groups"),
        F("candidateUser", "member", filter="S", shown=False, sql="t.candidate_users"),
        F("processInstanceVariables", filter="VV", shown=False, sql="t.process_instance_key"),
        F("localVariables", filter="VV", shown=False, sql="t.element_instance_key"),
    ),
    state_branches=enums.USER_TASK_STATES,
    indexes=(
        (),
        ("creation_date",),
        ("completion_date_order",),
        ("follow_up_date_order",),
        ("due_date_order",),
        ("priority",),
        ("priority DESC", "due_date_order"),
        ("name",),
    ),
    lookups=(
        "assignee, state, priority, due_date_order, key",
        "candidate_groups, state, assignee, due_date_order, key",
        "candidate_users, state, key",
        "process_definition_id, state, key",
        "process_instance_key",
        "tenant_id, state, key",
    ),
)

VARIABLES = Resource(
    table="variable",
    key="variableKey",
    fields=(
        F("name", filter="S", sort=EVER),
        F("tenantId", filter="=", sort=EVER),
        F("variableKey", "key", filter="K", sort=EVER),
        F("scopeKey", "key", filter="K", sort=EVER),
        F("processInstanceKey", "key", filter="K", sort=EVER),
        F("rootProcessInstanceKey", "key", null=True, since="8.9"),
        F("value", filter="S", sort=EVER),
        F("isTruncated", "bool", filter="=", shown=False, sql="(length(t.value) > 8191)"),
    ),
    lookups=("scope_key, name", "process_instance_key"),
    partial=("name, value WHERE length(value) <= 40",),
)

JOBS = Resource(
    table="job",
    key="jobKey",
    fields=(
        F("customHeaders", "json"),
        F("deadline", "date", filter="D", sort=EVER, null=True),
        F("deniedReason", filter="S", sort=EVER, null=True),
        F("elementId", filter="S", sort=EVER, null=True, absent=""),
        F("elementInstanceKey", "key", filter="K", sort=EVER),
        F("endTime", "date", filter="D", sort=EVER, null=True),
        F("errorCode", filter="S", sort=EVER, null=True),
        F("errorMessage", filter="S", sort=EVER, null=True),
        F("hasFailedWithRetriesLeft", "bool", filter="=", sort="8.9"),
        F("isDenied", "bool", filter="=", sort=EVER, null=True),
        F("jobKey", "key", filter="K", sort=EVER),
        F("kind", filter="E", sort=EVER, values=enums.JOB_KINDS),
        F("listenerEventType", filter="E", sort=EVER, values=enums.LISTENER_EVENTS),
        F("processDefinitionId", filter="S", sort=EVER),
        F("processDefinitionKey", "key", filter="K", sort=EVER),
        F("processInstanceKey", "key", filter="K", sort=EVER),
        F("rootProcessInstanceKey", "key", null=True, since="8.9"),
        F("businessId", null=True, since="8.10"),
        F("retries", "int", filter="I", sort=EVER),
        F("state", filter="E", sort=EVER, values=enums.JOB_STATES),
        F("tenantId", filter="S", sort=EVER),
        F("type", filter="S", sort=EVER),
        F("worker", filter="S", sort=EVER),
        F("creationTime", "date", filter="D@8.9", sort="8.10", null=True, since="8.9"),
        F("lastUpdateTime", "date", filter="D@8.9", null=True, since="8.9"),
        F("priority", "int", filter="I@8.10", sort="8.10", since="8.10"),
    ),
    lookups=("type, phase, key", "phase, ready_at", "process_instance_key", "element_instance_key"),
    partial=("process_instance_key WHERE state = 'FAILED' AND retries > 0",),
    hidden=("phase TEXT NOT NULL", "ready_at INTEGER NOT NULL", "process_definition_version INTEGER NOT NULL"),
)

INCIDENTS = Resource(
    table="incident",
    key="incidentKey",
    fields=(
        F("processDefinitionId", filter="S", sort=EVER),
        F("errorType", filter="E EN@8.9", sort=EVER, values=enums.INCIDENT_TYPES),
        F("errorMessage", filter="S", sort=EVER, sort_end="8.9"),
        F("elementId", filter="S", sort=EVER),
        F("creationTime", "date", filter="D", sort=EVER),
        F("state", filter="E EN@8.9", sort=EVER, values=enums.INCIDENT_STATES),
        F("tenantId", filter="S", sort=EVER),
        F("incidentKey", "key", filter="BS", sort=EVER),
        F("processDefinitionKey", "key", filter="K", sort=EVER),
        F("processInstanceKey", "key", filter="K", sort=EVER),
        F("rootProcessInstanceKey", "key", null=True, since="8.9"),
        F("elementInstanceKey", "key", filter="K", sort=EVER),
        F("jobKey", "key", filter="K", sort=EVER, null=True),
    ),
    lookups=("process_instance_key", "job_key", "element_instance_key, state", "state, error_hash"),
    hidden=("error_hash INTEGER NOT NULL",),
)

_ELEMENT = "(t.key IN (SELECT e.process_instance_key FROM element_instance e WHERE {}))"
_INCIDENT = "(t.key IN (SELECT i.process_instance_key FROM incident i WHERE i.state = 'ACTIVE' AND {}))"
_BATCH_ITEM = "(t.key IN (SELECT b.process_instance_key FROM batch_operation_item b WHERE {}))"
_FAILED_JOB = "(t.key IN (SELECT j.process_instance_key FROM job j WHERE j.state = 'FAILED' AND j.retries > 0 AND {}))"
_BATCH_KEY = "CAST(b.batch_operation_key AS TEXT)"

PROCESS_INSTANCES = Resource(
    table="process_instance",
    key="processInstanceKey",
    fields=(
        F("processDefinitionId", filter="S", sort=EVER),
        F("processDefinitionName", filter="S", sort=EVER, null=True, absent=""),
        F("processDefinitionVersion", "int", filter="I", sort=EVER),
        F("processDefinitionVersionTag", filter="S", sort=EVER, null=True, absent=""),
        F("startDate", "date", filter="D", sort=EVER),
        F("endDate", "date", filter="D", sort=EVER, null=True),
        F("state", filter="E", sort=EVER, values=enums.PROCESS_INSTANCE_STATES),
        F("suspendedDate", "date", filter="D@8.10", sort="8.10", null=True, since="8.10"),
        F("hasIncident", "bool", filter="=", sort=EVER),
        F("tenantId", filter="S", sort=EVER),
        F("processInstanceKey", "key", filter="K", sort=EVER),
        F("processDefinitionKey", "key", filter="K", sort=EVER),
        F("parentProcessInstanceKey", "key", filter="K", sort=EVER, null=True),
        F("parentElementInstanceKey", "key", filter="K", sort=EVER, null=True),
        F("rootProcessInstanceKey", "key", null=True, since="8.9"),
        F("tags", "json", filter="TAGS"),
        F("businessId", filter="S@8.9", sort="8.9", null=True, since="8.9"),
        F("variables", filter="VV", shown=False, sql="t.key"),
        F("errorMessage", filter="S", shown=False, sql="i.error_message", through=_INCIDENT),
        F("incidentErrorHashCode", "int", filter="I", shown=False, sql="i.error_hash", through=_INCIDENT),
        F("elementId", filter="S", shown=False, sql="e.element_id", through=_ELEMENT),
        F(
            "elementInstanceState",
            filter="E",
            shown=False,
            sql="e.state",
            values=enums.ELEMENT_INSTANCE_STATES,
            through=_ELEMENT,
        ),
        F("hasElementInstanceIncident", "bool", filter="=", shown=False, sql="e.has_incident", through=_ELEMENT),
        F("batchOperationId", filter="S", shown=False, sql=_BATCH_KEY, through=_BATCH_ITEM),
        F("batchOperationKey", filter="S", shown=False, sql=_BATCH_KEY, through=_BATCH_ITEM),
        F("hasRetriesLeft", "bool", filter="=", shown=False, sql="1", through=_FAILED_JOB),
    ),
    state_branches=("ACTIVE", "COMPLETED", "TERMINATED", "SUSPENDED"),
    indexes=((), ("start_date",), ("end_date_order",)),
    lookups=("parent_process_instance_key", "process_definition_key, state, has_incident"),
)
