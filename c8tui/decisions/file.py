"""A DMN file by itself: which decision of it is meant, and what its evaluation is in JSON, for scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from c8tui.decisions.element import Model
from c8tui.decisions.evaluation import EvaluationResult, json_value, preview
from c8tui.decisions.typed import InputTypes
from c8tui.feel import dmn, to_feel
from c8tui.feel.dmn_xml import LARGEST as LARGEST

DmnError = dmn.DmnError
AmbiguousName = dmn.AmbiguousName


def read(content: bytes | str, imports: Mapping[str, Model] | None = None) -> Model:
    """The model of a file, by the bytes in it; `imports` are those that it may import, by namespace.

    Raises `DmnError`, which says what is wrong and where.
    """
    return dmn.read(content, imports)


def decision_of(model: Model, wanted: str = "") -> str | None:
    """The id of the decision of this name or id; without one the last that no other requires. None if there is none.

    Raises `AmbiguousName` for a name that several have.
    """
    if wanted:
        element = model.named(wanted)
        return element.id if element is not None else None
    required = {key for element in model.elements.values() for key in element.requires}
    ids = [decision.id for decision in model.decisions]
    return next((key for key in reversed(ids) if key not in required), ids[-1] if ids else None)


def evaluate(
    model: Model, decision_id: str, variables: Mapping[str, Any], *, standard: bool = False
) -> EvaluationResult:
    """Evaluates with variables as JSON has them, where ISO texts are dates if input data say so. Raises `KeyError`.

    As Camunda's engine does, or as the standard has it: `c8tui.feel.dmn` says where these differ.
    """
    given = to_feel(InputTypes(model, decision_id).for_engine(variables))
    return preview(model, decision_id, given, standard=standard)


def document(model: Model, result: EvaluationResult) -> dict[str, Any]:
    """The evaluation as JSON: value, failure, and of each decision its result, matched rules and inputs."""
    return {
        "decision": result.asked,
        "result": json_value(result.value),
        "failure": result.failure or None,
        "decisions": [
            {
                "id": one.id,
                "name": one.name,
                "result": json_value(one.value),
                "failure": one.failure or None,
                "matchedRules": [
                    {
                        "id": rule.id,
                        "number": rule.index,
                        "outputs": [
                            {"id": i, "name": name, "value": json_value(text)} for i, name, text in rule.outputs
                        ],
                    }
                    for rule in one.rules
                ],
                "inputs": [{"id": part.id, "name": part.name, "value": json_value(part.text)} for part in one.inputs],
                "warnings": list(one.warnings),
            }
            for one in result.decisions
        ],
        "warnings": list(result.warnings),
        "problems": list(model.problems),
    }
