"""Ad-hoc subprocesses: elements without a prescribed order, activated by an expression, by a worker or by request.

Each activated element begins in an inner instance, a scope of its own, which ends with the last token in it. Without a
job, the engine activates what `activeElementsCollection` names and completes by the completion condition. With one, a
worker says in the result of each job what to activate next and when it is over: the first job comes with the
activation, a new one in place of an open one whenever an inner instance completes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from c8tui.sandbox.bpmn.model import AdHoc, FlowNode
from c8tui.sandbox.engine.lifecycle import AD_HOC, AD_HOC_INNER, Lifecycle
from c8tui.sandbox.engine.records import DEFAULT_PRIORITY
from c8tui.sandbox.engine.work import INNER_SUFFIX, Execution, Incident
from c8tui.sandbox.problems import rejected

ELEMENTS = "adHocSubProcessElements"
"""The local variable that tells workers what can be activated."""
Activation = tuple[str, Mapping[str, Any]]
"""The id of an element to activate, and the variables of its inner instance."""


@dataclass(frozen=True, slots=True)
class AdHocVerdict:
    """What the worker of an ad-hoc subprocess says: what to activate, and whether it is over."""

    activate: Sequence[Activation] = ()
    fulfilled: bool = False
    cancel_remaining: bool = False


def activatable(node: FlowNode) -> dict[str, FlowNode]:
    """The elements of an ad-hoc subprocess that may be activated, by id: no sequence flow or event leads to them."""
    inside = {} if node.children is None else node.children.elements
    return {
        one.id: one
        for one in inside.values()
        if not one.incoming and one.type not in ("BOUNDARY_EVENT", "EVENT_SUB_PROCESS") and not one.for_compensation
    }


class AdHocSubProcesses:
    """What an ad-hoc subprocess remembers beside its job: `fulfilled`, once its completion condition was true."""

    def __init__(self, life: Lifecycle) -> None:
        self._life = life
        self._work = life.work
        life.starters[AD_HOC] = self.start
        life.child_ended[AD_HOC] = self.ended
        life.work.handlers["ad_hoc_on"] = self.go_on

    def _about(self, execution: Execution) -> tuple[FlowNode, AdHoc]:
        node = self._work.node(execution)
        assert node.ad_hoc is not None, f"'{node.id}' is ad-hoc"
        return node, node.ad_hoc

    def start(self, execution: Execution, node: FlowNode) -> None:
        """Makes the first job, or activates what the expression names."""
        life, about = self._life, self._about(execution)[1]
        told = [{"elementId": one.id, "elementName": one.name or one.id} for one in activatable(node).values()]
        life.variables.set_local(execution, {ELEMENTS: told})
        if about.output_collection:
            life.variables.set_local(execution, {about.output_collection: []})
        wanted: list[str] = []
        if node.job is None and about.active_elements is not None:
            what = f"the active elements of '{node.id}'"
            wanted = life.variables.texts(execution, about.active_elements, what)
            if strangers := [one for one in wanted if one not in activatable(node)]:
                sentence = f"The value of {what} names what cannot be activated there: {', '.join(strangers)}."
                raise Incident("EXTRACT_VALUE_ERROR", sentence)
        if node.job is not None:
            self._make_job(execution, node)
        life.active(execution, node)
        if node.children is not None:
            life.watch(execution, node.children)
        self._activate(execution, node, [(one, {}) for one in wanted])

    def _make_job(self, execution: Execution, node: FlowNode) -> None:
        """A job that asks what to do next, in place of one that is still open."""
        life, job = self._life, node.job
        assert job is not None, f"'{node.id}' has a job definition"
        type_ = life.variables.text(execution, job.type, f"the job type of '{node.id}'")
        retries = life.variables.whole(execution, job.retries, f"the job retries of '{node.id}'")
        priority = DEFAULT_PRIORITY
        if job.priority is not None:
            priority = life.variables.whole(execution, job.priority, f"the priority of '{node.id}'")
        if execution.data.get("job"):
            life.cancelled(execution)
        life.records.job(execution, type_, retries, kind=AD_HOC, headers=job.headers, priority=priority)
        execution.data["job"] = True
        life.ready()

    # Activation

    def check(self, execution: Execution, wanted: Sequence[str], intent: str) -> None:
        """Refuses elements that cannot be activated, before anything is: 404 for strangers, 400 for doubles."""
        there, where = activatable(self._work.node(execution)), f"ad-hoc subprocess '{execution.key}'"
        if strangers := [one for one in wanted if one not in there]:
            names = ", ".join(f"'{one}'" for one in strangers)
            raise rejected(intent, "NOT_FOUND", f"no elements of {where} can be activated by these ids: {names}")
        if doubles := sorted({one for one in wanted if wanted.count(one) > 1}):
            names = ", ".join(f"'{one}'" for one in doubles)
            raise rejected(intent, "INVALID_ARGUMENT", f"elements of {where} are named more than once: {names}")

    def activate(self, execution: Execution, wanted: Sequence[Activation], *, cancel_remaining: bool) -> None:
        """Activates elements; with `cancel_remaining` all that was active before is terminated."""
        before = self._work.children(execution) if cancel_remaining and execution.children else []
        self._activate(execution, self._work.node(execution), wanted)
        for child in before:
            self._work.do("terminate", child)

    def _activate(self, execution: Execution, node: FlowNode, wanted: Sequence[Activation]) -> None:
        work, there = self._work, activatable(node)
        for element_id, variables in wanted:
            key = work.store.new_key()
            inner = Execution(
                key, execution.instance, execution.key, execution.definition, node.id + INNER_SUFFIX, AD_HOC_INNER,
                phase="active",
            )  # fmt: skip
            execution.children += 1
            work.add(inner)
            self._life.variables.new_scope(key)
            self._life.records.element_instance(inner, node.name, execution.key)
            self._life.variables.set_local(inner, variables)
            self._life.activate(there[element_id], inner)

    # What a worker says

    def decided(self, execution: Execution, variables: Mapping[str, Any], result: AdHocVerdict) -> None:
        """The job is done: activates what its result names, or lets the subprocess come to its end."""
        execution.data.pop("job", None)
        self._life.merge(execution, self._work.node(execution), variables)
        if result.fulfilled:
            execution.data["fulfilled"] = True
            self._end_if_done(execution, cancel_remaining=result.cancel_remaining)
        else:
            self.activate(execution, result.activate, cancel_remaining=result.cancel_remaining)

    # Completion

    def ended(self, execution: Execution, inner: Execution, completed: bool) -> None:
        """An inner instance has ended; one that was terminated brings nothing and asks for nothing."""
        about = self._about(execution)[1]
        if completed and about.output_collection and about.output_element is not None:
            value = self._life.variables.json(inner, about.output_element)
            outputs = self._life.variables.local(execution.key).get(about.output_collection)
            kept = [*(outputs if isinstance(outputs, list) else ()), value]
            self._life.variables.set_local(execution, {about.output_collection: kept})
        seen = self._seen(inner, about) if completed else {}
        self._work.do("ad_hoc_on", execution, completed=completed, seen=json.loads(json.dumps(seen)))

    def _seen(self, inner: Execution, about: AdHoc) -> dict[str, Any]:
        """What the completion condition names of the variables of the inner instance that has just completed."""
        condition = about.completion_condition
        if condition is None or condition.expression is None:
            return {}
        names, local = condition.expression.names, self._life.variables.local(inner.key)
        return {name: value for name, value in local.items() if name in names}

    def go_on(self, execution: Execution, completed: bool, seen: Mapping[str, Any]) -> None:
        """Asks the worker again, or looks whether the completion condition is true."""
        if execution.phase != "active":
            return
        node, about = self._about(execution)
        if not execution.children and "then" in execution.data:
            self._work.do("scope", execution)
            return
        if node.job is not None:
            if completed and not execution.data.get("fulfilled"):
                self._make_job(execution, node)
            self._end_if_done(execution, cancel_remaining=False)
            return
        if completed and not execution.data.get("fulfilled"):
            execution.data["fulfilled"] = self._is_fulfilled(execution, about, seen)
        self._end_if_done(execution, cancel_remaining=about.cancel_remaining)

    def _is_fulfilled(self, execution: Execution, about: AdHoc, seen: Mapping[str, Any]) -> bool:
        if about.completion_condition is None:
            return not execution.children
        what = f"the completion condition of '{execution.element_id}'"
        return self._life.variables.truth(execution, about.completion_condition, what, seen)

    def _end_if_done(self, execution: Execution, *, cancel_remaining: bool) -> None:
        if not execution.data.get("fulfilled"):
            return
        if not execution.children:
            self._work.do("complete", execution)
        elif cancel_remaining:
            for child in self._work.children(execution):
                self._work.do("terminate", child)
