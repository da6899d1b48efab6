"""Process instances over a sandbox: every filter and sort of each dialect, one by its key, what belongs to it."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.errors import NotFound, OutcomeUnknown, Refusal
from c8tui.model.process_instances import ElementInstance, ProcessInstance, ProcessInstanceFilter
from c8tui.session.drafts import Drafts
from c8tui.session.element_tree import ElementTree, TreeRow
from c8tui.session.filter_syntax import NotWords
from c8tui.session.instance_detail import NoDiagram
from c8tui.session.instance_rules import Operation
from c8tui.session.instance_writes import InstanceWrites
from c8tui.session.migration import MigrationProposal
from c8tui.session.modification import ModificationStep, PendingModification
from c8tui.session.process_definitions import ProcessQuery
from c8tui.session.process_instances import InstanceQuery
from c8tui.session.session import Session
from tests.clocks import Clock
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox
from tests.session.lists import DIALECTS, all_of

PATH = "/process-instances/search"


async def every_instance(session: Session, **conditions: str) -> list[ProcessInstance]:
    return await all_of(session.ops.process_instances.rows(InstanceQuery(conditions=conditions)))


def told(story: str, dialect: str = "8.9", **options: Any) -> Sandbox:
    """A sandbox that tells a story."""
    return Sandbox(dialect=dialect, story=story, tasks=None, **options)


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_each_condition_narrows(open_session: OpenSession, dialect: str) -> None:
    session = await open_session(told("incidents", dialect))
    everything = await every_instance(session)
    stuck = await every_instance(session, has_incident="yes")
    assert {one.process_instance_key for one in stuck} == {
        one.process_instance_key for one in everything if one.has_incident
    }
    assert 0 < len(stuck) < len(everything)
    some = next(one for one in stuck if one.process_definition_id == "charge-order")
    assert await every_instance(session, process_instance_key=f"1, {some.process_instance_key}") == [some]
    charged = await every_instance(session, process_definition_id="charge-*")
    assert {one.process_definition_id for one in charged} == {"charge-order"}
    assert await every_instance(session, error_message="*did not answer*", process_definition_id="parcel") == []
    none_called = await every_instance(session, parent_process_instance_key="none")
    assert len(none_called) == len(everything)


async def test_several_variables_and_alternatives(open_session: OpenSession) -> None:
    sandbox = told("incidents")
    session = await open_session(sandbox)
    (one,) = await every_instance(session, variables='orderNo = "O-0003"; amount exists')
    assert sandbox.bodies(PATH)[-1]["filter"]["variables"] == [
        {"name": "orderNo", "value": '"O-0003"'},
        {"name": "amount", "value": {"$exists": True}},
    ]
    either = await every_instance(session, any_of='variables orderNo = "O-0003" | process_definition_id = parcel')
    assert one in either
    assert {each.process_definition_id for each in either} == {"charge-order", "parcel"}
    assert [*sandbox.bodies(PATH)[-1]["filter"]["$or"][1]] == ["processDefinitionId"]
    for words in ("state = active", "state = active | shape = round", "state = active | start_date = soon"):
        with pytest.raises(NotWords):
            await every_instance(session, any_of=words)


async def test_all_instances_with_the_value_of_a_variable(open_session: OpenSession) -> None:
    session = await open_session(told("batch"))
    some = (await every_instance(session, process_definition_id="renewal"))[0]
    variables = await session.ops.instance_details.variables(some.process_instance_key, whole=True)
    for variable in variables:
        found = await all_of(session.ops.process_instances.rows(InstanceQuery.with_value(variable)))
        assert some in found, variable
    (contract,) = [one for one in variables if one.name == "contractNo"]
    assert await all_of(session.ops.process_instances.rows(InstanceQuery.with_value(contract))) == [some]


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_every_order_and_condition_is_understood_by_its_dialect(open_session: OpenSession, dialect: str) -> None:
    session = await open_session(told("tree", dialect))
    schema = session.ops.process_instances.schema
    keys = {one.process_instance_key for one in await every_instance(session)}
    for order in schema.orders:
        first = order.after(None)
        one_way = await all_of(session.ops.process_instances.rows(InstanceQuery(sort=first)))
        assert {one.process_instance_key for one in one_way} == keys, order.title
    for one in schema.conditions:
        words = one.example if one.field == "any_of" else one.example.split(",")[0].split(":")[0]
        await every_instance(session, **{one.field: words})
    names = {one.field for one in schema.conditions}
    assert ("business_id" in names, "suspended_date" in names) == (dialect != "8.8", dialect == "8.10")


async def test_an_instance_with_all_that_it_consists_of(open_session: OpenSession) -> None:
    session = await open_session(told("tree"))
    leaf = (await every_instance(session, process_definition_id="compartment", has_incident="yes"))[0]
    state = await session.ops.instance_details.state(leaf.process_instance_key)
    assert state.instance == leaf
    assert [one.process_definition_name for one in state.callers] == [
        "Stocktaking", "Region", "Store", "Floor", "Shelf", "Compartment",
    ]  # fmt: skip
    assert state.counts["record"].incidents == 1
    assert state.model is not None
    assert state.taken <= {flow.id for flow in state.model.flows}
    assert state.taken
    assert state.troubles == {}
    detail = await session.ops.instance_details.scope(leaf, None)
    assert detail.troubles == {}
    assert detail.incidents is not None
    assert [one.error_message for one in detail.incidents.items] == ["35 pieces were counted, 12 were booked"]
    with pytest.raises(NotFound):
        await session.ops.instance_details.state("7")


async def test_a_part_that_fails_takes_no_other_with_it(open_session: OpenSession) -> None:
    sandbox = told("tree")
    session = await open_session(sandbox)
    leaf = (await every_instance(session, process_definition_id="compartment"))[0]
    await sandbox.faults("403@*/variables/search", "403@*/sequence-flows", "403@*/xml")
    state = await session.ops.instance_details.state(leaf.process_instance_key)
    assert state.troubles.keys() == {"path", "diagram"}
    assert state.counts
    detail = await session.ops.instance_details.scope(leaf, None)
    assert detail.troubles.keys() == {"variables"}
    assert detail.tasks is not None


async def test_a_definition_without_bpmn_is_told_of(open_session: OpenSession, monkeypatch: pytest.MonkeyPatch) -> None:
    session = await open_session(told("tree"))

    async def nothing(*_: object) -> str:
        return ""

    monkeypatch.setattr("c8tui.api.processes.xml", nothing)
    with pytest.raises(NoDiagram, match="no BPMN"):
        await session.ops.instance_details.model("2251799813685251")


# The tree


async def test_the_tree_opens_scope_by_scope(open_session: OpenSession) -> None:
    sandbox = told("tree")
    session = await open_session(sandbox)
    (root,) = await every_instance(session, process_definition_id="stocktaking")
    tree = await tree_of(session, root)
    rows = tree.rows()
    await rows.load(0, 0)
    assert [(row.depth, row.element.element_id) for _, row in rows.loaded()] == [
        (0, ""), (1, "announced"), (1, "split"), (1, "count-regions"), (1, "scan"),
    ]  # fmt: skip
    assert rows.total == 5
    scan, regions = rows.row(4), rows.row(3)
    assert scan is not None
    assert regions is not None
    assert tree.toggle(scan)
    await rows.refresh(0, 40)
    assert rows.total == 1005
    assert tree.toggle(regions)
    await rows.refresh(0, 40)
    assert rows.total == 1007
    lines = [row for _, row in rows.loaded()]
    assert [row.depth for row in lines[:8]] == [0, 1, 1, 1, 2, 2, 1, 2]
    await rows.load(1000, 1006)
    behind = [rows.row(n) for n in range(1000, 1007)]
    assert all(row is not None and row.depth == 2 for row in behind)
    keys = [row.element.element_instance_key for _, row in rows.loaded()]
    assert len(keys) == len(set(keys))
    assert not tree.toggle(lines[1])
    assert tree.toggle(scan)
    await rows.refresh(0, 40)
    assert rows.total == 7


async def tree_of(session: Session, instance: ProcessInstance, element_id: str = "") -> ElementTree:
    key = instance.process_instance_key
    root = ElementInstance(element_instance_key=key, process_instance_key=key, type="PROCESS")
    return ElementTree(session.ops.instance_details.wire, root, element_id)


async def test_every_line_of_the_tree_stands_at_its_number(open_session: OpenSession) -> None:
    """Whatever is asked for first: pages by number and by cursor agree with a walk from the beginning."""
    session = await open_session(told("tree"))
    (root,) = await every_instance(session, process_definition_id="stocktaking")
    tree = await tree_of(session, root)
    rows = tree.rows()
    await rows.load(0, 0)
    for row in [row for _, row in rows.loaded()][3:]:
        tree.toggle(row)
    walked: list[TreeRow] = [row async for page in rows.walk(37) for row in page]
    assert len(walked) == 1007
    fresh = tree.rows()
    fresh.size = 10
    await fresh.load(0, 0)
    for first in (990, 4, 500, 0, 1005):
        await fresh.load(first, first)
        assert fresh.row(first) == walked[first], first


async def test_one_element_is_listed_alone(open_session: OpenSession) -> None:
    session = await open_session(told("tree"))
    (root,) = await every_instance(session, process_definition_id="stocktaking")
    tree = await tree_of(session, root, "scan")
    rows = tree.rows()
    await rows.load(0, 0)
    assert rows.total == 1002
    assert {row.element.element_id for _, row in rows.loaded()} == {"", "scan"}


# Commands on one


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_commands_lead_where_they_say(open_session: OpenSession, dialect: str) -> None:
    sandbox = told("batch", dialect)
    session = await open_session(sandbox)
    commands = session.ops.instance_commands
    one, two, *_ = await every_instance(session, process_definition_id="newsletter", state="active")
    await commands.cancel(one)
    assert (await session.ops.process_instances.instance(one.process_instance_key)).state == "TERMINATED"
    ended = await session.ops.process_instances.instance(one.process_instance_key)
    with pytest.raises(Refusal, match="it is terminated"):
        await commands.cancel(ended)
    if dialect == "8.8":
        with pytest.raises(Refusal, match=r"comes with Camunda 8\.9"):
            await commands.delete(ended)
    else:
        await commands.delete(ended)
        with pytest.raises(NotFound):
            await session.ops.process_instances.instance(one.process_instance_key)
    if dialect == "8.10":
        await commands.suspend(two)
        resting = await session.ops.process_instances.instance(two.process_instance_key)
        assert resting.state == "SUSPENDED"
        await commands.resume(resting)
        assert (await session.ops.process_instances.instance(two.process_instance_key)).state == "ACTIVE"
    else:
        with pytest.raises(Refusal, match=r"comes with Camunda 8\.10"):
            await commands.suspend(two)
    assert not any("suspension" in line for line in await sandbox.log()) or dialect == "8.10"


async def test_a_lost_answer_is_read_again_and_nothing_sent_twice(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    session.ops.instance_commands.sleep = sandbox.clock.sleep
    one, two, *_ = await every_instance(session, process_definition_id="newsletter", state="active")
    await sandbox.faults("lost@*/cancellation")
    await session.ops.instance_commands.cancel(one)
    await sandbox.faults("504@*/cancellation")
    with pytest.raises(OutcomeUnknown):
        await session.ops.instance_commands.cancel(two)
    sent = [request.url.path for request in sandbox.sent if request.url.path.endswith("/cancellation")]
    assert len(sent) == 2


async def test_variables_are_set_in_their_scope_and_seen_at_once(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    one = (await every_instance(session, process_definition_id="newsletter", state="active"))[0]
    key, details = one.process_instance_key, session.ops.instance_details
    await session.ops.instance_commands.set_variables(key, {"issue": 7, "fresh": {"a": [1]}})
    now = {each.name: each.value for each in await details.variables(key)}
    assert (now["issue"], now["fresh"]) == ("7", '{"a":[1]}')
    details.variable_writes.wrote(key, {"issue": 8})
    assert {each.name: each.value for each in await details.variables(key)}["issue"] == "8"
    assert details.variable_writes.behind


# Modification


async def pending_of(session: Session, key: str) -> PendingModification:
    return PendingModification.kept(session.drafts, session.draft_name("modification", key))


async def test_a_modification_is_collected_taken_back_and_sent(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    one = (await every_instance(session, process_definition_id="newsletter", state="active"))[0]
    key, details = one.process_instance_key, session.ops.instance_details
    state = await details.state(key)
    (at,) = [id for id, counts in state.counts.items() if counts.active]
    active = tuple(each.element_instance_key for each in await details.at_element(key, at))
    pending = await pending_of(session, key)
    pending.add(ModificationStep("activate", at, "again"))
    pending.add(ModificationStep("move", at, at, active, at, "again"))
    assert pending.over(state.counts)[at].active == 2
    assert (await pending_of(session, key)).steps == pending.steps
    pending.take_back(0)
    assert pending.over(state.counts)[at].active == 1
    await session.ops.instance_commands.modify(one, pending)
    assert pending.steps == (await pending_of(session, key)).steps == []
    (now,) = await details.at_element(key, at)
    assert now.element_instance_key not in active
    assert sandbox.bodies("/modification")[-1] == {
        "activateInstructions": [{"elementId": at}],
        "terminateInstructions": [{"elementInstanceKey": active[0]}],
    }


async def test_an_instance_that_ends_while_it_is_modified_is_told_of_and_the_steps_are_kept(
    open_session: OpenSession,
) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    one = (await every_instance(session, process_definition_id="newsletter", state="active"))[0]
    pending = await pending_of(session, one.process_instance_key)
    pending.add(ModificationStep("terminate", "send", "Send", ("7",)))
    with pytest.raises(Refusal, match="1 element instance of the pending steps has ended"):
        await session.ops.instance_commands.modify(one, pending)
    await session.ops.instance_commands.cancel(one)
    with pytest.raises(Refusal, match="it is terminated"):
        await session.ops.instance_commands.modify(one, pending)
    assert len(pending.steps) == 1
    assert sandbox.bodies("/modification") == []


async def test_a_modification_whose_answer_is_lost_is_looked_for(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    session.ops.instance_commands.sleep = sandbox.clock.sleep
    one = (await every_instance(session, process_definition_id="newsletter", state="active"))[0]
    state = await session.ops.instance_details.state(one.process_instance_key)
    (at,) = [id for id, counts in state.counts.items() if counts.active]
    pending = await pending_of(session, one.process_instance_key)
    pending.add(ModificationStep("activate", at, at))
    await sandbox.faults("504@*/modification")
    with pytest.raises(OutcomeUnknown):
        await session.ops.instance_commands.modify(one, pending)
    assert pending.steps
    await sandbox.faults("lost@*/modification")
    await session.ops.instance_commands.modify(one, pending)
    assert pending.steps == []
    assert len(await session.ops.instance_details.at_element(one.process_instance_key, at)) == 2


def test_a_draft_of_steps_that_cannot_be_read_is_none() -> None:
    drafts = Drafts(None)
    drafts.save("steps", "[{]")
    assert PendingModification.kept(drafts, "steps").steps == []


# Migration


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_migration_is_proposed_by_equal_ids_and_done(open_session: OpenSession, dialect: str) -> None:
    session = await open_session(told("batch", dialect))
    renewals = await every_instance(session, process_definition_id="renewal", state="active")
    new, old = await session.ops.process_definitions.versions("renewal")
    assert (new.version, old.version) == (2, 1)
    details, left = session.ops.instance_details, 0
    for one in renewals[:6]:
        state = await details.state(one.process_instance_key)
        active = [id for id, counts in state.counts.items() if counts.active]
        model = await details.model(new.process_definition_key)
        assert state.model is not None
        proposal = MigrationProposal.by_equal_ids(state.model, model, active)
        for id in proposal.unmatched:
            left += 1
            assert "no target in the new version" in proposal.title(id)
            proposal.choose(id, proposal.candidates(id)[0].id)
        await session.ops.instance_commands.migrate(one, proposal.plan(new.process_definition_key))
        now = await session.ops.process_instances.instance(one.process_instance_key)
        assert now.process_definition_version == 2
    assert left or not proposal.unmatched


# Definitions


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_definitions_are_counted_whatever_the_version(open_session: OpenSession, dialect: str) -> None:
    session = await open_session(told("batch", dialect))
    definitions = session.ops.process_definitions
    for every in (False, True):
        listed = await all_of(definitions.rows(ProcessQuery(every_version=every)))
        assert len(listed) == (3 if every else 2)
        assert await definitions.counts.fetch(listed, every_version=every)
        assert not await definitions.counts.fetch(listed, every_version=every)
        for one in listed:
            name = "process_definition_key" if every else "process_definition_id"
            own = await every_instance(session, **{name: getattr(one, name)}, state="active")
            counts = definitions.counts.of(one, every_version=every)
            assert counts is not None
            assert (counts.active, counts.incidents) == (len(own), sum(each.has_incident for each in own))


async def test_what_cannot_be_counted_is_told(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    counts, listed = (
        session.ops.process_definitions.counts,
        await all_of(session.ops.process_definitions.rows()),
    )
    await sandbox.faults("500@*/statistics/process-instances")
    assert await counts.fetch(listed, every_version=False)
    assert counts.trouble
    assert counts.of(listed[0], every_version=False) is None


# Read-your-writes


def test_a_write_is_shown_until_the_index_agrees() -> None:
    clock = Clock()
    writes = InstanceWrites(clock)
    before, after = (ProcessInstance(process_instance_key="1", state=state) for state in ("ACTIVE", "TERMINATED"))
    writes.wrote("1", "TERMINATED")
    assert writes.seen(before).state == "TERMINATED"
    assert (writes.pending("1"), writes.behind) == (True, True)
    clock.at += 10
    assert not writes.behind, "what was not asked for lately is not looked at often"
    assert writes.seen(before).state == "TERMINATED"
    assert writes.behind
    assert writes.seen(after) == after
    assert (writes.pending("1"), writes.behind) == (False, False)
    writes.wrote("1", "TERMINATED")
    clock.at += 1_000
    assert writes.seen(before) == before


async def test_with_a_lag_what_was_canceled_is_shown_so(open_session: OpenSession) -> None:
    session = await open_session(Sandbox(dialect="8.9", story="batch", tasks=None, lag_ms=2_000))
    one = (await every_instance(session, process_definition_id="newsletter", state="active"))[0]
    await session.ops.instance_commands.cancel(one)
    assert (await session.ops.process_instances.instance(one.process_instance_key)).state == "TERMINATED"
    (listed,) = await every_instance(session, process_instance_key=one.process_instance_key)
    assert listed.state == "TERMINATED"


async def test_a_read_only_profile_sends_nothing(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox, read_only=True)
    one = (await every_instance(session, process_definition_id="newsletter", state="active"))[0]
    operations: tuple[Operation, ...] = ("cancel", "migrate")
    with pytest.raises(Refusal, match="read-only"):
        await session.ops.instance_commands.cancel(one)
    with pytest.raises(Refusal, match="read-only"):
        await session.ops.instance_commands.set_variables(one.process_instance_key, {"a": 1})
    for operation in operations:
        with pytest.raises(Refusal, match="read-only"):
            await session.ops.instance_batches.plan(operation, [one])
    assert sandbox.commands_sent() == []


async def test_a_count_is_one_search(open_session: OpenSession) -> None:
    session = await open_session(told("batch"))
    assert await session.ops.process_instances.count(ProcessInstanceFilter(process_definition_id="renewal")) == (
        300,
        False,
    )
