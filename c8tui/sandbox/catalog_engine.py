"""What the engine works with as resources: element instances, subscriptions, batches, and what it keeps for itself."""

from __future__ import annotations

from c8tui.sandbox import enums
from c8tui.sandbox.fields import Field as F
from c8tui.sandbox.fields import Resource

EVER = "8.8"
NO_KEY = "-1"
"""What the engine says for a key that is missing where every answer has one: no decision needs a process instance."""

ELEMENT_INSTANCES = Resource(
    table="element_instance",
    key="elementInstanceKey",
    fields=(
        F("processDefinitionId", filter="=", sort=EVER),
        F("startDate", "date", filter="D", sort=EVER),
        F("endDate", "date", filter="D", sort=EVER, null=True),
        F("elementId", filter="= S@8.10", sort=EVER),
        F("elementName", filter="= S@8.10", sort=EVER),
        F("type", filter="=", sort=EVER, values=enums.ELEMENT_TYPES),
        F("state", filter="E", sort=EVER, values=enums.ELEMENT_INSTANCE_STATES),
        F("hasIncident", "bool", filter="="),
        F("tenantId", filter="=", sort=EVER),
        F("elementInstanceKey", "key", filter="=", sort=EVER),
        F("processInstanceKey", "key", filter="=", sort=EVER),
        F("rootProcessInstanceKey", "key", null=True, since="8.9"),
        F("processDefinitionKey", "key", filter="=", sort=EVER),
        F("incidentKey", "key", filter="=", sort=EVER, null=True),
        F("elementInstanceScopeKey", "key", filter="=", shown=False),
    ),
    lookups=(
        "process_instance_key",
        "element_instance_scope_key",
        "process_definition_key, element_id, state",
        "element_id, state, has_incident, process_instance_key",
    ),
)

MESSAGE_SUBSCRIPTIONS = Resource(
    table="message_subscription",
    key="messageSubscriptionKey",
    fields=(
        F("messageSubscriptionKey", "key", filter="K", sort=EVER),
        F("processDefinitionId", filter="S", sort=EVER),
        F("processDefinitionKey", "key", filter="K@8.9", null=True),
        F("processInstanceKey", "key", filter="K", sort=EVER, null=True),
        F("rootProcessInstanceKey", "key", null=True, since="8.9"),
        F("elementId", filter="S", sort=EVER),
        F("elementInstanceKey", "key", filter="K", sort=EVER, null=True),
        F("messageSubscriptionState", filter="E", sort=EVER, values=enums.SUBSCRIPTION_STATES),
        F("lastUpdatedDate", "date", filter="D", sort=EVER),
        F("messageName", filter="S", sort=EVER),
        F("correlationKey", filter="S", sort=EVER, null=True),
        F("messageSubscriptionType", filter="E@8.10", sort="8.10", since="8.10", values=enums.SUBSCRIPTION_TYPES),
        F("toolProperties", "json", since="8.10"),
        F("processDefinitionName", filter="S@8.10", sort="8.10", null=True, since="8.10"),
        F("processDefinitionVersion", "int", filter="I@8.10", sort="8.10", null=True, since="8.10"),
        F("toolName", filter="S@8.10", sort="8.10", null=True, since="8.10"),
        F("inboundConnectorType", filter="S@8.10", sort="8.10", null=True, since="8.10"),
        F("tenantId", filter="S", sort=EVER),
    ),
    lookups=(
        "message_name, correlation_key, message_subscription_state",
        "element_instance_key",
        "process_instance_key",
        "process_definition_key",
    ),
    hidden=("interrupting INTEGER NOT NULL",),
)

CORRELATED_MESSAGE_SUBSCRIPTIONS = Resource(
    table="correlated_message_subscription",
    key="correlatedSubscriptionKey",
    fields=(
        F("businessId", filter="S@8.10", sort="8.10", null=True, since="8.10"),
        F("correlationKey", filter="S", sort=EVER, null=True, absent=""),
        F("correlationTime", "date", filter="D", sort=EVER),
        F("elementId", filter="S", sort=EVER),
        F("elementInstanceKey", "key", filter="K", sort=EVER, null=True),
        F("messageKey", "key", filter="BS", sort=EVER),
        F("messageName", filter="S", sort=EVER),
        F("partitionId", "int", filter="I", sort=EVER),
        F("processDefinitionId", filter="S", sort=EVER),
        F("processDefinitionKey", "key", filter="K", sort=EVER),
        F("processInstanceKey", "key", filter="K", sort=EVER),
        F("rootProcessInstanceKey", "key", null=True, since="8.9"),
        F("subscriptionKey", "key", filter="K", sort=EVER),
        F("tenantId", filter="S", sort=EVER),
        F("correlatedSubscriptionKey", "key", shown=False),
    ),
    lookups=("message_key", "process_instance_key"),
)

