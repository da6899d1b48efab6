"""One operation on many process instances, as a batch operation over a frozen set of keys: planned, started, found."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from c8tui.api import batch_operations, process_instances
from c8tui.api.paging import pages
from c8tui.errors import C8Error, OutcomeUnknown, Refusal
from c8tui.model.batch_operations import BatchOperation, BatchOperationFilter
from c8tui.model.process_instances import ElementMigration, ProcessInstance, ProcessInstanceFilter
from c8tui.model.search import Op, PageRequest, Search, Sort
from c8tui.session import rules
from c8tui.session.instance_rules import Operation, not_offered, why_not
from c8tui.session.resolve import PAUSES_S, Sleep

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

AT_ONCE = 1_000
"""Keys that one search asks for."""
MOST_NAMES = 4
_PATHS: dict[Operation, tuple[str, str]] = {
    "cancel": ("cancellation", "CANCEL_PROCESS_INSTANCE"), "delete": ("deletion", "DELETE_PROCESS_INSTANCE"),
    "suspend": ("suspension", "SUSPEND_PROCESS_INSTANCE"), "resume": ("resumption", "RESUME_PROCESS_INSTANCE"),
    "migrate": ("migration", "MIGRATE_PROCESS_INSTANCE"),
}  # fmt: skip
"""The endpoint of each operation, and the type of its batch."""
_NEWEST_FIRST = (Sort("batch_operation_key", "DESC"),)
_LOOKED_AT = 100
"""Batches that are looked through for one whose answer was lost."""


class BatchPlan(Struct, frozen=True):
    """What a batch would do: the instances as they are now, and those that are left out with the reason (raw)."""

    operation: Operation
    instances: tuple[ProcessInstance, ...]
    left_out: tuple[tuple[ProcessInstance, str], ...] = ()
    migration: ElementMigration | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The frozen set: nothing else is ever in the filter of the batch."""
        return tuple(one.process_instance_key for one in self.instances)

    @property
    def names(self) -> str:
        """Which processes they are of: `Order handling 35, Complaint 2`, raw."""
        known = Counter(one.title for one in self.instances).most_common()
        told = ", ".join(f"{name} {number:,}" for name, number in known[:MOST_NAMES])
        rest = sum(number for _, number in known[MOST_NAMES:])
        return told + (f", others {rest:,}" if rest else "")

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why some are left out, the most frequent first."""
        return tuple(Counter(why for _, why in self.left_out).most_common())


class InstanceBatches(Struct):
    """Plans and starts batches. A lost answer never starts a second one."""

    wire: Wire
    read_only: bool = False
    gateway_version: str = ""
    sleep: Sleep = field(default=asyncio.sleep)
    started: list[str] = field(default_factory=list)
    """The keys of the batches that were started here, the newest last."""

    async def plan(self, operation: Operation, marked: Sequence[ProcessInstance]) -> BatchPlan:
        """Read the marked instances again, and leave out those that it cannot be done to. Raises C8Error."""
        rules.allow(not_offered(operation, self.gateway_version), read_only=self.read_only)
        now = await self._read(tuple(one.process_instance_key for one in marked))
        fit: list[ProcessInstance] = []
        left_out: list[tuple[ProcessInstance, str]] = []
        for one in marked:
            instance = now.get(one.process_instance_key)
            reason = "it is not there any more" if instance is None else self._why_not(operation, instance)
            if instance is None or reason:
                left_out.append((instance or one, reason or ""))
            else:
                fit.append(instance)
        return BatchPlan(operation, tuple(fit), tuple(left_out))

    def _why_not(self, operation: Operation, instance: ProcessInstance) -> str | None:
        reason = why_not(operation, instance, self.gateway_version)
        return reason.partition(";")[0] if reason else None

    async def _read(self, keys: tuple[str, ...]) -> dict[str, ProcessInstance]:
        found: dict[str, ProcessInstance] = {}
        for begin in range(0, len(keys), AT_ONCE):
            wanted = ProcessInstanceFilter(process_instance_key=Op(in_=keys[begin : begin + AT_ONCE]))
            query = Search(filter=wanted, page=PageRequest(limit=AT_ONCE))
            async for page in pages(lambda asked: process_instances.search(self.wire, asked), query):
                found.update((one.process_instance_key, one) for one in page.items)
        return found

    async def start(self, plan: BatchPlan) -> str:
        """Start the batch, and give its key. Raises OutcomeUnknown where its answer was lost and none is found."""
        rules.allow(not_offered(plan.operation, self.gateway_version), read_only=self.read_only)
        if not plan.instances:
            raise Refusal("there is no instance to do it to")
        path, type_ = _PATHS[plan.operation]
        before = {one.batch_operation_key for one in await self._latest(type_)}
        wanted = ProcessInstanceFilter(process_instance_key=Op(in_=plan.keys))
        try:
            key = (await process_instances.batch(self.wire, path, wanted, plan=plan.migration)).batch_operation_key
        except C8Error as error:
            if error.outcome_known:
                raise
            key = await self._found(type_, before, error)
        self.started.append(key)
        return key

    async def _latest(self, type_: str) -> tuple[BatchOperation, ...]:
        query = Search(
            filter=BatchOperationFilter(operation_type=type_), sort=_NEWEST_FIRST, page=PageRequest(limit=_LOOKED_AT)
        )
        return (await batch_operations.search(self.wire, query)).items

    async def _found(self, type_: str, before: set[str], error: C8Error) -> str:
        """The only new batch of this type since: the one whose answer was lost."""
        for pause in PAUSES_S:
            await self.sleep(pause)
            try:
                new = [one for one in await self._latest(type_) if one.batch_operation_key not in before]
            except C8Error:
                continue
            if len(new) == 1:
                return new[0].batch_operation_key
            if new:
                break
        raise OutcomeUnknown(
            f"{error.detail.rstrip('. ')}. The list of batches does not tell whether it was started",
            title=error.title, status=error.status, request=error.request, outcome_known=False,
        ) from error  # fmt: skip
