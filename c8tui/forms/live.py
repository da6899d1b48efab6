"""What follows from a change: the slots that read the changed place, and what those change in turn."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import count
from typing import Any

from c8tui.forms import schema as s
from c8tui.forms.asking import Asking
from c8tui.forms.cycles import rank
from c8tui.forms.instance import FieldInstance
from c8tui.forms.options import kept_choice, options_of
from c8tui.forms.scopes import FormData
from c8tui.forms.slots import UNSEEN, Slot, slots_of
from c8tui.forms.tree import opened_value
from c8tui.forms.validation import checked_instance
from c8tui.forms.values import DEEPEST, MISSING, Path, copy, same

_MOST_TURNS = 20
"""Times that one slot sets others going for one change before it is told that it does not settle."""
_LOCKS = {"readonly", "disabled"}
_CHECKED_ANEW = {*_LOCKS, "min", "max", "min_length", "max_length"}

Now = Callable[[], datetime]


class Live:
    """All slots of a form, found by what they read."""

    def __init__(self, data: FormData, asking: Asking, names: frozenset[str], now: Now) -> None:
        self._data = data
        self._asking = asking
        self._names = names
        self._now = now
        self._slots: dict[FieldInstance, list[Slot]] = {}
        self._readers: dict[Path, dict[Slot, None]] = {}
        self._at: dict[Path, dict[FieldInstance, None]] = {}
        self._below: dict[str, dict[FieldInstance, None]] = {}
        """All that is bound to a place below a top-level name."""
        self._due: list[tuple[int, int, Slot]] = []
        self._waiting: set[Slot] = set()
        self._tie = count()
        self._touched = False
        self.changed: set[FieldInstance] = set()
        """What looks different since somebody last took it away."""

    def take_in(self, instances: Iterable[FieldInstance]) -> None:
        """New instances; all that is theirs becomes due."""
        for instance in instances:
            if instance.path:
                self._at.setdefault(instance.path, {})[instance] = None
                self._below.setdefault(str(instance.path[0]), {})[instance] = None
            slots = list(slots_of(instance, self._names))
            self._slots[instance] = slots
            for slot in slots:
                if slot.name == "expression" and not _on_change(slot):
                    continue
                for place in slot.reads:
                    self._readers.setdefault(place, {})[slot] = None
                self._make_due(slot)
            self.changed.add(instance)
        self._rank()

    def forget(self, instances: Iterable[FieldInstance]) -> None:
        """Instances that are there no longer."""
        for instance in instances:
            for slot in self._slots.pop(instance, ()):
                for place in slot.reads:
                    self._readers.get(place, {}).pop(slot, None)
                self._waiting.discard(slot)
            if instance.path:
                self._at[instance.path].pop(instance, None)
                self._below[str(instance.path[0])].pop(instance, None)
            self.changed.discard(instance)

    def slots(self) -> Iterable[Slot]:
        return (slot for slots in self._slots.values() for slot in slots)

    def at(self, path: Path) -> list[FieldInstance]:
        """The instances that are bound to this place."""
        return list(self._at.get(path, ()))

    def _rank(self) -> None:
        computed = [slot for slot in self.slots() if slot.name == "expression" and _on_change(slot)]
        rank(computed, [slot for slot in self.slots() if slot.name != "expression"])
        self._due = []
        for slot in self._waiting:
            heapq.heappush(self._due, (slot.rank, next(self._tie), slot))

    def touch(self, path: Path) -> None:
        """Makes all due that reads this place, one above it, or everything."""
        self._touched = True
        for end in range(len(path) + 1):
            for slot in self._readers.get(path[:end], ()):
                self._make_due(slot)

    def _make_due(self, slot: Slot) -> None:
        if slot not in self._waiting:
            self._waiting.add(slot)
            heapq.heappush(self._due, (slot.rank, next(self._tie), slot))

    def settle(self) -> None:
        """Computes what is due until nothing is."""
        turns: dict[Slot, int] = {}
        while self._due:
            slot = heapq.heappop(self._due)[2]
            if slot not in self._waiting:
                continue
            self._waiting.discard(slot)
            if turns.get(slot, 0) >= (1 if slot.circular else _MOST_TURNS):
                if not slot.circular:
                    slot.tell("does not settle: it depends on itself")
                continue
            self._touched = False
            self.apply(slot)
            # Only those that set others going count: what merely reads what does not settle is no part of it.
            turns[slot] = turns.get(slot, 0) + (self._touched or slot.circular)

    def presubmit(self) -> None:
        """Computes the expression fields that wait for the form to be sent, all of them on the data as it is.

        As in form-js none of them sees what another one comes to; the rest of the form follows with `settle`.
        """
        due = [slot for slot in self.slots() if slot.name == "expression" and not _on_change(slot)]
        computed = [(slot, slot.compute(self._asking)) for slot in due if not slot.instance.hidden]
        for slot, value in computed:
            self.keep(slot.instance, self._bounded(slot, value))

    def names(self) -> Iterable[str]:
        """The top-level names that fields are bound to."""
        return self._below

    def apply(self, slot: Slot) -> None:
        """Computes a slot and lets its value count."""
        instance, told = slot.instance, slot.instance.trouble.get(slot.name)
        value = slot.compute(self._asking)
        if instance.trouble.get(slot.name) != told:
            self.changed.add(instance)
        if slot.name == "expression":
            if not instance.hidden and not (instance.as_it_is and instance.came is not MISSING):
                self.keep(instance, self._bounded(slot, value))
        elif slot.name == "hide":
            self._hide(instance, value is True)
        elif slot.name == UNSEEN:
            self._unsee(instance, value is True)
        elif slot.name == "values_expression":
            self._offer(instance, value)
        elif slot.name not in instance.live or not same(instance.live[slot.name], value):
            instance.live[slot.name] = value
            self.changed.add(instance)
            if slot.name in _LOCKS and not instance.edited and isinstance(instance.component, s.Field):
                self.keep(instance, opened_value(instance))
            if slot.name in _CHECKED_ANEW:
                self.check(instance)

    @staticmethod
    def _bounded(slot: Slot, value: Any) -> Any:
        """The value of an expression field; one that a circle nests ever deeper is told and becomes null."""
        try:
            return copy(value, DEEPEST // 2)
        except s.FormError as deep:
            slot.tell(str(deep))
            return None

    def keep(self, instance: FieldInstance, value: Any) -> None:
        """The field, and all that are bound to the same place, have this value now."""
        bound = self.at(instance.path) if instance.path else [instance]
        for one in bound:
            if not same(one.value, value):
                one.value = value
                self.changed.add(one)
                self.check(one)
        if instance.path and not same(self._data.value(instance.path), value):
            self._data.put(instance.path, value, seen=not instance.unseen)
            self.touch(instance.path)

    def _offer(self, instance: FieldInstance, said: object) -> None:
        assert isinstance(instance.component, s.Choice)
        if instance.component.values_key is not None or instance.component.values is not None:
            return
        options = options_of(said)
        if options != instance.options:
            instance.options = options
            self.changed.add(instance)
        # Where there is no list, options are not known rather than none, and a choice that was made stays.
        instance.options_known = isinstance(said, list)
        self._choose_anew(instance)

    def _choose_anew(self, instance: FieldInstance) -> None:
        """Lets go of a choice that is no option any more; as in form-js only where it is shown and can be edited."""
        choice = instance.component
        if isinstance(choice, s.Choice) and instance.options_known and not (instance.hidden or instance.locked):
            self.keep(instance, kept_choice(choice, instance.value, instance.options))

    def _hide(self, instance: FieldInstance, hidden: bool) -> None:
        if instance.hidden_itself == hidden:
            return
        instance.hidden_itself = hidden
        inside = list(instance.walk())
        self.changed.update(inside)
        for one in inside:
            self.check(one)
            self._choose_anew(one)
            if isinstance(one.component, s.Expression) and not one.hidden:
                for slot in self._slots[one]:
                    if slot.name == "expression" and _on_change(slot):
                        self._make_due(slot)

    def _unsee(self, instance: FieldInstance, unseen: bool) -> None:
        if instance.unseen_itself == unseen:
            return
        instance.unseen_itself = unseen
        inside = [one for one in instance.walk() if one.path]
        for name in dict.fromkeys(one.path[0] for one in inside):
            self.see_again(str(name))
        for one in inside:
            self.touch(one.path)

    def see_again(self, name: str) -> None:
        """Lets FEEL see one top-level name as it is now."""
        bound = self._below[name]
        seen = {one.path for one in bound if not one.unseen}
        self._data.see_again(name, [one.path for one in bound if one.unseen and one.path not in seen])

    def check(self, instance: FieldInstance) -> None:
        """Validates a field; one that is hidden or disabled has no errors."""
        field = instance.component
        if not isinstance(field, s.Field):
            return
        found: tuple[str, ...] = ()
        if not instance.hidden and not instance.disabled:
            if instance.unread:
                found = (instance.unread,)
            else:
                result = checked_instance(instance, field, self._now())
                found = result.messages
                self._tell_pattern(instance, result.trouble)
        if found != instance.errors:
            instance.errors = found
            self.changed.add(instance)

    def _tell_pattern(self, instance: FieldInstance, message: str) -> None:
        if instance.trouble.get("pattern", "") != message:
            self.changed.add(instance)
            instance.trouble["pattern"] = message
            if not message:
                del instance.trouble["pattern"]


def _on_change(slot: Slot) -> bool:
    return getattr(slot.instance.component, "compute_on", "") == "change"
