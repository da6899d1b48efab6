"""What operators do to one process instance: modify, migrate, delete, suspend, resume, give it a business id."""

from __future__ import annotations

from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.engine.deletion import delete_instance
from c8tui.sandbox.engine.lifecycle import AD_HOC
from c8tui.sandbox.engine.migration import Migration, read_plan
from c8tui.sandbox.engine.modification import Modification
from c8tui.sandbox.engine.suspension import resume, running, suspend
from c8tui.sandbox.jobs import elements_to_activate
from c8tui.sandbox.problems import invalid, rejected
from c8tui.sandbox.process_instances import active_instance, business_id_of, operation_reference, record_instance


async def modify(call: Call) -> None:
    """`POST /process-instances/{processInstanceKey}/modification`: all instructions, or none of them."""
    moves = ("moveInstructions",) if call.world.speaks("8.9") else ()
    body = call.body.only("operationReference", "activateInstructions", "terminateInstructions", *moves)
    operation_reference(body)
    engine = call.world.engine
    with engine.transaction(call.world.now()):
        instance = running(active_instance(call, "MODIFY"), "MODIFY")
        Modification(engine, instance).read(body).carry_out()
        record_instance(call, instance.key, "MODIFY")


async def migrate(call: Call) -> None:
    """`POST /process-instances/{processInstanceKey}/migration`: all that is active, or nothing."""
    body = call.body.only("targetProcessDefinitionKey", "mappingInstructions", "operationReference")
    operation_reference(body)
    plan, engine = read_plan(body), call.world.engine
    with engine.transaction(call.world.now()):
        instance = running(active_instance(call, "MIGRATE"), "MIGRATE")
        Migration(engine, instance, plan).check().carry_out()
        record_instance(call, instance.key, "MIGRATE")


async def delete(call: Call) -> None:
    """`POST /process-instances/{processInstanceKey}/deletion`: of one that has ended; 409 while it is active."""
    operation_reference(call.body.only("operationReference"))
    number, engine = call.key("processInstanceKey"), call.world.engine
    with engine.transaction(call.world.now()):
        row = call.world.store.get("process_instance", number)
        if row is None or row["tenant_id"] not in call.principal.tenants:
            raise rejected("DELETE", "NOT_FOUND", f"no process instance has the key '{number}'")
        record_instance(call, number, "DELETE")
        delete_instance(engine, row)


async def suspend_instance(call: Call) -> None:
    """`POST /process-instances/{processInstanceKey}/suspension`."""
    operation_reference(call.body.only("operationReference"))
    with call.world.engine.transaction(call.world.now()):
        instance = active_instance(call, "SUSPEND")
        suspend(call.world.engine, instance)
        record_instance(call, instance.key, "SUSPEND")


async def resume_instance(call: Call) -> None:
    """`POST /process-instances/{processInstanceKey}/resumption`."""
    operation_reference(call.body.only("operationReference"))
    with call.world.engine.transaction(call.world.now()):
        instance = active_instance(call, "RESUME")
        resume(call.world.engine, instance)
        record_instance(call, instance.key, "RESUME")


async def assign_business_id(call: Call) -> None:
    """`POST .../{processInstanceKey}/business-id-assignment`: 409 for one that has an id or was called."""
    body = call.body.only("businessId")
    body.need("businessId")
    business_id = business_id_of(body)
    if not business_id:
        raise invalid("The property 'businessId' must not be empty.")
    engine = call.world.engine
    with engine.transaction(call.world.now()):
        instance = active_instance(call, "ASSIGN_BUSINESS_ID")
        row = engine.records.instance_of(instance)
        if instance.parent is not None or row["business_id"] is not None:
            reason = "was called by another" if instance.parent is not None else "has a business id"
            raise rejected("ASSIGN_BUSINESS_ID", "INVALID_STATE", f"process instance '{instance.key}' {reason}")
        engine.records.change("process_instance", instance.key, business_id=business_id)
        for table in ("job", "user_task"):
            for one in engine.store.find(table, process_instance_key=instance.key):
                if one["state"] not in ("COMPLETED", "CANCELED"):
                    engine.store.put(table, one | {"business_id": business_id}, engine.work.at)
        record_instance(call, instance.key, "UPDATE")


async def activate_ad_hoc(call: Call) -> None:
    """`POST .../ad-hoc-activities/{adHocSubProcessInstanceKey}/activation`: begins elements; 404 for unknown ones."""
    body = call.body.only("elements", "cancelRemainingInstances")
    body.need("elements")
    wanted = elements_to_activate(body, "elements")
    remaining = body.flag("cancelRemainingInstances", False)
    number, engine = call.key("adHocSubProcessInstanceKey"), call.world.engine
    with engine.transaction(call.world.now()):
        execution = engine.work.find(number)
        if execution is None or execution.type != AD_HOC or not execution.hears or not _visible(call, number):
            raise rejected("ACTIVATE", "NOT_FOUND", f"no active ad-hoc subprocess instance has the key '{number}'")
        engine.ad_hoc.check(execution, [element_id for element_id, _ in wanted], "ACTIVATE")
        engine.ad_hoc.activate(execution, wanted, cancel_remaining=remaining)


def _visible(call: Call, element_instance: int) -> bool:
    row = call.world.store.get("element_instance", element_instance)
    return row is not None and row["tenant_id"] in call.principal.tenants


_OF = "/process-instances/{processInstanceKey}"
ENDPOINTS = (
    Endpoint("command", "POST", f"{_OF}/modification", modify),
    Endpoint("command", "POST", f"{_OF}/migration", migrate),
    Endpoint("command", "POST", f"{_OF}/deletion", delete, "8.9"),
    Endpoint("command", "POST", f"{_OF}/suspension", suspend_instance, "8.10"),
    Endpoint("command", "POST", f"{_OF}/resumption", resume_instance, "8.10"),
    Endpoint("command", "POST", f"{_OF}/business-id-assignment", assign_business_id, "8.10"),
    Endpoint(
        "command",
        "POST",
        "/element-instances/ad-hoc-activities/{adHocSubProcessInstanceKey}/activation",
        activate_ad_hoc,
    ),
)
