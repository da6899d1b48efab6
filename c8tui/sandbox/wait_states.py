"""Wait states: element instances that wait for a worker, a person or an event, each told with what it waits for."""

from __future__ import annotations

from c8tui.sandbox import enums
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.catalog import PROCESS_INSTANCES
from c8tui.sandbox.fields import Field, Resource
from c8tui.sandbox.reads import found, searching

_PLACE = (
    "s.key, e.root_process_instance_key, e.process_instance_key, e.key AS element_instance_key, e.element_id, "
    "e.type AS element_type, e.tenant_id, e.process_definition_id AS bpmn_process_id"
)
_JOBS = f"""
SELECT {_PLACE}, 'JOB' AS wait_state_type, json_object('waitStateType', 'JOB', 'jobKey', CAST(s.key AS TEXT),
  'jobType', s.type, 'jobKind', s.kind, 'listenerEventType', nullif(s.listener_event_type, 'UNSPECIFIED'),
  'retries', s.retries) AS details
FROM job s JOIN element_instance e ON e.key = s.element_instance_key WHERE s.phase <> 'done'
"""
_TASKS = f"""
SELECT {_PLACE}, 'USER_TASK', json_object('waitStateType', 'USER_TASK', 'taskKey', CAST(s.key AS TEXT),
  'dueDate', strftime('%Y-%m-%dT%H:%M:%fZ', s.due_date / 1000.0, 'unixepoch'))
FROM user_task s JOIN element_instance e ON e.key = s.element_instance_key
WHERE s.state NOT IN ('COMPLETED', 'CANCELED')
"""
_MESSAGES = f"""
SELECT {_PLACE}, 'MESSAGE', json_object('waitStateType', 'MESSAGE', 'messageName', s.message_name,
  'correlationKey', s.correlation_key)
FROM message_subscription s JOIN element_instance e ON e.key = s.element_instance_key
WHERE s.message_subscription_state IN ('CREATED', 'MIGRATED')
"""
_TIMERS = f"""
SELECT {_PLACE}, 'TIMER', json_object('waitStateType', 'TIMER', 'dueDate', s.due,
  'repetitions', CASE WHEN s.data ->> 'left' > {2**61} THEN -1 ELSE s.data ->> 'left' END)
FROM trigger_subscription s JOIN element_instance e ON e.key = s.execution_key
WHERE s.kind IN ('timer', 'suspended:timer')
"""
_SIGNALS = f"""
SELECT {_PLACE}, 'SIGNAL', json_object('waitStateType', 'SIGNAL', 'signalName', s.name)
FROM trigger_subscription s JOIN element_instance e ON e.key = s.execution_key
WHERE s.kind IN ('signal', 'suspended:signal')
"""
_CONDITIONS = f"""
SELECT {_PLACE}, 'CONDITION', json_object('waitStateType', 'CONDITION', 'expression', s.data ->> 'expression',
  'events', json(s.data -> 'events'))
FROM trigger_subscription s JOIN element_instance e ON e.key = s.execution_key
WHERE s.kind IN ('condition', 'suspended:condition')
"""
_TYPES = ("CONDITION", "JOB", "MESSAGE", "SIGNAL", "TIMER", "USER_TASK")
WAIT_STATES = Resource(
    table="(" + " UNION ALL ".join((_JOBS, _TASKS, _MESSAGES, _TIMERS, _SIGNALS, _CONDITIONS)) + ")",
    key="waitStateKey",
    fields=(
        Field("rootProcessInstanceKey", "key", filter="K", sort="8.10"),
        Field("processInstanceKey", "key", filter="K", sort="8.10"),
        Field("elementInstanceKey", "key", filter="K", sort="8.10"),
        Field("elementId", filter="S", sort="8.10"),
        Field("elementType", filter="E", values=enums.ELEMENT_TYPES),
        Field("waitStateType", filter="E", values=_TYPES, shown=False),
        Field("tenantId"),
        Field("bpmnProcessId"),
        Field("details", "json"),
    ),
)


async def waiting_elements(call: Call) -> object:
    """`GET /process-instances/{processInstanceKey}/statistics/wait-states`: waiting instances of each element."""
    number = int(found(call, PROCESS_INSTANCES, "process instance")["processInstanceKey"])
    sql = (
        "SELECT t.element_id, count(DISTINCT t.element_instance_key) "
        f"FROM {WAIT_STATES.table} t WHERE t.process_instance_key = ? GROUP BY 1 ORDER BY 1"
    )
    rows = call.world.store.select(sql, (number,))
    return {"items": [{"elementId": element, "waitingCount": count} for element, count in rows]}


ENDPOINTS = (
    Endpoint("search", "POST", "/element-instances/wait-states/search", searching(WAIT_STATES), "8.10"),
    Endpoint(
        "get",
        "GET",
        "/process-instances/{processInstanceKey}/statistics/wait-states",
        waiting_elements,
        "8.10",
    ),
)
