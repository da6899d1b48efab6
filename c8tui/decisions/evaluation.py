"""What an evaluation says, wherever it was made: here, by the cluster just now, or by the cluster some time ago."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from c8tui.decisions.table_highlights import InputResult, RuleResult
from c8tui.decisions.typed import LARGEST_EXPONENT
from c8tui.exact_json import exact_json, exact_text
from c8tui.feel import Dialect, Value, to_feel, to_json
from c8tui.feel.dmn import Decision, Definitions, Evaluated, Evaluation, evaluate
from c8tui.feel.dmn_model import TableBox

_AS_A_FLOAT = Decimal("1e-12")
"""How far apart, of their size, numbers may be that count as the same."""

Source = Literal["preview", "cluster", "instance"]


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """One decision of an evaluation; `value` is JSON, `failure` and `warnings` are sentences."""

    id: str
    name: str
    value: str
    inputs: tuple[InputResult, ...] = ()
    rules: tuple[RuleResult, ...] = ()
    failure: str = ""
    warnings: tuple[str, ...] = ()
    version: int | None = None


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """The value of what was asked, as JSON, and the decisions on the way, required ones first."""

    source: Source
    asked: str
    """The id of the decision that was asked for."""
    value: str
    decisions: tuple[DecisionResult, ...] = ()
    failure: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    """What was known, as FEEL values by name: variables and the values of decisions."""
    key: str = ""
    """The key under which the cluster recorded it."""
    warnings: tuple[str, ...] = ()
    """What is odd about the inputs."""
    standard: bool = False
    """Whether it was made as the standard reads the file, rather than as Camunda does."""

    def of(self, decision_id: str) -> DecisionResult | None:
        """What it says of one decision."""
        return next((result for result in self.decisions if result.id == decision_id), None)


def json_of(value: Value) -> str:
    """A FEEL value as JSON."""
    return exact_text(to_json(value, exact=True))


def feel_of(text: str) -> Value:
    """JSON as a FEEL value, numbers with all their digits; what is no JSON, or beyond FEEL, is a text."""
    try:
        return to_feel(exact_json(text, LARGEST_EXPONENT))
    except ValueError:
        return text


def json_value(text: str) -> Any:
    """The same as JSON has it: a number is a Decimal where a float would lose digits of it."""
    return to_json(feel_of(text), exact=True)


def preview(
    model: Definitions, decision_id: str, variables: Mapping[str, Value], *, standard: bool = False
) -> EvaluationResult:
    """Evaluates here and now, as Camunda does or as the standard has it.

    Raises `KeyError` for a decision that the model does not have.
    """
    found = evaluate(model, decision_id, variables, dialect=Dialect.STANDARD if standard else Dialect.CAMUNDA)
    return local_result(model, decision_id, found, variables, standard=standard)


def local_result(
    model: Definitions,
    decision_id: str,
    found: Evaluation,
    variables: Mapping[str, Value],
    *,
    standard: bool = False,
) -> EvaluationResult:
    """What our own engine says."""
    context = dict(variables)
    for evaluated in found.decisions:
        element = model.elements.get(evaluated.id)
        if element is not None:
            context |= {element.name: evaluated.value, element.variable: evaluated.value}
    decisions = tuple(map(_local, found.decisions))
    warnings = tuple(warning.message for warning in found.input_warnings)
    return EvaluationResult(
        "preview",
        decision_id,
        json_of(found.value),
        decisions,
        found.failure,
        context,
        warnings=warnings,
        standard=standard,
    )


def _local(evaluated: Evaluated) -> DecisionResult:
    return DecisionResult(
        evaluated.id,
        evaluated.name,
        json_of(evaluated.value),
        tuple(InputResult(part.id, part.name, json_of(part.value), part.value) for part in evaluated.inputs),
        tuple(
            RuleResult(rule.id, rule.index, tuple((part.id, part.name, json_of(part.value)) for part in rule.outputs))
            for rule in evaluated.rules
        ),
        evaluated.failure,
        tuple(warning.message for warning in evaluated.warnings),
    )


def inputs_of(model: Definitions, result: EvaluationResult) -> dict[str, Any]:
    """The variables that an evaluation was made with, as JSON, as far as the inputs of its tables tell.

    An input tells of a variable where its expression is a name or a path, and no decision's.
    """
    decided = {name for one in model.elements.values() if isinstance(one, Decision) for name in (one.variable, one.id)}
    found: dict[str, Any] = {}
    for one in result.decisions:
        element = model.elements.get(one.id)
        table = element.logic if isinstance(element, Decision) else None
        for place, part in enumerate(one.inputs if isinstance(table, TableBox) else ()):
            assert isinstance(table, TableBox)
            columns = [column for column in table.inputs if column.id and column.id == part.id] or table.inputs[place:]
            path = columns[0].expression.split(".") if columns else [""]
            if all(name.isidentifier() for name in path) and path[0] not in decided:
                _put(found, path, json_value(part.text))
    return found


def _put(into: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        inner = into.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        into = inner
    into[path[-1]] = value


def disagreement(here: EvaluationResult, there: EvaluationResult) -> str:
    """Where the preview and the cluster do not say the same, in a sentence; empty when they agree."""
    if bool(here.failure) != bool(there.failure):
        failed, succeeded = ("c8tui", "the cluster") if here.failure else ("the cluster", "c8tui")
        return f"{failed} fails where {succeeded} finds a value"
    if not same_json(here.value, there.value):
        return f"c8tui finds {here.value[:80]}, the cluster {there.value[:80]}"
    for result in here.decisions:
        other = there.of(result.id)
        if other is None:
            continue
        if {rule.index for rule in result.rules} != {rule.index for rule in other.rules}:
            return f"in {result.name} other rules match for c8tui than for the cluster"
        if not same_json(result.value, other.value):
            return f"{result.name} is {result.value[:80]} for c8tui, {other.value[:80]} for the cluster"
    return ""


def same_json(one: str, other: str) -> bool:
    """Whether two JSON texts say the same; numbers by value, to the digits that a float keeps."""
    if one == other:
        return True
    try:
        return _same(exact_json(one, LARGEST_EXPONENT), exact_json(other, LARGEST_EXPONENT))
    except (ValueError, RecursionError):
        return False


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if _is_number(one) and _is_number(other):
        return bool(abs(one - other) <= _AS_A_FLOAT * max(abs(one), abs(other)))
    return type(one) is type(other) and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
