"""Multi-instance activities: a body that lets its inner instances run, all at once or one after the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from c8tui.sandbox import wire
from c8tui.sandbox.bpmn.model import FlowNode, Loop
from c8tui.sandbox.engine.lifecycle import BODY, Lifecycle
from c8tui.sandbox.engine.work import Execution


class Loops:
    """The body of a multi-instance activity. What it remembers: `total`, `next`, `completed`,
    `terminated`, `done` (the completion condition was true), `over` (its outputs are handed on)."""

    def __init__(self, life: Lifecycle) -> None:
        self._life = life
        self._work = life.work
        life.starters[BODY] = self.start
        life.child_ended[BODY] = self.ended
        life.work.handlers["loop_on"] = self.go_on

    def _loop(self, body: Execution) -> tuple[FlowNode, Loop]:
        node = self._work.node(body)
        assert node.loop is not None, f"'{node.id}' is no multi-instance activity"
        return node, node.loop

    def _items(self, body: Execution, loop: Loop) -> list[Any]:
        what = f"the input collection of '{body.element_id}'"
        return self._life.variables.list_(self._work.parent(body), loop.input_collection, what)

    def start(self, body: Execution, node: FlowNode) -> None:
        """Begins the first inner instance, or all of them."""
        loop = self._loop(body)[1]
        items = self._items(body, loop)
        self._life.active(body, node)
        body.data |= {"total": len(items), "next": 0, "completed": 0, "terminated": 0}
        if loop.output_collection:
            self._life.variables.set_local(body, {loop.output_collection: [None] * len(items)})
        if not items:
            self._complete(body, loop)
        for item in items[:1] if loop.sequential else items:
            self._inner(body, node, loop, item)

    def _inner(self, body: Execution, node: FlowNode, loop: Loop, item: Any) -> None:
        body.data["next"] += 1
        local: dict[str, Any] = {"loopCounter": body.data["next"]}
        if loop.input_element:
            local[loop.input_element] = item
        if loop.output_element is not None:
            target = loop.output_element.text.lstrip("= ").partition(".")[0]
            if target.isidentifier():  # so that the work of one instance does not reach the others
                local.setdefault(target, None)
        self._life.activate(node, body, local, inner=True)

    def ended(self, body: Execution, inner: Execution, completed: bool) -> None:
        """An inner instance has ended."""
        body.data["completed" if completed else "terminated"] += 1
        loop = self._loop(body)[1]
        if completed and loop.output_collection and loop.output_element is not None:
            value = self._life.variables.json(inner, loop.output_element)
            index = self._life.variables.visible(inner, ["loopCounter"])["loopCounter"] - 1
            self._keep(body, index, value)
            if loop.sequential:
                self._show(body, loop, index, value)
        self._work.do("loop_on", body, seen=self._seen(inner, loop) if completed else {})

    def _seen(self, inner: Execution, loop: Loop) -> dict[str, Any]:
        """What the completion condition names of the variables of the inner instance that has just completed."""
        condition = loop.completion_condition
        if condition is None or condition.expression is None:
            return {}
        names, local = condition.expression.names, self._life.variables.local(inner.key)
        return {name: value for name, value in local.items() if name in names}

    def _keep(self, body: Execution, index: int, value: Any) -> None:
        """Keeps the output of one inner instance apart, as a collection of thousands is not written for each."""
        row = {
            "key": self._work.store.new_key(),
            "kind": "output",
            "execution_key": body.key,
            "definition_key": body.definition,
            "element_id": body.element_id,
            "name": None,
            "due": index,
            "data": wire.compact(value),
            "tenant_id": "",
        }
        self._work.store.put("trigger_subscription", row, self._work.at)
        body.data["listening"] = True  # so that it is removed when the body is terminated

    def _outputs(self, body: Execution) -> list[Any]:
        """The outputs so far, with null for each inner instance that has none."""
        rows = self._work.store.find("trigger_subscription", execution_key=body.key, kind="output")
        total = max([body.data["total"], body.data["next"], *(row["due"] + 1 for row in rows)])
        outputs: list[Any] = [None] * total
        for row in rows:
            outputs[row["due"]] = json.loads(row["data"])
        return outputs

    def _show(self, body: Execution, loop: Loop, index: int, value: Any) -> None:
        """Shows an output to the inner instances that follow, in the collection of the body."""
        shown = self._life.variables.local(body.key).get(loop.output_collection)
        if isinstance(shown, list):
            shown += [None] * (index + 1 - len(shown))
            shown[index] = value
            self._life.variables.set_local(body, {loop.output_collection: shown})

    def go_on(self, body: Execution, seen: Mapping[str, Any] | None = None) -> None:
        """Begins the next inner instance, ends the others when the completion condition is true, or completes.

        `seen` are variables of the inner instance that has just completed.
        """
        if body.phase != "active" or body.data.get("over"):
            return
        node, loop = self._loop(body)
        data = body.data
        if loop.completion_condition is not None and not data.get("done") and data["completed"]:
            numbers = {
                "numberOfInstances": data["total"] if not loop.sequential else data["next"],
                "numberOfActiveInstances": body.children,
                "numberOfCompletedInstances": data["completed"],
                "numberOfTerminatedInstances": data["terminated"],
            }
            what = f"the completion condition of '{body.element_id}'"
            more = self._current_outputs(body, loop) | dict(seen or {}) | numbers
            if self._life.variables.truth(body, loop.completion_condition, what, more):
                data["done"] = True
                for child in self._work.children(body) if body.children else ():
                    self._work.do("terminate", child)
        if body.children:
            return
        if not data.get("done") and loop.sequential:
            items = self._items(body, loop)
            if data["next"] < len(items):
                self._inner(body, node, loop, items[data["next"]])
                return
        self._complete(body, loop)

    def _current_outputs(self, body: Execution, loop: Loop) -> dict[str, Any]:
        """The output collection for a completion condition that names it; the body shows it only at its end."""
        condition = loop.completion_condition
        named = condition is not None and condition.expression is not None and condition.expression.names
        return {loop.output_collection: self._outputs(body)} if named and loop.output_collection in named else {}

    def _complete(self, body: Execution, loop: Loop) -> None:
        body.data["over"] = True
        if loop.output_collection:
            outputs = {loop.output_collection: self._outputs(body)}
            for row in self._work.store.find("trigger_subscription", execution_key=body.key, kind="output"):
                self._work.store.remove("trigger_subscription", row["key"], self._work.at)
            self._life.variables.set_local(body, outputs)
            self._life.variables.propagate(self._work.parent(body), outputs)
        self._work.do("complete", body)
