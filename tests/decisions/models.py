"""Small DMN models for the tests, written in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from c8tui.feel import dmn
from c8tui.feel.dmn_model import Decision, Definitions, TableBox

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def entry(kind: str, text: str) -> str:
    return f"<{kind}><text>{escape(text)}</text></{kind}>"


def table_xml(
    inputs: Sequence[str | tuple[str, ...]],
    outputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    *,
    policy: str = "UNIQUE",
    aggregation: str = "",
    notes: Sequence[str] = (),
) -> str:
    """A table: an input is its expression, or expression, type and allowed values; a rule is all of its cells.

    The ids are `in1`, `out1` and `rule1` and so on.
    """
    parts = []
    for number, given in enumerate(inputs, 1):
        expression, type_ref, allowed = (*((given,) if isinstance(given, str) else given), "", "", "")[:3]
        type_part = f" typeRef={quoteattr(type_ref)}" if type_ref else ""
        parts.append(
            f'<input id="in{number}"><inputExpression{type_part}><text>{escape(expression)}</text></inputExpression>'
            f"{entry('inputValues', allowed) if allowed else ''}</input>"
        )
    parts += [f'<output id="out{number}" name={quoteattr(name)}/>' for number, name in enumerate(outputs, 1)]
    parts += [f"<annotation name={quoteattr(name)}/>" for name in notes]
    for number, cells in enumerate(rules, 1):
        kinds = ["inputEntry"] * len(inputs) + ["outputEntry"] * len(outputs) + ["annotationEntry"] * len(notes)
        inside = "".join(entry(kind, cell) for kind, cell in zip(kinds, cells, strict=False))
        parts.append(f'<rule id="rule{number}">{inside}</rule>')
    aggregates = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable hitPolicy="{policy}"{aggregates}>{"".join(parts)}</decisionTable>'


def decision_xml(name: str, logic: str, requires: Sequence[str] = (), inputs: Sequence[str] = ()) -> str:
    """A decision whose id is its name."""
    needs = "".join(
        f'<informationRequirement><{kind} href="#{target}"/></informationRequirement>'
        for kind, targets in (("requiredDecision", requires), ("requiredInput", inputs))
        for target in targets
    )
    return f'<decision id="{name}" name="{name}"><variable name="{name}"/>{needs}{logic}</decision>'


def input_xml(name: str, type_ref: str = "") -> str:
    """An input whose id is its name."""
    type_part = f' typeRef="{type_ref}"' if type_ref else ""
    return f'<inputData id="{name}" name="{name}"><variable name="{name}"{type_part}/></inputData>'


def literal_xml(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def model_xml(*elements: str) -> str:
    """A whole file."""
    return f'<definitions xmlns="{DMN}" id="m" name="Model" namespace="urn:m">{"".join(elements)}</definitions>'


def model_of(*elements: str) -> Definitions:
    return dmn.read(model_xml(*elements))


def table_of(model: Definitions, name: str) -> TableBox:
    """The table of a decision."""
    decision = model.named(name)
    assert isinstance(decision, Decision)
    assert isinstance(decision.logic, TableBox)
    return decision.logic
