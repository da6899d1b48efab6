"""Events: starting, catching, throwing and ending, and the way of errors and escalations to who catches them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from c8tui.sandbox.bpmn.model import (
    ErrorEvent,
    EscalationEvent,
    FlowNode,
    LinkEvent,
    SignalEvent,
    TerminateEvent,
    Value,
)
from c8tui.sandbox.engine.lifecycle import AD_HOC, AD_HOC_INNER, Lifecycle
from c8tui.sandbox.engine.subscriptions import Subscriptions
from c8tui.sandbox.engine.work import Execution, Incident

_HEARING = frozenset({"PROCESS", "SUB_PROCESS", "EVENT_SUB_PROCESS", AD_HOC})
"""The scopes in which event subprocesses stand."""


class Events:
    """The starters of events."""

    def __init__(self, life: Lifecycle, subscriptions: Subscriptions, start_job: Callable[[Execution, FlowNode], None]):
        self._life = life
        self._subscriptions = subscriptions
        self._start_job = start_job
        self.broadcast: Callable[[str, Mapping[str, Any], str], object] = lambda *_: None
        """Sends a signal: name, variables, tenant."""
        life.starters |= {
            "START_EVENT": self.catch,
            "BOUNDARY_EVENT": self.catch,
            "INTERMEDIATE_CATCH_EVENT": self.catch,
            "INTERMEDIATE_THROW_EVENT": self.throw,
            "END_EVENT": self.throw,
        }

    def catch(self, execution: Execution, node: FlowNode) -> None:
        """Waits for what the event is about; goes on at once when that has happened, or when there is nothing."""
        life = self._life
        happened = node.type in ("START_EVENT", "BOUNDARY_EVENT") or isinstance(node.event, LinkEvent)
        if happened or "triggered" in execution.data:
            life.active(execution, node)
            given = execution.data.pop("triggered", {})
            if given:
                life.merge(execution, node, given)
            life.work.do("complete", execution)
            return
        self._subscriptions.open(execution, [node])
        life.active(execution, node)

    def throw(self, execution: Execution, node: FlowNode) -> None:
        """Throws what the event is about, and goes on or ends."""
        life, event = self._life, node.event
        if node.job is not None:
            self._start_job(execution, node)
            return
        match event:
            case ErrorEvent(code=code):
                assert code is not None, "an error end event has a code"
                wanted = life.variables.text(execution, code, f"the error code of '{node.id}'")
                if not self.catch_error(execution, wanted, {}):
                    raise uncaught(wanted)
                life.active(execution, node)
                return
            case SignalEvent(name=name):
                signal = life.variables.text(execution, name, f"the signal name of '{node.id}'")
                self.broadcast(signal, {}, life.records.instance_of(execution)["tenant_id"])
            case EscalationEvent(code=code):
                if self._escalate(execution, node, code):
                    return
            case LinkEvent(name=link):
                self._jump(execution, node, link)
                return
            case TerminateEvent():
                self._terminate(execution, node)
                return
        life.active(execution, node)
        life.work.do("complete", execution)

    def _jump(self, execution: Execution, node: FlowNode, link: str) -> None:
        target = next(
            one
            for one in node.container.elements.values()
            if one.type == "INTERMEDIATE_CATCH_EVENT" and isinstance(one.event, LinkEvent) and one.event.name == link
        )
        self._life.active(execution, node)
        self._life.activate(target, self._life.work.parent(execution))
        self._life.work.do("complete", execution)

    def _terminate(self, execution: Execution, node: FlowNode) -> None:
        """The end event completes, then all else in its scope is terminated, and the scope completes."""
        self._life.active(execution, node)
        execution.data["ends_scope"] = True
        self._life.work.do("complete", execution)

    # Errors and escalations

    def catch_error(self, execution: Execution, code: str, variables: Mapping[str, Any]) -> bool:
        """Lets the innermost event that catches an error have it; False when none does."""
        found = self._catching(execution, ErrorEvent, code)
        if found is not None:
            self._caught(*found, variables)
        return found is not None

    def _escalate(self, execution: Execution, node: FlowNode, code: Value | None) -> bool:
        """An escalation looks for who catches it; True when that ends the one who threw it."""
        life = self._life
        wanted = "" if code is None else life.variables.text(execution, code, f"the escalation code of '{node.id}'")
        found = self._catching(execution, EscalationEvent, wanted)
        if found is None:
            return False
        life.active(execution, node)
        self._caught(*found, {})
        if not found[1].interrupting:
            life.work.do("complete", execution)
        return True

    def _catching(
        self, execution: Execution, kind: type[ErrorEvent | EscalationEvent], code: str
    ) -> tuple[Execution, FlowNode] | None:
        """The innermost scope or activity with an event that catches a code, and the event; None without any."""
        work = self._life.work
        at: Execution | None = execution
        within = ""
        while at is not None:
            # What an event subprocess throws is not for those beside it: its scope has been interrupted.
            if within not in ("", "EVENT_SUB_PROCESS") and at.type in _HEARING:
                starts = [
                    start
                    for subprocess in self._life.container(at).event_subprocesses
                    if subprocess.children is not None
                    for start in subprocess.children.event_starts
                ]
                if (event := self._fitting(at, starts, kind, code)) is not None:
                    return at, event
            if not at.is_process:
                node = work.node(at)
                attached = (
                    [] if at.type == AD_HOC_INNER or (node.loop and at.type == node.type) else node.boundary_events
                )
                if (event := self._fitting(at, attached, kind, code)) is not None:
                    return at, event
            within = at.type
            at = None if at.parent is None else work.parent(at)
        return None

    def _fitting(
        self, at: Execution, events: list[FlowNode], kind: type[ErrorEvent | EscalationEvent], code: str
    ) -> FlowNode | None:
        """The event that catches a code: one that names it before one that catches all."""
        every = None
        for event in events:
            if not isinstance(event.event, kind):
                continue
            if event.event.code is None or not event.event.code.text:
                every = every or event
            elif self._life.variables.evaluate(at, event.event.code).value == code:
                return event
        return every

    def _caught(self, holder: Execution, event: FlowNode, variables: Mapping[str, Any]) -> None:
        given: dict[str, Any] = {"triggered": dict(variables)}
        if event.attached_to is None:
            self._subscriptions.start_event_subprocess(holder, event, given)
        elif event.interrupting:
            then = {"kind": "event", "element": event.id, "data": given}
            self._life.work.do("terminate", holder, then=then)
        else:
            self._life.activate(event, self._life.work.parent(holder), **given)


def uncaught(code: str) -> Incident:
    """The incident of an error that nothing catches."""
    return Incident("UNHANDLED_ERROR_EVENT", f"No error event catches the error code '{code}'.")
