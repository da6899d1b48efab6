"""The life of an element instance: it is activated, does its work, completes or is terminated, and tokens flow on.

The order is that of Zeebe: input mappings, start listeners, the element's own behaviour; output mappings, end
listeners, then the outgoing sequence flows. What an element does while it is active is its starter's part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from c8tui.sandbox.bpmn.model import FlowElementsContainer, FlowNode, Listener, SequenceFlow
from c8tui.sandbox.engine.records import Records
from c8tui.sandbox.engine.variables import Variables
from c8tui.sandbox.engine.work import Execution, Incident, Work

Starter = Callable[[Execution, FlowNode], None]
"""Begins what an element does; it may complete it at once."""
BODY = "MULTI_INSTANCE_BODY"
AD_HOC = "AD_HOC_SUB_PROCESS"
AD_HOC_INNER = "AD_HOC_SUB_PROCESS_INNER_INSTANCE"
SCOPES = frozenset({"PROCESS", "SUB_PROCESS", "EVENT_SUB_PROCESS", AD_HOC_INNER})
"""What completes once nothing is active in it."""
BARE = frozenset({BODY, AD_HOC_INNER})
"""What stands for an element without its mappings and listeners."""


class Lifecycle:
    """Moves executions through their phases."""

    def __init__(self, work: Work, variables: Variables, records: Records) -> None:
        self.work = work
        self.variables = variables
        self.records = records
        self.starters: dict[str, Starter] = {}
        """What each type of element does."""
        self.listen: Callable[[Execution, FlowNode], None] = lambda *_: None
        """Opens the subscriptions of the boundary events of an activity."""
        self.watch: Callable[[Execution, FlowElementsContainer], None] = lambda *_: None
        """Opens the subscriptions of the event subprocesses of a scope."""
        self.deafen: Callable[[Execution], None] = lambda _: None
        """Closes all subscriptions of an execution."""
        self.cancelled: Callable[[Execution], bool] = lambda _: True
        """Takes back jobs and user tasks; False when a listener must end first."""
        self.process_ended: Callable[[Execution], None] = lambda _: None
        """Told of every process instance that has ended."""
        self.child_ended: dict[str, Callable[[Execution, Execution, bool], None]] = {}
        """What scopes that look after their children themselves do when one ends: by the scope's type."""
        self.ready: Callable[[], None] = lambda: None
        """Called whenever a new job is there."""
        for step in ("begin", "listener", "start", "complete", "finish", "terminate", "scope"):
            work.handlers[step] = getattr(self, step)

    # Activation

    def activate(
        self,
        node: FlowNode,
        scope: Execution,
        local: Mapping[str, Any] | None = None,
        *,
        inner: bool = False,
        **data: Any,
    ) -> Execution:
        """A new instance of an element in a scope, with variables of its own; `inner` is one of many in a loop."""
        work = self.work
        type_ = BODY if node.loop and not inner else node.type
        key = work.store.new_key()
        execution = Execution(key, scope.instance, scope.key, scope.definition, node.id, type_, data=data)
        scope.children += 1
        work.add(execution)
        self.variables.new_scope(key)
        self.records.element_instance(execution, node.name, scope.key)
        if local:
            self.variables.set_local(execution, local)
        work.do("begin", execution)
        return execution

    def begin(self, execution: Execution) -> None:
        """Maps inputs, then lets the start listeners work."""
        if execution.phase != "activating":
            return
        if execution.is_process or execution.type == BODY:
            execution.phase = "starting"
        else:
            node = self.work.node(execution)
            if node.inputs:
                self.variables.set_local(execution, self.variables.mapped(execution, node.inputs, "input"))
            execution.phase = "starting"
        self.work.do("listener", execution, event="start", index=0)

    def listener(self, execution: Execution, event: str, index: int) -> None:
        """Makes the job of the next execution listener; behind the last one the element goes on."""
        if execution.phase != ("starting" if event == "start" else "completing"):
            return
        listeners = self._listeners(execution, event)
        if index >= len(listeners):
            self.work.do("start" if event == "start" else "finish", execution)
            return
        listener = listeners[index]
        type_ = self.variables.text(execution, listener.type, "the type of an execution listener")
        retries = self.variables.whole(execution, listener.retries, "the retries of an execution listener")
        self.records.job(execution, type_, retries, kind="EXECUTION_LISTENER", event=event.upper())
        execution.data["listener"] = [event, index]
        self.ready()

    def _listeners(self, execution: Execution, event: str) -> tuple[Listener, ...]:
        if execution.type in BARE:
            return ()
        owner = self.work.process(execution) if execution.is_process else self.work.node(execution)
        return owner.start_listeners if event == "start" else owner.end_listeners

    def listened(self, execution: Execution) -> None:
        """The job of an execution listener is done."""
        event, index = execution.data.pop("listener")
        self.work.do("listener", execution, event=event, index=index + 1)

    def start(self, execution: Execution) -> None:
        """Lets an element do what its type does."""
        if execution.phase != "starting":
            return
        try:
            if execution.is_process:
                execution.phase = "active"
                self.start_scope(execution, self.work.process(execution).body)
            else:
                self.starters[execution.type](execution, self.work.node(execution))
        except Incident:
            # What was opened before it failed is opened anew when it starts again.
            self.deafen(execution)
            execution.phase = "starting"
            raise

    def active(self, execution: Execution, node: FlowNode) -> None:
        """An element has begun: what is attached to it is listened for. Starters call it once nothing can fail."""
        execution.phase = "active"
        if node.loop is None or execution.type == BODY:  # boundary events of a loop wait for all of it
            self.listen(execution, node)

    def start_scope(self, execution: Execution, body: FlowElementsContainer) -> None:
        """Lets a process or a subprocess begin at its start event, or where its caller wants it to."""
        self.watch(execution, body)
        wanted = execution.data.pop("start_at", None)
        if wanted is None:
            assert body.start is not None, f"'{execution.element_id}' has no none start event"
            self.activate(body.start, execution)
            return
        for element_id, data in wanted:
            self.activate(body.elements[element_id], execution, **data)

    # Completion

    def complete(self, execution: Execution) -> None:
        """Maps outputs, then lets the end listeners work."""
        if execution.phase not in ("active", "starting"):
            return
        if not execution.is_process and execution.type not in BARE:
            node = self.work.node(execution)
            if node.outputs:
                made = self.variables.mapped(execution, node.outputs, "output")
                # One of many in a loop keeps what its output element reads, as that was made local to it.
                inner = self.work.parent(execution).type == BODY
                self.variables.propagate(execution if inner else self.work.parent(execution), made)
        execution.phase = "completing"
        self.work.do("listener", execution, event="end", index=0)

    def merge(self, execution: Execution, node: FlowNode, variables: Mapping[str, Any]) -> None:
        """What an element's work brought: kept in its own scope for output mappings, else propagated."""
        if node.outputs:
            self.variables.set_local(execution, variables)
        else:
            self.variables.propagate(execution, variables)

    def finish(self, execution: Execution) -> None:
        """Ends an element instance that has completed, and sends its tokens on."""
        if execution.phase != "completing":
            return
        self.deafen(execution)
        if execution.is_process:
            self._end_process(execution, "COMPLETED")
            return
        node, scope = self.work.node(execution), self.work.parent(execution)
        chosen = execution.data.get("flows")
        self._end(execution, scope, "COMPLETED")
        if execution.data.get("ends_scope") and scope.phase == "active":
            self.interrupt(scope, {"kind": "complete"})
            return
        watch = self.child_ended.get(scope.type)
        if watch is not None:
            watch(scope, execution, True)
            return
        # Tokens arrive in this very step: between two steps, every token is an active element instance or waits at a
        # gateway, so that nothing takes a scope for empty while one is under way.
        for flow in node.outgoing:
            if chosen is None or flow.id in chosen:
                self.records.flow_taken(scope, flow.id)
                self._arrive(scope, flow)
        if not scope.children:
            self.work.do("scope", scope)

    def _end(self, execution: Execution, scope: Execution, state: str) -> None:
        for incident in self.records.incidents_of(execution) if execution.data.get("incident") else ():
            self.records.resolve(incident)
        self.records.ended(execution, state)
        self.work.remove(execution)
        scope.children -= 1

    def _end_process(self, execution: Execution, state: str) -> None:
        """A process instance ends; one that was called hands its variables to the call activity."""
        for incident in self.records.incidents_of(execution) if execution.data.get("incident") else ():
            self.records.resolve(incident)
        variables = self.variables.local(execution.key) if execution.parent is not None else {}
        self.records.ended(execution, state)
        self.work.remove(execution)
        self.process_ended(execution)
        if execution.parent is not None:
            caller = self.work.parent(execution)
            caller.children -= 1
            if state == "COMPLETED" and caller.phase == "active":
                self.called(caller, variables)
            else:
                self.work.do("scope", caller)

    def called(self, caller: Execution, variables: Mapping[str, Any]) -> None:
        """A called process has completed: its variables reach the call activity, which completes."""
        node = self.work.node(caller)
        if node.outputs or (node.called is not None and node.called.propagate_all_child_variables):
            self.merge(caller, node, variables)
        self.work.do("complete", caller)

    # Tokens

    def _arrive(self, scope: Execution, flow: SequenceFlow) -> None:
        """A token comes along a sequence flow; at a joining gateway it waits for the others."""
        if not scope.hears:
            return
        target = flow.target
        if target.type in ("PARALLEL_GATEWAY", "INCLUSIVE_GATEWAY") and len(target.incoming) > 1:
            waiting = scope.data.setdefault("arrived", {}).setdefault(target.id, {})
            waiting[flow.id] = waiting.get(flow.id, 0) + 1
            if target.type == "PARALLEL_GATEWAY" and len(waiting) == len(target.incoming):
                self.join(scope, target)
            return
        self.activate(target, scope)

    def container(self, scope: Execution) -> FlowElementsContainer:
        """What stands in the scope of a process instance or subprocess."""
        if scope.is_process:
            return self.work.process(scope).body
        children = self.work.node(scope).children
        assert children is not None, f"'{scope.element_id}' holds no elements"
        return children

    def join(self, scope: Execution, gateway: FlowNode) -> None:
        """One token of each flow that has any goes into a joining gateway."""
        waiting = scope.data["arrived"][gateway.id]
        left = {flow: count - 1 for flow, count in waiting.items() if count > 1}
        scope.data["arrived"][gateway.id] = left
        if not left:
            del scope.data["arrived"][gateway.id]
        self.activate(gateway, scope)

    def scope(self, execution: Execution) -> None:
        """Looks whether a scope has nothing active any more: then it goes on, completes, or has been terminated."""
        if execution.children:
            return
        then = execution.data.get("then")
        if then is not None and execution.phase == "active":
            del execution.data["then"]
            self.go_on(execution, then)
        elif execution.phase == "terminating":
            self.terminated(execution)
        elif execution.phase == "active" and not execution.data.get("arrived") and self._is_scope(execution):
            self.work.do("complete", execution)

    def _is_scope(self, execution: Execution) -> bool:
        return execution.type in SCOPES

    # Termination

    def interrupt(self, scope: Execution, then: dict[str, Any]) -> None:
        """Terminates all that is active in a scope; what `then` says happens when nothing is left."""
        scope.data["then"] = then
        scope.data.pop("arrived", None)
        if scope.type == AD_HOC:  # nobody decides any more what follows
            scope.data["fulfilled"] = True
            self.cancelled(scope)
        for child in self.work.children(scope) if scope.children else ():
            self.work.do("terminate", child)
        self.work.do("scope", scope)

    def terminate(self, execution: Execution, then: dict[str, Any] | None = None) -> None:
        """Ends an execution with all that is inside; `then` goes on in its scope afterwards."""
        if execution.phase == "terminating":
            return
        if then is not None:
            execution.data["then"] = then
        else:
            execution.data.pop("then", None)
        execution.phase = "terminating"
        self.deafen(execution)
        children = self.work.children(execution) if execution.children else []
        for child in children:
            self.work.do("terminate", child)
        if self.cancelled(execution) and not children:
            self.terminated(execution)

    def terminated(self, execution: Execution) -> None:
        """Nothing holds an execution any more that was to be terminated."""
        if execution.children or execution.data.get("held"):
            return
        if execution.is_process:
            self._end_process(execution, "TERMINATED")
            return
        scope, then = self.work.parent(execution), execution.data.get("then")
        self._end(execution, scope, "TERMINATED")
        if then is not None and scope.phase == "active" and "then" not in scope.data:
            self.go_on(scope, then)
        watch = self.child_ended.get(scope.type)
        if watch is not None and scope.phase == "active":
            watch(scope, execution, False)
        else:
            self.work.do("scope", scope)

    def go_on(self, scope: Execution, then: dict[str, Any]) -> None:
        """What follows after an interruption: an event that interrupted, or the end of the scope."""
        if then["kind"] == "complete":
            self.work.do("complete", scope)
            return
        node = self.work.process(scope).elements[then["element"]]
        self.activate(node, scope, **then.get("data", {}))

    # Incidents

    def stop(self, execution: Execution, step: str, arguments: dict[str, Any], incident: Incident) -> None:
        """A step failed: it is tried again when its incident is resolved."""
        row = self.records.raise_incident(execution, incident)
        execution.data["incident"] = True
        execution.data.setdefault("retry", {})[str(row["key"])] = [step, arguments]

    def retry(self, execution: Execution, incident_key: int) -> None:
        """Tries a step again whose incident was resolved."""
        step, arguments = execution.data.get("retry", {}).pop(str(incident_key), ("", {}))
        if step:
            self.work.do(step, execution, **arguments)
