"""DMN: reads a file and evaluates its decisions, services and knowledge models, with all that led to the answer.

Evaluates as Camunda 8 does (dmn-scala), or in the dialect of the standard as DMN 1.5 and its compatibility kit read.
They differ in:

- types: DMN makes null of an input, a result, an entry or an argument that does not conform to its `typeRef`, and
  takes the list of one value for the value. Camunda does not look at the types of inputs, entries and columns; a
  result of a decision that is not of the built-in type of its variable fails, as an argument of one makes the call
  null. Where a value departs from a type that Camunda ignores, there is a warning.
- allowed values of a column: DMN has a value outside of them be an error, for Camunda they are documentation.
- unary tests: an entry that is true passes in Camunda, whether or not it says `?`; `cellInput` is the input, too.
- defaults of a table without a match: Camunda does not put them into a list for COLLECT, RULE ORDER and OUTPUT ORDER,
  and leaves out outputs that have none.
- aggregations of what is no number fail in Camunda, and are null in DMN.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from c8tui.feel import dmn_model as m
from c8tui.feel.calls import call_named
from c8tui.feel.dmn_boxes import Boxes
from c8tui.feel.dmn_misfits import misfits, refused_by_camunda
from c8tui.feel.dmn_model import AmbiguousName, Decision, Definitions, DmnError
from c8tui.feel.dmn_result import DecisionFails, Evaluated, Evaluation, InputValue, MatchedRule, Warning
from c8tui.feel.dmn_table import TableAnswer
from c8tui.feel.dmn_types import parameter_type, reference, result_of, types_of
from c8tui.feel.dmn_xml import read
from c8tui.feel.names import odd_names, reads_as_path
from c8tui.feel.problems import Stopped
from c8tui.feel.python_values import context_of
from c8tui.feel.run import Dialect, Limits, Run, Scope
from c8tui.feel.types import Type, coerced
from c8tui.feel.values import Function, Value

__all__ = ["AmbiguousName", "Decision", "Definitions", "DmnError", "Evaluated", "Evaluation", "evaluate", "read"]

LIMITS = Limits(steps=3_000_000, calls=100, pattern_s=2.0)
"""Of one evaluation of a requirements graph."""
NOTHING: Mapping[str, Value] = {}


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
    failure of the whole evaluation. As Camunda reads DMN unless `dialect` is the standard's.
    Raises `KeyError` for a name that the model does not have, `AmbiguousName` for one that several elements have.
    """
    element = model.named(name)
    if element is None:
        raise KeyError(name)
    types = types_of(model, Run("", limits, now=now, dialect=Dialect.STANDARD))
    run = Run("", limits, types, now, dialect)
    graph = Graph(model, dict(context_of(inputs)), run)
    try:
        return Evaluation(graph.asked(element), tuple(graph.records), input_warnings=tuple(graph.input_warnings))
    except (DecisionFails, Stopped, RecursionError) as failure:
        message = "the evaluation goes too deep" if isinstance(failure, RecursionError) else str(failure)
        graph.failed(message, failure)
        return Evaluation(None, tuple(graph.records), message, tuple(graph.input_warnings))


