"""Moving tokens by hand: instances that start in the middle, and elements activated, terminated or moved later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from c8tui.sandbox.body import Body
from c8tui.sandbox.bpmn.model import FlowNode
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.engine.lifecycle import AD_HOC, BODY
from c8tui.sandbox.engine.work import Execution
from c8tui.sandbox.problems import invalid, rejected
from c8tui.sandbox.store import Row
from c8tui.sandbox.values import key

_MODIFY = "MODIFY"

_NO_PLACE = frozenset({"START_EVENT", "BOUNDARY_EVENT", "EVENT_SUB_PROCESS"})
"""Where no token can be put by hand."""
_STAYING = frozenset({"CALL_ACTIVITY", AD_HOC})
"""What does not end because all in it is terminated."""


def start_instructions(engine: Engine, definition: Row, body: Body) -> list[Any] | None:
    """Where a new instance begins, for `Engine.create`; None at the none start event, which then must be there."""
    process = engine.definitions.process(definition["key"])
    wanted = body.data.get("startInstructions") or []
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise invalid("The property 'startInstructions' must be a list of objects.")
    runtime = body.data.get("runtimeInstructions")
    if runtime not in (None, []):
        raise invalid("The property 'runtimeInstructions' is not supported here.")
    if not wanted:
        if process.body.start is None:
            reason = f"process '{process.id}' has no none start event"
            raise rejected("CREATE", "INVALID_STATE", reason)
        return None
    nodes = []
    for i, one in enumerate(wanted):
        instruction = Body(one, f"startInstructions[{i}]").only("elementId")
        instruction.need("elementId")
        nodes.append(element(engine, definition["key"], instruction.text("elementId") or "", "CREATE"))
    return start_path(nodes)


def element(engine: Engine, definition: int, element_id: str, intent: str) -> FlowNode:
    """An element in which a token can be put; 400 for others."""
    node = engine.definitions.process(definition).elements.get(element_id)
    if node is None:
        raise rejected(intent, "INVALID_ARGUMENT", f"there is no element '{element_id}' in the process")
    if node.type in _NO_PLACE:
        raise rejected(
            intent, "INVALID_ARGUMENT", f"element '{element_id}' is of type {node.type}, which cannot be activated"
        )
    if any(one.loop for one in ancestors(node)):
        raise rejected(intent, "INVALID_ARGUMENT", f"element '{element_id}' is inside of a multi-instance activity")
    if any(one.ad_hoc for one in ancestors(node)):
        reason = f"element '{element_id}' is inside of an ad-hoc subprocess, which activates its elements itself"
        raise rejected(intent, "INVALID_ARGUMENT", reason)
    return node


def ancestors(node: FlowNode) -> list[FlowNode]:
    """The subprocesses around an element, the outermost first."""
    found: list[FlowNode] = []
    owner = node.container.owner
    while owner is not None:
        found.insert(0, owner)
        owner = owner.container.owner
    return found


def start_path(nodes: list[FlowNode]) -> list[Any]:
    """Elements of any depth as places to start at: each subprocess on the way begins once, at what is inside."""
    tree: list[Any] = []
    for node in nodes:
        level = tree
        for owner in ancestors(node):
            there = next((entry for entry in level if entry[0] == owner.id), None)
            if there is None:
                there = [owner.id, {"start_at": []}]
                level.append(there)
            level = there[1]["start_at"]
        level.append([node.id, {}])
    return tree


@dataclass(slots=True)
class _Activation:
    """An element to be activated: where, and with which variables by the element whose scope gets them."""

    node: FlowNode
    scope: Execution
    """The active scope that is nearest to it."""
    missing: list[FlowNode]
    """The subprocesses between, which begin anew; the outermost first."""
    variables: dict[str, dict[str, Any]] = field(default_factory=dict)


class Modification:
    """A change to what is active in a process instance: read and checked as a whole, then carried out."""

    def __init__(self, engine: Engine, instance: Execution) -> None:
        self._engine = engine
        self._work = engine.work
        self._instance = instance
        self._active = [one for one in engine.work.of_instance(instance.key) if one.phase != "terminating"]
        self._activations: list[_Activation] = []
        self._terminated: dict[int, Execution] = {}

    # Reading

    def read(self, body: Body) -> Modification:
        """Reads `activateInstructions`, `moveInstructions` and `terminateInstructions`."""
        terminations = body.objects("terminateInstructions")
        moves = [self._move_source(one) for one in body.objects("moveInstructions")]
        for one in terminations:
            for execution in self._sources(
                one.only("elementId", "elementInstanceKey"), "elementId", "elementInstanceKey"
            ):
                self._terminated[execution.key] = execution
        for _, _, sources in moves:
            self._terminated |= {execution.key: execution for execution in sources}
        for one in body.objects("activateInstructions"):
            one.only("elementId", "ancestorElementInstanceKey", "variableInstructions").need("elementId")
            node = self._element(one.text("elementId") or "")
            ancestor = _ancestor_key(one)
            self._activate(node, None if ancestor is None else self._ancestor(node, ancestor), one)
        for one, node, sources in moves:
            for execution in sources:
                self._activate(node, self._move_scope(one.inner("ancestorScopeInstruction"), node, execution), one)
        if not self._activations and not self._terminated:
            raise invalid("A modification must have an instruction.")
        return self

    def move(self, pairs: list[tuple[str, str]]) -> Modification:
        """Reads the moves of a batch: from an element to another, in the scope that the source is in."""
        found = False
        for source, target in pairs:
            node = self._element(target)
            for execution in self._of_element(source):
                found = True
                self._terminated[execution.key] = execution
                self._activate(node, self._ancestor(node, self._work.parent(execution).key), None)
        if not found:
            names = ", ".join(f"'{source}'" for source, _ in pairs)
            raise rejected(_MODIFY, "INVALID_ARGUMENT", f"no instance of {names} is active")
        return self

    def _element(self, element_id: str) -> FlowNode:
        return element(self._engine, self._instance.definition, element_id, _MODIFY)

    def _move_source(self, one: Body) -> tuple[Body, FlowNode, list[Execution]]:
        one.only("sourceElementInstruction", "targetElementId", "ancestorScopeInstruction", "variableInstructions")
        one.need("sourceElementInstruction", "targetElementId")
        source = one.inner("sourceElementInstruction").only("sourceType", "sourceElementId", "sourceElementInstanceKey")
        kind = source.word("sourceType", "byId", "byKey")
        name = "sourceElementId" if kind == "byId" else "sourceElementInstanceKey"
        source.need(name)
        sources = self._sources(source, "sourceElementId", "sourceElementInstanceKey")
        return one, self._element(one.text("targetElementId") or ""), sources

    def _sources(self, one: Body, by_id: str, by_key: str) -> list[Execution]:
        """What an instruction names: by key one element instance, by id all that are active."""
        if one.has(by_id) == one.has(by_key):
            raise invalid(f"Exactly one of '{one.at(by_id)}' and '{one.at(by_key)}' must be given.")
        if one.has(by_key):
            number = key(one.data[by_key], one.at(by_key))
            found = [each for each in self._active if each.key == number and not each.is_process]
            if not found:
                raise rejected(_MODIFY, "INVALID_ARGUMENT", f"no active element instance has the key '{number}'")
            return found
        return self._of_element(one.text(by_id) or "") or self._none_active(one.text(by_id) or "")

    def _none_active(self, element_id: str) -> list[Execution]:
        raise rejected(_MODIFY, "INVALID_ARGUMENT", f"no instance of the element '{element_id}' is active")

    def _of_element(self, element_id: str) -> list[Execution]:
        """The active instances of an element; of a multi-instance activity its bodies."""
        found = [one for one in self._active if one.element_id == element_id and not one.is_process]
        bodies = {one.key for one in found if one.type == BODY}
        return [one for one in found if one.parent not in bodies]

    def _move_scope(self, wanted: Body, node: FlowNode, source: Execution) -> Execution | None:
        """The scope that a move names: `direct` by key, `sourceParent`, or `inferred`, as for an activation."""
        wanted.only("ancestorScopeType", "ancestorElementInstanceKey")
        kind = wanted.word("ancestorScopeType", "inferred", "direct", "sourceParent")
        if kind == "sourceParent":
            return self._ancestor(node, self._work.parent(source).key)
        if kind == "direct":
            wanted.need("ancestorElementInstanceKey")
        ancestor = _ancestor_key(wanted)
        return None if ancestor is None else self._ancestor(node, ancestor)

    def _ancestor(self, node: FlowNode, number: int) -> Execution:
        """The active execution with a key, in which an element can be activated."""
        around = {one.id for one in ancestors(node)} | {self._instance.element_id}
        found = next((one for one in self._active if one.key == number), None)
        if found is None or found.key in self._terminated:
            raise rejected(_MODIFY, "INVALID_ARGUMENT", f"no active element instance has the key '{number}'")
        if found.element_id not in around or found.type == BODY:
            reason = f"element instance '{number}' of '{found.element_id}' is no scope around the element '{node.id}'"
            raise rejected(_MODIFY, "INVALID_ARGUMENT", reason)
        return found

    def _activate(self, node: FlowNode, scope: Execution | None, one: Body | None) -> None:
        path = ancestors(node)
        if scope is not None:
            names = [owner.id for owner in path]
            missing = path if scope.is_process else path[names.index(scope.element_id) + 1 :]
        else:
            scope, missing = self._nearest(node, path)
        activation = _Activation(node, scope, missing)
        for i, given in enumerate(one.objects("variableInstructions") if one is not None else []):
            self._variables(activation, given, i)
        self._activations.append(activation)

    def _nearest(self, node: FlowNode, path: list[FlowNode]) -> tuple[Execution, list[FlowNode]]:
        """The innermost active scope around an element, and the subprocesses that are missing."""
        scope = self._instance
        for depth, owner in enumerate(path):
            inside = [
                one
                for one in self._active
                if one.parent == scope.key and one.element_id == owner.id and one.key not in self._terminated
            ]
            if len(inside) > 1:
                reason = f"the scope '{owner.id}' of the element '{node.id}' is active {len(inside)} times: name one"
                raise rejected(_MODIFY, "INVALID_ARGUMENT", reason)
            if not inside:
                return scope, path[depth:]
            scope = inside[0]
        return scope, []

    def _variables(self, activation: _Activation, given: Body, number: int) -> None:
        given.only("variables", "scopeId").need("variables")
        scope_id = given.text("scopeId") or self._instance.element_id
        around = {owner.id for owner in ancestors(activation.node)} | {activation.node.id, self._instance.element_id}
        if scope_id not in around:
            reason = f"'{scope_id}' is no scope around the element '{activation.node.id}'"
            raise rejected(_MODIFY, "INVALID_ARGUMENT", reason)
        activation.variables.setdefault(scope_id, {}).update(given.inner("variables").data)

    # Carrying out

    def carry_out(self) -> None:
        """Activates, then terminates; a scope in which nothing is left ends with what was in it.

        Refuses to end an instance that another process called.
        """
        self._widen()
        if self._instance.key in self._terminated and self._instance.parent is not None:
            reason = "the modification would end a process instance that was called by another"
            raise rejected(_MODIFY, "INVALID_ARGUMENT", reason)
        self._begin()
        for execution in self._terminated.values():
            self._work.do("terminate", execution)

    def _widen(self) -> None:
        """Ends a scope in which everything ends, instead of what is in it."""
        receiving = {activation.scope.key for activation in self._activations}
        for scope in [one for one in reversed(self._active) if one.children and one.type not in _STAYING]:
            inside = [one for one in self._active if one.parent == scope.key]
            if not inside or scope.key in receiving or scope.data.get("arrived"):
                continue
            if all(one.key in self._terminated for one in inside):
                self._terminated[scope.key] = scope
        covered = [one.key for one in self._terminated.values() if one.parent in self._terminated]
        for number in covered:
            del self._terminated[number]

    def _begin(self) -> None:
        """Activates; elements within the same missing subprocess share it, unless they stand in the same place."""
        paths: dict[int, list[Any]] = {}
        for activation in self._activations:
            scope, tree = activation.scope, paths.setdefault(activation.scope.key, [])
            for around in self._engine.variables.scopes(scope):
                if values := activation.variables.get(around.element_id):
                    self._engine.variables.set_local(around, values)
            level = tree
            for owner in activation.missing:
                level = _inside(level, owner.id, activation.variables.get(owner.id, {}))
            local = activation.variables.get(activation.node.id)
            level.append([activation.node.id, {"local": local} if local else {}])
        process = self._work.process(self._instance)
        for number, tree in paths.items():
            for element_id, data in tree:
                self._engine.life.activate(process.elements[element_id], self._work.get(number), **data)


def _inside(level: list[Any], element_id: str, local: dict[str, Any]) -> list[Any]:
    """The places to start at in a subprocess that begins with others of a level."""
    there = next((entry for entry in level if entry[0] == element_id and "start_at" in entry[1]), None)
    if there is None:
        there = [element_id, {"start_at": []}]
        level.append(there)
    if local:
        there[1].setdefault("local", {}).update(local)
    places: list[Any] = there[1]["start_at"]
    return places


def _ancestor_key(one: Body) -> int | None:
    """The `ancestorElementInstanceKey` of an instruction; -1 and none leave the choice to the engine."""
    if not one.has("ancestorElementInstanceKey"):
        return None
    number = key(one.data["ancestorElementInstanceKey"], one.at("ancestorElementInstanceKey"))
    return None if number == -1 else number
