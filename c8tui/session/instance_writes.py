"""Read-your-writes for process instances: what a command has made of one is shown until the index says the same."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.model.process_instances import ProcessInstance

LONGEST_S = 120.0
"""So long the index may be behind before what it says is believed again."""
DELETED = "deleted"
"""The state of one that was deleted, which the API has no word for."""
_NOT_YET = {"TERMINATED": frozenset({"ACTIVE", "SUSPENDED"}), "SUSPENDED": frozenset({"ACTIVE"}),
            "ACTIVE": frozenset({"SUSPENDED"}), DELETED: frozenset({"COMPLETED", "TERMINATED"})}  # fmt: skip
"""The states that the index may still tell of what has been written."""


LATELY_S = 3.0
"""Behind a write, or an answer that does not show it yet, the index is looked at often for so long."""


class InstanceWrite(Struct):
    """The state that a command has led to; `told_at` is when the index last said otherwise, or when it was written."""

    state: str
    until: float
    told_at: float


class InstanceWrites(Struct):
    """States that our own commands have brought about, by the key of the instance."""

    clock: Callable[[], float] = monotonic
    _written: dict[str, InstanceWrite] = field(default_factory=dict)

    def wrote(self, process_instance_key: str, state: str) -> None:
        """A command was confirmed that leads to this state."""
        now = self.clock()
        self._written[process_instance_key] = InstanceWrite(state, now + LONGEST_S, now)

    def pending(self, process_instance_key: str) -> bool:
        """Whether the index does not show yet what was written, as far as it was asked."""
        write = self._written.get(process_instance_key)
        return write is not None and self.clock() < write.until

    @property
    def behind(self) -> bool:
        """Whether the index was behind something of ours a moment ago."""
        return any(self.clock() - write.told_at < LATELY_S for write in self._written.values())

    def seen(self, instance: ProcessInstance) -> ProcessInstance:
        """An instance as the index gave it: what agrees with what was written, or came later, ends the write."""
        key = instance.process_instance_key
        if (write := self._written.get(key)) is None:
            return instance
        if self.clock() >= write.until or instance.state not in _NOT_YET[write.state]:
            del self._written[key]
        else:
            write.told_at = self.clock()
        return self.over(instance)

    def over(self, instance: ProcessInstance) -> ProcessInstance:
        """The instance as it is shown."""
        write = self._written.get(instance.process_instance_key)
        if write is None or self.clock() >= write.until or instance.state not in _NOT_YET[write.state]:
            return instance
        return replace(instance, state=write.state, has_incident=False)
