"""Gateways: which flows a token takes, and when the tokens of joining ones go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
            while scope.phase == "active" and scope.data.get("arrived"):
                gateway = self._satisfied(scope, self._life.container(scope))
                if gateway is None:
                    break
                self._life.join(scope, gateway)

    def _satisfied(self, scope: Execution, container: FlowElementsContainer) -> FlowNode | None:
        """A gateway whose tokens may go on: no active element leads to one of its flows that has none.

        Tokens at other joining gateways wait for active elements too, or for this very gateway, and are no reason to
        wait: else two could wait for each other. Of several gateways those come first that no other one leads to.
        """
        arrived = scope.data["arrived"]
        waiting = [node for id in arrived if (node := container.elements[id]).type == "INCLUSIVE_GATEWAY"]
        if not waiting:
            return None
        active = [container.elements[child.element_id] for child in self._life.work.children(scope)]
        ready = [node for node in waiting if not _leads_to(active, node, _missing(node, arrived))]
        for node in ready:
            others = [other for other in ready if other is not node]
            if not any(_only_leads_to_missing(other, node, arrived) for other in others):
                return node
        return ready[0] if ready else None


def _missing(gateway: FlowNode, arrived: Mapping[str, Mapping[str, int]]) -> set[str]:
    """The flows into a gateway that have no token."""
    return {flow.id for flow in gateway.incoming if flow.id not in arrived[gateway.id]}


def _only_leads_to_missing(other: FlowNode, gateway: FlowNode, arrived: Mapping[str, Mapping[str, int]]) -> bool:
    missing = _missing(gateway, arrived)
    return _leads_to([other], gateway, missing) and not _leads_to([other], gateway, set(arrived[gateway.id]))


def _leads_to(nodes: Iterable[FlowNode], gateway: FlowNode, flows: set[str]) -> bool:
    """Whether a token at one of the nodes may come along one of the flows before it passes the gateway."""
    pending, seen = list(nodes), set[str]()
    while pending and flows:
        node = pending.pop()
        if node.id in seen or node is gateway:
            continue
        seen.add(node.id)
        for source in (node, *node.boundary_events):
            for flow in source.outgoing:
                if flow.id in flows:
                    return True
                pending.append(flow.target)
    return False
