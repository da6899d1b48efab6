"""Evaluates boxed expressions other than tables."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from decimal import Decimal

from c8tui.feel import dmn_model as m
from c8tui.feel.calls import call_builtin, call_named
from c8tui.feel.code_loops import ITEM, PARTIAL, element_at, elements
from c8tui.feel.dmn_result import DecisionFails
from c8tui.feel.dmn_table import TableAnswer, evaluate_table
from c8tui.feel.dmn_types import reference
from c8tui.feel.evaluate import expression
from c8tui.feel.logic import all_of, any_of
from c8tui.feel.problems import FeelSyntaxError
from c8tui.feel.run import Run, Scope
from c8tui.feel.types import coerced
from c8tui.feel.values import Builtin, Function, Value, kind_of

FEEL_LANGUAGES = ("", "feel")


class Boxes:
    """Evaluates the boxes of one model: `names` are those of its expressions, `prefix` that of its types."""

    def __init__(self, names: frozenset[str], prefix: str = "") -> None:
        self.names = names
        self.prefix = prefix
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

    def typed(self, value: Value, type_ref: str, run: Run, what: str) -> Value:
        """The value as its type wants it; null and a warning when it cannot be that."""
        if not type_ref:
            return value
        found, fits = coerced(run.measured(value), reference(type_ref, self.prefix), run.types)
        return found if fits else run.warn(f"{what} is a {kind_of(value)}, which is no {type_ref}")

    def literal(self, box: m.LiteralBox, scope: Scope) -> Value:
        if not _is_feel(box.language):
            return scope.run.warn(f"expressions in {box.language} are not evaluated")
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
            value = self.typed(self.value(entry.value, inner), entry.type_ref, scope.run, entry.name or "the result")
            if not entry.name:
                return value
            made[entry.name] = value
        return made

    def invocation(self, box: m.InvocationBox, scope: Scope) -> Value:
        function = self.value(box.function, scope)
        arguments = {entry.name: self.value(entry.value, scope) for entry in box.bindings}
        if isinstance(function, Builtin):
            return call_builtin(scope.run, function, [], arguments, 0)
        if not isinstance(function, Function):
            return scope.run.warn("what is invoked is no function")
        return call_named(scope.run, function, arguments, 0)

    def items(self, box: m.ListBox, scope: Scope) -> Value:
        return [self.value(item, scope) for item in box.items]

    def relation(self, box: m.RelationBox, scope: Scope) -> Value:
        return [
            {name: self.value(cell, scope) for name, cell in zip(box.columns, row, strict=False)} for row in box.rows
        ]

    def function(self, box: m.FunctionBox, scope: Scope) -> Value:
        """The function that closes over this scope."""
        names = [entry.name for entry in box.parameters]
        inside = Boxes(self.names | frozenset(names), self.prefix)
        types = tuple(
            (entry.name, reference(entry.type_ref, self.prefix) if entry.type_ref else None) for entry in box.parameters
        )

        def call(run: Run, *arguments: Value) -> Value:
            if box.kind.upper() != "FEEL":
                return run.warn(f"functions in {box.kind} are not called")
            return inside.value(box.body, scope.inner(dict(zip(names, arguments, strict=True))))

        return Function("", types, call)

    def conditional(self, box: m.ConditionalBox, scope: Scope) -> Value:
        """Null for a condition that is neither true nor false nor null, unlike the `if` of an expression."""
        condition = self.value(box.condition, scope)
        if condition is not None and not isinstance(condition, bool):
            return scope.run.warn(f"a condition cannot be a {kind_of(condition)}")
        return self.value(box.then if condition is True else box.otherwise, scope)

    def filter(self, box: m.FilterBox, scope: Scope) -> Value:
        source = self.value(box.source, scope)
        items = source if isinstance(source, list) else [] if source is None else [source]
        kept = []
        for item in items:
            scope.run.tick()
            inner = scope.inner({ITEM: item})
            answer = self.value(box.match, inner.inner(item) if isinstance(item, dict) else inner)
            if isinstance(answer, Decimal):
                return element_at(scope, items, answer, 0)
            if answer is not None and not isinstance(answer, bool):
                return scope.run.warn(f"a filter cannot be a {kind_of(answer)}")
            if answer is True:
                kept.append(item)
        return kept

    def loop(self, box: m.LoopBox, scope: Scope) -> Value:
        found = elements(scope, self.value(box.source, scope), 0)
        if found is None:
            return None
        results: list[Value] = []
        remembers = _remembers(box.body)
        for item in found:
            scope.run.tick(1 + len(results) if remembers else 1)
            names: Mapping[str, Value] = {box.variable: item}
            if remembers:
                names = {PARTIAL: list(results), box.variable: item}
            results.append(self.value(box.body, scope.inner(names)))
            scope.run.fits(len(results))
        if box.kind == "for":
            return results
        for result in results:
            if result is not None and not isinstance(result, bool):
                return scope.run.warn(f"{box.kind} cannot be satisfied by a {kind_of(result)}")
        return any_of(results) if box.kind == "some" else all_of(results)

    def unknown(self, box: m.UnknownBox, scope: Scope) -> Value:
        return scope.run.warn("an expression of an unknown kind is not evaluated")


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


def _is_feel(language: str) -> bool:
    return language.lower() in FEEL_LANGUAGES or "/feel" in language.lower()
