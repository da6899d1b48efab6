"""Migration: which element of the new version continues each of the old one, proposed by equal ids."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from c8tui.diagrams.model import SCOPES, TASKS, BpmnModel, FlowNode
from c8tui.model.process_instances import ElementMapping, ElementMigration

_CATCHING = frozenset({"intermediateCatchEvent", "boundaryEvent", "eventBasedGateway"})
_JOINING = frozenset({"parallelGateway", "inclusiveGateway"})
_KINDS = TASKS | SCOPES | _CATCHING | _JOINING
"""What tokens wait at, and so what can be mapped."""


class MigrationProposal(Struct):
    """What becomes of each element where something is active, and of the others that have one of the same id."""

    source: BpmnModel
    target: BpmnModel
    active: tuple[str, ...]
    """The ids of the elements at which something is, in the order of the file."""
    chosen: dict[str, str] = field(default_factory=dict)
    """The target of each element, by ids."""

    @classmethod
    def by_equal_ids(cls, source: BpmnModel, target: BpmnModel, active: Iterable[str]) -> MigrationProposal:
        """Elements of one id and one kind continue each other."""
        there = {*active}
        same: dict[str, str] = {}
        for node in sorted(source.nodes.values(), key=lambda one: (len([*source.scopes_of(one.id)]), one.attached_to)):
            found = target.nodes.get(node.id)
            if found is None or not (node.kind in _KINDS or node.id in there):
                continue
            inside = source.nodes.get(node.parent), target.nodes.get(found.parent)
            together = inside == (None, None) or (inside[0] is not None and same.get(node.parent) == found.parent)
            if together and _same_kind(node, found) and same.get(node.attached_to, "") == found.attached_to:
                same[node.id] = node.id
        return cls(source, target, tuple(id for id in source.nodes if id in there), same)

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Where something is active and nothing in the new version continues it."""
        return tuple(id for id in self.active if id not in self.chosen)

    def candidates(self, element_id: str) -> tuple[FlowNode, ...]:
        """The elements of the new version that an element can become: those of its kind."""
        node = self.source.nodes[element_id]
        return tuple(one for one in self.target.nodes.values() if _same_kind(node, one))

    def choose(self, element_id: str, target_id: str) -> None:
        """Let an element become another one."""
        self.chosen[element_id] = target_id

    def title(self, element_id: str) -> str:
        """An element of the old version with what becomes of it."""
        node, target = self.source.nodes[element_id], self.target.nodes.get(self.chosen.get(element_id, ""))
        if target is None:
            return f"{node.title} -> no target in the new version"
        return f"{node.title} -> {target.title}" + ("" if target.id == node.id else f" ({target.id})")

    def plan(self, target_process_definition_key: str) -> ElementMigration:
        """What is sent."""
        instructions = tuple(ElementMapping(source, target) for source, target in self.chosen.items())
        return ElementMigration(target_process_definition_key, instructions)


def _same_kind(node: FlowNode, other: FlowNode) -> bool:
    return (node.kind, node.event, node.loop, node.by_event) == (other.kind, other.event, other.loop, other.by_event)
