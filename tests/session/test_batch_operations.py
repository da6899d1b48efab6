"""Batch operations over a sandbox: exactly the marked instances, progress, failures, and answers that are lost."""

from __future__ import annotations

import pytest

from c8tui.errors import OutcomeUnknown, Refusal
from c8tui.model.batch_operations import BatchOperation, BatchOperationError
from c8tui.model.process_instances import ElementMapping, ElementMigration, ProcessInstance
from c8tui.session.batch_operations import BatchQuery, end_words, progress_words
from c8tui.session.instance_batches import BatchPlan
from c8tui.session.session import Session
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox
from tests.session.lists import DIALECTS, all_of
from tests.session.test_process_instances import every_instance, told


async def over(session: Session, sandbox: Sandbox, key: str) -> BatchOperation:
    """The batch when it is over."""
    session.ops.batch_operations.sleep = sandbox.clock.sleep
    seen: list[str] = []
    batch = await session.ops.batch_operations.follow(key, lambda one: seen.append(progress_words(one)))
    assert seen
    return batch


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_exactly_the_marked_ones_are_canceled(open_session: OpenSession, dialect: str) -> None:
    sandbox = told("batch", dialect)
    session = await open_session(sandbox)
    everything = await every_instance(session, process_definition_id="newsletter")
    active = [one for one in everything if one.state == "ACTIVE"]
    done = next(one for one in everything if one.state == "COMPLETED")
    gone = ProcessInstance(process_instance_key="7", process_definition_id="newsletter")
    plan = await session.ops.instance_batches.plan("cancel", [*active[:5], done, gone])
    assert plan.instances == tuple(active[:5])
    assert dict(plan.reasons) == {"it is completed": 1, "it is not there any more": 1}
    assert plan.names == "Newsletter 5"
    key = await session.ops.instance_batches.start(plan)
    assert sandbox.bodies("/process-instances/cancellation") == [
        {"filter": {"processInstanceKey": {"$in": [*plan.keys]}}}
    ]
    batch = await over(session, sandbox, key)
    assert (batch.state, batch.operations_completed_count) == ("COMPLETED", 5)
    now = await every_instance(session, process_definition_id="newsletter", state="terminated")
    assert {one.process_instance_key for one in now} == {*plan.keys}
    assert session.ops.instance_batches.started == [key]


