"""Commands on one process instance: sent once, and read again where their answer was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from c8tui.api import process_instances, variables
from c8tui.errors import NotFound, Refusal
from c8tui.exact_json import exact_json
from c8tui.model.base import encode
from c8tui.model.process_instances import (
    ElementInstance,
    ElementInstanceFilter,
    ElementMigration,
    ProcessInstance,
)
from c8tui.model.search import Op, PageRequest, Search, Sort
from c8tui.model.variables import InstanceVariableFilter
from c8tui.session import rules
from c8tui.session.instance_rules import LEADS_TO, Operation, why_not
from c8tui.session.instance_writes import InstanceWrites
from c8tui.session.modification import MOST_KEYS, PendingModification, gone
from c8tui.session.resolve import Sleep, resolve
from c8tui.text import counted

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

_NEWEST = (Sort("element_instance_key", "DESC"),)


class InstanceCommands(Struct):
    """Every command raises Refusal before anything is sent when a rule forbids it."""

    wire: Wire
    writes: InstanceWrites
    read_only: bool = False
    gateway_version: str = ""
    sleep: Sleep = field(default=asyncio.sleep)

    async def cancel(self, instance: ProcessInstance) -> None:
        """End it."""
        await self._do("cancel", instance, process_instances.cancel)

    async def delete(self, instance: ProcessInstance) -> None:
        """Remove one that has ended, with its history; 8.9+."""
        await self._do("delete", instance, process_instances.delete)

    async def suspend(self, instance: ProcessInstance) -> None:
        """Let it rest; 8.10+."""
        await self._do("suspend", instance, process_instances.suspend)

    async def resume(self, instance: ProcessInstance) -> None:
        """Let it go on; 8.10+."""
        await self._do("resume", instance, process_instances.resume)

    async def _do(
        self, operation: Operation, instance: ProcessInstance, send: Callable[[Wire, str], Awaitable[None]]
    ) -> None:
        rules.allow(why_not(operation, instance, self.gateway_version), read_only=self.read_only)
        key, state = instance.process_instance_key, LEADS_TO[operation]

        async def took_effect() -> bool:
            try:
                return (await process_instances.get(self.wire, key)).state == state
            except NotFound:
                if operation == "delete":
                    return True
                raise

        await resolve(send(self.wire, key), took_effect, self.sleep)
        self.writes.wrote(key, state)

    async def migrate(self, instance: ProcessInstance, plan: ElementMigration) -> None:
        """Let it go on in another version."""
        rules.allow(why_not("migrate", instance, self.gateway_version), read_only=self.read_only)
        key = instance.process_instance_key

        async def took_effect() -> bool:
            now = await process_instances.get(self.wire, key)
            return now.process_definition_key == plan.target_process_definition_key

        await resolve(process_instances.migrate(self.wire, key, plan), took_effect, self.sleep)

    async def modify(self, instance: ProcessInstance, pending: PendingModification) -> None:
        """Send the steps that were collected, all of them or none. They are kept unless that worked.

        Raises Refusal where the instance, or an element instance that a step ends, has ended meanwhile.
        """
        rules.allow(why_not("modify", instance, self.gateway_version), read_only=self.read_only)
        if not pending.steps:
            raise Refusal("there is no step to send")
        key = instance.process_instance_key
        now = await process_instances.get(self.wire, key)
        rules.allow(why_not("modify", now, self.gateway_version), read_only=self.read_only)
        if pending.ended:
            active = frozenset([one.element_instance_key for one in await self._active(key, pending.ended)])
            if over := gone(pending.steps, active):
                has = "has" if len(over) == 1 else "have"
                raise Refusal(
                    f"{counted(len(over), 'element instance')} of the pending steps {has} ended meanwhile",
                    advice="Take those steps back, or collect them anew; nothing was sent.",
                )
        newest = await self._newest(key)
        instructions = pending.instructions()

        async def took_effect() -> bool:
            if pending.ended and await self._active(key, pending.ended):
                return False
            return all([await self._newest(key, id) > newest for id in {*pending.activated}])

        await resolve(process_instances.modify(self.wire, key, instructions), took_effect, self.sleep)
        pending.clear()

    async def _active(self, instance: str, keys: frozenset[str]) -> list[ElementInstance]:
        """Those of these element instances that are active."""
        wanted = ElementInstanceFilter(process_instance_key=instance, state="ACTIVE")
        found: list[ElementInstance] = []
        page = PageRequest(limit=MOST_KEYS)
        while True:
            answer = await process_instances.search_elements(self.wire, Search(filter=wanted, sort=_NEWEST, page=page))
            found += [one for one in answer.items if one.element_instance_key in keys]
            cursor = answer.page.end_cursor
            if len(answer.items) < MOST_KEYS or cursor is None or len(found) == len(keys):
                return found
            page = PageRequest(limit=MOST_KEYS, after=cursor)

    async def _newest(self, instance: str, element_id: str | None = None) -> int:
        """The highest key of its element instances, which later ones exceed; 0 where there is none."""
        wanted = ElementInstanceFilter(process_instance_key=instance, element_id=element_id)
        query = Search(filter=wanted, sort=_NEWEST, page=PageRequest(limit=1))
        found = (await process_instances.search_elements(self.wire, query)).items
        return max((int(one.element_instance_key) for one in found if one.element_instance_key.isdecimal()), default=0)

    async def set_variables(self, scope_key: str, changed: dict[str, Any]) -> None:
        """Set variables in exactly this scope: an element instance, or the process instance."""
        rules.allow(None, read_only=self.read_only)

        async def took_effect() -> bool:
            wanted = InstanceVariableFilter(scope_key=scope_key, name=Op(in_=(*changed,)))
            query = Search(filter=wanted, page=PageRequest(limit=MOST_KEYS))
            found = (await variables.search(self.wire, query, truncate=False)).items
            now = {one.name: encode(exact_json(one.value)) for one in found}
            return all(now.get(name) == encode(value) for name, value in changed.items())

        await resolve(process_instances.set_variables(self.wire, scope_key, changed), took_effect, self.sleep)
