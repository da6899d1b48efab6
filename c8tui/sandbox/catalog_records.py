"""What is deployed and what became of it as resources: definitions, forms, decisions, the audit log."""

from __future__ import annotations

from c8tui.sandbox import enums
from c8tui.sandbox.fields import Field as F
from c8tui.sandbox.fields import Resource

EVER = "8.8"

PROCESS_DEFINITIONS = Resource(
    table="process_definition",
    key="processDefinitionKey",
    fields=(
        F("name", filter="S", sort=EVER, null=True),
        F("resourceName", filter="=", sort=EVER),
        F("version", "int", filter="=", sort=EVER),
        F("versionTag", filter="=", sort=EVER, null=True, absent=""),
        F("processDefinitionId", filter="S", sort=EVER),
        F("tenantId", filter="=", sort=EVER),
        F("processDefinitionKey", "key", filter="=", sort=EVER),
        F("hasStartForm", "bool", filter="="),
        F("state", filter="=", values=enums.DEFINITION_STATES),
        F(
            "isLatestVersion",
            "bool",
            filter="=",
            shown=False,
            sql="(t.version = (SELECT max(o.version) FROM process_definition o WHERE o.process_definition_id ="
            " t.process_definition_id AND o.tenant_id = t.tenant_id))",
        ),
    ),
    hidden=(
        "xml TEXT NOT NULL",
        "source TEXT NOT NULL",
        "form_key INTEGER",
        "deployment_key INTEGER NOT NULL",
        "checksum TEXT NOT NULL",
        "bound TEXT NOT NULL",
    ),
    lookups=("process_definition_id, version",),
)

FORMS = Resource(
    table="form",
    key="formKey",
    fields=(
        F("tenantId"),
        F("formId"),
        F("schema"),
        F("version", "int"),
        F("formKey", "key"),
    ),
    lookups=("form_id, version",),
    hidden=(
        "version_tag TEXT",
        "resource_name TEXT NOT NULL",
        "deployment_key INTEGER NOT NULL",
        "checksum TEXT NOT NULL",
    ),
)

DECISION_DEFINITIONS = Resource(
    table="decision_definition",
    key="decisionDefinitionKey",
    fields=(
        F("decisionDefinitionId", filter="=", sort=EVER),
        F("decisionDefinitionKey", "key", filter="=", sort=EVER),
        F("decisionRequirementsId", filter="=", sort=EVER),
        F("decisionRequirementsKey", "key", filter="=", sort=EVER),
        F("decisionRequirementsName", filter="=@8.9", sort="8.9", since="8.9"),
        F("decisionRequirementsVersion", "int", filter="=@8.9", sort="8.9", since="8.9"),
        F("name", filter="=", sort=EVER),
        F("tenantId", filter="=", sort=EVER),
        F("version", "int", filter="=", sort=EVER),
        F(
            "isLatestVersion",
            "bool",
            filter="=@8.9",
            shown=False,
            sql="(t.version = (SELECT max(o.version) FROM decision_definition o WHERE o.decision_definition_id ="
            " t.decision_definition_id AND o.tenant_id = t.tenant_id))",
        ),
    ),
    lookups=("decision_definition_id, version", "decision_requirements_key"),
    hidden=("decision_type TEXT NOT NULL", "version_tag TEXT", "deployment_key INTEGER NOT NULL"),
)

DECISION_REQUIREMENTS = Resource(
    table="decision_requirements",
    key="decisionRequirementsKey",
    fields=(
        F("decisionRequirementsId", filter="=", sort=EVER),
        F("decisionRequirementsKey", "key", filter="=", sort=EVER),
        F("decisionRequirementsName", filter="=", sort=EVER),
        F("resourceName", filter="="),
        F("tenantId", filter="=", sort=EVER),
        F("version", "int", filter="=", sort=EVER),
    ),
    lookups=("decision_requirements_id, version",),
    hidden=("xml TEXT NOT NULL", "source TEXT NOT NULL", "deployment_key INTEGER NOT NULL", "checksum TEXT NOT NULL"),
)

