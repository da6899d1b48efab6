"""Evaluates boxed expressions other than tables."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from c8tui.feel import dmn_model as m
from c8tui.feel.calls import call_builtin, call_named
from c8tui.feel.code_loops import ITEM, PARTIAL, element_at, elements
from c8tui.feel.dmn_languages import elsewhere
from c8tui.feel.dmn_misfits import misfits
from c8tui.feel.dmn_result import DecisionFails
from c8tui.feel.dmn_table import TableAnswer, evaluate_table
from c8tui.feel.dmn_types import parameter_type, reference
from c8tui.feel.evaluate import expression
from c8tui.feel.logic import all_of, any_of
from c8tui.feel.problems import FeelSyntaxError
from c8tui.feel.run import Run, Scope
from c8tui.feel.types import ANY, coerced, kind_within
from c8tui.feel.values import Builtin, Function, Value, kind_of


class Boxes:
    """Evaluates the boxes of one model: `names` are those of its expressions, `prefix` that of its types.

    What departs from the type of a box is null where `standard`, and kept with a warning as Camunda does otherwise.
    A box that lacks a part without which it means nothing raises `DecisionFails`.
    """

    def __init__(self, names: frozenset[str], prefix: str = "", *, standard: bool = False) -> None:
        self.names = names
        self.prefix = prefix
        self.standard = standard
        self.answered: Callable[[TableAnswer], None] = lambda answer: None
        """Told of the answer of every table."""

    def value(self, box: m.Box | None, scope: Scope) -> Value:
        """The value of a box; none at all is null. Raises `DecisionFails`."""
        if box is None:
            return None
        scope.run.enter()
        try:
            return self.typed(_EVALUATORS[type(box)](self, box, scope), box.type_ref, scope.run, "the expression")
        finally:
            scope.run.leave()

    def needed(self, box: m.Box | None, what: str, scope: Scope) -> Value:
        """The value of a box that has to be there: `what` says what of which other it is."""
        if box is None:
            raise DecisionFails(f"{what} is missing")
        return self.value(box, scope)

    def typed(self, value: Value, type_ref: str, run: Run, what: str) -> Value:
        """The value as its type wants it, with a warning where it departs from that; a function has that of its result.

        Camunda looks at the types of decisions and of arguments only, and keeps the value.
        """
        if not type_ref:
            return value
        type_ = reference(type_ref, self.prefix)
        if isinstance(value, Function) and kind_within(type_, run.types) not in {"function", ANY}:
            return replace(value, result=type_) if self.standard else value
        found, fits = coerced(run.measured(value), type_, run.types)
        if fits:
            return found if self.standard else value
        for sentence in misfits(value, type_, run.types, what):
            run.warn(sentence)
        return None if self.standard else value

    def literal(self, box: m.LiteralBox, scope: Scope) -> Value:
        if box.language:
            raise DecisionFails(elsewhere("the expression", box.language))
        if not box.text:
            return None
        try:
            found = expression(box.text, self.names)
        except FeelSyntaxError as mistake:
            raise DecisionFails(mistake.message) from None
        before, scope.run.source = scope.run.source, box.text
        try:
            return found.evaluate_in(scope)
        finally:
            scope.run.source = before

    def table(self, box: m.TableBox, scope: Scope) -> Value:
        answer = evaluate_table(box, scope, self.names)
        self.answered(answer)
        return answer.value

    def context(self, box: m.ContextBox, scope: Scope) -> Value:
        made: dict[str, Value] = {}
        inner = scope.inner(made)
        for entry in box.entries:
            value = self.needed(entry.value, _named("context entry", entry.name), inner)
            value = self.typed(value, entry.type_ref, scope.run, entry.name or "the result")
            if not entry.name:
                return value
            made[entry.name] = value
        return made

    def invocation(self, box: m.InvocationBox, scope: Scope) -> Value:
        function = self.needed(box.function, "the function of an invocation", scope)
        arguments = {
            entry.name: self.needed(entry.value, _named("argument", entry.name), scope) for entry in box.bindings
        }
        if isinstance(function, Builtin):
            return call_builtin(scope.run, function, [], arguments, 0)
        if not isinstance(function, Function):
            return scope.run.warn("what is invoked is no function")
        return call_named(scope.run, function, arguments, 0)

    def items(self, box: m.ListBox, scope: Scope) -> Value:
        return [self.value(item, scope) for item in box.items]

    def relation(self, box: m.RelationBox, scope: Scope) -> Value:
        for number, row in enumerate(box.rows, 1):
            if len(row) != len(box.columns):
                raise DecisionFails(f"row {number} of a relation has {len(row)} cells for {len(box.columns)} columns")
        return [
            {name: self.value(cell, scope) for name, cell in zip(box.columns, row, strict=False)} for row in box.rows
        ]

    def function(self, box: m.FunctionBox, scope: Scope) -> Value:
        """The function that closes over this scope."""
        names = [entry.name for entry in box.parameters]
        inside = Boxes(self.names | frozenset(names), self.prefix, standard=self.standard)
        types = tuple(
            (entry.name, parameter_type(entry.type_ref, self.prefix, standard=self.standard))
            for entry in box.parameters
        )

        def call(run: Run, *arguments: Value) -> Value:
            if box.kind.upper() != "FEEL":
                return run.warn(f"functions in {box.kind} are not called")
            inner = scope.inner(dict(zip(names, arguments, strict=True)))
            return inside.needed(box.body, "the body of a function", inner)

        return Function("", types, call)

    def conditional(self, box: m.ConditionalBox, scope: Scope) -> Value:
        """Null for a condition that is neither true nor false nor null, unlike the `if` of an expression."""
        condition = self.needed(box.condition, "the condition of an if", scope)
        if condition is not None and not isinstance(condition, bool):
            return scope.run.warn(f"a condition cannot be a {kind_of(condition)}")
        part, name = (box.then, "then") if condition is True else (box.otherwise, "else")
        return self.needed(part, f"the {name} of an if", scope)

    def filter(self, box: m.FilterBox, scope: Scope) -> Value:
        source = self.needed(box.source, "the list of a filter", scope)
        items = source if isinstance(source, list) else [] if source is None else [source]
        kept = []
        for item in items:
            scope.run.tick()
            inner = scope.inner({ITEM: item})
            inner = inner.inner(item) if isinstance(item, dict) else inner
            answer = self.needed(box.match, "the condition of a filter", inner)
            if isinstance(answer, Decimal):
                return element_at(scope, items, answer, 0)
            if answer is not None and not isinstance(answer, bool):
                return scope.run.warn(f"a filter cannot be a {kind_of(answer)}")
            if answer is True:
                kept.append(item)
        return kept

    def loop(self, box: m.LoopBox, scope: Scope) -> Value:
        if not box.variable:
            raise DecisionFails(f"the variable of a {box.kind} is missing")
        found = elements(scope, self.needed(box.source, f"the list of a {box.kind}", scope), 0)
        if found is None:
            return None
        results: list[Value] = []
        remembers = _remembers(box.body)
        for item in found:
            scope.run.tick(1 + len(results) if remembers else 1)
            names: Mapping[str, Value] = {box.variable: item}
            if remembers:
                names = {PARTIAL: list(results), box.variable: item}
            results.append(self.needed(box.body, f"the body of a {box.kind}", scope.inner(names)))
            scope.run.fits(len(results))
        if box.kind == "for":
            return results
        for result in results:
            if result is not None and not isinstance(result, bool):
                return scope.run.warn(f"{box.kind} cannot be satisfied by a {kind_of(result)}")
        return any_of(results) if box.kind == "some" else all_of(results)

    def unknown(self, box: m.UnknownBox, scope: Scope) -> Value:
        raise DecisionFails("an expression of an unknown kind cannot be evaluated")


_EVALUATORS: dict[type[m.Box], Callable[..., Value]] = {
    m.LiteralBox: Boxes.literal,
    m.TableBox: Boxes.table,
    m.ContextBox: Boxes.context,
    m.InvocationBox: Boxes.invocation,
    m.ListBox: Boxes.items,
    m.RelationBox: Boxes.relation,
    m.FunctionBox: Boxes.function,
    m.ConditionalBox: Boxes.conditional,
    m.FilterBox: Boxes.filter,
    m.LoopBox: Boxes.loop,
    m.UnknownBox: Boxes.unknown,
}


@functools.lru_cache(maxsize=256)
def _remembers(body: m.Box | None) -> bool:
    """Whether a loop's body may speak of the results so far, which are copied for it only then."""
    return PARTIAL in repr(body)


def _named(what: str, name: str) -> str:
    return f"the expression of the {what} {name}" if name else f"the expression of a {what}"