async def test_the_items_that_fail_are_told_with_their_reasons(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    renewals = (await every_instance(session, process_definition_id="renewal", state="active"))[:4]
    plan = await session.ops.instance_batches.plan("migrate", renewals)
    new, _ = await session.ops.process_definitions.versions("renewal")
    migration = ElementMigration(new.process_definition_key, (ElementMapping("nothing", "here"),))
    key = await session.ops.instance_batches.start(BatchPlan("migrate", plan.instances, (), migration))
    batch = await over(session, sandbox, key)
    assert batch.operations_failed_count == 4
    failed = await session.ops.batch_operations.failed_items(key)
    assert {one.process_instance_key for one in failed} == {*plan.keys}
    assert all(one.error_message for one in failed)
    assert "4 failed" in end_words(batch)
    assert await all_of(session.ops.batch_operations.items(key, "FAILED")) == [*failed]
    (listed,) = await all_of(session.ops.batch_operations.rows(BatchQuery(conditions={"batch_operation_key": key})))
    assert listed == batch


async def test_a_batch_is_held_up_goes_on_and_is_ended(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    batches = session.ops.batch_operations
    active = await every_instance(session, process_definition_id="renewal", state="active")
    key = await session.ops.instance_batches.start(await session.ops.instance_batches.plan("cancel", active))
    await batches.suspend(await batches.batch(key))
    held = await batches.batch(key)
    assert held.state == "SUSPENDED"
    with pytest.raises(Refusal, match="it is suspended"):
        await batches.suspend(held)
    await batches.resume(held)
    sandbox.clock.at += 1
    await batches.cancel(await batches.batch(key))
    batch = await over(session, sandbox, key)
    assert batch.state == "CANCELED"
    assert len(await every_instance(session, process_definition_id="renewal", state="active")) > 0
    with pytest.raises(Refusal, match="it is canceled"):
        await batches.resume(batch)


async def test_several_are_told_one_after_the_other_and_one_that_fails_keeps_none_from_it(
    open_session: OpenSession,
) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    batches, starts = session.ops.batch_operations, session.ops.instance_batches
    active = await every_instance(session, process_definition_id="renewal", state="active")
    for some in (active[:2], active[2:4]):
        await starts.start(await starts.plan("cancel", some))
    first, second = [await batches.batch(key) for key in starts.started]
    gone = BatchOperation(batch_operation_key="7", state="ACTIVE")
    (failed,) = await batches.each("suspend", [first, gone, second])
    assert "7" in failed.detail
    assert [(await batches.batch(key)).state for key in starts.started] == ["SUSPENDED", "SUSPENDED"]


async def test_a_batch_whose_answer_is_lost_is_found_and_not_started_twice(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    session.ops.instance_batches.sleep = sandbox.clock.sleep
    active = await every_instance(session, process_definition_id="newsletter", state="active")
    plan = await session.ops.instance_batches.plan("cancel", active[:3])
    await sandbox.faults("lost@*/process-instances/cancellation")
    key = await session.ops.instance_batches.start(plan)
    assert (await over(session, sandbox, key)).operations_completed_count == 3
    await sandbox.faults("504@*/process-instances/cancellation")
    with pytest.raises(OutcomeUnknown, match="does not tell whether it was started"):
        await session.ops.instance_batches.start(await session.ops.instance_batches.plan("cancel", active[3:5]))
    assert len(sandbox.bodies("/process-instances/cancellation")) == 2
    assert session.ops.instance_batches.started == [key]


async def test_what_came_with_a_later_version_is_said_and_not_sent(open_session: OpenSession) -> None:
    sandbox = told("batch", "8.8")
    session = await open_session(sandbox)
    done = await every_instance(session, process_definition_id="newsletter", state="completed")
    with pytest.raises(Refusal, match=r"comes with Camunda 8\.9; this cluster runs 8\.8"):
        await session.ops.instance_batches.plan("delete", done)
    assert sandbox.commands_sent() == []


async def test_following_outlives_failures_and_an_index_that_is_late(open_session: OpenSession) -> None:
    sandbox = Sandbox(dialect="8.9", story="batch", tasks=None, lag_ms=5_000)
    session = await open_session(sandbox)
    active = await every_instance(session, process_definition_id="newsletter", state="active")
    key = await session.ops.instance_batches.start(await session.ops.instance_batches.plan("cancel", active[:2]))
    await sandbox.faults("500@GET:/v2/batch-operations/*")
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await sandbox.clock.sleep(seconds)
        if len(waits) == 3:
            await sandbox.faults()

    session.ops.batch_operations.sleep = sleep
    batch = await session.ops.batch_operations.follow(key, lambda _: None)
    assert batch.state == "COMPLETED"
    assert len(waits) > 3


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_every_order_and_condition_is_understood_by_its_dialect(open_session: OpenSession, dialect: str) -> None:
    session = await open_session(told("batch", dialect))
    schema = session.ops.batch_operations.schema
    for order in schema.orders:
        await all_of(session.ops.batch_operations.rows(BatchQuery(sort=order.after(None))))
    for one in schema.conditions:
        words = one.example.split(",")[0]
        await all_of(session.ops.batch_operations.rows(BatchQuery(conditions={one.field: words})))
    assert any(one.field == "actor_id" for one in schema.conditions) == (dialect != "8.8")


def test_counts_that_contradict_each_other_are_told_as_they_came() -> None:
    odd = BatchOperation(
        batch_operation_key="1", state="FAILED", batch_operation_type="CANCEL_PROCESS_INSTANCE",
        operations_total_count=0, operations_failed_count=11, operations_completed_count=11,
        errors=(BatchOperationError(message="query failed"), BatchOperationError(message="query failed")),
    )  # fmt: skip
    assert progress_words(odd) == "22 done, 0 counted, 11 failed"
    assert end_words(odd) == (
        "Batch cancel process instance failed: 11 done, 11 failed: query failed"
    )  # fmt: skip
