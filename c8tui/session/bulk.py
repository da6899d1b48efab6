"""What an operation on many records would do: a frozen set, read again first, with reasons for what is left out."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from c8tui.errors import NotFound
from c8tui.session.resources import Operation, RunResource, T

FEW = 50
"""So many records are read one by one; more are looked for in pages of a search that holds them all."""


class Plan(Struct, frozen=True):
    """An operation and the records that it will be done to, as they are now; the others with the reason why not."""

    resource: RunResource[Any]
    step: Operation
    records: tuple[Any, ...]
    left_out: tuple[tuple[Any, str], ...]
    held: tuple[Any, ...] = ()
    """What others hold and the operation would take from them: none of `records` unless that is asked for."""
    takes_held: bool = False
    """Whether it was asked for, so that `records` has them, too."""

    def taking(self, held: bool) -> Plan:
        """The plan with or without what others hold."""
        if held == self.takes_held:
            return self
        theirs = {*map(self.resource.key_of, self.held)}
        own = tuple(record for record in self.records if self.resource.key_of(record) not in theirs)
        return replace(self, records=own + self.held if held else own, takes_held=held)

    @property
    def holders(self) -> list[tuple[str, int]]:
        """Who loses what is in `held`, or else who holds some of `records` (raw), with how many, the most first.

        The person who does it is none of them.
        """
        theirs = map(self.resource.holder, self.held or self.records)
        return Counter(name for name in theirs if name and name != self.step.user).most_common()

    @property
    def skipped(self) -> tuple[tuple[Any, str], ...]:
        """Every record that it will not be done to, with the reason why not (raw)."""
        held = () if self.takes_held else self.held
        return (*self.left_out, *((record, f"held by {self.resource.holder(record)}") for record in held))

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """How many there are of each name (raw), the most first."""
        return Counter(map(self.resource.title_of, self.records)).most_common()

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why records are left out, in words (raw), with how many, the most first."""
        return Counter(why for _, why in self.left_out).most_common()


async def plan(resource: RunResource[T], step: Operation, records: Sequence[T]) -> Plan:
    """Read `records` again and decide for each of them. Raises C8Error; nothing is sent."""
    now = await read_again(resource, records)
    todo: list[T] = []
    left_out: list[tuple[T, str]] = []
    held: list[T] = []
    for seen in records:
        fresh = now.get(resource.key_of(seen))
        why = _why_not(resource, step, seen, fresh)
        if why is None and fresh is not None and resource.takes(step, fresh):
            held.append(fresh)
        elif why is None and fresh is not None:
            todo.append(fresh)
        else:
            left_out.append((fresh or seen, why or "gone"))
    return Plan(resource, step, tuple(todo), tuple(left_out), tuple(held))


def _why_not(resource: RunResource[T], step: Operation, seen: T, fresh: T | None) -> str | None:
    if fresh is None:
        return "gone, or you lack permission to see it"
    if reason := resource.why_not(step, fresh):
        return reason
    if found := resource.differences(seen, fresh):
        return f"changed since you looked ({', '.join(difference.words() for difference in found[:2])})"
    return None


async def read_again(resource: RunResource[T], records: Sequence[T]) -> Mapping[str, T]:
    """These records as they are now, by key; those that are gone are missing. Raises C8Error."""
    found = await resource.found(records) if len(records) > FEW else {}
    missing = [key for key in map(resource.key_of, records) if key not in found]
    read: list[T | None] = await asyncio.gather(*(_read(resource, key) for key in missing))
    return found | {resource.key_of(record): record for record in read if record is not None}


async def _read(resource: RunResource[T], key: str) -> T | None:
    try:
        return await resource.read(key)
    except NotFound:
        return None