DECISION_INSTANCES = Resource(
    table="decision_instance",
    key="decisionEvaluationInstanceKey",
    fields=(
        F("businessId", filter="S@8.10", sort="8.10", null=True, since="8.10"),
        F("decisionDefinitionId", filter="=", sort=EVER),
        F("decisionDefinitionKey", "key", filter="K", sort=EVER),
        F("decisionDefinitionName", filter="=", sort=EVER),
        F("decisionDefinitionType", filter="=", sort=EVER, values=enums.DECISION_TYPES),
        F("decisionDefinitionVersion", "int", filter="=", sort=EVER),
        F("decisionEvaluationInstanceKey", "instance", filter="K", sort=EVER),
        F("decisionEvaluationKey", "key", filter="=", sort=EVER),
        F("elementInstanceKey", "key", filter="K", sort=EVER, null=True),
        F("evaluationDate", "date", filter="D", sort=EVER),
        F("evaluationFailure", filter="=", sort=EVER, null=True),
        F("processDefinitionKey", "key", filter="=", sort=EVER, null=True),
        F("processInstanceKey", "key", filter="=", sort=EVER, null=True),
        F("result"),
        F("rootDecisionDefinitionKey", "key", filter="K@8.9", sort="8.9", since="8.9"),
        F("rootProcessInstanceKey", "key", null=True, since="8.9"),
        F("state", filter="= EN@8.9", sort=EVER, values=enums.DECISION_INSTANCE_STATES),
        F("tenantId", filter="=", sort=EVER),
        F("decisionRequirementsKey", "key", filter="K@8.9", shown=False),
    ),
    lookups=("decision_evaluation_instance_key", "decision_evaluation_key", "process_instance_key"),
    hidden=("evaluated_inputs TEXT NOT NULL", "matched_rules TEXT NOT NULL"),
)

AUDIT_LOGS = Resource(
    table="audit_log",
    key="auditLogKey",
    fields=(
        F("auditLogKey", "key", filter="K", sort=EVER),
        F("entityKey", "key", filter="K", sort=EVER),
        F("entityType", filter="E", sort=EVER, values=enums.AUDIT_ENTITIES),
        F("operationType", filter="E", sort=EVER, values=enums.AUDIT_OPERATIONS),
        F("batchOperationKey", "key", sort=EVER, null=True),
        F("batchOperationType", filter="E", sort=EVER, null=True, values=enums.BATCH_TYPES),
        F("timestamp", "date", filter="D", sort=EVER),
        F("actorId", filter="S", sort=EVER, null=True),
        F("actorType", filter="E", sort=EVER, null=True, values=enums.AUDIT_ACTORS),
        F("agentElementId", filter="S", null=True),
        F("tenantId", filter="S", sort=EVER, null=True),
        F("result", filter="E", sort=EVER, values=enums.AUDIT_RESULTS),
        F("category", filter="E", sort=EVER, values=enums.AUDIT_CATEGORIES),
        F("processDefinitionId", filter="S", sort=EVER, null=True),
        F("processDefinitionKey", "key", filter="K", sort=EVER, null=True),
        F("processInstanceKey", "key", filter="K", sort=EVER, null=True),
        F("rootProcessInstanceKey", "key", null=True),
        F("elementInstanceKey", "key", filter="K", sort=EVER, null=True),
        F("jobKey", "key", filter="K", sort=EVER, null=True),
        F("userTaskKey", "key", filter="BS", sort=EVER, null=True),
        F("decisionRequirementsId", filter="S", sort=EVER, null=True),
        F("decisionRequirementsKey", "key", filter="K", sort=EVER, null=True),
        F("decisionDefinitionId", filter="S", sort=EVER, null=True),
        F("decisionDefinitionKey", "key", filter="K", sort=EVER, null=True),
        F("decisionEvaluationKey", "key", filter="K", sort=EVER, null=True),
        F("deploymentKey", "key", filter="K", null=True),
        F("formKey", "key", filter="K", null=True),
        F("resourceKey", "key", filter="K", null=True),
        F("relatedEntityKey", "key", filter="K", null=True),
        F("relatedEntityType", filter="E", null=True, values=enums.AUDIT_ENTITIES),
        F("entityDescription", filter="S", null=True),
        F("inboundChannelType", filter="S@8.10", sort="8.10", null=True, since="8.10"),
        F("inboundChannelToolName", filter="S@8.10", sort="8.10", null=True, since="8.10"),
    ),
    lookups=("user_task_key, timestamp", "timestamp"),
)