RESOURCE_FILES = Resource(
    table="resource",
    key="resourceKey",
    fields=(
        F("resourceName", filter="S", sort=EVER),
        F("version", "int", filter="I", sort=EVER),
        F("versionTag", filter="S", sort=EVER, null=True, absent=""),
        F("resourceId", filter="S", sort=EVER),
        F("tenantId", filter="=", sort=EVER),
        F("resourceKey", "key", filter="K", sort=EVER),
        F("deploymentKey", "key", filter="K", sort=EVER, shown=False),
    ),
    lookups=("resource_id, version",),
    hidden=("content BLOB NOT NULL", "checksum TEXT NOT NULL"),
)

BATCH_OPERATIONS = Resource(
    table="batch_operation",
    key="batchOperationKey",
    fields=(
        F("batchOperationKey", "key", filter="BS", sort=EVER),
        F("state", filter="E", sort=EVER, values=enums.BATCH_STATES),
        F("batchOperationType", filter="", values=enums.BATCH_TYPES),
        F("operationType", filter="E", sort=EVER, shown=False, values=enums.BATCH_TYPES),
        F("startDate", "date", sort=EVER, null=True),
        F("endDate", "date", sort=EVER, null=True),
        F("actorType", filter="=@8.9", sort="8.9", null=True, since="8.9", values=enums.AUDIT_ACTORS),
        F("actorId", filter="S@8.9", sort="8.9", null=True, since="8.9"),
        F("operationsTotalCount", "int"),
        F("operationsFailedCount", "int"),
        F("operationsCompletedCount", "int"),
        F("errors", "json"),
    ),
    lookups=("state",),
    hidden=("plan TEXT NOT NULL",),
)

BATCH_ITEMS = Resource(
    table="batch_operation_item",
    key="batchItemKey",
    fields=(
        F("operationType", filter="E@8.9", values=enums.BATCH_TYPES),
        F("batchOperationKey", "key", filter="BS", sort=EVER),
        F("itemKey", "key", filter="BS", sort=EVER),
        F("processInstanceKey", "key", filter="K", sort=EVER, null=True, absent=NO_KEY, absent_end=""),
        F("rootProcessInstanceKey", "key", null=True, since="8.9"),
        F("state", filter="E", sort=EVER, values=enums.BATCH_ITEM_STATES),
        F("processedDate", "date", sort="8.9", null=True),
        F("errorMessage", null=True),
        F("batchItemKey", "key", shown=False),
    ),
    lookups=("batch_operation_key, state", "process_instance_key"),
    hidden=("tenant_id TEXT NOT NULL",),
)

EXECUTIONS = Resource(
    table="execution",
    key="key",
    fields=(
        F("processInstanceKey", "key"),
        F("parentKey", "key", null=True),
        F("definitionKey", "key"),
        F("elementId"),
        F("type"),
        F("phase"),
        F("children", "int"),
        F("data", "json"),
    ),
    lookups=("parent_key, element_id", "process_instance_key"),
    internal=True,
)
"""What is active: one row for each process instance and element instance, gone when it ends."""

TRIGGERS = Resource(
    table="trigger_subscription",
    key="key",
    fields=(
        F("kind"),
        F("executionKey", "key", null=True),
        F("definitionKey", "key"),
        F("elementId"),
        F("name", null=True),
        F("due", "date", null=True),
        F("data", "json"),
        F("tenantId"),
    ),
    lookups=("kind, due", "kind, name", "execution_key", "definition_key"),
    internal=True,
)
"""Who waits for timers, signals and conditions; an execution is missing where a process waits to be started."""

MESSAGES = Resource(
    table="message",
    key="key",
    fields=(
        F("name"),
        F("correlationKey"),
        F("messageId", null=True),
        F("deadline", "date"),
        F("variables", "json"),
        F("correlatedTo", "json"),
        F("businessId", null=True),
        F("tenantId"),
    ),
    lookups=("name, correlation_key", "deadline"),
    internal=True,
)
"""Published messages until their time to live is over."""

DOCUMENTS = Resource(
    table="document",
    key="key",
    fields=(
        F("documentId"),
        F("contentHash"),
        F("contentType"),
        F("fileName"),
        F("expiresAt", "date", null=True),
        F("size", "int"),
        F("processDefinitionId", null=True),
        F("processInstanceKey", "key", null=True),
        F("customProperties", "json"),
    ),
    lookups=("document_id",),
    hidden=("content BLOB NOT NULL",),
    internal=True,
)

SEQUENCE_FLOWS = Resource(
    table="sequence_flow",
    key="key",
    fields=(
        F("sequenceFlowId"),
        F("processInstanceKey", "key"),
        F("rootProcessInstanceKey", "key", null=True),
        F("processDefinitionKey", "key"),
        F("processDefinitionId"),
        F("elementId"),
        F("tenantId"),
    ),
    lookups=("process_instance_key, sequence_flow_id",),
)
