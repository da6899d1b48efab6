"""Decision tables: which rules match, and what the hit policy makes of their outputs.

As Camunda's engine (dmn-scala, DecisionTableEvaluator) unless the standard is asked for: allowed values of columns are
not looked at; output values only order the results of PRIORITY and OUTPUT ORDER; defaults are not put into lists.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from c8tui.feel import operators
from c8tui.feel.builtins import BUILTINS
from c8tui.feel.calls import call_builtin
from c8tui.feel.code_tests import INPUT
from c8tui.feel.dmn_languages import elsewhere
from c8tui.feel.dmn_model import Rule, TableBox, TableOutput
from c8tui.feel.dmn_result import DecisionFails, InputValue, MatchedRule, OutputValue
from c8tui.feel.evaluate import Expression, compile_expression, compile_tests
from c8tui.feel.problems import FeelSyntaxError
from c8tui.feel.run import ELEMENTS_A_STEP, Dialect, Scope
from c8tui.feel.values import Value, quoted, text_of

Tests = tuple["Expression | None", ...]
AGGREGATIONS = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}
MANY = frozenset({"RULE ORDER", "OUTPUT ORDER", "COLLECT"})
"""Hit policies whose answer is a list."""
ORDERED = frozenset({"PRIORITY", "OUTPUT ORDER"})
"""Hit policies for which the order of output values counts."""


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """A table ready to be evaluated; None in place of tests that always pass."""

    table: TableBox
    inputs: tuple[Expression, ...]
    allowed: Tests
    rules: tuple[tuple[Rule, Tests, tuple[Expression, ...]], ...]
    defaults: Tests
    priorities: tuple[Expression | None, ...]
    standard: bool = False


@dataclass(frozen=True, slots=True)
class TableAnswer:
    value: Value
    inputs: tuple[InputValue, ...]
    rules: tuple[MatchedRule, ...]


@functools.lru_cache(maxsize=64)
def compile_table(table: TableBox, names: frozenset[str], standard: bool) -> CompiledTable:
    """Every cell parsed; a mistake in one, or another language, raises `DecisionFails`, which names the cell."""
    cells = Cells(names, standard=standard)
    rules = []
    for number, rule in enumerate(table.rules, 1):
        conditions = tuple(
            cells.tests(text, f"rule {number}, input {n}", rule.language_of_test(n - 1))
            for n, text in enumerate(rule.tests, 1)
        )
        results = tuple(
            cells.value(text, f"rule {number}, output {n}", rule.language_of_result(n - 1))
            for n, text in enumerate(rule.results, 1)
        )
        rules.append((rule, conditions, results))
    return CompiledTable(
        table,
        tuple(cells.value(one.expression, f"input {n}", one.language) for n, one in enumerate(table.inputs, 1)),
        tuple(
            cells.tests(one.allowed, f"values of input {n}") if standard and not one.allowed_language else None
            for n, one in enumerate(table.inputs, 1)
        ),
        tuple(rules),
        tuple(
            cells.value(out.default, f"default of {out.name}", out.default_language) if out.default else None
            for out in table.outputs
        ),
        tuple(cells.order(out) if table.hit_policy in ORDERED else None for out in table.outputs),
        standard,
    )


class Cells:
    """Parses the cells of a table; equal tests are parsed once. Raises `DecisionFails`."""

    def __init__(self, names: frozenset[str], *, standard: bool) -> None:
        self._names = names
        self._standard = standard
        self._tests: dict[str, Expression | None] = {"": None, "-": None}

    def tests(self, text: str, where: str, language: str = "") -> Expression | None:
        """Unary tests; None where they always pass."""
        if language:
            raise DecisionFails(elsewhere(where, language))
        if text not in self._tests:
            self._tests[text] = _parsed(lambda: compile_tests(text, self._names), where)
        return self._tests[text]

    def value(self, text: str, where: str, language: str = "") -> Expression:
        """An expression; an empty one is null."""
        if language:
            raise DecisionFails(elsewhere(where, language))
        return _parsed(lambda: compile_expression(text or "null", self._names), where)

    def order(self, output: TableOutput) -> Expression | None:
        """The list of output values, by which PRIORITY and OUTPUT ORDER sort; None for no order.

        Camunda splits the text at its commas and takes off quotes; so does this where it is no list of literals.
        """
        if not output.allowed:
            return None
        try:
            found = compile_expression(f"[{output.allowed}]", self._names)
        except FeelSyntaxError as mistake:
            if self._standard:
                raise DecisionFails(f"values of {output.name}: {mistake.message}") from None
            found = None
        if found is None or (found.free and not self._standard):
            words = (word.strip().replace('"', "").replace("'", "") for word in output.allowed.split(","))
            return compile_expression(f"[{', '.join(map(quoted, words))}]", frozenset())
        return found


def _parsed(parse: Callable[[], Expression], where: str) -> Expression:
    try:
        return parse()
    except FeelSyntaxError as mistake:
        raise DecisionFails(f"{where}: {mistake.message}") from None


def evaluate_table(table: TableBox, scope: Scope, names: frozenset[str]) -> TableAnswer:
    """The answer of a table in a scope that knows its variables. Raises `DecisionFails`."""
    standard = scope.run.dialect is Dialect.STANDARD
    compiled = compile_table(table, names, standard)
    values = [column.evaluate_in(scope) for column in compiled.inputs]
    inputs = tuple(
        InputValue(column.id, column.label or column.expression, value)
        for column, value in zip(table.inputs, values, strict=True)
    )
    matched: list[MatchedRule] = []
    try:
        if standard:
            _check_inputs(compiled, values, scope)
        matched = _matched(compiled, values, scope)
        return TableAnswer(_answer(compiled, matched, scope), inputs, tuple(matched))
    except DecisionFails as failure:
        if failure.table is None:
            failure.table, failure.inputs, failure.rules = table, inputs, tuple(matched)
        raise


def _check_inputs(compiled: CompiledTable, values: list[Value], scope: Scope) -> None:
    for column, allowed, value in zip(compiled.table.inputs, compiled.allowed, values, strict=True):
        if allowed is not None and allowed.evaluate_in(scope.inner({INPUT: value})) is not True:
            name = column.label or column.expression
            raise DecisionFails(f"{name} is {text_of(value, inside=True)[:200]}, not one of {column.allowed[:200]}")


def _matched(compiled: CompiledTable, values: list[Value], scope: Scope) -> list[MatchedRule]:
    """Rules that match, in the order of the table; of FIRST one is enough."""
    scopes = [scope.inner({INPUT: value}) for value in values]
    found = []
    for index, (rule, conditions, results) in enumerate(compiled.rules, 1):
        scope.run.tick()
        if all(
            condition is None or condition.evaluate_in(inner) is True
            for condition, inner in zip(conditions, scopes, strict=False)
        ):
            outputs = tuple(
                OutputValue(column.id, column.name, result.evaluate_in(scope))
                for column, result in zip(compiled.table.outputs, results, strict=False)
            )
            found.append(MatchedRule(rule.id, index, outputs))
            if compiled.table.hit_policy == "FIRST":
                break
    return found


def _answer(compiled: CompiledTable, matched: list[MatchedRule], scope: Scope) -> Value:
    table = compiled.table
    if not matched:
        return _default(compiled, scope)
    results = [_result(table.outputs, rule) for rule in matched]
    match table.hit_policy:
        case "UNIQUE" if len(matched) > 1:
            raise DecisionFails(f"UNIQUE allows one rule to match, but {_numbers(matched)} do")
        case "ANY" if any(operators.equal(results[0], other) is not True for other in results[1:]):
            raise DecisionFails(f"ANY wants equal outputs, but those of {_numbers(matched)} differ")
        case "UNIQUE" | "ANY" | "FIRST":
            return results[0]
        case "PRIORITY":
            return _by_priority(compiled, matched, scope)[0]
        case "OUTPUT ORDER":
            return _by_priority(compiled, matched, scope)
        case "RULE ORDER":
            return results
        case "COLLECT":
            return _collected(table, results, scope, standard=compiled.standard)
    raise DecisionFails(f"there is no hit policy {table.hit_policy}")


def _numbers(matched: list[MatchedRule]) -> str:
    return "rules " + ", ".join(str(rule.index) for rule in matched[:20])


def _result(outputs: tuple[TableOutput, ...], rule: MatchedRule) -> Value:
    if len(outputs) == 1:
        return rule.outputs[0].value if rule.outputs else None
    return {output.name: output.value for output in rule.outputs}


def _default(compiled: CompiledTable, scope: Scope) -> Value:
    """What the table says when no rule matches: its defaults, else null."""
    table = compiled.table
    if not any(compiled.defaults):
        return None
    if not compiled.standard:
        given = [(out.name, entry.evaluate_in(scope)) for out, entry in _with_default(compiled)]
        return given[0][1] if len(given) == 1 else dict(given)
    values = [entry.evaluate_in(scope) if entry is not None else None for entry in compiled.defaults]
    if len(values) == 1:
        single = values[0]
    else:
        single = {output.name: value for output, value in zip(table.outputs, values, strict=True)}
    return [single] if table.hit_policy in MANY and not table.aggregation else single


def _with_default(compiled: CompiledTable) -> Iterator[tuple[TableOutput, Expression]]:
    for output, entry in zip(compiled.table.outputs, compiled.defaults, strict=True):
        if entry is not None:
            yield output, entry


def _by_priority(compiled: CompiledTable, matched: list[MatchedRule], scope: Scope) -> list[Value]:
    """Results sorted by the places of their outputs in the lists of output values, the first output first."""
    lists = [entry.evaluate_in(scope) if entry is not None else None for entry in compiled.priorities]

    def rank(rule: MatchedRule) -> list[int]:
        scope.run.tick(sum(len(order) // ELEMENTS_A_STEP for order in lists if isinstance(order, list)))
        return [_place(order, output.value) for order, output in zip(lists, rule.outputs, strict=False)]

    return [_result(compiled.table.outputs, rule) for rule in sorted(matched, key=rank)]


def _place(order: Value, value: Value) -> int:
    if not isinstance(order, list):
        return 0
    return next((n for n, item in enumerate(order) if operators.equal(item, value) is True), len(order))


def _collected(table: TableBox, results: list[Value], scope: Scope, *, standard: bool) -> Value:
    if not table.aggregation:
        return results
    if table.aggregation not in AGGREGATIONS:
        raise DecisionFails(f"there is no aggregation {table.aggregation}")
    if table.aggregation == "COUNT":
        return Decimal(len(results))
    if len(table.outputs) > 1:
        raise DecisionFails(f"{table.aggregation} is of one output, not of {len(table.outputs)}")
    odd = next((value for value in results if not isinstance(value, Decimal)), None)
    if not standard and not all(isinstance(value, Decimal) for value in results):
        raise DecisionFails(f"{table.aggregation} wants numbers, and one of the outputs is {text_of(odd, inside=True)}")
    return call_builtin(scope.run, BUILTINS[AGGREGATIONS[table.aggregation]], [results], None, 0)