class Graph:
    """The requirements graph of one model during one evaluation: every decision is evaluated once."""

    def __init__(self, model: Definitions, inputs: dict[str, Value], run: Run, prefix: str = "") -> None:
        self.model = model
        self.run = run
        self.records: list[Evaluated] = []
        self.input_warnings: list[Warning] = []
        self._standard = run.dialect is Dialect.STANDARD
        self._inputs = inputs
        self._prefix = prefix
        self._names = model.names | odd_names(inputs)
        self._known: dict[str, Value] = {}
        self._under_way: list[m.Element] = []
        self._logic_began: tuple[str, int] = ("", 0)
        """The decision whose logic was begun last, and how many warnings there were."""
        self._imports = {entry.namespace: self._imported(entry, entry.model) for entry in model.imports if entry.model}

    def _imported(self, entry: m.Import, model: Definitions) -> tuple[str, Graph]:
        own = self._inputs.get(entry.name)
        inputs = own if isinstance(own, dict) else self._inputs
        prefix = f"{self._prefix}{entry.name}." if entry.name else self._prefix
        graph = Graph(model, inputs, self.run, prefix)
        graph.input_warnings = self.input_warnings
        return entry.name, graph

    def asked(self, element: m.Element) -> Value:
        """The value of what is asked for; a service or knowledge model is called with the inputs of its names."""
        value = self.value(element)
        if isinstance(element, m.Service | m.KnowledgeModel) and isinstance(value, Function):
            arguments = {name: self._inputs.get(name) for name, _ in value.parameters}
            return call_named(self.run, value, arguments, 0)
        return value

    def failed(self, message: str, failure: Exception) -> None:
        """Records the decision at which the evaluation ended, with what its table had come to, as Camunda does."""
        if not self._under_way or (self.records and self.records[-1].failure):
            return
        element = self._under_way[-1]
        logic, (begun, before) = getattr(element, "logic", None), self._logic_began
        inputs: tuple[InputValue, ...] = ()
        rules: tuple[MatchedRule, ...] = ()
        if isinstance(failure, DecisionFails) and failure.table is logic is not None:
            inputs, rules = failure.inputs, failure.rules
        warned = self.run.warnings[before:] if begun == element.id else []
        warnings = tuple(Warning(element.id, str(one)) for one in warned)
        self.records.append(Evaluated(element.id, element.name, None, inputs, rules, warnings, message))

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
                return self._input(element)
        return None

    def _input(self, element: m.InputData) -> Value:
        """An input as it was given; where it departs from its type there are warnings, and in the standard no value."""
        given = self.run.measured(self._inputs.get(element.variable))
        if not element.type_ref:
            return given
        type_ = reference(element.type_ref, self._prefix)
        if self._standard:
            value, fits = coerced(given, type_, self.run.types)
            if fits:
                return value
        found = misfits(given, type_, self.run.types, element.variable)
        self.input_warnings += (Warning(element.id, sentence) for sentence in found)
        return None if self._standard else given

    def _boxes(self, bound: Mapping[str, Value] = NOTHING) -> Boxes:
        """What evaluates boxes where these names are bound: those that read as paths are names only there."""
        given = bound.keys() | self._inputs.keys()
        paths = {name for name in bound if reads_as_path(name) and name.partition(".")[0] not in given}
        return Boxes(self._names | paths, self._prefix, standard=self._standard)

    def _decision(self, decision: m.Decision) -> Value:
        bound = self._bound(decision)
        before = len(self.run.warnings)
        self._logic_began = (decision.id, before)
        answers: list[TableAnswer] = []
        boxes = self._boxes(bound)
        boxes.answered = answers.append
        if decision.logic is None and not self._standard:
            raise DecisionFails("the decision has no logic")
        value = boxes.value(decision.logic, self._scope(bound))
        refused = "" if self._standard else refused_by_camunda(value, decision.type_ref)
        if not refused:
            value = boxes.typed(value, decision.type_ref, self.run, decision.name)
        table = answers[-1] if answers and isinstance(decision.logic, m.TableBox) else TableAnswer(None, (), ())
        warnings = tuple(Warning(decision.id, str(warned)) for warned in self.run.warnings[before:])
        value = None if refused else value
        record = Evaluated(decision.id, decision.name, value, table.inputs, table.rules, warnings, refused)
        self.records.append(record)
        if refused:
            raise DecisionFails(refused)
        return value

    def _knowledge_model(self, model: m.KnowledgeModel) -> Value:
        if model.logic is None:
            return None
        bound = self._bound(model)
        function = self._boxes(bound).function(model.logic, self._scope(bound))
        result = reference(model.type_ref, self._prefix) if model.type_ref else None
        return Function(model.name, function.parameters, function.call, result=self._result_of(result))

    def _result_of(self, type_: Type | None) -> Type | None:
        """The type of what a function returns, which Camunda does not look at."""
        return result_of(type_, self.run.types) if self._standard else None

    def _service(self, service: m.Service) -> Value:
        inputs = [self.model.elements[key] for key in (*service.input_data, *service.input_decisions) if self._has(key)]
        types = tuple(
            (element.variable, parameter_type(element.type_ref, self._prefix, standard=self._standard))
            for element in inputs
        )

        def call(run: Run, *arguments: Value) -> Value:
            given = dict(zip((element.variable for element in inputs), arguments, strict=True))
            inner = Graph(self.model, given, run, self._prefix)
            inner.input_warnings = self.input_warnings
            inner._known = {element.id: value for element, value in zip(inputs, arguments, strict=True)}
            outputs = [self.model.elements[key] for key in service.outputs if self._has(key)]
            values = {output.variable: inner.value(output) for output in outputs}
            self.records.extend(inner.records)
            return next(iter(values.values())) if len(values) == 1 else values

        result = reference(service.type_ref, self._prefix) if service.type_ref else None
        return Function(service.name, types, call, result=self._result_of(result))

    def _has(self, key: str) -> bool:
        return key in self.model.elements

    def _bound(self, element: m.Element) -> dict[str, Value]:
        """The names that what an element requires has in its expressions, and their values."""
        names: dict[str, Value] = {}
        for key in element.requires:
            required = self.model.elements.get(key)
            if required is not None:
                names |= self._names_of(required, self.value(required))
            else:
                self._check_import(key)
        for name, graph in self._imports.values():
            names |= graph.offered(element.requires) if not name else {name: graph.offered(element.requires)}
        return names

    def _names_of(self, element: m.Element, value: Value) -> dict[str, Value]:
        """The names of a required element: its variable, and for a decision its id, as Camunda has it.

        Any other of its names stands for it only where no variable is called so: Camunda knows no input data at all.
        """
        own = {element.variable} if isinstance(element, m.InputData) else {element.variable, element.id}
        others = {element.id, element.name} - own - self._inputs.keys()
        return dict.fromkeys(own | others, value)

    def _check_import(self, href: str) -> None:
        """Raises `DecisionFails` for what stands in an imported file that nobody gave."""
        namespace, _, target = href.rpartition("#")
        missing = next((one for one in self.model.imports if one.model is None and one.namespace == namespace), None)
        if missing is not None and namespace:
            name = missing.name or missing.location or namespace
            raise DecisionFails(f"{target} is in the imported file {name}, which was not found")

    def _scope(self, bound: Mapping[str, Value]) -> Scope:
        """What expressions may speak of: the inputs, and above them what is required."""
        return Scope(self._inputs, None, self.run).inner(bound)

    def offered(self, required: tuple[str, ...]) -> dict[str, Value]:
        """What a model that imports this one may use: of its elements those that are required."""
        ids = {href.rpartition("#")[2] for href in required if href.partition("#")[0] in {self.model.namespace}}
        return {element.variable: self.value(element) for key, element in self.model.elements.items() if key in ids}
