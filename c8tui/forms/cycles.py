"""The order in which expression fields are computed, and which of them depend on themselves."""

from __future__ import annotations

from collections import deque

from c8tui.forms.slots import UNSEEN, Slot
from c8tui.forms.values import Path


def rank(expressions: list[Slot], others: list[Slot]) -> None:
    """Gives each slot its turn: an expression field before those that read it, and all of them before the rest.

    Those in a circle are marked, and told at their fields.
    """
    for slot in expressions:
        if slot.circular:
            slot.circular = False
            slot.tell("")
    after = _readers(expressions)
    waits = {id(slot): 0 for slot in expressions}
    for readers in after.values():
        for reader in readers:
            waits[id(reader)] += 1
    ready = deque(slot for slot in expressions if not waits[id(slot)])
    turn = 0
    while ready:
        slot = ready.popleft()
        slot.rank = turn
        turn += 1
        for reader in after[id(slot)]:
            waits[id(reader)] -= 1
            if not waits[id(reader)]:
                ready.append(reader)
    left = [slot for slot in expressions if waits[id(slot)] > 0]
    for later, slot in enumerate([*left, *others], turn):
        slot.rank = later
    # What is hidden is known before anything is computed: expressions see it, and a hidden one is not computed.
    for slot in others:
        if slot.name in ("hide", UNSEEN):
            slot.rank = -2 if slot.raw else -1
    _mark(left, after)


def _readers(expressions: list[Slot]) -> dict[int, list[Slot]]:
    """For each expression field those that read what it writes; reading a whole list that it is a part of is none."""
    by_place: dict[Path, list[Slot]] = {}
    for slot in expressions:
        for place in slot.reads:
            by_place.setdefault(place, []).append(slot)
    return {id(slot): by_place.get(slot.instance.path, []) if slot.instance.path else [] for slot in expressions}


def _mark(left: list[Slot], after: dict[int, list[Slot]]) -> None:
    """Marks those that lead back to themselves; others among `left` only wait for such."""
    for slot in left:
        slot.circular = _leads_back(slot, after)
    for slot in left:
        if slot.circular:
            slot.tell(f"{'.'.join(map(str, slot.instance.path))} is computed from itself")


def _leads_back(slot: Slot, after: dict[int, list[Slot]]) -> bool:
    waiting, seen = list(after[id(slot)]), set[int]()
    while waiting:
        reader = waiting.pop()
        if reader is slot:
            return True
        if id(reader) not in seen:
            seen.add(id(reader))
            waiting += after[id(reader)]
    return False
