"""What the keys do to whole process instances, one or the marked ones: cancel, delete, suspend, resume, migrate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from c8tui.model.process_instances import ElementMigration, ProcessInstance
from c8tui.model.versions import version_word
from c8tui.session.instance_batches import BatchPlan
from c8tui.session.instance_rules import DOING, DONE, Operation
from c8tui.session.migration import MigrationProposal
from c8tui.session.process_definitions import ProcessQuery
from c8tui.text import counted, visible
from c8tui.tui.batches.following import follow_batch
from c8tui.tui.flow import Cancelled, Ui

if TYPE_CHECKING:
    from c8tui.model.processes import ProcessDefinition
    from c8tui.session.session import Session
    from c8tui.tui.host import Host

REASONS = 6
"""Reasons of what is left out that are told one by one."""
GO = ""
"""The choice that sends a mapping, among the ids of elements."""
_NAMED: frozenset[Operation] = frozenset({"cancel", "delete"})
"""What is asked about also for one: it cannot be taken back."""


class InstanceSource(Protocol):
    """Where the instances come from."""

    @property
    def instance(self) -> ProcessInstance | None:
        """The one that is selected."""

    @property
    def marked(self) -> Sequence[ProcessInstance]:
        """Those that are marked; none where nothing can be."""

    def changed(self) -> None:
        """Something was done to them."""

    def in_a_batch(self, instances: Sequence[ProcessInstance]) -> None:
        """A batch has these now, and tells what becomes of them."""


class InstanceOperations:
    """The commands that act on whole instances."""

    def __init__(self, ui: Ui, session: Session, host: Host, source: InstanceSource) -> None:
        self._ui, self._session, self._host, self._source = ui, session, host, source

    async def action_cancel_instance(self) -> None:
        """Cancel."""
        await self._do("cancel")

    async def action_delete_instance(self) -> None:
        """Delete what has ended."""
        await self._do("delete")

    async def action_suspend_instance(self) -> None:
        """Suspend."""
        await self._do("suspend")

    async def action_resume_instance(self) -> None:
        """Resume."""
        await self._do("resume")

    async def _do(self, operation: Operation) -> None:
        if self._source.marked:
            await self._start(await self._planned(operation))
            return
        instance, commands = self._selected(), self._session.ops.instance_commands
        what = f'"{visible(instance.title, 60)}" {instance.process_instance_key}'
        if operation in _NAMED:
            ends = "It ends with all that it has called." if operation == "cancel" else "Its history goes as well."
            question = f"{what}\n{ends} This cannot be undone."
            await self._ui.confirm(f"{operation.capitalize()} instance", question, f"Yes, {operation} it",
                                   kind=f"{operation} instance")  # fmt: skip
        else:
            await self._ui.sure(f"{DOING[operation]} an instance", f"{operation} instance")
        send = {"cancel": commands.cancel, "delete": commands.delete, "suspend": commands.suspend,
                "resume": commands.resume}[operation]  # fmt: skip
        await send(instance)
        self._ui.say(f"{DONE[operation].capitalize()} {what}")
        self._source.changed()

    def _selected(self) -> ProcessInstance:
        if (instance := self._source.instance) is None:
            raise Cancelled
        return instance

    # Many

    async def _planned(self, operation: Operation) -> BatchPlan:
        marked = tuple(self._source.marked)
        self._ui.say(f"Reading {counted(len(marked), 'instance')} again")
        plan = await self._ui.newest("plan", self._session.ops.instance_batches.plan(operation, marked))
        self._ui.hush()
        return plan

    async def _start(self, plan: BatchPlan, more: str = "") -> None:
        """Show what would be done, and start it when somebody says so."""
        number, verb = len(plan.instances), plan.operation
        if not plan.instances:
            marked = counted(len(plan.left_out), "marked instance")
            reasons = "; ".join(f"{count:,}: {why}" for why, count in plan.reasons[:REASONS])
            self._ui.say(f"None of the {marked} can be {DONE[verb]}. {reasons}", "warn")
            return
        question = "\n".join(filter(None, (more, *_preview(plan))))
        title = f"{verb.capitalize()} {counted(number, 'instance')}?"
        await self._ui.confirm(title, question, f"Yes, {verb} {number:,}", kind=f"{verb} many instances")
        key = await self._session.ops.instance_batches.start(plan)
        self._source.in_a_batch(plan.instances)
        self._ui.say(f"Batch {key} started: {verb} {counted(number, 'instance')}; :batches shows it")
        follow_batch(self._host, key, self._source.changed)

    # Migration

    async def action_migrate(self) -> None:
        """Pick a version, then see and change what becomes of each element."""
        if self._source.marked:
            plan = _of_one_version(await self._planned("migrate"))
            if not plan.instances:
                await self._start(plan)
                return
            like, many = plan.instances[0], plan
            counts = await self._session.ops.instance_details.element_counts(like.process_definition_key)
        else:
            like, many = self._selected(), None
            counts = dict((await self._session.ops.instance_details.state(like.process_instance_key)).counts)
        target = await self._target(like)
        proposal = await self._proposal(like, target, [id for id, one in counts.items() if one.active])
        name = f"{target.name or target.process_definition_id} {version_word(target.version)}"
        await self._settled(proposal, name)
        migration = proposal.plan(target.process_definition_key)
        if many is None:
            await self._migrate_one(like, migration, name)
        else:
            await self._start(replace(many, migration=migration), f"to {name}, {_mapped(migration)}")

    async def _migrate_one(self, instance: ProcessInstance, migration: ElementMigration, name: str) -> None:
        question = f'"{visible(instance.title, 60)}" {instance.process_instance_key}\nto {name}, {_mapped(migration)}'
        await self._ui.confirm("Migrate instance", question, "Yes, migrate it", kind="migrate instance")
        await self._session.ops.instance_commands.migrate(instance, migration)
        self._ui.say(f"Migrated {instance.process_instance_key} to {name}")
        self._source.changed()

    async def _target(self, instance: ProcessInstance) -> ProcessDefinition:
        """The version that somebody picks: others of the process, the newest first, then other processes."""
        definitions = self._session.ops.process_definitions
        id_, here = instance.process_definition_id, instance.process_definition_key
        own = await self._ui.newest("versions", definitions.versions(id_, instance.tenant_id))
        rows = definitions.rows(ProcessQuery())
        await rows.load(0, 0)
        others = [one for _, one in rows.loaded()
                  if one.process_definition_id != id_ and one.tenant_id == instance.tenant_id]  # fmt: skip
        by_key = {one.process_definition_key: one for one in (*own, *others) if one.process_definition_key != here}
        if not by_key:
            self._ui.say("There is no other version to migrate to.", "warn")
            raise Cancelled
        choices = [(key, f"{one.name or one.process_definition_id}  {version_word(one.version)}")
                   for key, one in by_key.items()]  # fmt: skip
        about = f"Now {instance.title} {version_word(instance.process_definition_version)}."
        return by_key[await self._ui.choose("Migrate to", choices, about=about)]

    async def _proposal(
        self, instance: ProcessInstance, target: ProcessDefinition, active: Sequence[str]
    ) -> MigrationProposal:
        details = self._session.ops.instance_details
        source = await details.model(instance.process_definition_key)
        return MigrationProposal.by_equal_ids(source, await details.model(target.process_definition_key), active)

    async def _settled(self, proposal: MigrationProposal, name: str) -> None:
        """Let somebody see the mapping, and change it until it is as they want it."""
        while True:
            unmatched = proposal.unmatched
            go = f"Go on with {len(proposal.chosen):,} mapped elements"
            if unmatched:
                go += f"; the cluster will refuse: {len(unmatched):,} active without a target"
            choices = [(GO, go), *((id, proposal.title(id)) for id in proposal.active)]
            about = "Elements with something active, and what becomes of them; enter on one changes it."
            chosen = await self._ui.choose(f"Migrate to {name}", choices, unmatched[0] if unmatched else GO, about)
            if chosen == GO:
                return
            candidates = [(node.id, f"{node.title}  {node.id}") for node in proposal.candidates(chosen)]
            if not candidates:
                self._ui.say(f"{name} has no element of that kind", "warn")
                continue
            title = f"{proposal.source.nodes[chosen].title} becomes"
            proposal.choose(chosen, await self._ui.choose(title, candidates, proposal.chosen.get(chosen, "")))


def _mapped(migration: ElementMigration) -> str:
    return f"{counted(len(migration.mapping_instructions), 'element')} mapped"


def _of_one_version(plan: BatchPlan) -> BatchPlan:
    """A mapping is from one version: instances of another than the first one's are left out."""
    if not plan.instances:
        return plan
    version = plan.instances[0].process_definition_key
    other = [(one, "of another version") for one in plan.instances if one.process_definition_key != version]
    same = tuple(one for one in plan.instances if one.process_definition_key == version)
    return replace(plan, instances=same, left_out=(*plan.left_out, *other))


def _preview(plan: BatchPlan) -> Iterator[str]:
    """Which instances, and which are left out and why."""
    yield visible(plan.names, 200)
    yield "The batch takes exactly these, even if the list changes."
    if plan.left_out:
        yield f"\nskipped {len(plan.left_out):,}:"
        yield from (f"  {number:,}: {why}" for why, number in plan.reasons[:REASONS])
