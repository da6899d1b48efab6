"""Small DMN files for tests."""

from __future__ import annotations

from typing import Any

from c8tui import feel
from c8tui.feel import dmn

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def model(body: str, namespace: str = NAMESPACE) -> dmn.Definitions:
    """The definitions around some elements."""
    return dmn.read(f'<definitions xmlns="{namespace}" id="d" name="D" namespace="urn:d">{body}</definitions>')


def decision(logic: str, name: str = "d", requires: str = "", type_ref: str = "") -> str:
    """A decision of some logic; `requires` are ids of inputs and decisions, with spaces between them."""
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    needs = "".join(
        f'<informationRequirement><requiredDecision href="#{one}"/></informationRequirement>'
        for one in requires.split()
    )
    return f'<decision id="{name}" name="{name}"><variable name="{name}"{typed}/>{needs}{logic}</decision>'


def literal(text: str) -> str:
    """A literal expression."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<literalExpression><text>{escaped}</text></literalExpression>"


def table(rules: list[tuple[list[str], list[str]]], policy: str = "UNIQUE", inputs: str = "x", more: str = "") -> str:
    """A table on the named inputs with outputs o1, o2…; `more` goes into the first output."""
    made = f'<decisionTable id="t" hitPolicy="{policy.partition(" +")[0]}" {policy.partition("+")[2]}>'
    for name in inputs.split():
        made += f'<input id="i-{name}" label="{name}"><inputExpression><text>{name}</text></inputExpression></input>'
    outputs = len(rules[0][1]) if rules else 1
    for n in range(1, outputs + 1):
        made += f'<output id="o-{n}" name="o{n}">{more if n == 1 else ""}</output>'
    for n, (tests, results) in enumerate(rules, 1):
        cells = "".join(f"<inputEntry><text>{_escaped(text)}</text></inputEntry>" for text in tests)
        cells += "".join(f"<outputEntry><text>{_escaped(text)}</text></outputEntry>" for text in results)
        made += f'<rule id="r{n}">{cells}</rule>'
    return made + "</decisionTable>"


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;")


def result(definitions: dmn.Definitions, name: str = "d", **inputs: Any) -> Any:
    """The value of a decision as JSON."""
    return feel.to_json(dmn.evaluate(definitions, name, feel.to_feel(inputs)).value)


def standard_result(definitions: dmn.Definitions, name: str = "d", **inputs: Any) -> Any:
    """The same, as the standard reads the file."""
    evaluation = dmn.evaluate(definitions, name, feel.to_feel(inputs), dialect=feel.Dialect.STANDARD)
    return feel.to_json(evaluation.value)


def warnings(definitions: dmn.Definitions, name: str = "d", **inputs: Any) -> list[str]:
    """What an evaluation warns of."""
    return [warning.message for warning in dmn.evaluate(definitions, name, feel.to_feel(inputs)).warnings]


def failure(definitions: dmn.Definitions, name: str = "d", **inputs: Any) -> str:
    """Why an evaluation failed."""
    evaluation = dmn.evaluate(definitions, name, feel.to_feel(inputs))
    assert evaluation.value is None
    return evaluation.failure
