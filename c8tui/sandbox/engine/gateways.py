"""Gateways: which flows a token takes, and when the tokens of joining ones go on."""

from __future__ import annotations

from c8tui.sandbox.bpmn.model import FlowElementsContainer, FlowNode
from c8tui.sandbox.engine.lifecycle import Lifecycle
from c8tui.sandbox.engine.subscriptions import Subscriptions
from c8tui.sandbox.engine.work import Execution, Incident


class Gateways:
    """The starters of gateways, and the joining of inclusive ones."""

    def __init__(self, life: Lifecycle, subscriptions: Subscriptions) -> None:
        self._life = life
        self._subscriptions = subscriptions
        life.starters |= {
            "EXCLUSIVE_GATEWAY": self.exclusive,
            "INCLUSIVE_GATEWAY": self.inclusive,
            "PARALLEL_GATEWAY": self.parallel,
            "EVENT_BASED_GATEWAY": self.event_based,
        }
        life.work.before_commit.append(self._join_inclusive)

    def parallel(self, execution: Execution, node: FlowNode) -> None:
        """All flows are taken."""
        self._go(execution, node)

    def exclusive(self, execution: Execution, node: FlowNode) -> None:
        """The first flow whose condition is true, else the default flow; CONDITION_ERROR without either."""
        self._choose(execution, node, most=1)

    def inclusive(self, execution: Execution, node: FlowNode) -> None:
        """Every flow whose condition is true, else the default flow; CONDITION_ERROR without either."""
        self._choose(execution, node, most=len(node.outgoing))

    def _choose(self, execution: Execution, node: FlowNode, most: int) -> None:
        if len(node.outgoing) > 1 or any(flow.condition for flow in node.outgoing):
            chosen: list[str] = []
            for flow in node.outgoing:
                if flow is node.default or len(chosen) == most:
                    continue
                what = f"the condition of '{flow.id}'"
                if flow.condition is None or self._life.variables.truth(execution, flow.condition, what):
                    chosen.append(flow.id)
            if not chosen and node.default is not None:
                chosen = [node.default.id]
            if not chosen:
                message = f"No condition of the flows behind '{node.id}' is true, and there is no default flow."
                raise Incident("CONDITION_ERROR", message)
            execution.data["flows"] = chosen
        self._go(execution, node)

    def _go(self, execution: Execution, node: FlowNode) -> None:
        self._life.active(execution, node)
        self._life.work.do("complete", execution)

    def event_based(self, execution: Execution, node: FlowNode) -> None:
        """Waits for the first of the events behind it."""
        self._subscriptions.open(execution, [flow.target for flow in node.outgoing])
        self._life.active(execution, node)

    def _join_inclusive(self) -> None:
        """Lets tokens go on that wait at inclusive gateways which no other token can reach any more."""
        for scope in self._life.work.touched():
            if scope.phase != "active" or not scope.data.get("arrived"):
                continue
            container = self._life.container(scope)
            for gateway_id in tuple(scope.data["arrived"]):
                gateway = container.elements[gateway_id]
                if gateway.type == "INCLUSIVE_GATEWAY" and not self._reachable(scope, container, gateway):
                    self._life.join(scope, gateway)

    def _reachable(self, scope: Execution, container: FlowElementsContainer, gateway: FlowNode) -> bool:
        """Whether an active token may still come along a flow into the gateway that has none."""
        arrived = scope.data["arrived"][gateway.id]
        missing = {flow.id for flow in gateway.incoming if flow.id not in arrived}
        if not missing:
            return False
        active = {child.element_id for child in self._life.work.children(scope)}
        active |= {waiting for waiting in scope.data["arrived"] if waiting != gateway.id}
        seen: set[str] = set()
        pending = [container.elements[one] for one in active if one in container.elements]
        while pending:
            node = pending.pop()
            if node.id in seen or node is gateway:
                continue
            seen.add(node.id)
            for source in (node, *node.boundary_events):
                for flow in source.outgoing:
                    if flow.id in missing:
                        return True
                    pending.append(flow.target)
        return False
