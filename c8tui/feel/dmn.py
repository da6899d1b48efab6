"""DMN: reads a file and evaluates its decisions, services and knowledge models, with all that led to the answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from c8tui.feel import dmn_model as m
from c8tui.feel.calls import call_named
from c8tui.feel.dmn_boxes import Boxes
from c8tui.feel.dmn_model import Decision, Definitions, DmnError
from c8tui.feel.dmn_result import DecisionFails, Evaluated, Evaluation, Warning
from c8tui.feel.dmn_table import TableAnswer
from c8tui.feel.dmn_types import reference, types_of
from c8tui.feel.dmn_xml import read
from c8tui.feel.names import odd_names
from c8tui.feel.problems import Stopped
from c8tui.feel.python_values import context_of
from c8tui.feel.run import Dialect, Limits, Run, Scope
from c8tui.feel.types import Type
from c8tui.feel.values import Function, Value

__all__ = ["Decision", "Definitions", "DmnError", "Evaluated", "Evaluation", "evaluate", "read"]

LIMITS = Limits(steps=3_000_000, calls=100, pattern_s=2.0)
"""Of one evaluation of a requirements graph."""


def evaluate(
    model: Definitions,
    name: str,
    inputs: Mapping[str, Any],
    *,
    limits: Limits = LIMITS,
    now: datetime | None = None,
    dialect: Dialect = Dialect.CAMUNDA,
) -> Evaluation:
    """Evaluates the decision, service or knowledge model of this id or name; `inputs` are values of FEEL by name,
    or what `to_feel` makes those of.

    Never raises for what is wrong with the model or the inputs: a part that cannot be evaluated is null with a
    warning, and what DMN calls an error (two rules of UNIQUE, a circle of requirements, a syntax error) is the
    failure of the whole evaluation. Cells are read as Camunda's engine reads them unless `dialect` is the standard's.
    Raises `KeyError` for a name that the model does not have.
    """
    element = model.named(name)
    if element is None:
        raise KeyError(name)
    types = types_of(model, Run("", limits, now=now, dialect=Dialect.STANDARD))
    run = Run("", limits, types, now, dialect)
    graph = Graph(model, dict(context_of(inputs)), run)
    try:
        return Evaluation(graph.asked(element), tuple(graph.records))
    except (DecisionFails, Stopped, RecursionError) as failure:
        message = "the evaluation goes too deep" if isinstance(failure, RecursionError) else str(failure)
        graph.failed(message)
        return Evaluation(None, tuple(graph.records), message)


class Graph:
    """The requirements graph of one model during one evaluation: every decision is evaluated once."""

    def __init__(self, model: Definitions, inputs: dict[str, Value], run: Run, prefix: str = "") -> None:
        self.model = model
        self.run = run
        self.records: list[Evaluated] = []
        self._inputs = inputs
        self._prefix = prefix
        self._names = model.names | odd_names(inputs)
        self._known: dict[str, Value] = {}
        self._under_way: list[m.Element] = []
        self._imports = {entry.namespace: self._imported(entry, entry.model) for entry in model.imports if entry.model}

    def _imported(self, entry: m.Import, model: Definitions) -> tuple[str, Graph]:
        own = self._inputs.get(entry.name)
        inputs = own if isinstance(own, dict) else self._inputs
        prefix = f"{self._prefix}{entry.name}." if entry.name else self._prefix
        return entry.name, Graph(model, inputs, self.run, prefix)

    def asked(self, element: m.Element) -> Value:
        """The value of what is asked for; a service or knowledge model is called with the inputs of its names."""
        value = self.value(element)
        if isinstance(element, m.Service | m.KnowledgeModel) and isinstance(value, Function):
            arguments = {name: self._inputs.get(name) for name, _ in value.parameters}
            return call_named(self.run, value, arguments, 0)
        return value

    def failed(self, message: str) -> None:
        """Records the decision at which the evaluation ended."""
        if self._under_way:
            element = self._under_way[-1]
            self.records.append(Evaluated(element.id, element.name, None, failure=message))

    def value(self, element: m.Element) -> Value:
        """The value of a decision or an input, the function of a service or knowledge model."""
        if element.id not in self._known:
            if element in self._under_way:
                raise DecisionFails(f"{element.name} requires itself")
            self._under_way.append(element)
            self._known[element.id] = self._evaluated(element)
            self._under_way.pop()
        return self._known[element.id]

    def _evaluated(self, element: m.Element) -> Value:
        match element:
            case m.Decision():
                return self._decision(element)
            case m.KnowledgeModel():
                return self._knowledge_model(element)
            case m.Service():
                return self._service(element)
            case m.InputData():
                return self._boxes().typed(
                    self._inputs.get(element.variable), element.type_ref, self.run, element.variable
                )
        return None

    def _boxes(self) -> Boxes:
        return Boxes(self._names, self._prefix)

    def _decision(self, decision: m.Decision) -> Value:
        scope = self._scope(decision)
        before = len(self.run.warnings)
        answers: list[TableAnswer] = []
        boxes = self._boxes()
        boxes.answered = answers.append
        value = boxes.value(decision.logic, scope)
        value = boxes.typed(value, decision.type_ref, self.run, decision.name)
        table = answers[-1] if answers and isinstance(decision.logic, m.TableBox) else TableAnswer(None, (), ())
        warnings = tuple(Warning(decision.id, str(warned)) for warned in self.run.warnings[before:])
        self.records.append(Evaluated(decision.id, decision.name, value, table.inputs, table.rules, warnings))
        return value

    def _knowledge_model(self, model: m.KnowledgeModel) -> Value:
        if model.logic is None:
            return None
        scope = self._scope(model)
        function = self._boxes().function(model.logic, scope)
        result = reference(model.type_ref, self._prefix) if model.type_ref else None
        return Function(model.name, function.parameters, function.call, result=self._result_of(result))

    def _result_of(self, type_: Type | None) -> Type | None:
        """The type of what a function returns; its variable may be typed as the function or as the result."""
        if type_ is None:
            return None
        known = self.run.types.get(type_.name) if type_.kind == "named" else type_
        return known.result if known is not None and known.kind == "function" else type_

    def _service(self, service: m.Service) -> Value:
        inputs = [self.model.elements[key] for key in (*service.input_data, *service.input_decisions) if self._has(key)]
        types = tuple(
            (element.variable, reference(element.type_ref, self._prefix) if element.type_ref else None)
            for element in inputs
        )

        def call(run: Run, *arguments: Value) -> Value:
            given = dict(zip((element.variable for element in inputs), arguments, strict=True))
            inner = Graph(self.model, given, run, self._prefix)
            inner._known = {element.id: value for element, value in zip(inputs, arguments, strict=True)}
            outputs = [self.model.elements[key] for key in service.outputs if self._has(key)]
            values = {output.variable: inner.value(output) for output in outputs}
            self.records.extend(inner.records)
            return next(iter(values.values())) if len(values) == 1 else values

        result = reference(service.type_ref, self._prefix) if service.type_ref else None
        return Function(service.name, types, call, result=self._result_of(result))

    def _has(self, key: str) -> bool:
        return key in self.model.elements

    def _scope(self, element: m.Element) -> Scope:
        """What an element's expressions may speak of: the inputs, and above them what it requires."""
        names: dict[str, Value] = {}
        for key in element.requires:
            required = self.model.elements.get(key)
            if required is not None:
                value = self.value(required)
                names |= {required.id: value, required.name: value, required.variable: value}
        for name, graph in self._imports.values():
            names |= graph.offered(element.requires) if not name else {name: graph.offered(element.requires)}
        return Scope(self._inputs, None, self.run).inner(names)

    def offered(self, required: tuple[str, ...]) -> dict[str, Value]:
        """What a model that imports this one may use: of its elements those that are required."""
        ids = {href.rpartition("#")[2] for href in required if href.partition("#")[0] in {self.model.namespace}}
        return {element.variable: self.value(element) for key, element in self.model.elements.items() if key in ids}
